"""Cases in bulk and by table: compiled and plain Python agree to 1e-9, and bulk is `run` reduced, bit for bit."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from helpers import random_case

from thermo.engine import lookup as table
from thermo.engine import many as cases
from thermo.engine.totals import NO_WEIGHTS, TOTAL_FIELDS, TOTALS, months, totals_of
from thermo.engine.year import run
from thermo.schema.hall import GROUPS
from thermo.schema.row import ROW_SIZE

FAMILIES = ("air, towers, economizer", "cold-plate, dry cooler")
HOURS = 48


def arguments(case, weather, profile):
    """Arguments of `run_cases` up to the totals, for one case."""
    halls, airs, liquids, electricals = (
        np.array([getattr(case, name)]).view(np.recarray)
        for name in ("hall", "plant_air", "plant_liquid", "electrical")
    )
    racks = np.asarray(case.racks).reshape(1, -1).view(np.recarray)
    only = np.zeros(1, np.int64)
    levels, pattern = np.unique(profile, axis=0, return_inverse=True)
    profiles = (np.ascontiguousarray(levels), np.array([0, len(levels)]), pattern.reshape(1, -1).astype(np.int64), only)
    shared = (halls, racks, only, case.points, airs, liquids, case.plants, electricals, weather[None].copy(), only)
    return (*shared, *profiles, only, np.zeros(1), months(HOURS), np.zeros((0, 1, HOURS)))


def totals(family):
    """Totals of a family's first random case: by bulk, by table at constant load, by table at two loads."""
    case, weather, utilisation = next(m for n in range(0, 20, 2) if (m := random_case(family, n)) is not None)
    weather = np.array(weather)
    found = {"bulk": np.zeros((1, TOTALS)), "constant": np.zeros((1, TOTALS)), "varying": np.zeros((1, TOTALS))}
    kept = np.zeros((1, HOURS, 0), np.float32)
    cases.run_cases(*arguments(case, weather, utilisation), found["bulk"], np.zeros(0, np.int64), kept)
    flat = np.full((HOURS, GROUPS), 0.7)
    two = np.where(np.arange(HOURS)[:, None] % 2 > 0, 0.5, flat)
    for name, profile in (("constant", flat), ("varying", two)):
        given = arguments(case, weather, profile)
        share, low, high = table.shares_of(given[10])
        index = table.index_of(weather, None if name == "constant" else share[given[12][0]])
        places = [index[k][None] for k in ("x", "y", "z", "order", "starts", "counts", "frame")]
        ends = np.array([[low, high]])
        table.table_cases(*given, found[name], *places, np.zeros(1, np.int64), ends, np.zeros(1))
    return case, weather, utilisation, found


@pytest.mark.parametrize("family", FAMILIES)
def test_bulk_is_the_year_reduced(family):
    case, weather, utilisation, found = totals(family)
    rows = run(case, weather, utilisation)
    case.utilisation = utilisation
    assert rows.shape[1] == ROW_SIZE
    assert totals_of(rows, case.chip_utilisation, NO_WEIGHTS).tobytes() == found["bulk"][0].tobytes()


@pytest.mark.slow
def test_plain_python_agrees_with_compiled(tmp_path):
    tests, target = Path(__file__).parent, tmp_path / "plain.npz"
    path = os.pathsep.join([str(tests), str(tests.parents[1]), os.environ.get("PYTHONPATH", "")])
    done = subprocess.run(
        [sys.executable, __file__, str(target)],
        env=os.environ | {"NUMBA_DISABLE_JIT": "1", "PYTHONPATH": path},
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    plain = np.load(target)
    for family in FAMILIES:
        for name, values in totals(family)[3].items():
            for i, field in enumerate(TOTAL_FIELDS):
                expected = plain[f"{family}: {name}"][0, i]
                np.testing.assert_allclose(values[0, i], expected, rtol=1e-9, atol=1e-6, err_msg=f"{name}: {field}")


if __name__ == "__main__":
    np.savez(sys.argv[1], **{f"{f}: {name}": v for f in FAMILIES for name, v in totals(f)[3].items()})
