"""Years by table: hours that differ only in weather and load are looked up between exactly solved states.

An hour depends on dry bulb, wet bulb, pressure and utilisation. For each case a tree of boxes over (wet bulb,
depression, load) is refined where the hour's result bends: every box is solved at its corners, middles and centre, and
a box whose middles lie on the line between its ends, within a tolerance weighted by the hours in it, is interpolated by
the quadratic through all of them; else it is halved across the direction that bends most. Coordinates are dry bulb and
depression where the plants feel dry bulb more. Pressure is the site's plane fit over the two temperatures.

Solved as they are, beside the nodes: boxes with few hours, boxes in which a limit is crossed, and the hours that set
an extreme (peaks, hottest chip, smallest margins). Counts by mode go to the nearest node.
"""

import numpy as np

from thermo.core.jit import driver, kernel
from thermo.core.psychrometrics import dew_point, humidity_ratio_from_wet_bulb
from thermo.engine.hour import hour
from thermo.engine.many import KEY, best_hour, mean_utilisation, rack_key, same
from thermo.engine.totals import (
    BAD,
    LARGEST,
    LEAST,
    SMALLEST,
    STATUS_BITS,
    SUMMED,
    TOTAL,
    UNSETTLED,
    Y,
    begin,
    larger,
    smaller,
)
from thermo.engine.year import base_racks
from thermo.schema.flags import F_EXTRAPOLATED, F_HUMID, F_SHORT
from thermo.schema.hall import GROUPS
from thermo.schema.rack import RACK_RESULT
from thermo.schema.row import HOUR_RESULT, ROW, ROW_SIZE
from thermo.schema.weather import WEATHER
from thermo.schema.work import WORK

CELLS = 64  # finest boxes along wet bulb and depression
LOADS = 16  # finest boxes along the load
ROOT = 32  # finest boxes along the side of a first box
FEW = 8  # hours of a box that are solved as they are
MIXED = 24  # hours of a box in which a limit is crossed, solved as they are
MODED = 200  # hours of a box in which a stream's mode changes
NODES = 4000  # states kept for one case
BOXES = 1000  # boxes interpolated for one case
TOLERANCE = 4e-4  # share of a year's utility energy that one box's bend may stand for
BEND = 0.03  # largest bend of a box that is interpolated, share of the utility's power
KELVIN = 0.5  # K, largest bend of a temperature
PEAKS = 12  # hours solved for the peak
LATENT = 2.45e6  # J/kg; weighs make-up water against power

_SUMMED, _LARGEST, _SMALLEST = (tuple(ROW[n] for n in names) for names in (SUMMED, LARGEST, SMALLEST))
_SUM0, _MAX0, _MIN0 = TOTAL[f"sum_{SUMMED[0]}"], TOTAL[f"max_{LARGEST[0]}"], TOTAL[f"min_{SMALLEST[0]}"]
_EXCEEDED0, _STATUS0 = TOTAL[f"exceeded_{SMALLEST[0]}"], TOTAL["status_runaway"]
_ENERGY0, _PEAK0, _WEIGHTED0 = TOTAL["energy_month_1"], TOTAL["peak_month_1"], TOTAL["weighted_0"]
EXTREMES = len(LARGEST) + len(SMALLEST) + 1  # the last is the largest hourly PUE
_THROTTLED, _UNSETTLED, _NONE = 1 << 40, 1 << 41, 1 << 42
_HARD0 = len(SMALLEST)
B_UTILITY, B_MAKE_UP = range(2)  # by the hour, kept while a case is reduced


def shares_of(levels):
    """Load of each level between the lowest (0) and the highest (1), and their places; None where no line joins them.

    levels : (n, GROUPS) distinct utilisations of a profile
    """
    total = levels.sum(axis=1)
    low, high = int(total.argmin()), int(total.argmax())
    along = levels[high] - levels[low]
    if low == high:
        return np.zeros(len(levels)), low, high
    share = (levels - levels[low]) @ along / (along @ along)
    on_line = np.abs(levels - (levels[low] + share[:, None] * along)).max() < 1e-9
    return (np.clip(share, 0.0, 1.0), low, high) if on_line else None


