"""Every cell of the workbook and of the CSV equals the document; the netCDF file gives the document back."""

import csv

import openpyxl
import pytest


@pytest.fixture(scope="module")
def book(folder, document):
    return openpyxl.load_workbook(folder / "out.xlsx")


def rows_of(book, name):
    return [[cell.value for cell in row] for row in book[name].iter_rows()]


def expected(document, variable, entry):
    """Value of a row of the summary: "energy.it_compute", "cash_flow.opex.water.year 3", or plain."""
    name, _, key = variable.partition(".")
    if key and isinstance(entry.get(name), dict):
        key, _, year = key.partition(".year ")
        value = entry[name].get(key)
        return value if not year else (value[int(year)] if value else 0.0)
    value = entry.get(name)
    if name == "limits":
        value = [limit["text"] for limit in value]
    return "; ".join(value) if isinstance(value, list) else value


def holds(document, header, rows, number):
    """All rows of a summary; `number` reads a cell."""
    entries = document["options"]
    assert header == ["variable", "unit", *[f"{e['site']}: {e['name']}" for e in entries]]
    for variable, unit, *cells in rows:
        assert (unit or "") == document["units"].get(variable.partition(".")[0], ""), variable
        for entry, cell in zip(entries, cells, strict=True):
            value = expected(document, variable, entry)
            if isinstance(value, float | int) and not isinstance(value, bool):
                assert number(cell) == pytest.approx(value, rel=1e-12), (variable, entry["name"])
            else:
                assert str(cell if cell is not None else "") == str("" if value is None else value), variable
    named = {row[0].partition(".")[0] for row in rows}
    assert {n for n, v in entries[0].items() if isinstance(v, float)} <= named


def test_the_summary_of_the_workbook(book, document):
    header, *rows = rows_of(book, "summary")
    holds(document, header, rows, lambda cell: cell)


def test_the_csv(folder, ran, study, document):
    ran("evaluate", study, "--json", "-o", "@out.csv")
    with open(folder / "out.csv", newline="", encoding="utf-8") as file:
        header, *rows = csv.reader(file)
    holds(document, header, rows, float)


def test_cash_flows(book, document):
    for n, entry in enumerate(document["options"], 1):
        header, *rows = rows_of(book, f"cash flow {n}")
        assert header[0].startswith(f"{entry['site']}: {entry['name']}, {document['units']['capex']}")
        assert header[1:] == list(range(len(header) - 1))
        *rows, total = rows
        assert [row[0] for row in rows] == list(entry["cash_flow"])
        for name, *flows in rows:
            assert flows == pytest.approx(entry["cash_flow"][name], rel=1e-12), name
        assert total[1:] == pytest.approx([sum(year) for year in zip(*entry["cash_flow"].values(), strict=True)])


def test_equipment_policies_and_inputs(book, document):
    header, *rows = rows_of(book, "equipment")
    keys = header[2:]
    known = [(e, line) for e in document["options"] for line in e["equipment"]]
    for (site, option, *cells), (entry, line) in zip(rows, known, strict=True):
        assert (site, option) == (entry["site"], entry["name"])
        for key, cell in zip(keys, cells, strict=True):
            held = line[key]
            assert (cell or "") == held if isinstance(held, str) else cell == pytest.approx(held, rel=1e-12), line
    _, *rows = rows_of(book, "policies")
    rules = [(e, r) for e in document["options"] for r in e["policies"]]
    for (site, option, text, met, by), (entry, rule) in zip(rows, rules, strict=True):
        assert (site, option, text, met) == (entry["site"], entry["name"], rule["text"], rule["met"])
        assert by == (None if rule["by"] is None else pytest.approx(rule["by"], rel=1e-12))
    _, *rows = rows_of(book, "inputs")
    inputs = [(e["site"], e["name"], k, v["value"], v["source"])
              for e in document["options"] for k, v in e["inputs"].items()]  # fmt: skip
    assert [tuple(row) for row in rows] == inputs


def test_the_netcdf_summary(folder, sampled):
    import xarray as xr

    with xr.open_dataset(folder / "small.nc", engine="h5netcdf") as summary:
        for entry in sampled["options"]:
            for name in ("pue", "energy_total", "water", "capex", "tco", "power_peak"):
                found = summary[name].sel(site=entry["site"], option=entry["name"])
                assert float(found) == pytest.approx(entry[name], rel=1e-12), name
                assert found.attrs["units"] == sampled["units"][name]
