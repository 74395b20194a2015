"""The library: list, show."""

from typing import Annotated

import typer

from thermo.cli.output import emit, grid, show
from thermo.cli.root import AsJson
from thermo.errors import nearest
from thermo.vocabulary import LISTS

app = typer.Typer()


@app.command("list")
def list_things(
    what: Annotated[str, typer.Argument(metavar="|".join(LISTS), help="what to list")],
    as_json: AsJson = False,
) -> None:
    """List what the library holds."""
    from thermo.catalogue import listing

    if what not in LISTS:
        raise typer.BadParameter(f"'{what}' cannot be listed. {nearest(what, LISTS)}")
    title, header, rows = listing(what)
    if as_json:
        emit([dict(zip(header, row, strict=True)) for row in rows])
        return
    show(grid(title, header, rows))


@app.command("show")
def show_thing(
    thing: Annotated[str, typer.Argument(help="a rack, chip, climate, fluid, policy, technology, plant or equipment")],
    as_json: AsJson = False,
) -> None:
    """Show one thing: all inputs with units, bounds, defaults and sources; or all values of a library entry."""
    from thermo.catalogue import describe

    title, about, header, rows = describe(thing)
    if as_json:
        emit({"name": title, "about": about, "values": [dict(zip(header, row, strict=True)) for row in rows]})
        return
    show(grid(title, header, rows, about))
