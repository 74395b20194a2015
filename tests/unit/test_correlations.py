"""Correlations against tables made by open libraries and by direct evaluation, and what holds for any argument."""

import inspect
import math

import pytest
from expected import oracle
from hypothesis import given, settings
from hypothesis import strategies as st

from thermo.core.correlations import (
    chip,
    coldplate,
    convection,
    film,
    friction,
    heatsink,
    natural,
    plate_hx,
    spreading,
)

LITRE_PER_MINUTE = 1.0 / 60e3
DIGITS = 5e-9  # the tables are printed with nine significant digits


def check(row, column, found, tolerance=1e-6):
    """Compare with a cell unless it is blank."""
    if row[column] is not None:
        assert found == pytest.approx(row[column], rel=tolerance), (row["id"], column)


# -- friction


def test_turbulent_friction():
    for row in oracle("friction_factor_turbulent"):
        re, roughness = row["reynolds"], row["rel_roughness"]
        check(row, "f_darcy_colebrook", friction.colebrook(re, roughness), 1e-8)
        check(row, "f_darcy_haaland", friction.haaland(re, roughness))
        check(row, "f_darcy_churchill1977", friction.churchill(re, roughness))
        check(row, "f_darcy_swamee_jain", friction.swamee_jain(re, roughness))


def test_smooth_friction_in_all_regimes():
    for row in oracle("friction_factor_smooth_all_regimes"):
        re = row["reynolds"]
        check(row, "f_darcy_laminar", friction.laminar(re))
        check(row, "f_darcy_churchill1977_smooth", friction.churchill(re, 0.0))
        check(row, "f_darcy_petukhov_smooth", friction.petukhov(re))
        check(row, "f_darcy_blasius", friction.blasius(re))


def test_pipe_and_pump():
    for row in oracle("pipe_pump_power"):
        u, d, rho, mu = (row[c] for c in ("velocity_m_per_s", "D_m", "rho_kg_per_m3", "mu_Pa_s"))
        re = friction.reynolds(rho, u, d, mu)
        f = friction.colebrook(re, row["roughness_m"] / d)
        dp = friction.pressure_drop(f, row["length_m"], d, row["sum_K_minor"], rho, u)
        check(row, "reynolds", re)
        check(row, "f_darcy_colebrook", f)
        check(row, "pressure_drop_Pa", dp)
        flow = row["flow_m3_per_s"]
        check(row, "pump_power_W", flow * dp / row["wire_to_water_efficiency"])
        whole = friction.pipe(flow, d, row["length_m"], row["sum_K_minor"], row["roughness_m"], rho, mu)
        assert whole == pytest.approx(dp, rel=1e-6)


@settings(max_examples=200, deadline=None)
@given(st.floats(1.0, 1e7), st.floats(0.0, 0.04))
def test_friction_factor_falls_with_reynolds_but_in_the_transition(re, roughness):
    assert 0.0 < friction.darcy(re, roughness)
    if re * 1.01 < 2300.0 or re > 4200.0:
        assert friction.darcy(re * 1.01, roughness) <= friction.darcy(re, roughness) * (1.0 + 1e-12)


def test_friction_has_no_jumps():
    for re in (friction.LAMINAR, friction.TURBULENT):
        assert friction.darcy(re * (1 + 1e-9), 0.01) == pytest.approx(friction.darcy(re * (1 - 1e-9), 0.01), rel=1e-6)


# -- convection


def test_turbulent_tube():
    for row in oracle("nusselt_turbulent_tube"):
        re, pr = row["reynolds"], row["prandtl"]
        f = friction.petukhov(re)
        check(row, "f_darcy_petukhov", f)
        check(row, "Nu_dittus_boelter_heating", convection.dittus_boelter_heating(re, pr))
        check(row, "Nu_dittus_boelter_cooling", convection.dittus_boelter_cooling(re, pr))
        check(row, "Nu_gnielinski", convection.gnielinski(re, pr, f))
        check(row, "Nu_petukhov_kirillov_popov", convection.petukhov_kirillov_popov(re, pr, f))
        check(row, "Nu_colburn", convection.colburn(re, pr))


