"""EnergyPlus 25.2 beside our engine: fourteen plants, five TMY3 years, hour by hour.

    thermo validate energyplus                 runs both, where EnergyPlus is installed; else shows stored runs
    python -m validation.energyplus.store      runs both and keeps the figures in results.csv

`models.py` holds the plants as studies, `compare.py` runs and compares, `idf/` the input files.
"""

import csv
from functools import partial
from importlib.resources import files

from .models import DOUBLED, LAGGED, MODELS

FLOOR = 0.0005  # of IT energy: smaller end uses are compared against this
SITES = ("tampa", "sanfrancisco", "chicago", "golden", "dulles")
COLD = ("chicago", "golden", "dulles")  # CoolTools' tower is outside its range there and EnergyPlus cannot solve it
LOOSE = ("A4_wse_varload", "B2_ase_diff", "B3_ase_dx", "A5_cooltools")
LAG = "at one step an hour their loop and room follow the hour before (see the settled run)"
REASONS = {
    "A2_wse_series": LAG,
    "A4_wse_varload": LAG,
    "B2_ase_diff": "their wet coil saturates air at 101.33 kPa whatever the pressure within 1 % of it (see that run)",
    "B3_ase_dx": LAG,
    "C1_drycooler": LAG,
}
VARIANTS = {
    "our own": "ours as every study runs it: no hour knows another, the pump's heat counts once",
    "settled": "EnergyPlus at six steps an hour (B3 thirty), weather held within each hour; ours our own",
    "101.33 kPa": "both at 101.33 kPa in every hour, where their wet coil's dew point needs no correction for pressure",
}
SHOWN = {"B2_ase_diff": ("settled", "101.33 kPa")}  # variants of a run outside its aims, else settled alone
TEXT = ("model", "site", "load", "variant")


def pairs():
    """Models and sites that can be compared."""
    return [(m, s) for m in MODELS for s in SITES if m != "A5_cooltools" or s not in COLD]


def stored():
    """Figures of the kept runs: dicts as `compare.compare` gives them."""
    with files(__package__).joinpath("results.csv").open(encoding="utf-8", newline="") as file:
        return [{k: v if k in TEXT else float(v) for k, v in row.items()} for row in csv.DictReader(file)]


def misses(row):
    """True where a row is outside its aims."""
    loose = row["model"] in LOOSE
    return bool(
        abs(row["pue_difference"]) > (0.004 if loose else 0.001)
        or row["worst_use"] > (0.02 if loose else 0.005)
        or row["cv_rmse"] > 0.05
        or row["same_mode"] < 0.995
    )


def with_variants(row, again, own=False):
    """The row, and where it misses its aims the variants that show why; `again` runs one by its name.

    `own`: beside a plant that is run with EnergyPlus's lag or its pump's heat also ours without.
    """
    row = row | {"variant": ""}
    yield row
    if own and row["model"] in (*LAGGED, *DOUBLED):
        yield again("our own") | {"variant": "our own"}
    if misses(row):
        for variant in SHOWN.get(row["model"], ("settled",)):
            yield again(variant) | {"variant": variant}


def live(models=MODELS):
    """Figures of both engines run now; a pair that fails says so and the others go on.

    Raises
    ------
    ThermoError
        Where EnergyPlus is not installed.
    """
    from thermo.errors import ThermoError

    from .compare import compare, installation

    program, weather = installation()
    for model, site in pairs():
        if model not in models:
            continue
        if site not in weather:
            yield {"model": model, "site": site, "failed": f"the installation has no weather file of {site}"}
            continue
        try:
            first = compare(program, model, weather[site])[0]
            again = partial(compare, program, model, weather[site])
            for row in with_variants(first, lambda v, again=again: again(variant=v)[0], own=True):
                yield row | {"site": site}
        except ThermoError as error:
            yield {"model": model, "site": site, "failed": str(error)}


def cases(run=False):
    """Validation cases: PUE and the end use that differs most, of every plant and site.

    `run`: with both engines now, where EnergyPlus is installed; else the stored runs, and the cases say so.
    """
    from thermo.errors import ThermoError

    basis, rows = "stored runs of EnergyPlus 25.2.0", None
    if run:
        try:
            rows, basis = list(live()), "EnergyPlus 25.2.0, run now"
        except ThermoError as error:
            basis = f"stored runs of EnergyPlus 25.2.0 ({error})"
    found = []
    for row in stored() if rows is None else rows:
        found += both(row, basis)
    return found


def notes():
    """What stands above the cases in RESULTS.md: other climates and loads."""
    from .elsewhere import table

    return table()


def both(row, basis):
    """The two cases of one plant at one site."""
    name = f"energyplus: {row['model']}, {row['site']}" + (f", {row['variant']}" if row.get("variant") else "")
    if "failed" in row:
        return [case(name, None, None, 0.0, row["failed"])]
    loose = row["model"] in LOOSE
    words = (
        f"{basis}; cooling power: NMBE {row['nmbe']:+.2%}, CV(RMSE) {row['cv_rmse']:.1%}; same mode in "
        f"{row['same_mode']:.1%} of hours; EnergyPlus {row['seconds']:.1f} s, ours {1e3 * row['our_seconds']:.0f} ms"
    )
    pue = case(f"{name}: PUE", row["pue"], row["our_pue"], 0.004 if loose else 0.001, words)
    pue |= {key: row[key] for key in ("pue_difference", "nmbe", "cv_rmse", "same_mode", "ratio")}
    use = max(("chillers", "heat_rejection_fans", "pumps", "terminal_fans"), key=lambda u: abs(row[f"{u}_difference"]))
    limit = 2.0 if loose else 0.5
    allowed = limit / 100.0 * max(row[use], FLOOR * row["it"])
    reason = VARIANTS.get(row["variant"]) or REASONS.get(row["model"])
    words = basis + (f"; {reason}" if reason and (misses(row) or row["variant"]) else "")
    return [pue, case(f"{name}: energy of {use} [MWh]", row[use], row[f"our_{use}"], allowed, words)]


def case(name, expected, value, tolerance, source):
    """One validation case; a value that is missing is not within its tolerance."""
    difference = None if value is None else value - expected
    ok = difference is not None and abs(difference) <= tolerance
    return {
        "name": name, "expected": expected, "value": value, "difference": difference, "tolerance": tolerance,
        "ok": ok, "source": source,
    }  # fmt: skip
