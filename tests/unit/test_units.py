"""Text with a unit to engine floats: what is read, and what is said when it cannot be."""

import math

import pytest

from thermo.units import QUANTITIES, UnitError, currency_of, parse, registry

READ = [
    ("24 degC", "temperature", 24.0),
    ("24degC", "temperature", 24.0),
    ("24 °C", "temperature", 24.0),
    ("75.2 degF", "temperature", 24.0),
    ("300 K", "temperature", 26.85),
    ("-5 degC", "temperature", -5.0),
    ("5 K", "temperature_difference", 5.0),
    ("9 delta_degF", "temperature_difference", 5.0),
    ("10 MW", "power", 1e7),
    ("1,500 W", "power", 1500.0),
    (".5 kW", "power", 500.0),
    ("1e3 kW", "power", 1e6),
    ("10 TR", "power", 35168.5),
    ("12 MVA", "apparent_power", 1.2e7),
    ("8 percent", "ratio", 0.08),
    ("8 %", "ratio", 0.08),
    ("0.8", "ratio", 0.8),
    (0.8, "ratio", 0.8),
    (12, "count", 12.0),
    ("1 year", "time", 8760 * 3600.0),
    ("1 month", "time", 730 * 3600.0),
    ("1000 cfm", "volume_flow", 0.4719474432),
    ("10 gpm", "volume_flow", 6.30901964e-4),
    ("42 U", "length", 1.8669),
    ("1.5 L/min/kW", "flow_per_power", 2.5e-8),
    ("36 USD/MWh", "energy_price", 1e-8),
    ("3.6 RMB/kWh", "energy_price", 1e-6),
    ("8760 USD/kW/year", "power_price_per_time", 1 / 3.6e6),
    ("60 EUR/t", "mass_price", 0.06),
    ("1.8 L/kWh", "water_intensity", 5e-10),
    ("0.02 degC/W", "thermal_resistance", 0.02),
]


@pytest.mark.parametrize(("text", "quantity", "value"), READ)
def test_reads(text, quantity, value):
    assert parse(text, quantity) == pytest.approx(value, rel=1e-12)


REFUSED = [
    (24, "temperature", "no unit"),
    ("24", "temperature", "no unit"),
    ("5 degC", "temperature_difference", "write it in K"),
    ("5 delta_degC", "temperature", "is a difference"),
    ("80 kg", "power", "not a power"),
    ("8 W", "ratio", "not a ratio"),
    ("1,5 kW", "power", "write a point"),
    ("10 MX", "power", 'unknown unit "MX"'),
    ("abc", "power", "not a number with a unit"),
    ("", "power", "not a number with a unit"),
    ("nan kW", "power", "not a number"),
    ("1e400 W", "power", "finite"),
    (math.nan, "ratio", "finite"),
    (math.inf, "count", "finite"),
    (True, "ratio", "true is yes or no"),
    ([1], "power", "is a list"),
    ({"a": 1}, "power", "is a table"),
    ("0.085 /kWh", "energy_price", "unit"),
    ("0.085 W/kWh", "energy_price", "names no currency"),
    ("5 USD/kg", "volume_price", "not a volume price"),
]


@pytest.mark.parametrize(("value", "quantity", "words"), REFUSED)
def test_refuses_with_an_example(value, quantity, words):
    with pytest.raises(UnitError) as error:
        parse(value, quantity)
    assert words in str(error.value)
    assert QUANTITIES[quantity][1].split(" or ")[0] in str(error.value)


@pytest.mark.parametrize("quantity", QUANTITIES)
def test_every_example_is_read(quantity):
    for text in QUANTITIES[quantity][1].split(" or "):
        assert math.isfinite(parse(text, quantity))


def test_pint_quantities():
    ureg = registry()
    assert parse(ureg.Quantity(24.0, "degC"), "temperature") == 24.0
    assert parse(ureg.Quantity(10.0, "MW"), "power") == 1e7
    with pytest.raises(UnitError, match="not a power"):
        parse(ureg.Quantity(10.0, "kg"), "power")


def test_a_quantity_of_another_registry():
    import pint

    assert parse(pint.UnitRegistry().Quantity(10.0, "kW"), "power") == 1e4


def test_currencies_do_not_mix():
    ureg = registry()
    with pytest.raises(Exception, match="Cannot convert"):
        ureg.Quantity(1.0, "USD").to("CNY")
    assert currency_of("0.6 RMB/kWh") == "CNY"
    assert currency_of("4000 CNY/kW") == "CNY"
    assert currency_of("10 MW") is None
