"""Air: plate-fin sinks in a server whose fans follow chip and intake temperature.

The server is three paths side by side under one pressure difference: the accelerators' sinks (in rows, one behind the
other), the host processors' sinks, and the free area beside them with memory and cards. Before and behind lies the
chassis: grilles, drives, cables.

With the velocity u in the accelerators' fin channels as variable everything else is explicit::

    dp_core = rows (K_c + 4 f_app L / D_h + K_e) rho u^2 / 2          pressure over the sinks, and over the other paths
    V       = sum of the three flows at dp_core                       flow of the server
    dp      = dp_core + K_chassis (rho / 1.2) V^2                     what the fans make
    s^2     = dp / (dp0 rho / 1.2) + (V / V0)^2                       fan curve by the affinity laws
    P_fan   = (1 - a) V dp / efficiency + a P_full                    the first at a fixed system goes with s^3

The fans stand before the sinks, so that their heat warms the air the sinks see. The next row of sinks sees the first
one's air, without the bypass mixed in.

The fans' control takes the largest of: a floor, a ramp on the intake temperature, and the speed that keeps the chip
at its target, hosts and memory `fan_margin` below their limits, cases at theirs, and the air's rise at `rise_max`. At
full speed temperatures rise until chips throttle.

Recirculation (docs/physics.md 2.5): a share r of the intake is exhaust, so that T_in = T_supply + r dT / (1 - r).

Range: laminar channels (Re_Dh < 2300), Re_b* of 0.1 to 100; outside it F_EXTRAPOLATED is set.
"""

import math

from thermo.cooling import bill
from thermo.cooling.common import (
    STANDARD_DENSITY,
    dynamic_power,
    fan_speed,
    junction,
    leakage,
    ramp,
    standing_fans,
    supply_chain,
)
from thermo.cooling.declaration import Technology
from thermo.core.correlations.convection import flat_plate_laminar
from thermo.core.correlations.heatsink import apparent_friction, plate_fin, teertstra_in_range
from thermo.core.correlations.spreading import lee_mean
from thermo.core.fluids import air_conductivity, air_density, air_specific_heat, air_viscosity
from thermo.core.jit import kernel, point
from thermo.core.roots import step
from thermo.schema.flags import F_EXTRAPOLATED, F_FAN_LIMIT
from thermo.schema.rack import RACK, RACK_IN, RACK_RESULT

SEA_LEVEL = 101325.0  # Pa
LAMINAR = 2300.0  # Reynolds number on twice the gap
SPECIFIC_HEAT = 600.0  # J/(kg K), a server as steel, copper, aluminium and board by mass (assumption, 450 to 900)
FAR = 1.0e9  # a margin of a limit that does not exist
HOTTEST = 140.0  # degC, intake above which the air's properties end
SPEED_SCALE = 30.0  # K, turns a lack of fan speed into the control's measure


@kernel
def _columns(count, rows):
    """Sinks abreast."""
    return count / max(1.0, rows)


@kernel
def _fins(width, gap, thickness):
    """Number of fins [1], as a real number: (W + b) / (b + t)."""
    return (width + gap) / (gap + thickness)


@kernel
def fin_drop(rows, width, length, height, thickness, gap, rho, mu):
    """Coefficients (a, c, e, f) of the pressure over sinks in line: dp = a u^2 + c u sqrt(e u + f).

    It is `plate_fin_pressure_drop` of the core written in the channel velocity u [m/s], so that a pressure can be
    turned into a velocity without logarithms. Not valid for a width below one fin.
    """
    d = 2.0 * gap
    fins = _fins(width, gap, thickness)
    free = 1.0 - fins * thickness / width
    closed = 1.0 - free * free
    developed = apparent_friction(1.0, math.inf, d, gap / height)
    a = rows * (0.42 + closed) * closed * 0.5 * rho
    return a, rows * 2.0 * length * mu / (d * d), 3.44 * 3.44 * rho * d * d / (mu * length), developed * developed


