"""While somebody writes, one quiet thought under their words in a real browser: it takes nothing, and goes away."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests import factories
from tests.accessibility import findings
from tests.posting.coached import HURTS, KIND, NOTED, OPENING, UNHEARD
from tests.posting.writing import how_many

pytestmark = pytest.mark.usefixtures("people")
PHONE = {"width": 360, "height": 740}
COACH = ".coach"
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
    # At most one a reply: more of the same brings no second.
    assert types(noor, f"{HURTS} Frankly you are being pathetic, and at least you have a job.") == 204
    expect(noor.locator(COACH)).to_have_count(1)


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
    assert types(noor, f"{HURTS} Still, you are being selfish.") == 204
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
    assert types(noor, UNHEARD[:-1]) == 204
    assert types(noor, UNHEARD) == 200
    expect(noor.locator(f"{COACH} li").first).to_contain_text("?")


def test_kind_words_bring_nothing(noor: Page) -> None:
    assert types(noor, KIND) == 204
    expect(noor.locator(COACH)).to_have_count(0)


def test_somebody_faster_than_the_pause_meets_the_page_once(noor: Page) -> None:
    noor.locator("#body").fill(HURTS)
    noor.get_by_role("button", name="Post", exact=True).click()
    expect(noor.get_by_role("heading", name="Before you post it")).to_be_visible()
    expect(noor.locator("#body")).to_have_value(HURTS)
    noor.get_by_role("link", name="Edit my reply").click()
    assert noor.evaluate("document.activeElement.id") == "body"
    assert types(noor, f"{HURTS} You are selfish.") == 204
    noor.get_by_role("button", name="Post as it is").click()
    expect(noor.get_by_text("Your reply is up.")).to_be_visible()


def test_when_the_server_does_not_answer_nothing_is_in_the_way(noor: Page) -> None:
    noor.route("**/reply", lambda route: route.fulfill(status=503, body="Busy.", content_type="text/html"))
    assert types(noor, KIND) == 503
    noor.unroute_all()
    expect(noor.locator(COACH)).to_have_count(0)
    noor.get_by_role("button", name="Post", exact=True).click()
    expect(noor.get_by_text("Your reply is up.")).to_be_visible()


def test_a_note_is_added_with_one_tick_or_passed_over(browser_page: Any, thread: str) -> None:
    page = writing(browser_page("noor", viewport=PHONE), "/threads/new")
    page.locator("#title").fill("After the row")
    page.locator("#room").select_option("nights")
    assert types(page, NOTED) == 200
    boxes = page.locator(f"{COACH} [type=checkbox]")
    assert boxes.count() >= 1 and not boxes.first.is_checked()
    assert types(page, f"{NOTED} And again.") in {200, 204}
    topics = [box.get_attribute("value").partition(":")[0] for box in boxes.all()]
    assert len(topics) == len(set(topics)), "a topic was asked for twice"
    page.locator(f"{COACH} [value^=substance]").check()
    page.get_by_role("button", name="Post", exact=True).click()
    expect(page.get_by_text("Your post is up.")).to_be_visible()
    expect(page.get_by_text(re.compile("Content note: alcohol and drugs")).first).to_be_visible()


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
