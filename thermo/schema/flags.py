"""Status bits of racks, plants and hours; a record keeps their union as a float."""

F_EXTRAPOLATED = 1  # a correlation outside its published range
F_RUNAWAY = 2  # leakage grows faster than cooling: no steady state
F_TRIPPED = 4  # above the trip temperature even at full throttle
F_THROTTLED = 8
F_FAN_LIMIT = 16  # fans at full speed
F_FROZEN = 32  # coolant below its freezing point
F_DRYOUT = 64
F_CHF = 128
F_NO_FLOW = 256  # a stream is asked to carry heat without flow
F_TRIP_AMBIENT = 512  # above the maximum ambient: the machine is off
F_SHORT = 1024  # capacity ran out: supply floats above the set point
F_HUMID = 2048  # room air outside the moisture envelope
