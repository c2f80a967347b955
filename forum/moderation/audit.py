"""The record of what the team did: entries are added in one place, chained by keyed hashes, and can be checked.

Each hash is HMAC-SHA256 under a key that is not in the database, over the entry and the hash before it. The head keeps
the number of the last entry and a seal of its hash that stands in no entry, so that a tail cannot be cut off by
somebody who holds the database alone (docs/decisions/0007-audit-chain.md).
"""

import hmac
import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select

from forum import boxes, clock
from forum.accounts.models import Account
from forum.db import db
from forum.moderation.models import AuditEntry, AuditHead

NOTHING = bytes(32)
# An id or a word of ours. What people wrote has spaces, capitals or signs, and never comes in here (T15).
_WORD = re.compile(r"[a-z0-9_:.\- ]{0,400}\Z")


class NotARecordWord(ValueError):
    """Only ids, numbers and words of our own lists are recorded."""


@dataclass(frozen=True)
class Fault:
    """The first place where the chain does not hold."""

    number: int
    why: str


@dataclass(frozen=True)
class Checked:
    """What a check found: how far the chain goes, how it ends, and the first fault."""

    number: int
    end: str  # hex; to be kept elsewhere and given to the next check
    fault: Fault | None


def record(actor: Account | None, did: str, about: str, **details: str | int | bool | None) -> AuditEntry:
    """Add one entry; the only writer of audit_entries. Call it last in a transaction: it holds the head's lock.

    `about` is `post:…`, `account:…` and the like. No actor means the host, at the command line.
    """
    for value in (did, about, *details.values()):
        if isinstance(value, str) and not _WORD.match(value):
            raise NotARecordWord
    head = db.session.scalars(select(AuditHead).with_for_update().execution_options(populate_existing=True)).one()
    last = db.session.get(AuditEntry, head.number)
    entry = AuditEntry(
        number=head.number + 1,
        at=clock.now(),
        actor_id=actor.id if actor else None,
        did=did,
        about=about,
        details=json.dumps(details, sort_keys=True, separators=(",", ":")),
        previous_hash=last.hash if last else NOTHING,
    )
    key = _key()
    entry.hash = _hash(key, entry)
    head.number, head.hash = entry.number, _seal(key, entry.number, entry.hash)
    db.session.add(entry)
    db.session.flush()
    return entry


def verify(seen: tuple[int, str] | None = None) -> Checked:
    """Go through the whole chain. `seen` is the number and the end that an earlier check printed."""
    key, number, end = _key(), 0, NOTHING
    for entry in db.session.scalars(select(AuditEntry).order_by(AuditEntry.number).execution_options(yield_per=500)):
        fault = _fault(key, entry, number, end)
        if fault is None and seen is not None and seen[0] == entry.number and seen[1] != entry.hash.hex():
            fault = "the chain has another entry here than when it was last checked"
        if fault is not None:
            return Checked(number, end.hex(), Fault(number + 1, fault))
        number, end = entry.number, entry.hash
    return Checked(number, end.hex(), _fault_at_end(key, number, end, seen))


def _fault(key: bytes, entry: AuditEntry, number: int, end: bytes) -> str | None:
    if entry.number != number + 1:
        return "an entry is missing here"
    if entry.previous_hash != end:
        return "it does not follow the entry before it"
    if not hmac.compare_digest(entry.hash, _hash(key, entry)):
        return "it was changed"
    return None


def _fault_at_end(key: bytes, number: int, end: bytes, seen: tuple[int, str] | None) -> Fault | None:
    head = db.session.scalars(select(AuditHead)).one_or_none()
    if head is None:
        return Fault(number + 1, "the head of the chain is missing")
    sealed = _seal(key, number, end) if number else NOTHING
    if head.number != number or not hmac.compare_digest(head.hash, sealed):
        return Fault(number + 1, "the chain ends here, and its head says otherwise")
    if seen is not None and seen[0] > number:
        return Fault(number + 1, "the chain was longer when it was last checked")
    return None


def _key() -> bytes:
    return boxes.keys().site_key("audit")


def _hash(key: bytes, entry: AuditEntry) -> bytes:
    parts = [
        entry.number,
        _moment(entry.at),
        entry.actor_id,
        entry.did,
        entry.about,
        entry.details,
        entry.previous_hash.hex(),
    ]
    return hmac.digest(key, json.dumps(parts, separators=(",", ":")).encode(), "sha256")


def _seal(key: bytes, number: int, end: bytes) -> bytes:
    return hmac.digest(key, f"head\0{number}\0".encode() + end, "sha256")


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")
