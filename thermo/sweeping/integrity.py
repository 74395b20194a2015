"""Whether a sweep's store is whole: a hash of every file, and copies of the small ones that nothing else can restore.

A marker `.done/K` of a finished chunk holds the hash of each of its files; `.done/copies` holds metadata and labels.
"""

import base64
import json
from hashlib import blake2b
from pathlib import Path

from thermo.errors import ThermoError

COPIES, REPAIRS = ".done/copies", ".done/repairs"


def digest(path):
    """Hash of a file, or "" where there is none: zarr leaves out a chunk that only holds its fill value."""
    try:
        return blake2b(Path(path).read_bytes(), digest_size=16).hexdigest()
    except FileNotFoundError:
        return ""


def hashes(path, place, extra):
    """Hash of the file of each variable of a chunk, by the file's path within the store.

    Parameters
    ----------
    place : tuple of int
        Of the chunk in the grid.
    extra : dict of str to int
        Dimensions that each variable has beside those of the cases, in one chunk.
    """
    files = ["/".join([name, "c", *map(str, [*place, *[0] * more])]) for name, more in extra.items()]
    return {file: digest(Path(path) / file) for file in files}


def copy(path):
    """Keep copies of a store's metadata and labels: all files that hold no case."""
    path = Path(path)
    names = list(_copies(path))
    if not names:
        names = [str(f.relative_to(path)) for f in path.rglob("*") if f.is_file() and ".done" not in f.parts]
    files = {name: base64.b64encode((path / name).read_bytes()).decode() for name in names}
    text = json.dumps(files)
    partial = path / f"{COPIES}.new"
    partial.write_text(f"{blake2b(text.encode(), digest_size=16).hexdigest()}\n{text}")
    partial.replace(path / COPIES)


def _copies(path):
    try:
        mark, _, text = (Path(path) / COPIES).read_text().partition("\n")
        return json.loads(text) if blake2b(text.encode(), digest_size=16).hexdigest() == mark else {}
    except (OSError, ValueError):
        return {}


def damaged_files(path):
    """Names of metadata and label files that are not what was written."""
    path = Path(path)
    return [name for name, data in _copies(path).items() if _differs(path / name, base64.b64decode(data))]


def restore(path):
    """Write damaged metadata and labels anew from their copies; a sentence for each."""
    path, copies = Path(path), _copies(path)
    found = damaged_files(path)
    for name in found:
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_bytes(base64.b64decode(copies[name]))
    return [f"{name} was damaged and is restored" for name in found]


def _differs(file, data):
    try:
        return file.read_bytes() != data
    except OSError:
        return True


def damaged(path, marker):
    """Variables of a finished chunk whose file is not what was written; none where the marker holds no hashes."""
    try:
        written = json.loads(marker.read_text()).get("hashes", {})
    except (OSError, ValueError, AttributeError):
        return ["its marker"]
    return [file.partition("/")[0] for file, value in written.items() if digest(Path(path) / file) != value]


def tell(path, sentences):
    """Add sentences to what `info` says of repairs."""
    if sentences:
        with open(Path(path) / REPAIRS, "a", encoding="utf-8") as file:
            file.writelines(f"{text}\n" for text in sentences)


def told(path):
    """Sentences on earlier repairs."""
    try:
        return (Path(path) / REPAIRS).read_text(encoding="utf-8").splitlines()
    except OSError:
        return []


def broken(path):
    """The error for a store that is neither readable nor restorable."""
    return ThermoError(
        f"output '{path}': the description of this sweep (zarr.json) is damaged, and so is its copy; "
        "choose another name, or remove it"
    )
