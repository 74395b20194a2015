"""What can go wrong for a user: one sentence each, naming place, what was given, what is needed."""

import re
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

DID_YOU_MEAN = "Did you mean '{}'?"


class ThermoError(Exception):
    """A user's mistake or an impossible request; the command line prints it without a traceback."""


class Problem(str):
    """One problem of a study: the sentence itself, with what it is about.

    Attributes
    ----------
    path : tuple of str and int
        Keys and positions that lead to the place in what was given; empty for the study as a whole.
    given : object
        What stands there, None where nothing does.
    text : str
        What is wrong and what is needed, without file and place.
    file : str
        The file, or what stands for it ("study").
    """

    path: tuple[str | int, ...]
    given: Any
    text: str
    file: str

    def __new__(
        cls, sentence: str, path: Iterable[str | int] = (), given: Any = None, text: str = "", file: str = ""
    ) -> "Problem":
        self = super().__new__(cls, printable(sentence))
        self.path, self.given, self.text, self.file = tuple(path), given, text or str(sentence), file
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        return Problem, (str(self), self.path, self.given, self.text, self.file)

    @property
    def pointer(self) -> str:
        """The place as a JSON pointer: "/option/0/air/plant"."""
        return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in self.path)

    @property
    def nearest(self) -> str | None:
        """The nearest right word, where the sentence names one."""
        found = re.search(r"""Did you mean (['"])(.+?)\1\?""", self.text)
        return found.group(2) if found else None

    def worded(self, sentence: str) -> "Problem":
        """The same problem in another sentence."""
        return Problem(sentence, self.path, self.given, self.text, self.file)

    def to_dict(self) -> dict[str, Any]:
        """The problem for JSON."""
        own = {key: getattr(self, key) for key in ("pointer", "given", "text", "nearest", "file")}
        return {"sentence": str(self), "path": list(self.path), **own}


class StudyError(ThermoError, ValueError):
    """One or more problems in a study; `problems` holds a `Problem` (a sentence that knows its place) for each.

    Parameters
    ----------
    problems : iterable of str
        Sentences; plain ones become problems without a place.
    where : str or Path
        File, or what stands for it, put before each sentence.
    """

    problems: list[Problem]

    def __init__(self, problems: Iterable[str], where: object = "") -> None:
        file = str(where)
        self.problems = []
        for item in problems:
            found = item if isinstance(item, Problem) else Problem(item)
            words = f"{file}: {found}" if file else str(found)
            self.problems.append(Problem(words, found.path, found.given, found.text, file or found.file))
        super().__init__("\n".join(self.problems))

    def __reduce__(self) -> tuple[Any, ...]:
        return StudyError, (self.problems,)


class LibraryError(ThermoError):
    """A library entry or value that does not exist or is not published."""


class WeatherError(ThermoError):
    """A weather file that cannot be used."""


class Cancelled(ThermoError):
    """The caller asked to stop before all was computed."""


def printable(text: str) -> str:
    """A text with escapes in place of control characters and lone surrogates."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def nearest(word: object, known: Iterable[object]) -> str:
    """Return ``"Did you mean 'x'?"`` for the closest of `known`, or the list of what is known."""
    words, given = {str(k).lower(): str(k) for k in known}, str(word)[:100].lower()
    close = get_close_matches(given, words, n=1, cutoff=0.8)
    close = close or [k for k in words if len(given) > 2 and k.startswith(given)]
    close = close or get_close_matches(given, words, n=1, cutoff=0.6)
    if close:
        return DID_YOU_MEAN.format(words[close[0]])
    return f"Known: {', '.join(words.values())}." if words else ""
