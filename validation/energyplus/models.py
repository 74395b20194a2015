"""Fourteen plants described for EnergyPlus 25.2 (`idf/`), as studies of our own: same equipment, curves, controls.

A and B: a hall of 1 MW on CRAHs of constant flow; C: 1 MW of liquid straight on the plant. All sizes are given, nothing
is sized; the hall has no lighting, fresh air, walls or electrical losses. IT and pumps as in the input files; motor
losses (10 %) stay outside the water. EnergyPlus's own choices are inputs: tower water held instead of the chilled
water (`economizer_control`), saturated air leaving towers, curves held at their edge.
"""

from math import exp, log

IT = 1e6  # W
FAN = 70.0 * 500.0 / 0.6  # W
CP_AIR = 1006.0  # J/(kg K), dry
CP_HALL = 1007.2  # at a dew point of -20 degC, as dry as our hall gets
THEIR_CP_AIR = 1004.84
BARE_HALL = {  # dry, as theirs
    "humidity_min": "-20 degC", "humidity_max": "-20 degC", "lighting": "0 W/m^2", "misc": 0,
    "fresh_air": "0 kg/s/m^2", "recirculation": 0, "bypass": 0,
}  # fmt: skip
NO_LOSS = {"system": "none", "transformer": "ideal", "distribution": "ideal"}
PROFILE = [0.4] * 6 + [0.6] * 2 + [0.9] * 4 + [0.8] * 2 + [1.0] * 4 + [0.7] * 4 + [0.5] * 2  # A4, by clock hour
LOOP = {"pump_variable": False, "pump_min": 1.0, "pump_static": 0.0, "pump_motor": 0.9, "pump_ups": False}
FILM_SHARE = 3.3 / 4.3  # of their coil's resistance: water's conductance is 3.3 of the air's
COLD_WATER = 1.0 + 0.0146 / (1.0 + 0.0146 * 22.8) * (18.0 - 22.8)  # water film at 18 degC over the rating (EnergyPlus)
FLOW_RATIO = 59.748 / 0.06 / 996.0  # their design flow is 0.06 m3/s, ours the mass in it at 996 kg/m3
YORK = {
    "tower_model": "yorkcalc", "fill_coefficient": 1.00904 * FLOW_RATIO, "air_flow": "60 m^3/s", "fan_power": "15 kW",
    "fan_min": 0.2, "fan_floor": 0.0, "fan_free": 0.0, "cells": 1, "redundant_cells": 0, "tower_flow": "59.748 kg/s",
    "tower_pump": "15 kW", "tower_pump_variable": False, "cooler_heat": "1.4 MW", "basin_power": "0 W",
    "approach_set": "5 K", "condenser_max": "35 degC", "condenser_lift": "-20 K", "cycles": 4, "drift": 8e-5,
    "evaporation_rule": "energyplus",
}  # fmt: skip
TRANE = {
    "chiller": "doe2-trane", "chiller_capacity": "1 MW", "chiller_count": 1, "chiller_redundant": 0,
    "chiller_beyond": False, "design_load": "1.069 MW", "pump_flow": "35.996 kg/s", "pump_power": "12 kW",
}  # fmt: skip
SERIES = {
    "economizer": "waterside-own-tower", "economizer_control": "tower", "economizer_min": "15 degC",
    "economizer_difference": "3 K", "hx_ua": "330 kW/K", "hx_exponent": 0.0, "economizer_flow": "59.994 kg/s",
}  # fmt: skip
HOT = {
    **LOOP, "loop_liquid": "water", "pump_flow": "47.855 kg/s", "pump_power": "10 kW", "design_load": "1.009 MW",
    "cells": 1, "redundant_cells": 0, "fan_floor": 0.0, "fan_free": 0.0, "cooler_heat": "1.009 MW",
}  # fmt: skip
TWO_SPEED = {"fan_control": "two-speed", "fan_low": 0.5, "fan_low_power": 0.16}
WET = {"basin_power": "0 W", "cycles": 4, "drift": 8e-5, "evaporation_rule": "energyplus", "water_exponent": 0.0}
SLOW = 0.7369655941662061  # log 0.6 / log 0.5: conductance of the low speed is 0.6 of the high one
TOWER = {
    **HOT, **WET, "tower_model": "conductance", "hx_ua": "316 kW/K", "hx_exponent": 0.0, "tower_flow": "51.65 kg/s",
    "tower_pump": "8 kW", "tower_pump_variable": False, "ua": "30 kW/K", "air_flow": "27 m^3/s", "fan_power": "8 kW",
    "tower_set": "37 degC",
}  # fmt: skip
AIR_PLANTS = {
    "A1_wcc": {**LOOP, **YORK, **TRANE, "economizer": "none", "condenser_min": "18 degC"},
    "A2_wse_series": {**LOOP, **YORK, **TRANE, **SERIES, "condenser_min": "18 degC"},
    "A3_wse_parallel": {
        **LOOP, **YORK, **TRANE, **SERIES, "economizer": "waterside-alone", "economizer_wet_bulb": "8 degC",
        "condenser_min": "15 degC", "tower_flow": "59.994 kg/s", "fill_coefficient": 1.00904 * 59.994 / 0.06 / 996.0,
    },
    "A4_wse_varload": {
        **LOOP, **YORK, **TRANE, **SERIES, "condenser_min": "18 degC", "pump_variable": True, "pump_min": 0.0,
    },
    "A5_cooltools": {
        **LOOP, **YORK, **TRANE, "economizer": "none", "condenser_min": "18 degC", "tower_model": "cooltools",
    },
    "A6_lowtemp": {
        **LOOP, **YORK, **TRANE, "economizer": "none", "condenser_min": "18 degC", "chiller": "carrier-19xr-1234",
        "chiller_capacity": "1.2343 MW", "tower_flow": "59.79 kg/s",
        "fill_coefficient": 1.00904 * 59.79 / 0.06 / 996.0,
    },
}  # fmt: skip
AIR_COOLED = {
    **LOOP, "chiller": "air-default", "chiller_capacity": "1.8 MW", "chiller_count": 1, "chiller_redundant": 0,
    "chiller_beyond": False, "pump_flow": "79.95 kg/s", "pump_power": "24 kW", "max_ambient": "60 degC",
    "condenser_air": "200 kg/s",
}  # fmt: skip
OUTDOOR_AIR = {
    "plant": "airside-economizer", "supply_power": f"{FAN} W", "supply_exponent": 0.0, "supply_min": 1.0, "cells": 1,
    "redundant_cells": 0, "adiabatic": False, "humidity_control": False, "least_mechanical": False,
}  # fmt: skip
LOCKED = {"differential": False, "lockout": "24 degC"}
OUTDOOR_PLANTS = {
    "B1_ase_fixed": {**AIR_COOLED, **OUTDOOR_AIR, **LOCKED, "trim_water": "15 degC"},
    "B2_ase_diff": {**AIR_COOLED, **OUTDOOR_AIR, "differential": True, "trim_water": "15 degC"},
    "B3_ase_dx": {
        **OUTDOOR_AIR, **LOCKED, "trim": "dx", "dx": "dx-crac", "dx_capacity": "1.4 MW", "dx_count": 1,
        "dx_redundant": 0, "chiller_beyond": False, "max_ambient": "60 degC", "condenser_air": "200 kg/s",
    },
}  # fmt: skip
AIR_PLANTS["B0_acc_noecon"] = {
    **AIR_COOLED, "heat_rejection": "air-cooled", "economizer": "none", "design_load": "1.08 MW",
}  # fmt: skip
DX_RATED = 0.8641  # m3 of moist air per kg dry air at 26.7 degC dry, 19.4 degC wet bulb: rated flow is volumetric
LIQUID_PLANTS = {
    "C1_drycooler": {
        "plant": "dry-cooler", **HOT, **TWO_SPEED, "ua": "250 kW/K", "air_flow": "110 m^3/s", "fan_power": "30 kW",
        "air_exponent": SLOW, "water_exponent": 0.0,
    },
    "C2_evapcooler": {
        "plant": "closed-circuit-tower", **HOT, **TWO_SPEED, **WET, "ua": "30 kW/K", "air_flow": "30 m^3/s",
        "fan_power": "11 kW", "air_exponent": SLOW, "spray_power": "0 W", "dry_switch": "-60 degC",
    },
    "C3_tower2_hx": {"plant": "cooling-tower", **TOWER, **TWO_SPEED, "air_exponent": SLOW},
    "C4_towervs_hx": {
        "plant": "cooling-tower", **TOWER, "fan_min": 0.1, "air_exponent": 1.0, "air_bend": 0.3,
    },
}  # fmt: skip
LAGGED = ("A2_wse_series", "A4_wse_varload", "B3_ase_dx")  # run with the records' `step_lag`, no input of a study
DOUBLED = ("C3_tower2_hx", "C4_towervs_hx")  # behind an exchanger EnergyPlus counts the loop pump's heat at both tanks
VOLUME, WALLS = 6400.0, 3840.0  # m3, m2, of the hall
MODELS = (*AIR_PLANTS, *OUTDOOR_PLANTS, *LIQUID_PLANTS)
LIQUID = {"C3_tower2_hx": "45.03 degC", "C4_towervs_hx": "45.03 degC"}  # 37 degC tower water makes 40.02 degC
WATER = {"A6_lowtemp": "12 degC", "B0_acc_noecon": "15 degC"}  # chilled water, else 18 degC


