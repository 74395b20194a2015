"""`sweep`: a study and axes in, a Dataset out; chunk by chunk, on threads or on a cluster."""

import os
import time
from collections import deque
from dataclasses import asdict
from functools import cache
from hashlib import sha256
from pathlib import Path

import numpy as np

from thermo import __version__
from thermo.cost.terms import currency
from thermo.errors import ThermoError, nearest
from thermo.schema.row import ROW
from thermo.study import Study, read_study
from thermo.sweeping import design as designs
from thermo.sweeping import store as stores
from thermo.sweeping.accuracy import told
from thermo.sweeping.bench import Bench, Plan
from thermo.sweeping.block import Wanted, variables
from thermo.sweeping.cluster import run_on_cluster
from thermo.sweeping.store import file_hash

HOURS = 8760
CASES_EXACT, CASES_TABLE = 1000, 4000  # of a chunk
EXACT_CASES = 500  # sweeps up to this size solve every hour unless told otherwise
IN_MEMORY = 2e9  # bytes of a sweep without an output
AHEAD = 2  # chunks prepared or waiting beside the one that is written


def sweep(
    study,
    axes=None,
    *,
    output=None,
    design=None,
    samples=None,
    seed=None,
    exact=None,
    hourly=(),
    at_load=False,
    costs=False,
    chunk=None,
    threads=None,
    client=None,
    scheduler=None,
    workers=None,
    step=None,
):
    """Run many cases of a study.

    Parameters
    ----------
    study : Study, dict or path of a study file
    axes : dict, optional
        Path to values, for example ``{"it.compute.servers": [2, 4, 8]}``: a list, or a range
        ``{"from": "20 degC", "to": "45 degC", "steps": 6}``. "site" and "option" take names. The study's own
        ``[sweep]`` if left out.
    output : path, optional
        Zarr store. Without one the Dataset is held in memory.
    design : str
        "grid" (a dimension per axis), "zip" or "latin-hypercube" (one dimension `case`).
    samples, seed : int
        Of a Latin hypercube.
    exact : bool, optional
        True: solve every hour, with the bits of `evaluate`. False: look hours up in adaptive tables, whose error is
        measured in random cases and noted. Left out: exact up to 500 cases and with hourly output.
    hourly : names of `thermo.schema.row.ROW_FIELDS`
        Variables to keep by the hour.
    at_load : bool
        Also `pue_at_load` and `mlc`, for four more years per case.
    costs : bool
        Also the cost variables of `evaluate`, each option against the baseline at the same place of the other axes;
        some milliseconds a case.
    chunk : int
        Cases of a chunk.
    threads : int
        Blocks solved at once; all cores if left out.
    client : dask.distributed.Client, scheduler : str, workers : int
        Run chunks on a cluster: a client, a scheduler's address, or a local cluster of that many processes.
    step : callable
        Called as ``step(done, total)`` after each chunk.

    Returns
    -------
    xarray.Dataset

    Raises
    ------
    ThermoError
        With what is wrong with axes, output or cluster; finished chunks of an output stay.
    """
    study = _study(study)
    own, settings = designs.from_study(study)
    axes = own if axes is None else axes
    settings = settings if axes is own or not axes else {}
    given = {"design": design, "samples": samples, "seed": seed}
    settings = settings | {k: v for k, v in given.items() if v is not None}
    if not axes:
        raise ThermoError(
            "sweep: no axis is given; write [sweep] in the study, for example "
            '"it.compute.servers" = { from = 1, to = 10, steps = 10 }'
        )
    axes = {path: designs.as_written(axis) for path, axis in axes.items()}
    made = designs.make(study, axes, options_last=costs, **settings)
    wanted = Wanted(_exact(exact, made, hourly), at_load, _hourly(hourly), _currency(study) if costs else "")
    grid = stores.grid_of(made.shape, max(_chunk(chunk, wanted), made.shape[-1] if costs else 1))
    plan = Plan(study.to_dict(), str(study._folder), axes, settings, wanted, made.shape, grid.chunks)
    attributes = _attributes(study, made, wanted)
    if output is None:
        _fits(made, wanted)
        target = stores.Memory(made, wanted, HOURS, grid)
        _run(plan, target, threads, client, scheduler, workers, step)
        return target.dataset(attributes | _measured(target.notes, wanted))
    target = stores.prepare(output, made, wanted, HOURS, grid, _mark(plan), attributes)
    plan.chunks = target.grid.chunks
    with stores.locked(target.path):
        _run(plan, target, threads, client, scheduler, workers, step)
        return target.dataset(_measured(target.notes, wanted))


def _study(study):
    if isinstance(study, dict):
        return Study(**study)
    return study if isinstance(study, Study) else read_study(study)


