"""A tiny site around the real modules: a page to write on, a way out, a place for drafts, a street outside."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from flask import Flask, Response, redirect, request, send_from_directory
from werkzeug.serving import WSGIRequestHandler, make_server

STATIC = Path(__file__).resolve().parents[2] / "static"
POLICY = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; form-action 'self'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
PAGE = """<!doctype html><html lang="en"><title>A thread</title>
<a href="/leave-page" data-exit="{outside}">Leave this site</a><p class="exit__said" role="status"></p>
<form method="post" action="/posts" data-writing {draft}>
<input type="hidden" name="csrf_token" value="token">
<input name="title" type="text"><textarea id="body" name="body" data-limit="100"></textarea>
<p id="body-said" role="status"></p><button name="then" value="post">Post</button>
<p class="draft__said" role="status"></p></form>
<p>Forty-one gates.</p><a href="/elsewhere">Elsewhere</a>
<script type="module" src="/static/js/exit.mjs"></script>
<script type="module" src="/static/js/draft.mjs"></script>
<script type="module" src="/static/js/composer.mjs"></script>"""


@dataclass
class QuietRoom:
    """Where the site is, and what reached it."""

    home: str = ""
    outside: str = ""
    draft: str = 'data-draft="/drafts"'
    drafts: list[dict[str, str]] = field(default_factory=list)
    posts: list[dict[str, str]] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    failing: bool = False


class Quiet(WSGIRequestHandler):
    def log(self, type: str, message: str, *arguments: object) -> None:
        pass


def _site(room: QuietRoom) -> Flask:
    app = Flask("quiet_room", static_folder=None)

    @app.get("/static/<path:name>")
    def static(name: str) -> Response:
        return send_from_directory(STATIC, name)

    @app.get("/thread")
    def thread() -> str:
        return PAGE.format(outside=room.outside, draft=room.draft)

    @app.get("/elsewhere")
    def elsewhere() -> str:
        return "<!doctype html><title>Elsewhere</title><p>Another page of ours."

    @app.get("/leave-page")
    def leave() -> Response:
        room.left.append(request.headers.get("Cookie", ""))
        return redirect(room.outside, 303)

    @app.post("/drafts")
    def drafts() -> tuple[str, int]:
        room.drafts.append(dict(request.form))
        return "", 503 if room.failing else 204

    @app.post("/posts")
    def posts() -> tuple[str, int]:
        room.posts.append(dict(request.form))
        return "<!doctype html><title>Posted</title><p>Thank you.", 200

    @app.get("/weather")
    def weather() -> str:
        return "<!doctype html><title>Weather</title><p>Rain later."

    @app.after_request
    def headers(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = POLICY
        response.headers["Cache-Control"] = "no-store"
        return response

    return app


@contextmanager
def opened() -> Iterator[QuietRoom]:
    """The site on one address, and the street outside on another origin of this machine."""
    room = QuietRoom()
    app = _site(room)
    inside = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    outside = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    room.home = f"http://127.0.0.1:{inside.port}"
    room.outside = f"http://localhost:{outside.port}/weather"
    threads = [threading.Thread(target=one.serve_forever, kwargs={"poll_interval": 0.02}) for one in (inside, outside)]
    for thread in threads:
        thread.start()
    try:
        yield room
    finally:
        for one, thread in zip((inside, outside), threads, strict=True):
            one.shutdown()
            thread.join()
            one.server_close()
