"""Two-phase cold plates: heat by the fluid's states, saturation along the plate, limits, sizes, the condenser."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thermo.core import fluids
from thermo.core import saturation as sat
from thermo.core.correlations.coldplate import channel_count
from thermo.engine.size import size
from thermo.engine.year import run
from thermo.errors import LibraryError
from thermo.hardware.racks import resolve
from thermo.library.boiling import names, states
from thermo.results.rack import call_rack
from thermo.schema import flags as f
from thermo.schema.field import blank
from thermo.schema.hall import GROUPS
from thermo.schema.rack import RACK_IN, RACK_RESULT, rack_power
from thermo.schema.row import ROW
from thermo.study import Study

TECHNOLOGY = "cold-plate-two-phase"
RACKS = ("gb200-nvl72", "hgx-h100", "hgx-b200", "cpu-2u")
POWERS = ["compute", "vr_loss", "fans", "pumps", "psu_loss"]
FLUIDS = [name for name in ("r134a", "r1234ze-e", "r245fa", "r1233zd-e") if name in names()]
BOILING_FORMS = ("kim-mudawar", "kandlikar", "bertsch", "liu-winterton", "sun-mishima", "li-wu", "lazarek-black")


def point():
    from thermo.cooling.cold_plate_two_phase import rack

    return rack


def solve(rack, *, load=1.0, liquid=40.0, air=25.0, share=1.0, coolant="r1233zd-e", **overrides):
    """(Result vector, record) of a rack at `share` of its design flow."""
    record, _ = resolve(rack, TECHNOLOGY, coolant=coolant, overrides=overrides)
    x = blank(RACK_IN)
    x.u, x.t_liquid, x.t_air, x.pressure, x.t_room = load, liquid, air, 101325.0, air
    x.v_liquid = share * float(record["flow_per_watt"] * record["nameplate"])
    out = blank(RACK_RESULT, math.nan)
    call_rack(point(), record, x, out)
    return out, record


@settings(max_examples=250, deadline=None)
@given(
    st.sampled_from(RACKS), st.sampled_from(FLUIDS), st.floats(0.0, 1.0), st.floats(10.0, 60.0), st.floats(15.0, 35.0),
    st.floats(0.4, 2.0),
)  # fmt: skip
def test_heat_closes_and_is_what_the_fluid_carries(rack, coolant, load, liquid, air, share):
    out, record = solve(rack, load=load, liquid=liquid, air=air, share=share, coolant=coolant)
    assert out.q_liquid + out.q_air == pytest.approx(rack_power(out), rel=1e-12)
    c, s = record["coolant"], record["boiling"]
    mass = fluids.density(c, liquid) * out.v_liquid
    warming = fluids.specific_heat(c, liquid) * (out.t_out - liquid)
    if out.exit_quality > 0.0:
        assert out.t_out == pytest.approx(liquid + 3.0)
        warming += out.exit_quality * sat.latent_heat(s, out.t_saturation)
    assert out.q_liquid == pytest.approx(mass * warming, rel=1e-6, abs=1e-6 * rack_power(out))
    lost = ["t_chip", "t_case", "t_memory", "margin_chip", "margin_case", "margin_memory"]
    assert all(np.isfinite(out[name]) for name in RACK_RESULT.names if name not in lost)
    if np.isnan(out.t_chip):
        assert int(out.status) & (f.F_CHF | f.F_DRYOUT | f.F_RUNAWAY | f.F_TRIPPED)
        assert out.done == 0.0


def test_exit_quality_by_hand():
    """x = (Q/m - cp 3 K)/h_fg of R1233zd(E) at 43 degC: 104 kW from 1.13 L/s x 1226 kg/m3."""
    out, record = solve("gb200-nvl72")
    p = states("r1233zd-e", 43.0)
    mass = states("r1233zd-e", 40.0)["liquid_density"] * out.v_liquid
    expected = (out.q_liquid / mass - states("r1233zd-e", 40.0)["liquid_specific_heat"] * 3.0) / p["latent_heat"]
    assert out.exit_quality == pytest.approx(expected, rel=1e-3)
    assert out.margin_suction == pytest.approx(
        (sat.pressure(record["boiling"], 43.0) - sat.pressure(record["boiling"], 40.0)) / (1225.8 * 9.80665) - 0.6,
        rel=1e-3,
    )


def test_design_flow_leaves_the_design_quality():
    """10.9 g/s per kW of R1233zd(E) at 40 degC and x 0.5 without subcooling (docs/physics.md 3.7)."""
    record, _ = resolve("hgx-h100", TECHNOLOGY, coolant="r1233zd-e", overrides={"subcooling": 1e-9})
    assert record["flow_per_watt"] * 1225.8 * 1e6 == pytest.approx(10.9, rel=0.005)


def test_more_flow_less_quality_and_colder_chips():
    here, more = solve("gb200-nvl72")[0], solve("gb200-nvl72", share=1.4)[0]
    assert more.exit_quality < here.exit_quality
    assert more.margin_quality > here.margin_quality
    assert more.margin_flux > here.margin_flux


def test_return_line_raises_saturation_in_the_plates():
    """5 kPa more behind the plates: dT = dp T (1/rho_v - 1/rho_l) / h_fg, 0.7 K at 216 kPa."""
    record = solve("gb200-nvl72")[1]
    wide = solve("gb200-nvl72", return_kv=float(record["return_kv"]) * 50.0)[0]
    drop = 4700.0  # Pa; 0.94 of the 5 kPa at nameplate, less at the liquid's share of the heat
    p = states("r1233zd-e", 43.0)
    slope = 316.15 * (1.0 / p["vapour_density"] - 1.0 / p["liquid_density"]) / p["latent_heat"]
    found = solve("gb200-nvl72")[0]["t_chip"] - wide.t_chip
    assert found == pytest.approx(slope * drop, rel=0.35)


@pytest.mark.parametrize("form", BOILING_FORMS)
def test_every_correlation_serves(form):
    out, _ = solve("gb200-nvl72", boiling_form=form)
    assert 47.0 < out.t_chip < 87.0, form
    assert out.done == 1.0


def test_friction_and_flux_forms_serve():
    drops = [solve("gb200-nvl72", friction_form=name)[0]["dp"] for name in (
        "kim-mudawar", "muller-steinhagen-heck", "friedel", "mishima-hibiki", "lockhart-martinelli", "homogeneous",
    )]  # fmt: skip
    assert len(set(drops)) == len(drops)
    assert max(drops) < 1.5 * min(drops)
    tight = {"flux_form": "qu-mudawar", "design_quality": 0.8}
    loose = {"flux_form": "qu-mudawar"}
    assert solve("gb200-nvl72", **tight)[0].margin_flux <= solve("gb200-nvl72", **loose)[0].margin_flux


def test_dry_out_is_a_status():
    out, _ = solve("gb200-nvl72", share=0.45)
    assert int(out.status) & f.F_DRYOUT
    assert out.margin_quality < 0.0
    assert math.isnan(out.t_chip)
    assert out.done == 0.0


def test_critical_flux_is_a_status():
    out, _ = solve("gb200-nvl72", share=0.2)
    assert int(out.status) & f.F_CHF
    assert out.margin_flux < 1.0 - 1.0 / 0.7


def test_inlet_orifice_steadies_parallel_plates():
    """Without an orifice the channels' characteristic turns down where little vapour is made with low pressure."""
    plain = solve("gb200-nvl72", inlet_drop=0.0)[0]["margin_stability"]
    held = solve("gb200-nvl72", inlet_drop=15e3)[0]["margin_stability"]
    assert plain < held <= 2.0 + 1e-6


