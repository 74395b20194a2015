"""Every cell of the terminal's tables equals the document times its unit's factor, found by its label."""

import json
import re

import pytest
from labels import COMPARISON, MONEY, value_of
from printed import factor, says


def sheets_of(done, title):
    """Tables whose title starts so."""
    found = [s for s in done.sheets if s.title.startswith(title)]
    assert found, title
    return found


def entries_by_site(document):
    sites = dict.fromkeys(e["site"] for e in document["options"])
    return {site: [e for e in document["options"] if e["site"] == site] for site in sites}


def label_and_unit(text):
    """("Energy, total", "GWh") of "Energy, total [GWh]"."""
    found = re.fullmatch(r"(.*?)(?: \[(.*)\])?", text.strip())
    return found[1], found[2] or ""


def holds(sheet, entries, labels, units):
    """Every cell of a comparison; returns the labels that stood there."""
    assert sheet.header[1:] == [e["name"] for e in entries]
    for entry, cells in zip(entries, sheet.columns().values(), strict=True):
        for text, cell in cells.items():
            label, unit = label_and_unit(text)
            variable = labels[label]
            value = value_of(entry, variable)
            times = 1.0
            if variable != "feasible":
                engine = units[variable.partition(".")[0]]
                times = factor(engine, unit)
                assert unit or engine == "1" or "USD" in engine, f"{text} has no unit"
            assert says(cell, value, times), (entry["site"], entry["name"], text, cell, value)
    return {label_and_unit(row[0])[0] for row in sheet.rows}


@pytest.fixture(scope="module")
def shown(ran, study):
    return ran("evaluate", study, "--costs")


@pytest.fixture(scope="module")
def money(document):
    """Money as printed: of the document's currency."""
    return document["units"]["capex"]


def test_the_comparison(shown, document):
    units, seen = document["units"], set()
    for site, entries in entries_by_site(document).items():
        (sheet,) = [s for s in shown.sheets if s.title == site]
        seen |= holds(sheet, entries, COMPARISON, units)
    assert set(COMPARISON) - seen <= {"CUE", "ERF"}  # the grid's carbon and a customer for heat: the small study


def test_the_rows_of_carbon_and_of_reuse(ran, small, sampled):
    seen = holds(ran("evaluate", small, "--samples", "3").sheets[0], sampled["options"], COMPARISON, sampled["units"])
    assert {"CUE", "ERF"} <= seen


def test_end_uses_add_up_to_pue(shown, document):
    parts = zip(sheets_of(shown, "End uses, % of IT energy"), entries_by_site(document).values(), strict=True)
    for sheet, entries in parts:
        for entry, cells in zip(entries, sheet.columns().values(), strict=True):
            for use, cell in cells.items():
                assert says(cell, entry["energy"][use] / entry["energy_it"], 100.0), (entry["name"], use, cell)
            total = sum(map(float, cells.values()))
            assert total == pytest.approx(100.0 * entry["pue"], abs=0.005 * (1 + len(entry["energy"])))  # two decimals


def test_money(shown, document, money):
    seen = set()
    for sheet, entries in zip(sheets_of(shown, f"Cost in {money}"), entries_by_site(document).values(), strict=True):
        seen |= holds(sheet, entries, MONEY, document["units"])
        inputs = entries[0]["inputs"]
        for key in ("price_book", "horizon", "discount_rate", "baseline"):
            assert str(inputs[f"economics.{key}"]["value"]) in sheet.title
    assert set(MONEY) - seen <= {"of it servers and network"}  # a retrofit buys none


def test_the_row_of_servers(ran, small, sampled):
    (sheet,) = sheets_of(ran("evaluate", small, "--samples", "3"), "Cost in ")
    assert "of it servers and network" in holds(sheet, sampled["options"], MONEY, sampled["units"])


@pytest.mark.parametrize(("what", "items", "total"), [
    ("capital by item", "capex_by_item", "capex"), ("operation by item", "opex_by_item", "opex_annual"),
])  # fmt: skip
def test_costs_by_item(shown, document, money, what, items, total):
    for site, entries in entries_by_site(document).items():
        (sheet,) = sheets_of(shown, f"{site}: {what}, thousand {money}")
        for entry, cells in zip(entries, sheet.columns().values(), strict=True):
            assert says(cells.pop("total"), entry[total], 1e-3)
            assert set(cells) >= set(entry[items])
            for item, cell in cells.items():
                assert says(cell, entry[items].get(item, 0.0), 1e-3), (entry["name"], item, cell)


