"""Root finding with a guaranteed bracket, for use inside kernels.

A kernel cannot take a function as argument without losing its disk cache, so what is shared is the *step*: the caller
keeps the bracket and evaluates its own function.
"""

from thermo.core.jit import kernel


@kernel
def step(a, fa, b, fb, x, fx):
    """Next trial inside the bracket [a, b], after f(x) = fx; returns (a, fa, b, fb, next x).

    The bracket is halved onto the side where the sign changes and the Illinois rule (regula falsi with the stale
    end's value halved) gives the next point; it converges superlinearly for smooth functions and never leaves the
    bracket. fa and fb must differ in sign.

    References
    ----------
    Dowell & Jarratt 1971, BIT 11, 168-174 (Illinois algorithm).
    """
    if (fx > 0.0) == (fb > 0.0):
        b, fb = x, fx
        fa *= 0.5
    else:
        a, fa = x, fx
        fb *= 0.5
    x = (a * fb - b * fa) / (fb - fa) if fb != fa else 0.5 * (a + b)
    lo, hi = min(a, b), max(a, b)
    if not (lo < x < hi):
        x = 0.5 * (a + b)
    return a, fa, b, fb, x
