"""Fit the polynomial liquids of `thermo/library/fluids.toml` to CoolProp and write them into that file.

Run `python tools/make_fluids.py` with CoolProp installed. Everything above the line that starts with MARK is
replaced; the data-sheet liquids below it are kept by hand. Each value states the largest relative error of its fit.
"""

from pathlib import Path

import CoolProp
import numpy as np
from CoolProp.CoolProp import PropsSI
from numpy.polynomial import polynomial

FILE = Path(__file__).parents[1] / "thermo" / "library" / "fluids.toml"
MARK = "# ==== data-sheet liquids, kept by hand ===="
KELVIN = 273.15
PROPERTIES = (
    ("density", "D", "kg/m^3", 4),
    ("specific_heat", "C", "J/(kg K)", 4),
    ("conductivity", "L", "W/(m K)", 4),
    ("log_viscosity", "V", "ln(Pa s)", 6),
)
SOURCE = f"CoolProp {CoolProp.__version__}"
YEAR = 2025

# key: (name, CoolProp fluid, lowest degC, highest degC, freezing or pour, flash, what it stands for)
PURE = {
    "water": ("Water", "Water", 0.0, 100.0, 0.0, "none", "Pure water, IAPWS-95 and IAPWS transport"),
    "paratherm-nf": (
        "Paratherm NF",
        "INCOMP::PNF",
        0.0,
        120.0,
        -43.0,
        174.0,
        "Hydrotreated mineral oil, stand-in for white oil",
    ),
    "texatherm-22": ("Texatherm 22", "INCOMP::TX22", 0.0, 120.0, -12.0, 210.0, "Mineral heat-transfer oil"),
    "dynalene-sf": ("Dynalene SF", "INCOMP::DSF", 0.0, 120.0, -40.0, 210.0, "Alkylated aromatic heat-transfer oil"),
    "baysilone-kt3": (
        "Baysilone KT3",
        "INCOMP::PMS1",
        -40.0,
        100.0,
        -100.0,
        62.0,
        "Silicone oil (PDMS), thin: low flash point",
    ),
    "syltherm-xlt": (
        "Syltherm XLT",
        "INCOMP::XLT",
        -40.0,
        120.0,
        -111.0,
        47.0,
        "Silicone oil (PDMS), thin: low flash point",
    ),
    "therminol-d12": (
        "Therminol D12",
        "INCOMP::TD12",
        -40.0,
        120.0,
        -100.0,
        62.0,
        "Synthetic alkane, thin: low flash point",
    ),
}
MIXTURES = {
    "propylene-glycol": ("Propylene glycol and water", "MPG"),
    "ethylene-glycol": ("Ethylene glycol and water", "MEG"),
}


def number(value):
    return f"{value:.10g}"


def listed(values):
    return "[" + ", ".join(number(v) for v in values) + "]"


def cell(value, unit, note="", source=SOURCE, year=YEAR, grade="B"):
    text = value if isinstance(value, str) else number(value)
    tail = f', note = "{note}"' if note else ""
    return f'{{ value = {text}, unit = "{unit}", source = "{source}", year = {year}, grade = "{grade}"{tail} }}'


def state(code, fluid, t):
    pressure = 2e5 if fluid.startswith("INCOMP") else 101325.0
    temperature = t + KELVIN
    if fluid == "Water":
        temperature = np.clip(temperature, 273.16, 373.12)
    return np.array([PropsSI(code, "T", k, "P", pressure, fluid) for k in np.atleast_1d(temperature)])


def pure(key):
    name, fluid, lowest, highest, freezing, flash, about = PURE[key]
    t = np.linspace(lowest, highest, 301)
    lines = [f"[{key}]", f'name = "{name}"', 'kind = "polynomial"', f'about = "{about}"']
    for field, code, unit, degree in PROPERTIES:
        exact = state(code, fluid, t)
        target = np.log(exact) if code == "V" else exact
        fit = polynomial.polyfit(t / 100.0, target, degree)
        made = polynomial.polyval(t / 100.0, fit)
        error = np.abs((np.exp(made) if code == "V" else made) / exact - 1.0).max()
        note = f"rising powers of t / 100 degC; largest fit error {error:.1e}"
        lines.append(f"{field} = {cell(listed(fit), unit, note)}")
    memory = dict(source="manufacturer's data sheet, from memory", year=2020, grade="M")
    if key == "water":
        memory = dict(source="definition", year=1990, grade="A")
    lines.append(f"freezing = {cell(freezing, 'degC', 'freezing or pour point', **memory)}")
    lines.append(f"flash = {cell(chr(34) + flash + chr(34) if isinstance(flash, str) else flash, 'degC', **memory)}")
    lines.append(f"lowest = {cell(lowest, 'degC', 'lower end of the fit')}")
    lines.append(f"highest = {cell(highest, 'degC', 'upper end of the fit')}")
    return "\n".join(lines)


