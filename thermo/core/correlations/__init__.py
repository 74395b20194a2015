"""Published correlations, one file per phenomenon: scalar kernels with equation, range and reference.

`<name>_in_range(...)` returns 1.0 inside the published range and 0.0 outside; a correlation is evaluated outside its
range too, and the caller marks it.
"""
