"""Parts the liquid-cooled racks are made of: channel plates, oil-cooled sinks, sprayed sinks, bath, weir, memory.

Each part takes a liquid's coefficient vector and returns its resistance to the liquid's *inlet* temperature, so that
the liquid's own warming is inside::

    R = R_base + R_spreading + 1 / (C (1 - exp(-G / C))),      C = rho V cp,   G = sum of h A

with an isothermal base. Spreading from the heated area to the base is that of the source's mean (Lee et al. 1995), as
for air sinks. The correlations and their sources are in `core/correlations`; how they are put together is said here.

References
----------
Orifice in a plate of thickness l: Lichtarowicz, Duggins, Markland 1965, J. Mech. Eng. Sci. 7(2), 210-219,
1/Cd = 1/Cd_inf + (20/Re)(1 + 2.25 l/d), Cd_inf = 0.827 - 0.0085 l/d, 10 < Re < 2e4, 2 <= l/d <= 10, from memory;
its small logarithmic term is left out.
"""

import math

from thermo.cooling.common import dynamic_power, junction, leakage
from thermo.core import fluids
from thermo.core.correlations import film, friction, natural
from thermo.core.correlations.coldplate import (
    catalogue_pressure_drop,
    catalogue_resistance,
    channel_count,
    core_pressure_drop,
    microchannel,
)
from thermo.core.correlations.convection import (
    baehr_stephan,
    churchill_chu_plate,
    flat_plate_laminar,
    graetz,
    jet_stagnation,
)
from thermo.core.correlations.heatsink import fin_efficiency, fin_parameter
from thermo.core.correlations.spreading import lee_mean
from thermo.core.jit import kernel
from thermo.schema.flags import F_EXTRAPOLATED, F_FROZEN

LAMINAR_END = 2300.0
SLOT_FANNING_RE = 24.0  # parallel plates
JET_REACH = 0.8  # stagnation zone, radius / jet diameter
WEIR_CD = 0.62
SMALLEST = 1e-12


@kernel
def base_resistance(r_film, heated_area, base_area, thickness, conductivity):
    """Conduction through a base and spreading to it from a smaller heated area [K/W]; r_film [K/W] lies beyond it."""
    return thickness / (conductivity * base_area) + lee_mean(heated_area, base_area, thickness, conductivity, r_film)


@kernel
def inlet_resistance(conductance, capacity):
    """Resistance [K/W] from an isothermal wall to a stream's inlet; conductance h A and capacity rate C in W/K."""
    return 1.0 / (capacity * -math.expm1(-conductance / capacity))


@kernel
def pipe_drop(c, flow, t, diameter, length, loss):
    """Pressure drop [Pa] of a smooth pipe with loss coefficients [1] at a flow [m3/s]; 0 without a diameter."""
    if diameter <= 0.0:
        return 0.0
    return friction.pipe(flow, diameter, length, loss, 0.0, fluids.density(c, t), fluids.viscosity(c, t))


@kernel
def channel_plate(
    width, length, channel, height, wall, base, k, splits, port_diameter, port_k, heated_area, c, flow, t
):  # fmt: skip
    """Plate with parallel channels: (R to the inlet [K/W], pressure drop [Pa], Reynolds number [1]).

    Parameters
    ----------
    width, length : finned area across and along the flow [m]
    channel, height, wall, base : channel width and height, wall between two, floor [m]
    k : conductivity of the metal [W/(m K)]
    splits : 1 straight through, 2 fed in the middle and drained on both sides
    port_diameter, port_k : ports [m], loss of ports and plena in velocity heads of the port [1]
    heated_area : of the package [m2]
    c, flow, t : liquid, flow through the plate [m3/s], mean liquid temperature [degC]

    Notes
    -----
    Adiabatic cover; Shah-London with Hausen's thermal entry factor, to turbulent; dp with Hagenbach's entry loss.
    """
    rho, cp = fluids.density(c, t), fluids.specific_heat(c, t)
    k_liquid, mu = fluids.conductivity(c, t), fluids.viscosity(c, t)
    count = channel_count(width, channel, wall) * splits
    run = length / splits
    r, r_base, _, _, _, reynolds, _ = microchannel(
        run, channel, wall, height, base, k, width * length, count, flow, rho, cp, k_liquid, mu, 1.0
    )
    r += lee_mean(heated_area, width * length, base, k, r - r_base)
    dp = core_pressure_drop(run, channel, height, count, flow, rho, mu, 0.0, 1.0)
    if port_diameter > 0.0:
        dp += port_k * 0.5 * rho * (flow / (0.25 * math.pi * port_diameter**2)) ** 2
    return r, dp, reynolds


