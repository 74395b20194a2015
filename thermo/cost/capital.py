"""What is bought: the equipment the engine sized, line by line, and what it costs.

A line is `count` units of one item, each of one `size`; nothing here is a number per kW of IT except what the trade
prices that way (controls, installation). Columns of cases work as scalars do.
"""

from dataclasses import dataclass
from functools import partial
from math import ceil
from typing import Any

from thermo.case.coolants import coolant_of
from thermo.case.declared import plant_named, technology_named
from thermo.cooling.declaration import Housed
from thermo.core.fluids import density
from thermo.errors import LibraryError, nearest
from thermo.hardware.electrical import redundancy
from thermo.library import boiling
from thermo.library.registry import technology
from thermo.schema.equipment import AIR_DENSITY, some
from thermo.schema.hall import DIRECT_AIR, NO_LIQUID, OWN_LOOP, TO_ROOM
from thermo.schema.row import ROW
from thermo.study.inputs import plant_of, terminal_of

CDU_FILL = 2e-7  # m3/W of coolant in a CDU and its row piping (0.2 L/kW)
GROSS = 1.3  # gross area / white space and plant: corridors, storage, staff, docks
GENERATOR = 2.5e6  # W, largest usual diesel set
SURROUND = 2.0  # floor reinforced / footprint of the heavy racks


@dataclass(frozen=True)
class Item:
    """How an item is counted: its class, its price's dimension, its life, and the unit a reader sees."""

    kind: str  # mechanical, rack, fluid, electrical, building
    quantity: str
    life: str
    unit: str  # of the size; "" for pieces
    scale: float = 1.0


MECHANICAL, RACK, FLUID, ELECTRICAL, BUILDING = "mechanical", "rack", "fluid", "electrical", "building"
ITEMS = {
    "chiller_water_cooled": Item(MECHANICAL, "power_price", "chiller", "kW", 1e-3),
    "chiller_air_cooled": Item(MECHANICAL, "power_price", "chiller", "kW", 1e-3),
    "cooling_tower": Item(MECHANICAL, "power_price", "tower", "kW", 1e-3),
    "closed_circuit_tower": Item(MECHANICAL, "power_price", "tower", "kW", 1e-3),
    "dry_cooler": Item(MECHANICAL, "conductance_price", "dry_cooler", "kW/K", 1e-3),
    "adiabatic_cooler": Item(MECHANICAL, "conductance_price", "dry_cooler", "kW/K", 1e-3),
    "plate_exchanger": Item(MECHANICAL, "conductance_price", "tower", "kW/K", 1e-3),
    "pump": Item(MECHANICAL, "power_price", "pump", "kW", 1e-3),
    "pipe": Item(MECHANICAL, "area_price", "pipe", "m bore"),
    "crah_fan": Item(MECHANICAL, "flow_price", "terminal", "m^3/s"),
    "crah_coil": Item(MECHANICAL, "conductance_price", "terminal", "kW/K", 1e-3),
    "rear_door": Item(MECHANICAL, "money", "terminal", ""),
    "air_handler": Item(MECHANICAL, "flow_price", "terminal", "m^3/s"),
    "dx": Item(MECHANICAL, "power_price", "terminal", "kW", 1e-3),
    "heat_pump": Item(MECHANICAL, "power_price", "chiller", "kW", 1e-3),
    "cdu": Item(MECHANICAL, "money", "cdu", "kW", 1e-3),
    "cdu_air": Item(MECHANICAL, "power_price", "cdu", "kW", 1e-3),
    "cold_plate": Item(RACK, "money", "servers", ""),
    "manifold": Item(RACK, "money", "servers", ""),
    "quick_disconnect": Item(RACK, "money", "servers", ""),
    "tank": Item(RACK, "money", "servers", "m^3"),
    "tank_two_phase": Item(RACK, "money", "servers", "m^3"),
    "spray_plate": Item(RACK, "money", "servers", ""),
    "spray_cabinet": Item(RACK, "money", "servers", ""),
    "air_sink": Item(RACK, "money", "servers", ""),
    "cabinet": Item(RACK, "money", "cdu", ""),
    "server_modification": Item(RACK, "money", "once", ""),
    "fluid": Item(FLUID, "volume_price", "servers", "m^3"),
    "transformer": Item(ELECTRICAL, "apparent_power_price", "switchgear", "kVA", 1e-3),
    "switchgear": Item(ELECTRICAL, "apparent_power_price", "switchgear", "kVA", 1e-3),
    "ups": Item(ELECTRICAL, "power_price", "conversion", "kW", 1e-3),
    "hvdc": Item(ELECTRICAL, "power_price", "conversion", "kW", 1e-3),
    "panama": Item(ELECTRICAL, "power_price", "conversion", "kW", 1e-3),
    "dc_800v": Item(ELECTRICAL, "power_price", "conversion", "kW", 1e-3),
    "battery": Item(ELECTRICAL, "power_price", "battery", "kW", 1e-3),
    "generator": Item(ELECTRICAL, "power_price", "generator", "kW", 1e-3),
    "distribution": Item(ELECTRICAL, "power_price", "switchgear", "kW", 1e-3),
    "electrical_installation": Item(ELECTRICAL, "power_price", "building", "kW", 1e-3),
    "controls": Item(BUILDING, "power_price", "conversion", "kW", 1e-3),
    "shell": Item(BUILDING, "area_price", "building", "m^2"),
    "site_work": Item(BUILDING, "area_price", "building", "m^2"),
    "white_space": Item(BUILDING, "area_price", "building", "m^2"),
    "floor_reinforcement": Item(BUILDING, "area_price", "building", "m^2"),
}
CONVERSION = {"hvdc": "hvdc", "mains-hvdc": "hvdc", "panama": "panama", "800vdc": "dc_800v", "none": None}


