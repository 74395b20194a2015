"""Every command: its help, one good and one bad use, and exit codes 0, 1 (the study) and 2 (the use)."""

import json
import subprocess
import sys
from typing import NamedTuple

import pytest
from printed import call
from typer.main import get_command

from thermo.cli import app

COMMANDS = get_command(app).commands


class Use(NamedTuple):
    """A good use and words it prints; a study or thing that cannot be, and words of its sentence; a wrong use."""

    good: list
    prints: str
    bad: list
    sentence: str
    wrong: list


USES = {
    "evaluate": Use(
        ["SMALL", "--samples", "3"], "End uses, % of IT energy", ["no.toml"], "no.toml", ["SMALL", "--samples", "x"]
    ),
    "sweep": Use(
        ["SMALL", "-o", "@sweep.zarr", "--exact"],
        "Small: 4 cases",
        ["SMALL", "-o", "@sweep.pdf"],
        ".pdf",
        ["SMALL", "--chunk", "x"],
    ),
    "info": Use(["@sweep.zarr"], "cases done", ["@no.zarr"], "no such store", []),
    "export": Use(["@sweep.zarr", "@sweep.csv"], "", ["@sweep.zarr", "@sweep.pdf"], ".pdf", ["@sweep.zarr"]),
    "list": Use(["racks"], "hgx-h100", [], "", ["rack"]),
    "show": Use(["cdu"], "approach", ["ashbrun"], "Did you mean", []),
    "check": Use(["SMALL"], "Small: 1 site(s), 2 option(s), no problems.", ["@broken.toml"], "lulia", []),
    "schema": Use([], '"properties"', [], "", ["--json"]),
    "explain": Use(
        ["SMALL", "--option", "Air", "--hour", "4385"],
        "One rack of each group",
        ["SMALL", "--option", "Ari"],
        "Did you mean 'Air'",
        ["SMALL"],
    ),
    "market": Use(["configs/market-china.toml"], "Installed base", ["SMALL"], "market", []),
    "frontier": Use(["SMALL"], "densest rack within every limit", ["SMALL", "--group", "comptue"], "comptue", []),
    "break-even": Use(
        ["SMALL", "--axis", "electricity_price", "--axis", "density"],
        "Break-even",
        ["SMALL", "--axis", "densty"],
        "Did you mean 'density'",
        [],
    ),
    "optimize": Use(
        ["SMALL", "--option", "Air", "--for", "energy"], "energy per chip-hour", ["SMALL", "--for", "mony"], "mony", []
    ),
    "report": Use(["@frontier.json", "-o", "@page.html"], "page.html", ["@no.nc"], "there is no such file", []),
    "validate": Use(["market"], "By family", ["markt"], "Did you mean 'market'", ["market", "--jsn"]),
}


def placed(given, small, folder):
    places = {"SMALL": small}
    return [str(folder / g[1:]) if g.startswith("@") else places.get(g, g) for g in given]


@pytest.fixture(scope="module")
def at(small, folder):
    """A function that puts the studies' and folders' places into a use."""
    (folder / "broken.toml").write_text('[site]\nclimate = "lulia"\n[it]\nrack = "hgx-h100"\nracks = 1\n')
    return lambda given: placed(given, small, folder)


def test_every_command_has_its_uses():
    assert set(USES) == set(COMMANDS)


@pytest.mark.parametrize("command", sorted(COMMANDS))
@pytest.mark.parametrize("option", ["--help", "-h"])
def test_help(command, option):
    done = call(command, option)
    assert (done.code, done.err) == (0, "")
    assert COMMANDS[command].help.split(".")[0].split()[0] in done.out
    for parameter in COMMANDS[command].params:
        if parameter.name not in ("help", "version") and parameter.param_type_name == "option":
            assert parameter.opts[0] in done.out.replace("\n", ""), parameter.name


@pytest.mark.parametrize("command", list(USES))
def test_a_good_use(command, ran, small):
    """Shared with the tests that read the cells."""

    def run(*given):
        return ran(*[small if g == "SMALL" else g for g in given])

    if command == "report":
        run("frontier", "SMALL", "--json", "-o", "@frontier.json")
    done = run(command, *USES[command].good)
    assert (done.code, done.err) == (0, "")
    assert USES[command].prints in done.out


@pytest.mark.parametrize("command", [name for name, use in USES.items() if use.bad])
def test_what_cannot_be_is_a_sentence_and_exit_code_one(command, at):
    use = USES[command]
    done = call(command, *at(use.bad))
    assert (done.code, done.out) == (1, "")
    assert use.sentence in done.err
    assert "Traceback" not in done.err


@pytest.mark.parametrize("command", list(USES))
def test_wrong_use_is_exit_code_two(command, at):
    """An unknown option of every command, and what each of them lists."""
    for given in (["--nonsense"], USES[command].wrong):
        if given or any(p.required for p in COMMANDS[command].params):
            done = call(command, *at(given))
            assert (done.code, done.out) == (2, ""), given
            assert "Usage" in done.err


def test_without_a_command_help_is_printed():
    done = call()
    assert all(name in done.out + done.err for name in COMMANDS)


def test_the_version():
    from importlib.metadata import version

    for option in ("--version", "-V"):
        done = call(option)
        assert (done.code, done.out.strip()) == (0, f"thermo {version('thermo-dc')}")


@pytest.mark.parametrize(("command", "given"), [
    ("evaluate", ["SMALL"]), ("explain", ["SMALL", "--option", "Air"]), ("market", ["configs/market-china.toml"]),
    ("list", ["prices"]), ("show", ["ashburn"]), ("show", ["cdu"]), ("show", ["western-2026"]), ("schema", []),
    ("validate", ["market"]),
])  # fmt: skip
def test_json_is_one_document_and_nothing_else(command, given, at):
    done = call(command, *at(given), *([] if command == "schema" else ["--json"]))
    assert done.code == 0
    assert json.loads(done.out)


def test_a_process_of_its_own():
    """The entry point as the shell starts it: a mistake is one line on stderr and exit code 1."""
    done = subprocess.run([sys.executable, "-m", "thermo.cli", "check", "no.toml"], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (1, "")
    assert len(done.stderr.strip().splitlines()) == 1


def test_help_is_printed_without_the_engine():
    """Neither help nor the version loads what only computing needs."""
    code = (
        "import sys; from thermo.cli import main; sys.argv = ['thermo', *sys.argv[1:]]\n"
        "try: main()\nexcept SystemExit: pass\n"
        "print(sorted({'numpy', 'numba', 'pint', 'xarray'} & set(sys.modules)))"
    )
    for given in (["--help"], ["evaluate", "--help"], ["--version"]):
        done = subprocess.run([sys.executable, "-c", code, *given], capture_output=True, text=True, check=True)
        assert done.stdout.strip().splitlines()[-1] == "[]", given
