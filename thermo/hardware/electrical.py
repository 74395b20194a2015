"""An electrical chain's record from names: its inputs, coefficients and redundancies."""

import numpy as np

from thermo.errors import LibraryError, nearest
from thermo.library import defaults, find, loss_coefficients
from thermo.schema.electrical import ELECTRICAL

REDUNDANCIES = ("N", "N+1", "2N", "3N/2", "4N/3")


def redundancy(word, count):
    """Installed over needed modules: 1 for N, (n + 1)/n for N+1, 2 for 2N, 1.5 for 3N/2, 4/3 for 4N/3."""
    return {"N": 1.0, "N+1": (count + 1.0) / count, "2N": 2.0, "3N/2": 1.5, "4N/3": 4.0 / 3.0}[word]


def build(given=None):
    """An ELECTRICAL record from the inputs of `library/defaults/electrical.toml`, and its rack supply.

    Parameters
    ----------
    given : dict, optional
        Inputs by name, as text with units; what is left out takes its default.

    Returns
    -------
    record : numpy record of dtype ELECTRICAL
        Ratings that were not given are NaN, to be filled by `chain.size`.
    supply : str
        Key in `power_supplies.toml` that belongs to the system (DC systems take the rectifier out of the rack).

    Raises
    ------
    LibraryError
        For an unknown input, a wrong unit, an unknown choice or a value out of range.
    """
    given = dict(given or {})
    inputs = defaults("electrical")
    for name in given:
        if name not in inputs:
            raise LibraryError(f"electrical.{name} is not an input. {nearest(name, inputs)}")
    number = {name: each.si(given.get(name)) for name, each in inputs.items()}
    word = {name: given.get(name, each.default) for name, each in inputs.items() if each.quantity == "choice"}
    record = np.zeros(1, ELECTRICAL).view(np.recarray)[0]
    for name in ELECTRICAL.names or ():
        if name in number and name not in word:
            record[name] = number[name]
    system = find("ups", word["system"])
    for stage, file, key, kind in (
        ("ups", "ups", word["system"], "redundancy"),
        ("transformer", "transformers", word["transformer"], "transformer_redundancy"),
        ("distribution", "transformers", word["distribution"], "distribution_redundancy"),
    ):
        for letter, value in zip("abc", loss_coefficients(file, key), strict=True):
            record[f"{stage}_{letter}"] = value
        record[f"{stage}_redundancy"] = redundancy(word[kind], number[f"{stage}_count"])
    record["ups_medium_voltage"] = system.si("medium_voltage", "ratio", 0.0)
    if np.isnan(number["mains_share"]):
        record["mains_share"] = system.si("mains_share", "ratio", 0.0)
    for letter in "abc":
        record[f"mains_{letter}"] = system.si(f"mains_{letter}", "ratio", 0.0)
    return record, system.get("supply")
