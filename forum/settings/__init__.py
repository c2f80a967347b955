"""How a reader wants pages shown, and where their account is looked after."""
