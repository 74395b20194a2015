"""Weather files: EPW, TMY3 (NREL's CSV) and any CSV whose columns name their unit; gzipped or plain.

The year column is never used: a typical year's months come from different years. Hours are taken in file order,
hour-ending, local standard time.

References
----------
EnergyPlus Auxiliary Programs, chapter "EnergyPlus Weather File (EPW) Data Dictionary" (fields and missing codes);
Wilcox & Marion 2008, Users Manual for TMY3 Data Sets, NREL/TP-581-43156 (missing code -9900).
"""

import csv
import gzip
import re
import zlib
from pathlib import Path

import numpy as np

from thermo.errors import WeatherError
from thermo.weather import repairs
from thermo.weather.record import HOURS, Weather, columns, design_from
from thermo.words import Message

LEAP_HOURS = 8784
MONTH_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
CALENDAR = [(m + 1, d + 1) for m, days in enumerate(MONTH_DAYS) for d in range(days)]
LEAP_DAY = slice(59 * 24, 60 * 24)
PRESSURE_OFF = 0.05  # of the standard atmosphere, before a note is made
NEEDED = f"{HOURS} hourly rows are needed"

# EPW column: (place, code from which on a value is missing)
EPW = {
    "dry bulb": (6, 99.9),
    "dew point": (7, 99.9),
    "relative humidity": (8, 999.0),
    "pressure": (9, 999999.0),
}

QUANTITY = {
    "dry bulb": (
        r"^(mean |outdoor |ambient |air )*(dry ?bulb( temp(erature)?)?|temp(erature)?( 2m| air)?|t|tdb|t ?air|db)$"
    ),
    "dew point": r"^(dew ?point( temp(erature)?)?( 2m)?|t ?dp|temp(erature)? dew( point)?)$",
    "wet bulb": r"^(wet ?bulb( temp(erature)?)?( 2m)?|t ?wb|twb)$",
    "relative humidity": r"^(rel(ative)? ?)?(hum(idity)?)( 2m)?$|^rh(um)?$",
    "pressure": r"^((surface|station|atmospheric|atm|barometric|air|site) ?)?press?(ure)?$",
}
TEMPERATURE_UNITS: dict[str, tuple[float, float]] = {
    "c": (1, 0),
    "degc": (1, 0),
    "k": (1, -273.15),
    "f": (5 / 9, -160 / 9),
    "degf": (5 / 9, -160 / 9),
}
UNITS: dict[str, dict[str, tuple[float, float]]] = {
    "dry bulb": TEMPERATURE_UNITS,
    "dew point": TEMPERATURE_UNITS,
    "wet bulb": TEMPERATURE_UNITS,
    "relative humidity": {"%": (0.01, 0), "pct": (0.01, 0), "percent": (0.01, 0), "1": (1, 0), "fraction": (1, 0)},
    "pressure": {"pa": (1, 0), "hpa": (100, 0), "mbar": (100, 0), "mb": (100, 0), "kpa": (1000, 0), "bar": (1e5, 0)},
}
SITE = {
    "latitude": r"^lat(itude)?$",
    "longitude": r"^(lon|lng|long|longitude)$",
    "altitude": r"^(alt(itude)?|elev(ation)?)$",
    "tz_hours": r"^(tz|time ?zone|utc ?offset|tz ?hours)$",
    "utc_offset_seconds": r"^utc offset seconds$",
    "name": r"^(name|station|site|location|city)$",
}


def read(path, *, name=None, latitude=None, longitude=None, altitude=None, tz_hours=None, humidity="dew-point"):
    """Read a year of weather.

    Parameters
    ----------
    path : str or Path
        EPW, TMY3 or CSV file, also gzipped; recognised by content.
    name, latitude, longitude, altitude, tz_hours : optional
        What a CSV does not say of its site, or says wrongly: [degree], [degree], [m], [h].
    humidity : str
        Column that counts where a file has both: "dew-point", or "relative-humidity" as EnergyPlus does. They differ
        by up to 2 K of wet bulb in single hours, since files round them and interpolate them apart.

    Returns
    -------
    Weather

    Raises
    ------
    WeatherError
        One sentence: the path, what was found, what is needed.
    """
    text = _text(path)
    given = {"name": name, "latitude": latitude, "longitude": longitude, "altitude": altitude, "tz_hours": tz_hours}
    head = text[:4000]
    if head.upper().startswith("LOCATION,"):
        found = _read_epw(text, path)
    elif "Date (MM/DD/YYYY)" in head:
        found = _read_tmy3(text, path)
    elif str(path).lower().removesuffix(".gz").endswith(".epw"):
        raise WeatherError(f"{path}: the first line is not LOCATION,..., so this is no EPW file; {NEEDED}.")
    else:
        found = _read_csv(text, path)
    found["site"].update({key: value for key, value in given.items() if value is not None})
    return _finish(path, **found, humidity=humidity)


