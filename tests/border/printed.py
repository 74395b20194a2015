"""Reading what is printed: cells of tables by label, and whether a text says a figure in its unit."""

import io
import re
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser

import pint
import pytest
from rich.console import Console, Group
from rich.table import Table
from rich.text import Text

NUMBER = re.compile(r"[-+]?[\d,]*\.?\d+(?:e[-+]?\d+)?")
REGISTRY = pint.UnitRegistry()
SIGNS = str.maketrans({"°": "deg", "³": "^3", "²": "^2"})
MONEY = re.compile(r"\b[A-Z]{3}\b")


@dataclass
class Sheet:
    """One printed table: its title, header, and rows of text."""

    title: str
    header: list
    rows: list

    def columns(self):
        """{header of a column: {label of a row: text}}, labels being the first column's."""
        names = [row[0].strip() for row in self.rows]
        assert len(set(names)) == len(names), f"{self.title}: a label stands twice"
        return {
            name: {label: row[i] for label, row in zip(names, self.rows, strict=True)}
            for i, name in enumerate(self.header)
            if i
        }


@dataclass
class Done:
    """A command that ran: exit code, what it wrote, and the tables and lines it put on the screen."""

    code: int
    out: str
    err: str
    sheets: list = field(default_factory=list)
    lines: list = field(default_factory=list)


def call(*given):
    """Run `thermo GIVEN...` in this process by its entry point."""
    from thermo.cli import main

    done = Done(0, "", "")
    write = Console.print

    def keep(console, *objects, **options):
        for thing in objects:
            take(done, thing, lambda text: plain(console, text))
        write(console, *objects, **options)

    out, err = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        patch.setattr(sys, "argv", ["thermo", *map(str, given)])
        patch.setattr(Console, "print", keep)
        try:
            main()
        except SystemExit as end:
            done.code = end.code or 0
    done.out, done.err = out.getvalue(), err.getvalue()
    return done


def take(done, thing, plain):
    """Sort what is printed into tables and lines."""
    if isinstance(thing, Group):
        for part in thing.renderables:
            take(done, part, plain)
    elif isinstance(thing, Table):
        rows = zip(*[[plain(c) for c in column.cells] for column in thing.columns], strict=True)
        done.sheets.append(Sheet(plain(thing.title), [plain(c.header) for c in thing.columns], list(map(list, rows))))
    else:
        done.lines.append(plain(thing))


def plain(console, thing):
    """Text as this console shows it: what it takes for markup is not on the screen."""
    return thing.plain if isinstance(thing, Text) else console.render_str(str(thing or "")).plain


class Page(HTMLParser):
    """Tables and lists of an HTML page by section, and the words before each table."""

    def __init__(self, text):
        super().__init__()
        self.sections, self.items = {}, {}
        self.path, self.text, self.title, self.section = [], "", "", ""
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "h2":
            self.section = given.get("id", "")
        if tag == "table":
            self.sections.setdefault(self.section, []).append(Sheet(self.title, [], []))
        if tag == "tr":
            self.row = []
        if tag in ("th", "td", "h2", "h3", "summary", "li", "p"):
            self.text = ""

    def handle_endtag(self, tag):
        text = self.text.replace("\u00a0", " ").strip()
        if tag in ("h3", "summary"):
            self.title = text
        if tag == "th":
            self.sections[self.section][-1].header.append(text)
        if tag == "td":
            self.row.append(text)
        if tag == "tr" and self.row:
            self.sections[self.section][-1].rows.append(self.row)
        if tag in ("li", "p"):
            self.items.setdefault(self.section, []).append(text)

    def handle_data(self, text):
        self.text += text


@cache
def factor(unit, shown):
    """What a figure in a document's unit is multiplied by to stand in a printed unit."""
    unit, shown = (MONEY.sub("money", text.translate(SIGNS)) for text in (unit, shown))
    if unit == shown or shown in ("", "%"):
        return 1.0  # a percentage says so in its cell
    if shown == "M" and unit.startswith("money"):
        return 1e-6
    return float(REGISTRY.Quantity(1.0, unit).to(shown).magnitude)


def says(text, value, times=1.0, digits=None):
    """Whether a text says `value` times a factor: within half its last place, or to `digits` significant digits."""
    if value is None or value != value:
        return text == "–"
    if isinstance(value, bool):
        return text == ("yes" if value else "no")
    if not (found := NUMBER.fullmatch(text.rstrip("%").strip())):
        return False
    mantissa, _, power = found[0].replace(",", "").partition("e")
    value = value * times * (100.0 if text.endswith("%") else 1.0)
    place = 10.0 ** (int(power or 0) - len(mantissa.partition(".")[2]))
    near = 0.5 * place if digits is None else 0.5 * 10.0 ** (1 - digits) * abs(value)
    return abs(float(found[0].replace(",", "")) - value) <= near * (1.0 + 1e-9) + 1e-12
