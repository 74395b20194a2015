"""Study to cases: Python resolves names into records, once per (site, option); kernels derive the numbers.

A `Spec` is what to build, cheap to copy and change; `build` turns it into a `Case` with records and points.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from thermo import weather
from thermo.case.declared import plant_named, point_of
from thermo.case.standing import stand
from thermo.core.saturation import temperature
from thermo.electrical.chain import loss_component
from thermo.engine import many as many
from thermo.engine.size import design_rows
from thermo.engine.year import call_point
from thermo.errors import LibraryError
from thermo.hardware.electrical import build as build_chain
from thermo.hardware.plants import resolve as plant_record
from thermo.hardware.racks import dissimilar
from thermo.hardware.racks import resolve as rack_record
from thermo.library import boiling, defaults, liquids, load, power_supplies, registry
from thermo.library.boiling import entry, names
from thermo.library.caps import home_share, site_jurisdiction
from thermo.library.liquids import mass_fraction
from thermo.schema.hall import (
    DIRECT_AIR,
    GROUPS,
    HALL,
    NO_LIQUID,
    OWN_LOOP,
    SHARED_PARALLEL,
    SHARED_SERIES,
    TO_ROOM,
    WATER_COIL,
)
from thermo.schema.plant import PLANT
from thermo.schema.points import RACK_OUT, RACK_X, X_P, X_RECIRC, X_TA, X_TL, X_TROOM, X_U, X_VL
from thermo.schema.rack import RACK
from thermo.schema.row import ROW
from thermo.schema.saturation import BOILS
from thermo.study.inputs import DEFAULT_PLANT, DEFAULT_TRIM
from thermo.units import parse
from thermo.vocabulary import AREAS
from thermo.weather import find as find_climate
from thermo.words import Message

IDLE_LIQUID = 30.0  # degC, in the record of a hall without liquid, where nothing reads it
FREEZING_SITE = 0.0  # degC; below this 20-year minimum a loop outdoors holds glycol
GLYCOL = ("propylene-glycol", 0.3)


@dataclass
class Spec:
    """What to build: study, site and option, and changes on top of them."""

    study: Any
    place: Any
    choice: Any
    weather: Any
    changes: dict = field(default_factory=dict)

    @property
    def site(self):
        return self.place.name

    @property
    def option(self):
        return self.choice.name

    @property
    def inputs(self):
        return build(self).inputs


@dataclass
class GroupInfo:
    """One IT group as housed."""

    name: str
    rack: object
    technology: str
    racks: float
    chips: float
    servers: float | None
    fixed: bool
    fit: int
    info: dict


@dataclass
class Case:
    """Records and points of one case; `size` fills what is NaN."""

    site: str
    option: str
    technology: str
    hall: np.ndarray
    racks: np.ndarray
    points: tuple
    plant_air: np.ndarray
    plant_liquid: np.ndarray
    plants: tuple
    sizes: tuple
    electrical: np.ndarray
    weather: object
    design_weather: np.ndarray
    utilisation: np.ndarray
    groups: list
    inputs: dict
    warnings: list
    rebuild_rack: Callable
    areas: dict
    grid_carbon: float | None = None
    grid_water: float | None = None
    jurisdiction: str | None = None
    policy_names: tuple = ()
    climate_zone: str | None = None
    new: bool = True
    year: int = 2026
    feed: float = 0.0
    design_row: np.ndarray | Any = None
    outage_row: np.ndarray | Any = None
    control: str = "default"
    fluid_price: float | None = None

    @property
    def chips_total(self):
        """Chips that are compared: accelerators where the hall has any, else processors."""
        return float(sum(g.chips for g in self.groups))

    @property
    def domestic_share(self):
        """Share of the compared chips' peak compute (of their number where none is published) of Chinese makers."""
        return home_share([(g.racks, g.info) for g in self.groups if g.chips > 0.0])

    @property
    def chip_utilisation(self):
        """Chip-weighted mean utilisation per hour."""
        weighted = sum(self.utilisation[:, g] * group.chips for g, group in enumerate(self.groups))
        return weighted / self.chips_total

    def rack_at(self, group, servers, u):
        """One rack of a group at the set points with another number of servers: (result vector or None, record)."""
        try:
            record = self.racks[group] if servers is None else self.rebuild_rack(group, servers)
        except LibraryError:
            return None, None
        x = np.zeros(RACK_X)
        hall = self.hall
        t_air, t_liquid = hall["supply_air"], hall["supply_liquid"]
        if self.outage_row is not None:  # what the site's plants reach at design, where that is warmer
            t_air = max(t_air, self.outage_row[ROW["t_air_supply"]])
            t_liquid = np.fmax(t_liquid, self.outage_row[ROW["t_liquid_supply"]])
        x[X_U], x[X_TA], x[X_TL], x[X_P] = u, t_air, t_liquid, hall["pressure"]
        x[X_RECIRC], x[X_TROOM] = hall["recirculation"], t_air
        x[X_VL] = record["flow_per_watt"] * record["nameplate"] * hall["liquid"][group]
        out = np.zeros(RACK_OUT)
        call_point(self.points[group], record, x, out)
        return out, record

    def electrical_loss_component(self):
        """ELC of ASHRAE 90.4 at design."""
        return float(loss_component(self.electrical))

    @property
    def tanks(self):
        """(GROUPS,) 1 for groups whose racks are tanks filled with coolant."""
        found = np.zeros(GROUPS)
        for g, group in enumerate(self.groups):
            found[g] = float(registry.technology(group.technology).tank)
        return found

    def geometry(self):
        """Rack count, power, mass, floor load, fluid and area, of a sized case."""
        found = np.zeros((1, many.GEOMETRY))
        names = ("hall", "plant_air", "plant_liquid", "electrical")
        hall, air, liquid, electrical = (np.array([getattr(self, n)]).view(np.recarray) for n in names)
        racks = np.asarray(self.racks).reshape(1, -1).view(np.recarray)
        areas = np.array([[self.areas[name] for name in AREAS]])
        many.geometry(
            hall, racks, np.zeros(1, np.int64), self.points, air, liquid, electrical, self.design_row[None],
            self.outage_row[None], self.tanks[None], areas, found,
        )  # fmt: skip
        figures = {name: float(value) for name, value in many.geometry_figures(found[0]).items()}
        return figures | {"racks": float(sum(g.racks for g in self.groups))}

    def plant_area(self):
        """Floor and yard of terminals, plants and electrical rooms [m2], from what was sized."""
        return self.geometry()["area"] - float(self.hall["area"])


