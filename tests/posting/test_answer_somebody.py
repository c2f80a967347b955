"""Somebody answers: a thread, or one post in it; where it is asked for, and only where it may be."""

from typing import Any

import pytest
from sqlalchemy import select

from forum.db import db
from forum.discussions.models import Ending, Post, Thread
from tests import factories
from tests.discussions.looking import posts
from tests.posting.writing import LETTER, how_many, led_to

pytestmark = pytest.mark.usefixtures("people")


@pytest.fixture
def thread(given: Any) -> str:
    return str(given(factories.thread, "The kettle"))


def test_the_box_asks_what_say_you_and_the_answer_is_up_at_once(visit: Any, thread: str) -> None:
    tomasz = visit("tomasz")
    page = tomasz.get(f"/threads/{thread}").get_data(as_text=True)
    assert "What say you?" in page
    answer = tomasz.post(f"/threads/{thread}/reply", body="I hear you.")
    page = tomasz.follow(answer).get_data(as_text=True)
    assert posts(page)[led_to(answer)] == "visible"
    assert "Your reply is up. Thank you for answering." in page
    assert "I hear you." in visit().get(f"/threads/{thread}").get_data(as_text=True)


def test_a_newcomer_answers_under_their_own_name_at_once(visit: Any, thread: str) -> None:
    led_to(visit("noor").post(f"/threads/{thread}/reply", body="I hear you."))
    assert "I hear you." in visit().get(f"/threads/{thread}").get_data(as_text=True)


def test_a_visitor_is_shown_the_way_in_and_no_form(visit: Any, thread: str) -> None:
    visitor = visit()
    page = visitor.get(f"/threads/{thread}").get_data(as_text=True)
    assert "What say you?" in page and f"/threads/{thread}/reply" in visitor.page.links
    assert "<textarea" not in page
    answer = visitor.post(f"/threads/{thread}/reply", body=LETTER, anonymous="y", csrf_token="none")
    assert answer.status_code == 401
    assert visitor.page.form("/sign-in").fields["kept:body"] == [LETTER]


def test_an_answer_to_one_post_leads_back_to_it(given: Any, visit: Any, thread: str) -> None:
    first = given(factories.reply, thread, by="noor", body="I fill it the night before.")
    tomasz = visit("tomasz")
    tomasz.get(f"/threads/{thread}")
    link = f"/threads/{thread}/reply?answers={first}"
    assert link in tomasz.page.links
    page = tomasz.get(link).get_data(as_text=True)
    assert f'href="/posts/{first}"' in page and "noor" in page
    form = tomasz.page.form(f"/threads/{thread}/reply").fields
    assert form["answers"] == [first]
    tomasz.post(f"/threads/{thread}/reply", **{**form, "body": ["So do I."]})
    page = visit().get(f"/threads/{thread}").get_data(as_text=True)
    quote = page.partition(f'href="/posts/{first}">Answering')[2].partition("</a>")[0]
    assert "noor" in quote and "I fill it the night before." in quote


@pytest.mark.parametrize("kind", ["of another thread", "unknown", "nonsense", "of a room that is closed", "held"])
def test_an_answer_to_a_post_that_is_not_here_is_a_plain_answer(
    given: Any, visit: Any, rows: Any, thread: str, kind: str
) -> None:
    elsewhere = given(factories.thread, "Elsewhere")
    given(factories.room, "circle", members_only=True)
    targets = {
        "of another thread": lambda: given(factories.opening, elsewhere),
        "unknown": lambda: "abcdefghijkmnopq",
        "nonsense": lambda: "\0'; --",
        "of a room that is closed": lambda: given(factories.opening, given(factories.thread, where="circle")),
        "held": lambda: given(factories.reply, thread, by="noor", anonymous=True),
    }
    target = targets[kind]()
    post = led_to(visit("tomasz").post(f"/threads/{thread}/reply", body="I hear you.", answers=target))
    with rows() as session:
        assert session.get(Post, post).answers_id is None
        assert session.get(Post, post).thread_id == thread
    assert visit("tomasz").get(f"/threads/{thread}/reply?answers={target}").status_code == 200


def test_the_quote_goes_when_the_post_goes(given: Any, visit: Any, thread: str) -> None:
    first = given(factories.reply, thread, by="noor", body="Forty-one gates.")
    visit("tomasz").post(f"/threads/{thread}/reply", body="So do I.", answers=first)
    visit("noor").post(f"/posts/{first}/withdraw")
    page = visit().get(f"/threads/{thread}").get_data(as_text=True)
    assert "So do I." in page and "Answering a post that is no longer here" in page
    assert "Forty-one gates." not in page


def test_advice_says_that_it_is_advice(visit: Any, thread: str) -> None:
    visit("tomasz").post(f"/threads/{thread}/reply", body="A timer helped me.", advice="y")
    assert "This is advice." in visit().get(f"/threads/{thread}").get_data(as_text=True)


