"""Servers and sinks beside published figures: what stands before any statement about the limit of air.

Geometry of sinks, grilles and fans was chosen from the sources named in the library and is not adjusted to these
figures. One choice was made again after a first comparison, on open areas and not to meet a number: the CPU servers'
chassis loss, first that of the accelerator servers (16 heads), became that of fronts with drives (62 heads in 2U, 35
in 1U), and the 2U servers' air rise, first 20 K, that of published ones (15 K). Where the table disagrees it says so. A
case whose `kind` is "at least" holds when the value is not below the expected one by more than the tolerance.

Run `python validation/servers.py` for the table and for the density at which air gives out.
"""

import numpy as np

from thermo.cooling import air
from thermo.core.correlations.heatsink import plate_fin, plate_fin_pressure_drop
from thermo.core.correlations.spreading import lee_mean
from thermo.core.fluids import air_conductivity, air_density, air_specific_heat, air_viscosity
from thermo.errors import LibraryError
from thermo.hardware.racks import resolve
from thermo.results.rack import Rack

CFM = 4.719474e-4  # m3/s
INCH_WATER = 249.08891  # Pa
SEA_LEVEL = 101325.0


def record(rack, technology="air", **kwargs):
    """Record of a rack, as kernels take it."""
    return resolve(rack, technology, **kwargs)[0]


def at_speed(rack, speed, t=25.0):
    """(flow [m3/s], fan power [W]) of one server at a fan speed."""
    rec = record(rack)
    rho, mu = air_density(t, SEA_LEVEL), air_viscosity(t)
    flow, _chip, _host, _free, dp, _speed = air.hydraulics(rec, air.velocity_at_speed(rec, speed, rho, mu), rho, mu)
    return flow, flow * dp / float(rec["fan_efficiency"])


def hottest_intake(rack, limit=60.0):
    """Highest supply air [degC] at which the server keeps junction, case and memory below their limits."""
    low, high = 10.0, limit
    for _ in range(40):
        t = 0.5 * (low + high)
        s = Rack(rack).solve("air", supply_air=f"{t} degC")
        low, high = (t, high) if min(s.chip_margin, s.case_margin, s.memory_margin) >= 0.0 else (low, t)
    return low


def xeon_1u(cfm):
    """(Psi_ca [K/W], dp [Pa]) of a 90 x 90 x 25.5 mm copper sink at a ducted flow.

    The guide gives the outline; 60 fins of 0.25 mm, a base of 4 mm, an interface of 0.15 K cm2/W on 8 cm2 are assumed.
    """
    t, flow, fins = 49.0, cfm * CFM, 60.0
    rho, cp, k, mu = air_density(t, SEA_LEVEL), air_specific_heat(t), air_conductivity(t), air_viscosity(t)
    convection = plate_fin(0.09, 0.09, 0.0215, 0.00025, fins, 390.0, flow, rho, cp, k, mu)[0]
    base = 0.004 / (390.0 * 0.0081) + lee_mean(8e-4, 0.0081, 0.004, 390.0, convection)
    dp = plate_fin_pressure_drop(0.09, 0.09, 0.0215, 0.00025, fins, flow, rho, mu)
    return 0.15e-4 / 8e-4 + base + convection, dp


def case(name, expected, value, tolerance, source, kind="equal", unit="", note=""):
    """One line of the table; `tolerance` is relative, or in K for temperatures and margins (unit "K", "degC")."""
    difference = value - expected if unit in ("K", "degC") else value / expected - 1.0
    ok = difference >= -tolerance if kind == "at least" else abs(difference) <= tolerance
    return {
        "name": name, "expected": expected, "value": float(value), "difference": float(difference),
        "tolerance": tolerance, "ok": bool(ok), "source": source, "kind": kind, "unit": unit, "note": note,
    }  # fmt: skip