def test_evaporation_bounds_critical_flux():
    """A plate whose exit quality is x cannot take more than (h_fg + cp dT)/(x h_fg + cp dT) times its heat."""
    out, record = solve("gb200-nvl72")
    assert out.margin_flux + 1.0 / 0.7 <= 1.02 / out.exit_quality
    assert channel_count(record["chip_plate_width"], record["chip_plate_channel"], record["chip_plate_wall"]) > 100


def test_charge_and_leak():
    out, record = solve("gb200-nvl72")
    assert out.fluid_charge > record["receiver_charge"] * record["nameplate"]
    assert out.fluid_loss * 365.0 * 86400.0 == pytest.approx(0.02 * out.fluid_charge, rel=1e-9)


def test_misuse_is_refused():
    with pytest.raises(LibraryError, match="does not boil in cold-plate-two-phase: give one of r134a"):
        resolve("hgx-h100", TECHNOLOGY, coolant="pg25")
    with pytest.raises(LibraryError, match="is not a choice"):
        resolve("hgx-h100", TECHNOLOGY, overrides={"boiling_form": "kim-mudaver"})


# --- the hall


def hall_case(**liquid):
    option = {
        "name": "x", "technology": TECHNOLOGY, "air": {"plant": "chilled-water"},
        "liquid": {"plant": "dry-cooler"} | liquid,
    }  # fmt: skip
    group = {"name": "compute", "rack": "hgx-h100", "power": "1 MW"}
    study = Study(site={"climate": "ashburn"}, it={"group": [group]}, option=[option])
    from thermo.case.build import build
    from thermo.case.spec import cases_of

    case = build(cases_of(study)[0])
    size(case)
    return case


