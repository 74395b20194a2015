"""Coefficients of liquids for the engine, from `fluids.toml`."""

FLUID_SIZE = 32
