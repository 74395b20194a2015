"""What no single field can tell: missing keys, words of the library, combinations that cannot be.

Each check yields (place, phrase) and works on what could be read, so that all problems of a file come at once.
"""

import json
import re
from collections import Counter
from functools import lru_cache

from thermo.errors import LibraryError, ThermoError, WeatherError, nearest
from thermo.hardware.racks import CLASS_ALTITUDE, resolve
from thermo.library import curves, defaults_kinds, find, liquids, load, standing
from thermo.library.registry import LIQUID_TECHNOLOGIES, TECHNOLOGIES, technology
from thermo.study import axes, inputs
from thermo.study.books import BOOK, markets
from thermo.study.fields import Of, not_one_of
from thermo.study.hours import hours_of, read_prices
from thermo.study.inputs import ESCALATED
from thermo.study.models import GroupKeys, applies
from thermo.units import CURRENCIES, UnitError, currency_of, parse, shown
from thermo.weather.reader import examine, verify
from thermo.weather.sites import climates, names

GROUPS_AT_MOST = 6
LIQUID_KEYS = ("liquid", "supply_liquid", "coolant", "flow", "reuse", *LIQUID_TECHNOLOGIES)
COLDEST_BATH = 25.0  # degC; a vented bath colder than this would need chilled water and draw the room's moisture
SAMPLES = 200


def problems(study, data, bad, folder):
    """(place, phrase) of every problem; `bad` are places already reported."""
    for check in (_top, _sites, _groups, _options, _streams, _frost, _heights, _racks, _money, _economics):
        yield from check(study, data, bad, folder)


def reported(bad, loc):
    """True when a place, or one above it, has been reported."""
    return any(loc[: len(b)] == b for b in bad)


def _top(study, data, bad, folder):
    unread = {str(b[0]) for b in bad if b}
    near = " ".join(unread - {"site", "it", "option", "economics", "sweep", "name", "about"})
    if not study.site and not reported(bad, ("site",)) and "site" not in near:
        yield (), '[site] is missing; a study needs a place, for example climate = "ashburn"'
    if (
        not study.groups()
        and not reported(bad, ("it",))
        and "group" not in near
        and not any(b[0] == "it" for b in bad if b)
    ):
        yield (), '[[it.group]] is missing; a study needs racks, for example rack = "hgx-h100" and power = "10 MW"'
    if not study.option and not any(b[0] == "option" for b in bad if b) and "option" not in near:
        yield (), "[[option]] is missing; a study needs at least one option with a technology"
    for name, items in (("site", study.site), ("option", study.option)):
        counted = Counter(item.name for item in items)
        for i, item in enumerate(items):
            if counted[item.name] > 1 and item.name and i and item.name in [x.name for x in items[:i]]:
                yield (name, i), "has the name of another one; give each a name of its own"


def _sites(study, data, bad, folder):
    swept = "site.climate" in study.sweep
    for i, site in enumerate(study.site):
        here = ("site", i) if isinstance(data.get("site"), list) else ("site",)
        if site.climate is not None and site.weather is not None:
            yield (
                (*here, "weather"),
                f'= {shown(site.weather)} stands beside climate = {shown(site.climate)}; give one of the two',
            )
        if site.climate is None and site.weather is None and not swept:
            if not reported(bad, (*here, "climate")) and not reported(bad, (*here, "weather")):
                yield here, 'has neither climate nor weather; give one, for example climate = "ashburn"'
        if site.climate is not None and _slug(site.climate) not in names():
            hint = nearest(_slug(site.climate), names())
            hint = hint if hint.startswith("Did") else "`thermo list climates` shows them."
            yield (*here, "climate"), f'= {shown(site.climate)} is not a built-in climate. {hint}'
        if site.weather is not None:
            yield from _weather_file(here, site, folder)
        yield from _rules(here, site)
        table = inputs.table_problems(site.sizing, inputs.section("site", "sizing"), "the sizing rules", "sizing")
        yield from (((*here, "sizing", key), words) for key, words in table)
        if isinstance(site.electricity_price, list):
            yield from _tariff((*here, "electricity_price"), site, bad)
        if isinstance(site.electricity_price, str):
            try:
                read_prices(folder / site.electricity_price, site.electricity_price)
            except ThermoError as error:
                yield (*here, "electricity_price"), str(error)
        if (tariff := site.pue_surcharge) is not None:
            for key, example in (("limit", "1.35"), ("price", '"0.2 CNY/kWh"')):
                if getattr(tariff, key) is None and not reported(bad, (*here, "pue_surcharge", key)):
                    yield (*here, "pue_surcharge"), f"has no {key}; write for example {key} = {example}"


