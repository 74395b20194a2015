"""Figures of every (site, option) as labelled arrays, and what has no fixed number of places as tables of rows.

`summary` holds numbers over (site, option) and further dimensions; `details` holds limits, warnings, rules, inputs and
equipment: per option, as many as there are. Together they are all that a result says but for its hours.
"""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import xarray as xr

from thermo.cost.account import FIELDS
from thermo.cost.document import TABLES, bought, left, money
from thermo.results.metrics import STREAM_FIELDS, SUMMARY_FIELDS
from thermo.schema.row import END_USES, ROW_FIELDS
from thermo.units import convert
from thermo.vocabulary import LOADS, STREAMS
from thermo.words import index

CASES = ("site", "option")
ITEMS = (*TABLES, "cash_flow")  # details that hold names alone: the values stand in the summary
ROWS = ("limits", "warnings", "policies", "messages", "inputs", "equipment", "stranded")


class Summary(xr.Dataset):
    """A Dataset over (site, option) whose table has one row an option."""

    __slots__ = ()

    def to_dataframe(self, dim_order=None):
        """One row per site and option; a further dimension is spread over columns, `energy.pumps`.

        Cash flows, of rows and years, are left to `summary.cash_flow.to_dataframe()`. With `dim_order`, xarray's own
        table over the product of all dimensions.
        """
        if dim_order is not None or not set(CASES) <= set(self.dims):
            return super().to_dataframe(dim_order)
        import pandas

        index = pandas.MultiIndex.from_product([self[d].values for d in CASES], names=CASES)
        columns: dict[str, np.ndarray] = {}
        for name, values in self.data_vars.items():
            more = [d for d in values.dims if d not in CASES]
            if len(values.dims) != len(CASES) + len(more) or len(more) > 1:
                continue
            flat = values.transpose(*CASES, ...).values.reshape(len(index), -1)
            labels = [f"{name}.{label}" for label in self[more[0]].values] if more else [str(name)]
            columns |= dict(zip(labels, flat.T, strict=True))
        return pandas.DataFrame(columns, index)


@dataclass
class Entry:
    """What a result says of one option at one site; NaN where there is no value.

    Attributes
    ----------
    figures : values of `SUMMARY_FIELDS` and of the account's FIELDS
    energy : kWh by end use; at_load : PUE by load; streams : {variable of STREAM_FIELDS: {stream: h}}
    items : {table: {item: money}}; flows : {row: (years,) money}
    details : {name of ROWS: list}, inputs as {"input", "value", "source"}
    """

    site: str
    option: str
    technology: str
    feasible: bool
    figures: dict = field(default_factory=dict)
    energy: dict = field(default_factory=dict)
    at_load: dict = field(default_factory=dict)
    streams: dict = field(default_factory=dict)
    items: dict = field(default_factory=dict)
    flows: dict = field(default_factory=dict)
    details: dict = field(default_factory=dict)


def entry(outcome, account):
    """The `Entry` of an evaluated case and its account."""
    inputs = outcome.case.inputs | account.notes
    warnings, rules = outcome.warnings + account.warnings, [rule["text"] for rule in outcome.policies]
    return Entry(
        outcome.case.site,
        outcome.case.option,
        outcome.case.technology,
        bool(outcome.feasible),
        outcome.summary | account.values,
        outcome.energy,
        outcome.at_load,
        {name: {s: hours[name] for s, hours in outcome.streams.items()} for name in STREAM_FIELDS},
        {"capex_by_item": account.capex, "opex_by_item": account.side.opex},
        account.flows,
        {
            "limits": [limit.to_dict() for limit in outcome.limits],
            "warnings": list(map(str, warnings)),
            "policies": [rule | {"text": str(rule["text"])} for rule in outcome.policies],
            "messages": [{"text": text} | told for text, told in index(warnings + rules).items()],
            "inputs": [{"input": name, **said} for name, said in inputs.items()],
            "equipment": [bought(line, new) for line, new, _ in account.equipment],
            "stranded": [left(line, count) for line, count in account.stranded],
        },
    )


def places(entries):
    """(sites, options, place of each entry among them)."""
    sites = list(dict.fromkeys(e.site for e in entries))
    options = list(dict.fromkeys(e.option for e in entries))
    return sites, options, [(sites.index(e.site), options.index(e.option)) for e in entries]


def text(values):
    """Words as an array that netCDF and Zarr store as text of any length."""
    return np.array(values, dtype=object)


def said(limit):
    """A limit's sentence."""
    return limit if isinstance(limit, str) else limit["text"]


def finite(value):
    """A float; NaN for what has no finite value."""
    value = np.nan if value is None else float(value)
    return value if np.isfinite(value) else np.nan


