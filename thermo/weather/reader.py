"""A year of weather from a file of any layout people have, repaired where that is small and refused where it cannot be.

Steps: the file's text (`files`), its layout (`sources`), hours from rows (`stamps`), sense (`sense`), repairs
(`repairs`), humidity. Hours are hour-ending, local standard time, from 1 January.
"""

import math
from copy import deepcopy
from functools import lru_cache
from pathlib import Path

import numpy as np

from thermo.errors import ThermoError, WeatherError
from thermo.weather import files, near, record, repairs, sense, sources
from thermo.weather.record import Weather, design_from
from thermo.weather.stamps import HOURS
from thermo.words import Message

NEEDED = "an EPW, TMY3 or CSV file"
SPARE = 24  # h, repairs by which a year of `near` must stay below what is refused
STRICT = 0.5  # K, tolerance of its design values, of 1 K


def read(path, *, name=None, latitude=None, longitude=None, altitude=None, tz_hours=None, humidity="dew-point"):
    """Read a year of weather.

    Parameters
    ----------
    path : str or Path
        EPW, TMY3, NSRDB, PVGIS, NASA POWER, Meteostat, DWD TRY, Open-Meteo, CSV or XLSX, also gzipped; recognised by
        content.
    name, latitude, longitude, altitude, tz_hours : optional
        What a file does not say of its site, or says wrongly: [degree], [degree], [m], [h].
    humidity : str
        Column that counts where a file has both: "dew-point", or "relative-humidity" as EnergyPlus does. They differ
        by up to 2 K of wet bulb in single hours, since files round them and interpolate them apart.

    Returns
    -------
    Weather

    Raises
    ------
    WeatherError
        One sentence: the path, what was found, what is needed.
    """
    given = {"name": name, "latitude": latitude, "longitude": longitude, "altitude": altitude, "tz_hours": tz_hours}
    return _finish(path, deepcopy(examine(path, humidity=humidity, **given)), humidity)


def verify(path, *, humidity="dew-point", **given):
    """Refuse what `read` refuses, in its words; only a file in doubt is computed as `read` does, which compiles.

    Parameters
    ----------
    humidity, given
        As of `read`.

    Raises
    ------
    WeatherError
    """
    _verified(str(path), files.state(path), humidity, tuple(sorted(given.items())))


@lru_cache(maxsize=16)
def _verified(path, state, humidity, given):
    found = _examined(path, state, humidity, given)
    try:
        _finish(path, deepcopy(found), humidity, near)
    except WeatherError:
        _finish(path, deepcopy(found), humidity)


def examine(path, *, humidity="dew-point", **given):
    """All that `read` asks of a file before it computes humidity, without compiling anything.

    Parameters
    ----------
    humidity : str
        As of `read`.
    given : optional
        name, latitude, longitude, altitude, tz_hours, as of `read`.

    Returns
    -------
    thermo.weather.sources.Found
        8,760 repaired hours of dry bulb, pressure and columns of humidity; kept for the next call, not to be
        changed.

    Raises
    ------
    WeatherError
    """
    return _examined(str(path), files.state(path), humidity, tuple(sorted(given.items())))