def index_of(weather, share):
    """Where a year's hours lie among the boxes, for both pairs of coordinates; pure weather and load, no case in it.

    Parameters
    ----------
    weather : WEATHER records (n,)
    share : (n,) load between the profile's lowest (0) and highest (1), or None if constant

    Returns
    -------
    dict of arrays with a first dimension of 2: (wet bulb, depression) and (dry bulb, depression)
    """
    n = len(weather)
    t, wb, p = weather["t_dry"], weather["t_wet"], weather["p"]
    depression = np.maximum(t - wb, 0.0)
    loads = 1 if share is None else LOADS
    z = np.zeros(n) if share is None else share * LOADS
    design = np.stack([np.ones(n), wb, depression], 1)
    plane = np.linalg.lstsq(design, p, rcond=None)[0]
    found: dict[str, list] = {k: [] for k in ("x", "y", "order", "starts", "counts", "frame")}
    for first in (wb, t):
        low, wide = first.min() - 1e-9, max(np.ptp(first), 1e-3) * (1 + 1e-9) + 2e-9
        deep = max(depression.max(), 1e-3) * (1 + 1e-9)
        x, y = (first - low) / wide * CELLS, depression / deep * CELLS
        cx, cy = np.minimum(x.astype(int), CELLS - 1), np.minimum(y.astype(int), CELLS - 1)
        cz = np.minimum(z.astype(int), loads - 1)
        cell = (cz * CELLS + cx) * CELLS + cy
        order = np.argsort(cell, kind="stable")
        starts = np.searchsorted(cell[order], np.arange(loads * CELLS * CELLS + 1))
        counts = np.zeros((loads + 1, CELLS + 1, CELLS + 1), np.int64)
        counts[1:, 1:, 1:] = np.bincount(cell, minlength=loads * CELLS * CELLS).reshape(loads, CELLS, CELLS)
        counts = counts.cumsum(0).cumsum(1).cumsum(2)
        found["x"].append(x[order])
        found["y"].append(y[order])
        found["order"].append(order)
        found["starts"].append(starts)
        found["counts"].append(counts)
        found["frame"].append(np.array([low, wide / CELLS, deep / CELLS, *plane]))
    result = {k: np.ascontiguousarray(np.stack(v)) for k, v in found.items()}
    result["z"] = np.stack([z[o] for o in found["order"]])
    return result


@kernel
def state(frame, dry, i, j, weather):
    """Weather of a node at half boxes (i, j)."""
    first, depression = frame[0] + 0.5 * i * frame[1], 0.5 * j * frame[2]
    t = first if dry else first + depression
    wb = t - depression
    p = frame[3] + frame[4] * wb + frame[5] * depression
    w = humidity_ratio_from_wet_bulb(t, wb, p)
    weather.t_dry, weather.t_wet, weather.p, weather.w, weather.t_dew = t, wb, p, w, dew_point(w, p)


@kernel
def signature(row, values):
    """Bits of a row that must not differ within an interpolated box: limits, status, throttling, rest."""
    bits = 0
    for i in range(len(_SMALLEST)):
        if not values[_SMALLEST[i]] >= LEAST[i]:
            bits |= 1 << i
    flags = int(row["flags"]) & BAD
    bits |= flags << _HARD0
    if row.compute_delivered < 1.0 - 1e-9:
        bits |= _THROTTLED
    if row.iterations >= UNSETTLED:
        bits |= _UNSETTLED
    if row.utility != row.utility:
        bits |= _NONE
    return bits


@kernel
def make_up(row):
    """Make-up water of an hour [kg/s]."""
    return row.evaporation + row.drift + row.blowdown + row.humidifier_water


@kernel
def bend(a, m, b):
    """How far the middle lies off the line between the ends; parts of the utility's power, or None-like large."""
    scale = max(m.utility, 1.0)
    off = abs(m.utility - 0.5 * (a.utility + b.utility)) / scale
    off = max(off, abs(make_up(m) - 0.5 * (make_up(a) + make_up(b))) * LATENT / scale)
    off = max(off, abs(m.chillers - 0.5 * (a.chillers + b.chillers)) / scale)
    return off


@kernel
def bend_kelvin(a, m, b):
    """How far temperatures of air, liquid and chip at the middle lie off the line between the ends [K]."""
    off = abs(m.t_air_supply - 0.5 * (a.t_air_supply + b.t_air_supply))
    off = max(off, abs(m.t_chip - 0.5 * (a.t_chip + b.t_chip)))
    liquid = abs(m.t_liquid_supply - 0.5 * (a.t_liquid_supply + b.t_liquid_supply))
    return max(off, liquid) if liquid == liquid else off


@kernel
def curve(v, n, k, c):
    """Coefficients of 1, t, t^2 through v[n], v[n + k] and v[n + 2 k] at t = 0, 1/2 and 1, to the same places of c."""
    v0, v1, v2 = v[n], v[n + k], v[n + 2 * k]
    c[n], c[n + k], c[n + 2 * k] = v0, 4.0 * v1 - 3.0 * v0 - v2, 2.0 * (v0 + v2) - 4.0 * v1


