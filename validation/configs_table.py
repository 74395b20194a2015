"""Every option and site of the studies in `configs/`, beside the published band of its technology.

    python -m validation.configs_table [STUDY.toml ...]      prints a Markdown table

*Limiting*: what is exceeded first, else the smallest margin at design weather and full load (temperature to the limit
of junction, case, memory, server intake or coolant; air through the densest rack when under 15 % is left). A PUE
outside its band is explained by its parts, in % of IT energy. *Less conversion*: PUE without UPS, transformer and
distribution losses.
"""

import sys
from importlib.resources import files
from pathlib import Path

BANDS = {  # research note, stored file 54982743347 (2026, grade C); spray is one figure, 1.05, taken as +- 0.03
    "air": (1.3, 1.6), "rear-door": (1.2, 1.4), "cold-plate": (1.05, 1.15), "immersion": (1.02, 1.08),
    "spray": (1.02, 1.08),
}  # fmt: skip
MARGINS = {"margin_chip": "junction", "margin_case": "case", "margin_memory": "memory", "margin_intake": "intake",
           "margin_coolant": "coolant"}  # fmt: skip
AIR_LEFT = 0.15
CONVERSION = ("ups_loss", "transformer_loss", "distribution_loss")
PARTS = (("conversion", CONVERSION), ("chillers", ("chillers",)), ("pumps", ("pumps",)),
         ("fans", ("terminal_fans", "heat_rejection_fans")))  # fmt: skip


def studies(arguments):
    """Paths of the studies: those named, or all of `configs/`."""
    if arguments:
        return [Path(argument) for argument in arguments]
    beside = Path(__file__).parents[1] / "configs"
    folder = beside if beside.is_dir() else Path(str(files("thermo.configs")))
    return sorted(p for p in folder.glob("*.toml") if not p.stem.startswith("market"))


def rows(path):
    """One dict per option and site of a study."""
    from thermo.case.build import build
    from thermo.case.spec import cases_of
    from thermo.engine.size import size
    from thermo.engine.year import run
    from thermo.results.limits import limits
    from thermo.results.metrics import annual
    from thermo.study import read_study

    for spec in cases_of(read_study(path)):
        case = build(spec)
        size(case)
        hours = run(case, case.weather.rows, case.utilisation)
        summary, energy = annual(hours, case.chips_total, case.chip_utilisation)
        words, feasible = limits(case, hours)
        kind = "rear-door" if dict(spec.choice.air).get("terminal") == "rear-door" else case.technology
        yield {
            "study": path.stem, "site": spec.site, "option": spec.option, "kind": kind, "feasible": feasible,
            "limiting": words[0] if words else smallest_margin(case.design_row), "summary": summary, "energy": energy,
        }  # fmt: skip


def smallest_margin(row):
    """The margin that runs out first at design weather and full load, in words."""
    from thermo.schema.row import ROW

    left = row[ROW["margin_airflow"]]
    if left < AIR_LEFT:
        return f"air flow, {100 * left:.0f} % left"
    known = {word: row[ROW[name]] for name, word in MARGINS.items() if row[ROW[name]] == row[ROW[name]]}
    word = min(known, key=known.get)
    return f"{word}, {known[word]:.1f} K left"


def verdict(kind, pue, energy, it):
    """Inside, or outside and of what the overhead consists."""
    low, high = BANDS.get(kind.replace("-two-phase", ""), (float("nan"), float("nan")))
    if not low == low:
        return "no band found"
    if low <= pue <= high:
        return f"{low:g}–{high:g}: in"
    shares = {word: 100 * sum(energy[use] for use in uses) / it for word, uses in PARTS}
    shares["rest"] = 100 * (pue - 1.0) - sum(shares.values())
    parts = ", ".join(f"{word} {share:.1f}" for word, share in shares.items())
    side = "below" if pue < low else "above"
    return f"{low:g}–{high:g}: {side} ({parts})"


def degrees(t):
    """A temperature, or a dash where there is none (no steady state)."""
    return f"{t:.1f}" if t == t else "–"


WHY = """
Outside their band:
- *Air and rear doors below*: the bands hold halls as they stand; here containment, 24 °C air, economizers and titanium
  supplies. The options called legacy, and those without an economizer, lie inside.
- *Immersion and spray above*: the bands are those of the cooling; 5 % is UPS (2N, double conversion), transformer and
  busway, and the support racks stay on chilled air. Less conversion they lie inside, except where a heat pump lifts
  sold heat, whose electricity counts ("rest").
- *Cold plates above*: a retrofit on existing cold water keeps its chillers running; the bands mean warm water.
"""


def table(paths):
    """The Markdown table and why values leave their bands."""
    lines = [
        "| study | site | option | feasible | PUE | less conversion | TUE | WUE | chip °C | limiting | PUE band |",
        "|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    for path in paths:
        for row in rows(path):
            s, energy = row["summary"], row["energy"]
            bare = s["pue"] - sum(energy[use] for use in CONVERSION) / s["energy_it"]
            cells = (
                row["study"], row["site"], row["option"], "yes" if row["feasible"] else "no", f"{s['pue']:.3f}",
                f"{bare:.3f}", f"{s['tue']:.3f}", f"{s['wue']:.2f}", degrees(s["chip_temperature_max"]),
                row["limiting"].replace("|", "/"), verdict(row["kind"], s["pue"], energy, s["energy_it"]),
            )  # fmt: skip
            lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n" + WHY


if __name__ == "__main__":
    print(table(studies(sys.argv[1:])))
