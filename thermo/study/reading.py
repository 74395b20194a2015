"""From a file or a dict to a `Study`: every problem at once, each in one sentence with its place."""

import re
import tomllib
from collections.abc import Iterable
from copy import deepcopy
from pathlib import Path
from typing import Any, Self

from pydantic import PrivateAttr, SerializerFunctionWrapHandler, ValidationError, model_serializer

from thermo import __version__
from thermo.errors import Problem, StudyError, nearest
from thermo.study import axes, checks, spread
from thermo.study.models import HEADERS, MODELS, Fields
from thermo.study.sentences import Place, from_pydantic, sentence, value_at
from thermo.study.values import plain, screened

DIALECT = "https://json-schema.org/draft/2020-12/schema"


class Study(Fields):
    """A checked study.

    `Study(**study.model_dump())` is the same study. Assigning to a part validates the value; assigning to the study
    itself checks all of it, as reading does. A part that was changed is checked with the rest when the study is used.

    Parameters
    ----------
    **data
        The keys of a study file; quantities as text with units, or pint quantities.

    Raises
    ------
    StudyError
        With a sentence for every problem.
    """

    _data: dict[str, Any] = PrivateAttr(default_factory=dict)
    _modes: dict[str, Any] = PrivateAttr(default_factory=dict)
    _draws: list[spread.Draw] = PrivateAttr(default_factory=list)
    _read: dict[str, Any] | None = PrivateAttr(default=None)
    _where: str = PrivateAttr(default="study")

    def __init__(self, /, **data: Any) -> None:
        self._build(data, "study", Path("."))

    def _build(self, data: Any, where: str, folder: Path) -> None:
        if not isinstance(data, dict):
            raise StudyError([f"a study is a table, not {type(data).__name__}"], where)
        given, wrong = screened(plain(data))
        data, draws, phrases = spread.collapse(given)
        wrong += phrases
        data = _checked(data, where, folder, draws, wrong)
        self._fill(data, folder)
        self._remember(given if draws else data, data, draws, where)

    def _fill(self, data: dict[str, Any], folder: Path) -> None:
        super().__init__(**_shaped(data))
        _finish(self, folder)
        _resolve(self, folder)

    def _remember(self, given: dict[str, Any], modes: dict[str, Any], draws: list[spread.Draw], where: str) -> None:
        self._data, self._modes, self._draws, self._where = given, modes, draws, where
        self._read = self.model_dump()

    def __setattr__(self, name: str, value: Any) -> None:
        if name not in type(self).model_fields or self._read is None:
            super().__setattr__(name, value)
            return
        held, given = dict(self.__dict__), set(self.model_fields_set)
        try:
            super().__setattr__(name, value)
            other = type(self).from_dict(self.to_dict(), self._where, self._folder)
        except StudyError:
            object.__setattr__(self, "__dict__", held)
            object.__setattr__(self, "__pydantic_fields_set__", given)
            raise
        super().__setattr__(name, getattr(other, name))
        self._remember(other._data, other._modes, other._draws, self._where)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Study) and self.model_dump() == other.model_dump()

    @model_serializer(mode="wrap")
    def _given(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """What the study gives, distributions with it; paths of files lead on from here."""
        found: dict[str, Any] = Fields._given(self, handler)  # type: ignore[operator]  # a decorated method
        alone = isinstance(self._data.get("site"), dict)
        for draw in self._draws:
            path = ("site", 0, *draw.path[1:]) if alone and draw.path[0] == "site" else draw.path
            if str(value_at(found, path)) == str(draw.mode):
                found = spread.changed(found, path, value_at(self._data, draw.path))
        return found

    def checked(self) -> Self:
        """This study, or where a part of it was changed since it was read, one read anew with the changes.

        Raises
        ------
        StudyError
            With a sentence for every problem of what was changed.
        """
        if self._read is None or self.model_dump() == self._read:
            return self
        return type(self).from_dict(self.to_dict(), self._where, self._folder)

    def drawn(self, shares: dict[spread.Draw, float]) -> Self:
        """The study with every draw at a share of its distribution, unchecked: its ends were checked when it was read.

        Parameters
        ----------
        shares : dict of Draw to float
        """
        data = self._modes
        for draw, share in shares.items():
            data = spread.changed(data, draw.path, draw.at(share))
        other = type(self).__new__(type(self))
        other._fill(data, self._folder)
        other._modes = other._data = data
        return other

    @property
    def draws(self) -> list[spread.Draw]:
        """What varies: a list of `thermo.study.spread.Draw`."""
        return self._draws

    @classmethod
    def from_dict(cls, data: dict[str, Any], where: str = "study", folder: str | Path = ".") -> Self:
        """A study from a dict; `where` starts each problem, paths are relative to `folder`."""
        self = cls.__new__(cls)
        self._build(data, where, Path(folder))
        return self

    def to_dict(self) -> dict[str, Any]:
        """The study as it was given, for JSON, with what was assigned since."""
        now = self._read if self._read is None else self.model_dump()
        if now == self._read:
            return deepcopy(self._data)
        return deepcopy(_merged(_shaped(self._data), self._read, now))

    def vary(self, changes: dict[str, Any]) -> Self:
        """Another study with values changed by path, for example `{"it.compute.servers": 8}`."""
        data = self.to_dict()
        for path, value in changes.items():
            data = axes.changed(data, path, value)
        return type(self).from_dict(data, self.name, self._folder)

    def axes(self) -> dict[str, list[Any]]:
        """The sweep's axes: path to list of values."""
        return {path: axes.values(axis) for path, axis in self.sweep.items() if path not in axes.SETTINGS}

    @classmethod
    def schema(cls) -> dict[str, Any]:  # type: ignore[override]
        """JSON Schema of a study, with quantities, units, bounds and the library's inputs."""
        return cls.model_json_schema()

    @classmethod
    def model_json_schema(cls, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """JSON Schema of a study, with its identity and version."""
        own = {"$schema": DIALECT, "$id": f"urn:thermo-dc:study:{__version__}", "version": __version__}
        about = "A study of thermo: see `thermo show` for the sources of defaults"
        return own | super().model_json_schema(*args, **kwargs) | {"title": "Study", "description": about}


def study_of(given: Study | dict[str, Any] | str | Path) -> Study:
    """The checked Study of what a function is given: a Study that was changed since it was made is checked anew.

    Raises
    ------
    StudyError
        With every problem at once.
    """
    if isinstance(given, Study):
        return given.checked()
    return Study(**given) if isinstance(given, dict) else read_study(given)


def read_study(path: str | Path) -> Study:
    """Read and check a study file.

    Parameters
    ----------
    path : str or Path
        TOML file.

    Returns
    -------
    Study

    Raises
    ------
    StudyError
        A TOML syntax error alone, with its line; else every problem at once.
    """
    path = Path(path)
    data = tables_of(path)
    if not data:
        raise StudyError(["the file is empty; a study needs [site], [[it.group]] and [[option]]"], path)
    data.setdefault("name", path.stem)
    return Study.from_dict(data, str(path), path.parent)


def tables_of(path: Path) -> dict[str, Any]:
    """Tables of a TOML file.

    Raises
    ------
    StudyError
        Where it cannot be read, or has a syntax error, with its line.
    """
    text = _text(path)
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise StudyError([_syntax(text, str(error))], path) from None
    except (RecursionError, ValueError):  # tables within tables without end; whole numbers of thousands of digits
        raise StudyError(["this is no study; lists are nested too deep, or a number is too long"], path) from None


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except FileNotFoundError:
        others = sorted(p.name for p in path.parent.glob("*.toml")) if path.parent.is_dir() else []
        close = nearest(path.name, others) if others else ""
        close = f". {close}" if close.startswith("Did") else ""
        raise StudyError([f"there is no such study file{close}"], path) from None
    except IsADirectoryError:
        raise StudyError(["this is a folder; a study file (TOML) is needed"], path) from None
    except UnicodeDecodeError:
        raise StudyError(["this is not text in UTF-8; a study file (TOML) is needed"], path) from None
    except OSError as error:
        raise StudyError([f"the file cannot be read ({error.strerror})"], path) from None


def _syntax(text: str, words: str) -> str:
    """A TOML error in our words: its line, and the remedy for the three that studies invite."""
    match = re.search(r"\(at line (\d+), column (\d+)\)", words)
    lines = text.splitlines()
    n = int(match.group(1)) if match else len(lines)
    line = lines[n - 1].strip() if 0 < n <= len(lines) else ""
    words = words.partition(" (at ")[0]
    start = f"line {n}: "
    header = re.fullmatch(r"\[+\s*([^\]]+?)\s*\]+", line.partition("#")[0].strip())
    if header and words.startswith("Cannot"):
        name = header.group(1)
        if line.startswith("[["):
            return f"{start}{line} comes after [{name}] with single brackets; write [[{name}]] each time"
        if name in ("option", "it.group", "site"):
            return f"{start}[{name}] stands here a second time; write [[{name}]] with double brackets, one for each"
        if "." in name:
            last = name.rpartition(".")[2]
            return (
                f'{start}[{name}] comes after "{last}.… =" lines that already made this table; write its keys as '
                f'"{last}.… =" too, or all of them under [{name}]'
            )
        return f"{start}[{name}] stands here a second time; keep one"
    if words.startswith("Cannot overwrite"):
        return f'{start}"{line}" gives a key a second time; keep one'
    if re.match(r"^[\w.\"-]+\s*=\s*[-+\d.]+\s*[A-Za-z%°/]", line):
        return f'{start}a quantity with a unit is text: put quotes around it, as in supply_air = "24 degC" ({line!r})'
    return f"{start}{words[:1].lower()}{words[1:]} ({line!r})" if line else f"{start}{words[:1].lower()}{words[1:]}"


def _shaped(data: dict[str, Any]) -> dict[str, Any]:
    """`[site]` and `[[site]]` alike as a list; nothing else is forgiven."""
    return {**data, "site": [data["site"]]} if isinstance(data.get("site"), dict) else data


def _fields(data: dict[str, Any]) -> tuple[Fields, dict[str, Any], list[Place], list[Problem]]:
    """What can be read, the places that cannot, and a sentence for each of those."""
    clean = deepcopy(data)
    bad: list[Place] = []
    words: list[Problem] = []
    if isinstance(clean.get("option"), dict):
        text = "[option] is written with single brackets; write [[option]] with double brackets, one for each option"
        words.append(Problem(text, ("option",)))
        clean["option"] = [clean["option"]]
        data = {**data, "option": clean["option"]}
    it = clean.get("it")
    if isinstance(it, dict) and isinstance(it.get("group"), dict):
        text = "[it.group] is written with single brackets; write [[it.group]] with double brackets, one for each group"
        words.append(Problem(text, ("it", "group")))
        it["group"] = [it["group"]]
        data = {**data, "it": it}
    for _ in range(4):
        try:
            return Fields(**clean), data, bad, words
        except ValidationError as errors:
            for error in errors.errors(include_url=False):
                loc, text = from_pydantic(data, error, MODELS, HEADERS)
                bad.append(loc)
                words.append(text)
            clean = _without(clean, bad)
    return Fields(), data, bad, words


def _without(data: dict[str, Any], places: list[Place]) -> dict[str, Any]:
    """The data without the places that cannot be read; a list with an item that is no table goes as a whole."""
    data = deepcopy(data)
    for loc in places:
        while loc and isinstance(loc[-1], int):
            loc = loc[:-1]
        holder = value_at(data, loc[:-1])
        if isinstance(holder, dict):
            holder.pop(loc[-1], None)
    return data


def _checked(
    data: Any, where: str, folder: Path, draws: Iterable[spread.Draw] = (), wrong: Iterable[tuple[Place, str]] = ()
) -> dict[str, Any]:
    """The data as plain tables, or a StudyError with every problem."""
    fields, shaped, bad, words = _fields(data)
    _finish(fields, folder)
    words += _second(fields, shaped, bad, folder)
    words += [sentence(shaped, loc, text) for loc, text in wrong]

    def check(changed: dict[str, Any]) -> set[Problem]:
        other, raw, places, found = _fields(changed)
        _finish(other, folder)
        return set(found) | set(_second(other, raw, places, folder))

    known = set(words)
    for draw in draws:
        for end in ("low", "high"):
            worse = check(spread.changed(data, draw.path, getattr(draw, end))) - known
            words += [text.worded(f"{text} (at its {end})") for text in sorted(worse)]
            known |= worse
    if fields.sweep:
        words += [sentence(shaped, loc, text) for loc, text in checks.sweep_problems(fields, shaped, check)]
    if words:
        raise StudyError(dict.fromkeys(words), where)
    return shaped


def _second(fields: Fields, data: dict[str, Any], bad: list[Place], folder: Path) -> list[Problem]:
    return [sentence(data, loc, text) for loc, text in checks.problems(fields, data, bad, folder)]


def _finish(study: Fields, folder: Path) -> None:
    """Names that follow from others, and where files are."""
    study._folder = folder
    for n, site in enumerate(study.site):
        site._folder = Path(folder)
        if not site.name:
            file = Path(site.weather).name.split(".")[0] if site.weather else ""
            site.name = site.climate or file or f"site {n + 1}"
            site.__pydantic_fields_set__.discard("name")
        if site.status is None and study.economics.project == "retrofit":
            site.status = "existing"
            site.__pydantic_fields_set__.discard("status")
    for option in study.option:
        if not option.name:
            option.name = option.technology
            option.__pydantic_fields_set__.discard("name")
    study.it._folder = folder
    for group in study.it.group:
        group._folder = folder
        if not group.name:
            group.name = group.rack if isinstance(group.rack, str) else str(group.rack.get("name", "it"))
            group.__pydantic_fields_set__.discard("name")


def _resolve(study: Study, folder: Path) -> None:
    """Paths of files lead on from here instead of from the study's folder."""
    for site in study.site:
        site._folder = Path()
        if site.weather is not None:
            site.weather = str(folder / site.weather)
        if isinstance(site.electricity_price, str):
            site.electricity_price = str(folder / site.electricity_price)
    study.it._folder = Path()
    for part in (study.it, *study.it.group):
        part._folder = Path()
        if isinstance(part.utilization, str):
            part.utilization = str(folder / part.utilization)


def _merged(raw: Any, before: Any, now: Any) -> Any:
    """What was given, with every place that differs between the dumps `before` and `now` as it is now."""
    if before == now:
        return raw
    if isinstance(raw, dict) and isinstance(before, dict) and isinstance(now, dict):
        return {key: _merged(raw.get(key), before.get(key), value) for key, value in now.items()}
    if isinstance(raw, list) and isinstance(now, list) and len(raw) == len(before) == len(now):
        return [_merged(*items) for items in zip(raw, before, now, strict=True)]
    return now
