"""One hour of a hall, from chip junction to utility meter: a pure function of case and weather.

Racks give heat to liquid and air; terminals hand it to facility water or outdoor air; plants carry it outdoors; the
electrical chain feeds all of it and adds its own heat to the rooms it stands in. Nothing is remembered between hours
(but for `step_lag`, which validation alone sets).

The hour is solved by passes. The first pass assumes that every set point is met; most hours end there, since only
losses of the electrical chain couple back. Where capacity runs out, the supply temperature a plant reaches is handed
back to terminals and racks and the passes go on until nothing moves, so that the chips feel it.
"""

from thermo.core.fluids import density as liquid_density
from thermo.core.fluids import specific_heat as liquid_specific_heat
from thermo.core.jit import kernel
from thermo.core.psychrometrics import dew_point, enthalpy, humidity_ratio_from_dew_point, saturation_humidity_ratio
from thermo.electrical.chain import (
    C_APPARENT,
    C_DISTRIBUTION,
    C_DISTRIBUTION_ROOM,
    C_MARGIN,
    C_TRANSFORMER,
    C_TRANSFORMER_ROOM,
    C_UPS,
    C_UPS_ROOM,
    C_UTILITY,
    chain,
)
from thermo.plant.equipment import loop_pump
from thermo.plant.heat_pump import lift
from thermo.schema.hall import DIRECT_AIR, NO_LIQUID, OWN_LOOP, SHARED_PARALLEL, SHARED_SERIES, TO_ROOM
from thermo.schema.points import (
    A_HUMIDIFY,
    A_OUTDOOR,
    A_SUPPLY_FAN,
    A_WATER,
    A_WROOM,
    F_SHORT,
    M_AIRFLOW,
    M_CASE,
    M_CHIP,
    M_COOLANT,
    M_FLUX,
    M_GEOMETRY,
    M_INTAKE,
    M_MEM,
    M_QUALITY,
    M_STABLE,
    M_SUCTION,
    P_BEFORE,
    P_BLOWDOWN,
    P_CHILLERS,
    P_DIRECT,
    P_DRIFT,
    P_EVAPORATION,
    P_FANS,
    P_FLAGS,
    P_FREE,
    P_HEATING,
    P_M,
    P_MARGIN,
    P_OFFSET,
    P_PUMPS,
    P_Q,
    P_REJECTED,
    P_TCOND,
    P_TRET,
    P_TSET,
    P_TSUP,
    P_UPS,
    R_AIRMAX,
    R_AIRNEED,
    R_COMPUTE,
    R_DONE,
    R_DP,
    R_FAN,
    R_FLAGS,
    R_LOSS,
    R_PSU,
    R_PUMP,
    R_QA,
    R_QL,
    R_QUALITY,
    R_SPEED,
    R_TCASE,
    R_TCHIP,
    R_TIN,
    R_TLOUT,
    R_TMEM,
    R_VA,
    R_VL,
    R_VR,
    W_P,
    W_T,
    W_TWB,
    W_W,
    X_P,
    X_RECIRC,
    X_TA,
    X_TL,
    X_TROOM,
    X_U,
    X_VL,
)
from thermo.schema.row import H
from thermo.terminal.exchanger import CP_WATER, water_flow

PASSES = 120
MEMORY = 7  # the row of `work`, after the groups, that holds what an hour is told beside its arguments:
(
    B_PASSES,  # 1, passes at most, for sizing; 0: PASSES
    B_PLANT,  # degC or kg/kg, water supply or room humidity of the hour before, for `step_lag`; 0: none
    B_RETURN,  # degC, its return air
    B_WARMED,  # K, warming of its air in the fans
) = range(4)
CHORDS = 36  # passes that only relax
HAIR = 1e-9  # K
WARM_COIL = 60.0  # degC, a coil this warm dries no room; far below boiling at any altitude
LOST = 99.0  # degC, a supply this warm says that nothing carries the heat
INNER = 60
LEAST_AIR = 0.05  # 1, terminals that are asked for nothing still turn: a room that loses heat has a return temperature
STARVED = 0.8  # 1, largest recirculation when the terminals move less air than the servers ask for
LAGGED = 0.3  # K an hour, by which EnergyPlus's hall may move in one step
DEW_GUARD = 2.0  # K, coolant above the room's dew point (docs/physics.md 3.6)
ISOTHERMAL = 1e30  # W/K, capacity rate of a stream that condenses (docs/two-phase.md)
PLATE_SHARE, PLATE_EXPONENT = 0.5, 0.7  # plate exchanger: both films alike, h ~ V^0.7 (docs/physics.md 3.6: 0.65-0.75)


