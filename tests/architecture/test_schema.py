"""The schema on this database is the one the models describe, and it refuses what can never be true."""

from datetime import timedelta
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from sqlalchemy import DateTime, Integer, inspect, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from forum import clock
from forum.db import UTCDateTime, db
from forum.discussions.models import Post, Thread
from forum.search.models import kept_by_models
from tests import factories


def test_migrations_and_models_agree(app: Flask) -> None:
    with app.app_context(), db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_object": kept_by_models})
        assert compare_metadata(context, db.metadata) == []


def test_every_time_column_is_kept_in_utc(app: Flask) -> None:
    for table in db.metadata.tables.values():
        for column in table.columns:
            assert not isinstance(column.type, DateTime) or isinstance(column.type, UTCDateTime), column


def test_rows_about_people_have_random_names(app: Flask) -> None:
    """No table counts its rows: a number would tell in which order people acted. The audit log is the one that must."""
    counted = {
        table.name
        for table in db.metadata.tables.values()
        for column in table.primary_key.columns
        if isinstance(column.type, Integer)
    }
    assert counted == {"audit_entries", "audit_head"}


def test_sqlite_keeps_no_order_of_its_own(app: Flask) -> None:
    with app.app_context():
        if db.engine.dialect.name != "sqlite":
            pytest.skip("PostgreSQL has no row ids")
        listed = db.session.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'table'"))
        made = {row[0]: row[1] for row in listed}
        kept_in_order = {name for name, sql in made.items() if "WITHOUT ROWID" not in sql}
    # Blocks of the search, which tests/anonymity/test_the_search_tells_no_order.py looks into.
    search = {"search_words", "search_words_data"}
    assert kept_in_order <= {"alembic_version", "audit_entries", "audit_head"} | search


def test_times_come_back_in_utc(given: Any, rows: Any) -> None:
    given(factories.member)
    thread_id = given(factories.thread)
    with rows() as session:
        started = session.scalar(select(Thread.started_at).where(Thread.id == thread_id))
    assert started.utcoffset() == timedelta(0) and clock.now() - started < timedelta(minutes=11)


def test_a_post_has_exactly_one_byline(given: Any, rows: Any) -> None:
    given(factories.member)
    thread_id = given(factories.thread)
    with rows() as session:
        post = session.scalars(select(Post).where(Post.thread_id == thread_id)).one()
        post.account_id = None
        with pytest.raises(IntegrityError):
            session.flush()
        session.rollback()


def test_a_thread_opens_once(given: Any, rows: Any) -> None:
    given(factories.member)
    thread_id = given(factories.thread, replies=1)
    with rows() as session:
        reply = session.scalars(select(Post).where(Post.thread_id == thread_id, ~Post.opening)).one()
        reply.opening = True
        with pytest.raises(IntegrityError):
            session.flush()
        session.rollback()


@pytest.mark.parametrize(
    ("table", "column", "word"),
    [("posts", "visibility", "gone"), ("accounts", "role", "emperor"), ("rooms", "readers", "nobody")],
)
def test_a_word_column_takes_only_its_words(given: Any, rows: Any, table: str, column: str, word: str) -> None:
    given(factories.member)
    given(factories.thread)
    with rows() as session:
        with pytest.raises(DBAPIError):
            session.execute(text(f"UPDATE {table} SET {column} = :word"), {"word": word})
        session.rollback()


def test_every_foreign_key_has_a_name_and_every_table_a_key(app: Flask) -> None:
    with app.app_context():
        looked = inspect(db.engine)
        for table in db.metadata.tables:
            assert looked.get_pk_constraint(table)["constrained_columns"], table
            assert all(key["name"] for key in looked.get_foreign_keys(table)), table
