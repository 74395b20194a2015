"""Liquid-cooled racks beside published figures.

Nothing of the model is adjusted to these cases; where they disagree the table says so, with what is not comparable. Run
`python validation/liquid_racks.py` for the table.
"""

import math

from thermo.cooling import air, liquid_parts
from thermo.core import fluids
from thermo.core.correlations.coldplate import core_pressure_drop
from thermo.hardware.racks import resolve
from thermo.library.liquids import coefficients
from thermo.reports.validation import module
from thermo.results.rack import Rack

servers = module("servers")
CFM, SEA_LEVEL, case = servers.CFM, servers.SEA_LEVEL, servers.case
PSI = 6894.757  # Pa
LITRE_MINUTE = 1.0 / 6e4  # m3/s
SILICON = 148.0  # W/(m K)
WAFER_BASE = 213e-6  # m

# Tuckerman & Pease 1981, IEEE Electron Device Letters 2(5), table 1 as widely quoted (from memory): channel and wall
# width [um], depth [um], water [cm3/s], heat [W], measured resistance [K cm2/W] and pressure [psi] on 1 x 1 cm2
SILICON_CHIPS = {
    "81F6": (56.0, 44.0, 320.0, 4.7, 181.0, 0.110, 15.0),
    "81F8": (55.0, 45.0, 287.0, 6.5, 277.0, 0.113, 17.0),
    "81F9": (50.0, 50.0, 302.0, 8.6, 790.0, 0.090, 31.0),
}

# ToAIz 2026, GB300 cold plate, conjugate CFD at 20 L/min, 25 degC inlet: pressure [kPa], channel width, height [mm],
# number of channels. The page names neither length nor coolant: of 30, 40, 50 and 72 mm with water or PG25, 40 mm
# (the die's side) and water fit and were taken: the run over a 40-fold pressure is a test, its level is not.
CFD_PLATES = (
    (2.6, 0.581, 5.60, 73),
    (4.9, 0.338, 5.66, 147),
    (9.3, 0.273, 5.21, 156),
    (19.9, 0.205, 4.04, 214),
    (47.3, 0.157, 2.85, 278),
    (108.5, 0.120, 2.33, 327),
)
DIE_SIDE = 0.04  # m, side of 1600 mm2


def at_most(name, limit, value, source, unit):
    """A line that holds when the value is not above a published limit."""
    return case(name, limit, value, 0.0, source, unit=unit) | {"ok": bool(value <= limit), "kind": "at most"}


def silicon_chip(name):
    """(Largest resistance [K/W], pressure [psi]) of one of Tuckerman & Pease's chips, water entering at 23 degC.

    The hottest point of a uniform flux: R = base + 1 / (h A) + 1 / (m cp).
    """
    channel, wall, depth, flow, heat, _, _ = SILICON_CHIPS[name]
    c, flow = coefficients("water"), flow * 1e-6
    capacity = fluids.density(c, 23.0) * fluids.specific_heat(c, 23.0) * flow
    t = 23.0 + 0.5 * heat / capacity
    r, dp, _ = liquid_parts.channel_plate(
        0.01, 0.01, channel * 1e-6, depth * 1e-6, wall * 1e-6, WAFER_BASE, SILICON, 1.0, 0.0, 0.0, 1.0, c, flow, t
    )
    base = WAFER_BASE / (SILICON * 1e-4)
    film = -1.0 / (capacity * math.log1p(-1.0 / (capacity * (r - base))))
    return base + film + 1.0 / capacity, dp / PSI


