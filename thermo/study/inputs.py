"""Keys that the library defines: inputs of plants, terminals, technologies, room, sizing and electrical chain.

A key under `air` or `liquid` belongs to the stream itself (plant, terminal, ...), or is an input of the plant or of
the terminal that the stream uses. Its default, bounds and source stand in `library/defaults`.
"""

from thermo.errors import nearest
from thermo.library import Input, defaults, defaults_kinds, liquids, load, registry
from thermo.study.fields import not_one_of, outside
from thermo.units import UnitError, parse, shown

DEFAULT_PLANT = {"air": "chilled-water", "liquid": "closed-circuit-tower"}
DEFAULT_TRIM = "air-cooled-chiller"  # behind the default liquid plant, so that it carries any set point at any site
TERMINALS = {"air": ("crah", "crac", "rear-door"), "liquid": ("cdu", "cdu-air", "tank-condenser")}
DEFAULT_TERMINAL = {"air": "crah", "liquid": "cdu"}
STREAM = {
    "air": {
        "plant": Input("plant", "choice", DEFAULT_PLANT["air"], meaning="what carries the stream's heat outdoors"),
        "terminal": Input(
            "terminal", "choice", "crah", choices=TERMINALS["air"], meaning="what takes heat out of the room"
        ),
        "water_supply": Input(
            "water_supply",
            "temperature",
            None,
            "4 degC",
            "40 degC",
            meaning="chilled water set point; below supply_air by the approach if left out",
        ),
    },
    "liquid": {
        "plant": Input("plant", "choice", DEFAULT_PLANT["liquid"], meaning="what carries the stream's heat outdoors"),
        "terminal": Input(
            "terminal", "choice", "cdu", choices=TERMINALS["liquid"], meaning="what takes heat from the coolant"
        ),
        "loop": Input(
            "loop", "choice", "own", choices=("own", "air"), meaning="a loop of its own, or the air stream's water"
        ),
        "connection": Input(
            "connection",
            "choice",
            "parallel",
            choices=("parallel", "series"),
            meaning="how a CDU stands on the air stream's water",
        ),
    },
}


ESCALATED = ("electricity", "water", "maintenance", "fluid", "equipment", "carbon", "heat", "lease")


def outdoors(plant, table):
    """True when a plant's loop goes outdoors, where it may freeze."""
    if plant == "chilled-water":  # a coil for free cooling; chillers alone have traced evaporators
        known = section("plant", plant)
        given = {key: table.get(key, known[key].default) for key in ("heat_rejection", "economizer")}
        return given["heat_rejection"] == "air-cooled" and given["economizer"] != "none"
    return plant in ("dry-cooler", "adiabatic-cooler", "closed-circuit-tower", "free-cooling-chiller")


def section(kind, name=None):
    """Inputs of a section of the defaults, or none where the section does not exist."""
    kinds = defaults_kinds()
    if kind in kinds and (name in kinds[kind] or (name is None and not kinds[kind])):
        return defaults(kind, name)
    return {}


def technology_inputs(technology):
    """Inputs of a technology by key; the coolant is a key of the option itself."""
    return {key: item for key, item in section("technology", technology).items() if key != "coolant"}


def plants(stream):
    """Plants that can serve a stream."""
    return registry.plant_names(stream)


def room_air(plant):
    """True for a plant that conditions the room's air itself."""
    return plant in plants("air") and registry.plant(plant).room_air


def built_in(plant):
    """The terminal that a plant is built into, or None."""
    return registry.plant(plant).terminal if plant in plants("air") else None


def plant_of(stream, table):
    """The plant of a stream: the one named, or the default."""
    return table.get("plant", DEFAULT_PLANT[stream])


def terminal_of(stream, table):
    """The terminal of a stream: the one named, or the default of its plant."""
    own = built_in(plant_of(stream, table)) if stream == "air" else None
    return table.get("terminal", own or DEFAULT_TERMINAL[stream])


def known_keys(stream, table):
    """Input of every key that a stream may have, with the plant and terminal it names."""
    found = dict(STREAM[stream])
    if stream == "air":
        found |= technology_inputs("air")
    terminal = terminal_of(stream, table)
    if isinstance(terminal, str):
        found |= section("terminal", "crah" if terminal == "crac" else terminal)
    if isinstance(plant := plant_of(stream, table), str):
        found |= section("plant", plant)
    return found


def phrase(item, value):
    """What is wrong with a value of an input, as a phrase that follows the key; None when nothing is."""
    if value == "sized" and item.default in (None, "sized"):
        return None
    if item.quantity == "choice":
        return None if value in item.choices else not_one_of(value, item.choices)
    if item.quantity == "switch":
        return None if isinstance(value, bool) else f"= {shown(value)} is not true or false"
    if item.quantity == "text":
        return _named(item, value)
    try:
        number = parse(value, item.quantity)
    except UnitError as error:
        return str(error)
    beyond = outside(number, item.quantity, item.low, item.high)
    if beyond:
        return f"= {shown(value)} {beyond}"
    return f"= {shown(value)} must be a whole number" if item.quantity == "count" and number != int(number) else None


# library file of the inputs that name an entry
ENTRIES = {"chiller": "chillers", "dx": "chillers"}
WORDS = {"chiller": ("auto", "carnot")}


def _named(item, value):
    if not isinstance(value, str) or not value.strip():
        return f"= {shown(value)} is not text"
    if item.key == "loop_liquid":
        return None if value == "auto" else liquids.problem(value)
    if item.key not in ENTRIES:
        return None

    known = (*WORDS.get(item.key, ()), *load(ENTRIES[item.key]))
    return None if value in known else not_one_of(value, known)


def table_problems(table, known, what, show, ignore=()):
    """(key, phrase) of every problem of a table whose keys are inputs; `thermo show` of `show` lists them."""
    for key, value in table.items():
        if key in ignore:
            continue
        if key == "coolant":
            yield key, f"= {shown(value)} belongs to the option itself; write coolant = {shown(value)}"
        elif key not in known:
            close = nearest(key, known) if known else ""
            yield (
                key,
                f"is not an input of {what}. "
                + (close if close.startswith("Did") else f"`thermo show {show}` lists them."),
            )
        elif words := phrase(known[key], value):
            yield key, words
