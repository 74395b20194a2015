"""The record of one rack: everything a rack point needs, SI, temperatures in degC.

One flat record serves all technologies, because an option may house the same servers in any of them. Python resolves
names into it (`hardware/racks.py`); the points only read it.
"""

from dataclasses import replace
from typing import Any

from thermo.schema.field import Field, names, record
from thermo.schema.fluid import FLUID_SIZE
from thermo.schema.saturation import SATURATION_SIZE

# a package that carries a sink
PACKAGE = (
    Field("count", "1", "packages per server"),
    Field("tdp", "W", "nameplate power of the package at leak_t"),
    Field("idle", "W", "at zero utilisation, at leak_t"),
    Field("leak", "W", "leakage part of tdp at leak_t"),
    Field("leak_beta", "1/K", "leakage's growth with junction temperature"),
    Field("leak_t", "degC", "junction at which tdp, idle and leak hold"),
    Field("throttle", "degC", "junction where frequency falls"),
    Field("trip", "degC", "junction where it shuts down"),
    Field("case_max", "degC", "case limit"),
    Field("r_jc", "K/W", "junction to case"),
    Field("r_tim", "K/W", "interface between case and sink"),
    Field("r_board", "K/W", "junction to the air (or oil) round the board, beside the sink"),
    Field("memory_share", "1", "part of the power in memory stacked in the package"),
    Field("memory_r", "K/W", "stacked memory above the case, per W of its own power"),
    Field("memory_max", "degC", "stacked memory's limit"),
    Field("heater_area", "m^2", "heated area of the base (lid or die)"),
    Field("sink_width", "m", "air sink, across its fins"),
    Field("sink_length", "m", "air sink, along its fins"),
    Field("sink_height", "m", "height of its fins"),
    Field("sink_thickness", "m", "thickness of its fins"),
    Field("sink_gap", "m", "gap between its fins"),
    Field("sink_base", "m", "thickness of its base"),
    Field("sink_k", "W/(m*K)", "conductivity of its fins"),
    Field("sink_base_k", "W/(m*K)", "base of the air sink; a vapour chamber or heat pipes as effective conductivity"),
    Field("sink_rows", "1", "sinks one behind the other in the air stream"),
    Field("plate_width", "m", "cold plate across its channels"),
    Field("plate_length", "m", "cold plate along its channels"),
    Field("plate_channel", "m", "width of a channel"),
    Field("plate_channel_height", "m", "height of a channel"),
    Field("plate_wall", "m", "wall between channels"),
    Field("plate_base", "m", "base under the channels"),
    Field("plate_k", "W/(m*K)", "conductivity of the plate"),
    Field(
        "plate_splits",
        "1",
        "2 when the plate is fed in the middle and drains on both sides, 1 when straight through",
    ),
    Field("plate_port_diameter", "m", "inlet and outlet port"),
    Field("plate_port_k", "1", "loss of both ports and plena in velocity heads of the port"),
    Field("plate_r_inf", "K/W", "vendor record R = r_inf + r_c V^-n, used when r_c > 0, V in m^3/s"),
    Field("plate_r_c", "1", "r_c of that record, K/W (m^3/s)^n"),
    Field("plate_r_n", "1", "n of that record"),
    Field("plate_dp_a", "Pa/(m^3/s)", "vendor record dp = a V + b V^2"),
    Field("plate_dp_b", "Pa/(m^3/s)^2", "b of that record"),
    Field("tank_width", "m", "immersion sink, across its fins"),
    Field("tank_length", "m", "immersion sink, along its fins"),
    Field("tank_height", "m", "height of its fins"),
    Field("tank_thickness", "m", "thickness of its fins"),
    Field("tank_gap", "m", "gap between its fins"),
    Field("tank_base", "m", "thickness of its base"),
    Field("tank_k", "W/(m*K)", "conductivity of its fins"),
    Field("tank_base_k", "W/(m*K)", "base of the immersion sink, that of a vapour chamber in effect"),
    Field("spray_width", "m", "sprayed sink, across its fins"),
    Field("spray_length", "m", "sprayed sink, along its fins"),
    Field("spray_height", "m", "height of its fins; 0 is a bare plate"),
    Field("spray_thickness", "m", "thickness of its fins"),
    Field("spray_gap", "m", "gap between its fins"),
    Field("spray_base", "m", "thickness of its base"),
    Field("spray_k", "W/(m*K)", "conductivity of its fins"),
    Field("spray_base_k", "W/(m*K)", "base under the film, as tank_base_k"),
)

