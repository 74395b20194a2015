"""The layouts weather comes in, each brought to columns of rows: dry bulb, humidity, pressure, stamps, site.

References
----------
EPW: EnergyPlus Auxiliary Programs, chapter "EnergyPlus Weather File (EPW) Data Dictionary" (fields and missing codes).
TMY3: Wilcox & Marion 2008, Users Manual for TMY3 Data Sets, NREL/TP-581-43156 (missing code -9900).
NSRDB: PSM v3 and v4 CSV, site and units in two lines before the table. PVGIS 5: TMY and hourly, CSV and JSON, in UTC.
NASA POWER: hourly CSV and JSON, LST (solar time in whole hours) or UTC. Meteostat: hourly bulk and export, degC, %, hPa
at sea level, UTC. DWD TRY 2004 to 2017: hours 1 to 24 of MEZ, hPa at the station. Open-Meteo: CSV and JSON.
"""

import csv
import json
import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from thermo.errors import ThermoError, WeatherError
from thermo.weather import files
from thermo.weather import stamps as stamping
from thermo.weather.design import design_conditions
from thermo.weather.headers import RADIATION, blank_codes, cells, places_of, quantity_of, split_unit
from thermo.weather.stamps import HOURS, Stamps
from thermo.words import Message

NEEDED = f"{HOURS} hourly rows are needed"
MOST_CELLS = 400  # columns
SAME = 1e-3  # share by which two columns of one quantity may differ

SITE = {
    "latitude": r"^lat(itude)?$",
    "longitude": r"^(lon|lng|long|longitude)$",
    "altitude": r"^(alt(itude)?|elev(ation)?|height|höhe|hoehe|海拔)$",
    "tz_hours": r"^(tz|time ?zone|utc ?offset|tz ?hours)$",
    "utc_offset_seconds": r"^utc offset seconds$",
    "name": r"^(name|station|site|location|city)$",
}
EPW = {"dry bulb": 6, "dew point": 7, "relative humidity": 8, "pressure": 9}
METEOSTAT = {"temp": "temp (C)", "dwpt": "dwpt (C)", "rhum": "rhum (%)", "pres": "pressure msl (hPa)"}
METEOSTAT_BARE = "date hour temp dwpt rhum prcp snow wdir wspd wpgt pres tsun coco".split()
PVGIS = {"T2m": "T2m (C)", "RH": "RH (%)", "SP": "SP (Pa)"}
POWER = {"T2M": "T2M (C)", "T2MDEW": "T2MDEW (C)", "T2MWET": "T2MWET (C)", "RH2M": "RH2M (%)", "PS": "PS (kPa)"}
TRY = {"t": "T (C)", "p": "pressure (hPa)", "RF": "rh (%)", "HH": "hour", "MM": "month", "DD": "day"}


@dataclass
class Found:
    """What a file says: rows of values in degC, 0..1 and Pa, their stamps, the site, and what is to be told."""

    values: dict[str, np.ndarray]
    stamps: Stamps | None
    site: dict
    source: str
    count: dict[Message, int] = field(default_factory=dict)
    notes: list[Message] = field(default_factory=list)
    design: dict[str, float] = field(default_factory=dict)
    edition: str = ""
    utc: bool = False


def found_in(content, path):
    """Recognise a layout by its content and read it.

    Parameters
    ----------
    content : str or list of list of str
        A file's text, or the rows of a sheet.

    Returns
    -------
    Found

    Raises
    ------
    WeatherError
    """
    if isinstance(content, list):
        table, comma = files.table(content)
        return _plain(table, comma, path)
    head = content[:6000]
    try:
        if head.lstrip()[:1] in ("{", "["):
            return _from_json(content, path)
        if head.upper().startswith("LOCATION,"):
            return _epw(content, path)
        if "Date (MM/DD/YYYY)" in head:
            return _tmy3(content, path)
        if re.sub(r"\.(gz|zip)$", "", str(path).lower()).endswith(".epw"):
            raise WeatherError(f"{path}: the first line is not LOCATION,..., so this is no EPW file; {NEEDED}.")
        if re.search(r"^\s*\*\*\*\s*$", head, re.MULTILINE):
            return _try(content, path)
        table, comma = files.table(content)
        return _plain(table, comma, path)
    except csv.Error as error:
        raise WeatherError(f"{path}: this is no table of comma-separated values ({error}); {NEEDED}.") from None


