"""Effectiveness against the `ht` tables, and what holds for any exchanger."""

import math

import pytest
from expected import oracle
from hypothesis import given, settings
from hypothesis import strategies as st

from thermo.core import exchangers as hx

ARRANGEMENTS = {
    "counterflow": hx.counterflow,
    "parallel": hx.parallel_flow,
    "crossflow_both_unmixed_approx": hx.crossflow_unmixed,
    "crossflow_both_unmixed_exact": hx.crossflow_unmixed_exact,
    "crossflow_cmax_mixed": hx.crossflow_cmax_mixed,
    "crossflow_cmin_mixed": hx.crossflow_cmin_mixed,
}
units = st.floats(0.0, 30.0)
ratios = st.floats(0.0, 1.0)


def test_effectiveness_tables():
    for row in oracle("hx_effectiveness_ntu"):
        functions = [ARRANGEMENTS[row["arrangement"]]] if row["arrangement"] in ARRANGEMENTS else ARRANGEMENTS.values()
        for function in functions:
            found = function(row["NTU"], row["C_ratio_min_over_max"])
            assert found == pytest.approx(row["effectiveness"], rel=1e-6)


def test_rating_tables():
    for row in oracle("hx_rating"):
        hot = row["m_hot_kg_per_s"] * row["cp_hot_J_per_kgK"]
        cold = row["m_cold_kg_per_s"] * row["cp_cold_J_per_kgK"]
        ntu, ratio = row["UA_W_per_K"] / min(hot, cold), min(hot, cold) / max(hot, cold)
        assert ntu == pytest.approx(row["NTU"], rel=1e-6)
        assert ratio == pytest.approx(row["C_ratio"], rel=1e-6)
        effectiveness = ARRANGEMENTS[row["arrangement"]](ntu, ratio)
        assert effectiveness == pytest.approx(row["effectiveness"], rel=1e-6)
        heat, hot_out, cold_out = hx.rating(effectiveness, hot, row["T_hot_in_degC"], cold, row["T_cold_in_degC"])
        assert heat == pytest.approx(row["Q_W"], rel=1e-6)
        assert hot_out == pytest.approx(row["T_hot_out_degC"], rel=1e-6)
        assert cold_out == pytest.approx(row["T_cold_out_degC"], rel=1e-6)


@settings(max_examples=300, deadline=None)
@given(units, st.floats(0.0, 5.0), ratios)
def test_effectiveness_is_a_share_and_rises_with_transfer_units(ntu, more, cr):
    for function in ARRANGEMENTS.values():
        low, high = function(ntu, cr), function(ntu + more, cr)
        assert 0.0 <= low <= 1.0 + 1e-12
        assert high >= low - 1e-12
        assert low <= hx.counterflow(ntu, cr) + 0.02


@settings(max_examples=300, deadline=None)
@given(units, ratios)
def test_exact_crossflow_lies_between_parallel_and_counterflow(ntu, cr):
    found = hx.crossflow_unmixed_exact(ntu, cr)
    assert hx.parallel_flow(ntu, cr) - 1e-9 <= found <= hx.counterflow(ntu, cr) + 1e-9


@settings(max_examples=300, deadline=None)
@given(st.floats(0.01, 8.0), ratios)
def test_transfer_units_invert(ntu, cr):
    assert hx.ntu_counterflow(hx.counterflow(ntu, cr), cr) == pytest.approx(ntu, rel=1e-5)
    effectiveness = hx.crossflow_unmixed(ntu, cr)
    if effectiveness < 0.995:
        assert hx.ntu_crossflow_unmixed(effectiveness, cr) == pytest.approx(ntu, rel=1e-6)


def test_impossible_effectiveness_has_no_answer():
    assert math.isnan(hx.ntu_counterflow(1.0, 0.5))
    assert math.isnan(hx.ntu_crossflow_unmixed(1.0, 0.5))
    assert hx.ntu_crossflow_unmixed(0.0, 0.5) == 0.0


def test_a_stream_without_flow_keeps_its_temperature():
    assert hx.rating(0.7, 0.0, 40.0, 100.0, 20.0) == (0.0, 40.0, 20.0)


def test_compiled_equals_plain(plain):
    for ntu in (0.0, 0.3, 2.0, 9.0):
        for cr in (0.0, 0.4, 1.0):
            for function in ARRANGEMENTS.values():
                assert plain(function)(ntu, cr) == pytest.approx(function(ntu, cr), rel=1e-9, abs=1e-12)
    assert plain(hx.ntu_crossflow_unmixed)(0.8, 0.6) == pytest.approx(hx.ntu_crossflow_unmixed(0.8, 0.6), rel=1e-9)
