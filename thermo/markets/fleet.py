"""A market study in figures: documents to results, by the functions of `thermo.markets.formulas`."""

from thermo.hardware.racks import resolve
from thermo.library import find, load
from thermo.library.caps import applicable, chain, home_share, judge
from thermo.markets import formulas as m
from thermo.markets.study import Market, market_of, read_market
from thermo.results.evaluation import evaluate
from thermo.study import read_study

COMPUTE = {"fp16": "pflops", "fp8": "pflops_fp8"}


def market(study):
    """Figures of a market study.

    Parameters
    ----------
    study : Market, dict or path of a file

    Returns
    -------
    dict
        name, currency, and a list of results for each kind of table; what has no value is None and `limits` or
        `warnings` say why.

    Raises
    ------
    StudyError
        With every problem of the file at once.
    """
    if isinstance(study, dict):
        study = market_of(study)
    elif not isinstance(study, Market):
        study = read_market(study)
    result = {"study": study.name, "currency": study.currency, "prices": {k: p.text for k, p in study.prices.items()}}
    for kind, compute in KINDS.items():
        result[kind] = [{"name": part.name} | compute(study, part) for part in getattr(study, kind)]
    return result


def cost(study, part, units, penetration):
    """Cost by technology of `units` racks or servers, in the study's currency."""
    prices = {name: study.money(price) for name, price in study.prices.items()}
    return m.conversion_cost(units, float(part.power), float(penetration), part.shares, prices)


def stock(study, part):
    """An installed base: refused where it would ask for an impossible share of the country's electricity."""
    power = part.count * part.power
    result = {"power": power / 1e9, "converted": part.count * part.penetration, "cost": None, "limits": []}
    by = cost(study, part, float(part.count), part.penetration)
    if part.country:
        entry = find("market", f"electricity-{part.country}")
        share = m.electricity_share(power, entry.si("electricity", "energy"))
        most = find("market", "plausible-share").get("share")
        result["electricity_share"] = share
        if share > most:
            result["limits"].append(
                f"{part.count:,.0f} × {part.power.text} are {power / 1e9:.0f} GW, {share:.0%} of the electricity of "
                f"{part.country} ({entry.get('electricity'):,} TWh a year); at most {most:.0%} is plausible: the rated "
                f"power does not belong to this stock"
            )
            return result
    return result | {"cost": sum(by.values()), "cost_by_technology": by}


def shipment(study, part):
    """New build of the last year, and the path that led there."""
    by = cost(study, part, float(part.count), part.penetration)
    path = {}
    if part.first is not None:
        path = m.growth_path(float(part.count), float(part.growth), part.first, part.year)
    alone = {
        name: m.conversion_cost(float(part.count), float(part.power), float(part.penetration), {name: 1.0}, {name: p})[
            name
        ]
        for name, p in ((k, study.money(v)) for k, v in study.prices.items())
    }
    return {
        "power": part.count * part.power / 1e9,
        "cost": sum(by.values()),
        "cost_by_technology": by,
        "cost_if_all": alone,
        "units_by_year": path,
        "units_sum": sum(list(path.values())[1:]) if path else None,
    }


def campaign(_study, part):
    """Energy of a campaign, power per chip, and what of it the rack's nameplate explains."""
    per_chip = part.power / part.chips
    result = {"energy": part.power * part.time / 3.6e12, "power_per_chip": per_chip, "rack": part.rack}
    if part.rack:
        own = power_per_chip(part.rack)
        result |= {"nameplate_per_chip": own, "ratio": per_chip / own}
    return result


def dispatch(study, part):
    """Idle compute at the fleet's price, and what the network keeps of it."""
    idle = m.idle_revenue(study.money(part.revenue), float(part.utilization))
    return {"idle": idle, "kept": {take.text: idle * take for take in part.take}}


def target(study, part):
    """A compute target in chips, power and cooling, for each rack alone."""
    rows, limits = [], []
    for rack in part.racks:
        peak = chip_compute(rack, part.precision)
        if peak is None:
            limits.append(f"{rack}: no {part.precision} compute is published")
            continue
        chips = m.fleet(float(part.compute), peak)
        power = chips * power_per_chip(rack)
        money = None
        if part.shares:
            prices = {name: study.money(price) for name, price in study.prices.items()}
            money = sum(power * share * prices[name] for name, share in part.shares.items())
        rows.append({"rack": rack, "chips": chips, "power": power / 1e6, "cooling_cost": money})
    before = part.compute / part.ratio / 1e18 if part.ratio else None
    return {"racks": rows, "compute_before": before, "limits": limits}


