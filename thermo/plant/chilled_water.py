"""Chilled water: chillers cooled by towers or by air, with or without an integrated waterside economizer.

Water-cooled. Tower water runs through the economizer's plate exchanger and then through the condensers; a mixing valve
keeps the condensers at or above their lowest temperature. Each hour, from that hour alone:

- *free*: full tower fans can make tower water cold enough for the exchanger to carry everything. Fans hold the set
  point, chillers stand.
- *partial*: the return is warmer than the tower water by more than `economizer_difference`. The exchanger carries
  what it can, the chillers the rest.
- *mechanical*: chillers only.

In the last two the tower holds clip(wet bulb + approach_set + offset, lowest, highest); the lowest is `condenser_min`
or chilled water + `condenser_lift` (mechanical), or `economizer_min` (partial). If full fans cannot hold it, tower
water floats to where tower and heat balance. If the chillers run out, the chilled water floats.

An economizer may stand on a tower and pump of its own (alike, beside the condensers'), so that cold tower water never
meets the condensers; or instead of the chillers below a wet bulb (`economizer_wet_bulb`), not integrated. With
`economizer_control` `tower` the fans hold tower water's set point in free hours, the exchanger stands below
`economizer_difference` in them too, and the chilled water floats below its own, as EnergyPlus's reference plants do; by
default fans hold the chilled water and save power. `step_lag` is
EnergyPlus's loop at one step an hour, for comparison alone: return water follows the supply of the hour before, and the
heat that the loop's water keeps is not in the balance of the hour.

Air-cooled. Chillers on outdoor dry bulb, tripped above `max_ambient`; with an economizer, a coil on outdoor air in the
return (see `fluid_cooler`).

References
----------
EnergyPlus Engineering Reference, Chiller:Electric:EIR; ASHRAE Guideline 36 (resets); Lei & Masanet 2020, Energy 201.
"""

from thermo.core.correlations.tower import CP_WATER
from thermo.core.fluids import freezing, specific_heat
from thermo.core.jit import kernel, point
from thermo.core.roots import step
from thermo.plant import bill
from thermo.plant.cooler import (
    DRY,
    FILL,
    HOTTEST,
    NONE,
    ROUNDS,
    TOLERANCE,
    basin_heat,
    constants,
    evaporation,
    excess,
    losses,
    modulate,
    outside,
    potential,
    water_side,
)
from thermo.plant.declaration import Plant, Variant
from thermo.plant.equipment import capacity_left, chillers, loop_pump, plate_resistance, tower_pump
from thermo.plant.fluid_cooler import GUARD, LOST, SMALLEST, cool, give_up
from thermo.plant.sizing import (
    fill_field,
    size_chillers,
    size_cooler,
    size_fluid_cooler,
    size_loop,
    size_plate,
    size_tower_circuit,
)
from thermo.schema.flags import F_EXTRAPOLATED, F_FROZEN, F_SHORT
from thermo.schema.plant import PLANT as RECORD
from thermo.schema.plant import PLANT_IN, PLANT_RESULT
from thermo.schema.weather import WEATHER

SLACK = 1e-9  # K
FREE, PARTIAL, MECHANICAL, PLATE = range(4)  # PLATE: the economizer's own tower beside running chillers
INTEGRATED, OWN_TOWER, ALONE = 1.0, 2.0, 3.0  # rec.economizer


@kernel
def tower_kind(rec):
    """The exchanger of `thermo.plant.cooler` that `tower_model` names; they stand in the same order."""
    return FILL + int(rec.tower_model)


@kernel
def lowest_condenser(rec, t_sup):
    """Lowest water temperature [degC] the condensers accept."""
    return max(rec.condenser_min, t_sup + rec.condenser_lift)


@kernel
def sides(rec, k, mode, t_sup, t_ret, q, t_w):
    """What tower water at t_w [degC] leads to.

    Returns heat of the exchanger [W], water entering the condensers [degC], chiller load [W], its power [W], load the
    chillers can take [W], all heat to the tower [W] and flags.
    """
    q_plate = 0.0
    if mode == PARTIAL:
        q_plate = min(max((t_ret - t_w) / k.resistance, 0.0), q)
    t_c = max(t_w + q_plate / k.c, lowest_condenser(rec, t_sup))
    load = q - q_plate
    power, available, flags = chillers(rec, t_sup, t_c, load)
    return q_plate, t_c, load, power, available, q + power + k.pump, flags


