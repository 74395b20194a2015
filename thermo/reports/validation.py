"""Run the validation cases: what published figures say, what we compute, and the difference."""

import importlib
import importlib.util
import sys
from difflib import get_close_matches
from pathlib import Path
from types import ModuleType

from thermo.errors import ThermoError, nearest

FAMILIES = {
    "servers": "servers on air: makers' limits, flows and powers",
    "liquid_racks": "cold plates, oil and spray: experiments, makers' limits",
    "two_phase": "boiling in channels and plates: experiments, their scatter",
    "boiling": "pool boiling, heat spreading under it, evaporating sprays: experiments, their scatter",
    "plants": "thermosyphon, pumped refrigerant, lake water, indirect evaporative: makers' and operators' figures",
    "climates": "built-in climates against weather files",
    "energyplus": "plants of EnergyPlus 25.2 hour by hour",
    "modelica": "liquid-cooled examples of Modelica Buildings from their stated equipment",
    "comparisons": "published comparisons of cooling types, bands, component studies",
    "facilities": "measured facilities against draws of what is not published",
    "market": "markets, campaigns and prices",
    "cost": "capital by density, construction shares, retrofit against new build, cooling systems",
}
MODULES = tuple(FAMILIES)
KEYS = ("name", "expected", "value", "difference", "tolerance", "ok", "source")
SOURCE_PACKAGE = "thermo_validation"


def package():
    """Name of the package that holds the validation modules: the installed one, or the source tree's under a name."""
    if importlib.util.find_spec("thermo.validation") is not None:
        return "thermo.validation"
    if SOURCE_PACKAGE not in sys.modules:
        loaded = ModuleType(SOURCE_PACKAGE)
        loaded.__path__ = [str(Path(__file__).parents[2] / "validation")]
        sys.modules[SOURCE_PACKAGE] = loaded
    return SOURCE_PACKAGE


def module(name):
    """A validation module, from the installed wheel or from the source tree."""
    return importlib.import_module(f"{package()}.{name}")


def run(name=None):
    """{"cases": [...]} of all families, or of those whose family or case name starts with `name`.

    Raises
    ------
    ThermoError
        When nothing starts with `name`; it names the families and the nearest word.
    """
    families = [each for each in MODULES if name is not None and each.startswith(name)]
    cases: list[dict] = []
    if name and not families and get_close_matches(name, MODULES, cutoff=0.8):
        raise unknown(name)  # a family misspelt: said before minutes of computing
    for each in families or MODULES:
        found = module(each).cases(run=True) if each == "energyplus" and families else module(each).cases()
        found = [c | {"family": each, "source": with_note(c)} for c in found]
        cases += found if families or name is None else [c for c in found if starts(c["name"], name)]
    if not cases:
        raise unknown(name)
    return {"cases": [{k: plain(c.get(k)) for k in KEYS} | {k: plain(v) for k, v in c.items()} for c in cases]}


def unknown(name):
    """What is said where nothing starts with `name`."""
    return ThermoError(
        f"no validation case starts with '{name}'; families are {', '.join(MODULES)}. {nearest(name, MODULES)}"
    )


def with_note(case):
    """Source of a case, with what is noted of its difference."""
    return f"{case['source']}; {case['note']}" if case.get("note") else case["source"]


def starts(full, name):
    """True when a case's name, with or without its family in front, starts with `name`."""
    return full.startswith(name) or full.partition(": ")[2].startswith(name)


def plain(value):
    """Numbers as JSON can hold them: no NaN, no numpy."""
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, float) and value != value:
        return None
    return value


def number(value):
    """Short text of a figure."""
    if value is None:
        return "–"
    return f"{value:.4g}" if isinstance(value, int | float) and not isinstance(value, bool) else str(value)


def miss(case):
    """How far a case is off: difference over tolerance, or over the expected value where there is no tolerance."""
    if case["ok"] or case.get("difference") is None:
        return 0.0
    return abs(case["difference"]) / (case["tolerance"] or abs(case["expected"]) or 1.0)


def summary(document):
    """[(family, its words, cases, those within tolerance, name of the worst or "")], in the order of the families."""
    rows = []
    for family in dict.fromkeys(c.get("family", "") for c in document["cases"]):
        cases = [c for c in document["cases"] if c.get("family", "") == family]
        worst = max(cases, key=miss)
        figures = f" ({number(worst['value'])} against {number(worst['expected'])})"
        name = worst["name"].removeprefix(f"{family}: ") + figures if miss(worst) else ""
        rows.append((family, FAMILIES.get(family, ""), len(cases), sum(bool(c["ok"]) for c in cases), name))
    return rows


def table(document):
    """Rich table of the cases."""
    from rich import box
    from rich.table import Table

    done = sum(bool(c["ok"]) for c in document["cases"])
    result = Table(
        title=f"Validation: {done} of {len(document['cases'])} within their tolerance",
        box=box.SIMPLE_HEAD,
        title_justify="left",
    )
    for key in KEYS:
        result.add_column(key, overflow="fold")
    for case in document["cases"]:
        result.add_row(*[("yes" if case[k] else "NO") if k == "ok" else number(case[k]) for k in KEYS])
    return result


def families_table(document):
    """Rich table of the families: cases, how many are within tolerance, the worst."""
    from rich import box
    from rich.table import Table

    result = Table(title="By family", box=box.SIMPLE_HEAD, title_justify="left")
    for key in ("family", "what", "cases", "within", "worst"):
        result.add_column(key, overflow="fold", justify="right" if key in ("cases", "within") else "left")
    for row in summary(document):
        result.add_row(*map(str, row))
    return result


def summary_markdown(document):
    """The families as a Markdown table."""
    lines = ["| family | what | cases | within | worst |", "|---|---|---|---|---|"]
    lines += ["| " + " | ".join(str(cell).replace("|", "/") for cell in row) + " |" for row in summary(document)]
    return "\n".join(lines) + "\n"


def markdown(document, pages=None):
    """The same as a page, for RESULTS.md; `pages` are further words by family."""
    done = sum(bool(c["ok"]) for c in document["cases"])
    lines = [
        "# Validation results",
        "",
        "What published figures say, what we compute, and the difference. A disagreement is printed, not tuned away;",
        "its reason stands beside the source where it is known. `thermo validate [NAME]` prints the same.",
        "",
        f"{done} of {len(document['cases'])} cases are within their tolerance.",
        "",
        summary_markdown(document),
    ]
    for family in dict.fromkeys(c.get("family", "") for c in document["cases"]):
        if family:
            lines += [f"## {family}: {FAMILIES.get(family, '')}", ""]
        if (pages or {}).get(family):
            lines += [pages[family]]
        lines += ["| " + " | ".join(KEYS) + " |", "|" + "---|" * len(KEYS)]
        for case in document["cases"]:
            if case.get("family", "") != family:
                continue
            cells = [("yes" if case[k] else "**no**") if k == "ok" else number(case[k]).replace("|", "/") for k in KEYS]
            lines.append("| " + " | ".join(cells) + " |")
        lines.append("")
    return "\n".join(lines).rstrip("\n") + "\n"
