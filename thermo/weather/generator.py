"""A year of 8,760 hours from monthly and design statistics, the same bits every time.

Dry bulb = season + day + spells. The *season* is a curve through the year whose monthly means are the given ones. The
*day* is a wave from a minimum at sunrise to a maximum at 14.7 h solar time, its range that of the month, wider on dry
days. *Spells* of warm and cold days follow one fixed sequence of hashed numbers with a correlation of 0.65 from day to
day; in every month it is spread to the same bell curve, so monthly means stay exact. The spread of the spells comes
from a fit over 17 measured years and is then widened or narrowed, cold and warm season apart, until the year's 0.4 %
and 99.6 % values are those of the site; the last percent is stretched to the yearly extremes.

Dew point = season + a share of the spell + a spell of its own. The spread of that second spell follows from the mean
relative humidity beside the mean dew point: for the same mean depression, the more it varies, the higher the mean
relative humidity. Where no dew point is known it is found from the relative humidity. Wet bulbs of the most humid hours
are moved to the 0.4 % wet bulb.

Such a year has the distribution of temperature and humidity of the site, not its history: heat waves of two sites come
on the same days.
"""

from dataclasses import replace

import numpy as np

from thermo.weather.record import Weather, columns, design_from, dew_points_from_wet_bulb
from thermo.weather.stamps import HOURS
from thermo.words import Message

DAYS = 365
MONTH_DAYS = np.array((31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31))
MONTH = np.repeat(np.arange(12), MONTH_DAYS)
HOUR_MONTH = np.repeat(MONTH, 24)
HOUR = np.arange(24) + 0.5
WARMEST = 14.7  # h, solar time
PROXY = "epw-proxy"  # kind of a site whose statistics are those of another place
FIVE_YEARS = "openmeteo"  # kind of a site whose statistics are of five years of reanalysis
PERSISTENCE = 0.65  # correlation of the spells from one day to the next
SPRING = 0.06  # more spread of the spells in K, per K a month of seasonal warming
SMOOTHING = 1.06  # interpolation between days narrows daily means by this
RARE = 0.996  # share of hours below a "0.4 %" value
DRY_KNEE, WET_KNEE = 0.98, 0.95  # share of hours below which nothing is stretched


def _hashed(n, seed):
    """Numbers in (0, 1) from integers (splitmix64 finaliser), roughly uniform and the same on every machine."""
    start = np.uint64(seed * 0xD1B54A32D192ED03 % 2**64)
    x = np.arange(1, n + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15) + start
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return ((x ^ (x >> np.uint64(31))) >> np.uint64(11)).astype(float) / 2.0**53


def _bell(n):
    """The n values of a sorted bell-curve sample, mean 0 and standard deviation 1.

    Notes
    -----
    Normal quantile 5.5556 [1 - ((1 - p)/p)^0.1186] for p >= 0.5, mirrored below (Shore 1982); within 0.01 for
    0.01 < p < 0.99.
    """
    p = (np.arange(n) + 0.5) / n
    z = np.sign(p - 0.5) * 5.5556 * (1.0 - (np.minimum(p, 1.0 - p) / np.maximum(p, 1.0 - p)) ** 0.1186)
    z -= z.mean()
    return z / z.std()


def spells(seed, skew=0.0):
    """Daily values of a fixed sequence, each month with mean 0, standard deviation 1 and the same distribution.

    Parameters
    ----------
    seed : int
        Which sequence.
    skew : float
        Above 0, rare low days lie farther out than rare high ones.
    """
    noise = _hashed(DAYS * 12, seed).reshape(DAYS, 12).sum(axis=1) - 6.0
    x = np.empty(DAYS)
    last = noise[-1]
    for i in range(DAYS):
        last = PERSISTENCE * last + np.sqrt(1 - PERSISTENCE**2) * noise[i]
        x[i] = last
    out = np.empty(DAYS)
    for m in range(12):
        here = np.flatnonzero(MONTH == m)
        z = _bell(here.size)
        if skew:
            z = (1.0 - np.exp(-skew * z)) / skew
            z = (z - z.mean()) / z.std()
        out[here[np.argsort(x[here], kind="stable")]] = z
    return out


def season(monthly):
    """365 daily values through the year whose monthly means are `monthly` (12 values).

    Notes
    -----
    Linear between mid-months, with the mid-month values solved for (a 12 × 12 system).
    """
    return _interpolation() @ np.linalg.solve(_month_means() @ _interpolation(), monthly)


