"""Reading rooms, threads and posts: each function is one page's worth of data in a fixed number of queries."""

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, tuple_
from sqlalchemy.orm import aliased, contains_eager, joinedload

from forum.accounts.models import Account
from forum.anonymity.models import Pseudonym
from forum.care import support
from forum.care.support import Support
from forum.db import db
from forum.discussions import gate, paging
from forum.discussions.gate import Shown
from forum.discussions.models import Post, Revision, Room, Thread, Visibility
from forum.discussions.reading import Reader
from forum.ids import looks_like_id
from forum.text import reading_minutes

POSTS_A_PAGE = 50
THREADS_A_PAGE = 30


class Order(StrEnum):
    ACTIVE = "active"
    NEW = "new"
    WAITING = "waiting"


@dataclass(frozen=True)
class Quote:
    """The post that another one answers: a link to it, and its first words if they may be shown."""

    post_id: str
    byline: str
    shown: Shown


@dataclass(frozen=True)
class PostView:
    """A post as one reader meets it."""

    post: Post
    shown: Shown
    own: bool
    quote: Quote | None
    answers_gone: bool

    @property
    def by_pseudonym(self) -> bool:
        return self.post.pseudonym_id is not None


@dataclass(frozen=True)
class ThreadPage:
    """One page of a thread."""

    thread: Thread
    opening: PostView | None  # only on the first page
    replies: list[PostView]
    older: str | None  # where the page before this begins, as a token; empty for the first page
    newer: str | None
    support: tuple[Support, ...]
    own: bool  # the reader opened this thread

    @property
    def asked_for(self) -> str:
        """What the writer asked for, as a sentence."""
        return support.asked_for(self.support)

    @property
    def reading_minutes(self) -> int:
        """How long the opening post takes to read; 0 for a short one."""
        minutes = reading_minutes(self.opening.post.body) if self.opening else 0
        return minutes if minutes > 1 else 0

    @property
    def taken_back(self) -> bool:
        return self.thread.visibility is Visibility.WITHDRAWN


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


def thread_page(thread: Thread, reader: Reader, after: str | None = None) -> ThreadPage | None:
    """One page of a thread for this reader, in one query; nothing when it holds nothing that they may read."""
    start = paging.read_place_in_thread(after)
    found = list(
        db.session.scalars(
            _with_bylines(select(Post))
            .where(Post.thread_id == thread.id, Post.place > start, _readable(thread, reader))
            .order_by(Post.place)
            .limit(POSTS_A_PAGE + 2)
        )
    )
    opening = found.pop(0) if found and found[0].opening else None
    open_to_all = thread.visibility is Visibility.VISIBLE or (
        thread.visibility is Visibility.WITHDRAWN and thread.reply_count > 0
    )
    if opening is not None and not _may_be_read(opening, reader):
        opening = None
    if not open_to_all and not any(reader.wrote(post) for post in (*found, *([opening] if opening else []))):
        return None
    shown = found[:POSTS_A_PAGE]
    more = len(found) > POSTS_A_PAGE
    return ThreadPage(
        thread=thread,
        opening=view_of(opening, reader) if opening else None,
        replies=[view_of(post, reader) for post in shown],
        older="" if start else None,
        newer=paging.place_in_thread(shown[-1].place) if more else None,
        support=support.read(thread.support),
        own=opening is not None and reader.wrote(opening),
    )


def _may_be_read(post: Post, reader: Reader) -> bool:
    if post.visibility is Visibility.WITHDRAWN:
        return False
    return post.visibility is Visibility.VISIBLE or reader.wrote(post)


def view_of(post: Post, reader: Reader) -> PostView:
    answered = post.answers
    may_be_named = answered is not None and _may_be_read(answered, reader)
    quote = (
        Quote(answered.id, answered.byline, gate.opening_words(answered, reader))
        if answered is not None and may_be_named
        else None
    )
    own = reader.wrote(post)
    return PostView(post, gate.whole(post, reader), own, quote, answered is not None and not may_be_named)


def _readable(thread: Thread, reader: Reader) -> ColumnElement[bool]:
    """What stands in a thread: what everyone reads, the reader's own, and the place of the opening post."""
    own = and_(reader.own_posts_in(thread), Post.visibility != Visibility.WITHDRAWN)
    return or_(Post.visibility == Visibility.VISIBLE, own, Post.opening)


def _with_bylines(statement: Select[tuple[Post]]) -> Select[tuple[Post]]:
    """Join who wrote a post and the post that it answers, so that no page asks again."""
    answered, by, name = aliased(Post), aliased(Account), aliased(Pseudonym)
    return (
        statement.outerjoin(Post.account)
        .outerjoin(Post.pseudonym)
        .outerjoin(Post.answers.of_type(answered))
        .outerjoin(answered.account.of_type(by))
        .outerjoin(answered.pseudonym.of_type(name))
        .options(
            contains_eager(Post.account),
            contains_eager(Post.pseudonym),
            contains_eager(Post.answers.of_type(answered)).options(
                contains_eager(answered.account.of_type(by)), contains_eager(answered.pseudonym.of_type(name))
            ),
        )
    )


def find_post(post_id: str, reader: Reader) -> Post | None:
    """A post that this reader may read, with thread, room and byline loaded; one query."""
    if not looks_like_id(post_id):
        return None
    post = db.session.scalar(
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


def page_of(post: Post) -> str | None:
    """The token of the thread page on which everybody finds this post; none for the first page."""
    earlier = select(Post.place).where(
        Post.thread_id == post.thread_id,
        Post.place < post.place,
        ~Post.opening,
        Post.visibility == Visibility.VISIBLE,
    )
    before = db.session.scalar(select(func.count()).select_from(earlier.subquery())) or 0
    page = before // POSTS_A_PAGE
    if page == 0:
        return None
    last = db.session.scalar(earlier.order_by(Post.place).offset(page * POSTS_A_PAGE - 1).limit(1))
    return paging.place_in_thread(last or 0)


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
    return db.session.scalar(select(Room).where(Room.slug == slug.lower()[:40], reader.rooms()))


def history(post: Post) -> list[Revision]:
    """What a post said before, newest first."""
    return list(
        db.session.scalars(
            select(Revision).where(Revision.post_id == post.id).order_by(Revision.version.desc()).limit(100)
        )
    )
