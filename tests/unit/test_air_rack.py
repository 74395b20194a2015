"""The air-cooled rack: junction, fans, balance, control, limits."""

import json
import math
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from expected import oracle
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import lambertw

from thermo.cooling import air, common
from thermo.core.correlations.heatsink import plate_fin_pressure_drop
from thermo.core.fluids import air_density, air_specific_heat
from thermo.engine.year import call_point
from thermo.hardware.racks import resolve
from thermo.schema import flags as f
from thermo.schema.field import blank
from thermo.schema.rack import RACK_IN, RACK_RESULT

P0 = 101325.0
POWERS = ("compute", "vr_loss", "fans", "pumps", "psu_loss")


def solve(record, t_air=24.0, load=1.0, recirculation=0.0, pressure=P0):
    """Results of one rack."""
    x, out = blank(RACK_IN), blank(RACK_RESULT)
    x.u, x.t_air, x.pressure, x.recirculation, x.t_room = load, t_air, pressure, recirculation, t_air
    call_point(air.rack, record, x, out)
    return out


@pytest.fixture(scope="module")
def h100():
    """Record of four H100 servers."""
    return resolve("hgx-h100", "air")[0]


def chip(**changes):
    """Arguments of `junction` for a 700 W module, in order."""
    values = {
        "t1": 30.0, "g1": 14.0, "t2": 40.0, "g2": 0.2, "tdp": 700.0, "idle": 80.0, "leak": 75.0, "leak_beta": 0.012,
        "leak_t": 80.0, "throttle": 87.0, "trip": 97.0, "floor": 0.3, "u": 1.0,
    }  # fmt: skip
    return tuple((values | changes).values())


def test_junction_is_the_lambert_solution():
    t, power, sink, board, done, flags, margin = common.junction(*chip())
    r = 1.0 / 14.2
    mean = (14.0 * 30.0 + 0.2 * 40.0) * r
    base = mean + r * (700.0 - 75.0)
    z = -0.012 * r * 75.0 * math.exp(0.012 * (base - 80.0))
    assert t == pytest.approx(base - lambertw(z).real / 0.012, abs=1e-10)
    assert power == pytest.approx(sink + board, rel=1e-13)
    assert (done, flags) == (1.0, 0)
    assert margin == pytest.approx(87.0 - t)


@pytest.mark.parametrize("row", oracle("leakage_coupled_exponential"), ids=lambda row: row["id"])
def test_junction_reproduces_the_coupled_leakage_table(row):
    half = 0.5 / row["R_total_K_per_W"]
    t, power, *_rest, flags, _margin = common.junction(*chip(
        t1=row["T_coolant_degC"], t2=row["T_coolant_degC"], g1=half, g2=half, leak=row["P_leak_at_T0_W"],
        tdp=row["P_dynamic_W"] + row["P_leak_at_T0_W"], idle=0.0, leak_beta=row["beta_per_K"], leak_t=row["T0_degC"],
        throttle=1e4, trip=2e4,
    ))  # fmt: skip
    if row["status"] == "runaway":
        assert math.isnan(t)
        assert flags & f.F_RUNAWAY
    else:
        assert t == pytest.approx(row["T_junction_degC"], rel=1e-8)
        assert flags == 0
        assert power - row["P_dynamic_W"] == pytest.approx(row["P_leak_W"], rel=1e-7)


def test_throttled_junction_solves_its_own_law():
    t, power, *_rest, done, flags, margin = common.junction(*chip(g1=11.5))
    assert flags == f.F_THROTTLED
    assert 87.0 < t < 97.0
    assert done == pytest.approx((97.0 - t) / 10.0)
    assert power == pytest.approx(625.0 * done + 75.0 * math.exp(0.012 * (t - 80.0)))
    assert margin < 0.0


def test_runaway_and_trip_are_flags_with_finite_powers():
    t, power, sink, board, done, flags, margin = common.junction(*chip(t1=95.0, leak_beta=0.03, leak=300.0, g1=6.0))
    assert math.isnan(t)
    assert flags & f.F_RUNAWAY
    assert done == 0.0
    assert power == pytest.approx(sink + board)
    assert math.isfinite(margin)
    t, power, *_rest, done, flags, margin = common.junction(*chip(t1=92.0, g1=6.0))
    assert math.isnan(t)
    assert flags & f.F_TRIPPED
    assert math.isfinite(power)
    assert margin < 0.0


