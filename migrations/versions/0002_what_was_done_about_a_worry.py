"""A worry ends with what was done about it, as one of a few words."""

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    # One statement with its checks, the same on both engines: SQLite adds a check only together with its column.
    op.execute(
        """ALTER TABLE decisions ADD COLUMN tended VARCHAR(32)
        CONSTRAINT ck_decisions_tended CHECK (tended IN ('nothing_now', 'wrote', 'passed', 'other'))
        CONSTRAINT ck_decisions_only_worries_are_tended CHECK (tended IS NULL OR item_kind = 'worried')"""
    )


def downgrade() -> None:
    op.execute("ALTER TABLE decisions DROP COLUMN tended")
