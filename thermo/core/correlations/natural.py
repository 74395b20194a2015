"""Free convection between vertical plates and fins.

References
----------
Bar-Cohen & Rohsenow 1984, J. Heat Transfer 106, 116-123; Elenbaas 1942. The isothermal constants follow from the two
limits: 576 = 24^2 (developed, Nu = El/24) and 2.873 = 0.59^-2 (single plate, Nu = 0.59 El^(1/4)).
"""

from math import sqrt

from thermo.core.jit import kernel

GRAVITY = 9.80665  # m/s2


@kernel
def rayleigh(beta, dt, length, rho, cp, k, mu):
    """Rayleigh number [1]: g beta dT L^3 rho^2 cp / (mu k); 0 for dT <= 0."""
    return GRAVITY * beta * max(dt, 0.0) * length * length * length * rho * rho * cp / (mu * k)


@kernel
def bar_cohen_rohsenow(elenbaas):
    """Nu on the gap S of symmetric isothermal plates: [576/El^2 + 2.873/sqrt(El)]^(-1/2).

    Notes
    -----
    El = Ra_S S/L; h is referred to wall minus inlet temperature. 0.1 < El < 1e5.
    """
    el = max(elenbaas, 1e-12)
    return 1.0 / sqrt(576.0 / (el * el) + 2.873 / sqrt(el))


@kernel
def bar_cohen_rohsenow_in_range(elenbaas):
    """1.0 where 0.1 < El < 1e5, else 0.0."""
    return 1.0 if 0.1 <= elenbaas <= 1e5 else 0.0


@kernel
def bar_cohen_rohsenow_flux_mid(ra_flux):
    """Nu of symmetric plates with uniform flux, mid-height wall: [12/Ra'' + 1.88/Ra''^0.4]^(-1/2).

    Notes
    -----
    Ra'' = g beta q'' S^5 / (k nu alpha L); constants from memory.
    """
    ra = max(ra_flux, 1e-12)
    return 1.0 / sqrt(12.0 / ra + 1.88 / ra**0.4)


@kernel
def bar_cohen_rohsenow_flux_top(ra_flux):
    """Nu of symmetric plates with uniform flux, hottest (top) wall: [48/Ra'' + 2.51/Ra''^0.4]^(-1/2), from memory."""
    ra = max(ra_flux, 1e-12)
    return 1.0 / sqrt(48.0 / ra + 2.51 / ra**0.4)


@kernel
def optimum_gap(beta, dt, height, rho, cp, k, mu):
    """Gap [m] at which isothermal plates of height L shed most heat: 2.714 (Ra_S / (S^3 L))^(-1/4)."""
    unit = rayleigh(beta, max(dt, 1e-9), 1.0, rho, cp, k, mu)
    return 2.714 / (unit / height) ** 0.25


@kernel
def combined(forced, free):
    """Nu (or h) of forced and free convection that help each other: (F^3 + N^3)^(1/3)."""
    larger, smaller = max(forced, free), min(forced, free)
    if larger <= 0.0:
        return 0.0
    ratio = smaller / larger
    return larger * (1.0 + ratio * ratio * ratio) ** (1.0 / 3.0)


@kernel
def richardson(beta, dt, length, u):
    """Richardson number [1]: g beta dT L / u^2; above about 1 free convection rules."""
    return GRAVITY * beta * max(dt, 0.0) * length / max(u * u, 1e-18)
