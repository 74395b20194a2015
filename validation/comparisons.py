"""Published bands, studies and measured facilities beside what the engine gives for the nearest study it can state.

Nothing is adjusted to these figures. Inputs that a source does not give stand at the engine's defaults or are named in
the case's source; where we differ, the source says what is known of the reason. A band is written as its middle with
half its width as tolerance. PUE "as metered" holds UPS, transformer and distribution losses; "without conversion
losses" leaves those three out, as vendors' bands of cooling technologies mostly do (they do not say).
"""

from functools import cache

SERVERS = {"name": "compute", "rack": "hgx-h100", "power": "10 MW"}
CLOUD = {"name": "compute", "rack": "cpu-2u", "power": "20 MW", "utilization": 0.6}
CHILLED = {"plant": "chilled-water"}
AIR_COOLED = CHILLED | {"heat_rejection": "air-cooled", "economizer": "waterside"}
CONVERSION = ("ups_loss", "transformer_loss", "distribution_loss")
BANDS = "research note on AI data centres, stored file 54982743347 (2026, grade C)"
CAICT = "CAICT/ODCC white paper on liquid cooling (from memory, grade M)"
DISSENT = "supply temperature not given there"


class Year:
    """Annual figures of one option at one site."""

    def __init__(self, spec):
        from thermo.case.build import build
        from thermo.engine.size import size
        from thermo.engine.year import run
        from thermo.results.metrics import annual

        self.case = build(spec)
        size(self.case)
        self.rows = run(self.case, self.case.weather.rows, self.case.utilisation)
        self.summary, self.energy = annual(self.rows, self.case.chips_total, self.case.chip_utilisation)

    def __getattr__(self, name):
        return self.summary[name]

    def column(self, name):
        """Hours of one field, in engine units."""
        from thermo.schema.row import ROW

        return self.rows[:, ROW[name]]

    @property
    def pue_without_conversion(self):
        return self.pue - sum(self.energy[use] for use in CONVERSION) / self.energy_it


def years(climate, group, **options):
    """One `Year` per option, by name."""
    from thermo.case.spec import cases_of
    from thermo.study import Study

    study = Study(
        name=climate,
        site={"climate": climate},
        it={"group": [group]},
        option=[{"name": name} | entry for name, entry in options.items()],
    )
    return {spec.option: Year(spec) for spec in cases_of(study)}


def case(name, expected, value, tolerance, source):
    """One comparison."""
    difference = value - expected
    return {
        "name": f"comparisons: {name}", "expected": expected, "value": float(value), "difference": float(difference),
        "tolerance": tolerance, "ok": bool(abs(difference) <= tolerance), "source": source,
    }  # fmt: skip


def band(name, low, high, value, source):
    """One comparison with a band."""
    return case(name, 0.5 * (low + high), value, 0.5 * (high - low), f"band {low:g} to {high:g}: {source}")


def change(new, old):
    """Relative change in percent."""
    return 100.0 * (new / old - 1.0)


