"""Somebody wrote for an hour, and their sign-in ran out: nothing that they typed is lost on the way back."""

import re

import pytest

from forum.accounts import signing_in
from tests.accounts.cast import PASSWORD, account, code_now, codes, member

WORDS = "It is three in the morning.\r\n\r\n<b>I</b> \"know\" it & I can't sleep. 🌙\r\n  - one\r\n\ttwo"
POST = {"title": "Nights", "body": WORDS, "room": "nights", "support": ["listen", "experience"], "anonymous": "y"}


@pytest.fixture
def writer(visit, given):
    """Mira at her form, and then her sign-in is gone."""
    given(member, "mira")
    mira = visit("mira")
    given(lambda: signing_in.end_all(account()))
    return mira


def hidden(person, action):
    return {name: values for name, values in person.page.form(action).fields.items() if name != "csrf_token"}


def as_sent(fields):
    """A browser sends line ends as CR LF, whatever the page held."""
    plain = {name: [value.replace("\r\n", "\n") for value in values] for name, values in fields.items()}
    return {name: plain[name] for name in sorted(plain)}


def typed(fields):
    wanted = {name: value if isinstance(value, list) else [value] for name, value in fields.items()}
    return as_sent(wanted)


def test_the_sign_in_page_that_comes_instead_holds_every_word(writer):
    answer = writer.post("/threads/new", **POST)
    assert answer.status_code == 401
    assert "Your words are kept" in writer.page.words
    assert "I can't sleep" in writer.page.words
    fields = hidden(writer, "/sign-in").items()
    carried = {name.removeprefix("kept:"): values for name, values in fields if name.startswith("kept:")}
    assert as_sent(carried) == typed(POST)


def sign_in(person, **more):
    return person.post("/sign-in", **{**hidden(person, "/sign-in"), "username": "mira", "password": PASSWORD, **more})


def test_after_signing_in_the_words_are_in_the_form_again_and_one_button_sends_them(writer):
    writer.post("/threads/new", **POST)
    answer = sign_in(writer)
    assert answer.status_code == 200
    assert "Nothing has been sent yet" in writer.page.words
    assert as_sent(hidden(writer, "/threads/new")) == typed(POST)
    assert writer.page.csrf_token
    assert writer.get("/settings/account").status_code == 200


def test_a_wrong_password_on_the_way_loses_nothing(writer):
    writer.post("/threads/new", **POST)
    assert sign_in(writer, password="something else entirely").status_code == 422
    assert sign_in(writer).status_code == 200
    assert as_sent(hidden(writer, "/threads/new")) == typed(POST)


LABELS = [
    ("/threads/new", {"title": "Title", "body": "Your words"}),
    ("/threads/aaaabbbbccccdddd/reply", {"body": "Your words"}),
    ("/posts/aaaabbbbccccdddd/report", {"note": "Anything we should know"}),
    ("/decisions/aaaabbbbccccdddd/appeal", {"words": "What should we look at again?"}),
    ("/moderation/items/aaaabbbbccccdddd/decide", {"note": "A note to the writer", "passage": "The passage to cover"}),
]


def labels_of(person):
    return dict(re.findall(r'<label for="(\w+)">([^<]+)</label>', person.page.html.partition("data-writing")[2]))


@pytest.mark.parametrize("place, called", LABELS, ids=[place for place, _ in LABELS])
def test_every_field_that_comes_back_is_called_what_it_was_called(writer, place, called):
    writer.post(place, **dict.fromkeys(called, "Dear words."))
    shown = writer.page.words.partition("What you wrote")[2]
    assert all(f"{label} Dear words." in shown for label in called.values())
    assert sign_in(writer).status_code == 200
    assert labels_of(writer) == called
    refused = writer.post(place, **dict.fromkeys(called, "Dear words."), csrf_token="over")
    assert refused.status_code in {400, 404} and labels_of(writer) == called


@pytest.mark.parametrize("by", ["app", "recovery code"])
def test_the_second_step_loses_nothing_either(visit, given, by):
    given(member, "mira", app=True)
    code = given(codes)[0] if by == "recovery code" else code_now()
    mira = visit()
    mira.post("/threads/new", **POST)
    assert sign_in(mira).status_code == 200
    assert mira.post("/sign-in/code", **{**hidden(mira, "/sign-in/code"), "code": "000000"}).status_code == 422
    assert mira.post("/sign-in/code", **{**hidden(mira, "/sign-in/code"), "code": code}).status_code == 200
    assert as_sent(hidden(mira, "/threads/new")) == typed(POST)


