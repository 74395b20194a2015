"""Coolers that give a liquid's heat to outdoor air: one problem, seven ways to compute the exchanger.

What is asked: how much air (share `air` of full fan flow) takes heat q out of water that enters at t_in. Every
exchanger answers one explicit question, `potential`: the heat it would move if the water were cooled by q. "Which air
flow", "which heat at full fans" and "which temperature at full fans" are then one-dimensional roots with brackets.

A plate exchanger before the cooler only shifts temperatures in proportion to the heat, so it is folded in (`link`).
"""

from typing import NamedTuple

from thermo.core.correlations.evaporative import celdek, humidity_at_enthalpy, pad_outlet
from thermo.core.correlations.tower import (
    CP_WATER,
    TOWER_WATER,
    blowdown,
    braun_effectiveness,
    cooltools_approach,
    cooltools_outside,
    fill_ntu,
    leaving_humidity,
    water_density,
    york_approach,
    york_outside,
)
from thermo.core.exchangers import counterflow, crossflow_unmixed
from thermo.core.jit import kernel
from thermo.core.psychrometrics import (
    enthalpy,
    saturation_enthalpy,
    saturation_enthalpy_slope,
    specific_heat,
    temperature_saturated,
)
from thermo.core.roots import step
from thermo.plant.equipment import air_mass, cells, fan_power

NONE, DRY, BARE, PAD, FILL, CONDUCTANCE, YORK, COOLTOOLS = range(8)  # BARE: the coil of a closed circuit run dry
WET = FILL  # this kind and later ones work on the wet bulb


class Cooler(NamedTuple):
    """What stays the same while an hour is solved."""

    share: float  # 1, cells at work / needed
    air: float  # kg/s, dry air at full speed
    h: float  # J/kg, enthalpy of the outdoor air
    h_wet: float  # J/kg, of saturated air at its wet bulb
    c: float  # W/K, water through the cooler
    flow: float  # 1, the same as share of design
    link: float  # 1 with a plate exchanger between loop and cooler
    resistance: float  # K/W, see `plate_resistance`
    pump: float  # W, heat of the cooler's own pump into its water
    ua: float  # W/K, of dry and CONDUCTANCE coolers at full fans: UA water^m, over all working cells


TOLERANCE = 1e-11
ROUNDS = 60
HOTTEST = 85.0  # degC, no liquid is asked to get hotter
SMALL_RISE = 0.01  # K, least water range a saturation slope is taken over
YORK_WET_BULB = (-34.4, 29.44)  # degC, EnergyPlus holds the polynomial there
COOLTOOLS_WET_BULB = (-1.0, 26.6667)
WIDEST = 12.0  # K, range up to which both polynomials rise with it


@kernel
def constants(rec, weather, c_water, flow_share, link, resistance, pump_heat):
    """The `Cooler` of an hour."""
    share = cells(rec)
    ua = rec.ua * share
    if rec.water_exponent > 0.0 and share > 0.0:
        ua *= (flow_share / share) ** rec.water_exponent
    return Cooler(
        share,
        air_mass(rec, weather, share),
        enthalpy(weather.t_dry, weather.w),
        saturation_enthalpy(weather.t_wet, weather.p),
        c_water,
        flow_share,
        link,
        resistance,
        pump_heat,
        ua,
    )


@kernel
def conductance(rec, k, air):
    """UA [W/K] at air flow `air`: UA (air^n ((1 + bend) - bend air)) water^m, over all working cells."""
    if air == 1.0:
        return k.ua
    return k.ua * air**rec.air_exponent * ((1.0 + rec.air_bend) - rec.air_bend * air)


@kernel
def entering_air(kind, rec, weather, k, air):
    """Dry bulb [degC] and humidity ratio [kg/kg] of the air at the coil (behind the pad if there is one)."""
    if kind != PAD:
        return weather.t_dry, weather.w
    t = pad_outlet(weather.t_dry, weather.t_wet, celdek(rec.pad_depth, rec.pad_velocity * air))
    return t, max(humidity_at_enthalpy(t, k.h), weather.w)


@kernel
def water_side(kind, weather, k, t_in, q):
    """What `potential` needs of the water alone: saturation enthalpy at its inlet and mean saturation specific heat."""
    if kind != FILL:
        return 0.0, 0.0
    rise = max(q / k.c, SMALL_RISE)
    h_in = saturation_enthalpy(t_in, weather.p)
    return h_in, (h_in - saturation_enthalpy(t_in - rise, weather.p)) / rise


