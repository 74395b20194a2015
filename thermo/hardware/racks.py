"""From the name of a rack to its record: the library's parts, the height they share, the study's overrides.

Density is geometry. Servers share the rack's height; a server given less than its own height loses first its fins::

    height       = min(native height, rack height / servers)
    fin height   = min(native fins, (height - fixed height) share)      sinks of air, immersion and spray
    fan flow     = velocity x frame area x height / native height
    chassis loss = heads x 1.2 / 2 / (width height)^2
    free area    = share x width x height

so that a denser rack has less fin, less fan and a tighter chassis. A server is never made taller than it is sold. The
least height is the larger of its boards' (library) and, where fins carry the heat, the fixed height plus `fin_least`.

No kernel is imported here.
"""

import json
from copy import deepcopy
from dataclasses import dataclass, field
from functools import lru_cache
from math import floor, inf, isnan, nan

import numpy as np

from thermo.errors import LibraryError, nearest
from thermo.hardware import boiling_geometry
from thermo.hardware.liquid_geometry import fill
from thermo.library import Entry, boiling, defaults, defaults_kinds, find, load, registry
from thermo.library.liquids import coefficients
from thermo.schema.rack import FIELDS, GROUPS, RACK
from thermo.units import UnitError, parse, shown

ALWAYS = ("general", "chip", "host")  # groups of the record that every technology reads
SEA_LEVEL = 101325.0  # Pa
NO_LIMIT = 500.0  # degC, of a load bank

# low and high limit [degC], metres per kelvin of derating above 900 m: ASHRAE TC 9.9 Thermal Guidelines, 2021;
# A2 and A3 derating also in the Lenovo SR650 V2 environment specification
INTAKE_CLASSES = {
    "A1": (15.0, 32.0, 300.0),
    "A2": (10.0, 35.0, 300.0),
    "A3": (5.0, 40.0, 175.0),
    "A4": (5.0, 45.0, 125.0),
    "H1": (5.0, 25.0, 500.0),
}
CLASS_ALTITUDE = 3050.0  # m, where the classes end

CHIP = {
    "tdp": "power",
    "idle": "power",
    "leak_share": "ratio",
    "leak_beta": "per_kelvin",
    "leak_t": "temperature",
    "throttle": "temperature",
    "trip": "temperature",
    "target": "temperature",
    "case_max": "temperature",
    "die_area": "area",
    "heat_area": "area",
    "memory_share": "ratio",
    "memory_max": "temperature",
}
PACKAGE_OWN = {
    "jc": "thermal_resistance_area",
    "tim": "thermal_resistance_area",
    "board": "thermal_resistance",
    "memory_r": "thermal_resistance",
}
PLAIN_GEOMETRY = {"k": "conductivity", "base_k": "conductivity", "splits": "ratio", "port_k": "ratio"}
VENDOR = {"r_inf": "thermal_resistance", "r_c": "ratio", "r_n": "ratio", "dp_a": "ratio", "dp_b": "ratio"}
SERVER = {
    "chip_count": "count",
    "host_count": "count",
    "height": "length",
    "depth": "length",
    "sink_rows": "count",
    "height_fixed": "length",
    "height_min": "length",
    "chip_fin_share": "ratio",
    "host_fin_share": "ratio",
    "free_share": "ratio",
    "fan_count": "count",
    "fan_size": "length",
    "fan_dp0": "pressure",
    "memory_count": "count",
    "memory_power": "power",
    "other_power": "power",
    "vr_efficiency": "ratio",
    "psu_rating": "power",
    "psu_count": "count",
    "mass": "mass",
}
SERVER_MAY = {
    "server_width": "length",
    "fan_efficiency": "ratio",
    "fan_standing": "ratio",
    "memory_idle": "power",
    "other_idle": "power",
    "other_on_plates": "ratio",
    "memory_on_plates": "ratio",
    "memory_limit": "temperature",
    "psu_a": "ratio",
    "psu_b": "ratio",
    "psu_c": "ratio",
    "intake_min": "temperature",
    "intake_max": "temperature",
    "rise_max": "temperature_difference",
    "chassis_loss": "ratio",
    "nameplate": "power",
    "intake_class": "choice",
}
RACK_FIELDS = {
    "servers": "count",
    "height": "length",
    "nameplate": "power",
    "mass": "mass",
    "floor_area": "area",
    "coolant_max": "temperature",
}


