"""Values that no study holds: each ends in one sentence that names its place, by dict, TOML and JSON alike."""

import copy
import json

import pytest

from thermo.errors import StudyError
from thermo.study import Study, read_study

GOOD = {
    "site": {"climate": "ashburn"},
    "it": {"group": [{"name": "compute", "rack": "hgx-h100", "power": "2 MW"}]},
    "option": [
        {"name": "Air", "technology": "air"},
        {"name": "Tank", "technology": "immersion-two-phase", "immersion-two-phase": {"bath": "vented"}},
    ],
}
GROUP, AIR, TANK = ("it", "group", 0), ("option", 0), ("option", 1)


def put(path, value):
    data = copy.deepcopy(GOOD)
    here = data
    for step in path[:-1]:
        here = here[step] if isinstance(here, list) else here.setdefault(step, {})
    here[path[-1]] = value
    return data


def problems(data, **how):
    with pytest.raises(StudyError) as error:
        Study.from_dict(data, **how)
    for text in error.value.problems:
        assert text.isprintable()
        assert len(text) < 1000
    return error.value.problems


# where, what stands there, words of the problem
ANYWHERE = [
    ((*AIR, "name"), "a\ud800b", ["name", "half of a character (U+D800)"]),
    ((*AIR, "name"), "a\x00b", ["name", "control character (U+0000)"]),
    ((*AIR, "name"), "two\nlines", ["name", "control character (U+000A)"]),
    ((*AIR, "name"), "x" * 10**6, ["name", "1,000,000 characters"]),
    (("name",), "x" * 10**6, ["name", "1,000,000 characters"]),
    (("about",), "\x1b[31mred", ["about", "control character (U+001B)"]),
    ((*GROUP, "name"), "\udfff", ['group', "half of a character"]),
    ((*GROUP, "power"), "9" * 10**6 + " kW", ["power", "1,000,003 characters"]),
    (("site", "weather"), "\ud83d.epw", ["weather", "half of a character"]),
    ((*GROUP, "racks"), 10**80, ["racks", "whole number of 81 digits"]),
    ((*GROUP, "racks"), -(10**80), ["racks", "81 digits"]),
    ((*GROUP, "racks"), 10**5000, ["racks", "5001 digits"]),
    (("site", "year"), 10**80, ["year", "81 digits"]),
    (("it", "x" * 10**6), 1, ["it", "key of 1,000,000 characters"]),
    (("it", "a\ud800"), 1, ["it", "half of a character"]),
    (("option", 0, "air"), [[]], ["air", "not a table"]),
    ((*AIR, "rack"), {"compute": {"like": [[]]}}, ["like", "not a name"]),
    ((*AIR, "rack"), {"compute": {"like": "hgx-h100", "server": 5}}, ["server", "neither a name"]),
    ((*AIR, "rack"), {"compute": [2, 2]}, ["compute", "neither the name of a rack nor a table"]),
    ((*GROUP, "rack"), {"like": "hgx-h100", "chip": [2, 2]}, ["chip", "neither a name"]),
    ((*GROUP, "rack"), {"like": [[]]}, ["rack", "like", "not a name"]),
    ((*GROUP, "rack"), {"like": True}, ["rack", "like"]),
    ((*TANK, "immersion-two-phase"), {"bath": [[]]}, ["bath", "not one of vented, sealed"]),
    ((*TANK, "coolant"), [[]], ["coolant", "not text"]),
    ((*AIR, "technology"), ["air"], ["technology", "not text"]),
    ((*AIR, "air"), {"plant": [[]]}, ["plant"]),
    ((*AIR, "air"), {"plant": {}}, ["plant"]),
    ((*AIR, "air"), {"chiller": [[]]}, ["chiller", "not text"]),
    ((*AIR, "electrical"), {"system": {}}, ["system"]),
    (("site",), [[]], ["site", "not a table"]),
    (("option",), [[], 1], ["option"]),
]  # fmt: skip


@pytest.mark.parametrize(("path", "value", "words"), ANYWHERE, ids=range(len(ANYWHERE)))
def test_one_sentence_in_python(path, value, words):
    text = " | ".join(problems(put(path, value)))
    for word in words:
        assert word in text


