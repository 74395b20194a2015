"""A loop that gives its heat to a cooler, with or without a chiller behind it: one hour, and its sizing.

Order of the water: load, loop pump, (plate exchanger to) cooler, trim chiller, load. The cooler's fans hold the set
point; what they cannot do at full speed the trim chiller does; what that cannot do either shows as a warmer supply, the
one at which heat balances. Every hour is decided from that hour alone.

In front of a running trim chiller the cooler works at full fans, or not at all where the chiller alone needs less
power.
"""

from thermo.core.correlations.tower import CP_WATER
from thermo.core.fluids import freezing, specific_heat
from thermo.core.jit import kernel
from thermo.core.roots import step
from thermo.plant.cooler import (
    NONE,
    PAD,
    ROUNDS,
    TOLERANCE,
    WET,
    at_cooler,
    basin_heat,
    constants,
    evaporation,
    excess,
    heat_at,
    losses,
    modulate,
    outside,
    temperature_at,
)
from thermo.plant.equipment import (
    capacity_left,
    chillers,
    clear,
    condenser_air_rise,
    fan_power,
    loop_pump,
    plate_resistance,
    tower_pump,
)
from thermo.schema.flags import F_EXTRAPOLATED, F_FROZEN, F_SHORT, F_TRIP_AMBIENT

LOST = 99.0  # degC, supply temperature that says: nothing can carry this heat
SMALLEST = 1e-6  # W
GUARD = 3.0  # K, coldest supply above freezing


@kernel
def trim_chiller(rec, weather, trim, t_sup, load):
    """Power [W], load it can take [W] and flags of an air-cooled chiller; off above its maximum ambient."""
    if not trim > 0.0:
        return 0.0, 0.0, 0.0
    if weather.t_dry > rec.max_ambient:
        return 0.0, 0.0, float(F_TRIP_AMBIENT)
    return chillers(rec, t_sup, weather.t_dry, load)


@kernel
def sink(kind, weather):
    """Temperature [degC] a cooler works against: wet bulb for wet ones, dry bulb for dry ones."""
    return weather.t_wet if kind >= WET else weather.t_dry


@kernel
def before_trim(kind, rec, weather, k, t_sup, q, c, auxiliaries):
    """Heat [W] the cooler takes at full fans in front of a running trim chiller; 0 where that does not save power.

    Notes
    -----
    Fans and `auxiliaries` [W] (tower and spray pumps) are weighed against the compressors' power with and without. The
    lesser of two powers that both rise with the weather rises with it too.
    """
    free = heat_at(kind, rec, weather, k, t_sup + q / c, q, 1.0)
    alone, available, _ = trim_chiller(rec, weather, 1.0, t_sup, q)
    if free <= 0.0 or available < q:
        return free
    helped, _, _ = trim_chiller(rec, weather, 1.0, t_sup, q - free)
    return free if helped + fan_power(rec, 1.0, k.share) + auxiliaries < alone else 0.0


@kernel
def shortage(kind, rec, weather, k, trim, t_sup, q, c):
    """Heat asked less what cooler at full fans and trim chiller can carry [W], supply at t_sup [degC]."""
    free = heat_at(kind, rec, weather, k, t_sup + q / c, q, 1.0)
    _, available, _ = trim_chiller(rec, weather, trim, t_sup, q)
    return q - free - available


@kernel
def floated(kind, rec, weather, k, trim, t_set, q, c):
    """Supply temperature [degC] at which heat balances with everything at full capacity; NaN if there is none."""
    _, available, _ = trim_chiller(rec, weather, trim, t_set, q)
    if available <= 0.0:
        return temperature_at(kind, rec, weather, k, t_set + q / c, q) - q / c
    a, b = t_set, t_set + 5.0
    fa = shortage(kind, rec, weather, k, trim, a, q, c)
    if fa <= 0.0:
        return t_set
    fb = shortage(kind, rec, weather, k, trim, b, q, c)
    while not fb < 0.0:
        if b > 70.0:
            return float("nan")
        a, fa = b, fb
        b += 10.0
        fb = shortage(kind, rec, weather, k, trim, b, q, c)
    x = (a * fb - b * fa) / (fb - fa)
    for _ in range(ROUNDS):
        fx = shortage(kind, rec, weather, k, trim, x, q, c)
        if abs(fx) <= TOLERANCE * q:
            break
        a, fa, b, fb, x = step(a, fa, b, fb, x, fx)
    return x


@kernel
def give_up(out, x, p_pump, flags):
    """Fill the results of an hour in which nothing carries the heat: 99 degC, nothing rejected, never invented."""
    clear(out)
    out.t_supply = LOST
    out.t_return = LOST
    out.pumps = p_pump
    out.margin = -1.0
    out.status = float(int(flags) | F_SHORT)


