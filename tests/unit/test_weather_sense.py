"""Sense between a site's readings: what cannot be is refused by its value, what can only be another unit is converted.

Right values are those of the plain year the files are made from; bounds are those of the earth and of the calendar.
"""

import gzip
import io
import subprocess
import sys
import time

import numpy as np
import pytest
from weather_years import ALTITUDE, HEADER, epw, remarks, stamps, table, text, year

from thermo.errors import WeatherError
from thermo.weather import read
from thermo.weather.design import design_conditions
from thermo.weather.reader import examine, verify

T, DEW, RH, P, SUN = year()
ROWS = epw()
LINE = HEADER[1]
EXTREMES = LINE.partition("Extremes,")


def put(tmp_path, content, name="a.epw"):
    path = tmp_path / name
    if isinstance(content, list):
        content = text(content)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def refused(path, **options):
    started = time.perf_counter()
    with pytest.raises(WeatherError) as caught:
        read(path, **options)
    said = str(caught.value)
    assert time.perf_counter() - started < 20.0
    assert said.startswith(f"{path}: ")
    assert "\n" not in said
    assert len(said) < 600
    return said


def sound(weather):
    """A year that the engine may be given, and whose notes can be said in every language."""
    remarks(weather)
    for x in (weather.t, weather.twb, weather.tdp, weather.w, weather.p, weather.rows):
        assert len(x) == 8760
        assert np.isfinite(x).all()
    assert (weather.tdp <= weather.twb + 1e-9).all()
    assert (weather.twb <= weather.t + 1e-9).all()
    assert (weather.p > 30e3).all()
    design = weather.design
    assert design.extreme_db_min < design.heating_db_996 < design.cooling_db_04 <= design.extreme_db_max
    assert -90 <= weather.latitude <= 90 or np.isnan(weather.latitude)
    assert -12 <= weather.tz_hours <= 14
    return weather


def like(weather, t=T, dew=DEW, tolerance=0.06):
    """The plain year again, within the rounding of its text."""
    np.testing.assert_allclose(weather.t, t, atol=tolerance)
    np.testing.assert_allclose(weather.tdp[dew > 0], dew[dew > 0], atol=0.3)  # below, relative humidity is over water
    return weather


def test_the_plain_year_is_plain(tmp_path):
    w = like(sound(read(put(tmp_path, ROWS))))
    assert w.notes == []
    assert w.repairs == {}
    assert w.design.marked == ()


# ---- header and design values


@pytest.mark.parametrize(
    ("place", "value", "words"),
    [
        (6, "999", "latitude of the site is 999"),
        (6, "-91", "latitude of the site is -91"),
        (7, "-400", "longitude of the site is -400"),
        (8, "nan", "time zone of the site is nan"),
        (8, "48", "time zone of the site is 48"),
        (9, "nan", "altitude of the site is nan"),
        (9, "1000000", "altitude of the site is 1000000"),
        (9, "inf", "altitude of the site is inf"),
        (9, "high", "'high' where the elevation is needed"),
        (9, "3000", "mean pressure 100.2 kPa"),
    ],
)
def test_positions_that_are_none(tmp_path, place, value, words):
    cells = HEADER[0].split(",")
    cells[place] = value
    path = put(tmp_path, text(ROWS, (",".join(cells), *HEADER[1:])))
    if value == "3000":  # the pressure is then that of sea level
        assert words in sound(read(path)).notes[0]
        return
    assert words in refused(path)


PAIRS = "-9.0,34.0,2.5,1.5,-10.8,35.1,-12.2,36.0,-13.7,36.8,-15.5,37.9"
EDITIONS = {
    "2005, 2009, 2013: a wet bulb before the dry bulbs": f"8.0,7.0,6.0,25.1,{PAIRS}",
    "2017: one value more at the end": f"8.0,7.0,6.0,{PAIRS},-9.5",
    "2021": f"8.0,7.0,6.0,{PAIRS}",
    "blanks where winds are not known": f",,,{PAIRS}",
    "blank wet bulb": f"8.0,7.0,6.0,,{PAIRS}",
    "trailing commas": f"8.0,7.0,6.0,{PAIRS},,,",
    "no 50-year pair": f"8.0,7.0,6.0,{PAIRS.removesuffix(',-15.5,37.9')}",
}
ALL_EXCHANGED = "34.0,-9.0,1.5,2.5,35.1,-10.8,36.0,-12.2,36.8,-13.7,37.9,-15.5"
ONE_EXCHANGED = "-9.0,34.0,2.5,1.5,-10.8,35.1,-12.2,36.0,36.8,-13.7,-15.5,37.9"
TOO_NARROW = "-3.0,28.0,2.5,1.5,-4.8,28.1,-5.2,28.2,-5.7,28.3,-6.5,28.4"