GENERAL = (
    Field("nameplate", "W", "the rack's nameplate power in its air-cooled form"),
    Field("servers", "1", "per rack"),
    Field("server_height", "m", "height a server has"),
    Field("server_width", "m", "a server's width"),
    Field("server_depth", "m", "a server's depth"),
    Field("server_height_min", "m", "least height a server needs in this technology; fewer fit when it is larger"),
    Field("rack_height", "m", "usable"),
    Field("fixed", "1", "1 when the rack is sold whole and its geometry cannot change"),
    Field("memory_count", "1", "modules per server outside the packages"),
    Field("memory_power", "W", "all modules of a server at full load"),
    Field("memory_idle", "W", "all modules of a server at rest"),
    Field("memory_limit", "degC", "modules' limit"),
    Field("memory_length", "m", "a module along the flow"),
    Field("memory_area", "m^2", "wetted area of a module"),
    Field("other_power", "W", "drives, network, switches and board of a server at full load"),
    Field("other_idle", "W", "the same at rest"),
    Field("other_on_plates", "1", "part of other_power under cold plates (switch chips)"),
    Field("memory_on_plates", "1", "part of the memory under cold plates"),
    Field("vr_efficiency", "1", "voltage regulators' efficiency"),
    Field("psu_a", "1", "a of loss / rating = a + b x + c x^2"),
    Field("psu_b", "1", "b of the same"),
    Field("psu_c", "1", "c of the same"),
    Field("psu_rating", "W", "each power supply"),
    Field("psu_count", "1", "supplies per server, sharing the load"),
    Field("throttle_floor", "1", "smallest share of work that throttling leaves"),
    Field("mass", "kg", "rack without its coolant bath"),
    Field("floor_area", "m^2", "rack's footprint"),
)

AIR = (
    Field("fan_dp0", "Pa", "stall pressure at full speed"),
    Field("fan_v0", "m^3/s", "free delivery at full speed, m3/s per server"),
    Field("fan_efficiency", "1", "air power / electric power at full speed"),
    Field("fan_standing", "1", "part of the full-speed power taken at any speed"),
    Field("server_fan_floor", "1", "lowest speed of the server fans"),
    Field(
        "fan_margin",
        "K",
        "distance the fan control keeps between the hottest memory or host processor and its limit",
    ),
    Field("chassis_k", "Pa/(m^3/s)^2", "per server at 1.2 kg/m3, all but the sinks"),
    Field("bypass_area", "m^2", "free area beside the sinks, per server"),
    Field("bypass_k", "1", "loss coefficient of that path"),
    Field("chip_target", "degC", "junction the fan control holds"),
    Field("intake_ramp", "degC", "intake above which the fans rise linearly to full speed at intake_max"),
    Field("intake_min", "degC", "lowest intake of the class after altitude"),
    Field("intake_max", "degC", "highest intake of the class after altitude"),
    Field("face_area", "m^2", "front of the rack"),
    Field("face_velocity", "m/s", "largest sensible velocity through it"),
    Field("rise_max", "K", "largest air temperature rise"),
)

