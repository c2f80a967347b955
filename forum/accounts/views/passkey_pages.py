"""The pages around a passkey: adding one, signing in with one, removing one."""

from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from forum.accounts import forms, half, passkeys, tokens
from forum.accounts.current import member
from forum.accounts.views import asking_again, bp
from forum.accounts.views.entering import arrive, show_code, show_sign_in
from forum.accounts.views.factors import came_up, is_last, show_second_factor
from forum.accounts.way_back import Carried
from forum.db import db
from forum.doors import Door, door
from forum.limits import limit

ADDING, ARRIVING = "passkey-add", "passkey-in"
NOT_ADDED = "That did not work. Please try again, or set up an authenticator app instead."
NOT_KNOWN = "That passkey does not open an account here. Please try another, or sign in with your password."
TOO_LATE = "That took a while. Please use your passkey once more."
NOT_RIGHT = "That passkey did not work. Please try again, or type a code instead."


@bp.post("/settings/second-factor/passkey/begin")
@door(Door.MEMBERS)
@limit("settings")
def begin_passkey() -> ResponseReturnValue:
    errors = asking_again.refused(request.form)
    if errors:
        return show_second_factor(errors), 422
    session[ADDING] = tokens.issue(ADDING, tokens.CHALLENGE, account=member(), challenge=passkeys.new_challenge())
    db.session.commit()
    return redirect(url_for(".add_passkey"), 303)


@bp.route("/settings/second-factor/passkey", methods=["GET", "POST"])
@door(Door.MEMBERS)
@limit("settings")
def add_passkey() -> ResponseReturnValue:
    found = tokens.look(ADDING, session.get(ADDING))
    if found is None or found.account is not member():
        return redirect(url_for(".second_factor_page"), 303)
    challenge: str = found.inside["challenge"]
    if request.method != "POST":
        options = passkeys.options_to_add(member(), challenge)
        return render_template("accounts/passkey_add.html", options=options, errors={})
    once = tokens.use_up(ADDING, session.pop(ADDING))
    answer, name = request.form.get("credential", ""), forms.text(request.form, "name")
    if not once or not passkeys.add(member(), challenge, answer, name):
        db.session.commit()
        return show_second_factor({"passkey": NOT_ADDED}), 422
    came_up()
    flash(
        "Your passkey is set up. It is good to have a second one on another device, in case this one is lost."
    )
    return redirect(url_for(".second_factor_page"), 303)


@bp.post("/settings/second-factor/passkey/remove")
@door(Door.MEMBERS)
@limit("settings")
def remove_passkey() -> ResponseReturnValue:
    errors = is_last("passkey") or asking_again.refused(request.form)
    if errors:
        return show_second_factor(errors), 422
    passkeys.remove(member(), forms.text(request.form, "which"))
    db.session.commit()
    flash("That passkey does not open your account any more.")
    return redirect(url_for(".second_factor_page"), 303)


@bp.post("/sign-in/passkey/begin")
@door(Door.PUBLIC)
@limit("sign_in")
def begin_passkey_sign_in() -> ResponseReturnValue:
    """Signing in with a passkey alone: it is something one has and something one is, or knows, in one."""
    form = forms.SignIn.read(request.form)
    challenge = passkeys.new_challenge()
    session.pop("half", None)
    session[ARRIVING] = tokens.issue(ARRIVING, tokens.CHALLENGE, challenge=challenge, keep=form.keep)
    db.session.commit()
    return render_template(
        "accounts/passkey.html", options=passkeys.options_to_show(challenge), carried=form.carried, errors={}
    )


@bp.post("/sign-in/passkey")
@door(Door.PUBLIC)
@limit("code")
def passkey_sign_in() -> ResponseReturnValue:
    """The browser's answer, after a password or in its place. A challenge is answered once, rightly or not."""
    carried = Carried.from_form(request.form, request.form.lists())
    answer = request.form.get("credential", "")
    opened = half.find(session.get("half"), to_change=True)
    if opened is not None:
        return _second_step(opened, answer, carried)
    token = session.pop(ARRIVING, "")
    found = tokens.look(ARRIVING, token, to_change=True)
    if found is None or not tokens.use_up(ARRIVING, token):
        return show_sign_in(carried, error="That took a while, so please start once more."), 422
    account = passkeys.owner(found.inside["challenge"], answer)
    db.session.commit()
    if account is None:
        return show_sign_in(carried, error=NOT_KNOWN), 422
    return arrive(account, carried, keep=found.inside["keep"], shown=True)


def _second_step(opened: half.Half, answer: str, carried: Carried) -> ResponseReturnValue:
    challenge = passkeys.asked(answer)
    if opened.asked_long_ago(challenge):
        return show_code(session["half"], carried, error=TOO_LATE), 422
    account = passkeys.owner(challenge, answer) if opened.asked(challenge) else None
    if account is None or account.id != opened.account.id:
        still = half.count_wrong(session["half"])
        db.session.commit()
        if not still:
            return show_sign_in(carried, error="That did not work. Please start once more."), 422
        return show_code(session["half"], carried, error=NOT_RIGHT), 422
    half.end(session["half"])
    return arrive(account, carried if carried.fields else Carried(opened.path), keep=opened.keep, shown=True)
