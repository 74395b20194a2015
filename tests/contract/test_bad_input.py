"""What a user is told about a study that cannot be: one sentence each, all at once, with place, value and remedy."""

import subprocess
import sys

import pytest

from thermo.errors import StudyError
from thermo.study import Study, read_study

GOOD = {
    "site": {"climate": "ashburn"},
    "it": {
        "group": [
            {"name": "compute", "rack": "hgx-h100", "power": "2 MW"},
            {"name": "support", "rack": "network-storage", "racks": 4, "cooling": "air"},
        ]
    },
    "option": [
        {"name": "Air", "technology": "air"},
        {"name": "Plate", "technology": "cold-plate", "liquid": {"plant": "adiabatic-cooler"}},
    ],
}


def changed(path, value):
    """The good study with one place changed; `...` removes it."""
    import copy

    data = copy.deepcopy(GOOD)
    here = data
    for step in path[:-1]:
        here = here.setdefault(step, {}) if isinstance(here, dict) else here[step]
    if value is ...:
        del here[path[-1]]
    else:
        here[path[-1]] = value
    return data


COMPUTE = ("it", "group", 0)
AIR = ("option", 0)
PLATE = ("option", 1)

# where, what is written there, words that the one problem must hold
CASES = [
    # unknown keys
    (("nam",), "x", ["nam", "Did you mean 'name'"]),
    (("options",), [], ["options", "Did you mean 'option'"]),
    (("site", "climat"), "x", ["site.climat", "[site]", "Did you mean 'climate'"]),
    (("site", "supply_air"), "24 degC", ["site.supply_air", "it belongs in [[option]]"]),
    ((*COMPUTE, "utilisation"), 0.5, ['it.group "compute"', "Did you mean 'utilization'"]),
    ((*AIR, "technolgy"), "air", ['option "Air": technolgy', "Did you mean 'technology'"]),
    ((*AIR, "air"), {"aproach": "4 K"}, ["air.aproach", 'plant "chilled-water"', "Did you mean 'approach'"]),
    ((*PLATE, "liquid"), {"hx_aproach": "4 K"}, ["liquid.hx_aproach", "closed-circuit-tower"]),
    ((*PLATE, "cold-plate"), {"hose_lenght": "1 m"}, ["cold-plate.hose_lenght", "Did you mean 'hose_length'"]),
    ((*PLATE, "cold-plate"), {"coolant": "PG25"}, ["belongs to the option itself", 'coolant = "PG25"']),
    ((*AIR, "electrical"), {"redundncy": "2N"}, ["electrical.redundncy", "Did you mean 'redundancy'"]),
    ((*AIR, "room"), {"recirc": 0.1}, ["room.recirc", "the room"]),
    (("site", "sizing"), {"margin": "1 K"}, ["site.sizing.margin", "sizing"]),
    (("economics",), {"discount": "8 percent"}, ["economics.discount", "Did you mean 'discount_rate'"]),
    ((*PLATE, "reuse"), {"demand": "1 MW", "temp": "60 degC"}, ["reuse.temp", "temperature"]),
    # units
    ((*AIR, "supply_air"), 24, ["supply_air = 24 has no unit", '"24 degC"']),
    ((*AIR, "supply_air"), "24", ['supply_air = "24" has no unit']),
    ((*AIR, "supply_air"), "24 kg", ['supply_air = "24 kg" is not a temperature']),
    ((*COMPUTE, "power"), 10, ["power = 10 has no unit", "10 MW"]),
    ((*COMPUTE, "power"), "10 km", ['power = "10 km" is not a power']),
    ((*COMPUTE, "power"), "1,5 MW", ["comma", "point"]),
    ((*COMPUTE, "power"), "ten MW", ['"ten MW"', "not a number with a unit"]),
    ((*COMPUTE, "power"), True, ["power = true", "a power is needed"]),
    (("site", "electricity_price"), "0.085 /kWh", ["electricity_price", "0.085 USD/kWh"]),
    (("site", "electricity_price"), 0.085, ["electricity_price = 0.085 has no unit"]),
    (("site", "water_price"), "1.4 USD/kg", ["water_price", "not a volume price"]),
    (("site", "grid_carbon"), "0.3 kg", ["grid_carbon", "kg/kWh"]),
    (("site", "demand_charge"), "12 USD/kW", ["demand_charge", "USD/kW/month"]),
    ((*AIR, "air"), {"approach": "4 degC"}, ["air.approach", "level", "write it in K"]),
    ((*AIR, "air"), {"approach": 4}, ["air.approach = 4 has no unit"]),
    ((*PLATE, "flow"), "90 L/min", ["flow", "not a flow per power", "L/min/kW"]),
    (("economics",), {"discount_rate": 8}, ["discount_rate = 8 has no unit", "8 percent"]),
    # ranges
    ((*COMPUTE, "utilization"), 1.2, ["utilization = 1.2 is out of range", "between 0 and 1"]),
    ((*COMPUTE, "utilization"), -0.1, ["utilization = -0.1 is out of range"]),
    ((*COMPUTE, "utilization"), [0.5] * 23, ["23 values", "24", "8760"]),
    ((*COMPUTE, "utilization"), [2.0] * 24, ["utilization", "out of range"]),
    ((*COMPUTE, "power"), "-10 MW", ['power = "-10 MW" is out of range']),
    ((*AIR, "supply_air"), "95 degC", ["supply_air", "out of range", "60 degC"]),
    ((*AIR, "air"), {"approach": "400 K"}, ["air.approach", "out of range", "between"]),
    ((*AIR, "electrical"), {"load_factor": 3}, ["electrical.load_factor = 3 is out of range"]),
    (("it", "group", 1, "racks"), 2.5, ["racks = 2.5 must be a whole number"]),
    (("it", "group", 1, "racks"), 0, ["racks = 0 is out of range"]),
    ((*AIR, "air"), {"cells": 2.5}, ["air.cells = 2.5 must be a whole number"]),
    (("site", "altitude"), "9000 m", ["altitude", "6000 m"]),
    (("site", "year"), 1890, ["year = 1890 is out of range"]),
    (("economics",), {"horizon": "-5 years"}, ["horizon", "between 1 year and 60 years"]),
    (("site", "electricity_price"), "-0.1 USD/kWh", ["electricity_price", "negative"]),
    (("site", "water_price"), "-1 USD/m^3", ["water_price", "negative"]),
    # words
    (("site", "climate"), "ashbrun", ['climate = "ashbrun"', "Did you mean 'ashburn'"]),
    (("site", "climate"), 5, ["climate = 5 is not text"]),
    (("site", "jurisdiction"), "us-vaa", ["jurisdiction", "Did you mean 'us-va'"]),
    (("site", "policies"), ["cn-hub-2024"], ["policies", "cn-hub-2024", "Did you mean"]),
    (("site", "status"), "old", ["status", "new, existing"]),
    ((*COMPUTE, "rack"), "hgx-h10", ['rack = "hgx-h10"', "Did you mean 'hgx-h100'"]),
    ((*COMPUTE, "rack"), 100, ["rack = 100", "thermo list racks"]),
    ((*COMPUTE, "cooling"), "water", ["cooling", "not one of air"]),
    ((*AIR, "technology"), "coldplate", ["technology", "Did you mean 'cold-plate'"]),
    ((*PLATE, "technology"), "cold-plates", ["technology", "Did you mean 'cold-plate'"]),
    ((*AIR, "air"), {"plant": "chilled-watter"}, ["air.plant", "Did you mean 'chilled-water'"]),
    ((*AIR, "air"), {"terminal": "crak"}, ["air.terminal", "crah, crac, rear-door"]),
    ((*AIR, "air"), {"economizer": "watreside"}, ["air.economizer", "Did you mean 'waterside'"]),
    ((*AIR, "air"), {"chiller": "york-ys"}, ["air.chiller", "york-ys", "Did you mean"]),
    ((*AIR, "air"), {"pump_variable": "yes"}, ["air.pump_variable", "true or false"]),
    ((*AIR, "electrical"), {"system": "hvdk"}, ["electrical.system", "Did you mean 'hvdc'"]),
    ((*AIR, "inlet_class"), "A7", ["inlet_class", "A1, A2, A3, A4, H1"]),
    ((*AIR, "control"), "best", ["control", "default, optimal"]),
    ((*PLATE, "coolant"), "shel-s5-x", ["coolant", "Did you mean 'shell-s5-x'"]),
    ((*PLATE, "coolant"), "r1233zd-e", ["coolant", 'technology = "cold-plate-two-phase"']),
    ((*PLATE, "technology"), "cold-plate-twophase", ["technology", "Did you mean 'cold-plate-two-phase'"]),
    ((*PLATE, "coolant"), "PG95", ["coolant", "1 to 60 percent"]),
    ((*PLATE, "rack"), {"compute": "gb200-nvl7"}, ["rack.compute", "Did you mean 'gb200-nvl72'"]),
    ((*PLATE, "rack"), {"comput": "gb200-nvl72"}, ["rack.comput", "Did you mean 'compute'"]),
    (("economics",), {"project": "newbuild"}, ["project", "Did you mean 'new-build'"]),
    (("economics",), {"currency": "usd"}, ["currency", "USD"]),
    (("economics",), {"baseline": "Aire"}, ["baseline", "Did you mean 'Air'"]),
    # what is missing
    (("site",), ..., ["[site] is missing"]),
    (("it",), ..., ["[[it.group]] is missing"]),
    (("option",), ..., ["[[option]] is missing"]),
    (("site", "climate"), ..., ["neither climate nor weather"]),
    ((*COMPUTE, "rack"), ..., ['it.group "compute" has no rack']),
    ((*COMPUTE, "power"), ..., ["neither power nor racks"]),
    ((*AIR, "technology"), ..., ['option "Air" has no technology']),
    ((*PLATE, "reuse"), {"temperature": "60 degC"}, ["reuse has no demand"]),
    (("economics",), {"project": "retrofit"}, ["economics.project", "[economics.existing]"]),
    (("site", "electricity_price"), [{"hours": "1-24"}], ["electricity_price 1", "has no price"]),
    (("site", "electricity_price"), [{"price": "1 CNY/kWh", "hours": "9-17"}], ["month 1", "without a price"]),
    (("site", "electricity_price"), [{"price": "1 CNY/kWh", "hours": "0-25"}], ["hours", "between 1 and 24"]),
    (("site", "weather"), "nowhere.epw", ["weather", "climate", "one of the two"]),
    # combinations that cannot be
    ((*COMPUTE, "racks"), 10, ['power = "2 MW"', "racks = 10", "one of the two"]),
    ((*COMPUTE, "servers"), 60, ["servers", "at most"]),
    ((*COMPUTE, "power"), "5 kW", ["power", "less than one rack"]),
    ((*COMPUTE, "rack"), {"like": "hgx-h100", "server": {"chip_count": 0}}, ["rack", "chip"]),
    ((*COMPUTE, "rack"), {"servers": 4}, ["rack", "server"]),
    ((*COMPUTE, "rack"), {"like": "hgx-h100", "hight": "48 U"}, ["rack", "hight", "height"]),
    ((*COMPUTE, "rack"), "mlu590-8", ["rack", "mlu590-8", "tdp"]),
    ((*PLATE, "supply_liquid"), "110 degC", ["supply_liquid", "above the chips' limit", "degC"]),
    ((*AIR, "liquid"), {"plant": "dry-cooler"}, ["liquid", "no liquid stream"]),
    ((*AIR, "supply_liquid"), "40 degC", ["supply_liquid", "no liquid stream"]),
    ((*AIR, "coolant"), "PG25", ["coolant", "no liquid stream"]),
    ((*PLATE, "spray"), {"wetted": 0.5}, ["spray", 'the technology is "cold-plate"']),
    ((*PLATE, "liquid"), {"plant": "dx"}, ["liquid.plant", "conditions room air", "dry-cooler"]),
    ((*PLATE, "liquid"), {"loop": "air", "plant": "dry-cooler"}, ["liquid.plant", 'loop = "air"']),
    ((*PLATE, "liquid"), {"connection": "series"}, ["liquid.connection", 'loop = "air"']),
    ((*PLATE, "liquid"), {"terminal": "cdu-air", "plant": "dry-cooler"}, ["liquid.plant", "the heat to the room"]),
    ((*AIR, "air"), {"plant": "dx", "terminal": "crah"}, ["air.terminal", "needs water"]),
    ((*AIR, "air"), {"terminal": "crac"}, ["air.terminal", 'needs plant = "dx"']),
    ((*AIR, "air"), {"plant": "airside-economizer", "terminal": "rear-door"}, ["air.terminal", "needs water"]),
    ((*AIR, "air"), {"plant": "indirect-evaporative", "terminal": "rear-door"}, ["air.terminal", "needs water"]),
    ((*PLATE, "liquid"), {"plant": "indirect-evaporative"}, ["liquid.plant", "conditions room air", "dry-cooler"]),
    ((*COMPUTE, "cooling"), "air", ["technology", "cools nothing"]),
    ((*PLATE, "name"), "Air", ['option "Air"', "name of another"]),
    (("it", "group", 1, "name"), "compute", ['it.group "compute"', "name of another"]),
    (("economics",), {"existing": {"age": "3 years"}}, ["existing", "new build"]),
    (("economics",), {"heat_price": "0.1 EUR/kWh", "currency": "USD"}, ["EUR", "exchange_rates"]),
    # sweeps
    (("economics",), {"carbon_price": "60 EUR/t", "currency": "CNY"}, ["EUR", "exchange_rates.EUR = 0.1283"]),
    # curve sets, liquids, frost, height, doors
    ((*AIR, "air"), {"chiller": "dx-crac"}, ["air.chiller", "direct-expansion set", "water-cooled", "doe2-trane"]),
    ((*AIR, "air"), {"chiller": "air-default"}, ["air.chiller", "an air-cooled set", "water-cooled"]),
    ((*AIR, "air"), {"chiller": "york-ys-672", "heat_rejection": "air-cooled"}, ["a water-cooled set", "air-default"]),
    ((*AIR, "air"), {"chiller": "carrier-19xr-742-reformulated"}, ["reformulated"]),
    ((*AIR, "air"), {"plant": "dx", "dx": "doe2-trane"}, ["air.dx", "direct-expansion", "dx-crac"]),
    ((*PLATE, "liquid"), {"plant": "dry-cooler", "chiller": "doe2-trane"}, ["liquid.chiller", "an air-cooled set"]),
    ((*PLATE, "liquid"), {"plant": "dry-cooler", "loop_liquid": "watr"}, ["loop_liquid", "Did you mean 'water'"]),
    ((*PLATE, "liquid"), {"plant": "dry-cooler", "loop_liquid": "PG95"}, ["loop_liquid", "1 to 60 percent"]),
    ((*PLATE, "liquid"), {"plant": "dry-cooler", "loop_liquid": "fk-5-1-12"}, ["loop_liquid", "boiling fluid"]),
    ((*PLATE, "liquid"), {"plant": "dry-cooler", "loop_liquid": "ethylene-glycol"}, ["loop_liquid", "needs its share"]),
    ((*PLATE, "liquid"), {"plant": "dry-cooler", "loop_liquid": "water"}, ["freezes at 0.0 degC", "coldest hour"]),
    ((*PLATE, "liquid"), {"plant": "closed-circuit-tower", "loop_liquid": "PG10"}, ["PG10", "freezes", "coldest hour"]),
    (("sweep",), {"it.compute.server": [1]}, ["sweep", "server", "Did you mean 'servers'"]),
    (("sweep",), {"it.comput.servers": [1]}, ["sweep", "Did you mean 'compute'"]),
    (("sweep",), {"it.compute.servers": []}, ["empty axis"]),
    (("sweep",), {"it.compute.servers": 5}, ["not an axis", "from = 1"]),
    (("sweep",), {"it.compute.servers": {"from": 1, "to": 9}}, ["lacks 'steps'"]),
    (("sweep",), {"it.compute.servers": {"from": 1, "to": 9, "steps": 10**30}}, ["steps", "between 2 and"]),
    (("sweep",), {"it.compute.servers": {"from": 1, "to": 9, "step": 2}}, ["'step'", "steps"]),
    (("sweep",), {"it.compute.servers": {"from": 1, "to": 90, "steps": 4}}, ["at 90", "at most"]),
    (("sweep",), {"site.climate": ["ashburn", "lulia"]}, ['at "lulia"', "Did you mean 'lulea'"]),
    (("sweep",), {"option.supply_liquid": [30]}, ["at 30", "has no unit"]),
    (("sweep",), {"hall.size": [1]}, ["not a path", "site, it, option, economics"]),
    (("sweep",), {"option.supply_liquid": {"from": "20 degC", "to": "5 kW", "steps": 3}}, ["same unit"]),
    # shapes
    (("site",), "ashburn", ['site = "ashburn" is not a table', "[site]"]),
    (("it",), 5, ["it = 5 is not a table"]),
    (("option",), {"technology": "air"}, ["[option]", "double brackets"]),
    ((*AIR, "air"), "chilled-water", ["air", "not a table"]),
    ((*AIR, "name"), 7, ["name = 7 is not text"]),
    ((*AIR, "name"), " ", ["name", "is empty"]),
]  # fmt: skip