def _interpolation():
    middle = np.cumsum(MONTH_DAYS) - MONTH_DAYS / 2
    grid = np.concatenate([[middle[-1] - DAYS], middle, [middle[0] + DAYS]])
    day = np.arange(DAYS) + 0.5
    out = np.zeros((DAYS, 12))
    for m in range(14):
        unit = np.zeros(14)
        unit[m] = 1.0
        out[:, (m - 1) % 12] += np.interp(day, grid, unit)
    return out


def _month_means():
    return (MONTH == np.arange(12)[:, None]) / MONTH_DAYS[:, None]


def hourly(daily):
    """Daily values at noon to hours by cubic (Catmull-Rom) interpolation round the year."""
    place = (np.arange(HOURS) + 0.5) / 24.0 - 0.5
    i = np.floor(place).astype(int)
    x = place - i
    a, b, c, d = (daily[(i + k) % DAYS] for k in (-1, 0, 1, 2))
    return b + 0.5 * x * (c - a + x * (2 * a - 5 * b + 4 * c - d + x * (3 * (b - c) + d - a)))


def by_month(hours):
    """Monthly means of hourly values."""
    return np.bincount(HOUR_MONTH, hours, 12) / (MONTH_DAYS * 24)


def day_shape(site):
    """Wave of the day, 365 × 24: range 1 and mean 0, lowest at sunrise, highest at 14.7 h solar time.

    Notes
    -----
    Two half cosines; an exponent makes the wave spend as much time high as the monthly mean lies between the mean
    daily minimum and maximum.
    """
    solar = site.longitude / 15.0 - site.tz_hours
    declination = np.radians(-23.44) * np.cos(2 * np.pi * (np.arange(DAYS) + 10.5) / DAYS)
    horizon = np.clip(-np.tan(np.radians(site.latitude)) * np.tan(declination), -0.95, 0.95)
    rise = np.clip(12.0 - np.degrees(np.arccos(horizon)) / 15.0, 3.5, 8.5)[:, None]
    since = (HOUR[None, :] + solar - rise) % 24.0
    up = WARMEST - rise
    wave = np.where(
        since < up,
        0.5 - 0.5 * np.cos(np.pi * since / up),
        0.5 + 0.5 * np.cos(np.pi * (np.maximum(since - up, 0.0) / (24.0 - up)) ** 0.8),
    )
    share = np.clip((site.t_mean - site.t_min) / np.maximum(site.t_max - site.t_min, 0.1), 0.35, 0.6)
    for m in range(12):
        here = MONTH == m
        low, high = 0.3, 3.0
        for _ in range(25):
            power = 0.5 * (low + high)
            low, high = (power, high) if (wave[here] ** power).mean() > share[m] else (low, power)
        wave[here] = wave[here] ** (0.5 * (low + high))
    return wave - wave.mean(axis=1, keepdims=True)


def _stretch(values, target, limit, knee):
    """Move what lies above the `knee` quantile: 0.4 % of the hours exceed `target`, the highest is `limit`."""
    start, rare = np.quantile(values, [knee, RARE])
    target = max(target, start + 0.1)
    limit = max(limit, target + 0.1)
    return np.interp(values, [values.min(), start, rare, values.max()], [values.min(), start, target, limit])


def estimates(site):
    """Design values [degC] of a site that has none published, from its monthly means instead of its hottest year.

    Notes
    -----
    Fits over the 52 built-in sites that have published values (standard error, each site left out): 0.4 % dry bulb
    from the warmest month's mean daily maximum, yearly range of monthly means and latitude (1.2 K), or 1.0 K above a
    published 1 % value; 20-year highest from it and latitude (1.3 K, which is added); 0.4 % wet bulb from the dew
    point and mean daily maximum of the most humid month and altitude (0.8 K); mean wet bulb beside the 0.4 % dry bulb
    (1.0 K).
    """
    if not site.kind.startswith(FIVE_YEARS):
        return {}
    latitude, hottest = abs(site.latitude), site.t_max.max()
    hot = hottest + 1.37 - 0.0689 * np.ptp(site.t_mean) + 0.1028 * latitude
    hot = site.design.get("cooling_db_1", hot - 1.0) + 1.0
    level = np.log(_magnus(site.t_mean) * site.rh_mean / 100.0)
    dew = site.dp_mean if not np.isnan(site.dp_mean).any() else 243.04 * level / (17.625 - level)
    humid = np.argmax(dew)
    wet = 8.92 + 0.4982 * dew[humid] + 0.2218 * site.t_max[humid] - 1.1309e-3 * site.altitude
    beside = wet - 1.14 - 0.0648 * (hottest - dew[np.argmax(site.t_max)])
    found = {
        "cooling_db_04": hot,
        "cooling_mcwb_04": beside,
        "cooling_wb_04": wet,
        "extreme_db_max": hot + 3.07 + 0.0658 * latitude + 1.34,
    }
    return {key: round(float(value), 1) for key, value in found.items() if key not in site.design}