@kernel
def tower_excess(kind, rec, weather, k, t_w, heat):
    """Potential less heat [W] of the tower at full fans, leaving at t_w [degC]."""
    t_x = t_w + heat / k.c
    h_in, c_s = water_side(kind, weather, k, t_x, heat)
    return potential(kind, rec, weather, k, t_x, heat, 1.0, h_in, c_s) - heat


@kernel
def tower_heat(rec, k, mode, t_sup, t_ret, q, t_w):
    """Heat [W] that reaches the tower with tower water at t_w [degC]."""
    if mode == FREE:
        return q + k.pump
    if mode == PLATE:
        return min(max((t_ret - t_w) / k.resistance, 0.0), q) + k.pump
    return sides(rec, k, mode, t_sup, t_ret, q, t_w)[5]


@kernel
def balance(kind, rec, weather, k, mode, t_sup, t_ret, q, target):
    """Tower water [degC]: the target if full fans can hold it, else where tower and heat balance; NaN if nowhere."""
    a = target
    fa = tower_excess(kind, rec, weather, k, a, tower_heat(rec, k, mode, t_sup, t_ret, q, a))
    if fa >= 0.0:
        return target
    b = a + 3.0
    fb = tower_excess(kind, rec, weather, k, b, tower_heat(rec, k, mode, t_sup, t_ret, q, b))
    while not fb > 0.0:
        if b > HOTTEST:
            return float("nan")
        a, fa = b, fb
        b += 6.0
        fb = tower_excess(kind, rec, weather, k, b, tower_heat(rec, k, mode, t_sup, t_ret, q, b))
    x = (a * fb - b * fa) / (fb - fa)
    for _ in range(ROUNDS):
        heat = tower_heat(rec, k, mode, t_sup, t_ret, q, x)
        fx = tower_excess(kind, rec, weather, k, x, heat)
        if abs(fx) <= TOLERANCE * heat:
            break
        a, fa, b, fb, x = step(a, fa, b, fb, x, fx)
    return x


@kernel
def lagged(k, t_ret, q, t_w):
    """Heat [W] of the exchanger between return water at t_ret and tower water at t_w [degC], at most twice q."""
    return min(max((t_ret - t_w) / k.resistance, 0.0), 2.0 * q)


@kernel
def decide(kind, rec, weather, k, k_e, t_sup, q, c, offset):
    """Mode of the hour for chilled water supplied at t_sup [degC], tower water, and that of the economizer's own tower.

    Temperatures in degC, NaN if a tower fails; the last is NaN where the economizer has no tower of its own at work.
    `k_e` are the constants of the economizer's tower, `k` those of the condensers'.
    """
    t_ret = t_sup + q / c
    none = float("nan")
    reset = min(weather.t_wet + rec.approach_set + offset, rec.condenser_max)
    target = max(reset, rec.economizer_min)
    if rec.economizer > 0.0 and (rec.economizer < ALONE or weather.t_wet <= rec.economizer_wet_bulb):
        t_free = t_ret - q * k_e.resistance
        if rec.step_lag > 0.0:  # return water is given; it may give off more than this hour's heat
            t_w = balance(kind, rec, weather, k_e, PLATE, t_sup, t_ret, 2.0 * q, target)
            carries = t_ret - lagged(k_e, t_ret, q, t_w) / c <= t_sup and t_ret - t_w > rec.economizer_difference
            if carries or rec.economizer >= ALONE:
                return FREE, t_w, none
        elif rec.economizer_control > 0.0 or rec.economizer >= ALONE:
            t_hold = target if rec.economizer_control > 0.0 else max(t_free, weather.t_wet)
            t_w = balance(kind, rec, weather, k_e, FREE, t_sup, t_ret, q, t_hold)
            carries = t_w <= t_free and (t_ret - t_w > rec.economizer_difference or rec.economizer_control <= 0.0)
            if carries or rec.economizer >= ALONE:
                return FREE, t_w, none
        elif t_free > max(weather.t_wet, rec.economizer_min) and excess(kind, rec, weather, k_e, t_ret, q, 1.0) >= 0.0:
            return FREE, t_free, none
        if rec.economizer == OWN_TOWER:
            t_e = balance(kind, rec, weather, k_e, PLATE, t_sup, t_ret, q, target)
            if t_ret - t_e > rec.economizer_difference:
                rest = q - min(max((t_ret - t_e) / k_e.resistance, 0.0), q)
                hold = max(reset, lowest_condenser(rec, t_sup))
                return PARTIAL, balance(kind, rec, weather, k, MECHANICAL, t_sup, t_ret, rest, hold), t_e
        elif t_ret - target > rec.economizer_difference:
            return PARTIAL, balance(kind, rec, weather, k, PARTIAL, t_sup, t_ret, q, target), none
    target = max(reset, lowest_condenser(rec, t_sup))
    return MECHANICAL, balance(kind, rec, weather, k, MECHANICAL, t_sup, t_ret, q, target), none


