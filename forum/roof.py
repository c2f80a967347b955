"""The roof: it plugs the rooms together and is known by none of them."""

from datetime import timedelta
from importlib import import_module

import jinja2
from flask import Flask

from forum.config import ROOT, Settings
from forum.db import engine_options

# Every room with pages, and every module with tables.
ROOMS = ("accounts", "joining", "care", "discussions", "search", "posting", "moderation", "settings", "web")
TABLES = (
    "outbox", "accounts.models", "anonymity.models", "discussions.models", "search.models", "moderation.models",
    "posting.models",
)  # fmt: skip


def build(settings: Settings | None = None) -> Flask:
    """The forum, ready to serve. Raises BadSetting rather than start with settings that put people at risk."""
    settings = settings or Settings.from_environment()
    settings.instance_dir.mkdir(parents=True, exist_ok=True, mode=0o700)

    from forum import assets, cli, db, extensions, keys, limits, web
    from forum.care import current as care

    app = Flask(
        "forum", template_folder=ROOT / "templates", static_folder=None, instance_path=str(settings.instance_dir)
    )
    app.extensions["settings"] = settings
    app.extensions["keys"] = keys.load(settings)
    app.config.from_mapping(flask_config(settings, app.extensions["keys"].session))
    app.jinja_options = {"undefined": jinja2.StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}

    for tables in TABLES:
        import_module(f"forum.{tables}")
    for part in (care, assets, db, extensions, limits, web, cli):
        part.init_app(app)
    if not settings.testing:
        db.refuse_unsafe(app)
    for room in ROOMS:
        if not any((ROOT / "forum" / room / views).exists() for views in ("views.py", "views")):
            continue
        app.register_blueprint(import_module(f"forum.{room}.views").bp)
    return app


def flask_config(settings: Settings, secret: str) -> dict[str, object]:
    """What Flask and its extensions are told; their defaults are not safe enough (SECURITY S23)."""
    return {
        "SECRET_KEY": secret,
        "TESTING": settings.testing,
        "SQLALCHEMY_DATABASE_URI": settings.database_url,
        "SQLALCHEMY_ENGINE_OPTIONS": engine_options(settings.database_url),
        "SESSION_COOKIE_NAME": "__Host-s" if settings.https else "s",
        "SESSION_COOKIE_SECURE": settings.https,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_PATH": "/",
        "PERMANENT_SESSION_LIFETIME": timedelta(days=30),  # where somebody asked to be kept signed in
        # A full post of 20,000 four-byte signs, percent-encoded, is 240 kB. Somebody who pastes a whole diary gets it
        # back to be shortened; only what no person writes is refused unread.
        "MAX_CONTENT_LENGTH": 2 * 1024 * 1024,
        "MAX_FORM_MEMORY_SIZE": 2 * 1024 * 1024,
        "MAX_FORM_PARTS": 60,
        "TRUSTED_HOSTS": list(settings.trusted_hosts),
        "WTF_CSRF_TIME_LIMIT": None,  # a token that runs out would cost somebody a long post (SECURITY R24)
        "WTF_CSRF_CHECK_DEFAULT": False,  # web.py asks, in its own order
        "WTF_CSRF_SSL_STRICT": True,
    }
