"""What a host does about the seal from the command line."""

import click
from flask.cli import AppGroup

from forum.anonymity import seal
from forum.db import db

shares = AppGroup("shares", help="Members' shares of the seal: how many no key opens, and giving these a fresh one.")


@shares.command("lost")
def lost() -> None:
    """Say how many members' shares no key in the key file opens."""
    count = seal.how_many_lost()
    click.echo(f"{count} of the members' shares cannot be opened." if count else "Every share can be opened.")


@shares.command("renew")
@click.confirmation_option(
    prompt="Members whose share cannot be opened lose their drafts and what they wrote under pseudonyms: it stays on "
    "the site, and nobody can change it or take it back. This cannot be undone. Is the old key really gone?"
)
def renew() -> None:
    """After the seal key is lost for good: give everybody concerned a fresh share, so that they can write again."""
    count = seal.renew_lost()
    db.session.commit()
    click.echo(f"{count} members have a fresh share.")