@kernel
def drop(coefficients, u):
    """Pressure [Pa] at the channel velocity u [m/s]."""
    a, c, e, f = coefficients
    return u * (a * u + c * math.sqrt(e * u + f))


@kernel
def velocity(coefficients, dp, guess):
    """Channel velocity [m/s] under a pressure `dp` [Pa]: Newton; convex, so that it closes in from above."""
    a, c, e, f = coefficients
    u = guess
    for _ in range(50):
        root = math.sqrt(e * u + f)
        move = (u * (a * u + c * root) - dp) / (2.0 * a * u + c * root + 0.5 * c * e * u / root)
        u = u - move if u > move else 0.5 * u
        if abs(move) <= 1e-14 * u:
            break
    return u


@kernel
def _channels(width, gap, thickness, height):
    """Free area between the fins of one sink [m2]."""
    return (_fins(width, gap, thickness) - 1.0) * gap * height


@kernel
def hydraulics(rec, u, rho, mu):
    """Flows, pressure and fan speed of one server at the velocity u [m/s] in the accelerators' fin channels.

    Returns
    -------
    flow : of the server [m3/s]
    flow_chip, flow_host : through one sink [m3/s]
    flow_free : beside the sinks [m3/s]
    dp : pressure the fans make [Pa]
    speed : fan speed [1]
    """
    chip = fin_drop(
        rec.chip_sink_rows, rec.chip_sink_width, rec.chip_sink_length, rec.chip_sink_height, rec.chip_sink_thickness,
        rec.chip_sink_gap, rho, mu,
    )  # fmt: skip
    core = drop(chip, u)
    flow_chip = u * _channels(rec.chip_sink_width, rec.chip_sink_gap, rec.chip_sink_thickness, rec.chip_sink_height)
    flow_free = rec.bypass_area * math.sqrt(2.0 * core / (rho * rec.bypass_k))
    flow_host = 0.0
    if rec.host_count > 0.0:
        host = fin_drop(
            rec.host_sink_rows, rec.host_sink_width, rec.host_sink_length, rec.host_sink_height,
            rec.host_sink_thickness, rec.host_sink_gap, rho, mu,
        )  # fmt: skip
        area = _channels(rec.host_sink_width, rec.host_sink_gap, rec.host_sink_thickness, rec.host_sink_height)
        flow_host = area * velocity(host, core, u)
    chips = _columns(rec.chip_count, rec.chip_sink_rows) * flow_chip
    flow = chips + _columns(rec.host_count, rec.host_sink_rows) * flow_host + flow_free
    dp = core + rec.chassis_k * rho / STANDARD_DENSITY * flow**2
    return flow, flow_chip, flow_host, flow_free, dp, fan_speed(flow, dp, rec.fan_dp0, rec.fan_v0, rho)


@kernel
def velocity_at_speed(rec, speed, rho, mu):
    """Velocity in the accelerators' fin channels [m/s] at a fan speed [1]; secant, speed is nearly linear in u."""
    u, s = 0.0, 0.0
    area = _channels(rec.chip_sink_width, rec.chip_sink_gap, rec.chip_sink_thickness, rec.chip_sink_height)
    following = 0.4 * speed * rec.fan_v0 / (_columns(rec.chip_count, rec.chip_sink_rows) * area + rec.bypass_area)
    for _ in range(40):
        reached = hydraulics(rec, following, rho, mu)[5]
        slope = (reached - s) / (following - u)
        u, s = following, reached
        move = (speed - s) / slope
        following = max(0.2 * u, u + move)
        if abs(move) <= 1e-13 * u:
            break
    return following


