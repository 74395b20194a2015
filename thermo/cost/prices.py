"""Price books: what one unit of an item costs, in one currency at the price level of one year.

A book of `library/costs.toml` is converted to the study's currency and price year once; a study may override any item
by its name. What the study writes needs the study's own exchange rate; library prices are converted with the library's
dated rates where the study gives none, and the result says so.
"""

from dataclasses import dataclass
from functools import lru_cache

from thermo.errors import LibraryError, ThermoError, nearest
from thermo.library import find, load
from thermo.units import NUMBER, UnitError, currency_of, parse
from thermo.vocabulary import TRADED

FILE = "costs"
USD = "USD"


@dataclass(frozen=True)
class Price:
    """One price in engine units: money/W, money/m3, money each, or a share.

    One unit of size `size` costs value x (size / at)^exponent where `at` is given, else value x size.
    """

    name: str
    quantity: str
    value: float
    low: float
    high: float
    at: float | None
    exponent: float
    text: str
    source: str


class Prices:
    """A price book in one currency and price year.

    Attributes
    ----------
    book, currency, year : str, str, int
    notes : dict of str to {"value", "source"}: what a result prints of every price it used
    """

    def __init__(self, book, currency, year, rates, overrides, escalation=None):
        self.entry = find(FILE, book)
        self.book, self.currency = book, currency
        self.year = int(year or self.entry.get("year"))
        self.rates, self.overrides = rates, overrides
        self.notes = {}
        rate = self.share("escalation") if escalation is None else float(escalation)
        self.escalation = rate
        self._found = {}
        self.market = 1.0

    def in_market(self, market, factor):
        """Bring what the book says to a market's level; fluids are traded, and what the study says stands."""
        self.market = factor
        if market is not None:
            cost = market.value("cost")
            self.notes["market"] = {
                "value": f"{market.name}: {factor:.3f} of the book's level",
                "source": f"{cost.text}: {cost.source} ({cost.year}, {cost.grade})",
            }

    def share(self, name):
        """A share per year or of direct cost [1]."""
        text, _ = self._text(name)
        return number_of(text, "ratio")

    def has(self, name):
        """True when the book, or the study, has the item."""
        return name in self.overrides or name in self.entry.values

    def price(self, name, *quantities):
        """The price of an item, whose dimension is one of `quantities`.

        Raises
        ------
        LibraryError
            For an unknown item, or a price of another dimension.
        """
        if name not in self._found:
            self._found[name] = self._price(name, quantities)
        return self._found[name]

    def _text(self, name):
        given = self.overrides.get(name)
        if given is not None:
            self.notes[name] = {"value": str(given), "source": "study"}
            return str(given), None
        value = self.entry.value(name)
        self.notes[name] = {"value": value.text, "source": f"{self.book}: {value.source} ({value.year}, {value.grade})"}
        return value.text, value

    def _price(self, name, quantities):
        text, value = self._text(name)
        held = self.entry.values.get(name)
        for quantity in quantities:
            try:
                number = number_of(text, quantity)
                break
            except UnitError:
                continue
        else:
            raise LibraryError(f"price '{name}' = \"{text}\" is not a {' or a '.join(quantities).replace('_', ' ')}.")
        factor = self.factor(currency_of(text), value is not None)
        if value is not None:
            factor *= (1.0 + self.escalation) ** (self.year - int(value.year))
            factor *= 1.0 if name.startswith(TRADED) else self.market
        low, high = (
            number if value is None or end is None else number_of(f"{end} {value.unit}", quantity)
            for end in ((value.low, value.high) if value is not None else (None, None))
        )
        size = None if held is None else held.at
        at = None if size is None else parse(size, "volume" if "m^3" in str(size) else "power")
        return Price(
            name, quantity, number * factor, low * factor, high * factor, at,
            held.exponent if held is not None and size is not None else 1.0, text, self.notes[name]["source"],
        )  # fmt: skip

    def factor(self, currency, of_library=True):
        """Units of the study's currency per unit of another.

        Raises
        ------
        ThermoError
            When the study counts in another currency and gives no rate for a price of its own.
        """
        if currency in (None, self.currency):
            return 1.0
        if currency in self.rates:
            return 1.0 / float(self.rates[currency])
        if not of_library:
            raise ThermoError(
                f"a price is in {currency}, and the study counts in {self.currency}; "
                f"give economics.exchange_rates.{currency} ({currency} per {self.currency})."
            )
        rate = library_rate(currency) / library_rate(self.currency)
        year = exchange_year()
        self.notes[f"exchange.{currency}"] = {
            "value": f"{rate:.4g} {currency}/{self.currency}",
            "source": f"library, mean of {year}; for library prices only",
        }
        return 1.0 / rate

    def cost(self, name, count, size, quantity, density=None):
        """Cost of `count` units of one item, each of `size` [money]; scalars or columns of cases alike.

        `density` [kg/m3] turns a volume into a mass where the price is per mass.
        """
        price = self.price(name, quantity, *(("mass_price",) if density is not None else ()))
        if density is not None and price.quantity == "mass_price":
            size = size * density
        if price.at is not None:
            return price.value * count * (size / price.at) ** price.exponent
        return price.value * count * size


def number_of(text, quantity):
    """`thermo.units.parse` for prices: units are proportional, so each is converted once and numbers follow."""
    match = NUMBER.fullmatch(text)
    if match is None or not match.group(1) or not match.group(2):
        return parse(text, quantity)
    try:
        return float(match.group(1).replace(",", "").replace("_", "")) * one_of(match.group(2), quantity)
    except ValueError:
        return parse(text, quantity)


@lru_cache
def one_of(unit, quantity):
    """One of a unit in the engine's unit of a quantity."""
    return parse(f"1 {unit}", quantity)


@lru_cache
def library_rate(currency):
    """Units of a currency per US dollar, of the library.

    Raises
    ------
    ThermoError
        When the library has none.
    """
    if currency == USD:
        return 1.0
    entry = find(FILE, "exchange")
    if currency not in entry.values:
        raise ThermoError(
            f"the library has no exchange rate for {currency}; give economics.exchange_rates. "
            f"{nearest(currency, entry.values)}"
        )
    return float(str(entry.value(currency).value))


def exchange_year():
    """The year of the library's exchange rates."""
    return find(FILE, "exchange").value("CNY").year


def books(kind="book"):
    """Names of the price books, or of the per-kW scenarios."""
    return tuple(key for key, entry in load(FILE).items() if entry.kind == kind)


def items(book=None):
    """Names of all items of a book (of all books)."""
    return tuple(
        dict.fromkeys(n for k, e in load(FILE).items() if e.kind == "book" and book in (None, k) for n in e.values)
    )


@lru_cache
def life(name):
    """Years until an item of this sort is bought again."""
    return float(str(find(FILE, "lives").value(name).value))
