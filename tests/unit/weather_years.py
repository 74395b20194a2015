"""A year of plain weather as files: what tests mutate, and what right readings of it are held against."""

import json
import re

import numpy as np

from thermo.weather.stamps import CALENDAR
from thermo.words import Message, index, retell

LATITUDE, LONGITUDE, ZONE, ALTITUDE = 50.0, 9.0, 1.0, 100.0
HEADER = (
    "LOCATION,Plain,-,XXX,SELF,999999,50.0,9.0,1.0,100",
    "DESIGN CONDITIONS,1,2021 ASHRAE Handbook -- Fundamentals - Chapter 14 Climatic Design Information,,Heating,1,-6.0,"
    "-4.5,-11,1.5,-3.0,-9,1.7,-1.5,9.0,6.0,8.0,5.5,2.0,200,0.5,Cooling,7,11.0,31.0,20.5,29.5,20.0,28.0,19.5,21.5,28.0,"
    "20.8,27.0,20.1,26.0,3.0,90,19.5,14.3,24.0,18.7,13.6,23.5,17.9,12.9,23.0,57.0,28.0,54.0,27.0,52.0,26.0,24.0,"
    "Extremes,8.0,7.0,6.0,-9.0,34.0,2.5,1.5,-10.8,35.1,-12.2,36.0,-13.7,36.8,-15.5,37.9",
    "TYPICAL/EXTREME PERIODS,0",
    "GROUND TEMPERATURES,0",
    "HOLIDAYS/DAYLIGHT SAVINGS,No,0,0,0",
    "COMMENTS 1,made for a test",
    "COMMENTS 2,",
    "DATA PERIODS,1,1,Data,Sunday, 1/ 1,12/31",
)


def year():
    """Dry bulb, dew point [degC], relative humidity [%], pressure [Pa] and radiation [W/m2] of 8,760 hours."""
    hours = np.arange(8760)
    draw = np.random.default_rng(13)
    spell = np.repeat(draw.normal(0.0, 1.5, 365), 24)
    spell = np.convolve(np.concatenate([spell[-24:], spell, spell[:24]]), np.ones(49) / 49, "valid")
    day = np.cos(2 * np.pi * ((hours + 0.5) % 24 - 15.1) / 24)
    t = 11.0 - 12.0 * np.cos(2 * np.pi * (hours - 480) / 8760) + 5.0 * day + 2.0 * spell
    dew = t - 5.5 - 3.5 * day
    rh = 100 * np.exp(17.625 * dew / (dew + 243.04) - 17.625 * t / (t + 243.04))
    p = 100150.0 + 600.0 * np.sin(2 * np.pi * hours / 8760 * 30)
    sun = np.maximum(np.cos(2 * np.pi * ((hours + 0.5) % 24 - 12.4) / 24), 0.0) * 600.0
    return t.round(2), dew.round(2), rh.round(1), p.round(), sun.round()


def epw(t=None, dew=None, rh=None, p=None, sun=None):
    """Rows of an EPW file, 35 cells each; columns may be given."""
    plain = year()
    columns = [plain[i] if x is None else x for i, x in enumerate((t, dew, rh, p, sun))]
    rows = []
    for i, (a, b, c, d, e) in enumerate(zip(*columns, strict=True)):
        month, day = CALENDAR[i // 24]
        head = [2019, month, day, i % 24 + 1, 0, "?9?9?9?9E0"]
        rows.append([*head, f"{a:.2f}", f"{b:.2f}", f"{c:.1f}", f"{d:.0f}", 0, 0, 300, f"{e:.0f}", *[0] * 21])
    return rows


def text(rows, header=HEADER, end="\n"):
    """An EPW file's text."""
    return end.join([*header, *(",".join(map(str, r)) for r in rows)]) + end


def stamps(form="%Y-%m-%d %H:%M", year=2019, step=60, n=8760, start="01-01"):
    """Time stamps as text."""
    import datetime

    first = datetime.datetime.fromisoformat(f"{year}-{start}")
    return [(first + datetime.timedelta(minutes=step * i)).strftime(form) for i in range(n)]


def table(header, columns, before="", mark=","):
    """A CSV file's text."""
    body = "\n".join(mark.join(str(x) for x in row) for row in zip(*columns, strict=True))
    return f"{before}{mark.join(header)}\n{body}\n"


def said(notes):
    """Notes as they are, each a Message that a document's codes and figures say again, in Chinese without English."""
    for note in notes:
        assert isinstance(note, Message), note
        held = json.loads(json.dumps(index([note])))
        assert retell(str(note), "en", held) == note
        other = retell(str(note), "zh", held)
        for name in ("file", "station", "source", "period", "remark"):
            other = other.replace(str(note.figures.get(name, "")), "")
        assert re.search(r"[一-鿿]", other), other
        assert not re.search(r"[a-z]{4}", other), other
    return notes


def remarks(weather):
    """All that the reading of a file has to say: notes, kinds of repairs, marks of design values."""
    return said([*weather.notes, *weather.repairs, *weather.design.marked])