@pytest.mark.parametrize("edition", EDITIONS)
def test_extremes_of_every_edition(edition):
    found, _, notes = design_conditions(LINE.replace(EXTREMES[2], EDITIONS[edition]))
    assert (found["extreme_db_min"], found["extreme_db_max"]) == (-13.7, 36.8)
    assert (found["heating_db_996"], found["cooling_db_04"]) == (-6.0, 31.0)
    assert (found["cooling_mcwb_04"], found["cooling_wb_04"], found["dp_04"]) == (20.5, 21.5, 19.5)
    assert notes == []


@pytest.mark.parametrize(
    "change",
    [
        lambda s: s.replace("DESIGN CONDITIONS,1,", "DESIGN CONDITIONS,2,"),
        lambda s: s.replace(",Heating,1,", ",Heating,").replace(",Cooling,7,", ",Cooling,"),
        lambda s: s.replace("Heating", "heating").replace("Extremes", "EXTREMES"),
    ],
    ids=["two sets", "no months", "other case"],
)
def test_groups_are_found_by_their_names(change):
    found, _, _ = design_conditions(change(LINE))
    assert found == design_conditions(LINE)[0]


def test_exchanged_extremes_are_put_right_and_told(tmp_path):
    for given in (ALL_EXCHANGED, ONE_EXCHANGED):
        line = LINE.replace(EXTREMES[2], f"8.0,7.0,6.0,{given}")
        w = sound(read(put(tmp_path, text(ROWS, (HEADER[0], line, *HEADER[2:])))))
        assert (w.design.extreme_db_min, w.design.extreme_db_max) == (-13.7, 36.8)
        assert "exchanged" in w.notes[0]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("Heating,1,-6.0,-4.5", "Heating,1,31.0,-4.5", "Heating values"),
        ("Heating,1,-6.0,-4.5", "Heating,1,-40.0,-38.5", "-40.0 degC"),
        ("11.0,31.0,20.5,29.5", "11.0,29.0,20.5,31.5", "Cooling values"),
        ("11.0,31.0,20.5,29.5", "11.0,58.0,20.5,57.5", "58.0 degC"),
        ("11.0,31.0,20.5,29.5", "11.0,1e9,-1e9,29.5", "Cooling values"),
        ("11.0,31.0,20.5,29.5,20.0", "11.0,31.0,35.5,29.5,20.0", "Cooling values"),
        ("21.5,28.0,20.8", "36.5,28.0,20.8", "Cooling values"),
        ("-13.7,36.8", "77,-77", "Extremes values"),
        ("34.0,2.5,1.5", "12.0,2.5,1.5", "Extremes values"),
        (EXTREMES[2], "1,2,3,4,5,6,7,8,9,10,11,12,13,14,15", "Extremes values"),
        (PAIRS, TOO_NARROW, "-5.7 degC"),
    ],
)
def test_junk_design_values_are_named(tmp_path, old, new, words):
    line = LINE.replace(old, new)
    assert line != LINE
    said = refused(put(tmp_path, text(ROWS, (HEADER[0], line, *HEADER[2:]))))
    assert words in said
    assert "DESIGN CONDITIONS" in said


# ---- units


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"t": T * 1.8 + 32, "dew": DEW * 1.8 + 32}, "degF"),
        ({"t": T + 273.15, "dew": DEW + 273.15}, "kelvin"),
        ({"dew": DEW + 273.15}, "dew point is 2"),
        ({"p": P / 100}, "hPa, converted"),
        ({"p": P / 1000}, "kPa, converted"),
        ({"p": P * 100}, "a hundred times too much"),
    ],
    ids=["F", "K", "K dew point", "hPa", "kPa", "100 Pa"],
)
def test_other_units_in_an_epw(tmp_path, columns, words):
    path = put(tmp_path, epw(**columns))
    w = like(sound(read(path)))
    assert any(words in note for note in w.notes), w.notes
    np.testing.assert_allclose(w.p, P, rtol=6e-3)  # kPa are written without decimals


