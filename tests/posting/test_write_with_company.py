"""While somebody writes, one quiet thought under their words in a real browser: it takes nothing, and goes away."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests import factories, signs
from tests.accessibility import findings
from tests.posting.coached import HURTS, KIND, NOTED, OPENING, UNHEARD
from tests.posting.writing import how_many

pytestmark = pytest.mark.usefixtures("people")
PHONE = {"width": 360, "height": 740}
COACH = ".coach"
PLACE = "[data-coach]"
WORST = "Honestly, shut up, you pathetic liar."
CUT = "Last winter I cut my arms with a razor blade most nights, and I hid the blood on my sleeves from my mother."
PAUSE = 2600  # milliseconds; a little longer than the pause of composer.mjs


@pytest.fixture
def thread(given: Any) -> str:
    return str(given(factories.thread, body=OPENING, asked="listen"))


@pytest.fixture
def noor(browser_page: Any, thread: str) -> Page:
    return writing(browser_page("noor", viewport=PHONE), f"/threads/{thread}")


def writing(page: Page, place: str) -> Page:
    """At the words of a form, with the clock in the test's hands."""
    page.clock.install()
    page.goto(place)
    page.locator("#body").focus()
    return page


def types(page: Page, words: str) -> int:
    """Write, pause, and wait for what the server says to it: its status."""
    page.locator("#body").fill(words)
    with page.expect_response(lambda one: one.request.method == "POST" and "/drafts" not in one.url) as answer:
        page.clock.run_for(PAUSE)
    answer.value.finished()
    page.wait_for_timeout(100)  # the answer is there; now its words come to stand in the page
    return answer.value.status


def test_one_thought_comes_under_the_words_and_takes_nothing(noor: Page) -> None:
    assert types(noor, HURTS) == 200
    expect(noor.locator(COACH)).to_have_count(1)
    marked = noor.locator(f"{COACH} mark").inner_text()
    assert marked in HURTS
    assert noor.evaluate("document.activeElement.id") == "body", "the focus was taken"
    assert noor.evaluate("document.querySelector('[data-coach]').ariaLive") == "polite"
    expect(noor.locator("#body")).to_have_value(HURTS)
    expect(noor.get_by_role("button", name="Post", exact=True)).to_be_enabled()
    # At most one a reply: more of the same, or of what hurts less, changes nothing.
    types(noor, f"{HURTS} It'll all be fine, and at least you have a job.")
    expect(noor.locator(COACH)).to_have_count(1)
    expect(noor.locator(f"{COACH} mark")).to_have_text(marked)


def test_what_is_graver_comes_to_the_same_place_and_takes_nothing(noor: Page) -> None:
    types(noor, HURTS)
    first = noor.locator(f"{COACH} mark").inner_text()
    types(noor, f"{HURTS} {WORST}")
    expect(noor.locator(COACH)).to_have_count(1)
    expect(noor.locator(f"{COACH} mark")).to_contain_text("pathetic")
    assert "pathetic" not in first and noor.evaluate("document.activeElement.id") == "body"
    types(noor, f"{HURTS} {WORST} Really.")
    expect(noor.locator(COACH)).to_have_count(1)


def test_what_was_put_away_does_not_come_back_for_anything_graver(noor: Page) -> None:
    types(noor, HURTS)
    noor.get_by_role("button", name="Edit my reply").click()
    types(noor, f"{HURTS} {WORST}")
    expect(noor.locator(f"{COACH}:visible")).to_have_count(0)


def test_the_two_buttons_are_as_wide_and_as_heavy_as_each_other(noor: Page) -> None:
    types(noor, HURTS)
    looks = noor.locator(f"{COACH} .buttons > *").evaluate_all(
        """them => them.map((one) => {
          const { width, height } = one.getBoundingClientRect();
          const { fontWeight, fontSize, color, backgroundColor, borderColor } = getComputedStyle(one);
          return [Math.round(width), Math.round(height), fontWeight, fontSize, color, backgroundColor, borderColor];
        })"""
    )
    assert len(looks) == 2 and looks[0] == looks[1] and looks[0][1] >= 44


