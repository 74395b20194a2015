"""Saturation properties of boiling fluids for the engine, from `boiling_fluids.toml`.

A boiling fluid is one float64 vector of `SATURATION_SIZE` values (`thermo.schema.saturation`), evaluated by
`thermo.core.saturation`. Its liquid phase is also a liquid like any other (`liquid`), so that pipes and pumps need no
second kind of fluid.
"""

from functools import cache
from typing import Any

import numpy as np

from thermo.errors import LibraryError, nearest
from thermo.library import Entry, load
from thermo.schema import fluid as liquid_fields
from thermo.schema import saturation as fields

FILE = "boiling_fluids"
PLACES = {  # field of the file: (first place, unit)
    "log_pressure": (fields.PRESSURE, "ln(Pa)"),
    "latent_heat": (fields.LATENT_HEAT, "J/kg"),
    "liquid_density": (fields.LIQUID_DENSITY, "kg/m^3"),
    "log_vapour_density": (fields.VAPOUR_DENSITY, "ln(kg/m^3)"),
    "liquid_specific_heat": (fields.LIQUID_SPECIFIC_HEAT, "J/(kg K)"),
    "vapour_specific_heat": (fields.VAPOUR_SPECIFIC_HEAT, "J/(kg K)"),
    "log_liquid_viscosity": (fields.LIQUID_VISCOSITY, "ln(Pa s)"),
    "log_vapour_viscosity": (fields.VAPOUR_VISCOSITY, "ln(Pa s)"),
    "liquid_conductivity": (fields.LIQUID_CONDUCTIVITY, "W/(m K)"),
    "surface_tension": (fields.SURFACE_TENSION, "N/m"),
}
SCALARS = {
    "lowest": (fields.LOWEST, "degC"),
    "highest": (fields.HIGHEST, "degC"),
    "critical_temperature": (fields.T_CRITICAL, "degC"),
    "critical_pressure": (fields.P_CRITICAL, "Pa"),
    "molar_mass": (fields.MOLAR_MASS, "kg/mol"),
}
IN_LIQUID = {  # row: (first place, terms) of the liquid's polynomial, which is shorter
    "liquid_density": (liquid_fields.DENSITY, liquid_fields.TERMS),
    "liquid_specific_heat": (liquid_fields.SPECIFIC_HEAT, liquid_fields.TERMS),
    "liquid_conductivity": (liquid_fields.CONDUCTIVITY, liquid_fields.TERMS),
    "log_liquid_viscosity": (liquid_fields.VISCOSITY, liquid_fields.VISCOSITY_TERMS),
}


def names() -> list[str]:
    """Keys of all boiling fluids."""
    return list(load(FILE))


def entry(name: str) -> Entry:
    """Library entry of a boiling fluid.

    Raises
    ------
    LibraryError
        With the nearest known one.
    """
    if name not in load(FILE):
        raise LibraryError(f"there is no boiling fluid '{name}'. {nearest(name, names())}")
    return load(FILE)[name]


def _number(name: str, field: str, unit: str) -> Any:
    value = entry(name).value(field)
    if value.unit != unit:
        raise LibraryError(f"boiling fluid '{name}', {field}: unit is '{value.unit}', and '{unit}' is needed")
    return value.value


@cache
def _saturation(name: str) -> np.ndarray:
    s = np.zeros(fields.SATURATION_SIZE)
    s[fields.BOILS] = 1.0
    for field, (place, unit) in SCALARS.items():
        s[place] = _number(name, field, unit)
    for field, (first, unit) in PLACES.items():
        coefficients = _number(name, field, unit)
        s[first : first + len(coefficients)] = coefficients
    s.setflags(write=False)
    return s


def saturation(name: str) -> np.ndarray:
    """Property vector of a boiling fluid: float64[SATURATION_SIZE], a copy.

    Raises
    ------
    LibraryError
        For an unknown fluid, a missing row or a wrong unit.
    """
    return _saturation(name).copy()


def states(name: str, t: float) -> dict[str, float]:
    """Saturated properties at t [degC] by row (densities and so on without their logarithm), in plain Python."""
    found = {}
    for field, (_, unit) in PLACES.items():
        x = 1000.0 / (t + 273.15) - fields.CENTRE if field == "log_pressure" else 0.01 * t
        value = float(np.polynomial.polynomial.polyval(x, _number(name, field, unit)))
        found[field.removeprefix("log_")] = float(np.exp(value)) if field.startswith("log_") else value
    return found


def liquid(name: str) -> np.ndarray:
    """The saturated liquid as a liquid's coefficient vector (`thermo.core.fluids`): float64[FLUID_SIZE]."""
    c = np.zeros(liquid_fields.FLUID_SIZE)
    c[liquid_fields.LOWEST] = _number(name, "lowest", "degC")
    c[liquid_fields.HIGHEST] = _number(name, "highest", "degC")
    c[liquid_fields.FREEZING] = _number(name, "freezing", "degC")
    c[liquid_fields.FLASH] = np.nan
    x = 0.01 * np.linspace(c[liquid_fields.LOWEST], c[liquid_fields.HIGHEST], 60)
    for field, (first, terms) in IN_LIQUID.items():
        values = np.polynomial.polynomial.polyval(x, _number(name, field, PLACES[field][1]))
        c[first : first + terms] = np.polynomial.polynomial.polyfit(x, values, terms - 1)
    return c
