"""Set points and sizes that need the least energy, money, carbon or water within every limit and cap.

Minimise f(x) over what a designer and an operator really choose: supply temperatures, flows, approaches, temperature
rises, tower and condenser set points, the temperature below which pads and sprays stay dry. Bounds are those of the
study's keys and of `library/defaults`, drawn in to what is built (VARIABLES). Every evaluation sizes the option anew
and runs it; the search runs on classes of alike hours (dry bulb, wet bulb, utilisation), each stood for by its mean
and counted by its hours. Limits and caps enter as an exact penalty, since both have kinks that gradients stumble on;
Powell's method (scipy, bounded) needs none and starts from the study's own values and from points towards either
bound. The best point of every start is then run over the whole year; where an hour the classes had smoothed exceeds a
limit, the search goes on with more distance to it. All figures given out are of whole years.
"""

import os
from concurrent.futures import ThreadPoolExecutor
from copy import copy
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from thermo import __version__
from thermo.case.build import build
from thermo.core.psychrometrics import dew_point, humidity_ratio_from_wet_bulb
from thermo.cost.terms import currency
from thermo.engine.solve import sized as size_up
from thermo.engine.solve import solve
from thermo.errors import ThermoError, nearest
from thermo.library.caps import judge
from thermo.library.registry import LIQUID_TECHNOLOGIES
from thermo.results.caps import in_force
from thermo.results.metrics import column, has, of_case, violated
from thermo.results.outcome import Ran, outcome
from thermo.schema.field import records, table
from thermo.schema.limits import LIMITS, STATES
from thermo.schema.weather import WEATHER
from thermo.search.point import all_specs, judged, sized, tco, year
from thermo.study.inputs import plant_of, section, terminal_of
from thermo.words import Message, index, say

GOALS = {  # goal: (figure, unit)
    "energy": ("energy_per_chip_hour", "kWh"),
    "tco": ("tco", "money"),
    "carbon": ("carbon_per_chip_hour", "kg"),
    "water": ("water_per_chip_hour", "L"),
}
# variable: (lowest, highest, unit); what stands at the study's own values is never worse than the start
VARIABLES = {
    "supply_air": (18.0, 40.0, "degC"),
    "supply_liquid": (15.0, 65.0, "degC"),
    "flow": (0.3, 12.0, "L/min/kW"),
    "approach": (1.0, 20.0, "K"),
    "approach_set": (2.0, 15.0, "K"),
    "condenser_min": (10.0, 27.0, "degC"),
    "air_fraction": (0.3, 0.9, ""),
    "tower_range": (3.0, 10.0, "K"),
    "hx_approach": (1.0, 5.0, "K"),
    "dry_switch": (-5.0, 30.0, "degC"),
    "crah_approach": (2.0, 15.0, "K"),
    "crah_water_rise": (4.0, 15.0, "K"),
    "cdu_approach": (2.0, 12.0, "K"),
    "cdu_water_rise": (4.0, 15.0, "K"),
}
FLOW = 1e-3 / 60.0 / 1e3  # m3/s/W of an L/min/kW
OWN = ("supply_air", "supply_liquid", "flow")
EVALUATIONS = (400, 120)  # of the study's own start, of each other
PENALTY = 20.0
ROUNDS = 3
CELLS = (3.0, 2.0, 0.1)  # K dry bulb, K wet bulb, utilisation
SCALES = {"margin_airflow": 0.2, "margin_flux": 0.2, "margin_electrical": 0.2, "margin_geometry": 0.05}
CAP_STATUS = ("law", "target")
CAPPED = ("pue", "wue", "cue", "ere", "erf", "pue_at_full_load")
STEP = 0.02  # of a variable's range, to see what holds it
NEEDED = {"tco": "site.electricity_price", "carbon": "site.grid_carbon"}
FIGURES = ("pue", "tue", "energy_per_chip_hour", "wue", "water", "cue", "power_peak", "chip_margin_min")


