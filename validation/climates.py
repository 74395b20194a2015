"""The built-in climates against real hours: what a generated year gets wrong.

For each weather file found, three years stand side by side: the file, the built-in climate of its site, and a year
generated from the file's own monthly statistics. The last shows the generator's own error; the second also holds that
the facts of the site may come from another period than the file (Ashburn: 2009-2023 facts, 1973-2005 file).

The folder is the first argument or the environment variable THERMO_WEATHER; files that are absent are skipped.
"""

import os
import sys
from dataclasses import replace
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
SHARES = (0.4, 1.0, 2.0, 50.0, 99.0)  # percent of the hours above the value
WET_LEVELS = (5.0, 10.0, 15.0, 20.0)
DRY_LEVELS = (10.0, 18.0, 24.0, 30.0)


def folder(argument=None):
    """Folder of weather files, or None."""
    name = argument or os.environ.get("THERMO_WEATHER")
    return Path(name) if name and Path(name).is_dir() else None


def available(argument=None):
    """Site key and path of each weather file that is there."""
    where = folder(argument)
    found = {}
    for key, name in FILES.items() if where else ():
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


def main():
    """Print the table: the file's value, then the differences of the two generated years."""
    table = compare_statistics(sys.argv[1] if len(sys.argv) > 1 else None)
    if not table:
        print("no weather files found: give their folder as argument or in THERMO_WEATHER")
        return
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
