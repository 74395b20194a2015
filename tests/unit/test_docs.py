"""What the pages say of files, commands and options is so; the nomenclature holds every field."""

import re
import sys
import tomllib
from pathlib import Path

import pytest
from typer.main import get_command

from thermo.cli import app

ROOT = Path(__file__).parents[2]
PAGES = sorted([*(ROOT / "docs").glob("*.md"), ROOT / "README.md", ROOT / "CONTRIBUTING.md"])
PATH = re.compile(r"`((?:[\w.-]+/)+[\w.-]*\w/?|[\w-]+\.(?:py|toml|csv))`")
COMMAND = re.compile(r"`thermo ([a-z-]+)([^`]*)`|^ *(?:\.venv/bin/)?thermo ([a-z-]+)(.*)$", re.MULTILINE)
EXAMPLES = {"hall.toml", "study.toml"}  # files of a reader


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_files_that_are_named_stand_there(page):
    for name in PATH.findall(page.read_text(encoding="utf-8")):
        stands = any((ROOT / folder / name).exists() for folder in ("", "thermo", "docs", "tests", "thermo/library"))
        if not stands and "/" not in name:
            stands = name in EXAMPLES or any(True for _ in (ROOT / "thermo").rglob(name))
        if "NAME" not in name and re.search(r"\.\w+$|/$", name):
            assert stands, name


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_and_options_that_are_named_exist(page):
    commands = get_command(app).commands
    for a, b, c, d in COMMAND.findall(page.read_text(encoding="utf-8")):
        name, rest = (a, b) if a else (c, d)
        assert name in commands, name
        known = {text for p in commands[name].params for text in (*p.opts, *p.secondary_opts)}
        assert set(re.findall(r"(?<![\w-])--[a-z-]+", rest.partition("#")[0])) <= known, (name, rest)


def test_one_version():
    import thermo

    said = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    assert thermo.__version__ == said
    assert f"\nversion: {said}\n" in (ROOT / "CITATION.cff").read_text()


def test_the_nomenclature_holds_every_field_with_unit_and_meaning(monkeypatch):
    monkeypatch.syspath_prepend(ROOT / "tools")
    import site_pages

    page = site_pages.nomenclature()
    for _, _, fields in site_pages.tables():
        for field in fields:
            assert re.search(rf"^\| `{field.name}` \| \S.* \| \S.* \|$", page, re.MULTILINE), field.name
    sys.modules.pop("site_pages")
