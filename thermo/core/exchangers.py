"""Effectiveness of heat exchangers from the number of transfer units, and back.

NTU = UA / C_min, cr = C_min / C_max in [0, 1], effectiveness = Q / (C_min (T_hot,in - T_cold,in)). With cr = 0 (one
side at constant temperature) every arrangement gives 1 - exp(-NTU). Arguments outside (NTU < 0, cr outside [0, 1])
are clamped.

References
----------
Kays & London 1984, Compact Heat Exchangers, 3rd ed., chapter 2; Shah & Sekulic 2003, table 3.4.
"""

from math import exp, expm1, log, nan, sqrt

from thermo.core.jit import kernel

SMALLEST = 1e-9  # cr below this counts as zero


@kernel
def _clamp(cr):
    return min(max(cr, 0.0), 1.0)


@kernel
def gone(x):
    """1 - exp(-x), to twelve digits at least; the C library's `expm1` takes twice as long and serves small x alone."""
    return 1.0 - exp(-x) if abs(x) > 1e-3 else -expm1(-x)


@kernel
def counterflow(ntu, cr):
    """Effectiveness of counterflow: (1 - e) / (1 - cr e), e = exp(-NTU (1 - cr)); NTU / (1 + NTU) at cr = 1."""
    ntu = max(ntu, 0.0)
    cr = _clamp(cr)
    if 1.0 - cr < 1e-9:
        return ntu / (1.0 + ntu)
    lost = gone(ntu * (1.0 - cr))
    return lost / (1.0 - cr + cr * lost)


@kernel
def parallel_flow(ntu, cr):
    """Effectiveness of parallel flow: (1 - exp(-NTU (1 + cr))) / (1 + cr)."""
    cr = _clamp(cr)
    return gone(max(ntu, 0.0) * (1.0 + cr)) / (1.0 + cr)


@kernel
def crossflow_unmixed(ntu, cr):
    """Effectiveness of crossflow, both streams unmixed, usual approximation.

    Notes
    -----
    1 - exp{[exp(-cr NTU^0.78) - 1] NTU^0.22 / cr}; within 4 % of the exact solution for NTU up to 10.
    """
    ntu = max(ntu, 0.0)
    cr = _clamp(cr)
    if cr < SMALLEST:
        return gone(ntu)
    power = ntu**0.78
    return gone(gone(cr * power) * ntu / (power * cr)) if power > 0.0 else 0.0


@kernel
def crossflow_unmixed_exact(ntu, cr):
    """Effectiveness of crossflow, both streams unmixed, exact (Mason's series).

    Notes
    -----
    1/(cr NTU) sum over n of [1 - exp(-NTU) sum_m NTU^m/m!] [1 - exp(-cr NTU) sum_m (cr NTU)^m/m!], m = 0..n. The
    series ends when a term falls below 1e-15; NTU is cut at 500.

    References
    ----------
    Mason 1955, Proc. 2nd US National Congress of Applied Mechanics, 801-803.
    """
    ntu = min(max(ntu, 0.0), 500.0)
    cr = _clamp(cr)
    if cr < SMALLEST or ntu < 1e-9:
        return gone(ntu)
    x, y = ntu, cr * ntu
    term_x, term_y = exp(-x), exp(-y)
    rest_x, rest_y = -expm1(-x), -expm1(-y)
    total = 0.0
    for n in range(1, 1200):
        total += rest_x * rest_y
        term_x *= x / n
        term_y *= y / n
        rest_x = max(rest_x - term_x, 0.0)
        rest_y = max(rest_y - term_y, 0.0)
        if rest_x * rest_y < 1e-17 * total and n > y:
            break
    return min(total / y, 1.0)


@kernel
def crossflow_cmax_mixed(ntu, cr):
    """Effectiveness of crossflow, C_max mixed, C_min unmixed: (1 - exp(-cr (1 - exp(-NTU)))) / cr."""
    ntu = max(ntu, 0.0)
    cr = _clamp(cr)
    if cr < SMALLEST:
        return gone(ntu)
    return gone(cr * gone(ntu)) / cr


@kernel
def crossflow_cmin_mixed(ntu, cr):
    """Effectiveness of crossflow, C_min mixed, C_max unmixed: 1 - exp(-(1 - exp(-cr NTU)) / cr)."""
    ntu = max(ntu, 0.0)
    cr = _clamp(cr)
    if cr < SMALLEST:
        return gone(ntu)
    return gone(gone(cr * ntu) / cr)


@kernel
def ntu_counterflow(eff, cr):
    """Transfer units that give effectiveness eff in counterflow; NaN when eff >= 1."""
    if not eff < 1.0:
        return nan
    eff = max(eff, 0.0)
    cr = _clamp(cr)
    if 1.0 - cr < 1e-9:
        return eff / (1.0 - eff)
    return log((1.0 - cr * eff) / (1.0 - eff)) / (1.0 - cr)


@kernel
def ntu_crossflow_unmixed(eff, cr):
    """Transfer units that give effectiveness eff in `crossflow_unmixed`; NaN when eff >= 0.999.

    Notes
    -----
    Secant steps in ln NTU inside a bracket (Illinois rule) on -ln(1 - eff), which is nearly straight there.
    """
    if not eff < 0.999:
        return nan
    cr = _clamp(cr)
    if eff <= 0.0:
        return 0.0
    wanted = -log(1.0 - eff)
    if cr < SMALLEST:
        return wanted
    lo = 0.5 * wanted
    f_lo = gone(cr * lo**0.78) * lo**0.22 / cr - wanted
    hi = 2.0 * wanted + 1.0
    f_hi = gone(cr * hi**0.78) * hi**0.22 / cr - wanted
    for _ in range(40):
        if f_hi > 0.0:
            break
        lo, f_lo = hi, f_hi
        hi *= 2.0
        f_hi = gone(cr * hi**0.78) * hi**0.22 / cr - wanted
    x = hi
    for _ in range(80):
        new = (lo * f_hi - hi * f_lo) / (f_hi - f_lo) if f_hi != f_lo else 0.5 * (lo + hi)
        if not lo < new < hi:
            new = sqrt(lo * hi)
        fx = gone(cr * new**0.78) * new**0.22 / cr - wanted
        if abs(fx) < 1e-13 * wanted or abs(new - x) < 1e-13 * new:
            return new
        x = new
        if fx > 0.0:
            hi, f_hi = x, fx
            f_lo *= 0.5
        else:
            lo, f_lo = x, fx
            f_hi *= 0.5
    return x


@kernel
def rating(eff, c_hot, t_hot, c_cold, t_cold):
    """Heat [W] and the outlets [degC] of the hot and the cold stream of an exchanger of effectiveness eff.

    Notes
    -----
    Q = eff C_min (t_hot - t_cold) with capacity rates C = m cp [W/K]. A stream without flow keeps its temperature.
    """
    q = eff * min(c_hot, c_cold) * (t_hot - t_cold)
    hot = t_hot - q / c_hot if c_hot > 0.0 else t_hot
    cold = t_cold + q / c_cold if c_cold > 0.0 else t_cold
    return q, hot, cold