@kernel
def vendor_plate(r_inf, r_c, r_n, dp_a, dp_b, flow):
    """Plate from a vendor's record: (R to the inlet [K/W], pressure drop [Pa]) at a flow [m3/s], all constants SI."""
    return catalogue_resistance(r_inf, r_c, r_n, flow), catalogue_pressure_drop(dp_a, dp_b, flow)


@kernel
def gap_share(gap, height, bypass_gap, gap_area, flow_area, flow):
    """Speeds [m/s] in fin gaps and beside them that give both the same laminar pressure drop: (gap, bypass).

    gap_area [m2] of all gaps side by side, flow_area [m2] with the bypass; at least 5 % of it stays bypass.
    """
    aspect = min(gap, height) / max(gap, height)
    d_gap, d_bypass = 2.0 * gap * height / (gap + height), 2.0 * bypass_gap
    ratio = (d_gap**2 / friction.rectangle_fanning_re(aspect)) / (d_bypass**2 / SLOT_FANNING_RE)
    beside = max(flow_area - gap_area, 0.05 * flow_area)
    bypass = flow / (ratio * gap_area + beside)
    return ratio * bypass, bypass


@kernel
def immersed_sink(width, length, height, thickness, gap, base, k, base_k, heated_area, c, speed, t, rise):
    """Plate-fin sink in oil: (R to the oil below it [K/W], Richardson number, Elenbaas number, Reynolds number).

    Parameters
    ----------
    width, length, height, thickness, gap, base : fins upright along `length` [m]
    k, base_k : conductivity of fins and of the base, that of a vapour chamber in effect [W/(m K)]
    heated_area : of the package [m2]
    c, speed, t : oil, its speed in the gaps [m/s], its temperature below the sink [degC]
    rise : base above that temperature [K], from the caller's iteration

    Notes
    -----
    Nu^3 = Nu_forced^3 + Nu_natural^3, both to the inlet temperature; the forced one with (mu/mu_wall)^0.14.
    Properties at the mean of oil and base.
    """
    count = channel_count(width, thickness, gap)
    t_film, t_wall = t + 0.5 * rise, t + rise
    rho, cp = fluids.density(c, t_film), fluids.specific_heat(c, t_film)
    k_oil, mu = fluids.conductivity(c, t_film), fluids.viscosity(c, t_film)
    prandtl, beta = cp * mu / k_oil, fluids.expansion(c, t_film)
    speed = max(speed, SMALLEST)
    elenbaas = natural.rayleigh(beta, rise, gap, rho, cp, k_oil, mu) * gap / length
    h_natural = natural.bar_cohen_rohsenow(elenbaas) * k_oil / gap
    diameter = 2.0 * gap * height / (gap + height)
    reynolds = rho * speed * diameter / mu
    entry = baehr_stephan(graetz(min(reynolds, LAMINAR_END), prandtl, diameter, length), prandtl)
    h_forced = entry * k_oil / diameter * (mu / fluids.viscosity(c, t_wall)) ** 0.14
    floor, sides = (count - 1.0) * gap * length, 2.0 * count * height * length
    area = floor + sides * fin_efficiency(natural.combined(h_forced, h_natural), k, thickness, height)
    capacity = rho * cp * speed * (count - 1.0) * gap * height
    h_forced = 1.0 / (inlet_resistance(h_forced * area, capacity) * area)
    h = natural.combined(h_forced, h_natural)
    r_film = 1.0 / (h * (floor + sides * fin_efficiency(h, k, thickness, height)))
    r = r_film + base_resistance(r_film, heated_area, width * length, base, base_k)
    return r, natural.richardson(beta, rise, length, speed), elenbaas, reynolds