def test_condenser_is_isothermal_on_the_hot_side():
    """Q = C_w (1 - exp(-UA/C_w)) (T_sat - T_w) with UA at the water's flow, from the hour's own figures."""
    case = hall_case()
    row = run(case, case.design_weather, np.ones(GROUPS))[0]
    hall = case.hall
    q = row[ROW["heat_liquid"]]
    c_w = q / (row[ROW["t_water_liquid_return"]] - row[ROW["t_water_liquid"]])
    pump = row[ROW["head"]] * row[ROW["liquid_flow"]] / hall["cdu_pump_efficiency"] * hall["cdu_pump_motor"]
    c_w *= 1.0 + pump / q
    c_0 = hall["cdu_water"] * c_w / row[ROW["water_flow_liquid"]]
    ua = hall["cdu_ua"] / (0.5 + 0.5 * (c_0 / c_w) ** 0.8)
    t_sat = row[ROW["t_liquid_return"]]
    assert t_sat == pytest.approx(row[ROW["t_liquid_supply"]] + 3.0)
    found = c_w * -math.expm1(-ua / c_w) * (t_sat - row[ROW["t_water_liquid"]])
    assert found == pytest.approx(q + pump, rel=2e-3)


def test_short_condenser_lets_supply_float_and_chips_feel_it():
    case = hall_case()
    sound = run(case, case.design_weather, np.ones(GROUPS))[0]
    case.hall["cdu_ua"] *= 0.4
    short = run(case, case.design_weather, np.ones(GROUPS))[0]
    rise = short[ROW["t_liquid_supply"]] - sound[ROW["t_liquid_supply"]]
    assert rise > 3.0
    assert short[ROW["t_chip"]] - sound[ROW["t_chip"]] == pytest.approx(rise, rel=0.3)
    assert short[ROW["margin_plant_liquid"]] < -3.0


def test_pumping_is_less_than_single_phase():
    """Latent heat carries 5 times what 10 K of PG25 does: the coolant pump moves half the flow or less."""
    case = hall_case()
    row = run(case, case.design_weather, np.ones(GROUPS))[0]
    assert row[ROW["liquid_flow"]] < 0.6 * 1.2 / 6e7 * case.racks[0]["nameplate"] * case.hall["racks"][0]
