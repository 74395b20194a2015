"""What a case exceeds, in words with figures, and what a reader must know beside the numbers.

Feasible means: at the design hour at full load with redundant units out, and in every hour of the year, no limit is
exceeded. A technology the rack is not sold or warranted in is said apart, among the warnings.
"""

import numpy as np

from thermo.library.registry import technology
from thermo.results.metrics import LIMITS, column, extrapolated_hours, has, violated
from thermo.schema import points as f
from thermo.schema.row import ROW

SENTENCES = {
    "margin_chip": "at full work the junction would be {over:.1f} K above throttling{held}",
    "margin_case": "the case is {over:.1f} K above its limit",
    "margin_memory": "memory is {over:.1f} K above its limit",
    "margin_intake": "server intake reaches {t_air_intake:.1f} °C, {over:.1f} K outside its class",
    "margin_airflow": "needs {air_needed:.2f} m^3/s of air through one rack; limit {air_possible:.2f} m^3/s",
    "margin_coolant": "coolant is {over:.1f} K above its limit",
    "margin_flux": "heat flux leaves a critical-flux margin of {flux:.2f}; at least 1.43 is needed",
    "margin_geometry": "the sinks are {over_mm:.0f} mm too high for the servers at this density",
    "margin_quality": "plates leave at a quality {over:.2f} above that of dry-out (exit quality {exit_quality:.2f})",
    "margin_suction": "the coolant pump lacks {over:.1f} m of net positive suction head",
    "margin_stability": "flow between parallel plates is unstable: Ledinegg slope {value:.2f}; raise inlet_drop",
    "margin_dew": "coolant is only {value:.1f} K above the room's dew point; 2 K are needed",
    "margin_electrical": "the electrical chain carries {over_percent:.1f} % more than its needed modules are rated for",
    "margin_plant_air": "air plant runs short: supply {t_air_supply:.2f} °C, {over:.2f} K above its set point",
    "margin_plant_liquid": "liquid plant runs short: supply {t_liquid_supply:.2f} °C, {over:.2f} K above its set point",
}
BATH_SENTENCES = {  # where the liquid boils in its tank or chamber
    "margin_coolant": "the bath reaches {t_liquid_supply:.1f} °C, {over:.1f} K above where its relief valve opens "
    "or its materials end",
    "margin_plant_liquid": "the condenser is short of cold water: the bath floats to {t_liquid_supply:.1f} °C, "
    "{over:.1f} K above its set point",
}
STATUS = {
    f.F_RUNAWAY: "leakage grows faster than the cooling takes heat away: no steady junction temperature",
    f.F_TRIPPED: "chips are above their trip temperature even when throttled to the floor",
    f.F_FROZEN: "a coolant is below its freezing point",
    f.F_DRYOUT: "the plates dry out",
    f.F_CHF: "critical heat flux is exceeded",
    f.F_TRIP_AMBIENT: "compressors trip above their maximum ambient temperature",
    f.F_NO_FLOW: "a stream is asked to carry heat without flow",
}
DESIGN = "at design weather, full load and one spare unit of every kind out"


def sentence(field, row, bath=False):
    """One limit of one hour in words; `bath` where the liquid boils in its tank."""
    value = row[ROW[field]]
    figures = {name: row[i] for name, i in ROW.items()}
    figures["held"] = f" (throttling holds it at {row[ROW['t_chip']]:.0f} °C)" if row[ROW["t_chip"]] > -300.0 else ""
    texts = SENTENCES | BATH_SENTENCES if bath else SENTENCES
    return texts[field].format(
        **figures,
        value=value,
        over=-value,
        over_mm=-1000.0 * value,
        over_percent=-100.0 * value,
        flux=value + 1.0 / 0.7,
    )


def boils_in_tank(case):
    """True when the liquid stream's fluid boils in a tank or spray chamber."""
    return bool(case.hall["condensing"]) and technology(case.technology).boils == "tank"


def limits(case, rows):
    """Sentences of all limits exceeded (design hour first), and whether the case is feasible.

    Parameters
    ----------
    case : facility case, sized, with its design row
    rows : (8760, ROW_SIZE)
    """
    words, bath = [], boils_in_tank(case)
    design = case.outage_row[None]
    for field, bad in violated(design).items():
        if bad[0] and not np.isnan(case.outage_row[ROW[field]]):
            words.append(f"{DESIGN}: {sentence(field, case.outage_row, bath)}")
    for bit, text in STATUS.items():
        if has(design, bit)[0]:
            words.append(f"{DESIGN}: {text}")
    for field, bad in violated(rows).items():
        hours = int(bad.sum())
        values = column(rows, field)
        if hours and not np.isnan(values[bad]).all():
            worst = int(np.nanargmin(np.where(bad, values, np.nan)))
            words.append(f"{hours} h of the year, worst hour {worst + 1}: {sentence(field, rows[worst], bath)}")
    for bit, text in STATUS.items():
        hours = int(has(rows, bit).sum())
        if hours:
            words.append(f"{hours} h of the year: {text}")
    peak = float(column(rows, "apparent").max())
    if case.feed and peak > case.feed:
        words.append(f"needs {peak / 1e6:.2f} MVA from the utility; the feed gives {case.feed / 1e6:.2f} MVA")
    return words, not words


def warnings(case, rows):
    """What a reader must know beside the numbers."""
    words = []
    for what, hours in extrapolated_hours(rows).items():
        if hours:
            words.append(f"{what} is used outside its published range in {hours} h")
    throttled = int((column(rows, "compute_delivered") < 1.0 - 1e-9).sum())
    if throttled:
        words.append(f"chips throttle in {throttled} h; compute per chip-hour counts it")
    damp = int(has(rows, f.F_HUMID).sum())
    if damp:
        words.append(f"room air is outside its moisture limits in {damp} h")
    stuck = int(has(rows, f.F_SHORT).sum())
    if stuck:
        words.append(f"capacity of a plant runs out in {stuck} h; temperatures float until heat balances")
    return words


__all__ = ["LIMITS", "limits", "warnings"]
