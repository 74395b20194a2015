"""Sizing: every NaN field is filled from the design hour; a given value is kept, never enlarged.

Terminals and plants are sized by their design approach at design weather and full load, not by what the set point
would need (a plant whose set point is too ambitious for the site comes out short, and says so). Losses of the
electrical chain heat the hall and depend on what the hall's equipment draws, so sizing passes over both a few times.
"""

import numpy as np

from thermo.core.fluids import density as liquid_density
from thermo.core.fluids import specific_heat as liquid_specific_heat
from thermo.core.jit import driver, kernel
from thermo.core.psychrometrics import dew_point, enthalpy, humidity_ratio_from_wet_bulb
from thermo.electrical.chain import size as size_electrical
from thermo.engine.hour import ISOTHERMAL, hour, humidity_limits, loop_heats, mixed, room_humidity
from thermo.engine.year import base_racks
from thermo.schema.field import Field, record, records, table
from thermo.schema.hall import DIRECT_AIR, GROUPS, NO_LIQUID, OWN_LOOP, SHARED_PARALLEL, SHARED_SERIES, TO_ROOM
from thermo.schema.plant import PLANT_IN, PLANT_RESULT
from thermo.schema.rack import RACK_RESULT
from thermo.schema.row import HOUR_RESULT
from thermo.schema.weather import WEATHER
from thermo.schema.work import WORK
from thermo.terminal.exchanger import design_conductance

ROUNDS = 12
CLOSED = 1e-10  # of IT power: rounds of sizing end when what feeds back moves by less
SHORT_PASSES = 3  # of an hour while sizing goes on
CLOSEST = 0.5  # K; a terminal asked for less is built for this and comes out short
LEAST_ROOM = (
    1e-3  # 1, heat for which a room's terminals are built at least, over IT power: cold walls may take all of it
)
LARGEST_RISE = 0.8  # water may warm by at most this share of the inlet difference


NEED_FIELDS = (
    Field("q_air", "W", "heat to the air's terminals"),
    Field("flow_air", "kg/s", "their water; air where the plant moves it"),
    Field("q_liquid", "W", "heat to the CDUs"),
    Field("flow_liquid", "kg/s", "their water"),
    Field("it", "W", "IT power"),
    Field("pumps", "W", "coolant pumps"),
)
NEED = record(NEED_FIELDS)


@kernel
def fill(given, value):
    """The given value, or the sized one where nothing was given (NaN)."""
    return value if given != given else given


@kernel
def cdu_design(hall, base, q, c, t_w, c_w):
    """Capacity rate [W/K] and outlet [degC] of what CDUs cool at design, and their water or air [kg/s].

    q : heat [W]; c : capacity rate of the coolant [W/K]; t_w, c_w : inlet [degC] and specific heat [J/(kg K)] of what
    takes the heat.
    """
    t_out = hall.supply_liquid
    if hall.condensing > 0.0:
        t_out, c = mixed(hall, base, hall.supply_liquid), ISOTHERMAL
    above = t_out - hall.supply_liquid
    t_out = max(max(hall.supply_liquid, t_w + CLOSEST) + above, t_w + CLOSEST)
    t_hot = t_out + q / c
    least = 0.5 if hall.condensing == 0.0 else LARGEST_RISE * CLOSEST  # water stays below what condenses
    rise = max(least, min(hall.cdu_water_rise, LARGEST_RISE * (t_hot - t_w)))
    return c, t_out, q / (c_w * rise)


