"""Pool boiling, spreading under it and evaporating sprays beside published experiments.

Nothing of the model is adjusted to these cases. Superheats at a flux scatter by 25 percent (Rohsenow) to 50, critical
flux by 20 to 30; those are the tolerances, and where a case disagrees its line says what is not comparable. Run
`python validation/boiling.py` for the table.
"""

import math

from thermo.core import saturation as sat
from thermo.core.correlations import boiling, sprays
from thermo.library.boiling import saturation
from thermo.reports.validation import module

servers, liquid_racks = module("servers"), module("liquid_racks")
case, at_most = servers.case, liquid_racks.at_most
W_CM2 = 1e4  # W/m2
SEA_LEVEL = 101325.0
COPPER = 390.0  # W/(m K)
CSF, EXPONENT = 0.0058, 1.7  # what a study has unless it says otherwise
SPREADER = "ASME J. Electronic Packaging 143(4) 041103, heat spreading under boiling Novec 649, abstract (opened)"
GROOVES = "Kaniowski 2023, Energies 16, 2476, Novec 649 on copper with grooves, abstract (opened)"
FOAM = "Manetti et al. 2019, HFE-7100 on copper foam, abstract (opened)"
OREGON = "Cardenas & Narayanan, water and FC-72 in pool boiling, abstract (opened)"
ARKANSAS = "University of Arkansas BoilingLab, flat copper in water, run {} (published table, opened)"
LJUBLJANA = "laser-textured copper in water, 2022, PMC9696775, abstract (opened): reference from its 775 percent"
DHIR = "Jiang & Dhir 2004, Int. J. Heat Mass Transfer 47, 5391, water spray in a closed system, abstract (opened)"
INCLINED = "El-Genk & Bostanci 2003, HFE-7100 on 10 mm copper (from memory)"
# wall superheat [K] and heat flux [W/cm2] of run 412: 150 W, pool 40 K below saturation at 97.3 kPa
RUN_412 = ((6.87, 50.38), (7.49, 75.58), (7.97, 105.38))


def critical(name, t, side=1.0, subcooling=0.0, constant=boiling.ZUBER, dielectric=True):
    """Critical flux [W/m2] of a plain thick face that looks up, saturation t [degC]."""
    s = saturation(name)
    rho_l, rho_v, h_fg = sat.liquid_density(s, t), sat.vapour_density(s, t), sat.latent_heat(s, t)
    sigma, cp = sat.surface_tension(s, t), sat.liquid_specific_heat(s, t)
    q = boiling.zuber(constant, h_fg, rho_l, rho_v, sigma)
    if dielectric:
        factor = boiling.arik_subcooling(subcooling, cp, h_fg, rho_l, rho_v)
        return q * factor * boiling.arik_length(side, rho_l, rho_v, sigma)
    return q * boiling.ivey_morris(subcooling, cp, h_fg, rho_l, rho_v)


def nucleate(name, t, flux, c_sf=CSF, exponent=EXPONENT):
    """Rohsenow's coefficient [W/(m2 K)] on a plain face."""
    s = saturation(name)
    return boiling.rohsenow(
        flux, sat.liquid_viscosity(s, t), sat.latent_heat(s, t), sat.liquid_density(s, t), sat.vapour_density(s, t),
        sat.surface_tension(s, t), sat.liquid_specific_heat(s, t), sat.liquid_conductivity(s, t), c_sf, exponent,
    )  # fmt: skip


def spreaders():
    """Novec 649 on a plate of the heater's size and on larger, thinner ones."""
    t = sat.temperature(saturation("fk-5-1-12"), SEA_LEVEL)
    heater, plate, measured = 0.0254**2, 0.047**2, 17.4 * W_CM2
    h = nucleate("fk-5-1-12", t, measured)

    def mean(thickness):
        return measured / boiling.peak_flux(heater, plate, thickness, COPPER, h) / W_CM2

    alone = critical("fk-5-1-12", t, 0.0254) / W_CM2
    return [
        case("Novec 649: critical flux of a 25.4 mm copper plate [W/cm2]", 17.4, alone, 0.3, SPREADER, unit="W/cm2",
             note="17.4 +- 0.8; Zuber with Arik and Bar-Cohen's length"),
        case("Novec 649: mean critical flux of a 47 mm, 1 mm thick spreader [W/cm2]", 8.6, mean(1e-3), 0.3, SPREADER,
             unit="W/cm2", note="measured plate's 17.4 over the peak of a thin disc; nickel-plated processor lid"),
        case("Novec 649: critical power of a 6 mm over a 1 mm plate [1]", 1.6, mean(6e-3) / mean(1e-3), 0.3, SPREADER,
             note="more than 60 percent higher; a coefficient that grows with flux spreads less than the disc"),
    ]  # fmt: skip


