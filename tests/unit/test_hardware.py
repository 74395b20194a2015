"""The hardware library and the way from a rack's name to its record."""

import numpy as np
import pytest

from thermo.errors import LibraryError
from thermo.hardware.racks import altitude_of, dissimilar, intake_limits, nameplate, resolve
from thermo.library import find, load, problems
from thermo.schema.rack import RACK

UNPUBLISHED = ("mlu590-8", "jinghong")
TECHNOLOGIES = ("air", "cold-plate", "immersion", "spray")
VECTORS = ("coolant", "boiling")
CHIPS = (
    "b200-sxm b200-gb200 b300-gb300 h100-sxm5 h200-sxm h20 a100-sxm4 a800-sxm4 mi100 mi300x ascend-310 ascend-910b "
    "ascend-910c hygon-dcu mlu370-x8 mlu590 jinghong v100-sxm2 l40s mi250x mi325x mi350x mi355x rubin"
).split()
RACKS = (
    "hgx-h100 hgx-h200 hgx-b200 hgx-a100 hgx-a800 hgx-h20 mi300x-8 gb200-nvl72 gb300-nvl72 ascend-910b-8 "
    "cloudmatrix-384 hygon-dcu-8 mlu370-8 mlu590-8 jinghong ascend-310 cpu-1u cpu-2u network-storage"
).split()


@pytest.mark.parametrize("file", ["chips", "servers", "racks", "packages"])
def test_every_value_has_unit_source_year_and_grade(file):
    assert problems(file) == []


def test_what_was_promised_is_there():
    assert set(CHIPS) <= set(load("chips"))
    assert set(RACKS) <= set(load("racks"))


@pytest.mark.parametrize("key", sorted(key for key in load("racks") if not load("racks")[key].get("load_bank")))
@pytest.mark.parametrize("technology", TECHNOLOGIES)
def test_every_rack_resolves(key, technology):
    overrides = {"chip_tdp": 400.0} if key in UNPUBLISHED else None
    record, info = resolve(key, technology, overrides=overrides)
    assert all(np.isfinite(record[n]) or n.endswith(("case_max", "memory_max")) for n in RACK.names if n not in VECTORS)
    assert record["nameplate"] == info["nameplate"] > 0.0
    assert record["servers"] * record["server_height"] <= record["rack_height"] + 1e-12
    assert 0.0 < record["chip_leak"] <= record["chip_idle"] < record["chip_tdp"]
    assert record["chip_target"] < record["chip_throttle"] < record["chip_trip"]
    assert (record["coolant"] != 0.0).any() == (technology != "air")


@pytest.mark.parametrize("key", UNPUBLISHED)
def test_unpublished_power_must_be_given(key):
    with pytest.raises(LibraryError, match="not published; give tdp"):
        resolve(key, "air")
    record, _ = resolve({"like": key, "chip": {"tdp": "450 W"}}, "air")
    assert record["chip_tdp"] == pytest.approx(450.0)


def test_published_nameplates_stand():
    assert nameplate("dgx-h100", servers=1) == pytest.approx(10200.0)
    assert nameplate("hgx-a100", servers=3) == pytest.approx(3 * 6500.0)
    assert nameplate("gb200-nvl72") == pytest.approx(132e3)
    assert nameplate("hgx-b200") == pytest.approx(4 * 14300.0)


def test_an_inline_chip_keeps_the_published_nameplate_and_so_the_fleet():
    """A set point is no power; a stronger chip adds its own, by either way of giving it; another chip makes it void."""
    published = 4 * 10200.0
    for chip in ({"target": "78 degC"}, {"throttle": "85 degC"}, {"like": "h100-sxm5"}, {"tdp": "700 W"}):
        assert nameplate({"like": "hgx-h100", "chip": chip}) == pytest.approx(published, rel=1e-12)
    strong = nameplate({"like": "hgx-h100", "chip": {"tdp": "1000 W"}})
    assert strong == pytest.approx(nameplate("hgx-h100", overrides={"chip_tdp": 1000.0}), rel=1e-12)
    assert strong > published + 4 * 8 * 300.0
    assert nameplate({"like": "hgx-h100", "chip": "a100-sxm4"}) < 0.75 * published
    stated = {"like": "hgx-h100", "chip": "a100-sxm4", "server": {"nameplate": "7 kW"}}
    assert nameplate(stated) == pytest.approx(4 * 7000.0)