def hybrid():
    """NVIDIA and Vertiv 2022: plates bring less to PUE than to the meter.

    Baltimore is 70 km from our Ashburn. 50 racks of 37 kW (18xx kW of IT at a PUE of 1.38): HGX H100 racks of 34 kW
    stand for them. An air-cooled chiller with free-cooling coil stands for the adiabatic one. Study 1: water 7.2, air
    25 degC; study 2: plates, same temperatures; study 4: water 25, air 35 (servers of class A4), coolant 45 degC.
    """
    own = "NVIDIA/Vertiv, InterPACK 2022"
    plates = {"technology": "cold-plate", "liquid": {"loop": "air"}}
    year = years(
        "us-ashburn",
        {"name": "compute", "rack": "hgx-h100", "racks": 50},
        one={"technology": "air", "supply_air": "25 degC", "air": AIR_COOLED | {"water_supply": "7.2 degC"}},
        two=plates
        | {"supply_air": "25 degC", "supply_liquid": "32 degC", "air": AIR_COOLED | {"water_supply": "7.2 degC"}},
        three=plates
        | {
            "supply_air": "35 degC", "supply_liquid": "32 degC", "inlet_class": "A4",
            "air": AIR_COOLED | {"water_supply": "18 degC"},
        },
        four=plates
        | {
            "supply_air": "35 degC", "supply_liquid": "45 degC", "inlet_class": "A4",
            "air": AIR_COOLED | {"water_supply": "25 degC"},
        },
    )  # fmt: skip
    one, two, three, four = (year[k] for k in ("one", "two", "three", "four"))
    total = change(four.energy_total, one.energy_total)
    facility = change(four.energy_total - four.energy_it, one.energy_total - one.energy_it)
    fans = change(four.energy["it_fans"], one.energy["it_fans"])
    ratio = change(two.pue, one.pue) / change(two.energy_total, one.energy_total)
    chillers = f"ours falls from {one.energy['chillers'] / one.energy_it:.2f} to "
    chillers += f"{four.energy['chillers'] / four.energy_it:.3f} of IT in the chillers as water goes from 7.2 to 25 °C"
    share = "our server's GPUs and switches lie under plates; their servers are not described"
    return [
        case("hybrid hall, study 1: PUE", 1.38, one.pue, 0.05,
             f"{own} (M); theirs keeps 0.33 of overhead even on 25 °C water with free cooling, with losses and loads "
             "that are not published; ours has 0.05 of conversion losses and free cooling in most hours"),
        case("hybrid hall, study 2: liquid share of heat [%]", 61.4, 100.0 * two.heat_liquid_fraction, 10.0,
             f"{own} (A); {share}"),
        case("hybrid hall, study 3: liquid share of heat [%]", 68.6, 100.0 * three.heat_liquid_fraction, 10.0,
             f"{own} (M); {share}; ours falls with the fans that 35 °C air calls for"),
        case("hybrid hall, study 4: liquid share of heat [%]", 74.9, 100.0 * four.heat_liquid_fraction, 5.0,
             f"{own} (M); {share}"),
        case("hybrid hall, 1 to 4: server fan power [%]", -80.0, fans, 10.0,
             f"{own} (C); our fans ramp with 35 °C intake to the class limit of 45 °C and never below what stands"),
        case("hybrid hall, 1 to 4: facility power without IT, first source [%]", -27.0, facility, 5.0,
             f"AIDC note (C): at full implementation; {chillers}; our plant of 7.2 °C water is the worse, of 25 °C the "
             "better one than theirs"),
        case("hybrid hall, 1 to 4: facility power without IT, second source [%]", -18.1, facility, 5.0,
             "Vertiv blog (A); it is what PUE 1.38 to 1.335 and -10.2 % of total power give (-18.3 %), -27 % is not; "
             "as above"),
        case("hybrid hall, 1 to 4: total power [%]", -10.2, total, 3.0, f"{own}, Vertiv blog (A); {chillers}"),
        case("hybrid hall, 1 to 4: TUE [%]", -15.5, change(four.tue, one.tue), 3.0,
             f"{own} (C); same compute: TUE falls as total power, so -15.5 and -10.2 % differ in boundary"),
        case("hybrid hall, 1 to 4: PUE [%]", -3.3, change(four.pue, one.pue), 2.0, f"{own}, Vertiv blog (A); as total"),
        band("hybrid hall, 1 to 2: change of PUE over change of total power", 0.0, 0.5, ratio,
             f"{own}: 3.3 / 10.2 = 0.32; plates at unchanged temperatures: fans leave the IT side of PUE"),
    ]  # fmt: skip


def immersion_or_outdoor_air():
    """LiquidStack 2022, Quincy: immersion gains little over direct evaporative air where it is dry and cool.

    Theirs boils; the same hall in boiling tanks and in oil, on dry coolers. 36 MW of HGX A100, no mechanical trim.
    """
    own = "LiquidStack concept study, 36 MW, Quincy (A), derived"
    dry = {"plant": "chilled-water", "heat_rejection": "air-cooled", "economizer": "waterside"}
    year = years(
        "us-quincy",
        {"name": "compute", "rack": "hgx-a100", "power": "36 MW"},
        air={"technology": "air", "supply_air": "24 degC", "air": {"plant": "airside-economizer", "trim": "none"}},
        bath={"technology": "immersion-two-phase", "air": dry, "liquid": {"plant": "dry-cooler"}},
        tank={"technology": "immersion", "air": dry, "liquid": {"plant": "dry-cooler"}},
    )
    air, bath, tank = (year[k] for k in ("air", "bath", "tank"))

    def saved(option):
        return (air.energy_total - option.energy_total) / air.energy_it

    why = "servers' fans and a part of the air handlers' against the facility's pumps and coolers"
    return [
        case("Quincy: total energy saved by boiling tanks, of IT", 0.025, saved(bath), 0.025,
             f"{own}: 7,900 MWh/y at most, which may leave out the servers' fans; {why}"),
        case("Quincy: PUE, air less boiling tanks", 0.025, air.pue - bath.pue, 0.025, f"{own}; as above"),
        case("Quincy: total energy saved by oil, of IT", 0.025, saved(tank), 0.025,
             f"{own}: theirs boils; ours pumps oil through tank and exchanger"),
        case("Quincy: WUE of direct evaporative air [L/kWh]", 0.10, air.wue, 0.05, f"{own}: 8.25 Mgal/y"),
        case("Quincy: WUE of boiling tanks [L/kWh]", 0.0, bath.wue, 0.02, f"{own}: almost none"),
    ]  # fmt: skip


