"""The record of a hall: set points, terminals and room of one case, with what sizing fills in.

NaN in a sized field means "size it"; a given value is kept and never enlarged. `room_lag` [W/K] is how the hall resists
a change within an hour where it follows the hour before as in EnergyPlus; 0: it does not; validation alone sets it.
"""

import numpy as np

GROUPS = 6  # IT groups a hall can have; the tuple of rack points is padded to this

# liquid_mode
NO_LIQUID, OWN_LOOP, SHARED_PARALLEL, SHARED_SERIES, TO_ROOM = range(5)
# air_mode
WATER_COIL, DIRECT_AIR = range(2)

HALL = np.dtype(
    [("racks", "f8", (GROUPS,)), ("liquid", "f8", (GROUPS,)), ("chips", "f8", (GROUPS,))]
    + [
        (name, "f8")
        for name in """
        groups air_mode liquid_mode condensing
        supply_air supply_liquid pressure
        recirculation bypass
        crah_approach crah_water_rise crah_fan_pressure crah_fan_efficiency crah_fan_floor crah_rise crah_units
        crah_redundant crah_film_share crah_film_exponent
        cdu_approach cdu_water_rise cdu_head cdu_pump_efficiency cdu_pump_motor cdu_flow_floor cdu_units cdu_redundant
        cdu_fan_pressure
        fan_on_ups cdu_on_ups
        fresh_air humidity_min humidity_max humidifier_energy
        lighting misc envelope_loss
        reuse_demand reuse_temperature reuse_approach reuse_lift_efficiency reuse_capacity reuse_minimum
        wet_bulb_margin intake_recirculation
        crah_air crah_ua crah_water crah_heat
        cdu_flow cdu_ua cdu_water cdu_heat cdu_head_design
        water_set_air water_set_liquid
        area it_design
        room_lag
        """.split()
    ],
    align=True,
)
