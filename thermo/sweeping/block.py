"""One chunk of cases: records, sizes, years, and the columns that a user reads."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from thermo.engine.distinct import distinct_rows
from thermo.engine.lookup import index_of, shares_of, table_cases
from thermo.engine.many import GEOMETRY, geometry, run_cases
from thermo.engine.size import size_cases
from thermo.engine.totals import TOTALS, Y, months
from thermo.results.metrics import STREAM_FIELDS, SUMMARY_FIELDS, at_load, figures
from thermo.schema.field import table
from thermo.schema.hall import GROUPS
from thermo.schema.limits import CODES, LIMITS, STATES
from thermo.schema.row import END_USES, HOUR_RESULT, ROW, ROW_FIELDS, ROW_SIZE
from thermo.sweeping import costs
from thermo.sweeping.accuracy import errors
from thermo.sweeping.costs import variables as cost_variables
from thermo.units import convert
from thermo.vocabulary import LOADS, MODES, STREAMS
from thermo.words import say

CHECKED, CASES_PER_CHECK = 3, 1000  # cases of a block that are also solved exactly: at least, one in
ON_REQUEST = ("mlc", "pue_at_load")  # four more years per case
ALONE = ("rack_power_max", "it_power_available")  # roots, which `evaluate` and `frontier` look for
SIZED = ("hall", "plant_air", "plant_liquid", "electrical")
SUMMARY = [n for n in SUMMARY_FIELDS if n not in (*ALONE, "mlc")]

# limit numbers: 0 none, then the registry in its order (margins, states, the feed), and what cannot be built
LIMIT_CODES = ("none", *CODES, "unbuilt")
LIMIT_WORDS = tuple(say(f"limit_name.{code}") for code in LIMIT_CODES)
FEED, UNBUILT = len(LIMIT_CODES) - 2, len(LIMIT_CODES) - 1
WHERE_WORDS = ("nowhere", "design hour", "year")


@dataclass(frozen=True)
class Wanted:
    """What a sweep writes beside the summary, and how it computes."""

    exact: bool = True
    at_load: bool = False
    hourly: tuple = ()
    costs: str = ""  # currency of the cost variables, where they are wanted


@dataclass
class Block:
    """Columns of one chunk: variable to array (cases first), and what was measured on the way."""

    data: dict = field(default_factory=dict)
    errors: dict = field(default_factory=dict)  # words of cases that cannot be built, and how many
    checked: list = field(default_factory=list)  # table against exact, see accuracy.py


def variables(wanted):
    """name: (further dimensions, dtype, unit, long name) of everything a sweep writes."""
    found: dict[str, tuple] = {name: ((), "f8", *SUMMARY_FIELDS[name]) for name in SUMMARY}
    if wanted.at_load:
        found["mlc"] = ((), "f8", *SUMMARY_FIELDS["mlc"])
        found["pue_at_load"] = (("load",), "f8", "1", "annual PUE by IT load")
    found["energy"] = (("end_use",), "f8", "kWh", "annual energy by end use")
    for name, (unit, text) in STREAM_FIELDS.items():
        found[name] = (("stream",), "f8", unit, text)
    found["feasible"] = ((), "i1", "1", "1 where every limit holds")
    found["limit"] = ((), "i1", "1", "code of the first limit exceeded, 0 where all hold")
    found["limit_at"] = ((), "i1", "1", "where it is exceeded first")
    found["limits"] = ((), "i4", "1", "all limits exceeded: bit k - 1 is limit code k")
    shown = {name: (unit or "1", text) for name, _, unit, text in ROW_FIELDS}
    if wanted.costs:
        found |= {name: ((), "f8", *about) for name, about in cost_variables(wanted.costs).items()}
    for name in wanted.hourly:
        found[f"hourly_{name}"] = (("hour",), "f4", *shown[name])
    return found


def pieces(tables, size, sorts=None):
    """Distinct cases as index arrays of one kind (and one of `sorts`) each, at most `size` long."""
    found = []
    sorts = np.zeros(len(tables.kind_of), np.int64) if sorts is None else sorts
    for kind in range(len(tables.kinds)):
        for sort in np.unique(sorts):
            here = np.flatnonzero((tables.kind_of == kind) & (sorts == sort))
            found += [(kind, here[a : a + size]) for a in range(0, len(here), size)]
    return found


class Running:
    """Arrays of a block while its pieces are solved."""

    def __init__(self, tables, wanted):
        n = len(tables.kind_of)
        self.tables, self.wanted = tables, wanted
        self.picked = np.array([ROW[name] for name in wanted.hourly], np.int64)
        self.hours = tables.weather.shape[1] if tables.cases else 8760
        self.totals = np.full((n, TOTALS), np.nan)
        self.design, self.outage = np.full((n, ROW_SIZE), np.nan), np.full((n, ROW_SIZE), np.nan)
        self.geometry = np.full(n, np.nan, GEOMETRY)
        self.kept = np.full((n, self.hours, len(self.picked)), np.nan, np.float32)
        self.at_load = np.full((n, len(LOADS), TOTALS), np.nan) if wanted.at_load else None
        self.months = months(self.hours)
        self.truth: dict[int, np.ndarray] = {}
        self.resolver: Any = None
        self.numbers: Any = None
        self.drawn = np.zeros(0, np.int64)
        self.sized = {name: tables.cases[name].copy() for name in SIZED} if wanted.costs and tables.cases else {}
        self.index = None if wanted.exact or not tables.cases else Index(tables)

    def _check(self, index, halls, shared, profiles, kept):
        """Solve every hour of the cases that were drawn to measure the tables' error."""
        for n in np.flatnonzero(np.isin(index, self.drawn)):
            part, exact = slice(n, n + 1), np.zeros((1, TOTALS))
            racks, rack_of, points, airs, liquids, plants, electricals, weather, weather_of = shared
            levels, first, patterns, pattern_of, profile_of, optimal, month, weights = profiles
            run_cases(
                halls[part], racks, rack_of[part], points, airs[part], liquids[part], plants, electricals[part],
                weather, weather_of[part], levels, first, patterns, pattern_of, profile_of[part], optimal[part], month,
                weights, exact, self.picked, kept[part],
            )  # fmt: skip
            self.truth[int(index[n])] = exact[0]

    def solve(self, kind, index):
        """Size and run the cases of one piece; releases the interpreter, so pieces run in threads."""
        t = self.tables
        points, plants, sizes = t.kinds[kind]
        halls, airs, liquids, electricals, extra = (
            t.cases[name][index].view(np.recarray)
            for name in ("hall", "plant_air", "plant_liquid", "electrical", "extra")
        )
        rack_of, weather_of = t.rack_of[index], t.weather_of[index]
        design, outage = np.zeros(len(index), HOUR_RESULT), np.zeros(len(index), HOUR_RESULT)
        size_cases(
            halls, t.racks, rack_of, points, airs, liquids, plants, sizes, electricals, t.design, index, design, outage
        )
        found = np.zeros(len(index), GEOMETRY)
        geometry(
            halls, t.racks, rack_of, points, airs, liquids, electricals, design, outage,
            np.ascontiguousarray(extra["tanks"]), np.ascontiguousarray(extra["areas"]), found,
        )  # fmt: skip
        self.design[index], self.outage[index], self.geometry[index] = table(design), table(outage), found
        for name, sized in zip(SIZED, (halls, airs, liquids, electricals), strict=True):
            if self.sized:
                self.sized[name][index] = sized
        totals, kept = np.zeros((len(index), TOTALS)), self.kept[index]
        shared = (t.racks, rack_of, points, airs, liquids, plants, electricals, t.weather, weather_of)
        optimal = np.ascontiguousarray(extra["optimal"])
        weights = np.zeros((0, len(t.weather), self.hours))
        profiles = (t.levels, t.first, t.patterns, t.pattern_of, t.profile_of[index], optimal, self.months, weights)
        if self.index is None or not self.index.usable(index):
            run_cases(halls, *shared, *profiles, totals, self.picked, kept)
        else:
            table_cases(halls, *shared, *profiles, totals, *self.index.arguments(index), np.zeros(len(index)))
            self._check(index, halls, shared, profiles, kept)
        self.totals[index], self.kept[index] = totals, kept
        if self.at_load is not None:
            full = np.ones((1, GROUPS)), np.array([0, 1]), np.zeros((1, self.hours), np.int64), np.zeros(1, np.int64)
            for k, load in enumerate(LOADS):
                part = halls.copy()
                part["racks"] *= load
                part["chips"] *= load
                run_cases(
                    part, *shared, *full, np.zeros(len(index), np.int64), optimal, self.months, weights, totals,
                    self.picked[:0], kept[:, :, :0],
                )  # fmt: skip
                self.at_load[index, k] = totals


