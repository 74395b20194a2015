"""Axes of a sweep: a path into the study and its values.

A path is `site.KEY`, `it.KEY`, `it.GROUP.KEY`, `option.KEY` (every option it makes sense for), `option.NAME.KEY` or
`economics.KEY`; keys of tables follow with a dot (`option.air.approach`). Several sites are told apart as
`site.NAME.KEY`.
"""

from copy import deepcopy

from thermo.errors import ThermoError, nearest
from thermo.library.registry import LIQUID_TECHNOLOGIES
from thermo.study.models import MODELS
from thermo.study.sentences import keys_of
from thermo.units import UnitError, convert, parted, shown
from thermo.vocabulary import DESIGNS

RANGE = ("from", "to", "steps")
SETTINGS = ("design", "samples", "seed")  # keys of [sweep] that are no axes
NAMES = ("site", "option")  # axes of names: which of the study's sites and options
MOST = 1_000_000  # values of one axis


def values(axis):
    """The values of an axis as a list.

    Raises
    ------
    ThermoError
        With a phrase that follows the axis's path.
    """
    if isinstance(axis, list | tuple):
        if not axis:
            raise ThermoError("is an empty axis; give at least one value")
        return list(axis)
    if not isinstance(axis, dict):
        raise ThermoError(
            f"= {shown(axis)} is not an axis; write a list of values, or {{ from = 1, to = 10, steps = 10 }}"
        )
    if extra := [k for k in axis if k not in RANGE]:
        raise ThermoError(f"has the unknown key '{extra[0]}'. {nearest(extra[0], RANGE)}")
    if missing := [k for k in RANGE if k not in axis]:
        raise ThermoError(f"lacks '{missing[0]}'; write {{ from = 1, to = 10, steps = 10 }}")
    steps = axis["steps"]
    if not isinstance(steps, int) or isinstance(steps, bool) or not 2 <= steps <= MOST:
        raise ThermoError(f"has steps = {shown(steps)}; a whole number between 2 and {MOST} is needed")
    first, unit = _split(axis["from"])
    last = _in_unit(axis["to"], unit)
    found = [first + (last - first) * i / (steps - 1) for i in range(steps)]
    if not unit:
        return [int(v) if float(v).is_integer() and abs(v) < 1e15 else v for v in found]
    return [f"{v:.12g} {unit}" for v in found]


def _split(value):
    """Number and unit of the first end of a range."""
    try:
        return parted(value)
    except UnitError:
        raise ThermoError(
            f"has from = {shown(value)}; a number, with a unit where the key has one, is needed"
        ) from None


def _in_unit(value, unit):
    """The other end in the unit of the first."""
    number, own = _split(value)
    if own == unit:
        return number
    try:
        return float(convert(number, own, unit))
    except UnitError:
        raise ThermoError(
            f"goes from {unit or 'a bare number'} to {shown(value)}; both ends need the same unit"
        ) from None


def setting_problem(key, value):
    """Phrase on a wrong setting of [sweep], or None."""
    if key == "design":
        return None if value in DESIGNS else f"= {shown(value)} is not a design. {nearest(value, DESIGNS)}"
    least = 2 if key == "samples" else 0
    if not isinstance(value, int) or isinstance(value, bool) or value < least:
        return f"= {shown(value)} is not a whole number of {least} or more"
    return None


def names_problem(path, axis, known):
    """Phrase on a wrong axis of names, or None."""
    if not isinstance(axis, list | tuple) or not axis:
        return f"is an axis of names; give a list of {path}s of the study, for example {list(known)[:2]}"
    for name in axis:
        if name not in known:
            return f"holds {shown(name)}, which is no {path} of this study. {nearest(name, known)}"
    return None


def targets(data, path):
    """Places of the raw data that a path means, as lists of steps.

    Raises
    ------
    ThermoError
        With a phrase that follows the path.
    """
    head, _, rest = path.partition(".")
    if head not in ("site", "it", "option", "economics"):
        known = ("site", "it", "option", "economics")
        raise ThermoError(
            f"is not a path of the study; it starts with one of {', '.join(known)}. {nearest(head, known)}"
        )
    if not rest:
        raise ThermoError(f'names no key; write for example "{head}.{EXAMPLES[head]}"')
    if head == "economics":
        return [[head, *_key(("economics",), rest)]]
    if head == "it":
        return _group(data, rest)
    return _of_list(data, head, rest)


