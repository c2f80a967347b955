"""The names people write under when they do not write under their own, and their sealed lists."""

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
    key_id: Mapped[str] = mapped_column(String(16))
    # Room for a box that only the guardian's key opens (break glass); web nodes hold the public half.
    guardian_box: Mapped[bytes | None] = mapped_column(LargeBinary)
    # Coarse on purpose: how long this person had been a member when they first wrote here (`new`, `settled`).
    # Moderators need it, and it is the same word for thousands of people.
    since: Mapped[str] = mapped_column(String(10))


class SealedList(Model):
    """What one person wrote under pseudonyms, encrypted for them and padded. Every member has one."""

    __tablename__ = "sealed_lists"
    __table_args__ = (UNORDERED,)

    tag: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    box: Mapped[bytes] = mapped_column(LargeBinary)


class Slot(Model):
    """One encrypted, padded thing of one person (a draft): addressed by a tag, nothing else in the clear."""

    __tablename__ = "slots"
    __table_args__ = (UNORDERED,)

    tag: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    box: Mapped[bytes] = mapped_column(LargeBinary)
    until: Mapped[date] = mapped_column(Date, index=True)
