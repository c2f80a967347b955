"""Asking for another look, and taking it: by somebody who had no part in the decision."""

from dataclasses import dataclass

from sqlalchemy import exists, func, select
from sqlalchemy.orm import aliased, joinedload

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
from forum.moderation.refusals import AppealClosed, HadAPart, NotForThis
from forum.moderation.rules import NOTHING_SEEN, Seen

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


def judge(
    moderator: Account,
    item: ReviewItem,
    outcome: Outcome,
    answer: str,
    *,
    seen: Seen = NOTHING_SEEN,
    instead: str | None = None,
) -> Judged:
    """Uphold a decision or overturn it. Overturning undoes what the decision did, as far as nobody changed it since;
    with a rule `instead`, the post stays as it is, and a new decision that names that rule takes the old one's place.
    """
    if not moderator.is_moderator:
        raise NotAllowed
    post = lock(item.post_id)
    refuse_own(moderator, post)
    appeal = refuse_a_part(moderator, item)
    decision = appeal.decision
    settle(moderator, item, post, seen)
    now, done = clock.now(), True
    appeal.outcome, appeal.answer = outcome, answer
    appeal.decided_by_id, appeal.decided_at = moderator.id, now
    if outcome is Outcome.OVERTURNED:
        decision.overturned_at = now
        if instead is None:
            done = effects.undo(decision, post)
            _leave_word(decision, post)
    touch(moderator, item)
    record = {"item": item.id, "decision": decision.id, "action": decision.action, "after": post.visibility}
    if instead is None:
        audit.record(moderator, f"appeal.{outcome}", f"post:{post.id}", **record)
    else:
        corrected = _correct(moderator, item, decision, post, instead, answer)
        audit.record(moderator, "appeal.corrected", f"post:{post.id}", **record, instead=corrected.id, rule=instead)
    return Judged(appeal, left_words=not done)


def may_correct(decision: Decision, post: Post) -> bool:
    """Whether the post still stands as this decision left it, so that its reason can be put right."""
    return rules.may_be_corrected(post.visibility, latest_word=post.decision_id == decision.id)


def _leave_word(decision: Decision, post: Post) -> None:
    """The writer finds the answer at the post, unless a later decision has a word of its own there."""
    if post.visibility is Visibility.VISIBLE:
        close_open_holds(post)
    latest = db.session.get(Decision, post.decision_id) if post.decision_id else None
    if latest is None or latest.overturned_at is not None or latest.decided_at <= decision.decided_at:
        post.decision_id = decision.id


def _correct(
    moderator: Account, item: ReviewItem, decision: Decision, post: Post, rule: str, facts: str
) -> Decision:
    """The same step for another reason, as a decision of its own: the writer may ask somebody else to look at that too.

    Whoever had a part in the first has one in this, so that the database refuses them as well (T6).
    """
    if not may_correct(decision, post):
        raise NotForThis
    corrected = Decision(
        item_id=item.id,
        item_kind=item.kind,
        post_id=post.id,
        action=decision.action,
        before=decision.before,
        post_version=decision.post_version,
        evidence_id=decision.evidence_id,
        rule=rule,
        facts=facts,
        warnings_added=decision.warnings_added,
        decided_by_id=moderator.id,
        decided_at=clock.now(),
    )
    db.session.add(corrected)
    parts = set(db.session.scalars(select(Touch.account_id).filter_by(item_id=decision.item_id)))
    for account_id in (parts | {decision.decided_by_id}) - {moderator.id}:
        db.session.add(Touch(item_id=item.id, account_id=account_id))
    evidence.keep_longer(post.id)
    db.session.flush()
    post.decision_id = corrected.id
    return corrected


def correction(appeal: Appeal) -> Decision | None:
    """The decision that took the place of the one appealed, when its reason was put right."""
    return db.session.scalar(select(Decision).filter_by(item_id=appeal.item_id))


def is_corrected(decision: Decision) -> bool:
    """Whether an appeal put the reason of this decision right and left the post as it was."""
    if decision.overturned_at is None:
        return False
    instead = aliased(Decision)
    found = exists().where(Appeal.decision_id == decision.id, instead.item_id == Appeal.item_id)
    return bool(db.session.scalar(select(found)))


def of_item(item_id: str) -> Appeal:
    return db.session.scalars(
        select(Appeal)
        .filter_by(item_id=item_id)
        .options(joinedload(Appeal.decision), joinedload(Appeal.decided_by))
    ).one()


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
