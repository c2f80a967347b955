"""Deciding: each step does what it says, is on the record, needs its reasons, and is refused where it must be."""

import json
from typing import Any

import pytest
from sqlalchemy import func, select

from forum.db import db
from forum.discussions.models import Post, Revision, Thread, Visibility
from forum.moderation.models import AuditEntry, Decision, ReviewItem, State, Touch
from tests import factories
from tests.moderation import desk
from tests.people import Person


@pytest.fixture(autouse=True)
def people(given: Any) -> None:
    given(desk.cast)


def a_post(given: Any, *, held: bool = False, **more: Any) -> str:
    post_id = given(factories.opening, given(factories.thread, **more))
    if held:
        given(lambda: setattr(desk.post(post_id), "visibility", Visibility.HELD))
    return post_id


def settle(person: Any, item_id: str, **fields: Any) -> Any:
    person.get(f"/moderation/items/{item_id}")
    shown = person.page.form(f"/moderation/items/{item_id}/decide").fields
    versions = {name: shown[name][0] for name in ("version", "post_version")}
    return person.post(f"/moderation/items/{item_id}/decide", **versions | fields)


@pytest.mark.parametrize(
    "fields, visibility",
    [
        ({"action": "publish"}, Visibility.VISIBLE),
        ({"action": "dismiss", "facts": "It is fine."}, Visibility.VISIBLE),
        ({"action": "warn", "facts": "A death.", "warnings": "death:described"}, Visibility.VISIBLE),
        ({"action": "redact", "facts": "A name.", "rule": "no_identifying", "passage": "four"}, Visibility.VISIBLE),
        ({"action": "hide", "facts": "An insult.", "rule": "kind"}, Visibility.HIDDEN),
        ({"action": "remove", "facts": "An advert.", "rule": "no_selling"}, Visibility.REMOVED),
    ],
    ids=lambda value: value["action"] if isinstance(value, dict) else None,
)
def test_sam_decides_about_a_held_post(
    given: Any, visit: Any, rows: Any, fields: dict[str, str], visibility: Visibility
) -> None:
    post_id = a_post(given, held=True)
    item_id = given(desk.hold, post_id)
    assert settle(visit("sam"), item_id, **fields).status_code == 303
    with rows() as session:
        post, item = session.get_one(Post, post_id), session.get_one(ReviewItem, item_id)
        assert post.visibility is visibility
        assert session.get_one(Thread, post.thread_id).visibility is visibility
        assert item.state is State.DECIDED and item.claimed_by_id is None
        decision = session.scalars(select(Decision)).one()
        assert decision.before is Visibility.HELD and decision.facts == fields.get("facts", "")
        assert session.get(Touch, (item_id, desk.account("sam").id)) is not None


@pytest.mark.parametrize(
    "fields, visibility",
    [
        ({"action": "publish", "facts": "It is fine."}, Visibility.VISIBLE),
        ({"action": "dismiss", "facts": "It is fine."}, Visibility.VISIBLE),
        ({"action": "warn", "facts": "A death.", "warnings": "death"}, Visibility.VISIBLE),
        ({"action": "hide", "facts": "An insult.", "rule": "kind"}, Visibility.HIDDEN),
        ({"action": "remove", "facts": "An advert.", "rule": "no_selling"}, Visibility.REMOVED),
    ],
    ids=lambda value: value["action"] if isinstance(value, dict) else None,
)
def test_sam_decides_about_a_reported_post(
    given: Any, visit: Any, rows: Any, fields: dict[str, str], visibility: Visibility
) -> None:
    post_id = a_post(given)
    assert settle(visit("sam"), given(desk.report, post_id), **fields).status_code == 303
    with rows() as session:
        assert session.get_one(Post, post_id).visibility is visibility


def test_an_outside_caller_needs_no_versions(given: Any, visit: Any) -> None:
    item_id = given(desk.hold, a_post(given, held=True))
    sam = visit("sam")
    sam.get("/moderation/items/" + item_id)
    answer = sam.post(f"/moderation/items/{item_id}/decide", action="publish", facts="", rule="", note="")
    assert answer.status_code == 303


def test_a_decision_is_on_the_record_in_words_of_ours_only(given: Any, visit: Any, rows: Any) -> None:
    post_id = a_post(given, body="Somebody's cruel words.", title="A cruel title")
    fields = {"action": "hide", "rule": "kind", "facts": "It calls a member cruel names.", "note": "Please be gentle."}
    settle(visit("sam"), given(desk.report, post_id, note="So cruel"), **fields)
    with rows() as session:
        entry = session.scalars(select(AuditEntry)).one()
        assert (entry.did, entry.about, entry.actor_id) == ("item.decided", f"post:{post_id}", desk.account("sam").id)
        details = json.loads(entry.details)
        assert (details["action"], details["rule"], details["before"], details["after"]) == (
            "hide", "kind", "visible", "hidden",
        )  # fmt: skip
        assert "cruel" not in entry.details and "gentle" not in entry.details


