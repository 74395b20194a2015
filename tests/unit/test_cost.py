"""Money: finance against textbooks, prices and units, equipment counts, cash flows that reconcile."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thermo.cost import finance
from thermo.cost.capital import ITEMS, installed
from thermo.cost.operating import demand_cost, surcharge
from thermo.cost.prices import Prices
from thermo.errors import LibraryError, StudyError, ThermoError
from thermo.results.evaluation import Evaluation
from thermo.study import Study

HALL = {
    "site": {"climate": "ashburn", "electricity_price": "0.085 USD/kWh", "demand_charge": "10 USD/kW/month"},
    "it": {"group": [{"name": "compute", "rack": "hgx-h100", "power": "2 MW", "utilization": 0.8}]},
    "option": [
        {"name": "Air", "technology": "air", "supply_air": "24 degC"},
        {"name": "Plate", "technology": "cold-plate", "liquid": {"plant": "dry-cooler"}},
    ],
}


def study(**economics):
    return Study(**HALL, economics=economics)


# --- finance


def test_npv_of_brealey_myers_office_building():
    """Brealey, Myers, Allen, chapter 2: 370,000 now, 20,000 and 420,000 later at 12 % by hand."""
    by_hand = -370_000 + 20_000 / 1.12 + 420_000 / 1.12**2
    assert finance.npv(0.12, [-370_000, 20_000, 420_000]) == pytest.approx(by_hand, rel=1e-12)


def test_npv_and_irr_of_the_spreadsheet_examples():
    """Microsoft's help on NPV (10 %; -10,000, 3,000, 4,200, 6,800 = 1,188.44 at the end of year one) and on IRR
    (-70,000, 12,000, 15,000, 18,000, 21,000, 26,000 = 8.7 %; after four years -2.1 %)."""
    assert finance.npv(0.10, [0, -10_000, 3_000, 4_200, 6_800]) == pytest.approx(1188.44, abs=0.005)
    flows = [-70_000, 12_000, 15_000, 18_000, 21_000, 26_000]
    assert finance.irr(flows) == pytest.approx(0.087, abs=0.0005)
    assert finance.irr(flows[:5]) == pytest.approx(-0.021, abs=0.0005)


def test_irr_needs_an_investment_and_a_return():
    assert finance.irr([100.0, 10.0, 10.0]) is None
    assert finance.irr([-100.0, -10.0]) is None
    assert finance.irr([100.0, -50.0, -70.0]) is None


def test_annuity_of_the_loan_table():
    """Capital recovery factor of engineering-economy tables: i = 8 %, n = 10 years: 0.1490."""
    assert finance.annuity(0.08, 10) == pytest.approx(0.1490, abs=5e-5)


def test_levelised_cost_by_hand():
    """1,000 USD/kW at 10 % over 20 years, 4,000 h a year, 5 USD/kW of upkeep, no fuel; CRF 0.11746."""
    costs, output = np.r_[1000.0, np.full(20, 5.0)], np.r_[0.0, np.full(20, 4000.0)]
    assert finance.levelised(costs, output, 0.10) == pytest.approx((0.117460 * 1000 + 5) / 4000, rel=1e-5)


def test_payback_simple_and_discounted():
    """100 now, 40 a year: 2.5 years; at 10 % the third discounted sum is -0.53, so 3.02 years."""
    flows = [-100.0, 40.0, 40.0, 40.0, 40.0]
    assert finance.payback(flows) == pytest.approx(2.5)
    left = 100 - 40 / 1.1 - 40 / 1.1**2 - 40 / 1.1**3
    assert finance.payback(flows, 0.10) == pytest.approx(3 + left / (40 / 1.1**4))
    assert finance.payback([-100.0, 10.0]) is None
    assert finance.payback([10.0, 10.0]) == 0.0


def test_columns_of_cases_equal_single_cases():
    flows = np.array([[-100.0, 60.0, 60.0], [-50.0, 20.0, 45.0]])
    rates = np.array([0.05, 0.12])
    single = [finance.npv(float(r), f) for r, f in zip(rates, flows, strict=True)]
    assert finance.npv(rates, flows) == pytest.approx(single, rel=1e-12)


def test_service_phases_and_lives():
    assert finance.service(4, 0.5, (1.0,)) == pytest.approx([0.0, 0.5, 1.0, 1.0, 1.0])
    assert finance.service(4, 0.0, (0.25, 0.75)) == pytest.approx([0.0, 0.25, 1.0, 1.0, 1.0])
    assert finance.bought(4, 10) == ([4, 8], pytest.approx(0.5))
    assert finance.bought(5, 10) == ([5], 0.0)
    assert finance.bought(20, 10) == ([], pytest.approx(0.5))
    assert finance.straight_line([10.0, 0, 0, 0], 2.0, 3) == pytest.approx([0, 5, 5, 0])


# --- the three unit errors of published tools


def test_a_chiller_is_priced_in_watts_and_not_in_btu_an_hour():
    """100 kW at 300 USD/kW is 30,000 USD; watts taken for BTU/h make 100 kW into 29.3 kW (3.412 BTU/h a watt)."""
    prices = Prices("western-2026", "USD", None, {}, {"chiller_water_cooled": "300 USD/kW"})
    cost = prices.cost("chiller_water_cooled", 1.0, 100e3, "power_price")
    assert cost == pytest.approx(30_000.0)
    per_btu = Prices("western-2026", "USD", None, {}, {"chiller_water_cooled": "0.0879213 USD/(BTU/hour)"})
    assert per_btu.cost("chiller_water_cooled", 1.0, 100e3, "power_price") == pytest.approx(30_000.0, rel=1e-4)


def test_a_rate_per_ton_is_not_applied_to_watts():
    """1,055 USD per ton of cooling (3,516.85 W) is 300 USD/kW; "USD per ton" alone is a mass and refused."""
    prices = Prices("western-2026", "USD", None, {}, {"chiller_water_cooled": "1055.055 USD/TR"})
    assert prices.cost("chiller_water_cooled", 2.0, 50e3, "power_price") == pytest.approx(30_000.0)
    wrong = Prices("western-2026", "USD", None, {}, {"chiller_water_cooled": "1055 USD/t"})
    with pytest.raises(LibraryError, match=r"1055 USD/t.*not a power price"):
        wrong.cost("chiller_water_cooled", 1.0, 1e3, "power_price")


def test_one_spare_is_not_a_second_set():
    assert installed("N", 4.0) == 4.0
    assert installed("N+1", 4.0) == 5.0
    assert installed("2N", 4.0) == 8.0


# --- prices


def test_books_hold_the_same_items_and_every_item_has_a_range():
    from thermo.library import find

    books = [find("costs", key) for key in ("china-2024", "western-2026")]
    assert set(books[0].values) == set(books[1].values)
    for book in books:
        for name, value in book.values.items():
            assert value.low <= value.value <= value.high, name
            assert value.scope, name
    for name in ITEMS:
        assert any(k == name or k.startswith(f"{name}.") for k in books[0].values), name


def test_seed_scenario():
    from thermo.library import find

    assert find("costs", "seed-2024").value("cold-plate").text == "4000 CNY/kW"
    assert find("costs", "seed-2024").value("immersion").text == "11818 CNY/kW"


def test_price_year_rises_by_the_stated_rate():
    now = Prices("western-2026", "USD", 2025, {}, {}, 0.05).price("ups", "power_price").value
    later = Prices("western-2026", "USD", 2028, {}, {}, 0.05).price("ups", "power_price").value
    assert later == pytest.approx(now * 1.05**3, rel=1e-12)


def test_currencies_are_converted_only_by_a_rate():
    own = Prices("china-2024", "USD", None, {"CNY": 7.2}, {}).price("ups", "power_price").value
    assert own == pytest.approx(600 / 7.2 / 1000)
    mixed = Prices("western-2026", "USD", None, {}, {"ups": "600 CNY/kW"})
    with pytest.raises(ThermoError, match=r"CNY.*exchange_rates.CNY"):
        mixed.price("ups", "power_price")


def test_cdu_follows_its_three_published_sizes():
    """gpu.fm: 25 kW 15-25, 75 kW 25-40, 200 kW 40-80 thousand USD, exchanger (0.25 kW/K per kW) included."""
    prices = Prices("western-2026", "USD", None, {}, {})
    for size, low, high in ((25e3, 15e3, 25e3), (75e3, 25e3, 40e3), (200e3, 40e3, 80e3)):
        exchanger = prices.cost("plate_exchanger", 1.0, 0.25 * size, "conductance_price")
        assert low <= prices.cost("cdu", 1.0, size, "money") + exchanger <= high


# --- operation


def test_demand_charge_by_hand():
    """1 MW flat at 12 USD/kW/month: 144,000 USD a year."""
    from thermo.units import parse

    assert demand_cost(np.full(8760, 1e6), parse("12 USD/kW/month", "power_price_per_time")) == pytest.approx(144e3)


def test_beijing_surcharge_on_the_excess_part():
    """PUE 1.5 against 1.35 on 10 GWh of IT: 1.5 GWh x 0.2 CNY; PUE 2.8 is above twice the limit: 14.5 GWh x 0.5."""
    assert surcharge(1.5, 10e6, 1.35, 0.2 / 3.6e6, 0.5 / 3.6e6) == pytest.approx(0.3e6)
    assert surcharge(2.8, 10e6, 1.35, 0.2 / 3.6e6, 0.5 / 3.6e6) == pytest.approx(7.25e6)
    assert surcharge(1.3, 10e6, 1.35, 0.2 / 3.6e6) == 0.0


# --- accounts of a study


@pytest.fixture(scope="module")
def outcomes():
    evaluation = Evaluation(study())
    return evaluation.run().outcomes


def accounts(outcomes, **economics):
    from thermo.cost.options import assess

    return assess(study(**economics), outcomes)


CASES = [
    {},
    {"lease_price": "2.1 USD/hour", "occupancy": 0.7, "tax_rate": "25 percent", "depreciation": "8 years"},
    {"phases": [0.4, 0.6], "build": "9 months", "inflation": "2 percent", "rates": "real", "horizon": "12 years"},
    {"carbon_price": "60 USD/t", "escalation": {"electricity": "2 percent", "equipment": "1 percent"}},
    {"chip_price": "30000 USD", "server_life": "4 years", "residual": False},
]


@pytest.mark.parametrize("economics", CASES)
def test_cash_flows_reconcile(outcomes, economics):
    """Items add up to totals, and the table's present value is the one reported, to 1e-9."""
    for account in accounts(outcomes, **economics):
        values = account.values
        rate = 0.08 if "rates" not in economics else 1.08 * 1.02 - 1
        total = sum(account.flows.values())
        by_hand = sum(x / (1 + rate) ** t for t, x in enumerate(total))
        assert values["npv"] == pytest.approx(by_hand, rel=1e-9)
        assert values["capex"] == pytest.approx(sum(account.capex.values()), rel=1e-9)
        assert values["opex_annual"] == pytest.approx(sum(account.side.opex.values()), rel=1e-9)
        if "escalation" not in economics and "inflation" not in economics:
            paid = -sum(v for n, v in account.flows.items() if n.startswith("capex."))
            assert paid.sum() == pytest.approx(values["capex"], rel=1e-9)