def _exact(exact, made, hourly):
    """Whether every hour is solved: as asked; else for hourly output and small sweeps."""
    if exact is False and hourly:
        raise ThermoError("sweep: hourly variables need every hour solved; leave out one of hourly and table")
    return bool(hourly) or made.size <= EXACT_CASES if exact is None else bool(exact)


def _currency(study):
    return currency(study)


def _hourly(names):
    names = tuple(names)
    for name in names:
        if name not in ROW:
            raise ThermoError(f"sweep: '{name}' is no hourly variable. {nearest(name, ROW)}")
    return names


def _chunk(chunk, wanted):
    if chunk is not None:
        if not isinstance(chunk, int) or isinstance(chunk, bool) or chunk < 1:
            raise ThermoError(f"sweep: chunk = {chunk} is not a number of cases; a whole number of 1 or more is needed")
        return chunk
    target = CASES_EXACT if wanted.exact else CASES_TABLE
    return min(target, int(16e6 / (4 * HOURS))) if wanted.hourly else target


def _fits(made, wanted):
    length = {"hour": HOURS, "end_use": 15, "stream": 2, "load": 4}
    each = sum(
        int(np.dtype(dtype).itemsize * np.prod([length[d] for d in dims]))
        for dims, dtype, *_ in variables(wanted).values()
    )
    if made.size * each > IN_MEMORY:
        raise ThermoError(
            f"sweep: {made.size} cases make {made.size * each / 1e9:.1f} GB; give an output (.zarr) to stream to"
        )


def _attributes(study, made, wanted):
    import json

    return {
        "title": f"thermo sweep: {study.name}",
        "study": study.name,
        "study_json": json.dumps(study.to_dict(), ensure_ascii=False),
        "version": __version__,
        "design": made.kind,
        "cases": made.size,
        "method": "every hour solved" if wanted.exact else "hours looked up in adaptive tables",
    }


def _mark(plan):
    """What makes a sweep the same sweep, for resuming."""
    files = {}
    named = [
        *_listed(plan.study.get("site")),
        *_listed(plan.study.get("it", {}).get("group")),
        plan.study.get("it", {}),
    ]
    texts = [item.get(key) for item in named for key in ("weather", "utilization")]
    texts += [v for axis in plan.axes.values() if isinstance(axis, list) for v in axis]
    for text in texts:
        if isinstance(text, str) and (Path(plan.folder) / text).is_file():
            files[text] = file_hash(Path(plan.folder) / text)
    study = {k: v for k, v in plan.study.items() if k != "sweep"}
    mark = {"study": study, "axes": plan.axes, "settings": plan.settings, "output": asdict(plan.wanted)}
    mark["output"]["hourly"] = list(plan.wanted.hourly)
    return mark | {"files": files, "version": __version__, "engine": engine(), "chunks": list(plan.chunks)}


def _listed(value):
    return value if isinstance(value, list) else [value] if isinstance(value, dict) else []


@cache
def engine():
    """Hash of all that decides a number: the package's code and library, without commands and reports."""
    here = Path(__file__).parents[1]
    digest = sha256()
    for path in sorted([*here.rglob("*.py"), *here.rglob("*.toml"), *here.rglob("*.csv")]):
        part = path.relative_to(here)
        if part.parts[0] not in ("reports", "cli", "catalogue.py", "__init__.py", "configs", "validation"):
            digest.update(str(part).encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _measured(notes, wanted):
    """Attributes that only the finished chunks tell: cases that cannot be built, and the tables' error."""
    import json

    unbuilt: dict[str, int] = {}
    for note in notes.values():
        for words, n in note.get("errors", {}).items():
            unbuilt[words] = unbuilt.get(words, 0) + n
    found = {"cannot_be_built": json.dumps(unbuilt, ensure_ascii=False)} if unbuilt else {}
    if not wanted.exact:
        found |= told([note["checked"] for note in notes.values() if note.get("checked")])
    return found


def _run(plan, target, threads, client, scheduler, workers, step):
    todo = list(target.todo())
    total = target.grid.size
    report = step or (lambda done, total: None)
    report(total - len(todo), total)
    if not todo:
        return
    if client is not None or scheduler is not None or workers is not None:
        run_on_cluster(plan, target, todo, client, scheduler, workers, report)
        return
    bench = Bench(plan, threads or os.cpu_count() or 1)
    try:
        waiting: deque = deque()
        done = total - len(todo)
        for k in [*todo, *[None] * AHEAD]:
            if k is not None:
                waiting.append((k, bench.start(k), time.perf_counter()))
            if waiting and (len(waiting) > AHEAD or k is None):
                n, started, begun = waiting.popleft()
                data, note = bench.finish(started)
                target.write(n, data, note | {"seconds": round(time.perf_counter() - begun, 3)})
                done += 1
                report(done, total)
    finally:
        bench.close()