def _filled(rows: Iterable):
    return [r for r in rows if r and any(c.strip() for c in r)]


def _epw(text, path):
    lines = text.splitlines()
    location = [c.strip() for c in next(csv.reader(lines[:1]))]
    site: dict = {"name": location[1] if len(location) > 1 else ""}
    for key, place, word in (
        ("latitude", 6, "latitude"),
        ("longitude", 7, "longitude"),
        ("tz_hours", 8, "time zone"),
        ("altitude", 9, "elevation"),
    ):
        try:
            site[key] = float(location[place])
        except IndexError:
            raise WeatherError(f"{path}: the LOCATION line lacks the {word}; an EPW header is needed.") from None
        except ValueError:
            raise WeatherError(
                f"{path}: the LOCATION line has {location[place][:40]!r} where the {word} is needed."
            ) from None
    head: dict[str, str] = {}
    start = 0
    for i, line in enumerate(lines[:200]):
        key = line.split(",", 1)[0].strip().upper()
        head.setdefault(key, line)
        if key == "DATA PERIODS":
            start = i + 1
            break
    if not start:
        raise WeatherError(f"{path}: the DATA PERIODS line is missing; an EPW header of 8 lines is needed.")
    rows = _filled(csv.reader(lines[start:]))
    table = []
    for i, row in enumerate(rows):
        try:
            month, day, hour, minute = (int(float(row[k])) for k in (1, 2, 3, 4))
            if len(row) <= max(EPW.values()):
                raise IndexError
        except (IndexError, ValueError, OverflowError):
            raise WeatherError(
                f"{path}: line {start + i + 1} is not an EPW data row (35 columns are needed)."
            ) from None
        table.append((month, day, hour, minute))
    stamps, bare = None, []
    if table:
        stamps = Stamps.from_rows(table)
        same = (np.diff(stamps.hour) == 0) & (np.diff(stamps.day) == 0) & (np.diff(stamps.month) == 0)
        from_zero = bool((stamps.hour == 0).any()) and not (stamps.hour == 24).any()
        if np.count_nonzero(same) > HOURS // 2:
            stamps.ending = bool((stamps.minute == 60).any()) or not (stamps.minute == 0).any()
            stamps.hour = stamps.hour - (0 if from_zero else 1)
        else:
            stamps.minute = np.zeros_like(stamps.minute)
            stamps.ending = not from_zero
        bare = [stamps]
    count: dict[Message, int] = {}
    values = {key: blank_codes(cells(rows, place, path, start + 1), key, count) for key, place in EPW.items() if rows}
    if "relative humidity" in values:
        values["relative humidity"] /= 100.0
    sun = _sun(rows, 13)
    if sun is not None:
        values["radiation"] = sun
    design, edition, notes = design_conditions(head.get("DESIGN CONDITIONS", ""), path)
    source = f"EPW {site['name']}, {', '.join(location[2:6])}"
    return Found(values, bare[0] if bare else None, site, source, count, notes, design, edition)


def _sun(rows, place):
    """Global radiation by row, or None where the column is absent, empty or no number."""
    try:
        x = np.array([float(r[place]) for r in rows])
    except (IndexError, ValueError):
        return None
    x = np.where((x >= 9000.0) | (x < 0.0) | ~np.isfinite(x), 0.0, x)
    return x if np.count_nonzero(x > 20.0) > 2000 else None


