"""Keeping the index true: a post is in it exactly while everybody in its room may read it."""

import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import contains_eager

from forum import clock
from forum.db import db
from forum.discussions import gate
from forum.discussions.models import Post, Thread, Visibility
from forum.search import index, words
from forum.search.models import SearchEntry

RANDOM_BITS = 38  # below the ten minutes; together they fit into 63 bits until the year 2600
BATCH = 500


def number_for(posted_at: datetime) -> int:
    """A place in the order of ten-minute windows, and at random within its own."""
    return _window(posted_at) + secrets.randbits(RANDOM_BITS)


def _window(moment: datetime) -> int:
    return int(moment.timestamp()) // int(clock.COARSE.total_seconds()) << RANDOM_BITS


def refresh(post: Post) -> None:
    """Bring the index up to date with one post, in the caller's transaction. Only `publishing` calls this."""
    entry = db.session.get(SearchEntry, post.id)
    if entry is not None:
        index.taken_out(entry)
        db.session.delete(entry)
        db.session.flush()
    if post.visibility is Visibility.VISIBLE:
        title = db.session.get_one(Thread, post.thread_id).title if post.opening else ""
        db.session.add(_entry(post, title))
        db.session.flush()


def _entry(post: Post, title: str) -> SearchEntry:
    """A new row with a new number: an older one would tell which row of the index it was before."""
    return SearchEntry(
        post_id=post.id,
        number=number_for(post.posted_at),
        words=" ".join(words.of(f"{title}\n{gate.for_search(post)}")),
        settled=not index.on_sqlite(),
    )


def catch_up(after: str = "") -> str | None:
    """Bring in visible posts without an entry, one batch in the order of ids: after an upgrade, or from bulk data.

    Answers the id to go on after; none when all have been looked at.
    """
    ids = db.session.scalars(select(Post.id).where(Post.id > after).order_by(Post.id).limit(BATCH)).all()
    if not ids:
        return None
    missing = db.session.scalars(
        select(Post)
        .join(Post.thread)
        .options(contains_eager(Post.thread))
        .outerjoin(SearchEntry, SearchEntry.post_id == Post.id)
        .where(Post.id > after, Post.id <= ids[-1])
        .where(Post.visibility == Visibility.VISIBLE, SearchEntry.post_id.is_(None))
    )
    db.session.add_all([_entry(post, post.thread.title if post.opening else "") for post in missing])
    db.session.flush()
    return ids[-1]


class Bulk(NamedTuple):
    """One of very many visible posts, as plain words."""

    post_id: str
    posted_at: datetime
    title: str
    body: str


def add_many(posts: Sequence[Bulk]) -> None:
    """Entries for many posts at once. Made for few texts that come again and again (seed.py)."""
    rows = [
        {
            "post_id": post.post_id,
            "number": number_for(post.posted_at),
            "words": " ".join(sorted({*_words_of(post.body), *words.of(post.title)})),
            "settled": not index.on_sqlite(),
        }
        for post in posts
    ]
    db.session.execute(insert(SearchEntry), rows)


@lru_cache(1000)
def _words_of(body: str) -> tuple[str, ...]:
    return tuple(words.of(body))


@contextmanager
def in_bulk() -> Iterator[None]:
    """While millions of posts come in: the index is built in one go at the end, in the same transaction."""
    index.set_aside()
    yield
    while settle_everything():
        pass
    index.bring_back()


def settle() -> int:
    """Bring over what was written at least ten minutes before the last full ten minutes; how much of it."""
    return index.settle(_window(clock.now() - clock.COARSE))


def settle_everything() -> int:
    return index.settle(_window(clock.now() + timedelta(days=1)), most=5000)


def forget_everything() -> None:
    """Empty the index. `catch_up` fills it again."""
    index.empty()
    db.session.execute(delete(SearchEntry))


def how_many() -> int:
    return db.session.scalar(select(func.count(SearchEntry.post_id))) or 0
