"""Reading and writing with the keyboard alone, and with what a browser or a printer makes of a thread."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests import factories
from tests.look import world

FOCUS = """() => {
  const one = document.activeElement;
  const box = one.getBoundingClientRect();
  const bar = document.querySelector('.bar').getBoundingClientRect();
  const under = bar.top <= 0 && box.top < bar.bottom - 1 && box.bottom > 0 && !one.closest('.bar, .skips');
  const outline = getComputedStyle(one);
  return {
    what: (one.textContent.trim() || one.name || one.tagName).slice(0, 40),
    covered: under,
    ring: outline.outlineStyle !== 'none' && parseFloat(outline.outlineWidth) >= 2,
    inside: box.bottom > 0 && box.top < innerHeight,
    end: one === document.body,
  };
}"""


def tab_through(page: Page, key: str = "Tab", most: int = 120) -> list[dict[str, Any]]:
    steps = []
    for _ in range(most):
        page.keyboard.press(key)
        step = page.evaluate(FOCUS)
        if step["end"]:
            break
        steps.append(step)
    return steps


@pytest.fixture
def thread(given: Any) -> str:
    return f"/threads/{world.build(given)['thread_id']}"


@pytest.mark.parametrize(
    "viewport", [{"width": 360, "height": 640}, {"width": 1280, "height": 800}], ids=["phone", "desktop"]
)
def test_every_stop_of_the_tab_key_is_seen(browser_page: Any, thread: str, viewport: dict[str, int]) -> None:
    page = browser_page("mira", viewport=viewport)
    page.goto(thread)
    there = tab_through(page)
    back = tab_through(page, "Shift+Tab")
    for steps in (there, back):
        assert len(steps) > 20
        assert [one["what"] for one in steps if not one["ring"]] == []
        assert [one["what"] for one in steps if not one["inside"]] == []
        assert [one["what"] for one in steps if one["covered"]] == []


def test_the_way_out_is_the_first_stop_and_the_page_the_second(browser_page: Any, thread: str) -> None:
    page = browser_page("mira")
    page.goto(thread)
    assert [one["what"] for one in tab_through(page, most=3)] == ["Leave this site", "Skip to the page", "Skip to help"]
    page.goto(thread)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_a_wrong_form_leads_to_its_fields(browser_page: Any, thread: str) -> None:
    page = browser_page("mira")
    page.goto("/threads/new")
    page.get_by_role("button", name="Post", exact=True).focus()
    page.keyboard.press("Enter")
    summary = page.locator(".error-summary")
    expect(summary).to_be_focused()
    expect(page).to_have_title("Error: Write a post · What Say You?")
    links = summary.locator("a")
    assert links.count() >= 2
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(links.first.get_attribute("href"))).to_be_focused()


def test_help_stands_in_the_same_place_on_every_page(browser_page: Any, thread: str) -> None:
    page = browser_page("mira", viewport={"width": 360, "height": 740})
    places = set()
    for address in ("/", thread, "/threads/new", "/settings", "/help", "/guidelines", "/nowhere"):
        page.goto(address)
        places.add(page.locator("#help-strip").bounding_box()["y"])
    assert len(places) == 1


def test_a_folded_post_opens_without_scripts(browser_page: Any, thread: str) -> None:
    page = browser_page("mira", js=False)
    page.goto(thread)
    folded = page.locator("details.note").first
    expect(folded.locator(".post__body")).to_be_hidden()
    expect(folded.locator("summary")).to_contain_text("Show post")
    folded.locator("summary").press("Enter")
    expect(folded.locator(".post__body")).to_be_visible()
    expect(folded.locator("summary")).to_contain_text("Fold it away")


def test_a_printed_thread_is_words_and_names(browser_page: Any, thread: str) -> None:
    page = browser_page("mira")
    page.goto(thread)
    page.emulate_media(media="print", color_scheme="dark")
    for gone in (".exit", ".nav", ".foot", ".composer", ".post__actions"):
        expect(page.locator(gone).first).to_be_hidden()
    expect(page.locator(".post__byline").first).to_be_visible()
    expect(page.locator(".post__body").first).to_be_visible()
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 255, 255)"


def test_a_long_thread_is_light_and_comes_in_four_requests(browser_page: Any, given: Any) -> None:
    """Fifty replies of 600 characters, for a visitor's first visit: under 40 kB over the wire in all."""
    given(factories.member, "mira")
    address = f"/threads/{given(factories.thread, body=world.LETTER, replies=50)}"
    page = browser_page()
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    loaded: list[float] = []
    wire.on("Network.loadingFinished", lambda event: loaded.append(event["encodedDataLength"]))
    page.goto(address, wait_until="networkidle")
    assert page.locator(".post").count() > 20
    assert len(loaded) <= 4
    assert 3_000 < sum(loaded) < 40_000
