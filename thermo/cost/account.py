"""One option's account: what is bought, kept and left standing, its cash flows by year, and their figures.

Every figure is a sum over the table of cash flows, so that items add up to totals and the table's present value is the
one that is reported.
"""

from dataclasses import dataclass, field
from math import pi

import numpy as np

from thermo.cost import finance
from thermo.cost.capital import BUILDING, FLUID, ITEMS, MECHANICAL, OVERHEADS, RACK, equipment, overheads
from thermo.cost.operating import KWH, annual, class_of, is_cooling
from thermo.cost.prices import life
from thermo.cost.terms import YEAR
from thermo.errors import ThermoError, nearest
from thermo.library import find
from thermo.schema.equipment import MAINS_VELOCITY
from thermo.units import currency_of, parse

IDLE = 0.02  # of an existing item; less is rounding of sizes, not stranded plant
COOLING = (MECHANICAL, RACK, FLUID)
KINDS = {name: item.kind for name, item in ITEMS.items()} | {"cooling, per kW": MECHANICAL}
FIELDS = {  # variable: (unit with "money" for the currency, meaning)
    "capex": ("money", "capital of the project: equipment, building, commissioning, contingency, soft costs"),
    "capex_it": ("money", "servers and network, part of the capital where the study prices chips"),
    "capex_per_kw": ("money/kW", "capital without IT per kW of IT at design"),
    "capex_cooling": ("money", "capital of plant, terminals, rack side and fluid, with their share of overheads"),
    "opex_annual": ("money", "operating cost of a full year at today's prices"),
    "npv": ("money", "present value of all cash flows of the option (a cost is negative)"),
    "npv_against_baseline": ("money", "present value of the option's cash flows less the baseline's"),
    "irr": ("1", "internal rate of return of the option's extra cash flows against the baseline"),
    "payback": ("year", "simple payback of the extra capital against the baseline"),
    "payback_discounted": ("year", "discounted payback of the extra capital against the baseline"),
    "tco": ("money", "present value of capital, operation and replacement less what is left at the horizon"),
    "lcoc": ("money/kWh", "levelised cost of cooling (server fans and rack pumps counted) per kWh of IT"),
    "lcoc_kw_year": ("money/kW/year", "levelised cost of cooling per kW of IT at design and year"),
    "cost_per_chip_hour": ("money", "levelised cost of an hour of one delivered chip"),
    "cost_per_pflop_hour": ("money", "levelised cost of an hour of one delivered PFLOP/s (dense 16-bit peak)"),
    "lease_revenue": ("money", "lease revenue of a full year"),
    "margin": ("1", "share of the lease revenue's present value that costs and tax leave"),
    "freed_power": ("kW", "IT power that fits under the same feed, beyond what fits with nothing done"),
    "freed_space": ("m^2", "white space that becomes free"),
}


@dataclass
class Side:
    """What one case brings to its account: lines, a year of operation, output."""

    spec: object
    case: object
    lines: list
    opex: dict
    chips: float
    delivered: float
    energy_it: float
    it_power: float
    pflops: float
    notes: dict = field(default_factory=dict)


def side_of(outcome, terms, prices):
    """The `Side` of an evaluated case."""
    case, summary = outcome.case, outcome.summary
    spec = outcome.spec
    lines = getattr(outcome, "lines", None) or equipment(spec, case, terms.generators)
    opex, notes = annual(spec.place, case, outcome.rows, summary, lines, terms, prices)
    pflops = sum(g.racks * g.info["pflops"] for g in case.groups if g.info["pflops"])
    return Side(
        spec, case, lines, opex, summary["chips"], summary["compute_delivered"], summary["energy_it"],
        float(case.hall["it_design"]) / 1000.0, float(pflops), notes,
    )  # fmt: skip


@dataclass
class Account:
    """The cash flows of an option by row and year, and what they come to."""

    side: Side
    capex: dict
    flows: dict
    equipment: list
    stranded: list
    values: dict = field(default_factory=dict)
    notes: dict = field(default_factory=dict)
    warnings: list = field(default_factory=list)

    @property
    def total(self):
        """Cash flow of each year [money], year 0 first."""
        return sum(self.flows.values())


