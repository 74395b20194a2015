"""Named places in the float vectors that pass between points. One name, one meaning, one unit.

A vector is what a compiled point can fill without allocating; these constants keep it readable.
"""


def enumerate_fields(names):
    """Map each name of a whitespace-separated text to its place."""
    return {name: i for i, name in enumerate(names.split())}


# -- weather row: degC, degC, kg/kg, Pa, degC, and the mean dry bulb of the last thirty days [degC]
W_T, W_TWB, W_W, W_P, W_TDP, W_LAG = range(6)
WEATHER_ROW = 6

# -- rack point, inputs
# utilization [1], liquid at the rack's inlet [degC], air leaving the terminal [degC], liquid flow per rack [m3/s],
# air pressure [Pa], share of the servers' intake that is recirculated exhaust [1], air round tank and pipes [degC]
X_U, X_TL, X_TA, X_VL, X_P, X_RECIRC, X_TROOM = range(7)
RACK_X = 7

# -- rack point, results (per rack)
(
    R_COMPUTE,  # W, chips, memory, drives, network: what computes
    R_VR,  # W, regulators
    R_FAN,  # W, server fans
    R_PUMP,  # W, pumps inside the rack on its own supply
    R_PSU,  # W, power supplies
    R_QL,  # W, heat into the liquid
    R_QA,  # W, heat into the air; R_QL + R_QA = the sum of the five powers
    R_VA,  # m3/s, air through the rack at its intake state
    R_TIN,  # degC, servers' air intake (after recirculation)
    R_TEX,  # degC, servers' air exhaust
    R_VL,  # m3/s, liquid through the rack at its inlet state
    R_TLOUT,  # degC, liquid leaving
    R_DP,  # Pa, liquid pressure drop, rack inlet to outlet
    R_TCHIP,  # degC, hottest junction; NaN in runaway
    R_TCASE,  # degC, its case
    R_TMEM,  # degC, hottest memory
    R_DONE,  # 1, share of the asked-for compute that is not throttled away
    R_RSINK,  # K/W, chip sink or plate to the coolant's inlet temperature
    R_SPEED,  # 1, server fan speed
    M_CHIP,  # K, margin to throttling
    M_CASE,  # K, margin to the case limit
    M_MEM,  # K, margin to the memory limit
    M_INTAKE,  # K, intake class margin (worse of high and low side)
    M_AIRFLOW,  # 1, 1 - needed / possible air flow through the rack
    M_COOLANT,  # K, margin to the coolant's upper limit (flash point, supply limit of the rack)
    M_FLUX,  # 1, critical flux / flux - 1/0.7 for boiling; inf elsewhere
    M_GEOMETRY,  # m, height left in the rack
    R_AIRNEED,  # m3/s, air needed at the rack's allowed temperature rise
    R_AIRMAX,  # m3/s, air the rack's face and fans can pass
    R_FLAGS,  # bit set of the F_* below, as a float
    # boiling racks only; a rack whose liquid does not boil leaves these alone
    R_TSAT,  # degC, saturation where the stream leaves the rack
    R_QUALITY,  # 1, vapour's share of the mass that leaves the rack
    M_QUALITY,  # 1, dry-out quality - exit quality of the worst plate; inf in a pool
    M_SUCTION,  # m, net positive suction head available - required at the coolant pump; inf without a pump
    M_STABLE,  # 1, slope of the internal characteristic d ln dp / d ln m (Ledinegg); inf in a pool
    R_LOSS,  # kg/s, fluid lost by leaks and vents
    R_CHARGE,  # kg, fluid held by the rack and its part of the CDU
) = range(37)
RACK_OUT = 37

# -- status bits
F_EXTRAPOLATED = 1  # a correlation outside its published range
F_RUNAWAY = 2  # leakage grows faster than cooling: no steady state
F_TRIPPED = 4  # above the trip temperature even at full throttle
F_THROTTLED = 8
F_FAN_LIMIT = 16  # fans at full speed
F_FROZEN = 32  # coolant below its freezing point
F_DRYOUT = 64
F_CHF = 128
F_NO_FLOW = 256  # a stream is asked to carry heat without flow

# -- plant point, inputs
# heat to take from the loop [W], loop flow [kg/s], supply temperature wanted [degC], control offset [K],
# and the same three for the design call of `size`; water supply [degC] or room humidity [kg/kg] of the
# hour before, read with `step_lag` alone
P_Q, P_M, P_TSET, P_OFFSET, P_BEFORE = range(5)
PLANT_X = 5

# -- plant point, results
(
    P_TSUP,  # degC, supply reached; above P_TSET when capacity is short
    P_TRET,  # degC, return
    P_PUMPS,  # W
    P_CHILLERS,  # W, compressors
    P_FANS,  # W, heat rejection fans
    P_HEATING,  # W, basin and freeze protection heaters
    P_UPS,  # W, the part of the above that hangs on the UPS
    P_REJECTED,  # W, heat to outdoors, from the states of air and water
    P_DIRECT,  # W, electricity that becomes heat outdoors or in the plant room without entering a stream
    P_EVAPORATION,  # kg/s
    P_DRIFT,  # kg/s
    P_BLOWDOWN,  # kg/s
    P_FREE,  # 1, share of the heat moved without a compressor
    P_MARGIN,  # 1, 1 - asked / available capacity at the wanted supply temperature
    P_TCOND,  # degC, condenser or tower water (or outdoor air) the rejection worked on
    P_FLAGS,  # bit set
) = range(16)
PLANT_OUT = 16

# -- direct air plants (economizer, DX): same results, then these
(
    A_WATER,  # kg/s, humidification and adiabatic stage
    A_SUPPLY_FAN,  # W, supply (and return) fans
    A_OUTDOOR,  # 1, outdoor air fraction
    A_WROOM,  # kg/kg, supply humidity ratio
    A_HUMIDIFY,  # W, humidifier
) = range(16, 21)
AIR_OUT = 21
F_TRIP_AMBIENT = 512  # above the maximum ambient: the machine is off
F_SHORT = 1024  # capacity ran out: supply floats above the set point
F_HUMID = 2048  # room air outside the moisture envelope
