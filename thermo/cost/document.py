"""Accounts as a document holds them: numbers, objects by item, cash flows by row."""

import numpy as np

from thermo.cost.account import FIELDS

TABLES = {
    "capex_by_item": ("capex_item", "capital by item"),
    "opex_by_item": ("opex_item", "operating cost of a full year by item"),
}


def money(unit, currency):
    """A unit with the currency in place of the word money."""
    return unit.replace("money", currency)


def units_of(currency):
    """Units of the cost variables."""
    units = {name: money(unit, currency) for name, (unit, _) in FIELDS.items()}
    return units | dict.fromkeys(("capex_by_item", "opex_by_item", "cash_flow"), currency)


def finite(value):
    """A float, or None where there is no value."""
    return None if value is None or not np.isfinite(value) else float(value)


def entry_of(account):
    """What `evaluate --json` says of one account."""
    result = {name: finite(account.values.get(name)) for name in FIELDS}
    result["capex_by_item"] = {name: float(v) for name, v in account.capex.items()}
    result["opex_by_item"] = {name: float(v) for name, v in account.side.opex.items()}
    result["cash_flow"] = {name: [float(x) for x in v] for name, v in account.flows.items()}
    result["equipment"] = [bought(line, new) for line, new, _ in account.equipment]
    result["stranded"] = [left(line, count) for line, count in account.stranded]
    return result


def bought(line, new):
    """One line of the equipment list."""
    count, size, unit = line.shown()
    return {"item": line.price, "where": line.where, "count": count, "new": float(new), "size": size, "unit": unit}


def left(line, count):
    """One line of what exists and is no longer used."""
    _, size, unit = line.shown()
    return {"item": line.price, "where": line.where, "count": float(count), "size": size, "unit": unit}


def rows_of(document, name):
    """Labels of a table over all options, in order."""
    return list(dict.fromkeys(key for entry in document["options"] for key in entry[name]))


def table_rows(values, labels):
    """Values by label; what an option does not have costs nothing."""
    return [values.get(label, 0.0) for label in labels]


__all__ = ["FIELDS", "TABLES", "entry_of", "units_of"]