@dataclass
class Layer:
    """Values of an inline table over those of a library entry."""

    place: str
    entry: Entry | None = None
    given: dict = field(default_factory=dict)

    def raw(self, name, default=None):
        """A word or number as it stands."""
        if name in self.given:
            return self.given[name]
        return self.entry.get(name, default) if self.entry else default

    def has(self, name):
        """True when the field has a value."""
        return name in self.given or bool(self.entry and name in self.entry)

    def si(self, name, quantity, default=None):
        """A field in engine units; `default` when nobody gives one, an error when there is no default either."""
        if name in self.given:
            try:
                return parse(self.given[name], quantity)
            except UnitError as error:
                raise LibraryError(f"{self.place}.{name} {error}") from None
        if self.entry is not None and name in self.entry:
            return self.entry.si(name, quantity)
        if default is None:
            raise LibraryError(f"{self.place} needs {name} ({quantity.replace('_', ' ')}).")
        return default


def _layer(file, place, spec, allowed):
    """Layer of a library key, or of an inline table that may start from one with `like`."""
    if isinstance(spec, str):
        return Layer(place, _with_parents(file, spec))
    if not isinstance(spec, dict):
        raise LibraryError(f"{place} = {shown(spec)} is neither a name of the library nor a table.")
    given = dict(spec)
    like = given.pop("like", None)
    if not isinstance(like, str | None):
        raise LibraryError(f"{place}.like = {shown(like)} is not a name of the library.")
    for name in given:
        if name not in allowed:
            raise LibraryError(f"{place}.{name} is not known. {nearest(name, allowed)}")
    return Layer(place, _with_parents(file, like) if like else None, given)


def _with_parents(file, key):
    """Entry with the fields of the entries it is `like` filled in."""
    entry = find(file, key)
    parent = entry.attributes.get("like")
    if parent is None:
        return entry
    base = _with_parents(file, parent)
    return Entry(
        entry.file, entry.key, entry.name, entry.kind or base.kind, entry.about,
        {**base.values, **entry.values}, {**base.attributes, **entry.attributes},
    )  # fmt: skip


@dataclass
class Parts:
    """The layers of one rack."""

    key: str
    rack: Layer
    server: Layer
    chip: Layer
    host: Layer | None


TEXTS = ("name", "about", "like")


def parts(rack) -> Parts:
    """Layers of a rack given by its key or by an inline table.

    An inline table has the fields of a rack entry; `server`, `chip` and `host` may be keys or tables of their own, and
    `like` in any table names the library entry it starts from.
    """
    key = rack if isinstance(rack, str) else str(rack.get("name") or rack.get("like") or "inline rack")
    place = f"rack '{key}'"
    inner = {}
    if not isinstance(rack, str):
        rack = dict(rack)
        inner = {k: rack.pop(k) for k in ("server", "chip", "host") if k in rack}
        rack = {k: v for k, v in rack.items() if k not in ("name", "about")}
    top = _layer("racks", place, rack, {*RACK_FIELDS, *TEXTS, "server", "chip", "host", "sold", "fixed"})
    server_spec = _nested(inner.get("server"), top.raw("server"))
    if server_spec is None:
        raise LibraryError(f"{place} needs a server: a key of `thermo list servers`, or a table.")
    server = _layer("servers", f"{place}: server", server_spec, {**SERVER, **SERVER_MAY, "chip": "", "host": ""})
    chip_spec = _nested(inner.get("chip"), server.raw("chip"))
    if chip_spec is None:
        raise LibraryError(f"{place} has no chip: name one of `thermo list chips`, or give a table with tdp.")
    allowed = {**CHIP, "package": ""}
    chip = _layer("chips", f"{place}: chip", chip_spec, allowed)
    host_spec = _nested(inner.get("host"), server.raw("host"))
    host = None if host_spec is None else _layer("chips", f"{place}: host", host_spec, allowed)
    return Parts(key, top, server, chip, host)


