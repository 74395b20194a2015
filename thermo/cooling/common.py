"""What every rack shares: power of a package, its junction between two paths, regulators, supplies, residual fans.

Power of a package at utilisation u and junction temperature T (linear idle to nameplate, leakage exponential in T)::

    P(u, T) = f D(u) + L exp(b (T - T0)),      D(u) = idle + (nameplate - idle) u - L

f is the share of work that throttling leaves: f(T) = clamp((T_trip - T) / (T_trip - T_throttle), floor, 1).

The junction sits between the sink (conductance g1 to the coolant at t1) and the board (g2 to the air or oil round it at
t2), so that the split of heat is a result::

    T = (g1 t1 + g2 t2 + P) / (g1 + g2)

Written as g(T) = T_mean + R P(T) - T this is convex on each of the three pieces (full work, falling work, floor), so
that Newton's method from the left end of a piece climbs to the lowest root without passing it; where the slope turns
positive before a root is met, leakage outruns cooling and there is no steady state. That is the same criterion as
the argument of Lambert's W below -1/e.

References
----------
Exponential leakage: form in general use, b 0.008 to 0.03 1/K (Liao, He, Lepak 2005, IEEE TCAD 24, 1042 implies 0.008 to
0.010 at 65 nm). Throttle law: a modelling choice, linear between the two published temperatures.
"""

import math

from thermo.core.jit import kernel
from thermo.schema.flags import F_FAN_LIMIT, F_RUNAWAY, F_THROTTLED, F_TRIPPED

NEWTON_STEPS = 60
STANDARD_DENSITY = 1.2  # kg/m3, density at which chassis and fan curves are stated
BEST_POINT = 2.0 / 3.0**1.5  # largest V dp of dp = dp0 (1 - (V/V0)^2), over dp0 V0


@kernel
def dynamic_power(tdp, idle, leak, u):
    """Power of one package without its leakage [W], at utilisation u [1]."""
    return idle + (tdp - idle) * u - leak


@kernel
def package_power(tdp, idle, leak, leak_beta, leak_t, u, t_junction):
    """Power of one package [W] at utilisation u [1] and junction temperature [degC], without throttling."""
    return dynamic_power(tdp, idle, leak, u) + leakage(leak, leak_beta, leak_t, t_junction)


@kernel
def leakage(leak, leak_beta, leak_t, t_junction):
    """Leakage power [W] at a junction temperature [degC]; the exponent is held below 50 to stay finite."""
    return leak * math.exp(min(50.0, leak_beta * (t_junction - leak_t)))


@kernel
def _lowest_root(t_left, t_right, t_mean, r, dynamic, share_left, share_slope, leak, leak_beta, leak_t):
    """Lowest root of g on one piece [t_left, t_right]; returns (t, state): 0 root, 1 g > 0 up to t_right, 2 no root.

    On the piece, P = dynamic (share_left + share_slope (T - t_left)) + leakage.
    """
    t = t_left
    for _ in range(NEWTON_STEPS):
        leaking = leakage(leak, leak_beta, leak_t, t)
        g = t_mean + r * (dynamic * (share_left + share_slope * (t - t_left)) + leaking) - t
        slope = r * (dynamic * share_slope + leak_beta * leaking) - 1.0
        if g <= 0.0:
            return t, 0
        if slope >= 0.0:
            return t, 2
        move = -g / slope
        t += move
        if t > t_right:
            return t_right, 1
        if move <= 1e-13 * (1.0 + abs(t)):
            return t, 0
    return t, 0


@kernel
def junction(t1, g1, t2, g2, tdp, idle, leak, leak_beta, leak_t, throttle, trip, floor, u):
    """Steady junction of one package between two paths, with leakage and throttling.

    Parameters
    ----------
    t1, t2 : coolant at the sink's inlet, air or oil round the board [degC]
    g1, g2 : conductance junction to coolant through the sink, and through the board [W/K]
    tdp, idle, leak : power at nameplate, at zero utilisation, and its leakage, all at leak_t [W]
    leak_beta, leak_t : exponent [1/K] and reference temperature [degC] of the leakage
    throttle, trip : junction where frequency falls, and where it shuts down [degC]
    floor : smallest share of the work that throttling leaves [1]
    u : utilisation [1]

    Returns
    -------
    t_j : junction [degC]; NaN in runaway and above trip
    power : [W]; in runaway and above trip that at the trip temperature and the floor
    heat_sink, heat_board : [W], their sum is `power`
    done : share of the asked-for work [1]; 0 in runaway and above trip
    flags : F_THROTTLED, F_TRIPPED, F_RUNAWAY
    margin : throttle - junction [K]; below zero it is the excess at full work with the leakage of the throttle
        temperature, which stays finite in runaway and meets the other branch at zero

    Notes
    -----
    Valid for trip > throttle, g1 + g2 > 0, 0 <= floor <= 1.
    """
    r = 1.0 / (g1 + g2)
    t_mean = (g1 * t1 + g2 * t2) * r
    dynamic = dynamic_power(tdp, idle, leak, u)
    at_throttle = t_mean + r * (dynamic + leakage(leak, leak_beta, leak_t, throttle))
    done, flags, state, t_j = 1.0, 0, 1, throttle
    if t_mean < throttle:
        t_j, state = _lowest_root(t_mean, throttle, t_mean, r, dynamic, 1.0, 0.0, leak, leak_beta, leak_t)
    if state != 0:
        span = trip - throttle
        t_floor = trip - floor * span
        flags = F_THROTTLED
        t_j, state = _lowest_root(throttle, t_floor, t_mean, r, dynamic, 1.0, -1.0 / span, leak, leak_beta, leak_t)
        done = (trip - t_j) / span
        if state != 0:
            done = floor
            t_j, state = _lowest_root(max(t_floor, t_j), trip, t_mean, r, dynamic, floor, 0.0, leak, leak_beta, leak_t)
    margin = throttle - t_j if flags == 0 else min(0.0, throttle - at_throttle)
    power = dynamic * done + leakage(leak, leak_beta, leak_t, t_j)
    heat_sink = g1 * (t_j - t1)
    heat_board = power - heat_sink
    if state != 0:
        flags += F_RUNAWAY if state == 2 else F_TRIPPED
        power = dynamic * floor + leakage(leak, leak_beta, leak_t, trip)
        heat_sink = g1 * (t_mean + r * power - t1)
        heat_board = power - heat_sink
        t_j, done = math.nan, 0.0
    return t_j, power, heat_sink, heat_board, done, flags, margin