def test_laminar_entry():
    for row in oracle("nusselt_laminar_entry"):
        pr = row["prandtl"]
        gz = convection.graetz(row["reynolds"], pr, row["diameter_m"], row["length_m"])
        check(row, "graetz", gz)
        check(row, "Nu_hausen", convection.hausen(gz))
        check(row, "Nu_sieder_tate_no_visc_corr", convection.sieder_tate(gz, 1.0))
        check(row, "Nu_baehr_stephan", convection.baehr_stephan(gz, pr))


def test_rectangular_duct():
    for row in oracle("laminar_rectangular_duct"):
        aspect = row["aspect_ratio_short_over_long"]
        check(row, "Nu_H1_fully_developed", convection.rectangle_nusselt(aspect), DIGITS)
        check(row, "fRe_fanning_fully_developed", friction.rectangle_fanning_re(aspect), DIGITS)


def test_free_convection():
    for row in oracle("nusselt_free_convection"):
        ra, pr = row["rayleigh"], row["prandtl"]
        check(row, "Nu_vertical_plate_churchill_chu", convection.churchill_chu_plate(ra, pr))
        check(row, "Nu_horizontal_plate_hot_up_mcadams", convection.mcadams_hot_up(ra))
        check(row, "Nu_horizontal_plate_hot_down_mcadams", convection.mcadams_hot_down(ra))
        check(row, "Nu_horizontal_cylinder_churchill_chu", convection.churchill_chu_cylinder(ra, pr))
        if row["Nu_horizontal_plate_hot_up_mcadams"] is None:
            assert convection.mcadams_hot_up_in_range(ra) == 0.0


@settings(max_examples=200, deadline=None)
@given(st.floats(1.0, 1e6), st.floats(0.6, 500.0), st.floats(2.0, 500.0))
def test_tube_is_continuous_and_rises(re, pr, slenderness):
    assert convection.tube(re * 1.01, pr, 1.0, slenderness) >= convection.tube(re, pr, 1.0, slenderness) * 0.999
    for edge in (friction.LAMINAR, friction.TURBULENT):
        below = convection.tube(edge * (1 - 1e-9), pr, 1.0, slenderness)
        assert convection.tube(edge * (1 + 1e-9), pr, 1.0, slenderness) == pytest.approx(below, rel=1e-6)


def test_published_anchors():
    assert convection.jet_stagnation(100.0, 8.0) == pytest.approx(0.745 * 10.0 * 2.0)
    assert convection.flat_plate(1e4, 1.0) == pytest.approx(66.4)
    assert convection.flat_plate(1e6, 1.0) == pytest.approx(0.037 * 1e6**0.8 - 871.0)
    assert convection.log_mean(10.0, 5.0) == pytest.approx(5.0 / math.log(2.0))
    assert convection.log_mean(5.0, 5.0) == 5.0
    assert friction.rectangle_hagenbach(1.0) == pytest.approx(1.55, abs=0.03)
    assert friction.rectangle_hagenbach(0.0) == pytest.approx(0.69, abs=0.02)


# -- sinks, plates, exchangers


def test_entry_of_a_slit_is_that_of_shah_and_london():
    for x, tabulated in ((0.02, 8.235 + 0.0364 / 0.02), (0.005, 2.236 * 0.005 ** (-1 / 3) + 0.9)):
        found = convection.rectangle_nusselt(0.0) + convection.entry_increment(1.0 / x)
        assert found == pytest.approx(tabulated, rel=0.04)


def test_plate_heat_exchanger():
    for row in oracle("plate_hx_martin_vdi"):
        re, phi = row["reynolds"], math.radians(row["chevron_angle_from_flow_deg"])
        check(row, "f_darcy_martin_vdi", plate_hx.martin_friction(re, phi))
        check(row, "Nu_martin_vdi", plate_hx.martin_nusselt(re, row["prandtl"], phi, 1.0))


def test_fin_efficiency():
    for row in oracle("fin_efficiency_straight"):
        given_fin = (row["h_W_per_m2K"], row["k_fin_W_per_mK"], row["fin_thickness_m"])
        check(row, "m_per_m", heatsink.fin_parameter(*given_fin), DIGITS)
        check(row, "efficiency_adiabatic_tip", heatsink.fin_efficiency(*given_fin, row["fin_height_m"]), DIGITS)
        corrected = heatsink.fin_efficiency_corrected(*given_fin, row["fin_height_m"])
        check(row, "efficiency_corrected_length", corrected, DIGITS)


