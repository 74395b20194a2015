"""Electrical losses: the quadratic loss model and ohmic conductors.

A converter's loss has a part that is always there (fans, control, magnetising), one that follows its current
(switching) and one that follows the square of its current (resistance):

    L / P_rated = a + b x + c x^2,    x = P_out / P_rated,    efficiency = x / (x + L / P_rated)

Range: x from 0 to 1, as the coefficients were fitted; above 1 it extrapolates and the caller marks it.
Source: APC/Schneider White Paper 113, Table 2 (the equation and coefficients of older equipment).
"""

from thermo.core.jit import kernel

COPPER = (1.724e-8, 0.00393)  # ohm m at 20 degC, 1/K: International Annealed Copper Standard, IEC 60028


@kernel
def loss_fraction(a, b, c, x):
    """Loss over rated output at load fraction `x` [1].

    Parameters
    ----------
    a, b, c : float
        No-load, proportional and square-law coefficients [1].
    x : float
        Output over rated output [1].

    References
    ----------
    Rasmussen, Electrical Efficiency Modeling for Data Centers, Schneider White Paper 113.
    """
    return a + x * (b + x * c)


@kernel
def efficiency(a, b, c, x):
    """Output over input at load fraction `x` [1]; 0 at no load."""
    if x <= 0.0:
        return 0.0
    return x / (x + loss_fraction(a, b, c, x))


@kernel
def module_loss(a, b, c, load, rating, count):
    """Loss of `count` equal modules that share a load [W].

    Parameters
    ----------
    a, b, c : float
        Coefficients of one module [1].
    load : float
        Output of all modules together [W].
    rating : float
        Rated output of one module [W].
    count : float
        Modules switched on.

    Notes
    -----
    Each module runs at x = load / (count rating). Without modules there is no loss.
    """
    total = rating * count
    if not total > 0.0:
        return 0.0
    return total * loss_fraction(a, b, c, load / total)


@kernel
def conductor_resistance(length, area, temperature):
    """Resistance of a copper conductor [ohm].

    Parameters
    ----------
    length, area, temperature : float
        [m], [m2], [degC].

    Notes
    -----
    R = rho L / A (1 + alpha (T - 20)), valid from about -50 to 150 degC.
    """
    return COPPER[0] * length / area * (1.0 + COPPER[1] * (temperature - 20.0))


@kernel
def direct_current_loss(power, voltage, resistance):
    """Loss of a direct-current feeder [W]: (P/V)^2 R, with `power` [W], `voltage` [V] and `resistance` [ohm]."""
    current = power / voltage
    return current * current * resistance
