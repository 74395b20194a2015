"""Results as data: what was evaluated comes back the same from a copy, another process and every file."""

import copy
import json
import multiprocessing
import os
import pickle
import stat
import threading
from concurrent.futures import ProcessPoolExecutor

import numpy as np
import pytest

import thermo
from thermo.errors import ThermoError
from thermo.results.document import document, entries_of
from thermo.results.rack import rack_flow
from thermo.results.store import column, flat, lists_of, nested, table
from thermo.schema.row import END_USES
from thermo.units import UnitError

STUDY = {
    "name": "Two ways, 两种",
    "site": [{"name": "Ashburn", "climate": "ashburn", "jurisdiction": "us-va", "utility_feed": "1 MVA"}],
    "it": {"rack": "hgx-h100", "racks": 20, "utilization": 0.8},
    "option": [
        {"name": "Air; dense", "technology": "air", "supply_air": "38 degC"},
        {"name": "Plates", "technology": "cold-plate", "liquid": {"plant": "dry-cooler", "trim": "air-cooled-chiller"}},
    ],
    "economics": {"baseline": "Air; dense"},
}


@pytest.fixture(scope="module")
def result():
    found = thermo.evaluate(STUDY, samples=2)
    assert found.details["limits"][0]
    assert not found.details["limits"][1]  # one of each kind
    return found


@pytest.fixture(scope="module")
def printed(result):
    return json.dumps(result.to_dict(), sort_keys=True, allow_nan=False)


def same(other, result, printed):
    """True when nothing that a result says has changed."""
    assert json.dumps(other.to_dict(), sort_keys=True) == printed
    assert other.summary.equals(result.summary)
    assert other.hourly.equals(result.hourly)
    assert {n: v.attrs for n, v in other.summary.variables.items()} == {
        n: v.attrs for n, v in result.summary.variables.items()
    }
    assert other.study.to_dict() == result.study.to_dict()
    return True


def test_copies_and_pickles_hold_all(result, printed):
    assert same(copy.deepcopy(result), result, printed)
    there = pickle.loads(pickle.dumps(result))
    assert same(there, result, printed)
    assert there.outcomes[1].case.points[0] is result.outcomes[1].case.points[0]  # compiled once, not pickled
    assert there.outcomes[1].case.rebuild_rack(0, 4)["servers"] == result.outcomes[1].case.rebuild_rack(0, 4)["servers"]


@pytest.mark.slow
def test_a_process_of_its_own_returns_a_result(printed):
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        there = pool.submit(thermo.evaluate, STUDY, samples=2).result()
    assert json.dumps(there.to_dict(), sort_keys=True) == printed


@pytest.mark.parametrize("name", ["r.nc", "r.zarr"])
def test_a_file_holds_all(result, printed, tmp_path, name):
    result.save(tmp_path / name)
    result.save(tmp_path / name)  # replaces what stood there
    read = thermo.read_result(tmp_path / name)
    assert same(read, result, printed)
    assert (read.uncertainty.swings == result.uncertainty.swings).all()
    assert thermo.report(read, tmp_path / "page.html").stat().st_size > 1e5
    assert thermo.report(tmp_path / name, tmp_path / "again.html").read_bytes() == (tmp_path / "page.html").read_bytes()
    assert os.listdir(tmp_path).count(name) == 1
    assert len(os.listdir(tmp_path)) == 3  # nothing temporary is left
    again = tmp_path / f"again{name[1:]}"
    read.save(again)
    assert same(thermo.read_result(again), result, printed)


def test_a_document_comes_back_from_json(result, printed, tmp_path):
    result.save(tmp_path / "r.json")
    read = thermo.read_result(tmp_path / "r.json")
    assert json.dumps(read.to_dict(), sort_keys=True) == printed
    assert read.summary.equals(result.summary)
    assert read.study is None
    with pytest.raises(ThermoError, match="holds no hours"):
        _ = read.hourly


def test_other_programs_find_limits_and_inputs_as_variables(result, tmp_path):
    import xarray as xr

    result.save(tmp_path / "r.nc")
    limits = xr.open_dataset(tmp_path / "r.nc", group="details/limits", engine="h5netcdf")
    assert set(limits["option"].values) == {"Air; dense"}
    assert limits.sizes["row"] == len(result.details["limits"][0])
    bought = xr.open_dataset(tmp_path / "r.nc", group="details/equipment", engine="h5netcdf")
    assert bought["count"].dtype == np.float64
    with xr.open_dataset(tmp_path / "r.nc", engine="h5netcdf") as summary:
        assert "document" not in summary


