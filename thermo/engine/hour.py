"""One hour of a hall, from chip junction to utility meter: a pure function of case and weather.

Racks give heat to liquid and air; terminals hand it to facility water or outdoor air; plants carry it outdoors; the
electrical chain feeds all of it and adds its own heat to the rooms it stands in. Nothing is remembered between hours
(but for `step_lag`, which validation alone sets).

The hour is solved by passes. The first pass assumes that every set point is met; most hours end there, since only
losses of the electrical chain couple back. Where capacity runs out, the supply temperature a plant reaches is handed
back to terminals and racks and the passes go on until nothing moves, so that the chips feel it.
"""

from typing import NamedTuple

from thermo.core.fluids import density as liquid_density
from thermo.core.fluids import specific_heat as liquid_specific_heat
from thermo.core.jit import kernel, stage
from thermo.core.psychrometrics import dew_point, enthalpy, humidity_ratio_from_dew_point, saturation_humidity_ratio
from thermo.electrical.chain import chain
from thermo.plant.equipment import clear, loop_pump
from thermo.plant.heat_pump import lift
from thermo.schema.flags import F_SHORT
from thermo.schema.hall import DIRECT_AIR, NO_LIQUID, OWN_LOOP, SHARED_PARALLEL, SHARED_SERIES, TO_ROOM
from thermo.terminal.exchanger import CP_WATER, water_flow

PASSES = 120
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
def larger(a, b):
    """The larger value; NaN (runaway, no answer) stays, and takes the place of any other."""
    return b if a == a and not b <= a else a


@kernel
def smaller(a, b):
    """The smaller value; NaN (runaway, no answer) is the worst margin."""
    return b if a == a and not b >= a else a


@kernel
def solve_racks(hall, racks, points, u, t_air, t_liquid, recirculation, x, out):
    """Solve one rack of each group at the given supply temperatures; `out` is (GROUPS,) RACK_RESULT."""
    for g in range(int(hall.groups)):
        x.u = u[g]
        x.t_air = t_air
        x.t_liquid = t_liquid
        x.pressure = hall.pressure
        x.recirculation = recirculation
        x.t_room = t_air
        share = hall.cdu_flow_floor + (1.0 - hall.cdu_flow_floor) * u[g]
        x.v_liquid = racks[g].flow_per_watt * racks[g].nameplate * share * hall.liquid[g]
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
        if hall.liquid[g] > 0.0 and racks_out[g].q_liquid > 0.0:
            heat += hall.racks[g] * racks_out[g].q_liquid
            weighted += hall.racks[g] * racks_out[g].q_liquid * racks_out[g].t_out
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


class Fixed(NamedTuple):
    """What no pass changes."""

    mode: int  # of the liquid
    direct: bool  # the air's plant moves the room's air
    floats: bool  # water below its set point needs less flow
    t_dry: float  # degC
    w_out: float  # kg/kg
    pressure: float  # Pa
    w_low: float  # kg/kg, least humidity of the room
    w_high: float  # kg/kg
    cp_air: float  # J/(kg K) of dry air
    rho: float  # kg/m3, supply air
    cp_a: float  # J/(kg K), facility water of the air stream
    cp_l: float  # J/(kg K), of the liquid stream
    fresh: float  # kg/s, dry air


@stage
def begin(hall, plant_air, plant_liquid, weather, s):
    """What no pass changes; the first trial has every set point met."""
    mode, direct = int(hall.liquid_mode), int(hall.air_mode) == DIRECT_AIR
    w_low, w_high, w_room = 0.0, 0.0, weather.w
    if not direct:  # a plant that moves the room's air keeps its own limits
        w_low, w_high = humidity_limits(hall, weather.p)
        w_room = min(max(weather.w, w_low), w_high)
    cp_a, cp_l = loop_heats(hall, plant_air, plant_liquid)
    s.t_air, s.t_liquid = hall.supply_air, hall.supply_liquid
    s.tw_air, s.tw_liquid = hall.water_set_air, hall.water_set_liquid
    s.recirculation = hall.recirculation
    s.w_room, s.w_dew, s.t_dew = w_room, w_room, float("nan")
    s.transformer_room = s.plant_ups = s.on_ups = s.c_guess = s.m_water_l = s.m_water_a = s.shorter = 0.0
    clear(s.air)
    clear(s.liquid)
    return Fixed(
        mode,
        direct,
        not direct and plant_air.economizer_control > 0.0 and plant_air.pump_variable > 0.0,
        weather.t_dry,
        weather.w,
        weather.p,
        w_low,
        w_high,
        1006.0 + 1860.0 * (weather.w if direct else w_room),
        hall.pressure / (287.042 * (hall.supply_air + 273.15)),
        cp_a,
        cp_l,
        hall.fresh_air * hall.area,
    )


