"""What a host does about members from the command line."""

import sys
from typing import NoReturn

import click
from flask.cli import AppGroup

from forum.accounts import operations, passkeys, second_factor, signing_in
from forum.accounts.models import Account, Role
from forum.db import db
from forum.extensions import settings
from forum.joining import operations as joining
from forum.moderation import audit

ARTICLE = {"member": "a member", "moderator": "a moderator", "admin": "an admin"}
ROLES = click.Choice([role.value for role in Role])


member = AppGroup("member", help="Members: make one, give one other work, help one who lost their second factor.")


@member.command("create")
@click.argument("name")
@click.option("--role", type=ROLES, default=Role.MEMBER.value, show_default=True)
@click.option("--password-stdin", is_flag=True, help="Read the password from one line of standard input.")
def create(name: str, role: str, password_stdin: bool) -> None:
    """Make a member. For the team this sets up an authenticator app as well, and prints its secret once."""
    password = _password(password_stdin)
    team = Role(role) is not Role.MEMBER
    problems = joining.problems(name, password, site_name=settings().site_name, team=team)
    if problems:
        _refuse(*problems.values())
    try:
        made = joining.join(name, password, role=Role(role))
    except operations.NameTaken as taken:
        _refuse(str(taken))
    secret = second_factor.new_secret() if team else None
    if secret:
        second_factor.give(made.account, secret)
        audit.record(None, "role_given", f"account:{made.account.id}", role=role)
    db.session.commit()
    click.echo(f"{made.account.username} is {ARTICLE[role]} now.")
    if secret:
        _show_app(made.account, secret)
    click.echo("\nRecovery codes. Each opens the account once; they are not shown again:")
    for code in made.codes:
        click.echo(f"  {code}")


@member.command("second-factor-reset")
@click.argument("name")
def second_factor_reset(name: str) -> None:
    """For somebody who lost their app and passkeys: take these away; the team gets a new app secret."""
    account = _account(name)
    passkeys.remove_all(account)
    second_factor.take_away(account)
    secret = second_factor.new_secret() if account.is_moderator else None
    if secret:
        second_factor.give(account, secret)
    signing_in.end_all(account)
    audit.record(None, "second_factor_reset", f"account:{account.id}")
    db.session.commit()
    click.echo(f"{account.username} is signed out everywhere, and the old second factor is gone.")
    if secret:
        _show_app(account, secret)
    else:
        click.echo("The password alone opens the account now, until they set up another.")


@member.command("role")
@click.argument("name")
@click.argument("role", type=ROLES)
def change_role(name: str, role: str) -> None:
    """Give somebody the work of a moderator or admin, or take it from them. They are signed out everywhere."""
    account = _account(name)
    operations.change_role(account, Role(role))
    needs_app = account.is_moderator and not second_factor.is_on(account)
    audit.record(None, "role_given", f"account:{account.id}", role=role)
    db.session.commit()
    click.echo(f"{account.username} is {ARTICLE[role]} now, and has to sign in again.")
    if needs_app:
        click.echo(
            "At the next sign-in they are asked to set up a second factor before the moderators' pages open."
        )


def _password(from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    typed: str = click.prompt("Password", hide_input=True, confirmation_prompt="The same once more")
    return typed


def _account(name: str) -> Account:
    found = operations.by_username(name)
    if found is None:
        _refuse("There is no member of that name.")
    return found


def _show_app(account: Account, secret: str) -> None:
    click.echo("\nFor the authenticator app (shown once):")
    click.echo(f"  TOTP secret: {secret}")
    click.echo(f"  {second_factor.uri(account, secret, settings().site_name)}")


def _refuse(*sentences: str) -> NoReturn:
    for sentence in sentences:
        click.echo(sentence, err=True)
    sys.exit(1)