@kernel
def surface(v, nz, c):
    """Coefficients of s^p t^q z^r at (r * 3 + p) * 3 + q of c, from a box's 9 (or 27) nodal values v, same order."""
    for n in range(0, 9 * nz, 3):
        curve(v, n, 1, c)
    for r in range(nz):
        for q in range(3):
            curve(c, 9 * r + q, 3, c)
    if nz == 3:
        for n in range(9):
            curve(c, n, 9, c)


@kernel
def weights_of(c, nz, w):
    """Weights of the nodal values from sums c of s^p t^q z^r over hours: the transpose of `surface`."""
    for n in range(9 * nz):
        w[n] = c[n]
    if nz == 3:
        for n in range(9):
            spread(w, n, 9)
    for r in range(nz):
        for q in range(3):
            spread(w, 9 * r + q, 3)
    for n in range(0, 9 * nz, 3):
        spread(w, n, 1)


@kernel
def spread(w, n, k):
    """Transpose of `curve`, in place."""
    m0, m1, m2 = w[n], w[n + k], w[n + 2 * k]
    w[n], w[n + k], w[n + 2 * k] = m0 - 3.0 * m1 + 2.0 * m2, 4.0 * (m1 - m2), 2.0 * m2 - m1


@kernel
def value(c, n, s, t):
    """The quadratic surface of 9 coefficients from place n at (s, t)."""
    low = c[n] + t * (c[n + 1] + t * c[n + 2])
    mid = c[n + 3] + t * (c[n + 4] + t * c[n + 5])
    return low + s * (mid + s * (c[n + 6] + t * (c[n + 7] + t * c[n + 8])))


@kernel
def value_at(c, nz, s, t, v):
    """The same, with the load v as third coordinate where there are three layers."""
    if nz == 1:
        return value(c, 0, s, t)
    return value(c, 0, s, t) + v * (value(c, 9, s, t) + v * value(c, 18, s, t))


@kernel
def soft_counts(acc, row, n):
    """Count n hours like this node: modes, short, humid, extrapolated."""
    flags = int(row["flags"])
    if flags & F_HUMID:
        acc[Y.humid] += n
    if flags & F_SHORT:
        acc[Y.short] += n
    if int(row.flags_racks) & F_EXTRAPOLATED:
        acc[Y.extrapolated_racks] += n
    if int(row.flags_plant_air) & F_EXTRAPOLATED:
        acc[Y.extrapolated_air] += n
    if int(row.flags_plant_liquid) & F_EXTRAPOLATED:
        acc[Y.extrapolated_liquid] += n
    count_mode(acc, Y.free_air, row.free_air, n)
    count_mode(acc, Y.free_liquid, row.free_liquid, n)


@kernel
def count_mode(acc, place, free, n):
    """Count n hours of a stream as free, partial or mechanical."""
    if free >= 1.0 - 1e-9:
        acc[place] += n
    elif free <= 1e-9:
        acc[place + 2] += n
    elif free == free:
        acc[place + 1] += n


@kernel
def hard_counts(acc, row, values, n):
    """Count n hours like this node: limits, status bits, hours over a limit and throttled."""
    over, flags = False, int(row["flags"])
    for i in range(len(_SMALLEST)):
        margin = values[_SMALLEST[i]]
        if not margin >= LEAST[i]:
            over = True
            if margin == margin:
                acc[_EXCEEDED0 + i] += n
    for i in range(len(STATUS_BITS)):
        if flags & STATUS_BITS[i]:
            acc[_STATUS0 + i] += n
    if over or flags & BAD or row.iterations >= UNSETTLED:
        acc[Y.over_limit] += n
    if row.compute_delivered < 1.0 - 1e-9:
        acc[Y.throttled] += n


@kernel
def pue_of(row):
    """PUE of an hour."""
    it = row.it_compute + row.vr_loss + row.it_fans + row.it_pumps + row.psu_loss
    return row.utility / it


@kernel
def field_of(k):
    """Place in the row of extreme number k."""
    return _LARGEST[k] if k < len(_LARGEST) else _SMALLEST[k - len(_LARGEST)]


@kernel
def take_extremes(acc, values):
    """Count a solved hour among the largest and smallest values."""
    for s in range(len(_LARGEST)):
        acc[_MAX0 + s] = larger(acc[_MAX0 + s], values[_LARGEST[s]])
    for s in range(len(_SMALLEST)):
        acc[_MIN0 + s] = smaller(acc[_MIN0 + s], values[_SMALLEST[s]])


