"""Parts of racks whose liquid boils at the package: the boiling face, its critical flux, the condenser coil, losses.

The face of a boiler plate (its vapour-chamber or copper base, coated) stands above the bath by::

    dT = min(dT_convection, max(dT_boiling, dT_onset))

with the same heat: natural convection to the bath until a cavity of the given radius can grow, nucleate boiling beyond,
both as superheat at a given flux. Enhancement multiplies the boiling coefficient and, as a factor of its own, the
critical flux::

    q_crit = K h_fg rho_v^0.5 [sigma g (rho_l - rho_v)]^0.25  subcooling  size  wall  orientation  enhancement

beside the flux in the middle of the plate, which is above the mean (`peak_flux`). Vapour condenses on a coil in the
tank::

    T_bath - T_wall = film (Nusselt, rows by Kern) + gas gathered at the film (Stefan)

T_wall is what the hall's condenser sees; the water's side is in its conductance.
"""

import math

from thermo.cooling.liquid_parts import base_resistance, immersed_board
from thermo.core import saturation as sat
from thermo.core.correlations import boiling, condensation
from thermo.core.jit import kernel

YEAR = 8760.0 * 3600.0  # s
COOPER_ROUGHNESS = 2.5  # R_p over R_a of machined metal (Gorenflo: R_a = 0.4 R_p)
DIFFUSION_VOLUME = (
    0.9e3  # cm3/mol per kg/mol: Fuller's atoms give 0.88 to 0.95 for FK-5-1-12, FC-72, HFE-7100, R1336mzz
)
COPPER = 8930.0, 385.0  # kg/m3, J/(kg K)
ZUBER, LIENHARD, ARIK = range(3)
LEAST_VAPOUR = 0.1  # 1
ROUNDS = 60


@kernel
def nucleate_superheat(rec, t, flux, enhancement):
    """Superheat [K] of a face that boils `flux` [W/m2] at saturation t [degC]; `enhancement` multiplies h [1]."""
    s, which = rec.boiling, int(rec.pool_correlation)
    if flux <= 0.0:
        return 0.0
    p_r = sat.reduced_pressure(s, t)
    if which == boiling.COOPER:
        h = boiling.cooper(flux, p_r, 1e3 * sat.molar_mass(s), 1e6 * COOPER_ROUGHNESS * rec.pool_roughness)
    elif which == boiling.GORENFLO:
        h = boiling.gorenflo(flux, p_r, rec.pool_h0, 1e6 * rec.pool_roughness)
    else:
        h = boiling.rohsenow(
            flux, sat.liquid_viscosity(s, t), sat.latent_heat(s, t), sat.liquid_density(s, t), sat.vapour_density(s, t),
            sat.surface_tension(s, t), sat.liquid_specific_heat(s, t), sat.liquid_conductivity(s, t), rec.pool_csf,
            rec.pool_exponent,
        )  # fmt: skip
    return flux / (enhancement * h)


@kernel
def convection_rise(c, t, flux, length):
    """Rise [K] above a liquid of t [degC] of an upright face that sheds `flux` [W/m2] by natural convection alone."""
    rise = 10.0
    for _ in range(ROUNDS):
        new = flux / immersed_board(c, 0.0, length, t, rise)
        new = math.sqrt(max(new, 1e-9) * rise)
        if abs(new - rise) <= 1e-12 * rise:
            break
        rise = new
    return rise


@kernel
def face_rise(rec, t, flux, length, enhancement):
    """Rise [K] of a face above the bath (`bath_subcooling` below saturation t [degC]) at a mean flux [W/m2]."""
    s, cold = rec.boiling, rec.bath_subcooling
    if flux <= 0.0:
        return 0.0
    onset = boiling.onset_superheat(
        t, sat.surface_tension(s, t), sat.vapour_density(s, t), sat.latent_heat(s, t), rec.cavity_radius
    )
    boils = cold + max(onset, nucleate_superheat(rec, t, flux, enhancement))
    if immersed_board(rec.coolant, 0.0, length, t - cold, boils) * boils < flux:
        return boils
    return convection_rise(rec.coolant, t - cold, flux, length)


@kernel
def boiler_plate(rec, t, heat, width, length, base, base_k, heated_area):
    """Coated plate on a package in the bath: (R to the bath [K/W], critical flux over the flux at its middle [1]).

    Parameters
    ----------
    t : saturation [degC]
    heat : through the plate [W]
    width, length, base, base_k : plate [m, W/(m K)]; heated_area : of the package [m2]
    """
    area = width * length
    flux = heat / area
    if flux <= 0.0:
        return base_resistance(1.0, heated_area, area, base, base_k), math.inf
    h = flux / face_rise(rec, t, flux, length, rec.boiling_enhancement)
    r_face = 1.0 / (h * area)
    peak = flux * boiling.peak_flux(heated_area, area, base, base_k, h)
    r = r_face + base_resistance(r_face, heated_area, area, base, base_k)
    return r, critical_flux(rec, t, math.sqrt(area), base, base_k) / peak


