"""The densest rack is where evaluate stops finding the option feasible; curves keep the chips; roots are roots."""

import json

import pytest

import thermo
from thermo.errors import ThermoError

STUDY = {
    "name": "Density",
    "site": [{"name": "dublin", "climate": "dublin"}],
    "it": {"group": [
        {"name": "compute", "rack": "hgx-h100", "power": "2 MW", "utilization": 0.8},
        {"name": "support", "rack": "network-storage", "power": "200 kW", "cooling": "air"},
    ]},
    "option": [
        {"name": "Air", "technology": "air", "supply_air": "24 degC", "air": {"plant": "chilled-water"}},
        {"name": "Oil", "technology": "immersion", "supply_liquid": "34 degC",
         "liquid": {"plant": "closed-circuit-tower"}, "air": {"plant": "chilled-water"}},
        {"name": "Own rack", "technology": "cold-plate", "supply_liquid": "40 degC",
         "rack": {"compute": "hgx-b200"}, "air": {"plant": "chilled-water"}},
    ],
}  # fmt: skip


def study(**changes):
    given = json.loads(json.dumps(STUDY))
    given["it"]["group"][0] |= changes
    return given


@pytest.fixture(scope="module")
def found():
    return thermo.frontier(study())


def curve(found, name):
    return next(c for c in found.curves if c["option"] == name)


@pytest.mark.parametrize("name", ["Air", "Oil"])
def test_evaluate_agrees_where_density_ends(found, name):
    c = curve(found, name)
    assert c["servers_whole"] == int(c["servers_max"])
    verdicts = {}
    for n in (c["servers_whole"], c["servers_whole"] + 1):
        given = study(servers=n)
        given["option"] = [o for o in given["option"] if o["name"] == name]
        entry = thermo.evaluate(given).to_dict()["options"][0]
        verdicts[n] = entry["feasible"]
        if n in c["servers"]:
            i = c["servers"].index(n)
            assert entry["pue"] == pytest.approx(c["pue"][i], rel=1e-12)  # the same exact year
            assert entry["rack_power"] == pytest.approx(c["rack_power"][i], rel=1e-9)
    assert list(verdicts.values()) == [True, False]


def test_air_ends_by_air_flow_and_says_with_which_figures(found):
    c = curve(found, "Air")
    assert c["binding"] == "the rack needs all the air its face and fans can pass"
    assert c["limits"][0]["text"].startswith(f"with {c['servers_whole'] + 1} servers a rack, ")
    # by hand: a 42U front of 440 mm passes 3 m/s, and carries the rack's heat at no more than 20 K rise
    face = 3.0 * 0.44 * 42 * 0.04445
    assert c["limits"][0]["figures"]["air_possible"] == pytest.approx(face, abs=0.05)
    assert 10.0 < c["rack_power_max"] * 1e3 / (1.2 * 1005.0 * face) < 20.0


def test_density_leaves_the_chips_alone(found):
    racks = round(2e6 / (4 * curve(found, "Air")["density"][0] * 1e3))
    by_racks = thermo.frontier(study(power=None, racks=racks) | {"option": STUDY["option"][:1]})
    few, many = curve(by_racks, "Air")["energy_per_chip_hour"][0], curve(by_racks, "Air")["energy_per_chip_hour"][-1]
    assert few == pytest.approx(many, rel=0.02)


def test_an_option_with_a_rack_of_its_own_is_refused_alone(found):
    c = curve(found, "Own rack")
    assert "rack of its own" in c["refused"]
    assert c["servers"] == []
    assert curve(found, "Air")["refused"] is None


def test_a_rack_sold_whole_is_refused_with_the_reason():
    given = study(rack="gb200-nvl72", power=None, racks=8)
    given["option"] = given["option"][:1]
    with pytest.raises(ThermoError, match="keeps its density: unit sold whole"):
        thermo.frontier(given)


def test_the_chips_headroom_is_a_root(found):
    from thermo.search.frontier import Curve
    from thermo.search.point import all_specs, design_limits, sized, with_changes

    c = curve(found, "Air")
    assert c["chip_power_max"] > c["chip_power"]
    solved = Curve(all_specs(study())[1][0], 0)
    base = with_changes(solved.spec, {solved.key: float(c["servers_whole"])})
    for share, holds in ((0.999, True), (1.002, False)):
        case = sized(with_changes(base, {"it.compute.rack.chip_tdp": share * c["chip_power_max"]}))
        assert (design_limits(case)[0] == []) is holds


def test_crossings_are_roots_of_the_exact_difference():
    from thermo.search.frontier import crossings

    class Line:
        def __init__(self, name, values):
            self.values, self.servers, self.nameplate = values, [1.0, 2.0, 3.0], 10.0
            self.spec = type("Spec", (), {"site": "here", "option": name})

        def value(self, metric, n):
            return self.values(n) if metric == "pue" else None

    a, b = Line("a", lambda n: 1.2 - 0.05 * n), Line("b", lambda n: 1.1)
    assert [(x["better"], x["servers"], x["density"]) for x in crossings(a, b, "pue")] == [
        ("a", 2.0, pytest.approx(20.0, abs=0.02))
    ]
    assert crossings(a, b, "tco") == []


def test_the_command_prints_json_and_writes_files(tmp_path, capsys):
    import typer

    from thermo.cli import app

    file = tmp_path / "study.toml"
    file.write_text(
        'name = "one"\n[site]\nclimate = "dublin"\n[it]\nrack = "cpu-2u"\npower = "500 kW"\n'
        '[[option]]\nname = "Air"\ntechnology = "air"\nsupply_air = "24 degC"\n'
    )

    def call(*given):
        typer.main.get_command(app).main(["frontier", str(file), *map(str, given)], standalone_mode=False)
        return capsys.readouterr().out

    document = json.loads(call("--json", "-o", tmp_path / "out.csv"))
    assert document["curves"][0]["binding"]
    rows = (tmp_path / "out.csv").read_text().splitlines()
    assert rows[0].startswith("site,option,technology,servers [1],density [kW]")
    assert len(rows) == 1 + len(document["curves"][0]["servers"])
    assert "densest rack within every limit" in call("-o", tmp_path / "out.json")
    assert json.loads((tmp_path / "out.json").read_text()) == document
    page = thermo.report(tmp_path / "out.json", tmp_path / "page.html").read_text(encoding="utf-8")
    assert '"curves.0"' in page
    for given, sentence in (
        (["-o", tmp_path / "out.txt"], "ending '.txt' is not known"),
        (["--group", "comptue"], "no IT group is called 'comptue'"),
    ):
        with pytest.raises(ThermoError, match=sentence):
            call(*given)