@kernel
def shares(rec, k, k_e, mode, t_sup, t_ret, q, t_w, t_e):
    """`sides`, with the exchanger on a tower of its own at t_e [degC] unless that is NaN.

    The tower's heat is then that of the chillers alone.
    """
    if t_e != t_e:
        return sides(rec, k, mode, t_sup, t_ret, q, t_w)
    q_plate = min(max((t_ret - t_e) / k_e.resistance, 0.0), q)
    _, t_c, load, power, available, heat, flags = sides(rec, k, MECHANICAL, t_sup, t_ret, q - q_plate, t_w)
    return q_plate, t_c, load, power, available, heat, flags


@kernel
def shortage(kind, rec, weather, k, k_e, t_sup, q, c, offset):
    """Chiller load less what the chillers can take [W]; NaN if the tower fails."""
    mode, t_w, t_e = decide(kind, rec, weather, k, k_e, t_sup, q, c, offset)
    if mode == FREE:
        return -q
    _, _, load, _, available, _, _ = shares(rec, k, k_e, mode, t_sup, t_sup + q / c, q, t_w, t_e)
    return load - available


@kernel
def floated(kind, rec, weather, k, k_e, t_set, q, c, offset):
    """Supply [degC] at which the chillers' full capacity and the economizer carry the heat; NaN if there is none."""
    a, fa = t_set, shortage(kind, rec, weather, k, k_e, t_set, q, c, offset)
    b = t_set + 4.0
    fb = shortage(kind, rec, weather, k, k_e, b, q, c, offset)
    while not fb < 0.0:
        if b > 60.0:
            return float("nan")
        if fb == fb:
            a, fa = b, fb
        b += 6.0
        fb = shortage(kind, rec, weather, k, k_e, b, q, c, offset)
    x = 0.5 * (a + b)
    for _ in range(ROUNDS):
        fx = shortage(kind, rec, weather, k, k_e, x, q, c, offset)
        if abs(fx) <= TOLERANCE * q or abs(b - a) < 1e-12 * b or fx != fx:
            break
        a, fa, b, fb, x = step(a, fa, b, fb, x, fx)
    return x


