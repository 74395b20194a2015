"""Places of a liquid's coefficients in its vector; no numba here, so that the library can use them too.

Polynomials hold rising powers of t / 100 degC. LOWEST to FLASH are temperatures in degC (FLASH is NaN when there is
none); WALTHER is 1 where VISCOSITY holds the two constants of ASTM D341 instead of a polynomial of the logarithm;
FRACTION is the mass fraction of a mixture.
"""

FLUID_SIZE = 32
TERMS = 5  # coefficients of density, specific heat and conductivity
VISCOSITY_TERMS = 7
LOWEST, HIGHEST, FREEZING, FLASH, WALTHER, FRACTION = range(6)
DENSITY = 6
SPECIFIC_HEAT = DENSITY + TERMS
CONDUCTIVITY = SPECIFIC_HEAT + TERMS
VISCOSITY = CONDUCTIVITY + TERMS