def _nested(given, native):
    """An inline part starts from the native one unless it names another."""
    if given is None:
        return native
    if isinstance(given, dict) and "like" not in given and isinstance(native, str):
        return {"like": native, **given}
    return given


def altitude_of(pressure):
    """Altitude [m] of the standard atmosphere at a pressure [Pa]: inverse of p0 (1 - 2.25577e-5 z)^5.2559."""
    return max(0.0, (1.0 - (pressure / SEA_LEVEL) ** (1.0 / 5.2559)) / 2.25577e-5)


def intake_limits(name, pressure=SEA_LEVEL):
    """Lowest and highest intake [degC] of an inlet class, the latter lowered above 900 m."""
    if name not in INTAKE_CLASSES:
        raise LibraryError(f"Inlet class '{name}' is not known. {nearest(name, INTAKE_CLASSES)}")
    low, high, metres = INTAKE_CLASSES[name]
    return low, high - max(0.0, altitude_of(pressure) - 900.0) / metres


def above_classes(pressure):
    """The altitude [m] of a site above that which inlet classes are written for, else None."""
    altitude = altitude_of(pressure)
    return altitude if altitude > CLASS_ALTITUDE else None


def _inputs(technology):
    """Defaults of all technologies by record field, the one asked for on top."""
    values = {key: item.si() for key, item in defaults("rack").items()}
    known = defaults_kinds()["technology"]
    for name in [n for n in known if n != technology] + [n for n in known if n == technology]:
        for key, item in defaults("technology", name).items():
            if item.quantity == "choice" and key in FIELDS:
                values[key] = item.si()
            if item.quantity in ("choice", "text", "switch"):
                continue
            value = item.si()
            if not isnan(value):
                values[key] = value
    return values


def _technology(technology):
    """Inputs of a technology."""
    return defaults("technology", technology)


def _chip_fields(prefix, layer, base, overrides):
    """Electrical and thermal fields of one package, and its native sink geometry."""
    package_key = layer.raw("package")
    if package_key is None:
        raise LibraryError(f"{layer.place} needs a package: one of {', '.join(load('packages'))}.")
    geometry = _with_parents("packages", package_key)
    package = Layer(f"package '{package_key}'", geometry)
    given = overrides.get(prefix + "tdp")
    if given is None and layer.has("tdp") and not _published(layer, "tdp"):
        name = layer.entry.name
        raise LibraryError(f'{layer.place}: the power of {name} is not published; give tdp, as in "400 W".')
    tdp = layer.si("tdp", "power") if given is None else given
    native = tdp if given is None or not _published(layer, "tdp") else layer.si("tdp", "power")
    idle = layer.si("idle", "power", base["idle_share"] * native) * tdp / native
    throttle = layer.si("throttle", "temperature", 87.0)
    die, heat = layer.si("die_area", "area"), layer.si("heat_area", "area", nan)
    heat = die if isnan(heat) else heat
    values = {
        "tdp": tdp,
        "idle": min(idle, tdp),
        "leak": min(idle, layer.si("leak_share", "ratio", base["leak_share"]) * tdp),
        "leak_beta": layer.si("leak_beta", "per_kelvin", base["leak_beta"]),
        "leak_t": layer.si("leak_t", "temperature", base["leak_t"]),
        "throttle": throttle,
        "trip": layer.si("trip", "temperature", throttle + 10.0),
        "case_max": layer.si("case_max", "temperature", inf),
        "r_jc": package.si("jc", "thermal_resistance_area") / die,
        "r_tim": package.si("tim", "thermal_resistance_area") / heat,
        "r_board": package.si("board", "thermal_resistance"),
        "memory_share": layer.si("memory_share", "ratio", 0.0),
        "memory_r": package.si("memory_r", "thermal_resistance"),
        "memory_max": layer.si("memory_max", "temperature", inf),
        "heater_area": heat,
    }
    values |= {f"plate_{name}": 0.0 for name in VENDOR}
    for group in ("sink", "plate", "tank", "spray"):
        for name in geometry.group(group):
            quantity = PLAIN_GEOMETRY.get(name, VENDOR.get(name, "length"))
            values[f"{group}_{name}"] = package.si(f"{group}.{name}", quantity)
    return {prefix + k: v for k, v in values.items()}


