"""Asking a moderator to look: two lanes, one report per person, and one open item however many report."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, exists, or_, select

from forum import clock
from forum.accounts.models import Account
from forum.anonymity.seal import Person, SealLost, person
from forum.db import db
from forum.discussions.models import Post
from forum.discussions.reading import Reader
from forum.errors import TryAgain
from forum.ids import looks_like_id
from forum.moderation import effects, evidence, rules
from forum.moderation.models import Action, Decision, Kind, Lane, Report, ReportReason, ReviewItem, State
from forum.moderation.operations import lock, open_review
from forum.moderation.refusals import OwnReport

PURPOSE = "report"
_KINDS = {Lane.RULE: Kind.REPORT, Lane.WORRIED: Kind.WORRIED}


@dataclass(frozen=True)
class Filing:
    """What a member says is the matter."""

    lane: Lane
    reason: ReportReason | None = None
    note: str = ""


@dataclass(frozen=True)
class OwnOutcome:
    """What a member's own report came to, as far as it concerns them."""

    lane: Lane
    made_on: date
    looked: bool
    acted: bool


def report(member: Account, post: Post, filing: Filing) -> Lane:
    """Put a post before the moderators. A repeat changes nothing and is thanked the same.

    Answers the lane that it went into. Whoever reported is kept as a tag that only their own sign-in can match.
    """
    if Reader(member).wrote(post):
        raise OwnReport
    lane = rules.lane_of(filing.lane, filing.reason)
    reason = filing.reason if lane is Lane.RULE else None
    who = _person(member)
    post = lock(post.id)
    if db.session.scalar(select(_own(who, post.id).where(Report.lane == lane).exists())):
        return lane
    item = _settled_item(post, _KINDS[lane], reason, brings_words=bool(filing.note)) or open_review(
        post, _KINDS[lane], reason or Kind.WORRIED
    )
    db.session.add(
        Report(
            item_id=item.id,
            post_id=post.id,
            lane=lane,
            reason=reason,
            note=filing.note,
            reporter_tag=who.tag(PURPOSE, post.id),
            evidence_id=evidence.keep(post).id,
            made_on=clock.today(),
        )
    )
    db.session.flush()
    return lane


def own_outcomes(member: Account, post_id: str) -> list[OwnOutcome]:
    """What became of this member's own reports of this post. About a worry nobody is told what was done."""
    if not looks_like_id(post_id):
        return []
    found = db.session.execute(
        _own(_person(member), post_id)
        .join(ReviewItem, ReviewItem.id == Report.item_id)
        .outerjoin(Decision, Decision.item_id == ReviewItem.id)
        .with_only_columns(Report.lane, Report.made_on, ReviewItem.state, Decision.action)
        .order_by(Report.lane)
    )
    return [
        OwnOutcome(
            lane,
            made_on,
            looked=state is not State.OPEN,
            acted=lane is Lane.RULE and action not in {None, Action.DISMISS, Action.PUBLISH},
        )
        for lane, made_on, state, action in found
    ]


def reported_by(account: Account, post_id: str) -> bool:
    """Whether this account reported the post. Asked for one's own account only, never to learn who it was."""
    return bool(db.session.scalar(select(_own(_person(account), post_id).exists())))


def _own(who: Person, post_id: str) -> Select[Report]:
    return select(Report).where(Report.post_id == post_id, Report.reporter_tag.in_(who.tags(PURPOSE, post_id)))


def _person(account: Account) -> Person:
    try:
        return person(account)
    except SealLost:
        raise TryAgain from None


def _settled_item(post: Post, kind: Kind, reason: ReportReason | None, *, brings_words: bool) -> ReviewItem | None:
    """The item in which this very thing was decided not long ago, so that the report is noted there (T20)."""
    same = exists().where(Report.item_id == ReviewItem.id, Report.reason == reason) if reason else None
    found = db.session.execute(
        select(ReviewItem, Decision)
        .join(Decision, Decision.item_id == ReviewItem.id)
        .where(
            ReviewItem.post_id == post.id,
            ReviewItem.kind == kind,
            ReviewItem.state == State.DECIDED,
            or_(ReviewItem.reason == reason, same) if same is not None else ReviewItem.kind == kind,
        )
        .order_by(Decision.decided_at.desc())
        .limit(1)
    ).first()
    if found is None or _is_open(post.id, kind):
        return None
    item, decision = found
    settled = rules.is_settled(
        kind,
        since=clock.now() - decision.decided_at,
        changed=effects.changed_since(decision),
        brings_words=brings_words,
    )
    return item if settled else None


def _is_open(post_id: str, kind: Kind) -> bool:
    waiting = exists().where(ReviewItem.post_id == post_id, ReviewItem.kind == kind, ReviewItem.state == State.OPEN)
    return bool(db.session.scalar(select(waiting)))