@kernel
def wet_bulb_capacity(rec, weather, k, q, air):
    """Mean saturation specific heat [J/(kg K)] of the air between its wet bulbs in and out, heat q [W] taken up."""
    rise = q / (air * k.air)
    leaving = temperature_saturated(k.h_wet + rise, weather.p) - weather.t_wet
    return rise / leaving if leaving > 1e-4 else saturation_enthalpy_slope(weather.t_wet, weather.p)


@kernel
def wet_bulb_potential(weather, k, t_in, air, ua, c_sat):
    """Heat [W] of counterflow on wet bulb with UA c_s / cp (Merkel); c_sat: mean saturation specific heat."""
    c_air = air * k.air * c_sat
    ua *= c_sat / specific_heat(weather.w)
    least, most = min(c_air, k.c), max(c_air, k.c)
    return counterflow(ua / least, least / most) * least * (t_in - weather.t_wet)


@kernel
def potential(kind, rec, weather, k, t_in, q, air, h_in, c_s):
    """Heat [W] the cooler moves from water entering at t_in [degC] if that water is cooled by q [W].

    Notes
    -----
    DRY, BARE, PAD: crossflow, both unmixed, on dry bulb. FILL: Braun, eps_a m_a (h_s(T_in) - h_air). CONDUCTANCE:
    counterflow on wet bulb with UA c_s / cp (Merkel). YORK, COOLTOOLS: C (T_in - T_wb - approach).
    """
    if kind == DRY or kind == PAD or kind == BARE:
        t_air, w = entering_air(kind, rec, weather, k, air)
        c_air = air * k.air * specific_heat(w)
        least, most = min(c_air, k.c), max(c_air, k.c)
        ua = conductance(rec, k, air) * (rec.dry_conductance if kind == BARE else 1.0)
        return crossflow_unmixed(ua / least, least / most) * least * (t_in - t_air)
    if kind == FILL:
        m = air * k.air
        ntu = fill_ntu(rec.fill_coefficient, rec.fill_exponent, k.c / CP_WATER, m)
        return braun_effectiveness(ntu, m * c_s / k.c) * m * (h_in - k.h)
    if kind == CONDUCTANCE:
        c_sat = wet_bulb_capacity(rec, weather, k, max(q, 1.0), air)
        return wet_bulb_potential(weather, k, t_in, air, conductance(rec, k, air), c_sat)
    rise = q / k.c
    water = rec.fill_coefficient * k.flow / k.share * TOWER_WATER / water_density(t_in)  # both flows by volume
    water = min(max(water, 0.75), 1.25)
    if kind == YORK:
        t_wb = min(max(weather.t_wet, YORK_WET_BULB[0]), YORK_WET_BULB[1])
        return k.c * (t_in - weather.t_wet - max(york_approach(t_wb, rise, water, air), 0.1))
    if kind == COOLTOOLS:
        t_wb = min(max(weather.t_wet, COOLTOOLS_WET_BULB[0]), COOLTOOLS_WET_BULB[1])
        return k.c * (t_in - weather.t_wet - max(cooltools_approach(t_wb, rise, water, air**3), 0.1))
    return 0.0


@kernel
def outside(kind, rec, weather, k, q, air):
    """1.0 when a published polynomial is used outside its range."""
    water = rec.fill_coefficient * k.flow / k.share
    if kind == YORK:
        return york_outside(weather.t_wet, q / k.c, water, max(air, 1e-3))
    if kind == COOLTOOLS:
        return cooltools_outside(weather.t_wet, q / k.c, water)
    return 0.0


@kernel
def at_cooler(k, t_in, q):
    """Water temperature at the cooler's inlet [degC] and its heat [W] for a loop that enters at t_in and loses q."""
    heat = q + k.pump
    return t_in + k.link * (heat / k.c - q * k.resistance), heat


@kernel
def excess(kind, rec, weather, k, t_in, q, air):
    """Potential less asked heat [W] for a loop entering at t_in [degC] and losing q [W]: a root is a solution."""
    t_x, heat = at_cooler(k, t_in, q)
    h_in, c_s = water_side(kind, weather, k, t_x, heat)
    return potential(kind, rec, weather, k, t_x, heat, air, h_in, c_s) - heat


