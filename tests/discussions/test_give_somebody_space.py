"""Somebody asked for space: nobody is told that they lack answers, and the thread does not wait for one."""

from typing import Any

import pytest

from tests import factories
from tests.discussions.looking import rows
from tests.posting.writing import led_to

pytestmark = pytest.mark.usefixtures("people")
LACKS = "Nobody has answered yet."
QUIET = "They asked for some space, so it is quiet here for now, as they wished."
WAITING = "thread-row__waiting"
TYPED = {"title": "Putting this down", "body": "Please don't answer tonight.", "room": "nights"}


@pytest.fixture(autouse=True)
def nights(given: Any) -> None:
    given(factories.room)


def begun(visit: Any, asked: Any) -> str:
    mira = visit("mira")
    post = led_to(mira.post("/threads/new", **TYPED, support=asked))
    return str(mira.get(f"/posts/{post}").location).partition("#")[0]


@pytest.mark.parametrize("asked", ["space", ["listen", "space"]])
@pytest.mark.parametrize("who", [None, "noor", "sam"])
def test_nobody_hears_that_they_lack_answers(visit: Any, asked: Any, who: str | None) -> None:
    thread, person = begun(visit, asked), visit(who)
    person.get(thread)
    assert QUIET in person.page.words and LACKS not in person.page.words
    assert "You are the first person they will hear from" not in person.page.words
    for order in ("active", "new", "waiting"):
        person.get(f"/?list={order}")
        assert WAITING not in person.page.html, order
    assert rows(person.get("/?list=waiting").get_data(as_text=True)) == []


def test_a_wish_for_space_counts_from_the_moment_it_is_made_until_it_is_taken_back(visit: Any, given: Any) -> None:
    thread = given(factories.thread, by="mira", asked="listen")
    mira, noor, place = visit("mira"), visit("noor"), f"/posts/{given(factories.opening, thread)}/edit"
    for asked, waits in (("space", False), ("advice", True)):
        mira.get(place)
        assert mira.post(place, title="Nights", body="Words.", support=asked).status_code == 303
        noor.get(f"/threads/{thread}")
        assert (LACKS in noor.page.words) is waits and (QUIET in noor.page.words) is not waits
        assert rows(noor.get("/?list=waiting").get_data(as_text=True)) == ([thread] if waits else [])