PLATE = (
    Field("flow_per_watt", "m^3/s/W", "design coolant flow over nameplate (all liquid technologies)"),
    Field("qd_kv", "m^3/h", "flow at 1 bar through a quick disconnect (a pair in series on each server)"),
    Field("plates_in_series", "1", "plates one after the other on a branch"),
    Field("hose_diameter", "m", "a server's hoses"),
    Field("hose_length", "m", "a server's hoses, both together"),
    Field("manifold_diameter", "m", "rack's manifold"),
    Field("manifold_length", "m", "rack's manifold"),
    Field("vr_on_plates", "1", "part of the regulators' loss under cold plates"),
    Field(
        "plate_memory_r",
        "K/W",
        "memory under plates: hottest module above the coolant leaving the rack, per W of one module",
    ),
    Field("plate_free_area", "m^2", "free area of the air stream with plates in place of sinks, m2 per server"),
    Field("plate_air_area", "m^2", "plates, hoses and manifold per server in the air stream"),
    Field("plate_air_h", "W/(m^2*K)", "from them to the air"),
    Field("coolant_max", "degC", "warmest supply the rack is approved for"),
    Field("residual_rise", "K", "air temperature rise that the residual fans hold"),
    Field("fans_kept", "1", "part of the air version's fans that stay"),
)

TANK = (
    Field("tank_volume", "m^3", "liquid per rack"),
    Field("tank_wall_area", "m^2", "tank's wall per rack"),
    Field("tank_wall_u", "W/(m^2*K)", "wall of tank or cabinet to the room"),
    Field(
        "tank_flow_area",
        "m^2",
        "free area of the oil stream over the board, sinks and bypass together, m2 per server",
    ),
    Field("tank_bypass_gap", "m", "gap between the walls of the stream beside the sinks"),
    Field("tank_board", "1", "r_board in oil / r_board in air (spray too)"),
    Field("tank_stratification", "1", "place of the hottest board between supply (0) and return (1)"),
    Field("tank_pipe_diameter", "m", "pipe of a tank"),
    Field("tank_pipe_length", "m", "pipe of a tank"),
    Field("tank_pipe_k", "1", "loss of its fittings in velocity heads"),
    Field("material_max", "degC", "limit of cables, seals and capacitors in the oil"),
)

SPRAY = (
    Field("orifices", "1", "per server"),
    Field("orifice_diameter", "m", "hole of the spray plate"),
    Field("orifice_length", "m", "thickness of the spray plate"),
    Field("orifice_cd", "1", "discharge coefficient at high Reynolds number; 0 takes that of the length"),
    Field("spray_share", "1", "part of the flow that falls on the packages"),
    Field("wetted", "1", "wetted share of the sink surface"),
    Field("film_angle", "rad", "board against the horizontal"),
    Field("board_area", "m^2", "per server under the spray, packages and memory left out"),
    Field("drain_width", "m", "per server"),
    Field("spray_wall_area", "m^2", "cabinet wall per rack; tank_wall_u applies"),
)

BOIL = (
    Field("subcooling", "K", "liquid at the rack's inlet below saturation at its outlet"),
    Field("boiling_form", "1", "place of the heat transfer correlation among the choices of `boiling_form`"),
    Field("friction_form", "1", "place of the pressure-gradient correlation"),
    Field("flux_form", "1", "place of the critical-flux correlation"),
    Field("boiling_factor", "1", "Kandlikar's factor of fluid and surface"),
    Field("boiling_splits", "1", "1 when boiling plates are fed at one end, 2 when in the middle"),
    Field("design_quality", "1", "exit quality at design flow and nameplate power"),
    Field("inlet_drop", "Pa", "orifice at each plate's inlet at design flow"),
    Field("return_diameter", "m", "hose of a server for the mixture"),
    Field("return_manifold_diameter", "m", "manifold of the rack for the mixture"),
    Field("return_kv", "m^3/h", "flow at 1 bar through a quick disconnect on a server's return"),
    Field("suction_head", "m", "liquid above the coolant pump"),
    Field("suction_needed", "m", "net positive suction head that the pump needs"),
    Field("receiver_charge", "kg/W", "fluid in the rack's part of CDU, receiver and row pipes, over nameplate"),
    Field("leak_rate", "1/s", "share of the charge lost"),
)