@kernel
def immersed_board(c, speed, length, t, rise):
    """Heat transfer coefficient [W/(m2 K)] of an upright component in oil: forced and natural, cubes added."""
    t_film = t + 0.5 * rise
    rho, cp = fluids.density(c, t_film), fluids.specific_heat(c, t_film)
    k, mu = fluids.conductivity(c, t_film), fluids.viscosity(c, t_film)
    prandtl = cp * mu / k
    forced = flat_plate_laminar(rho * speed * length / mu, prandtl)
    ra = natural.rayleigh(fluids.expansion(c, t_film), rise, length, rho, cp, k, mu)
    return natural.combined(forced, churchill_chu_plate(ra, prandtl)) * k / length


@kernel
def air_memory_resistance(velocity, length, area, rho, mu, k, pr):
    """Memory module to the air along it [K/W]: laminar flat plate, mean over its length, as in an air-cooled server."""
    return length / (flat_plate_laminar(rho * max(velocity, SMALLEST) * length / mu, pr) * k * area)


@kernel
def confined_film(c, t, rate, length, sine, room):
    """Oil film running down a wetted wall: (mean h [W/(m2 K)], thickness [m], film Reynolds number 4 rate / mu).

    Parameters
    ----------
    c, t : oil and its temperature [degC]
    rate : flow per wetted width [kg/(s m)]
    length, sine : run of the film [m], sine of the wall's angle against the horizontal
    room : largest thickness [m], half the gap between two wetted walls

    Notes
    -----
    h^3 = h_Leveque^3 + (1.88 k / delta)^3. A film that fills its room is a laminar slot flow of the same mean speed.
    """
    rho, mu, k = fluids.density(c, t), fluids.viscosity(c, t), fluids.conductivity(c, t)
    rate = max(rate, SMALLEST)
    delta = min(film.thickness(rate, rho, mu, sine), room)
    shear = film.shear_rate(film.mean_velocity(rate, rho, delta), delta)
    entry = film.leveque_mean(shear, length, rho, fluids.specific_heat(c, t), k)
    return natural.combined(entry, film.developed(k, delta)), delta, film.film_reynolds(rate, mu)


@kernel
def jet_coefficient(c, t, diameter, speed):
    """Stagnation zone of a laminar free jet: (h [W/(m2 K)] within 0.8 d, Reynolds number)."""
    reynolds = fluids.density(c, t) * speed * diameter / fluids.viscosity(c, t)
    return jet_stagnation(reynolds, fluids.prandtl(c, t)) * fluids.conductivity(c, t) / diameter, reynolds


@kernel
def orifice_drop(c, t, flow, count, diameter, length, cd):
    """Pressure drop [Pa] of `count` holes in a plate of thickness `length`, and their Reynolds number.

    cd [1] is the coefficient at high Re; 0 takes 0.827 - 0.0085 l/d.
    """
    rho, mu = fluids.density(c, t), fluids.viscosity(c, t)
    area = 0.25 * math.pi * diameter**2 * count
    speed = flow / area
    reynolds = max(rho * speed * diameter / mu, 1e-9)
    slender = length / diameter
    high = cd if cd > 0.0 else 0.827 - 0.0085 * slender
    inverse = 1.0 / high + 20.0 / reynolds * (1.0 + 2.25 * slender)
    return 0.5 * rho * (speed * inverse) ** 2, reynolds


