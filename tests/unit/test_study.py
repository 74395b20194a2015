"""The study as an object: what is read, what follows from it, sweeps, schema."""

import copy
import json
import pickle
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import weather_years

import thermo
from thermo.errors import StudyError
from thermo.search.break_even import break_even
from thermo.study import Amount, Study, read_study
from thermo.study.axes import values
from thermo.study.models import Fields
from thermo.units import registry

CONFIGS = sorted(p for p in (Path(__file__).parents[2] / "configs").glob("*.toml") if not p.stem.startswith("market"))

# the example of the documentation, as printed there
EXAMPLE = """
name = "Ashburn AI hall"

[site]
climate = "ashburn"                  # built in (`thermo list climates`); or weather = "dulles.epw" (EPW, TMY3, CSV)
electricity_price = "0.085 USD/kWh"  # or a table of time-of-use periods
grid_carbon = "0.30 kg/kWh"
water_price = "1.4 USD/m^3"
jurisdiction = "us-va"               # decides which PUE and water rules apply; `policies = [...]` names them by hand

[[it.group]]
name = "compute"
rack = "hgx-b200"                    # `thermo list racks`; or an inline rack
power = "10 MW"                      # or racks = 80
utilization = 0.8                    # or a CSV of hourly values

[[it.group]]                         # network and storage stay on air in every option
name = "support"
rack = "cpu-2u"
power = "1 MW"
cooling = "air"

[[option]]
name = "Air, chilled water with waterside economizer"
technology = "air"
supply_air = "24 degC"
air.plant = "chilled-water"
air.economizer = "waterside"

[[option]]
name = "Cold plate on 45 °C water"
technology = "cold-plate"
supply_liquid = "45 degC"
liquid.plant = "adiabatic-cooler"    # a dry cooler alone is short on this site's extreme day: the result says so
air.plant = "chilled-water"
rack.compute = "gb200-nvl72"         # an option may house the same accelerator in another rack; a different one is compared per PFLOP-hour, and says so

[economics]
project = "new-build"                # or "retrofit", with what exists today
horizon = "10 years"
discount_rate = "8 percent"

[sweep]                              # optional
"it.compute.servers" = { from = 1, to = 10, steps = 10 }       # density: servers share the rack's height (fixed racks refuse this axis)
"site.climate" = ["ashburn", "lulea", "singapore"]
"""  # noqa: E501


@pytest.fixture
def example(tmp_path):
    file = tmp_path / "ashburn.toml"
    file.write_text(EXAMPLE, encoding="utf-8")
    return read_study(file)


def small(**more):
    data = {
        "site": {"climate": "ashburn"},
        "it": {"rack": "hgx-h100", "racks": 10},
        "option": [{"technology": "air"}],
    }
    return data | more


def test_the_example_as_printed(example):
    assert example.name == "Ashburn AI hall"
    (site,) = example.sites()
    assert site.name == site.climate == "ashburn"
    assert site.electricity_price == pytest.approx(0.085 / 3.6e6)
    assert site.electricity_price.text == "0.085 USD/kWh"
    assert site.grid_carbon == pytest.approx(0.30 / 3.6e6)
    assert site.new
    compute, support = example.groups()
    assert (compute.name, compute.rack, compute.power, compute.racks, compute.servers) == (
        "compute",
        "hgx-b200",
        1e7,
        None,
        None,
    )
    assert compute.utilisation_hours() == [0.8] * 8760
    assert support.cooling == "air"
    air, plate = example.option
    assert air.technology == "air"
    assert air.supply_air == 24.0
    assert air.air == {"plant": "chilled-water", "economizer": "waterside"}
    assert plate.supply_liquid == 45.0
    assert plate.liquid == {"plant": "adiabatic-cooler"}
    assert plate.rack == {"compute": "gb200-nvl72"}
    assert example.economics.horizon == 10 * 8760 * 3600.0
    assert example.economics.discount_rate == 0.08
    assert example.axes() == {
        "it.compute.servers": list(range(1, 11)),
        "site.climate": ["ashburn", "lulea", "singapore"],
    }


def test_a_dict_gives_the_same_study(example):
    again = Study(**json.loads(json.dumps(example.to_dict())))
    assert again.model_dump() == example.model_dump()


@pytest.mark.parametrize("path", CONFIGS, ids=lambda p: p.stem)
def test_shipped_configs_are_valid(path):
    study = read_study(path)
    assert study.sites()
    assert study.option
    assert study.groups()


def test_there_are_shipped_configs():
    names = {p.stem for p in CONFIGS}
    assert {"ashburn", "east-data-west-compute", "singapore", "lulea", "cpu-hall", "gb200-nvl72"} <= names


