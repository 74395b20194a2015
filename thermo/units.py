"""The one pint registry, and the way from text with a unit to a float in the engine's unit and back.

Engine units are SI, with temperature levels in degC, money in its own currency and time in seconds. A temperature
*difference* is written in K ("5 K"); a *level* in degC, K or degF. A year has 8,760 hours.
"""

import math
import re
from functools import cache, lru_cache

from thermo.errors import ThermoError

CURRENCIES = ("USD", "CNY", "EUR", "SGD", "GBP", "JPY", "INR", "AUD", "BRL", "SEK", "KRW", "CLP", "ZAR", "MYR")

# quantity: (engine unit, an example for the error message)
QUANTITIES = {
    "ratio": ("", "0.8 or 80 percent"),
    "count": ("", "12"),
    "temperature": ("degC", "24 degC"),
    "temperature_difference": ("K", "5 K"),
    "power": ("W", "10 MW"),
    "apparent_power": ("V * A", "12 MVA"),
    "energy": ("J", "3 MWh"),
    "length": ("m", "0.8 mm"),
    "area": ("m^2", "1.2 m^2"),
    "volume": ("m^3", "1500 L"),
    "mass": ("kg", "1360 kg"),
    "mass_flow": ("kg/s", "2 kg/s"),
    "volume_flow": ("m^3/s", "1.5 L/min"),
    "flow_per_power": ("m^3/s/W", "1.5 L/min/kW"),
    "mass_flow_per_area": ("kg/s/m^2", "0.0003 kg/s/m^2"),
    "velocity": ("m/s", "2 m/s"),
    "pressure": ("Pa", "80 kPa"),
    "power_per_flow": ("W/(m^3/s)", "0.6 W/(m^3/h)"),
    "power_per_power": ("W/W", "15 W/kW"),
    "power_per_area": ("W/m^2", "10 W/m^2"),
    "area_per_power": ("m^2/W", "0.03 m^2/kW"),
    "energy_per_mass": ("J/kg", "0.02 kWh/kg"),
    "thermal_resistance": ("K/W", "0.02 K/W"),
    "thermal_resistance_area": ("K*m^2/W", "0.1 K*cm^2/W"),
    "heat_transfer": ("W/(m^2 K)", "5 W/(m^2 K)"),
    "conductance": ("W/K", "30 kW/K"),
    "conductivity": ("W/(m K)", "390 W/(m K)"),
    "specific_heat": ("J/(kg K)", "4180 J/(kg K)"),
    "density": ("kg/m^3", "820 kg/m^3"),
    "kinematic_viscosity": ("m^2/s", "8 cSt"),
    "per_kelvin": ("1/K", "0.01 1/K"),
    "floor_load": ("kg/m^2", "1200 kg/m^2"),
    "time": ("s", "10 years"),
    "angle": ("rad", "30 degree"),
    "compute": ("FLOP/s", "300 EFLOPS"),
    "compute_work": ("FLOP", "2e25 FLOP"),
    "carbon_intensity": ("kg/J", "0.3 kg/kWh"),
    "water_intensity": ("m^3/J", "1.8 L/kWh"),
    "energy_price": ("money/J", "0.085 USD/kWh"),
    "volume_price": ("money/m^3", "1.4 USD/m^3"),
    "power_price": ("money/W", "4000 CNY/kW"),
    "power_price_per_time": ("money/(W*s)", "12 USD/kW/month"),
    "mass_price": ("money/kg", "60 EUR/t"),
    "area_price": ("money/m^2", "3500 USD/m^2"),
    "apparent_power_price": ("money/(V*A)", "90 USD/kVA"),
    "conductance_price": ("money/(W/K)", "1300 USD/(kW/K)"),
    "flow_price": ("money/(m^3/s)", "3000 USD/(m^3/s)"),
    "hourly_price": ("money/s", "2.1 USD/hour"),
    "money": ("money", "2e6 USD"),
}


@cache
def registry():
    """The project's registry: strict offsets, a year of 8,760 h, and units of the trade that pint lacks."""
    import pint

    ureg: pint.UnitRegistry = pint.UnitRegistry(autoconvert_offset_to_baseunit=False)
    for line in (
        "year = 8760 * hour = a = yr = julian_year",
        "month = year / 12",
        "cubic_feet_per_minute = foot ** 3 / minute = cfm = CFM",
        "gallon_per_minute = gallon / minute = gpm = GPM",
        "rack_unit = 44.45 millimeter = U",
        "ton_of_cooling = 3516.85 watt = TR",
        "inch_of_water = 249.08891 pascal = inH2O",
        "floating_point_operation = [operation] = FLOP",
        "floating_point_operation_per_second = floating_point_operation / second = FLOPS",
    ):
        ureg.define(line)
    define_currencies(ureg)
    return ureg


