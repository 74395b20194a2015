"""Sizes of pumps, coolers, exchangers and chillers from the design hour: by approach, never by set point.

The cooler is built for the water that is `approach` above the weather. Where the set point is closer than that the
cooler is built closer too, down to `approach_min`; closer still, it is short at design, and a trim chiller (if there is
one) is sized for what is missing. A field that is given (not NaN) is kept.
"""

from thermo.core.correlations.evaporative import celdek, humidity_at_enthalpy, pad_outlet
from thermo.core.correlations.tower import (
    CP_WATER,
    TOWER_WATER,
    braun_ntu,
    cooltools_approach,
    water_density,
    york_approach,
)
from thermo.core.exchangers import crossflow_unmixed, ntu_counterflow, ntu_crossflow_unmixed
from thermo.core.fluids import density as liquid_density
from thermo.core.fluids import specific_heat as liquid_heat
from thermo.core.jit import kernel
from thermo.core.psychrometrics import (
    enthalpy,
    saturation_enthalpy,
    specific_heat,
    temperature_saturated,
    volume,
)
from thermo.plant.cooler import BARE, COOLTOOLS, DRY, FILL, NONE, PAD, WET, YORK, Cooler, constants, heat_at
from thermo.plant.equipment import chiller_state, plate_resistance

PAD_MARGIN = 1.0  # K, pads start that much before the dry coil runs out
LARGEST = 0.95  # highest effectiveness a given air flow is allowed to ask for


@kernel
def fill_field(given, value):
    """The given value, or the sized one where nothing was given (NaN)."""
    return value if given != given else given


@kernel
def size_loop(rec, x):
    """Fill the loop pump; returns loop heat [W] with the pump's and capacity rate [W/K] at design."""
    t = x.t_set
    rec.pump_flow = fill_field(rec.pump_flow, max(x.flow, 1e-6))
    power = rec.pump_flow / liquid_density(rec.loop, t) * rec.pump_head / max(rec.pump_efficiency, 1e-3)
    rec.pump_power = fill_field(rec.pump_power, power)
    q = x.q + rec.pump_motor * rec.pump_power
    rec.design_load = fill_field(rec.design_load, q)
    return q, max(x.flow, 1e-6) * liquid_heat(rec.loop, t)


@kernel
def size_tower_circuit(rec, heat, fall):
    """Fill the tower water flow and its pump; `fall` [K] is the largest the plate exchanger allows."""
    rec.tower_flow = fill_field(rec.tower_flow, heat / (CP_WATER * min(rec.tower_range, fall)))
    power = rec.tower_flow / TOWER_WATER * rec.tower_pump_head / max(rec.tower_pump_efficiency, 1e-3)
    rec.tower_pump = fill_field(rec.tower_pump, power)


@kernel
def size_plate(rec, q, c, c_tower):
    """Fill the plate exchanger: loop leaves `hx_approach` above the tower water that enters."""
    least, most = min(c, c_tower), max(c, c_tower)
    effectiveness = min(q / (least * (q / c + rec.hx_approach)), 0.99)
    rec.hx_ua = fill_field(rec.hx_ua, ntu_counterflow(effectiveness, least / most) * least)


@kernel
def weather_sink(kind, rec, weather):
    """Temperature [degC] the cooler works against at design: wet bulb, dry bulb, or air behind the pad."""
    if kind >= WET:
        return weather.t_wet
    if kind == PAD:
        return pad_outlet(weather.t_dry, weather.t_wet, celdek(rec.pad_depth, rec.pad_velocity))
    return weather.t_dry


@kernel
def polynomial_water(kind, approach, t_wb, rise):
    """Water flow ratio [1] at which a published tower has its design approach at full air; held inside 0.75-1.25."""
    a, b = 0.75, 1.25
    for _ in range(60):
        x = 0.5 * (a + b)
        found = york_approach(t_wb, rise, x, 1.0) if kind == YORK else cooltools_approach(t_wb, rise, x, 1.0)
        if found > approach:
            b = x
        else:
            a = x
    return 0.5 * (a + b)


