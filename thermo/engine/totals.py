"""A year in one row: sums, extremes, counts, monthly peaks and dot products, taken from the hours one by one.

A sweep never keeps 8,760 rows; `evaluate` keeps them and reduces them by the same kernel, so both give the same bits.
"""

from collections import namedtuple
from typing import Any

import numpy as np

from thermo.core.jit import kernel
from thermo.engine.hour import PASSES, larger, smaller
from thermo.schema.field import records
from thermo.schema.flags import F_EXTRAPOLATED, F_HUMID, F_SHORT
from thermo.schema.limits import LIMITS, STATES
from thermo.schema.row import END_USES, HOUR_RESULT, ROW
from thermo.vocabulary import MODES, STREAMS

STATUS_BITS = tuple(state.bit for state in STATES)
BAD = sum(STATUS_BITS)
UNSETTLED = PASSES  # passes of an hour that did not come to rest

HEATS = ("heat_reused", "heat_liquid", "heat_air", "heat_pump")
SUMMED = (*END_USES, "utility", *HEATS, "blowdown", "condensate", "fluid_loss")
LARGEST = ("utility", "apparent", "t_chip", "t_liquid_supply", "t_air_supply", "t_air_intake", "exit_quality")
SMALLEST = tuple(limit.field for limit in LIMITS)
WEIGHTS = 4  # hourly weights on the utility's energy: prices, carbon, water

TOTAL_FIELDS = (
    [f"sum_{name}" for name in SUMMED]
    + [f"max_{name}" for name in LARGEST]
    + [f"min_{name}" for name in SMALLEST]
    + [f"exceeded_{name}" for name in SMALLEST]  # hours, with a number
    + [f"status_{state.code}" for state in STATES]  # hours
    + ["make_up", "make_up_day", "largest_day", "max_pue", "asked", "done", "hours", "over_limit", "throttled"]
    + ["humid", "short", "extrapolated_racks", "extrapolated_air", "extrapolated_liquid", "with_liquid"]
    + [f"{mode}_{stream}" for stream in STREAMS for mode in MODES]
    + [f"weighted_{k}" for k in range(WEIGHTS)]  # sum of weight x utility
    + [f"energy_month_{m}" for m in range(1, 13)]  # sum of utility
    + [f"peak_month_{m}" for m in range(1, 13)]  # largest utility
)
TOTAL = {name: i for i, name in enumerate(TOTAL_FIELDS)}
TOTALS = len(TOTAL_FIELDS)
Y: Any = namedtuple("Y", TOTAL)(*range(TOTALS))  # type: ignore[misc]

_SUMMED, _LARGEST, _SMALLEST = (tuple(ROW[n] for n in names) for names in (SUMMED, LARGEST, SMALLEST))
LEAST = tuple(limit.least for limit in LIMITS)
_SUM0, _MAX0, _MIN0 = TOTAL[f"sum_{SUMMED[0]}"], TOTAL[f"max_{LARGEST[0]}"], TOTAL[f"min_{SMALLEST[0]}"]
_EXCEEDED0, _STATUS0 = TOTAL[f"exceeded_{SMALLEST[0]}"], TOTAL["status_runaway"]
_WEIGHTED0, _ENERGY0, _PEAK0 = TOTAL["weighted_0"], TOTAL["energy_month_1"], TOTAL["peak_month_1"]

MONTH_HOURS = tuple(24 * days for days in (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31))


def months(n):
    """Month (0-11) of each of n hours: of the calendar for a year, else all in the first."""
    return np.repeat(np.arange(12), MONTH_HOURS) if n == sum(MONTH_HOURS) else np.zeros(n, np.int64)


@kernel
def begin(acc):
    """Empty totals."""
    for i in range(acc.size):
        acc[i] = 0.0
    for i in range(len(_LARGEST)):
        acc[_MAX0 + i] = -np.inf
    for i in range(len(_SMALLEST)):
        acc[_MIN0 + i] = np.inf
    acc[Y.max_pue] = -np.inf
    for i in range(12):
        acc[_PEAK0 + i] = -np.inf


