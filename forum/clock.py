"""What time it is. Everything that needs the time asks here."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta

# Acts under a pseudonym are stored to ten minutes, so that a stolen database cannot be joined by time.
COARSE = timedelta(minutes=10)

_set_to: ContextVar[datetime | None] = ContextVar("set_to", default=None)


def now() -> datetime:
    return _set_to.get() or datetime.now(UTC)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Act as if it were then. For the demo cast, bulk data and tests; nothing that serves a page uses it."""
    before = _set_to.set(moment)
    try:
        yield
    finally:
        _set_to.reset(before)


def today() -> date:
    return now().date()


def coarse(moment: datetime) -> datetime:
    """The start of the ten minutes that `moment` lies in."""
    return moment - timedelta(minutes=moment.minute % 10, seconds=moment.second, microseconds=moment.microsecond)
