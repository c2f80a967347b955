"""Reading the queue and its history: each function is one page's worth in a fixed number of queries."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import aliased, contains_eager, joinedload, load_only

from forum import clock
from forum.accounts.models import Account
from forum.anonymity.operations import own_pseudonyms
from forum.db import db
from forum.discussions import paging
from forum.discussions.models import Post, Thread
from forum.discussions.reading import Reader
from forum.ids import looks_like_id
from forum.moderation import rules, wording
from forum.moderation.models import Appeal, Decision, HoldReason, Kind, ReviewItem, Severity, State

A_PAGE = 30


@dataclass(frozen=True)
class QueueRow:
    """One item as it stands in the queue. No word of the post is in it."""

    item: ReviewItem
    why: str
    due: str
    waited: str
    late: bool
    mine: bool
    holder: str | None  # the colleague who has it just now
    left: str  # how long they still have it


@dataclass(frozen=True)
class QueuePage:
    rows: list[QueueRow]
    waiting: dict[Kind, int]
    kind: Kind | None
    after: str | None


@dataclass(frozen=True)
class PastRow:
    item: ReviewItem
    why: str
    ended: str
    by: str | None
    afterwards: str  # what an appeal made of it, or nothing


@dataclass(frozen=True)
class HistoryPage:
    rows: list[PastRow]
    kind: Kind | None
    after: str | None


def queue(moderator: Account, kind: Kind | None = None, after: str | None = None) -> QueuePage:
    """What waits, the most pressing first, then the longest waiting. Three queries."""
    theirs = _of_others(moderator)
    counted = db.session.execute(
        select(ReviewItem.kind, func.count())
        .join(ReviewItem.post)
        .where(ReviewItem.state == State.OPEN, theirs)
        .group_by(ReviewItem.kind)
    )
    waiting = dict.fromkeys(Kind, 0) | {row[0]: row[1] for row in counted}
    statement = _with_place(select(ReviewItem)).where(ReviewItem.state == State.OPEN, theirs)
    if kind is not None:
        statement = statement.where(ReviewItem.kind == kind)
    start = _read_token(after)
    if start:
        statement = statement.where(_after(*start))
    found = list(
        db.session.scalars(
            statement.order_by(ReviewItem.severity.desc(), ReviewItem.opened_at, ReviewItem.id).limit(A_PAGE + 1)
        )
    )
    now = clock.now()
    last = found[A_PAGE - 1] if len(found) > A_PAGE else None
    token = f"{last.severity}-{paging.place_in_time(last.opened_at, last.id)}" if last else None
    return QueuePage([_row(item, moderator, now) for item in found[:A_PAGE]], waiting, kind, token)


def _of_others(moderator: Account) -> ColumnElement[bool]:
    """Nobody finds what is about their own words here, under a pseudonym either: not that they were reported, not
    that somebody worries, not even by counting (T7). Which words are theirs only they can ask."""
    who = Reader(moderator).person
    sealed = own_pseudonyms(who) if who else []
    signed_by_others = Post.account_id.is_not(None) & (Post.account_id != moderator.id)
    return or_(signed_by_others, Post.pseudonym_id.is_not(None) & Post.pseudonym_id.not_in(sealed))


def _with_place(statement: Select[ReviewItem]) -> Select[ReviewItem]:
    """Join where the post stands and who holds the item; the long texts stay where they are."""
    holder = aliased(Account)
    return (
        statement.join(ReviewItem.post)
        .join(Post.thread)
        .outerjoin(holder, ReviewItem.claimed_by)
        .options(
            contains_eager(ReviewItem.post).options(
                load_only(Post.id, Post.thread_id, Post.opening, Post.visibility),
                contains_eager(Post.thread).joinedload(Thread.room),
            ),
            contains_eager(ReviewItem.claimed_by.of_type(holder)),
        )
    )


def _after(severity: int, opened_at: datetime, item_id: str) -> ColumnElement[bool]:
    return or_(
        ReviewItem.severity < severity,
        and_(ReviewItem.severity == severity, ReviewItem.opened_at > opened_at),
        and_(ReviewItem.severity == severity, ReviewItem.opened_at == opened_at, ReviewItem.id > item_id),
    )


def _read_token(token: str | None) -> tuple[int, datetime, str] | None:
    severity, _, rest = (token or "").partition("-")
    place = paging.read_place_in_time(rest)
    return (int(severity), *place) if place and severity in {str(int(one)) for one in Severity} else None


def _row(item: ReviewItem, moderator: Account, now: datetime) -> QueueRow:
    held = item.claimed_until is not None and item.claimed_until > now
    mine = held and item.claimed_by_id == moderator.id
    severity = Severity(item.severity)
    waited = rules.surely_waited(now - item.opened_at)
    return QueueRow(
        item=item,
        why=wording.why(item),
        due=wording.SEVERITIES[severity],
        waited=wording.about(waited),
        late=waited > rules.GOALS[severity],
        mine=mine,
        holder=item.claimed_by.username if held and not mine and item.claimed_by else None,
        left=wording.left(item.claimed_until - now) if held and item.claimed_until else "",
    )


def history(moderator: Account, kind: Kind | None = None, after: str | None = None) -> HistoryPage:
    """What was decided, the latest first. Two queries."""
    decider, judge = aliased(Account), aliased(Account)
    statement = (
        _with_place(select(ReviewItem))
        .outerjoin(Decision, Decision.item_id == ReviewItem.id)
        .outerjoin(decider, Decision.decided_by_id == decider.id)
        .outerjoin(Appeal, Appeal.item_id == ReviewItem.id)
        .outerjoin(judge, Appeal.decided_by_id == judge.id)
        .where(ReviewItem.state != State.OPEN, _of_others(moderator))
        .add_columns(
            Decision.action,
            Decision.tended,
            Decision.overturned_at,
            _put_right(),
            Appeal.outcome,
            decider.username,
            judge.username,
        )
        .order_by(ReviewItem.settled_at.desc(), ReviewItem.id.desc())
        .limit(A_PAGE + 1)
    )
    if kind is not None:
        statement = statement.where(ReviewItem.kind == kind)
    start = paging.read_place_in_time(after)
    if start:
        moment, item_id = start
        statement = statement.where(
            or_(
                ReviewItem.settled_at < moment,
                and_(ReviewItem.settled_at == moment, ReviewItem.id < item_id),
            )
        )
    found = list(db.session.execute(statement))
    last: ReviewItem | None = found[A_PAGE - 1][0] if len(found) > A_PAGE else None
    token = paging.place_in_time(last.settled_at, last.id) if last and last.settled_at else None
    rows = [
        PastRow(
            item,
            wording.why(item),
            wording.ended(item.state, action, outcome, tended),
            by or judged_by,
            wording.afterwards(overturned=overturned is not None, put_right=put_right),
        )
        for item, action, tended, overturned, put_right, outcome, by, judged_by in found[:A_PAGE]
    ]
    return HistoryPage(rows, kind, token)


def _put_right() -> ColumnElement[bool]:
    """Whether an appeal put another decision in this one's place, with the reason put right."""
    appealed, instead = aliased(Appeal), aliased(Decision)
    return exists().where(appealed.decision_id == Decision.id, instead.item_id == appealed.item_id)


def why_held(post: Post) -> str:
    """Why a held post waits, in the words for its writer."""
    reason = db.session.scalar(select(ReviewItem.reason).filter_by(post_id=post.id, kind=Kind.HOLD, state=State.OPEN))
    return wording.HELD[HoldReason(reason)] if reason else wording.HELD[HoldReason.FIRST_POSTS]


def find_item(moderator: Account, item_id: str) -> ReviewItem | None:
    """An item with its post, the thread, the room, the byline and the holder, in one query; none about own words."""
    if not looks_like_id(item_id):
        return None
    item = db.session.scalar(
        select(ReviewItem)
        .where(ReviewItem.id == item_id)
        .options(
            joinedload(ReviewItem.claimed_by),
            joinedload(ReviewItem.post).options(
                joinedload(Post.thread).joinedload(Thread.room),
                joinedload(Post.account),
                joinedload(Post.pseudonym),
            ),
        )
    )
    return item if item is not None and not Reader(moderator).wrote(item.post) else None