@kernel
def bits(a, b):
    """Union of two bit sets kept as floats."""
    return float(int(a) | int(b))


@kernel
def solve_racks(hall, racks, points, u, t_air, t_liquid, recirculation, x, out):
    """Solve one rack of each group at the given supply temperatures; `out` is (GROUPS, RACK_OUT)."""
    for g in range(int(hall.groups)):
        x[X_U] = u[g]
        x[X_TA] = t_air
        x[X_TL] = t_liquid
        x[X_P] = hall.pressure
        x[X_RECIRC] = recirculation
        x[X_TROOM] = t_air
        share = hall.cdu_flow_floor + (1.0 - hall.cdu_flow_floor) * u[g]
        x[X_VL] = racks[g].flow_per_watt * racks[g].nameplate * share * hall.liquid[g]
        points[g](racks[g], x, out[g])


@kernel
def humidity_limits(hall, pressure):
    """Humidity ratios [kg/kg] between which the fresh-air unit keeps the room."""
    low = humidity_ratio_from_dew_point(hall.humidity_min, pressure)
    return low, max(low, humidity_ratio_from_dew_point(hall.humidity_max, pressure))


@kernel
def room_humidity(low, high, w_out, pressure, t_water):
    """Room humidity ratio: outdoor air humidified to the lower limit, dried to the upper one and by the cold coil."""
    coil = saturation_humidity_ratio(min(t_water + 1.0, WARM_COIL), pressure)
    return min(max(w_out, low), high, max(low, coil))


@kernel
def mixed(hall, racks_out, t_liquid):
    """Temperature [degC] of the streams of all racks together, weighted by heat, for streams that condense."""
    heat, weighted = 0.0, 0.0
    for g in range(int(hall.groups)):
        if hall.liquid[g] > 0.0 and racks_out[g, R_QL] > 0.0:
            heat += hall.racks[g] * racks_out[g, R_QL]
            weighted += hall.racks[g] * racks_out[g, R_QL] * racks_out[g, R_TLOUT]
    return weighted / heat if heat > 0.0 else t_liquid


@kernel
def loop_heats(hall, plant_air, plant_liquid):
    """Specific heat [J/(kg K)] of the air stream's and the liquid stream's facility water."""
    cp_a = CP_WATER
    if int(hall.air_mode) != DIRECT_AIR:
        cp_a = liquid_specific_heat(plant_air.loop, hall.water_set_air)
    if int(hall.liquid_mode) != OWN_LOOP:
        return cp_a, cp_a
    return cp_a, liquid_specific_heat(plant_liquid.loop, hall.water_set_liquid)


