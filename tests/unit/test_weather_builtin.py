"""The built-in climates: deterministic, physical, and with the statistics they are made from."""

from dataclasses import replace

import numpy as np
import pytest
from weather_years import remarks

from thermo.errors import WeatherError
from thermo.schema.field import table
from thermo.weather import Weather, builtin, climates, find
from thermo.weather.generator import MONTH, MONTH_DAYS, by_month, estimates, generate, hourly, season, spells

KEYS = sorted(climates())


def test_there_are_61_sites_with_facts():
    assert len(KEYS) == 61
    for site in climates().values():
        assert -90 < site.latitude < 90
        assert site.grid_region
        assert np.all(site.t_min <= site.t_mean)
        assert np.all(site.t_mean <= site.t_max)


@pytest.mark.parametrize(
    ("word", "key"),
    [
        ("us-ashburn", "us-ashburn"),
        ("ashburn", "us-ashburn"),
        ("lulea", "se-lulea"),
        ("singapore", "sg-singapore"),
        ("Guiyang", "cn-guian"),
        ("zhangjiakou", "cn-huailai"),
        ("hohhot", "cn-horinger"),
        ("new york", "us-newyork"),
    ],
)
def test_names(word, key):
    assert find(word).key == key


def test_unknown_name_gets_the_nearest():
    with pytest.raises(WeatherError, match="Did you mean 'ashburn'"):
        builtin("ashbrun")


@pytest.mark.parametrize("key", KEYS)
def test_every_site(key):
    site, w = climates()[key], builtin(key)
    assert isinstance(w, Weather)
    assert w.rows.shape == (8760,)
    assert np.isfinite(table(w.rows)).all()
    assert np.all(w.tdp <= w.t + 1e-9)
    assert np.all(w.tdp <= w.twb + 1e-6)
    assert np.all(w.twb <= w.t + 1e-9)
    assert np.all(w.w > 0)
    np.testing.assert_allclose(by_month(w.t), site.t_mean, atol=0.6)
    daily = w.t.reshape(365, 24)
    reach = np.bincount(MONTH, np.ptp(daily, axis=1), 12) / MONTH_DAYS
    np.testing.assert_allclose(reach, site.t_max - site.t_min, rtol=0.2, atol=0.8)
    if np.isfinite(site.dp_mean).all():
        np.testing.assert_allclose(by_month(w.tdp), site.dp_mean, atol=1.0)
    if "wb_mean" in site.annual and site.kind == "epw":
        assert w.twb.mean() == pytest.approx(site.annual["wb_mean"], abs=0.4)
    if "cooling_wb_04" in site.design:
        assert np.quantile(w.twb, 0.996) == pytest.approx(site.design["cooling_wb_04"], abs=0.6)
    assert site.annual["db_min"] - 0.01 <= w.t.min()
    assert w.t.max() <= site.annual["db_max"] + 0.5
    assert w.twb.max() < 33.0
    assert w.design.extreme_db_max >= w.t.max() - 0.01
    assert w.design.extreme_db_min <= w.t.min() + 0.01
    assert np.abs(np.diff(w.t)).max() < 8.0


@pytest.mark.parametrize("key", ["us-ashburn", "se-lulea", "sg-singapore", "za-johannesburg"])
def test_same_bits_every_time(key):
    np.testing.assert_array_equal(generate(find(key)).rows, generate(find(key)).rows)


def test_seasons_and_hemispheres():
    assert by_month(builtin("sydney").t).argmin() in (5, 6, 7)
    hottest = builtin("beijing").t.reshape(365, 24)[150:240].mean(axis=0).argmax()
    assert 13 <= hottest <= 15


def test_season_keeps_monthly_means():
    monthly = np.array([-7.2, -2.5, 2.4, 12.0, 18.7, 22.9, 24.8, 23.4, 18.2, 10.5, 0.5, -4.8])
    means = np.bincount(MONTH, season(monthly), 12) / MONTH_DAYS
    np.testing.assert_allclose(means, monthly, atol=1e-9)


@pytest.mark.parametrize("skew", [0.0, 0.35])
def test_spells(skew):
    x = spells(1, skew)
    for m in range(12):
        assert x[MONTH == m].mean() == pytest.approx(0, abs=1e-9)
        assert x[MONTH == m].std() == pytest.approx(1, abs=1e-9)
    assert 0.4 < np.corrcoef(x[:-1], x[1:])[0, 1] < 0.8
    assert abs(np.corrcoef(spells(1), spells(2))[0, 1]) < 0.2


def test_hourly_passes_noon_values():
    daily = spells(1)
    noon = 0.5 * (hourly(daily)[11::24] + hourly(daily)[12::24])
    np.testing.assert_allclose(noon, daily, atol=0.05)


def test_proxy_and_reanalysis_sites_say_so():
    wujiang, london = builtin("wujiang"), builtin("london")
    remarks(wujiang)
    remarks(london)
    assert any(n.endswith("(69 km away, site is +16 m relative to it), not of the site") for n in wujiang.notes)
    assert any("reanalysis" in n for n in london.notes)
    assert any(m.startswith("cooling_wb_04") for m in london.design.marked)


def test_a_heat_wave_year_makes_no_design_values():
    """London's 0.4 % dry bulb is 28 to 29 degC; Heathrow's typical years have some 10 to 20 h above 30 degC."""
    london = builtin("london")
    assert london.design.cooling_db_04 == pytest.approx(28.5, abs=1.0)
    assert 5 <= (london.t > 30.0).sum() <= 25
    assert london.t.max() < london.design.extreme_db_max < 37.9  # the largest hour of 2020 to 2024
    assert any("cooling_db_04: estimated" in m for m in london.design.marked)
    for site in climates().values():
        if estimates(site):
            design = builtin(site.key).design
            assert design.heating_db_996 < design.cooling_db_04 < design.extreme_db_max
            assert design.cooling_mcwb_04 <= design.cooling_wb_04 <= design.cooling_db_04


def test_estimates_are_near_what_is_published():
    """Estimates for sites that have published values: in the mean within the errors they state."""
    off = []
    for site in climates().values():
        if {"cooling_db_04", "cooling_wb_04", "extreme_db_max"} <= set(site.design):
            known = {k: v for k, v in site.design.items() if k.startswith("heating")}
            found = estimates(replace(site, kind="openmeteo", design=known))
            off.append([found[k] - site.design[k] for k in ("cooling_db_04", "cooling_wb_04", "extreme_db_max")])
    off = np.array(off)
    assert len(off) > 45
    assert (np.sqrt(np.mean(off**2, axis=0)) < (1.3, 0.9, 2.6)).all()
    assert (np.abs(off.mean(axis=0)) < (0.3, 0.3, 1.7)).all()  # the 20-year value has its error added
