"""Make the saturation properties of boiling fluids, `thermo/library/boiling_fluids.toml`.

Run `python tools/make_saturation.py` with CoolProp installed. Everything above the line that starts with MARK is
replaced; what stands below is kept by hand. Each fluid names, row by row, where its values come from:

- CoolProp's equation of state and, where CoolProp has one, its transport model;
- R1233zd(E) has neither viscosity, conductivity nor surface tension there. Surface tension is Kondou et al. 2015,
  conductivity Perkins & Huber 2017 (background, without the critical enhancement, which is below 1 % at 0 to 100 degC),
  viscosity the extended corresponding states of Huber et al. 2003 on R134a with Huber's coefficients, checked against
  the published point (395.6 K, 7.561 mol/L: 113.1 uPa s);
- FK-5-1-12 and R1336mzz(Z): McLinden's equations of state; transport and surface tension from the papers named below;
- FC-72: n-perfluorohexane (Gao et al. 2021 in CoolProp), viscosity and surface tension of NISTIR 8209;
- HFE-7100: the maker's lines; vapour density by Clapeyron's equation from them;
- points of a maker or a paper: a list of (degC, value), or a vapour-pressure law.

Traps: CoolProp's INCOMP::HFE and INCOMP::HFE2 return a wrong conductivity and a kinematic viscosity; they are not used.
"""

from dataclasses import dataclass, field
from functools import partial
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
    scalars: dict = field(default_factory=dict)  # where CoolProp does not know the fluid: (value, source, year, grade)


# --- R1233zd(E): what CoolProp lacks

ZD, MZ, PF = "R1233zd(E)", "R1336mzz(Z)", "n-Perfluorohexane"
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


def dilute_viscosity(kelvin, molar_mass, energy, length, factor):
    """Chapman-Enskog with the collision integral of Neufeld [Pa s]; g/mol, e/k [K], sigma [nm]."""
    x = kelvin / energy
    omega = 1.16145 * x**-0.14874 + 0.52487 * exp(-0.77320 * x) + 2.16178 * exp(-2.43787 * x)
    return 26.692e-9 * sqrt(molar_mass * kelvin) / (length**2 * omega) * factor


# name: (g/mol, e/k [K], sigma [nm], factor on the dilute gas, shape polynomial) on R134a: Huber 2018, NISTIR 8209
STATES = {
    ZD: (130.4962, 349.1, 0.524, 0.93, (-0.0848988, 1.22693, -0.463275, 0.0568798)),
    MZ: (164.0491, 352.97, 0.5582, 0.94, (0.615513, 0.281144, -0.0527921)),
    PF: (338.042, 160.0, 0.805, 1.0, (0.673625, 0.35383, -0.0787347)),
}


def viscosity(name, kelvin, molar_density):
    """Extended corresponding states on R134a (Huber, Laesecke, Perkins 2003) [Pa s]; molar density [mol/m3]."""
    from scipy.optimize import fsolve

    molar_mass, energy, length, factor, shape = STATES[name]
    fluid, reference = AbstractState("HEOS", name), AbstractState("HEOS", "R134a")
    for state in (fluid, reference):
        state.specify_phase(CoolProp.iphase_gas)
    fluid.update(CoolProp.DmolarT_INPUTS, molar_density, kelvin)
    alpha, z = fluid.alphar(), fluid.delta() * fluid.dalphar_dDelta()  # z: compressibility factor - 1
    t_c, rho_c = fluid.T_critical(), fluid.rhomolar_critical()
    t_0c, rho_0c = reference.T_critical(), reference.rhomolar_critical()

    def conformal(x):
        reference.update(CoolProp.DmolarT_INPUTS, x[1] * 1e3, x[0] * 100.0)
        return reference.alphar() / alpha - 1.0, reference.delta() * reference.dalphar_dDelta() / z - 1.0

    start = kelvin * t_0c / t_c / 100.0, molar_density * rho_0c / rho_c / 1e3
    t_0, rho_0 = fsolve(conformal, start, xtol=1e-12)
    t_0, rho_0 = t_0 * 100.0, rho_0 * 1e3
    f, h = kelvin / t_0, rho_0 / molar_density
    psi = sum(c * (molar_density / rho_c) ** i for i, c in enumerate(shape))
    reference.update(CoolProp.DmolarT_INPUTS, rho_0 * psi, t_0)
    residual = reference.viscosity() - reference.viscosity_contributions()["dilute"]
    dilute = dilute_viscosity(kelvin, molar_mass, energy, length, factor)
    return dilute + residual * sqrt(f) * h ** (-2.0 / 3.0) * sqrt(molar_mass / 102.032)


