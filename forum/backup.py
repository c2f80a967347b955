"""A consistent copy of the database while the forum runs, and putting one back."""

import os
import sqlite3
import subprocess
import tempfile
from contextlib import closing
from pathlib import Path

import click
from sqlalchemy import URL, inspect, text

from forum.db import db

PG_TOOLS = "The PostgreSQL programs pg_dump and pg_restore are needed. On Debian: apt-get install postgresql-client"


@click.command("backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def backup(file: Path) -> None:
    """Write a copy of the database to FILE, whole or not at all. The keys are not in it: keep them elsewhere."""
    draft = _beside(file)
    try:
        if db.engine.dialect.name == "sqlite":
            _copy_sqlite(Path(str(db.engine.url.database)), draft)
        else:
            _run("pg_dump", "--format=custom", "--no-owner", f"--file={draft}", url=db.engine.url)
        _settle(draft, file)
    finally:
        draft.unlink(missing_ok=True)
    click.echo(f"{file} holds a copy of everything but the keys. Whoever has it can read every post: keep it locked.")


@click.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="Yes, erase what is in the database now.")
def restore(file: Path, replace: bool) -> None:
    """Put the copy in FILE in the place of the database. Stop the forum first."""
    if not replace and _has_members():
        raise click.ClickException("There are members in this database. To erase them and their words, add --replace")
    db.session.remove()
    db.engine.dispose()
    if db.engine.dialect.name == "sqlite":
        _check_sqlite(file)
        _copy_sqlite(file, Path(str(db.engine.url.database)))
    else:
        wanted = ("--clean", "--if-exists", "--no-owner", "--single-transaction", "--exit-on-error")
        _run("pg_restore", *wanted, f"--dbname={db.engine.url.database}", str(file), url=db.engine.url)
    click.echo("The copy is in place. Run `flask --app wsgi db upgrade`, then start the forum.")


def _beside(file: Path) -> Path:
    handle, name = tempfile.mkstemp(dir=file.absolute().parent, prefix=f".{file.name}.")
    os.close(handle)
    return Path(name)


def _copy_sqlite(source: Path, target: Path) -> None:
    """SQLite's own online copy: readers and writers go on, and the copy is of one moment."""
    with closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as held, closing(sqlite3.connect(target)) as made:
        held.backup(made)
        if made.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            raise click.ClickException("The copy does not pass SQLite's check. Nothing was put in place.")


def _check_sqlite(file: Path) -> None:
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as held:
            held.execute("SELECT version_num FROM alembic_version").fetchone()
            if held.execute("PRAGMA integrity_check").fetchone() == ("ok",):
                return
    except sqlite3.DatabaseError:
        pass
    raise click.ClickException("This file is not a whole copy of a forum. Nothing was changed.")


def _settle(draft: Path, file: Path) -> None:
    os.chmod(draft, 0o600)
    with draft.open("rb") as written:
        os.fsync(written.fileno())
    os.replace(draft, file)


def _has_members() -> bool:
    if not inspect(db.engine).has_table("accounts"):
        return False
    return db.session.execute(text("SELECT 1 FROM accounts LIMIT 1")).first() is not None


def _run(program: str, *arguments: str, url: URL) -> None:
    """Run one of PostgreSQL's programs on this database; the password travels in the environment, not on the line."""
    place = {
        "PGHOST": url.host,
        "PGPORT": str(url.port) if url.port else None,
        "PGUSER": url.username,
        "PGPASSWORD": str(url.password) if url.password else None,
        "PGDATABASE": url.database,
    }
    environment = os.environ | {name: value for name, value in place.items() if value}
    try:
        done = subprocess.run([program, *arguments], env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    except FileNotFoundError:
        raise click.ClickException(PG_TOOLS) from None
    if done.returncode != 0:
        raise click.ClickException(f"{program} could not do it: {done.stderr.strip().splitlines()[-1:]}")
