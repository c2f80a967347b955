"""A program noticed that somebody may be in danger: moderators look in, the post stays, and it is never an offence."""

from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from forum.care.signals import Assessment, Harm, Risk
from forum.discussions.models import Post, Visibility
from forum.moderation.models import (
    Action,
    AuditEntry,
    Danger,
    Decision,
    Kind,
    ReviewItem,
    Severity,
    State,
    Tended,
)
from forum.moderation.noticed import Reading
from forum.moderation.rules import Ruling
from tests import factories, signs
from tests.moderation import desk
from tests.posting.writing import led_to

pytestmark = pytest.mark.usefixtures("people")


@pytest.fixture
def people(given: Any) -> None:
    given(desk.cast)


@pytest.fixture
def thread(given: Any) -> str:
    return str(given(factories.thread, by="sam"))


def write(person: Any, thread: str, body: str, **more: str) -> str:
    return led_to(person.post(f"/threads/{thread}/reply", body=body, **more))


def change(person: Any, post: str, body: str) -> None:
    person.get(f"/posts/{post}/edit")
    assert person.post(f"/posts/{post}/edit", body=body).status_code == 303


def items(rows: Any, **which: Any) -> list[ReviewItem]:
    with rows() as session:
        return desk.items(session, **{"kind": Kind.TRIAGE, **which})


LEVELS = {
    signs.IMMINENT: (Danger.IMMINENT, Severity.IMMINENT),
    signs.HIGH: (Danger.HIGH, Severity.HIGH),
    signs.OTHERS: (Danger.OTHERS, Severity.HIGH),
}


@pytest.mark.parametrize("sealed", ["", "y"])
@pytest.mark.parametrize("body", LEVELS)
@pytest.mark.parametrize("who", ["mira", "noor", "kit"])
def test_the_post_goes_its_way_and_one_item_waits(
    visit: Any, rows: Any, thread: str, body: str, who: str, sealed: str
) -> None:
    calm = write(visit(who), thread, signs.CALM, anonymous=sealed)
    post = write(visit(who), thread, body, anonymous=sealed)
    with rows() as session:
        assert session.get_one(Post, post).visibility is session.get_one(Post, calm).visibility
        found = desk.items(session, kind=Kind.TRIAGE)
        assert [(one.post_id, one.reason, one.severity) for one in found] == [(post, *LEVELS[body])]
        assert found[0].opened_at.minute % 10 == 0 and found[0].opened_at.second == 0


@pytest.mark.parametrize("body", [signs.CALM, signs.CONCERN])
def test_nobody_is_called_for_less(visit: Any, rows: Any, thread: str, body: str) -> None:
    write(visit("mira"), thread, body)
    assert items(rows) == []


def test_a_title_counts_as_well(visit: Any, given: Any, rows: Any) -> None:
    given(factories.room)
    visit("mira").post("/threads/new", title="I am going to kill myself tonight", body=signs.CALM, room="nights")
    assert [one.reason for one in items(rows)] == [Danger.IMMINENT]


def test_the_most_pressing_stands_on_top_and_high_keeps_its_place(visit: Any, given: Any, thread: str) -> None:
    reported = given(factories.reply, thread, by="noor")
    given(desk.report, reported, by="mira")
    mira = visit("mira")
    for body in (signs.HIGH, signs.IMMINENT):
        write(mira, thread, body)
    sam = visit("sam")
    sam.get("/moderation/")
    words = sam.page.words
    lines = ["may be in danger now We aim to look at once", "may be in danger We aim to look within", "Reported:"]
    assert [words.index(line) for line in lines] == sorted(words.index(line) for line in lines)
    assert signs.IMMINENT not in words and "Noticed (2)" in words