def saturated(name, function, quality, molar=False):
    """`function` of (K, density) along the saturation line, as a function of degC."""

    def value(t):
        key = "Dmolar" if molar else "D"
        return function(t + KELVIN, PropsSI(key, "T", t + KELVIN, "Q", quality, name))

    return value


def states_rows(name):
    """Both viscosities of a fluid of STATES."""
    words = f"extended corresponding states on R134a, Huber et al. 2003, with Huber's coefficients for {name}"
    return {
        "log_liquid_viscosity": (saturated(name, partial(viscosity, name), 0, True), 7, words, 2003, "B"),
        "log_vapour_viscosity": (
            lambda t: dilute_viscosity(t + KELVIN, *STATES[name][:4]), 6,
            "dilute gas by Chapman-Enskog, constants of Huber; below 5 percent low at 3 bar", 2003, "C",
        ),
    }  # fmt: skip


# --- FK-5-1-12 (Novec 649): McLinden's equation of state is in CoolProp; transport and surface tension are not

FK, FK_CRITICAL, FK_DENSITY = "Novec649", 441.81, 606.805248
FK_VIRIAL = (-19.572881, 219.73999, -1015.3226, 2471.01251, -3375.1717, 2491.6597, -787.26086, 14.085455, -0.34664158)
FK_POWERS = (0.0, -0.25, -0.5, -0.75, -1.0, -1.25, -1.5, -2.5, -5.5)
FK_DILUTE = (1.54022e-3, -15.0745e-3, 49.0451e-3, -60.7192e-3, 46.2647e-3, -3.16935e-3)
FK_DILUTE_BELOW = (-0.211741, 1.16696, -1.15574, 1.0)
FK_RESIDUAL = (
    (-0.0234542, 0.0158544), (0.0418017, -0.0334181), (-0.0274745, 0.0282766), (0.00932188, -0.0103009),
    (-0.00111766, 0.00147852),
)  # fmt: skip


def fk_viscosity(kelvin, density):
    """Wen, Meng, Huber & Wu 2017, J. Chem. Eng. Data 62, 3603-3609 [Pa s]; 2 % in the liquid."""
    dipole = 131.3 * 0.43 / sqrt(316.0444e3 / FK_DENSITY * FK_CRITICAL)
    dilute = dilute_viscosity(kelvin, 316.0444, 350.84, 0.6509, 1.0 - 0.2756 * 0.471 + 0.059035 * dipole**4)
    x = kelvin / 350.84
    virial = sum(c * x**n for c, n in zip(FK_VIRIAL, FK_POWERS, strict=True)) * 6.02214076e23 * 0.6509e-9**3
    t, d = kelvin / FK_CRITICAL, density / FK_DENSITY
    below = 0.423359 - 0.122057 * d + t * (18.4610 - 11.1393 * d + 1.67777 * d * d)
    residual = sqrt(t) * d ** (2.0 / 3.0) * (22.0057 + 231.063 / below)
    return dilute * (1.0 + virial * density / 0.3160444) + 1e-6 * residual


def fk_conductivity(kelvin, density):
    """Perkins, Huber & Assael 2018, J. Chem. Eng. Data 63, 2783-2789 [W/(m K)], without its critical enhancement."""
    t, d = kelvin / FK_CRITICAL, density / FK_DENSITY
    dilute = sum(a * t**i for i, a in enumerate(FK_DILUTE)) / sum(a * t**i for i, a in enumerate(FK_DILUTE_BELOW))
    return dilute + sum((a + b * t) * d ** (i + 1) for i, (a, b) in enumerate(FK_RESIDUAL))


