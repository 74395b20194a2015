"""Cases as tables of records: names are resolved once, numbers are written as columns.

What an axis does to the records is declared by its input (`thermo.case.effects`): a *column* is written into the column
of its cases, each value of a *base* axis is resolved once per site, option and value of the other base axes, a
*profile* changes the utilisation alone, and along an *inert* axis cases are solved once and repeated.
"""

from collections import OrderedDict
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha1
from typing import Any

import numpy as np

from thermo.case.build import build, utilisation_of
from thermo.case.effects import EXISTING, INERT, effect
from thermo.case.spec import Spec, weather_of
from thermo.engine.distinct import distinct_rows
from thermo.errors import ThermoError
from thermo.schema.electrical import ELECTRICAL
from thermo.schema.hall import GROUPS, HALL
from thermo.schema.plant import PLANT
from thermo.study.axes import targets
from thermo.study.retrofit import expand
from thermo.units import parse
from thermo.vocabulary import AREAS

KEPT = 4096  # base records held at once
STUDIES = 512  # studies with axes at given places

EXTRA = np.dtype(
    [(n, "f8") for n in "chips grid_carbon grid_water feed pflops optimal fluid_price".split()]
    + [("tanks", "f8", (GROUPS,)), ("areas", "f8", (len(AREAS),))]
)
RECORDS = {"hall": HALL, "plant_air": PLANT, "plant_liquid": PLANT, "electrical": ELECTRICAL, "extra": EXTRA}


@dataclass
class Base:
    """One resolved (site, option, IT): records, and what they point to."""

    records: dict = field(default_factory=dict)
    racks: Any = None
    design: Any = None
    utilisation: Any = None
    weather: Any = None
    points: tuple = ()
    plants: tuple = ()
    sizes: tuple = ()
    info: dict = field(default_factory=dict)
    error: str = ""


def resolve(spec):
    """A Spec's `Base`; what cannot be built says why."""
    try:
        case = build(spec)
    except ThermoError as error:
        return Base(error=str(error))
    extra = np.zeros((), EXTRA)
    for name, value in case.standing.items():
        extra[name] = value
    extra["tanks"], extra["areas"] = case.tanks, [case.areas[name] for name in AREAS]
    racks = np.array(case.racks)
    return Base(
        records={
            name: np.array(extra if name == "extra" else getattr(case, name), dtype).reshape(1)
            for name, dtype in RECORDS.items()
        },
        racks=racks,
        design=case.design_weather,
        utilisation=case.utilisation,
        weather=case.weather,
        points=case.points,
        plants=case.plants,
        sizes=case.sizes,
        info={"racks": case.racks_total, "hours": sha1(case.utilisation.tobytes()).digest()},
    )


@dataclass
class Tables:
    """Distinct cases of a block, as the kernels take them, and where each case of the block finds its own."""

    place: np.ndarray  # (block,) distinct case of each case
    parts: dict  # path -> (n,) place along the axis
    bases: list
    base_of: np.ndarray
    errors: list  # (n,) text; why a case cannot be built
    kind_of: np.ndarray  # (n,) place in kinds; -1 where a case cannot be built
    kinds: list = field(default_factory=list)  # (points, plants, sizes)
    cases: dict = field(default_factory=dict)  # record name -> (n,) records
    racks: Any = None
    rack_of: Any = None
    weather: Any = None
    weather_of: Any = None
    design: Any = None
    levels: Any = None
    first: Any = None
    patterns: Any = None
    pattern_of: Any = None
    profile_of: Any = None
    racks_number: Any = None


