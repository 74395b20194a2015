"""One study: evaluate, explain, check, schema."""

from pathlib import Path
from typing import Annotated

import typer

from thermo.cli.output import emit, progress, say, show, tell_cold
from thermo.cli.root import AsJson, StudyFile, study_file

app = typer.Typer()


@app.command()
def evaluate(
    study: StudyFile,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="also write .nc, .csv, .json, .xlsx or .parquet")
    ] = None,
    as_json: AsJson = False,
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
    tell_cold(evaluation.cold())
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
        emit(document)
        return
    from thermo.reports import table

    show(table.comparison(document))
    if costs:
        show(*table.cost_tables(document))
    if samples:
        show(*table.uncertainty_tables(document))
    if worth:
        show(table.worth_table(evaluation.worth()))


@app.command()
def explain(
    study: StudyFile,
    option: Annotated[str, typer.Option("--option", help="name of the option")],
    hour: Annotated[
        int | None, typer.Option("--hour", help="hour of the year, 1 to 8760; the design hour if left out")
    ] = None,
    site: Annotated[str | None, typer.Option("--site", help="site, where the study has several")] = None,
    as_json: AsJson = False,
) -> None:
    """Every node of one hour: temperatures, flows, heat, power, mode, with the equation and source behind each."""
    from thermo.reports.explain import explanation, tables
    from thermo.results.evaluation import Evaluation
    from thermo.study import read_study

    evaluation = Evaluation(read_study(study_file(study)))
    document = explanation(evaluation, option, hour, site)
    if as_json:
        emit(document)
        return
    show(*tables(document))


@app.command()
def check(study: StudyFile) -> None:
    """Validate a study without evaluating it; all problems at once."""
    from thermo.study import read_study

    found = read_study(study_file(study))
    sites, options = len(found.sites()), len(found.option)
    say(f"{study}: {found.name}: {sites} site(s), {options} option(s), no problems.")


@app.command()
def schema(
    results: Annotated[bool, typer.Option("--results", help="of what `thermo evaluate --json` prints instead")] = False,
) -> None:
    """Print the JSON Schema of a study, or of a result."""
    if results:
        from thermo.results.schema import result_schema

        emit(result_schema())
        return
    from thermo.study import Study

    emit(Study.schema())
