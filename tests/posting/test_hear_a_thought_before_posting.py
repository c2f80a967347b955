"""A reply that may hurt is met by one thought on the way, and whoever wants to posts it as it is; no scripts needed."""

import html
import re
from typing import Any

import pytest

from forum.care.coach import Coaching, Finding, Problem
from forum.care.openers import openers
from forum.care.tuning import NUDGES
from forum.posting import coaching
from tests import factories, signs
from tests.pages import Page
from tests.posting.coached import ADVISES, DANGER, HURTS, KIND, NOTED, OPENING, QUOTES, UNHEARD, UNKNOWN
from tests.posting.writing import how_many, led_to

pytestmark = pytest.mark.usefixtures("people")
STOP = "Before you post it"
CUT = "Last winter I cut my arms with a razor blade most nights, and I hid the blood on my sleeves from my mother."


@pytest.fixture
def thread(given: Any) -> str:
    return str(given(factories.thread, body=OPENING, asked="listen"))


def form_of(person: Any, thread: str, **typed: Any) -> dict[str, Any]:
    """The reply form as a page without scripts holds it, filled in."""
    person.get(f"/threads/{thread}")
    return {**person.page.form(f"/threads/{thread}/reply").fields, **typed}


def said(page: str) -> str:
    """The places marked in a page, one a line, as they are read."""
    return "\n".join(html.unescape(found) for found in re.findall(r"<mark>(.*?)</mark>", page, re.S))


def test_one_thought_then_the_same_words_are_posted(visit: Any, rows: Any, thread: str) -> None:
    noor, place = visit("noor"), f"/threads/{thread}/reply"
    typed = form_of(noor, thread, body=HURTS, warnings="suicide:mentioned", advice="y")
    with rows() as session:
        before = how_many(session)
    met = noor.post(place, **typed)
    page = met.get_data(as_text=True)
    assert met.status_code == 200 and STOP in page and "Post as it is" in page and "Edit my reply" in page
    assert said(page) and said(page) in HURTS
    with rows() as session:
        assert how_many(session) == before
    kept = noor.page.form(place).fields
    for name in ("body", "once", "draft", "advice"):
        assert kept[name] == [typed[name]] if isinstance(typed[name], str) else typed[name]
    assert "suicide:mentioned" in kept["warnings"] and "anonymous" not in kept
    post = led_to(noor.post(place, **kept))
    assert HURTS in html.unescape(visit().follow(visit().get(f"/posts/{post}")).get_data(as_text=True))


def test_the_two_ways_on_are_one_size_and_one_weight(visit: Any, thread: str) -> None:
    noor = visit("noor")
    page = noor.post(f"/threads/{thread}/reply", **form_of(noor, thread, body=HURTS)).get_data(as_text=True)
    assert '<button class="second" form="writing">Post as it is</button>' in page
    assert '<a class="button second" href="#body">Edit my reply</a>' in page


def test_an_edited_reply_is_posted_whatever_it_says_now(visit: Any, thread: str) -> None:
    noor, place = visit("noor"), f"/threads/{thread}/reply"
    noor.post(place, **form_of(noor, thread, body=HURTS))
    led_to(noor.post(place, **{**noor.page.form(place).fields, "body": f"{HURTS} You should be ashamed, you liar."}))


def test_it_does_not_come_back_after_reading_it_through(visit: Any, thread: str) -> None:
    noor, place = visit("noor"), f"/threads/{thread}/reply"
    seen = noor.post(place, **form_of(noor, thread, body=HURTS), then="preview").get_data(as_text=True)
    assert said(seen) in HURTS and "How it will look" in seen and STOP not in seen
    again = noor.post(place, **noor.page.form(place).fields, then="preview").get_data(as_text=True)
    assert "How it will look" in again and not said(again)
    led_to(noor.post(place, **noor.page.form(place).fields))


def test_kind_words_meet_nothing(visit: Any, thread: str) -> None:
    noor = visit("noor")
    led_to(noor.post(f"/threads/{thread}/reply", **form_of(noor, thread, body=KIND)))


@pytest.mark.parametrize("words", [QUOTES, UNKNOWN], ids=["quoted", "a language it does not know"])
def test_it_is_silent_about_words_of_others_and_words_it_cannot_read(visit: Any, thread: str, words: str) -> None:
    noor = visit("noor")
    led_to(noor.post(f"/threads/{thread}/reply", **form_of(noor, thread, body=words)))


