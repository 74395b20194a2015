"""A retrofit: given equipment runs as it stands, doing nothing is an option, new is told from old."""

import numpy as np
import pytest

from thermo.cost.account import split
from thermo.cost.capital import Line
from thermo.results.evaluation import Evaluation
from thermo.study import Study
from thermo.vocabulary import DO_NOTHING


def hall(existing=None, options=None, **economics):
    return Study(
        site={"climate": "ashburn", "electricity_price": "0.085 USD/kWh"},
        it={"group": [{"name": "compute", "rack": "hgx-h100", "racks": 40, "utilization": 0.8}]},
        option=options
        or [{"name": "Plate", "technology": "cold-plate", "supply_liquid": "32 degC", "liquid": {"loop": "air"}}],
        economics={
            "project": "retrofit",
            "existing": {
                "chilled_water": "12 degC",
                "chiller_capacity": "3 MW",
                "air_capacity": "2.2 MW",
                "ups_capacity": "3.6 MW",
                "supply_air": "22 degC",
                "utility_feed": "3 MVA",
                "floor_load": "800 kg/m^2",
                "age": "8 years",
            }
            | (existing or {}),
        }
        | economics,
    )


def run(study):
    result = Evaluation(study).run()
    return {o.case.option: (o, a) for o, a in zip(result.outcomes, result.accounts, strict=True)}


@pytest.fixture(scope="module")
def plain():
    return run(hall())


def test_do_nothing_is_the_baseline_and_costs_no_capital(plain):
    _, nothing = plain[DO_NOTHING]
    _, plate = plain["Plate"]
    assert nothing.capex == {}
    assert nothing.values["npv_against_baseline"] == 0.0
    difference = plate.values["npv"] - nothing.values["npv"]
    assert plate.values["npv_against_baseline"] == pytest.approx(difference, rel=1e-9)


def test_given_equipment_is_run_and_not_enlarged(plain):
    for name in (DO_NOTHING, "Plate"):
        case = plain[name][0].case
        plant = case.plant_air
        total = plant["chiller_capacity"] * (plant["chiller_count"] + plant["chiller_redundant"])
        assert total == pytest.approx(3e6, rel=1e-6)
        chain = case.electrical
        assert chain["ups_rating"] * chain["ups_count"] * chain["ups_redundancy"] == pytest.approx(3.6e6, rel=1e-6)
        air = case.hall["crah_air"] * 1012.0 * case.hall["crah_rise"]
        assert air == pytest.approx(2.2e6, rel=1e-6)
        assert not {"chiller_water_cooled", "crah_fan", "ups"} & set(plain[name][1].capex)


def test_new_is_what_the_hall_lacks(plain):
    capex = plain["Plate"][1].capex
    for item in ("cold_plate", "manifold", "quick_disconnect", "cdu", "fluid", "server_modification"):
        assert capex[item] > 0.0, item
    assert "cabinet" not in capex  # the racks stay
    assert capex["floor_reinforcement"] > 0.0  # 931 kg/m2 on 800
    assert capex["server_modification"] == pytest.approx(40 * 4 * 3000.0)  # by model: hgx-h100
    stranded = {line.item for line, _ in plain["Plate"][1].stranded}
    assert "air_sink" in stranded


def test_water_temperature_alone_changes_the_equipment():
    """Colder water takes smaller exchangers in the CDUs, and the CRAHs that stand give less on warmer water."""
    lists = {}
    for water in ("8 degC", "16 degC"):
        account = run(hall({"chilled_water": water}))["Plate"][1]
        lists[water] = {line.key: line.amount for line, new, _ in account.equipment if new}
    assert lists["8 degC"]["plate_exchanger@CDUs"] < 0.8 * lists["16 degC"]["plate_exchanger@CDUs"]


def test_unconverted_share_stays_on_air():
    found = run(hall({"converted": 0.5}))
    case = found["Plate"][0].case
    assert [(g.racks, g.technology) for g in case.groups] == [(20.0, "cold-plate"), (20.0, "air")]
    assert case.chips_total == found[DO_NOTHING][0].case.chips_total == 40 * 32
    assert found["Plate"][1].capex["server_modification"] == pytest.approx(20 * 4 * 3000.0)


def test_downtime_and_months_to_service_cost_lease_revenue():
    fast = run(hall(lease_price="2 USD/hour"))["Plate"][1]
    slow = run(hall(lease_price="2 USD/hour", downtime="1 week", phases=[0.5, 0.5]))["Plate"][1]
    lost = -slow.flows["downtime"]
    assert lost == pytest.approx([0.0, 0.5 * 1280 * 2 * 168, 0.5 * 1280 * 2 * 168, *[0.0] * 8])
    assert "downtime" not in fast.flows
    new = {"project": "new-build", "existing": None, "lease_price": "2 USD/hour"}
    accounts = {}
    for build in ("0 years", "6 months"):
        data = hall().to_dict()
        data["economics"] = {k: v for k, v in (new | {"build": build}).items() if v is not None}
        data["option"] = [{"name": "Air", "technology": "air"}]
        accounts[build] = run(Study(**data))["Air"][1]
    late = accounts["0 years"].flows["lease revenue"] - accounts["6 months"].flows["lease revenue"]
    assert late[1] == pytest.approx(0.5 * accounts["0 years"].values["lease_revenue"], rel=1e-9)
    assert late[2:] == pytest.approx(0.0, abs=1e-6)


def test_existing_plant_is_bought_again_when_it_has_worn_out():
    account = run(hall({"remaining_life": "3 years"}))[DO_NOTHING][1]
    assert list(np.flatnonzero(account.flows["replacement.chiller_water_cooled"])) == [3]
    assert list(np.flatnonzero(account.flows["replacement.air_sink"])) == [5]


def test_freed_power_is_worth_what_the_study_says():
    options = [
        {
            "name": "Plate",
            "technology": "cold-plate",
            "supply_liquid": "40 degC",
            "liquid": {"plant": "adiabatic-cooler"},
        }
    ]
    account = run(hall(options=options, freed_power_price="9000 USD/kW"))["Plate"][1]
    freed = account.values["freed_power"]
    assert freed > 0.0
    assert account.flows["freed power"].sum() == pytest.approx(9000.0 * freed, rel=1e-9)


def test_split_counts_what_is_there_once():
    lines = [Line("pump", "a", 2.0, 30.0, "pump"), Line("cdu", "a", 3.0, 100.0, "cdu")]
    parts, stranded = split(lines, [Line("pump", "a", 2.0, 20.0, "pump"), Line("dx", "a", 4.0, 50.0, "dx")])
    assert [(new, reused) for _, new, reused in parts] == [
        (pytest.approx(2 / 3), pytest.approx(4 / 3)),
        (pytest.approx(3.0), 0.0),
    ]
    assert [(line.item, count) for line, count in stranded] == [("dx", 4.0)]
