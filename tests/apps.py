"""The apps that tests visit, on databases of their own."""

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import flask_migrate
import pytest
from flask import Flask

from forum import create_app
from forum.config import Settings
from forum.db import db
from tests.engines import databases


@pytest.fixture(scope="session", autouse=True)
def memory() -> Iterator[None]:
    """What an app keeps in the machine's memory file system goes with the tests."""
    shared = Path("/dev/shm")
    place = shared if shared.is_dir() else None
    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory(prefix="forum-test-", dir=place) as folder:
        patch.setenv("RUNTIME_DIRECTORY", folder)
        yield


@pytest.fixture(scope="session")
def database(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Where databases of the chosen kind come from: `blank()` and `migrated(migrate)`."""
    sqlite = pytestconfig.getoption("--database") == "sqlite"
    made = databases.SQLite(tmp_path_factory.mktemp("sqlite")) if sqlite else databases.PostgreSQL()
    yield made
    made.close()


@pytest.fixture(scope="session")
def make_app(database: Any, tmp_path_factory: pytest.TempPathFactory, memory: None) -> Callable[..., Flask]:
    """make_app(FORUM_LIMITS="standard"): an app of its own with a migrated, empty database."""

    def make(url: str | None = None, **environment: str) -> Flask:
        settings = {
            "FORUM_DATABASE_URL": url or database.migrated(migrate),
            "FORUM_INSTANCE_DIR": str(tmp_path_factory.mktemp("instance")),
            "FORUM_LIMITS": "off",
            "FORUM_TESTING": "1",
        }
        return create_app(Settings.from_environment(settings | environment))

    def migrate(url: str) -> None:
        migrating = make(url)
        with migrating.app_context():
            flask_migrate.upgrade()
            db.engine.dispose()

    return make


@pytest.fixture(scope="session")
def shared_app(make_app: Callable[..., Flask]) -> Flask:
    return make_app()
