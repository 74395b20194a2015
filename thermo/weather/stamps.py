"""From rows with time stamps to 8,760 hours from 1 January: order, spacing, leap day, parts of hours, other starts.

The year of a stamp is never used: a typical year's months come from different years. Minutes are counted in a year of
365 days; 29 February is dropped.
"""

import re
from dataclasses import dataclass

import numpy as np

from thermo.errors import ThermoError
from thermo.words import Message

HOURS = 8760
MINUTES = HOURS * 60
MONTH_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
STARTS = np.concatenate([[0], np.cumsum(MONTH_DAYS)])
CALENDAR = [(m + 1, d + 1) for m, days in enumerate(MONTH_DAYS) for d in range(days)]
LEAP_DAY = slice(59 * 24, 60 * 24)
PARTS = (1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30, 60)  # rows an hour

CLOCK = r"(?:[T\s]+(\d{1,2})[:.h](\d{2})(?::\d{2}(?:\.\d+)?)?\s*([AaPp][Mm])?)?\s*(?:Z|UTC|GMT|[+-]\d{2}:?\d{2})?\s*$"
ISO = re.compile(r"^\s*\d{4}[-/.年](\d{1,2})[-/.月](\d{1,2})日?" + CLOCK)
DAY_MONTH = re.compile(r"^\s*(\d{1,2})([-/.])(\d{1,2})[-/.]\d{2,4}" + CLOCK)
COMPACT = re.compile(r"^\s*\d{4}(\d{2})(\d{2})[:T\s]?(\d{2})(\d{2})?\s*$")
CLOCK_ALONE = re.compile(r"^\s*(\d{1,2})(?:[:.](\d{2}))?(?::\d{2})?\s*$")
OFFSET = re.compile(r"(?:(Z|UTC|GMT)|([+-])(\d{2}):?(\d{2}))\s*$")


@dataclass
class Stamps:
    """Month, day, hour (0..24) and minute of each row; `ending` where hours are known to end at their stamp."""

    month: np.ndarray
    day: np.ndarray
    hour: np.ndarray
    minute: np.ndarray
    ending: bool | None = None
    timed: bool = True

    @classmethod
    def from_rows(cls, rows, ending=None, timed=True):
        """From (month, day, hour, minute) of each row."""
        month, day, hour, minute = (np.array(c, dtype=np.int64) for c in zip(*rows, strict=True))
        return cls(month, day, hour, minute, ending=ending, timed=timed)


def stamps_of(header, rows):
    """The stamps of a table's rows, or None where no column holds any; and True where they say UTC.

    Known are ISO dates, 20190101:0010 and 2019010100, day and month in either order where the year shows which, a date
    and a time in two columns, and columns for month, day, hour and minute.
    """
    names = [re.sub(r"[^a-z0-9]+", " ", h.strip().lower()).strip() for h in header]
    utc = any(re.match(r"^(time|date ?time|timestamp|date|valid time) ?(utc|gmt|z)$", n) for n in names)
    parts = _part_columns(names)
    if parts:
        found = _from_parts(parts, rows)
        if found is not None:
            return found, utc
    sample = rows[: min(len(rows), 3)]
    for place in range(min(len(header), 30)):
        texts = [row[place] if place < len(row) else "" for row in sample]
        for reader in (_iso, _compact, _day_month):
            if texts and all(reader(t) for t in texts):
                found = _from_texts(reader, place, rows, names)
                if found is not None:
                    ends = OFFSET.search(texts[0].strip()) if ":" in texts[0] else None
                    zero = ends and (ends.group(1) or (ends.group(3), ends.group(4)) == ("00", "00"))
                    return found, utc or bool(zero)
    return None, utc


def _part_columns(names):
    wanted = {
        "month": r"^(month|mo|mm|monat|月)$",
        "day": r"^(day|dy|dd|day of month|tag|日)$",
        "hour": r"^(hour|hr|hh|stunde|时|小时)$",
        "minute": r"^(minute|min)$",
    }
    return {key: names.index(n) for key, pattern in wanted.items() for n in names if re.match(pattern, n)}


