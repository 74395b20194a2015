"""Work on a pool of threads that tells how far it is and can be cancelled."""

import os
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from itertools import count

from thermo.errors import Cancelled

POLL = 0.1  # s between looks at `cancel` while cases run


def stopper(cancel):
    """A function that raises `Cancelled` when `cancel` says so."""
    asked = getattr(cancel, "is_set", cancel)

    def stop():
        if asked is not None and asked():
            raise Cancelled("evaluation was cancelled.")

    return stop


def finished(function, items, on_progress=None, cancel=None, label=str):
    """Yield (item, its result) as a pool of threads finishes them; the first is done alone, since it may compile.

    `on_progress(done, total, label(item))` is called in the caller's thread. When the caller stops, or `cancel` says
    so, what has not begun is dropped.
    """
    items, stop, done = list(items), stopper(cancel), count(1)

    def told(item, found):
        if on_progress is not None:
            on_progress(next(done), len(items), label(item))
        return item, found

    stop()
    if items:
        yield told(items[0], function(items[0]))
    pool = ThreadPoolExecutor(os.cpu_count() or 1)
    try:
        running = {pool.submit(function, item): item for item in items[1:]}
        while running:
            ready, _ = wait(running, POLL if cancel is not None else None, FIRST_COMPLETED)
            stop()
            for future in ready:
                yield told(running.pop(future), future.result())
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
