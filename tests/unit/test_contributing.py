"""Every recipe of CONTRIBUTING.md, applied to a copy of the package and run there."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[2]
PLACE = re.compile(
    r"<!-- (append|new|after|merge|run)(?:: ([\w./]+)(?:: ?(.*?))?)? -->\n```(\w+)\n(.*?)```\n", re.DOTALL
)


class Block(NamedTuple):
    """One fenced block and what is done with it."""

    what: str
    path: str
    line: str
    language: str
    text: str


def recipes():
    """{title: blocks} of the page."""
    page = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    parts = re.split(r"^## (.*)\n", page, flags=re.MULTILINE)[1:]
    return {title: [Block(*m.groups()) for m in PLACE.finditer(text)]
            for title, text in zip(parts[::2], parts[1::2], strict=True)}  # fmt: skip


def apply(block, tree):
    """Write a block into the tree."""
    path = tree / block.path
    if block.what == "new":
        assert not path.exists(), path
        path.write_text(block.text, encoding="utf-8")
        return
    lines = path.read_text(encoding="utf-8").split("\n")
    if block.what == "append":
        lines += ["", *block.text.split("\n")]
    if block.what == "after":
        (at,) = [i for i, line in enumerate(lines) if line.rstrip() == block.line.rstrip()]
        lines[at + 1 : at + 1] = block.text.rstrip("\n").split("\n")
    if block.what == "merge":
        at = None
        for line in block.text.split("\n"):
            if line.startswith("["):
                (at,) = [i for i, held in enumerate(lines) if held == line]
            elif line:
                lines.insert(at + 1, line)
    path.write_text("\n".join(lines), encoding="utf-8")


def run(block, tree):
    """Run a block in the tree, kernels as plain Python: a recipe is a few hours of physics, not a year."""
    command = [sys.executable, "-c"] if block.language == "python" else ["bash", "-euc"]
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    given = os.environ | {"PYTHONPATH": str(tree), "NUMBA_DISABLE_JIT": "1", "PATH": path}
    done = subprocess.run([*command, block.text], cwd=tree, env=given, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_every_block_of_a_recipe_is_applied_or_run():
    found = recipes()
    assert {"A chip", "A plant", "A technology", "A limit", "A metric", "A language"} <= set(found)
    for title, blocks in found.items():
        assert blocks[-1].what == "run", title
    page = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert page.count("\n```") // 2 == 1 + sum(map(len, found.values()))  # the commands at the top are `.ci/run`'s


@pytest.mark.slow
@pytest.mark.parametrize("title", list(recipes()))
def test_a_recipe(title, tmp_path):
    without = shutil.ignore_patterns("__pycache__", "*.nbi", "*.nbc")
    shutil.copytree(ROOT / "thermo", tmp_path / "thermo", ignore=without)
    for block in recipes()[title]:
        (run if block.what == "run" else apply)(block, tmp_path)