def test_differences_against_the_baseline_are_differences_of_tables(outcomes):
    air, plate = accounts(outcomes)
    assert plate.values["npv_against_baseline"] == pytest.approx(plate.values["npv"] - air.values["npv"], rel=1e-9)
    assert air.values["npv_against_baseline"] == 0.0
    other = accounts(outcomes, baseline="Plate")
    assert other[0].values["npv_against_baseline"] == pytest.approx(-plate.values["npv_against_baseline"], rel=1e-9)


def test_energy_cost_is_energy_times_price(outcomes):
    for outcome, account in zip(outcomes, accounts(outcomes), strict=True):
        paid = sum(v for n, v in account.side.opex.items() if n.startswith("electricity."))
        assert paid == pytest.approx(outcome.summary["energy_total"] * 0.085, rel=1e-9)


def test_equipment_is_what_the_engine_sized(outcomes):
    air = accounts(outcomes)[0]
    lines = {line.key: line for line, _, _ in air.equipment}
    plant, electrical = outcomes[0].case.plant_air, outcomes[0].case.electrical
    chiller = lines["chiller_water_cooled@air loop"]
    assert chiller.count == plant["chiller_count"] + plant["chiller_redundant"]
    assert chiller.size == plant["chiller_capacity"]
    assert lines["ups@hall"].count == electrical["ups_count"] * electrical["ups_redundancy"]
    plates = {line.key: line for line, _, _ in accounts(outcomes)[1].equipment}["cold_plate@compute"]
    racks = outcomes[1].case.groups[0].racks
    assert plates.count == racks * 4 * (8 + 2 + 1)  # four servers of eight chips, two hosts and switch chips


