"""The library: data files beside this module, where every value names its unit, source, year and grade.

A file `NAME.toml` holds entries, one table each:

    [h100-sxm]
    name = "NVIDIA H100 SXM5 80 GB"
    kind = "gpu"
    about = "..."
    tdp = { value = 700, unit = "W", source = "NVIDIA H100 datasheet", year = 2023, grade = "A" }

A table with `value` is a `Value` (without `unit` it is a pure number); a table without it is a group, whose fields are
reached with a dot ("sink.height"); text, numbers and lists without a table are plain attributes (a link to another
entry, a word). A value that nobody publishes is written `value = "unpublished"` and must then be given by the user.

Grades: A opened or measured, B copy of the primary text, C secondary, M from memory or assumed.

The folder `defaults` holds the table of inputs in the same spirit: for each input of a plant, terminal or technology
its quantity, default, range, meaning and source. A section may be `like` others (see `defaults/plant.toml`) and then
says only in what it differs. Nothing here imports pint until a number is asked for.
"""

import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from thermo import units
from thermo.errors import LibraryError, nearest
from thermo.units import UnitError, parse

FOLDER = Path(__file__).parent
GRADES = ("A", "B", "C", "M")
UNPUBLISHED = "unpublished"
PART = "part"  # sections of the defaults that others are made of, and that nobody asks for
_VALUE_KEYS = {"value", "unit", "source", "year", "grade", "note", "low", "high", "at", "scope", "exponent"}
_INPUT_KEYS = {"quantity", "default", "low", "high", "choices", "meaning", "source", "year", "grade", "note", "feeds"}
_MISSING = object()


@dataclass(frozen=True)
class Value:
    """One library value: a number, list or text with its unit and where it comes from."""

    value: Any
    unit: str = "1"
    source: str = ""
    year: int | str | None = None
    grade: str = ""
    note: str = ""
    low: object = None
    high: object = None
    at: object = None
    scope: str = ""
    exponent: float = 1.0

    @property
    def published(self) -> bool:
        """False when the makers publish no figure."""
        return self.value != UNPUBLISHED

    @property
    def text(self) -> str:
        """The value as a reader or `thermo.units.parse` takes it, for example "700 W"."""
        number = f"{self.value:.12g}" if isinstance(self.value, float) else str(self.value)
        return number if self.unit in ("", "1") or self.value in (UNPUBLISHED, "none") else f"{number} {self.unit}"


@dataclass(frozen=True)
class Entry:
    """One thing of the library: a chip, a fluid, a UPS, a policy."""

    file: str
    key: str
    name: str
    kind: str = ""
    about: str = ""
    values: dict[str, Value] = field(default_factory=dict)
    attributes: dict[str, object] = field(default_factory=dict)

    def __contains__(self, name: object) -> bool:
        return name in self.values or name in self.attributes

    def get(self, name: str, default: Any = None) -> Any:
        """The raw value or attribute of a field, or `default`."""
        if name in self.values:
            return self.values[name].value
        return self.attributes.get(name, default)

    def value(self, name: str) -> Value:
        """The `Value` of a field, with unit and source.

        Raises
        ------
        LibraryError
            When the entry has no such field.
        """
        if name not in self.values:
            raise LibraryError(f"{self._place(name)} does not exist. {nearest(name, self.values)}")
        return self.values[name]

    def si(self, name: str, quantity: str, default: Any = _MISSING) -> Any:
        """A field in the engine's unit of `quantity` (see `thermo.units.QUANTITIES`); a list gives a tuple.

        `default`, when given, stands in for a field that is absent. One that is there but unpublished always raises.

        Raises
        ------
        LibraryError
            When the field is absent or unpublished, or has the wrong dimension.
        """
        if name not in self.values:
            if default is not _MISSING:
                return default
            plain = self.attributes.get(name)
            if quantity in ("ratio", "count") and isinstance(plain, (int, float)) and not isinstance(plain, bool):
                return float(plain)
        value = self.value(name)
        if not value.published:
            raise LibraryError(f"{self._place(name)} is unpublished; give it in the study.")
        try:
            if isinstance(value.value, list):
                return tuple(parse(f"{v} {value.unit}", quantity) for v in value.value)
            return parse(value.text, quantity)
        except UnitError as error:
            raise LibraryError(f"{self._place(name)} {error}") from None

    def group(self, prefix: str) -> dict[str, Value]:
        """The fields of a nested table, by their short names: `group("sink")["height"]`."""
        start = prefix + "."
        return {name[len(start) :]: value for name, value in self.values.items() if name.startswith(start)}

    def _place(self, name: str) -> str:
        return f"{self.file}.toml, {self.key}: {name}"


