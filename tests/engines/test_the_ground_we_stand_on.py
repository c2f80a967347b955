"""The fixtures themselves: tables are empty again, contexts closed, engines real, and nothing is left."""

import flask
import pytest
from playwright.sync_api import Error
from sqlalchemy import inspect, text

from forum.db import db
from tests.engines import chromium
from tests.engines.redis import Redis


def test_a_database_is_migrated_and_each_kind_is_what_it_says(app, pytestconfig):
    with app.app_context():
        assert db.engine.dialect.name == pytestconfig.getoption("--database")
        assert inspect(db.engine).has_table("accounts")


def test_what_one_test_wrote_is_gone_for_the_next(make_app, database):
    made = make_app()
    with made.app_context():
        url = db.engine.url.render_as_string(hide_password=False)
        db.session.execute(text("DELETE FROM alembic_version"))
        db.session.execute(text("INSERT INTO alembic_version VALUES ('left behind')"))
        db.session.commit()
    database.restore(url)
    with made.app_context():
        found = db.session.execute(text("SELECT version_num FROM alembic_version")).scalars().all()
    assert len(found) == 1
    assert found != ["left behind"]


def test_no_context_is_left_open(app, given, rows):
    assert given(lambda: 7) == 7
    with rows():
        pass
    assert not flask.has_app_context()


def test_statements_are_counted(app, rows, count_queries):
    with count_queries() as seen, rows() as session:
        session.execute(text("SELECT 1"))
        session.execute(text("SELECT 2"))
    assert len([line for line in seen if line.startswith("SELECT")]) == 2


def test_redis_can_be_killed_frozen_and_started_again(redis: Redis):
    redis.kill()
    assert not redis.answers()
    redis.start()
    redis.freeze()
    assert not redis.answers()
    redis.thaw()
    assert redis.answers()


def test_the_browser_reaches_this_machine_and_nobody_else(browser_page, server):
    page = browser_page(watched=False)
    answer = page.goto("/")
    assert answer is not None
    assert answer.url.startswith(server)
    with pytest.raises(Error, match="ERR_NAME_NOT_RESOLVED"):
        page.goto("http://elsewhere.example/")


def test_a_page_that_asks_a_foreign_origin_is_caught(browser_page):
    page = browser_page(watched=False)
    seen = chromium.Watched(page.context, "http://localhost")
    page.goto("about:blank")
    page.set_content('<link rel="stylesheet" href="http://elsewhere.example/style.css">')
    with pytest.raises(AssertionError, match="foreign origin"):
        seen.assert_quiet()
