"""Whoever guesses is slowed down, and nobody can use that to keep a member out."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from forum.db import db
from tests.accounts.cast import ANOTHER, PASSWORD, codes, member
from tests.people import Person

SHARED_MEMORY = Path("/dev/shm")


@pytest.fixture
def counted(make_app, monkeypatch) -> Iterator[Flask]:
    """An app that counts, with Mira in it."""
    if not os.access(SHARED_MEMORY, os.W_OK):
        pytest.skip("this machine has no folder in memory")
    with tempfile.TemporaryDirectory(prefix="forum-test-", dir=SHARED_MEMORY) as folder:
        monkeypatch.setenv("RUNTIME_DIRECTORY", folder)
        app = make_app(FORUM_LIMITS="standard", FORUM_ARGON2_MEMORY_KIB="64")
        with app.app_context():
            member("mira", app=False)
            db.session.commit()
        yield app


class Somewhere(Person):
    """Somebody behind an address of their own."""

    def __init__(self, app: Flask, address: str) -> None:
        super().__init__(app)
        self.client.environ_base["REMOTE_ADDR"] = address


def sign_in(person, password, name="mira"):
    return person.post("/sign-in", username=name, password=password).status_code


def test_a_guesser_is_stopped_after_twenty_tries_at_one_name(counted):
    guesser = Somewhere(counted, "198.51.100.7")
    answers = [sign_in(guesser, f"guess number {n} of many") for n in range(22)]
    assert answers == [422] * 20 + [429] * 2
    assert "Please wait a few minutes" in guesser.page.words
    assert sign_in(guesser, PASSWORD) == 429


def test_meanwhile_the_member_signs_in_from_elsewhere(counted):
    guesser = Somewhere(counted, "198.51.100.7")
    for n in range(25):
        sign_in(guesser, f"guess number {n} of many")
    assert sign_in(Somewhere(counted, "203.0.113.9"), PASSWORD) == 303


def test_a_guesser_who_tries_many_names_is_stopped_as_well(counted):
    guesser = Somewhere(counted, "198.51.100.7")
    answers = [sign_in(guesser, "password for everybody", f"name{n}") for n in range(32)]
    assert answers == [422] * 30 + [429] * 2


def test_a_name_that_nobody_has_is_counted_the_same(counted):
    guesser = Somewhere(counted, "198.51.100.7")
    answers = [sign_in(guesser, f"guess number {n} of many", "zoey") for n in range(21)]
    assert answers == [422] * 20 + [429]


def test_another_spelling_of_a_name_is_the_same_name(counted):
    guesser = Somewhere(counted, "198.51.100.7")
    spellings = ["mira", "MIRA", "m.ira", "m1ra", "míra"] * 5
    answers = [sign_in(guesser, f"guess number {n}", name) for n, name in enumerate(spellings)]
    assert answers.count(429) == 5


def test_recovery_codes_are_not_for_guessing(counted):
    guesser = Somewhere(counted, "198.51.100.7")
    form = {"username": "mira", "code": "abcd-efgh-ijkm-nopq", "new_password": ANOTHER}
    answers = [guesser.post("/sign-in/recover", **form).status_code for _ in range(11)]
    assert answers == [422] * 10 + [429]


def test_meanwhile_the_member_recovers_from_elsewhere(counted):
    with counted.app_context():
        code = codes("mira")[0]
        db.session.commit()
    guesser = Somewhere(counted, "198.51.100.7")
    for _ in range(11):
        guesser.post("/sign-in/recover", username="mira", code="abcd-efgh-ijkm-nopq", new_password=ANOTHER)
    mira = Somewhere(counted, "203.0.113.9")
    form = {"username": "mira", "code": code, "new_password": ANOTHER}
    assert mira.post("/sign-in/recover", **form).status_code == 303


def test_who_holds_the_password_cannot_try_every_code(counted):
    with counted.app_context():
        member("sam", app=True)
        db.session.commit()
    answers = []
    for turn in range(4):
        guesser = Somewhere(counted, f"198.51.{turn}.7")
        sign_in(guesser, PASSWORD, "sam")
        answers += [guesser.post("/sign-in/code", code=f"{n:06}").status_code for n in range(5)]
    assert answers.count(422) == 10 and answers.count(429) == 10


def test_a_thief_of_an_open_session_cannot_guess_the_password_at_leisure(counted):
    thief = Person(counted, "mira")
    answers = [thief.post("/settings/recovery-codes", password=f"guess {n}").status_code for n in range(12)]
    assert answers == [422] * 12
    assert "That was a lot of tries" in thief.page.words
    with counted.app_context():
        shown = codes("mira")
    assert len(shown) == 10


def test_nobodys_mailbox_can_be_filled_by_a_stranger(counted):
    from forum import outbox

    for turn in range(3):
        stranger = Somewhere(counted, f"198.51.{turn}.7")
        for _ in range(3):
            answer = stranger.post("/sign-in/reset", email="mira@example.org")
            assert answer.status_code == 303, "the stranger is told the same each time"
    with counted.app_context():
        assert outbox.waiting() == 3


def test_joining_is_not_for_machines(counted):
    machine = Somewhere(counted, "198.51.100.7")
    answers = []
    for n in range(11):
        answers.append(machine.post("/sign-up", username=f"name{n}x", password=PASSWORD).status_code)
        machine = Somewhere(counted, "198.51.100.7")
    assert answers == [303] * 10 + [429]
