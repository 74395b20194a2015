"""Many cases at once: years of sized cases, each reduced to its totals in the kernel. No Python object per case.

The records of one case stand at one place of each table; racks, weather and utilisation are shared by place numbers.
Cases that follow each other with the same racks at the same set points share their rack solutions.
"""

import numpy as np

from thermo.core.fluids import density
from thermo.core.jit import driver, kernel
from thermo.electrical.chain import loss_component
from thermo.engine.hour import hour
from thermo.engine.totals import add, begin
from thermo.engine.year import OFFSETS, base_racks
from thermo.schema.field import Field, record
from thermo.schema.hall import GROUPS
from thermo.schema.rack import RACK_IN, RACK_RESULT
from thermo.schema.row import HOUR_RESULT, ROW_SIZE
from thermo.schema.saturation import BOILS
from thermo.schema.work import WORK

KEY = 4 + 2 * GROUPS
GEOMETRY_FIELDS = (
    Field("power", "W", "the first group's rack"),
    Field("mass", "kg", "heaviest rack, filled"),
    Field("floor_load", "kg/m^2", "its load on its footprint"),
    Field("elc", "1", "electrical loss component"),
    Field("charge", "kg", "boiling fluid of the hall; NaN where nothing boils"),
    Field("area", "m^2", "white space and plant"),
)
GEOMETRY = record(GEOMETRY_FIELDS)


@kernel
def rack_key(hall, key):
    """What the racks' solutions at the set points depend on, beside the rack records and utilisation."""
    key[0], key[1], key[2], key[3] = hall.supply_air, hall.supply_liquid, hall.recirculation, hall.cdu_flow_floor
    for g in range(GROUPS):
        key[4 + g] = hall.liquid[g]
        key[4 + GROUPS + g] = hall.pressure


@kernel
def same(a, b):
    """True when two vectors are equal."""
    for i in range(a.size):
        if a[i] != b[i]:
            return False
    return True


@kernel
def mean_utilisation(levels, chips, mean):
    """Chip-weighted mean over the groups of each row of utilisations."""
    for k in range(levels.shape[0]):
        total, weighted = 0.0, 0.0
        for g in range(GROUPS):
            total += chips[g]
            weighted += chips[g] * levels[k, g]
        mean[k] = weighted / total


@kernel
def best_hour(hall, rack, points, air, liquid, plants, electrical, weather, u, base, work, trial, row):
    """The hour with the condenser set point, out of OFFSETS, that needs the least power and floats no further."""
    hour(hall, rack, points, air, liquid, plants, electrical, weather, u, base, 0.0, work, row)
    short = min(row.margin_plant_air, row.margin_plant_liquid) - 1e-6
    least, place = np.inf, 0
    for k in range(len(OFFSETS)):
        hour(hall, rack, points, air, liquid, plants, electrical, weather, u, base, OFFSETS[k], work, trial)
        margin = min(trial.margin_plant_air, trial.margin_plant_liquid)
        if not margin < short and trial.utility < least:
            least, place = trial.utility, k
    hour(hall, rack, points, air, liquid, plants, electrical, weather, u, base, OFFSETS[place], work, row)


@driver
def run_cases(
    halls, racks, rack_of, points, airs, liquids, plants, electricals, weather, weather_of, levels, first, patterns,
    pattern_of, profile_of, optimal, months, weights, totals, picked, kept,
):  # fmt: skip
    """The years of cases into totals (n, TOTALS).

    Parameters
    ----------
    halls, airs, liquids, electricals : (n,) records, sized
    racks : (m, GROUPS) RACK records; rack_of : (n,) place of each case in it
    points, plants : rack points and plants' `run`, the same for all cases
    weather : WEATHER records (k, hours); weather_of : (n,)
    levels : (l, GROUPS) distinct utilisations of all profiles, one profile after the other; first : (profiles + 1,)
        where each profile's levels start; patterns : (p, hours) place of each hour among its profile's levels, and
        pattern_of : (profiles,) which of them a profile follows
    profile_of : (n,) profile of each case
    optimal : (n,) 1 where the control is optimal
    months : (hours,) 0-11; weights : (k, sites, hours) on the utility's power, k up to WEIGHTS
    picked : (c,) places of the row to keep by the hour; kept : (n, hours, c) float32 result, or empty
    """
    most = 1
    for p in range(first.size - 1):
        most = max(most, first[p + 1] - first[p])
    base, mean = np.zeros((most, GROUPS), RACK_RESULT), np.zeros(most)
    works, rows = np.zeros(1, WORK), np.zeros(2, HOUR_RESULT)
    values = rows.view(np.float64)[:ROW_SIZE]
    key, before = np.zeros(KEY), np.zeros(KEY)
    solved_rack, solved_profile = -1, -1
    for i in range(halls.size):
        hall, air, liquid, electrical, rack = halls[i], airs[i], liquids[i], electricals[i], racks[rack_of[i]]
        site, profile = weather_of[i], profile_of[i]
        work, row, trial = works[0], rows[0], rows[1]
        here = levels[first[profile] : first[profile + 1]]
        rack_key(hall, key)
        if rack_of[i] != solved_rack or profile != solved_profile or not same(key, before):
            base_racks(hall, rack, points, here, base)
            solved_rack, solved_profile = rack_of[i], profile
            before[:] = key
        mean_utilisation(here, hall.chips, mean)
        acc, pattern = totals[i], patterns[pattern_of[profile]]
        begin(acc)
        for h in range(weather.shape[1]):
            k = pattern[h]
            if optimal[i] > 0.0:
                best_hour(
                    hall, rack, points, air, liquid, plants, electrical, weather[site, h], here[k], base[k], work,
                    trial, row,
                )  # fmt: skip
            else:
                hour(
                    hall, rack, points, air, liquid, plants, electrical, weather[site, h], here[k], base[k], 0.0, work,
                    row,
                )  # fmt: skip
            add(acc, row, values, h, months[h], mean[k], weights[:, site])
            for c in range(picked.size):
                kept[i, h, c] = values[picked[c]]


