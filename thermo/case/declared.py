"""Declarations of plants and technologies by name: `PLANT` in `thermo/plant/NAME.py`, `TECHNOLOGY` in
`thermo/cooling/NAME.py`, with an underscore for each hyphen.
"""

from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import Any

from thermo.cooling.declaration import Technology
from thermo.errors import LibraryError
from thermo.library.registry import plant, plant_names, technology, technology_names
from thermo.plant.declaration import Plant

LOAD_BANK = "load_bank"  # module of the point that stands for any technology where a rack is a load bank


@cache
def plant_named(name: str) -> Plant:
    """The declaration of a plant.

    Raises
    ------
    LibraryError
        For an unknown plant, or one whose module declares nothing.
    """
    path = f"thermo.plant.{plant(name).name.replace('-', '_')}"
    found = getattr(import_module(path), "PLANT", None)
    if not isinstance(found, Plant):
        raise LibraryError(f"{path} has no PLANT = Plant(...), see thermo.plant.declaration.")
    return found


def plants() -> dict[str, Plant]:
    """All plants by name, in the order of the defaults."""
    return {name: plant_named(name) for name in plant_names()}


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
    """The compiled point of a rack in a technology; `info` of `thermo.hardware.racks.resolve`."""
    if info.get("load_bank"):
        return import_module(f"thermo.cooling.{LOAD_BANK}").rack
    return technology_named(name).rack
