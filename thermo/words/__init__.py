"""Every sentence and name that a reader sees, by code and language.

One file a language: `en.toml` holds every code, another language is a file of the same codes and figures beside it, and
nothing else. The engine knows no words: what it finds becomes a `Message`, a code with named figures, which is said in
any language; nothing is ever translated from a sentence.
"""

import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from math import isfinite
from string import Formatter
from typing import Any, Self

from thermo.errors import ThermoError, nearest

NOTHING = "–"  # a figure without a value


@cache
def languages() -> tuple[str, ...]:
    """Languages there is a file of, English first."""
    found = sorted(file.name.removesuffix(".toml") for file in files(__name__).iterdir() if file.name.endswith(".toml"))
    return tuple(sorted(found, key=lambda name: name != "en"))


@cache
def load(language: str = "en") -> dict[str, tuple[str, ...]]:
    """Wordings by code, such as "limit.junction".

    Raises
    ------
    ThermoError
        For a language without a file, or one whose codes or figures are not those of English.
    """
    if language not in languages():
        raise ThermoError(f"there is no language '{language}'. {nearest(language, languages())}")
    found = dict(_flat(tomllib.loads((files(__name__) / f"{language}.toml").read_text(encoding="utf-8"))))
    if language != "en" and (faults := list(differences(load(), found))):
        raise ThermoError(f"words/{language}.toml: {'; '.join(faults)}")
    return found


@cache
def _sections() -> set[str]:
    return {code.partition(".")[0] for code in load()}


def _flat(table: dict[str, Any], head: str = "") -> Iterator[tuple[str, tuple[str, ...]]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{head}{key}.")
        else:
            yield head + key, tuple(value) if isinstance(value, list) else (value,)


def differences(english: dict[str, tuple[str, ...]], other: dict[str, tuple[str, ...]]) -> Iterator[str]:
    """Sentences on what one language's wordings lack or have too many of, beside English."""
    yield from (f"lacks {code}" for code in english if code not in other)
    yield from (f"has {code}, which English has not" for code in other if code not in english)
    for code in english.keys() & other.keys():
        wanted, given = ([set(placeholders(text)) for text in words[code]] for words in (english, other))
        if wanted != given:
            yield f"{code} has figures {given}, English has {wanted}"


def placeholders(text: str) -> list[str]:
    """Names of the figures of a wording."""
    return [name for _, name, _, _ in Formatter().parse(text) if name]


class _Filling(Formatter):
    """Fills a wording with figures; see the head of `en.toml`."""

    def __init__(self, language: str) -> None:
        self.language = language

    def format_field(self, value: Any, format_spec: str) -> str:
        if code := _code_of(value):
            return say(code[0], self.language, **code[1])
        if isinstance(value, list | tuple):
            return say("language.list", self.language).join(self.format_field(item, format_spec) for item in value)
        if value is None:
            return NOTHING
        if format_spec in _sections():
            return name_of(format_spec, value, self.language)
        form, _, times = format_spec.partition("*")
        return format(value * float(times) if times else value, form)


def _code_of(value: Any) -> tuple[str, dict[str, Any]] | None:
    """(code, figures) of a Message or of what a document holds of one."""
    if isinstance(value, Message):
        return value.code, value.figures
    return (value["code"], value["figures"]) if isinstance(value, dict) else None


def say(code: str, language: str = "en", /, **figures: Any) -> str:
    """The sentence of a code: of its wordings the first whose figures are all given.

    Raises
    ------
    KeyError
        For a code that no file knows, or figures that suit none of its wordings.
    """
    for text in load(language)[code]:
        if all(figure in figures for figure in placeholders(text)):
            return _Filling(language).vformat(text, (), figures)
    raise KeyError(f"{code}: no wording is told with {', '.join(figures) or 'no figures'}")


def name_of(section: str, key: str, language: str = "en", default: str | None = None) -> str:
    """The name of a thing, such as ("technology", "cold-plate"); `default`, or the key itself, where it has none."""
    found = load(language).get(f"{section}.{key}")
    return found[0] if found else key if default is None else default


class Message(str):
    """A sentence in English that keeps its code and figures, so that it can be said in every language."""

    code: str
    figures: dict[str, Any]

    def __new__(cls, code: str, /, **figures: Any) -> Self:
        message = super().__new__(cls, say(code, **figures))
        message.code, message.figures = code, figures
        return message

    def __getnewargs_ex__(self) -> tuple[tuple[str], dict[str, Any]]:
        return (self.code,), self.figures

    def to_dict(self) -> dict[str, Any]:
        """Code and figures as JSON can hold them."""
        return {"code": self.code, "figures": {key: plain(value) for key, value in self.figures.items()}}


def plain(value: Any) -> Any:
    """A figure as JSON can hold it: None for NaN and infinity."""
    if isinstance(value, Message):
        return value.to_dict()
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if value is None or isinstance(value, str | bool | int):
        return value
    return float(value) if isfinite(value) else None


def index(sentences: Iterable[object]) -> dict[str, dict]:
    """Code and figures by sentence, as a document keeps them beside its texts."""
    return {str(sentence): sentence.to_dict() for sentence in sentences if isinstance(sentence, Message)}


def retell(sentence: str, language: str, known: dict[str, dict] | None = None) -> str:
    """A document's sentence in a language, by the codes kept in `known`; one without a code stays as it is."""
    found = _code_of(sentence) or _code_of((known or {}).get(sentence))
    return say(found[0], language, **found[1]) if found else sentence


def retell_limit(limit: dict[str, Any] | str, language: str) -> str:
    """A limit of a document (`thermo.results.limits.Exceeded.to_dict`) in a language; a bare text stays as it is."""
    if isinstance(limit, str):
        return limit
    figures = {"limit": {"code": f"limit.{limit['code']}", "figures": limit["figures"]}}
    figures |= {key: limit[key] for key in ("hours", "hour") if limit[key] is not None}
    return say(f"where.{limit['where']}", language, **figures)
