"""Study → cases → engine → labelled results."""

import os
from concurrent.futures import ThreadPoolExecutor
from copy import copy
from functools import cached_property

import numpy as np

from thermo.case.build import build, cases_of
from thermo.errors import ThermoError
from thermo.results.metrics import STREAM_FIELDS, SUMMARY_FIELDS
from thermo.vocabulary import LOADS


def evaluate(study, hourly=True, samples=0, seed=1):
    """Compare the options of a study.

    Parameters
    ----------
    study : Study, dict or path of a study file
    samples : number of Monte Carlo samples over the study's distributions; 0 runs the modes alone
    seed : the same seed gives the same samples

    Returns
    -------
    Result

    Raises
    ------
    StudyError
        With every problem of the study at once.
    """
    from thermo.study import Study, read_study

    if isinstance(study, dict):
        study = Study(**study)
    elif not isinstance(study, Study):
        study = read_study(study)
    evaluation = Evaluation(study)
    result = evaluation.run()
    if samples:
        from thermo.results.samples import run

        result.uncertainty = run(evaluation, result, samples, seed)
    return result


class Evaluation:
    """The cases of a study, and what is computed from them."""

    def __init__(self, study):
        from thermo.study.retrofit import expand

        self.given, self.study = study, expand(study)
        self.cases = cases_of(self.study)

    def cold(self):
        """True when kernels must be compiled first (a first start, or after an edit)."""
        import thermo.engine.hour as module
        from thermo.core.jit import is_cold

        return is_cold(module.__file__)

    def run(self, step=lambda: None):
        """Evaluate all cases; `step()` is called after each."""

        def one(spec):
            outcome = run_case(spec)
            step()
            return outcome

        first = one(self.cases[0])  # compiles before threads start
        with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
            rest = list(pool.map(one, self.cases[1:]))
        return Result(self.study, [first, *rest])

    def hour(self, spec, hour):
        """Weather row, hall row and rack figures of one hour (1-8760) or of the design hour (None)."""
        from thermo.engine.size import size
        from thermo.engine.year import run, solve_at
        from thermo.schema.hall import GROUPS
        from thermo.schema.points import RACK_OUT
        from thermo.schema.row import ROW

        case = build(spec)
        size(case)
        if hour is None:
            weather, row, u = case.design_weather[0], case.design_row, np.ones(GROUPS)
        else:
            weather = case.weather.rows[hour - 1]
            u = case.utilisation[hour - 1]
            row = run(case, weather[None], u)[0]
        out = np.zeros((GROUPS, RACK_OUT))
        t_liquid = row[ROW["t_liquid_supply"]]
        solve_at(case, u, row[ROW["t_air_supply"]], t_liquid if t_liquid == t_liquid else 30.0, out)
        from thermo.results.rack import shown_outputs

        racks = []
        for g, group in enumerate(case.groups):
            shown = shown_outputs(case.racks[g])
            values = {n: number(out[g, i]) for n, (i, _, _) in shown.items()}
            units = {n: u_ for n, (_, u_, _) in shown.items()}
            racks.append({"group": group.name, "technology": group.technology, "values": values, "units": units})
        return weather, row, racks

    def worth(self):
        """What each numeric plant and terminal input is worth in annual PUE: default against its low and high bound.

        Returns
        -------
        list of (site, option, input, low text, PUE change, high text, PUE change), largest first
        """
        from thermo.case.build import with_input, worth_inputs

        rows = []
        for spec in self.cases:
            base = pue_only(spec)
            for name, low, high in worth_inputs(spec):
                changes = [pue_only(with_input(spec, name, bound)) - base for bound in (low, high)]
                rows.append((spec.site, spec.option, name, low, changes[0], high, changes[1]))
        return sorted(rows, key=lambda r: -max(abs(r[4]), abs(r[6])))


