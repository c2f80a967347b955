"""A kind of review item of its own for words in which our program noticed danger; it never leads to a penalty."""

from alembic import op

revision = "0004"
down_revision = "0003"

CHECKS = {
    "review_items": {
        "ck_review_items_kind": (
            "kind IN ('hold', 'report', 'worried', 'appeal')",
            "kind IN ('hold', 'report', 'worried', 'triage', 'appeal')",
        )
    },
    "decisions": {
        "ck_decisions_kind": (
            "item_kind IN ('hold', 'report', 'worried', 'appeal')",
            "item_kind IN ('hold', 'report', 'worried', 'triage', 'appeal')",
        ),
        "ck_decisions_worry_never_punishes": (
            "item_kind <> 'worried' OR action = 'dismiss'",
            "item_kind NOT IN ('worried', 'triage') OR action = 'dismiss'",
        ),
        "ck_decisions_only_worries_are_tended": (
            "tended IS NULL OR item_kind = 'worried'",
            "tended IS NULL OR item_kind IN ('worried', 'triage')",
        ),
    },
}
OF_ITS_ITEM = "fk_decisions_item_id_item_kind_review_items"
DANGERS = "('others', 'high', 'imminent')"


def upgrade() -> None:
    _rewrite(old=0, new=1)
    # What an older version kept among the worries, when it was gone back to: its reason tells.
    _move("worried", "triage", f"reason IN {DANGERS}")


def downgrade() -> None:
    """The older version knows worries, and these are worries too. Where one waits already, it is enough."""
    op.execute(
        """UPDATE review_items SET state = 'lapsed', settled_at = opened_at, claimed_by_id = NULL, claimed_until = NULL
        WHERE kind = 'triage' AND state = 'open' AND EXISTS (SELECT 1 FROM review_items AS waits
            WHERE waits.post_id = review_items.post_id AND waits.kind = 'worried' AND waits.state = 'open')"""
    )
    _move("triage", "worried", "1 = 1")
    _rewrite(old=1, new=0)


def _move(kind: str, to: str, which: str) -> None:
    """Make items of one kind items of another, and with them what was decided about them."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    if sqlite:
        op.execute("PRAGMA defer_foreign_keys = ON")
    else:
        op.drop_constraint(OF_ITS_ITEM, "decisions", type_="foreignkey")
    op.execute(f"UPDATE review_items SET kind = '{to}' WHERE kind = '{kind}' AND {which}")  # noqa: S608  Our own words.
    op.execute(
        f"""UPDATE decisions SET item_kind = '{to}' WHERE item_kind = '{kind}' AND EXISTS (
            SELECT 1 FROM review_items WHERE review_items.id = decisions.item_id AND review_items.kind = '{to}')"""  # noqa: S608
    )
    if not sqlite:
        op.create_foreign_key(OF_ITS_ITEM, "decisions", "review_items", ["item_id", "item_kind"], ["id", "kind"])


def _rewrite(*, old: int, new: int) -> None:
    if op.get_bind().dialect.name == "sqlite":
        _rewrite_on_sqlite(old, new)
        return
    for table, checks in CHECKS.items():
        for name, said in checks.items():
            op.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}, ADD CONSTRAINT {name} CHECK ({said[new]})")


def _rewrite_on_sqlite(old: int, new: int) -> None:
    """Change the checks where they are written, as SQLite's own documentation does it: to copy a table would delete the
    old one, and with it every row elsewhere that goes when its item goes."""
    connection = op.get_bind()
    connection.exec_driver_sql("PRAGMA writable_schema = ON")
    for table, checks in CHECKS.items():
        written = connection.exec_driver_sql("SELECT sql FROM sqlite_master WHERE name = ?", (table,)).scalar_one()
        for name, said in checks.items():
            check = f"CONSTRAINT {name} CHECK ({{}})"
            if check.format(said[old]) not in written:
                raise RuntimeError(f"{name} does not read as this migration expects it.")
            written = written.replace(check.format(said[old]), check.format(said[new]))
        connection.exec_driver_sql("UPDATE sqlite_master SET sql = ? WHERE name = ?", (written, table))
    version = connection.exec_driver_sql("PRAGMA schema_version").scalar_one()
    connection.exec_driver_sql(f"PRAGMA schema_version = {version + 1}")
    connection.exec_driver_sql("PRAGMA writable_schema = RESET")