def servers():
    """Air servers beside their data sheets."""
    guide = "NVIDIA DGX H100 user guide, environmental specifications: 1105 CFM front to back at 80 % fan PWM"
    flow, _ = at_speed("dgx-h100", 0.8)
    _, fans = at_speed("dgx-h100", 1.0)
    full = Rack("dgx-h100").solve("air", supply_air="24 degC")
    hot = Rack("dgx-h100").solve("air", supply_air="30 degC")
    n = 4.0
    one_u = {"like": "cpu-1u", "server": {"fan_count": 6}}
    flow_1u, _ = at_speed(one_u, 1.0)
    cpu = Rack("cpu-1u").solve("air", supply_air="27 degC")
    return [
        case("DGX H100: air flow at 80 % fan speed [CFM]", 1105.0, flow / CFM, 0.15, guide, unit="CFM",
             note="PWM duty taken as speed"),
        case("DGX H100: largest system power [kW]", 10.2, hot.power / n / 1e3, 0.15,
             "NVIDIA DGX H100 user guide: 10.2 kW max.", unit="kW", note="the maker's maximum holds headroom"),
        case("DGX H100: fans at full speed [W]", 893.0, fans, 0.32,
             "Twelve pairs of 92 mm fans rated 25 W (San Ace 9GA0912P1H03) to 49 W (9GV0912P1G03): 605 to 1181 W",
             unit="W", note="no maker's figure; middle of the range"),
        case("DGX H100: hottest GPU at full load, 24 degC [degC]", 72.0, full.chip_temperature, 8.0,
             "Latif et al. 2025, arXiv 2507.16781: 54 to 72 degC air-cooled under load", unit="degC",
             note="the paper's GPUs drew less than nameplate and its intake is not given"),
        case("1U, six dual-rotor 40 x 56 mm fans: flow at full speed [CFM]", 80.0, flow_1u / CFM, 0.5,
             "Intel R1000GZ/GL specification: 11 to 80 CFM for all 1U systems", unit="CFM",
             note="older fans than the library's"),
        case("1U server, 27 degC: fans over power [1]", 0.10, cpu.fans / cpu.power, 0.4,
             "Neudorfer, eWeek 2009: fans take 10 to 15 percent or more of a 1U server; 30 to 75 W of 250 to 350 W",
             note="higher-power servers share their fans over more watts"),
        case("2U, 2 x 300 W: hottest intake [degC]", 35.0, hottest_intake(cpu_2u("300 W")), 0.0,
             "Lenovo SR665 V3 thermal rules: 240 to 300 W up to 35 degC", kind="at least", unit="degC"),
        case("2U, 2 x 400 W: hottest intake [degC]", 30.0, hottest_intake(cpu_2u("400 W")), 0.0,
             "Lenovo SR665 V3 thermal rules: 320 to 400 W up to 25 or 30 degC by processor", "at least", "degC"),
        case("2U, 2 x 400 W: hottest intake as an equality [degC]", 30.0, hottest_intake(cpu_2u("400 W")), 10.0,
             "Lenovo SR665 V3 thermal rules: 320 to 400 W up to 25 or 30 degC by processor", unit="degC",
             note="the maker's rule also covers drives, cards and a failed fan"),
        case("1U, 2 x 350 W: hottest intake [degC]", 35.0, hottest_intake("cpu-1u"), 0.0,
             "Lenovo SR630 V4 thermal rules: 210 to 350 W up to 35 degC", kind="at least", unit="degC"),
    ]  # fmt: skip


def cpu_2u(power):
    """The 2U CPU rack with processors of another power."""
    return {"like": "cpu-2u", "chip": {"tdp": power}}


