"""The one pint registry, and the way from text with a unit to a float in the engine's unit and back.

Engine units are SI, with temperature levels in degC, money in its own currency and time in seconds. A temperature
*difference* is written in K ("5 K"); a *level* in degC, K or degF. A year has 8,760 hours.
"""

import math
import sys
from difflib import get_close_matches
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from thermo.errors import printable
from thermo.unit_text import (
    CURRENCIES,
    DEFINITIONS,
    MONEY_DEFINITIONS,
    NUMBER,
    PARTS_OF_MONEY,
    TONS,
    UnitError,
    readings,
    split,
    tidy,
)

if TYPE_CHECKING:
    import pint

__all__ = [
    "CURRENCIES", "NUMBER", "PLAIN", "QUANTITIES", "UnitError", "convert", "parse", "parted", "registry", "shown",
]  # fmt: skip

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
def registry() -> "pint.UnitRegistry":
    """The project's registry: strict offsets, a year of 8,760 h, and units of the trade that pint lacks."""
    import pint

    ureg: pint.UnitRegistry = pint.UnitRegistry(autoconvert_offset_to_baseunit=False)
    for line in (*DEFINITIONS, *MONEY_DEFINITIONS, *PARTS_OF_MONEY):
        ureg.define(line)
    if "pint_xarray" in sys.modules:  # whose quantify() takes the application's registry; another costs 0.4 s
        define_money()
    return ureg


def define_money(ureg: Any = None) -> None:
    """Give a pint registry (the application's) the currencies, so that it reads the units of results ("USD/kWh")."""
    import pint

    ureg = pint.get_application_registry() if ureg is None else ureg
    for currency, line in zip(CURRENCIES, MONEY_DEFINITIONS, strict=True):
        if currency not in ureg:
            ureg.define(line)


PLAIN = ("ratio", "count")  # quantities that may be written as a bare number


def parse(value: Any, quantity: str) -> float:
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
        try:
            given = registry().Quantity(value.magnitude, str(value.units))
        except Exception:
            raise UnitError(f'= {shown(value)} is not a {name_of(quantity)}; write it like "{example}"') from None
        return _convert(given, value, quantity)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        if quantity not in PLAIN:
            raise UnitError(f'= {shown(value)} has no unit; write it as text, for example "{example}"')
        return _finite(float(value) if abs(value) < 1e308 else math.inf, value, example)
    kind = (
        "yes or no" if isinstance(value, bool) else f"a {'table' if isinstance(value, dict) else type(value).__name__}"
    )
    raise UnitError(f'= {shown(value)} is {kind}, and a {name_of(quantity)} is needed; write it like "{example}"')


def name_of(quantity: str) -> str:
    """A quantity as it is called in a sentence."""
    return quantity.replace("_", " ")


