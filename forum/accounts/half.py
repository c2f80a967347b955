"""A sign-in that is half done: the password was right, the second factor is still to come."""

import hmac
from dataclasses import dataclass

from forum import clock
from forum.accounts import passkeys, tokens
from forum.accounts.models import Account

PURPOSE = "half"
TRIES = 6  # wrong codes until the password is asked again; six digits would fall to a patient machine otherwise


@dataclass(frozen=True)
class Half:
    account: Account
    keep: bool
    path: str | None
    seed: str  # of the challenges for a passkey; it never leaves the server

    @property
    def challenge(self) -> str:
        """For a passkey, from this second on. It carries its time, because showing a page may write nothing."""
        return _challenge(self.seed, str(_now()))

    def asked(self, challenge: str) -> bool:
        """Whether one of our pages asked this, at whatever time."""
        return hmac.compare_digest(challenge.encode(), _challenge(self.seed, challenge.partition(".")[0]).encode())

    def asked_long_ago(self, challenge: str) -> bool:
        """Whether we asked this, and the time for an answer is over."""
        return self.asked(challenge) and _now() - int(challenge.partition(".")[0]) > tokens.CHALLENGE.total_seconds()


def _challenge(seed: str, second: str) -> str:
    return f"{second}.{hmac.digest(seed.encode(), second.encode(), 'sha256').hex()}"


def _now() -> int:
    return int(clock.now().timestamp())


def begin(account: Account, *, keep: bool, path: str | None) -> str:
    """Note that the password was right. The caller commits and gives the token to this browser alone."""
    inside = {"keep": keep, "path": path, "wrong": 0, "seed": passkeys.new_challenge()}
    return tokens.issue(PURPOSE, tokens.HALF_SIGN_IN, account=account, **inside)


def find(token: str | None, *, to_change: bool = False) -> Half | None:
    """Whose sign-in it is, while the second step may still be taken. `to_change`: one try at a time, please."""
    found = tokens.look(PURPOSE, token, to_change=to_change)
    if found is None or found.account is None:
        return None
    return Half(found.account, found.inside["keep"], found.inside["path"], found.inside["seed"])


def count_wrong(token: str) -> bool:
    """Note a wrong code or passkey. False when it was one too many and the half-open door is shut."""
    found = tokens.look(PURPOSE, token)
    if found is None:
        return False
    if found.inside["wrong"] + 1 >= TRIES:
        tokens.use_up(PURPOSE, token)
        return False
    tokens.change(found, wrong=found.inside["wrong"] + 1, seed=passkeys.new_challenge())
    return True


def end(token: str) -> bool:
    """Shut the half-open door. True for exactly one of several that come through at once."""
    return tokens.use_up(PURPOSE, token)