def cases_of(study, known=None):
    """A Spec for every site and option of a study, weather read once per site; `known` weather by site's name."""
    specs = []
    for place in study.sites():
        weather = (known or {}).get(place.name) or weather_of(place)
        specs += [Spec(study, place, choice, weather) for choice in study.option]
    return specs


def weather_of(place):
    """The weather of a site: its file, or the built-in year of its climate."""
    if place.weather is not None:
        return weather.read(place.weather, altitude=place.altitude, humidity=place.humidity)
    return weather.builtin(place.climate)


def inputs_of(kind, name, given, record, source):
    """Fill a record's fields from the defaults of one section and what is given; note both in `source`."""
    for key, item in defaults(kind, name).items():
        value = given.get(key)
        record[key] = item.si(value)
        shown = item.default if value is None else value
        source[f"{name}.{key}"] = {"value": shown, "source": "study" if value is not None else item.source}


def build(spec, factor=1.0):
    """Resolve a Spec into records; `factor` scales the number of racks (for what fits under a feed)."""
    study, place, choice, weather = spec.study, spec.place, spec.choice, spec.weather
    technology, facts = choice.technology, registry.technology(choice.technology)
    inputs, warnings = {}, [] if place.weather is None else list(weather.notes)
    air = dict(choice.air) | {k[4:]: v for k, v in spec.changes.items() if k.startswith("air.")}
    liquid = dict(choice.liquid) | {k[7:]: v for k, v in spec.changes.items() if k.startswith("liquid.")}
    pressure = float(weather.p.mean())

    hall = np.zeros((), HALL)
    for name in HALL.names or ():
        if hall.dtype[name].shape == ():
            hall[name] = np.nan
    hall["pressure"], hall["room_lag"] = pressure, 0.0
    t_liquid, t_air = facts.set_points(choice.technology_inputs(technology))
    hall["supply_air"] = t_air if choice.supply_air is None else choice.supply_air
    hall["supply_liquid"] = t_liquid if choice.supply_liquid is None else choice.supply_liquid
    inputs["supply_air"] = said(choice.supply_air, t_air, "degC", "technology's usual set point")
    if facts.liquid:
        inputs["supply_liquid"] = said(choice.supply_liquid, t_liquid, "degC", "technology's usual set point")

    # --- racks
    racks = np.zeros(GROUPS, RACK).view(np.recarray)
    electrical, supply = electrical_record(choice, inputs)
    groups, points, builders = housed(spec, pressure, racks, hall, factor, supply, inputs, warnings)
    hall["groups"] = len(groups)
    has_liquid = any(hall["liquid"][: len(groups)] > 0.0)
    if not has_liquid:
        hall["supply_liquid"] = IDLE_LIQUID
    if facts.tank and facts.boils and has_liquid:
        vented_bath(racks[: len(groups)], hall, inputs)

    # --- terminals, room, sizing rules
    plant_name = air.pop("plant", DEFAULT_PLANT["air"])
    direct = registry.plant(plant_name).room_air
    terminal = air.pop("terminal", "crah")
    inputs_of("terminal", "crah" if direct or terminal == "crac" else terminal, air, hall, inputs)
    room = {key: item.si(dict(choice.room).get(key)) for key, item in defaults("room", "hall").items()}
    inputs_of("room", "hall", dict(choice.room), Ignore(hall, ("area_per_rack", *AREAS)), inputs)
    inputs_of("site", "sizing", dict(place.sizing), hall, inputs)
    hall["area"] = room["area_per_rack"] * sum(g.racks for g in groups) * factor
    hall["air_mode"] = DIRECT_AIR if direct else WATER_COIL
    mode, liquid_plant = NO_LIQUID, None
    if has_liquid:
        liquid_plant = liquid.pop("plant", None)
        loop = liquid.pop("loop", None)
        connection = liquid.pop("connection", "parallel")
        liquid_terminal = liquid.pop("terminal", terminal_default(choice))
        if liquid_terminal == "cdu-air":
            mode = TO_ROOM
        elif loop == "air" or liquid_plant == "shared":
            mode = SHARED_SERIES if connection == "series" else SHARED_PARALLEL
        else:
            mode = OWN_LOOP
        inputs_of("terminal", liquid_terminal, liquid, hall, inputs)
    else:
        inputs_of("terminal", "cdu", {}, hall, {})
    hall["liquid_mode"] = mode
    hall["condensing"] = float(any(racks[g]["boiling"][BOILS] > 0.0 for g in range(len(groups))))
    hall["reuse_demand"] = 0.0
    hall["reuse_temperature"], hall["reuse_approach"], hall["reuse_lift_efficiency"] = 60.0, 3.0, 0.5
    reuse = choice.reuse or {}
    hall["reuse_minimum"] = 0.3
    for key in ("demand", "temperature", "approach", "lift_efficiency", "capacity", "minimum"):
        if reuse.get(key) is not None:
            hall[f"reuse_{key}"] = reuse[key]
    if np.isnan(hall["reuse_capacity"]):  # sized for the customer
        hall["reuse_capacity"] = hall["reuse_demand"]
    for key, to in (("water_supply", "water_set_air"),):
        if air.get(key) is not None:
            hall[to] = given_number(air[key], "temperature")

    if study.economics.existing is not None and not direct and terminal == "crah":
        stand(hall, study.economics.existing)

    # --- plants
    cold = weather.design.extreme_db_min < FREEZING_SITE

    def plant(name, given, stream):
        sections = defaults("plant", name)
        own = {k: v for k, v in given.items() if k in sections}
        record = plant_record(name, {k: v for k, v in own.items() if k != "loop_liquid"})
        for key, item in sections.items():
            inputs[f"{stream}.{name}.{key}"] = {
                "value": "sized" if item.default is None and key not in own else own.get(key, item.default),
                "source": "study" if key in own else item.source,
            }
        filled = fill_loop(plant_named(name), record, own.get("loop_liquid", "auto"), cold)
        if filled is not None:
            inputs[f"{stream}.{name}.loop"] = filled
        return record

    plant_air = plant(plant_name, air, "air")
    parts = plant_named(plant_name)
    plants, sizes = [parts.run], [parts.size]
    if mode == OWN_LOOP:
        name = liquid_plant or DEFAULT_PLANT["liquid"]
        untold = liquid_plant is None and "trim" not in liquid
        plant_liquid = plant(name, liquid | {"trim": DEFAULT_TRIM} if untold else liquid, "liquid")
        if untold:
            inputs[f"liquid.{name}.trim"]["source"] = "no plant is named: it is trimmed where free cooling is short"
        parts = plant_named(name)
    else:
        plant_liquid = np.zeros((), PLANT)
    plants.append(parts.run)
    sizes.append(parts.size)

    case = Case(
        site=place.name,
        option=choice.name,
        technology=technology,
        hall=as_record(hall),
        racks=racks,
        points=tuple(points),
        plant_air=as_record(plant_air),
        plant_liquid=as_record(plant_liquid),
        plants=tuple(plants),
        sizes=tuple(sizes),
        electrical=electrical,
        weather=weather,
        design_weather=design_rows(weather, hall, pressure),
        utilisation=utilisation_of(study, groups),
        groups=groups,
        inputs=inputs,
        warnings=warnings,
        rebuild_rack=lambda g, n: builders[g](n),
        areas={name: room[name] for name in AREAS},
    )
    site_figures(case, place, choice, study)
    case.fluid_price = fluid_price(groups, choice)
    return case


