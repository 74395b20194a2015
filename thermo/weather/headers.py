"""From a column's header to its quantity and unit, and from cells to numbers."""

import math
import re
from array import array

import numpy as np

from thermo.errors import WeatherError
from thermo.words import Message

QUANTITY = {
    "dry bulb": (
        r"^((mean|outdoor|ambient|air) )*(dry ?bulb( temp(erature)?)?|temp(erature)?( 2m| air)?|t|tdb|t ?air|db|t2m|"
        r"(luft|aussen|außen)?temperatur|气温|温度|干球温度|室外温度)$"
    ),
    "dew point": (
        r"^(dew ?point( temp(erature)?)?( 2m)?|t ?dp|tdew|dwpt|t2mdew|temp(erature)? dew( point)?|taupunkt|"
        r"露点(温度)?)$"
    ),
    "wet bulb": r"^(wet ?bulb( temp(erature)?)?( 2m)?|t ?wb|twb|t2mwet|feuchtkugeltemperatur|湿球温度)$",
    "relative humidity": r"^(rel(ative)?\.? ?)?(hum(idity)?|(luft)?feuchte|湿度)( 2m)?$|^rh(um)?( ?2m)?$|^相对湿度$",
    "pressure": (
        r"^((surface|station|atmospheric|atm|barometric|air|site|local) ?)?press?(ure)?( surface)?$|^(ps|sp|luftdruck|"
        r"气压|大气压(力|强)?)$"
    ),
    "sea-level pressure": r"^((mean )?sea ?level press?(ure)?|press?(ure)? (msl|sea ?level)|msl ?p?(ressure)?|slp)$",
}
RADIATION = r"^(ghi|g\(h\)|global horizontal( radiation| irradiance)?|shortwave radiation|allsky sfc sw dwn)\b"
TEMPERATURE_UNITS: dict[str, tuple[float, float]] = {
    "c": (1, 0),
    "degc": (1, 0),
    "k": (1, -273.15),
    "degk": (1, -273.15),
    "f": (5 / 9, -160 / 9),
    "degf": (5 / 9, -160 / 9),
}
INHG, MMHG, PSI = 3386.389, 133.322, 6894.757
PRESSURE_UNITS: dict[str, tuple[float, float]] = {
    "pa": (1, 0),
    "hpa": (100, 0),
    "mbar": (100, 0),
    "mb": (100, 0),
    "millibar": (100, 0),
    "kpa": (1000, 0),
    "bar": (1e5, 0),
    "inhg": (INHG, 0),
    "mmhg": (MMHG, 0),
    "torr": (MMHG, 0),
    "psi": (PSI, 0),
    "psia": (PSI, 0),
    "atm": (101325.0, 0),
}
UNITS: dict[str, dict[str, tuple[float, float]]] = {
    "dry bulb": TEMPERATURE_UNITS,
    "dew point": TEMPERATURE_UNITS,
    "wet bulb": TEMPERATURE_UNITS,
    "relative humidity": {
        "%": (0.01, 0),
        "pct": (0.01, 0),
        "percent": (0.01, 0),
        "%rh": (0.01, 0),
        "1": (1, 0),
        "-": (1, 0),
        "fraction": (1, 0),
        "ratio": (1, 0),
    },
    "pressure": PRESSURE_UNITS,
    "sea-level pressure": PRESSURE_UNITS,
}
CODES = {
    "dry bulb": (99.9, 999.0, 999.9),
    "dew point": (99.9, 999.0, 999.9),
    "wet bulb": (99.9, 999.0, 999.9),
    "relative humidity": (999.0, 999.9),
    "pressure": (999999.0, 9999999.0),
    "sea-level pressure": (999999.0, 9999999.0),
}
ANY_CODE = (9999.0, -99.0, -99.9, -999.0, -999.9, -9999.0, -9900.0, -99999.0)
SPELT = {"pascal": "pa", "millibars": "mb", "0-1": "1", "01": "1", "inchhg": "inhg", "inchesofmercury": "inhg"}
EMPTY = frozenset(("", "nan", "na", "n/a", "null", "none", "-", "--", "m", "#n/a"))
TENTH = re.compile(r"^[+-]?\d+,\d+(e[+-]?\d+)?$", re.IGNORECASE)


