"""Pool boiling: heat transfer, onset and critical heat flux, from plain saturation properties.

Scatter: heat transfer coefficients 30 to 50 %, critical heat flux 20 to 30 %; Rohsenow 25 % in superheat (100 % in
flux).

References
----------
Rohsenow 1952, Trans. ASME 74, 969-976. Cooper 1984, Advances in Heat Transfer 16, 157-239. Gorenflo 1993, VDI Heat
Atlas, section Ha. Zuber 1959, AECU-4439; Lienhard & Dhir 1973, NASA CR-2270. Ivey & Morris 1962, AEEW-R137 (from
memory). Arik & Bar-Cohen 2003, Int. J. Heat Mass Transfer 46, 3755-3763 (constants from memory). El-Genk & Bostanci
2003, Int. J. Heat Mass Transfer 46, 1841-1854 (orientation; constants from memory, and so are the measured 24.45
W/cm2 facing up and 4.30 facing down, whose ratio they meet to 1 %). Rohsenow, Cooper, Gorenflo and Zuber were checked
against `ht` 1.2.0.
"""

from math import exp, log, log10, pi, sqrt

from thermo.core.jit import kernel

GRAVITY = 9.80665  # m/s2
ZUBER = pi / 24.0  # 1, infinite flat plate
LIENHARD = 0.149  # 1, large finite plate
ROHSENOW, COOPER, GORENFLO = range(3)
GORENFLO_FLUX = 2e4  # W/m2
GORENFLO_ROUGHNESS = 0.4  # um
SMALLEST = 1e-12


@kernel
def rohsenow_flux(superheat, mu, h_fg, rho_l, rho_v, sigma, cp, k, c_sf, n):
    """Heat flux [W/m2] at a wall superheat [K].

    Parameters
    ----------
    mu, h_fg, rho_l, rho_v, sigma, cp, k : saturated liquid and vapour, SI
    c_sf, n : of surface and fluid [1]; n = 1 for water, 1.7 for other fluids

    Notes
    -----
    q = mu h_fg sqrt(g (rho_l - rho_v)/sigma) [cp dT / (c_sf h_fg Pr^n)]^3.
    """
    ratio = cp * max(superheat, 0.0) / (c_sf * h_fg * (cp * mu / k) ** n)
    return mu * h_fg * sqrt(GRAVITY * (rho_l - rho_v) / sigma) * ratio * ratio * ratio


@kernel
def rohsenow(flux, mu, h_fg, rho_l, rho_v, sigma, cp, k, c_sf, n):
    """Heat transfer coefficient [W/(m2 K)] at a flux [W/m2]: `rohsenow_flux` turned round."""
    scale = flux / (mu * h_fg * sqrt(GRAVITY * (rho_l - rho_v) / sigma))
    superheat = c_sf * h_fg * (cp * mu / k) ** n / cp * max(scale, SMALLEST) ** (1.0 / 3.0)
    return flux / superheat


@kernel
def cooper(flux, reduced_pressure, molar_mass, roughness):
    """Heat transfer coefficient [W/(m2 K)] at a flux [W/m2].

    Parameters
    ----------
    reduced_pressure : saturation over critical pressure [1]
    molar_mass : [g/mol]
    roughness : R_p of DIN 4762 [um]

    Notes
    -----
    h = 55 p_r^(0.12 - 0.2 log10 R_p) (-log10 p_r)^-0.55 M^-0.5 q^0.67; without Cooper's 1.7 for copper cylinders.
    """
    fall = (-log10(reduced_pressure)) ** -0.55
    power = 0.12 - 0.2 * log10(roughness)
    return 55.0 * reduced_pressure**power * fall / sqrt(molar_mass) * max(flux, 0.0) ** 0.67


@kernel
def cooper_in_range(reduced_pressure, molar_mass):
    """1.0 where 0.001 < p_r < 0.9 and 2 < M < 200 g/mol, else 0.0: perfluorinated liquids (250 to 340) are outside."""
    return 1.0 if 0.001 <= reduced_pressure <= 0.9 and 2.0 <= molar_mass <= 200.0 else 0.0


