"""Somebody chooses how pages look and what warned posts do, signed in or not, and the choice stays with them."""

import re
from typing import Any

import pytest
from sqlalchemy import select

from forum.accounts.models import Account
from tests import factories
from tests.people import Person


@pytest.fixture(autouse=True)
def people(given: Any) -> None:
    given(factories.member, "mira")
    given(factories.member, "tomasz")


def chosen(person: Person, **fields: Any) -> str:
    """What the person's browser keeps after this form was sent."""
    assert person.post("/settings", **fields).status_code == 303
    kept = person.client.get_cookie("p")
    return kept.value if kept else ""


def look(person: Person) -> dict[str, str]:
    """How the home page is told to look."""
    html = person.get("/").get_data(as_text=True)
    return dict(re.findall(r'data-(theme|calm|size)="(\w+)"', html.partition("<head>")[0]))


ALL = {
    "theme": "dark",
    "size": "large",
    "calm": "y",
    "titles": "y",
    "warned": "soften",
    "topic-death": "hide",
    "topic-abuse": "show",
    "country": "GB",
}


@pytest.mark.parametrize("who", [None, "mira"])
def test_a_choice_is_kept_and_shown_again_on_the_form(visit: Any, who: str | None) -> None:
    person = visit(who)
    chosen(person, **ALL)
    assert look(person) == {"theme": "dark", "calm": "y", "size": "large"}
    person.get("/settings")
    form = person.page.form("/settings").fields
    told = {name: form[name][-1] for name in ALL}
    assert told == ALL
    assert "exit" not in form


def test_saving_says_so_once(visit: Any) -> None:
    person = visit()
    person.follow(person.post("/settings", theme="dark", exit="y"))
    assert "Your choices are saved." in person.page.words
    person.get("/settings")
    assert "Your choices are saved." not in person.page.words


def test_equal_choices_are_equal_cookies(visit: Any) -> None:
    """In whatever order, with whatever words left at their usual value: nothing tells two visitors apart."""
    first = chosen(visit(), **ALL)
    second = visit()
    chosen(second, theme="light", warned="hide", exit="y", **{"topic-violence": "show"})
    assert chosen(second, **dict(reversed(ALL.items())), **{"topic-violence": ""}) == first
    third = visit()
    assert chosen(third, **ALL, **{"topic-violence": "soften", "topic-hate": "soften"}) == first
    assert first and len(first) < 200 and not re.search(r"\d|mira", first)


def test_the_cookie_lasts_and_no_script_reads_it(visit: Any) -> None:
    answer = visit().post("/settings", theme="dark", exit="y")
    made = next(line for line in answer.headers.getlist("Set-Cookie") if line.startswith("p="))
    assert "HttpOnly" in made and "SameSite=Lax" in made and "Max-Age=31536000" in made and "Path=/" in made


def test_the_usual_choices_leave_no_cookie(visit: Any) -> None:
    person = visit()
    chosen(person, **ALL)
    assert chosen(person, theme="auto", size="normal", warned="collapse", exit="y", country="") == ""


def test_a_visitors_choice_writes_nothing_here(visit: Any, rows: Any) -> None:
    with rows() as session:
        before = list(session.scalars(select(Account.preferences)))
    chosen(visit(), **ALL)
    with rows() as session:
        assert list(session.scalars(select(Account.preferences))) == before


def test_a_members_choice_follows_them_to_another_browser(visit: Any) -> None:
    chosen(visit("mira"), **ALL)
    assert look(visit("mira"))["theme"] == "dark"
    assert look(visit("tomasz"))["theme"] == "auto"
    assert look(visit())["theme"] == "auto"


def test_going_back_to_the_usual_follows_them_too(visit: Any) -> None:
    """An older choice in a second browser does not come back."""
    second = visit("mira")
    second.client.set_cookie("p", "a-show.t-dark")
    chosen(visit("mira"), theme="auto", size="normal", warned="collapse", exit="y")
    assert look(second)["theme"] == "auto"


def test_what_was_chosen_before_signing_in_is_still_there_after(visit: Any) -> None:
    person = visit("mira")
    person.client.set_cookie("p", "t-dark")
    assert look(person)["theme"] == "dark"


def test_the_way_out_can_be_taken_off_every_page_and_put_back(visit: Any) -> None:
    person = visit()
    chosen(person, theme="auto")
    assert "Leave this site" not in person.get("/").get_data(as_text=True)
    chosen(person, exit="y")
    assert "Leave this site" in person.get("/").get_data(as_text=True)


@pytest.mark.parametrize("who", [None, "mira"])
def test_words_that_were_not_offered_change_nothing(visit: Any, who: str | None) -> None:
    person = visit(who)
    before = chosen(person, **ALL)
    nonsense = ["", "x", "DARK", "dark light", "\0", "é", "a" * 5000, "t-dark.c-y", "'; --", "<b>"]
    for word in nonsense:
        kept = {"calm": "y", "titles": "y", "country": "GB", "topic-death": "hide", "topic-abuse": "show"}
        assert chosen(person, **kept, theme=word, size=word, warned=word, exit=word) == before, word
    for word in nonsense:
        after = chosen(person, **{**ALL, "country": word, "topic-death": word, "topic-nonsense": "hide"})
        assert after == before.replace("h-GB.", "").replace(".wdeath-hide", ""), word


def test_a_cookie_that_we_never_wrote_is_read_as_far_as_it_makes_sense(visit: Any) -> None:
    for junk in ("t-dark", "zzz.t-dark", "t-dark.w-hide.wdeath-never.h-gb.s-huge", "x" * 1000 + ".t-light", "."):
        person = visit()
        person.client.set_cookie("p", junk)
        assert look(person)["theme"] == ("dark" if junk.startswith(("t-dark", "zzz")) else "auto"), junk


def test_settings_are_not_changed_by_following_a_link(visit: Any) -> None:
    person = visit("mira")
    person.get("/settings?theme=dark&warned=show")
    assert look(person)["theme"] == "auto"
