"""Studies drawn at random: valid ones over all technologies, plants and documented bounds, and broken ones.

`THERMO_FUZZ=2000 pytest tests/contract/test_fuzz.py` draws so many valid ones and half as many broken ones; what fails
is printed with its seed, which `--hypothesis-seed=N` repeats.
"""

import copy
import math
import os
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import thermo
from thermo.errors import StudyError, ThermoError
from thermo.library import defaults, defaults_kinds, load
from thermo.library.registry import TECHNOLOGIES, plant_names, technology
from thermo.study import Study
from thermo.units import QUANTITIES, parse

MANY = int(os.environ.get("THERMO_FUZZ", "0"))
PATIENCE = 20.0  # s of one study; the first ones compile
HOW = dict(deadline=None, suppress_health_check=list(HealthCheck), print_blob=True)
CLIMATES = ("us-ashburn", "singapore", "lulea", "cn-lhasa", "harbin", "phoenix", "dublin", "london", "guiyang")
RACKS = [key for key, entry in load("racks").items() if key not in ("mlu590-8",)]


def within(item):
    """A value of an input inside its documented bounds, as a study writes it."""
    if item.quantity == "choice":
        return st.sampled_from(item.choices)
    if item.quantity == "switch":
        return st.booleans()
    if item.quantity == "text" or item.low is None or item.high is None:
        return None
    low, high = (parse(v, item.quantity) for v in (item.low, item.high))
    if item.quantity == "count":
        return st.integers(math.ceil(low), min(math.floor(high), 500))
    numbers = st.floats(low, high, allow_subnormal=False)
    unit = QUANTITIES[item.quantity][0]
    return numbers.map(lambda v: f"{v!r} {unit}" if unit else v)


@st.composite
def table(draw, known, most=4):
    """Some inputs of a section."""
    keys = [key for key, item in known.items() if within(item) is not None]
    chosen = draw(st.lists(st.sampled_from(keys), max_size=most, unique=True)) if keys else []
    return {key: draw(within(known[key])) for key in chosen}


@st.composite
def studies(draw):
    """A study within the documented bounds; some combinations are refused, in a sentence."""
    kind = draw(st.sampled_from(TECHNOLOGIES))
    facts = technology(kind)
    air = draw(st.sampled_from(plant_names("air")))
    option = {"name": "o", "technology": kind, "supply_air": f"{draw(st.floats(18.0, 32.0)):.1f} degC"}
    option["air"] = {"plant": air} | draw(table(defaults("plant", air)))
    option["electrical"] = draw(table(defaults("electrical"), 2))
    option["room"] = draw(table(defaults("room", "hall"), 2))
    if facts.liquid:
        plant = draw(st.sampled_from(plant_names("liquid")))
        option["liquid"] = {"plant": plant} | draw(table(defaults("plant", plant)))
        option[kind] = draw(table({k: v for k, v in defaults("technology", kind).items() if k != "coolant"}, 3))
        if "tank" not in facts.boils:
            option["supply_liquid"] = f"{draw(st.floats(20.0, 50.0)):.1f} degC"
    group = {"name": "g", "rack": draw(st.sampled_from(RACKS)), "racks": draw(st.integers(1, 2000))}
    group["utilization"] = draw(st.floats(0.0, 1.0))
    return {"name": "drawn", "site": {"climate": draw(st.sampled_from(CLIMATES))}, "it": {"group": [group]},
            "option": [option]}  # fmt: skip


def answer(data):
    """The document of a study, or None where a sentence refuses it; fails on a traceback or a hang."""
    start = time.process_time()
    try:
        document = thermo.evaluate(Study.from_dict(data)).to_dict()
    except ThermoError:
        return None
    finally:
        answer.seconds = time.process_time() - start
    return document


def numbers(value):
    if isinstance(value, dict):
        for item in value.values():
            yield from numbers(item)
    elif isinstance(value, list):
        for item in value:
            yield from numbers(item)
    elif isinstance(value, float):
        yield value


