"""Direct air economizer: filtered outdoor air mixed with return air, an adiabatic stage and mechanical trim behind it.

Each hour, from that hour alone, the way that needs the least mechanical cooling among those allowed:

- *outdoor air*: the outdoor fraction that holds the set point; all outdoor air when it is warmer than the mixed air
  wanted, then the pad (as far as needed, as far as `dew_high` allows), then trim for the rest;
- *return air* with the least outdoor fraction, trim for everything.

Outdoor air is locked out when its dew point is above `dew_high`, above `lockout` (fixed dry bulb) or when it would come
no colder than the return air (differential), and on request by enthalpy. If the trim cannot carry the heat, lock-outs
yield and the supply floats. Outdoor air drier than `dew_low` is humidified adiabatically, which cools. Without
`humidity_control` neither limit is held. With `least_mechanical` off, lock-outs alone close the dampers.

The trim's coil (`coil` = `wet`) dries the air it cools along the line to its apparatus dew point: a chilled-water coil
with `coil_bypass` of the air untouched, a DX coil while it runs. Closed dampers hold the room at the humidity at which
the coil stops condensing. Condensate leaves at the enthalpy datum.

No moisture arises in the room: it has the humidity of its supply. Balance on dry air: `q` + fans + heating - trim =
outdoor air x (h_return - h_outdoor). `q` is sensible heat without these fans; `t_supply` is behind them. Heat: `q` +
`supply_fans` + `humidifier` + `pumps` + `chillers` + `heating` = `rejected` + `direct`. Water evaporated by pad and
humidifier is `humidifier_water`, their bleed `blowdown`.

`step_lag` is EnergyPlus's hall at one step an hour, for comparison alone: the coil takes the air of the hour before,
and what it condenses of it is not in the balance of the hour.

References
----------
ASHRAE 90.1-2022 section 6.5.1 (lock-outs); EnergyPlus Engineering Reference, Controller:OutdoorAir.
"""

from math import nan

from thermo.core.correlations.evaporative import celdek, humidity_at_enthalpy, pad_outlet
from thermo.core.correlations.tower import blowdown
from thermo.core.jit import kernel, point
from thermo.core.psychrometrics import (
    enthalpy,
    humidity_ratio_from_dew_point,
    saturation_humidity_ratio,
    specific_heat,
    temperature_from_enthalpy,
    wet_bulb,
)
from thermo.core.roots import step
from thermo.plant import bill
from thermo.plant.declaration import Plant, Variant
from thermo.plant.direct_air import (
    DX_TRIM,
    SAME,
    WATER_TRIM,
    dx_surface,
    full_load_surface,
    just_dry,
    size_dx,
    size_supply,
    size_water_trim,
    supply_fans,
    trim,
)
from thermo.plant.equipment import capacity_left, cells, clear, condenser_air_rise
from thermo.plant.fluid_cooler import LOST, give_up
from thermo.schema.flags import F_HUMID, F_SHORT
from thermo.schema.plant import PLANT as RECORD
from thermo.schema.plant import PLANT_IN, PLANT_RESULT
from thermo.schema.weather import WEATHER

ROUNDING = 1e-12  # 1, a share of the heat this small is none
ROUNDS = 60


@kernel
def pad_limit(rec, weather, h_out, w, w_high, flow):
    """Highest humidity ratio [kg/kg] the pad may give the outdoor air: its effectiveness, and `dew_high`."""
    if not rec.adiabatic > 0.0:
        return w
    velocity = rec.pad_velocity * flow
    behind = pad_outlet(weather.t_dry, weather.t_wet, celdek(rec.pad_depth, velocity))
    return max(w, min(humidity_at_enthalpy(behind, h_out), w_high))


@kernel
def left_over(m, q, total, t_set, w, h_out):
    """Heat [W] that is left for the trim with all outdoor air at room humidity w [kg/kg]."""
    return total - m * (enthalpy(t_set + q / (m * specific_heat(w)), w) - h_out)


@kernel
def water_surface(rec, t_in, t_out, p):
    """Saturated humidity ratio [kg/kg] at the apparatus dew point of a chilled-water coil, air t_in to t_out [degC]."""
    bypass = rec.coil_bypass
    return saturation_humidity_ratio((t_out - bypass * t_in) / (1.0 - bypass), p)