def test_the_good_study_is_good():
    assert len(Study(**GOOD).option) == 2


@pytest.mark.parametrize(("path", "value", "words"), CASES, ids=[f"{c[0][-1]}={str(c[1])[:30]}" for c in CASES])
def test_one_sentence_with_place_and_remedy(path, value, words):
    with pytest.raises(StudyError) as error:
        Study.from_dict(changed(path, value), where="study.toml")
    assert len(error.value.problems) <= 2, error.value.problems
    text = error.value.problems[0]
    assert text.startswith("study.toml: ")
    assert "\n" not in text
    for word in words:
        assert word in text


def test_all_problems_at_once():
    data = changed(("site", "climate"), "ashbrun")
    data["site"]["grid_carbon"] = 0.3
    data["it"]["group"][0] |= {"rack": "hgx-h10", "utilization": 3, "powr": "1 MW"}
    data["option"][0] |= {"supply_air": "24", "air": {"plant": "chiled-water"}}
    data["option"][1] |= {"technology": "coldplate", "electrical": {"system": "hvdk"}, "supply_liquid": "4 kW"}
    data["economics"] = {"discount_rate": 8, "baseline": "Aire"}
    data["sweep"] = {"it.compute.server": [1]}
    with pytest.raises(StudyError) as error:
        Study(**data)
    text = "\n".join(error.value.problems)
    for word in (
        *("ashbrun", "grid_carbon", "hgx-h10", "utilization = 3", "powr", "supply_air", "chiled-water", "coldplate"),
        *("supply_liquid", "discount_rate", "Aire", "it.compute.server"),
    ):
        assert word in text
    assert len(error.value.problems) >= 12
    assert len(set(error.value.problems)) == len(error.value.problems)
    assert all(p.startswith("study: ") for p in error.value.problems)


