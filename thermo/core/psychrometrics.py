"""Moist air: ASHRAE Handbook Fundamentals 2017, chapter 1, SI, ideal gas mixture.

Levels in degC, pressure in Pa, humidity ratio in kg of water per kg of dry air, enthalpy in J per kg of dry air above
dry air and liquid water at 0 degC. Valid for -100..200 degC as long as the vapour pressure stays below the total
pressure; beyond that a function returns NaN. Real-gas air (CoolProp) differs by at most 0.03 K in wet bulb and 0.6 %
in humidity ratio between 0.5 and 50 degC.

References
----------
ASHRAE Handbook Fundamentals 2017, chapter 1, equations 3, 5, 6, 20-37. Saturation: Hyland & Wexler 1983.
"""

from math import exp, log, nan

from thermo.core.jit import kernel

KELVIN = 273.15
TRIPLE = 0.01  # degC; ice below and at, water above
RATIO = 0.621945  # molar mass of water / of dry air
R_DRY = 287.042  # J/(kg K)
CP_DRY = 1006.0  # J/(kg K)
CP_VAPOUR = 1860.0  # J/(kg K)
LATENT = 2.501e6  # J/kg, vaporisation at 0 degC
DRIEST = 1e-7  # kg/kg, the lowest humidity ratio a logarithm is taken of
NEWTON = 1e-5  # K, last step of Newton's rule; what is left of the error is below 1e-11 K
BOILING = 30.0  # kg/kg, humidity ratio of saturated air at 98 % of the pressure: nearer to boiling no step is taken
CUBIC = 2e-3  # K, last step of Halley's rule; what is left of the error is below 1e-11 K

ICE = (-5.6745359e3, 6.3925247, -9.677843e-3, 6.2215701e-7, 2.0747825e-9, -9.484024e-13, 4.1635019)
WATER = (-5.8002206e3, 1.3914993, -4.8640239e-2, 4.1764768e-5, -1.4452093e-8, 6.5459673)
FIT_SEA = (18.42229, 29.94176, -1.37796, -1.02302)
FIT_THIN = (12.68060, 9.95048, -0.56401, -1.25899)
FROST = exp(
    ICE[0] / KELVIN
    + ICE[1]
    + KELVIN * (ICE[2] + KELVIN * (ICE[3] + KELVIN * (ICE[4] + KELVIN * ICE[5])))
    + ICE[6] * log(KELVIN)
)  # Pa, saturation pressure at 0 degC


@kernel
def _log_saturation_ice(t):
    """Logarithm of the saturation pressure over ice, its slope [1/K] and the slope's slope [1/K2]."""
    k = t + KELVIN
    per = 1.0 / k
    value = per * ICE[0] + ICE[1] + k * (ICE[2] + k * (ICE[3] + k * (ICE[4] + k * ICE[5]))) + ICE[6] * log(k)
    slope = per * (ICE[6] - per * ICE[0]) + ICE[2] + k * (2.0 * ICE[3] + k * (3.0 * ICE[4] + k * 4.0 * ICE[5]))
    bend = per * per * (2.0 * per * ICE[0] - ICE[6]) + 2.0 * ICE[3] + k * (6.0 * ICE[4] + k * 12.0 * ICE[5])
    return value, slope, bend


@kernel
def _log_saturation_water(t):
    """Logarithm of the saturation pressure over liquid water, its slope [1/K] and the slope's slope [1/K2]."""
    k = t + KELVIN
    per = 1.0 / k
    value = per * WATER[0] + WATER[1] + k * (WATER[2] + k * (WATER[3] + k * WATER[4])) + WATER[5] * log(k)
    slope = per * (WATER[5] - per * WATER[0]) + WATER[2] + k * (2.0 * WATER[3] + k * 3.0 * WATER[4])
    bend = per * per * (2.0 * per * WATER[0] - WATER[5]) + 2.0 * WATER[3] + k * 6.0 * WATER[4]
    return value, slope, bend


@kernel
def _saturation(t):
    """Saturation pressure [Pa], the slope of its logarithm [1/K] and that slope's slope [1/K2]."""
    if t <= TRIPLE:
        value, slope, bend = _log_saturation_ice(t)
    else:
        value, slope, bend = _log_saturation_water(t)
    return exp(value), slope, bend


@kernel
def _saturated(t, p):
    """Humidity ratio of saturated air [kg/kg], its slope [1/K] and that slope's slope [1/K2]; NaN from boiling on."""
    p_s, slope, bend = _saturation(t)
    if not p_s < p:
        return nan, nan, nan
    dry = 1.0 / (p - p_s)
    w, rise = RATIO * p_s * dry, slope * p * dry
    return w, w * rise, w * (rise * rise + p * dry * (bend + slope * slope * p_s * dry))


@kernel
def _halley(x, value, slope, bend):
    """Next trial for a root of a smooth function: cubic convergence."""
    return x - value * slope / (slope * slope - 0.5 * value * bend)


@kernel
def _arrived(x, new):
    """True when the last step leaves less than 1e-11 K; where it crossed from water to ice it tells less."""
    return abs(new - x) < (CUBIC if (x > TRIPLE) == (new > TRIPLE) else NEWTON)