def cold_plates():
    """Plates alone."""
    lines = []
    source = "Tuckerman & Pease 1981, table 1, quoted from memory"
    for name, row in SILICON_CHIPS.items():
        r, psi = silicon_chip(name)
        lines.append(
            case(
                f"silicon microchannels {name}: resistance [K/W]",
                row[5],
                r,
                0.15,
                source,
                unit="K/W",
                note="tolerance: wafer base of 213 um assumed",
            )
        )
        lines.append(
            case(
                f"silicon microchannels {name}: pressure [psi]",
                row[6],
                psi,
                0.25,
                source,
                unit="psi",
                note="tolerance: etched channels, depth to 5 percent is 15 percent of pressure",
            )
        )
    water = coefficients("water")
    for kpa, width, height, count in CFD_PLATES:
        dp = core_pressure_drop(DIE_SIDE, width * 1e-3, height * 1e-3, float(count), 20.0 * LITRE_MINUTE,
                                fluids.density(water, 25.0), fluids.viscosity(water, 25.0), 0.0, 1.0)  # fmt: skip
        lines.append(
            case(
                f"{width:.3f} x {height:.2f} mm channels, 20 L/min: pressure [kPa]",
                kpa,
                dp / 1e3,
                0.15,
                "ToAIz 2026, GB300 cold plate design optimization (CFD, opened)",
                unit="kPa",
                note="length and coolant fitted: a test of the trend only",
            )
        )
    return lines


def racks():
    """Racks: split of heat, flows, plates in place."""
    nvl = Rack("gb200-nvl72").solve("cold-plate", supply_liquid="25 degC", supply_air="25 degC")
    hgx = Rack("hgx-h100").solve("cold-plate", supply_liquid="35 degC", supply_air="25 degC")
    cool = Rack("hgx-h100").solve("cold-plate", supply_liquid="30 degC", supply_air="25 degC")
    cpu = Rack("cpu-2u").solve("cold-plate", supply_liquid="35 degC", supply_air="25 degC")
    gb300 = Rack("gb300-nvl72").solve("cold-plate", supply_liquid="45 degC", supply_air="25 degC")
    share = {k: s.heat_liquid / (s.heat_liquid + s.heat_air) for k, s in (("nvl", nvl), ("hgx", hgx), ("cpu", cpu))}
    guide = "Kenfa Tech, GB200 liquid cooling plate design (opened): below 0.03 K/W, not above 20 kPa"
    tray = "GB300 cold plate architecture, dev.to/lianli (opened): 6.9 kW of liquid heat a tray at about 8 L/min"
    record, _ = resolve("gb200-nvl72", "cold-plate", coolant=("propylene-glycol", 0.257))
    flow = float(record["flow_per_watt"] * record["nameplate"] / record["servers"])
    plate_flow = flow * float(record["chip_tdp"]) / (4.0 * float(record["chip_tdp"]) + 2.0 * float(record["host_tdp"]))
    names = ("width", "length", "channel", "channel_height", "wall", "base", "k", "splits", "port_diameter", "port_k")
    _, dp, _ = liquid_parts.channel_plate(
        *(float(record[f"chip_plate_{n}"]) for n in names), float(record["chip_heater_area"]), record["coolant"],
        plate_flow, 40.0,
    )  # fmt: skip
    return [
        case("GB200 NVL72: heat into the liquid [1]", 0.87, share["nvl"], 0.06,
             "115 kW of 132 kW, OEM data (HPE QuickSpecs, secondary)"),
        case("HGX H100 with GPU, host and switch plates: into the liquid [1]", 0.775, share["hgx"], 0.10,
             "0.70 to 0.85, from memory"),
        case("2U CPU server, CPU plates only: into the liquid [1]", 0.70, share["cpu"], 0.15,
             "0.60 to 0.80 (Asetek, secondary)",
             note="the library's server gives 45 percent of its power to memory, cards, regulators and supplies"),
        at_most("GB200 plate: to inlet [K/W]", 0.03, nvl.sink_resistance, guide, "K/W"),
        at_most("GB200 plate: pressure [kPa]", 20.0, dp / 1e3, guide, "kPa"),
        case("GB300 tray: flow per kW of liquid heat [L/min/kW]", 8.0 / 6.9,
             gb300.liquid_flow / LITRE_MINUTE / (gb300.heat_liquid / 1e3), 0.35, tray, unit="L/min/kW"),
        case("GB300 at 45 degC supply: margin to throttling [K]", 0.0, gb300.chip_margin, 0.0, tray, "at least", "K"),
        case("H100 on plates at 30 degC: junction [degC]", 60.0, cool.chip_temperature, 10.0,
             "50 to 65 (AIDC research note) and 55 to 70 degC (gpu.fm digest), secondary", unit="degC"),
    ]  # fmt: skip