@pytest.mark.parametrize(
    "fields, sentence",
    [
        ({"action": "hide", "facts": "An insult."}, "Please choose the rule that this is about."),
        ({"action": "hide", "rule": "kind"}, "Please say in a few words what you saw or did."),
        ({"action": "remove", "rule": "no such rule", "facts": "x"}, "Please choose one of the rules."),
        ({"action": "warn", "facts": "x"}, "Please choose at least one content note to add."),
        ({"action": "warn", "facts": "x", "warnings": "weather"}, "That topic is not in the list"),
        ({"action": "redact", "facts": "x", "rule": "kind"}, "Please copy the words that should be covered"),
        (
            {"action": "redact", "facts": "x", "rule": "kind", "passage": "not in it"},
            "We could not find these words in the post.",
        ),
        ({"action": "banish", "facts": "x"}, "Please choose a step."),
        ({"facts": "x"}, "Please choose a step."),
        ({"action": "dismiss"}, "Please say in a few words what you saw or did."),
    ],
)
def test_a_mistake_keeps_everything_and_changes_nothing(
    given: Any, visit: Any, rows: Any, fields: dict[str, str], sentence: str
) -> None:
    post_id = a_post(given)
    item_id = given(desk.report, post_id)
    sam = visit("sam")
    answer = settle(sam, item_id, **fields | {"note": "My long note to the writer."})
    assert answer.status_code == 422 and sentence in sam.page.words
    typed = sam.page.form(f"/moderation/items/{item_id}/decide").fields
    assert typed["note"] == ["My long note to the writer."]
    assert typed["facts"] == [fields.get("facts", "")]
    with rows() as session:
        assert session.get_one(ReviewItem, item_id).state is State.OPEN
        assert session.get_one(Post, post_id).visibility is Visibility.VISIBLE
        assert desk.decisions(session) == []
        assert session.scalar(select(func.count(AuditEntry.number))) == 0


@pytest.mark.parametrize("held", [True, False], ids=["held", "reported"])
def test_the_form_says_beforehand_which_steps_need_a_sentence(given: Any, visit: Any, held: bool) -> None:
    post_id = a_post(given, held=held)
    sam, item_id = visit("sam"), given(desk.hold if held else desk.report, post_id)
    sam.get(f"/moderation/items/{item_id}")
    assert ("Only “Publish it” can do without." in sam.page.words) is held
    assert ("it is needed even when you leave the post as it is" in sam.page.words) is not held
    assert ("It needs one sentence about what you saw." in sam.page.words) is not held
    assert settle(sam, item_id, action="publish" if held else "dismiss").status_code == (303 if held else 422)


def test_the_text_stays_open_after_a_mistake(given: Any, visit: Any) -> None:
    sam, item_id = visit("sam"), given(desk.report, a_post(given, replies=2))
    opened = '<details class="note" open>'
    sam.get(f"/moderation/items/{item_id}")
    assert opened not in sam.page.html
    assert settle(sam, item_id, action="hide", facts="An insult.").status_code == 422
    assert sam.page.html.count(opened) == 1, "the one that is decided about, and none around it"


def test_hiding_and_removing_ask_whether_a_smaller_step_would_do(given: Any, visit: Any) -> None:
    sam = visit("sam")
    sam.get(f"/moderation/items/{given(desk.report, a_post(given))}")
    assert "Would a smaller step do?" in sam.page.words


@pytest.mark.parametrize("action", ["publish", "warn", "redact", "hide", "remove"])
def test_a_worry_ends_in_nothing_but_care(given: Any, visit: Any, rows: Any, action: str) -> None:
    """T7: no decision on a worried item touches the post, whoever sends what."""
    post_id = a_post(given)
    item_id = given(desk.worry, post_id)
    sam = visit("sam")
    sam.get(f"/moderation/items/{item_id}")
    fields = {"rule": "kind", "facts": "x", "warnings": "death", "passage": "four"}
    assert sam.post(f"/moderation/items/{item_id}/decide", action=action, **fields).status_code == 422
    with rows() as session:
        assert session.get_one(Post, post_id).visibility is Visibility.VISIBLE and desk.decisions(session) == []


