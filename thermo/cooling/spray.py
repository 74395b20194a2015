"""Spray: oil from a perforated plate that runs over sinks and board as a film, or nozzles whose fluid evaporates.

**Oil** (method `oil`) falls from a perforated plate above each board and drains.

The plates of all servers hang in parallel on the supply. The head over the holes gives the flow; here the flow asked
for gives the head (holes of a thick plate, Lichtarowicz et al. 1965)::

    dp = rho / 2 (V / (N C_d A_hole))^2,       1/C_d = 1/C_d,inf + (20 / Re)(1 + 2.25 l/d)

A share of the holes stands over the packages, in proportion to their nameplate power. A jet gives the stagnation value
within 0.8 d of its centre (Liu, Lienhard & Lombara 1991); the rest is a falling film, whose thermal entry (Leveque with
the wall shear 3 u / delta) rules over the few centimetres of a fin::

    Nu_d = 0.745 Re_d^1/2 Pr^1/3,    h^3 = h_Leveque^3 + (1.88 k / delta)^3,    G = wetted h A eta + h_jet A_jet

Packages and memory see fresh oil; its warming is inside their resistance to the inlet. The rest of the oil runs over
memory and board by their area. All heat enters the oil, but what the cabinet's wall gives to the room, as in a tank.

Oil leaves each tray over a weir, V = 2/3 C_d B sqrt(2 g) h^1.5; a level above the server's height is a margin below
zero (`margin_geometry`). `dp` is the head of the plates and the cabinet's pipes.

**Evaporative** (method `evaporative`): full-cone nozzles on a header spray a dielectric, subcooled by a few kelvin, on
a plate on each package; what does not evaporate drains to the sump, vapour condenses on a coil in the sealed chamber.
Nozzles of side L::

    dp = rho/2 v^2,    d0 = sqrt(4 V/(pi C_d v)),    Q = V/(pi/4 L^2),    T_face - T_supply = min(single phase, boiling)

(`core/correlations/sprays`), critical flux over the square from the flux at the cone's edge, never above what the whole
spray could take by evaporating. The chamber is at the saturation `nozzle_subcooling` above the supply; heat leaves at::

    T = T_supply + min(subcooling, heat/(m cp)) - (film and gas of the coil),    x = (heat - m cp subcooling)/(m h_fg)

An exit quality above 1 is dry-out. Range: mean flux 0.0166 to 0.216 m3/s per m2, drops of 110 to 195 um, efficiency at
the critical flux at most 1, laminar condensate; outside F_EXTRAPOLATED is set.

Range of the oil: film Re = 4 Gamma / mu < 1600 (laminar), holes 10 < Re < 2e4 and 2 <= l/d <= 10, Pr > 3, oil inside
its data; outside F_EXTRAPOLATED is set.
"""

import math

from thermo.cooling import bill
from thermo.cooling.boiling_parts import coil_drop, fluid_loss, relief_margin
from thermo.cooling.common import supply_chain
from thermo.cooling.declaration import Technology
from thermo.cooling.liquid_parts import (
    base_resistance,
    bath_limit,
    chip_package,
    confined_film,
    host_package,
    hotter,
    inlet_resistance,
    liquid_flags,
    load_power,
    nothing,
    orifice_drop,
    pipe_drop,
    sprayed_sink,
    wall_balance,
    weir_level,
    worse,
)
from thermo.core import fluids
from thermo.core import saturation as sat
from thermo.core.correlations import boiling, sprays
from thermo.core.correlations.film import GRAVITY
from thermo.core.jit import kernel, point
from thermo.schema.equipment import Equipment, some
from thermo.schema.flags import F_CHF, F_DRYOUT, F_EXTRAPOLATED, F_NO_FLOW
from thermo.schema.rack import RACK, RACK_IN, RACK_RESULT

LEAST_FLOW = 1e-6  # m3/s per rack; below it there is none
SPECIFIC_HEAT = 600.0  # J/(kg K), a server by mass (assumption, 450 to 900), as in an air-cooled rack
ROUNDS = 60
FLUX_LEAST = 1.0 / 0.7  # critical over actual flux that design asks for
BOILING_POWER = 5.75  # of the rise above the supply, Rybicki & Mudawar
FILM_LAMINAR = 1600.0
HOLE_LOW, HOLE_HIGH = 10.0, 2e4
SLENDER_LOW, SLENDER_HIGH = 2.0, 10.0


