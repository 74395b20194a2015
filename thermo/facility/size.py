"""Sizing: every NaN field is filled from the design hour; a given value is kept, never enlarged.

Terminals and plants are sized by their design approach at design weather and full load, not by what the set point
would need (a plant whose set point is too ambitious for the site comes out short, and says so). Losses of the
electrical chain heat the hall and depend on what the hall's equipment draws, so sizing passes over both a few times.
"""

import numpy as np

from thermo.core.fields import (
    P_M,
    P_Q,
    P_TSET,
    PLANT_X,
    R_COMPUTE,
    R_DP,
    R_FAN,
    R_PSU,
    R_PUMP,
    R_QA,
    R_QL,
    R_TIN,
    R_TLOUT,
    R_VA,
    R_VL,
    R_VR,
    RACK_OUT,
    W_P,
    W_T,
    W_W,
)
from thermo.core.fluids import density as liquid_density
from thermo.core.fluids import specific_heat as liquid_specific_heat
from thermo.core.jit import kernel
from thermo.core.psychrometrics import enthalpy
from thermo.electrical.chain import size as size_electrical
from thermo.facility.hour import hour, loop_heats, room_humidity
from thermo.facility.record import DIRECT_AIR, GROUPS, NO_LIQUID, OWN_LOOP, SHARED_PARALLEL, SHARED_SERIES, TO_ROOM
from thermo.facility.row import ROW, ROW_SIZE
from thermo.facility.year import WORK_WIDTH, base_racks, call_plant
from thermo.terminal.exchanger import design_conductance

ROUNDS = 6
CLOSEST = 0.5  # K; a terminal asked for less is built for this and comes out short
LARGEST_RISE = 0.8  # water may warm by at most this share of the inlet difference


@kernel
def fill(given, value):
    """The given value, or the sized one where nothing was given (NaN)."""
    return value if given != given else given


