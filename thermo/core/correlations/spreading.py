"""Spreading of heat from a small source into a larger plate.

References
----------
Lee, Song, Au & Moran 1995, Constriction/spreading resistance model for electronics packaging, ASME/JSME Thermal
Engineering Conference 4, 199-206 (form from memory). Checked against the exact series of a disc on a disc: mean within
10 %, hottest point between -6 and +18 %.
"""

from math import pi, sqrt, tanh

from thermo.core.jit import kernel


@kernel
def _phi(source_radius, plate_radius, thickness, k_solid, r_far):
    """Lee's shape factor and the radius ratio."""
    ratio = source_radius / plate_radius
    lam = pi + 1.0 / (sqrt(pi) * ratio)
    per_biot = lam * pi * k_solid * plate_radius * r_far
    slope = tanh(lam * thickness / plate_radius)
    return (slope + per_biot) / (1.0 + per_biot * slope), ratio


@kernel
def lee_mean(area_source, area_plate, thickness, k_solid, r_far):
    """Spreading resistance for the mean temperature of the source [K/W].

    Parameters
    ----------
    area_source, area_plate : float
        Areas [m2], turned into discs of equal area.
    thickness, k_solid : float
        Plate thickness [m] and conductivity [W/(m K)].
    r_far : float
        Resistance from the plate's far face to the coolant [K/W].

    Notes
    -----
    Psi = (1 - e)^(3/2) Phi / 2, Phi = [tanh(l t) + l/Bi] / [1 + (l/Bi) tanh(l t)], l = pi + 1/(sqrt(pi) e),
    Bi = 1/(pi k b R_far); R = Psi / (sqrt(pi) k a). Add t/(k A_plate) + R_far. Valid for e = a/b up to 1, where it is
    zero.
    """
    a, b = sqrt(area_source / pi), sqrt(area_plate / pi)
    if a >= b:
        return 0.0
    phi, ratio = _phi(a, b, thickness, k_solid, r_far)
    return 0.5 * (1.0 - ratio) ** 1.5 * phi / (sqrt(pi) * k_solid * a)


@kernel
def lee_max(area_source, area_plate, thickness, k_solid, r_far):
    """Spreading resistance for the hottest point of the source [K/W]: Psi = (1 - e) Phi / sqrt(pi)."""
    a, b = sqrt(area_source / pi), sqrt(area_plate / pi)
    if a >= b:
        return 0.0
    phi, ratio = _phi(a, b, thickness, k_solid, r_far)
    return (1.0 - ratio) * phi / (pi * k_solid * a)
