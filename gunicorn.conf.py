"""How the forum is served. gunicorn reads this file by itself when it is started in this folder."""

import os
import sys
from typing import Any

from gunicorn.glogging import Logger
from gunicorn.workers import gthread

PREPARE = os.environ.get("FORUM_PREPARE") == "1"  # `make run`: migrate, fill an empty forum, tell the address

bind = os.environ.get("FORUM_BIND") or f"127.0.0.1:{os.environ.get('PORT') or 8000}"
workers = int(os.environ.get("WEB_CONCURRENCY") or 2)
threads = 8
timeout = 60
graceful_timeout = 20  # for whoever is being answered; nobody else holds up a stop (see worker_class)
keepalive = 5
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108  # heartbeats need no disk
preload_app = PREPARE  # Elsewhere each worker loads the code itself, so that HUP brings in a new version.
control_socket_disable = True  # Two forums of one user would meet in one file in their home.

# Nobody's address, page or words may stand in a log.
accesslog = None
loglevel = os.environ.get("FORUM_LOG_LEVEL") or "warning"

# Which proxy is ours is FORUM_PROXY_HOPS' business alone (forum/limits/addresses.py).
forwarded_allow_ips = ""
secure_scheme_headers: dict[str, str] = {}


# A browser opens connections before it needs them. One that says nothing gives its thread back after a second.
gthread.DEFAULT_WORKER_DATA_TIMEOUT = 1.0
gthread.STOP_KEEPALIVE_LINGER = 1.0


class worker_class(gthread.ThreadWorker):  # the setting's own name
    """gunicorn's threaded worker, which when it stops lets silent connections go as soon as kept-alive ones."""

    def _cap_keepalive(self, deadline: float) -> None:
        super()._cap_keepalive(deadline)
        for connection in self.pending_conns:
            connection.timeout = min(connection.timeout, deadline)


class logger_class(Logger):  # the setting's own name
    """gunicorn's own log, without the address, the URL and the bytes of a request that it cannot read."""

    def debug(self, msg: str, *args: Any, **kwargs: Any) -> None:
        """Nothing: gunicorn says the path of every request here, and a path may be a link to a new password."""

    def warning(self, msg: str, *args: Any, **kwargs: Any) -> None:
        if str(msg).startswith("Invalid request from"):
            super().info("A request that could not be read was refused.")
        else:
            super().warning(msg, *args, **kwargs)

    def exception(self, msg: str, *args: Any, **kwargs: Any) -> None:
        kind = sys.exc_info()[0] or Exception
        super().error("A request could not be answered. kind=%s", kind.__name__)


def on_starting(server: Any) -> None:
    """Before anybody is let in: safe settings, the newest schema, demo people in a forum that has nobody yet."""
    _refuse_bad_settings()
    if not PREPARE:
        return
    import flask_migrate

    app = server.app.wsgi()
    with app.app_context():
        from forum.db import db

        flask_migrate.upgrade()
        _fill(app)
        db.session.remove()
        db.engine.dispose()  # A connection must not be carried into the workers.


def _refuse_bad_settings() -> None:
    """Say once what is wrong and end with 2, before any worker tries."""
    from forum import keys
    from forum.care import current
    from forum.config import BadSetting, Settings

    try:
        settings = Settings.from_environment()
        keys.load(settings)
        current.of(settings.instance_dir)
    except BadSetting as refusal:
        print(refusal, file=sys.stderr)
        sys.exit(refusal.code)


def _fill(app: Any) -> None:
    """Put the demo people into an empty forum; say again how to sign in as them while they are there."""
    from flask.cli import ScriptInfo

    app.cli.main(["demo", "--greet"], standalone_mode=False, obj=ScriptInfo(create_app=lambda: app))


def when_ready(server: Any) -> None:
    """Everything is there: tell the address."""
    if PREPARE:
        settings = server.app.wsgi().extensions["settings"]
        print(f"\nThe forum is open at {settings.public_url} (Ctrl-C closes it).", flush=True)
