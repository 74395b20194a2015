"""Boiling in channels and plates beside published experiments.

Nothing of the model is adjusted to these cases. Boiling scatters: 30 to 50 percent in heat transfer coefficients, 20 to
30 percent in critical flux; the tolerances are those, and where a case disagrees its line says what is not comparable.
Run `python validation/two_phase.py` for the table.
"""

from thermo.core import saturation as sat
from thermo.core.correlations import flow_boiling as boiling
from thermo.library.boiling import saturation
from thermo.reports.validation import module
from thermo.results.rack import Rack

servers = module("servers")
case = servers.case
W_CM2 = 1e4  # W/m2

# Xu, Jia, Dang, Peng 2017, J. Thermal Science 26 (ChinaXiv 201703.01050, opened): R134a, brass heat sink, 30 channels
# of 0.5 x 0.5 mm, 30 mm long under a heater of 30 x 26 mm; saturation taken as 25 degC, which its quality 0.93 implies
CHANNELS, SIDE, RUN, HEATER, T_SINK = 30.0, 0.5e-3, 30e-3, 30e-3 * 26e-3, 25.0
XU = "Xu et al. 2017, J. Thermal Science 26 (opened)"
# Agostini, Revellin, Thome, Calame, Michel 2008, IJHMT 51, part III, abstract (opened): R236fa in 67 silicon channels
# 223 x 680 um, 20 mm; properties of R236fa at 25 degC from CoolProp 8.0.0
R236FA = {"h_fg": 145302.8, "rho_l": 1359.75, "rho_v": 18.387, "sigma": 9.588e-3}
SILICON_D, SILICON_RUN = 2.0 * 223e-6 * 680e-6 / (223e-6 + 680e-6), 20e-3
IBM = "Agostini et al. 2008, Int. J. Heat Mass Transfer 51, part III, abstract (opened)"


def state(name, t):
    """Saturated properties the correlations take."""
    s = saturation(name)
    return {
        "h_fg": sat.latent_heat(s, t), "rho_l": sat.liquid_density(s, t), "rho_v": sat.vapour_density(s, t),
        "mu_l": sat.liquid_viscosity(s, t), "mu_v": sat.vapour_viscosity(s, t),
        "k_l": sat.liquid_conductivity(s, t), "cp_l": sat.liquid_specific_heat(s, t),
        "sigma": sat.surface_tension(s, t), "p_r": sat.reduced_pressure(s, t),
    }  # fmt: skip


def sink(g, footprint):
    """(Exit quality, wetted flux [W/m2]) of the brass sink at a mass flux and a footprint flux [W/cm2]."""
    heat = footprint * W_CM2 * HEATER
    flow = g * CHANNELS * SIDE**2
    return heat / flow / state("r134a", T_SINK)["h_fg"], heat / (CHANNELS * 3.0 * SIDE * RUN)


def brass_sink():
    """R134a in thirty channels."""
    p = state("r134a", T_SINK)
    three = (p["h_fg"], p["rho_l"], p["rho_v"], p["sigma"])
    _, flux = sink(373.3, 48.9)
    critical = boiling.critical_flux_wojtan(373.3, SIDE, RUN, *three)
    x_high, at_high = sink(1244.4, 61.54)
    high = boiling.critical_flux_wojtan(1244.4, SIDE, RUN, *three)
    x, wet = sink(1244.4, 38.89)
    h = boiling.kim_mudawar(
        wet, 0.75, 1244.4, 0.5 * x, SIDE, p["h_fg"], p["rho_l"], p["rho_v"], p["mu_l"], p["mu_v"], p["k_l"], p["cp_l"],
        p["sigma"], p["p_r"],
    )  # fmt: skip
    return [
        case("R134a sink: exit quality at 59.2 W/cm2, 373 kg/(m2 s) [1]", 0.93, sink(373.3, 59.16)[0], 0.05, XU,
             note="energy balance; the paper's largest quality"),
        case("R134a sink: exit quality at 13.5 W/cm2, 1244 kg/(m2 s) [1]", 0.07, sink(1244.4, 13.48)[0], 0.15, XU,
             note="the paper's smallest quality, two digits"),
        case("R134a sink: critical flux over flux where wall passes 110 degC [1]", 1.0, critical / flux, 0.25, XU,
             note="partial dry-out at 48.9 W/cm2 and 373 kg/(m2 s): Wojtan's critical flux"),
        case("R134a sink: critical flux over flux where temperature rises suddenly [1]", 1.0, high / at_high, 0.5, XU,
             note=f"61.5 to 82.3 W/cm2 at 1244 kg/(m2 s), exit quality {x_high:.2f}"),
        case("R134a sink: largest coefficient [kW/(m2 K)]", 25.0, h / 1e3, 0.4, XU, unit="kW/(m2 K)",
             note="text: up to 25; Kim & Mudawar at 38.9 W/cm2, 1244 kg/(m2 s), half the exit quality"),
    ]  # fmt: skip


