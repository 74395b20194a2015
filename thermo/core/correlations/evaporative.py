"""Direct evaporative pads.

Rigid cellulose media ("CelDek"): saturation effectiveness from depth and face velocity; the air moves along its line of
constant wet bulb, on which the water it takes up brings the enthalpy of liquid at the wet bulb.

Valid for depth 0.05-0.6 m and face velocity 0.5-4 m/s.

References
----------
EnergyPlus Input Output Reference, EvaporativeCooler:Direct:CelDekPad (the polynomial). ASHRAE Fundamentals 2017,
chapter 1, equation 33 (adiabatic saturation; the water's 4.186 kJ/(kg K) is its).
"""

from thermo.core.jit import kernel
from thermo.core.psychrometrics import CP_DRY, CP_VAPOUR, LATENT

CP_LIQUID = 4186.0  # J/(kg K)
DEPTH_RANGE = (0.05, 0.6)  # m
VELOCITY_RANGE = (0.5, 4.0)  # m/s


@kernel
def celdek(depth, velocity):
    """Saturation effectiveness [1] of a rigid pad of given depth [m] at given face velocity [m/s].

    Notes
    -----
    Polynomial of third degree in depth and velocity, 0.05-0.6 m and 0.5-4 m/s; both are held inside that range and the
    result inside [0, 1].

    References
    ----------
    EnergyPlus Input Output Reference, EvaporativeCooler:Direct:CelDekPad.
    """
    d = min(max(depth, DEPTH_RANGE[0]), DEPTH_RANGE[1])
    v = min(max(velocity, VELOCITY_RANGE[0]), VELOCITY_RANGE[1])
    effectiveness = (
        0.792714
        + 0.958569 * d
        - 0.25193 * v
        - 1.03215 * d * d
        + 0.0262659 * v * v
        + 0.914869 * d * v
        - 1.48241 * v * d * d
        - 0.018992 * v**3 * d
        + 1.13137 * d**3 * v
        + 0.0327622 * v**3 * d * d
        - 0.145384 * d**3 * v * v
    )
    return min(max(effectiveness, 0.0), 1.0)


@kernel
def pad_outlet(t, t_wb, effectiveness):
    """Dry bulb [degC] behind a pad: t - effectiveness (t - wet bulb)."""
    return t - effectiveness * (t - t_wb)


@kernel
def humidity_at_enthalpy(t, h):
    """Humidity ratio [kg/kg] of air at t [degC] with enthalpy h [J/kg dry air]: (h - cp t) / (latent + cp_v t)."""
    return (h - CP_DRY * t) / (LATENT + CP_VAPOUR * t)


@kernel
def pad_water(t_wb):
    """Enthalpy [J/kg] of the water a pad gives to air of wet bulb t_wb [degC]: liquid at the wet bulb, not below 0."""
    return CP_LIQUID * max(t_wb, 0.0)


@kernel
def humidity_behind_pad(t, h, w, h_water):
    """Humidity ratio [kg/kg] of air of enthalpy h [J/kg], w that a pad brings to t [degC], see `pad_water`.

    Notes
    -----
    h + h_water (w' - w) = cp t + w' (latent + cp_v t)
    """
    return (h - h_water * w - CP_DRY * t) / (LATENT + CP_VAPOUR * t - h_water)


@kernel
def indirect_outlet(t_return, t_outdoor, effectiveness):
    """Supply temperature [degC] of an indirect cooler: t_return - effectiveness (t_return - t_outdoor).

    `t_outdoor` is the dry bulb in dry mode and the wet bulb in wet mode.
    """
    return t_return - effectiveness * (t_return - t_outdoor)