@kernel
def _package_share(rec, tdp):
    """Part [1] of a server's oil that falls on one package of nameplate power `tdp` [W]."""
    return rec.spray_share * tdp / (rec.chip_count * rec.chip_tdp + rec.host_count * rec.host_tdp)


@kernel
def chip_sink(rec, flow, t):
    """Accelerator under the spray at a rack flow [m3/s] of oil at t [degC]: (R to inlet [K/W], film Re, jet Re)."""
    share, server = _package_share(rec, rec.chip_tdp), flow / rec.servers
    speed = server / (rec.orifices * 0.25 * math.pi * rec.orifice_diameter**2)
    return sprayed_sink(
        rec.chip_spray_width, rec.chip_spray_length, rec.chip_spray_height, rec.chip_spray_thickness,
        rec.chip_spray_gap, rec.chip_spray_base, rec.chip_spray_k, rec.chip_spray_base_k, rec.chip_heater_area,
        rec.coolant, share * server, t, share * rec.orifices, rec.orifice_diameter, speed, rec.wetted, rec.film_angle,
    )  # fmt: skip


@kernel
def host_sink(rec, flow, t):
    """Host processor under the spray, as `chip_sink`."""
    share, server = _package_share(rec, rec.host_tdp), flow / rec.servers
    speed = server / (rec.orifices * 0.25 * math.pi * rec.orifice_diameter**2)
    return sprayed_sink(
        rec.host_spray_width, rec.host_spray_length, rec.host_spray_height, rec.host_spray_thickness,
        rec.host_spray_gap, rec.host_spray_base, rec.host_spray_k, rec.host_spray_base_k, rec.host_heater_area,
        rec.coolant, share * server, t, share * rec.orifices, rec.orifice_diameter, speed, rec.wetted, rec.film_angle,
    )  # fmt: skip


@kernel
def memory_resistance(rec, flow, t):
    """Memory module to the falling oil [K/W] at a rack flow [m3/s]: film down both its sides.

    The oil beside the packages is shared by area between memory and board.
    """
    wet = rec.memory_count * rec.memory_area
    rest = (1.0 - rec.spray_share) * flow / rec.servers * wet / (wet + rec.board_area)
    mass = max(fluids.density(rec.coolant, t) * rest / rec.memory_count, 1e-9)
    height = rec.memory_area / (2.0 * rec.memory_length)
    h, _, _ = confined_film(rec.coolant, t, mass / (2.0 * rec.memory_length), height, 1.0, 1.0)
    return inlet_resistance(rec.wetted * h * rec.memory_area, mass * fluids.specific_heat(rec.coolant, t))


@kernel
def resistance(rec, flow, t):
    """Accelerator's sink to the falling oil [K/W] at a rack flow [m3/s] of oil at t [degC]; the host's without one."""
    return chip_sink(rec, flow, t)[0] if rec.chip_count > 0.0 else host_sink(rec, flow, t)[0]


@kernel
def thermal_mass(rec):
    """Heat capacity of the rack's servers [J/K]; the film drains in seconds and holds nothing."""
    return rec.mass * SPECIFIC_HEAT


@kernel
def nozzle_square(rec, heated_area):
    """Nozzles above a package, and the side of the square that each serves [m]."""
    area = rec.nozzle_area * heated_area
    count = max(1.0, math.floor(area / rec.nozzle_pitch**2 + 0.5))
    return count, math.sqrt(area / count)


