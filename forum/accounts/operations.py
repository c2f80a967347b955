"""What changes a member: being made, signing in, a new password, a new role, ending a sign-in."""

from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from forum import clock
from forum.accounts import names, passwords, recovery, signing_in
from forum.accounts.models import Account, Role, Standing
from forum.db import db, let_go, rows_changed
from forum.errors import Overtaken, Refusal


class NameTaken(Refusal):
    """That name is taken, or looks too much like one that is. Please choose another."""

    status = 422


@dataclass(frozen=True)
class SealShare:
    """A person's share of the seal, made by the floor above for exactly this account id."""

    box: bytes
    key_id: str


def by_username(username: str) -> Account | None:
    """The account behind a name as somebody types it: case, accents and look-alikes lead to the same one."""
    if "\0" in username:  # Nobody's name has one, and PostgreSQL refuses the question.
        return None
    return db.session.scalar(select(Account).where(Account.skeleton == names.skeleton(names.tidy(username))))


def create(
    account_id: str, username: str, password_hash: str, share: SealShare, *, role: Role = Role.MEMBER
) -> Account:
    """Add an account under a name that names.problem() has nothing against. The whole act is joining.join()."""
    account = Account(
        id=account_id,
        username=username,
        skeleton=names.skeleton(username),
        role=role,
        password_hash=password_hash,
        seal_share=share.box,
        seal_key_id=share.key_id,
        joined_on=clock.today(),
        consented_on=clock.today(),
    )
    try:
        with db.session.begin_nested():
            db.session.add(account)
    except IntegrityError:  # Somebody was faster with this name, or with one that looks like it.
        raise NameTaken from None
    return account


def authenticate(username: str, password: str) -> Account | None:
    """The open account that this name and password belong to. One hash on every path; no transaction while it runs."""
    found = by_username(username) if len(username) <= 100 else None
    account_id, held = (found.id, found.password_hash) if found and found.standing is Standing.OPEN else (None, None)
    let_go()
    if not passwords.matches(held, password) or held is None:
        return None
    renewed = passwords.hashed(password) if passwords.is_dated(held) else held
    # While the hash was computed the password may have been changed, and every sign-in ended: this one as well, then.
    account = db.session.get(Account, account_id, with_for_update={"key_share": True})
    if account is None or account.password_hash != held or account.standing is not Standing.OPEN:
        return None
    account.password_hash = renewed
    return account


def knows_password(account: Account, password: str) -> bool:
    """Whether the person at the keyboard is the member, asked again before something that matters."""
    held = account.password_hash
    let_go()
    return passwords.matches(held, password)


def change_password(account: Account, password: str, *, was: str | None) -> None:
    """Set a password that passwords.problem() has nothing against, and end every sign-in.

    `was` is the hash that the old password was checked against: of two changes at once, one counts.
    Links and half-open doors from before end by themselves (tokens.py).
    """
    account_id = account.id
    let_go()
    fresh = passwords.hashed(password)
    same = (Account.id == account_id, Account.password_hash == was)
    if rows_changed(update(Account).where(*same).values(password_hash=fresh)) != 1:
        raise Overtaken
    signing_in.end_all_of(account_id)


def recover(username: str, code: str, password: str) -> bool:
    """Set a new password for whoever holds a recovery code. One hash on every path; a second factor stays as it is."""
    found = by_username(username) if len(username) <= 100 else None
    account_id = found.id if found and found.standing is Standing.OPEN else None
    let_go()
    fresh = passwords.hashed(password)
    if not recovery.use(account_id, code):
        return False
    db.session.execute(update(Account).where(Account.id == account_id).values(password_hash=fresh))
    signing_in.end_all_of(account_id or "")
    return True


def change_role(account: Account, role: Role) -> None:
    """Give or take the work of the team. What was signed in as somebody else is not signed in any more."""
    account.role = role
    signing_in.end_all(account)
