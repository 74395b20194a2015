"""The EnergyPlus family: its statistics, its stored runs and single hours of its plants."""

from importlib import import_module
from math import cos, pi

import numpy as np
import pytest

from thermo.core.correlations.tower import cooltools_approach, york_approach
from thermo.core.psychrometrics import wet_bulb
from thermo.engine.year import call_plant, run
from thermo.errors import ThermoError
from thermo.hardware.plants import resolve
from thermo.reports import validation
from thermo.schema.field import blank, records
from thermo.schema.plant import PLANT_IN, PLANT_RESULT
from thermo.schema.row import ROW
from thermo.schema.weather import WEATHER

FAMILY = validation.module("energyplus")
COMPARE, MODELS = (import_module(f"{FAMILY.__name__}.{n}") for n in ("compare", "models"))
CHICAGO, SEA = 98934.0, 101325.0  # Pa


def plant(name, given, design=(30.0, 25.6), heat=1.06e6, flow=36.0, t_set=18.0):
    """A sized plant record and its point."""
    from thermo.case.case import as_record
    from thermo.case.declared import plant_named
    from thermo.core.psychrometrics import dew_point, humidity_ratio_from_wet_bulb

    liquid = given.pop("loop_liquid", "water")
    record = as_record(resolve(name, given, liquid))
    weather, x, out = weather_row(*design, SEA), blank(PLANT_IN), blank(PLANT_RESULT)
    x.q, x.flow, x.t_set = heat, flow, t_set
    assert np.isfinite(dew_point(humidity_ratio_from_wet_bulb(*design, SEA), SEA))
    call_plant(plant_named(name).size, record, weather, x, out)
    return record, plant_named(name).run


def weather_row(t, twb, p):
    """One weather row from dry and wet bulb [degC] and pressure [Pa]."""
    from thermo.core.psychrometrics import dew_point, humidity_ratio_from_wet_bulb

    w = humidity_ratio_from_wet_bulb(t, twb, p)
    return records(np.array([t, twb, w, p, dew_point(w, p), t])[None], WEATHER)[0]


def hour(model, t, twb, p=CHICAGO, before=0.0, lag=False, heat=1.058333e6, **changes):
    """Plant results of a chilled-water model at one hour of weather, coil heat in W."""
    given = dict(MODELS.AIR_PLANTS[model]) | changes
    if model == "A5_cooltools":
        given["fill_coefficient"] = MODELS.cooltools_water()
    record, point = plant("chilled-water", given)
    record["step_lag"] = float(lag)
    x, out = blank(PLANT_IN), blank(PLANT_RESULT)
    x.q, x.flow, x.t_set, x.before = heat, 30.0, 12.0 if "A6" in model else 18.0, before
    call_plant(point, record, weather_row(t, twb, p), x, out)
    return out


# EnergyPlus 25.2, Chicago (A5 Tampa) TMY3: weather, chiller, fans and pumps [kW], condenser [degC], water [m3]
HOURS = [
    ("A1_wcc", -12.2, -12.965, CHICAGO, 111.567, 0.931, 27.0, 18.0, 0.962),
    ("A1_wcc", 27.2, 18.599, CHICAGO, 130.461, 14.178, 27.0, 23.6, 2.719),
    ("A5_cooltools", 32.2, 26.098, SEA, 164.442, 6.691, 27.0, 31.1, 2.379),
    ("A5_cooltools", 10.6, 6.63, SEA, 111.567, 6.451, 27.0, 18.0, 1.728),
]


@pytest.mark.parametrize(("model", "t", "twb", "p", "chiller", "fan", "pumps", "condenser", "water"), HOURS)
def test_single_hours_of_water_cooled_plants(model, t, twb, p, chiller, fan, pumps, condenser, water):
    out = hour(model, t, twb, p)
    assert out.chillers / 1e3 == pytest.approx(chiller, rel=2e-3)  # its loop closes to 0.1 %
    assert out.fans / 1e3 == pytest.approx(fan, rel=1.5e-2)  # air^3: 0.5 % of air
    assert out.pumps / 1e3 == pytest.approx(pumps, rel=1e-9)
    assert out.t_condenser == pytest.approx(condenser, abs=0.02)
    drift = 8e-5 * 59.75 * 3.6
    assert out.evaporation * 3.6 * 4.0 / 3.0 == pytest.approx(water, abs=2.0 * drift + 0.012 * water)


