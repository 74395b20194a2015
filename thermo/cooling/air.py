"""Air: plate-fin sinks in a server whose fans follow chip and intake temperature.

The server is three paths side by side under one pressure difference: the accelerators' sinks (in rows, one behind the
other), the host processors' sinks, and the free area beside them with memory and cards. Before and behind lies the
chassis: grilles, drives, cables.

With the velocity u in the accelerators' fin channels as variable everything else is explicit::

    dp_core = rows (K_c + 4 f_app L / D_h + K_e) rho u^2 / 2          pressure over the sinks, and over the other paths
    V       = sum of the three flows at dp_core                       flow of the server
    dp      = dp_core + K_chassis (rho / 1.2) V^2                     what the fans make
    s^2     = dp / (dp0 rho / 1.2) + (V / V0)^2                       fan curve by the affinity laws
    P_fan   = V dp / efficiency                                       at a fixed system this goes with s^3

The fans stand before the sinks, so that their heat warms the air the sinks see. The next row of sinks sees the first
one's air, without the bypass mixed in.

The fans' control takes the largest of: a floor, a ramp on the intake temperature, and the speed that keeps the chip at its
target and the hosts and memory `fan_margin` below their limits. At full speed temperatures rise until chips throttle.

Recirculation (PHYSICS 2.5): a share r of the intake is exhaust, so that T_in = T_supply + r dT / (1 - r).

Range: laminar channels (Re_Dh < 2300), Re_b* of 0.1 to 100; outside it F_EXTRAPOLATED is set.
"""

import math

from thermo.cooling.common import (
    STANDARD_DENSITY,
    dynamic_power,
    fan_speed,
    junction,
    leakage,
    supply_chain,
)
from thermo.cooling.record import RACK
from thermo.core.fields import (
    F_EXTRAPOLATED,
    F_FAN_LIMIT,
    M_AIRFLOW,
    M_CASE,
    M_CHIP,
    M_COOLANT,
    M_FLUX,
    M_GEOMETRY,
    M_INTAKE,
    M_MEM,
    R_AIRMAX,
    R_AIRNEED,
    R_COMPUTE,
    R_DONE,
    R_DP,
    R_FAN,
    R_FLAGS,
    R_PSU,
    R_PUMP,
    R_QA,
    R_QL,
    R_RSINK,
    R_SPEED,
    R_TCASE,
    R_TCHIP,
    R_TEX,
    R_TIN,
    R_TLOUT,
    R_TMEM,
    R_VA,
    R_VL,
    R_VR,
    X_P,
    X_RECIRC,
    X_TA,
    X_U,
)
from thermo.core.fluids import air_conductivity, air_density, air_prandtl, air_specific_heat, air_viscosity
from thermo.core.jit import VECTOR, kernel, point
from thermo.core.roots import step

SEA_LEVEL = 101325.0  # Pa
SPECIFIC_HEAT = 600.0  # J/(kg K), a server as steel, copper, aluminium and board by mass (assumption, 450 to 900)
FAR = 1.0e9  # a margin of a limit that does not exist


@kernel
def plate_fin_pressure_drop(u, width, length, height, thickness, gap, rho, mu):
    """Pressure drop of a plate-fin sink [Pa] at channel velocity u [m/s], developing laminar flow.

    Notes
    -----
    dp = (K_c + 4 f L / D_h + K_e) rho u^2 / 2 with D_h = 2 b, f Re = sqrt(11.83 / L+ + (f Re)_fd^2), L+ = L / (D_h Re),
    K_c = 0.42 (1 - sigma^2), K_e = (1 - sigma^2)^2, sigma the free share of the front.

    References
    ----------
    Muzychka & Yovanovich 1998 (apparent friction); Shah & London 1978 ((f Re)_fd of rectangular ducts).
    """
    d = 2.0 * gap
    re = rho * u * d / mu
    r = min(1.0, gap / height)
    fd = 24.0 - r * (32.527 - r * (46.721 - r * (40.829 - r * (22.954 - r * 6.089))))
    f = math.sqrt(11.8336 * d * re / length + fd * fd) / re
    sigma = gap / (gap + thickness)
    contraction = 0.42 * (1.0 - sigma * sigma)
    expansion = (1.0 - sigma * sigma) ** 2
    return (contraction + 4.0 * f * length / d + expansion) * 0.5 * rho * u * u


