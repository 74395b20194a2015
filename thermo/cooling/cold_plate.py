"""Cold plates: liquid through plates on the packages, air through what is left of the server's fans for the rest.

The liquid of a server splits over its plates in proportion to the nameplate power under them; plates that stand in
series share one branch. A plate comes from its geometry (parallel channels, `core/correlations/coldplate.py`) or from
a vendor's record::

    R = R_inf + R_c V^-n,        dp = a V + b V^2

Servers hang in parallel on the rack's manifold. The one farthest from the inlet gets less, for small imbalance in
proportion to half the header's drop over the branch's::

    V_worst = V / (1 + (dp_header / dp_branch) / 2)

Powers and the split of heat come from the typical plate (mean flow, mean place in its series), limits from the worst
one (least flow, last in its series).

Split of heat per server. Into the liquid: what the junctions push through the plates, and the stated shares of memory,
regulators and other parts that lie under plates, less what plates, hoses and manifold give to the air::

    Q_leak = A h (T_liquid - T_air),      T_liquid = T_inlet + Q_L / (2 rho V cp)

Everything else warms the air, and warm coolant gives more to it, both by Q_leak and through the board. The fans that
stay hold `residual_rise`, and run faster when memory would pass its limit or the intake is warm (the same ramp as on
air, docs/physics.md 2.4).

Range: laminar to turbulent channels; coolant inside its property data. Outside F_EXTRAPOLATED is set.

References
----------
Header imbalance: small-imbalance limit of a U-type manifold with friction-dominated branches. Distributed take-off
leaves one third of the friction that the full flow would have over the header's length.
"""

import math

from thermo.cooling import bill
from thermo.cooling.common import (
    BEST_POINT,
    STANDARD_DENSITY,
    chassis_flow,
    ramp,
    residual_fans,
    standing_fans,
    supply_chain,
)
from thermo.cooling.declaration import Technology
from thermo.cooling.liquid_parts import (
    air_memory_resistance,
    channel_plate,
    chip_package,
    host_package,
    hotter,
    liquid_flags,
    load_power,
    nothing,
    pipe_drop,
    vendor_plate,
    worse,
)
from thermo.core import fluids
from thermo.core.correlations.coldplate import quick_disconnect
from thermo.core.jit import kernel, point
from thermo.schema.flags import F_EXTRAPOLATED, F_FAN_LIMIT, F_NO_FLOW
from thermo.schema.rack import RACK, RACK_IN, RACK_RESULT

LEAST_FLOW = 1e-6  # m3/s per rack; below it there is none
SPECIFIC_HEAT = 600.0  # J/(kg K), a server by mass (assumption, 450 to 900), as in an air-cooled rack
ROUNDS = 40
HEADER_SHARE = 1.0 / 3.0  # friction left by distributed take-off
HIGHEST_TURBULENT = 5e6


@kernel
def _chip_plate(rec, flow, t):
    """Accelerator's plate at a flow [m3/s] and mean liquid temperature [degC]: (R to inlet [K/W], dp [Pa], Re)."""
    if rec.chip_plate_r_c > 0.0:
        r, dp = vendor_plate(
            rec.chip_plate_r_inf, rec.chip_plate_r_c, rec.chip_plate_r_n, rec.chip_plate_dp_a, rec.chip_plate_dp_b, flow
        )
        return r, dp, 0.0
    return channel_plate(
        rec.chip_plate_width, rec.chip_plate_length, rec.chip_plate_channel, rec.chip_plate_channel_height,
        rec.chip_plate_wall, rec.chip_plate_base, rec.chip_plate_k, rec.chip_plate_splits,
        rec.chip_plate_port_diameter, rec.chip_plate_port_k, rec.chip_heater_area, rec.coolant, flow, t,
    )  # fmt: skip


@kernel
def _host_plate(rec, flow, t):
    """Host processor's plate: (R to inlet [K/W], dp [Pa], Re)."""
    if rec.host_plate_r_c > 0.0:
        r, dp = vendor_plate(
            rec.host_plate_r_inf, rec.host_plate_r_c, rec.host_plate_r_n, rec.host_plate_dp_a, rec.host_plate_dp_b, flow
        )
        return r, dp, 0.0
    return channel_plate(
        rec.host_plate_width, rec.host_plate_length, rec.host_plate_channel, rec.host_plate_channel_height,
        rec.host_plate_wall, rec.host_plate_base, rec.host_plate_k, rec.host_plate_splits,
        rec.host_plate_port_diameter, rec.host_plate_port_k, rec.host_heater_area, rec.coolant, flow, t,
    )  # fmt: skip


