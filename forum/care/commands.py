"""For the host's command line: which help lines a person should look at, and where to look."""

from pathlib import Path

import click

from forum import clock
from forum.care import resources


@click.command("helplines")
@click.option("--file", "path", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Another file.")
def helplines(path: Path | None) -> None:
    """List the published help lines that nobody has confirmed yet, or whose time has come."""
    findings = (resources.load(path) if path else resources.book()).report(clock.now().date())
    for finding in findings:
        line = finding.line
        ways = [
            line.phone,
            f"text {line.text_word} {line.text_to}".strip() if line.text_to else "",
            line.chat,
        ]
        click.echo(f"{line.country}  {line.service}: {', '.join(way for way in ways if way)}")
        click.echo(f"    {finding.why}; hours: {line.hours}; look at {line.url or line.source}")
    if findings:
        click.echo(f"{len(findings)} numbers to look at. docs/help-lines.md says how to sign for one.")
    else:
        click.echo("Every published number has been confirmed by a person within the last 180 days.")