def pue_only(spec):
    """Annual PUE of one case."""
    from thermo.engine.size import size
    from thermo.engine.year import run_controlled
    from thermo.results.metrics import annual

    case = build(spec)
    size(case)
    rows = run_controlled(case, case.weather.rows, case.utilisation)
    return annual(rows, case.chips_total, case.chip_utilisation)[0]["pue"]


class Outcome:
    """All that is known of one case: figures, limits in words, hourly table."""

    def __init__(self, spec, case, summary, energy, streams, rows, at_load, limits, warnings, policies, feasible):
        self.spec = spec
        self.case, self.summary, self.energy, self.streams, self.rows = case, summary, energy, streams, rows
        self.at_load, self.limits, self.warnings, self.policies = at_load, limits, warnings, policies
        self.feasible = feasible


def run_case(spec):
    """Size and run one case and put its figures in words."""
    from thermo.engine.size import size
    from thermo.engine.year import run, run_optimal
    from thermo.results import limits as said
    from thermo.results.metrics import END_USES, annual, design_figures, modes
    from thermo.schema.row import ROW
    from thermo.words import Message

    case = build(spec)
    size(case)
    if spec.choice.control == "optimal":
        rows, gap = run_optimal(case, case.weather.rows, case.utilisation)
        case.warnings.append(Message("warning.optimal_control", gap=gap))
    else:
        rows = run(case, case.weather.rows, case.utilisation)
    summary, energy = annual(rows, case.chips_total, case.chip_utilisation, case.grid_carbon, case.grid_water)
    summary |= {name: float(value) for name, value in design_figures(case.design_row).items()}
    summary["elc"] = case.electrical_loss_component()
    at_load, mlc = pue_at_load(case)
    summary["mlc"] = mlc
    summary |= case.geometry()
    if case.fluid_price is not None:
        for name in ("fluid_charge", "fluid_loss"):
            summary[f"{name}_cost"] = summary[name] * case.fluid_price
    pflops = sum(g.racks * g.info["pflops"] for g in case.groups if g.info["pflops"])
    if pflops:
        summary["energy_per_pflop_hour"] = summary["energy_per_chip_hour"] * case.chips_total / pflops
    summary["rack_power_max"] = densest_rack(case) / 1000.0
    summary["it_power_available"] = available_power(spec, case)
    found, feasible = said.limits(case, rows)
    warnings = case.warnings + said.warnings(case, rows)
    it_design = sum(case.design_row[ROW[n]] for n in END_USES[:5])
    rules = caps(case, it_design / 1000.0, summary, at_load)
    return Outcome(spec, case, summary, energy, modes(rows), rows, at_load, found, warnings, rules, feasible)


def caps(case, it_power_kw, summary, at_load):
    """Every cap that applies to the case, in words: met or missed, and by how much."""
    from thermo.library.caps import applicable, judge, named
    from thermo.results import limits

    policies = list(named(case.policy_names))
    if case.jurisdiction:
        policies += applicable(
            case.jurisdiction,
            new=case.new,
            year=case.year,
            it_power_kw=it_power_kw,
            annual_kwh=summary["energy_total"],
            climate_zone=case.climate_zone,
        )
    results = {name: summary[name] for name in ("pue", "wue", "erf", "ere", "cue", "mlc", "mlc_design", "elc")}
    results |= {"pue_at_full_load": at_load[1.0], "domestic_share": case.domestic_share}
    return [rule | limits.verdict(rule) for rule in judge(policies, results)]


def scaled(case, load):
    """The same sized hall with a share of its racks powered."""
    part = copy(case)
    part.hall = case.hall.copy()
    part.hall["racks"] *= load
    part.hall["chips"] *= load
    return part


