"""What every template may use: the viewer, the reader's choices, the site, the help strip, form tokens, times."""

from datetime import datetime

from flask import Flask, current_app, g
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup, escape

from forum import clock
from forum.accounts.current import viewer
from forum.care.strip import help_strip
from forum.config import Settings
from forum.preferences import current


class Site:
    """The site as templates know it."""

    def __init__(self, settings: Settings) -> None:
        self.name = settings.site_name
        self.contact = settings.contact
        self.exit_url = settings.exit_url


def init_app(app: Flask) -> None:
    app.context_processor(_for_every_page)
    app.jinja_env.filters["day"] = day
    app.jinja_env.filters["when"] = when
    app.jinja_env.globals["csrf_field"] = csrf_field


def _for_every_page() -> dict[str, object]:
    settings: Settings = current_app.extensions["settings"]
    preferences = current()
    return {
        "viewer": viewer(),
        "prefs": preferences,
        "site": Site(settings),
        "help_strip": help_strip(preferences.country),
        "now": clock.now(),
    }


def csrf_field() -> Markup:
    """The hidden token of a form. A page that uses it is not kept by anybody (answers.py)."""
    g.csrf_field_used = True
    return Markup('<input type="hidden" name="csrf_token" value="{}">').format(escape(generate_csrf()))


def day(moment: datetime) -> str:
    """`3 November`, with the year when it is not this one."""
    text = f"{moment.day} {moment:%B}"
    return text if moment.year == clock.now().year else f"{text} {moment.year}"


def when(moment: datetime) -> str:
    """How long ago, in words no finer than ten minutes: the same for pseudonyms and for names."""
    passed = clock.now() - moment
    minutes, hours, days = passed.total_seconds() / 60, passed.total_seconds() / 3600, passed.days
    if minutes < 20:
        return "just now"
    if minutes < 90:
        return "within the hour" if minutes < 60 else "an hour ago"
    if hours < 24:
        return f"{round(hours)} hours ago"
    if days < 2:
        return "yesterday"
    if days < 14:
        return f"{days} days ago"
    return day(moment)
