"""Two-phase cold plates: pumped refrigerant boils in the channels of the plates and condenses in the CDU.

The CDU holds the pressure of its receiver, so that liquid enters the rack `subcooling` below the saturation temperature
at the rack's outlet (docs/two-phase.md). From there back to the plate the return line's pressure drop, and along the
channels friction and acceleration, raise saturation::

    T_out  = T_sat(p_return + dp_return),      T(z) = T_sat(p_out + dp from z to the outlet)
    x_exit = [Q/m - cp (T_out - T_in)] / h_fg

The base of a plate is isothermal: with local conductances g = h A over a subcooled part and CELLS of rising quality

    T_base = (Q + sum g T) / sum g,            R = 1 / sum g + base + spreading

so that a chip sees T_plate = sum g T / sum g through R. Geometry of channels, split of flow and of heat between
liquid and air, fans, the worst server of a manifold: as in `cold_plate.py`. All plates stand in parallel.

Limits. Dry-out quality (Kim & Mudawar 2013) against the exit quality of the worst plate; critical flux (Wojtan et al.
2006 or Qu & Mudawar 2004, over the flux under the package, which is above the mean by 1 + R_spreading/R_film), never
more than what evaporates all liquid; Ledinegg slope of orifice and channels together at constant heat; suction head of
the pump

    NPSH = [p_sat(T_sat) - p_sat(T_in)] / (rho g) + level - needed

Beyond dry-out or critical flux the wall has no steady temperature: F_DRYOUT, F_CHF, the junction is NaN.

Range: that of the correlations (0.19 to 6.5 mm, 19 to 1608 kg/(m2 s), p_r 0.005 to 0.69) and of the fluid's data;
outside F_EXTRAPOLATED. Boiling in the subcooled part, and unequal heat of the channels of one plate, are left out.
"""

import math

from thermo.cooling import bill
from thermo.cooling.cold_plate import (
    HEADER_SHARE,
    LEAST_FLOW,
    ROUNDS,
    air_path,
    memory_air,
    memory_flow,
    plated_power,
    thermal_mass,
)
from thermo.cooling.common import chassis_flow, ramp, residual_fans, standing_fans, supply_chain
from thermo.cooling.declaration import Technology
from thermo.cooling.liquid_parts import (
    base_resistance,
    chip_package,
    host_package,
    hotter,
    liquid_flags,
    load_power,
    nothing,
    pipe_drop,
    worse,
)
from thermo.core import fluids
from thermo.core import saturation as sat
from thermo.core.correlations import flow_boiling as boiling
from thermo.core.correlations import two_phase_flow as mixture
from thermo.core.correlations.boiling import cooper
from thermo.core.correlations.coldplate import channel_count, channel_nusselt, core_pressure_drop, quick_disconnect
from thermo.core.correlations.convection import rectangle_nusselt
from thermo.core.correlations.film import GRAVITY
from thermo.core.correlations.friction import rectangle_fanning_re
from thermo.core.correlations.heatsink import fin_efficiency
from thermo.core.jit import kernel, point
from thermo.schema.flags import F_CHF, F_DRYOUT, F_EXTRAPOLATED, F_FAN_LIMIT, F_NO_FLOW
from thermo.schema.rack import RACK, RACK_IN, RACK_RESULT

CELLS = 6
LEAST_HEAT = 1e-3  # W per plate
LIMIT = 1.0 / 0.7  # critical flux / flux
CALM = 1e3  # largest ratio that is told
STEP = 0.02  # of flow, for the slope of the internal characteristic
CIRCLE = 16.0  # Fanning f Re of a tube
VAPOUR_PRANDTL = 0.85  # for Bertsch's vapour term (assumption; refrigerants 0.8 to 0.95)


