"""SQLite's write-ahead log says in which order rows changed; the worker empties it, and waits for nobody."""

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from forum import work
from forum.db import db
from tests import factories

pytestmark = pytest.mark.sqlite_only


def log_of(app: Flask) -> Path:
    with app.app_context():
        return Path(f"{db.engine.url.database}-wal")


@pytest.fixture
def written(app: Flask, given: Any, visit: Any) -> Path:
    given(factories.member, "mira")
    thread = given(factories.thread, by="mira")
    visit("mira").post(f"/threads/{thread}/reply", body="At three in the morning.", anonymous="y")
    assert log_of(app).stat().st_size > 0
    return log_of(app)


def test_the_log_is_empty_after_a_round(app: Flask, written: Path) -> None:
    with app.app_context():
        done = app.test_cli_runner().invoke(args=["work", "--once"])
    assert done.exit_code == 0, done.exception
    assert written.stat().st_size == 0


def test_somebody_who_reads_is_not_disturbed(app: Flask, written: Path) -> None:
    reader = sqlite3.connect(str(written).removesuffix("-wal"), isolation_level=None)
    reader.execute("BEGIN")
    before = reader.execute("SELECT count(*) FROM posts").fetchone()
    with app.app_context():
        work.forget_the_order_of_writing()
    assert reader.execute("SELECT count(*) FROM posts").fetchone() == before
    assert written.stat().st_size > 0
    reader.close()
    with app.app_context():
        work.forget_the_order_of_writing()
    assert written.stat().st_size == 0
