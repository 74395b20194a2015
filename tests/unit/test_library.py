"""The library loads, is complete, and says where it is not."""

import subprocess
import sys

import numpy as np
import pytest
from scipy.optimize import nnls

from thermo import library
from thermo.errors import LibraryError
from thermo.library.power_supplies import coefficients
from thermo.units import QUANTITIES, parse

FILES = library.files()
SECTIONS = [(kind, name) for kind, names in library.defaults_kinds().items() for name in names or (None,)]


@pytest.mark.parametrize("file", FILES)
def test_every_value_has_source_year_grade_and_a_unit(file):
    assert library.problems(file) == []
    assert library.load(file)


@pytest.mark.parametrize(("kind", "name"), SECTIONS)
def test_every_default_parses_and_lies_in_its_range(kind, name):
    inputs = library.defaults(kind, name)
    assert inputs
    for key, each in inputs.items():
        assert all((each.meaning, each.source, each.year)), key
        assert each.grade in library.GRADES, key
        if each.quantity in QUANTITIES:
            for text in (each.low, each.high):
                assert text is None or isinstance(parse(text, each.quantity), float), key
        elif each.quantity == "choice":
            assert each.choices, key
        if each.default is not None and each.quantity != "text":
            assert isinstance(each.si(), float), key


def test_unknown_words_name_the_nearest():
    for call, word in (
        (lambda: library.load("grids"), "grid"),
        (lambda: library.find("ups", "double-convertion"), "double-conversion"),
        (lambda: library.find("ups", "hvdc").si("aa", "ratio"), "ups.toml, hvdc"),
        (lambda: library.defaults("plants"), "plant"),
        (lambda: library.defaults("terminal", "crha"), "crah"),
        (lambda: library.grid("CN-GX1"), "CN-GX"),
    ):
        with pytest.raises(LibraryError, match=word):
            call()


def test_unpublished_and_wrong_dimension_name_entry_and_field():
    with pytest.raises(LibraryError, match=r"policies.toml, my-miti: limit is unpublished"):
        library.find("policies", "my-miti").si("limit", "ratio")
    with pytest.raises(LibraryError, match=r"grid.toml, CHN: carbon"):
        library.find("grid", "CHN").si("carbon", "power")


def test_broken_files_are_refused_with_their_place(tmp_path, monkeypatch):
    monkeypatch.setattr(library, "FOLDER", tmp_path)
    library.load.cache_clear()
    for text, words in (
        ("[a]\nx = ", "broken.toml"),
        ("a = 3", "broken.toml, a: an entry is a table"),
        ('[a]\nx = { value = 1, units = "W" }', "unknown key 'units'.*'unit'"),
    ):
        (tmp_path / "broken.toml").write_text(text)
        with pytest.raises(LibraryError, match=words):
            library.load("broken")
    library.load.cache_clear()


def test_input_checks_unit_range_and_choice():
    inputs = library.defaults("electrical")
    assert inputs["load_factor"].si("80 percent") == pytest.approx(0.8)
    assert np.isnan(inputs["ups_rating"].si())
    assert inputs["redundancy"].si("N+1") == 1.0
    assert inputs["ups_indoors"].si(False) == 0.0
    for name, value, words in (
        ("load_factor", 1.2, "above 1.0"),
        ("load_factor", 0.01, "below 0.1"),
        ("ups_rating", 3, "has no unit"),
        ("ups_rating", "3 kg", "not a power"),
        ("redundancy", "2M", "Known: N, N.1, 2N"),
        ("system", "hvcd", "Did you mean .hvdc."),
        ("ups_indoors", 1, "true or false"),
    ):
        with pytest.raises(LibraryError, match=words):
            inputs[name].si(value)