@kernel
def wet_state(rec, weather, k, t_in, air, heat):
    """Air flow [1] and heat [W] of a CONDUCTANCE cooler whose loop enters at t_in [degC]; one is given, the other 0.

    Notes
    -----
    The unknown is the wet bulb s of the leaving air: heat = m (h_s(s) - h_s(T_wb)) makes the other side explicit.
    Secant steps inside T_wb < s < T_in. An air flow that is asked for lies between the fans' lowest and full speed.
    """
    t_wb, given = weather.t_wet, heat
    t_x = at_cooler(k, t_in, given - k.pump)[0]
    lo, hi = t_wb, t_in + k.link * k.pump / k.c
    s, before, then = 0.5 * (lo + hi), 0.0, 0.0
    slope, known = -1.0 if given == 0.0 else -2.0, False
    ua = conductance(rec, k, air) if given == 0.0 else 0.0
    for _ in range(ROUNDS):
        rise = saturation_enthalpy(s, weather.p) - k.h_wet
        if given == 0.0:
            heat = air * k.air * rise
            t_x = at_cooler(k, t_in, heat - k.pump)[0]
        else:
            air = given / (k.air * rise)
            if not rec.fan_min <= air <= 1.0:
                if rise < given / k.air:
                    lo = s
                else:
                    hi = s
                s = 0.5 * (lo + hi)
                continue
            ua = conductance(rec, k, air)
        moved = wet_bulb_potential(weather, k, t_x, air, ua, rise / (s - t_wb))
        off = (s - t_wb) * (moved / heat - 1.0)
        if off > 0.0:
            lo = s
        else:
            hi = s
        if abs(off) <= TOLERANCE * (s - t_wb):
            break
        if known:
            slope = (off - then) / (s - before)
        before, then, known = s, off, True
        s -= off / slope
        if not lo < s < hi:
            s = 0.5 * (lo + hi)
    return min(max(air, rec.fan_min), 1.0) if given > 0.0 else air, heat


@kernel
def heat_at(kind, rec, weather, k, t_in, most, air):
    """Heat [W] taken from a loop entering at t_in [degC] with air flow `air`, not above `most` [W]."""
    if kind == NONE or air <= 0.0 or most <= 0.0:
        return 0.0
    if kind == CONDUCTANCE:
        heat = 0.0
        if k.air > 0.0 and t_in + k.link * k.pump / k.c > weather.t_wet:
            heat = wet_state(rec, weather, k, t_in, air, 0.0)[1] - k.pump
        return min(max(heat, 0.0), most)
    a = 1e-6 * most
    fa = excess(kind, rec, weather, k, t_in, a, air)
    if not fa > 0.0:
        return 0.0
    b = most
    fb = excess(kind, rec, weather, k, t_in, b, air)
    if fb >= 0.0:
        return most
    x = (a * fb - b * fa) / (fb - fa)
    for _ in range(ROUNDS):
        fx = excess(kind, rec, weather, k, t_in, x, air)
        if abs(fx) <= TOLERANCE * most:
            break
        a, fa, b, fb, x = step(a, fa, b, fb, x, fx)
    return x


@kernel
def temperature_at(kind, rec, weather, k, t_in, q):
    """Loop inlet [degC], above t_in, at which full fans take heat q [W]; NaN when 85 degC is not enough."""
    if kind == NONE or k.share <= 0.0:
        return float("nan")
    a, b = t_in, max(t_in, weather.t_wet) + 5.0
    fa = excess(kind, rec, weather, k, a, q, 1.0)
    fb = excess(kind, rec, weather, k, b, q, 1.0)
    while not fb > 0.0:
        if b >= HOTTEST:
            return float("nan")
        a, fa = b, fb
        b = min(b + 10.0, HOTTEST)
        fb = excess(kind, rec, weather, k, b, q, 1.0)
    x = (a * fb - b * fa) / (fb - fa)
    for _ in range(ROUNDS):
        fx = excess(kind, rec, weather, k, x, q, 1.0)
        if abs(fx) <= TOLERANCE * q:
            break
        a, fa, b, fb, x = step(a, fa, b, fb, x, fx)
    return x


