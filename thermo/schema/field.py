"""One value of an engine record, its name, unit and meaning written once; numpy dtypes are made from such tables."""

from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Field:
    """One value of a record.

    name : an identifier; unit : the engine's, as pint reads it, "1" where there is none
    size : a vector's length, 0 for a number; of : dtype of a record that stands here in place of a number
    sized : NaN until the design hour fills it; a given value is kept
    shown : unit in which reports show it, if another
    """

    name: str
    unit: str
    meaning: str
    size: int = 0
    sized: bool = False
    shown: str = ""
    of: Any = "f8"


def record(fields: tuple[Field, ...]) -> np.dtype:
    """The numpy dtype of a record of 64-bit floats in the order of the table; its values read as attributes."""
    layout = [(f.name, f.of, (f.size,)) if f.size else (f.name, f.of) for f in fields]
    return np.dtype((np.record, np.dtype(layout, align=True)))


def blank(dtype: np.dtype, value: float = 0.0) -> Any:
    """One record of numbers alike."""
    made = np.zeros(1, dtype)
    made.view("f8")[:] = value
    return made[0]


def table(records: np.ndarray) -> np.ndarray:
    """Records (...,) as numbers (..., fields), the same memory."""
    return records.view("f8").reshape(*records.shape, -1)


def records(numbers: np.ndarray, dtype: np.dtype) -> np.ndarray:
    """Numbers (..., fields) as records (...,), the same memory where that is contiguous."""
    return np.ascontiguousarray(numbers, float).view(dtype).reshape(numbers.shape[:-1])


def names(fields: tuple[Field, ...]) -> tuple[str, ...]:
    """Names of a table's fields."""
    return tuple(f.name for f in fields)
