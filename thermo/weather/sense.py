"""Whether a year's readings can be right together; what can only be another unit or another clock is converted.

Everything here is arithmetic on columns, so that `check` can ask it without compiling anything. Bounds are those of the
earth: no place has a yearly mean above 35 or below -58 degC, a dew point above 36 degC, a town above 5,200 m.

References
----------
WMO World Weather and Climate Extremes Archive (temperatures, pressures). ASHRAE Handbook Fundamentals 2017, chapter 1,
equation 3: pressure of the standard atmosphere.
"""

import math

import numpy as np

from thermo.errors import WeatherError
from thermo.weather.headers import INHG, MMHG, PSI
from thermo.weather.stamps import HOURS, STARTS
from thermo.words import Message

SEA_LEVEL = 101325.0  # Pa
COLDEST_MEAN, WARMEST_MEAN = -58.0, 35.0  # degC, of a year
HIGHEST_DEW_POINT = 36.0  # degC
PRESSURE_OFF = 0.05  # of the standard atmosphere, before a note is made
PRESSURE_WRONG = 0.10  # of the standard atmosphere, before a file is refused
HUMIDITY_OFF = 0.15  # relative humidity against the hour's own dew point, before a note is made
HUMIDITY_WRONG = 0.25  # as the median of a year
SATURATED = 0.95  # share of a year's hours
STUCK = 240  # hours of one value
DESIGN_OFF, DESIGN_WRONG = 8.0, 14.0  # K between a published value and the same quantile of the hours
WARMEST_HOUR = 14.7  # h, solar time
LATE, TOO_LATE = 3.0, 5.0  # h, phase of the mean day's dry bulb
SUN_LATE, SUN_TOO_LATE = 1.5, 2.5  # h, centre of the day's radiation
WAVE = 1.0  # K, below it the mean day tells no time
HUNDREDFOLD = "a hundred times too much"


def pressure_at(altitude):
    """Pressure of the standard atmosphere [Pa] at an altitude [m]."""
    return SEA_LEVEL * max(1.0 - 2.25577e-5 * altitude, 0.0) ** 5.2559


def altitude_at(pressure):
    """Altitude [m] at which the standard atmosphere has a pressure [Pa]."""
    return (1.0 - (pressure / SEA_LEVEL) ** (1 / 5.2559)) / 2.25577e-5


def saturation(t):
    """Saturation pressure over water [Pa] (Magnus form), to compare humidities with."""
    return 610.94 * np.exp(17.625 * t / (t + 243.04))


def when(hour):
    """ "26 October, 15:00" from the index of an hour that ends then."""
    day = int(hour) // 24 % 365
    month = int(np.searchsorted(STARTS, day, side="right"))
    return Message("date.hour", month=month, day=day - int(STARTS[month - 1]) + 1, clock=int(hour) % 24 + 1)


def place(site, path, notes):
    """Check position, altitude and time zone of a site; longitudes of 180 to 360 are taken as west."""
    bounds = {
        "latitude": (-90.0, 90.0, "degrees between -90 and 90 are needed"),
        "longitude": (-180.0, 360.0, "degrees between -180 and 180 are needed"),
        "altitude": (-450.0, 6000.0, "metres between -450 and 6,000 are needed"),
        "tz_hours": (-12.0, 14.0, "hours between -12 and 14 are needed"),
    }
    words = {"tz_hours": "time zone"}
    for key, (low, high, needed) in bounds.items():
        if site.get(key) is None:
            continue
        try:
            value = float(site[key])
        except (TypeError, ValueError):
            value = math.nan
        if not low <= value <= high:
            raise WeatherError(f"{path}: the {words.get(key, key)} of the site is {site[key]!s:.30}; {needed}.")
        site[key] = value
    if site.get("longitude", 0.0) > 180.0:
        site["longitude"] -= 360.0
        figures = {"given": site["longitude"] + 360.0, "taken": site["longitude"]}
        notes.append(Message("warning.longitude_west", **figures))