def _published(layer, name):
    if name in layer.given:
        return True
    return bool(layer.entry and name in layer.entry and layer.entry.value(name).published)


def _nameplate(p, v, servers, base, overrides):
    """Nameplate power of the rack in its air-cooled form [W]: published, or the sum over its servers.

    What is published holds for the packages the server is sold with; packages of another power change it by theirs.
    Only a chip of another kind makes it void.
    """
    native = {"chip": v["chip_tdp"], "host": v["host_tdp"]}
    for prefix, layer in (("chip", p.chip), ("host", p.host)):
        changed = layer is not None and (f"{prefix}_tdp" in overrides or "tdp" in layer.given)
        if changed and layer.entry is not None and _published(Layer(layer.place, layer.entry), "tdp"):
            native[prefix] = layer.entry.si("tdp", "power")
    efficiency = v["vr_efficiency"] * (1.0 - v["psu_a"] - v["psu_b"] - v["psu_c"])
    more = sum(v[f"{k}_count"] * (v[f"{k}_tdp"] - native[k]) for k in native) * servers / efficiency
    if p.rack.has("nameplate"):
        return p.rack.si("nameplate", "power") + more
    sold_with = p.server.entry.get("chip") if p.server.entry is not None else None
    holds = "nameplate" in p.server.given or (p.chip.entry is not None and p.chip.entry.key == sold_with)
    if holds and _published(p.server, "nameplate"):
        return servers * p.server.si("nameplate", "power") + more
    packages = v["chip_count"] * v["chip_tdp"] + v["host_count"] * v["host_tdp"]
    rest = packages / v["vr_efficiency"] + v["memory_power"] + v["other_power"]
    output = rest * (1.0 + base["fan_allowance"])
    rating = v["psu_rating"] * v["psu_count"]
    x = output / rating
    return servers * (output + rating * (v["psu_a"] + x * (v["psu_b"] + x * v["psu_c"])))


def _place_servers(p, technology, servers, v, base, height_native, fixed, shares):
    """Number of servers and the least height of one; errors when the rack refuses."""
    native_count = p.rack.si("servers", "count")
    why = p.rack.raw("fixed")
    if servers is None:
        servers = native_count
    elif why:
        raise LibraryError(f"Rack '{p.key}' refuses a density of {servers:g} servers: {why}.")
    least = p.server.si("height_min", "length")
    if registry.technology(technology).fins and not why:
        least = max([least] + [fixed + base["fin_least"] / s for s in shares if s > 0.0])
    least = min(least, height_native)
    most = floor(v["rack_height"] / least + 1e-9)
    if servers <= 0:
        raise LibraryError(f"Rack '{p.key}' needs at least one server, not {servers:g}.")
    if servers > most:
        raise LibraryError(
            f"Rack '{p.key}' takes at most {most} servers in {technology}: one needs {1e3 * least:.0f} mm of the "
            f"{1e3 * v['rack_height']:.0f} mm; {servers:g} were asked for."
        )
    return float(servers), least, most


