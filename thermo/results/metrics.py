"""Figures of merit of a year, reduced from its table of hours.

PUE is the ratio of annual energies, never a mean of ratios (ISO/IEC 30134-2, IT measured at the IT input, category 3).
`energy_it` is what the rack's own supply feeds; ITUE draws the boundary at the compute components, TUE = ITUE x PUE
(Patterson et al. 2013).
"""

import numpy as np

from thermo.engine.many import geometry_figures
from thermo.engine.totals import BAD, UNSETTLED, Y, totals_of
from thermo.schema.flags import F_EXTRAPOLATED
from thermo.schema.limits import LIMITS
from thermo.schema.row import END_USES, ROW
from thermo.vocabulary import LOADS

HOUR = 3600.0  # s
KWH = 3.6e6  # J
MOST_PUE = 100.0  # beyond it, ratios to IT say nothing of a hall
RATIOS = ("pue", "pue_worst_hour", "tue", "itue", "wue", "wue_source", "cue", "ere", "server_fan_share")
WATER = ("water", "water_peak_day", "discharge", "wue", "wue_source")

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
    "exit_quality_max": ("1", "boiling: largest vapour quality leaving a rack"),
    "exit_quality_margin": ("1", "boiling in channels: dry-out quality - exit quality, smallest of the year"),
    "fluid_charge": ("kg", "boiling: fluid held by racks and CDUs"),
    "fluid_loss": ("kg", "boiling: fluid lost in a year by leaks and vents"),
    "fluid_charge_cost": ("USD", "boiling: price of the fluid held, at the library's price"),
    "fluid_loss_cost": ("USD", "boiling: price of the fluid lost in a year"),
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
    "area": ("m^2", "white space and plant"),
}
STREAM_FIELDS = {
    "hours_free_cooling": ("h", "hours with no compressor running"),
    "hours_partial": ("h", "hours with compressors helping"),
    "hours_mechanical": ("h", "hours with compressors carrying all"),
}


def column(rows, name):
    """One field of the table of hours, in engine units."""
    return rows[:, ROW[name]]


def violated(rows):
    """Boolean (n,) per limit: hours in which it is exceeded; NaN counts as exceeded except where it means 'none'."""
    return {limit.field: ~(column(rows, limit.field) >= limit.least) for limit in LIMITS}


def overloaded(case):
    """True when the design hour with one spare unit of every kind out exceeds a limit, or has no answer."""
    return any(hours[0] for hours in violated(case.outage_row[None]).values())


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
    return bad | has(rows, BAD)


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
    missing = float("nan")
    known = {
        "chips": float(chips),
        "grid_carbon": missing if carbon is None else carbon,
        "grid_water": missing if grid_water is None else grid_water,
    }
    return floats(*figures(totals_of(rows, utilisation), known))


def of_case(solved, geometry=True):
    """(summary, energy) of one case that `engine.solve` ran, as floats; without weights and areas it is quicker."""
    case = solved.case
    place = (solved.geometry, case.racks_total) if geometry else ()
    return floats(*figures(solved.totals, case.standing, case.design_row, *place))


def floats(summary, energy):
    """Both with Python floats."""
    return {k: float(v) for k, v in summary.items()}, {k: float(v) for k, v in energy.items()}


