"""Two tabs, late presses, odd words, people who should not be here: the desk stays right and keeps what was typed."""

import time
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from forum import clock
from forum.db import db
from forum.discussions.models import Post, Visibility
from forum.moderation.models import Action, Decision, HoldReason, Kind, ReportReason, ReviewItem, State
from forum.moderation.rules import Ruling
from tests import factories
from tests.moderation import desk

HIDE = Ruling(Action.HIDE, "It calls another member names.", "kind")
REMOVE = {"action": "remove", "rule": "kind", "facts": "What I saw."}


@pytest.fixture(autouse=True)
def people(given: Any) -> None:
    given(desk.cast)


def a_post(given: Any, *, held: bool = False, **more: Any) -> str:
    post_id = given(factories.opening, given(factories.thread, **{"by": "mira"} | more))
    if held:
        given(lambda: setattr(desk.post(post_id), "visibility", Visibility.HELD))
    return post_id


def open_tab(person: Any, item_id: str) -> dict[str, str]:
    """What the page's form holds, as a tab that is left open goes on holding it."""
    person.get(f"/moderation/items/{item_id}")
    shown = person.page.form(f"/moderation/items/{item_id}/decide").fields
    return {name: shown[name][0] for name in ("csrf_token", "version", "post_version", "post_visibility")}


def decide(person: Any, item_id: str, **fields: str) -> Any:
    return person.post(f"/moderation/items/{item_id}/decide", **fields)


def only_decision(rows: Any) -> Decision:
    with rows() as session:
        return session.scalars(select(Decision)).one()


# --- two tabs of one moderator ----------------------------------------------------------------------------------


def test_sam_presses_twice_and_reads_that_it_was_sam(given: Any, visit: Any, rows: Any) -> None:
    item_id, sam = given(desk.hold, a_post(given, held=True)), visit("sam")
    tab = open_tab(sam, item_id)
    assert decide(sam, item_id, **tab, action="publish").status_code == 303
    answer = decide(sam, item_id, **tab, **REMOVE, note="My second thoughts.")
    assert answer.status_code == 409 and "You have decided this one already" in sam.page.words
    assert "A colleague" not in sam.page.words and "My second thoughts." in sam.page.words
    assert only_decision(rows).action is Action.PUBLISH


@pytest.mark.parametrize("act", ["claim", "release"])
def test_taking_it_in_one_tab_does_not_spoil_the_other(given: Any, visit: Any, rows: Any, act: str) -> None:
    item_id, sam = given(desk.report, a_post(given)), visit("sam")
    if act == "release":
        sam.get(f"/moderation/items/{item_id}")
        sam.post(f"/moderation/items/{item_id}/claim")
    tab = open_tab(sam, item_id)
    assert sam.post(f"/moderation/items/{item_id}/{act}").status_code == 303
    assert decide(sam, item_id, **tab, **REMOVE).status_code == 303
    assert only_decision(rows).action is Action.REMOVE


# --- late -------------------------------------------------------------------------------------------------------


def test_sam_decides_after_the_time_was_over_unless_kit_has_it_by_now(given: Any, visit: Any, rows: Any) -> None:
    first, second = given(desk.hold, a_post(given, held=True)), given(desk.hold, a_post(given, held=True))
    sam, kit = visit("sam"), visit("kit")
    tabs = {}
    for item_id in (first, second):
        sam.get(f"/moderation/items/{item_id}")
        sam.post(f"/moderation/items/{item_id}/claim")
        tabs[item_id] = open_tab(sam, item_id)
    over = clock.now() - timedelta(seconds=1)
    given(lambda: db.session.execute(update(ReviewItem).values(claimed_until=over)))
    kit.get(f"/moderation/items/{second}")
    assert kit.post(f"/moderation/items/{second}/claim").status_code == 303
    assert decide(sam, first, **tabs[first], action="publish").status_code == 303
    answer = decide(sam, second, **tabs[second], action="publish", note="Kept for Sam.")
    assert answer.status_code == 409
    assert "A colleague is looking at this one" in sam.page.words and "Kept for Sam." in sam.page.words


