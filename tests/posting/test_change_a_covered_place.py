"""A moderator covered some words: their writer changes the rest freely, and that place after a look."""

from typing import Any

import pytest

from forum.db import db
from forum.discussions.models import Post, Visibility
from forum.moderation.models import Action, HoldReason, ReportReason, ReviewItem, State
from forum.moderation.rules import Ruling
from tests import factories
from tests.discussions.looking import posts
from tests.moderation import desk

BODY = "My sister Ana Silva from Elm Street said I should leave. I went cold for a week."


@pytest.fixture
def post(given: Any) -> str:
    """A reply of Mira's in which a moderator covered a name."""
    given(desk.cast)
    given(factories.member, "tomasz")
    thread = given(factories.thread, by="tomasz")
    post = given(factories.reply, thread, by="mira", body=BODY)
    item = given(desk.report, post, reason=ReportReason.IDENTIFIES)
    covered = Ruling(Action.REDACT, rule="no_identifying", facts="A full name.", passage="Ana Silva from Elm Street")
    given(desk.decide, item, "sam", covered)
    return str(post)


def change(person: Any, post: str, old: str, new: str) -> Any:
    person.get(f"/posts/{post}/edit")
    fields = person.page.form(f"/posts/{post}/edit").fields
    body = fields["body"][0]
    assert old in body
    return person.post(f"/posts/{post}/edit", **{**fields, "body": body.replace(old, new)})


def test_the_page_says_what_the_sign_is(post: str, visit: Any) -> None:
    mira = visit("mira")
    mira.get(f"/posts/{post}/edit")
    assert "The sign […] stands for them." in mira.page.words


def test_the_rest_changes_at_once(post: str, visit: Any) -> None:
    mira = visit("mira")
    page = mira.follow(change(mira, post, "a week", "two weeks")).get_data(as_text=True)
    assert posts(page)[post] == Visibility.VISIBLE and "two weeks" in page


def test_the_words_do_not_come_back_unread(post: str, visit: Any, rows: Any) -> None:
    mira = visit("mira")
    page = mira.follow(change(mira, post, "[…]", "Ana Silva")).get_data(as_text=True)
    assert posts(page)[post] == Visibility.HELD
    assert "you changed a place where we had covered some words" in page
    with rows() as session:
        waiting = session.scalars(db.select(ReviewItem).where(ReviewItem.state == State.OPEN)).all()
        place = session.get_one(Post, post).thread_id
    assert [item.reason for item in waiting] == [HoldReason.UNCOVERED]
    assert "Ana Silva" not in visit("tomasz").get(f"/threads/{place}").get_data(as_text=True)


def test_a_sign_that_the_writer_typed_is_theirs_to_take_out(given: Any, visit: Any) -> None:
    given(desk.cast)
    given(factories.member, "tomasz")
    post = given(factories.reply, given(factories.thread, by="tomasz"), by="mira", body="I went […] cold.")
    mira = visit("mira")
    page = mira.follow(change(mira, post, "[…]", "very")).get_data(as_text=True)
    assert posts(page)[post] == Visibility.VISIBLE
