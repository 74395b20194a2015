"""What a year of operation costs, from the table of hours: each end use at each hour's price, demand, water, carbon."""

import numpy as np

from thermo.cost.terms import YEAR
from thermo.library import load
from thermo.library.caps import chain
from thermo.schema.row import END_USES, ROW
from thermo.study.hours import read_prices
from thermo.units import currency_of, parse
from thermo.weather import find as find_climate

HOUR = 3600.0
KWH = 3.6e6
MONTH = YEAR / 12.0
MONTH_HOURS = np.repeat(np.arange(12), np.array((31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)) * 24)
COOLING_USES = (
    "it_fans",
    "it_pumps",
    "terminal_fans",
    "pumps",
    "chillers",
    "heat_rejection_fans",
    "humidification",
    "heating",
)
METERED = "electricity."


def hourly_prices(place, prices, notes):
    """Electricity price of each hour [money/J]: the study's, else the grid region's published one; None without any."""
    price = place.electricity_price
    if price is not None:
        if isinstance(price, str):
            found = read_prices(place._folder / price, price)[1]
        else:
            found = currency_of(price[0].price.text if isinstance(price, list) else price.text)
        text = price if isinstance(price, str) else "periods" if isinstance(price, list) else price.text
        notes["site.electricity_price"] = {"value": text, "source": "study"}
        hours = np.full(8760, float(price)) if isinstance(price, float) else np.asarray(place.electricity_prices())
        return hours * prices.factor(found, of_library=False)
    value = grid_price(place, "electricity_price", "energy_price", prices, notes)
    return None if value is None else np.full(8760, value)


def grid_price(place, name, quantity, prices, notes):
    """A published price of the site's grid region or its parents [money per unit], or None."""
    if place.climate is None:
        return None
    entries, code = load("grid"), find_climate(place.climate).grid_region
    while code and code in entries and name not in entries[code].values:
        code = entries[code].get("parent")
    if not code or code not in entries:
        return None
    value = entries[code].value(name)
    notes[f"site.{name}"] = {"value": value.text, "source": f"{entries[code].name}: {value.source} ({value.year})"}
    return parse(value.text, quantity) * prices.factor(currency_of(value.text))


def demand_cost(power, charge):
    """Charge on the largest hour of each month: power (8760,) [W], charge [money/(W s)] → money a year."""
    return float(sum(power[MONTH_HOURS == m].max() for m in range(12)) * charge * MONTH)


def surcharge(pue, energy_it, limit, price, double=None):
    """Differential tariff on the energy above `limit` x IT energy [money].

    Beijing, from 2026: 0.2 CNY/kWh on the excess part, 0.5 where PUE is more than twice the limit.
    """
    excess = max(0.0, pue - limit) * energy_it * KWH
    return excess * (double if double is not None and pue > 2.0 * limit else price)


def differential(place, case, summary, prices, notes):
    """The surcharge that applies to a site: the study's own, else its jurisdiction's."""
    own = place.pue_surcharge
    if own is not None and own.limit is not None and own.price is not None:
        rate = prices.factor(currency_of(own.price.text), of_library=False)
        double = None if own.price_double is None else float(own.price_double) * rate
        return surcharge(summary["pue"], summary["energy_it"], float(own.limit), float(own.price) * rate, double)
    if not case.jurisdiction:
        return 0.0
    for entry in load("costs").values():
        if entry.kind != "surcharge" or entry.get("jurisdiction") not in chain(case.jurisdiction):
            continue
        large = summary["energy_total"] * KWH >= entry.si("from_energy", "energy", 0.0)
        if case.new or not large or case.year < entry.get("from_year"):
            continue
        limit = entry.si("limit", "ratio")
        price, double = (parse(entry.value(k).text, "energy_price") for k in ("price", "price_double"))
        rate = prices.factor(currency_of(entry.value("price").text))
        cost = surcharge(summary["pue"], summary["energy_it"], limit, price * rate, double * rate)
        notes["differential tariff"] = {"value": entry.name, "source": entry.value("price").source}
        return cost
    return 0.0


def annual(place, case, rows, summary, lines, terms, prices):
    """Yearly operating cost by item at today's prices [money], and what has no price.

    Parameters
    ----------
    rows : (8760, ROW_SIZE) table of hours
    lines : equipment that is kept running

    Returns
    -------
    dict of str to float (heat sold is negative), dict of notes
    """
    notes: dict[str, dict] = {}
    costs: dict[str, float] = {}
    hourly = hourly_prices(place, prices, notes)
    if hourly is not None:
        for use in END_USES:
            costs[METERED + use] = float(rows[:, ROW[use]] @ hourly) * HOUR
    utility = rows[:, ROW["utility"]]
    if place.demand_charge is not None:
        charge = float(place.demand_charge) * prices.factor(currency_of(place.demand_charge.text), of_library=False)
        costs["demand charge"] = demand_cost(utility, charge)
    if extra := differential(place, case, summary, prices, notes):
        costs["differential tariff"] = extra
    for key, amount in (("water_price", "water"), ("sewage_price", "discharge")):
        given = getattr(place, key)
        if given is not None:
            price = float(given) * prices.factor(currency_of(given.text), of_library=False)
        else:
            price = grid_price(place, key, "volume_price", prices, notes) if key == "water_price" else None
        if price:
            costs["water" if key == "water_price" else "sewage"] = price * summary[amount]
    costs |= upkeep(lines, prices, summary)
    if terms.carbon and case.grid_carbon is not None:
        costs["carbon"] = terms.carbon * summary["energy_total"] * KWH * case.grid_carbon
    if terms.heat:
        costs["heat sold"] = -terms.heat * float(rows[:, ROW["heat_reused"]].sum()) * HOUR
    return {name: value for name, value in costs.items() if np.any(value)}, notes


def upkeep(lines, prices, summary):
    """Maintenance by item and fluid that is lost: {name: money a year}."""
    costs: dict[str, float] = {}
    loss = summary.get("fluid_loss")  # kg a year, of boiling technologies
    for line in lines:
        if line.kind == "fluid":
            open_fill = line.price != "fluid.water"
            if loss and line.price in ("fluid.fluorinated", "fluid.refrigerant") and loss == loss:
                price = prices.price(line.price, "volume_price", "mass_price")
                per_kg = price.value if price.quantity == "mass_price" else price.value / line.density
                cost, loss = loss * per_kg, None
            else:
                cost = line.cost(prices) * prices.share("top_up.open" if open_fill else "top_up.water")
            costs["fluid top-up"] = costs.get("fluid top-up", 0.0) + cost
            continue
        if line.price in ("cabinet", "air_sink") or line.item == "server_modification":
            continue
        name = f"maintenance.{line.item}"
        costs[name] = costs.get(name, 0.0) + line.cost(prices) * prices.share(f"maintenance.{line.kind}")
    return costs


def class_of(name):
    """The escalation class of an operating cost."""
    head = name.partition(".")[0]
    return {
        "electricity": "electricity",
        "demand charge": "electricity",
        "differential tariff": "electricity",
        "water": "water",
        "sewage": "water",
        "fluid top-up": "fluid",
        "maintenance": "maintenance",
        "carbon": "carbon",
        "heat sold": "heat",
    }.get(head, "maintenance")


def is_cooling(name, kinds):
    """True when an operating cost belongs to cooling; `kinds` gives an item's class."""
    head, _, tail = name.partition(".")
    if head == "electricity":
        return tail in COOLING_USES
    if head == "maintenance":
        return kinds.get(tail) in ("mechanical", "rack", "fluid")
    return head in ("water", "sewage", "fluid top-up", "heat sold")
