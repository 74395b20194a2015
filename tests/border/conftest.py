"""Two small studies, each command run once a session; the tests look at what was printed."""

import json
from functools import cache
from pathlib import Path

import pytest
from printed import call

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    """A folder of results that commands wrote."""
    return tmp_path_factory.mktemp("border")


@pytest.fixture(scope="session")
def ran(folder):
    """A function that runs a command once a session and gives what it printed; it must end well."""

    @cache
    def run(*given):
        done = call(*[str(folder / g[1:]) if g.startswith("@") else g for g in given])
        assert done.code == 0, done.err
        return done

    return run


@pytest.fixture(scope="session")
def study():
    """Two sites, three options beside doing nothing, a retrofit: every row of the comparison has a figure."""
    return str(HERE / "study.toml")


@pytest.fixture(scope="session")
def small():
    """One site, two options."""
    return str(HERE / "small.toml")


@pytest.fixture(scope="session")
def document(ran, study):
    """What `evaluate --json` prints of the study; the same command writes the workbook."""
    return json.loads(ran("evaluate", study, "--json", "-o", "@out.xlsx").out)


@pytest.fixture(scope="session")
def sampled(ran, small):
    """What `evaluate --json --samples 3` prints of the small study; the same command writes the netCDF file."""
    return json.loads(ran("evaluate", small, "--json", "--samples", "3", "-o", "@small.nc").out)
