"""Towers, chillers, pads and dry coolers against independent reference points."""

import csv
import itertools
from pathlib import Path

import numpy as np
import pytest

from thermo.core.correlations import chiller, evaporative, tower
from thermo.core.exchangers import crossflow_unmixed, ntu_crossflow_unmixed
from thermo.core.psychrometrics import (
    enthalpy,
    humidity_ratio_from_wet_bulb,
    saturation_enthalpy,
    saturation_humidity_ratio,
    temperature_saturated,
)
from thermo.library import find, load, problems

ORACLES = Path(__file__).parents[1] / "oracles"


def points(name):
    """Rows of a reference file: text stays in `id` and `chiller`, the rest are floats."""
    with open(ORACLES / f"{name}.csv", newline="") as file:
        return [{k: v if k in ("id", "chiller") else float(v) for k, v in row.items()} for row in csv.DictReader(file)]


def near(value, wanted, tolerance):
    assert value == pytest.approx(wanted, rel=tolerance, abs=1e-12)


def test_yorkcalc():
    for r in points("cooling_tower_yorkcalc"):
        found = tower.york_approach(r["T_wet_bulb_degC"], r["range_K"], r["water_flow_ratio"], r["air_flow_ratio"])
        near(found, r["approach_K"], 1e-8)


def test_cooltools():
    for r in points("cooling_tower_cooltools"):
        found = tower.cooltools_approach(r["T_wet_bulb_degC"], r["range_K"], r["water_flow_ratio"], r["air_flow_ratio"])
        near(found, r["approach_K"], 1e-8)


def test_polynomials_know_their_range():
    assert tower.york_outside(25.6, 5.6, 1.0, 1.0) == 0.0
    assert tower.york_outside(28.0, 5.6, 1.0, 1.0) == 1.0
    assert tower.york_outside(25.6, 5.6, 1.0, 0.1) == 1.0
    assert tower.cooltools_outside(10.0, 5.6, 1.0) == 0.0
    assert tower.cooltools_outside(-2.0, 5.6, 1.0) == 1.0


def test_merkel():
    for r in points("cooling_tower_merkel"):
        p = r["pressure_Pa"]
        w = humidity_ratio_from_wet_bulb(r["T_dry_bulb_degC"], r["T_wet_bulb_degC"], p)
        h = enthalpy(r["T_dry_bulb_degC"], w)
        near(h, r["h_air_in_J_per_kgda"], 1e-6)
        arguments = (
            r["T_water_hot_degC"], r["T_water_cold_degC"], r["L_over_G_water_to_dry_air"], h, p,
            r["cp_water_J_per_kgK"],
        )  # fmt: skip
        near(tower.merkel_integral(*arguments), r["Merkel_number_integral"], 1e-6)
        near(tower.merkel_four_point(*arguments), r["Merkel_number_chebyshev4"], 1e-6)


def test_merkel_without_driving_difference():
    h = saturation_enthalpy(35.0, 101325.0)
    assert np.isnan(tower.merkel_four_point(30.0, 25.0, 1.0, h, 101325.0, 4186.0))
    assert np.isnan(tower.merkel_integral(30.0, 25.0, 1.0, h, 101325.0, 4186.0))


def test_braun():
    for r in points("cooling_tower_braun_entu"):
        p, air, water = r["pressure_Pa"], r["m_air_dry_kg_per_s"], r["m_water_kg_per_s"]
        w = humidity_ratio_from_wet_bulb(r["T_dry_bulb_degC"], r["T_wet_bulb_degC"], p)
        h = enthalpy(r["T_dry_bulb_degC"], w)
        c, n = r["c_ntu_coefficient"], r["n_ntu_exponent"]
        ntu = tower.fill_ntu(c, n, water, air)
        near(ntu, r["NTU"], 1e-7)
        near(tower.braun_effectiveness(ntu, r["m_star"]), r["effectiveness_air_side"], 1e-6)
        near(tower.braun_ntu(r["effectiveness_air_side"], r["m_star"]), r["NTU"], 1e-5)
        q, t_out = tower.braun(h, p, air, water, r["T_water_in_degC"], c, n, 4186.0)  # water of the reference points
        near(q, r["Q_W"], 1e-4)
        assert t_out == pytest.approx(r["T_water_out_degC"], abs=1e-3)
        leaving = tower.leaving_humidity(h, w, r["Q_W"] / air, ntu, p)
        near(air * (leaving - w), r["evaporation_effective_surface_kg_per_s"], 1e-4)
        saturated = saturation_humidity_ratio(temperature_saturated(h + r["Q_W"] / air, p), p)
        near(air * (saturated - w), r["evaporation_saturated_exit_kg_per_s"], 1e-4)


