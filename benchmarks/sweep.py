"""How sweeps scale: site-years a second and memory, two cores against one, resuming after kills, overhead on a cluster.

    python benchmarks/sweep.py scale [--cases 100000] [--exact]     time, peak memory and bytes of one sweep
    python benchmarks/sweep.py cores                                one thread against two, exact and by table
    python benchmarks/sweep.py kills [--number 20]                  kill -9 at random points, compare bit for bit
    python benchmarks/sweep.py cluster                              overhead per chunk and load of the scheduler

One JSON object per run. Machines are noisy: compare ratios measured side by side.
"""

import argparse
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

import thermo

ROOT = Path(__file__).parents[1]
STUDY = ROOT / "configs" / "density.toml"
SITES = thermo.read_study(STUDY).sweep["site.climate"]


def axes(cases):
    """Axes of about that many cases: 22 sites, 7 options, densities, set points, utilisations."""
    left = max(1, round(cases / (22 * 7 * 8)))
    temperatures = max(1, round(left**0.5))
    loads = max(1, round(left / temperatures))
    return {
        "site.climate": SITES,
        "it.compute.servers": list(range(1, 9)),
        "option.supply_air": [f"{20 + 10 * i / max(1, temperatures - 1):.4f} degC" for i in range(temperatures)],
        "it.compute.utilization": [round(0.2 + 0.8 * i / max(1, loads - 1), 6) for i in range(loads)],
    }


def scale(cases, exact, output):
    """Time, memory and size of one sweep into a store."""
    study, given = thermo.read_study(STUDY), axes(cases)
    thermo.sweep(study, {"it.compute.servers": [1], "site.climate": SITES[:2]}, exact=exact)  # compiles
    before, begun, cpu = peak(), time.perf_counter(), time.process_time()
    found = thermo.sweep(study, given, output=output, exact=exact)
    seconds = time.perf_counter() - begun
    n = found.attrs["cases"]
    return {
        "cases": n,
        "exact": exact,
        "seconds": round(seconds, 1),
        "ms_per_site_year": round(seconds / n * 1e3, 3),
        "core_ms_per_site_year": round((time.process_time() - cpu) / n * 1e3, 3),
        "peak_memory_mb": round(peak()),
        "peak_memory_before_mb": round(before),
        "bytes_per_case": round(sum(f.stat().st_size for f in Path(output).rglob("*") if f.is_file()) / n),
        "table_error": found.attrs.get("table_error"),
    }


def peak():
    """Peak resident memory of this process [MB]."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024.0


def cores():
    """Cases a second on one thread and on two; chunks are prepared while others are solved."""
    study, result = thermo.read_study(STUDY), {}
    for name, exact, given, chunk in (("exact", True, axes(2464), 100), ("table", False, axes(5000), 400)):
        if exact:
            given = given | {"site.climate": SITES[:12], "it.compute.servers": [2, 6]}
        thermo.sweep(study, given | {"site.climate": SITES[:1]}, exact=exact)  # compiles
        times = []
        for threads in (1, 2):
            begun = time.perf_counter()
            found = thermo.sweep(study, given, exact=exact, chunk=chunk, threads=threads)
            times.append(time.perf_counter() - begun)
        n = found.attrs["cases"]
        result[name] = {
            "cases": n,
            "ms_per_site_year_one_core": round(times[0] / n * 1e3, 2),
            "two_cores_ratio": round(times[0] / times[1], 2),
        }
    return result


def kills(number):
    """Kill a sweep at random moments until it is through; compare with an undisturbed one."""
    given = {"site.climate": SITES[:4], "it.compute.servers": [1, 2, 3, 4, 5, 6, 7, 8]}
    script = f"import thermo, sys; thermo.sweep({str(STUDY)!r}, {given!r}, output=sys.argv[1], exact=False, chunk=8)"
    random = np.random.RandomState(int(time.time()))
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.zarr"
        begun = time.perf_counter()
        subprocess.run([sys.executable, "-c", script, str(whole)], check=True)
        length = time.perf_counter() - begun
        expected = thermo.sweep(STUDY, given, output=whole, exact=False, chunk=8)
        landed, same, begun = [], 0, 0
        while sum(landed) < number:
            path = Path(folder) / f"killed-{begun}.zarr"
            begun += 1
            while True:
                process = subprocess.Popen([sys.executable, "-c", script, str(path)])
                try:
                    process.wait(timeout=length * (0.3 + 0.8 * random.rand()))
                except subprocess.TimeoutExpired:
                    process.send_signal(signal.SIGKILL)
                    process.wait()
                    landed.append(1)
                    if sum(landed) < number:
                        continue
                    subprocess.run([sys.executable, "-c", script, str(path)], check=True)
                break
            found = thermo.sweep(STUDY, given, output=path, exact=False, chunk=8)
            same += all(found[v].values.tobytes() == expected[v].values.tobytes() for v in expected.data_vars)
    return {"kills": sum(landed), "sweeps": begun, "bit_for_bit_the_same": same}


def cluster(tasks):
    """Time a chunk costs beside its work (empty chunks), and the scheduler's processor time for it."""
    import distributed

    with (
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=50) as local,
        distributed.Client(local) as client,
    ):
        plan = client.scatter({"study": "x" * 10_000}, hash=False)
        client.gather([client.submit(_nothing, plan, -k, pure=False) for k in range(20)])
        begun, cpu = time.perf_counter(), time.process_time()
        batch = distributed.as_completed([client.submit(_nothing, plan, k, pure=False) for k in range(6)])
        sent = 6
        for future in batch:
            future.result()
            future.release()
            if sent < tasks:
                batch.add(client.submit(_nothing, plan, sent, pure=False))
                sent += 1
        seconds, used = (
            time.perf_counter() - begun,
            time.process_time() - cpu,
        )  # scheduler and client live in this process
    return {
        "chunks": tasks,
        "ms_per_chunk": round(seconds / tasks * 1e3, 2),
        "scheduler_and_client_cpu_ms_per_chunk": round(used / tasks * 1e3, 2),
    }


def _nothing(plan, k):
    return k, None, {"seconds": 0.0}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("what", choices=("scale", "cores", "kills", "cluster"))
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--exact", action="store_true")
    parser.add_argument("--number", type=int, default=20, help="kills")
    parser.add_argument("--output", help="store of the scale run; a temporary one if left out")
    given = parser.parse_args()
    if given.what == "scale":
        with tempfile.TemporaryDirectory() as folder:
            result = scale(given.cases, given.exact, given.output or f"{folder}/out.zarr")
    else:
        run = {"cores": cores, "kills": lambda: kills(given.number), "cluster": lambda: cluster(1000)}
        result = run[given.what]()
    print(json.dumps({"what": given.what, "cores": os.cpu_count(), **result}, indent=1))


if __name__ == "__main__":
    main()
