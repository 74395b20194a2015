"""Make the saturation properties of boiling fluids, `thermo/library/boiling_fluids.toml`.

Run `python validation/make_saturation.py` with CoolProp installed. Everything above the line that starts with MARK is
replaced; what stands below is kept by hand. Each fluid names, row by row, where its values come from:

- CoolProp's equation of state and, where CoolProp has one, its transport model;
- R1233zd(E) has neither viscosity, conductivity nor surface tension there. Surface tension is Kondou et al. 2015,
  conductivity Perkins & Huber 2017 (background, without the critical enhancement, which is below 1 % at 0 to 100 degC),
  viscosity the extended corresponding states of Huber et al. 2003 on R134a with Huber's coefficients, checked against
  the published point (395.6 K, 7.561 mol/L: 113.1 uPa s);
- points of a maker or a paper: a list of (degC, value), or a vapour-pressure law.

Traps: CoolProp's INCOMP::HFE and INCOMP::HFE2 return a wrong conductivity and a kinematic viscosity; they are not used.
"""

from dataclasses import dataclass, field
from math import exp, pi, sqrt
from pathlib import Path

import CoolProp
import numpy as np
from CoolProp.CoolProp import AbstractState, PropsSI
from numpy.polynomial import polynomial

FILE = Path(__file__).parents[1] / "thermo" / "library" / "boiling_fluids.toml"
MARK = "# ==== kept by hand ===="
KELVIN, CENTRE = 273.15, 3.2
COOLPROP = f"CoolProp {CoolProp.__version__}"
YEAR = 2025
ROWS = {  # row: (unit, CoolProp output, quality, terms)
    "log_pressure": ("ln(Pa)", "P", 0, 9),
    "latent_heat": ("J/kg", "H", None, 9),
    "liquid_density": ("kg/m^3", "D", 0, 9),
    "log_vapour_density": ("ln(kg/m^3)", "D", 1, 9),
    "liquid_specific_heat": ("J/(kg K)", "C", 0, 9),
    "vapour_specific_heat": ("J/(kg K)", "C", 1, 9),
    "log_liquid_viscosity": ("ln(Pa s)", "V", 0, 9),
    "log_vapour_viscosity": ("ln(Pa s)", "V", 1, 9),
    "liquid_conductivity": ("W/(m K)", "L", 0, 9),
    "surface_tension": ("N/m", "I", 0, 9),
}


@dataclass
class Fluid:
    """One boiling fluid: its CoolProp name, its range and what CoolProp does not know."""

    name: str
    coolprop: str
    lowest: float
    highest: float
    about: str
    freezing: float
    gwp: tuple
    legal: tuple
    legacy: bool = False
    rows: dict = field(default_factory=dict)  # row: (function of degC or points, terms, source, year, grade)
    extra: dict = field(default_factory=dict)  # more fields: name: (value, unit, source, year, grade)


# --- R1233zd(E): what CoolProp lacks

ZD = "R1233zd(E)"
ZD_CONDUCTIVITY_DILUTE = (-0.0140033, 0.0378160, -0.00245832)
ZD_CONDUCTIVITY = (
    (0.00862816, 0.000914709), (-0.0208988, -0.00407914), (0.0511968, 0.00845668),
    (-0.0349076, -0.0108985), (0.00975727, 0.00538262), (-0.000926484, -0.000806009),
)  # fmt: skip


def zd_surface_tension(t):
    """Kondou et al. 2015, Int. J. Refrigeration 53, 80-89: 0.06195 (1 - T/Tc)^1.277 N/m."""
    return 0.06195 * (1.0 - (t + KELVIN) / 438.86) ** 1.277


def zd_conductivity(kelvin, density):
    """Perkins & Huber 2017, J. Chem. Eng. Data 62, 2659-2665, without its critical enhancement."""
    tau, delta = kelvin / 439.6, density / 480.219
    k = sum(a * tau**i for i, a in enumerate(ZD_CONDUCTIVITY_DILUTE))
    return k + sum((a + b * tau) * delta ** (i + 1) for i, (a, b) in enumerate(ZD_CONDUCTIVITY))


def zd_dilute_viscosity(kelvin):
    """Chapman-Enskog with the collision integral of Neufeld; e/k 349.1 K, sigma 0.524 nm."""
    reduced = kelvin / 349.1
    omega = 1.16145 * reduced**-0.14874 + 0.52487 * exp(-0.77320 * reduced) + 2.16178 * exp(-2.43787 * reduced)
    return 26.692e-9 * sqrt(130.4962 * kelvin) / (0.524**2 * omega) * 0.93


