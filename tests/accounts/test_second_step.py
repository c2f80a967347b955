"""A second step keeps an account its owner's, and moderators cannot work without one."""

import re
from datetime import timedelta

import pyotp
import pytest

from forum import clock
from forum.accounts import operations, second_factor
from forum.accounts.models import Account, Role
from forum.boxes import BoxDamaged
from forum.db import db
from tests.accounts.cast import ANOTHER, PASSWORD, SECRET, account, code_now, codes, member, moderator


def sign_in(person, name="mira", password=PASSWORD, **more):
    return person.post("/sign-in", username=name, password=password, **more)


def set_up(person):
    """What a person does in Settings to add an app; the secret that they were shown."""
    answer = person.post("/settings/second-factor/app/begin", password=PASSWORD)
    person.follow(answer)
    secret = re.search(r"type this key into it: ((?:[A-Z2-7]{4} ?)+)", person.page.words).group(1).replace(" ", "")
    picture = person.client.get("/settings/second-factor/app.svg")
    assert picture.mimetype == "image/svg+xml" and b'xmlns="http://www.w3.org/2000/svg"' in picture.data
    assert picture.headers["Cache-Control"] == "no-store"
    return secret


def test_a_member_sets_up_an_app_and_is_asked_for_it_from_then_on(visit, given, held_clock):
    given(member, "mira")
    mira = visit("mira")
    secret = set_up(mira)
    assert mira.post("/settings/second-factor/app", code="000000").status_code == 422
    assert mira.post("/settings/second-factor/app", code=code_now(secret)).status_code == 303
    again = visit()
    answer = sign_in(again)
    assert answer.location == "/sign-in/code"
    assert again.get("/settings/account").status_code == 401
    held_clock.shift(30)
    assert again.post("/sign-in/code", code=code_now(secret)).status_code == 303
    assert again.get("/settings/account").status_code == 200


def test_nothing_is_turned_on_before_the_app_has_shown_a_right_code(visit, given):
    given(member, "mira")
    mira = visit("mira")
    set_up(mira)
    assert sign_in(visit()).location == "/"


def test_each_code_is_good_once(visit, given, held_clock):
    given(member, "mira", app=True)
    code = code_now()
    first, second = visit(), visit()
    sign_in(first)
    sign_in(second)
    assert first.post("/sign-in/code", code=code).status_code == 303
    assert second.post("/sign-in/code", code=code).status_code == 422


def test_no_row_says_when_a_member_signed_in(visit, given, held_clock, rows):
    """Nothing at or about the account moves with the minute of signing in: a stolen copy cannot be joined by it."""
    given(member, "mira", app=True)

    def about_mira():
        with rows() as session:
            mira = account()
            seen = []
            for table in db.metadata.sorted_tables:
                for row in session.execute(table.select()).mappings():
                    own = table.name == "accounts" or row.get("account_id") == mira.id
                    seen += [(table.name, *(v for k, v in row.items() if k != "token_hash"))] if own else []
            return sorted(seen, key=repr)

    mira = visit()
    sign_in(mira)
    half_way = about_mira()
    mira.post("/sign-in/code", code=code_now())
    first = about_mira()
    mira.get("/settings/account")
    mira.post("/sign-out")
    assert about_mira() == half_way
    held_clock.shift(timedelta(hours=5, minutes=7))
    sign_in(mira)
    mira.post("/sign-in/code", code=code_now())
    assert about_mira() == first


@pytest.mark.parametrize("seconds, fits", [(-61, False), (-30, True), (0, True), (30, True), (61, False)])
def test_a_phone_may_be_half_a_minute_off(visit, given, held_clock, seconds, fits):
    given(member, "mira", app=True)
    mira = visit()
    sign_in(mira)
    there = pyotp.TOTP(SECRET).at(int(clock.now().timestamp()) + seconds)
    assert (mira.post("/sign-in/code", code=f"{there[:3]} {there[3:]}").status_code == 303) is fits


def test_after_six_wrong_codes_the_password_is_asked_again(visit, given):
    given(member, "mira", app=True)
    mira = visit()
    sign_in(mira)
    answers = [mira.post("/sign-in/code", code=f"00000{n}").status_code for n in range(6)]
    assert answers == [422] * 6
    assert mira.page.form("/sign-in")
    assert mira.post("/sign-in/code", code=code_now()).status_code == 422
    assert mira.get("/settings/account").status_code == 401


def test_the_half_open_door_shuts_after_a_quarter_of_an_hour(visit, given, held_clock):
    given(member, "mira", app=True)
    mira = visit()
    sign_in(mira)
    held_clock.shift(16 * 60)
    answer = mira.post("/sign-in/code", code=code_now())
    assert answer.status_code == 422
    assert "start once more" in mira.page.words


def test_the_half_open_door_belongs_to_one_browser(visit, given):
    given(member, "mira", app=True)
    mira, other = visit(), visit()
    sign_in(mira)
    other.get("/sign-in")
    assert other.post("/sign-in/code", code=code_now()).status_code == 422


def test_a_new_password_shuts_half_open_doors(visit, given):
    given(member, "mira", app=True)
    mira = visit()
    sign_in(mira)
    given(lambda: operations.change_password(account(), ANOTHER, was=account().password_hash))
    assert mira.post("/sign-in/code", code=code_now()).status_code == 422


def test_a_recovery_code_takes_the_place_of_a_lost_app_once(visit, given):
    given(member, "mira", app=True)
    code = given(codes)[3]
    mira = visit()
    sign_in(mira)
    assert mira.post("/sign-in/code", code=code.upper().replace("-", " ")).status_code == 303
    again = visit()
    sign_in(again)
    assert again.post("/sign-in/code", code=code).status_code == 422