def test_equipment(shown, document):
    for entry in document["options"]:
        (sheet,) = sheets_of(shown, f"{entry['site']}, {entry['name']}: equipment")
        new = [(line, line["new"]) for line in entry["equipment"]]
        stranded = [(line, None) for line in entry["stranded"]]
        for row, (line, bought) in zip(sheet.rows, new + stranded, strict=True):
            item, where, count, of_new, size, unit = row
            assert (item, where, unit) == (line["item"], line["where"], line["unit"])
            assert says(count, line["count"], digits=4 if bought is not None else 3)
            assert says(size, line["size"], digits=4)
            assert of_new == "stranded" if bought is None else says(of_new, bought, digits=4)


def test_cash_flows(shown, document, money):
    for entry in document["options"]:
        (sheet,) = sheets_of(shown, f"{entry['site']}, {entry['name']}: cash flow, thousand {money}")
        flows = entry["cash_flow"]
        assert [row[0] for row in sheet.rows] == [*flows, "total"]
        for year, cells in sheet.columns().items():
            assert says(cells.pop("total"), sum(v[int(year)] for v in flows.values()), 1e-3)
            for name, cell in cells.items():
                assert says(cell, flows[name][int(year)], 1e-3), (entry["name"], name, year, cell)


def test_limits_policies_and_warnings_are_printed_in_the_documents_words(shown, document):
    assert any(e["limits"] for e in document["options"])
    for entry in document["options"]:
        for words in [f"  limit: {w}" for w in (limit["text"] for limit in entry["limits"])] + [
            f"  note: {w}" for w in entry["warnings"]
        ]:
            assert words in shown.lines
        for rule in entry["policies"]:
            if rule["met"] is False:
                assert f"  {rule['text']}" in shown.lines
            said = f"({rule['metric']} {rule['limit']:g}, by {abs(rule['by']):.3f})" if rule["met"] else rule["name"]
            assert any(said in line for line in shown.lines), said


SPREAD = {
    "PUE": "pue",
    "Capital": "capex",
    "Operation, a year": "opex_annual",
    "Total cost of ownership": "tco",
    "NPV": "npv",
    "against the baseline": "npv_against_baseline",
    "Cooling, a kWh of IT": "lcoc",
    "Cost of a chip-hour": "cost_per_chip_hour",
}


def test_samples(ran, small, sampled):
    found, units = sampled["uncertainty"], sampled["units"]
    done = ran("evaluate", small, "--samples", "3")
    (sheet,) = [s for s in done.sheets if "P10 | P50 | P90" in s.title]
    assert "3 samples, seed 1" in sheet.title
    seen = set()
    for entry, cells in zip(found["options"], sheet.columns().values(), strict=True):
        for text, cell in cells.items():
            if text.startswith("beats "):
                other = text.removeprefix("beats ")
                assert says(cell, None if other == entry["name"] else entry["beats"][other]), (text, cell)
                continue
            label, unit = label_and_unit(text)
            name = SPREAD[label]
            seen.add(label)
            for part, point in zip(cell.split(" | "), ("p10", "p50", "p90"), strict=True):
                assert says(part, entry[name][point], factor(units[name], unit)), (text, cell)
        if entry["tornado"]:
            (storm,) = [s for s in done.sheets if f", {entry['name']}: NPV" in s.title]
            for row, known in zip(storm.rows, entry["tornado"], strict=True):
                figures = (known["p10"], known["p90"], abs(known["p90"] - known["p10"]))
                assert row[0] == known["input"]
                assert all(says(c, v, 1e-6) for c, v in zip(row[1:], figures, strict=True)), row
    assert seen == set(SPREAD)


@pytest.mark.slow
def test_what_an_input_is_worth_is_the_pue_of_a_study_that_gives_it(ran, tmp_path):
    """The printed change is that between two evaluations by hand."""
    import thermo

    data = {
        "site": {"climate": "dublin"},
        "it": {"rack": "hgx-h100", "power": "1 MW", "utilization": 0.8},
        "option": [{"name": "Air", "technology": "air", "supply_air": "24 degC", "air": {"plant": "dx"}}],
    }
    file = tmp_path / "air.toml"
    file.write_text(
        '[site]\nclimate = "dublin"\n[it]\nrack = "hgx-h100"\npower = "1 MW"\nutilization = 0.8\n'
        '[[option]]\nname = "Air"\ntechnology = "air"\nsupply_air = "24 degC"\nair.plant = "dx"\n'
    )
    (sheet,) = sheets_of(ran("evaluate", str(file), "--worth"), "What each input is worth in PUE")
    assert sheet.header == ["site", "option", "input", "low", "PUE", "high", "PUE"]

    def pue(**air):
        given = data | {"option": [data["option"][0] | {"air": {"plant": "dx"} | air}]}
        return thermo.evaluate(thermo.Study(**given), hourly=False).to_dict()["options"][0]["pue"]

    base, tried = pue(), 0
    for row in [r for r in sheet.rows if r[2].startswith("air.")][:2]:
        key = row[2].removeprefix("air.")
        for given, cell in ((row[3], row[4]), (row[5], row[6])):
            assert says(cell, pue(**{key: given}) - base), row
            tried += 1
    assert tried == 4


