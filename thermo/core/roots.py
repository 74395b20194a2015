"""Root finding with a guaranteed bracket, for use inside kernels.

A kernel cannot take a function as argument without losing its disk cache, so what is shared is the *step*: the caller
keeps the bracket and evaluates its own function.
"""

from thermo.core.jit import kernel


@kernel
def step(a, fa, b, fb, x, fx):
    """Next trial after f(x) = fx; returns (a, fa, b, fb, next x) with b the latest point and the root between a and b.

    Regula falsi whose stale end is scaled by 1 - f(x)/f(b) when the new point falls on the same side as the one before
    it, else kept; order of convergence 1.7, and the next point never leaves the bracket. fa and fb must differ in sign
    at the first call.

    References
    ----------
    Anderson & Bjorck 1973, BIT 13, 253-264.
    """
    if (fx > 0.0) == (fb > 0.0):
        scale = 1.0 - fx / fb if fb != 0.0 else 0.5
        fa *= scale if scale > 0.0 else 0.5
    else:
        a, fa = b, fb
    b, fb = x, fx
    x = (a * fb - b * fa) / (fb - fa) if fb != fa else 0.5 * (a + b)
    if not (min(a, b) < x < max(a, b)):
        x = 0.5 * (a + b)
    return a, fa, b, fb, x