def resolve(rack, technology, *, servers=None, coolant=None, overrides=None, pressure=SEA_LEVEL):
    """Record of a rack in a technology.

    Parameters
    ----------
    rack : str or dict
        Key of the library, or an inline table (see `parts`).
    technology : str
        One of `thermo.library.registry.technology_names`.
    servers : float, optional
        Servers that share the rack's height; the rack's own number if not given.
    coolant : tuple of str and float or None, optional
        Name of the liquid and its mass fraction; the technology's own liquid if not given.
    overrides : dict of str to float, optional
        Record fields, or inputs of the defaults, in engine units, and `intake_class` (a word); they win over
        everything. `chip_tdp` also scales idle power, leakage and nameplate.
    pressure : float
        Air pressure [Pa], which lowers the intake limit above 900 m.

    Returns
    -------
    record : numpy.record
        Of dtype `RACK`; compiled and plain kernels read it alike.
    info : dict
        name, about, chip, host, chips (per rack), servers, servers_most, nameplate [W], pflops (of the rack, or None),
        memory (GB of the rack, or None), warranted, sold, fixed (reason or None), intake_class, mass [kg].

    Raises
    ------
    LibraryError
        Unknown names, unpublished values, too many servers, a density on a fixed rack.
    """
    given = json.dumps([rack, technology, servers, coolant, dict(overrides or {})], default=float)
    pressure = float(pressure) if altitude_of(pressure) > 900.0 else SEA_LEVEL  # see `intake_limits`
    record, info = _resolved(given, pressure)
    return record.copy().view(np.recarray)[0], deepcopy(info)


@lru_cache(maxsize=2048)
def _resolved(given, pressure):
    """`resolve` of arguments as JSON, remembered: sweeps and several sites ask for the same racks again and again."""
    rack, technology, servers, coolant, overrides = json.loads(given)
    record, info = _resolve(rack, technology, servers, coolant, overrides, pressure)
    return np.array([record]), info


def _resolve(rack, technology, servers, coolant, overrides, pressure):
    facts = registry.technology(technology)
    overrides = dict(overrides)
    if (bank := _load_bank_entry(rack)) is not None:
        return _load_bank(bank, rack, technology, servers, coolant, overrides)
    p, base = parts(rack), _inputs(technology)
    known = {*FIELDS, *base, *_technology(technology), "intake_class"}
    unknown = [k for k in overrides if k not in known]
    if unknown:
        raise LibraryError(f"'{unknown[0]}' is not an input of a rack. {nearest(unknown[0], known)}")
    for key, item in _technology(technology).items():
        if item.quantity == "choice" and key in FIELDS and isinstance(overrides.get(key), str):
            overrides[key] = item.si(overrides[key])
    base.update({k: x for k, x in overrides.items() if k in base})
    v = {name: value for name, value in base.items() if name in FIELDS}
    v.update({name: p.server.si(name, quantity) for name, quantity in SERVER.items() if name in FIELDS})
    for name, quantity in SERVER_MAY.items():
        if name in FIELDS and name != "nameplate" and quantity != "choice" and p.server.has(name):
            v[name] = p.server.si(name, quantity)
    v.setdefault("memory_idle", base["module_idle"] * p.server.si("memory_count", "count"))
    v.setdefault("other_idle", base["other_idle_share"] * v["other_power"])
    if p.rack.has("height"):
        v["rack_height"] = p.rack.si("height", "length")
    for name in ("floor_area", "coolant_max"):
        if p.rack.has(name):
            v[name] = p.rack.si(name, RACK_FIELDS[name])
    rows = v.pop("sink_rows", p.server.si("sink_rows", "count"))
    if v["chip_count"] < 1.0:
        raise LibraryError(f"Rack '{p.key}' has no chip: chip_count is {v['chip_count']:g}.")
    v["chip_count"], v["host_count"] = p.server.si("chip_count", "count"), p.server.si("host_count", "count")
    if p.host is None:
        v["host_count"] = 0.0
    v.update(_chip_fields("chip_", p.chip, base, overrides))
    v.update(_chip_fields("host_", p.host or p.chip, base, overrides if p.host else {"host_tdp": v["chip_tdp"]}))
    v["chip_sink_rows"], v["host_sink_rows"] = rows, 1.0
    v["chip_target"] = p.chip.si("target", "temperature", v["chip_throttle"] - base["target_margin"])
    _geometry(p, technology, servers, v, base, overrides)
    name = str(overrides.get("intake_class") or p.server.raw("intake_class") or "A2")
    low, high = intake_limits(name, pressure)
    v["intake_min"] = v.get("intake_min", low)
    v["intake_max"] = min(v.get("intake_max", high), high)
    v["intake_ramp"] = min(base["ramp_start"], v["intake_max"] - 5.0)
    v["fixed"] = 1.0 if p.rack.raw("fixed") else 0.0
    n = v["servers"]
    v["mass"] = p.rack.si("mass", "mass", base["frame_mass"] + n * p.server.si("mass", "mass"))
    v["nameplate"] = _nameplate(p, v, n, base, overrides)
    if facts.boils == "plates" and isnan(_technology(technology)["flow_per_watt"].si()):
        v["flow_per_watt"] = boiling_geometry.design_flow(_coolant(technology, coolant)[0], v)
    if facts.evaporating and _evaporates(facts, base):
        v["flow_per_watt"] = base[facts.evaporating.flow]
    v.update({k: x for k, x in overrides.items() if k in FIELDS})
    record = _fill(p, technology, v, coolant, overrides)
    return record, _info(p, technology, v, name)


