"""The host's side: an index that fills itself after an upgrade, is made anew on demand, and comes back with a copy."""

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from forum.db import db
from forum.search import index, operations
from forum.search.models import SearchEntry
from tests import factories
from tests.search.conftest import found


@pytest.fixture
def posts(given: Any) -> list[str]:
    thread = given(factories.thread, "Chestnuts", body="A chestnut.")
    return [given(factories.opening, thread), given(factories.reply, thread, body="A chestnut for you.")]


def invoke(app: Flask, *command: str) -> str:
    with app.app_context():
        done = app.test_cli_runner().invoke(args=list(command))
    assert done.exit_code == 0, done.output or done.exception
    return str(done.output)


def test_after_an_upgrade_the_worker_fills_it(app: Flask, posts: list[str], given: Any, search: Any) -> None:
    given(operations.forget_everything)
    assert found(search("chestnut")) == []
    invoke(app, "work", "--once")
    assert sorted(found(search("chestnut"))) == sorted(posts)


def test_it_is_made_anew_on_demand(app: Flask, posts: list[str], visit: Any, search: Any) -> None:
    assert visit("mira").post(f"/posts/{posts[1]}/withdraw").status_code == 303
    for _ in range(2):
        assert "1 posts can be found." in invoke(app, "search", "rebuild")
        assert found(search("chestnut")) == posts[:1]


def test_a_rebuild_and_every_act_leave_the_same_index(app: Flask, posts: list[str], rows: Any) -> None:
    def kept() -> dict[str, set[str]]:
        with rows() as session:
            return {one.post_id: words_of(one) for one in session.scalars(db.select(SearchEntry))}

    before = kept()
    invoke(app, "search", "rebuild")
    assert kept() == before and len(before) == 2


def words_of(entry: SearchEntry) -> set[str]:
    return {word.strip("'") for word in entry.words.split()}


def test_a_post_is_found_while_it_moves_and_after(app: Flask, posts: list[str], visit: Any, search: Any) -> None:
    """Before it is settled, after, after a change of a settled one, and after tidying."""
    invoke(app, "search", "rebuild")
    mira = visit("mira")
    mira.get(f"/posts/{posts[1]}/edit")
    assert mira.post(f"/posts/{posts[1]}/edit", body="A walnut for you.").status_code == 303
    for _ in range(2):
        assert found(search("chestnut")) == posts[:1] and found(search("walnut")) == posts[1:]
        invoke(app, "search", "rebuild")


def test_a_copy_that_is_put_back_finds_again(
    app: Flask, posts: list[str], visit: Any, search: Any, tmp_path: Path
) -> None:
    invoke(app, "search", "rebuild")
    invoke(app, "backup", str(tmp_path / "copy"))
    for post in posts:
        visit("mira").post(f"/posts/{post}/withdraw")
    assert found(search("chestnut")) == []
    invoke(app, "restore", str(tmp_path / "copy"), "--replace")
    assert sorted(found(search("chestnut"))) == sorted(posts)


def test_bulk_posts_are_found(app: Flask, rows: Any) -> None:
    invoke(app, "seed", "--threads", "30", "--replies", "5", "--members", "3")
    with rows() as session:
        assert len(session.scalars(db.select(SearchEntry.post_id)).all()) == 96
        assert len(index.newest(["kitchen", "window"], None, 500)) > 5


@pytest.mark.sqlite_only
def test_what_was_taken_back_is_in_no_byte_of_the_file(app: Flask, given: Any, visit: Any) -> None:
    canary = "zirconquaggaxylo"
    thread = given(factories.thread, "A pond", body="Nothing.")
    post = given(factories.reply, thread, body=f"It was {canary}.")
    invoke(app, "search", "rebuild")
    assert canary.encode() in bytes_of(app), "it was never there: this test would prove nothing"
    assert visit("mira").post(f"/posts/{post}/withdraw").status_code == 303
    invoke(app, "work", "--once")
    assert canary.encode() not in bytes_of(app) and canary[5:].encode() not in bytes_of(app)


def bytes_of(app: Flask) -> bytes:
    path = file_of(app)
    return path.read_bytes() + Path(f"{path}-wal").read_bytes()


@pytest.mark.sqlite_only
def test_the_full_text_table_is_whole(app: Flask, posts: list[str], visit: Any) -> None:
    invoke(app, "search", "rebuild")
    visit("mira").post(f"/posts/{posts[1]}/withdraw")
    invoke(app, "work", "--once")
    with sqlite3.connect(file_of(app)) as connection:
        connection.execute("INSERT INTO search_words(search_words) VALUES ('integrity-check')")
        listed = connection.execute("SELECT rowid FROM search_words WHERE search_words MATCH 'chestnut'").fetchall()
        entries = connection.execute("SELECT number FROM search_entries").fetchall()
    connection.close()
    assert listed == entries and len(listed) == 1


def file_of(app: Flask) -> Path:
    with app.app_context():
        return Path(str(db.engine.url.database))
