"""A host fills an empty forum with the demo cast, and every state of the forum can be seen in it."""

import os
import stat
from dataclasses import replace

import pyotp
from flask import Flask
from sqlalchemy import func, select

from forum.accounts import operations as accounts
from forum.accounts.models import Account, Role
from forum.anonymity import seal
from forum.anonymity.models import Pseudonym
from forum.anonymity.names import FIRST, SECOND
from forum.care.support import Support
from forum.db import db
from forum.demo import script, sign_ins
from forum.demo.cast import CAST, USERNAMES
from forum.discussions.models import Ending, Post, Readers, Revision, Room, Thread, Visibility
from forum.joining import operations as joining
from forum.moderation import audit
from forum.moderation.models import Action, Appeal, Decision, HoldReason, Kind, Report, ReviewItem, Severity, State
from forum.posting import drafts
from tests.demo.looking import everything, one, run

TABLES = (Account, Room, Thread, Post, Pseudonym, Revision, ReviewItem, Report, Decision, Appeal)


def counts(app: Flask) -> dict[str, int]:
    with app.app_context():
        return {one.__tablename__: db.session.scalar(select(func.count()).select_from(one)) for one in TABLES}


def test_the_host_is_told_where_to_go_and_how_to_sign_in(told):
    app, output = told
    kept = sign_ins.kept(app.extensions["settings"].instance_dir)
    assert {person.username for person in kept} == USERNAMES
    for person in kept:
        assert f"{person.username:<16} {person.password}" in output
        assert (person.totp is not None) == (person.role != Role.MEMBER)
        assert person.totp is None or person.totp in output
    assert "http://localhost:8000/sign-in" in output


def test_the_printed_passwords_and_codes_are_good(told):
    app, _ = told
    for person in sign_ins.kept(app.extensions["settings"].instance_dir)[:3]:
        with app.app_context():
            account = accounts.authenticate(person.username, person.password)
            assert account is not None
            assert account.role == person.role
    assert run(app, "--code", "sam").output.strip() == pyotp.TOTP(secret_of(app, "Sam")).now()
    assert run(app, "--code", "Mira").exit_code == 1


def secret_of(app: Flask, name: str) -> str:
    kept = sign_ins.kept(app.extensions["settings"].instance_dir)
    return next(person.totp for person in kept if person.username == name)


def test_the_passwords_are_kept_for_the_host_alone_and_never_the_same_twice(told):
    file = told[0].extensions["settings"].instance_dir / sign_ins.FILE
    assert stat.S_IMODE(os.stat(file).st_mode) == 0o600
    passwords = {person.password for person in (*sign_ins.make(), *sign_ins.make())}
    assert len(passwords) == 2 * len(CAST)


def test_a_second_run_says_so_and_changes_nothing(told):
    app, _ = told
    before = counts(app)
    again = run(app)
    assert again.exit_code == 0
    assert "already here" in again.output
    assert all(person.password in again.output for person in sign_ins.kept(app.extensions["settings"].instance_dir))
    assert counts(app) == before


def test_it_stays_out_of_a_forum_that_has_members(app):
    with app.app_context():
        joining.join("Priya", "a quiet walk by the canal")
        db.session.commit()
    before = counts(app)
    refused = run(app)
    assert refused.exit_code == 1
    assert "has members of its own" in refused.output
    assert counts(app) == before
    greeted = run(app, "--greet")
    assert greeted.exit_code == 0
    assert counts(app) == before


def test_it_stays_out_of_a_forum_that_others_can_reach(app, monkeypatch):
    reachable = replace(app.extensions["settings"], public_url="https://forum.example")
    monkeypatch.setitem(app.extensions, "settings", reachable)
    refused = run(app)
    assert refused.exit_code == 1
    assert "on this machine only" in refused.output
    assert run(app, "--greet").output == ""
    assert counts(app) == dict.fromkeys(counts(app), 0)


def test_one_mistake_in_a_file_brings_in_nobody(app, monkeypatch):
    lines = script.lines()
    broken = replace(lines[-1], facts={**lines[-1].facts, "warnings": ["no_such_topic"]})
    monkeypatch.setattr(script, "lines", lambda: [*lines[:-1], broken])
    assert run(app).exit_code != 0
    assert counts(app) == dict.fromkeys(counts(app), 0)
    assert sign_ins.kept(app.extensions["settings"].instance_dir) == []