def standard_density(altitude):
    """Air density [kg/m3] that EnergyPlus takes for volumetric design flows at a site's height [m]."""
    return 101325.0 * (1.0 - 2.25577e-5 * altitude) ** 5.2559 / (287.0 * 293.15)


def hall_capacity(altitude):
    """Heat [W/K] with which EnergyPlus's hall resists a change within an hour.

    Its air in a third-order backward difference, 11/6 C/dt, and natural convection of walls as warm as the hall was
    before: it reports 0.1 to 0.9 W/(m2 K) there.
    """
    return 11.0 / 6.0 * VOLUME * standard_density(altitude) * THEIR_CP_AIR / 3600.0 + 0.5 * WALLS


def study(model, weather, altitude, pressure, load=None):
    """The study of a model as a dict.

    Parameters
    ----------
    model : one of MODELS
    weather : path of an EPW file
    altitude, pressure : of the site [m], its mean air pressure [Pa]
    load : utilisation, 24 or 8,760 of it; the model's own if left out
    """
    if load is None:
        load = PROFILE if model == "A4_wse_varload" else 1.0
    option = {"name": model, "room": BARE_HALL, "electrical": NO_LOSS}
    if model in OUTDOOR_PLANTS:
        flow = 70.0 * standard_density(altitude) * THEIR_CP_AIR / CP_AIR  # as much heat per kelvin
        rated = 70.0 / DX_RATED * THEIR_CP_AIR / CP_AIR if model == "B3_ase_dx" else flow
        option |= {
            "technology": "air", "supply_air": "24 degC",
            "air": dict(OUTDOOR_PLANTS[model]) | {
                "crah_air": f"{flow} kg/s", "crah_fan_floor": 1.0, "supply_flow": f"{rated} kg/s", "fan_on_ups": 0,
                "crah_rise": f"{IT / (flow * CP_AIR)} K", "coil_bypass": coil_bypass(flow, 79.95),
            },
        }  # fmt: skip
    elif model in AIR_PLANTS:
        option |= hall(model, altitude, pressure)
    else:
        option |= {
            "technology": "cold-plate", "coolant": "water", "supply_liquid": LIQUID.get(model, "45 degC"),
            "liquid": dict(LIQUID_PLANTS[model]) | {"cdu_approach": "5 K", "cdu_head": "0 Pa", "cdu_redundant": 0},
            "air": {
                "plant": "chilled-water", "heat_rejection": "air-cooled", "economizer": "none", "crah_fan_floor": 0.0,
                "crah_fan_pressure": "50 Pa",
            },
        }  # fmt: skip
        option["room"] = BARE_HALL | {"lighting": "0.001 W/m^2"}  # the room's own terminals need some heat
    return {
        "name": model,
        "site": {"weather": str(weather), "humidity": "relative-humidity"},
        "it": {"rack": "load-bank", "racks": 10, "utilization": load},
        "option": [option],
    }