def split_unit(head):
    """("dry bulb", "c") from "Dry-bulb (C)", "dry_bulb_C", "temperature_2m [°C]"; unit "" where none is written."""
    text = head.strip().strip("#\"'").strip()[:200].lower()
    text = text.replace("℃", "c").replace("℉", "f").replace("％", "%").replace("（", "(").replace("）", ")")
    text = re.sub(r"[°º�˚]", "", text)
    match = re.match(r"^(.*?)\s*[(\[]\s*([^)\]]*?)\s*[)\]]\s*$", text)
    if match:
        name, unit = match.groups()
    else:
        name, unit = text, ""
        every = {u for units in UNITS.values() for u in units} | {"m", "deg", "h", "hours", "ft", "degrees"}
        tail = re.match(r"^(.+?)[_\s/,-]+(deg[_ ]?[cfk]|in[_ ]?hg|mm[_ ]?hg|[^_\s/,-]+)$", text)
        if tail and tail.group(2).replace("_", "").replace(" ", "") in every:
            name, unit = tail.groups()
    unit = unit.replace("_", "").replace(" ", "").replace(".", "").replace("degrees", "deg").replace("degree", "deg")
    unit = unit.replace("celsius", "c").replace("fahrenheit", "f").replace("kelvin", "k").replace("hectopascal", "hpa")
    return re.sub(r"[\s_\-]+", " ", name).strip(), SPELT.get(unit, unit)


def quantity_of(name):
    """The quantity that a header's name means, or None."""
    return next((key for key, pattern in QUANTITY.items() if re.match(pattern, name)), None)


def places_of(header, path, units=None):
    """Where each quantity stands, and how to bring it to degC, 0..1 and Pa.

    Parameters
    ----------
    units : dict, optional
        Quantity to unit, for headers that do not say it because the source says it elsewhere.

    Returns
    -------
    dict of str to list of (int, float, float)
        Place, factor and offset of every column of a quantity.
    """
    places: dict[str, list[tuple[int, float, float]]] = {}
    for place, head in enumerate(header):
        name, unit = split_unit(head)
        key = quantity_of(name)
        if key is None:
            continue
        unit = unit or (units or {}).get(key, "")
        if unit not in UNITS[key]:
            known = list(UNITS[key])
            found = f"the unit {unit[:40]!r}, which is not known" if unit else "no unit"
            raise WeatherError(
                f"{path}: column {head.strip()[:60]!r} ({key}) names {found}; write one of {', '.join(known)} into the "
                f"header, for example '{key.replace(' ', '_')} ({known[0]})'."
            )
        places.setdefault(key, []).append((place, *UNITS[key][unit]))
    if "dry bulb" not in places or not {"dew point", "relative humidity", "wet bulb"} & set(places):
        found = ", ".join(h.strip() for h in header[:12] if h.strip()) or "nothing"
        raise WeatherError(
            f"{path}: columns for dry bulb and one of relative humidity, dew point or wet bulb are needed, with units "
            f"in the header (dry_bulb_C, relative_humidity_percent); found: {found[:200]}."
        )
    return places


def number(cell, comma=False):
    """A cell as a finite float; NaN when it is empty; ValueError when it is a word or infinite.

    Parameters
    ----------
    comma : bool
        The file parts its cells by something else, so that "-0,9" is a number.
    """
    cell = cell.strip()
    if cell.lower() in EMPTY:
        return math.nan
    if comma and "," in cell:
        if TENTH.match(cell):
            cell = cell.replace(",", ".")
        elif "." in cell and re.match(r"^[+-]?\d{1,3}(\.\d{3})+,\d+$", cell):
            cell = cell.replace(".", "").replace(",", ".")
    value = float(cell)
    if math.isinf(value) or "_" in cell:
        raise ValueError(cell)
    return value


def cells(rows, place, path, first_line, comma=False):
    """A column of rows as floats, NaN where empty."""
    out = array("d")
    for i, row in enumerate(rows):
        try:
            out.append(number(row[place], comma))
        except ValueError:
            raise WeatherError(
                f"{path}: line {first_line + i} has {row[place].strip()[:40]!r} where a number is needed."
            ) from None
        except IndexError:
            raise WeatherError(f"{path}: line {first_line + i} is cut off: column {place + 1} is missing.") from None
    return np.array(out)


def blank_codes(values, key, count, celsius=True):
    """NaN where a value is a code for "missing"; counted. 99.9 is one of degC alone."""
    codes = (*CODES.get(key, ()), *ANY_CODE)
    if np.isnan(values).all():
        return values
    if not celsius or np.nanmedian(values) > 45.0:
        codes = tuple(c for c in codes if c != 99.9)
    where = np.isin(values, codes)
    if key in ("pressure", "sea-level pressure"):
        where |= values == 0.0
    n = int(np.count_nonzero(where))
    if n:
        values[where] = np.nan
        reason = Message("repair.missing", quantity=key)
        count[reason] = count.get(reason, 0) + n
    return values
