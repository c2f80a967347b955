"""Pages that need no sign-in and no database: help, the reply guidelines, content notes."""

from dataclasses import replace
from pathlib import Path

from flask import Blueprint, Response, make_response, render_template, request
from flask.blueprints import BlueprintSetupState

from forum import preferences
from forum.care import (
    answering,
    community_rules,
    easy_read,
    hard_moments,
    hearing,
    looked_at,
    resources,
    sources,
    warnings,
)
from forum.doors import Door, door

bp = Blueprint("care", __name__)

HOSTS_FILE = "helplines.csv"  # In the instance folder it takes the place of the shipped file.


@bp.record
def _choose_file(state: BlueprintSetupState) -> None:
    own = Path(state.app.instance_path) / HOSTS_FILE
    checked = Path(state.app.instance_path) / looked_at.FILE
    resources.use(own if own.exists() else resources.SHIPPED_FILE, checked)


@bp.get("/help")
@door(Door.PUBLIC, stored=True)
def help_page() -> Response:
    """`?country=GB` chooses a country and keeps it in the reader's browser; an empty one forgets it."""
    before = preferences.current()
    asked = request.args.get("country")
    known = resources.book().known(asked)
    unknown = bool(asked) and known is None
    response = make_response()
    if asked is not None and not unknown and known != before.country:
        preferences.remember(response, replace(before, country=known))
    response.set_data(
        render_template(
            "care/help.html",
            found=resources.lines_for(None if unknown else preferences.current().country),
            countries=resources.book().countries,
            unknown=unknown,
        )
    )
    return response


@bp.get("/guidelines")
@door(Door.PUBLIC, stored=True)
def show_guidelines() -> str:
    return render_template(
        "care/guidelines.html",
        hearing=(hearing.HEAR_FIRST, hearing.LANDS_AND_HURTS),
        answering=answering.ANSWERING.values(),
        deeper=(hearing.SET, hearing.SIX_LEVELS, hearing.WHAT_PEOPLE_SAY),
        hard=hard_moments.HARD_MOMENTS,
        yourself=hard_moments.YOURSELF,
        rules=community_rules.RULES.values(),
        sources=sources.GUIDELINES,
    )


@bp.get("/guidelines/easy")
@door(Door.PUBLIC, stored=True)
def show_easy_guidelines() -> str:
    return render_template("care/guidelines_easy.html", chapters=easy_read.CHAPTERS)


@bp.get("/content-notes")
@door(Door.PUBLIC, stored=True)
def about_warnings() -> str:
    return render_template(
        "care/content_notes.html",
        topics=warnings.CATALOGUE.values(),
        levels=warnings.Level,
        choices=warnings.Choice,
        sources=sources.CONTENT_NOTES,
    )
