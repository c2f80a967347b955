"""`flask demo`: fills an empty forum on this machine with the demo cast, and tells how to sign in as them."""

import sys

import click
import pyotp
from flask.cli import with_appcontext
from sqlalchemy import inspect

from forum import extensions
from forum.config import Settings
from forum.db import db
from forum.demo import load, sign_ins

ELSEWHERE = "The demo cast is for a forum on this machine only, and FORUM_PUBLIC_URL is {url}. Nothing was changed."
OTHERS = "This forum has members of its own, so the demo cast stays out of it. Nothing was changed."
HERE = "The demo cast is already here. Nothing was changed.\n"
KEPT = "Everything from last time is still here, in {place}.\nTo start over: stop it and delete that folder first.\n"
MOVED_IN = "The demo cast has moved in: {people} invented people, {threads} threads, {rooms} rooms.\n"
NO_TABLES = "The database has no tables yet. Please run: flask --app wsgi db upgrade"
NOBODY = "Nobody of that name in the demo has a second factor."


@click.command("demo")
@click.option("--code", metavar="NAME", help="Print the sign-in code of Ada or Sam for this half minute.")
@click.option("--greet", is_flag=True, help="For every start: say nothing where the demo has no place.")
@with_appcontext
def demo(code: str | None, greet: bool) -> None:
    """Fill an empty forum with the demo cast."""
    settings = extensions.settings()
    if code is not None:
        _print_code(settings, code)
        return
    problem = _problem(settings)
    if problem is None and not load.look_round().cast:
        click.echo(_fill(settings))
    elif greet:
        _tell_what_is_kept(settings)
    elif problem is None:
        click.echo(HERE)
    else:
        click.echo(problem, err=True)
        sys.exit(1)
    cast = sign_ins.kept(settings.instance_dir) if settings.on_loopback else []
    if cast or not greet:
        click.echo(sign_ins.told(cast, settings.instance_dir, settings.public_url))


def _problem(settings: Settings) -> str | None:
    """Why the cast cannot come here, as a sentence; None when it can, or is here and nobody else is."""
    if not settings.on_loopback:
        return ELSEWHERE.format(url=settings.public_url)
    if not inspect(db.session.connection()).has_table("accounts"):
        return NO_TABLES
    return OTHERS if load.look_round().others else None


def _fill(settings: Settings) -> str:
    """Load all of it. The sign-ins are kept before the commit: a cast that nobody can be would be of no use."""
    made = sign_ins.make()
    stage = load.fill(made)
    sign_ins.keep(settings.instance_dir, made)
    counted = MOVED_IN.format(
        people=len(stage.writers), threads=sum(post.opening for post in stage.posts.values()), rooms=len(stage.rooms)
    )
    db.session.commit()
    return counted


def _tell_what_is_kept(settings: Settings) -> None:
    """A second start says where the first one's people are. A database elsewhere is its host's own business."""
    if load.look_round() != load.Found(cast=False, others=False) and settings.keeps_its_own_file:
        click.echo(KEPT.format(place=settings.instance_dir))


def _print_code(settings: Settings, name: str) -> None:
    secrets = {one.username.lower(): one.totp for one in sign_ins.kept(settings.instance_dir) if one.totp}
    secret = secrets.get(name.lower())
    if secret is None:
        click.echo(NOBODY, err=True)
        sys.exit(1)
    click.echo(pyotp.TOTP(secret).now())
