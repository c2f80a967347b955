"""The secrets that this installation runs on: where they lie, how they are made, what each opens."""

import os
import secrets
import stat
from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from forum.config import BadSetting, Settings, check_secret


@dataclass(frozen=True)
class KeyRing:
    """Numbered keys, newest last: a new one seals, all of them open. A rotation appends a line."""

    keys: tuple[tuple[str, bytes], ...]

    @property
    def current(self) -> tuple[str, bytes]:
        return self.keys[-1]

    def get(self, key_id: str) -> bytes | None:
        return dict(self.keys).get(key_id)


@dataclass(frozen=True)
class Keys:
    """Everything secret, loaded once at the start and held by the app alone."""

    session: str
    seal: KeyRing
    site: bytes

    def site_key(self, purpose: str) -> bytes:
        """A 32-byte key for one purpose (`pepper`, `audit`, `mail` …), derived so that none tells another."""
        return HKDF(SHA256(), 32, None, purpose.encode()).derive(self.site)


def load(settings: Settings) -> Keys:
    """Read the key files. On loopback a missing file is made (0600); on a public address it must be there."""
    session = settings.secret_key
    if session is None:
        session = _read(settings.secret_key_file, settings, _one_line)
        check_secret(session, str(settings.secret_key_file))
    # The name is random as well: a key that was lost and made anew must not pass for the one that is gone.
    seal = _read(settings.seal_key_file, settings, lambda: f"k{secrets.token_hex(4)} {_one_line()}")
    site = _read(settings.site_key_file, settings, _one_line, always_make=True)
    return Keys(session, _ring(seal, settings.seal_key_file), _one_key(site, settings.site_key_file))


def _one_line() -> str:
    return b64encode(secrets.token_bytes(32)).decode()


def _one_key(text: str, path: Path) -> bytes:
    try:
        key = b64decode(text, validate=True)
    except ValueError:
        key = b""
    if len(key) < 32:
        raise BadSetting(f"{path} holds no usable key. It is 32 random bytes in base64, on one line.")
    return key


def _ring(text: str, path: Path) -> KeyRing:
    pairs = [line.split() for line in text.splitlines() if line.strip()]
    try:
        keys = tuple((key_id, b64decode(key, validate=True)) for key_id, key in pairs)
    except ValueError:
        keys = ()
    if not keys or any(len(key) < 32 for _, key in keys):
        raise BadSetting(f"{path} holds no usable key. Each line is a name, a space and 32 random bytes in base64.")
    return KeyRing(keys)


def _read(path: Path, settings: Settings, make: Callable[[], str], *, always_make: bool = False) -> str:
    if not path.exists() and (settings.on_loopback or always_make):
        _write_once(path, make() + "\n")
    try:
        text = path.read_text()
    except OSError as problem:
        raise BadSetting(f"{path} cannot be read ({problem.strerror}). See docs/hosting.md, Keys.") from None
    except UnicodeDecodeError:
        raise BadSetting(f"{path} holds bytes that are no text. See docs/hosting.md, Keys.") from None
    if path.stat().st_mode & (stat.S_IRWXO | stat.S_IWGRP):
        raise BadSetting(f"Others on this machine can read {path}. Please run: chmod 600 {path}")
    return text.strip()


def _write_once(path: Path, text: str) -> None:
    """Make the file unless another process was first; complete before it has its name."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        os.write(handle, text.encode())
        os.fsync(handle)
    finally:
        os.close(handle)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass  # Another worker made it in the same moment: theirs is the one that counts.
    finally:
        draft.unlink()
