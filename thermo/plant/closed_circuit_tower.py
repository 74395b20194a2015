"""Closed-circuit tower: the loop's coil under a spray, and dry when the weather is cold enough.

Wet: counterflow effectiveness on wet bulb with UA c_s / cp (Merkel). Below `dry_switch`, when the dry coil carries the
heat at full fans, spray and its pump are off and the coil works on dry bulb with `dry_conductance` of the UA.

References
----------
EnergyPlus Engineering Reference, EvaporativeFluidCooler; Merkel 1925.
"""

from thermo.core.fields import P_M, P_MARGIN, P_Q, P_TSET, W_T
from thermo.core.fluids import specific_heat
from thermo.core.jit import VECTOR, kernel, point
from thermo.plant.cooler import BARE, CONDUCTANCE, constants, excess
from thermo.plant.equipment import loop_pump
from thermo.plant.fluid_cooler import cool
from thermo.plant.record import PLANT
from thermo.plant.sizing import size_fluid_cooler

DRY_MARGIN = 0.3  # 1, least margin told while the coil may still be wetted


@kernel
def dry_suffices(rec, weather, x):
    """Whether the dry coil holds the set point this hour and the weather is below the switch."""
    if weather[W_T] >= rec.dry_switch:
        return False
    flow, power = loop_pump(rec, x[P_M])
    c = flow * specific_heat(rec.loop, x[P_TSET])
    q = x[P_Q] + rec.pump_motor * power
    k = constants(rec, weather, c, flow / rec.pump_flow, 0.0, 0.0, 0.0)
    return k[1] > 0.0 and excess(BARE, rec, weather, k, x[P_TSET] + q / c, q, 1.0) >= 0.0


@point(PLANT, VECTOR, VECTOR, VECTOR)
def run(rec, weather, x, out):
    """Results of one hour in `out` (PLANT_OUT) from weather row and inputs x (PLANT_X)."""
    if dry_suffices(rec, weather, x):
        cool(BARE, rec, weather, x, out, rec.trim, 0.0, 0.0)
        out[P_MARGIN] = max(out[P_MARGIN], DRY_MARGIN)
    else:
        cool(CONDUCTANCE, rec, weather, x, out, rec.trim, 0.0, rec.spray_power)


@point(PLANT, VECTOR, VECTOR, VECTOR)
def size(rec, weather, x, out):
    """Fill the sized fields of `rec` that are NaN from design weather and design inputs."""
    size_fluid_cooler(CONDUCTANCE, rec, weather, x, rec.trim, 0.0)
