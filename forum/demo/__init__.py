"""The demo cast: invented people, and what they wrote, so that every state of the forum can be seen."""
