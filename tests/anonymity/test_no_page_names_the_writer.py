"""No page, for nobody, says who wrote under a pseudonym (traps T1 and T2)."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from forum.discussions.models import Post
from tests import factories
from tests.anonymity.test_no_table_names_the_writer import WRITER, WRITER_ID, markers
from tests.architecture.test_gate import pages

READERS = [None, "mira", "noor", "sam", "ada"]


@pytest.fixture
def thread_id(given: Any, visit: Any) -> str:
    """A sealed thread that Mira answered, quoting the sealed post; and a sealed reply."""
    given(factories.member, "mira")
    given(factories.newcomer, "noor")
    given(factories.moderator, "sam")
    given(factories.admin, "ada")
    given(factories.member, WRITER, id=WRITER_ID)
    found = str(given(factories.thread, "Cold rooms", by=WRITER, anonymous=True))
    opening = given(factories.opening, found)
    visit("mira").post(f"/threads/{found}/reply", body="I know that cold.", answers=opening)
    visit(WRITER).post(f"/threads/{found}/reply", body="Thank you.", anonymous="y")
    return found


@pytest.mark.parametrize("reader", READERS)
def test_no_byte_of_any_answer_names_them(
    app: Flask, visit: Any, rows: Any, thread_id: str, reader: str | None
) -> None:
    with rows() as session:
        posts = session.scalars(select(Post.id).where(Post.thread_id == thread_id)).all()
    person = visit(reader)
    for post_id in posts:
        for address in pages(app, {"thread_id": thread_id, "post_id": post_id, "slug": "nights"}):
            answer = person.get(address)
            sent = answer.get_data() + str(answer.headers).encode()
            assert not [m for m in markers() if m in sent], f"{address} names the writer to {reader or 'a visitor'}"


def test_the_same_look_finds_a_named_writer(app: Flask, given: Any, visit: Any, thread_id: str) -> None:
    named = given(factories.thread, "Warm rooms", by=WRITER)
    assert WRITER.encode() in visit("mira").get(f"/threads/{named}").get_data()


def test_a_quote_of_a_sealed_post_shows_the_pseudonym(visit: Any, thread_id: str) -> None:
    page = visit("mira").get(f"/threads/{thread_id}").get_data(as_text=True)
    assert "Answering" in page and WRITER not in page


def test_the_edit_form_keeps_the_pseudonym(visit: Any, rows: Any, thread_id: str) -> None:
    with rows() as session:
        post = session.scalars(select(Post).where(Post.thread_id == thread_id, Post.opening)).one()
        before, post_id = post.pseudonym_id, post.id
    writer = visit(WRITER)
    assert WRITER not in writer.get(f"/posts/{post_id}/edit").get_data(as_text=True)
    writer.post(f"/posts/{post_id}/edit", title="Cold rooms", body="I go cold first, then clever.")
    with rows() as session:
        post = session.get(Post, post_id)
        assert (post.pseudonym_id, post.account_id) == (before, None)
        assert "clever" in post.body


def test_only_the_writer_may_change_it(visit: Any, rows: Any, thread_id: str) -> None:
    with rows() as session:
        post_id = session.scalars(select(Post.id).where(Post.thread_id == thread_id, Post.opening)).one()
    for name in ("mira", "sam", "ada"):
        assert visit(name).get(f"/posts/{post_id}/edit").status_code == 404
        assert visit(name).post(f"/posts/{post_id}/withdraw").status_code == 404
    assert visit(WRITER).get(f"/posts/{post_id}/edit").status_code == 200