@dataclass(frozen=True)
class Input:
    """One input of a plant, terminal, technology or chain: what may be given, and what stands if it is not.

    `quantity` is a key of `thermo.units.QUANTITIES`, or "choice" (a word of `choices`), "switch" (true or false) or
    "text". A number fills the record's field of the same name; `feeds` says that more than that field follows from it.
    """

    key: str
    quantity: str
    default: object = None
    low: Any = None
    high: Any = None
    choices: tuple[str, ...] = ()
    meaning: str = ""
    source: str = ""
    year: int | str | None = None
    grade: str = ""
    note: str = ""
    place: str = ""
    feeds: bool = False

    def si(self, given: Any = None) -> float:
        """The given value, or the default, as the engine's float; NaN when there is neither ("sized").

        A choice becomes its place among `choices`, a switch 0 or 1.

        Raises
        ------
        LibraryError
            For a wrong unit, an unknown choice, or a value outside `low` to `high`.
        """
        value = self.default if given is None else given
        if value is None or value == "sized":
            return float("nan")
        if self.quantity == "choice":
            if value not in self.choices:
                raise LibraryError(
                    f"{self.place}{self.key} = {value!r} is not a choice. {nearest(value, self.choices)}"
                )
            return float(self.choices.index(value))
        if self.quantity == "switch":
            if not isinstance(value, bool):
                raise LibraryError(f"{self.place}{self.key} = {value!r} must be true or false.")
            return float(value)
        try:
            number = parse(value, self.quantity)
            for limit, word, sign in ((self.low, "below", 1.0), (self.high, "above", -1.0)):
                if limit is not None and sign * number < sign * parse(limit, self.quantity):
                    raise LibraryError(f"{self.place}{self.key} = {value} is {word} {limit}.")
        except UnitError as error:
            raise LibraryError(f"{self.place}{self.key} {error}") from None
        return number


