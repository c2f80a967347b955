"""What search knows of a post that everybody in its room may read: which words stand in it, and about when."""

from sqlalchemy import BigInteger, ForeignKey, Index, Text, text
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from forum.db import UNORDERED, Model

_FRESH = text("NOT settled")


class SearchEntry(Model):
    """One visible post. Its row is there exactly as long as the post is visible; nobody's account is in it."""

    __tablename__ = "search_entries"
    __table_args__ = (
        Index("ix_search_entries_fresh", "number", sqlite_where=_FRESH, postgresql_where=_FRESH),
        # Each engine's own index of words is made by the migration: ix_search_entries_words, or the table search_words.
        UNORDERED,
    )

    post_id: Mapped[str] = mapped_column(ForeignKey("posts.id", ondelete="CASCADE"), primary_key=True)
    # The ten minutes in which the post was written, then random bits: newest first, and no finer order than that.
    number: Mapped[int] = mapped_column(BigInteger, unique=True)
    # Each word once, in the order of the alphabet (words.py): what was said cannot be put together again.
    words: Mapped[str] = mapped_column(Text().with_variant(TSVECTOR, "postgresql"))
    settled: Mapped[bool] = mapped_column(default=False)  # in SQLite's index already (index.py); always on PostgreSQL


def kept_by_models(thing: object, name: str | None, kind: str, reflected: bool, compare_to: object) -> bool:
    """For alembic's `include_object`: what a comparison of models and database is to look at."""
    if kind == "table":
        return not (name or "").startswith("search_words")
    return (kind, name) != ("index", "ix_search_entries_words")
