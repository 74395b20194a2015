"""Pages of the documentation site that are made: README, CONTRIBUTING, CHANGELOG and the results from where they stand,
and the nomenclature from the records. A hook of mkdocs; `python tools/site_pages.py` prints the nomenclature.
"""

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
TAKEN = {  # page: file it is made of
    "index.md": "README.md",
    "contributing.md": "CONTRIBUTING.md",
    "changelog.md": "CHANGELOG.md",
    "results.md": "validation/RESULTS.md",
    "climates.md": "validation/CLIMATES.md",
}
LINK = re.compile(r"\]\((?:\.\./)?([\w./-]+\.(?:md|png))(#[\w-]+)?\)")
OTHER = re.compile(r"\[([\w.]+)\]\((?:LICENSE|CITATION\.cff)\)")  # files of the repository that are no pages


def relinked(text):
    """Links of a page of the repository as links of the site."""
    pages = {path: page for page, path in TAKEN.items()} | {Path(p).name: page for page, p in TAKEN.items()}
    text = OTHER.sub(r"\1", text)
    return LINK.sub(lambda m: f"]({pages.get(m[1], m[1].removeprefix('docs/'))}{m[2] or ''})", text)


def tables():
    """(title, what it is, fields) of the records, in the order of the heat."""
    from thermo.schema import electrical, hall, plant, rack, row

    yield "Rack", "`schema/rack.py`: one rack of a group", rack.RACK_FIELDS
    yield "Plant", "`schema/plant.py`: one stream's plant", plant.PLANT_FIELDS
    yield "Hall", "`schema/hall.py`: set points, terminals, room", hall.HALL_FIELDS
    chain = "`schema/electrical.py`: from the rack's supply to the meter"
    yield "Electrical chain", chain, electrical.ELECTRICAL_FIELDS
    yield "Hour", "`schema/row.py`: what an hour of the year holds", row.HOUR_FIELDS


def nomenclature():
    """The page: every field of every record, and every figure of the year, with unit and meaning."""
    from thermo.results.metrics import STREAM_FIELDS, SUMMARY_FIELDS

    lines = [
        "# Nomenclature",
        "",
        "Names, units and meanings as the engine holds them; made from the records. `thermo show THING` says defaults,",
        "bounds and sources of inputs. *sized*: filled from the design hour unless given.",
    ]
    lines += ["", "## Figures of the year", "", "| name | unit | meaning |", "|---|---|---|"]
    figures = SUMMARY_FIELDS | STREAM_FIELDS
    lines += [f"| `{name}` | {unit} | {meaning} |" for name, (unit, meaning) in figures.items()]
    for title, about, fields in tables():
        lines += ["", f"## {title}", "", f"{about}.", "", "| name | unit | meaning |", "|---|---|---|"]
        for field in fields:
            notes = ["sized"] * field.sized + [f"{field.size} values"] * bool(field.size)
            notes += [f"shown in {field.shown}"] * bool(field.shown)
            meaning = field.meaning.replace("|", "\\|") + (f" (*{', '.join(notes)}*)" if notes else "")
            lines.append(f"| `{field.name}` | {field.unit} | {meaning} |")
    return "\n".join(lines) + "\n"


def on_files(files, config):
    """Add the made pages."""
    from mkdocs.structure.files import File

    made = {page: relinked((ROOT / path).read_text(encoding="utf-8")) for page, path in TAKEN.items()}
    for page, text in (made | {"nomenclature.md": nomenclature()}).items():
        files.append(File.generated(config, page, content=text))
    return files


def on_page_markdown(markdown, page, config, files):
    """Links of the pages that stand in docs/ to files outside it."""
    return relinked(markdown)


if __name__ == "__main__":
    print(nomenclature())
