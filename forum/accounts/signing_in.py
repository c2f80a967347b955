"""Being signed in: rows that a browser's token leads to, and that any of them can end."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import joinedload

from forum import clock
from forum.accounts.models import Account, SignIn, Standing
from forum.db import db, rows_changed

# How long a browser may rest before it is signed out, and how long it may stay signed in at all.
IDLE = {"member": timedelta(hours=12), "team": timedelta(minutes=30), "kept": timedelta(days=30)}
WHOLE = {"member": timedelta(days=2), "team": timedelta(days=1), "kept": timedelta(days=60)}


@dataclass(frozen=True)
class Signed:
    """An account on one browser, in the shape that Flask-Login asks for."""

    account: Account
    token: str
    idle: timedelta
    second_factor: bool
    kept: bool = False

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def get_id(self) -> str:
        return self.token


def begin(account: Account, *, kept: bool = False, second_factor: bool = False) -> Signed:
    """Open a sign-in for this account on a new browser. The caller commits, then gives the token to the browser."""
    token = secrets.token_urlsafe(32)
    kept = kept and not account.is_moderator
    row = SignIn(
        token_hash=hash_of(token),
        account_id=account.id,
        began_on=clock.today(),
        ends_on=clock.today() + WHOLE[_sort(account, kept)],
        kept=kept,
        second_factor=second_factor,
    )
    db.session.add(row)
    return Signed(account, token, IDLE[_sort(account, kept)], second_factor, kept)


def find(token: str) -> Signed | None:
    """Who is signed in with this token, in one query; nobody when it ended, or the account is not open."""
    row = db.session.scalar(
        select(SignIn).where(SignIn.token_hash == hash_of(token)).options(joinedload(SignIn.account))
    )
    if row is None or row.ends_on < clock.today() or row.account.standing is not Standing.OPEN:
        return None
    return Signed(row.account, token, IDLE[_sort(row.account, row.kept)], row.second_factor, row.kept)


def end(token: str) -> None:
    db.session.execute(delete(SignIn).where(SignIn.token_hash == hash_of(token)))


def end_all(account: Account, *, but: str | None = None) -> None:
    """Sign this account out everywhere, except in the browser that holds `but`."""
    end_all_of(account.id, but=but)


def end_all_of(account_id: str, *, but: str | None = None) -> None:
    gone = delete(SignIn).where(SignIn.account_id == account_id)
    if but is not None:
        gone = gone.where(SignIn.token_hash != hash_of(but))
    db.session.execute(gone)


@dataclass(frozen=True)
class Place:
    """One browser that is signed in, as its owner may see it. `name` points at the row and opens nothing."""

    name: str
    began_on: date
    kept: bool
    token_hash: bytes

    def holds(self, token: str) -> bool:
        return self.token_hash == hash_of(token)


def of(account: Account) -> list[Place]:
    """Every sign-in of this account that has not ended, newest first."""
    rows = db.session.scalars(
        select(SignIn)
        .where(SignIn.account_id == account.id, SignIn.ends_on >= clock.today())
        .order_by(SignIn.began_on.desc(), SignIn.token_hash)
    )
    return [Place(row.token_hash[:12].hex(), row.began_on, row.kept, row.token_hash) for row in rows]


def end_place(account: Account, name: str) -> None:
    """End one of this account's own sign-ins."""
    for place in of(account):
        if place.name == name:
            db.session.execute(delete(SignIn).where(SignIn.token_hash == place.token_hash))


def sweep() -> int:
    """Take away sign-ins that have ended; how many that were."""
    return rows_changed(delete(SignIn).where(SignIn.ends_on < clock.today()))


def hash_of(token: str) -> bytes:
    """The token itself has 256 random bits, so a plain hash keeps it."""
    return hashlib.sha256(token.encode()).digest()


def _sort(account: Account, kept: bool) -> str:
    return "team" if account.is_moderator else "kept" if kept else "member"
