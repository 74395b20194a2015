"""A market study as tables."""

from rich import box
from rich.table import Table
from rich.text import Text


def tables(document):
    """Rich tables (and lines of limits) of the result of `thermo.market`."""
    money = document["currency"]
    prices = ", ".join(f"{name} {text}" for name, text in document["prices"].items())
    yield Text.assemble((document["study"], "bold"), f"; cooling per kW of IT: {prices}" if prices else "")
    for kind, make in KINDS.items():
        if document[kind]:
            yield from make(document[kind], money)


def grid(title, header, rows):
    """One table; numbers stand right."""
    table = Table(title=title, box=box.SIMPLE_HEAD, title_justify="left", title_style="bold")
    for n, name in enumerate(header):
        table.add_column(name, justify="left" if n == 0 else "right", overflow="fold")
    for row in rows:
        table.add_row(*[text(cell) for cell in row])
    return table


def text(value):
    """Short text of a cell."""
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float | int):
        return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"
    return str(value)


def millions(value):
    """Money in millions."""
    return None if value is None else value / 1e6


def limits(entries):
    """Lines under a table that say why a value is missing."""
    for entry in entries:
        for line in entry.get("limits", ()):
            yield Text(f"  {entry['name']}: {line}", style="red")


def stocks(entries, money):
    rows = [(e["name"], e["power"], e.get("electricity_share"), e["converted"], millions(e["cost"])) for e in entries]
    yield grid("Installed base", ("", "GW", "of electricity", "converted", f"cost, million {money}"), rows)
    yield from limits(entries)


def shipments(entries, money):
    rows = []
    for e in entries:
        alone = "; ".join(f"{name} {value / 1e6:,.0f}" for name, value in e["cost_if_all"].items())
        rows.append((e["name"], e["power"], millions(e["cost"]), alone, e["units_sum"]))
    header = ("", "GW", f"cost, million {money}", "if all of it were", "units after the first year")
    yield grid("New build", header, rows)
    for e in entries:
        if e["units_by_year"]:
            yield f"  {e['name']}: " + ", ".join(f"{y}: {n:,.0f}" for y, n in e["units_by_year"].items())


def campaigns(entries, _money):
    rows = [
        (e["name"], e["energy"], e["power_per_chip"], e["rack"], e.get("nameplate_per_chip"), e.get("ratio"))
        for e in entries
    ]
    header = ("", "GWh", "W per chip", "rack", "its nameplate, W per chip", "ratio")
    yield grid("Training campaigns", header, rows)


def dispatches(entries, money):
    rows = [
        (e["name"], millions(e["idle"]), "; ".join(f"{take}: {kept / 1e6:,.0f}" for take, kept in e["kept"].items()))
        for e in entries
    ]
    yield grid("Idle compute", ("", f"could earn, million {money}", f"kept by the network, million {money}"), rows)


def targets(entries, money):
    for e in entries:
        rows = [(r["rack"], r["chips"], r["power"], millions(r["cooling_cost"])) for r in e["racks"]]
        before = f" ({e['compute_before']:.1f} EFLOPS before)" if e["compute_before"] else ""
        yield grid(e["name"] + before, ("delivered by", "chips", "IT, MW", f"its cooling, million {money}"), rows)
    yield from limits(entries)


def jobs(entries, money):
    header = (
        "rack",
        "chips",
        "IT, MW",
        "GWh",
        "kW per PFLOPS",
        "kWh per PFLOP-hour done",
        f"electricity, million {money}",
        f"chips, million {money}",
        f"{money} per PFLOPS",
    )
    for e in entries:
        rows = [
            (
                r["rack"],
                r["chips"],
                r["power"],
                r["energy"],
                r["power_per_pflops"],
                r["energy_per_pflop_hour"],
                millions(r["electricity_cost"]),
                millions(r["chip_cost"]),
                r["cost_per_pflops"],
            )
            for r in e["racks"]
        ]
        yield grid(e["name"], header, rows)
        for c in e["claims"]:
            yield (
                f"  claim, not used: {c['claim']} ({c['factor']:g} ×; {c['source']}). From published peaks and "
                f"nameplates at equal efficiency: {c['chips']:.1f} × fewer chips, {c['energy']:.1f} × less energy"
            )
    yield from limits(entries)


def sitings(entries, _money):
    yield grid("Sites", ("", "hub", "domestic chips"), [(e["name"], e["hub"], e["domestic_share"]) for e in entries])
    for e in entries:
        if e.get("siting"):
            yield f"  {e['name']}: {e['siting']}"
        for rule in e["rules"]:
            verdict = "not judged" if rule["met"] is None else "met" if rule["met"] else "missed"
            basis = rule["status"] if rule["sourced"] else f"{rule['status']}, figure not sourced"
            yield f"  {e['name']}: {rule['name']} ({basis}): at least {rule['limit']:g}: {verdict}"
        if e["pue"]:
            rows = [(r["site"], r["option"], r["utilization"], r["pue"], "; ".join(r["missed"])) for r in e["pue"]]
            yield grid("PUE at low utilization", ("site", "option", "utilization", "PUE", "caps missed"), rows)


KINDS = {
    "stock": stocks,
    "shipment": shipments,
    "campaign": campaigns,
    "dispatch": dispatches,
    "target": targets,
    "job": jobs,
    "siting": sitings,
}
