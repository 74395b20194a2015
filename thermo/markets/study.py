"""The file of a market study: stocks, shipments, campaigns, idle compute, targets, a training job, sites.

It has its own tables beside those of a study; the same types read its quantities and the same sentences say what is
wrong with them, all problems at once.
"""

from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, PrivateAttr, ValidationError

from thermo.errors import LibraryError, StudyError, nearest
from thermo.library import find, load
from thermo.library.caps import jurisdictions
from thermo.library.registry import LIQUID_TECHNOLOGIES
from thermo.study.fields import Amount, Numbers, Of, Plain, Table, Text, Word
from thermo.study.models import Part
from thermo.study.reading import tables_of
from thermo.study.sentences import Headers, Tables, from_pydantic, place
from thermo.units import CURRENCIES, UnitError, currency_of, parse

RATE = Of("ratio", -0.9, 10, unit_needed=True)


class Stock(Part):
    """An installed base that is turned to liquid cooling."""

    name: Text = Field(default="", description="how the result calls it")
    count: Annotated[Amount, Of("count", 1, 1e12)] | None = Field(default=None, description="racks or servers")
    power: Annotated[Amount, Of("power", "1 W", "10 MW")] | None = Field(
        default=None, description="rated power of one rack or server; needed, since the price is per kW"
    )
    penetration: Annotated[Amount, Of("ratio", 0, 1, unit_needed=False)] | None = Field(
        default=None, description="share that is converted"
    )
    shares: Annotated[dict[str, Any], Table()] = Field(default={}, description="technology shares of what is converted")
    country: Text | None = Field(default=None, description="whose electricity the stock must fit: CN, US or world")


class Shipment(Part):
    """Servers shipped in a last year, and the growth that led there."""

    name: Text = Field(default="", description="how the result calls it")
    count: Annotated[Amount, Of("count", 1, 1e12)] | None = Field(default=None, description="servers in the last year")
    power: Annotated[Amount, Of("power", "1 W", "10 MW")] | None = Field(default=None, description="of one server")
    year: Annotated[int, Plain(int, 1990, 2100)] = Field(default=2027, description="last year")
    first: Annotated[int, Plain(int, 1990, 2100)] | None = Field(default=None, description="first year of the path")
    growth: Annotated[Amount, RATE] | None = Field(default=None, description="compound growth per year")
    penetration: Annotated[Amount, Of("ratio", 0, 1)] = Field(
        default=Amount(1.0, "1", "ratio"), description="share that is liquid-cooled"
    )
    shares: Annotated[dict[str, Any], Table()] = Field(default={}, description="technology shares of those")


class Campaign(Part):
    """A training campaign of known size and power."""

    name: Text = Field(default="", description="how the result calls it")
    chips: Annotated[Amount, Of("count", 1, 1e9)] | None = Field(default=None, description="accelerators")
    power: Annotated[Amount, Of("power", "1 W", "100 GW")] | None = Field(default=None, description="of the whole site")
    time: Annotated[Amount, Of("time", "1 hour", "10 years")] | None = Field(default=None, description="duration")
    rack: Text | None = Field(default=None, description="rack whose nameplate per chip is compared")


class Dispatch(Part):
    """Idle compute that a network could sell."""

    name: Text = Field(default="", description="how the result calls it")
    revenue: Annotated[Amount, Of("money")] | None = Field(default=None, description="earned a year at `utilization`")
    utilization: Annotated[Amount, Of("ratio", 0.001, 1)] | None = Field(default=None, description="of the fleet")
    take: list[Annotated[Amount, Of("ratio", 0, 1, unit_needed=True)]] = Field(
        default=[], description="shares the network keeps"
    )


class Target(Part):
    """A national compute target in chips, power and cooling."""

    name: Text = Field(default="", description="how the result calls it")
    compute: Annotated[Amount, Of("compute")] | None = Field(default=None, description="peak compute")
    ratio: Annotated[Amount, Of("ratio", 0.01, 100)] | None = Field(
        default=None, description="target over an earlier year's compute, which follows"
    )
    racks: list[Text] = Field(default=[], description="racks that could deliver it, each alone")
    precision: Annotated[str, Word(("fp16", "fp8"))] = Field(default="fp16", description="what the target counts")
    shares: Annotated[dict[str, Any], Table()] = Field(default={}, description="technology shares of its cooling")