@kernel
def size_terminals(hall, racks, base, weather, plant_air, plant_liquid, q_other, need):
    """Fill the hall's sized fields; `q_other` is heat in the room that is not the racks' [W].

    need : NEED record, result
    """
    groups, mode = int(hall.groups), int(hall.liquid_mode)
    q_air, q_ducted, m_servers, q_liquid, v, c, dp, p_it = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
    for g in range(groups):
        o, n = base[g], hall.racks[g]
        p_it += n * (o.compute + o.vr_loss + o.fans + o.pumps + o.psu_loss)
        q_air += n * o.q_air
        q_liquid += n * o.q_liquid
        m_servers += n * o.v_air * hall.pressure / (287.042 * (o.t_intake + 273.15))
        if o.v_air > 0.0:
            q_ducted += n * o.q_air
        if hall.liquid[g] > 0.0:
            v += n * o.v_liquid
            c += (
                n
                * o.v_liquid
                * liquid_density(racks[g].coolant, hall.supply_liquid)
                * liquid_specific_heat(racks[g].coolant, 0.5 * (hall.supply_liquid + o.t_out))
            )
            dp = max(dp, o.dp)
    head = dp + hall.cdu_head
    p_cdu = v * head / hall.cdu_pump_efficiency if mode != NO_LIQUID else 0.0
    q_cdu = q_liquid + p_cdu * hall.cdu_pump_motor
    q_room = q_air + q_other + p_cdu * (1.0 - hall.cdu_pump_motor)
    direct = int(hall.air_mode) == DIRECT_AIR
    w_low, w_high = humidity_limits(hall, weather.p)
    w_air = weather.w if direct else min(max(weather.w, w_low), w_high)
    cp_air = 1006.0 + 1860.0 * w_air
    rho = hall.pressure / (287.042 * (hall.supply_air + 273.15))
    if mode == TO_ROOM:  # a sidecar hands the room its heat and its fans'
        spare = (hall.cdu_units + hall.cdu_redundant) / hall.cdu_units
        _, _, moved = cdu_design(hall, base, q_cdu, c, hall.supply_air, cp_air)
        full = fill(hall.cdu_water / spare, moved)
        q_room += q_cdu + hall.cdu_fan_pressure * full / rho / hall.crah_fan_efficiency * (moved / full) ** 3
    q_room = max(q_room, LEAST_ROOM * p_it)
    hall.it_design = p_it
    air = m_servers * (1.0 - hall.recirculation) / (1.0 - hall.bypass)
    air += max(LEAST_ROOM * p_it, q_room - q_ducted) / (cp_air * hall.crah_rise)
    spare = (hall.crah_units + hall.crah_redundant) / hall.crah_units
    if int(hall.air_mode) == DIRECT_AIR:  # a direct air plant has its own spare units
        spare = 1.0
    hall.crah_air = fill(hall.crah_air, air * spare)
    p_fan = hall.crah_air / spare / rho * hall.crah_fan_pressure / hall.crah_fan_efficiency  # spare units out
    t_return = hall.supply_air + q_room / (air * cp_air)
    t_water = hall.supply_air - hall.crah_approach
    if mode == SHARED_PARALLEL or mode == SHARED_SERIES:
        t_water = min(t_water, hall.supply_liquid - hall.cdu_approach)
    hall.water_set_air = fill(hall.water_set_air, t_water)
    w_room = room_humidity(w_low, w_high, weather.w, weather.p, hall.water_set_air)
    q_fresh = hall.fresh_air * hall.area * (enthalpy(weather.t_dry, weather.w) - enthalpy(t_return, w_room))
    q_coil = q_room + p_fan + max(0.0, q_fresh)
    rise_fan = p_fan / (air * cp_air)
    hall.water_set_liquid = fill(hall.water_set_liquid, hall.supply_liquid - hall.cdu_approach)
    cp_a, cp_l = loop_heats(hall, plant_air, plant_liquid)
    t_coil = max(hall.supply_air - rise_fan, hall.water_set_air + CLOSEST)
    t_in = t_coil + q_coil / (air * cp_air)
    rise = min(hall.crah_water_rise, LARGEST_RISE * (t_in - hall.water_set_air))
    water = q_coil / (cp_a * max(rise, 0.5))
    ua = design_conductance(q_coil, air * cp_air, water * cp_a, t_coil, hall.water_set_air)
    rated = hall.crah_air if hall.crah_ua == hall.crah_ua else air * spare  # a given conductance is that of given air
    hall.crah_air_rate = fill(hall.crah_air_rate, rated * cp_air)
    hall.crah_ua = fill(hall.crah_ua, ua * spare)
    hall.crah_water = fill(hall.crah_water, water * spare)

    water_l = 0.0
    if mode == NO_LIQUID:
        hall.water_set_liquid = 0.0
    else:
        spare = (hall.cdu_units + hall.cdu_redundant) / hall.cdu_units
        hall.cdu_flow = fill(hall.cdu_flow, v)
        t_w, c_w = hall.water_set_liquid, cp_l
        if mode == SHARED_PARALLEL:
            t_w = hall.water_set_air
        elif mode == SHARED_SERIES:
            t_w = hall.water_set_air + rise
        elif mode == TO_ROOM:
            t_w, c_w = hall.supply_air, cp_air
        c, t_out, water_l = cdu_design(hall, base, q_cdu, c, t_w, c_w)
        hall.cdu_hot_rate = fill(hall.cdu_hot_rate, c * spare)
        ua_l = design_conductance(q_cdu, c, water_l * c_w, t_out, t_w)
        hall.cdu_ua = fill(hall.cdu_ua, ua_l * spare)
        hall.cdu_water = fill(hall.cdu_water, water_l * spare)
        hall.cdu_head_design = head
    need.q_air, need.flow_air, need.q_liquid, need.flow_liquid, need.it, need.pumps = (
        q_coil, water, q_cdu, water_l, p_it, p_cdu
    )  # fmt: skip
    if int(hall.air_mode) == DIRECT_AIR:
        need.q_air, need.flow_air = q_room, air


