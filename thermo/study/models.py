"""The study: one or more sites, IT, options, economics and an optional sweep.

One flat option model serves all technologies, so that a misspelt technology hides no other problem of its option. What
must be given is checked in `checks.py`, after everything that could be read was read.
"""

import calendar
from pathlib import Path
from typing import Annotated, Any

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    GetJsonSchemaHandler,
    PrivateAttr,
    SerializerFunctionWrapHandler,
    Tag,
    ValidationError,
    model_serializer,
)
from pydantic_core import core_schema

from thermo.errors import Problem, StudyError
from thermo.library.registry import TECHNOLOGIES
from thermo.study import schema
from thermo.study.fields import (
    FILES,
    RACK,
    Amount,
    Hours,
    Numbers,
    Of,
    Plain,
    PriceFile,
    Rack,
    Shares,
    Table,
    Text,
    Word,
    written,
)
from thermo.study.hours import hours_of, read_prices
from thermo.study.inputs import technology_inputs
from thermo.study.sentences import Headers, Tables, from_pydantic, unknown_key
from thermo.units import CURRENCIES
from thermo.vocabulary import INLET_CLASSES, PROJECTS, REDUNDANCIES

MONTH_DAYS = [calendar.monthrange(2025, month)[1] for month in range(1, 13)]  # no leap day in 8,760 hours
Inputs = dict[str, Any]  # what an option says of inputs of the library, as written: text, number or switch


