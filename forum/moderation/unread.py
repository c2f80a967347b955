"""Whether moderators wrote to a member lately and the member has not opened it yet.

A word is new for thirty days, and until it is opened in this browser. That it was opened is noted in the browser's own
cookie, because reading writes no row, as a mark that only this person's share of the seal can make.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, or_, select

from forum import clock
from forum.anonymity.models import Pseudonym
from forum.anonymity.operations import own_pseudonyms
from forum.anonymity.seal import Person
from forum.db import db
from forum.discussions.models import Post, Visibility
from forum.discussions.reading import Reader
from forum.moderation import rules
from forum.moderation.models import Action, Appeal, Decision, Outcome, ReviewItem, State

NEW_FOR = timedelta(days=30)  # As long as a draft: who stays away for longer finds the word at the post.
MARKS = 20  # that a browser keeps; a cookie has to stay small
MARK = 12  # letters; enough that no two words of one person meet


@dataclass(frozen=True)
class Word:
    """One word from moderators, as its writer is told that it is there; what it says stands on its own page."""

    decision_id: str
    byline: str
    opening: bool
    posted_at: datetime


def words(reader: Reader, opened: Sequence[str] = ()) -> list[Word]:
    """The new words to this reader, the latest first, one for each post. Two queries, however many there are."""
    if reader.account is None:
        return []
    own_name = reader.account.username
    sealed = own_pseudonyms(reader.person) if reader.person else []
    latest: dict[str, Word | None] = {}
    for row in db.session.execute(_lately(clock.now() - NEW_FOR, reader.account.id, sealed)):
        if row.post_id not in latest and rules.tells_writer(row.item_kind, row.action, row.note):
            answer = row.outcome if row.decision_id == row.id else None
            read = reader.person is not None and mark(reader.person, row.id, answer) in opened
            latest[row.post_id] = None if read else Word(row.id, row.name or own_name, row.opening, row.posted_at)
    return [word for word in latest.values() if word is not None]


def _lately(since: datetime, account_id: str, pseudonyms: Sequence[str]) -> Select[Any]:
    """Decisions made or answered for since then, about posts under this name or under one of these pseudonyms."""
    return (
        select(Decision.id, Decision.item_kind, Decision.action, Decision.note, Appeal.outcome, Appeal.decision_id)
        .add_columns(Decision.post_id, Post.opening, Post.posted_at, Pseudonym.name)
        .select_from(ReviewItem)
        .outerjoin(Appeal, Appeal.item_id == ReviewItem.id)
        .join(Decision, or_(Decision.item_id == ReviewItem.id, Decision.id == Appeal.decision_id))
        .join(Post, Post.id == Decision.post_id)
        .outerjoin(Pseudonym, Pseudonym.id == Post.pseudonym_id)
        .where(ReviewItem.state == State.DECIDED, ReviewItem.settled_at >= since)
        .where(ReviewItem.kind.not_in(rules.CARE), Decision.action != Action.DISMISS)
        .where(Post.visibility != Visibility.WITHDRAWN)
        .where(or_(Post.account_id == account_id, Post.pseudonym_id.in_(pseudonyms)))
        # The answer to an appeal before the decision that it is about, and before both the one that takes its place.
        .order_by(ReviewItem.settled_at.desc(), Appeal.decided_at.desc().nulls_last(), Decision.decided_at.desc())
    )


def mark(person: Person, decision_id: str, outcome: Outcome | None) -> str:
    """What notes that this person opened this word; the answer to an appeal makes it a new one."""
    return person.tag("opened", f"{decision_id} {outcome or ''}").hex()[:MARK]


def noted(opened: Sequence[str], more: str) -> list[str]:
    """The marks with one more, the oldest dropped when there are too many."""
    return [*(one for one in opened if one != more), more][-MARKS:]