def same_sink():
    """(Air over oil: case to coolant of the 2U processor's air sink; spray over immersion: conductance of one sink)."""
    record, _ = resolve("cpu-2u", "air")
    t = 25.0
    rho, cp = fluids.air_density(t, SEA_LEVEL), fluids.air_specific_heat(t)
    in_air = air.chip_resistance(record, 40.0 * CFM, rho, cp, fluids.air_conductivity(t), fluids.air_viscosity(t))[0]
    oil = coefficients("white-mineral-oil")
    names = ("width", "length", "height", "thickness", "gap", "base", "k", "base_k")
    sink = [float(record[f"chip_sink_{n}"]) for n in names]
    heater = float(record["chip_heater_area"])
    speed = 1.0 * LITRE_MINUTE / 0.01  # 1 L/min over a 1U board of 440 mm
    in_oil, rise = 0.0, 20.0
    for _ in range(60):
        in_oil = liquid_parts.immersed_sink(*sink, heater, oil, speed, 30.0, rise)[0]
        rise = math.sqrt(rise * 95.0 * in_oil)
    interface = float(record["chip_r_tim"] + record["chip_r_jc"])
    plate = (0.08, 0.08, 0.02, 1e-3, 3e-3, 5e-3, 390.0, 390.0)
    pool, rise = 0.0, 20.0
    for _ in range(60):
        pool = liquid_parts.immersed_sink(*plate, 1.0, oil, 0.005, 30.0, rise)[0]
        rise = math.sqrt(rise * 200.0 * pool)
    jets = 20.0
    flow = 2.0 * LITRE_MINUTE
    speed = flow / (jets * 0.25 * math.pi * 1.5e-3**2)
    spray = liquid_parts.sprayed_sink(*plate, 1.0, oil, flow, 30.0, jets, 1.5e-3, speed, 0.7, 0.1)[0]
    return (in_oil + interface) / (in_air + interface), pool / spray


def oils():
    """Immersion and spray."""
    ratio, gain = same_sink()
    h100 = Rack("hgx-h100").solve("immersion", supply_liquid="35 degC")
    cool = Rack("hgx-h100").solve("immersion", supply_liquid="25 degC")
    spray = Rack("hgx-h100").solve("spray", supply_liquid="30 degC")
    note = "values of vendor blogs, oil temperature and power not stated"
    return [
        case("immersion sink of a 700 W module: to oil [K/W]", 0.045, h100.sink_resistance, 0.35,
             "0.03 to 0.06 K/W, from memory", unit="K/W"),
        case("processor with its air sink in mineral oil over in air [1]", 1.0 - 0.344, ratio, 0.30,
             "Eiland et al. 2017, J. Electronic Packaging 139(4) 041005, abstract (opened): 34.4 percent less",
             note="another server: sink, 40 CFM and 1 L/min are ours"),
        case("oil from above over the same sink immersed: conductance [1]", 2.6, gain, 0.5,
             "Buildings 2024, 14(9), 2635, abstract (opened): coefficient 2.6 times pure immersion",
             note="their jets are submerged; sink, oil, 2 L/min and 5 mm/s are ours"),
        case("H100 in oil at 25 degC: junction [degC]", 50.0, cool.chip_temperature, 10.0,
             "45 to 55 degC, AIDC research note (secondary)", unit="degC", note=note),
        case("H100 under spray at 30 degC: junction [degC]", 50.0, spray.chip_temperature, 10.0,
             "45 to 55 degC, AIDC research note (secondary)", unit="degC", note=note),
    ]  # fmt: skip


def cases():
    """Every case of this file."""
    return cold_plates() + racks() + oils()


def main():
    """Print the table."""
    for c in cases():
        figures = f"{c['expected']:9.4g} {c['value']:9.4g} {c['difference']:+8.3f}"
        note = f" ({c['note']})" if c["note"] else ""
        print(f"{'ok ' if c['ok'] else 'OFF'} {c['name']:66s} {figures}  {c['source']}{note}")


if __name__ == "__main__":
    main()
