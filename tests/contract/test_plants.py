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
from thermo.schema.plant import SIZES
from thermo.schema.points import (
    A_HUMIDIFY,
    A_OUTDOOR,
    A_SUPPLY_FAN,
    A_WATER,
    A_WROOM,
    AIR_OUT,
    F_EXTRAPOLATED,
    F_HUMID,
    F_SHORT,
    F_TRIP_AMBIENT,
    P_BLOWDOWN,
    P_CHILLERS,
    P_DIRECT,
    P_DRIFT,
    P_EVAPORATION,
    P_FANS,
    P_FLAGS,
    P_FREE,
    P_HEATING,
    P_MARGIN,
    P_PUMPS,
    P_REJECTED,
    P_TCOND,
    P_TRET,
    P_TSUP,
    W_T,
    W_TWB,
    WEATHER_ROW,
)
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
    """Weather row from dry bulb, wet bulb and pressure."""
    w = humidity_ratio_from_wet_bulb(t, t_wb, p)
    return np.array([t, wet_bulb(t, w, p), w, p, dew_point(w, p), t])


def asked(plant, heat, t_set, rise, offset=0.0):
    """Inputs of a plant point at a given temperature rise."""
    return np.array([heat, heat / ((1012.0 if plant in AIR_PLANTS else 4182.0) * rise), t_set, offset])


DESIGN = row(37.0, 25.5)


@cache
def plant(name, carnot=False):
    """Sized record (an array of one) and `run` of a case."""
    kind, inputs, t_set, rise = CASES[name]
    if carnot and kind != "dx":
        inputs = inputs | CARNOT
    records = resolve(kind, inputs).reshape(1).view(np.recarray)
    call(plant_named(kind).size, records[0], DESIGN, asked(kind, HEAT, t_set, rise), np.zeros(AIR_OUT))
    return records, plant_named(kind).run


def hours(name, weather, x, carnot=False, change=None):
    """Results of many hours; `change` overwrites fields of a copy of the sized record."""
    records, run = plant(name, carnot)
    records = records.copy()
    for field, value in (change or {}).items():
        records[field] = value
    out = np.zeros((len(weather), AIR_OUT))
    loop(run, records[0], weather, x, out)
    return out


def power(out):
    """All electricity [W]."""
    return out[:, [P_PUMPS, P_CHILLERS, P_FANS, P_HEATING, A_SUPPLY_FAN, A_HUMIDIFY]].sum(axis=1)


def gap(out, heat):
    """Share of the heat that does not close."""
    return np.abs(heat + power(out) - out[:, P_REJECTED] - out[:, P_DIRECT]) / heat


def random_hours(name, seed, number, depression=16.0):
    """Weather and inputs: -25..43 degC, up to `depression` K under it, 75-103 kPa, all loads and set points."""
    rng = np.random.RandomState(seed)
    kind, _, t_set, rise = CASES[name]
    weather = np.zeros((number, WEATHER_ROW))
    x = np.zeros((number, 4))
    for i in range(number):
        t = rng.uniform(-25.0, 43.0)
        spread = depression * min(1.0, max(0.08, (t + 10.0) / 35.0))
        weather[i] = row(t, t - rng.uniform(0.0, spread), rng.uniform(75e3, 103e3))
        x[i] = asked(kind, HEAT * rng.uniform(0.05, 1.1), t_set + rng.uniform(-4.0, 4.0), rise * rng.uniform(0.7, 1.3))
        x[i, 3] = rng.uniform(-3.0, 3.0)
    return weather, x


@pytest.mark.parametrize("name", VARIANTS)
@given(seed=st.integers(0, 2**31 - 1))
@settings(max_examples=4, deadline=None, derandomize=True)
def test_heat_closes(name, seed):
    weather, x = random_hours(name, seed, 1000)
    out = hours(name, weather, x)
    assert np.isfinite(out[:, :P_FLAGS]).all()
    lost = out[:, P_TSUP] >= 99.0
    assert (out[lost, P_REJECTED] == 0.0).all()
    assert (out[lost, P_FLAGS].astype(int) & F_SHORT > 0).all()
    assert gap(out[~lost], x[~lost, 0]).max() < 1e-9
    short = out[:, P_FLAGS].astype(int) & F_SHORT > 0
    assert (out[~short, P_TSUP] <= x[~short, 2] + 1e-9).all()
    assert (out[short, P_TSUP] > x[short, 2]).all()
    assert (out[short, P_MARGIN] < 1e-9).all()
    assert (out[:, P_EVAPORATION : P_BLOWDOWN + 1] >= 0.0).all()
    assert ((out[:, P_FREE] >= -1e-12) & (out[:, P_FREE] <= 1.0 + 1e-9)).all()
    assert (out[:, [P_PUMPS, P_CHILLERS, P_FANS, P_HEATING]] >= 0.0).all()