class Job(Part):
    """One training job on several racks."""

    name: Text = Field(default="", description="how the result calls it")
    work: Annotated[Amount, Of("compute_work")] | None = Field(default=None, description="operations of the job")
    time: Annotated[Amount, Of("time", "1 hour", "10 years")] | None = Field(default=None, description="to finish in")
    efficiency: Annotated[Amount, Of("ratio", 0.01, 1)] = Field(
        default=Amount(0.35, "0.35", "ratio"), description="achieved share of peak (model FLOPs utilization)"
    )
    precision: Annotated[str, Word(("fp16", "fp8"))] = Field(default="fp16", description="arithmetic of the job")
    pue: Annotated[Amount, Of("ratio", 1, 3)] = Field(
        default=Amount(1.15, "1.15", "ratio"), description="of the halls, the same for all"
    )
    electricity_price: Annotated[Amount, Of("energy_price")] | None = Field(default=None, description="for its cost")
    life: Annotated[Amount, Of("time", "1 year", "20 years")] = Field(
        default=Amount(4 * 8760 * 3600.0, "4 years", "time"), description="over which chips are paid off"
    )
    racks: list[Text] = Field(default=[], description="racks of the library")


class Siting(Part):
    """A hall whose place and chips are checked against siting rules."""

    name: Text = Field(default="", description="how the result calls it")
    jurisdiction: Text | None = Field(default=None, description="of the site (`thermo list policies`)")
    racks: Annotated[dict[str, Any], Table()] = Field(default={}, description="number of racks by rack of the library")
    study: Text | None = Field(default=None, description="study evaluated at the utilizations below")
    utilization: Annotated[tuple[int, ...], Numbers(1, 100)] = Field(
        default=(30, 35), description="percent, at which PUE is asked"
    )


class Market(Part):
    """The keys of a market study."""

    name: Text = Field(default="market", description="how results call it")
    about: Text | None = Field(default=None, description="a sentence for readers")
    prices: Annotated[dict[str, Any], Table()] = Field(
        default={}, description="price of cooling per kW of IT by technology, or scenario = a key of the library"
    )
    currency: Annotated[str, Word(CURRENCIES)] | None = Field(default=None, description="currency of results")
    exchange_rates: Annotated[dict[str, Any], Table()] = Field(
        default={}, description="units of a currency per unit of `currency`"
    )
    stock: list[Stock] = Field(default=[], description="installed bases")
    shipment: list[Shipment] = Field(default=[], description="new build by shipments")
    campaign: list[Campaign] = Field(default=[], description="training campaigns")
    dispatch: list[Dispatch] = Field(default=[], description="idle compute")
    target: list[Target] = Field(default=[], description="national targets")
    job: list[Job] = Field(default=[], description="one training job on several racks")
    siting: list[Siting] = Field(default=[], description="halls and siting rules")

    _folder: Path = PrivateAttr(default=Path("."))

    def money(self, value):
        """An amount of money (or price) in the study's currency."""
        return value / self.rate(currency_of(value.text))

    def rate(self, currency):
        """Units of `currency` per unit of the study's currency."""
        return 1.0 if currency == self.currency else float(self.exchange_rates[currency])


KINDS: dict[str, type[Part]] = {
    "stock": Stock,
    "shipment": Shipment,
    "campaign": Campaign,
    "dispatch": Dispatch,
    "target": Target,
    "job": Job,
    "siting": Siting,
}
TABLES: Tables = {(): Market} | {(name,): model for name, model in KINDS.items()}
HEADERS: Headers = {(): "a market study"} | {(name,): f"[[{name}]]" for name in KINDS}
NEEDED = {
    "stock": ("count", "power", "penetration", "shares"),
    "shipment": ("count", "power", "shares"),
    "campaign": ("chips", "power", "time"),
    "dispatch": ("revenue", "utilization", "take"),
    "target": ("compute", "racks"),
    "job": ("work", "time", "racks"),
    "siting": ("jurisdiction",),
}


def read_market(path):
    """Read and check the file of a market study.

    Raises
    ------
    StudyError
        A TOML syntax error alone, with its line; else every problem at once.
    """
    path = Path(path)
    data = tables_of(path)
    data.setdefault("name", path.stem)
    return market_of(data, str(path), path.parent)