def _slug(text):
    return str(text).strip().lower().replace("_", "-").replace(" ", "-")


def _weather_file(here, site, folder):
    path = folder / site.weather
    if path.is_dir():
        yield (*here, "weather"), f"= {shown(site.weather)} is a folder; an EPW, TMY3 or CSV file is needed"
        return
    if not path.is_file():
        others = [p.name for p in path.parent.glob("*")] if path.parent.is_dir() else []
        close = nearest(path.name, others) if others else ""
        close = f" {close}" if close.startswith("Did") else ""
        yield (*here, "weather"), f"= {shown(site.weather)} does not exist beside the study file.{close}"
        return
    try:
        verify(path, altitude=site.altitude, humidity=site.humidity)
    except WeatherError as error:
        words = str(error).removeprefix(f"{path}: ").removesuffix(".")
        yield (*here, "weather"), f"= {shown(site.weather)}: {words}"


def _rules(here, site):
    entries = load("policies")
    places = [key for key, entry in entries.items() if entry.kind == "jurisdiction"]
    if site.jurisdiction is not None and site.jurisdiction not in places:
        hint = nearest(site.jurisdiction, places)
        hint = f" {hint}" if hint.startswith("Did") else " `thermo list policies` shows them."
        yield (*here, "jurisdiction"), f'= {shown(site.jurisdiction)} is not a jurisdiction.{hint}'
    caps = [key for key, entry in entries.items() if entry.kind == "cap"]
    for policy in site.policies:
        if policy not in caps:
            hint = nearest(policy, caps)
            hint = f" {hint}" if hint.startswith("Did") else " `thermo list policies` shows them."
            yield (*here, "policies"), f'holds "{policy}", which is not a policy.{hint}'


def _tariff(here, site, bad):
    if not site.electricity_price:
        yield here, "= [] has no period; give a price, or periods"
        return
    for i, tariff in enumerate(site.electricity_price):
        if tariff.price is None and not reported(bad, (*here, i, "price")):
            yield (*here, i), 'has no price; write it like "0.085 USD/kWh"'
    if any(b[: len(here)] == here for b in bad):
        return
    for month in range(1, 13):
        for weekday in (0, 5):
            for hour in range(1, 25):
                if not any(applies(t, month, weekday, hour) for t in site.electricity_price):
                    day = "workdays" if weekday == 0 else "weekends"
                    yield here, f"leaves month {month}, {day}, hour {hour} without a price; add a period for the rest"
                    return


def _groups(study, data, bad, folder):
    named = bool(study.it.group)
    if named and (own := sorted(study.it.given() & set(GroupKeys.model_fields))):
        yield ("it", own[0]), "stands beside [[it.group]]; put it into a group"
    for i, group in enumerate(study.groups()):
        here = ("it", "group", i) if named else ("it",)
        if not group.rack and not reported(bad, (*here, "rack")):
            yield here, 'has no rack; name one of `thermo list racks`, for example rack = "hgx-h100"'
        both = group.power is not None and group.racks is not None
        known = any(reported(bad, (*here, key)) for key in ("power", "racks"))
        swept = any(p.startswith("it.") and p.rpartition(".")[2] in ("power", "racks") for p in study.sweep)
        if both:
            yield here, f'gives power = {shown(group.power.text)} and racks = {group.racks.text}; give one of the two'
        elif group.power is None and group.racks is None and not known and not swept:
            yield here, 'has neither power nor racks; give one, for example power = "10 MW"'
        if isinstance(group.utilization, str):
            try:
                hours_of(group.utilization, folder)
            except ThermoError as error:
                yield (*here, "utilization"), str(error)
    counted: Counter[str] = Counter()
    for i, group in enumerate(study.it.group):
        counted[group.name] += 1
        if counted[group.name] == 2 and group.name:
            yield ("it", "group", i), "has the name of another group; give each a name of its own"
    if len(study.it.group) > GROUPS_AT_MOST:
        yield ("it", "group"), f"has {len(study.it.group)} groups; a hall takes at most {GROUPS_AT_MOST}"


