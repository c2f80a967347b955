"""E-mail addresses: optional, confirmed before they count, encrypted, and only there to let a member back in."""

import hmac

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from forum import boxes, outbox
from forum.accounts import mails, passwords, signing_in, tokens
from forum.accounts.models import Account, Standing
from forum.db import db, let_go

CONFIRM, RESET = "address", "reset"


def problem(address: str) -> str | None:
    """Why this cannot be an address, as a sentence; None when it can, or when nothing was typed."""
    return (
        None
        if not address or tidy(address)
        else "Please check the address. It should look like name@example.org."
    )


def tidy(address: str) -> str | None:
    """The address as it is kept; None when no mail could be sent to it."""
    try:
        return validate_email(address, check_deliverability=False, allow_smtputf8=False).normalized
    except EmailNotValidError:
        return None


def of(account: Account) -> str | None:
    """The member's own address, for their own eyes."""
    if account.email_box is None:
        return None
    return boxes.unseal_for_site("email", account.email_box, account.id)


def ask_to_confirm(account: Account, address: str, *, site: str) -> None:
    """Write to an address that a member gave. It counts once the link in the letter was used.

    One letter goes out whether or not the address belongs to somebody already, so that asking tells nothing.
    """
    owner = _owner(address)
    if owner is not None and owner.id != account.id:
        outbox.post(mails.taken(address, f"{site}/sign-in/lost"))
        return
    token = tokens.issue(CONFIRM, tokens.ADDRESS, account=account, address=address)
    outbox.post(mails.confirm(address, f"{site}/settings/email/{token}"))


def confirm(account: Account, token: str) -> bool:
    """Make the address of a confirmation link the account's own. False when the link does not work any more.

    Only the member who asked for the letter can: it may have gone to a stranger by a slip of the finger, and whoever
    holds a confirmed address can set a new password.
    """
    found = tokens.look(CONFIRM, token, to_change=True)
    if found is None or found.account is None or found.account.id != account.id:
        return False
    if not tokens.use_up(CONFIRM, token):
        return False
    address = found.inside["address"]
    try:
        with db.session.begin_nested():
            account.email_box = boxes.seal_for_site("email", address, account.id)
            account.email_tag = _tag(address)
    except IntegrityError:  # Confirmed for another account in the meantime.
        return False
    return True


def remove(account: Account) -> None:
    """Forget the address. Letters on their way to it open nothing any more."""
    account.email_box = account.email_tag = None


def ask_for_reset(typed: str, *, site: str) -> None:
    """Write to the member behind an address. Nobody else is written to, but the same work is done for everybody."""
    address = tidy(typed) or "nobody@localhost"
    owner = _owner(address)
    if owner is not None and owner.standing is not Standing.OPEN:
        owner = None
    token = tokens.issue(RESET, tokens.RESET, account=owner)
    outbox.post(mails.reset(address, f"{site}/sign-in/reset/{token}"), silent=owner is None)


def may_reset(token: str) -> Account | None:
    """Whose password this link may set, without using it up: a mail scanner looks as well."""
    found = tokens.look(RESET, token)
    return found.account if found else None


def reset(token: str, password: str) -> bool:
    """Use the link up and set the password; every sign-in ends, a second factor stays as it is."""
    if may_reset(token) is None:
        return False
    let_go()
    fresh = passwords.hashed(password)
    found = tokens.look(RESET, token, to_change=True)
    if found is None or found.account is None or not tokens.use_up(RESET, token):
        return False
    found.account.password_hash = fresh
    signing_in.end_all(found.account)
    return True


def _owner(address: str) -> Account | None:
    return db.session.scalar(select(Account).where(Account.email_tag == _tag(address)))


def letter_tag(typed: str) -> str:
    """What letters to this address are counted under, so that nobody's mailbox can be filled by a stranger."""
    return "letter:" + _tag(tidy(typed) or typed).hex()


def _tag(address: str) -> bytes:
    """Finds an address again without keeping it in the clear; useless without the site key."""
    return hmac.digest(boxes.keys().site_key("email-tag"), address.casefold().encode(), "sha256")