@kernel
def cool(kind, rec, weather, x, out, trim, link, spray):
    """Fill `out` for one hour of a loop on a cooler of `kind`.

    Parameters
    ----------
    kind : int
        Exchanger, see `thermo.plant.cooler`; NONE: the trim chiller does everything.
    trim : float
        1 with an air-cooled chiller behind the cooler.
    link : float
        1 with a plate exchanger and a tower circuit between loop and cooler.
    spray : float
        Power of the spray or pad pump while the cooler is at work [W].

    Notes
    -----
    `q` + pumps + compressors + fans + heaters = `rejected` + `direct`: pump heat in the water and compressor work leave
    with the air; fans, motor losses, spray pumps and heaters are direct.
    """
    t_set = x.t_set
    cp = specific_heat(rec.loop, t_set)
    flow, p_pump = loop_pump(rec, x.flow)
    c = flow * cp
    q = max(x.q + rec.pump_motor * p_pump, SMALLEST)
    flags = 0
    coldest = freezing(rec.loop) + GUARD
    if t_set < coldest:
        t_set = coldest
        flags |= F_FROZEN
    flow_share, p_tower = flow / rec.pump_flow, 0.0
    if link > 0.0:
        tower_share, p_tower = tower_pump(rec, q / rec.design_load)
        c_tower = rec.tower_flow * tower_share * CP_WATER
        resistance = plate_resistance(rec, c, flow_share, c_tower, tower_share)
        k = constants(rec, weather, c_tower, tower_share, 1.0, resistance, rec.pump_motor * p_tower)
        if rec.tower_set == rec.tower_set:  # the fans hold tower water, the loop follows through the exchanger
            t_set = rec.tower_set + q * resistance - q / c
    else:
        k = constants(rec, weather, c, flow_share, 0.0, 0.0, 0.0)
    t_sup = t_set
    t_in = t_set + q / c
    surplus = excess(kind, rec, weather, k, t_in, q, 1.0) if kind != NONE and k.air > 0.0 else -q
    free, air, part, fans, carried = q, 0.0, 0.0, 0.0, 0.0
    p_chiller, available, load = 0.0, 0.0, 0.0
    if surplus >= 0.0:
        t_x, heat = at_cooler(k, t_in, q)
        air, part, fans, carried = modulate(kind, rec, weather, k, t_x, heat, surplus + heat)
        margin = 1.0 - q / (surplus + q)
        if trim > 0.0:
            _, available, _ = trim_chiller(rec, weather, trim, t_set, 0.0)
            margin = 1.0 - q / (surplus + q + available)
    else:
        free = before_trim(kind, rec, weather, k, t_sup, q, c, p_tower + spray) if trim > 0.0 else 0.0
        p_chiller, available, found = trim_chiller(rec, weather, trim, t_sup, q - free)
        margin = capacity_left(q, free + available if trim > 0.0 else surplus + q)
        if q - free > available:
            t_sup = floated(kind, rec, weather, k, trim, t_set, q, c)
            flags |= F_SHORT | int(found)
            if not t_sup < LOST:
                give_up(out, x, p_pump, flags)
                return
            t_in = t_sup + q / c
            free = heat_at(kind, rec, weather, k, t_in, q, 1.0) if available > 0.0 else q
            p_chiller, available, found = trim_chiller(rec, weather, trim, t_sup, q - free)
        flags |= int(found)
        load = q - free
        if free > 0.0:
            t_x, heat = at_cooler(k, t_in, free)
            air, part = 1.0, 1.0
            fans = fan_power(rec, air, k.share)
            carried = excess(kind, rec, weather, k, t_in, free, air) + heat
        else:
            t_x, heat = t_in, 0.0
            p_tower, spray = 0.0, 0.0
    if free > 0.0 and outside(kind, rec, weather, k, heat, air) > 0.0:
        flags |= F_EXTRAPOLATED
    rejected = carried
    if p_chiller > 0.0:
        rejected += condenser_air_rise(rec, weather, load + p_chiller)[1]
    evaporated, drift, bled, heating = 0.0, 0.0, 0.0, 0.0
    if kind >= PAD:
        evaporated = evaporation(kind, rec, weather, k, air, part, heat)
        drift, bled = losses(rec, evaporated, rec.tower_flow if free > 0.0 else 0.0)
    if kind >= WET:
        heating = basin_heat(rec, weather, heat)
    out.t_supply = t_sup
    out.t_return = t_sup + (x.q / (x.flow * cp) if x.flow > 0.0 else 0.0)
    out.pumps = p_pump + p_tower + spray
    out.chillers = p_chiller
    out.fans = fans
    out.heating = heating
    out.ups = rec.pump_ups * p_pump
    out.rejected = rejected
    out.direct = fans + heating + spray + (1.0 - rec.pump_motor) * (p_pump + p_tower)
    out.evaporation = evaporated
    out.drift = drift
    out.blowdown = bled
    out.free = min(max(free / q, 0.0), 1.0) if q > 0.0 else 1.0
    out.margin = margin
    out.t_condenser = (t_x - heat / k.c) if link > 0.0 else sink(kind, weather)
    out.status = float(flags)
