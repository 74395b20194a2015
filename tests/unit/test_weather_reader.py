"""Reading weather files: what is taken over, what is repaired and counted, what is refused and how."""

import gzip
import os
from pathlib import Path

import numpy as np
import pytest

from thermo.errors import WeatherError
from thermo.schema.field import table
from thermo.weather import builtin, read
from thermo.weather.design import design_conditions
from thermo.weather.stamps import CALENDAR

FOLDER = Path(os.environ.get("THERMO_WEATHER", Path(__file__).resolve().parents[3] / "shared" / "weather"))
REAL = sorted(FOLDER.glob("*.epw.gz")) if FOLDER.is_dir() else []

DESIGN_2009 = (
    "DESIGN CONDITIONS,1,Climate Design Data 2009 ASHRAE Handbook,,Heating,1,-10.8,-9.1,-30.1,0.2,-4,-27.2,0.3,-3.6,12,"
    "-1.6,10.4,-2.7,2.2,340,Cooling,7,8.9,34.9,22.2,33.1,22.4,31.9,22.5,27,30.5,26.1,29.3,25.3,28.6,3.4,180,26.1,21.6,"
    "28.9,25.1,20.4,28.1,24.2,19.2,27.3,86.2,30.1,81.6,29.2,77.8,28.5,603,Extremes,9.6,8,6.6,31,-13.7,38,2.2,1.8,-15.3,"
    "39.3,-16.6,40.3,-17.8,41.4,-19.4,42.7"
)
DESIGN_2021 = (
    "DESIGN CONDITIONS,1,2021 ASHRAE Handbook -- Fundamentals - Chapter 14 Climatic Design Information,,"
    "Heating,1,23.3,23.8,20.7,15.4,28.9,21.1,15.8,28.5,7.8,29.4,7.3,29.6,1.9,330,0.362,Cooling,5,5.8,33.2,26.3,33.0,26.2,32.2,26.2,27.7,30.6,"
    "27.5,30.4,27.2,30.1,3.8,30,27.1,22.8,29.4,26.8,22.4,29.2,26.2,21.7,28.7,88.8,31.0,87.4,30.9,86.3,30.7,29.1,Extremes,"
    "6.7,6.0,5.3,22.0,34.4,0.5,0.7,21.7,34.9,21.4,35.3,21.2,35.7,20.8,36.3"
)
HEADER = (
    "LOCATION,Test,VA,USA,TMY3,724030,38.98,-77.47,-5.0,82.0",
    DESIGN_2009,
    "TYPICAL/EXTREME PERIODS,0",
    "GROUND TEMPERATURES,0",
    "HOLIDAYS/DAYLIGHT SAVINGS,No,0,0,0",
    "COMMENTS 1,made for a test",
    "COMMENTS 2,",
    "DATA PERIODS,1,1,Data,Sunday, 1/ 1,12/31",
)