def fill_loop(plant, record, chosen, cold):
    """Fill a plant's loop with what the study chose, else glycol in frost outdoors, else water; what and why, or None.

    Parameters
    ----------
    plant : thermo.plant.declaration.Plant
    record : PLANT record, its `loop` is written
    chosen : name of a liquid, or "auto"
    cold : whether the site's 20-year minimum is below `FREEZING_SITE`
    """
    if not plant.has_loop(record):
        return None
    (fluid, fraction), why = ("water", None), "no frost at the site"
    if chosen != "auto":
        (fluid, fraction), why = liquid_of(chosen), "study"
    elif not plant.stands_outdoors(record):
        why = "no coil of the loop stands outdoors"
    elif cold:
        (fluid, fraction), why = GLYCOL, "frost at the site"
    record["loop"] = liquids.coefficients(fluid, fraction)
    return {"value": f"{fluid} {fraction or ''}".strip(), "source": why}


def terminal_default(choice):
    """What takes heat from an option's coolant where the study names nothing."""
    return registry.technology(choice.technology).liquid_terminal(choice.technology_inputs(choice.technology))


def fluid_price(groups, choice):
    """Price of the boiling fluid [USD/kg] in the library, or None."""
    for group in groups:
        if registry.technology(group.technology).liquid:
            name = coolant_of(choice, group.technology)[0]
            if name in names() and "price" in entry(name):
                return float(entry(name).get("price"))
    return None


