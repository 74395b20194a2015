"""Fluids that are no longer made are refused for new builds, and warned of where halls stand.

3M announced in December 2022 that it leaves all fluorinated fluids (Novec, Fluorinert) by the end of 2025; Britain's
Defence laboratory names HFE-7100 among them. The EU's universal restriction of PFAS was proposed in February 2023.
"""

import pytest

from thermo.case.coolants import boiling_notes, standing_notes
from thermo.errors import ThermoError
from thermo.library import load
from thermo.library.standing import standing, trade_name
from thermo.study import Study
from thermo.words import languages, say

WITHDRAWN = ("fc-72", "hfe-7100", "fc-40", "fc-3283")
HALL = {"chiller_capacity": "8 MW"}


def study(coolant, technology, economics=None, site=None, **option):
    return Study(
        site={"climate": "frankfurt"} | (site or {}),
        it={"rack": "hgx-h100", "racks": 10},
        option=[{"name": "tank", "technology": technology, "coolant": coolant} | option],
        **({"economics": economics} if economics else {}),
    )


def test_every_entry_is_a_fluid_of_the_library():
    known = {*load("fluids"), *load("boiling_fluids")}
    assert set(load("fluid_status")) <= known
    for key, entry in load("fluid_status").items():
        assert entry.kind in ("withdrawn", "other-makers", "phase-down", "current"), key
        assert isinstance(entry.get("pfas"), bool), key
        assert (entry.kind == "withdrawn") == (key in WITHDRAWN)
    legacy = {key for key, entry in load("boiling_fluids").items() if entry.get("legacy")}
    assert legacy == {k for k, e in load("fluid_status").items() if e.kind in ("withdrawn", "phase-down")} & set(
        load("boiling_fluids")
    )


@pytest.mark.parametrize("fluid", WITHDRAWN)
def test_a_new_build_is_refused(fluid):
    technology = "immersion" if fluid in load("fluids") else "immersion-two-phase"
    with pytest.raises(ThermoError, match=f"coolant = .{fluid}. is .*ended production in 2025"):
        study(fluid, technology)


@pytest.mark.parametrize(
    ("economics", "site"),
    [({"project": "retrofit", "existing": HALL}, {}), (None, {"status": "existing"})],
)
def test_an_existing_hall_is_warned(economics, site):
    assert study("fc-72", "immersion-two-phase", economics, site).option[0].coolant == "fc-72"
    codes = [note.code for note in standing_notes("fc-72", "DEU")]
    assert codes == ["warning.withdrawn_fluid", "warning.pfas"]
    assert not any(note.code == "warning.legacy_fluid" for note in boiling_notes("immersion-two-phase", "fc-72", {}))


def test_tables_of_a_technology_are_read_too():
    with pytest.raises(ThermoError, match=r"evaporating_coolant = .hfe-7100. is HFE-7100"):
        study(None, "spray", spray={"method": "evaporative", "evaporating_coolant": "hfe-7100"})


def test_trade_names_say_what_to_write():
    assert trade_name("Novec 649") == (
        "is a trade name of FK-5-1-12 (3M Novec 649 and 1230), whose maker ended production in 2025; other makers sell "
        'the molecule: write "fk-5-1-12"'
    )
    with pytest.raises(ThermoError, match=r"coolant = .Novec 649. is a trade name .*write .fk-5-1-12"):
        study("Novec 649", "immersion-two-phase")
    assert standing("white-mineral-oil") is None


def test_the_molecule_of_other_makers_is_only_told_of():
    assert study("fk-5-1-12", "immersion-two-phase")
    assert [n.code for n in standing_notes("fk-5-1-12", "USA")] == ["warning.other_makers"]
    assert [n.code for n in standing_notes("r1233zd-e", "DEU")] == ["warning.pfas"]
    assert standing_notes("r1233zd-e", "CHN") == []


@pytest.mark.parametrize("language", languages())
def test_it_is_said_in_every_language(language):
    notes = standing_notes("hfe-7100", "SWE")
    assert len(notes) == 2
    for note in notes:
        assert "HFE-7100" in say(note.code, language, **note.figures)
    assert "2025" in say(notes[0].code, language, **notes[0].figures)
