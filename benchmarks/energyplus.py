"""Seconds of a site-year in EnergyPlus and here, per model: `python benchmarks/energyplus.py [CLIMATE]`."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from validation.energyplus import (
    SITES,
    compare,
    pairs,
)


def main():
    """One line per model: EnergyPlus [s], ours [ms], ratio."""
    climate = sys.argv[1] if len(sys.argv) > 1 else SITES[0]
    program, files = compare.installation()
    for model, site in pairs():
        if site == climate:
            found = compare.compare(program, model, files[site])[0]
            print(f"{model:16s} {found['seconds']:6.2f} s {1e3 * found['our_seconds']:7.1f} ms {found['ratio']:6.0f} x")


if __name__ == "__main__":
    main()
