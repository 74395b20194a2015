"""Results as other programs read them: netCDF, CSV, Parquet, XLSX; a sweep's table has one row per case."""

import csv
from pathlib import Path

import numpy as np

from thermo.cells import cell, cells, literal
from thermo.errors import ThermoError
from thermo.files import beside

ENDINGS = (".nc", ".csv", ".parquet", ".xlsx")
SHEET_ROWS = 1_048_575  # of a worksheet, below its header
ROWS = 20_000  # cases written at once


def check(path):
    """Refuse an ending or a folder that cannot be written, before anything is computed.

    Raises
    ------
    ThermoError
    """
    path = Path(path)
    if path.suffix not in ENDINGS:
        raise ThermoError(
            f"output '{path}': ending '{path.suffix}' is not known; use one of .zarr, {', '.join(ENDINGS)}"
        )
    if path.is_dir() or not path.parent.is_dir():
        raise ThermoError(f"output '{path}': '{path.parent}' is not a folder; create it first or choose another place")
    if path.suffix == ".parquet":
        parquet()
    return path


def parquet():
    """pyarrow, or a sentence on how to get it."""
    try:
        import pyarrow.parquet
    except ImportError:
        raise ThermoError('Parquet needs pyarrow: pip install "thermo-dc[parquet]"') from None
    return pyarrow


def write(dataset, path):
    """Write a sweep's Dataset by the ending of `path`, beside its final name first.

    CSV, Parquet and XLSX hold one row per case: axes, then variables with their unit in the header; variables of a
    further dimension take a column per label. Hourly variables go to netCDF alone.
    """
    path = check(path)
    with beside(path) as temporary:
        if path.suffix == ".nc":
            dataset.to_netcdf(temporary, engine="h5netcdf")
        else:
            {".csv": _csv, ".parquet": _parquet, ".xlsx": _xlsx}[path.suffix](dataset, temporary)


def dims_of(dataset):
    """Dimensions of the cases: those of `pue`."""
    return dataset["pue"].dims


def columns(dataset):
    """(header, variable, label place or None, words or None) of every column of the table."""
    found: list[tuple] = []
    for name, variable in dataset.data_vars.items():
        further = [d for d in variable.dims if d not in dims_of(dataset)]
        if "hour" in further:
            continue
        unit = variable.attrs.get("units", "1")
        head = name if unit == "1" else f"{name} [{unit}]"
        words = variable.attrs.get("words") if "flag_values" in variable.attrs else None
        if not further:
            found.append((head, name, None, words))
            continue
        for i, label in enumerate(dataset[further[0]].values):
            label = f"{label:g}" if isinstance(label, float) else label
            found.append((head.replace(name, f"{name}.{label}", 1), name, i, None))
    return found


def axes(dataset):
    """(header, name) of every coordinate that tells cases apart."""
    cases = set(dims_of(dataset))
    found = []
    for name, variable in dataset.coords.items():
        if variable.dims and set(variable.dims) <= cases:
            unit = variable.attrs.get("units", "1")
            found.append((name if unit == "1" else f"{name} [{unit}]", name))
    return found


def batches(dataset):
    """Tables of at most ROWS cases: header to array."""
    cases = dims_of(dataset)
    shape = tuple(dataset.sizes[d] for d in cases)
    size = int(np.prod(shape))
    outer = max(1, shape[0] if shape else 1)
    each = max(1, ROWS // max(1, size // outer))
    for a in range(0, outer, each):
        part = dataset.isel({cases[0]: slice(a, a + each)}) if cases else dataset
        part_shape = tuple(part.sizes[d] for d in cases)
        table = {}
        for head, name in axes(dataset):
            values = part[name]
            table[head] = np.broadcast_to(
                values.values.reshape([n if d in values.dims else 1 for d, n in zip(cases, part_shape, strict=True)]),
                part_shape,
            ).reshape(-1)
        held = {}
        for head, name, i, words in columns(dataset):
            if name not in held:
                held[name] = part[name].transpose(*cases, ...).values
            values = held[name] if i is None else held[name][..., i]
            table[head] = np.array(words)[values.reshape(-1)] if words else values.reshape(-1)
        yield table


def _csv(dataset, path):
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        for n, table in enumerate(batches(dataset)):
            if n == 0:
                writer.writerow(cells(table))
            lists = [["" if v != v else cell(v) for v in values.tolist()] for values in table.values()]
            writer.writerows(zip(*lists, strict=True))


def _parquet(dataset, path):
    pyarrow = parquet()
    writer = None
    try:
        for table in batches(dataset):
            made = pyarrow.table({head: pyarrow.array(values.tolist()) for head, values in table.items()})
            if writer is None:
                notes = {k: str(dataset.attrs[k]) for k in ("study", "version", "study_json") if k in dataset.attrs}
                writer = pyarrow.parquet.ParquetWriter(path, made.schema.with_metadata(notes))
            writer.write_table(made.cast(writer.schema))
    finally:
        if writer is not None:
            writer.close()


def _xlsx(dataset, path):
    from openpyxl import Workbook

    cases = int(np.prod([dataset.sizes[d] for d in dims_of(dataset)]))
    if cases > SHEET_ROWS:
        raise ThermoError(f"output: {cases} cases do not fit a worksheet of {SHEET_ROWS} rows; use .parquet or .csv")
    book = Workbook(write_only=True)
    sheet = book.create_sheet("cases")
    for n, table in enumerate(batches(dataset)):
        if n == 0:
            sheet.append([literal(sheet, head) for head in table])
        lists = [[None if v != v else literal(sheet, v) for v in values.tolist()] for values in table.values()]
        for row in zip(*lists, strict=True):
            sheet.append(row)
    about = book.create_sheet("about")
    for key, value in dataset.attrs.items():
        about.append([key, literal(about, str(value)[:32000])])
    book.save(path)


def evaluation_table(document, path):
    """Write the document of `evaluate` as Parquet: one row per site and option."""
    pyarrow = parquet()
    rows = []
    for entry in document["options"]:
        row: dict = {}
        for key, value in entry.items():
            if key in ("inputs", "policies", "messages"):
                continue
            if key == "limits":
                row[key] = "; ".join(limit["text"] for limit in value)
            elif isinstance(value, dict):
                row |= {f"{key}.{k}": v for k, v in value.items()}
            else:
                row[key] = "; ".join(map(str, value)) if isinstance(value, list) else value
        rows.append(row)
    heads = dict.fromkeys(k for row in rows for k in row)
    table = pyarrow.table({head: pyarrow.array([row.get(head) for row in rows]) for head in heads})
    pyarrow.parquet.write_table(table, path)
