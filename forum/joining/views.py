"""The page where people join."""

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from forum.accounts import addresses, forms, signing_in, tokens
from forum.accounts.current import remember_sign_in, viewer
from forum.accounts.operations import NameTaken
from forum.accounts.way_back import Carried
from forum.db import db
from forum.doors import Door, door
from forum.extensions import settings
from forum.joining import operations
from forum.limits import limit, take

bp = Blueprint("joining", __name__)


@bp.route("/sign-up", methods=["GET", "POST"])
@door(Door.PUBLIC)
@limit("sign_up")
def sign_up() -> ResponseReturnValue:
    if request.method != "POST":
        return redirect("/", 303) if viewer() else _page(forms.SignUp("", "", "", Carried()))
    form = forms.SignUp.read(request.form)
    if "begin" in request.form:  # from the sign-in page, with the words that wait there
        return _page(form)
    site = settings().site_name
    problems = operations.problems(form.username, form.password, site_name=site)
    if wrong := addresses.problem(form.email):
        problems["email"] = wrong
    if problems:
        return _page(form, problems), 422
    try:
        joined = operations.join(form.username, form.password)
    except NameTaken as taken:
        return _page(form, {"username": str(taken)}), 422
    letter = bool(form.email) and take("letter", addresses.letter_tag(form.email))
    if letter:
        addresses.ask_to_confirm(joined.account, addresses.tidy(form.email) or "", site=settings().public_url)
    shown = tokens.issue("codes", tokens.SHOWN_CODES, codes=joined.codes, joined=True)
    signed = signing_in.begin(joined.account)
    db.session.commit()
    remember_sign_in(signed)
    session["codes"] = shown
    flash("Welcome. It is good that you are here.")
    if letter:
        flash(
            "A letter is on its way to your address. It can let you back in once you have opened the link in it."
        )
    if form.carried.fields:
        return render_template("accounts/words_back.html", carried=form.carried, codes=joined.codes)
    return redirect(url_for("accounts.recovery_codes", next=form.carried.signed), 303)


def _page(form: forms.SignUp, errors: dict[str, str] | None = None) -> str:
    return render_template(
        "joining/sign_up.html",
        carried=form.carried,
        username=form.username,
        email=form.email,
        minimum_age=settings().minimum_age,
        errors=errors or {},
    )