NAMES = ("dry_bulb_C", "relative_humidity_percent", "pressure_hPa")


def csv_of(t=T, rh=RH, p=P, names=NAMES, before=f"altitude_m,{ALTITUDE}\n"):
    return table(("time", *names), (stamps(), t, rh, p / 100), before)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (csv_of(), None),
        (csv_of(rh=(RH / 100).round(4)), "a ratio, not percent"),
        (csv_of(names=("dry_bulb_C", "relative_humidity_fraction", "pressure_hPa")), "percent, not a ratio"),
        (csv_of(t=(T * 1.8 + 32).round(2)), "degF"),
        (csv_of(t=T + 273.15), "kelvin"),
        (csv_of(t=T, names=("dry_bulb_K", "relative_humidity_percent", "pressure_hPa")), "degC, so read"),
        (csv_of(p=P / 100), "hundred"),
        (csv_of(p=P / 33.86389), "inHg"),
        (csv_of(p=P / 33.86389, names=("dry_bulb_C", "relative_humidity_percent", "pressure_inHg")), None),
    ],
    ids=["plain", "RH ratio", "RH percent", "F", "K", "C under K", "Pa/100", "inHg", "named inHg"],
)
def test_other_units_in_a_csv(tmp_path, content, words):
    path = put(tmp_path, content, "a.csv")
    if words == "hundred":
        w = sound(read(path))
        assert any("hPa, converted" in n for n in w.notes)
        return
    w = like(sound(read(path)), tolerance=0.02)
    assert (words is None and not w.notes) or any(words in note for note in w.notes), w.notes


def test_pressure_of_sea_level_is_brought_to_the_station(tmp_path):
    """A station at 1,500 m has 84.6 kPa in the standard atmosphere (ASHRAE Fundamentals 2017, chapter 1, table 1)."""
    header = (HEADER[0].replace(",100", ",1500"), *HEADER[1:])
    w = sound(read(put(tmp_path, text(epw(p=np.full(8760, 101325.0)), header))))
    assert w.p.mean() == pytest.approx(84556.0, rel=1e-4)
    assert "sea level" in w.notes[0]
    named = csv_of(names=("dry_bulb_C", "relative_humidity_percent", "pressure_msl_hPa"), before="altitude_m,1500\n")
    assert read(put(tmp_path, named, "a.csv")).p.mean() == pytest.approx(84556.0 * P.mean() / 101325.0, rel=1e-4)
    assert "sea level" in refused(put(tmp_path, named.removeprefix("altitude_m,1500\n"), "b.csv"))


