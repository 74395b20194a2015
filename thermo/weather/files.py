"""What a file holds, as text or as a sheet's cells: gzipped or plain, of any usual encoding, and of bounded size.

Sizes are bounded before anything is read whole, so that a file that unpacks without end stops in one sentence.
"""

import codecs
import csv
import gzip
import io
import zipfile
import zlib
from datetime import date, datetime, time
from pathlib import Path

from thermo.errors import ThermoError

LARGEST = 64 * 2**20  # bytes, unpacked; a year of minutes with ten columns is half of it
LONGEST_LINE = 100_000  # characters
MOST_ROWS = 530_000  # a year of minutes
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def contents(path, needed="an EPW, TMY3 or CSV file"):
    """The text of a file, or the rows of the first sheet of a workbook that has numbers.

    Returns
    -------
    str or list of list of str

    Raises
    ------
    ThermoError
        A phrase that follows the file's name: what is wrong, and what is needed.
    FileNotFoundError
    """
    file = Path(path)
    try:
        if file.is_dir():
            raise ThermoError(f"this is a folder; {needed} is needed")
        size = file.stat().st_size
        if size > LARGEST:
            raise ThermoError(f"the file has {size / 2**20:.0f} MB; at most {LARGEST // 2**20} MB are read")
        data = file.read_bytes()
        if data[:2] == b"\x1f\x8b":
            data = _unpacked(gzip.open(io.BytesIO(data)))
    except (EOFError, zlib.error, gzip.BadGzipFile):
        raise ThermoError("the gzip data are damaged; a whole file is needed") from None
    except FileNotFoundError:
        raise
    except (OSError, ValueError) as error:
        raise ThermoError(f"the file cannot be read ({getattr(error, 'strerror', None) or error})") from None
    if not data.strip():
        raise ThermoError(f"the file is empty; {needed} is needed")
    if data[:4] == b"PK\x03\x04":
        return _archive(data, needed)
    text = _decoded(data, needed)
    longest = max(map(len, text.splitlines()), default=0)
    if longest > LONGEST_LINE and text.lstrip()[:1] not in "{[":
        raise ThermoError(f"a line has {longest:,} characters; {needed} is needed")
    return text


def state(path):
    """What changes when a file does; None where there is none."""
    try:
        about = Path(path).stat()
    except (OSError, ValueError):
        return None
    return about.st_mtime_ns, about.st_size


def table(content):
    """Rows of cells from a text parted by commas, semicolons, tabs or blanks; True where a comma may be a decimal's."""
    if isinstance(content, list):
        return content, True
    lines = content.splitlines()
    sample = [line for line in lines[:60] if line.strip()][-20:]
    for mark in "\t;,":
        if sum(mark in line for line in sample) > 0.7 * len(sample):
            return list(csv.reader(lines, delimiter=mark)), mark != ","
    return [line.split() for line in lines], True


def _unpacked(stream):
    with stream:
        data = stream.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise ThermoError(f"the file unpacks to more than {LARGEST // 2**20} MB, which no year of weather takes")
    return data


def _decoded(data, needed):
    encoding = next((name for mark, name in MARKS if data.startswith(mark)), None)
    if encoding is None:
        encoding = "utf-8"
        if b"\x00" in data:
            even, odd = data[:4000:2].count(0), data[1:4000:2].count(0)
            encoding = "utf-16-le" if odd > 500 > 4 * even else "utf-16-be" if even > 500 > 4 * odd else ""
    if not encoding:
        raise ThermoError(f"this is a binary file; {needed} is needed")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        if encoding != "utf-8":
            raise ThermoError(f"this is no {encoding} text; {needed} is needed") from None
        text = data.decode("latin-1")
    if "\x00" in text:
        raise ThermoError(f"this is a binary file; {needed} is needed")
    return text


def _archive(data, needed):
    """A workbook's rows, or the text of the only file in a zip archive."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        names = [i for i in archive.infolist() if not i.is_dir()]
        if sum(i.file_size for i in names) > LARGEST:
            raise ThermoError(f"the file unpacks to more than {LARGEST // 2**20} MB, which no year of weather takes")
        if any(i.filename == "[Content_Types].xml" for i in names):
            return _sheet(data, needed)
        if len(names) == 1:
            return _decoded(_unpacked(archive.open(names[0])), needed)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError):
        raise ThermoError(f"this is a binary file, or a damaged archive; {needed} is needed") from None
    raise ThermoError(f"the archive holds {len(names)} files; {needed} is needed")


def _sheet(data, needed):
    import openpyxl

    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        for sheet in book.worksheets:
            rows = []
            for row in sheet.iter_rows(values_only=True, max_col=200):
                rows.append([_cell(c) for c in row])
                if len(rows) > MOST_ROWS:
                    raise ThermoError(f"the sheet has more than {MOST_ROWS:,} rows; a year of hours is needed")
            if len(rows) > 1:
                return rows
    except ThermoError:
        raise
    except Exception as error:  # openpyxl raises whatever a damaged part of the workbook brings up
        raise ThermoError(f"this is no readable workbook ({type(error).__name__}); {needed} is needed") from None
    raise ThermoError(f"the workbook is empty; {needed} is needed")


def _cell(value):
    if value is None:
        return ""
    if isinstance(value, datetime | date | time):
        return value.isoformat(*([" "] if isinstance(value, datetime) else []))
    return str(value)
