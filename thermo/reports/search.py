"""Frontiers and chosen set points as tables and files."""

import csv
import json

from rich import box
from rich.console import Group
from rich.table import Table
from rich.text import Text

from thermo import files
from thermo.cells import cells

ENDINGS = (".json", ".csv")
SIGNS = {"pue": "PUE", "tue": "TUE", "tco": "TCO"}


def check(path):
    """Refuse an ending or a folder that cannot be written, before anything is computed.

    Raises
    ------
    ThermoError
    """
    return files.check(path, ENDINGS, "use .json (which `thermo report` reads) or .csv.")


def write(document, path, rows):
    """Write a document as JSON, or `rows(document)` (header first) as CSV."""
    path = check(path)
    with files.beside(path) as temporary, open(temporary, "w", newline="", encoding="utf-8") as file:
        if path.suffix == ".json":
            json.dump(document, file, indent=1, ensure_ascii=False, allow_nan=False)
        else:
            csv.writer(file).writerows(map(cells, rows(document)))


def plain_table(title, header, rows, left=1):
    """A table whose first `left` columns are text."""
    table = Table(title=title, box=box.SIMPLE_HEAD, title_justify="left", pad_edge=False)
    for i, name in enumerate(header):
        table.add_column(name, justify="left" if i < left else "right", overflow="fold")
    for row in rows:
        table.add_row(*row)
    return table


def figure(value, form="{:.1f}"):
    """Text of a number, a dash where there is none."""
    return "–" if value is None else form.format(value)


def frontier_rows(document):
    """Header and one row per point of every curve."""
    names = ("servers", "density", "rack_power", "pue", "tue", "energy_per_chip_hour", "tco")
    units = {"servers": "1", "tco": document["units"].get("tco", "")} | document["units"]
    rows: list[list] = [["site", "option", "technology", *[f"{n} [{units[n]}]" for n in names], "ended by"]]
    for c in document["curves"]:
        head = [c["site"], c["option"], c["technology"]]
        rows += [[*head, *[c[n][i] for n in names], c["binding"]] for i in range(len(c["servers"]))]
        if not c["servers"]:
            rows.append([*head, *[None] * len(names), c["binding"]])
    return rows


def frontier(document):
    """Ends, curves and crossovers as a rich renderable."""
    parts = []
    for site in dict.fromkeys(c["site"] for c in document["curves"]):
        curves = [c for c in document["curves"] if c["site"] == site]
        parts.append(ends(site, curves))
        parts.append(along(curves))
        crossed = [c for c in document["crossovers"] if c["site"] == site]
        parts += [
            Text(
                f"  {SIGNS[c['metric']]}: above {c['density']:.1f} kW a rack ({c['servers']:.2f} servers) "
                f"{c['better']} is better than {c['worse']}"
            )
            for c in crossed
        ]
        if not crossed and sum(len(c["servers"]) > 1 for c in curves) > 1:
            parts.append(Text("  No option overtakes another along density.", style="dim"))
        for c in curves:
            parts += [Text(f"  {c['option']}: {limit['text']}", style="dim") for limit in c["limits"][:1]]
    return Group(*parts)


def ends(site, curves):
    """Densest rack of each option and what ends it."""
    rows = []
    for c in curves:
        chip = "–"
        if c["chip_power_max"] is not None:
            chip = f"{c['chip_power_max']:.0f} W (has {c['chip_power']:.0f} W): {c['chip_binding']}"
        rows.append(
            [
                c["option"],
                figure(c["density_max"]),
                figure(c["rack_power_max"]),
                figure(c["servers_max"], "{:.2f}"),
                figure(c["servers_whole"], "{:d}"),
                c["binding"],
                chip,
            ]
        )
    header = [
        "", "nameplate [kW]", "at full load [kW]", "servers", "whole", "ended by", "chips could take, and then",
    ]  # fmt: skip
    table = plain_table(f"{site}: densest rack within every limit", header, rows)
    for i in (5, 6):
        table.columns[i].justify = "left"
    return table


def along(curves):
    """PUE along density: servers in rows, options in columns."""
    curves = [c for c in curves if c["servers"]]
    every = sorted({n for c in curves for n in c["servers"]})
    rows = []
    for n in every:
        at = [c["pue"][c["servers"].index(n)] if n in c["servers"] else None for c in curves]
        power = next(c["density"][c["servers"].index(n)] for c in curves if n in c["servers"])
        rows.append([f"{n:g}" if n == int(n) else f"{n:.2f}", f"{power:.1f}", *[figure(v, "{:.4f}") for v in at]])
    return plain_table("PUE along density", ["servers", "kW", *[c["option"] for c in curves]], rows, left=0)


GOAL_WORDS = {
    "energy": "energy per chip-hour",
    "tco": "total cost of ownership",
    "carbon": "carbon per chip-hour",
    "water": "water per chip-hour",
}


def optimum_rows(document):
    """Header and one row per set point."""
    rows: list[list] = [["site", "option", "set point", "unit", "study", "chosen", "lowest", "highest"]]
    for e in document["options"]:
        for s in e["set_points"]:
            rows.append(
                [e["site"], e["name"], s["key"], s["unit"], s["default"], s["value"], s["low"], s["high"]]
            )  # fmt: skip
    return rows


def optimum(document):
    """Chosen set points, the gain and what holds them, as a rich renderable."""
    parts: list = []
    unit = document["units"]["value"]
    for e in document["options"]:
        parts.append(Text(f"{e['site']}: {e['name']}", style="bold"))
        gain = "–" if e["gain"] is None else f"{-e['gain']:+.1%}"
        form = "{:,.0f}" if document["goal"] == "tco" else "{:.4f}"
        before, after = figure(e["default"], form), figure(e["value"], form)
        parts.append(Text(f"  {GOAL_WORDS[document['goal']]}: {before} → {after} {unit} ({gain})"))
        a, b = e["figures"]["default"], e["figures"]["chosen"]
        parts.append(
            Text(
                f"  PUE {a['pue']:.3f} → {b['pue']:.3f}, TUE {a['tue']:.3f} → {b['tue']:.3f}, "
                f"WUE {a['wue']:.2f} → {b['wue']:.2f} L/kWh, peak {a['power_peak'] / 1e3:.2f} → "
                f"{b['power_peak'] / 1e3:.2f} MW",
                style="dim",
            )
        )
        rows = [
            [s["key"], shown(s["default"], s), shown(s["value"], s), f"{s['low']:g} … {s['high']:g}", s["meaning"]]
            for s in e["set_points"]
        ]
        table = plain_table(None, ["set point", "study", "chosen", "bounds", "what it is"], rows)
        table.columns[4].justify = "left"
        parts.append(table)
        parts += [Text(f"  {words}") for words in e["active"]]
        if not e["default_feasible"]:
            parts.append(Text("  the study's own set points exceed a limit", style="yellow"))
        parts += [Text(f"  limit: {limit['text']}", style="red") for limit in e["limits"]]
        parts.append(Text(""))
    return Group(*parts)


def shown(value, set_point):
    """A set point with its unit."""
    return f"{value:.4g} {set_point['unit']}" if set_point["unit"] != "1" else f"{value:.3g}"