def test_an_economizer_on_its_own_tower_floats_the_chilled_water():
    out = hour("A2_wse_series", -12.2, -12.965)  # EnergyPlus: 17.02 degC, 1.138 kW, one pump
    assert out.t_supply == pytest.approx(17.02, abs=0.03)
    assert out.fans / 1e3 == pytest.approx(1.138, rel=1e-2)
    assert out.pumps / 1e3 == pytest.approx(27.0)
    assert out.chillers == 0.0
    assert out.free == 1.0


def test_the_lag_reproduces_an_hour_that_follows_a_colder_supply():
    # EnergyPlus, Chicago, hour 1280, after an hour at 17.02 degC: wet bulb from 4.8 to 9.57 degC, exchanger 1,012.8 of
    # 1,069 kW, supply 17.6 degC, chiller off; without memory the chiller would trim
    still = hour("A2_wse_series", 11.7, 9.57, 97600.0)
    follows = hour("A2_wse_series", 11.7, 9.57, 97600.0, before=17.02, lag=True)
    assert still.chillers > 0.0
    assert follows.chillers == 0.0
    assert follows.t_supply == pytest.approx(17.6, abs=0.25)  # its return water is about the mean of both supplies'
    settled = hour("A2_wse_series", -12.2, -12.965, before=17.02, lag=True)  # a supply that does not move: no lag
    assert settled.t_supply == pytest.approx(hour("A2_wse_series", -12.2, -12.965)["t_supply"], abs=0.03)


def test_the_economizers_tower_has_its_own_water_flow():
    # EnergyPlus, San Francisco, hour 2450, partly free: 59.994 kg/s beside 59.746 kg/s in the condensers
    out = hour("A2_wse_series", 15.0, 13.29946, 101800.0)
    assert out.chillers / 1e3 == pytest.approx(44.362, rel=8e-3)  # its loop closes to 0.1 %, 1 kW of 271
    assert out.fans / 1e3 == pytest.approx(2.0869 + 11.3529, rel=1e-2)
    assert out.pumps / 1e3 == pytest.approx(42.0)


def test_at_low_load_the_exchanger_stands_below_its_difference():
    # EnergyPlus, Sydney, hour 4045 at 300 kW: return 20.45 degC, tower water would be 17.75 degC, less than 3 K below
    out = hour("A2_wse_series", 16.0, 12.75, 101600.0, heat=358333.0)
    assert out.chillers / 1e3 == pytest.approx(51.5, rel=3e-3)
    assert out.free == 0.0
    colder = hour("A2_wse_series", 15.0, 12.37, 101600.0, heat=358333.0)  # hour 4050: 1.3 kW, economizer at work
    assert colder.chillers / 1e3 == pytest.approx(1.3, abs=0.15)


# EnergyPlus, Luleå at 300 kW: wet bulb, chiller and fan [kW]; water of 19.7 degC is 0.25 % denser than at design
COLD_HOURS = [(-19.247, 51.545, 0.18800), (0.300, 51.545, 0.29539), (10.084, 51.545, 1.32017)]


@pytest.mark.parametrize(("twb", "chiller", "fan"), COLD_HOURS)
def test_a_polynomials_water_flow_counts_by_volume(twb, chiller, fan):
    out = hour("A1_wcc", twb + 1.0, twb, 101325.0, heat=358333.0)
    assert out.chillers / 1e3 == pytest.approx(chiller, rel=5e-4)
    assert out.fans / 1e3 == pytest.approx(fan, rel=1.5e-3)


def outdoor_hour(t, twb, p, heat=7e5, model="B2_ase_diff", before=0.0):
    """Plant results of a hall on outdoor air near sea level at one hour of weather."""
    given = MODELS.study(model, "", 6.7, SEA)["option"][0]["air"]
    given = {key: value for key, value in given.items() if key != "plant" and not key.startswith("crah")}
    del given["fan_on_ups"]
    flow = 70.0 * MODELS.standard_density(6.7) * MODELS.THEIR_CP_AIR / MODELS.CP_AIR
    record, point = plant("airside-economizer", given, heat=heat, flow=flow, t_set=24.0)
    record["step_lag"] = float(before > 0.0)
    x, out = blank(PLANT_IN), blank(PLANT_RESULT)
    x.q, x.flow, x.t_set, x.before = heat, flow, 24.0, before
    call_plant(point, record, weather_row(t, twb, p), x, out)
    return out


# EnergyPlus, Singapore at 700 kW and 101.33 kPa: dry and wet bulb, chiller [kW], humidity behind the coil, outdoor air
WET_HOURS = [
    (28.9, 26.0535, 278.944, 0.0180687, 1.0),
    (29.0, 25.5376, 234.477, 0.0180621, 1.0),
    (33.0, 26.2392, 258.546, 0.0180418, 0.0),
]


