"""The README's figures from the stored results: `python -m validation.readme`, also after `validation.results`."""

import re
from pathlib import Path

from .energyplus import misses, stored
from .energyplus.models import DOUBLED, LAGGED

ROOT = Path(__file__).parents[1]
TAKEN = ("settled", "101.33 kPa")  # variants that take a cause away
PLANTS = {
    "A1": "tower, chiller, no economizer",
    "A2": "with integrated water-side economizer",
    "A3": "with non-integrated water-side economizer",
    "A4": "A2 with varying load, air and water",
    "A5": "A1 with the CoolTools tower",
    "A6": "A1 at 12 °C chilled water",
    "B0": "air-cooled chiller",
    "B1": "with outdoor air, fixed dry bulb",
    "B2": "with outdoor air, differential",
    "B3": "outdoor air, direct expansion",
    "C1": "dry cooler, 45 °C liquid",
    "C2": "evaporative fluid cooler",
    "C3": "two-speed tower and exchanger",
    "C4": "variable-speed tower and exchanger",
}


def energyplus(_=ROOT):
    """Worst climate of each plant at one step an hour; where one misses its aims, its worst with the cause taken away.

    The cause is EnergyPlus's step of an hour ("settled").
    """
    rows = stored()
    lines = [
        "| plant | difference in PUE of the year | worst end use, % | CV(RMSE) of the hours, % "
        "| hours in the same mode, % | times faster "
        "| where outside its aims: end use and modes of settled runs, % |",
        "|---|---|---|---|---|---|---|",
    ]
    for key, words in PLANTS.items():
        plain = [r for r in rows if r["model"].startswith(key) and not r["variant"]]
        low, high = min(r["ratio"] for r in plain), max(r["ratio"] for r in plain)
        better = [
            min((r for r in rows if same_run(r, p) and r["variant"] in TAKEN), key=lambda r: r["worst_use"], default=p)
            for p in plain
            if misses(p)
        ]
        beside = ""
        if better:
            beside = f"{percent(max(r['worst_use'] for r in better))}; {share(min(r['same_mode'] for r in better))}"
        lines.append(
            f"| {key} {words} | {max(abs(r['pue_difference']) for r in plain):.5f} | "
            f"{percent(max(r['worst_use'] for r in plain))} | {percent(max(r['cv_rmse'] for r in plain))} | "
            f"{share(min(r['same_mode'] for r in plain))} | {low:.0f}–{high:.0f} | {beside} |"
        )
    good = sum(not misses(r) for r in rows if not r["variant"])
    chosen = (*LAGGED, *DOUBLED)
    alone = sum(not misses(r) for r in rows if r["variant"] == ("our own" if r["model"] in chosen else ""))
    of = sum(not r["variant"] for r in rows)
    owns = [r for r in rows if r["variant"] == "our own"]
    still = [f"{model[:2]} {percent(max(r['worst_use'] for r in owns if r['model'] == model))} %" for model in chosen]
    words = f"Ours alone, without its lag and its pump's heat, {alone}; worst end use there: {', '.join(still)}."
    lines += ["", f"With EnergyPlus's choices made {good} of {of} runs are within every aim. {words}"]
    return "\n".join(lines)


def same_run(row, plain):
    """True for runs of one plant at one site."""
    return row["model"] == plain["model"] and row["site"] == plain["site"]


def percent(value):
    """A share in percent, two digits behind the point below 10 %."""
    return f"{100.0 * value:.2f}" if value < 0.1 else f"{100.0 * value:.1f}"


def share(value):
    """A share of hours in percent, never rounded up to all of them."""
    return "100" if value == 1.0 else f"{min(100.0 * value, 99.99):.2f}"


def families(root=ROOT):
    """The summary of RESULTS.md: how many cases are within tolerance, and the table of families."""
    text = (root / "validation" / "RESULTS.md").read_text(encoding="utf-8")
    return re.search(r"\d+ of \d+ cases are within.*?(?=\n\n## )", text, re.S)[0]


BLOCKS = {"energyplus": energyplus, "families": families}


def filled(text, root=ROOT):
    """README text with every block between its marks made anew, from the repository at `root`."""
    for name, made in BLOCKS.items():
        begin, end = f"<!-- {name}: python -m validation.readme -->\n", f"\n<!-- end {name} -->"
        before, rest = text.split(begin)
        text = before + begin + made(root) + end + rest.split(end, 1)[1]
    return text


def write():
    """Fill the README's blocks."""
    path = ROOT / "README.md"
    path.write_text(filled(path.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    write()