def test_what_is_no_result_is_refused_in_a_sentence(tmp_path):
    (tmp_path / "x.nc").write_bytes(b"x")
    (tmp_path / "x.json").write_text('{"curves": []}')
    (tmp_path / "x.zarr").mkdir()
    for name, words in (
        ("no.nc", "there is no such file"), ("x.nc", "is not a result"), ("x.zarr", "is not a result"),
        ("x.json", "holds no result of evaluate"), ("x.csv", "ending '.csv' is not known"),
    ):  # fmt: skip
        with pytest.raises(ThermoError, match=words):
            thermo.read_result(tmp_path / name)


def test_a_folder_of_something_else_is_not_overwritten(result, tmp_path):
    (tmp_path / "mine.zarr").mkdir()
    (tmp_path / "mine.zarr" / "thesis.txt").write_text("x")
    with pytest.raises(ThermoError, match="is no result of thermo"):
        result.save(tmp_path / "mine.zarr")
    assert (tmp_path / "mine.zarr" / "thesis.txt").exists()


def test_files_follow_the_umask(result, tmp_path):
    from thermo.reports import files

    before = os.umask(0o027)
    try:
        for ending in (".nc", ".csv", ".json", ".xlsx"):
            files.write(result, tmp_path / f"r{ending}")
        thermo.report(result, tmp_path / "r.html")
    finally:
        os.umask(before)
    assert {stat.S_IMODE(p.stat().st_mode) for p in tmp_path.iterdir()} == {0o640}


def test_a_table_has_one_row_an_option(result):
    table = result.summary.to_dataframe()
    entries = result.to_dict()["options"]
    assert list(table.index) == [(e["site"], e["name"]) for e in entries]
    for e in entries:
        row = table.loc[(e["site"], e["name"])]
        assert row["pue"] == e["pue"]
        assert row["pue_at_load.0.5"] == e["pue_at_load"]["0.5"]
        assert sum(row[f"energy.{use}"] for use in END_USES) == pytest.approx(e["energy_total"], rel=1e-12)
    assert len(result.summary[["pue", "energy"]].to_dataframe()) == 2
    assert len(result.summary.energy.to_dataframe()) == 2 * len(END_USES)


def test_every_unit_has_a_definition(result):
    import pint

    variables = (*result.summary.variables.values(), *result.hourly.values())
    units = {v.attrs["units"] for v in variables if "units" in v.attrs}
    assert "USD/kW/year" in units
    for unit in units:
        pint.get_application_registry().Unit(unit)


def test_zarr_has_no_word_against_text(result, tmp_path):
    with thermo.results.store.quiet():  # consolidated metadata apart, which xarray asks for
        result.summary.to_zarr(tmp_path / "s.zarr", mode="w")
    assert all(v.dtype.kind != "U" for v in result.summary.variables.values())  # text of fixed length is no Zarr type


# ---- progress, cancelling, case by case


def test_progress_is_told_in_this_thread(result):
    told, here = [], threading.get_ident()

    def on_progress(done, total, label):
        assert threading.get_ident() == here
        told.append((done, total, label))

    thermo.evaluate(STUDY, samples=2, on_progress=on_progress)
    assert told[:2] == [(1, 2, "Ashburn: Air; dense"), (2, 2, "Ashburn: Plates")]
    total = told[2][1]
    assert told[2:] == [(n, total, "samples") for n in range(1, total + 1)]
    assert total == 2 + 2 * len(result.uncertainty.draws)


def test_cancelling_ends_in_an_error_of_its_own():
    event, told = threading.Event(), []

    def on_progress(done, total, label):
        told.append(label)
        event.set()

    with pytest.raises(thermo.Cancelled) as caught:
        thermo.evaluate(STUDY, on_progress=on_progress, cancel=event)
    assert isinstance(caught.value, ThermoError)
    assert told == ["Ashburn: Air; dense"]
    with pytest.raises(thermo.Cancelled):
        thermo.evaluate(STUDY, on_progress=on_progress, cancel=lambda: True)
    assert len(told) == 1


def test_cases_come_one_by_one(result):
    found = {o.spec.option: o for o in thermo.iter_evaluate(STUDY)}
    for expected in result.outcomes:
        assert found[expected.spec.option].summary == pytest.approx(expected.summary, rel=0, abs=0, nan_ok=True)
    first = next(thermo.iter_evaluate(STUDY))  # and the rest may be left
    assert first.spec.option == "Air; dense"


def test_options_by_name_or_place_come_with_their_baseline(result):
    alone = thermo.evaluate(STUDY | {"economics": {}}, options="Plates")
    assert [o.spec.option for o in alone.outcomes] == ["Plates"]
    both = thermo.evaluate(STUDY, options=[1], hourly=False)
    assert [o.spec.option for o in both.outcomes] == ["Air; dense", "Plates"]
    expected = result.to_dict()
    del expected["uncertainty"]
    assert both.to_dict() == expected
    with pytest.raises(ThermoError, match="hourly=False"):
        _ = both.hourly
    for wrong in ("Plate", 2, [], True):
        with pytest.raises(ThermoError, match="options"):
            thermo.evaluate(STUDY, options=wrong)