@settings(max_examples=300, deadline=None)
@given(
    t1=st.floats(-10, 110), g1=st.floats(0.5, 80), t2=st.floats(-10, 90), g2=st.floats(0.01, 2), u=st.floats(0, 1),
    beta=st.floats(0, 0.04), leak=st.floats(0, 80),
)  # fmt: skip
def test_junction_holds_everywhere(t1, g1, t2, g2, u, beta, leak):
    args = {"t1": t1, "g1": g1, "t2": t2, "g2": g2, "u": u, "leak_beta": beta, "leak": leak}
    t, power, sink, board, done, flags, margin = common.junction(*chip(**args))
    assert math.isfinite(power)
    assert math.isfinite(margin)
    assert 0.0 <= done <= 1.0
    assert sink + board == pytest.approx(power, rel=1e-9, abs=1e-9)
    if not math.isnan(t):
        assert sink == pytest.approx(g1 * (t - t1), abs=1e-9)
        assert board == pytest.approx(g2 * (t - t2), abs=1e-6)
        assert (margin < 0.0) == bool(flags & f.F_THROTTLED)
    warmer = common.junction(*chip(**(args | {"t1": t1 + 1.0})))
    assert warmer[6] <= margin + 1e-9
    assert warmer[4] <= done + 1e-12


def test_residual_fans_carry_the_heat_and_their_own():
    flow, power, speed, flags = common.residual_fans(900.0, 12.0, 1.17, 1006.0, 4000.0, 900.0, 0.3, 0.4, 0.2, 0.0, 0.0)
    assert flow * 1.17 * 1006.0 * 12.0 == pytest.approx(900.0 + power, rel=1e-12)
    assert 0.2 < speed < 1.0
    assert flags == 0
    assert common.residual_fans(9e5, 12.0, 1.17, 1006.0, 4000.0, 900.0, 0.3, 0.4, 0.2, 0.0, 0.0)[3] == f.F_FAN_LIMIT


def test_residual_fans_pay_what_stands_at_any_speed():
    flow, power, _, _ = common.residual_fans(900.0, 12.0, 1.17, 1006.0, 4000.0, 900.0, 0.3, 0.4, 0.2, 30.0, 0.1)
    law = 4000.0 * 1.17 / 1.2 * flow**3 / 0.4
    assert power == pytest.approx(30.0 + 0.9 * law, rel=1e-12)
    assert flow * 1.17 * 1006.0 * 12.0 == pytest.approx(900.0 + power, rel=1e-12)


@pytest.mark.parametrize(
    ("speed", "power", "full_speed", "full_power"),
    [  # rpm and W, San Ace data sheets: 9GAX0412P3 S001, S003, K001, K003; 9GV0912P1 G03, H03; two more
        (4400, 0.84, 25000, 15.6),
        (7800, 1.32, 25000, 15.6),
        (4200, 0.84, 22000, 11.04),
        (6500, 1.20, 22000, 11.04),
        (2900, 4.0, 9000, 49.2),
        (2700, 3.5, 8500, 42.0),
        (4000, 6.7, 8500, 39.4),
        (4500, 0.60, 18000, 5.88),
    ],
)
def test_fans_at_low_speed_draw_what_data_sheets_say(h100, speed, power, full_speed, full_power):
    share = h100["fan_standing"] + (1.0 - h100["fan_standing"]) * (speed / full_speed) ** 3
    assert share == pytest.approx(power / full_power, abs=0.025)
    assert (speed / full_speed) ** 3 < power / full_power - 0.04  # the bare cube is far off


