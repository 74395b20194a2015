"""What plants that cool room air themselves share: supply fans, a DX machine, and the mechanical trim.

Moist air per kg of dry air; water added enters at the enthalpy datum (liquid, 0 degC), which is a few per cent of its
latent heat.
"""

from thermo.core.correlations.chiller import eir_at, part_load_fraction
from thermo.core.correlations.evaporative import humidity_at_enthalpy
from thermo.core.fluids import density as liquid_density
from thermo.core.fluids import specific_heat as liquid_heat
from thermo.core.jit import kernel
from thermo.core.psychrometrics import (
    enthalpy,
    humidity_ratio_from_dew_point,
    humidity_ratio_from_wet_bulb,
    saturation_humidity_ratio,
    specific_heat,
    temperature_from_enthalpy,
    temperature_saturated,
    volume,
    wet_bulb,
)
from thermo.plant.equipment import chillers, loop_pump, running
from thermo.plant.sizing import fill_field, size_air_cooled
from thermo.schema.flags import F_EXTRAPOLATED, F_TRIP_AMBIENT

TRIM_RISE = 6.0  # K, chilled water of a trim coil
COMPRESSOR_SHARE = 0.35  # compressor work per load at design, for the size of the condensers
WATER_TRIM, DX_TRIM = 1.0, 2.0
DRY_ROUNDS = 60
COLDEST = -150.0  # degC, a coil's surface; air so cold holds nothing
SAME = 1e-12  # kg/kg, humidity ratios closer than this are equal
MOISTER = 1.5e-3  # kg/kg/K, first guess: surface's moisture less the air's, per kelvin of wet bulb


@kernel
def supply_fans(rec, flow, share):
    """Dry air [kg/s] the units move when `flow` is asked, and their power [W]: shared flow, each P ~ flow^n."""
    moved = max(flow, rec.supply_min * rec.supply_flow)
    each = moved / (rec.supply_flow * max(share, 1e-6))
    return moved, rec.supply_power * share * each**rec.supply_exponent


@kernel
def dx_state(rec, x, y, flow):
    """Gross capacity [W] and full-load power [W] of one DX circuit, and flags.

    Notes
    -----
    Q = Q_rated CAPFT(x, y) (0.8 + 0.2 f), P = Q EIRFT(x, y) (1.1552 - 0.1808 f + 0.0256 f^2) / COP with x the wet bulb
    entering the coil (held inside the curve), y outdoor dry bulb [degC], f air flow over design. Coils run dry: the
    wet bulb of the return air is passed, which understates a dry coil's capacity.

    References
    ----------
    EnergyPlus Engineering Reference, Coil:Cooling:DX:SingleSpeed, and its example files.
    """
    held = min(max(x, rec.dx_limits[0]), rec.dx_limits[1])
    capacity, ratio, outside = eir_at(
        rec.dx_cap, rec.dx_eir, rec.dx_limits, held, y, rec.chiller_approach, rec.chiller_beyond
    )
    q = rec.dx_capacity * max(capacity, 0.0) * (0.8 + 0.2 * flow)
    power = q * max(ratio, 0.0) * (1.1552 + flow * (-0.1808 + 0.0256 * flow)) / rec.dx_cop
    return q, power, float(F_EXTRAPOLATED) if (outside > 0.0 and y > rec.dx_limits[3]) or held != x else 0.0


@kernel
def dx_machine(rec, x, y, flow, load, share):
    """Power [W] of DX circuits that share `load` [W], the load they can take [W], and flags; off above max_ambient."""
    if y > rec.max_ambient:
        return 0.0, 0.0, float(F_TRIP_AMBIENT)
    capacity, full, flags = dx_state(rec, x, y, flow)
    number = rec.dx_count * share
    available = number * capacity
    if load <= 0.0 or available <= 0.0:
        return 0.0, available, 0.0
    part = min(load / available, 1.0)
    return number * full * part / part_load_fraction(rec.dx_plf, part), available, flags


@kernel
def full_load_capacity(rec, weather, wet_bulb_in, flow):
    """Gross capacity [W] of all DX circuits at work, from the wet bulb entering the coil [degC]."""
    number = rec.dx_count * running(rec.dx_count, rec.dx_redundant, 0.0, rec.chiller_out)
    return number * dx_state(rec, wet_bulb_in, weather.t_dry, flow)[0]


@kernel
def full_load_surface(rec, weather, t, w, wet_bulb_in, flow, m):
    """Saturated humidity ratio [kg/kg] at the apparatus dew point of air at t [degC], w."""
    h = enthalpy(t, w) - full_load_capacity(rec, weather, wet_bulb_in, flow) / m
    return max(humidity_at_enthalpy(temperature_saturated(h, weather.p), h), 0.0)


