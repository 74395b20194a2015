"""A loop of boiling and condensing refrigerant between a warm stream and outdoor air, without a compressor.

Gravity (thermosyphon) or a pump returns the liquid. The refrigerant is at one temperature; the warm stream boils it in
one surface, outdoor air condenses it in the other: Q = (T_warm - T_air) / (1/(e_b C_warm) + 1/(e_c C_air)),
e = 1 - exp(-NTU). Boiling: NTU ~ flow^-0.4 over design; condenser: UA ~ air^n (`air_exponent`).

References
----------
Kays & London 1984 (effectiveness at C_r = 0); Carter et al. 2017, NREL/CP-2C00-66690 (thermosyphon cooler at ESIF).
"""

from math import exp, log

from thermo.core.exchangers import gone
from thermo.core.jit import kernel
from thermo.core.psychrometrics import specific_heat, volume
from thermo.core.roots import step
from thermo.plant.cooler import ROUNDS, TOLERANCE
from thermo.plant.sizing import LARGEST, fill_field

SMALLEST_DRIVE = 1.0  # K, refrigerant above the outdoor air at `dry_full` for which the condenser is built
BOILING_EXPONENT = -0.4  # NTU ~ flow^(0.6 - 1): the warm stream's film decides


@kernel
def carried(rec, weather, c_warm, flow, share, t_warm, air):
    """Heat [W] from a stream of capacity rate c_warm [W/K] that enters at t_warm [degC].

    Parameters
    ----------
    flow : its flow over design [1]; share : loops at work over all [1]; air : condenser air per loop over full [1]
    """
    if share <= 0.0 or air <= 0.0 or t_warm <= weather.t_dry:
        return 0.0
    ntu = -log(1.0 - rec.evaporator) * share * flow**BOILING_EXPONENT
    warm = (1.0 - exp(-ntu)) * c_warm
    c_air = share * air * rec.dry_air / volume(weather.t_dry, weather.w, weather.p) * specific_heat(weather.w)
    cold = gone(rec.dry_ua * share * air**rec.air_exponent / c_air) * c_air
    return (t_warm - weather.t_dry) / (1.0 / warm + 1.0 / cold)


@kernel
def carried_slope(rec, weather, c_warm, flow, t_warm, air):
    """Derivative of `carried` over `air` [W], all loops at work."""
    if t_warm <= weather.t_dry:
        return 0.0
    warm = (1.0 - exp(log(1.0 - rec.evaporator) * flow**BOILING_EXPONENT)) * c_warm
    c_full = rec.dry_air / volume(weather.t_dry, weather.w, weather.p) * specific_heat(weather.w)
    units = rec.dry_ua / c_full * air ** (rec.air_exponent - 1.0)
    left = exp(-units)
    cold = (1.0 - left) * c_full * air
    slope = c_full * (1.0 - left + (rec.air_exponent - 1.0) * units * left)
    return (t_warm - weather.t_dry) * slope / (cold * (1.0 / warm + 1.0 / cold)) ** 2


@kernel
def air_for(rec, weather, c_warm, flow, share, t_warm, q):
    """Condenser air [1] and share of the hour at it [1] that carry q [W]; full air must be enough."""
    a = rec.fan_min
    fa = carried(rec, weather, c_warm, flow, share, t_warm, a) - q
    if fa >= 0.0:
        return a, q / (fa + q)
    b = 1.0
    fb = carried(rec, weather, c_warm, flow, share, t_warm, b) - q
    if fb <= 0.0:
        return 1.0, 1.0
    x = (a * fb - b * fa) / (fb - fa)
    for _ in range(ROUNDS):
        fx = carried(rec, weather, c_warm, flow, share, t_warm, x) - q
        if abs(fx) <= TOLERANCE * q:
            break
        a, fa, b, fb, x = step(a, fa, b, fb, x, fx)
    return x, 1.0


@kernel
def dry_fans(rec, air, share):
    """Power [W] of the condensers' fans: P (loss + (1 - loss) air^3)."""
    return rec.dry_fan * share * (rec.fan_floor + (1.0 - rec.fan_floor) * air**3)


@kernel
def size_refrigerant_loop(rec, weather, q, c_warm, t_warm):
    """Fill air, fans and surface so that at `dry_full` outdoors the loop alone carries q [W] at full air."""
    drive = max(t_warm - q / (rec.evaporator * c_warm) - rec.dry_full, SMALLEST_DRIVE)
    v = volume(rec.dry_full, weather.w, weather.p)
    cp = specific_heat(weather.w)
    rec.dry_air = fill_field(rec.dry_air, v * q / (rec.dry_fraction * drive * cp))
    c_air = rec.dry_air / v * cp
    rec.dry_ua = fill_field(rec.dry_ua, -log(1.0 - min(q / (c_air * drive), LARGEST)) * c_air)
    rec.dry_fan = fill_field(rec.dry_fan, rec.dry_fan_specific * rec.dry_air)
