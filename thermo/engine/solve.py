"""One case through the engine: sized, run hour by hour under its own control, reduced to its totals.

Every figure of an evaluation, a search or a sample starts here; a sweep runs the same kernels over many cases at once
(`engine.many`) and reduces them to the same totals.
"""

from copy import copy
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from thermo.engine.many import GEOMETRY, geometry
from thermo.engine.size import size
from thermo.engine.totals import totals_of
from thermo.engine.year import run, run_optimal
from thermo.schema.field import records
from thermo.schema.hall import GROUPS
from thermo.schema.row import HOUR_RESULT
from thermo.vocabulary import AREAS, LOADS


@dataclass
class Solved:
    """Hours of a sized case and what they add up to.

    Attributes
    ----------
    case : case.case.Case, sized: `design_row` with all units in service, `outage_row` with spare units out
    rows : (n, ROW_SIZE) hours
    totals : (TOTALS,) of the hours
    gap : energy that the default control needs beyond the optimal one [1]; None under the default control
    few : the hours that were run, where `rows` repeats them
    """

    case: Any
    rows: np.ndarray
    totals: np.ndarray
    gap: float | None = None
    few: np.ndarray | None = None

    @cached_property
    def geometry(self):
        """(GEOMETRY,) what racks and plants weigh, fill and take."""
        return geometry_of(self.case)


def sized(case):
    """The case, sized in place if it is not."""
    if case.design_row is None:
        size(case)
    return case


def solve(case, weather=None, utilisation=None, each=None):
    """Size a case if it is not sized, run it and reduce its hours.

    Parameters
    ----------
    case : case.case.Case
    weather, utilisation : WEATHER records (n,), (n, GROUPS) hours in place of the site's year
    each : (hours of the year,) place of every hour of the year among those given, where they stand for classes of it

    Returns
    -------
    Solved
    """
    sized(case)
    weather = case.weather.rows if weather is None else weather
    utilisation = case.utilisation if utilisation is None else utilisation
    gap = None
    if case.control == "optimal":
        rows, gap = run_optimal(case, weather, utilisation)
    else:
        rows = run(case, weather, utilisation)
    if each is None:
        return Solved(case, rows, totals_of(rows, case.mean_utilisation(utilisation)), gap)
    whole = rows[each]
    return Solved(case, whole, totals_of(whole, case.chip_utilisation), gap, rows)


def at_loads(case):
    """(LOADS, TOTALS) of the sized hall with a share of its racks powered at full utilisation."""
    full = np.ones((len(case.weather.rows), GROUPS))
    return np.stack([solve(powered(case, load), utilisation=full).totals for load in LOADS])


def powered(case, load):
    """The same sized hall with a share of its racks powered."""
    part = copy(case)
    part.hall = case.hall.copy()
    part.hall["racks"] *= load
    part.hall["chips"] *= load
    return part


def geometry_of(case):
    """(GEOMETRY,) of a sized case."""
    found = np.zeros(1, GEOMETRY)
    names = ("hall", "plant_air", "plant_liquid", "electrical")
    hall, air, liquid, electrical = (np.array([getattr(case, n)]).view(np.recarray) for n in names)
    racks = np.asarray(case.racks).reshape(1, -1).view(np.recarray)
    areas = np.array([[case.areas[name] for name in AREAS]])
    design, outage = (records(row[None], HOUR_RESULT) for row in (case.design_row, case.outage_row))
    geometry(
        hall, racks, np.zeros(1, np.int64), case.points, air, liquid, electrical, design, outage, case.tanks[None],
        areas, found,
    )  # fmt: skip
    return found[0]