@stage
def at_set_points(hall, s):
    """True when racks see what they were solved with beforehand."""
    return s.t_air == hall.supply_air and s.t_liquid == hall.supply_liquid and s.recirculation == hall.recirculation


class Together(NamedTuple):
    """All racks of the hall: powers and heats [W], flows of air [kg/s, m3/s] and coolant."""

    compute: float
    vr: float
    fans: float
    pumps: float
    psu: float
    it: float
    q_liquid: float
    q_air: float
    q_ducted: float  # heat that the servers' own air stream carries
    m_servers: float
    v_air: float
    v_liquid: float
    head: float  # Pa
    t_intake: float  # degC, the hottest
    t_mix: float  # degC, coolant that leaves the racks
    c_hot: float  # W/K, capacity rate of what comes to the CDU
    c_hot_design: float
    above: float  # K, saturation above the liquid that leaves the condenser


@stage
def together(hall, racks, racks_out, s):
    """Powers, heats and flows of all racks."""
    compute, vr, fans, pumps, psu, q_liquid, q_air = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
    m_servers, v_air, v_liquid, head, c_liquid, t_mix, q_ducted = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
    t_intake, t_liquid = s.t_air, s.t_liquid
    for g in range(int(hall.groups)):
        o, n = racks_out[g], hall.racks[g]
        compute += n * o.compute
        vr += n * o.vr_loss
        fans += n * o.fans
        pumps += n * o.pumps
        psu += n * o.psu_loss
        q_liquid += n * o.q_liquid
        q_air += n * o.q_air
        v_air += n * o.v_air
        m_servers += n * o.v_air * hall.pressure / (287.042 * (o.t_intake + 273.15))
        if o.v_air > 0.0:
            t_intake = max(t_intake, o.t_intake)
            q_ducted += n * o.q_air
        if hall.liquid[g] > 0.0:
            coolant = racks[g].coolant
            mean = 0.5 * (t_liquid + o.t_out)
            c_liquid += n * o.v_liquid * liquid_density(coolant, t_liquid) * liquid_specific_heat(coolant, mean)
            v_liquid += n * o.v_liquid
            head = max(head, o.dp)
    if c_liquid > 0.0:
        t_mix = t_liquid + q_liquid / c_liquid
    c_hot, c_hot_design, above = c_liquid, hall.cdu_hot_rate, 0.0
    if hall.condensing > 0.0:
        t_mix = mixed(hall, racks_out, t_liquid)
        c_hot, c_hot_design, above = ISOTHERMAL, ISOTHERMAL, t_mix - t_liquid
    it = compute + vr + fans + pumps + psu
    return Together(
        compute, vr, fans, pumps, psu, it, q_liquid, q_air, q_ducted, m_servers, v_air, v_liquid, head, t_intake,
        t_mix, c_hot, c_hot_design, above,
    )  # fmt: skip


class Coolant(NamedTuple):
    """What the coolant's pumps draw, and the set point that the room's dew point allows."""

    head: float  # Pa
    pump: float  # W
    motor: float  # W of it that warms the room
    q: float  # W, heat that reaches the CDU
    t_set: float  # degC
    humidifier_water: float  # kg/s
    condensate: float  # kg/s
    humidifier: float  # W