def job(study, part):
    """The same job on each rack: chips, energy, kW, kWh and money per PFLOP; makers' claims beside what follows."""
    rows, limits = [], []
    for rack in part.racks:
        peak = chip_compute(rack, part.precision)
        if peak is None:
            limits.append(f"{rack}: no {part.precision} compute is published")
            continue
        power = power_per_chip(rack)
        chips, energy = m.job(float(part.work), peak, float(part.efficiency), float(part.time), power * part.pue)
        row = {
            "rack": rack,
            "chips": chips,
            "power": chips * power / 1e6,
            "energy": energy / 3.6e12,
            "power_per_pflops": power / (peak / 1e15) / 1e3,
            "energy_per_pflop_hour": power * part.pue / (peak / 1e15 * part.efficiency) / 1e3,
            "electricity_cost": None,
            "chip_cost": None,
            "cost_per_pflops": None,
        }
        if part.electricity_price is not None:
            row["electricity_cost"] = energy * study.money(part.electricity_price)
        price = chip_price(study, rack, limits)
        if price is not None:
            row["chip_cost"] = chips * price * part.time / part.life
            row["cost_per_pflops"] = price / (peak / 1e15)
        rows.append(row)
    return {"racks": rows, "claims": list(claims(rows)), "limits": limits}


def claims(rows):
    """Makers' claims on two of the racks, and the ratios that follow from published peaks and nameplates."""
    by = {row["rack"]: row for row in rows}
    for entry in load("market").values():
        if entry.kind == "claim" and all(rack in by for rack in entry.get("racks")):
            new, old = (by[rack] for rack in entry.get("racks"))
            yield {
                "claim": entry.name,
                "factor": entry.get("factor"),
                "chips": old["chips"] / new["chips"],
                "energy": old["energy"] / new["energy"],
                "source": entry.value("factor").source,
            }


def siting(study, part):
    """Hub or not, share of domestic chips, and PUE at the asked utilizations against the caps that apply."""
    hub = "cn-hub" in chain(part.jurisdiction)
    words = find("market", "siting-CN")
    home = home_share([(n, rack_info(rack)) for rack, n in part.racks.items()])
    result = {"hub": hub, "rules": [], "domestic_share": home, "pue": [], "limits": []}
    if "cn" in chain(part.jurisdiction):
        result["siting"] = words.get("hub" if hub else "elsewhere")
    power = sum(n * rack_info(rack)["nameplate"] for rack, n in part.racks.items()) / 1e3
    found = applicable(part.jurisdiction, new=True, year=2026, it_power_kw=power, annual_kwh=power * 8760.0)
    shares = [p for p in found if p.metric == "domestic_share"]
    result["rules"] = judge(shares, {"domestic_share": result["domestic_share"]})
    if part.study:
        result["pue"] = pue_at(study._folder / part.study, part.utilization)
    return result


def pue_at(path, percents):
    """PUE, WUE and caps of every option of a study at lower utilizations."""
    given, rows = read_study(path), []
    for percent in percents:
        groups = given.groups()
        changes = {f"it.{g.name}.utilization": percent / 100.0 for g in groups}
        document = evaluate(given.vary(changes)).to_dict()
        for option in document["options"]:
            caps = [rule for rule in option["policies"] if rule["metric"] == "pue"]
            rows.append(
                {
                    "utilization": percent / 100.0,
                    "site": option["site"],
                    "option": option["name"],
                    "pue": option["pue"],
                    "missed": [rule["name"] for rule in caps if rule["met"] is False],
                }
            )
    return rows


def rack_info(rack):
    """What the library says of a rack in the first technology it is sold in."""
    sold = find("racks", rack).get("sold") or ["air"]
    return resolve(rack, sold[0])[1]


def power_per_chip(rack):
    """Nameplate of a rack per accelerator [W]."""
    info = rack_info(rack)
    return info["nameplate"] / info["chips"]


def chip_compute(rack, precision):
    """Peak dense compute of one chip of a rack [FLOP/s]; None where nobody publishes it."""
    value = find("chips", rack_info(rack)["chip"]).get(COMPUTE[precision])
    return value * 1e15 if isinstance(value, int | float) else None


def chip_price(study, rack, limits):
    """Street price of one chip of a rack in the study's currency; None, and why in `limits`, where there is none."""
    info = rack_info(rack)
    entry, per = find("chips", info["chip"]), 1.0
    if "price" not in entry:
        entry, per = find("racks", rack), info["chips"]
    if "price" not in entry:
        limits.append(f"{rack}: no price of its chips is published")
        return None
    value = entry.value("price")
    if value.unit != study.currency and value.unit not in study.exchange_rates:
        limits.append(f"{rack}: its price is in {value.unit}; give exchange_rates.{value.unit}")
        return None
    return entry.get("price") / per / study.rate(value.unit)


KINDS = {
    "stock": stock,
    "shipment": shipment,
    "campaign": campaign,
    "dispatch": dispatch,
    "target": target,
    "job": job,
    "siting": siting,
}