def zd_viscosity(kelvin, molar_density):
    """Extended corresponding states on R134a (Huber, Laesecke, Perkins 2003), coefficients of Huber for R1233zd(E)."""
    from scipy.optimize import fsolve

    zd, reference = AbstractState("HEOS", ZD), AbstractState("HEOS", "R134a")
    for state in (zd, reference):
        state.specify_phase(CoolProp.iphase_gas)
    zd.update(CoolProp.DmolarT_INPUTS, molar_density, kelvin)
    alpha, z = zd.alphar(), zd.delta() * zd.dalphar_dDelta()  # z: compressibility factor - 1
    t_c, rho_c = zd.T_critical(), zd.rhomolar_critical()
    t_0c, rho_0c = reference.T_critical(), reference.rhomolar_critical()

    def conformal(x):
        reference.update(CoolProp.DmolarT_INPUTS, x[1] * 1e3, x[0] * 100.0)
        return reference.alphar() / alpha - 1.0, reference.delta() * reference.dalphar_dDelta() / z - 1.0

    start = kelvin * t_0c / t_c / 100.0, molar_density * rho_0c / rho_c / 1e3
    t_0, rho_0 = fsolve(conformal, start, xtol=1e-12)
    t_0, rho_0 = t_0 * 100.0, rho_0 * 1e3
    f, h = kelvin / t_0, rho_0 / molar_density
    psi = sum(c * (molar_density / rho_c) ** i for i, c in enumerate((-0.0848988, 1.22693, -0.463275, 0.0568798)))
    reference.update(CoolProp.DmolarT_INPUTS, rho_0 * psi, t_0)
    residual = reference.viscosity() - reference.viscosity_contributions()["dilute"]
    return zd_dilute_viscosity(kelvin) + residual * sqrt(f) * h ** (-2.0 / 3.0) * sqrt(130.4962 / 102.032)


def zd_saturated(function, quality, molar=False):
    """`function` of (K, density) along the saturation line, as a function of degC."""

    def value(t):
        key = "Dmolar" if molar else "D"
        return function(t + KELVIN, PropsSI(key, "T", t + KELVIN, "Q", quality, ZD))

    return value


HUBER = "extended corresponding states on R134a, Huber et al. 2003, with Huber's coefficients for R1233zd(E)"
FLUIDS = {
    "r134a": Fluid(
        "R134a", "R134a", -35.0, 80.0,
        "1,1,1,2-tetrafluoroethane, high pressure, A1; being phased down for its warming potential", -103.3,
        (1530, "IPCC AR6 (AR4, used by EU rules: 1430), from memory", 2021, "M"),
        ("phased down: EU F-gas rules 2024/573 and US AIM Act cut the quota", "EU 2024/573, from memory", 2024, "M"),
        legacy=True,
    ),
    "r1234ze-e": Fluid(
        "R1234ze(E)", "R1234ze(E)", -30.0, 88.0,
        "trans-1,3,3,3-tetrafluoropropene, high pressure, mildly flammable (A2L)", -104.5,
        (1.37, "IPCC AR6, from memory", 2021, "M"),
        ("listed in EU F-gas rules without quota; a PFAS under the proposed REACH restriction",
         "EU 2024/573, ECHA 2023 proposal, from memory", 2024, "M"),
    ),
    "r245fa": Fluid(
        "R245fa", "R245fa", 0.0, 110.0,
        "1,1,1,3,3-pentafluoropropane, low pressure, B1; being phased down for its warming potential", -102.1,
        (962, "IPCC AR6 (AR4, used by EU rules: 1030), from memory", 2021, "M"),
        ("phased down: EU F-gas rules 2024/573 and US AIM Act cut the quota", "EU 2024/573, from memory", 2024, "M"),
        legacy=True,
    ),
    "r1233zd-e": Fluid(
        "R1233zd(E)", ZD, 0.0, 110.0,
        "trans-1-chloro-3,3,3-trifluoropropene, low pressure, A1: the usual fluid of pumped two-phase plates", -107.4,
        (3.88, "IPCC AR6, from memory", 2021, "M"),
        ("listed in EU F-gas rules without quota; a PFAS under the proposed REACH restriction",
         "EU 2024/573, ECHA 2023 proposal, from memory", 2024, "M"),
        rows={
            "log_liquid_viscosity": (zd_saturated(zd_viscosity, 0, True), 7, HUBER, 2003, "B"),
            "log_vapour_viscosity": (
                lambda t: zd_dilute_viscosity(t + KELVIN), 6,
                "dilute gas by Chapman-Enskog, constants of Huber; below 5 percent low at 3 bar", 2003, "C",
            ),
            "liquid_conductivity": (
                zd_saturated(zd_conductivity, 0), 7,
                "Perkins & Huber 2017, J. Chem. Eng. Data 62, 2659, coefficients as in pychemqt", 2017, "B",
            ),
            "surface_tension": (
                zd_surface_tension, 6, "Kondou et al. 2015, Int. J. Refrigeration 53, 80, coefficients as in pychemqt",
                2015, "B",
            ),
        },
    ),
    "water-boiling": Fluid(
        "Water", "Water", 1.0, 150.0, "boiling water, for comparison with published experiments", 0.0,
        (0, "definition", 2021, "A"), ("no restriction", "definition", 2024, "A"),
    ),
}  # fmt: skip


