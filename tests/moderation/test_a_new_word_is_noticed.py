"""Mira learns that a moderator wrote to her without opening every post: on the first page and in “Your writing”."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from forum import clock
from forum.accounts import signing_in
from forum.moderation.models import Action, Decision, Outcome, ReviewItem
from forum.moderation.rules import Ruling
from tests import factories
from tests.moderation import desk
from tests.posting.writing import how_many

HIDE = Ruling(Action.HIDE, "It calls another member names.", "kind", "I know that it was a hard night.")
ONE, SOME = "A moderator wrote to you about one of your posts", "Moderators wrote to you about some of your posts"


@pytest.fixture(autouse=True)
def people(given: Any) -> None:
    given(desk.cast)


def decided(given: Any, ruling: Ruling = HIDE, *, by: str = "mira", anonymous: bool = False) -> tuple[str, str]:
    """A reply that somebody reported and Sam decided about: its id and the decision's."""
    post_id = given(factories.reply, given(factories.thread, by="ada"), by=by, anonymous=anonymous)
    return post_id, given(desk.decide, given(desk.report, post_id, by="kit"), "sam", ruling)


def told(person: Any, place: str = "/") -> str:
    person.get(place)
    return next((said for said in (ONE, SOME) if said in person.page.words), "")


@pytest.mark.parametrize("anonymous", [False, True], ids=["by name", "by pseudonym"])
def test_she_is_told_where_she_arrives_and_nobody_else_is(given: Any, visit: Any, anonymous: bool) -> None:
    _, decision_id = decided(given, anonymous=anonymous)
    mira = visit("mira")
    for place in ("/", "/mine"):
        assert told(mira, place) == ONE
        assert f"/decisions/{decision_id}" in mira.page.links
    for other in ("noor", "kit", "sam", "ada", None):
        person = visit(other)
        for place in ("/", "/mine"):
            assert told(person, place) == "" and decision_id not in person.page.html, (other, place)


@pytest.mark.parametrize("anonymous", [False, True], ids=["by name", "by pseudonym"])
def test_it_goes_once_she_has_opened_it_here_and_reading_writes_no_row(
    given: Any, visit: Any, rows: Any, anonymous: bool
) -> None:
    post_id, decision_id = decided(given, anonymous=anonymous)
    mira, elsewhere = visit("mira"), visit("mira")
    with rows() as session:
        before = how_many(session)
    assert told(mira) == ONE
    assert mira.get(f"/decisions/{decision_id}").status_code == 200
    assert told(mira) == told(mira, "/mine") == ""
    assert f"/posts/{post_id}/word" in mira.page.links, "the word itself stays at the post"
    assert told(elsewhere) == ONE, "another browser of hers knows nothing of it"
    with rows() as session:
        assert how_many(session) == before
    with mira.client.session_transaction() as cookie:
        assert decision_id not in str(dict(cookie)) and post_id not in str(dict(cookie))


def test_it_goes_by_itself_after_thirty_days(given: Any, visit: Any, rows: Any) -> None:
    decided(given)
    mira = visit("mira")
    for days, said in ((29, ONE), (31, "")):
        with rows() as session:
            session.execute(update(ReviewItem).values(settled_at=clock.coarse(clock.now()) - timedelta(days=days)))
            session.commit()
        assert told(mira) == told(mira, "/mine") == said, days


def test_several_are_told_in_one_line_that_leads_to_all_of_them(given: Any, visit: Any) -> None:
    found = [decided(given)[1], decided(given, anonymous=True)[1]]
    opening = given(factories.opening, given(factories.thread, by="mira", anonymous=True))
    found.append(given(desk.decide, given(desk.report, opening, by="kit"), "sam", HIDE))
    mira = visit("mira")
    assert told(mira) == SOME and "/mine" in mira.page.links
    assert not [link for link in mira.page.links if "/decisions/" in link]
    assert told(mira, "/mine") == SOME
    assert {f"/decisions/{one}" for one in found} <= set(mira.page.links)
    for said in ("About the thread that you began as", "About the reply that you wrote as mira"):
        assert said in mira.page.words
    for left, one in enumerate(found):
        mira.get(f"/decisions/{one}")
        assert told(mira) == (SOME, ONE, "")[left]


