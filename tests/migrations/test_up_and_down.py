"""A host goes back one version and forward again, or loses power in the middle: nothing that is kept is lost."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import flask_migrate
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import Engine, func, inspect, select
from sqlalchemy.exc import IntegrityError

from forum.db import db
from forum.discussions.models import Post, Visibility
from forum.moderation.models import Action, ReviewItem, Tended
from forum.moderation.rules import Ruling
from forum.search.models import kept_by_models
from tests import factories, signs
from tests.migrations import full_house
from tests.migrations.looking import everything, guards, only, rows, schema
from tests.moderation import desk

ROOT = Path(__file__).resolve().parents[2]
COMPARED = {"compare_type": True, "render_as_batch": True, "include_object": kept_by_models}
SCRIPTS = ScriptDirectory(str(ROOT / "migrations"))
REVISIONS = [script.revision for script in SCRIPTS.walk_revisions()]  # newest first

# A process that is ended, as by a power cut, just before the n-th change; it says how many changes there were.
KILLED = """
import os, signal, sys
from sqlalchemy import event
from wsgi import app
import flask_migrate
from forum.db import db
left, seen = int(sys.argv[2]), []
def count(connection, cursor, statement, *rest):
    if statement.lstrip().upper().startswith(("CREATE", "ALTER", "DROP", "INSERT", "UPDATE", "DELETE")):
        seen.append(statement)
        if len(seen) > left:
            os.kill(os.getpid(), signal.SIGKILL)
with app.app_context():
    event.listen(db.engine, "before_cursor_execute", count)
    flask_migrate.upgrade(revision=sys.argv[1])
print("changes:", len(seen))
"""


@pytest.fixture
def lived_in(make_app: Callable[..., Flask]) -> Flask:
    """A forum with a database that no other test shares: these tests take it apart."""
    app = make_app()
    full_house.fill(app)
    return app


@pytest.fixture
def engine(lived_in: Flask) -> Iterator[Engine]:
    with lived_in.app_context():
        engine = db.engine
    yield engine
    engine.dispose()


def go(app: Flask, direction: Callable[..., Any], revision: str) -> None:
    with app.app_context():
        direction(revision=revision)
        db.session.remove()
        db.engine.dispose()


up, down = flask_migrate.upgrade, flask_migrate.downgrade


def before(revision: str) -> str:
    """The revision that this one follows, or the empty database."""
    follows = SCRIPTS.get_revision(revision).down_revision
    return str(follows) if follows else "base"


def outside(app: Flask, folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """Run something in a process of its own on this app's database."""
    with app.app_context():
        url = db.engine.url.render_as_string(hide_password=False)
        db.engine.dispose()
    # As in tests: the PostgreSQL of the suite is set for speed, and a server that people use would refuse it.
    settings = {"FORUM_DATABASE_URL": url, "FORUM_INSTANCE_DIR": str(folder / "instance"), "FORUM_TESTING": "1"}
    return subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env={**os.environ, **settings},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )


def test_there_is_one_way_forward() -> None:
    assert len(SCRIPTS.get_heads()) == 1
    assert len(SCRIPTS.get_bases()) == 1


def test_the_house_is_full(lived_in: Flask, engine: Engine) -> None:
    """The ground of the other tests: every table has rows, every state occurs, and words of many scripts."""
    assert [name for name, found in rows(engine).items() if not found] == []
    with lived_in.app_context():
        assert set(db.session.scalars(select(Post.visibility))) == set(Visibility)
        for words in full_house.SCRIPTS.split():
            assert db.session.scalar(select(func.count()).where(Post.body.contains(words))), words
        assert db.session.scalar(select(func.count()).where(Post.account_id.is_(None)))