@pytest.mark.parametrize(("path", "value", "words"), ANYWHERE, ids=range(len(ANYWHERE)))
def test_one_sentence_through_json(path, value, words):
    try:
        data = json.loads(json.dumps(put(path, value)))
    except ValueError:  # Python's own bound on whole numbers
        pytest.skip("JSON cannot hold it")
    assert words[0] in " | ".join(problems(data))


def deep(n):
    data = []
    for _ in range(n):
        data = [data]
    return data


@pytest.mark.parametrize("n", [20, 500, 100_000])
def test_nesting_without_end(n):
    (text,) = problems(put((*AIR, "air"), {"plant": deep(n)}))
    assert "nested deeper than 12" in text


def test_a_list_that_holds_itself():
    own: list = []
    own.append(own)
    (text,) = problems(put((*AIR, "air"), {"plant": own}))
    assert "nested deeper" in text


@pytest.mark.parametrize("value", [b"air", {1, 2}, object(), 3 + 4j], ids=["bytes", "set", "object", "complex"])
def test_what_is_no_value(value):
    assert any("is no text, number, list or table" in p for p in problems(put((*AIR, "technology"), value)))


def test_keys_that_are_no_text():
    assert "no text" in problems(put((*AIR, "air"), {3: "x"}))[0]


TOML = [
    ("x = " + "9" * 5000, "a number is too long"),
    ("x = " + "[" * 5000 + "]" * 5000, "nested too deep"),
    ("[site]\nclimate = 2024-05-01\n", "date"),
    ('name = "a\\u0000b"\n', "control character"),
    ('[site]\nclimate = "' + "x" * 10**6 + '"\n', "1,000,000 characters"),
]


@pytest.mark.parametrize(("text", "words"), TOML, ids=range(len(TOML)))
def test_one_sentence_through_toml(tmp_path, text, words):
    file = tmp_path / "study.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(StudyError) as error:
        read_study(file)
    assert any(words in p for p in error.value.problems)
    assert all(len(p) < 1000 for p in error.value.problems)


def test_names_are_data():
    study = Study(**put((*AIR, "name"), "=cmd|' /C calc'!A0"))
    assert study.option[0].name == "=cmd|' /C calc'!A0"
    assert Study(**put(("about",), "first line\nsecond line")).about == "first line\nsecond line"


HARBIN = {
    "site": {"climate": "harbin"},
    "it": {"rack": "hgx-h100", "racks": 8},
    "option": [{"name": "o", "technology": "cold-plate", "liquid": {"plant": "dry-cooler"}}],
}


@pytest.mark.parametrize("liquid", ["auto", "PG50", "EG50", "pg 55", "PG60", "EG60", "syltherm-xlt"])
def test_liquids_of_cold_sites_are_read(liquid):
    data = copy.deepcopy(HARBIN)
    data["option"][0]["liquid"]["loop_liquid"] = liquid
    assert Study(**data).option[0].liquid["loop_liquid"] == liquid


@pytest.mark.parametrize(("liquid", "point"), [("water", "0.0"), ("PG25", "-10"), ("EG30", "-1")])
def test_liquids_that_freeze_are_refused(liquid, point):
    """Harbin's coldest hour has -28.7 degC (climates.csv)."""
    data = copy.deepcopy(HARBIN)
    data["option"][0]["liquid"]["loop_liquid"] = liquid
    (text,) = problems(data)
    assert f"freezes at {point}" in text
    assert "-28.7 degC" in text
    data["site"]["climate"] = "singapore"
    assert Study(**data)


def test_an_inlet_class_above_its_altitude():
    """ASHRAE's classes end at 3,050 m; Lhasa lies at 3,649 m."""
    data = put(("site",), {"climate": "cn-lhasa"})
    assert Study(**data)
    data["option"][0]["inlet_class"] = "A3"
    assert "3,050 m" in problems(data)[0]


def test_a_door_takes_what_doors_take():
    data = put((*AIR, "air"), {"terminal": "rear-door"})
    assert Study(**data)
    data["it"]["group"][0]["rack"] = {"like": "hgx-h100", "nameplate": "90 kW"}
    assert any("at most 75 kW" in p for p in problems(data))
