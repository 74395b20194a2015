"""One exact point of a search: a spec with changes, built, sized, judged at the design hour and over the whole year."""

from dataclasses import dataclass, field, replace

import numpy as np

from thermo.case.build import build
from thermo.engine import solve
from thermo.errors import ThermoError
from thermo.results.outcome import Ran, ran

BINDING = {  # row field: what holds the search back
    "margin_chip": "the junction reaches throttling",
    "margin_case": "the case reaches its limit",
    "margin_memory": "the memory reaches its limit",
    "margin_intake": "the server intake reaches its class limit",
    "margin_airflow": "the rack needs all the air its face and fans can pass",
    "margin_coolant": "the coolant reaches its limit",
    "margin_flux": "the heat flux reaches its share of the critical flux",
    "margin_geometry": "the sinks no longer fit",
    "margin_quality": "the plates leave at the quality of dry-out",
    "margin_suction": "the coolant pump lacks suction head",
    "margin_stability": "the flow between parallel plates becomes unstable",
    "margin_dew": "the coolant reaches the room's dew point guard",
    "margin_electrical": "the electrical chain is full",
    "margin_plant_air": "the air stream's plant runs short",
    "margin_plant_liquid": "the liquid stream's plant runs short",
}
FEED = "the utility feed is full"
OTHER = "another limit is exceeded"


@dataclass
class Point(Ran):
    """Figures of a year; `limits` in words, `binding` the short names of what is exceeded."""

    limits: list = field(default_factory=list)
    binding: list = field(default_factory=list)
    tco: float | None = None

    @property
    def feasible(self):
        """True where no limit is exceeded."""
        return not self.limits


def with_changes(spec, changes):
    """A spec with inputs changed on top of its own changes."""
    return replace(spec, changes=spec.changes | changes)


def sized(spec):
    """The case of a spec, sized; None where the inputs cannot stand together."""
    try:
        return solve.sized(build(spec))
    except ThermoError:
        return None


def design_limits(case):
    """(sentences, binding) at the design hour with one spare unit of every kind out."""
    return judged(case, case.outage_row[None])


def judged(case, rows):
    """(sentences, binding) over the design hour and the rows."""
    from thermo.results.limits import limits
    from thermo.results.metrics import violated

    sentences, _ = limits(case, rows)
    both = np.concatenate([case.outage_row[None], rows])
    found = [BINDING.get(name, OTHER) for name, bad in violated(both).items() if exceeded(both, name, bad)]
    if sentences and not found:
        found = [FEED if "MVA from the utility" in sentences[0] else sentences[0].rpartition(": ")[2]]
    return sentences, list(dict.fromkeys(found)) if sentences else []


def exceeded(rows, name, bad):
    """True where a limit is exceeded by a number (NaN says there is no such limit)."""
    from thermo.results.metrics import column

    return bool((bad & np.isfinite(column(rows, name))).any())


def year(spec, case=None):
    """The exact year of a spec, or None where it cannot be built."""
    case = case or sized(spec)
    if case is None:
        return None
    found = ran(spec, case)
    return Point(**vars(found), **dict(zip(("limits", "binding"), judged(case, found.rows), strict=True)))


def all_specs(study):
    """Specs of a study that may be a Study, a dict or a path."""
    from thermo.results.evaluation import Evaluation

    evaluation = Evaluation(study)
    return evaluation.study, evaluation.cases


def tco(study, specs, point):
    """Total cost of ownership of a point; None where electricity has no price.

    In a retrofit the account needs what stands today, whose case is evaluated once and kept.
    """
    from thermo.cost.options import assess_site

    if point.spec.place.electricity_price is None:
        return None
    outcomes = [point]
    old = standing(study, specs, point.spec.site)
    if old is not None and old.spec.option != point.spec.option:
        outcomes = [old, point]
    return float(assess_site(study, outcomes)[-1].values["tco"])


def standing(study, specs, site):
    """The point of doing nothing at a site in a retrofit, else None."""
    from thermo.cost.retrofit import is_retrofit
    from thermo.study.models import DO_NOTHING

    if not is_retrofit(study):
        return None
    spec = next((s for s in specs if s.option == DO_NOTHING and s.site == site), None)
    if spec is None:
        return None
    if id(spec) not in KEPT:
        KEPT[id(spec)] = (spec, year(spec))
    return KEPT[id(spec)][1]


KEPT: dict[int, tuple] = {}
