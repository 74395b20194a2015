"""Properties of liquids from a coefficient vector, and of dry air.

A liquid is a float64 vector of `FLUID_SIZE` values laid out in `thermo.schema.fluid`; `thermo.library.liquids`
fills it and says where the values come from. Density, specific heat and conductivity are polynomials in t / 100 degC;
viscosity is either the exponential of such a polynomial or the Walther line of ASTM D341 through two data-sheet
points. Outside `lowest` to `highest` everything is evaluated at the nearer end, so that no property runs away;
`in_range` says so.

References
----------
ASTM D341-20: log10 log10(v + 0.7) = A - B log10 T, v in mm2/s, T in K, for 2 mm2/s and more.
Dry air: Lemmon et al. 2000 and Lemmon & Jacobsen 2004 (as in CoolProp), fitted at 101325 Pa.
"""

from math import exp, isnan, log

from thermo.core.jit import kernel
from thermo.schema.fluid import (
    CONDUCTIVITY,
    DENSITY,
    FLASH,
    FREEZING,
    HIGHEST,
    LOWEST,
    SPECIFIC_HEAT,
    TERMS,
    VISCOSITY,
    VISCOSITY_TERMS,
    WALTHER,
)

KELVIN = 273.15
R_AIR = 287.047491  # J/(kg K), from CoolProp's molar mass of air, 28.96546 g/mol; second virial added in air_density


@kernel
def _scaled(c, t):
    """Temperature held inside the liquid's range, in units of 100 degC."""
    return 0.01 * min(max(t, c[LOWEST]), c[HIGHEST])


@kernel
def _polynomial(c, first, terms, x):
    """Value at x of the polynomial whose rising coefficients start at place `first`."""
    value = 0.0
    for i in range(first + terms - 1, first - 1, -1):
        value = value * x + c[i]
    return value


@kernel
def density(c, t):
    """Density [kg/m3] of liquid c at t [degC]."""
    return _polynomial(c, DENSITY, TERMS, _scaled(c, t))


@kernel
def specific_heat(c, t):
    """Specific heat [J/(kg K)] of liquid c at t [degC]."""
    return _polynomial(c, SPECIFIC_HEAT, TERMS, _scaled(c, t))


@kernel
def conductivity(c, t):
    """Thermal conductivity [W/(m K)] of liquid c at t [degC]."""
    return _polynomial(c, CONDUCTIVITY, TERMS, _scaled(c, t))


@kernel
def viscosity(c, t):
    """Dynamic viscosity [Pa s] of liquid c at t [degC]."""
    x = _scaled(c, t)
    if c[WALTHER] > 0.0:
        exponent = exp(c[VISCOSITY] - c[VISCOSITY + 1] * log(100.0 * x + KELVIN))
        return 1e-6 * (exp(exponent) - 0.7) * _polynomial(c, DENSITY, TERMS, x)
    return exp(_polynomial(c, VISCOSITY, VISCOSITY_TERMS, x))


@kernel
def prandtl(c, t):
    """Prandtl number [1] of liquid c at t [degC]: cp mu / k."""
    return specific_heat(c, t) * viscosity(c, t) / conductivity(c, t)


@kernel
def expansion(c, t):
    """Thermal expansion [1/K] of liquid c at t [degC]: -(d rho / d t) / rho."""
    x = _scaled(c, t)
    slope = 0.0
    for i in range(TERMS - 1, 0, -1):
        slope = slope * x + i * c[DENSITY + i]
    return -0.01 * slope / _polynomial(c, DENSITY, TERMS, x)


@kernel
def freezing(c):
    """Freezing (or pour) point [degC] of liquid c."""
    return c[FREEZING]


@kernel
def lowest(c):
    """Lowest temperature [degC] its property data are stated for."""
    return c[LOWEST]


@kernel
def highest(c):
    """Highest temperature [degC] its property data are stated for."""
    return c[HIGHEST]


@kernel
def flash(c):
    """Flash point [degC]; NaN when the liquid has none."""
    return c[FLASH]


@kernel
def has_flash(c):
    """1.0 when the liquid has a flash point, else 0.0."""
    return 0.0 if isnan(c[FLASH]) else 1.0


@kernel
def in_range(c, t):
    """1.0 when t [degC] is inside the range of the liquid's data, else 0.0."""
    return 1.0 if c[LOWEST] <= t <= c[HIGHEST] else 0.0


# Dry air, fitted to CoolProp 8.0.0 at 101325 Pa between -60 and 150 degC, rising powers of t / 100 degC. Largest errors
# there: 2e-5 (cp), 3e-6 (k), 7e-6 (mu), 4e-6 (density); at 60 kPa and -60 degC 1.5e-3 (cp), 1e-3 (k), 5e-4 (mu).
# relative errors there are 1e-6 (cp), 8e-6 (k) and 3e-6 (mu); between 60 and 105 kPa nothing exceeds 2e-4.
AIR_CP = (1005.679, 1.4975528, 3.9941007, 0.050201078, 0.011766372)
AIR_K = (0.024360492, 0.0076531857, -0.00044251338, 5.3708087e-05, -4.9860643e-06)
AIR_MU = (1.7218431e-05, 5.0093235e-06, -3.7400603e-07, 4.7625137e-08, -4.9028401e-09)
AIR_VIRIAL = (-0.000460588, 0.000836646, -0.0003740735, 0.0001486448, -3.277066e-05)  # m3/kg


@kernel
def air_density(t, p):
    """Density of dry air [kg/m3] at t [degC], p [Pa].

    Notes
    -----
    rho = p / (R T Z), Z = 1 + B(T) p / (R T), with B(T) fitted to CoolProp's second virial, -60..150 degC.
    """
    x = 0.01 * t
    kelvin = t + KELVIN
    virial = AIR_VIRIAL[0] + x * (AIR_VIRIAL[1] + x * (AIR_VIRIAL[2] + x * (AIR_VIRIAL[3] + x * AIR_VIRIAL[4])))
    ideal = p / (R_AIR * kelvin)
    return ideal / (1.0 + virial * ideal)


@kernel
def air_specific_heat(t):
    """Specific heat of dry air [J/(kg K)] at t [degC], about 1 atm, -60..150 degC."""
    x = 0.01 * t
    return AIR_CP[0] + x * (AIR_CP[1] + x * (AIR_CP[2] + x * (AIR_CP[3] + x * AIR_CP[4])))


@kernel
def air_conductivity(t):
    """Conductivity of dry air [W/(m K)] at t [degC], about 1 atm, -60..150 degC."""
    x = 0.01 * t
    return AIR_K[0] + x * (AIR_K[1] + x * (AIR_K[2] + x * (AIR_K[3] + x * AIR_K[4])))


@kernel
def air_viscosity(t):
    """Dynamic viscosity of dry air [Pa s] at t [degC], about 1 atm, -60..150 degC."""
    x = 0.01 * t
    return AIR_MU[0] + x * (AIR_MU[1] + x * (AIR_MU[2] + x * (AIR_MU[3] + x * AIR_MU[4])))


@kernel
def air_prandtl(t):
    """Prandtl number of dry air [1] at t [degC]: cp mu / k."""
    return air_specific_heat(t) * air_viscosity(t) / air_conductivity(t)
