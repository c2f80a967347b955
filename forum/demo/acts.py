"""What the demo cast can do: each act of the script goes through the operation that everybody else's goes through."""

from collections.abc import Callable
from dataclasses import dataclass, field

from sqlalchemy import select

from forum.accounts import second_factor
from forum.accounts.models import Account
from forum.anonymity import seal
from forum.care import support, warnings
from forum.db import db
from forum.demo import script
from forum.demo.cast import Player
from forum.demo.script import Event, Line
from forum.discussions import operations as discussions
from forum.discussions.models import Ending, Post, Readers, Room
from forum.discussions.reading import Reader
from forum.ids import new_id
from forum.joining import operations as joining
from forum.moderation import appeals, reports
from forum.moderation import operations as moderation
from forum.moderation.models import Action, Decision, Kind, Lane, ReportReason, ReviewItem, State
from forum.moderation.reports import Filing
from forum.moderation.rules import Ruling
from forum.posting import drafts
from forum.posting import operations as posting
from forum.posting.forms import Writing
from forum.posting.operations import Writer


@dataclass
class Stage:
    """Who and what is there so far; posts under the script's own names for them."""

    writers: dict[str, Writer] = field(default_factory=dict)
    rooms: dict[str, Room] = field(default_factory=dict)
    posts: dict[str, Post] = field(default_factory=dict)

    def account(self, name: str) -> Account:
        return self.writers[name].account


def join(stage: Stage, player: Player, password_hash: str, totp: str | None) -> None:
    """Become a member, with the second factor that the team needs."""
    account = joining.admit(player.username, password_hash, role=player.role).account
    if totp is not None:
        second_factor.give(account, totp)
    stage.writers[player.username] = Writer(account, seal.person(account))


def build(stage: Stage) -> None:
    """Make the rooms. One that the host has made already is used as it is."""
    for position, facts in enumerate(script.rooms()):
        room = db.session.scalar(select(Room).where(Room.slug == facts["slug"]))
        if room is None:
            readers = Readers(facts.get("readers", Readers.ANYONE))
            room = Room(**{**facts, "readers": readers, "position": position})
            db.session.add(room)
        stage.rooms[room.slug] = room
    db.session.flush()


def write(stage: Stage, line: Line, event: Event) -> None:
    """Open a thread, reply, or save something for later."""
    writer, form = stage.writers[line.by], _form(line, line.facts.get("earlier", line.body))
    if line.opens:
        post = posting.start_thread(writer, stage.rooms[line.facts["room"]], form)
    elif line.facts.get("saved_for_later"):
        _save(stage, writer, line, form)
        return
    else:
        thread = stage.posts[line.opening].thread
        answers = stage.posts[line.answers] if line.answers else None
        own = Reader(writer.account).wrote(stage.posts[line.opening])
        post = posting.reply(writer, thread, form, answers=answers, own=own)
    if post.pseudonym is not None:
        post.pseudonym.name = line.facts["anonymous"]  # the script's own, so that every demo reads the same
    stage.posts[line.id] = post


def _form(line: Line, body: str) -> Writing:
    return Writing(
        title=line.facts.get("title", ""),
        body=body.strip(),
        warnings=warnings.parse_all(line.facts.get("warnings", [])),
        support=support.parse_all(line.facts.get("support", [])),
        anonymous="anonymous" in line.facts,
        advice=line.facts.get("advice", False),
    )


def _save(stage: Stage, writer: Writer, line: Line, form: Writing) -> None:
    place = stage.posts[line.opening].thread_id
    drafts.save(writer.person, drafts.Draft(id=new_id(), place=place, body=form.body))


def edit(stage: Stage, line: Line, event: Event) -> None:
    posting.edit(stage.writers[line.by], stage.posts[line.id], _form(line, line.body))


def withdraw(stage: Stage, line: Line, event: Event) -> None:
    posting.withdraw(stage.writers[event.facts["by"]], stage.posts[line.id])


def report(stage: Stage, line: Line, event: Event) -> None:
    facts = event.facts
    reason = ReportReason(facts["reason"]) if "reason" in facts else None
    filing = Filing(Lane(facts["lane"]), reason, facts["note"])
    reports.report(stage.account(facts["by"]), stage.posts[line.id], filing)


def claim(stage: Stage, line: Line, event: Event) -> None:
    moderation.claim(stage.account(event.facts["by"]), _waiting(stage, line))


def decide(stage: Stage, line: Line, event: Event) -> None:
    facts = event.facts
    ruling = Ruling(
        action=Action(facts["action"]),
        facts=facts.get("facts", ""),
        rule=facts.get("rule"),
        note=facts.get("note", ""),
        warnings=warnings.written(warnings.parse_all(facts.get("warnings", []))),
        passage=facts.get("passage", ""),
    )
    moderation.decide(stage.account(facts["by"]), _waiting(stage, line), ruling)


def _waiting(stage: Stage, line: Line) -> ReviewItem:
    """What waits for a moderator about this post; what a program noticed by itself is not what the script speaks of."""
    waiting = select(ReviewItem).filter_by(post_id=stage.posts[line.id].id, state=State.OPEN)
    return db.session.scalars(waiting.where(ReviewItem.kind != Kind.TRIAGE)).one()


def appeal(stage: Stage, line: Line, event: Event) -> None:
    post = stage.posts[line.id]
    decision = db.session.scalars(select(Decision).filter_by(post_id=post.id)).one()
    appeals.lodge(stage.account(event.facts["by"]), decision, event.facts["words"])


def lock(stage: Stage, line: Line, event: Event) -> None:
    stage.posts[line.id].thread.locked = True
    discussions.recount(stage.posts[line.id].thread_id)


def end(stage: Stage, line: Line, event: Event) -> None:
    stage.posts[line.id].thread.ending = Ending(event.facts["ending"])
    discussions.recount(stage.posts[line.id].thread_id)


def pause(stage: Stage, line: Line, event: Event) -> None:
    stage.posts[line.id].thread.replies_paused = True
    discussions.recount(stage.posts[line.id].thread_id)


ACTS: dict[str, Callable[[Stage, Line, Event], None]] = {
    one.__name__: one for one in (write, edit, withdraw, report, claim, decide, appeal, lock, end, pause)
}
