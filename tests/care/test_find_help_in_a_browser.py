"""The pages of care in a real Chromium: on a small phone, with a keyboard, without scripts, read by axe."""

from pathlib import Path

import axe_playwright_python
import pytest

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PAGES = ["/help", "/help?country=GB", "/help?country=DK", "/guidelines", "/guidelines/easy", "/content-notes"]


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_to_mend_by_day_and_by_night(browser_page, path):
    page = browser_page()
    page.goto(path)
    page.evaluate(AXE)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        found = page.evaluate("tags => axe.run({runOnly: {type: 'tag', values: tags}})", RULES)
        assert [(rule["id"], [node["html"] for node in rule["nodes"]][:3]) for rule in found["violations"]] == []
        assert len(found["passes"]) > 20


def test_nothing_has_to_be_scrolled_sideways_on_the_smallest_phone(browser_page):
    page = browser_page(viewport={"width": 320, "height": 600})
    for path in PAGES:
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path


def test_a_country_is_chosen_by_keyboard_without_scripts(browser_page):
    page = browser_page(js=False, viewport={"width": 360, "height": 740})
    page.goto("/help")
    page.locator("#country").focus()
    page.keyboard.type("Irel")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/help?country=IE")
    assert page.locator("h2", has_text="Ireland: somebody to talk to").count() == 1
    assert page.locator("a[href='tel:116123']").first.is_visible()


def test_every_way_to_reach_somebody_is_big_enough_for_a_thumb(browser_page):
    page = browser_page(viewport={"width": 360, "height": 740})
    for path in ("/help?country=GB", "/help?country=FI", "/help?country=JP"):
        page.goto(path)
        sizes = page.locator("a.way").evaluate_all("links => links.map(one => one.getBoundingClientRect().height)")
        assert len(sizes) >= 5
        assert min(sizes) >= 44, path


@pytest.mark.parametrize("country, first", [("GB", "116 123"), ("US", "988"), ("DE", "0800 111 0 111"), ("DK", "112")])
def test_the_strip_is_low_on_a_phone_and_still_shows_the_first_number(browser_page, country, first):
    page = browser_page(viewport={"width": 360, "height": 740})
    page.goto(f"/help?country={country}")
    page.goto("/guidelines")
    strip = page.locator("#help-strip")
    assert strip.bounding_box()["height"] <= 110
    assert first in strip.get_by_role("link").first.inner_text()
    for link in strip.get_by_role("link").all():
        assert link.bounding_box()["height"] >= 44
