"""Changing threads and posts. Callers decide whether; these functions only do."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, delete, func, select, update

from forum import clock, text
from forum.accounts.models import Account
from forum.anonymity.models import Pseudonym
from forum.db import db
from forum.discussions.models import Post, Revision, Room, Thread, Visibility

STEP = 1 << 20  # the most that a post's place is beyond the last one's


@dataclass(frozen=True)
class Words:
    """What somebody wrote: cleaned source, and the canonical text of its content warnings."""

    body: str
    warnings: str = ""


def add_thread(room: Room, title: str, support: str) -> Thread:
    """A thread without posts yet; its opening post is added in the same transaction."""
    now = clock.coarse(clock.now())
    thread = Thread(
        room=room, title=title, support=support, visibility=Visibility.HELD, started_at=now, last_activity_at=now
    )
    db.session.add(thread)
    db.session.flush()
    return thread


def add_post(
    thread: Thread,
    byline: Account | Pseudonym,
    words: Words,
    *,
    visibility: Visibility,
    answers: Post | None = None,
    advice: bool = False,
) -> Post:
    """Add a post at the end of a thread; the first one opens it."""
    last = db.session.scalar(select(func.max(Post.place)).where(Post.thread_id == thread.id))
    post = Post(
        thread=thread,
        opening=last is None,
        place=(last or 0) + 1 + secrets.randbelow(STEP),
        account=byline if isinstance(byline, Account) else None,
        pseudonym=byline if isinstance(byline, Pseudonym) else None,
        answers=answers,
        advice=advice,
        visibility=visibility,
        posted_at=moment_for(byline),
        warnings=words.warnings,
        **rendered(words.body),
    )
    db.session.add(post)
    db.session.flush()
    recount(thread.id)
    return post


def moment_for(byline: Account | Pseudonym | None) -> datetime:
    """Now: to the second under a member's own name, to ten minutes under a pseudonym."""
    now = clock.now()
    return now.replace(microsecond=0) if isinstance(byline, Account) else clock.coarse(now)


def rendered(body: str) -> dict[str, object]:
    """The columns that follow from a body."""
    return {
        "body": body,
        "body_html": text.render(body),
        "renderer": text.RENDERER_VERSION,
        "excerpt": text.excerpt(body),
    }


def edit_post(post: Post, words: Words, *, title: str | None = None) -> None:
    """Change a post as its writer. Readers are told that they did; of what a moderator changed they are not."""
    replace_words(post, words, title=title)
    post.edited_at = moment_for(post.account if post.account_id else None)


def replace_words(post: Post, words: Words, *, title: str | None = None) -> None:
    """Replace a post's words and keep the old ones as a revision. Its byline stays as it was."""
    thread = db.session.get_one(Thread, post.thread_id)
    db.session.add(
        Revision(
            post_id=post.id,
            version=post.version,
            title=thread.title if post.opening else None,
            body=post.body,
            body_html=post.body_html,
            warnings=post.warnings,
            replaced_at=moment_for(post.account if post.account_id else None),
        )
    )
    for column, value in rendered(words.body).items():
        setattr(post, column, value)
    post.warnings = words.warnings
    if post.opening and title is not None:
        thread.title = title


def erase_words(post: Post) -> None:
    """Empty a post and all it said before. Nothing of it can be read by any address afterwards (T14)."""
    db.session.execute(delete(Revision).where(Revision.post_id == post.id))
    post.body = post.body_html = post.excerpt = post.warnings = ""
    if post.opening:
        db.session.get_one(Thread, post.thread_id).title = TAKEN_BACK


TAKEN_BACK = "Taken back by its writer"


def recount(thread_id: str) -> None:
    """Bring a thread's summary up to date with its posts. The only place that does."""
    db.session.flush()
    # Without its key: every new post holds the thread's key already, and two of them would wait for each other.
    locked = select(Thread).where(Thread.id == thread_id).with_for_update(key_share=True)
    thread = db.session.scalars(locked.execution_options(populate_existing=True)).one()
    opening = db.session.scalars(select(Post).where(Post.thread_id == thread_id, Post.opening)).one_or_none()
    if opening is None:
        return
    shown = and_(Post.thread_id == thread_id, Post.visibility == Visibility.VISIBLE)
    count, latest = db.session.execute(
        select(func.count(Post.id), func.max(Post.posted_at)).where(shown, ~Post.opening)
    ).one()
    thread.visibility = opening.visibility
    thread.reply_count = count
    thread.started_at = opening.posted_at
    thread.last_activity_at = max(opening.posted_at, latest) if latest else opening.posted_at
    thread.waiting_since = None if count or not may_be_waiting(thread) else opening.posted_at
    thread.version += 1
    db.session.flush()


def may_be_waiting(thread: Thread) -> bool:
    """Whether silence here would be somebody waiting: not where nobody may answer or none was wished for (T13).

    A thread to which only its own writer has added something does not wait either (recount).
    """
    room = db.session.get_one(Room, thread.room_id)
    return (
        thread.visibility is Visibility.VISIBLE
        and not (thread.locked or thread.replies_paused or thread.ending or room.informational)
        and "space" not in thread.support.split()
    )


def rerender_all(batch: int = 200) -> int:
    """Make the stored HTML of every older rendering again; answers how many texts were made."""
    done = 0
    for table in (Post, Revision):
        done += _rerender(table, batch)
    return done


def _rerender(table: type[Post] | type[Revision], batch: int) -> int:
    old = Post.renderer != text.RENDERER_VERSION if table is Post else Revision.body_html.is_not(None)
    done, after = 0, ""
    while rows := db.session.execute(
        select(table.id, table.body).where(old, table.id > after).order_by(table.id).limit(batch)
    ).all():
        for row_id, body in rows:
            fresh: dict[str, str | int] = {"body_html": text.render(body)}
            if table is Post:
                fresh |= {"renderer": text.RENDERER_VERSION, "excerpt": text.excerpt(body)}
            db.session.execute(update(table).where(table.id == row_id).values(**fresh))
        done, after = done + len(rows), rows[-1][0]
    return done
