"""The database handle, the column types every model shares, and how each engine is made safe."""

import os
from collections.abc import Callable
from contextvars import ContextVar
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import CursorResult, DateTime, Dialect, Enum, MetaData, String, TypeDecorator, UpdateBase, event
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, registry

from forum.config import BadSetting
from forum.ids import LENGTH, new_id


class UTCDateTime(TypeDecorator[datetime]):
    """An aware UTC datetime, on every database: SQLite hands back naive ones, PostgreSQL ones in the session's zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError("naive datetime given to UTCDateTime")
        return value.astimezone(UTC) if value is not None else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def words(kind: type[StrEnum]) -> Enum:
    """A column holding one of the enum's own words: VARCHAR with a CHECK, no native type."""
    return Enum(
        kind,
        native_enum=False,
        create_constraint=True,
        length=32,
        name=kind.__name__.lower(),
        values_callable=lambda members: [member.value for member in members],
    )


NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    registry = registry(metadata=MetaData(naming_convention=NAMING), type_annotation_map={datetime: UTCDateTime()})


# A view commits last and still needs what it loaded to say where the person goes next.
db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False})

if TYPE_CHECKING:
    Model = Base
else:
    Model = db.Model

# Rows of one table lie in the order of their random names, never in the order in which people acted.
UNORDERED = {"sqlite_with_rowid": False}


def public_id() -> Mapped[str]:
    """The primary key of everything people can point at: random, and the public id as well."""
    return mapped_column(String(LENGTH), primary_key=True, default=new_id)


_writing: ContextVar[bool] = ContextVar("writing", default=True)


def only_reading(reading: bool) -> None:
    """Say whether this request will write. On SQLite a writer takes its place in the queue at once
    (BEGIN IMMEDIATE): a transaction that begins as a reader and turns writer fails under load (SECURITY D7)."""
    _writing.set(not reading)


def engine_options(url: str) -> dict[str, Any]:
    """How to connect: a PostgreSQL session that never waits for ever, and checks a pooled connection before use."""
    if url.startswith("sqlite"):
        return {}
    waits = "-c timezone=UTC -c lock_timeout=5000 -c statement_timeout=20000"  # milliseconds
    return {"pool_pre_ping": True, "connect_args": {"options": waits}}


def let_go() -> None:
    """End the transaction before slow work (a password hash), so that no other writer waits for it.

    Only for before anything has been changed. What was loaded is loaded afresh when it is next looked at.
    """
    if db.session.new or db.session.dirty or db.session.deleted:
        raise RuntimeError("let_go() would lose changes")
    db.session.rollback()


def rows_changed(statement: UpdateBase) -> int:
    """Run something that inserts, changes or deletes, and say how many rows it met."""
    done: CursorResult[Any] = db.session.execute(statement)  # type: ignore[assignment]
    return done.rowcount


def init_app(app: Any) -> None:
    db.init_app(app)
    # Whoever uses this thread next may write: a reader's turn ends with the reader.
    app.teardown_appcontext(lambda _error: only_reading(False))
    with app.app_context():
        for engine in db.engines.values():
            _prepare(engine)


def _prepare(engine: Engine) -> None:
    if engine.dialect.name == "sqlite":
        _for_us_alone(engine.url.database)
        event.listen(engine, "connect", _sqlite_connect)
        event.listen(engine, "begin", _sqlite_begin)


def _for_us_alone(path: str | None) -> None:
    """Make the database file before SQLite does, which would let everybody on this machine read it."""
    if path and path != ":memory:" and Path(path).parent.is_dir():
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))


def _sqlite_connect(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # SQLAlchemy's begin event below opens transactions, not the driver.
    for pragma in (
        "journal_mode = WAL",
        "synchronous = FULL",  # NORMAL loses acknowledged posts at a power cut (SECURITY 4.1).
        "foreign_keys = ON",
        "busy_timeout = 5000",
        "secure_delete = ON",
        "trusted_schema = OFF",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _sqlite_begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE" if _writing.get() else "BEGIN")


def refuse_unsafe(app: Any) -> None:
    """Refuse to serve from a database that may lose what it has acknowledged. One that is down is judged later."""
    before = _writing.set(False)
    with app.app_context():
        try:
            found = unsafe_settings(db.engine)
        except DBAPIError:
            return
        finally:
            _writing.reset(before)
            db.engine.dispose()
    if found:
        raise BadSetting(
            f"The database could lose posts that people were told are saved: {', '.join(found)}. "
            "Please switch this to the safe side."
        )


def unsafe_settings(engine: Engine) -> list[str]:
    """What this database is set to that could lose an acknowledged post; empty when it is safe (SECURITY R02)."""
    with engine.connect() as connection:
        read: Callable[[str], str] = lambda sql: str(connection.exec_driver_sql(sql).scalar())  # noqa: E731
        if engine.dialect.name == "sqlite":
            found = {"journal_mode": read("PRAGMA journal_mode"), "synchronous": read("PRAGMA synchronous")}
            good = {"journal_mode": {"wal"}, "synchronous": {"2", "3"}}
        else:
            names = ("fsync", "full_page_writes", "synchronous_commit")
            found = {name: read(f"SHOW {name}") for name in names}
            good = {name: {"on", "remote_write", "remote_apply", "local"} for name in names}
    return [f"{name} = {value}" for name, value in found.items() if value not in good[name]]
