"""A host copies the database while people write, loses it, and puts it back."""

import threading
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from forum.db import db
from forum.discussions.models import Post
from tests import factories


@pytest.fixture(autouse=True)
def programs(monkeypatch: pytest.MonkeyPatch, app: Flask) -> None:
    """The PostgreSQL programs of the same version as the server that the tests run."""
    with app.app_context():
        if db.engine.dialect.name == "postgresql":
            from tests.engines.postgresql import find_programs

            monkeypatch.setenv("PATH", f"{find_programs()}:/usr/bin:/bin")


def run(app: Flask, *arguments: str) -> Any:
    with app.app_context():
        return app.test_cli_runner().invoke(args=list(arguments))


def everything(app: Flask) -> dict[str, list[tuple[Any, ...]]]:
    with app.app_context():
        return {
            table.name: sorted(map(repr, db.session.execute(table.select()).all()))
            for table in db.metadata.sorted_tables
        }


def test_a_copy_comes_back_whole(app: Flask, given: Any, visit: Any, tmp_path: Path) -> None:
    given(factories.member, "mira")
    thread_id = given(factories.thread, body="Käthe’s Brief, ٱلسَّلَامُ, 🫂", replies=3, anonymous=True)
    before = everything(app)
    kept = tmp_path / "copy"
    assert run(app, "backup", str(kept)).exit_code == 0
    assert kept.stat().st_mode & 0o077 == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["copy"]
    visit("mira").post(f"/threads/{thread_id}/reply", body="Written after the copy.")
    asked = run(app, "restore", str(kept))
    assert asked.exit_code == 1, "members were there: it must ask first"
    assert "erase" in asked.output
    answer = run(app, "restore", "--replace", str(kept))
    assert answer.exit_code == 0, answer.output
    assert everything(app) == before
    assert "Käthe" in visit("mira").get(f"/threads/{thread_id}").get_data(as_text=True)


def test_a_copy_made_while_people_write_is_of_one_moment(app: Flask, given: Any, visit: Any, tmp_path: Path) -> None:
    given(factories.member, "mira")
    thread_id = given(factories.thread)
    people, stop = [visit("mira") for _ in range(3)], threading.Event()

    def write(person: Any) -> None:
        number = 0
        while not stop.is_set() and number < 200:
            person.post(f"/threads/{thread_id}/reply", body=f"Number {number}, written while a copy is made.")
            number += 1

    writers = [threading.Thread(target=write, args=(person,)) for person in people]
    for writer in writers:
        writer.start()
    copies = [tmp_path / f"copy{number}" for number in range(3)]
    codes = [run(app, "backup", str(copy)).exit_code for copy in copies]
    stop.set()
    for writer in writers:
        writer.join()
    assert codes == [0, 0, 0]
    assert run(app, "restore", "--replace", str(copies[-1])).exit_code == 0
    with app.app_context():
        replies = db.session.scalar(select(func.count()).where(Post.thread_id == thread_id, ~Post.opening))
        counted = db.session.scalar(text("SELECT reply_count FROM threads WHERE id = :id"), {"id": thread_id})
    assert replies == counted, "the summary and the rows of the copy are of one moment"


@pytest.mark.parametrize("content", [b"", b"not a database", b"SQLite format 3\x00" + b"x" * 5000])
def test_what_is_no_copy_changes_nothing(app: Flask, given: Any, tmp_path: Path, content: bytes) -> None:
    given(factories.member, "mira")
    before = everything(app)
    (tmp_path / "copy").write_bytes(content)
    assert run(app, "restore", "--replace", str(tmp_path / "copy")).exit_code == 1
    assert everything(app) == before


def test_the_keys_are_not_in_a_copy(app: Flask, given: Any, tmp_path: Path) -> None:
    given(factories.member, "mira")
    assert run(app, "backup", str(tmp_path / "copy")).exit_code == 0
    copied = (tmp_path / "copy").read_bytes()
    keys = app.extensions["keys"]
    for secret in (keys.site, keys.session.encode(), *(key for _, key in keys.seal.keys)):
        assert secret not in copied
