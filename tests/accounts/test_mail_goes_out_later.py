"""Letters wait in the outbox, go out through the host's mail server, and are tried again when that fails."""

import email.policy
import logging
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes
from pathlib import Path
from typing import Any

import pytest
import time_machine
from aiosmtpd.controller import Controller
from sqlalchemy import select

from forum import clock, outbox, work
from forum.accounts import signing_in, tokens
from forum.accounts.models import Account, OneTimeToken, SignIn
from forum.db import db
from forum.outbox import Letter, OutboxRow
from tests.accounts.cast import member

LETTER = Letter("noor@example.org", "The link you asked for", "Hello,\n\nhttps://forum.example/x\n")


class Postman:
    """A mail server that keeps what it is given, and refuses as long as it is told to."""

    def __init__(self) -> None:
        self.got: list[Any] = []
        self.says = "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.says.startswith("250"):
            self.got.append(message_from_bytes(envelope.content, policy=email.policy.default))
        return self.says


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.fixture
def postman() -> Iterator[tuple[Postman, str]]:
    made, port = Postman(), free_port()
    running = Controller(made, hostname="127.0.0.1", port=port)
    running.start()
    yield made, f"smtp://127.0.0.1:{port}"
    running.stop()


@pytest.fixture
def with_mail(make_app, postman):
    """An app of its own that sends its mail to the postman."""
    return make_app(FORUM_MAIL_URL=postman[1], FORUM_MAIL_FROM="noreply@forum.example")


def post(app, letter=LETTER, **how):
    with app.app_context():
        outbox.post(letter, **how)
        db.session.commit()


def send(app):
    with app.app_context():
        return work.send_what_is_due()


def waiting(app):
    with app.app_context():
        return outbox.waiting()


def test_a_letter_arrives_once_and_says_only_what_it_must(with_mail, postman):
    post(with_mail)
    assert send(with_mail) == (1, 0)
    assert send(with_mail) == (0, 0)
    (mail,) = postman[0].got
    assert (mail["To"], mail["From"], mail["Subject"]) == (LETTER.to, "noreply@forum.example", LETTER.subject)
    assert mail["Auto-Submitted"] == "auto-generated"
    assert set(mail.keys()) == {
        "From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted",
        "Content-Type", "Content-Transfer-Encoding", "MIME-Version",
    }  # fmt: skip
    assert mail.get_content().replace("\r\n", "\n") == LETTER.words


def test_a_stolen_outbox_names_nobody_and_shows_no_size(app, given, rows):
    given(outbox.post, LETTER)
    given(outbox.post, Letter("a-much-longer-address@mail.example.org", LETTER.subject, LETTER.words * 9))
    with rows() as session:
        first, second = session.scalars(select(OutboxRow)).all()
    assert b"noor" not in first.box + second.box
    assert len(first.box) == len(second.box)


def test_a_letter_waits_longer_after_every_refusal_and_is_given_up_after_two_days(with_mail, postman, caplog):
    caplog.set_level(logging.INFO)
    postman[0].says = "451 noor@example.org is busy, try later"
    waits = []
    with time_machine.travel("2026-03-04 12:00:00+00:00", tick=False) as when:
        post(with_mail)
        while waiting(with_mail):
            before = clock.now()
            assert send(with_mail) == (0, 1)
            with with_mail.app_context():
                row = db.session.scalar(select(OutboxRow))
            if row:
                waits.append(row.due_at - before)
                when.move_to(row.due_at)
    minutes = [wait / timedelta(minutes=1) for wait in waits]
    assert minutes == [1, 5, 30, 120, 360, 1440]
    ours = "\n".join(record.getMessage() for record in caplog.records if record.name.startswith("forum"))
    assert "mail_given_up count=1" in ours
    assert "noor" not in ours and "example" not in ours


@pytest.mark.parametrize("trouble", ["refuses", "hangs", "is not there"])
def test_one_bad_moment_of_the_mail_server_loses_nothing(make_app, monkeypatch, trouble):
    monkeypatch.setattr(work, "PATIENCE", 0.3)
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        if trouble != "is not there":
            listening.listen()
        app = make_app(FORUM_MAIL_URL=f"smtp://127.0.0.1:{listening.getsockname()[1]}")
        post(app)
        post(app)
        assert send(app) == (0, 1)
    assert waiting(app) == 2


