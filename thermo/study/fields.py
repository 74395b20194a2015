"""Types of a study's fields: quantities as text with units, words of a list, hours of a day or year.

A quantity becomes an `Amount`: a float in the engine's unit that remembers how it was written. Every type tells its
problem as a phrase that follows the key ("= 24 has no unit; ...") and describes itself in the JSON Schema.
"""

import re
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic_core import PydanticCustomError, core_schema

from thermo.errors import nearest
from thermo.units import PLAIN, QUANTITIES, UnitError, parse, shown


class Amount(float):
    """A number in the engine's unit of its quantity.

    Attributes
    ----------
    text : str
        As written in the study ("10 MW").
    quantity : str
        Key of `thermo.units.QUANTITIES`.
    """

    text: str
    quantity: str

    def __new__(cls, value, text="", quantity="ratio"):
        self = super().__new__(cls, value)
        self.text, self.quantity = text or f"{value:g}", quantity
        return self

    def __reduce__(self):
        return Amount, (float(self), self.text, self.quantity)


def wrong(phrase):
    """The error that pydantic collects; `phrase` follows the key."""
    return PydanticCustomError("phrase", "{phrase}", {"phrase": phrase})


@dataclass(frozen=True)
class Of:
    """Annotation of an `Amount`: its quantity, its range, and whether it must be whole or have a unit in any case."""

    quantity: str
    low: str | float | None = None
    high: str | float | None = None
    whole: bool = False
    unit_needed: bool = False

    def read(self, value: Any) -> Amount:
        """The value as an `Amount`, or a phrase on what is wrong with it."""
        if isinstance(value, Amount):
            value = value.text
        if self.unit_needed and not isinstance(value, str) and not hasattr(value, "magnitude"):
            example = "8 percent" if self.quantity == "ratio" else QUANTITIES[self.quantity][1]
            raise wrong(f'= {shown(value)} has no unit; write it as text, for example "{example}"')
        try:
            number = parse(value, self.quantity)
        except UnitError as error:
            raise wrong(str(error)) from None
        if phrase := outside(number, self.quantity, self.low, self.high):
            raise wrong(f"= {shown(value)} {phrase}")
        if self.whole and number != int(number):
            raise wrong(f"= {shown(value)} must be a whole number")
        return Amount(number, str(value), self.quantity)

    def __get_pydantic_core_schema__(self, source, handler):
        written = core_schema.plain_serializer_function_ser_schema(lambda amount: amount.text)
        return core_schema.no_info_plain_validator_function(self.read, serialization=written)

    def __get_pydantic_json_schema__(self, schema, handler):
        return amount_schema(self.quantity, self.low, self.high, plain=self.quantity in PLAIN and not self.unit_needed)


SPREAD: dict[str, Any] = {"low": {}, "mode": {}, "high": {}, "range": {"const": "library"}}


def amount_schema(quantity, low=None, high=None, default=None, plain=None):
    """JSON Schema of a quantity: text with a unit (or a bare number where `plain`), its unit, example and bounds."""
    unit, example = QUANTITIES[quantity]
    plain = quantity in PLAIN if plain is None else plain
    kinds = ["string", "number", "object"] if plain else ["string", "object"]  # a table is a distribution
    result: dict[str, Any] = {"type": kinds, "x-quantity": quantity, "x-unit": unit or "1"}
    result |= {"properties": SPREAD, "additionalProperties": False}
    result["examples"] = [example.split(" or ")[-1]]
    for name, bound in (("x-minimum", low), ("x-maximum", high), ("default", default)):
        if bound is not None:
            result[name] = bound
    return result


def outside(number, quantity, low, high):
    """Phrase on a number beyond its bounds, or None."""
    bounds = [None if text is None else parse(text, quantity) for text in (low, high)]
    below = bounds[0] is not None and number < bounds[0] - 1e-12 * abs(bounds[0])
    above = bounds[1] is not None and number > bounds[1] + 1e-12 * abs(bounds[1])
    if not (below or above):
        return None
    if low is not None and high is not None:
        return f"is out of range; it must lie between {low} and {high}"
    return f"is out of range; it must be at {'least' if below else 'most'} {low if below else high}"


@dataclass(frozen=True)
class Word:
    """Annotation of a text that is one of a list; the phrase names the nearest."""

    choices: tuple[str, ...]

    def read(self, value: Any) -> str:
        if value not in self.choices:
            raise wrong(not_one_of(value, self.choices))
        return value

    def __get_pydantic_core_schema__(self, source, handler):
        return core_schema.no_info_plain_validator_function(self.read)

    def __get_pydantic_json_schema__(self, schema, handler):
        return {"type": "string", "enum": list(self.choices)}


def not_one_of(value, choices):
    """Phrase on a word that is not in its list."""
    listed = ", ".join(str(c) for c in choices)
    close = nearest(value, choices)
    return f"= {shown(value)} is not one of {listed}." + (f" {close}" if close.startswith("Did") else "")