class Index:
    """Where hours lie among the boxes of the tables, for every (site, pattern of hours) of a block."""

    def __init__(self, tables):
        t = tables
        pairs, inverse, _ = distinct_rows(np.stack([t.weather_of, t.profile_of], 1))
        found: dict[tuple, int] = {}
        made: list[dict] = []
        ends, of_pair = np.zeros((len(t.pattern_of), 2), np.int64), []
        shares: dict[int, tuple | None] = {}
        for site, profile in pairs:
            if profile not in shares:
                shares[profile] = shares_of(t.levels[t.first[profile] : t.first[profile + 1]])
            along_line = shares[profile]
            if along_line is None:
                of_pair.append(-1)
                continue
            share, low, high = along_line
            ends[profile] = t.first[profile] + low, t.first[profile] + high
            along = None if len(share) == 1 else share[t.patterns[t.pattern_of[profile]]]
            key = (int(site), b"" if along is None else along.tobytes())
            if key not in found:
                found[key] = len(made)
                made.append(index_of(t.weather[site], along))
            of_pair.append(found[key])
        self.of_case = np.array(of_pair, np.int64)[inverse]
        self.ends = ends
        self.made = made
        self.stacked: dict[int, tuple] = {}
        self.kind = np.array([m["counts"].shape[1] for m in made], np.int64)  # arrays of one shape are stacked

    def kinds_of(self):
        """What must not be mixed in a piece: cases without tables (0), and each shape of the tables."""
        return np.where(self.of_case >= 0, self.kind[self.of_case] if len(self.kind) else 0, 0)

    def usable(self, index):
        """True when every case of a piece has a place in the tables, all of one kind (constant or varying load)."""
        places = self.of_case[index]
        return bool((places >= 0).all()) and len(set(self.kind[places].tolist())) == 1

    def arguments(self, index):
        """The arrays of a piece, as `table_cases` takes them."""
        kind = int(self.kind[self.of_case[index[0]]])
        if kind not in self.stacked:
            here = np.flatnonzero(self.kind == kind)
            place = np.full(len(self.kind), -1)
            place[here] = np.arange(len(here))
            names = ("x", "y", "z", "order", "starts", "counts", "frame")
            self.stacked[kind] = (place, [np.stack([self.made[i][n] for i in here]) for n in names])
        place, arrays = self.stacked[kind]
        return (*arrays, place[self.of_case[index]], self.ends)


