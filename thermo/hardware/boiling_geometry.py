"""Flow, return lines and coupling of a rack with pumped boiling plates, sized at 40 degC.

The design flow is the one that leaves `design_quality` if all nameplate power boils it, from a liquid `subcooling`
below saturation. The mixture's lines are sized by its homogeneous velocity::

    V/P  = 1 / [rho_l (x h_fg + cp dT)]
    D    = sqrt(4 V_mix / (pi v)),  V_mix = m (x/rho_v + (1 - x)/rho_l)
    Kv   = 3600 V_mix sqrt(rho_mix / 1000 x 1 bar / dp)
"""

from math import isnan, pi, sqrt

from thermo.library.boiling import states

AT = 40.0  # degC
YEAR = 365.0 * 86400.0  # s


def design_flow(fluid, values):
    """Liquid flow over nameplate power [m3/s/W] of a fluid by its key; `values` hold design_quality and subcooling."""
    p = states(fluid, AT)
    heat = values["design_quality"] * p["latent_heat"] + p["liquid_specific_heat"] * values["subcooling"]
    return 1.0 / (p["liquid_density"] * heat)


def fill(record, fluid, inputs):
    """Complete the fields of boiling plates: sized return lines, leak by the second. Changed in place."""
    p, x = states(fluid, AT), float(record["design_quality"])
    volume = x / p["vapour_density"] + (1.0 - x) / p["liquid_density"]
    mixture = float(record["flow_per_watt"] * record["nameplate"]) * p["liquid_density"] * volume
    server = mixture / float(record["servers"])
    sizes = {
        "return_diameter": sqrt(4.0 * server / (pi * inputs["return_velocity"])),
        "return_manifold_diameter": sqrt(4.0 * mixture / (pi * inputs["return_velocity"])),
        "return_kv": 3600.0 * server * sqrt(1e5 / (999.97 * volume) / inputs["return_drop"]),
    }
    for name, value in sizes.items():
        if isnan(record[name]):
            record[name] = value
    record["leak_rate"] = inputs["leak_rate"] / YEAR
