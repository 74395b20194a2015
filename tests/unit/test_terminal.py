"""Terminals: the exchanger between a stream and facility water."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thermo.results.evaluation import evaluate
from thermo.schema.row import ROW
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


@settings(max_examples=1000, deadline=None)
@given(
    q=st.floats(0.005, 1.5),
    ch=st.floats(0.3, 1.5),
    t_w=st.floats(5.0, 23.0),
    approach=st.floats(0.1, 12.0),
    guess=st.sampled_from([0.0, 0.01, 0.0100000001, 0.3, 0.9, 1.0 - 1e-13, 1.0]),
    before=st.sampled_from([0.0, 0.0, 0.5, 1.5]),
    least=st.floats(0.05, 1.1),
    pumped=st.sampled_from([1.0, 1.0, 0.8, 0.1]),
)
def test_valve_balances_heat_or_says_short(q, ch, t_w, approach, guess, before, least, pumped):
    """Effectiveness x C_min x inlet difference = Q at the flow found, from any guess; short only at full flow.

    `duty` is the effectiveness form, which the valve's own equation (mean difference) does not use. With q down to
    0.5 % and mean differences down to 1e-3 of the inlet's, digits are lost in either: 1e-7.
    """
    q0, ch0, cw0, t_out = 100e3, 10e3, 12e3, 24.0
    ua0 = exchanger.design_conductance(q0, ch0, cw0, t_out, t_out - approach)
    if math.isnan(ua0):
        return
    heat, c, first, floor = q * q0, ch * ch0, before * q * q0, least * cw0
    cw, t = exchanger.water_flow(heat, c, t_out, t_w, ua0, ch0, cw0, 0.8, 0.5, guess * cw0, first, floor, pumped * cw0)

    def moved(flow):
        inlet = t_w + first / max(flow, floor)
        return exchanger.duty(flow, ua0, c, ch0, cw0, 0.8, 0.5) * (t + heat / c - inlet)

    assert 0.01 * cw0 <= cw <= pumped * cw0
    assert t >= t_out
    if t > t_out:
        assert cw == pumped * cw0
    if cw > 0.01 * cw0:
        assert moved(cw) == pytest.approx(heat, rel=1e-7)
    else:
        assert moved(cw) >= heat * (1.0 - 1e-7)


def test_room_air_carries_heat_by_its_own_humidity_at_altitude():
    """Water's heat less the fan's is what the air gave, cp = 1006 + 1860 w of the room's air (ASHRAE, dry + vapour).

    At 1,800 m water boils at 94 °C, so that nothing of the room may hang on saturated air near 100 °C.
    """
    room = {"fresh_air": "0 kg/s/m^2", "humidity_max": "15 degC"}
    plant = {"plant": "chilled-water", "economizer": "none"}
    option = {"name": "air", "technology": "air", "air": plant, "room": room}
    study = {
        "site": {"climate": "ashburn", "altitude": "1800 m"},
        "it": {"group": [{"name": "it", "rack": "hgx-h100", "power": "1 MW"}]},
        "option": [option],
    }
    case = evaluate(study).outcomes[0].case
    row = {name: case.design_row[i] for name, i in ROW.items()}
    water = row["water_flow_air"] * 4181.0 * (row["t_water_air_return"] - row["t_water_air"])
    cp = 1006.0 + 1860.0 * row["humidity_room"]
    air = row["air_flow_terminal"] * cp * (row["t_air_return"] - row["t_air_supply"])
    assert row["humidity_room"] > 0.007  # dried by the coil, far above the lower limit of 0.002
    assert air + row["terminal_fans"] == pytest.approx(water, rel=1e-3)  # 4181 J/(kg K) to 0.05 %
