"""Monte Carlo over what a study leaves open: Latin hypercube, physics run again for every draw that touches it.

All options of a sample share its draws, so that their difference is not blurred by what they have in common. What
decides is found one at a time: every draw at its tenth and ninetieth percentile, the others at their modes (tornado).
"""

import json
from dataclasses import asdict, dataclass, field

import numpy as np

from thermo.cost.options import assess
from thermo.errors import ThermoError
from thermo.library import find
from thermo.results.outcome import Ran, ran
from thermo.results.pool import finished
from thermo.results.roots import fitting
from thermo.study.books import default_book, market_factor, market_of
from thermo.study.retrofit import expand
from thermo.study.spread import Draw, of_price

PERCENTILES = (10, 50, 90)
ENDS = (0.1, 0.9)  # shares of a draw's distribution that a tornado goes to
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
        """Samples as a Dataset over (sample, case), with the share of every draw, the tornado's ends and the modes."""
        import xarray as xr

        data: dict[str, tuple] = {name: (("sample", "case"), self.figures[..., i]) for i, name in enumerate(FIGURES)}
        data |= {f"{name}.swing": (("input", "end", "case"), self.swings[..., i]) for i, name in enumerate(FIGURES)}
        data |= {f"{name}.mode": ("case", self.base[:, i]) for i, name in enumerate(FIGURES)}
        data["share"] = (("sample", "input"), self.shares)
        coords = {
            "case": np.array([f"{site}: {option}" for site, option in self.cases], object),
            "site": ("case", np.array([site for site, _ in self.cases], object)),
            "option": ("case", np.array([option for _, option in self.cases], object)),
            "input": np.array([draw.name for draw in self.draws], object),
            "end": list(ENDS),
            "sample": np.arange(1, self.samples + 1),
        }
        return xr.Dataset(data, coords, {"seed": self.seed})

    def groups(self):
        """What a file keeps: {"samples", "draws"}."""
        import xarray as xr

        rows = [[*asdict(draw).values()] for draw in self.draws]
        draws = xr.Dataset({"draw": ("row", np.array([json.dumps(row) for row in rows], object))})
        return {"samples": self.dataset(), "draws": draws.assign_attrs(notes=json.dumps(self.notes))}

    @classmethod
    def restored(cls, samples, draws):
        """The samples that a file kept."""
        kept = [json.loads(row) for row in draws["draw"].values]
        figures, base, swings = (
            np.stack([samples[f"{name}{end}"].values for name in FIGURES], -1) for end in ("", ".mode", ".swing")
        )
        cases = list(zip(samples["site"].values.tolist(), samples["option"].values.tolist(), strict=True))
        drawn = [Draw(tuple(path), *rest) for path, *rest in kept]
        notes, seed = json.loads(draws.attrs["notes"]), int(samples.attrs["seed"])
        return cls(seed, len(figures), drawn, samples["share"].values, figures, cases, swings, base, notes)

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


def hypercube(count, dimensions, seed):
    """(count, dimensions) shares, one in each of `count` strata of every dimension; the same for the same seed."""
    from scipy.stats import qmc

    return qmc.LatinHypercube(dimensions, seed=np.random.default_rng(seed)).random(count)


def run(evaluation, result, samples, seed=1, on_progress=None, cancel=None):
    """Draw samples of a study that has been evaluated at its modes.

    Parameters
    ----------
    evaluation : thermo.results.evaluation.Evaluation
    result : its Result
    samples : number of samples, at least 2
    seed : the same seed gives the same samples
    on_progress : function of (done, total, "samples") after each sample and each swing of the tornado
    cancel : see `evaluate`

    Raises
    ------
    ThermoError
        When nothing varies, or the number of samples makes no sense.
    """
    if not 2 <= samples <= MOST:
        raise ThermoError(f"--samples {samples}: a whole number between 2 and {MOST} is needed.")
    if seed < 0:
        raise ThermoError(f"--seed {seed}: a whole number of zero or more is needed.")
    draws, notes = what_varies(evaluation.given, result)
    shares = hypercube(samples, len(draws), seed)
    modes: dict[Draw, float | None] = dict.fromkeys(draws)
    engine = Engine(evaluation, result, draws)
    jobs: list[dict[Draw, float | None]]
    jobs = [{draw: float(s) for draw, s in zip(draws, row, strict=True)} for row in shares]
    jobs += [modes | {draw: share} for draw in draws for share in ENDS]
    found: dict[int, np.ndarray] = {}

    def one(n):
        return engine.figures(jobs[n])

    for n, figures in finished(one, range(len(jobs)), on_progress, cancel, lambda _: "samples"):
        found[n] = figures
    table = np.array([found[n] for n in range(len(jobs))])
    base = engine.figures(modes)
    swings = table[samples:].reshape(len(draws), 2, *base.shape)
    cases = [(o.case.site, o.case.option) for o in result.outcomes]
    return Uncertainty(seed, samples, draws, shares, table[:samples], cases, swings, base, notes)


def steps_of(evaluation, result, samples):
    """Samples and swings that `run` computes."""
    return samples + 2 * len(what_varies(evaluation.given, result)[0])


def what_varies(study, result):
    """The draws of a study; where it has none, every price of the book that it used, in the book's range."""
    if study.draws:
        return list(study.draws), []

    economics, place = study.economics, study.sites()[0]
    entry = find("costs", economics.price_book or default_book(place))
    level = market_factor(market_of(place, economics.market, economics.price_book), entry.key)
    used = {name.removeprefix("price.") for account in result.accounts for name in account.notes}
    draws = [
        of_price(entry, name, level)
        for name, value in entry.values.items()
        if name in used and name not in study.economics.prices and value.low != value.high and name != "escalation"
    ]
    if not draws:
        raise ThermoError("nothing varies: write { low = …, mode = …, high = … } in place of a value of the study.")
    return draws, [f"the study has no distribution; every price of {entry.key} that it uses varies in its range"]


class Engine:
    """Figures of all cases for one set of shares; physics of the modes is kept and used where no draw touches it."""

    def __init__(self, evaluation, result, draws):
        self.study, self.specs = evaluation.given, evaluation.specs
        self.weather = {spec.site: spec.weather for spec in evaluation.cases}
        self.kept, self.lines = result.outcomes, [account.side.lines for account in result.accounts]
        self.physical = [draw for draw in draws if draw.physical]
        self.worth = self.study.economics.freed_power_price is not None
        self.fits = {(o.case.site, o.case.option): fitting(o) for o in result.outcomes} if self.worth else {}

    def fit(self, sample):
        """IT power that fits under the feed: kept where the physics is, found anew where it ran again."""
        return fitting(sample) if sample.lines is None else self.fits[sample.case.site, sample.case.option]

    def figures(self, shares):
        """(cases, FIGURES) with each draw at its share; None stands for its mode."""
        given = {draw: share for draw, share in shares.items() if share is not None}
        study = self.study.drawn(given) if given else self.study
        expanded = expand(study)
        specs = self.specs(expanded, self.weather)
        if any(draw in given for draw in self.physical):
            outcomes = [ran(spec, geometry=True) for spec in specs]
        else:
            outcomes = [
                Ran(spec, o.case, o.summary, o.energy, o.rows, lines)
                for spec, o, lines in zip(specs, self.kept, self.lines, strict=True)
            ]
        accounts = assess(expanded, outcomes, self.fit if self.worth else None)
        table = [
            [{**o.summary, **a.values}.get(name, np.nan) for name in FIGURES]
            for o, a in zip(outcomes, accounts, strict=True)
        ]
        return np.array([[np.nan if v is None else v for v in row] for row in table], float)
