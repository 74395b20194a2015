"""What `thermo list` and `thermo show` print: the library and the table of inputs, without loading the engine."""

from thermo.errors import LibraryError, nearest
from thermo.hardware.racks import nameplate
from thermo.library import defaults, defaults_about, defaults_kinds, load
from thermo.vocabulary import LISTS
from thermo.weather import climates
from thermo.weather import find as find_climate

LIBRARY_FILES = {  # what a user may show by its key, in order of look-up
    "rack": "racks",
    "chip": "chips",
    "server": "servers",
    "package": "packages",
    "fluid": "fluids",
    "boiling fluid": "boiling_fluids",
    "policy": "policies",
    "chiller": "chillers",
    "tower": "towers",
    "UPS": "ups",
    "transformer": "transformers",
    "power supply": "power_supplies",
    "grid": "grid",
    "prices": "costs",
}
VALUE_HEADER = ["value", "figure", "unit", "source", "year", "grade", "note"]
PRICE_HEADER = ["price", "low", "likely", "high", "unit", "scope", "source", "year", "grade", "note"]
INPUT_HEADER = ["input", "quantity", "default", "low", "high", "meaning", "source", "year", "grade"]


def listing(what):
    """Title, header and rows of a list.

    Parameters
    ----------
    what : one of `thermo.vocabulary.LISTS`
    """
    return globals()[f"_list_{what}"]()


def _entries(file, header, fields):
    return header, [[key, entry.name, *[_figure(entry, f) for f in fields]] for key, entry in load(file).items()]


def _figure(entry, field):
    if field in entry.values:
        return entry.values[field].text
    return entry.get(field)


def _list_racks():
    rows = []
    for key, entry in load("racks").items():
        try:
            power = f"{nameplate(key) / 1000.0:.1f} kW"
        except LibraryError:  # a chip whose power nobody publishes
            power = "give the chip's power"
        sold = ", ".join(entry.get("sold") or ())
        rows.append([key, entry.name, entry.get("server"), f"{entry.get('servers'):g}", power, sold])
    return "Racks", ["key", "name", "server", "servers", "nameplate", "sold in"], rows


def _list_climates():
    rows = [
        [
            key,
            site.name,
            site.country,
            f"{site.latitude:.2f}",
            f"{site.longitude:.2f}",
            f"{site.altitude:.0f} m",
            site.zone,
            site.grid_region,
        ]
        for key, site in climates().items()
    ]
    return "Built-in climates", ["key", "name", "country", "latitude", "longitude", "altitude", "zone", "grid"], rows


def _list_fluids():
    header = ["key", "name", "kind", "flash point", "boiling point", "GWP", "status"]
    standing = {key: entry.kind for key, entry in load("fluid_status").items()}
    rows = [[k, e.name, e.kind, _figure(e, "flash"), None, None, standing.get(k)] for k, e in load("fluids").items()]
    for key, e in load("boiling_fluids").items():
        status = standing.get(key, "current")
        rows.append([key, e.name, e.kind, None, _figure(e, "boiling_point"), _figure(e, "gwp"), status])
    return "Fluids", header, rows


def _list_policies():
    rows = [
        [key, e.get("jurisdiction"), e.name, e.get("metric"), _figure(e, "limit"), e.get("from_year"), e.get("status")]
        for key, e in load("policies").items()
    ]
    return "Policies", ["key", "jurisdiction", "rule", "metric", "limit", "from", "status"], rows


def _sections(kind):
    return [[name, defaults_about(kind, name)] for name in defaults_kinds().get(kind, ())]


def _list_technologies():
    return "Technologies", ["technology", "what it is"], _sections("technology")


def _list_plants():
    return "Plants", ["plant", "what it is"], _sections("plant")


def _list_equipment():
    rows = [["terminal", *r] for r in _sections("terminal")]
    for kind in ("chiller", "tower", "UPS", "transformer", "power supply"):
        rows += [[kind, key, entry.name] for key, entry in load(LIBRARY_FILES[kind]).items()]
    return "Equipment", ["kind", "key", "name"], rows


def _list_prices():
    rows = [
        [key, e.kind, e.name, e.get("currency"), e.get("region"), e.get("year"), e.about]
        for key, e in load("costs").items()
    ]
    return "Prices", ["key", "kind", "name", "currency", "region", "year", "what it is"], rows


def _list_markets():
    from thermo.study.books import market_factor, markets

    header = ["key", "name", "country", "USD/W", "low", "high", "of western-2026", "source", "year", "grade", "note"]
    rows = []
    for key, market in markets().items():
        v, ratio = market.value("cost"), f"{market_factor(market, 'western-2026'):.2f}"
        rows.append([
            key, market.name, market.get("country"), v.value, v.low, v.high, ratio, v.source, v.year, v.grade, v.note,
        ])  # fmt: skip
    return "Construction costs by market", header, rows


def _plain(value):
    """What JSON can hold of a value of a site."""
    return value.tolist() if hasattr(value, "tolist") else value


def _prices(entry):
    """Rows of a price book, a scenario, lives or rates: range, scope and source."""
    return [
        [n, v.low, v.value, v.high, v.unit, v.scope, v.source, v.year, v.grade, v.note] for n, v in entry.values.items()
    ]


def describe(thing):
    """Title, sentence, header and rows of one thing.

    Raises
    ------
    LibraryError
        With the nearest known name.
    """
    known = []
    for kind, names in defaults_kinds().items():
        for name in names or (None,):
            known.append(name or kind)
            if thing == (name or kind):
                rows = [
                    [
                        i.key,
                        i.quantity,
                        "sized" if i.default is None else i.default,
                        i.low,
                        i.high if not i.choices else " | ".join(i.choices),
                        i.meaning,
                        i.source,
                        i.year,
                        i.grade,
                    ]
                    for i in defaults(kind, name).values()
                ]
                return f"{kind} {name or ''}".strip(), defaults_about(kind, name), INPUT_HEADER, rows
    for kind, file in LIBRARY_FILES.items():
        entries = load(file)
        known.extend(entries)
        if thing in entries:
            entry = entries[thing]
            if file == "costs":
                return f"{entry.kind}: {entry.name}", entry.about, PRICE_HEADER, _prices(entry)
            rows = [[n, v.value, v.unit, v.source, v.year, v.grade, v.note] for n, v in entry.values.items()]
            rows += [[n, v, "", "", "", "", ""] for n, v in entry.attributes.items()]
            return f"{kind}: {entry.name}", entry.about, VALUE_HEADER, rows
    sites = climates()
    known.extend(sites)
    if thing in sites or any(key.endswith("-" + thing) for key in sites):
        site = find_climate(thing)
        plain = {n: list(v) if isinstance(v, tuple) else _plain(v) for n, v in vars(site).items()}
        rows = [[n, v, "", site.source, "", "", ""] for n, v in plain.items()]
        return f"climate: {site.name}", "built-in year generated from monthly and design statistics", VALUE_HEADER, rows
    hint = nearest(thing, known)
    if hint.startswith("Known:"):  # hundreds of names
        hint = f"`thermo list {'|'.join(LISTS)}` shows what there is."
    raise LibraryError(f"nothing is called '{thing}'. {hint}")