def test_sam_reads_why_and_where_and_that_it_may_be_wrong(visit: Any, rows: Any, thread: str) -> None:
    write(visit("mira"), thread, f"{signs.CALM} {signs.IMMINENT} <b>Thank you.</b>")
    sam = visit("sam")
    sam.get(f"/moderation/items/{items(rows)[0].id}")
    words, html = sam.page.words, sam.page.html
    assert "A program on this server read these words" in words and "It can be wrong, and it misses things" in words
    first = signs.assess(signs.IMMINENT).signals[0]
    assert first.why in words and "no risk" not in words.lower()
    marked = signs.IMMINENT[first.start : first.end]
    assert f'<mark class="sign">{marked}<sup>' in html, "and the number of the line that says why stands at the mark"
    assert "beans on the balcony" not in html.partition('<mark class="sign">')[2].partition("</mark>")[0]
    assert "<b>Thank you" not in html
    folded = html.partition("The words that it marked")[0].rpartition("<details")[2]
    assert " open" not in folded, "no text of the desk stands open unasked"
    assert "What helps" in words and "Write because you read it" in words and "Remove it" not in words
    assert "anybody worried" not in words


def test_danger_to_somebody_else_says_so(visit: Any, rows: Any, thread: str) -> None:
    write(visit("mira"), thread, signs.OTHERS)
    sam = visit("sam")
    sam.get(f"/moderation/items/{items(rows)[0].id}")
    assert "Noticed: somebody else may be in danger" in sam.page.words
    assert "They speak of hurting somebody else" in sam.page.words


def test_what_it_said_before_a_change_is_shown_and_said_to_be_earlier(visit: Any, rows: Any, thread: str) -> None:
    mira = visit("mira")
    post = write(mira, thread, signs.IMMINENT)
    change(mira, post, signs.CALM)
    sam = visit("sam")
    sam.get(f"/moderation/items/{items(rows)[0].id}")
    assert "This is about what it said before" in sam.page.words and "kill myself" in sam.page.html


@pytest.mark.parametrize("tended", list(Tended))
def test_it_ends_as_a_worry_ends(visit: Any, rows: Any, thread: str, tended: Tended) -> None:
    post = write(visit("mira"), thread, signs.HIGH)
    item, sam = items(rows)[0].id, visit("sam")
    sam.get(f"/moderation/items/{item}")
    hard = {"rule": "kind", "warnings": "death:mentioned", "passage": "die", "note": "Not for her."}
    answer = sam.post(f"/moderation/items/{item}/decide", action="dismiss", tended=tended, facts="Seen to.", **hard)
    assert answer.status_code == 303
    with rows() as session:
        decision = session.scalars(select(Decision)).one()
        assert (decision.tended, decision.rule, decision.warnings_added) == (tended, None, "")
        assert decision.found_by_machine and not decision.decided_by_machine
        found = session.get_one(Post, post)
        assert found.visibility is Visibility.VISIBLE and found.decision_id is None and found.warnings == ""
        assert "die" not in session.scalars(select(AuditEntry)).one().details
    assert visit("mira").get(f"/decisions/{decision.id}").status_code == 404
    mira = visit("mira")
    mira.get("/mine")
    assert "moderator wrote to you" not in mira.page.words


@pytest.mark.parametrize("action", ["warn", "redact", "hide", "remove", "publish"])
def test_no_other_step_is_taken_however_it_is_asked_for(visit: Any, rows: Any, thread: str, action: str) -> None:
    post = write(visit("mira"), thread, signs.IMMINENT)
    item, sam = items(rows)[0].id, visit("sam")
    sam.get(f"/moderation/items/{item}")
    hard = {"rule": "kind", "warnings": "death:mentioned", "passage": "goodbye", "facts": "It is hard to read."}
    assert sam.post(f"/moderation/items/{item}/decide", action=action, **hard).status_code == 422
    with rows() as session:
        assert session.get_one(Post, post).visibility is Visibility.VISIBLE
        assert session.scalars(select(Decision)).all() == []


