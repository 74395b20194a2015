"""Series by hour: utilisation and prices from a number, a day, a year, or a file of rows as people have them."""

import math
from functools import lru_cache
from pathlib import Path

from thermo.errors import ThermoError
from thermo.units import UnitError, currency_of, parse
from thermo.weather import files, stamps
from thermo.weather.headers import number
from thermo.words import Message

HOURS = 8760
PERCENT = ("%", "percent", "%)", "%]", "pct", "percent)", "percent]")


def hours_of(utilization, folder=Path(".")):
    """8,760 ratios from what a study gives.

    Raises
    ------
    ThermoError
        With a phrase that follows the key, where a file cannot be used.
    """
    if isinstance(utilization, float):
        return [float(utilization)] * HOURS
    if isinstance(utilization, str):
        return read_hours(folder / utilization, utilization)
    return [float(v) for v in utilization] * (HOURS // len(utilization))


def read_hours(path, given):
    """The last number of each row of a CSV file or sheet of a year; a first row without a number is a header.

    A header that ends in "percent" or "%" says so of the values, which else are ratios. Rows may be parts of hours or
    those of a leap year, and may begin in another month where they carry time stamps.
    """
    head, values, cells, _ = _series(path, given, "ratios")
    percent = head.lower().endswith(PERCENT)
    scale = 0.01 if percent else 1.0
    for n, value in enumerate(values, 1):
        if not 0.0 <= value * scale <= 1.0:
            shown = repr(cells[n - 1]) if cells is not None else f"{value:g}"
            hint = "; write % into its header if it is percent" if 1.0 < value <= 100.0 and not percent else ""
            raise ThermoError(f'= "{given}", hour {n}: {shown} is not a ratio between 0 and 1{hint}')
    if percent and 0.0 < max(values) <= 1.0:
        raise ThermoError(
            f'= "{given}" has the header "{head}", and its largest value is {max(values):g}; leave the % out if its '
            "values are ratios"
        )
    return [value * scale for value in values]


def read_prices(path, given):
    """The last number of each row of a file of a year [money/J], and its currency; the header names the unit.

    Raises
    ------
    ThermoError
        With a phrase that follows the key.
    """
    example = '"price [USD/kWh]"'
    head, values, _, _ = _series(path, given, "prices", headed=True)
    unit = head.partition("[")[2].rstrip("] ") if "[" in head else head
    try:
        factor = parse(f"1 {unit}", "energy_price")
    except UnitError:
        raise ThermoError(f'= "{given}" has the header "{head[:60]}", which names no price; write {example}') from None
    return [value * factor for value in values], currency_of(unit)


def told(path, given, what):
    """What a user should know of how a file's rows became hours."""
    notes = _series(path, given, what, headed=what == "prices")[3]
    return [Message("warning.of_file", file=given, note=note) for note in notes]


def _series(path, given, what, headed=False):
    """Header of the last column, 8,760 numbers, their cells where each is one hour's, and notes."""
    return _read(str(path), given, what, headed, files.state(path))


@lru_cache(maxsize=16)
def _read(path, given, what, headed, state):
    import numpy as np

    needed = f"a CSV file of {HOURS} {what}"
    try:
        content = files.contents(path, needed)
    except FileNotFoundError:
        raise ThermoError(f'= "{given}" does not exist; {needed} is needed') from None
    except ThermoError as error:
        raise ThermoError(f'= "{given}": {error}') from None
    rows, comma = files.table(content)
    rows = [row for row in rows if any(c.strip() for c in row)]
    if not comma and rows and all(_is_tenth(row) for row in rows[1:]) and (len(rows[0]) == 1 or _is_tenth(rows[0])):
        rows, comma = [[",".join(row)] for row in rows], True
    header = [c.strip().strip('"') for c in rows[0]] if rows else []
    if rows and (headed or _number(_last(rows[0]), comma) is None):
        rows = rows[1:]
    elif rows:
        header = [""] * len(rows[0])
    head = next((c for c in reversed(header) if c), "")
    count: dict[Message, int] = {}
    notes: list[Message] = []
    try:
        found, _ = stamps.stamps_of(header if any(header) else [""] * max(map(len, rows), default=1), rows)
        way = stamps.plan(found, len(rows), count, notes)
    except ThermoError as error:
        if str(error).startswith(f"{len(rows)} "):
            raise ThermoError(f'= "{given}" has {len(rows)} hours; {HOURS} are needed') from None
        raise ThermoError(f'= "{given}": {error}') from None
    cells, values = [], []
    for n, row in enumerate(rows, 1):
        cell = _last(row)
        value = _number(cell, comma)
        if value is None:
            kind = "a ratio between 0 and 1" if what == "ratios" else "a number"
            raise ThermoError(f'= "{given}", hour {n}: {cell[:40]!r} is not {kind}')
        cells.append(cell)
        values.append(value)
    if count:
        notes.append(Message("warning.leap_day"))
    plain = way.part == 1 and not way.roll and not count
    return head, way(np.array(values)).tolist(), cells if plain else None, notes


def _is_tenth(row):
    """True for the two halves of a ratio with a decimal comma."""
    return len(row) == 2 and row[0].strip() in ("0", "1") and row[1].strip().isdigit()


def _last(row):
    return next((c.strip() for c in reversed(row) if c.strip()), "")


def _number(cell, comma):
    try:
        value = number(cell, comma)
    except ValueError:
        return None
    return None if math.isnan(value) else value
