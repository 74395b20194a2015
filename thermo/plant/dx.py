"""Direct expansion: CRAC units with their own compressors and outdoor condensers.

Return air is cooled on a dry coil at the room's dew point (`room_dew_point`), the EC fans' heat included. Units share
air and load. The condenser's fans are inside the energy ratio of the curves. Above `max_ambient` the units trip.
`q` is sensible heat without the unit fans; `t_supply` is behind the fan. Heat: `q` + `supply_fans` + `chillers` =
`rejected` + `direct`.

References
----------
EnergyPlus Engineering Reference, Coil:Cooling:DX:SingleSpeed.
"""

from thermo.core.jit import kernel, point
from thermo.core.psychrometrics import humidity_ratio_from_dew_point, specific_heat, wet_bulb
from thermo.core.roots import step
from thermo.plant import bill
from thermo.plant.declaration import Plant, Variant
from thermo.plant.direct_air import dx_machine, size_dx, size_supply, supply_fans
from thermo.plant.equipment import capacity_left, clear, condenser_air_rise, running
from thermo.plant.fluid_cooler import LOST, give_up
from thermo.schema.flags import F_SHORT
from thermo.schema.plant import PLANT as RECORD
from thermo.schema.plant import PLANT_IN, PLANT_RESULT
from thermo.schema.weather import WEATHER

ROUNDS = 60


@kernel
def spare(rec, weather, w, t_return, flow, load, share):
    """What the units can take less what is asked [W], at return air t_return [degC]."""
    entering = wet_bulb(t_return, w, weather.p)
    return dx_machine(rec, entering, weather.t_dry, flow, load, share)[1] - load


@kernel
def floated(rec, weather, w, t_return, flow, load, share):
    """Return temperature [degC] at which the units' capacity, which grows with it, meets the load; NaN if none does."""
    a, b = t_return, t_return + 30.0
    fa = spare(rec, weather, w, a, flow, load, share)
    fb = spare(rec, weather, w, b, flow, load, share)
    if fb <= 0.0:
        return float("nan")
    x = 0.5 * (a + b)
    for _ in range(ROUNDS):
        fx = spare(rec, weather, w, x, flow, load, share)
        if abs(fx) <= 1e-11 * load or abs(b - a) < 1e-10:
            break
        a, fa, b, fb, x = step(a, fa, b, fb, x, fx)
    return x


@point(RECORD, WEATHER, PLANT_IN, PLANT_RESULT)
def run(rec, weather, x, out):
    """Results of one hour in `out` from its weather and the inputs x."""
    clear(out)
    share = running(rec.dx_count, rec.dx_redundant, rec.standby, rec.chiller_out)
    m, p_fan = supply_fans(rec, x.flow, share)
    w = humidity_ratio_from_dew_point(rec.room_dew_point, weather.p)
    c = m * specific_heat(w)
    load = x.q + p_fan
    flow = m / (rec.supply_flow * max(share, 1e-6))
    t_return = x.t_set + x.q / c
    entering = wet_bulb(t_return, w, weather.p)
    power, available, found = dx_machine(rec, entering, weather.t_dry, flow, load, share)
    flags = int(found)
    margin = capacity_left(max(load, 0.0), available)
    if load > available:
        flags |= F_SHORT
        t_return = floated(rec, weather, w, t_return, flow, load, share) if available > 0.0 else float("nan")
        if not t_return - x.q / c < LOST:
            give_up(out, x, 0.0, flags)
            out.supply_fans = p_fan
            out.w_room = w
            return
        entering = wet_bulb(t_return, w, weather.p)
        power, available, found = dx_machine(rec, entering, weather.t_dry, flow, load, share)
        flags |= int(found)
    out.t_supply = t_return - x.q / c
    out.t_return = t_return
    out.chillers = power
    out.rejected = condenser_air_rise(rec, weather, load + power)[1]
    out.margin = margin
    out.t_condenser = weather.t_dry
    out.status = float(flags)
    out.humidifier_water = 0.0
    out.supply_fans = p_fan
    out.outdoor = 0.0
    out.w_room = w
    out.humidifier = 0.0


@point(RECORD, WEATHER, PLANT_IN, PLANT_RESULT)
def size(rec, weather, x, out):
    """Fill the sized fields of `rec` that are NaN from design weather and design inputs."""
    w = size_supply(rec, weather, x, rec.room_dew_point)
    load = x.q + rec.supply_power
    t_return = x.t_set + x.q / (rec.supply_flow * specific_heat(w))
    size_dx(rec, weather, load, wet_bulb(t_return, w, weather.p))


def equipment(p, area):
    """Units with their condensers."""
    return bill.dx_units(p)


PLANT = Plant(run, size, equipment, {"compressors": Variant(24.0, 12.0)}, loop=False)
