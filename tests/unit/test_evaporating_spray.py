"""Nozzles whose fluid evaporates: chain, critical flux, balance of liquid and vapour, and what a user is told."""

import math

import pytest

from thermo.cooling import spray
from thermo.core import saturation as s
from thermo.core.correlations import sprays
from thermo.engine.year import call_point
from thermo.errors import LibraryError
from thermo.hardware.racks import resolve
from thermo.schema import flags as f
from thermo.schema.field import blank
from thermo.schema.rack import RACK_IN, RACK_RESULT
from thermo.study import Study

SEA_LEVEL = 101325.0


def solved(u=1.0, t=40.0, flow=1.0, rack="hgx-h100", coolant=None, **given):
    """(results, record) of one rack whose nozzles get liquid at t [degC]; `flow` is a share of design."""
    record, _ = resolve(rack, "spray", coolant=coolant, overrides={"method": "evaporative", **given})
    x, out = blank(RACK_IN), blank(RACK_RESULT)
    x.u, x.t_liquid, x.t_air, x.pressure, x.t_room = u, t, 25.0, SEA_LEVEL, 25.0
    x.v_liquid = flow * record["flow_per_watt"] * record["nameplate"]
    call_point(spray.rack, record, x, out)
    return out, record


def test_heat_by_the_states_of_liquid_and_vapour():
    """m [cp (T_sat - T_in) + x h_fg] = heat: exact once something evaporates."""
    out, rec = solved(flow=0.5)
    c, m = rec["boiling"], s.liquid_density(rec["boiling"], 40.0) * out.v_liquid
    assert out.exit_quality > 0.0
    by_states = m * (s.liquid_specific_heat(c, 40.0) * 10.0 + out.exit_quality * s.latent_heat(c, 50.0))
    assert out.q_liquid == pytest.approx(by_states, rel=1e-12)
    power = out.compute + out.vr_loss + out.fans + out.pumps + out.psu_loss
    assert out.q_liquid + out.q_air == pytest.approx(power, rel=1e-12)
    cool, _ = solved(u=0.1)
    assert cool.exit_quality == 0.0
    warmed = cool.q_liquid / (s.liquid_density(c, 40.0) * cool.v_liquid * s.liquid_specific_heat(c, 40.0))
    assert cool.t_out == pytest.approx(40.0 + warmed, abs=1e-9)


def test_plate_by_hand():
    """Three nozzles of 25 mm over an H100: diameter of drops, single-phase face, and the edge's critical flux."""
    _, rec = solved()
    c = rec["boiling"]
    count, side = spray.nozzle_square(rec, rec["chip_heater_area"])
    assert (count, side) == (3.0, pytest.approx(math.sqrt(1.3 * rec["chip_heater_area"] / 3.0)))
    server = rec["flow_per_watt"] * rec["nameplate"] / rec["servers"]
    nameplate = rec["chip_count"] * rec["chip_tdp"] + rec["host_count"] * rec["host_tdp"]
    each = server * rec["spray_share"] * rec["chip_tdp"] / nameplate / 3.0
    orifice = math.sqrt(4.0 * each / (math.pi * 0.6 * 10.0))
    rho, mu, sigma = s.liquid_density(c, 40.0), s.liquid_viscosity(c, 40.0), s.surface_tension(c, 40.0)
    we = s.vapour_density(c, 50.0) * 100.0 * orifice / sigma
    d32 = 3.67 * orifice * (math.sqrt(we) * rho * 10.0 * orifice / mu) ** -0.259
    mean = each / (0.25 * math.pi * side**2)
    heat, area = 600.0, 3.0 * side**2
    pr = s.liquid_specific_heat(c, 40.0) * mu / s.liquid_conductivity(c, 40.0)
    h = 4.70 * (rho * mean * d32 / mu) ** 0.61 * pr**0.32 * s.liquid_conductivity(c, 40.0) / d32
    boils = sprays.nucleate_flux(
        heat / area / h, mean, d32, s.liquid_density(c, 50.0), s.vapour_density(c, 50.0), s.liquid_viscosity(c, 50.0),
        sigma, s.liquid_specific_heat(c, 40.0), s.latent_heat(c, 50.0),
    )  # fmt: skip
    assert boils < heat / area  # not yet boiling: the single-phase line rules
    r, critical, inside = spray.nozzle_plate(
        rec, heat, rec["chip_tdp"], rec["chip_heater_area"], server * rec["servers"], 40.0
    )
    assert 1.0 / (h * area) < r < 1.0 / (h * area) + 0.02 / 390.0 / area + 0.02
    assert 110e-6 < d32 < 195e-6
    assert inside == 1.0
    edge = sprays.critical_flux_mean(
        mean, d32, s.liquid_density(c, 50.0), s.vapour_density(c, 50.0), s.surface_tension(c, 50.0),
        s.liquid_specific_heat(c, 40.0), s.latent_heat(c, 50.0), 10.0, rec["nozzle_cone"],
    )  # fmt: skip
    mean_margin = edge / (heat / area)
    assert mean_margin / 1.3 <= critical < mean_margin  # the middle sees more, at most all of it


