"""A year of hours: the driver over `hour`, in blocks that threads share.

No hour knows another, so any split of the year gives the same bits. Racks at their set points depend on utilisation
alone; they are solved once per distinct utilisation.
"""

import os
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from thermo.core.jit import driver, kernel
from thermo.core.psychrometrics import specific_heat
from thermo.engine.distinct import distinct_rows
from thermo.engine.hour import hour, solve_racks
from thermo.schema.field import blank, table
from thermo.schema.hall import DIRECT_AIR, GROUPS
from thermo.schema.rack import RACK_IN, RACK_RESULT
from thermo.schema.row import HOUR_RESULT, ROW
from thermo.schema.work import WORK

BLOCK = 2190  # hours; a quarter of a year
OFFSETS = (-4.0, -2.0, -1.0, 0.0, 1.0, 2.0, 4.0, 6.0, 9.0)  # K, shifts of the condenser set point in optimal control


@driver
def base_racks(hall, racks, points, levels, base):
    """Racks at the set points for each row of utilisations; levels (n, GROUPS), base (n, GROUPS) RACK_RESULT."""
    x = np.zeros(1, RACK_IN)
    for i in range(levels.shape[0]):
        t_air, t_liquid, recirculation = hall.supply_air, hall.supply_liquid, hall.recirculation
        solve_racks(hall, racks, points, levels[i], t_air, t_liquid, recirculation, x[0], base[i])


@driver
def hours(hall, racks, points, plant_air, plant_liquid, plants, electrical, weather, which, levels, base, offset, rows):
    """Fill HOUR_RESULT records for WEATHER records (n,); `which` (n,) is each hour's place in levels and base."""
    works = np.zeros(1, WORK)
    for i in range(weather.shape[0]):
        k, row, s = which[i], rows[i], works[0]
        hour(
            hall, racks, points, plant_air, plant_liquid, plants, electrical, weather[i], levels[k], base[k], offset, s,
            row,
        )  # fmt: skip
        if plant_air.step_lag == 0.0:
            continue
        s.before = s.air.w_room if int(hall.air_mode) == DIRECT_AIR else s.air.t_supply
        s.before_return = row.t_air_return
        c = row.air_flow_terminal * specific_heat(row.humidity_room)
        s.before_warmed = row.terminal_fans / max(c, 1.0)


def run(case, weather, utilisation, threads=1, offset=0.0):
    """All hours of a case.

    Parameters
    ----------
    case : thermo.case.case.Case, sized
    weather : WEATHER records (n,)
    utilisation : (n, GROUPS) or (GROUPS,) float64
    threads : blocks run at once; the result does not depend on it

    Returns
    -------
    (n, ROW_SIZE) float64, columns as schema.row.ROW
    """
    weather = np.array(weather)  # points take writable vectors
    n = weather.shape[0]
    utilisation = np.broadcast_to(np.asarray(utilisation, float), (n, GROUPS))
    levels, which, _ = distinct_rows(utilisation)
    base = np.zeros((len(levels), GROUPS), RACK_RESULT)
    base_racks(case.hall, case.racks, case.points, levels, base)
    rows = np.empty(n, HOUR_RESULT)

    def block(start):
        part = slice(start, min(start + BLOCK, n))
        hours(
            case.hall,
            case.racks,
            case.points,
            case.plant_air,
            case.plant_liquid,
            case.plants,
            case.electrical,
            weather[part],
            which[part],
            levels,
            base,
            offset,
            rows[part],
        )

    starts = range(0, n, BLOCK)
    if threads > 1 and n > BLOCK:
        with ThreadPoolExecutor(min(threads, os.cpu_count() or 1)) as pool:
            list(pool.map(block, starts))
    else:
        for start in starts:
            block(start)
    return table(rows)


@kernel
def call_point(function, record, x, out):
    """Call a rack point once, from Python."""
    function(record, x, out)


@kernel
def call_plant(function, record, weather, x, out):
    """Call a plant's `run` or `size` once, from Python."""
    function(record, weather, x, out)


def run_optimal(case, weather, utilisation, threads=1):
    """All hours with the condenser set point, out of OFFSETS, that needs the least power in each hour.

    Hours in which a set point's shift makes the supply float are left to the other shifts.

    Returns
    -------
    rows (n, ROW_SIZE), and the energy the default control needs beyond it [1]
    """
    tables = np.stack([run(case, weather, utilisation, threads, offset) for offset in OFFSETS])
    power = tables[:, :, ROW["utility"]].copy()
    short = np.minimum(tables[:, :, ROW["margin_plant_air"]], tables[:, :, ROW["margin_plant_liquid"]])
    power[short < short[OFFSETS.index(0.0)] - 1e-6] = np.inf
    best = power.argmin(axis=0)
    rows = tables[best, np.arange(len(best))]
    return rows, float(power[OFFSETS.index(0.0)].sum() / rows[:, ROW["utility"]].sum() - 1.0)


def run_controlled(case, weather, utilisation, threads=1):
    """`run` under the case's own control: default or optimal."""
    if case.control == "optimal":
        return run_optimal(case, weather, utilisation, threads)[0]
    return run(case, weather, utilisation, threads)


def solve_at(case, utilisation, t_air, t_liquid, out):
    """Racks of a case at given supply temperatures; `out` is (GROUPS,) RACK_RESULT."""
    u, x = np.asarray(utilisation, float), blank(RACK_IN)
    _solve_at(case.hall, case.racks, case.points, u, t_air, t_liquid, x, out)


@kernel
def _solve_at(hall, racks, points, u, t_air, t_liquid, x, out):
    solve_racks(hall, racks, points, u, t_air, t_liquid, hall.recirculation, x, out)
