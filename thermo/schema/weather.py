"""The record of one hour's weather."""

from thermo.schema.field import Field, record

WEATHER_FIELDS = (
    Field("t_dry", "degC", "dry bulb"),
    Field("t_wet", "degC", "wet bulb"),
    Field("w", "kg/kg", "humidity ratio"),
    Field("p", "Pa", "station pressure"),
    Field("t_dew", "degC", "dew point"),
    Field("t_month", "degC", "mean dry bulb of the last thirty days"),
)
WEATHER = record(WEATHER_FIELDS)