@kernel
def present(value):
    """A sized quantity, or 0 where there is none (NaN)."""
    return value if value > 0.0 else 0.0


@kernel
def plant_area(areas, electrical, heat_air, air, liquid):
    """Floor and yard of terminals, plants and electrical rooms [m2], from what was sized; areas [m2/W] as AREAS."""
    total = areas[0] * electrical.ups_rating * electrical.ups_count * electrical.ups_redundancy + areas[1] * heat_air
    for k in range(2):
        plant = air if k == 0 else liquid
        wet = plant.tower_flow > 0.0
        heat = present(plant.cooler_heat) * (1.0 + plant.redundant_cells / max(plant.cells, 1.0))
        machines = present(plant.chiller_capacity) * (plant.chiller_count + plant.chiller_redundant)
        machines += present(plant.dx_capacity) * (plant.dx_count + plant.dx_redundant)
        total += areas[2 if wet else 3] * heat + areas[4] * machines
        if not wet and present(plant.condenser_air) > 0.0:  # condensers stand outdoors as coolers do
            total += areas[3] * machines
    return total


@driver
def geometry(halls, racks, rack_of, points, airs, liquids, electricals, design, outage, tanks, areas, found):
    """What racks and plants weigh, fill and take, of sized cases into found, GEOMETRY records (n,).

    Racks run at full load on what the site's plants reach at design, where that is warmer than the set points.
    design, outage : HOUR_RESULT records (n,) of `size_cases`; tanks : (n, GROUPS) 1 for groups whose racks are tanks
    filled with coolant; areas : (n, len(AREAS))
    """
    xs, outs = np.zeros(1, RACK_IN), np.zeros(1, RACK_RESULT)
    for i in range(halls.size):
        x, out = xs[0], outs[0]
        hall, rack = halls[i], racks[rack_of[i]]
        t_air, t_liquid = max(hall.supply_air, outage[i].t_air_supply), hall.supply_liquid
        if outage[i].t_liquid_supply > t_liquid or t_liquid != t_liquid:
            t_liquid = outage[i].t_liquid_supply
        x.u, x.t_air, x.t_liquid, x.pressure = 1.0, t_air, t_liquid, hall.pressure
        x.recirculation, x.t_room = hall.recirculation, t_air
        power, mass, floor, charge = 0.0, -1.0, 0.0, 0.0
        for g in range(int(hall.groups)):
            x.v_liquid = rack[g].flow_per_watt * rack[g].nameplate * hall.liquid[g]
            points[g](rack[g], x, out)
            if g == 0:
                power = out.compute + out.vr_loss + out.fans + out.pumps + out.psu_loss
            if rack[g].boiling[BOILS] > 0.0:
                charge += hall.racks[g] * out.fluid_charge
            filled = rack[g].mass
            if tanks[i, g] > 0.0:
                filled += rack[g].tank_volume * density(rack[g].coolant, hall.supply_liquid)
            if filled > mass or (filled == mass and rack[g].floor_area > floor):
                mass, floor = filled, rack[g].floor_area
        found[i].power, found[i].mass = power, mass
        found[i].floor_load = mass / floor if floor > 0.0 else np.nan
        found[i].elc = loss_component(electricals[i])
        found[i].charge = charge if hall.condensing > 0.0 else np.nan
        rooms = plant_area(areas[i], electricals[i], design[i].heat_air, airs[i], liquids[i])
        found[i].area = hall.area + rooms


def geometry_figures(found):
    """Figures of the summary from `geometry`'s result, in the units of `metrics.SUMMARY_FIELDS`."""
    return {
        "rack_power": found["power"] / 1000.0,
        "rack_mass": found["mass"],
        "floor_load": found["floor_load"],
        "elc": found["elc"],
        "fluid_charge": found["charge"],
        "area": found["area"],
    }