@kernel
def plate_fin_resistance(
    u, width, length, height, thickness, gap, base, k_fin, k_base, heater_area, rho, mu, k, pr,
):  # fmt: skip
    """Plate-fin sink from the middle of its base to the air at its inlet [K/W], with conduction and spreading.

    Notes
    -----
    Nu_b = {[Re* Pr / 2]^-3 + [0.664 sqrt(Re*) Pr^(1/3) sqrt(1 + 3.65 / sqrt(Re*))]^-3}^(-1/3), Re* = (u b / nu) (b / L),
    0.1 < Re* < 100, referred to the inlet temperature; fin efficiency with adiabatic tip; spreading after Lee, Song,
    Au and Moran for the equivalent circles.

    References
    ----------
    Teertstra, Yovanovich & Culham 2000, J. Electronics Manufacturing 10(4); Lee et al. 1995, ASME EEP 10.
    """
    re = rho * u * gap / mu * gap / length
    developed = 0.5 * re * pr
    developing = 0.664 * math.sqrt(re) * pr ** (1.0 / 3.0) * math.sqrt(1.0 + 3.65 / math.sqrt(re))
    h = (developed**-3 + developing**-3) ** (-1.0 / 3.0) * k / gap
    m = math.sqrt(2.0 * h / (k_fin * thickness)) * height
    channels = (width - thickness) / (gap + thickness)
    surface = channels * length * (gap + 2.0 * height * math.tanh(m) / m)
    return spread_resistance(heater_area, width * length, base, k_base, 1.0 / (h * surface))


@kernel
def spread_resistance(source_area, base_area, base, k, r_far):
    """Source on a plate to the coolant [K/W]: conduction, spreading (mean of the source), and the far face `r_far`."""
    a, b = math.sqrt(source_area / math.pi), math.sqrt(base_area / math.pi)
    one_d = base / (k * base_area) + r_far
    if a >= b:
        return one_d
    ratio, depth = a / b, base / b
    lam = math.pi + 1.0 / (math.sqrt(math.pi) * ratio)
    biot = 1.0 / (math.pi * k * b * r_far)
    t = math.tanh(lam * depth)
    phi = (t + lam / biot) / (1.0 + lam / biot * t)
    return one_d + 0.5 * (1.0 - ratio) ** 1.5 * phi / (math.sqrt(math.pi) * k * a)


@kernel
def plate_fin_in_range(u, gap, length, rho, mu):
    """True where both correlations hold: 0.1 < Re* < 100 and laminar."""
    re = rho * u * gap / mu
    star = re * gap / length
    return 0.1 < star < 100.0 and 2.0 * re < 2300.0


@kernel
def _columns(count, rows):
    """Sinks abreast."""
    return count / max(1.0, rows)


@kernel
def _channel_area(width, gap, thickness, height):
    """Free area between the fins of one sink [m2]."""
    return max(0.0, (width - thickness) / (gap + thickness)) * gap * height


@kernel
def _chip_drop(rec, u, rho, mu):
    """Pressure over all rows of the accelerators' sinks [Pa] at channel velocity u [m/s]."""
    return rec.chip_sink_rows * plate_fin_pressure_drop(
        u, rec.chip_sink_width, rec.chip_sink_length, rec.chip_sink_height, rec.chip_sink_thickness, rec.chip_sink_gap, rho, mu
    )


