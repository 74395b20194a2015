"""The registry of limits: what a case may not exceed, each with the code by which results and words know it.

A limit is a margin of the hour with the smallest value allowed; a state is a status bit that no hour may show. The
order is that in which they are said and counted. Sentences stand in `thermo.words` under the code, the figures they are
told with in `thermo.results.limits`.
"""

from typing import NamedTuple

from thermo.schema import flags as f

HELD = 0.01  # K; a supply this close to its set point counts as held


class Limit(NamedTuple):
    """A margin: field of the hour, and the smallest value that is still allowed, in the field's engine unit."""

    code: str
    field: str
    least: float


class State(NamedTuple):
    """A status bit of the hour that makes it infeasible."""

    code: str
    bit: int


LIMITS = (
    Limit("junction", "margin_chip", 0.0),
    Limit("case", "margin_case", 0.0),
    Limit("memory", "margin_memory", 0.0),
    Limit("server_intake", "margin_intake", -1e-6),
    Limit("air_flow", "margin_airflow", -1e-9),
    Limit("coolant", "margin_coolant", -1e-6),
    Limit("heat_flux", "margin_flux", 0.0),
    Limit("geometry", "margin_geometry", -1e-9),
    Limit("exit_quality", "margin_quality", 0.0),
    Limit("pump_suction", "margin_suction", 0.0),
    Limit("flow_stability", "margin_stability", 0.0),
    Limit("dew_point", "margin_dew", 2.0 - 1e-6),
    Limit("electrical_chain", "margin_electrical", -1e-6),
    Limit("air_supply", "margin_plant_air", -HELD),
    Limit("liquid_supply", "margin_plant_liquid", -HELD),
)
STATES = (
    State("runaway", f.F_RUNAWAY),
    State("tripped", f.F_TRIPPED),
    State("frozen", f.F_FROZEN),
    State("dry_out", f.F_DRYOUT),
    State("critical_heat_flux", f.F_CHF),
    State("ambient_trip", f.F_TRIP_AMBIENT),
    State("no_flow", f.F_NO_FLOW),
)
FEED = "utility_feed"  # apparent power of the year beyond what the utility gives
CODES = (*(limit.code for limit in LIMITS), *(state.code for state in STATES), FEED)
