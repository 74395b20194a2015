"""Measured facilities against what the engine says of their descriptions.

Of a real site little is published: climate, kind of plant, now and then a set point. What is not published is drawn
from the ranges of `facilities.toml`, alike for all facilities of a plant type, as a Latin hypercube; nothing is
adjusted to a site. The measured PUE stands against P10, P50 and P90 of the draws. Beside our errors stand those of
guesses that know no physics: one constant for all, and the other facilities' measured values as a forecast.

Each unknown has its own stream of numpy's frozen RandomState (NEP 19), seeded by facility and key: draws do not change
with numpy's version, nor when the table grows. Results are kept in `facilities.csv`; `cases` computes a few draws again
to show that the kept table is of this engine.

    python -m validation.facilities        computes all draws again and writes facilities.csv
"""

import csv
import os
import sys
import tomllib
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import cache
from pathlib import Path
from zlib import crc32

import numpy as np

HERE = Path(__file__).parent
TABLE = HERE / "facilities.csv"
DRAWS = 48
LOW, MIDDLE, HIGH = 10.0, 50.0, 90.0  # percentiles
AIM = 0.8  # share of rows inside
AGAIN = (("NREL ESIF", 0), ("Google Loudoun County", 1), ("Scaleway DC5", 2))  # draws computed anew by `cases`
SAME = 2e-3  # PUE; a kept draw and the same draw today
IT = {"name": "compute", "rack": "cpu-2u", "power": "10 MW"}


@cache
def table():
    """The table of plant types, unknowns, operators and facilities."""
    return tomllib.loads((HERE / "facilities.toml").read_text(encoding="utf-8"))


def facility(name):
    """One facility of the table."""
    return next(f for f in table()["facility"] if f["name"] == name)


def known(site):
    """Facts of a facility: its operator's and its own, by path."""
    return table()["operator"][site["operator"]]["known"] | site.get("known", {})


def plant_of(site, draw=None):
    """The plant type of a draw: the described one, or one of those that the description leaves open."""
    if isinstance(site["plant"], str):
        return site["plant"]
    share = 0.0 if draw is None else strata(f"{site['name']}/plant")[draw]
    return site["plant"][int(share * len(site["plant"]))]


def unknown(site, plant):
    """{path: entry} of what is drawn for a facility with that plant type."""
    facts, group = known(site), table()["operator"][site["operator"]]["class"]
    found = {}
    for name, entry in table()["unknown"].items():
        path = name.split(",")[0]
        fits = plant in entry.get("where", [plant]) and group in entry.get("class", [group])
        if fits and path not in facts:
            found[path] = entry
    return found


def strata(name, draws=DRAWS):
    """A Latin hypercube's column: one number in each of `draws` equal strata of [0, 1), in an order of its own."""
    stream = np.random.RandomState(crc32(name.encode()))
    return (stream.permutation(draws) + stream.random_sample(draws)) / draws


def value(entry, share):
    """The value at a share of an unknown's range: text with its unit, number, or choice."""
    if "choices" in entry:
        return entry["choices"][int(share * len(entry["choices"]))]
    low, high = entry["range"]
    if isinstance(low, str):
        (a, unit), (b, _) = low.split(" ", 1), high.split(" ", 1)
        return f"{float(a) + share * (float(b) - float(a)):.6g} {unit}"
    return round(float(low + share * (high - low)), 9)


def assign(tree, path, given):
    """Set a dotted path of a nested dict."""
    *parents, last = path.split(".")
    for key in parents:
        tree = tree.setdefault(key, {})
    tree[last] = given


def merged(tree):
    """A deep copy of nested dicts."""
    return {k: merged(v) if isinstance(v, dict) else v for k, v in tree.items()}


def specification(site, draw=None):
    """The study of a facility at one draw, as a dict; without a draw, at the library's defaults."""
    plant = plant_of(site, draw)
    tree = {"it": dict(IT), "option": merged(table()["plant"][plant]["option"])}
    settings = dict(known(site))
    if draw is not None:
        for path, entry in unknown(site, plant).items():
            settings[path] = value(entry, strata(f"{site['name']}/{path}")[draw])
    for path, given in settings.items():
        assign(tree, path, given)
    return {
        "name": site["name"],
        "site": {"climate": site["climate"]},
        "it": {"group": [tree["it"]]},
        "option": [tree["option"] | {"name": "it"}],
    }