NOZZLES = (
    Field("method", "1", "spray: 0 oil from a plate, 1 evaporating from nozzles"),
    Field("nozzle_velocity", "m/s", "jets at design flow"),
    Field("nozzle_discharge", "1", "discharge coefficient"),
    Field("nozzle_cone", "rad", "whole angle of the spray cone"),
    Field("nozzle_pitch", "m", "side of the square that one nozzle serves"),
    Field("nozzle_area", "1", "sprayed plate over heated area of a package"),
    Field("nozzle_base", "m", "thickness of the sprayed plate"),
    Field("nozzle_base_k", "W/(m*K)", "conductivity of that plate"),
    Field("nozzle_subcooling", "K", "liquid at the nozzles below saturation in the chamber"),
    Field("nozzle_hold", "s", "time of design flow that the chamber and its pipes hold"),
)

BATH = (
    Field("bath", "1", "0 vented, 1 sealed"),
    Field("bath_gauge", "Pa", "pressure of a vented bath above the air"),
    Field("bath_relief", "Pa", "relief valve above the air"),
    Field("bath_subcooling", "K", "bath below saturation"),
    Field("board_angle", "rad", "boiling faces turned from facing up"),
    Field("pool_correlation", "1", "0 Rohsenow, 1 Cooper, 2 Gorenflo"),
    Field("pool_csf", "1", "Rohsenow's factor of fluid and surface"),
    Field("pool_exponent", "1", "Rohsenow's exponent of the Prandtl number"),
    Field("pool_roughness", "m", "surface roughness"),
    Field("pool_h0", "W/(m^2*K)", "Gorenflo's reference coefficient"),
    Field("boiling_enhancement", "1", "coated over plain face, heat transfer coefficient"),
    Field("flux_enhancement", "1", "coated over plain face, critical flux"),
    Field("cavity_radius", "m", "largest cavity that nucleates"),
    Field("chf_correlation", "1", "0 Zuber, 1 Lienhard-Dhir, 2 Arik-Bar-Cohen"),
    Field("coil_area", "m^2", "condenser coil per rack"),
    Field("coil_diameter", "m", "its tubes"),
    Field("coil_rows", "1", "tubes one below the other"),
    Field("coil_enhancement", "1", "enhanced over plain tube"),
    Field("gas_share", "1", "non-condensable gas by moles"),
    Field("gas_layer", "m", "gas layer that vapour diffuses through"),
    Field("tank_fill", "1", "fluid over that of an oil tank"),
    Field("vent_flow", "m^3/s", "vented, m3/s per rack"),
    Field("trap_temperature", "degC", "vent's cold trap"),
    Field("bath_leak", "1", "share of the charge lost per year, sealed"),
    Field("lid_area", "m^2", "lid per rack"),
    Field("lid_open", "1", "share of the time that the lid is open"),
    Field("freeboard", "m", "vapour space above the condenser"),
)


def _of(prefix: str, package: str) -> tuple[Field, ...]:
    """The fields of a package under the name of what it is."""
    return tuple(replace(f, name=f"{prefix}_{f.name}", meaning=f"{f.meaning} ({package})") for f in PACKAGE)


TABLES = {
    "general": GENERAL,
    "chip": _of("chip", "accelerator"),
    "host": _of("host", "host processor"),
    "air": AIR,
    "plate": PLATE,
    "tank": TANK,
    "spray": SPRAY,
    "boil": BOIL,
    "nozzles": NOZZLES,
    "bath": BATH,
}
LIQUIDS = (
    Field("coolant", "1", "coefficients of the coolant, places of `schema.fluid`", size=FLUID_SIZE),
    Field(
        "boiling", "1", "its saturation properties, places of `schema.saturation`; zeros where nothing boils",
        size=SATURATION_SIZE,
    ),
)  # fmt: skip
RACK_FIELDS = (*(f for table in TABLES.values() for f in table), *LIQUIDS)
GROUPS = {name: names(table) for name, table in TABLES.items()}
FIELDS = [name for group in GROUPS.values() for name in group]
RACK = record(RACK_FIELDS)