def test_a_passage_is_covered_everywhere_and_kept_for_those_who_may_read_it(given: Any, visit: Any, rows: Any) -> None:
    body = "Write to *Ana Silva*\nat Hill Street. ANA SILVA knows. Banana silva stays."
    post_id = a_post(given, by="mira", title="About Ana Silva", body=body)
    item_id = given(desk.report, post_id)
    fields = {"action": "redact", "rule": "no_identifying", "facts": "A full name.", "passage": "Ana  Silva"}
    assert settle(visit("sam"), item_id, **fields).status_code == 303
    noor, mira, sam = visit("noor"), visit("mira"), visit("sam")
    with rows() as session:
        post = session.get_one(Post, post_id)
        assert post.body == "Write to *[…]*\nat Hill Street. […] knows. Banana silva stays."
        thread_id = post.thread_id
        assert session.scalars(select(Revision)).one().body == body
    for address in (f"/threads/{thread_id}", "/", f"/posts/{post_id}/report"):
        noor.get(address)
        assert "Ana Silva" not in noor.page.html and "ANA" not in noor.page.html, address
    assert noor.get(f"/posts/{post_id}/history").status_code == 404
    mira.get(f"/posts/{post_id}/history")
    assert "Ana Silva" in mira.page.words
    sam.get(f"/moderation/items/{item_id}")
    assert "Ana Silva" in sam.page.words


@pytest.mark.parametrize(
    "fields",
    [
        {"action": "warn", "facts": "A death.", "warnings": "death:described"},
        {"action": "redact", "facts": "A name.", "rule": "no_identifying", "passage": "Ana"},
    ],
    ids=lambda fields: fields["action"],
)
def test_what_a_moderator_changed_does_not_look_like_a_change_of_the_writers(
    given: Any, visit: Any, rows: Any, fields: dict[str, str]
) -> None:
    post_id = a_post(given, by="mira", body="It is about Ana.")
    mira, noor = visit("mira"), visit("noor")
    settle(visit("sam"), given(desk.report, post_id), **fields)
    noor.follow(noor.get(f"/posts/{post_id}"))
    assert "changed since" not in noor.page.words
    mira.follow(mira.get(f"/posts/{post_id}/word"))
    assert f"/posts/{post_id}/history" in mira.page.links, "what she wrote stays within her reach"
    mira.get(f"/posts/{post_id}/edit")
    assert mira.post(f"/posts/{post_id}/edit", title="Nights", body="It is about […], a friend.").status_code == 303
    noor.follow(noor.get(f"/posts/{post_id}"))
    assert "changed since" in noor.page.words


def test_part_of_a_word_is_covered_when_it_stands_nowhere_alone(given: Any, visit: Any, rows: Any) -> None:
    post_id = a_post(given, body="Find me as xx_anasilva_xx there.")
    fields = {"action": "redact", "rule": "no_contact", "facts": "A name elsewhere.", "passage": "anasilva"}
    settle(visit("sam"), given(desk.report, post_id), **fields)
    with rows() as session:
        assert session.get_one(Post, post_id).body == "Find me as xx_[…]_xx there."


def test_covering_one_letter_cannot_make_a_post_too_long(given: Any, visit: Any, rows: Any) -> None:
    post_id = a_post(given, body="a b " * 4_999)
    fields = {"action": "redact", "rule": "kind", "facts": "x", "passage": "a"}
    assert settle(visit("sam"), given(desk.report, post_id), **fields).status_code == 303
    with rows() as session:
        assert len(session.get_one(Post, post_id).body) <= 20_000


def test_a_note_is_added_to_those_that_the_writer_chose(given: Any, visit: Any, rows: Any) -> None:
    post_id = a_post(given, warned="self_harm:detailed suicide:mentioned")
    chosen = ["self_harm:mentioned", "suicide:described", "", "death:mentioned"]
    settle(visit("sam"), given(desk.report, post_id), action="warn", facts="x", warnings=chosen)
    with rows() as session:
        assert session.get_one(Post, post_id).warnings == "death:mentioned self_harm:detailed suicide:described"
        assert session.scalars(select(Decision)).one().warnings_added == "death:mentioned suicide:described"


def test_a_note_that_is_there_already_is_asked_for_again(given: Any, visit: Any) -> None:
    post_id = a_post(given, warned="death:detailed")
    sam = visit("sam")
    answer = settle(sam, given(desk.report, post_id), action="warn", facts="x", warnings="death:mentioned")
    assert answer.status_code == 422 and "carries these content notes already" in sam.page.words


def test_a_page_that_others_keep_is_fetched_anew(given: Any, visit: Any, rows: Any) -> None:
    post_id = a_post(given)
    with rows() as session:
        post = session.get_one(Post, post_id)
        thread_id, before = post.thread_id, session.get_one(Thread, post.thread_id).version
    settle(visit("sam"), given(desk.report, post_id), action="warn", facts="x", warnings="death")
    with rows() as session:
        assert session.get_one(Thread, thread_id).version > before


# --- too late ---------------------------------------------------------------------------------------------------