def test_defaults_and_names_that_follow():
    study = Study(**small())
    assert study.name == "study"
    assert study.option[0].name == "air"
    assert study.option[0].supply_air is None
    assert study.option[0].control == "default"
    (group,) = study.groups()
    assert (group.name, group.racks, group.power) == ("it", 10.0, None)
    assert group.utilisation_hours() == [1.0] * 8760


def test_pint_quantities_and_amounts():
    quantity = registry().Quantity
    study = Study(
        **small(
            it={"rack": "hgx-h100", "power": quantity(2.0, "MW")},
            option=[
                {
                    "technology": "cold-plate",
                    "supply_liquid": quantity(40.0, "degC"),
                    "flow": Amount(2.5e-8, "1.5 L/min/kW", "flow_per_power"),
                }
            ],
        )
    )
    assert study.groups()[0].power == 2e6
    assert study.option[0].supply_liquid == 40.0
    assert study.option[0].overrides("cold-plate") == {"flow_per_watt": pytest.approx(2.5e-8)}
    json.dumps(study.to_dict())


def test_it_pickles():
    study = pickle.loads(pickle.dumps(Study(**small())))
    assert study.groups()[0].racks.text == "10"


def test_technology_inputs_become_overrides():
    options = [
        {"technology": "spray", "spray": {"orifice_diameter": "2 mm", "wetted": 0.8}},
        {"technology": "air", "air": {"server_fan_floor": 0.3, "intake_class": "A3", "plant": "chilled-water"}},
    ]
    study = Study(**small(option=options))
    assert study.option[0].overrides("spray") == {"orifice_diameter": pytest.approx(2e-3), "wetted": 0.8}
    assert study.option[0].overrides("air") == {}
    assert study.option[1].overrides("air") == {"server_fan_floor": 0.3, "intake_class": "A3"}


def test_an_inline_rack_gives_the_power_that_nobody_publishes():
    rack = {"like": "mlu590-8", "chip": {"tdp": "350 W"}}
    assert Study(**small(it={"rack": rack, "racks": 4})).groups()[0].rack == rack


def test_a_retrofit_is_judged_as_existing():
    economics = {"project": "retrofit", "existing": {"chiller_capacity": "4 MW"}}
    assert not Study(**small(economics=economics)).sites()[0].new
    stated = small(economics=economics) | {"site": {"climate": "ashburn", "status": "new"}}
    assert Study(**stated).sites()[0].new


def test_time_of_use():
    periods = [
        {"price": "1.2 CNY/kWh", "months": "7-8", "days": "workdays", "hours": ["9-12", "18-22"]},
        {"price": "0.3 CNY/kWh", "hours": "1-8"},
        {"price": "0.6 CNY/kWh"},
    ]
    study = Study(**small(site={"climate": "guian", "electricity_price": periods}))
    prices = [p * 3.6e6 for p in study.sites()[0].electricity_prices(first_weekday=0)]
    assert len(prices) == 8760
    july_first = (31 + 28 + 31 + 30 + 31 + 30) * 24  # a Sunday when 1 January is a Monday
    assert prices[july_first + 8] == pytest.approx(0.6)
    assert prices[july_first + 24 + 8] == pytest.approx(1.2)
    assert prices[0] == pytest.approx(0.3)
    assert prices[8] == pytest.approx(0.6)


def test_flat_price_by_hour():
    study = Study(**small(site={"climate": "ashburn", "electricity_price": "0.36 USD/kWh"}))
    assert study.sites()[0].electricity_prices() == [pytest.approx(1e-7)] * 8760
    assert Study(**small()).sites()[0].electricity_prices() == []


@pytest.mark.parametrize(("header", "scale"), [("", 1.0), ("utilization\n", 1.0), ("hour,load [%]\n", 100.0)])
def test_utilisation_from_a_file(tmp_path, header, scale):
    rows = [f"{0.5 * scale}" if n % 2 else f"{0.25 * scale}" for n in range(8760)]
    lead = "1," if "," in header else ""
    (tmp_path / "load.csv").write_text(header + "\n".join(lead + r for r in rows), encoding="utf-8")
    data = small(it={"rack": "hgx-h100", "racks": 10, "utilization": "load.csv"})
    hours = Study.from_dict(data, folder=tmp_path).groups()[0].utilisation_hours()
    assert hours[:2] == [0.25, 0.5]
    assert len(hours) == 8760


def test_a_day_repeats():
    day = [n / 24 for n in range(24)]
    hours = Study(**small(it={"rack": "hgx-h100", "racks": 1, "utilization": day})).groups()[0].utilisation_hours()
    assert hours[24:48] == pytest.approx(day)


def test_weather_is_found_beside_the_study(tmp_path):
    (tmp_path / "place.epw").write_text(weather_years.text(weather_years.epw()), encoding="utf-8")
    study = Study.from_dict(small(site={"weather": "place.epw"}), folder=tmp_path)
    assert study.sites()[0].weather == str(tmp_path / "place.epw")
    assert study.sites()[0].name == "place"


