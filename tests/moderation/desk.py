"""What the tests of the desk begin with: people, a post, somebody who reported it, an item."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from forum.accounts.models import Account
from forum.db import db
from forum.discussions.models import Post
from forum.moderation import operations, reports
from forum.moderation.models import Decision, Kind, Lane, ReportReason, ReviewItem, State
from forum.moderation.reports import Filing
from forum.moderation.rules import Ruling
from tests import factories


def cast() -> None:
    """Mira, Noor, Sam and Ada, and one more moderator."""
    factories.member("mira")
    factories.newcomer("noor")
    factories.moderator("sam")
    factories.moderator("kit")
    factories.admin("ada")


def account(name: str) -> Account:
    return db.session.scalars(select(Account).where(Account.username == name)).one()


def post(post_id: str) -> Post:
    return db.session.scalars(
        select(Post).where(Post.id == post_id).options(joinedload(Post.account), joinedload(Post.pseudonym))
    ).one()


def report(
    post_id: str,
    by: str = "noor",
    reason: ReportReason | None = ReportReason.HOSTILE,
    lane: Lane = Lane.RULE,
    note: str = "",
) -> str:
    """Report a post as a member does; answers with the id of the item that waits now."""
    where = reports.report(account(by), post(post_id), Filing(lane, reason, note))
    kind = Kind.WORRIED if where is Lane.WORRIED else Kind.REPORT
    items = select(ReviewItem.id).filter_by(post_id=post_id, kind=kind).order_by(ReviewItem.state.desc())
    return db.session.scalars(items.limit(1)).one()


def worry(post_id: str, by: str = "noor", note: str = "") -> str:
    return report(post_id, by, None, Lane.WORRIED, note)


def hold(post_id: str, reason: str = "first_posts") -> str:
    return operations.open_review(post(post_id), Kind.HOLD, reason).id


def decide(item_id: str, by: str, ruling: Ruling) -> str:
    item = db.session.get_one(ReviewItem, item_id)
    return operations.decide(account(by), item, ruling).id


def items(session: Any, **which: Any) -> list[ReviewItem]:
    return list(session.scalars(select(ReviewItem).filter_by(**which)))


def open_items(session: Any) -> int:
    return len(items(session, state=State.OPEN))


def decisions(session: Any) -> list[Decision]:
    return list(session.scalars(select(Decision)))