def design_rows(weather, hall, pressure):
    """Design weather (1,): extreme dry bulb, 0.4 % wet bulb, each with its margin; warmest thirty days."""
    design = weather.design
    t = design.extreme_db_max + float(hall["intake_recirculation"])
    twb = min(design.cooling_wb_04 + float(hall["wet_bulb_margin"]), t)
    w = humidity_ratio_from_wet_bulb(t, twb, pressure)
    row = np.array([t, twb, w, pressure, dew_point(w, pressure), weather.rows["t_month"].max()])
    return records(row[None], WEATHER)


ROUND_GUESS = 0.06, 0.3  # of IT power: heat of losses in the room, power on the mains, before the first round


@kernel
def mechanical(row):
    """Power of all but IT and electrical losses in a row of the hour [W]."""
    total = row.terminal_fans + row.pumps + row.chillers + row.heat_rejection_fans
    return total + row.humidification + row.heating + row.lighting_misc


@kernel
def take_out(hall, plant_air, plant_liquid):
    """Take one spare unit of every kind out of service."""
    if hall.crah_redundant >= 1.0 and int(hall.air_mode) != DIRECT_AIR:
        left = (hall.crah_units + hall.crah_redundant - 1.0) / (hall.crah_units + hall.crah_redundant)
        hall.crah_air *= left
        hall.crah_ua *= left
        hall.crah_air_rate *= left
        hall.crah_water *= left
    if hall.cdu_redundant >= 1.0:
        left = (hall.cdu_units + hall.cdu_redundant - 1.0) / (hall.cdu_units + hall.cdu_redundant)
        hall.cdu_ua *= left
        hall.cdu_hot_rate *= left
        hall.cdu_water *= left
    spare_out(plant_air)
    spare_out(plant_liquid)


@kernel
def spare_out(plant):
    """One redundant cell and one redundant machine of a plant out of service."""
    if plant.redundant_cells >= 1.0:
        plant.unit_out = max(plant.unit_out, 1.0)
    if max(plant.chiller_redundant, plant.dx_redundant) >= 1.0:
        plant.chiller_out = max(plant.chiller_out, 1.0)


