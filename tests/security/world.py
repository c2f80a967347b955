"""One small forum with one of every role and every kind of post, for tests that try every door."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from forum import publishing
from forum.accounts.models import Account, SignIn
from forum.db import db
from forum.discussions.models import Post, Visibility
from forum.moderation.models import Decision, ReviewItem
from tests import factories

# Who tries: nobody, somebody new, a member, the writer of the objects, and the team with and without second factor.
ROLES = ("visitor", "newcomer", "member", "author", "moderator", "half_moderator", "admin")
NAMES = {
    "newcomer": "noor",
    "member": "mira",
    "author": "wren",
    "moderator": "sam",
    "half_moderator": "hal",
    "admin": "ada",
}
# What is tried: posts of `wren`, in every state that a route has to tell apart, and one that never existed.
OBJECTS = ("visible", "sealed", "held", "hidden", "removed", "withdrawn", "members", "unknown")
NOWHERE = "aaaabbbbccccdddd"


@dataclass(frozen=True)
class Thing:
    """One object under trial: ids that fit into addresses."""

    thread_id: str = NOWHERE
    post_id: str = NOWHERE
    item_id: str = NOWHERE
    decision_id: str = NOWHERE
    slug: str = "nights"


def people(visit: Callable[..., Any], rows: Any) -> dict[str, Any]:
    """Everybody at their browser. Hal moderates and has shown no second factor at this sign-in."""
    found = {role: visit(NAMES.get(role)) for role in ROLES}
    with rows() as session:
        hal = session.scalars(select(Account).where(Account.username == "hal")).one()
        for row in session.scalars(select(SignIn).where(SignIn.account_id == hal.id)):
            row.second_factor = False
        session.commit()
    return found


def build(given: Any, visit: Callable[..., Any], rows: Any) -> dict[str, Thing]:
    """Make people, rooms and one thread of `wren` for every kind of object, with an item and a decision about it."""
    given(_cast)
    things = {}
    for kind in OBJECTS:
        if kind != "unknown":
            thread_id, post_id = given(_thing, kind)
            things[kind] = _looked_at(kind, Thing(thread_id, post_id), visit, rows)
    members = things["members"]
    things["members"] = Thing(members.thread_id, members.post_id, members.item_id, members.decision_id, "circle")
    return things | {"unknown": Thing(slug="no-such-room")}


def _cast() -> None:
    factories.member("mira")
    factories.newcomer("noor")
    factories.member("wren")
    for name in ("sam", "hal"):
        factories.moderator(name)
    factories.admin("ada")
    factories.room("nights")
    factories.room("circle", members_only=True)


def _thing(kind: str) -> tuple[str, str]:
    where = "circle" if kind == "members" else "nights"
    thread_id = factories.thread(f"A thread, {kind}", by="wren", where=where, anonymous=kind == "sealed")
    post = db.session.scalars(select(Post).where(Post.thread_id == thread_id)).one()
    return thread_id, post.id


def _looked_at(kind: str, thing: Thing, visit: Callable[..., Any], rows: Any) -> Thing:
    """Mira asks a moderator to look; Sam hides or removes, or finds nothing wrong; a second report stays open."""
    action = {"hidden": "hide", "removed": "remove"}.get(kind, "dismiss")
    answer = visit("mira").post(f"/posts/{thing.post_id}/report", lane="rule", reason="hostile", note="Please look.")
    assert answer.status_code == 303, answer.get_data(as_text=True)
    with rows() as session:
        item_id = session.scalars(select(ReviewItem.id).where(ReviewItem.post_id == thing.post_id)).one()
    answer = visit("sam").post(
        f"/moderation/items/{item_id}/decide", action=action, rule="kind", facts="It was read closely.", note=""
    )
    assert answer.status_code == 303, answer.get_data(as_text=True)
    with rows() as session:
        decision_id = session.scalars(select(Decision.id).where(Decision.item_id == item_id)).one()
        if kind in {"held", "withdrawn"}:
            post = session.get_one(Post, thing.post_id)
            publishing.set_visibility(post, Visibility(kind))
            session.commit()
    return Thing(thing.thread_id, thing.post_id, item_id, decision_id)
