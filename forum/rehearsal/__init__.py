"""Rehearsal: what other care settings would have made of the posts of the last weeks, before they are put in force."""
