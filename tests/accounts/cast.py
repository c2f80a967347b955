"""The cast with passwords: made as the forum makes members, with one hash for all of them."""

from datetime import timedelta

from forum import clock
from forum.accounts import second_factor
from forum.accounts.models import Account, Role
from forum.joining import operations as joining

PASSWORD = "a long walk by the river"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def member(name: str = "mira", *, days: int = 365, role: Role = Role.MEMBER, app: bool = False) -> str:
    """Somebody who joined so many days ago, with PASSWORD; with `app`, SECRET is in their authenticator app."""
    made: Account = joining.join(name, PASSWORD, role=role).account
    made.joined_on = made.consented_on = clock.today() - timedelta(days=days)
    if app:
        second_factor.give(made, SECRET)
    return name


def codes(name: str = "mira") -> list[str]:
    """Ten fresh recovery codes of somebody who is here already."""
    from forum.accounts import operations, recovery

    found = operations.by_username(name)
    assert found is not None
    return recovery.new_codes(found)