def _options(study, data, bad, folder):
    groups = {g.name: g for g in study.groups()}
    for i, option in enumerate(study.option):
        here = ("option", i)
        if not option.technology:
            if not reported(bad, (*here, "technology")):
                yield here, f"has no technology; give one of {', '.join(_available())}"
            continue
        if option.technology not in _available():
            later = option.technology in TECHNOLOGIES
            words = f'= {shown(option.technology)} is not in this version; known: {", ".join(_available())}'
            yield (*here, "technology"), words if later else not_one_of(option.technology, _available())
            continue
        liquid = option.technology in LIQUID_TECHNOLOGIES
        given = {f.alias or n for n, f in type(option).model_fields.items() if n in option.given()}
        if not liquid:
            for key in (k for k in LIQUID_KEYS if k in given):
                yield (
                    (*here, key),
                    'has no use: technology "air" has no liquid stream; remove it, or choose another technology',
                )
        for other in (t for t in LIQUID_TECHNOLOGIES if t in given and t != option.technology and liquid):
            yield (*here, other), f'has no use: the technology is "{option.technology}"; remove it'
        if liquid and groups and all(g.cooling == "air" for g in groups.values()):
            yield (*here, "technology"), f'= {shown(option.technology)} cools nothing: every group says cooling = "air"'
        if liquid:
            yield from _coolant(here, option)
            if _new_build(study):
                yield from _withdrawn(here, option)
            known = inputs.technology_inputs(option.technology)
            table = inputs.table_problems(
                getattr(option, option.technology.replace("-", "_")),
                known,
                f'technology "{option.technology}"',
                option.technology,
            )
            yield from (((*here, option.technology, key), words) for key, words in table)
            yield from _bath(here, option)
        chain = inputs.table_problems(
            option.electrical, inputs.section("electrical"), "the electrical chain", "electrical"
        )
        yield from (((*here, "electrical", key), words) for key, words in chain)
        room = inputs.table_problems(option.room, inputs.section("room", "hall"), "the room", "hall")
        yield from (((*here, "room", key), words) for key, words in room)
        for name in (n for n in option.rack if n not in groups):
            yield (*here, "rack", name), f"names no group. {nearest(name, groups)}" if groups else "names no group"
        if option.reuse is not None and option.reuse.demand is None and not reported(bad, (*here, "reuse", "demand")):
            yield (*here, "reuse"), 'has no demand; say what heat the customer takes, for example demand = "2 MW"'


def _available():
    return defaults_kinds().get("technology", ("air",))


def _coolant(here, option):
    if option.coolant is None:
        return
    text = option.coolant.strip()
    key, _ = liquids.named(text)
    if words := liquids.problem(text, circulates=False):
        name = standing.trade_name(text)
        yield (*here, "coolant"), words if name is None else f"= {shown(text)} {name}"
        return
    boiling = load("boiling_fluids")
    kind = {**load("fluids"), **boiling}[key].kind
    facts, given = technology(option.technology), option.technology_inputs(option.technology)
    two_phase = facts.two_phase(given)
    if two_phase and kind != "boiling":
        yield (
            (*here, "coolant"),
            f'= {shown(text)} does not boil here; technology "{option.technology}" needs one of {", ".join(boiling)}',
        )
    elif kind == "boiling" and not two_phase:
        mode = facts.evaporating
        instead = f'technology = "{option.technology}-two-phase"'
        if mode is not None:
            instead = f'{option.technology}.{mode.input} = "{mode.word}"'
        yield (
            (*here, "coolant"),
            f'= {shown(text)} is a boiling fluid; technology "{option.technology}" needs a liquid, or write {instead}',
        )
    conducts = key in ("water", "water-boiling") or kind in ("mixture", "fixed-mixture")
    if conducts and facts.dielectric:
        yield (
            (*here, "coolant"),
            f'= {shown(text)} conducts electricity; technology "{option.technology}" needs a dielectric liquid',
        )