def _tmy3(text, path):
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
    rows = _filled(csv.reader(lines[2:]))
    table = []
    for i, row in enumerate(rows):
        match = re.match(r"^(\d{1,2})/(\d{1,2})/\d{4}$", row[0].strip())
        clock = re.match(r"^(\d{1,2}):(\d{2})$", row[1].strip()) if len(row) > 1 else None
        if not match or not clock:
            raise WeatherError(
                f"{path}: line {3 + i} begins with {','.join(row[:2])[:40]!r} where MM/DD/YYYY and HH:MM of TMY3 are "
                "needed."
            )
        table.append((int(match[1]), int(match[2]), int(clock[1]), int(clock[2])))
    stamps = Stamps.from_rows(table, ending=True) if table else None
    found = _table(path, header, rows, 3)
    found.stamps, found.site = stamps, site
    found.source = f"TMY3 {station[0]} {site['name']}, {station[2]}"
    return found


def _try(text, path):
    """Test reference year of the DWD: facts, a line of names, ***, and columns parted by blanks."""
    lines = text.splitlines()
    end = next(i for i, line in enumerate(lines) if line.strip() == "***")
    names = next((line.split() for line in reversed(lines[:end]) if {"MM", "DD", "HH"} <= set(line.split())), None)
    if names is None or not {"t", "RF"} <= set(names):
        raise WeatherError(
            f"{path}: the line before *** does not name t, RF, MM, DD and HH as a DWD TRY does; {NEEDED}."
        )
    head = "\n".join(lines[:end])
    site: dict = {"tz_hours": 1.0, "name": Path(path).name.split(".")[0]}
    height = re.search(r"H(?:oe|ö|\w)henlage\s*:?\s*(-?\d+(?:[.,]\d+)?)|H(?:oe|ö)he\D{0,20}?(-?\d+)\s*m", head)
    if height:
        site["altitude"] = float((height[1] or height[2]).replace(",", "."))
    east, north = (re.search(word + r"\s*:?\s*(\d+)", head) for word in ("Rechtswert", "Hochwert"))
    if east and north:
        site["latitude"], site["longitude"] = _from_lambert(float(east[1]), float(north[1]))
    rows = _filled(line.split() for line in lines[end + 1 :])
    header = [TRY.get(n, "") for n in names]
    found = _table(path, header, rows, end + 2)
    found.site = site
    if found.stamps is not None:
        found.stamps.ending = True
    found.source = f"DWD TRY {Path(path).name}"
    return found


def _from_lambert(east, north):
    """Latitude and longitude [degree] of ETRS89 / LCC Europe (EPSG 3034): parallels 35 and 65, origin 52 N 10 E."""
    e = 0.0818191910428

    def m(lat):
        return math.cos(lat) / math.sqrt(1 - (e * math.sin(lat)) ** 2)

    def t(lat):
        s = e * math.sin(lat)
        return math.tan(math.pi / 4 - lat / 2) / ((1 - s) / (1 + s)) ** (e / 2)

    one, two, zero = (math.radians(x) for x in (35.0, 65.0, 52.0))
    n = math.log(m(one) / m(two)) / math.log(t(one) / t(two))
    f = 6378137.0 * m(one) / (n * t(one) ** n)
    x, y = east - 4e6, f * t(zero) ** n - (north - 2.8e6)
    ratio = (math.hypot(x, y) / f) ** (1 / n)
    lat = math.pi / 2 - 2 * math.atan(ratio)
    for _ in range(6):
        s = e * math.sin(lat)
        lat = math.pi / 2 - 2 * math.atan(ratio * ((1 - s) / (1 + s)) ** (e / 2))
    return math.degrees(lat), 10.0 + math.degrees(math.atan2(x, y)) / n