@dataclass
class Line:
    """`count` units of one item of one `size` [SI] at one place; `price` names the entry of the price book."""

    item: str
    where: str
    count: Any
    size: Any
    price: str
    density: float | None = None

    @property
    def key(self):
        return f"{self.price}@{self.where}"

    @property
    def kind(self):
        return ITEMS[self.item].kind

    @property
    def life(self):
        return ITEMS[self.item].life

    @property
    def amount(self):
        """Count times size [SI]."""
        return self.count * self.size

    def cost(self, prices, count=None):
        """What `count` units (all of them if not given) cost [money]."""
        number = self.count if count is None else count
        return prices.cost(self.price, number, self.size, ITEMS[self.item].quantity, self.density)

    def shown(self):
        """Count, size in its usual unit, and that unit."""
        item = ITEMS[self.item]
        return float(self.count), float(self.size) * item.scale, item.unit


def installed(word, needed):
    """Units bought for `needed` ones: n for N, n + 1 for N+1, 2 n for 2N, and so on; never N+1 counted as 2N."""
    return needed * redundancy(word, needed)


def billed(part, where, price=None, density=None):
    """The line of a piece of equipment at a place.

    Raises
    ------
    LibraryError
        For an item that no price book can know.
    """
    if part.item not in ITEMS:
        raise LibraryError(f"'{part.item}' is not an item of the bill. {nearest(part.item, ITEMS)}")
    place = f"{where}, {part.part}" if part.part else where
    return Line(part.item, place, part.count, part.size, price or part.item, density)


def equipment(spec, case, generators="N+1"):
    """Every line of a sized case.

    Parameters
    ----------
    spec : thermo.case.spec.Spec
    case : thermo.case.case.Case, sized
    generators : redundancy of the diesel sets

    Returns
    -------
    list of Line
    """
    lines: list[Line] = []
    option = spec.choice
    add = lines.append
    area = float(case.hall["area"])
    plant = plant_named(plant_of("air", option.air))
    lines += [billed(part, "air loop") for part in plant.bill(case.plant_air, area)]
    liquid = float(case.hall["liquid_mode"])
    if liquid == OWN_LOOP:
        plant = plant_named(plant_of("liquid", option.liquid))
        lines += [billed(part, "liquid loop") for part in plant.bill(case.plant_liquid, area)]
    if case.design_row is not None and case.design_row[ROW["heat_pump"]] > 0.0:
        add(Line("heat_pump", "heat customer", 1.0, float(case.hall["reuse_capacity"]), "heat_pump"))
    terminals(add, option, case, liquid != NO_LIQUID)
    racks(add, spec, case)
    electrical(add, option, case, generators)
    building(add, case)
    return [line for line in lines if line.count * line.size > 0.0]


