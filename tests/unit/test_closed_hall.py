"""A closed hall on a DX coil is as moist as the coil leaves it: neither dries the other any further."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thermo.case import as_record
from thermo.core.psychrometrics import (
    dew_point,
    enthalpy,
    humidity_ratio_from_wet_bulb,
    saturation_enthalpy,
    saturation_humidity_ratio,
    specific_heat,
    temperature_saturated,
    wet_bulb,
)
from thermo.plant.airside_economizer import closed_humidity
from thermo.plant.direct_air import dx_state
from thermo.plant.record import resolve

RECORD = as_record(resolve("airside-economizer", {"trim": "dx", "dx": "dx-crac"}, "water"))
RECORD["dx_count"], RECORD["dx_redundant"] = 1.0, 0.0


@settings(max_examples=400, deadline=None)
@given(
    p=st.floats(65e3, 103e3),
    t=st.floats(-5.0, 45.0),
    dew=st.floats(-15.0, 28.0),
    rise=st.floats(6.0, 15.0),
    size=st.floats(0.8, 2.5),
)
def test_the_coil_leaves_the_air_as_moist_as_it_finds_it(p, t, dew, rise, size):
    """At full load the coil's surface has the hall's humidity, or is moister than an air that it cannot dry.

    The surface is found here from its definition: saturated air whose enthalpy is the inlet's less capacity per air.
    """
    q, start = 1e6, saturation_humidity_ratio(dew, p)
    flow = q / 1006.0 / rise
    RECORD["dx_capacity"], RECORD["supply_flow"] = size * q, flow
    weather = np.array([t, t - 2.0, humidity_ratio_from_wet_bulb(t, t - 2.0, p), p, t - 3.0, t])
    w = closed_humidity(RECORD, weather, flow, q, 1.05 * q, 24.0, start, 1.0)
    t_return = 24.0 + q / (flow * specific_heat(start))
    capacity = dx_state(RECORD, wet_bulb(t_return, w, p), t, 1.0)[0]
    h = enthalpy(t_return, w) - capacity / flow
    surface = temperature_saturated(h, p)
    assert saturation_enthalpy(surface, p) == pytest.approx(h, abs=1e-4)
    assert w <= start
    if w < start:
        assert surface == pytest.approx(dew_point(w, p), abs=1e-6)
    else:
        assert saturation_humidity_ratio(surface, p) >= w
