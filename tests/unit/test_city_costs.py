"""Prices of a market: the book's level times what building costs there, from published construction costs per watt."""

import pytest

from thermo.cost.prices import Prices
from thermo.cost.terms import prices_of
from thermo.errors import ThermoError
from thermo.library import load, problems
from thermo.study import Study
from thermo.study.books import market_factor, market_of, markets
from thermo.study.spread import of_price
from thermo.weather import climates


def study(climate="sg-singapore", **economics):
    return Study(
        site={"climate": climate},
        it={"rack": "hgx-h100", "racks": 10},
        option=[{"name": "a", "technology": "air"}],
        economics=economics,
    )


def factor(given):
    place, e = given.sites()[0], given.economics
    return market_factor(market_of(place, e.market, e.price_book), "western-2026")


def test_forty_markets_and_more_with_their_sources():
    assert problems("markets") == []
    assert len(markets()) >= 40
    assert all(entry.value("cost").unit == "USD/W" for entry in load("markets").values())
    assert all(entry.value("cost").grade in "ABC" for entry in load("markets").values())
    named = [key for entry in markets().values() for key in entry.attributes.get("climates") or ()]
    assert len(named) == len(set(named))
    assert set(named) <= set(climates())
    national = [entry.get("country") for entry in markets().values() if entry.get("national")]
    assert len(national) == len(set(national))


@pytest.mark.parametrize(
    ("over", "under", "ratio"),
    [
        ("singapore", "tokyo", 13.8 / 14.3),  # Turner & Townsend 2024
        ("zurich", "tokyo", 12.0 / 12.5),  # Turner & Townsend 2021
        ("silicon-valley", "tokyo", 10.3 / 12.5),  # Turner & Townsend 2021
        ("jakarta", "tokyo", 10.5 / 13.7),  # Turner & Townsend 2023
        ("zurich", "london", 1.27),  # Turner & Townsend 2018
        ("kuala-lumpur", "tokyo", 8.78 / 13.24),  # Cushman & Wakefield 2025: Malaysia and Japan
        ("warsaw", "zurich", 9.1 / 13.0),  # Turner & Townsend 2023: mean of Europe (Savills)
    ],
)
def test_ratios_of_markets_are_those_of_other_editions(over, under, ratio):
    """Editions move by a tenth against each other, publishers by 15 percent (13.24, 15.2 USD/W for Tokyo in 2025)."""
    cost = {key: markets()[key].get("cost") for key in (over, under)}
    assert cost[over] / cost[under] == pytest.approx(ratio, rel=0.15)


def test_mean_of_all_markets_beside_a_publisher_that_is_not_in_the_table():
    """JLL, Global Data Center Outlook 2026: 10.7 million USD/MW in 2025 in the mean of the world."""
    costs = [entry.get("cost") for entry in markets().values()]
    assert sum(costs) / len(costs) == pytest.approx(10.7, rel=0.08)


def test_a_site_takes_its_city_else_its_country_else_the_book():
    assert factor(study("sg-singapore")) == pytest.approx(14.5 / 11.7)
    assert factor(study("us-ashburn")) == pytest.approx(8.1 * 13.3 / 9.2 / 11.7, rel=5e-3)  # to a tenth of a dollar
    assert factor(study("de-munich")) == pytest.approx(11.6 / 11.7)
    assert factor(study("us-golden")) == 1.0
    assert factor(study(market="tokyo")) == pytest.approx(15.2 / 11.7)
    assert factor(study(market="book")) == 1.0
    assert factor(study(price_book="western-2026")) == 1.0
    assert factor(study(price_book="western-2026", market="zurich")) == pytest.approx(14.2 / 11.7)
    chinese = study("cn-zhangbei")
    assert market_factor(market_of(chinese.sites()[0], None, None), "china-2024") == 1.0


def test_works_are_brought_to_the_market_and_fluids_and_own_prices_are_not():
    plain = Prices("western-2026", "USD", None, {}, {})
    given = study(prices={"ups": "300 USD/kW"})
    found = prices_of(given, given.sites()[0])
    ratio = 14.5 / 11.7
    own = plain.price("chiller_water_cooled", "power_price")
    there = found.price("chiller_water_cooled", "power_price")
    assert (there.value, there.low, there.high) == pytest.approx((own.value * ratio, own.low * ratio, own.high * ratio))
    assert found.price("ups", "power_price").value == pytest.approx(0.3)
    fluid = "fluid.synthetic"
    assert found.price(fluid, "volume_price").value == plain.price(fluid, "volume_price").value
    assert "Singapore: 1.239" in found.notes["market"]["value"]
    draw = of_price(found.entry, "chiller_water_cooled", ratio)
    assert draw.mode.split()[0] == str(found.entry.value("chiller_water_cooled").value * ratio)


def test_an_unknown_market_names_the_nearest():
    with pytest.raises(ThermoError, match=r"economics.market = .singapur. .*'singapore'"):
        study(market="singapur")
