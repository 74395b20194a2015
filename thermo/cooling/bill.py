"""Parts that bills of racks share: sinks, cabinets, plates, tanks, fluid and branches."""

from math import pi

from thermo.schema.equipment import BRANCH, Equipment, some
from thermo.schema.saturation import BOILS

TANK_PIPE_FILL = 1.1  # fluid with pipes and reserve / fluid in the tank
SPRAY_FILL = 0.2  # fluid of a spray cabinet / that of a tank of the same servers (about 80 % less, a vendor's claim)


def sinks(housed):
    """A sink on every package: finned for air, or its sister for oil."""
    return [Equipment("air_sink", housed.servers * housed.packages, 1.0)]


def cabinets(housed):
    """A cabinet for every rack."""
    return [Equipment("cabinet", housed.racks, 1.0)]


def branches(housed, diameter):
    """Pipes between the mains and each rack."""
    return [Equipment("pipe", housed.racks * BRANCH, float(housed.record[diameter]), "branches")]


def plates(housed):
    """Plates, couplings and manifolds, and the coolant in them."""
    r, n = housed.record, housed.racks
    each = housed.packages + (1.0 if float(r["other_on_plates"]) > 0.0 else 0.0)
    d, h = float(r["manifold_diameter"]), float(r["hose_diameter"])
    volume = 0.25 * pi * d * d * (2.0 * float(r["manifold_length"]) + BRANCH)
    volume += 0.25 * pi * h * h * float(r["hose_length"]) * float(r["servers"])
    volume += housed.row_fill
    if r["boiling"][BOILS] > 0.0:
        volume = housed.charge()
    return [
        Equipment("cold_plate", housed.servers * each, 1.0),
        Equipment("quick_disconnect", housed.servers, 1.0),
        Equipment("manifold", n, 1.0),
        Equipment("fluid", n, volume),
    ]


def plated(housed):
    """All that racks with cold plates have."""
    return plates(housed) + cabinets(housed) + branches(housed, "manifold_diameter")


def tanks(item, housed):
    """All that racks in tanks have: a tank and its fluid, sinks, branches."""
    volume, n = some(housed.record["tank_volume"]), housed.racks
    fluid = volume * TANK_PIPE_FILL + housed.row_fill
    found = [Equipment(item, n, volume), Equipment("fluid", n, fluid)]
    return found + sinks(housed) + branches(housed, "tank_pipe_diameter")
