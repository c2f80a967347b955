"""Passkeys: keys in a member's own device, opened by a finger, a face or a PIN, that no false site can ask for."""

import ipaddress
import json
import logging
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any
from urllib.parse import urlsplit

import webauthn
from sqlalchemy import delete, select, update
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from forum import clock
from forum.accounts.models import Account, Passkey, Standing
from forum.db import db, rows_changed
from forum.extensions import settings

log = logging.getLogger("forum.accounts")

LONGEST_ANSWER = 20_000  # characters that a browser's answer may have
LONGEST_NAME = 60
MOST = 10  # of one member


def are_possible() -> bool:
    """Browsers know passkeys for names only: a forum opened at a bare address has none."""
    try:
        ipaddress.ip_address(_site())
    except ValueError:
        return True
    return False


def new_challenge() -> str:
    """What the device is to sign: random, good for one ceremony."""
    return secrets.token_urlsafe(32)


def of(account: Account) -> list[Passkey]:
    """The member's passkeys, oldest first."""
    which = select(Passkey).where(Passkey.account_id == account.id).order_by(Passkey.added_on, Passkey.name)
    return list(db.session.scalars(which))


def name_of(passkey: Passkey) -> str:
    """Points at a passkey in a form; the device itself tells it to everybody who asks."""
    return urlsafe_b64encode(passkey.credential_id).decode()


def options_to_add(account: Account, challenge: str) -> str:
    """What the browser needs to make a passkey, as JSON."""
    made = webauthn.generate_registration_options(
        rp_id=_site(),
        rp_name=settings().site_name,
        user_name=account.username,
        user_id=account.id.encode(),
        challenge=challenge.encode(),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.PREFERRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=held.credential_id) for held in of(account)],
    )
    return webauthn.options_to_json(made)


def options_to_show(challenge: str, account: Account | None = None) -> str:
    """What the browser needs to show a passkey, as JSON; without an account it offers any it holds for this site."""
    allowed = [PublicKeyCredentialDescriptor(id=held.credential_id) for held in of(account)] if account else None
    made = webauthn.generate_authentication_options(
        rp_id=_site(),
        challenge=challenge.encode(),
        allow_credentials=allowed,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return webauthn.options_to_json(made)


def add(account: Account, challenge: str, answer: str, name: str) -> bool:
    """Keep the passkey that the browser made. False when it does not fit the challenge, this site or this member."""
    try:
        checked = webauthn.verify_registration_response(
            credential=_read(answer),
            expected_challenge=challenge.encode(),
            expected_rp_id=_site(),
            expected_origin=settings().public_url,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError):
        return False
    known = db.session.get(Passkey, checked.credential_id) is not None
    if known or len(checked.credential_id) > 1023 or len(of(account)) >= MOST:
        return False
    db.session.add(
        Passkey(
            credential_id=checked.credential_id,
            account_id=account.id,
            public_key=checked.credential_public_key,
            sign_count=checked.sign_count,
            name="".join(filter(str.isprintable, name)).strip()[:LONGEST_NAME] or "Passkey",
            added_on=clock.today(),
        )
    )
    return True


def asked(answer: str) -> str:
    """The challenge that the browser says it answers; nothing when it says none. It proves nothing yet."""
    try:
        inside = json.loads(_decoded(_read(answer)["response"]["clientDataJSON"]))
        return _decoded(inside["challenge"]).decode("ascii")
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return ""


def owner(challenge: str, answer: str) -> Account | None:
    """The member whose passkey answered this challenge rightly; nobody when it did not."""
    try:
        sent = _read(answer)
        passkey = db.session.get(Passkey, urlsafe_b64decode(str(sent.get("rawId", "")) + "=="))
        if passkey is None:
            return None
        checked = webauthn.verify_authentication_response(
            credential=sent,
            expected_challenge=challenge.encode(),
            expected_rp_id=_site(),
            expected_origin=settings().public_url,
            credential_public_key=passkey.public_key,
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError) as problem:
        if "sign count" in str(problem):  # Two devices hold what should be in one: somebody copied it.
            log.warning("passkey_count_went_back")
        return None
    if not _count_up(passkey, checked.new_sign_count):
        return None
    account = db.session.get(Account, passkey.account_id)
    return account if account is not None and account.standing is Standing.OPEN else None


def remove(account: Account, name: str) -> None:
    for passkey in of(account):
        if name_of(passkey) == name:
            db.session.delete(passkey)
    db.session.flush()


def remove_all(account: Account) -> None:
    db.session.execute(delete(Passkey).where(Passkey.account_id == account.id))


def _count_up(passkey: Passkey, count: int) -> bool:
    """Note how often the device says it was used. False when another request has noted as much already."""
    if count == 0:
        return True  # Many devices do not count; the challenge is used up by the caller all the same.
    newer = (Passkey.credential_id == passkey.credential_id, Passkey.sign_count < count)
    return rows_changed(update(Passkey).where(*newer).values(sign_count=count)) == 1


def _decoded(sent: str) -> bytes:
    return urlsafe_b64decode(sent + "==")


def _read(answer: str) -> dict[str, Any]:
    """The browser's answer. Raises ValueError for anything that is none."""
    if len(answer) > LONGEST_ANSWER:
        raise ValueError
    try:
        found = json.loads(answer)
    except RecursionError:
        raise ValueError from None
    if not isinstance(found, dict):
        raise ValueError
    return found


def _site() -> str:
    return urlsplit(settings().public_url).hostname or "localhost"