def epw_rows(leap=False):
    """A clean year: dry bulb, dew point, humidity and pressure as EPW text rows."""
    hours = np.arange(8760)
    t = 12.0 - 12.0 * np.cos(2 * np.pi * hours / 8760) - 5.0 * np.cos(2 * np.pi * (hours % 24 - 3) / 24)
    rows = []
    for i in range(8760):
        month, day = CALENDAR[i // 24]
        rows.append([1997, month, day, i % 24 + 1, 60, "?", f"{t[i]:.1f}", f"{t[i] - 5:.1f}", 70, 100300])
    if leap:
        rows[1416:1416] = [[2000, 2, 29, h + 1, 60, "?", "5.0", "0.0", 70, 100300] for h in range(24)]
    return rows


def write(path, rows, header=HEADER, end="\n"):
    path.write_text(end.join([*header, *(",".join(map(str, r)) for r in rows)]) + end)
    return path


@pytest.fixture
def rows():
    return epw_rows()


def refused(path, **options):
    with pytest.raises(WeatherError) as caught:
        read(path, **options)
    text = str(caught.value)
    assert str(path) in text
    assert "\n" not in text
    return text


def test_clean_epw(tmp_path, rows):
    w = read(write(tmp_path / "a.epw", rows, end="\r\n"))
    assert w.repairs == {}
    assert w.notes == []
    assert (w.latitude, w.longitude, w.altitude, w.tz_hours) == (38.98, -77.47, 82.0, -5.0)
    assert w.rows.shape == (8760,)
    assert w.rows.flags.c_contiguous
    np.testing.assert_array_equal(w.rows["t_dry"], w.t)
    np.testing.assert_array_equal(w.rows["t_dew"], w.tdp)
    assert np.all(w.tdp <= w.twb)
    assert np.all(w.twb <= w.t)
    zipped = tmp_path / "a.epw.gz"
    zipped.write_bytes(gzip.compress((tmp_path / "a.epw").read_bytes()))
    np.testing.assert_array_equal(read(zipped).rows, w.rows)


def test_year_column_is_ignored(tmp_path, rows):
    before = read(write(tmp_path / "a.epw", rows)).rows
    for i, row in enumerate(rows):
        row[0] = 1976 + (i // 744) * 7 % 25
    np.testing.assert_array_equal(read(write(tmp_path / "b.epw", rows)).rows, before)


def test_design_conditions_in_both_layouts():
    old, edition, _ = design_conditions(DESIGN_2009)
    assert edition == "Climate Design Data 2009 ASHRAE Handbook"
    assert old == {
        "heating_db_996": -10.8,
        "cooling_db_04": 34.9,
        "cooling_mcwb_04": 22.2,
        "cooling_wb_04": 27.0,
        "dp_04": 26.1,
        "extreme_db_min": -17.8,
        "extreme_db_max": 41.4,
    }
    new, _, _ = design_conditions(DESIGN_2021)
    assert new["cooling_wb_04"] == 27.7
    assert new["dp_04"] == 27.1
    assert (new["extreme_db_min"], new["extreme_db_max"]) == (21.2, 35.7)
    assert design_conditions("DESIGN CONDITIONS,0") == ({}, "", [])


def test_design_values_without_a_header_are_marked(tmp_path, rows):
    header = [HEADER[0], "DESIGN CONDITIONS,0", *HEADER[2:]]
    w = read(write(tmp_path / "a.epw", rows, header))
    assert w.design.extreme_db_max == pytest.approx(w.t.max() + 2.0)
    assert w.design.extreme_db_min == pytest.approx(w.t.min() - 2.0)
    assert w.design.cooling_wb_04 == pytest.approx(np.quantile(w.twb, 0.996))
    assert len(w.design.marked) == 7
    assert "extreme_db_max: file maximum plus 2 K margin" in w.design.marked
    assert read(write(tmp_path / "b.epw", rows)).design.marked == ()


def test_missing_codes_and_short_gaps_are_interpolated_and_counted(tmp_path, rows):
    clean = read(write(tmp_path / "a.epw", rows))
    for i in range(100, 106):
        rows[i][6] = "99.9"
    rows[2000][9] = "999999"
    rows[3000][7] = "99.9"  # relative humidity stands in
    rows[3001][7], rows[3001][8] = "99.9", "999"
    w = read(write(tmp_path / "b.epw", rows))
    assert w.repairs["dry bulb missing"] == 6
    assert w.repairs["dry bulb interpolated"] == 6
    assert w.repairs["pressure interpolated"] == 1
    assert w.repairs["humidity interpolated"] == 1
    assert np.abs(w.t - clean.t).max() < 3.0
    assert w.p[2000] == 100300


def test_gap_at_the_turn_of_the_year(tmp_path, rows):
    for i in (8758, 8759, 0, 1):
        rows[i][6] = ""
    w = read(write(tmp_path / "a.epw", rows))
    assert w.repairs["dry bulb interpolated"] == 4
    assert np.abs(np.diff(w.t[:5])).max() < 2


def test_long_gap_is_refused(tmp_path, rows):
    for i in range(100, 107):
        rows[i][6] = "99.9"
    text = refused(write(tmp_path / "a.epw", rows))
    assert "7 hours in a row from hour 101" in text


def test_too_many_repairs_are_refused(tmp_path, rows):
    for i in range(0, 8760, 40):
        rows[i][6] = "99.9"
    assert "219 values had to be repaired" in refused(write(tmp_path / "a.epw", rows))


def test_spikes(tmp_path, rows):
    clean = read(write(tmp_path / "a.epw", rows))
    rows[5000][6] = "45.0"
    rows[5200][9] = "30000"
    rows[5400][7] = rows[5400][6]
    rows[5400][6] = str(float(rows[5400][6]) + 1)
    for i in (5399, 5401):
        rows[i][7] = str(float(rows[i][6]) - 14)
    w = read(write(tmp_path / "b.epw", rows))
    assert w.repairs["dry bulb spike"] == 1
    assert w.repairs["pressure absurd"] == 1
    assert w.repairs["wet bulb spike"] == 1
    assert abs(w.t[5000] - clean.t[5000]) < 1
    assert w.twb[5400] < clean.twb[5400]


def test_dew_point_above_dry_bulb_is_clipped(tmp_path, rows):
    for i in range(3000, 3010):
        rows[i][7] = str(float(rows[i][6]) + 1.0)
    w = read(write(tmp_path / "a.epw", rows))
    assert w.repairs["dew point above dry bulb, clipped"] == 10
    np.testing.assert_array_equal(w.tdp[3000:3010], w.t[3000:3010])


def test_leap_day_is_dropped(tmp_path, rows):
    clean = read(write(tmp_path / "a.epw", rows))
    w = read(write(tmp_path / "b.epw", epw_rows(leap=True)))
    assert w.repairs == {"leap day dropped": 24}
    np.testing.assert_array_equal(w.rows, clean.rows)


@pytest.mark.parametrize("n", [1, 8759, 8761, 8760 * 2])
def test_other_lengths_are_refused(tmp_path, n):
    rows = (epw_rows() * 2)[:n]
    assert f"{n} hourly rows were found; 8760" in refused(write(tmp_path / "a.epw", rows))


def test_rows_out_of_order_are_refused(tmp_path, rows):
    rows[800:824], rows[2000:2024] = rows[2000:2024], rows[800:824]
    assert "hour 801 of the year" in refused(write(tmp_path / "a.epw", rows))


def test_pressure_against_altitude_is_noted(tmp_path, rows):
    for row in rows:
        row[9] = 90000
    w = read(write(tmp_path / "a.epw", rows), altitude=1500.0)
    assert len(w.notes) == 1
    assert "+6% off the standard atmosphere at 1500 m" in w.notes[0]
    np.testing.assert_array_equal(w.p, 90000.0)
    assert "-10% off" in refused(tmp_path / "a.epw", altitude=100.0)


def test_no_pressure_at_all(tmp_path, rows):
    for row in rows:
        row[9] = 999999
    w = read(write(tmp_path / "a.epw", rows))
    assert w.p[0] == pytest.approx(100343, abs=5)
    assert "standard atmosphere" in w.notes[0]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"   \n\n", "empty"),
        (b"\x00\x01\x02PK\x03\x04" * 40, "binary"),
        (b"\x1f\x8b\x08\x00damaged", "gzip"),
        (b"LOCATION,Test\n", "LOCATION line"),
        ("\n".join(HEADER[:7]).encode(), "DATA PERIODS"),
        (("\n".join(HEADER) + "\n1,x,y\n").encode(), "not an EPW data row"),
        (b"hello,world\n1,2\n", "no EPW"),
    ],
)
def test_refusals(tmp_path, content, words):
    path = tmp_path / "a.epw"
    path.write_bytes(content)
    assert words in refused(path)


