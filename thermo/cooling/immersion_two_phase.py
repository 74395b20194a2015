"""Boiling immersion: boards upright in a bath that boils at the packages; a coil above it condenses the vapour.

Nothing pumps the fluid and no server has fans. Every package carries a coated boiler plate of the size of its
immersion sink's base. The bath is at saturation: a vented one at the pressure of the air (so it cools with altitude), a
sealed one at its set point, and either floats up when the condenser is short, so that the chips feel it::

    T_j = T_bath + P_plate (R_jc + R_tim + R_base + R_spreading + R_boiling),       R_boiling = dT / P_plate

(`boiling_parts`). Memory boils or convects on its own bare surface. All heat enters the bath but what the tank's wall
gives to the room; it leaves as vapour to the coil. A face beyond the critical flux has no steady temperature (F_CHF).

Loss is what leaves by the vent, leaks and the open lid; the charge is the tank's liquid.

Range: that of the chosen boiling correlation, laminar condensate, little gas, fluid inside its data; outside
F_EXTRAPOLATED is set.
"""

import math
from functools import partial

from thermo.cooling import bill
from thermo.cooling.boiling_parts import (
    bath_temperature,
    boiler_plate,
    coil_drop,
    face_rise,
    fluid_loss,
    pool_in_range,
    relief_margin,
)
from thermo.cooling.common import supply_chain
from thermo.cooling.declaration import Technology
from thermo.cooling.liquid_parts import chip_package, host_package, hotter, liquid_flags, load_power, nothing, worse
from thermo.core import fluids
from thermo.core import saturation as sat
from thermo.core.jit import kernel, point
from thermo.schema.flags import F_CHF, F_EXTRAPOLATED
from thermo.schema.rack import RACK, RACK_IN, RACK_RESULT

SPECIFIC_HEAT = 600.0  # J/(kg K), a server by mass (assumption, 450 to 900), as in an air-cooled rack
FLUX_LEAST = 1.0 / 0.7  # critical over actual flux that design asks for
ROUNDS = 60


@kernel
def chip_plate(rec, t, heat):
    """Accelerator's boiler plate at saturation t [degC] and `heat` [W]: (R to the bath [K/W], critical / peak flux)."""
    return boiler_plate(
        rec, t, heat, rec.chip_tank_width, rec.chip_tank_length, rec.chip_tank_base, rec.chip_tank_base_k,
        rec.chip_heater_area,
    )  # fmt: skip


@kernel
def host_plate(rec, t, heat):
    """Host processor's boiler plate, as `chip_plate`."""
    return boiler_plate(
        rec, t, heat, rec.host_tank_width, rec.host_tank_length, rec.host_tank_base, rec.host_tank_base_k,
        rec.host_heater_area,
    )  # fmt: skip


@kernel
def resistance(rec, flow, t):
    """Accelerator's (else the host's) plate to the bath [K/W] at nameplate, saturation t [degC]; `flow` has no part."""
    if rec.chip_count > 0.0:
        return chip_plate(rec, t, rec.chip_tdp)[0]
    return host_plate(rec, t, rec.host_tdp)[0]


@kernel
def thermal_mass(rec):
    """Heat capacity of the rack [J/K]: servers by mass, and the tank's liquid at 40 degC."""
    c = rec.coolant
    return rec.mass * SPECIFIC_HEAT + rec.tank_volume * fluids.density(c, 40.0) * fluids.specific_heat(c, 40.0)


