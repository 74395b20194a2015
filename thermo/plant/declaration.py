"""What a plant says of itself: `PLANT = Plant(...)` in `thermo/plant/NAME.py`, found by its name.

Its sentence, its inputs and what a study may ask of it stand in the section `[plant.NAME]` of `library/defaults`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from thermo.schema.equipment import Equipment

Told = bool | Callable[[Any], bool]  # for all of a kind, or from the record


@dataclass(frozen=True)
class Variant:
    """Inputs that make a plant another machine, and a duty that suits it: what the contracts run."""

    supply: float  # degC
    rise: float  # K, of the stream at design
    inputs: Mapping[str, Any] = field(default_factory=dict)
    short: bool = False  # with nothing behind it, it may be short at its own design hour


@dataclass(frozen=True)
class Plant:
    """Points and properties of a plant.

    Attributes
    ----------
    run, size : compiled points of (record, weather, inputs, results)
    bill : function of a sized record and the hall's area [m2]: the equipment that is bought
    outdoors : the loop goes outdoors, so that it holds glycol where the site freezes
    evaporates : it can evaporate water
    loop : a liquid circulates between hall and plant
    variants : by name
    """

    run: Callable
    size: Callable
    bill: Callable[[Any, float], list[Equipment]]
    variants: Mapping[str, Variant]
    outdoors: Told = False
    evaporates: Told = False
    loop: Told = True

    def stands_outdoors(self, record) -> bool:
        """True when its loop goes outdoors."""
        return _told(self.outdoors, record)

    def can_evaporate(self, record) -> bool:
        """True when it can evaporate water."""
        return _told(self.evaporates, record)

    def has_loop(self, record) -> bool:
        """True when a liquid circulates in it."""
        return _told(self.loop, record)


def _told(word, record):
    return bool(word(record)) if callable(word) else word
