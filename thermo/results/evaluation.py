"""Study → cases → engine → result: the public `evaluate`, whole or case by case."""


from typing import Any

import numpy as np

from thermo.case.build import build
from thermo.case.layout import worth_inputs
from thermo.case.spec import cases_of
from thermo.core.jit import is_cold
from thermo.engine.solve import sized
from thermo.engine.year import run, solve_at
from thermo.errors import ThermoError, nearest
from thermo.results.document import number
from thermo.results.outcome import outcome, ran
from thermo.results.pool import finished
from thermo.results.rack import shown_outputs
from thermo.results.result import Result
from thermo.results.samples import run as sample
from thermo.schema.hall import GROUPS
from thermo.schema.rack import RACK_RESULT
from thermo.schema.row import ROW
from thermo.study import study_of
from thermo.study.retrofit import expand
from thermo.vocabulary import DO_NOTHING


def evaluate(study, hourly=True, samples=0, seed=1, *, options=None, on_progress=None, cancel=None):
    """Compare the options of a study.

    Parameters
    ----------
    study : Study, dict or path of a study file
    hourly : False lets go of the hours once the figures are drawn from them (`Result.hourly` then raises)
    samples : number of Monte Carlo samples over the study's distributions; 0 runs the modes alone
    seed : the same seed gives the same samples
    options : names or places (from 0) of the options to evaluate; all if None. What they are counted against comes
        along: the study's baseline, and in a retrofit what stands today
    on_progress : function of (done, total, label), called in this thread after each case, label "site: option", and
        after each sample, label "samples"
    cancel : function without arguments, or an object with `is_set()` like threading.Event; looked at several times a
        second. What runs then is let go, nothing is written

    Returns
    -------
    Result

    Raises
    ------
    StudyError
        With every problem of the study at once.
    Cancelled
        When `cancel` says so.
    ThermoError
        For an option that the study does not have, or samples of a study in which nothing varies.
    """
    evaluation = Evaluation(study, options)
    result = evaluation.run(on_progress, cancel)
    if samples:
        result.uncertainty = sample(evaluation, result, samples, seed, on_progress, cancel)
    return result if hourly else result.without_hours()


def iter_evaluate(study, options=None, on_progress=None, cancel=None):
    """Evaluate case by case.

    Parameters
    ----------
    study, options, on_progress, cancel : as of `evaluate`

    Yields
    ------
    Outcome
        As cases finish, in any order but the first: `.spec.site`, `.spec.option`, `.summary`, `.limits`, `.feasible`.
        Costs need all options of a site; `Evaluation(study).result(outcomes)` adds them up.

    Examples
    --------
    >>> for outcome in thermo.iter_evaluate("configs/ashburn.toml"):         # doctest: +SKIP
    ...     print(outcome.spec.option, outcome.summary["pue"])
    """
    return Evaluation(study, options).outcomes(on_progress, cancel)


class Evaluation:
    """The cases of a study, and what is computed from them.

    Parameters
    ----------
    study : Study, dict or path of a study file
    options : names or places of the options to evaluate, all if None

    Attributes
    ----------
    given : the Study; study : with what a retrofit adds; cases : Specs, all options of a site together
    """

    def __init__(self, study, options=None):
        self.given = study_of(study)
        self.study = expand(self.given)
        self.chosen = None if options is None else self._chosen(options)
        self.cases = self.specs(self.study)

    def _chosen(self, options):
        """Names of the options to evaluate, with what they are counted against."""
        given, known = [o.name for o in self.given.option], [o.name for o in self.study.option]
        names: set[Any] = set()
        for option in [options] if isinstance(options, str | int) else options:
            if isinstance(option, int) and not isinstance(option, bool) and -len(given) <= option < len(given):
                names.add(given[option])
            elif option in known:
                names.add(option)
            else:
                raise ThermoError(f"options: the study has no option {option!r}. {nearest(option, known)}")
        if not names:
            raise ThermoError(f"options: none is named. {nearest('', known)}")
        return names | ({self.study.economics.baseline, DO_NOTHING} & set(known))

    def specs(self, study, weather=None):
        """Specs of the chosen options of an expanded study."""
        return [s for s in cases_of(study, weather) if self.chosen is None or s.option in self.chosen]

    def cold(self):
        """True when kernels must be compiled first (a first start, or after an edit)."""
        import thermo.engine.hour as module

        return is_cold(module.__file__)

    def outcomes(self, on_progress=None, cancel=None):
        """Yield the Outcome of each case as it finishes, see `evaluate`."""
        for _, found in finished(outcome, self.cases, on_progress, cancel, lambda s: f"{s.site}: {s.option}"):
            yield found

    def run(self, on_progress=None, cancel=None):
        """Evaluate all cases, see `evaluate`."""
        return self.result(self.outcomes(on_progress, cancel))

    def result(self, outcomes):
        """The Result of the outcomes of all cases, in any order."""
        found = {id(outcome.spec): outcome for outcome in outcomes}
        return Result(self.study, [found[id(spec)] for spec in self.cases])

    def hour(self, spec, hour):
        """Weather row, hall row and rack figures of one hour (1-8760) or of the design hour (None)."""
        case = sized(build(spec))
        if hour is None:
            weather, row, u = case.design_weather[0], case.design_row, np.ones(GROUPS)
        else:
            hours = case.weather.rows[hour - 1 : hour]
            weather, u = hours[0], case.utilisation[hour - 1]
            row = run(case, hours, u)[0]
        out = np.zeros(GROUPS, RACK_RESULT)
        t_liquid = row[ROW["t_liquid_supply"]]
        solve_at(case, u, row[ROW["t_air_supply"]], t_liquid if t_liquid == t_liquid else 30.0, out)
        racks = []
        for g, group in enumerate(case.groups):
            shown = shown_outputs(case.racks[g])
            values = {n: number(out[i][g]) for n, (i, _, _) in shown.items()}
            units = {n: u_ for n, (_, u_, _) in shown.items()}
            racks.append({"group": group.name, "technology": group.technology, "values": values, "units": units})
        return weather, row, racks

    def worth(self):
        """What each numeric plant and terminal input is worth in annual PUE: default against its low and high bound.

        Returns
        -------
        list of (site, option, input, low text, PUE change, high text, PUE change), largest first
        """
        def pue(spec):
            return ran(spec).summary["pue"]

        rows = []
        for spec in self.cases:
            base = pue(spec)
            for path, low, high in worth_inputs(spec):
                changes = [pue(spec.changed({path: bound})) - base for bound in (low, high)]
                name = path.removeprefix("option.")
                rows.append((spec.site, spec.option, name, low, changes[0], high, changes[1]))
        return sorted(rows, key=lambda r: -max(abs(r[4]), abs(r[6])))


__all__ = ["Evaluation", "Result", "evaluate", "iter_evaluate"]