def _from_parts(parts, rows):
    if not {"month", "day"} <= set(parts):
        return None
    try:
        found = [
            tuple(int(float(row[parts[key]])) if key in parts else 0 for key in ("month", "day", "hour", "minute"))
            for row in rows
        ]
    except (IndexError, ValueError, OverflowError):
        return None
    return Stamps.from_rows(found, timed="hour" in parts) if found else None


def _clock(hour, minute, half):
    if hour is None:
        return 0, 0
    h = int(hour)
    if half:
        h = h % 12 + (12 if half.lower() == "pm" else 0)
    return h, int(minute or 0)


def _iso(text):
    m = ISO.match(text)
    return m and (int(m[1]), int(m[2]), *_clock(m[3], m[4], m[5]), m[3] is not None)


def _compact(text):
    m = COMPACT.match(text)
    return m and (int(m[1]), int(m[2]), int(m[3]), int(m[4] or 0), True)


def _day_month(text):
    m = DAY_MONTH.match(text)
    return m and (int(m[1]), int(m[3]), *_clock(m[4], m[5], m[6]), m[4] is not None)


def _from_texts(reader, place, rows, names):
    read = [reader(row[place]) if place < len(row) else None for row in rows]
    found = [stamp for stamp in read if stamp]
    if len(found) < len(read):
        return None
    table = [f[:4] for f in found]
    if reader is _day_month:
        first, second = {f[0] for f in table}, {f[1] for f in table}
        if max(first) > 12 >= max(second):
            table = [(b, a, h, m) for a, b, h, m in table]
        elif max(second) <= 12:
            return None
    timed = all(f[4] for f in found)
    if not timed and place + 1 < len(names):
        matches = [CLOCK_ALONE.match(r[place + 1]) for r in rows if len(r) > place + 1]
        times = [match for match in matches if match]
        said = re.match(r"^(time|hour|hr|zeit|uhrzeit|stunde|hh mm|local time)", names[place + 1])
        if said and len(matches) == len(times) == len(table):
            table = [(a, b, int(t[1]), int(t[2] or 0)) for (a, b, _, _), t in zip(table, times, strict=True)]
            timed = True
    return Stamps.from_rows(table, timed=timed)


@dataclass
class Plan:
    """How rows become hours: rows kept, rows an hour, and hours to roll back."""

    keep: np.ndarray
    part: int
    roll: int

    def __call__(self, values):
        """8,760 hourly values: means over the parts of an hour of which at least half are known, from 1 January."""
        x = values[self.keep]
        if self.part > 1:
            x = x.reshape(HOURS, self.part)
            known = ~np.isnan(x)
            n = known.sum(axis=1)
            x = np.where(2 * n >= self.part, np.where(known, x, 0.0).sum(axis=1) / np.maximum(n, 1), np.nan)
        return np.roll(x, self.roll)