def sink(row):
    """Width, length, height, thickness and count of a row's sink."""
    return [row[c] for c in ("width_m", "length_flow_m", "fin_height_m", "fin_thickness_m", "fin_count")]


def test_plate_fin_heat_sink():
    for row in oracle("heatsink_platefin_forced_air"):
        width, length, height, thickness, count = sink(row)
        flow = row["air_flow_through_fins_m3_per_s"]
        rho, cp, k, mu = (row[c] for c in ("rho_kg_per_m3", "cp_J_per_kgK", "k_W_per_mK", "mu_Pa_s"))
        r, h, eta, u, re_star = heatsink.plate_fin(*sink(row), row["k_fin_W_per_mK"], flow, rho, cp, k, mu)
        b = heatsink.gap(width, thickness, count)
        check(row, "fin_gap_m", b)
        check(row, "channel_velocity_m_per_s", u)
        check(row, "Re_b_star", re_star)
        check(row, "Nu_b_teertstra", h * b / k)
        check(row, "h_W_per_m2K", h)
        check(row, "fin_efficiency", eta)
        check(row, "R_convective_inlet_referenced_K_per_W", r)
        f = heatsink.apparent_friction(rho * u * 2.0 * b / mu, length, 2.0 * b, b / height)
        check(row, "f_apparent_fanning", f)
        check(row, "pressure_drop_Pa", heatsink.plate_fin_pressure_drop(*sink(row), flow, rho, mu))


@settings(max_examples=60, deadline=None)
@given(st.floats(1e-4, 0.1), st.floats(0.0, 5e-3))
def test_bypass_takes_air_from_the_fins(flow, area):
    row = oracle("heatsink_platefin_forced_air")[0]
    through = heatsink.flow_through_fins(*sink(row), area, 1.5, flow, 1.18, 1.85e-5)
    assert 0.0 < through <= flow
    if area > 1e-6:
        fins = heatsink.plate_fin_pressure_drop(*sink(row), through, 1.18, 1.85e-5)
        beside = 1.5 * 0.5 * 1.18 * ((flow - through) / area) ** 2
        whole = heatsink.plate_fin_pressure_drop(*sink(row), flow, 1.18, 1.85e-5)
        assert fins == pytest.approx(beside, rel=1e-4, abs=1e-6 * whole)


@settings(max_examples=100, deadline=None)
@given(st.floats(1e-4, 0.08))
def test_a_sink_resists_less_and_drops_more_with_flow(flow):
    row = oracle("heatsink_platefin_forced_air")[0]
    air = (1.18, 1006.0, 0.0262, 1.85e-5)
    more = 1.05 * flow
    assert heatsink.plate_fin(*sink(row), 200.0, more, *air)[0] < heatsink.plate_fin(*sink(row), 200.0, flow, *air)[0]
    drops = [heatsink.plate_fin_pressure_drop(*sink(row), v, 1.18, 1.85e-5) for v in (flow, more)]
    assert drops[1] > drops[0]


def plate(row):
    """Geometry of a row's cold plate as `microchannel` takes it."""
    names = ("channel_length_m", "channel_width_m", "wall_thickness_m", "channel_height_m", "base_thickness_m")
    return [row[c] for c in names] + [row["k_solid_W_per_mK"]]


def test_microchannel_plate():
    for row in oracle("coldplate_microchannel_laminar"):
        flow = row["flow_L_per_min"] * LITRE_PER_MINUTE
        rho, cp, k, mu = (row[c] for c in ("rho_kg_per_m3", "cp_J_per_kgK", "k_W_per_mK", "mu_Pa_s"))
        width, count = row["plate_width_m"], row["channel_count"]
        assert coldplate.channel_count(width, row["channel_width_m"], row["wall_thickness_m"]) == count
        base_area = width * row["channel_length_m"]
        state = (base_area, count, flow, rho, cp, k, mu)
        r, r_base, r_convective, h, eta, re, ntu = coldplate.microchannel(*plate(row), *state, 0.0)
        half = 0.5 / (rho * flow * cp)
        check(row, "Re_Dh", re)
        check(row, "h_W_per_m2K", h)
        check(row, "fin_efficiency", eta)
        check(row, "NTU", ntu)
        check(row, "R_base_K_per_W", r_base)
        check(row, "R_convective_K_per_W", r_convective)
        check(row, "R_caloric_half_K_per_W", half)
        check(row, "R_total_isothermal_base_inlet_ref_K_per_W", r)
        check(row, "R_total_mean_fluid_ref_plus_half_caloric_K_per_W", r_base + r_convective + half)
        check(row, "effective_area_m2", 1.0 / (h * r_convective))
        geometry = (row["channel_length_m"], row["channel_width_m"], row["channel_height_m"])
        check(row, "core_pressure_drop_Pa", coldplate.core_pressure_drop(*geometry, count, flow, rho, mu, 0.0, 0.0))
        entering = coldplate.microchannel(*plate(row), *state, 1.0)
        assert entering[0] <= r
        assert coldplate.core_pressure_drop(*geometry, count, flow, rho, mu, 0.0, 1.0) > row["core_pressure_drop_Pa"]


