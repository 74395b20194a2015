"""What can go wrong for a user: one sentence each, naming place, what was given, what is needed."""

from difflib import get_close_matches


class ThermoError(Exception):
    """A user's mistake or an impossible request; the command line prints it without a traceback."""


class StudyError(ThermoError):
    """One or more problems in a study; `problems` holds a sentence for each."""

    def __init__(self, problems):
        self.problems = list(problems)
        super().__init__("\n".join(self.problems))


class LibraryError(ThermoError):
    """A library entry or value that does not exist or is not published."""


class WeatherError(ThermoError):
    """A weather file that cannot be used."""


class Cancelled(ThermoError):
    """The caller asked to stop before all was computed."""


def nearest(word, known):
    """Return ``"Did you mean 'x'?"`` for the closest of `known`, or the list of what is known."""
    known = [str(k) for k in known]
    close = get_close_matches(str(word), known, n=1, cutoff=0.8)
    close = close or [k for k in known if len(str(word)) > 2 and k.startswith(str(word))]
    close = close or get_close_matches(str(word), known, n=1, cutoff=0.6)
    if close:
        return f"Did you mean '{close[0]}'?"
    return f"Known: {', '.join(known)}." if known else ""
