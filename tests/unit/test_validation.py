"""The validation runner: modules load, tables render, a disagreement is printed and is no error."""

from pathlib import Path

import pytest

from thermo.errors import ThermoError
from thermo.reports import validation

DOCUMENT = {
    "cases": [
        {
            "name": "near", "expected": 1.0, "value": 1.01, "difference": 0.01, "tolerance": 0.05, "ok": True,
            "source": "a | b",
        },
        {
            "name": "far", "expected": 1.0, "value": None, "difference": None, "tolerance": 0.05, "ok": False,
            "source": "c",
        },
    ]
}  # fmt: skip


def test_a_disagreement_is_printed_and_is_no_error():
    page = validation.markdown(DOCUMENT)
    assert "| far | 1 | – | – | 0.05 | **no** | c |" in page
    assert "| near | 1 | 1.01 | 0.01 | 0.05 | yes | a / b |" in page
    table = validation.table(DOCUMENT)
    assert table.row_count == 2
    assert "1 of 2" in str(table.title)


def test_an_unknown_name_is_refused(monkeypatch):
    monkeypatch.setattr(validation, "MODULES", ("climates",))
    with pytest.raises(ThermoError, match=r"starts with 'climbs'; families are climates\. .*climates"):
        validation.run("climbs")


def test_a_family_runs_alone_and_a_case_is_found_with_or_without_its_family(monkeypatch):
    calls = []

    class Family:
        def __init__(self, name):
            self.name = name

        def cases(self):
            calls.append(self.name)
            return [c | {"name": f"{self.name}: {c['name']}"} for c in DOCUMENT["cases"]]

    monkeypatch.setattr(validation, "MODULES", ("alpha", "beta"))
    monkeypatch.setattr(validation, "module", Family)
    assert [c["name"] for c in validation.run("bet")["cases"]] == ["beta: near", "beta: far"]
    assert calls == ["beta"]
    assert [c["name"] for c in validation.run("far")["cases"]] == ["alpha: far", "beta: far"]
    assert [c["name"] for c in validation.run("alpha: f")["cases"]] == ["alpha: far"]


def test_the_summary_names_the_worst_case_of_each_family():
    near, far = ({"family": f} | c for f, c in zip(("one", "two"), DOCUMENT["cases"], strict=True))
    far = far | {"value": 1.3, "difference": 0.3}
    worse = far | {"name": "two: farther", "value": 0.5, "difference": -0.5}
    rows = validation.summary({"cases": [near, far, worse]})
    assert rows == [("one", "", 1, 1, ""), ("two", "", 2, 0, "farther (0.5 against 1)")]
    page = validation.markdown({"cases": [near, far, worse]}, {"two": "Words of the family.\n"})
    assert "1 of 3 cases" in page
    assert page.index("## two") < page.index("Words of the family.") < page.index("| two: farther |")


def test_every_case_is_complete_and_honest():
    cases = validation.run("climates")["cases"]
    assert len(cases) == 21
    for case in cases:
        assert set(validation.KEYS) <= set(case)
        assert case["source"]
        assert case["ok"] == (abs(case["difference"]) <= case["tolerance"])
        assert case["difference"] == pytest.approx(case["value"] - case["expected"])


def test_comparisons_state_a_source():
    cases = validation.module("comparisons").cases()
    assert len({case["name"] for case in cases}) == len(cases)
    assert all(case["source"] and case["tolerance"] > 0.0 for case in cases)
    assert all(case["ok"] == (abs(case["difference"]) <= case["tolerance"]) for case in cases)


def test_kept_climates_hold_every_site_and_option_within_the_aim():
    climates = validation.module("climates")
    rows = climates.kept()
    assert {(row["site"], row["option"]) for row in rows} == {
        (site, option) for site in climates.FILES | climates.OTHER_PERIOD for option in climates.OPTIONS
    }
    for row in rows:
        gap = abs(row["pue_builtin"] - row["pue_hours"])
        assert row["site"] in climates.OTHER_PERIOD or gap <= climates.AIM[climates.stream(row["option"])]


