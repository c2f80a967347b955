"""S-T31: to everybody but moderators and the writer, hard words and others are the same pages, to the byte."""

import re
from typing import Any

import pytest
from flask import Flask

from forum.moderation.models import Kind, ReviewItem
from tests import factories, signs

# Of one length, so that only the words themselves differ; every kind of danger that leaves a post in its place.
LENGTH = 120
WORDS = {
    "imminent": signs.IMMINENT.ljust(LENGTH, "."),
    "high": signs.HIGH.ljust(LENGTH, "."),
    "concern": signs.CONCERN.ljust(LENGTH, "."),
    "others": signs.OTHERS.ljust(LENGTH, "."),
    "calm": signs.CALM.ljust(LENGTH, "."),
}
DANGEROUS = [name for name in WORDS if name != "calm"]
READERS = [None, "noor", "tomasz"]
VARYING = {"ETag", "Set-Cookie", "Content-Length", "Date"}
RANDOM = {
    r"\b[a-z2-9]{16}\b": "ID",
    r'value="[\w.\-]{40,}"': 'value="TOKEN"',
    r"<bdi>[A-Z][a-z]+ [A-Z][a-z]+</bdi>": "<bdi>NAME</bdi>",  # made for a thread, and drawn at random
    r"(?<=[?&]after=)[\w\-.]+": "PLACE",
}


@pytest.fixture(autouse=True)
def people(given: Any) -> None:
    for name in ("mira", "tomasz"):
        given(factories.member, name)
    given(factories.newcomer, "noor")
    given(factories.moderator, "sam")


def surfaces(app: Flask, thread: str, post: str) -> list[str]:
    """Every address that can be asked for about a thread, a post and its room, or about nothing in particular."""
    ids = {"thread_id": thread, "post_id": post, "slug": "nights"}
    found = [
        rule.build({name: ids[name] for name in rule.arguments})[1]
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and rule.arguments <= ids.keys() and "leave" not in rule.rule
    ]
    lists = ["/?list=new", "/?list=waiting", "/rooms/nights?list=waiting"]
    return [*found, *lists, f"/threads/{thread}/reply?answers={post}"]


def as_found(person: Any, address: str, body: str) -> str:
    """A page with its headers, without the words themselves and what is drawn at random for every reading."""
    answer = person.get(address)
    page = answer.get_data(as_text=True)
    # Whole, or as far as a quote goes; the first letters of each are unmistakable, and none has marks of its own.
    page = re.sub(re.escape(body[:24]) + r"[^<“”]*", "WORDS", page)
    headers = [(name, value) for name, value in answer.headers if name not in VARYING]
    page = f"{answer.status} {headers}\n{page}"
    for pattern, name in RANDOM.items():
        page = re.sub(pattern, name, page)
    return page


@pytest.mark.parametrize("who", READERS)
@pytest.mark.parametrize("sealed", [False, True], ids=["signed", "sealed"])
@pytest.mark.parametrize("opens", [False, True], ids=["a reply", "an opening"])
def test_the_pages_of_a_post_are_the_same_whatever_was_noticed_in_it(
    given: Any, visit: Any, rows: Any, who: str | None, sealed: bool, opens: bool
) -> None:
    pages = {}
    for name, body in WORDS.items():
        if opens:
            thread = given(factories.thread, by="mira", body=body, anonymous=sealed)
            post = given(factories.opening, thread)
        else:
            thread = given(factories.thread, by="tomasz")
            post = given(factories.reply, thread, by="mira", body=body, anonymous=sealed)
        about = (f"/threads/{thread}", f"/posts/{post}", f"/posts/{post}/report", f"/posts/{post}/history")
        about = (*about, f"/posts/{post}/edit", f"/posts/{post}/word", f"/threads/{thread}/reply?answers={post}")
        person = visit(who)
        pages[name] = [as_found(person, address, body) for address in about]
    with rows() as session:
        noticed = session.query(ReviewItem).filter_by(kind=Kind.TRIAGE).count()
    assert noticed == 3, "nothing was noticed: this test would prove nothing"
    assert "WORDS" in pages["calm"][0]
    for name in DANGEROUS:
        for one, other in zip(pages[name], pages["calm"], strict=True):
            assert one == other, (name, who)


def test_the_writer_is_the_control(given: Any, visit: Any) -> None:
    """To Mira the page does differ: the same look finds it."""
    thread, mira, pages = given(factories.thread, by="tomasz"), visit("mira"), []
    for body in (WORDS["calm"], WORDS["high"]):
        mira.follow(mira.post(f"/threads/{thread}/reply", body=body))
        pages.append(as_found(mira, f"/threads/{thread}", body))
    assert pages[0] != pages[1] and 'class="reach"' in pages[1]


@pytest.mark.parametrize("who", READERS)
def test_no_surface_holds_a_sign(app: Flask, given: Any, visit: Any, rows: Any, who: str | None) -> None:
    """Every address there is, as others find it: no item's id, no line of why, no mark, no card, no word for it."""
    thread = given(factories.thread, by="mira", body=WORDS["imminent"])
    post = given(factories.opening, thread)
    writer = visit("mira")
    writer.get(f"/posts/{post}/edit")
    body = f"{WORDS['imminent']} And again."
    assert writer.post(f"/posts/{post}/edit", title="Nights are long", body=body).status_code == 303
    with rows() as session:
        item = session.query(ReviewItem).one()
    sam = visit("sam")
    sam.get(f"/moderation/items/{item.id}")
    why = sam.page.html.partition("What the program noticed")[2].partition("</ol>")[0]
    lines = re.findall(r"<li>([^<]{8,})</li>", why)
    assert lines, "the moderator reads why"
    for address in surfaces(app, thread, post):
        answer = visit(who).get(address)
        page = f"{answer.headers}\n{answer.get_data(as_text=True)}"
        for sign in (item.id, *lines, 'class="sign"', 'class="reach', "triage", "imminent", "/near/away"):
            assert sign not in page, (address, sign)


def test_lists_keep_their_order(given: Any, visit: Any) -> None:
    threads = [given(factories.thread, by="mira", title=f"Thread {n}", body=WORDS["calm"]) for n in range(4)]

    def orders() -> list[list[str]]:
        found = []
        for who in READERS:
            for address in ("/", "/?list=new", "/?list=waiting", "/rooms/nights", "/rooms/nights?list=waiting"):
                person = visit(who)
                person.get(address)
                found.append([link for link in person.page.links if link.startswith("/threads/") and "new" not in link])
        return found

    before = orders()
    mira = visit("mira")
    for thread, name in zip(threads[1:], DANGEROUS, strict=False):
        post = given(factories.opening, thread)
        mira.get(f"/posts/{post}/edit")
        assert mira.post(f"/posts/{post}/edit", title="Thread", body=WORDS[name]).status_code == 303
    assert orders() == before and all(len(order) >= 4 for order in before)


def test_what_is_sent_back_after_posting_has_one_shape(given: Any, visit: Any) -> None:
    """But for the writer's own cookie, which no one else is sent."""
    thread, shapes = given(factories.thread, by="tomasz"), set()
    for body in WORDS.values():
        answer = visit("mira").post(f"/threads/{thread}/reply", body=body)
        shapes.add((answer.status_code, tuple(sorted({name for name, _ in answer.headers})), len(answer.location)))
    assert len(shapes) == 1