def test_plates_and_fluid_die_with_the_servers(outcomes):
    plate = accounts(outcomes, server_life="4 years")[1]
    for item in ("cold_plate", "fluid"):
        years = np.flatnonzero(plate.flows[f"replacement.{item}"])
        assert list(years) == [4, 8], item
    assert "replacement.chiller_water_cooled" not in plate.flows


def test_scenario_replaces_cooling_items(outcomes):
    from thermo.cost.options import assess

    both = study(scenario="consultant-2026", currency="USD")
    plate = assess(both, outcomes)[1]
    assert "cold_plate" not in plate.capex
    assert plate.capex["cooling, per kW"] == pytest.approx(4250 * plate.side.it_power * 1.055**-1, rel=1e-9)


def test_overridden_price_moves_its_item_alone(outcomes):
    base = accounts(outcomes)[0].capex
    dear = accounts(outcomes, prices={"ups": "600 USD/kW"})[0].capex
    assert dear["ups"] == pytest.approx(2 * base["ups"], rel=1e-9)
    assert dear["shell"] == pytest.approx(base["shell"], rel=1e-12)


def test_json_holds_totals_items_and_flows():
    document = Evaluation(study()).run().to_dict()
    json.dumps(document, allow_nan=False)
    entry = document["options"][1]
    for name in ("capex", "opex_annual", "npv", "tco", "lcoc", "cost_per_chip_hour"):
        assert isinstance(entry[name], float), name
        assert "USD" in document["units"][name]
    assert sum(entry["capex_by_item"].values()) == pytest.approx(entry["capex"], rel=1e-9)
    assert {len(v) for v in entry["cash_flow"].values()} == {11}