class Part(BaseModel):
    """A table of a study: unknown keys are refused, assigning validates, a dump holds what is given."""

    model_config = ConfigDict(
        extra="forbid", arbitrary_types_allowed=True, populate_by_name=True, validate_assignment=True
    )

    def given(self) -> set[str]:
        """Keys that the study sets."""
        return set(self.model_fields_set)

    def __setattr__(self, name: str, value: Any) -> None:
        if not (name.startswith("_") or hasattr(type(self), name) or name in type(self).model_fields):
            own = next((kind for kind, model in MODELS.items() if isinstance(self, model)), None)
            tables: Tables = MODELS if own is not None else {(): type(self)}
            headers: Headers = HEADERS if own is not None else {(): "this table"}
            raise StudyError([Problem(f"{name} {unknown_key((*(own or ()), name), tables, headers)}", (name,), value)])
        try:
            super().__setattr__(name, value)
        except ValidationError as errors:
            data = {name: value}
            found = [from_pydantic(data, e, MODELS, HEADERS)[1] for e in errors.errors(include_url=False)]
            raise StudyError(dict.fromkeys(found)) from None

    @model_serializer(mode="wrap")
    def _given(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """What the study gives, by the keys that it is written with."""
        found, fields = handler(self), type(self).model_fields
        names = [(name, fields[name].alias or name) for name in fields if name in self.model_fields_set]
        return {key: found[here] for name, key in names if (here := key if key in found else name) in found}

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """The schema with defaults as they would be written."""
        result = handler(core)
        own = handler.resolve_ref_schema(result)
        for name, field in cls.model_fields.items():
            place = own.get("properties", {}).get(field.alias or name)
            if place is not None and "default" in place:
                place["default"] = written(field.default)
        return result


class Tariff(Part):
    """One period of a time-of-use tariff; the first that applies to an hour counts."""

    model_config = ConfigDict(json_schema_extra={"required": ["price"]})

    price: Annotated[Amount, Of("energy_price")] | None = Field(default=None, description="energy price in the period")
    months: Annotated[tuple[int, ...], Numbers(1, 12)] = Field(
        default=tuple(range(1, 13)), description="months, 1 to 12"
    )
    days: Annotated[str, Word(("all", "workdays", "weekend"))] = Field(default="all", description="days of the week")
    hours: Annotated[tuple[int, ...], Numbers(1, 24)] = Field(
        default=tuple(range(1, 25)), description="hours of the day; hour 1 ends at 01:00"
    )


class Surcharge(Part):
    """A differential tariff: what is paid beside the price on energy above a PUE."""

    limit: Annotated[Amount, Of("ratio", 1, 3)] | None = Field(default=None, description="annual PUE without surcharge")
    price: Annotated[Amount, Of("energy_price")] | None = Field(
        default=None, description="on the energy above limit x IT energy"
    )
    price_double: Annotated[Amount, Of("energy_price")] | None = Field(
        default=None, description="the same where PUE is more than twice the limit"
    )


def _price_kind(value: Any) -> str:
    """Which form an electricity price has: flat, periods, or a file of hours."""
    if isinstance(value, list | tuple):
        return "periods"
    return "file" if isinstance(value, str) and value.lower().endswith(FILES) else "flat"


class Site(Part):
    """A place: climate or weather file, tariffs, grid, water, policies."""

    name: Text = Field(
        default="", description="how results call the site; the climate's or the file's name if left out"
    )
    climate: Text | None = Field(default=None, description="built-in climate (`thermo list climates`)")
    weather: Text | None = Field(default=None, description="EPW, TMY3 or CSV file, relative to the study file")
    altitude: Annotated[Amount, Of("length", "-450 m", "6000 m")] | None = Field(
        default=None, description="height above sea level, where the weather file does not say it"
    )
    humidity: Annotated[str, Word(("dew-point", "relative-humidity"))] = Field(
        default="dew-point",
        description="column that counts where a weather file has both; EnergyPlus takes relative humidity",
    )
    electricity_price: (
        Annotated[
            Annotated[Amount, Of("energy_price"), Tag("flat")]
            | Annotated[list[Tariff], Tag("periods")]
            | Annotated[str, PriceFile(), Tag("file")],
            Discriminator(_price_kind),
            BeforeValidator(lambda v: [v] if isinstance(v, dict | Tariff) else v),
        ]
        | None
    ) = Field(
        default=None,
        description="energy price: flat, time-of-use periods, or a CSV file of 8760 hours whose header names the unit",
    )
    demand_charge: Annotated[Amount, Of("power_price_per_time")] | None = Field(
        default=None, description="charge on the largest power of each month"
    )
    grid_carbon: Annotated[Amount, Of("carbon_intensity", "0 kg/kWh", "2 kg/kWh")] | None = Field(
        default=None, description="carbon of the grid's electricity; the region's published value if left out"
    )
    grid_water: Annotated[Amount, Of("water_intensity", "0 L/kWh", "100 L/kWh")] | None = Field(
        default=None, description="water of the grid's electricity; the region's published value if left out"
    )
    water_price: Annotated[Amount, Of("volume_price")] | None = Field(
        default=None, description="price of make-up water"
    )
    sewage_price: Annotated[Amount, Of("volume_price")] | None = Field(default=None, description="price of waste water")
    pue_surcharge: Surcharge | None = Field(
        default=None, description="differential tariff above a PUE; the jurisdiction's own if left out"
    )
    jurisdiction: Text | None = Field(
        default=None, description="decides which PUE and water rules apply (`thermo list policies`)"
    )
    policies: list[Text] = Field(default=[], description="rules by name, on top of the jurisdiction's")
    status: Annotated[str, Word(("new", "existing"))] | None = Field(
        default=None, description="which rules apply; follows economics.project if left out"
    )
    year: Annotated[int, Plain(int, 2000, 2100)] = Field(
        default=2026, description="year of operation that rules are judged in"
    )
    utility_feed: Annotated[Amount, Of("apparent_power", "1 kVA", "10 GVA")] | None = Field(
        default=None, description="apparent power of the connection; the result says how much IT fits under it"
    )
    sizing: Annotated[Inputs, Table(lambda: schema.section("site", "sizing"))] = Field(
        default={}, description="rules by which plants are sized"
    )

    _folder: Path = PrivateAttr(default=Path("."))

    @property
    def new(self) -> bool:
        """True for a new build or expansion, in the eyes of the rules."""
        return self.status != "existing"

    def electricity_prices(self, first_weekday: int = 0) -> list[float]:
        """Price of each of the 8,760 hours [money/J], none without one; 1 January is `first_weekday` (0: Monday)."""
        if self.electricity_price is None:
            return []
        if isinstance(self.electricity_price, str):
            return read_prices(self._folder / self.electricity_price, self.electricity_price)[0]
        if isinstance(self.electricity_price, float):
            return [float(self.electricity_price)] * 8760
        days = [(month, day) for month, length in enumerate(MONTH_DAYS, 1) for day in range(length)]
        return [
            next(
                (
                    float(t.price or 0.0)
                    for t in self.electricity_price
                    if applies(t, month, (first_weekday + n) % 7, hour)
                ),
                float("nan"),
            )
            for n, (month, _) in enumerate(days)
            for hour in range(1, 25)
        ]


def applies(tariff: Tariff, month: int, weekday: int, hour: int) -> bool:
    """True when a tariff period holds an hour."""
    day = tariff.days == "all" or (tariff.days == "weekend") == (weekday >= 5)
    return day and month in tariff.months and hour in tariff.hours


class GroupKeys(Part):
    """What one IT group says of itself."""

    rack: Annotated[str | dict[str, Any], Rack()] = Field(
        default="", description="rack of the library (`thermo list racks`), or an inline table"
    )
    power: Annotated[Amount, Of("power", "1 W", "100 GW")] | None = Field(
        default=None, description="nameplate power in air-cooled form; fixes the number of chips"
    )
    racks: Annotated[Amount, Of("count", 1, 1e7, whole=True)] | None = Field(
        default=None, description="number of racks"
    )
    servers: Annotated[Amount, Of("count", 1, 1000, whole=True)] | None = Field(
        default=None, description="servers that share one rack's height (density); the rack's own number if left out"
    )
    utilization: Annotated[Any, Hours()] = Field(
        default=Amount(1.0, "1", "ratio"),
        description="share of full work: a ratio, 24 or 8760 ratios, or a CSV file of 8760",
    )
    cooling: Annotated[str, Word(("air",))] | None = Field(
        default=None, description='"air" keeps the group on air in every option'
    )

    _folder: Path = PrivateAttr(default=Path("."))

    def utilisation_hours(self) -> list[float]:
        """Utilisation of each of the 8,760 hours."""
        return hours_of(self.utilization, self._folder)


class Group(GroupKeys):
    """Racks of one kind in the hall."""

    model_config = ConfigDict(json_schema_extra={"required": ["rack"]})

    name: Text = Field(default="", description="how options and sweeps address the group")


class IT(GroupKeys):
    """What the hall computes with: groups, or the keys of a single group."""

    group: list[Group] = Field(default=[], description="IT groups")


class Reuse(Part):
    """A heat customer of the liquid's heat."""

    demand: Annotated[Amount, Of("power", "0 W", "10 GW")] | None = Field(
        default=None, description="heat the customer takes at most"
    )
    temperature: Annotated[Amount, Of("temperature", "20 degC", "95 degC")] | None = Field(
        default=None, description="supply the customer needs; a heat pump lifts what is colder"
    )
    approach: Annotated[Amount, Of("temperature_difference", "0.5 K", "20 K")] | None = Field(
        default=None, description="exchanger's approach"
    )
    lift_efficiency: Annotated[Amount, Of("ratio", 0.1, 0.8)] | None = Field(
        default=None, description="heat pump's coefficient of performance as share of Carnot's"
    )

    capacity: Annotated[Amount, Of("power", "1 W", "10 GW")] | None = Field(
        default=None, description="heat the heat pump delivers at most; the customer's demand if left out"
    )
    minimum: Annotated[Amount, Of("ratio", 0.0, 1.0)] | None = Field(
        default=None, description="heat pump's lowest continuous part load; below it the machine cycles"
    )

    def get(self, key: str, default: Any = None) -> Any:
        """A value by key, as from a dict."""
        value = getattr(self, key, None)
        return default if value is None else value

    def __getitem__(self, key: str) -> Any:
        return getattr(self, key)


class OptionEconomics(Part):
    """What the project of one option needs beside its equipment."""

    build: Annotated[Amount, Of("time", "0 years", "10 years")] | None = Field(
        default=None, description="from decision to service; economics.build if left out"
    )
    downtime: Annotated[Amount, Of("time", "0 hours", "5 years")] | None = Field(
        default=None, description="each converted rack stands still so long; economics.downtime if left out"
    )
    extra: Annotated[Amount, Of("money")] | None = Field(
        default=None, description="capital of this option that no equipment line holds"
    )


class Option(Part):
    """What is compared: technology, terminals, plants, electrical chain and set points."""

    model_config = ConfigDict(json_schema_extra={"required": ["technology"]})

    name: Text = Field(default="", description="how results call the option; the technology if left out")
    technology: Annotated[str, Plain(str, schema=schema.technologies)] = Field(
        default="", description="how heat leaves the chip (`thermo list technologies`)"
    )
    supply_air: Annotated[Amount, Of("temperature", "5 degC", "60 degC")] | None = Field(
        default=None, description="air leaving the terminal"
    )
    supply_liquid: Annotated[Amount, Of("temperature", "2 degC", "120 degC")] | None = Field(
        default=None, description="coolant at the rack's inlet"
    )
    air: Annotated[Inputs, Table(lambda: schema.stream("air"))] = Field(
        default={}, description="air stream: plant, terminal and their inputs"
    )
    liquid: Annotated[Inputs, Table(lambda: schema.stream("liquid"))] = Field(
        default={}, description="liquid stream: plant, terminal, loop, connection and their inputs"
    )
    electrical: Annotated[Inputs, Table(lambda: schema.section("electrical"))] = Field(
        default={}, description="electrical chain"
    )
    room: Annotated[Inputs, Table(lambda: schema.section("room", "hall"))] = Field(
        default={}, description="room air, containment, moisture, lighting"
    )
    rack: Annotated[dict[str, str | dict[str, Any]], Table(lambda: {"additionalProperties": RACK})] = Field(
        default={}, description="another rack for a group, by the group's name"
    )
    cold_plate: Annotated[Inputs, Table(lambda: schema.technology("cold-plate"))] = Field(
        default={}, alias="cold-plate", description="inputs of cold plates"
    )
    cold_plate_two_phase: Annotated[Inputs, Table(lambda: schema.technology("cold-plate-two-phase"))] = Field(
        default={}, alias="cold-plate-two-phase", description="inputs of two-phase cold plates"
    )
    immersion: Annotated[Inputs, Table(lambda: schema.technology("immersion"))] = Field(
        default={}, description="inputs of immersion tanks"
    )
    immersion_two_phase: Annotated[Inputs, Table(lambda: schema.technology("immersion-two-phase"))] = Field(
        default={}, alias="immersion-two-phase", description="inputs of two-phase immersion tanks"
    )
    spray: Annotated[Inputs, Table(lambda: schema.technology("spray"))] = Field(
        default={}, description="inputs of spray cooling"
    )
    coolant: Text | None = Field(
        default=None, description='coolant of the racks (`thermo list fluids`), "PG25" for 25 % propylene glycol'
    )
    flow: Annotated[Amount, Of("flow_per_power", "0.05 L/min/kW", "60 L/min/kW")] | None = Field(
        default=None, description="design coolant flow per nameplate power"
    )
    inlet_class: Annotated[str, Word(INLET_CLASSES)] | None = Field(
        default=None, description="ASHRAE inlet class; the server's own if left out"
    )
    control: Annotated[str, Word(("default", "optimal"))] = Field(
        default="default", description="what a building management system runs, or the least power of each hour"
    )
    reuse: Reuse | None = Field(default=None, description="heat customer")
    economics: OptionEconomics | None = Field(default=None, description="build time, downtime and extra capital")

    def technology_inputs(self, technology: str) -> dict[str, Any]:
        """What the option says of a technology's inputs, as written; air's stand among the keys of `air`."""
        known = technology_inputs(technology)
        return {k: v for k, v in getattr(self, technology.replace("-", "_")).items() if k in known}

    def overrides(self, technology: str) -> dict[str, float]:
        """The technology's inputs that the option gives, in engine units, by the rack record's field names."""
        known = technology_inputs(technology)
        found = {
            key: value if known[key].quantity in ("choice", "text") else known[key].si(value)
            for key, value in self.technology_inputs(technology).items()
        }
        if technology != "air" and self.flow is not None:
            found["flow_per_watt"] = float(self.flow)
        return found


class Existing(Part):
    """What stands today, in a retrofit; the engine runs given equipment and never enlarges it."""

    technology: Annotated[str, Word(TECHNOLOGIES)] | None = Field(
        default=None, description="how the hall is cooled today"
    )
    chilled_water: Annotated[Amount, Of("temperature", "4 degC", "40 degC")] | None = Field(
        default=None, description="chilled-water supply today"
    )
    chiller_capacity: Annotated[Amount, Of("power", "0 W", "10 GW")] | None = Field(
        default=None, description="chillers, all together"
    )
    air_capacity: Annotated[Amount, Of("power", "0 W", "10 GW")] | None = Field(
        default=None, description="CRAHs or CRACs, all together"
    )
    ups_capacity: Annotated[Amount, Of("power", "0 W", "10 GW")] | None = Field(
        default=None, description="UPS, all together"
    )
    utility_feed: Annotated[Amount, Of("apparent_power", "0 VA", "10 GVA")] | None = Field(
        default=None, description="connection"
    )
    floor_load: Annotated[Amount, Of("floor_load", "0 kg/m^2", "10000 kg/m^2")] | None = Field(
        default=None, description="what the floor carries"
    )
    area: Annotated[Amount, Of("area", "0 m^2", "1e6 m^2")] | None = Field(default=None, description="white space")
    age: Annotated[Amount, Of("time", "0 years", "60 years")] | None = Field(
        default=None, description="age of the plant"
    )
    remaining_life: Annotated[Amount, Of("time", "0 years", "60 years")] | None = Field(
        default=None, description="remaining life of the plant"
    )
    converted: Annotated[Amount, Of("ratio", 0, 1)] | None = Field(
        default=None, description="share of the IT that changes; the rest stays as it is"
    )
    supply_air: Annotated[Amount, Of("temperature", "5 degC", "60 degC")] | None = Field(
        default=None, description="air leaving the terminal today"
    )
    air: Annotated[Inputs, Table(lambda: schema.stream("air"))] = Field(
        default={}, description="plant, terminal and their inputs of the air stream today"
    )
    electrical: Annotated[Inputs, Table(lambda: schema.section("electrical"))] = Field(
        default={}, description="electrical chain today"
    )
    room: Annotated[Inputs, Table(lambda: schema.section("room", "hall"))] = Field(default={}, description="room today")
    pipe_flow: Annotated[Amount, Of("volume_flow", "0 L/s", "100 m^3/s")] | None = Field(
        default=None, description="water that free pipes can still carry"
    )
    remove: Annotated[bool, Plain(bool)] = Field(
        default=False, description="plant that an option strands is taken out, and that is paid"
    )


class Economics(Part):
    """Project, horizon and rates."""

    project: Annotated[str, Word(PROJECTS)] = Field(
        default="new-build", description="new build, or retrofit of what exists"
    )
    horizon: Annotated[Amount, Of("time", "1 year", "60 years")] = Field(
        default=Amount(10 * 8760 * 3600.0, "10 years", "time"), description="years looked at"
    )
    discount_rate: Annotated[Amount, Of("ratio", 0, 1, unit_needed=True)] = Field(
        default=Amount(0.08, "8 percent", "ratio"), description="discount rate per year"
    )
    currency: Annotated[str, Word(CURRENCIES)] | None = Field(default=None, description="currency of results")
    exchange_rates: Annotated[dict[str, float], Table(schema.rates)] = Field(
        default={}, description="units of a currency per unit of `currency`: { CNY = 7.2 }"
    )
    price_year: Annotated[int, Plain(int, 1990, 2100)] | None = Field(
        default=None, description="year of the price level"
    )
    price_book: Text | None = Field(default=None, description="named list of prices of the library")
    market: Text | None = Field(
        default=None,
        description="whose construction costs the book is brought to (`thermo list markets`), or book for its own; "
        "the site's city or country if left out and no book is named",
    )
    inflation: Annotated[Amount, Of("ratio", -0.1, 0.5, unit_needed=True)] | None = Field(
        default=None, description="per year"
    )
    electricity_escalation: Annotated[Amount, Of("ratio", -0.2, 0.5, unit_needed=True)] | None = Field(
        default=None, description="real rise of electricity prices per year"
    )
    tax_rate: Annotated[Amount, Of("ratio", 0, 0.9, unit_needed=True)] | None = Field(
        default=None, description="tax on profit"
    )
    depreciation: Annotated[Amount, Of("time", "1 year", "60 years")] | None = Field(
        default=None, description="straight-line"
    )
    carbon_price: Annotated[Amount, Of("mass_price")] | None = Field(
        default=None, description="price of carbon dioxide"
    )
    heat_price: Annotated[Amount, Of("energy_price")] | None = Field(default=None, description="price of heat sold")
    baseline: Text | None = Field(
        default=None, description="option that NPV, IRR and payback are counted against; the first one, or do nothing"
    )
    rates: Annotated[str, Word(("nominal", "real"))] = Field(
        default="nominal", description="whether discount_rate holds inflation"
    )
    escalation: Annotated[Inputs, Table(schema.escalation)] = Field(
        default={}, description="real rise per year by class: { electricity = 2 percent, maintenance = 1 percent }"
    )
    price_escalation: Annotated[Amount, Of("ratio", -0.2, 0.5, unit_needed=True)] | None = Field(
        default=None, description="yearly rise of prices between the book's year and price_year; the book's if left out"
    )
    prices: Annotated[dict[str, str], Table(schema.prices)] = Field(
        default={}, description="prices instead of the book's, by item (`thermo show china-2024`)"
    )
    scenario: Text | None = Field(
        default=None, description="one published number per kW for the whole cooling system instead of its items"
    )
    lease_price: Annotated[Amount, Of("hourly_price")] | None = Field(
        default=None, description="what a chip earns per hour leased"
    )
    occupancy: Annotated[Amount, Of("ratio", 0, 1)] = Field(
        default=Amount(1.0, "1", "ratio"), description="share of the hours that chips are leased"
    )
    chip_price: Annotated[Amount, Of("money")] | None = Field(
        default=None, description="servers and network per chip; IT is left out of all costs if not given"
    )
    server_life: Annotated[Amount, Of("time", "1 year", "20 years")] | None = Field(
        default=None, description="plates, tank fit-out and fluid die with the servers"
    )
    build: Annotated[Amount, Of("time", "0 years", "10 years")] = Field(
        default=Amount(0.0, "0 years", "time"), description="from decision to service"
    )
    downtime: Annotated[Amount, Of("time", "0 hours", "5 years")] = Field(
        default=Amount(0.0, "0 hours", "time"), description="each converted rack stands still so long"
    )
    phases: Annotated[tuple[float, ...], Shares()] = Field(
        default=(1.0,), description="share of the hall that is built or converted in each year, from year 0"
    )
    generators: Annotated[str, Word(REDUNDANCIES)] = Field(default="N+1", description="redundancy of the diesel sets")
    freed_power_price: Annotated[Amount, Of("power_price")] | None = Field(
        default=None, description="worth of IT power that an option frees under the same feed"
    )
    freed_space_price: Annotated[Amount, Of("area_price")] | None = Field(
        default=None, description="worth of white space that an option frees"
    )
    residual: Annotated[bool, Plain(bool)] = Field(
        default=True, description="what has not worn out at the horizon counts, straight-line"
    )
    existing: Existing | None = Field(default=None, description="what exists today, for a retrofit")


def _sites(value: Any) -> Any:
    """`[site]` and `[[site]]` alike."""
    return [value] if isinstance(value, dict | Site) else value


class Fields(Part):
    """The keys of a study file."""

    model_config = ConfigDict(json_schema_extra={"required": ["site", "it", "option"]})

    name: Text = Field(default="study", description="how results call the study")
    about: Text | None = Field(default=None, description="a sentence for readers")
    site: Annotated[
        list[Site], BeforeValidator(_sites, json_schema_input_type=Site | Annotated[list[Site], Field(min_length=1)])
    ] = Field(default=[], description="one site or several")
    it: IT = Field(default_factory=IT, description="what the hall computes with")
    option: list[Option] = Field(default=[], description="what is compared")
    economics: Economics = Field(default_factory=Economics, description="project, horizon and rates")
    sweep: Annotated[Inputs, Table(schema.sweep)] = Field(
        default={}, description="axes by path: a list of values, or { from, to, steps }"
    )

    _folder: Path = PrivateAttr(default=Path("."))

    def sites(self) -> list[Site]:
        """The sites to evaluate; a site without a climate stands for those that the sweep names."""
        climates = self.sweep.get("site.climate", ())
        if len(self.site) == 1 and not self.site[0].climate and not self.site[0].weather:
            return [self.site[0].model_copy(update={"climate": climate, "name": climate}) for climate in climates]
        return list(self.site)

    def groups(self) -> list[Group]:
        """The IT groups; the keys of `[it]` alone make one, named "it"."""
        if self.it.group:
            return list(self.it.group)
        if not self.it.given():
            return []
        keys = {k: getattr(self.it, k) for k in GroupKeys.model_fields if k in self.it.given()}
        group = Group.model_construct(name="it", **keys)
        group._folder = self.it._folder
        return [group]


MODELS: Tables = {
    (): Fields,
    ("site",): Site,
    ("site", "electricity_price"): Tariff,
    ("site", "pue_surcharge"): Surcharge,
    ("it",): IT,
    ("it", "group"): Group,
    ("option",): Option,
    ("option", "reuse"): Reuse,
    ("option", "economics"): OptionEconomics,
    ("economics",): Economics,
    ("economics", "existing"): Existing,
}
HEADERS: Headers = {
    (): "a study",
    ("site",): "[site]",
    ("site", "electricity_price"): "[[site.electricity_price]]",
    ("site", "pue_surcharge"): "[site.pue_surcharge]",
    ("it",): "[it]",
    ("it", "group"): "[[it.group]]",
    ("option",): "[[option]]",
    ("option", "reuse"): "[option.reuse]",
    ("option", "economics"): "[option.economics]",
    ("economics",): "[economics]",
    ("economics", "existing"): "[economics.existing]",
}