def summary(entries, currency, attributes):
    """Dataset over (site, option), with end uses, loads, streams, items and years as further dimensions."""
    sites, options, where = places(entries)
    shape, data = (len(sites), len(options)), {}

    def put(name, unit, meaning, values, dim=None, labels=()):
        """One variable from a function of an entry: a number, or numbers in the order of the labels."""
        table = np.full(shape + ((len(labels),) if dim else ()), np.nan)
        for e, place in zip(entries, where, strict=True):
            table[place] = [finite(v) for v in values(e)] if dim else finite(values(e))
        data[name] = (CASES + ((dim,) if dim else ()), table, {"units": unit, "long_name": meaning})

    for name, (unit, meaning) in SUMMARY_FIELDS.items():
        put(name, unit, meaning, lambda e, n=name: e.figures.get(n))
    put("energy", "kWh", "annual energy by end use", lambda e: [e.energy[u] for u in END_USES], "end_use", END_USES)
    put("pue_at_load", "1", "annual PUE by IT load", lambda e: [e.at_load[v] for v in LOADS], "load", LOADS)
    for name, (unit, meaning) in STREAM_FIELDS.items():
        put(name, unit, meaning, lambda e, n=name: [e.streams[n].get(s) for s in STREAMS], "stream", STREAMS)
    put("feasible", "1", "1 where every limit holds", lambda e: e.feasible)
    for name, (unit, meaning) in FIELDS.items():
        put(name, money(unit, currency), meaning, lambda e, n=name: e.figures.get(n))
    labels = {}
    for name, (dim, meaning) in TABLES.items():
        labels[dim] = list(dict.fromkeys(item for e in entries for item in e.items[name]))
        put(
            name, currency, meaning, lambda e, n=name, d=dim: [e.items[n].get(v, 0.0) for v in labels[d]], dim,
            labels[dim],
        )  # fmt: skip
    rows = list(dict.fromkeys(row for e in entries for row in e.flows))
    years = max((len(v) for e in entries for v in e.flows.values()), default=0)
    flows = np.zeros((*shape, len(rows), years))
    for e, place in zip(entries, where, strict=True):
        for row, values in e.flows.items():
            flows[(*place, rows.index(row))] = values
    about = {"units": currency, "long_name": "cash flow by row and year"}
    data["cash_flow"] = ((*CASES, "cash_flow_row", "year"), flows, about)
    words = {"technology": "technology", "limits": "what is exceeded"}
    data |= {name: (CASES, np.full(shape, "", dtype=object), {"long_name": meaning}) for name, meaning in words.items()}
    for e, place in zip(entries, where, strict=True):
        data["technology"][1][place] = e.technology
        data["limits"][1][place] = "; ".join(map(said, e.details["limits"]))
    coords = {"site": text(sites), "option": text(options), "end_use": text(END_USES), "load": list(LOADS)}
    coords |= {"stream": text(STREAMS), "cash_flow_row": text(rows), "year": list(range(years))}
    coords |= {dim: text(names) for dim, names in labels.items()}
    return Summary(data, coords, {"currency": currency} | attributes)


def details(entries):
    """{name of ROWS or ITEMS: one list an option}."""
    found: dict[str, list] = {name: [e.details.get(name, []) for e in entries] for name in ROWS}
    found |= {name: [list(e.items[name]) for e in entries] for name in TABLES}
    return found | {"cash_flow": [list(e.flows) for e in entries]}


def hourly(outcomes, attributes):
    """Dataset over (site, option, hour): the same physics for every hour, in shown units."""
    cases = [o.case for o in outcomes]
    sites, options, where = places(cases)
    hours = len(outcomes[0].rows)
    table = np.full((len(sites), len(options), hours, len(ROW_FIELDS)), np.nan)
    for o, place in zip(outcomes, where, strict=True):
        table[place] = o.rows
    data: dict[str, Any] = {}
    for i, (name, engine, shown, meaning) in enumerate(ROW_FIELDS):
        values = table[..., i]
        if engine and shown != engine:
            values = values * (convert(1.0, engine, shown))
        data[name] = ((*CASES, "hour"), values, {"units": shown or "1", "long_name": meaning})
    outdoors = {case.site: case.weather.rows for case in cases}
    humidity = np.stack([outdoors[site]["w"] * 1000.0 for site in sites])
    pressure = [float(outdoors[site]["p"].mean()) for site in sites]
    about = {"units": "g/kg", "long_name": "outdoor humidity ratio"}
    data["humidity_outdoor"] = (("site", "hour"), humidity, about)
    data["pressure"] = ("site", pressure, {"units": "Pa", "long_name": "mean outdoor pressure"})
    coords = {"site": text(sites), "option": text(options), "hour": np.arange(1, hours + 1)}
    return xr.Dataset(data, coords, attributes)
