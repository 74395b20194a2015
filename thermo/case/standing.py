"""What stands today: the capacity of CRAHs that exist, written into a hall before it is sized.

The engine never enlarges what is given.
"""

from thermo.study.retrofit import DEFAULT_AIR
from thermo.terminal.exchanger import design_conductance
from thermo.units import parse


def stand(hall, existing):
    """Write the CRAHs that exist into a hall: air, water and conductance that give their capacity at today's water.

    Parameters
    ----------
    hall : HALL record before sizing, written
    existing : thermo.study.models.Existing
    """
    capacity = existing.air_capacity
    if not capacity:
        return
    cp_air, cp_water = 1012.0, 4186.0
    supply = float(existing.supply_air or parse(DEFAULT_AIR, "temperature"))
    water = float(existing.chilled_water or supply - float(hall["crah_approach"]))
    air = float(capacity) / (cp_air * float(hall["crah_rise"]))
    flow = float(capacity) / (cp_water * float(hall["crah_water_rise"]))
    hall["crah_air"], hall["crah_air_rate"], hall["crah_water"] = air, air * cp_air, flow
    hall["crah_ua"] = design_conductance(float(capacity), air * cp_air, flow * cp_water, supply, water)
