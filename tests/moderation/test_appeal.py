"""Asking for another look: once, within six months, judged by somebody who had no part, and undone when overturned."""

import json
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import DBAPIError

from forum import clock
from forum.db import db
from forum.discussions.models import Post, Thread, Visibility
from forum.moderation import audit
from forum.moderation.models import Action, Appeal, AuditEntry, Decision, Evidence, Kind, Outcome, ReviewItem, State
from forum.moderation.rules import Ruling
from tests import factories
from tests.moderation import desk

HIDE = Ruling(Action.HIDE, "It calls another member names.", "kind")
REMOVE = Ruling(Action.REMOVE, "An advert.", "no_selling")
WARN = Ruling(Action.WARN, "It tells of a death.", warnings="death:described self_harm:detailed")
REDACT = Ruling(Action.REDACT, "A name.", "no_identifying", passage="Ana")


@pytest.fixture(autouse=True)
def people(given: Any) -> None:
    given(desk.cast)


def decided(given: Any, ruling: Ruling = HIDE, *, anonymous: bool = False, by: str = "sam") -> tuple[str, str]:
    thread_id = given(
        factories.thread, by="mira", title="About Ana", body="It is about Ana.", anonymous=anonymous,
        warned="self_harm:mentioned",
    )  # fmt: skip
    post_id = given(factories.opening, thread_id)
    return post_id, given(desk.decide, given(desk.report, post_id, by="noor"), by, ruling)


def ask(person: Any, decision_id: str, words: str = "I was quoting a song.") -> Any:
    person.get(f"/decisions/{decision_id}/appeal")
    return person.post(f"/decisions/{decision_id}/appeal", words=words)


def appeal_item(rows: Any) -> str:
    with rows() as session:
        return session.scalars(select(ReviewItem.id).filter_by(kind=Kind.APPEAL, state=State.OPEN)).one()


def judge(person: Any, item_id: str, action: str, facts: str = "You are right, it is a song.", **more: str) -> Any:
    person.get(f"/moderation/items/{item_id}")
    return person.post(f"/moderation/items/{item_id}/decide", action=action, facts=facts, **more)


@pytest.mark.parametrize("anonymous", [False, True], ids=["by name", "by pseudonym"])
def test_mira_asks_and_kit_overturns(given: Any, visit: Any, rows: Any, anonymous: bool) -> None:
    post_id, decision_id = decided(given, anonymous=anonymous)
    mira, kit = visit("mira"), visit("kit")
    answer = ask(mira, decision_id)
    assert answer.status_code == 303 and answer.location.endswith(f"/decisions/{decision_id}")
    mira.follow(answer)
    assert "It waits for a moderator who had no part in the decision." in mira.page.words
    item_id = appeal_item(rows)
    kit.get(f"/moderation/items/{item_id}")
    assert "I was quoting a song." in kit.page.words and "It calls another member names." in kit.page.words
    assert judge(kit, item_id, "overturn").status_code == 303
    with rows() as session:
        post = session.get_one(Post, post_id)
        assert post.visibility is Visibility.VISIBLE
        assert session.get_one(Thread, post.thread_id).visibility is Visibility.VISIBLE
        assert session.scalars(select(Appeal)).one().outcome is Outcome.OVERTURNED
        assert session.get_one(Decision, decision_id).overturned_at is not None
        entry = session.scalars(select(AuditEntry).order_by(AuditEntry.number.desc())).first()
        assert entry.did == "appeal.overturned" and json.loads(entry.details)["decision"] == decision_id
        assert audit.verify().fault is None
    mira.get(f"/decisions/{decision_id}")
    assert "We looked again, and took it back" in mira.page.words
    assert "You are right, it is a song." in mira.page.words
    main = mira.page.html.partition("<main")[2]
    assert "kit" not in main and "sam" not in main.replace("same", "")


