"""One HTML page of a result: tables, sentences and figures, readable offline, on a phone and on paper."""

import json
import re
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from thermo import files
from thermo.errors import ThermoError, nearest
from thermo.reports import costs, figures
from thermo.reports.sweeps import SIGNS, Sweep
from thermo.reports.table import MONEY_ROWS, ROWS, SCALE
from thermo.reports.words import technology, unit_word, word
from thermo.results.result import read_result
from thermo.results.store import is_result
from thermo.words import languages, load, name_of, retell, retell_limit, say

FONT = (
    'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, "PingFang SC", "Microsoft YaHei", '
    '"Noto Sans CJK SC", "Noto Sans SC", sans-serif'
)
MANY = 3  # sites; with more, tables of each site are folded behind one of all
OVERVIEW = ("feasible", "pue", "tue", "energy_per_chip_hour", "wue", "power_peak")
LONG = 28  # letters; a cell with more is given width on a phone
READ = (".nc", ".json", ".zarr")
LOWER_IS_BETTER = (
    "pue", "pue_worst_hour", "pue_design_hour", "tue", "itue", "energy_per_chip_hour", "energy_per_pflop_hour",
    "energy_total", "power_peak", "wue", "water", "cue", "capex", "opex_annual", "tco", "lcoc", "cost_per_chip_hour",
)  # fmt: skip
HIGHER_IS_BETTER = ("erf", "chip_margin_min", "rack_power_max", "it_power_available", "npv")


@dataclass
class Material:
    """What the given results hold; anything may be missing."""

    document: dict | None = None
    hourly: object = None
    sweep: object = None
    frontier: dict | None = None
    optimum: dict | None = None
    names: list = field(default_factory=list)


def write(results, path, language="en", site=None):
    """Write the page of one result or several.

    Parameters
    ----------
    results : a Result, document (dict), Dataset or path, or a list of them: evaluation (.nc or .json), frontier
        (.json), set points (.json), sweep (.zarr)
    path : .html
    language : en, zh or another that `thermo.words` has a file of
    site : the site whose hours are drawn; the first if left out

    Raises
    ------
    ThermoError
        For a file that is missing or something else, an unknown language or site, or missing libraries.
    """
    if language not in languages():
        raise ThermoError(f"the page cannot be in '{language}'. {nearest(language, languages())}")
    target = check(path)
    material = gather(results if isinstance(results, list | tuple) else [results])
    text = render(material, language, site)
    with files.beside(target) as temporary:
        temporary.write_text(text, encoding="utf-8")
    return target


def check(path):
    """The page's path, or a sentence that says why it cannot be written."""
    path = Path(path)
    if path.suffix not in (".html", ".htm"):
        raise ThermoError(f"output '{path}': a report is one HTML page; give a name that ends in .html.")
    return files.check(path, (".html", ".htm"))


def libraries():
    """plotly's script and jinja2's Environment.

    Raises
    ------
    ThermoError
        Naming the extra that brings them.
    """
    try:
        from jinja2 import Environment, PackageLoader
        from plotly.offline import get_plotlyjs
    except ImportError as error:
        raise ThermoError(
            f"a report needs {error.name or 'plotly and jinja2'}, which is not installed: "
            'pip install "thermo-dc[report]"'
        ) from None
    loader = PackageLoader("thermo.reports", "")
    environment = Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True)
    environment.filters["code"] = as_code
    return get_plotlyjs, environment


def as_code(words):
    """A sentence with what stands between backticks as code."""
    from markupsafe import Markup, escape

    return Markup(re.sub(r"`([^`]+)`", r"<code>\1</code>", str(escape(words))))


# ---- reading


def gather(results):
    """Sort results into a Material."""
    material = Material()
    for result in results:
        add(material, result)
    return material


def add(material, result):
    """Take one result in."""
    if isinstance(result, str | Path):
        read(material, Path(result))
    elif isinstance(result, dict):
        take_document(material, result, "the given document")
    elif hasattr(result, "to_dict") and hasattr(result, "has_hours"):
        take_result(material, result)
    elif hasattr(result, "to_dict") and hasattr(result, "document"):
        take_document(material, result.document, "the given result")
    elif hasattr(result, "data_vars"):
        material.sweep = result
    else:
        raise ThermoError(
            f"a report cannot be made of a {type(result).__name__}; give what evaluate, sweep, frontier or optimize "
            "return, or their files."
        )


