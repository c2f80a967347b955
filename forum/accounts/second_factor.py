"""The second factor by an authenticator app: six digits that change every half minute, each good once."""

import hmac
from datetime import timedelta
from io import BytesIO

import pyotp
import segno
from sqlalchemy import exists, select

from forum import boxes, clock
from forum.accounts import tokens
from forum.accounts.models import Account, Passkey
from forum.db import db

STEP = 30  # seconds
USED_FOR = timedelta(minutes=5)  # longer than any code is good
DRIFT = (0, -1, 1)  # steps: clocks of telephones are up to half a minute off


def new_secret() -> str:
    """A fresh secret for an app: 160 random bits in base32."""
    return pyotp.random_base32()


def uri(account: Account, secret: str, site_name: str) -> str:
    """What the app reads from the picture."""
    return pyotp.TOTP(secret, interval=STEP).provisioning_uri(name=account.username, issuer_name=site_name)


def picture(uri: str) -> str:
    """The picture that a phone's camera reads, as the text of an SVG file; dark on light in every theme."""
    written = BytesIO()
    segno.make(uri, error="m").save(written, kind="svg", xmldecl=False, scale=5, border=3, dark="#000", light="#fff")
    return written.getvalue().decode()


def set_up(account: Account, secret: str, code: str) -> bool:
    """Turn the app on once it has shown that it holds the secret. The code is used up by that."""
    step = _step_of(secret, code)
    if step is None:
        return False
    if not tokens.first_time("used-code", f"{account.id}:{step}", USED_FOR):
        return False
    give(account, secret)
    return True


def give(account: Account, secret: str) -> None:
    """Turn the app on with a secret that is handed over by other means (`member create`)."""
    account.totp_box = boxes.seal_for_site("totp", secret, account.id)


def take_away(account: Account) -> None:
    account.totp_box = None


def use(account: Account, code: str) -> bool:
    """Use up a code. False when it is wrong, old, or was used before; true for exactly one of several at once.

    Which codes were used is noted under a keyed hash, not at the account: nothing there tells when somebody came.
    """
    if account.totp_box is None:
        return False
    step = _step_of(boxes.unseal_for_site("totp", account.totp_box, account.id), code)
    if step is None:
        return False
    return tokens.first_time("used-code", f"{account.id}:{step}", USED_FOR)


def is_on(account: Account) -> bool:
    """Whether this member has any second factor: an app or a passkey."""
    return account.totp_box is not None or has_passkeys(account)


def has_passkeys(account: Account) -> bool:
    return bool(db.session.scalar(select(exists().where(Passkey.account_id == account.id))))


def _step_of(secret: str, code: str) -> int | None:
    """The step that this code belongs to, or None. Every step is compared, whichever fits."""
    digits = "".join(sign for sign in code if sign.isdigit())
    now = int(clock.now().timestamp()) // STEP
    totp = pyotp.TOTP(secret, interval=STEP)
    steps = [now + drift for drift in DRIFT]
    fits = [step for step in steps if hmac.compare_digest(totp.generate_otp(step).encode(), digits.encode())]
    return fits[0] if fits else None