def test_break_even(ran, small):
    given = ("break-even", small, "--axis", "electricity_price", "--axis", "density")
    found = json.loads(ran(*given, "--json").out)["pairs"]
    (sheet,) = sheets_of(ran(*given), "Break-even")
    axes = {"rack density": "density", "electricity price": "electricity_price"}
    for row, pair in zip(sheet.rows, found, strict=True):
        site, axis, option, against, at, above = row
        assert (site, axes[axis], option, against) == (pair["site"], pair["axis"], pair["option"], pair["against"])
        assert above.removesuffix(", everywhere") == (pair["cheaper_above"] or "–")
        if not pair["at"]:
            assert at == "nowhere"
            continue
        figures = at.removesuffix(pair["unit"]).strip().split(", ")
        assert all(says(f, x, digits=3) for f, x in zip(figures, pair["at"], strict=True)), row


def test_frontier(ran, small):
    found = json.loads(ran("frontier", small, "--json", "-o", "@frontier.json").out)
    done = ran("frontier", small)
    (ends,) = [s for s in done.sheets if "densest rack within every limit" in s.title]
    keys = {
        "nameplate [kW]": "density_max",
        "at full load [kW]": "rack_power_max",
        "servers": "servers_max",
        "whole": "servers_whole",
    }
    for row, curve in zip(ends.rows, found["curves"], strict=True):
        cells = dict(zip(ends.header, row, strict=True))
        assert (cells[""], cells["ended by"]) == (curve["option"], curve["binding"])
        for name, key in keys.items():
            assert says(cells[name], curve[key]), (name, cells[name])
        chip = cells["chips could take, and then"]
        if curve["chip_power_max"] is not None:
            first, second = re.findall(r"(\S+) W", chip)
            assert says(first, curve["chip_power_max"])
            assert says(second, curve["chip_power"])
            assert chip.endswith(curve["chip_binding"])
    (along,) = sheets_of(done, "PUE along density")
    curves = {c["option"]: c for c in found["curves"]}
    assert sum(cell != "–" for row in along.rows for cell in row[2:]) == sum(len(c["pue"]) for c in found["curves"])
    for row in along.rows:
        for option, cell in zip(along.header[2:], row[2:], strict=True):
            if cell == "–":
                continue
            i = nearest(float(row[0]), curves[option]["servers"])
            assert says(row[0], curves[option]["servers"][i])
            assert says(row[1], curves[option]["density"][i])
            assert says(cell, curves[option]["pue"][i]), (option, row)
    for crossing in found["crossovers"]:
        words = f"above {crossing['density']:.1f} kW a rack ({crossing['servers']:.2f} servers) {crossing['better']} is"
        assert any(words in line for line in done.lines)


def nearest(x, places):
    return min(range(len(places)), key=lambda k: abs(places[k] - x))


def test_optimize(ran, small):
    given = ("optimize", small, "--option", "Air", "--for", "energy")
    found = json.loads(ran(*given, "--json", "-o", "@optimum.json").out)
    done = ran(*given)
    for sheet, entry in zip(done.sheets, found["options"], strict=True):
        for row, point in zip(sheet.rows, entry["set_points"], strict=True):
            key, default, chosen, bounds, meaning = row
            unit = "" if point["unit"] == "1" else f" {point['unit']}"
            digits = 4 if unit else 3
            assert (key, meaning) == (point["key"], point["meaning"])
            assert says(default.removesuffix(unit), point["default"], digits=digits)
            assert says(chosen.removesuffix(unit), point["value"], digits=digits)
            assert all(says(t, point[k], digits=6) for t, k in zip(bounds.split(" … "), ("low", "high"), strict=True))
        goal = next(line for line in done.lines if "energy per chip-hour:" in line)
        before, after, unit, gain = re.search(r": (\S+) → (\S+) (\S+) \((\S+)\)", goal).groups()
        assert unit == found["units"]["value"]
        assert says(before, entry["default"])
        assert says(after, entry["value"])
        assert says(gain, -entry["gain"])
        told = next(line for line in done.lines if line.startswith("  PUE "))
        known = (("PUE", "pue", 1.0), ("TUE", "tue", 1.0), ("WUE", "wue", 1.0), ("peak", "power_peak", 1e-3))
        for name, key, times in known:
            a, b = re.search(rf"\b{name} (\S+) → ([\d.]+)", told).groups()
            assert says(a, entry["figures"]["default"][key], times)
            assert says(b, entry["figures"]["chosen"][key], times)


