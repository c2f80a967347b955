"""A reader meets posts with a content note exactly as they chose, wherever words of such a post could stand."""

from collections.abc import Callable
from typing import Any

import pytest

from tests import factories
from tests.discussions.looking import rows, standing
from tests.people import Person

pytestmark = pytest.mark.usefixtures("people")

LEVELS = ("mentioned", "described", "detailed")
CHOICES = ("show", "soften", "collapse", "hide")
WORD = "thistledown"
NOTES = {level: f"Content note: self-harm ({level})" for level in LEVELS}


def expected(choice: str, level: str) -> str:
    if choice == "show" or (choice == "soften" and level == "mentioned"):
        return "open"
    return "nowhere" if choice == "hide" else "folded"


@pytest.fixture(params=["a visitor", "a member, for this topic alone"])
def reader(request: Any, visit: Any) -> Callable[[str], Person]:
    """reader(choice): somebody who made this choice on the settings page."""
    who = None if request.param == "a visitor" else "tomasz"

    def chosen(choice: str) -> Person:
        person: Person = visit(who)
        if "alone" in request.param:
            other = "show" if choice == "hide" else "hide"
            person.post("/settings", warned=other, **{"topic-self_harm": choice})
        else:
            person.post("/settings", warned=choice, **{"topic-suicide": "show" if choice == "hide" else "hide"})
        return person

    return chosen


def test_a_post_and_a_reply_on_their_page(given: Any, reader: Any) -> None:
    for level in LEVELS:
        opening = given(factories.thread, body=f"Opening {WORD}.", warned=f"self_harm:{level}")
        reply = given(factories.thread, body="No note here.")
        given(factories.reply, reply, body=f"Reply {WORD}.", warned=f"self_harm:{level}")
        for choice in CHOICES:
            person = reader(choice)
            for thread in (opening, reply):
                page = person.get(f"/threads/{thread}").get_data(as_text=True)
                assert standing(page, WORD) == expected(choice, level), (choice, level)
                assert NOTES[level] in page
                assert ("This is left out, as you chose" in page) is (choice == "hide")
            assert "No note here." in page


def test_a_list_and_a_room(given: Any, reader: Any) -> None:
    plain = given(factories.thread, "Nothing warned of")
    warned = {level: given(factories.thread, body=f"{WORD}.", warned=f"self_harm:{level}") for level in LEVELS}
    for choice in CHOICES:
        person = reader(choice)
        for place in ("/", "/?list=new", "/?list=waiting", "/rooms/nights"):
            page = person.get(place).get_data(as_text=True)
            assert plain in rows(page)
            assert "Threads about topics that you left out" in page or choice != "hide"
            for level, thread in warned.items():
                assert (thread in rows(page)) is (choice != "hide"), (choice, level, place)
                assert (NOTES[level] in page) is (choice != "hide")
            shown_open = [level for level in LEVELS if expected(choice, level) == "open"]
            assert page.count(f'dir="auto">{WORD}.</p>') == len(shown_open), (choice, place)


def test_a_quote_in_an_answer(given: Any, visit: Any, reader: Any) -> None:
    for level in LEVELS:
        thread = given(factories.thread)
        quoted = given(factories.reply, thread, body=f"{WORD}.", warned=f"self_harm:{level}")
        visit("sam").post(f"/threads/{thread}/reply", body="I hear you.", answers=quoted)
        for choice in CHOICES:
            page = reader(choice).get(f"/threads/{thread}").get_data(as_text=True)
            answering = page[page.index("Answering") : page.index("</a>", page.index("Answering"))]
            assert (WORD in answering) is (expected(choice, level) == "open"), (choice, level)
            assert WORD in answering or f"self-harm ({level})" in answering


