"""Encrypted places of one person, each used once: the rows name nobody, nothing, and not each other."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from forum import boxes
from forum.anonymity.models import Slot
from forum.anonymity.seal import Person
from forum.db import db

STEP = 2048  # bytes: sizes fall into 2 kB, 4 kB, 8 kB …, so that a size does not give a text away
AT_ONCE = 16  # numbers of a week asked for in one query; whoever begins more than that in a week costs one more


@dataclass(frozen=True, order=True)
class Place:
    """One place: the week in which it was taken (days since year one, by seven), and its number in that week."""

    week: int
    number: int


@dataclass(frozen=True)
class Kept:
    """What lies in one place."""

    place: Place
    inside: bytes


class Slots:
    """The places of one person for one purpose. What lies in them stays for `kept`, and up to a week longer.

    Made for one act: it looks its places up once.

    A place is never taken a second time, for as long as anybody could still see that it had been: a row that was
    emptied with one post, filled again and emptied with the next would tie the two together in any two copies of
    the database. So it stays as an empty row, until the rows of its whole week go.
    """

    def __init__(self, person: Person, purpose: str, kept: timedelta, today: date) -> None:
        self._person, self._purpose, self._kept = person, purpose, kept
        self._week = _week(today)
        self._weeks = range(_week(today - kept), self._week + 1)

    def all(self) -> list[Kept]:
        """Everything kept, in one query for most people."""
        return list(self._opened())

    def add(self, inside: bytes) -> None:
        """Keep this in a place that was never used."""
        for number in self._unused():
            try:
                row = Slot(tag=self._tag(number), box=self._box(number, inside), until=self._until())
                with db.session.begin_nested():
                    db.session.add(row)
                self._rows[Place(self._week, number)] = row
                return
            except IntegrityError:  # A second tab of the same person was faster.
                continue

    def put(self, place: Place, inside: bytes) -> None:
        """Keep this instead of what lies there. It moves to a place of this week, or it would go too soon."""
        row = self._rows.get(place)
        if row is not None and place.week == self._week:
            row.box = self._box(place.number, inside)
            return
        self.clear(place)
        self.add(inside)

    def clear(self, place: Place) -> None:
        row = self._rows.get(place)
        if row is not None:
            row.box = b""

    def _unused(self) -> Iterator[int]:
        last = max((place.number for place in self._rows if place.week == self._week), default=-1)
        return iter(range(last + 1, last + 1 + AT_ONCE))

    def _opened(self) -> Iterator[Kept]:
        for place, row in sorted(self._rows.items()):
            if row.box:
                about = _about(place.week, place.number)
                yield Kept(place, boxes.unpad(self._person.unseal(self._purpose, row.box, about)))

    @cached_property
    def _rows(self) -> dict[Place, Slot]:
        """Used and unused places, found by their tags: from nought in each week until none is taken any more."""
        found: dict[Place, Slot] = {}
        begin = dict.fromkeys(self._weeks, 0)
        while begin:
            asked = {
                tag: Place(week, number)
                for week, start in begin.items()
                for number in range(start, start + AT_ONCE)
                for tag in self._person.tags(self._purpose, _about(week, number))
            }
            more = {asked[row.tag]: row for row in db.session.scalars(select(Slot).where(Slot.tag.in_(asked)))}
            found |= more
            full = Counter(place.week for place in more)
            begin = {week: start + AT_ONCE for week, start in begin.items() if full[week] == AT_ONCE}
        return found

    def _tag(self, number: int) -> bytes:
        return self._person.tag(self._purpose, _about(self._week, number))

    def _box(self, number: int, inside: bytes) -> bytes:
        return self._person.seal(self._purpose, boxes.pad(inside, STEP), _about(self._week, number))

    def _until(self) -> date:
        """The same day for all that was taken in this week, so that they go together."""
        return date.fromordinal(7 * self._week + 6) + self._kept


def _week(day: date) -> int:
    return day.toordinal() // 7


def _about(week: int, number: int) -> str:
    return f"{week}.{number}"
