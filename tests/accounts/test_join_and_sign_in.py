"""People join with a name and a password, sign in, and sign out."""

import pytest
from sqlalchemy import select

from forum.accounts.models import Account, SignIn
from tests.accounts.cast import PASSWORD, member


def join(person, **fields):
    return person.post("/sign-up", **{"username": "noor", "password": PASSWORD, **fields})


def test_a_visitor_joins_with_a_name_and_a_password_and_is_signed_in(visit, rows):
    noor = visit()
    answer = join(noor)
    assert answer.status_code == 303
    noor.follow(answer)
    assert "Each works once" in noor.page.words
    noor.get("/settings/account")
    assert "noor" in noor.page.words
    with rows() as session:
        account = session.scalars(select(Account)).one()
        assert account.seal_share and account.seal_key_id and account.email_box is None


def test_the_sign_up_page_says_what_one_agrees_to_and_asks_for_no_age(visit):
    page = visit()
    page.get("/sign-up")
    assert (
        "you agree that we keep what you write about your health, and you are 16 or older" in page.page.words
    )
    assert set(page.page.form("/sign-up").fields) == {"csrf_token", "username", "password", "email"}


def test_a_member_signs_in_and_out(visit, given, rows):
    given(member, "mira")
    mira = visit()
    answer = mira.post("/sign-in", username="mira", password=PASSWORD)
    assert (answer.status_code, answer.location) == (303, "/")
    assert mira.get("/settings/account").status_code == 200
    assert mira.post("/sign-out").status_code == 303
    assert mira.get("/settings/account").status_code == 401
    with rows() as session:
        assert session.scalars(select(SignIn)).all() == []


@pytest.mark.parametrize("typed", ["Mira", " mira ", "MIRA", "m\u0131ra", "míra"])
def test_capitals_accents_and_a_stray_space_do_not_keep_anybody_out(visit, given, typed):
    given(member, "mira")
    assert visit().post("/sign-in", username=typed, password=PASSWORD).status_code == 303


def test_a_wrong_password_keeps_the_name_that_was_typed(visit, given):
    given(member, "mira")
    mira = visit()
    answer = mira.post("/sign-in", username="mira", password="something else entirely")
    assert answer.status_code == 422
    assert mira.page.form("/sign-in").fields["username"] == ["mira"]
    assert "do not go together" in mira.page.words


def test_a_name_that_is_taken_or_looks_taken_is_refused_with_everything_else_kept(visit, given):
    given(member, "mira")
    for name in ("mira", "Mira", "rn1ra", "m_ira"):
        noor = visit()
        answer = join(noor, username=name, email="noor@example.org")
        assert answer.status_code == 422, name
        assert noor.page.form("/sign-up").fields["email"] == ["noor@example.org"]
        assert "taken" in noor.page.words
