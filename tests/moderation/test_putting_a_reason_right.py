"""An appeal shows that the reason was wrong while the post has to stay as it is: the writer reads so and may ask on."""

import json
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from forum import clock
from forum.discussions.models import Post, Visibility
from forum.moderation import audit
from forum.moderation.models import (
    Action,
    Appeal,
    AuditEntry,
    Decision,
    Kind,
    Outcome,
    ReportReason,
    ReviewItem,
    State,
)
from forum.moderation.rules import Ruling
from tests import factories
from tests.moderation import desk

HIDE = Ruling(Action.HIDE, "It calls another member names.", "kind")
SAID = "It is a song, you are right. It also gives a telephone number."


@pytest.fixture(autouse=True)
def people(given: Any) -> None:
    given(desk.cast)


def appealed(given: Any, visit: Any, rows: Any, ruling: Ruling = HIDE, *, anonymous: bool = False) -> tuple[str, ...]:
    """Mira's post, what Sam decided, and the item in which she asks for another look."""
    thread_id = given(factories.thread, by="mira", title="Ana", body="It is about Ana.", anonymous=anonymous)
    post_id = given(factories.opening, thread_id)
    decision_id = given(desk.decide, given(desk.report, post_id, by="noor"), "sam", ruling)
    return post_id, decision_id, ask(visit("mira"), decision_id, rows)


def ask(mira: Any, decision_id: str, rows: Any) -> str:
    mira.get(f"/decisions/{decision_id}/appeal")
    assert mira.post(f"/decisions/{decision_id}/appeal", words="I was quoting a song.").status_code == 303
    with rows() as session:
        return session.scalars(select(ReviewItem.id).filter_by(kind=Kind.APPEAL, state=State.OPEN)).one()


def judge(person: Any, item_id: str, action: str = "correct", rule: str = "no_contact", facts: str = SAID) -> Any:
    person.get(f"/moderation/items/{item_id}")
    return person.post(f"/moderation/items/{item_id}/decide", action=action, rule=rule, facts=facts)


def in_its_place(rows: Any, item_id: str) -> str:
    with rows() as session:
        return session.scalars(select(Decision.id).filter_by(item_id=item_id)).one()


@pytest.mark.parametrize("anonymous", [False, True], ids=["by name", "by pseudonym"])
def test_kit_puts_the_reason_right_and_the_post_stays_hidden(
    given: Any, visit: Any, rows: Any, anonymous: bool
) -> None:
    post_id, first, item_id = appealed(given, visit, rows, anonymous=anonymous)
    kit = visit("kit")
    assert judge(kit, item_id).status_code == 303
    second = in_its_place(rows, item_id)
    with rows() as session:
        post, old, new = (session.get_one(*one) for one in ((Post, post_id), (Decision, first), (Decision, second)))
        assert post.visibility is Visibility.HIDDEN and post.decision_id == second
        assert (new.action, new.rule, new.facts) == (Action.HIDE, "no_contact", SAID)
        assert old.overturned_at is not None and old.rule == "kind", "what was said first is not rewritten"
        assert session.scalars(select(Appeal)).one().outcome is Outcome.OVERTURNED
        entry = session.scalars(select(AuditEntry).order_by(AuditEntry.number.desc())).first()
        details = json.loads(entry.details)
        assert entry.did == "appeal.corrected"
        assert (details["decision"], details["instead"], details["rule"]) == (first, second, "no_contact")
        assert details["after"] == "hidden" and "song" not in entry.details
        assert audit.verify().fault is None
    kit.get(f"/moderation/items/{item_id}")
    assert "The reason was put right, and the post left as it was, by kit" in kit.page.words
    kit.get("/moderation/?state=decided")
    assert "Reason put right, post left as it was, by kit" in kit.page.words
    assert "The reason was put right on appeal" in kit.page.words and "Overturned" not in kit.page.words


def test_mira_reads_that_the_reason_was_wrong_and_what_the_right_one_is(given: Any, visit: Any, rows: Any) -> None:
    post_id, first, item_id = appealed(given, visit, rows)
    judge(visit("kit"), item_id)
    second, mira = in_its_place(rows, item_id), visit("mira")
    assert mira.get(f"/posts/{post_id}/word").location.endswith(f"/decisions/{second}")
    mira.get(f"/decisions/{second}")
    words = mira.page.words
    assert words.index("You still belong here.") < words.index("The reason that we gave then was not the right one.")
    assert "Talk here, not elsewhere." in words and SAID in words and "Be kind to the person." not in words
    assert "Only you can see it, until it is mended." in words and f"/posts/{post_id}/edit" in mira.page.links
    assert f"/decisions/{first}" in mira.page.links
    mira.get(f"/decisions/{first}")
    assert "We looked again, and put the reason right" in mira.page.words
    assert "took it back" not in mira.page.words and "Everybody can read" not in mira.page.words
    assert f"/decisions/{second}" in mira.page.links
    for who in ("noor", "sam"):
        assert visit(who).get(f"/decisions/{second}").status_code == 404


