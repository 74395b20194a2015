"""Documents hold to the published schema of results, and the schema says what the documents say."""

import copy

import jsonschema
import pytest

import thermo
from thermo.results.schema import result_schema
from thermo.schema.limits import CODES


@pytest.fixture(scope="module")
def schema():
    found = result_schema()
    jsonschema.Draft202012Validator.check_schema(found)
    return found


@pytest.fixture(scope="module")
def valid(schema):
    return jsonschema.Draft202012Validator(schema).is_valid


def tables_of(schema):
    """Every object of a schema that has keys of its own."""
    if isinstance(schema, dict):
        if "properties" in schema and schema.get("type") == "object":
            yield schema
        for part in schema.values():
            yield from tables_of(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from tables_of(part)


def test_documents_hold_to_it(schema, document, sampled):
    assert any(entry["limits"] for entry in document["options"])
    assert any(entry["policies"] for entry in document["options"])
    assert "uncertainty" in sampled
    for each in (document, sampled):
        jsonschema.Draft202012Validator(schema).validate(each)


def test_it_says_what_it_is(schema):
    assert schema == thermo.Result.schema()
    assert (schema["$id"], schema["version"]) == (f"urn:thermo-dc:result:{thermo.__version__}", thermo.__version__)
    assert all(table["additionalProperties"] is False for table in tables_of(schema))


def test_units_and_meanings(schema, document):
    units, own = document["units"], schema["$defs"]["option"]["properties"]
    for name, unit in units.items():
        assert own[name]["description"], name
        assert own[name]["x-unit"].replace("money", units["capex"]) == unit, name
    assert {c["const"] for c in schema["$defs"]["limit"]["properties"]["code"]["oneOf"]} == set(CODES)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda d: d.pop("version"),
        lambda d: d["units"].update(pue="%"),
        lambda d: d["options"][0].update(peu=1.2),
        lambda d: d["options"][0].update(pue="1.2"),
        lambda d: d["options"][0]["energy"].pop("pumps"),
        lambda d: next(e for e in d["options"] if e["limits"])["limits"][0].update(code="junktion"),
        lambda d: next(e for e in d["options"] if e["limits"])["limits"][0]["figures"].update(margin=1.0),
        lambda d: next(e for e in d["options"] if e["equipment"])["equipment"][0].pop("size"),
    ],
)
def test_it_refuses_what_is_no_document(valid, document, spoil):
    changed = copy.deepcopy(document)
    spoil(changed)
    assert not valid(changed)
