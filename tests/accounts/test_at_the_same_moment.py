"""What works once works once, also when several try in the same moment."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from forum.accounts import addresses, half, operations, passwords, recovery, second_factor, tokens
from forum.accounts.models import SignIn
from forum.db import db
from forum.joining import operations as joining
from tests.accounts.cast import ANOTHER, PASSWORD, SECRET, account, code_now, codes, member

AT_ONCE = 6


@pytest.fixture
def all_at_once(app) -> Callable[[Callable[[], Any]], list[Any]]:
    """all_at_once(act): what each of several threads got that did the same in one moment."""

    def run(act: Callable[[], Any]) -> list[Any]:
        start, got = threading.Barrier(AT_ONCE), []

        def one() -> None:
            with app.app_context():
                start.wait(10)
                try:
                    answer = act()
                    db.session.commit()
                except Exception as refused:
                    db.session.rollback()
                    answer = type(refused).__name__
                got.append(answer)

        threads = [threading.Thread(target=one) for _ in range(AT_ONCE)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        return got

    return run


def test_a_code_of_the_app(given, all_at_once, held_clock):
    given(member, "mira", app=True)
    code = code_now(SECRET)
    assert all_at_once(lambda: second_factor.use(account(), code)).count(True) == 1


def test_a_recovery_code(given, all_at_once):
    given(member, "mira")
    code = given(codes)[0]
    assert all_at_once(lambda: recovery.use(account().id, code)).count(True) == 1


def test_a_half_open_door(given, all_at_once):
    given(member, "mira", app=True)
    token = given(lambda: half.begin(account(), keep=False, path=None))
    assert all_at_once(lambda: half.end(token)).count(True) == 1


def test_a_link_to_a_new_password(given, all_at_once, monkeypatch):
    given(member, "mira")
    monkeypatch.setattr(passwords, "hashed", lambda password: f"hash of {password}")
    token = given(lambda: tokens.issue(addresses.RESET, tokens.RESET, account=account()))
    assert all_at_once(lambda: addresses.reset(token, ANOTHER)).count(True) == 1


def test_wrong_codes_are_all_counted(given, all_at_once):
    given(member, "mira", app=True)
    token = given(lambda: half.begin(account(), keep=False, path=None))

    def wrong() -> bool:
        assert half.find(token, to_change=True) is not None
        return half.count_wrong(token)

    answers = all_at_once(wrong)
    assert answers.count(True) == half.TRIES - 1


def test_a_name(given, all_at_once, monkeypatch):
    monkeypatch.setattr(passwords, "hashed", lambda password: f"hash of {password}")
    answers = all_at_once(lambda: joining.join("noor", PASSWORD).account.username)
    assert answers.count("noor") == 1
    assert set(answers) == {"noor", operations.NameTaken.__name__}


@pytest.fixture
def changed_meanwhile(app, monkeypatch) -> None:
    """While somebody's password is looked at, Mira changes hers in another browser, which ends every sign-in."""
    matches = passwords.matches

    def slow(held: str | None, password: str) -> bool:
        answer = matches(held, password)
        monkeypatch.setattr(passwords, "matches", matches)
        with app.app_context():
            operations.change_password(account(), ANOTHER, was=account().password_hash)
            db.session.commit()
        return answer

    monkeypatch.setattr(passwords, "matches", slow)


def test_who_signs_in_with_the_old_password_while_it_changes_is_not_let_in(given, visit, rows, changed_meanwhile):
    given(member, "mira")
    thief = visit()
    assert thief.post("/sign-in", username="mira", password=PASSWORD).status_code == 422
    with rows() as session:
        assert session.scalars(select(SignIn)).all() == []
    assert visit().post("/sign-in", username="mira", password=ANOTHER).status_code == 303


def test_of_two_changes_of_a_password_the_first_counts(given, visit, changed_meanwhile):
    given(member, "mira")
    thief = visit("mira")
    form = {"password": PASSWORD, "new_password": "nine lanterns over the bay"}
    assert thief.post("/settings/password", **form).status_code == 409
    assert thief.get("/mine").status_code == 401
    assert visit().post("/sign-in", username="mira", password=ANOTHER).status_code == 303
