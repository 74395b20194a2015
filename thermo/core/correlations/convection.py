"""Convection in tubes, over plates, from free surfaces and under jets: Nusselt numbers.

References
----------
Standard forms as in the open library `ht` 1.2.0, against which the test tables were made.
"""

from math import log, sqrt, tanh

from thermo.core.correlations.friction import LAMINAR, TURBULENT, petukhov
from thermo.core.jit import kernel

# Shah & London 1978: Nu with axially constant heat and uniform wall temperature around (H1), over short / long side
RECTANGLE = (1.0, -2.0421, 3.0853, -2.4765, 1.0578, -0.1861)


@kernel
def graetz(re, pr, diameter, length):
    """Graetz number [1]: Re Pr D / L."""
    return re * pr * diameter / length


@kernel
def hausen(gz):
    """Mean Nu, laminar, thermally developing, constant wall temperature: 3.66 + 0.0668 Gz / (1 + 0.04 Gz^(2/3)).

    Notes
    -----
    Velocity fully developed, Re < 2300, any Gz (Hausen 1943).
    """
    gz = max(gz, 0.0)
    return 3.66 + 0.0668 * gz / (1.0 + 0.04 * gz ** (2.0 / 3.0))


@kernel
def sieder_tate(gz, viscosity_ratio):
    """Mean Nu, laminar: 1.86 Gz^(1/3) (mu/mu_wall)^0.14, while above 3.66 (Sieder & Tate 1936)."""
    return 1.86 * max(gz, 0.0) ** (1.0 / 3.0) * viscosity_ratio**0.14


@kernel
def sieder_tate_in_range(gz, pr, viscosity_ratio):
    """1.0 where Nu > 3.66, 0.48 < Pr < 16700 and 0.0044 < mu/mu_wall < 9.75, else 0.0."""
    inside = 0.48 <= pr <= 16700.0 and 0.0044 <= viscosity_ratio <= 9.75
    return 1.0 if inside and sieder_tate(gz, viscosity_ratio) > 3.66 else 0.0


@kernel
def baehr_stephan(gz, pr):
    """Mean Nu, laminar, velocity and temperature developing together, constant wall temperature.

    Notes
    -----
    {3.657 / tanh(2.264 Gz^(-1/3) + 1.7 Gz^(-2/3)) + 0.0499 Gz tanh(1/Gz)} / tanh(2.432 Pr^(1/6) Gz^(-1/6)),
    0 < Gz, Pr >= 0.1, Re < 2300 (Baehr & Stephan 2004).
    """
    gz = max(gz, 1e-9)
    third = gz ** (-1.0 / 3.0)
    developed = 3.657 / tanh(2.264 * third + 1.7 * third * third) + 0.0499 * gz * tanh(1.0 / gz)
    return developed / tanh(2.432 * pr ** (1.0 / 6.0) * sqrt(third))


@kernel
def entry_factor(gz):
    """Mean over developed Nu of a thermally developing laminar tube: Hausen's value over 3.66.

    Notes
    -----
    1.03 at Gz = 2, 1.28 at 20, 1.98 at 100. Baehr-Stephan's, with the velocity developing too, is between 3 % lower
    and 16 % higher at Pr 4..100 and Gz up to 500.
    """
    return hausen(gz) / 3.66


@kernel
def entry_increment(gz):
    """What the thermal entry of a laminar duct adds to its developed mean Nu: Hausen's value less 3.66.

    Notes
    -----
    On the hydraulic diameter. Added to the developed Nu of a slit with uniform flux (8.235) it gives 10.4, 13.9 and
    21.6 at Gz = 50, 200, 1000, where Shah & London 1978 have 10.1, 14.0 and 22.4; a factor would give 13, 21 and 38.
    """
    return hausen(gz) - 3.66


@kernel
def dittus_boelter_heating(re, pr):
    """Nu of turbulent flow being heated: 0.023 Re^0.8 Pr^0.4; Re > 1e4, 0.7 < Pr < 160, L/D > 10."""
    return 0.023 * re**0.8 * pr**0.4


