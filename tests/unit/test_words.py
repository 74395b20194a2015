"""One registry of limits, worded in every language by code and named figures; documents say the same."""

import ast
import copy
import json
import pickle
import re
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from thermo import words
from thermo.errors import ThermoError
from thermo.library import load as library
from thermo.reports.table import MONEY_ROWS, ROWS
from thermo.results import limits
from thermo.results.rack import Rack, rack_limits, rack_margin
from thermo.schema import flags as f
from thermo.schema.field import blank
from thermo.schema.limits import CODES, LIMITS, STATES
from thermo.schema.rack import RACK_RESULT
from thermo.schema.row import ROW, ROW_FIELDS, ROW_SIZE
from thermo.words import Message

OTHERS = [language for language in words.languages() if language != "en"]
EXTRA = ("none", "unbuilt")  # short names of a sweep beside the limits
# limit: fields of its hour, and its sentence; boiling in a tank where the code ends in "bath"
SAID = {
    "junction": ({"margin_chip": -3.21, "t_chip": -999.0}, "at full work the junction would be 3.2 K above throttling"),
    "junction held": (
        {"margin_chip": -3.21, "t_chip": 90.6},
        "at full work the junction would be 3.2 K above throttling (throttling holds it at 91 °C)",
    ),
    "case": ({"margin_case": -1.55}, "the case is 1.6 K above its limit"),
    "memory": ({"margin_memory": -0.96}, "memory is 1.0 K above its limit"),
    "server_intake": (
        {"margin_intake": -1.5, "t_air_intake": 36.5}, "server intake reaches 36.5 °C, 1.5 K outside its class"
    ),
    "air_flow": (
        {"margin_airflow": -2.1667, "air_needed": 7.6, "air_possible": 2.4},
        "needs 7.60 m^3/s of air through one rack; limit 2.40 m^3/s",
    ),
    "coolant": ({"margin_coolant": -20.0, "t_liquid_supply": 70.0}, "coolant is 20.0 K above its limit"),
    "coolant bath": (
        {"margin_coolant": -2.0, "t_liquid_supply": 70.0},
        "the bath reaches 70.0 °C, 2.0 K above where its relief valve opens or its materials end",
    ),
    "heat_flux": (
        {"margin_flux": 1.2 - 1.0 / 0.7}, "heat flux leaves a critical-flux margin of 1.20; at least 1.43 is needed"
    ),
    "geometry": ({"margin_geometry": -0.0123}, "the sinks are 12 mm too high for the servers at this density"),
    "exit_quality": (
        {"margin_quality": -0.05, "exit_quality": 0.71},
        "plates leave at a quality 0.05 above that of dry-out (exit quality 0.71)",
    ),
    "pump_suction": ({"margin_suction": -1.3}, "the coolant pump lacks 1.3 m of net positive suction head"),
    "flow_stability": (
        {"margin_stability": -0.4}, "flow between parallel plates is unstable: Ledinegg slope -0.40; raise inlet_drop"
    ),
    "dew_point": ({"margin_dew": 1.4}, "coolant is only 1.4 K above the room's dew point; 2 K are needed"),
    "electrical_chain": (
        {"margin_electrical": -0.031}, "the electrical chain carries 3.1 % more than its needed modules are rated for"
    ),
    "air_supply": (
        {"margin_plant_air": -0.5, "t_air_supply": 24.5},
        "air plant runs short: supply 24.50 °C, 0.50 K above its set point",
    ),
    "liquid_supply": (
        {"margin_plant_liquid": -1.25, "t_liquid_supply": 41.25},
        "liquid plant runs short: supply 41.25 °C, 1.25 K above its set point",
    ),
    "liquid_supply bath": (
        {"margin_plant_liquid": -1.25, "t_liquid_supply": 51.25},
        "the condenser is short of cold water: the bath floats to 51.2 °C, 1.2 K above its set point",
    ),
}  # fmt: skip


def hours(n=48, **fields):
    """Hours that keep every limit, with fields changed."""
    rows = np.zeros((n, ROW_SIZE))
    for limit in LIMITS:
        rows[:, ROW[limit.field]] = 5.0
    for name, value in fields.items():
        rows[:, ROW[name]] = value
    return rows


def a_case(design, feed=0.0, bath=False):
    """What `limits` reads of a sized case."""
    technology = "immersion-two-phase" if bath else "cold-plate"
    return SimpleNamespace(outage_row=design, feed=feed, hall={"condensing": float(bath)}, technology=technology)


