"""What a host does about members from the command line."""

import re

import pyotp
import pytest
from sqlalchemy import select

from forum import clock
from forum.accounts.models import Account, RecoveryCode, Role
from forum.moderation.models import AuditEntry
from tests.accounts.cast import PASSWORD, member, moderator


@pytest.fixture
def flask(app):
    """flask("member", "create", …, typed="…"): what the command says and how it ends."""
    return lambda *words, typed="": app.test_cli_runner().invoke(args=words, input=typed)


def one(rows):
    with rows() as session:
        return session.scalars(select(Account)).one()


def test_a_host_makes_a_member_with_a_password_from_standard_input(flask, rows, visit):
    done = flask("member", "create", "mira", "--password-stdin", typed=PASSWORD + "\n")
    assert (done.exit_code, "mira is a member now" in done.output) == (0, True)
    assert one(rows).role is Role.MEMBER
    with rows() as session:
        assert len(session.scalars(select(RecoveryCode)).all()) == 10
    assert visit().post("/sign-in", username="mira", password=PASSWORD).location == "/"


def test_a_host_types_the_password_unseen_and_twice(flask, rows):
    done = flask("member", "create", "mira", typed=f"{PASSWORD}\n{PASSWORD}\n")
    assert done.exit_code == 0
    assert PASSWORD not in done.output


@pytest.mark.parametrize("role", ["moderator", "admin"])
def test_a_new_moderator_can_work_at_once_with_the_secret_that_was_printed(flask, visit, role):
    done = flask("member", "create", "sam", "--role", role, "--password-stdin", typed=PASSWORD + "\n")
    secret = re.search(r"TOTP secret: ([A-Z2-7]{32})", done.output).group(1)
    assert f"secret={secret}" in done.output and "otpauth://totp/" in done.output
    sam = visit()
    assert sam.post("/sign-in", username="sam", password=PASSWORD).location == "/sign-in/code"
    sam.post("/sign-in/code", code=pyotp.TOTP(secret).at(clock.now()))
    assert sam.get("/moderation/").status_code == 200


@pytest.mark.parametrize(
    "name, password, said",
    [("mira", "short", "12 characters"), ("mira", "password1234", "easy to guess"), ("mira", "", "12 characters"),
     ("a b", PASSWORD, "letters and numbers"), ("moderator", PASSWORD, "team of this site")]
)  # fmt: skip
def test_a_host_is_told_what_will_not_do_and_nothing_is_made(flask, rows, name, password, said):
    done = flask("member", "create", name, "--password-stdin", typed=password + "\n")
    assert done.exit_code == 1
    assert said in done.output
    with rows() as session:
        assert session.scalars(select(Account)).all() == []


def test_a_name_that_is_taken_is_not_taken_again(flask, given):
    given(member, "mira")
    done = flask("member", "create", "Mira", "--password-stdin", typed=PASSWORD + "\n")
    assert (done.exit_code, "taken" in done.output) == (1, True)


def test_a_host_helps_a_moderator_who_lost_phone_and_codes(flask, given, visit):
    given(moderator, "sam")
    sam = visit("sam")
    done = flask("member", "second-factor-reset", "Sam")
    secret = re.search(r"TOTP secret: ([A-Z2-7]{32})", done.output).group(1)
    assert sam.get("/settings/account").status_code == 401
    again = visit()
    again.post("/sign-in", username="sam", password=PASSWORD)
    assert again.post("/sign-in/code", code=pyotp.TOTP(secret).at(clock.now())).status_code == 303


def test_a_member_whose_second_factor_is_reset_needs_the_password_alone(flask, given, visit):
    given(member, "mira", app=True)
    assert "password alone" in flask("member", "second-factor-reset", "mira").output
    assert visit().post("/sign-in", username="mira", password=PASSWORD).location == "/"


def test_a_host_gives_and_takes_the_work_of_a_moderator(flask, given, visit, rows):
    given(member, "mira")
    mira = visit("mira")
    assert "asked to set up a second factor" in flask("member", "role", "mira", "moderator").output
    assert one(rows).role is Role.MODERATOR
    assert mira.get("/settings/account").status_code == 401
    flask("member", "role", "mira", "member")
    assert one(rows).role is Role.MEMBER


def test_what_a_host_does_to_the_team_stands_in_the_record(flask, given, rows):
    flask("member", "create", "sam", "--role", "moderator", "--password-stdin", typed=PASSWORD + "\n")
    flask("member", "second-factor-reset", "sam")
    flask("member", "role", "sam", "member")
    with rows() as session:
        entries = session.scalars(select(AuditEntry).order_by(AuditEntry.number)).all()
        assert [entry.did for entry in entries] == ["role_given", "second_factor_reset", "role_given"]
        assert {entry.about for entry in entries} == {f"account:{session.scalars(select(Account.id)).one()}"}
        assert all(entry.actor_id is None for entry in entries)
    assert flask("audit", "verify").exit_code == 0


@pytest.mark.parametrize("words", [("second-factor-reset", "zoey"), ("role", "zoey", "admin")])
def test_a_name_that_nobody_has_is_said_so(flask, words):
    done = flask("member", *words)
    assert (done.exit_code, "no member of that name" in done.output) == (1, True)
