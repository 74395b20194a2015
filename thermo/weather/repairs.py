"""Repairs of a dirty year, each one counted, and refusals in one sentence.

Missing values and absurd ones become NaN; gaps of up to 6 h are interpolated, longer ones are refused, and so is a
file of which more than 2 % had to be repaired. Dew points above the dry bulb are clipped. What stands off its
neighbours for hours, or comes on several days, is weather.
"""

import numpy as np

from thermo.errors import WeatherError
from thermo.weather.sense import HIGHEST_DEW_POINT, when
from thermo.weather.stamps import HOURS
from thermo.words import Message

LONGEST_GAP = 6  # h
MOST = 0.02  # share of the year
JUMP = 12.0  # K, dry bulb, there and back within one hour each
FALL = 25.0  # K, dry bulb within one hour: beyond any front or squall on land
DAYS_AROUND = 12  # days before and after that a day is held against
ABOVE_DAYS = 15.0  # K, dry bulb beyond every one of these days, beside a fall or rise of
BESIDE = 8.0  # K within one hour
HIGHEST_WET_BULB = 33.0  # degC; above it an hour must agree with its day
FAR_WET_BULB = 6.0  # K above the 0.4 % value of the same year
WET_BULB_STEP = 3.0  # K above both neighbours
LONGEST_SPIKE = 3  # h; humid air that stays longer is weather
AGAIN = 3  # days within the same weeks on which it comes
DAY = 24


def clean(columns, count, path, notes):
    """Repair dry bulb, humidity and pressure in place of missing and absurd values.

    Parameters
    ----------
    columns : dict
        Name ("dry bulb", "dew point", "relative humidity", "wet bulb", "pressure") to values, NaN where missing.
    count : dict
        Repairs so far, by reason (a Message); added to.
    notes : list of Message
        What a user should know; added to.
    """
    given = {name: x.copy() for name, x in columns.items()}
    t = columns["dry bulb"]
    _blank(t, (t < -80) | (t > 65), count, Message("repair.dry_bulb_outside", lowest=-80, highest=65))
    before, after = t - np.roll(t, 1), t - np.roll(t, -1)
    spike = (np.abs(before) > JUMP) & (np.abs(after) > JUMP) & (before * after > 0)
    spike[[0, -1]] = False
    reason = Message("repair.spike", quantity="dry bulb")
    _blank(t, spike, count, reason)
    for sign in (1.0, -1.0):
        off = excursions(sign * t)
        if off.any():
            i = int(np.argmax(np.where(off, sign * t, -np.inf)))
            figures = {"dry_bulb": float(t[i]), "hour": i + 1, "when": when(i)}
            notes.append(Message("warning.off_its_days", **figures))
            _blank(t, off, count, reason)
    p = columns.get("pressure")
    if p is not None:
        with np.errstate(invalid="ignore"):
            _blank(p, np.abs(p / np.nanmedian(p) - 1) > 0.1, count, Message("repair.absurd", quantity="pressure"))
    rh = columns.get("relative humidity")
    if rh is not None:
        _blank(rh, (rh <= 0) | (rh > 1.10), count, Message("repair.relative_humidity_outside", lowest=0, highest=110))
        columns["relative humidity"] = np.minimum(rh, 1.0)
    for name in ("dew point", "wet bulb"):
        if name in columns:
            x = columns[name]
            absurd = (x < -90) | (x > HIGHEST_DEW_POINT + 2.0 * (name == "wet bulb"))
            _blank(x, absurd, count, Message("repair.absurd", quantity=name))
    for name in ("dry bulb", "pressure"):
        if name in columns:
            columns[name] = bridge(columns[name], name, count, path, given[name])
    moist = [name for name in ("dew point", "relative humidity", "wet bulb") if name in columns]
    if not moist:
        raise WeatherError(f"{path}: humidity is missing in every hour; a year of {HOURS} hours with it is needed.")
    known = np.any([~np.isnan(columns[name]) for name in moist], axis=0)
    bridge(np.where(known, 0.0, np.nan), moist[0], {}, path, given[moist[0]])
    return columns


def excursions(t):
    """Hours far above all days around them that end, or begin, within one hour as no weather does.

    A day is off when its highest dry bulb is 15 K beyond that of each of the days from 2 to 12 before and after it,
    with a step of 8 K beside, or where it steps 25 K in an hour; its hours beyond those days are.
    """
    days = np.where(np.isnan(t), -np.inf, t).reshape(-1, DAY)
    highest = days.max(axis=1)
    around = np.max([np.roll(highest, k) for k in range(-DAYS_AROUND, DAYS_AROUND + 1) if abs(k) > 1], axis=0)
    ahead = np.abs(np.roll(t, -1) - t)
    step = np.fmax(ahead, np.roll(ahead, 1))
    step[[0, -1]] = 0.0
    out = np.zeros(t.shape, bool)
    limit = np.repeat(around, DAY)
    with np.errstate(invalid="ignore"):
        far, fast = t > limit, np.nan_to_num(step) > BESIDE
        for i in np.flatnonzero((t > limit + ABOVE_DAYS) | (far & (np.nan_to_num(step) > FALL))):
            run = _run_around(far, i)
            if fast[run].any():
                out[run] = True
    return out


