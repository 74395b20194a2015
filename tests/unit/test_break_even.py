"""Break-evens: at the price, utilisation or density found, two options cost the same."""

import pytest

from thermo.errors import ThermoError
from thermo.results.evaluation import Evaluation
from thermo.search.break_even import break_even
from thermo.study import Study


def hall(price="0.085 USD/kWh", utilization=0.8, servers=None, plates="600 USD"):
    group = {"name": "compute", "rack": "hgx-h100", "power": "2 MW", "utilization": utilization}
    return Study(
        site={"climate": "singapore", "electricity_price": price},
        it={"group": [group | ({"servers": servers} if servers else {})]},
        option=[
            {"name": "Air", "technology": "air", "supply_air": "24 degC"},
            {
                "name": "Plate",
                "technology": "cold-plate",
                "supply_liquid": "40 degC",
                "liquid": {"plant": "cooling-tower"},
            },
        ],
        economics={"currency": "USD", "market": "book", "prices": {"cold_plate": plates}},
    )


def chip_hours(study):
    return [account.values["cost_per_chip_hour"] for account in Evaluation(study).run().accounts]


def root(found, axis):
    pair = next(p for p in found["pairs"] if p["axis"] == axis)
    assert len(pair["at"]) == 1, pair
    return pair["at"][0], pair


def test_price_at_which_costs_are_the_same():
    price, pair = root(break_even(hall(), axes=("electricity_price",)), "electricity_price")
    assert pair["unit"] == "USD/kWh"
    assert pair["cheaper_above"] == "Plate"  # it saves energy
    air, plate = chip_hours(hall(price=f"{price} USD/kWh"))
    assert air == pytest.approx(plate, rel=1e-9)


def test_utilization_at_which_costs_are_the_same():
    """Physics along the axis; the price of plates stands so that the root lies inside."""
    level, _ = root(break_even(hall(), axes=("utilization",)), "utilization")
    air, plate = chip_hours(hall(utilization=level))
    assert air == pytest.approx(plate, rel=1e-5)


def test_density_of_whole_servers():
    pair = next(p for p in break_even(hall(), axes=("density",))["pairs"])
    by_density = {p["x"]: p for p in pair["points"]}
    air, plate = chip_hours(hall(servers=3))
    point = next(p for x, p in by_density.items() if abs(x - 30.6) < 0.1)
    assert point["Air"] == pytest.approx(air, rel=1e-9)
    assert point["Plate"] == pytest.approx(plate, rel=1e-9)
    assert any(p["Air"] is None and p["Plate"] is not None for p in pair["points"])  # where air ends


def test_a_retrofit_counts_what_stands_in_every_pair():
    """Two options of a retrofit without "do nothing" between them: still only what is new costs capital."""
    data = hall().to_dict()
    data["economics"] |= {
        "project": "retrofit",
        "existing": {"chiller_capacity": "4 MW", "air_capacity": "3 MW", "chilled_water": "14 degC"},
    }
    data["option"].append(data["option"][1] | {"name": "Warm plate", "supply_liquid": "44 degC"})
    study = Study(**data)
    names = ["Plate", "Warm plate"]
    pair = break_even(study, names, axes=("electricity_price",))["pairs"][0]
    accounts = {a.side.case.option: a for a in Evaluation(study).run().accounts}
    for name in names:
        cost = pair["points"][0][name]
        assert cost is None or cost == pytest.approx(accounts[name].values["cost_per_chip_hour"], rel=1e-9)
    assert any(pair["points"][0][name] is not None for name in names)


def test_words_that_are_not_known():
    with pytest.raises(ThermoError, match="Did you mean 'density'"):
        break_even(hall(), axes=("densty",))
    with pytest.raises(ThermoError, match=r'--option "Plat".*Did you mean'):
        break_even(hall(), options=["Air", "Plat"])
    with pytest.raises(ThermoError, match="needs two options"):
        break_even(hall(), options=["Air"])
