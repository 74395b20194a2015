"""Load bank: heat without chips or fans, for commissioning halls and for comparison with other simulators.

All power becomes heat in the room's air, or in the liquid where the option's technology has one. Nothing throttles and
nothing is limited but the coolant.
"""

import math

from thermo.core.fluids import density, specific_heat
from thermo.core.jit import VECTOR, point
from thermo.schema.points import (
    M_AIRFLOW,
    M_CASE,
    M_CHIP,
    M_COOLANT,
    M_FLUX,
    M_GEOMETRY,
    M_INTAKE,
    M_MEM,
    R_AIRMAX,
    R_COMPUTE,
    R_DONE,
    R_QA,
    R_QL,
    R_TCASE,
    R_TCHIP,
    R_TEX,
    R_TIN,
    R_TLOUT,
    R_TMEM,
    R_VL,
    RACK_OUT,
    X_TA,
    X_TL,
    X_U,
    X_VL,
)
from thermo.schema.rack import RACK


@point(RACK, VECTOR, VECTOR)
def rack(rec, x, out):
    """Power in proportion to utilisation; heat to the liquid where it flows, else to the room's air."""
    power, liquid = rec.nameplate * x[X_U], x[X_VL] > 0.0
    for i in range(RACK_OUT):
        out[i] = 0.0
    out[R_COMPUTE], out[R_DONE] = power, 1.0
    out[R_TIN] = out[R_TEX] = x[X_TA]
    out[R_AIRMAX] = 1e9
    t, out[R_TLOUT] = x[X_TA], math.nan
    if liquid:
        t = x[X_TL]
        out[R_QL], out[R_VL] = power, x[X_VL]
        leaving = t
        for _ in range(8):  # the specific heat hangs on the mean
            leaving = t + power / (x[X_VL] * density(rec.coolant, t) * specific_heat(rec.coolant, 0.5 * (t + leaving)))
        out[R_TLOUT] = leaving
    else:
        out[R_QA] = power
    out[R_TCHIP], out[R_TCASE], out[R_TMEM] = t, t, t
    out[M_CHIP], out[M_CASE], out[M_MEM], out[M_INTAKE] = math.inf, math.inf, math.inf, math.inf
    out[M_AIRFLOW], out[M_FLUX], out[M_GEOMETRY] = 1.0, math.inf, 1.0
    out[M_COOLANT] = math.inf if not liquid else rec.coolant_max - t
