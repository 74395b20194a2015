"""The JSON document of a result: made from its arrays, and read back into them."""

import numpy as np

from thermo.cost.account import FIELDS
from thermo.cost.document import TABLES, units_of
from thermo.results.dataset import ROWS, Entry
from thermo.results.metrics import STREAM_FIELDS, SUMMARY_FIELDS
from thermo.schema.row import END_USES
from thermo.vocabulary import LOADS, STREAMS


def number(value):
    """A float as JSON holds it: None for NaN and infinity."""
    value = float(value)
    return value if np.isfinite(value) else None


def document(summary, details, uncertainty=None):
    """What `thermo evaluate --json` prints; no NaN, `None` where there is no value."""
    held = {name: summary[name].values for name in summary.variables}
    sites, names = held["site"].tolist(), held["option"].tolist()
    cases = [(i, k) for i in range(len(sites)) for k in range(len(names))]
    options = [_option(held, details, n, case) for n, case in enumerate(cases)]
    units = {name: unit for name, (unit, _) in SUMMARY_FIELDS.items()}
    units |= {name: unit for name, (unit, _) in STREAM_FIELDS.items()} | {"pue_at_load": "1", "energy": "kWh"}
    units |= units_of(summary.attrs["currency"])
    more = {} if uncertainty is None else {"uncertainty": uncertainty.to_dict()}
    return more | {
        "study": summary.attrs["study"],
        "version": summary.attrs["version"],
        "site": sites[0] if len(sites) == 1 else sites,
        "options": options,
        "units": units,
    }


def _option(held, details, n, case):
    """One option at one site."""

    def labelled(name, dim):
        return dict(zip(held[dim].tolist(), held[name][case].tolist(), strict=True))

    entry = {
        "name": str(held["option"][case[1]]),
        "technology": str(held["technology"][case]),
        "site": str(held["site"][case[0]]),
        "feasible": bool(held["feasible"][case]),
        "limits": [dict(limit) for limit in details["limits"][n]],
        "warnings": list(details["warnings"][n]),
        "policies": [dict(rule) for rule in details["policies"][n]],
        "messages": {told["text"]: {k: v for k, v in told.items() if k != "text"} for told in details["messages"][n]},
    }
    entry |= {name: number(held[name][case]) for name in SUMMARY_FIELDS}
    for name in STREAM_FIELDS:
        entry[name] = {stream: v for stream, v in labelled(name, "stream").items() if v == v}
    entry["pue_at_load"] = {f"{load:g}": number(v) for load, v in labelled("pue_at_load", "load").items()}
    entry["energy"] = {use: number(v) for use, v in labelled("energy", "end_use").items()}
    entry |= {name: number(held[name][case]) for name in FIELDS}
    for name, (dim, _) in TABLES.items():
        values = labelled(name, dim)
        entry[name] = {item: values[item] for item in details[name][n]}
    flows = labelled("cash_flow", "cash_flow_row")
    entry["cash_flow"] = {row: flows[row] for row in details["cash_flow"][n]}
    entry["equipment"] = [dict(line) for line in details["equipment"][n]]
    entry["stranded"] = [dict(line) for line in details["stranded"][n]]
    entry["inputs"] = {line["input"]: {k: v for k, v in line.items() if k != "input"} for line in details["inputs"][n]}
    return entry


def entries_of(document):
    """The entries of a document, for the arrays of a result that was kept as JSON."""
    return [_entry(option) for option in document["options"]]


def _entry(option):
    def known(values):
        return {k: np.nan if v is None else v for k, v in values.items()}

    return Entry(
        option["site"],
        option["name"],
        option["technology"],
        option["feasible"],
        known({name: option.get(name) for name in (*SUMMARY_FIELDS, *FIELDS)}),
        known({use: option["energy"].get(use) for use in END_USES}),
        known({load: option["pue_at_load"].get(f"{load:g}") for load in LOADS}),
        {name: {s: v for s, v in option[name].items() if s in STREAMS} for name in STREAM_FIELDS},
        {name: option[name] for name in TABLES},
        option["cash_flow"],
        {name: option[name] for name in ROWS if name not in ("inputs", "messages")}
        | {"messages": [{"text": text, **told} for text, told in option["messages"].items()]}
        | {"inputs": [{"input": name, **said} for name, said in option["inputs"].items()]},
    )