def test_without_weather_files_the_kept_table_counts(monkeypatch):
    monkeypatch.delenv("THERMO_WEATHER", raising=False)
    climates = validation.module("climates")
    assert climates.available() == {}
    assert climates.results.__wrapped__() == climates.kept()


def test_limiting_factor_in_words():
    import numpy as np

    from thermo.schema.row import ROW, ROW_SIZE

    table = validation.module("configs_table")
    row = np.full(ROW_SIZE, np.nan)
    row[[ROW["margin_chip"], ROW["margin_intake"], ROW["margin_airflow"]]] = 9.0, 4.0, 0.5
    assert table.smallest_margin(row) == "intake, 4.0 K left"
    row[ROW["margin_airflow"]] = 0.02
    assert table.smallest_margin(row) == "air flow, 2 % left"


# --- measured facilities


@pytest.fixture(scope="module")
def sites():
    return validation.module("facilities")


def test_every_stratum_is_drawn_once_and_the_stream_is_frozen(sites):
    column = sites.strata("a/b", 48)
    assert sorted(int(x * 48) for x in column) == list(range(48))
    # numpy.random.RandomState(crc32(b"a/b")), permutation then uniform; frozen by NEP 19
    assert column[:2] == pytest.approx([0.17584890880481807, 0.6625197157450747], abs=1e-12)
    assert not (column == sites.strata("a/c", 48)).any()


def test_a_value_keeps_its_unit_and_its_range(sites):
    assert sites.value({"range": ["20 degC", "27 degC"]}, 0.5) == "23.5 degC"
    assert sites.value({"range": [0.2, 0.6]}, 0.25) == pytest.approx(0.3)
    assert [sites.value({"choices": ["a", "b"]}, x) for x in (0.0, 0.49, 0.5, 0.99)] == ["a", "a", "b", "b"]


def test_crps_by_hand(sites):
    assert sites.crps([1.2], 1.5) == pytest.approx(0.3)  # one number: absolute error
    assert sites.crps([0.0, 1.0], 0.0) == pytest.approx(0.25)  # 1/2 - 1/4
    assert sites.crps([0.0, 1.0], 2.0) == pytest.approx(1.25)  # 3/2 - 1/4


def test_facts_take_the_place_of_ranges(sites):
    google = sites.facility("Google Singapore")
    assert "option.supply_air" not in sites.unknown(google, "water-cooled")
    assert sites.specification(google, 3)["option"][0]["supply_air"] == "27 degC"
    assert "option.supply_air" in sites.unknown(sites.facility("Scaleway DC2"), "air-cooled")


def test_every_draw_is_a_study_and_is_kept(sites):
    from thermo.study import Study

    kept, heading = sites.kept()
    assert heading.startswith("computed 20")
    for site in sites.table()["facility"]:
        assert [int(row["draw"]) for row in kept[site["name"]]] == list(range(sites.DRAWS))
        for draw in (None, 0, sites.DRAWS - 1):
            Study(**sites.specification(site, draw))


def test_every_range_and_fact_has_a_source(sites):
    table = sites.table()
    assert all(entry["source"] for entry in table["unknown"].values())
    assert all(entry["source"] and entry["class"] for entry in table["operator"].values())
    assert all(site["source"] and site["rows"] for site in table["facility"])


def test_a_row_is_within_when_it_lies_between_the_percentiles(sites, monkeypatch):
    import numpy as np

    site = sites.facility("Scaleway DC5")
    monkeypatch.setattr(sites, "drawn", lambda name, key="pue": np.linspace(1.0, 1.2, 101))
    lines = [sites.row_case(site, [2020, "annual", figure, ""], "pue") for figure in (1.019, 1.021, 1.179, 1.181)]
    assert [line["ok"] for line in lines] == [False, True, True, False]
    assert all(line["ok"] == (abs(line["difference"]) <= line["tolerance"]) for line in lines)