def read(material, path):
    """Read one result file by its ending."""
    if path.suffix not in READ:
        hint = ""
        if path.suffix == ".toml":
            hint = f" A study is evaluated first: `thermo evaluate {path} -o result.nc`."
        elif path.suffix in (".csv", ".xlsx"):
            hint = " Write the result as .nc, which holds all that the page shows."
        raise ThermoError(
            f"result '{path}': ending '{path.suffix}' is not a result that a report reads ({', '.join(READ)}).{hint}"
        )
    if not path.exists():
        raise ThermoError(f"result '{path}': there is no such file.")
    material.names.append(path.name)
    if path.suffix == ".json":
        try:
            document = json.loads(path.read_text(encoding="utf-8"))
        except (ValueError, UnicodeDecodeError) as error:
            raise ThermoError(f"result '{path}': is not JSON ({error}).") from None
        take_document(material, document, f"result '{path}'")
    elif path.suffix == ".nc":
        take_result(material, read_result(path))
    else:
        read_zarr(material, path)


def take_document(material, document, what):
    """Tell evaluation, frontier and optimum apart by their keys."""
    if isinstance(document, dict) and isinstance(document.get("options"), list) and document["options"]:
        first = document["options"][0]
        if "energy" in first and "pue" in first:
            material.document = document
            return
        if "set_points" in first:
            material.optimum = document
            return
    if isinstance(document, dict) and "curves" in document:
        material.frontier = document
        return
    raise ThermoError(f"{what}: holds no result of evaluate, frontier or optimize.")


def take_result(material, result):
    """Document and hours of an evaluation."""
    material.document = result.to_dict()
    if result.has_hours:
        material.hourly = result.hourly


def read_zarr(material, path):
    """A sweep's Dataset, or an evaluation."""
    import xarray as xr

    if is_result(path):
        return take_result(material, read_result(path))
    try:
        material.sweep = xr.open_zarr(path)
    except Exception as error:
        raise ThermoError(f"result '{path}': cannot be read as a sweep ({str(error).splitlines()[0]}).") from None


# ---- the page


def render(material, language="en", site=None):
    """The page's HTML."""
    script, environment = libraries()
    document = material.document
    if site is not None:
        known = known_sites(material)
        if site not in known:
            raise ThermoError(f"no site is called '{site}'. {nearest(site, known)}")
    sections = [s for s in made_of(material, language, site) if s["blocks"]]
    drawn = {}
    for s in sections:
        for b in s["blocks"]:
            if b["kind"] == "figure":
                for i, panel in enumerate(b["figure"].panels):
                    drawn[f"{b['figure'].key}.{i}"] = {"data": panel["data"], "layout": panel["layout"]}
    held = document or material.frontier or material.optimum or {}
    attributes = getattr(material.sweep, "attrs", {})
    title = held.get("study") or attributes.get("study_name") or attributes.get("study") or word("report", language)
    if not isinstance(title, str) or len(title) > 200:
        title = word("report", language)
    version = held.get("version") or attributes.get("version") or ""
    places = known_sites(material)
    about = {"sites": word("sites" if len(places) > 1 else "site", language), "places": ", ".join(places)}
    subtitle = word("about", language, made=word("made", language, version=version), **(about if places else {}))
    template = environment.get_template("page.html.j2")
    text = json.dumps(drawn, ensure_ascii=False, separators=(",", ":"), allow_nan=False, default=plain)
    html = template.render(
        tag=say("language.tag", language),
        title=title,
        subtitle=subtitle,
        sections=sections,
        w=lambda key: word(key, language),
        plotly=script(),
        figures=text.replace("</", "<\\/"),
        font=FONT.replace('"', "'"),
        font_json=json.dumps(FONT.replace('"', "'")),
    )
    return html.replace(" °C", "\u00a0°C").replace("m^3", "m³")


