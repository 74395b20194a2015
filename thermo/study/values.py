"""What a study may be made of: tables, lists, text and numbers, of bounded depth and length.

Whatever a study holds, from TOML, JSON or Python, passes here first, so that every later step deals with plain values.
"""

import datetime
import unicodedata
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from thermo.study.fields import Amount
from thermo.units import digits, shown

DEEPEST = 12
NAME_MOST = 200  # characters of a name or key
TEXT_MOST = 4096  # characters of any text
DIGITS_MOST = 18


def plain(value: Any, deep: int = 0) -> Any:
    """Tables, lists, text and numbers only: quantities become text, parts of a study tables, arrays lists."""
    if deep > DEEPEST + 1:
        return value
    if isinstance(value, dict):
        return {key: plain(item, deep + 1) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item, deep + 1) for item in value]
    if isinstance(value, Amount):
        return value.text
    if isinstance(value, BaseModel):
        return plain(value.model_dump(), deep)
    if hasattr(value, "magnitude"):
        return f"{value.magnitude} {value.units:~}".strip()
    if hasattr(value, "tolist"):
        return value.tolist()
    return str(value) if isinstance(value, Path) else value


def screened(data: dict) -> tuple[dict, list[tuple[tuple, str]]]:
    """The data without what no study can hold, and (place, phrase) of each of those."""
    wrong: list[tuple[tuple, str]] = []

    def walk(value: Any, path: tuple) -> Any:
        if isinstance(value, dict):
            if len(path) > DEEPEST:
                return refuse(path, f"is nested deeper than {DEEPEST} tables")
            kept = {}
            for key, item in value.items():
                if phrase := key_problem(key):
                    wrong.append((path, phrase))
                elif (found := walk(item, (*path, key))) is not REFUSED:
                    kept[key] = found
            return kept
        if isinstance(value, list):
            if len(path) > DEEPEST:
                return refuse(path, f"is nested deeper than {DEEPEST} lists")
            items = [walk(item, (*path, n)) for n, item in enumerate(value)]
            return REFUSED if any(item is REFUSED for item in items) else items
        phrase = problem(value, path[-1] if path else "")
        return refuse(path, phrase) if phrase else value

    def refuse(path: tuple, phrase: str) -> object:
        wrong.append((path, phrase))
        return REFUSED

    return walk(data, ()), wrong


REFUSED = object()


def key_problem(key: Any) -> str | None:
    """What is wrong with the key of a table, as a phrase on the table."""
    if not isinstance(key, str):
        return f"has the key {shown(key)}, which is no text"
    if len(key) > NAME_MOST:
        return f"has a key of {len(key):,} characters; at most {NAME_MOST} are read"
    return f"has the key {shown(key)}, which holds {_sign(key)}" if _sign(key) else None


def problem(value: Any, key: Any = "") -> str | None:
    """What is wrong with a value that is neither a table nor a list, as a phrase that follows its key."""
    if isinstance(value, str):
        most = NAME_MOST if key == "name" else TEXT_MOST
        if len(value) > most:
            return f"= {shown(value)} has {len(value):,} characters; at most {most:,} are read"
        if sign := _sign(value, "\t\n" if key == "about" else ""):
            return f"= {shown(value)} holds {sign}; give plain text"
        return None
    if isinstance(value, bool | float) or value is None:
        return None
    if isinstance(value, int):
        if key != "steps" and digits(value) > DIGITS_MOST:
            return f"= {shown(value)} is out of range; at most {DIGITS_MOST} digits are read"
        return None
    if isinstance(value, datetime.date | datetime.time):
        return f"= {value} is a date or time, which no key of a study takes; put quotes around a text"
    return f"= {shown(str(type(value).__name__))} is no text, number, list or table"


def _sign(text: str, allowed: str = "") -> str | None:
    """The first sign that no text has: a control character or half of a surrogate pair."""
    if text.isprintable():
        return None
    for sign in text:
        kind = unicodedata.category(sign)
        if kind in ("Cc", "Cs") and sign not in allowed:
            return f"{'a control character' if kind == 'Cc' else 'half of a character'} (U+{ord(sign):04X})"
    return None