def _new_build(study):
    """True where any site of the study is new: what no longer is made cannot be bought for it."""
    return study.economics.project == "new-build" and any(place.new for place in study.sites())


def _withdrawn(here, option):
    """Fluids of a new build, named as coolant or in the technology's table, whose production ended."""
    table = option.technology_inputs(option.technology)
    given = {("coolant",): option.coolant}
    given |= {(option.technology, key): table.get(key) for key in ("coolant", "evaporating_coolant")}
    for where, text in given.items():
        if isinstance(text, str) and (words := standing.refusal(text)):
            yield (*here, *where), f"= {shown(text)} {words}"


def _bath(here, option):
    """A vented bath has no set point of its own, and a tank has no fluid flow."""
    facts = technology(option.technology)
    if not (facts.tank and facts.boils):
        return
    table = option.technology_inputs(option.technology)
    if option.supply_liquid is not None and table.get("bath", "vented") == "vented":
        yield (
            (*here, "supply_liquid"),
            f"= {option.supply_liquid:g} degC cannot be held by a vented bath, which boils at the pressure of the air; "
            f'remove it, or write {option.technology}.bath = "sealed"',
        )
    if table.get("bath", "vented") == "vented" and option.coolant is not None:
        fluid = load("boiling_fluids").get(_slug(option.coolant))
        if fluid is not None and float(fluid.get("boiling_point")) < COLDEST_BATH:
            yield (
                (*here, "coolant"),
                f"= {shown(option.coolant)} boils at {fluid.get('boiling_point'):.0f} degC at sea level, too cold for "
                f'a vented bath; write {option.technology}.bath = "sealed", or choose another fluid',
            )
    if option.flow is not None:
        yield (*here, "flow"), "has no use: nothing pumps the fluid of a boiling tank; remove it"


def _streams(study, data, bad, folder):
    for i, option in enumerate(study.option):
        liquid = option.technology in LIQUID_TECHNOLOGIES
        for stream in ("air", "liquid") if liquid else ("air",):
            yield from (((("option", i, stream, *key)), words) for key, words in _stream(option, stream))


def _stream(option, stream):
    table = getattr(option, stream)
    plant, known_plants = inputs.plant_of(stream, table), inputs.plants(stream)
    sound = True
    if plant not in known_plants:
        sound = False
        if plant in inputs.plants("air"):
            yield (
                ("plant",),
                f'= {shown(plant)} conditions room air and cannot cool a liquid; give one of {", ".join(known_plants)}',
            )
        else:
            yield ("plant",), not_one_of(plant, known_plants)
    terminal = inputs.terminal_of(stream, table)
    if terminal not in inputs.TERMINALS[stream]:
        sound = False
        yield ("terminal",), not_one_of(terminal, inputs.TERMINALS[stream])
    known = inputs.known_keys(stream, table)
    what = f'plant "{plant}" or terminal "{terminal}"' if sound else f"the {stream} stream"
    if not sound:
        for name in inputs.plants(stream):
            known = known | inputs.section("plant", name)
    ignore = ("plant", "terminal")
    yield from (((key,), words) for key, words in inputs.table_problems(table, known, what, plant, ignore))
    for key in (k for k in ("chiller", "dx") if sound and k in known and isinstance(table.get(k), str)):
        if words := curves.problem(key, table[key], plant, table):
            yield (key,), words
    if not sound:
        return
    if stream == "air":
        own = inputs.built_in(plant)
        if terminal == "crac" and own != "crac":
            yield ("terminal",), f'= "crac" is a direct-expansion unit and needs plant = "dx", not "{plant}"'
        if own not in (None, terminal):
            words = f'= "{terminal}" needs water, and plant = "{plant}" has none; write "{own}" or leave it out'
            yield ("terminal",), words
        elif inputs.room_air(plant) and terminal == "rear-door":
            yield ("terminal",), f'= "rear-door" needs water, and plant = "{plant}" has none'
        return
    shared = table.get("loop") == "air"
    if shared and "plant" in table:
        yield (
            ("plant",),
            f'= "{plant}" has no use beside loop = "air", which takes the air stream\'s water; remove one of the two',
        )
    if shared and inputs.room_air(inputs.plant_of("air", option.air)):
        yield ("loop",), f'= "air" needs water, and air.plant = "{inputs.plant_of("air", option.air)}" has none'
    if "connection" in table and not shared:
        yield ("connection",), f'= {shown(table["connection"])} has no use without loop = "air"'
    if terminal == "cdu-air" and ("plant" in table or "loop" in table):
        key = "plant" if "plant" in table else "loop"
        yield (key,), f'= {shown(table[key])} has no use: terminal "cdu-air" gives the heat to the room; remove it'


