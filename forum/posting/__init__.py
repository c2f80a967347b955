"""How something comes to be said."""
