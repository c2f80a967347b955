"""Words that are not posted yet are kept for their writer alone: by a button, by themselves, in every tab."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from forum import clock, work
from forum.accounts.models import Account
from forum.anonymity.models import Slot
from forum.anonymity.seal import person
from forum.db import db
from forum.posting import drafts
from tests import factories
from tests.people import Person
from tests.posting.writing import LETTER, everything, how_many

pytestmark = pytest.mark.usefixtures("people")


@pytest.fixture
def thread(given: Any) -> str:
    return str(given(factories.thread, "The kettle", by="tomasz"))


def saved(person: Person) -> list[str]:
    """The drafts that the list shows, by the address where each goes on, the latest first."""
    person.get("/drafts")
    return [link.replace("&amp;", "&") for link in person.page.links if "draft=" in link]


def goes_on(person: Person, link: str, action: str) -> dict[str, list[str]]:
    assert person.get(link).status_code == 200
    return person.page.form(action).fields


TYPED = {
    "title": "Half a title",
    "body": LETTER,
    "room": "nights",
    "warnings": ["suicide:mentioned", "abuse:detailed"],
    "support": ["listen", "space"],
    "anonymous": "y",
}


@pytest.mark.parametrize("way", ["by the button", "by itself"])
def test_a_thread_half_written_is_there_again_with_everything(visit: Any, rows: Any, thread: str, way: str) -> None:
    mira = visit("mira")
    mira.get("/threads/new")
    form = {**mira.page.form("/threads/new").fields, **TYPED}
    if way == "by the button":
        answer = mira.post("/threads/new", **form, then="keep")
        assert "Saved for later. Only you can see it." in mira.follow(answer).get_data(as_text=True)
    else:
        assert mira.post("/drafts", **form).status_code == 204
    with rows() as session:
        assert how_many(session)["posts"] == 1
    for place in ("/threads/new", saved(mira)[0]):
        found = goes_on(visit("mira"), place, "/threads/new")
        assert found["title"] == ["Half a title"] and found["body"] == [LETTER] and found["room"] == ["nights"]
        assert set(TYPED["warnings"]) <= set(found["warnings"]) and found["support"] == TYPED["support"]
        assert found["anonymous"] == ["y"]


@pytest.mark.parametrize("way", ["by the button", "by itself"])
def test_a_reply_half_written_is_there_again_with_everything(given: Any, visit: Any, thread: str, way: str) -> None:
    first = given(factories.reply, thread, by="sam")
    place = f"/threads/{thread}/reply"
    mira = visit("mira")
    form = goes_on(mira, f"{place}?answers={first}", place)
    form |= {"body": LETTER, "warnings": "death:described", "anonymous": "y", "advice": "y"}
    answer = mira.post(place, **form, then="keep") if way == "by the button" else mira.post("/drafts", **form)
    assert answer.status_code in {303, 204}
    for at in (f"/threads/{thread}", place, f"{place}?answers={first}", saved(mira)[0]):
        found = goes_on(visit("mira"), at, place)
        assert found["body"] == [LETTER] and "death:described" in found["warnings"], at
        assert found["anonymous"] == ["y"] and found["advice"] == ["y"]
    assert goes_on(visit("mira"), saved(mira)[0], place)["answers"] == [first]


def test_words_for_one_post_do_not_turn_up_as_an_answer_to_another(given: Any, visit: Any, thread: str) -> None:
    first, second = (given(factories.reply, thread, by="sam", body=f"Line {n}") for n in range(2))
    place = f"/threads/{thread}/reply"
    mira = visit("mira")
    mira.post("/drafts", place=thread, answers=first, body="For the first.")
    assert goes_on(mira, f"{place}?answers={second}", place)["body"] == [""]
    assert goes_on(mira, f"{place}?answers={first}", place)["body"] == ["For the first."]


def test_typing_on_saves_over_its_own_earlier_state(visit: Any, thread: str) -> None:
    mira = visit("mira")
    mira.get("/threads/new")
    form = mira.page.form("/threads/new").fields
    for words in ("I", "I listened", "I listened for the car"):
        assert mira.post("/drafts", **{**form, "body": words}).status_code == 204
    assert len(saved(mira)) == 1 and "I listened for the car" in mira.page.words
    assert mira.post("/drafts", **{**form, "body": "", "title": ""}).status_code == 204
    assert saved(mira) == [], "an empty form keeps nothing"


class TestTwoTabs:
    """Nothing that one tab does costs the words of the other (trap T18)."""

    def test_two_empty_forms_are_two_drafts(self, visit: Any, thread: str) -> None:
        mira = visit("mira")
        forms = []
        for words in ("The first tab.", "The second tab."):
            mira.get("/threads/new")
            forms.append({**mira.page.form("/threads/new").fields, "body": words})
        for form in forms:
            mira.post("/drafts", **form)
        assert len(saved(mira)) == 2
        assert "The first tab." in mira.page.words and "The second tab." in mira.page.words

    def tabs(self, mira: Person, place: str = "/threads/new") -> tuple[dict[str, Any], dict[str, Any]]:
        """A form with words that saved itself, and the same draft opened in a second tab and changed there."""
        mira.get(place)
        first = {**mira.page.form(place).fields, "title": "T", "room": "nights", "body": "Begun."}
        mira.post("/drafts", **first)
        mira.get(place)
        second = {**mira.page.form(place).fields, "body": "Begun. The second tab."}
        assert second["draft"] == first["draft"] and mira.page.form(place).fields["body"] == ["Begun."]
        return first, second

    def test_a_draft_opened_twice_and_changed_in_both_is_kept_twice(self, visit: Any, thread: str) -> None:
        mira = visit("mira")
        first, second = self.tabs(mira)
        mira.post("/drafts", **second)
        assert len(saved(mira)) == 1, "one draft, gone on with in the second tab"
        for words in ("Begun. The first", "Begun. The first tab."):
            mira.post("/drafts", **{**first, "body": words})
        assert len(saved(mira)) == 2, "both tabs, each once"
        assert "Begun. The first tab." in mira.page.words and "Begun. The second tab." in mira.page.words
        mira.post("/drafts", **{**second, "body": "Begun. The second tab, longer."})
        assert len(saved(mira)) == 2 and "The second tab, longer." in mira.page.words

    def test_posting_from_one_keeps_what_the_other_has_saved(self, visit: Any, thread: str) -> None:
        mira = visit("mira")
        first, second = self.tabs(mira)
        mira.post("/drafts", **second)
        assert mira.post("/threads/new", **{**first, "body": "Posted."}).status_code == 303
        assert "Begun. The second tab." in mira.get("/drafts").get_data(as_text=True)

    def test_posting_what_was_gone_on_with_leaves_no_draft(self, visit: Any, thread: str) -> None:
        mira = visit("mira")
        _, second = self.tabs(mira)
        mira.post("/drafts", **second)
        assert mira.post("/threads/new", **second).status_code == 303
        assert saved(mira) == []

    def test_a_reply_and_a_thread_do_not_meet(self, visit: Any, thread: str) -> None:
        mira = visit("mira")
        mira.post("/drafts", place="new", body="A thread.")
        mira.post("/drafts", place=thread, body="A reply.")
        assert goes_on(mira, "/threads/new", "/threads/new")["body"] == ["A thread."]
        assert goes_on(mira, f"/threads/{thread}", f"/threads/{thread}/reply")["body"] == ["A reply."]


def test_one_can_start_on_an_empty_page_beside_a_draft(visit: Any, thread: str) -> None:
    mira = visit("mira")
    mira.post("/drafts", place="new", body="Begun.")
    mira.get("/threads/new")
    assert "/threads/new?draft=none" in mira.page.links
    form = goes_on(mira, "/threads/new?draft=none", "/threads/new")
    assert form["body"] == [""]
    mira.post("/drafts", **{**form, "body": "Another."})
    assert len(saved(mira)) == 2


def test_signing_out_and_in_again_loses_nothing(visit: Any, thread: str) -> None:
    mira = visit("mira")
    mira.post("/drafts", place=thread, body=LETTER)
    mira.post("/sign-out")
    assert LETTER[:80] not in mira.get(f"/threads/{thread}").get_data(as_text=True)
    assert goes_on(visit("mira"), f"/threads/{thread}", f"/threads/{thread}/reply")["body"] == [LETTER]


def test_a_sign_in_that_ran_out_meanwhile_gives_the_words_to_the_sign_in_page(
    visit: Any, rows: Any, thread: str
) -> None:
    mira = visit("mira")
    form = {**goes_on(mira, f"/threads/{thread}", f"/threads/{thread}/reply"), "body": LETTER}
    visit("mira").post("/settings/sign-ins/everywhere")
    mira.client.delete_cookie("s")
    assert mira.client.post("/drafts", data=form).status_code == 401
    answer = mira.post(f"/threads/{thread}/reply", **form)
    assert answer.status_code == 401
    assert mira.page.form("/sign-in").fields["kept:body"] == [LETTER]
    with rows() as session:
        assert how_many(session)["posts"] == 1


def test_nobody_else_reads_opens_or_throws_away_a_draft(visit: Any, rows: Any, thread: str) -> None:
    mira = visit("mira")
    mira.post("/drafts", place="new", title="thistledown", body="forty-one gates")
    link = saved(mira)[0]
    draft = re.search(r"draft=([a-z2-9]{16})", link)[1]
    for who in ("tomasz", "sam"):
        person = visit(who)
        for place in ("/drafts", link, "/threads/new", f"/threads/{thread}/reply?draft={draft}"):
            assert "forty-one gates" not in person.get(place).get_data(as_text=True)
        assert person.post(f"/drafts/{draft}/discard").status_code == 303
        person.post("/drafts", place="new", draft=draft, seen="", body="Overwritten.")
    with rows() as session:
        assert "thistledown" not in everything(session) and "forty-one" not in everything(session)
    assert len(saved(mira)) == 1 and "forty-one gates" in mira.page.words
    assert visit().get("/drafts").status_code == 401


def test_a_draft_is_thrown_away_by_its_button(visit: Any, thread: str) -> None:
    mira = visit("mira")
    for words in ("Keep me.", "Throw me away."):
        mira.post("/drafts", place="new", body=words)
    draft = re.search(r"draft=([a-z2-9]{16})", saved(mira)[0])[1]
    gone = (
        "Throw me away." if mira.page.words.index("Throw me away.") < mira.page.words.index("Keep me.") else "Keep me."
    )
    assert f"/drafts/{draft}/discard" in [form.action for form in mira.page.forms]
    mira.follow(mira.post(f"/drafts/{draft}/discard"))
    assert gone not in mira.page.words and len(saved(mira)) == 1
    assert mira.post("/drafts/abcdefghijkmnopq/discard").status_code == 303


def test_twenty_places_and_then_the_oldest_makes_room(visit: Any, thread: str) -> None:
    mira, began = visit("mira"), clock.now()
    for number in range(drafts.DRAFTS + 1):
        mira.post("/drafts", place="new", body=f"Thought number {number:02}.")
    page = mira.get("/drafts").get_data(as_text=True)
    assert drafts.DRAFTS == 20 and len(re.findall(r"Thought number \d\d", page)) == 20
    assert clock.now() - began < timedelta(seconds=60)
    assert "Thought number 20." in page


def test_two_members_with_the_same_draft_id_have_their_own(visit: Any, thread: str) -> None:
    for who in ("mira", "tomasz"):
        visit(who).post("/drafts", place="new", draft="abcdefghijkmnopq", body=f"By {who}.")
    for who in ("mira", "tomasz"):
        assert goes_on(visit(who), "/threads/new", "/threads/new")["body"] == [f"By {who}."]


@pytest.mark.parametrize(
    "place", ["", "x", "edit:", "edit:x", "back:new", "new ", "../new", "\0", "a" * 5000, "edit:new"]
)
def test_a_place_that_there_cannot_be_keeps_nothing(visit: Any, rows: Any, thread: str, place: str) -> None:
    mira = visit("mira")
    assert mira.post("/drafts", place=place, body="Words.").status_code == 422
    assert mira.get("/drafts").status_code == 200 and saved(mira) == []


def test_a_draft_may_be_longer_than_a_post_and_not_endless(visit: Any, thread: str) -> None:
    mira = visit("mira")
    assert mira.post("/drafts", place="new", body="é" * 50_000).status_code == 204
    assert goes_on(mira, "/threads/new", "/threads/new")["body"] == ["é" * 50_000]
    assert mira.post("/drafts", place="new", body="é" * 60_001).status_code == 422
    answer = mira.post("/threads/new", title="T", body="é" * 60_001, room="nights", then="keep")
    assert answer.status_code == 422 and mira.page.form("/threads/new").fields["body"] == ["é" * 60_001]


def test_keeping_an_empty_form_claims_nothing(visit: Any, thread: str) -> None:
    mira = visit("mira")
    mira.follow(mira.post("/threads/new", then="keep"))
    assert "Saved for later. Only you" not in mira.page.words and "Nothing is saved just now" in mira.page.words


def test_a_draft_of_a_thread_that_is_gone_is_still_there_to_read(given: Any, visit: Any, thread: str) -> None:
    mira = visit("mira")
    mira.post("/drafts", place=thread, body=LETTER)
    visit("tomasz").post(f"/posts/{given(factories.opening, thread)}/withdraw")
    page = mira.get("/drafts").get_data(as_text=True)
    assert LETTER in page.replace("\r\n", "\n"), "all of it, to copy"


@pytest.mark.parametrize("day", range(7), ids=["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"])
def test_words_stay_for_thirty_days_after_the_last_change_and_then_go(
    day: int, visit: Any, thread: str, app: Any, rows: Any
) -> None:
    """On whichever day of the week they were saved; the row itself goes within the week after that."""
    began = datetime(2026, 6, 1 + day, 12, tzinfo=UTC)

    def then(days: int, act: Any) -> Any:
        with clock.at(began + timedelta(days=days)), app.app_context():
            return act()

    def save(words: str) -> None:
        drafts.save(person(account()), drafts.Draft("d" * 16, "new", body=words, form="f" * 16))
        db.session.commit()

    def account() -> Account:
        return db.session.scalars(db.select(Account).where(Account.username == "mira")).one()

    kept = lambda: [draft.body for draft in drafts.all_of(person(account()))]  # noqa: E731
    then(0, lambda: save("The first half."))
    then(20, lambda: save("Both halves."))
    then(49, work.sweep)
    assert then(49, kept) == ["Both halves."]
    assert then(51, kept) == []
    then(57, work.sweep)
    with rows() as session:
        assert session.scalar(db.select(db.func.count()).select_from(Slot)) == 0
