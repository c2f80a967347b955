"""What a host can do from the command line."""

import sys

import click
from flask import Flask


def init_app(app: Flask) -> None:
    app.cli.add_command(rerender)


@click.command("rerender")
def rerender() -> None:
    """Render every post again that an older version of text.py has rendered."""
    from forum.db import db
    from forum.discussions import operations

    done = operations.rerender_all()
    db.session.commit()
    click.echo(f"{done} texts rendered again.")


def refuse(message: str) -> None:
    click.echo(message, err=True)
    sys.exit(1)
