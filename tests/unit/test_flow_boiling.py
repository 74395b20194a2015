"""Flow boiling and two-phase pressure gradients beside the oracle tables, their limits and directions."""

import csv
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thermo.core import saturation as s
from thermo.core.correlations import flow_boiling as b
from thermo.core.correlations import two_phase_flow as f
from thermo.core.correlations.friction import darcy
from thermo.library.boiling import saturation

ORACLES = Path(__file__).parents[1] / "oracles"


def rows(name):
    with open(ORACLES / f"{name}.csv") as file:
        table = list(csv.DictReader(file))
    return [{k: v if k in ("id", "fluid") else float(v or "nan") for k, v in row.items()} for row in table]


@pytest.mark.parametrize("r", rows("flow_boiling_minichannel"), ids=lambda r: r["id"])
def test_minichannel_oracle(r):
    g, x, d, q = r["mass_flux_kg_per_m2s"], r["quality"], r["D_m"], r["q_wall_W_per_m2"]
    h_fg, rho_l, rho_v = r["h_fg_J_per_kg"], r["rho_l_kg_per_m3"], r["rho_v_kg_per_m3"]
    mu, k, sigma = r["mu_l_Pa_s"], r["k_l_W_per_mK"], r["sigma_N_per_m"]
    assert b.lazarek_black(q, g, d, h_fg, mu, k) == pytest.approx(r["h_lazarek_black_W_per_m2K"], rel=1e-6)
    found = b.sun_mishima(q, g, d, h_fg, rho_l, rho_v, mu, k, sigma)
    assert found == pytest.approx(r["h_sun_mishima_W_per_m2K"], rel=1e-6)
    found = b.li_wu(q, g, x, d, h_fg, rho_l, rho_v, mu, k, sigma)
    assert found == pytest.approx(r["h_li_wu_W_per_m2K"], rel=1e-6)


def superheat_cooper(dt, p_r, mass):
    """Cooper's coefficient at a superheat: [55 p_r^0.12 (-log10 p_r)^-0.55 M^-0.5 dT^0.67]^(1/0.33), 1 um."""
    return (55.0 * p_r**0.12 * (-math.log10(p_r)) ** -0.55 * mass**-0.5 * dt**0.67) ** (1.0 / 0.33)


@pytest.mark.parametrize("r", rows("flow_boiling_superheat_given"), ids=lambda r: r["id"])
def test_superheat_oracle(r):
    g, x, d, dt = r["mass_flux_kg_per_m2s"], r["quality"], r["D_m"], r["wall_superheat_K"]
    h_fg, rho_l, rho_v, cp = r["h_fg_J_per_kg"], r["rho_l_kg_per_m3"], r["rho_v_kg_per_m3"], r["cp_l_J_per_kgK"]
    mu, mu_v, k, sigma = r["mu_l_Pa_s"], r["mu_v_Pa_s"], r["k_l_W_per_mK"], r["sigma_N_per_m"]
    found = b.chen(dt, r["dPsat_Pa"], g, x, d, h_fg, rho_l, rho_v, mu, mu_v, k, cp, sigma)
    assert found == pytest.approx(r["h_chen_edelstein_W_per_m2K"], rel=1e-6)
    nucleate = superheat_cooper(dt, r["p_Pa"] / r["p_crit_Pa"], r["molar_mass_g_per_mol"])
    found = b.liu_winterton(nucleate, g, x, d, rho_l, rho_v, mu, k, cp)
    assert found == pytest.approx(r["h_liu_winterton_W_per_m2K"], rel=1e-6)


@pytest.mark.parametrize("r", rows("two_phase_pressure_gradient"), ids=lambda r: r["id"])
def test_pressure_gradient_oracle(r):
    g, x, d = r["mass_flux_kg_per_m2s"], r["quality"], r["D_m"]
    rho_l, rho_v, mu, mu_v = r["rho_l_kg_per_m3"], r["rho_v_kg_per_m3"], r["mu_l_Pa_s"], r["mu_v_Pa_s"]
    sigma = r["sigma_N_per_m"]
    each = [g * (1.0 - x) * d / mu, g * x * d / mu_v]
    whole = [g * d / mu, g * d / mu_v]
    four = (g, x, d, rho_l, rho_v, mu, mu_v)
    for name, value, numbers in (
        ("lockhart_martinelli", f.lockhart_martinelli(*four), each),
        ("muller_steinhagen_heck", f.muller_steinhagen_heck(*four), whole),
        ("friedel", f.friedel(*four, sigma), whole),
        ("mishima_hibiki", f.mishima_hibiki(*four), each),
        ("kim_mudawar", f.kim_mudawar(*four, sigma, 0.0), each),
    ):
        switch = any(1900.0 < re < 4000.0 for re in numbers)  # where laminar and turbulent meet, libraries differ
        assert value == pytest.approx(r[f"dPdz_{name}_Pa_per_m"], rel=0.25 if switch else 0.01), name


