"""Heat pump that lifts the hall's heat to what a heat customer needs.

COP = share of Carnot between evaporation and condensation, PINCH / 2 beyond the source water that leaves and the
supply that is delivered; not above MOST. It delivers up to its capacity; below `minimum` of it the machine cycles and
COP falls as COP x / (0.9 x + 0.1) with x = part load / minimum. Power = delivered / COP; the source gives the rest.

References
----------
Arpagaus et al. 2018, Energy 152 (large heat pumps reach 0.4-0.6 of Carnot); EN 14825 (cycling, coefficient 0.9).
"""

from thermo.core.jit import kernel

PINCH = 5.0  # K, differences at evaporator and condenser together
LEAST, MOST = 1.5, 8.0  # COP: machines of one stage are not built beyond
KELVIN = 273.15


@kernel
def full_load_cop(share, t_cold, t_hot):
    """Coefficient of performance [1] from source water leaving at t_cold to supply at t_hot [degC]."""
    return min(max(share * (t_hot + KELVIN) / max(t_hot - t_cold + PINCH, 0.1), LEAST), MOST)


@kernel
def lift(share, capacity, minimum, t_cold, t_hot, demand, source):
    """Heat delivered [W] and power [W] of a machine that may take `source` [W] at most."""
    cop = full_load_cop(share, t_cold, t_hot)
    delivered = min(demand, capacity, source * cop / (cop - 1.0))
    if delivered <= 0.0:
        return 0.0, 0.0
    part = min(delivered / max(capacity * minimum, 1e-9), 1.0)
    return delivered, delivered / max(cop * part / (0.9 * part + 0.1), 1.0)
