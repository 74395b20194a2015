"""The validation runner: modules load, tables render, a disagreement is printed and is no error."""

import pytest

from thermo.errors import ThermoError
from thermo.report import validation

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


def test_an_unknown_name_is_refused():
    with pytest.raises(ThermoError, match="no validation case starts with 'climbs'"):
        validation.run("climbs")


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

    from thermo.facility.row import ROW, ROW_SIZE

    table = validation.module("configs_table")
    row = np.full(ROW_SIZE, np.nan)
    row[[ROW["margin_chip"], ROW["margin_intake"], ROW["margin_airflow"]]] = 9.0, 4.0, 0.5
    assert table.smallest_margin(row) == "intake, 4.0 K left"
    row[ROW["margin_airflow"]] = 0.02
    assert table.smallest_margin(row) == "air flow, 2 % left"
