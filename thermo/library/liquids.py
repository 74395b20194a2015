"""Coefficients of liquids for the engine, from `fluids.toml`.

A liquid is one float64 vector of `FLUID_SIZE` values, laid out in `thermo.schema.fluid` and evaluated by
`thermo.core.fluids`. Three kinds of entry lead to it: *polynomial* (fitted, pure liquid), *mixture* (fitted in
temperature and mass fraction) and *data-sheet* (two viscosities and values at stated temperatures).
"""

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from math import isfinite, log
from pathlib import Path
from typing import Any

import numpy as np

from thermo.errors import LibraryError, nearest
from thermo.library import boiling
from thermo.schema.fluid import (
    CONDUCTIVITY,
    DENSITY,
    FLASH,
    FLUID_SIZE,
    FRACTION,
    FREEZING,
    HIGHEST,
    LOWEST,
    SPECIFIC_HEAT,
    VISCOSITY,
    WALTHER,
)
from thermo.units import shown

KELVIN = 273.15
GLYCOLS = {"PG": ("propylene-glycol", 1036.0), "EG": ("ethylene-glycol", 1113.0)}  # key, density at 20 degC [kg/m3]
BY_VOLUME = re.compile(r"(PG|EG)(\d{1,9}(?:\.\d{1,9})?)%?", re.ASCII)
PROTECTION = 3.0  # K that an outdoor loop freezes below the site's coldest hour
MOST_GLYCOL = 60  # percent by volume
LEAST_GLYCOL = 30  # percent by mass, for the inhibitors' sake
UNITS = {
    "density": "kg/m^3",
    "specific_heat": "J/(kg K)",
    "conductivity": "W/(m K)",
    "log_viscosity": "ln(Pa s)",
    "density_slope": "kg/(m^3 K)",
    "specific_heat_slope": "J/(kg K^2)",
    "conductivity_slope": "W/(m K^2)",
    "viscosity_cool": "mm^2/s",
    "viscosity_warm": "mm^2/s",
    "freezing": "degC",
    "pour": "degC",
    "flash": "degC",
    "lowest": "degC",
    "highest": "degC",
    "fraction": "1",
    "fraction_highest": "1",
}


@cache
def entries() -> dict[str, Any]:
    """All liquids of `fluids.toml`, key to table."""
    with open(Path(__file__).with_name("fluids.toml"), "rb") as file:
        return tomllib.load(file)


def names() -> list[str]:
    """Keys of all liquids."""
    return list(entries())


def _entry(name: str) -> dict[str, Any]:
    if name not in entries():
        raise LibraryError(f"there is no liquid '{name}'. {nearest(name, names() + boiling.names())}")
    return entries()[name]


def _value(name: str, field: str) -> Any:
    """The number (or list) of a field, after checking its unit; "none" becomes NaN."""
    cell = _entry(name).get(field)
    if cell is None:
        raise LibraryError(f"liquid '{name}' has no value '{field}'")
    if cell["value"] in ("none", "unpublished"):
        return float("nan")
    if cell["unit"] != UNITS[field]:
        raise LibraryError(f"liquid '{name}', {field}: unit is '{cell['unit']}', and '{UNITS[field]}' is needed")
    return cell["value"]


def _fill(c: np.ndarray, first: int, values: Sequence[float]) -> None:
    c[first : first + len(values)] = values


def _limits(c: np.ndarray, lowest: float, highest: float, freezing: float, flash: float) -> None:
    c[LOWEST], c[HIGHEST], c[FREEZING], c[FLASH] = lowest, highest, freezing, flash


def _polynomial(name: str) -> np.ndarray:
    c = np.zeros(FLUID_SIZE)
    _limits(c, *(_value(name, field) for field in ("lowest", "highest", "freezing", "flash")))
    for first, field in _PLACES:
        _fill(c, first, _value(name, field))
    return c