@kernel
def nozzle_plate(rec, heat, tdp, heated_area, flow, t):
    """Package under evaporating nozzles: (R to the supply [K/W], critical / peak flux [1], 1.0 in range).

    Parameters
    ----------
    heat : through the plate [W]; tdp : nameplate power, by which nozzles are shared out [W]
    heated_area : of the package [m2]
    flow, t : rack's flow [m3/s], temperature of the liquid at the nozzles [degC]
    """
    s, t_sat = rec.boiling, t + rec.nozzle_subcooling
    count, side = nozzle_square(rec, heated_area)
    area = count * side * side
    design = _package_share(rec, tdp) * rec.flow_per_watt * rec.nameplate / rec.servers / count
    part = flow / (rec.flow_per_watt * rec.nameplate)
    speed = rec.nozzle_velocity * part
    rho, mu, k = sat.liquid_density(s, t), sat.liquid_viscosity(s, t), sat.liquid_conductivity(s, t)
    cp, sigma = sat.liquid_specific_heat(s, t), sat.surface_tension(s, t)
    rho_v, h_fg, rho_l = sat.vapour_density(s, t_sat), sat.latent_heat(s, t_sat), sat.liquid_density(s, t_sat)
    orifice = math.sqrt(4.0 * design / (math.pi * rec.nozzle_discharge * rec.nozzle_velocity))
    d32 = sprays.sauter_diameter(orifice, 0.5 * rho * speed**2, rho, mu, sigma, rho_v)
    mean = design * part / (0.25 * math.pi * side * side)
    inside = sprays.in_range(mean, d32)

    q = max(heat, 1e-3) / area
    rise = q / sprays.single_phase(mean, d32, rho, mu, k, cp * mu / k)
    unit = sprays.nucleate_flux(1.0, mean, d32, rho_l, rho_v, sat.liquid_viscosity(s, t_sat), sigma, cp, h_fg)
    rise = min(rise, (q / unit) ** (1.0 / BOILING_POWER))
    h = q / rise
    r_face = 1.0 / (h * area)
    r = r_face + base_resistance(r_face, heated_area, area, rec.nozzle_base, rec.nozzle_base_k)

    critical = sprays.critical_flux_mean(
        mean, d32, rho_l, rho_v, sat.surface_tension(s, t_sat), cp, h_fg, rec.nozzle_subcooling, rec.nozzle_cone
    )
    most = 0.25 * math.pi * rho_l * mean * (cp * rec.nozzle_subcooling + h_fg)  # efficiency 1, on the square
    if critical > most:
        critical, inside = most, 0.0
    peak = q * boiling.peak_flux(heated_area, area, rec.nozzle_base, rec.nozzle_base_k, h)
    return r, rec.flux_enhancement * critical / peak, inside