def found_for(said):
    """The limit of one entry of SAID, exceeded in hour 13 alone."""
    name, _, variant = said.partition(" ")
    rows = hours()
    for field, value in SAID[said][0].items():
        rows[12, ROW[field]] = value
    found, feasible = limits.limits(a_case(hours(1)[0], bath=variant == "bath"), rows)
    assert not feasible
    assert [limit.name for limit in found] == [name]
    return found[0]


def test_every_margin_of_the_hour_is_a_limit():
    assert {name for name, *_ in ROW_FIELDS if name.startswith("margin_")} == {limit.field for limit in LIMITS}
    assert {said.partition(" ")[0] for said in SAID} == {limit.code for limit in LIMITS} == set(limits.TOLD)
    assert len(set(CODES)) == len(CODES) == len(LIMITS) + len(STATES) + 1


@pytest.mark.parametrize("language", words.languages())
def test_every_limit_is_worded_with_its_own_figures(language):
    known = words.load(language)
    for code in CODES:
        told = set(limits.TOLD.get(code, ("apparent", "feed") if code == "utility_feed" else ()))
        wordings = [set(words.placeholders(text)) for text in known[f"limit.{code}"]]
        assert set().union(*wordings) == told, code
        assert known[f"binding.{code}"], code
    assert {f"limit_name.{code}" for code in (*CODES, *EXTRA)} == {c for c in known if c.startswith("limit_name.")}


@pytest.mark.parametrize("said", SAID)
def test_a_limit_is_told_with_the_figures_of_its_worst_hour(said):
    limit = found_for(said)
    assert str(limit) == f"1 h of the year, worst hour 13: {SAID[said][1]}"
    assert (limit.where, limit.hours, limit.hour) == ("year", 1, 13)


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("said", SAID)
def test_a_document_says_a_limit_in_another_language_with_the_same_figures(said, language):
    limit = found_for(said)
    held = json.loads(json.dumps(limit.to_dict()))
    assert held["units"].keys() == held["figures"].keys()
    assert words.retell_limit(held, "en") == limit == held["text"]
    other = words.retell_limit(held, language)
    assert not re.search(r"[a-z]{3}", re.sub(r"`\w+`|Ledinegg", "", other)), other
    number = r"-?\d+\.\d+"
    assert re.findall(number, other) == re.findall(number, limit)


def test_where_a_limit_is_exceeded_and_what_binds():
    design = hours(1, margin_memory=-1.0, flags=float(f.F_FROZEN))[0]
    rows = hours(margin_chip=-1.0, apparent=1.0e6)
    rows[5:7, ROW["margin_chip"]] = -2.0, -4.0
    rows[40, ROW["apparent"]] = 2.0e6
    rows[:3, ROW["flags"]] = f.F_TRIPPED
    found, feasible = limits.limits(a_case(design, feed=1.5e6), rows)
    assert not feasible
    where = [(limit.name, limit.where, limit.hours, limit.hour) for limit in found]
    assert where == [
        ("memory", "design", None, None), ("frozen", "design", None, None), ("junction", "year", 48, 7),
        ("tripped", "year", 3, None), ("utility_feed", "year", None, 41),
    ]  # fmt: skip
    frame = "at design weather, full load and one spare unit of every kind out"
    assert found[0] == f"{frame}: memory is 1.0 K above its limit"
    assert found[3] == "3 h of the year: chips are above their trip temperature even when throttled to the floor"
    assert found[4] == "needs 2.00 MVA from the utility; the feed gives 1.50 MVA"
    assert found[4].to_dict()["figures"] == {"apparent": 2.0e6, "feed": 1.5e6}
    assert limits.binding(found) == ["the junction reaches throttling", "the memory reaches its limit"]
    assert limits.binding(found[1:2]) == ["a coolant is below its freezing point"]
    assert limits.binding(found[4:]) == ["the utility feed is full"]
    assert limits.limits(a_case(hours(1)[0]), hours()) == ([], True)


def test_one_rack_is_judged_by_the_same_registry():
    out = blank(RACK_RESULT, 1e9)
    out.status, out.t_chip = f.F_THROTTLED, 88.0
    assert rack_limits(out, 40.0) == []
    assert rack_margin(out) >= 0.0
    out.margin_chip, out.margin_coolant = -2.5, -3.0
    assert rack_margin(out) < 0.0
    assert [limit.name for limit in rack_limits(out, 40.0)] == ["junction", "coolant"]
    assert rack_limits(out, 40.0)[0].to_dict()["figures"] == {"over": 2.5, "held": 88.0}
    assert rack_limits(out, 47.0, bath=True)[1].startswith("the bath reaches 47.0 °C, 3.0 K above")
    out.status = f.F_NO_FLOW | f.F_RUNAWAY | f.F_CHF
    assert [limit.name for limit in rack_limits(out, 40.0)] == ["no_flow"]


