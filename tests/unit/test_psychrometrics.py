"""Moist air against PsychroLib and real-gas CoolProp tables, and the properties it must have anywhere."""

import math

import pytest
from expected import oracle
from hypothesis import given, settings
from hypothesis import strategies as st

from thermo.core import psychrometrics as air

temperatures = st.floats(-35.0, 60.0)
humidities = st.floats(0.01, 1.0)
pressures = st.floats(60e3, 108e3)


def test_states_of_psychrolib():
    for row in oracle("psychro_state"):
        t, rh, p = row["T_dry_bulb_degC"], row["rel_humidity_frac"], row["pressure_Pa"]
        w = air.humidity_ratio_from_relative_humidity(t, rh, p)
        assert w == pytest.approx(row["humidity_ratio_kg_per_kgda"], rel=1e-4)
        assert air.enthalpy(t, w) == pytest.approx(row["enthalpy_J_per_kgda"], rel=1e-4, abs=0.01)
        assert air.wet_bulb(t, w, p) == pytest.approx(row["T_wet_bulb_degC"], abs=0.02)
        assert air.dew_point(w, p) == pytest.approx(row["T_dew_point_degC"], abs=0.02)
        assert air.volume(t, w, p) == pytest.approx(row["volume_m3_per_kgda"], rel=1e-6)
        assert air.density(t, w, p) == pytest.approx(row["density_moist_kg_per_m3"], rel=1e-6)
        assert air.vapour_pressure(w, p) == pytest.approx(row["vapour_pressure_Pa"], rel=1e-6)
        assert air.relative_humidity(t, w, p) == pytest.approx(rh, rel=1e-6)
        degree = w / air.saturation_humidity_ratio(t, p)
        assert degree == pytest.approx(row["degree_of_saturation_frac"], rel=1e-6)


def test_states_from_wet_bulb():
    for row in oracle("psychro_from_wetbulb"):
        t, p = row["T_dry_bulb_degC"], row["pressure_Pa"]
        w = air.humidity_ratio_from_wet_bulb(t, row["T_wet_bulb_degC"], p)
        assert w == pytest.approx(row["humidity_ratio_kg_per_kgda"], rel=1e-3)
        assert air.relative_humidity(t, w, p) == pytest.approx(row["rel_humidity_frac"], rel=1e-3)
        assert air.dew_point(w, p) == pytest.approx(row["T_dew_point_degC"], abs=0.05)


def test_real_gas_is_near():
    for row in oracle("psychro_realgas_crosscheck"):
        t, rh, p = row["T_dry_bulb_degC"], row["rel_humidity_frac"], row["pressure_Pa"]
        w = air.humidity_ratio_from_relative_humidity(t, rh, p)
        assert w == pytest.approx(row["humidity_ratio_realgas_kg_per_kgda"], rel=1e-2)
        assert w == pytest.approx(row["humidity_ratio_idealgas_kg_per_kgda"], rel=1e-4)
        assert air.wet_bulb(t, w, p) == pytest.approx(row["T_wet_bulb_realgas_degC"], abs=0.1)
        assert air.dew_point(w, p) == pytest.approx(row["T_dew_point_realgas_degC"], abs=0.1)
        assert air.volume(t, w, p) == pytest.approx(row["volume_realgas_m3_per_kgda"], rel=1e-2)


def test_standard_atmosphere():
    for row in oracle("standard_atmosphere"):
        assert air.standard_pressure(row["altitude_m"]) == pytest.approx(row["pressure_Pa"], rel=1e-6)
        assert air.standard_temperature(row["altitude_m"]) == pytest.approx(row["temperature_degC"], abs=1e-6)


def test_saturation_pressure():
    for row in oracle("sat_vapour_pressure"):
        assert air.saturation_pressure(row["T_degC"]) == pytest.approx(row["p_ws_Pa"], rel=1e-6)


@settings(max_examples=400, deadline=None)
@given(temperatures, humidities, pressures)
def test_wet_bulb_lies_between_dew_point_and_dry_bulb_and_inverts(t, rh, p):
    w = air.humidity_ratio_from_relative_humidity(t, rh, p)
    wet, dew = air.wet_bulb(t, w, p), air.dew_point(w, p)
    assert dew - 0.4 <= wet <= t + 1e-9
    if w > 2e-7:
        assert air.humidity_ratio_from_wet_bulb(t, wet, p) == pytest.approx(w, rel=1e-6, abs=1e-9)
        assert air.humidity_ratio_from_dew_point(dew, p) == pytest.approx(w, rel=1e-4)


@settings(max_examples=300, deadline=None)
@given(temperatures, humidities, pressures)
def test_enthalpy_inverts(t, rh, p):
    w = air.humidity_ratio_from_relative_humidity(t, rh, p)
    assert air.temperature_from_enthalpy(air.enthalpy(t, w), w) == pytest.approx(t, abs=1e-9)
    h = air.saturation_enthalpy(t, p)
    assert air.saturation_enthalpy(air.temperature_saturated(h, p), p) == pytest.approx(h, rel=1e-7, abs=1e-3)


@settings(max_examples=100, deadline=None)
@given(st.floats(-30.0, 55.0), pressures)
def test_slope_of_saturation_enthalpy(t, p):
    step = 1e-4
    if abs(t - 0.01) > 0.01:
        chord = (air.saturation_enthalpy(t + step, p) - air.saturation_enthalpy(t - step, p)) / (2 * step)
        assert air.saturation_enthalpy_slope(t, p) == pytest.approx(chord, rel=1e-5)


@settings(max_examples=100, deadline=None)
@given(st.floats(0.0, 1.5e-1), st.floats(-20.0, 80.0), pressures)
def test_supersaturated_air_has_its_dry_bulb_as_wet_bulb(extra, t, p):
    w = air.saturation_humidity_ratio(t, p) + extra
    assert air.wet_bulb(t, w, p) == pytest.approx(t, abs=1e-9)


def test_no_answer_above_boiling():
    assert math.isnan(air.saturation_humidity_ratio(105.0, 101325.0))
    assert math.isnan(air.saturation_enthalpy(99.0, 80e3))
    assert math.isnan(air.saturation_enthalpy_slope(99.0, 80e3))


def test_bone_dry_air_has_finite_points():
    assert math.isfinite(air.dew_point(0.0, 101325.0))
    assert math.isfinite(air.wet_bulb(30.0, 0.0, 101325.0))


def test_compiled_equals_plain(plain):
    for row in oracle("psychro_state")[::10]:
        t, rh, p = row["T_dry_bulb_degC"], row["rel_humidity_frac"], row["pressure_Pa"]
        w = air.humidity_ratio_from_relative_humidity(t, rh, p)
        for function, arguments in (
            (air.wet_bulb, (t, w, p)),
            (air.dew_point, (w, p)),
            (air.temperature_saturated, (air.enthalpy(t, w), p)),
            (air.saturation_pressure, (t,)),
        ):
            assert plain(function)(*arguments) == pytest.approx(function(*arguments), rel=1e-9, abs=1e-9)
