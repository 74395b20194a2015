"""The price book of a region, and the market whose costs its prices are brought to."""

from functools import cache
from typing import Any

from thermo.library import Entry, load
from thermo.study.models import Site
from thermo.weather.sites import find


def default_book(place: Site) -> str:
    """The price book of a site's region."""
    if place.climate is not None:
        return "china-2024" if find(place.climate).key.startswith("cn") or _chinese(place) else "western-2026"
    return "china-2024" if _chinese(place) else "western-2026"


def country_of(place: Site) -> str | None:
    """The ISO code of a site's country by its built-in climate; None where a weather file stands alone."""
    return None if place.climate is None else str(find(place.climate).country)


BOOK = "book"  # a market's name for the book's own level


@cache
def markets() -> dict[str, Entry]:
    """Markets with a published construction cost, by key."""
    return {key: entry for key, entry in load("markets").items() if entry.kind == "market"}


def market_of(place: Site, market: str | None, book: str | None) -> Entry | None:
    """The market of a site: the named one, else the site's by climate and country.

    None at the book's own level: where a study says so, names a book without a market, or stands in no known market.
    """
    if market is not None:
        return None if market == BOOK else markets()[market]
    if book is not None or place.climate is None:
        return None
    site = find(place.climate)
    own = (e for e in markets().values() if site.key in _climates(e))
    country = (e for e in markets().values() if e.get("national") and e.get("country") == site.country)
    return next(own, None) or next(country, None)


def _climates(market: Entry) -> list[str]:
    found = market.attributes.get("climates")
    return found if isinstance(found, list) else []


def market_factor(market: Entry | None, book: str) -> float:
    """Cost of a market over the level that a price book stands at; 1 without a market or for a book without a level."""
    levels = load("markets")
    if market is None or book not in levels:
        return 1.0
    return float(market.get("cost")) / float(levels[book].get("cost"))


def default_book_of(data: dict[str, Any]) -> str:
    """The price book of a study's data as written, by its first site."""
    place = _first_site(data)
    return "western-2026" if place is None else default_book(place)


def market_factor_of(data: dict[str, Any], book: str) -> float:
    """Factor of the market of a study's data as written, by its first site."""
    given, place = data.get("economics", {}), _first_site(data)
    if place is None or given.get("market") not in (None, BOOK, *markets()):
        return 1.0
    return market_factor(market_of(place, given.get("market"), given.get("price_book")), book)


def _first_site(data: dict[str, Any]) -> Site | None:
    """The first site of a study's data as written, as far as it decides prices; None where it cannot be read."""
    sites = data.get("site", {})
    first = sites[0] if isinstance(sites, list) and sites else sites
    keys: dict[str, Any] = {
        k: first.get(k) for k in ("climate", "jurisdiction") if isinstance(first, dict) and first.get(k)
    }
    try:
        place = Site(**keys)
        default_book(place)
    except Exception:
        return None
    return place


def _chinese(place: Site) -> bool:
    if str(place.jurisdiction or "").startswith("cn"):
        return True
    if place.climate is None:
        return False
    site = find(place.climate)
    return str(site.country).upper() in ("CN", "CHN", "CHINA")
