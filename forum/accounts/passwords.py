"""Passwords: kept so that a stolen database opens nothing, checked so that the time taken says nothing."""

import hmac
import threading
import unicodedata
from base64 import b64encode
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from forum import boxes
from forum.accounts import strength
from forum.errors import TryAgain
from forum.extensions import settings

SHORTEST, LONGEST = 12, 128
PATIENCE = 5  # seconds to wait for the one place; a storm of sign-ins may not eat the machine's memory

_one_place = threading.Lock()


def problem(password: str, *, username: str = "", site_name: str = "") -> str | None:
    """Why this password would not keep anybody out, as a sentence; None when it is good."""
    plain = tidy(password)
    if len(plain) < SHORTEST:
        return (
            f"Please use {SHORTEST} characters or more. Three or four words that you will remember are good."
        )
    if len(plain) > LONGEST:
        return f"Please use at most {LONGEST} characters."
    if strength.is_easy(plain, own_words=(username, site_name)):
        return "This one is easy to guess. Please choose another. Three or four words that you will remember are good."
    return None


def tidy(password: str) -> str:
    """One spelling for signs that have several, so that every keyboard types the same password."""
    return unicodedata.normalize("NFKC", password)


def hashed(password: str) -> str:
    """Argon2id over the peppered password, about 60 ms. Never call this inside an open transaction (db.let_go)."""
    with _Place():
        return _hasher().hash(_peppered(password))


def matches(held: str | None, password: str) -> bool:
    """Whether this is the password. Always computes exactly one hash, also when there is nothing to compare with."""
    with _Place():
        try:
            return _hasher().verify(held or _nobodys(), _peppered(password)) and held is not None
        except (VerificationError, InvalidHashError):
            return False


def is_dated(held: str) -> bool:
    """Whether a hash was made with other settings than today's and is to be made anew at this sign-in."""
    return _hasher().check_needs_rehash(held)


class _Place:
    """One hash at a time in this process: 46 MiB times the number of threads would be the memory bill."""

    def __enter__(self) -> None:
        if not _one_place.acquire(timeout=PATIENCE):
            raise TryAgain

    def __exit__(self, *_: object) -> None:
        _one_place.release()


def _peppered(password: str) -> bytes:
    """Without the site key, which is not in the database, no guess can be tried at all."""
    pepper = boxes.keys().site_key("pepper")
    return b64encode(hmac.digest(pepper, tidy(password).encode("utf-8", "surrogatepass"), "sha256"))


def _hasher() -> PasswordHasher:
    return _hasher_with(settings().argon2_memory_kib)


@cache
def _hasher_with(memory_kib: int) -> PasswordHasher:
    return PasswordHasher(time_cost=1, memory_cost=memory_kib, parallelism=1)


def _nobodys() -> str:
    """A well-formed hash that no password has, with today's settings, so that looking for nobody takes as long.

    Salt and digest are zeros: writing it costs no hash.
    """
    return f"$argon2id$v=19$m={settings().argon2_memory_kib},t=1,p=1${'A' * 22}${'A' * 43}"
