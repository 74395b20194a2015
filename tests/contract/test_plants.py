"""What every plant promises, on random hours: heat closes, power follows the weather, water is plausible."""

import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thermo.case.declared import plant_named, plants
from thermo.core.jit import kernel
from thermo.core.psychrometrics import (
    dew_point,
    humidity_ratio_from_dew_point,
    humidity_ratio_from_wet_bulb,
    specific_heat,
    volume,
    wet_bulb,
)
from thermo.hardware.plants import resolve
from thermo.library.registry import plant_names
from thermo.plant.cooler import constants
from thermo.plant.indirect_evaporative import DRY_MODE, WET_MODE, moved
from thermo.plant.refrigerant_loop import carried
from thermo.schema.field import blank, records, table
from thermo.schema.flags import F_EXTRAPOLATED, F_HUMID, F_SHORT, F_TRIP_AMBIENT
from thermo.schema.plant import PLANT_IN, PLANT_RESULT, SIZES
from thermo.schema.weather import WEATHER
from thermo.weather.record import lagged

HEAT = 1e6  # W
AIR_PLANTS = tuple(n for n in plant_names("air") if n not in plant_names("liquid"))
CARNOT = {"chiller": "carnot"}
FREE_OF_HUMIDITY = {"adiabatic": False, "humidity_control": False, "least_mechanical": False}
VARIANTS = {  # "plant: variant": (plant, inputs, supply [degC], rise [K])
    f"{plant}: {name}": (plant, dict(v.inputs), v.supply, v.rise)
    for plant, declared in plants().items()
    for name, v in declared.variants.items()
}
SHORT = {f"{plant}: {name}" for plant, declared in plants().items() for name, v in declared.variants.items() if v.short}
ABSENT = (1.0, 1e-3)  # what stands in fields of equipment that a variant does not have, against division by zero
NAMED = {  # variants whose physics is told below
    "towers": "chilled-water: waterside economizer",
    "towers, no economizer": "chilled-water: no economizer",
    "towers, conductance": "chilled-water: conductance",
    "towers, YorkCalc": "chilled-water: YorkCalc",
    "towers, constant pumps": "chilled-water: constant pumps",
    "air-cooled chillers": "chilled-water: air-cooled",
    "air-cooled, free cooling": "chilled-water: air-cooled, free-cooling coil",
    "dry": "dry-cooler: fans of variable speed",
    "dry, two speeds": "dry-cooler: fans of two speeds",
    "dry, trim": "dry-cooler: trim",
    "adiabatic": "adiabatic-cooler: pads",
    "adiabatic, trim": "adiabatic-cooler: trim",
    "tower": "cooling-tower: fill",
    "tower, trim": "cooling-tower: trim",
    "closed": "closed-circuit-tower: fans of variable speed",
    "closed, two speeds": "closed-circuit-tower: fans of two speeds",
    "closed, trim": "closed-circuit-tower: trim",
    "economizer": "airside-economizer: chilled-water trim",
    "economizer, DX": "airside-economizer: DX trim",
    "economizer, uncontrolled": "airside-economizer: humidity left alone",
    "economizer, no trim": "airside-economizer: no trim",
    "dx": "dx: compressors",
    "dx, pumped": "dx-pumped: pumped",
    "thermosyphon": "thermosyphon-tower: towers",
    "thermosyphon, trim": "thermosyphon-tower: trim",
    "free-cooling chiller": "free-cooling-chiller: shared fans",
    "free-cooling chiller, own fans": "free-cooling-chiller: fans of its own",
    "water source": "water-source: surface",
    "water source, deep": "water-source: deep",
    "indirect": "indirect-evaporative: DX trim",
    "indirect, chilled water": "indirect-evaporative: chilled-water trim",
    "indirect, no trim": "indirect-evaporative: no trim",
}
CASES = VARIANTS | {name: VARIANTS[variant] for name, variant in NAMED.items()}
WET = [n for n in NAMED if n.startswith(("towers", "tower", "closed", "thermosyphon"))]
DRY = ["dry", "dry, two speeds", "dry, trim", "air-cooled chillers", "air-cooled, free cooling", "dx, pumped"]
DRY += ["free-cooling chiller", "free-cooling chiller, own fans", "water source"]
WATER = [n for n in NAMED if CASES[n][0] not in AIR_PLANTS]
AIR = [n for n in NAMED if CASES[n][0] in AIR_PLANTS]


