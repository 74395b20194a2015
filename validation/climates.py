"""The built-in climates against real hours: what a generated year gets wrong, in weather and in PUE and WUE.

**PUE and WUE.** One hall (10 MW of 8-GPU servers at 80 %, 1 MW of CPU servers on air) runs in every kind of option on
three years of each site: the built-in year; the file's hours with equipment sized by the built-in design values, which
isolates the hours; and the file with its own design values, as a user of the file would see it. The aim is a
difference in PUE of the built-in year within 0.01 for liquid and 0.02 for air. Results are kept in `climates.csv`, so
that the cases need no weather files; `cases` computes them again where the files are there.

**Statistics.** Three years side by side: the file, the built-in climate of its site, and a year generated from the
file's own monthly statistics. The last shows the generator's own error; the second also holds that the facts of the
site may come from another period than the file (Ashburn: 2009-2023 facts, 1973-2005 file).

Files are looked for in the folder given as argument or in the environment variable THERMO_WEATHER.

    python -m validation.climates FOLDER              PUE and WUE: writes climates.csv and CLIMATES.md
    python -m validation.climates FOLDER --statistics prints the table of statistics
"""

import csv
import os
import sys
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np

from thermo.weather import builtin, find, read
from thermo.weather.generator import HOUR_MONTH, MONTH, MONTH_DAYS, by_month, generate

FILES = {
    "cn-huailai": "CHN_Hebei.Huailai.544050_CSWD.epw",
    "cn-horinger": "CHN_Nei.Mongol.Hohhot.534630_CSWD.epw",
    "cn-guian": "CHN_Guizhou.Guiyang.578160_CSWD.epw",
    "cn-chongqing": "CHN_Chongqing.Chongqing.Shapingba.575160_CSWD.epw",
    "cn-shaoguan": "CHN_Guangdong.Shaoguan.590820_CSWD.epw",
    "cn-beijing": "CHN_Beijing.Beijing.545110_CSWD.epw",
    "cn-qingpu": "CHN_SH_Shanghai-Hongqiao.Intl.AP.583670_TMYx.1956-2023.epw",
    "us-ashburn": "USA_VA_Sterling-Washington.Dulles.Intl.AP.724030_TMY3.epw",
    "us-phoenix": "USA_AZ_Phoenix-Sky.Harbor.Intl.AP.722780_TMYx.2007-2021.epw",
    "us-golden": "USA_CO_Golden-NREL.724666_TMY3.epw",
    "us-oakridge": "USA_TN_Knoxville-McGhee.Tyson.AP.723260_TMY3.epw",
    "de-frankfurt": "DEU_HE_Frankfurt.AP.106370_TMYx.2009-2023.epw",
    "se-lulea": "SWE_NB_Lulea.AP.021860_TMYx.2009-2023.epw",
    "sg-singapore": "SGP_SG_Singapore-Changi.Intl.AP.486980_TMYx.2009-2023.epw",
    "au-sydney": "AUS_NSW_Sydney.Intl.AP.947670_TMYx.2009-2023.epw",
}
OTHER_PERIOD = {  # one calendar year of reanalysis against a built-in year of five years' means: not part of the aim
    "in-mumbai": "IND_Mumbai_OpenMeteo_2023.csv",
    "br-saopaulo": "BRA_Sao.Paulo_OpenMeteo_2023.csv",
}
SHARES = (0.4, 1.0, 2.0, 50.0, 99.0)  # percent of the hours above the value
WET_LEVELS = (5.0, 10.0, 15.0, 20.0)
DRY_LEVELS = (10.0, 18.0, 24.0, 30.0)


TABLE = Path(__file__).with_name("climates.csv")
AIM = {"liquid": 0.01, "air": 0.02}
OPTIONS = {
    "air, chilled water": {"technology": "air", "air": {"plant": "chilled-water", "economizer": "waterside"}},
    "air, air-cooled chillers": {
        "technology": "air",
        "air": {"plant": "chilled-water", "economizer": "waterside", "heat_rejection": "air-cooled"},
    },
    "air, airside economizer": {"technology": "air", "air": {"plant": "airside-economizer"}},
    "air, DX": {"technology": "air", "air": {"plant": "dx"}},
    "cold plate, dry cooler": {"technology": "cold-plate", "liquid": {"plant": "dry-cooler"}},
    "cold plate, adiabatic cooler": {"technology": "cold-plate", "liquid": {"plant": "adiabatic-cooler"}},
    "cold plate, cooling tower": {"technology": "cold-plate", "liquid": {"plant": "cooling-tower"}},
    "cold plate, closed-circuit tower": {"technology": "cold-plate", "liquid": {"plant": "closed-circuit-tower"}},
    "immersion, adiabatic cooler": {"technology": "immersion", "liquid": {"plant": "adiabatic-cooler"}},
    "spray, closed-circuit tower": {"technology": "spray", "liquid": {"plant": "closed-circuit-tower"}},
}
SAMPLE = "14 built-in sites hold these files' monthly means, Ashburn another period"
YEARS = ("builtin", "hours", "file")  # built-in year; the file's hours on built-in design values; the file
FIGURES = ("pue", "wue", "hours_over_limit", "chip_temperature_max")
COLUMNS = ("site", "option", "measured", *(f"{figure}_{year}" for figure in FIGURES for year in YEARS))
PROBE = "us-golden"  # its built-in year is computed in every validation: the kept table is of this engine, or not


