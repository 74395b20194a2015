"""Figures of money: present value by group from capital to total cost of ownership, and what moves the result."""

from thermo.cost.account import KINDS
from thermo.reports.figures import Figure, axis, broken, rounded
from thermo.reports.words import word
from thermo.words import name_of, say

GROUPS = {  # group: colour
    "cooling_capital": "#0072B2",
    "electrical_capital": "#E69F00",
    "building_capital": "#999999",
    "it_capital": "#4D4D4D",
    "overhead_capital": "#CC79A7",
    "replacement": "#56B4E9",
    "electricity": "#D55E00",
    "water_cost": "#009E73",
    "maintenance": "#F0E442",
    "other_cost": "#7F7F7F",
    "residual": "#000000",
}
OPERATION = {
    "electricity": "electricity",
    "demand charge": "electricity",
    "differential tariff": "electricity",
    "water": "water_cost",
    "sewage": "water_cost",
    "maintenance": "maintenance",
    "fluid top-up": "maintenance",
}


def present_values(entry):
    """{group: present value of its costs} of an entry's cash flows; they sum to its total cost of ownership."""
    rate = float(str(entry["inputs"]["economics.discount_rate"]["value"]).split()[0])
    groups = dict.fromkeys(GROUPS, 0.0)
    for name, flows in entry["cash_flow"].items():
        value = -sum(x / (1.0 + rate) ** year for year, x in enumerate(flows))
        if (group := group_of(name)) is not None:
            groups[group] += value
    groups["other_cost"] += entry["tco"] - sum(groups.values())  # rows this page has no group for
    return groups


def group_of(name):
    """Group of a row of the cash flows; None for what is no cost."""
    head, _, tail = name.partition(".")
    if head == "capex":
        kind = KINDS.get(tail)
        if tail == "it" or tail.startswith("it "):
            return "it_capital"
        cooling = {"mechanical": "cooling_capital", "rack": "cooling_capital", "fluid": "cooling_capital"}
        others = {"electrical": "electrical_capital", "building": "building_capital"}
        return (cooling | others).get(str(kind), "overhead_capital")
    if head in ("replacement", "residual"):
        return head
    if head == "opex":
        return OPERATION.get(tail.partition(".")[0], "other_cost")
    return None


def waterfall(entries, currency, language):
    """Cost by group of every option, one scale."""
    figure = Figure("waterfall", word("waterfall", language))
    tables = [present_values(e) for e in entries]
    kept = [g for g in GROUPS if any(abs(t[g]) > 1e-4 * e["tco"] for t, e in zip(tables, entries, strict=True))]
    factor, unit = (1e-6, "M") if max(e["tco"] for e in entries) > 3e6 else (1e-3, "k")
    top = max(sum(max(v, 0.0) for v in t.values()) for t in tables) * factor
    for e, t in zip(entries, tables, strict=True):
        names = [broken(word(g, language), 20) for g in kept] + [broken(word("per_goal_tco", language), 20)]
        values = [t[g] * factor for g in kept]
        data = [
            {
                "type": "waterfall",
                "orientation": "h",
                "y": names,
                "x": rounded([*values, e["tco"] * factor], 3),
                "measure": ["relative"] * len(kept) + ["total"],
                "increasing": {"marker": {"color": "#0072B2"}},
                "decreasing": {"marker": {"color": "#009E73"}},
                "totals": {"marker": {"color": "#4D4D4D"}},
                "connector": {"line": {"color": "#999", "width": 1}},
                "text": [f"{v:,.1f}" for v in [*values, e["tco"] * factor]],
                "textposition": "outside",
                "cliponaxis": False,
                "hovertemplate": "%{y}: %{text}<extra></extra>",
            }
        ]
        layout = {
            "xaxis": axis(f"{currency}, {unit}", range=[0, top * 1.16], nticks=5, tickformat=","),
            "yaxis": axis(autorange="reversed", showgrid=False, ticks=""),
        }
        figure.panel(data, layout, 70 + 30 * len(names), e["name"])
    return figure


def tornado(document, site, currency, language, most=10):
    """What moves each option's value, from the samples' tenth to ninetieth percentile of every input."""
    figure = Figure("tornado", word("tornado", language), word("tornado_note", language))
    found = [o for o in document["uncertainty"]["options"] if o["site"] == site and o["tornado"]]
    figure.legend = [("#0072B2", "P10", "box"), ("#D55E00", "P90", "box")]
    for o in found:
        entry = next(e for e in document["options"] if (e["site"], e["name"]) == (site, o["name"]))
        base = (entry[o["tornado_of"]] or 0.0) * 1e-6
        rows = o["tornado"][:most]
        names = [broken(item(r["input"], language), 22) for r in rows]
        data = [
            {
                "type": "bar",
                "orientation": "h",
                "y": names,
                "x": rounded([r[end] * 1e-6 - base for r in rows], 3),
                "base": [round(base, 3)] * len(rows),
                "marker": {"color": tone},
                "customdata": rounded([r[end] * 1e-6 for r in rows], 2),
                "hovertemplate": f"%{{y}}, {end.upper()}: %{{customdata}} M {currency}<extra></extra>",
            }
            for end, tone in (("p10", "#0072B2"), ("p90", "#D55E00"))
        ]
        what = word(o["tornado_of"], language)
        layout = {
            "barmode": "overlay",
            "bargap": 0.3,
            "xaxis": axis(f"{what}, M {currency}", nticks=5, zeroline=False, tickformat=","),
            "yaxis": axis(autorange="reversed", showgrid=False, ticks=""),
            "shapes": [
                {"type": "line", "x0": base, "x1": base, "yref": "paper", "y0": 0, "y1": 1, "line": {"width": 1}}
            ],
        }
        figure.panel(data, layout, 80 + 26 * len(rows), o["name"])
    return figure


def item(name, language):
    """A draw's name as a reader knows it."""
    short = name.removeprefix("economics.prices.").removeprefix("economics.")
    parts = (name_of("item", part, language, part.replace("_", " ")) for part in short.split("."))
    return say("language.colon", language).join(parts)


def spread(document, site, language):
    """(header, rows) of P10, P50 and P90 of the options' main figures at a site."""
    options = [o for o in document["uncertainty"]["options"] if o["site"] == site]
    rows = []
    for name, factor, form in (("tco", 1e-6, "{:,.1f}"), ("npv_against_baseline", 1e-6, "{:,.1f}"),
                               ("pue", 1.0, "{:.3f}"), ("cost_per_chip_hour", 1.0, "{:.4f}")):  # fmt: skip
        cells = [" | ".join(form.format(o[name][p] * factor) for p in ("p10", "p50", "p90")) for o in options]
        rows.append((word(name, language), cells))
    return [o["name"] for o in options], rows
