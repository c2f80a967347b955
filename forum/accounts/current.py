"""Who is asking: the member signed in on this request, or nobody."""

from flask import g

from forum.accounts.models import Account
from forum.errors import SignInFirst


def viewer() -> Account | None:
    """The signed-in member, loaded once by web.py before the view runs."""
    found: Account | None = g.get("viewer")
    return found


def member() -> Account:
    """The signed-in member; refuses when nobody is."""
    found = viewer()
    if found is None:
        raise SignInFirst
    return found
