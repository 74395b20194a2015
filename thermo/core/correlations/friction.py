"""Friction in ducts. Every factor is Darcy's (four times Fanning's) unless its name says Fanning.

Re is the Reynolds number on the (hydraulic) diameter, roughness is relative to it.

References
----------
Standard forms as in the open library `fluids` 1.3.1, against which the test tables were made; Shah & London 1978,
Laminar Flow Forced Convection in Ducts, for rectangular ducts.
"""

from math import log, log10, sqrt

from thermo.core.jit import kernel

SMALLEST = 1e-3  # Re below this counts as this
TURBULENT = 4000.0
LAMINAR = 2300.0

# Shah & London 1978: Fanning f Re, fully developed, over short side / long side
RECTANGLE = (1.0, -1.3553, 1.9467, -1.7012, 0.9564, -0.2537)
# Shah & London 1978 (as printed by Steinke & Kandlikar 2006): Hagenbach factor of fully developed flow
HAGENBACH = (0.6796, 1.2197, 3.3089, -9.5921, 8.9089, -2.9959)


@kernel
def reynolds(rho, u, d, mu):
    """Reynolds number [1] from density [kg/m3], velocity [m/s], diameter [m], viscosity [Pa s]."""
    return rho * u * d / mu


@kernel
def laminar(re):
    """Laminar tube: f = 64 / Re, Re < 2300."""
    return 64.0 / max(re, SMALLEST)


@kernel
def churchill(re, roughness):
    """All regimes in one: f = 8 [(8/Re)^12 + (A + B)^-1.5]^(1/12).

    Notes
    -----
    A = {2.457 ln 1/[(7/Re)^0.9 + 0.27 e/D]}^16, B = (37530/Re)^16. Any Re; smooth between laminar and turbulent.

    References
    ----------
    Churchill 1977, Chemical Engineering 84(24), 91-92.
    """
    re = max(re, SMALLEST)
    a = (2.457 * log(1.0 / ((7.0 / re) ** 0.9 + 0.27 * roughness))) ** 16
    b = (37530.0 / re) ** 16
    return 8.0 * ((8.0 / re) ** 12 + 1.0 / (a + b) ** 1.5) ** (1.0 / 12.0)


@kernel
def haaland(re, roughness):
    """Turbulent: f = {-1.8 log10[(e/D / 3.7)^1.11 + 6.9/Re]}^-2, 4e3 < Re < 1e8, e/D < 0.05 (Haaland 1983)."""
    return (-1.8 * log10((roughness / 3.7) ** 1.11 + 6.9 / max(re, 10.0))) ** -2.0


@kernel
def swamee_jain(re, roughness):
    """Turbulent: f = 0.25 / log10[e/D / 3.7 + (6.97/Re)^0.9]^2, 5e3 < Re < 1e8 (Swamee & Jain 1976).

    Notes
    -----
    6.97^0.9 is the 5.74 of the usual print, 5.74/Re^0.9; the two differ by 2e-6 in f.
    """
    return 0.25 / log10(roughness / 3.7 + (6.97 / max(re, 20.0)) ** 0.9) ** 2


@kernel
def petukhov(re):
    """Smooth tube: f = (0.790 ln Re - 1.64)^-2, 3e3 < Re < 5e6 (Petukhov 1970)."""
    return (0.790 * log(max(re, 20.0)) - 1.64) ** -2.0


@kernel
def blasius(re):
    """Smooth tube: f = 0.3164 Re^-0.25, 4e3 < Re < 1e5 (Blasius 1913)."""
    return 0.3164 * max(re, SMALLEST) ** -0.25


@kernel
def colebrook(re, roughness):
    """Turbulent: 1/sqrt f = -2 log10[e/D / 3.7 + 2.51/(Re sqrt f)], Re > 4e3 (Colebrook 1939).

    Notes
    -----
    Newton steps on 1/sqrt f from Haaland's value; the function is nearly straight, three reach double precision.
    """
    re = max(re, 100.0)
    a, b = roughness / 3.7, 2.51 / re
    x = 1.0 / sqrt(haaland(re, roughness))
    for _ in range(6):
        inner = a + b * x
        change = (x + 2.0 * log10(inner)) / (1.0 + 0.8685889638065035 * b / inner)
        x -= change
        if abs(change) < 1e-13 * x:
            break
    return 1.0 / (x * x)


@kernel
def colebrook_in_range(re, roughness):
    """1.0 where 4e3 < Re < 1e8 and e/D < 0.05, else 0.0."""
    return 1.0 if 4e3 <= re <= 1e8 and 0.0 <= roughness <= 0.05 else 0.0


@kernel
def darcy(re, roughness):
    """Friction factor for any Re: 64/Re up to 2300, Colebrook above 4000, straight between the two ends."""
    if re <= LAMINAR:
        return laminar(re)
    if re >= TURBULENT:
        return colebrook(re, roughness)
    share = (re - LAMINAR) / (TURBULENT - LAMINAR)
    return (1.0 - share) * laminar(LAMINAR) + share * colebrook(TURBULENT, roughness)


@kernel
def pressure_drop(f, length, diameter, loss, rho, u):
    """Pressure drop [Pa] of a pipe: (f L/D + sum K) rho u^2 / 2."""
    return (f * length / diameter + loss) * 0.5 * rho * u * u


@kernel
def pipe(flow, diameter, length, loss, roughness, rho, mu):
    """Pressure drop [Pa] of a round pipe at volume flow [m3/s]; roughness in m; `darcy` for the factor."""
    u = flow / (0.7853981633974483 * diameter * diameter)
    re = reynolds(rho, abs(u), diameter, mu)
    return pressure_drop(darcy(re, roughness / diameter), length, diameter, loss, rho, abs(u))


@kernel
def rectangle_fanning_re(aspect):
    """Fanning f Re, fully developed laminar flow in a rectangle; aspect = short / long side (Shah & London 1978)."""
    a = aspect
    c = RECTANGLE
    return 24.0 * (c[0] + a * (c[1] + a * (c[2] + a * (c[3] + a * (c[4] + a * c[5])))))


@kernel
def rectangle_hagenbach(aspect):
    """Extra loss factor of the developing length of a rectangle, 0.68 (slit) to 1.53 (square).

    Notes
    -----
    Fifth-degree fit of Shah & London 1978, as printed by Steinke & Kandlikar 2006 (constants from memory; the ends
    agree with the textbook values 0.69 and 1.55). dp = K rho u^2 / 2 on top of 4 f L/D.
    """
    a = aspect
    c = HAGENBACH
    return c[0] + a * (c[1] + a * (c[2] + a * (c[3] + a * (c[4] + a * c[5]))))
