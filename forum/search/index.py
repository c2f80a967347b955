"""The only place with SQL of one engine: full-text tables of SQLite (FTS5) and PostgreSQL (tsvector and GIN).

PostgreSQL indexes the column itself. SQLite's index lies in a table beside it that would tell in which order posts
came, because every transaction adds a segment of its own. So a post is found in its plain row first; `settle` brings
rows over in batches once their ten minutes are past, and `tidy` makes all segments one, which also takes out the last
traces of what is gone (docs/decisions/0015-search.md).
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    and_,
    cast,
    column,
    func,
    literal,
    literal_column,
    select,
    table,
    text,
    union_all,
    update,
)
from sqlalchemy.dialects.postgresql import TSQUERY

from forum.db import db
from forum.search.models import SearchEntry

_index = table("search_words", column("rowid", BigInteger), column("words"))

INSERT = text("INSERT INTO search_words(rowid, words) VALUES (:number, :words)")
DELETE = text("INSERT INTO search_words(search_words, rowid, words) VALUES ('delete', :number, :words)")
MERGE = text("INSERT INTO search_words(search_words, rank) VALUES ('merge', :pages)")
EMPTY = text("INSERT INTO search_words(search_words) VALUES ('delete-all')")
SEGMENTS = text("SELECT min(segid) < max(segid) FROM search_words_idx")
PAGES = 200  # written in one step of tidying: some milliseconds in which others wait


def on_sqlite() -> bool:
    return db.engine.dialect.name == "sqlite"


def newest(words: Sequence[str], before: int | None, most: int) -> list[int]:
    """The numbers of the newest posts that hold all these words; at most so many, older than `before`. One query."""
    found = _on_sqlite(words, before, most) if on_sqlite() else _on_postgresql(words, before, most)
    return list(db.session.scalars(found))


def _on_postgresql(words: Sequence[str], before: int | None, most: int) -> Select[Any]:
    asked = cast(" & ".join(f"'{word}'" for word in words), TSQUERY)  # letters and digits only (words.py)
    return (
        select(SearchEntry.number)
        .where(SearchEntry.words.op("@@")(asked), _older(SearchEntry.number, before))
        .order_by(SearchEntry.number.desc())
        .limit(most)
    )


def _on_sqlite(words: Sequence[str], before: int | None, most: int) -> Select[Any]:
    settled = (
        select(_index.c.rowid.label("number"))
        .where(literal_column("search_words").op("MATCH")(" ".join(f'"{word}"' for word in words)))
        .where(_older(_index.c.rowid, before))
        .order_by(_index.c.rowid.desc())
        .limit(most)
    )
    spaced = " " + SearchEntry.words + " "
    fresh = (
        select(SearchEntry.number.label("number"))
        .where(text("NOT settled"), *(func.instr(spaced, f" {word} ") > 0 for word in words))
        .where(_older(SearchEntry.number, before))
        .order_by(SearchEntry.number.desc())
        .limit(most)
    )
    both = union_all(select(settled.subquery()), select(fresh.subquery())).subquery()
    return select(both.c.number).order_by(both.c.number.desc()).limit(most)


def _older(number: Any, before: int | None) -> ColumnElement[bool]:
    return literal(True) if before is None else number < before


def taken_out(entry: SearchEntry) -> None:
    """Take an entry's words out of the engine's own index; the row itself goes with its transaction."""
    if entry.settled and on_sqlite():
        db.session.execute(DELETE, {"number": entry.number, "words": entry.words})


def settle(until: int, most: int = 500) -> int:
    """Bring fresh rows older than this number into SQLite's index, as one batch; how many they were."""
    if not on_sqlite():
        return 0
    fresh = and_(text("NOT settled"), SearchEntry.number < until)
    found = db.session.execute(
        select(SearchEntry.number, SearchEntry.words).where(fresh).order_by(SearchEntry.number).limit(most)
    ).all()
    if found:
        db.session.execute(INSERT, [{"number": number, "words": words} for number, words in found])
        upto = and_(fresh, SearchEntry.number <= found[-1][0])
        db.session.execute(update(SearchEntry).where(upto).values(settled=True))
    return len(found)


def untidy() -> bool:
    """Whether SQLite's index is in several segments: an order of batches, and traces of what was taken out."""
    return on_sqlite() and bool(db.session.scalar(SEGMENTS))


def tidy(*, begin: bool) -> bool:
    """One short step towards a single segment; false when nothing is left to do. The first step says `begin`."""
    changed = text("SELECT total_changes()")
    before = db.session.scalar(changed)
    db.session.execute(MERGE, {"pages": -PAGES if begin else PAGES})
    return (db.session.scalar(changed) or 0) - (before or 0) > 1


def empty() -> None:
    """Forget every word; rows of entries are for the caller to delete."""
    if on_sqlite():
        db.session.execute(EMPTY)


def set_aside() -> None:
    """Do without PostgreSQL's index for a while: to build it once is many times faster than to add each post."""
    if not on_sqlite():
        db.session.execute(text("SET LOCAL statement_timeout = 0"))
        db.session.execute(text("DROP INDEX ix_search_entries_words"))


def bring_back() -> None:
    if not on_sqlite():
        db.session.execute(text("SET LOCAL maintenance_work_mem = '256MB'"))
        db.session.execute(text("CREATE INDEX ix_search_entries_words ON search_entries USING gin (words)"))
