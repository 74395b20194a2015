"""Random halls and hours for the contract tests, and the detectors of a broken balance.

A *family* is a technology with its terminals and plants. A random case of a family is a real study: racks, density, set
points and a few inputs drawn over their documented bounds (`thermo/library/defaults`), at a random altitude and design
weather. Some cases get equipment that is too small, out of service or worn. Everything follows from integer seeds.
"""

import zlib
from functools import cache

import numpy as np

from thermo.case.build import build
from thermo.case.spec import Spec
from thermo.core.psychrometrics import dew_point, humidity_ratio_from_wet_bulb, standard_pressure
from thermo.engine.hour import PASSES
from thermo.engine.size import size
from thermo.engine.year import run
from thermo.errors import LibraryError, StudyError
from thermo.library import defaults
from thermo.library.boiling import names as boiling_fluids
from thermo.library.registry import liquid_technologies, technology
from thermo.results.metrics import over_limit
from thermo.schema.field import records
from thermo.schema.flags import F_CHF, F_DRYOUT, F_LOST, F_RUNAWAY, F_SHORT, F_TRIPPED
from thermo.schema.hall import DIRECT_AIR, GROUPS, NO_LIQUID, OWN_LOOP
from thermo.schema.row import END_USES, ROW
from thermo.schema.weather import WEATHER
from thermo.study import Study
from thermo.units import QUANTITIES, parse
from thermo.weather.record import Design, Weather, columns

HOURS = 48  # random hours of a case
LOST = 99.0  # degC, a plant's word for: nothing carries this heat

AIR = {
    "air, towers, economizer": {"plant": "chilled-water"},
    "air, towers": {"plant": "chilled-water", "economizer": "none"},
    "air, floating water": {
        "plant": "chilled-water",
        "economizer": "waterside-own-tower",
        "economizer_control": "tower",
        "pump_variable": True,
    },
    "air, air-cooled, economizer": {"plant": "chilled-water", "heat_rejection": "air-cooled"},
    "air, air-cooled": {"plant": "chilled-water", "heat_rejection": "air-cooled", "economizer": "none"},
    "air, airside economizer": {"plant": "airside-economizer"},
    "air, dx": {"plant": "dx"},
    "air, pumped refrigerant": {"plant": "dx-pumped"},
    "air, indirect evaporative": {"plant": "indirect-evaporative"},
    "air, free-cooling chiller": {"plant": "free-cooling-chiller"},
    "air, source water": {"plant": "water-source"},
    "air, rear door": {"plant": "chilled-water", "terminal": "rear-door"},
}
LIQUID = {
    "dry cooler": {"plant": "dry-cooler"},
    "adiabatic cooler": {"plant": "adiabatic-cooler"},
    "cooling tower": {"plant": "cooling-tower"},
    "closed-circuit tower": {"plant": "closed-circuit-tower"},
    "shared parallel": {"loop": "air"},
    "shared series": {"loop": "air", "connection": "series"},
    "sidecar": {"terminal": "cdu-air"},
}
LIQUID_TECHNOLOGIES = liquid_technologies()
BOILING_TECHNOLOGIES = tuple(name for name in LIQUID_TECHNOLOGIES if technology(name).two_phase({}))
FAMILIES = {name: ("air", air, {}) for name, air in AIR.items()}
FAMILIES |= {
    f"{technology}, {name}": (technology, None, liquid)
    for technology in LIQUID_TECHNOLOGIES
    for name, liquid in LIQUID.items()
}
FAMILIES |= {f"spray, evaporative, {name}": ("spray", None, LIQUID[name]) for name in ("dry cooler", "shared parallel")}
FAMILIES |= {
    f"cold-plate, {plant}": ("cold-plate", None, {"plant": plant})
    for plant in ("thermosyphon-tower", "free-cooling-chiller", "water-source")
}
BATH_FLUIDS = ("fk-5-1-12", "r1336mzz-z", "r1233zd-e")  # of which a new build can still buy
# how a family's air stream is served where it is not what the family is about
OTHER_AIR = (
    {"plant": "chilled-water"},
    {"plant": "chilled-water", "heat_rejection": "air-cooled"},
    {"plant": "airside-economizer"},
    {"plant": "dx"},
)
TRIMMED = ("dry-cooler", "adiabatic-cooler", "cooling-tower", "closed-circuit-tower", "airside-economizer")
RACKS = ("hgx-h100", "hgx-b200", "mi300x-8", "cpu-2u", "cpu-1u", "hgx-a100", "h100-pcie-8", "gb200-nvl72")
USUAL = {  # technology: usual supply of liquid and of air [degC]
    "air": (None, (18.0, 30.0)),
    "cold-plate": ((20.0, 46.0), (20.0, 32.0)),
    "cold-plate-two-phase": ((20.0, 48.0), (20.0, 32.0)),
    "immersion": ((22.0, 48.0), (20.0, 32.0)),
    "immersion-two-phase": ((30.0, 60.0), (20.0, 32.0)),
    "spray": ((20.0, 45.0), (20.0, 32.0)),
}
CAPACITIES = ("chiller_capacity", "dx_capacity", "ua", "fill_coefficient", "hx_ua", "air_flow", "supply_flow")
TERMINALS = ("crah_ua", "crah_air", "cdu_ua", "cdu_water", "crah_water")