@pytest.mark.parametrize(
    ("p", "words"),
    [
        (-P, "pressure is -100,15"),
        (np.full(8760, 5.0), "pressure is 5 Pa"),
        (P * 0.7, "pressure is 70,1"),
        (P / 1.33322, "is it mmHg?"),
        (P * 1e6, "pressure"),
        (np.where(np.arange(8760) < 4000, 50000.0, P), "which cannot be"),
    ],
)
def test_pressures_that_cannot_be(tmp_path, p, words):
    assert words in refused(put(tmp_path, epw(p=p)))


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"t": np.full(8760, 20.0), "dew": np.full(8760, 10.0)}, "20.0 degC in every hour"),
        ({"t": np.where(np.arange(8760) // 400 == 5, 11.0, T)}, "11.0 degC for"),
        ({"t": T * 8, "dew": DEW}, "is its unit right"),
        ({"t": T - 40}, "warmest hour"),
        ({"t": T - 90, "dew": DEW - 90}, "which no place has"),
        ({"dew": T}, "equals dry bulb"),
        ({"t": DEW, "dew": T}, "exchanged"),
        ({"dew": DEW * 0 + 99.0}, "dew point is above dry bulb"),
        ({"dew": np.full(8760, 999.9), "rh": T * 0}, "humidity is missing in every hour"),
        ({"dew": np.full(8760, 999.9), "rh": RH / 10}, "9"),
        ({"dew": np.full(8760, 999.9), "rh": RH * 0 + 100}, "100 % in 8760 hours"),
        ({"dew": np.full(8760, 999.9), "rh": RH * 3}, "0 to 100 % are needed"),
        ({"rh": (RH + 50) % 100 + 1}, "points from that of the dew point"),
    ],
)
def test_years_that_cannot_be(tmp_path, columns, words):
    assert words in refused(put(tmp_path, epw(**columns)))


def test_humidity_off_its_dew_point_is_told(tmp_path):
    rh = RH.copy()
    rh[5000:5003] += 20.0
    w = like(sound(read(put(tmp_path, epw(rh=rh)))))
    assert "more than 15 points off its own dew point in 3 hours" in w.notes[0]
    assert "dew point counts" in w.notes[0]


def test_doubled_columns(tmp_path):
    same = table(("dry_bulb_C", "temperature (C)", "relative_humidity_percent"), (T, T, RH), "altitude_m,100\n")
    like(sound(read(put(tmp_path, same, "a.csv"))))
    other = table(("dry_bulb_C", "temperature (C)", "relative_humidity_percent"), (T, T + 3, RH), "altitude_m,100\n")
    said = refused(put(tmp_path, other, "b.csv"))
    assert "'dry_bulb_C' and 'temperature (C)'" in said
    shifted = [[*r[:7], *r[6:34]] for r in ROWS]
    assert "dew point equals dry bulb" in refused(put(tmp_path, shifted, "c.epw"))


# ---- spikes and weather


def gulf(hours=6, days=20, first=12):
    """A humid coast: dry bulb 30 to 42, dew points of 34 on summer afternoons that come at once and go at once."""
    clock = np.arange(8760) % 24
    t = T + 14.0
    dew = np.minimum(DEW + 8.0, t - 3.0)
    wet = []
    for k in range(days):
        at = (190 + k) * 24 + first
        wet += range(at, at + hours)
    t[wet] = 38.0 + 0.1 * clock[wet]
    dew[wet] = 34.0
    return t, dew, np.array(wet)


@pytest.mark.parametrize("hours", [6, 3, 2])
def test_humid_afternoons_that_come_again_are_weather(tmp_path, hours):
    t, dew, wet = gulf(hours)
    header = (HEADER[0], "DESIGN CONDITIONS,0", *HEADER[2:])
    w = sound(read(put(tmp_path, text(epw(t=t, dew=dew, rh=np.full(8760, 999)), header))))
    assert w.repairs == {}
    np.testing.assert_allclose(w.tdp[wet], 34.0)
    assert w.twb.max() > 34.5


def test_one_humid_hour_is_a_spike(tmp_path):
    t, dew, wet = gulf(hours=1, days=1)
    header = (HEADER[0], "DESIGN CONDITIONS,0", *HEADER[2:])
    t[wet] = t[wet - 1]
    w = sound(read(put(tmp_path, text(epw(t=t, dew=np.minimum(dew, t), rh=np.full(8760, 999)), header))))
    assert w.repairs["wet bulb spike"] == 1


def humid_hours(n):
    """An EPW with one hour on each of `n` days whose dew point jumps 11 K and back."""
    t, dew = T.copy(), DEW.copy()
    at = 24 * np.arange(n) + 14
    t[at] += 3.0
    dew[at] = t[at] - 1.0
    return text(epw(t=t, dew=dew, rh=np.full(8760, 999)))


def gaps_of_both():
    """An EPW that lacks dry bulb in 120 hours and all humidity in 120 others."""
    rows = epw()
    for k in range(120):
        rows[50 + 60 * k][6] = "99.9"
        rows[80 + 60 * k][7:9] = "99.9", "999"
    return text(rows)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (humid_hours(200), "values had to be repaired (wet bulb spike: "),
        (gaps_of_both(), "240 values had to be repaired"),
    ],
)
def test_a_check_refuses_what_only_humidity_shows(tmp_path, content, words):
    path = put(tmp_path, content)
    examine(path)
    with pytest.raises(WeatherError) as caught:
        verify(path)
    assert words in str(caught.value)
    assert refused(path) == str(caught.value)


