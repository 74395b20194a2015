"""Axes to dimensions: a grid (a dimension per axis), a zip or a Latin hypercube (one dimension `case`).

Sites and options of the study are axes of their own, `site` and `option`; giving one of them as an axis picks names.
"""

import zlib
from dataclasses import dataclass
from math import prod

import numpy as np

from thermo.errors import ThermoError
from thermo.study import axes as paths
from thermo.study.retrofit import expand
from thermo.study.values import plain

LARGEST = 10**8  # cases of one sweep
SITE_PATHS = ("site.climate", "site.weather")


@dataclass(frozen=True)
class Axis:
    """One axis: its path, its values as a study would hold them, and the dimension it runs along."""

    path: str
    values: tuple
    dim: str


@dataclass
class Design:
    """Axes by path, and dimensions (name to size) in the order of the result."""

    axes: dict
    dims: dict
    kind: str

    @property
    def shape(self):
        return tuple(self.dims.values())

    @property
    def size(self):
        return prod(self.shape)

    def places(self, cases):
        """Place of each case (flat number) along every axis: dict path to (n,) int64."""
        along = dict(zip(self.dims, np.unravel_index(cases, self.shape), strict=True))
        return {path: along[axis.dim] for path, axis in self.axes.items()}


def as_written(value):
    """An axis or value as a study file would hold it: text, numbers, lists and tables."""
    if hasattr(value, "magnitude") and hasattr(value.magnitude, "tolist") and np.ndim(value.magnitude) > 0:
        return [f"{v} {value.units:~}".strip() for v in value.magnitude.tolist()]
    return plain(value)


def from_study(study):
    """(axes, settings) of a study's [sweep] table."""
    given = dict(study.sweep)
    return {k: v for k, v in given.items() if k not in paths.SETTINGS}, {
        k: given[k] for k in paths.SETTINGS if k in given
    }


def option_names(study):
    """Names of the options that are compared: in a retrofit with "do nothing" among them."""
    return [o.name for o in expand(study).option]


def make(study, axes, design="grid", samples=None, seed=0, options_last=False):
    """The design of a sweep.

    Parameters
    ----------
    study : Study
    axes : dict
        Path to a list of values or a range `{from, to, steps}`; "site" and "option" take names.
    design : str
        One of `thermo.study.axes.DESIGNS`.
    samples, seed : int
        Of a Latin hypercube.
    options_last : bool
        Options as the last dimension, so that a chunk holds all of them (costs are told against a baseline).

    Raises
    ------
    ThermoError
        With every problem of the axes.
    """
    for key, value in (("design", design), ("samples", samples), ("seed", seed)):
        words = None if value is None else paths.setting_problem(key, value)
        if words:
            raise ThermoError(f"sweep: {key} {words}")
    axes = {path: as_written(axis) for path, axis in axes.items()}
    problems = list(_problems(study, axes, design))
    if problems:
        raise ThermoError("\n".join(f"sweep: {text}" for text in problems))
    names = {"site": [s.name for s in study.sites()], "option": option_names(study)}
    swept_site = next((p for p in SITE_PATHS if p in axes), None)
    found = {}
    if design == "latin-hypercube":
        if samples is None:
            raise ThermoError("sweep: a Latin hypercube needs samples = a whole number of 2 or more")
        values = {path: _sampled(path, axis, samples, int(seed)) for path, axis in axes.items()}
    else:
        values = {path: _values(path, axis) for path, axis in axes.items()}
    lengths = {path: len(v) for path, v in values.items()}
    if design == "zip" and len(set(lengths.values())) > 1:
        told = ", ".join(f"{path} has {n}" for path, n in lengths.items())
        raise ThermoError(f"sweep: zipped axes need the same number of values; {told}")
    for head in ("site", "option"):
        if head not in values and not (head == "site" and (swept_site or len(names["site"]) == 1)):
            found[head] = Axis(head, tuple(names[head]), head)
    for path, v in values.items():
        found[path] = Axis(path, tuple(v), path if design == "grid" else "case")
    order = sorted(found, key=lambda p: (p not in ("site", *SITE_PATHS), (p != "option") ^ options_last))
    found = {path: found[path] for path in order}
    dims: dict[str, int] = {}
    for axis in found.values():
        dims.setdefault(axis.dim, len(axis.values))
    made = Design(found, dims, design)
    if made.size > LARGEST:
        raise ThermoError(_too_many(made))
    return made


def _too_many(made):
    product = " × ".join(f"{n} {name}" for name, n in made.dims.items())
    years = made.size * 1e-3 / 3600.0 / 8760.0
    return (
        f"sweep: {product} = {made.size:.3g} cases. By table (1 ms each) that is {years:.2g} core-years and "
        f"{made.size * 250 / 1e12:.2g} TB; at most {LARGEST:.0e} cases are run at once. Take fewer steps, or "
        'design = "latin-hypercube" with samples = 10000'
    )


def _values(path, axis):
    try:
        return paths.values(axis)
    except ThermoError as error:
        raise ThermoError(f"sweep: {path} {error}") from None


def _sampled(path, axis, samples, seed):
    """Values of one axis of a Latin hypercube: each stratum once, in an order of its own."""
    random = np.random.RandomState((seed + zlib.crc32(path.encode())) % 2**32)
    share = (random.permutation(samples) + random.random_sample(samples)) / samples
    if isinstance(axis, dict) and "steps" not in axis and {"from", "to"} <= set(axis):
        ends = _values(path, axis | {"steps": 2})
        first, unit = paths._split(ends[0])
        last = paths._in_unit(ends[1], unit)
        drawn = first + (last - first) * share
        return [f"{v:.12g} {unit}" if unit else float(f"{v:.12g}") for v in drawn]
    listed = _values(path, axis)
    return [listed[int(i)] for i in np.minimum(share * len(listed), len(listed) - 1)]


def _problems(study, axes, design):
    """A phrase for each axis that cannot be."""
    data = study._data
    seen: dict[tuple, str] = {}
    for path, axis in axes.items():
        if path in ("site", "option"):
            known = [s.name for s in study.sites()] if path == "site" else option_names(study)
            if words := paths.names_problem(path, axis, known):
                yield f"{path} {words}"
                continue
            if design == "grid" and len({str(v) for v in axis}) < len(axis):
                yield f"{path} names one {path} twice"
            continue
        try:
            places = paths.targets(data, path)
            if isinstance(axis, list) or not (design == "latin-hypercube" and "steps" not in axis):
                paths.values(axis)
        except ThermoError as error:
            yield f"{path} {error}"
            continue
        for place in (tuple(p) for p in places):
            other = next((o for known, o in seen.items() if known[: len(place)] == place[: len(known)]), None)
            if other is not None:
                yield f"{path} and {other} collide: both set {'.'.join(str(s) for s in place)}; keep one of them"
                break
        seen |= {tuple(p): path for p in places}
    if "site" in axes and (other := next((p for p in SITE_PATHS if p in axes), None)):
        yield f"site and {other} collide: both choose the place; keep one of them"
