"""What only a retrofit costs: the years that existing items still live, work on servers, floor under heavy racks."""

from thermo.core.fluids import density
from thermo.cost.capital import SURROUND, Line
from thermo.cost.terms import YEAR
from thermo.library.registry import LIQUID_TECHNOLOGIES, technology


def remaining_of(existing):
    """Function of (line, life): years that an existing item still lives."""

    def remaining(line, life):
        if line.life == "servers":  # its replacement comes with the servers'
            return life
        if existing.remaining_life is not None:
            return float(existing.remaining_life) / YEAR
        if existing.age is not None:
            return max(1.0, life - float(existing.age) / YEAR)
        return life

    return remaining


def work(side, old, existing, prices):
    """Lines that only a retrofit has: work on servers by model, and floor under what is too heavy for it."""
    case, choice = side.case, side.spec.choice
    lines = []
    for group, rack in zip(case.groups, case.racks, strict=False):
        if group.technology not in LIQUID_TECHNOLOGIES or group.technology == existing.technology:
            continue
        if group.name in choice.rack:  # new servers come from the factory as they must be
            continue
        key = f"server_modification.{group.info['key']}"
        price = key if prices.has(key) else "server_modification.other"
        lines.append(Line("server_modification", group.name, group.racks * float(rack["servers"]), 1.0, price))
    if existing.floor_load is not None:
        lines += floor(case, float(existing.floor_load))
    return lines


def floor(case, carries):
    """Floor to be reinforced under racks heavier than it carries [kg/m2]."""
    lines = []
    for group, rack in zip(case.groups, case.racks, strict=False):
        mass, area = float(rack["mass"]), float(rack["floor_area"])
        if technology(group.technology).tank:
            mass += float(rack["tank_volume"] * density(rack["coolant"], 30.0))
        if area > 0.0 and mass / area > carries:
            size = group.racks * area * SURROUND
            lines.append(Line("floor_reinforcement", group.name, 1.0, size, "floor_reinforcement"))
    return lines