def test_a_decision_that_stands_is_answered_too(given: Any, visit: Any, rows: Any) -> None:
    post_id, decision_id = decided(given)
    mira = visit("mira")
    ask(mira, decision_id)
    assert judge(visit("kit"), appeal_item(rows), "uphold", "It is aimed at a member.").status_code == 303
    with rows() as session:
        assert session.get_one(Post, post_id).visibility is Visibility.HIDDEN
        assert session.get_one(Decision, decision_id).overturned_at is None
    mira.get(f"/decisions/{decision_id}")
    assert "It stands." in mira.page.words and "It is aimed at a member." in mira.page.words


@pytest.mark.parametrize("word, outcome", [("dismiss", Outcome.UPHELD), ("publish", Outcome.OVERTURNED)])
def test_the_usual_words_are_understood_on_an_appeal(
    given: Any, visit: Any, rows: Any, word: str, outcome: Outcome
) -> None:
    _, decision_id = decided(given)
    ask(visit("mira"), decision_id)
    assert judge(visit("kit"), appeal_item(rows), word).status_code == 303
    with rows() as session:
        assert session.scalars(select(Appeal)).one().outcome is outcome


# --- by somebody else -------------------------------------------------------------------------------------------


def test_who_decided_does_not_judge(given: Any, visit: Any, rows: Any) -> None:
    """T6."""
    _, decision_id = decided(given)
    ask(visit("mira"), decision_id)
    item_id, sam = appeal_item(rows), visit("sam")
    sam.get(f"/moderation/items/{item_id}")
    assert "You had a part in this, so somebody else answers the appeal." in sam.page.words
    assert not any(form.action.endswith(("/decide", "/claim")) for form in sam.page.forms)
    assert sam.post(f"/moderation/items/{item_id}/claim").status_code == 403
    answer = sam.post(f"/moderation/items/{item_id}/decide", action="uphold", facts="My words are kept.")
    assert answer.status_code == 403 and "My words are kept." in sam.page.words
    with rows() as session:
        assert session.scalars(select(Appeal)).one().outcome is None
        assert session.get_one(ReviewItem, item_id).claimed_by_id is None


def test_who_only_took_the_item_does_not_judge_either(given: Any, visit: Any, rows: Any) -> None:
    post_id = given(factories.opening, given(factories.thread, by="mira"))
    report = given(desk.report, post_id)
    kit = visit("kit")
    kit.get(f"/moderation/items/{report}")
    kit.post(f"/moderation/items/{report}/claim")
    kit.post(f"/moderation/items/{report}/release")
    decision_id = given(desk.decide, report, "sam", HIDE)
    ask(visit("mira"), decision_id)
    assert judge(kit, appeal_item(rows), "uphold").status_code == 403


def test_who_asked_for_it_to_be_looked_at_does_not_judge(given: Any, visit: Any, rows: Any) -> None:
    post_id = given(factories.opening, given(factories.thread, by="mira"))
    decision_id = given(desk.decide, given(desk.report, post_id, by="kit"), "sam", HIDE)
    ask(visit("mira"), decision_id)
    assert judge(visit("kit"), appeal_item(rows), "uphold").status_code == 403
    assert judge(visit("ada"), appeal_item(rows), "uphold").status_code == 303


def test_the_database_itself_refuses_a_judge_who_had_a_part(given: Any, visit: Any, rows: Any) -> None:
    _, decision_id = decided(given)
    ask(visit("mira"), decision_id)
    with rows() as session:
        sam = desk.account("sam").id
        judged = update(Appeal).values(outcome=Outcome.UPHELD, decided_by_id=sam, decided_at=clock.now())
        with pytest.raises(DBAPIError):
            session.execute(judged)
        session.rollback()
        session.execute(judged.values(decided_by_id=desk.account("kit").id))


def test_in_a_team_of_one_the_wait_is_told_honestly(given: Any, visit: Any, rows: Any) -> None:
    _, decision_id = decided(given)

    def alone() -> None:
        for name in ("kit", "ada"):
            desk.account(name).role = "member"

    given(alone)
    mira = visit("mira")
    mira.follow(ask(mira, decision_id))
    assert "Just now the team has nobody else, so we cannot say when that will be." in mira.page.words
    given(factories.moderator, "newhand")
    mira.get(f"/decisions/{decision_id}")
    assert "the team has nobody else" not in mira.page.words