def _frost(study, data, bad, folder):
    """Loops outdoors that freeze in a site's coldest hour."""
    for site in study.sites():
        if (coldest := _coldest(site, folder)) is None:
            continue
        for i, option in enumerate(study.option):
            for stream in ("air", "liquid") if option.technology in LIQUID_TECHNOLOGIES else ("air",):
                table = getattr(option, stream)
                word = table.get("loop_liquid", "auto")
                if not isinstance(word, str) or not inputs.outdoors(inputs.plant_of(stream, table), table):
                    continue
                if stream == "liquid" and (table.get("loop") == "air" or table.get("terminal") == "cdu-air"):
                    continue
                if word != "auto" and not liquids.problem(word) and (words := liquids.frozen(word, coldest)):
                    yield ("option", i, stream, "loop_liquid"), words


def _built_in(site):
    """The built-in climate of a site, or None."""
    known = site.weather is None and _slug(site.climate) in names()
    return climates()[names()[_slug(site.climate)]] if known else None


def _coldest(site, folder):
    """The coldest hour of a site's year [degC], None where it cannot be read."""
    if site.weather is not None:
        try:
            found = examine(folder / site.weather, altitude=site.altitude, humidity=site.humidity)
        except (OSError, WeatherError):
            return None
        return float(found.values["dry bulb"].min())
    place = _built_in(site)
    return None if place is None else place.annual.get("db_min")


def _heights(study, data, bad, folder):
    """Inlet classes above the altitude they are written for."""
    for site in study.sites():
        place = _built_in(site)
        altitude = float(site.altitude) if site.altitude is not None else place.altitude if place is not None else 0.0
        if altitude <= CLASS_ALTITUDE:
            continue
        for i, option in enumerate(study.option):
            for loc, word in (
                (("inlet_class",), option.inlet_class),
                (("air", "intake_class"), option.air.get("intake_class")),
            ):
                if word is not None:
                    yield (
                        ("option", i, *loc),
                        f"= {shown(word)} holds up to {CLASS_ALTITUDE:,.0f} m, and {site.name} lies at "
                        f"{altitude:,.0f} m; leave it out, and the servers' own limits are derated and marked",
                    )


DOOR_MOST = 75e3  # W, the largest rear door sold (classes of 14 to 75 kW)


def _racks(study, data, bad, folder):
    """Racks that resolve, servers that fit, supply below the chips' limit."""
    groups = study.groups()
    named = bool(study.it.group)
    for i, group in enumerate(groups):
        here = ("it", "group", i) if named else ("it",)
        if not group.rack:
            continue
        figures, words = resolution(group.rack, "air", group.servers)
        for n, option in enumerate(study.option):
            if not words or group.name in option.rack:
                yield from _housed(n, option, group, named, i)
        if words:
            key = "servers" if group.servers is not None and resolution(group.rack, "air")[0] else "rack"
            yield (*here, key), words
            continue
        if group.power is not None and group.power < figures["nameplate"] * (1 - 1e-9):
            least = figures["nameplate"] / 1e3
            words = f"is less than one rack of {least:.4g} kW; give racks = 1"
            yield (*here, "power"), f"= {shown(group.power.text)} {words}"


