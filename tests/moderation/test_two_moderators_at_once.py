"""Two moderators, and twenty, decide one item in the same moment: one decision counts, the others read so."""

import os
import threading
from collections import Counter
from typing import Any

import pytest
from sqlalchemy import func, select

from forum.discussions.models import Post, Visibility
from forum.moderation import audit
from forum.moderation.models import AuditEntry, Decision, ReviewItem, State
from tests import factories
from tests.moderation import desk

ROUNDS = int(os.environ.get("FORUM_RACE_ROUNDS", "20"))  # 200 by: FORUM_RACE_ROUNDS=200 pytest <this file>

WAYS = [
    {"action": "publish"},
    {"action": "remove", "rule": "kind", "facts": "An insult.", "note": "Kept for me."},
]


@pytest.fixture(autouse=True)
def people(given: Any) -> None:
    given(desk.cast)


def a_held_post(given: Any) -> tuple[str, str]:
    post_id = given(factories.opening, given(factories.thread))
    given(lambda: setattr(desk.post(post_id), "visibility", Visibility.HELD))
    return post_id, given(desk.hold, post_id)


def at_once(people: list[Any], item_id: str) -> list[int]:
    """Everybody has the page open and presses the button at the same moment; answers with their statuses."""
    for person in people:
        person.get(f"/moderation/items/{item_id}")
    start, statuses = threading.Barrier(len(people)), [0] * len(people)

    def press(nth: int) -> None:
        start.wait()
        answer = people[nth].post(f"/moderation/items/{item_id}/decide", **WAYS[nth % 2])
        statuses[nth] = answer.status_code

    pressing = [threading.Thread(target=press, args=(nth,)) for nth in range(len(people))]
    for one in pressing:
        one.start()
    for one in pressing:
        one.join(60)
    return statuses


@pytest.mark.timeout(600)
def test_of_two_decisions_exactly_one_counts(given: Any, visit: Any, rows: Any) -> None:
    sam, kit = visit("sam"), visit("kit")
    for _ in range(ROUNDS):
        post_id, item_id = a_held_post(given)
        statuses = at_once([sam, kit], item_id)
        assert sorted(statuses) == [303, 409]
        loser = (sam, kit)[statuses.index(409)]
        assert "A colleague has already decided this." in loser.page.words
        assert loser is sam or "Kept for me." in loser.page.words
        with rows() as session:
            decision = session.scalars(select(Decision).filter_by(item_id=item_id)).one()
            assert decision.action == WAYS[statuses.index(303)]["action"]
            wanted = Visibility.VISIBLE if decision.action == "publish" else Visibility.REMOVED
            assert session.get_one(Post, post_id).visibility is wanted
            about = select(func.count(AuditEntry.number)).where(AuditEntry.about == f"post:{post_id}")
            assert session.scalar(about) == 1
    with rows() as session:
        assert session.scalar(select(func.count(AuditEntry.number))) == ROUNDS
        assert audit.verify().fault is None


@pytest.mark.timeout(300)
def test_of_twenty_decisions_exactly_one_counts(given: Any, visit: Any, rows: Any) -> None:
    names = [f"helper{nth}" for nth in range(20)]
    for name in names:
        given(factories.moderator, name)
    post_id, item_id = a_held_post(given)
    statuses = Counter(at_once([visit(name) for name in names], item_id))
    # A database that is busy for five seconds says "please try again"; nobody may ever be told twice that it counted.
    assert statuses[303] == 1 and set(statuses) <= {303, 409, 503}
    with rows() as session:
        assert session.scalar(select(func.count(Decision.id))) == 1
        assert session.get_one(ReviewItem, item_id).state is State.DECIDED
        assert session.get_one(Post, post_id).decision_id is not None or statuses[409]


def test_two_reports_at_once_are_one_item(given: Any, visit: Any, rows: Any) -> None:
    names = [f"member{nth}" for nth in range(6)]
    for name in names:
        given(factories.member, name)
    post_id = given(factories.opening, given(factories.thread))
    people = [visit(name) for name in names]
    for person in people:
        person.get(f"/posts/{post_id}/report")
    start, statuses = threading.Barrier(len(people)), []

    def press(person: Any) -> None:
        start.wait()
        statuses.append(person.post(f"/posts/{post_id}/report", lane="rule", reason="hostile", note="x").status_code)

    pressing = [threading.Thread(target=press, args=(person,)) for person in people]
    for one in pressing:
        one.start()
    for one in pressing:
        one.join(60)
    assert statuses == [303] * 6
    with rows() as session:
        assert desk.open_items(session) == 1