def test_a_bad_technology_hides_nothing():
    data = changed((*PLATE, "technology"), "coldplate")
    data["option"][1] |= {"supply_liquid": 40, "suply_air": "20 degC", "inlet_class": "A9"}
    with pytest.raises(StudyError) as error:
        Study(**data)
    assert len(error.value.problems) == 4


TOML = [
    ("", ["empty"]),
    ("# nothing\n", ["empty"]),
    ("[site\nclimate = 1\n", ["line 1"]),
    ('[site]\nclimate = "ash\n', ["line 2"]),
    ('[site]\nclimate = "a"\nclimate = "b"\n', ["line 3", "second time"]),
    ("[[option]]\nsupply_air = 24 degC\n", ["line 2", "quotes"]),
    ('[[option]]\nair.plant = "dx"\n[option.air]\nterminal = "crac"\n', ["line 3", "[option.air]", "air."]),
    ('[option]\nname = "a"\n[option]\nname = "b"\n', ["line 3", "[[option]]", "double brackets"]),
    ('[option]\nname = "a"\n[[option]]\nname = "b"\n', ["line 3", "[option] with single brackets"]),
    ('[site]\nclimate = "a"\n[site]\nclimate = "b"\n', ["line 3", "[[site]]"]),
]


@pytest.mark.parametrize(("text", "words"), TOML, ids=range(len(TOML)))
def test_a_syntax_error_comes_alone_with_its_line(tmp_path, text, words):
    file = tmp_path / "study.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(StudyError) as error:
        read_study(file)
    (problem,) = error.value.problems
    assert problem.startswith(f"{file}: ")
    for word in words:
        assert word in problem