def units(values, path, notes, site):
    """Recognise dry bulb, humidity and pressure in another unit than said; convert what is certain, refuse the rest."""
    if "dry bulb" not in values or np.isnan(values["dry bulb"]).all():
        raise WeatherError(f"{path}: dry bulb is missing in every hour; a year of {HOURS} hours with it is needed.")
    scale = _dry_bulb(values, path, notes, site)
    for name in ("dew point", "wet bulb"):
        if name in values:
            _moist_bulb(values, name, scale, path, notes)
    if "relative humidity" in values:
        _relative_humidity(values, path, notes)
    return values


def _dry_bulb(values, path, notes, site):
    t = values["dry bulb"]
    low, middle, high = np.nanquantile(t, [0.01, 0.5, 0.99])
    scale = None
    if low > 190.0 and high < 335.0:
        scale = "K"
        notes.append(Message("warning.read_kelvin", quantity="dry bulb", median=float(middle)))
    elif high < -150.0 and low > -350.0:
        scale = "C"
        notes.append(Message("warning.read_celsius", quantity="dry bulb", median=float(middle) + 273.15))
    elif (t > 45.0).mean() > 0.2 and np.nanmax(t) < 140.0 and low > -80.0:
        scale = "F"
        notes.append(Message("warning.read_fahrenheit", quantity="dry bulb", highest=float(np.nanmax(t))))
    t = values["dry bulb"] = _scaled(t, scale)
    mean, warmest, coldest = np.nanmean(t), np.nanmax(t), np.nanmin(t)
    wild = ((t < -90.0) | (t > 60.0)).mean()
    if not COLDEST_MEAN <= mean <= WARMEST_MEAN or wild > 0.1:
        raise WeatherError(
            f"{path}: dry bulb is {mean:.4g} degC in the mean of the year ({coldest:.4g} to {warmest:.4g}), which no "
            f"place has; is its unit right?"
        )
    polar = abs(site.get("latitude", 0.0)) > 60.0 or site.get("altitude", 0.0) > 3500.0
    if np.nanquantile(t, 0.99) < 5.0 and not polar:
        raise WeatherError(
            f"{path}: dry bulb is {warmest:.1f} degC in the warmest hour of the year, which only polar and high places "
            "have; is its unit right?"
        )
    if np.nanstd(t) < 0.2:
        raise WeatherError(f"{path}: dry bulb is {mean:.1f} degC in every hour, which is no year of weather.")
    run, at = _stuck(t)
    if run > STUCK:
        raise WeatherError(
            f"{path}: dry bulb is {t[at]:.1f} degC for {run} hours in a row from hour {at + 1} of the year "
            f"({when(at)}); a sensor that stood still needs another file."
        )
    return scale


def _scaled(x, scale):
    return {"K": x - 273.15, "F": (x - 32.0) / 1.8, "C": x + 273.15}.get(scale, x)


def _stuck(x):
    """Length and start of the longest run of one value."""
    edges = np.flatnonzero(np.concatenate([[True], np.diff(x) != 0, [True]]))
    runs = np.diff(edges)
    i = int(np.argmax(runs))
    return int(runs[i]), int(edges[i])


def _moist_bulb(values, name, scale, path, notes):
    t, x = values["dry bulb"], values[name]
    if np.isnan(x).all():
        return
    middle = np.nanmedian(x)
    if 190.0 < middle < 335.0:
        notes.append(Message("warning.read_kelvin", quantity=name, median=float(middle)))
        x = _scaled(x, "K")
    elif middle < -150.0:
        notes.append(Message("warning.read_celsius", quantity=name, median=float(middle) + 273.15))
        x = _scaled(x, "C")
    elif scale == "F":
        x = _scaled(x, "F")
    values[name] = x
    known = ~np.isnan(x) & ~np.isnan(t)
    over = known & (x > t + 0.5)
    if over.sum() > 0.2 * known.sum():
        i = int(np.nanargmax(np.where(known, x - t, np.nan)))
        raise WeatherError(
            f"{path}: {name} is above dry bulb in {over.sum()} hours (hour {i + 1}: {x[i]:.4g} beside {t[i]:.4g} "
            "degC), which cannot be; are the columns exchanged, or their units?"
        )
    if (known & (x >= t)).sum() > SATURATED * HOURS:
        raise WeatherError(
            f"{path}: {name} equals dry bulb in {(known & (x >= t)).sum()} hours, which no climate has; is a column "
            "doubled?"
        )