def test_put_away_it_stays_away_and_the_reply_goes_out_as_it_is(noor: Page, rows: Any) -> None:
    types(noor, HURTS)
    noor.get_by_role("button", name="Edit my reply").click()
    expect(noor.locator(COACH)).to_be_hidden()
    assert noor.evaluate("document.activeElement.id") == "body"
    types(noor, f"{HURTS} Still, you are being selfish.")
    expect(noor.locator(f"{COACH}:visible")).to_have_count(0)
    noor.get_by_role("button", name="Post", exact=True).click()
    expect(noor.get_by_text("Your reply is up.")).to_be_visible()
    with rows() as session:
        assert how_many(session)["posts"] == 2


def test_post_as_it_is_posts_and_no_page_comes_between(noor: Page) -> None:
    types(noor, HURTS)
    noor.get_by_role("button", name="Post as it is").click()
    expect(noor.get_by_text("Your reply is up.")).to_be_visible()
    expect(noor.locator(".post__body").last).to_have_text(HURTS)


def test_it_goes_when_its_words_are_changed(noor: Page) -> None:
    types(noor, HURTS)
    noor.locator("#body").fill(KIND)
    expect(noor.locator(COACH)).to_be_hidden()


def test_questions_wait_until_a_thought_is_written_to_its_end(noor: Page) -> None:
    types(noor, UNHEARD[:-1])
    expect(noor.locator(COACH)).to_have_count(0)
    types(noor, UNHEARD)
    expect(noor.locator(f"{COACH} li").first).to_contain_text("?")


def test_kind_words_bring_nothing(noor: Page) -> None:
    types(noor, KIND)
    expect(noor.locator(COACH)).to_have_count(0)


def test_somebody_faster_than_the_pause_meets_the_page_once(noor: Page) -> None:
    noor.locator("#body").fill(HURTS)
    noor.get_by_role("button", name="Post", exact=True).click()
    expect(noor.get_by_role("heading", name="Before you post it")).to_be_visible()
    expect(noor.locator("#body")).to_have_value(HURTS)
    noor.get_by_role("link", name="Edit my reply").click()
    assert noor.evaluate("document.activeElement.id") == "body"
    types(noor, f"{HURTS} You are selfish.")
    expect(noor.locator(f"{PLACE} {COACH}")).to_have_count(0)
    noor.get_by_role("button", name="Post as it is").click()
    expect(noor.get_by_text("Your reply is up.")).to_be_visible()


def test_when_the_server_does_not_answer_nothing_is_in_the_way(noor: Page) -> None:
    noor.route("**/reply", lambda route: route.fulfill(status=503, body="Busy.", content_type="text/html"))
    assert types(noor, KIND) == 503
    noor.unroute_all()
    expect(noor.locator(COACH)).to_have_count(0)
    noor.get_by_role("button", name="Post", exact=True).click()
    expect(noor.get_by_text("Your reply is up.")).to_be_visible()


@pytest.fixture
def composer(browser_page: Any, thread: str) -> Page:
    page = writing(browser_page("noor", viewport=PHONE), "/threads/new")
    page.locator("#title").fill("After the row")
    page.locator("#room").select_option("nights")
    page.locator("#body").focus()
    return page


LID = "details:has(#w-substance) .fold__chosen"


def test_a_note_is_added_with_one_tick_or_passed_over(composer: Page) -> None:
    types(composer, NOTED)
    boxes = composer.locator(f"{COACH} [type=checkbox]")
    assert boxes.count() >= 1 and not boxes.first.is_checked()
    expect(composer.locator(LID)).to_have_text("(if you like)")
    composer.locator(f"{COACH} [type=checkbox][value^=substance]").check()
    expect(composer.locator(LID)).to_contain_text("alcohol and drugs (")
    composer.locator(f"{COACH} [type=checkbox][value^=substance]").uncheck()
    expect(composer.locator(LID)).to_have_text("(if you like)")
    composer.locator(f"{COACH} [type=checkbox][value^=substance]").check()
    composer.get_by_role("button", name="Post", exact=True).click()
    expect(composer.get_by_text("Your post is up.")).to_be_visible()
    expect(composer.get_by_text(re.compile("Content note: alcohol and drugs")).first).to_be_visible()


def test_a_note_that_is_ticked_can_be_made_less_in_the_part_for_notes(composer: Page) -> None:
    types(composer, NOTED)
    composer.locator(f"{COACH} [type=checkbox][value^=substance]").check()
    composer.locator("details:has(#w-substance) summary").click()
    composer.locator("#w-substance").select_option("substance:mentioned")
    composer.get_by_role("button", name="Post", exact=True).click()
    expect(composer.get_by_text("Content note: alcohol and drugs (mentioned)").first).to_be_visible()


