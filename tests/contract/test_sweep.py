"""Sweeps: a case in a sweep is the case alone, bit for bit; every kind of axis; stores that go on; misuse in words."""

import json

import numpy as np
import pytest

import thermo
from thermo.results.metrics import SUMMARY_FIELDS
from thermo.sweeping.block import ALONE, ON_REQUEST

STUDY = {
    "name": "small",
    "site": {"climate": "us-ashburn", "grid_carbon": "0.3 kg/kWh"},
    "it": {
        "group": [
            {"name": "compute", "rack": "hgx-h100", "power": "2 MW", "utilization": 0.8},
            {"name": "support", "rack": "cpu-2u", "power": "0.2 MW", "cooling": "air", "utilization": 0.5},
        ]
    },
    "option": [
        {"name": "air", "technology": "air", "air": {"plant": "chilled-water"}},
        {"name": "plate", "technology": "cold-plate", "liquid": {"plant": "dry-cooler"}},
    ],
}


def study(**changes):
    return thermo.Study(**(STUDY | changes))


def same(a, b):
    return np.asarray(a, float).tobytes() == np.asarray(b, float).tobytes()


def assert_is_evaluate(found, cases):
    """Every figure of a sweep's cases has the bits of `evaluate`; cases: (selection, changes by path)."""
    for where, changes in cases:
        outcomes = {o.case.option: o for o in thermo.evaluate(study().vary(changes)).outcomes}
        for option, outcome in outcomes.items():
            if option not in found["option"].values:
                continue
            case = found.sel({"option": option} | where)
            for name in set(SUMMARY_FIELDS) - {*ALONE, *(ON_REQUEST if "mlc" not in found else ())}:
                expected = outcome.summary.get(name, np.nan)
                assert same(case[name], expected), (where, option, name, float(case[name]), expected)
            assert same(case["energy"], list(outcome.energy.values()))
            assert bool(case["feasible"]) == bool(outcome.feasible), (where, option, outcome.limits)
            for name in ("hours_free_cooling", "hours_partial", "hours_mechanical"):
                for stream, hours in outcome.streams.items():
                    assert float(case[name].sel(stream=stream)) == hours[name]


def test_a_case_in_a_sweep_is_the_case_alone():
    axes = {
        "it.compute.servers": [2, 4],
        "option.supply_air": ["24 degC", "30 degC"],
        "it.compute.utilization": [0.4, 0.8],
        "site.climate": ["us-ashburn", "singapore"],
    }
    found = thermo.sweep(study(), axes, at_load=True)
    assert dict(found.sizes) == {
        "site.climate": 2, "option": 2, "it.compute.servers": 2, "option.supply_air": 2,
        "it.compute.utilization": 2, "end_use": 15, "stream": 2, "load": 4,
    }  # fmt: skip
    values = (2, "30 degC", 0.4, "singapore"), (4, "24 degC", 0.8, "us-ashburn")
    picked = [dict(zip(axes, v, strict=True)) for v in values]
    assert_is_evaluate(found, [(p | {"option.supply_air": float(p["option.supply_air"][:2])}, p) for p in picked])


DAY = [0.3] * 7 + [0.6, 0.9, 1.0, 1.0, 0.9] + [0.8] * 8 + [0.5, 0.4, 0.3, 0.3]  # 24 ratios
OPTIONS = [
    {"name": "towers", "technology": "air", "air": {"plant": "chilled-water"}},
    {"name": "outdoor air", "technology": "air", "air": {"plant": "airside-economizer"}},
    {"name": "plate, dry", "technology": "cold-plate", "liquid": {"plant": "dry-cooler"}},
    {"name": "tank, pads", "technology": "immersion", "liquid": {"plant": "adiabatic-cooler"}},
    {"name": "spray, closed tower", "technology": "spray", "liquid": {"plant": "closed-circuit-tower"}},
]


@pytest.mark.parametrize("utilisation", [0.8, DAY], ids=["constant", "by the hour"])
def test_tables_against_every_hour_solved(utilisation):
    """Annual energy to 1e-3, peaks to 5e-3, water to 0.02 L/kWh; the same limits; the measured error says as much."""
    group = STUDY["it"]["group"][0] | {"utilization": utilisation}
    changed = study(it={"group": [group]}, option=OPTIONS)
    axes = {"site.climate": ["us-phoenix", "lulea"]}
    exact, table = (thermo.sweep(changed, axes, exact=kind) for kind in (True, False))
    assert exact.attrs["method"] != table.attrs["method"]
    assert "table_error" not in exact.attrs
    for name, tolerance in {"energy_total": 1e-3, "energy_it": 1e-3, "power_peak": 5e-3, "tue": 1e-3}.items():
        np.testing.assert_allclose(table[name], exact[name], rtol=tolerance, err_msg=name)
    assert float(abs(table["wue"] - exact["wue"]).max()) < 0.02
    assert float(abs(table["chip_temperature_max"] - exact["chip_temperature_max"]).max()) < 0.3
    assert (table["limit"] == exact["limit"]).all()
    assert float(abs(table["hours_free_cooling"] - exact["hours_free_cooling"]).max()) < 300.0
    told = json.loads(table.attrs["table_error_largest"])
    assert table.attrs["table_checks"] == 3
    assert told["energy_total"] < 1e-3


