"""What the engine knows of a site's weather: 8,760 hours and the design values that size equipment."""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from thermo.schema.weather import WEATHER
from thermo.words import Message

MARGIN = 2.0  # K, added to the file's extremes where no 20-year extremes are known
LAG = 720  # h, surface water follows the air of about a month
RARE = 0.004  # share of the year behind a "0.4 %" design value


@dataclass(frozen=True)
class Design:
    """Design values of a site.

    Attributes
    ----------
    cooling_db_04, cooling_mcwb_04 : float
        Dry bulb exceeded in 0.4 % of the hours and the mean wet bulb beside it [degC].
    cooling_wb_04, dp_04 : float
        Wet bulb and dew point exceeded in 0.4 % of the hours [degC].
    heating_db_996 : float
        Dry bulb exceeded in 99.6 % of the hours [degC].
    extreme_db_max, extreme_db_min : float
        Dry bulb reached once in 20 years [degC].
    edition : str
        Where the values come from.
    marked : tuple of Message
        Values that were derived from the hours because no published one was found, and how.

    References
    ----------
    ASHRAE Handbook Fundamentals 2021, chapter 14: climatic design information.
    """

    cooling_db_04: float
    cooling_mcwb_04: float
    cooling_wb_04: float
    extreme_db_max: float
    extreme_db_min: float
    heating_db_996: float
    dp_04: float
    edition: str = ""
    marked: tuple[Message, ...] = ()


@dataclass(frozen=True)
class Weather:
    """A year of hours, hour-ending, local standard time, from 1 January.

    Attributes
    ----------
    latitude, longitude : float
        Position [degree], north and east positive.
    altitude : float
        Height above sea level [m].
    tz_hours : float
        Local standard time minus UTC [h].
    t, twb, tdp : numpy.ndarray
        Dry bulb, thermodynamic wet bulb and dew point [degC], 8,760 hours.
    w : numpy.ndarray
        Humidity ratio [kg/kg].
    p : numpy.ndarray
        Station pressure [Pa].
    repairs : dict
        How many hours were repaired, by reason, a `thermo.words.Message`.
    notes : list of Message
        What a user should know about the file.
    """

    name: str
    latitude: float
    longitude: float
    altitude: float
    tz_hours: float
    source: str
    t: np.ndarray
    twb: np.ndarray
    w: np.ndarray
    p: np.ndarray
    tdp: np.ndarray
    design: Design
    repairs: dict[Message, int] = field(default_factory=dict)
    notes: list[Message] = field(default_factory=list)

    @cached_property
    def rows(self):
        """WEATHER records (hours,); read only."""
        out = np.empty(self.t.shape[0], WEATHER)
        out["t_dry"], out["t_wet"], out["w"] = self.t, self.twb, self.w
        out["p"], out["t_dew"] = self.p, self.tdp
        out["t_month"] = lagged(self.t)
        out.flags.writeable = False
        return out


def lagged(t, hours=LAG):
    """Mean of the last `hours` values up to each hour; the year repeats."""
    span = min(hours, t.shape[0])
    total = np.concatenate([[0.0], np.cumsum(np.concatenate([t[-span + 1 :] if span > 1 else t[:0], t]))])
    return (total[span:] - total[:-span]) / span


def columns(t, tdp, p):
    """Wet bulb [degC] and humidity ratio [kg/kg] of hours with dry bulb, dew point [degC] and pressure [Pa]."""
    from thermo.core.weather_rows import fill

    out = np.empty(t.shape[0], WEATHER)
    fill(np.ascontiguousarray(t), np.ascontiguousarray(tdp), np.ascontiguousarray(p), out)
    return out["t_wet"].copy(), out["w"].copy()


def dew_points_from_relative_humidity(t, rh, p):
    """Dew points [degC] from dry bulbs [degC], relative humidities [0..1] and pressures [Pa]; NaN stays NaN."""
    from thermo.core import weather_rows

    out = np.empty(t.shape)
    weather_rows.dew_points_from_relative_humidity(t, rh, p, out)
    return out


def dew_points_from_wet_bulb(t, twb, p):
    """Dew points [degC] from dry bulbs and wet bulbs [degC] and pressures [Pa]; NaN stays NaN."""
    from thermo.core import weather_rows

    out = np.empty(t.shape)
    weather_rows.dew_points_from_wet_bulb(t, twb, p, out)
    return out


def design_from(known, t, twb, tdp, edition="", highest=None, lowest=None):
    """Complete design values: published ones where `known` has them, else from the hours, marked.

    Parameters
    ----------
    known : dict
        Field of `Design` to value [degC]; absent or None where not published.
    highest, lowest : float, optional
        Extremes of the source [degC], where the hours do not hold them.

    Notes
    -----
    A missing 0.4 % value is the same quantile of the hours; a missing 20-year extreme is the extreme of the hours
    plus 2 K outwards.
    """
    known = {key: value for key, value in known.items() if value is not None}
    hot = np.quantile(t, 1 - RARE)
    highest = max(t.max(), -99.0 if highest is None else highest)
    lowest = min(t.min(), 99.0 if lowest is None else lowest)
    derived = {
        "cooling_db_04": (hot, "mark.of_hours", {"exceeded": RARE}),
        "cooling_mcwb_04": (twb[t >= hot].mean(), "mark.mean_beside", {"exceeded": RARE}),
        "cooling_wb_04": (np.quantile(twb, 1 - RARE), "mark.of_hours", {"exceeded": RARE}),
        "dp_04": (np.quantile(tdp, 1 - RARE), "mark.of_hours", {"exceeded": RARE}),
        "heating_db_996": (np.quantile(t, RARE), "mark.of_hours", {"exceeded": 1 - RARE}),
        "extreme_db_max": (
            max(highest + MARGIN, known.get("cooling_db_04", -99.0)), "mark.above_maximum", {"margin": MARGIN},
        ),
        "extreme_db_min": (
            min(lowest - MARGIN, known.get("heating_db_996", 99.0)), "mark.below_minimum", {"margin": MARGIN},
        ),
    }  # fmt: skip
    marked = tuple(Message(code, value=key, **how) for key, (_, code, how) in derived.items() if key not in known)
    values = {key: float(known.get(key, value)) for key, (value, *_) in derived.items()}
    return Design(**values, edition=edition if known else "none published", marked=marked)