def test_supply_loss_is_the_quadratic():
    assert common.supply_loss(500.0, 1000.0, 0.01, 0.02, 0.04) == pytest.approx(1000.0 * (0.01 + 0.01 + 0.01))
    vr, psu = common.supply_chain(900.0, 100.0, 0.9, 2000.0, 2.0, 0.0, 0.05, 0.0)
    assert vr == pytest.approx(100.0)
    assert psu == pytest.approx(0.05 * 1100.0)


@pytest.mark.parametrize("u", [0.3, 2.0, 8.0, 25.0])
def test_fin_drop_is_the_correlation_of_the_core(u):
    width, length, height, thickness, gap, rho, mu = 0.098, 0.15, 0.1, 4e-4, 1.8e-3, 1.17, 1.83e-5
    coefficients = air.fin_drop(2.0, width, length, height, thickness, gap, rho, mu)
    fins = (width + gap) / (gap + thickness)
    flow = u * (fins - 1.0) * gap * height
    expected = 2.0 * plate_fin_pressure_drop(width, length, height, thickness, fins, flow, rho, mu)
    assert air.drop(coefficients, u) == pytest.approx(expected, rel=1e-12)
    assert air.velocity(coefficients, expected, 1.0) == pytest.approx(u, rel=1e-12)


@pytest.mark.parametrize("speed", [0.2, 0.5, 1.0])
def test_fan_meets_the_server(h100, speed):
    rho, mu = 1.17, 1.83e-5
    u = air.velocity_at_speed(h100, speed, rho, mu)
    flow, chips, hosts, free, dp, reached = air.hydraulics(h100, u, rho, mu)
    assert reached == pytest.approx(speed, rel=1e-12)
    assert flow == pytest.approx(4.0 * chips + 2.0 * hosts + free, rel=1e-12)
    curve = h100["fan_dp0"] * rho / 1.2 * (speed**2 - (flow / h100["fan_v0"]) ** 2)
    assert dp == pytest.approx(curve, rel=1e-10)


@settings(max_examples=60, deadline=None)
@given(
    t=st.floats(5, 45), load=st.floats(0, 1), r=st.sampled_from([0.0, 0.03, 0.2, 0.5]), p=st.floats(70e3, 104e3),
    key=st.sampled_from(["hgx-h100", "cpu-2u", "cpu-1u", "gb200-nvl72", "l40s-8", "ascend-310", "mi355x-8"]),
)  # fmt: skip
def test_rack_closes(t, load, r, p, key):
    record, _ = resolve(key, "air", pressure=p)
    o = solve(record, t, load, r, p)
    total = sum(o[i] for i in POWERS)
    assert total == pytest.approx(o.q_liquid + o.q_air, rel=1e-12)
    t_in = o.t_intake
    carried = o.v_air * air_density(t_in, p) * air_specific_heat(t_in) * (o.t_exhaust - t_in)
    assert carried == pytest.approx(o.q_air, rel=1e-9)
    assert t_in == pytest.approx(t + r * (o.t_exhaust - t_in) / (1.0 - r), abs=1e-7) or t_in > 139.0
    may_be_nan = {"t_chip", "t_case", "t_memory", "t_out"}
    may_be_nan |= {"margin_coolant", "margin_flux"}
    assert all(np.isfinite(o[name]) or name in may_be_nan for name in RACK_RESULT.names)
    if np.isnan(o.t_chip):
        assert int(o.status) & (f.F_RUNAWAY | f.F_TRIPPED)
    assert 0.0 < o.fan_speed <= 1.0 + 1e-9


def test_fans_hold_the_target(h100):
    o = solve(h100, 22.0)
    assert h100["server_fan_floor"] < o.fan_speed < 1.0
    assert o.t_chip == pytest.approx(h100["chip_target"], abs=1e-6)


def test_fans_rest_at_the_floor_and_run_out(h100):
    assert solve(h100, 18.0, 0.0)["fan_speed"] == pytest.approx(h100["server_fan_floor"], rel=1e-9)
    hot = solve(h100, 45.0)
    assert int(hot.status) & f.F_FAN_LIMIT
    assert hot.fan_speed == pytest.approx(1.0)
    assert int(hot.status) & f.F_THROTTLED
    assert hot.done < 1.0
    assert hot.margin_chip < 0.0


