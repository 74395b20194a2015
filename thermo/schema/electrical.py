"""The record of an electrical chain: coefficients, ratings and where each loss ends as heat.

Input fields carry the names of `library/defaults/electrical.toml`; ratings that are NaN are sized from the design load,
ratings that are given stay as they are.
"""

from thermo.schema.field import Field, record

ELECTRICAL_FIELDS = (
    Field("transformer_a", "1", "a of loss / rated output of the utility transformers = a + b x + c x^2"),
    Field("transformer_b", "1", "b of loss / rated output of the utility transformers = a + b x + c x^2"),
    Field("transformer_c", "1", "c of loss / rated output of the utility transformers = a + b x + c x^2"),
    Field("transformer_rating", "W", "rated output of one (active power at the design power factor)", sized=True),
    Field("transformer_count", "1", "transformers needed at the design load"),
    Field("transformer_redundancy", "1", "installed and sharing / needed: 1 for N, 2 for 2N, (n + 1)/n for N+1"),
    Field("transformer_indoors", "1", "1 when its loss heats the electrical room, 0 outdoors"),
    Field("ups_a", "1", "a of loss / rated output of the conversion (UPS, rectifier) = a + b x + c x^2"),
    Field("ups_b", "1", "b of loss / rated output of the conversion (UPS, rectifier) = a + b x + c x^2"),
    Field("ups_c", "1", "c of loss / rated output of the conversion (UPS, rectifier) = a + b x + c x^2"),
    Field("ups_rating", "W", "rated output of one module", sized=True),
    Field("ups_count", "1", "modules needed at the design load"),
    Field("ups_redundancy", "1", "installed and sharing / needed"),
    Field("ups_indoors", "1", "1 when its loss heats a room that the air plant cools"),
    Field(
        "ups_medium_voltage",
        "1",
        "1 when the conversion has its own transformer and takes medium voltage (10 kV to 240 V DC)",
    ),
    Field("mains_share", "1", "part of the IT power fed straight from mains beside the conversion (mains + HVDC)"),
    Field("mains_a", "1", "a of loss / rated output of the mains leg (static switch, panel) = a + b x + c x^2"),
    Field("mains_b", "1", "b of loss / rated output of the mains leg (static switch, panel) = a + b x + c x^2"),
    Field("mains_c", "1", "c of loss / rated output of the mains leg (static switch, panel) = a + b x + c x^2"),
    Field("distribution_a", "1", "a of loss / rated output of PDU and busway to the racks = a + b x + c x^2"),
    Field("distribution_b", "1", "b of loss / rated output of PDU and busway to the racks = a + b x + c x^2"),
    Field("distribution_c", "1", "c of loss / rated output of PDU and busway to the racks = a + b x + c x^2"),
    Field("distribution_rating", "W", "rated output of one", sized=True),
    Field("distribution_count", "1", "needed at the design load"),
    Field("distribution_redundancy", "1", "installed and sharing / needed"),
    Field("load_factor", "1", "design load / rating of what is needed"),
    Field("power_factor", "1", "of the whole site at the utility meter"),
    Field("recharge", "1", "battery recharge allowance / rated output of the conversion needed"),
)
ELECTRICAL = record(ELECTRICAL_FIELDS)
SIZED = tuple(f.name for f in ELECTRICAL_FIELDS if f.sized)