# --- bad input

BAD = [
    ({"server_life": "-4 years"}, "economics.server_life"),
    ({"baseline": "Oil"}, "economics.baseline"),
    ({"discount_rate": 0.08}, "economics.discount_rate"),
    ({"project": "retrofit"}, "needs to know what exists"),
    ({"project": "retrofit", "existing": {"chiller_capacity": "-3 MW"}}, "economics.existing.chiller_capacity"),
    ({"price_book": "china-2023"}, "Did you mean 'china-2024'"),
    ({"price_book": "china-2024"}, "exchange_rates.CNY"),
    ({"scenario": "seed-2024"}, 'publishes no figure for technology "air"'),
    ({"prices": {"chiler_water_cooled": "300 USD/kW"}}, "Did you mean 'chiller_water_cooled'"),
    ({"prices": {"ups": "300 USD"}}, 'this item is priced like "300 USD/kW"'),
    ({"prices": {"ups": 300}}, "economics.prices.ups = 300 has no unit"),
    ({"prices": {"ups": "-3 USD/kW"}}, "is negative"),
    ({"prices": {"ups": "2000 CNY/kW"}}, "exchange_rates.CNY"),
    ({"escalation": {"power": "2 percent"}}, "is not a class of prices"),
    ({"escalation": {"electricity": 0.02}}, "economics.escalation.electricity = 0.02 has no unit"),
    ({"phases": [0.5, 0.6]}, "must add up to 1"),
    ({"phases": [0.5, 0.25, 0.25], "horizon": "2 years"}, "does not end within the horizon"),
    ({"lease_price": "2.1 EUR/hour"}, "exchange_rates.EUR"),
]