@kernel
def dittus_boelter_cooling(re, pr):
    """Nu of turbulent flow being cooled: 0.023 Re^0.8 Pr^0.3; same range as heating."""
    return 0.023 * re**0.8 * pr**0.3


@kernel
def dittus_boelter_in_range(re, pr):
    """1.0 where Re > 1e4 and 0.7 < Pr < 160, else 0.0."""
    return 1.0 if re >= 1e4 and 0.7 <= pr <= 160.0 else 0.0


@kernel
def colburn(re, pr):
    """Nu = 0.023 Re^0.8 Pr^(1/3); Re > 1e4, 0.5 < Pr < 160 (Colburn 1933)."""
    return 0.023 * re**0.8 * pr ** (1.0 / 3.0)


@kernel
def gnielinski(re, pr, f):
    """Nu = (f/8)(Re - 1000) Pr / [1 + 12.7 sqrt(f/8) (Pr^(2/3) - 1)]; 3e3 < Re < 5e6, 0.5 < Pr < 2000 (1976)."""
    eighth = f / 8.0
    return eighth * (re - 1000.0) * pr / (1.0 + 12.7 * sqrt(eighth) * (pr ** (2.0 / 3.0) - 1.0))


@kernel
def gnielinski_in_range(re, pr):
    """1.0 where 3e3 < Re < 5e6 and 0.5 < Pr < 2000, else 0.0."""
    return 1.0 if 3e3 <= re <= 5e6 and 0.5 <= pr <= 2000.0 else 0.0


@kernel
def petukhov_kirillov_popov(re, pr, f):
    """Nu = (f/8) Re Pr / [C + 12.7 sqrt(f/8)(Pr^(2/3) - 1)], C = 1.07 + 900/Re - 0.63/(1 + 10 Pr); 4e3 < Re < 5e6."""
    eighth = f / 8.0
    c = 1.07 + 900.0 / re - 0.63 / (1.0 + 10.0 * pr)
    return eighth * re * pr / (c + 12.7 * sqrt(eighth) * (pr ** (2.0 / 3.0) - 1.0))


@kernel
def tube(re, pr, diameter, length):
    """Mean Nu of a smooth tube at any Re: Hausen up to 2300, Gnielinski above 4000, straight in Re between.

    Gnielinski's is for the developed flow; a short tube has it times 1 + (d/L)^(2/3) (VDI Heat Atlas, chapter G1).
    """
    entry = 1.0 + (diameter / length) ** (2.0 / 3.0)
    if re <= LAMINAR:
        return hausen(graetz(max(re, 0.0), pr, diameter, length))
    if re >= TURBULENT:
        return gnielinski(re, pr, petukhov(re)) * entry
    low = hausen(graetz(LAMINAR, pr, diameter, length))
    high = gnielinski(TURBULENT, pr, petukhov(TURBULENT)) * entry
    return low + (re - LAMINAR) / (TURBULENT - LAMINAR) * (high - low)


@kernel
def tube_in_range(re, pr):
    """1.0 where Re < 5e6 and 0.5 < Pr < 2000 and Re is not between 2300 and 4000, else 0.0."""
    return 1.0 if re <= 5e6 and 0.5 <= pr <= 2000.0 and not LAMINAR < re < TURBULENT else 0.0


@kernel
def rectangle_nusselt(aspect):
    """Fully developed laminar Nu of a rectangle, H1 condition; aspect = short / long side (Shah & London 1978)."""
    a = aspect
    c = RECTANGLE
    return 8.235 * (c[0] + a * (c[1] + a * (c[2] + a * (c[3] + a * (c[4] + a * c[5])))))


@kernel
def flat_plate_laminar(re, pr):
    """Mean Nu over a plate: 0.664 Re^(1/2) Pr^(1/3); Re < 5e5, Pr > 0.6 (Pohlhausen 1921)."""
    return 0.664 * sqrt(max(re, 0.0)) * pr ** (1.0 / 3.0)