@kernel
def call(function, record, weather, x, out):
    """Call one point."""
    function(record, weather, x, out)


@kernel
def loop(function, record, weather, x, out):
    """Call a point for every row."""
    for i in range(weather.shape[0]):
        function(record, weather[i], x[i], out[i])


def row(t, t_wb, p=101325.0):
    """Weather from dry bulb, wet bulb and pressure."""
    w = humidity_ratio_from_wet_bulb(t, t_wb, p)
    return weather_at(t, w, p)


def weather_at(t, w, p):
    """Weather from dry bulb, humidity ratio and pressure."""
    made = blank(WEATHER)
    made.t_dry, made.t_wet, made.w, made.p, made.t_dew, made.t_month = t, wet_bulb(t, w, p), w, p, dew_point(w, p), t
    return made


def asked(plant, heat, t_set, rise, offset=0.0):
    """Inputs of a plant point at a given temperature rise."""
    x = blank(PLANT_IN)
    x.q, x.flow = heat, heat / ((1012.0 if plant in AIR_PLANTS else 4182.0) * rise)
    x.t_set, x.offset = t_set, offset
    return x


DESIGN = row(37.0, 25.5)
BY_WEATHER = "chilled-water: economizer in place of chillers"


@cache
def plant(name, carnot=False):
    """Sized record (an array of one) and `run` of a case."""
    kind, inputs, t_set, rise = CASES[name]
    if carnot and not kind.startswith("dx"):
        inputs = inputs | CARNOT
    made = resolve(kind, inputs).reshape(1).view(np.recarray)
    call(plant_named(kind).size, made[0], DESIGN, asked(kind, HEAT, t_set, rise), blank(PLANT_RESULT))
    return made, plant_named(kind).run


def hours(name, weather, x, carnot=False, change=None):
    """Results of many hours; `change` overwrites fields of a copy of the sized record."""
    made, run = plant(name, carnot)
    made = made.copy()
    for field, value in (change or {}).items():
        made[field] = value
    out = np.zeros(len(weather), PLANT_RESULT)
    loop(run, made[0], weather, x, out)
    return out


def power(out):
    """All electricity [W]."""
    return sum(out[n] for n in ("pumps", "chillers", "fans", "heating", "supply_fans", "humidifier"))


def gap(out, heat):
    """Share of the heat that does not close."""
    return np.abs(heat + power(out) - out["rejected"] - out["direct"]) / heat


def random_hours(name, seed, number, depression=16.0):
    """Weather and inputs: -25..43 degC, up to `depression` K under it, 75-103 kPa, all loads and set points."""
    rng = np.random.RandomState(seed)
    kind, _, t_set, rise = CASES[name]
    weather = np.zeros(number, WEATHER)
    x = np.zeros(number, PLANT_IN)
    for i in range(number):
        t = rng.uniform(-25.0, 43.0)
        spread = depression * min(1.0, max(0.08, (t + 10.0) / 35.0))
        weather[i] = row(t, t - rng.uniform(0.0, spread), rng.uniform(75e3, 103e3))
        x[i] = asked(kind, HEAT * rng.uniform(0.05, 1.1), t_set + rng.uniform(-4.0, 4.0), rise * rng.uniform(0.7, 1.3))
        x[i].offset = rng.uniform(-3.0, 3.0)
    return weather, x


