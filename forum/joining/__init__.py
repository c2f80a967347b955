"""Becoming a member: a whole act that gives a person everything they have from the first day."""
