"""Who may come through which route; a route without a door stays shut."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])


class Door(StrEnum):
    """The people a route is for. What they may do with one object is asked again by the operation."""

    PUBLIC = "public"  # everyone, signed in or not
    MEMBERS = "members"  # signed in
    MODERATORS = "moderators"  # signed in as a moderator or admin, second factor set; 404 for all others
    ADMINS = "admins"  # the same for admins alone
    LOOPBACK = "loopback"  # programs on this machine only


def door(who: Door, *, stored: bool = False) -> Callable[[View], View]:
    """Mark a view with its door. `stored` marks pages that visitors may keep and check by ETag:
    reading pages without a form, a csrf token or a session."""

    def mark(view: View) -> View:
        view.door = who  # type: ignore[attr-defined]
        view.stored = stored  # type: ignore[attr-defined]
        return view

    return mark
