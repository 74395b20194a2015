"""Searches: frontier, break-even, optimize."""

from pathlib import Path
from typing import Annotated

import typer

from thermo.cli.output import emit, progress, save, show
from thermo.cli.root import AsJson, StudyFile, study_file
from thermo.errors import ThermoError

app = typer.Typer()


@app.command()
def frontier(
    study: StudyFile,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="also write .json or .csv")] = None,
    as_json: AsJson = False,
    group: Annotated[
        str | None, typer.Option("--group", help="IT group whose density changes; the first if left out")
    ] = None,
) -> None:
    """Find the densest rack of each option and site, what ends it, and where options overtake one another."""
    from thermo.reports import search
    from thermo.search.frontier import frontier as find
    from thermo.study import read_study

    if output is not None:
        search.check(output)
    found = read_study(study_file(study))
    with progress(len(found.sites()) * len(found.option), "looking for the densest racks") as step:
        document = find(found, group=group, step=step).to_dict()
    if output is not None:
        search.write(document, output, search.frontier_rows)
    if as_json:
        emit(document)
        return
    show(search.frontier(document))


@app.command("break-even")
def break_even(
    study: StudyFile,
    option: Annotated[
        list[str] | None, typer.Option("--option", help="an option to compare (twice or more); all if left out")
    ] = None,
    axis: Annotated[
        list[str] | None, typer.Option("--axis", help="density, electricity_price or utilization; all if left out")
    ] = None,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="also write .json")] = None,
    as_json: AsJson = False,
) -> None:
    """Find the rack density, electricity price and utilisation at which one option becomes cheaper than another."""
    from thermo.reports.files import check as check_output
    from thermo.reports.table import break_even_table
    from thermo.search.break_even import AXES
    from thermo.search.break_even import break_even as find
    from thermo.study import read_study

    if output is not None:
        check_output(output)
        if output.suffix != ".json":
            raise ThermoError(f"output '{output}': break-evens are written as .json.")
    found = read_study(study_file(study))
    axes = tuple(axis) if axis else AXES
    with progress(24 * len(found.sites()), "looking for break-evens") as step:
        document = find(found, option, axes, step=step)
    if output is not None:
        save(document, output)
    if as_json:
        emit(document)
        return
    show(break_even_table(document))


@app.command()
def optimize(
    study: StudyFile,
    goal: Annotated[str, typer.Option("--for", help="energy, tco, carbon or water")] = "energy",
    output: Annotated[Path | None, typer.Option("-o", "--output", help="also write .json or .csv")] = None,
    as_json: AsJson = False,
    option: Annotated[str | None, typer.Option("--option", help="only this option")] = None,
    site: Annotated[str | None, typer.Option("--site", help="only this site")] = None,
) -> None:
    """Choose set points, flows and sizes for the least energy, cost, carbon or water within limits and caps."""
    from thermo.reports import search
    from thermo.search.optimize import optimize as find
    from thermo.study import read_study

    if output is not None:
        search.check(output)
    found = read_study(study_file(study))
    total = len(found.sites()) * len(found.option)
    with progress(total if option is None else len(found.sites()), "choosing set points") as step:
        document = find(found, goal, option=option, site=site, step=step).to_dict()
    if output is not None:
        search.write(document, output, search.optimum_rows)
    if as_json:
        emit(document)
        return
    show(search.optimum(document))
