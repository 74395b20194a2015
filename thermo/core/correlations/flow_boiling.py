"""Heat transfer of saturated flow boiling in channels, and where it ends: dry-out quality and critical heat flux.

flux [W/m2] is on the heated wall, g the mass flux [kg/(m2 s)], x the vapour's share of it, d the hydraulic diameter
[m]. Every coefficient is in W/(m2 K). Published scatter is 30 to 50 percent in mini- and microchannels, 20 to 30
percent for critical flux: pick another correlation to see what that means for a case.

References
----------
Lazarek & Black 1982, IJHMT 25, 945; Sun & Mishima 2009, IJHMT 52, 5323; Li & Wu 2010, IJHMT 53, 1778; Liu & Winterton
1991, IJHMT 34, 2759; Chen 1966 as fitted by Edelstein et al. 1984; Bertsch, Groll, Garimella 2009, IJHMT 52, 2110;
Kandlikar 1990, J. Heat Transfer 112, 219 with Kandlikar & Balasubramanian 2004, Heat Transfer Eng. 25, 86; Kim &
Mudawar 2013, IJHMT 64, 1226 and 1239. The first five as in the library `ht` 1.2.0; the constants of the others agree
in independent open implementations. Wojtan, Revellin, Thome 2006, Exp. Therm. Fluid Sci. 30, 765, and Qu & Mudawar
2004, IJHMT 47, 2045: constants from memory; Wojtan et al. report that the latter lies far above their R134a and R245fa.
"""

from math import atan, exp, sqrt

from thermo.core.correlations.boiling import cooper
from thermo.core.correlations.convection import gnielinski
from thermo.core.correlations.film import GRAVITY
from thermo.core.correlations.friction import petukhov
from thermo.core.jit import kernel

WETTEST, DRIEST = 1e-4, 0.999  # qualities at which the limits of the forms are taken
LAMINAR, TURBULENT = 1600.0, 3000.0  # Kandlikar & Balasubramanian
DEEP_LAMINAR = 100.0


@kernel
def lazarek_black(flux, g, d, h_fg, mu_l, k_l):
    """30 Re_lo^0.857 Bo^0.714 k/d; R113, 3.1 mm, x < 0.6, 125 < g < 750."""
    return 30.0 * (g * d / mu_l) ** 0.857 * (flux / (g * h_fg)) ** 0.714 * k_l / d


@kernel
def sun_mishima(flux, g, d, h_fg, rho_l, rho_v, mu_l, k_l, sigma):
    """6 Re_lo^1.05 Bo^0.54 We_l^-0.191 (rho_l/rho_v)^-0.142 k/d; 0.21 to 6.05 mm, 11 fluids."""
    weber = g * g * d / (rho_l * sigma)
    numbers = (g * d / mu_l) ** 1.05 * (flux / (g * h_fg)) ** 0.54 * weber**-0.191
    return 6.0 * numbers * (rho_l / rho_v) ** -0.142 * k_l / d


@kernel
def li_wu(flux, g, x, d, h_fg, rho_l, rho_v, mu_l, k_l, sigma):
    """334 Bo^0.3 (Bd Re_l^0.36)^0.4 k/d, Re_l of the liquid's share; 0.19 to 3.1 mm, 12 fluids."""
    bond = GRAVITY * (rho_l - rho_v) * d * d / sigma
    re_l = g * (1.0 - min(x, DRIEST)) * d / mu_l
    return 334.0 * (flux / (g * h_fg)) ** 0.3 * (bond * re_l**0.36) ** 0.4 * k_l / d


@kernel
def liu_winterton(nucleate, g, x, d, rho_l, rho_v, mu_l, k_l, cp_l):
    """sqrt[(F h_lo)^2 + (S h_nucleate)^2]; tubes of 3 to 32 mm. `nucleate` is Cooper's coefficient at 1 um."""
    pr, re_lo = cp_l * mu_l / k_l, g * d / mu_l
    f = (1.0 + x * pr * (rho_l / rho_v - 1.0)) ** 0.35
    s = 1.0 / (1.0 + 0.055 * f**0.1 * re_lo**0.16)
    h_lo = 0.023 * re_lo**0.8 * pr**0.4 * k_l / d
    return sqrt((f * h_lo) ** 2 + (s * nucleate) ** 2)


