"""Cases as tables of records: names are resolved once, numbers are written as columns.

An axis is one of four kinds, found by building cases at a few of its values and comparing their records:

- *base*: racks, plants, liquids or design weather follow from it; each of its values is resolved once per site, option
  and value of the other base axes.
- *column*: exactly the given number stands in fields of the records; it is written into the column of its cases.
- *profile*: only the utilisation follows from it.
- *inert*: the engine does not see it (prices, rates); cases are solved once and repeated along it.

A few random cases are built whole and compared byte by byte; were one to differ, all axes would be base.
"""

from collections import OrderedDict
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha1
from typing import Any

import numpy as np

from thermo.case.build import build, utilisation_of
from thermo.case.spec import Spec, weather_of
from thermo.engine.distinct import distinct_rows
from thermo.errors import ThermoError
from thermo.schema.electrical import ELECTRICAL
from thermo.schema.hall import GROUPS, HALL
from thermo.schema.plant import PLANT
from thermo.schema.rack import RACK
from thermo.study.retrofit import expand
from thermo.units import QUANTITIES, parse
from thermo.vocabulary import AREAS

KEPT = 4096  # base records held at once
STUDIES = 512  # studies with axes at given places
PROBES = 3  # values at which an axis is tried
CHECKED = 6  # random cases that are built whole

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
        self.joint = False
        self.bases: OrderedDict[tuple, Base] = OrderedDict()
        self.studies: OrderedDict[tuple, Any] = OrderedDict()
        self.weathers: dict[tuple, object] = {}
        self.hours: dict[bytes, np.ndarray] = {}
        self.profiles: dict[tuple, tuple] = {}
        self.kind = dict.fromkeys(self.paths, "base")
        self.fields: dict[tuple[str, int], list] = {}  # (path, option) -> [(record, field, group)]
        self.quantity: dict[str, str] = {}
        self.groups_set: dict[str, list[int]] = {}
        self._probe_all()
        if not self._verified():
            self.kind = {p: "inert" if k == "inert" else "base" for p, k in self.kind.items()}
            self.fields.clear()
            self.bases.clear()
            if not self._verified():
                self.joint = True
                self.bases.clear()

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

    def _probe_all(self):
        for path in self.paths:
            self.kind[path] = self._probe(path)

    def _probe(self, path):
        n = len(self.values[path])
        head = path.partition(".")[0]
        if head == "economics":
            return "inert"
        if path in ("site.climate", "site.weather"):
            return "base"
        tried = sorted({0, n - 1, n // 2, *_extremes(self.values[path])})
        kinds = set()
        sites = range(len(self.site_names))
        for option in range(len(self.option_names)):
            for site in sites if head == "site" else [0]:
                for end in (0, -1):  # of the other axes
                    others = {p: end % len(self.values[p]) for p in self.paths if p != path and self.kind[p] == "base"}
                    built = [self.base(site, option, others | {path: i}) for i in tried]
                    kinds.add(self._compared(path, option, tried, built))
        if "base" in kinds:
            return "base"
        if "profile" in kinds:
            return "profile" if kinds <= {"profile", "inert"} else "base"
        return "column" if "column" in kinds else "inert"

    def _compared(self, path, option, tried, built):
        """Kind of an axis in one option, from cases built at some of its places; notes the fields it sets."""
        if any(b.error for b in built):
            return "base"
        a = built[0]
        if any(
            b.points != a.points or b.plants != a.plants or b.sizes != a.sizes or b.weather is not a.weather
            or b.design.tobytes() != a.design.tobytes() or b.info["racks"] != a.info["racks"]
            for b in built
        ):  # fmt: skip
            return "base"
        found = []
        for name, dtype in (*RECORDS.items(), ("racks", RACK)):
            tables = [b.racks if name == "racks" else b.records[name] for b in built]
            for column in dtype.names or ():
                parts = [t[column] for t in tables]
                if all(p.tobytes() == parts[0].tobytes() for p in parts):
                    continue
                if parts[0].ndim > 1:
                    return "base"
                for g in range(len(parts[0])):
                    if any(p[g].tobytes() != parts[0][g].tobytes() for p in parts):
                        found.append((name, column, g, [float(p[g]) for p in parts]))
        moved = any(b.utilisation.tobytes() != a.utilisation.tobytes() for b in built)
        if moved:
            return "base" if found else "profile"
        if not found:
            return "inert" if len(tried) == 1 or _countable(self.values[path]) else "base"
        quantity = self._quantity(path, tried, found[0][3])
        if quantity is None or any(values != found[0][3] for *_, values in found):
            return "base"
        if self.quantity.setdefault(path, quantity) != quantity:
            return "base"
        fields = [(name, column, g) for name, column, g, _ in found]
        return "column" if self.fields.setdefault((path, option), fields) == fields else "base"

    def _quantity(self, path, tried, numbers):
        """The quantity in which the axis's values are exactly these numbers, or None."""
        for quantity in QUANTITIES:
            try:
                if [parse(self.values[path][i], quantity) for i in tried] == numbers:
                    return quantity
            except ThermoError:
                continue
        return None

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

    # --- proof

    def _verified(self):
        """True when a few random cases, built whole, have the bytes that the tables give."""
        random = np.random.RandomState(0)
        cases = np.unique(random.randint(0, self.design.size, CHECKED) if self.design.size > 1 else np.zeros(1, int))
        made = self.tables(cases)
        places = self.design.places(cases)
        for n in range(len(cases)):
            i = made.place[n]
            changes = {p: self.values[p][places[p][n]] for p in self.paths}
            study = expand(self.study.vary(changes))
            site, option = int(made.parts["site"][i]), int(made.parts["option"][i])
            place = study.sites()[site]
            weather = self.weathers[place.climate, place.weather, place.altitude]
            whole = resolve(Spec(study, place, study.option[option], weather))
            if whole.error or made.errors[i]:
                if bool(whole.error) != bool(made.errors[i]):
                    return False
                continue
            pairs = [(whole.records[name], made.cases[name][i : i + 1]) for name in RECORDS]
            pairs.append((whole.racks, made.racks[made.rack_of[i]]))
            profile = made.profile_of[i]
            levels = made.levels[made.first[profile] : made.first[profile + 1]]
            pairs.append((whole.utilisation, levels[made.patterns[made.pattern_of[profile]]]))
            pairs.append((whole.design[0], made.design[i]))
            if any(np.asarray(a).tobytes() != np.asarray(b).tobytes() for a, b in pairs):
                return False
        return True


def _countable(values):
    """True when an axis is made of numbers and quantities, so that its ends speak for what lies between."""
    return all(isinstance(v, int | float) or (isinstance(v, str) and v[:1] in "+-.0123456789") for v in values)


def _extremes(values):
    """Places of the smallest and largest of numbers or of texts that start with one and share a unit."""
    try:
        numbers = [float(str(v).partition(" ")[0]) for v in values]
    except ValueError:
        return []
    return [int(np.argmin(numbers)), int(np.argmax(numbers))]


__all__ = ["Base", "Resolver", "Tables", "resolve"]
