"""Runs the migrations on the forum's own database, on both kinds of it."""

from alembic import context
from flask import current_app

from forum.search.models import kept_by_models

config = context.config


def run() -> None:
    held = current_app.extensions["migrate"]
    with held.db.engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=held.db.metadata,
            render_as_batch=True,
            compare_type=True,
            include_object=kept_by_models,
            transaction_per_migration=True,
        )
        with context.begin_transaction():
            context.run_migrations()


run()