@stage
def coolant(hall, f, a, s):
    """Pump of CDU, tank or spray; the room's moisture and the dew-point guard."""
    head, pump, motor = a.head, 0.0, 0.0
    if f.mode != NO_LIQUID and a.v_liquid > 0.0:
        head += hall.cdu_head * (a.v_liquid / hall.cdu_flow) ** 2
        pump = a.v_liquid * head / hall.cdu_pump_efficiency
        motor = pump * (1.0 - hall.cdu_pump_motor)
    water, condensate, humidifier = 0.0, 0.0, 0.0
    if not f.direct:
        s.w_room = room_humidity(f.w_low, f.w_high, f.w_out, f.pressure, s.tw_air)
        water = f.fresh * max(0.0, s.w_room - f.w_out)
        condensate = f.fresh * max(0.0, f.w_out - s.w_room)
        humidifier = water * hall.humidifier_energy
    t_set = hall.supply_liquid
    if f.mode != NO_LIQUID:
        if s.w_room != s.w_dew or s.t_dew != s.t_dew:
            s.w_dew, s.t_dew = s.w_room, dew_point(s.w_room, f.pressure)
        t_set = max(t_set, s.t_dew + DEW_GUARD)
    return Coolant(head, pump, motor, a.q_liquid + pump - motor, t_set, water, condensate, humidifier)


class Cdu(NamedTuple):
    """The coolant a CDU reaches, and what its sidecar gives to the room."""

    t_liquid: float  # degC
    fans: float  # W
    q_room: float  # W


@stage
def cdu(hall, f, a, c, s):
    """Water flow of the CDU on its own or the shared loop; a sidecar hands the heat back to the room."""
    fans, q_room, t_liquid = 0.0, 0.0, c.t_set
    if a.c_hot > 0.0 and f.mode != NO_LIQUID and f.mode != SHARED_SERIES:
        t_w, c0 = s.tw_liquid, hall.cdu_water * f.cp_l
        if f.mode == SHARED_PARALLEL:
            t_w = s.tw_air
        elif f.mode == TO_ROOM:
            t_w, c0 = s.t_air, hall.cdu_water * f.cp_air
        wanted = c.t_set if hall.condensing == 0.0 else max(c.t_set, t_w) + a.above
        c_w, t_reached = water_flow(
            c.q, a.c_hot, wanted, t_w, hall.cdu_ua, a.c_hot_design, c0, PLATE_SHARE, PLATE_EXPONENT, s.c_guess
        )
        s.c_guess = c_w
        t_liquid = max(c.t_set, t_reached - a.above)
        if f.mode == TO_ROOM:
            fans = hall.cdu_fan_pressure * hall.cdu_water / f.rho / hall.crah_fan_efficiency * (c_w / c0) ** 3
            q_room = c.q + fans
        else:
            s.m_water_l = c_w / f.cp_l
    return Cdu(t_liquid, fans, q_room)


@stage
def cdu_in_series(hall, f, a, c, q_coil, s):
    """Coolant [degC] that a CDU reaches on the water that leaves the coils."""
    wanted = c.t_set
    if hall.condensing > 0.0:
        t_w = s.tw_air + q_coil / max(hall.cdu_water * f.cp_l, s.m_water_a * f.cp_a)
        wanted = max(c.t_set, t_w) + a.above
    c_w, t_reached = water_flow(
        c.q,
        a.c_hot,
        wanted,
        s.tw_air,
        hall.cdu_ua,
        a.c_hot_design,
        hall.cdu_water * f.cp_l,
        PLATE_SHARE,
        PLATE_EXPONENT,
        s.m_water_l * f.cp_l,
        q_coil,
        s.m_water_a * f.cp_a,
    )
    s.m_water_l = c_w / f.cp_l
    return max(c.t_set, t_reached - a.above)


class Room(NamedTuple):
    """The room's air and its terminals."""

    t_air: float  # degC, supply reached
    t_liquid: float  # degC, coolant reached
    t_return: float  # degC
    m_air: float  # kg/s through the terminals
    m_ducted: float  # kg/s that the servers ask of them
    q: float  # W, heat in the room
    q_fresh: float  # W, heat of the fresh air
    q_coil: float  # W, heat to the water
    q_heat: float  # W, of heaters
    fan: float  # W


@stage
def shared_flow(f, s):
    """Facility water [kg/s] that the air stream's loop carries."""
    if f.mode == SHARED_PARALLEL:
        return s.m_water_a + s.m_water_l
    if f.mode == SHARED_SERIES:
        return max(s.m_water_a, s.m_water_l)
    return s.m_water_a