@pytest.mark.parametrize("change", ["action = 'hide', rule = 'kind'", "action = 'warn'", "item_kind = 'nonsense'"])
def test_the_database_refuses_it_too(given: Any, visit: Any, rows: Any, thread: str, change: str) -> None:
    write(visit("mira"), thread, signs.HIGH)
    given(desk.decide, items(rows)[0].id, "sam", Ruling(Action.DISMISS, "Fine.", tended=Tended.WROTE))
    with rows() as session:
        with pytest.raises(DBAPIError):
            session.execute(text(f"UPDATE decisions SET {change}"))
        session.rollback()


def test_nobody_finds_their_own(visit: Any, rows: Any, thread: str) -> None:
    write(visit("sam"), thread, signs.HIGH, anonymous="y")
    item = items(rows)[0].id
    sam, kit = visit("sam"), visit("kit")
    sam.get("/moderation/")
    assert item not in sam.page.html and "Noticed (1)" not in sam.page.words
    assert sam.get(f"/moderation/items/{item}").status_code == 404
    kit.get(f"/moderation/items/{item}")
    assert "a name for this thread" in kit.page.words and "Written by sam" not in kit.page.words


def test_a_worry_about_the_same_post_is_an_item_of_its_own(given: Any, visit: Any, rows: Any, thread: str) -> None:
    post = write(visit("mira"), thread, signs.HIGH)
    given(desk.worry, post)
    with rows() as session:
        assert {one.kind for one in desk.items(session, state=State.OPEN)} == {Kind.TRIAGE, Kind.WORRIED}


class TestAChange:
    @pytest.fixture
    def mira(self, visit: Any) -> Any:
        return visit("mira")

    def test_raises_what_waits(self, mira: Any, rows: Any, thread: str) -> None:
        post = write(mira, thread, signs.HIGH)
        (before,) = items(rows)
        change(mira, post, signs.IMMINENT)
        (after,) = items(rows)
        assert (after.id, after.severity, after.reason) == (before.id, Severity.IMMINENT, Danger.IMMINENT)
        assert after.version > before.version, "whoever has it open reads again before they close it"

    @pytest.mark.parametrize("body", [signs.CALM, signs.CONCERN, signs.HIGH])
    def test_that_says_less_leaves_it(self, mira: Any, rows: Any, thread: str, body: str) -> None:
        post = write(mira, thread, signs.IMMINENT)
        change(mira, post, body)
        assert [(one.severity, one.state) for one in items(rows)] == [(Severity.IMMINENT, State.OPEN)]

    def test_that_brings_danger_calls_for_the_first_time(self, mira: Any, rows: Any, thread: str) -> None:
        post = write(mira, thread, signs.CALM)
        change(mira, post, f"{signs.CALM} {signs.HIGH}")
        assert [one.reason for one in items(rows)] == [Danger.HIGH]

    @pytest.mark.parametrize(
        ("then", "now", "calls"),
        [
            (signs.HIGH, f"{signs.HIGH} A comma, and a word.", False),
            (signs.HIGH, signs.IMMINENT, True),
            (signs.IMMINENT, signs.HIGH, True),
            (signs.IMMINENT, f"{signs.IMMINENT} {signs.IMMINENT_NOW}", True),
            (signs.IMMINENT, signs.CALM, False),
        ],
        ids=["a comma", "higher", "other words", "a new passage", "calm"],
    )
    def test_after_it_was_seen_to(
        self, given: Any, mira: Any, rows: Any, thread: str, then: str, now: str, calls: bool
    ) -> None:
        post = write(mira, thread, then)
        given(desk.decide, items(rows)[0].id, "sam", Ruling(Action.DISMISS, "Wrote.", tended=Tended.WROTE))
        change(mira, post, now)
        assert len(items(rows, state=State.OPEN)) == calls
        assert len(items(rows)) == 1 + calls

    def test_back_to_what_was_seen_to_an_hour_ago_is_news(self, given: Any, mira: Any, rows: Any, thread: str) -> None:
        post = write(mira, thread, signs.IMMINENT)
        given(desk.decide, items(rows)[0].id, "sam", Ruling(Action.DISMISS, "Wrote.", tended=Tended.WROTE))
        change(mira, post, signs.CALM)
        change(mira, post, signs.IMMINENT)
        assert [one.severity for one in items(rows, state=State.OPEN)] == [Severity.IMMINENT]

    @pytest.mark.parametrize(("body", "state"), [(signs.HIGH, State.LAPSED), (signs.IMMINENT, State.OPEN)])
    def test_of_mind_takes_it_along_unless_it_is_now(
        self, mira: Any, visit: Any, rows: Any, thread: str, body: str, state: State
    ) -> None:
        post = write(mira, thread, body)
        mira.post(f"/posts/{post}/withdraw")
        (item,) = items(rows)
        assert item.state is state
        sam = visit("sam")
        assert sam.get(f"/moderation/items/{item.id}").status_code == 200
        assert "kill myself" not in sam.page.html and "want to die" not in sam.page.html
        if state is State.OPEN:
            assert sam.post(f"/moderation/items/{item.id}/decide", action="dismiss", tended="wrote").status_code == 303