def _run_around(flag, i):
    """Indices of the run of True around i."""
    first = last = i
    while first > 0 and flag[first - 1]:
        first -= 1
    while last < flag.size - 1 and flag[last + 1]:
        last += 1
    return np.arange(first, last + 1)


def _blank(values, where, count, reason):
    n = int(np.count_nonzero(where))
    if n:
        values[where] = np.nan
        count[reason] = count.get(reason, 0) + n


def bridge(values, name, count, path, given=None):
    """Interpolate gaps of up to 6 h across the year (the last hour is next to the first).

    Parameters
    ----------
    given : numpy.ndarray, optional
        The values before absurd ones were blanked, which a refusal names.
    """
    missing = np.isnan(values)
    if not missing.any():
        return values
    start, longest = longest_run(missing)
    if longest > LONGEST_GAP:
        run = (start + np.arange(longest)) % values.size
        found, end = "is missing", f"gaps of up to {LONGEST_GAP} hours are interpolated, longer ones need another file"
        if given is not None and not np.isnan(given[run]).all():
            scale, unit = {"pressure": (1, "Pa"), "relative humidity": (100, "%")}.get(name, (1, "degC"))
            low, high = scale * np.nanmin(given[run]), scale * np.nanmax(given[run])
            found = f"is {low:.5g} to {high:.5g} {unit}, which cannot be,"
        if missing.all():
            raise WeatherError(f"{path}: {name} {found} in every hour; a year of {HOURS} hours with {name} is needed.")
        raise WeatherError(
            f"{path}: {name} {found} for {longest} hours in a row from hour {start + 1} of the year ({when(start)}); "
            f"{end}."
        )
    hours, good = np.arange(values.size), ~missing
    key = Message("repair.interpolated", quantity=name)
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
        count[Message("repair.dew_point_clipped")] = n
    return np.minimum(tdp, t)


def wet_bulb_spikes(twb, tdp):
    """Hours whose humidity cannot be right.

    An hour is a spike when its wet bulb is above 33 degC and 2 K above the median of its day, or 6 K above what only
    0.4 % of the year's hours exceed, and it is left after 3 h at most by a jump of 3 K of dew point in and out; or when
    wet bulb and dew point stand 3 K above those of both hours at its sides, and the wet bulb 3 standard deviations of
    the hourly change. What comes above 33 degC on 3 days of the same weeks is weather.
    """
    around = np.stack([np.roll(twb, k) for k in range(-DAY // 2, DAY // 2 + 1) if k])
    hot = (twb > HIGHEST_WET_BULB) & (twb > np.median(around, axis=0) + 2.0)
    far = twb > np.quantile(twb, 0.996) + FAR_WET_BULB
    out = _brief(hot | far, tdp)
    step = twb - np.maximum(np.roll(twb, 1), np.roll(twb, -1))
    moist = tdp - np.maximum(np.roll(tdp, 1), np.roll(tdp, -1))
    out |= (step > max(WET_BULB_STEP, 3.0 * np.std(twb - np.roll(twb, 1)))) & (moist > WET_BULB_STEP)
    steamy = (twb > HIGHEST_WET_BULB).reshape(-1, DAY).any(axis=1)
    often = sum(np.roll(steamy, k).astype(int) for k in range(-DAYS_AROUND, DAYS_AROUND + 1)) >= AGAIN
    return out & ~(np.repeat(often, DAY) & (twb > HIGHEST_WET_BULB))


def _brief(flag, tdp):
    """Of runs of True those of up to 3 h that a jump of dew point begins and another ends."""
    out = np.zeros(flag.shape, bool)
    for i in np.flatnonzero(flag & ~np.roll(flag, 1)):
        n = 1
        while flag[(i + n) % flag.size] and n <= LONGEST_SPIKE:
            n += 1
        run = np.arange(i, i + n) % flag.size
        rise, fall = tdp[run[0]] - tdp[run[0] - 1], tdp[run[-1]] - tdp[(run[-1] + 1) % flag.size]
        out[run] = n <= LONGEST_SPIKE and min(rise, fall) > WET_BULB_STEP
    return out


FREE = ("repair.leap_day", "repair.dew_point_clipped")


def refuse_too_many(count, path, spare=0):
    """Raise when more than 2 % of the hours, less some to spare, were invented."""
    n = sum(v for k, v in count.items() if k.code == "repair.interpolated")
    if n + spare > MOST * HOURS:
        what = ", ".join(f"{k}: {v}" for k, v in count.items() if k.code not in FREE)
        raise WeatherError(
            f"{path}: {n} values had to be repaired ({what}); at most {MOST:.0%} of {HOURS} hours are repaired, "
            "so a cleaner file is needed."
        )
