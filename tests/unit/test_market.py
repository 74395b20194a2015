"""Market and fleet: the figures of a published note, refusals, and the command as a user runs it."""

import json

import pytest
from typer.testing import CliRunner

import thermo
from thermo.cli import app
from thermo.errors import StudyError
from thermo.library.caps import home_share
from thermo.markets import formulas as m
from thermo.markets.fleet import power_per_chip

FILE = "configs/market-china.toml"
STOCK = {"count": 1e6, "power": "10 kW", "penetration": 0.1, "shares": {"cold-plate": 1.0}}


def test_figures_of_the_note():
    # Soochow Securities, April 2024: 260 亿 for 65 万 servers of 10 kW at 4,000 CNY/kW; 8,873 亿 idle; 32.4 GWh
    document = thermo.market(FILE)
    assert document["shipment"][0]["cost"] == pytest.approx(260e8)
    assert document["shipment"][0]["cost_if_all"]["immersion"] == pytest.approx(768.17e8, rel=1e-9)
    assert document["shipment"][0]["units_by_year"][2022] == pytest.approx(28.412e4, rel=1e-5)
    assert document["dispatch"][0]["idle"] == pytest.approx(8873.43e8, rel=1e-6)
    assert [round(v / 1e8, 2) for v in document["dispatch"][0]["kept"].values()] == [443.67, 709.87, 887.34]
    assert document["campaign"][0]["energy"] == pytest.approx(32.4)
    assert document["campaign"][0]["power_per_chip"] == pytest.approx(1875.0)
    assert document["campaign"][1]["energy"] == pytest.approx(8.64)
    assert document["target"][0]["compute_before"] == pytest.approx(214.3, abs=0.05)


def test_an_impossible_stock_is_refused_with_figures():
    first, second = thermo.market(FILE)["stock"]
    assert first["cost"] is None
    assert "190 GW" in first["limits"][0]
    assert second["limits"] == []
    # 5.2 million racks of 2.5 kW, 5 %: 0.65 GW; nine tenths at 4,000, one tenth at 11,818 CNY/kW
    assert second["cost"] == pytest.approx(0.65e6 * (0.9 * 4000 + 0.1 * 11818))


def test_hand_calculations():
    assert m.growth_rate(100.0, 121.0, 2.0) == pytest.approx(0.1)
    assert m.growth_path(121.0, 0.1, 2020, 2022) == pytest.approx({2020: 100.0, 2021: 110.0, 2022: 121.0})
    assert m.idle_revenue(35.0, 0.35) == pytest.approx(65.0)
    assert m.electricity_share(1e9, 8.76e12 * 3600.0) == pytest.approx(1.0)
    chips, energy = m.job(1e21, 1e15, 0.5, 1e3, 1000.0)
    assert (chips, energy) == pytest.approx((2000.0, 2e9))
    assert power_per_chip("dgx-h100") == pytest.approx(10200 / 8)  # NVIDIA DGX H100 data sheet: 10.2 kW


def test_claims_stand_beside_what_follows_and_are_not_used():
    job = thermo.market(FILE)["job"][0]
    rows = {row["rack"]: row for row in job["racks"]}
    claim = next(c for c in job["claims"] if c["factor"] == 25)
    assert claim["chips"] == pytest.approx(2.5 / 0.989)  # published dense FP16 peaks
    assert rows["dgx-h100"]["power_per_pflops"] == pytest.approx(1.275 / 0.989)
    assert any("hygon-dcu-8: no price" in line for line in job["limits"])


def test_domestic_share_weighs_compute():
    infos = [{"pflops": 2.56, "chips": 8, "chip": "ascend-910b"}, {"pflops": 7.912, "chips": 8, "chip": "h100-sxm5"}]
    assert home_share([(3, infos[0]), (1, infos[1])]) == pytest.approx(7.68 / (7.68 + 7.912))
    assert home_share([(1, infos[0] | {"pflops": None}), (1, infos[1])]) == pytest.approx(0.5)
    assert home_share([]) is None


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({}, "nothing to compute"),
        ({"stok": []}, "Did you mean 'stock'"),
        ({"stock": [STOCK | {"power": "10 kg"}], "prices": {"cold-plate": "1 CNY/kW"}}, "is not a power"),
        ({"stock": [STOCK | {"power": None}], "prices": {"cold-plate": "1 CNY/kW"}}, "power"),
        ({"stock": [STOCK]}, "shares.cold-plate has no price"),
        ({"stock": [STOCK | {"shares": {"cold-plate": 0.5}}], "prices": {"cold-plate": "1 CNY/kW"}}, "add up to 0.5"),
        ({"stock": [STOCK], "prices": {"cold-plate": "-1 CNY/kW"}}, "negative"),
        ({"stock": [STOCK], "prices": {"cold-plat": "1 CNY/kW"}}, "cold-plate"),
        ({"stock": [STOCK], "prices": {"scenario": "brokrage-2024"}}, "brokerage-2024"),
        ({"stock": [STOCK], "prices": {"cold-plate": "1 CNY/kW", "air": "1 USD/kW"}}, "without a rate"),
        ({"stock": [STOCK | {"country": "CHN"}], "prices": {"cold-plate": "1 CNY/kW"}}, "CHN"),
        ({"job": [{"work": "2e25 FLOP", "time": "90 days", "racks": ["dgx-h10"]}]}, "dgx-h100"),
        ({"target": [{"compute": "300 EFLOP", "racks": ["dgx-h100"]}]}, "is not a compute"),
        ({"dispatch": [{"revenue": "1 CNY", "utilization": 0.3}]}, "take is missing"),
        ({"siting": [{"jurisdiction": "cn-shangai"}]}, "cn-shanghai"),
    ],
)
def test_misuse_is_one_sentence(data, words):
    with pytest.raises(StudyError, match=words):
        thermo.market(data)


def test_all_problems_at_once():
    with pytest.raises(StudyError) as error:
        thermo.market({"campaign": [{"chips": 1}], "dispatch": [{"take": ["5 percent"]}]})
    assert len(str(error.value).splitlines()) == 4


def test_low_utilization_of_a_study_is_evaluated(tmp_path):
    (tmp_path / "hall.toml").write_text(
        '[site]\nclimate = "beijing"\n[it]\nrack = "ascend-910b-8"\nracks = 4\n'
        '[[option]]\ntechnology = "air"\nair.plant = "chilled-water"\n'
    )
    file = tmp_path / "m.toml"
    file.write_text('[[siting]]\njurisdiction = "cn-beijing"\nstudy = "hall.toml"\nracks = { ascend-910b-8 = 4 }\n')
    rows = thermo.market(file)["siting"][0]["pue"]
    assert [row["utilization"] for row in rows] == [0.3, 0.35]
    assert rows[0]["pue"] > rows[1]["pue"] > 1.0  # fixed loads weigh more at lower load


def test_command(tmp_path):
    runner = CliRunner()
    shown = runner.invoke(app, ["market", FILE])
    assert shown.exit_code == 0
    assert "190 GW" in shown.stdout.replace("\n", " ")
    out = tmp_path / "market.json"
    found = runner.invoke(app, ["market", FILE, "--json", "-o", str(out)])
    assert json.loads(found.stdout) == json.loads(out.read_text())
