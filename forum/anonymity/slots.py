"""A few numbered, encrypted places per person, for drafts: the rows name nobody and nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from forum import boxes
from forum.anonymity.models import Slot
from forum.anonymity.seal import Person
from forum.db import db

STEP = 2048  # bytes: sizes fall into 2 kB, 4 kB, 8 kB …, so that a size does not give a text away


@dataclass(frozen=True)
class Kept:
    """What lies in one place: its number and its content."""

    number: int
    inside: bytes


class Slots:
    """The places of one person for one purpose."""

    def __init__(self, person: Person, purpose: str, places: int) -> None:
        self._person, self._purpose = person, purpose
        self._numbers = {tag: number for number in range(places) for tag in person.tags(purpose, str(number))}

    def all(self) -> list[Kept]:
        """Everything kept, in one query."""
        return [Kept(number, inside) for number, inside in sorted(self._opened())]

    def put(self, number: int, inside: bytes, until: date) -> None:
        """Keep this in that place, instead of what was there. It goes by itself after `until`."""
        box = self._person.seal(self._purpose, boxes.pad(inside, STEP), str(number))
        row = self._row(number)
        if row is None:
            tag = self._person.tag(self._purpose, str(number))
            db.session.add(Slot(tag=tag, box=box, until=until))
        else:
            row.box, row.until = box, until

    def clear(self, number: int) -> None:
        row = self._row(number)
        if row is not None:
            db.session.delete(row)

    def _row(self, number: int) -> Slot | None:
        return db.session.scalar(select(Slot).where(Slot.tag.in_(self._person.tags(self._purpose, str(number)))))

    def _opened(self) -> Iterator[tuple[int, bytes]]:
        for row in db.session.scalars(select(Slot).where(Slot.tag.in_(self._numbers))):
            number = self._numbers[row.tag]
            yield number, boxes.unpad(self._person.unseal(self._purpose, row.box, str(number)))
