"""Getting back in when a password is lost: by a recovery code, or by mail where an address was given."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.accounts import addresses, forms, names, operations, passwords
from forum.accounts.views import bp
from forum.db import db
from forum.doors import Door, door
from forum.extensions import settings
from forum.limits import limit, take

REFUSED = "That name and code do not go together. The code may be used already. Please check both, or try another code."
TOO_OFTEN = "That was a lot of tries. Please wait an hour, then try again."


@bp.get("/sign-in/lost")
@door(Door.PUBLIC)
def lost() -> ResponseReturnValue:
    return render_template("accounts/lost.html")


@bp.route("/sign-in/recover", methods=["GET", "POST"])
@door(Door.PUBLIC)
@limit("recovery")
def recover() -> ResponseReturnValue:
    """A recovery code in place of the password, which is set anew."""
    if request.method != "POST":
        return _page("", {})
    username, password = (
        forms.text(request.form, "username").strip(),
        forms.text(request.form, "new_password"),
    )
    weak = passwords.problem(password, username=username, site_name=settings().site_name)
    if weak:
        return _page(username, {"new_password": weak}), 422
    if not take("recovery", f"name:{names.skeleton(username)}", from_here=True):
        return _page(username, {"code": TOO_OFTEN}), 429
    if not operations.recover(username, forms.text(request.form, "code"), password):
        return _page(username, {"code": REFUSED}), 422
    db.session.commit()
    flash("Your new password is set, and that code is used up. Please sign in with it.")
    return redirect(url_for(".sign_in"), 303)


@bp.route("/sign-in/reset", methods=["GET", "POST"])
@door(Door.PUBLIC)
@limit("recovery")
def ask_for_reset() -> ResponseReturnValue:
    """A letter with a link, for members who gave an address. Everybody gets the same answer."""
    if request.method != "POST":
        return render_template("accounts/reset_ask.html", email="", errors={})
    email = forms.text(request.form, "email").strip()
    wrong = addresses.problem(email) if email else "Please type the address that you gave us."
    if wrong:
        return render_template("accounts/reset_ask.html", email=email, errors={"email": wrong}), 422
    if take("letter", addresses.letter_tag(email)):
        addresses.ask_for_reset(email, site=settings().public_url)
        db.session.commit()
    return redirect(url_for(".reset_asked"), 303)


@bp.get("/sign-in/reset/asked")
@door(Door.PUBLIC)
def reset_asked() -> ResponseReturnValue:
    return render_template("accounts/reset_asked.html", sends=settings().mail_url is not None)


@bp.route("/sign-in/reset/<token>", methods=["GET", "POST"])
@door(Door.PUBLIC)
@limit("recovery")
def reset(token: str) -> ResponseReturnValue:
    """Where the link leads. Opening it changes nothing, because mail programs open links as well."""
    account = addresses.may_reset(token)
    if account is None:
        return render_template("accounts/link_over.html"), 404
    if request.method != "POST":
        return render_template("accounts/reset.html", username=account.username, errors={})
    password, username = forms.text(request.form, "new_password"), account.username
    weak = passwords.problem(password, username=username, site_name=settings().site_name)
    if weak:
        return render_template("accounts/reset.html", username=username, errors={"new_password": weak}), 422
    if not addresses.reset(token, password):
        return render_template("accounts/link_over.html"), 404
    db.session.commit()
    flash("Your new password is set. Please sign in with it.")
    return redirect(url_for(".sign_in"), 303)


def _page(username: str, errors: dict[str, str]) -> str:
    return render_template("accounts/recover.html", username=username, errors=errors)
