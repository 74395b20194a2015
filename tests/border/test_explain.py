"""`explain` tells the hour that was asked for: the year's own table at that hour, under that hour's weather."""

import json

import pytest
from printed import says

HOUR = 4385  # an afternoon in July, when a neighbouring hour differs in every figure


@pytest.fixture(scope="module")
def told(ran, small):
    return json.loads(ran("explain", small, "--option", "Air", "--hour", str(HOUR), "--json").out)


@pytest.fixture(scope="module")
def hourly(folder, sampled):
    import xarray as xr

    with xr.open_dataset(folder / "small.nc", engine="h5netcdf", group="hourly") as held:
        yield held.load().sel(option="Air").isel(site=0)


def test_its_figures_are_those_of_the_year_at_that_hour(told, hourly):
    here, before = hourly.sel(hour=HOUR), hourly.sel(hour=HOUR - 1)
    assert told["hour"] == HOUR
    moved = 0
    for node in told["nodes"]:
        name, value = node["figure"], node["value"]
        assert node["unit"] == here[name].attrs["units"], name
        assert value == pytest.approx(float(here[name]), rel=1e-9, abs=1e-9), name  # rounding of unit factors
        moved += value != pytest.approx(float(before[name]), rel=1e-6, abs=1e-9)
    assert len(told["nodes"]) > 30
    assert moved > 10


def test_its_weather_is_that_hours(told):
    """Against the site's year as it is read, whose first row is hour 1."""
    from thermo.weather import builtin

    year = builtin("dublin").rows
    for i, figure in enumerate(told["weather"]):
        assert figure["value"] == pytest.approx(year[HOUR - 1][i], rel=1e-12), figure["figure"]
    assert told["weather"][0]["value"] != pytest.approx(year[HOUR - 2][0], abs=1e-6)


def test_every_cell_is_the_documents(ran, small, told):
    head, racks, inputs = ran("explain", small, "--option", "Air", "--hour", str(HOUR)).sheets
    assert head.title == f"{told['site']}: Air, hour {HOUR}"
    weather = [(w["figure"], w["value"], w["unit"]) for w in told["weather"]]
    known = weather + [(n["figure"], n["value"], n["unit"]) for n in told["nodes"]]
    for row, (figure, value, unit) in zip(head.rows, known, strict=True):
        assert (row[1], row[3]) == (figure, unit)
        assert says(row[2], value, digits=5), row
    for row in racks.rows:
        for cell, group in zip(row[2:], told["racks"], strict=True):
            assert says(cell, group["values"].get(row[0]), digits=5), row
            assert row[1] == group["units"].get(row[0], row[1])
    assert inputs.rows == [[n, str(v["value"]), v["source"]] for n, v in told["inputs"].items()]


def test_the_design_hour(ran, small):
    told = json.loads(ran("explain", small, "--option", "Plates", "--json").out)
    assert told["hour"] == "design"
    assert {r["group"] for r in told["racks"]}