@pytest.mark.parametrize("name", VARIANTS)
@pytest.mark.parametrize("part", [P_PUMPS, P_CHILLERS, P_FANS, P_REJECTED, P_DIRECT, A_SUPPLY_FAN])
def test_a_broken_part_breaks_closure(name, part):
    weather, x = random_hours(name, 3, 200)
    out = hours(name, weather, x)
    keep = (out[:, P_TSUP] < 99.0) & (np.abs(out[:, part]) > 1.0)
    out[:, part] *= 1.01
    assert not keep.any() or gap(out[keep], x[keep, 0]).min() > 1e-9


@pytest.mark.parametrize("name", [n for n in WATER if not n.startswith("water source")])
def test_supply_is_not_colder_than_the_weather_allows(name):
    weather, x = random_hours(name, 11, 3000)
    out = hours(name, weather, x)
    sink = weather[:, W_TWB if name in WET or name.startswith("adiabatic") else W_T]
    unaided = out[:, P_CHILLERS] == 0.0
    assert (out[unaided, P_TSUP] >= sink[unaided] - 1e-9).all()
    kept = out[:, P_TSUP] < 99.0
    assert (out[kept, P_TRET] >= out[kept, P_TSUP]).all()


@pytest.mark.parametrize("name", WATER)
def test_evaporation_is_plausible(name):
    """At fair load, set points met, default control; idling in hot dry air a wet cooler mostly cools the air."""
    weather, x = random_hours(name, 5, 4000, depression=12.0)
    x[:, 3] = 0.0
    out = hours(name, weather, x)
    per_kwh = out[:, P_EVAPORATION] * 3.6e6 / np.maximum(out[:, P_REJECTED], 1.0)
    fair = (x[:, 0] > 0.6 * HEAT) & (out[:, P_MARGIN] > 0.05)
    if name.endswith("trim"):
        fair &= out[:, P_FREE] > 0.999
    assert per_kwh[fair].max() < 2.2
    if name in WET and not name.startswith("thermosyphon"):
        warm = (weather[:, W_T] > 20.0) & (out[:, P_FREE] > 0.999)
        assert per_kwh[warm].size == 0 or per_kwh[warm].min() > 0.4
    if name.startswith(("dry", "air-cooled")):
        assert per_kwh.max() == 0.0


@pytest.mark.parametrize("name", [n for n in WET if not n.startswith("thermosyphon")])  # dry air weighs less when moist
@pytest.mark.parametrize("load", [0.4, 0.75, 1.0])
def test_power_does_not_fall_with_wet_bulb(name, load):
    kind, _, t_set, rise = CASES[name]
    for t in (8.0, 22.0, 33.0):
        low = {8.0: 2.0, 22.0: 8.0, 33.0: 15.0}[t]
        weather = np.array([row(t, t_wb) for t_wb in np.linspace(low, min(t, DESIGN[W_TWB]), 200)])
        x = np.tile(asked(kind, HEAT * load, t_set, rise), (200, 1))
        out = hours(name, weather, x, carnot=True)
        total = power(out)[out[:, P_FLAGS].astype(int) & F_SHORT == 0]
        assert np.diff(total).min(initial=0.0) > -1e-9 * HEAT, (t, weather[np.argmin(np.diff(total)), W_TWB])