@kernel
def _series(rec, count):
    """Plates of one kind on a branch [1]."""
    return max(1.0, min(rec.plates_in_series, count))


@kernel
def plated_power(rec):
    """Nameplate power of one server under plates [W]: what its liquid is shared out by."""
    packages = rec.chip_count * rec.chip_tdp + rec.host_count * rec.host_tdp
    regulators = packages * (1.0 / rec.vr_efficiency - 1.0)
    return (
        packages
        + rec.vr_on_plates * regulators
        + rec.memory_on_plates * rec.memory_power
        + rec.other_on_plates * rec.other_power
    )


@kernel
def hydraulics(rec, flow, t):
    """Flows and pressure drops of a rack at a liquid flow [m3/s] and mean temperature [degC].

    Returns
    -------
    flow through each accelerator's plate and each host's plate [m3/s], pressure drop of the rack [Pa], flow of the
    worst server over the mean [1]
    """
    server = flow / rec.servers
    share = server / plated_power(rec)
    chip = share * rec.chip_tdp * _series(rec, rec.chip_count)
    host = share * rec.host_tdp * _series(rec, rec.host_count)
    plates = 0.0
    if rec.chip_count > 0.0:
        plates = _series(rec, rec.chip_count) * _chip_plate(rec, chip, t)[1]
    if rec.host_count > 0.0:
        plates = max(plates, _series(rec, rec.host_count) * _host_plate(rec, host, t)[1])
    c = rec.coolant
    branch = plates + 2.0 * quick_disconnect(server, rec.qd_kv, fluids.density(c, t))
    branch += pipe_drop(c, server, t, rec.hose_diameter, rec.hose_length, 0.0)
    header = 2.0 * HEADER_SHARE * pipe_drop(c, flow, t, rec.manifold_diameter, rec.manifold_length, 0.0)
    return chip, host, branch + header, 1.0 / (1.0 + 0.5 * header / branch)


@kernel
def resistance(rec, flow, t):
    """Accelerator's (else the host's) plate to its liquid inlet [K/W] at a rack flow [m3/s] of liquid at t [degC]."""
    chip, host, _dp, _worst = hydraulics(rec, flow, t)
    return _chip_plate(rec, chip, t)[0] if rec.chip_count > 0.0 else _host_plate(rec, host, t)[0]


@kernel
def thermal_mass(rec):
    """Heat capacity of the rack's servers [J/K]; the liquid held in plates and hoses is left out (below 2 %)."""
    return rec.mass * SPECIFIC_HEAT


@kernel
def air_path(rec):
    """Air side of a server with plates: (chassis loss [Pa/(m3/s)^2], free delivery [m3/s], efficiency of the fan law).

    Notes
    -----
    Behind the chassis stands the path past plates and memory, `bypass_k` heads of its free area. The fans that stay
    work near free delivery, where their efficiency is far below its best; an axial fan's shaft power changes little
    along its curve, so that full speed is taken to draw what it draws at its best point, 0.385 dp0 V0 / efficiency,
    and the rest follows with the cube of speed, beside what stands at any speed (`fan_standing`).
    """
    chassis = rec.chassis_k + rec.bypass_k * 0.5 * STANDARD_DENSITY / rec.plate_free_area**2
    v0 = rec.fan_v0 * rec.fans_kept
    full = chassis_flow(1.0, chassis, rec.fan_dp0, v0)
    return chassis, v0, rec.fan_efficiency * chassis * full**3 / (BEST_POINT * rec.fan_dp0 * v0)


@kernel
def memory_air(rec, flow, t, pressure):
    """Memory module to the air round it [K/W] at a server's air flow [m3/s]."""
    velocity = flow / rec.plate_free_area
    return air_memory_resistance(
        velocity, rec.memory_length, rec.memory_area, fluids.air_density(t, pressure), fluids.air_viscosity(t),
        fluids.air_conductivity(t), fluids.air_prandtl(t),
    )  # fmt: skip


