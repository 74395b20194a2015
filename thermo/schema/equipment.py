"""What a plant or a rack is made of, as its bill names it: items, numbers and sizes, without prices."""

from math import pi, sqrt
from typing import NamedTuple

RISER = 40.0  # m between hall and plant, one way
MAINS_VELOCITY = 2.0  # m/s of water
BRANCH = 6.0  # m of pipe to and from each liquid-cooled rack
AIR_DENSITY = 1.2  # kg/m3, for air handlers and fans
WATER_DENSITY = 996.0  # kg/m3


class Equipment(NamedTuple):
    """`count` units of an item of `cost.capital.ITEMS`, each of one `size` [SI]; `part` says where if need be."""

    item: str
    count: float  # type: ignore[assignment]
    size: float
    part: str = ""


def some(value) -> float:
    """A sized number, 0.0 where there is none."""
    value = float(value)
    return value if value == value and value > 0.0 else 0.0


def bore(flow: float, velocity: float) -> float:
    """Diameter [m] of a pipe for a flow [m3/s] at a velocity [m/s]."""
    return sqrt(4.0 * flow / (pi * velocity))
