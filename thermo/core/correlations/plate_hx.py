"""Chevron plate heat exchangers: heat transfer and friction from angle and Reynolds number.

References
----------
Martin 2010, VDI Heat Atlas, section N6 (as in the open library `ht` 1.2.0).
"""

from math import cos, log10, sin, sqrt, tan

from thermo.core.jit import kernel


@kernel
def martin_friction(re, chevron):
    """Darcy factor of a chevron channel; `chevron` [rad] is the angle of the corrugation to the flow.

    Notes
    -----
    1/sqrt f = cos/sqrt(0.18 tan + 0.36 sin + f0/cos) + (1 - cos)/sqrt(3.8 f1); Re < 2000: f0 = 64/Re,
    f1 = 597/Re + 3.85; else f0 = (1.8 log10 Re - 1.5)^-2, f1 = 39/Re^0.289. Jumps at Re = 2000. 200 < Re < 1e4;
    length from port to port.
    """
    re = max(re, 1e-3)
    if re < 2000.0:
        f0, f1 = 64.0 / re, 597.0 / re + 3.85
    else:
        f0, f1 = (1.8 * log10(re) - 1.5) ** -2.0, 39.0 / re**0.289
    c = cos(chevron)
    along = c / sqrt(0.18 * tan(chevron) + 0.36 * sin(chevron) + f0 / c)
    across = (1.0 - c) / sqrt(3.8 * f1)
    return (along + across) ** -2.0


@kernel
def martin_nusselt(re, pr, chevron, viscosity_ratio):
    """Nu of a chevron channel: 0.122 Pr^(1/3) (mu/mu_wall)^(1/6) [f Re^2 sin(2 phi)]^0.374."""
    f = martin_friction(re, chevron)
    return 0.122 * pr ** (1.0 / 3.0) * viscosity_ratio ** (1.0 / 6.0) * (f * re * re * sin(2.0 * chevron)) ** 0.374


@kernel
def martin_in_range(re):
    """1.0 where 200 < Re < 1e4, else 0.0."""
    return 1.0 if 200.0 <= re <= 1e4 else 0.0
