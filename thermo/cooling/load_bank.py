"""Load bank: heat without chips or fans, for commissioning halls and for comparison with other simulators.

All power becomes heat in the room's air, or in the liquid where the option's technology has one. Nothing throttles and
nothing is limited but the coolant.
"""

import math

from thermo.core.fluids import density, specific_heat
from thermo.core.jit import point
from thermo.schema.rack import RACK, RACK_IN, RACK_RESULT


@point(RACK, RACK_IN, RACK_RESULT)
def rack(rec, x, out):
    """Power in proportion to utilisation; heat to the liquid where it flows, else to the room's air."""
    power, liquid = rec.nameplate * x.u, x.v_liquid > 0.0
    out.vr_loss = out.fans = out.pumps = out.psu_loss = out.q_liquid = out.q_air = 0.0
    out.v_air = out.v_liquid = out.dp = out.r_sink = out.fan_speed = out.air_needed = out.status = 0.0
    out.t_saturation = out.exit_quality = out.margin_quality = out.margin_suction = out.margin_stability = 0.0
    out.fluid_loss = out.fluid_charge = 0.0
    out.compute, out.done = power, 1.0
    out.t_intake = out.t_exhaust = x.t_air
    out.air_possible = 1e9
    t, out.t_out = x.t_air, math.nan
    if liquid:
        t = x.t_liquid
        out.q_liquid, out.v_liquid = power, x.v_liquid
        leaving = t
        for _ in range(8):  # the specific heat hangs on the mean
            cp = specific_heat(rec.coolant, 0.5 * (t + leaving))
            leaving = t + power / (x.v_liquid * density(rec.coolant, t) * cp)
        out.t_out = leaving
    else:
        out.q_air = power
    out.t_chip, out.t_case, out.t_memory = t, t, t
    out.margin_chip, out.margin_case, out.margin_memory, out.margin_intake = math.inf, math.inf, math.inf, math.inf
    out.margin_airflow, out.margin_flux, out.margin_geometry = 1.0, math.inf, 1.0
    out.margin_coolant = math.inf if not liquid else rec.coolant_max - t