def split(lines, existing, pipe_flow=0.0):
    """Which part of each line is new, and what of the existing stays unused.

    Returns
    -------
    list of (line, new count, reused count), list of (line, stranded count)
    """
    have: dict[str, float] = {}
    for line in existing or ():
        have[line.key] = have.get(line.key, 0.0) + line.amount
    parts = []
    for line in lines:
        reused = min(line.amount, have.get(line.key, 0.0))
        have[line.key] = have.get(line.key, 0.0) - reused
        new = (line.amount - reused) / line.size
        if line.item == "pipe" and "liquid loop" in line.where and pipe_flow > 0.0:
            flow = 0.25 * pi * line.size**2 * MAINS_VELOCITY
            new *= max(0.0, 1.0 - pipe_flow / flow)
        parts.append((line, new if new > 1e-9 * line.count else 0.0, reused / line.size))
    stranded = []
    for line in existing or ():
        left = have.get(line.key, 0.0)
        if left > IDLE * line.amount and line.kind != BUILDING:
            stranded.append((line, left / line.size))
            have[line.key] = 0.0
    return parts, stranded


def life_of(line, terms):
    """Years until a line is bought again."""
    if line.life == "once":  # the next servers come from the factory as they must be
        return float("inf")
    if line.life == "servers":
        return terms.server_life
    return life(line.life)


def open_account(side, terms, prices, old=None, remaining=None, extra_lines=(), pipe_flow=0.0, remove=False):
    """Capital and cash flows of one option.

    Parameters
    ----------
    side : Side of the option
    old : Side of what exists and runs until conversion, in a retrofit; the option itself may be it
    remaining : function of a line: years that an existing one still lives
    extra_lines : work and equipment that the engine does not size (server modification, floor)
    """
    lines = side.lines + list(extra_lines)
    nothing = old is side
    parts, stranded = split(lines, old.lines if old else (), pipe_flow)
    own = side.spec.choice.economics
    build = terms.build if own is None or own.build is None else float(own.build) / YEAR
    if nothing:
        build = 0.0
    phases = (1.0,) if nothing else terms.phases
    horizon = terms.horizon
    done = finance.service(horizon, build, phases)
    when = np.zeros(horizon + 1)
    when[: len(phases)] = phases[: horizon + 1]
    price_rise = terms.growth("equipment")

    capex: dict[str, float] = {}
    flows: dict[str, np.ndarray] = {}
    scenario = scenario_cost(side, terms, prices) if terms.scenario and not nothing else None
    uplift = 1.0 + sum(prices.share(name) for name in OVERHEADS)
    for line, new, reused in parts:
        if scenario is not None and line.kind in COOLING:
            continue
        buy(capex, flows, line.item, line.cost(prices, new) if new else 0.0, life_of(line, terms), terms, build, phases)
        if reused:
            keep(flows, line, line.cost(prices, reused), remaining, terms)
    if scenario is not None:
        buy(capex, flows, "cooling, per kW", scenario, life_of_scenario(), terms, build, phases)
    if remove and stranded:
        cost = sum(prices.cost("removal", n, line.size, "power_price") for line, n in stranded if in_watts(line))
        if cost:
            capex["removal"] = cost
            flows["capex.removal"] = -cost * when * price_rise
    direct = sum(capex.values())
    for name, cost in overheads(prices, direct).items():
        if cost:
            capex[name] = cost
            flows[f"capex.{name}"] = -cost * when * price_rise
    if own is not None and own.extra is not None:
        capex["extra"] = float(own.extra) * prices.factor(currency_of(own.extra.text), of_library=False)
        flows["capex.extra"] = -capex["extra"] * when * price_rise
    it_cost(capex, flows, side, old, terms, build, phases)
    result = Account(side, capex, flows, parts, stranded)
    run(result, old, terms, done)
    result.values |= {"uplift": uplift, "done": done}
    return result


def in_watts(line):
    """True for cooling plant whose size is a power."""
    return line.item.startswith(("chiller", "dx"))


