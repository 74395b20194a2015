"""One value of an engine record, its name, unit and meaning written once; numpy dtypes are made from such tables."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Field:
    """One value of a record.

    name : an identifier; unit : the engine's, as pint reads it, "1" where there is none
    size : a vector's length, 0 for a number
    sized : NaN until the design hour fills it; a given value is kept
    shown : unit in which reports show it, if another
    """

    name: str
    unit: str
    meaning: str
    size: int = 0
    sized: bool = False
    shown: str = ""


def record(fields: tuple[Field, ...]) -> np.dtype:
    """The numpy dtype of a record: 64-bit floats, in the order of the table."""
    return np.dtype([(f.name, "f8", (f.size,)) if f.size else (f.name, "f8") for f in fields], align=True)


def names(fields: tuple[Field, ...]) -> tuple[str, ...]:
    """Names of a table's fields."""
    return tuple(f.name for f in fields)
