"""`python -m thermo.cli` is `thermo`."""

from thermo.cli import main

main()
