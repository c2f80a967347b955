"""Words that somebody took back are kept for them, and no form brings them up by itself."""

import re
from typing import Any

from tests import factories

WORDS = ("I wish I had not said this. " * 20).strip()


def test_a_reply_taken_back_is_found_only_under_saved_for_later(given: Any, visit: Any) -> None:
    given(factories.member, "mira")
    thread_id = given(factories.thread)
    mira = visit("mira")
    sent = mira.post(f"/threads/{thread_id}/reply", body=WORDS)
    post_id = sent.location.rpartition("post-")[2]
    mira.post(f"/posts/{post_id}/withdraw")
    assert WORDS not in mira.get(f"/threads/{thread_id}").get_data(as_text=True)
    assert WORDS not in mira.get(f"/threads/{thread_id}/reply").get_data(as_text=True)
    saved = mira.get("/drafts").get_data(as_text=True)
    assert WORDS in saved and "You took this back" in saved
    again = re.search(r'href="(/threads/[^"]+/reply\?draft=[^"]+)"', saved)
    assert again and WORDS in mira.get(again[1]).get_data(as_text=True)


def test_a_thread_taken_back_does_not_wait_in_the_next_one(given: Any, visit: Any) -> None:
    given(factories.member, "mira")
    given(factories.room)
    mira = visit("mira")
    sent = mira.post("/threads/new", title="Too much", body=WORDS, room="nights")
    post_id = sent.location.rpartition("post-")[2]
    mira.post(f"/posts/{post_id}/withdraw")
    assert WORDS not in mira.get("/threads/new").get_data(as_text=True)
    saved = mira.get("/drafts").get_data(as_text=True)
    again = re.search(r'href="(/threads/new\?draft=[^"]+)"', saved)
    assert again and WORDS in mira.get(again[1]).get_data(as_text=True)
