"""Distributions in a study, Latin hypercube, and what follows from the samples."""

import json

import numpy as np
import pytest

from thermo.errors import StudyError, ThermoError
from thermo.results.evaluation import Evaluation
from thermo.results.samples import FIGURES, hypercube, run
from thermo.study import Study
from thermo.study.spread import Draw, triangle

GROUP = {"name": "compute", "rack": "hgx-h100", "power": "2 MW", "utilization": 0.8}


def study(price="0.085 USD/kWh", group=None, air=None, economics=None):
    return Study(
        site={"climate": "ashburn", "electricity_price": price},
        it={"group": [GROUP | (group or {})]},
        option=[
            {"name": "Air", "technology": "air", "supply_air": "24 degC", "air": air or {}},
            {"name": "Plate", "technology": "cold-plate", "liquid": {"plant": "dry-cooler"}},
        ],
        economics=economics or {},
    )


def sampled(given, samples=200, seed=1):
    evaluation = Evaluation(given)
    return run(evaluation, evaluation.run(), samples, seed)


SPREAD_PRICE = {"low": "0.05 USD/kWh", "mode": "0.08 USD/kWh", "high": "0.14 USD/kWh"}
SPREAD_UPS = {"low": "150 USD/kW", "mode": "300 USD/kW", "high": "450 USD/kW"}


def test_triangle_against_its_distribution_function():
    """F(x) = (x - a)^2 / ((b - a)(c - a)) below the mode c, 1 - (b - x)^2 / ((b - a)(b - c)) above."""
    low, mode, high = 2.0, 5.0, 14.0
    for share in (0.0, 0.1, 0.25, 0.5, 0.9, 1.0):
        x = triangle(share, low, mode, high)
        below = (x - low) ** 2 / ((high - low) * (mode - low))
        above = 1.0 - (high - x) ** 2 / ((high - low) * (high - mode))
        assert (below if x < mode else above) == pytest.approx(share, abs=1e-12)


def test_draws_keep_their_units_and_whole_numbers():
    assert Draw(("a",), "4 K", "5 K", "8 K").at(0.0) == "4 K"
    assert Draw(("a",), "0.004 MW", "5 kW", "8000 W").at(1.0) == "8 kW"
    assert Draw(("a",), 2, 4, 9).at(0.999) == 9
    assert Draw(("a",), 0.2, 0.4, 0.6, flat=True).at(0.25) == pytest.approx(0.3)


def test_one_sample_in_every_stratum_and_the_same_for_the_same_seed():
    shares = hypercube(50, 3, 7)
    assert (np.sort((shares * 50).astype(int), axis=0) == np.arange(50)[:, None]).all()
    assert (shares == hypercube(50, 3, 7)).all()
    assert not (shares == hypercube(50, 3, 8)).all()


def test_percentiles_of_a_price_are_those_of_its_triangle():
    """The yearly cost is linear in the price, so its percentiles lie at the price's."""
    found = sampled(study(SPREAD_PRICE))
    opex = found.figures[:, 0, FIGURES.index("opex_annual")]
    base = found.base[0, FIGURES.index("opex_annual")]
    energy = found.base[0, FIGURES.index("energy_total")]
    for p in (10, 50, 90):
        price = triangle(p / 100, 0.05, 0.08, 0.14)
        assert np.percentile(opex, p) == pytest.approx(base + (price - 0.08) * energy, rel=2e-3)  # 200 strata
    assert np.ptp(found.figures[:, 0, FIGURES.index("pue")]) == 0.0


def test_the_same_seed_gives_the_same_figures():
    given = study(SPREAD_PRICE, economics={"prices": {"ups": SPREAD_UPS}})
    first, again = sampled(given, 20, 3), sampled(given, 20, 3)
    assert (first.figures == again.figures).all()
    assert not (first.figures == sampled(given, 20, 4).figures).all()