def vented_bath(racks, hall, inputs):
    """A vented bath boils at the pressure of the site's air: the warmest of the hall's baths is the set point."""
    baths = [r for r in racks if r["boiling"][BOILS] > 0.0 and r["bath"] == 0.0]
    if baths:
        warmest = max(float(temperature(r["boiling"], hall["pressure"] + r["bath_gauge"])) for r in baths)
        hall["supply_liquid"] = warmest
        inputs["supply_liquid"] = {
            "value": f"{warmest:.1f} degC",
            "source": f"vented bath: saturation at the site's mean {float(hall['pressure']) / 1000.0:.1f} kPa",
        }


def as_record(scalar):
    """A zero-dimensional structured array as np.record, which compiled and plain Python read alike."""
    return np.asarray(scalar).reshape(1).view(np.recarray)[0]


class Ignore:
    """A record that leaves some names aside."""

    def __init__(self, record, names):
        self.record, self.names = record, names

    def __setitem__(self, key, value):
        if key not in self.names:
            self.record[key] = value


def said(given, default, unit, source):
    """An input as the result prints it."""
    value = default if given is None else given
    return {"value": f"{value:g} {unit}", "source": "study" if given is not None else source}


def given_number(value, quantity):
    """A float in engine units from text, quantity or float."""
    return float(value) if isinstance(value, float) else parse(value, quantity)