def properties(name, t):
    c = saturation(name)
    return {
        "h_fg": s.latent_heat(c, t), "rho_l": s.liquid_density(c, t), "rho_v": s.vapour_density(c, t),
        "mu_l": s.liquid_viscosity(c, t), "mu_v": s.vapour_viscosity(c, t), "k_l": s.liquid_conductivity(c, t),
        "cp_l": s.liquid_specific_heat(c, t), "sigma": s.surface_tension(c, t), "p_r": s.reduced_pressure(c, t),
    }  # fmt: skip


def test_kim_mudawar_by_hand():
    """R134a, 0.54 mm, G 200, x 0.3, 50 kW/m2, 30 degC, worked out term by term.

    Bo = 50e3/(200 h_fg), h_l = 0.023 Re_f^0.8 Pr^0.4 k/D and so on, with CoolProp's properties at 30 degC.
    """
    h_fg, rho_l, rho_v, mu, mu_v = 173.0975e3, 1187.466, 37.5353, 183.0e-6, 11.90e-6
    k, cp, sigma = 0.0789, 1446.8, 7.377e-3
    p_r, g, x, d, q = 770.2e3 / 4059.3e3, 200.0, 0.3, 0.54e-3, 50e3
    bo = q / (g * h_fg)
    h_l = 0.023 * (g * 0.7 * d / mu) ** 0.8 * (cp * mu / k) ** 0.4 * k / d
    x_tt = (0.7 / 0.3) ** 0.9 * (rho_v / rho_l) ** 0.5 * (mu / mu_v) ** 0.1
    nb = 2345.0 * bo**0.7 * p_r**0.38 * 0.7**-0.51 * h_l
    cb = (5.2 * bo**0.08 * (g**2 * d / rho_l / sigma) ** -0.54 + 3.5 * x_tt**-0.94 * (rho_v / rho_l) ** 0.25) * h_l
    found = b.kim_mudawar(q, 1.0, g, x, d, h_fg, rho_l, rho_v, mu, mu_v, k, cp, sigma, p_r)
    assert found == pytest.approx(math.hypot(nb, cb), rel=1e-9)


def test_single_phase_limits():
    p = properties("r134a", 30.0)
    liquid = 0.5 * darcy(300.0 * 1e-3 / p["mu_l"], 0.0) * 300.0**2 / p["rho_l"] / 1e-3
    vapour = 0.5 * darcy(300.0 * 1e-3 / p["mu_v"], 0.0) * 300.0**2 / p["rho_v"] / 1e-3
    four = [p[n] for n in ("rho_l", "rho_v", "mu_l", "mu_v")]
    for function in (f.muller_steinhagen_heck, f.mishima_hibiki, f.homogeneous):
        assert function(300.0, 0.0, 1e-3, *four) == pytest.approx(liquid, rel=1e-3)
        assert function(300.0, 1.0, 1e-3, *four) == pytest.approx(vapour, rel=1e-3)
    assert f.void_fraction(0.0, 1000.0, 10.0) == 0.0
    assert f.void_fraction(1.0, 1000.0, 10.0) == 1.0
    assert f.momentum(300.0, 0.0, *four[:2]) == pytest.approx(300.0**2 / p["rho_l"])
    assert f.momentum(300.0, 1.0, *four[:2]) == pytest.approx(300.0**2 / p["rho_v"])
    assert f.momentum(300.0, 1e-12, *four[:2]) == pytest.approx(300.0**2 / p["rho_l"], rel=1e-3)