@kernel
def _sink(width, length, height, thickness, gap, base, k_fin, k_base, source, flow, rho, cp, k, mu):
    """Middle of the sink's base to the air at its inlet [K/W], and 1.0 inside the range of the correlations.

    Fins (developing laminar flow), conduction through the base, and spreading from the source (mean of the source).
    """
    fins, _h, _eta, velocity, re_star = plate_fin(
        width, length, height, thickness, _fins(width, gap, thickness), k_fin, flow, rho, cp, k, mu
    )
    area = width * length
    inside = teertstra_in_range(re_star) if 2.0 * velocity * gap * rho / mu < LAMINAR else 0.0
    return fins + base / (k_base * area) + lee_mean(source, area, base, k_base, fins), inside


@kernel
def chip_resistance(rec, flow, rho, cp, k, mu):
    """Accelerator sink to its inlet air [K/W], and 1.0 in range."""
    return _sink(
        rec.chip_sink_width, rec.chip_sink_length, rec.chip_sink_height, rec.chip_sink_thickness, rec.chip_sink_gap,
        rec.chip_sink_base, rec.chip_sink_k, rec.chip_sink_base_k, rec.chip_heater_area, flow, rho, cp, k, mu,
    )  # fmt: skip


@kernel
def host_resistance(rec, flow, rho, cp, k, mu):
    """Host sink to its inlet air [K/W], and 1.0 in range."""
    return _sink(
        rec.host_sink_width, rec.host_sink_length, rec.host_sink_height, rec.host_sink_thickness, rec.host_sink_gap,
        rec.host_sink_base, rec.host_sink_k, rec.host_sink_base_k, rec.host_heater_area, flow, rho, cp, k, mu,
    )  # fmt: skip


@kernel
def _rows(
    rows, t_air, flow, heat_capacity, resistance, t_board, tdp, idle, leak, leak_beta, leak_t, throttle, trip, case_max,
    r_jc, r_tim, r_board, memory_share, memory_r, memory_max, floor, u,
):  # fmt: skip
    """One column of sinks, row by row; each row sees the air the one before it has warmed.

    Returns
    -------
    power of the column [W], hottest junction [degC], its case [degC], hottest stacked memory [degC], mean share of
    work done [1], flags, margins [K] of junction, case and stacked memory (-FAR and FAR without stacked memory)
    """
    total, done, flags = 0.0, 0.0, 0
    t_chip, t_case, t_memory = -FAR, -FAR, -FAR
    m_chip, m_case, m_memory = FAR, FAR, FAR
    n = int(max(1.0, rows) + 0.5)
    g_sink = 1.0 / (r_jc + r_tim + resistance)
    for _ in range(n):
        t, power, heat, _board, share, flag, margin = junction(
            t_air, g_sink, t_board, 1.0 / r_board, tdp, idle, leak, leak_beta, leak_t, throttle, trip, floor, u
        )
        total += power
        done += share / n
        flags |= flag
        full = throttle - margin
        full_case = full - r_jc * g_sink * (full - t_air)
        full_power = dynamic_power(tdp, idle, leak, u) + leakage(leak, leak_beta, leak_t, min(full, throttle))
        m_chip = min(m_chip, margin)
        m_case = min(m_case, case_max - full_case)
        if memory_share > 0.0:
            m_memory = min(m_memory, memory_max - full_case - memory_r * memory_share * full_power)
        if not t <= t_chip and not math.isnan(t_chip):
            t_chip = t
            t_case = t - r_jc * heat
            if memory_share > 0.0:
                t_memory = t_case + memory_r * memory_share * power
        t_air += heat / (heat_capacity * flow)
    return total, t_chip, t_case, t_memory, done, flags, m_chip, m_case, m_memory


@kernel
def memory_resistance(velocity, length, area, rho, cp, k, mu):
    """Memory module to the air along it [K/W]: laminar flat plate that starts anew every `length` [m]."""
    return length / (flat_plate_laminar(rho * velocity * length / mu, cp * mu / k) * k * area)


