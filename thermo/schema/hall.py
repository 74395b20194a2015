"""The record of a hall: set points, terminals and room of one case, with what sizing fills in.

NaN in a sized field means "size it"; a given value is kept and never enlarged.
"""

from thermo.schema.field import Field, record

GROUPS = 6  # IT groups a hall can have; the tuple of rack points is padded to this

# liquid_mode
NO_LIQUID, OWN_LOOP, SHARED_PARALLEL, SHARED_SERIES, TO_ROOM = range(5)
# air_mode
WATER_COIL, DIRECT_AIR = range(2)

HALL_FIELDS = (
    Field("racks", "1", "racks of each group", size=GROUPS),
    Field("liquid", "1", "1 for groups whose racks take liquid", size=GROUPS),
    Field("chips", "1", "accelerators of each group", size=GROUPS),
    Field("groups", "1", "groups that stand in the hall"),
    Field("air_mode", "1", "0: terminals on facility water, 1: a plant that moves the room's air"),
    Field(
        "liquid_mode", "1", "0 no liquid, 1 a loop of its own, 2 the air's loop beside it, 3 after it, 4 to the room"
    ),
    Field("condensing", "1", "1: what comes from the racks condenses in the CDU"),
    Field("supply_air", "degC", "set point of the air that leaves the terminals"),
    Field("supply_liquid", "degC", "set point of the coolant at the racks' inlet"),
    Field("pressure", "Pa", "site's mean air pressure"),
    Field("recirculation", "1", "share of the servers' intake that is recirculated exhaust"),
    Field("bypass", "1", "share of the terminals' air that bypasses the servers"),
    Field("crah_approach", "K", "supply air above its water at design"),
    Field("crah_water_rise", "K", "water's rise at design"),
    Field("crah_fan_pressure", "Pa", "total fan pressure at design"),
    Field("crah_fan_efficiency", "1", "air power / electric power of fan, motor and drive"),
    Field("crah_fan_floor", "1", "lowest air flow as share of design"),
    Field("crah_rise", "K", "air's rise for heat that no server fan moves (losses, walls)"),
    Field("crah_units", "1", "units needed at design"),
    Field("crah_redundant", "1", "units beyond those needed; they share the load"),
    Field("crah_film_share", "1", "air side's share of the coil's film resistance at design"),
    Field("crah_film_exponent", "1", "film conductance of the air side ~ air flow^n"),
    Field("cdu_approach", "K", "coolant supply above facility water (or room air) at design"),
    Field("cdu_water_rise", "K", "facility water's (or the sidecar's air's) rise at design"),
    Field("cdu_head", "Pa", "exchanger, filter and row piping at design flow, beside the rack"),
    Field("cdu_pump_efficiency", "1", "hydraulic / electric"),
    Field("cdu_pump_motor", "1", "share of the pump's power that enters the coolant"),
    Field("cdu_flow_floor", "1", "coolant flow at zero utilisation as share of design; linear to full flow"),
    Field("cdu_units", "1", "CDUs needed at design"),
    Field("cdu_redundant", "1", "CDUs beyond those needed; they share the load"),
    Field("cdu_fan_pressure", "Pa", "air side of a sidecar"),
    Field("fan_on_ups", "1", "terminal fans on the UPS (1) or on mains (0)"),
    Field("cdu_on_ups", "1", "coolant pumps on the UPS (1) or on mains (0)"),
    Field("fresh_air", "kg/s/m^2", "fresh dry air over the hall's area"),
    Field("humidity_min", "degC", "lowest dew point held by humidifiers"),
    Field("humidity_max", "degC", "highest dew point allowed"),
    Field("humidifier_energy", "J/kg", "electricity over water added"),
    Field("lighting", "W/m^2", "lighting, controls and monitoring over the hall's area"),
    Field("misc", "1", "offices, security, building controls over design IT power, outside the hall"),
    Field("envelope_loss", "W/K", "walls and roof, hall air to outdoors"),
    Field("reuse_demand", "W", "heat the customer takes"),
    Field("reuse_temperature", "degC", "at which the customer takes it"),
    Field("reuse_approach", "K", "loop above the customer's water"),
    Field("reuse_lift_efficiency", "1", "heat pump's share of Carnot"),
    Field("reuse_capacity", "W", "largest heat of the heat pump"),
    Field("reuse_minimum", "1", "heat pump's lowest part load"),
    Field("wet_bulb_margin", "K", "added to the 0.4 % wet bulb for sizing"),
    Field("intake_recirculation", "K", "outdoor intake above the free air at design"),
    Field("crah_air", "kg/s", "dry air of all terminals at full speed", sized=True),
    Field("crah_ua", "W/K", "coils of all terminals at design flows", sized=True),
    Field("crah_water", "kg/s", "water of all terminals with valves open", sized=True),
    Field("crah_air_rate", "W/K", "capacity rate of the air at which `crah_ua` holds", sized=True),
    Field("cdu_flow", "m^3/s", "coolant through all CDUs at design", sized=True),
    Field("cdu_ua", "W/K", "exchangers of all CDUs at design flows", sized=True),
    Field("cdu_water", "kg/s", "facility water (or air) of all CDUs with valves open", sized=True),
    Field("cdu_hot_rate", "W/K", "capacity rate of the coolant at which `cdu_ua` holds", sized=True),
    Field("cdu_head_design", "Pa", "coolant pumps' head at design", sized=True),
    Field("water_set_air", "degC", "set point of the air stream's facility water", sized=True),
    Field("water_set_liquid", "degC", "set point of the liquid stream's facility water", sized=True),
    Field("area", "m^2", "white space"),
    Field("it_design", "W", "IT power of the design hour", sized=True),
    Field(
        "room_lag",
        "W/K",
        "resistance of the hall to a change within an hour where it follows the hour before as in EnergyPlus; "
        "0: it does not; validation alone sets it",
    ),
)
HALL = record(HALL_FIELDS)
