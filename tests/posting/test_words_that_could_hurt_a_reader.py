"""A way to come to harm, urging and pacts wait for a moderator, whoever wrote them; close detail does not."""

from typing import Any

import pytest
from sqlalchemy import select

from forum.care.community_rules import RULES
from forum.discussions.models import Post, Visibility
from forum.moderation.models import Action, Decision, HoldReason, Kind, ReviewItem, Severity, State
from forum.moderation.rules import Ruling
from tests import factories, signs
from tests.moderation import desk
from tests.posting.writing import led_to

HARMFUL = {"a way": signs.METHOD, "urging": signs.URGING, "a pact": signs.PACT}


@pytest.fixture(autouse=True)
def people(given: Any) -> None:
    given(desk.cast)


@pytest.fixture
def thread(given: Any) -> str:
    return str(given(factories.thread, by="mira"))


def write(person: Any, thread: str, body: str, **more: str) -> str:
    answer = person.post(f"/threads/{thread}/reply", body=body, **more)
    person.follow(answer)
    return led_to(answer)


def visibility(rows: Any, post: str) -> Visibility:
    with rows() as session:
        return session.get_one(Post, post).visibility


@pytest.mark.parametrize("kind", HARMFUL)
@pytest.mark.parametrize("who", ["mira", "noor", "sam"])
def test_it_waits_and_its_writer_reads_why(visit: Any, rows: Any, thread: str, who: str, kind: str) -> None:
    person = visit(who)
    post = write(person, thread, HARMFUL[kind])
    assert visibility(rows, post) is Visibility.HELD
    words = person.page.words
    assert "could be dangerous for somebody who reads it on a bad night" in words
    assert "A program noticed it, and can be wrong. It is about the words and not about you" in words
    assert HARMFUL[kind] not in visit().get(f"/threads/{thread}").get_data(as_text=True)
    with rows() as session:
        hold = session.scalars(select(ReviewItem).filter_by(kind=Kind.HOLD)).one()
        assert (hold.reason, hold.severity) == (HoldReason.HARM, Severity.HIGH)


def test_abuse_in_the_middle_of_another_language_waits_and_the_rest_is_said_to_be_unread(
    visit: Any, rows: Any, thread: str, real_triage: None
) -> None:
    post = write(visit("noor"), thread, "kill yourself. Никто не будет по тебе скучать, и ты это сам знаешь.")
    assert visibility(rows, post) is Visibility.HELD
    with rows() as session:
        (hold,) = session.scalars(select(ReviewItem).filter_by(kind=Kind.HOLD, post_id=post))
    sam = visit("sam")
    sam.get(f"/moderation/items/{hold.id}")
    assert "Tells somebody to end their life" in sam.page.words
    assert "It does not know the language of the whole text" in sam.page.words


def test_a_thread_waits_with_its_title(visit: Any, given: Any, rows: Any) -> None:
    given(factories.room)
    mira = visit("mira")
    post = led_to(mira.post("/threads/new", title=signs.URGING, body=signs.CALM, room="nights"))
    assert visibility(rows, post) is Visibility.HELD
    assert signs.URGING not in visit().get("/").get_data(as_text=True)


def test_the_moderator_sees_the_marked_words_and_decides_as_of_any_held_post(
    visit: Any, rows: Any, thread: str
) -> None:
    post = write(visit("noor"), thread, f"{signs.CALM} {signs.URGING}")
    with rows() as session:
        item = session.scalars(select(ReviewItem.id).filter_by(kind=Kind.HOLD)).one()
    sam = visit("sam")
    sam.get(f"/moderation/items/{item}")
    assert "may tell of a way to come to harm, or urge to it" in sam.page.words and "Remove it" in sam.page.words
    assert '<mark class="sign">' in sam.page.html
    answer = sam.post(f"/moderation/items/{item}/decide", action="hide", rule=next(iter(RULES)), facts="It urges.")
    assert answer.status_code == 303
    with rows() as session:
        assert session.scalars(select(Decision.found_by_machine)).one() is True
    assert visibility(rows, post) is Visibility.HIDDEN


