"""On the smallest phone, with the largest letters, by keyboard alone, without scripts: every page can be used."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests import factories
from tests.accounts import cast
from tests.sweep import pages, states
from tests.sweep.album import Album, show

pytestmark = pytest.mark.timeout(600)  # most of it is Chromium's own work, and machines are slow at times

SMALLEST = {"width": 320, "height": 640}
# How far the page can be scrolled sideways, and what sticks out; then the same with letters twice as large.
TOO_WIDE = """() => {
  const root = document.documentElement;
  const all = () => [...document.querySelectorAll('body *')];
  const over = () => root.scrollWidth <= 320 ? '' : root.scrollWidth + ' px: ' + all()
    .filter(one => one.getBoundingClientRect().right > 321).slice(-3)
    .map(one => one.outerHTML.slice(0, 80)).join(' / ');
  const usual = over();
  root.style.fontSize = 2 * parseFloat(getComputedStyle(root).fontSize) + 'px';
  const large = over();
  root.style.fontSize = '';
  return [usual, large && 'letters twice as large: ' + large].filter(Boolean);
}"""
# Buttons and the links of a menu are for thumbs: 44 px high, or as wide as they are short of it.
TOO_SMALL = """() => [...document.querySelectorAll('button, .button, nav a, .post__actions a, .help-strip a, summary')]
  .filter(one => one.checkVisibility({visibilityProperty: true}) && !one.closest('.skips'))
  .map(one => [one, one.getBoundingClientRect()])
  .filter(([one, box]) => box.height < 43.5 && box.height > 0)
  .map(([one, box]) => Math.round(box.height) + ' px high: ' + one.outerHTML.slice(0, 100))"""


@pytest.fixture
def fits(browser_page: Callable[..., Page], server: str) -> Callable[[Album], None]:
    """fits(album): open all of it on the smallest phone."""

    def on_the_smallest(album: Album) -> None:
        page = browser_page(viewport=SMALLEST)
        wrong: list[str] = []
        for seen in album.seen:
            show(page, server, seen)
            page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
            wrong += [f"{seen.name}: {one}" for one in [*page.evaluate(TOO_WIDE), *page.evaluate(TOO_SMALL)]]
        assert not wrong, "\n".join([f"{len(wrong)} findings", *wrong[:40]])

    return on_the_smallest


def test_nothing_scrolls_sideways_and_everything_can_be_hit(
    app: Any, visit: Any, given: Any, rows: Any, fits: Any, monkeypatch: Any
) -> None:
    album, things = Album(), pages.furnish(given, visit, rows)
    for role in ("visitor", "author", "moderator"):
        pages.opened_by(role, app, visit, rows, things, album)
    states.mistakes_in_writing(visit, things, album)
    states.a_thought_before_posting(visit, given, album)
    states.refusals(visit, given, things, album, monkeypatch)
    states.coming_in(app, visit, given, rows, album)
    states.one_s_own_account(visit, album)
    states.mistakes_at_the_desk(visit, given, things, album)
    states.hard_words(visit, given, rows, album)
    in_the_same_order(album)
    fits(album)


def in_the_same_order(album: Album) -> None:
    """The ways to help stand in one order on every page, so that nobody has to look for them (WCAG 3.2.6)."""
    marks = ['class="skips"', 'data-exit="', 'href="#help-strip"', 'class="nav"', 'href="/help"', 'id="help-strip"']
    marks += ["<main", "</main>", 'id="foot"']
    for seen in album.seen:
        html = seen.body.decode()
        if "<title>Please try again</title>" in html:
            assert 'href="/help"' in html  # The page for when nothing else can be relied on.
            continue
        places = [html.find(mark) for mark in marks]
        assert -1 not in places and places == sorted(places), f"{seen.name}: {dict(zip(marks, places, strict=True))}"


# What has the focus: what it is called, whether it can be seen, and whether the bar lies over any of it.
FOCUSED = """() => {
  const one = document.activeElement, box = one.getBoundingClientRect(), bar = document.querySelector('.bar');
  const style = getComputedStyle(one), over = bar.getBoundingClientRect();
  const ring = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
  const sticky = getComputedStyle(bar).position === 'sticky' && !one.closest('header');
  const covered = sticky && box.top < over.bottom - 1 && box.height < innerHeight - over.height;
  const away = box.bottom <= 0 || box.top >= innerHeight || box.width === 0;
  return {
    what: one === document.body ? '' : one.tagName + ' ' + (one.innerText || one.name || one.id).trim().slice(0, 50),
    wrong: [!ring && 'no ring', covered && 'under the bar', away && 'out of sight'].filter(Boolean).join(', '),
    skip: !!one.closest('.skips'),
  };
}"""
STOPS = 250


def walk(page: Page, key: str, most: int = STOPS) -> list[str]:
    """Press the key until the page has been walked through; says where one stopped, and finds what is wrong there."""
    stops: list[str] = []
    wrong: list[str] = []
    for _ in range(most):
        page.keyboard.press(key)
        found = page.evaluate(FOCUSED)
        if not found["what"]:
            break
        stops.append(found["what"])
        if found["wrong"]:
            wrong.append(f"{found['what']}: {found['wrong']}")
    assert len(stops) < STOPS, f"the keyboard does not get out: {stops[-5:]}"
    assert not wrong, f"{key}: {wrong}"
    return stops


@pytest.mark.parametrize("size", [(360, 640), (320, 256), (1280, 720)], ids=["phone", "zoomed", "desk"])
def test_the_keyboard_gets_everywhere_and_out_again(
    visit: Any, given: Any, rows: Any, browser_page: Any, size: tuple[int, int]
) -> None:
    things = pages.furnish(given, visit, rows)
    rich, item = things["rich"], things["visible"].item_id
    report = {"lane": "rule", "reason": "hostile", "note": "Please look."}
    assert visit("mira").post(f"/posts/{rich.post_id}/report", **report).status_code == 303
    sam = visit("sam")
    sam.get("/moderation/")
    waiting = next(link for link in sam.page.links if link.startswith("/moderation/items/") and item not in link)
    for who, place in (
        (None, "/"),
        (None, f"/threads/{rich.thread_id}"),
        ("mira", f"/threads/{rich.thread_id}"),
        ("mira", "/threads/new"),
        ("sam", "/moderation/"),
        ("sam", waiting),
    ):
        page = browser_page(who, viewport={"width": size[0], "height": size[1]})
        page.goto(place)
        forward = walk(page, "Tab")
        assert forward[:3] == ["A Leave this site", "A Skip to the page", "A Skip to help"], place
        back = walk(page, "Shift+Tab", len(forward))
        assert back == forward[::-1], place
        page.context.close()


def test_the_skip_links_lead_where_they_say(browser_page: Any) -> None:
    page = browser_page()
    for presses, target in ((2, "main"), (3, "help-strip")):
        page.goto("/help")
        for _ in range(presses):
            page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == target


def test_after_a_mistake_the_keyboard_begins_at_what_is_wrong(browser_page: Any) -> None:
    page = browser_page()
    page.goto("/sign-in")
    page.locator("#username").fill("nobody")
    page.locator("#password").fill("nothing that anybody has")
    page.keyboard.press("Enter")
    expect(page.locator("#errors")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#username")).to_be_focused()
    assert page.title().startswith("Error")


def test_a_whole_evening_without_scripts(given: Any, browser_page: Any) -> None:
    """Sign in, choose, write, answer, ask a moderator to look, decide; with nothing but links and forms."""
    given(cast.member, "mira")
    given(factories.member, "wren")
    given(factories.moderator, "sam")
    given(factories.room, "nights")
    mira = browser_page(js=False, viewport=SMALLEST)
    mira.goto("/threads/new")
    mira.get_by_label("Name").fill("mira")
    mira.get_by_label("Password").fill(cast.PASSWORD)
    mira.get_by_role("button", name="Sign in", exact=True).click()
    mira.get_by_label("Title").fill("Nights are long")
    mira.get_by_label("Your words").fill("I wrote this at four in the morning.")
    mira.get_by_label("Room").select_option("nights")
    mira.locator("summary", has_text="Content note").click()
    mira.get_by_label("self-harm", exact=False).first.select_option(index=2)
    mira.get_by_role("button", name="Read it through first").click()
    expect(mira.get_by_role("heading", name="How it will look")).to_be_visible()
    mira.get_by_role("button", name="Post", exact=True).click()
    expect(mira.get_by_role("heading", name="Nights are long")).to_be_visible()
    thread = mira.url.partition("#")[0]

    wren = browser_page("wren", js=False, viewport=SMALLEST)
    wren.goto(thread)
    expect(wren.locator(".post__body")).not_to_be_visible()
    wren.locator("summary", has_text="Show post").click()
    expect(wren.locator(".post__body")).to_be_visible()
    wren.locator("textarea").fill("I hear you, and I am awake as well.")
    wren.get_by_label("Write under a name made for this thread").check()
    wren.get_by_role("button", name="Post", exact=True).click()
    expect(wren.get_by_text("I hear you, and I am awake as well.")).to_be_visible()

    mira.goto(thread)
    mira.get_by_role("link", name="Ask a moderator to look").click()
    mira.get_by_label("Something here breaks a rule").check()
    mira.get_by_label("It is cruel or hostile").check()
    mira.locator("main form button").click()
    expect(mira.get_by_role("heading", name="Thank you")).to_be_visible()

    sam = browser_page("sam", js=False, viewport=SMALLEST)
    sam.goto("/moderation/")
    sam.get_by_role("link", name="Reported").last.click()
    sam.locator("main form button").first.click()
    sam.get_by_label("nothing", exact=False).first.check()
    sam.get_by_role("textbox", name="What you saw").fill("Kind words. Nothing to mend.")
    sam.get_by_role("button", name="Decide").click()
    expect(sam.get_by_role("heading", name="What was decided")).to_be_visible()

    mira.goto("/settings")
    mira.get_by_label("Dark").check()
    mira.get_by_role("button", name="Save").click()
    expect(mira.locator("html")).to_have_attribute("data-theme", "dark")
