"""The densest rack of each option at each site, the figures along density, and where options overtake one another.

Density is geometry: n servers share the rack's height, so every one of them is the lower and its sinks the smaller the
more there are. A hall of the same chips then needs fewer racks. Buildable racks hold whole servers; the place where a
limit binds and where two curves cross is found with a fractional n, the mean of a row of racks. Where the height is
full before any limit binds, the chips' own power is raised until one does: what the option has left for chips to come.

Options are compared at the same servers per rack. `density` is that rack's nameplate in its air-cooled form [kW], the
same for all options; `rack_power` is what the option's own rack takes at full load, fans or pumps of its own included.
"""

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

import numpy as np

from thermo import __version__
from thermo.cost.terms import currency
from thermo.errors import ThermoError, nearest
from thermo.hardware.racks import resolve
from thermo.search.point import all_specs, design_limits, sized, tco, with_changes, year
from thermo.words import Message, index

MOST_POINTS = 16  # whole numbers of servers a curve is computed at
STEPS = 14  # bisections: a server / 16,000
CHIP_RANGE = (0.1, 6.0)  # of the chips' power
METRICS = ("pue", "tue", "tco")
NEAR = {"pue": 1e-5, "tue": 1e-5, "tco": 1e-3}  # curves this close cross by the steps of whole racks alone


class Frontier:
    """Curves, ends and crossovers; `.to_dict()` is the JSON document."""

    def __init__(self, document):
        self.document = document

    def to_dict(self):
        """The document that `thermo frontier --json` prints."""
        return self.document

    @property
    def curves(self):
        """One dict per site and option."""
        return self.document["curves"]

    @property
    def crossovers(self):
        """One dict per site, metric and pair of options."""
        return self.document["crossovers"]


def frontier(study, group=None, step=lambda: None):
    """Densest racks and curves along density.

    Parameters
    ----------
    study : Study, dict or path of a study file
    group : IT group whose density changes; the first if left out

    Returns
    -------
    Frontier

    Raises
    ------
    ThermoError
        When no option's racks can change their density, with the reason; for an unknown group.
    """
    study, specs = all_specs(study)
    names = [g.name for g in study.groups()]
    if group is not None and group not in names:
        raise ThermoError(f"no IT group is called '{group}'. {nearest(group, names)}")
    place = names.index(group) if group is not None else 0
    specs = [same_chips(spec, place) for spec in specs]

    def one(spec):
        found = Curve(spec, place, lambda point: tco(study, specs, point))
        found.solve()
        step()
        return found

    first = one(specs[0])  # compiles before threads start
    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        curves = [first, *pool.map(one, specs[1:])]
    if all(c.refused for c in curves):
        raise ThermoError(f"density of group '{names[place]}': {curves[0].refused}")
    return Frontier(
        {
            "study": study.name,
            "version": __version__,
            "group": names[place],
            "curves": [c.to_dict() for c in curves],
            "crossovers": crossovers(curves),
            "units": {
                "density": "kW", "rack_power": "kW", "rack_power_max": "kW", "density_max": "kW", "chip_power": "W",
                "chip_power_max": "W", "pue": "1", "tue": "1", "energy_per_chip_hour": "kWh",
                "tco": currency(study),
            },
        }
    )  # fmt: skip


def same_chips(spec, place):
    """The spec with a group given by power where it is given by racks, so that density leaves the chips alone."""
    groups = spec.study.groups()
    group = groups[place]
    if group.racks is None:
        return spec
    _, own = resolve(group.rack, "air", servers=group.servers, overrides={})
    groups[place] = group.model_copy(update={"power": float(group.racks * own["nameplate"]), "racks": None})
    study = spec.study.model_copy(update={"it": spec.study.it.model_copy(update={"group": groups})})
    return replace(spec, study=study)


