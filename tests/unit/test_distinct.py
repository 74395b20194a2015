"""Distinct rows against numpy's own, by rows."""

import numpy as np
import pytest

from thermo.engine.distinct import distinct_rows


@pytest.mark.parametrize("kind", [np.int64, np.float64])
@pytest.mark.parametrize("shape", [(0, 3), (1, 3), (200, 1), (200, 4), (5, 0)])
def test_distinct_rows_are_numpys(kind, shape):
    rows = np.random.default_rng(1).integers(0, 3, shape).astype(kind)
    rows[:, 1:2] = 7
    found, place, first = distinct_rows(rows)
    if shape[1]:
        wanted = np.unique(rows, axis=0, return_index=True, return_inverse=True)
        assert (found == wanted[0]).all()
        assert (first == wanted[1]).all()
        assert (place == wanted[2].reshape(-1)).all()
    assert found.shape == (len(first), shape[1])
    assert (found[place] == rows).all()