@pytest.mark.slow
def test_costs_follow_the_published_structure():
    """Immersion costs as much as air at 10 kW a rack and less the denser it stands."""
    found = {case["name"].removeprefix("cost: "): case for case in validation.module("cost").cases()}
    rows = [found[f"immersion at {kw} kW a rack against air at 10 kW a rack, capital [%]"] for kw in (10, 20, 40)]
    assert rows[0]["ok"]
    assert rows[0]["value"] > rows[1]["value"] > rows[2]["value"]
    assert found["retrofit over new build, cold plate, capital per kW"]["ok"]
    assert found["air at 10 kW a rack, construction [M USD per MW]"]["ok"]
    assert all(case["source"] for case in found.values())


# --- Modelica Buildings


def test_the_cdu_pump_by_hand():
    modelica = validation.module("modelica")
    # PG25 at 30 degC: 1017 kg/m3, 3.93 kJ/(kg K) (ASHRAE 2021); 6.336 MW over 5 K, 205 kPa, efficiency 0.7
    by_hand = 6.336e6 / (5.0 * 3930.0) / 1017.0 * 205e3 / 0.7 / 1e3
    line = next(c for c in modelica.cdu() if c["name"] == "modelica: CDU: pump at design [kW]")
    assert line["value"] == pytest.approx(by_hand * 1.011, rel=0.01)


def test_part_load_of_the_racks_pump_lies_between_constant_head_and_cube():
    modelica = validation.module("modelica")
    full = modelica.racks_pump(1.0)
    assert full == pytest.approx(modelica.hall_design()["cdu"])
    assert 0.6**3 * full < modelica.racks_pump(0.6) < 0.6 * full


def test_a_loop_takes_the_liquid_it_is_given():
    from thermo.case.build import build
    from thermo.case.spec import cases_of
    from thermo.core.fluids import freezing
    from thermo.errors import ThermoError
    from thermo.study import Study

    def plant(loop):
        liquid = {"plant": "dry-cooler", "loop_liquid": loop}
        study = Study(
            name="loop",
            site={"climate": "singapore"},
            it={"group": [{"name": "it", "rack": "hgx-h100", "power": "1 MW"}]},
            option=[{"name": "o", "technology": "cold-plate", "liquid": liquid}],
        )
        return build(cases_of(study)[0])

    # freezing of 40 % propylene glycol by volume: -21 degC (Dow, DOWFROST table)
    assert float(freezing(plant("PG40").plant_liquid.loop)) == pytest.approx(-21.0, abs=1.5)
    assert plant("PG40").inputs["liquid.dry-cooler.loop"]["source"] == "study"
    assert float(freezing(plant("water").plant_liquid.loop)) == pytest.approx(0.0, abs=0.5)
    with pytest.raises(ThermoError, match=r"wter.*water"):
        plant("wter")


def test_a_thermosyphon_before_the_tower_holds_no_tower_set_point_unasked():
    """Its tower must run as the tower alone does; NREL kept its PUE and halved its water."""
    comparisons = validation.module("comparisons")
    found = {case["name"]: case for case in comparisons.before_and_after()}
    assert found["comparisons: ESIF: PUE with the thermosyphon less without"]["ok"]
    assert 30.0 < found["comparisons: ESIF: water saved by the thermosyphon in its first year [%]"]["value"] < 80.0


def test_plates_of_the_hybrid_hall_save_server_fans_as_published():
    comparisons = validation.module("comparisons")
    found = {case["name"]: case for case in comparisons.hybrid()}
    assert found["comparisons: hybrid hall, 1 to 4: server fan power [%]"]["ok"]


def test_readme_shows_the_stored_results():
    readme, root = validation.module("readme"), Path(__file__).parents[2]
    text = (root / "README.md").read_text(encoding="utf-8")
    assert readme.filled(text, root) == text, "python -m validation.readme"
    assert len(readme.energyplus().splitlines()) == 2 + 14 + 2  # fourteen plants, a head and the count
