"""Pool boiling, film condensation and evaporating sprays against tables made outside this code, and their limits."""

import math

import pytest
from expected import oracle
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import i0e, i1e, k1e

from thermo.core.correlations import boiling, condensation, sprays
from thermo.core.correlations.spreading import lee_mean

TABLE = 1e-6  # nine printed digits


def close(row, column, found, tolerance=TABLE):
    assert found == pytest.approx(row[column], rel=tolerance), (row["id"], column)


# -- pool boiling


def saturated(row):
    columns = "mu_l_Pa_s h_fg_J_per_kg rho_l_kg_per_m3 rho_v_kg_per_m3 sigma_N_per_m cp_l_J_per_kgK k_l_W_per_mK"
    return tuple(row[c] for c in columns.split())


def test_rohsenow_and_cooper():
    for row in oracle("pool_boiling"):
        flux, p_r = row["q_W_per_m2"], row["p_Pa"] / row["p_crit_Pa"]
        surface = row["Csf_stated"], row["n_pr_exponent_stated"]
        h = boiling.rohsenow(flux, *saturated(row), *surface)
        close(row, "h_rohsenow_W_per_m2K", h)
        close(row, "superheat_rohsenow_K", flux / h)
        assert boiling.rohsenow_flux(flux / h, *saturated(row), *surface) == pytest.approx(flux, rel=1e-12)
        h = boiling.cooper(flux, p_r, row["molar_mass_g_per_mol"], row["roughness_Rp_um"])
        close(row, "h_cooper_W_per_m2K", h)
        close(row, "superheat_cooper_K", flux / h)


def test_gorenflo():
    for row in oracle("pool_boiling_gorenflo"):
        form = boiling.gorenflo_water if row["fluid"] == "Water" else boiling.gorenflo
        flux = row["q_W_per_m2"]
        h = form(flux, row["p_Pa"] / row["p_crit_Pa"], row["h0_at_pr_0p1_W_per_m2K"], row["roughness_Ra_um"])
        close(row, "h_gorenflo_W_per_m2K", h)
        close(row, "superheat_K", flux / h)


def test_critical_heat_flux():
    for row in oracle("critical_heat_flux_pool"):
        h_fg, rho_l, rho_v, sigma = (
            row[c] for c in ("h_fg_J_per_kg", "rho_l_kg_per_m3", "rho_v_kg_per_m3", "sigma_N_per_m")
        )
        cp, cold = row["cp_l_J_per_kgK"], row["subcooling_K"]
        zuber = boiling.zuber(boiling.ZUBER, h_fg, rho_l, rho_v, sigma)
        close(row, "q_chf_zuber_pi_over_24_W_per_m2", zuber)
        close(row, "q_chf_zuber_0149_W_per_m2", boiling.zuber(boiling.LIENHARD, h_fg, rho_l, rho_v, sigma))
        ivey = boiling.ivey_morris(cold, cp, h_fg, rho_l, rho_v)
        close(row, "subcooling_factor_ivey_morris", ivey)
        close(row, "q_chf_zuber_pi24_times_ivey_morris_W_per_m2", zuber * ivey)
        s = row["heater_thickness_parameter_S_W_s05_per_m2K"]
        thick = boiling.arik_thickness(s, 1.0, 1.0, 1.0)
        close(row, "thickness_factor_S_over_S_plus_0p1", thick)
        dielectric = boiling.arik_subcooling(cold, cp, h_fg, rho_l, rho_v)
        close(row, "subcooling_factor_arik_barcohen", dielectric)
        close(row, "q_chf_arik_barcohen_no_length_term_W_per_m2", zuber * thick * dielectric)


def test_size_of_the_heater_counts_while_small():
    """Water at 1 atm: sqrt(sigma/(g d_rho)) = 2.50 mm (Incropera, 0.0589 N/m, 957.9 - 0.596 kg/m3)."""
    args = 957.9, 0.596, 0.0589
    assert boiling.arik_length(0.0250, *args) == pytest.approx(1.3014 - 0.1507, rel=2e-3)
    assert boiling.arik_length(0.1, *args) == 1.0


def test_turning_the_face_down_costs_what_was_measured():
    """El-Genk & Bostanci 2003, HFE-7100 on 10 mm copper: 24.45 W/cm2 facing up, 4.30 facing down (from memory)."""
    assert boiling.orientation(0.0) == 1.0
    assert boiling.orientation(math.pi) == pytest.approx(4.30 / 24.45, rel=0.02)
    turned = [boiling.orientation(math.radians(a)) for a in range(0, 181, 5)]
    assert turned == sorted(turned, reverse=True)