def test_boiling_adds_to_kim_mudawar():
    """Kim & Mudawar 2013: C grows by 1 + 530 We^0.52 (Bo P_H/P_F)^1.09 with laminar liquid."""
    p = properties("r245fa", 40.0)
    g, x, d, bo = 150.0, 0.4, 0.5e-3, 2e-3
    four = [p[n] for n in ("rho_l", "rho_v", "mu_l", "mu_v")]
    plain, boiling = (f.kim_mudawar(g, x, d, *four, p["sigma"], value) for value in (0.0, bo))
    laminar = 0.5 * 64.0 / (g * (1 - x) * d / p["mu_l"]) * (g * (1 - x)) ** 2 / p["rho_l"] / d
    vapour = 0.5 * 64.0 / (g * x * d / p["mu_v"]) * (g * x) ** 2 / p["rho_v"] / d
    grown = 1.0 + 530.0 * (g * g * d / p["rho_l"] / p["sigma"]) ** 0.52 * bo**1.09
    if g * x * d / p["mu_v"] < 2000.0:
        assert (boiling - laminar - vapour) / (plain - laminar - vapour) == pytest.approx(grown, rel=1e-9)


@pytest.mark.parametrize("name", ["r134a", "r1234ze-e", "r245fa", "r1233zd-e"])
def test_correlations_agree_within_their_scatter(name):
    """Seven published forms at a usual state (0.5 mm, G 200, x 0.3, 30 kW/m2): within three times of their median."""
    p = properties(name, 35.0)
    q, g, x, d = 30e3, 200.0, 0.3, 0.5e-3
    h = [p[n] for n in ("h_fg", "rho_l", "rho_v", "mu_l")]
    mass = s.molar_mass(saturation(name)) * 1e3
    nucleate = b.cooper(q, p["p_r"], mass, 1.0)
    values = [
        b.lazarek_black(q, g, d, p["h_fg"], p["mu_l"], p["k_l"]),
        b.sun_mishima(q, g, d, *h, p["k_l"], p["sigma"]),
        b.li_wu(q, g, x, d, *h, p["k_l"], p["sigma"]),
        b.liu_winterton(nucleate, g, x, d, p["rho_l"], p["rho_v"], p["mu_l"], p["k_l"], p["cp_l"]),
        b.kandlikar(q, g, x, d, *h, p["k_l"], p["cp_l"], 1.0, 4.36),
        b.kim_mudawar(q, 1.0, g, x, d, *h, p["mu_v"], p["k_l"], p["cp_l"], p["sigma"], p["p_r"]),
        b.bertsch(q, g, x, d, 0.03, *h[1:], p["mu_v"], p["k_l"], p["cp_l"], 0.014, 0.85, p["sigma"], p["p_r"], mass),
    ]
    middle = float(np.median(values))
    assert all(middle / 3.0 < v < 3.0 * middle for v in values), values


@settings(deadline=None)
@given(st.floats(5.0, 75.0), st.floats(20.0, 1000.0), st.floats(0.2e-3, 3e-3), st.floats(1e3, 2e5))
def test_dry_out_and_critical_flux_have_their_directions(t, g, d, q):
    p = properties("r1233zd-e", t)
    args = (p["h_fg"], p["rho_l"], p["rho_v"], p["mu_l"], p["sigma"], p["p_r"])
    here = b.dry_out_quality(q, 1.0, g, d, *args)
    assert 0.05 <= here <= 1.0
    assert b.dry_out_quality(1.5 * q, 1.0, g, d, *args) <= here
    three = (p["h_fg"], p["rho_l"], p["rho_v"], p["sigma"])
    for function in (b.critical_flux_qu_mudawar, b.critical_flux_wojtan):
        flux = function(g, d, 0.05, *three)
        assert function(1.2 * g, d, 0.05, *three) > flux > function(g, d, 0.06, *three) > 0.0


@settings(deadline=None)
@given(st.floats(0.001, 0.999), st.floats(30.0, 1500.0), st.floats(0.1e-3, 4e-3))
def test_gradients_have_no_step(x, g, d):
    p = properties("r134a", 30.0)
    four = [p[n] for n in ("rho_l", "rho_v", "mu_l", "mu_v")]
    near = min(x + 1e-7, 1.0)
    for one, two in (
        (f.kim_mudawar(g, x, d, *four, p["sigma"], 1e-3), f.kim_mudawar(g, near, d, *four, p["sigma"], 1e-3)),
        (f.lockhart_martinelli(g, x, d, *four), f.lockhart_martinelli(g, near, d, *four)),
    ):
        assert one > 0.0
        assert two == pytest.approx(one, rel=5e-3)