@stage
def room(hall, plant_air, plant_liquid, electrical, f, a, c, d, s):
    """Room air and its terminals, with the losses of what feeds them: the UPS carries fans and pumps (secant)."""
    t_air, t_liquid, t_return, m_air, q_room = hall.supply_air, d.t_liquid, s.t_air, 0.0, 0.0
    m_ducted = a.m_servers * (1.0 - hall.recirculation) / (1.0 - hall.bypass)
    q_heat, q_fresh, q_coil, fan, on_ups_before, reached_before = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
    for turn in range(INNER):
        e = chain(electrical, a.it, hall.cdu_on_ups * c.pump + s.on_ups, 0.0)
        losses = e.ups_room + e.distribution + s.transformer_room
        q_extra = losses + hall.lighting * hall.area + c.motor + hall.envelope_loss * (f.t_dry - s.t_air)
        q_room = a.q_air + q_extra + d.q_room + c.humidifier
        asked, rise = max(0.0, q_room - a.q_ducted), hall.crah_rise
        before = s.before_return
        lagged = hall.room_lag > 0.0 and before > s.t_air and s.shorter == 0.0  # as EnergyPlus at one step an hour
        if lagged:
            asked += hall.room_lag * (before - hall.supply_air - rise)
            rise = before - s.t_air
        m_air = m_ducted + asked / (f.cp_air * rise)
        m_air = min(max(m_air, max(hall.crah_fan_floor, LEAST_AIR) * hall.crah_air), hall.crah_air)
        t_return = s.t_air + max(q_room / (m_air * f.cp_air), -hall.crah_rise)  # heaters hold a room that loses heat
        if f.direct:
            break
        speed = m_air / hall.crah_air
        fan = hall.crah_air / f.rho * hall.crah_fan_pressure / hall.crah_fan_efficiency * speed**3
        q_fresh = f.fresh * (enthalpy(f.t_dry, f.w_out) - enthalpy(t_return, s.w_room))
        if lagged and abs(t_return - before) > LAGGED:  # shorter steps, of which each lags less
            s.shorter = 1.0
        lagged = lagged and s.shorter == 0.0
        stale = m_air * f.cp_air * (before - t_return) if lagged else 0.0  # its coil takes the air of the step before
        q_coil = max(0.0, q_room + fan + q_fresh + stale)
        q_heat = max(0.0, -(q_room + fan + q_fresh))
        c_air = m_air * f.cp_air
        warmed = s.before_warmed if lagged else fan / c_air
        c_w, t_coil = water_flow(
            q_coil,
            c_air,
            hall.supply_air - warmed,
            s.tw_air,
            hall.crah_ua,
            hall.crah_air_rate,
            hall.crah_water * f.cp_a,
            hall.crah_film_share,
            hall.crah_film_exponent,
            s.m_water_a * f.cp_a,
        )
        s.m_water_a = c_w / f.cp_a
        t_air = t_coil + fan / c_air if lagged else max(hall.supply_air, t_coil + fan / c_air)
        if f.mode == SHARED_SERIES:
            t_liquid = cdu_in_series(hall, f, a, c, q_coil, s)
        _, pump = loop_pump(plant_air, shared_flow(f, s))
        s.plant_ups = plant_air.pump_ups * pump
        if f.mode == OWN_LOOP:
            _, pump = loop_pump(plant_liquid, s.m_water_l)
            s.plant_ups += plant_liquid.pump_ups * pump
        reached = s.plant_ups + hall.fan_on_ups * (fan + d.fans)
        if abs(reached - s.on_ups) < 1e-9 * a.it:
            break
        slope = (reached - reached_before) / (s.on_ups - on_ups_before) if turn > 0 else 0.0
        on_ups_before, reached_before = s.on_ups, reached
        s.on_ups = s.on_ups + (reached - s.on_ups) / (1.0 - slope) if abs(slope) < 0.5 else reached
    return Room(t_air, t_liquid, t_return, m_air, m_ducted, q_room, q_fresh, q_coil, q_heat, fan)


class Moved(NamedTuple):
    """The room of a plant that moves its air."""

    t_air: float  # degC, supply reached
    fan: float  # W
    q_heat: float  # W, of heaters
    ups: float  # W, by which power on the UPS moved


