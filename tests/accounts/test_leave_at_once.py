"""Somebody comes into the room: one link ends the sign-in, clears the browser and goes elsewhere, come what may."""

import time

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from forum.accounts import signing_in
from forum.accounts.models import SignIn
from forum.db import db
from tests.accounts.cast import PASSWORD, member

ELSEWHERE = "https://www.bbc.co.uk/weather"
CLEARED = '"cache", "cookies", "storage"'


@pytest.fixture
def mira(visit, given):
    given(member, "mira")
    person = visit()
    person.post("/sign-in", username="mira", password=PASSWORD)
    person.client.set_cookie("p", "t-dark")
    return person


def test_the_link_signs_out_and_leads_to_a_page_that_tells_nothing(mira, rows):
    answer = mira.get("/leave-page")
    assert (answer.status_code, answer.location) == (303, ELSEWHERE)
    assert answer.headers["Cache-Control"] == "no-store"
    with rows() as session:
        assert session.scalars(select(SignIn)).all() == []
    assert mira.get("/settings/account").status_code == 401


def test_no_cookie_is_left_behind(mira):
    mira.get("/leave-page")
    assert mira.client.get_cookie("s") is None and mira.client.get_cookie("p") is None


def test_over_https_the_browser_is_asked_to_clear_everything_of_this_site(make_app, tmp_path):
    for file in ("secret", "seal"):
        (tmp_path / file).write_text("k1 " * (file == "seal") + "q83vEjRWeJA5HkzV0bXfGmLpTnYs7uBoCwRa2ZiK4tE=")
        (tmp_path / file).chmod(0o600)
    app = make_app(
        FORUM_PUBLIC_URL="https://forum.example",
        FORUM_LIMITS="relaxed",
        FORUM_SECRET_KEY_FILE=str(tmp_path / "secret"),
        FORUM_SEAL_KEY_FILE=str(tmp_path / "seal"),
    )
    client = app.test_client()
    client.set_cookie("__Host-s", "x", domain="forum.example", secure=True)
    answer = client.get("/leave-page", base_url="https://forum.example")
    assert answer.headers["Clear-Site-Data"] == CLEARED
    gone = answer.headers.getlist("Set-Cookie")
    assert any(line.startswith("__Host-s=;") and "Secure" in line and "Max-Age=0" in line for line in gone)


def test_a_visitor_leaves_the_same_way(visit):
    answer = visit().get("/leave-page")
    assert (answer.status_code, answer.location) == (303, ELSEWHERE)


@pytest.mark.parametrize("where", ["find", "end"])
def test_one_can_leave_while_the_database_is_down(mira, monkeypatch, where):
    def down(*_: object) -> None:
        raise OperationalError("SELECT", {}, Exception("disk I/O error"))

    monkeypatch.setattr(signing_in, where, down)
    answer = mira.get("/leave-page")
    assert (answer.status_code, answer.location) == (303, ELSEWHERE)
    assert mira.client.get_cookie("s") is None


@pytest.mark.sqlite_only
def test_nobody_waits_for_a_locked_database_to_leave(app, mira, rows):
    with app.app_context():
        other = db.engine.raw_connection()
    other.execute("BEGIN IMMEDIATE")
    began = time.monotonic()
    answer = mira.get("/leave-page")
    waited = time.monotonic() - began
    other.rollback()
    other.close()
    assert (answer.status_code, answer.location) == (303, ELSEWHERE)
    assert waited < 2, "the database would have kept them for five seconds"
    for _ in range(50):
        with rows() as session:
            if not session.scalars(select(SignIn)).all():
                return
        time.sleep(0.1)
    raise AssertionError("the sign-in was not ended once the database was free")


def test_signing_out_clears_as_much_and_stays_on_the_site(mira):
    mira.get("/settings/account")
    answer = mira.post("/sign-out")
    assert (answer.status_code, answer.location) == (303, "/")
    assert mira.client.get_cookie("s") is None


def test_a_link_on_another_site_cannot_sign_anybody_out(mira):
    assert mira.client.get("/sign-out").status_code == 405
    assert mira.client.post("/sign-out").status_code == 400
    assert mira.get("/settings/account").status_code == 200