def test_kit_cannot_judge_an_appeal_of_their_own(given: Any, visit: Any, rows: Any) -> None:
    post_id = given(factories.opening, given(factories.thread, by="kit", anonymous=True))
    decision_id = given(desk.decide, given(desk.report, post_id), "sam", HIDE)
    kit = visit("kit")
    ask(kit, decision_id)
    assert kit.get(f"/moderation/items/{appeal_item(rows)}").status_code == 404


# --- once, in time ----------------------------------------------------------------------------------------------


def test_a_decision_is_looked_at_again_once(given: Any, visit: Any, rows: Any) -> None:
    _, decision_id = decided(given)
    mira = visit("mira")
    ask(mira, decision_id)
    mira.page.html = ""
    assert mira.post(f"/decisions/{decision_id}/appeal", words="And again.").status_code == 303
    with rows() as session:
        assert session.scalar(select(func.count(Appeal.id))) == 1


def test_two_decisions_about_one_post_can_both_be_appealed(given: Any, visit: Any, rows: Any) -> None:
    post_id, first = decided(given, WARN)
    second = given(desk.decide, given(desk.report, post_id, by="ada", reason=desk.ReportReason.SPAM), "sam", HIDE)
    mira = visit("mira")
    ask(mira, first)
    ask(mira, second)
    with rows() as session:
        assert session.scalar(select(func.count(Appeal.id))) == 2


def test_after_six_months_it_is_too_late(given: Any, visit: Any, rows: Any) -> None:
    _, decision_id = decided(given)
    mira = visit("mira")
    mira.get(f"/decisions/{decision_id}/appeal")
    given(lambda: db.session.execute(update(Decision).values(decided_at=clock.now() - timedelta(days=184))))
    answer = mira.post(f"/decisions/{decision_id}/appeal", words="Please.")
    assert answer.status_code == 409 and "Please." in mira.page.words
    mira.get(f"/decisions/{decision_id}")
    assert "Ask for another look" not in mira.page.words


@pytest.mark.parametrize(
    "words, sentence", [("", "in your own words"), ("  \n ", "in your own words"), ("a" * 8_001, "8,000")]
)
def test_a_mistake_keeps_what_was_typed(given: Any, visit: Any, rows: Any, words: str, sentence: str) -> None:
    _, decision_id = decided(given)
    mira = visit("mira")
    answer = ask(mira, decision_id, words)
    assert answer.status_code == 422 and sentence in mira.page.words
    assert mira.page.form(f"/decisions/{decision_id}/appeal").fields["words"] == [words.strip()]


def test_an_answer_is_needed(given: Any, visit: Any, rows: Any) -> None:
    _, decision_id = decided(given)
    ask(visit("mira"), decision_id)
    kit = visit("kit")
    answer = judge(kit, appeal_item(rows), "overturn", "")
    assert answer.status_code == 422 and "Please tell the writer what you looked at" in kit.page.words
    assert judge(kit, appeal_item(rows), "sideways").status_code == 422


# --- what overturning undoes ------------------------------------------------------------------------------------


def overturned(given: Any, visit: Any, rows: Any, decision_id: str) -> None:
    ask(visit("mira"), decision_id)
    assert judge(visit("kit"), appeal_item(rows), "overturn").status_code == 303


@pytest.mark.parametrize("ruling", [HIDE, REMOVE, WARN, REDACT], ids=lambda one: str(one.action))
def test_overturning_undoes_what_was_done(given: Any, visit: Any, rows: Any, ruling: Ruling) -> None:
    post_id, decision_id = decided(given, ruling)
    overturned(given, visit, rows, decision_id)
    with rows() as session:
        post = session.get_one(Post, post_id)
        assert (post.visibility, post.body, post.warnings) == (
            Visibility.VISIBLE, "It is about Ana.", "self_harm:mentioned",
        )  # fmt: skip
        assert session.get_one(Thread, post.thread_id).title == "About Ana"
        assert "Ana" in post.body_html and "Ana" in post.excerpt