def coil_conductance(flow, water):
    """UA [W/K] of the hall's coil from its rating: air 36 to 23.3 degC at 0.008 kg/kg on water at 22.8 degC.

    Counterflow; `flow` of air and `water` in kg/s.
    """
    air, water = flow * (1004.84 + 0.008 * 1858.95), water * 4180.0
    effectiveness, ratio = (36.0 - 23.3) / (36.0 - 22.8), air / water
    return air / (1.0 - ratio) * log((1.0 - ratio * effectiveness) / (1.0 - effectiveness))


def cold_coil(flow):
    """UA [W/K] of the hall's coil on water of 18 degC, whose film is weaker than at the rating's 22.8 degC."""
    return coil_conductance(flow, 35.996) / (FILM_SHARE + (1.0 - FILM_SHARE) / COLD_WATER)


def coil_bypass(flow, water):
    """Share of the air [1] that their coil leaves untouched; `flow` of moist air and `water` in kg/s.

    Their surface is 1 / 3.3 of the water's resistance off it, and 0.477 % worse per kelvin below 36 degC; 28 degC here.
    """
    units = coil_conductance(flow, water) / FILM_SHARE / (flow * (1004.84 + 0.018 * 1858.95))
    return exp(-units * (1.0 - 0.00477 * (36.0 - 28.0)))


