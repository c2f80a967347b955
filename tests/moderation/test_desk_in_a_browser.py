"""The desk and its words in a real Chromium: read by axe, on a small phone, by keyboard, without scripts."""

import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import axe_playwright_python
import pytest
from sqlalchemy import select

from forum.db import db
from forum.discussions.models import Post
from forum.moderation import appeals, operations
from forum.moderation.models import Action, Decision, ReviewItem, State
from forum.moderation.rules import Ruling
from tests import factories
from tests.moderation import desk

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
HIDE = Ruling(Action.HIDE, "It calls another member names.", "kind", "I know that it was a hard night.")
LONG = "A long and heavy text. " * 60


@pytest.fixture
def places(given: Any, rows: Any) -> dict[str, str]:
    """One address for every page of the desk, in every state."""
    given(desk.cast)
    title = "After the row, the quiet"
    thread_id = given(factories.thread, by="mira", title=title, body=LONG, warned="abuse:described")
    replies = [given(factories.reply, thread_id, by="mira", body=LONG, anonymous=nth % 2 == 0) for nth in range(6)]
    waiting = given(desk.report, replies[0], note="It reads as mockery.")
    worried = given(desk.worry, replies[1], note="She has not answered for two days.")
    taken = given(desk.report, replies[2])
    given(lambda: operations.claim(desk.account("kit"), db.session.get_one(ReviewItem, taken)))
    mine = given(desk.hold, replies[3])
    given(lambda: operations.claim(desk.account("sam"), db.session.get_one(ReviewItem, mine)))
    decided = given(desk.report, replies[4])
    hidden = given(desk.decide, decided, "kit", HIDE)
    covered = given(
        desk.decide, given(desk.report, replies[5]), "kit",
        Ruling(Action.REDACT, "A name.", "no_identifying", passage="heavy text"),
    )  # fmt: skip
    given(lambda: appeals.lodge(desk.account("mira"), db.session.get_one(Decision, hidden), "I was quoting a song."))
    with rows() as session:
        appeal = session.scalars(select(ReviewItem.id).filter_by(kind="appeal")).one()
    return {
        "report": f"/posts/{replies[0]}/report",
        "thanks": f"/posts/{replies[0]}/report?thanks=rule",
        "thanks for a worry": f"/posts/{replies[0]}/report?thanks=worried",
        "queue": "/moderation/",
        "history": "/moderation/?state=decided",
        "waiting": f"/moderation/items/{waiting}",
        "worried": f"/moderation/items/{worried}",
        "taken": f"/moderation/items/{taken}",
        "mine": f"/moderation/items/{mine}",
        "decided": f"/moderation/items/{decided}",
        "an appeal": f"/moderation/items/{appeal}",
        "a decision": f"/decisions/{hidden}",
        "another": f"/decisions/{covered}",
        "to appeal": f"/decisions/{covered}/appeal",
    }


READERS = {"report": "noor", "thanks": "noor", "thanks for a worry": "noor"} | dict.fromkeys(
    ("a decision", "another", "to appeal"), "mira"
)


def everybody(places: dict[str, str], browser_page: Any, **options: Any) -> Any:
    """Each page, in the browser of somebody who may read it."""
    open_pages: dict[str, Any] = {}
    for name, address in places.items():
        who = READERS.get(name, "sam")
        page = open_pages.setdefault(who, None) or browser_page(who, **options)
        open_pages[who] = page
        assert page.goto(address).status == 200, name
        yield name, page


def test_axe_finds_nothing_to_mend_by_day_and_by_night(places: Any, browser_page: Any) -> None:
    for name, page in everybody(places, browser_page):
        page.evaluate(AXE)
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            found = page.evaluate("tags => axe.run({runOnly: {type: 'tag', values: tags}})", RULES)
            wrong = [(rule["id"], [node["html"] for node in rule["nodes"]][:3]) for rule in found["violations"]]
            assert wrong == [], (name, scheme)


def test_nothing_has_to_be_scrolled_sideways_on_the_smallest_phone(places: Any, browser_page: Any) -> None:
    for name, page in everybody(places, browser_page, viewport={"width": 320, "height": 600}):
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, name


def test_every_text_at_the_desk_is_folded_until_somebody_opens_it(places: Any, browser_page: Any) -> None:
    page = browser_page("sam")
    for name in ("waiting", "worried", "taken", "mine", "decided", "an appeal"):
        page.goto(places[name])
        assert page.locator(".post__body").count() > 0
        assert all(not text.is_visible() for text in page.locator(".post__body").all()), name


