"""Utilisation by hour: a ratio, a day, a year, or a CSV file."""

import gzip
from pathlib import Path

from thermo.errors import ThermoError
from thermo.units import UnitError, currency_of, parse

HOURS = 8760


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
    """The last number of each row of a CSV file with 8,760 rows; a first row without a number is a header.

    A header that ends in "percent" or "%" says so of the values, which else are ratios.
    """
    try:
        data = Path(path).read_bytes()
        text = (gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data).decode("utf-8-sig")
    except FileNotFoundError:
        raise ThermoError(f'= "{given}" does not exist; a CSV file of {HOURS} ratios is needed') from None
    except (OSError, UnicodeDecodeError) as error:
        raise ThermoError(
            f'= "{given}" cannot be read as text ({type(error).__name__}); a CSV file is needed'
        ) from None
    rows = [line.replace(";", ",").replace("\t", ",").split(",") for line in text.splitlines() if line.strip()]
    scale = 1.0
    if rows and _number(rows[0][-1]) is None:
        head = rows.pop(0)[-1].strip().strip('"').lower()
        scale = 0.01 if head.endswith(("%", "percent", "%)", "%]")) else 1.0
    if len(rows) != HOURS:
        raise ThermoError(f'= "{given}" has {len(rows)} hours; {HOURS} are needed')
    values = []
    for n, row in enumerate(rows, 1):
        value = _number(row[-1])
        if value is None or not 0.0 <= value * scale <= 1.0:
            raise ThermoError(f'= "{given}", hour {n}: {row[-1].strip()!r} is not a ratio between 0 and 1')
        values.append(value * scale)
    return values


def read_prices(path, given):
    """The last number of each row of a CSV file with 8,760 rows [money/J], and its currency; the header names the unit.

    Raises
    ------
    ThermoError
        With a phrase that follows the key.
    """
    example = '"price [USD/kWh]"'
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise ThermoError(f'= "{given}" does not exist; a CSV file of {HOURS} prices is needed') from None
    except (OSError, UnicodeDecodeError) as error:
        raise ThermoError(f'= "{given}" cannot be read as text ({type(error).__name__})') from None
    rows = [line.replace(";", ",").replace("\t", ",").split(",") for line in text.splitlines() if line.strip()]
    head = rows.pop(0)[-1].strip().strip('"') if rows else ""
    unit = head.partition("[")[2].rstrip("] ") if "[" in head else head
    try:
        factor = parse(f"1 {unit}", "energy_price")
    except UnitError:
        raise ThermoError(f'= "{given}" has the header "{head}", which names no price; write {example}') from None
    if len(rows) != HOURS:
        raise ThermoError(f'= "{given}" has {len(rows)} hours; {HOURS} are needed')
    values = []
    for n, row in enumerate(rows, 1):
        value = _number(row[-1])
        if value is None or value != value:
            raise ThermoError(f'= "{given}", hour {n}: {row[-1].strip()!r} is not a number')
        values.append(value * factor)
    return values, currency_of(unit)


def _number(cell):
    try:
        return float(cell)
    except ValueError:
        return None
