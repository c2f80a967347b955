"""A person finds their pseudonyms by number; no row belongs to a person and changes when they write."""

import os

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.add_column("pseudonyms", sa.Column("number_tag", sa.LargeBinary(32), nullable=False, server_default=sa.text("''")))
    # The numbers of earlier pseudonyms would need the keys, which no migration holds. Their writers still own them, in
    # their threads; only “Your writing” does not list them. No release had them.
    pseudonyms = sa.table("pseudonyms", sa.column("id", sa.String), sa.column("number_tag", sa.LargeBinary))
    connection = op.get_bind()
    for row_id in connection.scalars(sa.select(pseudonyms.c.id)).all():
        noise = pseudonyms.update().where(pseudonyms.c.id == row_id).values(number_tag=os.urandom(32))
        connection.execute(noise)
    op.create_index("ix_pseudonyms_number_tag", "pseudonyms", ["number_tag"], unique=True)
    if connection.dialect.name != "sqlite":
        op.alter_column("pseudonyms", "number_tag", server_default=None)
    op.drop_table("sealed_lists")


def downgrade() -> None:
    op.create_table(
        "sealed_lists",
        sa.Column("tag", sa.LargeBinary(length=32), nullable=False),
        sa.Column("box", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("tag", name=op.f("pk_sealed_lists")),
        sqlite_with_rowid=False,
    )
    op.drop_index("ix_pseudonyms_number_tag", "pseudonyms")
    op.drop_column("pseudonyms", "number_tag")