@pytest.mark.parametrize("name", VARIANTS)
@given(seed=st.integers(0, 2**31 - 1))
@settings(max_examples=4, deadline=None, derandomize=True)
def test_heat_closes(name, seed):
    weather, x = random_hours(name, seed, 1000)
    out = hours(name, weather, x)
    assert np.isfinite(table(out)).all()
    lost = out["t_supply"] >= 99.0
    assert (out["rejected"][lost] == 0.0).all()
    assert (out["status"][lost].astype(int) & F_SHORT > 0).all()
    assert gap(out[~lost], x["q"][~lost]).max() < 1e-9
    short = out["status"].astype(int) & F_SHORT > 0
    assert (out["t_supply"][~short] <= x["t_set"][~short] + 1e-9).all()
    assert (out["t_supply"][short] > x["t_set"][short]).all()
    if name != BY_WEATHER:  # open: its margin stays positive in hours that are flagged short
        assert (out["margin"][short] < 1e-9).all()
    assert all((out[n] >= 0.0).all() for n in ("evaporation", "drift", "blowdown"))
    assert ((out["free"] >= -1e-12) & (out["free"] <= 1.0 + 1e-9)).all()
    assert all((out[n] >= 0.0).all() for n in ("pumps", "chillers", "fans", "heating"))


@pytest.mark.parametrize("name", VARIANTS)
@pytest.mark.parametrize("part", ["pumps", "chillers", "fans", "rejected", "direct", "supply_fans"])
def test_a_broken_part_breaks_closure(name, part):
    weather, x = random_hours(name, 3, 200)
    out = hours(name, weather, x)
    keep = (out["t_supply"] < 99.0) & (np.abs(out[part]) > 1.0)
    out[part] *= 1.01
    assert not keep.any() or gap(out[keep], x["q"][keep]).min() > 1e-9


@pytest.mark.parametrize("name", [n for n in WATER if not n.startswith("water source")])
def test_supply_is_not_colder_than_the_weather_allows(name):
    weather, x = random_hours(name, 11, 3000)
    out = hours(name, weather, x)
    sink = weather["t_wet" if name in WET or name.startswith("adiabatic") else "t_dry"]
    unaided = out["chillers"] == 0.0
    assert (out["t_supply"][unaided] >= sink[unaided] - 1e-9).all()
    kept = out["t_supply"] < 99.0
    assert (out["t_return"][kept] >= out["t_supply"][kept]).all()


@pytest.mark.parametrize("name", WATER)
def test_evaporation_is_plausible(name):
    """At fair load, set points met, default control; idling in hot dry air a wet cooler mostly cools the air."""
    weather, x = random_hours(name, 5, 4000, depression=12.0)
    x["offset"] = 0.0
    out = hours(name, weather, x)
    per_kwh = out["evaporation"] * 3.6e6 / np.maximum(out["rejected"], 1.0)
    fair = (x["q"] > 0.6 * HEAT) & (out["margin"] > 0.05)
    if name.endswith("trim"):
        fair &= out["free"] > 0.999
    assert per_kwh[fair].max() < 2.2
    if name in WET and not name.startswith("thermosyphon"):
        warm = (weather["t_dry"] > 20.0) & (out["free"] > 0.999)
        assert per_kwh[warm].size == 0 or per_kwh[warm].min() > 0.4
    if name.startswith(("dry", "air-cooled")):
        assert per_kwh.max() == 0.0


@pytest.mark.parametrize("name", [n for n in WET if not n.startswith("thermosyphon")])  # dry air weighs less when moist
@pytest.mark.parametrize("load", [0.4, 0.75, 1.0])
def test_power_does_not_fall_with_wet_bulb(name, load):
    kind, _, t_set, rise = CASES[name]
    for t in (8.0, 22.0, 33.0):
        low = {8.0: 2.0, 22.0: 8.0, 33.0: 15.0}[t]
        weather = np.array([row(t, t_wb) for t_wb in np.linspace(low, min(t, DESIGN.t_wet), 200)])
        x = np.array([asked(kind, HEAT * load, t_set, rise)] * 200)
        out = hours(name, weather, x, carnot=True)
        total = power(out)[out["status"].astype(int) & F_SHORT == 0]
        assert np.diff(total).min(initial=0.0) > -1e-9 * HEAT, (t, weather[np.argmin(np.diff(total)), "t_wet"])


