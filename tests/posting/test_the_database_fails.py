"""A full disk, a locked database, a connection that breaks: people are asked to try again, and keep their words."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import psycopg
import pytest
from flask import Flask
from sqlalchemy import event, select
from sqlalchemy.engine import Engine
from sqlalchemy.exc import OperationalError

from forum.db import db
from forum.discussions.models import Post
from tests import factories
from tests.people import Person
from tests.posting.writing import LETTER, led_to

Failing = Callable[[], AbstractContextManager[None]]


@pytest.fixture
def forum(make_app: Any) -> Flask:
    """An app of its own that waits a twentieth of a second for a lock, not five seconds."""
    made: Flask = make_app()
    with made.app_context():
        for name in ("mira", "tomasz"):
            factories.member(name)
        made.extensions["thread of the test"] = factories.thread()
        db.session.commit()
        engine = db.engine
        engine.dispose()
    impatient = "PRAGMA busy_timeout = 50" if is_sqlite(engine) else "SET lock_timeout = 50"
    event.listen(engine, "checkout", lambda connection, *_: connection.execute(impatient))
    return made


def is_sqlite(engine: Engine) -> bool:
    return engine.dialect.name == "sqlite"


def engine_of(forum: Flask) -> Engine:
    with forum.app_context():
        return db.engine


@contextmanager
def locked(forum: Flask) -> Iterator[None]:
    """Another program holds the database."""
    url = engine_of(forum).url
    if url.drivername.startswith("sqlite"):
        other = sqlite3.connect(str(url.database), isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")
    else:
        other = psycopg.connect(url.set(drivername="postgresql").render_as_string(hide_password=False))  # type: ignore
        other.execute("LOCK TABLE posts, slots, accounts IN ACCESS EXCLUSIVE MODE")
    yield
    other.rollback() if hasattr(other, "rollback") else other.execute("ROLLBACK")
    other.close()


@contextmanager
def full(forum: Flask) -> Iterator[None]:
    """No page more fits on the disk."""
    engine = engine_of(forum)
    engine.dispose()
    if is_sqlite(engine):
        # SQLite's own error, as from a disk: the database may not grow by one page.
        grow = lambda connection, *_: connection.execute("PRAGMA max_page_count = 1")  # noqa: E731
        event.listen(engine, "checkout", grow)
        yield
        event.remove(engine, "checkout", grow)
        engine.dispose()
        return
    with failing_at(forum, "INSERT INTO", psycopg.errors.DiskFull("No space left on device")):
        yield


@contextmanager
def failing_at(forum: Flask, start: str, error: Exception) -> Iterator[None]:
    """Every statement that begins so fails as the driver would have it."""
    engine = engine_of(forum)

    def fail(connection: Any, cursor: Any, statement: str, *_: Any) -> None:
        if statement.startswith(start):
            raise OperationalError(statement, {}, error)

    event.listen(engine, "before_cursor_execute", fail)
    yield
    event.remove(engine, "before_cursor_execute", fail)


@contextmanager
def broken_off(forum: Flask) -> Iterator[None]:
    """The connection breaks when everything is to be saved."""
    engine = engine_of(forum)

    def fail(_connection: Any) -> None:
        raise OperationalError("COMMIT", {}, Exception("server closed the connection unexpectedly"))

    event.listen(engine, "commit", fail)
    yield
    event.remove(engine, "commit", fail)


FAILURES = {"locked": locked, "full": full, "broken off": broken_off}


def posted(forum: Flask) -> list[str]:
    with forum.app_context():
        return list(db.session.scalars(select(Post.body).order_by(Post.place)))


@pytest.mark.parametrize("failure", FAILURES)
@pytest.mark.parametrize("what", ["a thread", "a reply", "a sealed reply", "a change"])
def test_the_words_come_back_and_can_be_sent_again(forum: Flask, failure: str, what: str) -> None:
    thread = forum.extensions["thread of the test"]
    with forum.app_context():
        opening = factories.opening(thread)
    place, action = {
        "a thread": ("/threads/new", "/threads/new"),
        "a reply": (f"/threads/{thread}", f"/threads/{thread}/reply"),
        "a sealed reply": (f"/threads/{thread}", f"/threads/{thread}/reply"),
        "a change": (f"/posts/{opening}/edit", f"/posts/{opening}/edit"),
    }[what]
    mira = Person(forum, "mira")
    mira.get(place)
    typed = {"title": "A long night", "body": LETTER, "room": "nights", "warnings": "death:described"}
    form = {**mira.page.form(action).fields, **typed, "anonymous": "y" if what == "a sealed reply" else ""}
    before = posted(forum)
    with FAILURES[failure](forum):
        answer = mira.post(action, **form)
        assert answer.status_code == 503 and int(answer.headers["Retry-After"]) > 0
        assert "Please try again in a moment. Nothing that you typed is lost." in mira.page.words
        came_back = mira.page.form(action).fields
        assert came_back["body"] == [LETTER] and came_back["warnings"] == ["death:described"]
        assert came_back["title"] == ["A long night"] and came_back["once"] == form["once"]
    assert posted(forum) == before, "nothing is half saved"
    answer = mira.post(action, **came_back)
    led_to(answer)
    assert len(posted(forum)) == len(before) + (what != "a change") and LETTER in posted(forum)
    assert mira.follow(answer).status_code == 200


@pytest.mark.parametrize("failure", FAILURES)
def test_a_draft_that_cannot_be_kept_says_so_and_can_be_kept_later(forum: Flask, failure: str) -> None:
    mira = Person(forum, "mira")
    mira.get("/threads/new")
    form = {**mira.page.form("/threads/new").fields, "title": "T", "body": LETTER}
    with FAILURES[failure](forum):
        assert mira.client.post("/drafts", data=form).status_code == 503
        answer = mira.post("/threads/new", **form, then="keep")
        assert answer.status_code == 503 and mira.page.form("/threads/new").fields["body"] == [LETTER]
    assert mira.client.post("/drafts", data=form).status_code == 204
    mira.get("/threads/new")
    assert mira.page.form("/threads/new").fields["body"] == [LETTER]


def test_reading_goes_on_while_nobody_can_write(forum: Flask) -> None:
    """On SQLite a writer stops no reader. Tables that are locked on PostgreSQL do, and help needs none of them."""
    thread = forum.extensions["thread of the test"]
    people = [Person(forum), Person(forum, "mira")]
    with locked(forum):
        for person in people:
            for place in ("/", f"/threads/{thread}"):
                answer = person.get(place)
                assert answer.status_code == (200 if is_sqlite(engine_of(forum)) else 503), place
                assert answer.status_code == 200 or answer.headers["Cache-Control"] == "no-store"
            for place in ("/help", "/guidelines", "/leave-page"):
                assert person.get(place).status_code in {200, 303}, place


def test_what_was_saved_before_the_answer_was_lost_is_found_by_sending_again(forum: Flask) -> None:
    """The post is saved, and then the page about it fails: the second press leads to the first post."""
    thread = forum.extensions["thread of the test"]
    mira = Person(forum, "mira")
    mira.get(f"/threads/{thread}")
    form = {**mira.page.form(f"/threads/{thread}/reply").fields, "body": LETTER}
    with failing_at(forum, "SELECT count(*)", Exception("server closed the connection unexpectedly")):
        assert mira.post(f"/threads/{thread}/reply", **form).status_code == 503
        came_back = mira.page.form(f"/threads/{thread}/reply").fields
    assert posted(forum).count(LETTER) == 1
    assert led_to(mira.post(f"/threads/{thread}/reply", **came_back))
    assert posted(forum).count(LETTER) == 1


def test_no_word_of_anybody_reaches_a_log_when_saving_fails(forum: Flask, caplog: Any) -> None:
    thread = forum.extensions["thread of the test"]
    mira = Person(forum, "mira")
    for failure in FAILURES.values():
        with failure(forum):
            assert mira.post(f"/threads/{thread}/reply", body="thistledown " * 1_500).status_code == 503
    said = "\n".join(f"{record.getMessage()} {record.exc_info} {record.args}" for record in caplog.records)
    assert "storage_failed" in said and "thistledown" not in said and "mira" not in said
