"""Chosen set points: evaluate finds for them what was promised, within limits, and a plain scan finds no better."""

import json

import numpy as np
import pytest

import thermo
from thermo.errors import ThermoError
from thermo.search import optimize as module
from thermo.search.point import all_specs, sized

STUDY = {
    "name": "Set points",
    "site": [{"name": "dublin", "climate": "dublin", "grid_carbon": "0.3 kg/kWh", "electricity_price": "0.2 EUR/kWh"}],
    "it": {"rack": "hgx-h100", "power": "2 MW", "utilization": 0.8},
    "option": [
        {"name": "Plates", "technology": "cold-plate", "supply_liquid": "42 degC",
         "liquid": {"plant": "dry-cooler"}, "air": {"plant": "chilled-water"}},
    ],
}  # fmt: skip


def study(**option):
    given = json.loads(json.dumps(STUDY))
    given["option"][0] |= option
    return given


@pytest.fixture
def short(monkeypatch):
    monkeypatch.setattr(module, "EVALUATIONS", (120, 20))


def with_set_points(entry):
    """The study with the chosen set points written in, as a user would."""
    given = study()
    option = given["option"][0]
    for s in entry["set_points"]:
        stream, _, key = s["key"].rpartition(".")
        text = s["value"] if s["unit"] == "1" else f"{s['value']} {s['unit']}"
        (option[stream] if stream else option)[key] = text
    return given


@pytest.mark.parametrize("goal", ["energy", "tco", "carbon"])
def test_evaluate_finds_what_was_promised(short, goal):
    entry = thermo.optimize(study(), goal).options[0]
    found = thermo.evaluate(with_set_points(entry)).to_dict()["options"][0]
    assert entry["feasible"]
    assert found["feasible"]
    assert found["pue"] == pytest.approx(entry["figures"]["chosen"]["pue"], rel=1e-6)  # six digits are given out
    if goal != "carbon":
        name = "tco" if goal == "tco" else "energy_per_chip_hour"
        assert found[name] == pytest.approx(entry["value"], rel=1e-6)
        assert thermo.evaluate(study()).to_dict()["options"][0][name] == pytest.approx(entry["default"], rel=1e-9)
    else:
        assert entry["value"] == pytest.approx(0.3 * found["energy_per_chip_hour"], rel=1e-6)  # by hand: 0.3 kg a kWh
    assert entry["gain"] > 0.0
    for s in entry["set_points"]:
        assert s["low"] <= s["value"] <= s["high"]


def test_a_plain_scan_finds_no_better(monkeypatch, short):
    monkeypatch.setattr(module, "VARIABLES", {"supply_liquid": module.VARIABLES["supply_liquid"]})
    monkeypatch.setattr(module, "variables", lambda spec, case: [
        module.Variable("supply_liquid", 15.0, 65.0, "degC", "", float(case.hall["supply_liquid"]))
    ])  # fmt: skip
    entry = thermo.optimize(study(), "energy").options[0]
    scan = {}
    for t in range(26, 60, 2):
        found = thermo.evaluate(study(supply_liquid=f"{t} degC")).to_dict()["options"][0]
        if found["feasible"]:
            scan[t] = found["energy_per_chip_hour"]
    best = min(scan, key=lambda t: scan[t])
    assert entry["value"] <= scan[best] * (1.0 + 1e-4)
    assert entry["set_points"][0]["value"] == pytest.approx(best, abs=2.0)


def test_setting_fields_is_building():
    _, specs = all_specs(study())
    spec = specs[0]
    found = module.variables(spec, sized(spec))
    x = [v.low + 0.3 * (v.high - v.low) for v in found]
    placed = module.direct(spec, found, x)
    assert placed is not None
    other = module.sized(module.changed(spec, found, x))
    assert np.allclose(placed(x).plant_liquid["approach"], other.plant_liquid["approach"], rtol=1e-12)


def test_what_holds_a_set_point_is_named(short):
    entry = thermo.optimize(study(), "energy").options[0]
    assert entry["active"]
    for words in entry["active"]:
        assert any(part in words for part in ("cannot be", "stands at its"))


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"goal": "enrgy"}, "Did you mean 'energy'"),
        ({"option": "Plate"}, "no option is called 'Plate'. Did you mean 'Plates'"),
        ({"site": "dubln"}, "no site is called 'dubln'"),
    ],
)
def test_misuse(given, sentence):
    with pytest.raises(ThermoError, match=sentence):
        thermo.optimize(study(), **given)


def test_tco_without_a_price_of_electricity_is_refused():
    given = study()
    del given["site"][0]["electricity_price"]
    with pytest.raises(ThermoError, match=r"tco has no value at dublin: give site.electricity_price"):
        thermo.optimize(given, "tco")


def test_the_command(tmp_path, capsys, short):
    import typer

    from thermo.cli import app

    file = tmp_path / "study.toml"
    file.write_text(
        'name = "one"\n[site]\nclimate = "dublin"\n[it]\nrack = "hgx-h100"\npower = "2 MW"\n'
        '[[option]]\nname = "Air"\ntechnology = "air"\nsupply_air = "22 degC"\n'
    )

    def call(*given):
        typer.main.get_command(app).main(["optimize", str(file), *map(str, given)], standalone_mode=False)
        return capsys.readouterr().out

    document = json.loads(call("--for", "water", "--json", "-o", tmp_path / "out.csv"))
    assert document["goal"] == "water"
    rows = (tmp_path / "out.csv").read_text().splitlines()
    assert len(rows) == 1 + len(document["options"][0]["set_points"])
    with pytest.raises(ThermoError, match=r"ending '.nc' is not known"):
        call("-o", tmp_path / "out.nc")
