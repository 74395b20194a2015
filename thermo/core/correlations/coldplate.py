"""Single-phase cold plates with parallel rectangular channels: resistance and pressure drop from geometry.

References
----------
Tuckerman & Pease 1981 (parallel channels as fins); Shah & London 1978 (rectangular ducts, H1 condition); Hausen 1943
(thermal entry, tube form carried over on the hydraulic diameter).
"""

from math import exp, expm1, floor

from thermo.core.correlations.convection import entry_increment, graetz, rectangle_nusselt, tube
from thermo.core.correlations.friction import darcy, rectangle_fanning_re, rectangle_hagenbach
from thermo.core.correlations.heatsink import fin_efficiency
from thermo.core.jit import kernel

SMALLEST_FLOW = 1e-12  # m3/s
LAMINAR = 2000.0
TURBULENT = 4000.0


@kernel
def channel_count(width, channel, wall):
    """Channels [1] that fit: floor((W + t_w) / (w_c + t_w))."""
    return floor((width + wall) / (channel + wall) + 1e-9)


@kernel
def channel_nusselt(re, pr, aspect, diameter, length, developing):
    """Mean Nu of a rectangular channel on its hydraulic diameter.

    Notes
    -----
    Laminar (Re < 2000): Shah-London H1, plus Hausen's entry increment when `developing` is 1.0 (0.0 leaves it out).
    Above 4000 the tube's Gnielinski value, straight in Re between. aspect = short / long side.
    """
    low_re = min(re, LAMINAR)
    nu = rectangle_nusselt(aspect)
    if developing > 0.5:
        nu += entry_increment(graetz(low_re, pr, diameter, length))
    if re > LAMINAR:
        high = tube(max(re, TURBULENT), pr, diameter, length)
        share = min((re - LAMINAR) / (TURBULENT - LAMINAR), 1.0)
        nu += share * (high - nu)
    return nu


@kernel
def core_pressure_drop(length, channel, wall_height, count, flow, rho, mu, loss, developing):
    """Pressure drop [Pa] over the channels of a plate.

    Notes
    -----
    Laminar: 4 (f Re)/Re L/D_h rho u^2/2, plus Hagenbach's factor when `developing` is 1.0; plus `loss` velocity heads
    for inlet, outlet and plenum. Above Re 4000 the smooth tube's factor, straight in Re from 2000.
    """
    flow = max(flow, SMALLEST_FLOW)
    u = flow / (count * channel * wall_height)
    diameter = 2.0 * channel * wall_height / (channel + wall_height)
    re = rho * u * diameter / mu
    aspect = min(channel, wall_height) / max(channel, wall_height)
    f = 4.0 * rectangle_fanning_re(aspect) / re
    extra = loss
    if developing > 0.5:
        extra += rectangle_hagenbach(aspect)
    if re > LAMINAR:
        f_low = 4.0 * rectangle_fanning_re(aspect) / LAMINAR
        f_high = darcy(max(re, TURBULENT), 0.0)
        f = f_low + min((re - LAMINAR) / (TURBULENT - LAMINAR), 1.0) * (f_high - f_low)
    return (f * length / diameter + extra) * 0.5 * rho * u * u


@kernel
def microchannel(length, channel, wall, wall_height, base, k_solid, base_area, count, flow, rho, cp, k, mu, developing):
    """Resistances of a plate of parallel channels.

    Parameters
    ----------
    length, channel, wall, wall_height, base : float
        Channel length along the flow, channel width, wall thickness, channel height, base thickness [m].
    k_solid, base_area : float
        Conductivity [W/(m K)] and area [m2] of the base.
    count : float
        Channels in parallel [1].
    flow : float
        Volume flow of the plate [m3/s].
    rho, cp, k, mu : float
        Density, specific heat, conductivity, viscosity of the coolant (SI), at inlet or mean temperature.
    developing : float
        1.0 with the thermal entry, 0.0 without.

    Returns
    -------
    tuple of float
        R to the inlet with an isothermal base [K/W] = R_base + 1/[m cp (1 - exp(-NTU))]; R_base [K/W];
        1/(h A) [K/W]; film coefficient [W/(m2 K)]; fin efficiency [1]; Re [1]; NTU [1].

    Notes
    -----
    Insulated cover: A = N L (w_c + 2 eta H_c). R already holds the warming of the coolant. Half the warming is
    1/(2 m cp): R_base + 1/(h A) + 1/(2 m cp) is the form referred to the mean coolant temperature.
    """
    flow = max(flow, SMALLEST_FLOW)
    u = flow / (count * channel * wall_height)
    diameter = 2.0 * channel * wall_height / (channel + wall_height)
    re = rho * u * diameter / mu
    aspect = min(channel, wall_height) / max(channel, wall_height)
    h = channel_nusselt(re, cp * mu / k, aspect, diameter, length, developing) * k / diameter
    eta = fin_efficiency(h, k_solid, wall, wall_height)
    area = count * length * (channel + 2.0 * eta * wall_height)
    capacity = rho * flow * cp
    ntu = h * area / capacity
    r_base = base / (k_solid * base_area)
    r = r_base + 1.0 / (capacity * -expm1(-ntu))
    return r, r_base, 1.0 / (h * area), h, eta, re, ntu


@kernel
def catalogue_resistance(r_limit, coefficient, exponent, flow):
    """Resistance [K/W] by a maker's fit R = R_limit + C V^-n, V in m3/s."""
    return r_limit + coefficient * max(flow, SMALLEST_FLOW) ** -exponent


@kernel
def catalogue_pressure_drop(linear, quadratic, flow):
    """Pressure drop [Pa] by a maker's fit dp = a V + b V^2, V in m3/s."""
    return flow * (linear + quadratic * flow)


@kernel
def quick_disconnect(flow, kv, rho):
    """Pressure drop [Pa] of a valve or quick disconnect of flow factor kv [m3/h at 1 bar, water]."""
    hourly = 3600.0 * flow / kv
    return 1e5 * rho / 999.97 * hourly * hourly


@kernel
def effectiveness(ntu):
    """Share of the largest possible warming that an isothermal plate reaches: 1 - exp(-NTU)."""
    return 1.0 - exp(-ntu)