def folder(argument=None):
    """Folder of weather files, or None."""
    name = argument or os.environ.get("THERMO_WEATHER")
    return Path(name) if name and Path(name).is_dir() else None


def available(argument=None, files=None):
    """Site key and path of each weather file that is there."""
    where = folder(argument)
    found = {}
    for key, name in (files or FILES).items() if where else ():
        for path in (where / name, where / f"{name}.gz"):
            if path.exists():
                found[key] = path
                break
    return found


def own_statistics(weather, site):
    """The site with its statistics replaced by those of the file's hours (design values kept as in the file)."""
    days = weather.t.reshape(365, 24)
    rh = 100.0 * np.exp(17.625 * weather.tdp / (weather.tdp + 243.04) - 17.625 * weather.t / (weather.t + 243.04))
    daily = {"t_max": days.max(axis=1), "t_min": days.min(axis=1)}
    return replace(
        site,
        altitude=weather.altitude,
        t_mean=by_month(weather.t),
        dp_mean=by_month(weather.tdp),
        rh_mean=by_month(np.minimum(rh, 100.0)),
        annual={
            "db_mean": weather.t.mean(),
            "db_min": weather.t.min(),
            "db_max": weather.t.max(),
            "wb_mean": weather.twb.mean(),
        },
        design={key: getattr(weather.design, key) for key in site.design if hasattr(weather.design, key)},
        **{key: np.bincount(MONTH, values, 12) / MONTH_DAYS for key, values in daily.items()},
    )


def statistics(weather):
    """What economizers and sizing see: means, values exceeded, hours below levels."""
    out = {"mean t": weather.t.mean(), "mean twb": weather.twb.mean()}
    for share in SHARES:
        out[f"t {share:g}%"] = np.quantile(weather.t, 1 - share / 100)
    for share in SHARES:
        out[f"twb {share:g}%"] = np.quantile(weather.twb, 1 - share / 100)
    for level in WET_LEVELS:
        out[f"twb<{level:g}"] = int((weather.twb < level).sum())
    for level in DRY_LEVELS:
        out[f"t<{level:g}"] = int((weather.t < level).sum())
    hot = weather.t >= np.quantile(weather.t, 0.996)
    out["mcwb"] = weather.twb[hot].mean()
    out["sd twb"] = np.sqrt(np.mean((weather.twb - by_month(weather.twb)[HOUR_MONTH]) ** 2))
    return out


def compare_statistics(argument=None):
    """Statistics of file, built-in year and year generated from the file's own statistics, by site."""
    out = {}
    for key, path in available(argument).items():
        file = read(path)
        out[key] = {
            "file": statistics(file),
            "built-in": statistics(builtin(key)),
            "own": statistics(generate(own_statistics(file, find(key)))),
        }
    return out


def study(key):
    """The hall of the comparison at one built-in site, all options."""
    from thermo.study import Study

    return Study(
        name=key,
        site={"climate": key},
        it={
            "group": [
                {"name": "compute", "rack": "hgx-h100", "power": "10 MW", "utilization": 0.8},
                {"name": "support", "rack": "cpu-2u", "power": "1 MW", "cooling": "air"},
            ]
        },
        option=[{"name": name} | entry for name, entry in OPTIONS.items()],
    )


def evaluate(spec, weather):
    """Annual figures of one option on one year of weather."""
    from thermo.case.build import build
    from thermo.engine.size import size
    from thermo.engine.year import run
    from thermo.results.metrics import annual

    case = build(replace(spec, weather=weather))
    size(case)
    rows = run(case, case.weather.rows, case.utilisation)
    summary, _ = annual(rows, case.chips_total, case.chip_utilisation)
    return {figure: float(summary[figure]) for figure in FIGURES}


