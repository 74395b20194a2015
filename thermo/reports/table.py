"""The comparison a planner reads: variables in rows, options in columns."""

from typing import NamedTuple

from rich import box
from rich.console import Group
from rich.table import Table
from rich.text import Text

from thermo.words import say


class Row(NamedTuple):
    """One row of the comparison: a figure of the document, its unit and format; `inset` belongs to the row above."""

    variable: str
    unit: str
    form: str
    inset: bool = False

    def label(self, language="en"):
        """What the row is called."""
        return say(f"row.{self.variable}", language)


ROWS = [
    Row("feasible", "", ""),
    Row("pue", "", "{:.3f}"),
    Row("pue_worst_hour", "", "{:.3f}", inset=True),
    Row("pue_design_hour", "", "{:.3f}", inset=True),
    Row("tue", "", "{:.3f}"),
    Row("itue", "", "{:.3f}"),
    Row("energy_per_chip_hour", "kWh", "{:.3f}"),
    Row("energy_per_pflop_hour", "kWh", "{:.3f}"),
    Row("compute_delivered", "%", "{:.1%}"),
    Row("energy_total", "GWh", "{:.2f}"),
    Row("energy_it", "GWh", "{:.2f}"),
    Row("power_peak", "MW", "{:.2f}"),
    Row("server_fan_share", "%", "{:.1%}"),
    Row("wue", "L/kWh", "{:.2f}"),
    Row("water", "m³", "{:,.0f}"),
    Row("cue", "kg/kWh", "{:.3f}"),
    Row("erf", "", "{:.3f}"),
    Row("heat_liquid_fraction", "%", "{:.1%}"),
    Row("chip_temperature_max", "°C", "{:.1f}"),
    Row("chip_margin_min", "K", "{:.1f}", inset=True),
    Row("critical_heat_flux_margin", "", "{:.2f}"),
    Row("exit_quality_max", "", "{:.2f}"),
    Row("exit_quality_margin", "", "{:.2f}", inset=True),
    Row("fluid_charge", "kg", "{:,.0f}"),
    Row("fluid_loss", "kg", "{:,.0f}"),
    Row("supply_temperature_max", "°C", "{:.1f}"),
    Row("hours_over_limit", "h", "{:.0f}"),
    Row("hours_throttled", "h", "{:.0f}"),
    Row("hours_free_cooling.air", "h", "{:.0f}"),
    Row("hours_free_cooling.liquid", "h", "{:.0f}"),
    Row("rack_power", "kW", "{:.1f}"),
    Row("rack_power_max", "kW", "{:.1f}"),
    Row("it_power_available", "MW", "{:.2f}"),
    Row("mlc", "", "{:.3f}"),
    Row("elc", "", "{:.3f}"),
    Row("area", "m²", "{:,.0f}"),
    Row("floor_load", "kg/m²", "{:,.0f}"),
]
MONEY_ROWS = [
    Row("capex", "M", "{:,.2f}"),
    Row("capex_it", "M", "{:,.2f}", inset=True),
    Row("capex_per_kw", "", "{:,.0f}", inset=True),
    Row("capex_cooling", "M", "{:,.2f}", inset=True),
    Row("opex_annual", "M", "{:,.2f}"),
    Row("tco", "M", "{:,.2f}"),
    Row("npv", "M", "{:,.2f}"),
    Row("npv_against_baseline", "M", "{:,.2f}", inset=True),
    Row("irr", "%", "{:.1%}"),
    Row("payback", "", "{:.1f}"),
    Row("payback_discounted", "", "{:.1f}", inset=True),
    Row("lcoc", "", "{:.4f}"),
    Row("lcoc_kw_year", "", "{:,.0f}"),
    Row("cost_per_chip_hour", "", "{:.4f}"),
    Row("cost_per_pflop_hour", "", "{:.4f}"),
    Row("lease_revenue", "M", "{:,.2f}"),
    Row("margin", "%", "{:.1%}"),
    Row("freed_power", "", "{:,.0f}"),
    Row("freed_space", "", "{:,.0f}"),
]
SCALE = {"energy_total": 1e-6, "energy_it": 1e-6, "power_peak": 1e-3, "it_power_available": 1e-3}


