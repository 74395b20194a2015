"""Lake, river or sea water: loop, plate exchanger, source water pumped in and let out warmer; chillers on it as trim.

Source water follows the air of the last thirty days: T = clip(source_offset + source_follow x mean dry bulb,
source_low, source_high); source_follow = 0 is a deep intake of constant temperature. Each hour, from that hour alone:

- *free*: the source pump runs as fast as exchanger and discharge rise need; chillers stand;
- *mixed*: full source flow; water-cooled chillers behind the exchanger, condensed by the source water that leaves it;
- what neither carries floats the supply.

The exchanger: counterflow, films alike, h ~ flow^n, `fouling` of the clean conductance lost. Pump: P s (static +
(1 - static) s^2). Discharge warmer than `discharge_rise` shows as a negative capacity. `t_condenser` is the discharge.
Heat: `q` + `pumps` + `chillers` = `rejected` + `direct`.

References
----------
Mohseni & Stefan 1999, J. Hydrology 218 (water follows air temperature); Kays & London 1984 (exchanger).
"""

from thermo.core.correlations.tower import CP_WATER, TOWER_WATER
from thermo.core.exchangers import counterflow, ntu_counterflow
from thermo.core.fluids import freezing, specific_heat
from thermo.core.jit import kernel, point
from thermo.core.roots import step
from thermo.plant import bill
from thermo.plant.cooler import ROUNDS, TOLERANCE
from thermo.plant.declaration import Plant, Variant
from thermo.plant.equipment import capacity_left, chillers, clear, loop_pump
from thermo.plant.fluid_cooler import GUARD, LOST, SMALLEST, give_up
from thermo.plant.sizing import LARGEST, fill_field, no_cooler, size_chillers, size_loop
from thermo.schema.flags import F_FROZEN, F_SHORT
from thermo.schema.plant import PLANT as RECORD
from thermo.schema.plant import PLANT_IN, PLANT_RESULT
from thermo.schema.weather import WEATHER


@kernel
def source_temperature(rec, weather):
    """Temperature of the source water [degC]."""
    return min(max(rec.source_offset + rec.source_follow * weather.t_month, rec.source_low), rec.source_high)


@kernel
def source_pump(rec, share):
    """Power [W] of the source pump at flow `share` of design."""
    return rec.tower_pump * share * (rec.source_static + (1.0 - rec.source_static) * share * share)


@kernel
def reach(rec, c, through, t_return, t_source, share):
    """Heat [W] the exchanger moves at source flow `share`; 0 when the source is warmer than the return."""
    if t_return <= t_source:
        return 0.0
    ua = rec.hx_ua * (1.0 - rec.fouling)
    if rec.hx_exponent > 0.0:
        ua *= 2.0 / (through**-rec.hx_exponent + share**-rec.hx_exponent)
    c_source = rec.tower_flow * share * CP_WATER
    least, most = min(c, c_source), max(c, c_source)
    return counterflow(ua / least, least / most) * least * (t_return - t_source)


@kernel
def flow_for(rec, c, through, t_return, t_source, q):
    """Source flow share for q [W] within the discharge rise; full flow must be enough for the exchanger."""
    allowed = (q + rec.pump_motor * rec.tower_pump) / (rec.tower_flow * CP_WATER * rec.discharge_rise)
    least = min(max(rec.tower_pump_min, allowed), 1.0)
    a, fa = least, reach(rec, c, through, t_return, t_source, least) - q
    if fa >= 0.0:
        return least
    b, fb = 1.0, reach(rec, c, through, t_return, t_source, 1.0) - q
    if fb <= 0.0:
        return 1.0
    x = (a * fb - b * fa) / (fb - fa)
    for _ in range(ROUNDS):
        fx = reach(rec, c, through, t_return, t_source, x) - q
        if abs(fx) <= TOLERANCE * q:
            break
        a, fa, b, fb, x = step(a, fa, b, fb, x, fx)
    return x


@kernel
def behind(rec, t_source, t_sup, free, load):
    """Chillers on the source water behind the exchanger: power [W], load they can take [W] and flags."""
    if not rec.trim > 0.0:
        return 0.0, 0.0, 0.0
    t_c = max(t_source + free / (rec.tower_flow * CP_WATER), rec.condenser_min)
    return chillers(rec, t_sup, t_c, load)


@kernel
def shortage(rec, c, through, t_source, t_sup, q):
    """Heat asked less what exchanger and chillers can carry [W], supply at t_sup [degC]."""
    free = min(reach(rec, c, through, t_sup + q / c, t_source, 1.0), q)
    return q - free - behind(rec, t_source, t_sup, free, 0.0)[1]


