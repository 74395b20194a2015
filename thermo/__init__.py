"""Data-center cooling from chip junction to outdoor air, hour by hour, for air, cold-plate, immersion and spray.

>>> import thermo
>>> study = thermo.read_study("configs/ashburn.toml")          # doctest: +SKIP
>>> result = thermo.evaluate(study)                            # doctest: +SKIP
>>> result.summary.pue                                         # doctest: +SKIP
"""

import lazy_loader

__version__ = "0.2.0"

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)  # the public names: __init__.pyi
__all__ += ["__version__"]
