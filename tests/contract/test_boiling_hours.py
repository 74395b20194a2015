"""What every hour promises where a fluid boils in its tank: balance, reasons, and a critical flux that comes nearer."""

import numpy as np
import pytest
from helpers import (
    HOURS,
    LOST,
    col,
    has,
    heat_error,
    ledger_error,
    nameless,
    rack_error,
    random_rows,
    random_study,
    seed,
    settled,
)

from thermo.engine.year import call_point
from thermo.schema.field import blank
from thermo.schema.flags import F_CHF, F_FROZEN
from thermo.schema.hall import OWN_LOOP
from thermo.schema.rack import RACK_IN, RACK_RESULT
from thermo.schema.row import ROW

BOILING = [f"immersion-two-phase, {name}" for name in ("dry cooler", "shared series", "cooling tower")]
BOILING += ["spray, evaporative, dry cooler", "spray, evaporative, shared parallel"]
CASES = 2000 // HOURS + 2


def place_of(family, found, bad):
    """Words that let a reader rebuild the first bad hour."""
    number, hour = found[0], int(np.flatnonzero(bad)[0])
    return f"random_study({family!r}, {number}), hour {hour}: {random_study(family, number)['option'][0]}"


@pytest.mark.slow
@pytest.mark.parametrize("family", BOILING)
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
@pytest.mark.parametrize("family", BOILING)
def test_no_nan_without_a_reason(family):
    for found in random_rows(family, CASES):
        left = nameless(found[1], found[-1])
        assert not left, f"{left[0][0]} is NaN: {place_of(family, found, np.isin(np.arange(HOURS), left[0][1]))}"


@pytest.mark.slow
@pytest.mark.parametrize("family", BOILING)
def test_hours_are_sane(family):
    beyond = 0
    for found in random_rows(family, CASES):
        _, case, _, _, rows = found
        calm, chf = settled(rows), has(rows, F_CHF)
        beyond += int(chf.sum())
        checks = {
            "the bath is not colder than its set point": ~calm | (col(rows, "margin_plant_liquid") <= 1e-6),
            "vapour is warmer than the water that condenses it": ~calm
            | (case.hall["liquid_mode"] != OWN_LOOP)
            | (col(rows, "t_liquid_supply") >= LOST - 1.0)  # nothing condenses: gas fills the coil
            | (col(rows, "t_liquid_return") >= col(rows, "t_water_liquid") - 1e-6),
            "no work beyond the critical flux": ~chf | (col(rows, "compute_delivered") < 1.0) | ~found[3].any(axis=1),
            "beyond the critical flux the margin says so": ~chf | (col(rows, "margin_flux") < 1.0 - 1.0 / 0.7),
            "fluid is lost, never made": col(rows, "fluid_loss") >= 0.0,
        }
        if case.racks[0]["tank_volume"] and family.startswith("immersion"):
            checks["no fluid is pumped"] = (col(rows, "liquid_flow") == 0.0) & (col(rows, "head") == 0.0)
        for what, good in checks.items():
            assert good.all(), f"{what}: {place_of(family, found, ~good)}"
    assert beyond > 0, "the draws never reach the critical flux"


@pytest.mark.slow
@pytest.mark.parametrize("family", BOILING)
def test_critical_flux_margin_falls_with_heat(family):
    """Random racks: more heat at the same bath means less margin, a warmer junction, a longer way to the coil."""
    tried, x = 0, blank(RACK_IN)
    for number, case, weather, _, rows in random_rows(family, CASES):
        random = seed(family, number, "flux")
        for hour in range(HOURS):
            out = np.zeros(2, RACK_RESULT)
            t = rows[hour, ROW["t_liquid_supply"]]
            x.t_liquid = t if t < 90.0 else float(case.hall["supply_liquid"])
            x.t_air, x.pressure = case.hall["supply_air"], weather["p"][hour]
            x.t_room = x.t_air
            x.v_liquid = case.racks[0]["flow_per_watt"] * case.racks[0]["nameplate"]
            pair = np.sort(random.rand(2))
            for i, u in enumerate(pair):
                x.u = u
                call_point(case.points[0], case.racks[0], x, out[i])
            if out["done"].min() < 1.0 or pair[1] - pair[0] < 1e-3:
                continue
            tried += 1
            assert out["q_liquid"][1] >= out["q_liquid"][0], (family, number, hour)
            assert out["margin_flux"][1] < out["margin_flux"][0], (family, number, hour, pair)
            assert out["t_chip"][1] > out["t_chip"][0], (family, number, hour, pair)
            if family.startswith("immersion"):  # a spray's liquid warms before any of it evaporates
                assert out["t_out"][1] <= out["t_out"][0] + 1e-12, (family, number, hour, pair)
            assert out["t_saturation"][0] == out["t_saturation"][1]
            assert out["margin_coolant"][0] == out["margin_coolant"][1]
            assert out["fluid_loss"][0] == out["fluid_loss"][1]
            assert not int(out["status"][0]) & F_FROZEN
    assert tried > 800
