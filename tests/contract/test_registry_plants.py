"""What every plant in every variant promises beside its physics (test_plants.py): found by name, it is run unasked."""

from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from test_plants import AIR_PLANTS, CASES, HEAT, VARIANTS, asked, hours, plant, random_hours

import thermo.plant
from thermo.case.coolants import fill_loop
from thermo.case.declared import plant_named, plants
from thermo.catalogue import describe, listing
from thermo.cost.capital import ITEMS, billed
from thermo.cost.prices import books
from thermo.library import defaults, load
from thermo.library.liquids import coefficients, freezing_point, outdoors
from thermo.library.registry import plant_names
from thermo.schema.equipment import some
from thermo.schema.plant import FIELDS
from thermo.words import languages, name_of

AREA = 500.0  # m2
COOLERS = {"dry_cooler", "adiabatic_cooler", "cooling_tower", "closed_circuit_tower"}
MACHINES = {"chiller_water_cooled", "chiller_air_cooled", "dx"}
# what is sized, and an item of the bill that must then stand in it
BILLED = {
    "chiller_capacity": MACHINES, "dx_capacity": {"dx"}, "cooler_heat": COOLERS, "dry_ua": {"dry_cooler"},
    "hx_ua": {"plate_exchanger"}, "tower_pump": {"pump"},
}  # fmt: skip


def sized(name):
    return plant(name)[0][0]


def bill(name):
    record = sized(name)
    parts = plant_named(CASES[name][0]).bill(record, AREA)
    return {part.item for part in parts if part.count * part.size > 0.0}, parts


def test_sections_and_modules_are_the_same_plants():
    folder = Path(thermo.plant.__file__).parent
    written = {p.stem.replace("_", "-") for p in folder.glob("*.py") if "\nPLANT = Plant(" in p.read_text("utf-8")}
    assert written == set(plant_names()) == set(plants())


@pytest.mark.parametrize("name", VARIANTS)
def test_what_stands_is_billed_and_priced_in_every_book(name):
    items, parts = bill(name)
    record = sized(name)
    assert items
    for part in parts:
        line = billed(part, "here")
        assert line.count >= 0.0
        assert line.size >= 0.0
        assert all(line.price in load("costs")[book] for book in books()), line.price
    assert items <= set(ITEMS)
    for field, any_of in BILLED.items():
        rejects = field != "cooler_heat" or some(record["air_flow"]) > 0.0
        if some(record[field]) > 0.0 and rejects:
            assert items & any_of, field
    if CASES[name][0] not in AIR_PLANTS:
        assert {"pump", "pipe"} <= items


def test_an_item_no_book_knows_is_refused():
    from thermo.errors import LibraryError
    from thermo.schema.equipment import Equipment

    with pytest.raises(LibraryError, match="'fog_nozzle' is not an item of the bill"):
        billed(Equipment("fog_nozzle", 1.0, 1.0), "here")


@pytest.mark.parametrize("name", VARIANTS)
@pytest.mark.parametrize("lowest", [-22.0, 6.0])  # degC
def test_loops_outdoors_hold_glycol_in_frost_and_say_why(name, lowest):
    declared, record = plant_named(CASES[name][0]), sized(name).copy()
    weather = SimpleNamespace(design=SimpleNamespace(extreme_db_min=lowest), t=np.array([lowest + 2.0]))
    said = fill_loop(declared, record, "auto", weather, [])
    if not declared.has_loop(record):
        assert said is None
        return
    # a loop that outdoor air cools through no plate exchanger is outdoors itself
    air_cools_it = some(record["air_flow"]) * some(record["ua"]) > 0.0 and not some(record["hx_ua"])
    assert declared.stands_outdoors(record) == (air_cools_it and CASES[name][0] not in AIR_PLANTS)
    frozen = lowest < 0.0 and declared.stands_outdoors(record)
    fluid = outdoors(lowest) if frozen else ("water", None)
    assert freezing_point(*fluid) <= lowest or not frozen
    np.testing.assert_array_equal(record["loop"], coefficients(*fluid))
    assert said["value"].startswith(fluid[0])
    assert ("20-year minimum" in said["source"]) == declared.stands_outdoors(record)


@pytest.mark.parametrize("name", VARIANTS)
def test_water_is_used_where_it_is_declared(name):
    weather, x = random_hours(name, 31, 400)
    weather = weather[weather["t_dry"] > 25.0]
    found = hours(name, weather, x[: len(weather)])
    used = sum(found[name].sum() for name in ("evaporation", "drift", "blowdown"))
    assert (used > 0.0) == plant_named(CASES[name][0]).can_evaporate(sized(name))


@pytest.mark.parametrize("name", plant_names())
def test_every_input_is_shown_with_meaning_and_source(name):
    title, about, _, rows = describe(name)
    assert about
    assert name in title
    assert [r[0] for r in rows] == list(defaults("plant", name))
    for key, item in defaults("plant", name).items():
        assert item.meaning, key
        assert item.source, key
        assert item.grade, key
        assert item.quantity == "text" or key in FIELDS
    assert name in {row[0] for row in listing("plants")[2]}


@pytest.mark.parametrize("name", VARIANTS)
def test_variants_give_inputs_of_the_plant(name):
    kind, inputs, supply, rise = CASES[name]
    assert set(inputs) <= set(defaults("plant", kind))
    assert asked(kind, HEAT, supply, rise)[0] == HEAT


@pytest.mark.parametrize("language", languages())
def test_every_item_is_worded(language):
    for name in VARIANTS:
        for item in bill(name)[0]:
            assert name_of("item", item, language), item
