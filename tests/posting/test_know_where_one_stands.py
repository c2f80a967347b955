"""While writing and after, people see what they answer, under which name it goes, and whether anybody has answered."""

from typing import Any

import pytest

from tests import factories

pytestmark = pytest.mark.usefixtures("people")


@pytest.fixture
def thread(given: Any) -> str:
    return str(given(factories.thread, "The kettle", by="tomasz"))


def test_who_answers_one_post_has_its_words_at_hand(visit: Any, given: Any, thread: str) -> None:
    post = given(factories.reply, thread, by="sam", body="I put the phone in a drawer.")
    mira = visit("mira")
    for answer in (
        mira.get(f"/threads/{thread}/reply?answers={post}"),
        mira.post(f"/threads/{thread}/reply", body="", answers=post),
        mira.post(f"/threads/{thread}/reply", body="Me too.", answers=post, then="preview"),
    ):
        assert "I put the phone in a drawer." in answer.get_data(as_text=True)


def test_words_under_a_note_stay_folded_there_too(visit: Any, given: Any, thread: str) -> None:
    post = given(factories.reply, thread, by="sam", body="Told closely.", warned="death:detailed")
    page = visit("mira").get(f"/threads/{thread}/reply?answers={post}").get_data(as_text=True)
    before = page[: page.index("Told closely.")]
    innermost = before[before.rfind("<details") :]
    assert "</details" not in innermost and "Show post" in innermost


@pytest.mark.parametrize(
    ("anonymous", "said"), [("", "under your own name."), ("y", "under a name made for this thread.")]
)
def test_a_preview_says_under_which_name_it_will_stand(visit: Any, thread: str, anonymous: str, said: str) -> None:
    mira = visit("mira")
    for path, more in ((f"/threads/{thread}/reply", {}), ("/threads/new", {"title": "T", "room": "nights"})):
        mira.post(path, body="I go cold first.", anonymous=anonymous, then="preview", **more)
        assert f"It will stand {said}" in mira.page.words
        assert 'form="writing"' in mira.page.html, "it can be posted from where it was read"


@pytest.mark.parametrize(
    ("anonymous", "said"), [("", "It goes under your name, mira."), ("y", "It goes under a name made")]
)
def test_words_that_waited_for_a_sign_in_say_it_too(
    visit: Any, given: Any, thread: str, anonymous: str, said: str
) -> None:
    from tests.accounts.cast import PASSWORD, member

    given(member, "olive", app=False)
    visitor = visit()
    visitor.post(f"/threads/{thread}/reply", body="I go cold first.", anonymous=anonymous)
    form = visitor.page.form("/sign-in").fields
    visitor.post("/sign-in", **{**form, "username": "olive", "password": PASSWORD})
    assert said.replace("mira", "olive") in visitor.page.words


def test_your_writing_says_that_people_have_answered(visit: Any, given: Any, thread: str) -> None:
    sealed = given(factories.thread, "Cold rooms", by="tomasz", anonymous=True)
    tomasz = visit("tomasz")
    given(factories.reply, thread, by="tomasz", body="One more thing.")
    assert "People have answered" not in tomasz.get("/mine").get_data(as_text=True)
    for place in (thread, sealed):
        given(factories.reply, place, by="mira", body="I hear you.")
    assert tomasz.get("/mine").get_data(as_text=True).count("People have answered") == 2
    assert "People have answered" not in visit("mira").get("/mine").get_data(as_text=True)
