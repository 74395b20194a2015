"""Indirect evaporative cooling: room air and outdoor air on the two sides of an air-to-air exchanger.

The room's air is neither replaced nor humidified. Each hour, from that hour alone, the mode that asks for least:

- *dry*: outdoor air as it is; its fans hold the supply;
- *wet*: the outdoor side is sprayed and works on the wet bulb; its fans hold the supply;
- *mixed*: exchanger at full fans, wet above `wet_lowest`, and a mechanical trim for the rest; the exchanger stands
  where the trim alone needs less power, or where outdoor air is warmer than the return air.

Both films of the exchanger are alike at design, h ~ flow^n. Dry: crossflow, both unmixed, 1/UA = 1/U_room + 1/U_out on
dry bulb. Wet: crossflow on wet bulb with the saturated air's specific heat c_s in place of cp, 1/UA = 1/U_room +
cp / (wetting U_out c_s). `q` is sensible heat without the supply fans (draw-through); `t_supply` is behind them. Heat:
`q` + `supply_fans` + `pumps` + `chillers` + `fans` = `rejected` + `direct`.

References
----------
Maclaine-Cross & Banks 1981, J. Heat Transfer 103 (wet surface from dry-surface solutions); Erens & Dreyer 1993, Int. J.
Heat Mass Transfer 36 (simplified model of indirect evaporative coolers); Dunnavant 2011, ASHRAE Journal 53(3) (the
cycle in data centers). Usual effectiveness of such units, from memory: dry 0.5-0.7, wet bulb 0.65-0.85.
"""

from thermo.core.correlations.tower import blowdown, leaving_humidity
from thermo.core.exchangers import crossflow_unmixed, ntu_crossflow_unmixed
from thermo.core.jit import kernel, point
from thermo.core.psychrometrics import (
    enthalpy,
    humidity_ratio_from_dew_point,
    saturation_enthalpy,
    specific_heat,
    temperature_saturated,
    volume,
    wet_bulb,
)
from thermo.core.roots import step
from thermo.plant import bill
from thermo.plant.cooler import ROUNDS, TOLERANCE, Cooler, constants, wet_bulb_capacity
from thermo.plant.declaration import Plant, Variant
from thermo.plant.direct_air import (
    DX_TRIM,
    WATER_TRIM,
    overspeed,
    size_dx,
    size_supply,
    size_water_trim,
    supply_fans,
    trim,
)
from thermo.plant.equipment import capacity_left, cells, clear, condenser_air_rise, fan_power
from thermo.plant.fluid_cooler import LOST, give_up
from thermo.plant.sizing import LARGEST, fill_field
from thermo.schema.flags import F_SHORT
from thermo.schema.plant import PLANT as RECORD
from thermo.schema.plant import PLANT_IN, PLANT_RESULT
from thermo.schema.weather import WEATHER

STILL, DRY_MODE, WET_MODE = range(3)


@kernel
def films(rec, share, flow, air):
    """Conductance [W/K] of the room's film and the outdoor film; `flow` and `air` are shares of design per unit."""
    both = 2.0 * rec.ua * share
    return both * flow**rec.air_exponent, both * air**rec.air_exponent


@kernel
def moved(rec, weather, k, mode, c_room, flow, t_return, q, air):
    """Heat [W] the exchanger moves at outdoor air flow `air` [1] where it is expected to move q [W].

    Parameters
    ----------
    c_room : capacity rate of the room air [W/K]; flow : its flow over design per unit [1]; k : `cooler.constants`
    """
    room, out = films(rec, k.share, flow, air)
    cp = specific_heat(weather.w)
    if mode == WET_MODE:
        c_s = wet_bulb_capacity(rec, weather, k, max(q, 1.0), air)
        ua = 1.0 / (1.0 / room + cp / (rec.wetting * out * c_s))
        c_out, t_out = air * k.air * c_s, weather.t_wet
    else:
        ua = 1.0 / (1.0 / room + 1.0 / out)
        c_out, t_out = air * k.air * cp, weather.t_dry
    least, most = min(c_out, c_room), max(c_out, c_room)
    return crossflow_unmixed(ua / least, least / most) * least * (t_return - t_out)


