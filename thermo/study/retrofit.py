"""A retrofit as a study: what exists runs as it stands, part of the IT may stay as it is, or nothing is done.

`expand` turns a retrofit study into one that the engine can run: given equipment goes into every option that uses it,
unconverted racks become groups that stay on air, and the option "do nothing" is added.
"""

from math import ceil

from thermo.hardware.electrical import redundancy
from thermo.hardware.racks import nameplate
from thermo.library import defaults
from thermo.study.fields import Amount
from thermo.study.inputs import DEFAULT_PLANT
from thermo.study.models import IT, Option
from thermo.vocabulary import DO_NOTHING

STAYS = ", unconverted"
DEFAULT_AIR = "24 degC"


def is_retrofit(study):
    """True when the study says what exists."""
    return study.economics.project == "retrofit" and study.economics.existing is not None


def expand(study):
    """The study with what exists in every option, unconverted groups apart, and "do nothing" among the options."""
    if not is_retrofit(study):
        return study
    existing = study.economics.existing
    options = [with_existing(option, existing) for option in study.option]
    if DO_NOTHING not in [o.name for o in options]:
        options.insert(0, nothing(existing))
    sites = study.site
    if existing.utility_feed is not None:
        sites = [s if s.utility_feed else s.model_copy(update={"utility_feed": existing.utility_feed}) for s in sites]
    changes = {"option": options, "site": sites}
    if existing.converted is not None and existing.converted < 1.0:
        changes["it"] = IT.model_construct(group=divided(study.groups(), float(existing.converted)))
    return study.model_copy(update=changes)


def divided(groups, share):
    """Every group that may be converted as two: the racks that are, and those that stay on air."""
    found = []
    for group in groups:
        if group.cooling == "air":
            found.append(group)
            continue
        racks = group.racks
        if racks is None:
            racks = ceil(group.power / nameplate(group.rack, servers=group.servers) - 1e-9)
        changed = round(racks * share)
        for count, update in ((changed, {}), (racks - changed, {"name": group.name + STAYS, "cooling": "air"})):
            if count > 0:
                part = group.model_copy(update=update | {"power": None, "racks": Amount(count, f"{count}", "count")})
                part._folder = group._folder
                found.append(part)
    return found


def given_air(existing, table=None):
    """Keys of the air stream that exists, with what an option says instead."""
    found = dict(existing.air)
    plant = found.setdefault("plant", DEFAULT_PLANT["air"])
    if existing.chilled_water is not None:
        found.setdefault("water_supply", existing.chilled_water.text)
    merged = found | (table or {})
    inputs = defaults("plant", plant)
    if existing.chiller_capacity and "chiller_capacity" in inputs and "chiller_capacity" not in merged:
        units = sum(float(inputs[k].si(merged.get(k))) for k in ("chiller_count", "chiller_redundant"))
        merged["chiller_capacity"] = f"{existing.chiller_capacity / units / 1e3:.9g} kW"
    return merged


def given_electrical(existing, table=None):
    """Keys of the electrical chain that exists, with what an option says instead."""
    merged = dict(existing.electrical) | (table or {})
    if existing.ups_capacity and "ups_rating" not in merged:
        inputs = defaults("electrical")
        count = float(inputs["ups_count"].si(merged.get("ups_count")))
        spare = redundancy(merged.get("redundancy", inputs["redundancy"].default), count)
        merged["ups_rating"] = f"{existing.ups_capacity / count / spare / 1e3:.9g} kW"
    return merged


def same(key, own, old, default):
    """True when an option keeps the plant, or the system, that exists."""
    return own.get(key, old.get(key, default)) == old.get(key, default)


def with_existing(option, existing):
    """An option on the equipment that exists, as far as it uses it."""
    changes = {}
    if same("plant", option.air, existing.air, DEFAULT_PLANT["air"]):
        changes["air"] = given_air(existing, option.air)
    if same("system", option.electrical, existing.electrical, "double-conversion"):
        changes["electrical"] = given_electrical(existing, option.electrical)
    if existing.room:
        changes["room"] = dict(existing.room) | option.room
    if option.supply_air is None and existing.supply_air is not None:
        changes["supply_air"] = existing.supply_air
    return option.model_copy(update=changes)


def nothing(existing):
    """The option "do nothing": the hall as it stands."""
    keys = {"name": DO_NOTHING, "technology": existing.technology or "air", "air": given_air(existing)}
    keys |= {"electrical": given_electrical(existing), "room": dict(existing.room)}
    keys["supply_air"] = existing.supply_air or DEFAULT_AIR
    return Option(**keys)
