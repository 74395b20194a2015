"""Cold plate, immersion and spray racks: closure, limits of the parts, monotony, and the sizes of their plumbing."""

import math
from importlib import import_module
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thermo.cooling import liquid_parts as parts
from thermo.hardware.liquid_geometry import diameter, flow_factor
from thermo.hardware.racks import resolve
from thermo.library.liquids import coefficients
from thermo.results.rack import call_rack
from thermo.schema import flags as f
from thermo.schema.field import blank
from thermo.schema.rack import RACK_IN, RACK_RESULT, rack_power

COOLANT = {
    "cold-plate": ("propylene-glycol", 0.257),
    "immersion": ("electrocool-ec-100", None),
    "spray": ("white-mineral-oil", None),
}
RACKS = ("hgx-h100", "hgx-b200", "gb200-nvl72", "cpu-2u")
PAIRS = [(rack, technology) for technology in COOLANT for rack in RACKS]
POWERS = ["compute", "vr_loss", "fans", "pumps", "psu_loss"]


def module(technology):
    return import_module(f"thermo.cooling.{technology.replace('-', '_')}")


def solve(rack, technology, *, load=1.0, liquid=35.0, air=25.0, share=1.0, recirculation=0.0, room=25.0, **overrides):
    """Result vector of a rack at `share` of its design flow."""
    record, _ = resolve(rack, technology, coolant=COOLANT[technology], overrides=overrides)
    x = blank(RACK_IN)
    x.u, x.t_liquid, x.t_air, x.pressure, x.recirculation, x.t_room = load, liquid, air, 101325.0, recirculation, room
    x.v_liquid = share * float(record["flow_per_watt"] * record["nameplate"])
    out = blank(RACK_RESULT, math.nan)
    call_rack(module(technology).rack, record, x, out)
    return out


loads = st.floats(0.0, 1.0)
liquids = st.floats(15.0, 55.0)
airs = st.floats(15.0, 35.0)
shares = st.floats(0.3, 3.0)
pairs = st.sampled_from(PAIRS)


@settings(max_examples=400, deadline=None)
@given(pairs, loads, liquids, airs, shares, st.floats(0.0, 0.4), st.floats(5.0, 40.0))
def test_heat_closes_and_results_are_finite(pair, load, liquid, air, share, recirculation, room):
    out = solve(*pair, load=load, liquid=liquid, air=air, share=share, recirculation=recirculation, room=room)
    total = rack_power(out)
    assert out.q_liquid + out.q_air == pytest.approx(total, rel=1e-12)
    boiling = RACK_RESULT.names[RACK_RESULT.names.index("status") + 1 :]
    open_ended = "t_chip t_case t_memory air_possible margin_flux margin_intake margin_airflow".split()
    assert all(np.isfinite(out[name]) for name in RACK_RESULT.names if name not in (*boiling, *open_ended))
    if math.isnan(out.t_chip):
        assert int(out.status) & (f.F_RUNAWAY | f.F_TRIPPED)
        assert out.done == 0.0


@settings(max_examples=200, deadline=None)
@given(pairs, loads, liquids, airs, shares)
def test_liquid_and_air_carry_what_their_states_say(pair, load, liquid, air, share):
    out = solve(*pair, load=load, liquid=liquid, air=air, share=share)
    record, _ = resolve(pair[0], pair[1], coolant=COOLANT[pair[1]])
    from thermo.core import fluids

    c = record["coolant"]
    rate = fluids.density(c, liquid) * fluids.specific_heat(c, liquid) * out.v_liquid
    assert rate * (out.t_out - liquid) == pytest.approx(out.q_liquid, rel=1e-9, abs=1e-6)
    if pair[1] == "cold-plate":
        carry = fluids.air_density(out.t_intake, 101325.0) * fluids.air_specific_heat(out.t_intake)
        assert carry * out.v_air * (out.t_exhaust - out.t_intake) == pytest.approx(out.q_air, rel=1e-8)
    else:
        assert out.fans == 0.0
        assert out.v_air == 0.0


@settings(max_examples=300, deadline=None)
@given(pairs, st.floats(0.05, 1.0), liquids, st.floats(0.3, 2.8), st.floats(1.02, 1.5))
def test_sink_and_margin_gain_with_flow(pair, load, liquid, share, more):
    low = solve(*pair, load=load, liquid=liquid, share=share)
    high = solve(*pair, load=load, liquid=liquid, share=share * more)
    if pair[1] == "immersion":
        assert high.margin_chip >= low.margin_chip - 1e-9
    else:
        assert high.r_sink <= low.r_sink * (1.0 + 1e-12)
        assert high.margin_chip >= low.margin_chip - 1e-9
    assert high.dp > low.dp


