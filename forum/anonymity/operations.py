"""Giving a person their pseudonym in a scope, and their sealed list of what they wrote under it."""

import json
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from forum import boxes
from forum.accounts.models import Account
from forum.accounts.names import skeleton
from forum.anonymity.models import Pseudonym, SealedList
from forum.anonymity.names import free_name
from forum.anonymity.seal import Person
from forum.db import db

LIST_STEP = 4096  # bytes; about ninety posts before a list grows into the next size class


@dataclass(frozen=True)
class Written:
    """One post that somebody wrote under a pseudonym, as only their own list knows it."""

    thread_id: str
    post_id: str


def own_pseudonym(person: Person, scope: str) -> Pseudonym | None:
    """The name this person already has in this scope, if they have written here before."""
    return db.session.scalar(select(Pseudonym).where(Pseudonym.tag.in_(person.tags("pseudonym", scope))))


def pseudonym_for(person: Person, scope: str, *, since: str) -> Pseudonym:
    """The person's pseudonym in this scope, made on first use and kept after."""
    for last_try in (False, True):
        found = own_pseudonym(person, scope)
        if found is not None:
            return found
        try:
            with db.session.begin_nested():
                return _make(person, scope, since)
        except IntegrityError:  # The same person in a second tab, or two people drew one name.
            if last_try:
                raise
    raise AssertionError("unreachable")


def _make(person: Person, scope: str, since: str) -> Pseudonym:
    taken = set(db.session.scalars(select(Pseudonym.name).where(Pseudonym.scope == scope)))
    made = Pseudonym(
        scope=scope,
        name=_nobodys_name(taken),
        tag=person.tag("pseudonym", scope),
        key_id=person.key_id,
        since=since,
    )
    db.session.add(made)
    db.session.flush()
    return made


def _nobodys_name(taken: set[str]) -> str:
    """A free name that no member goes by either: "Quiet Kettle" must not look like `quietkettle`."""
    while True:
        name = free_name(taken)
        alike = skeleton(name.replace(" ", ""))
        if db.session.scalar(select(Account.id).where(Account.skeleton == alike)) is None:
            return name
        taken.add(name)


def new_list(person: Person) -> None:
    """An empty sealed list. Every member gets one on joining, so that having one says nothing."""
    db.session.add(SealedList(tag=person.tag("list"), box=_closed(person, [])))


def add_to_list(person: Person, thread_id: str, post_id: str) -> None:
    """Remember, for this person alone, that a post is theirs."""
    row = db.session.scalar(select(SealedList).where(SealedList.tag.in_(person.tags("list"))).with_for_update())
    if row is None:
        db.session.add(SealedList(tag=person.tag("list"), box=_closed(person, [Written(thread_id, post_id)])))
        return
    row.box = _closed(person, [*_opened(person, row.box), Written(thread_id, post_id)])


def written_by(person: Person) -> list[Written]:
    """What this person wrote under pseudonyms, oldest first. No table but their own list knows it."""
    row = db.session.scalar(select(SealedList).where(SealedList.tag.in_(person.tags("list"))))
    return _opened(person, row.box) if row is not None else []


def _closed(person: Person, entries: list[Written]) -> bytes:
    inside = json.dumps([[one.thread_id, one.post_id] for one in entries], separators=(",", ":")).encode()
    return person.seal("list", boxes.pad(inside, LIST_STEP))


def _opened(person: Person, box: bytes) -> list[Written]:
    return [Written(*pair) for pair in json.loads(boxes.unpad(person.unseal("list", box)))]