def shown(value: Any) -> str:
    """A value as it stands in a study file, cut where it is long, without characters that are no text."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int) and abs(value) >= 10**18:
        return f"{'-' if value < 0 else ''}a whole number of {digits(value)} digits"
    text = str(value)[:1000] if isinstance(value, str) else _told(value)
    text = printable(text)
    text = text if len(text) <= 80 else f"{text[:77]}..."
    return f'"{text}"' if isinstance(value, str) or hasattr(value, "magnitude") else text


def _told(value: Any) -> str:
    try:
        return str(value)
    except (ValueError, RecursionError):  # whole numbers beyond what Python prints, lists within lists without end
        return f"a {type(value).__name__}"


def digits(number: int) -> int:
    """Digits of a whole number, without printing it."""
    return int(abs(number).bit_length() * math.log10(2.0)) + 1


@lru_cache(maxsize=4096)
def _parse_text(text: str, quantity: str) -> float:
    example = QUANTITIES[quantity][1]
    try:
        magnitude, unit = split(text)
    except UnitError as error:
        raise UnitError(f'= {shown(text)} {error}, for example "{example}"') from None
    except ValueError:
        raise UnitError(f'= {shown(text)} is not a number with a unit; write it like "{example}"') from None
    if not unit and quantity not in PLAIN:
        raise UnitError(f'= {shown(text)} has no unit; write it for example as "{example}"')
    magnitude = _finite(magnitude, text, example)
    try:
        found = [_unit(one) for one in readings(unit)] if unit not in ("", "1") else [_unit("dimensionless")]
    except UnitError as error:
        hint = "" if "did you" in str(error) else _hint(unit, quantity)
        raise UnitError(f'= {shown(text)} {error}; write it like "{example}"{hint}') from None
    ureg = registry()
    first = None
    for one in found:
        try:
            return _convert(ureg.Quantity(magnitude, one), text, quantity)
        except UnitError as error:
            first = first or error
    if any(word in unit for word in TONS) and quantity in ("mass", "mass_price", "mass_flow"):
        raise UnitError(
            f'= {shown(text)} has the unit "ton", which may be 1,000 kg, 907 kg (US) or 1,016 kg (UK); '
            f'did you mean "t", "short_ton" or "long_ton"? Write it like "{example}"'
        )
    raise first  # type: ignore[misc]  # there is at least one reading


def _unit(text: str) -> Any:
    try:
        return registry().parse_units(text)
    except Exception:
        raise UnitError(f'has an unknown unit "{text.replace("**", "^")}"') from None


def _hint(unit: Any, quantity: str) -> str:
    """A nearby unit of the quantity, as a question; nothing where none is near."""
    known = [u for u in COMMON.get(quantity, ()) if u != unit]
    folded = {u.casefold(): u for u in known}
    close = get_close_matches(unit.casefold(), folded, n=1, cutoff=0.5)
    return f'. Did you mean "{folded[close[0]]}"?' if close else ""


# what a misspelt unit of a quantity may have been
COMMON = {
    "power": ("W", "kW", "MW", "GW", "TR", "hp", "BTU/h", "MBH"),
    "apparent_power": ("kVA", "MVA"),
    "energy": ("kWh", "MWh", "GWh", "MJ"),
    "temperature": ("degC", "degF", "K"),
    "temperature_difference": ("K", "delta_degF"),
    "length": ("m", "mm", "cm", "km", "ft", "in"),
    "area": ("m^2", "cm^2", "sqft"),
    "volume": ("m^3", "L", "gal"),
    "mass": ("kg", "t", "lb"),
    "pressure": ("Pa", "kPa", "bar", "psi", "inHg"),
    "volume_flow": ("m^3/s", "m^3/h", "L/s", "L/min", "cfm", "gpm"),
    "time": ("s", "hours", "days", "months", "years"),
    "energy_price": ("USD/kWh", "CNY/kWh", "EUR/MWh"),
    "power_price": ("USD/kW", "CNY/kW"),
    "ratio": ("percent",),
}


def _convert(q: Any, value: Any, quantity: str) -> float:
    ureg = registry()
    unit, example = QUANTITIES[quantity]
    if quantity == "temperature_difference" and q.units in (ureg.degC, ureg.degF):
        raise UnitError(
            f"= {shown(value)} is a level, and a temperature difference is needed; "
            f'write it in K, for example "{example}"'
        )
    if quantity == "temperature" and str(q.units).startswith("delta_"):
        raise UnitError(f'= {shown(value)} is a difference, and a temperature is needed; write it like "{example}"')
    try:
        if "money" in unit:
            found = [c for c in CURRENCIES if f"[{c}]" in q.dimensionality]
            if not found:
                raise UnitError(f'= {shown(value)} names no currency; write it like "{example}"')
            unit = unit.replace("money", found[0])
        if quantity == "count" and q.check("[piece]"):
            q = q / ureg.piece
        if quantity == "floor_load" and q.check("[pressure]"):  # kN/m2, kPa: the weight of a mass
            q = q / ureg.standard_gravity
        if quantity == "pressure" and q.check("[mass]/[area]"):  # psf
            q = q * ureg.standard_gravity
        return _finite(float(q.to(unit or "dimensionless").magnitude), value, example)
    except UnitError:
        raise
    except Exception:
        raise UnitError(f'= {shown(value)} is not a {name_of(quantity)}; write it like "{example}"') from None


def _finite(number: float, value: Any, example: str) -> float:
    if not math.isfinite(number):
        raise UnitError(f'= {shown(value)} is not a finite number; write it like "{example}"')
    return number


@lru_cache(maxsize=4096)
def currency_of(value: Any) -> str | None:
    """The currency named in a price text, or None."""
    try:
        unit = readings(split(str(value))[1])[0]
    except (UnitError, ValueError):
        unit = tidy(str(value)[:1000])
    return next((c for c in CURRENCIES if c in unit), None)


def parted(value: Any) -> tuple[float, str]:
    """Number and unit text of a value as a study writes it, for values between two ends.

    Raises
    ------
    UnitError
        With a phrase that follows the key.
    """
    if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e308:
        return float(value), ""
    try:
        number, unit = split(value)
    except UnitError as error:
        raise UnitError(f"= {shown(value)} {error}") from None
    except (TypeError, ValueError):
        raise UnitError(f"= {shown(value)} is not a number with a unit") from None
    if not math.isfinite(number):
        raise UnitError(f"= {shown(value)} is not a finite number")
    return number, unit


def convert(value: Any, unit_from: str, unit_to: str) -> Any:
    """Convert a float between two units by the registry (arrays too).

    Raises
    ------
    UnitError
        Where one is no unit, or both are not of a kind.
    """
    units = [_unit(readings(unit)[0] if unit not in ("", "1") else "dimensionless") for unit in (unit_from, unit_to)]
    try:
        return registry().Quantity(value, units[0]).to(units[1]).magnitude
    except Exception:
        raise UnitError(f'mixes the units "{unit_from}" and "{unit_to}"') from None
