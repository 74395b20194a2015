"""Helpers of the tests: the tables of expected values in `tests/oracles`."""

import csv
import os
from functools import cache
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("ci", derandomize=True, deadline=None)  # the same examples in every run
if os.environ.get("CI"):
    settings.load_profile("ci")

ORACLES = Path(__file__).parent / "oracles"


def _cell(text):
    if text == "":
        return None
    try:
        return float(text)
    except ValueError:
        return text


@cache
def oracle(name):
    """Rows of `tests/oracles/<name>.csv` as dicts: numbers as float, blank cells as None."""
    with open(ORACLES / f"{name}.csv", newline="") as file:
        return [{key: _cell(text) for key, text in row.items()} for row in csv.DictReader(file)]


@pytest.fixture(scope="session")
def plain():
    """The Python function behind a kernel, so that its compiled form can be compared with it."""
    return lambda kernel: getattr(kernel, "py_func", kernel)