class Resolver:
    """Cases of a design as records."""

    def __init__(self, study, design):
        self.design = design
        self.paths = [p for p in design.axes if p not in ("site", "option")]
        self.values = {p: design.axes[p].values for p in design.axes}
        first = {p: self.values[p][0] for p in self.paths}
        self.study = study.vary(first)
        expanded = expand(self.study)
        self.option_names = [o.name for o in expanded.option]
        self.site_names = [s.name for s in expanded.sites()]
        self.joint = any(p.split(".")[:2] in [["economics", key] for key in EXISTING] for p in self.paths)
        self.bases: OrderedDict[tuple, Base] = OrderedDict()
        self.studies: OrderedDict[tuple, Any] = OrderedDict()
        self.weathers: dict[tuple, object] = {}
        self.hours: dict[bytes, np.ndarray] = {}
        self.profiles: dict[tuple, tuple] = {}
        self.kind: dict[str, str] = {}
        self.fields: dict[tuple[str, int], tuple] = {}  # (path, option) -> [(record, field, group)]
        self.quantity: dict[str, str] = {}
        self.kind = {path: self._look_up(path) for path in self.paths}

    # --- studies and base records by the places of their axes

    def _study(self, changes):
        """The study with axes at given places."""
        key = tuple(sorted(changes.items()))
        if key not in self.studies:
            made = {p: self.values[p][i] for p, i in changes.items()}
            self.studies[key] = expand(self.study.vary(made) if made else self.study)
            if len(self.studies) > STUDIES:
                self.studies.popitem(last=False)
        return self.studies[key]

    def _of(self, head, places):
        """Places of the axes of one table of the study."""
        return {p: i for p, i in places.items() if self.joint or p.partition(".")[0] == head}

    def at_economics(self, places):
        """The study with its economic axes at given places."""
        return self._study(self._of("economics", places))

    def spec(self, site, option, places):
        """The Spec at a site and option (numbers) and places along axes."""
        it, here, chosen = (self._study(self._of(head, places)) for head in ("it", "site", "option"))
        place = here.sites()[site]
        key = (place.climate, place.weather, place.altitude)
        if key not in self.weathers:
            self.weathers[key] = weather_of(place)
        return Spec(it, place, chosen.option[option], self.weathers[key])

    def base(self, site, option, places):
        """The `Base` at a site, an option and places along axes; remembered."""
        key = (site, option, *sorted(places.items()))
        if key in self.bases:
            self.bases.move_to_end(key)
            return self.bases[key]
        made = resolve(self.spec(site, option, places))
        if not made.error:  # a year of utilisation is large, and few differ
            made.utilisation = self.hours.setdefault(made.info["hours"], made.utilisation)
        self.bases[key] = made
        if len(self.bases) > KEPT:
            self.bases.popitem(last=False)
        return made

    # --- kinds of axes

    def _look_up(self, path):
        """Kind of an axis, and the fields it sets in each option, from what its inputs declare."""
        places = targets(self.study._data, path)
        head, effects = path.partition(".")[0], {}
        if head == "option":
            own = {self.study.option[steps[1]].name: steps for steps in places}
            for o, name in enumerate(self.option_names):
                effects[o] = effect(self.spec(0, o, {}), own[name]) if name in own else INERT
        else:
            everywhere = head != "site" or len(places) == len(self.site_names)
            effects = {o: effect(self.spec(0, o, {}), places[0]) for o in range(len(self.option_names))}
            if not everywhere and any(e.kind == "column" for e in effects.values()):
                return "base"
        kinds = {e.kind for e in effects.values()} - {"inert"}
        quantities = {e.quantity for e in effects.values() if e.kind == "column"}
        if not kinds:
            return "inert"
        if len(kinds) > 1 or len(quantities) > 1:
            return "base"
        kind = kinds.pop()
        if kind == "column":
            quantity = quantities.pop()
            try:
                numbers = [parse(value, quantity) for value in self.values[path]]
            except ThermoError:  # a word such as "sized"
                return "base"
            for extreme in {int(np.argmin(numbers)), int(np.argmax(numbers))}:  # bounds are asked of the study
                self.study.vary({path: self.values[path][extreme]})
            self.quantity[path] = quantity
            self.fields |= {(path, o): e.fields for o, e in effects.items() if e.kind == "column"}
        return kind

    @cached_property
    def numbers(self):
        """Engine numbers of every value of each column axis."""
        return {
            p: np.array([parse(v, self.quantity[p]) for v in self.values[p]])
            for p in self.paths
            if self.kind[p] == "column"
        }

    # --- one block of cases

    def tables(self, cases):
        """The records of cases (flat numbers of the design), each distinct one once."""
        places = self.design.places(np.asarray(cases))
        n = len(cases)
        zero = np.zeros(n, np.int64)
        site = self._named(places, "site", self.site_names, zero)
        option = self._named(places, "option", self.option_names, zero)
        base_paths = [p for p in self.paths if self.kind[p] == "base"]
        other = [p for p in self.paths if self.kind[p] in ("profile", "column")]
        columns = [site, option, *(places[p] for p in base_paths)]
        for p in other:
            live = np.array([self.kind[p] == "profile" or (p, o) in self.fields for o in range(len(self.option_names))])
            columns.append(np.where(live[option], places[p], 0))
        distinct, inverse, _ = distinct_rows(np.stack(columns, 1))
        keys, base_of, _ = distinct_rows(distinct[:, : 2 + len(base_paths)])
        bases = [self.base(int(k[0]), int(k[1]), dict(zip(base_paths, map(int, k[2:]), strict=True))) for k in keys]
        good = [i for i, b in enumerate(bases) if not b.error]
        stand_in: Any = bases[good[0]] if good else None
        usable = [stand_in if b.error else b for b in bases]
        parts = {p: distinct[:, 2 + k] for k, p in enumerate([*base_paths, *other])}
        parts |= {"site": distinct[:, 0], "option": distinct[:, 1]}
        errors = [bases[b].error for b in base_of]
        made = Tables(inverse, parts, bases, base_of, errors, np.full(len(distinct), -1))
        if stand_in is None:
            return made
        for name in RECORDS:
            made.cases[name] = np.concatenate([b.records[name] for b in usable])[base_of].view(np.recarray)
        self._columns(made, distinct, base_paths, other)
        sites = {id(b.weather): b.weather for b in usable}
        order = list(sites)
        made.weather = np.stack([np.array(w.rows) for w in sites.values()])
        made.weather_of = np.array([order.index(id(b.weather)) for b in usable])[base_of]
        made.design = np.concatenate([b.design for b in usable])[base_of]
        made.racks_number = np.array([b.info["racks"] for b in usable])[base_of]
        self._profiles(made, usable, distinct, [*base_paths, *other])
        kinds = {(b.points, b.plants, b.sizes): None for b in usable}
        made.kinds = list(kinds)
        kind = np.array(
            [
                -1 if b.error else made.kinds.index((u.points, u.plants, u.sizes))
                for b, u in zip(bases, usable, strict=True)
            ]
        )
        made.kind_of = kind[base_of]
        return made

    def _named(self, places, path, names, zero):
        """Number of each case's site or option."""
        if path not in places:
            return zero
        return np.array([names.index(v) for v in self.values[path]])[places[path]]

    def _columns(self, made, distinct, base_paths, other):
        """Write column axes into the records, and racks into a table of distinct rows."""
        option, rack_key = distinct[:, 1], [made.base_of]
        racks = np.stack([(b if not b.error else next(x for x in made.bases if not x.error)).racks for b in made.bases])
        writes = []
        for k, p in enumerate(other):
            if self.kind[p] != "column":
                continue
            at = distinct[:, 2 + len(base_paths) + k]
            value = self.numbers[p][at]
            on_rack = False
            for o in range(len(self.option_names)):
                for name, column, g in self.fields.get((p, o), ()):
                    mask = option == o
                    if name == "racks":
                        writes.append((mask, column, g, value))
                        on_rack = True
                    else:
                        made.cases[name][column][mask] = value[mask]
            if on_rack:
                rack_key.append(at)
        key, rack_of, index = distinct_rows(np.stack(rack_key, 1))
        made.racks = racks[key[:, 0]]
        for mask, column, g, value in writes:
            chosen = mask[index]
            made.racks[column][chosen, g] = value[index][chosen]
        made.racks, made.rack_of = made.racks.view(np.recarray), rack_of

    def _profiles(self, made, usable, distinct, names):
        """Utilisation of the distinct cases: levels, and the pattern of hours that each follows."""
        paths = [p for p in names if self.kind[p] == "profile"]
        at = [2 + names.index(p) for p in paths]
        keys, made.profile_of, _ = distinct_rows(np.concatenate([made.base_of[:, None], distinct[:, at]], 1))
        levels, first, pattern_of = [], [0], []
        patterns: dict[bytes, int] = {}
        for key in keys:
            u = self._hours(usable[key[0]], dict(zip(paths, map(int, key[1:]), strict=True)))
            found, pattern = u
            levels.append(found)
            first.append(first[-1] + len(found))
            pattern_of.append(patterns.setdefault(pattern.tobytes(), len(patterns)))
        made.levels, made.first = np.concatenate(levels), np.array(first)
        made.patterns = np.stack([np.frombuffer(p, np.int64) for p in patterns])
        made.pattern_of = np.array(pattern_of)

    def _hours(self, base, places):
        """(levels, pattern) of a base's utilisation, with profile axes at given places."""
        key = (base.info["hours"], *sorted(places.items()))
        if key not in self.profiles:
            u = base.utilisation
            if places:
                study = self._study(places)
                u = utilisation_of(study, study.groups())
            self.profiles[key] = distinct_rows(u)[:2]
            if len(self.profiles) > STUDIES:
                self.profiles.pop(next(iter(self.profiles)))
        return self.profiles[key]


__all__ = ["Base", "Resolver", "Tables", "resolve"]