def bands():
    """Bands of PUE by technology, Ashburn and Beijing, 10 MW of HGX H100 at full load."""
    options = {
        "legacy": {
            "technology": "air", "supply_air": "18 degC", "air": {"plant": "dx"}, "electrical": {"system": "legacy"},
            "room": {"recirculation": 0.2, "bypass": 0.3},
        },
        "air": {"technology": "air", "air": CHILLED},
        "door": {"technology": "air", "air": CHILLED | {"terminal": "rear-door"}},
        "plate": {"technology": "cold-plate", "liquid": {"plant": "adiabatic-cooler"}},
        "tank": {"technology": "immersion", "liquid": {"plant": "adiabatic-cooler"}},
        "spray": {"technology": "spray", "liquid": {"plant": "closed-circuit-tower"}},
    }  # fmt: skip
    west = years("us-ashburn", SERVERS, **options)
    china = years("cn-beijing", SERVERS, **{k: options[k] for k in ("plate", "tank", "spray")})
    good = "ours has containment, 24 °C air, economizer and no old UPS"
    cooler = "our defaults free-cool most hours of the year"
    rows = [
        band("PUE of air, legacy DX hall", 1.3, 1.6, west["legacy"].pue, BANDS),
        band("PUE of air, good baseline", 1.3, 1.6, west["air"].pue, f"{BANDS}; a stock of older halls: {good}"),
        band("PUE of rear doors", 1.2, 1.4, west["door"].pue, f"{BANDS}; {good}"),
        band("PUE of cold plates, as metered", 1.05, 1.15, west["plate"].pue, BANDS),
        band("PUE of immersion, as metered", 1.02, 1.08, west["tank"].pue,
             f"{BANDS}; conversion losses of a 2N double-conversion UPS alone are 0.05"),
        band("PUE of immersion, without conversion losses", 1.02, 1.08, west["tank"].pue_without_conversion, BANDS),
        case("PUE of spray, as metered", 1.05, west["spray"].pue, 0.03, f"{BANDS}; one figure, no measured year found"),
        case("PUE of spray, without conversion losses", 1.05, west["spray"].pue_without_conversion, 0.03, BANDS),
        band("Beijing: PUE of cold plates, as metered", 1.1, 1.2, china["plate"].pue,
             f"{CAICT}; {cooler}, and halls of that paper carry more than servers"),
        band("Beijing: PUE of immersion, as metered", 1.0, 1.09, china["tank"].pue, CAICT),
        band("Beijing: PUE of spray, as metered", 1.0, 1.1, china["spray"].pue, CAICT),
    ]  # fmt: skip
    consultant = "Adam Silva Consulting 2026, 64 racks (C)"
    rows += [
        band("consultant's table: PUE of advanced air", 1.45, 1.6, west["air"].pue,
             f"{consultant}; Uptime's large sites average 1.44; {good}"),
        band("consultant's table: PUE of cold plates", 1.1, 1.2, west["plate"].pue, f"{consultant}; {cooler}"),
        band("consultant's table: PUE of single-phase immersion", 1.03, 1.08, west["tank"].pue_without_conversion,
             f"{consultant}; without conversion losses"),
        case("Enough Hot Air: energy of immersion against a poor air hall [%]", -50.0,
             change(west["tank"].energy_total, west["legacy"].energy_total), 10.0,
             f"arXiv 2205.04257 (A): about half. Our poor hall has a PUE of {west['legacy'].pue:.2f}; half of its "
             f"energy is less than its IT takes without fans (-{100 * (1 - 1 / west['legacy'].tue):.0f} % at most): "
             "it needs a PUE of 2"),
    ]  # fmt: skip
    return rows


