"""Distributions in a study: `{ low, mode, high }` in place of a value, or `{ range = "library" }`.

The study itself runs on the modes; what varies is kept as a list of `Draw`, each with its place. A triangle lies
between low and high with its peak at the mode; without a mode all values between are alike.
"""

from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from thermo.errors import ThermoError
from thermo.library import find, load
from thermo.study import inputs
from thermo.study.books import default_book_of, market_factor_of
from thermo.units import convert, parted, shown
from thermo.vocabulary import TRADED

KEYS = ("low", "mode", "high")
LIBRARY = "library"
SITE_MONEY = ("electricity_price", "demand_charge", "water_price", "sewage_price", "pue_surcharge")


@dataclass(frozen=True)
class Draw:
    """One value that varies: its place in the study, its ends and mode as text or numbers."""

    path: tuple
    low: object
    mode: object
    high: object
    flat: bool = False
    source: str = "study"

    @property
    def name(self):
        """The place as a reader writes it: `site.electricity_price`, `economics.prices.ups`."""
        return ".".join(str(step + 1) if isinstance(step, int) else str(step) for step in self.path)

    @property
    def physical(self):
        """True when the physics must be run again for it."""
        if self.path[0] == "economics":
            return len(self.path) > 1 and self.path[1] == "existing"
        return "economics" not in self.path and not any(step in SITE_MONEY for step in self.path)

    def at(self, share):
        """The value below which `share` of the draws fall, as the study writes it."""
        number, unit = parted(self.mode)
        ends = []
        for end in (self.low, self.high):
            value, other = parted(end)
            ends.append(value if other == unit else float(convert(value, other, unit)))
        low, high = ends
        found = low + share * (high - low) if self.flat else triangle(share, low, number, high)
        if all(isinstance(v, int) for v in (self.low, self.mode, self.high)):
            return round(found)
        return f"{found:.12g} {unit}" if unit else found


def triangle(share, low, mode, high):
    """Inverse of the triangular distribution function."""
    if high <= low:
        return mode
    peak = (mode - low) / (high - low)
    if share < peak:
        return low + (share * (high - low) * (mode - low)) ** 0.5
    return high - ((1.0 - share) * (high - low) * (high - mode)) ** 0.5


def is_spread(value):
    """True for a table that stands for a distribution."""
    return isinstance(value, dict) and bool(value) and (set(value) <= {*KEYS} or set(value) == {"range"})


def collapse(data):
    """The study's data with modes in place of distributions.

    Returns
    -------
    data, list of Draw, list of (place, phrase) of what is wrong with a distribution
    """
    data = deepcopy(data)
    draws, wrong = [], []

    def walk(holder, path):
        keys = list(holder) if isinstance(holder, dict) else range(len(holder))
        for key in keys:
            value, here = holder[key], (*path, key)
            if here[:1] == ("sweep",):
                continue
            if is_spread(value):
                try:
                    draw = draw_of(data, here, value)
                except ThermoError as error:
                    wrong.append((here, str(error)))
                    holder[key] = value.get("mode", value.get("low", value.get("high")))
                    continue
                draws.append(draw)
                holder[key] = draw.mode
            elif isinstance(value, dict | list):
                walk(value, here)

    if isinstance(data, dict):
        walk(data, ())
    return data, draws, wrong


def draw_of(data, path, value):
    """The `Draw` of a table.

    Raises
    ------
    ThermoError
        With a phrase that follows the key.
    """
    if "range" in value:
        if value["range"] != LIBRARY:
            raise ThermoError(f'has range = {shown(value["range"])}; write range = "library", or low, mode and high')
        return of_library(data, path)
    if missing := [k for k in ("low", "high") if k not in value]:
        raise ThermoError(f"is a distribution without {missing[0]}; write {{ low = …, mode = …, high = … }}")
    low, high = parted(value["low"]), parted(value["high"])
    flat = "mode" not in value
    if flat:
        middle = 0.5 * (low[0] + _in_unit(high, low[1]))
        mode = f"{middle:.12g} {low[1]}" if low[1] else middle
    else:
        mode = value["mode"]
    draw = Draw(path, value["low"], mode, value["high"], flat)
    ends = low[0], _in_unit(parted(mode), low[1]), _in_unit(high, low[1])
    if not ends[0] <= ends[1] <= ends[2] or ends[0] == ends[2]:
        raise ThermoError(f"has low = {shown(value['low'])}, mode = {shown(mode)}, high = {shown(value['high'])}; "
                          "they must rise")  # fmt: skip
    return draw


def _in_unit(part, unit):
    number, own = part
    return number if own == unit else float(convert(number, own, unit))


def of_library(data, path):
    """The range that the library gives for a place.

    Raises
    ------
    ThermoError
        When it gives none.
    """
    if path[:2] == ("economics", "prices") and len(path) == 3:
        book = data.get("economics", {}).get("price_book") or default_book_of(data)
        entry = find("costs", book) if book in load("costs") else None
        if entry is not None and path[2] in entry.values:
            return of_price(entry, path[2], market_factor_of(data, book))
    item = _input(data, path)
    if item is not None and item.low is not None and item.high is not None and item.default not in (None, "sized"):
        return Draw(path, item.low, item.default, item.high, source=f"library: {item.source}")
    raise ThermoError('has no range in the library; write low, mode and high in place of range = "library"')


def of_price(entry, name, market=1.0):
    """The range of one item of a price book, at a market's level."""
    value = entry.values[name]
    level = 1.0 if name.startswith(TRADED) else market
    ends = (value.low, value.value, value.high)
    low, mode, high = (f"{end if level == 1.0 else end * level} {value.unit}" for end in ends)
    return Draw(("economics", "prices", name), low, mode, high, source=f"{entry.key}: {value.source}")


def _input(data, path):
    """The library's input that a place of the study stands for, or None."""
    try:
        if path[0] == "option" and len(path) == 4:
            option, table = data["option"][path[1]], path[2]
            if table in ("air", "liquid"):
                return inputs.known_keys(table, option[table]).get(path[3])
            section = {"electrical": ("electrical",), "room": ("room", "hall")}.get(table)
            known = inputs.section(*section) if section else inputs.technology_inputs(table)
            return known.get(path[3])
        if path[0] == "site" and "sizing" in path:
            return inputs.section("site", "sizing").get(path[-1])
    except (KeyError, IndexError, TypeError):
        return None
    return None


def changed(data, path, value):
    """The data with one place changed; only what lies on the path is copied."""
    step, rest = path[0], path[1:]
    copy: Any = list(data) if isinstance(data, list) else dict(data) if isinstance(data, dict) else {}
    if rest:
        below = copy[step] if isinstance(copy, list) else copy.get(step, {})
        copy[step] = changed(below, rest, value)
    else:
        copy[step] = value
    return copy
