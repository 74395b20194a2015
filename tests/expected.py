"""Tables of expected values in `tests/oracles`."""

import csv
from functools import cache
from pathlib import Path

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
