"""Plants that use the weather directly, beside what makers and operators publish of them.

Nothing is adjusted to these figures: sizes and inputs are the defaults of `thermo show PLANT` unless the case's source
names them. Where we differ, the source says what is known of the reason.
"""

from functools import cache

import numpy as np

from thermo.core.jit import kernel
from thermo.schema.field import blank, records
from thermo.schema.plant import PLANT_IN, PLANT_RESULT
from thermo.schema.weather import WEATHER

GALLON = 3.785411784e-3  # m3
UNIT = 86e3  # W, net: 24.1 kW at a cooling PUE of 1.28
DSE = "Emerson SL-28170, Liebert DSE with EconoPhase (opened in excerpts); return 36 degC assumed, ours are defaults"
ESIF = "NREL, nrel.gov 23 Aug 2018 and facilities' list: first thermosyphon year at ESIF, Golden, about 1 MW, 24 degC"
LAKE = "DatacenterDynamics 2015, Alibaba Qiandao Lake: deep water 17 degC; design figures"
FILMS = "usual range of data-center units, from memory (grade M)"


def case(name, expected, value, tolerance, source):
    """One comparison; `tolerance` in the unit of the figures."""
    return {
        "name": f"plants: {name}", "expected": expected, "value": float(value), "difference": float(value - expected),
        "tolerance": tolerance, "ok": bool(abs(value - expected) <= tolerance), "source": source,
    }  # fmt: skip


@kernel
def call(function, record, weather, x, out):
    """Call one point."""
    function(record, weather, x, out)


def weather_row(t, t_wb, p=101325.0):
    """Weather of one hour."""
    from thermo.core.psychrometrics import dew_point, humidity_ratio_from_wet_bulb

    w = humidity_ratio_from_wet_bulb(t, t_wb, p)
    return records(np.array([t, t_wb, w, p, dew_point(w, p), t])[None], WEATHER)[0]


def sized(plant, weather, x, **inputs):
    """Record of a plant, sized for an hour, and its `run`."""
    from thermo.case.declared import plant_named
    from thermo.hardware.plants import resolve

    records = resolve(plant, inputs).reshape(1).view(np.recarray)
    call(plant_named(plant).size, records[0], weather, x, blank(PLANT_RESULT))
    return records[0], plant_named(plant).run


def pumped():
    """A unit of 86 kW with pumped refrigerant: power per heat at two outdoor temperatures."""
    x = blank(PLANT_IN)
    x.q, x.flow, x.t_set = UNIT, UNIT / (1015.0 * 12.0), 24.0
    record, run = sized("dx-pumped", weather_row(35.0, 20.0), x, dx_count=2, dx_redundant=0, chiller_oversize="1.15")
    record.supply_power = 3.2e3
    found = []
    for t in (35.0, 18.3):
        out = blank(PLANT_RESULT)
        call(run, record, weather_row(t, 12.0), x, out)
        found.append(1.0 + (3.2e3 + out.chillers + out.fans + out.pumps) / UNIT)
    text = "; theirs: digital scrolls, microchannel condensers"
    half = "; here half of the compressors cannot carry the rest at this return, so that both circuits compress"
    return [
        case("pumped refrigerant, 35 degC: cooling PUE", 1.28, found[0], 0.05, DSE + text),
        case("pumped refrigerant, 18.3 degC, one circuit pumping: cooling PUE", 1.17, found[1], 0.03, DSE + half),
    ]


def year(climate, group, options):
    """{option: its annual results}."""
    import thermo

    study = thermo.Study(name=climate, site={"climate": climate}, it={"group": [group]}, option=options)
    return {o["name"]: o for o in thermo.evaluate(study).to_dict()["options"]}


def thermosyphon():
    """Water saved by the thermosyphon in Golden."""
    group = {"name": "compute", "rack": "hgx-h100", "power": "1 MW"}
    common = {"technology": "cold-plate", "supply_liquid": "28 degC", "air": {"plant": "chilled-water"}}
    options = [
        {"name": p, **common, "liquid": {"plant": p, "cdu_approach": "4 K"}}
        for p in ("cooling-tower", "thermosyphon-tower")
    ]
    found = year("us-golden", group, options)
    tower, hybrid = found["cooling-tower"], found["thermosyphon-tower"]
    saved = 100.0 * (1.0 - hybrid["water"] / tower["water"])
    room = "; ours holds the room's chillers' tower water in both, theirs has none"
    return [
        case("thermosyphon, Golden: water saved [%]", 100.0 * 1.16 / 2.5, saved, 12.0, ESIF + room),
        case("thermosyphon, Golden: PUE against towers alone", -0.002, hybrid["pue"] - tower["pue"], 0.005, ESIF),
    ]


def lake():
    """Air-cooled servers on a lake's deep water."""
    group = {"name": "compute", "rack": "cpu-2u", "power": "5 MW", "utilization": 0.6}
    air = {"plant": "water-source", "source_offset": "17 degC", "source_follow": 0}
    found = year("cn-hangzhou", group, [{"name": "lake", "technology": "air", "supply_air": "24 degC", "air": air}])
    hours = 100.0 * found["lake"]["hours_free_cooling"]["air"] / 8760.0
    text = "; ours is free all year because the water is taken at 17 degC in every hour, theirs warms in summer"
    return [
        case("lake water, Hangzhou: hours without compressor [%]", 90.0, hours, 10.0, LAKE + text),
        case("lake water, Hangzhou: PUE", 1.235, found["lake"]["pue"], 0.065, LAKE + ", band 1.17 to 1.30"
             + "; ours has fans and electrical losses of today, theirs is a design of 2015 that holds a margin"),
    ]  # fmt: skip


def exchanger():
    """Effectiveness of the indirect evaporative exchanger as built by default."""
    from thermo.plant.cooler import constants
    from thermo.plant.indirect_evaporative import DRY_MODE, WET_MODE, moved

    weather, heat, rise = weather_row(35.0, 22.0), 1e6, 12.0
    x = blank(PLANT_IN)
    x.q, x.flow, x.t_set = heat, heat / (1015.0 * rise), 25.0
    record, _ = sized("indirect-evaporative", weather, x)
    c, t = heat / rise, 40.0
    k = constants(record, weather, c, 1.0, 0.0, 0.0, 0.0)
    dry = moved(record, weather, k, DRY_MODE, c, 1.0, t, heat, 1.0) / (c * (t - weather.t_dry))
    wet = moved(record, weather, k, WET_MODE, c, 1.0, t, heat, 1.0) / (c * (t - weather.t_wet))
    return [
        case("indirect evaporative: dry effectiveness", 0.6, dry, 0.12, FILMS),
        case("indirect evaporative: wet-bulb effectiveness", 0.72, wet, 0.13, FILMS),
    ]


@cache
def cases():
    """All cases of the family."""
    return tuple(pumped() + thermosyphon() + lake() + exchanger())
