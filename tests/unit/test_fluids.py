"""Liquids and dry air against CoolProp tables, and what the library refuses."""

import numpy as np
import pytest
from expected import oracle

from thermo.core import fluids
from thermo.errors import LibraryError
from thermo.library import liquids
from thermo.schema import fluid as fluid_fields

CARRIED = {
    "hydrotreated_mineral_oil_Paratherm_NF": "paratherm-nf",
    "mineral_oil_Texatherm_22": "texatherm-22",
    "alkylated_aromatic_Dynalene_SF": "dynalene-sf",
    "polydimethylsiloxane_Baysilone_KT3": "baysilone-kt3",
    "polydimethylsiloxane_Syltherm_XLT": "syltherm-xlt",
    "synthetic_alkane_Therminol_D12": "therminol-d12",
}
DATA_SHEET = [key for key, entry in liquids.entries().items() if entry["kind"] == "data-sheet"]


def check(c, row, tolerance, viscosity_tolerance):
    t = row["T_degC"]
    assert fluids.density(c, t) == pytest.approx(row["density_kg_per_m3"], rel=tolerance)
    assert fluids.specific_heat(c, t) == pytest.approx(row["cp_J_per_kgK"], rel=tolerance)
    assert fluids.conductivity(c, t) == pytest.approx(row["k_W_per_mK"], rel=tolerance)
    assert fluids.viscosity(c, t) == pytest.approx(row["mu_Pa_s"], rel=viscosity_tolerance)


def test_water():
    c = liquids.coefficients("water")
    for row in oracle("water_liquid"):
        check(c, row, 1e-3, 1e-3)
        assert fluids.prandtl(c, row["T_degC"]) == pytest.approx(row["prandtl"], rel=1e-2)


def test_glycol():
    for row in oracle("glycol_water"):
        c = liquids.coefficients(row["glycol"].replace("_", "-"), row["mass_fraction"])
        check(c, row, 1e-3, 1e-3)
        assert fluids.freezing(c) == pytest.approx(row["T_freeze_degC"], abs=0.01)


def test_oils():
    for row in oracle("dielectric_oils_coolprop"):
        check(liquids.coefficients(CARRIED[row["fluid"]]), row, 1e-3, 1e-2)


def test_dry_air():
    for row in oracle("dry_air"):
        t = row["T_degC"]
        assert fluids.air_density(t, row["pressure_Pa"]) == pytest.approx(row["density_kg_per_m3"], rel=1e-5)
        assert fluids.air_specific_heat(t) == pytest.approx(row["cp_J_per_kgK"], rel=1e-3)
        assert fluids.air_conductivity(t) == pytest.approx(row["k_W_per_mK"], rel=1e-3)
        assert fluids.air_viscosity(t) == pytest.approx(row["mu_Pa_s"], rel=1e-3)
        assert fluids.air_prandtl(t) == pytest.approx(row["prandtl"], rel=1e-2)


def test_volume_to_mass_fraction():
    for row in oracle("glycol_volume_to_mass_fraction"):
        found = liquids.mass_fraction(
            row["volume_fraction_before_mixing"],
            row["density_water_kg_per_m3"],
            row["density_pure_glycol_assumed_kg_per_m3"],
        )
        assert found == pytest.approx(row["mass_fraction"], rel=1e-8)


def test_coolant_flow_per_kilowatt():
    names = {"water": ("water", None), "PG_mass_0.257": ("propylene-glycol", 0.257)}
    for row in oracle("coolant_flow_per_kW"):
        if row["fluid"] not in names:
            continue
        c = liquids.coefficients(*names[row["fluid"]])
        rho = fluids.density(c, row["T_supply_degC"])
        cp = fluids.specific_heat(c, row["T_supply_degC"] + 0.5 * row["dT_K"])
        flow = row["heat_W"] / (rho * cp * row["dT_K"]) * 60e3
        assert rho == pytest.approx(row["rho_at_supply_kg_per_m3"], rel=1e-3)
        assert cp == pytest.approx(row["cp_at_mean_T_J_per_kgK"], rel=1e-3)
        assert flow == pytest.approx(row["flow_L_per_min"], rel=1e-3)
        assert flow / row["heat_W"] * 1e3 == pytest.approx(row["flow_L_per_min_per_kW"], rel=1e-3)


def test_server_airflow():
    for row in oracle("server_airflow"):
        t = row["T_inlet_degC"]
        rho, cp = fluids.air_density(t, row["pressure_Pa"]), fluids.air_specific_heat(t)
        flow = row["heat_W"] / (rho * cp * row["air_temperature_rise_K"])
        assert rho == pytest.approx(row["rho_inlet_dry_kg_per_m3"], rel=1e-3)
        assert flow == pytest.approx(row["airflow_m3_per_s_at_inlet"], rel=1e-3)
        assert flow * 3600.0 / row["heat_W"] * 1e3 == pytest.approx(row["airflow_m3_per_h_per_kW"], rel=1e-3)
        cubic = row["fan_power_at_ref_W"] * row["fan_speed_ratio"] ** 3
        assert cubic == pytest.approx(row["fan_power_cubic_W"], rel=1e-6)


