"""An e-mail address is a way back in for those who want one, and nothing else."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from forum import outbox
from forum.accounts import addresses, operations
from forum.accounts.models import Account, OneTimeToken
from tests.accounts.cast import ANOTHER, PASSWORD, account, code_now, member

ADDRESS = "mira@example.org"


@pytest.fixture
def letters(app):
    """letters() are the mails that wait, newest last."""

    def look():
        with app.app_context():
            return list(outbox.letters())

    return look


@pytest.fixture
def link(letters):
    """link() is the path that the newest letter leads to."""
    return lambda: re.search(r"https?://[^/]+(/\S+)", letters()[-1].words).group(1)


@pytest.fixture
def mira(visit, given, link):
    """Mira, who gave an address and opened the link in the letter to it."""
    given(member, "mira", app=False)
    person = visit("mira")
    person.post("/settings/email", email=ADDRESS, password=PASSWORD)
    person.post(link())
    return person


def held(rows):
    with rows() as session:
        return session.scalars(select(Account)).one()


def test_an_address_counts_only_after_its_letter_was_answered(visit, given, rows, link):
    given(member, "mira")
    mira = visit("mira")
    assert mira.post("/settings/email", email=ADDRESS, password=PASSWORD).status_code == 303
    assert held(rows).email_box is None
    assert visit().get(link()).status_code == 401
    assert mira.get(link()).status_code == 200
    assert held(rows).email_box is None, "a mail scanner that opens the link confirms nothing"
    assert mira.post(link()).status_code == 303
    assert held(rows).email_box is not None
    mira.get("/settings/email")
    assert ADDRESS in mira.page.words


def test_the_address_lies_encrypted_and_is_found_by_a_keyed_hash(mira, rows):
    row = held(rows)
    assert b"mira@" not in row.email_box and b"example" not in row.email_box
    assert len(row.email_tag) == 32
    with rows() as session:
        for token in session.scalars(select(OneTimeToken)):
            assert b"example" not in token.box


def test_a_confirmation_works_once_and_for_a_day(visit, given, rows, link, held_clock):
    given(member, "mira")
    visit("mira").post("/settings/email", email=ADDRESS, password=PASSWORD)
    held_clock.shift(timedelta(hours=25))
    mira = visit("mira")
    assert mira.post(link()).status_code == 404
    mira.post("/settings/email", email=ADDRESS, password=PASSWORD)
    assert mira.post(link()).status_code == 303
    assert mira.post(link()).status_code == 404


def test_giving_an_address_needs_the_password(visit, given, letters):
    given(member, "mira")
    mira = visit("mira")
    assert mira.post("/settings/email", email=ADDRESS, password="somebody at my desk").status_code == 422
    assert mira.page.form("/settings/email").fields["email"] == [ADDRESS]
    assert letters() == []


@pytest.mark.parametrize(
    "typed", ["mira", "mira@", "@example.org", "mira@example", "a b@example.org",
              "mira@example.org\nBcc: x@evil.example", "mira@example.org, noor@example.org", "<mira@example.org>",
              "mira@-example.org", "x" * 300 + "@example.org"]
)  # fmt: skip
def test_what_is_no_address_is_said_kindly_and_goes_nowhere(visit, given, letters, typed):
    given(member, "mira")
    mira = visit("mira")
    assert mira.post("/settings/email", email=typed, password=PASSWORD).status_code == 422
    assert "Please check the address" in mira.page.words
    assert letters() == []


def test_an_address_can_be_taken_away(mira, rows, visit, letters):
    before = len(letters())
    assert mira.post("/settings/email", remove="y", password=PASSWORD).status_code == 303
    assert held(rows).email_box is None and held(rows).email_tag is None
    visit().post("/sign-in/reset", email=ADDRESS)
    assert len(letters()) == before


def test_a_link_sets_a_new_password_once(mira, visit, link):
    lost = visit()
    assert lost.post("/sign-in/reset", email="Mira@Example.org").location == "/sign-in/reset/asked"
    path = link()
    assert lost.get(path).status_code == 200
    assert lost.get(path).status_code == 200, "opening it, as mail scanners do, uses nothing up"
    assert lost.post(path, new_password="password1234").status_code == 422
    assert lost.post(path, new_password=ANOTHER).location == "/sign-in"
    assert lost.get(path).status_code == 404
    assert lost.post(path, new_password=PASSWORD).status_code == 404
    assert mira.get("/settings/account").status_code == 401
    assert visit().post("/sign-in", username="mira", password=ANOTHER).status_code == 303


def test_a_link_is_over_after_half_an_hour(mira, visit, letters, held_clock):
    visit().post("/sign-in/reset", email=ADDRESS)
    (path,) = (found[0] for one in letters() if (found := re.search(r"/sign-in/reset/\S+", one.words)))
    assert visit().get(path).status_code == 200
    held_clock.shift(timedelta(minutes=31))
    assert visit().post(path, new_password=ANOTHER).status_code == 404


def test_a_link_from_before_a_new_password_is_over(mira, visit, link, given):
    visit().post("/sign-in/reset", email=ADDRESS)
    path = link()
    given(lambda: operations.change_password(account(), ANOTHER, was=account().password_hash))
    assert visit().post(path, new_password=PASSWORD).status_code == 404


def test_a_link_leaves_the_second_step_standing(visit, given, link):
    given(member, "mira", app=True)
    mira = visit("mira")
    mira.post("/settings/email", email=ADDRESS, password=PASSWORD)
    mira.post(link())
    visit().post("/sign-in/reset", email=ADDRESS)
    visit().post(link(), new_password=ANOTHER)
    again = visit()
    assert again.post("/sign-in", username="mira", password=ANOTHER).location == "/sign-in/code"
    assert again.post("/sign-in/code", code=code_now()).status_code == 303


def test_the_link_leads_to_our_own_address_whatever_the_request_said(mira, app, letters):
    mira.get("/sign-in/reset")
    mira.client.post(
        "/sign-in/reset",
        data={"email": ADDRESS, "csrf_token": mira.page.csrf_token},
        headers={"X-Forwarded-Host": "evil.example", "Referer": "http://localhost/sign-in/reset"},
    )
    assert "http://localhost:8000/sign-in/reset/" in letters()[-1].words
    assert mira.client.post("/sign-in/reset", headers={"Host": "evil.example"}).status_code == 400


def test_the_database_holds_no_link(mira, visit, link, rows):
    visit().post("/sign-in/reset", email=ADDRESS)
    token = link().rpartition("/")[2]
    assert len(token) >= 43
    with rows() as session:
        for row in session.scalars(select(OneTimeToken)):
            assert token.encode() not in row.token_hash + row.box


@pytest.mark.parametrize("token", ["x", "x" * 500, "..%2f..", "\u202e", "0"])
def test_a_link_that_nobody_made_is_one_that_has_had_its_time(visit, given, token):
    given(member, "mira")
    person = visit("mira")
    assert person.get(f"/sign-in/reset/{token}").status_code == 404
    assert person.post(f"/sign-in/reset/{token}", new_password=ANOTHER).status_code == 404
    assert person.post(f"/settings/email/{token}").status_code == 404


def test_a_confirmation_does_not_reset_and_a_reset_does_not_confirm(visit, given, link):
    given(member, "mira")
    visit("mira").post("/settings/email", email=ADDRESS, password=PASSWORD)
    token = link().rpartition("/")[2]
    assert visit().get(f"/sign-in/reset/{token}").status_code == 404
    visit("mira").post(link())
    visit().post("/sign-in/reset", email=ADDRESS)
    assert visit("mira").post(f"/settings/email/{link().rpartition('/')[2]}").status_code == 404


def test_two_members_cannot_have_one_address(app, visit, given, link, rows):
    """Both asked before either confirmed: the first to confirm has it."""
    for name in ("mira", "noor"):
        given(member, name)
    given(lambda: addresses.ask_to_confirm(account("mira"), ADDRESS, site="http://x"))
    first = link()
    given(lambda: addresses.ask_to_confirm(account("noor"), ADDRESS, site="http://x"))
    with app.app_context():
        paths = [re.search(r"http://x(/\S+)", letter.words).group(1) for letter in outbox.letters()]
    (second,) = set(paths) - {first}
    assert visit("mira").post(first).status_code == 303
    assert visit("noor").post(second).status_code == 404
    with rows() as session:
        assert len([one for one in session.scalars(select(Account)) if one.email_tag]) == 1


def test_a_letter_to_a_wrong_address_opens_nothing_for_whoever_gets_it(visit, given, rows, link):
    """With an address of theirs on her account, a stranger could set a new password for it."""
    given(member, "mira")
    given(member, "tomasz")
    visit("mira").post("/settings/email", email="somebody-else@example.org", password=PASSWORD)
    assert visit().post(link()).status_code == 401
    assert visit("tomasz").post(link()).status_code == 404
    with rows() as session:
        assert session.scalars(select(Account.email_box)).all() == [None, None]
    assert visit("mira").post(link()).status_code == 303