@kernel
def add(acc, row, values, hour, month, utilisation, weights):
    """Count one hour.

    Parameters
    ----------
    acc : (TOTALS,) totals; row : HOUR_RESULT record, the hour's result; values : (ROW_SIZE,) the same as numbers
    hour : place in the year, from 0, in order; month : 0-11
    utilisation : chip-weighted mean of the groups
    weights : (WEIGHTS or fewer, n) on the utility's power
    """
    for i in range(len(_SUMMED)):
        acc[_SUM0 + i] += values[_SUMMED[i]]
    for i in range(len(_LARGEST)):
        acc[_MAX0 + i] = larger(acc[_MAX0 + i], values[_LARGEST[i]])
    flags, over = int(row["flags"]), False
    for i in range(len(_SMALLEST)):
        value = values[_SMALLEST[i]]
        acc[_MIN0 + i] = smaller(acc[_MIN0 + i], value)
        if not value >= LEAST[i]:
            over = True
            if value == value:
                acc[_EXCEEDED0 + i] += 1.0
    if flags & BAD:
        for i in range(len(STATUS_BITS)):
            if flags & STATUS_BITS[i]:
                acc[_STATUS0 + i] += 1.0
    if over or flags & BAD or row.iterations >= UNSETTLED:
        acc[Y.over_limit] += 1.0
    utility = row.utility
    it = row.it_compute + row.vr_loss + row.it_fans + row.it_pumps + row.psu_loss
    acc[Y.max_pue] = larger(acc[Y.max_pue], utility / it)
    make_up = row.evaporation + row.drift + row.blowdown + row.humidifier_water
    acc[Y.make_up] += make_up
    acc[Y.make_up_day] += make_up
    if hour % 24 == 23:
        acc[Y.largest_day] = larger(acc[Y.largest_day], acc[Y.make_up_day])
        acc[Y.make_up_day] = 0.0
    acc[Y.asked] += utilisation
    acc[Y.done] += utilisation * row.compute_delivered
    acc[Y.hours] += 1.0
    if row.compute_delivered < 1.0 - 1e-9:
        acc[Y.throttled] += 1.0
    if flags & F_HUMID:
        acc[Y.humid] += 1.0
    if flags & F_SHORT:
        acc[Y.short] += 1.0
    if int(row.flags_racks) & F_EXTRAPOLATED:
        acc[Y.extrapolated_racks] += 1.0
    if int(row.flags_plant_air) & F_EXTRAPOLATED:
        acc[Y.extrapolated_air] += 1.0
    if int(row.flags_plant_liquid) & F_EXTRAPOLATED:
        acc[Y.extrapolated_liquid] += 1.0
    if row.t_liquid_supply == row.t_liquid_supply:
        acc[Y.with_liquid] += 1.0
    mode(acc, Y.free_air, row.free_air)
    mode(acc, Y.free_liquid, row.free_liquid)
    for k in range(weights.shape[0]):
        acc[_WEIGHTED0 + k] += utility * weights[k, hour]
    acc[_ENERGY0 + month] += utility
    acc[_PEAK0 + month] = larger(acc[_PEAK0 + month], utility)


@kernel
def mode(acc, place, free):
    """Count an hour of a stream as free, partial or mechanical (the three places from `place`)."""
    if free >= 1.0 - 1e-9:
        acc[place] += 1.0
    elif free <= 1e-9:
        acc[place + 2] += 1.0
    elif free == free:
        acc[place + 1] += 1.0


@kernel
def reduce(rows, table, utilisation, month, weights, acc):
    """Totals of HOUR_RESULT records (n,), in `table` as numbers, into acc (TOTALS,); month (n,), weights (k, n)."""
    begin(acc)
    for i in range(rows.shape[0]):
        add(acc, rows[i], table[i], i, month[i], utilisation[i], weights)


NO_WEIGHTS = np.zeros((0, 0))


def totals_of(rows, utilisation, weights=NO_WEIGHTS):
    """Totals (TOTALS,) of a table of hours."""
    acc, n = np.empty(TOTALS), len(rows)
    rows = np.ascontiguousarray(rows)
    mean = np.broadcast_to(np.asarray(utilisation, float), n).copy()
    reduce(records(rows, HOUR_RESULT), rows, mean, months(n), weights, acc)
    return acc