@pytest.mark.parametrize(("asked", "met"), [("listen", True), ("advice", False), ("listen advice", False)])
def test_advice_is_met_only_where_nobody_asked_for_it(given: Any, visit: Any, asked: str, met: bool) -> None:
    thread = given(factories.thread, body=OPENING, asked=asked)
    noor = visit("noor")
    answer = noor.post(f"/threads/{thread}/reply", **form_of(noor, thread, body=ADVISES))
    assert answer.status_code == (200 if met else 303)


def test_questions_are_offered_for_a_long_first_reply_that_heard_nothing(given: Any, visit: Any, thread: str) -> None:
    noor, place = visit("noor"), f"/threads/{thread}/reply"
    page = noor.post(place, **form_of(noor, thread, body=UNHEARD)).get_data(as_text=True)
    assert STOP in page and not said(page)
    assert page.partition("begin with one of these")[2].partition("</ul>")[0].count("?</li>") >= 1
    led_to(noor.post(place, **noor.page.form(place).fields))
    tomasz = visit("tomasz")
    led_to(tomasz.post(place, **form_of(tomasz, thread, body=UNHEARD)))  # somebody has answered already


def test_of_what_may_be_missing_only_a_form_without_scripts_is_told_on_the_way(visit: Any, thread: str) -> None:
    noor = visit("noor")
    led_to(noor.post(f"/threads/{thread}/reply", body=UNHEARD, coach="live"))


@pytest.mark.parametrize("words", [HURTS, UNHEARD, NOTED])
def test_what_a_program_sends_is_posted_because_nobody_is_there_to_read_a_page(
    visit: Any, thread: str, words: str
) -> None:
    led_to(visit("noor").post(f"/threads/{thread}/reply", body=words))
    led_to(visit("noor").post("/threads/new", title="After the row", body=words, room="nights"))


def test_a_short_line_that_keeps_company_is_welcome_as_it_is(visit: Any, thread: str) -> None:
    noor = visit("noor")
    led_to(noor.post(f"/threads/{thread}/reply", **form_of(noor, thread, body="I keep the radio off too.")))


def test_nobody_is_coached_in_a_thread_of_their_own(visit: Any, thread: str) -> None:
    mira = visit("mira")
    led_to(mira.post(f"/threads/{thread}/reply", **form_of(mira, thread, body=HURTS)))


def test_nobody_is_coached_when_they_mend_their_opening(given: Any, visit: Any, thread: str) -> None:
    mira, place = visit("mira"), f"/posts/{given(factories.opening, thread)}/edit"
    mira.get(place)
    assert mira.post(place, **{**mira.page.form(place).fields, "body": HURTS}).status_code == 303


def test_somebody_in_danger_is_not_held_up_by_anything(visit: Any, thread: str) -> None:
    noor = visit("noor")
    led_to(noor.post(f"/threads/{thread}/reply", **form_of(noor, thread, body=f"{HURTS} {DANGER}")))
    noor.get("/threads/new")
    typed = {**noor.page.form("/threads/new").fields, "title": "Tonight", "body": DANGER, "room": "nights"}
    led_to(noor.post("/threads/new", **typed))


def test_a_second_press_posts_once(visit: Any, rows: Any, thread: str) -> None:
    noor, place = visit("noor"), f"/threads/{thread}/reply"
    typed = form_of(noor, thread, body=HURTS)
    first, second = (noor.post(place, **typed) for _ in range(2))
    assert (first.status_code, second.status_code) == (200, 200)
    after = noor.page.form(place).fields
    post = led_to(noor.post(place, **after))
    # The button again, the page before it again, and the page of a second tab: all lead to the one post.
    assert {led_to(noor.post(place, **form)) for form in (after, typed)} == {post}
    with rows() as session:
        assert how_many(session)["posts"] == 2


def test_two_tabs_and_ten_thousand_lines_lose_nothing(visit: Any, thread: str) -> None:
    noor, place = visit("noor"), f"/threads/{thread}/reply"
    long = f"{HURTS}\n" + "\n" * 10_000 + "And this stands at the end."
    one, other = form_of(noor, thread, body=long), form_of(noor, thread, body=f"{HURTS} From the other tab.")
    noor.post(place, **one)
    first = noor.page.form(place).fields
    noor.post(place, **other)
    second = noor.page.form(place).fields
    assert first["body"] == [long] and second["body"] == [other["body"]] and first["once"] != second["once"]
    assert len({led_to(noor.post(place, **form)) for form in (first, second)}) == 2


