"""Small pages that belong to the whole site: health, who to tell about a hole, every part for its designers."""

from datetime import timedelta

from flask import Blueprint, Response, current_app, render_template, url_for
from sqlalchemy import text

from forum import clock
from forum.config import Settings
from forum.db import db
from forum.doors import Door, door
from forum.errors import NotThere
from forum.web import retention

bp = Blueprint("site", __name__)


@bp.get("/healthz")
@door(Door.PUBLIC)
def healthz() -> Response:
    """Whether pages can be served: `ok` with 200, or 503 when the database does not answer."""
    try:
        db.session.execute(text("SELECT 1"))
    except Exception:
        db.session.rollback()
        return Response("database\n", 503, mimetype="text/plain")
    return Response("ok\n", mimetype="text/plain")


@bp.get("/.well-known/security.txt")
@door(Door.PUBLIC)
def security_txt() -> Response:
    """RFC 9116. The date moves along, because the site is looked after for as long as it answers."""
    settings: Settings = current_app.extensions["settings"]
    until = (clock.now() + timedelta(days=300)).strftime("%Y-%m-%dT00:00:00Z")
    contact = settings.contact or settings.public_url + url_for("care.help_page")
    if "@" in contact and ":" not in contact:
        contact = f"mailto:{contact}"
    lines = (
        f"Contact: {contact}",
        f"Expires: {until}",
        "Preferred-Languages: en",
        f"Canonical: {settings.public_url}/.well-known/security.txt",
    )
    return Response("\n".join(lines) + "\n", mimetype="text/plain")


@bp.get("/privacy")
@door(Door.PUBLIC, stored=True)
def privacy() -> str:
    """What is kept and what is never done, in plain words."""
    return render_template("web/privacy.html", kept=retention.everything())


@bp.get("/robots.txt")
@door(Door.PUBLIC)
def robots_txt() -> Response:
    """Nobody's words are for search engines unless a host opens a room to them."""
    return Response("User-agent: *\nDisallow: /\n", mimetype="text/plain")


@bp.get("/_parts")
@door(Door.PUBLIC)
def parts() -> str:
    """Every part of the pages in every state, for whoever draws or checks them; only where the forum is developed."""
    if not (current_app.debug or current_app.testing):
        raise NotThere
    return render_template("parts.html")