@kernel
def evaporate(rec, x, out):
    """Rack of servers under evaporating nozzles (see the module)."""
    u, t_liquid, t_room, pressure = x.u, x.t_liquid, x.t_room, x.pressure
    c, s, n = rec.coolant, rec.boiling, rec.servers
    flow = max(x.v_liquid, LEAST_FLOW)
    t_sat = t_liquid + rec.nozzle_subcooling
    memory = load_power(rec.memory_power, rec.memory_idle, u)
    other = load_power(rec.other_power, rec.other_idle, u)
    module = memory / rec.memory_count if rec.memory_count > 0.0 else 0.0
    mass = sat.liquid_density(s, t_liquid) * flow
    sensible = mass * sat.liquid_specific_heat(s, t_liquid) * rec.nozzle_subcooling

    heat_chip, heat_host = load_power(rec.chip_tdp, rec.chip_idle, u), load_power(rec.host_tdp, rec.host_idle, u)
    packages, vr, psu, total, r_plate = 0.0, 0.0, 0.0, 0.0, 0.0
    flux_chip, flux_host, inside, inside_host = math.inf, math.inf, 1.0, 1.0
    chip, host = nothing(), nothing()
    for _ in range(ROUNDS):
        packages, change = 0.0, 0.0
        if rec.host_count > 0.0:
            r_plate, flux_host, inside_host = nozzle_plate(
                rec, heat_host, rec.host_tdp, rec.host_heater_area, flow, t_liquid
            )
            host = host_package(rec, t_liquid, r_plate, t_sat, rec.tank_board, u)
            packages += rec.host_count * host[0]
            change += abs(host[1] - heat_host)
            heat_host = host[1]
        if rec.chip_count > 0.0:
            r_plate, flux_chip, inside = nozzle_plate(
                rec, heat_chip, rec.chip_tdp, rec.chip_heater_area, flow, t_liquid
            )
            chip = chip_package(rec, t_liquid, r_plate, t_sat, rec.tank_board, u)
            packages += rec.chip_count * chip[0]
            change += abs(chip[1] - heat_chip)
            heat_chip = chip[1]
        vr, psu = supply_chain(
            packages, memory + other, rec.vr_efficiency, rec.psu_rating, rec.psu_count, rec.psu_a, rec.psu_b, rec.psu_c
        )
        total = n * (packages + memory + other) + n * vr + n * psu
        if change <= 1e-11 * total:
            break

    loss = min(total, rec.tank_wall_u * rec.spray_wall_area * (t_sat - t_room))
    heat = total - loss
    quality = (heat - sensible) / (mass * sat.latent_heat(s, t_sat))
    drop, coil_inside = coil_drop(rec, t_sat, max(0.0, heat - sensible))
    t_j, t_case, t_memory, done, flags, m_chip, m_case, m_memory = worse(chip, host)
    if rec.memory_count > 0.0:
        modules = t_liquid + module * memory_resistance(rec, flow, t_liquid)
        m_memory = min(m_memory, rec.memory_limit - modules)
        t_memory = hotter(t_memory, modules)
    critical = min(flux_chip, flux_host)
    if critical < 1.0:
        flags |= F_CHF
    if quality > 1.0:
        flags |= F_DRYOUT
    if critical < 1.0 or quality > 1.0:
        t_j, t_case, done = math.nan, math.nan, 0.0
    flags |= liquid_flags(c, t_liquid, t_sat)
    if x.v_liquid < LEAST_FLOW:
        flags |= F_NO_FLOW
    if min(inside, inside_host, coil_inside) < 1.0:
        flags |= F_EXTRAPOLATED
    part = flow / (rec.flow_per_watt * rec.nameplate)
    nozzles = 0.5 * sat.liquid_density(s, t_liquid) * (rec.nozzle_velocity * part) ** 2
    charge = sat.liquid_density(s, t_liquid) * rec.flow_per_watt * rec.nameplate * rec.nozzle_hold
    _count, side = nozzle_square(rec, rec.chip_heater_area if rec.chip_count > 0.0 else rec.host_heater_area)
    out.compute = n * (packages + memory + other)
    out.vr_loss, out.fans, out.pumps, out.psu_loss = n * vr, 0.0, 0.0, n * psu
    out.q_liquid = heat
    out.q_air = total - heat
    out.v_air, out.t_intake, out.t_exhaust = 0.0, x.t_air, x.t_air
    out.v_liquid = flow
    out.t_out = t_liquid + min(1.0, heat / sensible) * rec.nozzle_subcooling - drop
    out.dp = nozzles + pipe_drop(c, flow, t_liquid, rec.tank_pipe_diameter, rec.tank_pipe_length, rec.tank_pipe_k)
    out.t_chip, out.t_case, out.t_memory, out.done = t_j, t_case, hotter(t_memory, t_liquid), done
    out.r_sink, out.fan_speed = r_plate, 0.0
    out.margin_chip, out.margin_case, out.margin_memory = m_chip, m_case, m_memory
    out.margin_intake, out.margin_airflow, out.margin_flux = math.inf, math.inf, critical - FLUX_LEAST
    out.margin_coolant = relief_margin(rec, t_sat, pressure)
    standoff = sprays.standoff(side, rec.nozzle_cone)
    out.margin_geometry = min(rec.rack_height - n * rec.server_height_min, rec.server_height - standoff)
    out.air_needed, out.air_possible = 0.0, math.inf
    out.t_saturation, out.exit_quality, out.margin_quality = t_sat, max(0.0, quality), 1.0 - quality
    head = (sat.pressure(s, t_sat) - sat.pressure(s, t_liquid)) / (sat.liquid_density(s, t_liquid) * GRAVITY)
    out.margin_suction, out.margin_stability = head + rec.suction_head - rec.suction_needed, math.inf
    out.fluid_loss = fluid_loss(rec, 1.0, t_room, pressure, charge)
    out.fluid_charge = charge
    out.status = float(flags)


