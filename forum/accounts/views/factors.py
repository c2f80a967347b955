"""Setting up a second factor, and taking one away."""

from flask import Response, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from forum.accounts import forms, passkeys, second_factor, signing_in, tokens
from forum.accounts.current import member, remember_sign_in, signed
from forum.accounts.views import asking_again, bp
from forum.db import db
from forum.doors import Door, door
from forum.errors import NotThere
from forum.extensions import settings
from forum.limits import limit

PURPOSE = "totp"
LAST = "You help to look after this place, so one has to stay. Please set up another one first, then remove this."
WRONG_CODE = (
    "That code does not fit. Please check that the clock of your phone is right, then type the next code."
)


@bp.get("/settings/second-factor")
@door(Door.MEMBERS)
def second_factor_page() -> ResponseReturnValue:
    return show_second_factor()


@bp.post("/settings/second-factor/app/begin")
@door(Door.MEMBERS)
@limit("settings")
def begin_app() -> ResponseReturnValue:
    """Make a secret for an app. Nothing is turned on before the app has shown a right code."""
    errors = asking_again.refused(request.form)
    if errors:
        return show_second_factor(errors), 422
    session[PURPOSE] = tokens.issue(
        PURPOSE, tokens.RESET, account=member(), secret=second_factor.new_secret()
    )
    db.session.commit()
    return redirect(url_for(".app"), 303)


@bp.route("/settings/second-factor/app", methods=["GET", "POST"])
@door(Door.MEMBERS)
@limit("code")
def app() -> ResponseReturnValue:
    secret = _secret()
    if secret is None:
        return redirect(url_for(".second_factor_page"), 303)
    if request.method != "POST":
        return _app_page(secret)
    if not second_factor.set_up(member(), secret, forms.text(request.form, "code")):
        return _app_page(secret, {"code": WRONG_CODE}), 422
    tokens.use_up(PURPOSE, session.get(PURPOSE, ""))
    came_up()
    flash("Your app is set up. From now on we ask for its code after your password.")
    return redirect(url_for(".second_factor_page"), 303)


@bp.get("/settings/second-factor/app.svg")
@door(Door.MEMBERS)
def app_picture() -> ResponseReturnValue:
    """The secret as a picture for the phone's camera."""
    secret = _secret()
    if secret is None:
        raise NotThere
    picture = second_factor.picture(second_factor.uri(member(), secret, settings().site_name))
    return Response(picture, mimetype="image/svg+xml")


@bp.post("/settings/second-factor/app/remove")
@door(Door.MEMBERS)
@limit("settings")
def remove_app() -> ResponseReturnValue:
    errors = is_last("app") or asking_again.refused(request.form)
    if errors:
        return show_second_factor(errors), 422
    second_factor.take_away(member())
    db.session.commit()
    flash("The app is not asked for any more.")
    return redirect(url_for(".second_factor_page"), 303)


def came_up() -> None:
    """This browser has just shown a second factor: save that under a new token, so that the old one opens less."""
    old = signed()
    fresh = signing_in.begin(member(), kept=old.kept, second_factor=True)
    signing_in.end(old.token)
    db.session.commit()
    remember_sign_in(fresh)


def is_last(kind: str) -> dict[str, str]:
    """The error when somebody of the team is about to take away the only second factor they have."""
    account = member()
    how_many = len(passkeys.of(account)) + (account.totp_box is not None)
    return {kind: LAST} if account.is_moderator and how_many <= 1 else {}


def _secret() -> str | None:
    """The secret that this browser has begun to set up."""
    found = tokens.look(PURPOSE, session.get(PURPOSE))
    if found is None or found.account is not member():
        return None
    secret: str = found.inside["secret"]
    return secret


def show_second_factor(errors: dict[str, str] | None = None) -> str:
    return render_template(
        "accounts/second_factor.html",
        has_app=member().totp_box is not None,
        held=[(passkeys.name_of(held), held.name, held.added_on) for held in passkeys.of(member())],
        shown=signed().second_factor,
        errors=errors or {},
    )


def _app_page(secret: str, errors: dict[str, str] | None = None) -> str:
    return render_template(
        "accounts/app.html",
        secret=" ".join(secret[i : i + 4] for i in range(0, len(secret), 4)),
        uri=second_factor.uri(member(), secret, settings().site_name),
        errors=errors or {},
    )