@kernel
def sprayed_sink(
    width,
    length,
    height,
    thickness,
    gap,
    base,
    k,
    base_k,
    heated_area,
    c,
    flow,
    t,
    jets,
    jet_diameter,
    jet_speed,
    wetted,
    angle,
):
    """Sink or plate under a spray plate: (R to the falling oil [K/W], film Reynolds number, jet Reynolds number).

    Parameters
    ----------
    width, length, height, thickness, gap, base : fins [m]; height 0 is a flat plate
    k, base_k, heated_area : fins, base [W/(m K)], package [m2]
    c, flow, t : oil, flow onto this sink [m3/s], its temperature [degC]
    jets, jet_diameter, jet_speed : jets that hit it [1, m, m/s]
    wetted : share of the surface the film covers [1]
    angle : flat plate against the horizontal [rad]; fins stand upright under the jets

    Notes
    -----
    Oil runs down both sides of every fin (film length = fin height); on a flat plate outward over half its length.
    The stagnation zones (radius 0.8 d) lie on the fins' tips or the flat plate, not on more than that area.
    """
    mass = fluids.density(c, t) * flow
    h_jet, re_jet = jet_coefficient(c, t, jet_diameter, jet_speed)
    zone = jets * math.pi * (JET_REACH * jet_diameter) ** 2
    if height > 0.0:
        count = channel_count(width, thickness, gap)
        h, _, re_film = confined_film(c, t, mass / (2.0 * count * length), height, 1.0, 0.5 * gap)
        efficiency = fin_efficiency(h, k, thickness, height)
        tip = 1.0 / math.cosh(min(50.0, fin_parameter(h, k, thickness) * height))
        film_area = 2.0 * count * height * length * efficiency + (count - 1.0) * gap * length
        conductance = wetted * h * film_area + tip * h_jet * min(zone, count * thickness * length)
    else:
        area = width * length
        zone = min(zone, area)
        h, _, re_film = confined_film(c, t, mass / (2.0 * width), 0.5 * length, math.sin(angle), 1.0)
        conductance = wetted * h * (area - zone) + h_jet * zone
    r_film = inlet_resistance(conductance, mass * fluids.specific_heat(c, t))
    return r_film + base_resistance(r_film, heated_area, width * length, base, base_k), re_film, re_jet


@kernel
def weir_level(flow, width):
    """Height [m] of the liquid over a drain's edge: V = 2/3 Cd B sqrt(2 g) h^1.5, Cd 0.62."""
    return (max(flow, 0.0) / (2.0 / 3.0 * WEIR_CD * width * math.sqrt(2.0 * film.GRAVITY))) ** (2.0 / 3.0)


@kernel
def package(
    t_liquid, r_sink, t_board, r_board, tdp, idle, leak, leak_beta, leak_t, throttle, trip, case_max, r_jc, r_tim,
    memory_share, memory_r, memory_max, floor, u,
):  # fmt: skip
    """One package between its sink (at t_liquid [degC], r_sink [K/W]) and its board (t_board, r_board).

    Returns
    -------
    power, heat through the sink [W], junction, case, stacked memory [degC], share of work done [1], flags, margins [K]
    of junction, case and memory; margins are those of full work and stay finite when nothing is steady; without stacked
    memory its temperature is -inf and its margin inf
    """
    g_sink = 1.0 / (r_jc + r_tim + r_sink)
    t_j, power, heat, _board, done, flags, m_chip = junction(
        t_liquid, g_sink, t_board, 1.0 / r_board, tdp, idle, leak, leak_beta, leak_t, throttle, trip, floor, u
    )
    full = throttle - m_chip
    full_case = full - r_jc * g_sink * (full - t_liquid)
    full_power = dynamic_power(tdp, idle, leak, u) + leakage(leak, leak_beta, leak_t, min(full, throttle))
    t_case = t_j - r_jc * heat
    t_memory, m_memory = -math.inf, math.inf
    if memory_share > 0.0:
        t_memory = t_case + memory_r * memory_share * power
        m_memory = memory_max - full_case - memory_r * memory_share * full_power
    return power, heat, t_j, t_case, t_memory, done, flags, m_chip, case_max - full_case, m_memory


