"""The command line: evaluate, sweep, info, export, list, show, check, schema, explain, frontier, break-even, optimize,
report, validate.

Exit codes: 0 done, 1 the study cannot be evaluated (message on stderr), 2 wrong use of the command.
"""

import json
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from thermo.errors import ThermoError, nearest

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Data-center cooling from chip junction to outdoor air: heat, power, PUE, water, hour by hour.",
)
StudyFile = Annotated[Path, typer.Argument(metavar="STUDY", help="study file (TOML)")]


def console(stderr=False):
    """A console as wide as needed when output is not a terminal, so that piped tables are not cut."""
    from rich.console import Console

    stream = sys.stderr if stderr else sys.stdout
    return Console(stderr=stderr, width=None if stream.isatty() else 200, highlight=False)


def study_file(path):
    """The path itself, or the study of that name that comes with the package ("configs/ashburn.toml")."""
    if path.exists() or path.parent.name not in ("", "configs"):
        return path
    here = Path(__file__).parent
    for folder in (here / "configs", here.parent / "configs"):
        if path.suffix == ".toml" and (folder / path.name).exists():
            return folder / path.name
    return path


@contextmanager
def progress(total, what):
    """Progress bar on stderr, none when stderr is not a terminal; yields a function to call per finished step."""
    if total < 2 or not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.progress import Progress

    with Progress(console=console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=total)
        yield lambda: bar.advance(task)


@app.command()
def evaluate(
    study: StudyFile,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="also write .nc, .csv, .json, .xlsx or .parquet")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="print one JSON document and nothing else")] = False,
    worth: Annotated[bool, typer.Option("--worth", help="also print what each plant input is worth in PUE")] = False,
    costs: Annotated[
        bool, typer.Option("--costs", help="also print equipment, capital and operation by item, and cash flows")
    ] = False,
    samples: Annotated[
        int, typer.Option("--samples", help="Monte Carlo samples over the study's distributions, or the price book's")
    ] = 0,
    seed: Annotated[int, typer.Option("--seed", help="the same seed gives the same samples")] = 1,
) -> None:
    """Compare the options of a study at its sites."""
    from thermo.reports import files
    from thermo.results.evaluation import Evaluation
    from thermo.study import read_study

    if output is not None:
        files.check(output)
    evaluation = Evaluation(read_study(study_file(study)))
    if evaluation.cold():
        print(
            "First start with this version: compiling the models this study uses (about half a minute).",
            file=sys.stderr,
        )
    with progress(len(evaluation.cases), "evaluating") as step:
        result = evaluation.run(lambda *_: step())
    if samples:
        from thermo.results.samples import run, steps_of

        with progress(steps_of(evaluation, result, samples), "sampling") as step:
            result.uncertainty = run(evaluation, result, samples, seed, lambda *_: step())
    if output is not None:
        files.write(result, output)
    document = result.to_dict()
    if as_json:
        print(json.dumps(document, indent=1, ensure_ascii=False, allow_nan=False))
        return
    from thermo.reports.table import comparison

    screen = console()
    screen.print(comparison(document))
    if costs:
        from thermo.reports.table import cost_tables

        for table in cost_tables(document):
            screen.print(table)
    if samples:
        from thermo.reports.table import uncertainty_tables

        for table in uncertainty_tables(document):
            screen.print(table)
    if worth:
        from thermo.reports.table import worth_table

        screen.print(worth_table(evaluation.worth()))


FIRST = "First start with this version: compiling the models this study uses (about half a minute)."


def cold_sweep():
    """True when the kernels of sweeps must be compiled first."""
    from thermo.core.jit import is_cold
    from thermo.engine import lookup as table

    return is_cold(table.__file__)


