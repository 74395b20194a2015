"""Figures of merit of a year, reduced from its table of hours.

PUE is the ratio of annual energies, never a mean of ratios (ISO/IEC 30134-2, IT measured at the IT input, category 3).
`energy_it` is what the rack's own supply feeds; ITUE draws the boundary at the compute components, TUE = ITUE x PUE
(Patterson et al. 2013).
"""

import numpy as np

from thermo.core.fields import (
    F_CHF,
    F_DRYOUT,
    F_EXTRAPOLATED,
    F_FROZEN,
    F_NO_FLOW,
    F_RUNAWAY,
    F_TRIP_AMBIENT,
    F_TRIPPED,
)
from thermo.facility.row import END_USES, ROW

UNSETTLED = 120  # passes of an hour that did not come to rest (facility/hour.py PASSES)
HOUR = 3600.0  # s
KWH = 3.6e6  # J

# name: (unit, meaning)
SUMMARY_FIELDS = {
    "chips": ("1", "chips housed, the same in every option of a study"),
    "compute_delivered": ("1", "share of the asked-for compute that is not throttled away"),
    "energy_per_chip_hour": ("kWh", "total energy per delivered chip-hour"),
    "energy_per_pflop_hour": ("kWh", "total energy per delivered hour of a PFLOP/s (dense 16-bit peak)"),
    "pue": ("1", "power usage effectiveness, annual (ISO/IEC 30134-2, category 3)"),
    "pue_worst_hour": ("1", "largest hourly PUE"),
    "pue_design_hour": ("1", "PUE at design weather and full load"),
    "itue": ("1", "IT-power usage effectiveness: IT energy / energy of the compute components"),
    "tue": ("1", "total-power usage effectiveness, ITUE x PUE"),
    "mlc_design": ("1", "mechanical load component at design (ASHRAE 90.4-2019 definition)"),
    "mlc": (
        "1",
        "annualised mechanical load component, mean of 25, 50, 75 and 100 % load (ASHRAE 90.4-2019 definition)",
    ),
    "elc": ("1", "electrical loss component at design (ASHRAE 90.4-2019 definition)"),
    "wue": ("L/kWh", "site water per IT energy"),
    "wue_source": ("L/kWh", "site and grid water per IT energy"),
    "cue": ("kg/kWh", "operational carbon per IT energy"),
    "ere": ("1", "energy reuse effectiveness"),
    "erf": ("1", "energy reuse factor (ISO/IEC 30134-6)"),
    "energy_it": ("kWh", "energy of all that the rack's supply feeds"),
    "energy_total": ("kWh", "energy from the utility"),
    "power_peak": ("kW", "highest hourly power from the utility"),
    "power_design": ("kW", "power from the utility at design weather and full load"),
    "apparent_peak": ("kVA", "highest apparent power, battery recharge included"),
    "water": ("m^3", "make-up water"),
    "water_peak_day": ("m^3", "make-up water of the largest day"),
    "discharge": ("m^3", "blowdown and condensate leaving as waste water"),
    "heat_liquid_fraction": ("1", "share of the racks' heat into liquid, energy weighted"),
    "chip_temperature_max": ("degC", "hottest junction of the year"),
    "chip_margin_min": ("K", "its margin to throttling"),
    "critical_heat_flux_margin": ("1", "boiling: critical flux / flux, smallest of the year"),
    "supply_temperature_max": ("degC", "warmest supply to the racks (liquid where there is liquid, else air)"),
    "air_supply_max": ("degC", "warmest air leaving the terminal"),
    "air_intake_max": ("degC", "warmest server intake"),
    "hours_over_limit": ("h", "hours with a limit exceeded or a supply above its set point"),
    "hours_throttled": ("h", "hours with throttled chips"),
    "server_fan_share": ("1", "server fans' share of IT energy"),
    "rack_power_max": ("kW", "densest rack this option can cool at this site"),
    "it_power_available": ("kW", "IT power that fits under the utility feed"),
    "rack_power": ("kW", "power of the densest rack as housed, at full load and set points"),
    "racks": ("1", "racks in the hall"),
    "rack_mass": ("kg", "heaviest rack, filled"),
    "floor_load": ("kg/m^2", "its load on its footprint"),
    "area": ("m^2", "white space"),
}
STREAM_FIELDS = {
    "hours_free_cooling": ("h", "hours with no compressor running"),
    "hours_partial": ("h", "hours with compressors helping"),
    "hours_mechanical": ("h", "hours with compressors carrying all"),
}

# margins that count as limits: row field -> (what it is, smallest value allowed)
LIMITS = {
    "margin_chip": ("junction", 0.0),
    "margin_case": ("case", 0.0),
    "margin_memory": ("memory", 0.0),
    "margin_intake": ("server intake", -1e-6),
    "margin_airflow": ("air flow", -1e-9),
    "margin_coolant": ("coolant", -1e-6),
    "margin_flux": ("heat flux", 0.0),
    "margin_geometry": ("geometry", -1e-9),
    "margin_dew": ("dew point", 2.0 - 1e-6),
    "margin_electrical": ("electrical chain", -1e-6),
    "margin_plant_air": ("air supply", -0.01),
    "margin_plant_liquid": ("liquid supply", -0.01),
}


def column(rows, name):
    """One field of the table of hours, in engine units."""
    return rows[:, ROW[name]]


