"""The record of one plant: everything a plant point needs, SI, temperatures in degC.

One flat record serves all plants, because they share most equipment (fans, towers, pumps, chillers). Inputs come from
`library/defaults/plant.toml`; sized fields are NaN until `size` fills them, and a value given beforehand is kept.
"""

import numpy as np

from thermo.library.liquids import FLUID_SIZE

INPUTS = """
    unit_out             cooler cells out of service (fault or maintenance)
    chiller_out          chillers or compressors out of service
    pump_head            Pa, plant side of the loop at design flow
    pump_efficiency      1, hydraulic / electric
    pump_variable        1: speed follows the flow, 0: constant speed
    pump_min             1, lowest flow as share of design (the rest bypasses)
    pump_static          1, share of the head that does not fall with flow
    pump_motor           1, share of the pump's power that enters the liquid
    pump_ups             1: the loop pump hangs on the UPS
    approach             K, loop or tower water above the weather at design (dry bulb, or wet bulb)
    approach_min         K, closest approach that is built
    air_fraction         1, air's temperature (or enthalpy) rise as share of the largest possible, at design
    cells redundant_cells standby    cells needed, cells beyond them, 1: those stand still
    fan_specific         W/(m3/s) at design
    fan_min              1, lowest continuous air flow; below it fans cycle
    fan_floor            1, drive and motor loss that does not fall with speed, as share of design power
    fan_free             1, air flow by natural draught with fans off
    fan_control          0 variable speed, 1 two speeds
    fan_low fan_low_power    1, air flow and power of the low speed as share of the high one
    air_exponent         1, UA ~ air^n
    air_bend             1, UA ~ air^n ((1 + bend) - bend air)
    water_exponent       1, UA ~ water^n
    tower_model          0 fill (Braun), 1 conductance on wet bulb (Merkel), 2 YorkCalc, 3 CoolTools
    fill_exponent        1, NTU = c (water / air)^(1 + n)
    tower_range          K, tower water's fall at design
    tower_pump_head      Pa
    tower_pump_efficiency    1
    tower_pump_variable  1: flow follows the load
    tower_pump_min       1
    cycles               1, cycles of concentration
    drift                1, share of the tower's water flow
    basin_heater         W of heater per W of design heat
    basin_set            degC, basin temperature held in frost
    hx_approach          K, plate exchanger at design
    hx_exponent          1, film coefficient ~ flow^n (0: constant UA)
    pad_depth            m
    pad_velocity         m/s, face velocity at full fan speed
    spray_specific       W of spray or pad pump per W of design heat
    dry_switch           degC, closed circuit: below it the coil runs dry when it can
    dry_conductance      1, UA of the dry coil as share of the wet one
    trim                 0 none, 1 air-cooled chiller, 2 direct expansion (air plants)
    heat_rejection       0 water-cooled, 1 air-cooled
    economizer           0 none, 1 waterside, 2 waterside on a tower of its own, 3 waterside instead of the chillers
    economizer_control   0: fans hold the chilled water's set point, 1: tower water's (chilled water floats down)
    economizer_min       degC, lowest set point of tower water while the economizer works
    step_lag             1: return water follows the supply of the hour before, and the air of a closed hall on outdoor
                         air its humidity of the hour before; no input, set by validation alone
    economizer_wet_bulb  degC, an economizer that stands instead of the chillers works below it
    tower_set            degC, tower water that fans hold in place of the loop's set point; NaN: they hold the loop
    evaporation_rule     0: from transfer units, 1: as EnergyPlus counts it
    economizer_difference    K, return above tower water for the exchanger to be used
    approach_set         K, tower water's set point above wet bulb
    condenser_min condenser_max  degC, limits of the condenser set point
    condenser_lift       K, condenser water at least that much above chilled water
    chiller_model        0 curves (EIR), 1 share of Carnot
    chiller_count chiller_redundant  needed, beyond them (standing by)
    chiller_oversize     1, capacity beyond design
    chiller_minimum      1, lowest continuous part load
    chiller_stage        1, part load at which the next chiller starts
    chiller_max          1, highest part load of the available capacity
    chiller_cop          1, at the curves' reference
    chiller_beyond       1: scale by Carnot's lift outside the curves' range, 0: hold them
    chiller_approach     K, both heat exchangers' differences in that scaling
    carnot_fraction      1
    carnot_evaporator carnot_condenser   K, evaporating below leaving chilled water, condensing above entering fluid
    carnot_lift          K, lowest lift
    max_ambient          degC, above it air-cooled machines trip
    condenser_rise       K, air through an air-cooled condenser at design
    trim_water           degC, chilled water of an air plant's trim
    dx_count dx_redundant    needed, beyond them (sharing)
    dx_cop               1, at 19.4 degC wet bulb, 35 degC
    supply_pressure      Pa, supply and return fans, filters, pad
    supply_efficiency    1, air power / electric
    supply_exponent      1, fan power ~ flow^n
    supply_min           1, lowest flow
    dew_low dew_high     degC, dew point held in the room
    outdoor_min          1, lowest outdoor air fraction
    lockout              degC, no outdoor air above
    lockout_enthalpy     1: none either when its enthalpy is above the return air's
    differential         1: compare with the return air instead of `lockout`
    least_mechanical     1: dampers close where that needs less mechanical cooling, 0: lock-outs alone close them
    humidity_control     1: the dew points are held
    coil                 0 the trim's coil runs dry, 1 it dries the air it cools
    coil_bypass          1, share of the air that passes a chilled-water trim's coil untouched
    adiabatic            1: pads in the outdoor air
    humidifier_specific  W per kg/s of water
    room_dew_point       degC, room air of a plant without outdoor air
    secondary_ratio      1, outdoor air of an air-to-air exchanger over supply air at design, by volume
    wetting              1, wetted share of its outdoor surface
    wet_lowest           degC, no spray below this dry bulb
    trim_least           1, smallest trim as share of all heat at design
    evaporator           1, effectiveness of the surface that boils a refrigerant loop's liquid, at design
    dry_full             degC, dry bulb at which a refrigerant loop without compressor carries the design load
    dry_fraction         1, effectiveness of its condensers there
    dry_fan_specific     W/(m3/s), its condensers' fans
    refrigerant_specific  W/W, refrigerant pumps over design load
    refrigerant_min      1, their lowest power as share of design
    coil_shared          1: a free-cooling coil stands before the condenser and shares its fans
    coil_head            Pa, its pressure drop while the loop passes it
    source_offset        degC, source water at 0 degC of the air's thirty-day mean
    source_follow        1, its rise per rise of that mean
    source_low source_high   degC, its limits
    source_static        1, share of the intake's head that does not fall with flow
    discharge_rise       K, largest warming of the source water
    fouling              1, share of the clean conductance lost
    water_worth          J/kg, electricity that is spent to save water
"""

