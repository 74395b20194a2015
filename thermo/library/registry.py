"""Plants and technologies by name, and what may be known of them without their kernels.

The files `defaults/*.toml` list them: a section `[plant.NAME]` or `[technology.NAME]` says what it is, what a study may
ask of it, and its inputs. The engine's side is `PLANT` in `thermo/plant/NAME.py` (`thermo.plant.declaration`) and
`TECHNOLOGY` in `thermo/cooling/NAME.py` (`thermo.cooling.declaration`), with an underscore for each hyphen.
"""

from dataclasses import dataclass, fields
from functools import cache
from typing import Any, TypeVar

from thermo.errors import LibraryError, nearest
from thermo.library import defaults_facts, defaults_kinds
from thermo.units import parse

T = TypeVar("T")
AIR = "air"  # the technology that every rack has, and that fixes its nameplate power


@dataclass(frozen=True)
class PlantFacts:
    """A plant as a study sees it."""

    name: str
    room_air: bool = False  # it conditions the room's air itself, and has no water for a terminal
    terminal: str | None = None  # the terminal it is built into
    chillers: str = "air-cooled"  # its chillers, where no input `heat_rejection` says so

    @property
    def streams(self) -> tuple[str, ...]:
        """Streams that it can serve."""
        return ("air",) if self.room_air else ("air", "liquid")


@dataclass(frozen=True)
class Evaporating:
    """What a technology becomes when one of its inputs says that its liquid evaporates."""

    input: str
    word: str
    supply_liquid: str
    terminal: str
    coolant: str  # input with the fluid where the option names none
    flow: str  # input with the design flow


@dataclass(frozen=True)
class TechnologyFacts:
    """A technology as a study sees it."""

    name: str
    supply_air: str
    supply_liquid: str | None = None  # None: it has no liquid stream
    terminal: str = "cdu"  # what takes heat from its liquid where the study names nothing
    fields: tuple[str, ...] = ()  # groups of the rack's record that it reads beside the general ones
    fins: bool = False  # fins carry the packages' heat: servers cannot be lower than they are
    tank: bool = False  # servers stand in a tank full of liquid
    dielectric: bool = False  # the liquid touches electronics
    boils: str = ""  # where its liquid boils: "plates", "tank"
    evaporating: Evaporating | None = None  # boils only then

    @property
    def liquid(self) -> bool:
        """True when it has a liquid stream."""
        return self.supply_liquid is not None

    def evaporates(self, inputs: dict[str, Any]) -> bool:
        """True when the inputs given choose the mode whose liquid evaporates."""
        return self.evaporating is not None and inputs.get(self.evaporating.input) == self.evaporating.word

    def two_phase(self, inputs: dict[str, Any]) -> bool:
        """True when its liquid boils with the inputs given."""
        return bool(self.boils) and (self.evaporating is None or self.evaporates(inputs))

    def set_points(self, inputs: dict[str, Any]) -> tuple[float, float]:
        """Usual supply of liquid (NaN without one) and of air [degC]."""
        mode = self.evaporating if self.evaporates(inputs) else None
        liquid = mode.supply_liquid if mode else self.supply_liquid
        return parse(liquid, "temperature") if liquid else float("nan"), parse(self.supply_air, "temperature")

    def liquid_terminal(self, inputs: dict[str, Any]) -> str:
        """What takes heat from its liquid where the study names nothing."""
        return self.evaporating.terminal if self.evaporating and self.evaporates(inputs) else self.terminal


def plant_names(stream: str = "air") -> tuple[str, ...]:
    """Plants that can serve a stream, in the order of the defaults."""
    return tuple(name for name in defaults_kinds()["plant"] if stream in plant(name).streams)


def technology_names() -> tuple[str, ...]:
    """All technologies by name."""
    return tuple(sorted(defaults_kinds()["technology"]))


def liquid_technologies() -> tuple[str, ...]:
    """Those with a liquid stream."""
    return tuple(name for name in technology_names() if technology(name).liquid)


@cache
def plant(name: str) -> PlantFacts:
    """A plant's facts.

    Raises
    ------
    LibraryError
        For an unknown plant, with the nearest known one.
    """
    return _facts(PlantFacts, "plant", name, defaults_kinds()["plant"])


@cache
def technology(name: str) -> TechnologyFacts:
    """A technology's facts.

    Raises
    ------
    LibraryError
        For an unknown technology, with the nearest known one.
    """
    return _facts(TechnologyFacts, "technology", name, technology_names())


def _facts(of: type[T], kind: str, name: str, known: Any) -> T:
    if name not in known:
        raise LibraryError(f"{kind.capitalize()} '{name}' is not known. {nearest(name, known)}")
    found: dict[str, Any] = dict(defaults_facts(kind, name))
    if "fields" in found:
        found["fields"] = tuple(found["fields"])
    if "evaporating" in found:
        found["evaporating"] = _filled(Evaporating, kind, name, found["evaporating"])
    return _filled(of, kind, name, {"name": name} | found)


def _filled(of: type[T], kind: str, name: str, table: dict[str, Any]) -> T:
    known = [f.name for f in fields(of)]  # type: ignore[arg-type]
    if unknown := sorted(set(table) - set(known)):
        raise LibraryError(f"{kind}.{name} has unknown key '{unknown[0]}'. {nearest(unknown[0], known)}")
    try:
        return of(**table)
    except TypeError as error:
        raise LibraryError(f"{kind}.{name}: {str(error).partition('() ')[2]}.") from None


TECHNOLOGIES, LIQUID_TECHNOLOGIES = technology_names(), liquid_technologies()