def plain(value):
    """numpy numbers as JSON's."""
    if isinstance(value, np.generic):
        return value.item()
    raise TypeError(type(value).__name__)


def known_sites(material):
    """Names of the sites that the results hold."""
    if material.document:
        return list(dict.fromkeys(e["site"] for e in material.document["options"]))
    if material.frontier:
        return list(dict.fromkeys(c["site"] for c in material.frontier["curves"]))
    if material.optimum:
        return list(dict.fromkeys(e["site"] for e in material.optimum["options"]))
    if material.sweep is not None:
        return [s for s in Sweep(material.sweep, "en").sites() if s]
    return []


def made_of(material, language, site):
    """The sections of the page, in reading order."""
    places = known_sites(material)
    site = site or (places[0] if places else None)
    missing = []
    if material.document:
        entries = material.document["options"]
        yield section("findings", language, findings(entries, material.document["units"].get("capex", ""), language))
        yield section("comparison", language, comparison(material.document, language))
        yield section("limits", language, remarks(entries, language))
        yield section("policies", language, policies(entries, language))
        if any(figures.caps_of(e) for e in entries) or len(places) > 1:
            yield section("places", language, [drawn(figures.ranking(entries, language))])
        yield section("year", language, year(material, site, places, language))
    elif material.sweep is None:
        missing.append(text(word("missing_document", language), "missing"))
    yield section("density", language, density(material, site, language))
    yield section("sweep", language, swept(material, site, language))
    yield section("optimum", language, optimum(material, language))
    if material.document:
        yield section("money", language, money(material, site, language))
        yield section("inputs", language, inputs(material.document, language))
        yield section("terms", language, [{"kind": "terms", "rows": terms(language)}])
    if missing:
        yield section("limits", language, missing)


def section(key, language, blocks):
    """A section with its title."""
    return {"key": key, "title": word(key, language), "blocks": [b for b in blocks if b]}


def text(words, style=""):
    """A paragraph."""
    return {"kind": "text", "text": words, "style": style}


def drawn(figure):
    """A figure as a block."""
    return {"kind": "figure", "figure": figure} if figure is not None and figure.panels else None


def cell(words, style="", unit=""):
    """One cell of a table."""
    return {"text": words, "style": f"{style} long".strip() if len(words) > LONG else style, "unit": unit}


def table(header, rows, left=False):
    """A table as a block."""
    return {"kind": "table", "header": header, "rows": rows, "left": left}


def terms(language):
    """Words used."""
    heads = [code.removesuffix(".name") for code in load() if code.startswith("term.") and code.endswith(".name")]
    return [(say(f"{head}.name", language), say(f"{head}.text", language)) for head in heads]


def findings(entries, currency, language):
    """The first thing a reader sees: how many hold, and which is best in what."""
    good = [e for e in entries if e["feasible"]]
    several = len({e["site"] for e in entries}) > 1
    lines = [("", word("feasible_count", language, n=len(good), m=len(entries)))]
    if not good:
        return [{"kind": "list", "rows": [*lines, ("", word("none_feasible", language))]}]

    def name(e):
        return e["name"] + (word("at_site", language, site=e["site"]) if several else "")

    def least(variable):
        held = [e for e in good if e.get(variable) is not None]
        return sorted(held, key=lambda e: e[variable])

    if found := least("pue"):
        lines.append(("", word("lowest_pue", language, name=name(found[0]), value=f"{found[0]['pue']:.3f}")))
    if found := least("energy_per_chip_hour"):
        less, best = "", found[0]
        base = next((e for e in good if e["technology"] == "air" and e["site"] == best["site"]), None)
        if base is not None and base is not best:
            gap = 1.0 - best["energy_per_chip_hour"] / base["energy_per_chip_hour"]
            less = word("less_than", language, percent=f"{gap:.1%}", other=base["name"])
        value = f"{best['energy_per_chip_hour']:.3f}"
        lines.append(("", word("best_chip", language, name=name(best), value=value, less=less)))
    if found := least("water"):
        lines.append(("", word("best_water", language, name=name(found[0]), value=f"{found[0]['water']:,.0f}")))
    if found := least("tco"):
        value = f"{found[0]['tco'] / 1e6:,.1f} M {currency}"
        lines.append(("", word("best_tco", language, name=name(found[0]), value=value)))
    missed = list(dict.fromkeys(r["name"] for e in good for r in e["policies"] if r["met"] is False))
    if missed:
        lines.append(("bad", word("caps_short", language, names="; ".join(missed))))
    if len(good) < len(entries):
        lines.append(("soft", word("only_feasible", language)))
    return [{"kind": "list", "rows": lines}]


