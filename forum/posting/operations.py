"""How something comes to be said: each act in the order in which it happens."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from sqlalchemy import delete, select

from forum import clock, publishing
from forum.accounts.models import Account
from forum.anonymity import operations as anonymity
from forum.anonymity.models import Pseudonym
from forum.anonymity.seal import Person
from forum.care import contact, support, warnings
from forum.db import db
from forum.discussions import operations as discussions
from forum.discussions.models import Post, Room, Thread, Visibility
from forum.discussions.operations import Words
from forum.errors import NotAllowed, Overtaken
from forum.moderation import effects, noticed
from forum.moderation import operations as moderation
from forum.moderation.models import HoldReason, Kind
from forum.moderation.noticed import Reading
from forum.posting import drafts, rules
from forum.posting.forms import Writing
from forum.posting.models import Submission
from forum.posting.rules import Facts, Verdict


@dataclass(frozen=True)
class Writer:
    """Somebody writing: the member, and who they are to the seal."""

    account: Account
    person: Person
    hurried: bool = False


def start_thread(writer: Writer, room: Room, form: Writing) -> Post:
    """Open a thread. A form sent twice gives the same post twice."""
    if not rules.may_start_in(writer.account, room):
        raise NotAllowed("Threads in this room are started by the team. You are welcome to reply.")
    done = already(writer, form, room.id)
    if done is not None:
        return done
    reading = _read(form)
    verdict = rules.verdict(_facts(writer, room, form, opening=True, harmful=reading.may_hurt_readers))
    thread = discussions.add_thread(room, form.title, support.written(form.support))
    post = publishing.add_post(thread, _byline(writer, thread, form), _words(form), visibility=verdict.visibility)
    _afterwards(writer, post, form, reading, verdict, room.id)
    return post


def reply(writer: Writer, thread: Thread, form: Writing, *, answers: Post | None, own: bool) -> Post:
    """Add a reply, and open a review when the rules ask for one. `own`: the writer began this thread."""
    if not rules.may_reply(thread, own=own):
        raise NotAllowed(rules.why_no_reply(thread))
    done = already(writer, form, thread.id)
    if done is not None:
        return done
    reading = _read(form)
    verdict = rules.verdict(_facts(writer, thread.room, form, opening=False, harmful=reading.may_hurt_readers))
    post = publishing.add_post(
        thread,
        _byline(writer, thread, form),
        _words(form),
        visibility=verdict.visibility,
        answers=answers,
        advice=form.advice,
    )
    _afterwards(writer, post, form, reading, verdict, thread.id)
    return post


def edit(writer: Writer, post: Post, form: Writing) -> Post:
    """Change one's own post; the byline stays. What a moderator hid goes back to a moderator when mended."""
    room = post.thread.room
    post = moderation.lock(post.id)
    if not rules.may_edit(post.visibility):
        raise NotAllowed(rules.NO_CHANGE)
    form.warnings = (*form.warnings, *effects.notes_that_stand(post))
    form.anonymous = post.pseudonym_id is not None  # the byline stays, whatever the form says
    if form.version and form.version != post.version:
        if _says(post, form):
            return post  # The button was pressed twice.
        raise Overtaken("This post was changed in another tab or by a moderator since you opened it.")
    title = post.thread.title if post.opening else ""
    reading, before = _read(form, title), _once_read(title, post.body)
    facts = _facts(
        writer,
        room,
        form,
        opening=post.opening,
        harmful=reading.may_hurt_readers and reading.brings_harm(before()),
        uncovered=effects.uncovered(post, form.body),
    )
    discussions.edit_post(post, _words(form), title=form.title or None)
    if post.opening and form.support:
        post.thread.support = support.written(form.support)
    found = rules.verdict_on_change(facts)
    if post.visibility is Visibility.HIDDEN:
        moderation.mended(post)
        publishing.set_visibility(post, Visibility.HELD)
    elif post.visibility is Visibility.VISIBLE and found.reason is not None:
        publishing.set_visibility(post, found.visibility)
        moderation.open_review(post, Kind.HOLD, found.reason)
    else:
        publishing.shown_differently(post)
    if facts.harmful:
        moderation.open_review(post, Kind.HOLD, HoldReason.HARM)  # What waits for another reason already is raised.
    noticed.call_again(post, reading, before)
    drafts.discard(writer.person, form.draft, form=form.once, seen=form.seen)
    return post