@kernel
def size_terminals(hall, racks, base, weather, plant_air, plant_liquid, q_other, need):
    """Fill the hall's sized fields; `q_other` is heat in the room that is not the racks' [W].

    need : (6,) result: heat to the air terminal and its water flow, heat to the CDU and its water flow, IT power, power
    of the coolant pumps.
    """
    groups, mode = int(hall.groups), int(hall.liquid_mode)
    q_air, q_ducted, m_servers, q_liquid, v, c, dp, p_it = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
    for g in range(groups):
        o, n = base[g], hall.racks[g]
        p_it += n * (o[R_COMPUTE] + o[R_VR] + o[R_FAN] + o[R_PUMP] + o[R_PSU])
        q_air += n * o[R_QA]
        q_liquid += n * o[R_QL]
        m_servers += n * o[R_VA] * hall.pressure / (287.042 * (o[R_TIN] + 273.15))
        if o[R_VA] > 0.0:
            q_ducted += n * o[R_QA]
        if hall.liquid[g] > 0.0:
            v += n * o[R_VL]
            c += (
                n
                * o[R_VL]
                * liquid_density(racks[g].coolant, hall.supply_liquid)
                * liquid_specific_heat(racks[g].coolant, 0.5 * (hall.supply_liquid + o[R_TLOUT]))
            )
            dp = max(dp, o[R_DP])
    head = dp + hall.cdu_head
    p_cdu = v * head / hall.cdu_pump_efficiency if mode != NO_LIQUID else 0.0
    q_cdu = q_liquid + p_cdu * hall.cdu_pump_motor
    q_room = q_air + q_other + p_cdu * (1.0 - hall.cdu_pump_motor)
    if mode == TO_ROOM:
        q_room += q_cdu

    cp_air = 1006.0 + 1860.0 * weather[W_W]
    hall.it_design = p_it
    air = m_servers * (1.0 - hall.recirculation) / (1.0 - hall.bypass)
    air += max(0.0, q_room - q_ducted) / (cp_air * hall.crah_rise)
    spare = (hall.crah_units + hall.crah_redundant) / hall.crah_units
    if int(hall.air_mode) == DIRECT_AIR:  # a direct air plant has its own spare units
        spare = 1.0
    hall.crah_air = fill(hall.crah_air, air * spare)
    rho = hall.pressure / (287.042 * (hall.supply_air + 273.15))
    p_fan = hall.crah_air / spare / rho * hall.crah_fan_pressure / hall.crah_fan_efficiency  # spare units out
    t_return = hall.supply_air + q_room / (air * cp_air)
    t_water = hall.supply_air - hall.crah_approach
    if mode == SHARED_PARALLEL or mode == SHARED_SERIES:
        t_water = min(t_water, hall.supply_liquid - hall.cdu_approach)
    hall.water_set_air = fill(hall.water_set_air, t_water)
    w_room = room_humidity(hall, weather[W_W], weather[W_P], hall.water_set_air)
    q_fresh = hall.fresh_air * hall.area * (enthalpy(weather[W_T], weather[W_W]) - enthalpy(t_return, w_room))
    q_coil = q_room + p_fan + max(0.0, q_fresh)
    rise_fan = p_fan / (air * cp_air)
    hall.water_set_liquid = fill(hall.water_set_liquid, hall.supply_liquid - hall.cdu_approach)
    cp_a, cp_l = loop_heats(hall, plant_air, plant_liquid)
    t_coil = max(hall.supply_air - rise_fan, hall.water_set_air + CLOSEST)
    t_in = t_coil + q_coil / (air * cp_air)
    rise = min(hall.crah_water_rise, LARGEST_RISE * (t_in - hall.water_set_air))
    water = q_coil / (cp_a * max(rise, 0.5))
    ua = design_conductance(q_coil, air * cp_air, water * cp_a, t_coil, hall.water_set_air)
    hall.crah_heat = fill(hall.crah_heat, air * cp_air * spare)
    hall.crah_ua = fill(hall.crah_ua, ua * spare)
    hall.crah_water = fill(hall.crah_water, water * spare)

    water_l = 0.0
    if mode == NO_LIQUID:
        hall.water_set_liquid = 0.0
    else:
        spare = (hall.cdu_units + hall.cdu_redundant) / hall.cdu_units
        hall.cdu_flow = fill(hall.cdu_flow, v)
        hall.cdu_heat = fill(hall.cdu_heat, c * spare)
        t_w, c_w = hall.water_set_liquid, cp_l
        if mode == SHARED_PARALLEL:
            t_w = hall.water_set_air
        elif mode == SHARED_SERIES:
            t_w = hall.water_set_air + rise
        elif mode == TO_ROOM:
            t_w, c_w = hall.supply_air, cp_air
        t_hot = max(hall.supply_liquid, t_w + CLOSEST) + q_cdu / c
        rise_l = max(0.5, min(hall.cdu_water_rise, LARGEST_RISE * (t_hot - t_w)))
        water_l = q_cdu / (c_w * rise_l)
        ua_l = design_conductance(q_cdu, c, water_l * c_w, max(hall.supply_liquid, t_w + CLOSEST), t_w)
        hall.cdu_ua = fill(hall.cdu_ua, ua_l * spare)
        hall.cdu_water = fill(hall.cdu_water, water_l * spare)
        hall.cdu_head_design = head
    need[0], need[1], need[2], need[3], need[4], need[5] = q_coil, water, q_cdu, water_l, p_it, p_cdu
    if int(hall.air_mode) == DIRECT_AIR:
        need[0], need[1] = q_room, air


def design_rows(weather, hall, pressure):
    """Design weather (1, WEATHER_ROW): extreme-year dry bulb and 0.4 % wet bulb, each with its stated margin."""
    from thermo.core.psychrometrics import dew_point, humidity_ratio_from_wet_bulb

    design = weather.design
    t = design.extreme_db_max + float(hall["intake_recirculation"])
    twb = min(design.cooling_wb_04 + float(hall["wet_bulb_margin"]), t)
    w = humidity_ratio_from_wet_bulb(t, twb, pressure)
    return np.array([[t, twb, w, pressure, dew_point(w, pressure)]])


MECHANICAL = (
    "terminal_fans",
    "pumps",
    "chillers",
    "heat_rejection_fans",
    "humidification",
    "heating",
    "lighting_misc",
)
SPARED = ("crah_air", "crah_ua", "crah_heat", "crah_water"), ("cdu_ua", "cdu_heat", "cdu_water")


