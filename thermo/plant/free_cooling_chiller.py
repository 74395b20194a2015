"""Air-cooled chiller with a free-cooling coil before its condenser, on glycol where the site freezes.

The loop passes the coil first, then the evaporator. Each hour, from that hour alone:

- *free*: the coil's fans hold the set point; compressors stand;
- *mixed*: the coil at full fans, the compressors the rest, on outdoor air that the coil in front has warmed
  (`coil_shared`: coil and condenser share fans, so that the condenser breathes the coil's air);
- *mechanical*: a valve leaves the coil out, which costs pump head when it is in (`coil_head`); chosen where the
  compressors alone need less power.

Shared fans are in the curves' energy ratio in proportion to the machine's load; what full coil air needs beyond that is
`fans`. The coil's own head hangs on the mains. Above `max_ambient` the machine trips. Capacity that runs out floats the
supply.

References
----------
`thermo.plant.fluid_cooler`; EnergyPlus Engineering Reference, Chiller:Electric:EIR (air-cooled), FluidCooler (coil).
"""

from thermo.core.fluids import freezing, specific_heat
from thermo.core.jit import kernel, point
from thermo.core.psychrometrics import specific_heat as air_heat
from thermo.core.roots import step
from thermo.plant import bill
from thermo.plant.cooler import DRY, ROUNDS, TOLERANCE, constants, excess, heat_at, modulate
from thermo.plant.declaration import Plant, Variant
from thermo.plant.equipment import capacity_left, chillers, clear, condenser_air_rise, fan_power, loop_pump
from thermo.plant.fluid_cooler import GUARD, LOST, SMALLEST, give_up
from thermo.plant.sizing import size_air_cooled, size_fluid_cooler
from thermo.schema.flags import F_FROZEN, F_SHORT, F_TRIP_AMBIENT
from thermo.schema.plant import PLANT as RECORD
from thermo.schema.plant import PLANT_IN, PLANT_RESULT
from thermo.schema.weather import WEATHER


@kernel
def condenser_inlet(rec, weather, free):
    """Air at the condensers [degC]: outdoor air, warmed by the coil in front of them."""
    if not rec.coil_shared > 0.0:
        return weather.t_dry
    return weather.t_dry + free / (rec.condenser_air * air_heat(weather.w))


@kernel
def machine(rec, weather, t_sup, free, load):
    """Compressor power [W], load the machines can take [W] and flags behind a coil that carries `free` [W]."""
    if weather.t_dry > rec.max_ambient:
        return 0.0, 0.0, float(F_TRIP_AMBIENT)
    return chillers(rec, t_sup, condenser_inlet(rec, weather, free), load)


@kernel
def extra_fans(rec, share, load, available):
    """Fan power [W] of full coil air beyond what the machine's energy ratio holds."""
    full = fan_power(rec, 1.0, share)
    return full * (1.0 - min(load / available, 1.0)) if rec.coil_shared > 0.0 and available > 0.0 else full


@kernel
def shortage(rec, weather, k, coil, t_sup, q, c):
    """Heat asked less what coil (`coil` 1: in use) and machines can carry [W], supply at t_sup [degC]."""
    free = heat_at(DRY, rec, weather, k, t_sup + q / c, q, 1.0) if coil > 0.0 else 0.0
    return q - free - machine(rec, weather, t_sup, free, 0.0)[1]


@kernel
def floated(rec, weather, k, coil, t_set, q, c):
    """Supply [degC] at which heat balances with everything at full capacity; NaN if there is none."""
    a, b = t_set, t_set + 5.0
    fa = shortage(rec, weather, k, coil, a, q, c)
    fb = shortage(rec, weather, k, coil, b, q, c)
    while not fb < 0.0:
        if b > 70.0:
            return float("nan")
        a, fa = b, fb
        b += 10.0
        fb = shortage(rec, weather, k, coil, b, q, c)
    x = (a * fb - b * fa) / (fb - fa)
    for _ in range(ROUNDS):
        fx = shortage(rec, weather, k, coil, x, q, c)
        if abs(fx) <= TOLERANCE * q or abs(b - a) < 1e-12 * b:
            break
        a, fa, b, fb, x = step(a, fa, b, fb, x, fx)
    return x


