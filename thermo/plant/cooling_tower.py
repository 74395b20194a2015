"""Open cooling tower behind a plate exchanger.

Loop and tower water meet in a counterflow plate exchanger; the tower's fans hold the loop's set point. `tower_model`
chooses the fill (Braun), a conductance on wet bulb (Merkel) or a published polynomial. Water: evaporation from the
leaving air's state, drift, blowdown; basin heaters in frost when load is away.

References
----------
Braun, Klein & Mitchell 1989, ASHRAE Transactions 95(2), 164-174; EnergyPlus Engineering Reference, CoolingTower.
"""

from thermo.core.jit import kernel, point
from thermo.plant import bill
from thermo.plant.cooler import FILL
from thermo.plant.declaration import Plant, Variant
from thermo.plant.fluid_cooler import cool
from thermo.plant.sizing import size_fluid_cooler
from thermo.schema.plant import PLANT as RECORD
from thermo.schema.plant import PLANT_IN, PLANT_RESULT
from thermo.schema.weather import WEATHER


@kernel
def tower_kind(rec):
    """The exchanger of `thermo.plant.cooler` that `tower_model` names; they stand in the same order."""
    return FILL + int(rec.tower_model)


@point(RECORD, WEATHER, PLANT_IN, PLANT_RESULT)
def run(rec, weather, x, out):
    """Results of one hour in `out` from its weather and the inputs x."""
    cool(tower_kind(rec), rec, weather, x, out, rec.trim, 1.0, 0.0)


@point(RECORD, WEATHER, PLANT_IN, PLANT_RESULT)
def size(rec, weather, x, out):
    """Fill the sized fields of `rec` that are NaN from design weather and design inputs."""
    size_fluid_cooler(tower_kind(rec), rec, weather, x, rec.trim, 1.0)


def equipment(p, area):
    """Both circuits, towers by heat, plate exchangers, trim chillers."""
    found = bill.circuits(p, area) + bill.by_heat("cooling_tower", p) + bill.plate_exchangers(p)
    return found + bill.chillers("chiller_air_cooled", p)


PLANT = Plant(
    run,
    size,
    equipment,
    {
        "fill": Variant(34.0, 8.0),
        "conductance": Variant(34.0, 8.0, {"tower_model": "conductance"}),
        "YorkCalc": Variant(34.0, 8.0, {"tower_model": "yorkcalc"}),
        "CoolTools": Variant(34.0, 8.0, {"tower_model": "cooltools"}),
        "trim": Variant(20.0, 8.0, {"trim": "air-cooled-chiller"}),
    },
    evaporates=True,
)
