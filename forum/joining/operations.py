"""Joining: an account, a share of the seal and recovery codes, all of it or nothing."""

from dataclasses import dataclass

from forum import ids
from forum.accounts import names, operations, passwords, recovery
from forum.accounts.models import Account, Role
from forum.anonymity import operations as anonymity
from forum.anonymity import seal
from forum.db import let_go


@dataclass(frozen=True)
class Joined:
    """A new member, and the recovery codes that are shown to them once."""

    account: Account
    codes: list[str]


def problems(username: str, password: str, *, site_name: str, team: bool = False) -> dict[str, str]:
    """What stands against this name and password, by field; empty when nothing does. The team may be called that."""
    name = names.tidy(username)
    found = {
        "username": names.problem(name, site_name=site_name, team=team) or _taken(name),
        "password": passwords.problem(password, username=name, site_name=site_name),
    }
    return {field: sentence for field, sentence in found.items() if sentence}


def join(username: str, password: str, *, role: Role = Role.MEMBER) -> Joined:
    """Make a member of somebody whose name and password problems() has nothing against.

    Raises NameTaken when another was faster with that name.
    """
    let_go()
    return admit(username, passwords.hashed(password), role=role)


def admit(username: str, held: str, *, role: Role = Role.MEMBER) -> Joined:
    """The same with a hash made before, for whoever lets in many in one transaction."""
    account_id = ids.new_id()
    box, key_id = seal.new_share(account_id)
    account = operations.create(
        account_id, names.tidy(username), held, operations.SealShare(box, key_id), role=role
    )
    return Joined(account, recovery.new_codes(account))


def _taken(name: str) -> str | None:
    taken = operations.by_username(name) is not None or anonymity.is_gone_by(name)
    return operations.NameTaken.__doc__ if taken else None