def cell(entry, variable, form):
    """Text of one value; a dash where there is none."""
    if variable == "feasible":
        return Text("yes", style="green") if entry["feasible"] else Text("no", style="bold red")
    name, _, key = variable.partition(".")
    value = entry.get(name)
    if key:
        value = (value or {}).get(key)
    if value is None:
        return Text("–", style="dim")
    return Text(form.format(value * SCALE.get(name, 1.0)))


def comparison(document):
    """A rich renderable for the document of `Result.to_dict()`."""
    parts = []
    sites = list(dict.fromkeys(entry["site"] for entry in document["options"]))
    for site in sites:
        entries = [entry for entry in document["options"] if entry["site"] == site]
        parts.append(site_table(site, entries))
        parts.append(energy_table(entries))
        parts.append(money_table(entries, document["units"]["capex"]))
        parts.extend(remarks(entries))
    return Group(*parts)


def site_table(site, entries):
    """Main table of one site."""
    table = Table(title=f"{site}", box=box.SIMPLE_HEAD, title_justify="left", title_style="bold", pad_edge=False)
    table.add_column("", no_wrap=True)
    for entry in entries:
        table.add_column(entry["name"], justify="right", overflow="fold", max_width=22)
    for row in ROWS:
        cells = [cell(entry, row.variable, row.form) for entry in entries]
        if all(c.plain == "–" for c in cells):
            continue
        table.add_row(heading(row), *cells)
    return table


def heading(row):
    """A row's label, set in where it belongs to the row above, and its unit."""
    unit = f" [{row.unit}]" if row.unit and row.unit != "%" else ""
    return f"{'  ' * row.inset}{row.label()}{unit}"


def money_table(entries, currency):
    """Capital, operation and what they come to."""
    inputs = entries[0]["inputs"]
    said = {key: inputs[f"economics.{key}"]["value"] for key in ("price_book", "horizon", "discount_rate", "baseline")}
    title = (
        f"Cost in {currency}: prices of {said['price_book']}, {said['horizon']}, {said['discount_rate']}; "
        f'baseline "{said["baseline"]}"'
    )
    table = Table(title=title, box=box.SIMPLE_HEAD, title_justify="left", pad_edge=False)
    table.add_column("", no_wrap=True)
    for entry in entries:
        table.add_column(entry["name"], justify="right", overflow="fold", max_width=22)
    for row in MONEY_ROWS:
        scale = 1e-6 if row.unit == "M" else 1.0
        values = [entry.get(row.variable) for entry in entries]
        if all(v is None for v in values) or (row.variable == "capex_it" and not any(values)):
            continue
        cells = [Text("–", style="dim") if v is None else Text(row.form.format(v * scale)) for v in values]
        table.add_row(heading(row), *cells)
    return table


def energy_table(entries):
    """End uses as a share of IT energy, so that they add up to PUE."""
    table = Table(title="End uses, % of IT energy", box=box.SIMPLE_HEAD, title_justify="left", pad_edge=False)
    table.add_column("", no_wrap=True)
    for entry in entries:
        table.add_column(entry["name"], justify="right", overflow="fold", max_width=22)
    for use in entries[0]["energy"]:
        shares = [
            100.0 * entry["energy"][use] / entry["energy_it"] if entry["energy_it"] else None for entry in entries
        ]
        if any(s is not None and s >= 0.005 for s in shares):
            table.add_row(use, *["–" if s is None else f"{s:.2f}" for s in shares])
    return table