@dataclass
class Variable:
    """One thing that may be chosen; `start` is the study's value, `low` to `high` in the shown unit."""

    key: str
    low: float
    high: float
    unit: str
    meaning: str
    start: float
    source: str = ""


class Optimum:
    """Chosen set points of every site and option; `.to_dict()` is the JSON document."""

    def __init__(self, document):
        self.document = document

    def to_dict(self):
        """The document that `thermo optimize --json` prints."""
        return self.document

    @property
    def options(self):
        """One dict per site and option."""
        return self.document["options"]


def optimize(study, goal="energy", option=None, site=None, step=lambda: None):
    """Set points that minimise a goal for every option at every site.

    Parameters
    ----------
    study : Study, dict or path of a study file
    goal : energy, tco, carbon or water, each per delivered chip-hour but for tco
    option, site : only this one

    Returns
    -------
    Optimum

    Raises
    ------
    ThermoError
        For an unknown goal, option or site, or a goal that the study gives no data for.
    """
    if goal not in GOALS:
        raise ThermoError(f"'{goal}' is not a goal. {nearest(goal, GOALS)}")
    study, specs = all_specs(study)
    for word, wanted, names in (
        ("option", option, [s.option for s in specs]),
        ("site", site, [s.site for s in specs]),
    ):
        if wanted is not None and wanted not in names:
            raise ThermoError(f"no {word} is called '{wanted}'. {nearest(wanted, dict.fromkeys(names))}")
    chosen = [s for s in specs if option in (None, s.option) and site in (None, s.site)]

    def one(spec):
        found = Search(study, specs, spec, goal).solve()
        step()
        return found

    first = one(chosen[0])  # compiles before threads start
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        options = [first, *pool.map(one, chosen[1:])]
    unit = GOALS[goal][1]
    if goal == "tco":
        unit = currency(study)
    units = {"value": unit, "default": unit, "energy_per_chip_hour": "kWh", "water": "m^3", "wue": "L/kWh"}
    return Optimum({"study": study.name, "version": __version__, "goal": goal, "options": options, "units": units})


def variables(spec, case):
    """What may be chosen for an option: Variables within the bounds of the library."""
    found = []

    def add(key, start, low=None, high=None):
        stream, _, own = key.rpartition(".")
        least, most, unit = VARIABLES[own]
        least = max(least, low) if low is not None else least
        most = min(most, high) if high is not None else most
        if least < most:
            meaning = (say(f"stream.{stream}") if stream else "") + say(f"set_point.{own}")
            found.append(Variable(key, min(least, start), max(most, start), unit, meaning, start))

    add("supply_air", float(case.hall["supply_air"]))
    liquid = spec.choice.technology in LIQUID_TECHNOLOGIES
    if liquid:
        add("supply_liquid", float(case.hall["supply_liquid"]))
        g = next((i for i in range(len(case.groups)) if case.hall["liquid"][i] > 0.0), 0)
        flow = float(case.racks[g]["flow_per_watt"])
        if flow > 0.0:
            shown = flow / FLOW
            add("flow", shown, 0.4 * shown, 2.5 * shown)
    for stream, items in inputs_of_streams(spec):
        for key, (item, given) in items.items():
            if key not in VARIABLES or item.default is None:
                continue
            start, low, high = item.si(given), item.si(item.low), item.si(item.high)
            if key == "approach" and "approach_min" in items:
                low = max(low, items["approach_min"][0].si(items["approach_min"][1]))
            add(f"{stream}.{key}", start, low, high)
    return found


def inputs_of_streams(spec):
    """(stream, {key: (Input, what the study gives or None)}) of the option's plants and terminals."""
    streams = ["air", "liquid"] if spec.choice.technology in LIQUID_TECHNOLOGIES else ["air"]
    for stream in streams:
        given = dict(getattr(spec.choice, stream))
        terminal = terminal_of(stream, given)
        known = {} if terminal == "crac" else dict(section("terminal", terminal))
        if stream == "air" or given.get("loop") != "air":
            known |= section("plant", plant_of(stream, given))
        yield stream, {key: (item, given.get(key)) for key, item in known.items()}