def test_single_brackets_are_named_and_the_rest_is_checked(tmp_path):
    file = tmp_path / "study.toml"
    file.write_text('[site]\nclimate="ashbrun"\n[it.group]\nrack="hgx-h100"\nracks=1\n[option]\ntechnology="air"\n')
    with pytest.raises(StudyError) as error:
        read_study(file)
    text = str(error.value)
    assert "[[option]]" in text
    assert "[[it.group]]" in text
    assert "Did you mean 'ashburn'" in text


def test_files_that_are_not_there(tmp_path):
    (tmp_path / "ashburn.toml").write_text("x = 1")
    with pytest.raises(StudyError, match=r"no such study file. Did you mean 'ashburn\.toml'"):
        read_study(tmp_path / "ashbrn.toml")
    with pytest.raises(StudyError, match="folder"):
        read_study(tmp_path)
    (tmp_path / "binary.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(StudyError, match="UTF-8"):
        read_study(tmp_path / "binary.toml")


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [("dulles.epw", None, "does not exist"), ("dulles.epw", "", "is empty"), (".", None, "folder")],
)
def test_weather_files(tmp_path, name, content, words):
    if content is not None:
        (tmp_path / name).write_text(content)
    with pytest.raises(StudyError, match=words):
        Study.from_dict(changed(("site",), {"weather": name}), folder=tmp_path)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "does not exist"),
        ("0.5\n" * 100, "100 hours"),
        ("0.5\n" * 8759 + "1.5\n", "hour 8760"),
        ("0.5\n" * 8759 + "x\n", "hour 8760"),
    ],
)
def test_utilisation_files(tmp_path, content, words):
    if content is not None:
        (tmp_path / "load.csv").write_text(content)
    with pytest.raises(StudyError, match=words):
        Study.from_dict(changed((*COMPUTE, "utilization"), "load.csv"), folder=tmp_path)


def test_the_command_says_it_on_stderr_and_ends_with_1(tmp_path):
    file = tmp_path / "study.toml"
    file.write_text('[site]\nclimate = "ashbrun"\n[it]\nrack = "hgx-h100"\nracks = 1\n[[option]]\ntechnology = "ar"\n')
    out = tmp_path / "result.json"
    code = "import sys; from thermo.cli import main; sys.argv = ['thermo', *sys.argv[1:]]; main()"
    for command in (["check", str(file)], ["evaluate", str(file), "-o", str(out)]):
        done = subprocess.run([sys.executable, "-c", code, *command], capture_output=True, text=True, check=False)
        assert done.returncode == 1
        assert done.stdout == ""
        assert len(done.stderr.strip().splitlines()) == 2
        assert "Did you mean 'ashburn'" in done.stderr
        assert "Did you mean 'air'" in done.stderr
        assert "Traceback" not in done.stderr
    assert not out.exists()