def run(site, draw=None):
    """(PUE, WUE [L/kWh], hours above a limit) of one draw."""
    from thermo.case.build import build
    from thermo.case.spec import cases_of
    from thermo.engine.size import size
    from thermo.engine.year import run as hours
    from thermo.results.metrics import annual
    from thermo.study import Study

    case = build(cases_of(Study(**specification(site, draw)))[0])
    size(case)
    rows = hours(case, case.weather.rows, case.utilisation)
    summary, energy = annual(rows, case.chips_total, case.chip_utilisation)
    pue = summary["pue"]
    if site.get("boundary") == "without-conversion":
        pue -= sum(energy[use] for use in ("ups_loss", "transformer_loss", "distribution_loss")) / summary["energy_it"]
    return pue, summary["wue"], summary["hours_over_limit"]


@cache
def kept():
    """(rows of the kept table by facility, its heading)."""
    with TABLE.open(newline="", encoding="utf-8") as file:
        heading = file.readline().lstrip("# ").strip()
        rows = list(csv.DictReader(file))
    by_site = {}
    for row in rows:
        by_site.setdefault(row["facility"], []).append({k: float(row[k]) for k in ("draw", "pue", "wue", "hours")})
    return by_site, heading


def drawn(name, key="pue"):
    """All kept draws of a facility."""
    return np.array([row[key] for row in kept()[0][name]])


def crps(draws, measured):
    """Continuous ranked probability score of an ensemble: E|x - y| - E|x - x'| / 2 (Gneiting & Raftery 2007, eq. 21).

    For a single number it is the absolute error.
    """
    draws = np.asarray(draws, float)
    return np.abs(draws - measured).mean() - 0.5 * np.abs(draws[:, None] - draws[None, :]).mean()


def measured_rows(apart=False):
    """(facility, [year, basis, PUE, place]) of the measured rows, or of the regions kept apart."""
    return [(site, row) for site in table()["facility"] if site.get("apart", False) == apart for row in site["rows"]]


def others(name):
    """Measured PUE of all other facilities: what somebody knows who knows no physics."""
    return np.array([row[2] for site, row in measured_rows() if site["name"] != name])


def scores(apart=False):
    """Our figures beside those of guesses without physics, over the rows of one kind."""
    result = {}
    forecasts = {
        "ours": lambda name: drawn(name),
        "constant": lambda name: np.array([np.median(others(name))]),
        "other facilities": others,
    }
    for label, forecast in forecasts.items():
        error, score, inside, width = [], [], [], []
        for site, row in measured_rows(apart):
            draws = forecast(site["name"])
            low, middle, high = np.percentile(draws, (LOW, MIDDLE, HIGH))
            error.append(middle - row[2])
            score.append(crps(draws, row[2]))
            inside.append(low <= row[2] <= high)
            width.append(high - low)
        result[label] = {
            "bias": float(np.mean(error)),
            "rmse": float(np.sqrt(np.mean(np.square(error)))),
            "crps": float(np.mean(score)),
            "coverage": float(np.mean(inside)),
            "width": float(np.mean(width)),
        }
    return result


def entry(name, expected, found, tolerance, ok, source):
    """One line of the results."""
    return {
        "name": f"facilities: {name}", "expected": float(expected), "value": float(found),
        "difference": float(found - expected), "tolerance": float(tolerance), "ok": bool(ok), "source": source,
    }  # fmt: skip


def words_of(site):
    """Plant types of a facility in words."""
    plants = [site["plant"]] if isinstance(site["plant"], str) else site["plant"]
    return " or ".join(plants)


def row_case(site, row, key):
    """Measured figure against P50, with P10 to P90 as tolerance."""
    year, basis, figure, place = row
    low, middle, high = np.percentile(drawn(site["name"], key), (LOW, MIDDLE, HIGH))
    where = f" ({place})" if place else ""
    away = "" if site["distance_km"] < 60 else f", climate of {site['climate']} {site['distance_km']} km away"
    return entry(
        f"{site['name']}{where} {year}: {key.upper()}", figure, middle,
        high - middle if figure > middle else middle - low, low <= figure <= high,
        f"measured, {basis}; ours P10-P50-P90 {low:.3f}-{middle:.3f}-{high:.3f}; {words_of(site)}{away}; "
        f"{site['source']}",
    )  # fmt: skip


