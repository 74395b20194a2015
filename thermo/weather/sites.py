"""The built-in sites: facts of `thermo/library/climates.csv`, one row a site.

Monthly means are those of the named station's typical year (or of five reanalysis years); design values are the
ASHRAE ones of the edition named. A blank was not found anywhere and stays blank.
"""

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from thermo.errors import WeatherError, nearest

MONTHS = tuple(f"{m:02d}" for m in range(1, 13))


@dataclass(frozen=True)
class Site:
    """A place with monthly climate statistics.

    Attributes
    ----------
    latitude, longitude : float
        [degree]
    altitude : float
        Of the site [m].
    tz_hours : float
        Local standard time minus UTC [h].
    grid_region : str
        Code of the electricity grid.
    zone : str
        ASHRAE climate zone; empty where not found.
    kind : str
        `epw` (station of the site), `epw-proxy` (a neighbouring station), `openmeteo-2020-2024` (reanalysis).
    station_distance, station_altitude : float
        Of that station from the site, and above sea level [m].
    t_mean, t_max, t_min : numpy.ndarray
        Monthly mean, mean daily maximum and mean daily minimum dry bulb [degC].
    rh_mean, dp_mean : numpy.ndarray
        Monthly mean relative humidity [%] and dew point [degC]; NaN where not known.
    annual : dict
        Yearly statistics of the source's hours: `db_mean`, `db_min`, `db_max`, `wb_mean` [degC].
    design : dict
        Published design values, named as in `thermo.weather.Design` [degC]; absent where not found.
    """

    key: str
    name: str
    country: str
    region: str
    market: str
    latitude: float
    longitude: float
    altitude: float
    tz_hours: float
    grid_region: str
    zone: str
    kind: str
    station: str
    source: str
    period: str
    station_distance: float
    station_altitude: float
    edition: str
    notes: str
    aliases: tuple[str, ...]
    t_mean: np.ndarray
    t_max: np.ndarray
    t_min: np.ndarray
    rh_mean: np.ndarray
    dp_mean: np.ndarray
    annual: dict[str, float]
    design: dict[str, float]


def _float(text):
    return float(text) if text else float("nan")


def _known(row, names):
    return {name: float(row[column]) for name, column in names.items() if row.get(column)}


@cache
def climates():
    """All built-in sites by key."""
    with files("thermo.library").joinpath("climates.csv").open(encoding="utf-8") as file:
        return {row["site_id"]: _site(row) for row in csv.DictReader(file)}


def _site(row):
    def monthly(kind):
        return np.array([_float(row[f"{kind}_{m}"]) for m in MONTHS])

    return Site(
        key=row["site_id"],
        name=row["name"],
        country=row["country"],
        region=row["admin1"],
        market=row["market"],
        latitude=float(row["latitude"]),
        longitude=float(row["longitude"]),
        altitude=float(row["elevation_m"]),
        tz_hours=float(row["tz_hours"]),
        grid_region=row["grid_region"],
        zone=row["ashrae_climate_zone"],
        kind=row["climate_kind"],
        station=row["climate_station"],
        source=row["climate_source"],
        period=row["climate_period"],
        station_distance=_float(row["climate_dist_km"]) * 1e3,
        station_altitude=_float(row["climate_station_elev_m"]),
        edition=row["ashrae_edition"],
        notes=row["notes"],
        aliases=tuple(a for a in row["alias"].split(";") if a),
        t_mean=monthly("t_mean"),
        t_max=monthly("t_max"),
        t_min=monthly("t_min"),
        rh_mean=monthly("rh_mean"),
        dp_mean=monthly("dp_mean"),
        annual=_known(
            row,
            {
                "db_mean": "db_annual_mean",
                "db_min": "db_annual_min",
                "db_max": "db_annual_max",
                "wb_mean": "wb_annual_mean",
            },
        ),
        design=_known(
            row,
            {
                "heating_db_996": "heating_db_99p6",
                "cooling_db_04": "cooling_db_0p4",
                "cooling_db_1": "tmyx_cooling_db_1",
                "cooling_mcwb_04": "cooling_mcwb_0p4",
                "cooling_wb_04": "cooling_wb_0p4",
                "extreme_db_min": "extreme_db_min_n20",
                "extreme_db_max": "extreme_db_max_n20",
            },
        ),
    )


@cache
def names():
    """Every word that names exactly one site: its key, the key without the country, and its aliases."""
    words: dict[str, list[str]] = {}
    for key, site in climates().items():
        for word in {key, key.split("-", 1)[1], *site.aliases}:
            words.setdefault(word, []).append(key)
    return {word: keys[0] for word, keys in words.items() if len(keys) == 1}


def find(word):
    """The site a user means by `word`.

    Raises
    ------
    WeatherError
        With the nearest word.
    """
    text = str(word).strip().lower().replace("_", "-").replace(" ", "-")
    try:
        return climates()[names()[text]]
    except KeyError:
        known = names()
        raise WeatherError(f"There is no built-in climate {word!r}. {nearest(text, known)}") from None
