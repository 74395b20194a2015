"""Compiled kernels on disk: executable code, so only in a folder that is the user's alone, and only what is whole.

numba unpickles what its cache holds. Each file here starts with the SHA-256 of the rest: what does not match it is
compiled again, not loaded.
"""

import hashlib
import os
import pickle
import warnings
from contextlib import contextmanager

from numba.core import caching

DIGEST = hashlib.sha256().digest_size


def private(folder):
    """Make a folder for this user alone; False where it is another's, or others may write to it.

    Raises
    ------
    OSError
        Where it cannot be made.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.mkdir(mode=0o700, exist_ok=True)
    if not hasattr(os, "geteuid"):
        return True
    about = folder.stat()
    if about.st_uid == os.geteuid() and not about.st_mode & 0o022:
        return True
    why = "is another user's" if about.st_uid != os.geteuid() else "can be written to by others"
    words = f"the folder for compiled kernels '{folder}' {why}, and is not used: each start compiles"
    warnings.warn(words, stacklevel=3)
    return False


class CheckedFiles(caching.IndexDataCacheFile):
    """numba's index and data files with a checksum in front."""

    def _load_index(self):
        try:
            version, stamp, overloads = pickle.loads(_whole(self._index_path))
        except (OSError, ValueError):
            return {}
        return overloads if version == self._version and stamp == self._source_stamp else {}

    def _save_index(self, overloads):
        self._write(self._index_path, self._dump((self._version, self._source_stamp, overloads)))

    def _load_data(self, name):
        try:
            return pickle.loads(_whole(self._data_path(name)))
        except ValueError as error:
            raise OSError(str(error)) from None  # which numba takes as "not there"

    def _save_data(self, name, data):
        self._write(self._data_path(name), self._dump(data))

    def _write(self, path, data):
        with self._open_for_write(path) as file:
            file.write(hashlib.sha256(data).digest())
            file.write(data)


def _whole(path):
    """The data of a file after its checksum.

    Raises
    ------
    ValueError
        Where they do not match.
    """
    with open(path, "rb") as file:
        digest, data = file.read(DIGEST), file.read()
    if hashlib.sha256(data).digest() != digest:
        raise ValueError(f"{path} is damaged")
    return data


@contextmanager
def checked():
    """Functions that are decorated within use checked files."""
    before = caching.IndexDataCacheFile
    setattr(caching, "IndexDataCacheFile", CheckedFiles)  # noqa: B010
    try:
        yield
    finally:
        setattr(caching, "IndexDataCacheFile", before)  # noqa: B010
