"""Which words stand in which visible posts. `flask work` fills it; so does `flask search rebuild`, at once."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "search_entries",
        sa.Column("post_id", sa.String(length=16), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("words", sa.Text().with_variant(postgresql.TSVECTOR(), "postgresql"), nullable=False),
        sa.Column("settled", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["post_id"], ["posts.id"], name="fk_search_entries_post_id_posts", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("post_id", name="pk_search_entries"),
        sa.UniqueConstraint("number", name="uq_search_entries_number"),
        sqlite_with_rowid=False,
    )
    fresh = sa.text("NOT settled")
    op.create_index(
        "ix_search_entries_fresh", "search_entries", ["number"], sqlite_where=fresh, postgresql_where=fresh
    )
    if op.get_bind().dialect.name == "sqlite":
        # No words of its own (content), no places in the text (detail), no sizes: only which word is in which row.
        op.execute(
            "CREATE VIRTUAL TABLE search_words USING fts5"
            "(words, content='', detail=none, columnsize=0, tokenize='ascii')"
        )
    else:
        op.create_index("ix_search_entries_words", "search_entries", ["words"], postgresql_using="gin")


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE search_words")
    op.drop_table("search_entries")
