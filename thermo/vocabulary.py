"""Words that several floors share, each once, in the order in which records and results hold them.

Plants and technologies are listed by `thermo.library.registry`, end uses by `thermo.schema.row`.
"""

STREAMS = ("air", "liquid")
MODES = ("free", "partial", "mechanical")  # of a stream's hours: compressors stand, help, carry everything
LOADS = (0.25, 0.5, 0.75, 1.0)  # shares of full load at which a year's mean PUE is told
AREAS = ("electrical_area", "air_terminal_area", "tower_area", "cooler_area", "chiller_area")  # m2/W of rooms and yard
INLET_CLASSES = ("A1", "A2", "A3", "A4", "H1")
PROJECTS = ("new-build", "retrofit")
DO_NOTHING = "do nothing"
REDUNDANCIES = ("N", "N+1", "2N", "3N/2", "4N/3")
DESIGNS = ("grid", "zip", "latin-hypercube")
TRADED = "fluid."  # prices that are the same in every market
# what `thermo list` knows
LISTS = ("racks", "climates", "fluids", "policies", "technologies", "plants", "equipment", "prices", "markets")