def test_missing_file_and_folder(tmp_path):
    assert "no such" in refused(tmp_path / "none.epw")
    assert "folder" in refused(tmp_path)


def test_words_where_numbers_belong(tmp_path, rows):
    rows[10][6] = "warm"
    assert "line 19 has 'warm'" in refused(write(tmp_path / "a.epw", rows))


def csv_text(w, header, columns, site="latitude,38.98\naltitude_m,82\n"):
    body = "\n".join(",".join(f"{x:.6f}" for x in row) for row in zip(*columns, strict=True))
    return f"{site}{header}\n{body}\n"


@pytest.mark.parametrize("kind", ["rh", "dew", "wet", "fahrenheit"])
def test_csv_columns_with_units(tmp_path, rows, kind):
    w = read(write(tmp_path / "a.epw", rows))
    rh = 100 * np.array([100300 * x / (0.621945 + x) for x in w.w])
    if kind == "rh":
        from thermo.core.psychrometrics import saturation_pressure

        rh = rh / np.array([saturation_pressure(x) for x in w.t])
        text = csv_text(w, "dry_bulb_C,relative_humidity_percent,pressure_Pa", (w.t, rh, w.p))
    elif kind == "dew":
        text = csv_text(w, "Temperature [°C],Dew-point [°C],Pressure [hPa]", (w.t, w.tdp, w.p / 100))
    elif kind == "wet":
        text = csv_text(w, "dry bulb (C),wet bulb (K),pressure (kPa)", (w.t, w.twb + 273.15, w.p / 1000))
    else:
        text = csv_text(w, "dry_bulb_degF,dew_point_F,pressure_mbar", (w.t * 1.8 + 32, w.tdp * 1.8 + 32, w.p / 100))
    path = tmp_path / "a.csv"
    path.write_text(text)
    again = read(path)
    assert again.altitude == 82.0
    assert again.repairs == {}
    np.testing.assert_allclose(table(again.rows), table(w.rows), rtol=1e-4, atol=2e-3)


