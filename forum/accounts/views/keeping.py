"""What a member may see and change about their account: password, where they are signed in, address."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.accounts import addresses, forms, operations, passwords, recovery, second_factor, signing_in
from forum.accounts.current import forget_sign_in, member, remember_sign_in, signed
from forum.accounts.views import asking_again, bp
from forum.db import db
from forum.doors import Door, door
from forum.extensions import settings
from forum.limits import limit, take


@bp.get("/settings/account")
@door(Door.MEMBERS)
def account() -> ResponseReturnValue:
    who = member()
    return render_template(
        "accounts/account.html",
        codes_left=recovery.left(who),
        second_factor=second_factor.is_on(who),
        browsers=len(signing_in.of(who)),
        has_email=who.email_box is not None,
    )


@bp.route("/settings/password", methods=["GET", "POST"])
@door(Door.MEMBERS)
@limit("settings")
def password() -> ResponseReturnValue:
    if request.method != "POST":
        return render_template("accounts/password.html", errors={})
    fresh, was = forms.text(request.form, "new_password"), member().password_hash
    weak = passwords.problem(fresh, username=member().username, site_name=settings().site_name)
    errors = {"new_password": weak} if weak else asking_again.refused(request.form)
    if errors:
        return render_template("accounts/password.html", errors=errors), 422
    here = signed()
    operations.change_password(member(), fresh, was=was)
    again = signing_in.begin(member(), kept=here.kept, second_factor=here.second_factor)
    db.session.commit()
    remember_sign_in(again)
    flash("Your password is changed. Everywhere else you are signed out now.")
    return redirect(url_for(".account"), 303)


@bp.route("/settings/email", methods=["GET", "POST"])
@door(Door.MEMBERS)
@limit("settings")
def email() -> ResponseReturnValue:
    """An address, if somebody wants one; it counts once the letter to it was answered."""
    if request.method != "POST":
        return _email_page("", {})
    typed = forms.text(request.form, "email").strip()
    wrong = addresses.problem(typed)
    errors = {"email": wrong} if wrong else asking_again.refused(request.form)
    if errors:
        return _email_page(typed, errors), 422
    if "remove" in request.form:
        addresses.remove(member())
        flash("Your address is gone from here.")
    elif typed and take("letter", addresses.letter_tag(typed)):
        addresses.ask_to_confirm(member(), addresses.tidy(typed) or "", site=settings().public_url)
        flash("Thank you. A letter is on its way; please open the link in it within a day.")
    db.session.commit()
    return redirect(url_for(".email"), 303)


@bp.route("/settings/email/<token>", methods=["GET", "POST"])
@door(Door.MEMBERS)
@limit("settings")
def confirm_email(token: str) -> ResponseReturnValue:
    """Where the letter's link leads, on whichever device it is opened, signed in. Opening it changes nothing."""
    if request.method != "POST":
        return render_template("accounts/email_confirm.html")
    if not addresses.confirm(member(), token):
        return render_template("accounts/link_over.html"), 404
    db.session.commit()
    flash("Thank you. This address can let you back in now.")
    return redirect(url_for(".account"), 303)


def _email_page(typed: str, errors: dict[str, str]) -> str:
    return render_template(
        "accounts/email.html",
        email=typed,
        now_held=addresses.of(member()),
        sends=settings().mail_url is not None,
        errors=errors,
    )


@bp.route("/settings/sign-ins", methods=["GET", "POST"])
@door(Door.MEMBERS)
@limit("settings")
def sign_ins() -> ResponseReturnValue:
    """Where the member is signed in: a day each, no place and no address, because none is kept."""
    if request.method != "POST":
        return render_template("accounts/sign_ins.html", browsers=signing_in.of(member()), here=signed().token)
    if request.form.get("which") == "all":
        signing_in.end_all(member())
        db.session.commit()
        forget_sign_in()
        flash("You are signed out everywhere.")
        return redirect(url_for(".sign_in"), 303)
    if request.form.get("which") == "others":
        signing_in.end_all(member(), but=signed().token)
    else:
        signing_in.end_place(member(), forms.text(request.form, "which"))
    db.session.commit()
    flash("Done. Whoever used that browser has to sign in again.")
    return redirect(url_for(".sign_ins"), 303)
