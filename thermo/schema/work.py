"""What an hour works with: the trial of a pass, what racks and plants answer, and what is told of the hour before."""

from thermo.schema.field import Field, record
from thermo.schema.hall import GROUPS
from thermo.schema.plant import PLANT_IN, PLANT_RESULT
from thermo.schema.rack import RACK_IN, RACK_RESULT

TRIED = 5  # supplies of air and liquid, of their facility water, recirculation: what the chords relax

WORK_FIELDS = (
    Field("racks", "1", "racks of each group away from the set points", size=GROUPS, of=RACK_RESULT),
    Field("rack_in", "1", "what a rack is asked", of=RACK_IN),
    Field("plant_in", "1", "what a plant is asked", of=PLANT_IN),
    Field("air", "1", "what the air stream's plant answers", of=PLANT_RESULT),
    Field("liquid", "1", "what the liquid stream's plant answers", of=PLANT_RESULT),
    Field("t_air", "degC", "air leaving the terminals"),
    Field("t_liquid", "degC", "coolant at the racks' inlet"),
    Field("tw_air", "degC", "facility water of the air stream"),
    Field("tw_liquid", "degC", "facility water of the liquid stream"),
    Field("recirculation", "1", "share of the servers' intake that is recirculated exhaust"),
    Field("transformer_room", "W", "heat of a transformer indoors"),
    Field("plant_ups", "W", "plants' power on the UPS"),
    Field("on_ups", "W", "mechanical power on the UPS beside the CDUs"),
    Field("c_guess", "W/K", "capacity rate of the CDU's water"),
    Field("m_water_a", "kg/s", "water through the coils"),
    Field("m_water_l", "kg/s", "water through the CDUs"),
    Field("w_room", "kg/kg", "room humidity ratio"),
    Field("w_dew", "kg/kg", "humidity ratio for which the dew point is known"),
    Field("t_dew", "degC", "that dew point; NaN: not known yet"),
    Field("shorter", "1", "1: the hall moves too fast for one step an hour"),
    Field("lost", "1", "1: nothing carries the heat"),
    Field("last", "1", "the trial before", size=TRIED),
    Field("answer", "1", "what it led to", size=TRIED),
    Field("passes_most", "1", "passes at most while sizing goes on; 0: as many as an hour takes"),
    Field("before", "1", "water supply [degC] or room humidity [kg/kg] of the hour before, for `step_lag`; 0: none"),
    Field("before_return", "degC", "return air of the hour before"),
    Field("before_warmed", "K", "warming of that hour's air in the fans"),
)
WORK = record(WORK_FIELDS)