def fk_surface_tension(t):
    """Cui, Yan, Bi & Wu 2018, J. Chem. Eng. Data 63, 751-756: 0.043655 (1 - T/Tc)^1.2556 N/m."""
    return 0.043655 * (1.0 - (t + KELVIN) / FK_CRITICAL) ** 1.2556


# --- R1336mzz(Z) (Opteon SF33): McLinden's equation of state is in CoolProp; transport and surface tension are not

MZ_DILUTE = (0.033207, -0.089513, 0.101275)
MZ_RESIDUAL = (
    (0.0182670, -0.0138014), (0.105672, -0.0756253), (-0.119719, 0.0919892), (0.0431845, -0.0327931),
    (-0.00497023, 0.00384035),
)  # fmt: skip


def mz_conductivity(kelvin, density):
    """Perkins & Huber 2020, Int. J. Thermophysics 41, 103 [W/(m K)], without its critical enhancement."""
    t, d = kelvin / 444.5, density / 499.386464
    dilute = 1e-3 * sqrt(t) / sum(a / t ** (0.5 * i) for i, a in enumerate(MZ_DILUTE))
    return dilute + sum((a + b * t) * d ** (i + 1) for i, (a, b) in enumerate(MZ_RESIDUAL))


def mz_surface_tension(t):
    """Huber 2018, NISTIR 8209: 0.06 (1 - T/Tc)^1.22 N/m."""
    return 0.06 * (1.0 - (t + KELVIN) / 444.5) ** 1.22


# --- FC-72: perfluorohexane isomers; n-perfluorohexane stands for them (boils 1 K higher)


def pf_surface_tension(t):
    """Huber 2018, NISTIR 8209: 0.0230631 (1 - T/Tc)^0.98534 + 0.0703415 (1 - T/Tc)^2.6579 N/m."""
    x = 1.0 - (t + KELVIN) / 448.0
    return 0.0230631 * x**0.98534 + 0.0703415 * x**2.6579


# --- HFE-7100: no equation of state; the maker's lines, and vapour density by Clapeyron's equation from them

HFE_CRITICAL = 468.45  # K, maker, from memory


def hfe_pressure(t):
    """Maker's line ln p = 22.415 - 3641.9/T [Pa]; gives the sheet's 27 kPa at 25 degC and 1 atm at 61 degC."""
    return exp(22.415 - 3641.9 / (t + KELVIN))


def hfe_latent_heat(t):
    """112 kJ/kg at 61 degC (sheet), carried by Watson's exponent 0.38."""
    return 112e3 * ((HFE_CRITICAL - t - KELVIN) / (HFE_CRITICAL - 61.0 - KELVIN)) ** 0.38


def hfe_liquid_density(t):
    """1538.3 - 2.269 t kg/m3, maker's line."""
    return 1538.3 - 2.269 * t


def hfe_vapour_density(t):
    """h_fg = T (dp/dT) (1/rho_v - 1/rho_l)."""
    kelvin = t + KELVIN
    slope = hfe_pressure(t) * 3641.9 / kelvin**2
    return 1.0 / (hfe_latent_heat(t) / (kelvin * slope) + 1.0 / hfe_liquid_density(t))


def hfe_surface_tension(t):
    """13.6 mN/m at 25 degC (sheet), carried by (1 - T/Tc)^1.26."""
    return 0.0136 * ((HFE_CRITICAL - t - KELVIN) / (HFE_CRITICAL - 25.0 - KELVIN)) ** 1.26


