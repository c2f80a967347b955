"""Words are looked at and forgotten: that somebody was given a thought is in no table, no log, no file, no cookie."""

from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from tests import factories
from tests.anonymity.test_no_table_names_the_writer import snapshot
from tests.posting.coached import HURTS, KIND, NOTED, OPENING, UNHEARD
from tests.posting.writing import led_to
from tests.security.test_nothing_is_written_down import log  # noqa: F401

pytestmark = pytest.mark.usefixtures("people")
SENTINEL = "quincemarmalade"


@pytest.fixture
def thread(given: Any) -> str:
    return str(given(factories.thread, body=OPENING, asked="listen"))


def is_told(person: Any, thread: str) -> None:
    """Noor is given every kind of thought that there is, in every way, and posts nothing."""
    place, fields = f"/threads/{thread}/reply", {"title": SENTINEL, "room": "nights"}
    for words in (HURTS, UNHEARD, NOTED, f"{HURTS} {NOTED}"):
        body = f"{words} {SENTINEL}."
        for how in ({"then": "coach", "coach": "live"}, {"then": "preview", "coach": ""}):
            person.post(place, body=body, **how)
            person.post("/threads/new", **fields, body=body, **how)
    assert person.post(place, body=f"{HURTS} {SENTINEL}", coach="").status_code == 200
    assert person.post("/threads/new", **fields, body=f"{NOTED} {SENTINEL}", coach="").status_code == 200


def test_no_table_moves(visit: Any, rows: Any, thread: str) -> None:
    noor = visit("noor")
    noor.get(f"/threads/{thread}")
    with rows() as session:
        before = snapshot(session)
    is_told(noor, thread)
    with rows() as session:
        assert snapshot(session) == before


def test_no_log_file_or_cookie_knows_of_it(
    app: Flask, visit: Any, thread: str, log: Any, capfd: Any  # noqa: F811
) -> None:
    noor = visit("noor")
    noor.get(f"/threads/{thread}")
    noor.get("/settings")
    held = noor.cookies()
    is_told(noor, thread)
    assert noor.cookies() == held
    out, err = capfd.readouterr()
    said = log.getvalue() + out + err
    assert "/threads/<thread_id>/reply" in said, "the log said nothing at all"
    for word in (SENTINEL, "selfish", "coach", "vodka", "substance", thread, "noor"):
        assert word not in said, word
    for path in Path(app.instance_path).rglob("*"):
        if path.is_file():
            assert SENTINEL.encode() not in path.read_bytes(), path


def test_a_reply_after_a_thought_is_stored_as_any_other(visit: Any, rows: Any, thread: str) -> None:
    """Of two replies nothing but their words, their ids and their moments differ, whatever was said on the way."""
    noor, tomasz, place = visit("noor"), visit("tomasz"), f"/threads/{thread}/reply"
    noor.post(place, body=HURTS, coach="")
    told = led_to(noor.post(place, **noor.page.form(place).fields))
    plain = led_to(tomasz.post(place, body=KIND))
    with rows() as session:
        found = {dict(row)["id"]: dict(row) for table, row in snapshot(session) if table == "posts"}
        one, other = found[told.encode()], found[plain.encode()]
    own = {"id", "account_id", "body", "body_html", "excerpt", "place", "posted_at", "word_count"}
    assert {name for name in one if one[name] != other[name]} <= own


def test_a_draft_that_is_saved_says_nothing_of_it(visit: Any, rows: Any, thread: str) -> None:
    """What lies in the place for drafts is as long, and opens as the same form, whether a thought was given or not."""
    noor, place = visit("noor"), f"/threads/{thread}/reply"
    for more in ({"coach": ["live", "said"], "offered": ["substance", "violence"]}, {"coach": "live"}):
        assert noor.post("/drafts", place=thread, body=HURTS, draft="aaaabbbbccccdddd", **more).status_code == 204
        noor.get(f"/threads/{thread}")
        fields = noor.page.form(place).fields
        assert fields["body"] == [HURTS] and fields["coach"] == [""] and fields["offered"] == [""]


def test_far_more_than_people_write_is_not_looked_at_and_still_posted(
    visit: Any, thread: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    noor, place = visit("noor"), f"/threads/{thread}/reply"
    monkeypatch.setattr("forum.limits.take", lambda name, *_: name != "coach")
    assert noor.post(place, body=HURTS, then="coach", coach="live").status_code == 429
    led_to(noor.post(place, body=HURTS, coach=""))


def test_visitors_strangers_and_other_sites_are_told_nothing(given: Any, visit: Any, thread: str) -> None:
    place = f"/threads/{thread}/reply"
    assert visit().post(place, body=HURTS, then="coach").status_code == 401
    noor = visit("noor")
    assert noor.post(place, body=HURTS, then="coach", csrf_token="no").status_code == 400
    token = noor.token_for("/settings")
    sent = {"body": HURTS, "then": "coach", "csrf_token": token}
    assert noor.client.post(place, data=sent, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 400
    assert noor.get(f"{place}?then=coach&body={HURTS}").get_data(as_text=True).count("<mark>") == 0
    assert noor.post("/threads/aaaabbbbccccdddd/reply", body=HURTS, then="coach").status_code == 404
    opening = given(factories.opening, thread)
    assert noor.post(f"/posts/{opening}/edit", body=HURTS, then="coach").status_code == 404