def comparison(document, language):
    """The comparison of every site: variables in rows, options in columns, the best of the feasible marked."""
    blocks = []
    entries = document["options"]
    sites = list(dict.fromkeys(e["site"] for e in entries))
    for site in sites:
        here = [e for e in entries if e["site"] == site]
        rows = []
        for row in ROWS:
            rows += [cells] if (cells := comparison_row(here, row, language)) else []
        header = ["", *[e["name"] for e in here]]
        kinds = [cell(word("comparison_technology", language))]
        rows.insert(0, kinds + [cell(technology(e["technology"], language)) for e in here])
        if len(sites) > MANY:
            blocks.append(
                {"kind": "fold", "text": word("full_table", language, site=site), "table": table(header, rows)}
            )
            continue
        if len(sites) > 1:
            blocks.append({"kind": "head", "text": site})
        blocks.append(table(header, rows))
    if len(sites) > MANY:
        blocks.insert(0, overview(entries, language))
    return [*blocks, text(word("best_marked", language), "soft")]


def overview(entries, language):
    """Main figures of every option at every site, one a line."""
    kept = [row for row in ROWS if row.variable in OVERVIEW]
    columns = [comparison_row(entries, row, language) for row in kept]
    columns = [c for c in columns if c]
    header = [word("site", language), word("option", language)]
    header += [c[0]["text"].strip() + (f" {c[0]['unit']}" if c[0]["unit"] else "") for c in columns]
    rows = [[cell(e["site"]), cell(e["name"], "left"), *[c[i + 1] for c in columns]] for i, e in enumerate(entries)]
    return table(header, rows)


def comparison_row(entries, row, language):
    """Cells of one variable, or None where no option has it."""
    variable, unit, form, inset = row
    head = cell("\u2003" * inset + row.label(language), unit=unit if unit != "%" else "")
    if variable == "feasible":
        marks = [("yes", "ok") if e["feasible"] else ("no", "bad") for e in entries]
        return [head, *[cell(word(key, language), style) for key, style in marks]]
    name, _, key = variable.partition(".")
    values = [(e.get(name) or {}).get(key) if key else e.get(name) for e in entries]
    values = [v if isinstance(v, int | float) else None for v in values]
    if all(v is None for v in values):
        return None
    texts = ["–" if v is None else form.format(v * SCALE.get(name, 1.0)) for v in values]
    best = None
    eligible = [t for t, e, v in zip(texts, entries, values, strict=True) if e["feasible"] and v is not None]
    if len(set(eligible)) > 1 and (name in LOWER_IS_BETTER or name in HIGHER_IS_BETTER):
        ranked = [v for e, v in zip(entries, values, strict=True) if e["feasible"] and v is not None]
        best = texts[values.index(min(ranked) if name in LOWER_IS_BETTER else max(ranked))]
    cells = [
        cell(t, "best" if best is not None and t == best and e["feasible"] else "")
        for t, e in zip(texts, entries, strict=True)
    ]
    return [head, *cells]


