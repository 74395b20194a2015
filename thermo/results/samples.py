"""Monte Carlo over what a study leaves open: Latin hypercube, physics run again for every draw that touches it.

All options of a sample share its draws, so that their difference is not blurred by what they have in common. What
decides is found one at a time: every draw at its tenth and ninetieth percentile, the others at their modes (tornado).
"""

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import numpy as np

from thermo.case.build import build, cases_of
from thermo.cost.options import assess
from thermo.errors import ThermoError
from thermo.results.evaluation import fitting
from thermo.study.retrofit import expand

PERCENTILES = (10, 50, 90)
FIGURES = (  # of a sample: what the physics and the account say
    "pue",
    "energy_total",
    "water",
    "capex",
    "opex_annual",
    "tco",
    "npv",
    "npv_against_baseline",
    "lcoc",
    "cost_per_chip_hour",
)
MOST = 1_000_000


@dataclass
class Uncertainty:
    """Samples of every figure by case, and what follows from them.

    Attributes
    ----------
    seed, samples : int
    draws : list of thermo.study.spread.Draw
    shares : (samples, draws) share of each draw's distribution
    figures : (samples, cases, FIGURES)
    cases : list of (site, option)
    swings : (draws, 2, cases, FIGURES) with one draw at its P10 and P90, the others at their modes
    base : (cases, FIGURES) with all at their modes
    """

    seed: int
    samples: int
    draws: list
    shares: np.ndarray
    figures: np.ndarray
    cases: list
    swings: np.ndarray
    base: np.ndarray
    notes: list = field(default_factory=list)

    def percentiles(self):
        """{(site, option): {figure: {"p10", "p50", "p90"}}}."""
        values = np.percentile(self.figures, PERCENTILES, axis=0)
        return {
            case: {
                name: {f"p{p}": float(values[k, n, i]) for k, p in enumerate(PERCENTILES)}
                for i, name in enumerate(FIGURES)
            }
            for n, case in enumerate(self.cases)
        }

    def beats(self):
        """{(site, option): {other option of the site: share of samples with the larger NPV}}."""
        npv = self.figures[:, :, FIGURES.index("npv")]
        found = {}
        for n, (site, option) in enumerate(self.cases):
            others = [m for m, (s, o) in enumerate(self.cases) if s == site and o != option]
            found[site, option] = {self.cases[m][1]: float((npv[:, n] > npv[:, m]).mean()) for m in others}
        return found

    def tornado(self, figure="npv_against_baseline", most=12):
        """{(site, option): [(draw's name, figure at its P10, figure at its P90)]}, the widest first."""
        i = FIGURES.index(figure)
        found = {}
        for n, case in enumerate(self.cases):
            values = self.swings[:, :, n, i]
            width = np.abs(values[:, 1] - values[:, 0])
            order = [d for d in np.argsort(-width, kind="stable") if width[d] > 0.0][:most]
            found[case] = [(self.draws[d].name, float(values[d, 0]), float(values[d, 1])) for d in order]
        return found

    def dataset(self):
        """Samples as a Dataset over (sample, case), with the share of every draw."""
        import xarray as xr

        data = {name: (("sample", "case"), self.figures[:, :, i]) for i, name in enumerate(FIGURES)}
        data["share"] = (("sample", "input"), self.shares)
        coords = {
            "case": [f"{site}: {option}" for site, option in self.cases],
            "input": [draw.name for draw in self.draws],
            "sample": np.arange(1, self.samples + 1),
        }
        return xr.Dataset(data, coords, {"seed": self.seed})

    def to_dict(self):
        """What the JSON document holds of it; lists by case in the order of its options."""
        percentiles, beats, npv = self.percentiles(), self.beats(), self.tornado("npv")
        difference = self.tornado()
        options = []
        for case in self.cases:
            rows = difference[case] or npv[case]
            options.append(
                {
                    "site": case[0],
                    "name": case[1],
                    **percentiles[case],
                    "beats": beats[case],
                    "tornado_of": "npv_against_baseline" if difference[case] else "npv",
                    "tornado": [{"input": name, "p10": low, "p90": high} for name, low, high in rows],
                }
            )
        draws = [
            {"input": d.name, "low": d.low, "mode": d.mode, "high": d.high, "physical": d.physical, "source": d.source}
            for d in self.draws
        ]
        return {
            "samples": self.samples,
            "seed": self.seed,
            "inputs": draws,
            "options": options,
            "notes": self.notes,
        }


@dataclass
class Sample:
    """One case of one sample: as much of an outcome as an account needs."""

    spec: object
    case: object
    summary: dict
    rows: np.ndarray
    kept: bool = False  # its physics is that of the modes
    lines: list | None = None  # and so is its equipment


def hypercube(count, dimensions, seed):
    """(count, dimensions) shares, one in each of `count` strata of every dimension; the same for the same seed."""
    from scipy.stats import qmc

    return qmc.LatinHypercube(dimensions, seed=np.random.default_rng(seed)).random(count)


