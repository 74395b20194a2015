"""One exact point of a search: a spec with changes, built, sized, judged at the design hour and over the whole year."""

from dataclasses import dataclass, field

from thermo.case.build import build
from thermo.cost.options import assess_site
from thermo.engine import solve
from thermo.errors import ThermoError
from thermo.results.evaluation import Evaluation
from thermo.results.limits import binding, limits
from thermo.results.outcome import Ran, ran
from thermo.study.retrofit import is_retrofit
from thermo.vocabulary import DO_NOTHING


@dataclass
class Point(Ran):
    """Figures of a year; `limits` exceeded, `binding` the short names of those that bind."""

    limits: list = field(default_factory=list)
    binding: list = field(default_factory=list)
    tco: float | None = None

    @property
    def feasible(self):
        """True where no limit is exceeded."""
        return not self.limits


def with_changes(spec, changes):
    """A spec with inputs changed on top of its own changes."""
    return spec.changed(changes)


def sized(spec):
    """The case of a spec, sized; None where the inputs cannot stand together."""
    try:
        return solve.sized(build(spec))
    except ThermoError:
        return None


def design_limits(case):
    """(limits exceeded, binding) at the design hour with one spare unit of every kind out."""
    return judged(case, case.outage_row[None])


def judged(case, rows):
    """(limits exceeded, short names of those that bind) over the design hour and the rows."""
    found, _ = limits(case, rows)
    return found, binding(found)


def year(spec, case=None):
    """The exact year of a spec, or None where it cannot be built."""
    case = case or sized(spec)
    if case is None:
        return None
    found = ran(spec, case)
    return Point(**vars(found), **dict(zip(("limits", "binding"), judged(case, found.rows), strict=True)))


def all_specs(study):
    """Specs of a study that may be a Study, a dict or a path."""
    evaluation = Evaluation(study)
    return evaluation.study, evaluation.cases


def tco(study, specs, point):
    """Total cost of ownership of a point; None where electricity has no price.

    In a retrofit the account needs what stands today, whose case is evaluated once and kept.
    """
    if point.spec.place.electricity_price is None:
        return None
    outcomes = [point]
    old = standing(study, specs, point.spec.site)
    if old is not None and old.spec.option != point.spec.option:
        outcomes = [old, point]
    return float(assess_site(study, outcomes)[-1].values["tco"])


def standing(study, specs, site):
    """The point of doing nothing at a site in a retrofit, else None."""
    if not is_retrofit(study):
        return None
    spec = next((s for s in specs if s.option == DO_NOTHING and s.site == site), None)
    if spec is None:
        return None
    if id(spec) not in KEPT:
        KEPT[id(spec)] = (spec, year(spec))
    return KEPT[id(spec)][1]


KEPT: dict[int, tuple] = {}