def _plain(table, comma, path):
    """A header line that names columns, before it any lines about the site; NSRDB, POWER, PVGIS and Meteostat too."""
    if any(len(row) > MOST_CELLS for row in table[:100]):
        raise WeatherError(f"{path}: a line has more than {MOST_CELLS} columns; {NEEDED}.")
    site: dict = {}
    legend: dict[str, str] = {}
    start, after = None, 0
    for i, row in enumerate(table[:120]):
        names = [split_unit(c)[0] for c in row]
        if len(row) > 1 and any(quantity_of(n) == "dry bulb" for n in names):
            start = i
            break
        if i < after:
            continue
        keys = [next((k for k, pattern in SITE.items() if re.match(pattern, n)), None) for n in names]
        if sum(k is not None for k in keys) > 1 and i + 1 < len(table):
            after = i + 2
            for head, key, cell in zip(row, keys, table[i + 1], strict=False):
                legend[head.strip().lower()] = cell.strip()
                if key:
                    _take(site, key, cell.strip(), split_unit(head)[1])
            legend |= {h.strip().lower(): c.strip() for h, c in zip(row, table[i + 1], strict=False)}
        else:
            _site_line(row, site)
            _power_line(",".join(row), site, legend)
    if start is None:
        if _is_bare_meteostat(table):
            return _meteostat(METEOSTAT_BARE, _filled(table), path, 1, site)
        places_of(table[0] if table else [], path)
        raise WeatherError(f"{path}: no header line with a dry-bulb column was found; {NEEDED}.")
    header = [c.strip() for c in table[start]]
    rows = _filled(table[start + 1 :])
    low = {h.lower() for h in header}
    if {"temp", "rhum"} <= low and low & {"coco", "pres", "prcp"}:
        return _meteostat(header, rows, path, start + 2, site)
    units = {}
    if "temperature units" in legend or "source" in legend:
        for key, word in (("dry bulb", "temperature"), ("dew point", "dew point"), ("pressure", "pressure")):
            units[key] = split_unit(f"x ({legend.get(word + ' units', '')})")[1]
        units["relative humidity"] = "%"
        units = {k: u for k, u in units.items() if u}
    for meanings in (PVGIS, POWER):
        if {"T2m", "T2M"} & set(meanings) & set(header):
            units_told = {h: legend[f"unit {h}"] for h in header if f"unit {h}" in legend}
            header = [f"{h} ({units_told[h]})" if h in units_told else meanings.get(h, h) for h in header]
    found = _table(path, header, rows, start + 2, units=units, comma=comma)
    found.site = site
    if "local time zone" in legend and "tz_hours" in site:
        found.utc = site["tz_hours"] == 0.0
        local = _float(legend["local time zone"])
        if found.utc and local is not None:
            site["tz_hours"] = local
        found.source = f"NSRDB {Path(path).name}"
    elif "clock" in legend:
        found.utc = legend["clock"] == "UTC"
        if not found.utc and "longitude" in site:
            site["tz_hours"] = float(round(site["longitude"] / 15.0))
        found.source = f"NASA POWER {Path(path).name}"
    elif "T2m (C)" in header:
        found.source = f"PVGIS {Path(path).name}"
        found.utc = True
    if found.utc and not site.get("tz_hours"):
        site.pop("tz_hours", None)
    return found


def _float(text):
    try:
        return float(text)
    except (TypeError, ValueError):
        return None


def _power_line(line, site, legend):
    """Position, height, clock and units in the header of NASA POWER."""
    if place := re.match(r"^\s*Location: *latitude *(-?[\d.]+) *longitude *(-?[\d.]+)", line, re.IGNORECASE):
        site["latitude"], site["longitude"] = float(place[1]), float(place[2])
        site.pop("name", None)
    elif height := re.match(r"^\s*elevation from MERRA-?2.*= *(-?[\d.]+) *met", line, re.IGNORECASE):
        site["altitude"] = float(height[1])
    elif clock := re.match(r"^\s*Dates \(month/day/year\).* in (LST|UTC)", line, re.IGNORECASE):
        legend["clock"] = clock[1].upper()
    elif unit := re.match(r"^\s*([A-Z][A-Z0-9_]+) +MERRA-?2 .*\(([^()]+)\)\s*$", line):
        legend[f"unit {unit[1]}"] = unit[2]


