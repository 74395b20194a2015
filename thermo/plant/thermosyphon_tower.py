"""Thermosyphon dry cooler before a cooling tower: the loop gives what it can to dry air first, the tower trims.

Loop water boils refrigerant in the thermosyphon cooler, dry air condenses it; then the plate exchanger and the open
tower take the rest (`thermo.plant.fluid_cooler`). The loop's water never goes outdoors. Each hour the thermosyphon's
fans run where electricity and water together cost least: P_fans(air) + water_worth x evaporated(air), the water saved
being heat / latent x cycles / (cycles - 1); everything dry stops the tower and its pump. Where the tower is short or
its trim chiller runs, the thermosyphon works at full fans.

References
----------
Carter et al. 2017, Thermosyphon cooler hybrid system for water savings in an energy-efficient HPC data center,
NREL/CP-2C00-66690 (the plant and its control by the worth of water); `thermo.plant.refrigerant_loop`.
"""

from thermo.core.fluids import freezing, specific_heat
from thermo.core.jit import kernel, point
from thermo.core.roots import step
from thermo.plant import bill
from thermo.plant.chilled_water import tower_kind
from thermo.plant.cooler import basin_heat
from thermo.plant.declaration import Plant, Variant
from thermo.plant.equipment import capacity_left, clear, loop_pump, tower_pump
from thermo.plant.fluid_cooler import GUARD, LOST, SMALLEST, cool
from thermo.plant.refrigerant_loop import air_for, carried, carried_slope, dry_fans, size_refrigerant_loop
from thermo.plant.sizing import size_fluid_cooler
from thermo.schema.flags import F_FROZEN, F_SHORT
from thermo.schema.plant import PLANT as RECORD
from thermo.schema.plant import PLANT_IN, PLANT_RESULT
from thermo.schema.weather import WEATHER

LATENT = 2.45e6  # J/kg, water evaporated near 20 degC
SEARCH = 60
FLOATS = 60


@kernel
def cost(rec, weather, c, flow, t_in, q, air):
    """Electricity and water [W of electricity] with the thermosyphon at `air`, the rest of q [W] evaporated."""
    rest = max(q - carried(rec, weather, c, flow, 1.0, t_in, air), 0.0)
    water = rest / LATENT * rec.cycles / max(rec.cycles - 1.0, 1e-3)
    return dry_fans(rec, air, 1.0) + rec.water_worth * water


@kernel
def worth(rec, weather, c, flow, t_in, air):
    """Water saved less fan power spent [W of electricity] per more thermosyphon air at `air` [1]; falls with it."""
    saved = carried_slope(rec, weather, c, flow, t_in, air) / LATENT * rec.cycles / max(rec.cycles - 1.0, 1e-3)
    return rec.water_worth * saved - 3.0 * rec.dry_fan * (1.0 - rec.fan_floor) * air * air


@kernel
def cheapest(rec, weather, c, flow, t_in, q, pump):
    """Thermosyphon air [1] that costs least (0: stand) and its share of the hour; a rest needs `pump` [W]."""
    full = carried(rec, weather, c, flow, 1.0, t_in, 1.0)
    a, b = rec.fan_min, 1.0
    dry, part = 0.0, 1.0
    if full >= q:
        dry, part = air_for(rec, weather, c, flow, 1.0, t_in, q)
        b = max(dry, a)
    fa, fb = worth(rec, weather, c, flow, t_in, a), worth(rec, weather, c, flow, t_in, b)
    best = a if fa <= 0.0 else b
    if fa > 0.0 > fb:
        best = (a * fb - b * fa) / (fb - fa)
        for _ in range(SEARCH):
            f = worth(rec, weather, c, flow, t_in, best)
            if abs(f) <= 1e-12 * rec.dry_fan:
                break
            a, fa, b, fb, best = step(a, fa, b, fb, best, f)
    least = cost(rec, weather, c, flow, t_in, q, best) + pump
    if full >= q and part * dry_fans(rec, dry, 1.0) <= least:
        return dry, part
    still = rec.water_worth * q / LATENT * rec.cycles / max(rec.cycles - 1.0, 1e-3) + pump
    return (best, 1.0) if least < still else (0.0, 1.0)


@kernel
def rest(kind, rec, weather, x, out, dry):
    """Tower for what is left after `dry` [W]; fills `out` and returns the supply reached [degC]."""
    asked = x.q
    x.q = asked - dry
    cool(kind, rec, weather, x, out, rec.trim, 1.0, 0.0)
    x.q = asked
    return out.t_supply


