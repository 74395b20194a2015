"""What a path of a study does to the records of a case: the look-up that a sweep makes its columns from.

- *base*: racks, plants, liquids or design weather follow from it;
- *column*: exactly the given number stands in fields of the records, and nothing else follows from it;
- *profile*: only the utilisation follows from it;
- *inert*: the engine does not see it (prices, rates).

An input declares its record's field by its name, and by `feeds` that more follows from it (`thermo.case.layout`,
`library/defaults`). In doubt a path is *base*, which is always right. tests/contract/test_effects.py holds every
declaration against cases built whole.
"""

from typing import Any, NamedTuple

from thermo.case.layout import Inputs, layout_of
from thermo.library import registry
from thermo.schema.rack import FIELDS as RACK_FIELDS
from thermo.study.spread import SITE_MONEY

WORDS = ("choice", "switch", "text")  # quantities that are no numbers
SITE = {  # key: (field of a sweep's own figures, quantity)
    "grid_carbon": ("grid_carbon", "carbon_intensity"),
    "grid_water": ("grid_water", "water_intensity"),
    "utility_feed": ("feed", "apparent_power"),
}
REUSE = {
    "demand": "power", "temperature": "temperature", "approach": "temperature_difference",
    "lift_efficiency": "ratio", "capacity": "power", "minimum": "ratio",
}  # fmt: skip
EXISTING = ("existing", "project")  # of [economics]: what stands decides what is built
RETROFIT = {"crah_approach", "crah_rise", "crah_water_rise", "chiller_count", "chiller_redundant", "ups_count"}


class Effect(NamedTuple):
    """Kind of a path; for a column its fields as (record, field, group) and the quantity of its values."""

    kind: str
    fields: tuple[tuple[str, str, int], ...] = ()
    quantity: str = ""


BASE, PROFILE, INERT = Effect("base"), Effect("profile"), Effect("inert")


def column(quantity: str, *fields: tuple[str, str]) -> Effect:
    """A column in fields that no group has of its own."""
    return Effect("column", tuple((record, name, 0) for record, name in fields), quantity)


def effect(spec: Any, steps: list) -> Effect:
    """What setting a value at a place of the study does to the case of a spec.

    Parameters
    ----------
    spec : thermo.case.spec.Spec
    steps : place as `thermo.study.axes.targets` gives it, for example ["option", 0, "air", "approach"]
    """
    head, keys = steps[0], [s for s in steps[1:] if not isinstance(s, int)]
    if head == "economics":
        return BASE if keys[0] in EXISTING else INERT
    if head == "it":
        return PROFILE if keys[-1] == "utilization" else BASE
    if head == "site":
        return _site(keys)
    return _option(spec, keys)


def _site(keys):
    if keys[0] in SITE_MONEY:
        return INERT
    if keys[0] in SITE:
        name, quantity = SITE[keys[0]]
        return column(quantity, ("extra", name))
    if keys[0] == "sizing" and len(keys) == 2:
        return _input([Inputs("sizing", "site", "sizing", "hall")], keys[1])
    return BASE


def _option(spec, keys):
    choice, groups = spec.choice, spec.study.groups()
    facts = registry.technology(choice.technology)
    has_liquid = facts.liquid and any(g.cooling != registry.AIR for g in groups)
    table, key = keys[0], keys[-1]
    if table == "economics":
        return INERT
    if table == "supply_air":
        return column("temperature", ("hall", "supply_air"))
    if table == "supply_liquid" and has_liquid and not (facts.tank and facts.boils):
        return column("temperature", ("hall", "supply_liquid"))
    if len(keys) != 2 or (key in RETROFIT and spec.study.economics.existing is not None):
        return BASE
    if table == "reuse":
        both = key == "demand" and (choice.reuse is None or choice.reuse.get("capacity") is None)
        fields = ("reuse_demand", "reuse_capacity") if both else (f"reuse_{key}",)
        return column(REUSE[key], *(("hall", name) for name in fields)) if key in REUSE else BASE
    if (table, key) == ("air", "water_supply"):
        return column("temperature", ("hall", "water_set_air"))
    layout = layout_of(choice, has_liquid)
    parts = [part for part in layout.parts if part.table == table]
    if table == "room":
        parts = [Inputs("room", "room", "hall", "hall")]
    elif table == "electrical":
        parts = [Inputs("electrical", "electrical", None, "electrical")]
    elif table in registry.technology_names() and table in (choice.technology, registry.AIR):
        housed = [g for g, group in enumerate(groups) if _technology(choice, group) == table]
        racks = _racks(table, key, housed)
        if racks is not None:
            return racks
    return _input(parts, key)


def _technology(choice, group):
    return registry.AIR if group.cooling == registry.AIR else choice.technology


def _racks(technology, key, housed):
    """Effect of a technology's input on the racks of groups; None where it has no such input."""
    item = Inputs(technology, "technology", technology, "racks").items.get(key)
    if item is None:
        return None
    if item.quantity in WORDS or item.feeds or key not in RACK_FIELDS:
        return BASE
    return Effect("column", tuple(("racks", key, g) for g in housed), item.quantity) if housed else INERT


def _input(parts, key):
    """Effect of an input of parts that share a table; inert where none of them has it."""
    found = [(part, part.items[key]) for part in parts if key in part.items]
    if not found:
        return INERT
    if any(item.quantity in WORDS or item.feeds for _, item in found):
        return BASE
    return column(found[0][1].quantity, *((part.record, key) for part, _ in found))
