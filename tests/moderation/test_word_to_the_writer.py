"""What Mira reads when something was decided about her post: that she belongs here, what, why, how to mend it."""

import re
from typing import Any

import pytest
from sqlalchemy import select

from forum.discussions.models import Post, Visibility
from forum.moderation.models import Action, Decision, HoldReason, Kind, ReviewItem, State
from forum.moderation.rules import Ruling
from tests import factories
from tests.moderation import desk

HIDE = Ruling(Action.HIDE, "It calls another member names.", "kind", "I know that it was a hard night.")


@pytest.fixture(autouse=True)
def people(given: Any) -> None:
    given(desk.cast)


def decided(given: Any, ruling: Ruling = HIDE, *, by: str = "mira", anonymous: bool = False) -> tuple[str, str]:
    """A post of Mira's that somebody reported and Sam decided about: its id and the decision's."""
    thread_id = given(factories.thread, by="ada")
    post_id = given(factories.reply, thread_id, by=by, anonymous=anonymous, body="Words about somebody. And more.")
    return post_id, given(desk.decide, given(desk.report, post_id), "sam", ruling)


@pytest.mark.parametrize("anonymous", [False, True], ids=["by name", "by pseudonym"])
def test_mira_reads_what_why_what_stays_and_how_to_mend_it(given: Any, visit: Any, anonymous: bool) -> None:
    post_id, decision_id = decided(given, anonymous=anonymous)
    mira = visit("mira")
    assert mira.get(f"/decisions/{decision_id}").status_code == 200
    words = mira.page.words
    heading = mira.page.html.index("You still belong here.")
    assert heading < mira.page.html.index("What happened")
    for sentence in (
        "A moderator has hidden this post. Only you can see it, until it is mended.",
        "Be kind to the person.",
        "It calls another member names.",
        "I know that it was a hard night.",
        "Everything else you wrote here stays as it is.",
        "Say what you think about the matter",
        "A moderator reads it before others see it.",
        "Ask for another look",
    ):
        assert sentence in words
    assert f"/posts/{post_id}/edit" in mira.page.links
    assert "sam" not in mira.page.html.lower().split("<main", 1)[1].replace("same", "")


@pytest.mark.parametrize("who, status", [("noor", 404), ("sam", 404), ("ada", 404), (None, 401)])
@pytest.mark.parametrize("anonymous", [False, True])
def test_nobody_else_can_open_it(given: Any, visit: Any, who: str | None, status: int, anonymous: bool) -> None:
    post_id, decision_id = decided(given, anonymous=anonymous)
    person = visit(who)
    addresses = (f"/decisions/{decision_id}", f"/decisions/{decision_id}/appeal", f"/posts/{post_id}/word")
    for address in addresses:
        assert person.get(address).status_code == status
    assert person.post(addresses[1], words="Let me see.").status_code in {status, 400}


def test_she_finds_it_in_place(given: Any, visit: Any) -> None:
    post_id, decision_id = decided(given)
    mira = visit("mira")
    answer = mira.get(f"/posts/{post_id}")
    mira.get(answer.location.partition("#")[0])
    assert f"/posts/{post_id}/word" in mira.page.links
    assert mira.get(f"/posts/{post_id}/word").location.endswith(f"/decisions/{decision_id}")
    mira.get("/mine")
    assert f"/posts/{post_id}/word" in mira.page.links


@pytest.mark.parametrize(
    "ruling",
    [
        Ruling(Action.WARN, "It tells of a death.", warnings="death:mentioned"),
        Ruling(Action.REDACT, "It names somebody.", "no_identifying", passage="somebody"),
    ],
    ids=["warned", "covered"],
)
def test_a_word_about_a_post_that_all_can_read_is_for_its_writer_alone(
    given: Any, visit: Any, rows: Any, ruling: Ruling
) -> None:
    post_id, decision_id = decided(given, ruling)
    with rows() as session:
        thread_id = session.get_one(Post, post_id).thread_id
    for who in ("mira", "noor", "sam", "ada", None):
        person = visit(who)
        person.get(f"/threads/{thread_id}")
        sees = f"/decisions/{decision_id}" in person.page.links
        assert sees is (who == "mira"), who
        if who != "mira":
            assert decision_id not in person.page.html


def test_a_thread_with_words_from_moderators_takes_no_more_queries(
    given: Any, visit: Any, rows: Any, count_queries: Any
) -> None:
    post_id, _ = decided(given)
    with rows() as session:
        thread_id = session.get_one(Post, post_id).thread_id
    mira = visit("mira")
    mira.get(f"/threads/{thread_id}")
    with count_queries() as seen:
        mira.get(f"/threads/{thread_id}")
    assert len([one for one in seen if one.startswith("SELECT")]) <= 4


