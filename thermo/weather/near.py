"""Humid air to about 0.3 K of wet bulb on arrays, without compiling anything: what a check of a file asks first.

The same functions as in `thermo.weather.record`, which are exact.

References
----------
WMO-No. 8, Guide to Instruments and Methods of Observation, 2018, annex 4.B: psychrometer equation, over water.
"""

import numpy as np

from thermo.weather.sense import saturation

DRIEST = 0.02  # Pa
HALVINGS = 14  # of at most 100 K


def dew_points_from_relative_humidity(t, rh, p):
    """Dew points [degC] from dry bulbs [degC] and relative humidities [0..1]."""
    return _dew_points(rh * saturation(t))


def dew_points_from_wet_bulb(t, twb, p):
    """Dew points [degC] from dry bulbs and wet bulbs [degC] and pressures [Pa]."""
    return _dew_points(_vapour_pressure(t, twb, p))


def columns(t, tdp, p):
    """Wet bulb [degC] and humidity ratio [kg/kg] of hours with dry bulb, dew point [degC] and pressure [Pa]."""
    low, high, e = np.minimum(tdp, t), t, saturation(tdp)
    for _ in range(HALVINGS):
        middle = 0.5 * (low + high)
        over = _vapour_pressure(t, middle, p) > e
        low, high = np.where(over, low, middle), np.where(over, middle, high)
    return 0.5 * (low + high), 0.62198 * e / (p - e)


def _dew_points(e):
    level = np.log(np.maximum(e, DRIEST) / saturation(0.0))
    return 243.04 * level / (17.625 - level)


def _vapour_pressure(t, twb, p):
    return saturation(twb) - 6.53e-4 * (1.0 + 9.44e-4 * twb) * p * (t - twb)