def test_one_step_back_and_forward_keeps_what_has_a_place(lived_in: Flask, engine: Engine) -> None:
    """For every revision, the base included: what the older schema holds as well is the same afterwards."""
    for revision in REVISIONS:
        was = everything(engine)
        go(lived_in, down, before(revision))
        between = everything(engine)
        # A table that only the older version had is there again, and empty.
        assert only(between.schema, was.rows) == only(was.schema, between.rows)
        go(lived_in, up, revision)
        again = everything(engine)
        assert (again.schema, again.guards) == (was.schema, was.guards)
        assert only(between.schema, again.rows) == only(between.schema, was.rows)
        go(lived_in, down, before(revision))
    assert inspect(engine).get_table_names() == ["alembic_version"]
    assert guards(engine) == []


def test_from_nothing_the_schema_becomes_what_the_models_say(lived_in: Flask, engine: Engine) -> None:
    go(lived_in, down, "base")
    go(lived_in, up, "head")
    with engine.connect() as connection:
        looking = MigrationContext.configure(connection, opts=COMPARED)
        assert compare_metadata(looking, db.metadata) == []
    full_house.fill(lived_in)  # It can be lived in again, through the pages.


def test_a_fresh_process_finds_nothing_to_migrate(lived_in: Flask, tmp_path: Path) -> None:
    done = outside(lived_in, tmp_path, "-m", "flask", "--app", "wsgi", "db", "check")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "No new upgrade operations detected" in done.stdout + done.stderr


@pytest.mark.parametrize("revision", REVISIONS)
def test_power_fails_in_the_middle_of_a_migration(
    lived_in: Flask, engine: Engine, tmp_path: Path, revision: str
) -> None:
    """Wherever it is cut off, the database is as it was, and the next try goes through."""
    go(lived_in, down, before(revision))
    changes = counted(outside(lived_in, tmp_path, "-c", KILLED, revision, "9999"))
    assert changes > 0
    go(lived_in, down, before(revision))
    was = everything(engine)
    for last in sorted({changes // 2, changes - 1}):
        cut = outside(lived_in, tmp_path, "-c", KILLED, revision, str(last))
        assert cut.returncode == -signal.SIGKILL, cut.stdout + cut.stderr
        assert everything(engine) == was
        engine.dispose()
    assert counted(outside(lived_in, tmp_path, "-c", KILLED, revision, "9999")) == changes
    assert schema(engine) != was.schema or everything(engine) != was


def counted(done: subprocess.CompletedProcess[str]) -> int:
    assert done.returncode == 0, done.stdout + done.stderr
    return int(done.stdout.rpartition("changes:")[2])


def test_who_may_be_in_danger_is_not_lost_by_going_back_one_version(lived_in: Flask, engine: Engine) -> None:
    """The older version knows worries, so they wait among these; forward again they are what they were."""
    with lived_in.app_context():
        for body in (signs.IMMINENT, signs.HIGH):
            item = db.session.scalars(
                select(ReviewItem.id).where(ReviewItem.post_id == factories.reply(factories.thread(), body=body))
            ).one()
        desk.decide(item, "sam", Ruling(Action.DISMISS, "Wrote.", tended=Tended.WROTE))
        both = factories.reply(factories.thread(by="wren"), by="wren", body=signs.HIGH)
        desk.worry(both, "mira")
        db.session.commit()
    was = rows(engine)
    go(lived_in, down, "0003")
    kinds = [row["kind"] for row in rows(engine)["review_items"]]
    assert "triage" not in kinds and kinds.count("worried") >= 4
    assert not [row for row in rows(engine)["decisions"] if row["item_kind"] == "triage"]
    with engine.begin() as connection, pytest.raises(IntegrityError):
        connection.exec_driver_sql("UPDATE review_items SET kind = 'triage'")
    go(lived_in, up, "0004")
    again = rows(engine)
    assert again["decisions"] == was["decisions"] and again["touches"] == was["touches"]
    changed = [row for row in again["review_items"] if row not in was["review_items"]]
    assert [(row["post_id"], row["kind"], row["state"]) for row in changed] == [(both, "triage", "lapsed")]