def test_ones_own_words_stand_open_and_are_folded_only_where_the_topic_is_left_out(given: Any, visit: Any) -> None:
    """Preview, older versions, the page about taking it back, and the list of what one wrote."""
    for level in LEVELS:
        note, word = f"self_harm:{level}", WORD + level
        thread = given(factories.thread, body=f"First {word}.", warned=note)
        opening = given(factories.opening, thread)
        visit("mira").post(f"/posts/{opening}/edit", title="T", body=f"Then {word}.", warnings=note)
        for choice in CHOICES:
            mira = visit("mira")
            mira.post("/settings", warned=choice)
            own = "folded" if choice == "hide" else "open"
            look = mira.post(f"/threads/{thread}/reply", body=f"{word}.", warnings=note, then="preview")
            preview = look.get_data(as_text=True).partition('class="preview"')[2].partition("</section>")[0]
            assert standing(preview, word) == "open" and NOTES[level] in preview, (choice, level)
            for place in (f"/posts/{opening}/history", f"/posts/{opening}/withdraw", f"/threads/{thread}"):
                page = mira.get(place).get_data(as_text=True)
                assert standing(page, word) == own and NOTES[level] in page, (choice, level, place)
            listed = "open" if expected(choice, level) == "open" else "nowhere"  # a list is read over shoulders
            assert standing(mira.get("/mine").get_data(as_text=True), word) == listed, (choice, level)


def test_the_writer_lands_on_their_words_open_and_everybody_else_meets_the_note(given: Any, visit: Any) -> None:
    thread = given(factories.thread)
    mira, tomasz = visit("mira"), visit("tomasz")
    for place, fields in (
        ("/threads/new", {"title": "Nights", "room": "nights"}),
        (f"/threads/{thread}/reply", {}),
        (f"/threads/{thread}/reply", {"anonymous": "y"}),
    ):
        answer = mira.post(place, **fields, body=f"{WORD}.", warnings="self_harm:detailed")
        landed = mira.follow(answer).get_data(as_text=True)
        post = answer.location.rpartition("#")[2]
        article = landed.partition(f'id="{post}"')[2].partition("</article>")[0]
        assert standing(article, WORD) == "open" and NOTES["detailed"] in article, fields
        theirs = tomasz.get(answer.location.partition("#")[0]).get_data(as_text=True)
        assert standing(theirs.partition(f'id="{post}"')[2].partition("</article>")[0], WORD) == "folded", fields


def test_leaving_out_one_topic_leaves_its_neighbours_in(given: Any, visit: Any) -> None:
    """One topic's word ends in another's."""
    near = given(factories.thread, warned="sexual_violence:detailed")
    given(factories.thread, warned="abuse:mentioned violence:mentioned")
    person = visit()
    person.post("/settings", warned="collapse", **{"topic-violence": "hide"})
    assert rows(person.get("/").get_data(as_text=True)) == [near]


def test_of_several_topics_the_strictest_choice_counts(given: Any, visit: Any) -> None:
    thread = given(factories.thread, body=f"{WORD}.", warned="death:mentioned violence:detailed")
    person = visit()
    for one, other, then in (("show", "show", "open"), ("show", "collapse", "folded"), ("hide", "show", "nowhere")):
        person.post("/settings", warned="show", **{"topic-death": one, "topic-violence": other})
        assert standing(person.get(f"/threads/{thread}").get_data(as_text=True), WORD) == then


def test_the_title_stands_above_the_note_and_the_note_says_how_close_it_goes(given: Any, visit: Any) -> None:
    given(factories.thread, "About my brother", body=WORD, warned="death:mentioned suicide:described")
    page = visit().get("/").get_data(as_text=True)
    assert "About my brother" in page and WORD not in page
    assert "Content note: suicide (described), death and grief (mentioned)" in page


def test_a_note_that_a_writer_adds_later_closes_the_post(given: Any, visit: Any) -> None:
    thread = given(factories.thread, body=f"{WORD}.")
    opening = given(factories.opening, thread)
    assert standing(visit().get(f"/threads/{thread}").get_data(as_text=True), WORD) == "open"
    visit("mira").post(f"/posts/{opening}/edit", title="T", body=f"{WORD}.", warnings="substance")
    page = visit().get(f"/threads/{thread}").get_data(as_text=True)
    assert standing(page, WORD) == "folded" and "Content note: alcohol and drugs (mentioned)" in page


def test_a_topic_that_has_left_the_catalogue_still_closes_the_post(given: Any, visit: Any, rows: Any) -> None:
    from sqlalchemy import text

    thread = given(factories.thread, body=f"{WORD}.")
    with rows() as session:
        session.execute(text("UPDATE posts SET warnings = 'earthquakes:heavy'"))
        session.commit()
    for place in ("/", f"/threads/{thread}"):
        page = visit().get(place).get_data(as_text=True)
        assert standing(page, WORD) in {"folded", "nowhere"} and "earthquakes (detailed)" in page
