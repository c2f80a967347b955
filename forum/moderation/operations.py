"""The queue's own acts: opening an item, taking it, giving it back, letting it lapse, deciding it."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import ColumnElement, Update, or_, select, update
from sqlalchemy.orm import joinedload

from forum import clock
from forum.accounts.models import Account
from forum.care.community_rules import RULES
from forum.db import db, rows_changed
from forum.discussions.models import Post, Visibility
from forum.discussions.reading import Reader
from forum.errors import AlreadyDecided, NotAllowed
from forum.moderation import audit, effects, evidence, rules
from forum.moderation.models import Action, Appeal, Decision, HoldReason, Kind, ReviewItem, Severity, State, Touch
from forum.moderation.refusals import (
    Claimed,
    DecidedByYou,
    ItemChanged,
    NotForThis,
    OwnWriting,
    PostChanged,
    StillMissing,
    TakenBack,
)
from forum.moderation.rules import NOTHING_SEEN, Ruling, Seen


def open_review(post: Post, kind: Kind, reason: str, severity: Severity | None = None) -> ReviewItem:
    """Put a post before a moderator. One that waits already for the same kind of look is used again, and
    moves up when this is more pressing. Without a severity the usual one of the reason is taken."""
    lock(post.id)
    how_soon = severity or rules.severity_of(kind, reason)
    item = db.session.scalar(select(ReviewItem).filter_by(post_id=post.id, kind=kind, state=State.OPEN))
    if item is not None and kind is not Kind.APPEAL:
        if how_soon > item.severity:
            item.severity, item.reason = how_soon, reason
        return item
    item = ReviewItem(post_id=post.id, kind=kind, reason=reason, severity=how_soon, opened_at=clock.coarse(clock.now()))
    db.session.add(item)
    db.session.flush()
    return item


def mended(post: Post) -> ReviewItem:
    """The writer changed a post that was hidden: ask a moderator whether it can be shown again."""
    return open_review(post, Kind.HOLD, HoldReason.MENDED)


def close_open_holds(post: Post) -> None:
    """The writer took the post back: nobody needs to decide whether it may be shown. Reports stay."""
    db.session.execute(
        update(ReviewItem)
        .where(ReviewItem.post_id == post.id, ReviewItem.kind == Kind.HOLD, ReviewItem.state == State.OPEN)
        .values(state=State.LAPSED, settled_at=clock.coarse(clock.now()), version=ReviewItem.version + 1)
        .execution_options(synchronize_session=False)
    )


def claim(moderator: Account, item: ReviewItem) -> None:
    """Take an item for 25 minutes, so that colleagues see that somebody is reading it."""
    refuse_own(moderator, lock(item.post_id))
    now = clock.now()
    taken = update(ReviewItem).where(*_free_for(moderator, item, now))
    # The version stays: it stands for what there is to read, and to take an item changes nothing about that.
    _write(moderator, item, taken.values(claimed_by_id=moderator.id, claimed_until=now + rules.LEASE))
    touch(moderator, item)


def release(moderator: Account, item: ReviewItem) -> None:
    """Give an item back before its time is over. Giving back what somebody else holds does nothing."""
    db.session.execute(
        update(ReviewItem)
        .where(ReviewItem.id == item.id, ReviewItem.claimed_by_id == moderator.id)
        .values(claimed_by_id=None, claimed_until=None)
        .execution_options(synchronize_session=False)
    )
    db.session.refresh(item)


def decide(
    moderator: Account,
    item: ReviewItem,
    ruling: Ruling,
    *,
    seen: Seen = NOTHING_SEEN,
) -> Decision:
    """Settle an item: the decision, what it does to the post, and its record are saved together or not at all.

    Of two moderators deciding at once the second is refused, and so is whoever saw the post as it no longer is.
    """
    if not moderator.is_moderator:
        raise NotAllowed
    post = lock(item.post_id)
    refuse_own(moderator, post)
    if item.kind is Kind.APPEAL:
        raise NotForThis
    settle(moderator, item, post, seen)
    ruling = _checked(item.kind, ruling, post.visibility)
    before = post.visibility
    decision = _carry_out(moderator, item, ruling, post)
    touch(moderator, item)
    audit.record(
        moderator,
        "item.decided",
        f"post:{post.id}",
        item=item.id,
        kind=item.kind,
        action=ruling.action,
        rule=ruling.rule,
        tended=ruling.tended,
        before=before,
        after=post.visibility,
    )
    return decision


def _carry_out(moderator: Account, item: ReviewItem, ruling: Ruling, post: Post) -> Decision:
    """Do it to the post, write it down, and leave word on the post for its writer."""
    tells = rules.tells_writer(item.kind, ruling.action, ruling.note)
    kept = evidence.keep(post) if tells and ruling.action is not Action.PUBLISH else None
    before = post.visibility
    added = effects.carry_out(item.kind, ruling, post)
    decision = Decision(
        item_id=item.id,
        item_kind=item.kind,
        post_id=post.id,
        action=ruling.action,
        tended=ruling.tended,
        before=before,
        post_version=post.version,
        evidence_id=kept.id if kept else None,
        rule=ruling.rule,
        facts=ruling.facts,
        note=ruling.note,
        warnings_added=added,
        found_by_machine=rules.is_shown_signs(item.kind, item.reason),
        decided_by_id=moderator.id,
        decided_at=clock.now(),
    )
    db.session.add(decision)
    db.session.flush()
    if tells or ruling.action is Action.PUBLISH:
        post.decision_id = decision.id if tells else None
    return decision


def _checked(kind: Kind, ruling: Ruling, visibility: Visibility) -> Ruling:
    action = rules.meant(kind, ruling.action, visibility)
    if action not in rules.steps(kind, visibility):
        raise NotForThis
    if ruling.rule is not None and ruling.rule not in RULES:
        raise StillMissing({"rule": "Please choose one of the rules."})
    ruling = rules.fitting(kind, replace(ruling, action=action))
    gaps = rules.missing(ruling)
    if gaps:
        raise StillMissing(gaps)
    return ruling


def settle(moderator: Account, item: ReviewItem, post: Post, seen: Seen) -> None:
    """Close an item for one decider: whoever comes second, or while a colleague holds it, is refused; and whoever
    has not read what the post says now, or would undo unknowingly what a colleague did to it (T10)."""
    now = clock.now()
    closing = update(ReviewItem).where(*_free_for(moderator, item, now))
    if seen.item is not None:
        closing = closing.where(ReviewItem.version == seen.item)
    _write(
        moderator,
        item,
        closing.values(
            state=State.DECIDED,
            settled_at=clock.coarse(now),
            claimed_by_id=None,
            claimed_until=None,
            version=ReviewItem.version + 1,
        ),
    )
    if seen.post not in {None, post.version} or seen.visibility not in {None, post.visibility}:
        raise PostChanged


def _free_for(moderator: Account, item: ReviewItem, now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        ReviewItem.id == item.id,
        ReviewItem.state == State.OPEN,
        or_(
            ReviewItem.claimed_by_id.is_(None),
            ReviewItem.claimed_by_id == moderator.id,
            ReviewItem.claimed_until <= now,
        ),
    )


def _write(moderator: Account, item: ReviewItem, statement: Update) -> None:
    """Run a guarded change of one item. The database, not what we read before, says whether it was still free."""
    changed = rows_changed(statement.execution_options(synchronize_session=False))
    db.session.refresh(item)
    if changed == 1:
        return
    if item.state is State.LAPSED:
        raise TakenBack
    if item.state is State.DECIDED:
        raise DecidedByYou if _decided_by(item) == moderator.id else AlreadyDecided
    if item.claimed_by_id is not None and item.claimed_until is not None and item.claimed_until > clock.now():
        raise Claimed
    raise ItemChanged


def _decided_by(item: ReviewItem) -> str | None:
    who = Appeal if item.kind is Kind.APPEAL else Decision
    return db.session.scalar(select(who.decided_by_id).where(who.item_id == item.id))


def lock(post_id: str) -> Post:
    """The post, with its byline, held for this transaction. Always the first lock, so that none wait in a ring."""
    return db.session.scalars(
        select(Post)
        .where(Post.id == post_id)
        .options(joinedload(Post.account), joinedload(Post.pseudonym), joinedload(Post.thread))
        .with_for_update(of=Post, key_share=True)
        .execution_options(populate_existing=True)
    ).one()


def refuse_own(moderator: Account, post: Post) -> None:
    """Nobody judges their own words. Under a pseudonym the seal matches, for this moderator's eyes only."""
    if Reader(moderator).wrote(post):
        raise OwnWriting


def touch(moderator: Account, item: ReviewItem) -> None:
    """Remember that this moderator handled this item, so that they judge no appeal about it (T6)."""
    if db.session.get(Touch, (item.id, moderator.id)) is None:
        db.session.add(Touch(item_id=item.id, account_id=moderator.id))
        db.session.flush()
