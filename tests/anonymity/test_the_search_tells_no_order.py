"""The index of the search says which words stand in which post, never in which order posts were written (T03, T07)."""

import random
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest
from flask import Flask
from sqlalchemy import select

from forum import clock
from forum.db import db
from forum.search import index, operations
from forum.search.commands import Upkeep
from forum.search.models import SearchEntry
from tests import factories

Blocks = list[tuple[Any, ...]]


@pytest.fixture
def numbered(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Give each post the number that its words call for, so that two orders of writing can be compared."""
    drawn: list[int] = []
    monkeypatch.setattr("forum.search.operations.secrets.randbits", lambda _bits: drawn.pop())
    return lambda body: drawn.append(crc32(body.encode()))


def blocks(app: Flask) -> Blocks:
    """All that SQLite keeps behind the full-text table."""
    with app.app_context():
        path = Path(str(db.engine.url.database))
    connection = sqlite3.connect(path)
    kept = [row for table in ("data", "idx") for row in connection.execute(f"SELECT * FROM search_words_{table}")]
    connection.close()
    return kept


BODIES = [f"{word} in the night" for word in ("alder", "birch", "cedar", "dogwood", "elder", "fir", "gorse")]


@pytest.mark.sqlite_only
def test_the_same_posts_in_another_order_leave_the_same_bytes(make_app: Any, numbered: Callable[[str], None]) -> None:
    left = []
    now = clock.now()
    for shuffled in (1, 2):
        app = make_app()
        order = random.Random(shuffled).sample(BODIES, len(BODIES))
        with app.app_context(), clock.at(now):
            factories.member("mira")
            numbered("Nights")
            thread = factories.thread("Nights", body="Nothing.")
            for body in order:
                numbered(body)
                factories.reply(thread, body=body, anonymous=body < "d")
            db.session.commit()
        with app.app_context(), clock.at(now + 3 * clock.COARSE):
            Upkeep().round()
        left.append(blocks(app))
    assert left[0] == left[1] and len(left[0]) > 3


@pytest.mark.sqlite_only
def test_a_table_that_is_filled_post_by_post_is_found(make_app: Any, numbered: Callable[[str], None]) -> None:
    """The control: without waiting and tidying, the blocks do tell."""
    left = []
    for order in (BODIES, BODIES[::-1]):
        app = make_app()
        with app.app_context():
            factories.member("mira")
            numbered("Nights")
            thread = factories.thread("Nights", body="Nothing.")
            for body in order:
                numbered(body)
                factories.reply(thread, body=body)
                operations.settle_everything()
                db.session.commit()
            assert index.untidy()
        left.append(blocks(app))
    assert left[0] != left[1]


@pytest.mark.sqlite_only
def test_nothing_of_the_last_ten_minutes_is_in_the_table(app: Flask, given: Any) -> None:
    given(factories.member, "mira")
    empty = blocks(app)
    given(factories.thread, "Nights", anonymous=True)
    with app.app_context():
        Upkeep().round()
    assert blocks(app) == empty


def test_a_number_tells_the_ten_minutes_and_nothing_finer(given: Any, rows: Any) -> None:
    given(factories.member, "mira")
    thread = given(factories.thread, "Nights", anonymous=True)
    written = [given(factories.reply, thread, body=f"Number {n}.", anonymous=bool(n % 2)) for n in range(24)]
    with rows() as session:
        numbers = {one.post_id: one.number for one in session.scalars(select(SearchEntry))}
    assert len({number >> operations.RANDOM_BITS for number in numbers.values()}) <= 2
    order = sorted(written, key=numbers.__getitem__)
    assert order != written and order != written[::-1]


def test_an_entry_has_nobody_in_it() -> None:
    assert set(SearchEntry.__table__.columns.keys()) == {"post_id", "number", "words", "settled"}
