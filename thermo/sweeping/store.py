"""The Zarr store of a sweep: chunks of cases written whole, a marker each, so that a killed sweep goes on.

A chunk is some forty arrays, and forty writes are not one transaction: the marker `.done/K` is written last, and a
chunk without marker is done again. The store is built as `OUT.new` and renamed, so `OUT` is never half there.
"""

import errno
import json
import os
import shutil
from contextlib import contextmanager, suppress
from hashlib import sha256
from math import prod
from pathlib import Path

import numpy as np

from thermo.errors import ThermoError
from thermo.files import quiet
from thermo.schema.row import END_USES
from thermo.sweeping import integrity
from thermo.sweeping.block import LIMIT_CODES, LIMIT_WORDS, LOADS, STREAMS, WHERE_WORDS, variables
from thermo.units import define_money

MARK = "thermo_sweep"  # root attribute: what the sweep is, as JSON text
DONE, LOCK, NOTE = ".done", ".done/lock", ".done/about"
FULL = (errno.ENOSPC, errno.EDQUOT)
CHUNK_BYTES = 16e6  # of one hourly variable


class Grid:
    """Dimensions cut into chunks; chunk K is a box of cases."""

    def __init__(self, shape, chunks):
        self.shape, self.chunks = tuple(shape), tuple(chunks)
        self.counts = tuple(-(-n // c) for n, c in zip(self.shape, self.chunks, strict=True))
        self.size = prod(self.counts)

    def box(self, k):
        """Slices of chunk k."""
        at = np.unravel_index(k, self.counts) if self.counts else ()
        return tuple(
            slice(int(i) * c, min(int(i + 1) * c, n)) for i, c, n in zip(at, self.chunks, self.shape, strict=True)
        )

    def cases(self, k):
        """Flat numbers of the cases of chunk k, in the order of its box."""
        ranges = [np.arange(s.start, s.stop) for s in self.box(k)]
        if not ranges:
            return np.zeros(1, np.int64)
        return np.ravel_multi_index(np.ix_(*ranges), self.shape).reshape(-1)

    def within(self, k):
        """Shape of chunk k."""
        return tuple(s.stop - s.start for s in self.box(k))


def grid_of(shape, target):
    """Chunks of about `target` cases: whole last dimensions first."""
    chunks, cases = [1] * len(shape), 1
    for d in range(len(shape) - 1, -1, -1):
        chunks[d] = max(1, min(shape[d], target // cases))
        cases *= chunks[d]
        if chunks[d] < shape[d]:
            break
    return Grid(shape, chunks)


def labels(design, hours):
    """Coordinates: name to (dimensions, values, attributes)."""
    found = {}
    for path, axis in design.axes.items():
        values, attributes = coordinate(axis.values)
        found[path] = ((axis.dim,), values, attributes | {"long_name": path})
    if "case" in design.dims and "case" not in found:
        found["case"] = (("case",), np.arange(1, design.dims["case"] + 1), {"units": "1", "long_name": "case"})
    found["end_use"] = (("end_use",), np.array(END_USES), {"long_name": "end use"})
    found["stream"] = (("stream",), np.array(STREAMS), {"long_name": "stream of heat"})
    found["load"] = (("load",), np.array(LOADS), {"units": "1", "long_name": "share of the racks powered"})
    found["hour"] = (("hour",), np.arange(1, hours + 1), {"units": "h", "long_name": "hour of the year"})
    return found


def coordinate(values):
    """Values of an axis as numbers in the unit they were given in, or as text where they are no quantities."""
    if all(isinstance(v, int | float) and not isinstance(v, bool) for v in values):
        return np.array(values), {"units": "1"}
    parts = [str(v).partition(" ") for v in values]
    if len({unit for *_, unit in parts}) == 1 and parts[0][2]:
        try:
            return np.array([float(number) for number, *_ in parts]), {"units": parts[0][2]}
        except ValueError:
            pass
    return np.array([v if isinstance(v, str) else json.dumps(v, ensure_ascii=False) for v in values]), {}


def sizes(design, hours):
    """Length of every dimension a variable can have."""
    return design.dims | {name: len(values) for name, (_, values, _) in labels(design, hours).items() if name in EXTRA}


EXTRA = ("end_use", "stream", "load", "hour")


def attributes_of(name, unit, text):
    """Attributes of a variable; codes carry their word tables."""
    found = {"units": unit, "long_name": text}
    words = {"limit": LIMIT_WORDS, "limit_at": WHERE_WORDS}.get(name)
    if words:
        found |= {"flag_values": list(range(len(words))), "flag_meanings": " ".join(w.replace(" ", "_") for w in words)}
        found["words"] = list(words)
    if name == "limit":
        found["codes"] = list(LIMIT_CODES)
    if name == "limits":
        found |= {"flag_masks": [1 << k for k in range(len(LIMIT_WORDS) - 1)], "words": list(LIMIT_WORDS[1:])}
        found["codes"] = list(LIMIT_CODES[1:])
    return found


class Memory:
    """Arrays of a whole sweep in memory, filled chunk by chunk."""

    def __init__(self, design, wanted, hours, grid):
        self.design, self.wanted, self.hours, self.grid = design, wanted, hours, grid
        length = sizes(design, hours)
        self.arrays = {
            name: np.empty((*design.shape, *(length[d] for d in dims)), dtype)
            for name, (dims, dtype, *_) in variables(wanted).items()
        }
        self.notes = {}

    def todo(self):
        return range(self.grid.size)

    def write(self, k, data, note):
        for name, values in data.items():
            self.arrays[name][self.grid.box(k)] = values.reshape(*self.grid.within(k), *values.shape[1:])
        self.notes[k] = note

    def dataset(self, attributes):
        """The Dataset."""
        import xarray as xr

        data, used = {}, set(self.design.dims)
        for name, (dims, _, unit, text) in variables(self.wanted).items():
            data[name] = ((*self.design.dims, *dims), self.arrays[name], attributes_of(name, unit, text))
            used |= set(dims)
        coords = {n: c for n, c in labels(self.design, self.hours).items() if set(c[0]) <= used}
        return xr.Dataset(data, coords, attributes)


class Store:
    """A sweep's folder on disk."""

    def __init__(self, path, grid):
        self.path, self.grid = Path(path), grid
        self._arrays = None

    def __getstate__(self):
        return {"path": self.path, "grid": self.grid, "_arrays": None}

    @property
    def arrays(self):
        """The zarr arrays by name."""
        if self._arrays is None:
            import zarr

            self._arrays = zarr.open_group(str(self.path), mode="r+")
        return self._arrays

    def done(self):
        """Numbers of finished chunks."""
        return {int(p.name) for p in (self.path / DONE).iterdir() if p.name.isdigit()}

    def todo(self):
        done = self.done()
        return [k for k in range(self.grid.size) if k not in done]

    def write(self, k, data, note):
        """Write a chunk, its marker last.

        Raises
        ------
        ThermoError
            When the disk is full; what was finished before stays.
        """
        with disk(self.path, lambda: f"{len(self.done())} of {self.grid.size} chunks are finished and kept"):
            box, shape = self.grid.box(k), self.grid.within(k)
            for name, values in data.items():
                self.arrays[name][box] = values.reshape(*shape, *values.shape[1:])
            place = np.unravel_index(k, self.grid.counts) if self.grid.counts else ()
            extra = {name: values.ndim - 1 for name, values in data.items()}
            note = note | {"hashes": integrity.hashes(self.path, [int(n) for n in place], extra)}
            marker = self.path / DONE / str(k)
            partial = marker.with_suffix(f".{os.getpid()}")
            partial.write_text(json.dumps(note))
            os.replace(partial, marker)

    def damaged(self):
        """Variables that are not what was written, by finished chunk."""
        found = {k: integrity.damaged(self.path, self.path / DONE / str(k)) for k in sorted(self.done())}
        return {k: names for k, names in found.items() if names}

    def reopen(self):
        """Take the markers from damaged chunks, so that they are computed again; a sentence for each."""
        found = self.damaged()
        for k in found:
            (self.path / DONE / str(k)).unlink()
        return [f"chunk {k} was damaged ({', '.join(names)}) and is computed again" for k, names in found.items()]

    @property
    def notes(self):
        """What finished chunks noted, by number."""
        found = {}
        for k in sorted(self.done()):
            with suppress(ValueError):  # a damaged marker, which `damaged` names
                found[k] = json.loads((self.path / DONE / str(k)).read_text())
        return found

    def dataset(self, attributes):
        """Note the attributes that only the end knows, and open the store."""
        with disk(self.path, lambda: "all chunks are finished and kept"), quiet():
            import zarr

            group = zarr.open_group(str(self.path), mode="r+")
            if any(group.attrs.get(k) != v for k, v in attributes.items()):
                group.attrs.update(attributes)
                zarr.consolidate_metadata(str(self.path))
                integrity.copy(self.path)
        return open_dataset(self.path)


@contextmanager
def disk(path, kept):
    """Turn an error of the disk into a sentence."""
    try:
        yield
    except OSError as error:
        if error.errno in FULL:
            raise ThermoError(
                f"output '{path}': the disk is full; {kept()}. Make room and run the same command again to go on."
            ) from None
        raise ThermoError(f"output '{path}': could not be written ({error.strerror or error}).") from None


def open_dataset(path):
    """A sweep's store as a Dataset, lazily read."""
    import xarray as xr

    with quiet():
        found = xr.open_zarr(str(path))
    if "capex" in found:
        define_money()
    return found


def prepare(path, design, wanted, hours, grid, mark, attributes):
    """The store of a sweep: made anew, or found and proved to be of the same sweep.

    Raises
    ------
    ThermoError
        When something else is there, or the sweep is another one (the difference is named).
    """
    path = Path(path)
    if path.suffix != ".zarr":
        raise ThermoError(f"output '{path}': a sweep is written to a Zarr store; let the name end in .zarr")
    if not path.parent.is_dir():
        raise ThermoError(f"output '{path}': '{path.parent}' is not a folder; create it first")
    if path.exists() or path.is_symlink():
        repairs = integrity.restore(path)
        there = read_mark(path)
        if there is None and (path / NOTE).exists():
            raise integrity.broken(path)
        if there is None:
            raise ThermoError(
                f"output '{path}' exists and is no sweep of thermo; choose another name, or remove it first"
            )
        words = differences(there, mark)
        if words:
            raise ThermoError(
                f"output '{path}' holds another sweep: {'; '.join(words[:3])}. "
                "Choose another name, remove it, or run the study it was begun with"
            )
        store = Store(path, Grid(design.shape, there["chunks"]))
        integrity.tell(path, [*repairs, *store.reopen()])
        return store
    with disk(path, lambda: "nothing was begun"):
        _create(path, design, wanted, hours, grid, mark, attributes)
    return Store(path, grid)


def _create(path, design, wanted, hours, grid, mark, attributes):
    import zarr

    new = path.with_name(path.name + ".new")
    if new.exists():
        if not (new / NOTE).exists() and any(new.iterdir()):
            raise ThermoError(f"output '{new}' is needed while the store is made, and is something else; remove it")
        shutil.rmtree(new)
    new.mkdir()
    (new / DONE).mkdir()
    (new / NOTE).write_text("A sweep of thermo; `thermo info` tells what is in it. A number for each finished chunk.\n")
    length = sizes(design, hours)
    with quiet():
        root = zarr.create_group(str(new), zarr_format=3, attributes={MARK: json.dumps(mark)} | attributes)
        used = set(design.dims)
        for name, (dims, dtype, unit, text) in variables(wanted).items():
            extra = [length[d] for d in dims]
            root.create_array(
                name,
                shape=(*design.shape, *extra),
                chunks=(*grid.chunks, *extra),
                dtype=dtype,
                fill_value=np.nan if dtype[0] == "f" else 0,
                dimension_names=[*design.dims, *dims],
                attributes=attributes_of(name, unit, text),
            )
            used |= set(dims)
        for name, (dims, values, attrs) in labels(design, hours).items():
            if not set(dims) <= used:
                continue
            text = values.dtype.kind in "UO"
            array = root.create_array(
                name, shape=values.shape, chunks=values.shape, dtype=str if text else values.dtype,
                dimension_names=list(dims), attributes=attrs,
            )  # fmt: skip
            array[...] = values.astype(object) if text else values
        zarr.consolidate_metadata(str(new))
    integrity.copy(new)
    os.rename(new, path)


def read_mark(path):
    """What a store's sweep is, or None where it is no sweep."""
    try:
        return json.loads(json.loads((Path(path) / "zarr.json").read_text())["attributes"][MARK])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def differences(there, here, place=""):
    """Sentences on what two descriptions of a sweep do not share."""
    if isinstance(there, dict) and isinstance(here, dict):
        words = []
        for key in dict.fromkeys([*there, *here]):
            name = f"{place}.{key}" if place else str(key)
            if key == "chunks":
                continue
            if key not in here:
                words.append(f"it has {name} = {_told(there[key])}, now absent")
            elif key not in there:
                words.append(f"it lacks {name}, now {_told(here[key])}")
            else:
                words += differences(there[key], here[key], name)
        return words
    if isinstance(there, list) and isinstance(here, list) and len(there) == len(here):
        return [
            w for i, (a, b) in enumerate(zip(there, here, strict=True)) for w in differences(a, b, f"{place}[{i + 1}]")
        ]
    return [] if there == here else [f"it has {place} = {_told(there)}, now {_told(here)}"]


def _told(value):
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 80 else f"{text[:77]}..."


def file_hash(path):
    """Hash of a file that a study points to, or of nothing where there is none."""
    try:
        return sha256(Path(path).read_bytes()).hexdigest()[:16]
    except OSError:
        return "missing"


@contextmanager
def locked(path):
    """Hold a store against a second process that would write it."""
    try:
        import fcntl
    except ImportError:  # no such locks on this system
        yield
        return
    with open(Path(path) / LOCK, "w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise ThermoError(f"output '{path}': another process is writing this sweep") from None
        yield
