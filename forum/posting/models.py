"""Forms that have been sent, so that a second press of the button finds the first."""

from datetime import date

from sqlalchemy import Date, ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from forum.db import UNORDERED, Model


class Submission(Model):
    """One form that became one post. The tag is of the sender and of that form; neither stands here."""

    __tablename__ = "submissions"
    __table_args__ = (UNORDERED,)

    tag: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    post_id: Mapped[str] = mapped_column(ForeignKey("posts.id", ondelete="CASCADE"))
    until: Mapped[date] = mapped_column(Date, index=True)
