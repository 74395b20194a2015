"""The heat customer's heat pump against hand calculation."""

import pytest

from thermo.plant.heat_pump import full_load_cop, lift


def test_cop_by_hand():
    """27 degC water of a data center cooled to 20 degC, heat at 70 degC: half of Carnot over 55 K."""
    assert full_load_cop(0.5, 20.0, 70.0) == pytest.approx(0.5 * 343.15 / 55.0)
    assert full_load_cop(0.5, 38.0, 40.0) == 8.0
    assert 2.5 < full_load_cop(0.45, 27.0, 75.0) < 3.5  # large ammonia machines of this lift: about 3


def test_source_capacity_and_demand_limit():
    cop = full_load_cop(0.5, 20.0, 70.0)
    delivered, power = lift(0.5, 2e6, 0.3, 20.0, 70.0, 5e6, 1e7)
    assert delivered == 2e6
    assert power == pytest.approx(2e6 / cop)
    delivered, power = lift(0.5, 2e6, 0.3, 20.0, 70.0, 5e6, 1e6)
    assert delivered - power == pytest.approx(1e6)  # all the source has
    assert lift(0.5, 2e6, 0.3, 20.0, 70.0, 5e6, 0.0) == (0.0, 0.0)


def test_cycling_costs():
    cop = full_load_cop(0.5, 20.0, 70.0)
    low = lift(0.5, 2e6, 0.3, 20.0, 70.0, 0.3e6, 1e7)  # half of the lowest continuous load
    assert low[0] / low[1] == pytest.approx(cop * 0.5 / 0.55)
    continuous = lift(0.5, 2e6, 0.3, 20.0, 70.0, 0.7e6, 1e7)
    assert continuous[0] / continuous[1] == pytest.approx(cop)