def pue_at_load(case):
    """Annual PUE by IT load (share of racks powered, at full utilisation) and the annualised MLC over those loads."""
    from thermo.engine.year import run_controlled
    from thermo.results.metrics import HOUR, KWH, annual, column
    from thermo.schema.hall import GROUPS

    result, mechanical, it = {}, 0.0, 0.0
    for load in LOADS:
        rows = run_controlled(scaled(case, load), case.weather.rows, np.ones(GROUPS))
        summary, energy = annual(rows, case.chips_total * load, np.ones(len(rows)))
        result[load] = summary["pue"]
        uses = ("terminal_fans", "pumps", "chillers", "heat_rejection_fans", "humidification", "heating")
        lifted = column(rows, "heat_pump").sum() * HOUR / KWH  # lifts reused heat, does not cool
        mechanical += (sum(energy[n] for n in uses) - lifted) / summary["energy_it"]
        it += 1.0
    return result, mechanical / it


def densest_rack(case):
    """Largest power of one rack of the first group that keeps every rack limit at the set points [W]; NaN if none.

    Servers share the rack's height, so more servers are denser; a rack sold whole is bounded by its load instead.
    """
    from thermo.results.rack import rack_margin

    group = case.groups[0]

    def margin(servers, u):
        out, _ = case.rack_at(0, servers, u)
        if out is None:
            return -1.0, 0.0
        return rack_margin(out), float(sum(out[:5]))

    if group.fixed or group.servers is None:
        ok, power = margin(None, 1.0)
        if ok >= 0.0:
            return power
        low, high = 0.0, 1.0
        if margin(None, 0.0)[0] < 0.0:
            return float("nan")
        for _ in range(30):
            middle = 0.5 * (low + high)
            low, high = (middle, high) if margin(None, middle)[0] >= 0.0 else (low, middle)
        return margin(None, low)[1]
    fit = group.fit
    best = float("nan")
    low, high = 0, fit + 1
    if margin(1, 1.0)[0] < 0.0:
        return best
    low = 1
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if margin(middle, 1.0)[0] >= 0.0 else (low, middle)
    return margin(low, 1.0)[1]


def available_power(spec, case):
    """IT power that fits under the utility feed at its peak hour [kW]; NaN without a feed.

    A root at the design hour, confirmed and corrected once by the peak of a year.
    """
    from thermo.engine.size import size
    from thermo.engine.year import run_controlled
    from thermo.results.metrics import violated
    from thermo.schema.row import END_USES, ROW

    if not case.feed:
        return float("nan")
    factor = 1.0
    peak = None
    for attempt in range(5):
        trial = build(spec, factor)
        size(trial)
        apparent = trial.design_row[ROW["apparent"]]
        if attempt == 4:
            peak = run_controlled(trial, trial.weather.rows, np.ones(trial.hall["racks"].shape))[
                :, ROW["apparent"]
            ].max()
            apparent = max(apparent, peak)
        if any(bad[0] for bad in violated(trial.outage_row[None]).values()):
            return float("nan")  # what fits under the feed cannot be cooled by what is given
        it = sum(trial.design_row[ROW[n]] for n in END_USES[:5])
        factor *= case.feed / apparent
    return it * case.feed / apparent / 1000.0


STEPS = 12  # halvings: 0.1 % of the IT that is housed


def fitting(outcome):
    """IT power that feed and given plant can carry [kW]: the feed's figure where the plant is no limit, else a root."""
    from thermo.engine.size import size
    from thermo.results.metrics import violated
    from thermo.schema.row import END_USES, ROW

    found = outcome.summary["it_power_available"]
    if found == found:
        return float(found)
    feed = outcome.case.feed

    def carries(factor):
        trial = build(outcome.spec, factor)
        size(trial)
        short = any(bad[0] for bad in violated(trial.outage_row[None]).values())
        return not short and (not feed or trial.design_row[ROW["apparent"]] <= feed)

    low, high = 0.0, 4.0
    for _ in range(STEPS):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if carries(middle) else (low, middle)
    return low * sum(outcome.case.design_row[ROW[use]] for use in END_USES[:5]) / 1000.0


