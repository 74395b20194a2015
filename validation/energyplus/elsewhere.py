"""Both engines on climates and loads beyond the reference: `python -m validation.energyplus.elsewhere WEATHER_DIR`.

WEATHER_DIR holds EPW files, plain or gzipped; they are no part of this repository. The figures go to elsewhere.csv.
"""

import csv
import gzip
import re
import sys
import tempfile
from importlib.resources import files
from pathlib import Path

from . import TEXT, misses, with_variants
from .compare import compare, input_file, installation
from .models import MODELS

WORDS = {"singapore": "Singapore", "lulea": "Lulea", "hohhot": "Hohhot", "phoenix": "Phoenix", "sydney": "Sydney"}
STEPS = [0.25] * 5 + [0.55] * 3 + [0.85] * 6 + [1.0] * 2 + [0.35] * 8
LOADS = {"own": None, "70 %": [0.7] * 24, "30 %": [0.3] * 24, "steps": STEPS}  # shares of 1 MW by clock hour
COOLTOOLS_COLDEST = -1.0  # degC wet bulb: below it EnergyPlus's solver fails
KEPT = (
    "variant", "pue", "our_pue", "pue_difference", "chillers_difference", "heat_rejection_fans_difference",
    "pumps_difference", "terminal_fans_difference", "worst_use", "nmbe", "cv_rmse", "same_mode",
)  # fmt: skip


def with_load(text, profile):
    """An input file's text with a load of its own [share of 1 MW, 24 values]; None leaves it."""
    if profile is None:
        return text
    factor, name = (-1e6, "LoadW") if "LoadProfile:Plant," in text else (1.0, "ITload")
    fields = [f"Until: {hour + 1:02d}:00,{share * factor:g}" for hour, share in enumerate(profile)]
    schedule = f"Schedule:Compact,{name},Any,Through: 12/31,For: AllDays,\n" + ",\n".join(fields) + ";\n"
    text, _ = re.subn(rf"Schedule:\w+,\s*{name},[^;]*;[^\n]*\n", "", text)
    text = re.sub(r"\b(On|ITload),(\s*!- cpu loading schedule name)", r"ITload,\2", text)
    return text + "\n" + schedule


def climates(folder):
    """Paths of the weather files by short name, gzipped ones unpacked into a temporary folder; and that folder."""
    unpacked = tempfile.TemporaryDirectory(prefix="thermo-weather-")
    found = {}
    for name, word in WORDS.items():
        for path in sorted(Path(folder).glob(f"*{word}*.epw*"))[:1]:
            found[name] = path
            if path.suffix == ".gz":
                found[name] = Path(unpacked.name) / path.stem
                found[name].write_bytes(gzip.decompress(path.read_bytes()))
    return found, unpacked


def rows(folder, models=MODELS, sites=tuple(WORDS), loads=tuple(LOADS)):
    """Figures of every model, site and load; what fails says so."""
    from thermo.errors import ThermoError
    from thermo.weather import read

    program, _ = installation()
    weather, unpacked = climates(folder)
    with unpacked:
        for site in (s for s in sites if s in weather):
            coldest = read(str(weather[site])).twb.min()
            for model in models:
                if model == "A5_cooltools" and coldest < COOLTOOLS_COLDEST:
                    continue
                for load in loads:
                    profile = LOADS[load]
                    name = {"model": model, "site": site, "load": load}
                    try:
                        text = with_load(input_file(model), profile)

                        def again(variant, given=(program, model, weather[site], profile, text)):
                            return compare(*given, variant=variant)[0]

                        for row in with_variants(again(""), again):
                            yield name | {key: row[key] for key in KEPT}
                    except ThermoError as error:
                        yield name | {"failed": str(error)}


def stored():
    """The kept figures."""
    with files(__package__).joinpath("elsewhere.csv").open(encoding="utf-8", newline="") as file:
        return [{k: v if k in TEXT else float(v) for k, v in row.items()} for row in csv.DictReader(file)]


def table():
    """The kept figures by model as Markdown: how many are within their aims, and the worst."""
    lines = [
        "Other climates (Singapore, Luleå, Hohhot at 1,063 m, Phoenix, Sydney) and loads (the model's own; 70 and 30 %",
        "all year; steps from 25 to 100 %), worst of each model. Where a run misses its aims EnergyPlus ran again,",
        "settled; `with` counts those that are within their aims then, or at 101.33 kPa.",
        "",
        "| model | runs | within | with | PUE | end use | CV(RMSE) | same mode | settled: PUE | end use | same mode |",
        "|" + "---|" * 11,
    ]
    found = stored()
    for model in dict.fromkeys(row["model"] for row in found):
        first = [row for row in found if row["model"] == model and not row["variant"]]
        bad = [row for row in first if misses(row)]
        again = [row for row in found if row["model"] == model and row["variant"]]
        saved = {(r["site"], r["load"]) for r in again if not misses(r)}
        settled = [row for row in again if row["variant"] == "settled"]
        cells = [model, len(first), len(first) - len(bad), len(first) - len(bad) + len(saved), *worst(first, True)]
        lines.append("| " + " | ".join(map(str, cells + worst(settled, False))) + " |")
    return "\n".join(lines) + "\n"


def worst(rows, with_cv):
    """Texts of the largest differences among rows: PUE, end use with its place, CV(RMSE) if asked, modes."""
    if not rows:
        return ["–"] * (4 if with_cv else 3)
    use = max(rows, key=lambda row: row["worst_use"])
    cv = [f"{max(row['cv_rmse'] for row in rows):.1%}"] if with_cv else []
    return [
        f"{max((row['pue_difference'] for row in rows), key=abs):+.4f}",
        f"{use['worst_use']:.2%} ({use['site']}, {use['load']})",
        *cv,
        f"{min(row['same_mode'] for row in rows):.1%}",
    ]


def store(folder, models=()):
    """Write elsewhere.csv, of some models anew or of all; returns what failed."""
    kept = [row for row in stored() if row["model"] not in models] if models else []
    found = kept + list(rows(folder, models or MODELS))
    found.sort(key=lambda row: MODELS.index(row["model"]))
    with Path(__file__).with_name("elsewhere.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ["model", "site", "load", *KEPT])
        writer.writeheader()
        for row in found:
            if "failed" not in row:
                writer.writerow({k: v if isinstance(v, str) else f"{v:.5g}" for k, v in row.items()})
    return [row for row in found if "failed" in row]


if __name__ == "__main__":
    for failed in store(sys.argv[1], sys.argv[2:]):
        print(f"{failed['model']}, {failed['site']}, {failed['load']}: {failed['failed']}")
