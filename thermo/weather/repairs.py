"""Repairs of a dirty year, each one counted, and refusals in one sentence.

Missing values and absurd ones become NaN; gaps of up to 6 h are interpolated, longer ones are refused, and so is a
file of which more than 2 % had to be repaired. Dew points above the dry bulb are clipped.
"""

import numpy as np

from thermo.errors import WeatherError
from thermo.weather.record import HOURS

LONGEST_GAP = 6  # h
MOST = 0.02  # share of the year
JUMP = 12.0  # K, dry bulb, there and back within one hour each
HIGHEST_WET_BULB = 33.0  # degC; above it an hour must agree with its day
FAR_WET_BULB = 6.0  # K above the 0.4 % value of the same year
WET_BULB_STEP = 3.0  # K above both neighbours
DAY = 24


def clean(columns, count, path):
    """Repair dry bulb, humidity and pressure in place of missing and absurd values.

    Parameters
    ----------
    columns : dict
        Name ("dry bulb", "dew point", "relative humidity", "wet bulb", "pressure") to values, NaN where missing.
    count : dict
        Repairs so far, by reason; added to.
    """
    t = columns["dry bulb"]
    _blank(t, (t < -80) | (t > 65), count, "dry bulb outside -80..65 degC")
    before, after = t - np.roll(t, 1), t - np.roll(t, -1)
    spike = (np.abs(before) > JUMP) & (np.abs(after) > JUMP) & (before * after > 0)
    spike[[0, -1]] = False
    _blank(t, spike, count, "dry bulb spike")
    p = columns.get("pressure")
    if p is not None:
        with np.errstate(invalid="ignore"):
            _blank(p, np.abs(p / np.nanmedian(p) - 1) > 0.1, count, "pressure absurd")
    rh = columns.get("relative humidity")
    if rh is not None:
        _blank(rh, (rh <= 0) | (rh > 1.10), count, "relative humidity outside 0..110 %")
        columns["relative humidity"] = np.minimum(rh, 1.0)
    for name in ("dew point", "wet bulb"):
        if name in columns:
            x = columns[name]
            _blank(x, (x < -90) | (x > 45), count, f"{name} absurd")
    for name in ("dry bulb", "pressure"):
        if name in columns:
            columns[name] = bridge(columns[name], name, count, path)
    return columns


def _blank(values, where, count, reason):
    n = int(np.count_nonzero(where))
    if n:
        values[where] = np.nan
        count[reason] = count.get(reason, 0) + n


def bridge(values, name, count, path):
    """Interpolate gaps of up to 6 h across the year (the last hour is next to the first)."""
    missing = np.isnan(values)
    if not missing.any():
        return values
    if missing.all():
        raise WeatherError(f"{path}: {name} is missing in every hour; a year of {HOURS} hours with {name} is needed.")
    start, longest = longest_run(missing)
    if longest > LONGEST_GAP:
        raise WeatherError(
            f"{path}: {name} is missing for {longest} hours in a row from hour {start + 1} of the year; gaps of up to "
            f"{LONGEST_GAP} hours are interpolated, longer ones need another file."
        )
    hours, good = np.arange(values.size), ~missing
    key = f"{name} interpolated"
    count[key] = count.get(key, 0) + int(missing.sum())
    return np.interp(hours, hours[good], values[good], period=values.size)


def longest_run(flag):
    """First hour and length of the longest run of True, the year taken as a ring."""
    best, at, run = 0, 0, 0
    for i, x in enumerate(np.concatenate([flag, flag])):
        run = run + 1 if x else 0
        if run > best:
            best, at = run, i - run + 1
    return at % flag.size, min(best, flag.size)


def clip_dew_point(t, tdp, count):
    """Lower dew points above the dry bulb to it; count those more than 0.05 K above (below that it is rounding)."""
    n = int((tdp > t + 0.05).sum())
    if n:
        count["dew point above dry bulb, clipped"] = n
    return np.minimum(tdp, t)


def wet_bulb_spikes(twb, tdp):
    """Hours whose humidity cannot be right.

    An hour is a spike when its wet bulb is above 33 degC and 2 K above the median of its day; or 6 K above what only
    0.4 % of the year's hours exceed, for 6 h at most; or when wet bulb and dew point stand 3 K above those of both
    hours at its sides, and the wet bulb 3 standard deviations of the hourly change.
    """
    around = np.stack([np.roll(twb, k) for k in range(-DAY // 2, DAY // 2 + 1) if k])
    hot = (twb > HIGHEST_WET_BULB) & (twb > np.median(around, axis=0) + 2.0)
    far = twb > np.quantile(twb, 0.996) + FAR_WET_BULB
    if far.any() and longest_run(far)[1] > LONGEST_GAP:
        far = np.zeros_like(far)
    step = twb - np.maximum(np.roll(twb, 1), np.roll(twb, -1))
    moist = tdp - np.maximum(np.roll(tdp, 1), np.roll(tdp, -1))
    alone = (step > max(WET_BULB_STEP, 3.0 * np.std(twb - np.roll(twb, 1)))) & (moist > WET_BULB_STEP)
    return hot | far | alone


FREE = ("leap day dropped", "dew point above dry bulb, clipped", "relative humidity above 100 %, clipped")


def refuse_too_many(count, path):
    """Raise when more than 2 % of the hours were invented."""
    n = sum(v for k, v in count.items() if k.endswith("interpolated"))
    if n > MOST * HOURS:
        what = ", ".join(f"{k}: {v}" for k, v in count.items() if k not in FREE)
        raise WeatherError(
            f"{path}: {n} values had to be repaired ({what}); at most {MOST:.0%} of {HOURS} hours are repaired, "
            "so a cleaner file is needed."
        )