@pytest.mark.parametrize("name", DRY)
@pytest.mark.parametrize("load", [0.4, 0.75, 1.0])
def test_power_does_not_fall_with_dry_bulb(name, load):
    kind, _, t_set, rise = CASES[name]
    w = humidity_ratio_from_dew_point(-12.0, 101325.0)
    temperatures = np.linspace(-10.0, 39.0, 400)
    rows = np.array([[t, wet_bulb(t, w, 101325.0), w, 101325.0, -12.0, t] for t in temperatures])
    weather = records(rows, WEATHER)
    x = np.array([asked(kind, HEAT * load, t_set, rise)] * 400)
    out = hours(name, weather, x, carnot=True)
    total = power(out)[out["status"].astype(int) & F_SHORT == 0]
    assert total.size > 200
    assert np.diff(total).min() > -1e-9 * HEAT, temperatures[np.argmin(np.diff(total))]


def test_economizer_modes():
    kind, _, t_set, rise = CASES["towers"]
    weather = np.array([row(2.0, 0.0), row(18.0, 14.0), row(32.0, 25.0)])
    out = hours("towers", weather, np.array([asked(kind, HEAT, t_set, rise)] * 3))
    free, partial, mechanical = out
    assert free.free == 1.0
    assert free.chillers == 0.0
    assert 0.0 < partial.free < 1.0
    assert partial.chillers > 0.0
    assert mechanical.free == 0.0
    assert mechanical.chillers > partial.chillers


def test_offset_moves_the_condenser():
    kind, _, t_set, rise = CASES["towers"]
    weather = np.array([row(31.0, 24.0)] * 3)
    x = np.array([asked(kind, HEAT, t_set, rise, offset) for offset in (0.0, 2.0, 4.0)])
    out = hours("towers", weather, x)
    assert np.diff(out["t_condenser"]) == pytest.approx(2.0)
    assert (np.diff(out["fans"]) < 0.0).all()
    assert (np.diff(out["chillers"]) > 0.0).all()


def test_short_cooler_floats_and_says_so():
    kind, _, t_set, rise = CASES["dry"]
    weather = np.array([row(t, 20.0) for t in (30.0, 37.0, 41.0, 46.0)])
    out = hours("dry", weather, np.array([asked(kind, HEAT, t_set, rise)] * 4), change={"redundant_cells": 0.0})
    assert out["t_supply"][:2] == pytest.approx(t_set)
    assert t_set < out["t_supply"][2] < out["t_supply"][3] < 60.0
    assert gap(out, np.full(4, HEAT)).max() < 1e-9


def test_chillers_that_run_out_float():
    kind, _, t_set, rise = CASES["towers, no economizer"]
    weather = np.array([row(33.0, 25.0)] * 2)
    x = np.array([asked(kind, HEAT, t_set, rise)] * 2)
    out = hours("towers, no economizer", weather, x, change={"chiller_out": 1.0})
    assert out["t_supply"] == pytest.approx(t_set)
    more = x.copy()
    more["q"] *= 1.25
    more["flow"] *= 1.25
    out = hours("towers, no economizer", weather, more, change={"chiller_out": 1.0})
    assert (out["t_supply"] > t_set).all()
    assert (out["t_supply"] < t_set + 10.0).all()
    assert gap(out, x["q"] * 1.25).max() < 1e-9
    out = hours("towers, no economizer", weather, x, change={"chiller_out": 3.0})
    assert (out["t_supply"] == 99.0).all()
    assert (out["rejected"] == 0.0).all()


