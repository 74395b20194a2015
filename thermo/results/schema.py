"""JSON Schema of the document of a result, from the tables that the document itself is made from."""

from thermo import __version__
from thermo.cost.account import FIELDS
from thermo.cost.document import TABLES, units_of
from thermo.library.caps import WORDS
from thermo.library.registry import technology_names
from thermo.results.limits import TOLD, UNITS
from thermo.results.metrics import STREAM_FIELDS, SUMMARY_FIELDS
from thermo.results.samples import FIGURES, PERCENTILES
from thermo.schema.limits import CODES, FEED, LIMITS
from thermo.schema.row import END_USES, HOUR_FIELDS
from thermo.study.fields import Schema
from thermo.study.reading import DIALECT
from thermo.vocabulary import LOADS, STREAMS
from thermo.words import load, name_of

MONEY = "money"  # stands in units for the currency that `units` of a document names
NUMBER: Schema = {"type": ["number", "null"]}  # null where a figure has no value
TEXT: Schema = {"type": "string"}
VALUE: Schema = {"type": ["string", "number", "boolean", "array", "null"]}


def told(schema: Schema, meaning: str, unit: str | None = None) -> Schema:
    """A schema with its meaning, and its unit where it has one."""
    return {"description": meaning, **({} if unit is None else {"x-unit": unit}), **schema}


def table(properties: dict[str, Schema], optional: tuple[str, ...] = ()) -> Schema:
    """An object that holds these keys and no others; all of them but the optional ones."""
    required = [name for name in properties if name not in optional]
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def each(values: Schema, names: Schema | None = None) -> Schema:
    """An object of any keys."""
    return {"type": "object", "additionalProperties": values, **({"propertyNames": names} if names else {})}


def several(items: Schema) -> Schema:
    """A list."""
    return {"type": "array", "items": items}


def result_schema() -> Schema:
    """JSON Schema of what `Result.to_dict()` gives and `thermo evaluate --json` prints.

    Units stand as `x-unit`, with the word money for the currency of the study, which `units` names.
    """
    top = table(
        {
            "study": told(TEXT, "name of the study"),
            "version": told(TEXT, "version of thermo that computed it"),
            "site": told({"anyOf": [TEXT, several(TEXT)]}, "the site; a list where there are several"),
            "options": told(several({"$ref": "#/$defs/option"}), "every option at every site, site by site"),
            "units": told(_units(), "unit of every figure by its name, with the currency"),
            "uncertainty": told({"$ref": "#/$defs/uncertainty"}, "samples of a Monte Carlo run"),
        },
        optional=("uncertainty",),
    )
    about = {
        "$schema": DIALECT,
        "$id": f"urn:thermo-dc:result:{__version__}",
        "version": __version__,
        "title": "Result",
        "description": "A result of thermo: what `thermo evaluate --json` prints",
    }
    defs = {"option": _option(), "limit": _limit(), "rule": _rule(), "message": _message(), "uncertainty": _samples()}
    return about | top | {"$defs": defs}


def _units() -> Schema:
    """Every unit as a constant; one of money as a text."""
    fixed = {name: unit for name, (unit, _) in (SUMMARY_FIELDS | STREAM_FIELDS).items()}
    fixed |= {"pue_at_load": "1", "energy": "kWh"} | units_of(MONEY)
    return table({name: dict(TEXT) if MONEY in unit else {"const": unit} for name, unit in fixed.items()})


def _option() -> Schema:
    streams = {stream: {"type": "number"} for stream in STREAMS}
    meanings = {field.name: field.meaning for field in HOUR_FIELDS}
    input_ = table({"value": told(VALUE, "as written"), "source": told(TEXT, "the study, or where the value is from")})
    return table(
        {
            "name": told(TEXT, "name of the option"),
            "technology": told({"enum": list(technology_names())}, "how heat leaves the chip"),
            "site": told(TEXT, "name of the site"),
            "feasible": told({"type": "boolean"}, "true where no limit is exceeded"),
            "limits": told(several({"$ref": "#/$defs/limit"}), "limits exceeded, those of the design hour first"),
            "warnings": told(several(TEXT), "what must be known beside the numbers"),
            "policies": told(several({"$ref": "#/$defs/rule"}), "caps on figures that apply, met or missed"),
            "messages": told(each({"$ref": "#/$defs/message"}), "code and figures of warnings and rules by sentence"),
        }
        | {name: told(NUMBER, meaning, unit) for name, (unit, meaning) in SUMMARY_FIELDS.items()}
        | {
            name: told(table(streams, optional=STREAMS), f"{meaning}, by stream", unit)
            for name, (unit, meaning) in STREAM_FIELDS.items()
        }
        | {
            "pue_at_load": told(table({f"{load:g}": NUMBER for load in LOADS}), "annual PUE by load", "1"),
            "energy": told(table({use: told(NUMBER, meanings[use]) for use in END_USES}), "by end use", "kWh"),
        }
        | {name: told(NUMBER, meaning, unit) for name, (unit, meaning) in FIELDS.items()}
        | {name: told(each({"type": "number"}), meaning, MONEY) for name, (_, meaning) in TABLES.items()}
        | {
            "cash_flow": told(
                each(several({"type": "number"})), "cash flow by row and year, from year 0; a cost is negative", MONEY,
            ),
            "equipment": told(several(_line("new")), "what the option consists of"),
            "stranded": told(several(_line()), "what exists today and is no longer used"),
            "inputs": told(each(input_), "every input by its path"),
        }
    )  # fmt: skip