def _is_bare_meteostat(table):
    rows = table[:3]
    return bool(rows) and all(
        len(r) == len(METEOSTAT_BARE) and re.match(r"^\d{4}-\d\d-\d\d$", r[0].strip()) and r[1].strip().isdigit()
        for r in rows
    )


def _meteostat(header, rows, path, first_line, site):
    known = {h.lower(): METEOSTAT.get(h.lower(), h) for h in header}
    found = _table(path, [known[h.lower()] for h in header], rows, first_line)
    found.site, found.utc, found.source = site, True, f"Meteostat {Path(path).name}"
    return found


def _site_line(row, site):
    """Take "latitude, 31.2" or "altitude_m: 9 m" into `site`."""
    parts = [c.strip().lstrip("#").strip() for c in re.split(r"[,;=:\t]", ",".join(row)[:300], maxsplit=1)]
    if len(parts) == 2:
        name, unit = split_unit(parts[0])
        for key, pattern in SITE.items():
            if re.match(pattern, name):
                _take(site, key, parts[1].strip(" ,;"), unit)
                return


def _take(site, key, text, unit=""):
    if key == "name":
        site["name"] = text[:80]
        return
    number = re.match(r"^[+-]?\d+([.,]\d*)?(e[+-]?\d+)?|^[+-]?(nan|inf\w*)", text, re.IGNORECASE)
    if not number:
        return
    value = float(number.group().replace(",", "."))
    if key == "utc_offset_seconds":
        site["tz_hours"] = value / 3600.0
    else:
        site[key] = value * 0.3048 if key == "altitude" and (unit == "ft" or text.endswith("ft")) else value


def _table(path, header, rows, first_line, units=None, comma=False):
    """Columns of quantities, each in its SI unit; two columns of one quantity must agree."""
    places = places_of(header, path, units)
    last = max(p for found in places.values() for p, _, _ in found)
    for _ in range(min(20, len(rows))):
        if len(rows[-1]) <= last:
            rows = rows[:-1]
    stamps, utc = stamping.stamps_of(header, rows)
    count: dict[Message, int] = {}
    values = {}
    for key, columns in places.items():
        read = []
        for place, factor, offset in columns[:4]:
            x = blank_codes(cells(rows, place, path, first_line, comma), key, count, celsius=(factor, offset) == (1, 0))
            read.append(x * factor + offset)
        for (place, _, _), other in zip(columns[1:4], read[1:], strict=True):
            _agree(key, header[columns[0][0]], header[place], read[0], other, path)
        values[key] = read[0]
    for place, head in enumerate(header):
        if re.match(RADIATION, head.strip().lower().replace("_", " ")) and (sun := _sun(rows, place)) is not None:
            values.setdefault("radiation", sun)
    return Found(values, stamps, {}, f"CSV {Path(path).name}", count, utc=utc)


def _agree(key, one, two, a, b, path):
    scale = 1e5 if "pressure" in key else 1.0 if key == "relative humidity" else 300.0
    off = np.abs(a - b)
    if np.isnan(a).all() or np.isnan(b).all() or not (off > SAME * scale).any():
        return
    raise WeatherError(
        f"{path}: the columns {one.strip()[:40]!r} and {two.strip()[:40]!r} both hold the {key} and differ by up to "
        f"{np.nanmax(off):.3g} ({'degC' if scale == 300.0 else 'Pa' if scale > 1 else '0..1'}); leave one of them."
    )


