"""The floor plan as tests: what the house is, checked against what the code does."""