def define_currencies(ureg):
    """Give a registry the currencies that it lacks, each a dimension of its own."""
    for currency in CURRENCIES:
        if currency not in ureg:
            ureg.define(f"{currency} = [{currency}]" + (" = _ = RMB" if currency == "CNY" else ""))


@cache
def define_money():
    """Teach pint's application registry the currencies, so that `.pint.quantify()` reads every unit of a result."""
    import pint

    define_currencies(pint.get_application_registry())


class UnitError(ThermoError):
    """A value without a unit, or with one of the wrong dimension."""


# a number, with thousands separated by a comma or underscore, then its unit
NUMBER = re.compile(r"\s*([+-]?(?:\d{1,3}(?:,\d{3})+|[\d_]+)?(?:\.\d*)?(?:[eE][+-]?\d+)?)\s*(.*?)\s*", re.DOTALL)
PLAIN = ("ratio", "count")  # quantities that may be written as a bare number


def parse(value, quantity):
    """Turn "80 kW" (or a pint quantity, or a plain number for ratio and count) into a float in the engine's unit.

    Parameters
    ----------
    value : str, pint.Quantity, int or float
    quantity : str
        A key of `QUANTITIES`.

    Returns
    -------
    float
        In the engine's unit of that quantity.

    Raises
    ------
    UnitError
        With a phrase that says what was given and what is needed; the caller puts the place before it.
    """
    if isinstance(value, str):
        return _parse_text(value, quantity)
    example = QUANTITIES[quantity][1]
    if hasattr(value, "magnitude"):
        return _convert(registry().Quantity(value.magnitude, str(value.units)), value, quantity)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        if quantity not in PLAIN:
            raise UnitError(f'= {value} has no unit; write it as text, for example "{example}"')
        return _finite(float(value), value, example)
    kind = (
        "yes or no" if isinstance(value, bool) else f"a {'table' if isinstance(value, dict) else type(value).__name__}"
    )
    raise UnitError(f'= {shown(value)} is {kind}, and a {name_of(quantity)} is needed; write it like "{example}"')


def name_of(quantity):
    """A quantity as it is called in a sentence."""
    return quantity.replace("_", " ")


def shown(value):
    """A value as it stands in a study file, cut where it is long."""
    if isinstance(value, bool):
        return str(value).lower()
    text = str(value)
    text = text if len(text) <= 80 else f"{text[:77]}..."
    return f'"{text}"' if isinstance(value, str) or hasattr(value, "magnitude") else text


@lru_cache(maxsize=4096)
def _parse_text(text, quantity):
    example = QUANTITIES[quantity][1]
    number, unit = NUMBER.fullmatch(text).groups()  # type: ignore[union-attr]  # every text matches
    try:
        magnitude = float(number.replace(",", "").replace("_", ""))
    except ValueError:
        raise UnitError(f'= "{text}" is not a number with a unit; write it like "{example}"') from None
    if unit.startswith(","):
        raise UnitError(f'= "{text}" has a comma as decimal sign; write a point, for example "{example}"')
    if not unit and quantity not in PLAIN:
        raise UnitError(f'= "{text}" has no unit; write it for example as "{example}"')
    ureg = registry()
    try:
        q = ureg.Quantity(
            _finite(magnitude, text, example), ureg.parse_units(unit if unit not in ("", "1") else "dimensionless")
        )
    except UnitError:
        raise
    except Exception:
        raise UnitError(f'= "{text}" has an unknown unit "{unit}"; write it like "{example}"') from None
    return _convert(q, text, quantity)


def _convert(q, value, quantity):
    ureg = registry()
    unit, example = QUANTITIES[quantity]
    if quantity == "temperature_difference" and q.units in (ureg.degC, ureg.degF):
        raise UnitError(
            f'= "{value}" is a level, and a temperature difference is needed; write it in K, for example "{example}"'
        )
    if quantity == "temperature" and str(q.units).startswith("delta_"):
        raise UnitError(f'= "{value}" is a difference, and a temperature is needed; write it like "{example}"')
    try:
        if "money" in unit:
            found = [c for c in CURRENCIES if f"[{c}]" in q.dimensionality]
            if not found:
                raise UnitError(f'= "{value}" names no currency; write it like "{example}"')
            unit = unit.replace("money", found[0])
        return _finite(float(q.to(unit or "dimensionless").magnitude), value, example)
    except UnitError:
        raise
    except Exception:
        raise UnitError(f'= "{value}" is not a {name_of(quantity)}; write it like "{example}"') from None


def _finite(number, value, example):
    if not math.isfinite(number):
        raise UnitError(f'= {shown(value)} is not a finite number; write it like "{example}"')
    return number


def currency_of(value):
    """The currency named in a price text, or None."""
    text = str(value).replace("RMB", "CNY")
    return next((c for c in CURRENCIES if re.search(rf"\b{c}\b", text)), None)


def convert(value, unit_from, unit_to):
    """Convert a float between two units by the registry (arrays too)."""
    return registry().Quantity(value, unit_from).to(unit_to).magnitude