def test_efficiency_above_one_is_no_state():
    """At a hundredth of the data's flux the correlation asks for more than all evaporates: held there, and marked."""
    _, rec = solved(nozzle_flow=2.5e-8, nozzle_pitch=0.08)
    flow = rec["flow_per_watt"] * rec["nameplate"]
    assert spray.nozzle_plate(rec, 100.0, rec["chip_tdp"], rec["chip_heater_area"], flow, 40.0)[2] == 0.0
    out, _ = solved(flow=0.02)
    flags = int(out.status)
    assert flags & f.F_CHF
    assert flags & f.F_EXTRAPOLATED
    assert math.isnan(out.t_chip)
    assert out.done == 0.0


def test_more_heat_than_the_liquid_can_take_is_dry_out():
    out, _ = solved(flow=0.03)
    assert out.exit_quality > 1.0
    assert int(out.status) & f.F_DRYOUT
    assert out.margin_quality < 0.0


@pytest.mark.parametrize(
    ("better", "place", "up"),
    [
        ({"nozzle_flow": 8e-8}, "t_chip", False),
        ({"nozzle_flow": 8e-8}, "margin_flux", True),
        ({"nozzle_velocity": 20.0}, "t_chip", False),
        ({"nozzle_velocity": 20.0}, "dp", True),
        ({"nozzle_cone": math.radians(30.0)}, "margin_flux", True),
        ({"nozzle_subcooling": 20.0}, "margin_flux", True),
        ({"nozzle_subcooling": 20.0}, "margin_suction", True),
        ({"bath_leak": 0.0}, "fluid_loss", False),
    ],
)
def test_what_helps(better, place, up):
    before, after = solved()[0][place], solved(**better)[0][place]
    assert after > before if up else after < before


def study(**option):
    return Study(
        site={"climate": "ashburn"},
        it={"group": [{"name": "a", "rack": "hgx-h100", "power": "1 MW"}]},
        option=[{"name": "nozzles", "technology": "spray", **option}],
    )


@pytest.mark.parametrize(
    ("option", "words"),
    [
        ({"coolant": "fc-72"}, 'write spray.method = "evaporative"'),
        ({"coolant": "white-mineral-oil", "spray": {"method": "evaporative"}}, "does not boil here"),
        ({"spray": {"method": "mist"}}, "oil, evaporative"),
        ({"spray": {"nozzle_cone": "200 degree"}}, "110 degree"),
    ],
)
def test_misuse_in_one_sentence(option, words):
    with pytest.raises(Exception, match=words):
        study(**option)


def test_a_rack_alone_names_what_boils():
    with pytest.raises(LibraryError, match="does not boil"):
        resolve("hgx-h100", "spray", coolant="shell-s5-x", overrides={"method": "evaporative"})