def remarks(entries):
    """Limits, policies and warnings in words, under the table."""
    parts = []
    for entry in entries:
        lines = [Text(f"{entry['name']} ({entry['technology']})", style="bold")]
        for limit in entry["limits"]:
            lines.append(Text(f"  limit: {limit['text']}", style="red"))
        lines.extend(caps(entry["policies"]))
        for warning in entry["warnings"]:
            lines.append(Text(f"  note: {warning}", style="dim"))
        if len(lines) > 1:
            parts.extend(lines)
    return parts


def caps(rules):
    """Caps in words: a line for each that is missed, one line for all that are met, one for those not judged."""
    for rule in rules:
        if rule["met"] is False:
            yield Text(f"  {rule['text']}", style="yellow")
    met = "; ".join(f"{r['name']} ({r['metric']} {r['limit']:g}, by {abs(r['by']):.3f})" for r in rules if r["met"])
    if met:
        yield Text(f"  caps met: {met}", style="green")
    unknown = "; ".join(f"{r['name']} ({r['metric']})" for r in rules if r["met"] is None)
    if unknown:
        yield Text(f"  not judged: {unknown}", style="dim")


SPREAD = ("pue", "capex", "opex_annual", "tco", "npv", "npv_against_baseline", "lcoc", "cost_per_chip_hour")


def uncertainty_tables(document):
    """P10, P50 and P90 of the main figures, who beats whom, and what decides."""
    found = document["uncertainty"]
    for note in found["notes"]:
        yield Text(f"note: {note}", style="dim")
    title = f"P10 | P50 | P90 of {found['samples']} samples, seed {found['seed']}, {len(found['inputs'])} inputs"
    for site in dict.fromkeys(o["site"] for o in found["options"]):
        entries = [o for o in found["options"] if o["site"] == site]
        table = Table(title=f"{site}: {title}", box=box.SIMPLE_HEAD, title_justify="left", pad_edge=False)
        table.add_column("", no_wrap=True)
        for entry in entries:
            table.add_column(entry["name"], justify="right", overflow="fold", max_width=26)
        for row in (row for row in (*ROWS, *MONEY_ROWS) if row.variable in SPREAD):
            scale = 1e-6 if row.unit == "M" else 1.0
            found_of = [entry[row.variable] for entry in entries]
            cells = [" | ".join(row.form.format(of[p] * scale) for p in ("p10", "p50", "p90")) for of in found_of]
            table.add_row(heading(row), *cells)
        for entry in entries:
            cells = ["–" if other is entry else f"{other['beats'][entry['name']]:.0%}" for other in entries]
            table.add_row(f"beats {entry['name']}", *cells)
        yield table
        for entry in entries:
            if entry["tornado"]:
                yield tornado_table(site, entry)


def tornado_table(site, entry):
    """What decides one option: each input at its P10 and P90, the others at their modes."""
    what = "NPV against the baseline [M]" if entry["tornado_of"] == "npv_against_baseline" else "NPV [M]"
    table = Table(title=f"{site}, {entry['name']}: {what}", box=box.SIMPLE_HEAD, title_justify="left", pad_edge=False)
    for name in ("input", "at its P10", "at its P90", "swing"):
        table.add_column(name, justify="left" if name == "input" else "right")
    for row in entry["tornado"]:
        low, high = row["p10"] * 1e-6, row["p90"] * 1e-6
        table.add_row(row["input"], f"{low:,.2f}", f"{high:,.2f}", f"{abs(high - low):,.2f}")
    return table


def cost_tables(document):
    """Per site capital and operation by item; per option its equipment, what it strands, and its cash flows by year."""
    currency = document["units"]["capex"]
    for site in dict.fromkeys(e["site"] for e in document["options"]):
        entries = [e for e in document["options"] if e["site"] == site]
        yield item_table(f"{site}: capital by item, thousand {currency}", entries, "capex_by_item")
        yield item_table(f"{site}: operation by item, thousand {currency} a year", entries, "opex_by_item")
    for entry in document["options"]:
        yield equipment_table(entry)
        yield cash_flow_table(entry, currency)