def test_sam_works_by_keyboard_alone_without_scripts(places: Any, browser_page: Any, rows: Any) -> None:
    page = browser_page("sam", js=False)
    page.goto(places["waiting"])

    def reach(selector: str) -> None:
        for _ in range(120):
            page.keyboard.press("Tab")
            if page.evaluate("s => document.activeElement.matches(s)", selector):
                return
        raise AssertionError(f"{selector} was not reached by Tab")

    reach(".item summary")
    page.keyboard.press("Enter")
    assert page.locator(".item .post__body").first.is_visible()
    reach("input[name=action]")
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    assert page.locator("input[name=action]:checked").get_attribute("value") == "hide"
    reach("select[name=rule]")
    page.keyboard.type("Be kind")
    reach("textarea[name=facts]")
    page.keyboard.type("It mocks her.")
    reach("form[action$='/decide'] button:not([name])")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "Hidden until mended, by sam" in page.locator("main").inner_text()
    with rows() as session:
        item = session.get_one(ReviewItem, places["waiting"].rpartition("/")[2])
        assert item.state is State.DECIDED
        assert session.get_one(Post, item.post_id).visibility == "hidden"


def test_noor_asks_on_a_phone_without_scripts(places: Any, browser_page: Any, given: Any) -> None:
    address = f"/posts/{given(factories.opening, given(factories.thread, by='mira'))}/report"
    page = browser_page("noor", js=False, viewport={"width": 360, "height": 740})
    page.goto(address)
    page.locator("#lane-worried").check()
    page.locator("#note").fill("She sounds so alone.")
    page.get_by_role("button", name="Ask a moderator to look").click()
    assert page.get_by_role("heading", name="Thank you for looking out for them").is_visible()


def test_a_mistake_is_where_the_focus_goes(places: Any, browser_page: Any) -> None:
    page = browser_page("sam")
    page.goto(places["waiting"])
    page.locator("input[name=action][value=hide]").check()
    page.locator("textarea[name=note]").fill("My words.")
    page.get_by_role("button", name="Decide").click()
    page.wait_for_selector(".error-summary")
    assert page.evaluate("document.activeElement.id") == "errors"
    page.get_by_role("link", name=re.compile("Please choose the rule")).click()
    assert page.evaluate("document.activeElement.id") == "rule"
    assert page.locator("textarea[name=note]").input_value() == "My words."


def test_the_form_asks_for_what_the_chosen_step_needs(places: Any, browser_page: Any) -> None:
    """Without scripts; a phone shows no field that the step does not need."""
    page = browser_page("sam", js=False, viewport={"width": 360, "height": 740})
    page.goto(places["waiting"])
    needs = {"dismiss": set(), "warn": {"#warnings", "#rule"}, "redact": {"#passage", "#rule"}, "hide": {"#rule"}}
    for action, shown in needs.items():
        page.locator(f"#action-{action}").check()
        for field in ("#warnings", "#passage", "#rule"):
            assert page.locator(field).is_visible() is (field in shown), (action, field)
        assert page.locator("#facts").is_visible() and page.locator("#note").is_visible()


def test_what_is_wrong_is_never_out_of_sight(places: Any, browser_page: Any) -> None:
    page = browser_page("sam", js=False)
    page.goto(places["waiting"])
    page.locator("#action-redact").check()
    page.locator("#facts").fill("A name.")
    page.get_by_role("button", name="Decide").click()
    page.locator("#action-dismiss").check()
    assert page.locator("#passage-error").is_visible() and page.locator("#rule-error").is_visible()


def test_taking_and_deciding_stand_together_and_the_headings_go_down_in_order(places: Any, browser_page: Any) -> None:
    page = browser_page("sam", viewport={"width": 360, "height": 740})
    for name in ("waiting", "worried", "mine"):
        page.goto(places[name])
        kind = {"waiting": "A report to decide", "worried": "A worry to see to", "mine": "A held post to decide"}[name]
        assert page.title().startswith(kind)
        levels = page.eval_on_selector_all("main :is(h1, h2, h3)", "all => all.map(one => Number(one.tagName[1]))")
        assert levels[0] == 1 and all(after - before <= 1 for before, after in pairwise(levels))
        assert page.locator("#decide form").count() == 2, "to take or give back, and to decide"
        page.get_by_role("link", name="Go to the decision").click()
        assert page.locator("#decide h2").is_visible()