@point(RECORD, WEATHER, PLANT_IN, PLANT_RESULT)
def run(rec, weather, x, out):
    """Results of one hour in `out` from its weather and the inputs x."""
    t_set, flags = x.t_set, 0
    coldest = freezing(rec.loop) + GUARD
    if t_set < coldest:
        t_set = coldest
        flags |= F_FROZEN
    cp = specific_heat(rec.loop, t_set)
    flow, p_pump = loop_pump(rec, x.flow)
    c, through, on_ups = flow * cp, flow / rec.pump_flow, rec.pump_ups * p_pump
    lifted = p_pump * (1.0 + rec.coil_head / max(rec.pump_head, 1.0))  # with the coil in the loop
    q_coil = max(x.q + rec.pump_motor * lifted, SMALLEST)
    q = max(x.q + rec.pump_motor * p_pump, SMALLEST)
    k = constants(rec, weather, c, through, 0.0, 0.0, 0.0)
    t_sup, load, power, fans, free, carried = t_set, q, 0.0, 0.0, 0.0, 0.0
    surplus = excess(DRY, rec, weather, k, t_set + q_coil / c, q_coil, 1.0) if k.air > 0.0 else -q_coil
    if surplus >= 0.0:
        p_pump, q, free, load = lifted, q_coil, q_coil, 0.0
        _, _, fans, carried = modulate(DRY, rec, weather, k, t_set + q / c, q, float("nan"))
        available = machine(rec, weather, t_set, 0.0, 0.0)[1]
        margin = 1.0 - q / (surplus + q + available)
    else:
        power, available, found = machine(rec, weather, t_set, 0.0, q)
        reach = heat_at(DRY, rec, weather, k, t_set + q_coil / c, q_coil, 1.0)
        helped, able, said = machine(rec, weather, t_set, reach, q_coil - reach)
        beside = extra_fans(rec, k.share, q_coil - reach, able)
        margin = capacity_left(q, max(available, reach + able))
        alone, together = available >= q, reach > 0.0 and able >= q_coil - reach
        if together and not (alone and power + p_pump <= helped + beside + lifted):
            p_pump, q, free, load = lifted, q_coil, reach, q_coil - reach
            power, fans, found, carried = helped, beside, said, reach
        elif not alone:
            flags |= F_SHORT
            coil = 1.0 if reach > 0.0 and reach + able > available else 0.0
            if coil > 0.0:
                p_pump, q = lifted, q_coil
            t_sup = floated(rec, weather, k, coil, t_set, q, c)
            if not t_sup < LOST:
                give_up(out, x, p_pump, flags | int(found))
                return
            free = heat_at(DRY, rec, weather, k, t_sup + q / c, q, 1.0) if coil > 0.0 else 0.0
            load, carried = q - free, free
            power, available, found = machine(rec, weather, t_sup, free, load)
            fans = extra_fans(rec, k.share, load, available) if free > 0.0 else 0.0
        flags |= int(found)
    rejected = carried
    if load > 0.0:
        rejected += condenser_air_rise(rec, weather, load + power)[1]
    clear(out)
    out.t_supply = t_sup
    out.t_return = t_sup + (x.q / (x.flow * cp) if x.flow > 0.0 else 0.0)
    out.pumps = p_pump
    out.chillers = power
    out.fans = fans
    out.ups = on_ups
    out.rejected = rejected
    out.direct = fans + (1.0 - rec.pump_motor) * p_pump
    out.free = min(max(free / q, 0.0), 1.0)
    out.margin = margin
    out.t_condenser = condenser_inlet(rec, weather, free if load > 0.0 else 0.0)
    out.status = float(flags)


@point(RECORD, WEATHER, PLANT_IN, PLANT_RESULT)
def size(rec, weather, x, out):
    """Fill the sized fields of `rec` that are NaN from design weather and design inputs.

    The machines carry the design hour alone; the coil is built for a loop `approach` above the dry bulb.
    """
    size_fluid_cooler(DRY, rec, weather, x, 0.0, 0.0)
    if rec.chiller_capacity == 0.0:
        rec.chiller_capacity = float("nan")
    if rec.condenser_air <= 1e-3:
        rec.condenser_air = float("nan")
    size_air_cooled(rec, weather, rec.design_load, x.t_set)


def equipment(p, area):
    """Loop, free-cooling coils by conductance, chillers."""
    return bill.circuits(p, area) + bill.by_conductance("dry_cooler", p) + bill.chillers("chiller_air_cooled", p)


PLANT = Plant(
    run,
    size,
    equipment,
    {
        "shared fans": Variant(20.0, 8.0),
        "fans of its own": Variant(18.0, 8.0, {"coil_shared": False}),
    },
    outdoors=True,
)