def coolant_of(choice, technology):
    """Name and mass fraction of the coolant: the study's, or the technology's default."""
    name, facts, given = choice.coolant, registry.technology(technology), choice.technology_inputs(technology)
    if name is None:
        key = facts.evaporating.coolant if facts.evaporates(given) else "coolant"
        name = given.get(key, defaults("technology", technology)[key].default)
    return liquid_of(name)


def liquid_of(name):
    """(library key, mass fraction) of a liquid's name; "PG25" is 25 % propylene glycol by volume."""
    text = str(name).strip()
    upper = text.upper().replace(" ", "")
    for short, key in (("PG", "propylene-glycol"), ("EG", "ethylene-glycol")):
        if upper.startswith(short) and upper[2:].isdigit():
            share = float(upper[2:]) / 100.0
            return key, mass_fraction(share, 998.2, 1036.0 if short == "PG" else 1113.0)
    known = {n.lower(): n for n in (*liquids.names(), *boiling.names())}
    slug = text.lower().replace(" ", "-")
    return known.get(slug, text), None


def housed(spec, pressure, racks, hall, factor, supply, inputs, warnings):
    """Resolve every IT group as this option houses it; fills racks and the hall's group columns."""
    study, choice = spec.study, spec.choice
    groups, points, builders = [], [], []
    for g, group in enumerate(study.groups()):
        technology = "air" if group.cooling == "air" else choice.technology
        rehoused = choice.rack.get(group.name)
        overrides = supply | dict(choice.overrides(technology))
        for name, value in spec.changes.items():
            if name.startswith("technology."):
                overrides[name[11:]] = value
            elif name.startswith(f"rack.{group.name}."):
                overrides[name[6 + len(group.name) :]] = value
        if choice.inlet_class is not None:
            overrides["intake_class"] = choice.inlet_class
        facts = registry.technology(technology)
        coolant = coolant_of(choice, technology) if facts.liquid else None
        servers = spec.changes.get(f"servers.{group.name}", group.servers)
        _, own = rack_record(group.rack, "air", servers=servers, overrides={}, pressure=pressure)
        count = group.racks
        if count is None:
            count = np.ceil(group.power / own["nameplate"] - 1e-9)
        chips = count * own["chips"]

        def again(n, rack=rehoused or group.rack, technology=technology, coolant=coolant, overrides=overrides):
            found = rack_record(rack, technology, servers=n, coolant=coolant, overrides=overrides, pressure=pressure)
            return as_record(found[0])

        record, info = rack_record(
            rehoused or group.rack,
            technology,
            servers=servers if rehoused is None else None,
            coolant=coolant,
            overrides=overrides,
            pressure=pressure,
        )
        if rehoused is not None:
            if dissimilar(info, own):
                names = {"chip": info["chip_name"], "other": own["chip_name"]}
                warnings.append(Message("warning.other_chips", group=group.name, **names))
            count = np.ceil(chips / info["chips"] - 1e-9)
            chips = count * info["chips"]
        if not info["warranted"]:
            sold = list(info["sold"])
            warnings.append(Message("warning.not_sold", rack=info["name"], technology=technology, sold=sold))
        if coolant is not None and record["boiling"][BOILS] > 0.0:
            warnings += [w for w in boiling_notes(technology, coolant[0], overrides) if w not in warnings]
        written = dict(choice.technology_inputs(technology)) if technology == choice.technology else {}
        if technology == choice.technology and choice.coolant is not None:
            written["coolant"] = choice.coolant
        for key, item in defaults("technology", technology).items():
            shown = "sized" if item.default is None else item.default
            inputs[f"{technology}.{key}"] = {
                "value": written.get(key, shown), "source": "study" if key in written else item.source
            }  # fmt: skip
        racks[g] = record
        hall["racks"][g], hall["liquid"][g], hall["chips"][g] = count * factor, float(facts.liquid), chips * factor
        points.append(point_of(technology, info))
        builders.append(again)
        groups.append(
            GroupInfo(
                group.name,
                group.rack,
                technology,
                float(count),
                float(chips),
                info["servers"],
                bool(info["fixed"]),
                int(info["servers_most"]),
                info,
            )
        )
        inputs[f"it.{group.name}"] = {
            "value": f"{count:g} racks of {info['name']}, {info['servers']:g} servers, {chips:g} chips, {technology}"
            + (f", {coolant[0]}{f' {coolant[1]:.3g}' if coolant[1] else ''}" if coolant else ""),
            "source": "study",
        }
    if any(group.info["pflops"] for group in groups):  # processors beside accelerators are not what is compared
        for g, group in enumerate(groups):
            if not group.info["pflops"]:
                group.chips, hall["chips"][g] = 0.0, 0.0
    while len(points) < GROUPS:
        points.append(points[0])
    return groups, points, builders


