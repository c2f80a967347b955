"""Where counts are kept: in Redis when there is one and it answers, else on this machine, exact either way."""

import logging
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from flask import current_app
from limits.storage import MemoryStorage, MovingWindowSupport, RedisStorage, Storage
from redis.backoff import NoBackoff
from redis.retry import Retry

from forum.limits.sqlite import SQLiteTally

log = logging.getLogger("forum.limits")

SCHEME = "forum-tallies"
PATIENCE = 0.25  # seconds a page may wait for Redis
REST = 10.0  # seconds before a place that failed is tried again, so that one page in many waits, not each

Answer = TypeVar("Answer")


def redis_options() -> dict[str, Any]:
    """Never wait long, never try again by yourself: redis-py's own three tries would take seconds."""
    return {
        "socket_timeout": PATIENCE,
        "socket_connect_timeout": PATIENCE,
        "retry": Retry(NoBackoff(), 0),
    }


class Place:
    """One storage, made when it is first asked, left alone for a while when it failed."""

    def __init__(self, name: str, make: Callable[[], Any]) -> None:
        self.name = name
        self._make = make
        self._made: Any = None
        self._lock = threading.Lock()
        self._rests_until = 0.0

    @property
    def rests(self) -> bool:
        return time.monotonic() < self._rests_until

    def ask(self, question: Callable[[Any], Answer]) -> Answer:
        """Put a question to the storage. Any failure lets it rest, and is raised."""
        try:
            if self._made is None:
                with self._lock:
                    self._made = self._made or self._make()
            return question(self._made)
        except Exception as error:
            log.warning("limits_place_failed place=%s kind=%s", self.name, type(error).__name__)
            self._rests_until = time.monotonic() + REST
            raise


class Tallies:
    """The places of one app, best first. Process memory comes last and cannot fail."""

    def __init__(self, find_path: Callable[[], Path], redis_url: str | None) -> None:
        self._file = Place("sqlite", lambda: SQLiteTally(find_path()))
        self._places = [self._file, Place("memory", MemoryStorage)]
        if redis_url:
            self._places.insert(0, Place("redis", lambda: RedisStorage(redis_url, **redis_options())))

    def ask(self, question: Callable[[Any], Answer]) -> Answer:
        """Put a question to the first place that answers."""
        *others, last = self._places
        for place in others:
            if not place.rests:
                try:
                    return place.ask(question)
                except Exception:  # noqa: S112  # the place has logged it; the next one answers
                    continue
        return last.ask(question)

    def forget_what_is_over(self) -> None:
        """Redis and memory do so by themselves; the file does when it is asked."""
        if not self._file.rests:
            self._file.ask(lambda tally: tally.forget_what_is_over())


class TalliesOfTheApp(Storage, MovingWindowSupport):
    """What Flask-Limiter is given: it holds nothing, and asks the tallies of the app that serves just now."""

    STORAGE_SCHEME = [SCHEME]

    def _ask(self, question: Callable[[Any], Answer]) -> Answer:
        tallies: Tallies = current_app.extensions["limits"].tallies
        return tallies.ask(question)

    @property
    def base_exceptions(self) -> type[Exception]:
        return Exception

    def acquire_entry(self, key: str, limit: int, expiry: int, amount: int = 1) -> bool:
        return self._ask(lambda place: place.acquire_entry(key, limit, expiry, amount))

    def get_moving_window(self, key: str, limit: int, expiry: int) -> tuple[float, int]:
        return self._ask(lambda place: place.get_moving_window(key, limit, expiry))

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        return self._ask(lambda place: place.incr(key, expiry, amount))

    def get(self, key: str) -> int:
        return self._ask(lambda place: place.get(key))

    def get_expiry(self, key: str) -> float:
        return self._ask(lambda place: place.get_expiry(key))

    def check(self) -> bool:
        return self._ask(lambda place: place.check())

    def reset(self) -> int | None:
        return self._ask(lambda place: place.reset())

    def clear(self, key: str) -> None:
        self._ask(lambda place: place.clear(key))