def test_intake_ramp(h100):
    cold = solve(h100, 20.0, 0.1)["fan_speed"]
    warm = solve(h100, 31.0, 0.1)["fan_speed"]
    span = h100["intake_max"] - h100["intake_ramp"]
    expected = h100["server_fan_floor"] + (1.0 - h100["server_fan_floor"]) * (31.0 - h100["intake_ramp"]) / span
    assert cold == pytest.approx(h100["server_fan_floor"])
    assert warm == pytest.approx(expected, rel=1e-9)


def test_fan_power_follows_the_cube(h100):
    rho, mu = 1.17, 1.83e-5
    powers = []
    for speed in (0.5, 1.0):
        flow, *_rest, dp, _s = air.hydraulics(h100, air.velocity_at_speed(h100, speed, rho, mu), rho, mu)
        powers.append(flow * dp / h100["fan_efficiency"])
    assert 2.5 < math.log2(powers[1] / powers[0]) < 3.05


def test_more_flow_cools_and_warm_air_warms(h100):
    flows = [air.resistance(h100, v, 25.0) for v in (0.2, 0.4, 0.6)]
    assert flows == sorted(flows, reverse=True)
    temperatures = [air.server(h100, 6.0, 0.9, t, P0)[6] for t in (15.0, 25.0, 35.0)]
    assert temperatures == sorted(temperatures)


def test_thin_air_needs_more(h100):
    low, high = solve(h100, 24.0), solve(h100, 24.0, pressure=75e3)
    assert high.v_air > low.v_air
    assert high.fan_speed > low.fan_speed


def test_recirculation_costs(h100):
    clean, mixed = solve(h100, 22.0), solve(h100, 22.0, recirculation=0.15)
    assert mixed.t_intake > 22.0
    assert mixed.fans > clean.fans


def test_density_eats_the_margin():
    margins = [solve(resolve("hgx-h100", "air", servers=n)[0])["margin_chip"] for n in (8, 10, 12, 14)]
    assert margins == sorted(margins, reverse=True)
    assert margins[-1] < 0.0 < margins[0]
    flows = [solve(resolve("hgx-h100", "air", servers=n)[0])["margin_airflow"] for n in (3, 5, 7)]
    assert flows == sorted(flows, reverse=True)


def test_stronger_chips_run_out_of_air(h100):
    strong, _ = resolve("hgx-h100", "air", overrides={"chip_tdp": 1400.0})
    assert solve(strong)["margin_chip"] < 0.0 < solve(h100)["margin_chip"]
    assert strong["nameplate"] > h100["nameplate"] + 4 * 8 * 700.0


def test_an_nvl72_in_air_fails_with_figures():
    o = solve(resolve("gb200-nvl72", "air")[0])
    assert o.air_needed > o.air_possible
    assert o.margin_chip < -50.0


def test_same_answer_in_plain_python(h100):
    points = [(22.0, 1.0, 0.0), (33.0, 0.7, 0.1), (48.0, 1.0, 0.0), (12.0, 0.0, 0.3)]
    code = f"""
import json, sys, numpy as np
sys.path.insert(0, {str(Path(__file__).parents[2])!r})
from thermo.cooling import air
from thermo.hardware.racks import resolve
from thermo.schema.field import blank
from thermo.schema.rack import RACK_IN, RACK_RESULT
record, _ = resolve("hgx-h100", "air")
rows = []
for t, load, r in {points}:
    x, out = blank(RACK_IN), blank(RACK_RESULT)
    x.u, x.t_air, x.pressure, x.recirculation = load, t, {P0}, r
    air.rack(record, x, out)
    rows.append([None if not np.isfinite(v) else v for v in out.item()])
print(json.dumps(rows))
"""
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=os.environ | {"NUMBA_DISABLE_JIT": "1"}
    )
    assert run.returncode == 0, run.stderr
    for (t, load, r), plain in zip(points, json.loads(run.stdout), strict=True):
        for value, expected in zip(solve(h100, t, load, r), plain, strict=True):
            if expected is not None:
                assert value == pytest.approx(expected, rel=1e-9, abs=1e-9)
