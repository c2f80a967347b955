"""What one reader finds: two queries, whatever is asked and however much there is."""

from dataclasses import dataclass

from sqlalchemy import and_, select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from forum.db import db
from forum.discussions import gate
from forum.discussions.gate import Shown
from forum.discussions.models import Post, Room, Thread, Visibility
from forum.discussions.reading import Reader
from forum.discussions.thread_pages import title_for
from forum.search import index, words
from forum.search.forms import Question
from forum.search.models import SearchEntry

A_PAGE = 20
LOOKED_AT = 200  # the newest hits of which a page is made: those that this reader may see

Pieces = list[tuple[str, bool]]


@dataclass(frozen=True)
class Hit:
    """A post that was found, as this reader meets it."""

    post: Post
    title: Pieces
    shown: Shown
    passage: Pieces  # empty unless the text stands open for this reader


@dataclass(frozen=True)
class Results:
    hits: list[Hit]
    after: int | None  # where the next page begins
    left_out: bool  # the reader's own choices may have left posts out


def find(question: Question, reader: Reader, before: int | None = None) -> Results:
    """The newest posts with all these words that this reader may read, but what they never want listed."""
    numbers = index.newest(question.words, before, LOOKED_AT)
    opening = aliased(Post)
    found = db.session.execute(
        select(Post, SearchEntry.number)
        .join(SearchEntry, SearchEntry.post_id == Post.id)
        .join(Post.thread)
        .join(Thread.room)
        .outerjoin(opening, and_(opening.thread_id == Thread.id, opening.opening))
        .where(SearchEntry.number.in_(numbers), Post.visibility == Visibility.VISIBLE, reader.rooms())
        # A thread outlives a beginning that was taken back; what a moderator closed is closed with all in it.
        .where(Thread.visibility.in_([Visibility.VISIBLE, Visibility.WITHDRAWN]))
        .where(reader.wants(Post.warnings), reader.wants(opening.warnings))
        .options(
            contains_eager(Post.thread).contains_eager(Thread.room.of_type(Room)),
            joinedload(Post.account),
            joinedload(Post.pseudonym),
        )
        .order_by(SearchEntry.number.desc())
        .limit(A_PAGE + 1)
    ).all()
    hits = [_hit(post, question, reader) for post, _ in found[:A_PAGE]]
    after = found[A_PAGE - 1][1] if len(found) > A_PAGE else None
    if after is None and len(numbers) == LOOKED_AT:
        after = numbers[-1]
    return Results(hits, after, bool(reader.left_out))


def _hit(post: Post, question: Question, reader: Reader) -> Hit:
    def place(text: str) -> int | None:
        return next((found.start for found in words.in_order(text) if found.word in question.words), None)

    shown = gate.passage(post, reader, place)
    title = title_for(post.thread, began_it=False)
    return Hit(post, words.marked(title, question.words), shown, words.marked(shown.words, question.words))
