"""The record of one rack: everything a rack point needs, SI, temperatures in degC.

One flat record serves all technologies, because an option may house the same servers in any of them. Python resolves
names into it (`case/racks.py`); the points only read it.
"""

import numpy as np

from thermo.schema.fluid import FLUID_SIZE
from thermo.schema.saturation import SATURATION_SIZE

# A package that carries a sink: the accelerator ("chip_") and the host processor ("host_").
PACKAGE = """
    count            per server
    tdp              W, nameplate power of the package at leak_t
    idle             W, at zero utilisation, at leak_t
    leak             W, leakage part of tdp at leak_t
    leak_beta        1/K
    leak_t           degC
    throttle         degC, junction where frequency falls
    trip             degC, junction where it shuts down
    case_max         degC
    r_jc             K/W, junction to case
    r_tim            K/W, interface between case and sink
    r_board          K/W, junction to the air (or oil) round the board, beside the sink
    memory_share     1, part of the power in memory stacked in the package
    memory_r         K/W, stacked memory above the case, per W of its own power
    memory_max       degC
    heater_area      m2, heated area of the base (lid or die)
    sink_width sink_length sink_height sink_thickness sink_gap sink_base sink_k   air sink: plate fins
    sink_base_k      W/(m K), base of the air sink; a vapour chamber or heat pipes as effective conductivity
    sink_rows        sinks one behind the other in the air stream
    plate_width plate_length plate_channel plate_channel_height plate_wall plate_base plate_k   parallel channels
    plate_splits     2 when the plate is fed in the middle and drains on both sides, 1 when straight through
    plate_port_diameter plate_port_k    m, loss of both ports and plena in velocity heads of the port
    plate_r_inf plate_r_c plate_r_n    vendor record R = r_inf + r_c V^-n, used when r_c > 0
    plate_dp_a plate_dp_b    and dp = a V + b V^2
    tank_width tank_length tank_height tank_thickness tank_gap tank_base tank_k    immersion sink: fins along the stream
    tank_base_k      W/(m K), its base, that of a vapour chamber in effect
    spray_width spray_length spray_height spray_thickness spray_gap spray_base spray_k    film down the fins
    spray_base_k     W/(m K), as tank_base_k; height 0 is a bare plate
"""

GENERAL = """
    nameplate        W, the rack's nameplate power in its air-cooled form
    servers          per rack
    server_height server_width server_depth  m
    server_height_min  m, least height a server needs in this technology; fewer fit when it is larger
    rack_height      m, usable
    fixed            1 when the rack is sold whole and its geometry cannot change
    memory_count     modules per server outside the packages
    memory_power memory_idle memory_limit       W per server, W per server, degC
    memory_length memory_area                   m along the flow, m2 wetted per module
    other_power other_idle                      W per server: drives, network, switches, board
    other_on_plates  1, part of other_power under cold plates (switch chips)
    memory_on_plates  1, part of the memory under cold plates
    vr_efficiency    1, regulators
    psu_a psu_b psu_c  1, loss / rating = a + b x + c x^2
    psu_rating psu_count     W each, per server, sharing the load
    throttle_floor   1, smallest share of work that throttling leaves
    mass floor_area  kg per rack, m2 per rack footprint
"""

AIR = """
    fan_dp0          Pa, stall pressure at full speed
    fan_v0           m3/s per server, free delivery at full speed
    fan_efficiency   1, air power / electric power at full speed
    fan_standing     1, part of the full-speed power taken at any speed
    server_fan_floor  1, lowest speed
    fan_margin       K, distance the fan control keeps between the hottest memory or host processor and its limit
    chassis_k        Pa/(m3/s)^2 per server at 1.2 kg/m3, all but the sinks
    bypass_area      m2 per server, free area beside the sinks
    bypass_k         1, loss coefficient of that path
    chip_target      degC, junction the fan control holds
    intake_ramp      degC, intake above which the fans rise linearly to full speed at intake_max
    intake_min intake_max   degC, allowed class limits after altitude
    face_area        m2, front of the rack
    face_velocity    m/s, largest sensible velocity through it
    rise_max         K, largest air temperature rise
"""

PLATE = """
    flow_per_watt    m3/s per W of nameplate, design coolant flow (all liquid technologies)
    qd_kv            m3/h at 1 bar, quick disconnect (a pair in series on each server)
    plates_in_series   plates one after the other on a branch
    hose_diameter hose_length                    m, per server
    manifold_diameter manifold_length            m
    vr_on_plates     1, part of the regulators' loss under cold plates
    plate_memory_r   K/W, memory under plates: hottest module above the coolant leaving the rack, per W of one module
    plate_free_area  m2 per server, free area of the air stream with plates in place of sinks
    plate_air_area plate_air_h                   m2 per server of plates, hoses and manifold; W/(m2 K) to the air
    coolant_max      degC, warmest supply the rack is approved for
    residual_rise    K, air temperature rise that the residual fans hold
    fans_kept        1, part of the air version's fans that stay
"""