@kernel
def gorenflo(flux, reduced_pressure, h0, roughness):
    """Heat transfer coefficient [W/(m2 K)] at a flux [W/m2]; not for water.

    Parameters
    ----------
    h0 : at p_r 0.1, 20 kW/m2 and R_a 0.4 um [W/(m2 K)]
    roughness : R_a [um]

    Notes
    -----
    h/h0 = F (q/q0)^n (R_a/0.4)^0.133, n = 0.9 - 0.3 p_r^0.3, F = 1.2 p_r^0.27 + [2.5 + 1/(1 - p_r)] p_r.
    """
    p = reduced_pressure
    shape = 1.2 * p**0.27 + (2.5 + 1.0 / (1.0 - p)) * p
    n = 0.9 - 0.3 * p**0.3
    return h0 * shape * (max(flux, 0.0) / GORENFLO_FLUX) ** n * (roughness / GORENFLO_ROUGHNESS) ** 0.133


@kernel
def gorenflo_water(flux, reduced_pressure, h0, roughness):
    """As `gorenflo`, for water: n = 0.9 - 0.3 p_r^0.15, F = 1.73 p_r^0.27 + [6.1 + 0.68/(1 - p_r)] p_r^2."""
    p = reduced_pressure
    shape = 1.73 * p**0.27 + (6.1 + 0.68 / (1.0 - p)) * p * p
    n = 0.9 - 0.3 * p**0.15
    return h0 * shape * (max(flux, 0.0) / GORENFLO_FLUX) ** n * (roughness / GORENFLO_ROUGHNESS) ** 0.133


@kernel
def gorenflo_in_range(reduced_pressure):
    """1.0 where 0.0005 < p_r < 0.95, else 0.0."""
    return 1.0 if 0.0005 <= reduced_pressure <= 0.95 else 0.0


@kernel
def onset_superheat(t_sat, sigma, rho_v, h_fg, radius):
    """Superheat [K] at which a cavity of `radius` [m] filled with vapour grows: 2 sigma T / (rho_v h_fg r).

    Notes
    -----
    t_sat [degC]; Clausius-Clapeyron with the bubble's 2 sigma/r. Highly wetting liquids flood their cavities and
    overshoot this by 5 to 20 K when a surface boils for the first time; that is an event, not a steady state.
    """
    return 2.0 * sigma * (t_sat + 273.15) / (rho_v * h_fg * radius)


@kernel
def zuber(constant, h_fg, rho_l, rho_v, sigma):
    """Critical heat flux of saturated pool boiling [W/m2]: K h_fg rho_v^0.5 [sigma g (rho_l - rho_v)]^0.25."""
    return constant * h_fg * sqrt(rho_v) * (sigma * GRAVITY * (rho_l - rho_v)) ** 0.25


@kernel
def ivey_morris(subcooling, cp, h_fg, rho_l, rho_v):
    """Factor of subcooling [K] on critical heat flux [1]: 1 + 0.1 (rho_l/rho_v)^0.75 cp dT/h_fg; water and alcohols."""
    return 1.0 + 0.1 * (rho_l / rho_v) ** 0.75 * cp * max(subcooling, 0.0) / h_fg


@kernel
def arik_subcooling(subcooling, cp, h_fg, rho_l, rho_v):
    """Factor of subcooling on critical heat flux [1]: 1 + 0.030 (rho_l/rho_v)^0.75 cp dT/h_fg; dielectric liquids."""
    return 1.0 + 0.030 * (rho_l / rho_v) ** 0.75 * cp * max(subcooling, 0.0) / h_fg


@kernel
def arik_thickness(thickness, density, specific_heat, conductivity):
    """Factor of the heated wall [1]: S/(S + 0.1), S = thickness sqrt(rho c k) [W s^0.5/(m2 K)]; 1 for a thick plate."""
    s = thickness * sqrt(density * specific_heat * conductivity)
    return s / (s + 0.1)


@kernel
def arik_length(length, rho_l, rho_v, sigma):
    """Factor of a small heater [1]: 1 + 0.3014 - 0.01507 L', L' = L sqrt(g (rho_l - rho_v)/sigma); 1 from L' = 20."""
    scaled = length * sqrt(GRAVITY * (rho_l - rho_v) / sigma)
    return 1.0 + max(0.0, 0.3014 - 0.01507 * scaled)


