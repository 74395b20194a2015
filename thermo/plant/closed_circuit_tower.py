"""Closed-circuit tower: the loop's coil under a spray, and dry when the weather is cold enough.

Wet: counterflow effectiveness on wet bulb with UA c_s / cp (Merkel). Below `dry_switch`, when the dry coil carries the
heat at full fans, spray and its pump are off and the coil works on dry bulb with `dry_conductance` of the UA.

References
----------
EnergyPlus Engineering Reference, EvaporativeFluidCooler; Merkel 1925.
"""

from thermo.core.fluids import specific_heat
from thermo.core.jit import kernel, point
from thermo.plant import bill
from thermo.plant.cooler import BARE, CONDUCTANCE, constants, excess
from thermo.plant.declaration import Plant, Variant
from thermo.plant.equipment import loop_pump
from thermo.plant.fluid_cooler import SMALLEST, cool
from thermo.plant.sizing import size_fluid_cooler
from thermo.schema.plant import PLANT as RECORD
from thermo.schema.plant import PLANT_IN, PLANT_RESULT
from thermo.schema.weather import WEATHER


@kernel
def surplus(kind, rec, weather, x):
    """Heat [W] full fans could move beyond what is asked at the set point, and what is asked [W]."""
    flow, power = loop_pump(rec, x.flow)
    c = flow * specific_heat(rec.loop, x.t_set)
    q = max(x.q + rec.pump_motor * power, SMALLEST)
    k = constants(rec, weather, c, flow / rec.pump_flow, 0.0, 0.0, 0.0)
    return excess(kind, rec, weather, k, x.t_set + q / c, q, 1.0) if k.air > 0.0 else -q, q


@point(RECORD, WEATHER, PLANT_IN, PLANT_RESULT)
def run(rec, weather, x, out):
    """Results of one hour in `out` from its weather and the inputs x."""
    if weather.t_dry < rec.dry_switch and surplus(BARE, rec, weather, x)[0] >= 0.0:
        cool(BARE, rec, weather, x, out, rec.trim, 0.0, 0.0)
        more, q = surplus(CONDUCTANCE, rec, weather, x)
        out.margin = max(out.margin, more / (more + q))
    else:
        cool(CONDUCTANCE, rec, weather, x, out, rec.trim, 0.0, rec.spray_power)


@point(RECORD, WEATHER, PLANT_IN, PLANT_RESULT)
def size(rec, weather, x, out):
    """Fill the sized fields of `rec` that are NaN from design weather and design inputs."""
    size_fluid_cooler(CONDUCTANCE, rec, weather, x, rec.trim, 0.0)


def equipment(p, area):
    """Loop, towers by heat (their spray's pipes are their own), trim chillers."""
    found = bill.circuits(p, area, ("pump_flow",)) + bill.by_heat("closed_circuit_tower", p)
    return found + bill.chillers("chiller_air_cooled", p)


PLANT = Plant(
    run,
    size,
    equipment,
    {
        "fans of variable speed": Variant(36.0, 6.0),
        "fans of two speeds": Variant(36.0, 6.0, {"fan_control": "two-speed"}),
        "trim": Variant(20.0, 8.0, {"trim": "air-cooled-chiller"}),
    },
    outdoors=True,
    evaporates=True,
)
