"""JSON Schema of a study's tables whose keys stand in the library: inputs with quantity, unit, bounds and default."""

from dataclasses import replace
from typing import Any

from thermo.hardware.racks import CHIP, RACK_FIELDS, SERVER, SERVER_MAY, TEXTS
from thermo.library import Input, defaults, defaults_kinds, load
from thermo.schema import rack as records
from thermo.schema.field import Field
from thermo.study import inputs
from thermo.study.fields import Schema, amount_schema
from thermo.units import CURRENCIES
from thermo.vocabulary import DESIGNS, INLET_CLASSES

AS_SOLD = {  # meanings of what a rack's record holds otherwise, or not at all
    "height": "height as sold",
    "depth": "depth as sold",
    "height_fixed": "part of a server's height that no fin can use",
    "height_min": "least height that its boards need",
    "chip_fin_share": "share of the rest that the accelerators' fins take",
    "host_fin_share": "share of the rest that the host processors' fins take",
    "sink_rows": "accelerators' sinks one behind the other in the air stream",
    "free_share": "share of a server's front that air passes beside the sinks",
    "fan_count": "fans of a server",
    "fan_size": "side of a fan's frame",
    "chassis_loss": "loss of the chassis in velocity heads of its front",
    "die_area": "area of the die",
    "target": "junction the fan control holds",
    "heat_area": "heated area of the sink's base; the die's if left out",
    "mass": "mass as sold",
    "nameplate": "nameplate power in air-cooled form",
    "intake_class": "ASHRAE class of the air intake",
}


def table(known: dict[str, Input]) -> Schema:
    """Schema of a table of inputs."""
    return {"properties": {key: item_schema(item) for key, item in known.items()}, "additionalProperties": False}


def section(kind: str, name: str | None = None) -> Schema:
    """Schema of a table that is a section of the defaults."""
    return table(inputs.section(kind, name))


def technology(name: str) -> Schema:
    """Schema of a technology's table."""
    return table(inputs.technology_inputs(name))


def technologies() -> Schema:
    """Technologies of the library."""
    return {"enum": list(defaults_kinds().get("technology", ()))}


def stream(name: str) -> Schema:
    """Schema of a stream: every input that some plant or terminal has; bounds and defaults differ between them."""
    found = dict(inputs.STREAM[name])
    sections = [inputs.section("terminal", terminal) for terminal in inputs.TERMINALS[name]]
    sections += [inputs.section("plant", plant) for plant in inputs.plants(name)]
    for items in sections:
        found |= {key: _either(found[key], item) if key in found else item for key, item in items.items()}
    result = table(found | (inputs.technology_inputs("air") if name == "air" else {}))
    result["properties"]["plant"]["enum"] = list(inputs.plants(name))
    return result


def _either(one: Input, other: Input) -> Input:
    """Input that takes the choices of both; else the latter."""
    if one.quantity != "choice" or other.quantity != "choice":
        return other
    return replace(other, choices=tuple(dict.fromkeys((*one.choices, *other.choices))))


def item_schema(item: Input) -> Schema:
    """Schema of one input of the library."""
    if item.quantity == "choice":
        result = {"type": "string", **({"enum": list(item.choices)} if item.choices else {}), "default": item.default}
    elif item.quantity == "switch":
        result = {"type": "boolean", "default": item.default}
    elif item.quantity == "text":
        result = {"type": "string", "default": item.default}
    else:
        result = amount_schema(item.quantity, item.low, item.high, item.default)
    result = {k: v for k, v in result.items() if v is not None}
    return {"description": item.meaning, **result}


def rack() -> Schema:
    """A rack: a key, or a table of its fields over those of what it is `like`; its parts likewise."""
    chip = {"package": {"enum": list(load("packages")), "description": "package of the library"}}
    chip |= _fields(CHIP, records.PACKAGE)
    part = {"anyOf": [{"type": "string"}, _like(chip)]}
    chips = {name: {**part, "description": f"{name}: key of the library, or a table"} for name in ("chip", "host")}
    server = _like(chips | _fields(SERVER | SERVER_MAY, records.RACK_FIELDS))
    text = {"type": "string"}
    own: dict[str, Any] = {name: text for name in TEXTS if name != "like"}
    own |= {"server": {"anyOf": [text, server], "description": "key of `thermo list servers`, or a table"}} | chips
    own |= {
        "sold": {"type": "array", "items": technologies(), "description": "technologies the maker sells it in"},
        "fixed": {**text, "description": "why its density cannot change"},
    }
    return {"anyOf": [text, _like(own | _fields(RACK_FIELDS, records.RACK_FIELDS))]}


def _like(fields: Schema) -> Schema:
    """Schema of a table that may start from an entry of the library."""
    like = {"type": "string", "description": "entry of the library that it starts from"}
    return {"type": "object", "properties": {"like": like} | fields, "additionalProperties": False}


def _fields(quantities: dict[str, str], record: tuple[Field, ...]) -> Schema:
    """Schema of hardware fields by name, with the meaning that the record or the defaults give them."""
    meanings = {name: item.meaning for name, item in defaults("rack").items()}
    meanings |= {field.name: field.meaning for field in record} | AS_SOLD
    found: Schema = {}
    for name, quantity in quantities.items():
        schema = {"enum": list(INLET_CLASSES)} if quantity == "choice" else amount_schema(quantity)
        found[name] = {"description": meanings[name]} | schema
    return found


def rates() -> Schema:
    """Exchange rates: a number per currency."""
    return {"properties": {name: {"type": "number", "exclusiveMinimum": 0} for name in CURRENCIES},
            "additionalProperties": False}  # fmt: skip


def escalation() -> Schema:
    """Yearly real rise by class of prices."""
    share = amount_schema("ratio", -0.2, 0.5, plain=False)
    return {"properties": dict.fromkeys(inputs.ESCALATED, share), "additionalProperties": False}


def prices() -> Schema:
    """Prices by item of the price books, each with the books' range as examples."""
    found: dict[str, Any] = {}
    for entry in load("costs").values():
        if entry.kind == "book":
            for name, value in entry.values.items():
                item = found.setdefault(name, {"type": ["string", "object"], "examples": []})
                item["examples"].append(value.text)
    return {"properties": found, "additionalProperties": False}


def sweep() -> Schema:
    """Axes by path, and settings."""
    axis = {"type": "object", "required": ["from", "to"], "additionalProperties": False}
    axis["properties"] = {"from": {}, "to": {}, "steps": {"type": "integer", "minimum": 2}}
    settings = {
        "design": {"enum": list(DESIGNS), "description": "a dimension per axis, or one of all axes together"},
        "samples": {"type": "integer", "minimum": 2, "description": "cases of a Latin hypercube"},
        "seed": {"type": "integer", "minimum": 0, "description": "of a Latin hypercube"},
    }
    return {"properties": settings, "additionalProperties": {"anyOf": [{"type": "array", "minItems": 1}, axis]}}