@pytest.mark.parametrize(("t", "twb", "chiller", "humidity", "outdoor"), WET_HOURS)
def test_a_wet_coil_lets_some_air_pass(t, twb, chiller, humidity, outdoor):
    out = outdoor_hour(t, twb, COMPARE.CORRECTED_FROM)
    assert out.chillers / 1e3 == pytest.approx(chiller, rel=6e-4)
    assert out.w_room == pytest.approx(humidity, rel=1.5e-3)
    assert out.outdoor == outdoor


def test_energyplus_saturates_at_one_pressure():
    # hour 5227: 29.6 degC at 100,724 Pa, 0.0190129 entering; its coil leaves what it would at 101.33 kPa
    theirs, entering = 0.0180559, 0.0190129
    at_sea_level = wet_bulb(29.6, entering, COMPARE.CORRECTED_FROM)
    assert outdoor_hour(29.6, at_sea_level, COMPARE.CORRECTED_FROM)["w_room"] == pytest.approx(theirs, rel=1e-3)
    assert outdoor_hour(29.6, 25.4559, 100724.0)["w_room"] == pytest.approx(1.0062 * theirs, rel=1e-3)
    # hour 7312, more than 1 % below 101.33 kPa: corrected (32 degC would lie at the return air, 32.003 degC)
    assert outdoor_hour(31.9, 29.4380, 100235.0)["w_room"] == pytest.approx(0.0183008, rel=1.5e-3)


def test_the_return_air_is_as_warm_as_theirs():
    # outdoor air of 32.0 degC is still colder than return air of 32.003 degC in hour 2435, of 32.1 degC is not
    assert outdoor_hour(32.0, 26.2722, 101004.0)["outdoor"] == 1.0
    assert outdoor_hour(32.0, 26.2722, 101004.0)["chillers"] / 1e3 == pytest.approx(323.88, rel=0.013)  # pressure
    assert outdoor_hour(32.1, 26.2722, 101004.0)["outdoor"] == 0.0


# EnergyPlus, Tampa, closed dampers: dry bulb, wet bulb, pressure, humidity before and behind the coil, DX [kW]
DRYING_HOURS = [
    (24.4, 24.028, 101600.0, 0.01785, 0.01629, 289.802),
    (25.6, 24.440, 101800.0, 0.01772, 0.01619, 290.539),
    (25.0, 20.823, 101600.0, 0.01371, 0.01331, 244.160),
]


@pytest.mark.parametrize(("t", "twb", "p", "entering", "leaving", "power"), DRYING_HOURS)
def test_a_closed_hall_dries_by_one_pass_an_hour_in_energyplus(t, twb, p, entering, leaving, power):
    out = outdoor_hour(t, twb, p, 1e6, "B3_ase_dx", before=entering)
    assert out.w_room == pytest.approx(leaving, rel=3e-3)  # four digits of it are told
    assert out.chillers / 1e3 == pytest.approx(power, rel=4e-3)
    dry = outdoor_hour(t, twb, p, 1e6, "B3_ase_dx")  # a steady hall is dry long before the hour ends
    assert dry.chillers / 1e3 < 0.99 * power


def varying_hall(altitude):
    """A4's hall at a site's height [m], sized, and its hours of three days."""
    from thermo.case.build import build
    from thermo.case.spec import cases_of
    from thermo.engine.size import size
    from thermo.study import Study

    def built(pressure):
        given = MODELS.study("A4_wse_varload", "", altitude, pressure)
        given["site"] = {"climate": "ashburn", "altitude": f"{altitude} m"}
        return build(cases_of(Study(**given))[0])

    case = built(float(built(SEA).hall["pressure"]))  # fan power is told by the site's own pressure
    size(case)
    return case, case.weather.rows[:72], case.utilisation[:72]


def test_a_hall_short_of_air_stays_warm_as_energyplus_has_it():
    # EnergyPlus, Golden, evening after four hours at full load and full fans: kg/s of air, supply [degC]
    air, supply = [46.67, 48.89, 49.41, 49.99, 35.61, 36.91], [23.55, 24.04, 24.01, 24.01, 23.77, 24.02]
    case, weather, load = varying_hall(1829.0)
    still = run(case, weather, load)[66:, ROW["air_flow_terminal"]]
    case.plant_air["step_lag"], case.hall["room_lag"] = 1.0, MODELS.hall_capacity(1829.0)
    rows = run(case, weather, load)[66:]
    assert rows[:, ROW["air_flow_terminal"]] == pytest.approx(np.array(air), rel=0.015)  # walls' film 0.1 to 0.9 W/m2K
    assert rows[:, ROW["t_air_supply"]] == pytest.approx(np.array(supply), abs=0.01)
    assert (still[:4] > 1.15 * np.array(air[:4])).all()  # a hall at rest is at 36 degC