RETROFIT = {
    "project": "retrofit",
    "existing": {"technology": "air", "chiller_capacity": "3 MW", "air_capacity": "3 MW", "chilled_water": "10 degC"},
}


def test_kinds_of_axes_zip_and_latin_hypercube():
    """Names, coolants, chips' racks, prices, tables and given plant: each case is the case alone, however arranged."""
    changed = study(economics=RETROFIT)
    zipped = {
        "it.compute.rack": ["hgx-h100", "hgx-a100"],
        "option.plate.coolant": ["PG25", "water"],
        "option.supply_air": ["24 degC", "26 degC"],
        "site.electricity_price": ["0.08 USD/kWh", "0.12 USD/kWh"],
        "option": ["plate", "do nothing"],
    }
    found = thermo.sweep(changed, zipped, design="zip")
    assert dict(found.sizes) == {"case": 2, "end_use": 15, "stream": 2}
    for n in range(2):
        values = {path: v[n] for path, v in zipped.items() if path != "option"}
        outcomes = {o.case.option: o for o in thermo.evaluate(changed.vary(values)).outcomes}
        outcome, case = outcomes[zipped["option"][n]], found.isel(case=n)
        for name in ("pue", "tue", "water", "energy_total", "rack_power", "chip_temperature_max", "area"):
            assert same(case[name], outcome.summary[name]), (n, name)
        assert bool(case["feasible"]) == outcome.feasible
    drawn = {"it.compute.utilization": {"from": 0.2, "to": 1.0}, "option": ["air"], "it.compute.servers": [1, 2, 3]}
    cube = thermo.sweep(study(), drawn, design="latin-hypercube", samples=6, seed=3)
    strata = np.sort(np.floor((cube["it.compute.utilization"].values - 0.2) / 0.8 * 6))
    assert strata.tolist() == [0, 1, 2, 3, 4, 5]
    assert sorted(cube["it.compute.servers"].values) == [1, 1, 2, 2, 3, 3]
    assert cube["energy_it"].values.argmax() == cube["it.compute.utilization"].values.argmax()


def test_what_the_engine_does_not_see_is_solved_once():
    from thermo.sweeping import design, records

    axes = {
        "site.electricity_price": [f"{0.05 + 0.01 * i:.2f} USD/kWh" for i in range(20)],
        "it.compute.servers": [2, 3, 4],
        "option.supply_air": {"from": "20 degC", "to": "30 degC", "steps": 11},
        "it.compute.utilization": [0.5, 1.0],
        "site.grid_carbon": ["0.1 kg/kWh", "0.5 kg/kWh"],
    }
    made = design.make(study(), axes)
    resolver = records.Resolver(study(), made)
    assert resolver.kind == {
        "site.electricity_price": "inert", "it.compute.servers": "base", "option.supply_air": "column",
        "it.compute.utilization": "profile", "site.grid_carbon": "column",
    }  # fmt: skip
    probed = len(resolver.bases)
    tables = resolver.tables(np.arange(made.size))
    assert made.size == 20 * len(tables.kind_of)
    assert len(resolver.bases) <= probed + 2 * 3
    assert len(tables.racks) == 2 * 3


@pytest.mark.parametrize("economics", [{"project": "new-build"}, RETROFIT], ids=["new build", "retrofit"])
def test_costs_are_those_of_evaluate(economics):
    changed = study(economics=economics)
    axes = {"site.electricity_price": ["0.06 USD/kWh", "0.12 USD/kWh"], "economics.discount_rate": ["5 percent"]}
    found = thermo.sweep(changed, axes, costs=True)
    assert found["capex"].attrs["units"] == "USD"
    for n, price in enumerate(axes["site.electricity_price"]):
        vary = {"site.electricity_price": price, "economics.discount_rate": "5 percent"}
        document = thermo.evaluate(changed.vary(vary)).to_dict()
        for entry in document["options"]:
            case = found.sel(option=entry["name"]).isel({"site.electricity_price": n, "economics.discount_rate": 0})
            for name in ("capex", "opex_annual", "tco", "npv", "lcoc", "cost_per_chip_hour", "irr", "payback"):
                expected = np.nan if entry[name] is None else entry[name]
                np.testing.assert_allclose(case[name], expected, rtol=1e-9, err_msg=f"{entry['name']}: {name}")