@kernel
def most_moved(rec, weather, k, mode, c_room, flow, t_return, most):
    """Heat [W] at full outdoor fans, not above `most` [W] and not below 0."""
    if mode == STILL or not k.air > 0.0:
        return 0.0
    b = most
    fb = moved(rec, weather, k, mode, c_room, flow, t_return, b, 1.0) - b
    if fb >= 0.0:
        return most
    a = 1e-6 * most
    fa = moved(rec, weather, k, mode, c_room, flow, t_return, a, 1.0) - a
    if not fa > 0.0:
        return 0.0
    x = (a * fb - b * fa) / (fb - fa)
    for _ in range(ROUNDS):
        fx = moved(rec, weather, k, mode, c_room, flow, t_return, x, 1.0) - x
        if abs(fx) <= TOLERANCE * most:
            break
        a, fa, b, fb, x = step(a, fa, b, fb, x, fx)
    return x


@kernel
def air_for(rec, weather, k, mode, c_room, flow, t_return, q):
    """Outdoor air flow [1], share of the hour at that flow [1] and heat moved [W]; full fans must be enough for q."""
    a = rec.fan_min
    fa = moved(rec, weather, k, mode, c_room, flow, t_return, q, a) - q
    if fa >= 0.0:
        return a, q / (fa + q), q
    b = 1.0
    fb = moved(rec, weather, k, mode, c_room, flow, t_return, q, b) - q
    if fb <= 0.0:
        return 1.0, 1.0, fb + q
    x, fx = (a * fb - b * fa) / (fb - fa), fb
    for _ in range(ROUNDS):
        fx = moved(rec, weather, k, mode, c_room, flow, t_return, q, x) - q
        if abs(fx) <= TOLERANCE * q:
            break
        a, fa, b, fb, x = step(a, fa, b, fb, x, fx)
    return x, 1.0, fx + q


@kernel
def mechanical(rec, weather, w, t_return, c_room, free, load):
    """The trim behind the exchanger, see `direct_air.trim`: power, pump, load it can take [W] and flags."""
    entering = wet_bulb(t_return - free / c_room, w, weather.p) if rec.trim == DX_TRIM else 0.0
    return trim(rec, weather, entering, load, 1.0)


@kernel
def shortage(rec, weather, k, mode, w, c_room, flow, q, total, t_sup):
    """Heat asked less what exchanger at full fans and trim can carry [W], supply at t_sup [degC]."""
    t_return = t_sup + q / c_room
    free = most_moved(rec, weather, k, mode, c_room, flow, t_return, total)
    return total - free - mechanical(rec, weather, w, t_return, c_room, free, total - free)[2]


@kernel
def floated(rec, weather, k, mode, w, c_room, flow, q, total, t_set):
    """Supply temperature [degC] at which heat balances with everything at full capacity; NaN if there is none."""
    a, b = t_set, t_set + 5.0
    fa = shortage(rec, weather, k, mode, w, c_room, flow, q, total, a)
    if fa <= 0.0:
        return t_set
    fb = shortage(rec, weather, k, mode, w, c_room, flow, q, total, b)
    while not fb < 0.0:
        if b > 90.0:
            return float("nan")
        a, fa = b, fb
        b += 10.0
        fb = shortage(rec, weather, k, mode, w, c_room, flow, q, total, b)
    x = (a * fb - b * fa) / (fb - fa)
    for _ in range(ROUNDS):
        fx = shortage(rec, weather, k, mode, w, c_room, flow, q, total, x)
        if abs(fx) <= TOLERANCE * total or abs(b - a) < 1e-12 * b:
            break
        a, fa, b, fb, x = step(a, fa, b, fb, x, fx)
    return x


