"""For every kind of decision: that Mira belongs here, what happened, how it stands, what she may do, and until when."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from forum import clock
from forum.care.community_rules import RULES
from forum.db import db
from forum.moderation import rules
from forum.moderation.models import Action, Decision
from forum.moderation.rules import Ruling
from tests import factories
from tests.moderation import desk

WARN = Ruling(Action.WARN, "It tells of a death.", "content_notes", warnings="death:mentioned")
REDACT = Ruling(Action.REDACT, "It names somebody.", "no_identifying", passage="somebody")
HIDE = Ruling(Action.HIDE, "It calls another member names.", "kind")
REMOVE = Ruling(Action.REMOVE, "An advert.", "no_selling")
ALL = pytest.mark.parametrize("ruling", [WARN, REDACT, HIDE, REMOVE], ids=lambda one: str(one.action))


@pytest.fixture(autouse=True)
def people(given: Any) -> None:
    given(desk.cast)


def decided(given: Any, ruling: Ruling) -> tuple[str, str]:
    post_id = given(factories.reply, given(factories.thread, by="ada"), by="mira", body="Words about somebody.")
    return post_id, given(desk.decide, given(desk.report, post_id), "sam", ruling)


def words_of(visit: Any, decision_id: str) -> tuple[str, list[str]]:
    mira = visit("mira")
    assert mira.get(f"/decisions/{decision_id}").status_code == 200
    return mira.page.words.partition("You still belong here.")[2], mira.page.links


@ALL
def test_each_says_the_rule_what_she_may_do_and_until_when(given: Any, visit: Any, ruling: Ruling) -> None:
    post_id, decision_id = decided(given, ruling)
    words, links = words_of(visit, decision_id)
    assert words, "it begins with that"
    rule = RULES[ruling.rule or ""]
    assert (rule.mend in words) is (ruling.action is not Action.WARN), "a note that is there need not be added"
    for sentence in (ruling.facts, rule.title, "You can ask for another look until", "What stays"):
        assert sentence in words
    last = clock.today() + rules.APPEAL_WINDOW
    assert f"{last.day} {last:%B}" in words
    assert (f"/posts/{post_id}/edit" in links) is (ruling.action is not Action.REMOVE)
    assert ("What you wanted to say can still be said, in a new post." in words) is (ruling.action is Action.REMOVE)
    assert "By now" not in words and "Since then" not in words


@ALL
def test_after_six_months_it_says_so(given: Any, visit: Any, ruling: Ruling) -> None:
    _, decision_id = decided(given, ruling)
    past = clock.now() - rules.APPEAL_WINDOW - timedelta(hours=1)
    given(lambda: db.session.execute(update(Decision).values(decided_at=past)))
    words, links = words_of(visit, decision_id)
    assert "Six months have passed" in words and f"/decisions/{decision_id}/appeal" not in links


def test_a_word_about_a_hidden_post_says_how_it_stands_by_now(given: Any, visit: Any, rows: Any) -> None:
    post_id, decision_id = decided(given, HIDE)
    mira = visit("mira")
    mira.get(f"/posts/{post_id}/edit")
    mira.post(f"/posts/{post_id}/edit", body="Words about the matter.")
    assert "By now it waits for a moderator to read it again." in words_of(visit, decision_id)[0]
    with rows() as session:
        (waiting,) = desk.items(session, post_id=post_id, state="open")
        item_id = waiting.id
    given(desk.decide, item_id, "kit", Ruling(Action.PUBLISH))
    assert "By now everybody can read this post." in words_of(visit, decision_id)[0]
    mira.get(f"/posts/{post_id}/withdraw")
    mira.post(f"/posts/{post_id}/withdraw")
    assert "You have taken it back since." in words_of(visit, decision_id)[0]


def test_she_reads_her_own_words_there_though_she_leaves_such_texts_out(given: Any, visit: Any) -> None:
    thread_id = given(factories.thread, by="ada")
    post_id = given(factories.reply, thread_id, by="mira", body="My own heavy words.", warned="death:described")
    decision_id = given(desk.decide, given(desk.report, post_id), "sam", HIDE)
    mira = visit("mira")
    mira.get("/settings")
    assert mira.post("/settings", warned="hide").status_code == 303
    mira.get(f"/decisions/{decision_id}")
    assert "My own heavy words." in mira.page.words and "This is left out" not in mira.page.words
    assert '<details class="note">' in mira.page.html, "closed, as warned texts are"