@pytest.mark.parametrize("name", DRY)
@pytest.mark.parametrize("load", [0.4, 0.75, 1.0])
def test_power_does_not_fall_with_dry_bulb(name, load):
    kind, _, t_set, rise = CASES[name]
    w = humidity_ratio_from_dew_point(-12.0, 101325.0)
    temperatures = np.linspace(-10.0, 39.0, 400)
    weather = np.array([[t, wet_bulb(t, w, 101325.0), w, 101325.0, -12.0, t] for t in temperatures])
    x = np.tile(asked(kind, HEAT * load, t_set, rise), (400, 1))
    out = hours(name, weather, x, carnot=True)
    total = power(out)[out[:, P_FLAGS].astype(int) & F_SHORT == 0]
    assert total.size > 200
    assert np.diff(total).min() > -1e-9 * HEAT, temperatures[np.argmin(np.diff(total))]


def test_economizer_modes():
    kind, _, t_set, rise = CASES["towers"]
    weather = np.array([row(2.0, 0.0), row(18.0, 14.0), row(32.0, 25.0)])
    out = hours("towers", weather, np.tile(asked(kind, HEAT, t_set, rise), (3, 1)))
    free, partial, mechanical = out
    assert free[P_FREE] == 1.0
    assert free[P_CHILLERS] == 0.0
    assert 0.0 < partial[P_FREE] < 1.0
    assert partial[P_CHILLERS] > 0.0
    assert mechanical[P_FREE] == 0.0
    assert mechanical[P_CHILLERS] > partial[P_CHILLERS]


def test_offset_moves_the_condenser():
    kind, _, t_set, rise = CASES["towers"]
    weather = np.tile(row(31.0, 24.0), (3, 1))
    x = np.array([asked(kind, HEAT, t_set, rise, offset) for offset in (0.0, 2.0, 4.0)])
    out = hours("towers", weather, x)
    assert np.diff(out[:, P_TCOND]) == pytest.approx(2.0)
    assert (np.diff(out[:, P_FANS]) < 0.0).all()
    assert (np.diff(out[:, P_CHILLERS]) > 0.0).all()


def test_short_cooler_floats_and_says_so():
    kind, _, t_set, rise = CASES["dry"]
    weather = np.array([row(t, 20.0) for t in (30.0, 37.0, 41.0, 46.0)])
    out = hours("dry", weather, np.tile(asked(kind, HEAT, t_set, rise), (4, 1)), change={"redundant_cells": 0.0})
    assert out[:2, P_TSUP] == pytest.approx(t_set)
    assert t_set < out[2, P_TSUP] < out[3, P_TSUP] < 60.0
    assert gap(out, np.full(4, HEAT)).max() < 1e-9


def test_chillers_that_run_out_float():
    kind, _, t_set, rise = CASES["towers, no economizer"]
    weather = np.tile(row(33.0, 25.0), (2, 1))
    x = np.tile(asked(kind, HEAT, t_set, rise), (2, 1))
    out = hours("towers, no economizer", weather, x, change={"chiller_out": 1.0})
    assert out[:, P_TSUP] == pytest.approx(t_set)
    out = hours("towers, no economizer", weather, x * [1.25, 1.25, 1.0, 1.0], change={"chiller_out": 1.0})
    assert (out[:, P_TSUP] > t_set).all()
    assert (out[:, P_TSUP] < t_set + 10.0).all()
    assert gap(out, x[:, 0] * 1.25).max() < 1e-9
    out = hours("towers, no economizer", weather, x, change={"chiller_out": 3.0})
    assert (out[:, P_TSUP] == 99.0).all()
    assert (out[:, P_REJECTED] == 0.0).all()


@pytest.mark.parametrize("name", ["air-cooled chillers", "dx", "dry, trim"])
def test_trip_above_the_maximum_ambient(name):
    kind, _, t_set, rise = CASES[name]
    weather = np.array([row(44.0, 22.0), row(50.0, 23.0)])
    out = hours(name, weather, np.tile(asked(kind, 0.6 * HEAT, t_set, rise), (2, 1)))
    flags = out[:, P_FLAGS].astype(int)
    assert not flags[0] & F_TRIP_AMBIENT
    assert flags[1] & F_TRIP_AMBIENT
    assert flags[1] & F_SHORT
    assert out[1, P_CHILLERS] == 0.0
    if name != "dry, trim":
        assert out[1, P_TSUP] == 99.0
        assert out[1, P_REJECTED] == 0.0