@pytest.mark.parametrize("name", ["air-cooled chillers", "dx", "dry, trim"])
def test_trip_above_the_maximum_ambient(name):
    kind, _, t_set, rise = CASES[name]
    weather = np.array([row(44.0, 22.0), row(50.0, 23.0)])
    out = hours(name, weather, np.array([asked(kind, 0.6 * HEAT, t_set, rise)] * 2))
    flags = out["status"].astype(int)
    assert not flags[0] & F_TRIP_AMBIENT
    assert flags[1] & F_TRIP_AMBIENT
    assert flags[1] & F_SHORT
    assert out["chillers"][1] == 0.0
    if name != "dry, trim":
        assert out["t_supply"][1] == 99.0
        assert out["rejected"][1] == 0.0


def test_vendor_curves_in_warm_water_are_flagged():
    kind, _, _t_set, rise = CASES["towers, no economizer"]
    record = resolve(kind, {"economizer": "none", "chiller": "carrier-19xr-1407"}).reshape(1).view(np.recarray)[0]
    x, out = asked(kind, HEAT, 18.0, rise), blank(PLANT_RESULT)
    call(plant_named(kind).size, record, DESIGN, x, out)
    call(plant_named(kind).run, record, row(30.0, 22.0), x, out)
    assert int(out.status) & F_EXTRAPOLATED
    assert HEAT / 20.0 < out.chillers < HEAT / 4.0


@pytest.mark.parametrize("name", [n for n in AIR if not n.endswith("uncontrolled")])
def test_air_plants_hold_humidity_and_water(name):
    weather, x = random_hours(name, 17, 2000)
    out = hours(name, weather, x)
    kept = out["t_supply"] < 99.0
    dew = np.array([dew_point(w, p) for w, p in zip(out["w_room"], weather["p"], strict=True)])
    humid = out["status"].astype(int) & F_HUMID > 0
    record = plant(name)[0][0]
    held = kept & ~humid
    assert dew[held].max() <= record.dew_high + 1e-6
    assert dew[held].min() >= record.dew_low - 1e-6
    assert ((out["outdoor"] >= 0.0) & (out["outdoor"] <= 1.0)).all()
    assert (out["humidifier_water"] >= 0.0).all()
    assert (out["supply_fans"][kept] > 0.0).all()


def test_economizer_uses_outdoor_air_pad_and_trim():
    kind, _, t_set, rise = CASES["economizer"]
    weather = np.array([row(-10.0, -11.0), row(15.0, 10.0), row(32.0, 17.0), row(30.0, 26.0)])
    cold, mild, dry, humid = hours("economizer", weather, np.array([asked(kind, HEAT, t_set, rise)] * 4))
    assert 0.0 < cold.outdoor < mild.outdoor < 1.0
    assert cold.free == mild.free == 1.0
    assert cold.humidifier_water > 0.0
    assert cold.humidifier > 0.0
    assert mild.humidifier_water == 0.0
    assert dry.outdoor == 1.0
    assert dry.humidifier_water > 0.0
    assert dry.free > 0.9
    assert humid.outdoor == 0.0
    assert humid.free == 0.0
    assert humid.chillers > 0.0


# EnergyPlus 25.2, Tampa: dry bulb, humidity ratio, pressure; compressors [W], humidity behind the coil [kg/kg]
ENERGYPLUS = {
    "chilled water, outdoor air": (28.3, 0.0192077, 101500.0, 212331.0, 0.01807),
    "DX, outdoor air": (23.9, 0.0159298, 101000.0, 29048.0, 0.0156),
    "DX, more humid": (23.9, 0.0176464, 101100.0, 35088.0, 0.01719),
    "DX, closed": (25.0, 0.0175552, 101600.0, 231761.0, 0.01226),
}