def terminals(add, option, case, has_liquid):
    """CRAHs, doors and CDUs."""
    hall = case.hall
    if int(hall["air_mode"]) != DIRECT_AIR:
        units = float(hall["crah_units"] + hall["crah_redundant"])
        if terminal_of("air", option.air) == "rear-door":
            count = sum(g.racks for g in case.groups if g.technology == "air")
            add(Line("rear_door", "hall", float(count), 1.0, "rear_door"))
        else:
            air, ua = some(hall["crah_air"]), some(hall["crah_ua"])
            add(Line("crah_fan", "hall", units, air / AIR_DENSITY / units, "crah_fan"))
            add(Line("crah_coil", "hall", units, ua / units, "crah_coil"))
    if has_liquid:
        heat = some(case.design_row[ROW["heat_liquid"]])
        needed, units = float(hall["cdu_units"]), float(hall["cdu_units"] + hall["cdu_redundant"])
        item = "cdu_air" if int(hall["liquid_mode"]) == TO_ROOM else "cdu"
        add(Line(item, "hall", units, heat / needed, item))
        if item == "cdu":  # warm or cold facility water decides its size
            add(Line("plate_exchanger", "CDUs", units, some(hall["cdu_ua"]) / units, "plate_exchanger"))


def fluid_of(name):
    """Which fluid price a coolant has."""
    name = str(name).lower()
    if name in boiling.names() and not name.startswith(("r1", "r2", "water")):
        return "fluid.fluorinated"
    if name.startswith("water") or name.startswith(("pg", "eg", "propylene", "ethylene")):
        return "fluid.water"
    if name.startswith(("fc-", "novec", "fk-", "hfe", "opteon", "fluor", "sf-", "galden", "2p")):
        return "fluid.fluorinated"
    if name.startswith(("r-", "r1", "r2", "r5", "r4", "ammonia")):
        return "fluid.refrigerant"
    return "fluid.mineral" if "mineral" in name or "vegetable" in name else "fluid.synthetic"


def racks(add, spec, case):
    """What stands on the racks' side: it lives and dies with the servers."""
    liquid_heat = some(case.design_row[ROW["heat_liquid"]])
    liquid_racks = sum(g.racks for g in case.groups if technology(g.technology).liquid) or 1.0
    for g, (group, r) in enumerate(zip(case.groups, case.racks, strict=False)):
        price = rho = None
        if technology(group.technology).liquid:
            rho = float(density(r["coolant"], 30.0))
            price = fluid_of(coolant_of(spec.choice, group.technology)[0])
        charge = partial(fluid_charge, case, g, rho)
        housed = Housed(float(group.racks), r, CDU_FILL * liquid_heat / liquid_racks, charge)
        for part in technology_named(group.technology).bill(housed):
            fluid = part.item == "fluid"
            add(billed(part, group.name, price if fluid else None, rho if fluid else None))


def fluid_charge(case, group, rho):
    """Volume [m3] of boiling fluid of density `rho` that one rack of a group holds at full load."""
    return float(case.rack_at(group, None, 1.0)[0].fluid_charge) / rho


def electrical(add, option, case, generators):
    """From the connection to the racks: modules needed and spare, at their ratings."""
    e, where = case.electrical, "hall"
    number = float(e["transformer_count"] * e["transformer_redundancy"])
    kva = some(e["transformer_rating"]) / float(e["power_factor"])
    add(Line("transformer", where, number, kva, "transformer"))
    add(Line("switchgear", where, number, kva, "switchgear"))
    system = CONVERSION.get(option.electrical.get("system", "double-conversion"), "ups")
    modules = float(e["ups_count"] * e["ups_redundancy"])
    if system is not None:
        add(Line(system, where, modules, some(e["ups_rating"]), system))
        add(Line("battery", where, modules, some(e["ups_rating"]), "battery"))
    number = float(e["distribution_count"] * e["distribution_redundancy"])
    add(Line("distribution", where, number, some(e["distribution_rating"]), "distribution"))
    it = float(case.hall["it_design"])
    add(Line("electrical_installation", where, 1.0, it, "electrical_installation"))
    need = some(case.design_row[ROW["utility"]])
    sets = float(ceil(need / GENERATOR - 1e-9)) or 1.0
    add(Line("generator", where, installed(generators, sets), need / sets, "generator"))


def building(add, case):
    """White space follows the racks, plant rooms follow the power: density shrinks the one and not the other."""
    white = float(case.hall["area"])
    gross = GROSS * (white + case.plant_area())
    add(Line("white_space", "hall", 1.0, white, "white_space"))
    add(Line("shell", "hall", 1.0, gross, "shell"))
    add(Line("site_work", "hall", 1.0, gross, "site_work"))
    add(Line("controls", "hall", 1.0, float(case.hall["it_design"]), "controls"))


OVERHEADS = ("commissioning", "contingency", "soft_cost")


def overheads(prices, direct):
    """Commissioning, contingency and soft costs on direct cost: {name: money}."""
    return {name: direct * prices.share(name) for name in OVERHEADS}
