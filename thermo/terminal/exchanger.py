"""What takes a stream's heat out of the room: one heat exchanger between the stream and the facility water.

A CRAH coil, a rear door, a cold-plate CDU and a tank's CDU are the same thing to the plant: a stream of capacity rate
C_h arrives at T_h and must leave at T_h - Q/C_h; water arrives at T_w and a valve chooses its flow. What differs is the
size, the arrangement and who moves the stream, which the callers know.

Counterflow is used for all: coils of four and more rows and plate exchangers come within 2 % of it (Kays & London).
Off design, UA follows both flows: 1/UA = (1/UA_0) [w (C_h0/C_h)^m + (1 - w) (C_w0/C_w)^0.8] with w the share of the
stream side's film resistance (docs/physics.md: air coils w 0.7-0.9, m 0.5; plates w 0.5, m 0.7).
"""

from math import log1p, sqrt

from thermo.core.exchangers import counterflow
from thermo.core.jit import kernel

CLOSE = 1e-4  # last step of Halley's rule over the difference it shifts; what is left of the error is its cube
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
def water_flow(q, ch, t_out, t_w, ua0, ch0, cw0, share, exponent, guess, q_before=0.0, c_before=1.0, c_most=1e30):
    """Water capacity rate that cools the stream to t_out, and the stream temperature reached.

    Parameters
    ----------
    q : heat to take [W]; ch : stream capacity rate [W/K]; t_out : wanted stream outlet [degC]
    t_w : water inlet [degC]; ua0, ch0, cw0 : design UA and capacity rates [W/K]
    q_before, c_before : heat [W] the water took before, in a stream of at least c_before [W/K]
    c_most : capacity rate that pumps give at most [W/K]

    Returns
    -------
    cw : water capacity rate [W/K], at most cw0 and c_most
    t : stream outlet reached [degC]; above t_out when the exchanger is short

    Notes
    -----
    Root of logarithmic mean difference less q / UA over z = 1 / cw: Halley's step inside a bracket of 1 % to 100 % of
    design flow, from Paterson's mean (2 sqrt(ab) + (a + b) / 2) / 3. Duty rises with flow, so the root is unique.

    References
    ----------
    Paterson 1984, Chemical Engineering Science 39, 1635-1636 (where the search starts).
    """
    full_flow = min(cw0, c_most)
    if q <= 0.0 or ch <= 0.0:
        return min(0.01 * cw0, full_flow), t_out
    t_in, few = t_out + q / ch, 1.0 / full_flow
    most = max(100.0 / cw0, few)
    stream, water = q * share * (ch0 / ch) ** exponent / ua0, q * (1.0 - share) / ua0
    lo, hi = 0.5 * few, 2.0 * most  # of z, as far as it has been looked at
    z = 1.0 / guess if 0.01 * cw0 < guess < full_flow else few
    near = t_out - t_w - q_before * min(few, 1.0 / c_before)
    if z == few and near > 0.0:
        thin = max(cw0 / ch, 1.0)
        mean = stream + water * sqrt(thin * sqrt(thin))
        z = min(max((t_in - t_out + near - (sqrt(3.0 * near + 6.0 * mean) - 2.0 * sqrt(near)) ** 2) / q, few), most)
    for _ in range(60):
        before = q_before * min(z, 1.0 / c_before)
        near, far = t_out - t_w - before, t_in - t_w - before - q * z
        left, slope, bend = -1.0, 0.0, 0.0
        if near > 0.0 and far > 0.0:
            film = water * (z * cw0) ** 0.8
            mean, by_near, by_far, by_far_twice = log_mean(near, far)
            left = mean - stream - film
            earlier = q_before if z * c_before < 1.0 else 0.0
            slope = -by_far * (q + earlier) - by_near * earlier - 0.8 * film / z
            bend = by_far_twice * (q + earlier - earlier * far / near) ** 2 + 0.16 * film / (z * z)
        if left > 0.0:
            if z >= most:
                return min(0.01 * cw0, full_flow), t_out
            lo = z
        else:
            if z <= few:
                full = duty(full_flow, ua0, ch, ch0, cw0, share, exponent)
                return full_flow, t_w + q_before / max(full_flow, c_before) + q / full - q / ch
            hi = z
        new = 0.5 * (lo + hi)
        if slope < 0.0:
            below = slope * slope - 0.5 * left * bend
            new = z - left * slope / below if below > 0.5 * slope * slope else z - left / slope
        close = CLOSE * min(far, q * z)
        if q_before > 0.0:  # the near difference moves too; its slope has a corner
            corner = (z * c_before < 1.0) != (new * c_before < 1.0)
            close = min(close, CLOSE * near) * (CLOSE if corner else 1.0)
        if (q + q_before) * abs(new - z) < close:
            return min(1.0 / new, full_flow), t_out
        new = min(max(new, few), most)
        z = new if lo < new < hi else 0.5 * (lo + hi)
    return 1.0 / z, t_out


@kernel
def log_mean(near, far):
    """Logarithmic mean of two positive differences, its derivatives by each, and the second one by `far`."""
    part = far / near - 1.0
    if abs(part) < 1e-3:  # series: the difference of two nearly equal numbers has few digits
        mean = near * (1.0 + part * (0.5 - part * (1.0 / 12.0 - part * (1.0 / 24.0 - part * 19.0 / 720.0))))
        by_far = 0.5 - part * (1.0 / 6.0 - part * (0.125 - part * 19.0 / 180.0))
        return mean, mean / near - by_far * (1.0 + part), by_far, (part * 0.25 - 1.0 / 6.0) / near
    lg, ratio = log1p(part), 1.0 + part
    by_far = (lg - part / ratio) / (lg * lg)
    return (
        near * part / lg,
        (part - lg) / (lg * lg),
        by_far,
        (part / (ratio * lg * lg) - 2.0 * by_far / lg) / (near * ratio),
    )


@kernel
def design_conductance(q, ch, cw, t_out, t_w):
    """UA [W/K] of a counterflow exchanger that cools the stream to t_out with water of capacity rate cw at t_w.

    From the logarithmic mean difference; the approach is t_out - t_w, which must be positive.
    """
    near = t_out - t_w
    far = t_out + q / ch - (t_w + q / cw)
    if near <= 0.0 or far <= 0.0:
        return float("nan")
    mean = log_mean(near, far)[0]
    return q / mean