def _housed(n, option, group, named, i):
    """One group in one option."""
    other = option.rack.get(group.name)
    technology = "air" if group.cooling == "air" else option.technology
    if technology not in _available():
        return
    rack = other if other is not None else group.rack
    servers = None if other is not None else group.servers
    figures, words = resolution(rack, technology, servers, _overrides(option, technology))
    if words:
        if other is not None:
            yield ("option", n, "rack", group.name), words
        elif technology != "air":
            yield ("option", n), f'cannot house group "{group.name}": {words}'
        return
    if technology == "air" and option.air.get("terminal") == "rear-door" and figures["nameplate"] > DOOR_MOST:
        yield (
            ("option", n, "air", "terminal"),
            f'= "rear-door" takes at most {DOOR_MOST / 1e3:.0f} kW a rack, and a rack of group "{group.name}" has '
            f"{figures['nameplate'] / 1e3:.4g} kW; give fewer servers a rack, or another technology",
        )
    key = "supply_liquid" if technology != "air" else "supply_air"
    given = getattr(option, key)
    limit = figures["chip_limit"]
    if given is not None and given >= limit:
        words = (
            f"= {shown(given.text)} is above the chips' limit of {limit:.4g} degC "
            f'(group "{group.name}"); it must be lower'
        )
        yield ("option", n, key), words


def _overrides(option, technology):
    """What the option says of a technology, where it can be read."""
    known = inputs.technology_inputs(technology)
    wrong = [key for key, value in option.technology_inputs(technology).items() if inputs.phrase(known[key], value)]
    return {} if wrong else option.overrides(technology)


def resolution(rack, technology, servers=None, overrides=None):
    """What a rack comes to: (its figures, None), or (None, why it cannot be, as a phrase that follows the key)."""
    if not isinstance(rack, str | dict):
        return None, f"= {shown(rack)} is neither the name of a rack nor a table"
    racks = load("racks")
    if isinstance(rack, str) and rack not in racks:
        hint = nearest(rack, racks)
        hint = hint if hint.startswith("Did") else "`thermo list racks` shows them."
        return None, f'= {shown(rack)} is not a rack of the library. {hint}'
    count = None if servers is None else float(servers)
    figures, text = _resolved(json.dumps([rack, technology, count, overrides or {}], default=str))
    if text is None:
        return figures, None
    text = re.sub(rf"^rack '{re.escape(str(rack))}': ", "", text)
    if "publish" in text and isinstance(rack, str):
        text = f'{text.rstrip(".")}, for example rack = {{ like = {shown(rack)}, chip = {{ tdp = "350 W" }} }}'
    if count is not None:
        return None, f"= {count:g}: {text}"
    return None, f'= {shown(rack)}: {text}' if isinstance(rack, str) else f"is an inline rack: {text}"


@lru_cache(maxsize=4096)
def _resolved(written):
    """Nameplate and chip limit of a rack, or the library's words; remembered, since sweeps ask again and again."""
    rack, technology, servers, overrides = json.loads(written)
    try:
        record, _ = resolve(rack, technology, servers=servers, overrides=overrides)
    except LibraryError as error:
        return None, str(error)
    return {"nameplate": float(record["nameplate"]), "chip_limit": float(record["chip_throttle"])}, None


def _money(study, data, bad, folder):
    """Negative prices, and currencies without a rate."""
    found: dict[str | None, tuple] = {}
    for loc, price in _prices(study, data):
        if price < 0.0:
            yield loc, f'= {shown(price.text)} is negative; a price is zero or more'
        found.setdefault(currency_of(price.text), loc)
    economics = study.economics
    for key, text in economics.prices.items():
        if (money := currency_of(text)) is not None:
            found.setdefault(money, ("economics", "prices", key))
    base = economics.currency or next(iter(found), None)
    if economics.price_book in _books("book"):
        found.setdefault(_book_currency(economics.price_book), ("economics", "price_book"))
    for currency, loc in found.items():
        if currency not in (base, None) and base is not None and currency not in economics.exchange_rates:
            words = f"is in {currency}, and the study counts in {base}; give economics.exchange_rates.{currency} = "
            yield loc, words + f"{suggested_rate(currency, base)} ({currency} per {base}{_rate_year()})"