def test_a_given_conductance_holds_at_the_given_flow():
    case, _, _ = varying_hall(1829.0)  # asked for 82.8 kg/s, its units move 67.4
    hall = case.hall
    assert float(hall["crah_air_rate"]) == pytest.approx(float(hall["crah_air"]) * MODELS.CP_HALL, rel=1e-4)


def test_water_that_floats_below_its_set_point_needs_less_flow():
    # EnergyPlus, San Francisco, hour 2400 at 400 kW: supply 15.00, return 35.75 degC, 4.65 kg/s; at 18 degC 5.50
    case, weather, load = varying_hall(2.0)
    cold = weather[:1].copy()
    cold["t_dry"], cold["t_wet"], cold["w"] = 8.0, 6.0, 0.005
    row = run(case, cold, load[:1])[0]
    assert row[ROW["t_water_air"]] == pytest.approx(15.0, abs=0.05)
    assert row[ROW["water_flow_air"]] == pytest.approx(4.65, rel=0.02)
    assert row[ROW["t_water_air_return"]] == pytest.approx(35.75, abs=0.1)


def year_of_weather(path, spike=None):
    """An EPW file of 24.5 to 25.5 degC by the hour of the day, 60 % and 100.5 kPa, with one hour at 99 %."""
    head = ["LOCATION,A,-,B,x,1,1.0,104.0,8.0,7.0"] + ["x"] * 6 + ["DATA PERIODS,1,1,Data,Sunday,1/1,12/31"]
    rest = ",".join(["0"] * 10) + ",180,1.0" + ",0" * 13
    days = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    stamps = [(m + 1, d + 1, h + 1) for m, n in enumerate(days) for d in range(n) for h in range(24)]
    hours = [
        f"2017,{m},{d},{h},60,u,{(t := 25.0 - 0.5 * cos(pi * h / 12.0)):.1f},"
        f"{t - (0.2 if i == spike else 8.3):.1f},{99 if i == spike else 60},100500,{rest}"
        for i, (m, d, h) in enumerate(stamps)
    ]
    path.write_text("\n".join([*head, *hours]) + "\n")
    return path


def test_both_engines_have_the_repaired_humidity(tmp_path):
    (tmp_path / "out").mkdir()
    clean = year_of_weather(tmp_path / "clean.epw")
    assert COMPARE.repaired(clean, tmp_path / "out") == clean
    spiked = year_of_weather(tmp_path / "spiked.epw", spike=100)
    path = COMPARE.repaired(spiked, tmp_path / "out")
    before, after = (COMPARE.hours_of(p)[1] for p in (spiked, path))
    assert [i for i in range(8760) if before[i] != after[i]] == [100]
    assert float(after[100][8]) == pytest.approx(60.0, abs=0.1)


def test_a_weather_file_at_one_pressure(tmp_path):
    (tmp_path / "out").mkdir()
    path = COMPARE.at_sea_level(year_of_weather(tmp_path / "a.epw"), tmp_path / "out")
    assert {cells[9] for cells in COMPARE.hours_of(path)[1]} == {"101330"}


def test_the_coil_is_rated_as_energyplus_rates_it():
    flow = 70.0 * MODELS.standard_density(3.0)
    assert MODELS.coil_conductance(flow, 35.996) == pytest.approx(500578.0, rel=0.01)  # of its report at Tampa


def test_a_settled_run_holds_the_weather_within_the_hour(tmp_path):
    head = ["LOCATION"] + ["x"] * 6 + ["DATA PERIODS,1,1,Data,Sunday,1/1,12/31"]
    source = tmp_path / "a.epw"
    source.write_text("\n".join([*head, "2017,1,1,1,60,u,1.5", "2017,1,1,2,60,u,2.5"]) + "\n")
    (tmp_path / "out").mkdir()
    text, path = COMPARE.settled("Timestep,\n  1;  !- steps", source, tmp_path / "out")
    lines = path.read_text().splitlines()
    assert text.startswith("Timestep,\n  6;")
    assert lines[7].startswith("DATA PERIODS,1,6,")
    assert [line.split(",")[4] for line in lines[8:14]] == ["10", "20", "30", "40", "50", "60"]
    assert [line.split(",")[6] for line in lines[8:]] == ["1.5"] * 6 + ["2.5"] * 6


