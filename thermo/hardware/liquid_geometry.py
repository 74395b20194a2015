"""Hoses, manifold, couplings, tank and spray plate of a liquid-cooled rack, sized from its design flow.

The design flow is `flow_per_watt` times the nameplate power, shared equally by the servers. What the library or the
study gives stands; what is missing (NaN) is sized::

    hose, manifold, tank pipe    D = sqrt(4 V / (pi v)) at the design velocity v
    quick disconnect             Kv = 3600 V sqrt(1 bar / dp) at the design pressure drop
    holes of the spray plate     N = V / (v A_hole), rounded up
    surface to the air           both sides of the plates, hoses, the server's part of two manifolds

and what follows from the server's front: 35 % of it open to air beside plates, or to oil. A rack sold whole keeps
all its fans, and the couplings, hoses and manifold of its technology's usual design flow; a server turned to plates
keeps half of its fans.
"""

from math import ceil, isnan, nan, pi, sqrt

from thermo.library import defaults, defaults_kinds, registry

OPEN_SHARE = 0.35  # of a server's front (assumption)
OIL_SHARE = 0.6  # of a server's volume (assumption)
FANS_KEPT = 0.5  # of the air version; liquid-cooled 4U sisters of 8U servers (assumption)
BOARD_SHARE = 0.7  # of a server's floor (assumption)
KINDS = ("chip", "host")


def diameter(flow, velocity):
    """Inner diameter [m] of a pipe for a flow [m3/s] at a velocity [m/s]."""
    return sqrt(4.0 * flow / (pi * velocity))


def flow_factor(flow, drop):
    """Kv [m3/h at 1 bar] of a coupling that loses `drop` [Pa] at a flow [m3/s] of water."""
    return 3600.0 * flow * sqrt(1e5 / drop)


def fill(record, package, technology, overrides):
    """Complete the plate, tank and spray fields of a rack's record.

    Parameters
    ----------
    record : numpy.ndarray or numpy.void
        Scalar of dtype `RACK`; general and package fields filled, missing fields NaN. Changed in place.
    package : dict of str to float
        Template values by record field (such as `chip_plate_width`), SI; they fill what is missing.
    technology : str
        One without a liquid leaves the record alone.
    overrides : dict of str to float
        Values by record field, SI; they replace what is there. Design velocities and pressure drops (`hose_velocity`,
        `manifold_velocity`, `qd_drop`, `tank_pipe_velocity`, `orifice_velocity`) are taken from here too.

    Notes
    -----
    Needs servers, nameplate, server_width, server_height, server_depth, rack_height and flow_per_watt.
    """
    if not registry.technology(technology).liquid:
        return
    for name, value in package.items():
        if name in record.dtype.names and isnan(record[name]):
            record[name] = value
    for name, value in overrides.items():
        if name in record.dtype.names:
            record[name] = value
    if _bath(technology):
        for name, to in (("boiler_thickness", "tank_base"), ("boiler_k", "tank_base_k")):
            for kind in KINDS if name in overrides else ():
                record[f"{kind}_{to}"] = overrides[name]
    inputs = _inputs(technology) | overrides
    for name, value in inputs.items():
        if name in record.dtype.names and isnan(record[name]):
            record[name] = value
    for name, value in _sizes(record, inputs, technology).items():
        if isnan(record[name]):
            record[name] = value


def _bath(technology):
    """True for a tank whose liquid boils."""
    facts = registry.technology(technology)
    return facts.tank and bool(facts.boils)


def _inputs(technology):
    """Defaults of all liquid technologies that have a number, in engine units, the one asked for on top."""
    values, known = {}, [t for t in defaults_kinds()["technology"] if registry.technology(t).liquid]
    for name in [t for t in known if t != technology] + [t for t in known if t == technology]:
        for key, item in defaults("technology", name).items():
            number = item.si() if item.quantity not in ("text", "choice", "switch") else nan
            if not isnan(number):
                values[key] = number
    return values


def _package_area(record, width, length):
    """Floor area [m2] of all plates or sinks of one server."""
    area = 0.0
    for kind in KINDS:
        if record[f"{kind}_count"] > 0.0:
            area += float(record[f"{kind}_count"] * record[f"{kind}_{width}"] * record[f"{kind}_{length}"])
    return area


def _sizes(record, inputs, technology):
    """Sized fields of all three groups: a record is complete whichever of its groups a technology reads."""
    n = float(record["servers"])
    per_watt = float(record["flow_per_watt"])
    if record["fixed"] > 0.0:  # a rack sold whole is built for its maker's flow, whatever flow it is given
        per_watt = _inputs(technology).get("flow_per_watt", per_watt)
    rack_flow = per_watt * float(record["nameplate"])
    flow = rack_flow / n
    width, height, depth = (float(record[f"server_{side}"]) for side in ("width", "height", "depth"))
    stack, front, length = n * height, width * height, float(record["rack_height"])
    hose = diameter(flow, inputs["hose_velocity"])
    manifold = diameter(rack_flow, inputs["manifold_velocity"])
    plates = 2.0 * _package_area(record, "plate_width", "plate_length")
    hole = 0.25 * pi * float(record["orifice_diameter"]) ** 2
    sprayed = _package_area(record, "spray_width", "spray_length")
    return {
        "fans_kept": 1.0 if record["fixed"] > 0.0 else FANS_KEPT,
        "hose_diameter": hose,
        "qd_kv": flow_factor(flow, inputs["qd_drop"]),
        "manifold_diameter": manifold,
        "manifold_length": length,
        "plate_air_area": plates + pi * hose * float(record["hose_length"]) + 2.0 * pi * manifold * length / n,
        "plate_free_area": OPEN_SHARE * front,
        "tank_pipe_diameter": diameter(rack_flow, inputs["tank_pipe_velocity"]),
        "tank_flow_area": OPEN_SHARE * front,
        "tank_volume": OIL_SHARE * stack * width * depth * (inputs["tank_fill"] if _bath(technology) else 1.0),
        "coil_area": float(record["nameplate"]) / inputs["coil_flux"],
        "tank_wall_area": 2.0 * stack * (width + depth) + stack * width,
        "orifices": float(ceil(flow / (inputs["orifice_velocity"] * hole))),
        "board_area": max(0.1 * width * depth, BOARD_SHARE * width * depth - sprayed),
        "drain_width": width,
        "spray_wall_area": 2.0 * length * (width + depth),
    }