@kernel
def _host_drop(rec, u, rho, mu):
    """Pressure over all rows of the hosts' sinks [Pa] at channel velocity u [m/s]."""
    return rec.host_sink_rows * plate_fin_pressure_drop(
        u, rec.host_sink_width, rec.host_sink_length, rec.host_sink_height, rec.host_sink_thickness, rec.host_sink_gap, rho, mu
    )


@kernel
def _host_velocity(rec, dp, guess, rho, mu):
    """Channel velocity [m/s] of the hosts' sinks under a pressure `dp` [Pa]; secant on logarithms, exponent 1 to 2."""
    x, f = math.log(guess), math.log(_host_drop(rec, guess, rho, mu) / dp)
    slope = 1.5
    for _ in range(20):
        if abs(f) < 1e-13:
            break
        x_next = x - f / slope
        f_next = math.log(_host_drop(rec, math.exp(x_next), rho, mu) / dp)
        if x_next != x:
            slope = min(2.0, max(1.0, (f_next - f) / (x_next - x)))
        x, f = x_next, f_next
    return math.exp(x)


@kernel
def hydraulics(rec, u, rho, mu):
    """Flows, pressure and fan speed of one server at the accelerators' channel velocity u [m/s].

    Returns
    -------
    flow : of the server [m3/s]
    flow_chip, flow_host : through one column of sinks [m3/s]
    flow_free : beside the sinks [m3/s]
    u_host : channel velocity of the hosts' sinks [m/s]
    dp : pressure the fans make [Pa]
    speed : fan speed [1]
    """
    core = _chip_drop(rec, u, rho, mu)
    flow_chip = u * _channel_area(rec.chip_sink_width, rec.chip_sink_gap, rec.chip_sink_thickness, rec.chip_sink_height)
    flow_free = rec.bypass_area * math.sqrt(2.0 * core / (rho * rec.bypass_k))
    u_host, flow_host = 0.0, 0.0
    if rec.host_count > 0.0:
        u_host = _host_velocity(rec, core, u, rho, mu)
        flow_host = u_host * _channel_area(
            rec.host_sink_width, rec.host_sink_gap, rec.host_sink_thickness, rec.host_sink_height
        )
    chips = _columns(rec.chip_count, rec.chip_sink_rows) * flow_chip
    flow = chips + _columns(rec.host_count, rec.host_sink_rows) * flow_host + flow_free
    dp = core + rec.chassis_k * rho / STANDARD_DENSITY * flow**2
    return flow, flow_chip, flow_host, flow_free, u_host, dp, fan_speed(flow, dp, rec.fan_dp0, rec.fan_v0, rho)


@kernel
def velocity_at_speed(rec, speed, rho, mu):
    """Channel velocity [m/s] at a fan speed [1]; secant on logarithms (the exponent lies between 1/2 and 1)."""
    u = speed * rec.fan_v0 / (
        _columns(rec.chip_count, rec.chip_sink_rows)
        * _channel_area(rec.chip_sink_width, rec.chip_sink_gap, rec.chip_sink_thickness, rec.chip_sink_height)
        + rec.bypass_area
    )
    x = math.log(0.4 * u)
    f = math.log(hydraulics(rec, 0.4 * u, rho, mu)[6] / speed)
    slope = 0.9
    for _ in range(20):
        if abs(f) < 1e-13:
            break
        x_next = x - f / slope
        f_next = math.log(hydraulics(rec, math.exp(x_next), rho, mu)[6] / speed)
        if x_next != x:
            slope = min(1.1, max(0.4, (f_next - f) / (x_next - x)))
        x, f = x_next, f_next
    return math.exp(x)