SIZED = """
    pump_power           W
    pump_flow            kg/s
    air_flow             m3/s, all needed cells at full speed
    fan_power            W, all needed cells
    ua                   W/K, all needed cells (on wet bulb: multiplied by c_s / cp)
    fill_coefficient     1, coefficient of the fill; for a polynomial its water flow ratio at design flow
    tower_flow           kg/s
    economizer_flow      kg/s, economizer's own tower
    tower_pump           W
    spray_power          W
    hx_ua                W/K
    pad_switch           degC, dry bulb above which the pad is wet
    cooler_heat          W, heat the cooler rejects at design
    design_load          W, loop heat at design, heat of the loop pump included
    basin_power          W
    chiller_capacity     W each, at the curves' reference
    condenser_air        kg/s, air through all air-cooled condensers at design
    dx_capacity          W each, gross at rating
    supply_power         W
    supply_flow          kg/s of dry air
    dry_air              m3/s, condensers of a refrigerant loop at full speed
    dry_ua               W/K, the same
    dry_fan              W, the same
    refrigerant_power    W, refrigerant pumps
"""

CURVES = (
    ("chiller_cap", 6),
    ("chiller_eir", 6),
    ("chiller_plr", 3),
    ("chiller_limits", 4),
    ("dx_cap", 6),
    ("dx_eir", 6),
    ("dx_limits", 4),
    ("dx_plf", 2),
)


