"""What is to be sent once the transaction that asked for it has been kept: one row each, encrypted."""

from datetime import datetime

from sqlalchemy import Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from forum.db import UNORDERED, Model, public_id


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
