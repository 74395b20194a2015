"""What `evaluate` returns: plain data that pickles, copies, saves and loads."""

import json
from functools import cached_property
from pathlib import Path

from thermo import __version__
from thermo.cost.options import assess
from thermo.cost.terms import currency
from thermo.errors import ThermoError
from thermo.results import dataset, document
from thermo.results.dataset import details, entry, hourly, summary
from thermo.results.roots import fitting
from thermo.results.samples import Uncertainty
from thermo.results.store import cases_of, lists_of, read_groups, write
from thermo.study import Study
from thermo.units import define_money


class Result:
    """Figures of every (site, option).

    Attributes
    ----------
    summary : Dataset over (site, option) and further dimensions; its `to_dataframe()` has one row an option
    hourly : Dataset over (site, option, hour)
    details : {"limits", "warnings", "policies", "inputs", "equipment", ...: one list per (site, option)}
    uncertainty : results.samples.Uncertainty, or None
    study : the Study, as it was evaluated
    outcomes : results.outcome.Outcome of every case; of a result that was read from a file, none

    Examples
    --------
    >>> result = thermo.evaluate("configs/ashburn.toml")                     # doctest: +SKIP
    >>> result.save("ashburn.nc")                                            # doctest: +SKIP
    >>> thermo.read_result("ashburn.nc").to_dict() == result.to_dict()       # doctest: +SKIP
    True
    """

    def __init__(self, study, outcomes):
        self.outcomes = list(outcomes)
        self.uncertainty: Uncertainty | Kept | None = None
        self.has_hours = True
        self._origin: dict[str, str] = {}  # of a result that was read: its study as text, and where the study stood
        self.study = study

    @classmethod
    def restored(cls, groups):
        """A result from the groups of its file, see `results.store`."""
        self = cls.__new__(cls)
        self.outcomes, self.uncertainty, self.has_hours = [], None, "hourly" in groups
        self._origin = {}
        if "document" in groups:
            held = groups["document"]
            if not isinstance(held, dict) or "energy" not in (held.get("options") or [{}])[0]:
                raise ThermoError("this document holds no result of evaluate.")
            entries = document.entries_of(held)
            about = {"study": held["study"], "version": held["version"]}
            self.arrays = dataset.summary(entries, held["units"]["capex"], about)
            self.details = dataset.details(entries)
            if "uncertainty" in held:
                self.uncertainty = Kept(held["uncertainty"])
        else:
            root = groups[""]
            self._origin = {name: root.attrs.pop(name) for name in ("study_json", "study_folder")}
            root.attrs.pop("groups")
            self.arrays = dataset.Summary(root.data_vars, root.coords, root.attrs)
            cases = cases_of(root)
            names = (*dataset.ROWS, *dataset.ITEMS)
            held = {n: groups.get(f"details/{n}") for n in names}
            self.details = {n: [[] for _ in cases] if t is None else lists_of(t, cases) for n, t in held.items()}
            if "samples" in groups:
                self.uncertainty = Uncertainty.restored(groups["samples"], groups["draws"])
        if self.has_hours:
            self.hourly = groups["hourly"]
        return self

    def __getstate__(self):
        """Without the hours' Dataset where the outcomes hold the same hours."""
        return {k: v for k, v in self.__dict__.items() if k != "hourly" or not self.outcomes}

    @cached_property
    def study(self):
        """The Study; of a result read from JSON, None."""
        given = json.loads(self._origin.get("study_json", "null"))
        return given and Study.from_dict(given, self.arrays.attrs["study"], self._origin["study_folder"])

    def origin(self):
        """Attributes that a file keeps of the study."""
        if self.study is None:
            return {"study_json": "null", "study_folder": "."}
        given = json.dumps(self.study.to_dict(), ensure_ascii=False)
        return {"study_json": given, "study_folder": str(Path(self.study._folder).resolve())}

    @cached_property
    def accounts(self):
        """The `thermo.cost.account.Account` of every outcome: equipment, cash flows and their figures."""
        if not self.outcomes:
            raise ThermoError("a result that was read from a file holds no accounts; their figures stand in `summary`.")
        return assess(self.study, self.outcomes, fitting)

    @property
    def currency(self):
        """What money is counted in."""
        return self.arrays.attrs["currency"]

    @cached_property
    def _entries(self):
        return [entry(outcome, account) for outcome, account in zip(self.outcomes, self.accounts, strict=True)]

    @cached_property
    def arrays(self):
        """The summary, whose units of money pint may not know yet."""
        return summary(self._entries, currency(self.study), {"study": self.study.name, "version": __version__})

    @property
    def summary(self):
        """Dataset over (site, option), with end uses, loads, streams, items and years as further dimensions."""
        define_money()
        return self.arrays

    @cached_property
    def details(self):
        """What each option exceeds, must be known of it, and was bought for it: {name: one list per option}."""
        return details(self._entries)

    @cached_property
    def hourly(self):
        """Dataset over (site, option, hour): the same physics for every hour, in shown units."""
        if not self.has_hours:
            raise ThermoError("this result holds no hours: it was evaluated with hourly=False, or kept as JSON.")
        return hourly(self.outcomes, {"study": self.study.name})

    def without_hours(self):
        """Let go of the hours, some 7 MB an option, when all figures are drawn from them."""
        _ = self.arrays, self.details
        for outcome in self.outcomes:
            outcome.rows = outcome.rows[:0]
        self.has_hours = False
        return self

    def to_dict(self):
        """The document that `thermo evaluate --json` prints; no NaN, `None` where there is no value."""
        return document.document(self.arrays, self.details, self.uncertainty)

    def save(self, path):
        """Write the result: `.nc` or `.zarr` with all it holds, `.json` with its document.

        Raises
        ------
        ThermoError
            For another ending, a folder that is not there, or a full disk; nothing is half written.
        """
        write(self, path)

    def _repr_html_(self):
        return self.arrays._repr_html_()


class Kept:
    """A Monte Carlo run of which the document alone was kept."""

    def __init__(self, document):
        self.document = document

    def to_dict(self):
        """What the JSON document holds of it."""
        return self.document


def read_result(path):
    """Read a result that `Result.save` or `thermo evaluate -o` wrote (.nc, .zarr, .json).

    Returns
    -------
    Result
        With the same document; reports can be made of it. From JSON it holds neither hours nor the study.

    Raises
    ------
    ThermoError
        For a file that is not there, or is no result.
    """
    return Result.restored(read_groups(path))


__all__ = ["Result", "read_result"]
