"""How files are written: beside their final name first, so that nothing is ever half there."""

import os
import shutil
import warnings
from contextlib import contextmanager
from pathlib import Path

from thermo.errors import ThermoError


@contextmanager
def beside(path):
    """A temporary path in the same folder that takes the name `path` when all went well; a file or a folder.

    The writer creates it, so that its mode follows the umask.

    Raises
    ------
    ThermoError
        When the disk says no.
    """
    path = Path(path)
    temporary = path.with_name(f".{path.stem}-{os.getpid()}{path.suffix}")
    try:
        yield temporary
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        os.replace(temporary, path)
    except OSError as error:
        raise ThermoError(f"output '{path}': could not be written ({error.strerror or error}).") from None
    finally:
        if temporary.is_dir():
            shutil.rmtree(temporary, ignore_errors=True)
        elif temporary.exists():
            temporary.unlink()


@contextmanager
def quiet():
    """Zarr without its warnings on text and consolidated metadata, which other readers may not know."""
    with warnings.catch_warnings():
        for words in ("Consolidated metadata", "The data type", "The codec", "Object at"):
            warnings.filterwarnings("ignore", message=f"{words}.*")
        yield


def check(path, endings, hint=""):
    """The path, or a sentence that says why it cannot be written: ending, folder, rights.

    Raises
    ------
    ThermoError
    """
    path = Path(path)
    if path.suffix not in endings:
        known = hint or f"use one of {', '.join(endings)}."
        raise ThermoError(f"output '{path}': ending '{path.suffix}' is not known; {known}")
    if (path.is_dir() and path.suffix != ".zarr") or not path.parent.is_dir():
        raise ThermoError(f"output '{path}': '{path.parent}' is not a folder; create it first or choose another place.")
    if not os.access(path.parent, os.W_OK):
        raise ThermoError(f"output '{path}': folder '{path.parent}' is not writable.")
    return path
