"""Real servers and a real browser for the suite: each started by us, on a free port, ended with us."""

import importlib.util
import os
import socket
from pathlib import Path
from typing import NoReturn

import pytest


def missing(engine: str, remedy: str) -> NoReturn:
    """Skip the test, or fail it where FORUM_REQUIRE_ENGINES says that nothing may be skipped."""
    words = f"{engine} is not on this machine. {remedy}"
    if os.environ.get("FORUM_REQUIRE_ENGINES") == "1":
        pytest.fail(words, pytrace=False)
    pytest.skip(words)


def free_port() -> int:
    """A port of this machine that nobody listens on just now."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def from_wheel(package: str, program: str) -> Path | None:
    """A server program that came with requirements-engines.txt, where that was needed."""
    found = importlib.util.find_spec(package)
    if found is None or found.origin is None:
        return None
    return next(Path(found.origin).parent.rglob(f"bin/{program}"), None)
