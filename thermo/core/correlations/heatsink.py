"""Plate-fin heat sinks in a forced stream: resistance and pressure drop from geometry.

References
----------
Teertstra, Yovanovich & Culham 2000, Journal of Electronics Manufacturing 10(4), 253-262 (heat transfer).
Muzychka & Yovanovich 1998, Modeling friction factors in non-circular ducts for developing laminar flow (pressure).
Kays & London 1984 (contraction and expansion), in the form of Culham & Muzychka 2001, IEEE Trans. Components and
Packaging Technologies 24(2), 159-165. The Nusselt form, fin and gap relations agree with a public implementation of
that paper; the constants of the pressure drop are from memory.
"""

from math import inf, sqrt, tanh

from thermo.core.jit import kernel
from thermo.core.roots import step

# Shah & London, in the rounding printed with the apparent friction form: Fanning f Re over gap / height
DEVELOPED = (24.0, -32.527, 46.721, -40.829, 22.954, -6.089)
SMALLEST_FLOW = 1e-12  # m3/s
SMALLEST_AREA = 1e-9  # m2


@kernel
def teertstra(re_star, pr):
    """Nu on the gap between parallel fins, referred to the temperature of the inlet.

    Notes
    -----
    {[Re* Pr/2]^-3 + [0.664 sqrt(Re*) Pr^(1/3) sqrt(1 + 3.65/sqrt(Re*))]^-3}^(-1/3), Re* = (u b/nu)(b/L),
    0.1 < Re* < 100. The first term is the caloric limit: no further term for the warming of the stream is due.
    """
    re_star = max(re_star, 1e-9)
    root = sqrt(re_star)
    caloric = 0.5 * re_star * pr
    developing = 0.664 * root * pr ** (1.0 / 3.0) * sqrt(1.0 + 3.65 / root)
    ratio = caloric / developing
    return caloric / (1.0 + ratio * ratio * ratio) ** (1.0 / 3.0)


@kernel
def teertstra_in_range(re_star):
    """1.0 where 0.1 < Re* < 100, else 0.0."""
    return 1.0 if 0.1 <= re_star <= 100.0 else 0.0


@kernel
def fin_parameter(h, k_fin, thickness):
    """Fin parameter m [1/m]: sqrt(2 h / (k t)) of a straight fin."""
    return sqrt(2.0 * max(h, 0.0) / (k_fin * thickness))


@kernel
def fin_efficiency(h, k_fin, thickness, height):
    """Efficiency of a straight fin with insulated tip: tanh(m H) / (m H)."""
    mh = fin_parameter(h, k_fin, thickness) * height
    return tanh(mh) / mh if mh > 1e-6 else 1.0


@kernel
def fin_efficiency_corrected(h, k_fin, thickness, height):
    """Efficiency of a straight fin whose tip sheds heat: as insulated with H + t/2."""
    return fin_efficiency(h, k_fin, thickness, height + 0.5 * thickness)


@kernel
def apparent_friction(re, length, diameter, aspect):
    """Apparent Fanning factor of developing laminar flow in a slot; aspect = gap / height.

    Notes
    -----
    f_app Re = sqrt[(3.44/sqrt(L+))^2 + (f Re)^2], L+ = L/(D_h Re), D_h = 2 b; Re < 2000 or so.
    """
    re = max(re, 1e-9)
    a = aspect
    c = DEVELOPED
    developed = c[0] + a * (c[1] + a * (c[2] + a * (c[3] + a * (c[4] + a * c[5]))))
    return sqrt(3.44 * 3.44 * diameter * re / length + developed * developed) / re


@kernel
def gap(width, thickness, count):
    """Free width between fins [m]: (W - N t) / (N - 1)."""
    return (width - count * thickness) / (count - 1.0)


@kernel
def plate_fin_pressure_drop(width, length, height, thickness, count, flow, rho, mu):
    """Pressure drop [Pa] of a plate-fin sink that all of `flow` [m3/s] passes through.

    Notes
    -----
    (K_c + 4 f_app L/D_h + K_e) rho u^2/2, K_c = 0.42 (1 - s^2), K_e = (1 - s^2)^2, s = 1 - N t/W. The square of
    1 - s^2 is that of the source; open slot ends only, no tip clearance.
    """
    b = gap(width, thickness, count)
    u = max(flow, SMALLEST_FLOW) / ((count - 1.0) * b * height)
    diameter = 2.0 * b
    f = apparent_friction(rho * u * diameter / mu, length, diameter, b / height)
    free = 1.0 - count * thickness / width
    closed = 1.0 - free * free
    return (0.42 * closed + 4.0 * f * length / diameter + closed * closed) * 0.5 * rho * u * u


@kernel
def plate_fin(width, length, height, thickness, count, k_fin, flow, rho, cp, k, mu):
    """Resistance to the inlet stream [K/W] and what it is made of.

    Parameters
    ----------
    width, length, height, thickness : float
        Base width across the flow, fin length along it, fin height, fin thickness [m].
    count : float
        Number of fins [1], at least 2.
    k_fin : float
        Conductivity of the fins [W/(m K)].
    flow : float
        Volume flow between the fins [m3/s].
    rho, cp, k, mu : float
        Density [kg/m3], specific heat [J/(kg K)], conductivity [W/(m K)], viscosity [Pa s] of the stream.

    Returns
    -------
    tuple of float
        Convective resistance base to inlet [K/W] (no base conduction or spreading), film coefficient referred to
        the inlet [W/(m2 K)], fin efficiency [1], velocity [m/s], Re* [1].

    Notes
    -----
    R = 1 / {h [(N - 1) b L + 2 (N - 1) H L eta]}.
    """
    b = gap(width, thickness, count)
    u = max(flow, SMALLEST_FLOW) / ((count - 1.0) * b * height)
    re_star = rho * u * b / mu * b / length
    h = teertstra(re_star, cp * mu / k) * k / b
    eta = fin_efficiency(h, k_fin, thickness, height)
    area = (count - 1.0) * length * (b + 2.0 * height * eta)
    return 1.0 / (h * area), h, eta, u, re_star


@kernel
def flow_through_fins(width, length, height, thickness, count, bypass_area, bypass_loss, flow, rho, mu):
    """Part of `flow` [m3/s] that goes between the fins when a free area beside or above them lets air pass.

    Notes
    -----
    The two paths share the pressure drop: dp_fins(V_fins) = K_bypass rho (V_bypass/A_bypass)^2/2. Secant steps in a
    bracket (Illinois), at most 60. Without bypass area all air goes through.
    """
    if bypass_area <= SMALLEST_AREA or flow <= SMALLEST_FLOW:
        return flow
    rest = 0.5 * rho * bypass_loss / (bypass_area * bypass_area)
    lo, hi = 0.0, flow
    f_lo = -rest * flow * flow
    f_hi = plate_fin_pressure_drop(width, length, height, thickness, count, flow, rho, mu)
    x = 0.5 * flow
    for _ in range(60):
        beside = flow - x
        fx = plate_fin_pressure_drop(width, length, height, thickness, count, x, rho, mu) - rest * beside * beside
        last = x
        lo, f_lo, hi, f_hi, x = step(lo, f_lo, hi, f_hi, x, fx)
        if abs(x - last) < 1e-12 * flow:
            break
    return x


@kernel
def base_conduction(thickness, k_base, area):
    """Resistance of a base plate without spreading [K/W]: t / (k A)."""
    return thickness / (k_base * area) if area > 0.0 else inf
