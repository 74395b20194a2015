"""The report: complete in both languages, honest about what is missing, drawn without an error in a real browser."""

import json
import re
import shutil
import subprocess
import sys

import pytest

import thermo
from thermo.errors import ThermoError
from thermo.reports import figures, page
from thermo.words import Message, index

STUDY = {
    "name": "Two ways to cool </script>",
    "site": [{"name": "ashburn", "climate": "ashburn", "jurisdiction": "us-va", "policies": ["sg-cfa"]}],
    "it": {"rack": "hgx-h100", "power": "2 MW", "utilization": 0.8},
    "option": [
        {"name": "Air", "technology": "air", "supply_air": "24 degC", "air": {"plant": "chilled-water"}},
        {"name": "Plates", "technology": "cold-plate", "supply_liquid": "40 degC",
         "liquid": {"plant": "dry-cooler"}, "air": {"plant": "chilled-water"}},
    ],
}  # fmt: skip
DRAWN = ("end_uses", "heat_map", "months", "duration", "sankey", "psychro", "margins")
BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --allow-file-access-from-files --virtual-time-budget=60000"
).split()


def study():
    from thermo.library import load

    given = json.loads(json.dumps(STUDY))
    cap = next(k for k, e in load("policies").items() if e.kind == "cap" and e.get("metric") == "pue")
    given["site"][0]["policies"] = [cap]
    return given


@pytest.fixture(scope="module")
def result():
    return thermo.evaluate(study())


@pytest.fixture(scope="module")
def folder(result, tmp_path_factory):
    from thermo.reports import files

    folder = tmp_path_factory.mktemp("report")
    files.write(result, folder / "result.nc")
    files.write(result, folder / "result.json")
    return folder


def figures_of(html):
    return json.loads(re.search(r"const FIGURES = (.*);\n", html)[1].replace("<\\/", "</"))


def test_the_page_holds_every_figure_and_nothing_from_elsewhere(folder):
    html = thermo.report(folder / "result.nc", folder / "page.html").read_text(encoding="utf-8")
    keys = {name.split(".")[0] for name in figures_of(html)}
    assert keys == {*DRAWN, "ranking", "waterfall"}
    assert not re.findall(r"<(?:script|link|img)[^>]+(?:src|href)=", html)
    assert "Two ways to cool &lt;/script&gt;" in html
    for name, figure in figures_of(html).items():
        assert figure["data"], name
        assert figure["layout"]["height"] > 100


def test_the_same_page_from_the_result_itself(result, folder):
    a = thermo.report(result, folder / "a.html").read_text(encoding="utf-8")
    b = thermo.report(folder / "result.nc", folder / "b.html").read_text(encoding="utf-8")
    assert a == b


def test_a_document_without_hours_says_which_figures_are_missing_and_how_to_get_them(folder):
    html = thermo.report(folder / "result.json", folder / "short.html").read_text(encoding="utf-8")
    assert {name.split(".")[0] for name in figures_of(html)} == {"end_uses", "ranking", "waterfall"}
    assert html.count("thermo evaluate STUDY -o result.nc") == len(DRAWN) - 1


def test_figures_on_the_page_are_those_of_the_result(result, folder):
    drawn = figures_of(thermo.report(result, folder / "page.html").read_text(encoding="utf-8"))
    entries = result.to_dict()["options"]
    totals = drawn["end_uses.0"]["data"][-1]["x"]
    assert totals == pytest.approx([100.0 * (e["tue"] - 1.0) for e in entries], abs=0.006)  # two decimals are written
    curve = drawn["duration.0"]["data"][0]["y"]
    assert curve[0] == pytest.approx(entries[0]["power_peak"] / 1000.0, rel=1e-3)
    assert curve == sorted(curve, reverse=True)
    monthly = sum(sum(series["y"]) for series in drawn["months.0"]["data"])
    beyond = entries[0]["energy_total"] - entries[0]["energy"]["it_compute"]
    assert monthly * 1000.0 == pytest.approx(beyond, rel=1e-3)  # MWh with three decimals