def test_the_new_reason_can_be_looked_at_by_somebody_who_had_no_part_in_either(
    given: Any, visit: Any, rows: Any
) -> None:
    post_id, _, item_id = appealed(given, visit, rows)
    judge(visit("kit"), item_id)
    second = in_its_place(rows, item_id)
    again = ask(visit("mira"), second, rows)
    for who in ("sam", "kit"):
        assert judge(visit(who), again, "overturn").status_code == 403, who
        with rows() as session:
            appeal = session.scalars(select(Appeal).filter_by(item_id=again)).one()
            judge_id = desk.account(who).id
            appeal.outcome, appeal.decided_at, appeal.decided_by_id = Outcome.UPHELD, clock.now(), judge_id
            with pytest.raises(DBAPIError, match="no part in it"):
                session.flush()
            session.rollback()
    assert judge(visit("ada"), again, "overturn").status_code == 303
    with rows() as session:
        assert session.get_one(Post, post_id).visibility is Visibility.VISIBLE


@pytest.mark.parametrize(
    "ruling, undone",
    [
        (Ruling(Action.REMOVE, "An advert.", "no_selling"), "It is about Ana."),
        (Ruling(Action.REDACT, "A name.", "honest", passage="Ana"), "It is about Ana."),
        (Ruling(Action.WARN, "A death.", "honest", warnings="death:described"), "It is about Ana."),
    ],
    ids=["removed", "covered", "noted"],
)
def test_whatever_was_done_stays_and_can_be_undone_later(
    given: Any, visit: Any, rows: Any, ruling: Ruling, undone: str
) -> None:
    post_id, _, item_id = appealed(given, visit, rows, ruling)
    with rows() as session:
        post = session.get_one(Post, post_id)
        before = (post.visibility, post.body, post.warnings)
    assert judge(visit("kit"), item_id, rule="no_identifying").status_code == 303
    with rows() as session:
        post = session.get_one(Post, post_id)
        assert (post.visibility, post.body, post.warnings) == before
    assert judge(visit("ada"), ask(visit("mira"), in_its_place(rows, item_id), rows), "overturn").status_code == 303
    with rows() as session:
        post = session.get_one(Post, post_id)
        assert (post.visibility, post.body, post.warnings) == (Visibility.VISIBLE, undone, "")


@pytest.mark.parametrize("rule", ["", "no such rule"])
def test_a_reason_is_asked_for_and_nothing_typed_is_lost(given: Any, visit: Any, rows: Any, rule: str) -> None:
    _, _, item_id = appealed(given, visit, rows)
    kit = visit("kit")
    assert judge(kit, item_id, rule=rule).status_code == 422
    assert "Please choose the rule that it is about instead." in kit.page.words
    fields = kit.page.form(f"/moderation/items/{item_id}/decide").fields
    assert fields["facts"] == [SAID] and fields["action"] == ["correct"]


def test_it_is_not_offered_for_what_does_not_stand_any_more(given: Any, visit: Any, rows: Any) -> None:
    post_id, _, item_id = appealed(given, visit, rows)
    mira, kit = visit("mira"), visit("kit")
    mira.get(f"/posts/{post_id}/withdraw")
    assert mira.post(f"/posts/{post_id}/withdraw").status_code == 303
    kit.get(f"/moderation/items/{item_id}")
    assert 'value="correct"' not in kit.page.html and 'value="overturn"' in kit.page.html
    answer = judge(kit, item_id)
    assert answer.status_code == 422 and SAID in kit.page.html
    with rows() as session:
        assert session.get_one(ReviewItem, item_id).state is State.OPEN


def test_an_answer_to_an_old_appeal_does_not_cover_a_later_word(given: Any, visit: Any, rows: Any) -> None:
    """A post with an added note is removed later; to take the note back must not lead its writer past the removal."""
    post_id, first, item_id = appealed(given, visit, rows, Ruling(Action.WARN, "A death.", warnings="death"))
    removal = Ruling(Action.REMOVE, "An advert.", "no_selling")
    later = given(desk.decide, given(desk.report, post_id, by="ada", reason=ReportReason.SPAM), "sam", removal)
    assert judge(visit("kit"), item_id, "overturn").status_code == 303
    mira = visit("mira")
    assert mira.get(f"/posts/{post_id}/word").location.endswith(f"/decisions/{later}")
    mira.get(f"/decisions/{later}")
    assert f"/decisions/{first}" in mira.page.links, "the answer is found from there"
