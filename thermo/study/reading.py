"""From a file or a dict to a `Study`: every problem at once, each in one sentence with its place."""

import re
import tomllib
from copy import deepcopy
from pathlib import Path

from pydantic import PrivateAttr, ValidationError

from thermo.errors import StudyError, nearest
from thermo.study import axes, checks, spread
from thermo.study.models import Fields
from thermo.study.sentences import from_pydantic, sentence, value_at
from thermo.study.values import plain, screened


class Study(Fields):
    """A checked study.

    Parameters
    ----------
    **data
        The keys of a study file; quantities as text with units, or pint quantities.

    Raises
    ------
    StudyError
        With a sentence for every problem.
    """

    _data: dict = PrivateAttr(default_factory=dict)
    _modes: dict = PrivateAttr(default_factory=dict)
    _draws: list = PrivateAttr(default_factory=list)

    def __init__(self, /, **data):
        self._build(data, "study", Path("."))

    def _build(self, data, where, folder):
        if not isinstance(data, dict):
            raise StudyError([f"{where}: a study is a table, not {type(data).__name__}"])
        given, wrong = screened(plain(data))
        data, draws, phrases = spread.collapse(given)
        wrong += phrases
        data = _checked(data, where, folder, draws, wrong)
        self._fill(data, folder)
        self._data = given if draws else data
        self._modes, self._draws = data, draws

    def _fill(self, data, folder):
        super().__init__(**_shaped(data))
        _finish(self, folder)
        for site in self.site:
            if site.weather is not None:
                site.weather = str(folder / site.weather)

    def drawn(self, shares):
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
    def draws(self):
        """What varies: a list of `thermo.study.spread.Draw`."""
        return self._draws

    @classmethod
    def from_dict(cls, data, where="study", folder="."):
        """A study from a dict; `where` starts each problem, paths are relative to `folder`."""
        self = cls.__new__(cls)
        self._build(data, where, Path(folder))
        return self

    def to_dict(self):
        """The study as it was given, for JSON."""
        return deepcopy(self._data)

    def vary(self, changes):
        """Another study with values changed by path, for example `{"it.compute.servers": 8}`."""
        data = self._data
        for path, value in changes.items():
            data = axes.changed(data, path, value)
        return type(self).from_dict(data, self.name, self._folder)

    def axes(self):
        """The sweep's axes: path to list of values."""
        return {path: axes.values(axis) for path, axis in self.sweep.items() if path not in axes.SETTINGS}

    @classmethod
    def schema(cls):  # type: ignore[override]
        """JSON Schema of a study, with quantities, units, bounds and the library's inputs."""
        from thermo.study.schema import schema

        return schema()


def read_study(path):
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
    text = _text(path)
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise StudyError([f"{path}: {_syntax(text, str(error))}"]) from None
    except (RecursionError, ValueError):  # tables within tables without end; whole numbers of thousands of digits
        raise StudyError([f"{path}: this is no study; lists are nested too deep, or a number is too long"]) from None
    if not data:
        raise StudyError([f"{path}: the file is empty; a study needs [site], [[it.group]] and [[option]]"])
    data.setdefault("name", path.stem)
    return Study.from_dict(data, str(path), path.parent)


def _text(path):
    try:
        return path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except FileNotFoundError:
        others = sorted(p.name for p in path.parent.glob("*.toml")) if path.parent.is_dir() else []
        close = nearest(path.name, others) if others else ""
        close = f". {close}" if close.startswith("Did") else ""
        raise StudyError([f"{path}: there is no such study file{close}"]) from None
    except IsADirectoryError:
        raise StudyError([f"{path}: this is a folder; a study file (TOML) is needed"]) from None
    except UnicodeDecodeError:
        raise StudyError([f"{path}: this is not text in UTF-8; a study file (TOML) is needed"]) from None
    except OSError as error:
        raise StudyError([f"{path}: the file cannot be read ({error.strerror})"]) from None


def _syntax(text, words):
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


def _shaped(data):
    """`[site]` and `[[site]]` alike as a list; nothing else is forgiven."""
    return {**data, "site": [data["site"]]} if isinstance(data.get("site"), dict) else data


def _fields(data):
    """What can be read, the places that cannot, and a sentence for each of those."""
    clean = deepcopy(data)
    bad: list[tuple] = []
    words: list[str] = []
    if isinstance(clean.get("option"), dict):
        words.append(
            "[option] is written with single brackets; write [[option]] with double brackets, one for each option"
        )
        clean["option"] = [clean["option"]]
        data = {**data, "option": clean["option"]}
    it = clean.get("it")
    if isinstance(it, dict) and isinstance(it.get("group"), dict):
        words.append(
            "[it.group] is written with single brackets; write [[it.group]] with double brackets, one for each group"
        )
        it["group"] = [it["group"]]
        data = {**data, "it": it}
    for _ in range(4):
        try:
            return Fields(**clean), data, bad, words
        except ValidationError as errors:
            for error in errors.errors(include_url=False):
                loc, text = from_pydantic(data, error)
                bad.append(loc)
                words.append(text)
            clean = _without(clean, bad)
    return Fields(), data, bad, words


def _without(data, places):
    """The data without the places that cannot be read; a list with an item that is no table goes as a whole."""
    data = deepcopy(data)
    for loc in places:
        while loc and isinstance(loc[-1], int):
            loc = loc[:-1]
        holder = value_at(data, loc[:-1])
        if isinstance(holder, dict):
            holder.pop(loc[-1], None)
    return data


def _checked(data, where, folder, draws=(), wrong=()):
    """The data as plain tables, or a StudyError with every problem."""
    fields, shaped, bad, words = _fields(data)
    _finish(fields, folder)
    words += _second(fields, shaped, bad, folder)
    words += [sentence(shaped, loc, text) for loc, text in wrong]

    def check(changed):
        other, raw, places, found = _fields(changed)
        _finish(other, folder)
        return set(found) | set(_second(other, raw, places, folder))

    known = set(words)
    for draw in draws:
        for end in ("low", "high"):
            worse = check(spread.changed(data, draw.path, getattr(draw, end))) - known
            words += [f"{text} (at its {end})" for text in sorted(worse)]
            known |= worse
    if fields.sweep:
        words += [sentence(shaped, loc, text) for loc, text in checks.sweep_problems(fields, shaped, check)]
    if words:
        raise StudyError([f"{where}: {text}" for text in dict.fromkeys(words)])
    return shaped


def _second(fields, data, bad, folder):
    return [sentence(data, loc, text) for loc, text in checks.problems(fields, data, bad, folder)]


def _finish(study, folder):
    """Names that follow from others, and where files are."""
    study._folder = folder
    for n, site in enumerate(study.site):
        site._folder = Path(folder)
        if not site.name:
            site.name = site.climate or (Path(site.weather).name.split(".")[0] if site.weather else f"site {n + 1}")
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