def test_a_check_of_a_sound_file_compiles_nothing(tmp_path):
    paths = [str(put(tmp_path, content, f"{i}.epw")) for i, content in enumerate((ROWS, humid_hours(20)))]
    run = "import sys; from thermo.weather.reader import verify"
    code = f"{run}; [verify(p) for p in {paths}]; print('numba' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"


@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize("rise", [(8, 16, 24, 32, 40), (40, 40, 40), (13, 27, 40, 27), (10, 20, 30, 40)])
def test_an_afternoon_that_stands_off_is_repaired_and_told(tmp_path, rise, sign):
    """A late-October afternoon 40 K off its neighbours that falls back in one hour is no weather."""
    t = T.copy()
    at = 298 * 24 + 11
    t[at : at + len(rise)] += sign * np.array(rise)
    w = sound(read(put(tmp_path, epw(t=t, dew=np.minimum(DEW, t - 1)))))
    assert np.abs(w.t[at : at + len(rise)] - T[at : at + len(rise)]).max() < 13.0
    assert any("October" in n and "stands off the days around it" in n for n in w.notes)
    assert w.repairs["dry bulb spike"] >= 1


def test_a_long_excursion_is_refused_by_its_value(tmp_path):
    t = T.copy()
    at = 298 * 24 + 4
    t[at : at + 12] += np.linspace(20, 45, 12)
    said = refused(put(tmp_path, epw(t=t)))
    assert "which cannot be" in said
    assert "October" in said


def test_fronts_and_heat_waves_stay(tmp_path):
    t = T.copy()
    at = 200 * 24
    t[at : at + 72] += 9.0
    t[at + 62 : at + 72] -= 14.0
    w = sound(read(put(tmp_path, epw(t=t, dew=np.minimum(DEW, t - 0.5)))))
    np.testing.assert_allclose(w.t, t, atol=0.01)


# ---- clock


def test_hours_in_utc_are_brought_to_local_time(tmp_path):
    header = (HEADER[0].replace("9.0,1.0,100", "150.0,10.0,100"), *HEADER[1:])
    utc = [np.roll(x, -10) for x in year()]
    w = like(sound(read(put(tmp_path, text(epw(*utc), header)))))
    assert any("UTC" in n and "+10 h" in n for n in w.notes)


def test_a_clock_against_the_sun_is_refused(tmp_path):
    late = [np.roll(x, 7) for x in year()]
    assert "h late against the sun" in refused(put(tmp_path, epw(*late)))
    header = (HEADER[0].replace("9.0,1.0,100", "9.0,-8.0,100"), *HEADER[1:])
    w = sound(read(put(tmp_path, text(ROWS, header))))
    assert w.tz_hours == 1.0
    assert any("-8 h" in n for n in w.notes)


def test_the_other_hemisphere_is_told(tmp_path):
    header = (HEADER[0].replace("50.0,9.0", "-50.0,9.0"), *HEADER[1:])
    assert any("other hemisphere" in n for n in sound(read(put(tmp_path, text(ROWS, header)))).notes)


# ---- size


def bomb():
    out = io.BytesIO()
    with gzip.GzipFile(fileobj=out, mode="wb", compresslevel=9) as file:
        for _ in range(400):
            file.write(b"9" * 2**20)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.csv.gz", bomb, "unpacks to more than 64 MB"),
        ("a.epw", lambda: text([[*ROWS[0][:6], "1" * 200_000], *ROWS[1:]]), "characters"),
        ("a.csv", lambda: "x" * 3_000_000, "characters"),
        ("a.csv", lambda: csv_of() + csv_of(before="").partition("\n")[2], "17520 hourly rows were found"),
        ("a.csv", lambda: '"' + csv_of(), "needed"),
        ("a.csv", lambda: "dry_bulb_C," * 3000 + "\n" + "1," * 3000, "columns"),
    ],
    ids=["bomb", "long field", "long line", "two years", "open quote", "wide"],
)
def test_sizes_are_bounded(tmp_path, name, content, words):
    content = content()
    started = time.perf_counter()
    assert words in refused(put(tmp_path, content, name), altitude=0.0)
    assert time.perf_counter() - started < 5.0