@pytest.mark.parametrize("option", [0, 1])
def test_the_sankey_conserves_energy_in_every_node(result, option):
    hourly = result.hourly.isel(site=0, option=option)
    sums = {name: float(hourly[name].sum()) for name in figures.SANKEY}
    nodes, links = figures.flows(sums, "en")
    meter, outdoors = 0, next(i for i, n in enumerate(nodes) if n[0] == "Outdoors")
    for i, (name, _, value) in enumerate(nodes):
        into = sum(v for _, b, v in links if b == i)
        out = sum(v for a, _, v in links if a == i)
        if i != meter:
            assert into == pytest.approx(value, rel=2e-6), name  # heat by fluid states closes to 1e-6
        if i != outdoors:
            assert out == pytest.approx(value, rel=2e-6), name


def test_the_waterfall_ends_at_the_total_cost_and_its_steps_are_present_values(result, folder):
    from thermo.reports import costs

    for entry in result.to_dict()["options"]:
        groups = costs.present_values(entry)
        assert sum(groups.values()) == pytest.approx(entry["tco"], rel=1e-12)
        assert abs(groups["other_cost"]) < 1e-9 * entry["tco"]  # every row of the cash flows has a group
        bought = sum(v for name, v in groups.items() if name.endswith("_capital"))
        assert bought == pytest.approx(entry["capex"], rel=1e-9)  # all capital falls in year 0


def test_samples_bring_a_tornado_and_percentiles(folder):
    from thermo.results.evaluation import Evaluation
    from thermo.results.samples import run
    from thermo.study import Study

    evaluation = Evaluation(Study(**study()))
    found = evaluation.run()
    found.uncertainty = run(evaluation, found, 3)
    html = thermo.report(found, folder / "sampled.html").read_text(encoding="utf-8")
    drawn = figures_of(html)
    best = found.to_dict()["uncertainty"]["options"][1]["tornado"][0]
    bars = drawn["tornado.1"]["data"]
    ends = [bars[k]["base"][0] + bars[k]["x"][0] for k in (0, 1)]
    assert ends == pytest.approx([best["p10"] * 1e-6, best["p90"] * 1e-6], abs=2e-3)
    assert "P10 | P50 | P90 of 3 samples" in html


def test_a_sweep_is_drawn_along_its_axes_and_over_its_sites(tmp_path):
    import numpy as np
    import xarray as xr

    shape = (2, 2, 3)
    pue = np.array([[[1.10, 1.20, 1.30], [1.20, 1.19, 1.18]], [[1.4, 1.4, 1.4], [1.1, 1.1, 1.1]]])
    feasible = np.ones(shape)
    feasible[0, 0, 2] = 0.0
    dims = ("site.climate", "option", "it.compute.servers")
    coords = {"site.climate": ["a", "b"], "option": ["Air", "Oil"], "it.compute.servers": [1, 2, 3]}
    power = np.broadcast_to([10.0, 20.0, 30.0], shape)
    data = {"pue": (dims, pue), "feasible": (dims, feasible), "rack_power": (dims, power)}
    sweep = xr.Dataset(data, coords, {"study": "small", "version": "0"})
    html = thermo.report(sweep, tmp_path / "sweep.html", language="zh").read_text(encoding="utf-8")
    drawn = figures_of(html)
    assert set(drawn) == {"best_pue.0", "best_rack_power.0", "along_0.0"}
    assert drawn["best_pue.0"]["data"][0]["z"] == [[1.1, 1.18], [1.4, 1.1]]
    assert drawn["best_rack_power.0"]["data"][0]["z"] == [[20.0, 30.0], [30.0, 30.0]]
    air = drawn["along_0.0"]["data"][0]
    assert (air["x"], air["y"]) == ([10, 20], [1.1, 1.2])  # the third case exceeds a limit
    # by hand: gap -0.10 at one server, +0.01 at two; it changes sign at 1 + 10/11
    assert "单柜约 1.9 台服务器起，Oil 优于 Air" in html