def _says(post: Post, form: Writing) -> bool:
    """Whether the post already is what this form would make of it."""
    titled = not post.opening or not form.title or form.title == post.thread.title
    return titled and (form.body, warnings.written(form.warnings)) == (post.body, post.warnings)


def withdraw(writer: Writer, post: Post) -> None:
    """Take one's own post back. The words are gone for everybody; a private draft keeps them for the writer."""
    room = post.thread.room
    post = moderation.lock(post.id)
    if post.visibility is Visibility.WITHDRAWN:
        return  # Another press was faster. Its draft holds the words; ours would put the empty post over them.
    place = drafts.TAKEN_BACK + (drafts.NEW_THREAD if post.opening else post.thread_id)
    drafts.move(writer.person, f"{drafts.EDIT}{post.id}", place)
    drafts.save(
        writer.person,
        drafts.Draft(
            id=post.id,
            place=place,
            title=post.thread.title if post.opening else "",
            body=post.body,
            room=room.slug if post.opening else "",
            warnings=post.warnings,
            support=post.thread.support if post.opening else "",
            anonymous=post.pseudonym_id is not None,  # or words that were sealed would come back under a name
            advice=post.advice,
            answers=post.answers_id or "",
        ),
    )
    # The same form sent once more is a new wish, not a second press of the button.
    db.session.execute(delete(Submission).where(Submission.post_id == post.id))
    moderation.close_open_holds(post)
    noticed.let_go(post)
    discussions.erase_words(post)
    publishing.set_visibility(post, Visibility.WITHDRAWN)


def _read(form: Writing, title: str = "") -> Reading:
    """Read the whole of it for danger, once, before any rule; `title`: what it keeps when the form names none."""
    reading = noticed.read(form.title or title, form.body)
    form.noticed = reading.found
    return reading


def _once_read(title: str, body: str) -> Callable[[], Reading]:
    """What the post said before, read for danger when somebody has to know and not otherwise."""
    return cache(lambda: noticed.read(title, body))


def _facts(
    writer: Writer, room: Room, form: Writing, *, opening: bool, harmful: bool, uncovered: bool = False
) -> Facts:
    return Facts(
        harmful=harmful,
        newcomer=rules.is_new(writer.account, clock.today()),
        team=writer.account.is_moderator and not form.anonymous,
        anonymous=form.anonymous,
        opening=opening,
        room_holds=room.holds_posts,
        contact=bool(contact.find(f"{form.title}\n{form.body}")),
        hurried=writer.hurried,
        uncovered=uncovered,
    )


def _byline(writer: Writer, thread: Thread, form: Writing) -> Account | Pseudonym:
    if not form.anonymous:
        return writer.account
    since = rules.since(writer.account, clock.today())
    return anonymity.pseudonym_for(writer.person, thread.scope, since=since)


def _words(form: Writing) -> Words:
    return Words(form.body, warnings.written(form.warnings))


def _afterwards(
    writer: Writer, post: Post, form: Writing, reading: Reading, verdict: Verdict, place: str
) -> None:
    """What belongs to every new post: its review, somebody called, the form taken, the draft gone."""
    if verdict.reason is not None:
        moderation.open_review(post, Kind.HOLD, verdict.reason)
    noticed.call(post, reading)
    until = clock.today() + rules.SUBMISSION_KEPT
    db.session.add(Submission(tag=_form_tag(writer, form, place), post_id=post.id, until=until))
    drafts.discard(writer.person, form.draft, form=form.once, seen=form.seen)
    db.session.flush()


def already(writer: Writer, form: Writing, place: str) -> Post | None:
    """The post that this very form became, if it was sent before."""
    return db.session.scalar(select(Post).join(Submission).where(Submission.tag == _form_tag(writer, form, place)))


def _form_tag(writer: Writer, form: Writing, place: str) -> bytes:
    once = form.once or hashlib.sha256(f"{form.title}\0{form.body}".encode()).hexdigest()
    return writer.person.tag("submission", f"{place}:{once}")