@kernel
def orientation(angle):
    """Factor of a heated face turned by `angle` [rad] from facing up (pi: facing down) on critical heat flux [1].

    Notes
    -----
    [(0.229 - 4.27e-4 a)^-6 + (0.577 - 2.98e-3 a)^-6]^(-1/6), a in degrees, over its value at 0: HFE-7100 on copper 10
    mm square; 0.83 at 90 degrees, 0.18 at 180.
    """
    a = min(max(angle * 180.0 / pi, 0.0), 180.0)
    here = ((0.229 - 4.27e-4 * a) ** -6.0 + (0.577 - 2.98e-3 * a) ** -6.0) ** (-1.0 / 6.0)
    up = (0.229**-6.0 + 0.577**-6.0) ** (-1.0 / 6.0)
    return here / up


@kernel
def bessel_i(order, x):
    """Modified Bessel function I of order 0 or 1 at x >= 0, times exp(-x) [1]; within 2e-7.

    Notes
    -----
    Polynomials of Abramowitz & Stegun 1964, 9.8.1 to 9.8.4.
    """
    if x < 3.75:
        t = (x / 3.75) ** 2
        if order == 0:
            value = 1.0 + t * (3.5156229 + t * (3.0899424 + t * (1.2067492 + t * (
                0.2659732 + t * (0.0360768 + t * 0.0045813)))))  # fmt: skip
        else:
            value = x * (0.5 + t * (0.87890594 + t * (0.51498869 + t * (0.15084934 + t * (
                0.02658733 + t * (0.00301532 + t * 0.00032411))))))  # fmt: skip
        return value * exp(-x)
    t = 3.75 / x
    if order == 0:
        value = 0.39894228 + t * (0.01328592 + t * (0.00225319 + t * (-0.00157565 + t * (0.00916281 + t * (
            -0.02057706 + t * (0.02635537 + t * (-0.01647633 + t * 0.00392377)))))))  # fmt: skip
    else:
        value = 0.39894228 + t * (-0.03988024 + t * (-0.00362018 + t * (0.00163801 + t * (-0.01031555 + t * (
            0.02282967 + t * (-0.02895312 + t * (0.01787654 - t * 0.00420059)))))))  # fmt: skip
    return value / sqrt(x)


@kernel
def bessel_k1(x):
    """Modified Bessel function K of order 1 at x > 0, times exp(x) [1]; within 1e-7 (Abramowitz & Stegun 9.8.7)."""
    if x <= 2.0:
        t = 0.25 * x * x
        value = 1.0 + t * (0.15443144 + t * (-0.67278579 + t * (-0.18156897 + t * (
            -0.01919402 + t * (-0.00110404 - t * 0.00004686)))))  # fmt: skip
        return exp(x) * (log(0.5 * x) * bessel_i(1, x) * exp(x) + value / x)
    t = 2.0 / x
    return (1.25331414 + t * (0.23498619 + t * (-0.03655620 + t * (0.01504268 + t * (
        -0.00780353 + t * (0.00325614 - t * 0.00068245)))))) / sqrt(x)  # fmt: skip


@kernel
def peak_flux(source_area, plate_area, thickness, conductivity, h):
    """Flux into the liquid at the middle of a heated plate over its mean flux [1].

    Parameters
    ----------
    source_area, plate_area : areas [m2], taken as discs of radius a and b
    thickness, conductivity : of the plate [m, W/(m K)]
    h : coefficient on its face [W/(m2 K)]

    Notes
    -----
    A thin disc heated over r < a, cooled over r < b, insulated at its edge: with m = sqrt(h/(k t)), peak/mean = (b/a)^2
    {1 - m a [K1(ma) - I1(ma) K1(mb)/I1(mb)]}. Exact for h t/k << 1; 1 when the source fills the plate.
    """
    a, b = sqrt(source_area / pi), sqrt(plate_area / pi)
    if a >= b:
        return 1.0
    m = sqrt(h / (conductivity * thickness))
    ma, mb = m * a, m * b
    inner = bessel_k1(ma) * exp(-ma) - bessel_i(1, ma) / bessel_i(1, mb) * bessel_k1(mb) * exp(ma - 2.0 * mb)
    return (b / a) ** 2 * (1.0 - ma * inner)
