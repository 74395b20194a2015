"""Saturated liquid and vapour of a boiling fluid, from its property vector.

The vector is laid out in `thermo.schema.saturation`; `thermo.library.boiling` fills it from
`library/boiling_fluids.toml`, where every row has its source. Pressure is a polynomial of ln p in 1/T, continued by its
end tangents outside `lowest` to `highest`, so that it rises everywhere and its inverse exists; every other property
keeps its end value there and `in_range` says so.

References
----------
The polynomials are fits (tools/make_saturation.py): CoolProp 8.0.0 equations of state; transport properties and
surface tension from the papers that each row names.
"""

from math import exp, log

from thermo.core.fluids import KELVIN
from thermo.core.jit import kernel
from thermo.schema.saturation import (
    CENTRE,
    HIGHEST,
    LATENT_HEAT,
    LIQUID_CONDUCTIVITY,
    LIQUID_DENSITY,
    LIQUID_SPECIFIC_HEAT,
    LIQUID_VISCOSITY,
    LOWEST,
    MOLAR_MASS,
    P_CRITICAL,
    PRESSURE,
    SATURATION_TERMS,
    SURFACE_TENSION,
    T_CRITICAL,
    VAPOUR_DENSITY,
    VAPOUR_SPECIFIC_HEAT,
    VAPOUR_VISCOSITY,
)

NEWTON_STEPS = 30


@kernel
def _polynomial(s, first, x):
    """Value at x of the polynomial whose rising coefficients start at place `first`."""
    value = 0.0
    for i in range(first + SATURATION_TERMS - 1, first - 1, -1):
        value = value * x + s[i]
    return value


@kernel
def _property(s, first, t):
    """Polynomial in t / 100 degC, held at the ends of the range."""
    return _polynomial(s, first, 0.01 * min(max(t, s[LOWEST]), s[HIGHEST]))


@kernel
def _log_pressure(s, y):
    """ln p and its slope in y = 1000 K / T - CENTRE, continued by the tangents outside the range."""
    y_warm = 1000.0 / (s[HIGHEST] + KELVIN) - CENTRE
    y_cold = 1000.0 / (s[LOWEST] + KELVIN) - CENTRE
    at = min(max(y, y_warm), y_cold)
    value, slope = 0.0, 0.0
    for i in range(PRESSURE + SATURATION_TERMS - 1, PRESSURE - 1, -1):
        slope = slope * at + value
        value = value * at + s[i]
    return value + slope * (y - at), slope


@kernel
def pressure(s, t):
    """Saturation pressure [Pa] at t [degC]."""
    return exp(_log_pressure(s, 1000.0 / (t + KELVIN) - CENTRE)[0])


@kernel
def pressure_slope(s, t):
    """Slope of the saturation pressure [Pa/K] at t [degC]."""
    kelvin = t + KELVIN
    value, slope = _log_pressure(s, 1000.0 / kelvin - CENTRE)
    return -exp(value) * slope * 1000.0 / kelvin**2


@kernel
def temperature(s, p):
    """Saturation temperature [degC] at a pressure [Pa]: the inverse of `pressure`, by Newton on ln p in 1/T."""
    wanted = log(p)
    y = 0.0
    for _ in range(NEWTON_STEPS):
        value, slope = _log_pressure(s, y)
        move = (wanted - value) / slope
        y += move
        if abs(move) < 1e-14:
            break
    return 1000.0 / (y + CENTRE) - KELVIN


@kernel
def latent_heat(s, t):
    """Heat of evaporation [J/kg] at t [degC]."""
    return _property(s, LATENT_HEAT, t)


@kernel
def liquid_density(s, t):
    """Density of the saturated liquid [kg/m3] at t [degC]."""
    return _property(s, LIQUID_DENSITY, t)


@kernel
def vapour_density(s, t):
    """Density of the saturated vapour [kg/m3] at t [degC]."""
    return exp(_property(s, VAPOUR_DENSITY, t))


@kernel
def liquid_specific_heat(s, t):
    """Specific heat of the saturated liquid [J/(kg K)] at t [degC]."""
    return _property(s, LIQUID_SPECIFIC_HEAT, t)


@kernel
def vapour_specific_heat(s, t):
    """Specific heat of the saturated vapour [J/(kg K)] at t [degC]."""
    return _property(s, VAPOUR_SPECIFIC_HEAT, t)


@kernel
def liquid_viscosity(s, t):
    """Dynamic viscosity of the saturated liquid [Pa s] at t [degC]."""
    return exp(_property(s, LIQUID_VISCOSITY, t))


@kernel
def vapour_viscosity(s, t):
    """Dynamic viscosity of the saturated vapour [Pa s] at t [degC]."""
    return exp(_property(s, VAPOUR_VISCOSITY, t))


@kernel
def liquid_conductivity(s, t):
    """Thermal conductivity of the saturated liquid [W/(m K)] at t [degC]."""
    return _property(s, LIQUID_CONDUCTIVITY, t)


@kernel
def surface_tension(s, t):
    """Surface tension [N/m] at t [degC]."""
    return _property(s, SURFACE_TENSION, t)


@kernel
def reduced_pressure(s, t):
    """Saturation pressure over the critical pressure [1] at t [degC]."""
    return pressure(s, t) / s[P_CRITICAL]


@kernel
def critical_temperature(s):
    """Critical temperature [degC]."""
    return s[T_CRITICAL]


@kernel
def molar_mass(s):
    """Molar mass [kg/mol]."""
    return s[MOLAR_MASS]


@kernel
def in_range(s, t):
    """1.0 when t [degC] is inside the range of the fluid's data, else 0.0."""
    return 1.0 if s[LOWEST] <= t <= s[HIGHEST] else 0.0
