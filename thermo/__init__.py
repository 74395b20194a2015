"""Data-center cooling from chip junction to outdoor air, hour by hour, for air, cold-plate, immersion and spray.

>>> import thermo
>>> study = thermo.read_study("configs/ashburn.toml")          # doctest: +SKIP
>>> result = thermo.evaluate(study)                            # doctest: +SKIP
>>> result.summary.pue                                         # doctest: +SKIP
"""

from importlib import import_module

__version__ = "0.2.0"

_WHERE = {
    "Study": "thermo.study",
    "read_study": "thermo.study",
    "evaluate": "thermo.results.evaluation",
    "iter_evaluate": "thermo.results.evaluation",
    "Result": "thermo.results.result",
    "read_result": "thermo.results.result",
    "market": "thermo.markets.fleet",
    "report": "thermo.reports",
    "frontier": "thermo.search.frontier",
    "sweep": "thermo.sweeping",
    "optimize": "thermo.search.optimize",
    "Rack": "thermo.results.rack",
    "Weather": "thermo.weather",
    "read_weather": "thermo.weather",
    "ThermoError": "thermo.errors",
    "Cancelled": "thermo.errors",
    "StudyError": "thermo.errors",
    "LibraryError": "thermo.errors",
    "WeatherError": "thermo.errors",
}
__all__ = ["__version__", *_WHERE]


def __getattr__(name):
    """Load a public name from its module when it is first used, so that `import thermo` stays light."""
    if name not in _WHERE:
        raise AttributeError(f"module 'thermo' has no attribute '{name}'")
    value = getattr(import_module(_WHERE[name]), "read" if name == "read_weather" else name)
    globals()[name] = value
    return value


def __dir__():
    return sorted(__all__)
