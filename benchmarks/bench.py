"""Where time goes: nanoseconds per option-hour, serial and threaded, and start-up from the command line.

    python benchmarks/bench.py [--quick] [STUDY]

Machines are noisy: compare ratios measured side by side, not figures of different days.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parents[1]


def best(function, repeats):
    """Shortest of several runs [s]."""
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        function()
        times.append(time.perf_counter() - start)
    return min(times)


def hours(study, repeats):
    """Nanoseconds per option-hour of each case: constant and hourly utilisation, one core and all."""
    from thermo.results.evaluation import Evaluation
    from thermo.study import read_study

    return [one(spec, repeats) for spec in Evaluation(read_study(study)).cases]


def one(spec, repeats):
    """The figures of one case."""
    from thermo.case.build import build
    from thermo.engine.size import size
    from thermo.engine.year import run

    case = build(spec)
    size(case)
    rows = case.weather.rows
    constant = np.full(case.utilisation.shape, 0.8)
    hourly = constant * (0.75 + 0.25 * np.sin(np.arange(len(rows)))[:, None])
    cores = os.cpu_count() or 1
    run(case, rows, constant)
    serial = best(lambda: run(case, rows, constant), repeats)
    threaded = best(lambda: run(case, rows, constant, threads=cores), repeats)
    return {
        "option": spec.option,
        "constant_ns": round(serial / len(rows) * 1e9),
        "hourly_ns": round(best(lambda: run(case, rows, hourly), repeats) / len(rows) * 1e9),
        "site_year_ms": round(serial * 1e3, 1),
        "threads_speedup": round(serial / threaded, 2),
        "sizing_ms": round(best(lambda: size(build(spec)), repeats) * 1e3, 2),
    }


def starts(study):
    """Seconds of `thermo evaluate`: first start (nothing compiled) and warm."""
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"THERMO_CACHE": folder}
        command = [sys.executable, "-m", "thermo.cli", "evaluate", str(study), "--json"]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}

        def once():
            subprocess.run(command, env=environment, check=True, **quiet)

        return {"first_start_s": round(best(once, 1), 2), "warm_start_s": round(best(once, 3), 2)}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("study", nargs="?", default=ROOT / "configs" / "ashburn.toml")
    parser.add_argument("--quick", action="store_true", help="one repeat, no cold start")
    arguments = parser.parse_args()
    result = {
        "machine": platform.processor() or platform.machine(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "options": hours(arguments.study, 1 if arguments.quick else 5),
    }
    if not arguments.quick:
        result |= starts(arguments.study)
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