def test_tower_water_balance():
    for r in points("tower_water_balance"):
        share = tower.evaporation_share(r["T_dry_bulb_degC"], r["rel_humidity_frac"])
        near(100.0 * share, r["evap_loss_factor_qureshi_zubair_percent_per_K"], 1e-6)
        evaporated = r["m_water_kg_per_s"] * r["range_K"] * share
        drift = 0.01 * r["drift_percent_of_design_flow"] * r["m_water_kg_per_s"] * r["air_flow_ratio"]
        bled = tower.blowdown(evaporated, drift, r["cycles_of_concentration"])
        near(evaporated, r["evaporation_kg_per_s"], 1e-6)
        near(bled, r["blowdown_kg_per_s"], 1e-6)
        near(evaporated + drift + bled, r["makeup_kg_per_s"], 1e-6)


def test_pads():
    for r in points("evaporative_cooling"):
        t, wet, p = r["T_dry_bulb_in_degC"], r["T_wet_bulb_in_degC"], r["pressure_Pa"]
        found = evaporative.celdek(r["pad_depth_m"], r["face_velocity_m_per_s"])
        near(found, r["saturation_effectiveness_celdek"], 1e-6)
        out = evaporative.pad_outlet(t, wet, found)
        near(out, r["T_dry_bulb_out_direct_degC"], 1e-5)
        w = humidity_ratio_from_wet_bulb(t, wet, p)
        behind = evaporative.humidity_behind_pad(out, enthalpy(t, w), w, evaporative.pad_water(wet))
        near(behind - w, r["water_evaporated_kg_per_kgda"], 1e-5)
        e = r["effectiveness_indirect_given"]
        near(evaporative.indirect_outlet(r["T_return_air_degC"], wet, e), r["T_supply_indirect_wet_mode_degC"], 1e-5)
        near(evaporative.indirect_outlet(r["T_return_air_degC"], t, e), r["T_supply_indirect_dry_mode_degC"], 1e-5)


SETS = {
    "Carrier_19XR_1407kW_6.04COP_VSD": "carrier-19xr-1407",
    "Carrier_30RB360_1248kW_2.8COP_aircooled_scroll": "carrier-30rb-1248",
    "Carrier_30XA400_1348kW_3.0COP_aircooled_screw": "carrier-30xa-1348",
    "DOE2_centrifugal_5.50COP": "doe2-centrifugal",
    "McQuay_PFH_1407kW_6.60COP_Vanes": "mcquay-pfh-1407",
    "Trane_CVHE_1442kW_6.61COP_VSD": "trane-cvhe-1442",
    "York_YS_672kW_7.90COP_screw": "york-ys-672",
    "ReformEIR_Carrier_19XR_742kW_5.42COP_VSD": "carrier-19xr-742-reformulated",
}


def test_chiller_curves():
    for r in points("chiller_eir"):
        entry = find("chillers", SETS[r["chiller"]])
        cap, eir, limits = (np.array(entry.get(n), float) for n in ("cap", "eir", "limits"))
        x, y, part = r["T_chw_leaving_degC"], r["T_condenser_entering_degC"], r["part_load_ratio"]
        capacity, ratio, outside = chiller.eir_at(cap, eir, limits, x, y, 8.0, 1.0)
        assert outside == 0.0
        near(capacity, r["CAPFT"], 1e-7)
        near(ratio, r["EIRFT"], 1e-7)
        part_load = chiller.quadratic(np.array(entry.get("plr"), float), part)
        near(part_load, r["EIRFPLR"], 1e-7)
        power = entry.get("capacity") * capacity * ratio * part_load / entry.get("cop")
        near(power, r["P_compressor_W"], 1e-7)


