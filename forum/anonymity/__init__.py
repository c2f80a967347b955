"""Pseudonyms and seals: writing without being known."""