def buy(capex, flows, name, cost, life, terms, build, phases):
    """Book the purchase of an item, its replacements and what is left of it at the horizon."""
    if not cost:
        return
    horizon, rise = terms.horizon, terms.growth("equipment")
    capex[name] = capex.get(name, 0.0) + cost
    first, again, left = np.zeros(horizon + 1), np.zeros(horizon + 1), np.zeros(horizon + 1)
    for k, share in enumerate(phases):
        if k > horizon:
            break
        first[k] -= cost * share
        years, unused = finance.bought(life, horizon, k + build)
        for year in years:
            again[year] -= cost * share
        left[horizon] += cost * share * unused
    book(flows, f"capex.{name}", first * rise)
    book(flows, f"replacement.{name}", again * rise)
    if terms.residual:
        book(flows, f"residual.{name}", left * rise)


def keep(flows, line, cost, remaining, terms):
    """Book the replacement of an existing item at the end of its life, and what is left of it at the horizon."""
    life = life_of(line, terms)
    horizon, rise = terms.horizon, terms.growth("equipment")
    left_now = min(life, life if remaining is None else remaining(line, life))
    again, left = np.zeros(horizon + 1), np.zeros(horizon + 1)
    years, unused = finance.bought(life, horizon, left_now - life)
    for year in (max(1, y) for y in years):
        again[year] -= cost
    left[horizon] += cost * unused
    book(flows, f"replacement.{line.item}", again * rise)
    if terms.residual:
        book(flows, f"residual.{line.item}", left * rise)


def book(flows, name, values):
    """Add a row to the cash flows; a row of zeros is left out."""
    if np.any(values):
        flows[name] = flows.get(name, 0.0) + values


def scenario_cost(side, terms, prices):
    """Cooling system by one published number per kW of IT [money].

    Raises
    ------
    ThermoError
        When the scenario has no figure for the technology.
    """
    entry = find("costs", terms.scenario)
    technology = side.case.technology
    if technology not in entry.values:
        raise ThermoError(
            f"economics.scenario '{terms.scenario}' publishes no figure for technology '{technology}' "
            f'(option "{side.case.option}"). {nearest(technology, entry.values)}'
        )
    value = entry.value(technology)
    rise = (1.0 + prices.escalation) ** (prices.year - int(str(value.year)))
    per_watt = parse(value.text, "power_price") * prices.factor(currency_of(value.text)) * rise
    return per_watt * side.it_power * 1000.0


def life_of_scenario():
    """One life for a cooling system that has no items: that of its terminals."""
    return life("terminal")


def it_cost(capex, flows, side, old, terms, build, phases):
    """Servers and network, where the study prices chips: all in a new build, in a retrofit those that are rehoused."""
    if terms.chip_price is None:
        return
    chips = side.chips
    if old is not None:
        moved = set(side.spec.choice.rack)
        chips = sum(g.chips for g in side.case.groups if g.name in moved)
    buy(capex, flows, "IT", chips * terms.chip_price, terms.server_life, terms, build, phases)


def run(account, old, terms, done):
    """Book operation, revenue, downtime, what is freed, and tax."""
    side, flows = account.side, account.flows
    before = 1.0 - done
    before[0] = 0.0
    if old is None:
        before = np.zeros_like(done)
    for name in dict.fromkeys((*side.opex, *(old.opex if old else ()))):
        amount = done * side.opex.get(name, 0.0) + (before * old.opex.get(name, 0.0) if old else 0.0)
        book(flows, f"opex.{name}", -amount * terms.growth(class_of(name)))
    if terms.lease is not None:
        each = terms.lease * YEAR * terms.occupancy
        earned = done * side.chips * side.delivered
        if old:
            earned = earned + before * old.chips * old.delivered
        book(flows, "lease revenue", earned * each * terms.growth("lease"))
    book(flows, "downtime", downtime(account, old, terms))
    freed = np.zeros(terms.horizon + 1)
    freed[: terms.horizon + 1] = np.diff(done, prepend=0.0)
    book(flows, "freed power", freed * 1000.0 * account.side.notes.get("freed_power", 0.0) * terms.freed_power)
    book(flows, "freed space", freed * account.side.notes.get("freed_space", 0.0) * terms.freed_space)
    if terms.tax:
        tax(account, terms)