def run(evaluation, result, samples, seed=1, step=lambda: None):
    """Draw samples of a study that has been evaluated at its modes.

    Parameters
    ----------
    evaluation : thermo.results.evaluation.Evaluation
    result : its Result
    samples : number of samples, at least 2
    seed : the same seed gives the same samples
    step : called after each sample and each swing of the tornado

    Raises
    ------
    ThermoError
        When nothing varies, or the number of samples makes no sense.
    """
    if not 2 <= samples <= MOST:
        raise ThermoError(f"--samples {samples}: a whole number between 2 and {MOST} is needed.")
    if seed < 0:
        raise ThermoError(f"--seed {seed}: a whole number of zero or more is needed.")
    study = evaluation.given
    draws, notes = what_varies(study, result)
    shares = hypercube(samples, len(draws), seed)
    modes = {draw: None for draw in draws}
    engine = Engine(evaluation, result, draws)

    def one(row):
        found = engine.figures({draw: float(s) for draw, s in zip(draws, row, strict=True)})
        step()
        return found

    def swing(item):
        found = engine.figures(modes | {item[0]: item[1]})
        step()
        return found

    pairs = [(draw, share) for draw in draws for share in (0.1, 0.9)]
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        figures = np.array(list(pool.map(one, shares)))
        swings = np.array(list(pool.map(swing, pairs)))
    base = engine.figures(modes)
    swings = swings.reshape(len(draws), 2, *base.shape)
    cases = [(o.case.site, o.case.option) for o in result.outcomes]
    return Uncertainty(seed, samples, draws, shares, figures, cases, swings, base, notes)


def steps_of(evaluation, result, samples):
    """How often `run` calls its step."""
    return samples + 2 * len(what_varies(evaluation.given, result)[0])


def what_varies(study, result):
    """The draws of a study; where it has none, every price of the book that it used, in the book's range."""
    if study.draws:
        return list(study.draws), []
    from thermo.library import find
    from thermo.study.books import default_book
    from thermo.study.spread import of_price

    entry = find("costs", study.economics.price_book or default_book(study.sites()[0]))
    used = {name.removeprefix("price.") for account in result.accounts for name in account.notes}
    draws = [
        of_price(entry, name)
        for name, value in entry.values.items()
        if name in used and name not in study.economics.prices and value.low != value.high and name != "escalation"
    ]
    if not draws:
        raise ThermoError("nothing varies: write { low = …, mode = …, high = … } in place of a value of the study.")
    return draws, [f"the study has no distribution; every price of {entry.key} that it uses varies in its range"]


class Engine:
    """Figures of all cases for one set of shares; physics of the modes is kept and used where no draw touches it."""

    def __init__(self, evaluation, result, draws):
        self.study = evaluation.given
        self.weather = {spec.site: spec.weather for spec in evaluation.cases}
        self.kept, self.lines = result.outcomes, [account.side.lines for account in result.accounts]
        self.physical = [draw for draw in draws if draw.physical]
        self.worth = self.study.economics.freed_power_price is not None
        self.fits = {(o.case.site, o.case.option): fitting(o) for o in result.outcomes} if self.worth else {}

    def fit(self, sample):
        """IT power that fits under the feed: kept where the physics is, found anew where it ran again."""
        return self.fits[sample.case.site, sample.case.option] if sample.kept else fitting(sample)

    def figures(self, shares):
        """(cases, FIGURES) with each draw at its share; None stands for its mode."""
        given = {draw: share for draw, share in shares.items() if share is not None}
        study = self.study.drawn(given) if given else self.study
        expanded = expand(study)
        specs = cases_of(expanded, self.weather)
        if any(draw in given for draw in self.physical):
            outcomes = [physics(spec) for spec in specs]
        else:
            outcomes = [
                Sample(spec, o.case, o.summary, o.rows, kept=True, lines=lines)
                for spec, o, lines in zip(specs, self.kept, self.lines, strict=True)
            ]
        accounts = assess(expanded, outcomes, self.fit if self.worth else None)
        table = [
            [{**o.summary, **a.values}.get(name, np.nan) for name in FIGURES]
            for o, a in zip(outcomes, accounts, strict=True)
        ]
        return np.array([[np.nan if v is None else v for v in row] for row in table], float)


def physics(spec):
    """Size and run one case."""
    from thermo.engine.size import size
    from thermo.engine.year import run_controlled
    from thermo.results.metrics import annual

    case = build(spec)
    size(case)
    rows = run_controlled(case, case.weather.rows, case.utilisation)
    summary, _ = annual(rows, case.chips_total, case.chip_utilisation, case.grid_carbon, case.grid_water)
    return Sample(spec, case, summary | case.geometry() | {"it_power_available": float("nan")}, rows)