class Result:
    """Figures of every (site, option): `.summary` and `.hourly` are Datasets, `.to_dict()` is the JSON document."""

    def __init__(self, study, outcomes):
        self.study, self.outcomes = study, outcomes
        self.uncertainty = None

    @cached_property
    def accounts(self):
        """The `thermo.cost.account.Account` of every outcome: equipment, cash flows and their figures."""
        from thermo.cost.options import assess

        return assess(self.study, self.outcomes, fitting)

    def to_dict(self):
        """The document that `thermo evaluate --json` prints; no NaN, `None` where there is no value."""
        from thermo import __version__
        from thermo.cost.document import entry_of, units_of
        from thermo.words import index

        options = []
        for o, account in zip(self.outcomes, self.accounts, strict=True):
            entry = {
                "name": o.case.option,
                "technology": o.case.technology,
                "site": o.case.site,
                "feasible": bool(o.feasible),
                "limits": [limit.to_dict() for limit in o.limits],
                "policies": o.policies,
            }
            entry |= {name: number(o.summary.get(name)) for name in SUMMARY_FIELDS}
            for name in STREAM_FIELDS:
                entry[name] = {stream: number(values[name]) for stream, values in o.streams.items()}
            entry["pue_at_load"] = {f"{load:g}": number(v) for load, v in o.at_load.items()}
            entry["energy"] = {use: number(v) for use, v in o.energy.items()}
            entry |= entry_of(account)
            entry["warnings"] = o.warnings + account.warnings
            entry["messages"] = index([*entry["warnings"], *(rule["text"] for rule in o.policies)])
            entry["inputs"] = o.case.inputs | account.notes
            options.append(entry)
        units = {name: unit for name, (unit, _) in SUMMARY_FIELDS.items()}
        units |= {name: unit for name, (unit, _) in STREAM_FIELDS.items()} | {"pue_at_load": "1", "energy": "kWh"}
        units |= units_of(self.currency)
        sites = list(dict.fromkeys(o.case.site for o in self.outcomes))
        more = {} if self.uncertainty is None else {"uncertainty": self.uncertainty.to_dict()}
        return more | {
            "study": self.study.name,
            "version": __version__,
            "site": sites[0] if len(sites) == 1 else sites,
            "options": options,
            "units": units,
        }

    @property
    def currency(self):
        """What money is counted in."""
        from thermo.cost.terms import currency

        return currency(self.study)

    @cached_property
    def summary(self):
        """Dataset over (site, option), with end uses, loads and streams as further dimensions."""
        import xarray as xr

        document = self.to_dict()
        sites = list(dict.fromkeys(e["site"] for e in document["options"]))
        names = list(dict.fromkeys(e["name"] for e in document["options"]))
        shape = (len(sites), len(names))
        place = [(sites.index(e["site"]), names.index(e["name"])) for e in document["options"]]
        data = {}

        def put(name, unit, text, get, dim=None, labels=()):
            values = np.full(shape + ((len(labels),) if dim else ()), np.nan)
            for entry, p in zip(document["options"], place, strict=True):
                value = get(entry)
                values[p] = np.nan if value is None else value
            dims = ("site", "option") + ((dim,) if dim else ())
            data[name] = (dims, values, {"units": unit, "long_name": text})

        for name, (unit, text) in SUMMARY_FIELDS.items():
            put(name, unit, text, lambda e, n=name: e[n])
        uses = list(document["options"][0]["energy"])
        put(
            "energy",
            "kWh",
            "annual energy by end use",
            lambda e: [np.nan if e["energy"][u] is None else e["energy"][u] for u in uses],
            "end_use",
            uses,
        )
        put(
            "pue_at_load",
            "1",
            "annual PUE by IT load",
            lambda e: [e["pue_at_load"][f"{v:g}"] or np.nan for v in LOADS],
            "load",
            LOADS,
        )
        for name, (unit, text) in STREAM_FIELDS.items():
            put(name, unit, text, lambda e, n=name: [e[n].get(s, np.nan) for s in ("air", "liquid")], "stream", (0, 1))
        put("feasible", "1", "1 where every limit holds", lambda e: float(e["feasible"]))
        from thermo.cost.document import FIELDS, TABLES, money, rows_of, table_rows

        for name, (unit, text) in FIELDS.items():
            put(name, money(unit, self.currency), text, lambda e, n=name: e[n])
        labels = {}
        for name, (dim, text) in TABLES.items():
            labels[dim] = rows_of(document, name)
            put(name, self.currency, text, lambda e, n=name, d=dim: table_rows(e[n], labels[d]), dim, labels[dim])
        flows = rows_of(document, "cash_flow")
        years = list(range(max(len(v) for e in document["options"] for v in e["cash_flow"].values())))
        values = np.zeros((*shape, len(flows), len(years)))
        for entry, p in zip(document["options"], place, strict=True):
            for i, row in enumerate(flows):
                values[(*p, i)] = entry["cash_flow"].get(row, 0.0)
        said = {"units": self.currency, "long_name": "cash flow by row and year"}
        data["cash_flow"] = (("site", "option", "cash_flow_row", "year"), values, said)
        technology = np.full(shape, "", dtype=object)
        limits = np.full(shape, "", dtype=object)
        for entry, p in zip(document["options"], place, strict=True):
            technology[p], limits[p] = entry["technology"], "; ".join(limit["text"] for limit in entry["limits"])
        data["technology"] = (("site", "option"), technology.astype(str), {"long_name": "technology"})
        data["limits"] = (("site", "option"), limits.astype(str), {"long_name": "what is exceeded"})
        coords = {"site": sites, "option": names, "end_use": uses, "load": list(LOADS), "stream": ["air", "liquid"]}
        coords |= labels | {"cash_flow_row": flows, "year": years}
        return xr.Dataset(data, coords, {"study": document["study"], "version": document["version"]})

    @cached_property
    def hourly(self):
        """Dataset over (site, option, hour): the same physics for every hour, in shown units."""
        import xarray as xr

        from thermo.schema.points import W_P, W_W
        from thermo.schema.row import ROW_FIELDS
        from thermo.units import convert

        sites = list(dict.fromkeys(o.case.site for o in self.outcomes))
        names = list(dict.fromkeys(o.case.option for o in self.outcomes))
        hours = len(self.outcomes[0].rows)
        table = np.full((len(sites), len(names), hours, len(ROW_FIELDS)), np.nan)
        for o in self.outcomes:
            table[sites.index(o.case.site), names.index(o.case.option)] = o.rows
        data: dict[str, tuple] = {}
        for i, (name, engine, shown, text) in enumerate(ROW_FIELDS):
            values = table[..., i]
            if engine and shown != engine:
                values = values * (convert(1.0, engine, shown))
            data[name] = (("site", "option", "hour"), values, {"units": shown or "1", "long_name": text})
        outdoors = {o.case.site: o.case.weather.rows for o in self.outcomes}
        humidity = np.stack([outdoors[site][:, W_W] * 1000.0 for site in sites])
        pressure = [float(outdoors[site][:, W_P].mean()) for site in sites]
        about = {"units": "g/kg", "long_name": "outdoor humidity ratio"}
        data["humidity_outdoor"] = (("site", "hour"), humidity, about)
        data["pressure"] = ("site", pressure, {"units": "Pa", "long_name": "mean outdoor pressure"})
        coords = {"site": sites, "option": names, "hour": np.arange(1, hours + 1)}
        return xr.Dataset(data, coords, {"study": self.study.name})

    def _repr_html_(self):
        return self.summary._repr_html_()


def number(value):
    """A float as JSON can hold it: None for NaN and infinity."""
    if value is None:
        return None
    value = float(value)
    return value if np.isfinite(value) else None


__all__ = ["Evaluation", "Result", "ThermoError", "evaluate"]

