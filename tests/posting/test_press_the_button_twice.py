"""A form that is sent twice, or eight times at once, becomes one post, and every press leads to it."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from forum.discussions.models import Post, Thread
from forum.ids import new_id
from forum.moderation.models import ReviewItem
from tests import factories
from tests.people import Person
from tests.posting.writing import how_many, led_to

pytestmark = pytest.mark.usefixtures("people")


@pytest.fixture
def thread(given: Any) -> str:
    return str(given(factories.thread))


def filled(person: Person, place: str, action: str, **typed: Any) -> dict[str, Any]:
    """The form of a page, filled in."""
    person.get(place)
    return {**person.page.form(action).fields, **typed}


def new_thread(person: Person, thread: str) -> tuple[str, dict[str, Any]]:
    typed = {"title": "Once", "body": "Only once.", "room": "nights"}
    return "/threads/new", filled(person, "/threads/new", "/threads/new", **typed)


def new_reply(person: Person, thread: str) -> tuple[str, dict[str, Any]]:
    place = f"/threads/{thread}/reply"
    return place, filled(person, f"/threads/{thread}", place, body="Only once.")


def sealed_reply(person: Person, thread: str) -> tuple[str, dict[str, Any]]:
    place, form = new_reply(person, thread)
    return place, {**form, "anonymous": "y"}


FORMS = [new_thread, new_reply, sealed_reply]
each_form = pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)


@each_form
def test_the_second_press_finds_the_first(visit: Any, rows: Any, thread: str, form: Callable[..., Any]) -> None:
    mira = visit("mira")
    place, fields = form(mira, thread)
    with rows() as session:
        before = how_many(session)
    answers = [mira.post(place, **fields) for _ in range(3)]
    assert len({led_to(answer) for answer in answers}) == 1
    assert len({answer.location for answer in answers}) == 1
    with rows() as session:
        after = how_many(session)
        assert after["posts"] == before["posts"] + 1 and after["submissions"] == before["submissions"] + 1
        assert after["threads"] == before["threads"] + (form is new_thread)


@each_form
@pytest.mark.parametrize("who", ["mira", "noor"])
def test_eight_presses_at_once_become_one_post(
    app: Flask, visit: Any, rows: Any, thread: str, form: Callable[..., Any], who: str
) -> None:
    """Two browsers of one person, four threads each, all in the same moment."""
    first, second = visit(who), visit(who)
    place, fields = form(first, thread)
    token = form(second, thread)[1]["csrf_token"]
    with rows() as session:
        before = how_many(session)
    answers = at_once(app, place, [(first, fields)] * 4 + [(second, {**fields, "csrf_token": token})] * 4)
    assert [answer.status_code for answer in answers] == [303] * 8
    assert len({answer.location for answer in answers}) == 1
    with rows() as session:
        after = how_many(session)
        assert after["posts"] == before["posts"] + 1
        assert after["threads"] == before["threads"] + (form is new_thread)
        held = session.scalars(select(ReviewItem)).all()
        assert len(held) == (form is sealed_reply and who == "noor")
        assert after["slots"] == before["slots"]


def at_once(app: Flask, place: str, presses: list[tuple[Person, dict[str, Any]]]) -> list[TestResponse]:
    """All of these forms, each in a thread of its own, in the same moment."""
    start, answers = threading.Barrier(len(presses)), list[TestResponse]()

    def press(person: Person, sent: dict[str, Any]) -> None:
        client = app.test_client()
        for cookie in person.cookies():
            client.set_cookie(cookie["name"], cookie["value"])
        start.wait()
        answers.append(client.post(place, data=sent))

    running = [threading.Thread(target=press, args=one) for one in presses]
    for one in running:
        one.start()
    for one in running:
        one.join()
    return answers


def test_eight_people_who_answer_in_the_same_moment_are_all_heard(
    app: Flask, given: Any, visit: Any, rows: Any, thread: str
) -> None:
    people = [visit(given(factories.member, f"friend{number}")) for number in range(8)]
    presses = [(one, new_reply(one, thread)[1] | {"anonymous": "y" if n % 2 else ""}) for n, one in enumerate(people)]
    answers = at_once(app, f"/threads/{thread}/reply", presses)
    assert len({led_to(answer) for answer in answers}) == 8
    with rows() as session:
        found = session.get(Thread, thread)
        assert (found.reply_count, found.waiting_since) == (8, None)


def test_somebody_else_with_the_same_mark_posts_their_own(visit: Any, rows: Any, thread: str) -> None:
    """Whoever guesses or copies the mark of a form reaches nothing of the person it belonged to."""
    once = new_id()
    first = led_to(visit("mira").post(f"/threads/{thread}/reply", body="Mine.", once=once, anonymous="y"))
    other = visit("tomasz").post(f"/threads/{thread}/reply", body="Mine too.", once=once)
    assert led_to(other) != first
    with rows() as session:
        assert session.get(Post, led_to(other)).body == "Mine too."
        assert session.get(Post, first).body == "Mine."


def test_the_same_mark_in_another_place_is_another_form(given: Any, visit: Any, thread: str) -> None:
    once, other = new_id(), given(factories.thread, "Another")
    mira = visit("mira")
    first = led_to(mira.post(f"/threads/{thread}/reply", body="Here.", once=once))
    assert led_to(mira.post(f"/threads/{other}/reply", body="There.", once=once)) != first


def test_two_answers_with_the_same_words_from_two_forms_are_two(visit: Any, rows: Any, thread: str) -> None:
    mira = visit("mira")
    made = set()
    for _ in range(2):
        place, fields = new_reply(mira, thread)
        made.add(led_to(mira.post(place, **fields)))
    assert len(made) == 2


def test_a_client_without_marks_is_protected_too(visit: Any, thread: str) -> None:
    mira = visit("mira")
    made = [led_to(mira.post(f"/threads/{thread}/reply", body=body)) for body in ("One.", "One.", "Two.")]
    assert made[0] == made[1] != made[2]


def test_a_post_that_was_taken_back_can_be_posted_again_from_the_same_form(visit: Any, rows: Any, thread: str) -> None:
    mira = visit("mira")
    place, fields = new_reply(mira, thread)
    first = led_to(mira.post(place, **fields))
    mira.post(f"/posts/{first}/withdraw")
    again = led_to(mira.post(place, **fields))
    assert again != first
    assert "Only once." in visit().get(f"/threads/{thread}").get_data(as_text=True)


def test_taking_back_twice_is_taking_back(visit: Any, thread: str) -> None:
    mira = visit("mira")
    place, fields = new_reply(mira, thread)
    post = led_to(mira.post(place, **fields))
    answers = [mira.post(f"/posts/{post}/withdraw") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert visit("tomasz").post(f"/posts/{post}/withdraw").status_code == 404


@pytest.mark.parametrize("opening", [True, False], ids=["an opening", "a reply"])
def test_taking_back_eight_times_at_once_keeps_the_words_for_their_writer(
    app: Flask, given: Any, visit: Any, opening: bool
) -> None:
    for number in range(4):
        words = f"I wish I had not said this, {number}."
        thread = given(factories.thread, f"Nights {number}", body=words)
        post = given(factories.opening, thread) if opening else given(factories.reply, thread, body=words)
        mira = visit("mira")
        place, fields = f"/posts/{post}/withdraw", {"csrf_token": mira.token_for("/settings")}
        answers = at_once(app, place, [(mira, fields)] * 8)
        assert [answer.status_code for answer in answers] == [303] * 8
        saved = mira.get("/drafts").get_data(as_text=True)
        assert words in saved and "Taken back by its writer" not in saved


def test_saving_a_change_twice_is_one_change(given: Any, visit: Any, rows: Any, thread: str) -> None:
    opening = given(factories.opening, thread)
    mira = visit("mira")
    place = f"/posts/{opening}/edit"
    fields = filled(mira, place, place, body="Changed once.")
    answers = [mira.post(place, **fields) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    with rows() as session:
        assert how_many(session)["revisions"] == 1