@kernel
def just_dry(rec, weather, t, w, start, flow, m):
    """Wet bulb [degC] and humidity ratio [kg/kg] of air at t [degC] whose moisture is that of the coil's surface.

    Its enthalpy is that of humidity ratio w, or its own where w is NaN; `start` is a first wet bulb.
    """
    p = weather.p
    lo, hi, x, before, then = -60.0, t, start, 0.0, 0.0
    moist = 0.0
    for i in range(DRY_ROUNDS):
        moist = humidity_ratio_from_wet_bulb(t, x, p)
        h = enthalpy(t, w if w == w else moist) - full_load_capacity(rec, weather, x, flow) / m
        off = saturation_humidity_ratio(max(temperature_from_enthalpy(h, moist), COLDEST), p) - moist
        if off > 0.0:
            lo = x
        else:
            hi = x
        if abs(off) < SAME:
            break
        new = x + off / MOISTER if i == 0 else x - off * (x - before) / (off - then)
        before, then, x = x, off, new
        if not lo < x < hi:
            x = 0.5 * (lo + hi)
    return x, moist


@kernel
def dx_surface(rec, weather, t, w, flow, m):
    """Wet bulb [degC] the curves see for air entering at t [degC], w [kg/kg]; humidity ratio leaving at full load.

    Notes
    -----
    Air leaves a deep coil at its apparatus dew point: h = h_in - Q / m, saturated. Where that surface is moister than
    the air, the coil is dry and its capacity is that of air at which it would just condense.

    References
    ----------
    EnergyPlus Engineering Reference, Coil:Cooling:DX:SingleSpeed (apparatus dew point, dry coil).
    """
    entering = wet_bulb(t, w, weather.p)
    surface = full_load_surface(rec, weather, t, w, entering, flow, m)
    if surface <= w:
        return entering, surface
    return just_dry(rec, weather, t, w, entering, flow, m)[0], w


@kernel
def trim(rec, weather, wet_bulb_in, load, flow):
    """Mechanical trim: compressor power [W], pump power [W], load it can take [W] and flags; air `flow` over design."""
    if rec.trim == DX_TRIM:
        share = running(rec.dx_count, rec.dx_redundant, 0.0, rec.chiller_out)
        power, available, flags = dx_machine(rec, wet_bulb_in, weather.t_dry, flow, load, share)
        return power, 0.0, available, flags
    if rec.trim != WATER_TRIM:
        return 0.0, 0.0, 0.0, 0.0
    if weather.t_dry > rec.max_ambient:
        return 0.0, 0.0, 0.0, float(F_TRIP_AMBIENT)
    pump = 0.0
    if load > 0.0:
        c = liquid_heat(rec.loop, rec.trim_water)
        pump = loop_pump(rec, load / (TRIM_RISE * c))[1]
    power, available, flags = chillers(rec, rec.trim_water, weather.t_dry, load + rec.pump_motor * pump)
    return power, pump, max(available - rec.pump_motor * rec.pump_power, 0.0), flags


@kernel
def size_supply(rec, weather, x, dew_point):
    """Fill supply flow and fans; returns the humidity ratio [kg/kg] of the room."""
    w = humidity_ratio_from_dew_point(dew_point, weather.p)
    rec.supply_flow = fill_field(rec.supply_flow, max(x.flow, 1e-6))
    v = volume(x.t_set, w, weather.p)
    power = rec.supply_flow * v * rec.supply_pressure / max(rec.supply_efficiency, 1e-3)
    rec.supply_power = fill_field(rec.supply_power, power)
    return w


@kernel
def size_dx(rec, weather, load, wet_bulb_in):
    """Fill each DX circuit's gross capacity and the condensers' air for `load` [W], at most at the trip's dry bulb."""
    given = rec.dx_capacity
    rec.dx_capacity = 1.0
    factor, _, _ = dx_state(rec, wet_bulb_in, min(weather.t_dry, rec.max_ambient), 1.0)
    each = load * rec.chiller_oversize / (max(rec.dx_count, 1.0) * max(factor, 1e-3))
    rec.dx_capacity = fill_field(given, each)
    air = (1.0 + COMPRESSOR_SHARE) * load / (specific_heat(weather.w) * max(rec.condenser_rise, 1.0))
    rec.condenser_air = max(fill_field(rec.condenser_air, air), 1e-3)


@kernel
def size_water_trim(rec, weather, load):
    """Fill pump and air-cooled chillers of a chilled-water trim for `load` [W]."""
    t = rec.trim_water
    rec.pump_flow = fill_field(rec.pump_flow, max(load / (TRIM_RISE * liquid_heat(rec.loop, t)), 1e-6))
    power = rec.pump_flow / liquid_density(rec.loop, t) * rec.pump_head / max(rec.pump_efficiency, 1e-3)
    rec.pump_power = fill_field(rec.pump_power, power)
    size_air_cooled(rec, weather, load + rec.pump_motor * rec.pump_power, t)