def test_somebody_without_an_account_can_make_one_on_the_way(visit):
    noor = visit()
    noor.post("/threads/new", **POST)
    fields = hidden(noor, "/sign-in")
    assert noor.post("/sign-up", **fields, begin="y").status_code == 200
    fields = hidden(noor, "/sign-up") | {"username": "noor", "password": "short"}
    assert noor.post("/sign-up", **fields).status_code == 422
    fields = hidden(noor, "/sign-up") | {"username": "noor", "password": PASSWORD}
    assert noor.post("/sign-up", **fields).status_code == 200
    assert as_sent(hidden(noor, "/threads/new")) == typed(POST)
    codes_beside = re.findall(r"<li>([^<]+)</li>", noor.page.html.partition('class="codes')[2])
    assert len(codes_beside) == 10, "nobody has to leave their words to see the codes"
    noor.get("/settings/recovery-codes")
    assert all(code in noor.page.words for code in codes_beside)


def test_somebody_who_has_an_account_after_all_takes_the_words_along(writer):
    writer.post("/threads/new", **POST)
    writer.post("/sign-up", **hidden(writer, "/sign-up"), begin="y")
    assert writer.post("/sign-in", **hidden(writer, "/sign-in"), begin="y").status_code == 200
    assert sign_in(writer).status_code == 200
    assert as_sent(hidden(writer, "/threads/new")) == typed(POST)


@pytest.mark.parametrize("place", ["/threads/new", "/threads/new?room=nights"])
def test_who_comes_to_write_is_asked_to_join_before_anything_else(visit, place):
    noor = visit()
    assert noor.get(place).status_code == 401
    main = noor.page.html.partition("<main")[2]
    assert main.index('action="/sign-up"') < main.index('action="/sign-in"')
    assert "A name and a password are enough. You need no e-mail address" in noor.page.words
    noor.post("/sign-up", **hidden(noor, "/sign-up"), begin="y")
    joining = hidden(noor, "/sign-up") | {"username": "noor", "password": PASSWORD, "email": ""}
    noor.follow(noor.post("/sign-up", **joining))
    kept = hidden(noor, "/settings/recovery-codes") | {"kept": "y"}
    assert noor.post("/settings/recovery-codes", **kept).location == place


@pytest.mark.parametrize("place", ["/sign-in", "/mine", "/moderation/"])
def test_who_has_been_here_finds_the_form_to_sign_in_first_and_joining_beside_it(visit, place):
    visitor = visit()
    visitor.get(place)
    main = visitor.page.html.partition("<main")[2]
    assert main.index('action="/sign-in"') < main.index('action="/sign-up"')
    assert "A name and a password are enough." in visitor.page.words


def test_a_form_that_was_open_too_long_gives_the_words_back(visit, given):
    """The browser was closed and opened: its session is gone, and with it the form's token."""
    given(member, "mira")
    mira = visit()
    mira.post("/threads/new", **POST)
    old = {"username": "mira", "password": PASSWORD, "csrf_token": "from another day"}
    answer = visit().post("/sign-in", **(hidden(mira, "/sign-in") | old))
    assert answer.status_code == 400
    assert "It is three in the morning." in answer.text and 'action="/threads/new"' in answer.text


def test_the_longest_post_in_the_widest_alphabet_fits(writer):
    longest = {**POST, "body": "🌙" * 20_000}
    assert writer.post("/threads/new", **longest).status_code == 401
    assert sign_in(writer).status_code == 200
    assert hidden(writer, "/threads/new")["body"] == [longest["body"]]


def test_a_password_or_a_code_never_travels_with_the_words(visit):
    noor = visit()
    noor.post("/settings/password", password="a secret of long standing", new_password="another one, newer")
    assert noor.page.form("/sign-in")
    assert "long standing" not in noor.page.html and "another one" not in noor.page.html


def test_pages_without_words_lead_to_where_one_wanted_to_go(visit, given):
    given(member, "mira")
    mira = visit()
    assert mira.get("/settings/account").status_code == 401
    answer = sign_in(mira)
    assert (answer.status_code, answer.location) == (303, "/settings/account")


def test_nothing_of_the_words_is_stored_on_the_way(writer, app, database):
    writer.post("/threads/new", **POST)
    sign_in(writer)
    with app.app_context():
        from forum.db import db

        for table in db.metadata.sorted_tables:
            for row in db.session.execute(table.select()):
                assert "three in the morning" not in repr(row)
