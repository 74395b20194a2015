"""Run both engines on every plant and site and keep the figures: `python -m validation.energyplus.store`."""

import csv
from pathlib import Path

from . import live

NAMES = ("model", "site", "variant")


def store():
    """Write results.csv; returns the rows that failed."""
    rows = list(live())
    done = [row for row in rows if "failed" not in row]
    with Path(__file__).with_name("results.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [*NAMES, *[k for k in done[0] if k not in NAMES]])
        writer.writeheader()
        for row in done:
            writer.writerow({k: v if isinstance(v, str) else f"{v:.6g}" for k, v in row.items()})
    return [row for row in rows if "failed" in row]


if __name__ == "__main__":
    for failed in store():
        print(f"{failed['model']}, {failed['site']}: {failed['failed']}")