def test_there_is_one_box_of_notes_and_it_follows_the_words(composer: Page) -> None:
    types(composer, NOTED)
    expect(composer.locator(f"{COACH} legend")).to_have_count(1)
    types(composer, f"{NOTED} {CUT}")
    expect(composer.locator(f"{COACH} legend")).to_have_count(1)
    expect(composer.locator(f"{COACH} [type=checkbox][value^=self_harm]")).to_be_visible()
    types(composer, CUT)
    expect(composer.locator(f"{COACH} [type=checkbox][value^=substance]")).to_have_count(0)
    expect(composer.locator(COACH)).not_to_contain_text("vodka")
    types(composer, KIND)
    expect(composer.locator(COACH)).to_have_count(0)
    assert composer.evaluate("document.activeElement.id") == "body"


def test_notes_are_put_away_and_stay_away(composer: Page) -> None:
    types(composer, NOTED)
    composer.get_by_role("button", name="Put this away").click()
    expect(composer.locator(f"{COACH}:visible")).to_have_count(0)
    assert composer.evaluate("document.activeElement.id") == "body"
    types(composer, f"{NOTED} And again.")
    expect(composer.locator(f"{COACH}:visible")).to_have_count(0)
    types(composer, f"{NOTED} {CUT}")
    expect(composer.locator(f"{COACH} [type=checkbox][value^=self_harm]")).to_be_visible()
    expect(composer.locator(f"{COACH} [type=checkbox][value^=substance]")).to_have_count(0)


def test_a_box_that_is_being_used_does_not_change_under_the_hand(composer: Page) -> None:
    types(composer, f"{NOTED} {CUT}")
    box = composer.locator(f"{COACH} [type=checkbox][value^=substance]")
    box.focus()
    composer.keyboard.press("Space")
    composer.clock.run_for(PAUSE)
    composer.wait_for_timeout(300)
    expect(box).to_be_checked()
    expect(box).to_be_focused()
    composer.locator("#body").focus()
    types(composer, f"{NOTED} {CUT} Still.")
    expect(composer.locator(LID)).to_contain_text("alcohol and drugs (")
    expect(composer.locator(f"{COACH} [type=checkbox][value^=self_harm]")).to_be_visible()


@pytest.mark.parametrize("words", [signs.HIGH, signs.IMMINENT])
def test_help_stands_first_and_stays(composer: Page, words: str) -> None:
    types(composer, NOTED)
    types(composer, f"{NOTED} {words}")
    help_line = composer.locator(f"{PLACE} .reach")
    expect(help_line).to_be_visible()
    assert help_line.bounding_box()["y"] < composer.locator(COACH).bounding_box()["y"]  # type: ignore[index]
    assert composer.evaluate("document.activeElement.id") == "body"
    types(composer, f"{NOTED} Never mind.")
    expect(help_line).to_be_visible()
    assert findings(composer) == []
    assert composer.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    composer.get_by_role("button", name="Post", exact=True).click()
    expect(composer.get_by_text("Your post is up.")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("live", [True, False], ids=["while writing", "on the way"])
def test_nobody_is_shut_out(browser_page: Any, thread: str, live: bool, scheme: str) -> None:
    page = browser_page("noor", viewport=PHONE, color_scheme=scheme)
    for place, words in ((f"/threads/{thread}", HURTS), (f"/threads/{thread}", UNHEARD), ("/threads/new", NOTED)):
        writing(page, place)
        if live:
            assert types(page, words) == 200
        else:
            as_if_without_scripts(page, words)
        expect(page.locator(COACH)).to_be_visible()
        page.evaluate("scrollTo(0, 0)")
        assert findings(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def as_if_without_scripts(page: Page, words: str) -> None:
    """Send the form as a browser without scripts would; axe needs them, to look at the answer."""
    page.evaluate("document.querySelector('[name=coach]').value = ''")
    page.locator("#body").fill(words)
    if page.url.endswith("/new"):
        page.locator("#title").fill("After the row")
        page.locator("#room").select_option("nights")
    page.get_by_role("button", name="Post", exact=True).click()


def test_by_keyboard_alone(browser_page: Any, thread: str) -> None:
    page = writing(browser_page("noor"), f"/threads/{thread}")
    types(page, HURTS)
    for name in ("Post as it is", "Edit my reply"):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.innerText") == name
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "body"