@kernel
def martinelli_turbulent(x, rho_l, rho_v, mu_l, mu_v):
    """X_tt = ((1 - x)/x)^0.9 (rho_v/rho_l)^0.5 (mu_l/mu_v)^0.1."""
    return ((1.0 - x) / x) ** 0.9 * sqrt(rho_v / rho_l) * (mu_l / mu_v) ** 0.1


@kernel
def chen(superheat, rise, g, x, d, h_fg, rho_l, rho_v, mu_l, mu_v, k_l, cp_l, sigma):
    """S h_Forster-Zuber + F h_l at a wall superheat [K] and the rise of saturation pressure over it [Pa]."""
    pr, re_l = cp_l * mu_l / k_l, g * (1.0 - x) * d / mu_l
    h_l = 0.023 * re_l**0.8 * pr**0.4 * k_l / d
    f = (1.0 + martinelli_turbulent(x, rho_l, rho_v, mu_l, mu_v) ** -0.5) ** 1.78
    s = 0.9622 - 0.5822 * atan(re_l * f**1.25 / 6.18e4)
    scale = k_l**0.79 * cp_l**0.45 * rho_l**0.49 / (sigma**0.5 * mu_l**0.29 * h_fg**0.24 * rho_v**0.24)
    return s * 0.00122 * scale * superheat**0.24 * rise**0.75 + f * h_l


@kernel
def bertsch(flux, g, x, d, length, rho_l, rho_v, mu_l, mu_v, k_l, cp_l, k_v, pr_v, sigma, p_r, molar_mass):
    """h_Cooper (1 - x) + h_conv [1 + 80 (x^2 - x^6) exp(-0.6 Co)], Co = sqrt(sigma/(g drho d^2)); 0.16 to 2.92 mm.

    Notes
    -----
    h_conv = (1 - x) h_l + x h_v, both laminar with thermal entry over `length` [m]. 20 < g < 3000, 12 fluids.
    """
    confinement = sqrt(sigma / (GRAVITY * (rho_l - rho_v) * d * d))
    entry_l = d / length * g * d / mu_l * cp_l * mu_l / k_l
    entry_v = d / length * g * d / mu_v * pr_v
    h_l = (3.66 + 0.0668 * entry_l / (1.0 + 0.04 * entry_l ** (2.0 / 3.0))) * k_l / d
    h_v = (3.66 + 0.0668 * entry_v / (1.0 + 0.04 * entry_v ** (2.0 / 3.0))) * k_v / d
    convective = h_l * (1.0 - x) + h_v * x
    boost = 1.0 + 80.0 * (x**2 - x**6) * exp(-0.6 * confinement)
    return cooper(flux, p_r, molar_mass, 1.0) * (1.0 - x) + convective * boost


@kernel
def liquid_only(g, d, mu_l, k_l, cp_l, laminar_nusselt):
    """All the flow as liquid: laminar Nu below Re 1600, Gnielinski above 3000, straight between."""
    re, pr = g * d / mu_l, cp_l * mu_l / k_l
    nu = laminar_nusselt
    if re > LAMINAR:
        share = min((re - LAMINAR) / (TURBULENT - LAMINAR), 1.0)
        nu += share * (gnielinski(max(re, TURBULENT), pr, petukhov(max(re, TURBULENT))) - nu)
    return nu * k_l / d


@kernel
def kandlikar(flux, g, x, d, h_fg, rho_l, rho_v, mu_l, k_l, cp_l, factor, laminar_nusselt):
    """Larger of the nucleate and the convective form; only the nucleate one below Re_lo 100.

    Notes
    -----
    h_lo (1 - x)^0.8 [0.6683 Co^-0.2 + 1058 Bo^0.7 F] and h_lo (1 - x)^0.8 [1.136 Co^-0.9 + 667.2 Bo^0.7 F],
    Co = ((1 - x)/x)^0.8 (rho_v/rho_l)^0.5. F of fluid and surface: water 1, R134a 1.63; 1 where nobody gives it.
    """
    x = min(max(x, WETTEST), DRIEST)
    h_lo = liquid_only(g, d, mu_l, k_l, cp_l, laminar_nusselt)
    number = ((1.0 - x) / x) ** 0.8 * sqrt(rho_v / rho_l)
    boiling = (flux / (g * h_fg)) ** 0.7 * factor
    wet = h_lo * (1.0 - x) ** 0.8
    nucleate = wet * (0.6683 * number**-0.2 + 1058.0 * boiling)
    convective = wet * (1.136 * number**-0.9 + 667.2 * boiling)
    if g * d / mu_l < DEEP_LAMINAR:
        return nucleate
    return max(nucleate, convective)


