"""The compiled core: SI floats and degC only; the only place that imports numba."""