@contextmanager
def chunk_progress():
    """Progress of a sweep on stderr as a function of (done, total), silent when stderr is not a terminal."""
    if not sys.stderr.isatty():
        yield lambda done, total: None
        return
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    count = TextColumn("{task.completed}/{task.total} chunks")
    with Progress(
        TextColumn("sweeping"), BarColumn(), count, TimeRemainingColumn(), console=console(stderr=True), transient=True
    ) as bar:
        task = bar.add_task("sweeping", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def plain_table(title, header, rows):
    """A table of text, as wide as it needs."""
    from rich import box
    from rich.table import Table

    table = Table(title=title, box=box.SIMPLE_HEAD, title_justify="left")
    for name in header:
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*["–" if v is None else str(v) for v in row])
    return table


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
    """Run the cases of a study's [sweep]; killed at any moment, the same command goes on where it was."""
    from thermo.study import read_study
    from thermo.sweeping import sweep as run
    from thermo.sweeping.export import check as check_output
    from thermo.sweeping.export import write
    from thermo.sweeping.info import overview

    stored = output is not None and output.suffix == ".zarr"
    if output is not None and not stored:
        check_output(output)
    found = read_study(study_file(study))
    if cold_sweep():
        print(FIRST, file=sys.stderr)
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
    screen = console()
    screen.print(plain_table(f"{found.name}: {result.attrs['cases']} cases", *overview(result)))
    if "table_error" in result.attrs:
        screen.print(result.attrs["table_error"])


@app.command()
def info(
    result: Annotated[Path, typer.Argument(metavar="OUT.zarr", help="what `thermo sweep` wrote")],
    as_json: Annotated[bool, typer.Option("--json", help="print JSON")] = False,
) -> None:
    """Say what is in a sweep's store and how far it got."""
    from thermo.sweeping.info import info as describe_store

    document = describe_store(result)
    if as_json:
        print(json.dumps(document, indent=1, ensure_ascii=False, allow_nan=False))
        return
    rows = []
    for key, value in document.items():
        if isinstance(value, dict):
            rows += [[f"{key}: {k}", v] for k, v in value.items()]
        else:
            rows.append([key.replace("_", " "), ", ".join(value) if isinstance(value, list) else value])
    console().print(plain_table(str(result), ["", ""], rows))


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
        print(f"{result}: {words}", file=sys.stderr)
    write(open_dataset(result), output)


THINGS = ("racks", "climates", "fluids", "policies", "technologies", "plants", "equipment", "prices")


@app.command("list")
def list_things(
    what: Annotated[str, typer.Argument(metavar="|".join(THINGS), help="what to list")],
    as_json: Annotated[bool, typer.Option("--json", help="print JSON")] = False,
) -> None:
    """List what the library holds."""
    from thermo.catalogue import listing

    if what not in THINGS:
        raise typer.BadParameter(f"'{what}' cannot be listed. {nearest(what, THINGS)}")
    title, header, rows = listing(what)
    if as_json:
        print(json.dumps([dict(zip(header, row, strict=True)) for row in rows], indent=1, ensure_ascii=False))
        return
    from rich import box
    from rich.table import Table

    table = Table(title=title, box=box.SIMPLE_HEAD, title_justify="left")
    for name in header:
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*["–" if v is None else str(v) for v in row])
    console().print(table)


@app.command()
def show(
    thing: Annotated[str, typer.Argument(help="a rack, chip, climate, fluid, policy, technology, plant or equipment")],
    as_json: Annotated[bool, typer.Option("--json", help="print JSON")] = False,
) -> None:
    """Show one thing: all inputs with units, bounds, defaults and sources; or all values of a library entry."""
    from thermo.catalogue import describe

    title, about, header, rows = describe(thing)
    if as_json:
        values = [dict(zip(header, row, strict=True)) for row in rows]
        print(json.dumps({"name": title, "about": about, "values": values}, indent=1, ensure_ascii=False))
        return
    from rich import box
    from rich.table import Table

    table = Table(title=title, caption=about, box=box.SIMPLE_HEAD, title_justify="left", caption_justify="left")
    for name in header:
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*["–" if v is None else str(v) for v in row])
    console().print(table)


