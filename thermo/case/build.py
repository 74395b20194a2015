"""Study to cases: names become records, once per (site, option), step by step; kernels derive the numbers.

`build` walks `STEPS`, each of which fills part of a `Draft`: what is given, else the default, into the record's field,
with a note of where it comes from. What follows from more than one input is a rule of its own, named in its step.
"""

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from thermo.case.case import Case, GroupInfo, as_record
from thermo.case.coolants import boiling_notes, coolant_of, fill_loop, fluid_price, standing_notes
from thermo.case.declared import plant_named, point_of
from thermo.case.layout import Inputs, Layout, layout_of
from thermo.case.site import site_figures
from thermo.case.spec import Spec
from thermo.case.standing import stand
from thermo.core.saturation import temperature
from thermo.engine.size import design_rows
from thermo.hardware.electrical import build as build_chain
from thermo.hardware.racks import CLASS_ALTITUDE, above_classes, dissimilar, resolve
from thermo.library import defaults, registry
from thermo.library.power_supplies import coefficients
from thermo.plant.declaration import Plant
from thermo.schema.hall import GROUPS, HALL
from thermo.schema.plant import PLANT
from thermo.schema.rack import RACK
from thermo.schema.saturation import BOILS
from thermo.study.books import country_of
from thermo.study.hours import told
from thermo.study.inputs import DEFAULT_TRIM
from thermo.units import parse
from thermo.vocabulary import AREAS
from thermo.words import Message

IDLE_LIQUID = 30.0  # degC, in the record of a hall without liquid, where nothing reads it
DC_SYSTEMS = ("hvdc", "mains-hvdc", "panama", "800vdc")
SET_POINT = "technology's usual set point"
NO_CUSTOMER = {"demand": 0.0, "temperature": 60.0, "approach": 3.0, "lift_efficiency": 0.5, "minimum": 0.3}


@dataclass
class Draft:
    """A case as it is built: records, and notes of where each input comes from."""

    spec: Spec
    factor: float
    pressure: float
    hall: np.ndarray
    racks: np.ndarray
    plants: dict[str, np.ndarray] = field(default_factory=dict)  # record of each stream's plant
    parts: list[Plant] = field(default_factory=list)
    electrical: Any = None
    supply: dict[str, float] = field(default_factory=dict)  # the rack's supply, where a DC system replaces it
    groups: list[GroupInfo] = field(default_factory=list)
    points: list = field(default_factory=list)
    houses: list["House"] = field(default_factory=list)
    areas: dict[str, float] = field(default_factory=dict)
    inputs: dict[str, dict] = field(default_factory=dict)
    warnings: list = field(default_factory=list)

    @property
    def facts(self) -> registry.TechnologyFacts:
        """The option's technology."""
        return registry.technology(self.spec.choice.technology)

    @property
    def has_liquid(self) -> bool:
        """True when any group's racks take liquid."""
        return bool(any(self.hall["liquid"][: len(self.groups)] > 0.0))

    @property
    def layout(self) -> Layout:
        """Plants and terminals of the option."""
        return layout_of(self.spec.choice, self.has_liquid)

    def note(self, head: str, items: dict, given: dict) -> None:
        """Note what each input of a section is, and where it comes from."""
        for key, item in items.items():
            shown = "sized" if item.default is None else item.default
            told = key in given
            self.inputs[f"{head}.{key}"] = {
                "value": given[key] if told else shown, "source": "study" if told else item.source
            }  # fmt: skip

    def fill(self, part: Inputs, given: dict, skipped=()) -> None:
        """Fill the hall's fields from a part's inputs, and note them."""
        for key, item in part.items.items():
            if key not in skipped:
                self.hall[key] = item.si(given.get(key))
        self.note(str(part.name), part.items, given)


@dataclass(frozen=True)
class House:
    """How a group's racks are resolved: `rack(n)` is the record with another number of servers."""

    rack_name: Any
    technology: str
    coolant: tuple | None
    overrides: dict
    pressure: float

    def resolve(self, servers):
        """Record and info with a number of servers; None for the rack's own."""
        return resolve(
            self.rack_name, self.technology, servers=servers, coolant=self.coolant, overrides=self.overrides,
            pressure=self.pressure,
        )  # fmt: skip


