"""The layouts that weather, utilisation and prices come in: each gives the plain year it was written from."""

import gzip
import io
import json
import zipfile

import numpy as np
import openpyxl
import pytest
from weather_years import HEADER, epw, remarks, said, stamps, table, text, year

from thermo.errors import ThermoError, WeatherError
from thermo.study.hours import read_hours, read_prices, told
from thermo.weather import read
from thermo.weather.sources import _from_lambert

T, DEW, RH, P, SUN = year()
UTC = tuple(np.roll(x, -1) for x in (T, DEW, RH, P))  # the plain year stands an hour east of Greenwich
PLACE = "latitude,50\nlongitude,9\naltitude_m,100\ntz,1\n"
NAMES = ("time", "dry_bulb_C", "relative_humidity_percent", "pressure_Pa")


def pvgis_csv():
    top = "Latitude (decimal degrees): 50.000\r\nLongitude (decimal degrees): 9.000\r\nElevation (m): 100.0\r\n"
    top += "Irradiance Time Offset (h): 0.1761\r\nmonth,year\r\n" + "".join(f"{m},{2005 + m}\r\n" for m in range(1, 13))
    names = ("time(UTC)", "T2m", "RH", "G(h)", "Gb(n)", "Gd(h)", "IR(h)", "WS10m", "WD10m", "SP")
    zero = ["0.0"] * 8760
    rows = table(names, (stamps("%Y%m%d:%H%M"), UTC[0], UTC[2], *[zero] * 6, UTC[3]))
    legend = "\r\nT2m: 2-m air temperature (degree Celsius)\r\nSP: Surface (air) pressure (Pa)\r\n"
    return top + rows + legend + "PVGIS (c) European Union, 2001-2026\r\n"


def pvgis_json():
    keys = ("time(UTC)", "T2m", "RH", "SP")
    rows = [dict(zip(keys, r, strict=True)) for r in zip(stamps("%Y%m%d:%H%M"), UTC[0], UTC[2], UTC[3], strict=True)]
    place = {"latitude": 50.0, "longitude": 9.0, "elevation": 100.0}
    return json.dumps({"inputs": {"location": place}, "outputs": {"tmy_hourly": rows}})


def nsrdb(columns=(T, DEW, RH, P), zone=1, minutes=("30",)):
    top = "Source,Location ID,City,State,Country,Latitude,Longitude,Time Zone,Elevation,Local Time Zone,"
    top += "Dew Point Units,Temperature Units,Pressure Units,Version\n"
    top += f"NSRDB,123456,-,-,-,50.0,9.0,{zone},100,1,c,c,mbar,3.2.0\n"
    names = ("Year", "Month", "Day", "Hour", "Minute", "Dew Point", "Temperature", "Pressure", "Relative Humidity")
    when = [s.split() for s in stamps("2019 %m %d %H")]
    rows = [
        ",".join(map(str, (*when[i], m, columns[1][i], columns[0][i], round(columns[3][i] / 100, 1), columns[2][i])))
        for i in range(8760)
        for m in minutes
    ]
    return top + ",".join(names) + "\n" + "\n".join(rows) + "\n"


def power_csv(clock="LST", columns=(T, DEW, RH, P)):
    top = f"""-BEGIN HEADER-
NASA/POWER Source Native Resolution Hourly Data
Dates (month/day/year): 01/01/2019 through 12/31/2019 in {clock}
Location: latitude  50.0   longitude 9.0
elevation from MERRA-2: Average for 0.5 x 0.625 degree lat/lon region = 100.00 meters
The value for missing source data that cannot be computed is: -999
parameter(s):
T2M      MERRA-2 Temperature at 2 Meters (C)
T2MDEW   MERRA-2 Dew/Frost Point at 2 Meters (C)
RH2M     MERRA-2 Relative Humidity at 2 Meters (%)
PS       MERRA-2 Surface Pressure (kPa)
-END HEADER-
"""
    when = np.array([s.split() for s in stamps("2019 %m %d %H")]).T
    names = ("YEAR", "MO", "DY", "HR", "T2M", "T2MDEW", "RH2M", "PS")
    return top + table(names, (*when, *columns[:3], columns[3] / 1000))


