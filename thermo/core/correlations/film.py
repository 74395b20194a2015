"""Falling and draining liquid films, and the orifices that feed them.

References
----------
Nusselt 1916 (film); Bird, Stewart & Lightfoot 2007, section 12.4 (fully developed values 1.88 and 35/17); Leveque 1928
(thermal entry, exact while the thermal layer is thin against the film).
"""

from math import sqrt

from thermo.core.jit import kernel

GRAVITY = 9.80665  # m/s2
ISOTHERMAL = 1.88
UNIFORM_FLUX = 2.06  # 35/17 rounded as printed
LEVEQUE = 0.5383660  # 1 / (9^(1/3) Gamma(4/3))


@kernel
def film_reynolds(gamma, mu):
    """Film Reynolds number [1]: 4 Gamma / mu, Gamma in kg/(s m) of wetted width."""
    return 4.0 * gamma / mu


@kernel
def film_in_range(gamma, mu):
    """1.0 where the film is laminar (smooth or wavy), Re < 1600, else 0.0."""
    return 1.0 if film_reynolds(gamma, mu) <= 1600.0 else 0.0


@kernel
def thickness(gamma, rho, mu, sine):
    """Thickness [m] of a laminar film: [3 mu Gamma / (rho^2 g sin)]^(1/3), sine of the angle to the horizontal."""
    return (3.0 * mu * gamma / (rho * rho * GRAVITY * sine)) ** (1.0 / 3.0)


@kernel
def mean_velocity(gamma, rho, delta):
    """Mean velocity [m/s] of a film of thickness delta [m]: Gamma / (rho delta)."""
    return gamma / (rho * delta)


@kernel
def developed(k, delta):
    """Fully developed film coefficient, isothermal wall, insulated surface [W/(m2 K)]: 1.88 k / delta."""
    return ISOTHERMAL * k / delta


@kernel
def developed_uniform_flux(k, delta):
    """Fully developed film coefficient, uniform flux, insulated surface [W/(m2 K)]: 2.06 k / delta."""
    return UNIFORM_FLUX * k / delta


@kernel
def shear_rate(u, delta):
    """Wall shear rate of a laminar film [1/s]: 3 u / delta."""
    return 3.0 * u / delta


@kernel
def leveque_local(shear, length, rho, cp, k):
    """Local film coefficient [W/(m2 K)] at `length` [m] from where heating starts: 0.5384 k (shear/(alpha x))^(1/3)."""
    return LEVEQUE * k * (shear * rho * cp / (k * length)) ** (1.0 / 3.0)


@kernel
def leveque_mean(shear, length, rho, cp, k):
    """Mean film coefficient [W/(m2 K)] over `length` [m]: 1.5 times the local one at its end."""
    return 1.5 * leveque_local(shear, length, rho, cp, k)


@kernel
def layer_ratio(shear, length, rho, cp, k, delta):
    """Thermal layer over film thickness [1]: (alpha L / shear)^(1/3) / delta; Leveque holds below about 0.35."""
    return (k * length / (rho * cp * shear)) ** (1.0 / 3.0) / delta


@kernel
def leveque_in_range(shear, length, rho, cp, k, delta):
    """1.0 where the thermal layer is under 0.35 of the film, else 0.0."""
    return 1.0 if layer_ratio(shear, length, rho, cp, k, delta) <= 0.35 else 0.0


@kernel
def film(gamma, length, rho, cp, k, mu, sine):
    """Mean film coefficient [W/(m2 K)] over `length`: entry and developed values blended, (a^3 + b^3)^(1/3)."""
    delta = thickness(gamma, rho, mu, sine)
    entry = leveque_mean(shear_rate(mean_velocity(gamma, rho, delta), delta), length, rho, cp, k)
    end = developed(k, delta)
    return (entry * entry * entry + end * end * end) ** (1.0 / 3.0)


@kernel
def orifice_flow(discharge, area, dp, rho):
    """Volume flow [m3/s] through an orifice of area [m2] at pressure drop [Pa]: C_d A sqrt(2 dp/rho)."""
    return discharge * area * sqrt(2.0 * max(dp, 0.0) / rho)


@kernel
def orifice_pressure(discharge, area, flow, rho):
    """Pressure drop [Pa] that drives `flow` [m3/s] through an orifice: rho (V / (C_d A))^2 / 2."""
    u = flow / (discharge * area)
    return 0.5 * rho * u * u
