"""Words that a study is written in and every layer means alike: each list once."""

TECHNOLOGIES = ("air", "cold-plate", "cold-plate-two-phase", "immersion", "immersion-two-phase", "spray")
LIQUID_TECHNOLOGIES = TECHNOLOGIES[1:]
TANKS = ("immersion", "immersion-two-phase", "spray")
INLET_CLASSES = ("A1", "A2", "A3", "A4", "H1")
PROJECTS = ("new-build", "retrofit")
DO_NOTHING = "do nothing"
REDUNDANCIES = ("N", "N+1", "2N", "3N/2", "4N/3")
DESIGNS = ("grid", "zip", "latin-hypercube")
