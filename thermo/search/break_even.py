"""Where one option becomes cheaper than another: rack density, electricity price and utilisation at which an hour of a
delivered chip costs the same in both.

Physics is run again along density and utilisation; cost is linear in the electricity price, so its root is exact.
"""

from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

from thermo.case.build import build
from thermo.case.spec import cases_of
from thermo.cost import finance
from thermo.cost.operating import METERED
from thermo.cost.options import assess
from thermo.cost.terms import prices_of, terms_of
from thermo.errors import ThermoError, nearest
from thermo.results.metrics import overloaded
from thermo.results.outcome import ran
from thermo.search.frontier import same_chips
from thermo.search.point import with_changes
from thermo.study.checks import resolution
from thermo.study.fields import Amount
from thermo.study.models import IT
from thermo.study.retrofit import expand, is_retrofit
from thermo.vocabulary import DO_NOTHING

AXES = ("density", "electricity_price", "utilization")
UNITS = {"density": "kW", "electricity_price": "money/kWh", "utilization": "1"}
LEVELS = (0.05, 0.2, 0.35, 0.5, 0.65, 0.8, 1.0)  # utilisations looked at before roots are closed in
STEPS = 12  # halvings of an interval of utilisation
KWH = 3.6e6


@dataclass
class Points:
    """One axis at one site: places along it and the cost of a chip-hour of each option there (NaN: not feasible)."""

    axis: str
    site: str
    x: dict  # option: places (density differs between options, since racks do)
    cost: dict  # option: costs


def break_even(study, options=None, axes=AXES, step=lambda: None):
    """Break-evens between pairs of options.

    Parameters
    ----------
    study : Study
    options : names of the options to compare; all if None
    axes : some of AXES
    step : called after each point

    Returns
    -------
    dict: {"study", "currency", "pairs": [{"site", "axis", "option", "against", "unit", "at", "cheaper_above",
    "points"}]}; `at` holds every place where the two cost the same, `cheaper_above` the cheaper one beyond the last.

    Raises
    ------
    ThermoError
        For an unknown option or axis, or fewer than two options.
    """
    names = chosen(study, options)
    for axis in axes:
        if axis not in AXES:
            raise ThermoError(f"--axis {axis} is not an axis of break-even. {nearest(axis, AXES)}")
    expanded = expand(study)
    specs = [spec for spec in cases_of(expanded) if spec.option in names]
    pairs = []
    for site in dict.fromkeys(spec.site for spec in specs):
        here = [spec for spec in specs if spec.site == site]
        for axis in axes:
            if axis == "density" and is_retrofit(study):
                continue  # the racks stand
            pairs += ROUTES[axis](expanded, here, step)
    currency = prices_of(expanded, specs[0].place).currency
    for pair in pairs:
        pair["unit"] = UNITS[pair["axis"]].replace("money", currency)
    return {"study": study.name, "currency": currency, "pairs": pairs}


def chosen(study, options):
    """Names of the options to compare."""
    known = [option.name for option in study.option] + ([DO_NOTHING] if is_retrofit(study) else [])
    for name in options or ():
        if name not in known:
            raise ThermoError(f'--option "{name}" is not an option of this study. {nearest(name, known)}')
    names = list(options or known)
    if len(names) < 2:
        raise ThermoError("a break-even needs two options; the study, or --option, names one.")
    return names


def costs(study, specs):
    """Cost of a delivered chip-hour of each spec [money], NaN where the design hour is not carried; cases; accounts.

    In a retrofit what stands today is part of every account, at the same place along the axis.
    """
    standing = []
    if is_retrofit(study) and DO_NOTHING not in [spec.option for spec in specs]:
        today = next(option for option in study.option if option.name == DO_NOTHING)
        standing = [replace(specs[0], choice=today)]
    samples = [ran(spec, geometry=True) for spec in (*specs, *standing)]
    accounts = assess(study, samples)[: len(specs)]
    samples = samples[: len(specs)]
    values = []
    for sample, account in zip(samples, accounts, strict=True):
        values.append(float("nan") if overloaded(sample.case) else account.values["cost_per_chip_hour"])
    return values, samples, accounts


def pair_of(site, axis, option, against, roots, above, points):
    """One line of the document."""
    return {
        "site": site, "axis": axis, "option": option, "against": against, "unit": "",
        "at": [float(r) for r in roots], "cheaper_above": above, "points": points,
    }  # fmt: skip


def compared(points):
    """Pairs of options along one axis, roots by straight lines between neighbouring points where both are feasible."""
    for a, b in combinations(points.cost, 2):
        ya, yb = np.array(points.cost[a]), np.array(points.cost[b])
        xa, xb = np.array(points.x[a]), np.array(points.x[b])
        gap, x = ya - yb, 0.5 * (xa + xb)
        good = np.isfinite(gap)
        table = [{"x": float(x[i]), a: number(ya[i]), b: number(yb[i])} for i in range(len(x)) if np.isfinite(x[i])]
        roots, ends = [], []
        for i in range(len(gap) - 1):
            if good[i] and good[i + 1] and gap[i] * gap[i + 1] < 0.0:
                share = gap[i] / (gap[i] - gap[i + 1])
                roots.append(x[i] + share * (x[i + 1] - x[i]))
                ends.append((i, i + 1))
        last = gap[good][-1] if good.any() else float("nan")
        above = None if last != last or last == 0.0 else (a if last < 0.0 else b)
        yield a, b, roots, above, table, ends