SHEET = "3M Novec 7100 data sheet"
HFE_ROWS = {
    "log_pressure": (hfe_pressure, 2, f"{SHEET}, line from memory; its values at 25 and 61 degC opened", 2013, "C"),
    "latent_heat": (hfe_latent_heat, 7, f"{SHEET}: 112 kJ/kg; slope by Watson", 2013, "C"),
    "liquid_density": (hfe_liquid_density, 2, f"{SHEET}, line as in public code; 1510 at 25 degC opened", 2013, "B"),
    "log_vapour_density": (hfe_vapour_density, 7, "Clapeyron's equation from the rows above", 2013, "C"),
    "liquid_specific_heat": (lambda t: 1133.0 + 2.0 * t, 2, f"{SHEET}, line; 1183 at 25 degC opened", 2013, "B"),
    "vapour_specific_heat": (lambda t: 830.0 + 1.4 * t, 2, "as other vapours of this mass, from memory", 2013, "M"),
    "log_liquid_viscosity": (
        [(-20.0, 1.22e-3), (0.0, 0.83e-3), (25.0, 0.58e-3), (60.0, 0.378e-3)], 4,
        f"{SHEET}: 0.58 mPa s at 25 degC opened; the others read from memory", 2013, "M",
    ),
    "log_vapour_viscosity": (
        lambda t: dilute_viscosity(t + KELVIN, 250.06, 350.0, 0.60, 1.0), 6,
        "Chapman-Enskog, constants as of FK-5-1-12 scaled by volume", 2013, "M",
    ),
    "liquid_conductivity": (lambda t: 0.073714 - 0.00019548 * t, 2, f"{SHEET}, line; docs/physics.md 4.1", 2013, "B"),
    "surface_tension": (hfe_surface_tension, 6, f"{SHEET}: 13.6 mN/m at 25 degC; slope by (1 - T/Tc)^1.26", 2013, "C"),
}  # fmt: skip
HFE_SCALARS = {  # what CoolProp would say
    "boiling_point": (61.0, SHEET, 2013, "B"),
    "critical_temperature": (195.3, f"{SHEET}, from memory", 2013, "M"),
    "critical_pressure": (2.229e6, f"{SHEET}, from memory", 2013, "M"),
    "molar_mass": (0.25006, "C5H3F9O", 2013, "A"),
}