def test_cases_of_a_hypercube_and_named_axes_are_drawn_as_dots(tmp_path):
    import xarray as xr

    data = {
        "pue": (("option", "case"), [[1.1, 1.2, 1.3]]),
        "feasible": (("option", "case"), [[1.0, 0.0, 1.0]]),
        "it.utilization": (("case",), [0.3, 0.6, 0.9]),
    }
    cases = xr.Dataset(data, {"option": ["Air"], "case": [1, 2, 3]})
    drawn = figures_of(thermo.report(cases, tmp_path / "cases.html").read_text(encoding="utf-8"))
    assert (drawn["clouds.0"]["data"][0]["x"], drawn["clouds.0"]["data"][0]["y"]) == ([0.3, 0.9], [1.1, 1.3])
    named = xr.Dataset({"pue": (("option", "it.rack"), [[1.1, 1.2]])}, {"option": ["Air"], "it.rack": ["a", "b"]})
    drawn = figures_of(thermo.report(named, tmp_path / "named.html").read_text(encoding="utf-8"))
    assert (drawn["along_0.0"]["data"][0]["x"], drawn["along_0.0"]["data"][0]["mode"]) == (["a", "b"], "markers")


def test_chosen_set_points_are_shown(tmp_path):
    active = (
        Message("search.lowest", key="air.approach", bound=2.5, unit="K"),
        Message("search.lower", key="flow", why=Message("binding.junction")),
    )
    document = {
        "study": "s", "version": "0", "goal": "energy", "units": {"value": "kWh"},
        "options": [{
            "site": "here", "name": "Air", "technology": "air", "feasible": True, "default_feasible": True,
            "default": 1.1, "value": 1.0, "gain": 1.0 - 1.0 / 1.1, "limits": [],
            "set_points": [{"key": "air.approach", "meaning": "size", "unit": "K", "default": 4.0, "value": 2.5,
                            "low": 2.5, "high": 20.0}],
            "active": list(active), "messages": index(active),
        }],
    }  # fmt: skip
    document = json.loads(json.dumps(document))
    html = thermo.report(document, tmp_path / "o.html").read_text(encoding="utf-8")
    assert "flow cannot be lower: the junction reaches throttling" in html
    assert "1.1000 → 1.0000 kWh (-9.1%)" in html
    html = thermo.report(document, tmp_path / "o.html", language="zh").read_text(encoding="utf-8")
    assert "air.approach 位于下限 2.5 K" in html
    assert "flow 不能更低：结温达到降频温度" in html


def test_the_chinese_page_has_no_english_of_its_own(result, folder):
    html = thermo.report(result, folder / "zh.html", language="zh").read_text(encoding="utf-8")
    assert 'lang="zh-CN"' in html
    body = html[html.index("<body>") : html.index("<script>")]
    text = re.sub(r"<[^>]+>|&\w+;", " ", re.sub(r"<details>.*?</details>|<code>.*?</code>", " ", body, flags=re.S))
    rules = {r["name"] for e in result.to_dict()["options"] for r in e["policies"]}
    for name in {"Air", "Plates", "Two ways to cool", "script", "ashburn", "thermo", "western-2026", *rules}:
        text = text.replace(name, " ")
    notes = {w for e in result.to_dict()["options"] for w in e["warnings"]}
    assert not (found := re.findall(r"\b[a-z]{4,}\b", text)), (found, notes)