@kernel
def kim_mudawar(flux, heated, g, x, d, h_fg, rho_l, rho_v, mu_l, mu_v, k_l, cp_l, sigma, p_r):
    """sqrt(h_nb^2 + h_cb^2) before dry-out; 0.19 to 6.5 mm, 19 < g < 1608, 0.005 < p_r < 0.69, 18 fluids.

    Notes
    -----
    h_nb = 2345 (Bo P_H/P_F)^0.70 p_r^0.38 (1 - x)^-0.51 h_l, h_cb = [5.2 (Bo P_H/P_F)^0.08 We_fo^-0.54
    + 3.5 X_tt^-0.94 (rho_v/rho_l)^0.25] h_l, h_l Dittus-Boelter of the liquid's share. `heated` is P_H/P_F.
    """
    x = min(max(x, WETTEST), DRIEST)
    boiling = flux / (g * h_fg) * heated
    h_l = 0.023 * (g * (1.0 - x) * d / mu_l) ** 0.8 * (cp_l * mu_l / k_l) ** 0.4 * k_l / d
    nucleate = 2345.0 * boiling**0.70 * p_r**0.38 * (1.0 - x) ** -0.51
    weber = g * g * d / (rho_l * sigma)
    film = 3.5 * martinelli_turbulent(x, rho_l, rho_v, mu_l, mu_v) ** -0.94 * (rho_v / rho_l) ** 0.25
    return h_l * sqrt(nucleate**2 + (5.2 * boiling**0.08 * weber**-0.54 + film) ** 2)


@kernel
def dry_out_quality(flux, heated, g, d, h_fg, rho_l, rho_v, mu_l, sigma, p_r):
    """Quality at which the film begins to dry (Kim & Mudawar 2013), held within 0.05 and 1.

    Notes
    -----
    1.4 We_fo^0.03 p_r^0.08 - 15.0 (Bo P_H/P_F)^0.15 Ca^0.35 (rho_v/rho_l)^0.06, Ca = mu_l g / (rho_l sigma).
    """
    weber, capillary = g * g * d / (rho_l * sigma), mu_l * g / (rho_l * sigma)
    x = 1.4 * weber**0.03 * p_r**0.08
    x -= 15.0 * (flux / (g * h_fg) * heated) ** 0.15 * capillary**0.35 * (rho_v / rho_l) ** 0.06
    return min(max(x, 0.05), 1.0)


@kernel
def critical_flux_qu_mudawar(g, d, length, h_fg, rho_l, rho_v, sigma):
    """Critical flux [W/m2] of channels in parallel: 33.43 (rho_v/rho_l)^1.11 We_L^-0.21 (L/d)^-0.36 g h_fg.

    Notes
    -----
    Water and R113, 0.38 to 2.54 mm, 86 < g < 368 (water); We_L = g^2 L / (rho_l sigma). From memory.
    """
    weber = g * g * length / (rho_l * sigma)
    return 33.43 * (rho_v / rho_l) ** 1.11 * weber**-0.21 * (length / d) ** -0.36 * g * h_fg


@kernel
def critical_flux_wojtan(g, d, length, h_fg, rho_l, rho_v, sigma):
    """Critical flux [W/m2] of one small tube: 0.437 (rho_v/rho_l)^0.073 We_L^-0.24 (L/d)^-0.72 g h_fg.

    Notes
    -----
    R134a and R245fa, 0.5 and 0.8 mm, 400 < g < 1600, L/d 25 to 141. From memory.
    """
    weber = g * g * length / (rho_l * sigma)
    return 0.437 * (rho_v / rho_l) ** 0.073 * weber**-0.24 * (length / d) ** -0.72 * g * h_fg


@kernel
def in_range(g, d, p_r):
    """1.0 inside the range of Kim & Mudawar's data: 0.19 to 6.5 mm, 19 to 1608 kg/(m2 s), p_r 0.005 to 0.69."""
    return 1.0 if 0.19e-3 <= d <= 6.5e-3 and 19.0 <= g <= 1608.0 and 0.005 <= p_r <= 0.69 else 0.0