@driver
def size_cases(
    halls, racks, rack_of, points, airs, liquids, plants, sizes, electricals, weather, weather_of, design, outage
):
    """Size cases in place; the records of one case stand at one place of each table.

    Parameters
    ----------
    halls, airs, liquids, electricals : (n,) HALL, PLANT, PLANT and ELECTRICAL records; NaN fields are filled
    racks : (m, GROUPS) RACK records; rack_of : (n,) place of each case in it
    points, plants, sizes : rack points, plants' `run` and plants' `size`, the same for all cases
    weather : WEATHER records (k,), design weather; weather_of : (n,) place of each case in it
    design : HOUR_RESULT records (n,), result: the design hour with all units in service
    outage : HOUR_RESULT records (n,), result: the same hour with one spare unit of every kind out; a kind without a
        spare stays
    """
    hall0, air0, liquid0, electrical0 = halls[:1].copy(), airs[:1].copy(), liquids[:1].copy(), electricals[:1].copy()
    hall1, air1, liquid1 = halls[:1].copy(), airs[:1].copy(), liquids[:1].copy()
    works, needs, full = np.zeros(1, WORK), np.zeros(1, NEED), np.ones((1, GROUPS))
    xs, outs = np.zeros(1, PLANT_IN), np.zeros(1, PLANT_RESULT)
    base = np.zeros((1, GROUPS), RACK_RESULT)
    u, b = full[0], base[0]
    for i in range(halls.size):
        work, need, x, out = works[0], needs[0], xs[0], outs[0]
        rack, w, row = racks[rack_of[i]], weather[weather_of[i]], outage[i]
        hall0[0], air0[0], liquid0[0], electrical0[0] = halls[i], airs[i], liquids[i], electricals[i]
        hall, air, liquid, electrical = halls[i], airs[i], liquids[i], electricals[i]
        base_racks(hall, rack, points, full, base)
        size_terminals(hall, rack, b, w, air, liquid, 0.0, need)
        p_it = need.it
        other, ups, mains = ROUND_GUESS[0] * p_it, need.pumps, ROUND_GUESS[1] * p_it
        work.passes_most = SHORT_PASSES
        for turn in range(ROUNDS):
            if turn == ROUNDS - 1:
                work.passes_most = 0.0
            halls[i], airs[i], liquids[i], electricals[i] = hall0[0], air0[0], liquid0[0], electrical0[0]
            size_terminals(hall, rack, b, w, air, liquid, other, need)
            q_air, flow, mode = need.q_air, need.flow_air, int(hall.liquid_mode)
            if mode == SHARED_PARALLEL or mode == SHARED_SERIES:
                flow = flow + need.flow_liquid if mode == SHARED_PARALLEL else max(flow, need.flow_liquid)
                q_air += need.q_liquid
            x.q, x.flow = q_air, flow
            x.t_set = hall.supply_air if int(hall.air_mode) == DIRECT_AIR else hall.water_set_air
            sizes[0](air, w, x, out)
            if mode == OWN_LOOP:
                x.q, x.flow, x.t_set = need.q_liquid, need.flow_liquid, hall.water_set_liquid
                sizes[1](liquid, w, x, out)
            size_electrical(electrical, p_it, ups, mains)
            hall1[0], air1[0], liquid1[0] = halls[i], airs[i], liquids[i]
            take_out(hall1[0], air1[0], liquid1[0])  # what is sized must carry this hour
            hour(hall1[0], rack, points, air1[0], liquid1[0], plants, electrical, w, u, b, 0.0, work, row)
            ups_before, mains_before, other_before = ups, mains, other
            ups = row.ups_mechanical
            mains = mechanical(row) - ups
            other = row.distribution_loss + hall.lighting * hall.area
            other += electrical.ups_indoors * row.ups_loss
            other += electrical.transformer_indoors * row.transformer_loss
            other += hall.envelope_loss * max(0.0, w.t_dry - hall.supply_air)
            other += row.humidification
            moved = abs(ups - ups_before) + abs(mains - mains_before) + abs(other - other_before)
            if moved < CLOSED * p_it:
                if work.passes_most == 0.0 or row.iterations < SHORT_PASSES:
                    break
                work.passes_most = 0.0
        work.passes_most = 0.0
        hour(hall, rack, points, air, liquid, plants, electrical, w, u, b, 0.0, work, design[i])


def size(case):
    """Size a case in place.

    Leaves its design hour with all units in service in `case.design_row`, and with the largest spare unit of every kind
    out in `case.outage_row` (where a kind has no spare, what is needed stays in service).

    Parameters
    ----------
    case : case.Case with inputs; given sizes are not NaN
    """
    names = ("hall", "plant_air", "plant_liquid", "electrical")
    halls, airs, liquids, electricals = (np.array([getattr(case, n)]).view(np.recarray) for n in names)
    only = np.zeros(1, np.int64)
    design, outage = np.zeros(1, HOUR_RESULT), np.zeros(1, HOUR_RESULT)
    size_cases(
        halls,
        np.asarray(case.racks).reshape(1, -1).view(np.recarray),
        only,
        case.points,
        airs,
        liquids,
        case.plants,
        case.sizes,
        electricals,
        case.design_weather,
        only,
        design,
        outage,
    )
    case.hall, case.plant_air, case.plant_liquid, case.electrical = halls[0], airs[0], liquids[0], electricals[0]
    case.design_row, case.outage_row = table(design)[0], table(outage)[0]
