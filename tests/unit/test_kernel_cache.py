"""Compiled kernels on disk: the user's alone, and never loaded when damaged."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

CODE = """
import numba, sys, warnings
warnings.simplefilter("error", numba.core.errors.NumbaWarning)
from thermo.core.jit import cache_root, kernel
from thermo.core import roots
sys.path.insert(0, sys.argv[1])
import own_kernels
print(own_kernels.twice(21.0), cache_root() is not None, sum(own_kernels.twice.stats.cache_hits.values()))
"""
OWN = "from thermo.core.jit import kernel\n\n\n@kernel\ndef twice(x):\n    return 2.0 * x\n"

pytestmark = pytest.mark.skipif(not hasattr(os, "geteuid"), reason="modes of folders are POSIX's")


def run(tmp_path, cache):
    (tmp_path / "own_kernels.py").write_text(OWN)
    env = dict(os.environ) | {"THERMO_CACHE": str(cache)}
    env.pop("NUMBA_DISABLE_JIT", None)
    done = subprocess.run(
        [sys.executable, "-c", CODE, str(tmp_path)], capture_output=True, text=True, check=False, env=env
    )
    assert done.returncode == 0, done.stderr
    value, used, hits = done.stdout.split()
    assert float(value) == 42.0
    return used == "True", int(hits), done.stderr


def files(cache):
    return [p for p in Path(cache).rglob("own_kernels*") if p.is_file()]


@pytest.fixture
def cache(tmp_path):
    folder = tmp_path / "cache"
    assert run(tmp_path, folder)[:2] == (True, 0)
    assert len(files(folder)) == 2
    assert run(tmp_path, folder)[:2] == (True, 1)
    return folder


def test_the_folder_is_the_users_alone(cache):
    assert cache.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("damage", ["garbage", "flipped", "cut", "empty", "pickle"])
@pytest.mark.parametrize("ending", [".nbi", ".nbc"])
def test_damaged_files_are_compiled_again(tmp_path, cache, damage, ending):
    (file,) = [p for p in files(cache) if p.suffix == ending]
    data = file.read_bytes()
    evil = b"cos\nsystem\n(S'touch " + str(tmp_path / "run").encode() + b"'\ntR."
    file.write_bytes(
        {
            "garbage": b"\x80\x04garbage" * 50,
            "flipped": data[:-20] + bytes([data[-20] ^ 1]) + data[-19:],
            "cut": data[: len(data) // 2],
            "empty": b"",
            "pickle": evil,
        }[damage]
    )
    assert run(tmp_path, cache)[:2] == (True, 0)
    assert not (tmp_path / "run").exists()
    assert run(tmp_path, cache)[:2] == (True, 1)


@pytest.mark.parametrize("mode", [0o770, 0o707, 0o777])
def test_a_folder_that_others_write_is_not_used(tmp_path, cache, mode):
    cache.chmod(mode)
    used, hits, words = run(tmp_path, cache)
    assert (used, hits) == (False, 0)
    assert "can be written to by others, and is not used" in words


@pytest.mark.skipif(getattr(os, "geteuid", int)() != 0, reason="only root gives folders away")
def test_a_folder_of_another_user_is_not_used(tmp_path, cache):
    os.chown(cache, 12345, -1)
    assert run(tmp_path, cache)[:2] == (False, 0)
