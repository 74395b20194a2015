"""Caps of real jurisdictions: which apply, and what a result makes of them."""

import pytest

from thermo.errors import LibraryError
from thermo.library import load
from thermo.library.caps import applicable, chain, coal_equivalent, judge, jurisdictions, named, site_jurisdiction


def caps(jurisdiction, new=True, year=2026, it_power_kw=10_000.0, annual_kwh=1.1e8, **more):
    found = applicable(jurisdiction, new=new, year=year, it_power_kw=it_power_kw, annual_kwh=annual_kwh, **more)
    return {p.key: p for p in found}


def test_every_cap_belongs_to_a_known_jurisdiction_and_uses_known_words():
    for entry in load("policies").values():
        if entry.kind == "cap":
            assert entry.get("jurisdiction") in jurisdictions(), entry.key
            assert entry.get("applies_to") in ("new", "existing", "both")
            assert entry.get("status") in ("law", "target", "incentive", "voluntary", "draft", "report")
            assert entry.get("sense") in ("max", "min")
            assert isinstance(entry.get("sourced"), bool)
        elif entry.kind == "jurisdiction":
            assert entry.get("parent", "cn") in jurisdictions(), entry.key


def test_virginia_has_no_cap():
    assert caps("us-va") == {}


def test_guizhou_hub_inherits_hub_and_country():
    found = caps("cn-guizhou")
    assert chain("cn-guizhou") == ["cn-guizhou", "cn-hub", "cn"]
    assert found["cn-guizhou-start"].limit == 1.20
    assert found["cn-hub-green-power"].sense == "min"
    assert found["cn-gb40879-grade-3"].limit == 1.50
    assert not found["cn-hub-2024-plan"].sourced
    assert "cn-hub-2024-plan" not in caps("cn-beijing")
    assert next(iter(found.values())).status == "law"


@pytest.mark.parametrize(
    ("tonnes", "limit"), [(5_000, 1.30), (9_999, 1.30), (10_000, 1.25), (19_999, 1.25), (25_000, 1.20), (40_000, 1.15)]
)
def test_beijing_tiers_by_coal_equivalent(tonnes, limit):
    kwh = tonnes / 0.1229 * 1000.0
    assert coal_equivalent(kwh) == pytest.approx(tonnes)
    tiers = [p for key, p in caps("cn-beijing", annual_kwh=kwh * (1 + 1e-12)).items() if key.endswith(("0k", "10k"))]
    assert [p.limit for p in tiers] == [limit]


def test_beijing_surcharge_only_for_existing_sites_of_5_gwh():
    assert "cn-beijing-price-2026" in caps("cn-beijing", new=False, annual_kwh=6e6)
    assert "cn-beijing-price-2026" not in caps("cn-beijing", new=False, annual_kwh=4e6)
    assert "cn-beijing-price-2026" not in caps("cn-beijing", new=True)
    assert "cn-beijing-price-2021" in caps("cn-beijing", new=False, year=2025)
    assert "cn-beijing-price-2021" not in caps("cn-beijing", new=False, year=2026)


def test_large_sites_only_above_3000_racks():
    assert "cn-large-2024-plan" not in caps("cn", it_power_kw=5_000)
    assert "cn-large-2024-plan" in caps("cn", it_power_kw=8_000)


def test_germany_by_year_size_and_age():
    assert caps("de", year=2026)["de-enefg-new"].limit == 1.2
    assert caps("de", year=2026)["de-enefg-reuse-2026"].limit == 0.10
    assert caps("de", year=2030)["de-enefg-reuse-2028"].limit == 0.20
    assert caps("de", new=False, year=2028)["de-enefg-existing-2027"].limit == 1.5
    old = caps("de", new=False, year=2031)
    assert old["de-enefg-existing-2030"].limit == 1.3
    assert "de-enefg-existing-2027" not in old
    assert "de-enefg-new" not in caps("de", it_power_kw=200)
    assert caps("de")["de-draft-new"].status == "draft"
    assert "eu-eed-reporting" in caps("de")
    assert "eu-eed-reporting" not in caps("de", it_power_kw=400)


def test_european_pledge_depends_on_climate_and_water():
    assert caps("ie")["eu-pact-new-cool"].limit == 1.3
    assert caps("ie", warm=True)["eu-pact-new-warm"].limit == 1.4
    assert "eu-pact-water-new" not in caps("ie")
    assert caps("ie", water_stressed=True)["eu-pact-water-new"].limit == 0.4


def test_singapore_judges_full_load():
    found = applicable("sg", new=True, year=2026, it_power_kw=20_000, annual_kwh=2e8)
    rows = {r["key"]: r for r in judge(found, {"pue": 1.24, "pue_at_full_load": 1.27, "renewable_share": 0.4})}
    assert rows["sg-cfa2"]["met"] is False
    assert rows["sg-cfa2"]["by"] == pytest.approx(0.02)
    assert rows["sg-cfa2-green"]["met"] is False
    assert rows["sg-cfa2-green"]["by"] == pytest.approx(-0.1)
    assert {r["key"]: r for r in judge(found, {"pue": 1.24})}["sg-cfa2"]["met"] is True


def test_japan_australia_and_ashrae():
    assert "jp-new-2029" in caps("jp", year=2029)
    assert "jp-new-2029" not in caps("jp", year=2029, annual_kwh=1e7)
    assert caps("au")["au-nabers"].metric == "nabers_stars"
    assert caps("ashrae") == {}
    assert caps("ashrae", climate_zone="5A")["ashrae-mlc-5a"].limit == 0.16
    assert caps("ashrae", climate_zone="5A", it_power_kw=200)["ashrae-mlc-5a-small"].limit == 0.25


def test_judgement_of_unknown_values_is_none():
    found = applicable("my", new=True, year=2026, it_power_kw=1_000, annual_kwh=1e7)
    rows = judge(found, {"pue": 1.3})
    assert rows[0]["limit"] is None
    assert rows[0]["met"] is None
    assert rows[0]["by"] is None
    row = judge([caps("cn-guizhou")["cn-guizhou-start"]], {"pue": 1.19})[0]
    assert row["met"] is True
    assert row["by"] == pytest.approx(-0.01)
    assert {"name", "metric", "limit", "value", "met", "by", "source", "status"} <= set(row)
    assert judge([caps("cn-guizhou")["cn-guizhou-start"]], {"pue": float("nan")})[0]["met"] is None


def test_unknown_jurisdiction_names_the_nearest():
    with pytest.raises(LibraryError, match="cn-guizhou"):
        caps("cn-guizou")


def test_caps_named_by_hand():
    assert [p.limit for p in named(["de-enefg-new", "ashrae-mlc-1a"])] == [1.2, 0.26]
    with pytest.raises(LibraryError, match="de-enefg-new"):
        named(["de-enefg-neu"])


def test_sites_find_their_jurisdiction():
    assert site_jurisdiction("cn-qingpu", "CHN", "Shanghai") == "cn-yangtze-delta"
    assert site_jurisdiction("cn-shanghai", "CHN", "Shanghai") == "cn-shanghai"
    assert site_jurisdiction("cn-ulanqab", "CHN", "Inner Mongolia") == "cn-inner-mongolia"
    assert site_jurisdiction("cn-harbin", "CHN", "Heilongjiang") == "cn"
    assert site_jurisdiction("us-ashburn", "USA", "Virginia") == "us-va"
    assert site_jurisdiction("de-munich", "DEU", "Bavaria") == "de"
    assert site_jurisdiction("nowhere") is None
