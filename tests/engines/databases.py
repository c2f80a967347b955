"""Databases for tests: migrated once, copied for each application, set back after each test."""

import itertools
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import psycopg
from psycopg import sql

from tests.engines.postgresql import Cluster


class SQLite:
    """Files in one folder. A test's database is set back by copying the template's pages over it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = itertools.count()
        self._template: Path | None = None
        self._kept: dict[str, sqlite3.Connection] = {}
        self._seen: dict[str, int] = {}

    def blank(self) -> str:
        """The URL of a database with no table in it."""
        return f"sqlite:///{self._folder / f'forum-{next(self._numbers)}.db'}"

    def migrated(self, migrate: Callable[[str], None]) -> str:
        """The URL of a new database as `migrate` leaves it; `migrate` runs once only."""
        if self._template is None:
            template = self.blank()
            migrate(template)
            self._template = self._path(template)
            with sqlite3.connect(self._template) as connection:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.close()
        url = self.blank()
        shutil.copyfile(self._template, self._path(url))
        return url

    def restore(self, url: str) -> None:
        """Make a migrated database new again."""
        if url not in self._kept:
            self._kept[url] = sqlite3.connect(self._path(url), timeout=5, isolation_level=None)
        connection = self._kept[url]
        # SQLite counts what other connections have changed; most tests of rules change nothing.
        changes = connection.execute("PRAGMA data_version").fetchone()[0]
        if self._seen.get(url) == changes:
            return
        assert self._template is not None
        template = sqlite3.connect(self._template)
        template.backup(connection)
        template.close()
        self._seen[url] = connection.execute("PRAGMA data_version").fetchone()[0]

    def close(self) -> None:
        for connection in self._kept.values():
            connection.close()

    @staticmethod
    def _path(url: str) -> Path:
        return Path(url.removeprefix("sqlite:///"))


class PostgreSQL:
    """Databases in a cluster of our own. A test's database is set back by emptying its tables."""

    def __init__(self) -> None:
        self._cluster = Cluster()
        self._template: str | None = None
        self._scripts: dict[str, sql.Composed] = {}

    def blank(self) -> str:
        """The URL of a database with no table in it."""
        return self._cluster.new_database()

    def migrated(self, migrate: Callable[[str], None]) -> str:
        """The URL of a new database as `migrate` leaves it; `migrate` runs once only."""
        if self._template is None:
            url = self.blank()
            migrate(url)
            self._keep_first_rows(url)
            self._template = url.rpartition("/")[2]
        return self._cluster.new_database(self._template)

    @staticmethod
    def _tables(connection: psycopg.Connection) -> list[str]:
        found = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
        return [name for (name,) in found]

    def _keep_first_rows(self, url: str) -> None:
        """What the migrations themselves put in is kept in a schema beside, to be put in again."""
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("CREATE SCHEMA first_rows")
            for table in self._tables(connection):
                name = sql.Identifier(table)
                row = connection.execute(sql.SQL("SELECT 1 FROM public.{} LIMIT 1").format(name)).fetchone()
                if row is not None:
                    connection.execute(
                        sql.SQL("CREATE TABLE first_rows.{} AS TABLE public.{}").format(name, name)
                    )

    def restore(self, url: str) -> None:
        """Make a migrated database new again, in one round trip."""
        with psycopg.connect(url, autocommit=True) as connection:
            if url not in self._scripts:
                self._scripts[url] = self._script(connection)
            connection.execute(self._scripts[url])

    def _script(self, connection: psycopg.Connection) -> sql.Composed:
        kept = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'first_rows'")
        first = {name for (name,) in kept}
        # As a replica does, without triggers: an append-only table may be emptied between tests only.
        lines = [sql.SQL("SET lock_timeout = '5s'; SET session_replication_role = replica")]
        for table in self._tables(connection):
            name = sql.Identifier(table)
            lines.append(sql.SQL("DELETE FROM public.{}").format(name))
            if table in first:
                lines.append(sql.SQL("INSERT INTO public.{} SELECT * FROM first_rows.{}").format(name, name))
        return sql.SQL("; ").join(lines)

    def close(self) -> None:
        self._cluster.close()
