"""What every hour promises, on random halls in random hours: power and heat close, and physics keeps its directions.

Each family (a technology with its terminals and plants) runs `CASES` random studies of `helpers.HOURS` random hours,
more than 2,000 hours, drawn over the documented bounds of all inputs, at -30 to 48 degC and 0 to 3600 m.
"""

from copy import copy, deepcopy
from functools import cache

import numpy as np
import pytest
from helpers import (
    AIR,
    BOILING_TECHNOLOGIES,
    FAMILIES,
    HOURS,
    LIQUID_TECHNOLOGIES,
    bounds,
    classes,
    col,
    drawn,
    gave_up,
    has,
    heat_error,
    ledger_error,
    nameless,
    power_of,
    rack_error,
    random_rows,
    random_study,
    random_weather,
    seed,
    settled,
    sized,
    unsettled,
    weather_rows,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from thermo.cooling.air import resistance
from thermo.core.jit import point
from thermo.engine.year import call_point, run
from thermo.library import defaults
from thermo.plant.cooler import DRY
from thermo.plant.fluid_cooler import cool
from thermo.results.metrics import modes
from thermo.schema.field import blank, records
from thermo.schema.flags import F_RUNAWAY, F_SHORT, F_TRIP_AMBIENT, F_TRIPPED
from thermo.schema.hall import GROUPS, NO_LIQUID, OWN_LOOP
from thermo.schema.plant import PLANT, PLANT_IN, PLANT_RESULT
from thermo.schema.rack import RACK_IN, RACK_RESULT
from thermo.schema.row import END_USES, ROW
from thermo.schema.weather import WEATHER
from thermo.study import Study
from thermo.weather.record import columns

CASES = 2000 // HOURS + 2
LEAST = 0.05  # share of all hours that each kind of hour reaches
MOVING = ("terminal_fans", "pumps", "chillers", "heat_rejection_fans")


def place_of(family, found, bad):
    """Words that let a reader rebuild the first bad hour."""
    number, hour = found[0], int(np.flatnonzero(bad)[0])
    return f"random_study({family!r}, {number}), hour {hour}: {random_study(family, number)['option'][0]}"


@pytest.mark.slow
@pytest.mark.parametrize("family", FAMILIES)
def test_power_and_heat_close(family):
    hours = 0
    for found in random_rows(family, CASES):
        rows = found[-1]
        hours += len(rows)
        bad = ~(ledger_error(rows) < 1e-9)
        assert not bad.any(), f"power ledger {ledger_error(rows)[bad][0]:.1e}: {place_of(family, found, bad)}"
        bad = settled(rows) & ~(heat_error(rows) < 1e-6)
        assert not bad.any(), f"heat {heat_error(rows)[bad][0]:.1e}: {place_of(family, found, bad)}"
        bad = ~(rack_error(rows) < 1e-9)
        assert not bad.any(), f"heat of the racks {rack_error(rows)[bad][0]:.1e}: {place_of(family, found, bad)}"
    assert hours >= 2000


@pytest.mark.slow
@pytest.mark.parametrize("family", FAMILIES)
def test_no_nan_without_a_reason(family):
    for found in random_rows(family, CASES):
        left = nameless(found[1], found[-1])
        assert not left, f"{left[0][0]} is NaN: {place_of(family, found, np.isin(np.arange(HOURS), left[0][1]))}"


@pytest.mark.slow
@pytest.mark.parametrize("family", FAMILIES)
def test_hours_are_sane(family):
    for found in random_rows(family, CASES):
        _, case, weather, _, rows = found
        hall, calm = case.hall, settled(rows)
        evaporated, water = col(rows, "evaporation"), power_of(rows, "evaporation", "drift", "blowdown")
        checks = {
            "end uses are not negative": np.min([col(rows, use) for use in END_USES], axis=0) >= -1e-9,
            "water is not less than evaporation": (evaporated >= 0.0) & (water >= evaporated * (1.0 - 1e-12)),
            "blowdown and drift are not negative": (col(rows, "drift") >= 0.0) & (col(rows, "blowdown") >= 0.0),
            "air is not colder than its set point": ~calm | (col(rows, "margin_plant_air") <= 1e-6),
            "liquid is not colder than its set point": ~calm | (col(rows, "margin_plant_liquid") <= 1e-6),
            "capacity left is at most all": col(rows, "capacity_plant_air") <= 1.0 + 1e-12,
            "work done is a share": (col(rows, "compute_delivered") >= 0.0) & (col(rows, "compute_delivered") <= 1.0),
            "outdoor air is a share": (col(rows, "outdoor_air") >= 0.0) & (col(rows, "outdoor_air") <= 1.0 + 1e-12),
            "free cooling is a share": (col(rows, "free_air") >= 0.0) & (col(rows, "free_air") <= 1.0 + 1e-9),
            "TUE is not below PUE": power_of(rows, *END_USES[:5]) >= col(rows, "it_compute"),
            "PUE is not below 1": col(rows, "utility") >= power_of(rows, *END_USES[:5]) * (1.0 - 1e-12),
            "weather is the hour's": (col(rows, "t_dry_bulb") == weather["t_dry"]),
            "a float above the set point is flagged": (col(rows, "margin_plant_air") > -0.01)
            | has(rows, F_SHORT, F_TRIP_AMBIENT)
            | (hall["air_mode"] == 0.0),
            "what does not settle is rare in a case or flagged": ~unsettled(rows) | has(rows, F_SHORT),
        }
        if hall["liquid_mode"] != NO_LIQUID:
            checks["free liquid is a share"] = (col(rows, "free_liquid") >= 0.0) & (
                col(rows, "free_liquid") <= 1.0 + 1e-9
            )
        if hall["liquid_mode"] == OWN_LOOP:
            # effectiveness at most 1: no stream passes the other's inlet
            rise = np.maximum(0.0, col(rows, "t_liquid_return") - col(rows, "t_liquid_supply"))  # a coil is colder
            pumped = col(rows, "pumps") / np.maximum(col(rows, "heat_liquid"), 1.0)  # at least the CDU pump's heat
            hot = col(rows, "t_liquid_supply") + rise * (1.0 + pumped)
            glycol = 0.15 * (col(rows, "t_water_liquid_return") - col(rows, "t_water_liquid"))
            idle = col(rows, "heat_liquid") <= 1e-3 * col(
                rows, "it_compute"
            )  # the wall takes all: only the pump warms it
            checks["CDU: water leaves no hotter than coolant enters"] = (
                ~calm | idle | (col(rows, "t_water_liquid_return") - glycol <= hot + 1e-6)
            )
            checks["CDU: coolant leaves no colder than water enters"] = ~calm | (
                col(rows, "t_liquid_supply") >= col(rows, "t_water_liquid") - 1e-6
            )
        if hall["air_mode"] == 0.0 and hall["liquid_mode"] in (NO_LIQUID, OWN_LOOP):
            cold = (col(rows, "t_air_return") <= col(rows, "t_air_supply")) | (
                col(rows, "heat_air") <= 0.0
            )  # walls take all: the coil is idle
            checks["coil: air leaves no colder than water enters"] = (
                ~calm | cold | (col(rows, "t_air_supply") >= col(rows, "t_water_air") - 1e-6)
            )
        for words, good in checks.items():
            assert good.all(), f"{words}: {place_of(family, found, ~good)}"
        for stream, shares in modes(rows).items():
            assert sum(shares.values()) == len(rows), f"{stream}: {shares}"


@pytest.mark.slow
def test_generator_reaches_every_kind_of_hour(capsys):
    rows = np.vstack([found[-1] for family in FAMILIES for found in random_rows(family, CASES)])
    shares = {kind: float(hours.mean()) for kind, hours in classes(rows).items()}
    lost, restless = gave_up(rows), unsettled(rows) & ~gave_up(rows)
    words = ", ".join(f"{kind} {share:.1%}" for kind, share in shares.items())
    words = (
        f"{len(rows)} random hours of {len(FAMILIES)} families: {words}; nothing carries the heat {lost.mean():.1%}, "
        f"not settled {restless.mean():.2%}, tripped or runaway {has(rows, F_TRIPPED, F_RUNAWAY).mean():.1%}"
    )
    with capsys.disabled():
        print(f"\n{words}")  # noqa: T201
    assert all(share >= LEAST for share in shares.values()), words
    assert restless.mean() < 0.02, words


def test_generator_spans_the_documented_bounds():
    """Every bound and choice of plants, terminals, technologies, room and electrical chain is drawn at least once."""
    seen = {}
    for family in FAMILIES:
        for number in range(CASES):
            option = random_study(family, number)["option"][0]
            liquid = option.get("liquid", {})
            for table in (option["air"], liquid):
                if "plant" in table:
                    seen.setdefault(("plant", table["plant"]), []).append(table)
            seen.setdefault(("terminal", option["air"].get("terminal", "crah")), []).append(option["air"])
            if liquid:
                seen.setdefault(("terminal", liquid.get("terminal", "cdu")), []).append(liquid)
            table = option["air"] if option["technology"] == "air" else option[option["technology"]]
            seen.setdefault(("technology", option["technology"]), []).append(table)
            seen.setdefault(("room", "hall"), []).append(option["room"])
            seen.setdefault(("electrical", None), []).append(option["electrical"])
    missed = []
    for (kind, name), tables in seen.items():
        given_values = {(key, str(value)) for table in tables for key, value in table.items()}
        missed += [
            (kind, name, key, value) for key, value in bounds(kind, name) if (key, str(value)) not in given_values
        ]
    every = sum(len(bounds(kind, name)) for kind, name in seen)
    assert len(missed) < 0.01 * every, f"{len(missed)} of {every} bounds are never drawn: {missed[:10]}"


def test_random_draws_stay_inside_the_bounds():
    random = seed("bounds")
    for kind, name in (("plant", "dry-cooler"), ("terminal", "crah"), ("technology", "air")):
        for item in defaults(kind, name).values():
            for _ in range(20):
                value = drawn(random, item)
                assert value is None or item.si(value) == item.si(value)


# --- a broken component breaks a balance


def usual_rows():
    """A dry cooler's hall in some hours, all settled."""
    case = hall_of("cold-plate", {"plant": "chilled-water"}, {"plant": "dry-cooler"})
    weather = weather_rows(np.linspace(-20.0, 38.0, 30), np.linspace(-21.0, 22.0, 30))
    rows = run(case, weather, np.full(GROUPS, 0.8))
    assert settled(rows).all()
    return case, weather, rows


@pytest.mark.parametrize("name", [*END_USES, "utility"])
def test_ledger_detector_sees_each_end_use(name):
    _, _, rows = usual_rows()
    assert (ledger_error(rows) < 1e-9).all()
    broken = rows.copy()
    broken[:, ROW[name]] *= 1.001
    matters = rows[:, ROW[name]] > 1e-5 * rows[:, ROW["utility"]]
    assert (ledger_error(broken)[matters] > 1e-9).all()


@pytest.mark.parametrize("name", ["heat_rejected", "heat_direct", "utility"])
def test_heat_detector_sees_each_path(name):
    _, _, rows = usual_rows()
    assert (heat_error(rows) < 1e-6).all()
    broken = rows.copy()
    broken[:, ROW[name]] *= 1.001
    assert (heat_error(broken) > 1e-6).all()


@point(PLANT, WEATHER, PLANT_IN, PLANT_RESULT)
def broken_cooler(rec, weather, x, out):
    """A dry cooler one of whose results is wrong: which in `dew_low`, factor `dew_high` (inputs it has no use for)."""
    cool(DRY, rec, weather, x, out, 0.0, 0.0, 0.0)
    if rec.dew_low == 0.0:
        out.rejected *= rec.dew_high
    elif rec.dew_low == 1.0:
        out.fans *= rec.dew_high
    elif rec.dew_low == 2.0:
        out.pumps *= rec.dew_high
    else:
        out.direct *= rec.dew_high


@pytest.mark.parametrize("place", range(4))
def test_a_broken_plant_breaks_the_balance(place):
    case, weather, rows = usual_rows()
    sound = case.plants
    case.plants = (sound[0], broken_cooler)
    case.plant_liquid["dew_low"], case.plant_liquid["dew_high"] = place, 1.0
    assert run(case, weather, np.full(GROUPS, 0.8)).tobytes() == rows.tobytes()
    case.plant_liquid["dew_high"] = 1.01
    broken = run(case, weather, np.full(GROUPS, 0.8))
    assert (ledger_error(broken) < 1e-9).all()
    assert (heat_error(broken) > 1e-6).any()


# --- directions


@cache
def hall_cached(technology, air, liquid, changes):
    """A sized case of one H100 hall, from hashable tables."""
    option = {"name": "x", "technology": technology, "air": dict(air)} | {k: dict(v) for k, v in changes}
    if technology != "air":
        option["liquid"] = dict(liquid)
    group = {"name": "compute", "rack": "hgx-h100", "power": "1 MW"}
    study = Study(site={"climate": "ashburn"}, it={"group": [group]}, option=[option])
    return sized(study, random_weather(seed("design", 3)))


def hall_of(technology, air, liquid=(), **changes):
    """A sized case of one H100 hall whose records may be changed."""

    def frozen(table):
        return tuple(sorted(dict(table).items()))

    tables = tuple((k, frozen(v)) for k, v in sorted(changes.items()))
    case = copy(hall_cached(technology, frozen(air), frozen(liquid), tables))
    for name in ("hall", "racks", "plant_air", "plant_liquid", "electrical"):
        setattr(case, name, deepcopy(getattr(case, name)))
    return case


def rack_out(case, t_liquid, t_air, share, u=1.0):
    """Result of one rack at fixed inlets and a share of its design flow."""
    record, x, out = case.racks[0], blank(RACK_IN), blank(RACK_RESULT)
    x.u, x.t_liquid, x.t_air, x.t_room, x.pressure = u, t_liquid, t_air, t_air, 101325.0
    x.v_liquid = record["flow_per_watt"] * record["nameplate"] * share
    call_point(case.points[0], record, x, out)
    return out


@settings(deadline=None, max_examples=60)
@given(st.floats(15.0, 45.0), st.floats(0.4, 1.0), st.floats(0.3, 1.0), st.floats(1.05, 1.6))
def test_plate_falls_with_flow_and_rises_with_inlet(t_liquid, u, share, more):
    case = hall_of("cold-plate", {"plant": "chilled-water"}, {"plant": "dry-cooler"})
    here = rack_out(case, t_liquid, 27.0, share, u)["t_chip"]
    assert rack_out(case, t_liquid, 27.0, share * more, u)["t_chip"] < here or here >= 87.0 - 1e-6
    assert rack_out(case, t_liquid + 1.0, 27.0, share, u)["t_chip"] > here or here >= 87.0 - 1e-6


@settings(deadline=None, max_examples=40)
@given(st.sampled_from(LIQUID_TECHNOLOGIES), st.floats(20.0, 40.0), st.floats(0.4, 1.0))
def test_chips_rise_with_liquid_inlet(technology, t_liquid, u):
    sealed = {technology: {"bath": "sealed"}} if technology == "immersion-two-phase" else {}  # vented: the air decides
    case = hall_of(technology, {"plant": "chilled-water"}, {"plant": "dry-cooler"}, **sealed)
    here = rack_out(case, t_liquid, 27.0, 1.0, u)
    there = rack_out(case, t_liquid + 1.0, 27.0, 1.0, u)
    assert there.t_chip > here.t_chip or here.t_chip >= 87.0 - 1e-6


@settings(deadline=None, max_examples=40)
@given(st.floats(15.0, 30.0), st.floats(0.4, 1.0))
def test_air_sink_rises_with_inlet_at_full_fans(t_air, u):
    case = hall_of("air", {"plant": "dx", "server_fan_floor": 1.0})
    here = rack_out(case, 30.0, t_air, 0.0, u)["t_chip"]
    assert rack_out(case, 30.0, t_air + 1.0, 0.0, u)["t_chip"] > here or here >= 87.0 - 1e-6


@pytest.mark.slow
@pytest.mark.parametrize("technology", BOILING_TECHNOLOGIES)
def test_critical_flux_margin_falls_with_heat(technology):
    """Critical flux over flux falls when a rack works harder at the same flow and supply, in 2,000 random hours."""
    compared = 0
    for number, case, _weather, utilisation, rows in random_rows(f"{technology}, dry cooler", CASES):
        for k in np.flatnonzero(settled(rows)):
            u, t_liquid, t_air = utilisation[k, 0], rows[k, ROW["t_liquid_supply"]], rows[k, ROW["t_air_supply"]]
            share = 0.5 + 0.5 * u
            ratio = [
                rack_out(case, t_liquid, t_air, share, load).margin_flux + 1.0 / 0.7 for load in (u, min(1.0, u + 0.1))
            ]
            if u <= 0.9 and not np.isnan(ratio).any():
                assert ratio[1] < ratio[0] or ratio[1] > 900.0, (number, k, ratio)
                compared += 1
    assert compared > 1000


def test_air_sink_falls_with_flow():
    case = hall_of("air", {"plant": "chilled-water"})
    flows = np.linspace(0.02, 0.3, 30)
    values = np.array([resistance(case.racks[0], flow, 25.0) for flow in flows])
    assert (np.diff(values) < 0.0).all()


CARNOT = {"chiller": "carnot"}
DRY_PLANTS = {  # name: (technology, air, liquid)
    "air-cooled chillers": ("air", AIR["air, air-cooled"], {}),
    "air-cooled, free cooling": ("air", AIR["air, air-cooled, economizer"], {}),
    "dx": ("air", {"plant": "dx"}, {}),
    "dry cooler": ("cold-plate", {"plant": "chilled-water"}, {"plant": "dry-cooler"}),
    "dry cooler, immersion": ("immersion", {"plant": "chilled-water"}, {"plant": "dry-cooler"}),
}
WET_PLANTS = {
    "towers": ("air", {"plant": "chilled-water", "economizer": "none"}, {}),
    "towers, economizer": ("air", {"plant": "chilled-water"}, {}),
    "rear door": ("air", {"plant": "chilled-water", "terminal": "rear-door"}, {}),
    "cooling tower": ("cold-plate", {"plant": "chilled-water"}, {"plant": "cooling-tower"}),
    "closed-circuit tower": ("spray", {"plant": "chilled-water"}, {"plant": "closed-circuit-tower"}),
    "shared": ("cold-plate", {"plant": "chilled-water"}, {"loop": "air"}),
}


def moving_power(spec, weather):
    """Fan, pump and compressor power in hours that meet their set points without humidifying or heating; NaN else."""
    technology, air, liquid = spec
    carnot = CARNOT if air["plant"] == "chilled-water" else {}
    case = hall_of(technology, air | carnot, liquid, room={"fresh_air": "0 kg/s/m^2"})
    rows = run(case, weather, np.full(GROUPS, 0.7))
    short = np.minimum(col(rows, "margin_plant_air"), col(rows, "margin_plant_liquid")) < -1e-6
    off = short | (col(rows, "humidification") > 0.0) | (col(rows, "heating") > 0.0) | has(rows, F_SHORT)
    return np.where(off, np.nan, power_of(rows, *MOVING))


def falls(power):
    """Largest fall between neighbours as share of the largest power; NaN (not comparable) neighbours left out."""
    step = np.diff(power)
    step = step[~np.isnan(step)]
    return 0.0 if len(step) == 0 else max(0.0, float(-step.min() / np.nanmax(power)))


@pytest.mark.parametrize("name", DRY_PLANTS)
def test_power_does_not_fall_when_it_gets_hotter(name):
    t = np.linspace(-25.0, 38.0, 190)
    power = moving_power(DRY_PLANTS[name], dry_rows(t))
    assert np.isfinite(power).sum() > 60
    assert falls(power) < 1e-6, f"{name}: {falls(power):.1e} at {t[np.nanargmin(np.diff(power))]:.1f} degC"


@pytest.mark.parametrize("name", WET_PLANTS)
@pytest.mark.parametrize("t", [12.0, 30.0])
def test_power_does_not_fall_when_it_gets_more_humid(name, t):
    twb = np.linspace(t / 3.0, t - 0.2, 150)
    power = moving_power(WET_PLANTS[name], weather_rows(t, twb))
    assert np.isfinite(power).sum() > 40
    assert falls(power) < 1e-6, f"{name}: {falls(power):.1e} at {twb[np.nanargmin(np.diff(power))]:.1f} degC"


def dry_rows(t, tdp=-28.0):
    """Weather rows of one humidity (dew point) at rising dry bulb."""
    p = np.full(len(t), 101325.0)
    twb, w = columns(t, np.full(len(t), tdp), p)
    return records(np.column_stack([t, twb, w, p, np.full(len(t), tdp), t]), WEATHER)