def size(case):
    """Size a case in place.

    Leaves its design hour with all units in service in `case.design_row`, and with the largest spare unit of every kind
    out in `case.outage_row` (where a kind has no spare, what is needed stays in service).

    Parameters
    ----------
    case : case.Case with inputs; given sizes are not NaN
    """
    utilisation = np.ones((1, GROUPS))
    base = np.zeros((1, GROUPS, RACK_OUT))
    base_racks(case.hall, case.racks, case.points, utilisation, base)
    inputs = [r.copy() for r in (case.hall, case.plant_air, case.plant_liquid, case.electrical)]
    work = np.zeros((GROUPS + 8, WORK_WIDTH))
    out, x, need, row = np.zeros(WORK_WIDTH), np.zeros(PLANT_X), np.zeros(6), np.zeros(ROW_SIZE)
    weather = case.design_weather[0]

    def design_hour(hall, plant_air, plant_liquid, electrical, row):
        u = utilisation[0]
        points, plants = case.points, case.plants
        hour(hall, case.racks, points, plant_air, plant_liquid, plants, electrical, weather, u, base[0], 0.0, work, row)

    size_terminals(inputs[0].copy(), case.racks, base[0], weather, *inputs[1:3], 0.0, need)
    p_it, p_cdu = need[4:6]
    other, ups, mains = 0.06 * p_it, p_cdu, 0.3 * p_it  # first guess of what the rounds settle
    for _ in range(ROUNDS):
        hall, plant_air, plant_liquid, electrical = (r.copy() for r in inputs)
        size_terminals(hall, case.racks, base[0], weather, *inputs[1:3], other, need)
        q_air, flow, q_cdu, water_l = need[:4]
        mode = int(hall["liquid_mode"])
        target = float(hall["supply_air"] if int(hall["air_mode"]) == DIRECT_AIR else hall["water_set_air"])
        if mode in (SHARED_PARALLEL, SHARED_SERIES):
            flow = flow + water_l if mode == SHARED_PARALLEL else max(flow, water_l)
            q_air += q_cdu
        x[P_Q], x[P_M], x[P_TSET] = q_air, flow, target
        call_plant(case.sizes[0], plant_air, weather, x, out)
        if mode == OWN_LOOP:
            x[P_Q], x[P_M], x[P_TSET] = q_cdu, water_l, float(hall["water_set_liquid"])
            call_plant(case.sizes[1], plant_liquid, weather, x, out)
        size_electrical(electrical, p_it, ups, mains)
        spared = outage(hall, plant_air, plant_liquid)  # what is sized must carry this hour
        design_hour(spared[0], spared[1], spared[2], electrical, row)
        ups = row[ROW["ups_mechanical"]]
        mains = sum(row[ROW[n]] for n in MECHANICAL) - ups
        other = row[ROW["distribution_loss"]] + float(hall["lighting"] * hall["area"])
        other += float(electrical["ups_indoors"]) * row[ROW["ups_loss"]]
        other += float(electrical["transformer_indoors"]) * row[ROW["transformer_loss"]]
        other += float(hall["envelope_loss"]) * max(0.0, weather[W_T] - float(hall["supply_air"]))
        other += row[ROW["humidification"]]
    case.hall, case.plant_air, case.plant_liquid, case.electrical = hall, plant_air, plant_liquid, electrical
    case.design_row, case.outage_row = np.zeros(ROW_SIZE), row
    design_hour(hall, plant_air, plant_liquid, electrical, case.design_row)
    design_hour(spared[0], spared[1], spared[2], electrical, case.outage_row)


def outage(hall, plant_air, plant_liquid):
    """The same hall with one spare unit of every kind out of service."""
    hall, plant_air, plant_liquid = hall.copy(), plant_air.copy(), plant_liquid.copy()
    for kind, names in zip(("crah", "cdu"), SPARED, strict=True):
        units, spare = float(hall[f"{kind}_units"]), float(hall[f"{kind}_redundant"])
        if spare >= 1.0 and not (kind == "crah" and int(hall["air_mode"]) == DIRECT_AIR):
            for name in names:
                hall[name] *= (units + spare - 1.0) / (units + spare)
    for plant in (plant_air, plant_liquid):
        if plant["redundant_cells"] >= 1.0:
            plant["unit_out"] = max(plant["unit_out"], 1.0)
        if max(plant["chiller_redundant"], plant["dx_redundant"]) >= 1.0:
            plant["chiller_out"] = max(plant["chiller_out"], 1.0)
    return hall, plant_air, plant_liquid
