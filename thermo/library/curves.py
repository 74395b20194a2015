"""Which curve set of `chillers.toml` a machine of a plant can run on."""

from collections.abc import Mapping
from typing import Any

from thermo.library import Entry, defaults, find, load
from thermo.library.registry import plant as facts

AUTO = {"auto": {"water": "doe2-trane", "air": "air-default"}, "carnot": {"water": "carnot-water", "air": "carnot-air"}}
KINDS = {"chiller": ("eir", "carnot"), "dx": ("dx",)}


def condenser(plant: str, given: Mapping[str, Any]) -> str:
    """What a plant's chillers reject to, "water" or "air", from what is given of it."""
    inputs = defaults("plant", plant)
    own = inputs["heat_rejection"].default if "heat_rejection" in inputs else facts(plant).chillers
    return "air" if given.get("heat_rejection", own) == "air-cooled" else "water"


def entry(key: str, word: str, plant: str, given: Mapping[str, Any]) -> Entry:
    """The curve set that a word names for an input ("chiller" or "dx") of a plant."""
    if key == "chiller" and word in AUTO:
        word = AUTO[word][condenser(plant, given)]
    return find("chillers", word)


def sets(key: str, plant: str, given: Mapping[str, Any]) -> list[str]:
    """Curve sets that an input of a plant can take."""
    medium = condenser(plant, given)
    return [
        name
        for name, found in load("chillers").items()
        if found.kind in KINDS[key] and (key == "dx" or found.get("condenser", "water") == medium)
    ]


def problem(key: str, word: str, plant: str, given: Mapping[str, Any]) -> str | None:
    """Why a curve set cannot serve a plant, as a phrase that follows the key; None where it can."""
    if word in AUTO or word in (known := sets(key, plant, given)) or word not in load("chillers"):
        return None
    found = load("chillers")[word]
    medium = condenser(plant, given)
    if found.kind == "dx":
        what = "a direct-expansion set"
    elif found.kind == "reformulated":
        what = "a set of the reformulated model, which is not run"
    else:
        what = f"{'an air' if found.get('condenser', 'water') == 'air' else 'a water'}-cooled set"
    need = "a direct-expansion set" if key == "dx" else f"{'an air' if medium == 'air' else 'a water'}-cooled set"
    return f'= "{word}" is {what}, and plant "{plant}" needs {need}: {", ".join(known)}'
