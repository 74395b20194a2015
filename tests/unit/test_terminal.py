"""Terminals: the exchanger between a stream and facility water."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thermo.terminal import exchanger


def test_balanced_counterflow_by_hand():
    # equal capacity rates: mean difference = approach, so UA = Q / approach (any heat-transfer text)
    assert exchanger.design_conductance(100e3, 10e3, 10e3, 24.0, 18.0) == pytest.approx(100e3 / 6.0, rel=1e-9)


def test_log_mean_difference_by_hand():
    # stream 34 -> 24 with 10 kW/K, water 18 -> 23 with 20 kW/K: ends 6 K and 11 K
    mean = (11.0 - 6.0) / math.log(11.0 / 6.0)
    assert exchanger.design_conductance(100e3, 10e3, 20e3, 24.0, 18.0) == pytest.approx(100e3 / mean, rel=1e-9)


def test_impossible_design_has_no_answer():
    assert math.isnan(exchanger.design_conductance(100e3, 10e3, 10e3, 18.0, 18.0))


@settings(max_examples=300, deadline=None)
@given(q=st.floats(0.05, 1.5), ch=st.floats(0.3, 1.5), t_w=st.floats(5.0, 23.0), approach=st.floats(1.0, 12.0))
def test_valve_balances_heat_or_says_short(q, ch, t_w, approach):
    """Effectiveness x C_min x inlet difference = Q at the flow found; short only at full flow."""
    q0, ch0, cw0, t_out = 100e3, 10e3, 12e3, 24.0
    ua0 = exchanger.design_conductance(q0, ch0, cw0, t_out, t_out - approach)
    cw, t = exchanger.water_flow(q * q0, ch * ch0, t_out, t_w, ua0, ch0, cw0, 0.8, 0.5, 0.0)
    assert 0.0 < cw <= cw0
    assert t >= t_out
    moved = exchanger.duty(cw, ua0, ch * ch0, ch0, cw0, 0.8, 0.5) * (t + q * q0 / (ch * ch0) - t_w)
    if cw > 0.0101 * cw0:
        assert moved == pytest.approx(q * q0, rel=1e-8)
    if t > t_out:
        assert cw == cw0