@kernel
def memory_flow(rec, module, t_in, heat, lowest, highest, carry, pressure):
    """Air flow of a server [m3/s] from `lowest` up that holds its memory below the limit, at most `highest`.

    `module` [W] is the power of one module, `heat` [W] all heat to the air; bisection, temperature falls with flow.
    """
    limit = rec.memory_limit - rec.fan_margin
    if t_in + 0.5 * heat / (carry * lowest) + module * memory_air(rec, lowest, t_in, pressure) <= limit:
        return lowest
    if t_in + 0.5 * heat / (carry * highest) + module * memory_air(rec, highest, t_in, pressure) >= limit:
        return highest
    low, high = lowest, highest
    for _ in range(50):
        flow = 0.5 * (low + high)
        if t_in + 0.5 * heat / (carry * flow) + module * memory_air(rec, flow, t_in, pressure) > limit:
            low = flow
        else:
            high = flow
    return high


@point(RACK, RACK_IN, RACK_RESULT)
def rack(rec, x, out):
    """Rack of servers with cold plates: liquid and air share the heat (see the module)."""
    u, t_liquid, t_supply, pressure = x.u, x.t_liquid, x.t_air, x.pressure
    c, n = rec.coolant, rec.servers
    flow = max(x.v_liquid, LEAST_FLOW)
    recirculation = min(max(x.recirculation, 0.0), 0.9)
    ratio = recirculation / (1.0 - recirculation)
    memory = load_power(rec.memory_power, rec.memory_idle, u)
    other = load_power(rec.other_power, rec.other_idle, u)
    module = memory / rec.memory_count if rec.memory_count > 0.0 else 0.0
    module_in_air = module if rec.memory_on_plates < 1.0 else 0.0
    chip_series, host_series = _series(rec, rec.chip_count), _series(rec, rec.host_count)
    surface = rec.plate_air_area * rec.plate_air_h

    rho, cp = fluids.density(c, t_liquid), fluids.specific_heat(c, t_liquid)
    chassis, v0, efficiency = air_path(rec)
    highest = chassis_flow(1.0, chassis, rec.fan_dp0, v0)
    standing = standing_fans(rec, v0)
    # starting values of the iteration: heat by nameplate, air at half its rise
    chip_heat, host_heat, to_liquid = rec.chip_tdp * u, rec.host_tdp * u, plated_power(rec) * u
    rise = rec.residual_rise
    t_in = t_supply + ratio * rise
    packages, vr, psu, fan, air, speed, fan_flags = 0.0, 0.0, 0.0, 0.0, highest, 0.0, 0
    dp, r_chip, r_host, reynolds = 0.0, 0.0, 0.0, 0.0
    chip, host = nothing(), nothing()
    for _ in range(ROUNDS):
        t_mean = t_liquid + 0.5 * n * to_liquid / (rho * cp * flow)
        t_air = t_in + 0.5 * rise
        chip_flow, host_flow, dp, worst = hydraulics(rec, flow, t_mean)
        packages, plates, change = 0.0, 0.0, 0.0
        if rec.chip_count > 0.0:
            warming = chip_heat / (rho * cp * chip_flow)
            r_chip, _dp, reynolds = _chip_plate(rec, chip_flow, t_liquid + 0.5 * chip_series * warming)
            mean = chip_package(rec, t_liquid + 0.5 * (chip_series - 1.0) * warming, r_chip, t_air, 1.0, u)
            warming /= worst
            r_worst = _chip_plate(rec, chip_flow * worst, t_liquid + 0.5 * chip_series * warming)[0]
            chip = chip_package(rec, t_liquid + (chip_series - 1.0) * warming, r_worst, t_air, 1.0, u)
            if math.isnan(chip[2]):
                mean = chip
            change += rec.chip_count * abs(mean[1] - chip_heat)
            chip_heat = mean[1]
            packages += rec.chip_count * mean[0]
            plates += rec.chip_count * chip_heat
        if rec.host_count > 0.0:
            warming = host_heat / (rho * cp * host_flow)
            r_host, _dp, re_host = _host_plate(rec, host_flow, t_liquid + 0.5 * host_series * warming)
            mean = host_package(rec, t_liquid + 0.5 * (host_series - 1.0) * warming, r_host, t_air, 1.0, u)
            warming /= worst
            r_worst = _host_plate(rec, host_flow * worst, t_liquid + 0.5 * host_series * warming)[0]
            host = host_package(rec, t_liquid + (host_series - 1.0) * warming, r_worst, t_air, 1.0, u)
            if math.isnan(host[2]):
                mean = host
            change += rec.host_count * abs(mean[1] - host_heat)
            host_heat = mean[1]
            packages += rec.host_count * mean[0]
            plates += rec.host_count * host_heat
            reynolds = max(reynolds, re_host)
        vr, psu = supply_chain(
            packages, memory + other + fan, rec.vr_efficiency, rec.psu_rating, rec.psu_count, rec.psu_a, rec.psu_b,
            rec.psu_c,
        )  # fmt: skip
        under_plates = rec.vr_on_plates * vr + rec.memory_on_plates * memory + rec.other_on_plates * other
        given = surface * (t_liquid - t_air)
        collected = (plates + under_plates - given) / (1.0 + 0.5 * n * surface / (rho * cp * flow))
        to_air = packages + vr + psu + memory + other - collected
        rho_air, cp_air = fluids.air_density(t_in, pressure), fluids.air_specific_heat(t_in)
        carry = rho_air * cp_air
        air, fan, speed, fan_flags = residual_fans(
            to_air,
            rec.residual_rise,
            rho_air,
            cp_air,
            chassis,
            rec.fan_dp0,
            v0,
            efficiency,
            ramp(rec, t_in),
            standing,
            rec.fan_standing,
        )
        if module_in_air > 0.0:
            wanted = memory_flow(rec, module_in_air, t_in, to_air + fan, air, highest, carry, pressure)
            if wanted > air:
                fan = standing + (fan - standing) * (wanted / air) ** 3
                air, speed = wanted, wanted / highest
                fan_flags = F_FAN_LIMIT if wanted >= highest else 0
        new_rise = (to_air + fan) / (carry * air)
        change += abs(collected - to_liquid) + carry * air * abs(new_rise - rise)
        to_liquid, rise = collected, new_rise
        t_in = t_supply + ratio * rise
        if change <= 1e-11 * (packages + memory + other):
            break

    t_j, t_case, t_memory, done, flags, m_chip, m_case, m_memory = worse(chip, host)
    if rec.memory_count > 0.0:
        modules = -math.inf
        if rec.memory_on_plates > 0.0:
            modules = t_liquid + n * to_liquid / (rho * cp * flow) + rec.plate_memory_r * module
        if module_in_air > 0.0:
            modules = max(modules, t_in + 0.5 * rise + module * memory_air(rec, air, t_in, pressure))
        m_memory = min(m_memory, rec.memory_limit - modules)
        t_memory = hotter(t_memory, modules)
    computing = packages + memory + other
    total = n * computing + n * vr + n * fan + n * psu
    t_out = t_liquid + n * to_liquid / (rho * cp * flow)
    flags |= fan_flags | liquid_flags(c, t_liquid, t_out)
    if x.v_liquid < LEAST_FLOW:
        flags |= F_NO_FLOW
    if reynolds > HIGHEST_TURBULENT:
        flags |= F_EXTRAPOLATED
    out.compute, out.vr_loss, out.fans, out.pumps, out.psu_loss = n * computing, n * vr, n * fan, 0.0, n * psu
    out.q_liquid = n * to_liquid
    out.q_air = total - out.q_liquid
    out.v_air, out.t_intake, out.t_exhaust = n * air, t_in, t_in + rise
    out.v_liquid, out.t_out, out.dp = flow, t_out, dp
    out.t_chip, out.t_case, out.t_memory, out.done = t_j, t_case, hotter(t_memory, t_liquid), done
    out.r_sink, out.fan_speed = r_chip if rec.chip_count > 0.0 else r_host, speed
    out.margin_chip, out.margin_case, out.margin_memory = m_chip, m_case, m_memory
    out.margin_intake = min(rec.intake_max - t_in, t_in - rec.intake_min)
    carry = fluids.air_density(t_in, pressure) * fluids.air_specific_heat(t_in)
    out.air_needed = max(n * air, out.q_air / (carry * rec.rise_max))
    out.air_possible = min(n * highest, rec.face_area * rec.face_velocity)
    out.margin_airflow = 1.0 - out.air_needed / out.air_possible
    out.margin_coolant = rec.coolant_max - t_liquid
    out.margin_flux = math.inf
    out.margin_geometry = rec.rack_height - n * rec.server_height_min
    out.status = float(flags)


TECHNOLOGY = Technology(rack, bill.plated)
