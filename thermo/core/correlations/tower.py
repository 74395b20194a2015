"""Cooling towers: Merkel's integral, Braun's effectiveness, two published polynomials, and the water they lose.

All take the pressure through the saturation enthalpy.

References
----------
Merkel 1925; ASHRAE Handbook HVAC Systems and Equipment 2020, chapter 40 (four-point Chebyshev).
Braun, Klein & Mitchell 1989, ASHRAE Transactions 95(2), 164-174 (effectiveness).
EnergyPlus data sets: CoolingTower:VariableSpeed, YorkCalc and CoolToolsCrossFlow (polynomials and their limits).
Qureshi & Zubair 2007, Heat Transfer Engineering 28, 349-356 (evaporation).
Tanaka et al. 2001, Metrologia 38, 301-309 (density of water).
"""

from math import exp, log

from thermo.core.correlations.evaporative import humidity_at_enthalpy
from thermo.core.exchangers import counterflow
from thermo.core.jit import kernel
from thermo.core.psychrometrics import saturation_enthalpy, temperature_saturated

CP_WATER = 4181.0  # J/(kg K), within 0.1 % from 12 to 45 degC
TOWER_WATER = 996.0  # kg/m3, at which the design flow of a tower counts, 29 degC

YORK = (
    -0.359741205, -0.055053608, 0.0023850432, 0.173926877, -0.0248473764, 0.00048430224,
    -0.005589849456, 0.0005770079712, -1.342427256e-05,
    2.84765801111111, -0.121765149, 0.0014599242, 1.680428651, -0.0166920786, -0.0007190532,
    -0.025485194448, 4.87491696e-05, 2.719234152e-05,
    -0.0653766255555556, -0.002278167, 0.0002500254, -0.0910565458, 0.00318176316, 3.8621772e-05,
    -0.0034285382352, 8.56589904e-06, -1.516821552e-06,
)  # fmt: skip
YORK_LIMITS = (-34.4, 26.6667, 1.1111, 22.2222, 0.75, 1.25, 8.0)  # wet bulb, range, water ratio (low, high), L/G (high)

COOLTOOLS = (
    0.52049709836241, -10.617046395344, 10.7292974722538, -2.74988377158227, 4.73629943913743, -8.25759700874711,
    1.57640938114136, 6.51119643791324, 1.50433525206692, -3.2888529287801, 0.0257786145353773, 0.182464289315254,
    -0.0818947291400898, -0.215010003996285, 0.0186741309635284, 0.0536824177590012, -0.00270968955115031,
    0.00112277498589279, -0.00127758497497718, 7.60420796601607e-05, 1.43600088336017, -0.5198695909109,
    0.117339576910507, 1.50492810819924, -0.135898905926974, -0.152577581866506, -0.0533843828114562,
    0.00493294869565511, -0.00796260394174197, 0.000222619828621544, -0.0543952001568055, 0.00474266879161693,
    -0.0185854671815598, 0.00115667701293848, 0.000807370664460284,
)  # fmt: skip
COOLTOOLS_LIMITS = (-1.0, 26.6667, 1.1111, 11.1111, 0.75, 1.25)  # wet bulb, range, water ratio (low, high)


@kernel
def water_density(t):
    """Density of water [kg/m3] at t [degC], 0 to 40 degC; within 0.1 % to 60 degC."""
    return 999.97495 * (1.0 - (t - 3.983035) ** 2 * (t + 301.797) / (522528.9 * (t + 69.34881)))


@kernel
def york_approach(t_wb, rise, water, air):
    """Approach [K] of the YorkCalc tower.

    Notes
    -----
    27 terms in wet bulb t_wb [degC], range `rise` [K] and L = water / air, the ratio of flow ratios. Published for wet
    bulb -34.4..26.7 degC, range 1.1..22.2 K, water ratio 0.75..1.25, L up to 8; see `york_outside`.
    """
    x = water / air
    total = 0.0
    for i in range(2, -1, -1):
        part = 0.0
        for j in range(2, -1, -1):
            k = 9 * i + 3 * j
            part = part * rise + YORK[k] + t_wb * (YORK[k + 1] + t_wb * YORK[k + 2])
        total = total * x + part
    return total


@kernel
def york_outside(t_wb, rise, water, air):
    """1.0 when a YorkCalc argument is outside its published range."""
    c = YORK_LIMITS
    inside = c[0] <= t_wb <= c[1] and c[2] <= rise <= c[3] and c[4] <= water <= c[5] and water <= c[6] * air
    return 0.0 if inside else 1.0


@kernel
def cooltools_approach(t_wb, rise, water, power):
    """Approach [K] of the CoolTools cross-flow tower.

    Notes
    -----
    35 terms in fan power ratio, water flow ratio, wet bulb [degC] and range [K]. Published for wet bulb -1..26.7 degC,
    range 1.1..11.1 K, water ratio 0.75..1.25; see `cooltools_outside`. EnergyPlus's manual calls the first argument an
    air flow ratio, but its runs solve the polynomial for the cube of the air flow that they report: it is the share
    of fan power, as in CoolTools.
    """
    c = COOLTOOLS
    a, w, t, r = power, water, t_wb, rise
    flows = c[0] + a * (c[1] + a * (c[2] + a * c[3])) + w * (c[4] + a * (c[5] + a * c[6]))
    flows += w * w * (c[7] + c[8] * a + c[9] * w)
    wet = t * (c[10] + a * (c[11] + c[12] * a) + w * (c[13] + c[14] * a + c[15] * w))
    wet += t * t * (c[16] + c[17] * a + c[18] * w + c[19] * t)
    span = r * (c[20] + a * (c[21] + c[22] * a) + w * (c[23] + c[24] * a + c[25] * w))
    span += t * r * (c[26] + c[27] * a + c[28] * w + c[29] * t)
    span += r * r * (c[30] + c[31] * a + c[32] * w + c[33] * t + c[34] * r)
    return flows + wet + span