def test_somebody_elses_recovery_code_opens_nothing(visit, given):
    given(member, "mira", app=True)
    given(member, "noor")
    code = given(codes, "noor")[0]
    mira = visit()
    sign_in(mira)
    assert mira.post("/sign-in/code", code=code).status_code == 422


def test_taking_the_app_away_needs_the_password(visit, given):
    given(member, "mira", app=True)
    mira = visit("mira")
    assert mira.post("/settings/second-factor/app/remove", password="somebody else at my desk").status_code == 422
    assert sign_in(visit()).location == "/sign-in/code"
    assert mira.post("/settings/second-factor/app/remove", password=PASSWORD).status_code == 303
    assert sign_in(visit()).location == "/"


def test_the_secret_lies_encrypted_and_the_box_fits_its_owner_only(given, rows):
    given(member, "mira", app=True)
    given(member, "noor")

    def give_noor_miras_box() -> None:
        account("noor").totp_box = account("mira").totp_box

    given(give_noor_miras_box)
    with rows() as session:
        box = session.get(Account, account("mira").id).totp_box
        assert SECRET.encode() not in box
        with pytest.raises(BoxDamaged):
            second_factor.use(account("noor"), "000000")


def test_a_moderator_without_a_second_factor_is_led_to_the_page_that_sets_one_up(visit, given):
    given(moderator, "sam", app=False)
    sam = visit()
    assert sign_in(sam, "sam").location == "/settings/second-factor"
    answer = sam.get("/moderation/")
    assert (answer.status_code, answer.location) == (303, "/settings/second-factor")
    sam.follow(answer)
    assert "moderators’ pages open right after" in sam.page.words
    secret = set_up(sam)
    sam.post("/settings/second-factor/app", code=code_now(secret))
    assert sam.get("/moderation/").status_code == 200


def test_a_moderator_who_lost_the_app_gets_in_but_sets_up_a_new_one_before_working(visit, given):
    given(moderator, "sam")
    code = given(codes, "sam")[0]
    sam = visit()
    sign_in(sam, "sam")
    assert sam.post("/sign-in/code", code=code).location == "/settings/second-factor"
    assert sam.get("/moderation/").status_code == 303


def test_no_other_member_learns_that_the_moderators_pages_exist(visit, given):
    given(member, "mira")
    given(member, "noor", app=True)
    noor = visit()
    sign_in(noor, "noor")
    noor.post("/sign-in/code", code=code_now())
    unknown = visit("mira").get("/no-such-page").status_code
    assert [person.get("/moderation/").status_code for person in (visit("mira"), noor)] == [unknown] * 2


@pytest.mark.parametrize("place", ["/moderation/", "/moderation/?state=decided", "/moderation/items/aaaabbbbccccdddd"])
@pytest.mark.parametrize("wrong_first", [False, True])
def test_a_moderator_whose_sign_in_ran_out_lands_where_they_were_going(visit, given, place, wrong_first):
    given(moderator, "sam")
    sam = visit()
    assert sam.get(place).status_code == 401
    fields = sam.page.form("/sign-in").fields
    if wrong_first:
        sam.post("/sign-in", **fields | {"username": "sam", "password": "not it at all"})
        fields = sam.page.form("/sign-in").fields
    answer = sam.post("/sign-in", **fields | {"username": "sam", "password": PASSWORD})
    assert answer.location == "/sign-in/code"
    sam.follow(answer)
    if wrong_first:
        sam.post("/sign-in/code", **sam.page.form("/sign-in/code").fields | {"code": "000000"})
    answer = sam.post("/sign-in/code", **sam.page.form("/sign-in/code").fields | {"code": code_now()})
    assert (answer.status_code, answer.location) == (303, place)


def test_what_a_moderator_had_typed_at_the_desk_comes_back_after_both_steps(visit, given):
    given(moderator, "sam")
    sam = visit()
    decide = "/moderation/items/aaaabbbbccccdddd/decide"
    assert sam.post(decide, action="hide", facts="It names a street.", note="Be well.").status_code == 401
    right = {"username": "sam", "password": PASSWORD}
    assert sam.post("/sign-in", **sam.page.form("/sign-in").fields | right).status_code == 200
    fields = sam.page.form("/sign-in/code").fields | {"code": code_now()}
    assert sam.post("/sign-in/code", **fields).status_code == 200
    again = sam.page.form(decide).fields
    assert (again["facts"], again["note"], again["action"]) == (["It names a street."], ["Be well."], ["hide"])


def test_the_team_keeps_one_second_factor(visit, given):
    given(moderator, "sam")
    sam = visit("sam")
    assert sam.post("/settings/second-factor/app/remove", password=PASSWORD).status_code == 422
    assert "one has to stay" in sam.page.words


def test_who_becomes_a_moderator_signs_in_again_and_sets_up_a_second_factor(visit, given):
    given(member, "mira")
    mira = visit("mira")
    given(lambda: operations.change_role(account(), Role.MODERATOR))
    assert mira.get("/settings/account").status_code == 401
    assert sign_in(visit(), keep="y").location == "/settings/second-factor"


def test_a_step_up_shows_in_a_new_token(visit, given, held_clock):
    given(member, "mira")
    mira = visit("mira")
    with mira.client.session_transaction() as session:
        before = session["_user_id"]
    mira.post("/settings/second-factor/app", code=code_now(set_up(mira)))
    with mira.client.session_transaction() as session:
        assert session["_user_id"] != before
        session["_user_id"] = before
    assert mira.get("/settings/account").status_code == 401