@kernel
def server(rec, u, load, t_in, pressure):
    """One server at the accelerators' channel velocity u [m/s], utilisation `load` [1] and intake t_in [degC].

    Returns
    -------
    flow [m3/s], speed [1], compute, regulators, fans, power supplies [W], hottest junction, its case, hottest memory
    [degC], done [1], flags, margins [K] of junction, case and memory, chip sink's resistance [K/W], and what the fan
    control still lacks [K] (below zero: cool enough)
    """
    rho, cp = air_density(t_in, pressure), air_specific_heat(t_in)
    k, mu = air_conductivity(t_in), air_viscosity(t_in)
    flow, flow_chip, flow_host, flow_free, dp, speed = hydraulics(rec, u, rho, mu)
    fan = (1.0 - rec.fan_standing) * flow * dp / rec.fan_efficiency + standing_fans(rec, rec.fan_v0)
    carry = rho * cp
    t_sink = t_in + fan / (carry * flow)
    memory = rec.memory_idle + (rec.memory_power - rec.memory_idle) * load
    other = rec.other_idle + (rec.other_power - rec.other_idle) * load
    t_board = t_sink + 0.5 * (memory + other) / (carry * flow_free)
    r_sink, inside = chip_resistance(rec, flow_chip, rho, cp, k, mu)
    chip, t_chip, t_case, t_memory, done, flags, m_chip, m_case, m_memory = _rows(
        rec.chip_sink_rows, t_sink, flow_chip, carry, r_sink, t_board, rec.chip_tdp, rec.chip_idle, rec.chip_leak,
        rec.chip_leak_beta, rec.chip_leak_t, rec.chip_throttle, rec.chip_trip, rec.chip_case_max, rec.chip_r_jc,
        rec.chip_r_tim, rec.chip_r_board, rec.chip_memory_share, rec.chip_memory_r, rec.chip_memory_max,
        rec.throttle_floor, load,
    )  # fmt: skip
    packages = chip * _columns(rec.chip_count, rec.chip_sink_rows)
    lack = rec.chip_throttle - rec.chip_target - m_chip
    if rec.host_count > 0.0:
        r_host, host_inside = host_resistance(rec, flow_host, rho, cp, k, mu)
        inside = min(inside, host_inside)
        host, t_host, t_host_case, _t, host_done, host_flags, m_host, m_host_case, _m = _rows(
            rec.host_sink_rows, t_sink, flow_host, carry, r_host, t_board,
            rec.host_tdp, rec.host_idle, rec.host_leak, rec.host_leak_beta, rec.host_leak_t, rec.host_throttle,
            rec.host_trip, rec.host_case_max, rec.host_r_jc, rec.host_r_tim, rec.host_r_board, 0.0, 0.0, FAR,
            rec.throttle_floor, load,
        )  # fmt: skip
        packages += host * _columns(rec.host_count, rec.host_sink_rows)
        flags |= host_flags
        done = min(done, host_done)
        lack = max(lack, rec.fan_margin - m_host)
        m_chip = min(m_chip, m_host)
        m_case = min(m_case, m_host_case)
        if not t_host <= t_chip and not math.isnan(t_chip):
            t_chip, t_case = t_host, t_host_case
    if rec.memory_count > 0.0:
        t_modules = (
            t_sink
            + memory / (carry * flow_free)
            + memory
            / rec.memory_count
            * memory_resistance(flow_free / rec.bypass_area, rec.memory_length, rec.memory_area, rho, cp, k, mu)
        )
        if not t_modules <= t_memory and not math.isnan(t_memory):
            t_memory = t_modules
        m_memory = min(m_memory, rec.memory_limit - t_modules)
    lack = max(lack, rec.fan_margin - m_memory, -m_case)
    rest = memory + other + fan
    vr, psu = supply_chain(
        packages, rest, rec.vr_efficiency, rec.psu_rating, rec.psu_count, rec.psu_a, rec.psu_b, rec.psu_c
    )
    lack = max(lack, (packages + vr + rest + psu) / (carry * flow) - rec.rise_max)
    if inside < 1.0:
        flags |= F_EXTRAPOLATED
    return (
        flow, speed, packages + memory + other, vr, fan, psu, t_chip, t_case, t_memory, done, flags, m_chip, m_case,
        m_memory, r_sink, lack,
    )  # fmt: skip