@kernel
def towers(rec, weather, x, out):
    """Fill `out` for one hour of chillers on towers."""
    kind = tower_kind(rec)
    t_set = x.t_set
    flags = 0
    coldest = freezing(rec.loop) + GUARD
    if t_set < coldest:
        t_set = coldest
        flags |= F_FROZEN
    cp = specific_heat(rec.loop, t_set)
    flow, p_pump = loop_pump(rec, x.flow)
    c = flow * cp
    q = max(x.q + rec.pump_motor * p_pump, SMALLEST)
    share, p_tower = tower_pump(rec, q / rec.design_load)
    c_tower = rec.tower_flow * share * CP_WATER
    resistance = plate_resistance(rec, c, flow / rec.pump_flow, c_tower, share)
    k = constants(rec, weather, c_tower, share, 1.0, resistance, rec.pump_motor * p_tower)
    k_e = k
    if rec.economizer == OWN_TOWER and rec.economizer_flow != rec.tower_flow:
        c_e, share_e = rec.economizer_flow * share * CP_WATER, share * rec.economizer_flow / rec.tower_flow
        resistance = plate_resistance(rec, c, flow / rec.pump_flow, c_e, share)
        k_e = constants(rec, weather, c_e, share_e, 1.0, resistance, rec.pump_motor * p_tower)
    if rec.step_lag > 0.0 and x.before > 0.0:
        q = max(q + c * (x.before - t_set), SMALLEST)
    offset = x.offset
    t_sup = t_set
    if not k.air > 0.0:  # no tower cell at work
        give_up(out, x, p_pump + p_tower, F_SHORT)
        return
    mode, t_w, t_e = decide(kind, rec, weather, k, k_e, t_sup, q, c, offset)
    margin, p_chiller, q_plate, t_c, heat = 0.0, 0.0, q, t_w, q + k.pump
    if mode == FREE:
        t_held = t_w + q * resistance - q / c  # what tower water makes of the supply
        if rec.step_lag > 0.0:
            heat = lagged(k_e, t_set + q / c, q, t_w) + k.pump
            t_held = t_set + (q - heat + k.pump) / c
        if t_w != t_set + q / c - q * resistance:
            t_sup = t_held
        if not t_sup < LOST:
            give_up(out, x, p_pump + p_tower, F_SHORT)
            return
        if t_sup > t_set + SLACK:
            flags |= F_SHORT
        _, _, _, _, available, _, _ = sides(rec, k, MECHANICAL, t_set, t_set + q / c, 0.0, lowest_condenser(rec, t_set))
        margin = 1.0 - q / (q + available)
    else:
        q_plate, t_c, load, p_chiller, available, heat, found = shares(
            rec, k, k_e, mode, t_sup, t_sup + q / c, q, t_w, t_e
        )
        margin = capacity_left(q, q - load + available) if t_w == t_w else -1.0
        if not load <= available * (1.0 + 1e-12) or t_w != t_w:
            flags |= F_SHORT
            t_sup = floated(kind, rec, weather, k, k_e, t_set, q, c, offset)
            if t_sup == t_sup:
                mode, t_w, t_e = decide(kind, rec, weather, k, k_e, t_sup, q, c, offset)
            if not (t_sup < LOST and t_w == t_w):
                give_up(out, x, p_pump + p_tower, flags)
                return
            if mode == FREE:
                q_plate, t_c, p_chiller, heat = q, t_w, 0.0, q + k.pump
            else:
                q_plate, t_c, load, p_chiller, available, heat, found = shares(
                    rec, k, k_e, mode, t_sup, t_sup + q / c, q, t_w, t_e
                )
        flags |= int(found)
    if mode == FREE:
        k = k_e
    air, part, fans, carried = modulate(kind, rec, weather, k, t_w + heat / k.c, heat, float("nan"))
    if outside(kind, rec, weather, k, heat, air) > 0.0:
        flags |= F_EXTRAPOLATED
    evaporated = evaporation(kind, rec, weather, k, air, part, heat)
    circulated = k.c / CP_WATER
    heating = basin_heat(rec, weather, heat)
    if t_e == t_e:  # the economizer's own tower runs beside the condensers'
        heat = q_plate + k.pump
        air, part, more, taken = modulate(kind, rec, weather, k_e, t_e + heat / k_e.c, heat, float("nan"))
        if outside(kind, rec, weather, k_e, heat, air) > 0.0:
            flags |= F_EXTRAPOLATED
        evaporated += evaporation(kind, rec, weather, k_e, air, part, heat)
        fans, carried, p_tower = fans + more, carried + taken, 2.0 * p_tower
        circulated += k_e.c / CP_WATER
    drift, bled = losses(rec, evaporated, circulated)
    out.t_supply = t_sup
    out.t_return = t_sup + (x.q / (x.flow * cp) if x.flow > 0.0 else 0.0)
    out.pumps = p_pump + p_tower
    out.chillers = p_chiller
    out.fans = fans
    out.heating = heating
    out.ups = rec.pump_ups * p_pump
    out.rejected = carried
    out.direct = fans + heating + (1.0 - rec.pump_motor) * (p_pump + p_tower)
    out.evaporation = evaporated
    out.drift = drift
    out.blowdown = bled
    out.free = min(max(q_plate / q, 0.0), 1.0)
    out.margin = margin
    out.t_condenser = t_c
    out.status = float(flags)


