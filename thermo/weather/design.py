"""Design values of an EPW's DESIGN CONDITIONS line, read by what they mean in every edition from 2005 to 2021.

The groups Heating, Cooling and Extremes are found by their names; within a group the place of the first value is the
one at which all its values agree with each other. Editions differ: `Extremes` has a wet bulb in its fourth place (2005,
2009, 2013), one value more at its end (2017), or neither (2021).

References
----------
ASHRAE Handbook Fundamentals 2021, chapter 14: what each value is, and the n-year extremes as mean +- spread.
"""

import csv
import math
from itertools import pairwise

from thermo.errors import WeatherError
from thermo.words import Message

NONE = "write DESIGN CONDITIONS,0 to have them from the hours"


def design_conditions(line, path="the file"):
    """Design values [degC] of a DESIGN CONDITIONS line, the edition, and what a user should know.

    Raises
    ------
    WeatherError
        Where the values cannot be right.
    """
    cells = [c.strip() for c in next(csv.reader([line]), [])]
    lower = [c.lower() for c in cells]
    names = [n for n in ("heating", "cooling", "extremes") if n in lower]
    if "heating" not in names or "cooling" not in names:
        return {}, "", []
    starts = [lower.index(n) for n in names]
    groups = {}
    for n, i in zip(names, starts, strict=True):
        rest = cells[i + 1 :]
        words = [k for k, c in enumerate(rest) if c.isalpha() and c.lower() not in ("nan", "na", "inf")]
        groups[n] = [_value(c) for c in rest[: words[0] if words else None]]
    heating, cooling, extremes = (groups.get(n, []) for n in ("heating", "cooling", "extremes"))
    h, c, e = _first(heating, _heating), _first(cooling, _cooling), _extremes(extremes)
    notes = []
    found = {}
    if h is not None:
        found["heating_db_996"] = heating[h]
    if c is not None:
        for key, place in (("cooling_db_04", 1), ("cooling_mcwb_04", 2), ("cooling_wb_04", 7), ("dp_04", 15)):
            found[key] = _at(cooling, c + place)
    for what, at, values in (("Heating", h, heating), ("Cooling", c, cooling)):
        if at is None and sum(map(math.isfinite, values)) > 3:
            raise WeatherError(
                f"{path}: the {what} values of the DESIGN CONDITIONS line ({_said(values)}) contradict each other; "
                f"correct them, or {NONE}."
            )
    low, high = (_at(extremes, e + 8), _at(extremes, e + 9)) if e is not None else (math.nan, math.nan)
    if e is None and len(extremes) > 8:
        extremes = _exchanged(extremes, path)
        e = _extremes(extremes)
        low, high = _at(extremes, e + 8), _at(extremes, e + 9)
        notes.append(Message("warning.extremes_exchanged", lowest=low, highest=high))
    found |= {"extreme_db_min": low, "extreme_db_max": high}
    return {k: v for k, v in found.items() if math.isfinite(v)}, cells[2] if len(cells) > 2 else "", notes


def _value(cell):
    try:
        x = float(cell)
    except ValueError:
        return math.nan
    return math.nan if math.isinf(x) or abs(x) in (999.0, 999.9, 9999.0, 99999.0) else x


def _at(values, place):
    return values[place] if 0 <= place < len(values) else math.nan


def _said(values):
    return ", ".join(f"{v:g}" for v in values[:6] if math.isfinite(v)) + ", ..."


def _rises(*values, slack=0.11):
    """True when no known value is below the one before it."""
    known = [v for v in values if math.isfinite(v)]
    return all(b >= a - slack for a, b in pairwise(known))


def _first(values, fits):
    """1 where a month stands before the values, else 0; None where neither makes sense."""
    if not values:
        return None
    month = values[0] in range(1, 13) or math.isnan(values[0])
    return next((i for i in ((1, 0) if month else (0,)) if fits(values[i:])), None)


def _heating(v):
    """Dry bulbs 99.6 and 99 %, dew points 99.6 (ratio, dry bulb) and 99 %."""
    coldest, cold = _at(v, 0), _at(v, 1)
    known = math.isnan(coldest) or -75.0 < coldest < 35.0
    return known and _rises(coldest, cold) and not cold - coldest > 12.0 and _rises(_at(v, 2), _at(v, 5))


def _cooling(v):
    """Range of the day, dry and wet bulbs 0.4, 1 and 2 %, wet and dry bulbs 0.4, 1 and 2 %, winds, dew points."""
    db, mcwb, wb, mcdb = v[1:7:2], v[2:7:2], v[7:13:2], v[8:13:2]
    if len(db) < 3 or not all(math.isnan(x) or -30.0 < x < 62.0 for x in db):
        return False
    pairs = [*zip(mcwb, db, strict=False), *zip(wb, mcdb, strict=False), (_at(v, 15), _at(v, 7)), (_at(v, 7), db[0])]
    return (
        all(_rises(*x[::-1]) for x in (db, wb, v[15:24:3]))
        and all(_rises(low, high) for low, high in pairs)
        and not any(w > 38.0 for w in (*mcwb, *wb))
        and not v[0] < 0.0
    )


def _extremes(values):
    """Where mean lowest and highest, their spreads, and the pairs of 5, 10, 20 and 50 years begin; None if nowhere.

    Notes
    -----
    The n-year extreme lies F spreads off the mean, F = 0.72, 1.30, 1.87 and 2.59 (Gumbel); of places that keep the
    order the one nearest to that is taken.
    """
    best, misfit = None, math.inf
    for i in range(len(values) - 9):
        v = values[i : i + 12]
        lows, highs = v[4::2], v[5::2]
        ordered = _rises(*lows[::-1], v[0]) and _rises(v[1], *highs) and v[2] >= 0.0 and v[3] >= 0.0
        if not (ordered and v[0] < v[1] and v[8] < v[9] and -95.0 < v[8] and v[9] < 70.0):
            continue
        off = abs(v[0] - 1.87 * v[2] - v[8]) + abs(v[1] + 1.87 * v[3] - v[9])
        if off < min(misfit, 12.0):
            best, misfit = i, off
    return best


def _exchanged(values, path):
    """The group with the lowest and highest of every pair, or of one, in the other's place; a refusal if none helps."""
    for first in (1, 0):
        pairs = range(first, len(values) - 1, 2)
        for chosen in (pairs, *([i] for i in pairs)):
            trial = list(values)
            for i in chosen:
                trial[i], trial[i + 1] = trial[i + 1], trial[i]
            if _extremes(trial) is not None:
                return trial
    raise WeatherError(
        f"{path}: the Extremes values of the DESIGN CONDITIONS line ({_said(values[3:])}) are no yearly lowest and "
        f"highest dry bulbs; correct them, or {NONE}."
    )