def suggested_rate(currency, base):
    """The library's exchange rate, to be checked by the reader."""
    rates = find("costs", "exchange")
    one, other = (1.0 if c == "USD" else rates.get(c) for c in (currency, base))
    return f"{one / other:.4g}" if one and other else "…"


def _rate_year():
    return f", the library's mean of {find('costs', 'exchange').value('CNY').year}"


def _prices(study, data):
    """(place, Amount) of every price in the study but those that stand in place of a book's."""
    for i, site in enumerate(study.site):
        here = ("site", i) if isinstance(data.get("site"), list) else ("site",)
        own = [((*here, key), getattr(site, key)) for key in ("demand_charge", "water_price", "sewage_price")]
        if isinstance(site.electricity_price, list):
            periods = site.electricity_price
            own += [((*here, "electricity_price", n, "price"), t.price) for n, t in enumerate(periods)]
        elif not isinstance(site.electricity_price, str):
            own.append(((*here, "electricity_price"), site.electricity_price))
        if site.pue_surcharge is not None:
            keys = ("price", "price_double")
            own += [((*here, "pue_surcharge", key), getattr(site.pue_surcharge, key)) for key in keys]
        yield from ((loc, price) for loc, price in own if price is not None)
    for key in PRICE_KEYS:
        price = getattr(study.economics, key)
        if price is not None:
            yield ("economics", key), price
    for i, option in enumerate(study.option):
        if option.economics is not None and option.economics.extra is not None:
            yield ("option", i, "economics", "extra"), option.economics.extra


PRICE_KEYS = ("carbon_price", "heat_price", "lease_price", "chip_price", "freed_power_price", "freed_space_price")


def _books(kind):
    return tuple(key for key, entry in load("costs").items() if entry.kind == kind)


def _book_currency(book):
    return find("costs", book).get("currency")


def _economics(study, data, bad, folder):
    economics = study.economics
    names = [o.name for o in study.option]
    if economics.baseline is not None and economics.baseline not in (*names, "do nothing"):
        yield (
            ("economics", "baseline"),
            f'= {shown(economics.baseline)} is not an option of this study. {nearest(economics.baseline, names)}',
        )
    if economics.project == "retrofit" and not any(b[:2] == ("economics", "existing") for b in bad):
        if economics.existing is None or not economics.existing.given():
            yield (
                ("economics", "project"),
                ('= "retrofit" needs to know what exists; write [economics.existing] with chiller_capacity = "8 MW"'),
            )
    if len(economics.phases) > economics.horizon / (8760 * 3600.0):
        words = f"has {len(economics.phases)} years and does not end within the horizon of {economics.horizon.text}"
        yield ("economics", "phases"), words
    yield from _books_and_prices(study, bad)
    existing = economics.existing
    if existing is not None:
        yield from _existing(existing)
    if economics.project == "new-build" and economics.existing is not None:
        yield ("economics", "existing"), 'has no use in a new build; write project = "retrofit", or remove it'
    for currency, rate in economics.exchange_rates.items():
        if currency not in CURRENCIES:
            yield ("economics", "exchange_rates", currency), f"is not a currency. {nearest(currency, CURRENCIES)}"
        elif isinstance(rate, bool) or not isinstance(rate, int | float) or rate <= 0:
            yield (
                ("economics", "exchange_rates", currency),
                f"= {shown(rate)} is not a rate; a number above zero is needed",
            )


def _books_and_prices(study, bad):
    """Words of the price library, and prices that stand in place of a book's."""

    economics = study.economics
    for key, kind in (("price_book", "book"), ("scenario", "scenario")):
        word = getattr(economics, key)
        if word is not None and word not in _books(kind):
            yield ("economics", key), not_one_of(word, _books(kind))
    if economics.market is not None and economics.market not in (BOOK, *markets()):
        yield ("economics", "market"), not_one_of(economics.market, (BOOK, *markets()))
    if economics.scenario in _books("scenario"):
        known = list(find("costs", economics.scenario).values)
        lacks = [o.technology for o in study.option if o.technology in TECHNOLOGIES and o.technology not in known]
        if lacks:
            words = f'publishes no figure for technology "{lacks[0]}"; it knows {", ".join(known)}'
            yield ("economics", "scenario"), f'= {shown(economics.scenario)} {words}'
    for key, value in economics.escalation.items():
        here = ("economics", "escalation", key)
        if key not in ESCALATED:
            yield here, f"is not a class of prices. {nearest(key, ESCALATED)}"
            continue
        try:
            Of("ratio", -0.2, 0.5, unit_needed=True).read(value)
        except ValueError as error:
            yield here, str(error)
    items = {name: value for book in _books("book") for name, value in _book_values(book).items()}
    for key, text in economics.prices.items():
        here = ("economics", "prices", key)
        if key not in items:
            close = nearest(key, items)
            hint = close if close.startswith("Did") else "`thermo show western-2026` lists them."
            yield here, f"is not an item of the price books. {hint}"
        elif words := _price_problem(text, items[key]):
            yield here, words