def _line(*more: str) -> Schema:
    """A line of equipment."""
    return table(
        {
            "item": told(TEXT, "item of the price book"),
            "where": told(TEXT, "what it serves"),
            "count": told({"type": "number"}, "how many", "1"),
            **{name: told({"type": "number"}, "of these bought by the project", "1") for name in more},
            "size": told({"type": "number"}, "of one, in `unit`"),
            "unit": told(TEXT, "unit of the size"),
        }
    )


def _limit() -> Schema:
    """A limit that is exceeded; which figures it is told with follows from its code."""
    figures = {code: TOLD.get(code, ()) for code in CODES} | {FEED: ("apparent", "feed")}
    fields = {limit.code: limit.field for limit in LIMITS}
    meanings = {field.name: field.meaning for field in HOUR_FIELDS}
    codes = [
        told({"const": code}, name_of("binding", code) + (f": {meanings[fields[code]]}" if code in fields else ""))
        for code in CODES
    ]
    whole = {"type": ["integer", "null"], "minimum": 1}
    result = table(
        {
            "code": told({"oneOf": codes}, "what is exceeded"),
            "where": told(
                {"enum": [code.partition(".")[2] for code in load() if code.startswith("where.")]},
                "the design hour with redundant units out, the year, or one point of a rack",
            ),
            "hours": told(whole, "hours of the year in which it is exceeded", "h"),
            "hour": told(whole | {"maximum": 8760}, "the worst hour, from 1"),
            "figures": told({"type": "object"}, "figures of the worst hour that the sentence is told with"),
            "units": told({"type": "object"}, "their units"),
            "text": told(TEXT, "the sentence in English"),
        }
    )
    own = [
        {
            "if": {"properties": {"code": {"const": code}}},
            "then": {
                "properties": {
                    "figures": table({name: told(NUMBER, name, UNITS[name]) for name in names}, optional=names),
                    "units": table({name: {"const": UNITS[name]} for name in names}, optional=names),
                }
            },
        }
        for code, names in figures.items()
    ]
    return result | {"allOf": own}


def _rule() -> Schema:
    """A cap, met or missed."""
    return table(
        {
            "key": told(TEXT, "its name in `thermo list policies`"),
            "name": told(TEXT, "its title"),
            "metric": told(TEXT, "the figure it caps"),
            "sense": told({"enum": ["max", "min"]}, "whether the figure must not exceed or not fall below the limit"),
            "limit": told(NUMBER, "the cap"),
            "value": told(NUMBER, "the figure of this option"),
            "met": told({"type": ["boolean", "null"]}, "null where the figure or the cap is unknown"),
            "by": told(NUMBER, "value - limit"),
            "source": told(TEXT, "where the cap is from"),
            "status": told({"enum": list(WORDS)}, "its force"),
            "sourced": told({"type": "boolean"}, "false where the cap is general knowledge"),
            "note": told(TEXT, "what else must be known of it"),
            "code": told({"enum": ["met", "missed", "unjudged"]}, "the verdict"),
            "text": told(TEXT, "the sentence in English"),
        }
    )


def _message() -> Schema:
    """A sentence as a code with figures, so that it can be said in every language."""
    figure = {"anyOf": [VALUE, {"$ref": "#/$defs/message"}]}
    return table({"code": told({"enum": list(load())}, "the sentence"), "figures": told(each(figure), "by their name")})


def _samples() -> Schema:
    """A Monte Carlo run."""
    number: Schema = {"type": "number"}
    shares = table({f"p{p}": told(number, f"percentile {p}") for p in PERCENTILES})
    known = {name: field for fields in (SUMMARY_FIELDS, FIELDS) for name, field in fields.items()}
    low, high = PERCENTILES[0], PERCENTILES[-1]
    ends = {f"p{p}": told(number, f"the figure at the draw's percentile {p}") for p in (low, high)}
    bar = table({"input": told(TEXT, "name of the draw")} | ends)
    option = table(
        {"site": told(TEXT, "name of the site"), "name": told(TEXT, "name of the option")}
        | {name: told(shares, known[name][1], known[name][0]) for name in FIGURES}
        | {
            "beats": told(each({"type": "number", "minimum": 0, "maximum": 1}),
                          "share of samples with a larger NPV than another option of the site, by that option", "1"),
            "tornado_of": told({"enum": ["npv_against_baseline", "npv"]}, "the figure of `tornado`"),
            "tornado": told(several(bar), "what moves the figure, the widest first"),
        }
    )  # fmt: skip
    draw = table(
        {
            "input": told(TEXT, "path, or name of a price"),
            "low": told(VALUE, "smallest value"),
            "mode": told(VALUE, "most likely value"),
            "high": told(VALUE, "largest value"),
            "physical": told({"type": "boolean"}, "true where the hours are computed anew"),
            "source": told(TEXT, "where the range is from"),
        }
    )
    return table(
        {
            "samples": told({"type": "integer", "minimum": 2}, "number of samples"),
            "seed": told({"type": "integer", "minimum": 0}, "the same seed gives the same samples"),
            "inputs": told(several(draw), "what varies"),
            "options": told(several(option), "in the order of the document's options"),
            "notes": told(several(TEXT), "what must be known of the run"),
        }
    )


__all__ = ["result_schema"]
