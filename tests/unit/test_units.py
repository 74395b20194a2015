"""Text with a unit to engine floats: what is read, and what is said when it cannot be."""

import math

import pytest

from thermo.units import QUANTITIES, UnitError, currency_of, define_money, parse, registry

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
    # signs and words of the trade; factors by definition (ft 0.3048 m, lb 0.45359237 kg, BTU_IT 1055.056 J)
    ("24 ℃", "temperature", 24.0),
    ("−5 ℃", "temperature", -5.0),
    ("75.2 ℉", "temperature", 24.0),
    ("75.2 F", "temperature", 24.0),
    ("24 deg C", "temperature", 24.0),
    ("２４ ℃", "temperature", 24.0),
    ("１０ ＭＷ", "power", 1e7),
    ("10年", "time", 10 * 8760 * 3600.0),
    ("500千瓦", "power", 5e5),
    ("10兆瓦", "power", 1e7),
    ("3万千瓦", "power", 3e7),
    ("300冷吨", "power", 300 * 3516.85),
    ("5元", "money", 5.0),
    ("5万元", "money", 5e4),
    ("3亿元", "money", 3e8),
    ("0.72元/千瓦时", "energy_price", 2e-7),
    ("0.72元/度", "energy_price", 2e-7),
    ("120 元/(kW·年)", "power_price_per_time", 120 / 1e3 / (8760 * 3600.0)),
    ("300 RT", "power", 300 * 3516.85),
    ("300 tons", "power", 300 * 3516.85),
    ("3516.85 USD/ton", "power_price", 1.0),
    ("100 sqft", "area", 100 * 0.3048**2),
    ("100 sq. ft", "area", 100 * 0.3048**2),
    ("100 ft2", "area", 100 * 0.3048**2),
    ("12 m²", "area", 12.0),
    ("12 ㎡", "area", 12.0),
    ("150 psf", "floor_load", 150 * 0.45359237 / 0.3048**2),
    ("9.80665 kN/m2", "floor_load", 1000.0),
    ("500 fpm", "velocity", 500 * 0.3048 / 60),
    ("1 MBH", "power", 1055056 / 3600),
    ("1000 BTU/h", "power", 1055056 / 3600),
    ("1 MGD", "volume_flow", 3785.411784 / 86400),
    ("360 CMH", "volume_flow", 0.1),
    ("100 gal", "volume", 0.3785411784),
    ("100 imp gal", "volume", 0.454609),
    ("2 in. w.g.", "pressure", 2 * 249.08891),
    ("2 inwg", "pressure", 2 * 249.08891),
    ("29.92 inHg", "pressure", 101320.7),
    ("10 ft w.c.", "pressure", 29890.67),
    ("3.6 kW·h", "energy", 1.296e7),
    ("3.6 kWhr", "energy", 1.296e7),
    ("3.6 kwh", "energy", 1.296e7),
    ("10 KW", "power", 1e4),
    ("8.76 MWh/a", "power", 1000.0),
    ("3.6 cents/kWh", "energy_price", 1e-8),
    ("3.6 ¢/kWh", "energy_price", 1e-8),
    ("$0.036/kWh", "energy_price", 1e-8),
    ("€60/t", "mass_price", 0.06),
    ("£1.2/m³", "volume_price", 1.2),
    ("CN¥3.6/kWh", "energy_price", 1e-6),
    ("$2M", "money", 2e6),
    ("2 million USD", "money", 2e6),
    ("3.5 × 10⁴ CNY", "money", 3.5e4),
    ("350 10^4 CNY", "money", 3.5e6),
    ("10^4 CNY", "money", 1e4),
    ("8％", "ratio", 0.08),
    ("5 ‰", "ratio", 0.005),
    ("1\u202f500\u00a0kW", "power", 1.5e6),
    ("1 500 kW", "power", 1.5e6),
    ("1'500 kW", "power", 1.5e6),
    ("12 racks", "count", 12.0),
    ("5 W/m²K", "heat_transfer", 5.0),
    ("4.18 kJ/kg K", "specific_heat", 4180.0),
    ("300 gCO2/kWh", "carbon_intensity", 0.3 / 3.6e6),
]


@pytest.mark.parametrize(("text", "quantity", "value"), READ)
def test_reads(text, quantity, value):
    assert parse(text, quantity) == pytest.approx(value, rel=1e-12 if quantity != "pressure" else 1e-5)


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
    # what may be two things
    ("5 tons", "mass", 'did you mean "t"'),
    ("60 EUR/ton", "mass_price", 'did you mean "t"'),
    ("¥0.6/kWh", "energy_price", "CNY or JPY"),
    ("8.5 ct/kWh", "energy_price", "USD cents or EUR cents"),
    ("10 mW", "power", 'did you mean "MW"'),
    ("10 mwh", "energy", 'did you mean "MWh"'),
    ("$2m", "money", "thousandths or millions"),
    ("5 F", "temperature_difference", "write it in K"),
    ("0,500 kW", "power", "write a point"),
    ("10 kW/rack", "power", "not a power"),
    ("10 Mww", "power", 'Did you mean "MW"'),
    # no expressions
    ("1 m**10**10**10", "length", "unknown unit"),
    ("1 m^99999999", "length", "unknown unit"),
    ("1 m+m", "length", "unknown unit"),
    ("1 __import__('os')", "length", "unknown unit"),
    ("1 " + "(" * 20 + "m" + ")" * 20, "length", "unknown unit"),
    ("1 " + "m*" * 40 + "m", "length", "81 characters"),
    ("x" * 10**6, "length", "not a number with a unit"),
    ("9" * 10**6 + " m", "length", "not a number with a unit"),
    ("1" + " " * 10**6 + "m", "length", "not a number with a unit"),
    ("\ud800 m", "length", "not a number with a unit"),
    ("1 \x00", "length", "unknown unit"),
    (10**80, "length", "whole number of 81 digits"),
]


@pytest.mark.parametrize(("value", "quantity", "words"), REFUSED, ids=range(len(REFUSED)))
def test_refuses_with_an_example(value, quantity, words):
    with pytest.raises(UnitError) as error:
        parse(value, quantity)
    assert words in str(error.value)
    assert len(str(error.value)) < 300
    assert str(error.value).isprintable()
    assert QUANTITIES[quantity][1].split(" or ")[0] in str(error.value)


def test_a_number_that_python_does_not_print():
    with pytest.raises(UnitError, match="whole number of 5001 digits"):
        parse(10**5000, "count")


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
    assert currency_of("3 万元") == "CNY"
    assert currency_of("€1.2/m3") == "EUR"


def test_a_plain_registry_learns_the_currencies():
    import pint

    ureg = pint.UnitRegistry()
    define_money(ureg)
    define_money(ureg)
    assert ureg.Quantity(1.0, "USD/kWh").to("USD/MWh").magnitude == pytest.approx(1000.0)
