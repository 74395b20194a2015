"""Types of a study's fields: quantities as text with units, words of a list, hours of a day or year.

A quantity becomes an `Amount`: a float in the engine's unit that remembers how it was written. Every type is a `Kind`:
how a value is read (its problem is a phrase that follows the key, "= 24 has no unit; ..."), how it is written, and its
JSON Schema.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Annotated, Any

from annotated_types import GroupedMetadata
from pydantic import GetJsonSchemaHandler, PlainSerializer, PlainValidator
from pydantic_core import PydanticCustomError, core_schema

from thermo.errors import nearest
from thermo.units import PLAIN, QUANTITIES, UnitError, parse, shown

Schema = dict[str, Any]


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

    def __new__(cls, value: float, text: str = "", quantity: str = "ratio") -> "Amount":
        self = super().__new__(cls, value)
        self.text, self.quantity = text or f"{value:g}", quantity
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        return Amount, (float(self), self.text, self.quantity)


def wrong(phrase: str) -> PydanticCustomError:
    """The error that pydantic collects; `phrase` follows the key."""
    return PydanticCustomError("phrase", "{phrase}", {"phrase": phrase})


@dataclass(frozen=True, eq=False)
class Described:
    """JSON Schema of a type, asked for when it is needed: a table's keys stand in the library."""

    schema: Schema | Callable[[], Schema]

    def __get_pydantic_json_schema__(self, core: core_schema.CoreSchema, handler: GetJsonSchemaHandler) -> Schema:
        return self.schema() if callable(self.schema) else dict(self.schema)


@dataclass(frozen=True, eq=False)
class Kind(GroupedMetadata):
    """Annotation of a field: how its value is read, its JSON Schema, and how it is written where that differs."""

    read: Callable[[Any], Any]
    schema: Schema | Callable[[], Schema]
    write: Callable[[Any], Any] | None = None

    def __iter__(self) -> Iterator[object]:
        yield PlainValidator(self.read)
        if self.write is not None:
            yield PlainSerializer(self.write)
        yield Described(self.schema)


def written(value: Any) -> Any:
    """A value as a study writes it: an `Amount` as its text, other numbers and texts as they are."""
    if isinstance(value, Amount):
        return value.text
    return [written(item) for item in value] if isinstance(value, list | tuple) else value


def Of(
    quantity: str,
    low: str | float | None = None,
    high: str | float | None = None,
    whole: bool = False,
    unit_needed: bool = False,
) -> Kind:
    """An `Amount`: its quantity, its range, and whether it must be whole or have a unit in any case."""

    def read(value: Any) -> Amount:
        if isinstance(value, Amount):
            value = value.text
        if unit_needed and not isinstance(value, str) and not hasattr(value, "magnitude"):
            example = "8 percent" if quantity == "ratio" else QUANTITIES[quantity][1]
            raise wrong(f'= {shown(value)} has no unit; write it as text, for example "{example}"')
        try:
            number = parse(value, quantity)
        except UnitError as error:
            raise wrong(str(error)) from None
        if phrase := outside(number, quantity, low, high):
            raise wrong(f"= {shown(value)} {phrase}")
        if whole and number != int(number):
            raise wrong(f"= {shown(value)} must be a whole number")
        return Amount(number, str(value), quantity)

    return Kind(read, amount_schema(quantity, low, high, plain=quantity in PLAIN and not unit_needed), written)


SPREAD: Schema = {"low": {}, "mode": {}, "high": {}, "range": {"const": "library"}}


def amount_schema(
    quantity: str,
    low: str | float | None = None,
    high: str | float | None = None,
    default: Any = None,
    plain: bool | None = None,
) -> Schema:
    """JSON Schema of a quantity: text with a unit (or a bare number where `plain`), its unit, example and bounds."""
    unit, example = QUANTITIES[quantity]
    plain = quantity in PLAIN if plain is None else plain
    kinds = ["string", "number", "object"] if plain else ["string", "object"]  # a table is a distribution
    result: Schema = {"type": kinds, "x-quantity": quantity, "x-unit": unit or "1"}
    result |= {"properties": SPREAD, "additionalProperties": False}
    result["examples"] = [example.split(" or ")[-1]]
    for name, bound in (("x-minimum", low), ("x-maximum", high), ("default", default)):
        if bound is not None:
            result[name] = bound
    return result


def outside(number: float, quantity: str, low: str | float | None, high: str | float | None) -> str | None:
    """Phrase on a number beyond its bounds, or None."""
    bounds = [None if text is None else parse(text, quantity) for text in (low, high)]
    below = bounds[0] is not None and number < bounds[0] - 1e-12 * abs(bounds[0])
    above = bounds[1] is not None and number > bounds[1] + 1e-12 * abs(bounds[1])
    if not (below or above):
        return None
    if low is not None and high is not None:
        return f"is out of range; it must lie between {low} and {high}"
    return f"is out of range; it must be at {'least' if below else 'most'} {low if below else high}"


def not_one_of(value: Any, choices: tuple[str, ...] | list[str]) -> str:
    """Phrase on a word that is not in its list."""
    listed = ", ".join(str(c) for c in choices)
    close = nearest(value, choices)
    return f"= {shown(value)} is not one of {listed}." + (f" {close}" if close.startswith("Did") else "")