def hall(model, altitude, pressure):
    """Option keys of a hall on CRAHs: 70 m3/s at standard density, 500 Pa, 60 %: 58,333 W, all of it into the air."""
    theirs = 70.0 * standard_density(altitude)
    flow = theirs * THEIR_CP_AIR / CP_HALL  # as much heat per kelvin
    density = pressure / (287.042 * (24.0 + 273.15))  # of the supply, by which our fans reckon
    variable = model == "A4_wse_varload"
    air = dict(AIR_PLANTS[model]) | {
        "plant": "chilled-water", "water_supply": WATER.get(model, "18 degC"), "crah_redundant": 0,
        "crah_air": f"{flow} kg/s", "crah_fan_efficiency": 0.6, "crah_fan_floor": 0.2 if variable else 1.0,
        "crah_fan_pressure": f"{FAN * 0.6 * density / flow} Pa", "crah_ua": f"{cold_coil(theirs)} W/K",
        "crah_water": AIR_PLANTS[model]["pump_flow"], "crah_film_share": FILM_SHARE, "crah_film_exponent": 0.8,
        "crah_rise": f"{36.0 - 24.0 if variable else IT / (flow * CP_AIR)} K", "fan_on_ups": 0,
    }  # fmt: skip
    if model == "A5_cooltools":
        air["fill_coefficient"] = cooltools_water() * FLOW_RATIO
    return {"technology": "air", "supply_air": "24 degC", "air": air}


def cooltools_water():
    """Water flow ratio at which the CoolTools tower has its design approach of 3.9 K (25.6 degC, 5.6 K)."""
    from scipy.optimize import brentq

    from thermo.core.correlations.tower import cooltools_approach

    return brentq(lambda water: cooltools_approach(25.6, 5.6, water, 1.0) - 3.9, 0.75, 1.25)
