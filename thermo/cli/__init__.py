"""The command line, one module a group of commands.

Exit codes: 0 done, 1 the study cannot be evaluated (message on stderr), 2 wrong use of the command.
"""

import sys

from thermo.cli import library, reports, searches, studies, sweeps
from thermo.cli.output import warn
from thermo.cli.root import app
from thermo.errors import ThermoError

for group in (studies, sweeps, searches, library, reports):
    app.add_typer(group.app)


def main() -> None:
    """Entry point: a user's mistake is one message on stderr and exit code 1, never a traceback."""
    try:
        app()
    except ThermoError as error:
        warn(error)
        sys.exit(1)
    except KeyboardInterrupt:
        warn("interrupted")
        sys.exit(130)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
