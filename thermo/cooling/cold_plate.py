"""Cold plates: liquid through plates on the packages, air through what is left of the server's fans for the rest.

The liquid of a server splits over its plates in proportion to the nameplate power under them; plates that stand in
series share one branch. A plate comes from its geometry (parallel channels, `core/correlations/coldplate.py`) or from
a vendor's record::

    R = R_inf + R_c V^-n,        dp = a V + b V^2

Servers hang in parallel on the rack's manifold. The one farthest from the inlet gets less, for small imbalance in
proportion to half the header's pressure drop over the branch's::

    V_worst = V / (1 + (dp_header / dp_branch) / 2)

Powers and the split of heat come from the typical plate (mean flow, mean place in its series), limits from the worst one
(least flow, last in its series).

Split of heat per server. Into the liquid: what the junctions push through the plates, and the stated shares of memory,
regulators and other parts that lie under plates, less what plates, hoses and manifold give to the air::

    Q_leak = A h (T_liquid - T_air)

Everything else warms the air, and warm coolant gives more to it, both by Q_leak and through the board. The fans that stay
hold `residual_rise`, and run faster when memory would pass its limit.

Range: laminar to turbulent channels; coolant inside its property data. Outside F_EXTRAPOLATED is set.

References
----------
Header imbalance: small-imbalance limit of a U-type manifold with friction-dominated branches. Distributed take-off
leaves one third of the friction that the full flow would have over the header's length.
"""

import math

from thermo.cooling.common import chassis_flow, junction, residual_fans, supply_chain
from thermo.cooling.record import RACK
from thermo.core import fluids
from thermo.core.correlations.coldplate import channel_plate, vendor_plate
from thermo.core.correlations.convection import plate_laminar
from thermo.core.correlations.friction import pipe_pressure_drop, valve_pressure_drop
from thermo.core.fields import (
    F_EXTRAPOLATED,
    F_FAN_LIMIT,
    F_FROZEN,
    F_NO_FLOW,
    F_RUNAWAY,
    F_TRIPPED,
    M_AIRFLOW,
    M_CASE,
    M_CHIP,
    M_COOLANT,
    M_FLUX,
    M_GEOMETRY,
    M_INTAKE,
    M_MEM,
    R_AIRMAX,
    R_AIRNEED,
    R_COMPUTE,
    R_DONE,
    R_DP,
    R_FAN,
    R_FLAGS,
    R_PSU,
    R_PUMP,
    R_QA,
    R_QL,
    R_RSINK,
    R_SPEED,
    R_TCASE,
    R_TCHIP,
    R_TEX,
    R_TIN,
    R_TLOUT,
    R_TMEM,
    R_VA,
    R_VL,
    R_VR,
    X_P,
    X_RECIRC,
    X_TA,
    X_TL,
    X_U,
    X_VL,
)
from thermo.core.jit import VECTOR, kernel, point