@pytest.mark.slow
@settings(max_examples=MANY or 2, **HOW)
@given(studies())
def test_a_valid_study_is_answered(data):
    """No traceback, hang, silent NaN, PUE < 1, TUE < PUE or unbalanced ledger."""
    document = answer(data)
    if MANY:
        assert answer.seconds < PATIENCE
    if document is None:
        return
    (option,) = document["options"]
    assert all(math.isfinite(v) for v in numbers(document))
    if option["pue"] is None:  # which needs a reason
        assert option["limits"]
        return
    assert option["pue"] >= 1.0
    assert option["tue"] is None or option["tue"] >= option["pue"] * (1.0 - 1e-9)
    assert math.isclose(sum(option["energy"].values()), option["energy_total"], rel_tol=1e-9)


GOOD = {
    "name": "good",
    "site": {"climate": "ashburn", "electricity_price": "0.08 USD/kWh"},
    "it": {"group": [{"name": "g", "rack": "hgx-h100", "power": "2 MW", "utilization": 0.8}]},
    "option": [
        {"name": "a", "technology": "air", "air": {"plant": "chilled-water", "approach": "4 K"}},
        {"name": "p", "technology": "cold-plate", "coolant": "PG25", "liquid": {"plant": "dry-cooler"}},
        {"name": "t", "technology": "immersion-two-phase", "immersion-two-phase": {"bath": "vented"}},
    ],
    "economics": {"horizon": "10 years", "discount_rate": "8 percent", "existing": {"air": {}}},
    "sweep": {"it.g.servers": {"from": 1, "to": 4, "steps": 4}, "site.climate": ["ashburn", "lulea"]},
}
KEYS = sorted({k for kind, names in defaults_kinds().items() for n in names or (None,) for k in defaults(kind, n)})
HOSTILE = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=30),
    st.sampled_from([
        10**80, -(10**400), "x" * 10**6, "\ud800", "a\x00b", [[]], [2, 2], {}, [{}], {"": ""}, {"low": []}, {"from": 1},
        {"low": "1 m", "high": "2 W"}, {"range": "library"}, "1 m**10**10**10", "1 " * 500, b"bytes", {1}, object(),
        {"like": [[]]}, {"chip": [2, 2]}, {"like": "hgx-h100", "server": 5}, "PG99", "dx-crac", "load-bank", "auto",
        ".csv", "/dev/null", {"x": {"y": {"z": {}}}}, {3: 4}, "=1+1", "1,5 kW", "½ MW",
    ]),
    st.recursive(st.integers() | st.text(max_size=3), lambda s: st.lists(s, max_size=2) | st.dictionaries(
        st.text(max_size=3), s, max_size=2), max_leaves=5),
)  # fmt: skip


def places(data, path=()):
    yield path
    pairs = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in pairs:
        yield from places(value, (*path, key))


@st.composite
def broken(draw):
    """The good study with one to three places that hold what they should not."""
    data = copy.deepcopy(GOOD)
    for _ in range(draw(st.integers(1, 3))):
        path = draw(st.sampled_from([p for p in places(data) if p]))
        here = data
        for step in path[:-1]:
            here = here[step]
        value, at = draw(HOSTILE), here[path[-1]]
        if isinstance(at, dict) and draw(st.booleans()):
            at[draw(st.sampled_from(KEYS) | st.sampled_from(list(at) or ["name"]))] = value
        else:
            here[path[-1]] = value
    return data


@settings(max_examples=MANY // 2 or 60, **HOW)
@given(broken())
def test_a_broken_study_ends_in_sentences(data):
    start, problems = time.process_time(), ["none"]
    try:
        Study.from_dict(data)
    except StudyError as error:
        problems = [str(p) for p in error.problems]
    assert problems
    assert all(p.isprintable() and len(p) < 2000 for p in problems)
    assert time.process_time() - start < PATIENCE
