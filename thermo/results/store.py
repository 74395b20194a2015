"""A result on disk: netCDF and Zarr hold its arrays and tables, JSON its document.

The root group is the summary; `hourly` holds the hours, `samples` and `draws` a Monte Carlo run, and `details/limits`,
`details/warnings`, `details/policies`, `details/inputs`, `details/equipment` and so on rows with their site and option.
"""

import json
from pathlib import Path
from typing import Any

import numpy as np
import xarray as xr

from thermo.errors import ThermoError
from thermo.files import beside, check, quiet

ENDINGS = (".nc", ".zarr", ".json")
GROUPS = "groups"  # attribute of the root: the other groups there are
ABSENT = object()  # what a row does not have
GAPS = {"null": None, "absent": ABSENT}


def flat(item, head=""):
    """{dotted name: leaf} of a nested dict; an empty dict is a leaf."""
    found: dict[str, Any] = {}
    for key, value in item.items():
        whole = isinstance(value, dict) and value
        found |= flat(value, f"{head}{key}.") if whole else {f"{head}{key}": value}
    return found


def nested(leaves):
    """The dict of dotted names."""
    found: dict = {}
    for name, value in leaves.items():
        *path, last = name.split(".")
        holder = found
        for step in path:
            holder = holder.setdefault(step, {})
        holder[last] = value
    return found


def column(cells):
    """(array, attributes) of one value a row, some of them None or not there (ABSENT).

    Numbers stay numbers, with NaN in the gaps, and text stays text; JSON text stands for what is neither alone.
    """
    gaps = {name for name, gap in GAPS.items() if any(c is gap for c in cells)}
    kinds = {type(c) for c in cells if not any(c is gap for gap in GAPS.values())}
    if kinds and kinds <= {int, float} and len(gaps) < 2:
        attributes = {"gaps": gaps.pop(), "whole": int(kinds == {int})} if gaps else {}
        return np.array([np.nan if c is None or c is ABSENT else c for c in cells] if attributes else cells), attributes
    if kinds in ({str}, {bool}) and not gaps:
        return np.array(cells, object if str in kinds else bool), {}
    texts = ["" if c is ABSENT else json.dumps(c, ensure_ascii=False) for c in cells]
    return np.array(texts, object), {"cells": "JSON"}


def cells_of(values):
    """The cells that `column` made a variable of."""
    cells = values.values.tolist()
    if "cells" in values.attrs:
        return [json.loads(c) if c else ABSENT for c in cells]
    whole = int if values.attrs.get("whole") else float
    return [GAPS[values.attrs["gaps"]] if c != c else whole(c) for c in cells] if "gaps" in values.attrs else cells


def table(lists, cases):
    """Dataset of rows with one variable a key.

    Parameters
    ----------
    lists : one list of dicts or texts per case; cases : (site, option) of each
    """
    rows = [
        {"site": site, "option": option} | ({"text": item} if isinstance(item, str) else flat(item))
        for (site, option), items in zip(cases, lists, strict=True)
        for item in items
    ]
    names = dict.fromkeys(name for row in rows for name in row)
    found = xr.Dataset({n: ("row", *column([row.get(n, ABSENT) for row in rows])) for n in names})
    return found.assign_attrs(texts=int(all(isinstance(item, str) for items in lists for item in items)))


def lists_of(found, cases):
    """The lists that `table` was made from."""
    columns = {name: cells_of(values) for name, values in found.data_vars.items()}
    lists: dict = {case: [] for case in cases}
    for cells in zip(*columns.values(), strict=True):
        row = {name: c for name, c in zip(columns, cells, strict=True) if c is not ABSENT}
        where = row.pop("site"), row.pop("option")
        lists[where].append(row["text"] if found.attrs["texts"] else nested(row))
    return [lists[case] for case in cases]


def cases_of(summary):
    """(site, option) in the order of a result's lists."""
    return [(site, option) for site in summary["site"].values.tolist() for option in summary["option"].values.tolist()]


def groups_of(result):
    """{group: Dataset} of a result; the root is ""."""
    cases = cases_of(result.arrays)
    found = {f"details/{name}": table(lists, cases) for name, lists in result.details.items() if any(lists)}
    if result.has_hours:
        found["hourly"] = result.hourly
    if result.uncertainty is not None:
        found |= result.uncertainty.groups()
    root = result.arrays.assign_attrs({GROUPS: " ".join(found)} | result.origin())
    return {"": root, **found}


def write(result, path):
    """Write a Result by the ending of `path`; what stood there is replaced when all went well.

    Raises
    ------
    ThermoError
        For an unknown ending, a folder that is not there, a Zarr store of something else, or a full disk.
    """
    path = check(path, ENDINGS)
    if path.suffix == ".zarr" and path.exists() and not is_result(path):
        raise ThermoError(f"output '{path}' exists and is no result of thermo; choose another name or remove it first.")
    with beside(path) as temporary:
        if path.suffix == ".json":
            text = json.dumps(result.to_dict(), indent=1, ensure_ascii=False, allow_nan=False)
            temporary.write_text(text, encoding="utf-8")
            return
        for n, (group, dataset) in enumerate(groups_of(result).items()):
            mode = "w" if n == 0 else "a"
            if path.suffix == ".nc":
                dataset.to_netcdf(temporary, engine="h5netcdf", mode=mode, group=group or None)
            else:
                with quiet():
                    dataset.to_zarr(str(temporary), mode=mode, group=group or None, consolidated=False)


def is_result(path):
    """True for a Zarr store that holds a result of `evaluate`."""
    try:
        return GROUPS in open_group(path).attrs
    except (OSError, ValueError, KeyError):
        return False


def open_group(path, group=None):
    """One group of a file as a Dataset, read whole."""
    if path.suffix == ".nc":
        with xr.open_dataset(path, engine="h5netcdf", group=group) as held:
            return held.load()
    with quiet(), xr.open_zarr(str(path), group=group, consolidated=False) as held:
        return held.load()


def read_groups(path):
    """{group: Dataset} of a file that `write` made, or {"document": dict} of one that holds the document alone.

    Raises
    ------
    ThermoError
        For a file that is not there, or is no result.
    """
    path = Path(path)
    if path.suffix not in ENDINGS:
        raise ThermoError(f"result '{path}': ending '{path.suffix}' is not known; use one of {', '.join(ENDINGS)}.")
    if not path.exists():
        raise ThermoError(f"result '{path}': there is no such file.")
    try:
        if path.suffix == ".json":
            return {"document": json.loads(path.read_text(encoding="utf-8"))}
        root = open_group(path)
        if GROUPS in root.attrs:
            return {"": root} | {group: open_group(path, group) for group in root.attrs[GROUPS].split()}
        document = json.loads(str(open_group(path, "document")["document"].values))  # of versions before 0.3
        return {"document": document, "hourly": open_group(path, "hourly")}
    except (OSError, ValueError, KeyError, UnicodeDecodeError):
        raise ThermoError(
            f"result '{path}': is not a result that `thermo evaluate -o` or `Result.save` wrote; evaluate again."
        ) from None