@settings(max_examples=300, deadline=None)
@given(pairs, loads, st.floats(15.0, 54.0), shares, st.floats(0.05, 5.0))
def test_chip_warms_with_inlet(pair, load, liquid, share, more):
    cool = solve(*pair, load=load, liquid=liquid, share=share)
    warm = solve(*pair, load=load, liquid=liquid + more, share=share)
    assert warm.margin_chip <= cool.margin_chip + 1e-9
    assert warm.margin_coolant <= cool.margin_coolant + 1e-9
    if not math.isnan(warm.t_chip):
        assert warm.t_chip >= cool.t_chip - 1e-9


@pytest.mark.parametrize("rack", RACKS)
def test_warm_coolant_gives_more_to_the_air(rack):
    fractions = []
    for liquid in (20.0, 30.0, 40.0, 45.0):
        out = solve(rack, "cold-plate", liquid=liquid)
        fractions.append(out.q_liquid / (out.q_liquid + out.q_air))
    assert all(a > b for a, b in pairwise(fractions))


def test_memory_and_cards_under_plates_leave_the_air():
    plain = solve("hgx-h100", "cold-plate")
    full = solve("hgx-h100", "cold-plate", memory_on_plates=1.0, other_on_plates=1.0, vr_on_plates=1.0)
    assert full.q_air < 0.4 * plain.q_air
    assert full.q_liquid / rack_power(full) > 0.92


def test_hot_memory_speeds_the_fans_up():
    cool = solve("hgx-h100", "cold-plate", air=20.0, memory_limit=85.0, fan_standing=0.0)
    hot = solve("hgx-h100", "cold-plate", air=20.0, memory_limit=48.0, fan_standing=0.0)
    assert hot.v_air > cool.v_air
    assert hot.fans == pytest.approx(cool.fans * (hot.fan_speed / cool.fan_speed) ** 3, rel=1e-3)


def test_plates_in_series_make_the_last_one_hotter():
    one, two = solve("gb200-nvl72", "cold-plate"), solve("gb200-nvl72", "cold-plate", plates_in_series=2.0)
    assert two.r_sink < one.r_sink
    assert two.dp > one.dp


def test_narrow_manifold_starves_the_worst_server():
    wide, narrow = solve("hgx-h100", "cold-plate"), solve("hgx-h100", "cold-plate", manifold_diameter=0.012)
    assert narrow.t_chip > wide.t_chip
    assert narrow.q_liquid == pytest.approx(wide.q_liquid, rel=1e-3)


def test_vendor_record_replaces_geometry():
    out = solve("hgx-h100", "cold-plate", chip_plate_r_inf=0.01, chip_plate_r_c=2e-7, chip_plate_r_n=1.0,
                chip_plate_dp_a=1e8, chip_plate_dp_b=1e13)  # fmt: skip
    record, _ = resolve("hgx-h100", "cold-plate", coolant=COOLANT["cold-plate"])
    plated = module("cold-plate").plated_power(record.reshape(1).view(np.recarray)[0])
    flow = out.v_liquid / 4.0 * 700.0 / plated
    assert out.r_sink == pytest.approx(0.01 + 2e-7 / flow, rel=1e-9)


@pytest.mark.parametrize("technology", list(COOLANT))
def test_no_flow_is_said_and_nothing_breaks(technology):
    out = solve("hgx-h100", technology, share=0.0)
    assert int(out.status) & f.F_NO_FLOW
    assert math.isnan(out.t_chip)
    assert out.q_liquid + out.q_air == pytest.approx(rack_power(out), rel=1e-12)


def test_frozen_coolant_is_said():
    assert int(solve("hgx-h100", "cold-plate", liquid=-15.0).status) & f.F_FROZEN


def test_tank_wall_warms_or_cools_the_oil():
    cold, hot = solve("hgx-h100", "immersion", room=0.0), solve("hgx-h100", "immersion", room=60.0)
    assert cold.q_air > 0.0 > hot.q_air


@pytest.mark.parametrize("technology", list(COOLANT))
@pytest.mark.parametrize("rack", ["hgx-h100", "cpu-2u"])
def test_resistance_agrees_with_the_point(rack, technology):
    record, _ = resolve(rack, technology, coolant=COOLANT[technology], overrides={"tank_stratification": 0.0})
    flow = float(record["flow_per_watt"] * record["nameplate"])
    row = record.reshape(1).view(np.recarray)[0]
    out = solve(rack, technology, liquid=35.0, tank_stratification=0.0)
    assert module(technology).resistance(row, flow, 35.0) == pytest.approx(out.r_sink, rel=0.03)
    assert module(technology).thermal_mass(row) > 1e4


# -- parts against closed forms


def test_plate_without_fins_and_with_much_flow_is_its_base():
    c = coefficients("water")
    r, dp, re = parts.channel_plate(0.05, 0.05, 1e-3, 3e-3, 1e-3, 2e-3, 390.0, 1.0, 0.0, 0.0, 1.0, c, 1e-3, 30.0)
    assert r < 0.006
    assert dp > 0.0
    assert re > 4000.0