def figures(totals, known, design=None, geometry=None, racks=None):
    """Figures of merit of years reduced by `engine.totals`; one year or any number of them, by the same operations.

    Parameters
    ----------
    totals : (..., TOTALS)
    known : mapping or records with chips, grid_carbon [kg/J], grid_water [m3/J] and, for all figures, fluid_price
        [USD/kg] and pflops; each (...), NaN where unknown
    design : (..., ROW_SIZE) design hour with all units in service, or None
    geometry : (..., GEOMETRY) of `engine.many.geometry`, or None; racks : (...) in the hall

    Returns
    -------
    summary : dict of (...) in the units of SUMMARY_FIELDS; energy : dict of (...) kWh per end use
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        summary, energy = _figures(totals, known["chips"], known["grid_carbon"], known["grid_water"])
        if design is not None:
            per_chip, pflops = summary["energy_per_chip_hour"], known["pflops"]
            summary |= design_figures(design)
            summary["energy_per_pflop_hour"] = np.where(pflops > 0.0, per_chip * known["chips"] / pflops, np.nan)
        if geometry is not None:
            summary |= geometry_figures(geometry) | {"racks": racks}
            for name in ("fluid_charge", "fluid_loss"):
                summary[f"{name}_cost"] = summary[name] * known["fluid_price"]
    return summary, energy


def at_load(totals, chips):
    """Annual PUE by IT load, and the mechanical load component annualised over the loads.

    Parameters
    ----------
    totals : (..., LOADS, TOTALS) of `engine.solve.at_loads`; chips : (...)

    Returns
    -------
    (..., LOADS), (...)
    """
    pue, mlc, known = [], 0.0, {"grid_carbon": np.nan, "grid_water": np.nan}
    for k, load in enumerate(LOADS):
        summary, energy = figures(totals[..., k, :], known | {"chips": chips * load})
        pue.append(summary["pue"])
        lifted = totals[..., k, Y.sum_heat_pump] * HOUR / KWH  # lifts reused heat, does not cool
        mlc = mlc + (sum(energy[n] for n in MECHANICAL) - lifted) / summary["energy_it"]
    return np.stack(pue, -1), mlc / len(LOADS)


def _figures(totals, chips, carbon, grid_water):
    def kwh(name):
        return totals[..., getattr(Y, f"sum_{name}")] * HOUR / KWH

    def of(name):
        return totals[..., getattr(Y, name)]

    energy = {use: kwh(use) for use in END_USES}
    it = sum(energy[use] for use in END_USES[:5])
    total, compute, reused = kwh("utility"), energy["it_compute"], kwh("heat_reused")
    water = of("make_up") * HOUR / 1000.0
    liquid = of("sum_heat_liquid")
    share = np.where(of("asked") > 0.0, of("done") / of("asked"), 1.0)
    served = of("hours") * chips * share
    pue, itue = total / it, it / compute
    flux = of("min_margin_flux")
    summary = {
        "chips": chips + 0.0 * it,
        "compute_delivered": share,
        "energy_per_chip_hour": np.where(served > 0.0, total / served, np.nan),
        "pue": pue,
        "pue_worst_hour": of("max_pue"),
        "itue": itue,
        "tue": itue * pue,
        "wue": water * 1000.0 / it,
        "wue_source": water * 1000.0 / it + grid_water * KWH * 1000.0 * pue,
        "cue": carbon * KWH * pue,
        "ere": (total - reused) / it,
        "erf": reused / total,
        "energy_it": it,
        "energy_total": total,
        "power_peak": of("max_utility") / 1000.0,
        "apparent_peak": of("max_apparent") / 1000.0,
        "water": water,
        "water_peak_day": np.where(of("hours") >= 24.0, of("largest_day") * HOUR / 1000.0, water),
        "discharge": (of("sum_blowdown") + of("sum_condensate")) * HOUR / 1000.0,
        "heat_liquid_fraction": liquid / (liquid + of("sum_heat_air")),
        "chip_temperature_max": of("max_t_chip"),
        "chip_margin_min": of("min_margin_chip"),
        "critical_heat_flux_margin": np.where(flux < 1e8, flux + 1.0 / 0.7, np.nan),
        "exit_quality_max": of("max_exit_quality"),
        "exit_quality_margin": np.where(of("min_margin_quality") < 1e8, of("min_margin_quality"), np.nan),
        "fluid_loss": np.where(np.isnan(of("max_exit_quality")), np.nan, of("sum_fluid_loss") * HOUR),
        "supply_temperature_max": np.where(of("with_liquid") > 0.0, of("max_t_liquid_supply"), of("max_t_air_supply")),
        "air_supply_max": of("max_t_air_supply"),
        "air_intake_max": of("max_t_air_intake"),
        "hours_over_limit": of("over_limit"),
        "hours_throttled": of("throttled"),
        "server_fan_share": energy["it_fans"] / it,
    }
    lost_ratio, lost_water = without_meaning(totals)
    for names, lost in ((RATIOS, lost_ratio), (WATER, lost_water)):
        summary |= {name: np.where(lost, np.nan, summary[name]) for name in names}
    return summary, energy


def without_meaning(totals):
    """Where figures of years (..., TOTALS) mean nothing: (ratios to IT, water), booleans.

    A hall whose IT draws next to nothing, or whose plant was driven far beyond any machine, has no PUE; more blowdown
    than make-up says that a wet cooler was driven to where it gathers water instead of giving it off.
    """
    it = sum(totals[..., getattr(Y, f"sum_{use}")] for use in END_USES[:5])
    return ~(totals[..., Y.sum_utility] < MOST_PUE * it), totals[..., Y.sum_blowdown] > totals[..., Y.make_up]


MECHANICAL = ("terminal_fans", "pumps", "chillers", "heat_rejection_fans", "humidification", "heating")


def it_power(row):
    """IT power of hours (..., ROW_SIZE) [W]: all that the racks' supply feeds."""
    return sum(row[..., ROW[n]] for n in END_USES[:5])


def design_figures(row):
    """Figures of the design hour with all units in service, from its rows (..., ROW_SIZE)."""
    it = it_power(row)
    cooling = sum(row[..., ROW[n]] for n in MECHANICAL) - row[..., ROW["heat_pump"]]
    return {
        "pue_design_hour": row[..., ROW["utility"]] / it,
        "power_design": row[..., ROW["utility"]] / 1000.0,
        "mlc_design": cooling / it,
    }


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
    """Hours in which a correlation or curve was used outside its published range, by where: racks, air or liquid."""
    fields = {"racks": "flags_racks", "air": "flags_plant_air", "liquid": "flags_plant_liquid"}
    return {where: int(has(rows, F_EXTRAPOLATED, where=field).sum()) for where, field in fields.items()}
