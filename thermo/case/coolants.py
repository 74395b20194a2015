"""Which liquid is in a rack and in a plant's loop, and what a reader must know of it."""

from thermo.core.saturation import temperature
from thermo.errors import LibraryError
from thermo.library import boiling, defaults, liquids, registry
from thermo.library.boiling import entry, names
from thermo.library.standing import OTHER_MAKERS, RESTRICTED_IN, WITHDRAWN, standing
from thermo.schema.saturation import BOILS
from thermo.words import Message


def fill_loop(plant, record, chosen, weather, warnings):
    """Fill a plant's loop with what the study chose, else by the site's frost; what and why, or None without a loop.

    Parameters
    ----------
    plant : thermo.plant.declaration.Plant
    record : PLANT record, its `loop` is written
    chosen : name of a liquid, or "auto"
    weather : thermo.weather.Weather
    warnings : list, to which a liquid that freezes in a rare hour is added

    Raises
    ------
    LibraryError
        Where the chosen liquid freezes outdoors in the coldest hour of the year.
    """
    if not plant.has_loop(record):
        return None
    lowest, outdoors = weather.design.extreme_db_min, plant.stands_outdoors(record)
    (fluid, fraction), why = ("water", None), "no coil of the loop stands outdoors"
    if chosen != "auto":
        (fluid, fraction), why = liquids.named(chosen), "study"
        if outdoors and (words := liquids.frozen(chosen, float(weather.t.min()))):
            raise LibraryError(f"loop_liquid {words}.")
    elif outdoors:
        (fluid, fraction), why = liquids.outdoors(lowest), f"20-year minimum of the site {lowest:.1f} degC"
    if outdoors and (point := liquids.freezing_point(fluid, fraction)) > lowest:
        warnings.append(Message("warning.rare_frost", liquid=fluid, point=point, lowest=lowest))
    record["loop"] = liquids.coefficients(fluid, fraction)
    return {"value": f"{fluid} {fraction or ''}".strip(), "source": why}


def fluid_price(groups, choice):
    """Price of the boiling fluid [USD/kg] in the library, or None."""
    for group in groups:
        if registry.technology(group.technology).liquid:
            name = coolant_of(choice, group.technology)[0]
            if name in names() and "price" in entry(name):
                return float(entry(name).get("price"))
    return None


def vented_bath(racks, hall, inputs):
    """A vented bath boils at the pressure of the site's air: the warmest of the hall's baths is the set point."""
    baths = [r for r in racks if r["boiling"][BOILS] > 0.0 and r["bath"] == 0.0]
    if baths:
        warmest = max(float(temperature(r["boiling"], hall["pressure"] + r["bath_gauge"])) for r in baths)
        hall["supply_liquid"] = warmest
        inputs["supply_liquid"] = {
            "value": f"{warmest:.1f} degC",
            "source": f"vented bath: saturation at the site's mean {float(hall['pressure']) / 1000.0:.1f} kPa",
        }


def coolant_of(choice, technology):
    """Name and mass fraction of the coolant: the study's, or the technology's default."""
    name, facts, given = choice.coolant, registry.technology(technology), choice.technology_inputs(technology)
    if name is None:
        key = facts.evaporating.coolant if facts.evaporating and facts.evaporates(given) else "coolant"
        name = given.get(key, defaults("technology", technology)[key].default)
    return liquids.named(name)


def withdrawn(fluid):
    """True for a fluid whose production ended."""
    found = standing(fluid)
    return found is not None and found[0].kind == WITHDRAWN


def standing_notes(fluid, country):
    """What a reader must know of buying a fluid: ended production, a withdrawn trade name, restrictions at the site."""
    if (found := standing(fluid)) is None:
        return []
    entry, notes = found[0], []
    about = {"fluid": entry.name, "year": entry.get("last_year")}
    if entry.kind == WITHDRAWN:
        notes.append(Message("warning.withdrawn_fluid", **about))
    elif entry.kind == OTHER_MAKERS:
        notes.append(Message("warning.other_makers", **about))
    if entry.get("pfas") and country in RESTRICTED_IN:
        notes.append(Message("warning.pfas", fluid=entry.name))
    return notes


def boiling_notes(technology, fluid, given):
    """What a reader must know of a boiling fluid and of the correlations in force whose constants are unconfirmed."""
    entry = boiling.entry(fluid)
    notes = []
    if entry.get("legacy") and not withdrawn(fluid):
        about = {"fluid": entry.name, "legal": entry.get("legal"), "gwp": entry.get("gwp")}
        notes.append(Message("warning.legacy_fluid", **about))
    rough = [n for n in boiling.PLACES if entry.value(n).grade == "M"]
    if rough:
        values = [n.removeprefix("log_").replace("_", " ") for n in rough]
        notes.append(Message("warning.unconfirmed_fluid", fluid=entry.name, values=values))
    for key, item in defaults("technology", technology).items():
        if item.quantity == "choice" and item.grade == "M":
            place = given.get(key, item.default)
            chosen = place if isinstance(place, str) else item.choices[int(place)]
            notes.append(Message("warning.assumption", key=key, chosen=chosen, source=item.source))
    loose = [
        f"{key} {item.default}"
        for key, item in defaults("technology", technology).items()
        if item.note == "unconfirmed" and key not in given
    ]
    if loose:
        notes.append(Message("warning.unconfirmed_inputs", values=loose))
    return notes