def test_the_second_decision_is_refused_and_its_words_kept(given: Any, visit: Any, rows: Any) -> None:
    post_id = a_post(given, held=True)
    item_id = given(desk.hold, post_id)
    sam, kit = visit("sam"), visit("kit")
    kit.get(f"/moderation/items/{item_id}")
    settle(sam, item_id, action="publish")
    fields = {"action": "remove", "rule": "kind", "facts": "What I saw.", "note": "What I wanted to say."}
    answer = kit.post(f"/moderation/items/{item_id}/decide", **fields)
    assert answer.status_code == 409
    assert "A colleague has already decided this." in kit.page.words
    assert "What I saw." in kit.page.words and "What I wanted to say." in kit.page.words
    with rows() as session:
        assert session.get_one(Post, post_id).visibility is Visibility.VISIBLE
        assert len(desk.decisions(session)) == 1


def test_while_a_colleague_has_it_nobody_else_decides(given: Any, visit: Any, rows: Any) -> None:
    item_id = given(desk.hold, a_post(given, held=True))
    sam, kit = visit("sam"), visit("kit")
    kit.get(f"/moderation/items/{item_id}")
    sam.get(f"/moderation/items/{item_id}")
    sam.post(f"/moderation/items/{item_id}/claim")
    answer = kit.post(f"/moderation/items/{item_id}/decide", action="publish", note="Kept.")
    assert answer.status_code == 409 and "A colleague is looking at this one" in kit.page.words
    assert "Kept." in kit.page.words
    assert settle(sam, item_id, action="publish").status_code == 303


def test_nobody_approves_words_that_they_have_not_read(given: Any, visit: Any, rows: Any) -> None:
    """T10: the writer changes a held post while Sam reads it."""
    post_id = a_post(given, by="mira", held=True)
    item_id = given(desk.hold, post_id)
    sam, mira = visit("sam"), visit("mira")
    sam.get(f"/moderation/items/{item_id}")
    seen = {name: value[0] for name, value in sam.page.form(f"/moderation/items/{item_id}/decide").fields.items()}
    mira.get(f"/posts/{post_id}/edit")
    assert mira.post(f"/posts/{post_id}/edit", title="Nights", body="Quite other words.").status_code == 303
    answer = sam.post(f"/moderation/items/{item_id}/decide", **seen | {"action": "publish", "note": "Kept."})
    assert answer.status_code == 409
    assert "The post changed after you opened this page" in sam.page.words
    assert "Quite other words." in sam.page.words, "the page holds what it says now"
    assert sam.page.form(f"/moderation/items/{item_id}/decide").fields["note"] == ["Kept."]
    with rows() as session:
        assert session.get_one(Post, post_id).visibility is Visibility.HELD


def test_more_reports_do_not_stop_a_decision(given: Any, visit: Any) -> None:
    """A crowd that goes on reporting must not be able to keep Sam from deciding."""
    post_id = a_post(given)
    item_id = given(desk.report, post_id, by="noor")
    sam = visit("sam")
    sam.get(f"/moderation/items/{item_id}")
    seen = {name: value[0] for name, value in sam.page.form(f"/moderation/items/{item_id}/decide").fields.items()}
    given(desk.report, post_id, by="ada")
    answer = sam.post(f"/moderation/items/{item_id}/decide", **seen | {"action": "dismiss", "facts": "Fine."})
    assert answer.status_code == 303


def test_a_hold_lapses_when_its_writer_takes_the_post_back(given: Any, visit: Any, rows: Any) -> None:
    post_id = a_post(given, by="mira", held=True)
    item_id = given(desk.hold, post_id)
    mira, sam = visit("mira"), visit("sam")
    mira.get(f"/posts/{post_id}/withdraw")
    mira.post(f"/posts/{post_id}/withdraw")
    with rows() as session:
        assert session.get_one(ReviewItem, item_id).state is State.LAPSED
    sam.get(f"/moderation/items/{item_id}")
    assert "The writer took the post back before anybody decided." in sam.page.words
    sam.get("/moderation/?state=decided")
    assert "The writer took the post back" in sam.page.words


def test_a_post_waits_once_for_each_kind_of_look(given: Any, rows: Any) -> None:
    post_id = a_post(given, held=True)
    assert given(desk.hold, post_id) == given(desk.hold, post_id, "contact")
    with rows() as session:
        assert desk.open_items(session) == 1


def test_a_moderator_is_never_told_to_slow_down(make_app: Any) -> None:
    """T12: no limit stands before the desk's own routes."""
    app = make_app(FORUM_LIMITS="standard")
    with app.app_context():
        desk.cast()
        items = [desk.hold(factories.opening(factories.thread())) for _ in range(40)]
        db.session.commit()
    sam = Person(app, "sam")
    sam.get("/moderation/")
    for item_id in items:
        assert sam.post(f"/moderation/items/{item_id}/decide", action="publish").status_code == 303