def test_every_visibility_that_exists_today_can_be_seen(stage):
    seen = {post.visibility for post in everything(Post)}
    assert seen == {
        Visibility.VISIBLE,
        Visibility.HELD,
        Visibility.HIDDEN,
        Visibility.REMOVED,
        Visibility.WITHDRAWN,
    }


def test_somebody_waits_for_a_first_reply_and_nobody_else_does(stage):
    assert [thread.title for thread in everything(Thread, Thread.waiting_since.is_not(None))] == ["is anyone up"]


def test_every_kind_of_support_was_asked_for(stage):
    assert {word for thread in everything(Thread) for word in thread.support.split()} == set(Support)


def test_threads_are_locked_paused_and_closed_by_their_writer(stage):
    assert everything(Thread, Thread.locked)
    assert everything(Thread, Thread.replies_paused)
    assert one(Thread, Thread.ending == Ending.OKAY_FOR_NOW)


def test_rooms_are_open_for_members_only_read_first_and_from_the_team(stage):
    assert len(everything(Room)) == 7
    for condition in (Room.readers == Readers.MEMBERS, Room.holds_posts, Room.informational):
        room = one(Room, condition)
        assert everything(Thread, Thread.room_id == room.id)


def test_pseudonyms_are_kept_within_a_thread_and_never_shared_between_two(stage):
    used = [post.pseudonym_id for post in everything(Post, Post.pseudonym_id.is_not(None))]
    names = everything(Pseudonym)
    assert any(used.count(name.id) > 1 for name in names)
    assert one(Post, Post.opening, Post.pseudonym_id.is_not(None))
    for name in names:
        assert set(name.name.split()) <= {*FIRST, *SECOND}
        assert name.name.replace(" ", "").lower() not in {user.lower() for user in USERNAMES}
    assert len({name.name for name in names}) == len(names)


def test_a_newcomers_anonymous_reply_and_a_post_in_a_read_first_room_wait(stage):
    waiting = everything(ReviewItem, ReviewItem.kind == Kind.HOLD, ReviewItem.state == State.OPEN)
    assert {item.reason for item in waiting} == {HoldReason.FIRST_POSTS, HoldReason.ROOM}


def test_both_lanes_have_open_reports_one_is_claimed_and_an_appeal_waits(stage):
    waiting = everything(ReviewItem, ReviewItem.state == State.OPEN)
    assert {item.kind for item in waiting} == set(Kind)
    noticed = {item.post_id: Severity(item.severity) for item in waiting if item.kind is Kind.TRIAGE}
    asked = one(Thread, Thread.title == "The house has gone quiet")
    quiet = {post.id: noticed.get(post.id) for post in everything(Post, Post.thread_id == asked.id)}
    assert [quiet[post_id] for post_id in quiet if quiet[post_id]].count(Severity.IMMINENT) == 1
    assert set(quiet.values()) == {Severity.HIGH, Severity.IMMINENT, None}, "who answers kindly is not noticed"
    ada = one(Account, Account.username == "Ada")
    assert [item.claimed_by_id for item in waiting if item.claimed_by_id] == [ada.id]


def test_every_step_a_moderator_can_take_was_taken(stage):
    taken = {decision.action for decision in everything(Decision)}
    assert taken == set(Action) - {Action.DISMISS}
    covered = one(Decision, Decision.action == Action.REDACT)
    post = db.session.get_one(Post, covered.post_id)
    assert "Bernadette" not in post.body + post.body_html + post.excerpt
    warned = one(Decision, Decision.action == Action.WARN)
    assert warned.warnings_added == "suicide:mentioned"


def test_the_appeal_can_be_judged_by_somebody_who_had_no_part_in_it(stage):
    appeal = one(Appeal)
    decided = db.session.get_one(Decision, appeal.decision_id)
    assert db.session.get_one(Account, decided.decided_by_id).username == "Sam"


def test_the_record_of_what_the_team_did_is_whole(stage):
    assert audit.verify().fault is None


def test_an_edited_post_has_its_history_and_a_withdrawn_one_has_none(stage):
    edited = one(Post, Post.edited_at.is_not(None), Post.opening)
    assert one(Revision, Revision.post_id == edited.id).body != edited.body
    gone = one(Post, Post.visibility == Visibility.WITHDRAWN)
    assert (gone.body, gone.body_html, gone.excerpt) == ("", "", "")
    assert not everything(Revision, Revision.post_id == gone.id)


def test_somebody_has_saved_words_for_later(stage):
    writer = one(Account, Account.username == "marigold61")
    assert "button tin" in drafts.all_of(seal.person(writer))[0].body
