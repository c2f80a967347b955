"""`flask care`: for the host, whether a settings file can be used, and what it would have changed."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from forum import clock
from forum.care import current
from forum.care.tuning import AS_SHIPPED, Tuning
from forum.config import BadSetting
from forum.db import only_reading
from forum.rehearsal import queries
from forum.rehearsal.replay import LEVELS, Rehearsal, Tally

SHIPPED = "as shipped"
FILE = click.Path(dir_okay=False, path_type=Path)
WIDTH = 16
NOBODY = "No post of these days can be read by others, so there is nothing to rehearse with."


@click.group("care")
def care() -> None:
    """The settings of the program that reads what is written."""


@care.command("check")
@click.option("--settings", "path", type=FILE, help="Another file than the care.toml of this forum.")
@with_appcontext
def check(path: Path | None) -> None:
    """Say whether a settings file can be used, or what is wrong in which line. Nothing is started or changed."""
    own = _own_file()
    if path is None and not own.exists():
        click.echo(f"There is no {own}. The program reads as it was shipped.")
        return
    found = _usable(path or own)
    click.echo(f"{path or own} can be used. {_in_words(found)}")


@care.command("rehearse")
@click.option("--settings", "path", type=FILE, help="Proposed settings. Left out: care.toml beside what was shipped.")
@click.option("--days", type=click.IntRange(1, 366), default=30, show_default=True, help="How far back to read.")
@click.option("--ids", type=click.IntRange(0, 10_000), default=20, show_default=True, help="Posts named a change.")
@with_appcontext
def rehearse(path: Path | None, days: int, ids: int) -> None:
    """Read the posts of the last days with the present and the proposed settings, and count what would change.

    Nothing is written, and no words and no names are shown.
    """
    own, present = _own_file(), current.tuning()
    proposed = _usable(path) if path else present
    before = present if path else AS_SHIPPED
    names = (str(own) if path and own.exists() else SHIPPED, str(path or (own if own.exists() else SHIPPED)))
    only_reading(True)
    since = clock.now() - timedelta(days=days)
    span = queries.days_of(since, clock.now())
    played = Rehearsal(before, proposed, ids)
    for post in queries.written(since):
        try:
            played.play(post)
        except Exception as problem:  # Its own words may be those of the post.
            why = f"{post.id} could not be read ({type(problem).__name__}). Nothing was counted or changed."
            raise click.ClickException(why) from None
    for line in _told(played, names, days, span):
        click.echo(line)


def _own_file() -> Path:
    return Path(current_app.instance_path) / current.FILE


def _usable(path: Path) -> Tuning:
    try:
        return current.usable(path)
    except BadSetting as refusal:
        click.echo(str(refusal), err=True)
        raise click.exceptions.Exit(2) from None


def _in_words(found: Tuning) -> str:
    if found == AS_SHIPPED:
        return "It changes nothing."
    moved = [f"{name} {number:+g}" for name in ("high", "concern", "nudge", "note") if (number := getattr(found, name))]
    raising, calming = (sum(len(rule.phrases) for rule in rules) for rules in (found.raises, found.harmless))
    quiet = [f"quiet: {', '.join(sorted(found.quiet))}"] if found.quiet else []
    return "; ".join([*moved, f"phrases that raise: {raising}", f"harmless ones: {calming}", *quiet]) + "."


def _told(played: Rehearsal, names: tuple[str, str], days: int, span: float) -> Iterator[str]:
    """The whole answer, line by line."""
    if not played.posts:
        yield NOBODY
        return
    yield f"Posts of the last {days} days that others can read: {played.posts}, {played.replies} of them replies."
    yield f"now:  {names[0]}"
    yield f"then: {names[1]}"
    now, then = played.tallies
    yield from _table("danger to the writer", now.levels, then.levels, LEVELS)
    yield ""
    yield _work(now, then, span)
    yield from _table("a thought about a reply", now.thoughts, then.thoughts)
    yield from _table("content notes that fit", now.notes, then.notes)
    for (before, after), change in sorted(played.changes.items()):
        yield f"\n{before} → {after}: {change.count}"
        yield from (f"  {id}" for id in change.ids)
        if change.count > len(change.ids):
            yield f"  and {change.count - len(change.ids)} more (--ids {change.count})"
    if not played.differs:
        yield "\nNothing would change."


def _work(now: Tally, then: Tally, span: float) -> str:
    """What it would mean for the people who look in."""
    before, after = now.a_week(span), then.a_week(span)
    if now.called == then.called:
        return f"Moderators are asked to look in {before:.1f} times a week, and would be as often."
    change = f"{abs(after - before):.1f} times {'more' if after > before else 'fewer'} a week"
    return f"Moderators would be asked to look in {change}: {after:.1f}, not {before:.1f}."


def _table(title: str, now: Counter[str], then: Counter[str], kinds: tuple[str, ...] = ()) -> Iterator[str]:
    shown = kinds or tuple(sorted({*now, *then}))
    if not shown:
        return
    yield f"\n{title:<{WIDTH + 12}}{'now':>7}{'then':>7}"
    for kind in shown:
        yield f"  {kind:<{WIDTH + 10}}{now[kind]:>7}{then[kind]:>7}"