@pytest.mark.parametrize("name", ENERGYPLUS)
def test_the_trims_wet_coil_agrees_with_energyplus(name):
    """Hours of EnergyPlus's reference halls of 1 MW (validation/energyplus/models.py); 1 %: its saturation lines."""
    t, w, p, compressors, behind = ENERGYPLUS[name]
    if name.startswith("DX"):
        inputs = {"trim": "dx", "dx_capacity": "1.4 MW", "dx_count": 1, "differential": False, "lockout": "24 degC"}
        sized = {"supply_flow": 70.0 / 0.8641, "pump_flow": 1.0, "pump_power": 0.0}
    else:
        inputs = {"chiller_capacity": "1.8 MW", "chiller_count": 1, "trim_water": "15 degC", "pump_variable": False}
        sized = {"supply_flow": 84.24, "pump_flow": 79.95, "pump_power": 24e3}
        inputs |= {"pump_motor": 0.9, "coil_bypass": 0.007}
    given = {"redundant_cells": 0, "cells": 1, "chiller_beyond": False, "supply_exponent": 0.0, "supply_min": 0.0}
    records = resolve("airside-economizer", FREE_OF_HUMIDITY | given | inputs).reshape(1).view(np.recarray)
    for field, value in (sized | {"supply_power": 58333.0, "condenser_air": 200.0}).items():
        records[field] = value
    out, x = blank(PLANT_RESULT), blank(PLANT_IN)
    x.q, x.flow, x.t_set = 1e6, 84.24, 24.0
    call(plant_named("airside-economizer").run, records[0], weather_at(t, w, p), x, out)
    assert out.chillers == pytest.approx(compressors, rel=0.01)
    assert out.w_room == pytest.approx(behind, rel=0.012)
    assert out.t_supply == 24.0
    assert gap(out, 1e6) < 1e-9


def test_pumped_refrigerant_modes():
    """Pumps alone at `dry_full`, both circuits compressing in summer, one of each between; never worse than DX."""
    kind, _, t_set, rise = CASES["dx, pumped"]
    record = plant("dx, pumped")[0][0]
    weather = np.array([row(float(record.dry_full) - 0.5, 0.0), row(18.0, 12.0), row(35.0, 20.0)])
    x = np.array([asked(kind, HEAT, t_set, rise)] * 3)
    pumped, mixed, compressed = hours("dx, pumped", weather, x)
    assert pumped.chillers == 0.0
    assert pumped.free == 1.0
    assert pumped.pumps > 0.0
    assert 0.0 < mixed.free < 0.5
    assert compressed.free == compressed.pumps == 0.0
    plain = hours("dx", weather, x)
    assert compressed.chillers == pytest.approx(plain["chillers"][2], rel=1e-9)
    assert sum(float(mixed[n]) for n in ("chillers", "pumps", "fans")) < plain["chillers"][1]


def test_refrigerant_loop_is_two_exchangers_in_series():
    """The heat by hand from both effectivenesses, and by the refrigerant's temperature from either side."""
    record = plant("dx, pumped")[0][0]
    weather = row(5.0, 2.0)
    c = float(record.supply_flow) * 1015.0
    q = carried(record, weather, c, 1.0, 1.0, 36.0, 0.8)
    boiling = 36.0 - q / (float(record.evaporator) * c)
    c_air = 0.8 * float(record.dry_air) / volume(5.0, weather.w, weather.p) * specific_heat(weather.w)
    effectiveness = 1.0 - np.exp(-float(record.dry_ua) * 0.8 ** float(record.air_exponent) / c_air)
    assert q == pytest.approx(effectiveness * c_air * (boiling - 5.0), rel=1e-12)


def test_free_cooling_chiller_modes():
    """Free in frost, mixed between, compressors in summer; air the coil has warmed costs the compressors."""
    kind, _, t_set, rise = CASES["free-cooling chiller"]
    weather = np.array([row(2.0, 0.0), row(20.0, 12.0), row(36.0, 20.0)])
    x = np.array([asked(kind, HEAT, t_set, rise)] * 3)
    free, mixed, compressed = hours("free-cooling chiller", weather, x)
    assert free.chillers == 0.0
    assert free.free == 1.0
    assert 0.0 < mixed.free < 1.0
    assert compressed.free == compressed.fans == 0.0
    assert free.pumps > compressed.pumps
    record = plant("free-cooling chiller")[0][0]
    warmed = (
        mixed.free * (HEAT + 0.93 * mixed.pumps) / (float(record.condenser_air) * specific_heat(weather[1].w))
    )
    assert mixed.t_condenser == pytest.approx(20.0 + warmed, rel=1e-9)
    apart = hours("free-cooling chiller", weather, x, change={"coil_shared": 0.0})[1]
    assert apart.chillers < mixed.chillers
    assert apart.fans > mixed.fans


