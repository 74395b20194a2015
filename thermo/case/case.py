"""One case: records and points of a site and option, which `engine.size` completes."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import numpy as np

from thermo.engine.many import geometry_figures
from thermo.engine.solve import geometry_of
from thermo.engine.year import call_point
from thermo.errors import LibraryError
from thermo.library import registry
from thermo.library.caps import home_share
from thermo.schema.field import blank
from thermo.schema.hall import GROUPS
from thermo.schema.rack import RACK_IN, RACK_RESULT
from thermo.schema.row import ROW

COMPILED = ("points", "plants", "sizes")  # of a Case


@dataclass
class GroupInfo:
    """One IT group as housed."""

    name: str
    rack: object
    technology: str
    racks: float
    chips: float
    servers: float | None
    fixed: bool
    fit: int
    info: dict


@dataclass
class Case:
    """Records and points of one case; `size` fills what is NaN."""

    site: str
    option: str
    technology: str
    hall: np.ndarray
    racks: np.ndarray
    points: tuple
    plant_air: np.ndarray
    plant_liquid: np.ndarray
    plants: tuple
    sizes: tuple
    electrical: np.ndarray
    weather: object
    design_weather: np.ndarray
    utilisation: np.ndarray
    groups: list
    inputs: dict
    warnings: list
    rebuild_rack: Callable
    areas: dict
    grid_carbon: float | None = None
    grid_water: float | None = None
    jurisdiction: str | None = None
    policy_names: tuple = ()
    climate_zone: str | None = None
    new: bool = True
    year: int = 2026
    feed: float = 0.0
    design_row: np.ndarray | Any = None
    outage_row: np.ndarray | Any = None
    control: str = "default"
    fluid_price: float | None = None

    @property
    def chips_total(self):
        """Chips that are compared: accelerators where the hall has any, else processors."""
        return float(sum(g.chips for g in self.groups))

    @property
    def domestic_share(self):
        """Share of the compared chips' peak compute (of their number where none is published) of Chinese makers."""
        return home_share([(g.racks, g.info) for g in self.groups if g.chips > 0.0])

    @property
    def chip_utilisation(self):
        """Chip-weighted mean utilisation per hour."""
        return self.mean_utilisation(self.utilisation)

    def mean_utilisation(self, utilisation):
        """Chip-weighted mean of (n, GROUPS) utilisations."""
        return sum(utilisation[:, g] * group.chips for g, group in enumerate(self.groups)) / self.chips_total

    @property
    def standing(self):
        """What figures need of a case beside its totals and sizes: name to float, NaN where unknown."""
        pflops = sum(g.racks * g.info["pflops"] for g in self.groups if g.info["pflops"])
        found = {"grid_carbon": self.grid_carbon, "grid_water": self.grid_water, "fluid_price": self.fluid_price}
        found |= {"chips": self.chips_total, "feed": self.feed, "pflops": pflops, "optimal": self.control == "optimal"}
        return {name: float("nan") if value is None else float(value) for name, value in found.items()}

    @property
    def racks_total(self):
        """Racks in the hall."""
        return float(sum(g.racks for g in self.groups))

    def geometry(self):
        """Rack count, power, mass, floor load, fluid and area, of a sized case."""
        figures = {name: float(value) for name, value in geometry_figures(geometry_of(self)).items()}
        return figures | {"racks": self.racks_total}

    def plant_area(self):
        """Floor and yard of terminals, plants and electrical rooms [m2], from what was sized."""
        return self.geometry()["area"] - float(self.hall["area"])

    def __getstate__(self):
        """Plain data: what is compiled stands by the name of its module and function."""
        return self.__dict__ | {name: tuple(map(address, getattr(self, name))) for name in COMPILED}

    def __setstate__(self, state):
        self.__dict__.update(state | {name: tuple(map(at, state[name])) for name in COMPILED})

    def rack_at(self, group, servers, u):
        """One rack of a group at the set points with another number of servers: (result or None, record)."""
        try:
            record = self.racks[group] if servers is None else self.rebuild_rack(group, servers)
        except LibraryError:
            return None, None
        x = blank(RACK_IN)
        hall = self.hall
        t_air, t_liquid = hall["supply_air"], hall["supply_liquid"]
        if self.outage_row is not None:  # what the site's plants reach at design, where that is warmer
            t_air = max(t_air, self.outage_row[ROW["t_air_supply"]])
            t_liquid = np.fmax(t_liquid, self.outage_row[ROW["t_liquid_supply"]])
        x.u, x.t_air, x.t_liquid, x.pressure = u, t_air, t_liquid, hall["pressure"]
        x.recirculation, x.t_room = hall["recirculation"], t_air
        x.v_liquid = record["flow_per_watt"] * record["nameplate"] * hall["liquid"][group]
        out = blank(RACK_RESULT)
        call_point(self.points[group], record, x, out)
        return out, record

    @property
    def tanks(self):
        """(GROUPS,) 1 for groups whose racks are tanks filled with coolant."""
        found = np.zeros(GROUPS)
        for g, group in enumerate(self.groups):
            found[g] = float(registry.technology(group.technology).tank)
        return found


def address(function):
    """Where a compiled function stands: (module, name)."""
    function = getattr(function, "__wrapped__", function)
    return function.__module__, function.__name__


def at(place):
    """The compiled function at an address."""
    return getattr(import_module(place[0]), place[1])


def as_record(scalar):
    """A zero-dimensional structured array as np.record, which compiled and plain Python read alike."""
    return np.asarray(scalar).reshape(1).view(np.recarray)[0]