@kernel
def dried(rec, weather, m, q, total, t_set, t_in, w, h_out, flow):
    """Humidity ratio [kg/kg] behind the trim's coil with all outdoor air entering at t_in [degC], w [kg/kg]."""
    if rec.trim != DX_TRIM:
        surface = water_surface(rec, t_in, t_set - (total - q) / (m * specific_heat(w)), weather.p)
        return min(w, surface + rec.coil_bypass * (w - surface))
    entering, surface = dx_surface(rec, weather, t_in, w, flow, m)
    if surface >= w:
        return w
    capacity = trim(rec, weather, entering, 0.0, flow)[2]
    if not capacity > left_over(m, q, total, t_set, surface, h_out):
        return surface
    a, fa = w, left_over(m, q, total, t_set, w, h_out) / capacity * (surface - w)
    b = surface
    fb = w + left_over(m, q, total, t_set, b, h_out) / capacity * (surface - w) - b
    x = (a * fb - b * fa) / (fb - fa)
    for _ in range(ROUNDS):
        fx = w + left_over(m, q, total, t_set, x, h_out) / capacity * (surface - w) - x
        if abs(fx) < SAME:
            break
        a, fa, b, fb, x = step(a, fa, b, fb, x, fx)
    return x


@kernel
def closed_humidity(rec, weather, m, q, total, t_set, w, flow):
    """Humidity ratio [kg/kg] of the room with closed dampers: w, or what the trim's coil dries it to."""
    t_return = t_set + q / (m * specific_heat(w))
    if rec.trim == WATER_TRIM:
        behind = t_set - (total - q) / (m * specific_heat(w))
        return min(w, water_surface(rec, t_return, behind, weather.p))
    entering = wet_bulb(t_return, w, weather.p)
    if full_load_surface(rec, weather, t_return, w, entering, flow, m) >= w:
        return w
    return min(max(just_dry(rec, weather, t_return, nan, entering, flow, m)[1], 0.0), w)


@point(RECORD, WEATHER, PLANT_IN, PLANT_RESULT)
def run(rec, weather, x, out):
    """Results of one hour in `out` from its weather and the inputs x."""
    clear(out)
    q, t_set = x.q, x.t_set
    m, p_fan = supply_fans(rec, x.flow, cells(rec))
    t_out, w_out, p = weather.t_dry, weather.w, weather.p
    h_out = enthalpy(t_out, w_out)
    w_low, w_high = 0.0, 1.0
    if rec.humidity_control > 0.0:
        w_low = humidity_ratio_from_dew_point(rec.dew_low, p)
        w_high = humidity_ratio_from_dew_point(rec.dew_high, p)
    wet = rec.coil > 0.0 and rec.trim > 0.0
    flow = m / rec.supply_flow
    total = q + p_fan
    flags = 0

    # return air: the room's humidity is inside its limits unless outdoor air is forced in
    least = rec.outdoor_min
    w_closed = max(w_out, w_low) if least > 0.0 else min(max(w_out, w_low), w_high)
    if wet and not least > 0.0 and (t_out > min(rec.lockout, t_set) or w_out > w_high):
        w_closed = max(closed_humidity(rec, weather, m, q, total, t_set, w_closed, flow), w_low)
    t_return = t_set + q / (m * specific_heat(w_closed))
    h_return = enthalpy(t_return, w_closed)
    mechanical_closed = total - least * m * (h_return - h_out)
    t_closed, w_coil = t_return, w_closed  # air at the coil with closed dampers
    if rec.step_lag > 0.0 and x.before > 0.0 and wet and not least > 0.0:
        w_coil = x.before
        t_closed = t_set + q / (m * specific_heat(w_coil))
        h_return = enthalpy(t_closed, w_coil)
        w_closed = dried(rec, weather, m, q, total, t_set, t_closed, w_coil, h_return, flow)
        mechanical_closed = left_over(m, q, total, t_set, w_closed, h_return)

    # outdoor air
    w = max(w_out, w_low)
    gain = total - left_over(m, q, total, t_set, w, h_out)
    needed = total / gain if gain > 0.0 else 2.0
    fraction, mechanical, heating = 1.0, 0.0, 0.0
    t_before = t_out
    if needed <= 1.0:
        fraction = max(needed, least)
        heating = max(fraction * gain - total, 0.0)
    else:
        most = pad_limit(rec, weather, h_out, w, w_high, m / rec.supply_flow)
        w = min(max(humidity_at_enthalpy(t_set, h_out + p_fan / m), w), most)
        t_before = temperature_from_enthalpy(h_out, w)
        mechanical = left_over(m, q, total, t_set, w, h_out)
        mechanical = mechanical if mechanical > ROUNDING * total else 0.0
    w_before = w
    allowed = w_out <= w_high and (t_out <= rec.lockout or rec.differential > 0.0)
    if rec.differential > 0.0:
        allowed = allowed and t_before < t_return
    if rec.lockout_enthalpy > 0.0:
        allowed = allowed and h_out < h_return
    coil = wet and mechanical > 0.0
    if coil and allowed:
        w = max(dried(rec, weather, m, q, total, t_set, t_before, w, h_out, flow), w_low)
        mechanical = left_over(m, q, total, t_set, w, h_out)
    closed = not allowed or (rec.least_mechanical > 0.0 and mechanical_closed < mechanical)

    entering = 0.0
    if rec.trim == DX_TRIM:
        t_in, w_in = (t_closed, w_coil) if closed else (t_before, w_before)
        entering = dx_surface(rec, weather, t_in, w_in, flow, m)[0] if wet else wet_bulb(t_in, w_in, p)
    load = max(mechanical_closed, 0.0) if closed else mechanical
    power, pump, available, found = trim(rec, weather, entering, load, flow)
    if closed and load > available:
        closed = False
        if coil and not allowed:
            w = max(dried(rec, weather, m, q, total, t_set, t_before, w, h_out, flow), w_low)
            mechanical = left_over(m, q, total, t_set, w, h_out)
        if wet and rec.trim == DX_TRIM:
            entering = dx_surface(rec, weather, t_before, w_before, flow, m)[0]
        elif rec.trim == DX_TRIM:
            entering = wet_bulb(t_before, w_before, p)
        load = mechanical
        power, pump, available, found = trim(rec, weather, entering, load, flow)
    t_sup = t_set
    if closed:
        w, fraction, heating = w_closed, least, max(-mechanical_closed, 0.0)
        capacity = total - load + available
    else:
        capacity = total / needed + available if needed <= 1.0 else total - load + available
        if load > available:
            flags |= F_SHORT
            t_sup = t_set + (load - available) / (m * specific_heat(w))
            load = available
            power, pump, available, found = trim(rec, weather, entering, load, flow)
    if not t_sup < LOST:
        give_up(out, x, pump, flags | int(found))
        return
    if load > 0.0 or flags > 0:
        flags |= int(found)
    if w > w_high + SAME or w < w_low - SAME:
        flags |= F_HUMID
    t_return = t_sup + q / (m * specific_heat(w))
    rejected = fraction * m * (enthalpy(t_return, w) - h_out)
    if load > 0.0:
        rejected += condenser_air_rise(rec, weather, load + rec.pump_motor * pump + power)[1]
    water = fraction * m * max(w - w_out, 0.0)
    humidified = fraction * m * max(min(w, w_low) - w_out, 0.0)
    humidifier = rec.humidifier_specific * humidified
    out.t_supply = t_sup
    out.t_return = t_return
    out.pumps = pump
    out.chillers = power
    out.heating = heating
    out.ups = rec.pump_ups * pump
    out.rejected = rejected
    out.direct = humidifier + (1.0 - rec.pump_motor) * pump
    out.blowdown = blowdown(water, 0.0, rec.cycles)
    out.free = min(max(1.0 - load / total, 0.0), 1.0) if total > 0.0 else 1.0
    out.margin = capacity_left(max(total, 0.0), capacity)
    out.t_condenser = t_out
    out.status = float(flags)
    out.humidifier_water = water
    out.supply_fans = p_fan
    out.outdoor = fraction
    out.w_room = w
    out.humidifier = humidifier


