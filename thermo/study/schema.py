"""JSON Schema of a study's tables whose keys stand in the library: inputs with quantity, unit, bounds and default."""

from dataclasses import replace
from typing import Any

from thermo.library import Input, defaults_kinds, load
from thermo.study import inputs
from thermo.study.fields import Schema, amount_schema
from thermo.units import CURRENCIES
from thermo.vocabulary import DESIGNS


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
