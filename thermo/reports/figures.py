"""The figures of the page, as plotly's plain data and layout; no plotly is needed to make them.

A figure is a `Figure` with one panel or several; panels of a figure share one legend and one scale, so that options can
be compared by eye, and stand in a grid that becomes a single column on a phone. Colours are those of Okabe & Ito
(2008), which the colour-blind can tell apart; heat maps use cividis (Nuñez et al. 2018).
"""

from dataclasses import dataclass, field
from itertools import pairwise
from textwrap import wrap

import numpy as np

from thermo.core.psychrometrics import saturation_humidity_ratio
from thermo.reports.words import technology, word
from thermo.words import name_of, retell, say

OPTION_COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000", "#7F7F7F")
DASHES = ("solid", "dash", "dot", "dashdot")
SYMBOLS = ("circle", "square", "diamond", "triangle-up", "star", "hexagon", "triangle-down", "pentagon")
USES = {  # group of end uses: (end uses, colour); chips, memory and drives are the base and stand apart
    "rack_supply": (("vr_loss", "psu_loss"), "#999999"),
    "it_fans": (("it_fans", "it_pumps"), "#56B4E9"),
    "electrical": (("distribution_loss", "ups_loss", "transformer_loss"), "#E69F00"),
    "terminal_fans": (("terminal_fans",), "#009E73"),
    "pumps": (("pumps",), "#0072B2"),
    "chillers": (("chillers",), "#D55E00"),
    "heat_rejection_fans": (("heat_rejection_fans",), "#CC79A7"),
    "other": (("humidification", "heating", "lighting_misc"), "#F0E442"),
}
MODES = {"free": "#0072B2", "partial": "#E69F00", "mechanical": "#D55E00"}
CIVIDIS = "#00224e, #123570, #3b496c, #575d6d, #707173, #8a8678, #a59c74, #c3b369, #e1cc55, #fee838"
MONTH_ENDS = np.cumsum([0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])
IT_USES = ("it_compute", "vr_loss", "it_fans", "it_pumps", "psu_loss")
FREE_MARGIN = 500.0  # K; a margin this large stands for "no such limit"


@dataclass
class Figure:
    """One figure of the page: panels of plotly data, a legend in the page's own type, a note."""

    key: str
    title: str
    note: str = ""
    panels: list = field(default_factory=list)
    legend: list = field(default_factory=list)
    wide: bool = False

    def panel(self, data, layout, height, caption=""):
        """Add a panel; axes grow with their labels, no title, no legend of plotly's own."""
        base = {
            "margin": {"l": 8, "r": 8, "t": 6, "b": 8},
            "font": {"size": 12, "color": "#222"},
            "paper_bgcolor": "#fff",
            "plot_bgcolor": "#fff",
            "showlegend": False,
            "dragmode": False,
            "hovermode": "closest",
            "height": height,
        }
        for axis in [k for k in layout if k.startswith(("xaxis", "yaxis"))]:
            layout[axis] = AXIS | layout[axis]
        self.panels.append({"data": data, "layout": base | layout, "caption": caption})


AXIS = {
    "automargin": True,
    "gridcolor": "#e5e5e5",
    "zerolinecolor": "#bbb",
    "linecolor": "#888",
    "ticks": "outside",
    "ticklen": 4,
    "tickcolor": "#bbb",
    "fixedrange": True,
}


def axis(title=None, **more):
    """An axis with a title."""
    return ({"title": {"text": title, "standoff": 8}} if title else {}) | more


def rounded(values, digits):
    """A list of numbers as short as the page needs; None where there is none."""
    values = np.round(np.asarray(values, float), digits)
    return [None if not np.isfinite(v) else int(v) if digits <= 0 else float(v) for v in values.ravel()]