def test_two_versions_are_compared_by_what_is_marked() -> None:
    def reading(body: str) -> Reading:
        return Reading("", body, signs.assess(body))

    calm, high = reading(signs.CALM), reading(signs.HIGH)
    assert high.brings_danger(calm) and not calm.brings_danger(high)
    assert not reading(f"Hello. {signs.HIGH}").brings_danger(high)


def test_harmless_words_cost_no_query_and_dangerous_ones_a_few(
    visit: Any, count_queries: Any, thread: str, rows: Any
) -> None:
    mira = visit("mira")

    def counted(body: str) -> int:
        with count_queries() as seen:
            write(mira, thread, body)
        return len(seen)

    calm = counted(signs.CALM)
    assert counted(signs.CALM * 20) == calm
    once, often = counted(signs.HIGH), counted(f"{signs.HIGH} " * 20)
    assert once == often and once - calm <= 3


def test_the_triage_that_is_shipped_calls_somebody_for_plain_words(
    thread: str, real_triage: None, visit: Any, rows: Any
) -> None:
    """From the form to the queue with nothing in between put in its place."""
    post = write(visit("mira"), thread, signs.IMMINENT)
    (item,) = items(rows, post_id=post)
    assert item.reason == Danger.IMMINENT
    sam = visit("sam")
    sam.get(f"/moderation/items/{item.id}")
    assert '<mark class="sign">I am going to kill myself' in sam.page.html


def test_a_post_with_nothing_to_point_at_is_said_to_be_so(visit: Any, rows: Any, thread: str) -> None:
    as_a_whole = Assessment(Risk.HIGH, Harm.NONE, 0.9)
    with signs.read_by(lambda *_: as_a_whole):
        write(visit("mira"), thread, signs.CALM)
    (item,) = items(rows)
    sam = visit("sam")
    sam.get(f"/moderation/items/{item.id}")
    assert "That does not mean that they are well." in sam.page.words, "the lists have changed since"
    with signs.read_by(lambda *_: as_a_whole):
        sam.get(f"/moderation/items/{item.id}")
    assert "It cannot point to single words." in sam.page.words


def test_a_language_that_nobody_here_can_read_is_said_to_be_unread(visit: Any, rows: Any, thread: str) -> None:
    mira = visit("mira")
    post = write(mira, thread, signs.SPANISH)
    assert items(rows) == []
    change(mira, post, signs.HIGH)
    (item,) = items(rows)
    change(mira, post, signs.SPANISH)
    with rows() as session:
        session.execute(text("DELETE FROM revisions"))
        session.commit()
    sam = visit("sam")
    sam.get(f"/moderation/items/{item.id}")
    assert "in a language by now that the program does not know" in sam.page.words
    assert "no risk" not in sam.page.words
