"""The hour's result: one row of named floats, and what each name means to a user."""

from thermo.schema.field import Field, record

HOUR_FIELDS = (
    Field("it_compute", "W", "chips, memory, drives and network", shown="kW"),
    Field("vr_loss", "W", "voltage regulators' loss", shown="kW"),
    Field("it_fans", "W", "server fans", shown="kW"),
    Field("it_pumps", "W", "pumps on the rack's own supply", shown="kW"),
    Field("psu_loss", "W", "rack power supplies' loss", shown="kW"),
    Field("distribution_loss", "W", "distribution loss", shown="kW"),
    Field("ups_loss", "W", "UPS or rectifier loss", shown="kW"),
    Field("transformer_loss", "W", "transformer loss", shown="kW"),
    Field("terminal_fans", "W", "CRAH, CRAC, air handler, rear-door and sidecar fans", shown="kW"),
    Field("pumps", "W", "coolant, facility water and condenser pumps", shown="kW"),
    Field("chillers", "W", "compressors", shown="kW"),
    Field("heat_rejection_fans", "W", "tower and cooler fans", shown="kW"),
    Field("humidification", "W", "humidifiers", shown="kW"),
    Field("heating", "W", "basin and freeze protection heaters, heat pumps for reuse", shown="kW"),
    Field("lighting_misc", "W", "lighting, controls, offices", shown="kW"),
    Field("utility", "W", "power from the utility", shown="kW"),
    Field("apparent", "V*A", "apparent power with battery recharge", shown="kVA"),
    Field("heat_liquid", "W", "heat of the racks into liquid", shown="kW"),
    Field("heat_air", "W", "heat of the racks into air", shown="kW"),
    Field("heat_rejected", "W", "heat to outdoor air, from the states of air and water", shown="kW"),
    Field("heat_direct", "W", "electricity that turns to heat outdoors or in plant rooms", shown="kW"),
    Field("heat_reused", "W", "heat handed to the heat customer", shown="kW"),
    Field("t_air_supply", "degC", "air leaving the terminal"),
    Field("t_air_intake", "degC", "hottest servers' intake"),
    Field("t_air_return", "degC", "air returning to the terminal"),
    Field("t_liquid_supply", "degC", "coolant at the racks' inlet"),
    Field("t_liquid_return", "degC", "coolant returning from the racks"),
    Field("t_water_air", "degC", "facility water to the air terminal"),
    Field("t_water_air_return", "degC", "its return"),
    Field("t_water_liquid", "degC", "facility water to the CDU"),
    Field("t_water_liquid_return", "degC", "its return"),
    Field("t_condenser_air", "degC", "condenser water or air of the air stream's plant"),
    Field("t_condenser_liquid", "degC", "condenser water or air of the liquid stream's plant"),
    Field("t_dry_bulb", "degC", "outdoor dry bulb"),
    Field("t_wet_bulb", "degC", "outdoor wet bulb"),
    Field("air_flow_racks", "m^3/s", "air through the servers"),
    Field("air_flow_terminal", "kg/s", "air through the terminals"),
    Field("liquid_flow", "m^3/s", "coolant through the racks", shown="L/min"),
    Field("water_flow_air", "kg/s", "facility water of the air stream"),
    Field("water_flow_liquid", "kg/s", "facility water of the liquid stream"),
    Field("evaporation", "kg/s", "water evaporated by heat rejection and adiabatic stages", shown="kg/h"),
    Field("drift", "kg/s", "drift", shown="kg/h"),
    Field("blowdown", "kg/s", "blowdown, discharged", shown="kg/h"),
    Field("humidifier_water", "kg/s", "water of humidifiers", shown="kg/h"),
    Field("condensate", "kg/s", "water condensed on coils, discharged", shown="kg/h"),
    Field("t_chip", "degC", "hottest junction"),
    Field("t_case", "degC", "its case"),
    Field("t_memory", "degC", "hottest memory"),
    Field("compute_delivered", "1", "share of the asked-for compute that is not throttled away"),
    Field("margin_chip", "K", "junction to throttling"),
    Field("margin_case", "K", "case to its limit"),
    Field("margin_memory", "K", "memory to its limit"),
    Field("margin_intake", "K", "server intake to its class limit"),
    Field("margin_airflow", "1", "1 - needed / possible air flow through the densest rack"),
    Field("margin_coolant", "K", "coolant to its limit"),
    Field("margin_flux", "1", "boiling: critical flux / flux - 1/0.7"),
    Field("margin_geometry", "m", "height left in the rack", shown="mm"),
    Field("margin_quality", "1", "boiling in channels: dry-out quality - exit quality"),
    Field("margin_suction", "m", "boiling: net positive suction head of the coolant pump, available - required"),
    Field("margin_stability", "1", "boiling in channels: d ln(pressure drop) / d ln(flow) at constant heat (Ledinegg)"),
    Field("exit_quality", "1", "boiling: vapour's share of the mass leaving the rack"),
    Field("fluid_loss", "kg/s", "boiling: fluid lost by leaks and vents", shown="kg/h"),
    Field("margin_dew", "K", "coldest surface above the room's dew point (guard 2 K)"),
    Field("margin_plant_air", "K", "supply set point minus supply reached, air stream"),
    Field("margin_plant_liquid", "K", "supply set point minus supply reached, liquid stream"),
    Field("capacity_plant_air", "1", "1 - asked / available capacity of the air stream's plant"),
    Field("capacity_plant_liquid", "1", "1 - asked / available capacity of the liquid stream's plant"),
    Field("air_needed", "m^3/s", "air one rack needs at its allowed rise"),
    Field("air_possible", "m^3/s", "air one rack's face and fans can pass"),
    Field("free_air", "1", "share of the air stream's heat moved without compressors"),
    Field("free_liquid", "1", "share of the liquid stream's heat moved without compressors"),
    Field("outdoor_air", "1", "outdoor air fraction of a direct economizer"),
    Field("humidity_room", "kg/kg", "room humidity ratio", shown="g/kg"),
    Field("fan_speed", "1", "highest server fan speed"),
    Field("head", "Pa", "coolant pump head", shown="kPa"),
    Field("margin_electrical", "1", "1 - load / what the needed modules of the electrical chain carry, smallest stage"),
    Field("ups_mechanical", "W", "pumps and fans on the UPS bus", shown="kW"),
    Field("heat_pump", "W", "heat pump of the heat customer, part of heating", shown="kW"),
    Field("flags", "1", "status bits of racks and plants together"),
    Field("flags_racks", "1", "status bits of the racks"),
    Field("flags_plant_air", "1", "status bits of the air stream's plant"),
    Field("flags_plant_liquid", "1", "status bits of the liquid stream's plant"),
    Field("iterations", "1", "solver passes"),
)

HOUR_RESULT = record(HOUR_FIELDS)
ROW = {f.name: i for i, f in enumerate(HOUR_FIELDS)}
ROW_SIZE = len(ROW)


def _unit(text):
    """A unit as labels have it: nothing where there is none."""
    return "" if text == "1" else text


# name, engine unit, shown unit, meaning
ROW_FIELDS = [(f.name, _unit(f.unit), _unit(f.shown or f.unit), f.meaning) for f in HOUR_FIELDS]
END_USES = tuple(f.name for f in HOUR_FIELDS[:15])
