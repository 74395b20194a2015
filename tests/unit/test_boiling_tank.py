"""The boiling tank: its chain by hand, what altitude, water, gas and lids do to it, and what a user is told."""

import math

import numpy as np
import pytest

from thermo.cooling import boiling_parts, immersion_two_phase
from thermo.core import saturation as s
from thermo.engine.year import call_point
from thermo.errors import LibraryError
from thermo.hardware.racks import resolve
from thermo.results.rack import Rack
from thermo.schema import flags as f
from thermo.schema.field import blank
from thermo.schema.rack import RACK_IN, RACK_RESULT
from thermo.study import Study

SEA_LEVEL = 101325.0
YEAR = 8760.0 * 3600.0


def solved(u=1.0, t=0.0, rack="hgx-h100", pressure=SEA_LEVEL, coolant="fk-5-1-12", **given):
    """(results, record) of one rack in a room of 25 degC; the bath's temperature t [degC] counts where it is sealed."""
    record, _ = resolve(rack, "immersion-two-phase", coolant=coolant, overrides=given, pressure=pressure)
    x, out = blank(RACK_IN), blank(RACK_RESULT)
    x.u, x.t_liquid, x.t_air, x.pressure, x.t_room = u, t, 25.0, pressure, 25.0
    call_point(immersion_two_phase.rack, record, x, out)
    return out, record


def test_chain_by_hand():
    """Junction of an H100 in FK-5-1-12 from the rack's power: Rohsenow and both resistances written out here."""
    out, rec = solved(pool_csf=0.006, boiling_enhancement=2.0)
    c = rec["boiling"]
    t = s.temperature(c, SEA_LEVEL)
    area = rec["chip_tank_width"] * rec["chip_tank_length"]
    hosts = rec["host_count"] * rec["host_tdp"]
    packages = out.vr_loss / rec["servers"] / (1.0 / rec["vr_efficiency"] - 1.0)
    power = (packages - hosts) / rec["chip_count"]  # hosts within a few watts of nameplate: 8 of 10 parts are chips
    heat = power - (out.t_chip - t) / (rec["chip_r_board"] * rec["tank_board"])
    flux = heat / area
    pr = s.liquid_specific_heat(c, t) * s.liquid_viscosity(c, t) / s.liquid_conductivity(c, t)
    scale = flux / (
        s.liquid_viscosity(c, t)
        * s.latent_heat(c, t)
        * math.sqrt(9.80665 * (s.liquid_density(c, t) - s.vapour_density(c, t)) / s.surface_tension(c, t))
    )
    superheat = 0.006 * s.latent_heat(c, t) * pr**1.7 / s.liquid_specific_heat(c, t) * scale ** (1.0 / 3.0) / 2.0
    onset = 2.0 * s.surface_tension(c, t) * (t + 273.15) / (s.vapour_density(c, t) * s.latent_heat(c, t) * 2e-6)
    assert superheat > onset
    r_face = superheat / heat
    a, b = math.sqrt(rec["chip_heater_area"] / math.pi), math.sqrt(area / math.pi)  # Lee et al. 1995
    k, thick = rec["chip_tank_base_k"], rec["chip_tank_base"]
    lam, bi = math.pi + b / (math.sqrt(math.pi) * a), 1.0 / (math.pi * k * b * r_face)
    shape = (math.tanh(lam * thick / b) + lam / bi) / (1.0 + lam / bi * math.tanh(lam * thick / b))
    spread = 0.5 * (1.0 - a / b) ** 1.5 * shape / (math.sqrt(math.pi) * k * a)
    chain = rec["chip_r_jc"] + rec["chip_r_tim"] + thick / (k * area) + spread + r_face
    assert out.t_saturation == pytest.approx(49.05, abs=0.01)
    assert out.t_chip == pytest.approx(t + heat * chain, abs=0.3)


def test_all_power_leaves_as_heat():
    for u in (0.0, 0.3, 1.0):
        out, _ = solved(u)
        power = out.compute + out.vr_loss + out.fans + out.pumps + out.psu_loss
        assert out.q_liquid + out.q_air == pytest.approx(power, rel=1e-12)
        assert out.fans == out.pumps == out.dp == out.v_liquid == 0.0