@settings(max_examples=100, deadline=None)
@given(st.floats(1e-6, 3e-4))
def test_a_plate_resists_less_and_drops_more_with_flow(flow):
    row = oracle("coldplate_microchannel_laminar")[0]
    geometry = (row["channel_length_m"], row["channel_width_m"], row["channel_height_m"])
    resistances, drops = [], []
    for v in (flow, 1.05 * flow):
        state = (2e-3, 87.0, v, 992.0, 4179.0, 0.6285, 6.5e-4)
        resistances.append(coldplate.microchannel(*plate(row), *state, 1.0)[0])
        drops.append(coldplate.core_pressure_drop(*geometry, 87.0, v, 992.0, 6.5e-4, 1.5, 1.0))
    assert resistances[1] < resistances[0]
    assert drops[1] > drops[0]


def test_quick_disconnect_passes_its_flow_factor_at_one_bar():
    assert coldplate.quick_disconnect(1.0 / 3600.0, 1.0, 999.97) == pytest.approx(1e5)


def test_spreading_against_the_exact_series():
    for row in oracle("spreading_resistance_disc"):
        source, whole = (math.pi * row[c] ** 2 for c in ("source_radius_m", "plate_radius_m"))
        far = 1.0 / (row["h_far_face_W_per_m2K"] * whole)
        given_plate = (source, whole, row["plate_thickness_m"], row["k_solid_W_per_mK"], far)
        check(row, "R_one_dimensional_K_per_W", far + heatsink.base_conduction(given_plate[2], given_plate[3], whole))
        check(row, "R_spreading_mean_exact_K_per_W", spreading.lee_mean(*given_plate), 0.10)
        hottest = spreading.lee_max(*given_plate) / row["R_spreading_max_exact_K_per_W"] - 1.0
        assert -0.06 <= hottest <= 0.18
    assert spreading.lee_mean(1.0, 1.0, 0.01, 400.0, 0.1) == 0.0


# -- free convection, films


def test_plates_in_free_convection():
    for row in oracle("natural_convection_plate_channel"):
        gap, height, dt = row["gap_m"], row["plate_height_m"], row["T_wall_minus_T_inlet_K"]
        state = [row[c] for c in ("rho_kg_per_m3", "cp_J_per_kgK", "k_W_per_mK", "mu_Pa_s")]
        ra = natural.rayleigh(row["beta_per_K"], dt, gap, *state)
        check(row, "Ra_S", ra)
        check(row, "elenbaas_Ra_S_times_S_over_L", ra * gap / height)
        nu = natural.bar_cohen_rohsenow(ra * gap / height)
        check(row, "Nu_bar_cohen_rohsenow", nu)
        check(row, "h_W_per_m2K", nu * row["k_W_per_mK"] / gap)
        check(row, "optimum_gap_2p714_m", natural.optimum_gap(row["beta_per_K"], dt, height, *state))


@settings(max_examples=100, deadline=None)
@given(st.floats(0.0, 1e4), st.floats(0.0, 1e4))
def test_combined_convection_is_at_least_the_larger(forced, free):
    found = natural.combined(forced, free)
    assert max(forced, free) <= found * (1.0 + 1e-12)
    assert found <= 2.0 ** (1.0 / 3.0) * max(forced, free) * (1.0 + 1e-12)