def _relative_humidity(values, path, notes):
    rh = values["relative humidity"]
    if not np.nanmax(np.abs(rh)) > 0.0:
        del values["relative humidity"]
        notes.append(Message("warning.zero_humidity"))
        return
    highest, middle = np.nanmax(rh), np.nanmedian(rh)
    if 0.0 < highest <= 0.0115 and np.nanmin(rh) >= 0.0:
        notes.append(Message("warning.read_ratio", highest=float(100 * highest)))
        rh = rh * 100.0
    elif 1.5 < middle and 20.0 < highest <= 115.0:
        notes.append(Message("warning.read_percent", highest=float(highest)))
        rh = rh / 100.0
    values["relative humidity"] = rh
    highest, lowest = np.nanmax(rh), np.nanmin(rh)
    wrong = (rh > 1.1) | (rh < 0.0)
    if wrong.mean() > 0.2:
        i = int(np.argmax(wrong))
        raise WeatherError(
            f"{path}: relative humidity is {100 * lowest:.4g} to {100 * highest:.4g} % (hour {i + 1}: "
            f"{100 * rh[i]:.4g} %); 0 to 100 % are needed."
        )
    if highest < 0.2:
        raise WeatherError(
            f"{path}: relative humidity is {100 * highest:.3g} % in the most humid hour of the year, which no climate "
            "has; is its unit right?"
        )
    if (rh >= 1.0).sum() > SATURATED * HOURS:
        raise WeatherError(f"{path}: relative humidity is 100 % in {(rh >= 1.0).sum()} hours, which no climate has.")


def pressures(values, site, path, notes):
    """Station pressure [Pa] in place of another unit or of sea level; the standard atmosphere where there is none."""
    altitude = site.get("altitude")
    sea = values.pop("sea-level pressure", None)
    p = values.get("pressure")
    if p is None or np.isnan(p).all():
        values.pop("pressure", None)
        if sea is not None and not np.isnan(sea).all() and altitude is None:
            raise WeatherError(
                f"{path}: its pressure is that of sea level, and there is no altitude; give the altitude in the file "
                "('altitude_m, 9') or as an argument."
            )
        if sea is None or np.isnan(sea).all():
            return
        p = _unit_of_pressure(sea, SEA_LEVEL, path, notes) * (pressure_at(altitude) / SEA_LEVEL)
        notes.append(Message("warning.sea_level_moved", altitude=altitude))
        values["pressure"] = p
        return
    expected = pressure_at(altitude) if altitude is not None else None
    p = _unit_of_pressure(p, expected, path, notes)
    if expected is not None:
        mean = float(np.nanmedian(p))
        off = mean / expected - 1.0
        figures = {"pressure": mean, "off": off, "altitude": altitude}
        if abs(off) > PRESSURE_OFF and abs(mean / SEA_LEVEL - 1.0) < 0.025:
            notes.append(Message("warning.pressure_at_sea_level", **figures))
            p = p * (expected / SEA_LEVEL)
        elif abs(off) > PRESSURE_WRONG:
            raise WeatherError(
                f"{path}: mean pressure {mean / 1e3:.1f} kPa is {off:+.0%} off the standard atmosphere at "
                f"{altitude:.0f} m ({expected / 1e3:.1f} kPa); correct the altitude or the pressure."
            )
        elif abs(off) > PRESSURE_OFF:
            notes.append(Message("warning.pressure_off", **figures))
    values["pressure"] = p


