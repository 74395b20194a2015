"""Words of reports: what `thermo.words` holds for a page, and names and units as a reader writes them."""

from thermo.words import name_of, say


def word(key, language, **values):
    """A word or sentence of the page, filled with `values`."""
    return say(f"page.{key}", language, **values)


def technology(key, language):
    """A technology's name."""
    return name_of("technology", key, language)


def unit_word(unit):
    """A unit as a reader writes it."""
    return {"degC": "°C", "1": "", "m^3": "m³"}.get(unit, unit)