@pytest.mark.parametrize("outcome", [Outcome.UPHELD, Outcome.OVERTURNED])
def test_the_answer_to_an_appeal_is_a_new_word(given: Any, visit: Any, rows: Any, outcome: Outcome) -> None:
    _, decision_id = decided(given, anonymous=True)
    mira = visit("mira")
    mira.get(f"/decisions/{decision_id}")
    assert mira.post(f"/decisions/{decision_id}/appeal", words="Please look again.").status_code == 303
    assert told(mira) == ""
    with rows() as session:
        item_id = session.scalars(select(ReviewItem.id).where(ReviewItem.kind == "appeal")).one()
    action = {Outcome.UPHELD: "uphold", Outcome.OVERTURNED: "overturn"}[outcome]
    answer = visit("ada").post(f"/moderation/items/{item_id}/decide", action=action, facts="I read it twice.")
    assert answer.status_code == 303
    assert told(mira) == ONE and f"/decisions/{decision_id}" in mira.page.links
    mira.get(f"/decisions/{decision_id}")
    assert told(mira) == ""


def test_the_latest_word_about_a_post_stands_for_the_earlier_ones(given: Any, visit: Any, rows: Any) -> None:
    post_id, first = decided(given, Ruling(Action.WARN, "It tells of a death.", warnings="death:mentioned"))
    with rows() as session:
        long_ago = clock.coarse(clock.now()) - timedelta(days=2)
        session.execute(update(ReviewItem).values(settled_at=long_ago))
        session.execute(update(Decision).values(decided_at=long_ago))
        session.commit()
    mira = visit("mira")
    assert mira.post(f"/posts/{post_id}/edit", body="Other words, not kind.").status_code == 303
    second = given(desk.decide, given(desk.report, post_id, by="ada"), "sam", HIDE)
    assert told(mira) == ONE
    assert f"/decisions/{second}" in mira.page.links and f"/decisions/{first}" not in mira.page.links
    mira.get(f"/decisions/{second}")
    assert told(mira) == ""


def test_what_came_to_nothing_a_worry_and_what_she_took_back_are_never_told(given: Any, visit: Any) -> None:
    nothing, _ = decided(given, Ruling(Action.DISMISS, "Fine.", note="Hm."))
    given(desk.decide, given(desk.worry, nothing), "sam", Ruling(Action.DISMISS, "Wrote."))
    mira = visit("mira")
    assert told(mira) == told(mira, "/mine") == ""
    taken_back, _ = decided(given)
    assert told(mira) == ONE
    assert mira.post(f"/posts/{taken_back}/withdraw").status_code == 303
    assert told(mira) == ""


def test_it_takes_two_queries_however_much_was_decided(given: Any, visit: Any, count_queries: Any) -> None:
    mira = visit("mira")
    taken = []
    for more in (1, 5):
        for number in range(more):
            decided(given, by="noor" if number % 2 else "mira", anonymous=number % 3 == 0)
        with count_queries() as seen:
            assert told(mira)
        taken.append(len([one for one in seen if one.startswith("SELECT")]))
    assert taken == [5, 5]


def test_a_member_whose_sign_in_ran_out_is_told_again(given: Any, visit: Any) -> None:
    """The note that she opened it goes with the cookie; for thirty days it is better told twice than never."""
    _, decision_id = decided(given)
    mira = visit("mira")
    mira.get(f"/decisions/{decision_id}")
    mira.post("/sign-out")
    given(lambda: signing_in.end_all(desk.account("mira")))
    assert told(mira) == ""
    assert told(visit("mira")) == ONE