@kernel
def coefficient(rec, flux, heated, aspect, g, x, d, run, t, p):
    """Boiling coefficient [W/(m2 K)] of the chosen correlation; p are the properties of `properties`."""
    h_fg, rho_l, rho_v, mu_l, mu_v, k_l, cp_l, sigma, p_r, mass = p
    form = int(rec.boiling_form)
    x = min(max(x, boiling.WETTEST), boiling.DRIEST)
    if form == 1:
        nusselt = rectangle_nusselt(aspect)
        return boiling.kandlikar(flux, g, x, d, h_fg, rho_l, rho_v, mu_l, k_l, cp_l, rec.boiling_factor, nusselt)
    if form == 2:
        k_v = mu_v * sat.vapour_specific_heat(rec.boiling, t) / VAPOUR_PRANDTL
        return boiling.bertsch(
            flux, g, x, d, run, rho_l, rho_v, mu_l, mu_v, k_l, cp_l, k_v, VAPOUR_PRANDTL, sigma, p_r, mass
        )  # fmt: skip
    if form == 3:
        return boiling.liu_winterton(cooper(flux, p_r, mass, 1.0), g, x, d, rho_l, rho_v, mu_l, k_l, cp_l)
    if form == 4:
        return boiling.sun_mishima(flux, g, d, h_fg, rho_l, rho_v, mu_l, k_l, sigma)
    if form == 5:
        return boiling.li_wu(flux, g, x, d, h_fg, rho_l, rho_v, mu_l, k_l, sigma)
    if form == 6:
        return boiling.lazarek_black(flux, g, d, h_fg, mu_l, k_l)
    return boiling.kim_mudawar(flux, heated, g, x, d, h_fg, rho_l, rho_v, mu_l, mu_v, k_l, cp_l, sigma, p_r)


@kernel
def gradient(form, g, x, d, boils, p):
    """Frictional gradient [Pa/m] of the chosen correlation."""
    _h, rho_l, rho_v, mu_l, mu_v, _k, _cp, sigma, _pr, _m = p
    if form == 1:
        return mixture.muller_steinhagen_heck(g, x, d, rho_l, rho_v, mu_l, mu_v)
    if form == 2:
        return mixture.friedel(g, max(x, boiling.WETTEST), d, rho_l, rho_v, mu_l, mu_v, sigma)
    if form == 3:
        return mixture.mishima_hibiki(g, x, d, rho_l, rho_v, mu_l, mu_v)
    if form == 4:
        return mixture.lockhart_martinelli(g, x, d, rho_l, rho_v, mu_l, mu_v)
    if form == 5:
        return mixture.homogeneous(g, x, d, rho_l, rho_v, mu_l, mu_v)
    return mixture.kim_mudawar(g, x, d, rho_l, rho_v, mu_l, mu_v, sigma, boils)


@kernel
def properties(s, t):
    """(h_fg, rho_l, rho_v, mu_l, mu_v, k_l, cp_l, sigma, p_r, M [g/mol]) at saturation, t [degC]."""
    return (
        sat.latent_heat(s, t), sat.liquid_density(s, t), sat.vapour_density(s, t), sat.liquid_viscosity(s, t),
        sat.vapour_viscosity(s, t), sat.liquid_conductivity(s, t), sat.liquid_specific_heat(s, t),
        sat.surface_tension(s, t), min(sat.reduced_pressure(s, t), 0.95), 1e3 * sat.molar_mass(s),
    )  # fmt: skip


