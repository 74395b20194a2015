"""From the rack's supply to the utility meter: losses of distribution, conversion and transformer for one hour.

    utility -> transformer -+-> conversion (UPS, rectifier) -+-> distribution -> IT
                            |                                +-> pumps and fans on the UPS bus
                            +-> mains bus: chillers, rejection fans, lighting, and the mains leg of "mains + HVDC"

Each stage's loss follows L / P_rated = a + b x + c x^2 with x the load of one module, all modules sharing
(`core/correlations/power.py`, White Paper 113). Redundant modules are on, so 2N halves x and pays `a` twice.
A conversion that takes medium voltage has its own transformer inside; the utility transformers then carry the rest.
Power factor changes only the apparent power at the meter; battery recharge is an allowance in the feed, not energy.
"""

from typing import NamedTuple

from thermo.core.correlations.power import loss_fraction, module_loss
from thermo.core.jit import kernel


class Losses(NamedTuple):
    """What a chain loses, and what the meter sees."""

    distribution: float  # W, loss of PDUs and busway
    ups: float  # W, loss of the conversion, with the mains leg's
    transformer: float  # W
    utility: float  # W, at the meter
    apparent: float  # V A, feed with battery recharge
    ups_room: float  # W, part of the conversion's loss that the air plant must carry; all of the distribution's
    transformer_room: float  # W
    ups_load: float  # 1, load / rating of one conversion module
    transformer_load: float  # 1
    distribution_load: float  # 1
    margin: float  # 1, 1 - load / what the needed modules (redundant ones out) can carry, smallest stage


@kernel
def _stage(a, b, c, load, rating, count, redundancy):
    """Loss of a stage [W], load of one module [1], and load over what the needed modules carry [1]."""
    installed = count * redundancy
    loss = module_loss(a, b, c, load, rating, installed)
    total = rating * count
    if not total > 0.0:
        return 0.0, 0.0, 0.0
    return loss, load / (total * redundancy), load / total


@kernel
def chain(rec, p_it, p_ups, p_mains):
    """Losses by stage and power at the meter.

    Parameters
    ----------
    rec : ELECTRICAL record
        With ratings sized or given.
    p_it : float
        Power at the racks' inlets [W]; goes through distribution and conversion.
    p_ups : float
        Pumps and fans on the UPS bus [W].
    p_mains : float
        All else: chillers, rejection fans, lighting [W].

    Notes
    -----
    utility = p_it + p_ups + p_mains + the three losses, exactly. Loads above a rating are not limited here; `margin`
    turns negative and the quadratic extrapolates.
    """
    d_loss, d_load, d_use = _stage(
        rec.distribution_a, rec.distribution_b, rec.distribution_c, p_it,
        rec.distribution_rating, rec.distribution_count, rec.distribution_redundancy,
    )  # fmt: skip
    fed = p_it + d_loss
    direct = rec.mains_share * fed
    protected = fed - direct + p_ups
    u_loss, u_load, u_use = _stage(
        rec.ups_a, rec.ups_b, rec.ups_c, protected, rec.ups_rating, rec.ups_count, rec.ups_redundancy
    )
    if rec.mains_share > 0.0:
        leg = rec.ups_rating * rec.ups_count * rec.ups_redundancy * rec.mains_share / max(1.0 - rec.mains_share, 1e-9)
        u_loss += module_loss(rec.mains_a, rec.mains_b, rec.mains_c, direct, leg, 1.0)
    before = direct + p_mains + (1.0 - rec.ups_medium_voltage) * (protected + u_loss)
    t_loss, t_load, t_use = _stage(
        rec.transformer_a, rec.transformer_b, rec.transformer_c, before,
        rec.transformer_rating, rec.transformer_count, rec.transformer_redundancy,
    )  # fmt: skip
    utility = p_it + p_ups + p_mains + d_loss + u_loss + t_loss
    recharge = rec.recharge * rec.ups_rating * rec.ups_count
    return Losses(
        d_loss,
        u_loss,
        t_loss,
        utility,
        (utility + recharge) / rec.power_factor,
        rec.ups_indoors * u_loss,
        rec.transformer_indoors * t_loss,
        u_load,
        t_load,
        d_load,
        1.0 - max(d_use, max(u_use, t_use)),
    )


@kernel
def _rating(given, load, count, load_factor):
    """The given rating, or load / (count x load factor) when it is NaN [W]."""
    return given if given == given else load / (count * load_factor)


@kernel
def size(rec, p_it, p_ups, p_mains):
    """Fill the ratings that are NaN from the loads of the design hour.

    Parameters
    ----------
    rec : ELECTRICAL record
        Written: `distribution_rating`, `ups_rating`, `transformer_rating` where NaN. A given one is kept.
    p_it, p_ups, p_mains : float
        Design loads [W], as in `chain`.

    Notes
    -----
    The needed modules (redundant ones out) carry the design load at `load_factor` of their rating. Each stage is sized
    on what the stages below take at that load.
    """
    rec.distribution_rating = _rating(rec.distribution_rating, p_it, rec.distribution_count, rec.load_factor)
    d_loss = module_loss(
        rec.distribution_a, rec.distribution_b, rec.distribution_c, p_it,
        rec.distribution_rating, rec.distribution_count * rec.distribution_redundancy,
    )  # fmt: skip
    direct = rec.mains_share * (p_it + d_loss)
    protected = p_it + d_loss - direct + p_ups
    rec.ups_rating = _rating(rec.ups_rating, protected, rec.ups_count, rec.load_factor)
    u_loss = module_loss(rec.ups_a, rec.ups_b, rec.ups_c, protected, rec.ups_rating, rec.ups_count * rec.ups_redundancy)
    if rec.mains_share > 0.0:
        leg = rec.ups_rating * rec.ups_count * rec.ups_redundancy * rec.mains_share / max(1.0 - rec.mains_share, 1e-9)
        u_loss += module_loss(rec.mains_a, rec.mains_b, rec.mains_c, direct, leg, 1.0)
    before = direct + p_mains + (1.0 - rec.ups_medium_voltage) * (protected + u_loss)
    rec.transformer_rating = _rating(rec.transformer_rating, before, rec.transformer_count, rec.load_factor)


@kernel
def loss_component(rec):
    """Electrical loss component ELC = 1 - eta_service eta_conversion eta_distribution at full design load [1].

    Notes
    -----
    Each segment runs at the load its module sees at design: load_factor / redundancy. The combination by product is
    that of ASHRAE 90.4 (incoming service, UPS and ITE distribution segments on the worst path); editions differ in the
    loads at which they ask for it. With a mains leg the worst path is the converted one.

    References
    ----------
    ASHRAE Standard 90.4-2019, section 8; addendum g to 90.4-2016.
    """
    product = 1.0
    for stage in range(3):
        if stage == 0:
            a, b, c, n = rec.transformer_a, rec.transformer_b, rec.transformer_c, rec.transformer_redundancy
        elif stage == 1:
            a, b, c, n = rec.ups_a, rec.ups_b, rec.ups_c, rec.ups_redundancy
        else:
            a, b, c, n = rec.distribution_a, rec.distribution_b, rec.distribution_c, rec.distribution_redundancy
        x = rec.load_factor / n
        if stage > 0 or rec.ups_medium_voltage == 0.0:
            product *= x / (x + loss_fraction(a, b, c, x))
    return 1.0 - product
