"""Finding rooms, threads and posts, and listing threads: a fixed number of queries each."""

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select, tuple_
from sqlalchemy.orm import contains_eager, joinedload

from forum.db import db
from forum.discussions import gate, paging
from forum.discussions.gate import Shown
from forum.discussions.models import Post, Revision, Room, Thread, Visibility
from forum.discussions.reading import Reader
from forum.ids import looks_like_id

THREADS_A_PAGE = 30
LONGEST_SLUG = 40


class Order(StrEnum):
    ACTIVE = "active"
    NEW = "new"
    WAITING = "waiting"


@dataclass(frozen=True)
class Row:
    """One thread in a list."""

    thread: Thread
    opening: Post
    shown: Shown


@dataclass(frozen=True)
class ListPage:
    rows: list[Row]
    after: str | None
    left_out: bool  # the reader's own choices may have left threads out


def find_thread(thread_id: str, reader: Reader) -> Thread | None:
    """The thread with its room, if this reader may know that it exists. One query."""
    if not looks_like_id(thread_id):
        return None
    return db.session.scalar(
        select(Thread)
        .join(Thread.room)
        .options(contains_eager(Thread.room))
        .where(Thread.id == thread_id, reader.rooms())
    )


def find_post(post_id: str, reader: Reader) -> Post | None:
    """A post that this reader may read, with thread, room and byline loaded; one query."""
    post = _post(post_id, reader)
    if post is None or post.visibility is Visibility.WITHDRAWN:
        return None
    if reader.wrote(post):
        return post
    if post.visibility is not Visibility.VISIBLE:
        return None
    thread = post.thread
    return post if thread.visibility in {Visibility.VISIBLE, Visibility.WITHDRAWN} else None


def find_own_post(post_id: str, reader: Reader) -> Post | None:
    post = find_post(post_id, reader)
    return post if post is not None and reader.wrote(post) else None


def has_taken_back(post_id: str, reader: Reader) -> bool:
    """Whether this was the reader's post, and they have taken it back already."""
    post = _post(post_id, reader)
    return post is not None and post.visibility is Visibility.WITHDRAWN and reader.wrote(post)


def _post(post_id: str, reader: Reader) -> Post | None:
    if not looks_like_id(post_id):
        return None
    return db.session.scalar(
        select(Post)
        .join(Post.thread)
        .join(Thread.room)
        .where(Post.id == post_id, reader.rooms())
        .options(
            contains_eager(Post.thread).contains_eager(Thread.room),
            joinedload(Post.account),
            joinedload(Post.pseudonym),
        )
    )


def threads(order: Order, reader: Reader, *, room: Room | None = None, after: str | None = None) -> ListPage:
    """One page of a list, in one query. Waiting threads come oldest first, for everyone alike (DECISIONS 1)."""
    key = {
        Order.ACTIVE: Thread.last_activity_at,
        Order.NEW: Thread.started_at,
        Order.WAITING: Thread.waiting_since,
    }[order]
    statement = (
        select(Post)
        .join(Post.thread)
        .join(Thread.room)
        .where(Post.opening, reader.rooms(), reader.listed())
        .options(
            contains_eager(Post.thread).contains_eager(Thread.room),
            joinedload(Post.account),
            joinedload(Post.pseudonym),
        )
        .limit(THREADS_A_PAGE + 1)
    )
    if room is not None:
        statement = statement.where(Thread.room_id == room.id)
    start = paging.read_place_in_time(after)
    if order is Order.WAITING:
        statement = statement.where(Thread.waiting_since.is_not(None)).order_by(key, Thread.id)
        if start:
            statement = statement.where(tuple_(key, Thread.id) > start)
    else:
        statement = statement.order_by(key.desc(), Thread.id.desc())
        if start:
            statement = statement.where(tuple_(key, Thread.id) < start)
    found = list(db.session.scalars(statement))
    rows = [Row(post.thread, post, gate.opening_words(post, reader)) for post in found[:THREADS_A_PAGE]]
    last = rows[-1].thread if len(found) > THREADS_A_PAGE else None
    token = paging.place_in_time(getattr(last, key.key), last.id) if last else None
    return ListPage(rows, token, bool(reader.left_out))


def rooms(reader: Reader) -> list[Room]:
    """The rooms that this reader may know of, in the host's order."""
    return list(db.session.scalars(select(Room).where(reader.rooms()).order_by(Room.position, Room.name)))


def find_room(slug: str, reader: Reader) -> Room | None:
    if len(slug) > LONGEST_SLUG or not slug.isprintable():
        return None
    return db.session.scalar(select(Room).where(Room.slug == slug.lower(), reader.rooms()))


def history(post: Post) -> list[Revision]:
    """What a post said before, newest first."""
    return list(
        db.session.scalars(
            select(Revision).where(Revision.post_id == post.id).order_by(Revision.version.desc()).limit(100)
        )
    )