@dataclass(frozen=True)
class Rehouse:
    """Record of one rack of a group with another number of servers."""

    houses: tuple[House, ...]

    def __call__(self, group, servers):
        return as_record(self.houses[group].resolve(servers)[0])


def build(spec: Spec, factor: float = 1.0) -> Case:
    """Resolve a Spec into records; `factor` scales the number of racks (for what fits under a feed)."""
    draft = blank(spec, factor)
    for step in STEPS:
        step(draft)
    return finished(draft)


def blank(spec, factor):
    """A draft whose hall is to be sized in all fields."""
    hall, pressure = np.zeros((), HALL), float(spec.weather.p.mean())
    for name in HALL.names or ():
        if hall.dtype[name].shape == ():
            hall[name] = np.nan
    hall["pressure"], hall["room_lag"] = pressure, 0.0
    draft = Draft(spec, factor, pressure, hall, np.zeros(GROUPS, RACK).view(np.recarray))
    draft.warnings += [] if spec.place.weather is None else spec.weather.notes
    draft.warnings += told_of_series(spec.study, spec.place)
    return draft


def set_points(draft):
    """Supply of air and of liquid: the study's, else the technology's usual ones."""
    choice = draft.spec.choice
    usual_liquid, usual_air = draft.facts.set_points(choice.technology_inputs(choice.technology))
    for key, given, usual, exists in (
        ("supply_air", choice.supply_air, usual_air, True),
        ("supply_liquid", choice.supply_liquid, usual_liquid, draft.facts.liquid),
    ):
        draft.hall[key] = usual if given is None else given
        if exists:
            value, source = (usual, SET_POINT) if given is None else (given, "study")
            draft.inputs[key] = {"value": f"{value:g} degC", "source": source}


def chain(draft):
    """The electrical chain, and the rack's supply where a DC system takes the rectifier out of it."""
    given = dict(draft.spec.choice.electrical)
    draft.electrical, supply = build_chain(given)
    draft.note("electrical", defaults("electrical"), given)
    if given.get("system") in DC_SYSTEMS:
        source = "goes with the DC system (power_supplies.toml)"
        draft.inputs["electrical.rack_supply"] = {"value": supply, "source": source}
        draft.supply = dict(zip(("psu_a", "psu_b", "psu_c"), coefficients(supply), strict=True))


def told_of_series(study, place):
    """What a user should know of how the files of utilisation and prices became hours."""
    groups = [g for g in study.groups() if isinstance(g.utilization, str)]
    files = [(g._folder / g.utilization, g.utilization, "ratios") for g in groups]
    if isinstance(price := place.electricity_price, str):
        files.append((place._folder / price, price, "prices"))
    return [note for file in files for note in told(*file)]


def house(draft):
    """Every IT group as this option houses it: as many racks as carry the same chips."""
    study, choice, hall = draft.spec.study, draft.spec.choice, draft.hall
    for g, group in enumerate(study.groups()):
        technology = registry.AIR if group.cooling == registry.AIR else choice.technology
        facts = registry.technology(technology)
        coolant = coolant_of(choice, technology) if facts.liquid else None
        overrides = draft.supply | dict(draft.spec.overrides(technology)) | draft.spec.rack_fields(group)
        if choice.inlet_class is not None:
            overrides["intake_class"] = choice.inlet_class
        servers, other = draft.spec.servers(group), choice.rack.get(group.name)
        _, own = resolve(group.rack, registry.AIR, servers=servers, overrides={}, pressure=draft.pressure)
        racks = np.ceil(group.power / own["nameplate"] - 1e-9) if group.racks is None else group.racks
        chips = racks * own["chips"]
        draft.houses.append(House(other or group.rack, technology, coolant, overrides, draft.pressure))
        record, info = draft.houses[g].resolve(servers if other is None else None)
        if other is not None:
            racks = np.ceil(chips / info["chips"] - 1e-9)
            chips = racks * info["chips"]
        house_notes(draft, group, technology, info, own, coolant, overrides, record, other)
        draft.racks[g] = record
        hall["racks"][g], hall["liquid"][g] = racks * draft.factor, float(facts.liquid)
        hall["chips"][g] = chips * draft.factor
        draft.points.append(point_of(technology, info))
        figures = float(racks), float(chips), info["servers"], bool(info["fixed"]), int(info["servers_most"])
        draft.groups.append(GroupInfo(group.name, group.rack, technology, *figures, info))
        liquid = f", {coolant[0]}{f' {coolant[1]:.3g}' if coolant[1] else ''}" if coolant else ""
        draft.inputs[f"it.{group.name}"] = {
            "value": f"{racks:g} racks of {info['name']}, {info['servers']:g} servers, {chips:g} chips, {technology}"
            + liquid,
            "source": "study",
        }
    hall["groups"] = len(draft.groups)
    if any(group.info["pflops"] for group in draft.groups):  # processors beside accelerators are not compared
        for g, group in enumerate(draft.groups):
            if not group.info["pflops"]:
                group.chips, hall["chips"][g] = 0.0, 0.0