@stage
def moved_air(hall, plants, plant_air, plant_liquid, weather, f, d, r, offset, s):
    """The plant that moves the room's air, its fans and the humidity it makes."""
    x, out = s.plant_in, s.air
    q_heat = max(0.0, -r.q)  # cold walls: heaters, not the plant
    x.q, x.flow, x.t_set, x.offset, x.before = r.q + q_heat, r.m_air, hall.supply_air, offset, s.before
    plants[0](plant_air, weather, x, out)
    s.w_room = out.w_room
    reached = out.ups + hall.fan_on_ups * (out.supply_fans + d.fans)
    if f.mode == OWN_LOOP:
        _, pump = loop_pump(plant_liquid, s.m_water_l)
        reached += plant_liquid.pump_ups * pump
    ups = reached - s.on_ups
    s.on_ups += ups
    return Moved(max(hall.supply_air, out.t_supply), out.supply_fans, q_heat, ups)


class Reuse(NamedTuple):
    """The heat customer [W]."""

    q: float  # heat handed over
    heat_pump: float  # power of it that a heat pump draws
    taken: float  # heat out of the loop


@stage
def customer(hall, f, c, s):
    """Heat for the customer straight from the loop where that is warm enough, else lifted by a heat pump."""
    if f.mode == NO_LIQUID or f.mode == TO_ROOM or not hall.reuse_demand > 0.0:
        return Reuse(0.0, 0.0, 0.0)
    t_source = s.tw_liquid if f.mode == OWN_LOOP else s.tw_air  # water after the customer, as cold as it may get
    warmest = t_source + c.q / (s.m_water_l * f.cp_l)
    t_hot = hall.reuse_temperature + hall.reuse_approach
    if warmest >= t_hot:
        taken = min(hall.reuse_demand, c.q)
        return Reuse(taken, 0.0, taken)
    q, pump = lift(
        hall.reuse_lift_efficiency, hall.reuse_capacity, hall.reuse_minimum, t_source, t_hot, hall.reuse_demand, c.q
    )
    return Reuse(q, pump, q - pump)


class Waters(NamedTuple):
    """Facility water [degC] that the plants reach."""

    air: float
    liquid: float


@stage
def heat_away(hall, plants, plant_air, plant_liquid, weather, f, c, r, reuse, offset, s):
    """The plants of facility water: what they are asked, and the water they reach."""
    x, tw_air, tw_liquid = s.plant_in, hall.water_set_air, hall.water_set_liquid
    if not f.direct:
        shared = f.mode == SHARED_PARALLEL or f.mode == SHARED_SERIES
        x.q = r.q_coil + (c.q - reuse.taken if shared else 0.0)
        x.flow = shared_flow(f, s)
        x.t_set, x.offset, x.before = hall.water_set_air, offset, s.before
        plants[0](plant_air, weather, x, s.air)
        tw_air = s.air.t_supply if f.floats else max(hall.water_set_air, s.air.t_supply)
    if f.mode == OWN_LOOP:
        x.q, x.flow, x.t_set, x.offset = c.q - reuse.taken, s.m_water_l, hall.water_set_liquid, offset
        plants[1](plant_liquid, weather, x, s.liquid)
        tw_liquid = max(hall.water_set_liquid, s.liquid.t_supply)
    return Waters(tw_air, tw_liquid)


class Power(NamedTuple):
    """Power of the hall beside IT [W]."""

    pumps: float
    chillers: float
    rejection: float
    heating: float
    terminal: float
    humidifier: float
    light: float
    protected: float  # part of it on the UPS


@stage
def power(hall, f, c, d, fan, q_heat, reuse, ups, s):
    """Power by use, from what plants, terminals and pumps draw."""
    air, liquid, terminal = s.air, s.liquid, fan + d.fans
    return Power(
        air.pumps + liquid.pumps + c.pump,
        air.chillers + liquid.chillers,
        air.fans + liquid.fans,
        air.heating + liquid.heating + q_heat + reuse.heat_pump,
        terminal,
        air.humidifier if f.direct else c.humidifier,
        hall.lighting * hall.area + hall.misc * hall.it_design,
        hall.cdu_on_ups * c.pump + ups + hall.fan_on_ups * terminal,
    )