def boiling_notes(technology, fluid, given):
    """What a reader must know of a boiling fluid and of the correlations in force whose constants are unconfirmed."""
    entry = boiling.entry(fluid)
    notes = []
    if entry.get("legacy"):
        about = {"fluid": entry.name, "legal": entry.get("legal"), "gwp": entry.get("gwp")}
        notes.append(Message("warning.legacy_fluid", **about))
    rough = [n for n in boiling.PLACES if entry.value(n).grade == "M"]
    if rough:
        values = [n.removeprefix("log_").replace("_", " ") for n in rough]
        notes.append(Message("warning.unconfirmed_fluid", fluid=entry.name, values=values))
    for key, item in defaults("technology", technology).items():
        if item.quantity == "choice" and item.grade == "M":
            place = given.get(key, item.default)
            chosen = place if isinstance(place, str) else item.choices[int(place)]
            notes.append(Message("warning.assumption", key=key, chosen=chosen, source=item.source))
    loose = [
        f"{key} {item.default}"
        for key, item in defaults("technology", technology).items()
        if item.note == "unconfirmed" and key not in given
    ]
    if loose:
        notes.append(Message("warning.unconfirmed_inputs", values=loose))
    return notes


DC_SYSTEMS = ("hvdc", "mains-hvdc", "panama", "800vdc")


