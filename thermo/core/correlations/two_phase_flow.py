"""Pressure gradient and void fraction of liquid and vapour flowing together in a channel.

g is the mass flux [kg/(m2 s)], x the vapour's share of it, d the (hydraulic) diameter [m]; all gradients are frictional
[Pa/m]. Friction factors are those of smooth tubes, Kim & Mudawar's and Lockhart & Martinelli's own where they differ.
Where a published constant jumps at a Reynolds number of 2000 it is blended over 2000 to 2080, so that the gradient has
no step; outside that band it is the published one.

References
----------
Lockhart & Martinelli 1949 with Chisholm's constants 1967; Mueller-Steinhagen & Heck 1986, Chem. Eng. Process. 20, 297;
Friedel 1979; Mishima & Hibiki 1996, Int. J. Multiphase Flow 22, 703; Kim & Mudawar 2012, IJHMT 55, 3246 and, with
boiling, 2013, IJHMT 58, 718; Zivi 1964. Forms as in the library `fluids` 1.3.1; the boiling form as in two open
implementations.
"""

from math import exp, sqrt

from thermo.core.correlations.film import GRAVITY
from thermo.core.correlations.friction import colebrook, laminar
from thermo.core.jit import kernel

LAMINAR, TURBULENT = 2000.0, 2080.0  # the authors take no transition region
DRY = 1e-9


@kernel
def _share(re):
    """0 laminar, 1 turbulent, smooth between."""
    s = min(max((re - LAMINAR) / (TURBULENT - LAMINAR), 0.0), 1.0)
    return s * s * (3.0 - 2.0 * s)


@kernel
def _tube(re):
    """Smooth tube: 64/Re, Colebrook above the switch."""
    s = _share(re)
    return (1.0 - s) * laminar(re) + s * colebrook(re, 0.0)


@kernel
def _gradient(f, g, d, rho):
    """Gradient of one phase alone: f g^2 / (2 rho d)."""
    return 0.5 * f * g * g / (rho * d)


@kernel
def _blended(liquid, vapour, both_laminar, vapour_turbulent, liquid_turbulent, both_turbulent):
    """A constant of the four regimes at the two phases' shares of turbulence."""
    a = (1.0 - vapour) * both_laminar + vapour * vapour_turbulent
    b = (1.0 - vapour) * liquid_turbulent + vapour * both_turbulent
    return (1.0 - liquid) * a + liquid * b


@kernel
def _martinelli(dp_l, dp_v, c):
    """Liquid's gradient times 1 + C/X + 1/X^2, X^2 = dp_l / dp_v, written so that it holds without liquid too."""
    return dp_l + c * sqrt(dp_l * dp_v) + dp_v


@kernel
def lockhart_martinelli(g, x, d, rho_l, rho_v, mu_l, mu_v):
    """Separated flow with Chisholm's C of 5, 12, 10, 20; f = 64/Re or 0.184 Re^-0.2."""
    re_l, re_v = max(g * (1.0 - x) * d / mu_l, DRY), max(g * x * d / mu_v, DRY)
    s_l, s_v = _share(re_l), _share(re_v)
    f_l = (1.0 - s_l) * 64.0 / re_l + s_l * 0.184 * re_l**-0.2
    f_v = (1.0 - s_v) * 64.0 / re_v + s_v * 0.184 * re_v**-0.2
    dp_l, dp_v = _gradient(f_l, g * (1.0 - x), d, rho_l), _gradient(f_v, g * x, d, rho_v)
    return _martinelli(dp_l, dp_v, _blended(s_l, s_v, 5.0, 12.0, 10.0, 20.0))


@kernel
def muller_steinhagen_heck(g, x, d, rho_l, rho_v, mu_l, mu_v):
    """[a + 2 (b - a) x] (1 - x)^(1/3) + b x^3, a and b the gradients of all liquid and all vapour."""
    a = _gradient(_tube(g * d / mu_l), g, d, rho_l)
    b = _gradient(_tube(g * d / mu_v), g, d, rho_v)
    return (a + 2.0 * (b - a) * x) * (1.0 - x) ** (1.0 / 3.0) + b * x * x * x


@kernel
def friedel(g, x, d, rho_l, rho_v, mu_l, mu_v, sigma):
    """All liquid's gradient times E + 3.24 F H / (Fr^0.0454 We^0.035)."""
    f_l, f_v = _tube(g * d / mu_l), _tube(g * d / mu_v)
    rho = 1.0 / (x / rho_v + (1.0 - x) / rho_l)
    e = (1.0 - x) ** 2 + x * x * rho_l * f_v / (rho_v * f_l)
    f = x**0.78 * (1.0 - x) ** 0.224
    h = (rho_l / rho_v) ** 0.91 * (mu_v / mu_l) ** 0.19 * (1.0 - mu_v / mu_l) ** 0.7
    froude, weber = (g / rho) ** 2 / (GRAVITY * d), g * g * d / (sigma * rho)
    return (e + 3.24 * f * h / (froude**0.0454 * weber**0.035)) * _gradient(f_l, g, d, rho_l)


