"""Mutated weather files: each ends in one sentence or in a year that the engine may be given, and in time.

Kinds are drawn at a seed that a failure prints; every kind is tried on an EPW and on a CSV file.
"""

import random
import time

import numpy as np
import pytest
from weather_years import HEADER, epw, remarks, stamps, table, text, year

from thermo.errors import WeatherError
from thermo.weather import read
from thermo.weather.reader import verify

T, DEW, RH, P, _ = year()
EPW = text(epw())
CSV = table(
    ("time", "dry_bulb_C", "dew_point_C", "relative_humidity_percent", "pressure_Pa"),
    (stamps(), T, DEW, RH, P),
    "latitude,50\nlongitude,9\naltitude_m,100\ntz,1\n",
)
SLOWEST = 20.0  # s


class Sheet:
    """A file as its head and rows of cells; columns of dry bulb, dew point, humidity and pressure by number."""

    def __init__(self, kind):
        self.epw = kind == "epw"
        lines = (EPW if self.epw else CSV).splitlines()
        split = len(HEADER) if self.epw else 5
        self.head, self.rows = lines[:split], [line.split(",") for line in lines[split:]]
        self.first = 6 if self.epw else 1

    def cell(self, row, column, value):
        self.rows[row][self.first + column] = str(value)

    def column(self, column, change):
        for row in self.rows:
            row[self.first + column] = change(row[self.first + column])

    def text(self):
        return "\n".join([*self.head, *(",".join(r) for r in self.rows)]) + "\n"


def on_column(change):
    def mutate(sheet, draw):
        sheet.column(draw.randrange(4), lambda c: str(change(float(c))))

    return mutate


def on_cells(count, value):
    def mutate(sheet, draw):
        column, start = draw.randrange(4), draw.randrange(8000)
        for i in range(start, start + count):
            sheet.cell(i, column, value)

    return mutate


def on_head(old, new):
    def mutate(sheet, draw):
        sheet.head = [line.replace(old, new) for line in sheet.head]

    return mutate


def on_rows(change):
    def mutate(sheet, draw):
        sheet.rows = change(sheet.rows, draw)

    return mutate


def on_bytes(change):
    def mutate(sheet, draw):
        return change(sheet.text().encode(), draw)

    return mutate


def shuffled(rows, draw):
    draw.shuffle(rows)
    return rows


def exchanged(rows, draw):
    i, j = draw.randrange(8760), draw.randrange(8760)
    rows[i], rows[j] = rows[j], rows[i]
    return rows


def flipped(data, draw):
    data = bytearray(data)
    for _ in range(20):
        data[draw.randrange(len(data))] = draw.randrange(256)
    return bytes(data)


def exchanged_columns(sheet, draw):
    a, b = draw.sample(range(4), 2)
    for row in sheet.rows:
        row[sheet.first + a], row[sheet.first + b] = row[sheet.first + b], row[sheet.first + a]


def doubled_column(sheet, draw):
    a, b = draw.sample(range(4), 2)
    for row in sheet.rows:
        row[sheet.first + a] = row[sheet.first + b]


