"""Who is asking: the member signed in on this browser, or nobody."""

import time

from flask import g, session
from flask_login import login_user

from forum.accounts.models import Account
from forum.accounts.signing_in import Signed
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


def signed() -> Signed:
    """How the member is signed in on this browser; refuses when nobody is."""
    found: Signed | None = g.get("signed")
    if found is None:
        raise SignInFirst
    return found


def remember_sign_in(signed: Signed) -> None:
    """Give this browser the token of a sign-in that has been committed, and a fresh session with it."""
    session.clear()
    session.permanent = signed.kept
    session["a"] = int(time.time())
    login_user(signed)
    g.signed, g.viewer = signed, signed.account


def forget_sign_in() -> None:
    """Leave nothing of a sign-in in this browser's session."""
    session.clear()
    g.signed, g.viewer = None, None