def test_at_least_eight_dielectrics_behave():
    assert len(DATA_SHEET) >= 8
    for name in DATA_SHEET + list(CARRIED.values()):
        c = liquids.coefficients(name)
        t = np.linspace(fluids.lowest(c), fluids.highest(c), 60)
        for function, sign in ((fluids.density, -1.0), (fluids.viscosity, -1.0), (fluids.specific_heat, 1.0)):
            values = np.array([function(c, x) for x in t])
            assert (values > 0.0).all()
            assert (sign * np.diff(values) > 0.0).all(), (name, function)
        assert fluids.expansion(c, 40.0) > 0.0


def test_data_sheet_points_are_met():
    for name in DATA_SHEET:
        c, entry = liquids.coefficients(name), liquids.entries()[name]
        for field in ("viscosity_cool", "viscosity_warm"):
            t = entry[field]["at"]
            kinematic = 1e6 * fluids.viscosity(c, t) / fluids.density(c, t)
            assert kinematic == pytest.approx(entry[field]["value"], rel=1e-9)
        for field, function in (("density", fluids.density), ("conductivity", fluids.conductivity)):
            assert function(c, entry[field]["at"]) == pytest.approx(entry[field]["value"], rel=1e-9)


def test_expansion_is_the_slope_of_density():
    for name in ("water", "pg25", "shell-s5-x"):
        c = liquids.coefficients(name)
        chord = (fluids.density(c, 40.01) - fluids.density(c, 39.99)) / 0.02
        assert fluids.expansion(c, 40.0) == pytest.approx(-chord / fluids.density(c, 40.0), rel=1e-6)


def test_pg25_is_its_mass_fraction():
    a, b = liquids.coefficients("pg25"), liquids.coefficients("propylene-glycol", 0.257)
    assert np.array_equal(a, b, equal_nan=True)


def test_any_fraction_is_smooth_and_freezes_lower():
    for name in ("propylene-glycol", "ethylene-glycol"):
        mixes = [liquids.coefficients(name, w) for w in np.linspace(0.0, 0.5, 51)]
        assert (np.diff([fluids.freezing(c) for c in mixes]) < 0.0).all()
        assert (np.diff([fluids.viscosity(c, 40.0) for c in mixes]) > 0.0).all()
        assert (np.diff([fluids.density(c, 40.0) for c in mixes]) > 0.0).all()
        water = liquids.coefficients("water")
        assert fluids.viscosity(mixes[0], 40.0) == pytest.approx(fluids.viscosity(water, 40.0), rel=0.02)


def test_outside_the_range_properties_stay_at_the_end():
    c = liquids.coefficients("water")
    assert fluids.density(c, 140.0) == fluids.density(c, 100.0)
    assert fluids.in_range(c, 140.0) == 0.0
    assert fluids.in_range(c, 40.0) == 1.0


def test_flash_point():
    assert fluids.has_flash(liquids.coefficients("water")) == 0.0
    assert fluids.flash(liquids.coefficients("shell-s5-x")) == 200.0


def test_every_value_is_sourced():
    for name, entry in liquids.entries().items():
        for field, cell in entry.items():
            if isinstance(cell, dict):
                assert {"value", "unit", "source", "year", "grade"} <= set(cell), (name, field)
                assert cell["grade"] in "ABCM"
                assert cell["unit"] == liquids.UNITS[field]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("watr",), "'water'"),
        (("pg25", 0.3), "fixed mass fraction of 0.257"),
        (("propylene-glycol",), "needs a mass fraction"),
        (("propylene-glycol", 0.61), "not between 0 and 0.6"),
        (("ethylene-glycol", float("nan")), "not between 0 and 0.6"),
        (("water", 0.2), "takes no fraction"),
    ],
)
def test_refusals(arguments, words):
    with pytest.raises(LibraryError, match=words):
        liquids.coefficients(*arguments)


def test_a_copy_is_handed_out():
    first = liquids.coefficients("water")
    first[:] = 0.0
    assert liquids.coefficients("water")[fluid_fields.HIGHEST] == 100.0


def test_compiled_equals_plain(plain):
    for name in ("water", "pg25", "shell-s5-x"):
        c = liquids.coefficients(name)
        for function in (fluids.density, fluids.specific_heat, fluids.conductivity, fluids.viscosity, fluids.expansion):
            assert plain(function)(c, 37.0) == pytest.approx(function(c, 37.0), rel=1e-9)
    assert plain(fluids.air_density)(30.0, 9e4) == pytest.approx(fluids.air_density(30.0, 9e4), rel=1e-9)
