"""Problems in words: place in the file, value, what is needed, nearest valid word."""

from difflib import get_close_matches

from thermo.study import models
from thermo.units import shown

TAGS = ("flat", "periods", "file")
MODELS = {
    (): models.Fields,
    ("site",): models.Site,
    ("site", "electricity_price"): models.Tariff,
    ("site", "pue_surcharge"): models.Surcharge,
    ("it",): models.IT,
    ("it", "group"): models.Group,
    ("option",): models.Option,
    ("option", "reuse"): models.Reuse,
    ("option", "economics"): models.OptionEconomics,
    ("economics",): models.Economics,
    ("economics", "existing"): models.Existing,
}
HEADER = {
    (): "a study",
    ("site",): "[site]",
    ("site", "electricity_price"): "[[site.electricity_price]]",
    ("site", "pue_surcharge"): "[site.pue_surcharge]",
    ("it",): "[it]",
    ("it", "group"): "[[it.group]]",
    ("option",): "[[option]]",
    ("option", "reuse"): "[option.reuse]",
    ("option", "economics"): "[option.economics]",
    ("economics",): "[economics]",
    ("economics", "existing"): "[economics.existing]",
}


def keys_of(model):
    """Keys of a model as they are written in a file."""
    return [field.alias or name for name, field in model.model_fields.items()]


def value_at(data, loc):
    """The value at a place of the raw data, or None."""
    for step in loc:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return None
    return data


def place(data, loc):
    """A place as a reader finds it: `site.climate`, `option "Air": air.plant`, `it.group "compute": power`."""
    label, here = "", data
    shown_path: list[str] = []
    for step in loc:
        try:
            here = here[step]
        except (KeyError, IndexError, TypeError):
            here = None
        if isinstance(step, int):
            name = (here.get("name") or here.get("climate")) if isinstance(here, dict) else None
            label += ".".join(shown_path) + (f' "{name}"' if isinstance(name, str) and name else f" {step + 1}") + ": "
            shown_path = []
        else:
            shown_path.append(_quoted(step))
    return (label + ".".join(shown_path)).removesuffix(": ")


def _quoted(step):
    text = str(step)
    return f'"{text}"' if "." in text or " " in text else text


def sentence(data, loc, phrase):
    """One problem: place and phrase."""
    where = place(data, loc)
    return f"{where} {phrase}" if where else phrase


def from_pydantic(data, error, tables=MODELS, headers=HEADER):
    """(loc, sentence) of one error that pydantic found in a document of these models."""
    loc = _as_written(data, error["loc"])
    return loc, sentence(data, loc, _phrase(loc, error, tables, headers))


def _as_written(data, loc):
    """The place in the file: without tags, and without the number of a table that was written alone."""
    found, here = [], data
    for step in loc:
        if step in TAGS or (isinstance(step, int) and isinstance(here, dict)):
            continue
        found.append(step)
        here = value_at(here, (step,))
    return tuple(found)


def _phrase(loc, error, tables, headers):
    kind, given = error["type"], error["input"]
    if kind == "phrase":
        return error["ctx"]["phrase"]
    if kind == "extra_forbidden":
        return unknown_key(loc, tables, headers)
    if kind in ("model_type", "dict_type", "model_attributes_type"):
        return f"= {shown(given)} is not a table; write it under {headers.get(_kind(loc), 'a header of its own')}"
    if kind == "list_type":
        own = headers.get(_kind(loc))
        if own:
            return f"= {shown(given)} is not a table; write it under {own}"
        return f"= {shown(given)} is not a list"
    return f"= {shown(given)}: {error['msg'].lower()}"


def _kind(loc):
    return tuple(step for step in loc if isinstance(step, str))


def unknown_key(loc, tables=MODELS, headers=HEADER):
    """Phrase on a key that its table does not have: the nearest one, or the table that has it."""
    parent = _kind(loc[:-1])
    key = str(loc[-1])
    model = tables.get(parent)
    known = keys_of(model) if model else []
    close = get_close_matches(key, known, n=1, cutoff=0.7)
    if close:
        return f"is not a key of {headers[parent]}. Did you mean '{close[0]}'?"
    for other, owner in tables.items():
        if other != parent and key in keys_of(owner):
            return f"is not a key of {headers.get(parent, 'this table')}; it belongs in {headers[other]}"
    close = get_close_matches(key, known, n=1, cutoff=0.55)
    hint = f"Did you mean '{close[0]}'?" if close else f"Known: {', '.join(known)}."
    return f"is not a key of {headers.get(parent, 'this table')}. {hint}"