@kernel
def critical_flux(rec, t, side, thickness, conductivity):
    """Critical heat flux [W/m2] of a plate of `side` [m] in the bath at saturation t [degC]."""
    s, cold, which = rec.boiling, rec.bath_subcooling, int(rec.chf_correlation)
    h_fg, cp, sigma = sat.latent_heat(s, t), sat.liquid_specific_heat(s, t), sat.surface_tension(s, t)
    rho_l, rho_v = sat.liquid_density(s, t), sat.vapour_density(s, t)
    constant = boiling.LIENHARD if which == LIENHARD else boiling.ZUBER
    q = boiling.zuber(constant, h_fg, rho_l, rho_v, sigma)
    if which == ARIK:
        q *= boiling.arik_subcooling(cold, cp, h_fg, rho_l, rho_v) * boiling.arik_length(side, rho_l, rho_v, sigma)
        q *= boiling.arik_thickness(thickness, COPPER[0], COPPER[1], conductivity)
    else:
        q *= boiling.ivey_morris(cold, cp, h_fg, rho_l, rho_v)
    return q * boiling.orientation(rec.board_angle) * rec.flux_enhancement


@kernel
def pool_in_range(rec, t):
    """1.0 where the chosen boiling correlation covers the fluid and its pressure, else 0.0."""
    s, which = rec.boiling, int(rec.pool_correlation)
    p_r = sat.reduced_pressure(s, t)
    if which == boiling.COOPER:
        return boiling.cooper_in_range(p_r, 1e3 * sat.molar_mass(s))
    if which == boiling.GORENFLO:
        return boiling.gorenflo_in_range(p_r)
    return 1.0


@kernel
def coil_drop(rec, t, heat):
    """Bath above the wall of its condenser coil [K] at `heat` [W] per rack, and 1.0 inside the correlations' ranges.

    Notes
    -----
    Film on horizontal tubes, `coil_rows` one below the other, enhanced by low fins; then the air that gathers at the
    film (share `gas_share` of the moles in the bulk, layer `gas_layer` thick). Where the gas leaves the film less than
    a tenth of the bath's pressure the drop is held there, and marked.
    """
    s = rec.boiling
    if heat <= 0.0:
        return 0.0, 1.0
    flux = heat / rec.coil_area
    h_fg, cp = sat.latent_heat(s, t), sat.liquid_specific_heat(s, t)
    rho_l, rho_v, k, mu = (
        sat.liquid_density(s, t), sat.vapour_density(s, t), sat.liquid_conductivity(s, t), sat.liquid_viscosity(s, t)
    )  # fmt: skip
    factor = rec.coil_enhancement * condensation.row_factor(rec.coil_rows)
    dt = 5.0
    for _ in range(8):  # h falls with dT^-1/4: q = h dT gives dT ~ q^(4/3)
        latent = condensation.corrected_latent_heat(h_fg, cp, dt)
        h = factor * condensation.horizontal_tube(rho_l, rho_v, k, mu, latent, 1.0, rec.coil_diameter)
        dt = (flux / h) ** (4.0 / 3.0)
    p = sat.pressure(s, t)
    d = condensation.diffusivity(t, p, sat.molar_mass(s), DIFFUSION_VOLUME * sat.molar_mass(s))
    at_film = condensation.interface_pressure(
        flux, p, (1.0 - rec.gas_share) * p, t, sat.molar_mass(s), d, rec.gas_layer, h_fg
    )
    gas = t - sat.temperature(s, max(at_film, LEAST_VAPOUR * p))
    run = 0.5 * math.pi * rec.coil_diameter * rec.coil_rows
    inside = condensation.film_in_range(flux, run, mu, h_fg)
    if at_film < LEAST_VAPOUR * p:
        inside = 0.0
    return dt + gas, inside


@kernel
def fluid_loss(rec, sealed, t_room, pressure, charge):
    """Vapour lost [kg/s] per rack: vent through its cold trap (vented) or leaks (sealed), and the lid's opening hours.

    sealed : 1.0 or 0.0; pressure : of the air [Pa]; charge : fluid held [kg]
    """
    s, t = rec.boiling, rec.trap_temperature
    p_vapour = min(sat.pressure(s, t), pressure)
    molar = sat.molar_mass(s)
    d = condensation.diffusivity(t_room, pressure, molar, DIFFUSION_VOLUME * molar)
    still = condensation.diffusion_loss(rec.lid_area, rec.freeboard, pressure, p_vapour, molar, t_room, d)
    lost = rec.lid_open * still
    if sealed > 0.0:
        return lost + rec.bath_leak * charge / YEAR
    return lost + condensation.vent_loss(rec.vent_flow, p_vapour, molar, t)


@kernel
def bath_temperature(rec, t, pressure):
    """Saturation of the bath [degC]: a vented one does not boil below the pressure of the air [Pa] and its gauge."""
    if rec.bath > 0.0:
        return t
    return max(t, sat.temperature(rec.boiling, pressure + rec.bath_gauge))


@kernel
def relief_margin(rec, t, pressure):
    """How far the bath may still warm [K]: until its relief valve opens, or what cables and seals stand."""
    opens = sat.temperature(rec.boiling, pressure + rec.bath_relief)
    return min(opens, rec.material_max) - t