@kernel
def _rows(
    rows, t_air, flow, heat_capacity, resistance, t_board, tdp, idle, leak, leak_beta, leak_t, throttle, trip, case_max,
    r_jc, r_tim, r_board, memory_share, memory_r, memory_max, floor, u,
):  # fmt: skip
    """One column of sinks, row by row; each row sees the air the one before it has warmed.

    Returns
    -------
    power of the column [W], hottest junction [degC], its case [degC], hottest stacked memory [degC], mean share of
    work done [1], flags, margins [K] of junction, case and stacked memory
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
        m_memory = min(m_memory, memory_max - full_case - memory_r * memory_share * full_power)
        if not t <= t_chip:
            t_chip = t
            t_case = t - r_jc * heat
            t_memory = t_case + memory_r * memory_share * power
        t_air += heat / (heat_capacity * flow)
    return total, t_chip, t_case, t_memory, done, flags, m_chip, m_case, m_memory


@kernel
def memory_resistance(velocity, length, area, rho, mu, k, pr):
    """Memory module to the air along it [K/W]: laminar flat plate, mean over its length.

    Notes
    -----
    Nu = 0.664 Re^(1/2) Pr^(1/3), Re < 5e5 (Pohlhausen; Incropera, Fundamentals of Heat and Mass Transfer, ch. 7).
    """
    nusselt = 0.664 * math.sqrt(rho * velocity * length / mu) * pr ** (1.0 / 3.0)
    return length / (nusselt * k * area)


@kernel
def _chip_resistance(rec, u, rho, mu, k, pr):
    return plate_fin_resistance(
        u, rec.chip_sink_width, rec.chip_sink_length, rec.chip_sink_height, rec.chip_sink_thickness, rec.chip_sink_gap,
        rec.chip_sink_base, rec.chip_sink_k, rec.chip_sink_base_k, rec.chip_heater_area, rho, mu, k, pr,
    )  # fmt: skip


@kernel
def _host_resistance(rec, u, rho, mu, k, pr):
    return plate_fin_resistance(
        u, rec.host_sink_width, rec.host_sink_length, rec.host_sink_height, rec.host_sink_thickness, rec.host_sink_gap,
        rec.host_sink_base, rec.host_sink_k, rec.host_sink_base_k, rec.host_heater_area, rho, mu, k, pr,
    )  # fmt: skip


@kernel
def server(rec, u, load, t_in, rho, cp, mu, k, pr):
    """One server at the accelerators' channel velocity u [m/s], utilisation `load` [1] and intake t_in [degC].

    Returns
    -------
    flow [m3/s], speed [1], compute, regulators, fans, power supplies [W], hottest junction, its case, hottest memory
    [degC], done [1], flags, margins [K] of junction, case and memory, chip sink's resistance [K/W], and what the fan
    control still lacks [K] (below zero: cool enough)
    """
    flow, flow_chip, flow_host, flow_free, u_host, dp, speed = hydraulics(rec, u, rho, mu)
    fan = flow * dp / rec.fan_efficiency
    carry = rho * cp
    t_sink = t_in + fan / (carry * flow)
    memory = rec.memory_idle + (rec.memory_power - rec.memory_idle) * load
    other = rec.other_idle + (rec.other_power - rec.other_idle) * load
    t_board = t_sink + 0.5 * (memory + other) / (carry * flow_free)
    resistance = _chip_resistance(rec, u, rho, mu, k, pr)
    chip, t_chip, t_case, t_memory, done, flags, m_chip, m_case, m_memory = _rows(
        rec.chip_sink_rows, t_sink, flow_chip, carry, resistance, t_board, rec.chip_tdp, rec.chip_idle, rec.chip_leak,
        rec.chip_leak_beta, rec.chip_leak_t, rec.chip_throttle, rec.chip_trip, rec.chip_case_max, rec.chip_r_jc,
        rec.chip_r_tim, rec.chip_r_board, rec.chip_memory_share, rec.chip_memory_r, rec.chip_memory_max,
        rec.throttle_floor, load,
    )  # fmt: skip
    packages = chip * _columns(rec.chip_count, rec.chip_sink_rows)
    lack = rec.chip_throttle - rec.chip_target - m_chip
    if rec.host_count > 0.0:
        host, t_host, t_host_case, _t, host_done, host_flags, m_host, m_host_case, _m = _rows(
            rec.host_sink_rows, t_sink, flow_host, carry, _host_resistance(rec, u_host, rho, mu, k, pr), t_board,
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
        if not t_host <= t_chip:
            t_chip, t_case = t_host, t_host_case
    if rec.memory_count > 0.0:
        t_modules = t_sink + memory / (carry * flow_free) + memory / rec.memory_count * memory_resistance(
            flow_free / rec.bypass_area, rec.memory_length, rec.memory_area, rho, mu, k, pr
        )
        if not t_modules <= t_memory and not math.isnan(t_memory):
            t_memory = t_modules
        m_memory = min(m_memory, rec.memory_limit - t_modules)
    lack = max(lack, rec.fan_margin - m_memory, -m_case)
    vr, psu = supply_chain(
        packages, memory + other + fan, rec.vr_efficiency, rec.psu_rating, rec.psu_count, rec.psu_a, rec.psu_b, rec.psu_c
    )
    if not plate_fin_in_range(u, rec.chip_sink_gap, rec.chip_sink_length, rho, mu):
        flags |= F_EXTRAPOLATED
    return (
        flow, speed, packages + memory + other, vr, fan, psu, t_chip, t_case, t_memory, done, flags, m_chip, m_case,
        m_memory, resistance, lack,
    )  # fmt: skip


@kernel
def ramp(rec, t_in):
    """Least fan speed [1] at an intake temperature [degC]: the floor, then linear to full speed at intake_max."""
    span = rec.intake_max - rec.intake_ramp
    rise = (t_in - rec.intake_ramp) / span if span > 0.0 else 1.0
    return rec.fan_floor + (1.0 - rec.fan_floor) * min(1.0, max(0.0, rise))


@kernel
def controlled(rec, load, t_in, pressure):
    """Channel velocity [m/s] at which the fans run at an intake t_in [degC]; returns (velocity, at full speed)."""
    rho, cp, mu = air_density(t_in, pressure), air_specific_heat(t_in), air_viscosity(t_in)
    k, pr = air_conductivity(t_in), air_prandtl(t_in)
    low = velocity_at_speed(rec, ramp(rec, t_in), rho, mu)
    f_low = server(rec, low, load, t_in, rho, cp, mu, k, pr)[15]
    if f_low <= 0.0:
        return low, 1.0 if ramp(rec, t_in) >= 1.0 else 0.0
    high = velocity_at_speed(rec, 1.0, rho, mu)
    f_high = server(rec, high, load, t_in, rho, cp, mu, k, pr)[15]
    if f_high >= 0.0:
        return high, 1.0
    a, b, fa, fb = math.log(low), math.log(high), f_low, f_high
    x = (a * fb - b * fa) / (fb - fa)
    for _ in range(40):
        fx = server(rec, math.exp(x), load, t_in, rho, cp, mu, k, pr)[15]
        if abs(fx) < 1e-10:
            break
        a, fa, b, fb, x = step(a, fa, b, fb, x, fx)
        if b - a < 1e-14:
            break
    return math.exp(x), 0.0


@kernel
def rise(rec, load, t_in, pressure):
    """Air temperature rise [K] through the server at an intake t_in [degC], fans under control."""
    u, _full = controlled(rec, load, t_in, pressure)
    rho, cp, mu = air_density(t_in, pressure), air_specific_heat(t_in), air_viscosity(t_in)
    s = server(rec, u, load, t_in, rho, cp, mu, air_conductivity(t_in), air_prandtl(t_in))
    return (s[2] + s[3] + s[4] + s[5]) / (rho * cp * s[0])


@kernel
def intake(rec, load, t_supply, pressure, share):
    """Intake temperature [degC] when `share` [1] of it is recirculated exhaust: T_in = T_supply + r dT(T_in) / (1 - r)."""
    if share <= 0.0:
        return t_supply
    ratio = share / (1.0 - min(0.95, share))
    low = t_supply
    f_low = ratio * rise(rec, load, low, pressure)
    high = low + f_low
    f_high = t_supply + ratio * rise(rec, load, high, pressure) - high
    while f_high > 0.0:
        low, f_low = high, f_high
        high += 2.0 * f_high + 1e-6
        f_high = t_supply + ratio * rise(rec, load, high, pressure) - high
        if high > 200.0:
            return high
    a, fa, b, fb = low, f_low, high, f_high
    x = (a * fb - b * fa) / (fb - fa) if fb != fa else a
    for _ in range(40):
        fx = t_supply + ratio * rise(rec, load, x, pressure) - x
        if abs(fx) < 1e-10:
            break
        a, fa, b, fb, x = step(a, fa, b, fb, x, fx)
    return x


@kernel
def resistance(rec, flow, t):
    """Chip sink to its intake air [K/W] at a server flow [m3/s] of air at t [degC], sea level."""
    rho, mu = air_density(t, SEA_LEVEL), air_viscosity(t)
    full = hydraulics(rec, 1.0, rho, mu)[0]
    u = flow / full
    for _ in range(30):
        have = hydraulics(rec, u, rho, mu)[0]
        if abs(have / flow - 1.0) < 1e-12:
            break
        u *= flow / have
    return _chip_resistance(rec, u, rho, mu, air_conductivity(t), air_prandtl(t))


@kernel
def thermal_mass(rec):
    """Heat capacity of the rack's servers [J/K]."""
    return rec.mass * SPECIFIC_HEAT