@kernel
def evaporated(rec, weather, k, flow, air, part, heat):
    """Water evaporated on the wet side [kg/s]."""
    m = air * k.air
    out = films(rec, k.share, flow, air)[1]
    ntu = rec.wetting * out / (m * specific_heat(weather.w))
    leaving = leaving_humidity(k.h, weather.w, heat / (part * m), ntu, weather.p)
    return max(part * m * (leaving - weather.w), 0.0)


@point(RECORD, WEATHER, PLANT_IN, PLANT_RESULT)
def run(rec, weather, x, out):
    """Results of one hour in `out` from its weather and the inputs x."""
    clear(out)
    share = cells(rec)
    q, t_set = x.q, x.t_set
    m, p_fan = supply_fans(rec, x.flow, share)
    w = humidity_ratio_from_dew_point(rec.room_dew_point, weather.p)
    c = m * specific_heat(w)
    flow = m / (rec.supply_flow * max(share, 1e-6))
    total = q + p_fan
    t_return = t_set + q / c
    k = constants(rec, weather, c, flow, 0.0, 0.0, 0.0)
    sprayed = WET_MODE if weather.t_dry > rec.wet_lowest else DRY_MODE
    flags = 0
    mode, t_sup, power, pump, load, spray = DRY_MODE, t_set, 0.0, 0.0, 0.0, 0.0
    air, part, fans = 0.0, 0.0, 0.0
    free = most_moved(rec, weather, k, mode, c, flow, t_return, total)
    if free < total and sprayed == WET_MODE:
        mode = WET_MODE
        free = most_moved(rec, weather, k, mode, c, flow, t_return, total)
    _, _, available, found = mechanical(rec, weather, w, t_return, c, free, total - free)
    margin = capacity_left(max(total, 0.0), free + available)
    if free >= total:
        reach = moved(rec, weather, k, mode, c, flow, t_return, total, 1.0) if k.air > 0.0 else 0.0
        margin = capacity_left(max(total, 0.0), max(reach, free) + available)
        air, part, free = air_for(rec, weather, k, mode, c, flow, t_return, total)
        fans = part * fan_power(rec, air, share)
    else:
        full = fan_power(rec, 1.0, share) + (rec.spray_power * share if mode == WET_MODE else 0.0)
        alone, pump_alone, able, _ = mechanical(rec, weather, w, t_return, c, 0.0, total)
        helped, pump_helped, _, _ = mechanical(rec, weather, w, t_return, c, free, total - free)
        if able >= total and (free <= 0.0 or alone + pump_alone <= helped + pump_helped + full):
            mode, free = STILL, 0.0
        power, pump, available, found = mechanical(rec, weather, w, t_return, c, free, total - free)
        if total - free > available:
            flags |= F_SHORT
            t_sup = floated(rec, weather, k, mode, w, c, flow, q, total, t_set)
            if not t_sup < LOST:
                give_up(out, x, 0.0, flags | int(found))
                out.supply_fans = p_fan
                out.w_room = w
                return
            t_return = t_sup + q / c
            free = most_moved(rec, weather, k, mode, c, flow, t_return, total)
            power, pump, available, found = mechanical(rec, weather, w, t_return, c, free, total - free)
        load = total - free
        flags |= int(found)
        if free > 0.0:
            air, part = 1.0, 1.0
            fans = fan_power(rec, air, share)
            free = moved(rec, weather, k, mode, c, flow, t_return, free, air)
        else:
            mode = STILL
    rejected = free
    if load > 0.0:
        rejected += condenser_air_rise(rec, weather, load + rec.pump_motor * pump + power)[1]
    if mode == WET_MODE and part > 0.0:
        spray = rec.spray_power * share
        water = evaporated(rec, weather, k, flow, air, part, free)
        out.evaporation = water
        out.blowdown = blowdown(water, 0.0, rec.cycles)
    out.t_supply = t_sup
    out.t_return = t_return
    out.pumps = pump + spray
    out.chillers = power
    out.fans = fans
    out.ups = rec.pump_ups * pump
    out.rejected = rejected
    out.direct = fans + spray + (1.0 - rec.pump_motor) * pump
    out.free = min(max(1.0 - load / total, 0.0), 1.0) if total > 0.0 else 1.0
    out.margin = margin
    out.t_condenser = weather.t_wet if mode == WET_MODE else weather.t_dry
    out.flags = float(flags | overspeed(rec, m, share))
    out.supply_fans = p_fan
    out.outdoor = 0.0
    out.w_room = w