@kernel
def hour(hall, racks, points, plant_air, plant_liquid, plants, electrical, weather, u, base, offset, work, row):
    """Fill `row` (see schema/row.py) for one hour.

    Parameters
    ----------
    hall : HALL record; racks : RACK records (GROUPS,); points : rack points, one per group
    plant_air, plant_liquid : PLANT records; plants : their points; electrical : ELECTRICAL record
    weather : (WEATHER_ROW,) float64; u : (GROUPS,) utilisation
    base : (GROUPS, RACK_OUT) racks solved at the set points for this u
    offset : K, shift of the plants' condenser set point (0 in default control)
    work : (GROUPS + 8, >= RACK_OUT) scratch, but for its row MEMORY
    row : (ROW_SIZE,) result
    """
    groups = int(hall.groups)
    mode = int(hall.liquid_mode)
    direct = int(hall.air_mode) == DIRECT_AIR
    own = work[:groups]
    x = work[groups]
    px = work[groups + 1]
    pa = work[groups + 2]
    pl = work[groups + 3]
    el = work[groups + 4]

    t_dry, w_out, p_out = weather[W_T], weather[W_W], weather[W_P]
    t_air, t_liquid = hall.supply_air, hall.supply_liquid
    tw_air, tw_liquid = hall.water_set_air, hall.water_set_liquid
    w_low, w_high, w_room = 0.0, 0.0, w_out
    if not direct:  # a plant that moves the room's air keeps its own limits
        w_low, w_high = humidity_limits(hall, p_out)
        w_room = min(max(w_out, w_low), w_high)
    w_dew, t_dew = w_room, float("nan")  # dew point of the room, while its humidity is the same
    cp_air = 1006.0 + 1860.0 * (w_out if direct else w_room)
    recirculation = hall.recirculation
    plant_ups, heat_pump, transformer_room = 0.0, 0.0, 0.0
    on_ups, on_ups_before, reached_before, c_guess = 0.0, 0.0, 0.0, 0.0  # mechanical load on the UPS beside the CDUs
    latent_flow = hall.fresh_air * hall.area  # kg/s dry air
    m_water_l, m_water_a, q_coil, q_cdu, q_reused = 0.0, 0.0, 0.0, 0.0, 0.0
    p_fan, p_sidecar, p_cdu, p_cdu_motor = 0.0, 0.0, 0.0, 0.0
    m_air, t_return, t_lout, t_coil, condensate, humidifier_water = 0.0, t_air, t_liquid, 0.0, 0.0, 0.0
    p_humidifier, q_fresh, q_heat, liquid_set = 0.0, 0.0, 0.0, t_liquid
    v_liquid, head, v_air, q_room = 0.0, 0.0, 0.0, 0.0
    t_intake = t_air
    for i in range(pa.size):
        pa[i] = 0.0
        pl[i] = 0.0
    p_compute, p_vr, p_itfan, p_itpump, p_psu, q_liquid, q_air, t_mix = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
    passes, lost, shorter = 0, False, False
    floats = not direct and plant_air.economizer_control > 0.0 and plant_air.pump_variable > 0.0
    chords = 2 if floats else CHORDS  # flow and the water that floats hang on each other closely
    cp_a, cp_l = loop_heats(hall, plant_air, plant_liquid)
    rho = hall.pressure / (287.042 * (hall.supply_air + 273.15))

    memory = work[groups + MEMORY]
    most = PASSES if memory[B_PASSES] == 0.0 else int(memory[B_PASSES])
    for passes in range(1, most + 1):
        # --- racks
        at_set = t_air == hall.supply_air and t_liquid == hall.supply_liquid and recirculation == hall.recirculation
        racks_out = base
        if not at_set:
            solve_racks(hall, racks, points, u, t_air, t_liquid, recirculation, x, own)
            racks_out = own
        p_compute, p_vr, p_itfan, p_itpump, p_psu, q_liquid, q_air = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
        m_servers, v_air, v_liquid, head, c_liquid, t_mix, q_ducted = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
        t_intake = t_air
        for g in range(groups):
            o, n = racks_out[g], hall.racks[g]
            p_compute += n * o[R_COMPUTE]
            p_vr += n * o[R_VR]
            p_itfan += n * o[R_FAN]
            p_itpump += n * o[R_PUMP]
            p_psu += n * o[R_PSU]
            q_liquid += n * o[R_QL]
            q_air += n * o[R_QA]
            v_air += n * o[R_VA]
            m_servers += n * o[R_VA] * hall.pressure / (287.042 * (o[R_TIN] + 273.15))
            if o[R_VA] > 0.0:
                t_intake = max(t_intake, o[R_TIN])
                q_ducted += n * o[R_QA]  # heat that the servers' own air stream carries
            if hall.liquid[g] > 0.0:
                c = (
                    n
                    * o[R_VL]
                    * liquid_density(racks[g].coolant, t_liquid)
                    * liquid_specific_heat(racks[g].coolant, 0.5 * (t_liquid + o[R_TLOUT]))
                )
                v_liquid += n * o[R_VL]
                c_liquid += c
                head = max(head, o[R_DP])
        p_it = p_compute + p_vr + p_itfan + p_itpump + p_psu
        if c_liquid > 0.0:
            t_mix = t_liquid + q_liquid / c_liquid
        c_hot, c_hot_design, above = c_liquid, hall.cdu_hot_rate, 0.0
        if hall.condensing > 0.0:  # saturation stands `above` the liquid that leaves the condenser
            t_mix = mixed(hall, racks_out, t_liquid)
            c_hot, c_hot_design, above = ISOTHERMAL, ISOTHERMAL, t_mix - t_liquid

        # --- coolant pump (CDU, tank or spray pump)
        p_cdu, p_cdu_motor = 0.0, 0.0
        if mode != NO_LIQUID and v_liquid > 0.0:
            head += hall.cdu_head * (v_liquid / hall.cdu_flow) ** 2
            p_cdu = v_liquid * head / hall.cdu_pump_efficiency
            p_cdu_motor = p_cdu * (1.0 - hall.cdu_pump_motor)
        q_cdu = q_liquid + p_cdu - p_cdu_motor
        t_lout = t_mix

        # --- room moisture and the dew-point guard
        if not direct:
            w_room = room_humidity(w_low, w_high, w_out, p_out, tw_air)
            humidifier_water = latent_flow * max(0.0, w_room - w_out)
            condensate = latent_flow * max(0.0, w_out - w_room)
            p_humidifier = humidifier_water * hall.humidifier_energy
        liquid_set = hall.supply_liquid
        if mode != NO_LIQUID:
            if w_room != w_dew or t_dew != t_dew:
                w_dew, t_dew = w_room, dew_point(w_room, p_out)
            liquid_set = max(liquid_set, t_dew + DEW_GUARD)

        # --- CDU: water flow of its own or the shared loop; a sidecar hands the heat back to the room
        p_sidecar, q_sidecar = 0.0, 0.0
        t_liquid_next = liquid_set
        if c_hot > 0.0 and mode != NO_LIQUID and mode != SHARED_SERIES:
            t_w, c0 = tw_liquid, hall.cdu_water * cp_l
            if mode == SHARED_PARALLEL:
                t_w = tw_air
            elif mode == TO_ROOM:
                t_w, c0 = t_air, hall.cdu_water * cp_air
            wanted = liquid_set if hall.condensing == 0.0 else max(liquid_set, t_w) + above
            c_w, t_reached = water_flow(
                q_cdu, c_hot, wanted, t_w, hall.cdu_ua, c_hot_design, c0, PLATE_SHARE, PLATE_EXPONENT, c_guess
            )
            c_guess = c_w
            t_liquid_next = max(liquid_set, t_reached - above)
            if mode == TO_ROOM:
                p_sidecar = hall.cdu_fan_pressure * hall.cdu_water / rho / hall.crah_fan_efficiency * (c_w / c0) ** 3
                q_sidecar = q_cdu + p_sidecar
            else:
                m_water_l = c_w / cp_l

        # --- room air and its terminal, with the losses of what feeds them
        t_air_next = hall.supply_air
        m_ducted = m_servers * (1.0 - hall.recirculation) / (1.0 - hall.bypass)
        q_heat, q_fresh, fans_moved = 0.0, 0.0, 0.0
        for turn in range(INNER):
            change = 0.0
            chain(electrical, p_it, hall.cdu_on_ups * p_cdu + on_ups, 0.0, el)
            losses = el[C_UPS_ROOM] + el[C_DISTRIBUTION_ROOM] + transformer_room
            q_extra = losses + hall.lighting * hall.area + p_cdu_motor + hall.envelope_loss * (t_dry - t_air)
            q_room = q_air + q_extra + q_sidecar + p_humidifier
            asked, rise = max(0.0, q_room - q_ducted), hall.crah_rise
            before = memory[B_RETURN]
            lagged = hall.room_lag > 0.0 and before > t_air and not shorter  # as EnergyPlus at one step an hour
            if lagged:
                asked += hall.room_lag * (before - hall.supply_air - rise)
                rise = before - t_air
            m_air = m_ducted + asked / (cp_air * rise)
            m_air = min(max(m_air, max(hall.crah_fan_floor, LEAST_AIR) * hall.crah_air), hall.crah_air)
            t_return = t_air + max(q_room / (m_air * cp_air), -hall.crah_rise)  # heaters hold a room that loses heat
            if direct:
                break
            speed = m_air / hall.crah_air
            p_fan = hall.crah_air / rho * hall.crah_fan_pressure / hall.crah_fan_efficiency * speed**3
            q_fresh = latent_flow * (enthalpy(t_dry, w_out) - enthalpy(t_return, w_room))
            shorter = shorter or (lagged and abs(t_return - before) > LAGGED)  # of which each lags less
            lagged = lagged and not shorter
            stale = m_air * cp_air * (before - t_return) if lagged else 0.0  # its coil takes the air of the step before
            q_coil = max(0.0, q_room + p_fan + q_fresh + stale)
            q_heat = max(0.0, -(q_room + p_fan + q_fresh))
            c_air = m_air * cp_air
            warmed = memory[B_WARMED] if lagged else p_fan / c_air
            c_w, t_coil = water_flow(
                q_coil,
                c_air,
                hall.supply_air - warmed,
                tw_air,
                hall.crah_ua,
                hall.crah_air_rate,
                hall.crah_water * cp_a,
                hall.crah_film_share,
                hall.crah_film_exponent,
                m_water_a * cp_a,
            )
            m_water_a = c_w / cp_a
            t_air_next = max(hall.supply_air, t_coil + p_fan / c_air)
            if lagged:
                t_air_next = t_coil + p_fan / c_air
            m_loop = m_water_a
            if mode == SHARED_PARALLEL:
                m_loop = m_water_a + m_water_l
            elif mode == SHARED_SERIES:
                wanted = liquid_set
                if hall.condensing > 0.0:
                    t_w = tw_air + q_coil / max(hall.cdu_water * cp_l, m_water_a * cp_a)
                    wanted = max(liquid_set, t_w) + above
                c_w, t_reached = water_flow(
                    q_cdu,
                    c_hot,
                    wanted,
                    tw_air,
                    hall.cdu_ua,
                    c_hot_design,
                    hall.cdu_water * cp_l,
                    PLATE_SHARE,
                    PLATE_EXPONENT,
                    m_water_l * cp_l,
                    q_coil,
                    m_water_a * cp_a,
                )
                m_water_l = c_w / cp_l
                t_liquid_next = max(liquid_set, t_reached - above)
                m_loop = max(m_water_a, m_water_l)
            _, p_pump = loop_pump(plant_air, m_loop)
            ups_next = plant_air.pump_ups * p_pump
            if mode == OWN_LOOP:
                _, p_pump = loop_pump(plant_liquid, m_water_l)
                ups_next += plant_liquid.pump_ups * p_pump
            plant_ups = ups_next
            reached = plant_ups + hall.fan_on_ups * (p_fan + p_sidecar)
            change += abs(reached - on_ups)
            if change < 1e-9 * p_it:
                break
            slope = (reached - reached_before) / (on_ups - on_ups_before) if turn > 0 else 0.0
            on_ups_before, reached_before = on_ups, reached
            on_ups = on_ups + (reached - on_ups) / (1.0 - slope) if abs(slope) < 0.5 else reached  # secant
        recirculation_next = hall.recirculation
        if m_ducted > hall.crah_air * (1.0 + 1e-9):
            starved = 1.0 - hall.crah_air * (1.0 - hall.bypass) / m_servers
            recirculation_next = min(STARVED, max(hall.recirculation, starved))
        if direct:
            q_heat = max(0.0, -q_room)  # cold walls: heaters, not the plant
            px[P_Q], px[P_M], px[P_TSET], px[P_OFFSET] = q_room + q_heat, m_air, hall.supply_air, offset
            px[P_BEFORE] = memory[B_PLANT]
            plants[0](plant_air, weather, px, pa)
            p_fan = pa[A_SUPPLY_FAN]
            t_air_next = max(hall.supply_air, pa[P_TSUP])
            w_room = pa[A_WROOM]
            reached = pa[P_UPS] + hall.fan_on_ups * (p_fan + p_sidecar)
            if mode == OWN_LOOP:
                _, p_pump = loop_pump(plant_liquid, m_water_l)
                reached += plant_liquid.pump_ups * p_pump
            fans_moved = reached - on_ups
            on_ups += fans_moved

        # --- heat customer
        q_reused, heat_pump, q_taken = 0.0, 0.0, 0.0
        if mode != NO_LIQUID and mode != TO_ROOM and hall.reuse_demand > 0.0:
            t_source = tw_liquid if mode == OWN_LOOP else tw_air  # water after the customer, as cold as it may get
            warmest = t_source + q_cdu / (m_water_l * cp_l)
            t_hot = hall.reuse_temperature + hall.reuse_approach
            if warmest >= t_hot:
                q_taken = min(hall.reuse_demand, q_cdu)
                q_reused = q_taken
            else:
                q_reused, heat_pump = lift(
                    hall.reuse_lift_efficiency,
                    hall.reuse_capacity,
                    hall.reuse_minimum,
                    t_source,
                    t_hot,
                    hall.reuse_demand,
                    q_cdu,
                )
                q_taken = q_reused - heat_pump

        # --- plants
        tw_air_next, tw_liquid_next = hall.water_set_air, hall.water_set_liquid
        if not direct:
            shared = mode == SHARED_PARALLEL or mode == SHARED_SERIES
            px[P_Q] = q_coil + (q_cdu - q_taken if shared else 0.0)
            px[P_M] = m_water_a
            if mode == SHARED_PARALLEL:
                px[P_M] = m_water_a + m_water_l
            elif mode == SHARED_SERIES:
                px[P_M] = max(m_water_a, m_water_l)
            px[P_TSET], px[P_OFFSET], px[P_BEFORE] = hall.water_set_air, offset, memory[B_PLANT]
            plants[0](plant_air, weather, px, pa)
            tw_air_next = max(hall.water_set_air, pa[P_TSUP])
            if floats:
                tw_air_next = pa[P_TSUP]  # water below its set point needs less flow
        if mode == OWN_LOOP:
            px[P_Q], px[P_M], px[P_TSET], px[P_OFFSET] = q_cdu - q_taken, m_water_l, hall.water_set_liquid, offset
            plants[1](plant_liquid, weather, px, pl)
            tw_liquid_next = max(hall.water_set_liquid, pl[P_TSUP])
        ups_reached = pa[P_UPS] + pl[P_UPS]

        transformer_next = 0.0
        if electrical.transformer_indoors > 0.0:
            ups = hall.cdu_on_ups * p_cdu + ups_reached + hall.fan_on_ups * (p_fan + p_sidecar)
            everything = pa[P_PUMPS] + pl[P_PUMPS] + p_cdu + pa[P_CHILLERS] + pl[P_CHILLERS] + pa[P_FANS] + pl[P_FANS]
            everything += pa[P_HEATING] + pl[P_HEATING] + q_heat + heat_pump + p_fan + p_sidecar
            everything += hall.lighting * hall.area + hall.misc * hall.it_design
            everything += pa[A_HUMIDIFY] if direct else p_humidifier
            chain(electrical, p_it, ups, everything - ups, el)
            transformer_next = el[C_TRANSFORMER_ROOM]

        # --- nothing carries the heat: temperatures stop at the plants' last word
        t_air_next, t_liquid_next = min(t_air_next, LOST), min(t_liquid_next, LOST)
        lost = t_air_next >= LOST or (mode != NO_LIQUID and t_liquid_next >= LOST)

        # --- within a hair of its set point a supply is at it, so that unchanged racks are not solved again
        t_air_next, t_liquid_next = at(hall.supply_air, t_air_next), at(liquid_set, t_liquid_next)
        tw_air_next, tw_liquid_next = at(hall.water_set_air, tw_air_next), at(hall.water_set_liquid, tw_liquid_next)

        # --- anything moved?
        moved = abs(t_air_next - t_air) + abs(t_liquid_next - t_liquid) * (1.0 if mode != NO_LIQUID else 0.0)
        moved += abs(tw_air_next - tw_air) + abs(tw_liquid_next - tw_liquid)
        moved += 10.0 * abs(recirculation_next - recirculation)
        moved += 1e-3 * abs(fans_moved) / p_it
        moved += 1e-2 * (abs(ups_reached - plant_ups) + abs(transformer_next - transformer_room)) / p_it
        plant_ups = ups_reached
        if direct and passes == 1 and mode != NO_LIQUID:  # the dew-point guard asks the room that the plant made
            moved += 1.0
        if moved < 1e-10:
            break
        relax = 1.0 if passes < 12 else 0.5
        last, answer = work[groups + 5], work[groups + 6]
        chord = passes >= chords
        t_air = trial(t_air, t_air_next, last, answer, 0, relax, chord)
        t_liquid = trial(t_liquid, t_liquid_next, last, answer, 1, relax, chord)
        tw_air = trial(tw_air, tw_air_next, last, answer, 2, relax, chord)
        tw_liquid = trial(tw_liquid, tw_liquid_next, last, answer, 3, relax, chord)
        recirculation = min(max(trial(recirculation, recirculation_next, last, answer, 4, relax, chord), 0.0), STARVED)
        transformer_room += relax * (transformer_next - transformer_room)
    # --- electrical chain
    racks_out = base
    if not (t_air == hall.supply_air and t_liquid == hall.supply_liquid and recirculation == hall.recirculation):
        racks_out = own
    p_pumps = pa[P_PUMPS] + pl[P_PUMPS] + p_cdu
    p_chillers = pa[P_CHILLERS] + pl[P_CHILLERS]
    p_rejection = pa[P_FANS] + pl[P_FANS]
    p_heating = pa[P_HEATING] + pl[P_HEATING] + q_heat + heat_pump
    if direct:
        p_humidifier = pa[A_HUMIDIFY]
        humidifier_water = pa[A_WATER]
    p_terminal = p_fan + p_sidecar
    p_misc = hall.misc * hall.it_design  # offices, security, controls: outside the hall
    p_light = hall.lighting * hall.area + p_misc
    mechanical = p_pumps + p_chillers + p_rejection + p_heating + p_terminal + p_humidifier
    protected = hall.cdu_on_ups * p_cdu + plant_ups + hall.fan_on_ups * p_terminal
    p_it = p_compute + p_vr + p_itfan + p_itpump + p_psu
    chain(electrical, p_it, protected, mechanical - protected + p_light, el)

    row[H.it_compute] = p_compute
    row[H.vr_loss] = p_vr
    row[H.it_fans] = p_itfan
    row[H.it_pumps] = p_itpump
    row[H.psu_loss] = p_psu
    row[H.distribution_loss] = el[C_DISTRIBUTION]
    row[H.ups_loss] = el[C_UPS]
    row[H.transformer_loss] = el[C_TRANSFORMER]
    row[H.terminal_fans] = p_terminal
    row[H.pumps] = p_pumps
    row[H.chillers] = p_chillers
    row[H.heat_rejection_fans] = p_rejection
    row[H.humidification] = p_humidifier
    row[H.heating] = p_heating
    row[H.lighting_misc] = p_light
    row[H.utility] = el[C_UTILITY]
    row[H.apparent] = el[C_APPARENT]
    row[H.heat_liquid] = q_liquid
    row[H.heat_air] = q_air
    row[H.heat_rejected] = pa[P_REJECTED] + pl[P_REJECTED] - q_fresh
    row[H.heat_reused] = q_reused
    outdoors = el[C_TRANSFORMER] - el[C_TRANSFORMER_ROOM] + el[C_UPS] - el[C_UPS_ROOM]
    outdoors += el[C_DISTRIBUTION] - el[C_DISTRIBUTION_ROOM]
    row[H.heat_direct] = pa[P_DIRECT] + pl[P_DIRECT] + outdoors + p_misc - hall.envelope_loss * (t_dry - t_air)
    row[H.t_air_supply] = t_air
    row[H.t_air_intake] = t_intake
    row[H.t_air_return] = t_return
    row[H.t_liquid_supply] = t_liquid if mode != NO_LIQUID else float("nan")
    row[H.t_liquid_return] = t_lout if mode != NO_LIQUID else float("nan")
    row[H.t_water_air] = float("nan") if direct else tw_air
    row[H.t_water_air_return] = pa[P_TRET]
    row[H.t_water_liquid] = tw_liquid if mode == OWN_LOOP else float("nan")
    row[H.t_water_liquid_return] = pl[P_TRET] if mode == OWN_LOOP else float("nan")
    row[H.t_condenser_air] = pa[P_TCOND]
    row[H.t_condenser_liquid] = pl[P_TCOND] if mode == OWN_LOOP else float("nan")
    row[H.t_dry_bulb] = t_dry
    row[H.t_wet_bulb] = weather[W_TWB]
    row[H.air_flow_racks] = v_air
    row[H.air_flow_terminal] = m_air
    row[H.liquid_flow] = v_liquid
    row[H.water_flow_air] = 0.0 if direct else m_water_a
    row[H.water_flow_liquid] = m_water_l
    row[H.evaporation] = pa[P_EVAPORATION] + pl[P_EVAPORATION]
    row[H.drift] = pa[P_DRIFT] + pl[P_DRIFT]
    row[H.blowdown] = pa[P_BLOWDOWN] + pl[P_BLOWDOWN]
    row[H.humidifier_water] = humidifier_water
    row[H.condensate] = condensate
    row[H.margin_dew] = 1e9
    if mode != NO_LIQUID:
        row[H.margin_dew] = t_liquid - (t_dew if w_room == w_dew else dew_point(w_room, p_out))
    row[H.margin_plant_air] = hall.supply_air - t_air
    row[H.margin_plant_liquid] = 0.0 if mode == NO_LIQUID else max(hall.supply_liquid, liquid_set) - t_liquid
    row[H.capacity_plant_air] = pa[P_MARGIN]
    row[H.capacity_plant_liquid] = pl[P_MARGIN] if mode == OWN_LOOP else pa[P_MARGIN]
    row[H.free_air] = pa[P_FREE]
    row[H.free_liquid] = float("nan") if mode == NO_LIQUID else (pl[P_FREE] if mode == OWN_LOOP else pa[P_FREE])
    row[H.outdoor_air] = pa[A_OUTDOOR] if direct else 0.0
    row[H.humidity_room] = w_room
    row[H.head] = head
    row[H.margin_electrical] = el[C_MARGIN]
    row[H.ups_mechanical] = protected
    row[H.heat_pump] = heat_pump
    row[H.iterations] = passes
    row[H.flags_plant_air] = pa[P_FLAGS]
    row[H.flags_plant_liquid] = pl[P_FLAGS]
    flags, rack_flags = bits(pa[P_FLAGS], pl[P_FLAGS]), 0.0
    if passes >= PASSES or lost:
        flags = bits(flags, F_SHORT)

    # --- worst rack of the hall
    row[H.t_chip] = -1e9
    row[H.t_case] = -1e9
    row[H.t_memory] = -1e9
    row[H.fan_speed] = 0.0
    for m in (
        H.margin_chip,
        H.margin_case,
        H.margin_memory,
        H.margin_intake,
        H.margin_airflow,
        H.margin_coolant,
        H.margin_flux,
        H.margin_geometry,
        H.margin_quality,
        H.margin_suction,
        H.margin_stability,
    ):
        row[m] = 1e9
    row[H.air_needed] = 0.0
    row[H.air_possible] = 1e9
    row[H.exit_quality] = float("nan") if hall.condensing == 0.0 else -1e9
    row[H.fluid_loss] = 0.0
    done, asked = 0.0, 0.0
    for g in range(groups):
        o = racks_out[g]
        worst(row, H.margin_chip, o[M_CHIP])
        worst(row, H.margin_case, o[M_CASE])
        worst(row, H.margin_memory, o[M_MEM])
        worst(row, H.margin_intake, o[M_INTAKE])
        worst(row, H.margin_coolant, o[M_COOLANT])
        worst(row, H.margin_flux, o[M_FLUX])
        worst(row, H.margin_geometry, o[M_GEOMETRY])
        if hall.condensing > 0.0 and hall.liquid[g] > 0.0:
            worst(row, H.margin_quality, o[M_QUALITY])
            worst(row, H.margin_suction, o[M_SUCTION])
            worst(row, H.margin_stability, o[M_STABLE])
            hotter(row, H.exit_quality, o[R_QUALITY])
            row[H.fluid_loss] += hall.racks[g] * o[R_LOSS]
        if o[M_AIRFLOW] < row[H.margin_airflow]:
            row[H.margin_airflow] = o[M_AIRFLOW]
            row[H.air_needed] = o[R_AIRNEED]
            row[H.air_possible] = o[R_AIRMAX]
        hotter(row, H.t_chip, o[R_TCHIP])
        hotter(row, H.t_case, o[R_TCASE])
        hotter(row, H.t_memory, o[R_TMEM])
        row[H.fan_speed] = max(row[H.fan_speed], o[R_SPEED])
        rack_flags = bits(rack_flags, o[R_FLAGS])
        done += hall.chips[g] * u[g] * o[R_DONE]
        asked += hall.chips[g] * u[g]
    row[H.compute_delivered] = done / asked if asked > 0.0 else 1.0
    row[H.flags_racks] = rack_flags
    row[H.flags] = bits(flags, rack_flags)


@kernel
def at(set_point, t):
    """The set point [degC] where a supply is within `HAIR` of it, else the supply."""
    return set_point if abs(t - set_point) < HAIR else t


@kernel
def trial(x, reached, last, answer, k, relax, chord):
    """Next trial of x = f(x) where f(x) = `reached`: relaxed, or the root of the last chord."""
    before, then = last[k], answer[k]
    last[k], answer[k] = x, reached
    if not chord or x == before:
        return x + relax * (reached - x)
    slope = (reached - then) / (x - before)
    if slope > 0.5:
        return x + relax * (reached - x)
    return x + (reached - x) / (1.0 - slope)


@kernel
def worst(row, place, value):
    """Keep the smaller margin; NaN (runaway, no answer) is the worst."""
    if row[place] == row[place] and not value >= row[place]:
        row[place] = value


@kernel
def hotter(row, place, value):
    """Keep the higher temperature; NaN (runaway) stays."""
    if row[place] == row[place] and not value <= row[place]:
        row[place] = value
