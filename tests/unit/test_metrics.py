"""Figures of merit from tables made by hand."""

import numpy as np
import pytest

from thermo.results.metrics import (
    STREAM_FIELDS,
    SUMMARY_FIELDS,
    annual,
    extrapolated_hours,
    has,
    modes,
    over_limit,
    violated,
)
from thermo.schema.flags import F_EXTRAPOLATED, F_FROZEN, F_RUNAWAY, F_SHORT, F_THROTTLED, F_TRIP_AMBIENT, F_TRIPPED
from thermo.schema.limits import LIMITS
from thermo.schema.row import END_USES, ROW, ROW_SIZE

IT = {"it_compute": 800e3, "vr_loss": 40e3, "it_fans": 60e3, "it_pumps": 0.0, "psu_loss": 100e3}  # 1 MW
REST = {"distribution_loss": 10e3, "ups_loss": 40e3, "terminal_fans": 30e3, "pumps": 20e3, "chillers": 100e3}  # 0.2 MW


def table(hours=48, **fields):
    """Hours with 1 MW of IT and 0.2 MW of the rest, all limits kept, and fields changed."""
    rows = np.zeros((hours, ROW_SIZE))
    for name, value in (IT | REST).items():
        rows[:, ROW[name]] = value
    rows[:, ROW["apparent"]] = 1.3e6
    rows[:, ROW["heat_liquid"]], rows[:, ROW["heat_air"]] = 700e3, 300e3
    rows[:, ROW["compute_delivered"]] = 1.0
    rows[:, ROW["t_air_supply"]], rows[:, ROW["t_air_intake"]] = 24.0, 25.0
    rows[:, ROW["t_liquid_supply"]], rows[:, ROW["t_chip"]] = 40.0, 70.0
    for limit in LIMITS:
        rows[:, ROW[limit.field]] = 5.0
    rows[:, ROW["margin_flux"]] = 1e9
    rows[:, ROW["free_air"]], rows[:, ROW["free_liquid"]] = 0.0, 1.0
    for name, value in fields.items():
        rows[:, ROW[name]] = value
    if "utility" not in fields:
        rows[:, ROW["utility"]] = rows[:, [ROW[use] for use in END_USES]].sum(axis=1)
    return rows


def summary(rows, chips=100.0, utilisation=1.0, **more):
    """Summary of a table."""
    return annual(rows, chips, np.full(len(rows), utilisation), **more)[0]


def test_effectiveness_figures():
    found = summary(table())
    assert found["pue"] == pytest.approx(1.2)
    assert found["itue"] == pytest.approx(1.25)
    assert found["tue"] == pytest.approx(1.5)
    assert found["energy_it"] == pytest.approx(48 * 1000.0)
    assert found["energy_total"] == pytest.approx(48 * 1200.0)
    assert found["server_fan_share"] == pytest.approx(0.06)
    assert found["heat_liquid_fraction"] == pytest.approx(0.7)


def test_pue_is_a_ratio_of_energies():
    """Half the hours at full IT with PUE 1.2, half at a tenth with PUE 3: 1.3636, not the mean 2.1."""
    rows = table()
    for name in IT:
        rows[24:, ROW[name]] *= 0.1
    rows[:, ROW["utility"]] = rows[:, [ROW[use] for use in END_USES]].sum(axis=1)
    found = summary(rows)
    assert found["pue"] == pytest.approx((1.2 + 0.3) / 1.1)
    assert found["pue_worst_hour"] == pytest.approx(3.0)


def test_energy_by_end_use_sums_to_the_total():
    rows = table(hours=100)
    found, energy = annual(rows, 1.0, np.ones(100))
    assert set(energy) == set(END_USES)
    assert sum(energy.values()) == pytest.approx(found["energy_total"])
    assert energy["chillers"] == pytest.approx(100 * 100.0)


def test_peaks():
    rows = table()
    rows[7, ROW["utility"]], rows[9, ROW["apparent"]] = 2e6, 3e6
    assert summary(rows)["power_peak"] == pytest.approx(2000.0)
    assert summary(rows)["apparent_peak"] == pytest.approx(3000.0)


def test_water():
    """0.1 kg/s evaporation, 0.02 blowdown, 0.01 drift, 0.01 humidifier: 0.14 kg/s; 0.504 L/kWh."""
    rows = table(evaporation=0.1, blowdown=0.02, drift=0.01, humidifier_water=0.01, condensate=0.005)
    rows[24:, ROW["evaporation"]] = 0.2
    found = summary(rows, grid_water=2e-3 / 3.6e6)
    first, second = 0.14 * 24 * 3.6, 0.24 * 24 * 3.6
    assert found["water"] == pytest.approx(first + second)
    assert found["water_peak_day"] == pytest.approx(second)
    assert found["wue"] == pytest.approx((first + second) / 48.0)
    assert found["wue_source"] == pytest.approx(found["wue"] + 2.0 * 1.2)
    assert found["discharge"] == pytest.approx(0.025 * 48 * 3.6)


def test_carbon_needs_a_grid():
    assert summary(table(), carbon=0.5 / 3.6e6)["cue"] == pytest.approx(0.6)
    assert np.isnan(summary(table())["cue"])
    assert np.isnan(summary(table())["wue_source"])


def test_reuse():
    found = summary(table(heat_reused=300e3))
    assert found["ere"] == pytest.approx(0.9)
    assert found["erf"] == pytest.approx(0.25)


