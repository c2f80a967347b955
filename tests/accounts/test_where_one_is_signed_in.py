"""A browser is signed in by a token that only it holds; every change that matters ends the old one."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from forum.accounts import operations, signing_in
from forum.accounts.models import Account, Role, SignIn, Standing
from tests.accounts.cast import ANOTHER, PASSWORD, account, member, moderator

ACCOUNT = "/settings/account"


def sign_in(person, name="mira", password=PASSWORD, **more):
    return person.post("/sign-in", username=name, password=password, **more)


def is_in(person):
    return person.get(ACCOUNT).status_code == 200


def cookie(answer):
    (line,) = [line for line in answer.headers.getlist("Set-Cookie") if line.partition("=")[0] in {"s", "__Host-s"}]
    name, *rest = line.split("; ")
    return name.partition("=")[0], {part.partition("=")[0]: part.partition("=")[2] for part in rest}


def test_the_cookie_on_this_machine_is_for_pages_only_and_ends_with_the_browser(visit, given):
    given(member, "mira")
    name, attributes = cookie(sign_in(visit()))
    assert (name, attributes) == ("s", {"HttpOnly": "", "Path": "/", "SameSite": "Lax"})


def test_the_cookie_in_public_belongs_to_this_host_over_https_alone(make_app, tmp_path):
    for file in ("secret", "seal"):
        (tmp_path / file).write_text("k1 " * (file == "seal") + "q83vEjRWeJA5HkzV0bXfGmLpTnYs7uBoCwRa2ZiK4tE=")
        (tmp_path / file).chmod(0o600)
    app = make_app(
        FORUM_PUBLIC_URL="https://forum.example",
        FORUM_LIMITS="relaxed",
        FORUM_SECRET_KEY_FILE=str(tmp_path / "secret"),
        FORUM_SEAL_KEY_FILE=str(tmp_path / "seal"),
    )
    answer = app.test_client().get("/sign-in", base_url="https://forum.example")
    name, attributes = cookie(answer)
    assert (name, attributes) == ("__Host-s", {"Secure": "", "HttpOnly": "", "Path": "/", "SameSite": "Lax"})


def test_keep_me_signed_in_lasts_thirty_days_of_rest_and_is_asked_for(visit, given, held_clock):
    given(member, "mira")
    kept, usual = visit(), visit()
    _, attributes = cookie(sign_in(kept, keep="y"))
    assert "Expires" in attributes
    sign_in(usual)
    held_clock.shift(timedelta(hours=13))
    assert is_in(kept) and not is_in(usual)
    held_clock.shift(timedelta(days=29))
    assert is_in(kept)
    held_clock.shift(timedelta(days=29))
    assert is_in(kept)
    held_clock.shift(timedelta(days=3))
    assert not is_in(kept)


def test_the_team_is_signed_out_after_half_an_hour_of_rest_and_never_kept(visit, given, held_clock):
    given(moderator, "sam", app=False)
    sam = visit()
    _, attributes = cookie(sign_in(sam, "sam", keep="y"))
    assert "Expires" not in attributes
    for _ in range(4):
        held_clock.shift(timedelta(minutes=25))
        assert is_in(sam)
    held_clock.shift(timedelta(minutes=31))
    assert not is_in(sam)


def test_nobody_stays_signed_in_for_ever(visit, given, held_clock):
    given(member, "mira")
    mira = visit()
    sign_in(mira)
    for _ in range(8):
        held_clock.shift(timedelta(hours=11))
        mira.get(ACCOUNT)
    assert not is_in(mira)


def test_a_copied_cookie_is_worth_nothing_after_signing_out(app, visit, given):
    given(member, "mira")
    mira, thief = visit(), app.test_client()
    sign_in(mira)
    thief.set_cookie("s", mira.client.get_cookie("s").value)
    assert thief.get(ACCOUNT).status_code == 200
    mira.get(ACCOUNT)
    mira.post("/sign-out")
    assert thief.get(ACCOUNT).status_code == 401


def test_a_token_planted_before_signing_in_is_not_the_one_afterwards(visit, given):
    given(member, "mira")
    given(member, "noor")
    mira = visit("noor")
    with mira.client.session_transaction() as session:
        before = dict(session)
    sign_in(mira)
    with mira.client.session_transaction() as session:
        assert session["_user_id"] != before["_user_id"]
        assert session.get("csrf_token") != before.get("csrf_token") or "csrf_token" not in session


def test_the_database_holds_no_token_and_no_time_and_no_place(visit, given, rows):
    given(member, "mira")
    mira = visit()
    sign_in(mira)
    with mira.client.session_transaction() as session:
        token = session["_user_id"]
    assert len(token) >= 43
    with rows() as session:
        row = session.scalars(select(SignIn)).one()
        assert token.encode() not in row.token_hash and len(row.token_hash) == 32
    assert {column.name for column in SignIn.__table__.columns} == {
        "token_hash", "account_id", "began_on", "ends_on", "kept", "second_factor"
    }  # fmt: skip


def test_a_member_sees_where_they_are_signed_in_and_ends_one_or_all(visit, given):
    given(member, "mira")
    here, phone, library = visit(), visit(), visit()
    for person in (here, phone, library):
        sign_in(person)
    here.get("/settings/sign-ins")
    assert here.page.words.count("Another browser, since") == 2
    which = here.page.html.split('name="which" value="')[1].split('"')[0]
    assert here.post("/settings/sign-ins", which=which).status_code == 303
    assert sorted([is_in(here), is_in(phone), is_in(library)]) == [False, True, True]
    here.post("/settings/sign-ins", which="others")
    assert [is_in(here), is_in(phone), is_in(library)] == [True, False, False]
    here.post("/settings/sign-ins", which="all")
    assert not is_in(here)


def test_nobody_can_end_somebody_elses_sign_in(visit, given):
    given(member, "mira")
    given(member, "noor")
    mira, noor = visit(), visit()
    sign_in(mira)
    sign_in(noor, "noor")
    other = visit()
    sign_in(other)
    mira.get("/settings/sign-ins")
    which = mira.page.html.split('name="which" value="')[1].split('"')[0]
    noor.post("/settings/sign-ins", which=which)
    assert is_in(other)


def test_a_changed_password_ends_every_other_sign_in_and_renews_this_one(visit, given):
    given(member, "mira")
    here, elsewhere = visit(), visit()
    sign_in(here)
    sign_in(elsewhere)
    with here.client.session_transaction() as session:
        before = session["_user_id"]
    assert here.post("/settings/password", password="not mine at all", new_password=ANOTHER).status_code == 422
    assert here.post("/settings/password", password=PASSWORD, new_password="password1234").status_code == 422
    assert here.post("/settings/password", password=PASSWORD, new_password=ANOTHER).location == ACCOUNT
    with here.client.session_transaction() as session:
        assert session["_user_id"] != before
    assert is_in(here) and not is_in(elsewhere)
    assert sign_in(visit(), password=ANOTHER).status_code == 303


@pytest.mark.parametrize("what", ["role", "standing"])
def test_other_work_or_another_standing_ends_what_was_open(visit, given, what):
    given(member, "mira")
    mira = visit()
    sign_in(mira)

    def change() -> None:
        if what == "role":
            operations.change_role(account(), Role.MODERATOR)
        else:
            account().standing = Standing.PAUSED

    given(change)
    assert not is_in(mira)


def test_a_cookie_that_is_garbage_makes_a_visitor(app, visit):
    for rubbish in ("", "x", "eyJ.a.b", "\u00ff" * 9, "a" * 4000):
        client = app.test_client()
        client.set_cookie("s", rubbish)
        assert client.get("/sign-in").status_code == 200
        assert client.get(ACCOUNT).status_code == 401


def test_reading_a_page_writes_nothing_even_when_a_sign_in_has_rested_too_long(visit, given, held_clock, count_queries):
    given(member, "mira")
    mira = visit()
    sign_in(mira)
    held_clock.shift(timedelta(hours=13))
    with count_queries() as seen:
        assert mira.get("/").status_code == 200
    assert not [line for line in seen if line.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE"))]


def test_tokens_are_looked_up_by_their_hash_in_one_query(app, given, count_queries):
    given(member, "mira")
    token = given(lambda: signing_in.begin(account()).token)
    with app.app_context(), count_queries() as seen:
        found = signing_in.find(token)
        assert isinstance(found.account, Account) and found.account.username == "mira"
    assert len([line for line in seen if line.startswith("SELECT")]) == 1
