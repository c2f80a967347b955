"""Things that work once and for minutes: reset links, half-finished sign-ins, challenges, codes shown once."""

import hmac
import json
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from forum import boxes, clock
from forum.accounts.models import Account, OneTimeToken, Standing
from forum.accounts.signing_in import hash_of
from forum.db import db, rows_changed

HALF_SIGN_IN = timedelta(minutes=15)
RESET = timedelta(minutes=30)
CHALLENGE = timedelta(minutes=5)
SHOWN_CODES = timedelta(minutes=30)
ADDRESS = timedelta(hours=24)


@dataclass(frozen=True)
class Found:
    """A token that still works: its row, what goes with it, and whose it is."""

    row: OneTimeToken
    inside: dict[str, Any]
    account: Account | None


def issue(purpose: str, lasts: timedelta, *, account: Account | None = None, **inside: Any) -> str:
    """A fresh token with what goes with it, encrypted. Only its hash is stored; the caller hands it out.

    Whose it is lies in the box alone: no row says that somebody was here at some minute.
    """
    token = secrets.token_urlsafe(32)
    ends = clock.now() + lasts
    whose = {"account": account.id, "state": _state(account)} if account else {}
    row = OneTimeToken(token_hash=hash_of(token), purpose=purpose, box=b"", expires_at=_coarse(ends))
    _fill(row, {**inside, **whose, "ends": ends.isoformat()})
    db.session.add(row)
    return token


def look(purpose: str, token: str | None, *, to_change: bool = False) -> Found | None:
    """What a token leads to, while it still works. It is not used up by looking.

    It stops working with its time, and when its owner's password, address, role or standing changes.
    With `to_change`, whoever else wants to change it waits for this transaction.
    """
    if not token:
        return None
    which = select(OneTimeToken).where(OneTimeToken.token_hash == hash_of(token), OneTimeToken.purpose == purpose)
    row = db.session.scalar(which.with_for_update() if to_change else which)
    if row is None or row.box is None:
        return None
    inside = json.loads(boxes.unpad(boxes.unseal(_key(), row.box, _about(row))))
    if datetime.fromisoformat(inside["ends"]) < clock.now():
        return None
    account = db.session.get(Account, inside["account"]) if "account" in inside else None
    if "account" in inside and (account is None or inside["state"] != _state(account)):
        return None
    return Found(row, inside, account)


def change(found: Found, **inside: Any) -> None:
    """Put other things into a token's box; how long it works stays as it is."""
    _fill(found.row, found.inside | inside)


def use_up(purpose: str, token: str) -> bool:
    """End a token. True for exactly one of several that try at the same moment."""
    this = (OneTimeToken.token_hash == hash_of(token), OneTimeToken.purpose == purpose)
    return rows_changed(delete(OneTimeToken).where(*this)) == 1


def first_time(purpose: str, what: str, lasts: timedelta) -> bool:
    """Whether this has not been seen before; it has been from now on. True for exactly one of several at once."""
    seen = hmac.digest(boxes.keys().site_key("seen"), f"{purpose}\0{what}".encode(), "sha256")
    try:
        with db.session.begin_nested():
            row = OneTimeToken(token_hash=seen, purpose=purpose, expires_at=_coarse(clock.now() + lasts))
            db.session.add(row)
    except IntegrityError:
        return False
    return True


def sweep() -> int:
    """Take away what no longer works; how many rows that were."""
    return rows_changed(delete(OneTimeToken).where(OneTimeToken.expires_at < clock.now()))


def _fill(row: OneTimeToken, inside: dict[str, Any]) -> None:
    row.box = boxes.seal(_key(), boxes.pad(json.dumps(inside).encode(), 512), _about(row))


def _key() -> bytes:
    return boxes.keys().site_key("token")


def _about(row: OneTimeToken) -> str:
    return f"{row.purpose}:{row.token_hash.hex()}"


def _coarse(ends: datetime) -> datetime:
    """The row says when only to ten minutes; the box knows to the second."""
    return clock.coarse(ends) + clock.COARSE


def _state(account: Account) -> str:
    """Changes with whatever makes an earlier link or challenge of this account void."""
    parts = [account.password_hash or "", (account.email_tag or b"").hex(), account.role, account.standing]
    if account.standing is not Standing.OPEN:
        return secrets.token_hex(16)
    return hmac.digest(boxes.keys().site_key("token-state"), "\0".join(parts).encode(), "sha256").hex()[:32]
