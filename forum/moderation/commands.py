"""For the host's command line: whether the record of what the team did is whole."""

import re
import sys

import click
from flask.cli import with_appcontext

from forum.moderation.audit import verify

_SEEN = re.compile(r"(\d{1,12}):([0-9a-f]{64})\Z")


@click.group("audit")
def audit() -> None:
    """The record of what the team did."""


@audit.command("verify")
@click.option("--seen", metavar="NUMBER:END", help="What an earlier check printed, kept somewhere else.")
@with_appcontext
def verify_chain(seen: str | None) -> None:
    """Check the whole chain. The exit code is 1, and the first bad entry is named, when it is broken."""
    kept = _SEEN.match(seen) if seen else None
    if seen and kept is None:
        raise click.BadParameter("Please give it as NUMBER:END, the way this command prints it.")
    checked = verify((int(kept[1]), kept[2]) if kept else None)
    if checked.fault is not None:
        click.echo(f"The chain is broken at entry {checked.fault.number}: {checked.fault.why}.", err=True)
        sys.exit(1)
    click.echo(f"{checked.number} entries, each in its place. Keep this line elsewhere for --seen:")
    click.echo(f"{checked.number}:{checked.end}")
