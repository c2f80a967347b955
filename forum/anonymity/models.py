"""The names people write under when they do not write under their own, and what is kept for one person alone."""

from datetime import date

from sqlalchemy import Date, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from forum.db import UNORDERED, Model, public_id


class Pseudonym(Model):
    """One person in one scope. Only who holds the seal key and that person's share can match `tag`."""

    __tablename__ = "pseudonyms"
    __table_args__ = (UniqueConstraint("scope", "name"), UNORDERED)

    id: Mapped[str] = public_id()
    scope: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(60))
    tag: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    # The tag of (`pseudonyms`, a running number): by it the person finds all their pseudonyms, and nobody else does.
    # It is written once, with the row; nothing of the person's is written anew when they write again.
    number_tag: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True, index=True)
    key_id: Mapped[str] = mapped_column(String(16))
    # Room for a box that only the guardian's key opens (break glass); web nodes hold the public half.
    guardian_box: Mapped[bytes | None] = mapped_column(LargeBinary)
    # Coarse on purpose: how long this person had been a member when they first wrote here (`new`, `settled`).
    # Moderators need it, and it is the same word for thousands of people.
    since: Mapped[str] = mapped_column(String(10))


class Slot(Model):
    """One encrypted, padded thing of one person (a draft): addressed by a tag, nothing else in the clear.

    An empty box is a place that was used and is never used again: two posts written one after the other would
    otherwise have emptied the same row.
    """

    __tablename__ = "slots"
    __table_args__ = (UNORDERED,)

    tag: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    box: Mapped[bytes] = mapped_column(LargeBinary)
    until: Mapped[date] = mapped_column(Date, index=True)