@kernel
def floated(rec, c, through, t_source, t_set, q):
    """Supply [degC] at which heat balances with everything at full capacity; NaN if there is none."""
    a, b = t_set, t_set + 4.0
    fa = shortage(rec, c, through, t_source, a, q)
    fb = shortage(rec, c, through, t_source, b, q)
    while not fb < 0.0:
        if b > 70.0:
            return float("nan")
        a, fa = b, fb
        b += 8.0
        fb = shortage(rec, c, through, t_source, b, q)
    x = (a * fb - b * fa) / (fb - fa)
    for _ in range(ROUNDS):
        fx = shortage(rec, c, through, t_source, x, q)
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
    c, through = flow * cp, flow / rec.pump_flow
    q = max(x.q + rec.pump_motor * p_pump, SMALLEST)
    t_source = source_temperature(rec, weather)
    t_sup, power, share = t_set, 0.0, 1.0
    most = reach(rec, c, through, t_set + q / c, t_source, 1.0)
    free = min(most, q)
    if most >= q:
        share = flow_for(rec, c, through, t_set + q / c, t_source, q)
        margin = 1.0 - q / (most + behind(rec, t_source, t_set, q, 0.0)[1])
    else:
        power, available, found = behind(rec, t_source, t_set, free, q - free)
        margin = capacity_left(q, free + available)
        if q - free > available:
            flags |= F_SHORT
            t_sup = floated(rec, c, through, t_source, t_set, q)
            if not t_sup < LOST:
                give_up(out, x, p_pump, flags | int(found))
                return
            free = min(reach(rec, c, through, t_sup + q / c, t_source, 1.0), q)
            power, available, found = behind(rec, t_source, t_sup, free, q - free)
        flags |= int(found)
    p_source = source_pump(rec, share)
    c_source = rec.tower_flow * share * CP_WATER
    discharge = t_source + (q + power + rec.pump_motor * p_source) / c_source
    fullest = (discharge - t_source) * share  # K, rise at full source flow
    margin = min(margin, capacity_left(fullest, rec.discharge_rise))
    clear(out)
    out.t_supply = t_sup
    out.t_return = t_sup + (x.q / (x.flow * cp) if x.flow > 0.0 else 0.0)
    out.pumps = p_pump + p_source
    out.chillers = power
    out.ups = rec.pump_ups * p_pump
    out.rejected = c_source * (discharge - t_source)
    out.direct = (1.0 - rec.pump_motor) * (p_pump + p_source)
    out.free = min(max(free / q, 0.0), 1.0)
    out.margin = margin
    out.t_condenser = discharge
    out.status = float(flags)


@point(RECORD, WEATHER, PLANT_IN, PLANT_RESULT)
def size(rec, weather, x, out):
    """Fill the sized fields of `rec` that are NaN from design weather and design inputs.

    Source flow for all heat at `discharge_rise`; the exchanger, fouled, brings the loop `hx_approach` above the source;
    chillers for what is missing with the warmest source, at least `trim_least` of all heat.
    """
    q, c = size_loop(rec, x)
    t_source, t_set = source_temperature(rec, weather), x.t_set
    flow_given = rec.tower_flow
    work = 1.0 + (0.25 if rec.trim > 0.0 and t_set - t_source < rec.hx_approach else 0.0)
    fall = min(rec.discharge_rise, q / c + 0.5 * rec.hx_approach)
    flow = fill_field(flow_given, 1.02 * work * q / (CP_WATER * fall))
    pump = fill_field(rec.tower_pump, flow / TOWER_WATER * rec.tower_pump_head / max(rec.tower_pump_efficiency, 1e-3))
    least, most = min(c, flow * CP_WATER), max(c, flow * CP_WATER)
    effectiveness = min(q / (least * (q / c + rec.hx_approach)), LARGEST)
    ua = fill_field(rec.hx_ua, ntu_counterflow(effectiveness, least / most) * least / (1.0 - rec.fouling))
    no_cooler(rec)
    rec.tower_flow, rec.tower_pump, rec.hx_ua = flow, pump, ua
    rec.condenser_air = 1e-3
    missing = q - min(reach(rec, c, 1.0, t_set + q / c, t_source, 1.0), q)
    load = max(missing, rec.trim_least * q)
    if rec.trim > 0.0 and load > 1e-9 * q:
        t_c = max(t_source + (q - missing) / (flow * CP_WATER), rec.condenser_min)
        size_chillers(rec, load, t_set, t_c)
    else:
        rec.chiller_capacity = fill_field(rec.chiller_capacity, 0.0)


def equipment(p, area):
    """Loop and source water, plate exchangers, chillers."""
    return bill.circuits(p, area) + bill.plate_exchangers(p) + bill.chillers("chiller_water_cooled", p)


PLANT = Plant(
    run,
    size,
    equipment,
    {
        "surface": Variant(20.0, 8.0),
        "deep": Variant(18.0, 8.0, {"source_offset": "8 degC", "source_follow": 0, "trim": "none"}),
    },
)