EXAMPLES = {"site": "climate", "it": "compute.servers", "option": "supply_liquid", "economics": "discount_rate"}
TABLES = {
    "air",
    "liquid",
    "electrical",
    "room",
    "rack",
    "sizing",
    "reuse",
    "existing",
    *LIQUID_TECHNOLOGIES,
}


def _key(kind, path):
    """Steps below a table; the first must be one of its keys."""
    first, _, rest = path.partition(".")
    known = keys_of(MODELS[kind])
    if first not in known:
        raise ThermoError(f"ends in the unknown key '{first}'. {nearest(first, known)}")
    if not rest:
        return [first]
    if first not in TABLES:
        raise ThermoError(f"goes below '{first}', which is no table")
    return [first, *rest.split(".")]


def _named(items, path):
    """(index, rest) of the item whose name starts the path, or None."""
    for i, item in enumerate(items):
        name = item.get("name") or item.get("climate") or item.get("technology") if isinstance(item, dict) else None
        if name and path.startswith(f"{name}."):
            return i, path[len(name) + 1 :]
    return None


def _group(data, path):
    it = data.get("it") if isinstance(data.get("it"), dict) else {}
    groups = it.get("group")
    if not groups:
        return [["it", *_key(("it", "group"), path.removeprefix("it."))]]
    groups = groups if isinstance(groups, list) else [groups]
    if found := _named(groups, path):
        return [["it", "group", found[0], *_key(("it", "group"), found[1])]]
    names = [g.get("name", "") for g in groups if isinstance(g, dict)]
    first, _, rest = path.partition(".")
    if not rest and first in keys_of(MODELS["it", "group"]) and len(groups) == 1:
        return [["it", "group", 0, first]]
    raise ThermoError(f"names no group; write it.GROUP.KEY. {nearest(first, names)}")


def _of_list(data, head, path):
    items = data.get(head)
    items = [items] if isinstance(items, dict) else items if isinstance(items, list) else []
    if found := _named(items, path):
        return [[head, found[0], *_key((head,), found[1])]]
    steps = _key((head,), path)
    if head == "site" and len(items) > 1 and steps == ["climate"]:
        raise ThermoError("cannot be an axis beside several [[site]] tables; list the climates in one place")
    return [[head, i, *steps] for i, item in enumerate(items) if head == "site" or _suits(item, steps)] or [
        [head, 0, *steps]
    ]


def _suits(option, steps):
    """True unless the option has no liquid and the key is about liquid, or the key is another technology's table."""
    technology = option.get("technology") if isinstance(option, dict) else None
    if steps[0] in ("liquid", "supply_liquid", "coolant", "flow", "reuse"):
        return technology != "air"
    if steps[0] in LIQUID_TECHNOLOGIES:
        return technology == steps[0]
    return True


def listed(data):
    """A copy of the raw data with sites, options and groups as lists, and without the sweep."""
    result = deepcopy({key: value for key, value in data.items() if key != "sweep"})
    for holder, key in ((result, "site"), (result, "option"), (result.get("it"), "group")):
        if isinstance(holder, dict) and isinstance(holder.get(key), dict):
            holder[key] = [holder[key]]
    return result


def changed(data, path, value):
    """The raw data with one axis at one value, without the sweep."""
    result = listed(data)
    for steps in targets(data, path):
        here = result
        try:
            for step in steps[:-1]:
                here = here[step] if isinstance(step, int) else here.setdefault(step, {})
            here[steps[-1]] = value
        except (AttributeError, KeyError, IndexError, TypeError):
            raise ThermoError("leads to no table of this study") from None
        if path.startswith("site.") and steps[-1] == "climate":
            here.pop("weather", None)
            if here.get("name") and "name" not in path:
                here.pop("name")
    return result


def sample(axis, drawn=False):
    """Values that are worth checking: all of a list, the ends of a range (`drawn`: of a Latin hypercube, no steps)."""
    if drawn and isinstance(axis, dict):
        axis = {"steps": 2} | axis
    found = values(axis)
    return found if isinstance(axis, list | tuple) else [found[0], found[-1]]