def test_the_writer_takes_a_held_post_back_while_sam_reads(given: Any, visit: Any, rows: Any) -> None:
    post_id = a_post(given, held=True)
    item_id = given(desk.hold, post_id)
    sam, mira = visit("sam"), visit("mira")
    tab = open_tab(sam, item_id)
    mira.get(f"/posts/{post_id}/withdraw")
    assert mira.post(f"/posts/{post_id}/withdraw").status_code == 303
    answer = decide(sam, item_id, **tab, action="publish", note="Welcome.")
    assert answer.status_code == 409 and "The writer has taken the post back" in sam.page.words
    assert "A colleague has" not in sam.page.words and "Welcome." in sam.page.words
    with rows() as session:
        assert session.get_one(Post, post_id).visibility is Visibility.WITHDRAWN
        assert desk.decisions(session) == []


def test_the_writer_takes_a_reported_post_back_while_sam_reads(given: Any, visit: Any, rows: Any) -> None:
    post_id = a_post(given)
    item_id = given(desk.report, post_id)
    sam, mira = visit("sam"), visit("mira")
    tab = open_tab(sam, item_id)
    mira.get(f"/posts/{post_id}/withdraw")
    mira.post(f"/posts/{post_id}/withdraw")
    assert decide(sam, item_id, **tab, **REMOVE).status_code == 409
    assert "What I saw." in sam.page.html
    tab = open_tab(sam, item_id)
    assert decide(sam, item_id, **tab, action="dismiss", facts="It is gone.").status_code == 303


def test_publishing_a_hold_does_not_undo_unseen_what_a_colleague_did(given: Any, visit: Any, rows: Any) -> None:
    """A held post is reported as well: Kit removes it over the report while Sam reads it as held."""
    post_id = a_post(given, held=True)
    hold, report = given(desk.hold, post_id), given(desk.report, post_id)
    sam, kit = visit("sam"), visit("kit")
    tab = open_tab(sam, hold)
    assert decide(kit, report, **open_tab(kit, report), **REMOVE).status_code == 303
    answer = decide(sam, hold, **tab, action="publish", note="Welcome.")
    assert answer.status_code == 409 and "by its writer, or by a colleague" in sam.page.words
    assert sam.page.form(f"/moderation/items/{hold}/decide").fields["note"] == ["Welcome."]
    with rows() as session:
        assert session.get_one(Post, post_id).visibility is Visibility.REMOVED


def test_an_appeal_shows_no_words_that_its_judge_has_not_read(given: Any, visit: Any, rows: Any) -> None:
    """T10: Mira mends a hidden post while Kit reads the appeal about it."""
    post_id = a_post(given)
    decision_id = given(desk.decide, given(desk.report, post_id), "sam", HIDE)
    mira, kit = visit("mira"), visit("kit")
    mira.get(f"/decisions/{decision_id}/appeal")
    mira.post(f"/decisions/{decision_id}/appeal", words="Please.")
    with rows() as session:
        item_id = session.scalars(select(ReviewItem.id).filter_by(kind=Kind.APPEAL)).one()
    tab = open_tab(kit, item_id)
    mira.get(f"/posts/{post_id}/edit")
    assert mira.post(f"/posts/{post_id}/edit", title="Nights", body="Quite other words.").status_code == 303
    answer = decide(kit, item_id, **tab, action="overturn", facts="You are right.")
    assert answer.status_code == 409 and "Quite other words." in kit.page.words
    with rows() as session:
        assert session.get_one(Post, post_id).visibility is Visibility.HELD
        held = session.scalars(select(ReviewItem).filter_by(kind=Kind.HOLD)).one()
        assert (held.state, held.reason) == (State.OPEN, HoldReason.MENDED)
    assert decide(kit, item_id, **open_tab(kit, item_id), action="overturn", facts="You are right.").status_code == 303


# --- odd words --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["", "   \n\t ", "\x00\x00", "\u202e\u200b\u2060", "\u2800\u3164"])
def test_words_that_nobody_can_see_are_no_reason(given: Any, visit: Any, rows: Any, words: str) -> None:
    item_id, sam = given(desk.report, a_post(given)), visit("sam")
    answer = decide(sam, item_id, **open_tab(sam, item_id), action="remove", rule="kind", facts=words)
    assert answer.status_code == 422 and "Please say in a few words what you saw" in sam.page.words
    with rows() as session:
        assert desk.decisions(session) == []


def test_a_note_of_blanks_is_no_word_to_the_writer(given: Any, visit: Any, rows: Any) -> None:
    post_id = a_post(given, held=True)
    sam, item_id = visit("sam"), given(desk.hold, post_id)
    assert decide(sam, item_id, **open_tab(sam, item_id), action="publish", note="\u200b \x00").status_code == 303
    with rows() as session:
        assert session.get_one(Post, post_id).decision_id is None


