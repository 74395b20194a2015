"""What takes a stream's heat out of the room: one heat exchanger between the stream and the facility water.

A CRAH coil, a rear door, a cold-plate CDU and a tank's CDU are the same thing to the plant: a stream of capacity rate
C_h arrives at T_h and must leave at T_h - Q/C_h; water arrives at T_w and a valve chooses its flow. What differs is the
size, the arrangement and who moves the stream, which the callers know.

Counterflow is used for all: coils of four and more rows and plate exchangers come within 2 % of it (Kays & London).
Off design, UA follows both flows: 1/UA = (1/UA_0) [w (C_h0/C_h)^m + (1 - w) (C_w0/C_w)^0.8] with w the share of the
stream side's film resistance (docs/physics.md: air coils w 0.7-0.9, m 0.5; plates w 0.5, m 0.7).
"""

from math import log

from thermo.core.exchangers import counterflow
from thermo.core.jit import kernel
from thermo.core.roots import step

CP_WATER = 4180.0  # J/(kg K), facility water, within 0.2 % from 5 to 60 degC


@kernel
def conductance(ua0, ch, ch0, cw, cw0, share, exponent):
    """UA off design [W/K]; capacity rates in W/K, `share` of the stream side in the film resistance."""
    return ua0 / (share * (ch0 / ch) ** exponent + (1.0 - share) * (cw0 / cw) ** 0.8)


@kernel
def duty(cw, ua0, ch, ch0, cw0, share, exponent):
    """Heat per kelvin of inlet difference [W/K] that water of capacity rate cw takes from the stream."""
    ua = conductance(ua0, ch, ch0, cw, cw0, share, exponent)
    c_min = min(ch, cw)
    return counterflow(ua / c_min, c_min / max(ch, cw)) * c_min


@kernel
def water_flow(q, ch, t_out, t_w, ua0, ch0, cw0, share, exponent, guess, q_before=0.0, c_before=1.0):
    """Water capacity rate that cools the stream to t_out, and the stream temperature reached.

    Parameters
    ----------
    q : heat to take [W]; ch : stream capacity rate [W/K]; t_out : wanted stream outlet [degC]
    t_w : water inlet [degC]; ua0, ch0, cw0 : design UA and capacity rates [W/K]
    q_before, c_before : heat [W] the water took before, in a stream of at least c_before [W/K]

    Returns
    -------
    cw : water capacity rate [W/K], at most cw0
    t : stream outlet reached [degC]; above t_out when the exchanger is short

    Notes
    -----
    The valve's root is bracketed between 1 % and 100 % of design flow; duty rises with flow, so the root is unique.
    """
    if q <= 0.0 or ch <= 0.0:
        return 0.01 * cw0, t_out
    full = duty(cw0, ua0, ch, ch0, cw0, share, exponent)
    t_in = t_out + q / ch
    t_full = t_w + q_before / max(cw0, c_before)
    if full * (t_in - t_full) <= q:
        return cw0, t_full + q / full - q / ch
    a, b = 0.01 * cw0, cw0
    fa = duty(a, ua0, ch, ch0, cw0, share, exponent) * (t_in - t_w - q_before / max(a, c_before)) - q
    if fa >= 0.0:
        return a, t_out
    fb = full * (t_in - t_full) - q
    x = guess if a < guess < b else a + (b - a) * (-fa / (fb - fa))
    for _ in range(60):
        fx = duty(x, ua0, ch, ch0, cw0, share, exponent) * (t_in - t_w - q_before / max(x, c_before)) - q
        if abs(fx) < 1e-11 * q or abs(b - a) < 1e-13 * cw0:
            break
        a, fa, b, fb, x = step(a, fa, b, fb, x, fx)
    return x, t_out


@kernel
def design_conductance(q, ch, cw, t_out, t_w):
    """UA [W/K] of a counterflow exchanger that cools the stream to t_out with water of capacity rate cw at t_w.

    From the logarithmic mean difference; the approach is t_out - t_w, which must be positive.
    """
    near = t_out - t_w
    far = t_out + q / ch - (t_w + q / cw)
    if near <= 0.0 or far <= 0.0:
        return float("nan")
    if abs(near - far) < 1e-6 * near:
        mean = 0.5 * (near + far)
    else:
        mean = (far - near) / log(far / near)
    return q / mean
