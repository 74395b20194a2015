"""The price book of a region."""

from typing import Any

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


def default_book_of(data: dict[str, Any]) -> str:
    """The price book of a study's data as written, by its first site."""
    sites = data.get("site", {})
    first = sites[0] if isinstance(sites, list) and sites else sites
    keys: dict[str, Any] = {
        k: first.get(k) for k in ("climate", "jurisdiction") if isinstance(first, dict) and first.get(k)
    }
    try:
        return default_book(Site(**keys))
    except Exception:
        return "western-2026"


def _chinese(place: Site) -> bool:
    if str(place.jurisdiction or "").startswith("cn"):
        return True
    if place.climate is None:
        return False
    site = find(place.climate)
    return str(site.country).upper() in ("CN", "CHN", "CHINA")
