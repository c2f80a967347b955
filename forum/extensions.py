"""Extension objects, made once and bound to an app in create_app."""

from flask import Flask, current_app
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_wtf import CSRFProtect

from forum.config import ROOT, Settings
from forum.db import db

login_manager = LoginManager()
csrf = CSRFProtect()
migrate = Migrate()


def settings() -> Settings:
    """The settings of the running forum."""
    found: Settings = current_app.extensions["settings"]
    return found


def init_app(app: Flask) -> None:
    # Templates know the viewer from web/templating.py. Flask-Login's own `current_user` would ask the
    # database once more while a page is drawn, the page that says the database is away included.
    login_manager.init_app(app, add_context_processor=False)
    login_manager.session_protection = None
    # Flask-Login would put a hash of address and browser into the cookie; nothing of the kind is kept here.
    login_manager._session_identifier_generator = lambda: ""
    csrf.init_app(app)
    migrate.init_app(app, db, directory=str(ROOT / "migrations"), render_as_batch=True, compare_type=True)
