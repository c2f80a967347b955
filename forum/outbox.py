"""What is to be sent once the transaction that asked for it has been kept: one row each, encrypted."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from sqlalchemy import Index, LargeBinary, String, delete, func, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column

from forum import boxes, clock, ids
from forum.db import UNORDERED, Model, db, public_id, rows_changed

LEASE = timedelta(minutes=5)  # how long a sender may take over one row before another tries it
# How long to wait after each failure; after the last one the row is given up.
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360, 1440))
KEPT = timedelta(days=7)  # what could not even be tried (no mail server) is not kept for ever


class OutboxRow(Model):
    """Something to send. The row is claimed with a lease, so a killed worker loses nothing."""

    __tablename__ = "outbox"
    __table_args__ = (Index(None, "due_at"), UNORDERED)

    id: Mapped[str] = public_id()
    channel: Mapped[str] = mapped_column(String(20))  # `mail` so far
    box: Mapped[bytes] = mapped_column(LargeBinary)  # to whom and what, encrypted under the site key
    due_at: Mapped[datetime]
    leased_until: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0)


@dataclass(frozen=True)
class Letter:
    """One mail. Nothing in it says what a person wrote, or that they wrote."""

    to: str
    subject: str
    words: str


def post(letter: Letter, *, due_at: datetime | None = None, silent: bool = False) -> None:
    """Send this once the transaction is kept, or later. It is encrypted at once, and padded to one size.

    A silent letter goes to nobody: it is there so that asking for a stranger's letter looks and takes the same.
    """
    row_id = ids.new_id()
    inside = json.dumps({"silent": silent, **asdict(letter)}).encode()
    box = boxes.seal(boxes.keys().site_key("mail"), boxes.pad(inside, 2048), f"outbox:{row_id}")
    db.session.add(OutboxRow(id=row_id, channel="mail", box=box, due_at=due_at or clock.now()))


def opened(row: OutboxRow) -> Letter | None:
    """What is in a row; None for a silent one."""
    inside = json.loads(boxes.unpad(boxes.unseal(boxes.keys().site_key("mail"), row.box, f"outbox:{row.id}")))
    return None if inside.pop("silent") else Letter(**inside)


def due(limit: int = 20) -> list[str]:
    """The ids of rows whose time has come and that nobody is busy with, longest waiting first."""
    now = clock.now()
    free = or_(OutboxRow.leased_until.is_(None), OutboxRow.leased_until < now)
    which = select(OutboxRow.id).where(OutboxRow.due_at <= now, free).order_by(OutboxRow.due_at).limit(limit)
    return list(db.session.scalars(which))


def claim(row_id: str) -> OutboxRow | None:
    """Take a row for LEASE; None when somebody else has it. The caller commits before sending."""
    now = clock.now()
    free = or_(OutboxRow.leased_until.is_(None), OutboxRow.leased_until < now)
    taken = update(OutboxRow).where(OutboxRow.id == row_id, free).values(leased_until=now + LEASE)
    if rows_changed(taken) != 1:
        return None
    return db.session.get(OutboxRow, row_id, populate_existing=True)


def sent(row: OutboxRow) -> None:
    db.session.delete(row)


def failed(row: OutboxRow) -> bool:
    """Put a row back for later. False when it has been tried often enough and is given up."""
    if row.tries >= len(WAITS):
        db.session.delete(row)
        return False
    row.due_at, row.leased_until = clock.now() + WAITS[row.tries], None
    row.tries += 1
    return True


def sweep() -> int:
    """Take away what has waited for more than a week; how many rows that were."""
    return rows_changed(delete(OutboxRow).where(OutboxRow.due_at < clock.now() - KEPT))


def waiting() -> int:
    """How many rows wait, whenever they are due."""
    return db.session.scalar(select(func.count()).select_from(OutboxRow)) or 0


def letters() -> Iterator[Letter]:
    """Everything that waits, opened; for tests and for a host who looks why nothing arrives."""
    for row in db.session.scalars(select(OutboxRow).order_by(OutboxRow.due_at)):
        letter = opened(row)
        if letter is not None:
            yield letter
