"""Net present value, internal rate, payback, levelised cost: over cash flows by year, one case or columns of cases.

The last axis of every cash flow is the year, year 0 first; flows stand at the end of their year. `numpy_financial`
gives NPV, IRR and PMT; what it lacks (payback, levelised cost) is written out here.
"""

import numpy as np


def npv(rate, flows):
    """Net present value [money]: sum of flow / (1 + rate)^year.

    `flows` may have any leading shape, `rate` is one number or one per case.

    References
    ----------
    Brealey, Myers, Allen, Principles of Corporate Finance, chapter 2.
    """
    flows = np.asarray(flows, float)
    rate = np.asarray(rate, float)
    if flows.ndim == 1 and rate.ndim == 0:
        import numpy_financial as npf

        return float(npf.npv(float(rate), flows))
    years = np.arange(flows.shape[-1])
    return (flows / (1.0 + rate[..., None]) ** years).sum(axis=-1)


def irr(flows):
    """Internal rate of return per year [1] of an investment; None where none is made or nothing returns."""
    import numpy_financial as npf

    flows = np.asarray(flows, float)
    signs = np.sign(flows[np.abs(flows) > 1e-9 * np.abs(flows).max(initial=1e-30)])
    if len(signs) < 2 or signs[0] > 0.0 or (signs == signs[0]).all():
        return None
    found = float(npf.irr(flows))
    return found if found == found and -0.99 < found < 100.0 else None


def payback(flows, rate=0.0):
    """Years until the running sum of (discounted) flows turns from below zero to zero or above, for good.

    0 where it never is below zero, None where it never comes back; inside a year linear.
    """
    flows = np.asarray(flows, float) / (1.0 + rate) ** np.arange(len(flows))
    total = np.cumsum(flows)
    if (total >= -1e-9 * np.abs(flows).max(initial=0.0)).all():
        return 0.0
    below = np.flatnonzero(total < 0.0)
    last = int(below[-1])
    if last == len(total) - 1:
        return None
    return last + float(-total[last] / flows[last + 1])


def annuity(rate, years):
    """Yearly payment at the end of each of `years` that repays 1 now: capital recovery factor [1]."""
    import numpy_financial as npf

    return float(-npf.pmt(rate, years, 1.0))


def levelised(costs, output, rate):
    """Present value of costs / present value of output [money per unit]; both by year, year 0 first.

    References
    ----------
    IEA/NEA, Projected Costs of Generating Electricity 2020, chapter 2: LCOE.
    """
    value = npv(rate, output)
    return npv(rate, costs) / value if value else float("nan")


def bought(life, horizon, first=0.0):
    """Years in which an item of a life [years] is bought again after `first`, and what is left of the last at the end.

    Returns
    -------
    (years as whole numbers before the horizon, unused share of the last one at the horizon)
    """
    if life == float("inf"):
        return [], 0.0
    years, when = [], first + life
    while round(when) < horizon:
        years.append(round(when))
        when += life
    return years, min(1.0, max(0.0, (when - horizon) / life))


def service(horizon, build, phases):
    """Share of the hall in new service during each year, year 0 first (year 0 is the decision: nothing runs).

    A share that is begun in year k runs from k + build on; running from the decision on counts from year 1.
    """
    t = np.arange(horizon + 1.0)
    done = np.zeros(horizon + 1)
    for k, share in enumerate(phases):
        done += share * np.clip(t - k - build, 0.0, 1.0)
    done[0] = 0.0
    return done


def straight_line(investments, years, horizon):
    """Depreciation by year of investments by year (horizon + 1,), straight-line over `years`, from the year after."""
    found = np.zeros(horizon + 1)
    for t, amount in enumerate(investments):
        left = amount
        for k in range(t + 1, horizon + 1):
            part = min(left, amount / years)
            found[k] += part
            left -= part
    return found
