"""Hardware as records: racks, plants and electrical chains of the library, with what a study says instead."""