@kernel
def cooltools_outside(t_wb, rise, water):
    """1.0 when a CoolTools argument is outside its published range."""
    c = COOLTOOLS_LIMITS
    return 0.0 if c[0] <= t_wb <= c[1] and c[2] <= rise <= c[3] and c[4] <= water <= c[5] else 1.0


@kernel
def merkel_four_point(t_hot, t_cold, ratio, h_air, p, cp_water):
    """Merkel number [1] by four-point Chebyshev quadrature.

    Notes
    -----
    (R cp / 4) sum 1 / (h_s - h_a) at T_c + 0.1 R, + 0.4 R, T_h - 0.4 R, - 0.1 R with h_a = h_air + ratio cp (T - T_c);
    `ratio` is water to dry air. NaN when the driving difference vanishes.
    """
    rise = t_hot - t_cold
    total = 0.0
    for share in (0.1, 0.4, 0.6, 0.9):
        driving = saturation_enthalpy(t_cold + share * rise, p) - h_air - ratio * cp_water * share * rise
        if not driving > 0.0:
            return float("nan")
        total += 1.0 / driving
    return 0.25 * rise * cp_water * total


@kernel
def merkel_integral(t_hot, t_cold, ratio, h_air, p, cp_water):
    """Merkel number [1], integral of cp dT / (h_s - h_a), by Simpson's rule on 200 intervals; NaN as above."""
    rise = t_hot - t_cold
    total = 0.0
    for i in range(201):
        share = i / 200.0
        driving = saturation_enthalpy(t_cold + share * rise, p) - h_air - ratio * cp_water * share * rise
        if not driving > 0.0:
            return float("nan")
        weight = 1.0 if i == 0 or i == 200 else (4.0 if i % 2 else 2.0)
        total += weight / driving
    return rise * cp_water * total / 600.0


@kernel
def fill_ntu(coefficient, exponent, water, air):
    """Transfer units [1] of a fill: coefficient (water / air)^(1 + exponent), flows in kg/s, exponent -0.4..-0.8."""
    return coefficient * (water / air) ** (1.0 + exponent)


@kernel
def braun_effectiveness(ntu, ratio):
    """Air-side effectiveness [1] of a tower with capacity ratio m* = air c_s / (water cp).

    Notes
    -----
    [1 - e^(-NTU (1 - m*))] / [1 - m* e^(-NTU (1 - m*))], the counterflow expression, for any m* > 0.
    """
    if ratio <= 1.0:
        return counterflow(ntu, ratio)
    return counterflow(ntu * ratio, 1.0 / ratio) / ratio


@kernel
def braun_ntu(effectiveness, ratio):
    """Transfer units [1] that give an air-side effectiveness; the inverse of `braun_effectiveness`."""
    if abs(1.0 - ratio) < 1e-9:
        return effectiveness / (1.0 - effectiveness)
    return log((1.0 - ratio * effectiveness) / (1.0 - effectiveness)) / (1.0 - ratio)


@kernel
def braun(t_air_enthalpy, p, air, water, t_in, coefficient, exponent, cp_water):
    """Heat [W] and leaving water [degC] of a tower from entering states.

    Notes
    -----
    c_s = [h_s(T_in) - h_s(T_out)] / (T_in - T_out) depends on the result: iterated to 1e-10 K, which the weak
    dependence gives in about ten rounds.
    """
    ntu = fill_ntu(coefficient, exponent, water, air)
    h_in = saturation_enthalpy(t_in, p)
    t_out = t_in - 5.0
    q = 0.0
    for _ in range(200):
        c_s = (h_in - saturation_enthalpy(t_out, p)) / max(t_in - t_out, 1e-6)
        q = braun_effectiveness(ntu, air * c_s / (water * cp_water)) * air * (h_in - t_air_enthalpy)
        new = t_in - q / (water * cp_water)
        if abs(new - t_out) < 1e-10:
            return q, new
        t_out = new
    return q, t_out


@kernel
def leaving_humidity(h_air, w_air, rise, ntu, p):
    """Humidity ratio [kg/kg] of the air leaving a wet exchanger, from its enthalpy rise [J/kg].

    Notes
    -----
    Effective saturated surface: h_we = h_air + rise / (1 - e^-NTU), W_out = W_we + (W_air - W_we) e^-NTU. With many
    transfer units the air leaves saturated.
    """
    bypass = exp(-ntu)
    h_surface = h_air + rise / (1.0 - bypass)
    w_surface = humidity_at_enthalpy(temperature_saturated(h_surface, p), h_surface)
    return w_surface + (w_air - w_surface) * bypass


@kernel
def evaporation_share(t_dry, relative_humidity):
    """Evaporated share of the water flow per K of range [1/K]: (113 - 8.417 rh + 1.6147 t) 1e-5.

    References
    ----------
    Qureshi & Zubair 2007. The published constant is 113 with rh in 0..1 and t in degC, for 10..40 degC.
    """
    return (113.0 - 8.417 * relative_humidity + 1.6147 * t_dry) * 1e-5


@kernel
def blowdown(evaporation, drift, cycles):
    """Water drained [kg/s] to hold the cycles of concentration: evaporation / (cycles - 1) - drift, not below 0."""
    return max(evaporation / max(cycles - 1.0, 1e-3) - drift, 0.0)