@point(RECORD, WEATHER, PLANT_IN, PLANT_RESULT)
def run(rec, weather, x, out):
    """Results of one hour in `out` from its weather and the inputs x."""
    if rec.heat_rejection > 0.0:
        cool(DRY if rec.economizer > 0.0 else NONE, rec, weather, x, out, 1.0, 0.0, 0.0)
    else:
        towers(rec, weather, x, out)


@point(RECORD, WEATHER, PLANT_IN, PLANT_RESULT)
def size(rec, weather, x, out):
    """Fill the sized fields of `rec` that are NaN from design weather and design inputs.

    The tower takes all heat of the design hour at its design approach, chillers included: the economizer does not make
    them smaller. An economizer is sized for the whole load at `hx_approach`; a tower of its own is as large as the
    condensers'.
    """
    if rec.heat_rejection > 0.0:
        size_fluid_cooler(DRY if rec.economizer > 0.0 else NONE, rec, weather, x, 1.0, 0.0)
        return
    q, c = size_loop(rec, x)
    t_w = weather.t_wet + rec.approach
    power = size_chillers(rec, q, x.t_set, max(t_w, lowest_condenser(rec, x.t_set)))
    size_tower_circuit(rec, q + power, 1e9)
    heat = q + power + rec.pump_motor * rec.tower_pump
    rec.economizer_flow = fill_field(rec.economizer_flow, rec.tower_flow)
    flow = rec.economizer_flow if rec.economizer == OWN_TOWER else rec.tower_flow
    size_plate(rec, q, c, flow * CP_WATER)
    size_cooler(tower_kind(rec), rec, weather, heat, rec.tower_flow * CP_WATER, t_w)


def air_cooled(p):
    """True when the chillers reject their heat to air."""
    return p["heat_rejection"] > 0.0


def equipment(p, area):
    """Both circuits, towers by heat or free-cooling coils by conductance, plate exchangers, chillers."""
    dry = air_cooled(p)
    found = bill.circuits(p, area) + (bill.by_conductance("dry_cooler", p) if dry else bill.by_heat("cooling_tower", p))
    return found + bill.plate_exchangers(p) + bill.chillers("chiller_air_cooled" if dry else "chiller_water_cooled", p)


PLANT = Plant(
    run,
    size,
    equipment,
    {
        "waterside economizer": Variant(18.0, 7.0),
        "no economizer": Variant(12.0, 6.0, {"economizer": "none"}),
        "economizer on its own tower": Variant(18.0, 7.0, {"economizer": "waterside-own-tower"}),
        "economizer in place of chillers": Variant(18.0, 7.0, {"economizer": "waterside-alone"}),
        "fans hold tower water": Variant(18.0, 7.0, {"economizer_control": "tower"}),
        "conductance": Variant(18.0, 7.0, {"tower_model": "conductance"}),
        "YorkCalc": Variant(18.0, 7.0, {"tower_model": "yorkcalc", "fan_free": 0.0}),
        "constant pumps": Variant(20.0, 8.0, {"tower_pump_variable": False, "pump_variable": False}),
        "air-cooled": Variant(18.0, 7.0, {"heat_rejection": "air-cooled", "economizer": "none"}),
        "air-cooled, free-cooling coil": Variant(20.0, 8.0, {"heat_rejection": "air-cooled"}),
    },
    outdoors=lambda p: air_cooled(p) and p["economizer"] > 0.0,  # the coil; chillers alone have traced evaporators
    evaporates=lambda p: not air_cooled(p),
)
