"""A plan of a sweep, and one process's means to run its chunks."""

from dataclasses import dataclass

from thermo.study import Study
from thermo.sweeping import block
from thermo.sweeping import design as designs
from thermo.sweeping.records import Resolver
from thermo.sweeping.store import Grid


@dataclass
class Plan:
    """Everything a worker needs to run any chunk; plain data, cheap to send."""

    study: dict
    folder: str
    axes: dict
    settings: dict
    wanted: object
    shape: tuple
    chunks: tuple


class Bench:
    """One process's means to run chunks of a plan: the study, its resolver and a pool."""

    def __init__(self, plan, threads):
        study = Study.from_dict(plan.study, plan.study.get("name", "study"), plan.folder)
        made = designs.make(study, plan.axes, options_last=bool(plan.wanted.costs), **plan.settings)
        self.plan, self.grid = plan, Grid(plan.shape, plan.chunks)
        self.resolver = Resolver(study, made)
        self.pool = block.threads(threads)

    def start(self, k):
        """Prepare chunk k and hand it to the pool."""
        return block.start(self.resolver, self.grid.cases(k), self.plan.wanted, self.pool, seed=k)

    def finish(self, started):
        """(columns, note) of a chunk."""
        done = block.finish(started)
        note = {"errors": done.errors} if done.errors else {}
        if done.checked:
            note["checked"] = done.checked
        return done.data, note

    def close(self):
        if self.pool is not None:
            self.pool.shutdown(wait=True, cancel_futures=True)