def house_notes(draft, group, technology, info, own, coolant, overrides, record, other):
    """Inputs of a group's technology, and what a reader must know of how it is housed."""
    choice, warnings = draft.spec.choice, draft.warnings
    if other is not None and dissimilar(info, own):
        names = {"chip": info["chip_name"], "other": own["chip_name"]}
        warnings.append(Message("warning.other_chips", group=group.name, **names))
    if not info["warranted"]:
        sold = list(info["sold"])
        warnings.append(Message("warning.not_sold", rack=info["name"], technology=technology, sold=sold))
    if (altitude := above_classes(draft.pressure)) is not None:
        note = Message("warning.class_height", name=info["intake_class"], altitude=altitude, most=CLASS_ALTITUDE)
        warnings += [note] if note not in warnings else []
    if coolant is not None:
        country = country_of(draft.spec.place)
        warnings += [w for w in standing_notes(coolant[0], country) if w not in warnings]
    if coolant is not None and record["boiling"][BOILS] > 0.0:
        warnings += [w for w in boiling_notes(technology, coolant[0], overrides) if w not in warnings]
    written = {}
    if technology == choice.technology:
        known = defaults("technology", technology)
        written = {k: v for k, v in draft.spec.table(technology).items() if k in known and k != "coolant"}
        if choice.coolant is not None:
            written["coolant"] = choice.coolant
    draft.note(technology, defaults("technology", technology), written)


def baths(draft):
    """The liquid's set point where it has none of its own: no liquid at all, or a bath that is open to the air.

    A vented bath boils at the pressure of the site's air: the warmest of the hall's baths is the set point.
    """
    hall, facts = draft.hall, draft.facts
    if not draft.has_liquid:
        hall["supply_liquid"] = IDLE_LIQUID
    elif facts.tank and facts.boils:
        racks = draft.racks[: len(draft.groups)]
        vented = [r for r in racks if r["boiling"][BOILS] > 0.0 and r["bath"] == 0.0]
        if vented:
            warmest = max(float(temperature(r["boiling"], draft.pressure + r["bath_gauge"])) for r in vented)
            hall["supply_liquid"] = warmest
            source = f"vented bath: saturation at the site's mean {draft.pressure / 1000.0:.1f} kPa"
            draft.inputs["supply_liquid"] = {"value": f"{warmest:.1f} degC", "source": source}


def terminals(draft):
    """Terminals of both streams and how their waters meet."""
    layout, hall = draft.layout, draft.hall
    hall["air_mode"], hall["liquid_mode"] = layout.air_mode, layout.liquid_mode
    hall["condensing"] = float(any(r["boiling"][BOILS] > 0.0 for r in draft.racks[: len(draft.groups)]))
    for part in layout.parts:
        if part.kind == "terminal":
            draft.fill(part, draft.spec.table(part.table))
    if layout.liquid_terminal is None:
        for key, item in defaults("terminal", "cdu").items():
            hall[key] = item.si(None)
    given = draft.spec.table("air").get("water_supply")
    if given is not None:
        hall["water_set_air"] = float(given) if isinstance(given, float) else parse(given, "temperature")