@kernel
def plate(rec, width, length, channel, height, wall, base, k, splits, heated_area, heat, flow, t_in, t_out, p):
    """One plate at a heat [W] and a mass flow [kg/s].

    Parameters
    ----------
    width ... heated_area : geometry as `liquid_parts.channel_plate`, m and W/(m K)
    t_in : liquid at its inlet, t_out : saturation at its outlet [degC]; p : `properties` at t_out

    Returns
    -------
    t_plate [degC], R to it [K/W], pressure drop of the channels [Pa], exit quality [1], dry-out quality [1], critical
    flux over flux [1], 1.0 inside the correlations' range
    """
    h_fg, rho_l, rho_v, mu_l, _mu_v, k_l, cp_l, sigma, p_r, _m = p
    heat = max(heat, LEAST_HEAT)
    count = channel_count(width, channel, wall) * splits
    run = length / splits
    g = flow / (count * channel * height)
    d = 2.0 * channel * height / (channel + height)
    heated = (channel + 2.0 * height) / (2.0 * (channel + height))
    aspect = min(channel, height) / max(channel, height)
    flux = heat / (count * run * (channel + 2.0 * height))
    warming = cp_l * (t_out - t_in)
    x_exit = (heat / flow - warming) / h_fg
    x_end = min(max(x_exit, 0.0), 1.0)
    wet = min(1.0, warming * flow / heat) if warming > 0.0 else 0.0  # share of the run that only warms
    shape = rectangle_fanning_re(aspect) / CIRCLE  # of laminar friction
    boils = flux / (g * h_fg) * heated

    # pressure from the outlet back, conductance on the way
    cell = (1.0 - wet) * run / CELLS
    form = int(rec.friction_form)
    at_end = mixture.momentum(g, x_end, rho_l, rho_v)
    p_out = sat.pressure(rec.boiling, t_out)
    rise, total, weighted = 0.0, 0.0, 0.0
    for i in range(CELLS):
        x = x_end * (1.0 - (i + 0.5) / CELLS)
        here = shape * gradient(form, g, x, d, boils, p) * cell
        back = rise + 0.5 * here + at_end - mixture.momentum(g, x, rho_l, rho_v)
        rise += here
        h = coefficient(rec, flux, heated, aspect, g, x, d, run, t_out, p)
        area = count * cell * (channel + 2.0 * fin_efficiency(h, k, wall, height) * height)
        total += h * area
        weighted += h * area * sat.temperature(rec.boiling, p_out + back)
    rise += at_end - mixture.momentum(g, 0.0, rho_l, rho_v)
    if wet > 0.0:
        h = channel_nusselt(g * d / mu_l, cp_l * mu_l / k_l, aspect, d, run, 1.0) * k_l / d
        area = count * wet * run * (channel + 2.0 * fin_efficiency(h, k, wall, height) * height)
        total += h * area
        weighted += h * area * 0.5 * (t_in + min(t_out, t_in + heat / (flow * cp_l)))
        rise += core_pressure_drop(wet * run, channel, height, count, flow / rho_l, rho_l, mu_l, 0.0, 0.0)
    r_film = 1.0 / total
    spread = base_resistance(r_film, heated_area, width * length, base, k)
    peak = 1.0 + (spread - base / (k * width * length)) / r_film
    if int(rec.flux_form) == 1:
        critical = boiling.critical_flux_qu_mudawar(g, d, run, h_fg, rho_l, rho_v, sigma)
    else:
        critical = boiling.critical_flux_wojtan(g, d, run, h_fg, rho_l, rho_v, sigma)
    ratio = min(critical / (flux * peak), (h_fg + warming) * flow / heat, CALM)
    dry = boiling.dry_out_quality(flux, heated, g, d, h_fg, rho_l, rho_v, mu_l, sigma, p_r)
    return weighted / total, r_film + spread, rise, x_exit, dry, ratio, boiling.in_range(g, d, p_r)


@kernel
def chip_plate(rec, heat, flow, t_in, t_out, p):
    """`plate` of the accelerator."""
    return plate(
        rec, rec.chip_plate_width, rec.chip_plate_length, rec.chip_plate_channel, rec.chip_plate_channel_height,
        rec.chip_plate_wall, rec.chip_plate_base, rec.chip_plate_k, rec.boiling_splits, rec.chip_heater_area, heat,
        flow, t_in, t_out, p,
    )  # fmt: skip


@kernel
def host_plate(rec, heat, flow, t_in, t_out, p):
    """`plate` of the host processor."""
    return plate(
        rec, rec.host_plate_width, rec.host_plate_length, rec.host_plate_channel, rec.host_plate_channel_height,
        rec.host_plate_wall, rec.host_plate_base, rec.host_plate_k, rec.boiling_splits, rec.host_heater_area, heat,
        flow, t_in, t_out, p,
    )  # fmt: skip


@kernel
def supply_drop(rec, flow, t):
    """(Branch, header) pressure drop [Pa] of the liquid side: hose and coupling of a server, manifold of the rack."""
    c = rec.coolant
    server = flow / rec.servers
    branch = quick_disconnect(server, rec.qd_kv, fluids.density(c, t))
    branch += 0.5 * pipe_drop(c, server, t, rec.hose_diameter, rec.hose_length, 0.0)
    return branch, HEADER_SHARE * pipe_drop(c, flow, t, rec.manifold_diameter, rec.manifold_length, 0.0)


