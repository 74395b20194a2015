"""Adiabatic cooler: a dry cooler whose air is pre-cooled by wetted pads above a switch temperature.

The pad takes the air towards its wet bulb along constant enthalpy (CelDek effectiveness at the face velocity of the
hour). `pad_switch` is the dry bulb above which it is wet; sized, it is 1 K under what the dry coil can hold. Water:
evaporation, and bleed by the cycles of concentration.

References
----------
EnergyPlus Input Output Reference, EvaporativeCooler:Direct:CelDekPad; as `dry_cooler` for the coil.
"""

from thermo.core.jit import point
from thermo.plant import bill
from thermo.plant.cooler import DRY, PAD
from thermo.plant.declaration import Plant, Variant
from thermo.plant.fluid_cooler import cool
from thermo.plant.sizing import size_fluid_cooler
from thermo.schema.plant import PLANT as RECORD
from thermo.schema.plant import PLANT_IN, PLANT_RESULT
from thermo.schema.weather import WEATHER


@point(RECORD, WEATHER, PLANT_IN, PLANT_RESULT)
def run(rec, weather, x, out):
    """Results of one hour in `out` from its weather and the inputs x."""
    wet = weather.t_dry > rec.pad_switch
    cool(PAD if wet else DRY, rec, weather, x, out, rec.trim, 0.0, rec.spray_power if wet else 0.0)


@point(RECORD, WEATHER, PLANT_IN, PLANT_RESULT)
def size(rec, weather, x, out):
    """Fill the sized fields of `rec` that are NaN from design weather and design inputs."""
    size_fluid_cooler(PAD, rec, weather, x, rec.trim, 0.0)


def equipment(p, area):
    """Loop, coolers with pads by conductance, trim chillers."""
    return bill.circuits(p, area) + bill.by_conductance("adiabatic_cooler", p) + bill.chillers("chiller_air_cooled", p)


PLANT = Plant(
    run,
    size,
    equipment,
    {
        "pads": Variant(34.0, 8.0),
        "trim": Variant(22.0, 8.0, {"trim": "air-cooled-chiller"}),
    },
    outdoors=True,
    evaporates=True,
)
