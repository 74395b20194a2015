"""The bracketed root step."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thermo.core.roots import step


def solve(function, a, b, most=60):
    """Root of a function between a and b, and how often it was called."""
    fa, fb, x, calls = function(a), function(b), 0.5 * (a + b), 0
    while calls < most:
        fx = function(x)
        calls += 1
        if abs(fx) < 1e-13:
            break
        a, fa, b, fb, x = step(a, fa, b, fb, x, fx)
    return x, calls


def test_cube_root_of_two_is_superlinear():
    x, calls = solve(lambda x: x**3 - 2.0, 0.0, 2.0)
    assert x == pytest.approx(2.0 ** (1 / 3), abs=1e-12)
    assert calls <= 12


@given(root=st.floats(-0.999, 0.999), power=st.sampled_from([1, 3, 5]))
def test_stays_inside_the_bracket(root, power):
    seen = []

    def function(x):
        seen.append(x)
        return (x - root) ** power

    solve(function, -1.0, 1.0)
    assert min(seen) >= -1.0
    assert max(seen) <= 1.0