def market_of(data, where="market", folder="."):
    """A checked market study from a dict; `where` starts each problem, paths are relative to `folder`.

    Raises
    ------
    StudyError
        With a sentence for every problem.
    """
    try:
        found = Market(**data)
    except ValidationError as errors:
        words = [from_pydantic(data, e, TABLES, HEADERS)[1] for e in errors.errors(include_url=False)]
        raise StudyError(dict.fromkeys(words), where) from None
    found._folder = Path(folder)
    words = [*_prices(found), *_problems(found, data)]
    if words:
        raise StudyError(words, where)
    return found


def _prices(market):
    """Turn prices into Amounts, find the one currency, and tell what is wrong."""
    given = dict(market.prices)
    scenario = given.pop("scenario", None)
    if scenario is not None:
        try:
            entry = find("market", scenario)
            given = {name: value.text for name, value in entry.values.items()} | given
        except LibraryError as error:
            yield f"prices.scenario: {error}"
    read = {}
    for name, text in given.items():
        if name not in ("air", *LIQUID_TECHNOLOGIES):
            yield f"prices.{name} is not a technology. {nearest(name, ('air', *LIQUID_TECHNOLOGIES))}"
            continue
        try:
            read[name] = Amount(parse(text, "power_price"), str(text), "power_price")
        except UnitError as error:
            yield f"prices.{name} {error}"
            continue
        if read[name] < 0.0:
            yield f'prices.{name} = "{text}" is negative'
    market.prices = read
    amounts = [*read.values(), *(d.revenue for d in market.dispatch if d.revenue is not None)]
    amounts += [j.electricity_price for j in market.job if j.electricity_price is not None]
    currencies = list(dict.fromkeys(currency_of(a.text) for a in amounts))
    if market.currency is None:
        market.currency = currencies[0] if currencies else "USD"
    for currency in currencies:
        rate = market.exchange_rates.get(currency)
        if currency != market.currency and not (isinstance(rate, int | float) and rate > 0):
            yield (
                f"{currency} stands beside {market.currency} without a rate; write exchange_rates = "
                f"{{ {currency} = … }}, units of {currency} per {market.currency}"
            )


def _problems(market, data):
    """Second pass: what must be given, shares, racks, jurisdictions."""
    racks, places = load("racks"), jurisdictions()
    countries = {key.partition("-")[2]: entry for key, entry in load("market").items() if key.startswith("electricity")}
    if not any(getattr(market, kind) for kind in KINDS):
        yield f"there is nothing to compute; write one of {', '.join(f'[[{kind}]]' for kind in KINDS)}"
    for kind in KINDS:
        for n, part in enumerate(getattr(market, kind)):
            where = place(data, (kind, n))
            part.name = part.name or f"{kind} {n + 1}"
            for key in NEEDED[kind]:
                if not getattr(part, key):
                    yield f"{where}: {key} is missing; {KINDS[kind].model_fields[key].description}"
            shares = getattr(part, "shares", {})
            for name, share in shares.items():
                if name not in market.prices:
                    yield f"{where}: shares.{name} has no price. {nearest(name, market.prices)}"
                if isinstance(share, bool) or not isinstance(share, int | float) or not 0.0 <= share <= 1.0:
                    yield f"{where}: shares.{name} = {share} is no share; it must lie between 0 and 1"
            if shares and abs(sum(s for s in shares.values() if isinstance(s, int | float)) - 1.0) > 1e-9:
                yield f"{where}: shares add up to {sum(shares.values()):g}; they must add up to 1"
            named = getattr(part, "racks", [])
            for rack in [*named, *([part.rack] if getattr(part, "rack", None) else [])]:
                if rack not in racks:
                    yield f"{where}: there is no rack '{rack}'. {nearest(rack, racks)}"
            jurisdiction = getattr(part, "jurisdiction", None)
            if jurisdiction and jurisdiction not in places:
                yield f"{where}: there is no jurisdiction '{jurisdiction}'. {nearest(jurisdiction, places)}"
            country = getattr(part, "country", None)
            if country and country not in countries:
                yield f'{where}: country = "{country}" is not known. {nearest(country, countries)}'
            first = getattr(part, "first", None)
            if first is not None and first > part.year:
                yield f"{where}: first = {first} comes after year = {part.year}"
            if first is not None and part.growth is None:
                yield f"{where}: growth is missing; {Shipment.model_fields['growth'].description}"
