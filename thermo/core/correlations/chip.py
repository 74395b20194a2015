"""From junction to sink: resistance chain, and leakage solved together with temperature.

References
----------
Liao, He & Lepak 2005, IEEE Trans. Computer-Aided Design 24(7), 1042-1053 (leakage current; constants as in a public
reimplementation). Corless et al. 1996, Adv. Comput. Math. 5, 329-359 (Lambert W).
"""

from math import e, exp, nan, sqrt

from thermo.core.jit import kernel

KELVIN = 273.15
# Liao et al. 2005, 65 nm: A [A/K2], B [A], alpha [K/V], gamma' [K], gamma [1/V], delta [1], I_s [A]
LIAO = (1.1432e-12, 1.0126e-14, 466.4029, -1224.74083, 6.28153, 6.9094)
LIAO_CURRENT = 995.7996


@kernel
def interface_resistance(bond_line, k_tim, boundary, area):
    """Resistance of a thermal interface [K/W]: BLT/(k A) + R''/A."""
    return (bond_line / k_tim + boundary) / area


@kernel
def case_temperature(power, r_tim, r_sink, t_coolant):
    """Case temperature [degC]: coolant inlet plus power through interface and sink."""
    return t_coolant + power * (r_tim + r_sink)


@kernel
def junction_temperature(power, r_junction_case, r_tim, r_sink, t_coolant):
    """Junction temperature [degC]: coolant inlet plus power through the whole chain."""
    return t_coolant + power * (r_junction_case + r_tim + r_sink)


@kernel
def leakage(p_leak, beta, t, t_reference):
    """Leakage power [W] at junction temperature t: P_L0 exp[beta (t - t_reference)]."""
    return p_leak * exp(min(beta * (t - t_reference), 50.0))


@kernel
def coupled(p_dynamic, p_leak, t_reference, beta, r, t_coolant):
    """Junction temperature with leakage that depends on it, and the loop gain.

    Parameters
    ----------
    p_dynamic, p_leak : float
        Dynamic power and leakage at `t_reference` [W].
    t_reference, t_coolant : float
        [degC].
    beta : float
        Growth of leakage [1/K], 0.008 to 0.03.
    r : float
        Resistance from junction to coolant inlet [K/W].

    Returns
    -------
    tuple of float
        Junction temperature [degC] and loop gain beta R P_leak [1]; both NaN in runaway.

    Notes
    -----
    T = T_c + R [P_dyn + P_L0 exp(beta (T - T_0))]. With T_b = T_c + R P_dyn and a = beta R P_L0 exp[beta (T_b - T_0)]
    the gain x solves x = a exp(x): x = -W_0(-a), T = T_b + x/beta
    = T_b + (a/beta) exp(x). There is none when a > 1/e: thermal runaway.
    Newton from a series about a = 0 or about the branch point; the gain is below 1 on the stable branch.
    """
    t_base = t_coolant + r * p_dynamic
    rise = r * p_leak * exp(min(beta * (t_base - t_reference), 50.0))
    a = beta * rise
    if not a * e <= 1.0:
        return nan, nan
    if a < 0.25:
        x = a * (1.0 + a * (1.0 + a * (1.5 + a * 2.6666666666666665)))
    else:
        p = sqrt(2.0 * (1.0 - a * e))
        x = 1.0 - p * (1.0 - p * (1.0 / 3.0 - p * (11.0 / 72.0 - p * 43.0 / 540.0)))
    for _ in range(12):
        grown = a * exp(x)
        slope = 1.0 - grown
        if slope < 1e-7:
            break
        change = (x - grown) / slope
        x -= change
        if abs(change) < 1e-14:
            break
    return t_base + rise * exp(x), x


@kernel
def liao_scaling(t, voltage):
    """Relative leakage current at t [degC] and supply voltage [V] of a 65 nm gate; use ratios.

    Notes
    -----
    f = A T^2 exp[(alpha V + gamma')/T] + B exp(gamma V + delta), T in K; the current is 995.7996 f in the source.
    """
    kelvin = t + KELVIN
    c = LIAO
    return c[0] * kelvin * kelvin * exp((c[2] * voltage + c[3]) / kelvin) + c[1] * exp(c[4] * voltage + c[5])


@kernel
def liao_ratio(t, t_reference, voltage):
    """Leakage at t over leakage at t_reference [1] by Liao's form."""
    return liao_scaling(t, voltage) / liao_scaling(t_reference, voltage)
