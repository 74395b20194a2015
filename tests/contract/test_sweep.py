"""Sweeps: a case in a sweep is the case alone, bit for bit; every kind of axis; stores that go on; misuse in words."""

import numpy as np

import thermo
from thermo.metrics import SUMMARY_FIELDS
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