@app.command()
def check(study: StudyFile) -> None:
    """Validate a study without evaluating it; all problems at once."""
    from thermo.study import read_study

    found = read_study(study_file(study))
    print(f"{study}: {found.name}: {len(found.sites())} site(s), {len(found.option)} option(s), no problems.")


@app.command()
def schema() -> None:
    """Print the JSON Schema of a study."""
    from thermo.study import Study

    print(json.dumps(Study.schema(), indent=1, ensure_ascii=False))


@app.command()
def explain(
    study: StudyFile,
    option: Annotated[str, typer.Option("--option", help="name of the option")],
    hour: Annotated[
        int | None, typer.Option("--hour", help="hour of the year, 1 to 8760; the design hour if left out")
    ] = None,
    site: Annotated[str | None, typer.Option("--site", help="site, where the study has several")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="print JSON")] = False,
) -> None:
    """Every node of one hour: temperatures, flows, heat, power, mode, with the equation and source behind each."""
    from thermo.reports.explain import explanation, tables
    from thermo.results.evaluation import Evaluation
    from thermo.study import read_study

    evaluation = Evaluation(read_study(study_file(study)))
    document = explanation(evaluation, option, hour, site)
    if as_json:
        print(json.dumps(document, indent=1, ensure_ascii=False, allow_nan=False))
        return
    screen = console()
    for table in tables(document):
        screen.print(table)


@app.command()
def market(
    study: Annotated[Path, typer.Argument(metavar="STUDY", help="market study (TOML)")],
    output: Annotated[Path | None, typer.Option("-o", "--output", help="also write .json")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="print one JSON document and nothing else")] = False,
) -> None:
    """Market and fleet: stocks, shipments, campaigns, targets, a training job, siting rules."""
    from thermo.errors import StudyError
    from thermo.markets.figures import tables
    from thermo.markets.fleet import market as figures

    if output is not None and output.suffix != ".json":
        raise StudyError([f"{output}: a market study is written as .json"])
    document = figures(study_file(study))
    text = json.dumps(document, indent=1, ensure_ascii=False, allow_nan=False)
    if output is not None:
        output.write_text(text + "\n", encoding="utf-8")
    if as_json:
        print(text)
        return
    screen = console()
    for part in tables(document):
        screen.print(part)


@app.command()
def frontier(
    study: StudyFile,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="also write .json or .csv")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="print one JSON document and nothing else")] = False,
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
        print(json.dumps(document, indent=1, ensure_ascii=False, allow_nan=False))
        return
    console().print(search.frontier(document))


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
    as_json: Annotated[bool, typer.Option("--json", help="print one JSON document and nothing else")] = False,
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
    text = json.dumps(document, indent=1, ensure_ascii=False, allow_nan=False)
    if output is not None:
        output.write_text(text, encoding="utf-8")
    if as_json:
        print(text)
        return
    console().print(break_even_table(document))


@app.command()
def optimize(
    study: StudyFile,
    goal: Annotated[str, typer.Option("--for", help="energy, tco, carbon or water")] = "energy",
    output: Annotated[Path | None, typer.Option("-o", "--output", help="also write .json or .csv")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="print one JSON document and nothing else")] = False,
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
        print(json.dumps(document, indent=1, ensure_ascii=False, allow_nan=False))
        return
    console().print(search.optimum(document))


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

    print(write(results, output, language=language, site=site))


@app.command()
def validate(
    name: Annotated[str | None, typer.Argument(help="only families, or cases, whose name starts with this")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="print one JSON document and nothing else")] = False,
) -> None:
    """Compare with published figures; a disagreement is printed, not an error."""
    from thermo.reports.validation import families_table, run, table

    document = run(name)
    if as_json:
        print(json.dumps(document, indent=1, ensure_ascii=False, allow_nan=False))
        return
    console().print(table(document))
    console().print(families_table(document))


def main() -> None:
    """Entry point: a user's mistake is one message on stderr and exit code 1, never a traceback."""
    try:
        app()
    except ThermoError as error:
        print(error, file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        sys.exit(130)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)


if __name__ == "__main__":
    main()
