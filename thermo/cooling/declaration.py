"""What a technology says of itself: `TECHNOLOGY = Technology(...)` in `thermo/cooling/NAME.py`, found by its name.

Its sentence, its inputs, its set points and what a study may ask of it stand in the section `[technology.NAME]` of
`library/defaults`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from thermo.schema.equipment import Equipment


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
