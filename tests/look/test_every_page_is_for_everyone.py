"""Every page there is, for every kind of reader, in Chromium: read by axe, on a tiny screen, at twice the text."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from flask import Flask
from playwright.sync_api import Page

from tests.look import world

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS = ["color-contrast", "link-in-text-block"]  # by night nothing else is different
READERS = [None, "mira", "sam"]
PHONE = {"width": 360, "height": 740}

# What a thumb has to hit: everything that acts and stands alone. Links within a sentence are as high as their line.
SMALL_TARGETS = """() => [...document.querySelectorAll('a, button, select, textarea, summary, label.choice, input')]
  .filter((one) => one.checkVisibility() && !one.closest('.skips, p:not(.help-strip p), li:not(.ways li), dd'))
  .filter((one) => !one.matches('[type=checkbox], [type=radio], [type=hidden]'))
  .filter((one) => one.getBoundingClientRect().height < 43.5)
  .map((one) => `${one.outerHTML.slice(0, 90)} ${one.getBoundingClientRect().height}`)"""


@pytest.fixture
def addresses(app: Flask, given: Any) -> dict[str | None, list[str]]:
    return world.pages(app, world.build(given))


def visited(page: Page, addresses: list[str]) -> Iterator[str]:
    """Each page of these, open."""
    seen: list[str] = []
    for address in addresses:
        answer = page.goto(address)
        assert answer is not None
        assert answer.status in {200, 401, 404}, address
        asked_to_sign_in = answer.status == 401 and "asked" in seen
        if page.locator("main").count() and not asked_to_sign_in:
            seen.append("asked" if answer.status == 401 else address)
            yield address
    assert len(seen) > 3


@pytest.mark.parametrize("who", READERS)
def test_axe_finds_nothing_to_mend_by_day_and_by_night(
    addresses: dict[str | None, list[str]], browser_page: Any, who: str | None
) -> None:
    page = browser_page(who, viewport=PHONE)
    problems = {}
    # What care writes is long, and tests/care reads it with axe.
    mine = [one for one in addresses[who] if not one.startswith(("/help", "/guidelines", "/content-notes"))]
    for address in visited(page, mine):
        page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
        page.evaluate(AXE)
        for scheme, asked in (("light", RULES), ("dark", COLOURS)):
            page.emulate_media(color_scheme=scheme)
            found = page.evaluate("asked => axe.run({runOnly: asked})", asked)
            for rule in found["violations"]:
                problems[address, scheme, rule["id"]] = [node["html"] for node in rule["nodes"]][:2]
    assert problems == {}


@pytest.mark.parametrize("who", READERS)
def test_nothing_is_cut_off_on_a_tiny_screen_or_at_twice_the_text(
    addresses: dict[str | None, list[str]], browser_page: Any, who: str | None
) -> None:
    """320 by 256 is a desktop screen at 400 %; and 200 % text on a phone and on a desktop."""
    page = browser_page(who, viewport=PHONE)
    too_wide = []
    wide = "() => document.documentElement.scrollWidth > document.documentElement.clientWidth"
    for address in visited(page, addresses[who]):
        for width, height, text in ((320, 256, "100%"), (360, 740, "225%"), (1280, 900, "237.5%")):
            page.set_viewport_size({"width": width, "height": height})
            page.evaluate("size => { document.documentElement.style.fontSize = size }", text if text != "100%" else "")
            if page.evaluate(wide):
                too_wide.append((address, width, text))
    assert too_wide == [], too_wide


@pytest.mark.parametrize("who", READERS)
def test_whatever_acts_is_big_enough_for_a_thumb(
    addresses: dict[str | None, list[str]], browser_page: Any, who: str | None
) -> None:
    page = browser_page(who, viewport=PHONE)
    small = {}
    for address in visited(page, addresses[who]):
        if found := page.evaluate(SMALL_TARGETS):
            small[address] = found[:3]
    assert small == {}
