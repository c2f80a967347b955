"""A database as it lies there: tables, rows and triggers, whatever our models say about them."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, MetaData, inspect, select

# SQLite's full-text table is one, with blocks of its own in others: what it finds is looked at through the pages.
BLOCKS = "search_words"

Rows = dict[str, list[dict[str, Any]]]
Schema = dict[str, list[Any]]


@dataclass(frozen=True)
class Everything:
    schema: Schema
    rows: Rows
    guards: list[str]


def everything(engine: Engine) -> Everything:
    return Everything(schema(engine), rows(engine), guards(engine))


def rows(engine: Engine) -> Rows:
    """Every row of every table but alembic's own, in an order of the values."""
    found = MetaData()
    with engine.connect() as connection:
        found.reflect(connection, resolve_fks=False, only=_a_table_of_ours)
        return {
            name: sorted((dict(row) for row in connection.execute(select(table)).mappings()), key=repr)
            for name, table in found.tables.items()
            if name != "alembic_version"
        }


def _a_table_of_ours(name: str, _metadata: MetaData) -> bool:
    return not name.startswith(BLOCKS)


def schema(engine: Engine) -> Schema:
    """Of each table: columns, keys, indexes and checks."""
    looking = inspect(engine)
    return {
        name: [
            sorted((one["name"], str(one["type"]), one["nullable"]) for one in looking.get_columns(name)),
            looking.get_pk_constraint(name)["constrained_columns"],
            sorted(str(sorted(one.items(), key=str)) for one in looking.get_foreign_keys(name)),
            sorted(str((one["name"], one["column_names"], one["unique"])) for one in looking.get_indexes(name)),
            sorted(str(one["name"]) for one in looking.get_unique_constraints(name)),
            sorted(str((one["name"], one["sqltext"])) for one in looking.get_check_constraints(name)),
        ]
        for name in looking.get_table_names()
        if name != "alembic_version"
    }


def guards(engine: Engine) -> list[str]:
    """Triggers and functions, by name."""
    asked = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if engine.dialect.name == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal UNION ALL "
        "SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace"
    )
    with engine.connect() as connection:
        return sorted(connection.exec_driver_sql(asked).scalars())


def only(kept: Schema, rows: Rows) -> Rows:
    """The rows, cut down to the tables and columns of another schema."""
    columns = {name: {column for column, *_ in found[0]} for name, found in kept.items()}
    return {
        name: sorted(({key: row[key] for key in row if key in columns[name]} for row in found), key=repr)
        for name, found in rows.items()
        if name in columns
    }
