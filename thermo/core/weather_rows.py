"""From the columns of a weather file to the engine's weather rows.

Loops over hours; every formula is that of `thermo.core.psychrometrics`.
"""

from thermo.core.jit import kernel
from thermo.core.psychrometrics import (
    dew_point,
    humidity_ratio_from_dew_point,
    humidity_ratio_from_relative_humidity,
    humidity_ratio_from_wet_bulb,
    wet_bulb,
)


@kernel
def fill(t, tdp, p, out):
    """Fill `out` with dry bulb, wet bulb, humidity ratio, pressure and dew point.

    Parameters
    ----------
    t, tdp : vectors
        Dry bulb and dew point [degC], the latter not above the former.
    p : vector
        Station pressure [Pa].
    out : WEATHER records (hours,)
    """
    for i in range(t.shape[0]):
        w = humidity_ratio_from_dew_point(tdp[i], p[i])
        out[i].t_dry = t[i]
        out[i].t_wet = t[i] if tdp[i] >= t[i] else wet_bulb(t[i], w, p[i])
        out[i].w = w
        out[i].p = p[i]
        out[i].t_dew = tdp[i]


@kernel
def dew_points_from_relative_humidity(t, rh, p, out):
    """Dew points [degC] from dry bulbs [degC], relative humidities [0..1] and pressures [Pa]; NaN stays NaN."""
    for i in range(t.shape[0]):
        out[i] = dew_point(humidity_ratio_from_relative_humidity(t[i], rh[i], p[i]), p[i])


@kernel
def dew_points_from_wet_bulb(t, twb, p, out):
    """Dew points [degC] from dry bulbs and wet bulbs [degC] and pressures [Pa]; NaN stays NaN."""
    for i in range(t.shape[0]):
        out[i] = dew_point(humidity_ratio_from_wet_bulb(t[i], twb[i], p[i]), p[i])
