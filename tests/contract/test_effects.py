"""What inputs declare of the records they fill (`feeds`), held against cases built whole at both of their bounds."""

from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest

import thermo
from thermo.case.effects import REUSE, SITE, WORDS, effect
from thermo.case.spec import Spec, cases_of
from thermo.library import defaults
from thermo.library.registry import liquid_technologies, plant_names
from thermo.study.axes import targets
from thermo.study.retrofit import expand
from thermo.study.spread import SITE_MONEY
from thermo.sweeping.design import make
from thermo.sweeping.records import RECORDS, Resolver, resolve
from thermo.units import QUANTITIES, parse

SITE_TABLE = {"climate": "us-ashburn", "grid_carbon": "0.3 kg/kWh"}
GROUP = {"name": "compute", "rack": "hgx-h100", "power": "1 MW"}
LIQUID = {plant: ("cold-plate", "liquid", {"plant": plant}) for plant in plant_names("liquid")}
AIR = {plant: ("air", "air", {"plant": plant}) for plant in plant_names() if plant not in LIQUID}
TERMINALS = {  # section: (technology, table, what chooses it)
    "crah": ("air", "air", {}),
    "rear-door": ("air", "air", {"terminal": "rear-door"}),
    "cdu": ("cold-plate", "liquid", {}),
    "cdu-air": ("cold-plate", "liquid", {"terminal": "cdu-air"}),
    "tank-condenser": ("immersion-two-phase", "liquid", {}),
}
PARTS = (
    [("plant", name, *how) for name, how in (LIQUID | AIR).items()]
    + [("terminal", name, *how) for name, how in TERMINALS.items()]
    + [("technology", name, name, name, {}) for name in liquid_technologies()]
    + [("technology", "air", "air", "air", {}), ("room", "hall", "cold-plate", "room", {})]
    + [("electrical", None, "cold-plate", "electrical", {})]
)


IDS = [f"{part[0]} {part[1]}" for part in PARTS]


@cache
def spec(technology, **tables):
    """A case of one technology."""
    option = {"name": "one", "technology": technology}
    return cases_of(thermo.Study(name="effects", site=SITE_TABLE, it={"group": [GROUP]}, option=[option]))[0]


def with_table(technology, table, given):
    found = spec(technology)
    return replace(found, choice=found.choice.model_copy(update={table.replace("-", "_"): given}))


def values_of(item):
    """Two values of a number: its bounds, or two sizes."""
    unit = QUANTITIES[item.quantity][0]
    ends = [item.low, item.high] if None not in (item.low, item.high) else [f"{v} {unit}" for v in (11.0, 17.0)]
    return ends if ends[0] != item.default else [item.high, item.low]


def changed(bases):
    """Fields in which records differ: {(record, field, group): values}."""
    found = {}
    for name in (*RECORDS, "racks"):
        tables = [b.racks if name == "racks" else b.records[name] for b in bases]
        for column in tables[0].dtype.names:
            parts = [np.atleast_1d(t[column]) for t in tables]
            for g in range(len(parts[0])):
                if len({p[g].tobytes() for p in parts}) > 1:
                    found[name, column, g] = [float(np.ravel(p[g])[0]) for p in parts]
    return found


def assert_declared(specs, said, numbers):
    bases = [resolve(s) for s in specs]
    if said.kind == "base":
        return
    assert not any(b.error for b in bases), [b.error for b in bases]
    assert len({b.design.tobytes() for b in bases}) == 1
    assert len({b.utilisation.tobytes() for b in bases}) == 1
    assert len({(b.points, b.plants, b.sizes, b.info["racks"]) for b in bases}) == 1
    found = changed(bases)
    if said.kind == "inert":
        assert not found
    else:
        assert set(found) == set(said.fields)
        assert all(values == numbers for values in found.values())


@pytest.mark.parametrize(("kind", "name", "technology", "table", "chosen"), PARTS, ids=IDS)
def test_an_input_fills_the_field_it_names(kind, name, technology, table, chosen):
    wrong = []
    for key, item in defaults(kind, name).items():
        if item.quantity in WORDS or key == "coolant":
            continue
        values = values_of(item)
        specs = [with_table(technology, table, chosen | {key: value}) for value in values]
        try:
            said = effect(specs[0], ["option", 0, table, key])
            assert_declared(specs, said, [parse(v, item.quantity) for v in values])
        except AssertionError as error:
            wrong.append((key, said.kind, str(error).splitlines()[0][:300]))
    assert not wrong