def _from_json(text, path):
    """PVGIS, NASA POWER, Open-Meteo and Meteostat as their services answer."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise WeatherError(f"{path}: this is no JSON ({str(error)[:80]}); {NEEDED}.") from None
    try:
        for reader in (_pvgis_json, _power_json, _open_meteo_json, _records_json):
            if (found := reader(data, path)) is not None:
                return found
    except (AttributeError, KeyError, TypeError, IndexError, ValueError):
        raise WeatherError(
            f"{path}: the JSON begins like a known layout, and then lacks columns of equal length; {NEEDED}."
        ) from None
    raise WeatherError(f"{path}: the JSON is none of PVGIS, NASA POWER, Open-Meteo or Meteostat; {NEEDED}.")


def _rows_of(columns):
    """Rows of text from columns of numbers and text; a longer or shorter column is an error."""
    if any(len(c) > 600_000 for c in columns):
        raise ValueError
    return [["" if v is None else str(v) for v in row] for row in zip(*columns, strict=True)]


def _pvgis_json(data, path):
    if not isinstance(data, dict) or "outputs" not in data:
        return None
    outputs = data["outputs"]
    records = outputs.get("tmy_hourly") or outputs.get("hourly")
    header = list(records[0])
    rows = _rows_of([[r[h] for r in records] for h in header])
    found = _table(path, [PVGIS.get(h, h) for h in header], rows, 1)
    place = data["inputs"]["location"]
    found.site = {"latitude": place["latitude"], "longitude": place["longitude"], "altitude": place["elevation"]}
    found.utc, found.source = True, f"PVGIS {Path(path).name}"
    return found


def _power_json(data, path):
    if not isinstance(data, dict) or "properties" not in data:
        return None
    columns = data["properties"]["parameter"]
    about = data.get("parameters", {})
    header = ["time"]
    stamps = list(next(iter(columns.values())))
    cells_by_name = [stamps]
    for name, by_time in columns.items():
        unit = about.get(name, {}).get("units", "")
        header.append(f"{name} ({unit})" if unit and name in POWER else POWER.get(name, name))
        cells_by_name.append([by_time[s] for s in stamps])
    found = _table(path, header, _rows_of(cells_by_name), 1)
    longitude, latitude, *height = data["geometry"]["coordinates"]
    found.site = {"latitude": latitude, "longitude": longitude}
    if height:
        found.site["altitude"] = height[0]
    found.utc = data.get("header", {}).get("time_standard", "LST").upper() == "UTC"
    if not found.utc:
        found.site["tz_hours"] = float(round(float(longitude) / 15.0))
    found.source = f"NASA POWER {Path(path).name}"
    return found


def _open_meteo_json(data, path):
    if isinstance(data, list) and data and isinstance(data[0], dict) and "hourly" in data[0]:
        data = data[0]
    if not isinstance(data, dict) or "hourly" not in data:
        return None
    units = data.get("hourly_units", {})
    hourly = data["hourly"]
    header = [f"{h} ({units[h]})" if units.get(h) and h != "time" else h for h in hourly]
    found = _table(path, header, _rows_of(list(hourly.values())), 1)
    pairs = {"latitude": "latitude", "longitude": "longitude", "elevation": "altitude"}
    found.site = {new: data[old] for old, new in pairs.items() if data.get(old) is not None}
    if data.get("utc_offset_seconds") is not None:
        found.site["tz_hours"] = data["utc_offset_seconds"] / 3600.0
    found.source = f"Open-Meteo {Path(path).name}"
    return found


def _records_json(data, path):
    records = data.get("data") if isinstance(data, dict) else data
    if not isinstance(records, list) or not records or not isinstance(records[0], dict):
        return None
    header = list(records[0])
    rows = _rows_of([[r.get(h) for r in records] for h in header])
    if {"temp", "rhum"} <= set(header):
        return _meteostat(header, rows, path, 1, {})
    return _table(path, header, rows, 1)


def hourly(found, path):
    """Bring every column to 8,760 hours from 1 January of local standard time."""
    n = len(found.values["dry bulb"]) if "dry bulb" in found.values else 0
    try:
        way = stamping.plan(found.stamps, n, found.count, found.notes)
    except ThermoError as error:
        raise WeatherError(f"{path}: {error}.") from None
    found.values = {k: way(v) for k, v in found.values.items()}
    return found
