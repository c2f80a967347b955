"""Places in long lists, written as opaque words for addresses."""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime

from forum.ids import looks_like_id


def place_in_time(moment: datetime, row_id: str) -> str:
    """Where a list goes on after the row with this time and id."""
    return _closed(f"{int(moment.timestamp() * 1_000_000)}:{row_id}")


def read_place_in_time(token: str | None) -> tuple[datetime, str] | None:
    """The time and id behind a token; none for a token that we did not write."""
    number, _, row_id = _opened(token).partition(":")
    if not number.isascii() or not number.isdigit() or len(number) > 17 or not looks_like_id(row_id):
        return None
    return datetime.fromtimestamp(int(number) / 1_000_000, UTC), row_id


def place_in_thread(place: int) -> str:
    return _closed(str(place))


def read_place_in_thread(token: str | None) -> int:
    """The place after which a thread goes on; 0, the beginning, for a token that we did not write."""
    number = _opened(token)
    return int(number) if number.isascii() and number.isdigit() and len(number) < 18 else 0


def _closed(text: str) -> str:
    return urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _opened(token: str | None) -> str:
    if not token or len(token) > 80:
        return ""
    try:
        return urlsafe_b64decode(token + "=" * (-len(token) % 4)).decode()
    except (binascii.Error, ValueError):
        return ""
