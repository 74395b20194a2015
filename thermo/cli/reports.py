"""What is shown and what is published: report, market, validate."""

from pathlib import Path
from typing import Annotated

import typer

from thermo.cli.output import emit, save, say, show
from thermo.cli.root import AsJson, study_file

app = typer.Typer()


@app.command()
def report(
    results: Annotated[
        list[Path],
        typer.Argument(
            metavar="RESULT...",
            help="what evaluate wrote (.nc holds all, .json no hours), and what frontier or optimize (.json) or sweep "
            "(.zarr) wrote",
        ),
    ],
    output: Annotated[Path, typer.Option("-o", "--output", help="page to write")] = Path("report.html"),
    language: Annotated[str, typer.Option("--language", help="en or zh")] = "en",
    site: Annotated[
        str | None, typer.Option("--site", help="site whose hours are drawn; the first if left out")
    ] = None,
) -> None:
    """Write one self-contained HTML page: comparison, figures of the year, limits and rules in words."""
    from thermo.reports.page import write

    say(write(results, output, language=language, site=site))


@app.command()
def market(
    study: Annotated[Path, typer.Argument(metavar="STUDY", help="market study (TOML)")],
    output: Annotated[Path | None, typer.Option("-o", "--output", help="also write .json")] = None,
    as_json: AsJson = False,
) -> None:
    """Market and fleet: stocks, shipments, campaigns, targets, a training job, siting rules."""
    from thermo.errors import StudyError
    from thermo.markets.figures import tables
    from thermo.markets.fleet import market as figures

    if output is not None and output.suffix != ".json":
        raise StudyError(["a market study is written as .json"], output)
    document = figures(study_file(study))
    if output is not None:
        save(document, output)
    if as_json:
        emit(document)
        return
    show(*tables(document))


@app.command()
def validate(
    name: Annotated[str | None, typer.Argument(help="only families, or cases, whose name starts with this")] = None,
    as_json: AsJson = False,
) -> None:
    """Compare with published figures; a disagreement is printed, not an error."""
    from thermo.reports.validation import families_table, run, table

    document = run(name)
    if as_json:
        emit(document)
        return
    show(table(document), families_table(document))
