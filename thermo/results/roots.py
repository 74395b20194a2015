"""What fits: the densest rack under its own limits, the IT power under the feed, and under what plant is given.

Roots on the exact engine at the design hour; the feed's is corrected once by the peak of a year at full load.
"""

import numpy as np

from thermo.case.build import build
from thermo.engine.solve import sized, solve
from thermo.results.metrics import column, it_power, overloaded
from thermo.results.rack import rack_margin
from thermo.schema.hall import GROUPS
from thermo.schema.rack import rack_power
from thermo.schema.row import ROW

LOAD_STEPS = 30  # halvings of the load of a rack that is sold whole
FEED_STEPS = 5  # corrections of the hall to its feed, the last by a year's peak
FIT_STEPS = 12  # halvings: 0.1 % of the IT that is housed
FIT_MOST = 4.0  # times that IT


def halved(holds, low, high, steps):
    """The largest value that holds, by bisection between one that does and one that may not."""
    for _ in range(steps):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if holds(middle) else (low, middle)
    return low


def densest_rack(case):
    """Largest power of one rack of the first group that keeps every rack limit at the set points [W]; NaN if none.

    Servers share the rack's height, so more servers are denser; a rack sold whole is bounded by its load instead.
    """
    group = case.groups[0]

    def rack(servers, load=1.0):
        """(holds, power [W]) of one rack."""
        out, _ = case.rack_at(0, servers, load)
        return (False, 0.0) if out is None else (keeps_margins(out), rack_power(out))

    if group.fixed or group.servers is None:
        holds, power = rack(None)
        if holds:
            return power
        if not rack(None, 0.0)[0]:
            return float("nan")
        return rack(None, halved(lambda load: rack(None, load)[0], 0.0, 1.0, LOAD_STEPS))[1]
    if not rack(1)[0]:
        return float("nan")
    low, high = 1, group.fit + 1
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if rack(middle)[0] else (low, middle)
    return rack(low)[1]


def keeps_margins(out):
    """True when no margin of a rack's own is negative or unknown."""
    return rack_margin(out) >= 0.0


def available_power(spec, case):
    """IT power that fits under the utility feed at its peak hour [kW]; NaN without a feed, or where it is not cooled.

    A root at the design hour, confirmed and corrected once by the peak of a year.
    """
    if not case.feed:
        return float("nan")
    factor = 1.0
    for attempt in range(FEED_STEPS):
        trial = sized(build(spec, factor))
        apparent = trial.design_row[ROW["apparent"]]
        if attempt == FEED_STEPS - 1:
            full = np.ones((len(trial.weather.rows), GROUPS))
            apparent = max(apparent, column(solve(trial, utilisation=full).rows, "apparent").max())
        if overloaded(trial):
            return float("nan")
        it = it_power(trial.design_row)
        factor *= case.feed / apparent
    return it * case.feed / apparent / 1000.0


def fitting(outcome):
    """IT power that feed and given plant can carry [kW]: the feed's figure where the plant is no limit, else a root."""
    found = outcome.summary["it_power_available"]
    if found == found:
        return float(found)
    feed = outcome.case.feed

    def carries(factor):
        trial = sized(build(outcome.spec, factor))
        return not overloaded(trial) and (not feed or trial.design_row[ROW["apparent"]] <= feed)

    return halved(carries, 0.0, FIT_MOST, FIT_STEPS) * it_power(outcome.case.design_row) / 1000.0
