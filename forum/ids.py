"""Random names for rows: unguessable, without order, safe in an address."""

import secrets

_ALPHABET = "abcdefghijkmnopqrstuvwxyz23456789"  # 33 signs: no l, no 0, no 1, so that it can be read out.
LENGTH = 16  # 16 signs of 33 are 80 bits; the contract asks for at least 60.


def new_id() -> str:
    """A fresh public id, about 80 random bits. It is the primary key as well: there is no row number."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(LENGTH))


def looks_like_id(text: str) -> bool:
    return len(text) == LENGTH and all(sign in _ALPHABET for sign in text)