PRICE = (44.0, "USD/kg", "fluorinated fluid: 50 to 90 USD/L (vendor page), 300 to 400 CNY/kg (Chinese note)", 2026, "C")
VOLUMES = "Fuller's atoms: C 15.9, H 2.31, O 6.11, F 14.7 cm3/mol (Poling et al. 2001), from memory"
WITHDRAWN = "withdrawn: 3M ended PFAS production by the end of 2025; stock and other makers only"
PFAS = "a PFAS under the proposed REACH restriction; no quota"
FLUIDS = {
    "r134a": Fluid(
        "R134a", "R134a", -35.0, 80.0,
        "1,1,1,2-tetrafluoroethane, high pressure, A1; being phased down for its warming potential", -103.3,
        (1530, "IPCC AR6 WG1 table 7.SM.7, opened; EU rules use AR4: 1430", 2021, "B"),
        ("phased down: EU F-gas rules 2024/573 and US AIM Act cut the quota", "EU 2024/573, from memory", 2024, "M"),
        legacy=True,
    ),
    "r1234ze-e": Fluid(
        "R1234ze(E)", "R1234ze(E)", -30.0, 88.0,
        "trans-1,3,3,3-tetrafluoropropene, high pressure, mildly flammable (A2L)", -104.5,
        (1.37, "IPCC AR6 WG1 table 7.SM.7, opened", 2021, "B"),
        ("listed in EU F-gas rules without quota; a PFAS under the proposed REACH restriction",
         "EU 2024/573, ECHA 2023 proposal, from memory", 2024, "M"),
    ),
    "r245fa": Fluid(
        "R245fa", "R245fa", 0.0, 110.0,
        "1,1,1,3,3-pentafluoropropane, low pressure, B1; being phased down for its warming potential", -102.1,
        (962, "IPCC AR6 WG1 table 7.SM.7, opened; EU rules use AR4: 1030", 2021, "B"),
        ("phased down: EU F-gas rules 2024/573 and US AIM Act cut the quota", "EU 2024/573, from memory", 2024, "M"),
        legacy=True,
    ),
    "r1233zd-e": Fluid(
        "R1233zd(E)", ZD, 0.0, 110.0,
        "trans-1-chloro-3,3,3-trifluoropropene, low pressure, A1: the usual fluid of pumped two-phase plates", -107.4,
        (3.88, "IPCC AR6 WG1 table 7.SM.7, opened", 2021, "B"),
        ("listed in EU F-gas rules without quota; a PFAS under the proposed REACH restriction",
         "EU 2024/573, ECHA 2023 proposal, from memory", 2024, "M"),
        rows=states_rows(ZD) | {
            "liquid_conductivity": (
                saturated(ZD, zd_conductivity, 0), 7,
                "Perkins & Huber 2017, J. Chem. Eng. Data 62, 2659, coefficients as in pychemqt", 2017, "B",
            ),
            "surface_tension": (
                zd_surface_tension, 6, "Kondou et al. 2015, Int. J. Refrigeration 53, 80, coefficients as in pychemqt",
                2015, "B",
            ),
        },
    ),
    "fk-5-1-12": Fluid(
        "FK-5-1-12", FK, -20.0, 110.0,
        "perfluoro(2-methyl-3-pentanone), sold as Novec 649 and by Chinese makers: the usual fluid of tanks", -108.0,
        (0.1, "IPCC AR6 below 1 (maker: 1), from memory", 2021, "M"),
        (f"Novec 649 {WITHDRAWN}; others make the molecule; {PFAS}", "3M announcement of December 2022", 2022, "C"),
        rows={
            "log_liquid_viscosity": (
                saturated(FK, fk_viscosity, 0), 7, "Wen et al. 2017, J. Chem. Eng. Data 62, 3603", 2017, "B",
            ),
            "log_vapour_viscosity": (saturated(FK, fk_viscosity, 1), 7, "Wen et al. 2017", 2017, "B"),
            "liquid_conductivity": (
                saturated(FK, fk_conductivity, 0), 7, "Perkins et al. 2018, J. Chem. Eng. Data 63, 2783", 2018, "B",
            ),
            "surface_tension": (fk_surface_tension, 6, "Cui et al. 2018, J. Chem. Eng. Data 63, 751", 2018, "B"),
        },
        extra={"price": PRICE, "diffusion_volume": (277.9, "1", VOLUMES, 1966, "M")},
    ),
    "fc-72": Fluid(
        "FC-72", PF, -20.0, 110.0,
        "perfluorohexane isomers; properties of n-perfluorohexane, which boils 1 K above FC-72's 56 degC", -90.0,
        (8620, "IPCC AR6 for perfluorohexane, from memory", 2021, "M"),
        (f"{WITHDRAWN}; a perfluorocarbon with strong warming", "3M announcement of December 2022", 2022, "C"),
        legacy=True,
        rows=states_rows(PF) | {
            "liquid_conductivity": (
                lambda t: 0.090672 - 1.168e-4 * (t + KELVIN), 2, "University of Pisa, as in public code", 2016, "C",
            ),
            "surface_tension": (pf_surface_tension, 6, "Huber 2018, NISTIR 8209", 2018, "B"),
        },
        extra={"price": PRICE, "diffusion_volume": (301.2, "1", VOLUMES, 1966, "M")},
    ),
    "hfe-7100": Fluid(
        "HFE-7100", "", -20.0, 80.0,
        "methoxy-nonafluorobutane isomers (Novec 7100)", -135.0,
        (297, "maker's sheet (AR4); 421 to 544 in AR6, from memory", 2013, "B"),
        (f"{WITHDRAWN}; {PFAS}", "3M announcement of December 2022", 2022, "C"),
        legacy=True, rows=HFE_ROWS, scalars=HFE_SCALARS,
        extra={"price": PRICE, "diffusion_volume": (224.8, "1", VOLUMES, 1966, "M")},
    ),
    "r1336mzz-z": Fluid(
        "R1336mzz(Z)", MZ, -20.0, 110.0,
        "cis-hexafluorobutene, sold as Opteon SF33: low pressure, A1; a vented tank stays at 33 degC",
        -90.5,
        (2.08, "IPCC AR6 WG1 table 7.SM.7, opened", 2021, "B"),
        (f"listed in EU F-gas rules without quota; {PFAS}", "EU 2024/573, ECHA 2023 proposal, from memory", 2024, "M"),
        rows=states_rows(MZ) | {
            "liquid_conductivity": (
                saturated(MZ, mz_conductivity, 0), 7, "Perkins & Huber 2020, Int. J. Thermophysics 41, 103", 2020, "B",
            ),
            "surface_tension": (mz_surface_tension, 6, "Huber 2018, NISTIR 8209", 2018, "B"),
        },
        extra={"price": PRICE, "diffusion_volume": (156.4, "1", VOLUMES, 1966, "M")},
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
    scalars = fluid.scalars or {
        name: (value, COOLPROP, YEAR, "B")
        for name, value in (
            ("boiling_point", round(PropsSI("T", "P", 101325.0, "Q", 0, f) - KELVIN, 2)),
            ("critical_temperature", round(PropsSI("Tcrit", f) - KELVIN, 3)),
            ("critical_pressure", round(PropsSI("pcrit", f))),
            ("molar_mass", PropsSI("M", f)),
        )
    }
    for (name, (value, *source)), unit in zip(scalars.items(), ("degC", "degC", "Pa", "kg/mol"), strict=True):
        lines.append(line(name, value, unit, *source))
    words = f"{COOLPROP}, triple point, or melting point of the maker"
    lines.append(line("freezing", fluid.freezing, "degC", words, YEAR, "B"))
    for name in ("lowest", "highest"):
        lines.append(line(name, getattr(fluid, name), "degC", "range of the fits", YEAR, "A"))
    for name, item in fluid.extra.items():
        lines.append(line(name, *item))
    for row, (unit, _, _, terms) in ROWS.items():
        own = coolprop_row(f, row), terms, f"{COOLPROP}, HEOS::{f}", YEAR, "B"
        function, terms, source, year, grade = fluid.rows.get(row, own)
        coefficients, error = fitted(row, function, fluid.lowest, fluid.highest, terms)
        variable = "1000 K/T - 3.2" if row == "log_pressure" else "t / 100 degC"
        lines.append(
            line(row, coefficients, unit, source, year, grade, f"rising powers of {variable}; fit within {error:.1g}")
        )
    return "\n".join(lines)


def main():
    for name, kelvin, density, published in (
        (ZD, 395.6, 7561.0, 113.09),
        (MZ, 400.0, 6422.0, 121.034),
        (PF, 403.2, 3873.0, 170.834),
    ):
        print(
            f"{name} at {kelvin} K, {density} mol/m3: {viscosity(name, kelvin, density) * 1e6:.3f}, {published} uPa s"
        )
    for kelvin, density, published in ((250.0, 1809.77, 2377.5), (300.0, 1701.48, 1059.7), (350.0, 4.42, 12.65)):
        print(f"{FK} at {kelvin} K, {density} kg/m3: {fk_viscosity(kelvin, density) * 1e6:.2f}, {published} uPa s")
    for function, points in (
        (zd_conductivity, ((300.0, 0.0, 0.010659), (300.0, 5.4411, 0.010766), (300.0, 1308.8, 0.091403))),
        (fk_conductivity, ((300.0, 0.0, 0.011876), (300.0, 1673.3, 0.065209))),
        (mz_conductivity, ((300.0, 0.0, 0.011056), (300.0, 1363.0, 0.078701))),
    ):
        for kelvin, density, k in points:
            print(f"{function.__name__} at {kelvin} K, {density} kg/m3: {function(kelvin, density):.6f}, {k}")
    kept = FILE.read_text().split(MARK, 1)[1] if FILE.exists() and MARK in FILE.read_text() else "\n"
    head = (
        "# Boiling fluids at saturation. Written by tools/make_saturation.py down to the mark; below it by hand.\n"
        "# Rows are rising powers of t / 100 degC (log_pressure: of 1000 K/T - 3.2), see thermo/core/saturation.py.\n"
        "# Grades: A definition, B opened or computed from a published equation, C secondary, M from memory.\n\n"
    )
    FILE.write_text(head + "\n\n".join(text(*item) for item in FLUIDS.items()) + f"\n\n{MARK}{kept}")


if __name__ == "__main__":
    main()