def test_a_load_replaces_the_input_files_own():
    elsewhere = import_module(f"{FAMILY.__name__}.elsewhere")
    for model, level in (("A1_wcc", "Until: 24:00,0.3"), ("C1_drycooler", "Until: 24:00,-300000")):
        text = elsewhere.with_load(COMPARE.input_file(model), [0.3] * 24)
        assert level in text
        assert text.count("LoadW" if model == "C1_drycooler" else "ITload") == 2  # the schedule and its one use
    again = elsewhere.with_load(COMPARE.input_file("A4_wse_varload"), [0.3] * 24)
    assert "Until: 06:00,\n    0.40," not in again


def test_changeover_belongs_to_the_exchanger_at_its_limit():
    assert hour("A3_wse_parallel", 8.0, 8.0)["chillers"] == 0.0
    assert hour("A3_wse_parallel", 8.1, 8.02)["chillers"] > 0.0


def test_towers_are_rated_at_their_design_point():
    assert york_approach(25.6, 5.6, 1.00904, 1.0) == pytest.approx(3.9, abs=1e-4)
    assert cooltools_approach(25.6, 5.6, MODELS.cooltools_water(), 1.0) == pytest.approx(3.9, abs=1e-6)


def test_statistics_by_hand():
    nmbe, cv = COMPARE.statistics(np.array([1.0, 2.0, 3.0]), np.array([1.5, 2.0, 3.5]))
    assert nmbe == pytest.approx(1.0 / 2.0 / 2.0)  # sum 1, n - 1 = 2, mean 2
    assert cv == pytest.approx((0.5 / 2.0) ** 0.5 / 2.0)


# what stays open in Tampa at one step an hour; the settled run beside it is within its aims
KNOWN = {"A4_wse_varload": {"same mode": 0.99}}


def test_stored_runs_of_one_climate_are_within_their_aims():
    found = [r for r in FAMILY.stored() if r["site"] == "tampa"]
    rows = [r for r in found if not r["variant"]]
    assert {r["model"] for r in rows} == set(MODELS.MODELS)
    for r in rows:
        loose, known = r["model"] in FAMILY.LOOSE, KNOWN.get(r["model"], {})
        assert abs(r["pue_difference"]) <= (0.004 if loose else 0.001)
        assert r["worst_use"] <= known.get("end use", 0.02 if loose else 0.005), r["model"]
        assert r["cv_rmse"] <= 0.05
        assert r["same_mode"] >= known.get("same mode", 0.995), r["model"]
    for r in (r for r in rows if FAMILY.misses(r)):
        again = [a for a in found if a["model"] == r["model"] and a["variant"] == "settled"]
        assert any(not FAMILY.misses(a) for a in again), r["model"]


def test_without_energyplus_the_stored_runs_count_and_say_so(monkeypatch):
    def missing():
        raise ThermoError(COMPARE.MISSING)

    monkeypatch.setattr(COMPARE, "installation", missing)
    cases = FAMILY.cases(run=True)
    assert len({c["name"] for c in cases}) == len(cases) == 2 * len(FAMILY.stored())
    assert len([r for r in FAMILY.stored() if not r["variant"]]) == len(FAMILY.pairs())
    assert all("stored runs" in c["source"] and "EnergyPlus is not installed" in c["source"] for c in cases)


def test_a_failed_run_is_one_sentence_and_the_others_go_on(monkeypatch):
    def compare(program, model, weather, variant=""):
        if model == "A1_wcc":
            raise ThermoError("EnergyPlus failed on A1_wcc with x.epw: no licence.")
        return ({k: v for k, v in FAMILY.stored()[5].items() if k != "site"} | {"model": model},)

    monkeypatch.setattr(COMPARE, "compare", compare)
    monkeypatch.setattr(
        FAMILY, "pairs", lambda: [("A1_wcc", "tampa"), ("A2_wse_series", "tampa"), ("C1_drycooler", "oslo")]
    )
    monkeypatch.setattr(COMPARE, "installation", lambda: ("program", {"tampa": "x.epw"}))
    cases = FAMILY.cases(run=True)
    assert [c["source"] for c in cases if c["value"] is None] == [
        "EnergyPlus failed on A1_wcc with x.epw: no licence.",
        "the installation has no weather file of oslo",
    ]
    assert any(c["name"] == "energyplus: A2_wse_series, tampa: PUE" for c in cases)