def targets(site, spread):
    """Dry bulbs exceeded in 0.4 % and 99.6 % of the hours, and the year's highest and lowest [degC].

    Notes
    -----
    Published design values are those of decades, the yearly extremes those of one typical year (or of five years).
    The year's 0.4 % value is taken half way between the published one and the extreme less 0.4 K + 1.2 standard
    deviations of the warm season (cold side: 0.65), which is how far apart the two lie in 15 measured years. The
    hottest hour of five years is not that of a typical one and is not used.
    """
    warm, cold = spread[np.argmax(site.t_mean)], spread[np.argmin(site.t_mean)]
    top, bottom = site.annual["db_max"], site.annual["db_min"]
    if site.kind.startswith(FIVE_YEARS):
        bottom += 1.5
    gap_top, gap_bottom = 0.4 + 1.2 * warm, 0.4 + 0.65 * cold
    hot = site.design.get("cooling_db_04", site.design.get("cooling_db_1", np.nan) + 0.6 * warm)
    chill = site.design.get("heating_db_996", np.nan)
    if site.kind.startswith(FIVE_YEARS) or top > site.design.get("extreme_db_max", 99.0):
        top = hot + gap_top
    hot = np.nanmean([hot, top - gap_top])
    chill = np.nanmean([chill, bottom + gap_bottom])
    return hot, max(chill, bottom + 0.5), max(top, hot + 0.3), bottom


def _slope(monthly):
    """Change per month, from the neighbours at both sides."""
    return 0.5 * (np.roll(monthly, -1) - np.roll(monthly, 1))


def dry_bulb(site, warmth, dryness):
    """8,760 dry bulbs [degC], and the daily spells in K that are in them."""
    mean = season(site.t_mean)
    reach = site.t_max - site.t_min
    spread = np.clip(
        2.07 + 0.013 * abs(site.latitude) - 0.057 * site.t_mean + 0.09 * reach + SPRING * _slope(site.t_mean), 0.5, 6.0
    )
    hot, chill, top, bottom = targets(site, spread)
    warm_share = (site.t_mean - site.t_mean.min()) / max(np.ptp(site.t_mean), 0.1)
    wave = day_shape(site)
    wide = 1.0 + 0.3 * dryness
    amplitude, cold_factor, warm_factor = 0.9 * reach, 1.0, 1.0
    for _ in range(6):
        spell = season(spread * (cold_factor + (warm_factor - cold_factor) * warm_share)) * warmth * SMOOTHING
        t = hourly(mean + spell) + (season(amplitude)[:, None] * wide[:, None] * wave).ravel()
        t += (site.t_mean - by_month(t))[HOUR_MONTH]
        days = t.reshape(DAYS, 24)
        got = np.bincount(MONTH, np.ptp(days, axis=1), 12) / MONTH_DAYS
        amplitude = np.clip(amplitude * (reach / got) ** 1.2, 0.05, 1.5 * reach)
        high, low = np.quantile(t, [0.996, 0.004])
        warm_factor = np.clip(warm_factor + 0.6 * (hot - high) / spread.mean(), 0.5, 1.8)
        cold_factor = np.clip(cold_factor + 0.6 * (low - chill) / spread.mean(), 0.5, 1.8)
    t = _stretch(t, hot, top, DRY_KNEE)
    t = -_stretch(-t, -chill, -bottom, DRY_KNEE)
    return t, spell


def _magnus(t):
    """Saturation pressure over water relative to that at 0 degC (Magnus form, as relative humidity is reported)."""
    return np.exp(17.625 * t / (t + 243.04))


