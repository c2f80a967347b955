"""Signing in, the second step, signing out, and leaving at once."""

import logging
from threading import Thread

from flask import Flask, current_app, flash, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from forum.accounts import forms, half, names, operations, passkeys, recovery, second_factor, signing_in
from forum.accounts.current import forget_sign_in, remember_sign_in, viewer
from forum.accounts.models import Account
from forum.accounts.views import bp
from forum.accounts.way_back import Carried
from forum.db import db
from forum.doors import Door, door
from forum.extensions import settings
from forum.limits import limit, take

log = logging.getLogger("forum.accounts")

REFUSED = "That name and password do not go together. Please check both and try again."
TOO_OFTEN = "That was a lot of tries. Please wait a few minutes, then try again. Nothing is lost."
WRONG_CODE = "That code did not work. It may be used up or a little old. Please try the next one."
AT_MOST = 0.3  # seconds that somebody who leaves waits for our database
EVERYTHING = '"cache", "cookies", "storage"'


@bp.route("/sign-in", methods=["GET", "POST"])
@door(Door.PUBLIC)
@limit("sign_in")
def sign_in() -> ResponseReturnValue:
    if request.method != "POST":
        carried = Carried.from_form(request.args, [])
        return redirect(carried.path or "/", 303) if viewer() else show_sign_in(carried)
    form = forms.SignIn.read(request.form)
    if "begin" in request.form:  # from the page where people join, with the words that wait there
        return show_sign_in(form.carried)
    # Counted by name and network, whether or not anybody has that name: nobody elsewhere can shut a member out.
    if not take("sign_in_name", names.skeleton(form.username), from_here=True):
        return show_sign_in(form.carried, username=form.username, keep=form.keep, error=TOO_OFTEN), 429
    account = operations.authenticate(form.username, form.password)
    if account is None:
        return show_sign_in(form.carried, username=form.username, keep=form.keep, error=REFUSED), 422
    if second_factor.is_on(account):
        token = half.begin(account, keep=form.keep, path=form.carried.path)
        db.session.commit()
        session["half"] = token
        if form.carried.fields:
            return show_code(token, form.carried)
        return redirect(url_for(".code"), 303)
    return arrive(account, form.carried, keep=form.keep)


@bp.route("/sign-in/code", methods=["GET", "POST"])
@door(Door.PUBLIC)
@limit("code")
def code() -> ResponseReturnValue:
    """The second step: a code of the app, or a recovery code in the same field."""
    carried = Carried.from_form(request.form, request.form.lists())
    opened = half.find(session.get("half"), to_change=request.method == "POST")
    if opened is None:
        late = "That took a while, so please start once more." if request.method == "POST" else ""
        return show_sign_in(carried, error=late), 422 if late else 200
    if request.method != "POST":
        return show_code(session["half"], carried)
    if not take("code", f"code:{opened.account.id}"):
        return show_code(session["half"], carried, error=TOO_OFTEN), 429
    typed = forms.text(request.form, "code")
    by_app = second_factor.use(opened.account, typed)
    if not by_app and not recovery.use(opened.account.id, typed):
        still = half.count_wrong(session["half"])
        db.session.commit()
        if not still:
            return show_sign_in(carried, error="Those codes did not work. Please start once more."), 422
        return show_code(session["half"], carried, error=WRONG_CODE), 422
    half.end(session["half"])
    carried = carried if carried.fields else Carried(opened.path)
    answer = arrive(opened.account, carried, keep=opened.keep, shown=by_app)
    if not by_app and not carried.fields:
        left = recovery.left(opened.account)
        flash(f"That recovery code is used up now. You have {left} left; you can make new ones in Settings.")
    return answer


@bp.post("/sign-out")
@door(Door.PUBLIC)
def sign_out() -> ResponseReturnValue:
    token = session.get("_user_id")
    if token:
        signing_in.end(token)
        db.session.commit()
    return _cleared(url_for("discussions.home"))


@bp.get("/leave-page")
@door(Door.PUBLIC)
def leave_page() -> ResponseReturnValue:
    """Out at once, whatever else is broken: the one GET that changes something."""
    token = session.get("_user_id")
    if token:
        ending = Thread(target=_end, args=(current_app._get_current_object(), token), daemon=True)  # type: ignore[attr-defined]
        ending.start()
        ending.join(AT_MOST)
    return _cleared(settings().exit_url)


def _end(app: Flask, token: str) -> None:
    """End a sign-in beside the answer: a full disk or a locked database keeps nobody on the page."""
    with app.app_context():
        try:
            signing_in.end(token)
            db.session.commit()
        except Exception as problem:
            log.warning("sign_in_not_ended kind=%s", type(problem).__name__)


def show_sign_in(carried: Carried, *, username: str = "", keep: bool = False, error: str = "") -> str:
    """The form, with everything carried that the person had typed before we asked who they are."""
    return render_template(
        "accounts/sign_in.html",
        carried=carried,
        username=username,
        keep=keep,
        errors={"username": error} if error else {},
    )


def show_code(token: str, carried: Carried, *, error: str = "") -> str:
    """The second step of a half-done sign-in, by whatever this member has set up."""
    opened = half.find(token)
    if opened is None:
        return show_sign_in(carried, error="That took a while, so please start once more.")
    by_passkey = passkeys.are_possible() and second_factor.has_passkeys(opened.account)
    return render_template(
        "accounts/code.html",
        carried=carried,
        app=opened.account.totp_box is not None,
        options=passkeys.options_to_show(opened.challenge, opened.account) if by_passkey else None,
        errors={"code": error} if error else {},
    )


def arrive(
    account: Account, carried: Carried, *, keep: bool = False, shown: bool = False
) -> ResponseReturnValue:
    """Signed in: save it, tell the browser, and bring the person back to what they were doing."""
    signed = signing_in.begin(account, kept=keep, second_factor=shown)
    db.session.commit()
    remember_sign_in(signed)
    if carried.fields:
        return render_template("accounts/words_back.html", carried=carried, codes=[])
    if account.is_moderator and not shown:
        return redirect(url_for("accounts.second_factor_page"), 303)
    return redirect(carried.path or url_for("discussions.home"), 303)


def _cleared(target: str) -> ResponseReturnValue:
    """Go there, leaving as little in this browser as a site can see to."""
    https = settings().https
    forget_sign_in()
    answer = make_response(redirect(target, 303))
    answer.headers["Cache-Control"] = "no-store"
    if https:
        answer.headers["Clear-Site-Data"] = EVERYTHING
    for name in request.cookies:
        answer.delete_cookie(name, path="/", secure=https, httponly=True, samesite="Lax")
    return answer