def test_physics_is_run_again_and_not_scaled():
    """A sample equals an evaluation of the study with its values written in."""
    spread = {"low": "4 K", "mode": "6 K", "high": "9 K"}
    given = study(group={"utilization": {"low": 0.5, "mode": 0.8, "high": 0.95}}, air={"crah_approach": spread})
    found = sampled(given, 6)
    row = {draw.path[-1]: draw.at(share) for draw, share in zip(found.draws, found.shares[2], strict=True)}
    written = study(group={"utilization": row["utilization"]}, air={"crah_approach": row["crah_approach"]})
    result = Evaluation(written).run()
    for n, (outcome, account) in enumerate(zip(result.outcomes, result.accounts, strict=True)):
        for name in ("pue", "energy_total", "water"):
            assert found.figures[2, n, FIGURES.index(name)] == pytest.approx(outcome.summary[name], rel=1e-9)
        for name in ("capex", "tco", "npv"):
            assert found.figures[2, n, FIGURES.index(name)] == pytest.approx(account.values[name], rel=1e-9)


def test_tornado_and_probabilities():
    cheap = {"low": "100 USD", "mode": "250 USD", "high": "4000 USD"}
    found = sampled(study(SPREAD_PRICE, economics={"prices": {"cold_plate": cheap}}), 60)
    document = found.to_dict()
    json.dumps(document, allow_nan=False)
    air, plate = document["options"]
    assert plate["tornado_of"] == "npv_against_baseline"
    assert plate["tornado"][0]["input"] == "economics.prices.cold_plate"
    assert plate["tornado"][0]["p10"] > plate["tornado"][0]["p90"]
    assert air["beats"]["Plate"] + plate["beats"]["Air"] == pytest.approx(1.0)
    npv = found.figures[:, :, FIGURES.index("npv")]
    assert plate["beats"]["Air"] == pytest.approx((npv[:, 1] > npv[:, 0]).mean())
    assert air["tco"]["p10"] < air["tco"]["p50"] < air["tco"]["p90"]


def test_without_distributions_the_price_book_varies():
    found = sampled(study(), 10)
    assert {"economics.prices.ups", "economics.prices.chiller_water_cooled"} <= {d.name for d in found.draws}
    assert "no distribution" in found.notes[0]
    capex = found.to_dict()["options"][0]["capex"]
    assert capex["p10"] < capex["p50"] < capex["p90"]


def test_library_ranges():
    given = study(air={"approach": {"range": "library"}}, economics={"prices": {"ups": {"range": "library"}}})
    draws = {draw.name: draw for draw in given.draws}
    assert draws["economics.prices.ups"].low == "150 USD/kW"
    assert draws["option.1.air.approach"].physical
    assert not draws["economics.prices.ups"].physical


BAD = [
    ({"low": "0.2 USD/kWh", "high": "0.1 USD/kWh"}, "must rise"),
    ({"mode": "0.1 USD/kWh"}, "is a distribution without low"),
    ({"range": "lib"}, 'write range = "library"'),
    ({"range": "library"}, "has no range in the library"),
    (
        {"low": "-1 USD/kWh", "mode": "0.1 USD/kWh", "high": "1 USD/kWh"},
        "is negative; a price is zero or more (at its low)",
    ),
]


@pytest.mark.parametrize(("price", "words"), BAD)
def test_bad_distributions_are_one_sentence(price, words):
    with pytest.raises(StudyError) as error:
        study(price)
    assert len(error.value.problems) == 1, error.value.problems
    assert "site.electricity_price" in error.value.problems[0]
    assert words in error.value.problems[0]


def test_too_few_samples_are_refused():
    evaluation = Evaluation(study(SPREAD_PRICE))
    with pytest.raises(ThermoError, match="--samples 1"):
        run(evaluation, None, 1)


def test_a_study_keeps_its_distributions_as_written():
    given = study(SPREAD_PRICE)
    assert given.to_dict()["site"]["electricity_price"] == SPREAD_PRICE
    assert Study(**given.to_dict()).draws == given.draws
    assert float(given.site[0].electricity_price) == pytest.approx(0.08 / 3.6e6)