def test_nested_tables_and_lists(tmp_path, monkeypatch):
    monkeypatch.setattr(library, "FOLDER", tmp_path)
    library.load.cache_clear()
    (tmp_path / "things.toml").write_text(
        '[a]\nname = "A"\nlink = "b"\n'
        'sink.height = { value = 30, unit = "mm", source = "s", year = 2024, grade = "A" }\n'
        'flows = { value = [1, 2], unit = "L/min", source = "s", year = 2024, grade = "A" }\n'
    )
    entry = library.find("things", "a")
    library.load.cache_clear()
    assert entry.get("link") == "b"
    assert entry.get("nothing", 3) == 3
    assert entry.group("sink")["height"].text == "30 mm"
    assert entry.si("sink.height", "length") == pytest.approx(0.03)
    assert entry.si("flows", "volume_flow") == pytest.approx((1 / 60000, 2 / 60000))
    assert entry.si("absent", "length", 7.0) == 7.0


def test_loader_imports_neither_units_nor_compiler():
    code = (
        "import sys, thermo.library as l; l.load('grid'); l.defaults('electrical'); "
        "print({'pint', 'numba'} & set(sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "set()\n"


SITES = (  # grid region of every built-in climate, and whose price stands in
    "CN-HE CN-NM CN-NX CN-GS CN-GZ CN-SC CN-CQ CN-GD CN-AH CN-JS CN-SH CN-ZJ CN-BJ CN-HL CHN CN-XJ SRVC ERCT AZNM RFCW "
    "NWPP CAMX RMPA SRTV MROW SRSO NYCW IRL NLD DEU SWE FIN BEL GBR SGP JPN KOR IND AUS BRA CHL ZAF"
).split()


@pytest.mark.parametrize("code", SITES)
def test_every_grid_region_resolves(code):
    grid = library.grid(code)
    carbon = parse(grid.carbon.text, "carbon_intensity") * 3.6e6
    assert 0.02 < carbon < 0.9
    assert "carbon" not in grid.fallback
    assert 0.03 < grid.electricity_price.value < 1.5
    assert parse(grid.electricity_price.text, "energy_price") > 0.0
    assert parse(grid.water_price.text, "volume_price") > 0.0
    assert 1.0 < parse(grid.water_intensity.text, "water_intensity") * 3.6e9 < 10.0


def test_grid_marks_what_it_borrows():
    assert library.grid("SRVC").fallback["electricity_price"] == "US-VA"
    assert library.grid("DEU").fallback["water_intensity"] == "world"
    assert "carbon" not in library.grid("CN-GZ").fallback
    assert library.grid("CN-GZ").carbon.value == 0.5683
    assert library.grid("SRVC").carbon.value == 0.269
    assert library.grid("SGP").water_price.value == 3.24


@pytest.mark.parametrize("file", ["ups", "power_supplies"])
def test_loss_coefficients_are_the_fit_through_the_listed_points(file):
    """Non-negative least squares of loss / output, so that an error counts as an error of efficiency."""
    fitted = 0
    for key, entry in library.load(file).items():
        if "load_points" not in entry:
            continue
        fitted += 1
        x, efficiency = (np.array(entry.get(n)) for n in ("load_points", "efficiency_points"))
        loss = x * (1.0 / efficiency - 1.0)
        terms = np.stack([np.ones_like(x), x, x * x], axis=1) / x[:, None]
        expected, _ = nnls(terms, loss / x)
        assert np.allclose(library.loss_coefficients(file, key), expected, atol=2e-6), key
        a, b, c = expected
        assert np.abs(x / (x + a + b * x + c * x * x) - efficiency).max() < 0.017, key
    assert fitted >= 6


def test_power_supply_coefficients():
    a, b, c = coefficients("80plus-titanium-eu")
    assert min(a, b, c) >= 0.0
    assert 0.5 / (0.5 + a + 0.5 * b + 0.25 * c) == pytest.approx(0.96, abs=0.005)


@pytest.mark.parametrize("name", library.defaults_kinds()["plant"])
def test_every_input_of_a_plant_is_a_field_or_names_an_entry(name):
    from thermo.schema.plant import FIELDS

    named = {"chiller", "dx", "loop_liquid"}  # texts that `resolve` looks up
    assert set(library.defaults("plant", name)) - named <= FIELDS


def test_inputs_of_technologies_with_one_name_mean_one_thing():
    seen = {}
    for name in library.defaults_kinds()["technology"]:
        for key, item in library.defaults("technology", name).items():
            before = seen.setdefault(key, item.quantity)
            assert before == item.quantity, key


RATES = ("pflops_fp64", "pflops_fp32", "pflops", "pflops_fp8", "pflops_fp4")


@pytest.mark.parametrize("key", library.load("chips"))
def test_rates_and_bandwidths_of_chips_are_typed_and_in_order(key):
    """Fewer bits are never slower; units are those that the file says, and a published rate is a positive number."""
    chip = library.find("chips", key)
    found = [chip.get(name) for name in RATES if name in chip and chip.value(name).published]
    assert all(isinstance(rate, float | int) and rate > 0.0 for rate in found)
    assert found == sorted(found)
    for name, unit, most in (("memory", "GB", 2000.0), ("memory_bandwidth", "TB/s", 50.0), ("link", "GB/s", 10000.0)):
        if name in chip and chip.value(name).published:
            assert chip.value(name).unit == unit
            assert 0.0 <= chip.get(name) < most
    if chip.kind in ("gpu", "npu") and not chip.get("tdp") == library.UNPUBLISHED:
        assert "memory" in chip or key in ("mr-v100",)


def test_makers_figures_of_whole_racks_are_sums_of_their_chips():
    """GB200 NVL72 720 PFLOPS FP4 and 576 TB/s, GB300 1,080, Kyber 14,400 and 147 TB (Tom's Hardware, June 2025); Helios
    2.9 EFLOPS, 31 TB, 1.4 PB/s (AMD, CES 2026); Trn3 UltraServer 362 PFLOPS FP8 of 144 (AWS); Atlas 950 8 EFLOPS FP8,
    1,152 TB of 8,192 (Huawei). Makers round to two figures."""
    for key, count, name, total in (
        ("b200-gb200", 72, "pflops_fp4", 720.0),
        ("b200-gb200", 72, "memory_bandwidth", 576.0),
        ("b300-gb300", 72, "pflops_fp4", 1080.0),
        ("rubin", 72, "pflops_fp4", 3600.0),
        ("rubin-ultra", 144, "pflops_fp4", 14400.0),
        ("rubin-ultra", 144, "memory", 147e3),
        ("mi455x", 72, "pflops_fp4", 2900.0),
        ("mi455x", 72, "memory", 31e3),
        ("mi455x", 72, "memory_bandwidth", 1400.0),
        ("trainium-3", 144, "pflops_fp8", 362.0),
        ("ascend-950dt", 8192, "pflops_fp8", 8e3),
        ("ascend-950dt", 8192, "memory", 1152e3),
    ):
        assert count * library.find("chips", key).get(name) == pytest.approx(total, rel=0.03), (key, name)


def test_drivers_of_the_makers_agree_with_the_limits():
    """nvidia-smi -q of A100 and H100 modules: 85 and 87 operating, 92 shutdown; amdgpu sensors of MI100: 100, 105."""
    for key, throttle, trip in (("a100-sxm4", 85, 92), ("h100-sxm5", 87, 92), ("mi100", 100, 105)):
        chip = library.find("chips", key)
        assert (chip.get("throttle"), chip.get("trip")) == (throttle, trip)
        assert chip.value("throttle").grade in "AB"


@pytest.mark.parametrize(("file", "most"), [("chips", 0.5), ("servers", 0.5)])
def test_at_most_half_of_the_values_are_from_memory(file, most):
    grades = [value.grade for entry in library.load(file).values() for value in entry.values.values()]
    assert grades.count("M") <= most * len(grades)


def test_announced_racks_are_there_with_their_nameplates():
    """Kyber 600 kW, NVL144 CPX 370 kW, Helios 245 kW: chips alone take half to nine tenths of what makers say."""
    from thermo.hardware.racks import resolve

    for key, power in (("rubin-ultra-kyber", 600e3), ("vera-rubin-nvl144-cpx", 370e3), ("helios-mi455x", 245e3)):
        record, info = resolve(key, "cold-plate")
        assert info["nameplate"] == power
        packages = record["servers"] * (
            record["chip_count"] * record["chip_tdp"] + record["host_count"] * record["host_tdp"]
        )
        rest = record["servers"] * record["other_power"]
        assert 0.7 * power < packages + rest < power, key
