"""How the care engine reads: words, clauses, the setting of a clause, tables of phrases, and small linear models."""
