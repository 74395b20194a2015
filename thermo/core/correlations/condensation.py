"""Film condensation outside plates and tubes, and what a gas that does not condense takes from it.

References
----------
Nusselt 1916; horizontal tube 0.729, tube rows Nusselt n^-1/4 and Kern 1958 n^-1/6; Rohsenow 1956 (h_fg + 0.68 cp dT).
Stefan's law for vapour through a stagnant gas with the Chilton-Colburn analogy: Colburn & Hougen 1934, Ind. Eng. Chem.
26, 1178-1182. Fuller, Schettler & Giddings 1966 for the diffusivity.
"""

from math import exp, log, sqrt

from thermo.core.jit import kernel

GRAVITY = 9.80665  # m/s2
GAS_CONSTANT = 8.314462618  # J/(mol K)
PLATE = 2.0 * sqrt(2.0) / 3.0
AIR_MOLAR_MASS = 0.0289652  # kg/mol
AIR_DIFFUSION_VOLUME = 19.7  # Fuller et al.
LAMINAR_END = 1800.0  # 4 Gamma/mu


@kernel
def _group(rho_l, rho_v, k, mu, h_fg, dt, length):
    return GRAVITY * rho_l * (rho_l - rho_v) * k * k * k * h_fg / (mu * max(dt, 1e-9) * length)


@kernel
def vertical_plate(rho_l, rho_v, k, mu, h_fg, dt, height):
    """Mean film coefficient [W/(m2 K)] on a plate or tube of `height` [m], saturation dt [K] above the wall.

    Notes
    -----
    2 sqrt(2)/3 [g rho_l (rho_l - rho_v) k^3 h_fg / (mu dT L)]^(1/4), laminar; ripples add up to 20 %. Liquid
    properties.
    """
    return PLATE * _group(rho_l, rho_v, k, mu, h_fg, dt, height) ** 0.25


@kernel
def horizontal_tube(rho_l, rho_v, k, mu, h_fg, dt, diameter):
    """Mean film coefficient [W/(m2 K)] on one horizontal tube: 0.729 [...]^(1/4) on the outer diameter [m]."""
    return 0.729 * _group(rho_l, rho_v, k, mu, h_fg, dt, diameter) ** 0.25


@kernel
def corrected_latent_heat(h_fg, cp, dt):
    """Heat of condensation with the film's subcooling [J/kg]: h_fg (1 + 0.68 cp dT/h_fg)."""
    return h_fg + 0.68 * cp * max(dt, 0.0)


@kernel
def row_factor(rows):
    """Mean over a column of `rows` tubes against the top one [1], Kern's n^(-1/6); Nusselt's n^(-1/4) is lower."""
    return max(rows, 1.0) ** (-1.0 / 6.0)


@kernel
def film_in_range(flux, run, mu, h_fg):
    """1.0 while the film stays laminar, 4 q L/(h_fg mu) < 1800, else 0.0; L its run [m]."""
    return 1.0 if 4.0 * flux * run / (h_fg * mu) <= LAMINAR_END else 0.0


@kernel
def diffusivity(t, p, molar_mass, volume):
    """Diffusivity [m2/s] of a vapour in air (Fuller) at t [degC], p [Pa]; molar mass [kg/mol], volume [cm3/mol].

    Notes
    -----
    D = 1e-7 T^1.75 sqrt(1/M + 1/M_air) / {p [v^(1/3) + 19.7^(1/3)]^2}, M in g/mol, p in atm; within 5 to 10 %.
    """
    masses = sqrt(1e-3 / molar_mass + 1e-3 / AIR_MOLAR_MASS)
    volumes = volume ** (1.0 / 3.0) + AIR_DIFFUSION_VOLUME ** (1.0 / 3.0)
    return 1.01325e-2 * (t + 273.15) ** 1.75 * masses / (p * volumes * volumes)


@kernel
def interface_pressure(flux, p, p_vapour, t, molar_mass, d, layer, h_fg):
    """Pressure of the vapour at a condensing film behind the gas that gathers there [Pa]; 0 when none gets through.

    Parameters
    ----------
    flux : heat flux into the film [W/m2]
    p, p_vapour : total pressure, vapour's share of it in the bulk [Pa]
    t, molar_mass, d : gas temperature [degC], of the vapour [kg/mol], diffusivity [m2/s]
    layer : thickness of the gas layer [m]
    h_fg : [J/kg]

    Notes
    -----
    Stefan: j = D p M/(R T delta) ln[(p - p_i)/(p - p_v)] = q/h_fg. The film condenses at the saturation of p_i.
    """
    gas = p - p_vapour
    if gas <= 0.0 or flux <= 0.0:
        return p_vapour
    pull = flux / h_fg * GAS_CONSTANT * (t + 273.15) * layer / (d * p * molar_mass)
    return max(0.0, p - gas * exp(min(pull, 700.0)))


@kernel
def vent_loss(flow, p_vapour, molar_mass, t):
    """Vapour [kg/s] carried out by a vent flow [m3/s] saturated at t [degC] with p_vapour [Pa]: V p M/(R T)."""
    return flow * p_vapour * molar_mass / (GAS_CONSTANT * (t + 273.15))


@kernel
def diffusion_loss(area, depth, p, p_vapour, molar_mass, t, d):
    """Vapour [kg/s] that diffuses out of an opening of `area` [m2] through `depth` [m] of still air.

    Notes
    -----
    D p M/(R T depth) ln[p/(p - p_v)] A: Stefan's law, no vapour in the room. p_vapour is held 0.1 % below p.
    """
    share = min(p_vapour / p, 0.999)
    return area * d * p * molar_mass / (GAS_CONSTANT * (t + 273.15) * depth) * -log(1.0 - share)