class Curve:
    """One option at one site along density."""

    def __init__(self, spec, place, cost=lambda point: None):
        self.spec, self.place, self.cost = spec, place, cost
        self.name = spec.study.groups()[place].name
        self.key = f"it.{self.name}.servers"
        self.refused: Message | None = None
        self.binding, self.limits = "", []
        self.servers, self.points, self.end = [], [], None
        self.whole = None  # densest whole number of servers
        self.chip_power = self.chip_power_max = None
        self.chip_binding = ""
        self.at = lru_cache(maxsize=None)(self._at)

    def _at(self, n):
        """Exact year at n servers."""
        point = year(with_changes(self.spec, {self.key: float(n)}))
        if point is not None and point.feasible:
            point.tco = self.cost(point)
        return point

    def holds(self, n):
        """True where n servers keep every limit: at the design hour first, then over the year."""
        case = sized(with_changes(self.spec, {self.key: float(n)}))
        return case is not None and not design_limits(case)[0] and self.at(n).feasible

    def solve(self):
        """Fill the curve."""
        case = sized(self.spec)
        if case is None:
            self.refused = Message("search.unbuilt")
            return
        group = case.groups[self.place]
        self.nameplate = float(group.info["nameplate"]) / float(group.info["servers"]) / 1000.0
        if group.fixed:
            self.refused = Message("search.fixed_rack", rack=group.info["name"], why=group.info["fixed"])
        elif self.spec.choice.rack.get(group.name) is not None:
            self.refused = Message("search.own_rack")
        if self.refused:
            self.headroom(None)
            return
        fit = int(group.fit)
        whole = [int(n) for n in np.unique(np.round(np.linspace(1, fit, min(fit, MOST_POINTS))))]
        good = [n for n in whole if self.holds(n)]
        if not good:
            self.binding, self.limits = Message("search.one_too_many", why=self.at(1).binding[0]), self.said(1)
            return
        top = good[-1]
        above = next((n for n in whole if n > top), None)
        self.servers = [float(n) for n in whole if n <= top]
        if above is None:
            self.binding, self.end, self.whole = Message("binding.height"), float(top), top
        else:
            low, high = float(top), float(above)
            for _ in range(STEPS):
                middle = 0.5 * (low + high)
                low, high = (middle, high) if self.holds(middle) else (low, middle)
            self.end, self.whole = low, int(low + 1e-9)
            self.binding, self.limits = self.at(high).binding[0], self.said(self.whole + 1)
            if low - self.servers[-1] > 1e-3:
                self.servers.append(low)
        self.points = [self.at(n) for n in self.servers]
        self.headroom(self.whole)

    def said(self, n):
        """What n servers exceed."""
        servers = {} if n == 1 else {"servers": n}
        return [
            limit.to_dict() | {"servers": n, "text": Message("search.with_servers", limit=limit, **servers)}
            for limit in self.at(n).limits
        ]

    def headroom(self, servers):
        """Power of the group's chips at which the first limit binds, in the densest rack of whole servers."""
        name = self.name
        base = self.spec if servers is None else with_changes(self.spec, {self.key: float(servers)})
        case = sized(base)
        chip = float(case.racks[self.place]["chip_tdp"])

        def spec(share):
            return with_changes(base, {f"it.{name}.rack.chip_tdp": share * chip})

        def holds(share):
            found = sized(spec(share))
            return found is not None and not design_limits(found)[0]

        self.chip_power = chip
        low, high = CHIP_RANGE
        if not holds(low) or holds(high):
            return
        for _ in range(STEPS):
            middle = (low * high) ** 0.5
            low, high = (middle, high) if holds(middle) else (low, middle)
        beyond = sized(spec(high))
        binding = design_limits(beyond)[1] if beyond is not None else []
        confirmed = year(spec(low))
        if confirmed is not None and confirmed.feasible and binding:
            self.chip_power_max, self.chip_binding = low * chip, binding[0]

    def to_dict(self):
        """The curve as JSON holds it."""
        points = self.points
        powers = [rack_power(p.case, self.place) for p in points]
        end = self.servers.index(self.end) if self.end in self.servers else len(points) - 1
        return {
            "site": self.spec.site,
            "option": self.spec.option,
            "technology": self.spec.choice.technology,
            "refused": self.refused,
            "servers": [round(n, 4) for n in self.servers],
            "density": [n * self.nameplate for n in self.servers],
            "rack_power": powers,
            "pue": [p.summary["pue"] for p in points],
            "tue": [p.summary["tue"] for p in points],
            "energy_per_chip_hour": [p.summary["energy_per_chip_hour"] for p in points],
            "tco": [p.tco for p in points],
            "servers_max": self.end,
            "servers_whole": self.whole,
            "density_max": None if self.end is None else self.end * self.nameplate,
            "rack_power_max": powers[end] if powers else None,
            "binding": self.refused or self.binding,
            "limits": self.limits,
            "chip_power": self.chip_power,
            "chip_power_max": self.chip_power_max,
            "chip_binding": self.chip_binding,
            "messages": index([self.refused, self.binding, self.chip_binding]),
        }

    def value(self, metric, n):
        """A metric at n servers."""
        point = self.at(n)
        return point.tco if metric == "tco" else point.summary[metric]


def rack_power(case, place):
    """Power of one rack of a group at full load and the design hour's supplies [kW]."""
    from thermo.schema.rack import rack_power as rack_draw

    out, _ = case.rack_at(place, None, 1.0)
    return rack_draw(out) / 1000.0


def crossovers(curves):
    """Where, along servers per rack, one option becomes better than another at its site."""
    found = []
    for i, a in enumerate(curves):
        for b in curves[i + 1 :]:
            if a.spec.site == b.spec.site:
                for metric in METRICS:
                    found += crossings(a, b, metric)
    return found


def crossings(a, b, metric):
    """Roots of the difference of two curves on their common densities, on the exact engine."""
    from scipy.optimize import brentq

    common = [n for n in a.servers if n in b.servers]
    if len(common) < 2 or any(c.value(metric, n) is None for c in (a, b) for n in common):
        return []

    def gap(n):
        return a.value(metric, n) - b.value(metric, n)

    found = []
    for low, high in pairwise(common):
        if gap(low) * gap(high) >= 0.0:
            continue
        if max(abs(gap(low)), abs(gap(high))) < NEAR[metric] * abs(a.value(metric, low)):
            continue
        n = float(brentq(gap, low, high, xtol=1e-3))
        better, worse = (a, b) if gap(high) < 0.0 else (b, a)
        found.append(
            {
                "site": a.spec.site,
                "metric": metric,
                "servers": round(n, 3),
                "density": n * a.nameplate,
                "better": better.spec.option,
                "worse": worse.spec.option,
                "value": float(a.value(metric, n)),
            }
        )
    return found