def number(value):
    """A float, or None where there is none."""
    return float(value) if np.isfinite(value) else None


def density(study, specs, step):
    """Both options at the same number of servers in a rack; racks that are sold whole have no density."""
    group = next((g for g in study.groups() if g.cooling != "air"), None)
    if group is None:
        return []
    movable = [spec for spec in specs if group.name not in spec.choice.rack]
    figures, words = resolution(group.rack, "air", 1)
    if len(movable) < 2 or words or figures is None:
        return []
    names = [spec.option for spec in movable]
    points = Points("density", movable[0].site, {n: [] for n in names}, {n: [] for n in names})
    alike = [same_chips(spec, 0) if group.power is None else spec for spec in movable]
    servers, empty = 1, 0
    while empty < 2 and servers <= 64:
        trial, kept = [], []
        for spec in alike:
            try:
                trial.append(with_changes(spec, {f"it.{group.name}.servers": servers}))
                kept.append(spec.option)
                physics_of(trial[-1])
            except ThermoError:
                trial.pop()
                kept.pop()
        values, samples, _ = costs(study, trial) if len(trial) > 1 else ([], [], [])
        found = dict(zip(kept, zip(values, samples, strict=True), strict=True))
        for name in names:
            value, sample = found.get(name, (float("nan"), None))
            points.cost[name].append(value)
            points.x[name].append(float("nan") if sample is None else rack_kilowatts(sample, group.name))
        step()
        empty = empty + 1 if np.isfinite(values).sum() < 2 else 0
        servers += 1
    return [
        pair_of(points.site, "density", a, b, roots, above, table) for a, b, roots, above, table, _ in compared(points)
    ]


def physics_of(spec):
    """Build a case, so that a rack that cannot hold the servers says so."""
    return build(spec)


def rack_kilowatts(sample, name):
    """Nameplate power of one rack of a group [kW], in its air-cooled form: what a planner calls its density."""
    place = [g.name for g in sample.case.groups].index(name)
    return float(sample.case.racks[place]["nameplate"]) / 1000.0


def electricity(study, specs, step):
    """Cost is linear in the price: two present values per option give the root."""
    values, samples, accounts = costs(study, specs)
    terms = terms_of(study, prices_of(study, specs[0].place))
    step()
    found = []
    rows = []
    for sample, account, value in zip(samples, accounts, values, strict=True):
        energy = sample.summary["energy_total"]
        metered = {n: v for n, v in account.flows.items() if n.startswith(f"opex.{METERED}")}
        paid = -float(finance.npv(terms.rate, sum(metered.values()))) if metered else 0.0
        own = sum(v for n, v in account.side.opex.items() if n.startswith(METERED))
        tco = account.values["tco"]
        hours = tco / account.values["cost_per_chip_hour"]
        rows.append((sample.case.option, value, tco - paid, paid, own / energy, hours))
    for (a, va, fixed_a, paid_a, price_a, hours_a), (b, vb, fixed_b, paid_b, _, hours_b) in combinations(rows, 2):
        slope = paid_a / hours_a - paid_b / hours_b
        level = fixed_b / hours_b - fixed_a / hours_a
        roots = []
        if slope and price_a and np.isfinite(va) and np.isfinite(vb) and level / slope > 0.0:
            roots = [price_a * level / slope]
        above = None if not slope else (a if slope < 0.0 else b)
        if not (np.isfinite(va) and np.isfinite(vb)):
            above = None
        table = [{"x": float(price_a), a: number(va), b: number(vb)}]
        found.append(pair_of(samples[0].case.site, "electricity_price", a, b, roots, above, table))
    return found


def utilization(study, specs, step):
    """Every group that is compared at one constant utilisation; intervals with a root are halved on the physics."""
    names = [spec.option for spec in specs]
    points = Points("utilization", specs[0].site, {n: list(LEVELS) for n in names}, {n: [] for n in names})
    for level in LEVELS:
        values, _, _ = costs(study, [at_level(spec, level) for spec in specs])
        for name, value in zip(names, values, strict=True):
            points.cost[name].append(value)
        step()
    found = []
    by_name = {spec.option: spec for spec in specs}
    for a, b, _, above, table, ends in compared(points):
        roots = [halved(study, by_name[a], by_name[b], LEVELS[i], LEVELS[j]) for i, j in ends]
        found.append(pair_of(points.site, "utilization", a, b, roots, above, table))
    return found


def at_level(spec, level):
    """A spec with one constant utilisation in every group that is not kept on air."""
    amount = Amount(level, f"{level:g}", "ratio")
    groups = []
    for group in spec.study.groups():
        copy = group if group.cooling == "air" else group.model_copy(update={"utilization": amount})
        copy._folder = group._folder
        groups.append(copy)
    return replace(spec, study=spec.study.model_copy(update={"it": IT.model_construct(group=groups)}))


def halved(study, one, other, low, high):
    """Utilisation at which two options cost the same."""

    def gap(level):
        (a, b), _, _ = costs(study, [at_level(one, level), at_level(other, level)])
        return a - b

    sign = gap(low)
    for _ in range(STEPS):
        middle = 0.5 * (low + high)
        if gap(middle) * sign > 0.0:
            low = middle
        else:
            high = middle
    return 0.5 * (low + high)


ROUTES = {"density": density, "electricity_price": electricity, "utilization": utilization}