def _unit_of_pressure(p, expected, path, notes):
    """Pressure [Pa] where it is that already, or where exactly one unit makes it that of the place."""
    middle = float(np.nanmedian(p))
    low, high = max(0.85 * expected, 45e3) if expected else 48e3, 110e3
    if low <= middle <= high:
        return p
    near = (0.94 * expected, 1.06 * expected) if expected else (low, high)
    units = {"hPa": 100.0, "kPa": 1000.0, "inHg": INHG, "mmHg": MMHG, "psi": PSI, "bar": 1e5}
    ways = {(name, factor / said) for name, factor in units.items() for said in (1.0, 100.0, 1000.0)}
    ways |= {(HUNDREDFOLD, 0.01)}
    fits = sorted(way for way in ways if near[0] <= middle * way[1] <= near[1])
    shown = f"{middle:,.0f}" if abs(middle) >= 1000.0 else f"{middle:.5g}"
    if len({round(factor, 6) for _, factor in fits}) == 1 and not 0.1 < fits[0][1] < 10.0:
        name, factor = fits[0] if len(fits) == 1 else next(way for way in fits if way[1] == units.get(way[0]))
        if name == HUNDREDFOLD:
            notes.append(Message("warning.pressure_hundredfold", median=shown))
        else:
            notes.append(Message("warning.read_pressure", median=shown, unit=name))
        return p * factor
    hint = f"; is it {' or '.join(sorted({name for name, _ in fits}))}?" if fits else "."
    needed = f"{expected:,.0f} Pa is the standard atmosphere at the site" if expected else "45,000 to 110,000 is usual"
    raise WeatherError(f"{path}: pressure is {shown} Pa in the median hour, and {needed}{hint}")


def humidity(values, notes, path, counts):
    """Tell where relative humidity and dew point of an hour do not belong together; refuse where none do."""
    if not {"dew point", "relative humidity"} <= set(values):
        return
    t, rh = values["dry bulb"], values["relative humidity"]
    with np.errstate(invalid="ignore"):
        own = saturation(np.minimum(values["dew point"], t)) / saturation(t)
        off = np.where(t > 0.0, np.abs(own - rh), np.nan)
    if np.isnan(off).all():
        return
    if np.nanmedian(off) > HUMIDITY_WRONG:
        raise WeatherError(
            f"{path}: relative humidity differs by {100 * np.nanmedian(off):.0f} points from that of the dew point in "
            "the median hour; one of the two columns is not what it says."
        )
    many = int(np.count_nonzero(off > HUMIDITY_OFF))
    if many:
        i = int(np.nanargmax(off))
        figures = {"off": HUMIDITY_OFF, "hours": many, "hour": i + 1, "given": float(rh[i]), "own": float(own[i])}
        notes.append(Message("warning.humidity_columns_differ", **figures, quantity=counts))


def hemisphere(t, site, notes):
    """Tell where the warm months are those of the other half of the earth."""
    latitude = site.get("latitude", 0.0)
    winter = np.nanmean(np.r_[t[: STARTS[2] * 24], t[STARTS[11] * 24 :]])
    summer = np.nanmean(t[STARTS[5] * 24 : STARTS[8] * 24]) - winter
    if abs(latitude) > 30.0 and abs(summer) > 5.0 and summer * latitude < 0.0:
        code = "warning.northern_seasons" if summer > 0 else "warning.southern_seasons"
        notes.append(Message(code, difference=float(abs(summer)), latitude=latitude))


def clock(values, site, utc, path, notes):
    """Bring hours to local standard time where they are UTC; refuse a clock that the sun contradicts.

    Returns
    -------
    int
        Hours to roll the year by.
    """
    longitude, tz = site.get("longitude"), site.get("tz_hours")
    if longitude is None:
        if utc and tz is None:
            notes.append(Message("warning.utc_without_place"))
        elif utc and tz:
            return _shift(site, tz, notes)
        return 0
    sun = longitude / 15.0
    natural = float(round(sun))
    if utc:
        return _shift(site, natural if tz is None else tz, notes)
    if tz is None:
        site["tz_hours"] = tz = natural
    off, bound, worst = _lateness(values)
    if off is None:
        if abs(_wrapped(sun - tz)) > 4.0:
            if tz == 0.0:
                return _shift(site, natural, notes)
            raise WeatherError(
                f"{path}: the time zone {tz:+g} h is not that of longitude {longitude:g} degrees ({natural:+g} h); "
                "correct one of them."
            )
        return 0
    late = _wrapped(off + sun - tz)
    if abs(late) <= bound:
        if tz == 0.0 and abs(_wrapped(sun)) > 3.5:
            return _shift(site, natural, notes)
        if abs(_wrapped(sun - tz)) > 4.0:
            notes.append(Message("warning.time_zone_far", tz_hours=tz, longitude=longitude))
        return 0
    if abs(_wrapped(off + sun)) <= bound and abs(_wrapped(sun - tz)) <= 4.0:
        return _shift(site, tz, notes, "warning.utc_by_days")
    if abs(_wrapped(off + sun - natural)) <= bound and abs(_wrapped(sun - tz)) > 2.0:
        notes.append(Message("warning.time_zone_taken", tz_hours=tz, longitude=longitude, taken=natural))
        site["tz_hours"] = natural
        return 0
    code = "warning.days_late" if late > 0 else "warning.days_early"
    text = Message(code, off=abs(late), longitude=longitude, tz_hours=tz)
    if abs(late) > worst:
        raise WeatherError(f"{path}: {text}; correct the longitude, the time zone or the order of the hours.")
    notes.append(text)
    return 0