@kernel
def take_hour(acc, row, values, utilisation):
    """Count a solved hour, but for what needs the order of the year."""
    hard_counts(acc, row, values, 1.0)
    soft_counts(acc, row, 1.0)
    for s in range(len(_SUMMED)):
        acc[_SUM0 + s] += values[_SUMMED[s]]
    take_extremes(acc, values)
    acc[Y.asked] += utilisation
    acc[Y.done] += utilisation * row.compute_delivered
    if row.t_liquid_supply == row.t_liquid_supply:
        acc[Y.with_liquid] += 1.0


@kernel
def interpolate(
    acc, rows, place, bits, nz, a0, a1, b0, b1, c0, c1, start, order, x, y, z, mean_low, mean_high, nodes, c, share,
    buffer,
):  # fmt: skip
    """Utility power and make-up water of a box's hours into `buffer`, and each node's share of the hours."""
    size = 9 * nz
    utilities, waters, done_of, sums = c[0], c[1], c[2], c[3]
    for k in range(3):
        for q in range(size):
            r = rows[place[q]]
            nodes[q] = r.utility if k == 0 else (make_up(r) if k == 1 else r.compute_delivered)
        surface(nodes, nz, c[k])
    sums[:] = 0.0
    m10, m20, m01, m11, m21, m02, m12, m22 = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
    per_a, per_b, per_c = 1.0 / (a1 - a0), 1.0 / (b1 - b0), 1.0 / (c1 - c0)
    asked, done, n, v = 0.0, 0.0, 0.0, 0.0
    throttled = bits & _THROTTLED != 0
    for cz in range(c0, c1):
        for cx in range(a0, a1):
            line = (cz * CELLS + cx) * CELLS
            for m in range(start[line + b0], start[line + b1]):
                s, t, h = (x[m] - a0) * per_a, (y[m] - b0) * per_b, order[m]
                ss, tt = s * s, t * t
                u = mean_low
                if nz == 1:
                    n += 1.0
                    m10 += s
                    m20 += ss
                    m01 += t
                    m02 += tt
                    m11 += s * t
                    m21 += ss * t
                    m12 += s * tt
                    m22 += ss * tt
                    utility, water = value(utilities, 0, s, t), value(waters, 0, s, t)
                else:
                    v = (z[m] - c0) * per_c
                    u = mean_low + z[m] / LOADS * (mean_high - mean_low)
                    utility, water = value_at(utilities, nz, s, t, v), value_at(waters, nz, s, t, v)
                    w = 1.0
                    for k in range(0, 27, 9):
                        sums[k] += w
                        sums[k + 1] += w * t
                        sums[k + 2] += w * tt
                        sums[k + 3] += w * s
                        sums[k + 4] += w * s * t
                        sums[k + 5] += w * s * tt
                        sums[k + 6] += w * ss
                        sums[k + 7] += w * ss * t
                        sums[k + 8] += w * ss * tt
                        w *= v
                buffer[B_UTILITY, h], buffer[B_MAKE_UP, h] = utility, max(water, 0.0)
                asked += u
                if throttled:
                    done += u * min(max(value_at(done_of, nz, s, t, v), 0.0), 1.0)
                else:
                    done += u
    if nz == 1:
        sums[0], sums[1], sums[2], sums[3], sums[4], sums[5] = n, m01, m02, m10, m11, m12
        sums[6], sums[7], sums[8] = m20, m21, m22
    weights_of(sums, nz, share)
    acc[Y.asked] += asked
    acc[Y.done] += done


@kernel
def highest(c, nz, beat, box, start, order, x, y, z):
    """Largest interpolated value above `beat` of a box's hours and its hour, or (beat, -1); c of `surface`."""
    a0, a1, b0, b1, c0, c1 = box[0], box[1], box[2], box[3], box[4], box[5]
    per_a, per_b, per_c = 1.0 / (a1 - a0), 1.0 / (b1 - b0), 1.0 / (c1 - c0)
    found, hour_found = beat, -1
    for cz in range(c0, c1):
        for cx in range(a0, a1):
            line = (cz * CELLS + cx) * CELLS
            for m in range(start[line + b0], start[line + b1]):
                here = value_at(c, nz, (x[m] - a0) * per_a, (y[m] - b0) * per_b, (z[m] - c0) * per_c)
                if here > found:
                    found, hour_found = here, order[m]
    return found, hour_found


@kernel
def first_hour(box, start, order):
    """The first hour of a box."""
    for cz in range(box[4], box[5]):
        for cx in range(box[0], box[1]):
            line = (cz * CELLS + cx) * CELLS
            if start[line + box[3]] > start[line + box[2]]:
                return order[start[line + box[2]]]
    return -1