@kernel
def _near_saturation(h, p):
    """Temperature [degC] of saturated air of enthalpy h [J/kg], p [Pa]: a fit, 0.7 K in -18..55 degC, 65..105 kPa."""
    y, thin = log(max(h + 45e3, 1e3)) - 11.5, 1e-5 * p - 1.0
    low, high = FIT_SEA, FIT_THIN
    x = low[0] + y * (low[1] + y * (low[2] + y * low[3]))
    return max(x + thin * (high[0] + y * (high[1] + y * (high[2] + y * high[3]))), -100.0)


@kernel
def saturation_pressure(t):
    """Saturation pressure of water vapour over ice (t <= 0.01 degC) or water [Pa].

    Notes
    -----
    ln p = C1/T + C2 + C3 T + C4 T^2 + C5 T^3 (+ C6 T^4) + C7 ln T, -100..200 degC.

    References
    ----------
    Hyland & Wexler 1983; ASHRAE Fundamentals 2017, chapter 1, equations 5 and 6.
    """
    return _saturation(t)[0]


@kernel
def humidity_ratio(p_w, p):
    """Humidity ratio [kg/kg] from vapour pressure and total pressure [Pa]; NaN when p_w >= p."""
    if not p_w < p:
        return nan
    return RATIO * p_w / (p - p_w)


@kernel
def vapour_pressure(w, p):
    """Partial pressure of water vapour [Pa] at humidity ratio w [kg/kg] and total pressure p [Pa]."""
    return w * p / (RATIO + w)


@kernel
def saturation_humidity_ratio(t, p):
    """Humidity ratio of saturated air [kg/kg]; NaN at and above the boiling point at p [Pa]."""
    return humidity_ratio(saturation_pressure(t), p)


@kernel
def humidity_ratio_from_relative_humidity(t, rh, p):
    """Humidity ratio [kg/kg] at dry bulb t [degC], relative humidity rh [0..1], pressure p [Pa]."""
    return humidity_ratio(rh * saturation_pressure(t), p)


@kernel
def humidity_ratio_from_dew_point(tdp, p):
    """Humidity ratio [kg/kg] at dew point tdp [degC] and pressure p [Pa]."""
    return saturation_humidity_ratio(tdp, p)


@kernel
def humidity_ratio_from_wet_bulb(t, twb, p):
    """Humidity ratio [kg/kg] at dry bulb t and wet bulb twb [degC], pressure p [Pa].

    Notes
    -----
    twb >= 0: W = [(2501 - 2.326 twb) Ws - 1.006 (t - twb)] / (2501 + 1.86 t - 4.186 twb);
    below: W = [(2830 - 0.24 twb) Ws - 1.006 (t - twb)] / (2830 + 1.86 t - 2.1 twb); never below 1e-7.

    References
    ----------
    ASHRAE Fundamentals 2017, chapter 1, equations 33 and 35.
    """
    w_saturated = saturation_humidity_ratio(twb, p)
    if twb >= 0.0:
        w = ((2501.0 - 2.326 * twb) * w_saturated - 1.006 * (t - twb)) / (2501.0 + 1.86 * t - 4.186 * twb)
    else:
        w = ((2830.0 - 0.24 * twb) * w_saturated - 1.006 * (t - twb)) / (2830.0 + 1.86 * t - 2.1 * twb)
    return DRIEST if w < DRIEST else w


@kernel
def dew_point(w, p):
    """Dew (or frost) point [degC] of air with humidity ratio w [kg/kg] at pressure p [Pa].

    Notes
    -----
    Newton steps on ln p_ws, which is almost straight in t, from the inverse of Magnus' formula: three suffice.
    """
    wanted = log(vapour_pressure(max(w, DRIEST), p))
    magnus = wanted - 6.4149
    if wanted <= _log_saturation_ice(TRIPLE)[0]:
        t = 272.62 * magnus / (22.46 - magnus)
        for _ in range(8):
            value, slope, _ = _log_saturation_ice(t)
            change = (wanted - value) / slope
            t += change
            if abs(change) < NEWTON:
                break
        return min(t, TRIPLE)
    t = 243.12 * magnus / (17.62 - magnus)
    for _ in range(8):
        value, slope, _ = _log_saturation_water(t)
        change = (wanted - value) / slope
        t += change
        if abs(change) < NEWTON:
            break
    return max(t, TRIPLE)


@kernel
def _wet_bulb_excess(t, twb, w, p, liquid):
    """Adiabatic saturation equation, cleared of its denominator, its slope in twb and that slope's slope."""
    ws, slope, bend = _saturated(twb, p)
    if liquid:
        latent = 2501.0 - 2.326 * twb
        value = latent * ws - 1.006 * (t - twb) - w * (2501.0 + 1.86 * t - 4.186 * twb)
        return value, latent * slope - 2.326 * ws + 1.006 + 4.186 * w, latent * bend - 4.652 * slope
    latent = 2830.0 - 0.24 * twb
    value = latent * ws - 1.006 * (t - twb) - w * (2830.0 + 1.86 * t - 2.1 * twb)
    return value, latent * slope - 0.24 * ws + 1.006 + 2.1 * w, latent * bend - 0.48 * slope