def _mixture(name: str, fraction: float) -> np.ndarray:
    """Collapse the polynomial in mass fraction (rows) and t / 100 degC (columns) at one fraction."""
    c = np.zeros(FLUID_SIZE)
    powers = fraction ** np.arange(9.0)
    freezing = float(np.dot(_value(name, "freezing"), powers[: len(_value(name, "freezing"))]))
    _limits(c, freezing + 2.0, _value(name, "highest"), freezing, _value(name, "flash"))
    c[FRACTION] = fraction
    for first, field in _PLACES:
        rows = np.array(_value(name, field))
        _fill(c, first, powers[: len(rows)] @ rows)
    return c


def _line(name: str, field: str) -> list[float]:
    """Intercept and slope in t / 100 degC of a property given at one temperature with its slope."""
    slope = _value(name, f"{field}_slope")
    return [_value(name, field) - slope * _entry(name)[field]["at"], 100.0 * slope]


def walther(t_cool: float, v_cool: float, t_warm: float, v_warm: float) -> tuple[float, float]:
    """Natural-logarithm constants (a, b) of ln ln(v + 0.7) = a - b ln T through two points, v in mm2/s, t in degC.

    Notes
    -----
    ASTM D341-20 with natural instead of decimal logarithms; the line is the same.
    """
    cool, warm = log(log(v_cool + 0.7)), log(log(v_warm + 0.7))
    b = (cool - warm) / (log(t_warm + KELVIN) - log(t_cool + KELVIN))
    return cool + b * log(t_cool + KELVIN), b


def _data_sheet(name: str) -> np.ndarray:
    c = np.zeros(FLUID_SIZE)
    _limits(c, *(_value(name, field) for field in ("lowest", "highest", "pour", "flash")))
    for first, field in _PLACES[:3]:
        _fill(c, first, _line(name, field))
    c[WALTHER] = 1.0
    entry = _entry(name)
    points = [(entry[f]["at"], _value(name, f)) for f in ("viscosity_cool", "viscosity_warm")]
    _fill(c, VISCOSITY, walther(*points[0], *points[1]))
    return c


_PLACES = (
    (DENSITY, "density"),
    (SPECIFIC_HEAT, "specific_heat"),
    (CONDUCTIVITY, "conductivity"),
    (VISCOSITY, "log_viscosity"),
)


@cache
def _coefficients(name: str, fraction: float | None) -> np.ndarray:
    entry = _entry(name)
    if entry["kind"] == "fixed-mixture":
        if fraction is not None:
            raise LibraryError(
                f"liquid '{name}' has a fixed mass fraction of {_value(name, 'fraction')}; "
                f"for another one use '{entry['of']}' with a fraction"
            )
        return _coefficients(entry["of"], _value(name, "fraction"))
    if entry["kind"] == "mixture":
        highest = _value(name, "fraction_highest")
        if fraction is None:
            raise LibraryError(f"liquid '{name}' needs a mass fraction between 0 and {highest}")
        if not (isfinite(fraction) and 0.0 <= fraction <= highest):
            raise LibraryError(f"liquid '{name}': mass fraction {fraction} is not between 0 and {highest}")
        c = _mixture(name, fraction)
    elif fraction is not None:
        raise LibraryError(f"liquid '{name}' is no mixture: it takes no fraction")
    else:
        c = _polynomial(name) if entry["kind"] == "polynomial" else _data_sheet(name)
    c.setflags(write=False)
    return c


def coefficients(name: str, fraction: float | None = None) -> np.ndarray:
    """Coefficient vector of a liquid of the library, or of the liquid phase of a boiling fluid.

    Parameters
    ----------
    name : str
        Key in `fluids.toml`, such as "water", "pg25", "propylene-glycol" or "shell-s5-x".
    fraction : float, optional
        Mass fraction [1] of glycol; for mixtures only, and needed there.

    Returns
    -------
    numpy.ndarray
        float64[FLUID_SIZE], a copy.

    Raises
    ------
    LibraryError
        For an unknown liquid or a fraction that is missing, out of range or not applicable.
    """
    if name not in entries() and name in boiling.names():
        if fraction is not None:
            raise LibraryError(f"'{name}' is no mixture: it takes no fraction")
        return boiling.liquid(name)
    return _coefficients(name, None if fraction is None else float(fraction)).copy()


