"""Ten codes on paper let somebody back in when everything else is lost."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from forum.accounts.models import RecoveryCode
from tests.accounts.cast import ANOTHER, PASSWORD, account, code_now, codes, member

CODE = re.compile(r"\b[a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4}\b")


def sign_in(person, password=PASSWORD):
    return person.post("/sign-in", username="mira", password=password)


def test_a_new_member_sees_ten_codes_until_they_say_that_they_kept_them(visit, held_clock):
    noor = visit()
    noor.follow(noor.post("/sign-up", username="noor", password=PASSWORD))
    shown = CODE.findall(noor.page.words)
    assert len(set(shown)) == 10
    noor.get("/settings/recovery-codes")
    assert CODE.findall(noor.page.words) == shown
    assert noor.post("/settings/recovery-codes", kept="y").location == "/"
    noor.get("/settings/recovery-codes")
    assert CODE.findall(noor.page.words) == [] and "10 codes left" in noor.page.words


@pytest.mark.parametrize(
    "asked, pressed, leads_to",
    [
        (None, "y", "/"),
        (None, "write", "/threads/new"),
        ("/threads/new?room=nights", "y", "/threads/new?room=nights"),
    ],
)
def test_from_the_codes_a_new_member_goes_on_to_what_they_came_for(visit, asked, pressed, leads_to):
    noor = visit()
    fields = {}
    if asked:
        noor.get(asked)
        noor.post("/sign-up", **noor.page.form("/sign-up").fields, begin="y")
        fields = noor.page.form("/sign-up").fields
    noor.follow(noor.post("/sign-up", **{**fields, "username": "noor", "password": PASSWORD}))
    assert len(CODE.findall(noor.page.words)) == 10
    assert "a partner or somebody in your family" in noor.page.words
    assert "I have kept them, go on" in noor.page.words
    assert ("write my first post" in noor.page.words) is (asked is None)
    form = noor.page.form("/settings/recovery-codes").fields
    assert noor.post("/settings/recovery-codes", **form | {"kept": pressed}).location == leads_to


def test_no_address_of_another_site_hides_in_the_way_on(visit):
    noor = visit()
    noor.post("/sign-up", username="noor", password=PASSWORD)
    for next_ in ("https://evil.example/", "//evil.example", "/threads/new"):
        noor.get(f"/settings/recovery-codes?next={next_}")
        assert "next" not in noor.page.form("/settings/recovery-codes").fields
    assert noor.post("/settings/recovery-codes", kept="y", next="https://evil.example/").location == "/"


def test_who_makes_new_codes_goes_back_to_their_account(visit, given):
    given(member, "mira")
    mira = visit("mira")
    mira.follow(mira.post("/settings/recovery-codes", password=PASSWORD))
    assert len(CODE.findall(mira.page.words)) == 10 and "my first post" not in mira.page.words
    assert mira.post("/settings/recovery-codes", kept="y").location == "/settings/account"


def test_after_half_an_hour_they_are_not_shown_any_more(visit, held_clock):
    noor = visit()
    noor.follow(noor.post("/sign-up", username="noor", password=PASSWORD))
    held_clock.shift(timedelta(minutes=31))
    noor.get("/settings/recovery-codes")
    assert CODE.findall(noor.page.words) == []


def test_no_other_browser_of_the_same_member_shows_them(visit):
    noor = visit()
    noor.post("/sign-up", username="noor", password=PASSWORD)
    other = visit("noor")
    other.get("/settings/recovery-codes")
    assert CODE.findall(other.page.words) == []


def test_the_database_holds_no_code_that_could_be_typed(given, rows):
    given(member, "mira")
    shown = given(codes)
    with rows() as session:
        held = session.scalars(select(RecoveryCode.code_hash)).all()
    assert len(held) == 10
    for code in shown:
        for row in held:
            assert code.replace("-", "").encode() not in row and len(row) == 32


def test_a_code_sets_a_new_password_once_and_ends_every_sign_in(visit, given):
    given(member, "mira")
    code, other = given(codes)[:2]
    elsewhere = visit("mira")
    lost = visit()
    answer = lost.post("/sign-in/recover", username="Mira", code=f" {code.upper()} ", new_password=ANOTHER)
    assert (answer.status_code, answer.location) == (303, "/sign-in")
    assert elsewhere.get("/settings/account").status_code == 401
    assert sign_in(visit()).status_code == 422
    assert sign_in(visit(), ANOTHER).status_code == 303
    assert lost.post("/sign-in/recover", username="mira", code=code, new_password=PASSWORD).status_code == 422
    assert lost.post("/sign-in/recover", username="mira", code=other, new_password=PASSWORD).status_code == 303


def test_a_weak_new_password_does_not_cost_the_code(visit, given):
    given(member, "mira")
    code = given(codes)[0]
    lost = visit()
    assert lost.post("/sign-in/recover", username="mira", code=code, new_password="short").status_code == 422
    assert lost.page.form("/sign-in/recover").fields["username"] == ["mira"]
    assert lost.post("/sign-in/recover", username="mira", code=code, new_password=ANOTHER).status_code == 303


def test_a_code_in_place_of_the_password_leaves_the_second_step_standing(visit, given):
    given(member, "mira", app=True)
    first, second = given(codes)[:2]
    visit().post("/sign-in/recover", username="mira", code=first, new_password=ANOTHER)
    mira = visit()
    assert sign_in(mira, ANOTHER).location == "/sign-in/code"
    assert mira.post("/sign-in/code", code=second).status_code == 303


def test_signs_that_look_alike_on_paper_are_read_kindly(visit, given, rows):
    given(member, "mira", app=True)
    for code in given(codes):
        if "o" in code or "i" in code:
            mira = visit()
            sign_in(mira)
            copied = code.replace("o", "0").replace("i", "1").replace("-", "")
            assert mira.post("/sign-in/code", code=copied).status_code == 303
            break


def test_new_codes_need_the_password_and_end_the_old_ones(visit, given):
    given(member, "mira", app=True)
    old = given(codes)[0]
    mira = visit("mira")
    assert mira.post("/settings/recovery-codes", password="somebody else here").status_code == 422
    mira.follow(mira.post("/settings/recovery-codes", password=PASSWORD))
    assert len(CODE.findall(mira.page.words)) == 10
    other = visit()
    sign_in(other)
    assert other.post("/sign-in/code", code=old).status_code == 422


def test_one_code_typed_in_two_places_at_once_opens_one(app, given):
    """Exactly one of several deletes counts its row; the other finds none."""
    from forum.accounts import recovery

    given(member, "mira")
    code = given(codes)[0]
    assert [given(lambda: recovery.use(account().id, code)) for _ in range(2)] == [True, False]


def test_lost_everything_is_told_plainly_and_kindly(visit):
    lost = visit()
    assert lost.get("/sign-in/lost").status_code == 200
    for words in ("recovery code", "e-mail address", "join again", "as welcome as the first time"):
        assert words in lost.page.words


def test_who_has_the_app_but_lost_the_password_needs_a_code_and_the_app(visit, given):
    given(member, "mira", app=True)
    code = given(codes)[0]
    mira = visit()
    mira.post("/sign-in/recover", username="mira", code=code, new_password=ANOTHER)
    sign_in(mira, ANOTHER)
    assert mira.post("/sign-in/code", code=code_now()).status_code == 303
