"""The cast with passwords: made as the forum makes members, with one hash for all of them."""

from datetime import timedelta
from functools import cache

import pyotp

from forum import boxes, clock
from forum.accounts import operations, passwords, recovery, second_factor
from forum.accounts.models import Account, Role
from forum.joining import operations as joining

PASSWORD = "a long walk by the river"
ANOTHER = "kettle, two cups, and rain"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def member(name: str = "mira", *, days: int = 365, role: Role = Role.MEMBER, app: bool = False) -> str:
    """Somebody who joined so many days ago, with PASSWORD; with `app`, SECRET is in their authenticator app."""
    made = joining.admit(name, _hash(boxes.keys().site), role=role).account
    made.joined_on = made.consented_on = clock.today() - timedelta(days=days)
    if app:
        second_factor.give(made, SECRET)
    return name


def moderator(name: str = "sam", *, app: bool = True) -> str:
    return member(name, role=Role.MODERATOR, app=app)


def codes(name: str = "mira") -> list[str]:
    """Ten fresh recovery codes of somebody who is here already."""
    return recovery.new_codes(account(name))


def account(name: str = "mira") -> Account:
    found = operations.by_username(name)
    assert found is not None
    return found


def code_now(secret: str = SECRET) -> str:
    """What the app shows at this moment."""
    return pyotp.TOTP(secret).at(clock.now())


@cache
def _hash(site_key: bytes) -> str:
    """A true hash takes as long as a page; all of one app's cast share it."""
    return passwords.hashed(PASSWORD)
