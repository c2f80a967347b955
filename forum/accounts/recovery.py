"""Recovery codes: ten printed keys, each of which opens the account once when a password or second factor is lost."""

import hmac

from sqlalchemy import delete, func, select

from forum import boxes, ids
from forum.accounts.models import Account, RecoveryCode
from forum.db import db, rows_changed

HOW_MANY = 10
GROUP = 4  # signs; sixteen signs of 33 are about 80 random bits


def new_codes(account: Account) -> list[str]:
    """Ten fresh codes in readable groups. The old ones end; only keyed hashes of the new ones are kept."""
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account.id))
    codes = [ids.new_id() for _ in range(HOW_MANY)]
    db.session.add_all(RecoveryCode(code_hash=_hash(account.id, code), account_id=account.id) for code in codes)
    return ["-".join(code[i : i + GROUP] for i in range(0, len(code), GROUP)) for code in codes]


def use(account_id: str | None, typed: str) -> bool:
    """Use up the code that was typed. True for exactly one of several that try the same code at once."""
    this = (
        RecoveryCode.account_id == (account_id or ""),
        RecoveryCode.code_hash == _hash(account_id or "", tidy(typed)),
    )
    return rows_changed(delete(RecoveryCode).where(*this)) == 1


def left(account: Account) -> int:
    """How many codes still work."""
    return (
        db.session.scalar(select(func.count()).select_from(RecoveryCode).where(RecoveryCode.account_id == account.id))
        or 0
    )


def tidy(typed: str) -> str:
    """A code as it was printed, however it was copied: spaces, dashes, capitals, and 0, 1, l for o, i, i."""
    plain = "".join(sign for sign in typed.casefold() if sign.isalnum())
    return plain.translate(str.maketrans("01l", "oii"))


def _hash(account_id: str, code: str) -> bytes:
    """A code has 80 random bits: a keyed hash keeps it as well as a slow one would."""
    return hmac.digest(boxes.keys().site_key("recovery"), f"{account_id}:{code}".encode(), "sha256")
