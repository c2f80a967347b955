"""One thread as one reader meets it, a page at a time, in a fixed number of queries."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, func, literal, or_, select
from sqlalchemy.orm import aliased, contains_eager

from forum.accounts.models import Account
from forum.anonymity.models import Pseudonym
from forum.care import support
from forum.care.support import Support
from forum.db import db
from forum.discussions import gate, paging
from forum.discussions.gate import Shown
from forum.discussions.models import Post, Thread, Visibility
from forum.discussions.reading import Reader
from forum.text import reading_minutes

POSTS_A_PAGE = 50
TITLE_CLOSED = "A thread that is not open just now"


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


@dataclass(frozen=True)
class ThreadPage:
    """One page of a thread."""

    thread: Thread
    title: str
    opening: PostView | None  # only on the first page
    replies: list[PostView]
    first: bool
    newer: str | None  # where the next page begins, as a token
    support: tuple[Support, ...]
    own: bool  # the reader opened this thread
    sealed_here: bool  # the reader has written under a pseudonym in this thread

    @property
    def asked_for(self) -> str:
        """What the writer asked for, as a sentence."""
        return support.asked_for(self.support)

    @property
    def wants_space(self) -> bool:
        """Whether the writer wants no answers for now, so that silence is no lack."""
        return Support.SPACE in self.support

    @property
    def reading_minutes(self) -> int:
        """How long the opening post takes to read; 0 for a short one."""
        minutes = reading_minutes(self.opening.post.body) if self.opening else 0
        return minutes if minutes > 1 else 0

    @property
    def taken_back(self) -> bool:
        return self.thread.visibility is Visibility.WITHDRAWN

    @property
    def takes_replies(self) -> bool:
        """Whether somebody who did not begin the thread may reply to it."""
        thread = self.thread
        open_now = not (thread.locked or thread.ending or thread.replies_paused)
        return thread.visibility is Visibility.VISIBLE and open_now


def open_to_all(thread: Thread) -> bool:
    """Whether everybody who may enter its room can read it. Replies outlive a beginning that was taken back."""
    if thread.visibility is Visibility.WITHDRAWN:
        return thread.reply_count > 0
    return thread.visibility is Visibility.VISIBLE


def title_for(thread: Thread, *, began_it: bool) -> str:
    """The title, which is as hidden as the post that it belongs to."""
    return thread.title if began_it or open_to_all(thread) else TITLE_CLOSED


def thread_page(thread: Thread, reader: Reader, after: str | None = None) -> ThreadPage | None:
    """One page of a thread for this reader, in one query; nothing when it holds nothing that they may read.

    In a thread that is hidden from others, its writer reads everything and a replier what they wrote: one query more.
    """
    own_only = False
    if not open_to_all(thread):
        if reader.account is None:
            return None
        own_only = not _began(thread, reader)
    start = paging.read_place_in_thread(after)
    opening, found, sealed_here = _from(start, thread, reader, own_only=own_only)
    own = opening is not None and reader.wrote(opening)
    beginning = opening if opening and not start and _may_be_read(opening, reader) and not own_only else None
    if beginning is None and not found and not open_to_all(thread):
        return None
    shown = found[:POSTS_A_PAGE]
    return ThreadPage(
        thread=thread,
        title=title_for(thread, began_it=own),
        opening=view_of(beginning, reader) if beginning else None,
        replies=[view_of(post, reader) for post in shown],
        first=not start,
        newer=paging.place_in_thread(shown[-1].place) if len(found) > POSTS_A_PAGE else None,
        support=support.read(thread.support),
        own=own,
        sealed_here=sealed_here,
    )


def _from(start: int, thread: Thread, reader: Reader, *, own_only: bool) -> tuple[Post | None, list[Post], bool]:
    """The opening post (for who wrote it, on every page), one reply more than a page, and `sealed_here`."""
    readable = _own(thread.id, reader) if own_only else _readable(thread.id, reader)
    rows = db.session.execute(
        _with_bylines(select(Post))
        .add_columns(_sealed_here(thread, reader))
        .where(Post.thread_id == thread.id, or_(Post.opening, and_(Post.place > start, readable)))
        .order_by(Post.place)
        .limit(POSTS_A_PAGE + 2)
    ).all()
    found = [row[0] for row in rows]
    opening = found.pop(0) if found and found[0].opening else None
    return opening, found, bool(rows) and bool(rows[0][1])


def _began(thread: Thread, reader: Reader) -> bool:
    statement = select(Post.id).outerjoin(Post.pseudonym).where(Post.thread_id == thread.id, Post.opening)
    return db.session.scalar(statement.where(reader.own_posts_in(thread.id))) is not None


def _sealed_here(thread: Thread, reader: Reader) -> ColumnElement[bool]:
    tags = reader.own_tags(thread.id)
    if not tags:
        return literal(False)
    name = aliased(Pseudonym)
    return select(name.id).where(name.tag.in_(tags)).exists()


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
    return PostView(post, gate.whole(post, reader, own=own), own, quote, answered is not None and not may_be_named)


def _own(thread_id: str, reader: Reader) -> ColumnElement[bool]:
    return and_(reader.own_posts_in(thread_id), Post.visibility != Visibility.WITHDRAWN)


def _readable(thread_id: str, reader: Reader) -> ColumnElement[bool]:
    """What everyone reads, and the reader's own. Needs Pseudonym joined."""
    return or_(Post.visibility == Visibility.VISIBLE, _own(thread_id, reader))


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


def page_of(post: Post, reader: Reader) -> str | None:
    """The token of the thread page on which this reader finds the post; none for the first page."""
    earlier = (
        select(Post.place)
        .outerjoin(Post.pseudonym)
        .where(Post.thread_id == post.thread_id, Post.place < post.place, ~Post.opening)
        .where(_readable(post.thread_id, reader))
    )
    page = (db.session.scalar(select(func.count()).select_from(earlier.subquery())) or 0) // POSTS_A_PAGE
    if page == 0:
        return None
    last = db.session.scalar(earlier.order_by(Post.place).offset(page * POSTS_A_PAGE - 1).limit(1))
    return paging.place_in_thread(last or 0)