def test_falling_film():
    for row in oracle("falling_film_laminar"):
        rho, mu, k = row["rho_kg_per_m3"], row["mu_Pa_s"], row["k_W_per_mK"]
        gamma = row["flow_per_width_kg_per_s_m"]
        delta = film.thickness(gamma, rho, mu, math.sin(math.radians(row["inclination_from_horizontal_deg"])))
        check(row, "Re_film_4Gamma_over_mu", film.film_reynolds(gamma, mu))
        check(row, "film_thickness_m", delta)
        check(row, "mean_velocity_m_per_s", film.mean_velocity(gamma, rho, delta))
        check(row, "h_isothermal_wall_1p88k_over_delta_W_per_m2K", film.developed(k, delta))
        check(row, "h_uniform_flux_2p06k_over_delta_W_per_m2K", film.developed_uniform_flux(k, delta))


def test_film_entry():
    for row in oracle("film_entry_leveque"):
        rho, cp, mu, k = (row[c] for c in ("rho_kg_per_m3", "cp_J_per_kgK", "mu_Pa_s", "k_W_per_mK"))
        gamma, length = row["flow_per_width_kg_per_s_m"], row["length_m"]
        delta = film.thickness(gamma, rho, mu, 1.0)
        shear = film.shear_rate(film.mean_velocity(gamma, rho, delta), delta)
        check(row, "film_thickness_m", delta)
        check(row, "wall_shear_rate_per_s", shear)
        check(row, "h_local_at_L_W_per_m2K", film.leveque_local(shear, length, rho, cp, k))
        check(row, "h_mean_0_to_L_W_per_m2K", film.leveque_mean(shear, length, rho, cp, k))
        check(row, "thermal_layer_over_film_thickness", film.layer_ratio(shear, length, rho, cp, k, delta))
        blend = film.film(gamma, length, rho, cp, k, mu, 1.0)
        assert blend >= max(row["h_mean_0_to_L_W_per_m2K"], film.developed(k, delta)) * (1.0 - 1e-6)


def test_orifice_inverts():
    flow = film.orifice_flow(0.61, 2e-6, 12e3, 800.0)
    assert film.orifice_pressure(0.61, 2e-6, flow, 800.0) == pytest.approx(12e3)


# -- chips


def test_junction_to_case_chain():
    for row in oracle("junction_case_chain"):
        r_tim = chip.interface_resistance(
            row["tim_bond_line_m"], row["k_tim_W_per_mK"], row["tim_boundary_resistance_m2K_per_W"], row["tim_area_m2"]
        )
        power, sink_r, coolant = row["power_W"], row["R_sink_to_coolant_inlet_K_per_W"], row["T_coolant_in_degC"]
        check(row, "R_tim_K_per_W", r_tim, DIGITS)
        check(row, "T_case_degC", chip.case_temperature(power, r_tim, sink_r, coolant), DIGITS)
        junction = chip.junction_temperature(power, row["R_junction_case_K_per_W"], r_tim, sink_r, coolant)
        check(row, "T_junction_degC", junction, DIGITS)


def test_coupled_leakage():
    seen = set()
    for row in oracle("leakage_coupled_exponential"):
        given_chip = (row["P_dynamic_W"], row["P_leak_at_T0_W"], row["T0_degC"], row["beta_per_K"])
        t, gain = chip.coupled(*given_chip, row["R_total_K_per_W"], row["T_coolant_degC"])
        seen.add(row["status"])
        if row["status"] == "runaway":
            assert math.isnan(t)
            assert math.isnan(gain)
            continue
        assert t == pytest.approx(row["T_junction_degC"], abs=1e-6)
        check(row, "loop_gain_must_be_lt_1", gain, 1e-7)
        check(row, "P_leak_W", chip.leakage(given_chip[1], given_chip[3], t, given_chip[2]), 1e-7)
    assert seen == {"runaway", "stable"}


@settings(max_examples=300, deadline=None)
@given(
    st.floats(0.0, 2000.0), st.floats(0.0, 500.0), st.floats(0.0, 0.03), st.floats(0.001, 0.3), st.floats(-10.0, 60.0)
)
def test_coupled_leakage_closes_or_runs_away(p_dynamic, p_leak, beta, r, t_coolant):
    t, gain = chip.coupled(p_dynamic, p_leak, 60.0, beta, r, t_coolant)
    if math.isnan(t):
        assert beta * r * p_leak * math.exp(min(beta * (t_coolant + r * p_dynamic - 60.0), 50.0)) > 1.0 / math.e - 1e-12
    else:
        assert 0.0 <= gain <= 1.0 + 1e-6
        assert t == pytest.approx(t_coolant + r * (p_dynamic + chip.leakage(p_leak, beta, t, 60.0)), rel=1e-9, abs=1e-6)


