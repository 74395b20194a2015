"""What each plant's bill holds: items said by hand from what stands in such a plant, priced from the book."""

import json
import math
import tomllib
from pathlib import Path

import pytest

import thermo
from thermo.schema.equipment import bore

LOOP = {"pump", "pipe"}
TOWER = LOOP | {"cooling_tower"}
EXPECTED = {  # (stream, plant): items of its loop
    ("air", "chilled-water"): TOWER | {"plate_exchanger", "chiller_water_cooled"},
    ("air", "free-cooling-chiller"): LOOP | {"dry_cooler", "chiller_air_cooled"},
    ("air", "dx"): {"dx"},
    ("liquid", "dry-cooler"): LOOP | {"dry_cooler"},
    ("liquid", "adiabatic-cooler"): LOOP | {"adiabatic_cooler"},
    ("liquid", "cooling-tower"): TOWER | {"plate_exchanger"},
    ("liquid", "closed-circuit-tower"): LOOP | {"closed_circuit_tower"},
}
PRICED = {"dry_cooler", "adiabatic_cooler", "closed_circuit_tower", "cooling_tower", "plate_exchanger"}


@pytest.fixture(scope="module")
def bills():
    """{(stream, plant): entry of the document}."""
    options = []
    for stream, plant in EXPECTED:
        technology = "air" if stream == "air" else "cold-plate"
        point = {"supply_air": "24 degC"} if stream == "air" else {"supply_liquid": "42 degC"}
        options.append({"name": f"{stream} {plant}", "technology": technology, stream: {"plant": plant}, **point})
    study = {"site": {"climate": "dublin", "electricity_price": "0.2 USD/kWh"}, "option": options,
             "economics": {"market": "book"},
             "it": {"rack": "hgx-h100", "power": "1 MW"}}  # fmt: skip
    found = thermo.evaluate(thermo.Study(**study), hourly=False).to_dict()["options"]
    return dict(zip(EXPECTED, found, strict=True))


def standing(entry, stream):
    return [line for line in entry["equipment"] if line["where"].startswith(f"{stream} loop")]


@pytest.mark.slow
def test_every_plant_is_billed_for_what_stands_in_it(bills):
    for (stream, plant), entry in bills.items():
        assert {line["item"] for line in standing(entry, stream)} == EXPECTED[stream, plant], plant


@pytest.mark.slow
def test_coolers_are_priced_from_the_book_by_their_own_name(bills):
    """Count x size x the file's likely price; the book is of the study's price year, so that nothing escalates."""
    book = tomllib.loads((Path(thermo.__file__).parent / "library/costs.toml").read_text(encoding="utf-8"))
    prices = book["western-2026"]
    for (stream, plant), entry in bills.items():
        for line in standing(entry, stream):
            if line["item"] not in PRICED or (stream == "liquid" and line["item"] == "plate_exchanger"):
                continue  # CDUs have plate exchangers too
            amount = line["count"] * line["size"] * prices[line["item"]]["value"]
            same = [x for x in entry["equipment"] if x["item"] == line["item"] and x is not line]
            others = sum(x["count"] * x["size"] * prices[x["item"]]["value"] for x in same)
            assert entry["capex_by_item"][line["item"]] == pytest.approx(amount + others, rel=1e-9), (plant, line)


@pytest.mark.slow
def test_pads_cost_a_quarter_more_than_the_dry_cooler_of_that_conductance(bills):
    """The book's own words: "as dry_cooler with pads and pumps, a quarter dearer"."""

    def per_conductance(plant, item):
        entry = bills["liquid", plant]
        (line,) = [line for line in standing(entry, "liquid") if line["item"] == item]
        return entry["capex_by_item"][item] / (line["count"] * line["size"])

    # the hall's own chilled water has a tower, no dry cooler
    ratio = per_conductance("adiabatic-cooler", "adiabatic_cooler") / per_conductance("dry-cooler", "dry_cooler")
    assert ratio == pytest.approx(1.25, rel=1e-9)


def test_bore_by_hand():
    # 0.3 m3/s through pi/4 x 0.5^2 = 0.19635 m2 is 1.52789 m/s
    assert bore(0.3, 1.52789) == pytest.approx(0.5, rel=1e-5)


def test_water_runs_through_the_pipes_at_a_usual_velocity(ran, small, sampled):
    """Design flow over the billed bore: about 2 m/s, the middle of the usual 1.2 to 3 m/s in mains."""
    told = json.loads(ran("explain", small, "--option", "Plates", "--json").out)
    flow = next(n["value"] for n in told["nodes"] if n["figure"] == "water_flow_liquid") / 1020.0
    (entry,) = [e for e in sampled["options"] if e["name"] == "Plates"]
    (pipe,) = [e for e in entry["equipment"] if e["where"] == "liquid loop, pump" and e["item"] == "pipe"]
    assert pipe["unit"] == "m bore"
    assert 1.2 < flow / (0.25 * math.pi * pipe["size"] ** 2) < 3.0