def violated(rows):
    """Boolean (n,) per limit: hours in which it is exceeded; NaN counts as exceeded except where it means 'none'."""
    result = {}
    for field, (_, least) in LIMITS.items():
        values = column(rows, field)
        result[field] = ~(values >= least)
    return result


def has(rows, *flags, where="flags"):
    """Boolean (n,): any of the status bits set, in all or in one of the fields `flags_*`."""
    bits = column(rows, where).astype(np.int64)
    return (bits & sum(flags)) != 0


def over_limit(rows):
    """Boolean (n,): a limit exceeded, a supply above its set point, or no steady state."""
    bad = np.zeros(len(rows), bool)
    for hours in violated(rows).values():
        bad |= hours
    bad |= column(rows, "iterations") >= UNSETTLED
    return bad | has(rows, F_RUNAWAY, F_TRIPPED, F_FROZEN, F_TRIP_AMBIENT, F_DRYOUT, F_CHF, F_NO_FLOW)


def annual(rows, chips, utilisation, carbon=None, grid_water=None):
    """Reduce a year.

    Parameters
    ----------
    rows : (8760, ROW_SIZE) table of hours
    chips : number of chips in the hall
    utilisation : (8760,) chip-weighted mean utilisation
    carbon : kg/J of the grid or None; grid_water : m3/J or None

    Returns
    -------
    summary : dict of floats in the units of SUMMARY_FIELDS; energy : dict of kWh per end use
    """
    energy = {use: float(column(rows, use).sum() * HOUR / KWH) for use in END_USES}
    it = sum(energy[use] for use in END_USES[:5])
    utility = column(rows, "utility")
    total = float(utility.sum() * HOUR / KWH)
    it_hour = sum(column(rows, use) for use in END_USES[:5])
    compute = energy["it_compute"]
    make_up = sum(column(rows, n) for n in ("evaporation", "drift", "blowdown", "humidifier_water"))
    reused = float(column(rows, "heat_reused").sum() * HOUR / KWH)
    water = float(make_up.sum() * HOUR / 1000.0)
    days = make_up[: len(make_up) // 24 * 24].reshape(-1, 24).sum(axis=1) * HOUR / 1000.0
    delivered = column(rows, "compute_delivered")
    asked_hours = float((utilisation).sum()) * chips
    done_hours = float((utilisation * delivered).sum()) * chips
    powered = float(len(rows)) * chips
    liquid = column(rows, "heat_liquid").sum()
    t_chip = column(rows, "t_chip")
    flux = column(rows, "margin_flux")
    supply = column(rows, "t_liquid_supply")
    if np.isnan(supply).all():
        supply = column(rows, "t_air_supply")
    throttled = delivered < 1.0 - 1e-9
    share = done_hours / asked_hours if asked_hours > 0 else 1.0
    pue = total / it
    itue = it / compute
    summary = {
        "chips": float(chips),
        "compute_delivered": share,
        "energy_per_chip_hour": total / (powered * share) if powered * share > 0 else float("nan"),
        "pue": pue,
        "pue_worst_hour": float((utility / it_hour).max()),
        "itue": itue,
        "tue": itue * pue,
        "wue": water * 1000.0 / it,
        "wue_source": water * 1000.0 / it + grid_water * KWH * 1000.0 * pue if grid_water is not None else float("nan"),
        "cue": carbon * KWH * pue if carbon is not None else float("nan"),
        "ere": (total - reused) / it,
        "erf": reused / total,
        "energy_it": it,
        "energy_total": total,
        "power_peak": float(utility.max()) / 1000.0,
        "apparent_peak": float(column(rows, "apparent").max()) / 1000.0,
        "water": water,
        "water_peak_day": float(days.max()) if len(days) else water,
        "discharge": float((column(rows, "blowdown") + column(rows, "condensate")).sum() * HOUR / 1000.0),
        "heat_liquid_fraction": float(liquid / (liquid + column(rows, "heat_air").sum())),
        "chip_temperature_max": float(np.max(t_chip)),
        "chip_margin_min": float(np.min(column(rows, "margin_chip"))),
        "critical_heat_flux_margin": float(flux.min() + 1.0 / 0.7) if flux.min() < 1e8 else float("nan"),
        "supply_temperature_max": float(np.max(supply)),
        "air_supply_max": float(column(rows, "t_air_supply").max()),
        "air_intake_max": float(column(rows, "t_air_intake").max()),
        "hours_over_limit": float(over_limit(rows).sum()),
        "hours_throttled": float(throttled.sum()),
        "server_fan_share": energy["it_fans"] / it,
    }
    return summary, energy


def modes(rows):
    """Hours per stream in free, partial and mechanical cooling; they sum to the year for each stream that exists."""
    result = {}
    for stream in ("air", "liquid"):
        free = column(rows, f"free_{stream}")
        if np.isnan(free).all():
            continue
        full, none = free >= 1.0 - 1e-9, free <= 1e-9
        result[stream] = {
            "hours_free_cooling": float(full.sum()),
            "hours_partial": float((~full & ~none).sum()),
            "hours_mechanical": float(none.sum()),
        }
    return result


def extrapolated_hours(rows):
    """Hours in which a correlation or curve was used outside its published range, by where."""
    return {
        what: int(has(rows, F_EXTRAPOLATED, where=field).sum())
        for field, what in (
            ("flags_racks", "a heat-transfer correlation of the racks"),
            ("flags_plant_air", "a curve of the air stream's plant"),
            ("flags_plant_liquid", "a curve of the liquid stream's plant"),
        )
    }
