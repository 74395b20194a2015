"""Tables of fields: every value of every record is an identifier with a unit and a meaning, and is used."""

import ast
import re
from functools import cache
from pathlib import Path

import numpy as np
import pytest

import thermo
from thermo.engine.many import GEOMETRY_FIELDS
from thermo.engine.size import NEED_FIELDS
from thermo.schema.electrical import ELECTRICAL_FIELDS
from thermo.schema.hall import HALL_FIELDS
from thermo.schema.plant import PLANT_FIELDS, PLANT_IN_FIELDS, PLANT_RESULT_FIELDS
from thermo.schema.rack import RACK_FIELDS, RACK_IN_FIELDS, RACK_RESULT_FIELDS
from thermo.schema.row import HOUR_FIELDS
from thermo.schema.weather import WEATHER_FIELDS
from thermo.schema.work import WORK_FIELDS
from thermo.units import registry

RECORDS = {
    "hall": HALL_FIELDS,
    "rack": RACK_FIELDS,
    "rack in": RACK_IN_FIELDS,
    "rack result": RACK_RESULT_FIELDS,
    "plant": PLANT_FIELDS,
    "plant in": PLANT_IN_FIELDS,
    "plant result": PLANT_RESULT_FIELDS,
    "electrical": ELECTRICAL_FIELDS,
    "weather": WEATHER_FIELDS,
    "hour": HOUR_FIELDS,
    "work": WORK_FIELDS,
    "need": NEED_FIELDS,
    "geometry": GEOMETRY_FIELDS,
}


@cache
def words():
    """Every attribute and every text of one word in the package's source, tables of fields left out.

    A text with something filled in stands as a pattern, where what is written of it is a word.
    """
    found, patterns = set(), []
    for path in Path(thermo.__file__).parent.rglob("*.py"):
        if path.parent.name == "schema":
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Attribute):
                found.add(node.attr)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.isidentifier():
                found.add(node.value)
            elif isinstance(node, ast.JoinedStr):
                parts = [p.value if isinstance(p, ast.Constant) else r"\w+" for p in node.values]
                if re.fullmatch(r"\w{4,}", "".join(p for p in parts if p != r"\w+")):
                    patterns.append("".join(parts))
    return found, re.compile("|".join(patterns))


def used(name):
    """True when the package reads or writes a field of this name."""
    found, patterns = words()
    return name in found or bool(patterns.fullmatch(name))


@pytest.mark.parametrize("record", RECORDS)
def test_every_field_has_a_name_a_unit_and_a_meaning(record):
    names = [f.name for f in RECORDS[record]]
    assert len(set(names)) == len(names)
    for f in RECORDS[record]:
        assert f.name.isidentifier(), f
        assert f.name == f.name.lower(), f
        assert record == "hour" or not hasattr(np.record, f.name), f  # numpy's own attributes go before fields
        assert f.meaning.strip() == f.meaning != "", f
        for unit in (f.unit, f.shown):
            registry().Unit("" if unit == "1" else unit)
        assert f.unit, f
        assert not f.shown or registry().Unit(f.shown).is_compatible_with(registry().Unit(f.unit)), f


@pytest.mark.parametrize("record", RECORDS)
def test_every_field_is_used(record):
    bare = re.compile("^(chip|host)_" if record == "rack" else "^$")  # kernels of a package take its values one by one
    assert not [f.name for f in RECORDS[record] if not used(f.name) and not used(bare.sub("", f.name))]