def measure(key, path=None):
    """Rows of the table for one site; without a file only the columns of the built-in year."""
    from thermo.case.spec import cases_of

    years = {"builtin": builtin(key)}
    if path is not None:
        file = read(path, altitude=find(key).altitude if key in OTHER_PERIOD else None)
        years |= {"hours": replace(file, design=years["builtin"].design), "file": file}
    rows = []
    for spec in cases_of(study(key)):
        row = {"site": key, "option": spec.option, "measured": date.today().isoformat()}
        for year, weather in years.items():
            row |= {f"{figure}_{year}": value for figure, value in evaluate(spec, weather).items()}
        rows.append(row)
    return rows


@cache
def results(argument=None):
    """Rows of the table: computed where the files are there, else as kept."""
    found = available(argument)
    if len(found) == len(FILES):
        found |= available(argument, OTHER_PERIOD)
        return [row for key, path in found.items() for row in measure(key, path)]
    return kept()


def kept():
    """Rows of the table as kept."""
    with TABLE.open(newline="", encoding="utf-8") as file:
        return [{k: v if k in COLUMNS[:3] else float(v) for k, v in row.items()} for row in csv.DictReader(file)]


def stream(option):
    """Which aim an option is held to."""
    return "air" if OPTIONS[option]["technology"] == "air" else "liquid"


def worst(rows, option, year="hours"):
    """The site where the built-in year's PUE is farthest from the file's."""
    return max(
        (row for row in rows if row["option"] == option), key=lambda row: abs(row["pue_builtin"] - row[f"pue_{year}"])
    )


def cases():
    """Per option: the worst of the sites, the mean over the sites, and whether the kept table is of this engine."""
    rows = results()
    aimed = [row for row in rows if row["site"] in FILES]
    out = []
    for option in OPTIONS:
        mine = [row for row in aimed if row["option"] == option]
        far = worst(aimed, option)
        aim = AIM[stream(option)]
        source = f"hours of {len(mine)} EPW files, measured {far['measured']}; equipment sized alike; {SAMPLE}"
        name = f"climates: {option}"
        at = f"{name}, PUE, worst site ({far['site']})"
        out.append(compare(at, far["pue_hours"], far["pue_builtin"], aim, source))
        gap = [abs(row["pue_builtin"] - row["pue_hours"]) for row in mine]
        out.append(compare(f"{name}, mean of |PUE difference|", 0.0, float(np.mean(gap)), aim, source))
    now = {row["option"]: row["pue_builtin"] for row in measure(PROBE)}
    then = {row["option"]: row["pue_builtin"] for row in rows if row["site"] == PROBE}
    far = max(now, key=lambda option: abs(now[option] - then[option]))
    out.append(
        compare(f"climates: kept table is of this engine ({PROBE}, {far})", then[far], now[far], 0.0005, "climates.csv")
    )
    return out


def compare(name, expected, value, tolerance, source):
    """One validation case."""
    difference = value - expected
    return {
        "name": name, "expected": expected, "value": value, "difference": difference, "tolerance": tolerance,
        "ok": abs(difference) <= tolerance, "source": source,
    }  # fmt: skip


HEAD = "| site | PUE built-in | hours | Δ | file | Δ | WUE built-in | hours | Δ | file | h over limit | hours | file |"


def line(label, row):
    """One row of the page."""
    gap = row["pue_builtin"] - row["pue_hours"]
    mark = "" if abs(gap) <= AIM[stream(row["option"])] else " **over**"
    over = " | ".join(f"{row[f'hours_over_limit_{year}']:.0f}" for year in YEARS)
    return (
        f"| {label} | {row['pue_builtin']:.4f} | {row['pue_hours']:.4f} | {gap:+.4f}{mark} | {row['pue_file']:.4f} "
        f"| {row['pue_builtin'] - row['pue_file']:+.4f} | {row['wue_builtin']:.3f} | {row['wue_hours']:.3f} "
        f"| {row['wue_builtin'] - row['wue_hours']:+.3f} | {row['wue_file']:.3f} | {over} |"
    )


