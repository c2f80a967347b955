"""Finding posts by their words: what is in the index, how it is asked, and what a reader is shown."""