class TestWhereNobodyAnswers:
    CLOSED = [
        ({"locked": True}, "closed to new replies"),
        ({"replies_paused": True}, "asked for a pause in replies"),
        ({"ending": Ending.OKAY_FOR_NOW}, "has closed it for now"),
    ]

    @pytest.mark.parametrize("columns, why", CLOSED, ids=["locked", "paused", "ended"])
    def test_the_box_says_why_and_words_come_back(
        self, given: Any, visit: Any, rows: Any, thread: str, columns: dict[str, Any], why: str
    ) -> None:
        def close() -> None:
            for name, value in columns.items():
                setattr(db.session.get_one(Thread, thread), name, value)

        tomasz = visit("tomasz")
        tomasz.get(f"/threads/{thread}")
        given(close)
        for then in ("", "preview"):
            answer = tomasz.post(f"/threads/{thread}/reply", body=LETTER, then=then)
            assert answer.status_code == 403 and why in tomasz.page.words
            assert tomasz.page.form(f"/threads/{thread}/reply").fields["body"] == [LETTER]
        page = tomasz.get(f"/threads/{thread}").get_data(as_text=True)
        assert why in page and "<textarea" not in page and "Answer this" not in page
        assert "Write a reply" not in visit().get(f"/threads/{thread}").get_data(as_text=True)
        with rows() as session:
            assert how_many(session)["posts"] == 1

    def test_the_person_who_paused_may_still_write(self, given: Any, visit: Any, thread: str) -> None:
        given(lambda: setattr(db.session.get_one(Thread, thread), "replies_paused", True))
        assert visit("mira").post(f"/threads/{thread}/reply", body="Back in an hour.").status_code == 303

    def test_words_can_be_kept_even_there(self, given: Any, visit: Any, thread: str) -> None:
        given(lambda: setattr(db.session.get_one(Thread, thread), "locked", True))
        tomasz = visit("tomasz")
        assert tomasz.post(f"/threads/{thread}/reply", body=LETTER, then="keep").status_code == 303
        assert LETTER[:60] in tomasz.get("/drafts").get_data(as_text=True)


def test_a_thread_that_is_not_for_this_reader_takes_no_answer(given: Any, visit: Any, rows: Any) -> None:
    held = given(factories.thread, "Held", by="noor", where=given(factories.room, "quiet", holds_posts=True))
    tomasz = visit("tomasz")
    for place in (f"/threads/{held}/reply", "/threads/abcdefghijkmnopq/reply", "/threads/1/reply"):
        answer = tomasz.post(place, body=LETTER)
        assert answer.status_code == 404
        assert LETTER.split("\n")[0] in tomasz.page.html, "the words are given back"
    with rows() as session:
        assert len(session.scalars(select(Post.id)).all()) == 1


class TestTheNameAnAnswerIsSignedWith:
    """A name that was shown by mistake cannot be taken back from those who have read it."""

    def box(self, visit: Any, who: str, place: str) -> bool:
        person = visit(who)
        person.get(place)
        action = place.partition("?")[0].removesuffix("/reply") + "/reply"
        return "anonymous" in person.page.form(action).fields

    def test_whoever_is_sealed_here_stays_sealed_unless_they_choose(self, given: Any, visit: Any) -> None:
        own = given(factories.thread, anonymous=True, by="mira", replies=51, reply_by="tomasz")
        other = given(factories.thread, by="tomasz", replies=51)
        given(factories.reply, other, by="mira", anonymous=True)
        for thread in (own, other):
            second = next(
                link.replace("&amp;", "&")
                for link in seen_links(visit("mira"), f"/threads/{thread}")
                if "after=" in link
            )
            for place in (f"/threads/{thread}", second, f"/threads/{thread}/reply"):
                assert self.box(visit, "mira", place), place
            assert not self.box(visit, "sam", f"/threads/{thread}")

    def test_why_the_box_is_ticked_is_said_where_it_is(self, given: Any, visit: Any, thread: str) -> None:
        given(factories.reply, thread, by="mira", anonymous=True)
        why = "It is ticked because you wrote here under such a name before."
        for who, place, said in (
            ("mira", f"/threads/{thread}", True),
            ("mira", f"/threads/{thread}/reply", True),
            ("sam", f"/threads/{thread}", False),
            ("mira", "/threads/new", False),
        ):
            person = visit(who)
            person.get(place)
            assert (why in person.page.words) is said, (who, place)

    def test_in_another_thread_they_write_as_themselves(self, given: Any, visit: Any, thread: str) -> None:
        given(factories.thread, anonymous=True, by="mira")
        assert not self.box(visit, "mira", f"/threads/{thread}")


def seen_links(person: Any, place: str) -> list[str]:
    person.get(place)
    return list(person.page.links)