def downtime(account, old, terms):
    """Lease revenue that converted chips lose while they stand still, phase by phase [money by year]."""
    found = np.zeros(terms.horizon + 1)
    side = account.side
    own = side.spec.choice.economics
    still = terms.downtime if own is None or own.downtime is None else float(own.downtime)
    if old is None or old is side or terms.lease is None or not still:
        return found
    chips = sum(g.chips for g in side.case.groups if g.technology != "air")
    for k, share in enumerate(terms.phases):
        if k < terms.horizon:  # the work of a phase falls into the year that follows its decision
            found[k + 1] -= share * chips * terms.lease * terms.occupancy * still
    return found * terms.growth("lease")


def tax(account, terms):
    """Tax on profit after straight-line depreciation; a loss saves tax elsewhere in the company."""
    flows = account.flows
    invested = -sum(v for n, v in flows.items() if n.startswith(("capex.", "replacement.")))
    gains = sum(v for n, v in flows.items() if n.startswith(("opex.", "residual.")) or "." not in n)
    years = terms.depreciation or float(terms.horizon)
    book(flows, "tax", -terms.tax * (gains - finance.straight_line(invested, years, terms.horizon)))


COSTS = ("capex.", "replacement.", "residual.", "opex.", "downtime", "freed")


def close(account, terms, baseline, old=None):
    """Fill the figures of an account against the baseline's account."""
    side, flows, values = account.side, account.flows, account.values
    done, uplift = values.pop("done"), values.pop("uplift")
    rate = terms.rate
    zero = np.zeros(terms.horizon + 1)
    total = account.total + zero
    spent = -sum((v for n, v in flows.items() if n.startswith(COSTS)), zero)
    values["capex"] = float(sum(account.capex.values()))
    values["capex_it"] = float(account.capex.get("IT", 0.0))
    values["capex_per_kw"] = (values["capex"] - values["capex_it"]) / side.it_power
    cooling = sum(v for n, v in account.capex.items() if KINDS.get(n) in COOLING)
    values["capex_cooling"] = cooling * uplift
    values["opex_annual"] = float(sum(side.opex.values()))
    values["npv"] = float(finance.npv(rate, total))
    values["tco"] = float(finance.npv(rate, spent))
    running = done.copy()
    if old is not None:
        running[1:] = 1.0
    output = done * side.energy_it + ((running - done) * old.energy_it if old else 0.0)
    chips = done * side.chips * side.delivered + ((running - done) * old.chips * old.delivered if old else 0.0)
    values["lcoc"] = finance.levelised(cooling_flows(flows, uplift) + zero, output, rate)
    values["lcoc_kw_year"] = finance.levelised(cooling_flows(flows, uplift) + zero, running * side.it_power, rate)
    values["cost_per_chip_hour"] = finance.levelised(spent, chips * 8760.0 * terms.occupancy, rate)
    if side.pflops:
        values["cost_per_pflop_hour"] = values["cost_per_chip_hour"] * side.chips / side.pflops
    if terms.lease is not None:
        values["lease_revenue"] = side.chips * side.delivered * terms.lease * YEAR * terms.occupancy
        earned = finance.npv(rate, flows.get("lease revenue", zero) + zero)
        values["margin"] = values["npv"] / earned if earned else float("nan")
    for name in ("freed_power", "freed_space"):
        if name in side.notes:
            values[name] = side.notes[name]
    if baseline is not None and baseline is not account:
        extra = total - baseline.total
        paid = extra - residual(flows) + residual(baseline.flows)
        values["npv_against_baseline"] = float(finance.npv(rate, extra))
        values["irr"] = finance.irr(extra)
        values["payback"] = finance.payback(paid)
        values["payback_discounted"] = finance.payback(paid, rate)
    else:
        values["npv_against_baseline"] = 0.0
    return account


def residual(flows):
    """What is left at the horizon, by year."""
    return sum(v for n, v in flows.items() if n.startswith("residual."))


def cooling_flows(flows, uplift):
    """The part of the cash flows that is cooling's, as a cost; capital with its share of the overheads."""
    found = 0.0
    for name, values in flows.items():
        head, _, tail = name.partition(".")
        if head in ("capex", "replacement", "residual") and KINDS.get(tail) in COOLING:
            found = found - values * (uplift if head == "capex" else 1.0)
        elif head == "opex" and is_cooling(tail, KINDS):
            found = found - values
    return found


__all__ = ["FIELDS", "KWH", "Account", "close", "open_account", "side_of", "split"]