def item_table(title, entries, name):
    """One row per item, the largest first, and the total."""
    labels = dict.fromkeys(key for entry in entries for key in entry[name])
    table = Table(title=title, box=box.SIMPLE_HEAD, title_justify="left", pad_edge=False)
    table.add_column("", no_wrap=True)
    for entry in entries:
        table.add_column(entry["name"], justify="right", overflow="fold", max_width=22)
    for label in sorted(labels, key=lambda key: -max(abs(entry[name].get(key, 0.0)) for entry in entries)):
        table.add_row(label, *[f"{entry[name].get(label, 0.0) / 1e3:,.1f}" for entry in entries])
    table.add_row("total", *[f"{sum(entry[name].values()) / 1e3:,.1f}" for entry in entries])
    return table


def equipment_table(entry):
    """What the engine sized, what of it is new, and what exists and is no longer used."""
    title = f"{entry['site']}, {entry['name']}: equipment"
    table = Table(title=title, box=box.SIMPLE_HEAD, title_justify="left", pad_edge=False)
    for name in ("item", "where", "count", "of them new", "size", "unit"):
        table.add_column(name, justify="left" if name in ("item", "where", "unit") else "right")
    for line in entry["equipment"]:
        figures = (f"{line['count']:,.4g}", f"{line['new']:,.4g}", f"{line['size']:,.4g}", line["unit"])
        table.add_row(line["item"], line["where"], *figures)
    for line in entry["stranded"]:
        table.add_row(
            line["item"], line["where"], f"{line['count']:,.3g}", "stranded", f"{line['size']:,.4g}", line["unit"]
        )
    return table


def cash_flow_table(entry, currency):
    """Cash flows by row and year, and their sum."""
    flows = entry["cash_flow"]
    years = range(len(next(iter(flows.values()), [])))
    title = f"{entry['site']}, {entry['name']}: cash flow, thousand {currency}, by year"
    table = Table(title=title, box=box.SIMPLE_HEAD, title_justify="left", pad_edge=False)
    table.add_column("", no_wrap=True)
    for year in years:
        table.add_column(str(year), justify="right")
    for name, values in flows.items():
        table.add_row(name, *[f"{v / 1e3:,.0f}" for v in values])
    table.add_row("total", *[f"{sum(v[t] for v in flows.values()) / 1e3:,.0f}" for t in years])
    return table


def break_even_table(document):
    """Where two options cost the same per delivered chip-hour, and which is cheaper above."""
    title = "Break-even: the same cost of a delivered chip-hour"
    table = Table(title=title, box=box.SIMPLE_HEAD, title_justify="left", pad_edge=False)
    for name in ("site", "axis", "option", "against", "the same at", "cheaper above"):
        table.add_column(name, justify="right" if name == "the same at" else "left", overflow="fold")
    for pair in document["pairs"]:
        unit = "" if pair["unit"] == "1" else f" {pair['unit']}"
        places = ", ".join(f"{x:.3g}" for x in pair["at"]) + unit if pair["at"] else "nowhere"
        above = pair["cheaper_above"] or "–"
        axis = {"density": "rack density", "electricity_price": "electricity price"}.get(pair["axis"], pair["axis"])
        cells = (pair["site"], axis, pair["option"], pair["against"], places)
        table.add_row(*cells, above if pair["at"] or above == "–" else f"{above}, everywhere")
    return table


def worth_table(rows, most=40):
    """What each plant and terminal input is worth in annual PUE, the largest first."""
    table = Table(
        title="What each input is worth in PUE (default to its low and high bound)",
        box=box.SIMPLE_HEAD,
        title_justify="left",
    )
    for name in ("site", "option", "input", "low", "PUE", "high", "PUE"):
        table.add_column(name, justify="right" if name == "PUE" else "left", overflow="fold")
    for site, option, name, low, down, high, up in rows[:most]:
        table.add_row(site, option, name, str(low), f"{down:+.4f}", str(high), f"{up:+.4f}")
    return table
