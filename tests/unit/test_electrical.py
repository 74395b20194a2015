"""The electrical chain against oracle tables, and its balance, sizing and systems."""

import numpy as np
import pytest
from expected import oracle

from thermo.core.correlations.power import (
    conductor_resistance,
    direct_current_loss,
    efficiency,
    loss_fraction,
    module_loss,
)
from thermo.electrical.chain import chain, loss_component, size
from thermo.errors import LibraryError
from thermo.hardware.electrical import build, redundancy
from thermo.library import defaults, loss_coefficients
from thermo.schema.electrical import ELECTRICAL, SIZED

SYSTEMS = defaults("electrical")["system"].choices
DESIGN = (10e6, 0.5e6, 2.5e6)


def run(record, *loads):
    return chain(record, *loads)


def sized(given=None, loads=DESIGN):
    record, _ = build(given)
    size(record, *loads)
    return record


@pytest.mark.parametrize("row", oracle("loss_model_quadratic"), ids=lambda r: r["id"])
def test_loss_model(row):
    a, b, c, x = (row[k] for k in ("a_no_load", "b_proportional", "c_square_law", "load_fraction_of_rated_output"))
    assert loss_fraction(a, b, c, x) == pytest.approx(row["loss_fraction_of_rated"], abs=1e-9)
    assert efficiency(a, b, c, x) == pytest.approx(row["efficiency_output_over_input"], abs=1e-9)


@pytest.mark.parametrize("row", oracle("power_chain_series"), ids=lambda r: r["id"])
def test_series_chain(row):
    """Ratings are chosen so that each stage runs at the table's load fraction."""
    value = row
    key = {"double_conversion": "legacy", "delta_conversion": "delta-conversion"}[row["ups_set"]]
    record = np.zeros(1, ELECTRICAL).view(np.recarray)[0]
    for stage in ("ups", "transformer", "distribution"):
        record[f"{stage}_count"] = record[f"{stage}_redundancy"] = 1.0
    record["power_factor"] = 1.0
    record["ups_a"], record["ups_b"], record["ups_c"] = loss_coefficients("ups", key)
    record["distribution_a"], record["distribution_c"] = 0.015, 0.015
    record["transformer_a"], record["transformer_c"] = value["transformer_no_load"], value["transformer_square_law"]
    load = value["P_rack_input_kW"] * 1e3
    losses = [value[f"loss_{stage}_kW"] * 1e3 for stage in ("pdu", "ups", "transformer")]
    record["distribution_rating"] = load / value["pdu_load_fraction"]
    record["ups_rating"] = (load + losses[0]) / value["ups_load_fraction"]
    record["transformer_rating"] = (load + losses[0] + losses[1]) / value["transformer_load_fraction"]
    out = run(record, load, 0.0, 0.0)
    assert out.distribution == pytest.approx(losses[0], rel=1e-6)
    assert out.ups == pytest.approx(losses[1], rel=1e-6)
    assert out.transformer == pytest.approx(losses[2], rel=1e-6)
    assert out.utility == pytest.approx(value["P_utility_for_IT_kW"] * 1e3, rel=1e-6)
    assert out.utility / load == pytest.approx(value["electrical_pPUE"], rel=1e-6)


@pytest.mark.parametrize("system", SYSTEMS)
def test_utility_is_loads_plus_losses(system):
    record = sized({"system": system})
    random = np.random.RandomState(7)
    for _ in range(200):
        loads = random.uniform(0.0, 1.2, 3) * DESIGN
        out = run(record, *loads)
        losses = np.array([out.distribution, out.ups, out.transformer])
        assert (losses >= 0.0).all()
        assert out.utility == pytest.approx(loads.sum() + losses.sum(), rel=1e-12)
        assert np.isfinite(out).all()


@pytest.mark.parametrize("system", SYSTEMS)
def test_losses_grow_with_load_and_efficiency_is_below_one(system):
    record = sized({"system": system})
    before = -1.0
    for share in np.linspace(0.0, 1.0, 11):
        out = run(record, *(share * np.array(DESIGN)))
        total = out.distribution + out.ups + out.transformer
        assert total >= before
        before = total