def test_split_flow_halves_the_run_and_quarters_core_pressure():
    c = coefficients("water")
    plate = (0.05, 0.05, 2e-4, 3e-3, 2e-4, 2e-3, 390.0)
    straight = parts.channel_plate(*plate, 1.0, 0.0, 0.0, 1.0, c, 1e-5, 30.0)
    split = parts.channel_plate(*plate, 2.0, 0.0, 0.0, 1.0, c, 1e-5, 30.0)
    assert split[1] == pytest.approx(straight[1] / 4.0, rel=0.02)
    assert split[2] == pytest.approx(straight[2] / 2.0, rel=1e-12)


def test_gap_and_bypass_lose_the_same_pressure():
    gap, height, beside, area, whole, flow = 3e-3, 0.05, 0.01, 0.01, 0.05, 1e-3
    inside, outside = parts.gap_share(gap, height, beside, area, whole, flow)
    assert inside * area + outside * (whole - area) == pytest.approx(flow, rel=1e-12)
    from thermo.core.correlations.friction import rectangle_fanning_re

    d = 2.0 * gap * height / (gap + height)
    left = rectangle_fanning_re(gap / height) * inside / d**2
    assert left == pytest.approx(24.0 * outside / (2.0 * beside) ** 2, rel=1e-12)


def test_sink_in_still_oil_is_natural_convection_alone():
    from thermo.core import fluids
    from thermo.core.correlations import natural
    from thermo.core.correlations.heatsink import fin_efficiency

    c = coefficients("electrocool-ec-100")
    r, ri, el, _ = parts.immersed_sink(0.1, 0.15, 0.05, 1e-3, 3e-3, 5e-3, 390.0, 390.0, 1.0, c, 1e-9, 40.0, 20.0)
    h = natural.bar_cohen_rohsenow(el) * fluids.conductivity(c, 50.0) / 3e-3
    count = math.floor(0.103 / 4e-3)
    area = (count - 1) * 3e-3 * 0.15 + 2 * count * 0.05 * 0.15 * fin_efficiency(h, 390.0, 1e-3, 0.05)
    assert r == pytest.approx(1.0 / (h * area) + 5e-3 / (390.0 * 0.015), rel=1e-6)
    assert ri > 1e6


def test_film_that_fills_its_gap_is_slot_flow():
    c = coefficients("white-mineral-oil")
    h, delta, _ = parts.confined_film(c, 40.0, 0.05, 10.0, 1.0, 0.5e-3)
    from thermo.core import fluids

    assert delta == pytest.approx(0.5e-3)
    assert h == pytest.approx(7.54 * fluids.conductivity(c, 40.0) / 2e-3, rel=0.05)


def test_orifice_flow_squares_with_pressure_at_high_reynolds():
    c = coefficients("water")
    one, re = parts.orifice_drop(c, 40.0, 1e-3, 10.0, 3e-3, 6e-3, 0.6)
    two, _ = parts.orifice_drop(c, 40.0, 2e-3, 10.0, 3e-3, 6e-3, 0.6)
    assert re > 1e4
    assert two / one == pytest.approx(4.0, rel=0.02)


def test_weir_level():
    level = parts.weir_level(1e-3, 0.44)
    assert 2.0 / 3.0 * 0.62 * 0.44 * math.sqrt(2 * 9.80665) * level**1.5 == pytest.approx(1e-3, rel=1e-12)


def test_sizes_follow_the_design_flow():
    assert diameter(1e-3, 1.0) == pytest.approx(math.sqrt(4e-3 / math.pi))
    assert flow_factor(1.0 / 3600.0, 1e5) == pytest.approx(1.0)
    record, _ = resolve("hgx-h100", "cold-plate", coolant=COOLANT["cold-plate"])
    flow = float(record["flow_per_watt"] * record["nameplate"]) / 4.0
    assert float(record["hose_diameter"]) == pytest.approx(diameter(flow, 1.5))
    given, _ = resolve("hgx-h100", "cold-plate", coolant=COOLANT["cold-plate"], overrides={"hose_diameter": 0.02})
    assert float(given["hose_diameter"]) == 0.02


def test_fans_of_a_plated_server_ramp_with_a_warm_intake():
    """The ramp of ASHRAE's recommended end to the class limit: half speed half way, and none below 27 degC."""
    from thermo.results.rack import Rack

    rack = Rack("hgx-h100")
    found = {
        air: rack.solve("cold-plate", supply_liquid="35 degC", supply_air=f"{air} degC") for air in (20, 25, 31, 33)
    }
    assert found[25].fan_speed == pytest.approx(found[20].fan_speed, rel=0.01)
    assert found[31].fan_speed == pytest.approx(0.2 + 0.8 * (31.0 - 27.0) / (35.0 - 27.0), abs=1e-6)  # class A2
    assert found[33].fan_speed == pytest.approx(0.2 + 0.8 * (33.0 - 27.0) / (35.0 - 27.0), abs=1e-6)
    full = (found[33].fans - found[31].fans) / (found[33].fan_speed ** 3 - found[31].fan_speed ** 3) / (1.0 - 0.065)
    assert found[33].fans == pytest.approx(full * (0.065 + 0.935 * found[33].fan_speed ** 3), rel=0.01)