@lru_cache(maxsize=4)
def _examined(path, state, humidity, given):
    try:
        content = files.contents(path, NEEDED)
    except FileNotFoundError:
        raise WeatherError(f"{path}: there is no such weather file.") from None
    except ThermoError as error:
        raise WeatherError(f"{path}: {error}.") from None
    found = sources.hourly(sources.found_in(content, path), path)
    site, values, notes, count = found.site, found.values, found.notes, found.count
    site.update({key: value for key, value in given if value is not None})
    sense.place(site, path, notes)
    for key in [k for k, v in values.items() if k != "dry bulb" and np.isnan(v).all()]:
        del values[key]
        if count.pop(Message("repair.missing", quantity=key), 0) and key == "pressure":
            notes.append(Message("warning.no_pressure"))
    sense.units(values, path, notes, site)
    sense.pressures(values, site, path, notes)
    if "pressure" not in values and site.get("altitude") is None:
        raise WeatherError(
            f"{path}: there is neither a pressure column nor an altitude; give the altitude in the file "
            "('altitude_m, 9') or as an argument."
        )
    hours = sense.clock(values, site, found.utc, path, notes)
    values = {key: np.roll(x, hours) for key, x in values.items() if key != "radiation"}
    sense.hemisphere(values["dry bulb"], site, notes)
    sense.humidity(values, notes, path, humidity.replace("-", " "))
    sense.published(found.design, values["dry bulb"], path, notes)
    sense.ordered(found.design, path)
    found.values = repairs.clean(values, count, path, notes)
    repairs.refuse_too_many(count, path)
    if site.get("altitude") is None:
        site["altitude"] = float(sense.altitude_at(values["pressure"].mean()))
        notes.append(Message("warning.no_altitude", altitude=site["altitude"]))
        sense.place(site, path, notes)
    return found


def _finish(path, found, humidity, air=record):
    """Dew points, wet bulbs and design values of an examined file; `air` is `record`, or `near` to try them."""
    site, values, notes, count = found.site, found.values, found.notes, found.count
    t = values["dry bulb"]
    p = values.get("pressure")
    if p is None:
        p = np.full(t.shape, sense.pressure_at(site["altitude"]))
    tdp = np.full(t.shape, np.nan)
    columns_of_humidity = [
        ("dew point", None),
        ("relative humidity", air.dew_points_from_relative_humidity),
        ("wet bulb", air.dew_points_from_wet_bulb),
    ]
    if humidity == "relative-humidity":
        columns_of_humidity[:2] = columns_of_humidity[1::-1]
    for name, function in columns_of_humidity:
        if name in values and np.isnan(tdp).any():
            other = values[name]
            if function is not None:
                other = function(t, other if name != "wet bulb" else np.minimum(other, t), p)
            tdp = np.where(np.isnan(tdp), other, tdp)
    tdp = repairs.bridge(tdp, "humidity", count, path)
    tdp = repairs.clip_dew_point(t, tdp, count)
    twb, w = air.columns(t, tdp, p)
    spikes = repairs.wet_bulb_spikes(twb, tdp)
    if spikes.any():
        count[Message("repair.spike", quantity="wet bulb")] = int(spikes.sum())
        tdp = np.minimum(repairs.bridge(np.where(spikes, np.nan, tdp), "humidity", count, path), t)
        twb, w = air.columns(t, tdp, p)
    repairs.refuse_too_many(count, path, 0 if air is record else SPARE + int(spikes.sum()))
    far = twb > np.quantile(twb, 0.996) + repairs.FAR_WET_BULB
    if far.any():
        about = {"wet_bulb": float(twb.max()), "above": repairs.FAR_WET_BULB, "hours": int(far.sum())}
        notes.append(Message("warning.doubtful_humidity", **about))
    if not all(np.isfinite(x).all() for x in (t, tdp, p, twb, w)) or (twb > t + 0.01).any() or (w < 0.0).any():
        raise WeatherError(
            f"{path}: dry bulb, humidity and pressure do not give a wet bulb in every hour; {HOURS} hours that belong "
            "together are needed."
        )
    design = design_from(found.design, t, twb, tdp, found.edition)
    sense.ordered(vars(design), path, tolerance=1.0 if air is record else STRICT)
    return Weather(
        name=str(site.get("name") or "") or Path(path).name.split(".")[0],
        latitude=float(site.get("latitude", math.nan)),
        longitude=float(site.get("longitude", math.nan)),
        altitude=float(site["altitude"]),
        tz_hours=float(site.get("tz_hours") or 0.0),
        source=found.source,
        t=t,
        twb=twb,
        w=w,
        p=p,
        tdp=tdp,
        design=design,
        repairs=count,
        notes=notes,
    )
