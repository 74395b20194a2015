"""The ways a function is compiled, and a cache that cannot be stale.

`kernel` compiles a function that other kernels call, `stage` one that is a step of its caller. `point(signature)`
compiles a function that is called through a pointer, so that a study compiles only the technologies and plants it uses,
and no branch names them.

numba's own disk cache does not see edits in functions imported from another file, so the folder of each module's
cache is named by a hash of that file and of every `thermo` file it imports.
"""

import ast
import hashlib
import os
import warnings
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numba
from numba import config as numba_config
from numba import types
from numba.core.errors import NumbaExperimentalFeatureWarning
from numba.core.options import DefaultOptions
from numba.np.numpy_support import from_dtype

from thermo.core.cache import checked, private

warnings.filterwarnings("ignore", category=NumbaExperimentalFeatureWarning)

config: Any = numba_config
PLAIN = bool(config.DISABLE_JIT)
OPTIONS: dict[str, Any] = {"nogil": True, "error_model": "numpy"}
BORROWED = dict(OPTIONS)
if hasattr(DefaultOptions, "_nrt"):  # arrays are their caller's: no counting of references, which costs 6 % of an hour
    BORROWED["_nrt"] = False
INLINED = dict(BORROWED)
if hasattr(DefaultOptions, "forceinline"):
    INLINED["forceinline"] = True


@cache
def _imports(path):
    """Files of this package that the module at `path` imports, directly."""
    found = set()
    for node in ast.walk(ast.parse(Path(path).read_bytes())):
        names = []
        if isinstance(node, ast.Import):
            names = [a.name for a in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module] + [f"{node.module}.{a.name}" for a in node.names]
        for name in names:
            if name.split(".")[0] == "thermo":
                try:
                    spec = find_spec(name)
                except (ModuleNotFoundError, ValueError):
                    continue
                if spec and spec.origin and spec.origin.endswith(".py"):
                    found.add(spec.origin)
    return frozenset(found)


@cache
def fingerprint(path):
    """Hash of a module's source, of all it imports from this package, and of the compiler's version."""
    files, todo = set(), [str(path)]
    while todo:
        file = todo.pop()
        if file not in files:
            files.add(file)
            todo.extend(_imports(file))
    digest = hashlib.sha256(f"{numba.__version__}".encode())
    for file in sorted(files):
        digest.update(Path(file).read_bytes())
    return digest.hexdigest()[:16]


@cache
def cache_root():
    """Folder for compiled kernels, or None where none is the user's own to write (then every start compiles)."""
    if os.environ.get("THERMO_CACHE"):
        root = Path(os.environ["THERMO_CACHE"])
    else:
        from platformdirs import user_cache_dir

        root = Path(user_cache_dir("thermo-dc")) / "kernels"
    try:
        if not private(root):
            return None
        probe = root / f".write-{os.getpid()}"
        probe.touch()
        probe.unlink()
    except OSError:
        return None
    return root


def is_cold(module_file):
    """True when nothing compiled is stored yet for this module's present source."""
    root = cache_root()
    return not PLAIN and (root is None or not (root / fingerprint(str(module_file))).exists())


class _folder:
    """Point numba's cache at this module's own folder while a function is decorated."""

    def __init__(self, function):
        root, source = cache_root(), function.__code__.co_filename
        self.path = "" if root is None or not os.path.exists(source) else str(root / fingerprint(source))
        self.files = checked()

    def __enter__(self):
        self.before = config.CACHE_DIR
        if self.path:
            config.CACHE_DIR = self.path
        self.files.__enter__()
        return bool(self.path)

    def __exit__(self, *error):
        self.files.__exit__(*error)
        config.CACHE_DIR = self.before


def kernel(function):
    """Compile a function on first call; in plain mode (NUMBA_DISABLE_JIT=1) return it as it is."""
    if PLAIN:
        return function
    with _folder(function) as cached:
        return numba.njit(cache=cached, **BORROWED)(function)


def stage(function):
    """A `kernel` that is one step of another: compiled into its caller, so that the step costs no call."""
    if PLAIN:
        return function
    with _folder(function) as cached:
        return numba.njit(cache=cached, **INLINED)(function)


def driver(function):
    """A `kernel` that makes arrays of its own.

    A record is a place in its array and does not keep that alive: it is taken out inside the loop that uses it.
    """
    if PLAIN:
        return function
    with _folder(function) as cached:
        return numba.njit(cache=cached, **OPTIONS)(function)


def point(*arguments):
    """Compile a function now, to be called by pointer with the given argument types; it returns nothing.

    `arguments` are the numpy dtypes of its records. Exceptions inside are lost, so a point writes what went wrong into
    its result.
    """
    signature = types.void(*[from_dtype(a) for a in arguments])

    def decorate(function):
        if PLAIN:
            return function
        with _folder(function) as cached:
            return numba.cfunc(signature, cache=cached, **BORROWED)(function)

    return decorate
