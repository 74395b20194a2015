"""Immersion: boards upright in a tank of dielectric oil, plate-fin sinks, no server fans.

Oil from the tank's pump rises between the boards. At a row of sinks it divides between the fin gaps and the free stream
beside them so that both lose the same pressure; for laminar slots the speeds go with D_h^2 / (f Re)::

    u_gap / u_free = (D_gap^2 / (f Re)_gap) / (D_free^2 / (f Re)_free),      V = u_gap A_gap + u_free A_free

so that most of the oil goes round unducted sinks, and buoyancy drives much of what passes between the fins. Forced and
natural convection help each other::

    Nu^3 = Nu_forced^3 + Nu_natural^3

Forced: developing laminar flow (Baehr & Stephan) with (mu / mu_wall)^0.14, referred to the oil below the sink. Natural:
Bar-Cohen & Rohsenow. Memory: laminar flat plate and Churchill-Chu, in the same way. A board sees oil at

    T = T_supply + s (T_return - T_supply)

with s the stratification (0 bottom, 1 top). The board path of a package, `tank_board` times that in air,
ends there too.

All heat enters the oil, but what the tank's wall gives to the room::

    Q_A = U A (T_mean - T_room),       Q_L = sum of powers - Q_A

Pressure drop is that of the tank's pipes and distributor, laminar or turbulent by Re: viscous oil makes it laminar.

Range: Elenbaas number 0.1 to 1e5, Re < 2300 in the gaps, sinks' gaps at most 95 % of the stream, oil inside its data;
outside F_EXTRAPOLATED is set.
"""

import math
from functools import partial

from thermo.cooling import bill
from thermo.cooling.common import supply_chain
from thermo.cooling.declaration import Technology
from thermo.cooling.liquid_parts import (
    LAMINAR_END,
    bath_limit,
    chip_package,
    gap_share,
    host_package,
    hotter,
    immersed_board,
    immersed_sink,
    liquid_flags,
    load_power,
    nothing,
    pipe_drop,
    wall_balance,
    worse,
)
from thermo.core import fluids
from thermo.core.correlations.coldplate import channel_count
from thermo.core.correlations.natural import bar_cohen_rohsenow_in_range
from thermo.core.jit import kernel, point
from thermo.schema.flags import F_EXTRAPOLATED, F_NO_FLOW
from thermo.schema.rack import RACK, RACK_IN, RACK_RESULT

LEAST_FLOW = 1e-6  # m3/s per rack; below it there is none
SPECIFIC_HEAT = 600.0  # J/(kg K), a server by mass (assumption, 450 to 900), as in an air-cooled rack
ROUNDS = 60
DAMPING = 0.75  # of the logarithm of a temperature rise: natural convection overshoots by its exponent of 0 to 1


@kernel
def _gap_area(width, thickness, gap, height):
    """Free area between the fins of one sink [m2]."""
    return (channel_count(width, thickness, gap) - 1.0) * gap * height


@kernel
def chip_speeds(rec, flow):
    """Oil speeds at the accelerators' row at a rack flow [m3/s]: in the gaps, beside [m/s], gaps' share of area."""
    area = _gap_area(rec.chip_tank_width, rec.chip_tank_thickness, rec.chip_tank_gap, rec.chip_tank_height)
    area *= rec.chip_count / max(1.0, rec.chip_sink_rows)
    inside, beside = gap_share(
        rec.chip_tank_gap, rec.chip_tank_height, rec.tank_bypass_gap, area, rec.tank_flow_area, flow / rec.servers
    )
    return inside, beside, area / rec.tank_flow_area


@kernel
def host_speeds(rec, flow):
    """Oil speeds at the host processors' row, as `chip_speeds`."""
    area = _gap_area(rec.host_tank_width, rec.host_tank_thickness, rec.host_tank_gap, rec.host_tank_height)
    area *= rec.host_count / max(1.0, rec.host_sink_rows)
    inside, beside = gap_share(
        rec.host_tank_gap, rec.host_tank_height, rec.tank_bypass_gap, area, rec.tank_flow_area, flow / rec.servers
    )
    return inside, beside, area / rec.tank_flow_area


@kernel
def chip_sink(rec, speed, t, rise):
    """Accelerator's sink in oil of t [degC], its base `rise` [K] above: (R [K/W], Richardson, Elenbaas, Reynolds)."""
    return immersed_sink(
        rec.chip_tank_width, rec.chip_tank_length, rec.chip_tank_height, rec.chip_tank_thickness, rec.chip_tank_gap,
        rec.chip_tank_base, rec.chip_tank_k, rec.chip_tank_base_k, rec.chip_heater_area, rec.coolant, speed, t, rise,
    )  # fmt: skip


@kernel
def host_sink(rec, speed, t, rise):
    """Host processor's sink in oil, as `chip_sink`."""
    return immersed_sink(
        rec.host_tank_width, rec.host_tank_length, rec.host_tank_height, rec.host_tank_thickness, rec.host_tank_gap,
        rec.host_tank_base, rec.host_tank_k, rec.host_tank_base_k, rec.host_heater_area, rec.coolant, speed, t, rise,
    )  # fmt: skip


@kernel
def _toward(old, new):
    """Next trial of a temperature rise [K]: a damped step in its logarithm."""
    return math.exp((1.0 - DAMPING) * math.log(max(old, 1e-6)) + DAMPING * math.log(max(new, 1e-6)))


@kernel
def resistance(rec, flow, t):
    """Accelerator's (else the host's) sink to the oil below it [K/W] at nameplate, rack flow [m3/s], oil t [degC]."""
    chips = rec.chip_count > 0.0
    power = rec.chip_tdp if chips else rec.host_tdp
    speed = chip_speeds(rec, flow)[0] if chips else host_speeds(rec, flow)[0]
    rise, r = 20.0, 0.0
    for _ in range(ROUNDS):
        r = chip_sink(rec, speed, t, rise)[0] if chips else host_sink(rec, speed, t, rise)[0]
        new = _toward(rise, power * r)
        if abs(new - rise) <= 1e-12 * rise:
            break
        rise = new
    return r