def _text(path):
    """The file's text, or one sentence on why there is none."""
    file = Path(path)
    try:
        data = file.read_bytes()
        if data[:2] == b"\x1f\x8b":
            data = gzip.decompress(data)
    except FileNotFoundError:
        raise WeatherError(f"{path}: there is no such weather file.") from None
    except IsADirectoryError:
        raise WeatherError(f"{path}: this is a folder; an EPW, TMY3 or CSV file is needed.") from None
    except (EOFError, zlib.error, gzip.BadGzipFile):
        raise WeatherError(f"{path}: the gzip data are damaged; a whole file is needed.") from None
    except OSError as error:
        raise WeatherError(f"{path}: the weather file cannot be read ({error.strerror or error}).") from None
    if not data.strip():
        raise WeatherError(f"{path}: the weather file is empty; {NEEDED}.")
    if b"\x00" in data:
        raise WeatherError(f"{path}: this is a binary file; an EPW, TMY3 or CSV text file is needed.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _number(cell, path, line):
    """A cell as a float; NaN when empty; a refusal when it is a word."""
    cell = cell.strip()
    if not cell or cell.lower() in ("nan", "na", "n/a", "null", "none", "-"):
        return np.nan
    try:
        return float(cell)
    except ValueError:
        raise WeatherError(f"{path}: line {line} has {cell!r} where a number is needed.") from None


def _cells(rows, place, path, first_line):
    try:
        return np.array([_number(row[place], path, first_line + i) for i, row in enumerate(rows)])
    except IndexError:
        line = first_line + next(i for i, row in enumerate(rows) if len(row) <= place)
        raise WeatherError(f"{path}: line {line} is cut off: column {place + 1} is missing.") from None


def _days(rows, path, dates, count):
    """Drop the leap day and check that the rows run through the calendar; return the rows kept."""
    n = len(rows)
    if n == LEAP_HOURS:
        keep = [i for i, date in enumerate(dates) if date != (2, 29)] if dates else None
        if keep is None:
            keep = [i for i in range(n) if not LEAP_DAY.start <= i < LEAP_DAY.stop]
        if len(keep) == HOURS:
            count["leap day dropped"] = n - len(keep)
            rows = [rows[i] for i in keep]
            dates = [dates[i] for i in keep] if dates else None
    if len(rows) != HOURS:
        raise WeatherError(f"{path}: {n} hourly rows were found; {HOURS} (or {LEAP_HOURS} in a leap year) are needed.")
    for i, date in enumerate(dates or ()):
        if date != CALENDAR[i // 24]:
            (month, day), (found_month, found_day) = CALENDAR[i // 24], date
            raise WeatherError(
                f"{path}: hour {i + 1} of the year is dated {found_month}-{found_day:02d} (month-day) where "
                f"{month}-{day:02d} is needed; rows are missing or not in order."
            )
    return rows


def _read_epw(text, path):
    lines = text.splitlines()
    location = [c.strip() for c in lines[0].split(",")]
    try:
        site = {
            "name": location[1],
            "latitude": float(location[6]),
            "longitude": float(location[7]),
            "tz_hours": float(location[8]),
            "altitude": float(location[9]),
        }
    except (IndexError, ValueError):
        raise WeatherError(
            f"{path}: the LOCATION line lacks latitude, longitude, time zone or elevation; an EPW header is needed."
        ) from None
    head: dict[str, str] = {}
    start = 0
    for i, line in enumerate(lines):
        key = line.split(",", 1)[0].strip().upper()
        head.setdefault(key, line)
        if key == "DATA PERIODS":
            start = i + 1
            break
    if not start:
        raise WeatherError(f"{path}: the DATA PERIODS line is missing; an EPW header of 8 lines is needed.")
    periods = [c.strip() for c in head["DATA PERIODS"].split(",")]
    if len(periods) > 2 and periods[2] not in ("", "1"):
        raise WeatherError(f"{path}: the file has {periods[2]} records per hour; {NEEDED}.")
    rows = [r for r in csv.reader(lines[start:]) if r and any(r)]
    dates = []
    for i, row in enumerate(rows):
        try:
            dates.append((int(float(row[1])), int(float(row[2]))))
        except (IndexError, ValueError):
            line = start + i + 1
            raise WeatherError(f"{path}: line {line} is not an EPW data row (35 columns are needed).") from None
    count: dict[str, int] = {}
    rows = _days(rows, path, dates, count)
    values = {key: _cells(rows, place, path, start + 1) for key, (place, _) in EPW.items()}
    for key, (_, code) in EPW.items():
        _missing(values[key], values[key] >= code, key, count)
    values["relative humidity"] /= 100.0
    design, edition = design_conditions(head.get("DESIGN CONDITIONS", ""))
    source = f"EPW {site['name']}, {', '.join(location[2:6])}"
    return {"values": values, "site": site, "count": count, "design": design, "edition": edition, "source": source}


def _missing(values, where, key, count):
    n = int(np.count_nonzero(where))
    if n:
        values[where] = np.nan
        count[f"{key} missing"] = n


def design_conditions(line):
    """Design values [degC] of an EPW DESIGN CONDITIONS line, and the edition.

    Notes
    -----
    After `Extremes`, the 2009 and 2013 layout has 16 values (the fourth is the maximum wet bulb), that of 2017 and
    2021 has 15; the 20-year minimum and maximum are the last but four and three of the n = 5, 10, 20, 50 pairs.
    """
    cells = [c.strip() for c in next(csv.reader([line]), [])]
    lower = [c.lower() for c in cells]
    if not {"heating", "cooling", "extremes"} <= set(lower):
        return {}, ""
    heating, cooling, extremes = (lower.index(k) + 1 for k in ("heating", "cooling", "extremes"))
    tail = [c for c in cells[extremes:] if c]
    shift = len(tail) - 4 if len(tail) in (15, 16) else None

    def value(group, place):
        try:
            x = float(group[place])
        except (IndexError, ValueError):
            return None
        return x if -80.0 < x < 70.0 else None

    design = {
        "heating_db_996": value(cells[heating:], 1),
        "cooling_db_04": value(cells[cooling:], 2),
        "cooling_mcwb_04": value(cells[cooling:], 3),
        "cooling_wb_04": value(cells[cooling:], 8),
        "dp_04": value(cells[cooling:], 16),
        "extreme_db_min": value(tail, shift) if shift else None,
        "extreme_db_max": value(tail, shift + 1) if shift else None,
    }
    return {k: v for k, v in design.items() if v is not None}, cells[2] if len(cells) > 2 else ""


def _read_tmy3(text, path):
    lines = text.splitlines()
    station = next(csv.reader(lines[:1]))
    try:
        site = {
            "name": station[1].strip(),
            "tz_hours": float(station[3]),
            "latitude": float(station[4]),
            "longitude": float(station[5]),
            "altitude": float(station[6]),
        }
    except (IndexError, ValueError):
        raise WeatherError(f"{path}: the first line lacks station, time zone, position or elevation of TMY3.") from None
    header = [c.strip() for c in next(csv.reader(lines[1:2]), [])]
    rows = [r for r in csv.reader(lines[2:]) if r and any(r)]
    count: dict[str, int] = {}
    try:
        dates = [tuple(int(x) for x in row[0].split("/")[:2]) for row in rows]
    except ValueError:
        raise WeatherError(f"{path}: a row does not begin with MM/DD/YYYY as TMY3 rows do.") from None
    rows = _days(rows, path, dates, count)
    places, factors = _columns(header, path)
    values = {}
    for key, place in places.items():
        raw = _cells(rows, place, path, 3)
        _missing(raw, raw <= -990.0, key, count)
        values[key] = raw * factors[key][0] + factors[key][1]
    return {"values": values, "site": site, "count": count, "source": f"TMY3 {station[0]} {site['name']}, {station[2]}"}


def _split_unit(head):
    """("dry bulb", "c") from "Dry-bulb (C)", "dry_bulb_C", "temperature_2m [°C]"; unit "" where none is written."""
    text = head.strip().strip("#").strip().lower().replace("°", "").replace("º", "")
    match = re.match(r"^(.*?)\s*[(\[]\s*([^)\]]*?)\s*[)\]]\s*$", text)
    if match:
        name, unit = match.groups()
    else:
        name, unit = text, ""
        every = {u for units in UNITS.values() for u in units} | {"m", "deg", "h", "hours", "ft", "degrees"}
        tail = re.match(r"^(.+?)[_\s-](deg[_ ]?[cf]|[^_\s-]+)$", text)
        if tail and tail.group(2).replace("_", "").replace(" ", "") in every:
            name, unit = tail.groups()
    unit = unit.replace("_", "").replace(" ", "").replace("degrees", "deg").replace("celsius", "c")
    return re.sub(r"[\s_\-]+", " ", name).strip(), unit


def _columns(header, path):
    """Where each quantity stands, and how to bring it to degC, 0..1 and Pa; a refusal when a unit is missing."""
    places, factors = {}, {}
    for place, head in enumerate(header):
        name, unit = _split_unit(head)
        for key, pattern in QUANTITY.items():
            if key in places or not re.match(pattern, name):
                continue
            if unit not in UNITS[key]:
                known = list(UNITS[key])
                found = f"the unit {unit!r}, which is not known" if unit else "no unit"
                raise WeatherError(
                    f"{path}: column {head.strip()!r} ({key}) names {found}; write one of {', '.join(known)} into the "
                    f"header, for example '{key.replace(' ', '_')} ({known[0]})'."
                )
            places[key], factors[key] = place, UNITS[key][unit]
    humid = {"dew point", "relative humidity", "wet bulb"} & set(places)
    if "dry bulb" not in places or not humid:
        found = ", ".join(h.strip() for h in header[:12] if h.strip()) or "nothing"
        raise WeatherError(
            f"{path}: columns for dry bulb and one of relative humidity, dew point or wet bulb are needed, with units "
            f"in the header (dry_bulb_C, relative_humidity_percent); found: {found[:200]}."
        )
    return places, factors


def _site_line(cells, site):
    """Take "latitude, 31.2" or "altitude_m: 9 m" into `site`; True when it was one."""
    parts = [c.strip().lstrip("#").strip() for c in re.split(r"[,;=:\t]", ",".join(cells), maxsplit=1)]
    if len(parts) != 2:
        return False
    name, unit = _split_unit(parts[0])
    for key, pattern in SITE.items():
        if re.match(pattern, name):
            return _take(site, key, parts[1].strip(" ,;"), unit)
    return False


def _take(site, key, text, unit=""):
    if key == "name":
        site["name"] = text
        return True
    number = re.match(r"^[+-]?\d+(\.\d*)?", text)
    if not number:
        return False
    value = float(number.group())
    if key == "utc_offset_seconds":
        site["tz_hours"] = value / 3600.0
    else:
        site[key] = value * 0.3048 if key == "altitude" and (unit == "ft" or text.endswith("ft")) else value
    return True


def _read_csv(text, path):
    """A header line that names columns, before it any site lines; a time column only serves to find 29 February."""
    lines = text.splitlines()
    delimiter = max(",;\t", key=lambda d: sum(line.count(d) for line in lines[:50]))
    table = list(csv.reader(lines, delimiter=delimiter))
    site: dict[str, float | str] = {}
    start = None
    for i, cells in enumerate(table[:60]):
        names = [_split_unit(c)[0] for c in cells]
        if any(re.match(QUANTITY["dry bulb"], n) for n in names) and len(cells) > 1:
            start = i
            break
        keys = [next((k for k, pattern in SITE.items() if re.match(pattern, n)), None) for n in names]
        if sum(k is not None for k in keys) > 1 and i + 1 < len(table):
            for (head, key), cell in zip(zip(cells, keys, strict=True), table[i + 1], strict=False):
                if key:
                    _take(site, key, cell.strip(), _split_unit(head)[1])
        else:
            _site_line(cells, site)
    if start is None:
        _columns(table[0] if table else [], path)
        raise WeatherError(f"{path}: no header line with a dry-bulb column was found; {NEEDED}.")
    header = table[start]
    places, factors = _columns(header, path)
    rows = [r for r in table[start + 1 :] if r and any(c.strip() for c in r)]
    count: dict[str, int] = {}
    rows = _days(rows, path, _iso_dates(header, rows), count)
    values = {}
    for key, place in places.items():
        raw = _cells(rows, place, path, start + 2)
        code = EPW.get(key, EPW["dry bulb"])[1]
        _missing(raw, np.isin(raw, [code, 9999.0, -999.0, -9999.0, -9900.0]), key, count)
        values[key] = raw * factors[key][0] + factors[key][1]
    return {"values": values, "site": site, "count": count, "source": f"CSV {Path(path).name}"}


def _iso_dates(header, rows):
    """(month, day) of each row where a column holds ISO dates, else None."""
    iso = re.compile(r"^\s*\d{4}-(\d\d)-(\d\d)")
    for place in range(len(header)):
        found = [iso.match(row[place]) if len(row) > place else None for row in rows[:2]]
        if found and all(found):
            matches = [iso.match(row[place]) if len(row) > place else None for row in rows]
            dates = [(int(m.group(1)), int(m.group(2))) for m in matches if m]
            return dates if len(dates) == len(rows) and dates[0] == (1, 1) else None
    return None


def _finish(path, values, site, count, source, design=None, edition="", humidity="dew-point"):
    """Repair, complete pressure and humidity, and build the record."""
    from thermo.core.psychrometrics import standard_pressure
    from thermo.core.weather_rows import dew_points_from_relative_humidity, dew_points_from_wet_bulb

    notes: list[str] = []
    values = {k: v for k, v in values.items() if k == "dry bulb" or not np.isnan(v).all()}
    for name in ("pressure", "dew point", "relative humidity"):
        if name not in values and count.pop(f"{name} missing", 0) and name == "pressure":
            notes.append(Message("warning.no_pressure"))
    values = repairs.clean(values, count, path)
    t = values["dry bulb"]
    altitude = site.get("altitude")
    if "pressure" in values:
        p = values["pressure"]
        if altitude is None:
            altitude = float((1.0 - (p.mean() / 101325.0) ** (1 / 5.2559)) / 2.25577e-5)
            notes.append(Message("warning.no_altitude", altitude=altitude))
    else:
        if altitude is None:
            raise WeatherError(
                f"{path}: there is neither a pressure column nor an altitude; give the altitude in the file "
                "('altitude_m, 9') or as an argument."
            )
        p = np.full(t.shape, standard_pressure(float(altitude)))
    off = p.mean() / float(standard_pressure(float(altitude))) - 1.0
    if abs(off) > PRESSURE_OFF:
        about = {"pressure": float(p.mean()), "off": float(off), "altitude": float(altitude)}
        notes.append(Message("warning.pressure_off", **about))
    tdp = np.full(t.shape, np.nan)
    columns_of_humidity = [
        ("dew point", None),
        ("relative humidity", dew_points_from_relative_humidity),
        ("wet bulb", dew_points_from_wet_bulb),
    ]
    if humidity == "relative-humidity":
        columns_of_humidity[:2] = columns_of_humidity[1::-1]
    for name, function in columns_of_humidity:
        if name in values and np.isnan(tdp).any():
            other = values[name]
            if function is not None:
                other = np.empty(t.shape)
                function(t, values[name] if name != "wet bulb" else np.minimum(values[name], t), p, other)
            tdp = np.where(np.isnan(tdp), other, tdp)
    tdp = repairs.bridge(tdp, "humidity", count, path)
    tdp = repairs.clip_dew_point(t, tdp, count)
    twb, w = columns(t, tdp, p)
    spikes = repairs.wet_bulb_spikes(twb, tdp)
    if spikes.any():
        count["wet bulb spike"] = int(spikes.sum())
        tdp = np.minimum(repairs.bridge(np.where(spikes, np.nan, tdp), "humidity", count, path), t)
        twb, w = columns(t, tdp, p)
    repairs.refuse_too_many(count, path)
    far = twb > np.quantile(twb, 0.996) + repairs.FAR_WET_BULB
    if far.any():
        about = {"wet_bulb": float(twb.max()), "above": repairs.FAR_WET_BULB, "hours": int(far.sum())}
        notes.append(Message("warning.doubtful_humidity", **about))
    for key in ("latitude", "longitude"):
        if key not in site:
            site[key] = float("nan")
    return Weather(
        name=site.get("name") or Path(path).name.split(".")[0],
        latitude=float(site["latitude"]),
        longitude=float(site["longitude"]),
        altitude=float(altitude),
        tz_hours=float(site.get("tz_hours", 0.0)),
        source=source,
        t=t,
        twb=twb,
        w=w,
        p=p,
        tdp=tdp,
        design=design_from(design or {}, t, twb, tdp, edition),
        repairs=count,
        notes=notes,
    )