# ---- rows of any dicts as tables


ROWS = [
    [
        {"code": "chip", "hours": 3, "figures": {"over": 2.5}, "text": "hot"},
        {"code": "feed", "hours": 0, "figures": {"mva": 7.0}, "text": ""},
    ],
    [],
    [{"code": "dew", "hours": 1, "figures": {"over": 0.0, "mva": 1.0}, "text": "湿"}],
]
TOLD = [
    [{"text": "a", "code": "x", "figures": {}}, {"text": "b", "code": "y", "figures": {"what": None, "of": 1.5}}],
    [{"text": "c", "code": "z", "figures": {"what": ["p", 2], "inner": {"code": "q", "figures": {}}}}],
    [{"text": "d", "code": "z", "figures": {"of": "word"}, "hour": 7}],
]
RULES = [
    [{"name": "a", "met": True, "by": 0.1, "value": 3}, {"name": "b", "met": None, "by": None, "value": "text"}],
    [{"name": "c", "met": False, "by": -1.0, "value": 2.5}], [],
]  # fmt: skip


@pytest.mark.parametrize("rows", [ROWS, RULES, TOLD, [["one", "two"], [], ["three"]], [[], [], []]])
def test_rows_come_back_from_their_table(rows):
    cases = [("s", "a"), ("s", "b"), ("t", "a")]
    held = table(rows, cases)
    back = lists_of(held, cases) if any(rows) else [[], [], []]
    assert json.dumps(back, sort_keys=True) == json.dumps(rows, sort_keys=True)  # 1 is not 1.0


def test_numbers_stay_numbers():
    assert column([1, None, 2.5])[0].dtype == np.float64
    assert column([1, 2])[0].dtype == np.int64
    assert column([True, False])[0].dtype == bool
    assert nested(flat({"a": {"b": {"c": 1}}, "d": 2})) == {"a": {"b": {"c": 1}}, "d": 2}


def test_a_document_is_its_arrays_and_back(result):
    held = result.to_dict()
    from thermo.results import dataset

    entries = entries_of(held)
    about = {"study": held["study"], "version": held["version"]}
    again = document(dataset.summary(entries, held["units"]["capex"], about), dataset.details(entries))
    del held["uncertainty"]
    assert again == held


# ---- one word, one meaning; what means nothing


def test_flow_and_coolant_are_those_of_a_study():
    assert rack_flow("1.5 L/min/kW") == (pytest.approx(2.5e-8, rel=1e-12), None)
    assert rack_flow("120 L/min") == (None, pytest.approx(0.002, rel=1e-12))
    for wrong in ("12", "3 kW"):
        with pytest.raises(UnitError, match=r"L/min/kW.*120 L/min"):
            rack_flow(wrong)
    rack = thermo.Rack.from_library("hgx-h100")
    given = rack.solve("cold-plate", coolant="PG25", flow="2 L/min/kW")
    nameplate = given.liquid_flow / (2e-3 / 60.0 / 1e3)
    assert 30e3 < nameplate < 80e3  # W, a rack of H100 servers
    through = rack.solve("cold-plate", coolant="PG25", flow=f"{given.liquid_flow * 60e3:.12f} L/min")
    assert through.liquid_flow == pytest.approx(given.liquid_flow, rel=1e-9)


def test_ratios_to_no_it_and_water_that_is_gathered_mean_nothing():
    from thermo.engine.totals import TOTALS, Y
    from thermo.results.metrics import figures
    from thermo.results.outcome import meaningless

    totals = np.ones(TOTALS)
    totals[Y.sum_utility] = 5.2
    known = {"chips": 1.0, "grid_carbon": 1.0, "grid_water": 1.0}
    assert figures(totals, known)[0]["pue"] == pytest.approx(5.2 / 5.0)
    assert not meaningless(totals)
    totals[Y.sum_utility] = 501.0
    found, _ = figures(totals, known)
    assert np.isnan([found[n] for n in ("pue", "tue", "wue", "cue", "ere")]).all()
    assert found["energy_total"] > 0.0
    assert "PUE" in meaningless(totals)[0]
    totals[Y.sum_utility], totals[Y.sum_blowdown] = 5.2, 1.1
    found, _ = figures(totals, known)
    assert np.isnan([found[n] for n in ("water", "discharge", "wue")]).all()
    assert found["pue"] == pytest.approx(5.2 / 5.0)
    assert "water" in meaningless(totals)[0]
