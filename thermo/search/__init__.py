"""Find, not only list: the densest rack, where options overtake one another, and the best set points."""
