"""The record of an electrical chain: coefficients, ratings and where each loss ends as heat.

Input fields carry the names of `library/defaults/electrical.toml`; ratings that are NaN are sized from the design load,
ratings that are given stay as they are. Python resolves names into the record, kernels derive numbers.
"""

import numpy as np

FIELDS = """
    transformer_a transformer_b transformer_c   1, loss / rated output of the utility transformers
    transformer_rating       W, rated output of one (active power at the design power factor)
    transformer_count        needed at the design load
    transformer_redundancy   1, installed and sharing / needed: 1 for N, 2 for 2N, (n + 1)/n for N+1
    transformer_indoors      1 when its loss heats the electrical room, 0 outdoors
    ups_a ups_b ups_c        1, loss / rated output of the conversion: UPS, rectifier
    ups_rating               W, rated output of one module
    ups_count                needed at the design load
    ups_redundancy           1, installed and sharing / needed
    ups_indoors              1 when its loss heats a room that the air plant cools
    mains_share              1, part of the IT power fed straight from mains beside the conversion (mains + HVDC)
    mains_a mains_b mains_c  1, loss / rated output of that leg (static switch, panel)
    distribution_a distribution_b distribution_c   1, loss / rated output of PDU and busway to the racks
    distribution_rating      W, rated output of one
    distribution_count       needed at the design load
    distribution_redundancy  1, installed and sharing / needed
    load_factor              1, design load / rating of what is needed
    power_factor             1, of the whole site at the utility meter
    recharge                 1, battery recharge allowance / rated output of the conversion needed
"""


def _names(text):
    return [name for line in text.strip().splitlines() for name in line.strip().split("  ")[0].split()]


ELECTRICAL = np.dtype([(name, "f8") for name in _names(FIELDS)], align=True)
SIZED = ("transformer_rating", "ups_rating", "distribution_rating")
