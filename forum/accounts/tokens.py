"""Things that work once and for minutes: reset links, half-finished sign-ins, challenges, codes shown once."""

import json
import secrets
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import CursorResult, delete, select

from forum import boxes, clock
from forum.accounts.models import OneTimeToken
from forum.accounts.signing_in import hash_of
from forum.db import db

HALF_SIGN_IN = timedelta(minutes=15)
RESET = timedelta(minutes=30)
CHALLENGE = timedelta(minutes=5)
SHOWN_CODES = timedelta(minutes=30)
ADDRESS = timedelta(hours=24)


def issue(purpose: str, lasts: timedelta, *, account_id: str | None = None, **inside: Any) -> str:
    """A fresh token with what goes with it, encrypted. Only its hash is stored; the caller hands it out."""
    token = secrets.token_urlsafe(32)
    ends = clock.now() + lasts
    sealed = json.dumps({**inside, "ends": ends.isoformat()})
    db.session.add(
        OneTimeToken(
            token_hash=hash_of(token),
            purpose=purpose,
            account_id=account_id,
            box=boxes.seal_for_site("token", sealed, _about(purpose, token)),
            # The row says when only to ten minutes; the box knows to the second.
            expires_at=clock.coarse(ends) + clock.COARSE,
        )
    )
    return token


def look(
    purpose: str, token: str | None, *, to_change: bool = False
) -> tuple[OneTimeToken, dict[str, Any]] | None:
    """The row and what goes with it, while it still works. It is not used up by looking.

    With `to_change`, whoever else wants to change it waits for this transaction.
    """
    if not token:
        return None
    which = select(OneTimeToken).where(
        OneTimeToken.token_hash == hash_of(token), OneTimeToken.purpose == purpose
    )
    row = db.session.scalar(which.with_for_update() if to_change else which)
    if row is None or row.box is None:
        return None
    inside = json.loads(boxes.unseal_for_site("token", row.box, _about(purpose, token)))
    if datetime.fromisoformat(inside["ends"]) < clock.now():
        return None
    return row, inside


def change(purpose: str, token: str, row: OneTimeToken, inside: dict[str, Any]) -> None:
    """Put other things into a token's box; how long it works stays as it is."""
    row.box = boxes.seal_for_site("token", json.dumps(inside), _about(purpose, token))


def use_up(purpose: str, token: str) -> bool:
    """End a token. True for exactly one of several that try at the same moment."""
    gone: CursorResult[Any] = db.session.execute(  # type: ignore[assignment]
        delete(OneTimeToken).where(OneTimeToken.token_hash == hash_of(token), OneTimeToken.purpose == purpose)
    )
    return gone.rowcount == 1


def end_all(account_id: str, purpose: str | None = None) -> None:
    """End every token of an account, or all of one purpose."""
    which = [OneTimeToken.account_id == account_id]
    if purpose is not None:
        which.append(OneTimeToken.purpose == purpose)
    db.session.execute(delete(OneTimeToken).where(*which))


def sweep() -> int:
    """Take away what no longer works; how many rows that were."""
    gone: CursorResult[Any] = db.session.execute(  # type: ignore[assignment]
        delete(OneTimeToken).where(OneTimeToken.expires_at < clock.now())
    )
    return gone.rowcount


def _about(purpose: str, token: str) -> str:
    return f"{purpose}:{hash_of(token).hex()}"