@kernel
def settled(rec, u, load, t_supply, ratio, pressure, t_guess, tolerance):
    """Intake [degC] at a channel velocity u [m/s] when a part of it is exhaust, and what the fans' control lacks [K].

    T_in = T_supply + ratio dT(T_in), ratio = r / (1 - r); secant steps. At a given flow dT hardly depends on T_in.
    """
    t_in, lack = t_guess, 0.0
    t_before, miss_before = t_guess, 0.0
    for i in range(40):
        s = server(rec, u, load, t_in, pressure)
        lack = max(s[15], SPEED_SCALE * (ramp(rec, t_in) - s[1]))
        if ratio <= 0.0:
            break
        capacity = air_density(t_in, pressure) * air_specific_heat(t_in) * s[0]
        miss = t_supply + ratio * (s[2] + s[3] + s[4] + s[5]) / capacity - t_in
        if abs(miss) < tolerance:
            break
        slope = (miss - miss_before) / (t_in - t_before) if i > 0 and t_in != t_before else -1.0
        t_before, miss_before = t_in, miss
        t_in = min(HOTTEST, t_in - miss / min(-0.2, slope))
    return t_in, lack


@kernel
def speed_settled(rec, speed, load, t_supply, ratio, pressure, final):
    """Channel velocity [m/s], intake [degC] and lack [K] at a given fan speed [1].

    The curve of the fans hangs on the air's density at the intake; unless a lack at or beyond zero (times `final`)
    makes this the operating point, the velocity found with the supply's density is near enough for a bracket. An
    infinite `final` always settles it.
    """
    t_in = t_supply
    u = velocity_at_speed(rec, speed, air_density(t_in, pressure), air_viscosity(t_in))
    t_in, lack = settled(rec, u, load, t_supply, ratio, pressure, t_in, 1e-10)
    if ratio > 0.0 and (math.isinf(final) or final * lack >= -1e-2):
        for _ in range(20):
            u_next = velocity_at_speed(rec, speed, air_density(t_in, pressure), air_viscosity(t_in))
            move = abs(u_next - u)
            u = u_next
            t_in, lack = settled(rec, u, load, t_supply, ratio, pressure, t_in, 1e-10)
            if move < 1e-12 * u:
                break
    return u, t_in, lack


@kernel
def controlled(rec, load, t_supply, share, pressure):
    """Operating point that the fans' control sets.

    Parameters
    ----------
    load : utilisation [1]
    t_supply : air offered to the rack [degC]
    share : part of the intake that is recirculated exhaust [1], held below 0.95
    pressure : [Pa]

    Returns
    -------
    channel velocity [m/s], intake [degC], 1.0 when the fans run at full speed
    """
    ratio = min(0.95, max(0.0, share)) / (1.0 - min(0.95, max(0.0, share)))
    high, t_high, f_high = speed_settled(rec, 1.0, load, t_supply, ratio, pressure, 1.0)
    if f_high >= 0.0:
        return high, t_high, 1.0
    low, t_low, f_low = speed_settled(rec, ramp(rec, t_supply), load, t_supply, ratio, pressure, -1.0)
    if f_low <= 1e-10:
        return low, t_low, 0.0
    a, b, fa, fb = math.log(low), math.log(high), f_low, f_high
    x = (a * fb - b * fa) / (fb - fa)
    t_in, fx = t_low, min(f_low, -f_high)
    for _ in range(60):
        t_in, fx = settled(rec, math.exp(x), load, t_supply, ratio, pressure, t_in, max(1e-10, 1e-4 * abs(fx)))
        if abs(fx) < 1e-10 or abs(b - a) < 1e-14:
            break
        a, fa, b, fb, x = step(a, fa, b, fb, x, fx)
    u = math.exp(x)
    if ratio > 0.0 and hydraulics(rec, u, air_density(t_in, pressure), air_viscosity(t_in))[5] > 1.0:
        high, t_high, f_high = speed_settled(rec, 1.0, load, t_supply, ratio, pressure, math.inf)
        return high, t_high, 1.0
    return u, t_in, 0.0