RACK_IN_FIELDS = (
    Field("u", "1", "utilisation"),
    Field("t_liquid", "degC", "liquid at the rack's inlet"),
    Field("t_air", "degC", "air leaving the terminal"),
    Field("v_liquid", "m^3/s", "liquid flow per rack"),
    Field("pressure", "Pa", "air pressure"),
    Field("recirculation", "1", "share of the servers' intake that is recirculated exhaust"),
    Field("t_room", "degC", "air round tank and pipes"),
)
RACK_IN = record(RACK_IN_FIELDS)

RACK_RESULT_FIELDS = (
    Field("compute", "W", "chips, memory, drives, network: what computes"),
    Field("vr_loss", "W", "regulators"),
    Field("fans", "W", "server fans"),
    Field("pumps", "W", "pumps inside the rack on its own supply"),
    Field("psu_loss", "W", "power supplies"),
    Field("q_liquid", "W", "heat into the liquid"),
    Field("q_air", "W", "heat into the air; with that into the liquid the sum of the five powers"),
    Field("v_air", "m^3/s", "air through the rack at its intake state"),
    Field("t_intake", "degC", "servers' air intake (after recirculation)"),
    Field("t_exhaust", "degC", "servers' air exhaust"),
    Field("v_liquid", "m^3/s", "liquid through the rack at its inlet state"),
    Field("t_out", "degC", "liquid leaving"),
    Field("dp", "Pa", "liquid pressure drop, rack inlet to outlet"),
    Field("t_chip", "degC", "hottest junction; NaN in runaway"),
    Field("t_case", "degC", "its case"),
    Field("t_memory", "degC", "hottest memory"),
    Field("done", "1", "share of the asked-for compute that is not throttled away"),
    Field("r_sink", "K/W", "chip sink or plate to the coolant's inlet temperature"),
    Field("fan_speed", "1", "server fan speed"),
    Field("margin_chip", "K", "margin to throttling"),
    Field("margin_case", "K", "margin to the case limit"),
    Field("margin_memory", "K", "margin to the memory limit"),
    Field("margin_intake", "K", "intake class margin (worse of high and low side)"),
    Field("margin_airflow", "1", "1 - needed / possible air flow through the rack"),
    Field("margin_coolant", "K", "margin to the coolant's upper limit (flash point, supply limit of the rack)"),
    Field("margin_flux", "1", "critical flux / flux - 1/0.7 for boiling; inf elsewhere"),
    Field("margin_geometry", "m", "height left in the rack"),
    Field("air_needed", "m^3/s", "air needed at the rack's allowed temperature rise"),
    Field("air_possible", "m^3/s", "air the rack's face and fans can pass"),
    Field("status", "1", "bits of `schema.flags`"),
    # boiling racks only; a rack whose liquid does not boil leaves these alone
    Field("t_saturation", "degC", "saturation where the stream leaves the rack"),
    Field("exit_quality", "1", "vapour's share of the mass that leaves the rack"),
    Field("margin_quality", "1", "dry-out quality - exit quality of the worst plate; inf in a pool"),
    Field(
        "margin_suction",
        "m",
        "net positive suction head available - required at the coolant pump; inf without a pump",
    ),
    Field(
        "margin_stability",
        "1",
        "slope of the internal characteristic d ln dp / d ln m (Ledinegg); inf in a pool",
    ),
    Field("fluid_loss", "kg/s", "fluid lost by leaks and vents"),
    Field("fluid_charge", "kg", "fluid held by the rack and its part of the CDU"),
)
RACK_RESULT = record(RACK_RESULT_FIELDS)
POWERS = names(RACK_RESULT_FIELDS)[:5]


def rack_power(out: Any) -> float:
    """What a rack draws [W], from its result."""
    return float(sum(out[name] for name in POWERS))
