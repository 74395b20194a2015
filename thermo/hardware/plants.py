"""A plant's record from names: its defaults in `library/defaults/plant.toml` and what is given instead."""

import numpy as np

from thermo.errors import LibraryError, nearest
from thermo.library import curves, defaults
from thermo.library.liquids import coefficients
from thermo.schema.plant import FIELDS, PLANT, SIZES


def fill_curves(record, prefix, entry):
    """Write a curve set of `library/chillers.toml` into the fields `<prefix>_cap`, `_eir`, `_plr`, ...

    A set of kind `carnot` writes its share of Carnot, approaches and part-load curve instead and selects that model.
    """
    for field in ("cap", "eir", "plr", "plf", "limits"):
        if f"{prefix}_{field}" in FIELDS and entry.get(field) is not None:
            record[f"{prefix}_{field}"] = entry.get(field)
    for field in ("cop", "minimum", "max", "approach"):
        name = f"{prefix}_{field}"
        if name in FIELDS and entry.get(field) is not None:
            record[name] = entry.get(field)
    for field in ("carnot_fraction", "carnot_evaporator", "carnot_condenser", "carnot_lift"):
        if entry.get(field) is not None:
            record[field] = entry.get(field)
    if prefix == "chiller":
        record["chiller_model"] = float(entry.kind == "carnot")


def resolve(name, given=None, liquid="water", fraction=None):
    """A plant's record from its defaults and what is given instead.

    Parameters
    ----------
    name : str
        One of `thermo.library.registry.plant_names`.
    given : dict, optional
        Input: text with its unit, number or choice, as in a study; sized fields may be given as well. A curve set is
        given by its key (`chiller = "carnot-water"`), and what is given beside it is kept.
    liquid, fraction : str, float
        The loop's liquid, see `thermo.library.liquids.coefficients`.

    Returns
    -------
    numpy.ndarray
        Zero-dimensional record array of `PLANT`; `record[()]` is the writable record.
    """
    given = dict(given or {})
    inputs = defaults("plant", name)
    record = np.zeros((), PLANT)
    for field in (*SIZES, "tower_set"):
        record[field] = np.nan
    for key, item in inputs.items():
        if item.quantity != "text":
            record[key] = item.si(None)
    record["loop"] = coefficients(liquid, fraction)
    for key in ("chiller", "dx"):
        if key in inputs:
            word = str(given.pop(key, None) or inputs[key].default)
            fill_curves(record, key, curves.entry(key, word, name, given))
    for key, value in given.items():
        if key not in inputs:
            raise LibraryError(f"plant {name} has no input '{key}'. {nearest(key, inputs)}")
        record[key] = inputs[key].si(value)
    return record