def test_a_sweep_may_bring_the_climates():
    study = Study(**small(site={"jurisdiction": "us"}, sweep={"site.climate": ["ashburn", "phoenix"]}))
    assert [s.name for s in study.sites()] == ["ashburn", "phoenix"]


def test_axis_values():
    assert values([1, 2]) == [1, 2]
    assert values({"from": 1, "to": 10, "steps": 10}) == list(range(1, 11))
    assert values({"from": "20 degC", "to": "40 degC", "steps": 3}) == ["20 degC", "30 degC", "40 degC"]
    assert values({"from": "500 kW", "to": "1 MW", "steps": 2}) == ["500 kW", "1000 kW"]


def test_vary(example):
    other = example.vary(
        {
            "it.compute.servers": 3,
            "site.climate": "lulea",
            "option.supply_liquid": "30 degC",
            "option.Cold plate on 45 °C water.liquid.approach": "6 K",
            "economics.discount_rate": "5 percent",
        }
    )
    assert other.groups()[0].servers == 3.0
    assert other.sites()[0].climate == "lulea"
    assert [o.supply_liquid for o in other.option] == [None, 30.0]
    assert other.option[1].liquid["approach"] == "6 K"
    assert other.economics.discount_rate == 0.05
    assert example.groups()[0].servers is None


def test_vary_refuses_what_a_study_refuses(example):
    with pytest.raises(StudyError, match="servers"):
        example.vary({"it.compute.servers": 1000})


def test_schema_is_json_and_complete():
    schema = json.loads(json.dumps(Study.schema(), allow_nan=False))
    assert schema["required"] == ["site", "it", "option"]
    assert set(Fields.model_fields) == set(schema["properties"])
    option = schema["$defs"]["Option"]["properties"]
    assert option["supply_air"]["anyOf"][0]["x-unit"] == "degC"
    approach = option["air"]["properties"]["approach"]
    assert approach["x-quantity"] == "temperature_difference"
    assert approach["x-minimum"]
    assert "technology" in schema["$defs"]["Option"]["required"]
    assert "air" in option["technology"]["enum"]
    for part in schema["$defs"].values():
        for name, item in part["properties"].items():
            assert item.get("description"), name


@pytest.mark.parametrize("path", CONFIGS, ids=lambda p: p.stem)
def test_shipped_configs_match_the_schema(path):
    jsonschema = pytest.importorskip("jsonschema")
    jsonschema.validate(tomllib.loads(path.read_text(encoding="utf-8")), Study.schema())


@pytest.mark.parametrize("path", CONFIGS, ids=lambda p: p.stem)
def test_a_dump_is_the_study(path):
    study = read_study(path)
    dump = study.model_dump()
    assert Study(**dump) == study
    assert Study(**json.loads(study.model_dump_json())) == study
    assert copy.deepcopy(study) == study
    assert pickle.loads(pickle.dumps(study)).to_dict() == study.to_dict() == tomllib_with_name(path)


def tomllib_with_name(path):
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    return {"name": path.stem} | data


def test_a_dump_holds_distributions_and_files(tmp_path):
    (tmp_path / "load.csv").write_text("0.5\n" * 8760)
    data = {
        "site": {"climate": "ashburn", "water_price": {"low": "1 USD/m^3", "mode": "2 USD/m^3", "high": "4 USD/m^3"}},
        "it": {"rack": "hgx-h100", "power": "1 MW", "utilization": "load.csv"},
        "option": [{"technology": "air"}],
    }
    study = Study.from_dict(data, folder=tmp_path)
    again = Study(**study.model_dump())
    assert [draw.name for draw in again.draws] == ["site.1.water_price"]
    assert again.groups()[0].utilisation_hours() == study.groups()[0].utilisation_hours() == [0.5] * 8760
    assert again == study


def test_assigning_to_a_part_validates(example):
    option = example.option[0]
    with pytest.raises(StudyError, match='supply_air = 24 has no unit; write it as text, for example "24 degC"'):
        option.supply_air = 24
    with pytest.raises(StudyError, match=r"suply_air is not a key of \[\[option\]\]. Did you mean 'supply_air'"):
        option.suply_air = "24 degC"
    assert option.supply_air == 24.0
    option.supply_air = "27 degC"
    assert option.supply_air == 27.0
    assert example.to_dict()["option"][0]["supply_air"] == "27 degC"
    assert example.checked() == example
    option.technology = "airr"
    with pytest.raises(StudyError, match='technology = "airr" is not one of'):
        example.checked()