def test_market(ran):
    """Labels by kind of part; money in millions, as the header says."""
    found = json.loads(ran("market", "configs/market-china.toml", "--json").out)
    done = ran("market", "configs/market-china.toml")
    money = found["currency"]
    columns = {
        "Installed base": ("stock", {"GW": "power", "of electricity": "electricity_share", "converted": "converted",
                                     f"cost, million {money}": "cost"}),
        "New build": ("shipment", {"GW": "power", f"cost, million {money}": "cost",
                                   "units after the first year": "units_sum"}),
        "Training campaigns": ("campaign", {"GWh": "energy", "W per chip": "power_per_chip",
                                            "its nameplate, W per chip": "nameplate_per_chip", "ratio": "ratio"}),
        "Idle compute": ("dispatch", {f"could earn, million {money}": "idle"}),
        "Sites": ("siting", {"hub": "hub", "domestic chips": "domestic_share"}),
    }  # fmt: skip
    nested = {"chips": "chips", "IT, MW": "power", f"its cooling, million {money}": "cooling_cost", "GWh": "energy",
              "kW per PFLOPS": "power_per_pflops", "kWh per PFLOP-hour done": "energy_per_pflop_hour",
              f"electricity, million {money}": "electricity_cost", f"chips, million {money}": "chip_cost",
              f"{money} per PFLOPS": "cost_per_pflops"}  # fmt: skip
    told = [(title, entry, row) for title, (kind, _) in columns.items()
            for sheet in done.sheets if sheet.title == title
            for entry, row in zip(found[kind], sheet.rows, strict=True)]  # fmt: skip
    checked = 0
    for title, entry, row in told:
        header = next(s.header for s in done.sheets if s.title == title)
        assert row[0] == entry["name"]
        for name, cell in zip(header, row, strict=True):
            if name in columns[title][1]:
                checked += agrees(name, cell, entry.get(columns[title][1][name]), money)
    for entry in found["target"] + found["job"]:
        (sheet,) = [s for s in done.sheets if s.title.startswith(entry["name"])]
        for rack, row in zip(entry["racks"], sheet.rows, strict=True):
            assert row[0] == rack["rack"]
            for name, cell in list(zip(sheet.header, row, strict=True))[1:]:
                checked += agrees(name, cell, rack.get(nested[name]), money)
    assert checked > 80


def agrees(name, cell, value, money):
    """One cell of the market's tables: four significant digits, or whole numbers above a thousand."""
    if isinstance(value, str):
        assert cell == value, name
        return 1
    times = 1e-6 if f"million {money}" in name else 1.0
    large = isinstance(value, float | int) and abs(value * times) >= 1000.0
    assert says(cell, value, times, digits=None if large else 4), (name, cell, value)
    return 1


@pytest.mark.parametrize("what", [
    "racks", "climates", "fluids", "policies", "technologies", "plants", "equipment", "prices",
])  # fmt: skip
def test_lists(ran, what):
    rows = json.loads(ran("list", what, "--json").out)
    (sheet,) = ran("list", what).sheets
    assert same(sheet, rows) > 0


@pytest.mark.parametrize("thing", ["hgx-h100", "chilled-water", "adiabatic-cooler", "cdu", "pg25", "ashburn", "us"])
def test_things(ran, thing):
    found = json.loads(ran("show", thing, "--json").out)
    (sheet,) = ran("show", thing).sheets
    assert sheet.title == found["name"]
    assert same(sheet, found["values"]) > 0


def same(sheet, rows):
    """Cells of a list, word for word: what is null is a dash."""
    for row, known in zip(sheet.rows, rows, strict=True):
        assert sheet.header == list(known)
        assert row == ["–" if v is None else str(v) for v in known.values()]
    return len(sheet.rows)


def test_validation(ran):
    found = json.loads(ran("validate", "market", "--json").out)["cases"]
    cases, families = ran("validate", "market").sheets
    for row, case in zip(cases.rows, found, strict=True):
        for name, cell in zip(cases.header, row, strict=True):
            value = case[name]
            if name == "ok":
                assert cell == ("yes" if value else "NO")
            elif isinstance(value, float | int):
                assert says(cell, value, digits=4), (case["name"], name, cell, value)
            else:
                assert cell == ("–" if value is None else str(value))
    within = sum(bool(case["ok"]) for case in found)
    assert f"{within} of {len(found)} within" in cases.title
    assert [(row[0], row[2], row[3]) for row in families.rows] == [("market", str(len(found)), str(within))]
