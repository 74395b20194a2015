"""Eight small studies whose figures must not change unnoticed.

The golden files hold what the engine computed when they were written; they are no reference for physics (that is what
`tests/oracles` and `validation` are for). After a wanted change of physics, write them anew and read the difference:

    python tests/regression/test_golden.py --write
    git diff tests/regression
"""

import json
import sys
from pathlib import Path

import pytest

from thermo.results.evaluation import evaluate

FOLDER = Path(__file__).parent
TOLERANCE = 1e-6  # relative
FIGURES = (
    "pue",
    "pue_worst_hour",
    "tue",
    "wue",
    "energy_it",
    "energy_total",
    "power_peak",
    "water_peak_day",
    "chip_temperature_max",
    "supply_temperature_max",
    "heat_liquid_fraction",
    "compute_delivered",
    "hours_over_limit",
)


def of(climate, option, rack="hgx-h100", utilization=0.8):
    """A study of 2 MW of one rack, one site and one option."""
    group = {"name": "it", "rack": rack, "power": "2 MW", "utilization": utilization}
    return {"site": {"climate": climate}, "it": {"group": [group]}, "option": [{"name": "option"} | option]}


STUDIES = {
    "air-towers-ashburn": of(
        "ashburn", {"technology": "air", "supply_air": "24 degC", "air": {"plant": "chilled-water"}}
    ),
    "air-outdoor-lulea": of("lulea", {"technology": "air", "air": {"plant": "airside-economizer"}}, rack="cpu-2u"),
    "air-dx-singapore": of("singapore", {"technology": "air", "air": {"plant": "dx"}}, rack="cpu-1u", utilization=0.5),
    "cold-plate-dry-ashburn": of("ashburn", {"technology": "cold-plate", "liquid": {"plant": "dry-cooler"}}),
    "immersion-adiabatic-phoenix": of(
        "phoenix", {"technology": "immersion", "liquid": {"plant": "adiabatic-cooler"}}, utilization=0.6
    ),
    "spray-closed-tower-beijing": of(
        "beijing", {"technology": "spray", "liquid": {"plant": "closed-circuit-tower"}}, rack="hgx-a100"
    ),
    "boiling-tank-guiyang": of(
        "guiyang", {"technology": "immersion-two-phase", "liquid": {"plant": "dry-cooler"}}, rack="hgx-a100"
    ),
    "evaporating-spray-ashburn": of(
        "ashburn",
        {"technology": "spray", "spray": {"method": "evaporative"}, "liquid": {"plant": "adiabatic-cooler"}},
    ),
}


def figures(name):
    """What a golden file holds: some figures of the summary, energy by end use [kWh], hours by mode."""
    outcome = evaluate(STUDIES[name]).outcomes[0]
    return {
        "summary": {key: outcome.summary[key] for key in FIGURES},
        "energy": outcome.energy,
        "hours": outcome.streams,
    }


@pytest.mark.parametrize("name", STUDIES)
def test_figures_are_as_they_were(name):
    golden = json.loads((FOLDER / f"{name}.json").read_text())
    found = figures(name)
    assert set(found["energy"]) == set(golden["energy"])
    for part in ("summary", "energy"):
        for key, value in golden[part].items():
            assert found[part][key] == pytest.approx(value, rel=TOLERANCE, abs=1e-9), (
                f"{part}.{key}; a wanted change: python {Path(__file__).name} --write"
            )
    for stream, hours in golden["hours"].items():
        assert found["hours"][stream] == pytest.approx(hours, abs=1.0)


if __name__ == "__main__":
    if sys.argv[1:] != ["--write"]:
        sys.exit(f"usage: python {Path(__file__).name} --write")
    for study in STUDIES:
        text = json.dumps(figures(study), indent=1, sort_keys=True)
        (FOLDER / f"{study}.json").write_text(text + "\n")