def names(text):
    """Field names in front of the first double space of each line."""
    return [name for line in text.strip().splitlines() for name in line.strip().split("  ")[0].split()]


SCALARS = names(INPUTS)
SIZES = names(SIZED)
PLANT = np.dtype(
    [(n, "f8") for n in SCALARS + SIZES] + [(n, "f8", (k,)) for n, k in CURVES] + [("loop", "f8", (FLUID_SIZE,))],
    align=True,
)
FIELDS = frozenset(PLANT.names or ())

FLUID_COOLERS = ("dry-cooler", "adiabatic-cooler", "cooling-tower", "closed-circuit-tower")
AIR_PLANTS = ("airside-economizer", "dx", "dx-pumped", "indirect-evaporative")
PLANTS = ("chilled-water", *AIR_PLANTS, *FLUID_COOLERS, "thermosyphon-tower", "free-cooling-chiller", "water-source")


def module(name):
    """The module of a plant by its name; its `run` and `size` are the points."""
    from importlib import import_module

    return import_module(f"thermo.plant.{name.replace('-', '_')}")


def fill_curves(record, prefix, entry):
    """Write a curve set of `library/chillers.toml` into the fields `<prefix>_cap`, `_eir`, `_plr`, ...

    A set of kind "carnot" writes its share of Carnot, approaches and part-load curve instead and selects that model.
    """
    for field in ("cap", "eir", "plr", "plf", "limits"):
        if f"{prefix}_{field}" in FIELDS and entry.get(field) is not None:
            record[f"{prefix}_{field}"] = entry.get(field)
    for field in ("cop", "minimum", "max", "approach"):
        name = f"{prefix}_{field}"
        if name in FIELDS and entry.get(field) is not None:
            record[name] = entry.get(field)
    for field in ("carnot_fraction", "carnot_evaporator", "carnot_condenser", "carnot_lift"):
        if entry.get(field) is not None:
            record[field] = entry.get(field)
    if prefix == "chiller":
        record["chiller_model"] = float(entry.kind == "carnot")


def resolve(name, given=None, liquid="water", fraction=None):
    """A plant's record from its defaults and what is given instead.

    Parameters
    ----------
    name : str
        One of `PLANTS`.
    given : dict, optional
        Input: text with its unit, number or choice, as in a study; sized fields may be given as well. A curve set is
        given by its key (`chiller = "carnot-water"`), and what is given beside it is kept.
    liquid, fraction : str, float
        The loop's liquid, see `thermo.library.liquids.coefficients`.

    Returns
    -------
    numpy.ndarray
        Zero-dimensional record array of `PLANT`; `record[()]` is the writable record.
    """
    from thermo.library import curves, defaults
    from thermo.library.liquids import coefficients

    given = dict(given or {})
    inputs = defaults("plant", name)
    record = np.zeros((), PLANT)
    for field in (*SIZES, "tower_set"):
        record[field] = np.nan
    for key, item in inputs.items():
        if item.quantity != "text":
            record[key] = item.si(None)
    record["loop"] = coefficients(liquid, fraction)
    for key in ("chiller", "dx"):
        if key in inputs:
            word = given.pop(key, None) or inputs[key].default
            fill_curves(record, key, curves.entry(key, word, name, given))
    for key, value in given.items():
        if key not in inputs:
            from thermo.errors import LibraryError, nearest

            raise LibraryError(f"plant {name} has no input '{key}'. {nearest(key, inputs)}")
        record[key] = inputs[key].si(value)
    return record
