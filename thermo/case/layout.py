"""The parts of an option, and the inputs that each declares: where a study gives them and whose record they fill.

An input has the name of its record's field. What a section says of an input (`feeds`) tells where more than that field
follows from it.
"""

from dataclasses import dataclass
from typing import Any

from thermo.library import Input, defaults, registry
from thermo.schema.hall import DIRECT_AIR, NO_LIQUID, OWN_LOOP, SHARED_PARALLEL, SHARED_SERIES, TO_ROOM, WATER_COIL
from thermo.study.inputs import DEFAULT_PLANT

COIL = "crah"  # terminal whose inputs stand for a unit built into its plant


@dataclass(frozen=True)
class Inputs:
    """Inputs of one part: the option's table that gives them, their section of the defaults, the record they fill."""

    table: str
    kind: str
    name: str | None
    record: str

    @property
    def items(self) -> dict[str, Input]:
        """Every input by key."""
        return defaults(self.kind, self.name)


@dataclass(frozen=True)
class Layout:
    """Plants and terminals of an option; None where a stream has none of its own."""

    air_plant: str
    air_terminal: str
    liquid_plant: str | None
    liquid_terminal: str | None
    air_mode: int
    liquid_mode: int
    coils: bool  # CRAHs on facility water
    untold: bool  # the study names no plant for the liquid

    @property
    def parts(self) -> list[Inputs]:
        """Declared inputs of plants and terminals."""
        found = [
            Inputs("air", "plant", self.air_plant, "plant_air"),
            Inputs("air", "terminal", self.air_terminal, "hall"),
        ]
        if self.liquid_terminal is not None:
            found.append(Inputs("liquid", "terminal", self.liquid_terminal, "hall"))
        if self.liquid_plant is not None:
            found.append(Inputs("liquid", "plant", self.liquid_plant, "plant_liquid"))
        return found


def layout_of(choice: Any, has_liquid: bool) -> Layout:
    """The layout of an option; `has_liquid` says whether any group's racks take liquid."""
    air, liquid = choice.air, choice.liquid
    plant, terminal = air.get("plant", DEFAULT_PLANT["air"]), air.get("terminal", COIL)
    direct = registry.plant(plant).room_air
    found = {
        "air_plant": plant,
        "air_terminal": COIL if direct or terminal == "crac" else terminal,
        "air_mode": DIRECT_AIR if direct else WATER_COIL,
        "coils": not direct and terminal == COIL,
        "untold": liquid.get("plant") is None,
    }
    if not has_liquid:
        return Layout(**found, liquid_plant=None, liquid_terminal=None, liquid_mode=NO_LIQUID)
    terminal, mode, own = liquid.get("terminal", terminal_default(choice)), OWN_LOOP, None
    if terminal == "cdu-air":
        mode = TO_ROOM
    elif liquid.get("loop") == "air":
        mode = SHARED_SERIES if liquid.get("connection") == "series" else SHARED_PARALLEL
    else:
        own = liquid.get("plant", DEFAULT_PLANT["liquid"])
    return Layout(**found, liquid_plant=own, liquid_terminal=terminal, liquid_mode=mode)


def terminal_default(choice: Any) -> str:
    """What takes heat from an option's coolant where the study names nothing."""
    return registry.technology(choice.technology).liquid_terminal(choice.technology_inputs(choice.technology))


def worth_inputs(spec):
    """(path, low, high) of every numeric input of the case's plants and terminals that has bounds."""
    choice = spec.choice
    built_in = choice.air.get("terminal") == "crac"
    for part in layout_of(choice, registry.technology(choice.technology).liquid).parts:
        if part.kind == "terminal" and part.table == "air" and built_in:
            continue
        for key, item in part.items.items():
            if item.low is not None and item.high is not None and item.default is not None:
                yield f"option.{part.table}.{key}", item.low, item.high
