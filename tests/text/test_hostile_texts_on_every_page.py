"""Our hostile texts go through the real forms and run nothing on any page that shows them, in a real browser."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser
from sqlalchemy import select

from forum.discussions.models import Post
from forum.moderation.models import Decision, ReviewItem
from tests.browser_payloads import Sighting, Watch, tally, watching
from tests.payloads.hostile import HOSTILE
from tests.payloads.stage import Stage, cast

pytestmark = pytest.mark.timeout(400)  # Many pages, each given time to misbehave, on whatever machine this is.

TEXTS = [payload.text.encode(errors="replace").decode() for payload in HOSTILE]  # As a browser can send it.
LETTER = "\n\n".join(["This is where it begins.", *TEXTS])
CARRIED = "{{7*7}}"  # Stands in the letter, far from its beginning.
FIELD = "\n\n".join(TEXTS)[:7_900]


@pytest.fixture
def stage(app: Flask, given: Callable[..., Any]) -> Stage:
    given(cast)
    return Stage(app)


@pytest.fixture
def browse(server: str, browsers: Browser, stage: Stage) -> Iterator[Any]:
    """browse("mira", csp=False): a watched browser of somebody's, the policy bypassed; browse(): a visitor's."""
    with ExitStack() as closing:

        def open_browser(name: str = "", *, csp: bool = True) -> Watch:
            cookies = stage.people[name].cookies() if name else []
            return closing.enter_context(watching(browsers, server, csp=csp, cookies=cookies))

        yield open_browser


def _lists(watch: Watch, start: str) -> list[Sighting]:
    """A list to its end, page after page."""
    seen, path = [], start
    while path:
        seen += watch.visit(path, touch=".thread-list")
        older = watch.page.locator(".pager a").last
        path = older.get_attribute("href") or "" if older.count() else ""
    return seen


def test_as_replies_they_run_nothing(stage: Stage, browse: Callable[..., Watch]) -> None:
    place = stage.as_replies(TEXTS)
    assert stage.given_back == 0
    assert _lists(browse(), place) + _lists(browse(csp=False), place) == []


def test_as_titles_and_as_openings_they_run_nothing(stage: Stage, browse: Callable[..., Watch]) -> None:
    stage.as_threads(TEXTS)
    assert stage.given_back == 0
    assert _lists(browse(), "/rooms/nights?list=waiting") + _lists(browse(csp=False), "/?list=new") == []


def test_in_forms_previews_quotes_and_history_they_run_nothing(stage: Stage, browse: Callable[..., Watch]) -> None:
    place = stage.thread("Older: " + TEXTS[0], LETTER)
    mira, kai = stage.people["mira"], stage.people["kai"]
    mira.get(place)
    post = next(link for link in mira.page.links if link.endswith("/edit")).removesuffix("/edit")
    assert mira.post(f"{post}/edit", title="Newer: " + TEXTS[0], body=LETTER + "!", version="").status_code == 303
    answer = kai.post(f"{place}/reply", body="I answer.", answers=post.rpartition("/")[2])
    assert answer.status_code == 303
    assert browse().visit(place, shows=CARRIED) == []
    for csp in (True, False):
        assert _writing(browse("mira", csp=csp), post) == []
        assert _answering(browse("kai", csp=csp), place, post) == []


def _writing(hers: Watch, post: str) -> list[Sighting]:
    """Every page on which a writer sees her own words."""
    edit, new = f"{post}/edit", "/threads/new"
    words = {"title": TEXTS[0], "body": LETTER, "room": "nights"}
    return [
        *hers.visit(edit, shows=CARRIED),
        *hers.send(edit, edit, {**words, "then": "preview"}, shows="How it will look"),
        *hers.send(edit, edit, {"title": "", "body": LETTER}, shows=CARRIED),
        *hers.visit(f"{post}/history", shows=CARRIED),
        *hers.visit(f"{post}/withdraw", shows=CARRIED),
        *hers.visit("/mine", shows="Newer: <script>"),
        *hers.send(new, new, {**words, "then": "preview"}, shows="How it will look"),
        *hers.send(new, new, {**words, "title": ""}, shows=CARRIED),
        *hers.send(new, new, {**words, "then": "keep"}),
        *hers.visit("/drafts", shows="<script>"),
    ]


def _answering(his: Watch, place: str, post: str) -> list[Sighting]:
    """Every page on which somebody meets the words of another before the moderators do."""
    return [
        *his.visit(f"{place}/reply?answers={post.rpartition('/')[2]}", shows="answering"),
        *his.visit(place, touch=".answers", shows="Answering"),
        *his.send(place, f"{place}/reply", {"body": LETTER, "then": "preview"}, shows="How it will look"),
        *his.send(place, f"{place}/reply", {"body": LETTER + "x" * 20_000}, shows=CARRIED),
        *his.visit(f"{post}/report", shows="This is where it begins."),
        *his.send(f"{post}/report", f"{post}/report", {"note": FIELD}, shows="<script>"),
    ]


def test_at_the_moderators_desk_they_run_nothing(
    stage: Stage, browse: Callable[..., Watch], rows: Callable[..., Any]
) -> None:
    stage.thread(TEXTS[0], LETTER)
    mira, kai, sam = (stage.people[name] for name in ("mira", "kai", "sam"))
    with rows() as session:
        post = session.scalars(select(Post.id)).one()
    note = "<script>" + FIELD[:1_900]
    assert kai.post(f"/posts/{post}/report", lane="rule", reason="hostile", note=note).status_code == 303
    with rows() as session:
        item = f"/moderation/items/{session.scalars(select(ReviewItem.id)).one()}"
    assert sam.post(f"{item}/claim").status_code == 303
    half_done = {"action": "hide", "facts": FIELD, "note": FIELD}
    for csp in (True, False):
        desk = browse("sam", csp=csp)
        assert desk.visit("/moderation/") + desk.visit(item, shows=CARRIED) == []
        assert desk.send(item, f"{item}/decide", half_done, shows="<script>") == []
    sam.get(item)
    form = sam.page.form(f"{item}/decide").fields
    versions = {name: form[name][0] for name in ("version", "post_version")}
    assert sam.post(f"{item}/decide", **half_done, rule="kind", **versions).status_code == 303
    with rows() as session:
        decision = f"/decisions/{session.scalars(select(Decision.id)).one()}"
    too_much = {"words": FIELD * 2}
    for csp in (True, False):
        hers = browse("mira", csp=csp)
        assert hers.visit(decision, shows=CARRIED) == []
        assert hers.send(f"{decision}/appeal", f"{decision}/appeal", too_much, shows="<script>") == []
    assert mira.post(f"{decision}/appeal", words=FIELD).status_code == 303
    with rows() as session:
        appeal = next(id for id in session.scalars(select(ReviewItem.id)) if id not in item)
    for csp in (True, False):
        assert browse("ada", csp=csp).visit(f"/moderation/items/{appeal}", shows=CARRIED) == []
        assert browse("mira", csp=csp).visit(decision, shows=CARRIED) == []
        desk = browse("sam", csp=csp)
        assert desk.visit(item, shows=CARRIED) + desk.visit("/moderation/?state=decided") == []


def test_without_the_sanitisers_the_same_page_runs_them_and_the_policy_alone_stops_them(
    stage: Stage, browse: Callable[..., Watch], rows: Callable[..., Any]
) -> None:
    """The control: what the other tests look at does run when nobody cleans it."""
    place = stage.as_replies([f"Number {number}." for number in range(10)])
    live = [payload.text for payload in HOSTILE if payload.id.startswith(("img-", "svg-", "script-"))]
    with rows() as session:
        for number, post in enumerate(session.scalars(select(Post).where(~Post.opening))):
            post.body_html = live[number]
        session.commit()
    bare = tally(browse("mira", csp=False).visit(place))
    assert bare["executed"] >= 10
    assert bare["forbidden"] > 10
    guarded = tally(browse("mira").visit(place))
    assert guarded["executed"] == 0
    assert guarded["violation"] >= 10