def _book_values(book):
    return find("costs", book).values


def _price_problem(text, value):
    """What is wrong with a price given in place of a book's, as a phrase; None when nothing is."""
    example = value.text
    if not isinstance(text, str):
        return f'= {shown(text)} has no unit; write it as text, for example "{example}"'
    kinds = _price_kinds(value)
    words = None
    for kind in kinds:
        try:
            number = parse(text, kind)
        except UnitError as error:
            words = words or str(error)
            continue
        return f'= {shown(text)} is negative; a price is zero or more' if number < 0.0 and kind != "ratio" else None
    unit = text.strip().partition(" ")[2]
    return f'= {shown(text)} is in {unit or "no unit"}, and this item is priced like "{example}"' if words else None


def _price_kinds(value):
    """Quantities that a price of the books may be given in."""
    if value.unit == "percent":
        return ("ratio",)
    if value.unit.endswith(("/L", "/kg")):
        return ("volume_price", "mass_price")
    kinds = ("money", "power_price", "apparent_power_price", "conductance_price", "flow_price", "area_price")
    for kind in kinds:
        try:
            parse(value.text, kind)
            return (kind,)
        except UnitError:
            continue
    return ()


def _existing(existing):
    """Tables of what exists."""
    here = ("economics", "existing")
    plant, known = inputs.plant_of("air", existing.air), inputs.plants("air")
    if plant not in known:
        yield (*here, "air", "plant"), not_one_of(plant, known)
    else:
        keys = inputs.known_keys("air", existing.air)
        what = f'plant "{plant}" or its terminal'
        table = inputs.table_problems(existing.air, keys, what, plant, ("plant", "terminal"))
        yield from (((*here, "air", key), words) for key, words in table)
        if existing.chilled_water is not None and inputs.room_air(plant):
            yield (
                (*here, "chilled_water"),
                f'= {shown(existing.chilled_water.text)} has no use: plant "{plant}" has none',
            )
    for name, known_inputs, what in (
        ("electrical", inputs.section("electrical"), "the electrical chain"),
        ("room", inputs.section("room", "hall"), "the room"),
    ):
        table = inputs.table_problems(getattr(existing, name), known_inputs, what, "hall" if name == "room" else name)
        yield from (((*here, name, key), words) for key, words in table)
    if existing.technology not in (None, "air"):
        words = f'= {shown(existing.technology)}: only halls on air are converted in this version; write "air"'
        yield (*here, "technology"), words


def sweep_problems(study, data, check):
    """(place, phrase) of every problem of the sweep; `check(data)` gives the problems of a changed study."""
    before = set(check(axes.listed(data)))
    drawn = study.sweep.get("design") == "latin-hypercube"
    for path, axis in study.sweep.items():
        here = ("sweep", path)
        if path in axes.SETTINGS or path in axes.NAMES:
            known = [x.name for x in (study.sites() if path == "site" else study.option)]
            words = axes.setting_problem(path, axis) if path in axes.SETTINGS else axes.names_problem(path, axis, known)
            if words:
                yield here, words
            continue
        try:
            tried = axes.sample(axis, drawn)
            for value in tried[:SAMPLES]:
                for words in sorted(check(axes.changed(data, path, value)) - before):
                    yield here, f"at {shown(value)}: {words}"
        except ThermoError as error:
            yield here, str(error)