@pytest.mark.parametrize(("economics", "words"), BAD)
def test_bad_economics_is_one_sentence(economics, words):
    with pytest.raises(StudyError) as error:
        study(**economics)
    assert len(error.value.problems) == 1, error.value.problems
    assert words in error.value.problems[0]


def test_all_problems_of_economics_come_at_once():
    with pytest.raises(StudyError) as error:
        study(server_life="-4 years", baseline="Oil", discount_rate=0.08, prices={"ups": "300 USD"})
    assert len(error.value.problems) == 4


# --- properties


@settings(max_examples=60, deadline=None)
@given(
    rate=st.floats(0.0, 0.2),
    horizon=st.integers(2, 25),
    life=st.floats(2.0, 40.0),
    build=st.floats(0.0, 2.0),
    shares=st.lists(st.floats(0.05, 1.0), min_size=1, max_size=3),
    tax=st.sampled_from([0.0, 0.25]),
)
def test_any_terms_reconcile(outcomes, rate, horizon, life, build, shares, tax):
    """Whatever the terms: NPV is the table's, paid capital is the capital, a longer life never costs more."""
    phases = [s / sum(shares) for s in shares][: max(1, horizon - 1)]
    phases[-1] += 1.0 - sum(phases)
    years = {"horizon": f"{horizon} years", "server_life": f"{min(life, 20.0)} years", "build": f"{build} years"}
    rates = {"discount_rate": f"{100 * rate} percent", "tax_rate": f"{100 * tax} percent", "depreciation": "7 years"}
    terms = years | rates | {"phases": phases, "lease_price": "1 USD/hour"}
    for account in accounts(outcomes, **terms):
        total = sum(account.flows.values())
        by_hand = sum(x / (1 + rate) ** t for t, x in enumerate(total))
        assert account.values["npv"] == pytest.approx(by_hand, rel=1e-9, abs=1e-3)
        paid = -sum(v for n, v in account.flows.items() if n.startswith("capex.")).sum()
        assert paid == pytest.approx(account.values["capex"], rel=1e-9)
        assert all(np.isfinite(v).all() for v in account.flows.values())
        assert all((account.flows[n] >= 0).all() for n in account.flows if n.startswith("residual."))


def test_columns_of_sizes_cost_what_single_sizes_do():
    prices = Prices("western-2026", "USD", None, {}, {})
    sizes = np.array([50e3, 200e3, 1.3e6])
    columns = prices.cost("cdu", 2.0, sizes, "money")
    assert columns == pytest.approx([prices.cost("cdu", 2.0, s, "money") for s in sizes], rel=1e-12)
    assert columns[2] / 2 == pytest.approx(53000 * 6.5**0.53, rel=1e-9)


def test_hourly_price_file(tmp_path):
    """Prices of a file: 1 USD/kWh in the first hour of the year, nothing after it."""
    (tmp_path / "p.csv").write_text("hour,price [USD/kWh]\n" + "\n".join(f"{h},{float(h == 0)}" for h in range(8760)))
    data = HALL | {"site": {"climate": "ashburn", "electricity_price": "p.csv"}}
    result = Evaluation(Study.from_dict(data, folder=tmp_path)).run()
    first = result.outcomes[0].rows[0]
    from thermo.schema.row import ROW

    paid = sum(v for n, v in result.accounts[0].side.opex.items() if n.startswith("electricity."))
    assert paid == pytest.approx(first[ROW["utility"]] / 1000.0, rel=1e-9)
    (tmp_path / "p.csv").write_text("hour,price\n" + "\n".join(f"{h},2" for h in range(8760)))
    with pytest.raises(StudyError, match="names no price"):
        Study.from_dict(data, folder=tmp_path)