def room(draft):
    """Room and sizing rules; the white space is what the racks take."""
    given = dict(draft.spec.choice.room)
    part = Inputs("room", "room", "hall", "hall")
    areas = {key: part.items[key].si(given.get(key)) for key in ("area_per_rack", *AREAS)}
    draft.fill(part, given, areas)
    draft.fill(Inputs("sizing", "site", "sizing", "hall"), dict(draft.spec.place.sizing))
    draft.areas = {key: areas[key] for key in AREAS}
    draft.hall["area"] = areas["area_per_rack"] * sum(g.racks for g in draft.groups) * draft.factor


def customer(draft):
    """The heat customer; a heat pump is as large as the customer's demand where nothing is said."""
    given = draft.spec.choice.reuse or {}
    for key, usual in NO_CUSTOMER.items():
        draft.hall[f"reuse_{key}"] = usual if given.get(key) is None else given.get(key)
    capacity = given.get("capacity")
    draft.hall["reuse_capacity"] = draft.hall["reuse_demand"] if capacity is None else capacity


def standing(draft):
    """The CRAHs of a retrofit."""
    existing = draft.spec.study.economics.existing
    if existing is not None and draft.layout.coils:
        stand(draft.hall, existing)


def plants(draft):
    """Plants of both streams, their loops filled for the site's frost; where none is named, the liquid's is trimmed."""
    layout, streams = draft.layout, {part.table: part for part in draft.layout.parts if part.kind == "plant"}
    for stream, part in streams.items():
        given = {k: v for k, v in draft.spec.table(stream).items() if k in part.items}
        untold = stream == "liquid" and layout.untold and "trim" not in given
        draft.plants[stream] = plant(draft, part, given | ({"trim": DEFAULT_TRIM} if untold else {}))
        if untold:
            source = "no plant is named: it is trimmed where free cooling is short"
            draft.inputs[f"liquid.{part.name}.trim"]["source"] = source


def plant(draft, part, given):
    """The record of one plant; its declaration joins `draft.parts`."""
    from thermo.hardware.plants import resolve

    head, parts = f"{part.table}.{part.name}", plant_named(part.name)
    record = resolve(part.name, {k: v for k, v in given.items() if k != "loop_liquid"})
    draft.note(head, part.items, given)
    filled = fill_loop(parts, record, given.get("loop_liquid", "auto"), draft.spec.weather, draft.warnings)
    if filled is not None:
        draft.inputs[f"{head}.loop"] = filled
    draft.parts.append(parts)
    return record


STEPS = (set_points, chain, house, baths, terminals, room, customer, standing, plants)


def finished(draft):
    """The case of a complete draft."""
    spec, (air, *others) = draft.spec, draft.parts
    liquid = others[0] if others else air  # never called
    case = Case(
        site=spec.site,
        option=spec.option,
        technology=spec.choice.technology,
        hall=as_record(draft.hall),
        racks=draft.racks,
        points=tuple(draft.points + draft.points[:1] * (GROUPS - len(draft.points))),
        plant_air=as_record(draft.plants["air"]),
        plant_liquid=as_record(draft.plants.get("liquid", np.zeros((), PLANT))),
        plants=(air.run, liquid.run),
        sizes=(air.size, liquid.size),
        electrical=draft.electrical,
        weather=spec.weather,
        design_weather=design_rows(spec.weather, draft.hall, draft.pressure),
        utilisation=utilisation_of(spec.study, draft.groups),
        groups=draft.groups,
        inputs=draft.inputs,
        warnings=draft.warnings,
        rebuild_rack=Rehouse(tuple(draft.houses)),
        areas=draft.areas,
    )
    site_figures(case, spec.place, spec.choice, spec.study)
    case.fluid_price = fluid_price(draft.groups, spec.choice)
    return case


def utilisation_of(study, groups):
    """(8760, GROUPS) utilisation."""
    hours = np.ones((8760, GROUPS))
    for g, group in enumerate(study.groups()):
        u = np.asarray(group.utilisation_hours(), float)
        hours[:, g] = np.resize(u, 8760)
    return hours