def files() -> tuple[str, ...]:
    """Names of the library's files, without ending."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))


@dataclass(frozen=True)
class Grid:
    """What a grid region gives a site; `fallback` names the fields taken from a wider region, and which one."""

    code: str
    name: str
    carbon: Value
    electricity_price: Value
    water_price: Value
    water_intensity: Value
    fallback: dict[str, str]


def grid(code: str) -> Grid:
    """Carbon, prices and water intensity of a grid region; what it lacks comes from its parents and is named.

    Raises
    ------
    LibraryError
        For an unknown code, with the closest known one.
    """
    line, key = [], code
    while key:
        line.append(find("grid", key))
        key = line[-1].get("parent")
    found, fallback = {}, {}
    for name in ("carbon", "electricity_price", "water_price", "water_intensity"):
        owner = next(entry for entry in line if name in entry)
        found[name] = owner.value(name)
        if owner is not line[0]:
            fallback[name] = owner.key
    return Grid(code=code, name=line[0].name, fallback=fallback, **found)


def loss_coefficients(file: str, key: str) -> tuple[float, float, float]:
    """The coefficients a, b, c of an electrical entry: loss / rated output = a + b x + c x^2."""
    entry = find(file, key)
    return tuple(entry.si(name, "ratio") for name in "abc")


@cache
def load(file: str) -> dict[str, Entry]:
    """All entries of a library file by key, for example `load("chips")["h100-sxm"]`.

    Raises
    ------
    LibraryError
        For an unknown file, a syntax error, or a malformed entry.
    """
    file = file.removesuffix(".toml")
    path = FOLDER / f"{file}.toml"
    if not path.exists():
        raise LibraryError(f"The library has no file '{file}'. {nearest(file, files())}")
    return {key: _entry(file, key, table) for key, table in _read(path).items()}


def find(file: str, key: str) -> Entry:
    """One entry of a library file.

    Raises
    ------
    LibraryError
        With the closest known key when there is none of that name.
    """
    entries = load(file)
    if not isinstance(key, str) or key not in entries:
        raise LibraryError(f"{file}.toml has no entry '{key}'. {nearest(key, entries)}")
    return entries[key]


def defaults(kind: str, name: str | None = None) -> dict[str, Input]:
    """Inputs of one section of the defaults: `defaults("plant", "dry-cooler")`, `defaults("electrical")`.

    Raises
    ------
    LibraryError
        With the closest known word for an unknown kind or name.
    """
    return _section(kind, name)[1]


def defaults_about(kind: str, name: str | None = None) -> str:
    """The sentence that says what a section of the defaults is for."""
    return _section(kind, name)[0]


def defaults_facts(kind: str, name: str | None = None) -> dict[str, object]:
    """What a section of the defaults says beside its sentence and its inputs, see `thermo.library.registry`."""
    return _section(kind, name)[2]


def defaults_kinds() -> dict[str, tuple[str, ...]]:
    """Kinds of sections and their names; a kind that is a section itself has no names."""
    return {kind: tuple(n for n in names if n) for kind, names in _defaults().items()}


def problems(file: str) -> list[str]:
    """What a library file lacks: values without source, year or grade, or with no such unit. Empty when complete."""
    found = []
    for entry in load(file).values():
        for name, value in entry.values.items():
            missing = [k for k in ("source", "year", "grade") if not getattr(value, k)]
            if missing:
                found.append(f"{file}.toml, {entry.key}: {name} lacks {', '.join(missing)}")
            try:
                units.registry().parse_units(value.unit.removeprefix("ln") if value.unit != "1" else "")
            except Exception:
                found.append(f"{file}.toml, {entry.key}: {name} has unit '{value.unit}', which is no unit")
            if value.grade and value.grade not in GRADES:
                found.append(f"{file}.toml, {entry.key}: {name} has grade '{value.grade}', not one of A B C M")
    return found


def _read(path: Any) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise LibraryError(f"{path.name}: {error}") from None


def _entry(file: str, key: str, table: Any) -> Entry:
    if not isinstance(table, dict):
        raise LibraryError(f"{file}.toml, {key}: an entry is a table, not {table!r}.")
    values: dict[str, Value] = {}
    attributes: dict[str, object] = {}
    _collect(f"{file}.toml, {key}", "", table, values, attributes)
    plain = {k: str(attributes.pop(k, "")) for k in ("name", "kind", "about")}
    return Entry(file=file, key=key, **(plain | {"name": plain["name"] or key}), values=values, attributes=attributes)


def _collect(place: str, prefix: str, table: Any, values: dict[str, Value], attributes: dict[str, Any]) -> None:
    for name, item in table.items():
        path = prefix + name
        if isinstance(item, dict) and "value" in item:
            unknown = sorted(set(item) - _VALUE_KEYS)
            if unknown:
                raise LibraryError(
                    f"{place}: {path} has unknown key '{unknown[0]}'. {nearest(unknown[0], _VALUE_KEYS)}"
                )
            values[path] = Value(**item)
        elif isinstance(item, dict):
            _collect(place, path + ".", item, values, attributes)
        else:
            attributes[path] = item


@cache
def _defaults() -> dict[str, dict[str | None, Any]]:
    """Every section of the folder `defaults`: {kind: {name or None: (about, {key: Input}, facts)}}."""
    merged: dict[str, dict] = {}
    for path in sorted((FOLDER / "defaults").glob("*.toml")):
        for kind, table in _read(path).items():
            single = "inputs" in table or "about" in table
            for name, section in [(None, table)] if single else table.items():
                kinds = merged.setdefault(kind, {})
                if name in kinds:
                    raise LibraryError(f"{path.name}: {kind} {name or ''} is written twice in the defaults.")
                kinds[name] = section | {"file": path.name}
    return {
        kind: {name: _inputs(kind, name, _merged(merged, kind, name)) for name in names}
        for kind, names in merged.items()
        if kind != PART
    }


def _merged(sections: dict[str, Any], kind: str, name: str | None, above: Any = ()) -> dict[str, Any]:
    """A section with all rows and facts of what it is like: parts, sections of its kind, or single rows of either."""
    section, place = sections[kind][name], f"{kind}.{name or ''}".rstrip(".")
    if (kind, name) in above:
        raise LibraryError(f"{section['file']}: {place} is like itself.")
    like, own = section.get("like", []), section.get("inputs", {})
    facts: dict[str, Any] = {}
    rows: dict[str, Any] = {}
    last = None
    for word in [like] if isinstance(like, str) else like:
        base, _, row = word.partition(".")
        known = next((k for k in (PART, kind) if base in sections.get(k, {})), None)
        if known is not None:
            found = _merged(sections, known, base, (*above, (kind, name)))
            if row and row not in found["inputs"]:
                raise LibraryError(f"{section['file']}: {place} is like {word}, which is no row of {base}.")
            taken = {row: found["inputs"][row]} if row else found["inputs"]
            rows |= {key: table for key, table in taken.items() if key not in rows}
            facts |= {} if row else {k: v for k, v in found.items() if k not in ("about", "like", "inputs", "file")}
        elif word == "inputs":
            last = len(rows)
        elif word in own:
            rows[word] = {}
        else:
            names = {*sections.get(PART, {}), *sections[kind], *own} - {None}
            words = f"{place} is like '{word}', which does not exist. {nearest(word, names)}"
            raise LibraryError(f"{section['file']}: {words}")
    new = {key: table for key, table in own.items() if key not in rows}
    changed = {key: table | own.get(key, {}) for key, table in rows.items()}
    order = list(changed)
    if last is not None:
        order[last:last] = new
    return facts | section | {"inputs": {key: (changed | new)[key] for key in dict.fromkeys([*order, *new])}}


def _inputs(kind: str, name: str | None, section: dict[str, Any]) -> tuple[str, dict[str, Input], dict[str, Any]]:
    place, file = f"{kind}.{name}." if name else f"{kind}.", section["file"]
    inputs = {}
    for key, table in section.get("inputs", {}).items():
        unknown = sorted(set(table) - _INPUT_KEYS)
        if unknown:
            raise LibraryError(
                f"{file}, {place}{key} has unknown key '{unknown[0]}'. {nearest(unknown[0], _INPUT_KEYS)}"
            )
        if "quantity" not in table:
            raise LibraryError(f"{file}, {place}{key} lacks its quantity.")
        inputs[key] = Input(key=key, place=place, **(table | {"choices": tuple(table.get("choices", ()))}))
    facts = {key: value for key, value in section.items() if key not in ("about", "like", "inputs", "file")}
    return section.get("about", ""), inputs, facts


def _section(kind: str, name: str | None) -> tuple[str, dict[str, Input], dict[str, object]]:
    kinds = _defaults()
    if kind not in kinds:
        raise LibraryError(f"The defaults have no section '{kind}'. {nearest(kind, kinds)}")
    if name not in kinds[kind]:
        if name is None:
            raise LibraryError(f"Section '{kind}' of the defaults needs a name. {nearest('', kinds[kind])}")
        raise LibraryError(f"The defaults have no {kind} '{name}'. {nearest(name, [n for n in kinds[kind] if n])}")
    return kinds[kind][name]