def score_cases(apart):
    """Coverage, bias and errors beside guesses that know no physics."""
    ours, constant, climate = (scores(apart)[k] for k in ("ours", "constant", "other facilities"))
    rows, before = len(measured_rows(apart)), table()["first"]["scores"]
    kind = "regions, unseen" if apart else "facilities"
    first = "ranges as they stood" if apart else f"first set of ranges {before['coverage']:.2f}"
    return [
        entry(f"{kind}: share of rows inside P10-P90", AIM, ours["coverage"], 0.0, ours["coverage"] >= AIM,
              f"at least; {rows} rows; mean width {ours['width']:.3f}; {first}; the other facilities' values as a "
              f"forecast: {climate['coverage']:.2f} at width {climate['width']:.3f}"),
        entry(f"{kind}: bias of P50", 0.0, ours["bias"], 0.03, abs(ours["bias"]) <= 0.03, "mean of P50 less measured"),
        entry(f"{kind}: RMSE of P50", constant["rmse"], ours["rmse"], 0.0, ours["rmse"] <= constant["rmse"],
              "at most: median of the other facilities as one constant guess"),
        entry(f"{kind}: CRPS", min(climate["crps"], constant["crps"]), ours["crps"], 0.0,
              ours["crps"] <= min(climate["crps"], constant["crps"]),
              f"at most: constant guess {constant['crps']:.4f}, the other facilities' values {climate['crps']:.4f}"),
    ]  # fmt: skip


def cases():
    """Every measured row, the scores, and a few draws computed again."""
    lines = [row_case(site, row, "pue") for apart in (False, True) for site, row in measured_rows(apart)]
    lines += [row_case(site, row, "wue") for site in table()["facility"] for row in site.get("wue", [])]
    for apart in (False, True):
        lines += score_cases(apart)
    for name, draw in AGAIN:
        before, after = kept()[0][name][draw]["pue"], run(facility(name), draw)[0]
        lines.append(
            entry(f"kept table is of this engine ({name}, draw {draw})", before, after, SAME,
                  abs(after - before) <= SAME, f"facilities.csv, {kept()[1]}")
        )  # fmt: skip
    return lines


def notes():
    """Markdown: the scores, for RESULTS.md."""
    lines = [
        f"{len(measured_rows())} measured facility years and {len(measured_rows(True))} region averages against "
        f"{DRAWS} draws of what is not published ({kept()[1]}). The ranges were extended after a first run on the "
        "facilities; the regions they have not seen.",
        "",
        "| rows | forecast | bias of P50 | RMSE of P50 | CRPS | inside P10-P90 | mean width |",
        "|---|---|---|---|---|---|---|",
    ]
    table_rows = [("facilities", "ours, first set of ranges", table()["first"]["scores"])]
    for apart in (False, True):
        rows = "regions" if apart else "facilities"
        table_rows += [(rows, label, found) for label, found in scores(apart).items()]
    for rows, label, s in table_rows:
        lines.append(
            f"| {rows} | {label} | {s['bias']:+.3f} | {s['rmse']:.3f} | {s['crps']:.4f} | {s['coverage']:.0%} "
            f"| {s['width']:.3f} |"
        )
    return "\n".join(lines) + "\n"


def write():
    """Compute every draw and write the kept table."""
    import thermo

    jobs = [(site, draw) for site in table()["facility"] for draw in range(DRAWS)]
    run(*jobs[0])  # compiles before threads start
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        found = list(pool.map(lambda job: run(*job), jobs))
    with TABLE.open("w", newline="", encoding="utf-8") as file:
        file.write(f"# computed {date.today().isoformat()} by thermo {thermo.__version__}\n")
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["facility", "draw", "pue", "wue", "hours"])
        for (site, draw), (pue, wue, hours) in zip(jobs, found, strict=True):
            out.writerow([site["name"], draw, f"{pue:.5f}", f"{wue:.4f}", f"{hours:.0f}"])
    kept.cache_clear()


if __name__ == "__main__":
    write()
    sys.stdout.write(notes())
