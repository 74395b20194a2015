"""JSON Schema of a study, for embedders: quantities with units and bounds, and every input of the library."""

from dataclasses import replace

from thermo.library import defaults_kinds
from thermo.study import inputs
from thermo.study.axes import DESIGNS
from thermo.study.fields import amount_schema
from thermo.study.models import LIQUID_TECHNOLOGIES, Fields

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema():
    """The schema as a dict."""
    found = Fields.model_json_schema(by_alias=True, mode="validation")
    parts = found["$defs"]
    option = parts["Option"]["properties"]
    for stream in ("air", "liquid"):
        option[stream] |= table(_stream_inputs(stream))
    option["technology"]["enum"] = list(defaults_kinds().get("technology", ()))
    option["electrical"] |= table(inputs.section("electrical"))
    option["room"] |= table(inputs.section("room", "hall"))
    for technology in LIQUID_TECHNOLOGIES:
        option[technology] |= table(inputs.technology_inputs(technology))
    parts["Site"]["properties"]["sizing"] |= table(inputs.section("site", "sizing"))
    option["rack"]["additionalProperties"] = {"anyOf": [{"type": "string"}, {"type": "object"}]}
    found["properties"]["site"] = {
        "description": "one site or several",
        "anyOf": [{"$ref": "#/$defs/Site"}, {"type": "array", "items": {"$ref": "#/$defs/Site"}, "minItems": 1}],
    }
    axis = {"type": "object", "required": ["from", "to"], "additionalProperties": False}
    axis["properties"] = {"from": {}, "to": {}, "steps": {"type": "integer", "minimum": 2}}
    found["properties"]["sweep"]["additionalProperties"] = {"anyOf": [{"type": "array", "minItems": 1}, axis]}
    found["properties"]["sweep"]["properties"] = {
        "design": {"enum": list(DESIGNS), "description": "a dimension per axis, or one of all axes together"},
        "samples": {"type": "integer", "minimum": 2, "description": "cases of a Latin hypercube"},
        "seed": {"type": "integer", "minimum": 0, "description": "of a Latin hypercube"},
    }
    parts["Option"]["required"] = ["technology"]
    parts["Group"]["required"] = ["rack"]
    parts["Tariff"]["required"] = ["price"]
    found["required"] = ["site", "it", "option"]
    return {
        "$schema": DIALECT,
        **found,
        "title": "Study",
        "description": "A study of thermo: see `thermo show` for the sources of defaults",
    }


def _stream_inputs(stream):
    """Every input that some plant or terminal of the stream has; bounds and defaults differ between them."""
    found = dict(inputs.STREAM[stream])
    sections = [inputs.section("terminal", name) for name in inputs.TERMINALS[stream]]
    sections += [inputs.section("plant", name) for name in inputs.plants(stream)]
    for section in sections:
        found |= {key: _either(found[key], item) if key in found else item for key, item in section.items()}
    return found | (inputs.technology_inputs("air") if stream == "air" else {})


def _either(one, other):
    """Input that takes the choices of both; else the latter."""
    if one.quantity != "choice" or other.quantity != "choice":
        return other
    return replace(other, choices=tuple(dict.fromkeys((*one.choices, *other.choices))))


def table(known):
    """Schema of a table of inputs."""
    properties = {key: item_schema(item) for key, item in known.items()}
    for name in ("plant",):
        if name in properties:
            properties[name] = {**properties[name], "enum": list(defaults_kinds().get("plant", ()))}
    return {"properties": properties, "additionalProperties": False}


def item_schema(item):
    """Schema of one input of the library."""
    if item.quantity == "choice":
        result = {"type": "string", **({"enum": list(item.choices)} if item.choices else {}), "default": item.default}
    elif item.quantity == "switch":
        result = {"type": "boolean", "default": item.default}
    elif item.quantity == "text":
        result = {"type": "string", "default": item.default}
    else:
        result = amount_schema(item.quantity, item.low, item.high, item.default)
        if item.default in (None, "sized"):
            result["type"] = sorted(
                {"string", *([result["type"]] if isinstance(result["type"], str) else result["type"])}
            )
    result = {k: v for k, v in result.items() if v is not None}
    return {"description": item.meaning, **result}
