"""Sweeps: many cases of one study, as a labelled Dataset, in memory or streamed to a Zarr store.

`design` turns axes into dimensions, `records` resolves names once and writes numbers as columns, `block` runs the cases
of one chunk, `store` keeps chunks so that a killed sweep goes on, `cluster` hands chunks to other machines.
"""

from thermo.sweeping.run import sweep

__all__ = ["sweep"]