@kernel
def flat_plate(re, pr):
    """Mean Nu over a plate: laminar up to Re 5e5, then (0.037 Re^0.8 - 871) Pr^(1/3) up to 1e8, 0.6 < Pr < 60."""
    if re <= 5e5:
        return flat_plate_laminar(re, pr)
    return (0.037 * re**0.8 - 871.0) * pr ** (1.0 / 3.0)


@kernel
def flat_plate_in_range(re, pr):
    """1.0 where Re < 1e8 and Pr > 0.6, and Pr < 60 in the turbulent part, else 0.0."""
    return 1.0 if 0.0 <= re <= 1e8 and pr >= 0.6 and (re <= 5e5 or pr <= 60.0) else 0.0


@kernel
def churchill_chu_plate(ra, pr):
    """Mean Nu of a vertical plate: {0.825 + 0.387 Ra^(1/6) / [1 + (0.492/Pr)^(9/16)]^(8/27)}^2, any Ra < 1e12."""
    ra = max(ra, 0.0)
    factor = (1.0 + (0.492 / pr) ** (9.0 / 16.0)) ** (8.0 / 27.0)
    return (0.825 + 0.387 * ra ** (1.0 / 6.0) / factor) ** 2


@kernel
def churchill_chu_cylinder(ra, pr):
    """Mean Nu of a horizontal cylinder: {0.60 + 0.387 Ra^(1/6) / [1 + (0.559/Pr)^(9/16)]^(8/27)}^2, Ra < 1e12."""
    ra = max(ra, 0.0)
    factor = (1.0 + (0.559 / pr) ** (9.0 / 16.0)) ** (8.0 / 27.0)
    return (0.60 + 0.387 * ra ** (1.0 / 6.0) / factor) ** 2


@kernel
def churchill_chu_in_range(ra):
    """1.0 where 1e-5 < Ra < 1e12, else 0.0."""
    return 1.0 if 1e-5 <= ra <= 1e12 else 0.0


@kernel
def mcadams_hot_up(ra):
    """Mean Nu of a horizontal plate, hot side up: 0.54 Ra^(1/4) to Ra 1e7, 0.15 Ra^(1/3) above (McAdams 1954)."""
    ra = max(ra, 0.0)
    return 0.54 * ra**0.25 if ra <= 1e7 else 0.15 * ra ** (1.0 / 3.0)


@kernel
def mcadams_hot_up_in_range(ra):
    """1.0 where 1e4 < Ra < 1e11, else 0.0."""
    return 1.0 if 1e4 <= ra <= 1e11 else 0.0


@kernel
def mcadams_hot_down(ra):
    """Mean Nu of a horizontal plate, hot side down: 0.27 Ra^(1/4) (McAdams 1954)."""
    return 0.27 * max(ra, 0.0) ** 0.25


@kernel
def mcadams_hot_down_in_range(ra):
    """1.0 where 1e5 < Ra < 1e10, else 0.0."""
    return 1.0 if 1e5 <= ra <= 1e10 else 0.0


@kernel
def jet_stagnation(re, pr):
    """Nu under a uniform laminar liquid jet, on jet diameter: 0.745 Re^(1/2) Pr^(1/3).

    Notes
    -----
    Holds inside r < 0.8 d, Pr > 3. From memory of Liu, Lienhard & Lombara 1991, J. Heat Transfer 113, 571-582.
    """
    return 0.745 * sqrt(max(re, 0.0)) * pr ** (1.0 / 3.0)


@kernel
def jet_stagnation_in_range(pr):
    """1.0 where Pr > 3, else 0.0."""
    return 1.0 if pr >= 3.0 else 0.0


@kernel
def log_mean(a, b):
    """Logarithmic mean of two differences of one sign; their mean when they are nearly equal."""
    if abs(a - b) < 1e-6 * abs(a) or a * b <= 0.0:
        return 0.5 * (a + b)
    return (a - b) / log(a / b)
