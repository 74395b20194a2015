"""Parts that bills of plants share: pumps, pipes, coolers, exchangers and machines of one sized record."""

from math import sqrt

from thermo.schema.equipment import AIR_DENSITY, MAINS_VELOCITY, RISER, WATER_DENSITY, Equipment, bore, some

HEAT_REJECTION_AIR = 1.0  # choice of `heat_rejection`


def circuits(p, area, piped=("pump_flow", "tower_flow")):
    """Pumps of the loop and of the tower or source water (one runs, one stands by), and the pipes of those named."""
    pumps = [Equipment("pump", 2.0, some(p[f]), f.split("_")[0]) for f in ("pump_power", "tower_pump")]
    length = {"pump_flow": 2.0 * (RISER + 2.0 * sqrt(area)), "tower_flow": 2.0 * RISER}
    return pumps + [
        Equipment("pipe", length[f], bore(some(p[f]) / WATER_DENSITY, MAINS_VELOCITY), f.split("_")[0]) for f in piped
    ]


def cells(p):
    """Cooler cells: needed, bought."""
    needed = some(p["cells"]) or 1.0
    return needed, needed + some(p["redundant_cells"])


def by_conductance(item, p):
    """Coolers that are bought by their conductance."""
    needed, bought = cells(p)
    return [Equipment(item, bought, some(p["ua"]) / needed)]


def by_heat(item, p):
    """Coolers that are bought by the heat they reject."""
    needed, bought = cells(p)
    return [Equipment(item, bought, some(p["cooler_heat"]) / needed)]


def plate_exchangers(p):
    """Two plate exchangers of half the conductance."""
    return [Equipment("plate_exchanger", 2.0, some(p["hx_ua"]) / 2.0)]


def chillers(item, p):
    """Chillers, those that stand by included."""
    count = some(p["chiller_count"]) + some(p["chiller_redundant"])
    return [Equipment(item, count, some(p["chiller_capacity"]))]


def dx_units(p):
    """Direct-expansion machines, those that stand by included."""
    return [Equipment("dx", some(p["dx_count"]) + some(p["dx_redundant"]), some(p["dx_capacity"]))]


def refrigerant_condensers(p):
    """Outdoor condensers of a refrigerant loop without compressor, priced as dry coolers."""
    needed, _ = cells(p)
    return [Equipment("dry_cooler", needed, some(p["dry_ua"]) / needed, "refrigerant loop")]


def air_handlers(p):
    """Casings, filters and supply fans by the air they move."""
    needed, bought = cells(p)
    return [Equipment("air_handler", bought, some(p["supply_flow"]) / AIR_DENSITY / needed)]
