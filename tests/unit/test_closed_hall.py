"""A closed hall on a DX coil is as moist as the coil leaves it: neither dries the other any further."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thermo.case.case import as_record
from thermo.core.psychrometrics import (
    DRIEST,
    enthalpy,
    humidity_ratio_from_wet_bulb,
    saturation_enthalpy,
    saturation_humidity_ratio,
    specific_heat,
    temperature_saturated,
    wet_bulb,
)
from thermo.hardware.plants import resolve
from thermo.plant.airside_economizer import closed_humidity
from thermo.plant.direct_air import dx_state, full_load_surface
from thermo.schema.field import blank
from thermo.schema.weather import WEATHER

RECORD = as_record(resolve("airside-economizer", {"trim": "dx", "dx": "dx-crac"}, "water"))
RECORD["dx_count"], RECORD["dx_redundant"] = 1.0, 0.0


@settings(max_examples=400, deadline=None)
@given(
    p=st.floats(65e3, 103e3),
    t=st.floats(-5.0, 45.0),
    dew=st.floats(-15.0, 28.0),
    rise=st.floats(6.0, 15.0),
    size=st.one_of(st.floats(0.8, 2.5), st.floats(2.5, 60.0)),
)
def test_the_coil_leaves_the_air_as_moist_as_it_finds_it(p, t, dew, rise, size):
    """At full load the coil's surface has the hall's humidity, or is moister than an air that it cannot dry.

    The surface is found here from its definition: saturated air whose enthalpy is the inlet's less capacity per air.
    """
    q, start = 1e6, saturation_humidity_ratio(dew, p)
    flow = q / 1006.0 / rise
    RECORD["dx_capacity"], RECORD["supply_flow"] = size * q, flow
    weather = blank(WEATHER)
    weather.t_dry, weather.t_wet, weather.p = t, t - 2.0, p
    weather.w = humidity_ratio_from_wet_bulb(t, t - 2.0, p)
    w = closed_humidity(RECORD, weather, flow, q, 1.05 * q, 24.0, start, 1.0)
    t_return = 24.0 + q / (flow * specific_heat(start))
    capacity = dx_state(RECORD, wet_bulb(t_return, w, p), t, 1.0)[0]
    h = enthalpy(t_return, w) - capacity / flow
    assert 0.0 <= w <= start
    found = full_load_surface(RECORD, weather, t_return, w, wet_bulb(t_return, w, p), 1.0, flow)
    assert found >= 0.0
    if h < -140e3:  # colder than -140 degC: no water is left in the air
        assert w <= 1e-6
        assert found <= 1e-6
        return
    surface = temperature_saturated(h, p)
    assert saturation_enthalpy(surface, p) == pytest.approx(h, abs=1e-4)
    assert saturation_humidity_ratio(surface, p) == pytest.approx(found, abs=1e-9)
    if w < start:
        assert w == pytest.approx(max(found, DRIEST), abs=1e-11)
    else:
        assert saturation_humidity_ratio(surface, p) >= w