def sinks():
    """R(flow) of sinks and plates beside published figures."""
    guide = "Intel Xeon 5500 thermal guide, table 5-1 and note 5 (largest mean + 3 sigma): 25.5 mm sink"
    lines = []
    for cfm, psi, inches in ((9.7, 0.335, 0.20), (16.0, 0.275, 0.344)):
        value, dp = xeon_1u(cfm)
        lines.append(
            case(
                f"1U sink, {cfm} CFM: Psi_ca [K/W]",
                psi,
                value,
                0.30,
                guide,
                unit="K/W",
                note="a limit of makers' spread: a mean below it is right",
            )
        )
        lines.append(
            case(
                f"1U sink, {cfm} CFM: pressure [Pa]",
                inches * INCH_WATER,
                dp,
                0.35,
                guide,
                unit="Pa",
                note="fin pitch assumed",
            )
        )
    rec = record("cpu-2u")
    rho, cp, k, mu = air_density(25.0, SEA_LEVEL), air_specific_heat(25.0), air_conductivity(25.0), air_viscosity(25.0)
    chip = float(rec["chip_r_tim"]) + air.chip_resistance(rec, 40.0 * CFM, rho, cp, k, mu)[0]
    lines.append(
        case(
            "cpu-2u, 40 CFM: case to air [K/W]",
            0.12,
            chip,
            0.30,
            "2U heat-pipe sinks of 350 W sockets 0.10 to 0.15 K/W, from memory",
            unit="K/W",
        )
    )
    plate = Rack("hgx-h100").solve("cold-plate", supply_liquid="40 degC")
    lines.append(
        case(
            "sxm plate, 1.2 L/min of PG25: plate to inlet [K/W]",
            0.025,
            plate.sink_resistance,
            0.4,
            "cold plates 0.02 to 0.03 K/W for 700 W modules, from memory; 0.02 to 0.10 K/W (hardware table)",
            unit="K/W",
        )
    )
    nvl = Rack("gb200-nvl72").solve("cold-plate", supply_liquid="25 degC")
    lines.append(
        case(
            "superchip plate: plate to inlet [K/W], margin below 0.03",
            0.03,
            0.06 - nvl.sink_resistance,
            0.0,
            "AIDC research note: GB200 class needs below 0.03 K/W",
            kind="at least",
            unit="K/W",
        )
    )
    lines.append(
        case(
            "GB200 NVL72: power [kW]",
            126.0,
            nvl.power / 1e3,
            0.10,
            "120 kW (Leviathan) to 132 kW (AIDC research note)",
            unit="kW",
        )
    )
    share = nvl.heat_liquid / (nvl.heat_liquid + nvl.heat_air)
    lines.append(
        case(
            "GB200 NVL72: heat into the liquid [1]",
            0.87,
            share,
            0.06,
            "115 of 132 kW, OEM data (HPE QuickSpecs, secondary)",
        )
    )
    return lines


def cases():
    """Every case of this file."""
    return servers() + sinks()


def give_out(rack, supply_air="24 degC"):
    """Densities at which air gives out: rows (servers, kW drawn, limits in words), up to what fits."""
    rows = []
    for n in range(1, 61):
        try:
            s = Rack(rack, servers=n).solve("air", supply_air=supply_air)
        except LibraryError as error:
            rows.append((n, np.nan, [str(error)]))
            break
        rows.append((n, s.power / 1e3, s.limits))
    return rows


def main():
    """Print the table and the limits of air."""
    for c in cases():
        figures = f"{c['expected']:9.4g} {c['value']:9.4g} {c['difference']:+8.3f}"
        note = f" ({c['note']})" if c["note"] else ""
        print(f"{'ok ' if c['ok'] else 'OFF'} {c['name']:64s} {figures}  {c['source']}{note}")
    for rack in ("hgx-h100", "hgx-b200", "cpu-2u", "cpu-1u"):
        for supply in ("24 degC", "30 degC"):
            rows = give_out(rack, supply)
            good = [r for r in rows if not r[2]]
            first = next(r for r in rows if r[2])
            last = f"{good[-1][0]} servers, {good[-1][1]:.1f} kW" if good else "none"
            print(f"{rack} at {supply}: air holds up to {last}; {first[0]} servers: {'; '.join(first[2])}")


if __name__ == "__main__":
    main()