KINDS = {
    "negative": on_column(lambda x: -x),
    "times 10": on_column(lambda x: 10 * x),
    "times 100": on_column(lambda x: 100 * x),
    "hundredth": on_column(lambda x: x / 100),
    "thousandth": on_column(lambda x: x / 1000),
    "zero": on_column(lambda x: 0),
    "constant": on_column(lambda x: 21.5),
    "kelvin": on_column(lambda x: x + 273.15),
    "fahrenheit": on_column(lambda x: x * 1.8 + 32),
    "offset": on_column(lambda x: x + 40),
    "squared": on_column(lambda x: x * x),
    "integers": on_column(round),
    "huge": on_column(lambda x: x * 1e300),
    "tiny": on_column(lambda x: x * 1e-300),
    "nan everywhere": on_column(lambda x: "nan"),
    "blank everywhere": on_column(lambda x: ""),
    "words everywhere": on_column(lambda x: "warm"),
    "999.9 everywhere": on_column(lambda x: 999.9),
    "-9999 everywhere": on_column(lambda x: -9999),
    "one inf": on_cells(1, "inf"),
    "a month of inf": on_cells(720, "inf"),
    "one nan": on_cells(1, "nan"),
    "six blanks": on_cells(6, ""),
    "seven blanks": on_cells(7, ""),
    "a month of 999.9": on_cells(720, 999.9),
    "one spike": on_cells(1, 60),
    "five hours of 60": on_cells(5, 60),
    "a day of -70": on_cells(24, -70),
    "a month of 20": on_cells(720, 20),
    "one word": on_cells(1, "warm"),
    "one hexadecimal": on_cells(1, "0x1F"),
    "one long field": on_cells(1, "1" * 200_000),
    "one formula": on_cells(1, "=1+1"),
    "one underscore": on_cells(1, "1_0"),
    "one quote": on_cells(1, '"'),
    "latitude 999": on_head("50", "999"),
    "longitude nan": on_head("9.0,1.0", "nan,1.0"),
    "altitude 10^6": on_head("100", "1000000"),
    "time zone 99": on_head("9.0,1.0", "9.0,99"),
    "no header": on_head("LOCATION", "PLACE"),
    "no units": on_head("_C", ""),
    "other units": on_head("_C", "_F"),
    "pressure in bar": on_head("pressure_Pa", "pressure_bar"),
    "exchanged design values": on_head("-13.7,36.8", "36.8,-13.7"),
    "junk design values": on_head("31.0,20.5", "1e9,-1e9"),
    "nan design values": on_head("31.0,20.5", "nan,nan"),
    "8,759 rows": on_rows(lambda rows, draw: rows[:-1]),
    "two years": on_rows(lambda rows, draw: rows + rows),
    "no rows": on_rows(lambda rows, draw: []),
    "one row": on_rows(lambda rows, draw: rows[:1]),
    "backwards": on_rows(lambda rows, draw: rows[::-1]),
    "shuffled": on_rows(shuffled),
    "two rows exchanged": on_rows(exchanged),
    "a row doubled": on_rows(lambda rows, draw: [*rows[:5000], rows[4999], *rows[5001:]]),
    "half a year later": on_rows(lambda rows, draw: rows[4380:] + rows[:4380]),
    "short rows": on_rows(lambda rows, draw: [r[:3] for r in rows]),
    "wide rows": on_rows(lambda rows, draw: [r * 60 for r in rows[:200]]),
    "no time stamps": on_rows(lambda rows, draw: [["x", *r[1:]] for r in rows]),
    "month 13": on_rows(lambda rows, draw: [[c.replace("2019-05", "2019-13") for c in r] for r in rows]),
    "columns exchanged": exchanged_columns,
    "a column doubled": doubled_column,
    "cut in half": on_bytes(lambda data, draw: data[: len(data) // 2]),
    "cut in a row": on_bytes(lambda data, draw: data[:-9]),
    "bytes flipped": on_bytes(flipped),
    "zeros within": on_bytes(lambda data, draw: data[:5000] + b"\x00" * 40 + data[5000:]),
    "no line ends": on_bytes(lambda data, draw: data.replace(b"\n", b" ")),
    "semicolons": on_bytes(lambda data, draw: data.replace(b",", b";")),
    "UTF-16": on_bytes(lambda data, draw: data.decode().encode("utf-16")),
    "UTF-16 cut": on_bytes(lambda data, draw: data.decode().encode("utf-16")[:-1]),
    "gzip header": on_bytes(lambda data, draw: b"\x1f\x8b" + data),
    "zip header": on_bytes(lambda data, draw: b"PK\x03\x04" + data),
    "brace": on_bytes(lambda data, draw: b"{" + data),
    "brackets": on_bytes(lambda data, draw: b"[" * 100_000),
    "emoji": on_bytes(lambda data, draw: "🌡".encode() + data),
}


def test_there_are_forty_kinds():
    assert len(KINDS) >= 40


@pytest.mark.parametrize("file", ["epw", "csv"])
@pytest.mark.parametrize("kind", KINDS)
def test_mutations(tmp_path, kind, file):
    seed = f"{kind} {file} 13"
    draw, sheet = random.Random(seed), Sheet(file)
    content = KINDS[kind](sheet, draw) or sheet.text().encode()
    path = tmp_path / f"a.{file}"
    path.write_bytes(content)
    started = time.perf_counter()
    try:
        verify(path)
        found = None
    except WeatherError as error:
        found = str(error)
    try:
        w = read(path)
    except WeatherError as error:
        said = str(error)
        assert found == said, seed
        assert said.startswith(f"{path}: "), seed
        assert "\n" not in said, seed
        assert len(said) < 700, seed
    else:
        assert found is None, seed
        remarks(w)
        for x in (w.t, w.twb, w.tdp, w.w, w.p):
            assert np.isfinite(x).all(), seed
        assert (w.tdp <= w.twb + 1e-9).all(), seed
        assert (w.twb <= w.t + 1e-9).all(), seed
        assert abs(w.p.mean() / 100129.0 - 1.0) < 0.06, seed
        assert (w.design.extreme_db_min, w.design.cooling_db_04) < (w.design.heating_db_996, w.design.extreme_db_max), (
            seed
        )
        quiet = not w.notes and not w.repairs
        assert not quiet or np.abs(w.t - T).max() < 0.51, seed  # what is used unsaid is the year itself, or rounded
        assert not quiet or np.abs(w.tdp - DEW)[DEW > 0].max() < 1.2, seed
    assert time.perf_counter() - started < SLOWEST, seed
