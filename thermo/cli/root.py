"""The application that groups of commands are added to, and what they share."""

from pathlib import Path
from typing import Annotated

import typer

from thermo.cli.output import say

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
StudyFile = Annotated[Path, typer.Argument(metavar="STUDY", help="study file (TOML)")]
AsJson = Annotated[bool, typer.Option("--json", help="print one JSON document and nothing else")]


def print_version(asked: bool) -> None:
    """Print the version and stop."""
    if asked:
        from thermo import __version__

        say(f"thermo {__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("-V", "--version", callback=print_version, is_eager=True, help="print the version")
    ] = False,
) -> None:
    """Data-center cooling from chip junction to outdoor air: heat, power, PUE, water, hour by hour."""


def study_file(path):
    """The path itself, or the study of that name that comes with the package ("configs/ashburn.toml")."""
    if path.exists() or path.parent.name not in ("", "configs"):
        return path
    here = Path(__file__).parent.parent  # the package
    for folder in (here / "configs", here.parent / "configs"):
        if path.suffix == ".toml" and (folder / path.name).exists():
            return folder / path.name
    return path
