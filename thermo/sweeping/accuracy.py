"""What the tables cost in accuracy: random cases of every chunk, solved hour by hour as well."""

import json

import numpy as np

from thermo.engine.totals import Y
from thermo.results.metrics import figures
from thermo.schema.limits import LIMITS

# figure: (how it is compared, words)
COMPARED = {
    "energy_total": ("relative", "energy"),
    "pue": ("relative", "PUE"),
    "water": ("L/kWh", "water"),
    "power_peak": ("relative", "peak power"),
    "water_peak_day": ("L/kWh", "water of the largest day"),
    "pue_worst_hour": ("relative", "PUE of the worst hour"),
    "chip_temperature_max": ("K", "hottest chip"),
    "supply_temperature_max": ("K", "warmest supply"),
    "hours_over_limit": ("h", "hours over a limit"),
    "hours_by_mode": ("h", "hours by mode"),
}


def errors(running, data):
    """One dict per checked case: table less exact, by `COMPARED`, and whether its limits differ."""
    extra, found = running.tables.cases["extra"], []
    for i, exact in sorted(running.truth.items()):
        table = running.totals[i]
        one = {}
        a, b = (figures(t, extra[i])[0] for t in (exact, table))
        for name, (how, _) in COMPARED.items():
            if name == "hours_by_mode":
                modes = slice(Y.free_air, Y.mechanical_liquid + 1)
                one[name] = float(np.abs(exact[modes] - table[modes]).max())
                continue
            off = float(b[name] - a[name])
            if how == "relative":
                off /= float(a[name])
            elif how == "L/kWh":
                off *= 1000.0 / float(a["energy_it"]) * (365.0 if name == "water_peak_day" else 1.0)
            one[name] = off if off == off else 0.0
        one["limits_differ"] = any(
            (exact[place] > 0.0) != (table[place] > 0.0)
            for place in (getattr(Y, f"exceeded_{limit.field}") for limit in LIMITS)
        )
        found.append(one)
    return found


def told(notes):
    """Root attributes on the tables' error, from the notes of all chunks: cases, largest and root mean square."""
    checks = [one for note in notes for one in note]
    if not checks:
        return {"table_error": "no case could be checked"}
    largest, spread, words = {}, {}, []
    for name, (how, text) in COMPARED.items():
        values = np.array([one[name] for one in checks])
        largest[name] = float(np.abs(values).max())
        spread[name] = float(np.sqrt((values**2).mean()))
        if how != "relative":
            words.append(f"{text} {largest[name]:.2g} {how}")
        else:
            words.append(f"{text} {largest[name]:.1e} (rms {spread[name]:.1e})")
    differ = sum(one["limits_differ"] for one in checks)
    return {
        "table_checks": len(checks),
        "table_error": f"tables against every hour solved, largest of {len(checks)} random cases: "
        + ", ".join(words)
        + f"; limits differ in {differ}",
        "table_error_largest": json.dumps(largest),
        "table_error_rms": json.dumps(spread),
    }
