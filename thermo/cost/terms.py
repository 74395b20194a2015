"""The terms of a study: horizon, rates, currency, price book and what is paid for energy, water and carbon."""

from dataclasses import dataclass, field

import numpy as np

from thermo.cost.prices import Prices, books, life
from thermo.errors import ThermoError
from thermo.library import find
from thermo.study.books import default_book, market_factor, market_of
from thermo.study.hours import read_prices
from thermo.units import currency_of, parse

YEAR = 8760 * 3600.0  # s
ESCALATED = ("electricity", "water", "maintenance", "fluid", "equipment", "carbon", "heat", "lease")


@dataclass
class Terms:
    """What cash flows are counted with; money in `currency`, rates per year."""

    currency: str
    horizon: int
    rate: float  # nominal discount rate
    inflation: float
    tax: float
    depreciation: float | None
    escalation: dict
    lease: float | None  # money per chip and s
    occupancy: float
    chip_price: float | None
    server_life: float
    build: float  # years
    downtime: float  # s
    phases: tuple
    generators: str
    carbon: float  # money/kg
    heat: float  # money/J
    freed_power: float
    freed_space: float
    residual: bool
    retrofit: bool
    baseline: str | None
    scenario: str | None
    notes: dict = field(default_factory=dict)

    def growth(self, kind, years=None):
        """Price of a class in each year of the horizon against today's, year 0 first."""
        t = np.arange(self.horizon + 1.0) if years is None else years
        return ((1.0 + self.inflation) * (1.0 + self.escalation.get(kind, 0.0))) ** t

    @property
    def discount(self):
        """Present value of one unit of money in each year, year 0 first."""
        return (1.0 + self.rate) ** -np.arange(self.horizon + 1.0)


def given_currencies(study):
    """Currency of every price that the study writes, in order."""
    found = []
    for site in study.site:
        price = site.electricity_price
        if isinstance(price, str):
            found.append(read_prices(site._folder / price, price)[1])
        else:
            texts = [t.price for t in price] if isinstance(price, list) else [price]
            found += [currency_of(t.text) for t in texts if t is not None]
        for key in ("demand_charge", "water_price", "sewage_price"):
            if getattr(site, key) is not None:
                found.append(currency_of(getattr(site, key).text))
        if site.pue_surcharge is not None:
            prices = (site.pue_surcharge.price, site.pue_surcharge.price_double)
            found += [currency_of(p.text) for p in prices if p is not None]
    e = study.economics
    for key in ("carbon_price", "heat_price", "lease_price", "chip_price", "freed_power_price", "freed_space_price"):
        if getattr(e, key) is not None:
            found.append(currency_of(getattr(e, key).text))
    found += [currency_of(text) for text in e.prices.values()]
    for option in study.option:
        if option.economics is not None and option.economics.extra is not None:
            found.append(currency_of(option.economics.extra.text))
    return [c for c in found if c]


def currency(study):
    """What the study counts in: economics.currency, else that of its first price, else its price book's."""
    e = study.economics
    if e.currency:
        return e.currency
    if found := given_currencies(study):
        return found[0]
    return find("costs", e.price_book or default_book(study.sites()[0])).get("currency")


def prices_of(study, place):
    """The price book of a site, converted to the study's currency and price year.

    Raises
    ------
    ThermoError
        For an unknown book, or a named book in another currency without a rate.
    """
    e = study.economics
    money = currency(study)
    book = e.price_book or default_book(place)
    market = market_of(place, e.market, e.price_book)
    found = Prices(book, money, e.price_year, e.exchange_rates, e.prices, e.price_escalation)
    found.in_market(market, market_factor(market, book))
    own = found.entry.get("currency")
    if e.price_book and own != money and own not in e.exchange_rates:
        raise ThermoError(
            f"price book '{book}' is in {own}, and the study counts in {money}; "
            f"give economics.exchange_rates.{own} ({own} per {money})."
        )
    return found


def terms_of(study, prices):
    """Terms in engine units and the study's currency."""
    e = study.economics

    def money(amount, default=None):
        if amount is None:
            return default
        return float(amount) * prices.factor(currency_of(amount.text), of_library=False)

    inflation = float(e.inflation or 0.0)
    rate = float(e.discount_rate)
    if e.rates == "real":
        rate = (1.0 + rate) * (1.0 + inflation) - 1.0
    escalation = {key: parse(value, "ratio") for key, value in e.escalation.items()}
    if e.electricity_escalation is not None:
        escalation.setdefault("electricity", float(e.electricity_escalation))
    return Terms(
        currency=prices.currency,
        horizon=max(1, round(float(e.horizon) / YEAR)),
        rate=rate,
        inflation=inflation,
        tax=float(e.tax_rate or 0.0),
        depreciation=None if e.depreciation is None else float(e.depreciation) / YEAR,
        escalation=escalation,
        lease=money(e.lease_price),
        occupancy=float(e.occupancy),
        chip_price=money(e.chip_price),
        server_life=life("servers") if e.server_life is None else float(e.server_life) / YEAR,
        build=float(e.build) / YEAR,
        downtime=float(e.downtime),
        phases=e.phases,
        generators=e.generators,
        carbon=money(e.carbon_price, 0.0),
        heat=money(e.heat_price, 0.0),
        freed_power=money(e.freed_power_price, 0.0),
        freed_space=money(e.freed_space_price, 0.0),
        residual=e.residual,
        retrofit=e.project == "retrofit",
        baseline=e.baseline,
        scenario=e.scenario,
    )


__all__ = ["Terms", "books", "currency", "prices_of", "terms_of"]