def test_vendor_curves_in_warm_water_are_flagged():
    kind, _, _t_set, rise = CASES["towers, no economizer"]
    record = resolve(kind, {"economizer": "none", "chiller": "carrier-19xr-1407"}).reshape(1).view(np.recarray)[0]
    x, out = asked(kind, HEAT, 18.0, rise), np.zeros(AIR_OUT)
    call(plant_named(kind).size, record, DESIGN, x, out)
    call(plant_named(kind).run, record, row(30.0, 22.0), x, out)
    assert int(out[P_FLAGS]) & F_EXTRAPOLATED
    assert HEAT / 20.0 < out[P_CHILLERS] < HEAT / 4.0


@pytest.mark.parametrize("name", [n for n in AIR if not n.endswith("uncontrolled")])
def test_air_plants_hold_humidity_and_water(name):
    weather, x = random_hours(name, 17, 2000)
    out = hours(name, weather, x)
    kept = out[:, P_TSUP] < 99.0
    dew = np.array([dew_point(w, p) for w, p in zip(out[:, A_WROOM], weather[:, 3], strict=True)])
    humid = out[:, P_FLAGS].astype(int) & F_HUMID > 0
    record = plant(name)[0][0]
    held = kept & ~humid
    assert dew[held].max() <= record.dew_high + 1e-6
    assert dew[held].min() >= record.dew_low - 1e-6
    assert ((out[:, A_OUTDOOR] >= 0.0) & (out[:, A_OUTDOOR] <= 1.0)).all()
    assert (out[:, A_WATER] >= 0.0).all()
    assert (out[kept, A_SUPPLY_FAN] > 0.0).all()


def test_economizer_uses_outdoor_air_pad_and_trim():
    kind, _, t_set, rise = CASES["economizer"]
    weather = np.array([row(-10.0, -11.0), row(15.0, 10.0), row(32.0, 17.0), row(30.0, 26.0)])
    cold, mild, dry, humid = hours("economizer", weather, np.tile(asked(kind, HEAT, t_set, rise), (4, 1)))
    assert 0.0 < cold[A_OUTDOOR] < mild[A_OUTDOOR] < 1.0
    assert cold[P_FREE] == mild[P_FREE] == 1.0
    assert cold[A_WATER] > 0.0
    assert cold[A_HUMIDIFY] > 0.0
    assert mild[A_WATER] == 0.0
    assert dry[A_OUTDOOR] == 1.0
    assert dry[A_WATER] > 0.0
    assert dry[P_FREE] > 0.9
    assert humid[A_OUTDOOR] == 0.0
    assert humid[P_FREE] == 0.0
    assert humid[P_CHILLERS] > 0.0


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
    out, x = np.zeros(AIR_OUT), np.array([1e6, 84.24, 24.0, 0.0])
    weather = np.array([t, wet_bulb(t, w, p), w, p, dew_point(w, p), t])
    call(plant_named("airside-economizer").run, records[0], weather, x, out)
    assert out[P_CHILLERS] == pytest.approx(compressors, rel=0.01)
    assert out[A_WROOM] == pytest.approx(behind, rel=0.012)
    assert out[P_TSUP] == 24.0
    assert gap(out[None, :], np.array([1e6])).max() < 1e-9


def test_pumped_refrigerant_modes():
    """Pumps alone at `dry_full`, both circuits compressing in summer, one of each between; never worse than DX."""
    kind, _, t_set, rise = CASES["dx, pumped"]
    record = plant("dx, pumped")[0][0]
    weather = np.array([row(float(record.dry_full) - 0.5, 0.0), row(18.0, 12.0), row(35.0, 20.0)])
    x = np.tile(asked(kind, HEAT, t_set, rise), (3, 1))
    pumped, mixed, compressed = hours("dx, pumped", weather, x)
    assert pumped[P_CHILLERS] == 0.0
    assert pumped[P_FREE] == 1.0
    assert pumped[P_PUMPS] > 0.0
    assert 0.0 < mixed[P_FREE] < 0.5
    assert compressed[P_FREE] == compressed[P_PUMPS] == 0.0
    plain = hours("dx", weather, x)
    assert compressed[P_CHILLERS] == pytest.approx(plain[2, P_CHILLERS], rel=1e-9)
    assert mixed[[P_CHILLERS, P_PUMPS, P_FANS]].sum() < plain[1, P_CHILLERS]