def test_assigning_to_a_study_checks_all_of_it(example):
    before = example.model_dump()
    with pytest.raises(StudyError, match=r'option 1: technology = "airr" is not one of'):
        example.option = [{"technology": "airr"}]
    with pytest.raises(StudyError, match=r"nam is not a key of a study\. Did you mean 'name'"):
        example.nam = "x"
    assert example.model_dump() == before
    example.site = {"climate": "lulea"}
    assert example.sites()[0].name == "lulea"
    assert example.checked() is example
    assert example.to_dict()["site"] == [{"climate": "lulea"}]


def test_a_problem_knows_its_place():
    with pytest.raises(ValueError, match="ashbrun") as error:
        Study.from_dict({"site": {"climate": "ashbrun"}, "option": [{"technology": "air", "a/b": 1}]}, "a.toml")
    problems = {p.pointer: p for p in error.value.problems}
    site, key = problems["/site/climate"], problems["/option/0/a~1b"]
    assert (site.path, site.given, site.nearest, site.file) == (("site", "climate"), "ashbrun", "ashburn", "a.toml")
    assert site.text == "= \"ashbrun\" is not a built-in climate. Did you mean 'ashburn'?"
    assert site == f"a.toml: site.climate {site.text}"
    assert key.given == 1
    assert key.nearest is None
    assert problems[""].given is None  # no [[it.group]]
    again = pickle.loads(pickle.dumps(error.value))
    assert [p.to_dict() for p in again.problems] == [p.to_dict() for p in error.value.problems]


def test_the_schema_says_what_it_is():
    schema = Study.schema()
    assert schema == Study.model_json_schema()
    assert (schema["$id"], schema["version"]) == (f"urn:thermo-dc:study:{thermo.__version__}", thermo.__version__)
    economics = schema["$defs"]["Economics"]["properties"]
    assert economics["horizon"]["default"] == "10 years"
    assert economics["discount_rate"]["default"] == "8 percent"
    for name, part in schema["$defs"].items():
        for key, item in part["properties"].items():
            if item.get("x-quantity") and item.get("default") is not None:
                assert isinstance(item["default"], str), (name, key)
    liquid = schema["$defs"]["Option"]["properties"]["liquid"]["properties"]
    assert "dx" not in liquid["plant"]["enum"]
    assert liquid["connection"]["enum"] == ["parallel", "series"]


@pytest.mark.parametrize(
    ("rack", "price", "fits"),
    [
        ({"like": "hgx-h100", "chip": {"tdp": "500 W"}}, {"price": "0.1 USD/kWh", "hours": ["1-23", 24]}, True),
        (
            {"name": "x", "servers": 2, "server": {"like": "hgx-h100", "height": "0.2 m"}},
            [{"price": "0.1 USD/kWh"}],
            True,
        ),
        ("hgx-h100", {"low": "0.1 USD/kWh", "mode": "0.2 USD/kWh", "high": "0.3 USD/kWh"}, True),
        ({"like": "hgx-h100", "chip": {"tpd": "500 W"}}, "0.1 USD/kWh", False),
        ({"like": "hgx-h100", "server": {"chip": {"package": "sxn"}}}, "0.1 USD/kWh", False),
        ("hgx-h100", {"prize": "0.1 USD/kWh"}, False),
    ],
)
def test_the_schema_knows_inline_racks_and_tariffs(rack, price, fits):
    jsonschema = pytest.importorskip("jsonschema")
    given = small(it={"rack": rack, "power": "1 MW"})
    given["site"] = {"climate": "ashburn", "electricity_price": price}
    assert jsonschema.Draft202012Validator(Study.schema()).is_valid(given) == fits
    if fits:
        Study(**given)
    else:
        with pytest.raises(StudyError):
            Study(**given)


@pytest.mark.parametrize("use", [thermo.evaluate, thermo.sweep, thermo.frontier, thermo.optimize, break_even])
def test_a_study_that_was_changed_is_checked_where_it_is_used(use):
    study = Study(**small())
    study.site[0].climate = "ashbrun"
    with pytest.raises(StudyError, match="Did you mean 'ashburn'"):
        use(study)


def test_checking_loads_no_engine():
    code = (
        "import sys; from thermo.study import read_study, Study; read_study(sys.argv[1]); Study.schema(); "
        "print(sorted({'numba', 'xarray', 'pandas'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code, str(CONFIGS[0])], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_every_public_name_loads_and_is_typed():
    assert {"Study", "evaluate", "sweep", "Problem", "read_weather", "__version__"} <= set(thermo.__all__)
    assert all(getattr(thermo, name) is not None for name in thermo.__all__)
    folder = Path(thermo.__file__).parent
    assert (folder / "py.typed").exists()
    with pytest.raises(AttributeError, match="evalute"):
        thermo.evalute  # noqa: B018


def test_importing_thermo_is_light():
    code = "import sys, thermo; print(sorted({'pydantic', 'pint', 'numpy', 'numba'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