def _load_bank_entry(rack):
    """The library entry of a load bank, named by key or by `like`; None for a rack of servers."""
    key = rack if isinstance(rack, str) else rack.get("like")
    entry = load("racks").get(key) if isinstance(key, str) else None
    return entry if entry is not None and entry.get("load_bank") else None


def _load_bank(entry, rack, technology, servers, coolant, overrides):
    """Record and info of a load bank: its nameplate and coolant flow, no servers."""
    if servers not in (None, 1, 1.0):
        raise LibraryError(f"Rack '{entry.key}' refuses a density of {servers:g} servers: {entry.get('fixed')}.")
    power = entry.si("nameplate", "power")
    if not isinstance(rack, str) and "nameplate" in rack:
        power = parse(rack["nameplate"], "power")
    base = _inputs(technology)
    record = np.zeros((), RACK)
    for name in FIELDS:
        if name in base:
            record[name] = base[name]
    record["servers"], record["nameplate"], record["fixed"] = 1.0, power, 1.0
    record["chip_throttle"] = record["material_max"] = NO_LIMIT
    record["mass"], record["floor_area"] = entry.si("mass", "mass"), entry.si("floor_area", "area")
    record["coolant_max"], record["rack_height"] = entry.si("coolant_max", "temperature"), 1.0
    for name, value in overrides.items():
        if name in FIELDS:
            record[name] = value
    liquid = _coolant(technology, coolant)
    if liquid is not None:
        record["coolant"] = coefficients(*liquid)
    info = {
        "key": entry.key, "name": entry.name, "about": entry.about, "chip": "inline", "chip_name": "heater",
        "host": None, "chips": 1.0, "servers": 1.0, "servers_most": 1.0, "nameplate": power, "pflops": None,
        "memory": None, "sold": tuple(entry.get("sold")), "warranted": technology in entry.get("sold"),
        "fixed": entry.get("fixed"), "intake_class": "A4", "mass": float(record["mass"]), "load_bank": True,
    }  # fmt: skip
    return record.reshape(1).view(np.recarray)[0], info


def _geometry(p, technology, servers, v, base, overrides):
    """Everything that follows from the height a server has."""
    native, fixed = p.server.si("height", "length"), p.server.si("height_fixed", "length")
    depth = p.server.si("depth", "length")
    v["rack_height"] = overrides.get("rack_height", v["rack_height"])
    shares = [p.server.si("chip_fin_share", "ratio")]
    shares.append(p.server.si("host_fin_share", "ratio") if v["host_count"] else 0.0)
    given = servers if servers is not None else overrides.get("servers")
    n, least, most = _place_servers(p, technology, given, v, base, native, fixed, shares)
    height = min(native, v["rack_height"] / n)
    width = v["server_width"]
    v.update(servers=n, server_height=height, server_height_min=least, server_depth=depth, servers_most=most)
    if not p.rack.raw("fixed"):
        for prefix, share in zip(("chip_", "host_"), shares, strict=True):
            room = (height - fixed) * share
            if share > 0.0:
                for group in ("sink", "tank", "spray"):
                    name = f"{prefix}{group}_height"
                    v[name] = min(v[name], max(room, base["fin_least"]))
    front = width * height
    fans = p.server.si("fan_count", "count") * p.server.si("fan_size", "length") ** 2
    v["fan_v0"] = base["fan_velocity"] * fans * min(1.0, height / native)
    heads = overrides.get("chassis_loss", p.server.si("chassis_loss", "ratio", base["chassis_loss"]))
    v["chassis_k"] = heads * 0.6 / front**2
    v["bypass_area"] = p.server.si("free_share", "ratio") * front
    v["face_area"] = width * v["rack_height"]