def test_a_sign_in_that_ran_out_loses_nothing_and_asks_nothing_twice(given: Any, visit: Any, thread: str) -> None:
    noor, place = visit("noor"), f"/threads/{thread}/reply"
    noor.post(place, **form_of(noor, thread, body=HURTS))
    late = noor.page.form(place).fields
    noor.client.delete_cookie(noor.client.application.config["SESSION_COOKIE_NAME"])
    gone = noor.post(place, **late)
    assert gone.status_code == 401
    carried = {name: value for form in noor.page.forms for name, value in form.fields.items()}
    assert carried["kept:body"] == [HURTS] and carried["kept:coach"] == ["said"]
    back = visit("noor")
    token = back.token_for("/settings")
    led_to(back.post(place, **{**late, "csrf_token": token}))


def test_a_mistake_is_mended_before_anything_is_said(visit: Any, thread: str) -> None:
    noor, place = visit("noor"), f"/threads/{thread}/reply"
    answer = noor.post(place, **form_of(noor, thread, body=HURTS + " so" * 8_000))
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422 and not said(page) and STOP not in page
    assert noor.page.form(place).fields["coach"] == [""]


def test_marked_words_are_words_and_never_a_page(visit: Any, thread: str) -> None:
    noor = visit("noor")
    nasty = "<b>you</b> & <script>alert(1)</script> you are just overreacting, you are being selfish <img src=x>"
    page = noor.post(f"/threads/{thread}/reply", **form_of(noor, thread, body=nasty)).get_data(as_text=True)
    assert STOP in page and "<script>alert" not in page and "<img" not in page and "&lt;script&gt;" in page


def test_the_place_is_shown_with_a_little_of_its_line() -> None:
    text = "First line.\n" + "word " * 40 + "HERE IT IS" + " and on" * 40 + "\nLast line."
    start = text.index("HERE")
    place = coaching._place(text, start, start + 10)
    assert place.words == "HERE IT IS"
    assert place.before.startswith("… word") and place.after.endswith(" …")
    assert max(len(place.before), len(place.after)) <= coaching.AROUND + 2
    assert "line" not in place.before + place.after


def test_a_note_is_offered_on_the_way_to_a_new_thread_and_taken_with_one_tick(visit: Any, thread: str) -> None:
    noor = visit("noor")
    noor.get("/threads/new")
    typed = {**noor.page.form("/threads/new").fields, "title": "After the row", "body": NOTED, "room": "nights"}
    page = noor.post("/threads/new", **typed).get_data(as_text=True)
    assert STOP in page and "You may want to add a note" in page and said(page).split("\n")[0] in NOTED
    box = re.search(r'<input type="checkbox" form="writing" name="warnings" value="(substance:\w+)">', page)
    kept = noor.page.form("/threads/new").fields
    assert box and box[1] not in kept.get("warnings", []), "it is never ticked for anybody"
    assert kept["body"] == [NOTED] and kept["title"] == ["After the row"] and kept["room"] == ["nights"]
    post = led_to(noor.post("/threads/new", **{**kept, "warnings": [*kept.get("warnings", []), box[1]]}))
    shown = visit().follow(visit().get(f"/posts/{post}")).get_data(as_text=True)
    assert f"Content note: alcohol and drugs ({box[1].partition(':')[2]})" in shown


def test_a_note_that_is_not_wanted_is_not_added_and_not_offered_again(visit: Any, thread: str) -> None:
    noor = visit("noor")
    noor.get("/threads/new")
    typed = {**noor.page.form("/threads/new").fields, "title": "After the row", "body": NOTED, "room": "nights"}
    assert "You may want to add a note" in noor.post("/threads/new", **typed, then="preview").get_data(as_text=True)
    again = noor.post("/threads/new", **noor.page.form("/threads/new").fields, then="preview")
    assert "You may want to add a note" not in again.get_data(as_text=True)
    post = led_to(noor.post("/threads/new", **noor.page.form("/threads/new").fields))
    assert "Content note:" not in visit().follow(visit().get(f"/posts/{post}")).get_data(as_text=True)