def test_refrigerant_loop_is_two_exchangers_in_series():
    """The heat by hand from both effectivenesses, and by the refrigerant's temperature from either side."""
    record = plant("dx, pumped")[0][0]
    weather = row(5.0, 2.0)
    c = float(record.supply_flow) * 1015.0
    q = carried(record, weather, c, 1.0, 1.0, 36.0, 0.8)
    boiling = 36.0 - q / (float(record.evaporator) * c)
    c_air = 0.8 * float(record.dry_air) / volume(5.0, weather[2], weather[3]) * specific_heat(weather[2])
    effectiveness = 1.0 - np.exp(-float(record.dry_ua) * 0.8 ** float(record.air_exponent) / c_air)
    assert q == pytest.approx(effectiveness * c_air * (boiling - 5.0), rel=1e-12)


def test_free_cooling_chiller_modes():
    """Free in frost, mixed between, compressors in summer; air the coil has warmed costs the compressors."""
    kind, _, t_set, rise = CASES["free-cooling chiller"]
    weather = np.array([row(2.0, 0.0), row(20.0, 12.0), row(36.0, 20.0)])
    x = np.tile(asked(kind, HEAT, t_set, rise), (3, 1))
    free, mixed, compressed = hours("free-cooling chiller", weather, x)
    assert free[P_CHILLERS] == 0.0
    assert free[P_FREE] == 1.0
    assert 0.0 < mixed[P_FREE] < 1.0
    assert compressed[P_FREE] == compressed[P_FANS] == 0.0
    assert free[P_PUMPS] > compressed[P_PUMPS]
    record = plant("free-cooling chiller")[0][0]
    warmed = (
        mixed[P_FREE] * (HEAT + 0.93 * mixed[P_PUMPS]) / (float(record.condenser_air) * specific_heat(weather[1, 2]))
    )
    assert mixed[P_TCOND] == pytest.approx(20.0 + warmed, rel=1e-9)
    apart = hours("free-cooling chiller", weather, x, change={"coil_shared": 0.0})[1]
    assert apart[P_CHILLERS] < mixed[P_CHILLERS]
    assert apart[P_FANS] > mixed[P_FANS]


def test_source_water_by_hand():
    """A lake of 17 degC: the exchanger's temperatures and flow by hand; warm water asks for the machines."""
    kind, _, t_set, rise = CASES["water source"]
    x = asked(kind, 0.8 * HEAT, t_set, rise)[None, :]
    lake = {"source_offset": 17.0, "source_follow": 0.0}
    weather = row(30.0, 24.0)[None, :]
    cold = hours("water source", weather, x, change=lake | {"tower_flow": 60.0, "hx_ua": 600e3, "tower_pump_min": 0.2})[
        0
    ]
    assert cold[P_CHILLERS] == 0.0
    record = plant("water source")[0][0]
    rejected = cold[P_REJECTED]
    flow = rejected / (4186.0 * (cold[P_TCOND] - 17.0))
    assert 0.2 * 60.0 - 1e-6 < flow <= 60.0
    assert rejected == pytest.approx(0.8 * HEAT + 0.93 * cold[P_PUMPS], rel=1e-9)
    assert cold[P_TCOND] - 17.0 <= float(record.discharge_rise) + 1e-9
    warm = hours("water source", weather, x, change=lake | {"source_offset": 28.0})[0]
    assert warm[P_FREE] < 1.0
    assert warm[P_CHILLERS] > 0.0
    assert warm[P_TSUP] == pytest.approx(t_set)


def test_source_water_lags_the_air():
    t = 10.0 - 15.0 * np.cos(2.0 * np.pi * np.arange(8760) / 8760.0)
    mean = lagged(t)
    assert mean[0] == pytest.approx(t[-719:].sum() / 720.0 + t[0] / 720.0)
    assert mean.mean() == pytest.approx(10.0)
    assert np.argmax(mean) - np.argmax(t) == pytest.approx(360, abs=2)  # half the window