@point(RACK, RACK_IN, RACK_RESULT)
def rack(rec, x, out):
    """Rack of servers under spray plates or nozzles (see the module)."""
    if rec.method > 0.0:
        evaporate(rec, x, out)
        return
    u, t_liquid, t_room = x.u, x.t_liquid, x.t_room
    c, n = rec.coolant, rec.servers
    flow = max(x.v_liquid, LEAST_FLOW)
    memory = load_power(rec.memory_power, rec.memory_idle, u)
    other = load_power(rec.other_power, rec.other_idle, u)
    module = memory / rec.memory_count if rec.memory_count > 0.0 else 0.0
    capacity = fluids.density(c, t_liquid) * fluids.specific_heat(c, t_liquid) * flow

    r_chip, r_host, re_film = 0.0, 0.0, 0.0
    if rec.chip_count > 0.0:
        r_chip, re_film, _re = chip_sink(rec, flow, t_liquid)
    if rec.host_count > 0.0:
        r_host, re_host, _re = host_sink(rec, flow, t_liquid)
        re_film = max(re_film, re_host)
    nameplate = rec.chip_count * rec.chip_tdp + rec.host_count * rec.host_tdp + rec.memory_power + rec.other_power
    warming = n * nameplate * u / capacity
    packages, vr, psu, loss, total = 0.0, 0.0, 0.0, 0.0, 0.0
    chip, host = nothing(), nothing()
    for _ in range(ROUNDS):
        t_board = t_liquid + 0.5 * warming
        packages = 0.0
        if rec.chip_count > 0.0:
            chip = chip_package(rec, t_liquid, r_chip, t_board, rec.tank_board, u)
            packages += rec.chip_count * chip[0]
        if rec.host_count > 0.0:
            host = host_package(rec, t_liquid, r_host, t_board, rec.tank_board, u)
            packages += rec.host_count * host[0]
        vr, psu = supply_chain(
            packages, memory + other, rec.vr_efficiency, rec.psu_rating, rec.psu_count, rec.psu_a, rec.psu_b, rec.psu_c
        )
        total = n * (packages + memory + other) + n * vr + n * psu
        new, loss = wall_balance(total, rec.tank_wall_u * rec.spray_wall_area, capacity, t_liquid, t_room)
        change = abs(new - warming)
        warming = new
        if change <= 1e-12:
            break

    t_out = t_liquid + warming
    t_j, t_case, t_memory, done, flags, m_chip, m_case, m_memory = worse(chip, host)
    if rec.memory_count > 0.0:
        modules = t_liquid + module * memory_resistance(rec, flow, t_liquid)
        m_memory = min(m_memory, rec.memory_limit - modules)
        t_memory = hotter(t_memory, modules)
    head, re_hole = orifice_drop(
        c, t_liquid, flow / n, rec.orifices, rec.orifice_diameter, rec.orifice_length, rec.orifice_cd
    )
    slender = rec.orifice_length / rec.orifice_diameter
    flags |= liquid_flags(c, t_liquid, t_out)
    if x.v_liquid < LEAST_FLOW:
        flags |= F_NO_FLOW
    if re_film > FILM_LAMINAR or not HOLE_LOW < re_hole < HOLE_HIGH or not SLENDER_LOW <= slender <= SLENDER_HIGH:
        flags |= F_EXTRAPOLATED
    out.compute = n * (packages + memory + other)
    out.vr_loss, out.fans, out.pumps, out.psu_loss = n * vr, 0.0, 0.0, n * psu
    out.q_liquid = total - loss
    out.q_air = total - out.q_liquid
    out.v_air, out.t_intake, out.t_exhaust = 0.0, x.t_air, x.t_air
    out.v_liquid, out.t_out = flow, t_out
    out.dp = head + pipe_drop(c, flow, t_liquid, rec.tank_pipe_diameter, rec.tank_pipe_length, rec.tank_pipe_k)
    out.t_chip, out.t_case, out.t_memory, out.done = t_j, t_case, hotter(t_memory, t_liquid), done
    out.r_sink, out.fan_speed = r_chip if rec.chip_count > 0.0 else r_host, 0.0
    out.margin_chip, out.margin_case, out.margin_memory = m_chip, m_case, m_memory
    out.margin_intake, out.margin_airflow, out.margin_flux = math.inf, math.inf, math.inf
    out.margin_coolant = bath_limit(c, rec.coolant_max, rec.material_max, t_liquid, t_out)
    level = weir_level(flow / n, rec.drain_width)
    out.margin_geometry = min(rec.rack_height - n * rec.server_height_min, rec.server_height - level)
    out.air_needed, out.air_possible = 0.0, math.inf
    out.status = float(flags)


def equipment(housed):
    """Cabinets, spray plates and their fluid, sinks, branches."""
    n, volume = housed.racks, bill.SPRAY_FILL * some(housed.record["tank_volume"]) + housed.row_fill
    found = [Equipment("spray_cabinet", n, 1.0), Equipment("spray_plate", housed.servers, 1.0)]
    found.append(Equipment("fluid", n, volume))
    return found + bill.sinks(housed) + bill.branches(housed, "manifold_diameter")


TECHNOLOGY = Technology(rack, equipment)
