"""Whole lists of hostile texts through the real forms and a real browser: `make corpora`."""
