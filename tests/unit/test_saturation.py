"""Saturation properties beside CoolProp and published points, their inverse, and what the library says of them."""

import csv
from pathlib import Path

import numpy as np
import pytest

from thermo.core import fluids
from thermo.core import saturation as s
from thermo.errors import LibraryError
from thermo.library import load, problems
from thermo.library.boiling import liquid, names, saturation
from thermo.library.liquids import coefficients

ORACLES = Path(__file__).parents[1] / "oracles"
KEYS = {
    "R134a": "r134a",
    "R1234ze(E)": "r1234ze-e",
    "R245fa": "r245fa",
    "R1233zd(E)": "r1233zd-e",
    "Water": "water-boiling",
}
COLUMNS = {
    "p_sat_Pa": s.pressure,
    "rho_liquid_kg_per_m3": s.liquid_density,
    "rho_vapour_kg_per_m3": s.vapour_density,
    "h_fg_J_per_kg": s.latent_heat,
    "cp_liquid_J_per_kgK": s.liquid_specific_heat,
    "cp_vapour_J_per_kgK": s.vapour_specific_heat,
    "mu_liquid_Pa_s": s.liquid_viscosity,
    "mu_vapour_Pa_s": s.vapour_viscosity,
    "k_liquid_W_per_mK": s.liquid_conductivity,
    "surface_tension_N_per_m": s.surface_tension,
}


def rows(name):
    with open(ORACLES / f"{name}.csv") as file:
        return [row for row in csv.DictReader(file) if row["fluid"] in KEYS]


@pytest.mark.parametrize("row", rows("refrigerant_saturation"), ids=lambda r: f"{r['fluid']} {r['T_sat_degC']}")
def test_saturation_oracle(row):
    c, t = saturation(KEYS[row["fluid"]]), float(row["T_sat_degC"])
    for column, function in COLUMNS.items():
        if row[column] and not (row["fluid"] == "R1233zd(E)" and column == "mu_vapour_Pa_s"):
            assert function(c, t) == pytest.approx(float(row[column]), rel=1e-3), column
    assert s.molar_mass(c) == pytest.approx(float(row["molar_mass_g_per_mol"]) / 1e3, rel=1e-5)
    assert s.critical_temperature(c) == pytest.approx(float(row["T_crit_degC"]), abs=0.01)
    assert s.reduced_pressure(c, t) == pytest.approx(float(row["p_sat_Pa"]) / float(row["p_crit_Pa"]), rel=1e-3)


@pytest.mark.parametrize("row", rows("boiling_point_at_pressure"), ids=lambda r: f"{r['fluid']} {r['pressure_Pa']}")
def test_boiling_point_oracle(row):
    found = s.temperature(saturation(KEYS[row["fluid"]]), float(row["pressure_Pa"]))
    assert found == pytest.approx(float(row["T_sat_degC"]), abs=0.05)


def test_transport_of_r1233zd_beside_published_points():
    """Perkins & Huber 2017, table 2: 0.091403 W/(m K) at 300 K and 1308.8 kg/m3, 4 percent denser than saturated liquid
    (k goes with density to the power 2 to 3); Kondou et al. 2015: 0.06195 (1 - T/Tc)^1.277."""
    c = saturation("r1233zd-e")
    assert s.liquid_conductivity(c, 26.85) == pytest.approx(0.091403 * 0.90, rel=0.03)
    assert s.surface_tension(c, 40.0) == pytest.approx(0.06195 * (1.0 - 313.15 / 438.86) ** 1.277, rel=1e-4)


@pytest.mark.parametrize("name", names())
def test_pressure_rises_everywhere_and_inverts(name):
    c = saturation(name)
    t = np.linspace(-80.0, 200.0, 281)
    p = np.array([s.pressure(c, x) for x in t])
    assert (np.diff(p) > 0.0).all()
    assert np.array([s.temperature(c, x) for x in p]) == pytest.approx(t, abs=1e-9)
    slope = [(s.pressure(c, x + 1e-3) - s.pressure(c, x - 1e-3)) / 2e-3 for x in t]
    assert np.array([s.pressure_slope(c, x) for x in t]) == pytest.approx(np.array(slope), rel=1e-6)


@pytest.mark.parametrize("name", names())
def test_properties_run_smoothly_over_the_range(name):
    """Each property keeps its direction; a fit that rings would turn."""
    c = saturation(name)
    t = np.linspace(c[1] + 1e-6, c[2] - 1e-6, 300)
    for function, sign in (
        (s.latent_heat, -1), (s.vapour_density, 1), (s.liquid_viscosity, -1), (s.vapour_viscosity, 1),
        (s.surface_tension, -1),
    ):  # fmt: skip
        values = np.array([function(c, x) for x in t])
        assert (sign * np.diff(values) > 0.0).all(), function.__name__
        assert (values > 0.0).all()
    assert s.in_range(c, c[2] + 1.0) == 0.0
    assert s.latent_heat(c, 300.0) == s.latent_heat(c, c[2])


@pytest.mark.parametrize("name", names())
def test_clausius_clapeyron(name):
    """dp/dT = h_fg / (T (1/rho_v - 1/rho_l)): pressure, heat and densities belong together (two equations apart)."""
    c = saturation(name)
    for t in np.linspace(max(c[1], 5.0), c[2] - 2.0, 12):
        step = 1.0 / s.vapour_density(c, t) - 1.0 / s.liquid_density(c, t)
        assert s.pressure_slope(c, t) == pytest.approx(s.latent_heat(c, t) / ((t + 273.15) * step), rel=0.005)


@pytest.mark.parametrize("name", names())
def test_liquid_phase_is_a_liquid(name):
    c, boiling = coefficients(name), saturation(name)
    assert np.array_equal(c, liquid(name), equal_nan=True)
    for t in (20.0, 40.0, 60.0):
        assert fluids.density(c, t) == pytest.approx(s.liquid_density(boiling, t), rel=1e-3)
        assert fluids.specific_heat(c, t) == pytest.approx(s.liquid_specific_heat(boiling, t), rel=1e-2)
        assert fluids.conductivity(c, t) == pytest.approx(s.liquid_conductivity(boiling, t), rel=1e-3)
        assert fluids.viscosity(c, t) == pytest.approx(s.liquid_viscosity(boiling, t), rel=1e-3)


def test_every_value_has_source_and_grade():
    assert problems("boiling_fluids") == []
    for key, entry in load("boiling_fluids").items():
        assert entry.kind == "boiling"
        assert isinstance(entry.get("legacy"), bool), key
        assert entry.value("gwp").source


def test_unknown_fluid_names_the_nearest():
    with pytest.raises(LibraryError, match="r1233zd-e"):
        saturation("r1233zd")
    with pytest.raises(LibraryError, match="r1233zd-e"):
        coefficients("r1233zd")
    with pytest.raises(LibraryError, match="no mixture"):
        coefficients("r1233zd-e", 0.3)
