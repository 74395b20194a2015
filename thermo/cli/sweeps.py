"""Many cases: sweep, info, export."""

from pathlib import Path
from typing import Annotated

import typer

from thermo.cli.output import chunk_progress, emit, grid, show, tell_cold, warn
from thermo.cli.root import AsJson, StudyFile, study_file

app = typer.Typer()


@app.command()
def sweep(
    study: StudyFile,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="a .zarr store (resumes), or .nc, .csv, .parquet, .xlsx")
    ] = None,
    exact: Annotated[
        bool | None, typer.Option("--exact/--table", help="solve every hour, or look hours up in adaptive tables")
    ] = None,
    hourly: Annotated[str, typer.Option("--hourly", help="hourly variables to keep, with commas between them")] = "",
    at_load: Annotated[bool, typer.Option("--at-load", help="also pue_at_load and mlc: four more years")] = False,
    costs: Annotated[bool, typer.Option("--costs", help="also the cost variables; some milliseconds a case")] = False,
    chunk: Annotated[int | None, typer.Option("--chunk", help="cases of a chunk")] = None,
    threads: Annotated[int | None, typer.Option("--threads", help="threads; all cores if left out")] = None,
    workers: Annotated[int | None, typer.Option("--workers", help="processes of a local cluster to run on")] = None,
    scheduler: Annotated[str | None, typer.Option("--scheduler", help="address of a Dask scheduler")] = None,
) -> None:
    """Run the cases of a study's sweep table; killed at any moment, the same command goes on where it was."""
    from thermo.core.jit import is_cold
    from thermo.engine import lookup
    from thermo.study import read_study
    from thermo.sweeping import sweep as run
    from thermo.sweeping.export import check as check_output
    from thermo.sweeping.export import write
    from thermo.sweeping.info import overview

    stored = output is not None and output.suffix == ".zarr"
    if output is not None and not stored:
        check_output(output)
    found = read_study(study_file(study))
    tell_cold(is_cold(lookup.__file__))
    with chunk_progress() as step:
        result = run(
            found,
            output=output if stored else None,
            exact=exact,
            hourly=[name.strip() for name in hourly.split(",") if name.strip()],
            at_load=at_load,
            costs=costs,
            chunk=chunk,
            threads=threads,
            workers=workers,
            scheduler=scheduler,
            step=step,
        )
    if output is not None and not stored:
        write(result, output)
    show(grid(f"{found.name}: {result.attrs['cases']} cases", *overview(result)))
    if "table_error" in result.attrs:
        show(result.attrs["table_error"])


@app.command()
def info(
    result: Annotated[Path, typer.Argument(metavar="OUT.zarr", help="what `thermo sweep` wrote")],
    as_json: AsJson = False,
) -> None:
    """Say what is in a sweep's store and how far it got."""
    from thermo.sweeping.info import info as describe_store

    document = describe_store(result)
    if as_json:
        emit(document)
        return
    rows = []
    for key, value in document.items():
        if isinstance(value, dict):
            rows += [[f"{key}: {k}", v] for k, v in value.items()]
        else:
            rows.append([key.replace("_", " "), ", ".join(value) if isinstance(value, list) else value])
    show(grid(str(result), ["", ""], rows))


@app.command("export")
def export_result(
    result: Annotated[Path, typer.Argument(metavar="OUT.zarr", help="what `thermo sweep` wrote")],
    output: Annotated[Path, typer.Argument(metavar="FILE", help=".nc, .csv, .parquet or .xlsx")],
) -> None:
    """Write a sweep as netCDF, CSV, Parquet or XLSX: one row per case, units in the header."""
    from thermo.sweeping.export import check as check_output
    from thermo.sweeping.export import write
    from thermo.sweeping.info import info as describe_store
    from thermo.sweeping.store import open_dataset

    check_output(output)
    found = describe_store(result)
    if not found["finished"]:
        words = f"{found['cases_done']} of {found['cases']} cases are finished; the rest is empty."
        warn(f"{result}: {words}")
    write(open_dataset(result), output)
