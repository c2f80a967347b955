"""How the weights of the care engine are learned, from which data, with which seed; nothing here runs in the forum."""
