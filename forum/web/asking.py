"""Before a view runs: the address is forgotten, the sign-in found, the door tried, the form's origin checked."""

import time
from dataclasses import replace

from flask import Flask, current_app, g, request, session
from flask_login import login_user, logout_user
from flask_wtf.csrf import CSRFError

from forum import limits
from forum.accounts import signing_in
from forum.accounts.models import Account
from forum.accounts.signing_in import Signed
from forum.config import Settings
from forum.db import only_reading
from forum.doors import Door
from forum.errors import NotTaken, NotThere, SignInFirst
from forum.extensions import csrf, login_manager
from forum.preferences import COOKIE, Preferences

SAFE = {"GET", "HEAD", "OPTIONS"}
SECOND_FACTOR_PAGES = "accounts."  # where a moderator without a second factor can still go


def init_app(app: Flask) -> None:
    login_manager.user_loader(_find)
    app.before_request(_arrive)


def _find(token: str) -> Signed | None:
    return signing_in.find(token)


def _arrive() -> None:
    """Everything that is asked of a request before its view, in this order; the order is the policy."""
    settings: Settings = current_app.extensions["settings"]
    g.https = settings.https
    g.preferences = Preferences.parse(request.cookies.get(COOKIE))
    g.viewer, g.signed = None, None
    only_reading(request.method in SAFE)
    who = _door()
    if who is Door.LOOPBACK:
        if not limits.from_this_machine():
            raise NotThere
        return
    if current_app.config["SESSION_COOKIE_NAME"] in request.cookies:
        _load_viewer()
    _try_door(who, g.viewer)
    if request.method not in SAFE:
        _came_from_here()


def _door() -> Door:
    view = current_app.view_functions.get(request.endpoint or "")
    if request.routing_exception is not None:
        return Door.PUBLIC  # The page that says so may still greet the member by their own links.
    found = getattr(view, "door", None)
    if found is None:
        raise NotThere
    return Door(found)


def _load_viewer() -> None:
    """The member behind the cookie, unless the browser has rested for too long."""
    token = session.get("_user_id")
    signed = signing_in.find(token) if token else None
    if signed is None:
        return
    now = int(time.time())
    rested = now - session.get("a", now)
    if rested > signed.idle.total_seconds():
        signing_in.end(token)  # kept by the next commit; the cookie ends now either way
        logout_user()
        return
    if rested > signed.idle.total_seconds() / 20:
        session["a"] = now
    g.signed, g.viewer = signed, signed.account
    if signed.account.preferences:
        kept = Preferences.parse(signed.account.preferences)
        # The help page is a plain GET and writes to the browser alone, so a country chosen there goes first.
        g.preferences = replace(kept, country=g.preferences.country or kept.country)


def remember_sign_in(signed: Signed, *, kept: bool = False) -> None:
    """Give this browser the token of a sign-in that has been committed, and a fresh session with it."""
    session.clear()
    session.permanent = kept
    session["a"] = int(time.time())
    login_user(signed)
    g.signed, g.viewer = signed, signed.account


def _try_door(who: Door, viewer: Account | None) -> None:
    if who is Door.PUBLIC:
        return
    if who is Door.MEMBERS:
        if viewer is None:
            raise SignInFirst
        return
    allowed = viewer is not None and (viewer.is_admin if who is Door.ADMINS else viewer.is_moderator)
    if not allowed or not g.signed.second_factor:
        raise NotThere


def _came_from_here() -> None:
    """A form counts only when our own page sent it: by what the browser says, and by the token in it."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        raise NotTaken
    try:
        csrf.protect()
    except CSRFError:
        raise NotTaken from None
