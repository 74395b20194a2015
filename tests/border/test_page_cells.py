"""Every cell of the page's tables equals the documents it was made of, in both languages."""

import json
import re

import pytest
from labels import COMPARISON, MONEY, value_of
from printed import Page, factor, says


@pytest.fixture(scope="module")
def frontier(ran, small):
    return json.loads(ran("frontier", small, "--json", "-o", "@frontier.json").out)


@pytest.fixture(scope="module")
def optimum(ran, small):
    return json.loads(ran("optimize", small, "--option", "Air", "--for", "energy", "--json", "-o", "@optimum.json").out)


@pytest.fixture(scope="module")
def pages(ran, folder, document, sampled, frontier, optimum, study):
    """{name: Page}: the retrofit from its .json, and the small study with samples, frontier and set points; in both
    languages."""
    (folder / "study.json").write_text(json.dumps(document))
    found = {}
    for language in ("en", "zh"):
        ran("report", "@study.json", "-o", f"@study-{language}.html", "--language", language)
        results = ("@small.nc", "@frontier.json", "@optimum.json")
        ran("report", *results, "-o", f"@small-{language}.html", "--language", language)
        for name in (f"study-{language}", f"small-{language}"):
            found[name] = Page((folder / f"{name}.html").read_text(encoding="utf-8"))
    return found


def compared(sheet, entries, labels, units, skip=0):
    """Cells of a comparison; the unit stands behind the label, or in it."""
    assert sheet.header[1:] == [e["name"] for e in entries]
    for row in sheet.rows[skip:]:
        label = max((name for name in labels if row[0].startswith(name)), key=len)
        variable = labels[label]
        unit = row[0].removeprefix(label).strip(" []")
        for entry, cell in zip(entries, row[1:], strict=True):
            value = value_of(entry, variable)
            times = 1.0 if variable == "feasible" else factor(units[variable.partition(".")[0]], unit)
            assert says(cell, value, times), (entry["name"], row[0], cell, value)
    return len(sheet.rows) - skip


def test_the_comparison(pages, document):
    sheets = pages["study-en"].sections["comparison"]
    sites = list(dict.fromkeys(e["site"] for e in document["options"]))
    for site, sheet in zip(sites, sheets, strict=True):
        entries = [e for e in document["options"] if e["site"] == site]
        assert [cell.lower().replace(" ", "-") for cell in sheet.rows[0][1:]]
        assert compared(sheet, entries, COMPARISON, document["units"], skip=1) > 25


def test_the_best_of_the_feasible_is_marked(folder, pages, sampled):
    html = (folder / "small-en.html").read_text(encoding="utf-8")
    entries = [e for e in sampled["options"] if e["feasible"]]
    row = re.search(r"<tr><td[^>]*>PUE</td>(.*?)</tr>", html)[1]
    (best,) = re.findall(r'class="best[^"]*">([\d.]+)<', row)
    assert says(best, min(e["pue"] for e in entries))


def test_money(pages, document, sampled):
    for name, found in (("study-en", document), ("small-en", sampled)):
        site = found["options"][0]["site"]
        entries = [e for e in found["options"] if e["site"] == site]
        assert compared(pages[name].sections["money"][0], entries, MONEY, found["units"]) > 8


def test_samples(pages, sampled):
    sheet = pages["small-en"].sections["money"][1]
    names = ("tco", "npv_against_baseline", "pue", "cost_per_chip_hour")
    for row, name in zip(sheet.rows, names, strict=True):
        times = 1e-6 if name in ("tco", "npv_against_baseline") else 1.0
        for cell, entry in zip(row[1:], sampled["uncertainty"]["options"], strict=True):
            for part, point in zip(cell.split(" | "), ("p10", "p50", "p90"), strict=True):
                assert says(part, entry[name][point], times), (row[0], cell)


def test_rules(pages, document):
    sheets = pages["study-en"].sections["policies"]
    checked = 0
    sites = [s for s in dict.fromkeys(e["site"] for e in document["options"])
             if any(e["policies"] for e in document["options"] if e["site"] == s)]  # fmt: skip
    for site, sheet in zip(sites, sheets, strict=True):
        for entry in (e for e in document["options"] if e["site"] == site):
            at = sheet.header.index(entry["name"])
            for rule in entry["policies"]:
                cells = [row[at] for row in sheet.rows if row[0] == rule["name"]]
                if rule["met"] is None:
                    assert "not judged" in cells
                    continue
                words = "met" if rule["met"] else "missed"
                assert f"{words} ({rule['value']:.3f})" in cells
                checked += 1
    assert checked


def test_density(pages, frontier):
    (sheet,) = pages["small-en"].sections["density"]
    for row, curve in zip(sheet.rows, frontier["curves"], strict=True):
        option, most, own, whole, binding, chip = row
        assert (option, binding) == (curve["option"], curve["binding"])
        assert says(most, curve["density_max"])
        assert says(own, curve["rack_power_max"])
        assert says(whole, curve["servers_whole"])
        if curve["chip_power_max"] is not None:
            assert says(chip.split()[0], curve["chip_power_max"])


def test_set_points(pages, optimum):
    for sheet, entry in zip(pages["small-en"].sections["optimum"], optimum["options"], strict=True):
        for row, point in zip(sheet.rows, entry["set_points"], strict=True):
            name, default, chosen, bounds, _ = row
            assert name == f"{point['meaning']} ({point['key']})"
            low, high = bounds.split(" … ")
            known = ((default, "default"), (chosen, "value"), (low, "low"), (high, "high"))
            assert all(says(cell, point[key], digits=4) for cell, key in known), row


def test_inputs_that_the_study_gives(pages, document):
    for sheet, entry in zip(pages["study-en"].sections["inputs"], document["options"], strict=True):
        given = {k: str(v["value"]) for k, v in entry["inputs"].items() if str(v["source"]) == "study"}
        assert set(dict(sheet.rows)) == set(given)
        for name, cell in sheet.rows:
            same = re.sub(r"\d+\.\d{5,}", lambda m: f"{float(m[0]):.4g}", given[name])
            assert cell.replace("m³", "m^3") == same.replace("m³", "m^3"), name


def test_limits_stand_in_the_documents_words(pages, document):
    said = [item.replace("m³", "m^3") for item in pages["study-en"].items["limits"]]
    limits = [limit["text"] for e in document["options"] for limit in e["limits"]]
    assert limits
    assert {words.replace("m³", "m^3").replace("`", "") for words in limits} <= set(said)


def test_chinese_pages_hold_the_same_figures(pages):
    """Row by row the same numbers; words differ."""
    for name in ("study", "small"):
        english, chinese = pages[f"{name}-en"], pages[f"{name}-zh"]
        for key in ("comparison", "money", "optimum"):
            pairs = zip(english.sections.get(key, []), chinese.sections.get(key, []), strict=True)
            for a, b in pairs:
                assert [r[1:] for r in figures(a)] == [r[1:] for r in figures(b)], key


def figures(sheet):
    """Rows with numbers alone."""
    return [r for r in sheet.rows if any(c[:1].isdigit() for c in r[1:])]
