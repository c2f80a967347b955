"""A text that is only read through or put by is read for danger, and nothing of that is stored or logged."""

import io
import logging
from typing import Any

import pytest

from forum.care.signals import Risk
from tests import factories, signs
from tests.anonymity.test_no_table_names_the_writer import snapshot
from tests.security.test_nothing_is_written_down import log  # noqa: F401

SENTINEL = "quincewords"


@pytest.fixture
def mira(given: Any, visit: Any) -> Any:
    given(factories.member, "mira")
    given(factories.moderator, "sam")
    return visit("mira")


HARD = [signs.IMMINENT, signs.HIGH, signs.METHOD, signs.URGING, signs.OTHERS]


@pytest.mark.parametrize("body", HARD, ids=["imminent", "high", "a way", "urging", "others"])
def test_reading_it_through_leaves_every_table_as_it_was(
    given: Any, mira: Any, rows: Any, log: io.StringIO, capfd: Any, body: str  # noqa: F811
) -> None:
    thread = given(factories.thread)
    post = given(factories.opening, thread)
    with rows() as session:
        before = snapshot(session)
    typed = f"{SENTINEL} {body}"
    forms = {
        f"/threads/{thread}/reply": {},
        "/threads/new": {"title": f"{SENTINEL} too", "room": "nights"},
        f"/posts/{post}/edit": {"title": f"{SENTINEL} too"},
    }
    for address, fields in forms.items():
        for sealed in ("", "y"):
            answer = mira.post(address, body=typed, then="preview", anonymous=sealed, **fields)
            assert answer.status_code == 200 and "How it will look" in mira.page.words
    with rows() as session:
        assert snapshot(session) == before
    out, err = capfd.readouterr()
    said = log.getvalue() + out + err
    assert "/threads/<thread_id>/reply" in said, "the log said nothing at all"
    for word in (SENTINEL, "kill", "triage", "imminent", "assess", "risk"):
        assert word not in said.replace("kill -", ""), word


@pytest.mark.parametrize("body", HARD, ids=["imminent", "high", "a way", "urging", "others"])
@pytest.mark.parametrize("how", ["by itself", "by hand"])
def test_what_is_put_by_changes_one_locked_row_and_calls_nobody(
    given: Any, mira: Any, rows: Any, log: io.StringIO, body: str, how: str  # noqa: F811
) -> None:
    thread = given(factories.thread)
    with rows() as session:
        before = snapshot(session)
    typed = f"{SENTINEL} {body}"
    if how == "by itself":
        assert mira.post("/drafts", place=thread, body=typed).status_code == 204
    else:
        assert mira.post(f"/threads/{thread}/reply", body=typed, then="keep").status_code == 303
    with rows() as session:
        changed = snapshot(session) ^ before
    assert {table for table, _ in changed} == {"slots"}
    assert not [value for _, row in changed for _, value in row if SENTINEL.encode() in value]
    assert SENTINEL not in log.getvalue() and logging.getLogger("forum").name in log.getvalue()


def test_a_dangerous_draft_and_a_harmless_one_lie_there_alike(given: Any, mira: Any, rows: Any) -> None:
    """Not by its size, its number of rows or its day does a box say what was in it."""
    thread = given(factories.thread)
    boxes = []
    for letter, body in (("a", signs.IMMINENT), ("b", signs.CALM)):
        with rows() as session:
            before = snapshot(session)
        mira.post("/drafts", place=thread, body=body, draft=letter * 16, once=letter * 16)
        with rows() as session:
            (row,) = snapshot(session) - before
        boxes.append(dict(row[1]))
    assert len(boxes[0]["box"]) == len(boxes[1]["box"]) and boxes[0]["until"] == boxes[1]["until"]


def test_these_words_would_have_been_noticed() -> None:
    """The control for all of the above."""
    assert signs.assess(signs.IMMINENT).risk is Risk.IMMINENT and signs.assess(signs.CALM).risk is Risk.NONE