@stage
def indoor_transformer(hall, electrical, f, a, c, d, fan, q_heat, reuse, ups_reached, s):
    """Heat [W] that a transformer indoors gives to the room."""
    if not electrical.transformer_indoors > 0.0:
        return 0.0
    pa, pl = s.air, s.liquid
    ups = hall.cdu_on_ups * c.pump + ups_reached + hall.fan_on_ups * (fan + d.fans)
    everything = pa.pumps + pl.pumps + c.pump + pa.chillers + pl.chillers + pa.fans + pl.fans
    everything += pa.heating + pl.heating + q_heat + reuse.heat_pump + fan + d.fans
    everything += hall.lighting * hall.area + hall.misc * hall.it_design
    everything += pa.humidifier if f.direct else c.humidifier
    return chain(electrical, a.it, ups, everything - ups).transformer_room


@kernel
def at(set_point, t):
    """The set point [degC] where a supply is within `HAIR` of it, else the supply."""
    return set_point if abs(t - set_point) < HAIR else t


@kernel
def trial(x, reached, s, k, relax, chord):
    """Next trial of x = f(x) where f(x) = `reached`: relaxed, or the root of the last chord."""
    before, then = s.last[k], s.answer[k]
    s.last[k], s.answer[k] = x, reached
    if not chord or x == before:
        return x + relax * (reached - x)
    slope = (reached - then) / (x - before)
    if slope > 0.5:
        return x + relax * (reached - x)
    return x + (reached - x) / (1.0 - slope)


@stage
def settle(hall, f, a, c, r, t_air, ups_moved, waters, transformer, passes, s):
    """True at rest; else the next trial is set. `s.lost` says that nothing carries the heat.

    Temperatures stop at the plants' last word. Within a hair of its set point a supply is at it, so that unchanged
    racks are not solved again.
    """
    t_air, t_liquid = min(t_air, LOST), min(r.t_liquid, LOST)
    s.lost = 1.0 if t_air >= LOST or (f.mode != NO_LIQUID and t_liquid >= LOST) else 0.0
    t_air, t_liquid = at(hall.supply_air, t_air), at(c.t_set, t_liquid)
    tw_air, tw_liquid = at(hall.water_set_air, waters.air), at(hall.water_set_liquid, waters.liquid)
    recirculation = hall.recirculation
    if r.m_ducted > hall.crah_air * (1.0 + 1e-9):
        starved = 1.0 - hall.crah_air * (1.0 - hall.bypass) / a.m_servers
        recirculation = min(STARVED, max(hall.recirculation, starved))
    ups_reached = s.air.ups + s.liquid.ups

    moved = abs(t_air - s.t_air) + abs(t_liquid - s.t_liquid) * (1.0 if f.mode != NO_LIQUID else 0.0)
    moved += abs(tw_air - s.tw_air) + abs(tw_liquid - s.tw_liquid)
    moved += 10.0 * abs(recirculation - s.recirculation)
    moved += 1e-3 * abs(ups_moved) / a.it
    moved += 1e-2 * (abs(ups_reached - s.plant_ups) + abs(transformer - s.transformer_room)) / a.it
    s.plant_ups = ups_reached
    if f.direct and passes == 1 and f.mode != NO_LIQUID:  # the dew-point guard asks the room that the plant made
        moved += 1.0
    if moved < 1e-10:
        return True
    relax = 1.0 if passes < 12 else 0.5
    chord = passes >= (2 if f.floats else CHORDS)  # flow and the water that floats hang on each other closely
    s.t_air = trial(s.t_air, t_air, s, 0, relax, chord)
    s.t_liquid = trial(s.t_liquid, t_liquid, s, 1, relax, chord)
    s.tw_air = trial(s.tw_air, tw_air, s, 2, relax, chord)
    s.tw_liquid = trial(s.tw_liquid, tw_liquid, s, 3, relax, chord)
    s.recirculation = min(max(trial(s.recirculation, recirculation, s, 4, relax, chord), 0.0), STARVED)
    s.transformer_room += relax * (transformer - s.transformer_room)
    return False