@pytest.mark.parametrize("level", ["mentioned", "detailed"])
def test_a_note_that_is_chosen_is_not_offered(visit: Any, thread: str, level: str) -> None:
    noor = visit("noor")
    chosen = {"title": "After the row", "body": NOTED, "room": "nights", "warnings": f"substance:{level}"}
    page = noor.post("/threads/new", **chosen, coach="", then="preview").get_data(as_text=True)
    assert 'type="checkbox" form="writing" name="warnings" value="substance' not in page


def test_notes_alone_never_come_between_a_reply_or_a_change_and_its_readers(
    given: Any, visit: Any, thread: str
) -> None:
    noor = visit("noor")
    post = led_to(noor.post(f"/threads/{thread}/reply", **form_of(noor, thread, body=KIND)))
    place, words = f"/posts/{post}/edit", f"{KIND} {NOTED}"
    noor.get(place)
    form = noor.page.form(place).fields
    offered = noor.post(place, **{**form, "body": words}, then="preview").get_data(as_text=True)
    assert 'name="warnings" value="substance' in offered
    assert noor.post(place, **{**form, "body": words}).status_code == 303


def test_every_form_to_write_in_has_the_quiet_place(given: Any, visit: Any, thread: str) -> None:
    mira, opening = visit("mira"), given(factories.opening, thread)
    for place in ("/threads/new", f"/threads/{thread}", f"/threads/{thread}/reply", f"/posts/{opening}/edit"):
        page = mira.get(place).get_data(as_text=True)
        quiet = page.partition('<div data-coach aria-live="polite">')[2].split("</div>")[:4]
        assert quiet[:3] == [f'<div data-part="{part}">' for part in ("help", "thought", "notes")], place
        assert not quiet[3].strip() and page.count("data-coach") == 1
    assert "data-coach" not in visit("sam").get(f"/posts/{opening}/report").get_data(as_text=True)


def live(person: Any, place: str, **typed: Any) -> Any:
    return person.post(place, **{"coach": "live", **typed}, then="coach")


def spoken(answer: Any) -> list[str]:
    """What stands in each of the three places: help, a thought, notes."""
    assert answer.status_code == 200
    page = answer.get_data(as_text=True) + "\n"
    places = re.findall(r"<div data-said>(.*?)</div>\n(?=<div data-said>|$)", page, re.S)
    assert len(places) == 3
    return [html.unescape(one) for one in places]


def test_what_is_said_while_writing_is_a_few_lines_of_words(visit: Any, rows: Any, thread: str) -> None:
    noor, place = visit("noor"), f"/threads/{thread}/reply"
    answer = live(noor, place, body=HURTS)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 200 and answer.headers["Cache-Control"].startswith("no-store")
    assert said(page) in HURTS and "autofocus" not in page and "<h" not in page.replace("<html", "")
    assert Page(page).title == "A thought"
    for silent in ({"body": KIND}, {"body": ""}, {"body": HURTS, "coach": ["live", "said"]}, {"body": UNHEARD[:-1]}):
        assert spoken(live(noor, place, **silent)) == ["", "", ""], silent


def test_while_writing_one_thing_is_said_at_a_time(visit: Any, thread: str) -> None:
    noor, place = visit("noor"), f"/threads/{thread}/reply"
    words = f"{HURTS} {NOTED}"
    first = live(noor, place, body=words).get_data(as_text=True)
    kind = re.search(r'name="coach" value="(said:\w+)"', first)
    assert "may want to add a note" not in first and kind
    second = live(noor, place, body=words, coach=["live", kind[1]])
    thought, notes = spoken(second)[1:]
    assert not thought and "may want to add a note" in notes
    put_away = re.search(r'name="offered" value="([\w ]+)"', notes)
    assert put_away and "substance" in put_away[1].split()
    last = live(noor, place, body=words, coach=["live", kind[1]], offered=put_away[1])
    assert spoken(last) == ["", "", ""]


WORST = "Honestly, shut up, you pathetic liar."
MILD = "It'll all be fine. "


def test_of_several_places_the_one_that_would_hurt_most_is_shown(visit: Any, thread: str) -> None:
    noor, place = visit("noor"), f"/threads/{thread}/reply"
    for words, shown in (
        (f"{MILD}Stop feeling sorry for yourself.", "feeling sorry for yourself"),
        (f"{MILD}{HURTS} {WORST}", "pathetic"),
    ):
        page = noor.post(place, **form_of(noor, thread, body=words)).get_data(as_text=True)
        assert shown in said(page), said(page)


