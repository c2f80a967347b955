"""Measuring, by command and never as a test: each module prints a table, side by side with what else there is."""