def test_thermosyphon_runs_dry_in_the_cold_and_weighs_water_against_fans():
    kind, _, t_set, rise = CASES["thermosyphon"]
    weather = np.array([row(-5.0, -6.0), row(16.0, 10.0), row(34.0, 22.0)])
    x = np.tile(asked(kind, HEAT, t_set, rise), (3, 1))
    cold, mild, hot = hours("thermosyphon", weather, x)
    assert cold[P_EVAPORATION] == 0.0
    assert 0.0 < mild[P_EVAPORATION] < hot[P_EVAPORATION]
    assert cold[P_FREE] == mild[P_FREE] == hot[P_FREE] == 1.0
    worth = [hours("thermosyphon", weather[1:2], x[:1], change={"water_worth": v})[0] for v in (0.0, 5e4, 5e5)]
    assert np.diff([o[P_EVAPORATION] for o in worth]).max() <= 0.0
    assert worth[2][P_EVAPORATION] < worth[0][P_EVAPORATION]
    assert worth[2][P_FANS] > worth[0][P_FANS]


def test_indirect_evaporative_modes():
    """Dry in frost, wet in summer, trim on top in humid heat; effectiveness as makers state; water as heat asks."""
    kind, _, t_set, rise = CASES["indirect"]
    weather = np.array([row(0.0, -2.0), row(26.0, 17.0), row(33.0, 28.0)])
    out = hours("indirect", weather, np.tile(asked(kind, HEAT, t_set, rise), (3, 1)))
    dry, wet, mixed = out
    assert dry[P_EVAPORATION] == dry[P_CHILLERS] == 0.0
    assert dry[P_FREE] == wet[P_FREE] == 1.0
    assert wet[P_EVAPORATION] * 2.45e6 == pytest.approx(wet[P_REJECTED], rel=0.25)  # latent heat; the rest is sensible
    assert 0.0 < mixed[P_FREE] < 1.0
    assert mixed[P_CHILLERS] > 0.0
    record = plant("indirect")[0][0]
    k = constants(record, DESIGN, 1.0, 1.0, 0.0, 0.0, 0.0)
    c = HEAT / rise
    for mode, sink, low, high in ((DRY_MODE, DESIGN[W_T], 0.5, 0.68), (WET_MODE, DESIGN[W_TWB], 0.65, 0.85)):
        effectiveness = moved(record, DESIGN, k, mode, c, 1.0, 45.0, HEAT, 1.0) / (c * (45.0 - sink))
        assert low < effectiveness < high, mode


@pytest.mark.parametrize("name", ["indirect", "indirect, chilled water"])
def test_indirect_power_does_not_fall_with_wet_bulb(name):
    kind, _, t_set, rise = CASES[name]
    weather = np.array([row(33.0, t_wb) for t_wb in np.linspace(14.0, 27.0, 200)])
    out = hours(name, weather, np.tile(asked(kind, 0.9 * HEAT, t_set, rise), (200, 1)), carnot=True)
    total = power(out)[out[:, P_FLAGS].astype(int) & F_SHORT == 0]
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
    call(plant_named(kind).size, record, DESIGN, asked(kind, HEAT, t_set, rise), np.zeros(AIR_OUT))
    for key, value in fields.items():
        assert float(record[key]) == value


@pytest.mark.parametrize("name", [n for n in VARIANTS if n not in SHORT])
def test_the_design_hour_is_met(name):
    kind, _, t_set, rise = CASES[name]
    x = asked(kind, HEAT, t_set, rise)[None, :]
    alone = dict.fromkeys(("redundant_cells", "chiller_redundant", "dx_redundant"), 0.0)
    out = hours(name, DESIGN[None, :], x, change=alone)
    assert out[0, P_TSUP] == pytest.approx(t_set, abs=1e-6)


def test_given_equipment_of_a_short_approach_is_reported():
    record = resolve("dry-cooler").reshape(1).view(np.recarray)[0]
    x, out = asked("dry-cooler", HEAT, 38.0, 6.0), np.zeros(AIR_OUT)
    call(plant_named("dry-cooler").size, record, DESIGN, x, out)
    call(plant_named("dry-cooler").run, record, DESIGN, x, out)
    assert int(out[P_FLAGS]) & F_SHORT
    assert 38.0 < out[P_TSUP] <= DESIGN[W_T] + float(record.approach_min) + 1e-6


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
    wanted = np.maximum(out[:, P_EVAPORATION] / (record.cycles - 1.0) - out[:, P_DRIFT], 0.0)
    np.testing.assert_allclose(out[:, P_BLOWDOWN], wanted, rtol=1e-12)
