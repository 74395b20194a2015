"""A year of weather for a site: from a file (`read`) or from monthly statistics (`builtin`)."""

from functools import lru_cache

from thermo.weather.reader import read
from thermo.weather.reader import read as read_weather
from thermo.weather.record import Design, Weather
from thermo.weather.sites import Site, climates, find

__all__ = ["Design", "Site", "Weather", "builtin", "climates", "find", "read", "read_weather"]


@lru_cache(maxsize=128)
def builtin(key):
    """The generated year of a built-in site.

    Parameters
    ----------
    key : str
        Key of the site ("us-ashburn") or a word that names it alone ("ashburn", "guiyang").

    Returns
    -------
    Weather
    """
    from thermo.weather.generator import generate

    return generate(find(key))
