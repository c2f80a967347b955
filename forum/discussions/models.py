"""Rooms, threads, and the posts in them. A thread's first post opens it; the rest are replies."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from forum.accounts.models import Account
from forum.anonymity.models import Pseudonym
from forum.db import UNORDERED, Model, public_id, words


class Visibility(StrEnum):
    """Who can read a post. Everything but `visible` is for its writer and for moderators at work."""

    VISIBLE = "visible"
    SCHEDULED = "scheduled"  # its writer asked to wait with it
    HELD = "held"  # waiting for a moderator
    HIDDEN = "hidden"  # a moderator hid it until it is mended
    REMOVED = "removed"  # a moderator removed it
    WITHDRAWN = "withdrawn"  # its writer took it back; the words are gone
    AWAY = "away"  # its writer stepped away; the words come back with them


class Readers(StrEnum):
    ANYONE = "anyone"
    MEMBERS = "members"


class Ending(StrEnum):
    """How a writer closed their thread."""

    OKAY_FOR_NOW = "okay_for_now"
    ELSEWHERE = "elsewhere"
    THANK_YOU = "thank_you"


class Room(Model):
    """A place for threads about one thing. It says who may read."""

    __tablename__ = "rooms"
    __table_args__ = (CheckConstraint("slug = lower(slug)", name="slug_is_lower"), UNORDERED)

    id: Mapped[str] = public_id()
    slug: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(60))
    about: Mapped[str] = mapped_column(String(300), default="")
    readers: Mapped[Readers] = mapped_column(words(Readers), default=Readers.ANYONE)
    holds_posts: Mapped[bool] = mapped_column(default=False)  # every post here waits for a moderator first
    informational: Mapped[bool] = mapped_column(default=False)  # from the team: nobody here waits for a reply (T13)
    open_to_search: Mapped[bool] = mapped_column(default=False)
    feed: Mapped[bool] = mapped_column(default=False)
    position: Mapped[int] = mapped_column(default=0)


class Thread(Model):
    """An opening post and its replies. The summary columns are recomputed from the posts in one place."""

    __tablename__ = "threads"
    __table_args__ = (
        Index(None, "visibility", "last_activity_at", "id"),
        Index(None, "visibility", "started_at", "id"),
        Index(None, "waiting_since", "id"),
        Index(None, "room_id", "visibility", "last_activity_at", "id"),
        CheckConstraint("reply_count >= 0", name="reply_count_counts"),
        UNORDERED,
    )

    id: Mapped[str] = public_id()
    room_id: Mapped[str] = mapped_column(ForeignKey("rooms.id"))
    title: Mapped[str] = mapped_column(String(200))
    support: Mapped[str] = mapped_column(String(80), default="")  # words of care.support, sorted, space between
    locked: Mapped[bool] = mapped_column(default=False)
    replies_paused: Mapped[bool] = mapped_column(default=False)
    ending: Mapped[Ending | None] = mapped_column(words(Ending))
    # The summary: that of the opening post, and of what others can read.
    visibility: Mapped[Visibility] = mapped_column(words(Visibility))
    started_at: Mapped[datetime]
    last_activity_at: Mapped[datetime]
    reply_count: Mapped[int] = mapped_column(default=0)
    waiting_since: Mapped[datetime | None]  # set while nobody has answered and somebody may
    version: Mapped[int] = mapped_column(default=1)  # bumped by every change that a reader could see

    room: Mapped[Room] = relationship(lazy="raise_on_sql")

    @property
    def scope(self) -> str:
        """Where one pseudonym is good: in this thread and no other."""
        return scope_of(self.id)


def scope_of(thread_id: str) -> str:
    return f"thread:{thread_id}"


_OPENS = text("opening")


class Post(Model):
    """Anything written in a thread. It has exactly one byline: an account or a pseudonym."""

    __tablename__ = "posts"
    __table_args__ = (
        CheckConstraint("(account_id IS NULL) <> (pseudonym_id IS NULL)", name="one_byline"),
        UniqueConstraint("thread_id", "place"),
        Index("ix_posts_opening", "thread_id", unique=True, sqlite_where=_OPENS, postgresql_where=_OPENS),
        Index(None, "account_id"),
        Index(None, "pseudonym_id"),
        Index(None, "answers_id"),
        UNORDERED,
    )

    id: Mapped[str] = public_id()
    thread_id: Mapped[str] = mapped_column(ForeignKey("threads.id"))
    # Keeps the order within a thread: the last one's plus a random step, so it counts nothing.
    place: Mapped[int] = mapped_column(BigInteger)
    opening: Mapped[bool] = mapped_column(default=False)
    account_id: Mapped[str | None] = mapped_column(ForeignKey("accounts.id"))
    pseudonym_id: Mapped[str | None] = mapped_column(ForeignKey("pseudonyms.id"))
    answers_id: Mapped[str | None] = mapped_column(ForeignKey("posts.id"))
    body: Mapped[str] = mapped_column(Text)
    body_html: Mapped[str] = mapped_column(Text)
    renderer: Mapped[int] = mapped_column()
    excerpt: Mapped[str] = mapped_column(String(240))  # plain opening words, for lists and quotes
    warnings: Mapped[str] = mapped_column(String(400), default="")  # canonical text of care.warnings
    advice: Mapped[bool] = mapped_column(default=False)  # the replier says: this is advice
    visibility: Mapped[Visibility] = mapped_column(words(Visibility))
    posted_at: Mapped[datetime]  # to ten minutes under a pseudonym
    edited_at: Mapped[datetime | None]  # by its writer, who alone is said to have changed it; to ten minutes as well
    publish_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    # The latest decision that its writer should read; set by moderation, two floors up, so no foreign key.
    decision_id: Mapped[str | None] = mapped_column(String(16))

    thread: Mapped[Thread] = relationship(lazy="raise_on_sql")
    account: Mapped[Account | None] = relationship(lazy="raise_on_sql")
    pseudonym: Mapped[Pseudonym | None] = relationship(lazy="raise_on_sql")
    answers: Mapped["Post | None"] = relationship(remote_side=[id], lazy="raise_on_sql")

    @property
    def byline(self) -> str:
        """The name shown: a pseudonym never leads to the account behind it."""
        if self.pseudonym_id:
            return self.pseudonym.name if self.pseudonym else ""
        return self.account.username if self.account else ""


class Revision(Model):
    """What a post said before an edit. Its writer and moderators can read it."""

    __tablename__ = "revisions"
    __table_args__ = (UniqueConstraint("post_id", "version"), UNORDERED)

    id: Mapped[str] = public_id()
    post_id: Mapped[str] = mapped_column(ForeignKey("posts.id", ondelete="CASCADE"))
    version: Mapped[int] = mapped_column()
    title: Mapped[str | None] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)
    body_html: Mapped[str] = mapped_column(Text)
    warnings: Mapped[str] = mapped_column(String(400), default="")
    replaced_at: Mapped[datetime]  # to ten minutes under a pseudonym