@point(RACK, VECTOR, VECTOR)
def rack(rec, x, out):
    """Rack of air-cooled servers: all heat leaves with the air (see the module)."""
    load, pressure = x[X_U], x[X_P]
    t_in = intake(rec, load, x[X_TA], pressure, x[X_RECIRC])
    rho, cp, mu = air_density(t_in, pressure), air_specific_heat(t_in), air_viscosity(t_in)
    u, full = controlled(rec, load, t_in, pressure)
    (
        flow, speed, compute, vr, fan, psu, t_chip, t_case, t_memory, done, flags, m_chip, m_case, m_memory, r_sink, _lack,
    ) = server(rec, u, load, t_in, rho, cp, mu, air_conductivity(t_in), air_prandtl(t_in))  # fmt: skip
    n = rec.servers
    total = n * compute + n * vr + n * fan + n * psu
    highest = hydraulics(rec, velocity_at_speed(rec, 1.0, rho, mu), rho, mu)[0]
    if full > 0.0:
        flags |= F_FAN_LIMIT
    out[R_COMPUTE], out[R_VR], out[R_FAN], out[R_PUMP], out[R_PSU] = n * compute, n * vr, n * fan, 0.0, n * psu
    out[R_QL], out[R_QA] = 0.0, total
    out[R_VA], out[R_TIN], out[R_TEX] = n * flow, t_in, t_in + total / (n * flow * rho * cp)
    out[R_VL], out[R_TLOUT], out[R_DP] = 0.0, math.nan, 0.0
    out[R_TCHIP], out[R_TCASE], out[R_TMEM], out[R_DONE] = t_chip, t_case, t_memory, done
    out[R_RSINK], out[R_SPEED] = r_sink, speed
    out[M_CHIP], out[M_CASE], out[M_MEM] = m_chip, m_case, m_memory
    out[M_INTAKE] = min(rec.intake_max - t_in, t_in - rec.intake_min)
    out[R_AIRNEED] = max(n * flow, total / (rho * cp * rec.rise_max))
    out[R_AIRMAX] = min(n * highest, rec.face_area * rec.face_velocity)
    out[M_AIRFLOW] = 1.0 - out[R_AIRNEED] / out[R_AIRMAX]
    out[M_COOLANT], out[M_FLUX] = math.inf, math.inf
    out[M_GEOMETRY] = rec.rack_height - n * rec.server_height_min
    out[R_FLAGS] = float(flags)