PATHS = [  # path, two values, quantity of a column
    ("option.supply_air", ["22 degC", "27 degC"], "temperature"),
    ("option.supply_liquid", ["30 degC", "41 degC"], "temperature"),
    ("option.air.water_supply", ["12 degC", "18 degC"], "temperature"),
    ("option.flow", ["1 L/min/kW", "2 L/min/kW"], None),
    ("option.air.fan_floor", [0.1, 0.2], "ratio"),
    ("it.compute.utilization", [0.3, 0.9], None),
    ("it.compute.servers", [2, 4], None),
    ("site.climate", ["singapore", "us-phoenix"], None),
    ("site.sizing.wet_bulb_margin", ["0 K", "2 K"], None),
    ("site.electricity_price", ["0.05 USD/kWh", "0.2 USD/kWh"], None),
    ("economics.discount_rate", ["5 percent", "10 percent"], None),
] + [
    (f"site.{key}", values, quantity)
    for (key, (_, quantity)), values in zip(
        SITE.items(), (["0.1 kg/kWh", "0.7 kg/kWh"], ["1 L/kWh", "2 L/kWh"], ["3 MVA", "5 MVA"]), strict=True
    )
] + [
    (f"option.reuse.{key}", values, quantity)
    for (key, quantity), values in zip(
        REUSE.items(), (["0.1 MW", "0.3 MW"], ["50 degC", "70 degC"], ["2 K", "4 K"], [0.4, 0.6],
                        ["0.1 MW", "0.2 MW"], [0.2, 0.4]), strict=True
    )
]  # fmt: skip


@pytest.mark.parametrize(("path", "values", "quantity"), PATHS, ids=[p[0] for p in PATHS])
def test_a_path_does_what_its_look_up_says(path, values, quantity):
    option = {"technology": "cold-plate", "reuse": {"demand": "0.2 MW"}, "liquid": {"plant": "dry-cooler"}}
    study = thermo.Study(name="effects", site=SITE_TABLE, it={"group": [GROUP]}, option=[option])
    specs = [cases_of(study.vary({path: value}))[0] for value in values]
    said = effect(specs[0], targets(study._data, path)[0])
    if path == "it.compute.utilization":
        assert said.kind == "profile"
        a, b = (resolve(s) for s in specs)
        assert not changed([a, b])
        assert a.utilisation.tobytes() != b.utilisation.tobytes()
        return
    assert_declared(specs, said, [parse(v, quantity) for v in values] if said.kind == "column" else None)
    assert (said.kind == "column") == (quantity is not None and bool(said.fields))


def test_money_is_inert():
    assert {effect(spec("air"), ["site", 0, key]).kind for key in SITE_MONEY} == {"inert"}


def test_what_stands_is_built_upon():
    assert effect(spec("air"), ["economics", "existing", "chiller_capacity"]).kind == "base"


ROOT = Path(__file__).parents[2] / "configs"
DESIGNS = {
    "six-technologies": {
        "option.liquid.approach": ["4 K", "6 K", "8 K"],
        "option.cold-plate.coolant_max": ["44 degC", "50 degC"],
        "option.immersion.tank_pipe_length": ["4 m", "8 m"],
        "site.grid_carbon": ["0.1 kg/kWh", "0.3 kg/kWh"],
        "option.room.recirculation": [0.0, 0.05],
        "option.electrical.power_factor": [0.95, 0.98],
        "option.liquid.trim": ["none", "air-cooled-chiller"],
    },
    "ashburn-retrofit": {
        "option.supply_air": ["23 degC", "26 degC"],
        "site.electricity_price": ["0.05 USD/kWh", "0.1 USD/kWh"],
        "option.air.crah_rise": ["9 K", "12 K"],
        "economics.existing.air_capacity": ["4 MW", "6 MW"],
    },
}


@pytest.mark.slow
@pytest.mark.parametrize("name", DESIGNS)
def test_tables_hold_the_bytes_of_cases_built_whole(name):
    study = thermo.read_study(ROOT / f"{name}.toml")
    resolver = Resolver(study, make(study, DESIGNS[name]))
    cases = np.unique(np.random.RandomState(0).randint(0, resolver.design.size, 6))
    tables, places = resolver.tables(cases), resolver.design.places(cases)
    for n in range(len(cases)):
        i = tables.place[n]
        varied = expand(study.vary({p: resolver.values[p][places[p][n]] for p in resolver.paths}))
        place = varied.sites()[int(tables.parts["site"][i])]
        weather = resolver.weathers[place.climate, place.weather, place.altitude]
        whole = resolve(Spec(varied, place, varied.option[int(tables.parts["option"][i])], weather))
        profile = tables.profile_of[i]
        levels = tables.levels[tables.first[profile] : tables.first[profile + 1]]
        assert bool(whole.error) == bool(tables.errors[i])
        for record in RECORDS:
            assert whole.records[record].tobytes() == np.asarray(tables.cases[record][i : i + 1]).tobytes(), record
        assert whole.racks.tobytes() == np.asarray(tables.racks[tables.rack_of[i]]).tobytes()
        assert whole.utilisation.tobytes() == levels[tables.patterns[tables.pattern_of[profile]]].tobytes()
        assert whole.design[0].tobytes() == tables.design[i].tobytes()