@kernel
def thermal_mass(rec):
    """Heat capacity of the rack [J/K]: servers by mass, and the tank's oil at 40 degC."""
    c = rec.coolant
    return rec.mass * SPECIFIC_HEAT + rec.tank_volume * fluids.density(c, 40.0) * fluids.specific_heat(c, 40.0)


@point(RACK, RACK_IN, RACK_RESULT)
def rack(rec, x, out):
    """Rack of servers in one tank of oil (see the module)."""
    u, t_liquid, t_room = x.u, x.t_liquid, x.t_room
    c, n = rec.coolant, rec.servers
    flow = max(x.v_liquid, LEAST_FLOW)
    memory = load_power(rec.memory_power, rec.memory_idle, u)
    other = load_power(rec.other_power, rec.other_idle, u)
    module = memory / rec.memory_count if rec.memory_count > 0.0 else 0.0
    capacity = fluids.density(c, t_liquid) * fluids.specific_heat(c, t_liquid) * flow
    place = rec.tank_stratification
    chip_speed, beside, chip_share = 0.0, flow / n / rec.tank_flow_area, 0.0
    host_speed, host_share = 0.0, 0.0
    if rec.host_count > 0.0:
        host_speed, beside, host_share = host_speeds(rec, flow)
    if rec.chip_count > 0.0:
        chip_speed, beside, chip_share = chip_speeds(rec, flow)

    nameplate = rec.chip_count * rec.chip_tdp + rec.host_count * rec.host_tdp + rec.memory_power + rec.other_power
    warming = n * nameplate * u / capacity
    chip_rise, host_rise, module_rise = 20.0, 20.0, 5.0
    packages, vr, psu, loss, total, r_sink, elenbaas, reynolds = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0
    chip, host = nothing(), nothing()
    for _ in range(ROUNDS):
        t_oil = t_liquid + place * warming
        packages, change = 0.0, 0.0
        if rec.host_count > 0.0:
            r_sink, _ri, elenbaas, reynolds = host_sink(rec, host_speed, t_oil, host_rise)
            host = host_package(rec, t_oil, r_sink, t_oil, rec.tank_board, u)
            packages += rec.host_count * host[0]
            new = _toward(host_rise, host[1] * r_sink)
            change += abs(new - host_rise)
            host_rise = new
        if rec.chip_count > 0.0:
            r_sink, _ri, elenbaas, reynolds = chip_sink(rec, chip_speed, t_oil, chip_rise)
            chip = chip_package(rec, t_oil, r_sink, t_oil, rec.tank_board, u)
            packages += rec.chip_count * chip[0]
            new = _toward(chip_rise, chip[1] * r_sink)
            change += abs(new - chip_rise)
            chip_rise = new
        if rec.memory_count > 0.0:
            h = immersed_board(c, beside, rec.memory_length, t_oil, module_rise)
            new = _toward(module_rise, module / (h * rec.memory_area))
            change += abs(new - module_rise)
            module_rise = new
        vr, psu = supply_chain(
            packages, memory + other, rec.vr_efficiency, rec.psu_rating, rec.psu_count, rec.psu_a, rec.psu_b, rec.psu_c
        )
        total = n * (packages + memory + other) + n * vr + n * psu
        new, loss = wall_balance(total, rec.tank_wall_u * rec.tank_wall_area, capacity, t_liquid, t_room)
        change += abs(new - warming)
        warming = new
        if change <= 1e-11:
            break

    t_out = t_liquid + warming
    t_j, t_case, t_memory, done, flags, m_chip, m_case, m_memory = worse(chip, host)
    if rec.memory_count > 0.0:
        modules = t_liquid + place * warming + module_rise
        m_memory = min(m_memory, rec.memory_limit - modules)
        t_memory = hotter(t_memory, modules)
    flags |= liquid_flags(c, t_liquid, t_out)
    if x.v_liquid < LEAST_FLOW:
        flags |= F_NO_FLOW
    if max(chip_share, host_share) > 0.95 or bar_cohen_rohsenow_in_range(elenbaas) < 1.0 or reynolds > LAMINAR_END:
        flags |= F_EXTRAPOLATED
    out.compute = n * (packages + memory + other)
    out.vr_loss, out.fans, out.pumps, out.psu_loss = n * vr, 0.0, 0.0, n * psu
    out.q_liquid = total - loss
    out.q_air = total - out.q_liquid
    out.v_air, out.t_intake, out.t_exhaust = 0.0, x.t_air, x.t_air
    out.v_liquid, out.t_out = flow, t_out
    out.dp = pipe_drop(c, flow, t_liquid, rec.tank_pipe_diameter, rec.tank_pipe_length, rec.tank_pipe_k)
    out.t_chip, out.t_case, out.t_memory, out.done = t_j, t_case, hotter(t_memory, t_liquid), done
    out.r_sink, out.fan_speed = r_sink, 0.0
    out.margin_chip, out.margin_case, out.margin_memory = m_chip, m_case, m_memory
    out.margin_intake, out.margin_airflow, out.margin_flux = math.inf, math.inf, math.inf
    out.margin_coolant = bath_limit(c, rec.coolant_max, rec.material_max, t_liquid, t_out)
    out.margin_geometry = rec.rack_height - n * rec.server_height_min
    out.air_needed, out.air_possible = 0.0, math.inf
    out.status = float(flags)


TECHNOLOGY = Technology(rack, partial(bill.tanks, "tank"))
