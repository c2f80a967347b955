"""Asking for another look, and taking it: by somebody who had no part in the decision."""

from dataclasses import dataclass

from sqlalchemy import exists, func, select
from sqlalchemy.orm import joinedload

from forum import clock
from forum.accounts.models import Account, Role, Standing
from forum.anonymity.seal import SealLost, person
from forum.db import db
from forum.discussions.models import Post, Visibility
from forum.discussions.reading import Reader
from forum.errors import NotAllowed, NotThere, TryAgain
from forum.moderation import audit, effects, evidence, reports, rules
from forum.moderation.models import Appeal, Decision, Kind, Outcome, ReviewItem, Touch
from forum.moderation.operations import close_open_holds, lock, open_review, refuse_own, settle, touch
from forum.moderation.refusals import AppealClosed, HadAPart

PURPOSE = "appeal"


@dataclass(frozen=True)
class Judged:
    """How an appeal ended. `left_words`: the words were changed since, so the writer puts them back themselves."""

    appeal: Appeal
    left_words: bool


def lodge(writer: Account, decision: Decision, words: str) -> Appeal:
    """Ask for another look at a decision about one's own post: once, and within six months."""
    post = lock(decision.post_id)
    if not Reader(writer).wrote(post):
        raise NotThere
    appealed = bool(db.session.scalar(select(exists().where(Appeal.decision_id == decision.id))))
    if not rules.may_be_appealed(
        decision.action,
        decided_at=decision.decided_at,
        overturned=decision.overturned_at is not None,
        appealed=appealed,
        now=clock.now(),
    ):
        raise AppealClosed
    try:
        tag = person(writer).tag(PURPOSE, decision.id)
    except SealLost:
        raise TryAgain from None
    item = open_review(post, Kind.APPEAL, Kind.APPEAL)
    evidence.keep_longer(post.id)
    appeal = Appeal(
        decision_id=decision.id,
        item_id=item.id,
        appellant_tag=tag,
        words=words,
        lodged_at=clock.coarse(clock.now()),
    )
    db.session.add(appeal)
    db.session.flush()
    return appeal


def judge(moderator: Account, item: ReviewItem, outcome: Outcome, answer: str, *, version: int | None = None) -> Judged:
    """Uphold a decision or overturn it. Overturning undoes what the decision did, as far as nobody changed it since."""
    if not moderator.is_moderator:
        raise NotAllowed
    post = lock(item.post_id)
    refuse_own(moderator, post)
    appeal = refuse_a_part(moderator, item)
    decision = appeal.decision
    settle(moderator, item, version=version)
    now, done = clock.now(), True
    appeal.outcome, appeal.answer = outcome, answer
    appeal.decided_by_id, appeal.decided_at = moderator.id, now
    if outcome is Outcome.OVERTURNED:
        decision.overturned_at = now
        done = effects.undo(decision, post)
        if post.visibility is Visibility.VISIBLE:
            close_open_holds(post)
        post.decision_id = decision.id
    touch(moderator, item)
    audit.record(
        moderator,
        f"appeal.{outcome}",
        f"post:{post.id}",
        item=item.id,
        decision=decision.id,
        action=decision.action,
        after=post.visibility,
    )
    return Judged(appeal, left_words=not done)


def of_item(item_id: str) -> Appeal:
    return db.session.scalars(select(Appeal).filter_by(item_id=item_id).options(joinedload(Appeal.decision))).one()


def refuse_a_part(moderator: Account, item: ReviewItem) -> Appeal:
    """The appeal behind an item, for somebody who may judge it."""
    appeal = of_item(item.id)
    if had_a_part(moderator, appeal.decision):
        raise HadAPart
    return appeal


def had_a_part(moderator: Account, decision: Decision) -> bool:
    """Whether this moderator handled what is appealed, or asked for it to be looked at."""
    if decision.decided_by_id == moderator.id:
        return True
    if db.session.get(Touch, (decision.item_id, moderator.id)) is not None:
        return True
    return reports.reported_by(moderator, decision.post_id)


def somebody_is_left(decision: Decision, post: Post) -> bool:
    """Whether the team has anybody who could judge. Who reported or wrote it is sealed and is not looked at here."""
    handled = exists().where(Touch.item_id == decision.item_id, Touch.account_id == Account.id)
    left = db.session.scalar(
        select(func.count(Account.id)).where(
            Account.role.in_([Role.MODERATOR, Role.ADMIN]),
            Account.standing == Standing.OPEN,
            Account.id != decision.decided_by_id,
            Account.id.is_distinct_from(post.account_id),
            ~handled,
        )
    )
    return bool(left)