def edit(visit: Any, post_id: str, **fields: Any) -> None:
    mira = visit("mira")
    mira.get(f"/posts/{post_id}/edit")
    assert mira.post(f"/posts/{post_id}/edit", title="About somebody", **fields).status_code == 303


def test_only_the_notes_that_were_added_go(given: Any, visit: Any, rows: Any) -> None:
    post_id, decision_id = decided(given, WARN)
    notes = ["death:described", "self_harm:detailed", "violence:mentioned"]
    edit(visit, post_id, body="Other words.", warnings=notes)
    overturned(given, visit, rows, decision_id)
    with rows() as session:
        post = session.get_one(Post, post_id)
        assert (post.body, post.warnings) == ("Other words.", "self_harm:mentioned violence:mentioned")


def test_words_changed_since_are_left_to_their_writer(given: Any, visit: Any, rows: Any) -> None:
    post_id, decision_id = decided(given, REDACT)
    edit(visit, post_id, body="It is about […], and about me.")
    overturned(given, visit, rows, decision_id)
    with rows() as session:
        assert session.get_one(Post, post_id).body == "It is about […], and about me."
    mira = visit("mira")
    mira.get(f"/decisions/{decision_id}")
    assert "you can put your words back" in mira.page.words


def test_a_mended_post_is_shown_and_waits_no_more(given: Any, visit: Any, rows: Any) -> None:
    post_id, decision_id = decided(given)
    edit(visit, post_id, body="Mended words.")
    overturned(given, visit, rows, decision_id)
    with rows() as session:
        assert session.get_one(Post, post_id).visibility is Visibility.VISIBLE
        assert desk.open_items(session) == 0


def test_another_decision_that_stands_goes_on_standing(given: Any, visit: Any, rows: Any) -> None:
    post_id, first = decided(given)
    edit(visit, post_id, body="Still an insult.")
    with rows() as session:
        hold = session.scalars(select(ReviewItem.id).filter_by(kind=Kind.HOLD, state=State.OPEN)).one()
    given(desk.decide, hold, "ada", HIDE)
    overturned(given, visit, rows, first)
    with rows() as session:
        assert session.get_one(Post, post_id).visibility is Visibility.HIDDEN


def test_words_taken_back_stay_taken_back(given: Any, visit: Any, rows: Any) -> None:
    post_id, decision_id = decided(given)
    mira = visit("mira")
    ask(mira, decision_id)
    mira.get(f"/posts/{post_id}/withdraw")
    mira.post(f"/posts/{post_id}/withdraw")
    kit, item_id = visit("kit"), appeal_item(rows)
    kit.get(f"/moderation/items/{item_id}")
    assert "It is about Ana." in kit.page.words, "the evidence outlives the words (DECISIONS 18)"
    judge(kit, item_id, "overturn")
    with rows() as session:
        post = session.get_one(Post, post_id)
        assert post.visibility is Visibility.WITHDRAWN and post.body == ""
    assert mira.get(f"/decisions/{decision_id}").status_code == 200


def test_an_appeal_keeps_the_evidence_for_its_own_six_months(given: Any, visit: Any, rows: Any) -> None:
    _, decision_id = decided(given)
    given(lambda: db.session.execute(update(Evidence).values(until=clock.today() + timedelta(days=2))))
    ask(visit("mira"), decision_id)
    with rows() as session:
        assert session.scalars(select(Evidence.until)).one() > clock.today() + timedelta(days=180)


def test_after_an_appeal_the_same_reason_is_not_opened_again(given: Any, visit: Any, rows: Any) -> None:
    """T20: undone is not changed."""
    post_id, decision_id = decided(given)
    overturned(given, visit, rows, decision_id)
    given(desk.report, post_id, by="ada")
    with rows() as session:
        assert desk.open_items(session) == 0
