"""What every test may ask for: an app, somebody to visit it, things to start from, a look at the rows."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from hypothesis import settings as hypothesis_settings
from sqlalchemy import event

from forum.db import db
from tests import signs
from tests.apps import database, make_app, memory, shared_app  # noqa: F401
from tests.browsing import browser_page, browsers, redis, redis_server, server  # noqa: F401
from tests.people import Person

# The same examples each time and no stop-watch: a red test is red for everybody. More: --hypothesis-profile=default
hypothesis_settings.load_profile("ci")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=["sqlite", "postgresql"], default="sqlite")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL run what talks to a database, and leave the browser and the rest to the first run."""
    if config.getoption("--database") == "sqlite":
        return

    def again(item: pytest.Item) -> bool:
        asked = getattr(item, "fixturenames", [])
        if item.get_closest_marker("both_databases"):
            return True
        return "database" in asked and "browsers" not in asked and not item.get_closest_marker("sqlite_only")

    config.hook.pytest_deselected(items=[item for item in items if not again(item)])
    items[:] = [item for item in items if again(item)]


@pytest.fixture(scope="session", autouse=True)
def _known_signs() -> Iterator[None]:
    """Triage notices what tests/signs.py says, so that no test of the forum turns on a word list."""
    with signs.read_by(signs.assess):
        yield


@pytest.fixture
def real_triage() -> Iterator[None]:
    """The triage that is shipped, for whoever asks for it."""
    with signs.read_by(signs.SHIPPED):
        yield


@pytest.fixture
def app(shared_app: Flask, database: Any) -> Iterator[Flask]:
    """The app with empty tables. No context is held open: a view that forgets to commit fails its test."""
    yield shared_app
    with shared_app.app_context():
        url = db.engine.url.render_as_string(hide_password=False)
    database.restore(url)


@pytest.fixture
def visit(app: Flask) -> Callable[..., Person]:
    """visit("mira") is Mira at her browser, visit() a visitor without a name."""
    return lambda user=None: Person(app, user)


@pytest.fixture
def given(app: Flask) -> Callable[..., Any]:
    """given(factories.thread, replies=3): make something, committed, and let go of it."""

    def make(factory: Callable[..., Any], *arguments: Any, **named: Any) -> Any:
        with app.app_context():
            made = factory(*arguments, **named)
            db.session.commit()
            return made

    return make


@pytest.fixture
def rows(app: Flask) -> Callable[[], Any]:
    """with rows() as session: look in the database as a stranger would, at committed rows only."""

    @contextmanager
    def looking() -> Iterator[Any]:
        with app.app_context():
            yield db.session

    return looking


@pytest.fixture
def count_queries(app: Flask) -> Callable[[], Any]:
    """with count_queries() as seen: each statement that reaches the database is a line of `seen`."""

    @contextmanager
    def counting() -> Iterator[list[str]]:
        seen: list[str] = []
        with app.app_context():
            engine = db.engine

        def note(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
            seen.append(statement)

        event.listen(engine, "before_cursor_execute", note)
        try:
            yield seen
        finally:
            event.remove(engine, "before_cursor_execute", note)

    return counting