def remarks(entries, language):
    """Limits and warnings of every option in words; what several options of a site share is said once."""
    blocks = []
    several = len({e["site"] for e in entries}) > 1
    for site in dict.fromkeys(e["site"] for e in entries):
        here = [e for e in entries if e["site"] == site]
        said = [w for e in here for w in dict.fromkeys(e["warnings"])]
        shared = {w for w in said if said.count(w) > 1}
        if several:
            blocks.append({"kind": "head", "text": site})
        for e in here:
            known = e.get("messages")
            lines = [("bad", retell_limit(limit, language)) for limit in e["limits"]]
            lines += [("soft", retell(w, language, known)) for w in e["warnings"] if w not in shared]
            if not e["limits"]:
                lines.insert(0, ("ok", word("no_limits", language)))
            blocks.append(text(figures.label_technology(e, language), "caption"))
            blocks.append({"kind": "list", "rows": lines})
        for w in dict.fromkeys(w for w in said if w in shared):
            having = [e for e in here if w in e["warnings"]]
            names = "; ".join(e["name"] for e in having)
            blocks.append(text(word("all_options", language) if len(having) == len(here) else names, "caption"))
            blocks.append({"kind": "list", "rows": [("soft", retell(w, language, having[0].get("messages")))]})
    return blocks


def policies(entries, language):
    """Every rule that applies, and whether each option meets it."""
    blocks = []
    several = len({e["site"] for e in entries}) > 1
    for site in dict.fromkeys(e["site"] for e in entries):
        here = [e for e in entries if e["site"] == site]
        keys = list(dict.fromkeys((r["name"], r["metric"], r["limit"]) for e in here for r in e["policies"]))
        if not keys:
            continue
        rows = []
        for key in keys:
            of = [next((r for r in e["policies"] if (r["name"], r["metric"], r["limit"]) == key), None) for e in here]
            rule = next(r for r in of if r)
            status = name_of("rule_status", rule["status"], language)
            if not rule["sourced"]:
                status += f", {word('unsourced', language)}"
            sign = "≤" if rule["sense"] == "max" else "≥"
            asked = (
                "–"
                if rule["limit"] is None
                else f"{name_of('metric', rule['metric'], language)} {sign} {rule['limit']:g}"
            )
            rows.append([cell(rule["name"]), cell(status), cell(asked), *[verdict(r, language) for r in of]])
        header = [word("rule", language), word("status", language), word("limit", language)]
        found = table(header + [e["name"] for e in here], rows, left=True)
        if len({e["site"] for e in entries}) > MANY:
            blocks.append({"kind": "fold", "text": word("full_rules", language, site=site), "table": found})
            continue
        if several:
            blocks.append({"kind": "head", "text": site})
        blocks.append(found)
    return blocks


def verdict(rule, language):
    """Cell of a rule for one option."""
    if rule is None:
        return cell("–")
    if rule["met"] is None:
        return cell(word("unjudged", language), "soft")
    words = word("met" if rule["met"] else "missed", language)
    return cell(f"{words} ({rule['value']:.3f})", "ok" if rule["met"] else "bad")


def year(material, site, places, language):
    """Figures of one site's year."""
    entries = [e for e in material.document["options"] if e["site"] == site]
    blocks = []
    if len(places) > 1:
        others = ", ".join(p for p in places if p != site)
        blocks.append(text(word("detail_site", language, site=site, others=others), "soft"))
    blocks.append(drawn(figures.end_uses(entries, language)))
    wanted = ("heat_map", "months", "duration", "sankey", "psychro", "margins")
    if material.hourly is None:
        blocks += [text(word("missing_hourly", language, title=word(key, language)), "missing") for key in wanted]
        return blocks
    hourly = material.hourly.sel(site=site)
    options = {e["name"]: hourly.sel(option=e["name"]) for e in entries}
    blocks.append(drawn(figures.heat_map(options, language)))
    blocks.append(drawn(figures.months(options, language)))
    blocks.append(drawn(figures.duration(options, language)))
    blocks.append(drawn(figures.sankey(options, language)))
    if "humidity_outdoor" in hourly:
        weather = {
            "t": hourly["t_dry_bulb"].isel(option=0).values,
            "w": hourly["humidity_outdoor"].values,
            "pressure": float(hourly["pressure"]),
        }
        blocks.append(drawn(figures.psychrometric(options, weather, language)))
    blocks.append(drawn(figures.margins(options, language)))
    return blocks


def density(material, site, language):
    """Curves along density from a frontier or a sweep."""
    blocks = []
    if material.frontier:
        blocks += frontier_blocks(material.frontier, site, language)
    elif material.document and material.sweep is None:
        blocks.append(text(word("missing_density", language), "missing"))
    return blocks


