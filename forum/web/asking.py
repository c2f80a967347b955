"""Before a view runs: the address is forgotten, the sign-in found, the door tried, the form's origin checked."""

import time
from dataclasses import replace

from flask import Flask, current_app, g, request, session
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import BadRequest, HTTPException, RequestEntityTooLarge, SecurityError

from forum import limits
from forum.accounts import signing_in
from forum.accounts.signing_in import Signed
from forum.config import Settings
from forum.db import db, only_reading
from forum.doors import Door, authorize
from forum.errors import NotTaken, NotThere
from forum.extensions import csrf, login_manager
from forum.preferences import COOKIE, Preferences

SAFE = {"GET", "HEAD", "OPTIONS"}
MOST_FIELDS = 500  # of one form; our longest has about forty


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
    if isinstance(request.routing_exception, SecurityError):
        raise request.routing_exception  # Asked for under somebody else's name: nothing else is looked at.
    if request.method not in SAFE:
        _hear_out()
    only_reading(request.method in SAFE or _only_looks())
    who = _door()
    if current_app.config["SESSION_COOKIE_NAME"] in request.cookies:
        _load_viewer(needed=who is not Door.PUBLIC)
    shown = g.signed is not None and g.signed.second_factor
    authorize(who, g.viewer, second_factor=shown, on_this_machine=limits.from_this_machine())
    if request.method not in SAFE and request.routing_exception is None:
        _came_from_here()


def _hear_out() -> None:
    """Take in what was sent before anybody looks at it, or say that it cannot be read."""
    try:
        sent = request.get_data(cache=True)
    except HTTPException:
        raise
    except Exception:  # The server's own word for a body that breaks off or makes no sense; not a fault of ours.
        g.unreadable = True
        raise BadRequest from None
    # What comes in chunks does not say its length: werkzeug stops at the limit, without a word.
    cut_off = len(sent) >= current_app.config["MAX_CONTENT_LENGTH"]
    crowded = request.mimetype == "application/x-www-form-urlencoded" and sent.count(b"&") > MOST_FIELDS
    if cut_off or crowded:
        g.unreadable = True
        raise RequestEntityTooLarge
    if _has_nameless():
        g.unreadable = True
        raise BadRequest


def _has_nameless() -> bool:
    """Whether a part of the form has no name, as no browser sends it: what reads forms counts on names."""
    try:
        return None in request.form
    except HTTPException:
        return False  # Refused later, where its words can be given back.


def _only_looks() -> bool:
    """A preview or a coach's look writes nothing, so it must not stand in the queue of those who write."""
    try:
        return request.form.get("then") in {"preview", "coach"}
    except HTTPException:
        return False  # A form that cannot be read is refused later, where its words can be given back.


def _door() -> Door:
    view = current_app.view_functions.get(request.endpoint or "")
    if request.routing_exception is not None:
        return Door.PUBLIC  # The page that says so may still greet the member by their own links.
    found = getattr(view, "door", None)
    if found is None:
        raise NotThere
    return Door(found)


def _load_viewer(*, needed: bool) -> None:
    """The member behind the cookie, unless the browser has rested for too long.

    Where nobody need be signed in, a database that is down makes the member a visitor: help and the way out stay open.
    """
    token = session.get("_user_id")
    try:
        signed = signing_in.find(token) if token else None
    except SQLAlchemyError:
        if needed:
            raise
        db.session.rollback()
        return
    if signed is None:
        return
    now = int(time.time())
    rested = now - session.get("a", now)
    if rested > signed.idle.total_seconds():
        session.clear()  # Reading writes nothing: the row goes with the next sweep, and this cookie is too old for it.
        return
    if rested > signed.idle.total_seconds() / 20:
        session["a"] = now
    g.signed, g.viewer = signed, signed.account
    if signed.account.preferences:
        kept = Preferences.parse(signed.account.preferences)
        # The help page is a plain GET and writes to the browser alone, so a country chosen there goes first.
        g.preferences = replace(kept, country=g.preferences.country or kept.country)


def _came_from_here() -> None:
    """A form counts only when our own page sent it: by what the browser says, and by the token in it."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        raise NotTaken
    try:
        csrf.protect()
    except CSRFError:
        raise NotTaken from None
