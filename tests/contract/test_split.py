"""The same hour gives the same answer, whoever asks: serial or threaded, alone or in the year, compiled or plain.

Splits and threads agree bit for bit. Compiled and plain Python differ in the last bits of some operations and agree to
1e-9.
"""

import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from helpers import LIQUID_TECHNOLOGIES, random_case, seed
from hypothesis import given, settings
from hypothesis import strategies as st

from thermo.engine import year
from thermo.engine.year import run
from thermo.results.evaluation import evaluate
from thermo.schema.row import ROW_FIELDS

FAMILIES = (
    "air, towers, economizer",
    "air, airside economizer",
    "air, dx",
    "cold-plate, dry cooler",
    "cold-plate, shared series",
    "cold-plate-two-phase, dry cooler",
    "cold-plate-two-phase, shared series",
    "immersion, adiabatic cooler",
    "immersion, sidecar",
    "spray, closed-circuit tower",
)
PLAIN_HOURS = 10


@cache
def hall(family):
    """The first case of a family that its study accepts, with its hours."""
    return next(made for number in range(0, 20, 2) if (made := random_case(family, number)) is not None)


def same(a, b):
    """Bit for bit, NaN included."""
    return a.tobytes() == b.tobytes()


@pytest.mark.parametrize("family", FAMILIES)
def test_threads_and_blocks_do_not_change_a_bit(family, monkeypatch):
    case, weather, utilisation = hall(family)
    whole = run(case, weather, utilisation)
    for block, threads in ((5, 1), (7, 2), (16, 4), (1, 3)):
        monkeypatch.setattr(year, "BLOCK", block)
        assert same(whole, run(case, weather, utilisation, threads=threads)), f"block {block}, {threads} threads"


@settings(deadline=None, max_examples=40)
@given(st.sampled_from(FAMILIES), st.lists(st.integers(0, 47), min_size=1, max_size=12))
def test_any_choice_of_hours_is_the_same(family, hours):
    case, weather, utilisation = hall(family)
    whole = run(case, weather, utilisation)
    some = run(case, weather[hours], utilisation[hours])
    assert same(whole[hours], some)


@pytest.mark.parametrize("family", FAMILIES)
def test_order_of_hours_does_not_matter(family):
    case, weather, utilisation = hall(family)
    order = seed(family, "order").permutation(len(weather))
    assert same(run(case, weather, utilisation)[order], run(case, weather[order], utilisation[order]))


def test_a_case_alone_is_the_case_in_a_study():
    options = [{"name": technology, "technology": technology} for technology in ("air", *LIQUID_TECHNOLOGIES)]
    study = {"site": {"climate": "lulea"}, "it": {"rack": "hgx-h100", "power": "1 MW", "utilization": 0.7}}
    together = evaluate(study | {"option": options})
    for n, option in enumerate(options):
        alone = evaluate(study | {"option": [option]})
        assert same(alone.outcomes[0].rows, together.outcomes[n].rows)
        assert alone.outcomes[0].summary == pytest.approx(together.outcomes[n].summary, rel=0, abs=0, nan_ok=True)


@pytest.mark.slow
def test_plain_python_agrees_with_compiled(tmp_path):
    """Ten hours of each family with NUMBA_DISABLE_JIT=1, sizing and racks included."""
    tests = Path(__file__).parent
    target = tmp_path / "plain.npz"
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
        case, weather, utilisation = hall(family)
        rows = run(case, weather[:PLAIN_HOURS], utilisation[:PLAIN_HOURS])
        scale = np.nan_to_num(np.abs(rows)).max(axis=0)
        for i, (name, *_) in enumerate(ROW_FIELDS):
            if name != "iterations":
                np.testing.assert_allclose(
                    plain[family][:, i], rows[:, i], rtol=1e-9, atol=1e-9 * scale[i], err_msg=f"{family}: {name}"
                )


def write_plain(target):
    """Run in plain Python what the test compares."""
    found = {}
    for family in FAMILIES:
        case, weather, utilisation = hall(family)
        found[family] = run(case, weather[:PLAIN_HOURS], utilisation[:PLAIN_HOURS])
    np.savez(target, **found)


if __name__ == "__main__":
    write_plain(sys.argv[1])
