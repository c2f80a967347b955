"""Small encrypted boxes: AES-GCM, bound to what they are about, padded where their size would tell."""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from flask import current_app

from forum.keys import Keys


class BoxDamaged(Exception):
    """A box that does not open: another key, another purpose, or changed bytes."""


def keys() -> Keys:
    """The keys of the running forum."""
    held: Keys = current_app.extensions["keys"]
    return held


def seal(key: bytes, inside: bytes, about: str) -> bytes:
    """Encrypt under a 32-byte key. `about` is not stored; the box opens only where it is said again."""
    nonce = os.urandom(12)
    return nonce + AESGCM(key).encrypt(nonce, inside, about.encode())


def unseal(key: bytes, box: bytes, about: str) -> bytes:
    try:
        return AESGCM(key).decrypt(box[:12], box[12:], about.encode())
    except InvalidTag:
        raise BoxDamaged(about) from None


def seal_for_site(purpose: str, inside: str, about: str) -> bytes:
    """A box that any process of this forum can open and a stolen database cannot (mail, evidence, TOTP secrets)."""
    return seal(keys().site_key(purpose), inside.encode(), about)


def unseal_for_site(purpose: str, box: bytes, about: str) -> str:
    return unseal(keys().site_key(purpose), box, about).decode()


def pad(inside: bytes, step: int) -> bytes:
    """Fill up to the next `step` times a power of two, so that sizes fall into a few classes."""
    size = step
    while size < len(inside) + 4:
        size *= 2
    return len(inside).to_bytes(4, "big") + inside + bytes(size - 4 - len(inside))


def unpad(padded: bytes) -> bytes:
    return padded[4 : 4 + int.from_bytes(padded[:4], "big")]