@pytest.mark.parametrize("anonymous", [False, True], ids=["by name", "by pseudonym"])
def test_she_mends_it_in_one_step_and_it_waits_for_a_moderator(
    given: Any, visit: Any, rows: Any, anonymous: bool
) -> None:
    post_id, decision_id = decided(given, anonymous=anonymous)
    mira = visit("mira")
    mira.get(f"/posts/{post_id}/edit")
    assert "Words about somebody." in mira.page.html, "her words are in the box (T11)"
    assert mira.post(f"/posts/{post_id}/edit", body="Words about the matter.").status_code == 303
    with rows() as session:
        post = session.get_one(Post, post_id)
        assert post.visibility is Visibility.HELD
        waiting = session.scalars(select(ReviewItem).filter_by(state=State.OPEN)).one()
        assert (waiting.kind, waiting.reason) == (Kind.HOLD, HoldReason.MENDED)
        item_id = waiting.id
    mira.get(f"/decisions/{decision_id}")
    assert "You have changed it. It waits for a moderator now." in mira.page.words
    given(desk.decide, item_id, "kit", Ruling(Action.PUBLISH))
    with rows() as session:
        post = session.get_one(Post, post_id)
        assert post.visibility is Visibility.VISIBLE and post.decision_id is None
    noor = visit("noor")
    noor.get(f"/threads/{post.thread_id}")
    assert "Words about the matter." in noor.page.words


def test_a_kind_note_may_come_with_a_first_post(given: Any, visit: Any) -> None:
    post_id = given(factories.opening, given(factories.thread, by="mira"))
    given(lambda: setattr(desk.post(post_id), "visibility", Visibility.HELD))
    ruling = Ruling(Action.PUBLISH, note="I am glad you came.")
    decision_id = given(desk.decide, given(desk.hold, post_id), "sam", ruling)
    mira = visit("mira")
    mira.get(f"/decisions/{decision_id}")
    assert "I am glad you came." in mira.page.words
    assert "another look" not in mira.page.words


def test_what_came_to_nothing_is_never_told(given: Any, visit: Any) -> None:
    """T7: neither that somebody reported, nor that somebody worried."""
    post_id = given(factories.opening, given(factories.thread, by="mira"))
    dismissed = given(desk.decide, given(desk.report, post_id), "sam", Ruling(Action.DISMISS, "Fine.", note="Hm."))
    worried = given(desk.decide, given(desk.worry, post_id), "sam", Ruling(Action.DISMISS, "Wrote.", note="Hm."))
    mira = visit("mira")
    for decision_id in (dismissed, worried):
        assert mira.get(f"/decisions/{decision_id}").status_code == 404
    assert mira.get(f"/posts/{post_id}/word").status_code == 404
    mira.get("/mine")
    assert "moderators about" not in mira.page.words


def test_a_report_and_a_worry_change_no_byte_of_what_the_writer_sees(given: Any, visit: Any, rows: Any) -> None:
    thread_id = given(factories.thread, by="mira")
    post_id = given(factories.opening, thread_id)
    mira = visit("mira")

    def pages() -> list[str]:
        seen = []
        for address in (f"/threads/{thread_id}", "/mine", "/", "/?list=waiting", f"/posts/{post_id}/history"):
            mira.get(address)
            main = mira.page.html.partition("<main")[2]
            seen.append(main.replace(mira.page.csrf_token or "-", "").replace("  ", " "))
        return [_without_once(page) for page in seen]

    before = pages()
    given(desk.report, post_id)
    given(desk.worry, post_id, note="I am so worried.")
    given(desk.decide, given(desk.worry, post_id, by="ada"), "sam", Ruling(Action.DISMISS, "Wrote."))
    assert pages() == before


def _without_once(page: str) -> str:
    """Without the fields that name a form for one time."""
    return re.sub(r'name="(once|draft|csrf_token)" value="[^"]*"', "", page)


def test_a_held_post_says_honestly_when(given: Any, visit: Any) -> None:
    thread_id = given(factories.thread, by="ada")
    noor = visit("noor")
    noor.get(f"/threads/{thread_id}")
    answer = noor.post(f"/threads/{thread_id}/reply", body="My first words here.", anonymous="y")
    noor.get(answer.location.partition("#")[0])
    assert "A moderator reads this before others see it: first posts here." in noor.page.words
    noor.get(f"/threads/{thread_id}")
    assert 'data-visibility="held"' in noor.page.html and "My first words here." in noor.page.words
    assert "A moderator reads these as soon as one is here." in noor.page.words
    assert "Usually by" not in noor.page.words, "no rota, no promise of an hour"


def test_the_decision_names_who_decided_to_colleagues_only(given: Any, visit: Any, rows: Any) -> None:
    _, decision_id = decided(given)
    with rows() as session:
        item_id = session.get_one(Decision, decision_id).item_id
    ada = visit("ada")
    ada.get(f"/moderation/items/{item_id}")
    assert "Hidden until mended, by sam" in ada.page.words


def test_the_title_of_a_thread_that_was_hidden_since_is_not_told(given: Any, visit: Any) -> None:
    """A replier reads of a decision about their own words; what the thread is called is not theirs any more."""
    thread_id = given(factories.thread, "Where Ana lives", by="ada")
    opening = given(factories.opening, thread_id)
    decision_id = given(desk.decide, given(desk.report, given(factories.reply, thread_id)), "sam", HIDE)
    mira = visit("mira")
    assert "Where Ana lives" in mira.get(f"/decisions/{decision_id}").get_data(as_text=True)
    of_opening = given(desk.decide, given(desk.report, opening), "sam", HIDE)
    assert "Where Ana lives" not in mira.get(f"/decisions/{decision_id}").get_data(as_text=True)
    assert "Where Ana lives" in visit("ada").get(f"/decisions/{of_opening}").get_data(as_text=True)