def power_json(clock="LST", columns=(T, DEW, RH, P)):
    when = stamps("%Y%m%d%H")
    columns = dict(zip(("T2M", "T2MDEW", "RH2M", "PS"), (*columns[:3], columns[3] / 1000), strict=True))
    about = {"T2M": "C", "T2MDEW": "C", "RH2M": "%", "PS": "kPa"}
    return json.dumps(
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [9.0, 50.0, 100.0]},
            "properties": {"parameter": {k: dict(zip(when, v, strict=True)) for k, v in columns.items()}},
            "header": {"fill_value": -999.0, "time_standard": clock},
            "parameters": {k: {"units": u} for k, u in about.items()},
        }
    )


def sea_level(p):
    return (p / (1 - 2.25577e-5 * 100) ** 5.2559 / 100).round(2)


def meteostat(header=True, columns=(T, DEW, RH, P)):
    blank = [""] * 8760
    tail = (*columns[:3], *[blank] * 5, sea_level(columns[3]), blank, blank)
    if not header:
        when = zip(*(s.split() for s in stamps("%Y-%m-%d %H")), strict=True)
        return table(map(str, range(13)), (*when, *tail)).partition("\n")[2]
    names = "time,temp,dwpt,rhum,prcp,snow,wdir,wspd,wpgt,pres,tsun,coco".split(",")
    return table(names, (stamps("%Y-%m-%d %H:%M:%S"), *tail))


def dwd(new=True):
    top = "Rechtswert        : 3928500 Meter\nHochwert          : 2579500 Meter\n"
    top += "Hoehenlage        : 100 Meter ueber NN\n"
    top = top if new else "Testreferenzjahr 2011\n Höhe über NN: 100 m\n"
    names = "RW HW MM DD HH t p WR WG N x RF B D A E IL" if new else "RG IS MM DD HH N WR WG t p x RF W B D IK A E IL"
    when = [s.split() for s in stamps("%m %d %H")]
    rows = []
    for i in range(8760):
        month, day, hour = (int(x) for x in when[i])
        value = {"MM": month, "DD": day, "HH": hour + 1, "t": T[i], "p": round(P[i] / 100, 1), "RF": RH[i]}
        rows.append(" ".join(str(value.get(n, 0)) for n in names.split()))
    return top + f"\n {names}\n***\n" + "\n".join(rows) + "\n"


def open_meteo_csv(offset=3600, columns=(T, DEW, RH, P)):
    top = "latitude,longitude,elevation,utc_offset_seconds,timezone,timezone_abbreviation\n"
    top += f"50.0,9.0,100.0,{offset},Europe/Berlin,CET\n\n"
    names = ("time", "temperature_2m (°C)", "relative_humidity_2m (%)", "surface_pressure (hPa)")
    return top + table(names, (stamps("%Y-%m-%dT%H:%M"), columns[0], columns[2], columns[3] / 100))


def open_meteo_json():
    hourly = {"time": stamps("%Y-%m-%dT%H:%M"), "temperature_2m": T.tolist(), "relative_humidity_2m": RH.tolist()}
    units = {"time": "iso8601", "temperature_2m": "°C", "relative_humidity_2m": "%"}
    place = {"latitude": 50.0, "longitude": 9.0, "elevation": 100.0, "utc_offset_seconds": 3600}
    return json.dumps({**place, "hourly_units": units, "hourly": hourly})


def decimal_comma(mark=";", form="%d.%m.%Y %H:%M"):
    columns = (stamps(form), T, RH, P / 100)
    names = ("Zeit", "Temperatur (°C)", "relative Feuchte (%)", "Luftdruck (hPa)")
    return table(names, columns, f"altitude_m{mark}100\n", mark).replace(".", ",").replace(",2019", ".2019")


def plain():
    return table(NAMES, (stamps(), T, RH, P), PLACE)


def leap():
    when = stamps(year=2020, n=8784)
    columns = [np.insert(x, 1416, x[1416 - 24 : 1416]) for x in (T, RH, P)]
    return table(NAMES, (when, *columns), PLACE)


def half_hours():
    return table(NAMES, (stamps(step=30, n=17520), *(np.repeat(x, 2) for x in (T, RH, P))), PLACE)


def july():
    return table(NAMES, (stamps(year=2018, start="07-01"), *(np.roll(x, -181 * 24) for x in (T, RH, P))), PLACE)


def hour_ending():
    return table(NAMES, (stamps(start="01-01 01:00"), T, RH, P), PLACE)


def american():
    when = stamps("%m/%d/%Y %I:%M %p")
    return table(NAMES, (when, T, RH, P), PLACE)


