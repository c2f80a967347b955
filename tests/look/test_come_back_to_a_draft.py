"""The composer saves to the real forum by itself, and the words are there afterwards, in another tab."""

from typing import Any

from playwright.sync_api import expect

from tests import factories

WORDS = "Forty-one gates, and one more on the way back."


def test_words_typed_and_never_sent_wait_under_saved_for_later(browser_page: Any, given: Any) -> None:
    given(factories.member, "mira")
    given(factories.member, "noor")
    thread = f"/threads/{given(factories.thread, by='noor')}"
    page = browser_page("mira")
    page.clock.install()
    page.goto(thread)
    page.locator("textarea[name=body]").fill(WORDS)
    page.clock.run_for(3100)
    expect(page.locator(".draft__said")).to_have_text("Saved a moment ago.")

    other = page.context.new_page()
    other.goto("/drafts")
    expect(other.locator("main")).to_contain_text(WORDS)
    other.goto(thread)
    expect(other.locator("textarea[name=body]")).to_have_value(WORDS)


def test_a_draft_that_cannot_be_saved_says_so_and_stays_on_the_page(browser_page: Any, given: Any) -> None:
    given(factories.member, "mira")
    page = browser_page("mira", watched=False)
    page.clock.install()
    page.goto("/threads/new")
    page.context.clear_cookies()  # signed out meanwhile, in another tab
    page.locator("textarea[name=body]").fill(WORDS)
    page.clock.run_for(3100)
    expect(page.locator(".draft__said")).to_contain_text("Your words are still on this page")
    expect(page.locator("textarea[name=body]")).to_have_value(WORDS)