def critical_flux():
    """Critical flux of refrigerants in small channels."""
    lines = []
    for g, measured in ((276.0, 21.9), (992.0, 52.2)):
        found = boiling.critical_flux_wojtan(g, SILICON_D, SILICON_RUN, *R236FA.values())
        lines.append(
            case(f"R236fa in silicon: wall critical flux at {g:.0f} kg/(m2 s) [W/cm2]", measured, found / W_CM2, 0.25,
                 IBM, unit="W/cm2", note="an end of the measured range; the paper finds Wojtan within 9 percent")
        )  # fmt: skip
    p = state("r245fa", 30.0)
    three = (p["h_fg"], p["rho_l"], p["rho_v"], p["sigma"])
    ratio = boiling.critical_flux_qu_mudawar(1000.0, 0.5e-3, 0.04, *three)
    ratio /= boiling.critical_flux_wojtan(1000.0, 0.5e-3, 0.04, *three)
    lines.append(
        case("R245fa, 0.5 mm: Qu & Mudawar over Wojtan [1]", 1.3, ratio, 0.0,
             "Wojtan et al. 2006, Exp. Therm. Fluid Sci. 30, 765, abstract (opened)",
             note="'significantly overpredicts': 1.3 or more", kind="at least")
    )  # fmt: skip
    return lines


def transport():
    """Properties that were built here."""
    s = saturation("r1233zd-e")
    return [
        case("R1233zd(E) at 40 degC: liquid viscosity [uPa s]", 384.6, 1e6 * sat.liquid_viscosity(s, 40.0), 0.1,
             "CoolProp 7.2.0, entropy scaling of Bell 2016", unit="uPa s",
             note="two published models apart: ours is Huber's of 2018, NISTIR 8209, which meets its point at 395.6 K"),
        case("R1233zd(E) at 40 degC: conductivity [W/(m K)]", 0.081, sat.liquid_conductivity(s, 40.0), 0.05,
             "0.079 to 0.083, docs/physics.md 3.7 (from memory)", unit="W/(m K)"),
        case("R1233zd(E) at 40 degC: surface tension [mN/m]", 12.5, 1e3 * sat.surface_tension(s, 40.0), 0.05,
             "12 to 13, docs/physics.md 3.7 (from memory)", unit="mN/m"),
    ]  # fmt: skip


def racks():
    """Racks: pumping and temperature of one and of two phases."""
    water = Rack("gb200-nvl72").solve("cold-plate", supply_liquid="40 degC", coolant="water")
    r134a = Rack("gb200-nvl72").solve("cold-plate-two-phase", supply_liquid="40 degC", coolant="r134a")
    zd = Rack("gb200-nvl72").solve("cold-plate-two-phase", supply_liquid="40 degC")
    pumped = water.liquid_flow * water.pressure_drop / (r134a.liquid_flow * r134a.pressure_drop)
    source = "Marcinichen, Olivier, Thome 2012, Applied Thermal Engineering, abstract (opened)"
    return [
        case("coolant pumping, water over R134a, same plates [1]", 5.0, pumped, 0.5, source,
             note="theirs are micro-evaporators of their own; ours keep plates, hoses and an orifice of 15 kPa"),
        case("R1233zd(E) plates: pressure at 43 degC [kPa]", 300.0, 1e-3 * sat.pressure(saturation("r1233zd-e"), 43.0),
             0.0, "sold waterless plates run below 3 bar (docs/physics.md 3.7)", unit="kPa", note="at most")
        | {"ok": bool(sat.pressure(saturation("r1233zd-e"), 43.0) < 3e5), "kind": "at most"},
        case("R1233zd(E) flow per kW at exit quality 0.5 [g/(s kW)]", 10.9,
             zd.liquid_flow * 1225.8 * 1e3 / 132.0 * (0.5 * 183.1e3 + 3657.0) / (0.5 * 183.1e3), 0.02,
             "docs/physics.md 3.7", unit="g/(s kW)", note="without the heat of subcooling"),
    ]  # fmt: skip


def cases():
    """Every case of this file."""
    return brass_sink() + critical_flux() + transport() + racks()


def main():
    """Print the table."""
    for c in cases():
        figures = f"{c['expected']:9.4g} {c['value']:9.4g} {c['difference']:+8.3f}"
        note = f" ({c['note']})" if c["note"] else ""
        print(f"{'ok ' if c['ok'] else 'OFF'} {c['name']:72s} {figures}  {c['source']}{note}")


if __name__ == "__main__":
    main()