@kernel
def regulator_loss(power, efficiency):
    """Loss of the voltage regulators [W] that feed `power` [W] at `efficiency` [1]."""
    return power * (1.0 / efficiency - 1.0)


@kernel
def supply_loss(output, rating, a, b, c):
    """Loss of the power supplies of one server [W] with `output` [W] shared among them, together rated `rating` [W].

    Notes
    -----
    loss / rating = a + b x + c x^2 with x = output / rating.
    """
    x = output / rating
    return rating * (a + x * (b + x * c))


@kernel
def supply_chain(packages, rest, vr_efficiency, psu_rating, psu_count, psu_a, psu_b, psu_c):
    """Losses of one server between its inlet and its chips [W]: (regulators, power supplies).

    Parameters
    ----------
    packages : power of all packages, fed through regulators [W]
    rest : everything else the power supplies feed: memory, drives, network, fans, pumps [W]
    """
    vr = regulator_loss(packages, vr_efficiency)
    return vr, supply_loss(packages + vr + rest, psu_rating * psu_count, psu_a, psu_b, psu_c)


@kernel
def fan_speed(flow, dp, dp0, v0, density):
    """Speed of a fan [1] that gives `flow` [m3/s] against `dp` [Pa]; curve dp = dp0 (density/1.2) (s^2 - (V/V0)^2)."""
    return math.sqrt(max(0.0, dp / (dp0 * density / STANDARD_DENSITY) + (flow / v0) ** 2))


@kernel
def chassis_flow(speed, chassis_k, dp0, v0):
    """Flow of a server [m3/s] whose only resistance is its chassis, at a fan speed [1]; density cancels."""
    return speed * math.sqrt(dp0 / (chassis_k + dp0 / v0**2))


@kernel
def ramp(rec, t_in):
    """Least fan speed [1] at an intake temperature [degC]: the floor, then linear to full speed at intake_max."""
    span = rec.intake_max - rec.intake_ramp
    rise = (t_in - rec.intake_ramp) / span if span > 0.0 else 1.0
    return rec.server_fan_floor + (1.0 - rec.server_fan_floor) * min(1.0, max(0.0, rise))


@kernel
def standing_fans(rec, v0):
    """Power of motors and drives of a server's fans that does not fall with speed [W], with free delivery v0 [m3/s].

    Full speed draws what it draws at the fans' best point, 0.385 dp0 V0 / efficiency: an axial fan's shaft power
    changes little along its curve.
    """
    return rec.fan_standing * BEST_POINT * rec.fan_dp0 * v0 / rec.fan_efficiency


@kernel
def residual_fans(heat, rise, density, specific_heat, chassis_k, dp0, v0, efficiency, floor, standing, share):
    """Fans of a liquid-cooled server that carry the rest of its heat at a fixed air temperature rise.

    Parameters
    ----------
    heat : heat to the air without the fans' own [W per server]
    rise : air temperature rise to hold [K]
    density, specific_heat : of the air at the intake [kg/m3, J/(kg K)]
    chassis_k : [Pa/(m3/s)^2] at 1.2 kg/m3
    dp0, v0 : stall pressure [Pa] and free delivery [m3/s] at full speed
    efficiency, floor : [1], lowest speed [1]
    standing, share : power that does not fall with speed [W], its share of the full-speed power [1]

    Returns
    -------
    flow [m3/s], power [W], speed [1], flags (F_FAN_LIMIT when full speed does not hold the rise)

    Notes
    -----
    dp = chassis_k (density/1.2) V^2, power = standing + (1 - share) V dp / efficiency, and
    V = (heat + power) / (density specific_heat rise): a cubic, by Newton from the left (convex, so it does not pass).
    """
    lowest = chassis_flow(floor, chassis_k, dp0, v0)
    highest = chassis_flow(1.0, chassis_k, dp0, v0)
    carry = density * specific_heat * rise
    cubic = (1.0 - share) * chassis_k * density / STANDARD_DENSITY / efficiency
    heat = max(0.0, heat) + standing
    flow = heat / carry
    flags = 0
    for _ in range(30):
        slope = carry - 3.0 * cubic * flow**2
        lack = heat + cubic * flow**3 - carry * flow
        if slope <= 0.0 or flow >= highest:
            flow = highest
            break
        move = lack / slope
        flow += move
        if move <= 1e-14 * flow:
            break
    if flow > highest * (1.0 - 1e-12):
        flow, flags = highest, F_FAN_LIMIT
    flow = max(flow, lowest)
    return flow, standing + cubic * flow**3, flow / highest, flags
