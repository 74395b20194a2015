"""Caps on a hall's figures, by law or by the study: which apply, and whether each is met."""

from thermo.library.caps import applicable, judge, named
from thermo.results.limits import verdict
from thermo.results.metrics import it_power

METRICS = ("pue", "wue", "erf", "ere", "cue", "mlc", "mlc_design", "elc")


def in_force(case, energy_total):
    """(caps that the study names, caps that apply to the hall by its place, age and size).

    Parameters
    ----------
    case : case.case.Case, sized; energy_total : kWh of a year
    """
    if not case.jurisdiction:
        return list(named(case.policy_names)), []
    found = applicable(
        case.jurisdiction,
        new=case.new,
        year=case.year,
        it_power_kw=it_power(case.design_row) / 1000.0,
        annual_kwh=energy_total,
        climate_zone=case.climate_zone,
    )
    return list(named(case.policy_names)), list(found)


def judged(case, summary, at_load):
    """Every cap in force, in words: met or missed, and by how much."""
    asked, applied = in_force(case, summary["energy_total"])
    figures = {name: summary[name] for name in METRICS}
    figures |= {"pue_at_full_load": at_load[1.0], "domestic_share": case.domestic_share}
    return [rule | verdict(rule) for rule in judge(asked + applied, figures)]
