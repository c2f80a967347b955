"""Things for tests to start from. Each answers with an id or a name, never a live row; `given` commits."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from forum import clock
from forum.accounts.models import Account, Role
from forum.accounts.names import skeleton
from forum.anonymity.seal import new_share, person
from forum.care import support, warnings
from forum.db import db
from forum.discussions.models import Post, Readers, Room, Thread
from forum.ids import new_id
from forum.posting import operations as posting
from forum.posting.forms import Writing
from forum.posting.operations import Writer


def member(name: str = "mira", *, days: int = 365, role: Role = Role.MEMBER, id: str | None = None) -> str:
    """A member who has been here for so many days. They sign in through `visit(name)`; they have no password."""
    account = Account(
        id=id or new_id(),
        username=name,
        skeleton=skeleton(name),
        role=role,
        joined_on=clock.today() - timedelta(days=days),
        consented_on=clock.today() - timedelta(days=days),
    )
    account.seal_share, account.seal_key_id = new_share(account.id)
    db.session.add(account)
    db.session.flush()
    return name


def newcomer(name: str = "noor", **more: Any) -> str:
    return member(name, days=1, **more)


def moderator(name: str = "sam", **more: Any) -> str:
    return member(name, role=Role.MODERATOR, **more)


def admin(name: str = "ada", **more: Any) -> str:
    return member(name, role=Role.ADMIN, **more)


def room(slug: str = "nights", *, members_only: bool = False, **more: Any) -> str:
    """A room; the same one again when it is there already."""
    if db.session.scalar(select(Room).where(Room.slug == slug)) is None:
        readers = Readers.MEMBERS if members_only else Readers.ANYONE
        db.session.add(Room(slug=slug, name=slug.replace("-", " ").capitalize(), readers=readers, **more))
        db.session.flush()
    return slug


def thread(
    title: str = "Nights are long",
    *,
    by: str = "mira",
    body: str = "I wrote this at four in the morning.",
    where: str = "nights",
    replies: int = 0,
    anonymous: bool = False,
    warned: str = "",
    asked: str = "",
    reply_by: str | None = None,
) -> str:
    """A thread in a room, opened by a member who exists, with so many replies; answers with its id."""
    room(where)
    place = db.session.scalars(select(Room).where(Room.slug == where)).one()
    form = Writing(
        title=title,
        body=body,
        anonymous=anonymous,
        warnings=warnings.read(warned),
        support=support.parse_all(asked.split()),
        once=new_id(),
    )
    opened = posting.start_thread(writer(by), place, form)
    for number in range(replies):
        reply(opened.thread_id, by=reply_by or by, body=f"Reply number {number + 1}. " + "Kind words. " * 48)
    return opened.thread_id


def reply(
    thread_id: str, *, by: str = "mira", body: str = "I hear you.", anonymous: bool = False, warned: str = ""
) -> str:
    """A reply in a thread, through the same operation as the form; answers with the post's id."""
    found = db.session.scalars(select(Thread).where(Thread.id == thread_id)).one()
    db.session.refresh(found, ["room"])
    form = Writing(body=body, anonymous=anonymous, warnings=warnings.read(warned), once=new_id())
    return posting.reply(writer(by), found, form, answers=None, own=False).id


def opening(thread_id: str) -> str:
    """The id of the post that opens a thread."""
    return db.session.scalars(select(Post.id).where(Post.thread_id == thread_id, Post.opening)).one()


def writer(name: str) -> Writer:
    account = db.session.scalars(select(Account).where(Account.username == name)).one()
    return Writer(account, person(account))