def test_altitude_cools_a_vented_bath():
    """Boiling points of Novec 649: 49.05 degC at sea level, 45.6 at 1000 m, 42.2 at 2000 m (CoolProp)."""
    for pressure, expected in ((SEA_LEVEL, 49.05), (89874.6, 45.6), (79495.2, 42.2)):
        out, _ = solved(pressure=pressure)
        assert out.t_saturation == pytest.approx(expected, abs=0.05)
    high, low = solved(pressure=79495.2)[0], solved()[0]
    assert high.t_chip < low.t_chip
    assert high.margin_flux < low.margin_flux  # thinner vapour: the critical flux falls with pressure


def test_a_sealed_bath_holds_its_set_point_until_its_valve_opens():
    out, rec = solved(t=52.0, bath="sealed")
    assert out.t_saturation == 52.0
    opens = s.temperature(rec["boiling"], SEA_LEVEL + 10e3)
    assert out.margin_coolant == pytest.approx(opens - 52.0)
    assert solved(t=60.0, bath="sealed")[0]["margin_coolant"] < 0.0
    assert solved(t=60.0)[0]["t_saturation"] == 60.0  # a vented bath whose condenser is short floats too
    assert solved(t=20.0)[0]["t_saturation"] == pytest.approx(49.05, abs=0.01)


def test_critical_flux_is_zubers_with_every_factor():
    """FK-5-1-12 at 1 atm: 0.142 MW/m2 for pi/24 on the rounded properties of docs/physics.md 4.4."""
    _, rec = solved(chf_correlation="zuber", flux_enhancement=1.0, board_angle=0.0)
    assert boiling_parts.critical_flux(rec, 49.05, 0.05, 0.005, 390.0) == pytest.approx(142e3, rel=0.05)
    _, cold = solved(chf_correlation="zuber", flux_enhancement=1.0, board_angle=0.0, bath_subcooling=5.0)
    c = rec["boiling"]
    ratio = s.liquid_density(c, 49.05) / s.vapour_density(c, 49.05)
    factor = 1.0 + 0.1 * ratio**0.75 * s.liquid_specific_heat(c, 49.05) * 5.0 / s.latent_heat(c, 49.05)
    found = boiling_parts.critical_flux(cold, 49.05, 0.05, 0.005, 390.0)
    assert found == pytest.approx(factor * boiling_parts.critical_flux(rec, 49.05, 0.05, 0.005, 390.0), rel=1e-12)
    _, large = solved(chf_correlation="lienhard-dhir", flux_enhancement=1.0, board_angle=0.0)
    found = boiling_parts.critical_flux(large, 49.05, 0.05, 0.005, 390.0)
    assert found == pytest.approx(142e3 * 0.149 / 0.1309, rel=0.05)


def test_beyond_the_critical_flux_there_is_no_temperature():
    out, _ = solved(flux_enhancement=0.5)
    assert int(out.status) & f.F_CHF
    assert math.isnan(out.t_chip)
    assert out.done == 0.0
    assert out.margin_flux < 1.0 - 1.0 / 0.7
    found = Rack.from_library("gb200-nvl72").solve(technology="immersion-two-phase")
    assert "critical heat flux is exceeded" in found.limits


@pytest.mark.parametrize(
    ("better", "place", "up"),
    [
        ({"boiling_enhancement": 5.0}, "t_chip", False),
        ({"flux_enhancement": 2.0}, "margin_flux", True),
        ({"boiler_k": 5000.0}, "margin_flux", True),
        ({"board_angle": 0.0}, "margin_flux", True),
        ({"bath_subcooling": 10.0}, "margin_flux", True),
        ({"coil_area": 20.0}, "t_out", True),
        ({"gas_share": 0.0}, "t_out", True),
        ({"trap_temperature": -10.0}, "fluid_loss", False),
        ({"vent_flow": 0.0}, "fluid_loss", False),
        ({"lid_open": 0.0}, "fluid_loss", False),
    ],
)
def test_what_helps(better, place, up):
    before, after = solved()[0][place], solved(**better)[0][place]
    assert after > before if up else after < before