@kernel
def warmer(kind, rec, weather, x, out, c, flow, q, t_set):
    """Heat [W] of the thermosyphon at full fans where the supply floats above t_set [degC]; `out` is filled for it."""
    a = t_set
    dry = min(carried(rec, weather, c, flow, 1.0, a + q / c, 1.0), q)
    b = rest(kind, rec, weather, x, out, dry)
    fa = b - a
    if fa <= 0.0 or b >= LOST:
        return dry
    dry = min(carried(rec, weather, c, flow, 1.0, b + q / c, 1.0), q)
    fb = rest(kind, rec, weather, x, out, dry) - b
    t = b
    for _ in range(FLOATS):
        if fb == 0.0 or fa == fb:
            break
        t = (a * fb - b * fa) / (fb - fa)
        dry = min(carried(rec, weather, c, flow, 1.0, t + q / c, 1.0), q)
        f = rest(kind, rec, weather, x, out, dry) - t
        if abs(f) < 1e-9:
            break
        a, fa, b, fb, t = step(a, fa, b, fb, t, f)
    return dry


@point(RECORD, WEATHER, PLANT_IN, PLANT_RESULT)
def run(rec, weather, x, out):
    """Results of one hour in `out` from its weather and the inputs x."""
    kind = tower_kind(rec)
    t_set = max(x.t_set, freezing(rec.loop) + GUARD)
    cp = specific_heat(rec.loop, t_set)
    flow, p_pump = loop_pump(rec, x.flow)
    c, share = flow * cp, flow / rec.pump_flow
    q = max(x.q + rec.pump_motor * p_pump, SMALLEST)
    t_in = t_set + q / c
    air, part = cheapest(rec, weather, c, share, t_in, q, tower_pump(rec, q / rec.design_load)[1])
    dry = min(part * carried(rec, weather, c, share, 1.0, t_in, air), q)
    fans = part * dry_fans(rec, air, 1.0) if air > 0.0 else 0.0
    if dry >= q * (1.0 - 1e-10):
        heating = basin_heat(rec, weather, 0.0)
        clear(out)
        out.t_supply = t_set
        out.pumps = p_pump
        out.fans = fans
        out.heating = heating
        out.ups = rec.pump_ups * p_pump
        out.rejected = dry
        out.direct = fans + heating + (1.0 - rec.pump_motor) * p_pump
        out.free = 1.0
        out.margin = 1.0 - q / (q + rec.cooler_heat)
        out.t_condenser = weather.t_dry
        out.status = float(F_FROZEN) if t_set > x.t_set else 0.0
    else:
        t_sup = rest(kind, rec, weather, x, out, dry)
        if out.chillers > 0.0 or int(out.status) & F_SHORT > 0:
            fans = dry_fans(rec, 1.0, 1.0)
            dry = warmer(kind, rec, weather, x, out, c, share, q, t_set)
            t_sup = out.t_supply
        if t_sup >= LOST:
            return
        left = q - dry
        out.margin = capacity_left(q, left / max(1.0 - out.margin, 1e-9) + dry)
        out.free = min(max(1.0 - (1.0 - out.free) * left / q, 0.0), 1.0)
        out.fans += fans
        out.rejected += dry
        out.direct += fans
    out.t_return = out.t_supply + (x.q / (x.flow * cp) if x.flow > 0.0 else 0.0)


@point(RECORD, WEATHER, PLANT_IN, PLANT_RESULT)
def size(rec, weather, x, out):
    """Fill the sized fields of `rec` that are NaN from design weather and design inputs.

    The tower carries the design hour alone; the thermosyphon carries its load at `dry_full`.
    """
    size_fluid_cooler(tower_kind(rec), rec, weather, x, rec.trim, 1.0)
    c = max(x.flow, 1e-6) * specific_heat(rec.loop, x.t_set)
    size_refrigerant_loop(rec, weather, rec.design_load, c, x.t_set + rec.design_load / c)


def equipment(p, area):
    """Both circuits, towers by heat, plate exchangers, trim chillers, thermosyphon coolers."""
    found = bill.circuits(p, area) + bill.by_heat("cooling_tower", p) + bill.plate_exchangers(p)
    return found + bill.chillers("chiller_air_cooled", p) + bill.refrigerant_condensers(p)


PLANT = Plant(
    run,
    size,
    equipment,
    {
        "towers": Variant(30.0, 10.0),
        "trim": Variant(20.0, 8.0, {"trim": "air-cooled-chiller"}),
    },
    evaporates=True,
)
