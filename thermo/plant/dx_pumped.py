"""Direct expansion with pumped-refrigerant economizer: in the cold a pump moves the refrigerant instead of the
compressor.

Each unit has two circuits whose evaporator rows stand one behind the other in the air. Each hour, from that hour alone:

- *pumped*: both circuits pump and carry everything; condenser fans hold the supply;
- *mixed*: the first circuit pumps at full fans, the second compresses what is left, where that saves power;
- *compressors*: both compress, see `thermo.plant.dx`.

The curves' energy ratio holds the condenser fans of compressing circuits; those of pumping ones are `fans`. `q` is
sensible heat without the unit fans; `t_supply` is behind the fan. Heat: `q` + `supply_fans` + `pumps` + `chillers` +
`fans` = `rejected` + `direct`; the refrigerant pump's work leaves with the condenser air.

References
----------
Emerson 2015, SL-24685 and SL-28170 (pumped-refrigerant economizer, approved for California Title 24);
`thermo.plant.refrigerant_loop`.
"""

from thermo.core.jit import kernel, point
from thermo.core.psychrometrics import humidity_ratio_from_dew_point, specific_heat, volume, wet_bulb
from thermo.plant import bill
from thermo.plant.declaration import Plant, Variant
from thermo.plant.direct_air import dx_machine, size_dx, size_supply, supply_fans
from thermo.plant.dx import floated
from thermo.plant.equipment import capacity_left, clear, condenser_air_rise, running
from thermo.plant.fluid_cooler import LOST, give_up
from thermo.plant.refrigerant_loop import air_for, carried, dry_fans, size_refrigerant_loop
from thermo.plant.sizing import fill_field
from thermo.schema.flags import F_SHORT
from thermo.schema.plant import PLANT as RECORD
from thermo.schema.plant import PLANT_IN, PLANT_RESULT
from thermo.schema.weather import WEATHER

FIRST = 0.5  # share of the circuits that pump in mixed mode


@kernel
def refrigerant_pump(rec, heat, share):
    """Power [W] of the refrigerant pumps of working circuits: in proportion to the heat, above `refrigerant_min`."""
    return rec.refrigerant_power * max(heat / rec.design_load, rec.refrigerant_min * share)


@kernel
def compressed(rec, weather, w, t_entering, flow, load, share):
    """Compressors on air that enters their row at t_entering [degC]: power [W], load they can take [W] and flags."""
    entering = wet_bulb(t_entering, w, weather.p)
    return dx_machine(rec, entering, weather.t_dry, flow, load, share)


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
    reach = carried(rec, weather, c, flow, share, t_return, 1.0)
    power, available, found = compressed(rec, weather, w, t_return, flow, load, share)
    flags, free, fans, pump = 0, 0.0, 0.0, 0.0
    margin = capacity_left(max(load, 0.0), max(available, reach))
    if load <= 0.0:
        power = 0.0
    elif reach >= load:
        air, part = air_for(rec, weather, c, flow, share, t_return, load)
        free, power = load, 0.0
        fans, pump = part * dry_fans(rec, air, share), part * refrigerant_pump(rec, load / part, share)
    else:
        first = FIRST * share
        part_free = min(carried(rec, weather, c, flow, first, t_return, 1.0), load)
        helped, able, said = compressed(
            rec, weather, w, t_return - part_free / c, flow, load - part_free, share - first
        )
        part_fans, part_pump = dry_fans(rec, 1.0, first), refrigerant_pump(rec, part_free, first)
        mixed = part_free > 0.0 and able >= load - part_free
        if mixed and (available < load or helped + part_fans + part_pump < power):
            free, power, fans, pump, found = part_free, helped, part_fans, part_pump, said
        elif load > available:
            flags |= F_SHORT
            t_return = floated(rec, weather, w, t_return, flow, load, share) if available > 0.0 else float("nan")
            if not t_return - x.q / c < LOST:
                give_up(out, x, 0.0, flags | int(found))
                out.supply_fans = p_fan
                out.w_room = w
                return
            power, available, found = compressed(rec, weather, w, t_return, flow, load, share)
        flags |= int(found)
    rejected = 0.0
    if load - free > 0.0:
        rejected = condenser_air_rise(rec, weather, load - free + power)[1]
    if free > 0.0:
        rejected += free + pump
    out.t_supply = t_return - x.q / c
    out.t_return = t_return
    out.pumps = pump
    out.chillers = power
    out.fans = fans
    out.rejected = rejected
    out.direct = fans
    out.free = min(max(free / load, 0.0), 1.0) if load > 0.0 else 1.0
    out.margin = margin
    out.t_condenser = weather.t_dry
    out.status = float(flags)
    out.supply_fans = p_fan
    out.w_room = w


@point(RECORD, WEATHER, PLANT_IN, PLANT_RESULT)
def size(rec, weather, x, out):
    """Fill the sized fields of `rec` that are NaN from design weather and design inputs.

    Compressors carry the design hour alone; pumped circuits carry its load at `dry_full`, on the condensers' air.
    """
    w = size_supply(rec, weather, x, rec.room_dew_point)
    load = x.q + rec.supply_power
    c = rec.supply_flow * specific_heat(w)
    t_return = x.t_set + x.q / c
    size_dx(rec, weather, load, wet_bulb(t_return, w, weather.p))
    rec.design_load = fill_field(rec.design_load, load)
    rec.refrigerant_power = fill_field(rec.refrigerant_power, rec.refrigerant_specific * load)
    rec.dry_air = fill_field(rec.dry_air, rec.condenser_air * volume(weather.t_dry, weather.w, weather.p))
    size_refrigerant_loop(rec, weather, load, c, t_return)


def equipment(p, area):
    """Units, and the condensers of their pumped circuits."""
    return bill.dx_units(p) + bill.refrigerant_condensers(p)


PLANT = Plant(run, size, equipment, {"pumped": Variant(24.0, 12.0)}, loop=False)
