"""Run both engines on every plant (or those named) and site: `python -m validation.energyplus.store [MODEL ...]`."""

import csv
import sys
from pathlib import Path

from . import live, stored
from .models import MODELS

NAMES = ("model", "site", "variant")


def store(models=()):
    """Write results.csv, of some models anew or of all; returns the rows that failed."""
    rows = [row for row in stored() if row["model"] not in models] if models else []
    rows += list(live(models or MODELS))
    rows.sort(key=lambda row: MODELS.index(row["model"]))
    done = [row for row in rows if "failed" not in row]
    with Path(__file__).with_name("results.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [*NAMES, *[k for k in done[0] if k not in NAMES]])
        writer.writeheader()
        for row in done:
            writer.writerow({k: v if isinstance(v, str) else f"{v:.6g}" for k, v in row.items()})
    return [row for row in rows if "failed" in row]


if __name__ == "__main__":
    for failed in store(sys.argv[1:]):
        print(f"{failed['model']}, {failed['site']}: {failed['failed']}")