def dew_points(site, t, spell, moisture):
    """8,760 dew points [degC], not above the dry bulb."""
    known = not np.isnan(site.dp_mean).any()
    rh = np.clip(site.rh_mean / 100.0, 0.02, 1.0)
    depression = site.t_mean - site.dp_mean if known else np.maximum(-16.5 * np.log(rh), 0.5)
    follow = 1.118 - 0.013 * site.t_mean - 0.019 * depression - 0.017 * (site.t_mean - site.t_mean.mean())
    follow = np.clip(follow - 0.325e-3 * min(site.altitude, 2000.0), -0.6, 1.15)
    own = np.clip(1.52 - 0.041 * site.t_mean + 0.166 * depression, 0.4, 6.0)
    dew = site.t_mean - depression
    saturation = _magnus(t)
    level = dew.copy()
    for _ in range(8):
        x = hourly(season(level) + season(follow) * spell + season(own) * moisture * SMOOTHING)
        x = np.minimum(x, t)
        got_rh = by_month(_magnus(x) / saturation)
        if known:
            level += dew - by_month(x)
            own = np.clip(own * np.clip((rh / got_rh) ** 4, 0.7, 1.4), 0.3, 8.0)
        else:
            level += 15.0 * np.log(rh / got_rh)
    x = hourly(season(level) + season(follow) * spell + season(own) * moisture * SMOOTHING)
    return np.minimum(x, t)


def meet_wet_bulbs(site, t, tdp, p):
    """Dew points [degC] moved so that the design wet bulbs are met.

    Notes
    -----
    First the hottest hours are moved to the mean wet bulb beside the 0.4 % dry bulb, fading out at the 3 % dry bulb;
    then the most humid hours, above the 5 % wet bulb, are stretched to the 0.4 % wet bulb.
    """
    if not {"cooling_wb_04", "cooling_mcwb_04"} <= set(site.design):
        return tdp
    twb, _ = columns(t, tdp, p)
    mild, hot = np.quantile(t, [0.97, RARE])
    share = np.clip((t - mild) / max(hot - mild, 0.1), 0.0, 1.0)
    target = site.design["cooling_mcwb_04"]
    moved = twb + share * (target - twb[t >= hot].mean())
    wet = site.design["cooling_wb_04"]
    spare = moved.max() - np.quantile(moved, RARE)
    moved = _stretch(moved, wet, wet + min(max(spare, 0.6), 2.5), WET_KNEE)
    out = dew_points_from_wet_bulb(t, np.minimum(moved, t), p)
    return np.where(moved == twb, tdp, np.minimum(out, t))


def generate(site):
    """The year of a built-in site.

    Parameters
    ----------
    site : Site
        Monthly statistics and design values.

    Returns
    -------
    Weather
    """
    from thermo.core.psychrometrics import standard_pressure

    found = estimates(site)
    site = replace(site, design={**site.design, **found})
    moisture = spells(2, skew=0.35)
    t, spell = dry_bulb(site, spells(1), -moisture)
    tdp = dew_points(site, t, spell, moisture)
    p = np.full(HOURS, standard_pressure(site.altitude))
    tdp = meet_wet_bulbs(site, t, tdp, p)
    twb, w = columns(t, tdp, p)
    known = {k: v for k, v in site.design.items() if k != "cooling_db_1"}
    edition = site.edition or ("estimated" if found else "")
    highest, lowest = site.annual["db_max"], site.annual["db_min"]
    design = design_from(known, t, twb, tdp, edition, highest, lowest)
    estimated = tuple(Message("mark.estimated", value=key) for key in found)
    design = replace(design, marked=estimated + design.marked)
    about = {"station": site.station, "source": site.source, "period": site.period}
    notes = [Message("warning.generated_weather", **about)]
    if site.notes:
        notes.append(Message("warning.climate_remark", remark=site.notes))
    if site.kind == PROXY:
        off = {"distance": site.station_distance, "height": site.altitude - site.station_altitude}
        notes.append(Message("warning.proxy_climate", station=site.station, **off))
    if site.kind.startswith(FIVE_YEARS):
        notes.append(Message("warning.reanalysis_climate"))
    return Weather(
        name=site.name,
        latitude=site.latitude,
        longitude=site.longitude,
        altitude=site.altitude,
        tz_hours=site.tz_hours,
        source=f"built-in climate {site.key}",
        t=t,
        twb=twb,
        w=w,
        p=p,
        tdp=tdp,
        design=design,
        notes=notes,
    )