def broken(text, width=16):
    """A label over several lines; Chinese breaks anywhere."""
    if any(ord(c) > 0x2E7F for c in text) and " " not in text:
        return "<br>".join(text[i : i + width // 2 + 2] for i in range(0, len(text), width // 2 + 2))
    return "<br>".join(wrap(text.replace(" °C", "\u00a0°C"), width, break_long_words=False)) or text


def colour(i):
    """Colour of the i-th option."""
    return OPTION_COLOURS[i % len(OPTION_COLOURS)]


def option_legend(names):
    """Legend of options: (colour, text, dash)."""
    return [(colour(i), name, DASHES[i // len(OPTION_COLOURS) % len(DASHES)]) for i, name in enumerate(names)]


def use_legend(language):
    """Legend of the end uses."""
    return [(tone, word(key, language), "box") for key, (_, tone) in USES.items()]


def scale_of(kwh):
    """(factor from kWh, unit) so that numbers have few digits."""
    for unit, factor in (("TWh", 1e-9), ("GWh", 1e-6), ("MWh", 1e-3)):
        if kwh * factor >= 1.0:
            return factor, unit
    return 1.0, "kWh"


def end_uses(entries, language):
    """Overhead of each option by end use, in percent of the energy of chips, memory and drives."""
    figure = Figure("end_uses", word("end_uses", language), word("end_uses_note", language), wide=True)
    figure.legend = use_legend(language)
    names = [broken(e["name"]) for e in entries]
    data, total = [], np.zeros(len(entries))
    for key, (uses, tone) in USES.items():
        share = np.array([100.0 * sum(e["energy"][u] for u in uses) / e["energy"]["it_compute"] for e in entries])
        total += share
        data.append(
            bar(names, share, tone, word(key, language), orientation="h", hovertemplate="%{x:.2f} %")
            | {"customdata": None}
        )
    data.append(
        {
            "type": "scatter",
            "mode": "text",
            "x": rounded(total, 2),
            "y": names,
            "text": [f" {v:.1f}" for v in total],
            "textposition": "middle right",
            "hoverinfo": "skip",
            "cliponaxis": False,
        }
    )
    layout = {
        "barmode": "stack",
        "bargap": 0.35,
        "xaxis": axis(word("end_uses_axis", language), range=[0, float(total.max()) * 1.12], zeroline=True),
        "yaxis": axis(autorange="reversed", showgrid=False, ticks=""),
    }
    figure.panel(data, layout, 90 + 62 * len(entries))
    return figure


def bar(names, values, tone, label, orientation="v", hovertemplate="%{y}"):
    """One series of bars."""
    x, y = (rounded(values, 3), names) if orientation == "h" else (names, rounded(values, 3))
    return {
        "type": "bar",
        "orientation": orientation,
        "x": x,
        "y": y,
        "name": label,
        "marker": {"color": tone, "line": {"color": "#fff", "width": 0.5}},
        "hovertemplate": f"{label}: {hovertemplate}<extra></extra>",
    }


def month_words(language):
    """(title of an axis of months, their names)."""
    return say("language.month", language), say("language.months", language).split()


def pue_of(hourly):
    """(hours,) PUE of each hour."""
    return hourly["utility"].values / sum(hourly[u].values for u in IT_USES)


def heat_map(options, language):
    """PUE by day and hour; `options` maps names to Datasets over hour."""
    figure = Figure("heat_map", word("heat_map", language), word("heat_map_note", language))
    tables = {name: pue_of(hourly) for name, hourly in options.items()}
    everything = np.concatenate(list(tables.values()))
    low, high = float(np.floor(everything.min() * 100) / 100), float(np.quantile(everything, 0.999))
    figure.legend = [(CIVIDIS, f"PUE {low:.2f} … {high:.2f}", "scale")]
    middles = [float(0.5 * (a + b)) for a, b in pairwise(MONTH_ENDS)]
    month, names = month_words(language)
    for name, values in tables.items():
        grid = values[: len(values) // 24 * 24].reshape(-1, 24).T
        data = [
            {
                "type": "heatmap",
                "z": [rounded(row, 3) for row in grid],
                "x0": 0.5,
                "dx": 1,
                "y0": 0.5,
                "dy": 1,
                "zmin": low,
                "zmax": high,
                "colorscale": "Cividis",
                "showscale": False,
                "hovertemplate": "PUE %{z:.3f}<extra></extra>",
            }
        ]
        layout = {
            "xaxis": axis(
                month, tickvals=middles, ticktext=names, showgrid=False, ticks="", tickangle=0, tickfont={"size": 11}
            ),
            "yaxis": axis(word("hour_of_day", language), tickvals=[0, 6, 12, 18], showgrid=False),
        }
        figure.panel(data, layout, 200, name)
    return figure


def months(options, language):
    """Energy of each month by end use, chips, memory and drives left out."""
    figure = Figure("months", word("months", language))
    tables = {}
    for name, hourly in options.items():
        ends = MONTH_ENDS * 24
        tables[name] = {
            use: np.array([hourly[use].values[a:b].sum() for a, b in pairwise(ends)])
            for use in [*(u for uses, _ in USES.values() for u in uses), "it_compute"]
        }
    stacks = {n: {k: sum(t[u] for u in uses) for k, (uses, _) in USES.items()} for n, t in tables.items()}
    top = max(float(np.max(sum(stack.values()))) for stack in stacks.values())
    factor, unit = scale_of(top)
    compute = next(iter(tables.values()))["it_compute"].mean()
    f, u = scale_of(compute)
    figure.note = word("months_note", language, value=f"{compute * f:.2f} {u}")
    month, names = month_words(language)
    figure.legend = use_legend(language)
    for name, stack in stacks.items():
        data = [
            bar(names, stack[key] * factor, tone, word(key, language), hovertemplate="%{y:.1f} " + unit)
            for key, (_, tone) in USES.items()
        ]
        layout = {
            "barmode": "stack",
            "bargap": 0.25,
            "xaxis": axis(month, showgrid=False, ticks="", tickangle=0, tickfont={"size": 10}),
            "yaxis": axis(unit, range=[0, top * factor * 1.05], nticks=6),
        }
        figure.panel(data, layout, 250, name)
    return figure


def duration(options, language):
    """Power from the utility, sorted."""
    figure = Figure("duration", word("duration", language), word("duration_note", language), wide=True)
    figure.legend = option_legend(options)
    data = []
    places = np.unique(np.r_[np.arange(24), np.linspace(24, 8759, 240).astype(int)])
    for i, (name, hourly) in enumerate(options.items()):
        power = np.sort(hourly["utility"].values)[::-1] / 1000.0
        at = places[places < len(power)]
        dash = DASHES[i // len(OPTION_COLOURS) % len(DASHES)]
        data.append(line(at + 1, power[at], name, colour(i), dash, 3, "%{y:.2f} MW, %{x} h"))
    layout = {
        "xaxis": axis(
            word("duration_x", language), range=[0, 8760], tickvals=[0, 2000, 4000, 6000, 8760], tickformat=","
        ),
        "yaxis": axis(word("power_mw", language), nticks=6, tickformat=".2~f"),
    }
    figure.panel(data, layout, 320)
    return figure


def line(x, y, name, tone, dash="solid", digits=4, hover="%{y}"):
    """One curve."""
    return {
        "type": "scatter",
        "mode": "lines",
        "x": rounded(x, 2),
        "y": rounded(y, digits),
        "name": name,
        "line": {"color": tone, "width": 2.4, "dash": dash},
        "hovertemplate": f"{name}: {hover}<extra></extra>",
    }


def sankey(options, language):
    """Energy of the year from the meter through racks and plant to outdoor air."""
    figure = Figure("sankey", word("sankey", language), wide=True)
    scale = 1.0
    for name, hourly in options.items():
        sums = {v: float(np.nansum(hourly[v].values)) for v in SANKEY}
        scale, unit = scale_of(sums["utility"] * 0.02)
        figure.note = word("sankey_note", language, unit=unit)
        nodes, links = flows(sums, language)
        data = [
            {
                "type": "sankey",
                "arrangement": "snap",
                "valueformat": ",.2f",
                "valuesuffix": f" {unit}",
                "textfont": {"size": 11.5, "color": "#111", "shadow": "none"},
                "node": {
                    "label": [f"{label} {value * scale:,.{digits(value * scale)}f}" for label, _, value in nodes],
                    "color": [tone for _, tone, _ in nodes],
                    "pad": 14,
                    "thickness": 12,
                    "line": {"width": 0},
                    "hovertemplate": "%{label}<extra></extra>",
                },
                "link": {
                    "source": [a for a, _, _ in links],
                    "target": [b for _, b, _ in links],
                    "value": rounded([v * scale for *_, v in links], 4),
                    "color": [faded(nodes[b if a == 0 else a][1]) for a, b, _ in links],
                    "hovertemplate": "%{source.label} → %{target.label}: %{value}<extra></extra>",
                },
            }
        ]
        figure.panel(data, {"margin": {"l": 4, "r": 4, "t": 8, "b": 14}}, 410, name)
    return figure


SANKEY = (
    *IT_USES, "distribution_loss", "ups_loss", "transformer_loss", "terminal_fans", "pumps", "chillers",
    "heat_rejection_fans", "humidification", "heating", "lighting_misc", "utility", "heat_liquid", "heat_air",
    "heat_rejected", "heat_direct", "heat_reused",
)  # fmt: skip


def digits(value):
    """Decimals that leave about three digits."""
    return 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2


def faded(tone, alpha=0.35):
    """A colour with transparency."""
    r, g, b = (int(tone[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({r},{g},{b},{alpha})"


def flows(sums, language):
    """Nodes (label, colour, value) and links (from, to, value) of the year's energy.

    Every link is a sum of the year's table of hours or closes its node: what the facility takes ends outside the cooled
    rooms or in the cooling plant, and all of it leaves to outdoor air or to a heat customer.
    """
    nodes: list[tuple] = []
    links: list[tuple] = []
    place: dict[str, int] = {}

    def node(key, label, tone, value):
        place[key] = len(nodes)
        nodes.append((label, tone, value))

    def short(key):
        return name_of("page", f"short_{key}", language, word(key, language))

    node("meter", word("meter", language), "#444444", sums["utility"])
    groups = {"it_compute": (("it_compute",), "#4D4D4D")} | USES
    for key, (uses, tone) in groups.items():
        value = sum(sums[u] for u in uses)
        if value > 1e-6 * sums["utility"]:
            node(key, short(key), tone, value)
            links.append(("meter", key, value))
    it = sum(sums[u] for u in IT_USES)
    node("it", word("rack_heat", language), "#4D4D4D", it)
    facility = sums["utility"] - it
    node("facility", word("facility_node", language), "#B8860B", facility)
    for key in groups:
        if key in place:
            to = "it" if key in ("it_compute", "rack_supply", "it_fans") else "facility"
            links.append((key, to, nodes[place[key]][2]))
    for key, tone, value in (("liquid", "#0072B2", sums["heat_liquid"]), ("air", "#56B4E9", it - sums["heat_liquid"])):
        if value > 1e-6 * it:
            node(f"heat_{key}", word(f"{key}_heat", language), tone, value)
            links.append(("it", f"heat_{key}", value))
    plant = sums["heat_rejected"] + sums["heat_reused"]
    node("plant", word("plant_node", language), "#009E73", plant)
    for key in ("heat_liquid", "heat_air"):
        if key in place:
            links.append((key, "plant", nodes[place[key]][2]))
    straight = sums["heat_direct"]
    if plant - it > 0.0:
        links.append(("facility", "plant", plant - it))
    if straight > 0.0:
        node("straight", word("straight", language), "#999999", straight)
        links.append(("facility", "straight", min(straight, facility)))
    node("outdoors", word("outdoors", language), "#777777", sums["utility"] - sums["heat_reused"])
    links.append(("plant", "outdoors", sums["heat_rejected"]))
    if straight > 0.0:
        links.append(("straight", "outdoors", straight))
    if sums["heat_reused"] > 1e-6 * it:
        node("customer", word("customer", language), "#D55E00", sums["heat_reused"])
        links.append(("plant", "customer", sums["heat_reused"]))
    return nodes, [(place[a], place[b], v) for a, b, v in links]


def psychrometric(options, weather, language):
    """Hours of the year by cooling mode on dry bulb and humidity ratio; `weather` has t, w [g/kg] and pressure [Pa]."""
    figure = Figure("psychro", word("psychro", language), word("psychro_note", language))
    figure.legend = [(tone, word(key, language), "dot") for key, tone in MODES.items()]
    t, w, pressure = weather["t"], weather["w"], weather["pressure"]
    low, high = float(np.floor(t.min() / 5) * 5), float(np.ceil(t.max() / 5) * 5)
    top = float(np.ceil(w.max() / 5 + 0.2) * 5)
    axis_t = np.linspace(low, high, 60)
    sat = np.array([saturation_humidity_ratio(x, pressure) for x in axis_t]) * 1000.0
    curves = []
    for rh in (0.2, 0.4, 0.6, 0.8, 1.0):
        # ratio of humidity ratios at equal pressure, exact through the vapour pressure
        p = sat / 1000.0 / (0.621945 + sat / 1000.0) * rh
        curve = 1000.0 * 0.621945 * p / (1.0 - p)
        inside = curve <= top * 0.94
        curves.append(line(axis_t[inside], curve[inside], f"{rh:.0%}", "#bbbbbb", hover="%{x:.0f} °C"))
        curves[-1]["line"]["width"] = 1.6 if rh == 1.0 else 0.8
        curves[-1] |= {"hoverinfo": "skip", "mode": "lines+text", "textposition": "top left"}
        curves[-1]["text"] = [""] * (int(inside.sum()) - 1) + [f"{rh:.0%}"]
        curves[-1]["textfont"] = {"size": 10, "color": "#777"}
        del curves[-1]["hovertemplate"]
    cell_t = np.round(t / 1.5).astype(int)
    cell_w = np.round(w / 0.8).astype(int)
    for name, hourly in options.items():
        stream = "liquid" if np.isfinite(hourly["free_liquid"].values).any() else "air"
        free = hourly[f"free_{stream}"].values
        mode = np.where(free >= 1.0 - 1e-9, 0, np.where(free <= 1e-9, 2, 1))
        cells, counts = np.unique(np.stack([cell_t, cell_w, mode]), axis=1, return_counts=True)
        data = list(curves)
        for m, (key, tone) in enumerate(MODES.items()):
            here = cells[2] == m
            label = word(key, language)
            # modes that share a cell stand side by side
            data.append(
                {
                    "type": "scatter",
                    "mode": "markers",
                    "x": rounded(cells[0][here] * 1.5 + 0.4 * (m - 1), 1),
                    "y": rounded(cells[1][here] * 0.8, 1),
                    "marker": {
                        "size": rounded(np.clip(1.25 * np.sqrt(counts[here]), 2.0, 13.0), 1),
                        "color": tone,
                        "opacity": 0.75,
                        "line": {"width": 0},
                    },
                    "customdata": [int(c) for c in counts[here]],
                    "hovertemplate": f"{label}: %{{customdata}} {word('hours_unit', language)}<extra></extra>",
                }
            )
        layout = {
            "xaxis": axis(word("dry_bulb", language), range=[low, high]),
            "yaxis": axis(word("humidity", language), range=[0, top], side="right"),
        }
        note = word("psychro_stream", language, stream=word(f"stream_{stream}", language))
        figure.panel(data, layout, 300, f"{name} ({note})")
    return figure


MARGINS = {"margin_chip": "#0072B2", "margin_case": "#E69F00", "margin_memory": "#009E73", "margin_intake": "#D55E00",
           "margin_coolant": "#CC79A7"}  # fmt: skip


def margins(options, language):
    """Temperature margins through the year: smallest, median and largest of each kind."""
    figure = Figure("margins", word("margins", language), word("margins_note", language), wide=True)
    figure.legend = [(tone, word(key, language), "dot") for key, tone in MARGINS.items()]
    names = list(options)
    data, kinds = [], list(MARGINS)
    for k, (key, tone) in enumerate(MARGINS.items()):
        x, y, hover, low_x, low_y = [], [], [], [], []
        for i, name in enumerate(names):
            values = options[name][key].values
            values = values[np.isfinite(values)]
            if not len(values) or values.min() > FREE_MARGIN:
                continue
            low, high = float(values.min()), float(values.max())
            at = i + 0.15 * (k - (len(kinds) - 1) / 2)
            x += [low, min(high, low + 60.0), np.nan]
            y += [at, at, np.nan]
            low_x.append(low)
            low_y.append(at)
            hover.append(f"{word(key, language)}: {low:.1f} … {high:.1f} K")
        if not low_x:
            figure.legend = [e for e in figure.legend if e[1] != word(key, language)]
            continue
        data.append(line(x, y, key, tone) | {"hoverinfo": "skip"})
        del data[-1]["hovertemplate"]
        data[-1]["line"]["width"] = 5
        data[-1]["opacity"] = 0.45
        data.append(
            {
                "type": "scatter", "mode": "markers", "x": rounded(low_x, 2), "y": rounded(low_y, 3),
                "marker": {"size": 10, "color": tone}, "hovertext": hover, "hoverinfo": "text",
            }
        )  # fmt: skip
    layout = {
        "xaxis": axis(
            word("margins_axis", language), rangemode="tozero", zeroline=True, zerolinecolor="#000", zerolinewidth=2
        ),
        "yaxis": axis(
            tickvals=list(range(len(names))),
            ticktext=[broken(n) for n in names],
            range=[len(names) - 0.5, -0.5],
            showgrid=False,
            zeroline=False,
            ticks="",
        ),
    }
    figure.panel(data, layout, 90 + 84 * len(names))
    return figure


CAPPED = ("pue", "pue_at_full_load")


def caps_of(entry):
    """The strictest PUE cap of each status that applies to an entry: [(limit, statuses, names)]."""
    found: dict[str, tuple] = {}
    for rule in entry.get("policies", ()):
        if rule["metric"] in CAPPED and rule["limit"] is not None:
            if rule["status"] not in found or rule["limit"] < found[rule["status"]][0]:
                found[rule["status"]] = (rule["limit"], rule["name"])
    limits = sorted({limit for limit, _ in found.values()})
    return [
        (
            limit,
            tuple(status for status, (at, _) in found.items() if at == limit),
            "; ".join(dict.fromkeys(name for at, name in found.values() if at == limit)),
        )
        for limit in limits
    ]


def ranking(entries, language):
    """PUE of every option at every site, sites sorted by their best, beside the caps that apply."""
    figure = Figure("ranking", word("ranking", language), word("ranking_note", language), wide=True)
    options = list(dict.fromkeys(e["name"] for e in entries))
    best: dict[str, float] = {}
    for e in entries:
        if e["pue"] is not None:
            best[e["site"]] = min(best.get(e["site"], 9e9), e["pue"])
    sites = sorted(best, key=lambda site: best[site])
    figure.legend = [(colour(i), name, "dot") for i, name in enumerate(options)]
    data = []
    for i, name in enumerate(options):
        mine = [e for e in entries if e["name"] == name and e["pue"] is not None]
        data.append(
            {
                "type": "scatter",
                "mode": "markers",
                "x": rounded([e["pue"] for e in mine], 4),
                "y": [sites.index(e["site"]) for e in mine],
                "marker": {
                    "size": 11,
                    "symbol": [SYMBOLS[i % len(SYMBOLS)] + ("" if e["feasible"] else "-open") for e in mine],
                    "color": colour(i),
                    "line": {"width": 1.6, "color": colour(i)},
                },
                "hovertemplate": f"{name}: %{{x:.3f}}<extra></extra>",
            }
        )
    caps = sorted({(sites.index(e["site"]), *c) for e in entries if e["site"] in best for c in caps_of(e)})
    if caps:
        data.append(
            {
                "type": "scatter",
                "mode": "markers",
                "x": [c[1] for c in caps],
                "y": [c[0] for c in caps],
                "marker": {"symbol": "line-ns", "size": 24, "line": {"width": 3, "color": "#000"}},
                "hovertext": [f"{c[3]}: ≤ {c[1]:g}" for c in caps],
                "hoverinfo": "text",
            }
        )
        for y, limit, statuses, _ in caps:
            data.append(
                {
                    "type": "scatter", "mode": "text", "x": [limit], "y": [y - 0.38], "hoverinfo": "skip",
                    "text": [f"{limit:g} {', '.join(name_of('rule_status', t, language) for t in statuses)}"],
                    "textfont": {"size": 10},
                    "textposition": "middle center", "cliponaxis": False,
                }
            )  # fmt: skip
    layout = {
        "xaxis": axis(word("pue_axis", language), tickformat=".2f", nticks=7),
        "yaxis": axis(
            tickvals=list(range(len(sites))),
            ticktext=[broken(s) for s in sites],
            range=[len(sites) - 0.4, -0.7],
            zeroline=False,
            ticks="",
        ),
    }
    figure.panel(data, layout, 110 + 52 * len(sites))
    return figure


METRICS = ("pue", "tue", "tco")


def metric_word(metric, language):
    """A metric's name."""
    return name_of("metric", metric, language)


def density(frontier, site, language):
    """PUE, TUE and total cost along density for the options at a site, with ends and crossovers.

    frontier : the document of search.frontier
    """
    figure = Figure("curves", word("density_title", language), word("density_note", language))
    curves = [c for c in frontier["curves"] if c["site"] == site and c["servers"]]
    every = list(dict.fromkeys(c["option"] for c in frontier["curves"]))
    figure.legend = [e for e in option_legend(every) if e[1] in {c["option"] for c in curves}]
    shown = [m for m in METRICS if any(any(v is not None for v in c.get(m, ())) for c in curves)]
    for metric in shown:
        data, marks = [], []
        for c in curves:
            i = every.index(c["option"])
            if not any(v is not None for v in c.get(metric, ())):
                continue
            x, y = c["density"], [np.nan if v is None else v for v in c[metric]]
            dash = DASHES[i // len(OPTION_COLOURS) % len(DASHES)]
            data.append(line(x, y, c["option"], colour(i), dash, 5, "%{x:.1f} kW, %{y:.4~g}"))
            data[-1] |= {"mode": "lines+markers", "marker": {"size": 4}}
            marks.append(
                {
                    "type": "scatter", "mode": "markers", "x": rounded(x[-1:], 2), "y": rounded(y[-1:], 5),
                    "marker": {"symbol": "x", "size": 10, "color": colour(i)}, "hoverinfo": "text",
                    "hovertext": [f"{c['option']}: {retell(c['binding'], language, c.get('messages'))}"],
                }
            )  # fmt: skip
        shapes = [
            {
                "type": "line", "x0": c["density"], "x1": c["density"], "yref": "paper", "y0": 0, "y1": 1,
                "line": {"color": "#555", "width": 1, "dash": "dot"},
            }
            for c in frontier.get("crossovers", ())
            if c["site"] == site and c["metric"] == metric
        ]  # fmt: skip
        layout = {
            "xaxis": axis(word("density_axis", language), rangemode="tozero"),
            "yaxis": axis(metric_word(metric, language), nticks=7),
            "shapes": shapes,
        }
        caption = word("density_curve", language, metric=metric_word(metric, language))
        figure.panel(data + marks, layout, 330, caption)
    return figure if figure.panels else None


def label_technology(entry, language):
    """A name with its technology."""
    return f"{entry['name']} ({technology(entry['technology'], language)})"