def test_source_water_by_hand():
    """A lake of 17 degC: the exchanger's temperatures and flow by hand; warm water asks for the machines."""
    kind, _, t_set, rise = CASES["water source"]
    x = np.array([asked(kind, 0.8 * HEAT, t_set, rise)])
    lake = {"source_offset": 17.0, "source_follow": 0.0}
    weather = np.array([row(30.0, 24.0)])
    cold = hours("water source", weather, x, change=lake | {"tower_flow": 60.0, "hx_ua": 600e3, "tower_pump_min": 0.2})[
        0
    ]
    assert cold.chillers == 0.0
    record = plant("water source")[0][0]
    rejected = cold.rejected
    flow = rejected / (4186.0 * (cold.t_condenser - 17.0))
    assert 0.2 * 60.0 - 1e-6 < flow <= 60.0
    assert rejected == pytest.approx(0.8 * HEAT + 0.93 * cold.pumps, rel=1e-9)
    assert cold.t_condenser - 17.0 <= float(record.discharge_rise) + 1e-9
    warm = hours("water source", weather, x, change=lake | {"source_offset": 28.0})[0]
    assert warm.free < 1.0
    assert warm.chillers > 0.0
    assert warm.t_supply == pytest.approx(t_set)


def test_source_water_lags_the_air():
    t = 10.0 - 15.0 * np.cos(2.0 * np.pi * np.arange(8760) / 8760.0)
    mean = lagged(t)
    assert mean[0] == pytest.approx(t[-719:].sum() / 720.0 + t[0] / 720.0)
    assert mean.mean() == pytest.approx(10.0)
    assert np.argmax(mean) - np.argmax(t) == pytest.approx(360, abs=2)  # half the window


def test_thermosyphon_runs_dry_in_the_cold_and_weighs_water_against_fans():
    kind, _, t_set, rise = CASES["thermosyphon"]
    weather = np.array([row(-5.0, -6.0), row(16.0, 10.0), row(34.0, 22.0)])
    x = np.array([asked(kind, HEAT, t_set, rise)] * 3)
    cold, mild, hot = hours("thermosyphon", weather, x)
    assert cold.evaporation == 0.0
    assert 0.0 < mild.evaporation < hot.evaporation
    assert cold.free == mild.free == hot.free == 1.0
    worth = [hours("thermosyphon", weather[1:2], x[:1], change={"water_worth": v})[0] for v in (0.0, 5e4, 5e5)]
    assert np.diff([o.evaporation for o in worth]).max() <= 0.0
    assert worth[2]["evaporation"] < worth[0]["evaporation"]
    assert worth[2]["fans"] > worth[0]["fans"]


def test_indirect_evaporative_modes():
    """Dry in frost, wet in summer, trim on top in humid heat; effectiveness as makers state; water as heat asks."""
    kind, _, t_set, rise = CASES["indirect"]
    weather = np.array([row(0.0, -2.0), row(26.0, 17.0), row(33.0, 28.0)])
    out = hours("indirect", weather, np.array([asked(kind, HEAT, t_set, rise)] * 3))
    dry, wet, mixed = out
    assert dry.evaporation == dry.chillers == 0.0
    assert dry.free == wet.free == 1.0
    assert wet.evaporation * 2.45e6 == pytest.approx(wet.rejected, rel=0.25)  # latent heat; the rest is sensible
    assert 0.0 < mixed.free < 1.0
    assert mixed.chillers > 0.0
    record = plant("indirect")[0][0]
    k = constants(record, DESIGN, 1.0, 1.0, 0.0, 0.0, 0.0)
    c = HEAT / rise
    for mode, sink, low, high in ((DRY_MODE, DESIGN.t_dry, 0.5, 0.68), (WET_MODE, DESIGN.t_wet, 0.65, 0.85)):
        effectiveness = moved(record, DESIGN, k, mode, c, 1.0, 45.0, HEAT, 1.0) / (c * (45.0 - sink))
        assert low < effectiveness < high, mode


