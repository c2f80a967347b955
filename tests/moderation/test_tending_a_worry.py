"""Somebody worries about a writer: Sam reads what was said and what helps, and says what was done. No more."""

import json
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from forum.discussions.models import Post, Visibility
from forum.moderation.models import Action, AuditEntry, Decision, ReviewItem, State, Tended
from forum.moderation.rules import Ruling
from tests import factories
from tests.moderation import desk

HARD = {"rule": "kind", "warnings": "death", "passage": "four"}


@pytest.fixture(autouse=True)
def people(given: Any) -> None:
    given(desk.cast)


@pytest.fixture
def post_id(given: Any) -> str:
    return given(factories.opening, given(factories.thread, by="mira"))


def tend(person: Any, item_id: str, **fields: Any) -> Any:
    person.get(f"/moderation/items/{item_id}")
    return person.post(f"/moderation/items/{item_id}/decide", action="dismiss", **fields)


def test_sam_finds_what_was_said_what_helps_and_the_way_to_the_thread(given: Any, visit: Any, post_id: str) -> None:
    item_id = given(desk.worry, post_id, note="She has not answered for two days.")
    sam = visit("sam")
    sam.get(f"/moderation/items/{item_id}")
    words = sam.page.words
    assert words.index("She has not answered for two days.") < words.index("What helps") < words.index("Close this")
    assert "Are you thinking of suicide?" in words and "You are not an ambulance" in words
    assert "/help" in sam.page.links
    answer = next(link for link in sam.page.links if f"answers={post_id}" in link)
    assert sam.get(answer.replace("&amp;", "&")).status_code == 200
    assert "Remove it" not in words and "The rule it is about" not in words


@pytest.mark.parametrize("tended", list(Tended))
def test_what_was_done_is_on_the_record_and_nowhere_else(
    given: Any, visit: Any, rows: Any, post_id: str, tended: Tended
) -> None:
    item_id = given(desk.worry, post_id)
    sam = visit("sam")
    fields = HARD | {"tended": str(tended), "facts": "Told the host.", "note": "Not for her."}
    assert tend(sam, item_id, **fields).status_code == 303
    with rows() as session:
        decision = session.scalars(select(Decision)).one()
        assert (decision.tended, decision.rule, decision.warnings_added) == (tended, None, "")
        assert session.get_one(ReviewItem, item_id).state is State.DECIDED
        post = session.get_one(Post, post_id)
        assert post.visibility is Visibility.VISIBLE and post.decision_id is None and post.warnings == ""
        entry = session.scalars(select(AuditEntry)).one()
        assert json.loads(entry.details)["tended"] == tended and "host" not in entry.details
        decision_id = decision.id
    assert visit("mira").get(f"/decisions/{decision_id}").status_code == 404
    sam.get("/moderation/?state=decided")
    said = {
        Tended.NOTHING_NOW: "Read, nothing needed now, by sam",
        Tended.WROTE: "Answered in the thread, by sam",
        Tended.PASSED: "Passed to somebody else, by sam",
        Tended.OTHER: "Seen to, by sam",
    }
    assert said[tended] in sam.page.words


@pytest.mark.parametrize("tended, status", [("nothing_now", 303), ("wrote", 303), ("passed", 422), ("other", 422)])
def test_only_what_the_word_does_not_tell_has_to_be_written(
    given: Any, visit: Any, post_id: str, tended: str, status: int
) -> None:
    sam, item_id = visit("sam"), given(desk.worry, post_id)
    assert tend(sam, item_id, tended=tended).status_code == status
    if status == 422:
        assert sam.page.form(f"/moderation/items/{item_id}/decide").fields["tended"] == [tended]


def test_a_worry_that_should_be_looked_at_again_stays_in_the_queue(
    given: Any, visit: Any, rows: Any, post_id: str
) -> None:
    """Nobody is forgotten behind a closed item: Sam takes it, gives it back, and Kit finds it."""
    sam, kit, item_id = visit("sam"), visit("kit"), given(desk.worry, post_id)
    page = f"/moderation/items/{item_id}"
    sam.get(page)
    assert "Should one of you look in again? Do not close it. It stays in the queue." in sam.page.words
    sam.follow(sam.post(f"{page}/claim"))
    assert (
        "Should one of you look in again? Give it back instead of closing it. It stays in the queue." in sam.page.words
    )
    assert sam.post(f"{page}/release").status_code == 303
    kit.get("/moderation/")
    assert page in kit.page.links and "sam has this one" not in kit.page.words
    assert tend(kit, item_id, tended="watching", facts="Kit, tomorrow.").status_code == 422, "not a way to close it"
    with rows() as session:
        assert session.get_one(ReviewItem, item_id).state is State.OPEN


def test_a_word_that_is_not_ours_is_asked_for_again(given: Any, visit: Any, rows: Any, post_id: str) -> None:
    sam, item_id = visit("sam"), given(desk.worry, post_id)
    assert tend(sam, item_id, tended="punished", facts="Kept.").status_code == 422
    assert "Please choose one of these." in sam.page.words and "Kept." in sam.page.html
    assert tend(sam, item_id).status_code == 422, "nothing chosen and nothing written"


def test_words_alone_are_enough_for_a_program(given: Any, visit: Any, rows: Any, post_id: str) -> None:
    assert tend(visit("sam"), given(desk.worry, post_id), facts="Wrote to her.").status_code == 303
    with rows() as session:
        assert session.scalars(select(Decision)).one().tended is Tended.OTHER


def test_no_other_item_ends_in_such_a_word(given: Any, visit: Any, rows: Any, post_id: str) -> None:
    sam, item_id = visit("sam"), given(desk.report, post_id)
    assert tend(sam, item_id, tended="nothing_now").status_code == 422, "a report is not left alone without a reason"
    assert tend(sam, item_id, tended="nothing_now", facts="It is fine.").status_code == 303
    with rows() as session:
        assert session.scalars(select(Decision)).one().tended is None


@pytest.mark.parametrize("change", ["tended = 'wrote'", "item_kind = 'worried', action = 'hide'"])
def test_the_database_keeps_the_lanes_apart(given: Any, rows: Any, post_id: str, change: str) -> None:
    item_id = given(desk.report if change.startswith("tended") else desk.worry, post_id)
    given(desk.decide, item_id, "sam", Ruling(Action.DISMISS, "Fine."))
    with rows() as session:
        with pytest.raises(DBAPIError):
            session.execute(text(f"UPDATE decisions SET {change}"))
        session.rollback()