def electrical_record(choice, inputs):
    """The electrical chain of an option, and the rack's supply where a DC system takes the rectifier out of it."""
    given = dict(choice.electrical)
    record, supply = build_chain(given)
    for key, item in defaults("electrical").items():
        inputs[f"electrical.{key}"] = {
            "value": given.get(key, "sized" if item.default is None else item.default),
            "source": "study" if key in given else item.source,
        }
    if given.get("system") not in DC_SYSTEMS:
        return record, {}
    inputs["electrical.rack_supply"] = {"value": supply, "source": "goes with the DC system (power_supplies.toml)"}
    return record, dict(zip(("psu_a", "psu_b", "psu_c"), power_supplies.coefficients(supply), strict=True))


def utilisation_of(study, groups):
    """(8760, GROUPS) utilisation."""
    hours = np.ones((8760, GROUPS))
    for g, group in enumerate(study.groups()):
        u = np.asarray(group.utilisation_hours(), float)
        hours[:, g] = np.resize(u, 8760)
    return hours


def site_figures(case, place, choice, study):
    """Grid, jurisdiction, year and feed of the site."""
    site = None
    if place.climate is not None:
        site = find_climate(place.climate)
    region = site.grid_region if site is not None else None
    case.grid_carbon, case.grid_water, notes = grid_figures(region, place)
    for name, value in notes.items():
        case.inputs[name] = value
    case.jurisdiction = place.jurisdiction
    if case.jurisdiction is None and site is not None and not place.policies:
        case.jurisdiction = site_jurisdiction(site.key, site.country, site.region)
    case.policy_names = tuple(place.policies or ())
    case.climate_zone = site.zone or None if site is not None else None
    case.new = place.new
    case.year = place.year
    case.control = choice.control
    case.feed = place.utility_feed or 0.0
    sizing = ("extreme_db_max", "cooling_wb_04")
    marked = [value for value in case.weather.design.marked if value.startswith(sizing)]
    case.warnings.extend(Message("warning.design_value", what=value) for value in marked)
    if case.weather.repairs:
        what = [f"{n} {w}" for w, n in case.weather.repairs.items()]
        case.warnings.append(Message("warning.weather_repaired", what=what))


def grid_figures(region, place):
    """Carbon [kg/J] and water [m3/J] of the grid: the study's, else the region's or its parent's."""
    entries, found, notes = load("grid"), {}, {}
    for name, quantity, given in (
        ("carbon", "carbon_intensity", place.grid_carbon),
        ("water_intensity", "water_intensity", place.grid_water),
    ):
        if given is not None:
            found[name] = given
            notes[f"site.grid_{name}"] = {"value": f"{given * 3.6e6:.4g} per kWh", "source": "study"}
            continue
        code = region
        while code and code in entries and name not in entries[code]:
            code = entries[code].get("parent")
        if code and code in entries:
            value = entries[code].value(name)
            found[name] = entries[code].si(name, quantity)
            notes[f"site.grid_{name}"] = {
                "value": value.text,
                "source": f"{entries[code].name}: {value.source} ({value.year})",
            }
    return found.get("carbon"), found.get("water_intensity"), notes


def with_input(spec, name, value):
    """A Spec with one input changed, for example "air.approach" to "4 K"."""
    return replace(spec, changes=spec.changes | {name: value})


def worth_inputs(spec):
    """(name, low, high) of every numeric input of the case's plants and terminals that has bounds."""
    choice = spec.choice
    sections = [
        ("air", "plant", dict(choice.air).get("plant", DEFAULT_PLANT["air"])),
        ("air", "terminal", dict(choice.air).get("terminal", "crah")),
    ]
    if registry.technology(choice.technology).liquid:
        sections.append(("liquid", "terminal", dict(choice.liquid).get("terminal", terminal_default(choice))))
        if dict(choice.liquid).get("loop") is None:
            sections.append(("liquid", "plant", dict(choice.liquid).get("plant", DEFAULT_PLANT["liquid"])))
    for stream, kind, name in sections:
        if kind == "terminal" and name == "crac":
            continue
        for key, item in defaults(kind, name).items():
            if item.low is not None and item.high is not None and item.default is not None:
                yield f"{stream}.{key}", item.low, item.high
