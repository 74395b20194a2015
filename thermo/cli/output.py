"""What commands print: JSON, tables, progress, one sentence before a cold start."""

import json
import sys
from contextlib import contextmanager


def console(stderr=False):
    """A console as wide as needed when output is not a terminal, so that piped tables are not cut; it prints text as it
    is: a unit in brackets is no markup."""
    from rich.console import Console

    stream = sys.stderr if stderr else sys.stdout
    return Console(stderr=stderr, width=None if stream.isatty() else 200, highlight=False, markup=False, emoji=False)


def show(*things):
    """Print tables and lines."""
    screen = console()
    for thing in things:
        screen.print(thing)


def say(line):
    """A line as it is, however long."""
    print(line)


def warn(sentence):
    """A sentence on stderr."""
    print(sentence, file=sys.stderr)


def grid(title, header, rows, caption=None):
    """A table of text, as wide as it needs; a dash where there is nothing."""
    from rich import box
    from rich.table import Table

    table = Table(title=title, caption=caption, box=box.SIMPLE_HEAD, title_justify="left", caption_justify="left")
    for name in header:
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*["–" if v is None else str(v) for v in row])
    return table


def as_text(document):
    """A document as JSON."""
    return json.dumps(document, indent=1, ensure_ascii=False, allow_nan=False)


def emit(document):
    """Print one JSON document and nothing else."""
    print(as_text(document))


def save(document, path):
    """Write a document as a JSON file."""
    path.write_text(as_text(document) + "\n", encoding="utf-8")


def tell_cold(cold):
    """Say that kernels must be compiled first, where they must."""
    if cold:
        warn("First start with this version: compiling the models this study uses (about half a minute).")


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