@point(RACK, RACK_IN, RACK_RESULT)
def rack(rec, x, out):
    """Rack of servers in one boiling bath (see the module)."""
    u, t_room, pressure = x.u, x.t_room, x.pressure
    n = rec.servers
    t_sat = bath_temperature(rec, x.t_liquid, pressure)
    t_bath = t_sat - rec.bath_subcooling
    memory = load_power(rec.memory_power, rec.memory_idle, u)
    other = load_power(rec.other_power, rec.other_idle, u)
    module = memory / rec.memory_count if rec.memory_count > 0.0 else 0.0

    heat_chip, heat_host = load_power(rec.chip_tdp, rec.chip_idle, u), load_power(rec.host_tdp, rec.host_idle, u)
    packages, vr, psu, total, r_plate = 0.0, 0.0, 0.0, 0.0, 0.0
    flux_chip, flux_host = math.inf, math.inf
    chip, host = nothing(), nothing()
    for _ in range(ROUNDS):
        packages, change = 0.0, 0.0
        if rec.host_count > 0.0:
            r_plate, flux_host = host_plate(rec, t_sat, heat_host)
            host = host_package(rec, t_bath, r_plate, t_bath, rec.tank_board, u)
            packages += rec.host_count * host[0]
            change += abs(host[1] - heat_host)
            heat_host = host[1]
        if rec.chip_count > 0.0:
            r_plate, flux_chip = chip_plate(rec, t_sat, heat_chip)
            chip = chip_package(rec, t_bath, r_plate, t_bath, rec.tank_board, u)
            packages += rec.chip_count * chip[0]
            change += abs(chip[1] - heat_chip)
            heat_chip = chip[1]
        vr, psu = supply_chain(
            packages, memory + other, rec.vr_efficiency, rec.psu_rating, rec.psu_count, rec.psu_a, rec.psu_b, rec.psu_c
        )
        total = n * (packages + memory + other) + n * vr + n * psu
        if change <= 1e-12 * total:
            break

    loss = min(total, rec.tank_wall_u * rec.tank_wall_area * (t_bath - t_room))
    to_coil = total - loss
    drop, coil_inside = coil_drop(rec, t_sat, to_coil)
    t_j, t_case, t_memory, done, flags, m_chip, m_case, m_memory = worse(chip, host)
    if rec.memory_count > 0.0:
        flux = module / rec.memory_area
        modules = t_bath + face_rise(rec, t_sat, flux, rec.memory_length, 1.0)
        m_memory = min(m_memory, rec.memory_limit - modules)
        t_memory = hotter(t_memory, modules)
    critical = min(flux_chip, flux_host)
    if critical < 1.0:
        flags |= F_CHF
        t_j, t_case, done = math.nan, math.nan, 0.0
    flags |= liquid_flags(rec.coolant, t_bath, t_sat)
    if pool_in_range(rec, t_sat) < 1.0 or coil_inside < 1.0:
        flags |= F_EXTRAPOLATED
    charge = rec.tank_volume * sat.liquid_density(rec.boiling, t_sat)
    out.compute = n * (packages + memory + other)
    out.vr_loss, out.fans, out.pumps, out.psu_loss = n * vr, 0.0, 0.0, n * psu
    out.q_liquid = to_coil
    out.q_air = total - to_coil
    out.v_air, out.t_intake, out.t_exhaust = 0.0, x.t_air, x.t_air
    out.v_liquid, out.t_out, out.dp = 0.0, t_sat - drop, 0.0
    out.t_chip, out.t_case, out.t_memory, out.done = t_j, t_case, hotter(t_memory, t_bath), done
    out.r_sink, out.fan_speed = r_plate, 0.0
    out.margin_chip, out.margin_case, out.margin_memory = m_chip, m_case, m_memory
    out.margin_intake, out.margin_airflow, out.margin_flux = math.inf, math.inf, critical - FLUX_LEAST
    out.margin_coolant = relief_margin(rec, t_sat, pressure)
    out.margin_geometry = rec.rack_height - n * rec.server_height_min
    out.air_needed, out.air_possible = 0.0, math.inf
    out.t_saturation, out.exit_quality = t_sat, 1.0
    out.margin_quality, out.margin_suction, out.margin_stability = math.inf, math.inf, math.inf
    out.fluid_loss = fluid_loss(rec, rec.bath, t_room, pressure, charge)
    out.fluid_charge = charge
    out.status = float(flags)


TECHNOLOGY = Technology(rack, partial(bill.tanks, "tank_two_phase"))
