"""What a result is and how far it got, and a sweep in one small table."""

import json
from math import prod
from pathlib import Path

import numpy as np

from thermo.errors import ThermoError
from thermo.sweeping import integrity
from thermo.sweeping import store as stores


def info(path):
    """A sweep's store in words: a dict that prints as JSON.

    Raises
    ------
    ThermoError
        Where there is no sweep.
    """
    path = Path(path)
    if not path.exists():
        raise ThermoError(f"result '{path}': there is no such store")
    if names := integrity.damaged_files(path):
        raise ThermoError(
            f"result '{path}': {', '.join(names[:3])} of this sweep is damaged; "
            "run the same sweep again, which restores it"
        )
    mark = stores.read_mark(path)
    if mark is None:
        raise ThermoError(f"result '{path}': this is no sweep of thermo (a .zarr store that `thermo sweep` made)")
    root = json.loads((path / "zarr.json").read_text())["attributes"]
    dataset = stores.open_dataset(path)
    dims = {d: dataset.sizes[d] for d in dataset["pue"].dims}
    grid = stores.Grid(dims.values(), mark["chunks"])
    store = stores.Store(path, grid)
    notes, bad = store.notes, store.damaged()
    done = sum(prod(grid.within(k)) for k in notes)
    seconds = [n.get("seconds", 0.0) for n in notes.values()]
    total = prod(dims.values())
    result = {
        "study": root["study"],
        "version": root["version"],
        "engine": mark["engine"],
        "design": root["design"],
        "method": root["method"],
        "dimensions": dims,
        "axes": {name: _told(dataset[name]) for name in dataset.coords if set(dataset[name].dims) <= set(dims)},
        "variables": list(dataset.data_vars),
        "cases": total,
        "cases_done": done,
        "chunks": grid.size,
        "chunks_done": len(notes),
        "finished": len(notes) == grid.size and not bad,
        "damaged": {str(k): names for k, names in bad.items()},
        "repaired": integrity.told(path),
        "seconds": round(sum(seconds), 1),
        "bytes": sum(f.stat().st_size for f in path.rglob("*") if f.is_file()),
    }
    result |= {k: v for k, v in root.items() if k.startswith("table_")}
    if root.get("cannot_be_built"):
        result["cannot_be_built"] = json.loads(root["cannot_be_built"])
    return result


def _told(values):
    listed = values.values.tolist()
    unit = values.attrs.get("units", "1")
    shown = [f"{v:g}" if isinstance(v, float) else str(v) for v in listed]
    text = ", ".join(shown if len(shown) <= 8 else [*shown[:4], "…", shown[-1]])
    return text if unit == "1" else f"{text} {unit}"


def overview(dataset):
    """Rows of a table: per option, cases, feasible cases, spread of PUE and TUE of those, commonest first limits."""
    names = [str(v) for v in np.atleast_1d(dataset["option"].values)] if "option" in dataset.coords else [""]
    rows = []
    for name in dict.fromkeys(names):
        part = dataset.where(dataset["option"] == name, drop=True) if "option" in dataset["pue"].dims else dataset
        if "option" in dataset.coords and "option" not in dataset["pue"].dims and dataset["option"].dims:
            part = dataset.isel({dataset["option"].dims[0]: np.flatnonzero(dataset["option"].values == name)})
        good = part["feasible"].values.reshape(-1) == 1
        rows.append([name, str(good.size), str(int(good.sum())), *(_spread(part[v], good) for v in ("pue", "tue"))])
        words = dataset["limit"].attrs["words"]
        codes = part["limit"].values.reshape(-1).astype(int)
        counted = np.bincount(codes[~good], minlength=len(words))
        common = np.argsort(-counted, kind="stable")[:2]
        rows[-1].append(", ".join(f"{words[c]} {counted[c]}" for c in common if counted[c]) or "–")
    return ["option", "cases", "feasible", "PUE", "TUE", "limits (first, cases)"], rows


def _spread(values, good):
    found = values.values.reshape(-1)[good]
    found = found[np.isfinite(found)]
    return f"{found.min():.3f} – {found.max():.3f}" if found.size else "–"