@pytest.mark.parametrize(
    "note",
    ["שלום \u202e gnp.exe", "a\x00b", "𝕱𝖗𝖎𝖊𝖓𝖉 👩‍👩‍👧", "<script>alert(1)</script>", "{{ 7 * 7 }}", "x" * 8_000],
    ids=["right to left", "a null byte", "astral", "markup", "template", "as long as may be"],
)
def test_any_words_reach_the_writer_as_words(given: Any, visit: Any, rows: Any, note: str) -> None:
    post_id, sam, mira = a_post(given), visit("sam"), visit("mira")
    item_id = given(desk.report, post_id)
    assert decide(sam, item_id, **open_tab(sam, item_id), **REMOVE, note=note).status_code == 303
    decision = only_decision(rows)
    assert "\x00" not in decision.note and "\u202e" not in decision.note
    for person, address in ((sam, f"/moderation/items/{item_id}"), (mira, f"/decisions/{decision.id}")):
        assert person.get(address).status_code == 200
        assert decision.note.split()[0] in person.page.words
        assert "<script>alert" not in person.page.html


@pytest.mark.parametrize("field", ["facts", "note", "passage"])
def test_too_much_is_given_back(given: Any, visit: Any, rows: Any, field: str) -> None:
    item_id, sam = given(desk.report, a_post(given)), visit("sam")
    typed = "long words " * 2_000
    answer = decide(sam, item_id, **open_tab(sam, item_id), **REMOVE | {field: typed})
    assert answer.status_code == 422 and "Please keep this under" in sam.page.words
    assert sam.page.form(f"/moderation/items/{item_id}/decide").fields[field][0].strip() == typed.strip()


@pytest.mark.parametrize(
    "odd",
    [
        {"action": "\x00"},
        {"rule": "kind\x00"},
        {"warnings": "death\x00:mentioned", "action": "warn"},
        {"warnings": "death:" + "x" * 9_000, "action": "warn"},
    ],
    ids=str,
)
def test_odd_choices_are_asked_for_again(given: Any, visit: Any, rows: Any, odd: dict[str, str]) -> None:
    item_id, sam = given(desk.report, a_post(given)), visit("sam")
    assert decide(sam, item_id, **open_tab(sam, item_id), **REMOVE | odd).status_code == 422
    with rows() as session:
        assert desk.decisions(session) == []


@pytest.mark.parametrize("number", ["", "-1", "٣", "9" * 40, "1e3", "\x00"])
def test_odd_versions_break_nothing(given: Any, visit: Any, number: str) -> None:
    item_id, sam = given(desk.report, a_post(given)), visit("sam")
    tab = open_tab(sam, item_id) | {"version": number, "post_version": number, "post_visibility": "visible"}
    assert decide(sam, item_id, **tab, **REMOVE).status_code in {303, 409}


def test_a_passage_of_marks_takes_no_time(given: Any, visit: Any) -> None:
    """A line of stars can be matched by a line of stars in more ways than there is time for."""
    item_id, sam = given(desk.report, a_post(given, body="* " * 2_000 + "and words.")), visit("sam")
    tab, begun = open_tab(sam, item_id), time.monotonic()
    for passage in ("* " * 400 + "nowhere", "* _ " * 200, "*"):
        answer = decide(sam, item_id, **tab, action="redact", rule="kind", facts="x", passage=passage)
        assert answer.status_code == 422 and "We could not find these words" in sam.page.words
    assert time.monotonic() - begun < 10


def test_a_passage_with_marks_in_it_is_found(given: Any, visit: Any, rows: Any) -> None:
    post_id = a_post(given, body="Before.\n\n* * *\n\nHe is called **Ana** Silva, really.")
    item_id, sam = given(desk.report, post_id), visit("sam")
    fields = {"action": "redact", "rule": "no_identifying", "facts": "A name.", "passage": "Before. * * * He is called"}
    assert decide(sam, item_id, **open_tab(sam, item_id), **fields).status_code == 303
    with rows() as session:
        assert session.get_one(Post, post_id).body == "[…] **Ana** Silva, really."