def coolprop_row(fluid, row):
    """Function of degC of one row from CoolProp."""
    _, output, quality, _ = ROWS[row]

    def value(t):
        kelvin = t + KELVIN
        if quality is None:
            ends = (PropsSI(output, "T", kelvin, "Q", q, fluid) for q in (1, 0))
            return next(ends) - next(ends)
        return PropsSI(output, "T", kelvin, "Q", quality, fluid)

    return value


def fitted(row, function, lowest, highest, terms):
    """Coefficients of a row and the largest relative error of the fit."""
    if callable(function):
        t = 0.5 * (lowest + highest) - 0.5 * (highest - lowest) * np.cos(np.linspace(0.0, pi, 81))
        values = np.array([function(x) for x in t])
    else:
        t, values = (np.array(column, float) for column in zip(*function, strict=True))
        terms = min(terms, len(t))
    x = 1000.0 / (t + KELVIN) - CENTRE if row == "log_pressure" else 0.01 * t
    if row.startswith("log_"):
        coefficients = polynomial.polyfit(x, np.log(values), terms - 1)
        error = np.abs(np.expm1(polynomial.polyval(x, coefficients) - np.log(values)))
    else:
        coefficients = polynomial.polyfit(x, values, terms - 1, w=1.0 / values)
        error = np.abs(polynomial.polyval(x, coefficients) / values - 1.0)
    return [float(f"{c:.10g}") for c in coefficients], float(error.max())


def line(name, value, unit, source, year, grade, note=""):
    shown = "[" + ", ".join(f"{v:.10g}" for v in value) + "]" if isinstance(value, list) else (
        f'"{value}"' if isinstance(value, str) else f"{value:.10g}"
    )  # fmt: skip
    more = f', note = "{note}"' if note else ""
    origin = f'unit = "{unit}", source = "{source}", year = {year}, grade = "{grade}"{more}'
    return f"{name} = {{ value = {shown}, {origin} }}"


def text(key, fluid):
    """The entry of one fluid."""
    f = fluid.coolprop
    lines = [f"[{key}]", f'name = "{fluid.name}"', 'kind = "boiling"', f'about = "{fluid.about}"']
    lines.append(f"legacy = {str(fluid.legacy).lower()}")
    lines.append(line("gwp", fluid.gwp[0], "1", *fluid.gwp[1:], note="100 years, CO2 = 1"))
    lines.append(line("legal", fluid.legal[0], "1", *fluid.legal[1:]))
    boiling = PropsSI("T", "P", 101325.0, "Q", 0, f) - KELVIN
    for name, value, unit in (
        ("boiling_point", boiling, "degC"),
        ("critical_temperature", PropsSI("Tcrit", f) - KELVIN, "degC"),
        ("critical_pressure", PropsSI("pcrit", f), "Pa"),
        ("molar_mass", PropsSI("M", f), "kg/mol"),
    ):
        lines.append(line(name, value, unit, COOLPROP, YEAR, "B"))
    lines.append(line("freezing", fluid.freezing, "degC", f"{COOLPROP}, triple point", YEAR, "B"))
    for name in ("lowest", "highest"):
        lines.append(line(name, getattr(fluid, name), "degC", "range of the fits", YEAR, "A"))
    for name, item in fluid.extra.items():
        lines.append(line(name, *item))
    for row, (unit, _, _, terms) in ROWS.items():
        function, terms, source, year, grade = fluid.rows.get(
            row, (coolprop_row(f, row), terms, f"{COOLPROP}, HEOS::{f}", YEAR, "B")
        )
        coefficients, error = fitted(row, function, fluid.lowest, fluid.highest, terms)
        variable = "1000 K/T - 3.2" if row == "log_pressure" else "t / 100 degC"
        lines.append(
            line(row, coefficients, unit, source, year, grade, f"rising powers of {variable}; fit within {error:.1g}")
        )
    return "\n".join(lines)


def main():
    check = zd_viscosity(395.6, 7561.0)
    print(f"R1233zd(E) viscosity at 395.6 K, 7.561 mol/L: {check * 1e6:.2f} uPa s, published 113.09")
    for kelvin, density, k in ((300.0, 0.0, 0.010659), (300.0, 5.4411, 0.010766), (300.0, 1308.8, 0.091403)):
        print(f"R1233zd(E) conductivity at {kelvin} K, {density} kg/m3: {zd_conductivity(kelvin, density):.6f}, {k}")
    kept = FILE.read_text().split(MARK, 1)[1] if FILE.exists() and MARK in FILE.read_text() else "\n"
    head = (
        "# Boiling fluids at saturation. Written by validation/make_saturation.py down to the mark; below it by hand.\n"
        "# Rows are rising powers of t / 100 degC (log_pressure: of 1000 K/T - 3.2), see thermo/core/saturation.py.\n"
        "# Grades: A definition, B opened or computed from a published equation, C secondary, M from memory.\n\n"
    )
    FILE.write_text(head + "\n\n".join(text(*item) for item in FLUIDS.items()) + f"\n\n{MARK}{kept}")


if __name__ == "__main__":
    main()