MICROSOFT = ("us-ashburn", "us-phoenix", "us-chicago", "ie-dublin", "sg-singapore")


def outdoor_air_or_plates():
    """Microsoft and WSP 2025 by their tool's plants: air on airside economizers with adiabatic stage; plates on dry
    fluid coolers with the rest on the same air. Mean of five climates."""
    own = "Microsoft/WSP, Nature 641, 331 (2025) (A)"
    energy, water = [], []
    for climate in MICROSOFT:
        outdoor = {"plant": "airside-economizer"}
        year = years(
            climate,
            SERVERS,
            air={"technology": "air", "supply_air": "27 degC", "air": outdoor},
            plate={"technology": "cold-plate", "supply_air": "27 degC", "air": outdoor,
                   "liquid": {"plant": "dry-cooler"}},
        )  # fmt: skip
        energy.append(change(year["plate"].energy_total, year["air"].energy_total))
        water.append((year["plate"].water, year["air"].water))
    saved = 100.0 * (1.0 - sum(w for w, _ in water) / sum(w for _, w in water))
    return [
        case("energy of cold plates against outdoor air, mean of five climates [%]", -17.5, sum(energy) / len(energy),
             2.5, f"{own}: -15 to -20 %, whole life. Ours is {max(energy):.1f} to {min(energy):.1f} % by climate: "
             "server fans of 5 to 6 % and air handlers' of 3 %; theirs also takes the chips' lower leakage and "
             "fewer servers to make, which a year of one hall does not hold"),
        band("water of cold plates against outdoor air, saved on site [%]", 31.0, 100.0, saved,
             f"{own}: blue water of the whole life -31 to -52 %, most of it the grid's; on site dry coolers need none"),
    ]  # fmt: skip


def chip_temperatures():
    """Hottest GPU at full load by cooling, HGX H100 at usual set points and A100 (400 W, the older band's chip)."""
    from thermo.hardware.racks import resolve
    from thermo.results.rack import Rack

    rows = []
    for name, technology, key, supply, low, high in (
        ("air", "air", "supply_air", "24 degC", 80.0, 95.0),
        ("cold plate", "cold-plate", "supply_liquid", "40 degC", 50.0, 70.0),
        ("immersion", "immersion", "supply_liquid", "40 degC", 45.0, 55.0),
        ("spray", "spray", "supply_liquid", "38 degC", 45.0, 55.0),
        ("immersion, cold oil", "immersion", "supply_liquid", "25 degC", 45.0, 55.0),
        ("spray, cold oil", "spray", "supply_liquid", "25 degC", 45.0, 55.0),
    ):
        for rack, chip in (("hgx-h100", "H100 700 W"), ("hgx-a100", "A100 400 W")):
            value = Rack(rack).solve(technology, **{key: supply}).chip_temperature
            record, _ = resolve(rack, "air")
            inside = float(record["chip_tdp"] * (record["chip_r_jc"] + record["chip_r_tim"]))
            needed = (0.5 * (low + high) - float(supply.split()[0]) - inside) / float(record["chip_tdp"])
            note = (
                "held by fan control; 54 to 72 °C measured on a DGX H100 (Latif et al. 2025, arXiv 2507.16781)"
                if technology == "air"
                else f"{DISSENT}: die and interface alone take {inside:.0f} K, so that a sink of {needed:.3f} K/W to "
                "the supply would be needed"
            )
            text = f"{BANDS}, vendors' values; {note}; ours: junction, {supply.replace(' degC', ' °C')} supply"
            rows.append(band(f"junction of {chip}, {name} [°C]", low, high, value, text))
    return rows


