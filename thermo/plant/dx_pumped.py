"""Direct expansion with pumped-refrigerant economizer: in the cold a pump moves the refrigerant instead of the
compressor.

Each unit has two circuits whose evaporator rows stand one behind the other in the air. Each hour, from that hour alone:

- *pumped*: both circuits pump and carry everything; condenser fans hold the supply;
- *mixed*: the first circuit pumps at full fans, the second compresses what is left, where that saves power;
- *compressors*: both compress, see `thermo.plant.dx`.

The curves' energy ratio holds the condenser fans of compressing circuits; those of pumping ones are P_FANS. P_Q is
sensible heat without the unit fans; P_TSUP is behind the fan. Heat: P_Q + A_SUPPLY_FAN + P_PUMPS + P_CHILLERS + P_FANS
= P_REJECTED + P_DIRECT; the refrigerant pump's work leaves with the condenser air.

References
----------
Emerson 2015, SL-24685 and SL-28170 (pumped-refrigerant economizer, approved for California Title 24);
`thermo.plant.refrigerant_loop`.
"""

from thermo.core.jit import VECTOR, kernel, point
from thermo.core.psychrometrics import humidity_ratio_from_dew_point, specific_heat, volume, wet_bulb
from thermo.plant import bill
from thermo.plant.declaration import Plant, Variant
from thermo.plant.direct_air import dx_machine, size_dx, size_supply, supply_fans
from thermo.plant.dx import floated
from thermo.plant.equipment import capacity_left, condenser_air_rise, running
from thermo.plant.fluid_cooler import LOST, give_up
from thermo.plant.refrigerant_loop import air_for, carried, dry_fans, size_refrigerant_loop
from thermo.plant.sizing import fill_field
from thermo.schema.plant import PLANT
from thermo.schema.points import (
    A_SUPPLY_FAN,
    A_WROOM,
    AIR_OUT,
    F_SHORT,
    P_CHILLERS,
    P_DIRECT,
    P_FANS,
    P_FLAGS,
    P_FREE,
    P_M,
    P_MARGIN,
    P_PUMPS,
    P_Q,
    P_REJECTED,
    P_TCOND,
    P_TRET,
    P_TSET,
    P_TSUP,
    W_P,
    W_T,
    W_W,
)

FIRST = 0.5  # share of the circuits that pump in mixed mode


@kernel
def refrigerant_pump(rec, heat, share):
    """Power [W] of the refrigerant pumps of working circuits: in proportion to the heat, above `refrigerant_min`."""
    return rec.refrigerant_power * max(heat / rec.design_load, rec.refrigerant_min * share)


@kernel
def compressed(rec, weather, w, t_entering, flow, load, share):
    """Compressors on air that enters their row at t_entering [degC]: power [W], load they can take [W] and flags."""
    entering = wet_bulb(t_entering, w, weather[W_P])
    return dx_machine(rec, entering, weather[W_T], flow, load, share)


@point(PLANT, VECTOR, VECTOR, VECTOR)
def run(rec, weather, x, out):
    """Results of one hour in `out` (AIR_OUT) from weather row and inputs x (PLANT_X)."""
    for i in range(AIR_OUT):
        out[i] = 0.0
    share = running(rec.dx_count, rec.dx_redundant, rec.standby, rec.chiller_out)
    m, p_fan = supply_fans(rec, x[P_M], share)
    w = humidity_ratio_from_dew_point(rec.room_dew_point, weather[W_P])
    c = m * specific_heat(w)
    load = x[P_Q] + p_fan
    flow = m / (rec.supply_flow * max(share, 1e-6))
    t_return = x[P_TSET] + x[P_Q] / c
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
            if not t_return - x[P_Q] / c < LOST:
                give_up(out, x, 0.0, flags | int(found))
                out[A_SUPPLY_FAN] = p_fan
                out[A_WROOM] = w
                return
            power, available, found = compressed(rec, weather, w, t_return, flow, load, share)
        flags |= int(found)
    rejected = 0.0
    if load - free > 0.0:
        rejected = condenser_air_rise(rec, weather, load - free + power)[1]
    if free > 0.0:
        rejected += free + pump
    out[P_TSUP] = t_return - x[P_Q] / c
    out[P_TRET] = t_return
    out[P_PUMPS] = pump
    out[P_CHILLERS] = power
    out[P_FANS] = fans
    out[P_REJECTED] = rejected
    out[P_DIRECT] = fans
    out[P_FREE] = min(max(free / load, 0.0), 1.0) if load > 0.0 else 1.0
    out[P_MARGIN] = margin
    out[P_TCOND] = weather[W_T]
    out[P_FLAGS] = float(flags)
    out[A_SUPPLY_FAN] = p_fan
    out[A_WROOM] = w


@point(PLANT, VECTOR, VECTOR, VECTOR)
def size(rec, weather, x, out):
    """Fill the sized fields of `rec` that are NaN from design weather and design inputs.

    Compressors carry the design hour alone; pumped circuits carry its load at `dry_full`, on the condensers' air.
    """
    w = size_supply(rec, weather, x, rec.room_dew_point)
    load = x[P_Q] + rec.supply_power
    c = rec.supply_flow * specific_heat(w)
    t_return = x[P_TSET] + x[P_Q] / c
    size_dx(rec, weather, load, wet_bulb(t_return, w, weather[W_P]))
    rec.design_load = fill_field(rec.design_load, load)
    rec.refrigerant_power = fill_field(rec.refrigerant_power, rec.refrigerant_specific * load)
    rec.dry_air = fill_field(rec.dry_air, rec.condenser_air * volume(weather[W_T], weather[W_W], weather[W_P]))
    size_refrigerant_loop(rec, weather, load, c, t_return)


def equipment(p, area):
    """Units, and the condensers of their pumped circuits."""
    return bill.dx_units(p) + bill.refrigerant_condensers(p)


PLANT = Plant(run, size, equipment, {"pumped": Variant(24.0, 12.0)}, loop=False)
