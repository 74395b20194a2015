"""Result files by ending."""

import csv

from thermo import files
from thermo.cells import cells, no_formulas
from thermo.sweeping.export import evaluation_table

ENDINGS = (".nc", ".csv", ".json", ".xlsx", ".parquet", ".zarr")


def check(path):
    """Refuse an ending or a folder that cannot be written, before anything is computed.

    Raises
    ------
    ThermoError
    """
    return files.check(path, ENDINGS)


def write(result, path):
    """Write a Result to `path`: all it holds (.nc, .zarr), its document (.json), or a table (.csv, .xlsx, .parquet)."""
    path = check(path)
    if path.suffix not in WRITERS:
        return result.save(path)
    with files.beside(path) as temporary:
        WRITERS[path.suffix](result, temporary)


def flat_rows(document):
    """Header and rows of the summary: one row per variable, with its unit, one column per (site, option)."""
    entries = document["options"]
    header = ["variable", "unit"] + [f"{e['site']}: {e['name']}" for e in entries]
    rows = []
    for name, unit in document["units"].items():
        values = [e.get(name) for e in entries]
        if any(isinstance(v, dict) for v in values):
            keys = dict.fromkeys(k for v in values if isinstance(v, dict) for k in v)
            for key in keys:
                cells = [(v or {}).get(key) for v in values]
                if any(isinstance(c, list) for c in cells):
                    rows += by_year(f"{name}.{key}", unit, cells)
                else:
                    rows.append([f"{name}.{key}", unit, *cells])
        else:
            rows.append([name, unit, *values])
    if found := document.get("uncertainty"):
        rows += spread_rows(found, document["units"])
    rows.append(["feasible", "", *[e["feasible"] for e in entries]])
    rows.append(["limits", "", *["; ".join(limit["text"] for limit in e["limits"]) for e in entries]])
    rows.append(["warnings", "", *["; ".join(e["warnings"]) for e in entries]])
    return header, rows


def spread_rows(found, units):
    """Rows of a Monte Carlo run: percentiles of every figure, and how often one option beats another."""
    options = found["options"]
    rows = []
    for name, value in options[0].items():
        if isinstance(value, dict) and name != "beats":
            rows += [[f"{name}.{p}", units.get(name, ""), *[o[name][p] for o in options]] for p in value]
    for other in dict.fromkeys(o["name"] for o in options):
        rows.append([f"beats.{other}", "1", *[o["beats"].get(other) for o in options]])
    return rows


def by_year(name, unit, cells):
    """Rows of a cash flow: one a year."""
    years = max(len(c) for c in cells if c)
    return [[f"{name}.year {t}", unit, *[c[t] if c else 0.0 for c in cells]] for t in range(years)]


def _csv(result, path):
    header, rows = flat_rows(result.to_dict())
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(cells(header))
        writer.writerows(map(cells, rows))


def _xlsx(result, path):
    from openpyxl import Workbook
    from openpyxl.styles import Font

    document = result.to_dict()
    header, rows = flat_rows(document)
    book = Workbook()
    sheet = book.active
    sheet.title = "summary"
    for row in [header, *rows]:
        sheet.append(row)
    for c in sheet[1]:
        c.font = Font(bold=True)
    sheet.freeze_panes = "C2"
    policies = book.create_sheet("policies")
    policies.append(["site", "option", "rule", "met", "by"])
    for entry in document["options"]:
        for rule in entry["policies"]:
            policies.append([entry["site"], entry["name"], rule["text"], rule["met"], rule["by"]])
    inputs = book.create_sheet("inputs")
    inputs.append(["site", "option", "input", "value", "source"])
    for entry in document["options"]:
        for name, value in entry["inputs"].items():
            inputs.append([entry["site"], entry["name"], name, value["value"], value["source"]])
    for n, entry in enumerate(document["options"], 1):
        cash_flow_sheet(book.create_sheet(f"cash flow {n}"), entry, document["units"]["cash_flow"])
    bought = book.create_sheet("equipment")
    bought.append(["site", "option", "item", "where", "count", "new", "size", "unit"])
    for entry in document["options"]:
        for line in entry["equipment"]:
            keys = ("item", "where", "count", "new", "size", "unit")
            bought.append([entry["site"], entry["name"], *[line[k] for k in keys]])
    no_formulas(book)
    book.save(path)


def cash_flow_sheet(sheet, entry, currency):
    """One option's cash flows: rows of the table, years across, and their sum."""
    flows = entry["cash_flow"]
    years = len(next(iter(flows.values()), []))
    sheet.append([f"{entry['site']}: {entry['name']}, {currency}", *range(years)])
    for name, values in flows.items():
        sheet.append([name, *values])
    sheet.append(["total", *[sum(v[t] for v in flows.values()) for t in range(years)]])


def _parquet(result, path):
    evaluation_table(result.to_dict(), path)


WRITERS = {".csv": _csv, ".xlsx": _xlsx, ".parquet": _parquet}
