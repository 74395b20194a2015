"""Helpers of the tests: the tables of expected values in `tests/oracles`."""

import csv
from functools import cache
from pathlib import Path

import pytest

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