def mixture(key):
    """Least squares over mass fraction (degree 5) and t / 100 degC (degree 4) from 2 K above freezing to 90 degC."""
    name, fluid = MIXTURES[key]
    fractions = np.linspace(0.0, 0.6, 61)
    freezing = np.array([PropsSI("T_FREEZE", "T", 300, "P", 2e5, f"INCOMP::{fluid}[{w}]") for w in fractions]) - KELVIN
    freeze_fit = polynomial.polyfit(fractions, freezing, 5)
    if np.abs(polynomial.polyval(fractions, freeze_fit) - freezing).max() > 1e-3:
        raise SystemExit(f"{key}: the freezing curve needs a higher degree")
    points = [(w, t) for w, f in zip(fractions, freezing, strict=True) for t in np.linspace(f + 2.0, 90.0, 41)]
    w, t = np.array(points).T
    x = t / 100.0
    lines = [
        f"[{key}]",
        f'name = "{name}"',
        'kind = "mixture"',
        'about = "Uninhibited mix by mass fraction 0..0.6; usable from 2 K above freezing to 90 degC"',
    ]
    for field, code, unit, _ in PROPERTIES:
        exact = np.array([PropsSI(code, "T", b + KELVIN, "P", 2e5, f"INCOMP::{fluid}[{a}]") for a, b in points])
        target = np.log(exact) if code == "V" else exact
        columns = 5
        basis = np.stack([w**i * x**j for i in range(6) for j in range(columns)], axis=1)
        fit = np.linalg.lstsq(basis, target, rcond=None)[0]
        made = basis @ fit
        error = np.abs((np.exp(made) if code == "V" else made) / exact - 1.0).max()
        rows = "[\n" + "".join(f"    {listed(row)},\n" for row in fit.reshape(6, columns)) + "]"
        note = f"rows: rising powers of mass fraction; columns: of t / 100 degC; largest fit error {error:.1e}"
        lines += [
            f"[{key}.{field}]",
            f"value = {rows}",
            f'unit = "{unit}"',
            f'source = "{SOURCE}, INCOMP::{fluid} (Melinder 2010)"',
            f"year = {YEAR}",
            'grade = "B"',
            f'note = "{note}"',
        ]
    scalars = [
        f"freezing = {cell(listed(freeze_fit), 'degC', 'rising powers of mass fraction; within 0.001 K')}",
        f"flash = {cell(chr(34) + 'none' + chr(34), 'degC', 'water-based', 'definition', 1990, 'B')}",
        f"highest = {cell(90.0, 'degC', 'upper end of the fit')}",
        f"fraction_highest = {cell(0.6, '1', 'upper end of the fit')}",
    ]
    return "\n".join(lines[:4] + scalars + lines[4:])


PG25 = """[pg25]
name = "PG25, 25 % by volume of propylene glycol"
kind = "fixed-mixture"
of = "propylene-glycol"
about = "25 % by volume is 25.7 % by mass; some vendors mean 25 % by mass: then use propylene-glycol with a fraction"
fraction = {{ value = 0.257, unit = "1", source = "mixing rule w = v rho_g / (v rho_g + (1 - v) rho_w) at 15.6 degC", \
year = {year}, grade = "B" }}"""


def main():
    kept = FILE.read_text().partition(MARK)[2] if FILE.exists() else "\n"
    head = "# Liquids: properties and where they come from. Above the mark: written by tools/make_fluids.py.\n"
    blocks = [pure("water")] + [mixture(key) for key in MIXTURES] + [PG25.format(year=YEAR)]
    blocks += [pure(key) for key in PURE if key != "water"]
    FILE.write_text(head + "\n" + "\n\n".join(blocks) + "\n\n" + MARK + kept)


if __name__ == "__main__":
    main()
