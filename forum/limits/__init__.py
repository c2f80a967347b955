"""How much at once: limits by name, kept under keyed hashes that name nobody."""

import hmac
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, TypeVar, cast

from flask import Flask, current_app, request
from flask_limiter import Limiter
from limits import RateLimitItem, parse_many

from forum.config import Settings
from forum.limits import memory, tallies
from forum.limits.addresses import CALLER, NOBODY, AddressForgotten, Caller, network
from forum.limits.day_keys import DayKeys
from forum.limits.tallies import Tallies

View = TypeVar("View", bound=Callable[..., Any])

# How often something may be done by everybody behind one address (a /24 or /48, so a family, a clinic, a
# whole mobile network), or by one tag given to `take`. Wide enough that no person at a keyboard meets them.
STANDARD = {
    "sign_up": "10 per hour",
    "sign_in": "30 per 10 minutes",
    "sign_in_name": "20 per 10 minutes",
    "code": "10 per 10 minutes",
    "recovery": "10 per hour",
    "letter": "3 per hour",
    # Of everything one person writes: beyond it nobody is writing any more. By the hour, because a moving window keeps
    # moments, and those of a whole day would join what somebody wrote under pseudonyms.
    "flood": "90 per hour",
    "cry": "30 per hour",  # beyond the flood, of what sounds like danger: it waits for a moderator instead
    "thread": "10 per hour",
    "reply": "30 per 10 minutes",
    "edit": "60 per 10 minutes",
    "preview": "120 per 10 minutes",
    "coach": "120 per 10 minutes",
    "draft": "300 per 10 minutes",
    "here": "120 per 10 minutes",
    "report": "20 per hour",
    "appeal": "10 per hour",
    "settings": "60 per 10 minutes",
    "search": "60 per 5 minutes",
}
RELAXED = 20  # times as much, for a workshop where thirty people sit behind one address


def _relaxed(much: str) -> str:
    number, period = much.split(maxsplit=1)
    return f"{RELAXED * int(number)} {period}"


LIMITS = {
    "standard": STANDARD,
    "relaxed": {name: _relaxed(much) for name, much in STANDARD.items()},
    "off": STANDARD,  # named, and never counted
}


class Counting:
    """What one app counts with: its table of limits, its keys of the day, its tallies."""

    def __init__(self, settings: Settings) -> None:
        self.off = settings.limits == "off"
        self.table = LIMITS[settings.limits]
        instance, redis_url = settings.instance_dir, settings.redis_url
        # Nothing is made before the first count: a command or a page that is only read leaves no folder behind.
        self.keys = DayKeys(lambda: None, None) if self.off else DayKeys(lambda: memory.folder(instance), redis_url)
        self.tallies = Tallies(lambda: (memory.folder(instance) or instance) / "limits.sqlite", redis_url)

    def hashes(self, what: bytes) -> list[str]:
        """What this is counted under now: today's hash, and just after midnight yesterday's as well."""
        return [hmac.digest(key, what, sha256)[:10].hex() for key in self.keys.now(datetime.now(UTC))]


def init_app(app: Flask) -> None:
    """Bind the limiter to the app, and let no address past its door."""
    settings: Settings = app.extensions["settings"]
    app.extensions["limits"] = Counting(settings)
    app.wsgi_app = AddressForgotten(app.wsgi_app, settings.proxy_hops)  # type: ignore[method-assign]
    limiter.init_app(app)


def _counting() -> Counting:
    counting: Counting = current_app.extensions["limits"]
    return counting


def _caller() -> Caller:
    caller: Caller = request.environ.get(CALLER, NOBODY)
    return caller


def bucket(address: str) -> str:
    """Today's name for the network of an address: one for all workers, another tomorrow, useless without the key."""
    return _counting().hashes(_networked(network(address)))[0]


def member_key(tag: bytes | str) -> str:
    """Today's name for somebody's tag. Give a tag made for this one purpose, so that nothing else joins to it."""
    return _counting().hashes(_tagged(tag))[0]


def _networked(network: bytes) -> bytes:
    return b"network " + network


def _tagged(tag: bytes | str) -> bytes:
    return b"tag " + (tag.encode() if isinstance(tag, str) else tag)


def from_this_machine() -> bool:
    """Whether a program on this machine asks us directly, with no proxy between."""
    return _caller().local


def limit(name: str, *, methods: tuple[str, ...] = ("POST",)) -> Callable[[View], View]:
    """@limit("sign_in"): count by the caller's network; too many raise RateLimitExceeded before the view runs.

    Reading is not counted unless `methods` says so: who reads what leaves no entry anywhere.
    """
    if name not in STANDARD:
        raise KeyError(f"{name} stands in no table of limits")

    return lambda view: _mark(_mark(view, name, 0, methods), name, 1, methods)


def _mark(view: View, name: str, nth: int, methods: tuple[str, ...]) -> View:
    counted = limiter.shared_limit(
        lambda: _counting().table[name],
        name,
        key_func=lambda: _nth_bucket(nth) or "",
        exempt_when=lambda: request.method not in methods or _nth_bucket(nth) is None,
    )
    return cast(View, counted(view))


def _nth_bucket(nth: int) -> str | None:
    """Today's bucket of the caller (0), or yesterday's while it still counts (1); none when limits are off."""
    counting = _counting()
    if counting.off:
        return None
    hashes = counting.hashes(_networked(_caller().network))
    return hashes[nth] if nth < len(hashes) else None


def take(name: str, tag: bytes | str, *, from_here: bool = False) -> bool:
    """Count one more for this tag, and say whether it may go on. For views that count by person, not by network.

    `from_here` counts the tag for the caller's network alone: a stranger elsewhere cannot use up somebody's tries.
    """
    counting = _counting()
    if counting.off:
        return True
    items: list[RateLimitItem] = parse_many(counting.table[name])
    what = _tagged(tag) + (b" from " + _caller().network if from_here else b"")
    hits = [limiter.limiter.hit(item, key, name) for key in counting.hashes(what) for item in items]
    return all(hits)


def forget_what_is_over() -> None:
    """Destroy yesterday's key once its hour is over, and every count that no limit looks at any more."""
    counting = _counting()
    if counting.off:
        return
    counting.keys.now(datetime.now(UTC))
    counting.tallies.forget_what_is_over()


limiter = Limiter(
    key_func=lambda: _nth_bucket(0) or "",
    strategy="moving-window",
    storage_uri=f"{tallies.SCHEME}://",
)