@stage
def ledger(hall, electrical, f, a, c, d, r, fan, q_heat, reuse, s, row):
    """Power by use, the meter, heat to outdoors and water."""
    pa, pl = s.air, s.liquid
    p = power(hall, f, c, d, fan, q_heat, reuse, s.plant_ups, s)
    misc = hall.misc * hall.it_design  # offices, security, controls: outside the hall
    mechanical = p.pumps + p.chillers + p.rejection + p.heating + p.terminal + p.humidifier
    e = chain(electrical, a.it, p.protected, mechanical - p.protected + p.light)
    row.it_compute = a.compute
    row.vr_loss = a.vr
    row.it_fans = a.fans
    row.it_pumps = a.pumps
    row.psu_loss = a.psu
    row.distribution_loss = e.distribution
    row.ups_loss = e.ups
    row.transformer_loss = e.transformer
    row.terminal_fans = p.terminal
    row.pumps = p.pumps
    row.chillers = p.chillers
    row.heat_rejection_fans = p.rejection
    row.humidification = p.humidifier
    row.heating = p.heating
    row.lighting_misc = p.light
    row.utility = e.utility
    row.apparent = e.apparent
    row.margin_electrical = e.margin
    row.ups_mechanical = p.protected
    row.heat_pump = reuse.heat_pump
    row.heat_liquid = a.q_liquid
    row.heat_air = a.q_air
    row.heat_rejected = pa.rejected + pl.rejected - r.q_fresh
    row.heat_reused = reuse.q
    outdoors = e.transformer - e.transformer_room + e.ups - e.ups_room
    row.heat_direct = pa.direct + pl.direct + outdoors + misc - hall.envelope_loss * (f.t_dry - s.t_air)
    row.evaporation = pa.evaporation + pl.evaporation
    row.drift = pa.drift + pl.drift
    row.blowdown = pa.blowdown + pl.blowdown
    row.humidifier_water = pa.humidifier_water if f.direct else c.humidifier_water
    row.condensate = c.condensate


@stage
def nodes(hall, weather, f, a, c, r, s, row):
    """Temperatures, flows and what is left at every node of the hall."""
    pa, pl, nan = s.air, s.liquid, float("nan")
    liquid, own = f.mode != NO_LIQUID, f.mode == OWN_LOOP
    row.t_air_supply = s.t_air
    row.t_air_intake = a.t_intake
    row.t_air_return = r.t_return
    row.t_liquid_supply = s.t_liquid if liquid else nan
    row.t_liquid_return = a.t_mix if liquid else nan
    row.t_water_air = nan if f.direct else s.tw_air
    row.t_water_air_return = pa.t_return
    row.t_water_liquid = s.tw_liquid if own else nan
    row.t_water_liquid_return = pl.t_return if own else nan
    row.t_condenser_air = pa.t_condenser
    row.t_condenser_liquid = pl.t_condenser if own else nan
    row.t_dry_bulb = f.t_dry
    row.t_wet_bulb = weather.t_wet
    row.air_flow_racks = a.v_air
    row.air_flow_terminal = r.m_air
    row.liquid_flow = a.v_liquid
    row.water_flow_air = 0.0 if f.direct else s.m_water_a
    row.water_flow_liquid = s.m_water_l
    row.head = c.head
    row.humidity_room = s.w_room
    row.outdoor_air = pa.outdoor if f.direct else 0.0
    row.margin_dew = 1e9
    if liquid:
        row.margin_dew = s.t_liquid - (s.t_dew if s.w_room == s.w_dew else dew_point(s.w_room, f.pressure))
    row.margin_plant_air = hall.supply_air - s.t_air
    row.margin_plant_liquid = max(hall.supply_liquid, c.t_set) - s.t_liquid if liquid else 0.0
    row.capacity_plant_air = pa.margin
    row.capacity_plant_liquid = pl.margin if own else pa.margin
    row.free_air = pa.free
    row.free_liquid = nan if not liquid else (pl.free if own else pa.free)
    row.flags_plant_air = pa.status
    row.flags_plant_liquid = pl.status


