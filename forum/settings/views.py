"""The settings page: what every reader can choose, signed in or not."""

from dataclasses import replace

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from forum.accounts.current import viewer
from forum.care import resources
from forum.care.warnings import CATALOGUE, Choice
from forum.db import db
from forum.doors import Door, door
from forum.preferences import CHOICES, SIZES, THEMES, Preferences, current, remember

bp = Blueprint("settings", __name__)

THE_USUAL = "-"  # on an account: they chose, and chose what is usual; empty means they never chose


@bp.route("/settings", methods=["GET", "POST"])
@door(Door.PUBLIC)
def show() -> str | Response:
    """Choose how pages look and what warned text does. A visitor's lie in their browser alone, without an id."""
    if request.method != "POST":
        return render_template(
            "settings/show.html",
            topics=CATALOGUE.values(),
            choices=list(Choice),
            countries=list(resources.book().countries.items()),
        )
    chosen = read(request.form, current())
    account = viewer()
    if account is not None:
        account.preferences = str(chosen) or THE_USUAL
        db.session.commit()
    flash("Your choices are saved.")
    return remember(redirect(url_for("settings.show"), 303), chosen)  # type: ignore[arg-type]


def read(form: MultiDict[str, str], before: Preferences) -> Preferences:
    """The choices in a form; what is not one of the words offered stays as it was."""

    def word(name: str, words: tuple[str, ...], old: str) -> str:
        return form[name] if form.get(name) in words else old

    warned = word("warned", CHOICES, before.warned)
    topics = {topic: form[f"topic-{topic}"] for topic in CATALOGUE if form.get(f"topic-{topic}") in CHOICES}
    country = form.get("country", before.country or "").upper()
    return replace(
        before,
        theme=word("theme", THEMES, before.theme),
        size=word("size", SIZES, before.size),
        calm=form.get("calm") == "y",
        titles=form.get("titles") == "y",
        exit=form.get("exit") == "y",
        warned=warned,
        topics=topics,
        country=resources.book().known(country),
    )


@bp.app_template_filter()
def choice_row(choice: Choice) -> tuple[str, str, str]:
    return str(choice), choice.label, choice.meaning


@bp.app_template_filter()
def choice_pair(choice: Choice) -> tuple[str, str]:
    return str(choice), choice.label


@bp.app_template_global()
def account_links() -> list[tuple[str, str]]:
    """Where a member looks after their account: endpoint and words."""
    return [
        ("accounts.account", "Your account"),
        ("accounts.password", "Password"),
        ("accounts.second_factor_page", "A second step when you sign in"),
        ("accounts.recovery_codes", "Recovery codes"),
        ("accounts.sign_ins", "Where you are signed in"),
    ]
