"""Your writing: everything the reader wrote, under their own name and under pseudonyms, for their eyes only."""

from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from forum.accounts.models import Account
from forum.anonymity.operations import own_pseudonyms
from forum.db import db
from forum.discussions import gate, paging
from forum.discussions.gate import Shown
from forum.discussions.models import Post, Thread, Visibility
from forum.discussions.reading import Reader
from forum.discussions.thread_pages import title_for

A_PAGE = 30


@dataclass(frozen=True)
class OwnRow:
    post: Post
    title: str
    shown: Shown
    answered: bool  # somebody else has written in the thread that this post opened


@dataclass(frozen=True)
class OwnPage:
    rows: list[OwnRow]
    after: str | None


def page(reader: Reader, account: Account, after: str | None = None) -> OwnPage:
    """The reader's own posts, newest first, held and hidden ones too; withdrawn ones are gone."""
    sealed = own_pseudonyms(reader.person) if reader.person else []
    statement = (
        select(Post)
        .join(Post.thread)
        .where(
            or_(Post.account_id == account.id, Post.pseudonym_id.in_(sealed)),
            Post.visibility != Visibility.WITHDRAWN,
        )
        .options(
            contains_eager(Post.thread).joinedload(Thread.room),
            joinedload(Post.account),
            joinedload(Post.pseudonym),
        )
        .order_by(Post.posted_at.desc(), Post.id.desc())
        .limit(A_PAGE + 1)
    )
    start = paging.read_place_in_time(after)
    if start:
        moment, row_id = start
        statement = statement.where(or_(Post.posted_at < moment, (Post.posted_at == moment) & (Post.id < row_id)))
    found = list(db.session.scalars(statement))
    shown = found[:A_PAGE]
    last = shown[-1] if len(found) > A_PAGE else None
    token = paging.place_in_time(last.posted_at, last.id) if last else None
    answered = _answered([post.thread_id for post in shown if post.opening])
    return OwnPage([_row(post, reader, post.opening and post.thread_id in answered) for post in shown], token)


def _row(post: Post, reader: Reader, answered: bool) -> OwnRow:
    return OwnRow(post, title_for(post.thread, began_it=post.opening), gate.opening_words(post, reader), answered)


def _answered(threads: list[str]) -> set[str]:
    """Those of these threads in which somebody writes under another name than the one who opened them."""
    opening = aliased(Post)
    another = or_(
        Post.account_id.is_distinct_from(opening.account_id), Post.pseudonym_id.is_distinct_from(opening.pseudonym_id)
    )
    found = (
        select(Post.thread_id)
        .join(opening, (opening.thread_id == Post.thread_id) & opening.opening)
        .where(Post.thread_id.in_(threads), ~Post.opening, Post.visibility == Visibility.VISIBLE, another)
    )
    return set(db.session.scalars(found.distinct()))
