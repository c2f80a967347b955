"""What a member may see and change about their account: password, where they are signed in, address."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.accounts import forms, operations, passwords, recovery, second_factor, signing_in
from forum.accounts.current import forget_sign_in, member, remember_sign_in, signed
from forum.accounts.views import asking_again, bp
from forum.db import db
from forum.doors import Door, door
from forum.extensions import settings
from forum.limits import limit


@bp.get("/settings/account")
@door(Door.MEMBERS)
def account() -> ResponseReturnValue:
    who = member()
    return render_template(
        "accounts/account.html",
        codes_left=recovery.left(who),
        second_factor=second_factor.is_on(who),
        places=len(signing_in.of(who)),
    )


@bp.route("/settings/password", methods=["GET", "POST"])
@door(Door.MEMBERS)
@limit("settings")
def password() -> ResponseReturnValue:
    if request.method == "GET":
        return render_template("accounts/password.html", errors={})
    fresh = forms.text(request.form, "new_password")
    weak = passwords.problem(fresh, username=member().username, site_name=settings().site_name)
    errors = {"new_password": weak} if weak else asking_again.refused(request.form)
    if errors:
        return render_template("accounts/password.html", errors=errors), 422
    here = signed()
    operations.change_password(member(), fresh)
    again = signing_in.begin(member(), kept=here.kept, second_factor=here.second_factor)
    db.session.commit()
    remember_sign_in(again)
    flash("Your password is changed. Everywhere else you are signed out now.")
    return redirect(url_for(".account"), 303)


@bp.route("/settings/sign-ins", methods=["GET", "POST"])
@door(Door.MEMBERS)
@limit("settings")
def sign_ins() -> ResponseReturnValue:
    """Where the member is signed in: a day each, no place and no address, because none is kept."""
    if request.method == "GET":
        return render_template("accounts/sign_ins.html", places=signing_in.of(member()), here=signed().token)
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