def _shift(site, tz, notes, code="warning.utc"):
    site["tz_hours"] = float(tz)
    hours = math.floor(tz + 0.5)
    if hours:
        notes.append(Message(code, tz_hours=float(tz)))
    return hours


def _wrapped(hours):
    return (hours + 12.0) % 24.0 - 12.0


def _lateness(values):
    """Hours by which the mean day is late at longitude and time zone 0, and what is told and what refused."""
    angle = 2.0 * np.pi * (np.arange(24) + 0.5) / 24.0
    for name, peak, bounds in (
        ("radiation", 12.0, (SUN_LATE, SUN_TOO_LATE)),
        ("dry bulb", WARMEST_HOUR, (LATE, TOO_LATE)),
    ):
        if name in values and np.isfinite(values[name]).sum() > HOURS // 2:
            day = np.nanmean(values[name].reshape(-1, 24), axis=0)
            wave = np.sum((day - day.mean()) * np.exp(1j * angle)) / 12.0
            if abs(wave) > WAVE:
                return _wrapped(float(np.angle(wave)) * 24.0 / (2.0 * np.pi) - peak), *bounds
    return None, 0.0, 0.0


def published(design, t, path, notes):
    """Refuse published design values that cannot be those of the hours; tell where they are far."""
    for key, share in (("heating_db_996", 0.004), ("cooling_db_04", 0.996)):
        if key not in design:
            continue
        own = float(np.nanquantile(t, share))
        off = design[key] - own
        text = Message("warning.published_far", exceeded=1.0 - share, published=float(design[key]), own=own)
        if abs(off) > DESIGN_WRONG:
            raise WeatherError(
                f"{path}: {text}; they cannot be of one place: correct the DESIGN CONDITIONS line, or write DESIGN "
                "CONDITIONS,0 to have them from the hours."
            )
        if abs(off) > DESIGN_OFF:
            notes.append(text)
    highest = float(np.nanmax(t))
    if "extreme_db_max" in design and highest > design["extreme_db_max"] + 1.0:
        figures = {"highest": highest, "published": float(design["extreme_db_max"])}
        notes.append(Message("warning.extreme_exceeded", **figures))


def ordered(design, path, tolerance=0.05):
    """Refuse design values out of order: extreme lowest < 99.6 % < 0.4 % <= extreme highest, wet bulb <= dry bulb."""
    steps = (
        ("extreme_db_min", "heating_db_996", "the 20-year lowest dry bulb", "the 99.6 % dry bulb"),
        ("heating_db_996", "cooling_db_04", "the 99.6 % dry bulb", "the 0.4 % dry bulb"),
        ("cooling_db_04", "extreme_db_max", "the 0.4 % dry bulb", "the 20-year highest dry bulb"),
        ("cooling_mcwb_04", "cooling_db_04", "the wet bulb beside it", "the 0.4 % dry bulb"),
        ("dp_04", "cooling_wb_04", "the 0.4 % dew point", "the 0.4 % wet bulb"),
        ("cooling_wb_04", "extreme_db_max", "the 0.4 % wet bulb", "the 20-year highest dry bulb"),
    )
    for low, high, one, other in steps:
        if low in design and high in design and not design[low] <= design[high] + tolerance:
            raise WeatherError(
                f"{path}: {one}, {design[low]:.1f} degC, is above {other}, {design[high]:.1f} degC; correct the DESIGN "
                "CONDITIONS line, or write DESIGN CONDITIONS,0 to have them from the hours."
            )
