"""What a site gives a case beside its weather: grid, jurisdiction, year, feed."""

from thermo.library import load
from thermo.library.caps import site_jurisdiction
from thermo.weather import find as find_climate
from thermo.words import Message


def site_figures(case, place, choice, study):
    """Grid, jurisdiction, year and feed of the site."""
    site = None
    if place.climate is not None:
        site = find_climate(place.climate)
    region = site.grid_region if site is not None else None
    case.grid_carbon, case.grid_water, notes = grid_figures(region, place)
    for name, value in notes.items():
        case.inputs[name] = value
    case.jurisdiction = place.jurisdiction
    if case.jurisdiction is None and site is not None and not place.policies:
        case.jurisdiction = site_jurisdiction(site.key, site.country, site.region)
    case.policy_names = tuple(place.policies or ())
    case.climate_zone = site.zone or None if site is not None else None
    case.new = place.new
    case.year = place.year
    case.control = choice.control
    case.feed = place.utility_feed or 0.0
    sizing = ("extreme_db_max", "cooling_wb_04")
    marked = [value for value in case.weather.design.marked if value.startswith(sizing)]
    case.warnings.extend(Message("warning.design_value", what=value) for value in marked)
    if case.weather.repairs:
        what = [Message("repair.counted", count=n, repair=w) for w, n in case.weather.repairs.items()]
        case.warnings.append(Message("warning.weather_repaired", what=what))


def grid_figures(region, place):
    """Carbon [kg/J] and water [m3/J] of the grid: the study's, else the region's or its parent's."""
    entries, found, notes = load("grid"), {}, {}
    for name, quantity, given in (
        ("carbon", "carbon_intensity", place.grid_carbon),
        ("water_intensity", "water_intensity", place.grid_water),
    ):
        if given is not None:
            found[name] = given
            notes[f"site.grid_{name}"] = {"value": f"{given * 3.6e6:.4g} per kWh", "source": "study"}
            continue
        code = region
        while code and code in entries and name not in entries[code]:
            code = entries[code].get("parent")
        if code and code in entries:
            value = entries[code].value(name)
            found[name] = entries[code].si(name, quantity)
            notes[f"site.grid_{name}"] = {
                "value": value.text,
                "source": f"{entries[code].name}: {value.source} ({value.year})",
            }
    return found.get("carbon"), found.get("water_intensity"), notes
