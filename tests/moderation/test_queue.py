"""What Sam finds at the desk: the most pressing first, taken by whoever takes it, nothing about himself."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update

from forum import clock
from forum.db import db
from forum.moderation import queries
from forum.moderation.models import Action, ReportReason, ReviewItem, Touch
from forum.moderation.rules import LEASE, Ruling
from tests import factories
from tests.moderation import desk


@pytest.fixture(autouse=True)
def people(given: Any) -> None:
    given(desk.cast)


def a_post(given: Any, **more: Any) -> str:
    return given(factories.opening, given(factories.thread, **more))


def order(person: Any, address: str = "/moderation/") -> list[str]:
    person.get(address)
    return [link.rpartition("/")[2] for link in person.page.links if link.startswith("/moderation/items/")]


def ago(item_id: str, **time: int) -> None:
    opened = clock.now() - timedelta(**time)
    db.session.execute(update(ReviewItem).where(ReviewItem.id == item_id).values(opened_at=opened))


def test_the_most_pressing_comes_first_then_the_longest_waiting(given: Any, visit: Any) -> None:
    spam = given(desk.report, a_post(given), reason=ReportReason.SPAM)
    held = given(desk.hold, a_post(given))
    older_hold = given(desk.hold, a_post(given))
    worry = given(desk.worry, a_post(given))
    given(ago, older_hold, hours=3)
    given(ago, spam, days=2)
    sam = visit("sam")
    assert order(sam) == [worry, older_hold, held, spam]
    assert "it has waited longer" in sam.page.words, "the day of a routine report is over"


@pytest.mark.parametrize(
    "minutes, said",
    [(10, "a few minutes"), (29, "a few minutes"), (30, "20 minutes"), (69, "50 minutes"), (70, "an hour")],
)
def test_nothing_is_said_to_have_waited_longer_than_it_has(
    given: Any, visit: Any, monkeypatch: pytest.MonkeyPatch, minutes: int, said: str
) -> None:
    """When a report came in is kept to ten minutes: this one may have come at the end of them."""
    start = datetime(2026, 3, 4, 12, tzinfo=UTC)
    with clock.at(start + timedelta(minutes=9, seconds=59)):
        item_id = given(desk.worry, a_post(given))
    with clock.at(start + timedelta(minutes=minutes)):
        sam = visit("sam")
        sam.get("/moderation/")
        assert f"Waiting for {said}" in sam.page.words
        assert "it has waited longer" not in sam.page.words
        sam.get(f"/moderation/items/{item_id}")
        assert f"it has waited for {said}" in sam.page.words


def test_no_word_of_a_post_stands_in_the_queue(given: Any, visit: Any) -> None:
    given(desk.report, a_post(given, title="A heavy title", body="A heavy text."), note="A heavy note.")
    sam = visit("sam")
    sam.get("/moderation/")
    assert "heavy" not in sam.page.html
    assert "Reported: cruel or hostile" in sam.page.words and "Opens a thread in Nights" in sam.page.words


def test_an_empty_queue_says_so(visit: Any) -> None:
    sam = visit("sam")
    sam.get("/moderation/")
    assert "Nothing is waiting here." in sam.page.words


def test_one_kind_can_be_looked_at_alone(given: Any, visit: Any) -> None:
    held, worry = given(desk.hold, a_post(given)), given(desk.worry, a_post(given))
    sam = visit("sam")
    assert order(sam, "/moderation/?kind=hold") == [held]
    assert order(sam, "/moderation/?kind=worried") == [worry]
    assert order(sam, "/moderation/?kind=nonsense") == [worry, held]


def test_history_keeps_what_was_decided(given: Any, visit: Any) -> None:
    held = given(desk.hold, a_post(given))
    given(desk.decide, held, "ada", Ruling(Action.PUBLISH))
    sam = visit("sam")
    assert order(sam) == []
    assert order(sam, "/moderation/?state=decided") == [held]
    assert "Published, by ada" in sam.page.words
    assert order(sam, "/moderation/?state=decided&kind=worried") == []
    sam.get(f"/moderation/items/{held}")
    assert "What was decided" in sam.page.words and "Published, by ada" in sam.page.words


def many(number: int, *, decided: bool = False) -> None:
    for _ in range(number):
        item_id = desk.hold(factories.opening(factories.thread()))
        if decided:
            desk.decide(item_id, "ada", Ruling(Action.PUBLISH))


@pytest.mark.parametrize("address, decided", [("/moderation/", False), ("/moderation/?state=decided", True)])
def test_one_item_or_sixty_take_the_same_queries(
    given: Any, visit: Any, count_queries: Any, address: str, decided: bool
) -> None:
    sam = visit("sam")
    counts = []
    for more in (1, 59):
        given(many, more, decided=decided)
        with count_queries() as seen:
            sam.get(address)
        counts.append(len([one for one in seen if one.startswith("SELECT")]))
    assert counts[0] == counts[1] <= 4


@pytest.mark.parametrize("address, decided", [("/moderation/", False), ("/moderation/?state=decided", True)])
def test_pages_follow_one_another_without_gap_or_repeat(
    given: Any, visit: Any, monkeypatch: pytest.MonkeyPatch, address: str, decided: bool
) -> None:
    monkeypatch.setattr(queries, "A_PAGE", 4)
    given(many, 14, decided=decided)
    sam = visit("sam")
    seen: list[str] = []
    while address:
        found = order(sam, address)
        assert len(found) <= 4
        seen += found
        address = next((link for link in sam.page.links if "after=" in link), "")
    assert len(seen) == len(set(seen)) == 14


@pytest.mark.parametrize("token", ["x", "30-", "30-abc", "999-" + "A" * 20, "-", "30-" + "9" * 200, "%00", "NaN-NaN"])
def test_a_token_that_we_did_not_write_starts_at_the_beginning(given: Any, visit: Any, token: str) -> None:
    held = given(desk.hold, a_post(given))
    assert order(visit("sam"), f"/moderation/?after={token}") == [held]


# --- taking an item ---------------------------------------------------------------------------------------------


def test_to_open_an_item_takes_nothing(given: Any, visit: Any, rows: Any) -> None:
    held = given(desk.hold, a_post(given))
    visit("sam").get(f"/moderation/items/{held}")
    with rows() as session:
        assert session.get_one(ReviewItem, held).claimed_by_id is None
        assert session.scalar(select(func.count()).select_from(Touch)) == 0


def take(person: Any, item_id: str) -> Any:
    person.get(f"/moderation/items/{item_id}")
    return person.post(f"/moderation/items/{item_id}/claim")


def test_sam_takes_an_item_and_kit_sees_who_has_it(given: Any, visit: Any) -> None:
    held = given(desk.hold, a_post(given))
    sam, kit = visit("sam"), visit("kit")
    assert sam.follow(take(sam, held)).status_code == 200
    assert "You have this one for 25 more minutes" in sam.page.words
    kit.get("/moderation/")
    assert "sam has this one for 25 more minutes" in kit.page.words
    kit.get(f"/moderation/items/{held}")
    assert "sam has this one for 25 more minutes" in kit.page.words
    assert not any(form.action.endswith(("/decide", "/claim")) for form in kit.page.forms)


def test_a_second_taker_reads_that_a_colleague_has_it(given: Any, visit: Any, rows: Any) -> None:
    held = given(desk.hold, a_post(given))
    kit = visit("kit")
    kit.get(f"/moderation/items/{held}")
    sam = visit("sam")
    take(sam, held)
    answer = kit.post(f"/moderation/items/{held}/claim")
    assert answer.status_code == 409 and "A colleague is looking at this one just now." in kit.page.words
    with rows() as session:
        assert session.get_one(ReviewItem, held).claimed_by_id == desk.account("sam").id


def test_a_lease_ends_by_itself(given: Any, visit: Any, rows: Any) -> None:
    """T5: a closed laptop blocks nobody."""
    held = given(desk.hold, a_post(given))
    take(visit("sam"), held)

    def later() -> None:
        over = clock.now() - timedelta(seconds=1)
        db.session.execute(update(ReviewItem).values(claimed_until=over))

    with rows() as session:
        left = session.get_one(ReviewItem, held).claimed_until - clock.now()
        assert LEASE - timedelta(minutes=1) < left <= LEASE
    given(later)
    kit = visit("kit")
    kit.get("/moderation/")
    assert "has this one" not in kit.page.words
    assert take(kit, held).status_code == 303


def test_sam_gives_an_item_back(given: Any, visit: Any, rows: Any) -> None:
    held = given(desk.hold, a_post(given))
    sam = visit("sam")
    sam.follow(take(sam, held))
    assert sam.post(f"/moderation/items/{held}/release").status_code == 303
    with rows() as session:
        assert session.get_one(ReviewItem, held).claimed_by_id is None


def test_nobody_gives_back_what_a_colleague_has(given: Any, visit: Any, rows: Any) -> None:
    held = given(desk.hold, a_post(given))
    kit = visit("kit")
    kit.get(f"/moderation/items/{held}")
    take(visit("sam"), held)
    kit.post(f"/moderation/items/{held}/release")
    with rows() as session:
        assert session.get_one(ReviewItem, held).claimed_by_id == desk.account("sam").id


def test_taking_one_item_takes_no_other(given: Any, visit: Any, rows: Any) -> None:
    post_id = a_post(given)
    worry, report = given(desk.worry, post_id), given(desk.report, post_id)
    take(visit("sam"), report)
    with rows() as session:
        assert session.get_one(ReviewItem, worry).claimed_by_id is None


# --- one's own writing ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("anonymous", [False, True], ids=["by name", "by pseudonym"])
def test_sam_finds_nothing_about_his_own_writing(given: Any, visit: Any, rows: Any, anonymous: bool) -> None:
    """Not that he was reported, not that somebody worries, not even by counting. The seal tells nobody else."""
    post_id = a_post(given, by="sam", anonymous=anonymous)
    worry, report = given(desk.worry, post_id), given(desk.report, post_id)
    sam, kit = visit("sam"), visit("kit")
    assert order(sam) == [] and "(1)" not in sam.page.words
    assert order(kit) == [worry, report] and "(1)" in kit.page.words
    for item_id in (worry, report):
        assert sam.get(f"/moderation/items/{item_id}").status_code == 404
        for act in ("claim", "release", "decide"):
            answer = sam.post(f"/moderation/items/{item_id}/{act}", action="dismiss", facts="Nothing in it.")
            assert answer.status_code == 404
    with rows() as session:
        assert desk.open_items(session) == 2
        assert session.scalar(select(func.count()).select_from(Touch)) == 0
    given(desk.decide, worry, "kit", Ruling(Action.DISMISS, "Wrote to them."))
    assert order(sam, "/moderation/?state=decided") == []


@pytest.mark.parametrize("who, status", [(None, 401), ("mira", 404), ("noor", 404)])
def test_the_desk_is_not_there_for_other_members_and_asks_visitors_to_sign_in(
    given: Any, visit: Any, who: str | None, status: int
) -> None:
    held = given(desk.hold, a_post(given))
    person = visit(who)
    for address in ("/moderation/", "/moderation/?state=decided", f"/moderation/items/{held}"):
        assert person.get(address).status_code == status
    for act in ("claim", "release", "decide"):
        assert person.post(f"/moderation/items/{held}/{act}", action="publish").status_code == status


def test_an_item_that_does_not_exist_is_not_there(visit: Any) -> None:
    sam = visit("sam")
    for item_id in ("aaaaaaaaaaaaaaaa", "x", "%00", "a" * 400):
        assert sam.get(f"/moderation/items/{item_id}").status_code == 404


# --- the item's page --------------------------------------------------------------------------------------------


def test_the_item_shows_the_post_where_it_stands(given: Any, visit: Any) -> None:
    thread_id = given(factories.thread, title="Nights are long", body="The opening words.")
    texts = ["First reply.", "Second reply.", "The one that waits.", "Fourth reply.", "Fifth reply.", "Sixth reply."]
    ids = [given(factories.reply, thread_id, by="noor", body=body) for body in texts]
    item_id = given(desk.report, ids[2], by="mira", note="It reads as mockery.")
    sam = visit("sam")
    sam.get(f"/moderation/items/{item_id}")
    for words in ("The opening words.", *texts[:5], "It reads as mockery.", "Nights are long", "new here"):
        assert words in sam.page.words
    assert "new here, for less than a week; wrote this just now" in sam.page.words
    assert "Sixth reply." not in sam.page.words, "two on either side are enough"
    assert '<details class="note" open' not in sam.page.html, "every text is folded until somebody opens it"


def test_earlier_decisions_are_a_word_and_stay_within_a_pseudonym(given: Any, visit: Any) -> None:
    """Under a pseudonym nothing is said of what the same person did under their name, or in another thread."""
    named = given(factories.thread, by="mira")
    sealed = given(factories.thread, by="mira", anonymous=True)
    for thread_id in (named, sealed):
        post_id = given(factories.opening, thread_id)
        given(desk.decide, given(desk.report, post_id), "ada", Ruling(Action.WARN, "x", warnings="death:mentioned"))

    def earlier(thread_id: str, anonymous: bool) -> str:
        post_id = given(factories.reply, thread_id, by="mira", anonymous=anonymous)
        sam = visit("sam")
        sam.get(f"/moderation/items/{given(desk.report, post_id)}")
        return sam.page.words

    assert "Earlier decisions: a few Now" in earlier(named, False)
    assert "Earlier decisions under this name: a few" in earlier(sealed, True)
    assert "Earlier decisions under this name: none" in earlier(given(factories.thread, by="noor"), True)


def test_the_item_keeps_what_was_said_before_a_change(given: Any, visit: Any) -> None:
    post_id = a_post(given, by="mira", body="The first words.")
    mira = visit("mira")
    mira.get(f"/posts/{post_id}/edit")
    mira.post(f"/posts/{post_id}/edit", title="Nights", body="The second words.")
    item_id = given(desk.report, post_id)
    sam = visit("sam")
    sam.get(f"/moderation/items/{item_id}")
    assert "The first words." in sam.page.words and "The second words." in sam.page.words


def test_what_was_taken_back_can_still_be_looked_into(given: Any, visit: Any) -> None:
    post_id = a_post(given, by="mira", body="Words that were reported.")
    item_id = given(desk.report, post_id)
    mira = visit("mira")
    mira.get(f"/posts/{post_id}/withdraw")
    mira.post(f"/posts/{post_id}/withdraw")
    sam = visit("sam")
    sam.get(f"/moderation/items/{item_id}")
    assert "Words that were reported." in sam.page.words
    assert "The writer took the post back, so there is nothing left to decide." in sam.page.words
    answer = sam.post(f"/moderation/items/{item_id}/decide", action="remove", rule="kind", facts="x")
    assert answer.status_code == 422
    assert sam.post(f"/moderation/items/{item_id}/decide", action="dismiss", facts="Gone.").status_code == 303


def test_the_item_takes_the_same_queries_in_a_long_thread(given: Any, visit: Any, count_queries: Any) -> None:
    counts = []
    for replies in (0, 60):
        post_id = a_post(given, replies=replies)
        item_id = given(desk.report, post_id)
        sam = visit("sam")
        sam.get("/moderation/")
        with count_queries() as seen:
            sam.get(f"/moderation/items/{item_id}")
        counts.append(len([one for one in seen if one.startswith("SELECT")]))
    assert counts[0] == counts[1] <= 12


def test_kinds_are_named_in_words(visit: Any) -> None:
    sam = visit("sam")
    sam.get("/moderation/")
    assert "All kinds Held Reported Worried about Noticed Appeals" in sam.page.words
