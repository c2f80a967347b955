"""The key of the day: random, never on a disk, the same for all workers, and destroyed when the day is over."""

import logging
import os
import secrets
import threading
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import redis

from forum.limits.tallies import redis_options

log = logging.getLogger("forum.limits")

STILL_COUNTS = timedelta(hours=1)  # what was counted before midnight is looked at for so long after it
PREFIX = "day-key-"


class DayKeys:
    """Keys by day. One machine's workers agree through a file in memory, several machines through Redis."""

    def __init__(self, find_folder: Callable[[], Path | None], redis_url: str | None) -> None:
        self._find_folder = find_folder
        self._redis = redis.Redis.from_url(redis_url, **redis_options()) if redis_url else None
        self._held: dict[date, bytes] = {}
        self._lock = threading.Lock()

    def now(self, moment: datetime) -> list[bytes]:
        """Today's key, and yesterday's in the first hour. Asking destroys every key that is over."""
        days = [moment.date()]
        if moment - STILL_COUNTS < datetime.combine(moment.date(), time(), UTC):
            days.append(moment.date() - timedelta(days=1))
        held = self._held
        if list(held) != days:
            held = self._turn(days)
        return [held[day] for day in days]

    def _turn(self, days: list[date]) -> dict[date, bytes]:
        with self._lock:
            folder = self._find_folder()
            held = self._held = {day: self._held.get(day) or self._find(folder, day) for day in days}
        if folder is not None:
            _destroy_all_but(folder, days)
        return held

    def _find(self, folder: Path | None, day: date) -> bytes:
        """The key that another worker has made, else Redis's, else a new one; whoever is first decides."""
        if folder is None:
            return self._from_redis(day) or secrets.token_bytes(32)
        path = folder / f"{PREFIX}{day.isoformat()}"
        try:
            return path.read_bytes()
        except FileNotFoundError:
            return _keep(path, self._from_redis(day) or secrets.token_bytes(32))

    def _from_redis(self, day: date) -> bytes | None:
        """All machines' common key, which Redis itself forgets; None when there is no Redis or it is away."""
        if self._redis is None:
            return None
        name = f"forum:{PREFIX}{day.isoformat()}"
        over = datetime.combine(day + timedelta(days=1), time(), UTC) + STILL_COUNTS
        try:
            self._redis.set(name, secrets.token_bytes(32), nx=True, exat=over)
            found = self._redis.get(name)
        except redis.RedisError as error:
            log.warning("day_key_without_redis kind=%s", type(error).__name__)
            return None
        return found if isinstance(found, bytes) else None


def _keep(path: Path, key: bytes) -> bytes:
    """Put a whole key in place at once (0600), unless another worker was faster; return the one that counts."""
    ours = path.with_name(f".{path.name}-{os.getpid()}-{secrets.token_hex(4)}")
    descriptor = os.open(ours, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        os.write(descriptor, key)
        os.link(ours, path)
    except FileExistsError:
        return path.read_bytes()
    finally:
        os.close(descriptor)
        ours.unlink()
    return key


def _destroy_all_but(folder: Path, days: list[date]) -> None:
    kept = {f"{PREFIX}{day.isoformat()}" for day in days}
    for path in folder.glob(f"{PREFIX}*"):
        if path.name not in kept:
            path.unlink(missing_ok=True)