def Word(choices: tuple[str, ...]) -> Kind:
    """A text that is one of a list; the phrase names the nearest."""

    def read(value: Any) -> str:
        if value not in choices:
            raise wrong(not_one_of(value, choices))
        return str(value)

    return Kind(read, {"type": "string", "enum": list(choices)})


KINDS = {str: ("text", "string"), bool: ("true or false", "boolean"), int: ("a whole number", "integer")}


def Plain(
    kind: type, low: int | None = None, high: int | None = None, schema: Callable[[], Schema] | None = None
) -> Kind:
    """A text, a switch or a whole number, with a phrase in our words; `schema` tells more of it."""
    words, name = KINDS[kind]

    def read(value: Any) -> Any:
        sort: type = type(value)
        if not issubclass(sort, kind) or (kind is int and sort is bool):
            raise wrong(f"= {shown(value)} is not {words}")
        if kind is str and not value.strip():
            raise wrong('= "" is empty; give a text or leave the key out')
        if low is not None and high is not None and not low <= value <= high:
            raise wrong(f"= {value} is out of range; it must lie between {low} and {high}")
        return value

    own = {"type": name} if low is None else {"type": name, "minimum": low, "maximum": high}
    return Kind(read, (lambda: own | schema()) if schema else own)


def Table(schema: Callable[[], Schema] | None = None) -> Kind:
    """A free table, whose keys a later pass checks against the library; `schema` tells them."""

    def read(value: Any) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise wrong(f"= {shown(value)} is not a table")
        return value

    return Kind(read, (lambda: {"type": "object"} | schema()) if schema else {"type": "object"})


def Rack(schema: Callable[[], Schema]) -> Kind:
    """A rack: the key of a library entry, or an inline table, as `schema` tells."""

    def read(value: Any) -> str | dict[str, Any]:
        if (isinstance(value, str) and value.strip()) or isinstance(value, dict):
            return value
        raise wrong(f"= {shown(value)} is neither a rack of `thermo list racks` nor a table that describes one")

    return Kind(read, schema)


RATIO = Of("ratio", 0, 1)


FILES = (".csv", ".txt", ".tsv", ".xlsx", ".csv.gz")


def Hours() -> Kind:
    """A utilisation: one ratio, a list of 24 (a day) or 8,760 (a year), or the path of a CSV file."""

    def read(value: Any) -> Amount | str | tuple[Amount, ...]:
        if isinstance(value, list | tuple):
            if len(value) not in (24, 8760):
                raise wrong(f"has {len(value)} values; a list needs 24 (one day) or 8760 (one year)")
            return tuple(RATIO.read(v) for v in value)
        if isinstance(value, str) and value.lower().endswith(FILES):
            return value
        return RATIO.read(value)

    one: Schema = {"type": ["number", "string"], "x-quantity": "ratio", "x-unit": "1", "x-minimum": 0, "x-maximum": 1}
    many = {"type": "array", "items": one, "minItems": 24, "maxItems": 8760}
    return Kind(read, {"anyOf": [one, many]}, written)


def Numbers(low: int, high: int) -> Kind:
    """Whole numbers in a range: a list, one number, or text such as "6-9" (both ends included)."""

    def read(value: Any) -> tuple[int, ...]:
        found = value if isinstance(value, list | tuple) else [value]
        numbers: list[int] = []
        for item in found:
            first, dash, last = item.partition("-") if isinstance(item, str) else (item, "", "")
            try:
                start = int(first)
                end = int(last) if dash else start
            except (TypeError, ValueError):
                raise wrong(f'= {shown(value)} is no list and no range; write "{low}-{high}"') from None
            if isinstance(item, bool | float) or not low <= start <= end <= high:
                raise wrong(f"= {shown(value)} is out of range; it must lie between {low} and {high}")
            numbers.extend(range(start, end + 1))
        if not numbers:
            raise wrong("= [] is empty")
        return tuple(sorted(set(numbers)))

    whole = {"type": "integer", "minimum": low, "maximum": high}
    text = {"type": "string", "examples": [f"{low}-{high}"]}
    return Kind(read, {"anyOf": [whole, text, {"type": "array", "items": {"anyOf": [whole, text]}}]}, written)


def Shares() -> Kind:
    """Shares that add up to one, for example of a hall by year."""

    def read(value: Any) -> tuple[float, ...]:
        found = value if isinstance(value, list | tuple) else [value]
        shares = tuple(float(RATIO.read(v)) for v in found)
        if not shares or abs(sum(shares) - 1.0) > 1e-6:
            raise wrong(f"= {shown(value)} adds up to {sum(shares):g}; shares of the whole must add up to 1")
        return shares

    items = {"type": ["number", "string"], "x-quantity": "ratio"}
    return Kind(read, {"type": "array", "items": items, "minItems": 1}, written)


def PriceFile() -> Kind:
    """A CSV file of 8,760 prices, whose header names the unit."""
    return Kind(str, {"type": "string", "pattern": rf"({'|'.join(map(re.escape, FILES))})$"})


Text = Annotated[str, Plain(str)]
