"""Vapour-compression machines from published curves, and one from Carnot's limit.

Biquadratic: c0 + c1 x + c2 x^2 + c3 y + c4 y^2 + c5 x y. For water chillers x is the leaving chilled water, y the
entering condenser fluid (outdoor dry bulb if air-cooled; *leaving* condenser water in the reformulated model), degC.
For direct expansion x is the wet bulb entering the coil and y the outdoor dry bulb.

References
----------
EnergyPlus Engineering Reference: Chiller:Electric:EIR, Chiller:Electric:ReformulatedEIR, Coil:Cooling:DX:SingleSpeed.
Hydeman et al. 2002, ASHRAE Transactions 108 (the reformulated model).
"""

from thermo.core.jit import kernel

KELVIN = 273.15
SMALLEST_LIFT = 2.0  # K, floor of the lift in the Carnot ratio outside a curve's range


@kernel
def biquadratic(c, x, y):
    """c0 + c1 x + c2 x^2 + c3 y + c4 y^2 + c5 x y."""
    return c[0] + x * (c[1] + c[2] * x + c[5] * y) + y * (c[3] + c[4] * y)


@kernel
def quadratic(c, x):
    """c0 + c1 x + c2 x^2."""
    return c[0] + x * (c[1] + c[2] * x)


@kernel
def eir_part_load_reformulated(c, y, part_load):
    """Energy input ratio at part load of the reformulated model [1].

    Notes
    -----
    c0 + c1 y + c2 y^2 + c3 p + c4 p^2 + c5 y p + c6 y^3 + c7 p^3 with y the leaving condenser water [degC].
    """
    p = part_load
    return c[0] + y * (c[1] + y * (c[2] + y * c[6])) + p * (c[3] + p * (c[4] + p * c[7])) + c[5] * y * p


@kernel
def carnot_ratio(x, y, x_held, y_held, approach):
    """Growth of the energy input ratio [1] from the held point (x_held, y_held) to the asked one (x, y).

    Notes
    -----
    (y - x + approach) / (y_held - x_held + approach), each lift not below 2 K: outside its range a curve is held at its
    edge and scaled by the ratio of Carnot lifts. `approach` [K] is the sum of the temperature differences in evaporator
    and condenser. A modelling choice, marked as extrapolation by the caller. Below the coldest condenser of a curve
    the caller passes y = y_held: machines hold their head pressure there.
    """
    lift = max(y - x + approach, SMALLEST_LIFT)
    held = max(y_held - x_held + approach, SMALLEST_LIFT)
    return lift / held


@kernel
def eir_at(cap, eir, limits, x, y, approach, beyond):
    """Capacity factor [1], energy input factor [1] and whether (1.0) a limit was passed.

    Parameters
    ----------
    cap, eir : vectors of 6
        Biquadratic coefficients of CAPFT and EIRFT.
    limits : vector of 4
        Lowest and highest x, lowest and highest y [degC].
    x, y : float
        Leaving chilled water and condenser side [degC].
    approach : float
        See `carnot_ratio` [K].
    beyond : float
        1: scale by Carnot's lift outside the limits; 0: hold the curve at its edge, as EnergyPlus does.
    """
    xh = min(max(x, limits[0]), limits[1])
    yh = min(max(y, limits[2]), limits[3])
    capacity = biquadratic(cap, xh, yh)
    ratio = biquadratic(eir, xh, yh)
    outside = 1.0 if (x != xh or y != yh) else 0.0
    if outside > 0.0 and beyond > 0.0:
        ratio *= carnot_ratio(x, max(y, limits[2]), xh, yh, approach)
    return capacity, ratio, outside


@kernel
def carnot_cop(fraction, t_evaporating, t_condensing, lowest_lift):
    """Coefficient of performance [1]: fraction x T_e / (T_c - T_e), the lift not below lowest_lift [K].

    Notes
    -----
    Falls with the condensing and rises with the evaporating temperature everywhere, which published curve sets do not.
    """
    return fraction * (t_evaporating + KELVIN) / max(t_condensing - t_evaporating, lowest_lift)


@kernel
def cycled(part_load, lowest):
    """Share of the hour [1] a machine runs whose lowest continuous part load is `lowest`."""
    return min(part_load / lowest, 1.0) if lowest > 0.0 else 1.0


@kernel
def part_load_fraction(c, part_load):
    """Efficiency factor [1] of a cycling DX coil, c0 + c1 PLR, held inside [0.7, 1]; run time = PLR / factor."""
    return min(max(c[0] + c[1] * part_load, 0.7), 1.0)