@kernel
def return_drop(rec, mass, x, p):
    """(Branch, header) pressure drop [Pa] of the mixture's side at a rack's mass flow [kg/s] and quality."""
    _h, rho_l, rho_v, mu_l, mu_v, _k, _cp, _s, _pr, _m = p
    x = min(max(x, 0.0), 1.0)
    server = mass / rec.servers
    rho = mixture.homogeneous_density(x, rho_l, rho_v)
    branch = quick_disconnect(server / rho, rec.return_kv, rho)
    g = server / (0.25 * math.pi * rec.return_diameter**2)
    branch += (
        0.5 * rec.hose_length * mixture.muller_steinhagen_heck(g, x, rec.return_diameter, rho_l, rho_v, mu_l, mu_v)
    )
    d = rec.return_manifold_diameter
    g = mass / (0.25 * math.pi * d**2)
    return branch, HEADER_SHARE * rec.manifold_length * mixture.muller_steinhagen_heck(
        g, x, d, rho_l, rho_v, mu_l, mu_v
    )


@kernel
def charge(rec, x, p):
    """Fluid [kg] in hoses, manifolds and plates of the rack, and its part of receiver and CDU."""
    _h, rho_l, rho_v, _ml, _mv, _k, _cp, _s, _pr, _m = p
    wet, mean = mixture.void_fraction(x, rho_l, rho_v), mixture.void_fraction(0.5 * x, rho_l, rho_v)
    wet, mean = wet * rho_v + (1.0 - wet) * rho_l, mean * rho_v + (1.0 - mean) * rho_l
    quarter = 0.25 * math.pi
    liquid = quarter * rec.hose_diameter**2 * 0.5 * rec.hose_length * rec.servers
    liquid += quarter * rec.manifold_diameter**2 * rec.manifold_length
    vapour = quarter * rec.return_diameter**2 * 0.5 * rec.hose_length * rec.servers
    vapour += quarter * rec.return_manifold_diameter**2 * rec.manifold_length
    chips = channel_count(rec.chip_plate_width, rec.chip_plate_channel, rec.chip_plate_wall)
    plates = rec.chip_count * chips * rec.chip_plate_channel * rec.chip_plate_channel_height * rec.chip_plate_length
    if rec.host_count > 0.0:
        hosts = channel_count(rec.host_plate_width, rec.host_plate_channel, rec.host_plate_wall)
        area = rec.host_plate_channel * rec.host_plate_channel_height
        plates += rec.host_count * hosts * area * rec.host_plate_length
    return liquid * rho_l + vapour * wet + rec.servers * plates * mean + rec.receiver_charge * rec.nameplate


@kernel
def slope(rec, heat, flow, design, t_in, t_out, p, chip):
    """d ln dp / d ln m of orifice and channels at constant heat [1]: below zero parallel plates share flow unstably."""
    drops = 0.0
    for side in range(2):
        m = flow * (1.0 + STEP if side == 0 else 1.0 - STEP)
        if chip > 0.0:
            channels = chip_plate(rec, heat, m, t_in, t_out, p)[2]
        else:
            channels = host_plate(rec, heat, m, t_in, t_out, p)[2]
        drop = math.log(channels + rec.inlet_drop * (m / design) ** 2)
        drops += drop if side == 0 else -drop
    return drops / math.log((1.0 + STEP) / (1.0 - STEP))