@kernel
def modulate(kind, rec, weather, k, t_x, heat, full):
    """Air flow, fan power and rejected heat of fans that take `heat` [W] from water entering the cooler at t_x [degC].

    Full fans must be enough; `full` is their `potential` [W] at this heat, NaN where it is not known yet. Returns the
    air flow of the running state [1], the share of the hour (or of the water) in that state [1], fan power [W], and the
    heat the air carries away in it [W].

    Notes
    -----
    Variable speed: natural draught with bypass, then fans cycling at their lowest speed, then the speed that fits.
    Two speeds: draught, cycling at low, then between low and high, each mixed so that the mean heat fits.
    """
    share, a = k.share, rec.fan_min
    h_in, c_s = water_side(kind, weather, k, t_x, heat)
    open_k = Cooler(share, k.air, k.h, k.h_wet, k.c, k.flow, 0.0, 0.0, 0.0, k.ua)
    polynomial = kind == YORK or kind == COOLTOOLS
    low = heat
    if rec.fan_control == 0.0:
        low = potential(kind, rec, weather, k, t_x, heat, a, h_in, c_s)
    q_free = 0.0
    if rec.fan_free > 0.0 and not polynomial and (low >= heat or rec.fan_free > a):
        q_free = potential(kind, rec, weather, k, t_x, heat, rec.fan_free, h_in, c_s)
        if q_free >= heat:
            part = heat / q_free
            return rec.fan_free, part, 0.0, part * q_free
    if rec.fan_control > 0.0:
        top = max(k.c * (t_x - weather.t_wet), heat)
        low_power = rec.fan_power * share * rec.fan_low_power
        q_low = heat_at(kind, rec, weather, open_k, t_x, top, rec.fan_low)
        if q_low >= heat:
            part = (heat - q_free) / (q_low - q_free)
            return rec.fan_low, heat / q_low, part * low_power, part * q_low + (1.0 - part) * q_free
        q_high = heat_at(kind, rec, weather, open_k, t_x, top, 1.0)
        part = min((heat - q_low) / (q_high - q_low), 1.0)
        power = part * rec.fan_power * share + (1.0 - part) * low_power
        air = part + (1.0 - part) * rec.fan_low
        return air, 1.0, power, part * q_high + (1.0 - part) * q_low
    if low >= heat:
        if polynomial:  # their approach hangs on the range of the running state
            most = k.c * min(t_x - weather.t_wet, WIDEST)
            low = max(heat_at(kind, rec, weather, open_k, t_x, max(most, heat), a), heat)
        part = (heat - q_free) / (low - q_free)
        return a, heat / low, part * fan_power(rec, a, share), part * low + (1.0 - part) * q_free
    if full != full:
        full = potential(kind, rec, weather, k, t_x, heat, 1.0, h_in, c_s)
    fa, b, fb = low - heat, 1.0, full - heat
    if fb <= 0.0:
        return 1.0, 1.0, fan_power(rec, 1.0, share), full
    if kind == CONDUCTANCE:
        x, _ = wet_state(rec, weather, open_k, t_x, 0.0, heat)
        return x, 1.0, fan_power(rec, x, share), heat
    x = (a * fb - b * fa) / (fb - fa)
    fx = fb
    for _ in range(ROUNDS):
        fx = potential(kind, rec, weather, k, t_x, heat, x, h_in, c_s) - heat
        if abs(fx) <= TOLERANCE * heat:
            break
        a, fa, b, fb, x = step(a, fa, b, fb, x, fx)
    return x, 1.0, fan_power(rec, x, share), fx + heat


@kernel
def evaporation(kind, rec, weather, k, air, part, heat):
    """Water evaporated [kg/s]: dry air times its humidity rise, in the state of `modulate`.

    Notes
    -----
    Leaving humidity from the enthalpy rise through Braun's effective surface (FILL, CONDUCTANCE), saturated air (the
    polynomials), or the pad's line of constant enthalpy (PAD). EnergyPlus's rule multiplies dry air by specific
    humidities, which is about 6 % less than the balance of water.
    """
    if kind == PAD:
        _, w = entering_air(kind, rec, weather, k, air)
        return part * air * k.air * (w - weather.w)
    if kind < WET or air <= 0.0 or heat <= 0.0:
        return 0.0
    m = air * k.air
    ntu = 50.0
    if rec.evaporation_rule > 0.0:
        w = leaving_humidity(k.h, weather.w, heat / (part * m), ntu, weather.p)
        return max(part * m * (w / (1.0 + w) - weather.w / (1.0 + weather.w)), 0.0)
    if kind == FILL:
        ntu = fill_ntu(rec.fill_coefficient, rec.fill_exponent, k.c / CP_WATER, m)
    elif kind == CONDUCTANCE:
        ntu = conductance(rec, k, air) / (m * specific_heat(weather.w))
    w = leaving_humidity(k.h, weather.w, heat / (part * m), ntu, weather.p)
    return max(part * m * (w - weather.w), 0.0)


@kernel
def losses(rec, evaporated, circulated):
    """Drift and blowdown [kg/s] of a spray or tower circuit."""
    drift = rec.drift * circulated
    return drift, blowdown(evaporated, drift, rec.cycles)


@kernel
def basin_heat(rec, weather, heat):
    """Basin heaters [W] in frost: in proportion to the frost (full at -20 degC) and to the load that is away."""
    cold = min(max((rec.basin_set - weather.t_dry) / (rec.basin_set + 20.0), 0.0), 1.0)
    away = 1.0 - min(heat / rec.cooler_heat, 1.0)
    return rec.basin_power * cold * away if weather.t_dry < 0.0 else 0.0
