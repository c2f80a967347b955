"""Counts in one SQLite file: exact over all workers of one machine, without a server."""

import os
import sqlite3
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from limits.storage import MovingWindowSupport, Storage

Answer = TypeVar("Answer")

# `moments` holds one row for each thing done, `counts` one number for a whole window. Keys are hashes.
SCHEMA = (
    "CREATE TABLE IF NOT EXISTS counts (key TEXT PRIMARY KEY, number INTEGER NOT NULL, ends REAL NOT NULL)",
    "CREATE TABLE IF NOT EXISTS moments (key TEXT NOT NULL, at REAL NOT NULL, ends REAL NOT NULL)",
    "CREATE INDEX IF NOT EXISTS moments_by_key ON moments (key, at)",
)
SWEEP_EVERY = 500  # writes
BUSY = 2.0  # seconds to wait for other workers; one write takes well under a millisecond


class SQLiteTally(Storage, MovingWindowSupport):
    """Moving windows (and plain ones) in a file that all workers of one machine share.

    Writers take turns (BEGIN IMMEDIATE), so that of two last hits only one counts. Nothing is flushed to
    a disk: after a power cut the counts begin anew, and a file that does not open any more is made anew.
    """

    STORAGE_SCHEME = ["forum-sqlite"]

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self._of_this_thread = threading.local()
        self._writes = 0
        try:
            self._lay_tables()
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError:  # Not a database, or a torn one.
            self._path.unlink()
            self._lay_tables()

    def _lay_tables(self) -> None:
        def lay(connection: sqlite3.Connection) -> None:
            for statement in SCHEMA:
                connection.execute(statement)

        self._write(lay)
        self._path.chmod(0o600)

    @property
    def base_exceptions(self) -> type[Exception]:
        return sqlite3.Error

    def _connection(self) -> sqlite3.Connection:
        """This thread's own connection; a worker never uses one that was opened before it was forked."""
        held: tuple[int, sqlite3.Connection] | None = getattr(self._of_this_thread, "held", None)
        if held is None or held[0] != os.getpid():
            connection = sqlite3.connect(self._path, timeout=BUSY, isolation_level=None)
            connection.execute("PRAGMA synchronous = OFF")
            held = self._of_this_thread.held = (os.getpid(), connection)
        return held[1]

    def _write(self, act: Callable[[sqlite3.Connection], Answer]) -> Answer:
        """Do something as the only writer: all of it, or nothing."""
        connection = self._connection()
        connection.execute("BEGIN IMMEDIATE")
        try:
            self._writes += 1
            if self._writes % SWEEP_EVERY == 0:
                _sweep(connection)
            answer = act(connection)
            connection.execute("COMMIT")
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        return answer

    def acquire_entry(self, key: str, limit: int, expiry: int, amount: int = 1) -> bool:
        now = time.time()

        def acquire(connection: sqlite3.Connection) -> bool:
            query = "SELECT count(*) FROM moments WHERE key = ? AND at > ?"
            (done,) = connection.execute(query, (key, now - expiry)).fetchone()
            if done + amount > limit:
                return False
            rows = [(key, now, now + expiry)] * amount
            connection.executemany("INSERT INTO moments VALUES (?, ?, ?)", rows)
            return True

        return self._write(acquire)

    def get_moving_window(self, key: str, limit: int, expiry: int) -> tuple[float, int]:
        now = time.time()
        query = "SELECT min(at), count(*) FROM moments WHERE key = ? AND at > ?"
        first, done = self._connection().execute(query, (key, now - expiry)).fetchone()
        return first or now, done

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        now = time.time()

        def add(connection: sqlite3.Connection) -> int:
            connection.execute("DELETE FROM counts WHERE key = ? AND ends <= ?", (key, now))
            query = (
                "INSERT INTO counts VALUES (?, ?, ?) "
                "ON CONFLICT (key) DO UPDATE SET number = number + excluded.number RETURNING number"
            )
            (number,) = connection.execute(query, (key, amount, now + expiry)).fetchone()
            return int(number)

        return self._write(add)

    def get(self, key: str) -> int:
        query = "SELECT number FROM counts WHERE key = ? AND ends > ?"
        found = self._connection().execute(query, (key, time.time())).fetchone()
        return found[0] if found else 0

    def get_expiry(self, key: str) -> float:
        found = self._connection().execute("SELECT ends FROM counts WHERE key = ?", (key,)).fetchone()
        return found[0] if found else time.time()

    def check(self) -> bool:
        return self._connection().execute("SELECT 1").fetchone() == (1,)

    def reset(self) -> int:
        def empty(connection: sqlite3.Connection) -> int:
            gone = connection.execute("DELETE FROM counts").rowcount
            return gone + connection.execute("DELETE FROM moments").rowcount

        return self._write(empty)

    def clear(self, key: str) -> None:
        def forget(connection: sqlite3.Connection) -> None:
            connection.execute("DELETE FROM counts WHERE key = ?", (key,))
            connection.execute("DELETE FROM moments WHERE key = ?", (key,))

        self._write(forget)

    def forget_what_is_over(self) -> None:
        """Remove what no limit looks at any more."""
        self._write(_sweep)


def _sweep(connection: sqlite3.Connection) -> None:
    now = time.time()
    connection.execute("DELETE FROM counts WHERE ends <= ?", (now,))
    connection.execute("DELETE FROM moments WHERE ends <= ?", (now,))