def seed(*words):
    """A generator that is the same in every release: RandomState on a hash of the words."""
    return np.random.RandomState(zlib.crc32(repr(words).encode()))


def text_of(number, quantity):
    """A number in the engine's unit, as a study has it."""
    if quantity == "count":
        return int(number)
    return float(number) if quantity == "ratio" else f"{number!r} {QUANTITIES[quantity][0]}"


def drawn(random, item):
    """A random value of an input: one of its choices, one of its bounds, or something between."""
    if item.quantity == "choice":
        return item.choices[random.randint(len(item.choices))]
    if item.quantity == "switch":
        return bool(random.randint(2))
    if item.quantity == "text" or item.low is None or item.high is None or item.default in (None, "sized"):
        return None
    low, high = parse(item.low, item.quantity), parse(item.high, item.quantity)
    if item.key.endswith("_out"):
        return int(random.randint(3))
    form = random.rand()
    if form < 0.15:
        number = low
    elif form < 0.3:
        number = high
    elif item.quantity != "temperature" and low > 0.0 and high > 20.0 * low:
        number = low * (high / low) ** random.rand()
    else:
        number = low + (high - low) * random.rand()
    if item.quantity == "count":
        number = round(number)
    return text_of(min(max(number, low), high), item.quantity)


def bounds(kind, name):
    """Every documented bound and choice of a section of the defaults, as (key, value)."""
    found = []
    for key, item in defaults(kind, name).items():
        if item.quantity == "choice":
            found += [(key, choice) for choice in item.choices]
        elif item.quantity == "switch":
            found += [(key, False), (key, True)]
        elif item.quantity != "text" and item.low is not None and item.default not in (None, "sized"):
            found += [(key, item.low), (key, item.high)]
    return found[::2] + found[1::2]  # low and high of an input far from each other