def test_outside_this_machine_no_letter_travels_in_the_clear(make_app, postman, monkeypatch):
    """The server is ours under another name: without STARTTLS it is given nothing."""
    monkeypatch.setattr(work, "LOOPBACK", set())
    app = make_app(FORUM_MAIL_URL=postman[1])
    post(app)
    assert send(app) == (0, 1)
    assert postman[0].got == []


def test_a_letter_that_somebody_is_sending_is_not_sent_twice(with_mail, postman):
    post(with_mail)
    with with_mail.app_context():
        (row_id,) = outbox.due()
        assert outbox.claim(row_id) is not None
        db.session.commit()
        assert outbox.claim(row_id) is None
        assert outbox.due() == []


def test_a_letter_whose_sender_was_killed_goes_out_after_the_lease(with_mail, postman):
    with time_machine.travel("2026-03-04 12:00:00+00:00", tick=False) as when:
        post(with_mail)
        with with_mail.app_context():
            (row_id,) = outbox.due()
            outbox.claim(row_id)
            db.session.commit()
        assert send(with_mail) == (0, 0)
        when.shift(outbox.LEASE + timedelta(seconds=1))
        assert send(with_mail) == (1, 0)


def test_a_silent_letter_goes_to_nobody(with_mail, postman):
    post(with_mail, silent=True)
    send(with_mail)
    assert (postman[0].got, waiting(with_mail)) == ([], 0)


def test_without_a_mail_server_letters_wait_and_after_a_week_they_go(app, rows):
    with time_machine.travel("2026-03-04 12:00:00+00:00", tick=False) as when:
        post(app)
        assert send(app) == (0, 0)
        assert waiting(app) == 1
        when.shift(timedelta(days=8))
        with app.app_context():
            assert work.sweep()["outbox"] == 1
    assert waiting(app) == 0


def test_the_sweep_takes_what_has_had_its_time_and_nothing_else(app, given, rows):
    given(member, "mira")

    def something_old_and_something_new(moment: str) -> None:
        with time_machine.travel(moment, tick=False):
            tokens.issue("half", tokens.HALF_SIGN_IN)
            signing_in.begin(db.session.scalars(select(Account)).one())

    given(something_old_and_something_new, "2026-03-04 12:00:00+00:00")
    given(something_old_and_something_new, "2026-03-09 12:00:00+00:00")
    with time_machine.travel("2026-03-09 12:05:00+00:00", tick=False), app.app_context():
        gone = work.sweep()
    assert (gone["tokens"], gone["sign_ins"]) == (1, 1)
    with rows() as session:
        assert len(session.scalars(select(OneTimeToken)).all()) == 1
        assert len(session.scalars(select(SignIn)).all()) == 1


@pytest.mark.both_databases
def test_the_worker_works_until_it_is_asked_to_stop(database, make_app, tmp_path: Path):
    """As systemd and `make run` end it: SIGTERM, and it is gone with 0."""
    app = make_app()
    with app.app_context(), time_machine.travel("2026-03-04 12:00:00+00:00"):
        url = db.engine.url.render_as_string(hide_password=False)
        tokens.issue("half", tokens.HALF_SIGN_IN)
        db.session.commit()
    running = subprocess.Popen(
        [sys.executable, "-m", "flask", "--app", "wsgi", "work"],
        env={
            "PATH": "/usr/bin",
            "FORUM_DATABASE_URL": url,
            "FORUM_INSTANCE_DIR": str(tmp_path / "instance"),
            "FORUM_TESTING": "1",
        },
        stderr=subprocess.PIPE,
    )
    for _ in range(300):
        time.sleep(0.1)
        assert running.poll() is None, running.stderr.read()
        with app.app_context():
            if db.session.scalar(select(OneTimeToken)) is None:
                break
    running.send_signal(signal.SIGTERM)
    assert running.wait(10) == 0, running.stderr.read()