def test_what_is_graver_takes_the_place_of_what_was_said_and_nothing_else_does(visit: Any, thread: str) -> None:
    noor, place = visit("noor"), f"/threads/{thread}/reply"
    first = live(noor, place, body=HURTS).get_data(as_text=True)
    kind = re.search(r'name="coach" value="(said:\w+)"', first)
    assert kind
    for words, coach, speaks in (
        (f"{HURTS} {WORST}", ["live", kind[1]], True),
        (f"{MILD}{HURTS}", ["live", kind[1]], False),  # milder, or no worse
        (f"{HURTS} {WORST}", ["live said", kind[1]], False),  # put away
        (f"{HURTS} {WORST}", ["live", "said"], False),
        (f"{HURTS} {WORST}", ["live", "said:nonsense"], False),
    ):
        thought = spoken(live(noor, place, body=words, coach=coach))[1]
        assert bool(thought) is speaks and ("pathetic" in thought) is speaks, (words, coach)


@pytest.mark.parametrize("kind", coaching.GRAVEST[:-1])
def test_the_question_fits_the_place_that_is_shown(kind: str) -> None:
    both = [Finding(Problem(one), 0, 4, "Why.", 0.9) for one in coaching.GRAVEST[:-1]]
    shown = coaching._one_of("Some words.", Coaching(tuple(both[coaching.GRAVEST.index(kind) :]), 0.0, ("Of all?",)))
    assert shown and shown.kind == kind and shown.openers == openers([kind], (), heard=True)[:1]


def test_every_kind_has_its_place_in_the_order() -> None:
    assert set(coaching.GRAVEST) == NUDGES and len(coaching.GRAVEST) == len(NUDGES)


def test_a_note_stands_only_while_its_words_do(visit: Any, thread: str) -> None:
    noor = visit("noor")
    notes = spoken(live(noor, "/threads/new", body=NOTED))[2]
    assert notes.count("<legend>") == 1 and "bottle of vodka" in notes
    assert spoken(live(noor, "/threads/new", body=KIND))[2] == ""


LINE = "If you would like to talk to somebody"
NUMBER = "When it cannot wait"


@pytest.mark.parametrize("country", ["", "GB"])
def test_while_writing_help_comes_before_notes_and_instead_of_a_thought(
    given: Any, visit: Any, thread: str, country: str
) -> None:
    noor, opening = visit("noor"), given(factories.reply, thread, by="noor", body=KIND)
    noor.get(f"/help?country={country}")
    for place in ("/threads/new", f"/threads/{thread}/reply", f"/posts/{opening}/edit"):
        near, thought, notes = spoken(live(noor, place, body=f"{HURTS} {DANGER}"))
        assert LINE in near and NUMBER in near and not thought and "add a note" in notes
        assert ("tel:999" in near) == bool(country) and ("112 or 911" in near) != bool(country)
        assert "<form" not in near and "<li>" not in near
        near = spoken(live(noor, place, body=signs.HIGH))[0]
        assert LINE in near and NUMBER not in near
        assert spoken(live(noor, place, body=signs.CONCERN))[0] == "", "less waits until the words are sent"
    noor.get("/")
    with noor.client.session_transaction() as session:
        assert "near" not in session, "nothing is remembered of words that nobody sent"


def test_in_a_preview_help_comes_before_notes(visit: Any, thread: str) -> None:
    noor = visit("noor")
    sent = {"title": "Tonight", "body": DANGER, "room": "nights", "coach": "", "then": "preview"}
    page = noor.post("/threads/new", **sent).get_data(as_text=True)
    assert 0 < page.index('<section class="reach') < page.index("You may want to add a note")


def test_a_change_is_offered_only_notes_for_what_it_brings(given: Any, visit: Any, thread: str) -> None:
    post = given(factories.reply, thread, by="noor", body=f"{KIND} {NOTED}")
    noor, place = visit("noor"), f"/posts/{post}/edit"
    noor.get(place)
    form = noor.page.form(place).fields
    for words, offered in ((f"{KIND} {NOTED}", False), (f"{NOTED} And again.", False), (f"{NOTED} {CUT}", True)):
        preview = noor.post(place, **{**form, "body": words}, then="preview").get_data(as_text=True)
        assert ("You may want to add a note" in preview) is offered, words
        assert ("add a note" in spoken(live(noor, place, body=words))[2]) is offered, words
        assert 'form="writing" name="warnings" value="substance' not in preview