@kernel
def extreme(k, boxes, places, count, nz, rows, table, nodes, c, tops, lows, start, order, x, y, z):
    """Hour that sets extreme number k among interpolated boxes, or -1 where there is none.

    Boxes are looked through from the one with the largest node down, until no node passes what was found.
    """
    sign = 1.0 if k < len(_LARGEST) or k == EXTREMES - 1 else -1.0
    for i in range(count):
        top, low = -np.inf, np.inf
        for q in range(9 * nz):
            here = sign * node_value(k, rows[places[i, q]], table[places[i, q]])
            top, low = max(top, here), min(low, here)
        tops[i], lows[i] = top, low
    found, hour_found = -np.inf, -1
    while True:
        best = -1
        for i in range(count):
            if tops[i] > found and (best < 0 or tops[i] > tops[best]):
                best = i
        if best < 0:
            return hour_found
        if tops[best] == lows[best]:
            return first_hour(boxes[best], start, order)
        for q in range(9 * nz):
            nodes[q] = sign * node_value(k, rows[places[best, q]], table[places[best, q]])
        surface(nodes, nz, c)
        found, h = highest(c, nz, found, boxes[best], start, order, x, y, z)
        if h >= 0:
            hour_found = h
        tops[best] = -np.inf


@kernel
def node_value(k, row, values):
    """Value of extreme number k in a solved state."""
    return pue_of(row) if k == EXTREMES - 1 else values[field_of(k)]


@kernel
def highest_hours(values, found):
    """Places of the largest values into `found`, largest first; returns how many there are."""
    n = 0
    for h in range(values.size):
        if n == found.size and not values[h] > values[found[n - 1]]:
            continue
        n = min(n + 1, found.size)
        k = n - 1
        while k > 0 and values[h] > values[found[k - 1]]:
            found[k] = found[k - 1]
            k -= 1
        found[k] = h
    return n