def test_reformulated_chiller():
    for r in points("chiller_reformulated_eir"):
        entry = find("chillers", SETS[r["chiller"]])
        cap, eir, plr = (np.array(entry.get(n), float) for n in ("cap", "eir", "plr"))
        x, y = r["T_chw_leaving_degC"], r["T_condenser_leaving_degC"]
        near(chiller.biquadratic(cap, x, y), r["CAPFT"], 1e-7)
        near(chiller.biquadratic(eir, x, y), r["EIRFT"], 1e-7)
        near(chiller.eir_part_load_reformulated(plr, y, r["part_load_ratio"]), r["EIRFPLR"], 1e-7)


def test_sets_are_one_at_their_reference():
    for entry in load("chillers").values():
        if entry.kind == "eir":
            x, y = entry.get("reference")
            assert chiller.biquadratic(np.array(entry.get("eir")), x, y) == pytest.approx(1.0, abs=0.02), entry.key


def test_outside_its_range_a_set_follows_carnot():
    entry = find("chillers", "carrier-19xr-1407")
    cap, eir, limits = (np.array(entry.get(n), float) for n in ("cap", "eir", "limits"))
    edge = chiller.eir_at(cap, eir, limits, 10.0, 25.0, 8.0, 1.0)
    warm = chiller.eir_at(cap, eir, limits, 18.0, 25.0, 8.0, 1.0)
    held = chiller.eir_at(cap, eir, limits, 18.0, 25.0, 8.0, 0.0)
    assert (edge[2], warm[2], held[2]) == (0.0, 1.0, 1.0)
    assert warm[1] == pytest.approx(edge[1] * (25.0 - 18.0 + 8.0) / (25.0 - 10.0 + 8.0))
    assert held[1] == edge[1]
    assert warm[0] == edge[0]


def test_carnot_share_is_monotone():
    lifts = [chiller.carnot_cop(0.6, 10.0, t, 8.0) for t in np.linspace(12.0, 60.0, 97)]
    assert all(a >= b for a, b in itertools.pairwise(lifts))
    warmer = [chiller.carnot_cop(0.6, t, 40.0, 8.0) for t in np.linspace(0.0, 39.0, 79)]
    assert all(a <= b for a, b in itertools.pairwise(warmer))


def test_dx_curves():
    entry = find("chillers", "dx-crac")
    cap, eir, plf = (np.array(entry.get(n), float) for n in ("cap", "eir", "plf"))
    for r in points("dx_crac"):
        x, y = r["T_wet_bulb_entering_coil_degC"], r["T_dry_bulb_outdoor_degC"]
        near(chiller.biquadratic(cap, x, y), r["CAPFT"], 1e-7)
        near(chiller.biquadratic(eir, x, y), r["EIRFT"], 1e-7)
        near(chiller.part_load_fraction(plf, r["part_load_ratio"]), r["PLF"], 1e-7)


def test_dry_cooler_points():
    for r in points("dry_cooler_crossflow"):
        c_w = r["m_liquid_kg_per_s"] * r["cp_liquid_J_per_kgK"]
        c_a = r["m_air_design_kg_per_s"] * r["cp_air_J_per_kgK"]
        least, most = min(c_w, c_a), max(c_w, c_a)
        ntu = ntu_crossflow_unmixed(r["effectiveness_design"], least / most)
        near(ntu * least, r["UA_design_W_per_K"], 1e-5)
        s = r["fan_speed_ratio"]
        ua = ntu * least * s**0.4
        least, most = min(c_w, s * c_a), max(c_w, s * c_a)
        effectiveness = crossflow_unmixed(ua / least, least / most)
        near(effectiveness, r["effectiveness_offdesign"], 1e-5)
        near(effectiveness * least * (r["T_liquid_in_degC"] - r["T_air_in_offdesign_degC"]), r["Q_offdesign_W"], 1e-5)


@pytest.mark.parametrize("file", ["chillers", "towers"])
def test_library_is_complete(file):
    assert problems(file) == []


def test_tower_library_and_code_agree():
    assert tuple(find("towers", "yorkcalc").get("coefficients")) == tower.YORK
    assert tuple(find("towers", "cooltools").get("coefficients")) == tower.COOLTOOLS