def test_liao_leakage():
    for row in oracle("leakage_current_liao2005"):
        t, volt = row["T_degC"], row["Vdd_V"]
        check(row, "scaling_f", chip.liao_scaling(t, volt), 1e-7)
        check(row, "I_avg_per_gate_A", chip.LIAO_CURRENT * chip.liao_scaling(t, volt), 1e-7)
        check(row, "ratio_to_100degC", chip.liao_ratio(t, 100.0, volt), 1e-7)


# -- compiled and plain

SAMPLES = {
    "angle": 1.0, "aspect": 0.2, "beta": 0.01, "chevron": 1.0, "count": 40.0, "developing": 1.0, "diameter": 1e-3,
    "dp": 1e4, "dt": 20.0, "f": 0.02, "flow": 2e-5, "gz": 30.0, "k_solid": 390.0, "k_fin": 390.0, "k": 0.4,
    "length": 0.05, "mu": 1.2e-3, "cp": 3900.0, "rho": 1010.0, "pr": 8.0, "re": 900.0, "t": 60.0, "voltage": 0.95,
    "viscosity_ratio": 1.1, "width": 0.09, "thickness": 4e-4, "height": 0.03, "wall_height": 3e-3, "channel": 2e-4,
    "wall": 2e-4, "base": 2e-3, "sine": 0.9, "gamma": 0.05, "area_source": 6e-4, "area_plate": 3e-3, "r_far": 0.03,
    "t_reference": 60.0, "t_coolant": 30.0, "p_dynamic": 600.0, "p_leak": 60.0, "r": 0.05, "roughness": 1e-4,
    "k_tim": 5.0, "bond_line": 5e-5, "elenbaas": 50.0, "ra": 1e6, "ra_flux": 1e3, "re_star": 5.0, "base_area": 3e-3,
}  # fmt: skip
MODULES = (chip, coldplate, convection, film, friction, heatsink, natural, plate_hx, spreading)


def public(module):
    """The kernels that a module defines itself."""
    for name, item in vars(module).items():
        function = getattr(item, "py_func", item)
        if not name.startswith("_") and inspect.isfunction(function) and function.__module__ == module.__name__:
            yield item, function


@pytest.mark.parametrize("module", MODULES, ids=lambda m: m.__name__.rpartition(".")[2])
def test_compiled_equals_plain(module):
    for compiled, function in public(module):
        names = inspect.signature(function).parameters
        arguments = [SAMPLES.get(name, 0.5) for name in names]
        expected, found = function(*arguments), compiled(*arguments)
        pairs = zip(expected, found, strict=True) if isinstance(expected, tuple) else [(expected, found)]
        for a, b in pairs:
            assert b == pytest.approx(a, rel=1e-9, abs=1e-12, nan_ok=True), function.__name__


@pytest.mark.parametrize("module", MODULES, ids=lambda m: m.__name__.rpartition(".")[2])
def test_every_kernel_says_what_it_is(module):
    for _, function in public(module):
        assert function.__doc__
        assert len(function.__doc__) > 20, function.__name__


def test_ranges_are_marked():
    assert convection.gnielinski_in_range(2e4, 5.0) == 1.0
    assert convection.gnielinski_in_range(1e3, 5.0) == 0.0
    assert convection.tube_in_range(3000.0, 5.0) == 0.0
    assert convection.flat_plate_in_range(1e6, 100.0) == 0.0
    assert convection.dittus_boelter_in_range(5e3, 5.0) == 0.0
    assert convection.sieder_tate_in_range(1.0, 5.0, 1.0) == 0.0
    assert convection.churchill_chu_in_range(1e13) == 0.0
    assert convection.mcadams_hot_down_in_range(1e3) == 0.0
    assert convection.jet_stagnation_in_range(0.7) == 0.0
    assert friction.colebrook_in_range(1e3, 0.0) == 0.0
    assert heatsink.teertstra_in_range(500.0) == 0.0
    assert natural.bar_cohen_rohsenow_in_range(0.01) == 0.0
    assert film.film_in_range(1.0, 1e-3) == 0.0
    assert film.leveque_in_range(100.0, 1.0, 800.0, 2000.0, 0.13, 1e-4) == 0.0
    assert plate_hx.martin_in_range(100.0) == 0.0