def test_natural_convection_carries_what_is_too_little_to_boil():
    """50 W/m2: Churchill & Chu with FK-5-1-12's own properties gives a rise under 2 K, below the onset of boiling."""
    _, rec = solved()
    rise = boiling_parts.face_rise(rec, 49.05, 50.0, 0.1, 1.0)
    assert rise == pytest.approx(boiling_parts.convection_rise(rec["coolant"], 49.05, 50.0, 0.1), rel=1e-12)
    rises = [boiling_parts.face_rise(rec, 49.05, q, 0.1, 1.0) for q in np.geomspace(1.0, 3e5, 200)]
    assert rises == sorted(rises)


def test_loss_by_hand():
    """0.5 L/h through a trap at 5 degC, and 0.003 of the year an open lid of 0.9 m2 over 0.3 m of still air."""
    out, rec = solved()
    c = rec["boiling"]
    p = s.pressure(c, 5.0)
    vent = 0.5e-3 / 3600.0 * p * 0.3160438 / (8.314462618 * 278.15)
    d = 1.01325e-2 * 298.15**1.75 * math.sqrt(1 / 316.0438 + 1 / 28.9652)
    d /= SEA_LEVEL * ((0.9e3 * 0.3160438) ** (1 / 3) + 19.7 ** (1 / 3)) ** 2
    still = 0.9 * d * SEA_LEVEL * 0.3160438 / (8.314462618 * 298.15 * 0.3) * math.log(SEA_LEVEL / (SEA_LEVEL - p))
    assert out.fluid_loss == pytest.approx(vent + 0.003 * still, rel=1e-4)
    share = out.fluid_loss * YEAR / out.fluid_charge
    assert 0.02 < share < 0.10  # a year; built tanks are said to lose 2 to 10 percent


def test_three_correlations_lie_within_their_scatter():
    """Superheat at 50 kW/m2 on a plain face: Rohsenow, Cooper, Gorenflo within a factor of two of their middle."""
    found = []
    for name in ("rohsenow", "cooper", "gorenflo"):
        _, rec = solved(pool_correlation=name)
        found.append(boiling_parts.nucleate_superheat(rec, 49.05, 5e4, 1.0))
    assert max(found) / sorted(found)[1] < 2.0
    assert sorted(found)[1] / min(found) < 2.0
    assert int(solved(pool_correlation="cooper")[0].status) & f.F_EXTRAPOLATED  # 316 g/mol is beyond Cooper's data
    assert not int(solved()[0].status) & f.F_EXTRAPOLATED


def test_resistance_and_mass():
    out, rec = solved()
    assert immersion_two_phase.resistance(rec, 0.0, 49.05) == pytest.approx(out.r_sink, rel=0.1)
    assert immersion_two_phase.thermal_mass(rec) > rec["mass"] * 600.0


# -- what a user is told


def study(**option):
    option = {"name": "tank", "technology": "immersion-two-phase", **option}
    return Study(
        site={"climate": "ashburn"}, it={"group": [{"name": "a", "rack": "hgx-h100", "power": "1 MW"}]}, option=[option]
    )


@pytest.mark.parametrize(
    ("option", "words"),
    [
        ({"supply_liquid": "45 degC"}, "cannot be held by a vented bath"),
        ({"flow": "2 L/min/kW"}, "nothing pumps the fluid of a boiling tank"),
        ({"coolant": "white-mineral-oil"}, "does not boil here"),
        ({"coolant": "water-boiling"}, "conducts electricity"),
        ({"coolant": "fk-5-1-13"}, "Did you mean 'fk-5-1-12'"),
        ({"immersion-two-phase": {"bath": "open"}}, "vented"),
        ({"immersion-two-phase": {"bath_gauge": "10 K"}}, "is not a pressure"),
        ({"immersion-two-phase": {"gas_share": 0.5}}, "0.2"),
        ({"liquid": {"terminal": "tank"}}, "tank-condenser"),
    ],
)
def test_misuse_in_one_sentence(option, words):
    with pytest.raises(Exception, match="(?s)" + words.replace("(", r"\(")) as caught:
        study(**option)
    assert "Traceback" not in str(caught.value)


def test_a_rack_alone_names_what_boils():
    with pytest.raises(LibraryError, match="does not boil"):
        Rack.from_library("hgx-h100").solve(technology="immersion-two-phase", coolant="shell-s5-x")