def frontier_blocks(frontier, site, language):
    """Curves, ends and crossovers of a frontier; the curves are of one site, the table of all."""
    held = list(dict.fromkeys(c["site"] for c in frontier["curves"]))
    site = site if site in held else held[0]
    blocks = [drawn(figures.density(frontier, site, language))]
    rows = []
    for c in frontier["curves"]:
        most = "–" if c["density_max"] is None else f"{c['density_max']:.1f}"
        own = "–" if c["rack_power_max"] is None else f"{c['rack_power_max']:.1f}"
        whole = "–" if c["servers_whole"] is None else str(c["servers_whole"])
        chip = "–"
        if c["chip_power_max"] is not None:
            ended = retell(c["chip_binding"], language, c.get("messages"))
            chip = f"{c['chip_power_max']:.0f} W ({c['chip_power']:.0f} W): {ended}"
        texts = [c["option"], most, own, whole, retell(c["binding"], language, c.get("messages")), chip]
        rows.append([cell(t) for t in ([c["site"], *texts] if len(held) > 1 else texts)])
    keys = ["option", "densest", "full_load", "servers", "ended_by", "chips_could"]
    header = [word(key, language) for key in (["site", *keys] if len(held) > 1 else keys)]
    blocks += [{"kind": "head", "text": word("density_ends", language)}, table(header, rows, left=True)]
    order = list(figures.METRICS)
    crossed = [c for c in frontier.get("crossovers", ()) if c["site"] == site]
    crossed.sort(key=lambda c: (order.index(c["metric"]), c["density"]))
    lines = [
        (
            "",
            word(
                "crossover",
                language,
                metric=figures.metric_word(c["metric"], language),
                power=f"{c['density']:.1f}",
                better=c["better"],
                worse=c["worse"],
            ),
        )
        for c in crossed
    ]
    if not crossed:
        powers = [p for c in frontier["curves"] if c["site"] == site for p in c["density"]]
        if powers:
            low, high = f"{min(powers):.0f}", f"{max(powers):.0f}"
            lines = [("", word("no_crossover", language, low=low, high=high))]
    blocks += [{"kind": "head", "text": word("crossovers", language)}, {"kind": "list", "rows": lines}]
    return blocks


def optimum(material, language):
    """Chosen set points of an optimisation: gain, values, what holds them."""
    found = material.optimum
    if not found:
        return []
    goal, measured = word(f"goal_{found['goal']}", language), found["units"]["value"]
    blocks = [text(word("optimum_note", language, goal=goal), "soft")]
    for e in found["options"]:
        form = "{:,.0f}" if found["goal"] == "tco" else "{:.4f}"
        before, after = ("–" if e[k] is None else form.format(e[k]) for k in ("default", "value"))
        gain = "" if e["gain"] is None else f" ({-e['gain']:+.1%})"
        blocks.append({"kind": "head", "text": f"{e['site']}: {e['name']}"})
        blocks.append(text(f"{word('per_goal_' + found['goal'], language)}: {before} → {after} {measured}{gain}"))
        rows = [
            [
                cell(set_point(s, language)),
                cell(f"{s['default']:.4g}"),
                cell(f"{s['value']:.4g}", "best" if s["value"] != s["default"] else ""),
                cell(f"{s['low']:.4g} … {s['high']:.4g}"),
                cell(unit_word(s["unit"])),
            ]
            for s in e["set_points"]
        ]
        header = [word(key, language) for key in ("set_point", "study_value", "chosen", "bounds", "unit")]
        blocks.append(table(header, rows))
        lines = [("", retell(words, language, e.get("messages"))) for words in e["active"]]
        lines += [("bad", retell_limit(limit, language)) for limit in e["limits"]]
        blocks.append({"kind": "list", "rows": lines})
    return blocks


def set_point(found, language):
    """What a set point is, and the key that sets it."""
    stream, _, key = found["key"].rpartition(".")
    return f"{name_of('stream', stream, language, '')}{name_of('set_point', key, language)} ({found['key']})"