@kernel
def chip_package(rec, t_liquid, r_sink, t_board, board, u):
    """`package` of the rack's accelerator; `board` [1] multiplies its board resistance in air."""
    return package(
        t_liquid, r_sink, t_board, rec.chip_r_board * board, rec.chip_tdp, rec.chip_idle, rec.chip_leak,
        rec.chip_leak_beta, rec.chip_leak_t, rec.chip_throttle, rec.chip_trip, rec.chip_case_max, rec.chip_r_jc,
        rec.chip_r_tim, rec.chip_memory_share, rec.chip_memory_r, rec.chip_memory_max, rec.throttle_floor, u,
    )  # fmt: skip


@kernel
def host_package(rec, t_liquid, r_sink, t_board, board, u):
    """`package` of the rack's host processor."""
    return package(
        t_liquid, r_sink, t_board, rec.host_r_board * board, rec.host_tdp, rec.host_idle, rec.host_leak,
        rec.host_leak_beta, rec.host_leak_t, rec.host_throttle, rec.host_trip, rec.host_case_max, rec.host_r_jc,
        rec.host_r_tim, rec.host_memory_share, rec.host_memory_r, rec.host_memory_max, rec.throttle_floor, u,
    )  # fmt: skip


@kernel
def nothing():
    """`package` of a server without packages: no power, no temperature, no limit."""
    return 0.0, 0.0, -math.inf, -math.inf, -math.inf, 1.0, 0, math.inf, math.inf, math.inf


@kernel
def hotter(t, other):
    """The hotter of two temperatures [degC]; NaN (no steady state) is hotter than all."""
    return t if t >= other or math.isnan(t) else other


@kernel
def worse(chip, host):
    """Limits of two `package` results: junction, its case, stacked memory [degC], done [1], flags, margins [K]."""
    _p, _h, t_j, t_case, t_memory, done, flags, m_chip, m_case, m_memory = chip
    _p, _h, t_host, t_host_case, t_host_memory, host_done, host_flags, m_host, m_host_case, m_host_memory = host
    if t_host > t_j or math.isnan(t_host):
        t_case = t_host_case
    return (
        hotter(t_j, t_host), t_case, hotter(t_memory, t_host_memory), min(done, host_done), flags | host_flags,
        min(m_chip, m_host), min(m_case, m_host_case), min(m_memory, m_host_memory),
    )  # fmt: skip


@kernel
def load_power(full, idle, u):
    """Power [W] linear in utilisation u [1]."""
    return idle + (full - idle) * u


@kernel
def liquid_flags(c, t_in, t_out):
    """F_FROZEN below the liquid's freezing point, F_EXTRAPOLATED outside the range of its property data."""
    flags = 0
    if t_in <= fluids.freezing(c):
        flags |= F_FROZEN
    if fluids.in_range(c, t_in) < 1.0 or fluids.in_range(c, t_out) < 1.0:
        flags |= F_EXTRAPOLATED
    return flags


@kernel
def wall_balance(heat, wall, capacity, t_in, t_room):
    """Warming of the oil [K] and heat to the room [W] when `heat` [W] enters it and its wall loses to the room.

    Notes
    -----
    loss = U A (t_in + warming / 2 - t_room), capacity x warming = heat - loss; `wall` is U A [W/K]. A loss below
    zero is heat from the room. Oil that loses more than it gets cools until both are alike: warming is not below zero.
    """
    warming = max(0.0, (heat - wall * (t_in - t_room)) / (capacity + 0.5 * wall))
    return warming, heat - capacity * warming


@kernel
def bath_limit(c, coolant_max, material_max, t_in, t_out):
    """Margin [K] of an oil: supply limit, and hottest oil under its flash point and what cables and seals stand."""
    margin = min(coolant_max - t_in, material_max - t_out)
    if fluids.has_flash(c) > 0.0:
        margin = min(margin, fluids.flash(c) - t_out)
    return margin