def changed(spec, found, x):
    """The spec with variables at x (shown units)."""
    own, changes = {}, {}
    for variable, value in zip(found, x, strict=True):
        if variable.key in OWN:
            own[variable.key] = float(value) * (FLOW if variable.key == "flow" else 1.0)
        else:
            changes[f"option.{variable.key}"] = f"{value:.9g} {variable.unit}" if variable.unit else float(value)
    return replace(spec, choice=spec.choice.model_copy(update=own)).changed(changes)


def placed(blank, racks_at, found, x):
    """An unsized case with variables at x, by setting fields of its records; a flow sizes the racks' hoses."""
    case = copy(blank)
    case.hall = blank.hall.copy()
    case.plant_air, case.plant_liquid = blank.plant_air.copy(), blank.plant_liquid.copy()
    for variable, value in zip(found, x, strict=True):
        stream, _, key = variable.key.rpartition(".")
        if key == "flow":
            case.racks = racks_at(float(value)).copy()
        elif not stream or key.startswith(("crah", "cdu")):
            case.hall[key] = value
        else:
            (case.plant_air if stream == "air" else case.plant_liquid)[key] = value
    return case


def direct(spec, found, x):
    """A function of x that gives the unsized case by setting fields, or None where that is not what building gives."""
    flow = [v for v in found if v.key == "flow"]
    racks_at = lru_cache(maxsize=64)(lambda value: build(changed(spec, flow, [value])).racks)
    blank = build(spec)
    a, b = placed(blank, racks_at, found, x), build(changed(spec, found, x))
    same = all(
        np.array_equal(getattr(a, name)[field], getattr(b, name)[field], equal_nan=True)
        or np.allclose(getattr(a, name)[field], getattr(b, name)[field], rtol=1e-9, atol=0.0, equal_nan=True)
        for name in ("hall", "racks", "plant_air", "plant_liquid")
        for field in getattr(a, name).dtype.names
    )
    return (lambda x: placed(blank, racks_at, found, x)) if same else None


class Hours:
    """Classes of alike hours of a year, each stood for by its mean."""

    def __init__(self, case):
        weather, use = case.weather.rows, case.utilisation
        keys = np.column_stack([weather["t_dry"] / CELLS[0], weather["t_wet"] / CELLS[1], use / CELLS[2]])
        _, self.of = np.unique(np.round(keys).astype(int), axis=0, return_inverse=True)
        self.of = self.of.reshape(-1)
        count = np.bincount(self.of)

        def mean(columns):
            return np.stack([np.bincount(self.of, c) / count for c in columns.T], axis=1)

        self.weather, self.use = records(mean(table(weather)), WEATHER), mean(use)
        t, p = self.weather["t_dry"], self.weather["p"]
        for i, wet in enumerate(self.weather["t_wet"]):
            w = humidity_ratio_from_wet_bulb(t[i], min(wet, t[i]), p[i])
            self.weather["w"][i], self.weather["t_dew"][i] = w, dew_point(w, p[i])

    def add(self, case, hours):
        """Hours that count in the limits alone."""
        self.weather = np.concatenate([self.weather, case.weather.rows[hours]])
        self.use = np.concatenate([self.use, case.utilisation[hours]])


