"""What every year promises: sums are sums, hours are 8,760, power and heat close in each of them."""

import numpy as np
import pytest
from helpers import FAMILIES, RACKS, col, heat_error, ledger_error, nameless, power_of, seed, settled

from thermo.results.evaluation import evaluate
from thermo.results.metrics import modes
from thermo.schema.row import END_USES
from thermo.weather.sites import climates

YEARS = 20
DRAWN = seed("years")
CLIMATES = [sorted(climates())[i] for i in DRAWN.permutation(len(climates()))[:YEARS]]
ORDER = [list(FAMILIES)[i] for i in DRAWN.permutation(len(FAMILIES))[:YEARS]]


def random_year(number):
    """A study of one site and one option at default inputs, with hours of a random daily rhythm."""
    random = seed("year", number)
    technology, air, liquid = FAMILIES[ORDER[number]]
    option = {"name": ORDER[number], "technology": technology, "air": air or {"plant": "chilled-water"}}
    if technology != "air":
        option["liquid"] = liquid
        if liquid.get("terminal") == "cdu-air":
            option["supply_liquid"] = "46 degC"
    if random.rand() < 0.3 and technology != "air" and "terminal" not in liquid:
        option["reuse"] = {"demand": "300 kW", "temperature": f"{35 + 40 * random.rand():.1f} degC"}
    racks = [rack for rack in RACKS if rack != "gb200-nvl72" or technology.startswith("cold-plate")]
    day = [round(0.3 + 0.7 * float(random.rand()), 3) for _ in range(24)]
    group = {"name": "it", "rack": racks[random.randint(len(racks))], "power": "2 MW"}
    group["utilization"] = day if random.rand() < 0.5 else day[0]
    return {"site": {"climate": CLIMATES[number]}, "it": {"group": [group]}, "option": [option]}


@pytest.mark.slow
@pytest.mark.parametrize("number", range(YEARS))
def test_a_random_year_is_consistent(number):
    outcome = evaluate(random_year(number)).outcomes[0]
    case, rows, summary, energy = outcome.case, outcome.rows, outcome.summary, outcome.energy
    assert rows.shape[0] == 8760
    calm = settled(rows)
    assert (ledger_error(rows) < 1e-9).all()
    assert (heat_error(rows)[calm] < 1e-6).all()
    assert not nameless(case, rows)
    assert (~calm).mean() < 0.02, f"{(~calm).sum()} h do not settle or carry their heat"

    # totals
    it = sum(energy[use] for use in END_USES[:5])
    assert sum(energy.values()) == pytest.approx(summary["energy_total"], rel=1e-12)
    assert it == pytest.approx(summary["energy_it"], rel=1e-12)
    assert summary["energy_total"] == pytest.approx(col(rows, "utility").sum() / 1000.0, rel=1e-12)
    assert summary["pue"] == pytest.approx(summary["energy_total"] / summary["energy_it"], rel=1e-12)
    assert summary["tue"] == pytest.approx(summary["energy_total"] / energy["it_compute"], rel=1e-12)
    assert 1.0 <= summary["pue"] <= summary["pue_worst_hour"]
    assert summary["pue"] <= summary["tue"]
    assert summary["power_peak"] == pytest.approx(col(rows, "utility").max() / 1000.0, rel=1e-12)
    assert summary["power_peak"] * 8760.0 >= summary["energy_total"]
    assert 0.0 <= summary["erf"] <= 1.0
    assert summary["ere"] <= summary["pue"] + 1e-12
    water = power_of(rows, "evaporation", "drift", "blowdown", "humidifier_water")
    assert summary["water"] == pytest.approx(water.sum() * 3.6, rel=1e-9, abs=1e-9)
    assert summary["wue"] == pytest.approx(summary["water"] * 1000.0 / summary["energy_it"], rel=1e-12, abs=1e-12)
    assert summary["water_peak_day"] * 365.0 >= summary["water"] * (1.0 - 1e-12)
    assert 0.0 < summary["compute_delivered"] <= 1.0
    assert 0.0 <= summary["heat_liquid_fraction"] <= 1.0

    # hours
    assert 0.0 <= summary["hours_over_limit"] <= 8760.0
    for shares in modes(rows).values():
        assert sum(shares.values()) == 8760.0
    months = np.repeat(np.arange(12), 730)
    assert sum(col(rows, "utility")[months == m].sum() for m in range(12)) == pytest.approx(col(rows, "utility").sum())

    # heat of the racks is their power
    heat = power_of(rows, "heat_liquid", "heat_air").sum()
    assert heat == pytest.approx(power_of(rows, *END_USES[:5]).sum(), rel=1e-9)


def test_years_are_of_different_places_and_options():
    assert len(set(CLIMATES)) == YEARS
    every = {technology for technology, *_ in FAMILIES.values()}
    assert len({FAMILIES[name][0] for name in ORDER}) >= len(every) - 1
