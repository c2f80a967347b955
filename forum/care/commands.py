"""For the host's command line: which help lines a person should look at, where, and noting that they did."""

from datetime import date, datetime
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from forum import clock
from forum.care import looked_at, resources
from forum.care.lines import Line

HOW = """{count} numbers to look at. Open the page that is named, and compare number, hours, languages and cost.
If all of it is right:
    flask --app wsgi helplines --checked {example}
If something is wrong, docs/help-lines.md says how to mend it."""


@click.command("helplines")
@with_appcontext
@click.option("--file", "path", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Another file.")
@click.option("--country", metavar="CODE", help="Only the lines of one country, like GB.")
@click.option("--checked", metavar="ID", multiple=True, help="A person has looked at this line, and it is right.")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="The day on which they looked, if it was not today.")
def helplines(path: Path | None, country: str | None, checked: tuple[str, ...], on: datetime | None) -> None:
    """List the help lines that nobody has looked at yet, or not for half a year; or note that somebody did."""
    book = resources.load(path) if path else resources.book()
    if checked:
        _note(book, checked, on.date() if on else clock.today())
        return
    findings = [
        finding
        for finding in book.report(clock.today())
        if country is None or finding.line.country == country.strip().upper()
    ]
    for finding in findings:
        line = finding.line
        click.echo(f"{line.country}  {line.service}: {_ways(line)}   ({line.id})")
        click.echo(f"    {finding.why}; hours: {line.hours}; look at {line.url or line.source}")
    if findings:
        click.echo(HOW.format(count=len(findings), example=findings[0].line.id))
    else:
        click.echo("Every published number has been confirmed by a person within the last 180 days.")


def _note(book: resources.Book, names: tuple[str, ...], day: date) -> None:
    """All of them or none: a name with a slip in it may not go unseen."""
    found = [(name, book.named(name)) for name in names]
    unknown = [name for name, line in found if line is None]
    if unknown:
        raise click.ClickException(f"No help line has the id {', '.join(unknown)}. Nothing was noted.")
    if day > clock.today():
        raise click.ClickException("That day has not come yet. Nothing was noted.")
    lines = [line for _, line in found if line is not None]
    looked_at.note(Path(current_app.instance_path) / looked_at.FILE, lines, day)
    for line in lines:
        click.echo(f"{line.country}  {line.service}: {_ways(line)}; checked on {day.isoformat()}")
    click.echo("Thank you. The help page says so once the forum has been started again.")


def _ways(line: Line) -> str:
    ways = (line.phone, f"text {line.text_word} {line.text_to}".strip() if line.text_to else "", line.chat)
    return ", ".join(way for way in ways if way)
