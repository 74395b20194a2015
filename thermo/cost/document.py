"""Accounts as results hold them: units, tables by item, lines of equipment."""

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


def bought(line, new):
    """One line of the equipment list."""
    count, size, unit = line.shown()
    return {"item": line.price, "where": line.where, "count": count, "new": float(new), "size": size, "unit": unit}


def left(line, count):
    """One line of what exists and is no longer used."""
    _, size, unit = line.shown()
    return {"item": line.price, "where": line.where, "count": float(count), "size": size, "unit": unit}


__all__ = ["FIELDS", "TABLES", "bought", "left", "money", "units_of"]
