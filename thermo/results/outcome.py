"""One case evaluated: its figures and hours, what it exceeds, what a reader must know, which caps it meets."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from thermo.case.build import build
from thermo.engine.solve import at_loads, lost, solve
from thermo.results import limits as words
from thermo.results import metrics
from thermo.results.caps import judged
from thermo.results.roots import available_power, densest_rack
from thermo.vocabulary import LOADS
from thermo.words import Message


@dataclass
class Ran:
    """A case that ran: as much as an account needs.

    Attributes
    ----------
    summary : figures in the units of `metrics.SUMMARY_FIELDS`; energy : kWh per end use
    rows : (n, ROW_SIZE)
    lines : equipment that is known already, else None
    """

    spec: Any
    case: Any
    summary: dict
    energy: dict
    rows: np.ndarray
    lines: list | None = None


@dataclass
class Outcome(Ran):
    """All that is known of one case of an evaluation.

    Attributes
    ----------
    streams : {stream: {hours of each mode}}; at_load : {share of the racks powered: annual PUE}
    limits : what is exceeded; warnings : what must be known beside the numbers; policies : caps, met or missed
    """

    streams: dict = field(default_factory=dict)
    at_load: dict = field(default_factory=dict)
    limits: list = field(default_factory=list)
    warnings: list = field(default_factory=list)
    policies: list = field(default_factory=list)
    feasible: bool = True


def ran(spec, case=None, geometry=False):
    """Build, size and run a spec; without the roots and the years at part load, which searches do not need."""
    solved = solve(build(spec) if case is None else case)
    summary, energy = metrics.of_case(solved, geometry)
    summary["it_power_available"] = float("nan")  # asks for years of its own
    return Ran(spec, solved.case, summary, energy, solved.rows)


def outcome(spec):
    """Evaluate a spec."""
    solved = solve(build(spec))
    case, rows = solved.case, solved.rows
    if solved.gap is not None:
        case.warnings.append(Message("warning.optimal_control", gap=solved.gap))
    summary, energy = metrics.of_case(solved)
    at_load, summary["mlc"] = dict.fromkeys(LOADS, np.nan), np.nan
    summary["rack_power_max"], summary["it_power_available"] = densest_rack(case) / 1000.0, np.nan
    if not lost(rows):
        pue, mlc = metrics.at_load(at_loads(case), case.chips_total)
        at_load, summary["mlc"] = dict(zip(LOADS, map(float, pue), strict=True)), float(mlc)
        summary["it_power_available"] = available_power(spec, case)
    found, feasible = words.limits(case, rows)
    warnings = case.warnings + words.warnings(case, rows) + meaningless(solved.totals)
    policies = judged(case, summary, at_load)
    return Outcome(
        spec, case, summary, energy, rows, None, metrics.modes(rows), at_load, found, warnings, policies, feasible
    )


def meaningless(totals):
    """Why figures of a year are left out, in words."""
    ratios, water = metrics.without_meaning(totals)
    found = []
    if ratios:
        found.append(Message("warning.ratios_without_meaning", times=metrics.MOST_PUE))
    if water:
        found.append(Message("warning.water_without_meaning"))
    return found
