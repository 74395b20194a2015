"""A module and a public function of one name: `thermo.evaluate(study)` works however `thermo.evaluate` was imported."""

import sys
from types import ModuleType


def callable_as(module: str, function: str) -> None:
    """Make a module of this package callable as one of its functions.

    Importing a submodule sets its name on the package, over the function of that name; so the module takes calls too.
    """
    kind = type(
        "CallableModule",
        (ModuleType,),
        {"__call__": lambda self, *given, **named: getattr(self, function)(*given, **named)},
    )
    sys.modules[module].__class__ = kind
