"""A password keeps others out, also those who stole the database, and nobody waits while one is hashed."""

import threading

import pytest
from argon2 import PasswordHasher, extract_parameters
from sqlalchemy import select, update

from forum.accounts import passwords, strength
from forum.accounts.models import Account
from forum.db import db
from forum.errors import TryAgain
from tests.accounts.cast import ANOTHER, PASSWORD, member


@pytest.mark.parametrize(
    "password",
    ["password1234", "Password1234!", "passwordpassword", "qwertyuiop123", "1q2w3e4r5t6y", "123456789012",
     "aaaaaaaaaaaa", "abcabcabcabc", "iloveyou2014", "1loveyou2014", "letmeinletmein", "P@ssw0rd2026!",
     "drowssapdrowssap",
     "zxcvbnm,./zx", "philadelphia", "handkerchief", "liverpool1892", "qwertzuiopqwertz", "987654321098"]
)  # fmt: skip
def test_what_guessers_try_first_is_refused(app, password):
    with app.app_context():
        said = passwords.problem(password) or ""
    assert "easy to guess" in said


@pytest.mark.parametrize(
    "password",
    [PASSWORD, ANOTHER, "three cups of tea", "mittwochs regnet es", "кофе утром и тишина", "静かな朝とお茶と窓の外の雨",
     "7fK2-pQ9x-Lm4z", "wp4H!tq8Zr_c", "correct horse battery staple", "x" * 3 + " umbrella moss " + "y" * 90]
)  # fmt: skip
def test_a_few_words_or_a_random_string_are_good(app, password):
    with app.app_context():
        assert passwords.problem(password) is None


def test_no_rule_asks_for_signs_or_capitals_and_none_forbids_any(app):
    with app.app_context():
        for odd in (" ", "\t", "\u00a0", "💙", "'", '"', "\\", "<", "\0", "%00"):
            assert passwords.problem(f"lamp{odd}otter{odd}gate willow") is None, odd


@pytest.mark.parametrize(
    "own",
    ["miramiramira", "mira-and-mira", "Mira1990mira", "whatsayyou2026", "WhatSayYou!!!", "MIRA whatsayyou"],
)
def test_a_password_of_ones_own_name_or_the_sites_is_refused(app, own):
    with app.app_context():
        assert passwords.problem(own, username="mira", site_name="What Say You?") is not None


def test_length_is_counted_in_signs_that_people_see(app):
    with app.app_context():
        assert "12 characters" in (passwords.problem("ключ и лес") or "")
        assert passwords.problem("ключ и лесок") is None
        assert "128" in (passwords.problem("lamp otter " * 12) or "")


def test_a_password_of_any_length_is_judged_in_a_moment(app):
    with app.app_context():
        for long in ("a1" * 64, "password" * 16, "ab" * 63 + "c", "".join(map(chr, range(300, 428)))):
            strength.decades(long, ("mira",))  # the suite's own time limit is the judge


def test_every_keyboard_types_the_same_password(visit, given):
    noor = visit()
    assert noor.post("/sign-up", username="noor", password="caf\u00e9 and a ﬁne rain").status_code == 303
    again = visit()
    assert again.post("/sign-in", username="noor", password="cafe\u0301 and a fine rain").status_code == 303


def test_what_is_stored_is_argon2id_with_the_settings_of_the_house(given, rows, make_app):
    app = make_app(FORUM_ARGON2_MEMORY_KIB="47104")
    with app.app_context():
        held = extract_parameters(passwords.hashed(PASSWORD))
    assert (held.type.name, held.memory_cost, held.time_cost, held.parallelism) == ("ID", 46 * 1024, 1, 1)


def test_a_stolen_hash_cannot_be_tried_without_the_pepper(app, given, rows):
    given(member, "mira")
    with rows() as session:
        held = session.scalars(select(Account.password_hash)).one()
    with pytest.raises(Exception, match="does not match"):
        PasswordHasher().verify(held, PASSWORD)


def test_an_old_hash_is_made_anew_at_the_next_sign_in_and_only_then(app, visit, given, rows):
    given(member, "mira")
    old = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)

    def make_old() -> None:
        db.session.execute(update(Account).values(password_hash=old.hash(passwords._peppered(PASSWORD))))

    given(make_old)
    visit().post("/sign-in", username="mira", password="not this one at all")
    with rows() as session:
        assert extract_parameters(session.scalars(select(Account.password_hash)).one()).memory_cost == 8
    assert visit().post("/sign-in", username="mira", password=PASSWORD).status_code == 303
    with rows() as session:
        assert extract_parameters(session.scalars(select(Account.password_hash)).one()).memory_cost > 8
    assert visit().post("/sign-in", username="mira", password=PASSWORD).status_code == 303


def test_nobody_waits_for_the_database_while_a_password_is_hashed(visit, given, hashes):
    given(member, "mira")
    mira = visit()
    mira.post("/sign-up", username="noor", password=PASSWORD)
    mira.post("/sign-out")
    mira.post("/sign-in", username="mira", password=PASSWORD)
    mira.post("/settings/password", password=PASSWORD, new_password=ANOTHER)
    mira.post("/settings/recovery-codes", password=ANOTHER)
    mira.post("/sign-in/recover", username="mira", code="none", new_password=ANOTHER)
    assert hashes == [False] * len(hashes)
    assert len(hashes) >= 6


def test_one_hash_at_a_time_and_who_would_wait_too_long_is_asked_to_try_again(app, monkeypatch):
    monkeypatch.setattr(passwords, "PATIENCE", 0.05)
    with app.app_context():
        with passwords._one_place:
            refused = []

            def knock() -> None:
                with app.app_context():
                    try:
                        passwords.hashed(PASSWORD)
                    except TryAgain as kindly:
                        refused.append(str(kindly))

            other = threading.Thread(target=knock)
            other.start()
            other.join()
        assert len(refused) == 1
        assert passwords.matches(passwords.hashed(PASSWORD), PASSWORD)