@point(RACK, RACK_IN, RACK_RESULT)
def rack(rec, x, out):
    """Rack of servers with boiling plates: liquid and air share the heat (see the module)."""
    u, t_in_liquid, t_supply, pressure = x.u, x.t_liquid, x.t_air, x.pressure
    c, s, n = rec.coolant, rec.boiling, rec.servers
    flow = max(x.v_liquid, LEAST_FLOW)
    recirculation = min(max(x.recirculation, 0.0), 0.9)
    ratio = recirculation / (1.0 - recirculation)
    memory = load_power(rec.memory_power, rec.memory_idle, u)
    other = load_power(rec.other_power, rec.other_idle, u)
    module = memory / rec.memory_count if rec.memory_count > 0.0 else 0.0
    module_in_air = module if rec.memory_on_plates < 1.0 else 0.0
    surface = rec.plate_air_area * rec.plate_air_h
    chassis, v0, efficiency = air_path(rec)
    highest = chassis_flow(1.0, chassis, rec.fan_dp0, v0)
    standing = standing_fans(rec, v0)

    rho, cp = fluids.density(c, t_in_liquid), fluids.specific_heat(c, t_in_liquid)
    mass = rho * flow
    t_return = t_in_liquid + rec.subcooling
    at_return = properties(s, t_return)
    p_return, h_return = sat.pressure(s, t_return), at_return[0]
    supply_branch, supply_header = supply_drop(rec, flow, t_in_liquid)
    share = mass / n / plated_power(rec)
    chip_flow, host_flow = share * rec.chip_tdp, share * rec.host_tdp
    design = rec.flow_per_watt * rec.nameplate * rho / n / plated_power(rec)
    orifice = rec.inlet_drop * (share / design) ** 2

    chip_heat, host_heat, to_liquid = rec.chip_tdp * u, rec.host_tdp * u, plated_power(rec) * u
    rise = rec.residual_rise
    t_in = t_supply + ratio * rise
    packages, vr, psu, fan, air, speed, fan_flags = 0.0, 0.0, 0.0, 0.0, highest, 0.0, 0
    dp, r_sink, r_host, channels, branch, header, inside, in_host = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 1.0
    quality, t_out, t_air, p = 0.0, t_return, t_in, at_return
    for _ in range(ROUNDS):
        t_air = t_in + 0.5 * rise
        quality = (n * to_liquid / mass - cp * rec.subcooling) / h_return
        branch, header = return_drop(rec, mass, quality, at_return)
        t_out = sat.temperature(s, p_return + branch + header)
        p = properties(s, t_out)
        packages, plates, change, channels = 0.0, 0.0, 0.0, 0.0
        if rec.chip_count > 0.0:
            t_plate, r_sink, channels, _x, _d, _r, inside = chip_plate(rec, chip_heat, chip_flow, t_in_liquid, t_out, p)
            mean = chip_package(rec, t_plate, r_sink, t_air, 1.0, u)
            change += rec.chip_count * abs(mean[1] - chip_heat)
            chip_heat = mean[1]
            packages += rec.chip_count * mean[0]
            plates += rec.chip_count * chip_heat
        if rec.host_count > 0.0:
            t_plate, r_host, more, _x, _d, _r, in_host = host_plate(rec, host_heat, host_flow, t_in_liquid, t_out, p)
            mean = host_package(rec, t_plate, r_host, t_air, 1.0, u)
            channels = max(channels, more)
            change += rec.host_count * abs(mean[1] - host_heat)
            host_heat = mean[1]
            packages += rec.host_count * mean[0]
            plates += rec.host_count * host_heat
        dp = supply_header + supply_branch + orifice + channels + branch + header
        vr, psu = supply_chain(
            packages, memory + other + fan, rec.vr_efficiency, rec.psu_rating, rec.psu_count, rec.psu_a, rec.psu_b,
            rec.psu_c,
        )  # fmt: skip
        under_plates = rec.vr_on_plates * vr + rec.memory_on_plates * memory + rec.other_on_plates * other
        collected = plates + under_plates - surface * (t_in_liquid + 0.5 * rec.subcooling - t_air)
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
            needed = memory_flow(rec, module_in_air, t_in, to_air + fan, air, highest, carry, pressure)
            if needed > air:
                fan = standing + (fan - standing) * (needed / air) ** 3
                air, speed = needed, needed / highest
                fan_flags = F_FAN_LIMIT if needed >= highest else 0
        new_rise = (to_air + fan) / (carry * air)
        change += abs(collected - to_liquid) + carry * air * abs(new_rise - rise)
        to_liquid, rise = collected, new_rise
        t_in = t_supply + ratio * rise
        if change <= 1e-11 * (packages + memory + other):
            break

    # limits: the worst server's plates
    worst = 1.0 / (1.0 + 0.5 * (header + supply_header) / (branch + supply_branch + orifice + channels))
    chip, host, dry, flux_ratio = nothing(), nothing(), math.inf, CALM
    if rec.chip_count > 0.0:
        t_plate, r, _c, x_exit, dry, flux_ratio, _i = chip_plate(
            rec, chip_heat, chip_flow * worst, t_in_liquid, t_out, p
        )
        dry -= x_exit
        chip = chip_package(rec, t_plate, r, t_air, 1.0, u)
    if rec.host_count > 0.0:
        t_plate, r, _c, x_exit, dry_host, ratio_host, _i = host_plate(
            rec, host_heat, host_flow * worst, t_in_liquid, t_out, p
        )
        dry, flux_ratio, inside = min(dry, dry_host - x_exit), min(flux_ratio, ratio_host), min(inside, in_host)
        host = host_package(rec, t_plate, r, t_air, 1.0, u)
    quality = (n * to_liquid / mass - cp * rec.subcooling) / h_return
    t_leaving = t_return if quality > 0.0 else t_in_liquid + n * to_liquid / (mass * cp)
    t_j, t_case, t_memory, done, flags, m_chip, m_case, m_memory = worse(chip, host)
    if rec.memory_count > 0.0:
        modules = -math.inf
        if rec.memory_on_plates > 0.0:
            modules = t_out + rec.plate_memory_r * module
        if module_in_air > 0.0:
            modules = max(modules, t_in + 0.5 * rise + module * memory_air(rec, air, t_in, pressure))
        m_memory = min(m_memory, rec.memory_limit - modules)
        t_memory = hotter(t_memory, modules)
    if dry <= 0.0:
        flags |= F_DRYOUT
    if flux_ratio <= 1.0:
        flags |= F_CHF
    if dry <= 0.0 or flux_ratio <= 1.0:
        t_j, t_case, t_memory, done = math.nan, math.nan, math.nan, 0.0
        m_chip, m_case, m_memory = math.nan, math.nan, math.nan
    computing = packages + memory + other
    total = n * computing + n * vr + n * fan + n * psu
    flags |= fan_flags | liquid_flags(c, t_in_liquid, t_out)
    if x.v_liquid < LEAST_FLOW:
        flags |= F_NO_FLOW
    if inside < 1.0:
        flags |= F_EXTRAPOLATED
    out.compute, out.vr_loss, out.fans, out.pumps, out.psu_loss = n * computing, n * vr, n * fan, 0.0, n * psu
    out.q_liquid = n * to_liquid
    out.q_air = total - out.q_liquid
    out.v_air, out.t_intake, out.t_exhaust = n * air, t_in, t_in + rise
    out.v_liquid, out.t_out, out.dp = flow, t_leaving, dp
    out.t_chip, out.t_case, out.t_memory, out.done = t_j, t_case, hotter(t_memory, t_in_liquid), done
    out.r_sink, out.fan_speed = r_sink if rec.chip_count > 0.0 else r_host, speed
    out.margin_chip, out.margin_case, out.margin_memory = m_chip, m_case, m_memory
    out.margin_intake = min(rec.intake_max - t_in, t_in - rec.intake_min)
    carry = fluids.air_density(t_in, pressure) * fluids.air_specific_heat(t_in)
    out.air_needed = max(n * air, out.q_air / (carry * rec.rise_max))
    out.air_possible = min(n * highest, rec.face_area * rec.face_velocity)
    out.margin_airflow = 1.0 - out.air_needed / out.air_possible
    out.margin_coolant = rec.coolant_max - t_in_liquid
    out.margin_flux = flux_ratio - LIMIT
    out.margin_geometry = rec.rack_height - n * rec.server_height_min
    out.status = float(flags)
    held = charge(rec, min(max(quality, 0.0), 1.0), p)
    out.t_saturation, out.exit_quality, out.margin_quality = t_return, quality, dry
    available = (p_return - sat.pressure(s, t_in_liquid)) / (rho * GRAVITY) + rec.suction_head
    out.margin_suction = available - rec.suction_needed
    if rec.chip_count > 0.0:
        out.margin_stability = slope(rec, chip_heat, chip_flow, design * rec.chip_tdp, t_in_liquid, t_out, p, 1.0)
    else:
        out.margin_stability = slope(rec, host_heat, host_flow, design * rec.host_tdp, t_in_liquid, t_out, p, 0.0)
    out.fluid_charge, out.fluid_loss = held, rec.leak_rate * held


__all__ = ["plate", "rack", "thermal_mass"]


TECHNOLOGY = Technology(rack, bill.plated)
