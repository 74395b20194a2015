"""Dry cooler: finned coils and fans on the loop.

Crossflow, both streams unmixed, on dry bulb; UA ~ air^n water^m (`air_exponent`, `water_exponent`); fan power ~ air^3
over a drive loss. With `trim` an air-cooled chiller stands behind the coil. Water needs no freeze protection while it
carries heat; a set point closer than 3 K to freezing is raised and flagged.

References
----------
Kays & London 1984 (effectiveness); EnergyPlus Engineering Reference, FluidCooler.
"""

from thermo.core.jit import point
from thermo.plant import bill
from thermo.plant.cooler import DRY
from thermo.plant.declaration import Plant, Variant
from thermo.plant.fluid_cooler import cool
from thermo.plant.sizing import size_fluid_cooler
from thermo.schema.plant import PLANT as RECORD
from thermo.schema.plant import PLANT_IN, PLANT_RESULT
from thermo.schema.weather import WEATHER


@point(RECORD, WEATHER, PLANT_IN, PLANT_RESULT)
def run(rec, weather, x, out):
    """Results of one hour in `out` from its weather and the inputs x."""
    cool(DRY, rec, weather, x, out, rec.trim, 0.0, 0.0)


@point(RECORD, WEATHER, PLANT_IN, PLANT_RESULT)
def size(rec, weather, x, out):
    """Fill the sized fields of `rec` that are NaN from design weather and design inputs."""
    size_fluid_cooler(DRY, rec, weather, x, rec.trim, 0.0)


def equipment(p, area):
    """Loop, coolers by conductance, trim chillers."""
    return bill.circuits(p, area) + bill.by_conductance("dry_cooler", p) + bill.chillers("chiller_air_cooled", p)


PLANT = Plant(
    run,
    size,
    equipment,
    {
        "fans of variable speed": Variant(46.0, 6.0),
        "fans of two speeds": Variant(46.0, 6.0, {"fan_control": "two-speed"}),
        "trim": Variant(26.0, 8.0, {"trim": "air-cooled-chiller"}),
    },
    outdoors=True,
)
