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
        from thermo.case import build
        from thermo.facility.size import size
        from thermo.facility.year import run
        from thermo.metrics import annual

        self.case = build(spec)
        size(self.case)
        self.rows = run(self.case, self.case.weather.rows, self.case.utilisation)
        self.summary, self.energy = annual(self.rows, self.case.chips_total, self.case.chip_utilisation)

    def __getattr__(self, name):
        return self.summary[name]

    def column(self, name):
        """Hours of one field, in engine units."""
        from thermo.facility.row import ROW

        return self.rows[:, ROW[name]]

    @property
    def pue_without_conversion(self):
        return self.pue - sum(self.energy[use] for use in CONVERSION) / self.energy_it


def years(climate, group, **options):
    """One `Year` per option, by name."""
    from thermo.case import cases_of
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
        four=plates
        | {
            "supply_air": "35 degC", "supply_liquid": "45 degC", "inlet_class": "A4",
            "air": AIR_COOLED | {"water_supply": "25 degC"},
        },
    )  # fmt: skip
    one, two, four = year["one"], year["two"], year["four"]
    total = change(four.energy_total, one.energy_total)
    share = change(two.pue, one.pue) / change(two.energy_total, one.energy_total)
    return [
        case("hybrid hall, study 1: PUE", 1.38, one.pue, 0.05,
             f"{own} (M); theirs holds 0.33 of overhead even on 25 °C water with free cooling, with losses and loads "
             "that we do not know; ours 0.05 of conversion losses and a year of free cooling"),
        case("hybrid hall, study 4: liquid share of heat [%]", 74.9, 100.0 * four.heat_liquid_fraction, 5.0,
             f"{own} (M); our server's GPUs carry a larger share than the unknown servers' there"),
        case("hybrid hall, 1 to 4: server fan power [%]", -80.0, change(four.energy["it_fans"], one.energy["it_fans"]),
             10.0, f"{own} (C); our fans fall to their floor of 20 % speed, whose cube is 1 %"),
        case("hybrid hall, 1 to 4: total power [%]", -10.2, total, 3.0,
             f"{own}, Vertiv blog (A); most of our excess is the chillers', 16 to 2 % of IT as water goes from 7.2 to "
             "25 °C; facility power -18.1 % there"),
        case("hybrid hall, 1 to 4: TUE [%]", -15.5, change(four.tue, one.tue), 3.0,
             f"{own} (C); same compute: TUE falls as total power, so -15.5 and -10.2 % differ in boundary"),
        case("hybrid hall, 1 to 4: PUE [%]", -3.3, change(four.pue, one.pue), 2.0, f"{own}, Vertiv blog (A); as total"),
        band("hybrid hall, 1 to 2: change of PUE over change of total power", 0.0, 0.5, share,
             f"{own}: 3.3 / 10.2 = 0.32; plates at unchanged temperatures: fans leave the IT side of PUE"),
    ]  # fmt: skip


def immersion_or_outdoor_air():
    """LiquidStack 2022, Quincy: immersion gains little over direct evaporative air where it is dry and cool.

    Theirs boils; a single-phase tank on a dry cooler stands for it. 36 MW of HGX A100, no mechanical trim.
    """
    own = "LiquidStack concept study, 36 MW, Quincy (A), derived"
    year = years(
        "us-quincy",
        {"name": "compute", "rack": "hgx-a100", "power": "36 MW"},
        air={"technology": "air", "supply_air": "24 degC", "air": {"plant": "airside-economizer", "trim": "none"}},
        tank={"technology": "immersion", "liquid": {"plant": "dry-cooler"}},
    )
    air, tank = year["air"], year["tank"]
    saved = (air.energy_total - tank.energy_total) / air.energy_it
    return [
        case("Quincy: total energy saved by immersion, of IT", 0.025, saved, 0.015,
             f"{own}: 7,900 MWh/y at most; the tank also saves the servers' fans"),
        case("Quincy: PUE, air less immersion", 0.025, air.pue - tank.pue, 0.025,
             f"{own}; oil pumps and their exchanger take what the air handlers' fans save"),
        case("Quincy: WUE of direct evaporative air [L/kWh]", 0.10, air.wue, 0.05, f"{own}: 8.25 Mgal/y"),
        case("Quincy: WUE of immersion [L/kWh]", 0.0, tank.wue, 0.02,
             f"{own}: almost none; ours is the towers of the room's chilled water"),
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
    outdoor = years("us-ashburn", SERVERS, air={"technology": "air", "air": {"plant": "airside-economizer"}})["air"]
    saved = change(west["plate"].energy_total, outdoor.energy_total)
    rows.append(
        case("energy of cold plates against air with airside economizer [%]", -17.5, saved, 2.5,
             "Microsoft/WSP, Nature 641 (2025), -15 to -20 % (A): life cycle, mean of climates")
    )  # fmt: skip
    return rows


def chip_temperatures():
    """Hottest GPU at full load by cooling, HGX H100 at usual set points and A100 (400 W, the older band's chip)."""
    from thermo.rack import Rack

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
            note = "held by fan control" if technology == "air" else DISSENT
            text = f"{BANDS}, vendors' values; {note}; ours: junction, {supply.replace(' degC', ' °C')} supply"
            rows.append(band(f"junction of {chip}, {name} [°C]", low, high, value, text))
    return rows


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


def doors():
    """GSI Green IT Cube: passive doors on tower water. Measured sites stand in facilities.py."""
    door = years(
        "de-frankfurt",
        CLOUD,
        door={"technology": "air", "supply_air": "27 degC", "air": {"plant": "cooling-tower", "terminal": "rear-door"}},
    )["door"]
    return [
        band("GSI Green IT Cube: PUE of cooling alone", 1.0, 1.07, door.pue_without_conversion,
             "cooling below 7 % of IT energy, 2 % in commissioning (A/C); Frankfurt's climate, rear doors, towers")
    ]  # fmt: skip


@cache
def cases():
    """All comparisons."""
    parts = (hybrid, immersion_or_outdoor_air, bands, chip_temperatures, towers, doors)
    return [row for part in parts for row in part()]