@kernel
def resistance(rec, flow, t):
    """Chip sink to its inlet air [K/W] at a server flow [m3/s] of air at t [degC], sea level."""
    rho, mu = air_density(t, SEA_LEVEL), air_viscosity(t)
    u = 1.0
    for _ in range(60):
        have = hydraulics(rec, u, rho, mu)[0]
        u *= flow / have
        if abs(have / flow - 1.0) < 1e-12:
            break
    flow_chip = hydraulics(rec, u, rho, mu)[1]
    return chip_resistance(rec, flow_chip, rho, air_specific_heat(t), air_conductivity(t), mu)[0]


@kernel
def thermal_mass(rec):
    """Heat capacity of the rack's servers [J/K]."""
    return rec.mass * SPECIFIC_HEAT


@point(RACK, RACK_IN, RACK_RESULT)
def rack(rec, x, out):
    """Rack of air-cooled servers: all heat leaves with the air (see the module)."""
    load, pressure = x.u, x.pressure
    u, t_in, full = controlled(rec, load, x.t_air, x.recirculation, pressure)
    rho, cp, mu = air_density(t_in, pressure), air_specific_heat(t_in), air_viscosity(t_in)
    (
        flow, speed, compute, vr, fan, psu, t_chip, t_case, t_memory, done, flags, m_chip, m_case, m_memory, r_sink,
        _lack,
    ) = server(rec, u, load, t_in, pressure)  # fmt: skip
    n = rec.servers
    total = n * compute + n * vr + n * fan + n * psu
    highest = hydraulics(rec, velocity_at_speed(rec, 1.0, rho, mu), rho, mu)[0]
    if full > 0.0:
        flags |= F_FAN_LIMIT
    out.compute, out.vr_loss, out.fans, out.pumps, out.psu_loss = n * compute, n * vr, n * fan, 0.0, n * psu
    out.q_liquid, out.q_air = 0.0, total
    out.v_air, out.t_intake, out.t_exhaust = n * flow, t_in, t_in + total / (n * flow * rho * cp)
    out.v_liquid, out.t_out, out.dp = 0.0, math.nan, 0.0
    out.t_chip, out.t_case, out.done = t_chip, t_case, done
    out.t_memory = t_in if t_memory == -FAR else t_memory
    out.r_sink, out.fan_speed = r_sink, speed
    out.margin_chip, out.margin_case, out.margin_memory = m_chip, m_case, m_memory
    out.margin_intake = min(rec.intake_max - t_in, t_in - rec.intake_min)
    idled = 1.0 - max(done, rec.throttle_floor)  # what throttling took away still asks for its air
    idled *= rec.chip_count * dynamic_power(rec.chip_tdp, rec.chip_idle, rec.chip_leak, load) / rec.vr_efficiency
    out.air_needed = max(n * flow, (total + n * idled) / (rho * cp * rec.rise_max))
    out.air_possible = min(n * highest, rec.face_area * rec.face_velocity)
    out.margin_airflow = 1.0 - out.air_needed / out.air_possible
    out.margin_coolant, out.margin_flux = math.inf, math.inf
    out.margin_geometry = rec.rack_height - n * rec.server_height_min
    out.status = float(flags)


def equipment(housed):
    """Sinks and cabinets."""
    return bill.sinks(housed) + bill.cabinets(housed)


TECHNOLOGY = Technology(rack, equipment)
