"""What tests may ask for that runs outside this process: a server, a browser before it, a Redis."""

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page
from werkzeug.serving import WSGIRequestHandler, make_server

from tests.engines import chromium
from tests.engines.redis import Redis
from tests.people import Person

DESKTOP = {"width": 1280, "height": 900}


class Quiet(WSGIRequestHandler):
    """Serves without a line per request."""

    def log(self, type: str, message: str, *arguments: Any) -> None:
        pass


@pytest.fixture
def server(app: Flask) -> Iterator[str]:
    """The address of the app on a real, threaded server."""
    serving = make_server("localhost", 0, app, threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=serving.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield f"http://localhost:{serving.port}"
    serving.shutdown()
    thread.join()
    serving.server_close()


@pytest.fixture(scope="session")
def browsers() -> Iterator[Browser]:
    """One Chromium for all tests of this process."""
    with chromium.browser() as opened:
        yield opened


@pytest.fixture
def browser_page(app: Flask, server: str, browsers: Browser) -> Iterator[Callable[..., Page]]:
    """browser_page("mira", js=False, viewport={...}): a fresh browser of somebody's, on no page yet.

    Afterwards no page may have asked a foreign origin for anything, or made the browser complain;
    with `watched=False` the test looks after that itself. Other options are those of a browser context.
    """
    with ExitStack() as closing:

        def open_page(
            user: str | None = None, *, js: bool = True, watched: bool = True, **options: Any
        ) -> Page:
            context = browsers.new_context(
                base_url=server, java_script_enabled=js, **{"viewport": DESKTOP, "locale": "en-GB", **options}
            )
            closing.callback(context.close)
            context.set_default_timeout(10_000)
            seen = chromium.Watched(context, server)
            if watched:
                closing.callback(seen.assert_quiet)
            if user is not None:
                cookies = Person(app, user).cookies()
                context.add_cookies([{**cookie, "url": server} for cookie in cookies])
            return context.new_page()

        yield open_page


@pytest.fixture(scope="session")
def redis_server() -> Iterator[Redis]:
    """One Redis for all tests of this process; ask for `redis` to have it running and empty."""
    made = Redis()
    yield made
    made.close()


@pytest.fixture
def redis(redis_server: Redis) -> Redis:
    """A Redis that runs and holds nothing, whatever the test before did to it."""
    redis_server.thaw()
    if not redis_server.answers():
        redis_server.start()
    redis_server.empty()
    return redis_server