def plan(stamps, n, count, notes):
    """The way from `n` rows to 8,760 hours.

    Raises
    ------
    ThermoError
        A phrase that follows the file's name.
    """
    if stamps is None:
        return _bare(n, count, notes)
    month, day, hour, minute = stamps.month, stamps.day, stamps.hour, stamps.minute
    wrong = (month < 1) | (month > 12) | (day < 1) | (day > 31) | (hour < 0) | (hour > 24)
    wrong |= (minute < 0) | (minute > 60)
    leap = (month == 2) & (day == 29)
    wrong |= ~leap & (day > np.array(MONTH_DAYS)[np.clip(month, 1, 12) - 1])
    if wrong.any():
        i = int(np.argmax(wrong))
        raise ThermoError(
            f"row {i + 1} is dated {month[i]}-{day[i]:02d} {hour[i]}:{minute[i]:02d} (month-day hour:minute), which is "
            "no time of a year"
        )
    keep = np.flatnonzero(~leap)
    at = (((STARTS[month - 1] + day - 1) * 24 + hour) * 60 + minute)[keep]
    if not stamps.timed:
        return _dated(n, keep, month, day, leap, count)
    if len(at) < 2:
        raise ThermoError(_rows(n))
    gaps = np.diff(at) % MINUTES
    step = int(np.median(gaps))
    if step > 1440:
        raise ThermoError(f"its time stamps go back and forth; {HOURS} hourly rows in order are needed")
    if step > 60 and len(at) * step > MINUTES // 2:
        raise ThermoError(f"its rows are {step / 60:g} hours apart; {HOURS} hourly rows are needed")
    part = 60 // step if step and 60 % step == 0 else 0
    if part not in PARTS or len(at) != HOURS * part:
        days = f", and {int(leap.sum())} of them are of 29 February" if leap.any() else ""
        raise ThermoError(_rows(n, part, at) + days)
    if leap.any():
        count[Message("repair.leap_day")] = int(leap.sum()) // part
    _in_order(gaps, step, at, keep, stamps, notes)
    start = int(at[0])
    ending = stamps.ending
    if ending is None:
        ending = (hour == 24).any() or (start % 1440 == step and (part > 1 or start % MINUTES == 60))
    first = ((start - (step if ending else 0)) % MINUTES) // 60
    if first:
        month, day = CALENDAR[first // 24]
        clock = {"clock": first % 24} if first % 24 else {}
        begin = Message("date.hour" if clock else "date.day", month=month, day=day, **clock)
        notes.append(Message("warning.other_start", start=begin))
    if part > 1:
        notes.append(Message("warning.parts_of_hours", rows=part))
    return Plan(keep, part, first)


def _rows(n, part=1, at=None):
    text = f"{n} hourly rows were found" if part == 1 else f"{n} rows were found"
    if at is not None and len(at) > HOURS * max(part, 1) and len(at) % (HOURS * max(part, 1)) == 0:
        years = len(at) // (HOURS * max(part, 1))
        return f"{text}; {HOURS} (or 8784 in a leap year) are needed, not {years} years"
    return f"{text}; {HOURS} (or 8784 in a leap year) are needed"


def _bare(n, count, notes):
    """Rows without stamps: a year of hours, or parts of hours that no whole number of years has as its hours."""
    for part in (1, *PARTS[3:]):
        days = n / (24 * part)
        if days not in (365, 366):
            continue
        keep = np.arange(n)
        if days == 366:
            keep = np.delete(keep, slice(LEAP_DAY.start * part, LEAP_DAY.stop * part))
            count[Message("repair.leap_day")] = 24
        if part > 1:
            notes.append(Message("warning.parts_of_hours", rows=part))
        return Plan(keep, part, 0)
    raise ThermoError(_rows(n))


def _dated(n, keep, month, day, leap, count):
    """Rows with dates but no hours: in file order, 24 to a day."""
    if len(keep) != HOURS:
        raise ThermoError(_rows(n))
    if leap.any():
        count[Message("repair.leap_day")] = int(leap.sum())
    for i, k in enumerate(keep):
        if (month[k], day[k]) != CALENDAR[i // 24]:
            _misdated(i, (month[k], day[k]), CALENDAR[i // 24])
    return Plan(keep, 1, 0)


def _misdated(i, found, needed):
    raise ThermoError(
        f"hour {i + 1} of the year is dated {found[0]}-{found[1]:02d} (month-day) where "
        f"{needed[0]}-{needed[1]:02d} is needed; rows are missing or not in order"
    )


def _in_order(gaps, step, at, keep, stamps, notes):
    """Refuse rows that do not follow each other; an hour left out in spring and doubled in autumn is summer time."""
    off = np.flatnonzero(gaps != step)
    if not off.size:
        return
    if step == 60 and off.size == 2 and sorted(gaps[off]) == [0, 120] and off[1] - off[0] > 90 * 24:
        notes.append(Message("warning.summer_time"))
        return
    i = int(off[0]) + 1
    due = int(at[i - 1] + step) % MINUTES
    k = keep[i]
    needed = CALENDAR[min(due // 1440, 364)]
    found = (int(stamps.month[k]), int(stamps.day[k]))
    if found != needed and step == 60:
        _misdated(i, found, needed)
    raise ThermoError(
        f"row {i + 1} is stamped {found[0]}-{found[1]:02d} {stamps.hour[k]}:{stamps.minute[k]:02d} (month-day "
        f"hour:minute) where {needed[0]}-{needed[1]:02d} {due // 60 % 24}:{due % 60:02d} is needed; rows are missing "
        "or not in order"
    )