@point(RECORD, WEATHER, PLANT_IN, PLANT_RESULT)
def size(rec, weather, x, out):
    """Fill the sized fields of `rec` that are NaN from design weather and design inputs.

    The wet exchanger is built for air `approach` above the wet bulb (closer where the set point asks for it, down to
    `approach_min`); the trim for what is missing at design, at least `trim_least` of all heat.
    """
    w = size_supply(rec, weather, x, rec.room_dew_point)
    t, w_out, p, t_wb = weather.t_dry, weather.w, weather.p, weather.t_wet
    c = rec.supply_flow * specific_heat(w)
    total = x.q + rec.supply_power
    t_return = x.t_set + x.q / c
    gap = t_return - total / c - t_wb
    reach = min(max(gap, rec.approach_min), rec.approach) + total / c
    rec.air_flow = fill_field(rec.air_flow, rec.secondary_ratio * rec.supply_flow * volume(x.t_set, w, p))
    rec.fan_power = fill_field(rec.fan_power, rec.fan_specific * rec.air_flow)
    rec.spray_power = fill_field(rec.spray_power, rec.spray_specific * total)
    m = rec.air_flow / volume(t, w_out, p)
    h_wb = saturation_enthalpy(t_wb, p)
    c_s = total / m / (temperature_saturated(h_wb + total / m, p) - t_wb)
    least, most = min(m * c_s, c), max(m * c_s, c)
    ua = ntu_crossflow_unmixed(min(total / (least * reach), LARGEST), least / most) * least
    rec.ua = fill_field(rec.ua, 0.5 * ua * (1.0 + specific_heat(w_out) / (rec.wetting * c_s)))
    k = Cooler(1.0, m, enthalpy(t, w_out), h_wb, c, 1.0, 0.0, 0.0, 0.0, 0.0)
    missing = total - most_moved(rec, weather, k, WET_MODE, c, 1.0, t_return, total)
    load = max(missing, rec.trim_least * total)
    if load > 1e-9 * total and rec.trim == WATER_TRIM:
        size_water_trim(rec, weather, load)
        return
    rec.pump_flow, rec.pump_power = 1.0, 0.0
    if load > 1e-9 * total and rec.trim == DX_TRIM:
        rec.chiller_capacity = 0.0
        size_dx(rec, weather, load, wet_bulb(t_return - (total - missing) / c, w, p))
        return
    rec.chiller_capacity = fill_field(rec.chiller_capacity, 0.0)
    rec.dx_capacity = fill_field(rec.dx_capacity, 0.0)
    rec.condenser_air = max(fill_field(rec.condenser_air, 1e-3), 1e-3)


def equipment(p, area):
    """Air-to-air exchangers (priced as dry coils of their conductance), trim, air handlers."""
    found = bill.by_conductance("dry_cooler", p) + bill.chillers("chiller_air_cooled", p)
    return found + bill.dx_units(p) + bill.air_handlers(p)


PLANT = Plant(
    run,
    size,
    equipment,
    {
        "DX trim": Variant(25.0, 12.0),
        "chilled-water trim": Variant(24.0, 12.0, {"trim": "air-cooled-chiller", "trim_least": 1.0}),
        "no trim": Variant(28.0, 12.0, {"trim": "none"}, short=True),
    },
    evaporates=True,
    loop=lambda p: p["trim"] == WATER_TRIM,
)
