"""Costs of a block's cases, on request: the accounts of all options of a site at one place of the other axes.

Accounts are kept by `thermo.cost` in Python, some milliseconds each. They take the year from its totals: energy by end
use and the largest hour of each month, which is all that flat prices need; time-of-use prices get the hours themselves.
"""

from copy import copy

import numpy as np

from thermo.case.build import build
from thermo.case.spec import Spec
from thermo.cost.account import FIELDS
from thermo.cost.document import money
from thermo.cost.options import assess_site
from thermo.engine.distinct import distinct_rows
from thermo.engine.solve import solve
from thermo.engine.totals import MONTH_HOURS, SUMMED, TOTAL
from thermo.results.outcome import Ran
from thermo.schema.row import ROW, ROW_SIZE

AGAINST = ("npv_against_baseline", "irr", "payback", "payback_discounted")  # need all options of a site
APART = ("freed_power", "freed_space", "margin", "lease_revenue")  # `evaluate` alone says these
WRITTEN = [name for name in FIELDS if name not in APART]


def variables(currency):
    """name: (unit, meaning) of the cost variables in a study's currency."""
    return {name: (money(FIELDS[name][0], currency), FIELDS[name][1]) for name in WRITTEN}


def columns(resolver, running, cases, data):
    """Cost variables of the block's cases (not the distinct ones): name to (n,)."""
    t = running.tables
    places = resolver.design.places(np.asarray(cases))
    found = {name: np.full(len(cases), np.nan) for name in WRITTEN}
    paths = [p for p in resolver.design.axes if p != "option"]
    keys = np.stack([places[p] for p in paths], 1) if paths else np.zeros((len(cases), 0), np.int64)
    _, group, _ = distinct_rows(keys)
    built: dict[int, object] = {}
    for g in range(group.max() + 1):
        members = [n for n in np.flatnonzero(group == g) if t.kind_of[t.place[n]] >= 0]
        if not members:
            continue
        at = {p: int(places[p][members[0]]) for p in resolver.paths}
        outcomes = [_outcome(resolver, running, data, int(t.place[n]), at, built) for n in members]
        study = resolver.at_economics(at)
        for n, account in zip(members, assess_site(study, outcomes), strict=True):
            for name in WRITTEN:
                value = account.values.get(name)
                found[name][n] = np.nan if value is None else value
        if len(members) < len(resolver.option_names):
            for name in AGAINST:
                found[name][members] = np.nan
    return found


def _outcome(resolver, running, data, i, at, built):
    """What an account needs of distinct case i: the sized case, its figures and a year that its totals stand for."""
    t = running.tables
    option = int(t.parts["option"][i])
    here = resolver.spec(int(t.parts["site"][i]), option, at)
    base = int(t.base_of[i])
    if base not in built:
        built[base] = build(here)
    case = copy(built[base])
    for name in ("hall", "plant_air", "plant_liquid", "electrical"):
        setattr(case, name, running.sized[name][i])
    case.racks = t.racks[t.rack_of[i]]
    case.design_row, case.outage_row = running.design[i], running.outage[i]
    profile = t.profile_of[i]
    case.utilisation = t.levels[t.first[profile] : t.first[profile + 1]][t.patterns[t.pattern_of[profile]]]
    summary = {name: float(values[i]) for name, values in data.items() if values.ndim == 1}
    price = here.place.electricity_price
    if price is None or isinstance(price, float):
        year = _year(running.totals[i])
    else:
        year = solve(case).rows
    spec = Spec(here.study, here.place, here.choice, here.weather)
    return Ran(spec, case, summary, {}, year)


def _year(totals):
    """Hours with a year's energy by end use, and its largest power in each month; each month's rest is even."""
    rows = np.zeros((sum(MONTH_HOURS), ROW_SIZE))
    for name in SUMMED:
        rows[:, ROW[name]] = totals[TOTAL[f"sum_{name}"]] / len(rows)
    first = 0
    for month, hours in enumerate(MONTH_HOURS, 1):
        energy, peak = totals[TOTAL[f"energy_month_{month}"]], totals[TOTAL[f"peak_month_{month}"]]
        rows[first : first + hours, ROW["utility"]] = (energy - peak) / (hours - 1)
        rows[first, ROW["utility"]] = peak
        first += hours
    return rows


__all__ = ["columns", "variables"]