def test_a_rack_without_flow_says_so_and_nothing_else():
    found = Rack.from_library("gb200-nvl72").solve("cold-plate", supply_liquid="40 degC", flow="0 L/min")
    assert found.limits == ["a stream is asked to carry heat without flow"]


@pytest.mark.parametrize("language", OTHERS)
def test_every_language_has_the_codes_and_figures_of_english(language):
    english, other = words.load(), dict(words.load(language))
    assert list(words.differences(english, other)) == []
    other["limit.case"] = ("{over:.1f} {above}",)
    other["limit.new"] = other.pop("limit.memory")
    assert [fault.split(" ")[:2] for fault in words.differences(english, other)] == [
        ["lacks", "limit.memory"], ["has", "limit.new,"], ["limit.case", "has"],
    ]  # fmt: skip


def test_every_code_in_the_source_is_worded_with_the_figures_given():
    known, seen = words.load(), 0
    for path in Path(words.__file__).parents[1].rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            head = {"Message": "", "say": "", "word": "page."}.get(getattr(getattr(call, "func", None), "id", ""))
            if head is None or not call.args or not isinstance(call.args[0], ast.Constant):
                continue
            code, given = head + call.args[0].value, {keyword.arg for keyword in call.keywords}
            wordings = [set(words.placeholders(text)) for text in known[code]]
            assert None in given or any(wanted <= given for wanted in wordings), (path.name, code)
            assert given - {None} <= set().union(*wordings), (path.name, code)
            seen += 1
    assert seen > 100


def test_chinese_is_chinese():
    plain = ("language", "metric", "technology", "item", "row", "term")  # names such as PUE, UPS
    for code, wordings in words.load("zh").items():
        for text in wordings if code.partition(".")[0] not in plain else ():
            own = re.sub(r"{[^}]*}", "", text)
            assert re.search(r"[一-鿿]", own) or not re.search(r"[a-z]", own), code


def test_what_a_report_names_is_worded():
    known = words.load()
    rows = {f"row.{row.variable}" for row in (*ROWS, *MONEY_ROWS)}
    assert rows == {code for code in known if code.startswith("row.")}
    caps = [entry for entry in library("policies").values() if entry.kind == "cap"]
    assert {f"metric.{cap.get('metric')}" for cap in caps} <= known.keys()
    assert {f"rule_status.{cap.get('status')}" for cap in caps} <= known.keys()


def test_a_rule_is_said_with_verdict_and_distance():
    rule = {"name": "Cap", "status": "law", "sourced": False, "metric": "pue", "sense": "max", "limit": 1.3}
    found = limits.verdict(rule | {"value": 1.4321, "met": False, "by": 0.1321})
    assert found["code"] == "missed"
    assert found["text"] == "Cap (law, figure not sourced): pue 1.432 ≤ 1.3: missed by 0.132"
    assert words.retell(found["text"], "zh") == "Cap（法规，数值无来源）：PUE 1.432 ≤ 1.3：未达标，差 0.132"
    found = limits.verdict(rule | {"value": None, "met": None, "by": None})
    assert found["text"] == "Cap (law, figure not sourced): not judged, pue has no value or no limit"


def test_a_message_stays_itself():
    names = Message("warning.not_sold", rack="R", technology="air", sold=["cold-plate", "spray"])
    assert names == "R is not sold or warranted in air (sold: cold-plate, spray)"
    said = words.retell(str(names), "zh", words.index([names, "as it is"]))
    assert said == "R 不以风冷形式销售或质保（在售：冷板、喷淋）"
    assert words.retell("as it is", "zh", {}) == "as it is"
    limit = found_for("junction held")
    for twin in (pickle.loads(pickle.dumps(limit)), copy.deepcopy(limit)):
        assert twin == limit
        assert twin.to_dict() == limit.to_dict()
    assert json.dumps(Message("limit.case", over=float("nan")).to_dict()["figures"]) == '{"over": null}'
    assert words.say("limit.case", "zh", over=None) == "壳温超出限值 – K"


def test_unknown_codes_figures_and_languages_are_refused():
    with pytest.raises(KeyError):
        words.say("limit.nothing")
    with pytest.raises(KeyError, match="no wording is told with under"):
        words.say("limit.case", under=1.0)
    with pytest.raises(ThermoError, match=r"there is no language 'zz'\. Known: en, zh\."):
        words.load("zz")