@stage
def worst_racks(hall, racks_out, u, row):
    """Highest temperatures and smallest margins of the hall's racks, and the compute they deliver."""
    row.t_chip = row.t_case = row.t_memory = -1e9
    row.margin_chip = row.margin_case = row.margin_memory = row.margin_intake = row.margin_airflow = 1e9
    row.margin_coolant = row.margin_flux = row.margin_geometry = 1e9
    row.margin_quality = row.margin_suction = row.margin_stability = 1e9
    row.fan_speed = row.air_needed = row.fluid_loss = 0.0
    row.air_possible = 1e9
    row.exit_quality = float("nan") if hall.condensing == 0.0 else -1e9
    done, asked, flags = 0.0, 0.0, 0.0
    for g in range(int(hall.groups)):
        o = racks_out[g]
        row.margin_chip = smaller(row.margin_chip, o.margin_chip)
        row.margin_case = smaller(row.margin_case, o.margin_case)
        row.margin_memory = smaller(row.margin_memory, o.margin_memory)
        row.margin_intake = smaller(row.margin_intake, o.margin_intake)
        row.margin_coolant = smaller(row.margin_coolant, o.margin_coolant)
        row.margin_flux = smaller(row.margin_flux, o.margin_flux)
        row.margin_geometry = smaller(row.margin_geometry, o.margin_geometry)
        if hall.condensing > 0.0 and hall.liquid[g] > 0.0:
            row.margin_quality = smaller(row.margin_quality, o.margin_quality)
            row.margin_suction = smaller(row.margin_suction, o.margin_suction)
            row.margin_stability = smaller(row.margin_stability, o.margin_stability)
            row.exit_quality = larger(row.exit_quality, o.exit_quality)
            row.fluid_loss += hall.racks[g] * o.fluid_loss
        if o.margin_airflow < row.margin_airflow:
            row.margin_airflow, row.air_needed, row.air_possible = o.margin_airflow, o.air_needed, o.air_possible
        row.t_chip = larger(row.t_chip, o.t_chip)
        row.t_case = larger(row.t_case, o.t_case)
        row.t_memory = larger(row.t_memory, o.t_memory)
        row.fan_speed = max(row.fan_speed, o.fan_speed)
        flags = bits(flags, o.status)
        done += hall.chips[g] * u[g] * o.done
        asked += hall.chips[g] * u[g]
    row.compute_delivered = done / asked if asked > 0.0 else 1.0
    row.flags_racks = flags


@kernel
def hour(hall, racks, points, plant_air, plant_liquid, plants, electrical, weather, u, base, offset, s, row):
    """Fill `row` for one hour, as heat flows: racks, coolant, CDU, room, customer, plants, meter.

    Parameters
    ----------
    hall : HALL record; racks : RACK records (GROUPS,); points : rack points, one per group
    plant_air, plant_liquid : PLANT records; plants : their points; electrical : ELECTRICAL record
    weather : WEATHER record; u : (GROUPS,) utilisation
    base : RACK_RESULT records (GROUPS,), racks solved at the set points for this u
    offset : K, shift of the plants' condenser set point (0 in default control)
    s : WORK record, scratch but for `passes_most` and what it tells of the hour before
    row : HOUR_RESULT record, result
    """
    f = begin(hall, plant_air, plant_liquid, weather, s)
    most, passes = PASSES if s.passes_most == 0.0 else int(s.passes_most), 0
    racks_out = base
    for passes in range(1, most + 1):
        racks_out = base
        if not at_set_points(hall, s):
            racks_out = s.racks[:]
            solve_racks(hall, racks, points, u, s.t_air, s.t_liquid, s.recirculation, s.rack_in, racks_out)
        a = together(hall, racks, racks_out, s)
        c = coolant(hall, f, a, s)
        d = cdu(hall, f, a, c, s)
        r = room(hall, plant_air, plant_liquid, electrical, f, a, c, d, s)
        t_air, fan, q_heat, ups_moved = r.t_air, r.fan, r.q_heat, 0.0
        if f.direct:
            t_air, fan, q_heat, ups_moved = moved_air(
                hall, plants, plant_air, plant_liquid, weather, f, d, r, offset, s
            )
        reuse = customer(hall, f, c, s)
        waters = heat_away(hall, plants, plant_air, plant_liquid, weather, f, c, r, reuse, offset, s)
        ups = s.air.ups + s.liquid.ups
        transformer = indoor_transformer(hall, electrical, f, a, c, d, fan, q_heat, reuse, ups, s)
        if settle(hall, f, a, c, r, t_air, ups_moved, waters, transformer, passes, s):
            break
    racks_out = base if at_set_points(hall, s) else s.racks[:]
    ledger(hall, electrical, f, a, c, d, r, fan, q_heat, reuse, s, row)
    nodes(hall, weather, f, a, c, r, s, row)
    worst_racks(hall, racks_out, u, row)
    row.iterations = passes
    flags = bits(s.air.status, s.liquid.status)
    if passes >= PASSES or s.lost > 0.0:
        flags = bits(flags, F_SHORT)
    row["flags"] = bits(flags, row.flags_racks)