# PUE and WUE [L/kWh] at the 5th and the 95th percentile: (PUE, PUE, WUE, WUE) of airside economizer with adiabatic
# stage, then of water-cooled chillers with waterside economizer; large scale
LEI_MASANET = {
    "cn-shenzhen": ("1A", (1.169, 1.342, 0.773, 2.361), (1.107, 1.290, 1.761, 2.629)),
    "us-dallas": ("2A", (1.167, 1.307, 0.799, 1.803), (1.099, 1.250, 1.755, 2.623)),
    "us-phoenix": ("2B", (1.125, 1.253, 0.468, 1.123), (1.084, 1.201, 1.749, 2.617)),
    "us-atlanta": ("3A", (1.132, 1.251, 0.408, 1.147), (1.087, 1.215, 1.748, 2.616)),
    "us-sanfrancisco": ("3C", (1.090, 1.234, 0.004, 1.139), (1.074, 1.183, 1.746, 2.614)),
    "us-ashburn": ("4A", (1.109, 1.223, 0.272, 0.833), (1.084, 1.202, 1.743, 2.612)),
    "us-hillsboro": ("4C", (1.086, 1.202, 0.003, 0.552), (1.075, 1.183, 1.742, 2.610)),
    "us-chicago": ("5A", (1.100, 1.213, 0.203, 0.712), (1.083, 1.196, 1.740, 2.608)),
    "us-golden": ("5B", (1.089, 1.195, 0.042, 0.300), (1.080, 1.194, 1.736, 2.605)),
    "se-stockholm": ("6A", (1.104, 1.203, 0.153, 0.524), (1.081, 1.192, 1.735, 2.603)),
    "se-lulea": ("7", (1.099, 1.199, 0.073, 0.518), (1.077, 1.187, 1.732, 2.600)),
}


HUMID = (
    "; theirs humidifies winter air to the dew point of 5.5 °C of the standard then, ours to -9 °C of the 5th edition, "
    "and our pads stop where the room's dew point would pass 17 °C"
)
LATENT = (
    "; theirs hardly varies with climate, as if all heat left as vapour; ours follows the air's state, 10 to 40 % "
    "sensible in the cold, and bleeds at 5 cycles"
)


def large_scale():
    """Lei & Masanet 2022 (the UEcalculator): bands of PUE and WUE by ASHRAE zone against our defaults."""
    own = "Lei & Masanet 2022, doi 10.1016/j.resconrec.2022.106323, UEcalculator's table, 5th to 95th percentile"
    rows = []
    for climate, (zone, outdoor, water) in LEI_MASANET.items():
        year = years(
            climate,
            CLOUD,
            outdoor={"technology": "air", "air": {"plant": "airside-economizer"}},
            water={"technology": "air", "air": CHILLED},
        )
        for label, (a, b, c, d), found in (
            ("airside economizer", outdoor, year["outdoor"]),
            ("waterside economizer", water, year["water"]),
        ):
            rows.append(band(f"zone {zone}, {label}: PUE", a, b, found.pue, f"{own}; {climate}"))
            more = HUMID if label.startswith("air") else LATENT
            rows.append(band(f"zone {zone}, {label}: WUE [L/kWh]", c, d, found.wue, f"{own}; {climate}{more}"))
    return rows


def laboratory():
    """Components and laboratory racks."""
    from thermo.core import fluids
    from thermo.library.liquids import coefficients
    from thermo.results.rack import Rack

    cabinet = years(
        "cn-guangzhou",
        {"name": "compute", "rack": "cpu-2u", "racks": 1},
        tank={"technology": "immersion", "air": {"plant": "dx"}, "liquid": {"plant": "dry-cooler"}},
    )["tank"]
    cooling = sum(cabinet.energy[k] for k in ("pumps", "heat_rejection_fans")) / cabinet.energy_it
    plate = Rack("cpu-2u").solve("cold-plate", supply_liquid="35 degC", supply_air="25 degC")
    oil = Rack("cpu-2u").solve("immersion", supply_liquid="35 degC")
    rows = [
        case("20 kW cabinet in oil: cooling PUE", 1.085, 1.0 + cooling, 0.05,
             "Sun et al. 2025, doi 10.1016/j.ijheatfluidflow.2024.109735 (B): 1.08-1.09 of a test loop with small "
             "pumps; ours a full tank's share of pumps and dry cooler"),
        case("processor in oil less on plate, 35 °C [K]", -22.9, oil.chip_temperature - plate.chip_temperature, 10.0,
             "Kim et al. 2025, doi 10.1016/j.applthermaleng.2025.125476 (B): at equal pump and fan power, where their "
             "plates get little flow; ours at each technology's design flow"),
    ]  # fmt: skip
    for name, published, t in (("fc-40", 45.8, 40.0),):
        c = coefficients(name)
        pr = fluids.viscosity(c, t) * fluids.specific_heat(c, t) / fluids.conductivity(c, t)
        rows.append(case(f"Prandtl number of {name} at {t:g} °C", published, pr, 0.25 * published,
                         "Zhang et al. 2026 (B), temperature not given there; theirs at 2.73 mPa s"))  # fmt: skip
    gap = gap_ratio(5e-3) - 1.0
    rows.append(
        case(
            "5 mm beside a sink in a tank: resistance [%]",
            7.4,
            100.0 * gap,
            7.4,
            "Muneeshwaran et al. 2023 (B): up to 7.4 % in a 1U tank; ours against 1 mm at the "
            "library's oil sink and flow, where more oil takes the wide gap",
        )
    )
    return rows