def summer_time():
    when = stamps()
    when[2090:7178] = stamps(start="01-01 01:00")[2090:7178]
    return table(NAMES, (when, T, RH, P), PLACE)


def workbook():
    book = openpyxl.Workbook()
    sheet = book.active
    for line in PLACE.splitlines():
        sheet.append(line.split(","))
    sheet.append(NAMES)
    import datetime

    for i, row in enumerate(zip(T.tolist(), RH.tolist(), P.tolist(), strict=True)):
        sheet.append((datetime.datetime(2019, 1, 1) + datetime.timedelta(hours=i), *row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def zipped():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("plain.csv", plain())
    return out.getvalue()


SOURCES = {
    "PVGIS csv": (pvgis_csv, "UTC"),
    "PVGIS json": (pvgis_json, "UTC"),
    "NSRDB": (nsrdb, None),
    "NSRDB UTC": (lambda: nsrdb(UTC, 0), "UTC"),
    "NSRDB half hours": (lambda: nsrdb(minutes=("0", "30")), "2 rows an hour"),
    "POWER csv": (power_csv, None),
    "POWER csv UTC": (lambda: power_csv("UTC", UTC), "UTC"),
    "POWER json": (power_json, None),
    "Meteostat": (lambda: meteostat(columns=UTC), "sea level"),
    "Meteostat gz": (lambda: gzip.compress(meteostat(columns=UTC).encode()), "sea level"),
    "Meteostat without header": (lambda: meteostat(False, UTC), "sea level"),
    "DWD TRY 2015": (dwd, None),
    "DWD TRY 2011": (lambda: dwd(False).encode("latin-1"), None),
    "Open-Meteo csv": (open_meteo_csv, None),
    "Open-Meteo json": (open_meteo_json, None),
    "decimal comma": (lambda: decimal_comma().encode("latin-1"), None),
    "decimal comma, tabs": (lambda: decimal_comma("\t"), None),
    "plain": (plain, None),
    "UTF-8 with mark": (lambda: plain().encode("utf-8-sig"), None),
    "UTF-16": (lambda: decimal_comma("\t").encode("utf-16"), None),
    "UTF-16 without mark": (lambda: plain().encode("utf-16-le"), None),
    "leap year": (leap, None),
    "half hours": (half_hours, "2 rows an hour"),
    "July to June": (july, "starts on 1 July"),
    "hour-ending stamps": (hour_ending, None),
    "AM and PM": (american, None),
    "summer time": (summer_time, "summer time"),
    "XLSX": (workbook, None),
    "zip": (zipped, None),
    "EPW by halves": (lambda: halves(), "2 rows an hour"),
    "EPW from July": (lambda: text(epw()[4344:] + epw()[:4344], HEADER), "starts on 1 July"),
}


def halves():
    rows = [[*r[:4], m, *r[5:]] for r in epw() for m in (30, 60)]
    return text(rows, (*HEADER[:7], HEADER[7].replace("1,1,Data", "1,2,Data")))


@pytest.mark.parametrize("source", SOURCES)
def test_sources(tmp_path, source):
    write, note = SOURCES[source]
    content = write()
    path = tmp_path / ("a.epw" if source.startswith("EPW") else "a.dat")
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    options = {"altitude": 100.0, "longitude": 9.0} if source.startswith("Meteostat") else {}
    w = read(path, **options)
    np.testing.assert_allclose(w.t, T, atol=1e-6)
    warm = DEW > 0.0
    np.testing.assert_allclose(w.tdp[warm], DEW[warm], atol=0.3)  # relative humidity is rounded to 0.1 %
    if source != "Open-Meteo json":
        np.testing.assert_allclose(w.p, P, rtol=2e-4)
    assert w.altitude == pytest.approx(100.0)
    remarks(w)
    assert w.repairs == ({"leap day dropped": 24} if source == "leap year" else {})
    assert (note is None and not w.notes) or (note is not None and any(note in n for n in w.notes)), w.notes


def test_positions_of_the_dwd():
    """EPSG 3034 by its definition: its origin, and true lengths along its parallels 35 and 65 (GRS80)."""
    assert _from_lambert(4e6, 2.8e6) == pytest.approx((52.0, 10.0), abs=1e-9)
    for parallel, north in ((35.0, 0.9e6), (65.0, 4.2e6)):
        for _ in range(20):
            north += (parallel - _from_lambert(4e6, north)[0]) * 111e3
        sine = np.sin(np.radians(parallel))
        radius = 6378137.0 / np.sqrt(1 - 0.00669438 * sine**2) * np.cos(np.radians(parallel))
        assert np.radians(_from_lambert(4e6 + 1000.0, north)[1] - 10.0) * radius == pytest.approx(1000.0, rel=1e-5)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda s: s.replace("time,dry", "time,dry_bulb_R,dry", 1), None),
        (lambda s: s.replace(stamps()[5000], stamps()[5001]), "rows are missing or not in order"),
        (lambda s: s.replace(stamps()[5000], "2019-02-30 08:00"), "no time of a year"),
        (lambda s: "\n".join(line for line in s.splitlines() if "-07-15 1" not in line), "8750 hourly rows were found"),
        (lambda s: s[: len(s) // 2], "rows were found"),
    ],
)
def test_stamps_that_do_not_follow_are_refused(tmp_path, change, words):
    path = tmp_path / "a.csv"
    path.write_text(change(plain()))
    with pytest.raises(WeatherError) as caught:
        read(path)
    assert (words or "") in str(caught.value)


# ---- utilisation and prices

LOAD = (0.6 + 0.3 * np.sin(np.arange(8760) / 50)).round(4)


SERIES = {
    "plain": lambda: "\n".join(map(str, LOAD)),
    "header": lambda: "load\n" + "\n".join(map(str, LOAD)),
    "percent": lambda: "load [%]\n" + "\n".join(f"{x * 100:.2f}" for x in LOAD),
    "decimal comma": lambda: "\n".join(f"{x:.4f}".replace(".", ",") for x in LOAD),
    "semicolons": lambda: table(("Zeit", "load"), (stamps(), LOAD), mark=";").replace(".", ","),
    "UTF-16": lambda: ("load\r\n" + "\r\n".join(map(str, LOAD))).encode("utf-16"),
    "gz": lambda: gzip.compress("\n".join(map(str, LOAD)).encode()),
    "quarters": lambda: "\n".join(map(str, np.repeat(LOAD, 4))),
    "halves": lambda: table(("time", "load"), (stamps(step=30, n=17520), np.repeat(LOAD, 2))),
    "leap": lambda: table(("time", "load"), (stamps(year=2020, n=8784), np.insert(LOAD, 1416, LOAD[:24]))),
    "bare leap": lambda: "\n".join(map(str, np.insert(LOAD, 1416, LOAD[:24]))),
    "July": lambda: table(("time", "load"), (stamps(year=2018, start="07-01"), np.roll(LOAD, -4344))),
}


@pytest.mark.parametrize("form", SERIES)
def test_utilisation_files(tmp_path, form):
    content = SERIES[form]()
    path = tmp_path / "load.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    np.testing.assert_allclose(read_hours(path, "load.csv"), LOAD, atol=1e-4)
    notes = said(told(path, "load.csv", "ratios"))
    assert bool(notes) == (form in ("quarters", "halves", "leap", "bare leap", "July")), notes


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("50\n" * 8760, "write % into its header"),
        ("load %\n" + "0.5\n" * 8760, "leave the % out"),
        ("0.5\n" * 8759 + "inf\n", "hour 8760: 'inf'"),
        ("0.5\n" * 8759 + "nan\n", "hour 8760: 'nan'"),
        ("0.5\n" * 100, "100 hours"),
        ("0.5\n" * 17520, "17520 hours"),
        ("9" * 200_000, "characters"),
        (gzip.compress(b"1" * 80 * 2**20), "unpacks to more than"),
        ("", "empty"),
        (b"\x00\x01" * 50, "binary"),
    ],
)
def test_utilisation_files_that_are_refused(tmp_path, content, words):
    path = tmp_path / "load.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(ThermoError) as caught:
        read_hours(path, "load.csv")
    assert words in str(caught.value)


def test_prices_of_other_programs(tmp_path):
    price = (0.1 + 0.05 * np.cos(np.arange(8760) / 30)).round(4)
    rows = zip(stamps("%d.%m.%Y %H:%M"), price, strict=True)
    path = tmp_path / "price.csv"
    lines = ["Zeit;price [EUR/kWh]", *(s + ";" + f"{x:.4f}".replace(".", ",") for s, x in rows)]
    path.write_bytes("\n".join(lines).encode("utf-16"))
    values, currency = read_prices(path, "price.csv")
    np.testing.assert_allclose(values, price / 3.6e6, rtol=1e-9)
    assert currency == "EUR"
