"""Giving a person their pseudonym in a scope, and finding all that they have."""

from itertools import count

from sqlalchemy import exists, select
from sqlalchemy.exc import IntegrityError

from forum.accounts.models import Account
from forum.accounts.names import skeleton
from forum.anonymity.models import Pseudonym
from forum.anonymity.names import FIRST, SECOND, free_name
from forum.anonymity.seal import Person
from forum.db import db

AT_ONCE = 64  # numbers asked for in one query; few people ever write in more threads under a pseudonym


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
        number_tag=person.tag("pseudonyms", str(max(_numbered(person), default=-1) + 1)),
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


def is_gone_by(name: str) -> bool:
    """Whether somebody goes by a pseudonym that this name looks like, so that `quiet-heron` could speak for them."""
    alike = skeleton(name)
    begun = [first for first in FIRST if alike.startswith(skeleton(first)[:-1])]  # Its last may melt into the next.
    drawn = [f"{first} {second}" for first in begun for second in SECOND if skeleton(first + second) == alike]
    return bool(drawn) and bool(db.session.scalar(select(exists().where(Pseudonym.name.in_(drawn)))))


def own_pseudonyms(person: Person) -> list[str]:
    """The ids of all pseudonyms of this person, in the order in which they came to be. One query for most people.

    No row names a person, so that the numbers are asked for by their tags, from nought until none is taken any more.
    """
    found = _numbered(person)
    return [found[number] for number in sorted(found)]


def _numbered(person: Person) -> dict[int, str]:
    found: dict[int, str] = {}
    for start in count(0, AT_ONCE):
        numbers = {tag: n for n in range(start, start + AT_ONCE) for tag in person.tags("pseudonyms", str(n))}
        rows = db.session.execute(select(Pseudonym.number_tag, Pseudonym.id).where(Pseudonym.number_tag.in_(numbers)))
        found |= {numbers[tag]: row_id for tag, row_id in rows}
        if start + AT_ONCE - 1 not in found:
            return found
    raise AssertionError("unreachable")