def test_delivered_compute_is_weighted_by_what_was_asked():
    rows = table()
    rows[:24, ROW["compute_delivered"]] = 0.5
    utilisation = np.r_[np.full(24, 1.0), np.full(24, 0.2)]
    found, _ = annual(rows, 10.0, utilisation)
    assert found["compute_delivered"] == pytest.approx(0.7 / 1.2)
    assert found["hours_throttled"] == 24.0
    assert found["energy_per_chip_hour"] == pytest.approx(1200.0 / 10.0 / (0.7 / 1.2))


def test_idle_year_delivers_all_that_was_asked():
    found, _ = annual(table(), 10.0, np.zeros(48))
    assert found["compute_delivered"] == 1.0


@pytest.mark.parametrize(
    ("field", "value", "bad"),
    [
        ("margin_chip", -0.1, True),
        ("margin_chip", 0.0, False),
        ("margin_intake", -1e-7, False),
        ("margin_dew", 1.9, True),
        ("margin_plant_air", -0.005, False),
        ("margin_plant_air", -0.02, True),
        ("margin_plant_liquid", np.nan, True),
        ("margin_memory", np.nan, True),
    ],
)
def test_limits(field, value, bad):
    rows = table(**{field: value})
    assert violated(rows)[field].all() == bad
    assert over_limit(rows).all() == bad
    assert summary(rows)["hours_over_limit"] == 48.0 * bad


@pytest.mark.parametrize("bit", [F_RUNAWAY, F_TRIPPED, F_FROZEN, F_TRIP_AMBIENT])
def test_status_bits_count_as_over_the_limit(bit):
    rows = table()
    rows[5, ROW["flags"]] = bit | F_THROTTLED
    assert over_limit(rows).sum() == 1
    assert has(rows, bit).sum() == 1
    assert has(rows, F_THROTTLED, bit).sum() == 1


def test_throttled_hours_are_no_limit():
    assert not over_limit(table(flags=F_THROTTLED | F_EXTRAPOLATED)).any()


def test_modes_sum_to_the_hours():
    rows = table(hours=100)
    rows[:30, ROW["free_air"]] = 1.0
    rows[30:50, ROW["free_air"]] = 0.4
    found = modes(rows)
    assert found["air"] == {"hours_free_cooling": 30.0, "hours_partial": 20.0, "hours_mechanical": 50.0}
    assert found["liquid"] == {"hours_free_cooling": 100.0, "hours_partial": 0.0, "hours_mechanical": 0.0}
    assert set(found["air"]) == set(STREAM_FIELDS)


def test_a_hall_without_liquid_has_no_liquid_modes():
    rows = table(free_liquid=np.nan, t_liquid_supply=np.nan)
    assert set(modes(rows)) == {"air"}
    assert summary(rows)["supply_temperature_max"] == 24.0


def test_hottest_and_smallest():
    rows = table()
    rows[3, ROW["t_chip"]], rows[4, ROW["margin_chip"]] = 88.0, -1.0
    rows[6, ROW["t_liquid_supply"]], rows[8, ROW["t_air_intake"]] = 45.0, 33.0
    found = summary(rows)
    assert (found["chip_temperature_max"], found["chip_margin_min"]) == (88.0, -1.0)
    assert (found["supply_temperature_max"], found["air_intake_max"]) == (45.0, 33.0)


def test_runaway_shows_in_the_chip_temperature():
    rows = table()
    rows[3, ROW["t_chip"]] = np.nan
    assert np.isnan(summary(rows)["chip_temperature_max"])


def test_boiling_margin_only_where_something_boils():
    assert np.isnan(summary(table())["critical_heat_flux_margin"])
    assert summary(table(margin_flux=0.5))["critical_heat_flux_margin"] == pytest.approx(0.5 + 1.0 / 0.7)


def test_extrapolated_hours_by_place():
    rows = table()
    rows[:4, ROW["flags_racks"]] = F_EXTRAPOLATED
    rows[:9, ROW["flags_plant_liquid"]] = F_EXTRAPOLATED | F_SHORT
    assert extrapolated_hours(rows) == {"racks": 4, "air": 0, "liquid": 9}


def test_every_figure_has_a_unit_and_a_meaning():
    assert set(summary(table())) <= set(SUMMARY_FIELDS)
    assert all(unit and text for unit, text in SUMMARY_FIELDS.values())


def test_area_counts_plants_by_what_was_sized():
    from thermo.case.build import build
    from thermo.case.spec import cases_of
    from thermo.engine.size import size
    from thermo.study import Study

    hall = {
        "site": {"climate": "cn-beijing"},
        "it": {"rack": "hgx-h100", "racks": 10},
        "option": [{"technology": "air", "air": {"plant": "chilled-water"}}],
    }
    case = build(cases_of(Study(**hall))[0])
    size(case)
    white = case.geometry()["area"] - case.plant_area()
    assert white == pytest.approx(case.groups[0].racks * 3.5)
    before = case.plant_area()
    case.electrical["ups_rating"] *= 2.0  # twice the UPS: its rooms alone grow
    ups = case.electrical["ups_rating"] * case.electrical["ups_count"] * case.electrical["ups_redundancy"] / 2.0
    assert case.plant_area() - before == pytest.approx(0.04e-3 * ups)