def inputs_of(random, number, kind, name, share):
    """Random values for about `share` of the inputs of a section of the defaults.

    Odd cases take a few bounds beside, in turn, so that some fifty cases touch every documented bound.
    """
    found = {}
    for key, item in defaults(kind, name).items():
        if key in (
            "economizer_flow",
            "crah_film_share",
            "crah_film_exponent",
        ):  # later inputs: the draws of a seed stay
            continue
        if random.rand() < share and (value := drawn(random, item)) is not None:
            found[key] = value
    if number % 2:
        every = bounds(kind, name)
        at_once = len(every) // 20 + 1
        first = (number // 2) * at_once
        found |= dict(every[i % len(every)] for i in range(first, first + at_once))
    for key, value in list(found.items()):  # spares and faults in proportion to the units there are
        for ending, needed in (("_redundant", "units"), ("_out", "count"), ("redundant_cells", "cells")):
            unit = needed if needed == "cells" else key.replace(ending, f"_{needed}")
            if key.endswith(ending) and unit in defaults(kind, name):
                found[unit] = max(found.get(unit, 1), value)
    return found


def usual(random, span, low, high):
    """A set point: usually in its usual span, one in six anywhere in the documented range."""
    a, b = span if random.rand() < 0.85 else (low, high)
    return f"{a + (b - a) * random.rand():.6f} degC"


def random_study(family, number):
    """A study of one option of a family, as a dict."""
    random = seed(family, number)
    technology, air, liquid = FAMILIES[family]
    air = dict(OTHER_AIR[random.randint(2 if "loop" in liquid else 4)] if air is None else air)
    liquid = dict(liquid)
    share = random.choice((0.0, 0.0, 0.1, 0.4))  # of the inputs that are drawn
    for stream in (air, liquid):
        if "plant" in stream:
            name = stream["plant"]
            stream |= {k: v for k, v in inputs_of(random, number, "plant", name, share).items() if k not in stream}
            if name in TRIMMED and (trim := defaults("plant", name).get("trim")) and random.rand() < 0.5:
                stream["trim"] = trim.choices[random.randint(len(trim.choices))]
    terminal = air.get("terminal", "crah")
    air |= inputs_of(random, number, "terminal", terminal, share)
    option = {"name": family, "technology": technology, "air": air}
    span, span_air = USUAL[technology]
    option["supply_air"] = usual(random, span_air, 5.0, 45.0)
    if technology != "air":
        liquid |= inputs_of(random, number, "terminal", liquid.get("terminal", "cdu"), share)
        option["liquid"] = liquid
        if liquid.get("terminal") == "cdu-air":
            span = (span[0] + 14.0, span[1] + 4.0)
        option["supply_liquid"] = usual(random, span, 2.0, 80.0)
        option[technology] = inputs_of(random, number, "technology", technology, share / 2)
        if technology in BOILING_TECHNOLOGIES and random.rand() < 0.6:
            option["coolant"] = boiling_fluids()[random.randint(len(boiling_fluids()))]
        if technology == "spray":
            option["spray"].pop("evaporating_coolant", None)
            option["spray"]["method"] = "evaporative" if "evaporative" in family else "oil"
        if "evaporative" in family:
            option["coolant"] = BATH_FLUIDS[random.randint(len(BATH_FLUIDS))]
        if technology == "immersion-two-phase" and option[technology].get("bath") != "sealed":
            option.pop("supply_liquid")  # a vented bath has none of its own
        if random.rand() < 0.2:
            option["reuse"] = {
                "demand": f"{random.rand() * 1.5:.4f} MW",
                "temperature": f"{30 + 60 * random.rand():.2f} degC",
            }
    else:
        air |= inputs_of(random, number, "technology", "air", share / 2)
    option["room"] = inputs_of(random, number, "room", "hall", share)
    option["electrical"] = inputs_of(random, number, "electrical", None, share)
    rack = RACKS[random.randint(len(RACKS))]
    group = {"name": "compute", "rack": rack, "power": "1 MW"}
    if rack != "gb200-nvl72" and random.rand() < 0.3:
        group["servers"] = int(random.randint(1, 6 if "cpu" not in rack else 22))
    groups = [group]
    if random.rand() < 0.3:
        groups.append({"name": "support", "rack": "cpu-2u", "power": "0.2 MW", "cooling": "air"})
    return {"site": {"climate": "ashburn"}, "it": {"group": groups}, "option": [option]}


def random_weather(random, n=HOURS):
    """Weather of `n` unrelated hours (-30 to 48 degC, dry to saturated, 0 to 3600 m), and design values of its own.

    The design is milder than the hottest hours in about half of the cases.
    """
    altitude = random.choice((0.0, 3600.0, 3600.0 * random.rand()))
    p = standard_pressure(altitude) * (1.0 + 0.02 * (random.rand(n) - 0.5))
    t = -30.0 + 78.0 * random.rand(n)
    mild = random.rand(n) < 0.5
    t[mild] = 8.0 + 27.0 * random.rand(mild.sum())
    t[:2] = -30.0, 48.0
    depression = 40.0 * random.rand(n) ** 2
    depression[2:5] = 0.0
    tdp = np.minimum(np.maximum(t - depression, -45.0), 30.0)
    twb, w = columns(t, tdp, p)
    hot = 28.0 + 22.0 * random.rand()
    wb = min(14.0 + 16.0 * random.rand(), hot - 2.0)
    cold = -35.0 + 45.0 * random.rand()
    design = Design(hot, wb, wb, hot + 2.0, cold, cold + 5.0, wb - 2.0)
    return Weather("random", 0.0, 0.0, altitude, 0.0, "drawn", t, twb, w, p, tdp, design)


def random_utilisation(random, n=HOURS):
    """Utilisation (n, GROUPS), with idle and full hours."""
    u = random.rand(n, GROUPS)
    u[random.rand(n) < 0.15] = 0.0
    u[random.rand(n) < 0.3] = 1.0
    return u


def spec_of(study, weather):
    """The only case of a study, on another weather."""
    return Spec(study, study.sites()[0], study.option[0], weather)


def sized(study, weather):
    """A study's only case, sized."""
    case = build(spec_of(study, weather))
    size(case)
    return case


def shrink(random, case):
    """Make given equipment too small: one share for all of it, or for one record."""
    share = 0.2 + 0.8 * random.rand()
    for record, names in (
        (case.plant_air, CAPACITIES), (case.plant_liquid, CAPACITIES), (case.hall, TERMINALS),
    ):  # fmt: skip
        if random.rand() < 0.5:
            for name in names:
                record[name] *= share


def random_case(family, number):
    """A sized case with its weather rows and utilisation, or None where the draw is one that a study refuses."""
    random = seed(family, number, "hours")
    weather = random_weather(random)
    try:
        case = sized(Study(**random_study(family, number)), weather)
    except (StudyError, LibraryError):
        return None
    if random.rand() < 0.25:
        shrink(random, case)
    return case, weather.rows, random_utilisation(random)


@cache
def random_rows(family, cases):
    """Results of `cases` random cases of a family: list of (number, case, weather, utilisation, rows)."""
    found, number = [], 0
    while len(found) < cases:
        assert number < 4 * cases, f"{family}: studies refuse most random draws"
        made = random_case(family, number)
        if made is not None:
            case, weather, utilisation = made
            found.append((number, case, weather, utilisation, run(case, weather, utilisation)))
        number += 1
    return found


def col(rows, name):
    """A column of the table of hours."""
    return rows[:, ROW[name]]


def ledger_error(rows):
    """|sum of the end uses / utility - 1| per hour; the power ledger holds to 1e-9."""
    return np.abs(sum(col(rows, use) for use in END_USES) / col(rows, "utility") - 1.0)


def heat_error(rows):
    """|heat to outdoors, customer and surroundings / utility - 1| per hour; heat by states holds to 1e-6."""
    released = col(rows, "heat_rejected") + col(rows, "heat_direct") + col(rows, "heat_reused")
    return np.abs(released / col(rows, "utility") - 1.0)


def rack_error(rows):
    """|heat of the racks into liquid and air / their power - 1| per hour; holds to 1e-12 where chips have a state."""
    power = sum(col(rows, use) for use in END_USES[:5])
    return np.abs((col(rows, "heat_liquid") + col(rows, "heat_air")) / power - 1.0)


def has(rows, *bits):
    """Hours with any of the status bits."""
    return (np.nan_to_num(col(rows, "flags")).astype(int) & sum(bits)) != 0


def gave_up(rows):
    """Hours in which nothing carries the heat: flagged short, and a temperature at the plants' last word."""
    names = ("t_air_supply", "t_water_air", "t_water_liquid", "t_water_air_return", "t_water_liquid_return")
    hottest = np.max(np.nan_to_num([col(rows, name) for name in names]), axis=0)
    return has(rows, F_SHORT) & (hottest >= LOST - 1.0)


def unsettled(rows):
    """Hours whose passes ran out before temperatures came to rest: flagged short, heat not balanced."""
    return has(rows, F_SHORT) & (col(rows, "iterations") >= PASSES)


def settled(rows):
    """Hours that must balance."""
    return ~has(rows, F_LOST) & ~gave_up(rows) & ~unsettled(rows)


def nameless(case, rows):
    """(hours, columns) of NaN that neither the kind of hall nor a status bit explains."""
    absent = set()
    if case.hall["liquid_mode"] == NO_LIQUID:
        absent |= {"t_liquid_supply", "t_liquid_return", "free_liquid"}
    if case.hall["liquid_mode"] != OWN_LOOP:
        absent |= {"t_water_liquid", "t_water_liquid_return", "t_condenser_liquid"}
    if case.hall["air_mode"] == DIRECT_AIR:
        absent |= {"t_water_air"}
    lost = has(rows, F_RUNAWAY, F_TRIPPED, F_CHF, F_DRYOUT)
    if case.hall["condensing"] == 0.0:
        absent |= {"exit_quality"}
    of_chips = {"t_chip", "t_case", "t_memory", "margin_chip", "margin_case", "margin_memory", "margin_flux"}
    of_chips |= {"margin_quality"}
    found = []
    for name in ROW:
        bad = np.isnan(col(rows, name))
        if name in absent:
            bad &= False
        elif name in of_chips:
            bad &= ~lost
        if bad.any():
            found.append((name, np.flatnonzero(bad)))
    return found


def classes(rows):
    """Hours of each kind that a generator must reach."""
    shares = np.array([col(rows, "free_air"), col(rows, "free_liquid")])
    with np.errstate(invalid="ignore"):
        free = np.nan_to_num(shares, nan=1.0) >= 1.0 - 1e-9
        none = np.nan_to_num(shares, nan=0.0) <= 1e-9
    between = (np.nan_to_num(shares, nan=0.0) > 1e-9) & (np.nan_to_num(shares, nan=1.0) < 1.0 - 1e-9)
    return {
        "feasible": ~over_limit(rows),
        "saturated": has(rows, F_SHORT),
        "throttled": col(rows, "compute_delivered") < 1.0 - 1e-9,
        "free": free.all(axis=0),
        "partial": between.any(axis=0),
        "mechanical": none.all(axis=0),
    }


def power_of(rows, *names):
    """Sum of some end uses per hour [W]."""
    return sum(col(rows, name) for name in names)


def weather_rows(t, twb, p=101325.0):
    """Weather rows from dry and wet bulbs."""
    rows = []
    for dry, wet, pressure in np.broadcast(t, twb, p):
        w = max(humidity_ratio_from_wet_bulb(dry, wet, pressure), 1e-7)
        rows.append([dry, wet, w, pressure, dew_point(w, pressure), dry])
    return records(np.array(rows), WEATHER)