@driver
def table_cases(
    halls, racks, rack_of, points, airs, liquids, plants, electricals, weather, weather_of, levels, first, patterns,
    pattern_of, profile_of, optimal, months, weights, totals, xs, ys, zs, orders, starts, counts, frames,
    index_of_case, ends, nodes_used,
):  # fmt: skip
    """The years of cases into totals (n, TOTALS), by table; arguments of `cases.run_cases`, then of `index_of`.

    index_of_case : (n,) place of each case's (site, profile) in them
    ends : (profiles, 2) level (of `levels`) with the lowest and the highest load of each profile
    nodes_used : (n,) result, hours solved
    """
    hours_of_year = weather.shape[1]
    side, deep = 2 * CELLS + 1, 2 * LOADS + 1
    node_of = np.full(side * side * deep, -1, np.int32)
    touched = np.zeros(NODES, np.int64)
    rows, bits = np.zeros(NODES, HOUR_RESULT), np.zeros(NODES, np.int64)
    table = rows.view(np.float64).reshape(NODES, ROW_SIZE)
    stack = np.zeros((4096, 6), np.int64)
    base, have = np.zeros((deep, GROUPS), RACK_RESULT), np.zeros(deep)
    at, here_base = np.zeros((deep, GROUPS)), np.zeros((1, GROUPS), RACK_RESULT)
    mean = np.zeros(deep)
    state_rows, u_hour = np.zeros(1, WEATHER), np.zeros((1, GROUPS))
    works, pair = np.zeros(1, WORK), np.zeros(2, HOUR_RESULT)
    values = pair.view(np.float64)[:ROW_SIZE]
    share, place = np.zeros(27), np.zeros(27, np.int64)
    nodes, curves = np.zeros(27), np.zeros((4, 27))
    boxes, places = np.zeros((BOXES, 6), np.int64), np.zeros((BOXES, 27), np.int64)
    tops, lows = np.zeros(BOXES), np.zeros(BOXES)
    buffer = np.zeros((2, hours_of_year))
    solved = np.zeros(hours_of_year, np.uint8)
    wanted = np.zeros(EXTREMES + PEAKS, np.int64)
    mean_one = np.zeros(1)
    key, before = np.zeros(KEY), np.zeros(KEY)
    solved_rack, solved_profile = -1, -1
    for i in range(halls.size):
        hall, air, liquid, electrical, rack = halls[i], airs[i], liquids[i], electricals[i], racks[rack_of[i]]
        site, profile, c = weather_of[i], profile_of[i], index_of_case[i]
        work, state_row, row, trial = works[0], state_rows[0], pair[0], pair[1]
        here = levels[first[profile] : first[profile + 1]]
        pattern = patterns[pattern_of[profile]]
        constant = here.shape[0] == 1
        loads = 1 if constant else LOADS
        acc = totals[i]
        begin(acc)
        # --- loads of the nodes
        layers = 1 if constant else deep
        rack_key(hall, key)
        if rack_of[i] != solved_rack or profile != solved_profile or not same(key, before):
            have[:] = 0.0
            solved_rack, solved_profile = rack_of[i], profile
            before[:] = key
        low, high = levels[ends[profile, 0]], levels[ends[profile, 1]]
        for k in range(layers):
            s = 0.0 if constant else k / (layers - 1.0)
            for g in range(GROUPS):
                at[k, g] = low[g] + s * (high[g] - low[g])
        mean_utilisation(at[:layers], hall.chips, mean)
        # --- which of the two temperatures the plants feel more
        dry = 0
        used = 0
        middle = np.zeros(3)
        for probe in range(3):
            frame = frames[c, 0]
            pi, pj = CELLS, CELLS // 2
            if probe == 1:
                pj += CELLS // 4  # other dry bulb, same wet bulb
            elif probe == 2:
                pj += CELLS // 4
                pi -= int(CELLS // 4 * frame[2] / frame[1])  # same dry bulb
            state(frame, False, max(pi, 0), pj, state_row)
            if have[0] == 0.0:
                base_racks(hall, rack, points, at[:1], base[:1])
                have[0] = 1.0
            hour(hall, rack, points, air, liquid, plants, electrical, state_row, at[0], base[0], 0.0, work, row)
            middle[probe] = row.utility
        if abs(middle[1] - middle[0]) > abs(middle[2] - middle[0]):
            dry = 1
        frame, x, y, z, order = frames[c, dry], xs[c, dry], ys[c, dry], zs[c, dry], orders[c, dry]
        start, count = starts[c, dry], counts[c, dry]
        solved[:] = 0
        # --- first boxes
        top = 0
        for a in range(0, CELLS, ROOT):
            for b in range(0, CELLS, ROOT):
                stack[top, 0], stack[top, 1], stack[top, 2], stack[top, 3] = a, a + ROOT, b, b + ROOT
                stack[top, 4], stack[top, 5] = 0, loads
                top += 1
        exact, count_boxes = 0, 0
        nz = 1 if constant else 3
        while top > 0:
            top -= 1
            a0, a1, b0, b1, c0, c1 = (
                stack[top, 0], stack[top, 1], stack[top, 2], stack[top, 3], stack[top, 4], stack[top, 5]
            )  # fmt: skip
            inside = (
                count[c1, a1, b1] - count[c0, a1, b1] - count[c1, a0, b1] - count[c1, a1, b0]
                + count[c0, a0, b1] + count[c0, a1, b0] + count[c1, a0, b0] - count[c0, a0, b0]
            )  # fmt: skip
            if inside == 0:
                continue
            as_they_are = inside <= FEW
            if not as_they_are and (used + 27 > NODES or count_boxes == BOXES):
                as_they_are = True
            split = -1
            if not as_they_are:
                # --- the box's nodes
                mixed, moded = False, False
                for p in range(3):
                    for q in range(3):
                        for r in range(nz):
                            ni, nj = 2 * a0 + p * (a1 - a0), 2 * b0 + q * (b1 - b0)
                            nk = 0 if constant else 2 * c0 + r * (c1 - c0)
                            name = (nk * side + ni) * side + nj
                            n = node_of[name]
                            if n < 0:
                                n = used
                                used += 1
                                node_of[name], touched[n] = n, name
                                state(frame, dry == 1, ni, nj, state_row)
                                if have[nk] == 0.0:
                                    base_racks(hall, rack, points, at[nk : nk + 1], base[nk : nk + 1])
                                    have[nk] = 1.0
                                if optimal[i] > 0.0:
                                    best_hour(
                                        hall, rack, points, air, liquid, plants, electrical, state_row, at[nk],
                                        base[nk], work, trial, rows[n],
                                    )  # fmt: skip
                                else:
                                    hour(
                                        hall, rack, points, air, liquid, plants, electrical, state_row, at[nk],
                                        base[nk], 0.0, work, rows[n],
                                    )  # fmt: skip
                                bits[n] = signature(rows[n], table[n])
                            place[(r * 3 + p) * 3 + q] = n
                            if bits[n] != bits[place[0]]:
                                mixed = True
                            r0, r1 = rows[place[0]], rows[n]
                            if mode_of(r0.free_air) != mode_of(r1.free_air):
                                moded = True
                            elif mode_of(r0.free_liquid) != mode_of(r1.free_liquid):
                                moded = True
                # --- how it bends along each direction
                off_x, off_y, off_z, warm_x, warm_y, warm_z = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
                for r in range(nz):
                    for q in range(3):
                        na, nm, nb = place[r * 9 + q], place[r * 9 + 3 + q], place[r * 9 + 6 + q]
                        off_x = max(off_x, bend(rows[na], rows[nm], rows[nb]))
                        warm_x = max(warm_x, bend_kelvin(rows[na], rows[nm], rows[nb]))
                        na, nm, nb = place[r * 9 + q * 3], place[r * 9 + q * 3 + 1], place[r * 9 + q * 3 + 2]
                        off_y = max(off_y, bend(rows[na], rows[nm], rows[nb]))
                        warm_y = max(warm_y, bend_kelvin(rows[na], rows[nm], rows[nb]))
                if nz == 3:
                    for q in range(9):
                        off_z = max(off_z, bend(rows[place[q]], rows[place[9 + q]], rows[place[18 + q]]))
                        warm_z = max(warm_z, bend_kelvin(rows[place[q]], rows[place[9 + q]], rows[place[18 + q]]))
                off = max(off_x, max(off_y, off_z))
                warm = max(warm_x, max(warm_y, warm_z))
                many = inside / hours_of_year
                bad = not (off * many <= TOLERANCE and off <= BEND and warm <= KELVIN)
                bad = bad or (moded and inside > MODED)
                if mixed and inside <= MIXED:
                    as_they_are = True
                elif mixed or bad:
                    sx = off_x / TOLERANCE + warm_x if a1 - a0 > 1 else -1.0
                    sy = off_y / TOLERANCE + warm_y if b1 - b0 > 1 else -1.0
                    sz = off_z / TOLERANCE + warm_z if c1 - c0 > 1 else -1.0
                    if mixed:  # cut across the direction in which the limit is crossed
                        mx, my, mz = 0.0, 0.0, 0.0
                        for r in range(nz):
                            for q in range(3):
                                if bits[place[r * 9 + q]] != bits[place[r * 9 + 6 + q]]:
                                    mx += 1.0
                                if bits[place[r * 9 + q * 3]] != bits[place[r * 9 + q * 3 + 2]]:
                                    my += 1.0
                        if nz == 3:
                            for q in range(9):
                                if bits[place[q]] != bits[place[18 + q]]:
                                    mz += 1.0
                        sx = mx + 1e-3 * (a1 - a0) if sx >= 0.0 else -1.0
                        sy = my + 1e-3 * (b1 - b0) if sy >= 0.0 else -1.0
                        sz = mz + 1e-3 * (c1 - c0) if sz >= 0.0 else -1.0
                    most = max(sx, max(sy, sz))
                    if most < 0.0 or top + 2 > stack.shape[0]:
                        as_they_are = True
                    else:
                        split = 0 if sx == most else (1 if sy == most else 2)
            if split >= 0:
                for half in range(2):
                    stack[top, 0], stack[top, 1], stack[top, 2], stack[top, 3] = a0, a1, b0, b1
                    stack[top, 4], stack[top, 5] = c0, c1
                    lo, hi = stack[top, 2 * split], stack[top, 2 * split + 1]
                    if half == 0:
                        stack[top, 2 * split + 1] = (lo + hi) // 2
                    else:
                        stack[top, 2 * split] = (lo + hi) // 2
                    top += 1
                continue
            if as_they_are:
                for cz in range(c0, c1):
                    for cx in range(a0, a1):
                        line = (cz * CELLS + cx) * CELLS
                        for m in range(start[line + b0], start[line + b1]):
                            h = order[m]
                            u_hour[0] = here[pattern[h]]
                            mean_utilisation(u_hour, hall.chips, mean_one)
                            if constant:
                                here_base[0] = base[0]
                            else:
                                base_racks(hall, rack, points, u_hour, here_base)
                            if optimal[i] > 0.0:
                                best_hour(
                                    hall, rack, points, air, liquid, plants, electrical, weather[site, h], u_hour[0],
                                    here_base[0], work, trial, row,
                                )  # fmt: skip
                            else:
                                hour(
                                    hall, rack, points, air, liquid, plants, electrical, weather[site, h], u_hour[0],
                                    here_base[0], 0.0, work, row,
                                )  # fmt: skip
                            exact += 1
                            solved[h] = 1
                            take_hour(acc, row, values, mean_one[0])
                            buffer[B_UTILITY, h], buffer[B_MAKE_UP, h] = row.utility, make_up(row)
                            acc[Y.max_pue] = larger(acc[Y.max_pue], pue_of(row))
                continue
            interpolate(
                acc, rows, place, bits[place[0]], nz, a0, a1, b0, b1, c0, c1, start, order, x, y, z, mean[0],
                mean[layers - 1], nodes, curves, share, buffer,
            )  # fmt: skip
            size = 9 * nz
            hard_counts(acc, rows[place[0]], table[place[0]], float(inside))
            for q in range(size):
                for s in range(len(_SUMMED)):
                    acc[_SUM0 + s] += share[q] * table[place[q], _SUMMED[s]]
            if rows[place[0]].t_liquid_supply == rows[place[0]].t_liquid_supply:
                acc[Y.with_liquid] += inside
            spread_soft(acc, rows, place, nz, inside, a0, a1, b0, b1, c0, c1, start, order, x, y, z)
            box = boxes[count_boxes]
            box[0], box[1], box[2], box[3], box[4], box[5] = a0, a1, b0, b1, c0, c1
            places[count_boxes] = place
            count_boxes += 1
        # --- the hours that set an extreme, as they are
        for k in range(EXTREMES):
            wanted[k] = extreme(
                k, boxes, places, count_boxes, nz, rows, table, nodes, curves[0], tops, lows, start, order, x, y, z
            )
        near = highest_hours(buffer[B_UTILITY], wanted[EXTREMES:])
        for k in range(EXTREMES + near):
            h = wanted[k]
            if h < 0 or solved[h]:
                continue
            u_hour[0] = here[pattern[h]]
            if constant:
                here_base[0] = base[0]
            else:
                base_racks(hall, rack, points, u_hour, here_base)
            if optimal[i] > 0.0:
                best_hour(
                    hall, rack, points, air, liquid, plants, electrical, weather[site, h], u_hour[0], here_base[0],
                    work, trial, row,
                )  # fmt: skip
            else:
                hour(
                    hall, rack, points, air, liquid, plants, electrical, weather[site, h], u_hour[0], here_base[0], 0.0,
                    work, row,
                )  # fmt: skip
            solved[h] = 1
            exact += 1
            take_extremes(acc, values)
            acc[Y.max_pue] = larger(acc[Y.max_pue], pue_of(row))
            buffer[B_UTILITY, h] = row.utility
        for k in range(len(_LARGEST)):  # a stream that is not there
            if acc[_MAX0 + k] == -np.inf:
                acc[_MAX0 + k] = np.nan
        # --- in the order of the year
        for day in range(0, hours_of_year, 24):
            month, water = months[day], 0.0
            end = min(day + 24, hours_of_year)
            for h in range(day, end):
                utility = buffer[B_UTILITY, h]
                water += buffer[B_MAKE_UP, h]
                acc[_ENERGY0 + month] += utility
                acc[_PEAK0 + month] = larger(acc[_PEAK0 + month], utility)
            acc[Y.make_up] += water
            if end == day + 24:
                acc[Y.largest_day] = larger(acc[Y.largest_day], water)
        for k in range(weights.shape[0]):
            for h in range(hours_of_year):
                acc[_WEIGHTED0 + k] += buffer[B_UTILITY, h] * weights[k, site, h]
        acc[Y.hours] = hours_of_year
        nodes_used[i] = used + exact
        for n in range(used):
            node_of[touched[n]] = -1


@kernel
def spread_soft(acc, rows, place, nz, inside, a0, a1, b0, b1, c0, c1, start, order, x, y, z):
    """Count the box's hours by mode and mark: all alike where the nodes agree, else like the nearest node."""
    alike = True
    first = rows[place[0]]
    for q in range(1, 9 * nz):
        r = rows[place[q]]
        if r["flags"] != first["flags"] or r.flags_racks != first.flags_racks:
            alike = False
        if r.flags_plant_air != first.flags_plant_air or r.flags_plant_liquid != first.flags_plant_liquid:
            alike = False
        if mode_of(r.free_air) != mode_of(first.free_air) or mode_of(r.free_liquid) != mode_of(first.free_liquid):
            alike = False
    if alike:
        soft_counts(acc, first, float(inside))
        return
    for cz in range(c0, c1):
        for cx in range(a0, a1):
            line = (cz * CELLS + cx) * CELLS
            for m in range(start[line + b0], start[line + b1]):
                p = int(min(max((x[m] - a0) / (a1 - a0) * 2.0 + 0.5, 0.0), 2.0))
                q = int(min(max((y[m] - b0) / (b1 - b0) * 2.0 + 0.5, 0.0), 2.0))
                r = int(min(max((z[m] - c0) / (c1 - c0) * 2.0 + 0.5, 0.0), 2.0)) if nz == 3 else 0
                soft_counts(acc, rows[place[(r * 3 + p) * 3 + q]], 1.0)


@kernel
def mode_of(free):
    """0 free, 1 partial, 2 mechanical, 3 no such stream."""
    if free >= 1.0 - 1e-9:
        return 0
    if free <= 1e-9:
        return 2
    return 1 if free == free else 3