@pytest.mark.parametrize("body", [signs.IMMINENT, signs.HIGH, signs.CONCERN, signs.OTHERS, signs.CALM])
def test_danger_to_the_writer_never_holds_a_post(visit: Any, rows: Any, thread: str, body: str) -> None:
    assert visibility(rows, write(visit("noor"), thread, body)) is Visibility.VISIBLE


def test_who_tells_of_a_way_and_is_in_danger_is_held_and_somebody_is_called(
    visit: Any, rows: Any, thread: str
) -> None:
    mira = visit("mira")
    post = write(mira, thread, f"{signs.IMMINENT} {signs.METHOD}")
    assert visibility(rows, post) is Visibility.HELD
    with rows() as session:
        found = {one.kind: one.severity for one in session.scalars(select(ReviewItem))}
    assert found == {Kind.HOLD: Severity.HIGH, Kind.TRIAGE: Severity.IMMINENT}
    assert "these people are there for that" in mira.page.words, "no hold delays help"


class TestAChange:
    def test_that_brings_it_in_waits(self, visit: Any, rows: Any, thread: str) -> None:
        mira = visit("mira")
        post = write(mira, thread, signs.CALM)
        mira.post(f"/posts/{post}/edit", body=f"{signs.CALM} {signs.URGING}")
        assert visibility(rows, post) is Visibility.HELD

    def test_raises_what_waits_for_another_reason(self, visit: Any, rows: Any, thread: str) -> None:
        noor = visit("noor")
        post = write(noor, thread, signs.CALM, anonymous="y")
        noor.post(f"/posts/{post}/edit", body=signs.URGING)
        with rows() as session:
            hold = session.scalars(select(ReviewItem).filter_by(kind=Kind.HOLD, state=State.OPEN)).one()
            assert (hold.post_id, hold.reason, hold.severity) == (post, HoldReason.HARM, Severity.HIGH)

    def test_of_a_comma_does_not_hold_what_a_moderator_let_through(
        self, given: Any, visit: Any, rows: Any, thread: str
    ) -> None:
        mira = visit("mira")
        post = write(mira, thread, signs.URGING)
        with rows() as session:
            item = session.scalars(select(ReviewItem.id).filter_by(kind=Kind.HOLD)).one()
        given(desk.decide, item, "sam", Ruling(Action.PUBLISH))
        mira.post(f"/posts/{post}/edit", body=f"She said to me: {signs.URGING}")
        assert visibility(rows, post) is Visibility.VISIBLE
        mira.post(f"/posts/{post}/edit", body=f"{signs.URGING} {signs.METHOD}")
        assert visibility(rows, post) is Visibility.HELD


class TestCloseDetail:
    WISH = "Some of it is told closely."

    def test_is_up_at_once_with_a_wish(self, visit: Any, rows: Any, thread: str) -> None:
        mira = visit("mira")
        post = write(mira, thread, signs.DETAIL)
        assert visibility(rows, post) is Visibility.VISIBLE
        assert self.WISH in mira.page.words and "It is fine as it is, too." in mira.page.words
        mira.get(f"/threads/{thread}")
        assert self.WISH not in mira.page.words, "said once"
        with rows() as session:
            assert not session.scalars(select(ReviewItem).filter_by(kind=Kind.HOLD)).all()

    def test_under_a_note_that_says_so_needs_none(self, visit: Any, thread: str) -> None:
        mira = visit("mira")
        write(mira, thread, signs.DETAIL, warnings="self_harm:detailed")
        assert self.WISH not in mira.page.words

    def test_is_wished_gentler_before_it_is_posted_too(self, visit: Any, thread: str) -> None:
        mira = visit("mira")
        mira.post(f"/threads/{thread}/reply", body=signs.DETAIL, then="preview")
        assert self.WISH in mira.page.words