@pytest.mark.parametrize("name", ["indirect", "indirect, chilled water"])
def test_indirect_power_does_not_fall_with_wet_bulb(name):
    kind, _, t_set, rise = CASES[name]
    weather = np.array([row(33.0, t_wb) for t_wb in np.linspace(14.0, 27.0, 200)])
    out = hours(name, weather, np.array([asked(kind, 0.9 * HEAT, t_set, rise)] * 200), carnot=True)
    total = power(out)[out["status"].astype(int) & F_SHORT == 0]
    assert total.size > 150
    assert np.diff(total).min() > -1e-9 * HEAT


@pytest.mark.parametrize("name", VARIANTS)
def test_sizing_keeps_what_is_given(name):
    kind, inputs, t_set, rise = CASES[name]
    sized = plant(name)[0][0]
    fields = {f: 1.25 * float(sized[f]) for f in SIZES if float(sized[f]) > 0.0 and float(sized[f]) not in ABSENT}
    assert fields
    record = resolve(kind, inputs)
    for key, value in fields.items():
        record[key] = value
    record = record.reshape(1).view(np.recarray)[0]
    call(plant_named(kind).size, record, DESIGN, asked(kind, HEAT, t_set, rise), blank(PLANT_RESULT))
    for key, value in fields.items():
        assert float(record[key]) == value


@pytest.mark.parametrize("name", [n for n in VARIANTS if n not in SHORT])
def test_the_design_hour_is_met(name):
    kind, _, t_set, rise = CASES[name]
    x = np.array([asked(kind, HEAT, t_set, rise)])
    alone = dict.fromkeys(("redundant_cells", "chiller_redundant", "dx_redundant"), 0.0)
    out = hours(name, np.array([DESIGN]), x, change=alone)
    assert out["t_supply"][0] == pytest.approx(t_set, abs=1e-6)


def test_given_equipment_of_a_short_approach_is_reported():
    record = resolve("dry-cooler").reshape(1).view(np.recarray)[0]
    x, out = asked("dry-cooler", HEAT, 38.0, 6.0), blank(PLANT_RESULT)
    call(plant_named("dry-cooler").size, record, DESIGN, x, out)
    call(plant_named("dry-cooler").run, record, DESIGN, x, out)
    assert int(out.status) & F_SHORT
    assert 38.0 < out.t_supply <= DESIGN.t_dry + float(record.approach_min) + 1e-6


def samples():
    """Results of a few hours of every case, for the comparison of compiled and plain code."""
    found = {}
    for name in VARIANTS:
        weather, x = random_hours(name, 23, 6)
        found[name] = hours(name, weather, x).tolist()
    return found


def test_plain_python_gives_the_same():
    code = "import json, test_plants; print(json.dumps(test_plants.samples()))"
    here = Path(__file__).parent
    paths = os.pathsep.join([str(here), str(here.parents[1]), os.environ.get("PYTHONPATH", "")])
    environment = os.environ | {"NUMBA_DISABLE_JIT": "1", "PYTHONPATH": paths}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    plain = json.loads(done.stdout)
    for name, compiled in samples().items():
        np.testing.assert_allclose(np.array(plain[name]), np.array(compiled), rtol=1e-9, atol=1e-7, err_msg=name)


def test_drift_and_blowdown_follow_the_cycles():
    weather, x = random_hours("tower", 29, 300)
    out = hours("tower", weather, x)
    record = plant("tower")[0][0]
    wanted = np.maximum(out["evaporation"] / (record.cycles - 1.0) - out["drift"], 0.0)
    np.testing.assert_allclose(out["blowdown"], wanted, rtol=1e-12)