@pytest.mark.parametrize("key", ["hgx-h100", "hgx-a100", "hgx-b200", "gb200-nvl72", "dgx-1-v100"])
def test_computed_nameplate_is_near_the_published_one(key):
    """The sum over a server's parts stays within 20 % of the published maximum."""
    published, _ = resolve(key, "air")
    other = {"like": "mi250x", "tdp": f"{float(published['chip_tdp'])} W"}  # another chip makes the published one void
    spec = {"like": key, "chip": other}
    if key != "gb200-nvl72":
        assert nameplate(spec) == pytest.approx(float(published["nameplate"]), rel=0.2)
    else:
        it = published["servers"] * (4 * 1200.0 + 2 * 300.0 + published["other_power"])
        assert it == pytest.approx(published["nameplate"], rel=0.2)


def test_stronger_chips_raise_idle_leakage_and_nameplate():
    plain, _ = resolve("hgx-h100", "air")
    strong, _ = resolve("hgx-h100", "air", overrides={"chip_tdp": 1000.0})
    for name in ("chip_idle", "chip_leak"):
        assert strong[name] == pytest.approx(plain[name] * 10.0 / 7.0)
    assert strong["nameplate"] - plain["nameplate"] > 4 * 8 * 300.0


def test_density_is_geometry():
    few, _ = resolve("hgx-h100", "air", servers=4)
    many, info = resolve("hgx-h100", "air", servers=12)
    assert few["server_height"] == pytest.approx(8 * 0.04445)
    assert many["server_height"] == pytest.approx(42 * 0.04445 / 12)
    for name in ("chip_sink_height", "host_sink_height", "fan_v0", "bypass_area"):
        assert many[name] < few[name]
    assert many["chassis_k"] > few["chassis_k"]
    assert info["servers_most"] == 14
    assert info["chips"] == 96.0


def test_a_server_is_never_taller_than_sold():
    one, _ = resolve("cpu-2u", "air", servers=2)
    assert one["server_height"] == pytest.approx(2 * 0.04445)


def test_more_servers_than_fit():
    with pytest.raises(LibraryError, match="takes at most 14 servers"):
        resolve("hgx-h100", "air", servers=15)
    with pytest.raises(LibraryError, match="at least one server"):
        resolve("hgx-h100", "air", servers=0)


@pytest.mark.parametrize("key", ["gb200-nvl72", "gb300-nvl72", "cloudmatrix-384"])
def test_fixed_racks_refuse_a_density(key):
    with pytest.raises(LibraryError, match="density cannot be changed"):
        resolve(key, "cold-plate", servers=10)


def test_warranty():
    assert not resolve("gb200-nvl72", "air")[1]["warranted"]
    assert resolve("gb200-nvl72", "cold-plate")[1]["warranted"]
    assert not resolve("network-storage", "immersion")[1]["warranted"]


def test_inline_racks():
    record, info = resolve({"like": "hgx-h100", "servers": 5, "server": {"fan_count": 10}}, "air")
    assert record["servers"] == 5.0
    assert info["chip"] == "h100-sxm5"
    other, _ = resolve({"server": "hgx-h100", "chip": "h200-sxm", "servers": 2}, "air")
    assert other["servers"] == 2.0
    for bad, words in (
        ({"like": "hgx-h100", "chipp": 1}, "Did you mean 'chip'"),
        ({"name": "mine"}, "needs a server"),
        ({"like": "hgx-h100", "chip": {"tdp": 900}}, "has no unit"),
        ({"like": "hgx-h100", "chip": {"tdp": "900 K"}}, "not a power"),
        ("hgx-h10", "Did you mean 'hgx-h100'"),
        ({"like": "hgx-h100", "server": {"chip_count": 0}}, "has no chip"),
    ):
        with pytest.raises(LibraryError, match=words):
            resolve(bad, "air")


