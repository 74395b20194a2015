"""Market and fleet: what stocks, shipments, campaigns and targets mean in chips, power, energy and money.

Pure functions on floats: power [W], energy [J], time [s], compute [FLOP/s], money in one currency, shares as ratios. A
price per watt is a scenario of somebody's; what equipment costs is computed in the other modules of this package.
"""

YEAR = 8760.0 * 3600.0  # s


def conversion_cost(units, power_each, penetration, shares, prices):
    """Cost of turning a share of an installed base (or of new shipments) to liquid cooling.

    cost_k = units x penetration x share_k x power_each x price_k

    Parameters
    ----------
    units : float
        Racks or servers of the base. [1]
    power_each : float
        Rated power of one. [W]
    penetration : float
        Share of the base that is converted. [1]
    shares, prices : dict
        By technology: share of what is converted [1], price of its cooling [money/W].

    Returns
    -------
    dict
        Money by technology.
    """
    return {name: units * penetration * share * power_each * prices[name] for name, share in shares.items()}


def electricity_share(power, yearly_energy):
    """Share of a country's yearly electricity [J] that `power` [W] would take if it ran all year."""
    return power * YEAR / yearly_energy


def growth_rate(first, last, years):
    """Compound growth per year: (last / first)^(1 / years) - 1."""
    return (last / first) ** (1.0 / years) - 1.0


def growth_path(last, growth, first_year, last_year):
    """Units by year of a path that grows at a steady rate and ends at `last` in `last_year`."""
    return {year: last / (1.0 + growth) ** (last_year - year) for year in range(first_year, last_year + 1)}


def idle_revenue(revenue, utilisation):
    """What the idle rest could earn pro rata when `revenue` is earned at `utilisation`: R (1 - u) / u."""
    return revenue * (1.0 - utilisation) / utilisation


def fleet(compute, chip_compute):
    """Chips behind a compute target [FLOP/s] at the peak of one chip [FLOP/s]."""
    return compute / chip_compute


def job(work, chip_compute, efficiency, time, power_each):
    """Chips that finish `work` [FLOP] in `time` [s], and their energy [J] at `power_each` [W] a chip.

    chips = work / (peak x efficiency x time); energy = chips x power x time
    """
    chips = work / (chip_compute * efficiency * time)
    return chips, chips * power_each * time