def named(text: str) -> tuple[str, float | None]:
    """(library key, mass fraction) of a liquid as a study names it; "PG25" is 25 % propylene glycol by volume.

    The key is the text itself where the library has no such liquid. The fits end at 60 % by mass, which 60 % by volume
    (61 % and 63 % by mass) counts as.
    """
    text = str(text).strip()
    if match := BY_VOLUME.fullmatch(text.upper().replace(" ", "")):
        short, share = match[1], float(match[2]) / 100.0
        key, density = GLYCOLS[short]
        return key, min(mass_fraction(share, 998.2, density), _value(key, "fraction_highest"))
    known = {n.lower(): n for n in (*names(), *boiling.names())}
    return known.get(text.lower().replace(" ", "-"), text), None


def problem(text: Any, circulates: bool = True) -> str | None:
    """Why a text names no liquid of the library, as a phrase that follows the key; None where it does."""
    if not isinstance(text, str):
        return f"= {shown(text)} is not the name of a liquid"
    if match := BY_VOLUME.fullmatch(text.upper().replace(" ", "").strip()):
        if not 1 <= float(match[2]) <= MOST_GLYCOL:
            return f"= {shown(text)} is out of range; glycol takes 1 to {MOST_GLYCOL} percent by volume"
        return None
    key, _ = named(text)
    if key in entries():
        if entries()[key]["kind"] == "mixture":
            return f'= {shown(text)} needs its share; write "PG25" or "EG30" for 25 or 30 percent by volume'
        return None
    if key in boiling.names():
        return f"= {shown(text)} is a boiling fluid, and a liquid is needed" if circulates else None
    known = names() if circulates else [*names(), *boiling.names()]
    return f"= {shown(text)} is not a liquid of the library. {nearest(key, known)}"


def freezing_point(name: str, fraction: float | None = None) -> float:
    """Freezing or pour point of a liquid [degC]; of a boiling fluid NaN."""
    return float(coefficients(name, fraction)[FREEZING]) if name in entries() else float("nan")


def outdoors(lowest: float) -> tuple[str, float | None]:
    """(key, mass fraction) of the liquid of an outdoor loop at a site of this 20-year minimum [degC].

    Notes
    -----
    Water where it never freezes; else propylene glycol in steps of 5 % by mass, from the 30 % that inhibitors need, so
    that it freezes `PROTECTION` below the minimum (ASHRAE Handbook, HVAC Systems and Equipment 2020, chapter 13: 3 K);
    at most what the fits hold for.
    """
    if lowest >= 0.0:
        return "water", None
    key = GLYCOLS["PG"][0]
    for n in range(LEAST_GLYCOL, round(100.0 * _value(key, "fraction_highest")) + 1, 5):
        if freezing_point(key, n / 100.0) <= lowest - PROTECTION:
            break
    return key, n / 100.0


def frozen(name: str, coldest: float) -> str | None:
    """Why a liquid cannot stand outdoors where the coldest hour is `coldest` [degC], as a phrase, or None."""
    point = freezing_point(*named(name))
    if not point > coldest:
        return None
    shares = [n for n in range(5, MOST_GLYCOL + 1, 5) if freezing_point(*named(f"PG{n}")) <= coldest - PROTECTION]
    remedy = f'write "auto" or "PG{shares[0]}"' if shares else "no glycol of the library is cold enough"
    return f"= {shown(name)} freezes at {point:.1f} degC, and the site's coldest hour has {coldest:.1f} degC; {remedy}"


def mass_fraction(volume_fraction: float, density_water: float, density_glycol: float) -> float:
    """Mass fraction of a mix from the volume fraction before mixing: w = v rho_g / (v rho_g + (1 - v) rho_w)."""
    glycol = volume_fraction * density_glycol
    return glycol / (glycol + (1.0 - volume_fraction) * density_water)
