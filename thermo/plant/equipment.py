"""Pumps, fans, machines and plate exchangers as every plant uses them.

Speeds, flows and loads are shares of design. Redundant cells and units share the load unless marked standby.
"""

from thermo.core.correlations.chiller import carnot_cop, cycled, eir_at, quadratic
from thermo.core.exchangers import counterflow
from thermo.core.jit import kernel
from thermo.core.psychrometrics import specific_heat, volume
from thermo.schema.flags import F_EXTRAPOLATED


@kernel
def clear(out):
    """A PLANT_RESULT of zeros."""
    out.t_supply = out.t_return = out.pumps = out.chillers = out.fans = out.heating = out.ups = 0.0
    out.rejected = out.direct = out.evaporation = out.drift = out.blowdown = out.free = out.margin = 0.0
    out.t_condenser = out.status = out.humidifier_water = out.supply_fans = out.outdoor = out.w_room = 0.0
    out.humidifier = 0.0


@kernel
def running(needed, spare, standby, out):
    """Units at work as share of those needed [1]: spares share the load, or replace what is out if they stand by."""
    present = max(needed + spare - out, 0.0)
    return (min(needed, present) if standby > 0.0 else present) / max(needed, 1.0)


@kernel
def cells(rec):
    """Cooler cells at work as share of those needed [1]."""
    return running(rec.cells, rec.redundant_cells, rec.standby, rec.unit_out)


@kernel
def capacity_left(asked, possible):
    """1 - asked / possible, not below -1 [1]."""
    return max(1.0 - asked / possible, -1.0) if possible > 0.0 else -1.0


@kernel
def fan_power(rec, air, share):
    """Power [W] of cooler fans at air flow `air` [1]: P (loss + (1 - loss) air^3), the fan law over a drive loss."""
    return rec.fan_power * share * (rec.fan_floor + (1.0 - rec.fan_floor) * air**3)


@kernel
def loop_pump(rec, flow):
    """Flow through the plant [kg/s] and power of the loop pump [W].

    Notes
    -----
    P = P_design s (static + (1 - static) s^2), s = flow / design not below `pump_min`; constant if not variable.
    """
    share = max(flow / rec.pump_flow, rec.pump_min) if rec.pump_variable > 0.0 else max(flow / rec.pump_flow, 1.0)
    power = share * (rec.pump_static + (1.0 - rec.pump_static) * share * share)
    return share * rec.pump_flow, rec.pump_power * power


@kernel
def tower_pump(rec, load_share):
    """Tower water as share of design [1] and power of its pump [W]; flow follows the load down to `tower_pump_min`."""
    share = 1.0
    if rec.tower_pump_variable > 0.0:
        share = min(max(load_share, rec.tower_pump_min), 1.0)
    return share, rec.tower_pump * share**3


@kernel
def plate_resistance(rec, c_loop, loop_share, c_tower, tower_share):
    """Inlet difference per heat [K/W] of the plate exchanger, 1 / (effectiveness C_min), counterflow.

    Notes
    -----
    1/UA = (s_loop^-n + s_tower^-n) / (2 UA_design): two alike films, h ~ flow^n; n = 0 keeps UA.
    """
    ua = rec.hx_ua
    if rec.hx_exponent > 0.0:
        ua *= 2.0 / (loop_share**-rec.hx_exponent + tower_share**-rec.hx_exponent)
    least, most = min(c_loop, c_tower), max(c_loop, c_tower)
    return 1.0 / (counterflow(ua / least, least / most) * least)


@kernel
def condenser_air_rise(rec, weather, heat):
    """Warming of the air [K] through the air-cooled condensers and the heat it carries away [W], from its states."""
    flow = rec.condenser_air
    leaving = weather.t_dry + heat / (flow * specific_heat(weather.w))
    return leaving - weather.t_dry, flow * specific_heat(weather.w) * (leaving - weather.t_dry)


@kernel
def air_mass(rec, weather, share):
    """Dry air through all working cells at full speed [kg/s]: fans move volume."""
    return rec.air_flow * share / volume(weather.t_dry, weather.w, weather.p)


@kernel
def chiller_state(rec, x, y):
    """Capacity of one machine [W], power of one at full load [W] and flags.

    Notes
    -----
    Curves: Q = Q_ref CAPFT(x, y), P = Q EIRFT(x, y) / COP; share of Carnot: Q = Q_ref, P = Q / COP.
    x leaving chilled water, y entering condenser water or outdoor dry bulb [degC].
    """
    if rec.chiller_model > 0.0:
        cop = carnot_cop(rec.carnot_fraction, x - rec.carnot_evaporator, y + rec.carnot_condenser, rec.carnot_lift)
        return rec.chiller_capacity, rec.chiller_capacity / cop, 0.0
    capacity, ratio, outside = eir_at(
        rec.chiller_cap, rec.chiller_eir, rec.chiller_limits, x, y, rec.chiller_approach, rec.chiller_beyond
    )
    q = rec.chiller_capacity * max(capacity, 0.0)
    return q, q * max(ratio, 0.0) / rec.chiller_cop, outside * F_EXTRAPOLATED


@kernel
def chillers(rec, x, y, load):
    """Power of the machines [W], the load they can take [W] and flags.

    Notes
    -----
    The fewest machines run whose part load stays under `chiller_stage`; below `chiller_minimum` a machine cycles.
    P = n P_full EIRFPLR(PLR) min(PLR / PLR_min, 1), EIRFPLR at max(PLR, PLR_min).
    """
    capacity, full, flags = chiller_state(rec, x, y)
    present = max(rec.chiller_count + rec.chiller_redundant - rec.chiller_out, 0.0)
    available = present * capacity * rec.chiller_max
    if load <= 0.0 or available <= 0.0:
        return 0.0, available, 0.0
    number = 1.0
    while number < present and load > number * capacity * rec.chiller_stage:
        number += 1.0
    part = min(load / (number * capacity), rec.chiller_max)
    held = max(part, rec.chiller_minimum)
    power = number * full * quadratic(rec.chiller_plr, held) * cycled(part, rec.chiller_minimum)
    return power, available, flags
