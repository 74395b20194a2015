"""One hour taken apart: every node with its figures, and the equation and source behind each."""

import math

from thermo.case.build import build
from thermo.errors import ThermoError, nearest
from thermo.library import load
from thermo.schema.row import ROW_FIELDS
from thermo.units import convert

NOTHING = 1e8  # margins of what a hall does not have

WEATHER = [
    ("outdoor dry bulb", "t_dry", "degC"),
    ("outdoor wet bulb", "t_wet", "degC"),
    ("humidity ratio", "w", "kg/kg"),
    ("pressure", "p", "Pa"),
    ("dew point", "t_dew", "degC"),
]


def explanation(evaluation, option, hour=None, site=None):
    """Document of one hour: {"site", "option", "hour", "weather", "nodes": [...], "racks": [...], "inputs": {...}}.

    Parameters
    ----------
    hour : 1 to 8760, or None for the design hour
    """
    names = list(dict.fromkeys(c.option for c in evaluation.cases))
    if option not in names:
        raise ThermoError(f"no option is called '{option}'. {nearest(option, names)}")
    sites = list(dict.fromkeys(c.site for c in evaluation.cases))
    if site is not None and site not in sites:
        raise ThermoError(f"no site is called '{site}'. {nearest(site, sites)}")
    case = next(c for c in evaluation.cases if c.option == option and c.site == (site or sites[0]))
    if hour is not None and not 1 <= hour <= 8760:
        raise ThermoError(f"hour {hour} is not in the year; give 1 to 8760.")
    weather, row, racks = evaluation.hour(case, hour)
    equations = load("equations")
    nodes = []
    for i, (name, engine, shown, meaning) in enumerate(ROW_FIELDS):
        entry = equations.get(name)
        value = float(row[i])
        if entry is None or math.isnan(value) or value >= NOTHING:
            continue
        if shown != engine and engine and shown:
            value = float(convert(value, engine, shown))
        nodes.append(
            {
                "node": entry.get("node"),
                "figure": name,
                "value": value,
                "unit": shown or "1",
                "meaning": meaning,
                "equation": entry.get("equation"),
                "source": entry.get("source"),
            }
        )
    order = list(dict.fromkeys(e.get("node") for e in equations.values()))
    nodes.sort(key=lambda n: order.index(n["node"]))
    return {
        "site": case.site,
        "option": case.option,
        "hour": "design" if hour is None else hour,
        "weather": [{"figure": n, "value": float(weather[i]), "unit": u} for n, i, u in WEATHER],
        "nodes": nodes,
        "racks": racks,
        "inputs": build(case).inputs,
    }


def tables(document):
    """Rich tables of an explanation."""
    from rich import box
    from rich.table import Table

    head = Table(
        title=f"{document['site']}: {document['option']}, hour {document['hour']}",
        box=box.SIMPLE_HEAD,
        title_justify="left",
    )
    for name in ("node", "figure", "value", "unit", "equation", "source"):
        head.add_column(name, overflow="fold")
    for w in document["weather"]:
        head.add_row("outdoor air", w["figure"], f"{w['value']:.5g}", w["unit"], "weather file or built-in year", "")
    before = None
    for n in document["nodes"]:
        head.add_row(
            n["node"] if n["node"] != before else "",
            n["figure"],
            f"{n['value']:.5g}",
            n["unit"],
            n["equation"],
            n["source"],
        )
        before = n["node"]
    racks = Table(title="One rack of each group", box=box.SIMPLE_HEAD, title_justify="left")
    groups = document["racks"]
    racks.add_column("figure")
    racks.add_column("unit")
    for g in groups:
        racks.add_column(f"{g['group']} ({g['technology']})", justify="right")
    for name in dict.fromkeys(n for g in groups for n in g["values"]):
        unit = next(g["units"][name] for g in groups if name in g["units"])
        figures = [g["values"].get(name) for g in groups]
        racks.add_row(name, unit, *["–" if v is None else f"{v:.5g}" for v in figures])
    inputs = Table(title="Inputs in force", box=box.SIMPLE_HEAD, title_justify="left")
    for name in ("input", "value", "source"):
        inputs.add_column(name, overflow="fold")
    for name, value in document["inputs"].items():
        inputs.add_row(name, str(value["value"]), value["source"])
    return [head, racks, inputs]