def test_what_another_step_would_have_needed_is_not_kept(given: Any, visit: Any, rows: Any) -> None:
    """Sam chose a rule and a note, then thought better of it: the writer must not read a rule over a kind word."""
    item_id, sam = given(desk.hold, a_post(given, held=True)), visit("sam")
    fields = {
        "action": "publish",
        "rule": "kind",
        "warnings": "death",
        "passage": "four",
        "note": "I am glad you came.",
    }
    assert decide(sam, item_id, **open_tab(sam, item_id), **fields).status_code == 303
    decision = only_decision(rows)
    assert (decision.rule, decision.warnings_added) == (None, "")
    mira = visit("mira")
    mira.get(f"/decisions/{decision.id}")
    assert "I am glad you came." in mira.page.words and "Be kind to the person" not in mira.page.words


# --- who should not be here -------------------------------------------------------------------------------------


@pytest.mark.parametrize("anonymous", [False, True], ids=["by name", "by pseudonym"])
def test_nothing_about_ones_own_words_can_be_opened_taken_or_decided(
    given: Any, visit: Any, rows: Any, anonymous: bool
) -> None:
    """Sam is a member too: held, reported, worried about, and asking for another look."""
    thread_id = given(factories.thread, by="sam", anonymous=anonymous)
    post_id = given(factories.opening, thread_id)
    decision_id = given(desk.decide, given(desk.report, post_id), "kit", HIDE)
    sam = visit("sam")
    sam.get(f"/decisions/{decision_id}/appeal")
    assert sam.post(f"/decisions/{decision_id}/appeal", words="It was a song.").status_code == 303
    given(desk.worry, post_id)
    given(desk.report, post_id, by="mira", reason=ReportReason.SPAM)
    given(desk.hold, post_id)
    with rows() as session:
        about = [(one.id, one.state) for one in session.scalars(select(ReviewItem).filter_by(post_id=post_id))]
    assert len(about) == 5
    for item_id, state in about:
        for act, fields in (
            ("", None),
            ("/claim", {}),
            ("/release", {}),
            ("/decide", REMOVE),
            ("/decide", {"action": "overturn", "facts": "x"}),
        ):
            address = f"/moderation/items/{item_id}{act}"
            answer = sam.get(address) if fields is None else sam.post(address, **fields)
            assert answer.status_code == 404, act
        with rows() as session:
            item = session.get_one(ReviewItem, item_id)
            assert item.state is state and item.claimed_by_id is None
    for address in ("/moderation/", "/moderation/?state=decided"):
        sam.get(address)
        assert not any(item_id in sam.page.html for item_id, _ in about)


@pytest.mark.parametrize("who", ["mira", "noor"])
def test_a_member_finds_no_desk(given: Any, visit: Any, rows: Any, who: str) -> None:
    item_id, member = given(desk.report, a_post(given)), visit(who)
    made_up = "a" * len(item_id)
    seen = set()
    for one in (item_id, made_up):
        for act in ("", "/claim", "/release", "/decide"):
            address = f"/moderation/items/{one}{act}"
            answer = member.get(address) if not act else member.post(address, **REMOVE)
            seen.add((act, answer.status_code))
    assert {status for _, status in seen} == {404}
    assert member.get("/moderation/").status_code == 404
    with rows() as session:
        assert session.get_one(ReviewItem, item_id).state is State.OPEN and desk.decisions(session) == []


@pytest.mark.parametrize("odd", ["x", "a" * 16, "%00", "..%2F..", "ａ" * 16, "1' OR '1'='1", "a" * 5_000])
def test_guessed_items_are_not_there(given: Any, visit: Any, odd: str) -> None:
    sam = visit("sam")
    sam.get("/moderation/")
    assert sam.get(f"/moderation/items/{odd}").status_code in {404, 414}
    for act in ("claim", "release", "decide"):
        assert sam.post(f"/moderation/items/{odd}/{act}", **REMOVE).status_code in {404, 414}


@pytest.mark.parametrize(
    "ask", ["kind=no", "state=no", "after=no", "after=10-x", "after=%00", "kind=hold&after=99-1-2"]
)
def test_a_queue_asked_for_oddly_is_the_queue(given: Any, visit: Any, ask: str) -> None:
    item_id, sam = given(desk.hold, a_post(given, held=True)), visit("sam")
    assert sam.get(f"/moderation/?{ask}").status_code == 200 and item_id in sam.page.html


def test_whoever_left_the_team_meanwhile_decides_nothing(given: Any, visit: Any, rows: Any) -> None:
    item_id, sam = given(desk.report, a_post(given)), visit("sam")
    tab = open_tab(sam, item_id)
    given(lambda: setattr(desk.account("sam"), "role", "member"))
    assert decide(sam, item_id, **tab, **REMOVE).status_code == 404
    with rows() as session:
        assert desk.decisions(session) == []
