"""Plays the demo's script: everybody joins, writes, reports and decides, each at their own time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from forum import clock
from forum.accounts import passwords
from forum.accounts.models import Account
from forum.db import db
from forum.demo import acts, script
from forum.demo.acts import Stage
from forum.demo.cast import CAST, USERNAMES
from forum.demo.script import Event, Line
from forum.demo.sign_ins import SignIn

READ_AFTER = timedelta(minutes=20)  # how long a post waits for Sam in a room where posts are read first


@dataclass(frozen=True)
class Step:
    """One act of the script, and when it happens."""

    at: datetime
    line: Line
    event: Event

    def play(self, stage: Stage) -> None:
        with clock.at(self.at):
            acts.ACTS[self.event.what](stage, self.line, self.event)


@dataclass(frozen=True)
class Found:
    """Who has an account here already."""

    cast: bool
    others: bool


def look_round() -> Found:
    names = set(db.session.scalars(select(Account.username)))
    return Found(cast=bool(names & USERNAMES), others=bool(names - USERNAMES))


def fill(sign_ins: list[SignIn]) -> Stage:
    """Let the whole script happen, all of it or nothing: the caller commits."""
    hashes = {one.username: passwords.hashed(one.password) for one in sign_ins}  # slow: before anything is written
    secrets = {one.username: one.totp for one in sign_ins}
    now, stage = clock.now(), Stage()
    for player in CAST:
        with clock.at(now - timedelta(days=player.joined_days_ago)):
            acts.join(stage, player, hashes[player.username], secrets[player.username])
    acts.build(stage)
    for step in timeline(now):
        step.play(stage)
    return stage


def timeline(now: datetime) -> list[Step]:
    """The whole script, in the order in which it happens."""
    steps = [step for line in script.lines() for step in _steps(line, now)]
    return sorted(steps, key=lambda step: step.at)  # stable: acts of one minute stay in the script's order


def _steps(line: Line, now: datetime) -> Iterator[Step]:
    written_at = script.moment(line.when, now)
    yield Step(written_at, line, Event("write", line.when, {"by": line.by}))
    if "read_first_by" in line.facts:
        facts = {"by": line.facts["read_first_by"], "action": "publish"}
        yield Step(written_at + READ_AFTER, line, Event("decide", line.when, facts))
    for event in line.then:
        yield Step(script.moment(event.when, now), line, event)