def test_onset_in_water():
    """2 sigma T/(rho_v h_fg r) by hand: 2 x 0.0589 x 373.15 / (0.596 x 2.257e6 x 5e-6) = 6.54 K."""
    assert boiling.onset_superheat(100.0, 0.0589, 0.596, 2.257e6, 5e-6) == pytest.approx(6.536, rel=1e-3)


@settings(max_examples=200, deadline=None)
@given(st.floats(1e-3, 40.0))
def test_bessel_functions(x):
    """Against scipy; the polynomials are stated to about 2e-7 of values near 1."""
    assert boiling.bessel_i(0, x) == pytest.approx(i0e(x), rel=1e-6)
    assert boiling.bessel_i(1, x) == pytest.approx(i1e(x), rel=1e-6)
    assert boiling.bessel_k1(x) == pytest.approx(k1e(x), rel=1e-6)


def test_peak_flux_against_finite_volumes():
    """A disc of 8 mm radius in one of 24 mm, 3 mm copper, 8 kW/(m2 K): rings of 0.02 mm, solved directly."""
    import numpy as np
    from scipy.linalg import solve_banded

    a, b, thick, k, h, n = 0.008, 0.024, 0.003, 390.0, 8000.0, 1200
    edge = np.linspace(0.0, b, n + 1)
    area = math.pi * np.diff(edge**2)
    between = 2.0 * math.pi * edge[1:-1] * thick * k / (b / n)
    heat = area * (0.5 * (edge[1:] + edge[:-1]) < a)
    diagonal = h * area
    diagonal[:-1] += between
    diagonal[1:] += between
    band = np.zeros((3, n))
    band[0, 1:], band[1], band[2, :-1] = -between, diagonal, -between
    rise = solve_banded((1, 1), band, heat)
    mean = heat.sum() / (h * area.sum())
    assert boiling.peak_flux(math.pi * a * a, math.pi * b * b, thick, k, h) == pytest.approx(rise[0] / mean, rel=2e-4)


@settings(max_examples=200, deadline=None)
@given(st.floats(0.05, 1.0), st.floats(1e-3, 0.02), st.floats(10.0, 5000.0), st.floats(100.0, 1e5))
def test_peak_flux_is_between_mean_and_all_heat_under_the_source(share, thickness, k, h):
    peak = boiling.peak_flux(share * 0.004, 0.004, thickness, k, h)
    assert 1.0 - 1e-6 <= peak <= 1.0 / share * (1.0 + 1e-6)
    assert lee_mean(share * 0.004, 0.004, thickness, k, 1.0 / (h * 0.004)) >= 0.0


def test_perfluorinated_liquids_are_beyond_coopers_molar_masses():
    assert boiling.cooper_in_range(0.06, 338.0) == 0.0
    assert boiling.cooper_in_range(0.06, 130.5) == 1.0


# -- condensation


def test_film_condensation():
    for row in oracle("film_condensation_nusselt"):
        columns = "rho_l_kg_per_m3 rho_v_kg_per_m3 k_l_W_per_mK mu_l_Pa_s h_fg_J_per_kg T_sat_minus_T_wall_K"
        args = tuple(row[c] for c in columns.split())
        close(row, "h_vertical_plate_W_per_m2K", condensation.vertical_plate(*args, row["plate_height_m"]))
        tube = condensation.horizontal_tube(*args, row["tube_outer_diameter_m"])
        close(row, "h_horizontal_tube_0p729_W_per_m2K", tube)


def test_diffusivity_of_water_vapour_in_air():
    """Fuller's own example: water (volume 12.7) in air at 40 degC, 1 atm: 0.288 cm2/s measured, 4 % (Poling et al.)."""
    assert condensation.diffusivity(40.0, 101325.0, 0.018015, 12.7) == pytest.approx(0.288e-4, rel=0.06)


def test_gas_at_the_film():
    """Little heat: p_i falls by q R T delta (p - p_v)/(D p M h_fg), by hand; without gas by nothing."""
    q, p, pv, t, m, d, layer, h_fg = 10.0, 101325.0, 98e3, 49.0, 0.316, 7e-6, 1e-3, 88e3
    linear = (q / h_fg) * 8.314462618 * 322.15 * layer * (p - pv) / (d * p * m)
    at_film = condensation.interface_pressure(q, p, pv, t, m, d, layer, h_fg)
    assert pv - at_film == pytest.approx(linear, rel=2e-3)
    assert condensation.interface_pressure(q, p, p, t, m, d, layer, h_fg) == p
    assert condensation.interface_pressure(1e9, p, pv, t, m, d, layer, h_fg) == 0.0


