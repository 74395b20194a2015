"""Loss coefficients of rack and server power supplies, from `power_supplies.toml`."""

from thermo.library import loss_coefficients


def coefficients(key: str) -> tuple[float, float, float]:
    """Return a, b, c of loss / rated output = a + b x + c x^2 for one power supply."""
    return loss_coefficients("power_supplies", key)