@kernel
def wet_bulb(t, w, p):
    """Thermodynamic wet bulb [degC] of air at t [degC], humidity ratio w [kg/kg], pressure p [Pa].

    Notes
    -----
    Halley steps on the (convex) adiabatic saturation equation inside a bracket, from saturated air of the same
    enthalpy: two to three evaluations, never more than 60. Where a wet and an iced wick are both possible (an interval
    of some 0.3 K under 0 degC) the wet one is taken. Air at or above saturation has twb = t.
    """
    w = max(w, DRIEST)
    liquid = False
    if t >= 0.0:  # the equation at twb = 0
        liquid = 2501.0 * RATIO * FROST / (p - FROST) - 1.006 * t - w * (2501.0 + 1.86 * t) <= 0.0
    lo = 0.0 if liquid else -150.0
    top = t if liquid else min(t, 0.0)
    hi = top
    x = min(max(_near_saturation(enthalpy(t, w), p), lo), hi)
    for _ in range(60):
        value, slope, bend = _wet_bulb_excess(t, x, w, p, liquid)
        if value <= 0.0:
            if x >= top:
                return x
            lo = x
        else:
            hi = x
        new = _halley(x, value, slope, bend)
        if new >= top and hi == top:
            new = top
        elif not lo <= new <= hi:
            new = 0.5 * (lo + hi)
        if _arrived(x, new) and new < top:
            return new
        x = new
    return x


@kernel
def enthalpy(t, w):
    """Enthalpy of moist air [J/kg dry air]: h = 1006 t + w (2.501e6 + 1860 t)."""
    return CP_DRY * t + w * (LATENT + CP_VAPOUR * t)


@kernel
def temperature_from_enthalpy(h, w):
    """Dry bulb [degC] of air with enthalpy h [J/kg dry air] and humidity ratio w [kg/kg]."""
    return (h - LATENT * w) / (CP_DRY + CP_VAPOUR * w)


@kernel
def saturation_enthalpy(t, p):
    """Enthalpy of saturated air [J/kg dry air] at t [degC], p [Pa]."""
    return enthalpy(t, saturation_humidity_ratio(t, p))


@kernel
def saturation_enthalpy_slope(t, p):
    """Slope of the saturation enthalpy [J/(kg K)] at t [degC], p [Pa]: the saturation specific heat."""
    w, slope, _ = _saturated(t, p)
    return CP_DRY + CP_VAPOUR * w + (LATENT + CP_VAPOUR * t) * slope


@kernel
def temperature_saturated(h, p):
    """Temperature [degC] at which saturated air has enthalpy h [J/kg dry air] at pressure p [Pa].

    Notes
    -----
    Halley steps inside a bracket, from a fit; two evaluations where the fit is good, never more than 80.
    """
    lo, hi = -150.0, 200.0
    x = _near_saturation(h, p)
    for _ in range(80):
        w, rise, bent = _saturated(x, p)
        if not w < BOILING:
            hi = x
            x = 0.5 * (lo + hi)
            continue
        latent = LATENT + CP_VAPOUR * x
        value = CP_DRY * x + w * latent - h
        if value > 0.0:
            hi = x
        else:
            lo = x
        slope = CP_DRY + CP_VAPOUR * w + latent * rise
        new = _halley(x, value, slope, 2.0 * CP_VAPOUR * rise + latent * bent)
        if not lo <= new <= hi:
            new = 0.5 * (lo + hi)
        if _arrived(x, new):
            return new
        x = new
    return x


@kernel
def volume(t, w, p):
    """Volume of moist air per kg of dry air [m3/kg]: v = 287.042 T (1 + 1.607858 w) / p."""
    return R_DRY * (t + KELVIN) * (1.0 + 1.607858 * w) / p


@kernel
def density(t, w, p):
    """Density of moist air [kg/m3] at t [degC], w [kg/kg], p [Pa]."""
    return (1.0 + w) / volume(t, w, p)


@kernel
def specific_heat(w):
    """Specific heat of moist air per kg of dry air [J/(kg K)]: 1006 + 1860 w."""
    return CP_DRY + CP_VAPOUR * w


@kernel
def relative_humidity(t, w, p):
    """Relative humidity [0..1, above 1 when supersaturated] at t [degC], w [kg/kg], p [Pa]."""
    return vapour_pressure(w, p) / saturation_pressure(t)


@kernel
def standard_pressure(altitude):
    """Pressure of the standard atmosphere [Pa] at altitude [m], -500..11000 m (ASHRAE 2017, chapter 1, equation 3)."""
    return 101325.0 * max(1.0 - 2.25577e-5 * altitude, 0.0) ** 5.2559


@kernel
def standard_temperature(altitude):
    """Temperature of the standard atmosphere [degC] at altitude [m], -500..11000 m."""
    return 15.0 - 0.0065 * altitude
