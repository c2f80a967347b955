"""The posts that a rehearsal reads: what others can read now, a few at a time, without anybody's name."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from forum.db import db
from forum.discussions.models import Post, Thread, Visibility

BATCH = 200  # posts looked at in one transaction; of each the opening of its thread may come along


@dataclass(frozen=True)
class Written:
    """A post as a rehearsal knows it: the public id and the words, never who wrote them."""

    id: str
    title: str  # of an opening post
    body: str
    thread: str | None  # of somebody else's reply: what the opening post says
    support: str  # … what was asked for there
    first: bool  # … and whether nobody had replied yet


def written(since: datetime) -> Iterator[Written]:
    """Every post since then that others can read, in the order of the random ids. Nothing stays open in between."""
    after: str | None = ""
    while after is not None:
        posts, after = _batch(after, since)
        yield from posts


def days_of(since: datetime, now: datetime) -> float:
    """How many days there are to count, at least one: no more than the forum has had."""
    oldest = db.session.scalar(select(func.min(Thread.started_at)))
    db.session.rollback()
    return max((now - max(since, oldest or since)).total_seconds() / 86400, 1.0)


def _batch(after: str, since: datetime) -> tuple[list[Written], str | None]:
    """The posts of the next ids, and the id to go on after; none at the end."""
    ids = db.session.scalars(select(Post.id).where(Post.id > after).order_by(Post.id).limit(BATCH)).all()
    opening, earlier = aliased(Post), aliased(Post)
    same = or_(Post.account_id == opening.account_id, Post.pseudonym_id == opening.pseudonym_id)
    answered = exists().where(
        earlier.thread_id == Post.thread_id,
        earlier.place < Post.place,
        ~earlier.opening,
        earlier.visibility == Visibility.VISIBLE,
    )
    rows = db.session.execute(
        select(Post.id, Post.opening, Post.body, Thread.title, Thread.support, opening.body, same, answered)
        .join(Thread, Thread.id == Post.thread_id)
        .join(opening, and_(opening.thread_id == Post.thread_id, opening.opening))
        .where(Post.id > after, Post.id <= (ids[-1] if ids else after), Post.posted_at >= since)
        .where(Post.visibility == Visibility.VISIBLE, Thread.visibility == Visibility.VISIBLE)
        .order_by(Post.id)
    ).all()
    db.session.rollback()  # A long look would keep the database from tidying up behind the writers.
    posts = [
        Written(id, title if opens else "", body, None if opens or own else thread, support, not before)
        for id, opens, body, title, support, thread, own, before in rows
    ]
    return posts, ids[-1] if ids else None