@kernel
def size_cooler(kind, rec, weather, heat, c_water, t_out):
    """Fill air flow, fans and conductance (or fill) of a cooler that brings water to t_out [degC] with `heat` [W]."""
    t, w, p = weather.t_dry, weather.w, weather.p
    t_in = t_out + heat / c_water
    v = volume(t, w, p)
    h_air = enthalpy(t, w)
    rec.cooler_heat = fill_field(rec.cooler_heat, heat)
    if kind == DRY or kind == BARE or kind == PAD:
        t_air = weather_sink(kind, rec, weather)
        w_air = max(humidity_at_enthalpy(t_air, h_air), w) if kind == PAD else w
        cp = specific_heat(w_air)
        rec.air_flow = fill_field(rec.air_flow, v * heat / (rec.air_fraction * (t_in - t_air) * cp))
        c_air = rec.air_flow / v * cp
        least, most = min(c_air, c_water), max(c_air, c_water)
        effectiveness = min(heat / (least * (t_in - t_air)), LARGEST)
        rec.ua = fill_field(rec.ua, ntu_crossflow_unmixed(effectiveness, least / most) * least)
    elif kind == FILL:
        h_in = saturation_enthalpy(t_in, p)
        rec.air_flow = fill_field(rec.air_flow, v * heat / (rec.air_fraction * (h_in - h_air)))
        m = rec.air_flow / v
        ratio = m * (h_in - saturation_enthalpy(t_out, p)) / heat
        effectiveness = min(heat / (m * (h_in - h_air)), LARGEST, LARGEST / ratio)
        ntu = braun_ntu(effectiveness, ratio)
        coefficient = ntu / (c_water / CP_WATER / m) ** (1.0 + rec.fill_exponent)
        rec.fill_coefficient = fill_field(rec.fill_coefficient, coefficient)
    else:
        h_wb = saturation_enthalpy(weather.t_wet, p)
        reach = saturation_enthalpy(t_in, p) - h_wb
        rec.air_flow = fill_field(rec.air_flow, v * heat / (rec.air_fraction * reach))
        m = rec.air_flow / v
        c_sat = heat / m / (temperature_saturated(h_wb + heat / m, p) - weather.t_wet)
        least, most = min(m * c_sat, c_water), max(m * c_sat, c_water)
        effectiveness = min(heat / (least * (t_in - weather.t_wet)), LARGEST)
        ua = ntu_counterflow(effectiveness, least / most) * least * specific_heat(w) / c_sat
        rec.ua = fill_field(rec.ua, ua)
        if kind == YORK or kind == COOLTOOLS:
            t_wb = min(weather.t_wet, 26.6667)
            water = polynomial_water(kind, t_out - weather.t_wet, t_wb, heat / c_water)
            rec.fill_coefficient = fill_field(rec.fill_coefficient, water * water_density(t_in) / TOWER_WATER)
    rec.fan_power = fill_field(rec.fan_power, rec.fan_specific * rec.air_flow)
    rec.basin_power = fill_field(rec.basin_power, rec.basin_heater * heat)
    rec.spray_power = fill_field(rec.spray_power, rec.spray_specific * heat)


@kernel
def no_cooler(rec):
    """A plant without free cooler: its sized fields are zero."""
    rec.air_flow = 0.0
    rec.fan_power = 0.0
    rec.cooler_heat = fill_field(rec.cooler_heat, 1.0)
    rec.ua = 0.0
    rec.tower_flow = 0.0
    rec.tower_pump = 0.0
    rec.basin_power = 0.0
    rec.spray_power = 0.0


@kernel
def size_chillers(rec, load, t_chilled, t_condenser):
    """Fill the capacity of each chiller at its reference for `load` [W] at design; returns compressor power [W]."""
    given = rec.chiller_capacity
    rec.chiller_capacity = 1.0
    factor, full, _ = chiller_state(rec, t_chilled, t_condenser)
    each = load * rec.chiller_oversize / (max(rec.chiller_count, 1.0) * max(factor, 1e-3))
    rec.chiller_capacity = fill_field(given, each)
    return load * full / max(factor, 1e-3)


@kernel
def size_air_cooled(rec, weather, load, t_chilled):
    """Fill air-cooled chillers and their air for `load` [W]; a design day above the trip is sized at the trip."""
    power = size_chillers(rec, load, t_chilled, min(weather.t_dry, rec.max_ambient))
    air = (load + power) / (specific_heat(weather.w) * max(rec.condenser_rise, 1.0))
    rec.condenser_air = max(fill_field(rec.condenser_air, air), 1e-3)


@kernel
def size_fluid_cooler(kind, rec, weather, x, trim, link):
    """Fill every sized field of a loop on a cooler, see `thermo.plant.fluid_cooler`."""
    q, c = size_loop(rec, x)
    t_set = x.t_set
    if kind == NONE:
        no_cooler(rec)
        size_air_cooled(rec, weather, q, t_set)
        return
    below = rec.hx_approach if link > 0.0 else 0.0
    reference = weather_sink(kind, rec, weather)
    gap = t_set - below - reference
    approach = min(max(gap, rec.approach_min), rec.approach)
    heat, c_water = q, c
    if link > 0.0:
        size_tower_circuit(rec, q, q / c + 0.5 * rec.hx_approach)
        heat = q + rec.pump_motor * rec.tower_pump
        c_water = rec.tower_flow * CP_WATER
        size_plate(rec, q, c, c_water)
    elif kind >= WET:
        rec.tower_flow = fill_field(rec.tower_flow, rec.pump_flow)
    else:
        rec.tower_flow = 0.0
    size_cooler(kind, rec, weather, heat, c_water, reference + approach)
    if kind == PAD:
        cp = specific_heat(weather.w)
        c_air = rec.air_flow / volume(weather.t_dry, weather.w, weather.p) * cp
        least, most = min(c_air, c), max(c_air, c)
        reach = crossflow_unmixed(rec.ua / least, least / most) * least
        rec.pad_switch = fill_field(rec.pad_switch, t_set + q / c - q / reach - PAD_MARGIN)
    missing = 0.0
    if trim > 0.0 and gap < rec.approach_min:
        resistance = plate_resistance(rec, c, 1.0, c_water, 1.0) if link > 0.0 else 0.0
        k = constants(rec, weather, c_water, 1.0, link, resistance, heat - q)
        k = Cooler(1.0, k.air / k.share, k.h, k.h_wet, k.c, k.flow, k.link, k.resistance, k.pump, rec.ua)
        missing = q - heat_at(kind, rec, weather, k, t_set + q / c, q, 1.0)
    if trim > 0.0 and missing > 0.0:
        size_air_cooled(rec, weather, missing, t_set)
    else:
        rec.chiller_capacity = fill_field(rec.chiller_capacity, 0.0)
        rec.condenser_air = max(fill_field(rec.condenser_air, 1e-3), 1e-3)