def run(*given):
    return subprocess.run([sys.executable, "-m", "thermo.cli", *map(str, given)], capture_output=True, text=True)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (["no.nc"], "there is no such file"),
        (["study.toml"], "A study is evaluated first: `thermo evaluate"),
        (["table.csv"], "ending '.csv' is not a result that a report reads"),
        (["broken.json"], "is not JSON"),
        (["other.json"], "holds no result of evaluate, frontier or optimize"),
        (["other.nc"], "is not a result that"),
        (["result.json", "-o", "page.pdf"], "a report is one HTML page"),
        (["result.json", "-o", "nowhere/page.html"], "is not a folder"),
        (["result.json", "--language", "zz"], "the page cannot be in 'zz'. Known: en, zh."),
        (["result.json", "--site", "ashbrun"], "Did you mean 'ashburn'?"),
    ],
)
def test_misuse_is_one_sentence(folder, given, sentence):
    for name, content in (("study.toml", ""), ("table.csv", ""), ("broken.json", "{"), ("other.json", "{}")):
        (folder / name).write_text(content)
    (folder / "other.nc").write_bytes(b"x")
    places = [folder / g if "." in g else g for g in given]
    if "-o" not in given:
        places += ["-o", folder / "page.html"]
    with pytest.raises(ThermoError, match=re.escape(sentence)):
        call(places)


def call(given):
    """The command without a new process: what `main` would print and turn into exit code 1."""
    import typer

    from thermo.cli import app

    typer.main.get_command(app).main(["report", *map(str, given)], standalone_mode=False)


def test_the_command_exits_with_one_and_no_traceback(folder):
    done = run("report", folder / "no.nc")
    assert (done.returncode, done.stdout) == (1, "")
    assert len(done.stderr.strip().splitlines()) == 1


def test_missing_libraries_name_the_extra(monkeypatch, folder):
    monkeypatch.setitem(sys.modules, "plotly.offline", None)
    with pytest.raises(ThermoError, match=re.escape('pip install "thermo-dc[report]"')):
        page.write(folder / "result.json", folder / "page.html")


FRAME = """<!DOCTYPE html><title>waiting</title><body style="margin:0">
<iframe src="{page}" style="border:0;width:{width}px;height:900px"></iframe><script>
const look = () => {{ const b = frames[0].document.body;
  if (b && b.dataset.overflow !== undefined) document.title = JSON.stringify(Object.assign({{}}, b.dataset));
  else setTimeout(look, 50); }}; look();</script>"""


@pytest.mark.skipif(BROWSER is None, reason="no chromium: apt-get install chromium fonts-noto-cjk")
@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("zh", 375)])
def test_a_browser_draws_every_figure_within_the_width(result, folder, tmp_path, language, width):
    target = thermo.report(result, tmp_path / "page.html", language=language)
    frame = tmp_path / "frame.html"
    frame.write_text(FRAME.format(page=target.name, width=width))
    command = [BROWSER, *FLAGS, f"--user-data-dir={tmp_path}/user", "--dump-dom", frame.as_uri()]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    title = re.search(r"<title>(.*?)</title>", done.stdout)[1].replace("&quot;", '"')
    assert title.startswith("{"), title
    seen = json.loads(title)
    assert seen["failures"] == ""
    assert int(seen["drawn"]) == len(figures_of(target.read_text(encoding="utf-8")))
    assert int(seen["overflow"]) == 0


@pytest.mark.skipif(BROWSER is None, reason="no chromium: apt-get install chromium fonts-noto-cjk")
def test_the_page_prints(result, folder, tmp_path):
    target = thermo.report(result, tmp_path / "page.html")
    pdf = tmp_path / "page.pdf"
    command = [BROWSER, *FLAGS, f"--user-data-dir={tmp_path}/user", f"--print-to-pdf={pdf}", target.as_uri()]
    subprocess.run(command, capture_output=True, timeout=120, check=True)
    content = pdf.read_bytes()
    assert content.startswith(b"%PDF")
    assert 3 <= len(re.findall(rb"/Type\s*/Page\b", content)) <= 12


def test_public_functions_stay_callable_after_their_modules_are_imported():
    code = (
        "import thermo.results.evaluation, thermo.reports.files, thermo; "
        "print(callable(thermo.evaluate), callable(thermo.report))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "True"]
