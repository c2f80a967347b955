"""Who somebody is to the seal: tags that only they can match, boxes that only they can open.

A tag is HMAC-SHA256 over a purpose and a scope, under the seal key and the person's own share. It is the same every
time for one person, purpose and scope, and unrelated to all their other tags. Without the seal key it is noise; when
a person's share is destroyed their tags are noise for the key's holder as well.
"""

import hmac
import os
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select

from forum import boxes
from forum.accounts.models import Account
from forum.db import db
from forum.errors import Refusal

SHARE = 32  # bytes


class SealLost(Refusal):
    """This site misses a key that it needs for keeping your words. The people who run it have to put that right.
    Reading works. Nothing that you typed is lost."""

    status = 503


@dataclass(frozen=True)
class Person:
    """Somebody, as the seal knows them. Made from an account (or a return key) for one request; never stored."""

    share: bytes
    ring: tuple[tuple[str, bytes], ...]

    @property
    def key_id(self) -> str:
        return self.ring[-1][0]

    def tag(self, purpose: str, scope: str = "") -> bytes:
        """This person's 32-byte tag, under the newest key."""
        return self._tag(self.ring[-1][1], purpose, scope)

    def tags(self, purpose: str, scope: str = "") -> list[bytes]:
        """The same under every key still held, so that a rotation loses nobody what they wrote."""
        return [self._tag(key, purpose, scope) for _, key in self.ring]

    def seal(self, purpose: str, inside: bytes, about: str = "") -> bytes:
        return boxes.seal(self.tag("box", purpose), inside, about)

    def unseal(self, purpose: str, box: bytes, about: str = "") -> bytes:
        for key in reversed(self.tags("box", purpose)):
            try:
                return boxes.unseal(key, box, about)
            except boxes.BoxDamaged:
                continue
        raise boxes.BoxDamaged(purpose)

    def _tag(self, key: bytes, purpose: str, scope: str) -> bytes:
        return hmac.digest(key + self.share, f"{purpose}\0{scope}".encode(), "sha256")


def new_share(account_id: str) -> tuple[bytes, str]:
    """A fresh share, encrypted for this account's row, and the id of the key that encrypted it."""
    key_id, key = boxes.keys().seal.current
    return boxes.seal(key, os.urandom(SHARE), f"share:{account_id}"), key_id


def person(account: Account) -> Person:
    """Open an account's share. Raises SealLost when the key is not held any more."""
    ring = boxes.keys().seal
    key = ring.get(account.seal_key_id or "")
    if key is None or account.seal_share is None:
        raise SealLost
    try:
        share = boxes.unseal(key, account.seal_share, f"share:{account.id}")
    except boxes.BoxDamaged:
        raise SealLost from None
    return Person(share, ring.keys)


def how_many_lost() -> int:
    """How many members have a share that no key of the ring opens. Tries them all: 100,000 take about a second."""
    return sum(1 for _ in _lost())


def renew_lost() -> int:
    """Give each of them a fresh share, and say how many. What they wrote under pseudonyms belongs to nobody then."""
    lost = list(_lost())
    for account in lost:
        account.seal_share, account.seal_key_id = new_share(account.id)
    return len(lost)


def _lost() -> Iterator[Account]:
    for account in db.session.scalars(select(Account).execution_options(yield_per=1000)):
        try:
            person(account)
        except SealLost:
            yield account