TANK = """
    tank_volume tank_wall_area tank_wall_u       m3 per rack, m2, W/(m2 K)
    tank_flow_area   m2 per server, free area of the oil stream over the board, sinks and bypass together
    tank_bypass_gap  m, gap between the walls of the stream beside the sinks
    tank_board       1, r_board in oil / r_board in air (spray too)
    tank_stratification   1, place of the hottest board between supply (0) and return (1)
    tank_pipe_diameter tank_pipe_length tank_pipe_k   m, m, 1
    material_max     degC, limit of cables, seals and capacitors in the oil
"""

SPRAY = """
    orifices orifice_diameter orifice_length     per server, m, m (thickness of the spray plate)
    orifice_cd       1, discharge coefficient at high Reynolds number; 0 takes that of the length
    spray_share      1, part of the flow that falls on the packages
    wetted           1, wetted share of the sink surface
    film_angle       rad, board against the horizontal
    board_area       m2 per server under the spray, packages and memory left out
    drain_width      m per server
    spray_wall_area  m2 of cabinet wall per rack; tank_wall_u applies
"""

BOIL = """
    subcooling       K, liquid at the rack's inlet below saturation at its outlet
    boiling_form     place of the heat transfer correlation among the choices of `boiling_form`
    friction_form    place of the pressure-gradient correlation
    flux_form        place of the critical-flux correlation
    boiling_factor   1, Kandlikar's factor of fluid and surface
    boiling_splits   1 when boiling plates are fed at one end, 2 when in the middle
    design_quality   1, exit quality at design flow and nameplate power
    inlet_drop       Pa, orifice at each plate's inlet at design flow
    return_diameter return_manifold_diameter     m, hose of a server and manifold of the rack for the mixture
    return_kv        m3/h at 1 bar, quick disconnect on a server's return
    suction_head suction_needed                  m of liquid above the coolant pump, its net positive suction head
    receiver_charge  kg/W of nameplate, fluid in the rack's part of CDU, receiver and row pipes
    leak_rate        1/s, share of the charge lost
"""

NOZZLES = """
    method           spray: 0 oil from a plate, 1 evaporating from nozzles
    nozzle_velocity  m/s, jets at design flow
    nozzle_discharge  1
    nozzle_cone      rad, whole angle of the spray cone
    nozzle_pitch     m, side of the square that one nozzle serves
    nozzle_area      1, sprayed plate over heated area of a package
    nozzle_base nozzle_base_k    m, W/(m K), that plate
    nozzle_subcooling  K, liquid at the nozzles below saturation in the chamber
    nozzle_hold      s of design flow that the chamber and its pipes hold
"""

BATH = """
    bath             0 vented, 1 sealed
    bath_gauge bath_relief    Pa above the air: a vented bath, the relief valve
    bath_subcooling  K, bath below saturation
    board_angle      rad, boiling faces turned from facing up
    pool_correlation  0 Rohsenow, 1 Cooper, 2 Gorenflo
    pool_csf pool_exponent pool_roughness pool_h0   1, 1, m, W/(m2 K)
    boiling_enhancement flux_enhancement    1, coated over plain face: coefficient, critical flux
    cavity_radius    m
    chf_correlation  0 Zuber, 1 Lienhard-Dhir, 2 Arik-Bar-Cohen
    coil_area coil_diameter coil_rows coil_enhancement   m2 per rack, m, 1, 1
    gas_share gas_layer    1 by moles, m
    tank_fill        1, fluid over that of an oil tank
    vent_flow        m3/s per rack, vented
    trap_temperature  degC
    bath_leak        1 per year, sealed
    lid_area lid_open freeboard    m2 per rack, 1, m
"""


def _names(text):
    """Names in front of the first double space of each line."""
    return [name for line in text.strip().splitlines() for name in line.strip().split("  ")[0].split()]


GROUPS = {
    "general": _names(GENERAL),
    "chip": ["chip_" + n for n in _names(PACKAGE)],
    "host": ["host_" + n for n in _names(PACKAGE)],
    "air": _names(AIR),
    "plate": _names(PLATE),
    "tank": _names(TANK),
    "spray": _names(SPRAY),
    "boil": _names(BOIL),
    "nozzles": _names(NOZZLES),
    "bath": _names(BATH),
}

FIELDS = [name for group in GROUPS.values() for name in group]
RACK = np.dtype(
    [(name, "f8") for name in FIELDS]
    + [("coolant", "f8", (FLUID_SIZE,)), ("boiling", "f8", (SATURATION_SIZE,))],  # zeros where nothing boils
    align=True,
)