def _fill(p, technology, v, coolant, overrides):
    """The record, complete for its technology."""
    facts, record = registry.technology(technology), np.zeros((), RACK)
    for name in FIELDS:
        record[name] = v.get(name, nan)
    fill(record, {}, technology, {k: x for k, x in overrides.items() if k != "intake_class"})
    coolant = _coolant(technology, coolant, _evaporates(facts, record))
    if facts.boils == "plates":
        boiling_geometry.fill(record, coolant[0], _inputs(technology) | overrides)
    for name in (*ALWAYS, *facts.fields):
        missing = [f for f in GROUPS[name] if np.isnan(record[f])]
        if missing:
            raise LibraryError(f"Rack '{p.key}' in {technology} needs {', '.join(missing)}.")
    for name in FIELDS:
        if np.isnan(record[name]):
            record[name] = 0.0
    if coolant is not None:
        record["coolant"] = coefficients(*coolant)
        if coolant[0] in boiling.names():
            record["boiling"] = boiling.saturation(coolant[0])
    return record.reshape(1).view(np.recarray)[0]


def _evaporates(facts, values):
    """True when a technology's liquid evaporates, by its inputs in engine units."""
    mode = facts.evaporating
    if mode is None:
        return False
    return values[mode.input] == _technology(facts.name)[mode.input].choices.index(mode.word)


def _coolant(technology, coolant, evaporates=False):
    """(key, mass fraction) of the coolant: the one given or the technology's own; None where there is none."""
    facts = registry.technology(technology)
    if coolant is None:
        item = _technology(technology).get(facts.evaporating.coolant if evaporates and facts.evaporating else "coolant")
        coolant = None if item is None else item.default
    if coolant is None:
        return None
    name, share = coolant if isinstance(coolant, (tuple, list)) else (coolant, None)
    if evaporates or (facts.boils and facts.evaporating is None):
        if name not in boiling.names():
            known = ", ".join(boiling.names())
            raise LibraryError(f"'{name}' does not boil in {technology}: give one of {known}.")
    return name, share


def _info(p, technology, v, intake_class):
    """What a report says about the rack beside its record."""
    chips = v["chip_count"] * v["servers"]

    def total(name):
        value = p.chip.raw(name)
        return float(value) * chips if isinstance(value, (int, float)) else None

    sold = tuple(p.rack.raw("sold") or registry.technology_names())
    return {
        "key": p.key,
        "name": p.rack.entry.name if p.rack.entry else p.key,
        "about": p.rack.entry.about if p.rack.entry else "",
        "chip": p.chip.entry.key if p.chip.entry else "inline",
        "chip_name": p.chip.entry.name if p.chip.entry else "inline chip",
        "host": None if p.host is None or p.host.entry is None else p.host.entry.key,
        "chips": chips,
        "servers": v["servers"],
        "servers_most": v["servers_most"],
        "nameplate": v["nameplate"],
        "pflops": total("pflops"),
        "memory": total("memory"),
        "sold": sold,
        "warranted": technology in sold,
        "fixed": p.rack.raw("fixed"),
        "intake_class": intake_class,
        "mass": v["mass"],
    }


def nameplate(rack, *, servers=None, overrides=None) -> float:
    """Nameplate power of one rack in its air-cooled form [W], which fixes how many racks a group has."""
    return float(resolve(rack, registry.AIR, servers=servers, overrides=overrides)[0]["nameplate"])


def dissimilar(info, other) -> bool:
    """True where two racks do not carry the same chips; such options are compared per PFLOP-hour."""
    return info["chip"] != other["chip"] or info["chip"] == "inline"