@dataclass(frozen=True)
class Plain:
    """Annotation of text, a switch or a whole number, with a phrase in our words."""

    kind: type
    low: int | None = None
    high: int | None = None

    def read(self, value: Any) -> Any:
        words = {str: "text", bool: "true or false", int: "a whole number"}[self.kind]
        sort: type = type(value)
        if not issubclass(sort, self.kind) or (self.kind is int and sort is bool):
            raise wrong(f"= {shown(value)} is not {words}")
        if self.kind is str and not value.strip():
            raise wrong('= "" is empty; give a text or leave the key out')
        if self.low is not None and self.high is not None and not self.low <= value <= self.high:
            raise wrong(f"= {value} is out of range; it must lie between {self.low} and {self.high}")
        return value

    def __get_pydantic_core_schema__(self, source, handler):
        return core_schema.no_info_plain_validator_function(self.read)

    def __get_pydantic_json_schema__(self, schema, handler):
        result: dict[str, Any] = {"type": {str: "string", bool: "boolean", int: "integer"}[self.kind]}
        if self.low is not None:
            result |= {"minimum": self.low, "maximum": self.high}
        return result


@dataclass(frozen=True)
class Table:
    """Annotation of a free table, whose keys a later pass checks against the library."""

    about: str = ""

    def read(self, value: Any) -> dict:
        if not isinstance(value, dict):
            raise wrong(f"= {shown(value)} is not a table")
        return value

    def __get_pydantic_core_schema__(self, source, handler):
        return core_schema.no_info_plain_validator_function(self.read)

    def __get_pydantic_json_schema__(self, schema, handler):
        return {"type": "object"}


@dataclass(frozen=True)
class Rack:
    """Annotation of a rack: the key of a library entry, or an inline table."""

    def read(self, value: Any):
        if (isinstance(value, str) and value.strip()) or isinstance(value, dict):
            return value
        raise wrong(f"= {shown(value)} is neither a rack of `thermo list racks` nor a table that describes one")

    def __get_pydantic_core_schema__(self, source, handler):
        return core_schema.no_info_plain_validator_function(self.read)

    def __get_pydantic_json_schema__(self, schema, handler):
        return {"anyOf": [{"type": "string"}, {"type": "object"}]}


RATIO = Of("ratio", 0, 1)


FILES = (".csv", ".txt", ".tsv", ".xlsx", ".csv.gz")


@dataclass(frozen=True)
class Hours:
    """Annotation of a utilisation: one ratio, a list of 24 (a day) or 8,760 (a year), or the path of a CSV file."""

    def read(self, value: Any):
        if isinstance(value, list | tuple):
            if len(value) not in (24, 8760):
                raise wrong(f"has {len(value)} values; a list needs 24 (one day) or 8760 (one year)")
            return tuple(RATIO.read(v) for v in value)
        if isinstance(value, str) and value.lower().endswith(FILES):
            return value
        return RATIO.read(value)

    def __get_pydantic_core_schema__(self, source, handler):
        return core_schema.no_info_plain_validator_function(self.read)

    def __get_pydantic_json_schema__(self, schema, handler):
        ratio = {"type": ["number", "string"], "x-quantity": "ratio", "x-unit": "1", "x-minimum": 0, "x-maximum": 1}
        return {"anyOf": [ratio, {"type": "array", "items": ratio, "minItems": 24, "maxItems": 8760}]}


@dataclass(frozen=True)
class Numbers:
    """Annotation of whole numbers in a range: a list, one number, or text such as "6-9" (both ends included)."""

    low: int
    high: int

    def read(self, value: Any) -> tuple[int, ...]:
        found = value if isinstance(value, list | tuple) else [value]
        numbers: list[int] = []
        for item in found:
            first, dash, last = item.partition("-") if isinstance(item, str) else (item, "", "")
            try:
                start = int(first)
                end = int(last) if dash else start
            except (TypeError, ValueError):
                raise wrong(f'= {shown(value)} is no list and no range; write "{self.low}-{self.high}"') from None
            if isinstance(item, bool | float) or not self.low <= start <= end <= self.high:
                raise wrong(f"= {shown(value)} is out of range; it must lie between {self.low} and {self.high}")
            numbers.extend(range(start, end + 1))
        if not numbers:
            raise wrong("= [] is empty")
        return tuple(sorted(set(numbers)))

    def __get_pydantic_core_schema__(self, source, handler):
        return core_schema.no_info_plain_validator_function(self.read)

    def __get_pydantic_json_schema__(self, schema, handler):
        whole = {"type": "integer", "minimum": self.low, "maximum": self.high}
        return {
            "anyOf": [
                whole,
                {"type": "string", "examples": [f"{self.low}-{self.high}"]},
                {"type": "array", "items": whole},
            ]
        }


@dataclass(frozen=True)
class Shares:
    """Annotation of shares that add up to one, for example of a hall by year."""

    def read(self, value: Any) -> tuple[float, ...]:
        found = value if isinstance(value, list | tuple) else [value]
        shares = tuple(float(RATIO.read(v)) for v in found)
        if not shares or abs(sum(shares) - 1.0) > 1e-6:
            raise wrong(f"= {shown(value)} adds up to {sum(shares):g}; shares of the whole must add up to 1")
        return shares

    def __get_pydantic_core_schema__(self, source, handler):
        return core_schema.no_info_plain_validator_function(self.read)

    def __get_pydantic_json_schema__(self, schema, handler):
        return {"type": "array", "items": {"type": ["number", "string"], "x-quantity": "ratio"}, "minItems": 1}


@dataclass(frozen=True)
class PriceFile:
    """Annotation of a CSV file of 8,760 prices, whose header names the unit."""

    def read(self, value: Any) -> str:
        return str(value)

    def __get_pydantic_core_schema__(self, source, handler):
        return core_schema.no_info_plain_validator_function(self.read)

    def __get_pydantic_json_schema__(self, schema, handler):
        return {"type": "string", "pattern": rf"({'|'.join(map(re.escape, FILES))})$"}


Text = Annotated[str, Plain(str)]
