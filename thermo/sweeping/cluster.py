"""Chunks on a Dask cluster: the same chunks, the same bits; a lost worker costs only the chunk it was at.

Workers that see the output's folder write their chunks themselves and send back only a note; else they send the columns
and this process writes. Few chunks are under way at once, so that neither the scheduler nor this process holds many.
"""

import os
from contextlib import contextmanager
from pathlib import Path

from thermo.errors import ThermoError
from thermo.sweeping.bench import Bench
from thermo.sweeping.store import Grid, Store

PER_WORKER = 3  # chunks under way for each thread of a worker: one at work, two waiting
RETRIES = 8  # of a chunk whose worker was lost
PATIENCE = "10 s"  # to reach a scheduler

_benches: dict = {}


def run_on_cluster(plan, target, todo, client, scheduler, workers, report):
    """Run the chunks of a plan on a cluster and put them into the target."""
    if sum(x is not None for x in (client, scheduler, workers)) > 1:
        raise ThermoError("sweep: give one of client, scheduler and workers")
    with connected(client, scheduler, workers) as found:
        _run(plan, target, todo, found, report)


@contextmanager
def connected(client, scheduler, workers):
    """A client: the given one, one of a scheduler's address, or one of a local cluster of worker processes."""
    distributed = library()
    if client is not None:
        yield client
        return
    if workers is not None:
        if not isinstance(workers, int) or isinstance(workers, bool) or workers < 1:
            raise ThermoError(f"sweep: workers = {workers} is not a number of processes; 1 or more are needed")
        cluster = distributed.LocalCluster(
            n_workers=workers, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=40
        )
        with cluster, distributed.Client(cluster) as found:
            yield found
        return
    try:
        found = distributed.Client(scheduler, timeout=PATIENCE)
    except (OSError, TimeoutError, ValueError) as error:
        words = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise ThermoError(
            f"scheduler '{scheduler}': no scheduler answers there ({words}); start one with `dask scheduler` and give "
            "its address, for example tcp://10.0.0.1:8786"
        ) from None
    with found:
        yield found


def library():
    """dask.distributed, or a sentence on how to get it."""
    try:
        import distributed
    except ImportError:
        raise ThermoError('a sweep on a cluster needs dask: pip install "thermo-dc[cluster]"') from None
    return distributed


def _run(plan, target, todo, client, report):
    distributed = library()
    slots = sum(info["nthreads"] for info in client.scheduler_info(n_workers=-1)["workers"].values())
    if slots == 0:
        try:
            client.wait_for_workers(1, timeout=PATIENCE)
        except TimeoutError:
            raise ThermoError(
                f"scheduler '{client.scheduler.address}': it has no workers; start some with `dask worker ADDRESS`"
            ) from None
        slots = sum(info["nthreads"] for info in client.scheduler_info(n_workers=-1)["workers"].values())
    path = str(target.path.resolve()) if hasattr(target, "path") else ""
    shared = bool(path) and client.submit(_sees, path, pure=False).result()
    handed = client.scatter(plan, broadcast=False, hash=False)
    total, left = target.grid.size, list(reversed(todo))
    done = total - len(left)

    def submit():
        k = left.pop()
        name = f"thermo-{id(target)}-{k}"
        return client.submit(run_chunk, handed, k, path if shared else None, key=name, retries=RETRIES, pure=False)

    batch = distributed.as_completed([submit() for _ in range(min(len(left), max(1, PER_WORKER * slots)))])
    for future in batch:
        try:
            k, data, note = future.result()
        except distributed.KilledWorker:
            raise ThermoError(
                f"sweep: a chunk lost {RETRIES} workers, most likely for want of memory; what is finished stays. "
                "Give a smaller --chunk, or workers with more memory"
            ) from None
        if data is not None:
            target.write(k, data, note)
        done += 1
        report(done, total)
        future.release()
        if left:
            batch.add(submit())


def _sees(path):
    """True where a worker sees the output's folder."""
    return (Path(path) / ".done").is_dir() and os.access(path, os.W_OK)


def run_chunk(plan, k, path):
    """On a worker: run chunk k; write it where `path` is given. Returns k, its columns unless written, and its note."""
    import time

    begun = time.perf_counter()
    key = repr(plan)
    if key not in _benches:
        _benches.clear()  # one plan at a time
        _benches[key] = Bench(plan, threads=1)
    bench = _benches[key]
    data, note = bench.finish(bench.start(k))
    note = note | {"seconds": round(time.perf_counter() - begun, 3)}
    if path is None:
        return k, data, note
    Store(path, Grid(plan.shape, plan.chunks)).write(k, data, note)
    return k, None, note


__all__ = ["connected", "run_chunk", "run_on_cluster"]
