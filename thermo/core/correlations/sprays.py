"""Full-cone pressure sprays: droplets, local flux, heat transfer by regime, critical heat flux.

References
----------
Estes & Mudawar 1995, Int. J. Heat Mass Transfer 38, 2985-2996 (drop diameter, critical flux); Mudawar & Estes 1996, J.
Heat Transfer 118, 672-679 (flux over the cone); Rybicki & Mudawar 2006, Int. J. Heat Mass Transfer 49, 5-16 (single
phase and nucleate boiling). All constants but the drop diameter's 3.67 and -0.259 are from memory; the die-average form
of the critical flux follows from the local one, which ties its constants together. Data: FC-72, FC-87, PF-5052, water;
12.7 mm square copper; mean flux 0.0166 to 0.216 m/s (dielectrics), drops 110 to 195 um, subcooling 13 to 33 K. Scatter
12 to 30 %.
"""

from math import cos, pi, sqrt, tan

from thermo.core.jit import kernel

FLUX_LOW, FLUX_HIGH = 0.0166, 0.216  # m3/s per m2
DROP_LOW, DROP_HIGH = 110e-6, 195e-6  # m


@kernel
def orifice_flow(discharge, diameter, dp, rho):
    """Flow of one nozzle [m3/s]: C_d pi d^2/4 sqrt(2 dp/rho)."""
    return discharge * 0.25 * pi * diameter * diameter * sqrt(2.0 * max(dp, 0.0) / rho)


@kernel
def sauter_diameter(diameter, dp, rho_l, mu, sigma, rho_gas):
    """Sauter mean diameter [m] of the drops of a nozzle orifice [m] at a pressure drop [Pa].

    Notes
    -----
    d32/d0 = 3.67 (We^0.5 Re)^-0.259, We = rho_gas (2 dp/rho_l) d0/sigma, Re = rho_l (2 dp/rho_l)^0.5 d0/mu.
    """
    speed = sqrt(2.0 * max(dp, 1e-9) / rho_l)
    weber = rho_gas * speed * speed * diameter / sigma
    reynolds = rho_l * speed * diameter / mu
    return diameter * 3.67 * (sqrt(weber) * reynolds) ** -0.259


@kernel
def perimeter_ratio(cone):
    """Volumetric flux at the edge of the impact circle over its mean [1]: (1 + cos(c/2)) cos(c/2)/2, cone c [rad]."""
    half = cos(0.5 * cone)
    return 0.5 * (1.0 + half) * half


@kernel
def standoff(side, cone):
    """Height [m] at which the cone's circle is inscribed in a square of `side` [m]: best for critical flux."""
    return 0.5 * side / tan(0.5 * cone)


@kernel
def single_phase(flux, d32, rho, mu, k, pr):
    """Coefficient [W/(m2 K)] to the supply temperature below boiling: Nu = 4.70 Re^0.61 Pr^0.32, both on d32.

    flux [m3/s per m2]; Re = rho flux d32/mu.
    """
    return 4.70 * (rho * flux * d32 / mu) ** 0.61 * pr**0.32 * k / d32


@kernel
def nucleate_flux(dt, flux, d32, rho_l, rho_v, mu, sigma, cp, h_fg):
    """Heat flux [W/m2] of a boiling spray whose surface is dt [K] above the liquid supplied.

    Notes
    -----
    q d32/(mu h_fg) = 4.79e-3 (rho_l/rho_v)^2.5 (rho_l Q^2 d32/sigma)^0.35 (cp dT/h_fg)^5.75, below the critical flux.
    """
    weber = rho_l * flux * flux * d32 / sigma
    ratio = cp * max(dt, 0.0) / h_fg
    return 4.79e-3 * (rho_l / rho_v) ** 2.5 * weber**0.35 * ratio**5.75 * mu * h_fg / d32


@kernel
def critical_flux(flux, d32, rho_l, rho_v, sigma, cp, h_fg, subcooling):
    """Critical heat flux [W/m2] at the edge of the cone, from the flux there [m3/s per m2].

    Notes
    -----
    q/(rho_v h_fg Q) = 2.3 (rho_l/rho_v)^0.3 (rho_l Q^2 d32/sigma)^-0.35 [1 + 0.0019 rho_l cp dT/(rho_v h_fg)].
    """
    weber = rho_l * flux * flux * d32 / sigma
    cold = 1.0 + 0.0019 * rho_l * cp * max(subcooling, 0.0) / (rho_v * h_fg)
    return rho_v * h_fg * flux * 2.3 * (rho_l / rho_v) ** 0.3 * weber**-0.35 * cold


@kernel
def critical_flux_mean(flux, d32, rho_l, rho_v, sigma, cp, h_fg, subcooling, cone):
    """Critical heat flux over the whole square [W/m2] from the mean flux in the circle inscribed in it [m3/s per m2].

    The local form at the edge, times the circle's pi/4 of the square.
    """
    edge = perimeter_ratio(cone) * flux
    return 0.25 * pi * critical_flux(edge, d32, rho_l, rho_v, sigma, cp, h_fg, subcooling)


@kernel
def evaporation_efficiency(heat_flux, flux, rho_l, cp, h_fg, subcooling):
    """Heat flux over what the spray could take by evaporating wholly [1]; above 1 is no state but a model's failure."""
    return heat_flux / (rho_l * flux * (cp * max(subcooling, 0.0) + h_fg))


@kernel
def in_range(flux, d32):
    """1.0 where mean flux and drop diameter are those of the data, else 0.0."""
    return 1.0 if FLUX_LOW <= flux <= FLUX_HIGH and DROP_LOW <= d32 <= DROP_HIGH else 0.0