@point(RECORD, WEATHER, PLANT_IN, PLANT_RESULT)
def size(rec, weather, x, out):
    """Fill the sized fields of `rec` that are NaN from design weather and design inputs.

    The trim is sized for all heat with closed dampers: humid or smoky hours need that, whatever the design hour does.
    """
    w = size_supply(rec, weather, x, rec.dew_high)
    load = x.q + rec.supply_power
    if rec.trim == WATER_TRIM:
        size_water_trim(rec, weather, load)
        return
    rec.pump_flow, rec.pump_power, rec.chiller_capacity = 1.0, 0.0, 0.0
    if rec.trim == DX_TRIM:
        t_return = x.t_set + x.q / (rec.supply_flow * specific_heat(w))
        size_dx(rec, weather, load, wet_bulb(t_return, w, weather.p))


def equipment(p, area):
    """Trim chillers or DX machines, air handlers."""
    return bill.chillers("chiller_air_cooled", p) + bill.dx_units(p) + bill.air_handlers(p)


DRY_AIR = {"adiabatic": False, "humidity_control": False, "least_mechanical": False}
PLANT = Plant(
    run,
    size,
    equipment,
    {
        "chilled-water trim": Variant(24.0, 12.0),
        "DX trim": Variant(24.0, 12.0, {"trim": "dx"}),
        "humidity left alone": Variant(24.0, 12.0, DRY_AIR | {"trim": "dx"}),
        "no trim": Variant(25.0, 14.0, {"trim": "none"}, short=True),
    },
    evaporates=lambda p: p["adiabatic"] > 0.0 or p["humidity_control"] > 0.0,
    loop=lambda p: p["trim"] == WATER_TRIM,
)