@kernel
def mishima_hibiki(g, x, d, rho_l, rho_v, mu_l, mu_v):
    """Separated flow in small tubes: C = 21 (1 - exp(-319 d))."""
    dp_l = _gradient(_tube(max(g * (1.0 - x) * d / mu_l, DRY)), g * (1.0 - x), d, rho_l)
    dp_v = _gradient(_tube(max(g * x * d / mu_v, DRY)), g * x, d, rho_v)
    return _martinelli(dp_l, dp_v, 21.0 * (1.0 - exp(-319.0 * d)))


@kernel
def _kim_mudawar_factor(re):
    """Darcy: 64/Re, 0.316 Re^-0.25 below 20,000, 0.184 Re^-0.2 above."""
    s = _share(re)
    rough = 0.316 * re**-0.25 if re < 20000.0 else 0.184 * re**-0.2
    return (1.0 - s) * 64.0 / re + s * rough


@kernel
def kim_mudawar(g, x, d, rho_l, rho_v, mu_l, mu_v, sigma, boiling):
    """Separated flow in mini- and microchannels: C from liquid Reynolds and Suratman number.

    Notes
    -----
    d 0.07 to 6.2 mm, 4 < g < 8528 kg/(m2 s), 0.005 < p_r < 0.91, 18 fluids. `boiling` is Bo P_H/P_F, heat flux over
    g h_fg by the heated share of the perimeter; 0 without heat. With it C grows by 1 + 530 We^0.52 Bo^1.09 (liquid
    laminar) or 1 + 60 We^0.32 Bo^0.78.
    """
    re_l, re_v = max(g * (1.0 - x) * d / mu_l, DRY), max(g * x * d / mu_v, DRY)
    s_l, s_v = _share(re_l), _share(re_v)
    dp_l = _gradient(_kim_mudawar_factor(re_l), g * (1.0 - x), d, rho_l)
    dp_v = _gradient(_kim_mudawar_factor(re_v), g * x, d, rho_v)
    re_lo, suratman, ratio = g * d / mu_l, rho_v * sigma * d / mu_v**2, rho_l / rho_v
    c = _blended(
        s_l, s_v, 3.5e-5 * re_lo**0.44 * suratman**0.5 * ratio**0.48,
        0.0015 * re_lo**0.59 * suratman**0.19 * ratio**0.36,
        8.7e-4 * re_lo**0.17 * suratman**0.5 * ratio**0.14, 0.39 * re_lo**0.03 * suratman**0.1 * ratio**0.35,
    )  # fmt: skip
    if boiling > 0.0:
        weber = g * g * d / (rho_l * sigma)
        laminar = 530.0 * weber**0.52 * boiling**1.09
        c *= 1.0 + (1.0 - s_l) * laminar + s_l * 60.0 * weber**0.32 * boiling**0.78
    return _martinelli(dp_l, dp_v, c)


@kernel
def homogeneous_density(x, rho_l, rho_v):
    """Density [kg/m3] of phases of one velocity: 1 / (x/rho_v + (1 - x)/rho_l)."""
    return 1.0 / (x / rho_v + (1.0 - x) / rho_l)


@kernel
def homogeneous(g, x, d, rho_l, rho_v, mu_l, mu_v):
    """One mixed fluid: density by volume, viscosity by McAdams, 1/mu = x/mu_v + (1 - x)/mu_l."""
    mu = 1.0 / (x / mu_v + (1.0 - x) / mu_l)
    return _gradient(_tube(g * d / mu), g, d, homogeneous_density(x, rho_l, rho_v))


@kernel
def void_fraction(x, rho_l, rho_v):
    """Vapour's share of the cross-section [1], Zivi: 1 / (1 + (1 - x)/x (rho_v/rho_l)^(2/3))."""
    if x <= 0.0:
        return 0.0
    return x / (x + (1.0 - x) * (rho_v / rho_l) ** (2.0 / 3.0))


@kernel
def momentum(g, x, rho_l, rho_v):
    """Momentum flux [Pa]: g^2 [x^2/(rho_v a) + (1 - x)^2/(rho_l (1 - a))]; its rise is the drop of acceleration."""
    if x <= 0.0:
        return g * g / rho_l
    if x >= 1.0:
        return g * g / rho_v
    a = void_fraction(x, rho_l, rho_v)
    return g * g * (x * x / (rho_v * a) + (1.0 - x) ** 2 / (rho_l * (1.0 - a)))