class Search:
    """The search of one option at one site."""

    def __init__(self, study, specs, spec, goal):
        self.study, self.specs, self.spec, self.goal = study, specs, spec, goal
        self.first = year(spec)
        self.evaluations = 0

    def solve(self):
        """The option's entry of the document."""
        from scipy.optimize import minimize

        if self.first is None:
            raise ThermoError(f"option '{self.spec.option}' cannot be built at {self.spec.site} as the study gives it.")
        self.scale = self.figure(self.first)
        if self.scale is None:
            raise ThermoError(f"{self.goal} has no value at {self.spec.site}: give {NEEDED[self.goal]}.")
        self.scale = self.scale or 1.0
        self.rules = self.caps()
        self.hours = Hours(self.first.case)
        self.variables = variables(self.spec, self.first.case)
        own = np.array([(v.start - v.low) / (v.high - v.low) for v in self.variables])
        self.direct = direct(self.spec, self.variables, self.real(0.5 * (own + 0.5)))
        self.variables, own = self.screened(own)
        self.direct = direct(self.spec, self.variables, self.real(0.5 * (own + 0.5)))
        best, at = self.value(own), own
        for _ in range(ROUNDS):
            starts = [own, 0.5 * own, 0.5 * (1.0 + own)] if at is own else [at]
            for i, start in enumerate(starts):
                found = minimize(
                    self.value, start, method="Powell", bounds=[(0.0, 1.0)] * len(own),
                    options={"maxfev": EVALUATIONS[min(i, 1)], "xtol": 2e-3, "ftol": 1e-5},
                )  # fmt: skip
                if found.fun < best:
                    best, at = float(found.fun), np.clip(found.x, 0.0, 1.0)
            whole = year(changed(self.spec, self.variables, self.real(at)))
            if whole is None or whole.feasible:
                break
            self.hours.add(self.first.case, worst_hours(whole.rows))
            best = self.value(at)
        return self.entry(self.settled(at), own)

    def screened(self, own):
        """The variables that change anything, and their places."""
        base = self.value(own)
        kept = []
        for i, u in enumerate(own):
            moved = []
            for step in (-0.15, 0.15):
                x = own.copy()
                x[i] = min(max(u + step, 0.0), 1.0)
                moved.append(abs(self.value(x) - base))
            if max(moved) > 1e-7:
                kept.append(i)
        return [self.variables[i] for i in kept], own[kept]

    def settled(self, at):
        """The chosen values, rounded to what a controller is set to where the rounded ones hold over the year."""
        x = self.real(at)
        tidy = [
            round(v, 2 if not var.unit or var.key == "flow" else 1) for v, var in zip(x, self.variables, strict=True)
        ]
        found = year(changed(self.spec, self.variables, tidy))
        return tidy if found is not None and found.feasible else x

    def caps(self):
        """Caps in force that a search can judge."""
        asked, applied = in_force(self.first.case, self.first.summary["energy_total"])
        rules = asked + [r for r in applied if r.status in CAP_STATUS]
        return [r for r in rules if r.metric in CAPPED and r.limit]

    def caps_over(self, summary):
        """By how much caps are missed, as shares of their limits, summed."""
        over = 0.0
        for rule in judge(self.rules, {name: summary[name] for name in CAPPED if name in summary}):
            if rule["met"] is False:
                over += abs(rule["by"]) / abs(rule["limit"])
        return over

    def figure(self, ran):
        """The goal's figure of a case that ran."""
        summary = ran.summary
        if self.goal == "energy":
            return summary["energy_per_chip_hour"]
        if self.goal == "tco":
            return tco(self.study, self.specs, ran)
        hours = summary["energy_total"] / summary["energy_per_chip_hour"]
        if self.goal == "water":
            return summary["water"] * 1000.0 / hours
        if ran.case.grid_carbon is None:
            return None
        return summary["cue"] * summary["energy_it"] / hours

    def value(self, x):
        """Penalised figure at unit coordinates."""
        return sum(self.parts(x)[:2])

    def parts(self, x):
        """(figure as a share of the study's own, penalty, case, rows of the classes) at unit coordinates."""
        self.evaluations += 1
        spec, case = self.spec, self.case_at(self.real(x))
        if case is None:
            return 1e3, 1e3, None, None
        solved = solve(case, self.hours.weather, self.hours.use, self.hours.of)
        summary, energy = of_case(solved, geometry=False)
        summary["it_power_available"] = float("nan")
        share = self.figure(Ran(spec, case, summary, energy, solved.rows)) / self.scale
        if self.goal == "water":  # of all set points that need no more water, those of least energy
            share += 0.01 * summary["energy_per_chip_hour"] / self.first.summary["energy_per_chip_hour"]
        return share, PENALTY * (excess(case, solved.few) + self.caps_over(summary)), case, solved.few

    def case_at(self, values):
        """The sized case at chosen values: fields set in records built once, or built anew where that differs."""
        if self.direct is None:
            return sized(changed(self.spec, self.variables, values))
        return size_up(self.direct(values))

    def real(self, x):
        """Shown units of unit coordinates."""
        return [v.low + (v.high - v.low) * float(min(max(u, 0.0), 1.0)) for v, u in zip(self.variables, x, strict=True)]

    def entry(self, values, own):
        """The document's entry for the chosen values: figures before and after, from `evaluate` itself."""
        spec = changed(self.spec, self.variables, values)
        before, after = outcome(self.spec), outcome(spec)
        at = np.array([(x - v.low) / (v.high - v.low) for x, v in zip(values, self.variables, strict=True)])
        figures = {}
        for name, found in (("default", before), ("chosen", after)):
            figures[name] = {key: number(found.summary[key]) for key in FIGURES}
            figures[name][GOALS[self.goal][0]] = number(self.figure(found))
        active = self.active(at) + missed(after.policies)
        start, found = (figures[name][GOALS[self.goal][0]] for name in ("default", "chosen"))
        return {
            "site": self.spec.site,
            "name": self.spec.option,
            "technology": self.spec.choice.technology,
            "feasible": bool(after.feasible),
            "default_feasible": bool(before.feasible),
            "default": start,
            "value": found,
            "gain": None if not start else 1.0 - found / start,
            "set_points": [
                {
                    "key": v.key, "meaning": v.meaning, "unit": v.unit or "1", "default": round(v.start, 6),
                    "value": round(float(x), 6), "low": round(v.low, 6), "high": round(v.high, 6),
                }
                for x, v in zip(values, self.variables, strict=True)
            ],
            "active": active,
            "messages": index(active),
            "limits": [limit.to_dict() for limit in after.limits],
            "figures": figures,
            "evaluations": self.evaluations,
        }  # fmt: skip

    def active(self, at):
        """What keeps each set point where it is: a bound, or the limit that the next step would exceed."""
        base = self.parts(at)[0]
        found = []
        for i, v in enumerate(self.variables):
            for step, word, end in ((-STEP, "lower", "lowest"), (STEP, "higher", "highest")):
                x = at.copy()
                x[i] = min(max(at[i] + step, 0.0), 1.0)
                if abs(x[i] - at[i]) < 0.5 * STEP:
                    x[i] = at[i] - step  # at the bound: does the way back cost?
                    if self.parts(x)[0] > base + 1e-6:
                        bound = v.low if step < 0.0 else v.high
                        unit = {"unit": v.unit} if v.unit else {}
                        found.append(Message(f"search.{end}", key=v.key, bound=bound, **unit))
                    continue
                share, over, case, few = self.parts(x)
                if over <= 0.0 or share > base - 1e-6 or case is None:
                    continue
                names = judged(case, few)[1]
                why = names[0] if names else Message("binding.cap")
                found.append(Message(f"search.{word}", key=v.key, why=why))
        return found


def missed(rules):
    """Caps that are missed even so, in words."""
    return [Message("search.cap_missed", rule=rule["text"]) for rule in rules if rule["met"] is False]


def worst_hours(rows):
    """The worst hour of every limit that is exceeded."""
    hours = set()
    for name, bad in violated(rows).items():
        values = np.where(bad, column(rows, name), np.nan)
        if np.isfinite(values).any():
            hours.add(int(np.nanargmin(values)))
    return sorted(hours)


def excess(case, rows):
    """How far limits are exceeded at the design hour and in the rows: kelvins over 5 K, shares over 0.2."""
    both = np.concatenate([case.outage_row[None], rows])
    total = 0.0
    for limit in LIMITS:
        values = column(both, limit.field)
        values = values[np.isfinite(values)]
        if len(values):
            total += max(0.0, limit.least - float(values.min())) / SCALES.get(limit.field, 5.0)
    return total + sum(1.0 for state in STATES if has(both, state.bit).any())


def number(value):
    """A float as JSON can hold it."""
    return None if value is None or not np.isfinite(value) else float(value)