def solve(resolver, cases, wanted, pool=None, piece=4):
    """Columns of cases (flat numbers of the design) as a `Block`."""
    return finish(start(resolver, cases, wanted, pool, piece))


def start(resolver, cases, wanted, pool=None, piece=4, seed=0):
    """Prepare a block and hand its pieces to a pool; `finish` waits for them."""
    tables = resolver.tables(cases)
    running = Running(tables, wanted)
    running.resolver, running.numbers = resolver, cases
    if running.index is not None:
        built = np.flatnonzero(tables.kind_of >= 0)
        wish = min(len(built), max(CHECKED, len(built) // CASES_PER_CHECK))
        running.drawn = np.random.RandomState(seed).choice(built, wish, replace=False)
        piece *= 8
    todo = pieces(tables, piece, None if running.index is None else running.index.kinds_of())
    if pool is None:
        for kind, index in todo:
            running.solve(kind, index)
        return running, []
    return running, [pool.submit(running.solve, kind, index) for kind, index in todo]


def finish(started):
    """Wait for a block's pieces and put its columns together."""
    running, futures = started
    for future in futures:
        future.result()
    t = running.tables
    data = columns(running) if t.cases else _empty(running)
    place = t.place
    block = Block({name: values[place] for name, values in data.items()})
    if running.truth:
        block.checked = errors(running, data)
    if running.wanted.costs:
        block.data |= costs.columns(running.resolver, running, running.numbers, data)
    for i in place:
        if t.errors[i]:
            block.errors[t.errors[i]] = block.errors.get(t.errors[i], 0) + 1
    return block


def _empty(running):
    """Columns of a block in which no case can be built."""
    n = len(running.tables.kind_of)
    sizes = {"end_use": len(END_USES), "stream": len(STREAMS), "load": len(LOADS), "hour": running.hours}
    data = {}
    for name, (dims, dtype, *_) in variables(running.wanted).items():
        data[name] = np.full((n, *(sizes[d] for d in dims)), np.nan if dtype[0] == "f" else 0, dtype)
    data["limit"][:] = UNBUILT
    return data


def columns(running):
    """Everything a sweep writes, from totals, design hours and geometry; one array over the distinct cases each."""
    t, totals, extra = running.tables, running.totals, running.tables.cases["extra"]
    summary, energy = figures(totals, extra, running.design, running.geometry, t.racks_number)
    built = t.kind_of >= 0
    data = {name: np.where(built, summary[name], np.nan) for name in SUMMARY}
    if running.at_load is not None:
        data["pue_at_load"], data["mlc"] = at_load(running.at_load, extra["chips"])
    data["energy"] = np.where(built[:, None], np.stack([energy[use] for use in END_USES], 1), np.nan)
    for k, name in enumerate(MODES):
        hours = np.stack([totals[:, getattr(Y, f"{name}_{stream}")] for stream in STREAMS], 1)
        exists = np.stack([_exists(totals, stream) for stream in STREAMS], 1)
        data[list(STREAM_FIELDS)[k]] = np.where(built[:, None] & exists, hours, np.nan)
    data |= limits(running.outage, totals, extra["feed"], built)
    for k, name in enumerate(running.wanted.hourly):
        engine, shown = next((e, s) for n, e, s, _ in ROW_FIELDS if n == name)
        values = running.kept[:, :, k]
        if engine and shown != engine:
            values = values * np.float32(convert(1.0, engine, shown))
        data[f"hourly_{name}"] = values
    return data


def _exists(totals, stream):
    """True where a stream was counted in any mode."""
    return sum(totals[:, getattr(Y, f"{mode}_{stream}")] for mode in MODES) > 0.0


def limits(outage, totals, feed, built):
    """Feasibility, first limit and set of limits of cases, as `thermo.results.limits` says them in words."""
    n = len(outage)
    at_design, in_year = np.zeros((n, UNBUILT + 1), bool), np.zeros((n, UNBUILT + 1), bool)
    for k, limit in enumerate(LIMITS, 1):
        value = outage[:, ROW[limit.field]]
        at_design[:, k] = ~(value >= limit.least) & (value == value)
        in_year[:, k] = totals[:, getattr(Y, f"exceeded_{limit.field}")] > 0.0
    flags = np.nan_to_num(outage[:, ROW["flags"]]).astype(np.int64)
    for k, state in enumerate(STATES, 1 + len(LIMITS)):
        at_design[:, k] = (flags & state.bit) != 0
        in_year[:, k] = totals[:, getattr(Y, f"status_{state.code}")] > 0.0
    in_year[:, FEED] = (feed > 0.0) & (totals[:, Y.max_apparent] > feed)
    at_design &= built[:, None]
    in_year[:, UNBUILT] = ~built
    both = np.concatenate([at_design, in_year], 1)
    first = both.argmax(axis=1)
    bad = both.any(axis=1)
    bits = (at_design | in_year)[:, 1:] @ (1 << np.arange(UNBUILT, dtype=np.int64))
    return {
        "feasible": (~bad).astype("i1"),
        "limit": np.where(bad, first % (UNBUILT + 1), 0).astype("i1"),
        "limit_at": np.where(bad & built, 1 + first // (UNBUILT + 1), 0).astype("i1"),
        "limits": bits.astype("i4"),
    }


def threads(number):
    """A pool of that many threads, or None for one."""
    return ThreadPoolExecutor(number) if number > 1 else None


__all__ = ["Block", "Wanted", "finish", "solve", "start", "threads", "variables"]