def test_redundant_modules_share_the_load_and_pay_no_load_loss_again():
    single, double = sized({"redundancy": "N"}), sized({"redundancy": "2N"})
    assert single["ups_rating"] == double["ups_rating"]
    low = [run(r, 1e6, 0.0, 0.0) for r in (single, double)]
    assert low[1].ups_load == pytest.approx(low[0].ups_load / 2.0)
    assert low[1].ups > low[0].ups
    assert [redundancy(w, 4) for w in ("N", "N+1", "2N", "3N/2", "4N/3")] == pytest.approx([1, 1.25, 2, 1.5, 4 / 3])
    assert module_loss(0.01, 0.0, 0.02, 50.0, 100.0, 2.0) == pytest.approx(200 * (0.01 + 0.02 * 0.0625))
    assert module_loss(0.01, 0.0, 0.02, 50.0, 0.0, 2.0) == 0.0


def test_sizing_meets_the_load_factor_and_keeps_what_is_given():
    record = sized()
    out = run(record, *DESIGN)
    assert out.margin == pytest.approx(1.0 - 0.9, rel=1e-9)
    assert out.transformer_load == pytest.approx(0.45, rel=1e-9)
    given = sized({"ups_rating": "0.5 MW", "ups_count": 8})
    assert given["ups_rating"] == 0.5e6
    assert run(given, *DESIGN).margin < 0.0
    again = {name: record[name] for name in SIZED}
    size(record, 2e7, 1e6, 5e6)
    assert again == {name: record[name] for name in SIZED}


def test_heat_goes_to_the_room_named():
    inside = sized({"transformer_indoors": True, "ups_indoors": False})
    out = run(inside, *DESIGN)
    assert out.transformer_room == out.transformer > 0.0
    assert out.ups_room == 0.0 < out.ups


def test_apparent_power_has_recharge_and_power_factor():
    record = sized({"recharge": 0.1, "power_factor": 0.95, "ups_count": 10})
    out = run(record, *DESIGN)
    feed = (out.utility + 0.1 * record["ups_rating"] * 10) / 0.95
    assert out.apparent == pytest.approx(feed, rel=1e-12)


def test_medium_voltage_conversion_bypasses_the_utility_transformer():
    record = sized({"system": "panama"})
    out = run(record, *DESIGN)
    assert out.transformer < run(sized(), *DESIGN).transformer / 2.0
    assert record["transformer_rating"] * 6 * 0.9 == pytest.approx(DESIGN[2])


def test_mains_leg_halves_what_the_conversion_carries():
    both, full = sized({"system": "mains-hvdc"}), sized({"system": "hvdc"})
    assert both["mains_share"] == 0.5
    assert run(both, *DESIGN).ups < 0.75 * run(full, *DESIGN).ups
    assert sized({"system": "mains-hvdc", "mains_share": 0.9})["mains_share"] == 0.9


def test_order_of_systems_at_design_load():
    """Published order: legacy, modern double conversion, 10 kV to DC, eco, nothing."""
    loss = {}
    for system in SYSTEMS:
        out = run(sized({"system": system}), *DESIGN)
        loss[system] = out.ups + out.transformer
    assert loss["legacy"] > loss["double-conversion"] > loss["panama"] > loss["none"]
    assert loss["double-conversion"] > loss["eco"]
    assert loss["hvdc"] > loss["mains-hvdc"]


def test_loss_component_is_one_minus_the_product_of_efficiencies():
    record = sized({"redundancy": "N", "transformer_redundancy": "N", "distribution_redundancy": "N"})
    product = 1.0
    for stage in ("ups", "transformer", "distribution"):
        product *= efficiency(*(record[f"{stage}_{k}"] for k in "abc"), 0.9)
    assert loss_component(record) == pytest.approx(1.0 - product, rel=1e-12)
    assert 0.02 < loss_component(record) < 0.297  # ASHRAE 90.4-2016 addendum g allows 0.297 in zone 1A


def test_supply_follows_the_system():
    assert build({"system": "800vdc"})[1] == "dc-800"
    assert build()[1] == "80plus-titanium-eu"


def test_conductors():
    assert conductor_resistance(1.0, 1e-6, 20.0) == pytest.approx(0.01724)
    assert conductor_resistance(1.0, 1e-6, 70.0) == pytest.approx(0.01724 * 1.1965)
    assert direct_current_loss(1e5, 400.0, 1e-3) == pytest.approx(4.0 * direct_current_loss(1e5, 800.0, 1e-3))


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"sistem": "eco"}, "system"),
        ({"system": "echo"}, "eco"),
        ({"ups_rating": 3}, "unit"),
        ({"recharge": 2}, "above"),
    ],
)
def test_wrong_inputs_are_named(given, words):
    with pytest.raises(LibraryError, match=words):
        build(given)
