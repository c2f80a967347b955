"""Who may come through which route; a route without a door stays shut."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any, Protocol, TypeVar

from forum.errors import NotThere, SecondFactorFirst, SignInFirst

View = TypeVar("View", bound=Callable[..., Any])


class Door(StrEnum):
    """The people a route is for. What they may do with one object is asked again by the operation."""

    PUBLIC = "public"  # everyone, signed in or not
    MEMBERS = "members"  # signed in
    MODERATORS = "moderators"  # signed in as a moderator or admin, second factor set; 404 for other members
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


class Somebody(Protocol):
    """A signed-in member, as far as a door looks at them."""

    @property
    def is_moderator(self) -> bool: ...

    @property
    def is_admin(self) -> bool: ...


def authorize(who: Door, viewer: Somebody | None, *, second_factor: bool, on_this_machine: bool) -> None:
    """The one place that decides who comes through a route; what none of its lines lets in is refused.

    What somebody may do with one object is found together with the object (`find_post`, `find_own_post`,
    `find_item`, …), so that what may not be known and what is not there are the same 404. tests/security tries
    every route with every role and object.
    """
    if who is Door.PUBLIC:
        return None
    if who is Door.LOOPBACK and on_this_machine:
        return None
    if who is not Door.LOOPBACK and viewer is None:
        raise SignInFirst  # the team's doors too, before anybody looks whether there is such an item
    if who is Door.MEMBERS:
        return None
    if who is Door.MODERATORS and viewer is not None and viewer.is_moderator:
        return _with_second_factor(second_factor)
    if who is Door.ADMINS and viewer is not None and viewer.is_admin:
        return _with_second_factor(second_factor)
    raise NotThere


def _with_second_factor(shown: bool) -> None:
    if not shown:
        raise SecondFactorFirst