def money(material, site, language):
    """Costs of the options: table, waterfall, and what moves them where the result was sampled."""
    document = material.document
    entries = [e for e in document["options"] if e["site"] == site]
    priced = [e for e in entries if e.get("tco") is not None and e.get("cash_flow")]
    if not priced:
        return [text(word("missing_money", language), "missing")]
    currency = document["units"]["capex"]
    given = {k.partition(".")[2]: str(v["value"]) for k, v in priced[0]["inputs"].items() if k.startswith("economics.")}
    about = {"currency": currency, "book": given["price_book"], "baseline": given["baseline"]}
    blocks = [text(word("money_note", language, **about), "soft")]
    rows = []
    for row in MONEY_ROWS:
        millions = [e.get(row.variable) if row.unit == "M" else None for e in priced]
        scaled = [e if v is None else e | {row.variable: v * 1e-6} for e, v in zip(priced, millions, strict=True)]
        rows += [cells] if (cells := comparison_row(scaled, row, language)) else []
    blocks.append(table(["", *[e["name"] for e in priced]], rows))
    waterfall = costs.waterfall(priced, currency, language)
    years = say("language.years", language, n=given["horizon"].split()[0])
    rate = f"{float(given['discount_rate'].split()[0]):.1%}"
    waterfall.note = word("waterfall_note", language, horizon=years, rate=rate)
    blocks.append(drawn(waterfall))
    if document.get("uncertainty"):
        sampled = document["uncertainty"]
        names, rows = costs.spread(document, site, language)
        blocks.append({"kind": "head", "text": word("spread", language, n=sampled["samples"])})
        blocks.append(table(["", *names], [[cell(head), *[cell(c) for c in cells]] for head, cells in rows]))
        blocks.append(drawn(costs.tornado(document, site, currency, language)))
    return blocks


def swept(material, site, language):
    """Figures of a sweep."""
    if material.sweep is None:
        return []
    sweep = Sweep(material.sweep, language)
    if not sweep.others and sweep.site is None:
        return []
    places = sweep.sites()
    here = site if site in places else places[0]
    cases = int(material.sweep["pue"].size)
    done = int((material.sweep["feasible"] > 0.0).sum()) if "feasible" in material.sweep else cases
    about = word("sweep_about", language, cases=f"{cases:,}", done=f"{done:,}")
    if here and sweep.axes:
        about += say("language.gap", language) + word("sweep_curves", language, site=here)
    blocks = [text(about, "soft")]
    if len(places) > 1:
        blocks.append(drawn(sweep.map("pue")))
        if sweep.density:
            blocks.append(drawn(sweep.map("rack_power", least=False)))
    for along in sweep.axes:
        blocks.append(drawn(sweep.curves(here, along)))
    if sweep.drawn:
        blocks.append(drawn(sweep.clouds(here)))
    if sweep.density:
        lines = [
            (
                "",
                word(
                    "sweep_crossover",
                    language,
                    metric=SIGNS[m].partition(",")[0],
                    servers=f"{n:.1f}",
                    better=a,
                    worse=b,
                ),
            )
            for m, n, a, b in sweep.crossings(here)
        ]
        if lines:
            blocks += [{"kind": "head", "text": word("crossovers", language)}, {"kind": "list", "rows": lines}]
    return blocks


def shortened(words):
    """Text with numbers of many digits cut to what a reader needs."""
    return re.sub(r"\d+\.\d{5,}", lambda m: f"{float(m[0]):.4g}", words)


def inputs(document, language):
    """What the study gave, per option; the rest stands at defaults."""
    blocks = []
    for e in document["options"]:
        rows = [
            [cell(name), cell(shortened(str(v["value"])))]
            for name, v in e["inputs"].items()
            if str(v["source"]) == "study"
        ]
        head = f"{e['site']}: {e['name']}"
        fold = table([word("input", language), word("value", language)], rows, left=True)
        blocks.append({"kind": "fold", "text": f"{head} ({len(rows)})", "table": fold})
    first = document["options"][0]["inputs"]
    n = sum(str(v["source"]) != "study" for v in first.values())
    blocks.append(text(word("defaults_note", language, n=n), "soft"))
    return blocks
