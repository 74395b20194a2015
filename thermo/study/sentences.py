"""Problems in words: place in the file, value, what is needed, nearest valid word."""

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel

from thermo.errors import DID_YOU_MEAN, Problem
from thermo.units import shown

Place = tuple[str | int, ...]
Tables = Mapping[tuple[str, ...], type[BaseModel]]
Headers = Mapping[tuple[str, ...], str]

TAGS = ("flat", "periods", "file")


def keys_of(model: type[BaseModel]) -> list[str]:
    """Keys of a model as they are written in a file."""
    return [field.alias or name for name, field in model.model_fields.items()]


def value_at(data: Any, loc: Sequence[str | int]) -> Any:
    """The value at a place of the raw data, or None."""
    for step in loc:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return None
    return data


def place(data: Any, loc: Sequence[str | int]) -> str:
    """A place as a reader finds it: `site.climate`, `option "Air": air.plant`, `it.group "compute": power`."""
    label, here = "", data
    shown_path: list[str] = []
    for step in loc:
        try:
            here = here[step]
        except (KeyError, IndexError, TypeError):
            here = None
        if isinstance(step, int):
            name = (here.get("name") or here.get("climate")) if isinstance(here, dict) else None
            label += ".".join(shown_path) + (f' "{name}"' if isinstance(name, str) and name else f" {step + 1}") + ": "
            shown_path = []
        else:
            shown_path.append(_quoted(step))
    return (label + ".".join(shown_path)).removesuffix(": ")


def _quoted(step: object) -> str:
    text = str(step)
    return f'"{text}"' if "." in text or " " in text else text


def sentence(data: Any, loc: Sequence[str | int], phrase: str) -> Problem:
    """One problem: place and phrase."""
    where = place(data, loc)
    return Problem(f"{where} {phrase}" if where else phrase, loc, value_at(data, loc) if loc else None, phrase)


def from_pydantic(data: Any, error: Any, tables: Tables, headers: Headers) -> tuple[Place, Problem]:
    """(loc, problem) of one error that pydantic found in a document of these models."""
    loc = _as_written(data, error["loc"])
    return loc, sentence(data, loc, _phrase(loc, error, tables, headers))


def _as_written(data: Any, loc: Sequence[str | int]) -> Place:
    """The place in the file: without tags, and without the number of a table that was written alone."""
    found: list[str | int] = []
    here = data
    for step in loc:
        if step in TAGS or (isinstance(step, int) and isinstance(here, dict)):
            continue
        found.append(step)
        here = value_at(here, (step,))
    return tuple(found)


def _phrase(loc: Place, error: Any, tables: Tables, headers: Headers) -> str:
    kind, given = error["type"], error["input"]
    if kind == "phrase":
        return str(error["ctx"]["phrase"])
    if kind == "extra_forbidden":
        return unknown_key(loc, tables, headers)
    if kind in ("model_type", "dict_type", "model_attributes_type"):
        return f"= {shown(given)} is not a table; write it under {headers.get(_kind(loc), 'a header of its own')}"
    if kind == "list_type":
        own = headers.get(_kind(loc))
        if own:
            return f"= {shown(given)} is not a table; write it under {own}"
        return f"= {shown(given)} is not a list"
    return f"= {shown(given)}: {error['msg'].lower()}"


def _kind(loc: Place) -> tuple[str, ...]:
    return tuple(step for step in loc if isinstance(step, str))


def unknown_key(loc: Place, tables: Tables, headers: Headers) -> str:
    """Phrase on a key that its table does not have: the nearest one, or the table that has it."""
    parent = _kind(loc[:-1])
    key = str(loc[-1])
    model = tables.get(parent)
    known = keys_of(model) if model else []
    close = get_close_matches(key, known, n=1, cutoff=0.7)
    if close:
        return f"is not a key of {headers[parent]}. {DID_YOU_MEAN.format(close[0])}"
    for other, owner in tables.items():
        if other != parent and key in keys_of(owner):
            return f"is not a key of {headers.get(parent, 'this table')}; it belongs in {headers[other]}"
    close = get_close_matches(key, known, n=1, cutoff=0.55)
    hint = DID_YOU_MEAN.format(close[0]) if close else f"Known: {', '.join(known)}."
    return f"is not a key of {headers.get(parent, 'this table')}. {hint}"
