"""A whole evening in a real Chromium: reading, joining, writing, being answered, asking for help, without scripts and
with them, by keyboard alone, on a small phone."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from forum.discussions.models import Post
from forum.posting.drafts import DRAFTS
from tests import accessibility, factories
from tests.posting.writing import LETTER, how_many

PHONE = {"width": 320, "height": 640}
NAME, PASSWORD = "quiet-mornings", "three grey herons by the lake"


@pytest.fixture
def thread(given: Any) -> str:
    given(factories.member, "mira")
    given(factories.newcomer, "noor")
    given(factories.moderator, "sam")
    given(factories.room, "nights")
    return str(given(factories.thread, "The kettle", by="mira", replies=2, asked="listen"))


def fits_and_reads_well(page: Page) -> None:
    """Nothing for axe to mend by day or by night, with everything unfolded, and nothing to scroll sideways."""
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    page.emulate_media(color_scheme="light")
    assert accessibility.findings(page) == [], page.url
    page.emulate_media(color_scheme="dark")
    assert accessibility.findings(page, only=accessibility.COLOURS) == [], page.url
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, page.url


def press(page: Page, name: str | re.Pattern[str]) -> None:
    page.get_by_role("button", name=name).first.click()


def write_a_post(page: Page) -> None:
    page.get_by_label("Title").fill("I listened for the car")
    page.get_by_label("Your words").fill(LETTER)
    page.get_by_label("Room").select_option("nights")
    for lid in page.locator("details.fold:not([open]) > summary").all()[::-1]:
        lid.click()
    page.get_by_label("Just listen").check()
    page.get_by_label("Self-harm").select_option("self_harm:described")


def test_a_newcomer_is_heard_on_a_phone_without_scripts(thread: str, browser_page: Any, rows: Any) -> None:
    # Somebody reads, and wants to write.
    page = browser_page(js=False, viewport=PHONE)
    page.goto("/")
    page.get_by_role("link", name="The kettle").click()
    expect(page.get_by_text("Reply number 2.")).to_be_visible()
    page.get_by_role("link", name="Write a post").first.click()
    expect(page.get_by_role("heading", name="Join, or sign in")).to_be_visible()

    # They join with a name and a password, and look at their codes.
    press(page, "Join")
    page.get_by_label("Choose a name").fill(NAME)
    page.get_by_label("Choose a password").fill(PASSWORD)
    press(page, "I agree, let me join")
    expect(page.locator(".codes li")).to_have_count(10)
    press(page, "I have kept them, go on")
    expect(page.get_by_role("heading", name="Write a post")).to_be_visible()

    # Nine hundred words with a content note, read through first, then posted.
    write_a_post(page)
    press(page, "Read it through first")
    preview = page.locator(".preview")
    expect(preview.get_by_text("self-harm (described)")).to_be_visible()
    expect(preview.locator(".post__body")).to_be_visible()
    press(page, "Post")
    expect(page.get_by_text("Your post is up. Thank you for writing it.")).to_be_visible()
    mine = page.url.partition("#")[0].rpartition("/")[2]

    # Noor answers under a name made for the thread. It waits: only she sees it.
    noor = browser_page("noor", js=False, viewport=PHONE)
    noor.goto(f"/threads/{mine}")
    noor.get_by_text("Show post").click()
    expect(noor.get_by_text("I drove home slowly").first).to_be_visible()
    noor.locator("#body").fill("I keep the radio off too.")
    noor.get_by_label("Write under a name made for this thread").check()
    press(noor, "Post")
    expect(noor.get_by_text("Waiting for a moderator to read this.")).to_be_visible()
    page.reload()
    expect(page.get_by_text("I keep the radio off too.")).to_have_count(0)

    # Sam publishes it.
    sam = browser_page("sam", js=False)
    sam.goto("/moderation/")
    sam.locator(".queue-row__open").first.click()
    assert "noor" not in sam.content()
    sam.locator("#action-publish").check()
    press(sam, "Decide")
    page.reload()
    expect(page.get_by_text("I keep the radio off too.")).to_be_visible()
    assert "noor" not in page.content() and "noor" not in noor.locator("main").inner_text()

    # Another reply hurts, and is posted as it is; the newcomer asks a moderator to look, and Sam hides it.
    mira = browser_page("mira", js=False)
    mira.goto(f"/threads/{mine}")
    mira.locator("#body").fill("Just calm down.")
    press(mira, "Post")
    expect(mira.locator("mark")).to_contain_text("calm down")
    press(mira, "Post as it is")
    page.reload()
    page.locator("article", has_text="Just calm down.").get_by_role("link", name="Ask a moderator to look").click()
    page.locator("#lane-rule").check()
    page.locator("#reason-unasked").check()
    press(page, "Ask a moderator to look")
    expect(page.locator("h1")).to_contain_text("Thank you")
    sam.goto("/moderation/")
    sam.locator(".queue-row__open").first.click()
    sam.locator("#action-hide").check()
    sam.locator("#rule").select_option(index=1)
    sam.locator("#facts").fill("They asked for someone to listen.")
    press(sam, "Decide")
    page.goto(f"/threads/{mine}")
    expect(page.get_by_text("Just calm down.")).to_have_count(0)
    mira.reload()
    expect(mira.get_by_text("A moderator has hidden this until it is mended.")).to_be_visible()
    with rows() as session:
        said = session.scalars(select(Post.body).where(Post.thread_id == mine).order_by(Post.place)).all()
        assert said == [LETTER, "I keep the radio off too.", "Just calm down."]


def test_what_comes_back_reads_well_by_day_and_by_night(thread: str, browser_page: Any, given: Any) -> None:
    """A form with mistakes, a preview, and a change that another tab has overtaken; on the smallest phone."""
    opening = given(factories.opening, thread)
    page = browser_page("mira", viewport=PHONE)
    page.goto("/threads/new")
    press(page, re.compile("^Post$"))
    expect(page.locator("#errors")).to_be_focused()
    fits_and_reads_well(page)
    write_a_post(page)
    press(page, "Read it through first")
    expect(page.get_by_role("heading", name="How it will look")).to_be_visible()
    fits_and_reads_well(page)
    page.goto(f"/posts/{opening}/edit")
    page.locator("[name=version]").evaluate("one => { one.value = '9999' }")
    page.get_by_label("Your words").fill("From an older tab.")
    press(page, "Save the change")
    expect(page.get_by_text("What the post says now", exact=True)).to_be_visible()
    fits_and_reads_well(page)
    press(page, "Save the change")
    expect(page.get_by_text("Your change is saved.")).to_be_visible()


def test_a_post_is_written_by_keyboard_alone(thread: str, browser_page: Any) -> None:
    page = browser_page("mira", js=False)
    page.goto("/threads/new")
    seen: list[str] = []

    def reach(selector: str) -> None:
        for _ in range(80):
            page.keyboard.press("Tab")
            seen.append(page.evaluate("document.activeElement.id || document.activeElement.tagName"))
            if page.evaluate("s => document.activeElement.matches(s)", selector):
                outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
                assert outline != "none", f"{selector} does not show that it has the focus"
                return
        raise AssertionError(f"{selector} was not reached: {seen}")

    reach("#title")
    page.keyboard.type("By keyboard")
    reach("#body")
    page.keyboard.type("Every word of it.")
    reach("#room")
    page.keyboard.type("Nights")
    reach("#anonymous")
    page.keyboard.press("Space")
    reach("details.fold > summary")
    page.keyboard.press("Enter")
    reach("#support-space")
    page.keyboard.press("Space")
    reach("details.fold:not([open]) > summary")
    page.keyboard.press("Enter")
    reach("#w-death")
    page.keyboard.type("mentioned")
    reach("form button:not([name])")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Your post is up.")).to_be_visible()
    expect(page.get_by_text("Content note: death and grief (mentioned)").first).to_be_visible()
    expect(page.get_by_text("a name for this thread")).to_be_visible()
    expect(page.get_by_text("some space for now").first).to_be_visible()
    expect(page.get_by_text("Every word of it.")).to_be_visible()
    reader = browser_page("noor", js=False)
    reader.goto(page.url)
    expect(reader.get_by_text("Every word of it.")).to_be_hidden()
    reader.locator("details.note > summary").focus()
    reader.keyboard.press("Enter")
    expect(reader.get_by_text("Every word of it.")).to_be_visible()


def test_the_lid_of_a_folded_part_keeps_saying_what_is_chosen(thread: str, browser_page: Any) -> None:
    page = browser_page("mira", viewport=PHONE)
    page.goto("/threads/new")
    support, note = page.locator("details.fold > summary").all()
    support.click()
    page.get_by_label("Just listen").check()
    page.get_by_label("Space now").check()
    expect(support).to_have_text("What would help: Just listen, Space now")
    note.click()
    page.get_by_label("Self-harm").select_option("self_harm:described")
    expect(note).to_have_text("Content note: self-harm (described)")
    page.get_by_label("Self-harm").select_option("")
    expect(note).to_have_text("Content note (if you like)")


def test_words_are_kept_by_themselves_and_in_both_tabs(thread: str, browser_page: Any, rows: Any) -> None:
    first = browser_page("mira")
    first.clock.install()
    first.goto("/threads/new")
    first.get_by_label("Title").fill("Begun")
    first.get_by_label("Your words").fill("The first tab began.")
    first.clock.run_for(3500)
    expect(first.get_by_text("Saved a moment ago.")).to_be_visible()

    second = first.context.new_page()
    second.clock.install()
    second.goto("/threads/new")
    expect(second.get_by_label("Your words")).to_have_value("The first tab began.")
    second.get_by_label("Your words").fill("The second tab went on.")
    second.clock.run_for(3500)
    expect(second.get_by_text("Saved a moment ago.")).to_be_visible()

    first.get_by_label("Your words").fill("The first tab went on too.")
    first.clock.run_for(3500)
    expect(first.get_by_text("Saved a moment ago.")).to_be_visible()
    second.goto("/drafts")
    expect(second.get_by_text("The first tab went on too.")).to_be_visible()
    expect(second.get_by_text("The second tab went on.")).to_be_visible()

    first.get_by_label("Room").select_option("nights")
    press(first, re.compile("^Post$"))
    expect(first.get_by_text("Your post is up.")).to_be_visible()
    second.reload()
    expect(second.get_by_text("The second tab went on.")).to_be_visible()
    expect(second.get_by_role("link", name="Go on writing")).to_have_count(1)
    with rows() as session:
        assert how_many(session)["slots"] == 1 <= DRAFTS


def test_words_survive_another_page_and_a_lost_sign_in(thread: str, browser_page: Any, visit: Any) -> None:
    page = browser_page("noor")
    page.goto(f"/threads/{thread}")
    page.locator("#body").fill("Half an answer.")
    page.goto("/help")
    again = browser_page("noor")
    expect_soon(again, f"/threads/{thread}", "Half an answer.")
    again.locator("#body").fill(LETTER)
    again.context.clear_cookies()
    press(again, re.compile("^Post$"))
    expect(again.get_by_text("Your words are kept.")).to_be_visible()
    assert LETTER.split("\n")[0] in again.content()


def expect_soon(page: Page, place: str, words: str) -> None:
    """What a page sends as it closes may arrive a moment after the next one was asked for."""
    for _ in range(100):
        page.goto(place)
        if page.locator("#body").input_value() == words:
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"{words} did not arrive at {place}")


def test_a_double_click_posts_once(thread: str, browser_page: Any, rows: Any) -> None:
    for scripts in (True, False):
        page = browser_page("noor", js=scripts)
        page.goto(f"/threads/{thread}")
        page.locator("#body").fill(f"Only once, scripts {scripts}.")
        page.get_by_role("button", name=re.compile("^Post$")).dblclick()
        expect(page.get_by_text("Your reply is up.")).to_be_visible()
    with rows() as session:
        said = list(session.scalars(select(Post.body).where(Post.body.contains("Only once"))))
    assert sorted(said) == ["Only once, scripts False.", "Only once, scripts True."]


def test_a_first_view_asks_for_at_most_six_things(thread: str, given: Any, browser_page: Any) -> None:
    for _ in range(48):
        given(factories.reply, thread, by="noor")
    page = browser_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"/threads/{thread}", wait_until="networkidle")
    assert page.locator("article").count() == 51
    assert len(asked) <= 6, asked
