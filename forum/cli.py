"""What a host can do from the command line."""

import sys

import click
from flask import Flask

from forum import backup, seed, work
from forum.anonymity.commands import shares
from forum.care.commands import helplines
from forum.db import db
from forum.demo import commands as demo
from forum.discussions import operations
from forum.joining.commands import member
from forum.moderation.commands import audit
from forum.rehearsal.commands import care
from forum.search.commands import search


def init_app(app: Flask) -> None:
    for command in (rerender, seed.seed, helplines, demo.demo, audit, work.work, member, shares, search, care):
        app.cli.add_command(command)
    for command in (backup.backup, backup.restore):
        app.cli.add_command(command)


@click.command("rerender")
def rerender() -> None:
    """Render every post again that an older version of text.py has rendered."""
    done = operations.rerender_all()
    db.session.commit()
    click.echo(f"{done} texts rendered again.")


def refuse(message: str) -> None:
    click.echo(message, err=True)
    sys.exit(1)
