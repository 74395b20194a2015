"""What a technology says of itself: `TECHNOLOGY = Technology(...)` in `thermo/cooling/NAME.py`, found by its name.

Its sentence, its inputs, its set points and what a study may ask of it stand in the section `[technology.NAME]` of
`library/defaults`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any, NamedTuple

from thermo.errors import LibraryError
from thermo.library.registry import technology, technology_names
from thermo.schema.equipment import Equipment

LOAD_BANK = "load_bank"  # module of the point that stands for any technology where a rack is a load bank


class Housed(NamedTuple):
    """Racks of one group as their bill sees them."""

    racks: float
    record: Any
    row_fill: float  # m3 of coolant per rack in its CDU and row piping
    charge: Callable[[], float]  # m3 of boiling fluid that a rack's own geometry and receiver hold

    @property
    def servers(self) -> float:
        """Servers of all racks."""
        return self.racks * float(self.record["servers"])

    @property
    def packages(self) -> float:
        """Chips and host processors of a server."""
        return float(self.record["chip_count"] + self.record["host_count"])


@dataclass(frozen=True)
class Technology:
    """Point of a technology's rack, and what it adds to the racks' bill."""

    rack: Callable
    bill: Callable[[Housed], list[Equipment]]


@cache
def technology_named(name: str) -> Technology:
    """The declaration of a technology.

    Raises
    ------
    LibraryError
        For an unknown technology, or one whose module declares nothing.
    """
    path = f"thermo.cooling.{technology(name).name.replace('-', '_')}"
    found = getattr(import_module(path), "TECHNOLOGY", None)
    if not isinstance(found, Technology):
        raise LibraryError(f"{path} has no TECHNOLOGY = Technology(...), see thermo.cooling.declaration.")
    return found


def technologies() -> dict[str, Technology]:
    """All technologies by name."""
    return {name: technology_named(name) for name in technology_names()}


def point_of(name: str, info: dict[str, Any]) -> Callable:
    """The compiled point of a rack in a technology; `info` of `thermo.case.racks.resolve`."""
    if info.get("load_bank"):
        return import_module(f"thermo.cooling.{LOAD_BANK}").rack
    return technology_named(name).rack