def gap_ratio(gap):
    """Resistance of the processor's oil sink with a gap beside it over that without [1]."""
    import numpy as np

    from thermo.cooling import immersion
    from thermo.hardware.racks import resolve

    values = []
    for width in (1e-3, gap):
        record, _ = resolve("cpu-2u", "immersion", coolant=("electrocool-ec-100", None),
                            overrides={"tank_bypass_gap": width})  # fmt: skip
        record = np.asarray(record).reshape(1).view(np.recarray)[0]
        flow = record.flow_per_watt * record.nameplate
        values.append(immersion.resistance(record, flow, 35.0))
    return values[1] / values[0]


def towers():
    """Evaporation of an open tower per heat it rejects, in hours with a wet bulb above 18 degC."""
    year = years(
        "us-ashburn",
        SERVERS,
        tower={
            "technology": "cold-plate",
            "air": {"plant": "dx"},
            "liquid": {"plant": "cooling-tower"},
        },
    )["tower"]
    warm = year.column("t_wet_bulb") > 18.0
    water = year.column("evaporation")[warm].sum()
    heat = year.column("heat_liquid")[warm].sum() / 3.6e6
    return [
        case("tower: evaporation per heat of the racks, warm hours [L/kWh]", 1.316, water / heat, 0.15,
             "makers' rule 0.00085 × flow × range (gpm, °F), from memory (M): 1.316 kg per kWh of heat")
    ]  # fmt: skip


def before_and_after():
    """One facility before and after: NREL's thermosyphon, GSI's doors."""
    warm = {"technology": "cold-plate", "supply_air": "30 degC", "supply_liquid": "28 degC",
            "liquid": {"loop": "air", "cdu_water_rise": "14 K"}, "electrical": {"system": "none"}}  # fmt: skip
    loop = {"water_supply": "24 degC"}
    year = years(
        "us-golden",
        {"name": "compute", "rack": "hgx-a100", "power": "1 MW", "utilization": 0.9},
        towers=warm | {"air": {"plant": "cooling-tower"} | loop},
        dry=warm | {"air": {"plant": "thermosyphon-tower"} | loop},
    )
    towers_only, dry = year["towers"], year["dry"]
    saved = 100.0 * (1.0 - dry.water / towers_only.water)
    door = years(
        "de-frankfurt",
        CLOUD,
        door={"technology": "air", "supply_air": "27 degC", "air": {"plant": "cooling-tower", "terminal": "rear-door"}},
    )["door"]
    nrel = "NREL ESIF: nrel.gov news of 23 August 2018 and Carter et al. 2017"
    return [
        case("ESIF: water saved by the thermosyphon in its first year [%]", 46.4, saved, 15.0,
             f"{nrel} (A): 1.16 of about 2.5 Mgal; sized by our defaults (all dry below 6 °C), water at 24 °C"),
        case("ESIF: PUE with the thermosyphon less without", 0.0, dry.pue - towers_only.pue, 0.005,
             f"{nrel}: optimal energy efficiency kept; 1.036 before, 1.034 in the first year with it"),
        band("GSI Green IT Cube: PUE of cooling alone", 1.0, 1.07, door.pue_without_conversion,
             "cooling below 7 % of IT energy, 2 % in commissioning (A/C); Frankfurt's climate, rear doors, towers"),
    ]  # fmt: skip


@cache
def cases():
    """All comparisons."""
    parts = (
        hybrid,
        immersion_or_outdoor_air,
        bands,
        outdoor_air_or_plates,
        large_scale,
        chip_temperatures,
        laboratory,
        towers,
        before_and_after,
    )
    return [row for part in parts for row in part()]
