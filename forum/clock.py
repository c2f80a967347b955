"""What time it is. Everything that needs the time asks here."""

from datetime import UTC, date, datetime, timedelta

# Acts under a pseudonym are stored to ten minutes, so that a stolen database cannot be joined by time.
COARSE = timedelta(minutes=10)


def now() -> datetime:
    return datetime.now(UTC)


def today() -> date:
    return now().date()


def coarse(moment: datetime) -> datetime:
    """The start of the ten minutes that `moment` lies in."""
    return moment - timedelta(
        minutes=moment.minute % 10, seconds=moment.second, microseconds=moment.microsecond
    )
