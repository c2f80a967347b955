"""The database keeps what it has acknowledged, and says so before anybody is let in (D7, R02)."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, text

from forum.config import BadSetting
from forum.db import db, refuse_unsafe, unsafe_settings
from tests import factories


@pytest.mark.sqlite_only
def test_every_connection_has_the_safe_settings(app: Flask) -> None:
    wanted = {
        "journal_mode": "wal",
        "synchronous": "2",
        "foreign_keys": "1",
        "busy_timeout": "5000",
        "secure_delete": "1",
        "trusted_schema": "0",
    }
    with app.app_context(), db.engine.connect() as connection:
        found = {name: str(connection.exec_driver_sql(f"PRAGMA {name}").scalar()) for name in wanted}
    assert found == wanted
    with app.app_context():
        assert unsafe_settings(db.engine) == []


@pytest.mark.sqlite_only
def test_a_writing_request_takes_its_place_at_once(app: Flask, visit: Any, count_queries: Any) -> None:
    seen: list[str] = []
    with app.app_context():
        engine = db.engine
    listener = lambda c, cursor, statement, *_: seen.append(statement)  # noqa: E731
    event.listen(engine, "before_cursor_execute", listener)
    try:
        visitor = visit()
        visitor.get("/")
        assert "BEGIN IMMEDIATE" not in seen and "BEGIN" in seen
        seen.clear()
        with app.app_context():
            db.session.execute(text("SELECT 1"))
            db.session.rollback()
        assert "BEGIN IMMEDIATE" in seen
    finally:
        event.remove(engine, "before_cursor_execute", listener)


@pytest.mark.sqlite_only
@pytest.mark.parametrize("then", ["preview", "coach"])
def test_words_that_are_only_looked_at_stand_in_nobodys_way(given: Any, visit: Any, app: Flask, then: str) -> None:
    given(factories.member, "mira")
    given(factories.member, "tomasz")
    thread = given(factories.thread)
    mira = visit("mira")
    mira.get(f"/threads/{thread}")
    seen: list[str] = []
    with app.app_context():
        engine = db.engine
    listener = lambda c, cursor, statement, *_: seen.append(statement)  # noqa: E731
    event.listen(engine, "before_cursor_execute", listener)
    try:
        answer = mira.post(f"/threads/{thread}/reply", body="I hear you. " * 40, then=then, coach="live")
    finally:
        event.remove(engine, "before_cursor_execute", listener)
    assert answer.status_code == 200 and "BEGIN" in seen and "BEGIN IMMEDIATE" not in seen


@pytest.mark.sqlite_only
def test_it_refuses_to_start_when_posts_could_be_lost(make_app: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    app = make_app()
    refuse_unsafe(app)
    monkeypatch.setattr("forum.db.unsafe_settings", lambda engine: ["synchronous = 0"])
    with pytest.raises(BadSetting) as refusal:
        refuse_unsafe(app)
    assert "synchronous = 0" in str(refusal.value) and refusal.value.code == 2


def test_the_check_can_fail(app: Flask) -> None:
    """On either database one connection is loosened, and found."""
    with app.app_context():
        statement, said = {
            "sqlite": ("PRAGMA synchronous = NORMAL", "synchronous = 1"),
            "postgresql": ("SET synchronous_commit = off", "synchronous_commit = off"),
        }[db.engine.dialect.name]

        def loosen(connection: Any, *_: Any) -> None:
            connection.execute(statement)
            connection.commit()

        db.engine.dispose()
        event.listen(db.engine, "connect", loosen)
        try:
            assert unsafe_settings(db.engine) == [said]
        finally:
            event.remove(db.engine, "connect", loosen)
            db.engine.dispose()
