"""What account tests may ask for besides the rest: a count of password hashes, a clock to hold."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from argon2 import PasswordHasher

from forum.db import db


@pytest.fixture
def hashes(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """One entry for each password hash that is computed: whether a transaction was open meanwhile."""
    seen: list[bool] = []

    def counted(real: Callable[..., Any]) -> Callable[..., Any]:
        def compute(*arguments: Any) -> Any:
            seen.append(db.session().in_transaction())
            return real(*arguments)

        return compute

    for name in ("hash", "verify"):
        monkeypatch.setattr(PasswordHasher, name, counted(getattr(PasswordHasher, name)))
    return seen


@pytest.fixture
def held_clock() -> Iterator[time_machine.Traveller]:
    """A clock that moves only when the test moves it."""
    with time_machine.travel("2026-03-04 12:00:00+00:00", tick=False) as held:
        yield held
