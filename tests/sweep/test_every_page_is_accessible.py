"""axe reads every page there is, in every state that it can be in, by day and by night, folded and open."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from tests import factories
from tests.accessibility import COLOURS, findings
from tests.sweep import pages, states
from tests.sweep.album import Album, show

pytestmark = pytest.mark.timeout(600)  # most of it is Chromium's own work, and machines are slow at times

# What the tests before this one have read in this process. Each test is also whole by itself.
SHAPES: set[tuple[str, ...]] = set()
COLOURED: set[str] = set()

OPEN_ALL = "document.querySelectorAll('details:not([open])').forEach(one => { one.open = true })"
# Colours come from classes and elements alone, so that equal ones need not be asked about twice.
PARTS = """() => [...new Set([...document.querySelectorAll('body *')].map(one =>
  [document.documentElement.dataset.theme, document.documentElement.dataset.calm, one.parentElement.tagName,
   one.parentElement.className, one.tagName, one.className, one.getAttribute('aria-invalid')].join('|')))]"""
FOLDED_POSTS = "details.note:not([open])"


@pytest.fixture
def read(browser_page: Callable[..., Page], server: str) -> Callable[[Album], None]:
    """read(album): open all of it in one browser and let axe read it."""

    def by_axe(album: Album) -> None:
        page = browser_page()
        wrong: list[str] = []
        folded = 0
        for seen in album.seen:
            page.emulate_media(color_scheme="light")
            show(page, server, seen)
            found = []
            if folded < 3 and page.locator(FOLDED_POSTS).count():
                found, folded = findings(page), folded + 1
            wrong += [f"{seen.name} ({seen.status}): {one}" for one in found + _opened(page)]
        assert not wrong, "\n".join([f"{len(wrong)} findings", *wrong[:40]])

    return by_axe


def _opened(page: Page) -> list[str]:
    """With everything open that was folded away; by night the colours alone are asked about again."""
    page.evaluate(OPEN_ALL)
    found = findings(page)
    parts = set(page.evaluate(PARTS))
    if parts <= COLOURED:
        return found
    COLOURED.update(parts)
    page.emulate_media(color_scheme="dark")
    return found + [f"in the dark: {one}" for one in findings(page, only=COLOURS)]


def test_what_visitors_and_members_find(app: Any, visit: Any, given: Any, rows: Any, read: Any) -> None:
    album, things = Album(SHAPES), pages.furnish(given, visit, rows)
    for role in ("visitor", "member", "author"):
        pages.opened_by(role, app, visit, rows, things, album)
    assert len(album.names) > 400
    read(album)


def test_what_moderators_find(app: Any, visit: Any, given: Any, rows: Any, read: Any) -> None:
    album, things = Album(SHAPES), pages.furnish(given, visit, rows)
    pages.opened_by("moderator", app, visit, rows, things, album)
    states.mistakes_at_the_desk(visit, given, things, album)
    read(album)


def test_hard_words_and_what_they_bring(visit: Any, given: Any, rows: Any, read: Any) -> None:
    album = Album(SHAPES)
    given(factories.member, "mira")
    given(factories.member, "wren")
    given(factories.moderator, "sam")
    states.hard_words(visit, given, rows, album)
    read(album)


def test_a_page_as_its_reader_chose_it(visit: Any, given: Any, rows: Any, read: Any) -> None:
    album = Album(SHAPES)
    pages.as_chosen(visit, pages.furnish(given, visit, rows), album)
    read(album)


def test_writing_with_mistakes(visit: Any, given: Any, rows: Any, read: Any, monkeypatch: Any) -> None:
    album, things = Album(SHAPES), pages.furnish(given, visit, rows)
    states.mistakes_in_writing(visit, things, album)
    states.a_thought_before_posting(visit, given, album)
    states.edited_and_taken_back(visit, given, album)
    states.a_thread_that(visit, given, rows, album)
    states.refusals(visit, given, things, album, monkeypatch)
    read(album)


def test_the_account_and_the_way_in(app: Any, visit: Any, given: Any, rows: Any, read: Any) -> None:
    album = Album(SHAPES)
    given(factories.member, "mira")
    states.coming_in(app, visit, given, rows, album)
    states.one_s_own_account(visit, album)
    read(album)


def test_the_first_day(visit: Any, given: Any, read: Any) -> None:
    album = Album(SHAPES)
    states.nothing_here_yet(visit, given, album)
    read(album)


def test_axe_would_have_found_it(browser_page: Any, server: str) -> None:
    """The control: a page with a picture, a field and words that nobody can read is not passed."""
    page = browser_page()
    page.goto("/help")
    page.evaluate("document.querySelector('main').append(document.createElement('input'))")
    page.evaluate("document.querySelector('h1').style.color = '#999'")
    found = findings(page)
    assert any(one.startswith("label") for one in found), found
    assert any(one.startswith("color-contrast") for one in findings(page, only=COLOURS))