def page(rows):
    """CLIMATES.md."""
    measured = max(row["measured"] for row in rows)
    other = [row for row in rows if row["site"] in OTHER_PERIOD]
    rows = [row for row in rows if row["site"] in FILES]
    lines = [
        "Generated by `python -m validation.climates FOLDER` from weather files; numbers kept in `climates.csv`.",
        "",
        "# Built-in years against real files",
        "",
        f"Measured {measured}. 10 MW of hgx-h100 at 80 % and 1 MW of cpu-2u on air, all inputs at their defaults.",
        "*built-in*: the generated year. *hours*: the file's hours, equipment sized by the built-in design values:",
        "built-in less hours is the error of the generated hours, held against the aim (|ΔPUE| ≤ 0.01 liquid, 0.02",
        "air). *file*: the file with its own design values.",
        "",
        "Monthly means of 14 of the 15 built-in sites are those of the same file, so the table shows what is lost",
        "between monthly statistics and hours. Only Ashburn stands for another period (2009-2023 means, 1973-2005",
        "file); so do the two sites at the end (means of 2020-2024, hours of 2023).",
        "",
        "Where it is worst: direct outside air, at sites where the hours near the set point, 24 °C, and near the",
        "highest dew point, 17 °C, decide between free and mechanical cooling. Hours above 17 °C dew point, file and",
        "generated: Ashburn 1,973 and 1,635 (other period), Sydney 1,877 and 1,565, Phoenix 552 and 785: monthly",
        "means do not tell how often humid spells come.",
        "",
        "## By option",
        "",
        "| option | mean ΔPUE | rms | worst | at | aim | sites within | mean ΔWUE | worst ΔWUE | worst ΔPUE to file |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    for option in OPTIONS:
        mine = [row for row in rows if row["option"] == option]
        gap = np.array([row["pue_builtin"] - row["pue_hours"] for row in mine])
        wet = np.array([row["wue_builtin"] - row["wue_hours"] for row in mine])
        own = np.array([row["pue_builtin"] - row["pue_file"] for row in mine])
        far, aim = worst(rows, option), AIM[stream(option)]
        lines.append(
            f"| {option} | {gap.mean():+.4f} | {np.sqrt((gap**2).mean()):.4f} | {gap[np.abs(gap).argmax()]:+.4f} "
            f"| {far['site']} | {aim} | {int((np.abs(gap) <= aim).sum())} of {len(mine)} | {wet.mean():+.3f} "
            f"| {wet[np.abs(wet).argmax()]:+.3f} | {own[np.abs(own).argmax()]:+.4f} |"
        )
    for option in OPTIONS:
        lines += ["", f"## {option}", "", HEAD, "|" + "---|" * (HEAD.count("|") - 1)]
        lines += [line(row["site"], row) for row in rows if row["option"] == option]
    lines += ["", "## Another period", "", HEAD, "|" + "---|" * (HEAD.count("|") - 1)]
    lines += [line(f"{row['site']}, {row['option']}", row) for row in other]
    return "\n".join(lines) + "\n"


def write(argument):
    """Measure every site and write the table and its page; the summary is printed."""
    rows = []
    for key, path in (available(argument) | available(argument, OTHER_PERIOD)).items():
        rows += measure(key, path)
        print(key, *(f"{row['pue_builtin'] - row['pue_hours']:+.4f}" for row in rows[-len(OPTIONS) :]), file=sys.stderr)
    with TABLE.open("w", newline="", encoding="utf-8") as file:
        table = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        table.writeheader()
        for row in rows:
            table.writerow({k: v if isinstance(v, str) else f"{v:.6g}" for k, v in row.items()})
    TABLE.with_name("CLIMATES.md").write_text(page(kept()), encoding="utf-8")


def main():
    """Write the table of PUE and WUE, or print that of statistics."""
    words = [word for word in sys.argv[1:] if not word.startswith("-")]
    argument = words[0] if words else None
    if len(available(argument)) < len(FILES):
        print("weather files are missing: give their folder as argument or in THERMO_WEATHER")
    elif "--statistics" in sys.argv:
        print_statistics(compare_statistics(argument))
    else:
        write(argument)


def print_statistics(table):
    """The file's value, then the differences of the two generated years."""
    heads = list(next(iter(table.values()))["file"])
    print(f"{'site':14}{'':9}" + "".join(f"{h:>9}" for h in heads))
    errors = {"built-in": [], "own": []}
    for key, years in table.items():
        print(f"{key:14}{'file':9}" + "".join(_cell(years["file"][h]) for h in heads))
        for which, rows in errors.items():
            gap = {h: years[which][h] - years["file"][h] for h in heads}
            rows.append(list(gap.values()))
            print(f"{'':14}{which:9}" + "".join(_cell(gap[h], sign=True) for h in heads))
    for which, rows in errors.items():
        print(f"{'rms':14}{which:9}" + "".join(_cell(x) for x in np.sqrt(np.mean(np.square(rows), axis=0))))


def _cell(value, sign=False):
    if isinstance(value, int):
        return f"{value:>+9d}" if sign else f"{value:>9d}"
    return f"{value:>+9.1f}" if sign else f"{value:>9.1f}"


if __name__ == "__main__":
    main()