def test_csv_without_pressure_needs_an_altitude(tmp_path, rows):
    w = read(write(tmp_path / "a.epw", rows))
    path = tmp_path / "a.csv"
    path.write_text(csv_text(w, "dry_bulb_C,dew_point_C", (w.t, w.tdp), site=""))
    assert "altitude" in refused(path)
    assert read(path, altitude=1000.0).p[0] == pytest.approx(89875, abs=5)


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ("dry_bulb,relative_humidity_percent", "no unit"),
        ("dry_bulb_C,relative_humidity", "no unit"),
        ("dry_bulb_C,wind_m_s", "relative humidity, dew point or wet bulb"),
        ("one,two", "dry bulb"),
    ],
)
def test_csv_headers_that_are_refused(tmp_path, header, words):
    path = tmp_path / "a.csv"
    path.write_text(header + "\n" + "1,2\n" * 8760)
    assert words in refused(path, altitude=0.0)


def test_tmy3(tmp_path, rows):
    w = read(write(tmp_path / "a.epw", rows))
    header = "Date (MM/DD/YYYY),Time (HH:MM),Dry-bulb (C),Dew-point (C),RHum (%),Pressure (mbar)"
    lines = ['724030,"TEST",VA,-5.0,38.980,-77.470,82', header]
    for i in range(8760):
        month, day = CALENDAR[i // 24]
        t = "-9900" if i == 50 else f"{w.t[i]:.1f}"
        lines.append(f"{month:02d}/{day:02d}/1988,{i % 24 + 1:02d}:00,{t},{w.tdp[i]:.1f},70,1003")
    path = tmp_path / "a.csv"
    path.write_text("\n".join(lines))
    again = read(path)
    assert again.name == "TEST"
    assert again.altitude == 82.0
    assert again.repairs == {"dry bulb missing": 1, "dry bulb interpolated": 1}
    hourly = slice(0, 5)  # the 30-day mean beside them holds the bridged hour
    here, there = (np.delete(table(rows)[:, hourly], 50, 0) for rows in (again.rows, w.rows))
    np.testing.assert_allclose(here, there, atol=1e-9)


def test_a_built_in_year_survives_a_csv(tmp_path):
    w = builtin("lulea")
    path = tmp_path / "a.csv"
    path.write_text(csv_text(w, "dry_bulb_C,dew_point_C,pressure_Pa", (w.t, w.tdp, w.p)))
    again = read(path)
    np.testing.assert_allclose(again.t, w.t, atol=1e-5)


@pytest.mark.skipif(not REAL, reason="no shared weather files")
@pytest.mark.parametrize("path", REAL, ids=lambda p: p.name[:22])
def test_real_files_against_pvlib(path, tmp_path):
    iotools = pytest.importorskip("pvlib.iotools")
    plain = tmp_path / "a.epw"
    plain.write_bytes(gzip.decompress(path.read_bytes()))
    data, meta = iotools.read_epw(plain)
    w = read(path)
    place = (w.latitude, w.longitude, w.altitude, w.tz_hours)
    assert place == tuple(meta[k] for k in ("latitude", "longitude", "altitude", "TZ"))
    np.testing.assert_array_equal(w.t, data["temp_air"])
    np.testing.assert_array_equal(w.p, data["atmospheric_pressure"])
    differs = np.abs(w.tdp - np.minimum(data["temp_dew"].to_numpy(), w.t)) > 1e-9
    assert differs.sum() == w.repairs.get("wet bulb spike", 0)
    assert sum(v for k, v in w.repairs.items() if k.endswith("interpolated")) < 20
    assert w.design.marked == ()


@pytest.mark.skipif(not REAL, reason="no shared weather files")
def test_open_meteo_files():
    w = read(FOLDER / "IND_Mumbai_OpenMeteo_2023.csv.gz", altitude=9.0, latitude=19.09)
    assert w.twb.mean() == pytest.approx(22.9, abs=0.05)
    assert "altitude" in refused(FOLDER / "IND_Mumbai_OpenMeteo_2023.csv.gz")