def test_vapour_losses_by_hand():
    """1 L/h of vent gas at 0 degC with 10 kPa of FK-5-1-12: 1e-3/3600 x 1e4 x 0.316/(8.314 x 273.15) = 3.87e-7 kg/s."""
    assert condensation.vent_loss(1e-3 / 3600.0, 1e4, 0.316, 0.0) == pytest.approx(3.866e-7, rel=1e-3)
    still = condensation.diffusion_loss(0.1, 0.5, 101325.0, 1e4, 0.316, 20.0, 7e-6)
    by_hand = 0.1 * 7e-6 * 101325.0 * 0.316 / (8.314462618 * 293.15 * 0.5) * math.log(101325.0 / 91325.0)
    assert still == pytest.approx(by_hand, rel=1e-12)


# -- sprays


def test_sauter_diameter():
    for row in oracle("spray_sauter_diameter"):
        d32 = sprays.sauter_diameter(
            row["orifice_diameter_m"], row["nozzle_dP_Pa"], row["rho_l_kg_per_m3"], row["mu_l_Pa_s"],
            row["sigma_N_per_m"], row["rho_gas_kg_per_m3"],
        )  # fmt: skip
        close(row, "d32_m", d32)


def test_single_phase_spray():
    for row in oracle("spray_single_phase"):
        pr = row["cp_J_per_kgK"] * row["mu_Pa_s"] / row["k_W_per_mK"]
        h = sprays.single_phase(
            row["volumetric_flux_m3_per_s_per_m2"], row["d32_m"], row["rho_kg_per_m3"], row["mu_Pa_s"],
            row["k_W_per_mK"], pr,
        )  # fmt: skip
        close(row, "h_W_per_m2K", h)


def test_evaporating_spray():
    for row in oracle("spray_two_phase"):
        flux, d32, cold = row["local_volumetric_flux_m3_per_s_per_m2"], row["d32_m"], row["subcooling_K"]
        columns = "rho_l_kg_per_m3 rho_v_kg_per_m3 h_fg_J_per_kg cp_l_J_per_kgK sigma_N_per_m mu_l_Pa_s"
        rho_l, rho_v, h_fg, cp, sigma, mu = (row[c] for c in columns.split())
        critical = sprays.critical_flux(flux, d32, rho_l, rho_v, sigma, cp, h_fg, cold)
        close(row, "q_chf_local_W_per_m2", critical)
        efficiency = sprays.evaporation_efficiency(critical, flux, rho_l, cp, h_fg, cold)
        close(row, "spray_efficiency_at_chf", efficiency)
        close(row, "perimeter_to_mean_flux_ratio", sprays.perimeter_ratio(math.radians(row["cone_angle_deg"])))
        boiled = sprays.nucleate_flux(row["wall_minus_liquid_K"], flux, d32, rho_l, rho_v, mu, sigma, cp, h_fg)
        close(row, "q_nucleate_W_per_m2", boiled)


def test_die_average_of_the_critical_flux_is_the_published_form():
    """Rybicki & Mudawar: 2.3 becomes 1.467 [(1 + cos(c/2)) cos(c/2)]^0.3 on the mean flux."""
    flux, d32, rho_l, rho_v, sigma, cp, h_fg, cold, cone = 0.05, 1.5e-4, 1594.0, 13.4, 0.0083, 1101.0, 88e3, 20.0, 0.9
    half = math.cos(0.5 * cone)
    whole = sprays.critical_flux(flux, d32, rho_l, rho_v, sigma, cp, h_fg, cold)
    published = whole / 2.3 * 1.467 * ((1.0 + half) * half) ** 0.3
    mean = sprays.critical_flux_mean(flux, d32, rho_l, rho_v, sigma, cp, h_fg, cold, cone)
    assert mean == pytest.approx(published, rel=1e-3)


def test_standoff_inscribes_the_circle():
    """A cone of 60 degrees over a 30 mm square: 15 mm / tan 30 deg = 25.98 mm."""
    assert sprays.standoff(0.03, math.radians(60.0)) == pytest.approx(0.02598, rel=1e-4)