def test_unknown_inputs():
    with pytest.raises(LibraryError, match="Did you mean 'chip_tdp'"):
        resolve("hgx-h100", "air", overrides={"chip_tpd": 1.0})
    with pytest.raises(LibraryError, match="Technology 'water'"):
        resolve("hgx-h100", "water")


def test_inlet_classes_and_altitude():
    assert intake_limits("A2") == (10.0, 35.0)
    assert intake_limits("A3", 101325.0 * (1 - 2.25577e-5 * 1600) ** 5.2559)[1] == pytest.approx(36.0)
    assert altitude_of(79495.2) == pytest.approx(2000.0, abs=1.0)
    low, _ = resolve("cpu-2u", "air", overrides={"intake_class": "A4"})
    assert low["intake_max"] == 45.0
    assert resolve("dgx-h100", "air")[0]["intake_max"] == 30.0
    with pytest.raises(LibraryError, match="Inlet class 'A9'"):
        intake_limits("A9")


def test_different_chips_are_named():
    h100, b200 = resolve("hgx-h100", "air")[1], resolve("hgx-b200", "air")[1]
    assert not dissimilar(h100, h100)
    assert dissimilar(b200, h100)


def test_tdp_agrees_with_its_source():
    watts = {"h100-sxm5": 700, "b200-gb200": 1200, "b300-gb300": 1400, "mi300x": 750, "ascend-910b": 310, "h20": 400}
    for key, power in watts.items():
        assert find("chips", key).si("tdp", "power") == pytest.approx(power)


def test_load_bank_is_heat_and_nothing_else():
    from thermo.results.rack import Rack

    air = Rack("load-bank").solve("air", supply_air="24 degC", utilization=0.5)
    assert (air.power, air.heat_air, air.heat_liquid, air.fans) == (50e3, 50e3, 0.0, 0.0)
    bank = Rack({"like": "load-bank", "nameplate": "80 kW"})
    wet = bank.solve("cold-plate", supply_liquid="30 degC", coolant="water")
    assert (wet.power, wet.heat_liquid, wet.heat_air) == (80e3, 80e3, 0.0)
    # first law by hand: 80 kW / (995.6 kg/m3 x 4180 J/(kg K) x flow)
    assert wet.liquid_return - 30.0 == pytest.approx(80e3 / (995.6 * 4180.0 * wet.liquid_flow), rel=2e-3)
    with pytest.raises(LibraryError, match="density"):
        resolve("load-bank", "air", servers=3)


def test_a_rack_sold_whole_keeps_its_couplings_when_its_flow_changes():
    """GB200 NVL72 at 1.2 (usual) and 2.4 L/min/kW: the same parts; servers turned to plates get parts for their own."""
    usual, double = 2.0e-8, 4.0e-8  # m3/s/W

    def built(rack, flow):
        record, _ = resolve(rack, "cold-plate", overrides={"flow_per_watt": flow})
        return [float(record[name]) for name in ("qd_kv", "hose_diameter", "manifold_diameter", "plate_air_area")]

    assert built("gb200-nvl72", double) == built("gb200-nvl72", usual)
    loose = built("hgx-h100", double), built("hgx-h100", usual)
    assert loose[0][0] == pytest.approx(2.0 * loose[1][0], rel=1e-12)  # Kv ~ V at one pressure drop
    assert loose[0][1] == pytest.approx(2.0**0.5 * loose[1][1], rel=1e-12)  # D ~ sqrt(V) at one velocity