def dielectrics():
    """Enhanced and plain faces in fluorinated liquids."""
    t_fk = sat.temperature(saturation("fk-5-1-12"), SEA_LEVEL)
    t_hfe = sat.temperature(saturation("hfe-7100"), SEA_LEVEL)
    grooved, whole = nucleate("fk-5-1-12", t_fk, 262e3), critical("fk-5-1-12", t_fk) / 1e3
    foam = nucleate("hfe-7100", t_hfe, 270e3)
    ratio = critical("water-boiling", 57.0, dielectric=False) / critical("fc-72", 57.0, dielectric=False)
    small = critical("hfe-7100", t_hfe, 0.01)
    down = small * boiling.orientation(math.pi)
    return [
        case("Novec 649 on grooves: coefficient at 262 kW/m2 [kW/(m2 K)]", 19.4, 3.0 * grooved / 1e3, 0.5, GROOVES,
             unit="kW/(m2 K)", note="the default enhancement of 3 on Rohsenow; grooves add 2 to 4 times the area"),
        case("Novec 649 on grooves: critical flux [kW/m2]", 262.0, 1.6 * whole, 0.3, GROOVES,
             unit="kW/m2", note="the default enhancement of 1.6 on Zuber"),
        case("HFE-7100 on copper foam: coefficient at 270 kW/m2 [kW/(m2 K)]", 12.4, 3.0 * foam / 1e3, 0.5, FOAM,
             unit="kW/(m2 K)", note="the default enhancement of 3; a plain face gives 9.5: foam holds vapour back"),
        case("Critical flux of water over FC-72, both at 57 degC [1]", 3.6, ratio, 0.25, OREGON,
             note="water at 0.176 bar; Zuber for both"),
        case("HFE-7100 on 10 mm copper facing up: critical flux [W/cm2]", 24.45, small / W_CM2, 0.3, INCLINED,
             unit="W/cm2", note="Zuber with Arik and Bar-Cohen's length"),
        case("HFE-7100 on 10 mm copper facing down: critical flux [W/cm2]", 4.30, down / W_CM2, 0.3, INCLINED,
             unit="W/cm2", note="orientation's constants are from the same paper"),
    ]  # fmt: skip


def water():
    """Boiling curves of water."""
    t = sat.temperature(saturation("water-boiling"), 97.28e3)
    lines = [
        case(f"Water on flat copper: superheat at {flux:.0f} W/cm2 [K]", dt,
             flux * W_CM2 / nucleate("water-boiling", t, flux * W_CM2, 0.0128, 1.0), 0.25 * dt, ARKANSAS.format(412),
             unit="K", note="polished 0.0128; finish not stated (scored, 0.0068, gives half); 40 K subcooled")
        for dt, flux in RUN_412
    ]  # fmt: skip
    reached = critical("water-boiling", t, subcooling=41.3, dielectric=False) / W_CM2
    own = critical("water-boiling", 100.0, dielectric=False)
    return [
        *lines,
        case("Water, 41 K subcooled: critical flux above what was carried [W/cm2]", 278.0, reached, 0.0,
             ARKANSAS.format(417), kind="at least", unit="W/cm2", note="run 417 ended without crisis"),
        case("Water on plain copper: coefficient at its critical flux [kW/(m2 K)]", 33.3,
             nucleate("water-boiling", 100.0, own, 0.0128, 1.0) / 1e3, 0.5, LJUBLJANA, unit="kW/(m2 K)",
             note="291.4 kW/(m2 K) is 775 percent above the reference's largest"),
    ]  # fmt: skip


def spray():
    """Evaporating water spray: what the correlation's own efficiency says at a tenth of its fluxes."""
    s, flux = saturation("water-boiling"), 17.5e-6 / 60.0 / 1e-4
    h_fg, rho_l, rho_v = sat.latent_heat(s, 100.0), sat.liquid_density(s, 100.0), sat.vapour_density(s, 100.0)
    cp, sigma = sat.liquid_specific_heat(s, 25.0), sat.surface_tension(s, 100.0)
    asked = sprays.critical_flux(flux, 100e-6, rho_l, rho_v, sigma, cp, h_fg, 75.0)
    most = rho_l * flux * (cp * 75.0 + h_fg)
    return [
        case("Water spray of 17.5 mL/(min cm2): critical flux [W/cm2]", 230.0, min(asked, most) / W_CM2, 0.3, DHIR,
             unit="W/cm2", note="drops of 100 um assumed; a sixth of the smallest flux of the data: an upper bound"),
        at_most("Water spray: measured flux over complete evaporation [1]", 1.0, 230.0 * W_CM2 / most, DHIR, ""),
    ]  # fmt: skip


def cases():
    """Every case of this file."""
    return spreaders() + dielectrics() + water() + spray()


def main():
    """Print the table."""
    for c in cases():
        figures = f"{c['expected']:9.4g} {c['value']:9.4g} {c['difference']:+8.3f}"
        note = f" ({c['note']})" if c["note"] else ""
        print(f"{'ok ' if c['ok'] else 'OFF'} {c['name']:72s} {figures}  {c['source']}{note}")


if __name__ == "__main__":
    main()
